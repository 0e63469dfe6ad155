"""What several monitors print for the same month. They count different things: nothing is added across them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar

from analysis.data.tables import Data
from analysis.errors import UnknownMonth, nearest_months, refuse_no_month
from analysis.model.cells import MEASURES, POPULATIONS
from analysis.model.names import find_monitor, monitor_codes
from analysis.model.parties import Parties
from analysis.model.remarks import Remark
from analysis.model.results import Result
from analysis.model.tolls import Remarked, Toll
from analysis.tolls.monthly import monthly_tolls, months_with_figures
from analysis.tolls.series import Tolls
from analysis.tolls.sides import side_of, verdict_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Printed(Remarked):
    """What one monitor publishes of one population, party and measure; `low` and `high` are the ends of a range."""

    monitor: str
    population: str
    party: str
    measure: str
    kind: str
    count: int | None = None
    low: int | None = None
    high: int | None = None
    ratio: float | None = None
    ratio_to: str | None = None
    basis: str | None = None
    report_id: tuple[str, ...] = ()
    page_shown: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class Agreement(Result[Printed]):
    """What monitors publish for one month, side by side, on pages published by `as_of` (None: any).

    `tolls` are those of each monitor and population with a line; `population` is whose deaths a picture shows.
    """

    data: Data
    month: str
    as_of: str | None
    parties: Parties
    tolls: tuple[Tolls, ...]
    lines: tuple[Printed, ...]
    population: str = "civilians"
    name: ClassVar[str] = "agreement"
    translated: ClassVar[bool] = True
    header: ClassVar[str] = (
        "monitor population party measure kind causes count low high ratio ratio_to basis report_id page_shown doubt"
    )

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The table: a row a line, causes joined by +."""
        return super().frame.assign(causes=lambda table: table["causes"].str.replace("|", " + ", regex=False))

    @property
    def monitors(self) -> list[str]:
        """The monitors with a line, in order."""
        return list(dict.fromkeys(line.monitor for line in self.lines))

    def only(self, population: str) -> Agreement:
        """What is published of one population."""
        lines = tuple(line for line in self.lines if line.population == population)
        tolls = tuple(tolls for tolls in self.tolls if tolls.population == population)
        return replace(self, tolls=tolls, lines=lines, population=population)


def agreement(data: Data, month: str, monitors: Sequence[str] | None = None, as_of: str | None = None) -> Agreement:
    """Put side by side what monitors print for one calendar month. Windows that are no calendar months are left out.

    Parameters
    ----------
    data
        What `read_data` returns.
    month
        YYYY-MM.
    monitors
        Codes of monitors.csv; None: all that have figures for the month, those with most tolls first.
    as_of
        YYYY-MM-DD: use only reports published by that day.

    Returns
    -------
    Agreement
        One line per monitor, population, party (a combined toll under its combined code) and measure (killed, children,
        women) with a number. `kind` is toll (a whole toll), items (a sum of some `causes`), range, least or most (ends
        of ranges, in `low` and `high`); `causes` may limit a range too. `count` is deaths. `ratio` is the count
        over that of the monitor `ratio_to`, the first one above with the same population, party, measure and causes:
        like with like only: of civilians (which fighters are counted differs), never of ranges or ends of them.
        `.frame` is the table (counts Int64, blank for None), `.only(population)` a part of it.

    Raises
    ------
    NotComparable
        An unknown monitor; names the nearest.
    UnknownMonth
        No figure of these monitors for this month; names the nearest.

    Examples
    --------
    >>> from analysis import read_data
    >>> found = agreement(read_data(), "2016-01").frame.query("measure == 'killed' and population == 'civilians'")
    >>> russia = found.query("party == 'russian_forces'")
    >>> print(russia[["monitor", "kind", "causes", "count", "low", "high"]].to_string(index=False))
    monitor  kind      causes  count  low  high
       snhr  toll         NaN    679 <NA>  <NA>
    airwars range air_strikes   <NA> 1006  1410
    """
    named = [find_monitor(data.monitors, monitor) for monitor in monitors or ()]
    refuse_no_month(month)
    asked = dict.fromkeys(named or monitor_codes(data.monitors))
    reporting = set(data.only(month).reports["monitor"])  # no other has a figure
    printed: dict[Tolls, list[Printed]] = {}
    for monitor in asked:
        printed |= _printed(data, monitor, month, as_of) if monitor in reporting else {}
    if not printed:
        there = [months_with_figures(data, monitor, as_of) for monitor in asked]
        by = f" published by {as_of}" if as_of else ""
        near = nearest_months(month, sorted({m for one in there for months in one.values() for m in months}))
        raise UnknownMonth(f"no figures of {', '.join(named) or 'any monitor'} for {month!r}{by}; {near}")
    whole = Counter(line.monitor for lines in printed.values() for line in lines if line.kind == "toll")
    tolls = list(printed) if named else sorted(printed, key=lambda tolls: -whole[tolls.monitor])
    lines = _with_ratios(line for one in tolls for line in printed[one])
    return Agreement(data, month, as_of, tolls[0].parties, tuple(tolls), tuple(lines))


