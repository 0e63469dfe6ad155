"""The monthly series: every party and group month by month, with what may not be compared marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import ClassVar

import pandas as pd

from analysis.data.definitions import residual_changes
from analysis.errors import UnknownMonth
from analysis.model.adding import TOTAL
from analysis.model.frames import TEXT
from analysis.model.results import Result, grouped
from analysis.model.tolls import Ends, Month
from analysis.questions.comparison.numbers import compared_lines
from analysis.questions.shares.numbers import Share, shares_lines
from analysis.questions.trends.sums import Months, months_of
from analysis.tolls.completeness import standing
from analysis.tolls.series import Tolls, refuse_no_tolls


@dataclass(frozen=True)
class Mark:
    """What changes in a month, so that it may not be compared with others: a code, since or until when, and what of it.

    headline_changes: printed totals count another population (`said`) than before, for good. after_gap: the month
    before has no figures. enters, leaves: the first or last month with figures in which the party can appear.
    residual_changes: the leftover class holds others than before (`said`).
    """

    code: str
    when: str = ""
    said: str = ""


@dataclass(frozen=True, kw_only=True)
class Point(Share):
    """One month, party and group (killed: the toll itself); None: not published, or not there.

    `killed` is the toll that a count is part of.
    """

    month: str
    label: str
    group: str = "killed"
    rank: int | None = None
    status: str = "no_figures"
    headline: str | None = None
    marks: tuple[Mark, ...] = ()

    @property
    def ends(self) -> Ends:
        """Those of a range."""
        return self.count_min, self.count_max

    @property
    def least(self) -> int | None:
        """Its number, of a range the lower end (0 where there is an upper one alone); None without any."""
        low, high = self.ends
        return self.count if self.count is not None else low if low is not None or high is None else 0


@dataclass(frozen=True, eq=False, repr=False)
class Series(Result[Point]):
    """The months of a monitor in a row, the parties named as where months up to `end` are shown."""

    tolls: Tolls
    start: str
    end: str
    lines: tuple[Point, ...]
    name: ClassVar[str] = "trend"
    header: ClassVar[str] = (
        "month party label group count count_min count_max killed share low high rank state status headline marks doubt"
    )

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The series as a table; marks are joined by ` | `."""
        marks = [" | ".join(dict.fromkeys(mark.code for mark in line.marks)) or None for line in self.lines]
        return super().frame.assign(marks=pd.array(marks, dtype=TEXT))

    @cached_property
    def killed(self) -> tuple[Point, ...]:
        """The lines of tolls."""
        return tuple(line for line in self.lines if line.group == "killed")

    @cached_property
    def statuses(self) -> dict[str, str]:
        """The status of every month of the calendar."""
        return {line.month: line.status for line in self.lines}

    @property
    def months(self) -> list[str]:
        """Every month of the calendar."""
        return list(self.statuses)

    @property
    def gaps(self) -> list[str]:
        """The months without figures."""
        return [month for month, status in self.statuses.items() if status == "no_figures"]

    @cached_property
    def leaders(self) -> dict[str, list[Point]]:
        """The lines of rank 1, by month."""
        return grouped((line.month, line) for line in self.killed if line.rank == 1)

    @cached_property
    def outnumbered(self) -> list[str]:
        """The months with a leader in which a leftover class has more than this can have."""
        months: list[str] = []
        for line in self.killed:
            ends = [one.count if one.count is not None else one.ends[1] for one in self.leaders.get(line.month, ())]
            known = [end for end in ends if end is not None]
            if line.party in self.tolls.parties.residual and known and len(known) == len(ends):
                months += [line.month] if (line.least or 0) > max(known) else []
        return list(dict.fromkeys(months))


