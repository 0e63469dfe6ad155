"""Many printed values -> one cell per month, party, population and measure, with its state, basis, source and doubt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.data.contract import TEXT
from analysis.data.definitions import Definitions, definitions_of, residual_changes
from analysis.data.rules import MEASURES
from analysis.data.tables import Data
from analysis.model.adding import TOTAL, Family, is_combined, members
from analysis.model.cells import LEAST, MOST, POPULATIONS, Cell, Cells, Group, refuse_no_population
from analysis.model.names import can_appear, carried, find_monitor
from analysis.tolls.bounds import Cast, Ends, Known, bounds
from analysis.tolls.doubts import doubts_of, free_text
from analysis.tolls.pages import Page, Printed, printed_values, published_by

STATES = ("reported", "range", "none_left", "not_reported", "undecided")
COLUMNS = [
    "monitor",
    "month",
    "party",
    "population",
    "measure",
    "value",
    "state",
    "combined",
    "basis",
    "report_id",
    "page_shown",
    "pages",
    "printed_low",
    "printed_high",
    "at_least",
    "at_most",
    "named",
    "doubt",
]
_ENDS = LEAST | MOST
_COUNTS = ("value", "pages", "printed_low", "printed_high", "at_least", "at_most")


def monthly_tolls(
    data: Data,
    monitor: str | None = None,
    population: str = "civilians",
    as_of: str | None = None,
    *,
    month: str | None = None,
) -> pd.DataFrame:
    """Reconcile what the pages of a monitor print into one row a cell.

    Parameters
    ----------
    data
        What `read_data` returns.
    monitor
        A code of monitors.csv; None: the first by its `order`.
    population
        civilians, fighters or persons.
    as_of
        YYYY-MM-DD: use only reports published by that day; undated ones are left out.
    month
        YYYY-MM: only this month. None: all.

    Returns
    -------
    DataFrame
        One row per month, party and measure (killed, children, women, torture), sorted; months without any figure for
        this population are not there. `value` is deaths documented (Int64), present only where `state` is reported.
        The other states are range (only a range, or an end of one, is printed: `printed_low` to `printed_high`),
        none_left, not_reported and undecided. `combined` names the parties of a combined toll. `basis` is adjudicated,
        primary, relay, summed or items; `report_id` the page used; `page_shown` the one of those that say so which a
        reader of English can read, where there is one; `pages` how many print the cell; `printed_low` and
        `printed_high` what they print. `at_least` is a printed part of the toll (a floor), `at_most` the most that
        printed figures leave for a party without a whole toll. `doubt` says what contradicts the value. `attrs` holds
        the monitor, population and as_of asked for, the monitor's note_code, the party table, and the months whose
        parties cannot be compared (`not_counted`) or whose residual class changes (`residual_changes`).

    Raises
    ------
    NotComparable
        An unknown monitor or population.
    UnknownMonth
        An `as_of` that is not a date.

    Examples
    --------
    >>> from analysis import read_data
    >>> tolls = monthly_tolls(read_data())
    >>> russia = tolls.query("month == '2016-01' and party == 'russian_forces'")
    >>> print(russia[["measure", "value", "report_id"]].head(3).to_string(index=False))
     measure  value       report_id
      killed    679 snhr-2016-01-de
    children     94 snhr-2016-01-de
       women     73 snhr-2016-01-de
    """
    monitor = find_monitor(data.monitors, monitor)
    refuse_no_population(population)
    said = {one: definitions_of(data.definitions, monitor, one) for one in _reported(data, monitor, month)}
    cells, printed = _reconcile(data, monitor, as_of, month, said)
    floors = printed.subsets
    known = data.known_discrepancies[data.known_discrepancies["monitor"] == monitor]
    for group in [one for one in cells if one.measure == "killed" and said[one.month].dated_earlier(one.population)]:
        printed.dated_earlier.setdefault((group, TOTAL), [])
    doubts = doubts_of(known, cells, floors, printed.nobodys, printed.dated_earlier)
    parties = list(data.parties.sort_values("order").itertuples())
    least: dict[Group, dict[str, int]] = defaultdict(dict)
    for (group, party), found in floors.items():
        least[group][party] = max(floor for floor, _ in found)
    rows: list[dict[str, object]] = []
    for one in _months(cells, population):
        rows += _month_rows(one, population, parties, cells, least, printed, said[one])
    tolls = pd.DataFrame(rows, columns=COLUMNS[1:-1])
    tolls["doubt"] = [
        " | ".join(doubts.get((Group(row.month, row.population, row.measure), row.party), [])) or None
        for row in tolls.itertuples()
    ]
    tolls.insert(0, "monitor", monitor)
    tolls = tolls.astype({c: "Int64" if c in _COUNTS else "bool" if c == "named" else TEXT for c in COLUMNS})
    tolls.attrs = {
        "monitor": monitor,
        "population": population,
        "as_of": as_of,
        "note_code": data.monitors.set_index("monitor")["note_code"].fillna("").at[monitor],
        "parties": carried(data.parties),
        "not_counted": frozenset(one for one in set(tolls["month"]) if said[one].not_counted(population)),
        "residual_changes": tuple(residual_changes(data.definitions, monitor)),
    }
    return tolls


def months_with_figures(
    data: Data, monitor: str, as_of: str | None = None, month: str | None = None
) -> dict[str, list[str]]:
    """Say for each population which months of a monitor (or whether `month`) have any figure.

    Examples
    --------
    >>> from analysis import read_data
    >>> months_with_figures(read_data(), "thuwwar")["civilians"]
    ['2017-04', '2019-05']
    """
    cells, _ = _reconcile(data, monitor, as_of, month, {})
    return {population: _months(cells, population) for population in POPULATIONS}


def _months(cells: Cells, population: str) -> list[str]:
    return sorted({group.month for group, there in cells.items() if there and group.population == population})


def _reported(data: Data, monitor: str, month: str | None) -> set[str]:
    """The months that a monitor's pages, or adjudications, are about."""
    tables = (data.reports, data.adjudications)
    months = {one for table in tables for one in table.loc[table["monitor"] == monitor, "month"]}
    return months if month is None else months & {month}


