"""What the parties of a month add up to, and what of it is attributed to nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from analysis.model.adding import Family, Sum, Values
from analysis.tolls.pages import both_ends
from analysis.tolls.series import ENDS, Party

NOT_SEPARATED = "not_separated"
UNATTRIBUTED = "unattributed"
UNACCOUNTED = "unaccounted"
LINES = {  # below the parties -> what they are called in pictures
    NOT_SEPARATED: "Not separated",
    UNATTRIBUTED: "Attributed to nobody",
    UNACCOUNTED: "Unaccounted",
}


def exact_of(cells: pd.DataFrame, code: str) -> int | None:
    """The number of a code that is no mere end (rows indexed by party)."""
    low, high = ends(cells, code)
    return low if low == high else None


def family_of(codes: Iterable[str], parties: Mapping[str, Party]) -> Family:
    """Which of the parties `codes` is part of which."""
    codes = set(codes)
    there = {code: row for code, row in parties.items() if code in codes}
    parents = {code: row["parent"] for code, row in there.items() if isinstance(row["parent"], str)}
    return Family(parents, frozenset(code for code, row in there.items() if row["residual"]))


class PartiesSum(NamedTuple):
    """What the parties of one month, population and measure add up to, at the least and at the most.

    `least` takes the lower ends of what is printed as a range, `most` (None: no end) their upper ends; `exact` says
    that both are the same.
    """

    least: Sum
    most: int | None
    exact: bool


def parties_sum(cells: pd.DataFrame, parties: Mapping[str, Party]) -> PartiesSum:
    """Add up the parties of one month, population and measure (rows indexed by party), counting nothing twice."""
    family, values = family_of(cells.index, parties), values_of(cells.rename_axis("party").reset_index().itertuples())
    added = values.sum(family)
    upper = values.most_of(added, family)
    return PartiesSum(added, upper, upper == added.total)


def values_of(cells: Iterable[Any]) -> Values:
    """The numbers and the ranges that cells of one month, population and measure print."""
    values = Values()
    for cell in cells:
        low, high = both_ends(cell)
        if low is not None and low == high:
            values.put(cell.party, low, cell.basis == "items")
        elif (low, high) != (None, None):
            values.put_range(cell.party, low, high, cell.basis == "items")
    return values


def ends_of(cell: Any) -> dict[str, Any]:
    """The ends of the range that is all a cell prints, as columns of `compare`; blank where it prints a number."""
    ends = (cell.printed_low, cell.printed_high) if cell.state == "range" else (pd.NA, pd.NA)
    return dict(zip(ENDS, ends, strict=True))


def ends(cells: pd.DataFrame, code: str) -> tuple[int | None, int | None]:
    """Both ends of what is printed for a code (rows indexed by party)."""
    return both_ends(cells.loc[code]) if code in cells.index else (None, None)


def not_separated(killed: pd.DataFrame, added: Sum, parties: Mapping[str, Party]) -> tuple[int, int | None]:
    """The least and the most that groups of parties hold beyond their parties, where some are printed as ranges."""
    family, least, most = family_of(killed.index, parties), 0, 0
    open_ = False
    for parent in added.not_separated:
        low, high = ends(killed, parent)
        children = [ends(killed, child) for child in family.children(parent) if child in added.parts]
        upper = [end for _, end in children if end is not None]
        least += max((low or 0) - sum(upper), 0) if len(upper) == len(children) else 0
        open_ |= high is None
        most += (high or 0) - sum(end or 0 for end, _ in children)
    return least, None if open_ else most
