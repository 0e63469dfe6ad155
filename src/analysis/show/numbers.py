"""Numbers, ranges, shares and counts as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

import pandas as pd

from analysis.language import isolated, say, say_count, sayable, sayable_count
from analysis.model.numerals import half_up
from analysis.model.remarks import Remark
from analysis.model.tolls import group_limit

DEATHS = {
    "civilians": ("civilian death", sayable("civilian deaths")),
    "fighters": ("death of fighters", sayable("deaths of fighters")),
    "persons": ("death of a civilian or fighter", sayable("deaths of civilians and fighters")),
}
_ALLEGED = {
    "civilians": sayable("alleged civilian deaths"),
    "fighters": sayable("alleged deaths of fighters"),
    "persons": sayable("alleged deaths of civilians and fighters"),
}
_SOME = {
    "civilians": sayable("{some} civilian deaths"),
    "fighters": sayable("{some} deaths of fighters"),
    "persons": sayable("{some} deaths of civilians and fighters"),
}
_SOME_ALLEGED = {
    "civilians": sayable("{some} alleged civilian deaths"),
    "fighters": sayable("{some} alleged deaths of fighters"),
    "persons": sayable("{some} alleged deaths of civilians and fighters"),
}
GROUPS = {
    "children": sayable("children"),
    "women": sayable("women (adult)"),
    "children_and_women": sayable("children and women"),
}
MEASURES = {
    "killed": sayable("deaths"),
    "children": sayable("children"),
    "women": sayable("women"),
    "torture": sayable("deaths by torture"),
}
WILSON_LABEL = sayable("small-number interval (Wilson, 95%); says nothing about undocumented deaths")


def number(value: Any) -> str:
    """Write a whole number with thousands separators; minus as a sign.

    Examples
    --------
    >>> number(1382), number(-1)
    ('1,382', '−1')
    """
    written = f"{int(value):,}".replace("-", "−")
    return isolated(written) if int(value) < 0 else written


def percent(k: Any, n: Any, digits: int = 1) -> str:
    """Write k of n as a percentage, rounded half up on whole numbers.

    Examples
    --------
    >>> percent(167, 679), percent(97, 200, 0)
    ('24.6%', '49%')
    """
    return isolated(f"{_digits_of_percent(k, n, digits)}%")


def _digits_of_percent(k: Any, n: Any, digits: int = 1) -> str:
    """The digits of a percentage."""
    whole, rest = divmod(half_up(int(k), int(n), 100 * 10**digits), 10**digits)
    return f"{whole}.{rest:0{digits}d}" if digits else f"{whole}"


def deaths(population: str, alleged: bool = False) -> str:
    """What is counted of a population: `civilian deaths`.

    Examples
    --------
    >>> deaths("civilians"), deaths("fighters", alleged=True)
    ('civilian deaths', 'alleged deaths of fighters')
    """
    return say(_ALLEGED[population] if alleged else DEATHS[population][1])


def some_deaths(written: str, population: str, alleged: bool = False) -> str:
    """A number, a range or an end of one, with what is counted: `at least 5 civilian deaths`.

    Examples
    --------
    >>> some_deaths("2 to 15", "civilians"), some_deaths("10", "fighters", alleged=True)
    ('2 to 15 civilian deaths', '10 alleged deaths of fighters')
    """
    return say((_SOME_ALLEGED if alleged else _SOME)[population], some=written)


def group_name(group: str) -> str:
    """A group among the deaths: `women (adult)`."""
    return say(GROUPS[group])


def measure_name(measure: str) -> str:
    """What a measure counts: `deaths by torture`."""
    return say(MEASURES[measure])


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
        known = not pd.isna(least) and least > 0
        return say("at least {number}", number=number(least)) if known else say("not published")
    if pd.isna(least) or least <= 0:
        return say("at most {number}", number=number(most))
    return between(number(least), number(most)) if least < most else number(most)


def between(low: str, high: str) -> str:
    """Write a range.

    Examples
    --------
    >>> between("1,006", "1,410")
    '1,006 to 1,410'
    """
    return say("{low} to {high}", low=low, high=high)


def range_words(value: Any, low: Any, high: Any) -> str:
    """Write what is published: a number, or a range of which an end may be missing.

    Examples
    --------
    >>> range_words(98, None, None), range_words(None, 0, 5), range_words(None, 0, None), range_words(None, None, None)
    ('98', '0 to 5', 'at least 0', 'not published')
    """
    if pd.isna(value) and not pd.isna(low) and (pd.isna(high) or low < high):
        return say("at least {number}", number=number(low)) if pd.isna(high) else between(number(low), number(high))
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


_ENDS = {"least": sayable("at least {number}"), "most": sayable("up to {number}"), "": "{number}"}


def end_of(written: str, limit: str) -> str:
    """Write of a number whether it is only the least or the most.

    Examples
    --------
    >>> end_of("5", "least"), end_of("5", "most"), end_of("5", "")
    ('at least 5', 'up to 5', '5')
    """
    return say(_ENDS[limit], number=written)


def limited(line: Counted) -> str:
    """Write the number of a line of a comparison, or its range; of an end that it is one."""
    written = range_words(line.killed, line.killed_min, line.killed_max)
    return written if line.killed is None else end_of(written, line.limit)


def count_of(line: Grouped) -> str:
    """Write a line of `shares` as `94 of 679`, of a range as `94 of 1,006 to 1,410`; a minimum is said to be one."""
    count = range_words(line.count, line.count_min, line.count_max)
    count = count if line.count is None else end_of(count, group_limit(line.remarks))
    return part_of(count, range_words(line.killed, line.killed_min, line.killed_max))


def part_of(part: str, whole: str) -> str:
    """Write a part of a whole.

    Examples
    --------
    >>> part_of("94", "679")
    '94 of 679'
    """
    return say("{part} of {whole}", part=part, whole=whole)


def group_words(measure: str, count: int | None, least: int | None, most: int | None, remarks: Iterable[Remark]) -> str:
    """Write how many children or women there are with their noun; a number that is only an end is said to be one.

    Examples
    --------
    >>> group_words("children", 94, None, None, []), group_words("women", None, 3, 8, [])
    ('94 children', '3 to 8 women')
    """
    if count is not None and (limit := group_limit(remarks)):
        return _noun(measure, count, end_of(number(count), limit))
    if count is not None:
        return counted(count, measure)
    one = 1 in (least, most) and None in (least, most)
    return _noun(measure, 1 if one else max(most or 0, least or 0, 2), range_words(None, least, most))


def _noun(measure: str, count: int, written: str) -> str:
    """A number that is a range or the end of one, with its noun: `at least 5 children`."""
    if measure == "children":
        return say_count("{some} child", "{some} children", count, some=written)
    return say_count("{some} woman", "{some} women", count, some=written)


def share_words(line: Grouped) -> str:
    """Write the share of a line of `shares` in percent, or what bounds it; '' without either."""
    if line.share is not None:
        return percent(line.count, line.killed)
    low, high = (line.killed, line.killed) if line.killed_min is None else (line.killed_min, line.killed_max)
    at_least, at_most = (line.count_min, line.count_max) if line.count is None else (line.count, line.count)
    most = None if line.share_max is None or low is None else (min(at_most or 0, low), low)
    least = None if line.share_min is None else (at_least, high)
    if least and most:
        return say("{low} to {high}%", low=_digits_of_percent(*least), high=_digits_of_percent(*most))
    if least:
        return say("at least {number}", number=percent(*least))
    return say("at most {number}", number=percent(*most)) if most else ""


def counted(value: Any, measure: str, population: str = "civilians") -> str:
    """Write a count with its noun.

    Examples
    --------
    >>> counted(1, "killed"), counted(94, "children")
    ('1 civilian death', '94 children')
    """
    templates = _COUNTED[population if measure == "killed" else measure]
    return say_count(*templates, int(value), number=number(value))


_COUNTED = {
    "civilians": sayable_count("{number} civilian death", "{number} civilian deaths"),
    "fighters": sayable_count("{number} death of fighters", "{number} deaths of fighters"),
    "persons": sayable_count("{number} death of a civilian or fighter", "{number} deaths of civilians and fighters"),
    "children": sayable_count("{number} child", "{number} children"),
    "women": sayable_count("{number} woman", "{number} women"),
    "torture": sayable_count("{number} deaths by torture", "{number} deaths by torture"),
}