def _reconcile(
    data: Data, monitor: str, as_of: str | None, month: str | None, said: Mapping[str, Definitions]
) -> tuple[Cells, Printed]:
    reports = published_by(data.reports[data.reports["monitor"] == monitor], as_of)
    adjudications = data.adjudications[data.adjudications["monitor"] == monitor]
    if month is not None:
        reports, adjudications = reports[reports["month"] == month], adjudications[adjudications["month"] == month]
    printed = printed_values(data, reports)
    residual = set(data.parties.loc[data.parties["residual"].eq(True), "party"])
    cells: Cells = defaultdict(dict)
    for (group, party), pages in printed.tolls.items():
        cells[group][party] = _settle(pages)
    _adjudicate(adjudications, set(reports["report_id"]), cells, printed.tolls)
    mixed = {
        code
        for there in cells.values()
        for code in there
        if is_combined(code) and not residual.isdisjoint(members(code))
    }
    _subtract_fighters(cells, {one for one, definitions in said.items() if definitions.persons_add_up}, mixed)
    _refuse_contradictions(cells)
    _sum_persons(
        cells, {one for one, definitions in said.items() if definitions.persons_not_separated}, mixed, residual
    )
    return cells, printed


def _settle(pages: list[Page]) -> Cell:
    """Reconcile the pages of one cell: what all primary reports agree on; without any, what all relays agree on.

    Of several minimums the greatest counts, of maximums the least. Ranges that differ decide nothing.
    """
    own = [page for page in pages if page.report.kind != "relay"]
    used = own or pages
    whole = [page for page in used if page.exact and not page.flags & _ENDS]
    ends = [_ends(page) for page in used if page not in whole]
    chosen = min(whole or used, key=lambda page: page.preference)
    cell = Cell(
        pages=len({page.report.report_id for page in pages}),
        low=min((page.low for page in pages if page.low is not None), default=None),
        high=max((page.high for page in pages if page.high is not None), default=None),
        causes=chosen.causes,
        without=chosen.without if all(page.without for page in whole or used) else "",
        flags=frozenset.intersection(*(page.flags for page in whole or used)),
        printed=tuple(sorted({page.low for page in pages if page.exact and page.low is not None})),
    )
    values = {page.low for page in whole if page.low is not None}
    low, high = _narrowed(ends)
    ranges = {one for one in ends if None not in one}
    outside = any((low is not None and value < low) or (high is not None and value > high) for value in values)
    crossed = low is not None and high is not None and low > high
    if len(values) > 1 or outside or crossed or (not values and len(ranges) > 1):
        said: dict[str, list[str]] = defaultdict(list)
        for page in sorted(used, key=lambda page: (page.low or 0, page.high or 0, page.report.report_id)):
            said[page.words].append(page.report.report_id)
        by_value = [f"{text} on {', '.join(ids)}" for text, ids in said.items()]
        cell = replace(cell, state="undecided", notes=(f"pages_disagree: {'; '.join(by_value)}",))
        if whole or crossed:
            return cell
        lows, highs = zip(*ends, strict=True)
        low, high = (None if None in lows else min(lows)), (None if None in highs else max(highs))
        return replace(cell, low=low, high=high, crossing=True)
    kind = chosen.report.kind
    basis = "items" if chosen.causes else "records" if kind == "records" else "primary" if own else "relay"
    settled = replace(cell, basis=basis, report_id=chosen.report.report_id)
    if values:
        same = [page for page in pages if page.exact and page.low == chosen.low]
        support = frozenset(page.report.report_id for page in same)
        shown = min(whole, key=lambda page: page.to_read)
        settled = replace(settled, shown=shown.report.report_id, notes=_forum_only(same))
        return replace(settled, value=chosen.low, state="reported", support=support)
    saying = [
        [page for page in used if _ends(page)[place] == end] for place, end in enumerate((low, high)) if end is not None
    ]
    settled = replace(
        settled,
        report_id="|".join(dict.fromkeys(min(p, key=lambda page: page.preference).report.report_id for p in saying)),
        shown="|".join(dict.fromkeys(min(p, key=lambda page: page.to_read).report.report_id for p in saying)),
        notes=_forum_only([page for found in saying for page in found]),
    )
    alone = [page for page in used if page.exact and _ends(page) == (low, high)]
    if alone:  # one number, published as "no less than" or "up to"
        first = min(alone, key=lambda page: ("without" in page.flags, page.preference))
        alike = [page for page in alone if (page.flags & _ENDS, page.without) == (first.flags & _ENDS, first.without)]
        flags = frozenset.intersection(*(page.flags for page in alone)) - _ENDS | first.flags & _ENDS
        support = frozenset(page.report.report_id for page in alone)
        shown = min(alike, key=lambda page: page.to_read).report.report_id
        settled = replace(settled, report_id=first.report.report_id, shown=shown, notes=_forum_only(alone))
        settled = replace(settled, flags=flags, without=first.without, support=support)
        return replace(settled, value=first.low, state="reported")
    return replace(settled, low=low, high=high, state="range", flags=settled.flags - LEAST - MOST)


