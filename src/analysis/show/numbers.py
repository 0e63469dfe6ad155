"""Numbers, ranges, shares and counts as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

import pandas as pd

from analysis.model.numerals import half_up
from analysis.model.remarks import Remark
from analysis.model.tolls import group_limit

DEATHS = {
    "civilians": ("civilian death", "civilian deaths"),
    "fighters": ("death of fighters", "deaths of fighters"),
    "persons": ("death of a civilian or fighter", "deaths of civilians and fighters"),
}
GROUPS = {"children": "children", "women": "women (adult)", "children_and_women": "children and women"}
MEASURES = {"killed": "deaths", "children": "children", "women": "women", "torture": "deaths by torture"}
_ONE = {"children": "child", "women": "woman"}
WILSON_LABEL = "small-number interval (Wilson, 95%); says nothing about undocumented deaths"


def number(value: Any) -> str:
    """Write a whole number with thousands separators; minus as a sign.

    Examples
    --------
    >>> number(1382), number(-1)
    ('1,382', '−1')
    """
    return f"{int(value):,}".replace("-", "−")


def percent(k: Any, n: Any, digits: int = 1) -> str:
    """Write k of n as a percentage, rounded half up on whole numbers.

    Examples
    --------
    >>> percent(167, 679), percent(97, 200, 0)
    ('24.6%', '49%')
    """
    whole, rest = divmod(half_up(int(k), int(n), 100 * 10**digits), 10**digits)
    return f"{whole}.{rest:0{digits}d}%" if digits else f"{whole}%"


def bounded(value: Any, least: Any, most: Any) -> str:
    """Write a number, or what bounds it where there is none.

    Examples
    --------
    >>> bounded(98, 98, 98), bounded(None, 3, 44), bounded(None, None, 0), bounded(None, None, None)
    ('98', '3 to 44', 'at most 0', 'not published')
    """
    if not pd.isna(value):
        return number(value)
    if pd.isna(most):
        return f"at least {number(least)}" if not pd.isna(least) and least > 0 else "not published"
    if pd.isna(least) or least <= 0:
        return f"at most {number(most)}"
    return f"{number(least)} to {number(most)}" if least < most else number(most)


def range_words(value: Any, low: Any, high: Any) -> str:
    """Write what is published: a number, or a range of which an end may be missing.

    Examples
    --------
    >>> range_words(98, None, None), range_words(None, 0, 5), range_words(None, 0, None), range_words(None, None, None)
    ('98', '0 to 5', 'at least 0', 'not published')
    """
    if pd.isna(value) and not pd.isna(low) and (pd.isna(high) or low < high):
        return f"at least {number(low)}" if pd.isna(high) else f"{number(low)} to {number(high)}"
    return bounded(value, low, high)


class Ranged(Protocol):
    """A line with a number of deaths, or a range."""

    @property
    def killed(self) -> int | None:
        """The number."""

    @property
    def killed_min(self) -> int | None:
        """The least."""

    @property
    def killed_max(self) -> int | None:
        """The most."""


class Counted(Ranged, Protocol):
    """A line with a number of deaths, and what limits it."""

    @property
    def limit(self) -> str:
        """Whether the number is only the least or the most."""


class Grouped(Ranged, Protocol):
    """A group among deaths: its count, its share, or what bounds it."""

    @property
    def count(self) -> int | None:
        """How many of them are of the group."""

    @property
    def count_min(self) -> int | None:
        """The least of them, where that is a range."""

    @property
    def count_max(self) -> int | None:
        """The most."""

    @property
    def share(self) -> float | None:
        """The share."""

    @property
    def share_min(self) -> float | None:
        """The least it can be."""

    @property
    def share_max(self) -> float | None:
        """The most it can be."""

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What limits the numbers."""


BEFORE = {"least": "at least ", "most": "up to ", "": ""}  # a number that is an end


def limited(line: Counted) -> str:
    """Write the number of a line of a comparison, or its range; of an end that it is one."""
    before = "" if line.killed is None else BEFORE[line.limit]
    return before + range_words(line.killed, line.killed_min, line.killed_max)


def count_of(line: Grouped) -> str:
    """Write a line of `shares` as `94 of 679`, of a range as `94 of 1,006 to 1,410`; a minimum is said to be one."""
    count = limit_words(line.remarks) * (line.count is not None)
    count += range_words(line.count, line.count_min, line.count_max)
    return f"{count} of {range_words(line.killed, line.killed_min, line.killed_max)}"


def limit_words(remarks: Iterable[Remark]) -> str:
    """Write before a count of children or women that it is only the least or the most; '' where it is neither."""
    return BEFORE[group_limit(remarks)]


def group_words(measure: str, count: int | None, least: int | None, most: int | None, remarks: Iterable[Remark]) -> str:
    """Write how many children or women there are with their noun; a number that is only an end is said to be one.

    Examples
    --------
    >>> group_words("children", 94, None, None, []), group_words("women", None, 3, 8, [])
    ('94 children', '3 to 8 women')
    """
    if count is not None:
        return limit_words(remarks) + counted(count, measure)
    one = 1 in (least, most) and None in (least, most)
    return f"{range_words(None, least, most)} {_ONE[measure] if one else measure}"


def share_words(line: Grouped) -> str:
    """Write the share of a line of `shares` in percent, or what bounds it; '' without either."""
    if line.share is not None:
        return percent(line.count, line.killed)
    low, high = (line.killed, line.killed) if line.killed_min is None else (line.killed_min, line.killed_max)
    at_least, at_most = (line.count_min, line.count_max) if line.count is None else (line.count, line.count)
    most = "" if line.share_max is None or low is None else percent(min(at_most or 0, low), low)
    least = "" if line.share_min is None else percent(at_least, high)
    if least and most:
        return f"{least.removesuffix('%')} to {most}"
    return f"at least {least}" if least else f"at most {most}" if most else ""


def counted(value: Any, measure: str, population: str = "civilians") -> str:
    """Write a count with its noun.

    Examples
    --------
    >>> counted(1, "killed"), counted(94, "children")
    ('1 civilian death', '94 children')
    """
    one = int(value) == 1
    noun = DEATHS[population][not one] if measure == "killed" else _ONE.get(measure, measure) if one else measure
    return f"{number(value)} {noun}"
