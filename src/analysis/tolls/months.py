"""The tolls of one month: every party that can appear, with what bounds it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from analysis.data.definitions import Definitions
from analysis.data.scopes import MEASURES
from analysis.model.adding import TOTAL, Family, is_combined, members
from analysis.model.cells import POPULATIONS, Cell, Cells, Group
from analysis.model.parties import Parties
from analysis.model.tolls import Toll
from analysis.tolls.bounds import Cast, Ends, Known, bounds
from analysis.tolls.doubts import Doubts
from analysis.tolls.pages import Printed


def month_tolls(
    month: str,
    populations: Collection[str],
    parties: Parties,
    cells: Cells,
    floors: Mapping[Group, Mapping[str, int]],
    printed: Printed,
    said: Definitions,
    doubts: Doubts,
) -> Iterator[Toll]:
    """The tolls of one month, population by population: every party that can appear, then the combined ones."""
    beside = printed.beside
    groups = [Group(month, who, measure) for who in POPULATIONS for measure in MEASURES]
    there = {who for _, who, measure in groups if cells.get(Group(month, who, measure)) or who in populations}
    published = {code for group in groups for code in cells.get(group, {})}
    seen = {party for code in published for party in members(code)}
    codes = [code for code, party in parties.items() if code in seen or party.can_appear(month)]
    family = Family(parties.family(codes).parent)
    told = published.union(*(floors.get(group, {}) for group in groups), printed.mentioned[month]) - {TOTAL}
    named = {party for code in told for party in family.holds(code)}
    residual = parties.residual
    known = {
        group: _known(cells.get(group, {}), floors.get(group, {}), _outside(beside, group), family, residual)
        for group in groups
    }
    if any(one.apart is not None for one in known.values()):  # then its class holds whom that number holds
        for one in known.values():
            one.apart = one.apart or {}
    leaves = tuple(party for party in codes if party != TOTAL and party not in family.parents())
    for group in groups:
        nobodys = _nobodys(cells.get(group, {}), group, printed)
        held = {party for code in cells.get(group, {}) if code != TOTAL for party in family.holds(code)}
        if nobodys is not None:  # a list says of each record whose it is, also where only the ends of tolls are known
            known[group].own |= {party: (0, nobodys) for party in leaves if party not in held}
    within = month not in printed.torture_apart
    cast = Cast(family, leaves, residual, said.residual_excludes, said.persons_add_up, within)
    ends = bounds(
        cast, {(who, measure): known[Group(month, who, measure)] for _, who, measure in groups if who in there}
    )
    for population in populations:
        mine = {party for m in MEASURES for party in cells.get(Group(month, population, m), {})}
        shown = [code for code, party in parties.items() if code in mine or party.can_appear(month)]
        for measure in MEASURES:
            group = Group(month, population, measure)
            deaths = group._replace(measure="killed")
            open_above = deaths not in beside and _outside(beside, deaths._replace(population="persons"))
            for party in [*shown, *sorted(code for code in cells.get(group, {}) if is_combined(code))]:
                cell, implied = cells.get(group, {}).get(party, Cell()), ends[population, measure].get(party, (0, None))
                floor = floors.get(group, {}).get(party)
                at_least, at_most = _bounds_shown(cell, floor, implied)
                at_most = None if open_above else at_most  # of what is outside the total, only others are published
                if cell.state == "not_reported" and not cell.pages and at_most == 0:
                    cell = replace(cell, state="none_left")
                yield Toll(
                    month,
                    party,
                    population,
                    measure,
                    value=cell.value,
                    state=cell.state,
                    basis=cell.basis,
                    report_id=cell.report_id,
                    page_shown=cell.shown,
                    pages=cell.pages,
                    printed_low=cell.low,
                    printed_high=cell.high,
                    at_least=at_least,
                    at_most=at_most,
                    ceiling=implied[1] if party == TOTAL and not open_above else None,
                    named=party in named or is_combined(party),
                    remarks=tuple(dict.fromkeys(doubts.get((group, party), ()))),
                )


def _nobodys(there: Mapping[str, Cell], group: Group, printed: Printed) -> int | None:
    """How many deaths a list attributes to nobody, where all numbers are counted from it; None: not, or not known."""
    total = there.get(TOTAL, Cell())
    numbers = [cell for cell in there.values() if cell.ends]
    if total.basis != "records" or any(cell.report_id != total.report_id for cell in numbers):
        return None
    return printed.nobodys.get((group, total.report_id[0]), None if "unattributed" in total.flags else 0)


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
    there = dict(sorted(there.items()))  # of numbers that contradict each other the order would count
    known = Known(floors=dict(sorted(floors.items())))
    for code, cell in there.items():
        low, high = cell.ends or (None, None)
        if cell.ends and not cell.causes:
            known.own[code] = (low or 0, high if high is None or code != TOTAL else high + beside)
        if not cell.causes and (cell.ends or cell.state == "undecided"):
            known.named.add(code)
    by_page: dict[tuple[str, ...], dict[str, Cell]] = defaultdict(dict)
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
    causes = {code: set(cell.causes) for code, cell in items.items()}
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