def _together(*places: str) -> str:
    """The places that any of several numbers leaves out, joined by +."""
    return "+".join(dict.fromkeys(place for one in places for place in one.split("+") if place))


def _forum_only(pages: list[Page]) -> tuple[str, ...]:
    """The doubt about a number that only forums, blogs and copies of other pages publish."""
    return ("forum_only",) if pages and all(page.is_forum for page in pages) else ()


def _ends(page: Page) -> tuple[int | None, int | None]:
    """The ends of what a page prints that is no whole number: a range, a minimum or a maximum."""
    return (None if page.flags & MOST else page.low, None if page.flags & LEAST else page.high)


def _narrowed(ends: list[tuple[int | None, int | None]]) -> tuple[int | None, int | None]:
    """What several ranges and ends leave: the greatest of the least, the least of the most."""
    lows = [low for low, _ in ends if low is not None]
    highs = [high for _, high in ends if high is not None]
    return max(lows, default=None), min(highs, default=None)


def _adjudicate(
    adjudications: pd.DataFrame,
    reports: set[str],
    cells: Cells,
    pages: Mapping[tuple[Group, str], list[Page]],
) -> None:
    """Let adjudications decide. One counts only if its report does; one without a report, always."""
    disputed: dict[Group, dict[str, Cell]] = defaultdict(dict)
    for row in adjudications.itertuples():
        key = Group(row.month, row.population, row.measure)
        group = cells[key]
        before = group.get(row.party, Cell())
        others = ", ".join(str(value) for value in before.printed if pd.isna(row.value) or value != row.value)
        used = "none" if pd.isna(row.value) else int(row.value)
        check = "adjudicated" if row.measure == "killed" else f"adjudicated:{row.measure}"
        notes: tuple[str, ...] = ()
        if others:
            notes = (f"{check}: {used} against {others} ({free_text(row.reason)})",)
        if not pd.isna(row.value):
            if row.report_id in reports:
                value = int(row.value)
                cell = Cell(value, "reported", "adjudicated", row.report_id, None, before.pages, value, value)
                support = frozenset([row.report_id])
                cell = replace(cell, flags=before.flags, without=before.without, printed=before.printed)
                same = [page for page in pages.get((key, row.party), []) if page.exact and page.low == value]
                shown = row.report_id
                if own := next((page for page in same if page.report.report_id == row.report_id), None):
                    same = [
                        page for page in same if (page.flags & _ENDS, page.without) == (own.flags & _ENDS, own.without)
                    ]
                    shown = min(same, key=lambda page: page.to_read).report.report_id
                    cell = replace(cell, flags=own.flags, without=own.without)
                notes += _forum_only(same)
                group[row.party] = replace(cell, shown=shown, notes=notes, support=support)
        elif row.reason.startswith(("unresolved", "disputed")):
            if row.party in group:
                undecided = replace(before, value=None, state="undecided", basis="adjudicated", report_id=None)
                said_before = tuple(note for note in before.notes if note != "forum_only")
                group[row.party] = replace(undecided, shown=None, notes=said_before or notes)
                if row.reason.startswith("disputed"):
                    disputed[key][row.party] = group[row.party]
        elif group:  # not where a date leaves no page of the month
            group[row.party] = Cell(basis="adjudicated", pages=before.pages, notes=notes)
    for key, cells_of in disputed.items():
        for party, cell in cells_of.items():
            rivals = [
                code
                for code, other in cells_of.items()
                if code != party and other.printed == cell.printed and other.support.isdisjoint(cell.support)
            ]
            if len(cell.printed) == 1 and rivals:  # the same deaths: of one party by some pages, of another by others
                cells[key][party] = replace(cell, notes=(f"disputed: {cell.printed[0]} {'+'.join(rivals)}",))


