"""The shares of children and women among the documented victims of each party."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import sqrt
from statistics import NormalDist
from typing import ClassVar

from analysis.model.adding import TOTAL, is_combined
from analysis.model.numerals import SMALLEST_N
from analysis.model.remarks import Flag, ShareAtLeast, Unattributed, first
from analysis.model.results import Deaths, Result, grouped
from analysis.model.tolls import Ends, Month, Toll, group_limit, parties_sum
from analysis.tolls.series import Tolls, refuse_no_tolls

GROUPS = {"children": ("children",), "women": ("women",), "children_and_women": ("children", "women")}


@dataclass(frozen=True, kw_only=True)
class Share(Deaths):
    """One group among the deaths attributed to one party; None: not published, or too few for a share."""

    group: str
    count: int | None = None
    count_min: int | None = None
    count_max: int | None = None
    share: float | None = None
    share_min: float | None = None
    share_max: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def report_ids(self) -> tuple[str, ...]:
        """The pages to show, as tables call them."""
        return self.page_shown

    @property
    def has_count(self) -> bool:
        """Whether a number of the group, or an end of a range of it, is known."""
        return (self.count, self.count_min, self.count_max) != (None, None, None)


@dataclass(frozen=True, eq=False, repr=False)
class Shares(Result[Share]):
    """The shares of children and women among the documented victims of each party in one month."""

    tolls: Tolls
    month: str
    lines: tuple[Share, ...]
    name: ClassVar[str] = "shares"
    translated: ClassVar[bool] = True
    header: ClassVar[str] = (
        "party group killed killed_min killed_max count count_min count_max share share_min share_max low high state "
        "report_ids doubt"
    )

    @property
    def by_party(self) -> dict[str, dict[str, Share]]:
        """The lines of each party, by group."""
        found = grouped((line.party, line) for line in self.lines)
        return {party: {line.group: line for line in lines} for party, lines in found.items()}


def shares(tolls: Tolls, month: str) -> Shares:
    """Compute the shares of children and women (adult women) among the deaths attributed to each party in one month.

    Parameters
    ----------
    tolls, month
        As for `compare`.

    Returns
    -------
    Shares
        One line per party (combined tolls that count and the total included) and group. `count` of `killed` documented
        victims are in the group; `share` is their fraction (0 to 1), exact for what is documented; `low` and `high`
        bound it by the Wilson 95% interval, a small-number interval that says nothing about undocumented deaths. All
        three are None below n = 10 and where a number is missing: n = 0 has no share, never 0%. Where only a range of
        deaths is published, `killed_min` to `killed_max`, the share is bounded by the count over these ends,
        `share_min` to `share_max`; and so it is where the count is a range (`count_min` to `count_max`), or only a
        minimum or a maximum (a scope code of the page, in `remarks`), with one end. `children_and_women` only where
        both are known; of two ranges, their ends added up. No count where it covers other causes than the deaths.
        `state` is reported, range, or that of the number which is missing. `page_shown` are the pages to show for the
        numbers used (with | between), `remarks` their remarks; where a floor is known also the share it leads to at
        the least. `.frame` is the table (blank for None), `.plot()` the picture, `.text` the sentences.

    Raises
    ------
    UnknownMonth, NotComparable
        As for `compare`.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> table = shares(monthly_tolls(read_data()), "2016-01").frame
    >>> table.query("party == 'government' and group == 'children_and_women'")[["killed", "count", "share"]].round(3)
       killed  count  share
    2     516    152  0.295
    """
    refuse_no_tolls(tolls)
    return Shares(tolls, month, tuple(shares_lines(tolls.of(month))))


def shares_lines(month: Month) -> Iterator[Share]:
    """The lines of `shares` from the tolls of one month."""
    counted, killed = month.sum().least.parts, month.killed
    parties = [code for code in killed if code != TOTAL and (not is_combined(code) or code in counted)]
    for party in [*parties, *(code for code in killed if code == TOTAL)]:
        for group, measures in GROUPS.items():
            needed = [month.of(measure)[party] for measure in (*measures, "killed") if party in month.of(measure)]
            if len(needed) == len(measures) + 1:
                yield _share(party, group, needed)


def children_and_women(tolls: Tolls, month: str) -> tuple[int, int]:
    """Count the children and women among all deaths of a month for which both are printed.

    Parameters
    ----------
    tolls, month
        As for `compare`.

    Returns
    -------
    tuple of int
        Children and women, and the deaths they are among: the month's total where it prints both; else the deaths of
        those parties whose children and women are both printed, each party counted once: combined tolls that count are
        in, a group of parties only where none of its parts is, sums of items only where all three numbers cover the
        same causes. (0, 0) where nothing is.

    Raises
    ------
    UnknownMonth, NotComparable
        As for `compare`.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> children_and_women(monthly_tolls(read_data()), "2016-01")  # the total of 1,382 prints neither
    (383, 1376)
    """
    refuse_no_tolls(tolls)
    there = tolls.of(month)
    counts = {
        line.party: (line.count, line.killed)
        for line in shares_lines(there)
        if line.group == "children_and_women" and not group_limit(line.remarks)  # an end of a count makes no share
        if line.count is not None and line.killed is not None and line.count <= line.killed
    }
    if TOTAL in counts:
        return counts[TOTAL]
    killed = {
        code: toll if code in counts else replace(toll, value=None, printed_low=None, printed_high=None)
        for code, toll in there.killed.items()
    }
    added = parties_sum(killed, there.parties).least
    whole = [code for code in added.not_separated if not there.family.holds(code).intersection(added.parts)]
    numbers = [counts[code] for code in [*added.parts, *whole]]
    return sum(k for k, _ in numbers), sum(n for _, n in numbers)


def wilson(k: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Bound a share k / n by the Wilson interval.

    Its model: the victims as draws from an underlying process. It says nothing about undocumented deaths.

    Parameters
    ----------
    k, n
        Deaths in the group, and deaths; 0 <= k <= n, n > 0.
    level
        Confidence level, 0 to 1.

    Returns
    -------
    tuple of float
        Lower and upper end, 0 to 1.

    Raises
    ------
    ValueError
        k not within 0 to n, or n = 0: the share is undefined.

    Examples
    --------
    >>> tuple(round(end, 3) for end in wilson(2, 17))
    (0.033, 0.343)
    """
    if not 0 <= k <= n or n == 0:
        raise ValueError(f"{k} of {n} is no share: expected 0 <= k <= n and n > 0")
    z = NormalDist().inv_cdf((1 + level) / 2)
    middle = (k + z * z / 2) / (n + z * z)
    half = z * sqrt(k * (n - k) / n + z * z / 4) / (n + z * z)
    return (0.0 if k == 0 else middle - half, 1.0 if k == n else middle + half)


