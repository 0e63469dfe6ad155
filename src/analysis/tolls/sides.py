"""Which of several tolls is the highest, as far as published figures and their bounds say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from analysis.model.adding import TOTAL, members
from analysis.model.tolls import Toll


class Side(NamedTuple):
    """One side of a comparison: its whole toll, if there is one, and the bounds on it; `high` None: no bound.

    `cells` are the tolls that say so.
    """

    value: int | None
    low: int
    high: int | None
    cells: tuple[Toll, ...] = ()


def side_of_code(code: str, toll_of: Callable[[str], Toll | None], parents: Mapping[str, str | None]) -> Side:
    """What is known of a party, or of several joined by +: their combined toll, else their own ones as bounds.

    `toll_of` gives the toll of a code, None where there is none; `parents` the group of each party, which holds the
    party already. Several parties have no more than the total, where that bounds its parties.
    """
    whole, codes, total = side_of(toll_of(code)), members(code), toll_of(TOTAL)
    ceiling = None if total is None else total.ceiling
    if whole.value is not None or len(codes) == 1 or any(parents.get(one) in codes for one in codes):
        return whole
    parts = [side_of(toll_of(one)) for one in codes]
    low = max(whole.low, sum(part.low for part in parts))
    highs = [part.high for part in parts]
    ends = [] if None in highs else [sum(high for high in highs if high is not None)]
    ends += [end for end in (whole.high, ceiling) if end is not None]
    cells = whole.cells + tuple(cell for part in parts for cell in part.cells)
    return Side(None, low, max(min(ends), low) if ends else None, cells)


def side_of(toll: Toll | None) -> Side:
    """What is known of one toll; None: no page publishes anything.

    A number published as an end, and one of some causes only, are no value.
    """
    if toll is None:
        return Side(None, 0, None)
    exact, least = toll.exact, toll.at_least or 0
    if exact is not None and not toll.of_causes and toll.value is not None:
        return Side(exact, exact, None if least > exact else exact, (toll,))  # a part of it may count more
    least = max(least, toll.ends[0] or 0)
    return Side(None, least, toll.at_most if toll.at_most is None else max(toll.at_most, least), (toll,))


def verdict_of(mine: Side, relation: str, others: list[Side]) -> str:
    """Say what every number within the bounds says: holds, fails (also where equal), or undecidable."""
    if relation == "lt":
        mine, others, relation = others[0], [mine], "gt"
    above = [other.high is not None and mine.low > other.high for other in others]
    below = [mine.high is not None and mine.high <= other.low for other in others]
    return "holds" if all(above) else "fails" if any(below) else "undecidable"