def _refuse_contradictions(cells: Cells) -> None:
    """Leave a toll undecided that is smaller than the children and women documented in it."""
    for group in [group for group in cells if group.measure == "killed"]:
        parts = [cells.get(group._replace(measure=measure), {}) for measure in ("children", "women")]
        for party, cell in cells[group].items():
            ends = [part[party].ends for part in parts if party in part and not part[party].causes]
            least = sum(end[0] or 0 for end in ends if end)
            most = cell.ends[1] if cell.ends else None
            if most is not None and not cell.causes and least > most:
                note = f"subset_exceeds: {most} against {least} ({cell.report_id})"
                undecided = replace(cell, value=None, state="undecided", report_id=None, shown=None)
                undecided = replace(undecided, notes=(*cell.notes, note))
                cells[group][party] = undecided


def _subtract_fighters(cells: Cells, months: Container[str], mixed: Container[str]) -> None:
    """Form civilians tolls that no page publishes as persons - fighters, where one report publishes both.

    In `months` in which the monitor's definitions say that persons are just these two; but not of numbers `mixed` with
    a residual class, which may hold others in each.
    """
    whole = [group for group in cells if group.population == "persons" and group.measure == "killed"]
    for group in [group for group in whole if group.month in months]:
        fighters = cells.get(group._replace(population="fighters"), {})
        civilians = cells[group._replace(population="civilians")]
        for party, persons in cells[group].items():
            parts = [persons, fighters.get(party, Cell())]
            missing = party not in mixed and (party not in civilians or civilians[party].causes)
            both = parts[0].support & parts[1].support
            if missing and both and all(_is_whole(part) for part in parts):
                value = (parts[0].value or 0) - (parts[1].value or 0)
                source = parts[0].report_id if parts[0].report_id in both else min(both)
                shown = parts[0].shown if parts[0].shown in both else source
                without = _together(parts[0].without, parts[1].without)
                flags = parts[0].flags | parts[1].flags
                if value >= 0:
                    pages = min(part.pages for part in parts)
                    notes = (f"subtracted: {parts[0].value} - {parts[1].value}",)
                    cell = Cell(value, "reported", "subtracted", source, shown, pages, value, value)
                    cell = replace(cell, flags=flags, without=without)
                    civilians[party] = replace(cell, notes=(*notes, *_of_forums(parts)))