def _share(party: str, group: str, needed: list[Toll]) -> Share:
    """One line from the tolls of the group's measures and, last, killed."""
    *parts, killed = needed
    remarks = [remark for toll in needed for remark in toll.remarks]
    if first(killed.remarks, Unattributed):  # of the deaths; those of a group among them are said nowhere
        remarks = [remark for remark in remarks if not isinstance(remark, Unattributed) or remark in killed.remarks]
    used = tuple(dict.fromkeys(page for toll in needed for page in toll.page_shown))
    low, high = killed.ends
    line = Share(party, killed.value, group=group, state="reported", page_shown=used)
    if low is None or low != high:
        line = replace(line, killed=None, killed_min=low, killed_max=high)
    missing = [toll for toll in (*parts, killed) if not toll.is_printed]
    if not missing and len({toll.covers for toll in needed}) > 1:
        line = replace(line, state="not_reported")
        remarks.append(Flag("causes_differ"))
    elif missing:
        some = len(missing) < len(parts) and killed.value is not None
        left = {toll.state for toll in missing} == {"none_left"}
        line = replace(line, state="not_reported" if some and left else missing[0].state)
        line = _counted(line, parts, parts[0].ends) if len(parts) == 1 else line
    else:
        ends = _together(parts)
        line = _counted(line, parts, ends)
        line = replace(line, state="range") if line.count is None else line
        line = _bounded(line, ends, (low, high)) if line.has_count else line
    if line.share is not None and not killed.of_causes:  # a part of other causes says nothing of these deaths
        floor = sum(max(toll.value or 0, toll.at_least or 0) for toll in parts)
        if (line.count or 0) < floor <= (line.killed or 0):
            remarks.append(ShareAtLeast(floor, line.killed or 0))
    return replace(line, remarks=tuple(dict.fromkeys(remarks)))


def _together(parts: list[Toll]) -> Ends:
    """The ends of groups together; of two numbers, the least of one and the most of the other make neither."""
    lows, highs = zip(*(toll.ends for toll in parts), strict=True)
    if None in lows and not all(toll.value is not None for toll in parts):  # nobody is fewer than none
        lows = tuple(low or 0 for low in lows) if any(lows) else lows
    low, high = (None if None in ends else sum(ends) for ends in (lows, highs))
    return low, high


def _counted(line: Share, parts: list[Toll], ends: Ends) -> Share:
    """A line with the count of its group, or its ends; of so many deaths there are no more than these."""
    low, high = ends
    if all(toll.value is not None for toll in parts):
        return line if ends == (None, None) else replace(line, count=sum(toll.value or 0 for toll in parts))
    deaths = line.killed_max if line.killed is None else line.killed
    if len(parts) > 1 and high is not None and deaths is not None and (low or 0) <= deaths:
        high = min(high, deaths)
    return replace(line, count_min=low, count_max=high)


def _bounded(line: Share, parts: Ends, killed: Ends) -> Share:
    """A line with the share of its group, or what bounds it where a count or the deaths are an end or a range."""
    low, high = killed
    least, most = parts
    line = line if low == high else replace(line, state="range")
    if low is None or low < SMALLEST_N or (high is not None and least is not None and least > high):
        return line
    if least is not None and least == most and low == high:
        ends = wilson(least, low)
        return replace(line, share=least / low, low=ends[0], high=ends[1])
    share_min = least / high if least is not None and high is not None else None
    return replace(line, share_min=share_min, share_max=None if most is None else min(most / low, 1.0))
