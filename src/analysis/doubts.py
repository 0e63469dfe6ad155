"""What contradicts a cell, or limits it, as codes and numbers; `words` puts it into words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import pandas as pd

from analysis.arithmetic import TOTAL
from analysis.cells import LIMITS, POPULATIONS, Cell, Cells, Floors, Group
from analysis.printed import NOBODYS

# a rate is no doubt about the counts it is made of; a floor is found again from the figures
_NO_DOUBT = ("printed_share", "printed_share_of_civilians", "printed_daily_rate", "floor_above_monthly")
Doubts = dict[tuple[Group, str], list[str]]


def doubts_of(known: pd.DataFrame, cells: Cells, floors: Floors, nobodys: Mapping[Group, int]) -> Doubts:
    """Collect the doubts about every cell.

    Parameters
    ----------
    known
        The monitor's rows of known_discrepancies.csv.
    cells, floors, nobodys
        What was reconciled, the published parts of tolls, and what lists attribute to nobody.

    Returns
    -------
    dict
        (group, party) -> doubts, each `check[:measure]: one number against another (reason)` or a code.
    """
    doubts: Doubts = defaultdict(list)
    for (group, party), found in floors.items():
        floor, report_id = min(found, key=lambda f: (-f[0], f[1]))
        cell = _cell(cells, group, party)
        value = cell.value
        if value is not None and floor > value and not cell.causes:
            check = "floor_above_monthly" + ("" if group.measure == "killed" else f":{group.measure}")
            doubts[group, party].append(f"{check}: {value} against {floor} ({report_id})")
    for group, parties in cells.items():
        for party, cell in parties.items():
            of_nobody = f"{NOBODYS}{nobodys[group]}" if group in nobodys and party == TOTAL else "unattributed"
            doubts[group, party] += [of_nobody if one == "unattributed" else one for one in _of_cell(cell)]
    for row in known.itertuples():
        check, _, measure = row.check.partition(":")
        if check in _NO_DOUBT:
            continue
        groups = [Group(row.month, population, measure or "killed") for population in POPULATIONS]
        valued = [group for group in groups if _cell(cells, group, row.party).value is not None]
        exact = [group for group in valued if _cell(cells, group, row.party).value in (row.printed, row.computed)]
        for group in exact or valued[:1]:
            doubts[group, row.party].append(f"{row.check}: {row.printed:g} against {row.computed:g} ({row.reason})")
    return doubts


def _of_cell(cell: Cell) -> list[str]:
    found = list(cell.notes)
    if cell.causes:
        found.append(f"items_only: {cell.causes}")
    if cell.value is not None:
        found += sorted(cell.flags)
    elif cell.is_range:  # which ends it has it says itself
        found += sorted(cell.flags - set(LIMITS))
    return found


def _cell(cells: Cells, group: Group, party: str) -> Cell:
    return cells.get(group, {}).get(party, Cell())
