"""Several months together: sums that say what is missing from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, NamedTuple

from analysis.errors import UnknownMonth, nearest_months
from analysis.model.adding import TOTAL, Sum, is_combined, members
from analysis.model.cells import MEASURES
from analysis.model.parties import Parties
from analysis.model.results import Result, grouped
from analysis.model.tolls import Column, Month, Toll
from analysis.tolls.periods import calendar
from analysis.tolls.series import Tolls, refuse_no_tolls
from analysis.tolls.sides import side_of

Months = Mapping[str, Month | None]  # every month of a period; None: without figures


@dataclass(frozen=True)
class Gap:
    """A month without a number of somebody, and why: a state of tolls, or no_figures, apart or up_to.

    Examples
    --------
    >>> str(Gap("2015-12", "no_figures"))
    '2015-12:no_figures'
    """

    month: str
    reason: str

    def __str__(self) -> str:
        """Write the code."""
        return f"{self.month}:{self.reason}"


@dataclass(frozen=True)
class Added:
    """The months of one party and measure added up; None: there is no number, or no bound."""

    party: str
    label: str
    measure: str
    count: int | None
    at_least: bool
    at_most: int | None
    months: int
    months_reported: int
    missing: tuple[Gap, ...] = ()
    of_causes: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


class Counted(NamedTuple):
    """The number that counts in a month: as published, or the sum of the parties. `tolls` are those it rests on."""

    number: int
    tolls: tuple[Toll, ...]
    is_sum: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class Period(Result[Added]):
    """The sums of a period, the parties named as where months up to `end` are shown.

    `counted` is by month what counts as the deaths of all parties, `left_out` the places that every number leaves out.
    """

    tolls: Tolls
    start: str
    end: str
    lines: tuple[Added, ...]
    counted: Mapping[str, Counted]
    left_out: Mapping[str, tuple[str, ...]]
    name: ClassVar[str] = "period"

    @property
    def whole(self) -> Added:
        """The deaths of all parties."""
        return next(line for line in self.lines if (line.party, line.measure) == (TOTAL, "killed"))

    @property
    def totals(self) -> int:
        """In how many months the published total counts."""
        return len(self.counted) - self.sums

    @property
    def sums(self) -> int:
        """In how many months the sum of the parties counts."""
        return sum(one.is_sum for one in self.counted.values())

    @property
    def ends(self) -> int:
        """In how many of these sums lower ends of ranges count, or some causes only."""
        sums = [one.tolls for one in self.counted.values() if one.is_sum]
        return sum(any(toll.as_range().state == "range" or toll.of_causes for toll in tolls) for tolls in sums)

    @property
    def parts(self) -> Mapping[str, Counted]:
        """The months whose number rests on a number of a part of the deaths: of some causes or places only."""
        return {month: one for month, one in self.counted.items() if any(toll.of_causes for toll in one.tolls)}

    @cached_property
    def published(self) -> list[Toll]:
        """The published totals that are no mere upper ends."""
        totals = (self.tolls.of(month).total for month in self.tolls.months if self.start <= month <= self.end)
        return [total for total in totals if total is not None and _is_count(total)]


def period(tolls: Tolls, start: str, end: str) -> Period:
    """Add up the months of a period, for every party, naming the months that are missing. Nothing is filled in.

    Parameters
    ----------
    tolls
        What `monthly_tolls` returns.
    start, end
        YYYY-MM, the first and the last month.

    Returns
    -------
    Period
        One line per party that can appear in the period, combined toll that counts there, and `all_parties`, and
        measure (killed, children, women); a group of parties only where it is printed as often as its parts. `count` is
        the deaths documented in the months that have a number, None without any. `at_least` is true where the count is
        a lower bound: a month is missing, or counts some causes only. `at_most` bounds it where printed totals bound
        every such month. `months` in which the party can appear, `months_reported` with a number; `missing` are the
        others, each with its reason, which is `no_figures` where there is none of any party. `doubtful` are the months
        whose number has a doubt, `of_causes` those that count some causes only. A combined toll is in no party's own
        line. The count of `all_parties` takes the published total of a month, else what its parties add up to at the
        least, so that no party is above it; `totals` and `sums` say in how many months it takes which, `ends` in how
        many of the latter it takes lower ends of ranges, or sums of causes. `published` are the published totals.
        `.frame` is the table (counts Int64, blank for None; months joined by `|`), `.text` the sentences.

    Raises
    ------
    UnknownMonth
        What is no range, or one without any figure.
    NotComparable
        What is no `Tolls`.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> found = period(monthly_tolls(read_data()), "2015-10", "2016-06").frame
    >>> russia = found.query("party == 'russian_forces' and measure == 'killed'").iloc[0]
    >>> int(russia["count"]), bool(russia["at_least"]), russia["missing"]
    (1713, True, '2015-12:no_figures|2016-06:not_reported')
    """
    tolls, months = months_of(tolls, start, end)
    there = {month: found for month, found in months.items() if found is not None}
    counted = {measure: _counted_of_all(there, measure) for measure in MEASURES}
    lines = [line for measure in MEASURES for line in _lines(months, measure, counted[measure], tolls.parties)]
    seen = {line.party: line.months_reported for line in lines if line.measure == "killed"}
    fewer = {one.parent for code, one in tolls.parties.items() if seen.get(code, 0) > seen.get(one.parent or "", 0)}
    lines = [line for line in lines if line.party not in fewer]
    left_out = {month: places for month, found in there.items() if (places := _left_out(found))}
    return Period(tolls, start, end, tuple(lines), counted["killed"], left_out)


def months_of(tolls: Tolls, start: str, end: str) -> tuple[Tolls, Months]:
    """The tolls with their parties named as where months up to `end` are shown, and the months of a period.

    Raises UnknownMonth, NotComparable.
    """
    refuse_no_tolls(tolls)
    months, known = calendar(start, end), tolls.months
    if not set(months).intersection(known):
        raise UnknownMonth(f"no figures for {start}:{end}; {nearest_months(start, known)}")
    tolls = tolls.until(end)
    there = set(known)
    return tolls, {month: tolls.of(month) if month in there else None for month in months}


def _counted_of_all(months: Mapping[str, Month], measure: str) -> dict[str, Counted]:
    """What counts as the deaths of all parties, by month: the published total, else what its parties add up to."""
    found = {month: _counted(there.of(measure), there.sum(measure).least) for month, there in months.items()}
    return {month: one for month, one in found.items() if one is not None}


def _counted(tolls: Column, added: Sum) -> Counted | None:
    total = tolls.get(TOTAL)
    of_parties = max([added.total, *(toll.ends[0] or 0 for code, toll in tolls.items() if code != TOTAL)])
    if total is not None and total.value is not None and _is_count(total):
        exact = not total.of_causes and not total.limit
        if exact or total.value >= of_parties:
            return Counted(total.value, (total,))
    used = tuple(toll for code, toll in tolls.items() if code in added.parts or code in added.groups)
    return Counted(of_parties, used, is_sum=True) if of_parties else None


def _left_out(month: Month) -> tuple[str, ...]:
    """The places that all tolls of a month leave out; none where one leaves out none, or others."""
    found = {toll.without for toll in month.killed.values() if toll.is_printed}
    return found.pop() if len(found) == 1 else ()


def _lines(months: Months, measure: str, counted: Mapping[str, Counted], parties: Parties) -> Iterator[Added]:
    """The lines of one measure: the parties, combined tolls of deaths that count, and all parties."""
    for code, party in parties.items():
        valid = {month: there for month, there in months.items() if party.can_appear(month)}
        if valid and code != TOTAL:
            yield _added(code, party.label, measure, valid)
    counting = {month: there.sum().least.parts for month, there in months.items() if there and measure == "killed"}
    together = grouped((code, month) for month, parts in counting.items() for code in parts if is_combined(code))
    for code, where in together.items():
        label = " and ".join(parties[party].label for party in members(code)) + ", together"
        yield _added(code, label, measure, months, where=where)
    yield _added(TOTAL, parties[TOTAL].label, measure, months, counted)


def _added(
    code: str,
    label: str,
    measure: str,
    months: Months,
    counted: Mapping[str, Counted] | None = None,
    where: Sequence[str] | None = None,
) -> Added:
    """Add up what counts (None: each number that is no mere upper end) in the months `where` it does (None: in all)."""
    there = {month: months[month] for month in (months if where is None else where)}
    tolls = {month: found.of(measure).get(code) if found else None for month, found in there.items()}
    if counted is None:
        own = {month: toll for month, toll in tolls.items() if toll is not None and _is_count(toll)}
        counted = {month: Counted(toll.value or 0, (toll,)) for month, toll in own.items()}
    count = sum(one.number for one in counted.values())
    highs = [side_of(tolls.get(month)).high for month in months]
    most = None if None in highs else max(count, sum(high for high in highs if high is not None))
    return Added(
        code,
        label,
        measure,
        count=count if counted else None,
        at_least=most is None or most > count,
        at_most=most,
        months=len(months),
        months_reported=len(counted),
        missing=tuple(Gap(month, _why(month, tolls, there)) for month, there in months.items() if month not in counted),
        of_causes=tuple(month for month, one in counted.items() if any(toll.of_causes for toll in one.tolls)),
        doubtful=tuple(month for month, one in counted.items() if any(toll.remarks for toll in one.tolls)),
    )


def _why(month: str, tolls: Mapping[str, Toll | None], there: Month | None) -> str:
    """Why a month has no count: its state, no figures of this population, a range, or a number printed as `up to`."""
    if there is None:
        return "no_figures"
    if month not in tolls:
        return "apart"  # parties that are not published together
    toll = tolls[month]
    return "not_reported" if toll is None else toll.state if toll.value is None else "up_to"


def _is_count(toll: Toll) -> bool:
    """Whether there is a number that is no mere upper end."""
    return toll.value is not None and toll.limit != "most"
