"""Which of several tolls is the highest, as far as printed figures and their bounds say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from analysis.model.adding import members
from analysis.tolls.pages import both_ends


class Side(NamedTuple):
    """One side of a comparison: its whole toll, if there is one, and the bounds on it; `high` None: no bound.

    `cells` are the rows of `monthly_tolls` that say so.
    """

    value: int | None
    low: int
    high: int | None
    cells: tuple[Any, ...] = ()


def side_of_code(code: str, cell_of: Callable[[str], Any], parents: Mapping[str, Any]) -> Side:
    """What is known of a party, or of several joined by +: their combined toll, else their own ones as bounds.

    `cell_of` gives the reconciled cell of a code, None where there is none; `parents` the group of each party, which
    holds the party already.
    """
    whole, codes = side_of(cell_of(code)), members(code)
    if whole.value is not None or len(codes) == 1 or any(parents.get(one) in codes for one in codes):
        return whole
    parts = [side_of(cell_of(one)) for one in codes]
    low = max(whole.low, sum(part.low for part in parts))
    highs = [part.high for part in parts]
    ends = [] if None in highs else [sum(high for high in highs if high is not None)]
    ends += [] if whole.high is None else [whole.high]
    cells = whole.cells + tuple(cell for part in parts for cell in part.cells)
    return Side(None, low, max(min(ends), low) if ends else None, cells)


def side_of(cell: Any) -> Side:
    """What a reconciled cell (a row of `monthly_tolls`) says of its toll; None: no page publishes anything.

    A number published as an end, and one of some causes only, are no value.
    """
    if cell is None:
        return Side(None, 0, None)
    (low, high), least = both_ends(cell), 0 if pd.isna(cell.at_least) else int(cell.at_least)
    if low is not None and low == high and cell.basis != "items" and not pd.isna(cell.value):
        return Side(low, low, None if least > low else low, (cell,))  # a part of it may count more
    most = None if pd.isna(cell.at_most) else int(cell.at_most)
    least = max(least, low or 0)
    return Side(None, least, most if most is None else max(most, least), (cell,))


def verdict_of(mine: Side, relation: str, others: list[Side]) -> str:
    """Say what every number within the bounds says: holds, fails (also where equal), or undecidable."""
    if relation == "lt":
        mine, others, relation = others[0], [mine], "gt"
    above = [other.high is not None and mine.low > other.high for other in others]
    below = [mine.high is not None and mine.high <= other.low for other in others]
    return "holds" if all(above) else "fails" if any(below) else "undecidable"