def trend(tolls: Tolls, start: str | None = None, end: str | None = None) -> Series:
    """Put the months of a monitor in a row, and mark what may not be compared. Gaps stay gaps.

    Parameters
    ----------
    tolls
        What `monthly_tolls` returns.
    start, end
        YYYY-MM, the first and the last month; None: the first and last with figures.

    Returns
    -------
    Series
        For every month of the calendar the lines of `compare` (`group` killed) and of `shares` (children, women,
        children_and_women). `count` is deaths documented, `ends` those of a printed range (`count_min` to `count_max`
        in the table), `killed` the toll it is part of, `share` a fraction of that toll with its Wilson interval `low`
        to `high`, `rank` as in `compare`. `status` is that of `completeness`; `ranges_only` where neither a party nor
        the total has a number, or `no_figures`: then the month has one line, the total's, without a value. `headline`
        is the population the month's printed total counts. `marks` say what changes: headline_changes where totals
        count another population than before, for good (the lines of the parties go on unbroken), enters and leaves in
        the first and last month with figures in which a party can appear, after_gap after months without figures,
        residual_changes where a residual class holds others than before. A party that is gone by the last month has
        its later label. `.frame` is the table (counts Int64, blank for None), `.plot()` the picture, `.text` the
        sentences.

    Raises
    ------
    NotComparable
        What is no `Tolls`.
    UnknownMonth
        A range that is none, or has no figures.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> series = trend(monthly_tolls(read_data()), "2015-11", "2016-02").frame
    >>> total = series.query("party == 'all_parties' and group == 'killed'")
    >>> print(total[["month", "count", "status", "headline", "marks"]].to_string(index=False))
      month  count     status  headline                        marks
    2015-11   <NA>    partial   persons                          NaN
    2015-12   <NA> no_figures   persons                          NaN
    2016-01   1382   complete civilians headline_changes | after_gap
    2016-02   1378    partial civilians                          NaN
    """
    refuse_no_tolls(tolls)
    known = tolls.months
    if not known:
        raise UnknownMonth("no figures of this monitor and population; take another")
    tolls, months = months_of(tolls, start or known[0], end or known[-1])
    headlines = _headlines(tolls)
    changes = grouped((month, (party, mark)) for month, party, mark in _changes(tolls, months, headlines))
    lines = []
    for month, there in months.items():
        gap = Point(TOTAL, month=month, label=tolls.parties[TOTAL].label, state="not_reported")
        for point in [gap] if there is None else _points(tolls, there):
            marks = tuple(mark for party, mark in changes.get(month, ()) if party in (None, point.party))
            lines.append(replace(point, headline=headlines.get(month), marks=marks))
    return Series(tolls, lines[0].month, lines[-1].month, tuple(lines))


def _points(tolls: Tolls, month: Month) -> Iterator[Point]:
    """The lines of one month: the tolls of the parties, and the groups among them."""
    row = standing(tolls, month.month, kinds=[])
    status = "ranges_only" if row.sum_of_parties is None and row.total is None else row.status
    labels = {}
    for line in compared_lines(month):
        labels[line.party] = line.label
        point = Point(line.party, line.killed, month=month.month, label=line.label, rank=line.rank, status=status)
        point = replace(point, count=line.killed, count_min=line.killed_min, count_max=line.killed_max)
        yield replace(point, state=line.state, remarks=line.remarks)
    for share in shares_lines(month):
        if share.party in labels:
            yield Point(**vars(share), month=month.month, label=labels[share.party], status=status)


def _headlines(tolls: Tolls) -> dict[str, str]:
    """The population that each month's printed total counts: as the monitor's own pages have it, else as relayed."""
    reports = tolls.reports()
    reports = reports[reports["total_population"].notna()]
    own = reports["kind"] == "primary"
    counted = grouped(zip(reports["month"], zip(own, reports["total_population"], strict=True), strict=True))
    used = {month: [who for own, who in pages if own] or [who for _, who in pages] for month, pages in counted.items()}
    totals = ((month, tolls.of(month).total) for month in tolls.months)
    found = {month: tolls.population for month, total in totals if total is not None and total.value is not None}
    return found | {month: tolls.population if tolls.population in there else there[0] for month, there in used.items()}


def _changes(tolls: Tolls, months: Months, headlines: Mapping[str, str]) -> Iterator[tuple[str, str | None, Mark]]:
    """What changes in which month, for which party; None: for all that stands in the month."""
    start, end = min(months), max(months)
    there = [month for month, found in months.items() if found is not None]
    first, last = ({headlines[month]: month for month in sorted(headlines, reverse=r)} for r in (True, False))
    before = None
    for month in months:
        now = headlines.get(month)
        if now and before and first[now] == month and last[before] < month:
            yield month, TOTAL, Mark("headline_changes", month, now)
        before = now or before
    for earlier, month in pairwise(months):
        if months[earlier] is None and months[month] is not None:
            yield month, None, Mark("after_gap")
    for code, party in tolls.parties.items():  # the month of parties.csv itself may have no figures
        entering = [month for month in there if month >= party.valid_from >= start]
        leaving = [month for month in there if party.valid_to and month <= party.valid_to <= end]
        yield from ((month, code, Mark("enters", party.valid_from)) for month in entering[:1])
        yield from ((month, code, Mark("leaves", str(party.valid_to))) for month in leaving[-1:])
    said = residual_changes(tolls.data.definitions, tolls.monitor)
    for earlier, month in pairwise(["", *there]):
        new = [Mark("residual_changes", since, text) for since, text in said.items() if earlier < since <= month]
        if any(mark.when >= start for mark in new):
            yield from ((month, code, mark) for code in tolls.parties.residual for mark in new)
