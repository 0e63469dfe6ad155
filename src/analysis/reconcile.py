"""Many printed values -> one cell per month, party, population and measure, with its state, basis, source and doubt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.arithmetic import Family, Values, bounds
from analysis.cells import LIMITS, POPULATIONS, Cell, Cells, Floors, Group
from analysis.data import Data
from analysis.doubts import doubts_of
from analysis.errors import NotComparable, nearest
from analysis.names import can_appear, carried, find_monitor
from analysis.printed import Page, printed_values, published_by
from analysis.rules import MEASURES

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
    "pages",
    "printed_low",
    "printed_high",
    "at_least",
    "at_most",
    "doubt",
]
_LEAST, _MOST = ({code for code, limit in LIMITS.items() if limit == end} for end in ("least", "most"))
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
        primary, relay, summed or items; `report_id` the page used; `pages` how many print the cell; `printed_low` and
        `printed_high` what they print. `at_least` is a printed part of the toll (a floor), `at_most` the most that
        printed figures leave for a party without a whole toll. `doubt` says what contradicts the value. `attrs` holds
        the monitor, population and as_of asked for, the monitor's note_code, and the party table.

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
    if population not in POPULATIONS:
        raise NotComparable(f"unknown population {population!r}: {nearest(population, POPULATIONS)}")
    cells, floors = _reconcile(data, monitor, as_of, month)
    known = data.known_discrepancies[data.known_discrepancies["monitor"] == monitor]
    doubts = doubts_of(known, cells, floors)
    parties = list(data.parties.sort_values("order").itertuples())
    months = _months(cells, population)
    rows = [row for month in months for row in _month_rows(month, population, parties, cells, floors)]
    tolls = pd.DataFrame(rows, columns=COLUMNS[1:-1])
    tolls["doubt"] = [
        " | ".join(doubts.get((Group(row.month, row.population, row.measure), row.party), [])) or None
        for row in tolls.itertuples()
    ]
    tolls.insert(0, "monitor", monitor)
    tolls = tolls.astype({c: "Int64" if c in _COUNTS else "str" for c in COLUMNS})
    tolls.attrs = {
        "monitor": monitor,
        "population": population,
        "as_of": as_of,
        "note_code": data.monitors.set_index("monitor")["note_code"].fillna("").at[monitor],
        "parties": carried(data.parties),
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
    cells, _ = _reconcile(data, monitor, as_of, month)
    return {population: _months(cells, population) for population in POPULATIONS}


def _months(cells: Cells, population: str) -> list[str]:
    return sorted({group.month for group, there in cells.items() if there and group.population == population})


def _reconcile(data: Data, monitor: str, as_of: str | None, month: str | None) -> tuple[Cells, Floors]:
    reports = published_by(data.reports[data.reports["monitor"] == monitor], as_of)
    adjudications = data.adjudications[data.adjudications["monitor"] == monitor]
    if month is not None:
        reports, adjudications = reports[reports["month"] == month], adjudications[adjudications["month"] == month]
    printed = printed_values(data, reports)
    cells: Cells = defaultdict(dict)
    for (group, party), pages in printed.tolls.items():
        cells[group][party] = _settle(pages)
    _adjudicate(adjudications, set(reports["report_id"]), cells)
    _refuse_contradictions(cells)
    _sum_persons(cells)
    return cells, printed.subsets


def _settle(pages: list[Page]) -> Cell:
    """Reconcile the pages of one cell: what all primary reports agree on; without any, what all relays agree on."""
    primary = [page for page in pages if page.report.kind != "relay"]
    used = primary or pages
    whole = [page for page in used if page.exact and not page.flags & (_LEAST | _MOST)]
    whole = whole or [page for page in used if page.exact]  # where all are ends, they are what there is
    chosen = min(whole or used, key=lambda page: page.preference)
    printed = sorted({page.low for page in whole if page.low is not None})
    ranges = {_ends(page) for page in used if page not in whole}
    cell = Cell(
        pages=len({page.report.report_id for page in pages}),
        low=min((page.low for page in pages if page.low is not None), default=None),
        high=max((page.high for page in pages if page.high is not None), default=None),
        causes=chosen.causes,
        flags=frozenset.intersection(*(page.flags for page in whole or used)),
        printed=tuple(sorted({page.low for page in pages if page.exact and page.low is not None})),
    )
    outside = [one for one in ranges if any(not _within(value, one) for value in printed)]
    if len(printed) > 1 or outside or (not printed and len(ranges) > 1):
        said: dict[str, list[str]] = defaultdict(list)
        for page in sorted(used, key=lambda page: (page.low or 0, page.high or 0, page.report.report_id)):
            said[page.words].append(page.report.report_id)
        by_value = [f"{text} on {', '.join(ids)}" for text, ids in said.items()]
        return replace(cell, state="undecided", notes=(f"pages_disagree: {'; '.join(by_value)}",))
    basis = "items" if chosen.causes else chosen.report.kind
    settled = replace(cell, basis=basis, report_id=chosen.report.report_id)
    if printed:
        return replace(settled, value=chosen.low, state="reported")
    low, high = ranges.pop()
    return replace(settled, low=low, high=high, state="range")


def _ends(page: Page) -> tuple[int | None, int | None]:
    """The ends of what a page prints that is no whole number: a range, a minimum or a maximum."""
    if not page.exact:
        return page.low, page.high
    return (page.low, None) if page.flags & _LEAST else (None, page.high)


def _within(value: int, ends: tuple[int | None, int | None]) -> bool:
    """Whether a number lies in a printed range."""
    low, high = ends
    return (low is None or low <= value) and (high is None or value <= high)


def _adjudicate(adjudications: pd.DataFrame, reports: set[str], cells: Cells) -> None:
    """Let adjudications decide. One counts only if its report does; one without a report, always."""
    for row in adjudications.itertuples():
        group = cells[Group(row.month, row.population, row.measure)]
        before = group.get(row.party, Cell())
        others = ", ".join(str(value) for value in before.printed if pd.isna(row.value) or value != row.value)
        used = "none" if pd.isna(row.value) else int(row.value)
        notes = (f"adjudicated: {used} against {others} ({row.reason})",) if others else ()
        if not pd.isna(row.value):
            if row.report_id in reports:
                value = int(row.value)
                cell = Cell(value, "reported", "adjudicated", row.report_id, before.pages, value, value)
                group[row.party] = replace(cell, flags=before.flags, notes=notes)
        elif row.reason.startswith("unresolved"):
            if row.party in group:
                undecided = replace(before, value=None, state="undecided", basis="adjudicated", report_id=None)
                group[row.party] = replace(undecided, notes=before.notes or notes)
        elif group:  # not where a date leaves no page of the month
            group[row.party] = Cell(basis="adjudicated", pages=before.pages, notes=notes)


def _refuse_contradictions(cells: Cells) -> None:
    """Leave a toll undecided that is smaller than the children and women documented in it."""
    for group in [group for group in cells if group.measure == "killed"]:
        parts = [cells.get(group._replace(measure=measure), {}) for measure in ("children", "women")]
        for party, cell in cells[group].items():
            of = [part[party] for part in parts if party in part and not part[party].flags & _MOST]
            found = [cell.value or 0 for cell in of if not cell.causes]
            most = cell.high if cell.is_range else cell.value
            if most is not None and not cell.causes and "minimum" not in cell.flags and sum(found) > most:
                note = f"subset_exceeds: {most} against {sum(found)} ({cell.report_id})"
                undecided = replace(cell, value=None, state="undecided", report_id=None, notes=(*cell.notes, note))
                cells[group][party] = undecided


def _sum_persons(cells: Cells) -> None:
    """Form persons tolls that are not printed as civilians + fighters, where both are."""
    for group in [group for group in cells if group.population == "civilians" and group.measure == "killed"]:
        fighters = cells.get(group._replace(population="fighters"), {})
        persons = cells[group._replace(population="persons")]
        for party, civilians in cells[group].items():
            parts = [civilians, fighters.get(party, Cell())]
            missing = party not in persons or persons[party].causes
            if missing and all(p.value is not None and not p.causes for p in parts):
                value = sum(p.value or 0 for p in parts)
                pages = min(p.pages for p in parts)
                flags = parts[0].flags | parts[1].flags
                source = civilians.report_id
                persons[party] = Cell(value, "reported", "summed", source, pages, value, value, flags=flags)


def _month_rows(
    month: str, population: str, parties: list[Any], cells: Cells, floors: Floors
) -> Iterator[dict[str, object]]:
    """Write the rows of one month: every party that can appear, then the combined tolls."""
    printed = {party for measure in MEASURES for party in cells.get(Group(month, population, measure), {})}
    codes = [p.party for p in parties if p.party in printed or can_appear(month, p.valid_from, p.valid_to)]
    family = Family({p.party: p.parent for p in parties if isinstance(p.parent, str) and p.party in codes})
    values = {m: _values(cells.get(Group(month, population, m), {}), to_bound=True) for m in MEASURES}
    most_killed: dict[str, int] = {}
    for measure in MEASURES:
        group = Group(month, population, measure)
        there = cells.get(group, {})
        persons = _values(cells.get(group._replace(population="persons"), {}), to_bound=True)
        most = bounds(codes, values[measure], persons, family)
        if measure == "killed":
            upper = {p: values["killed"].most(p, number) for p, number in values["killed"].whole.items()}
            most_killed = {**{p: high for p, high in upper.items() if high is not None}, **most}
        elif measure != "torture":  # children and women are part of killed
            for party in set(codes).intersection(most_killed) - set(values[measure].whole):
                most[party] = min(most_killed[party], most.get(party, most_killed[party]))
        for party in [*codes, *sorted(code for code in there if "+" in code)]:
            cell = there.get(party, Cell())
            floor = [floor for floor, _ in floors.get((group, party), [])]
            floor += [cell.low] if (cell.causes or cell.is_range) and cell.low is not None else []
            at_least, at_most = max(floor, default=None), most.get(party)
            if "+" in party and cell.is_range and not cell.causes:
                at_most = cell.high
            if at_most is not None:  # where totals and parts contradict each other, what is printed stands
                at_most = max(at_most, at_least or 0, cell.low or 0)
            if cell.state == "not_reported" and not cell.pages and at_most == 0:
                cell = replace(cell, state="none_left")
            yield {
                "month": month,
                "party": party,
                "population": population,
                "measure": measure,
                "value": cell.value,
                "state": cell.state,
                "combined": party if "+" in party else None,
                "basis": cell.basis,
                "report_id": cell.report_id,
                "pages": cell.pages,
                "printed_low": cell.low,
                "printed_high": cell.high,
                "at_least": at_least,
                "at_most": at_most,
            }


def _values(group: dict[str, Cell], to_bound: bool = False) -> Values:
    """The numbers of a group; with `to_bound` a number printed as a minimum or a maximum is one end of a range."""
    values = Values()
    for party, cell in group.items():
        least, most = bool(cell.flags & _LEAST), bool(cell.flags & _MOST)
        if cell.value is not None and to_bound and (least or most):  # one end of what it can be
            ends = (None if most else cell.value, None if least else cell.value)
            values.put_range(party, *ends, bool(cell.causes))
        elif cell.value is not None:
            values.put(party, cell.value, bool(cell.causes))
        elif cell.is_range:
            values.put_range(party, cell.low, cell.high, bool(cell.causes))
    return values
