"""What the pages of one cell agree on, what adjudications decide, and the cells that are formed of others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from analysis.data.rows import Adjudication
from analysis.model.adding import TOTAL
from analysis.model.cells import LEAST, MOST, Basis, Cell, Cells, Group
from analysis.model.remarks import (
    Adjudicated,
    Disputed,
    Flag,
    PagesDisagree,
    Remark,
    SubsetExceeds,
    Subtracted,
    Summed,
)
from analysis.tolls.pages import Page

_ENDS = LEAST | MOST
_FORUM_ONLY = Flag("forum_only")


def settle(pages: list[Page]) -> Cell:
    """Reconcile the pages of one cell: what all primary reports agree on; without any, what all relays agree on.

    Of several minimums the greatest counts, of maximums the least. Ranges that differ decide nothing.
    """
    own = [page for page in pages if page.report.kind != "relay"]
    used = own or pages
    whole = [page for page in used if page.exact and not page.flags & _ENDS]
    ends = [page.ends for page in used if page not in whole]
    chosen = min(whole or used, key=lambda page: page.preference)
    cell = Cell(
        pages=len({page.report_id for page in pages}),
        low=min((page.low for page in pages if page.low is not None), default=None),
        high=max((page.high for page in pages if page.high is not None), default=None),
        causes=chosen.causes,
        without=chosen.without if all(page.without for page in whole or used) else (),
        flags=frozenset.intersection(*(page.flags for page in whole or used)),
        printed=tuple(sorted({page.low for page in pages if page.exact and page.low is not None})),
    )
    values = {page.low for page in whole if page.low is not None}
    low = max((least for least, _ in ends if least is not None), default=None)
    high = min((most for _, most in ends if most is not None), default=None)
    ranges = {one for one in ends if None not in one}
    outside = any((low is not None and value < low) or (high is not None and value > high) for value in values)
    crossed = low is not None and high is not None and low > high
    if len(values) > 1 or outside or crossed or (not values and len(ranges) > 1):
        said: dict[str, list[str]] = defaultdict(list)
        for page in sorted(used, key=lambda page: (page.low or 0, page.high or 0, page.report_id)):
            said[page.words].append(page.report_id)
        by_value = [(text, tuple(ids)) for text, ids in said.items()]
        cell = replace(cell, state="undecided", notes=(PagesDisagree(tuple(by_value)),))
        if whole or crossed:
            return cell
        lows, highs = zip(*ends, strict=True)
        low, high = (None if None in lows else min(lows)), (None if None in highs else max(highs))
        return replace(cell, low=low, high=high, crossing=True)
    kind = chosen.report.kind
    basis: Basis = "items" if chosen.causes else "records" if kind == "records" else "primary" if own else "relay"
    cell = replace(cell, basis=basis)
    if values:
        same = [page for page in pages if page.exact and page.low == chosen.low]
        return _reported(cell, chosen, whole, same)
    alone = [page for page in used if page.exact and page.ends == (low, high)]
    if alone:  # one number, published as "no less than" or "up to"
        first = min(alone, key=lambda page: ("without" in page.flags, page.preference))
        flags = frozenset.intersection(*(page.flags for page in alone)) - _ENDS | first.flags & _ENDS
        cell = replace(cell, flags=flags, without=first.without)
        return _reported(cell, first, _alike(first, alone), alone)
    known = [place for place, end in enumerate((low, high)) if end is not None]
    saying = [[page for page in used if page.ends[place] == (low, high)[place]] for place in known]
    report_id = tuple(dict.fromkeys(min(pages, key=lambda page: page.preference).report_id for pages in saying))
    shown = tuple(dict.fromkeys(map(_to_read, saying)))
    cell = replace(cell, report_id=report_id, shown=shown, notes=_forum_only([page for one in saying for page in one]))
    return replace(cell, low=low, high=high, state="range", flags=cell.flags - _ENDS)


def _reported(cell: Cell, page: Page, readable: list[Page], same: list[Page]) -> Cell:
    """A cell with the number of a page, which the `same` ones publish too; `readable` are those that can be shown."""
    support = frozenset(page.report_id for page in same)
    cell = replace(cell, value=page.low, state="reported", report_id=(page.report_id,), shown=(_to_read(readable),))
    return replace(cell, notes=_forum_only(same), support=support)


def _to_read(pages: Iterable[Page]) -> str:
    """The page of several to show to a reader of English."""
    return min(pages, key=lambda page: page.to_read).report_id


def _alike(first: Page, pages: Iterable[Page]) -> list[Page]:
    """The pages that limit a number as the first does: to the same end and without the same places."""
    return [page for page in pages if (page.flags & _ENDS, page.without) == (first.flags & _ENDS, first.without)]


def _forum_only(pages: list[Page]) -> tuple[Remark, ...]:
    """The doubt about a number that only forums, blogs and copies of other pages publish."""
    return (_FORUM_ONLY,) if pages and all(page.is_forum for page in pages) else ()


def adjudicate(
    adjudications: Iterable[Adjudication],
    reports: set[str],
    cells: Cells,
    pages: Mapping[tuple[Group, str], list[Page]],
) -> None:
    """Let adjudications decide. One counts only if its report does; one without a report, always."""
    disputed: dict[Group, dict[str, Cell]] = defaultdict(dict)
    for row in adjudications:
        key = Group(row.month, row.population, row.measure)
        group = cells[key]
        before = group.get(row.party, Cell())
        value = row.value
        others = tuple(str(other) for other in before.printed if other != value)
        notes: tuple[Remark, ...] = (Adjudicated(row.measure, value, others, row.reason),) if others else ()
        if value is not None:
            if row.report_id is not None and row.report_id in reports:
                same = [page for page in pages.get((key, row.party), []) if page.exact and page.low == value]
                own = next((page for page in same if page.report_id == row.report_id), None)
                same, limited = (_alike(own, same), own) if own else (same, before)
                shown = _to_read(same) if own else row.report_id
                cell = Cell(value, "reported", "adjudicated", (row.report_id,), (shown,), before.pages, value, value)
                cell = replace(cell, flags=limited.flags, without=limited.without, printed=before.printed)
                notes += _forum_only(same)
                group[row.party] = replace(cell, notes=notes, support=frozenset([row.report_id]))
        elif row.reason.startswith(("unresolved", "disputed")):
            if row.party in group:
                undecided = replace(before, value=None, state="undecided", basis="adjudicated", report_id=())
                said_before = tuple(note for note in before.notes if note != _FORUM_ONLY)
                group[row.party] = replace(undecided, shown=(), notes=said_before or notes)
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
                cells[key][party] = replace(cell, notes=(Disputed(cell.printed[0], tuple(rivals)),))


def refuse_contradictions(cells: Cells) -> None:
    """Leave a toll undecided that is smaller than the children and women documented in it."""
    for group in [group for group in cells if group.measure == "killed"]:
        parts = [cells.get(group._replace(measure=measure), {}) for measure in ("children", "women")]
        for party, cell in cells[group].items():
            ends = [part[party].ends for part in parts if party in part and not part[party].causes]
            least = sum(end[0] or 0 for end in ends if end)
            most = cell.ends[1] if cell.ends else None
            if most is not None and not cell.causes and least > most:
                note = SubsetExceeds(most, least, cell.report_id[0] if cell.report_id else None)
                undecided = replace(cell, value=None, state="undecided", report_id=(), shown=())
                undecided = replace(undecided, notes=(*cell.notes, note))
                cells[group][party] = undecided


def subtract_fighters(cells: Cells, months: Container[str], mixed: Container[str]) -> None:
    """Form civilians tolls that no page publishes as persons - fighters, where one report publishes both.

    In `months` in which the monitor's definitions say that persons are just these two; but not of numbers `mixed` with
    a residual class, which may hold others in each.
    """
    for group in _killed(cells, "persons"):
        if group.month not in months:
            continue
        fighters = cells.get(group._replace(population="fighters"), {})
        civilians = cells[group._replace(population="civilians")]
        for party, whole in cells[group].items():
            part = fighters.get(party, Cell())
            missing = party not in mixed and (party not in civilians or civilians[party].causes)
            both = whole.support & part.support
            exact = not any(cell.causes or cell.flags & _ENDS for cell in (whole, part))
            if not (missing and both and exact) or whole.value is None or part.value is None:
                continue
            if whole.value >= part.value:
                source = whole.report_id if both.issuperset(whole.report_id) else (min(both),)
                note = Subtracted(whole.value, part.value)
                civilians[party] = _formed(whole, part, whole.value - part.value, "subtracted", source, note)


def sum_persons(cells: Cells, apart: Container[str], mixed: Container[str], residual: Container[str]) -> None:
    """Form persons tolls that no page publishes as civilians + fighters, where one report publishes both.

    Or where an adjudication decided one of them; not in the months `apart`, whose persons hold others too.
    Two ends make no number unless both are of one kind. A residual class is not added up beside persons tolls that
    pages publish: it may hold these parties' deaths.
    """
    for group in _killed(cells, "civilians"):
        if group.month in apart:
            continue
        fighters = cells.get(group._replace(population="fighters"), {})
        persons = cells[group._replace(population="persons")]
        published = any(cell.ends and code != TOTAL for code, cell in persons.items())
        for party, one in cells[group].items():
            other = fighters.get(party, Cell())
            missing = party not in mixed and not (published and party in residual)
            missing &= party not in persons or bool(persons[party].causes)
            flags = one.flags | other.flags
            together = one.support & other.support or "adjudicated" in (one.basis, other.basis)
            loose = one.causes or other.causes or (flags & LEAST and flags & MOST) or one.basis == "subtracted"
            if missing and together and not loose and one.value is not None and other.value is not None:
                note = Summed(one.value, other.value)
                persons[party] = _formed(one, other, one.value + other.value, "summed", one.report_id, note)


def _killed(cells: Cells, population: str) -> list[Group]:
    """The groups of cells of the deaths of a population, before others are added."""
    return [group for group in cells if (group.population, group.measure) == (population, "killed")]


def _formed(one: Cell, other: Cell, value: int, basis: Basis, source: tuple[str, ...], note: Remark) -> Cell:
    """A number formed of two others, of which `source` publishes both or the first; it is limited as they are."""
    shown = one.shown if (one.support & other.support).issuperset(one.shown) else source
    notes = (note, _FORUM_ONLY) if _FORUM_ONLY in one.notes + other.notes else (note,)
    without = tuple(dict.fromkeys(one.without + other.without))
    cell = Cell(value, "reported", basis, source, shown, min(one.pages, other.pages), value, value)
    return replace(cell, without=without, flags=one.flags | other.flags, notes=notes)