def _printed(data: Data, monitor: str, month: str, as_of: str | None) -> dict[Tolls, list[Printed]]:
    """What a monitor publishes for a month, by the tolls of each population."""
    found: dict[Tolls, list[Printed]] = {}
    for population, there in months_with_figures(data, monitor, as_of, month).items():
        if there:
            tolls = monthly_tolls(data, monitor, population, as_of, month=month)
            lines = [_line(toll, monitor) for toll in tolls.lines if toll.measure in MEASURES and toll.is_printed]
            found |= {tolls: lines} if lines else {}
    return found


def _line(toll: Toll, monitor: str) -> Printed:
    exact = toll.exact is not None
    low, high = (None, None) if exact else toll.ends
    kind = "most" if low is None else "least" if high is None else "range"
    if exact:
        kind = "items" if toll.of_causes else "toll"
    cell = (monitor, toll.population, toll.party, toll.measure)
    source = (toll.basis if exact else None, toll.report_id, toll.page_shown, toll.remarks)
    return Printed(*cell, kind, toll.exact, low, high, None, None, *source)


def _with_ratios(lines: Iterable[Printed]) -> Iterator[Printed]:
    """The lines, each count over the first one above of the same party, measure and causes."""
    first: dict[tuple[str, str, tuple[str, ...]], Printed] = {}
    for line in lines:
        if line.count is not None and line.population == "civilians":
            like = first.setdefault((line.party, line.measure, line.causes), line)
            if like is not line and like.count:
                line = replace(line, ratio=line.count / like.count, ratio_to=like.monitor)
        yield line


@dataclass(frozen=True)
class Ordering:
    """Two parties in the order of their tolls, and which monitors say so, say otherwise, or print too little."""

    population: str
    higher: str
    lower: str
    support: str
    supported_by: tuple[str, ...]
    contradicted_by: tuple[str, ...] = ()
    undecided_by: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class Orderings(Result[Ordering]):
    """Which orderings of two parties the monitors of an agreement support."""

    agreement: Agreement
    lines: tuple[Ordering, ...]
    name: ClassVar[str] = "orderings"
    translated: ClassVar[bool] = True


def orderings(agreement: Agreement) -> Orderings:
    """Say which orderings of two parties all, some or none of the monitors support.

    Parameters
    ----------
    agreement
        What `agreement` returns.

    Returns
    -------
    Orderings
        One line per population and pair of parties with a printed number, where any monitor decides their order
        (residual classes and groups of parties apart). `support` is all (every monitor with figures of this population
        for the month puts `higher` above `lower`), some (others print too little to say), disputed (`contradicted_by`
        others), or only (no other monitor has figures). A monitor that publishes no whole toll decides by what its
        figures bound the toll to. One that does not count every party's victims decides nothing. `.frame` is the table;
        monitors are joined by | in it.

    Examples
    --------
    >>> from analysis import agreement, read_data
    >>> first = orderings(agreement(read_data(), "2016-01")).lines[0]
    >>> first.higher, first.lower, first.support, first.supported_by, first.undecided_by
    ('russian_forces', 'government', 'some', ('snhr',), ('sohr', 'airwars'))
    """
    found = (line for population in POPULATIONS for line in _of_population(agreement.only(population)))
    return Orderings(agreement, tuple(found))


def _of_population(printed: Agreement) -> Iterator[Ordering]:
    """The orderings of one population."""
    killed = {tolls.monitor: tolls.of(printed.month).killed for tolls in printed.tolls if not tolls.not_counted}
    seen = {line.party for line in printed.lines if line.measure == "killed"}
    for one, other in combinations([code for code in printed.parties.actors if code in seen], 2):
        said: tuple[list[str], ...] = ([], [], [])  # who puts the first above, the other, or prints too little
        for monitor, tolls in killed.items():
            sides = side_of(tolls.get(one)), side_of(tolls.get(other))
            above = [verdict_of(sides[first], "gt", [sides[1 - first]]) == "holds" for first in (0, 1)]
            said[above.index(True) if any(above) else 2].append(monitor)
        pro, con, open_ = map(tuple, said)
        higher, lower = one, other
        if len(con) > len(pro):
            higher, lower, pro, con = other, one, con, pro
        if pro:
            support = "only" if len(killed) == 1 else "disputed" if con else "some" if open_ else "all"
            yield Ordering(printed.population, higher, lower, support, pro, con, open_)
