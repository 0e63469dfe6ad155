"""What contradicts a cell, or limits it, as codes and numbers; `words` puts it into words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.model.adding import TOTAL
from analysis.model.cells import LEAST, LIMITS, NOBODYS, POPULATIONS, WITHOUT, Cell, Cells, Floors, Group

# a rate is no doubt about the counts it is made of; a floor is found again from the figures
_NO_DOUBT = ("printed_share", "printed_share_of_civilians", "printed_daily_rate", "floor_above_monthly")
Doubts = dict[tuple[Group, str], list[str]]


def free_text(text: str) -> str:
    """Free text as it may stand in a doubt or an explanation: nothing in it begins another.

    Examples
    --------
    >>> free_text("sums_to_total: 3204 | minimum")
    'sums_to_total: 3204 / minimum'
    """
    return text.replace("|", "/")


def parts(doubt: Any) -> list[str]:
    """The doubts that a cell of `doubt` holds, whole; none where it is missing."""
    return doubt.split(" | ") if isinstance(doubt, str) and doubt else []


def limits_in(doubt: Any) -> dict[str, str]:
    """The scope codes among the doubts that make a number one end of what it can be, with the end: least or most.

    Examples
    --------
    >>> limits_in("minimum | summed: 3 + 4"), limits_in("without: suwayda"), limits_in(None)
    ({'minimum': 'least'}, {'without': 'least'}, {})
    """
    codes = (part.partition(":")[0] for part in parts(doubt))
    return {code: LIMITS[code] for code in codes if code in LIMITS}


def without_in(doubt: Any) -> str:
    """The places that a number leaves out, joined by +; '' where it leaves out none.

    Examples
    --------
    >>> without_in("without: suwayda | minimum"), without_in("minimum")
    ('suwayda', '')
    """
    return next((part.removeprefix(WITHOUT) for part in parts(doubt) if part.startswith(WITHOUT)), "")


def disputed_in(doubt: Any) -> list[tuple[int, str]]:
    """How many deaths of a cell other pages attribute to other parties, and to whom (codes joined by +).

    Examples
    --------
    >>> disputed_in("forum_only | disputed: 4 former_regime")
    [(4, 'former_regime')]
    """
    found = (re.fullmatch(r"disputed: (\d+) (\S+)", part) for part in parts(doubt))
    return [(int(match[1]), match[2]) for match in found if match]


def causes_in(doubt: Any) -> str:
    """The causes that a number covers, where it is a sum of items; '' for any other.

    Examples
    --------
    >>> causes_in("minimum | items_only: air_strikes + shelling"), causes_in("listed (items_only: torture)")
    ('air_strikes + shelling', '')
    """
    found = (re.fullmatch(r"items_only: ([\w+]+(?: \+ [\w+]+)*)", part) for part in parts(doubt))
    return next((match[1] for match in found if match), "")


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
            number = nobodys.get((group, str(cell.report_id))) if party == TOTAL else None
            of_nobody = "unattributed" if number is None else f"{NOBODYS}{number}"
            own = [one for one in _of_cell(cell) if one != "unattributed" or number != 0]
            doubts[group, party] += [of_nobody if one == "unattributed" else one for one in own]
    for group in cells:
        persons = cells.get(group._replace(population="persons"), {}) if group.population != "persons" else {}
        for party, whole in persons.items():
            part, least = _cell(cells, group, party).value, min(whole.printed, default=None)
            if part is not None and least is not None and part > least and not whole.flags & LEAST:
                doubts[group, party].append(f"above_persons: {part} against {least}")
    for (group, party), found in earlier.items():
        if _cell(cells, group, party).ends:
            number, report_id = min(found, key=lambda f: (-f[0], f[1]), default=(0, ""))
            doubts[group, party].append(f"dated_earlier: {number} ({report_id})" if number else "dated_earlier")
    for row in known.itertuples():
        check, _, measure = row.check.partition(":")
        if check in _NO_DOUBT:
            continue
        groups = [Group(row.month, population, measure or "killed") for population in POPULATIONS]
        valued = [group for group in groups if _cell(cells, group, row.party).value is not None]
        exact = [group for group in valued if _cell(cells, group, row.party).value in (row.printed, row.computed)]
        for group in exact or valued[:1]:
            if check == "between_reports" and _adjudicates(_cell(cells, group, row.party), row.printed, row.computed):
                continue
            doubts[group, row.party].append(
                f"{row.check}: {row.printed:g} against {row.computed:g} ({free_text(row.reason)})"
            )
    return doubts


def _adjudicates(cell: Cell, *numbers: float) -> bool:
    """Whether an adjudication of a cell already says that these numbers are printed."""
    return cell.basis == "adjudicated" and set(numbers) <= {cell.value, *cell.printed}


def _of_cell(cell: Cell) -> list[str]:
    found = list(cell.notes)
    if cell.causes:
        found.append(f"items_only: {cell.causes}")
    if cell.without and (cell.value is not None or cell.is_range):
        found.append(f"{WITHOUT}{cell.without}")
    if cell.value is not None:
        found += sorted(cell.flags - {"without"})
    elif cell.is_range:  # which ends it has it says itself
        found += sorted(cell.flags - set(LIMITS))
    return found


def _cell(cells: Cells, group: Group, party: str) -> Cell:
    return cells.get(group, {}).get(party, Cell())