def _of_forums(parts: list[Cell]) -> tuple[str, ...]:
    """The doubt about a number formed of others, if one of these stands on forums alone."""
    return ("forum_only",) if any("forum_only" in part.notes for part in parts) else ()


def _is_whole(cell: Cell) -> bool:
    """Whether a cell has a number that is its party's whole toll, and no mere end of it."""
    return cell.value is not None and not cell.causes and not cell.flags & _ENDS


def _sum_persons(cells: Cells, apart: Container[str], mixed: Container[str], residual: Container[str]) -> None:
    """Form persons tolls that no page publishes as civilians + fighters, where one report publishes both.

    Or where an adjudication decided one of them; not in the months `apart`, whose persons hold others too.
    Two ends make no number unless both are of one kind. A residual class is not added up beside persons tolls that
    pages publish: it may hold these parties' deaths.
    """
    whole = [group for group in cells if group.population == "civilians" and group.measure == "killed"]
    for group in [group for group in whole if group.month not in apart]:
        fighters = cells.get(group._replace(population="fighters"), {})
        persons = cells[group._replace(population="persons")]
        published = any(cell.ends and code != TOTAL for code, cell in persons.items())
        for party, civilians in cells[group].items():
            parts = [civilians, fighters.get(party, Cell())]
            missing = party not in mixed and not (published and party in residual)
            missing &= party not in persons or bool(persons[party].causes)
            flags = parts[0].flags | parts[1].flags
            together = parts[0].support & parts[1].support or "adjudicated" in {part.basis for part in parts}
            known = all(part.value is not None and not part.causes for part in parts)
            ends = bool(flags & LEAST and flags & MOST)
            if missing and known and together and not ends and civilians.basis != "subtracted":
                value = sum(p.value or 0 for p in parts)
                pages = min(p.pages for p in parts)
                source = civilians.report_id
                both = parts[0].support & parts[1].support
                shown = civilians.shown if civilians.shown in both else source
                cell = Cell(value, "reported", "summed", source, shown, pages, value, value)
                cell = replace(cell, flags=flags, without=_together(parts[0].without, parts[1].without))
                notes = (f"summed: {parts[0].value} + {parts[1].value}", *_of_forums(parts))
                persons[party] = replace(cell, notes=notes)


def _month_rows(
    month: str,
    population: str,
    parties: list[Any],
    cells: Cells,
    floors: Mapping[Group, Mapping[str, int]],
    printed: Printed,
    said: Definitions,
) -> Iterator[dict[str, object]]:
    """Write the rows of one month: every party that can appear, then the combined tolls."""
    beside = printed.beside
    groups = [Group(month, who, measure) for who in POPULATIONS for measure in MEASURES]
    there = {who for _, who, measure in groups if cells.get(Group(month, who, measure)) or who == population}
    published = {code for group in groups for code in cells.get(group, {})}
    seen = {party for code in published for party in members(code)}
    codes = [p.party for p in parties if p.party in seen or can_appear(month, p.valid_from, p.valid_to)]
    family = Family({p.party: p.parent for p in parties if isinstance(p.parent, str) and p.party in codes})
    told = published.union(*(floors.get(group, {}) for group in groups), printed.mentioned[month]) - {TOTAL}
    named = {party for code in told for party in family.holds(code)}
    residual = frozenset(p.party for p in parties if p.residual)
    known = {
        group: _known(cells.get(group, {}), floors.get(group, {}), _outside(beside, group), family, residual)
        for group in groups
    }
    if any(one.apart is not None for one in known.values()):  # then its class holds whom that number holds
        for one in known.values():
            one.apart = one.apart or {}
    leaves = tuple(party for party in codes if party != TOTAL and party not in family.parents())
    within = month not in printed.torture_apart
    cast = Cast(family, leaves, residual, said.residual_excludes, said.persons_add_up, within)
    ends = bounds(
        cast, {(who, measure): known[Group(month, who, measure)] for _, who, measure in groups if who in there}
    )
    mine = {party for m in MEASURES for party in cells.get(Group(month, population, m), {})}
    codes = [p.party for p in parties if p.party in mine or can_appear(month, p.valid_from, p.valid_to)]
    for measure in MEASURES:
        group = Group(month, population, measure)
        deaths = group._replace(measure="killed")
        open_above = deaths not in beside and _outside(beside, deaths._replace(population="persons"))
        for party in [*codes, *sorted(code for code in cells.get(group, {}) if is_combined(code))]:
            cell = cells.get(group, {}).get(party, Cell())
            floor = floors.get(group, {}).get(party)
            at_least, at_most = _bounds_shown(cell, floor, ends[population, measure].get(party, (0, None)))
            at_most = None if open_above else at_most  # of what is outside the total, only others are published
            if cell.state == "not_reported" and not cell.pages and at_most == 0:
                cell = replace(cell, state="none_left")
            yield {
                "month": month,
                "party": party,
                "population": population,
                "measure": measure,
                "value": cell.value,
                "state": cell.state,
                "combined": party if is_combined(party) else None,
                "basis": cell.basis,
                "report_id": cell.report_id,
                "page_shown": cell.shown,
                "pages": cell.pages,
                "printed_low": cell.low,
                "printed_high": cell.high,
                "at_least": at_least,
                "at_most": at_most,
                "named": party in named or is_combined(party),
            }


