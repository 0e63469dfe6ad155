"""What the pages of one cell agree on, what adjudications decide, and the cells that are formed of others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from analysis.data.rows import Adjudication
from analysis.model.adding import TOTAL
from analysis.model.cells import LEAST, MOST, Cell, Cells, Group
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
    ends = [_ends(page) for page in used if page not in whole]
    chosen = min(whole or used, key=lambda page: page.preference)
    cell = Cell(
        pages=len({page.report.report_id for page in pages}),
        low=min((page.low for page in pages if page.low is not None), default=None),
        high=max((page.high for page in pages if page.high is not None), default=None),
        causes=chosen.causes,
        without=chosen.without if all(page.without for page in whole or used) else (),
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
        by_value = [(text, tuple(ids)) for text, ids in said.items()]
        cell = replace(cell, state="undecided", notes=(PagesDisagree(tuple(by_value)),))
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
        to_read = min(alike, key=lambda page: page.to_read).report.report_id
        settled = replace(settled, report_id=first.report.report_id, shown=to_read, notes=_forum_only(alone))
        settled = replace(settled, flags=flags, without=first.without, support=support)
        return replace(settled, value=first.low, state="reported")
    return replace(settled, low=low, high=high, state="range", flags=settled.flags - LEAST - MOST)


def _together(*places: tuple[str, ...]) -> tuple[str, ...]:
    """The places that any of several numbers leaves out."""
    return tuple(dict.fromkeys(place for one in places for place in one))


def _forum_only(pages: list[Page]) -> tuple[Remark, ...]:
    """The doubt about a number that only forums, blogs and copies of other pages publish."""
    return (_FORUM_ONLY,) if pages and all(page.is_forum for page in pages) else ()


def _ends(page: Page) -> tuple[int | None, int | None]:
    """The ends of what a page prints that is no whole number: a range, a minimum or a maximum."""
    return (None if page.flags & MOST else page.low, None if page.flags & LEAST else page.high)


def _narrowed(ends: list[tuple[int | None, int | None]]) -> tuple[int | None, int | None]:
    """What several ranges and ends leave: the greatest of the least, the least of the most."""
    lows = [low for low, _ in ends if low is not None]
    highs = [high for _, high in ends if high is not None]
    return max(lows, default=None), min(highs, default=None)


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
                said_before = tuple(note for note in before.notes if note != _FORUM_ONLY)
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
                note = SubsetExceeds(most, least, cell.report_id)
                undecided = replace(cell, value=None, state="undecided", report_id=None, shown=None)
                undecided = replace(undecided, notes=(*cell.notes, note))
                cells[group][party] = undecided


def subtract_fighters(cells: Cells, months: Container[str], mixed: Container[str]) -> None:
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
                    note = Subtracted(parts[0].value or 0, parts[1].value or 0)
                    cell = Cell(value, "reported", "subtracted", source, shown, pages, value, value)
                    cell = replace(cell, flags=flags, without=without)
                    civilians[party] = replace(cell, notes=(note, *_of_forums(parts)))


def _of_forums(parts: list[Cell]) -> tuple[Remark, ...]:
    """The doubt about a number formed of others, if one of these stands on forums alone."""
    return (_FORUM_ONLY,) if any(_FORUM_ONLY in part.notes for part in parts) else ()


def _is_whole(cell: Cell) -> bool:
    """Whether a cell has a number that is its party's whole toll, and no mere end of it."""
    return cell.value is not None and not cell.causes and not cell.flags & _ENDS


def sum_persons(cells: Cells, apart: Container[str], mixed: Container[str], residual: Container[str]) -> None:
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
                summed = Summed(parts[0].value or 0, parts[1].value or 0)
                persons[party] = replace(cell, notes=(summed, *_of_forums(parts)))
