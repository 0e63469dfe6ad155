"""What contradicts a cell, or limits it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import pandas as pd

from analysis.data.rows import KnownDiscrepancy, typed
from analysis.model.adding import TOTAL
from analysis.model.cells import LEAST, LIMITS, POPULATIONS, Cell, Cells, Floors, Group
from analysis.model.remarks import (
    AbovePersons,
    DatedEarlier,
    Flag,
    FloorAbove,
    Known,
    OnlyCauses,
    Remark,
    Unattributed,
    Without,
)

# a rate is no doubt about the counts it is made of; a floor is found again from the figures
_NO_DOUBT = ("printed_share", "printed_share_of_civilians", "printed_daily_rate", "floor_above_monthly")
Doubts = dict[tuple[Group, str], list[Remark]]


def doubts_of(
    known: pd.DataFrame, cells: Cells, floors: Floors, nobodys: Mapping[tuple[Group, str], int], earlier: Floors
) -> Doubts:
    """Collect the doubts about every cell.

    Parameters
    ----------
    known
        The monitor's rows of known_discrepancies.csv.
    cells, floors, nobodys, earlier
        What was reconciled, the published parts of tolls, what lists attribute to nobody, and the deaths that pages say
        happened before the month in which they count (none: pages say so without a number).

    Returns
    -------
    dict
        (group, party) -> remarks.
    """
    doubts: Doubts = defaultdict(list)
    for (group, party), found in floors.items():
        floor, report_id = min(found, key=lambda f: (-f[0], f[1]))
        cell = _cell(cells, group, party)
        value = cell.value
        if value is not None and floor > value and not cell.causes:
            doubts[group, party].append(FloorAbove(group.measure, value, floor, report_id))
    for group, parties in cells.items():
        for party, cell in parties.items():
            told = (nobodys.get((group, page)) for page in cell.report_id if party == TOTAL)
            number = next((deaths for deaths in told if deaths is not None), None)
            for remark in _of_cell(cell):
                if remark != Flag("unattributed") or number is None:
                    doubts[group, party].append(remark)
                elif number:
                    doubts[group, party].append(Unattributed(number))
    for group in cells:
        persons = cells.get(group._replace(population="persons"), {}) if group.population != "persons" else {}
        for party, whole in persons.items():
            part, least = _cell(cells, group, party).value, min(whole.printed, default=None)
            if part is not None and least is not None and part > least and not whole.flags & LEAST:
                doubts[group, party].append(AbovePersons(part, least))
    for (group, party), found in earlier.items():
        if _cell(cells, group, party).ends:
            number, report_id = min(found, key=lambda f: (-f[0], f[1]), default=(0, ""))
            doubts[group, party].append(DatedEarlier(number, report_id) if number else Flag("dated_earlier"))
    for row in typed(known, KnownDiscrepancy):
        check, _, measure = row.check.partition(":")
        if check in _NO_DOUBT:
            continue
        groups = [Group(row.month, population, measure or "killed") for population in POPULATIONS]
        valued = [group for group in groups if _cell(cells, group, row.party).value is not None]
        exact = [group for group in valued if _cell(cells, group, row.party).value in (row.printed, row.computed)]
        for group in exact or valued[:1]:
            if check == "between_reports" and _adjudicates(_cell(cells, group, row.party), row.printed, row.computed):
                continue
            doubts[group, row.party].append(known_remark(row))
    return doubts


def known_remark(row: KnownDiscrepancy) -> Known:
    """A row of known_discrepancies.csv as a remark."""
    check, _, measure = row.check.partition(":")
    return Known(check, measure or "killed", f"{row.printed:g}", f"{row.computed:g}", row.reason)


def _adjudicates(cell: Cell, *numbers: float) -> bool:
    """Whether an adjudication of a cell already says that these numbers are printed."""
    return cell.basis == "adjudicated" and set(numbers) <= {cell.value, *cell.printed}


def _of_cell(cell: Cell) -> list[Remark]:
    found = list(cell.notes)
    if cell.causes:
        found.append(OnlyCauses(cell.causes))
    if cell.without and (cell.value is not None or cell.is_range):
        found.append(Without(cell.without))
    if cell.value is not None:
        found += map(Flag, sorted(cell.flags - {"without"}))
    elif cell.is_range:  # which ends it has it says itself
        found += map(Flag, sorted(cell.flags - set(LIMITS)))
    return found


def _cell(cells: Cells, group: Group, party: str) -> Cell:
    return cells.get(group, {}).get(party, Cell())
