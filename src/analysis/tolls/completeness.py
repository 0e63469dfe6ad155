"""How far the parties of each month reach its total."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.data.contract import TEXT
from analysis.model.adding import TOTAL, Sum, members
from analysis.tolls.pages import unattributed_in
from analysis.tolls.series import Party, party_table
from analysis.tolls.sums import ends, exact_of, family_of, parties_sum

COMPLETENESS = [
    "monitor",
    "month",
    "population",
    "total",
    "total_min",
    "total_max",
    "sum_of_parties",
    "sum_min",
    "sum_max",
    "unattributed",
    "unaccounted",
    "status",
    "basis",
    "pages",
    "primary_pages",
]


def completeness(tolls: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Say for every month how far its parties reach its total.

    Parameters
    ----------
    tolls
        What `monthly_tolls` returns, of any number of monitors and populations.
    reports
        The reports the tolls were read from (`Data.reports`, or those published by a date).

    Returns
    -------
    DataFrame
        One row per monitor, month and population: `total`, `sum_of_parties` and `unaccounted` in deaths (Int64); where
        ranges or ends are published these are blank and `total_min` to `total_max`, `sum_min` to `sum_max` hold their
        ends. `unattributed` are deaths that a list attributes to nobody, and `unaccounted` the total minus these and
        the parties. `status` is total_only (no party has a figure), complete (the parties reach a published total; of
        ranges, both ends do) or partial, `basis` of the total, `pages` and `primary_pages` that report on the month.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> data = read_data()
    >>> completeness(monthly_tolls(data), data.reports).set_index("month").loc["2016-01", "status"]
    'complete'
    """
    parties = party_table(tolls)
    killed = tolls[tolls["measure"] == "killed"]
    rows = []
    for (monitor, month, population), cells in killed.groupby(["monitor", "month", "population"], sort=True):
        cells = cells.set_index("party")
        added = parties_sum(cells, parties)
        total, (least, most), nobodys = exact_of(cells, TOTAL), ends(cells, TOTAL), unattributed(cells)
        some, exact = bool(added.least.parts or added.least.groups), added.exact
        gap = total - added.least.total - (nobodys or 0) if some and exact and total is not None else None
        same = (least, most) == (added.least.total, added.most) and most is not None
        same &= (exact and total is not None) or not _open(cells, added.least, parties)
        ranges = {"total_min": least, "total_max": most} if total is None else {}
        ranges |= {"sum_min": added.least.total, "sum_max": added.most} if some and not exact else {}
        pages = reports[(reports["monitor"] == monitor) & (reports["month"] == month)]
        rows.append(
            {
                "monitor": monitor,
                "month": month,
                "population": population,
                "total": total,
                "sum_of_parties": added.least.total if some and exact else pd.NA,
                **ranges,
                "unattributed": nobodys,
                "unaccounted": gap,
                "status": "total_only" if not some else "complete" if same else "partial",
                "basis": cells["basis"].get(TOTAL),
                "pages": len(pages),
                "primary_pages": int((pages["kind"] == "primary").sum()),
            }
        )
    counts = [column for column in COMPLETENESS if column not in ("monitor", "month", "population", "status", "basis")]
    text = ["monitor", "month", "population", "status", "basis"]
    table = pd.DataFrame(rows, columns=COMPLETENESS)
    return table.astype({**dict.fromkeys(counts, "Int64"), **dict.fromkeys(text, TEXT)})


def _open(cells: pd.DataFrame, added: Sum, parties: Mapping[str, Party]) -> bool:
    """Whether a party that is in nothing counted may have deaths beyond these (rows indexed by party)."""
    family = family_of(cells.index, parties)
    held = set().union(*(family.holds(code) for code in (*added.parts, *added.groups)))
    rest = cells[[party in parties and party not in {*held, TOTAL, *family.parents()} for party in cells.index]]
    counted = [ends(cells, code)[1] for code in added.parts if parties[members(code)[0]]["residual"]]
    leftover = sum(end for end in counted if end is not None)  # a leftover class may hold them, and is counted
    return bool((rest["at_most"].isna() | rest["at_most"].gt(leftover)).any())


def unattributed(cells: pd.DataFrame) -> int | None:
    """The deaths of a total that are attributed to nobody (rows indexed by party); None where no number is known."""
    return unattributed_in(cells.at[TOTAL, "doubt"]) if TOTAL in cells.index else None