def _outside(beside: Mapping[Group, int], group: Group) -> int:
    """How many deaths a page publishes outside its total; persons hold those of civilians and of fighters."""
    whose = POPULATIONS if group.population == "persons" else (group.population,)
    return max(beside.get(group._replace(population=who), 0) for who in whose)


def _known(
    there: dict[str, Cell], floors: Mapping[str, int], beside: int, family: Family, residual: frozenset[str]
) -> Known:
    """What a group of cells publishes: own tolls by their ends; sums of some causes, and parts of tolls, as floors.

    A total counts those published `beside` it too.
    """
    known = Known(floors=dict(floors))
    for code, cell in there.items():
        low, high = cell.ends or (None, None)
        if cell.ends and not cell.causes:
            known.own[code] = (low or 0, high if high is None or code != TOTAL else high + beside)
        if not cell.causes and (cell.ends or cell.state == "undecided"):
            known.named.add(code)
    by_page: dict[str | None, dict[str, Cell]] = defaultdict(dict)
    for code, cell in there.items():
        if cell.causes:
            by_page[cell.report_id][code] = cell
    sums = {page: _sums_of_causes(items, family) for page, items in by_page.items()}
    for found in sums.values():
        for code, low in found.items():
            known.floors[code] = max(known.floors.get(code, 0), low)
    published = known.named.union(known.floors)
    leftover = {code for code in published if code != TOTAL and not residual.isdisjoint(members(code))}
    if not leftover:
        known.apart = None
    elif not known.named & leftover and not leftover.intersection(floors):
        pages = {there[code].report_id for code in leftover if code in there}
        known.apart = sums[pages.pop()] if len(pages) == 1 else {}
    return known


def _sums_of_causes(items: Mapping[str, Cell], family: Family) -> dict[str, int]:
    """The least that parties have together by the numbers by cause of one page, which count different deaths.

    Of numbers that hold the same party those are added up that share no cause.
    """
    causes = {code: set(cell.causes.split(" + ")) for code, cell in items.items()}
    holds = {code: family.holds(code) for code in items}
    chosen = [frozenset([code]) for code in sorted(items)]
    for together in chosen:  # grows while it is walked
        for code in sorted(items.keys() - together):
            touches = any(holds[code] & holds[one] for one in together)
            fits = all(causes[code].isdisjoint(causes[one]) for one in together if holds[code] & holds[one])
            if touches and fits and together | {code} not in chosen:
                chosen.append(together | {code})
    found: dict[str, int] = {}
    for together in chosen:
        code = "+".join(sorted({party for one in together for party in members(one)}))
        code = next((one for one in items if set(members(one)) == set(members(code))), code)
        found[code] = max(found.get(code, 0), sum(items[one].low or 0 for one in together))
    return found


def _bounds_shown(cell: Cell, floor: int | None, ends: Ends) -> tuple[int | None, int | None]:
    """What bounds a cell: beside an exact number only what a part of it counts."""
    low, high = ends
    if cell.value is not None and not cell.causes and cell.ends == (cell.value, cell.value):
        return floor, None
    return low or None, high
