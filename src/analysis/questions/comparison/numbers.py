"""How many deaths each party's toll of a month counts, and who ranks where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

from analysis.model.adding import NOT_SEPARATED, TOTAL, UNACCOUNTED, UNATTRIBUTED, is_combined, members
from analysis.model.results import Deaths, Result
from analysis.model.tolls import Ends, Month, Toll, not_separated
from analysis.tolls.series import Tolls, refuse_no_tolls


@dataclass(frozen=True, kw_only=True)
class Line(Deaths):
    """One line of a comparison: a party, a combined toll, the rest, or the total. None: not published, or not there."""

    label: str
    share_of_total: float | None = None
    rank: int | None = None
    basis: str | None = None
    report_id: tuple[str, ...] = ()

    @property
    def of_causes(self) -> bool:
        """Whether it is a number of a part of the deaths: of some causes or places only."""
        return self.basis == "items"

    @property
    def is_printed(self) -> bool:
        """Whether there is a number, or a range of one."""
        return self.killed is not None or self.state == "range"

    @property
    def least(self) -> int:
        """Its number, of a range its lower end; 0 without either."""
        return (self.killed_min if self.killed is None else self.killed) or 0

    @property
    def most(self) -> int | None:
        """Its number, of a range its upper end; None without either."""
        return self.killed_max if self.killed is None else self.killed


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Result[Line]):
    """The parties' tolls of one month, side by side; the last of the lines is the total."""

    tolls: Tolls
    month: str
    lines: tuple[Line, ...]
    name: ClassVar[str] = "comparison"
    translated: ClassVar[bool] = True
    header: ClassVar[str] = (
        "party label killed killed_min killed_max state share_of_total rank basis report_id page_shown doubt"
    )

    @property
    def total(self) -> Line:
        """The line of the total."""
        return self.lines[-1]

    @property
    def cells(self) -> Month:
        """The tolls of the month."""
        return self.tolls.of(self.month)

    @property
    def unnamed(self) -> tuple[str, ...]:
        """The parties without a number whom no page of the month names."""
        return self.cells.unnamed

    @property
    def residual(self) -> int | None:
        """The most that leftover classes hold, with what no party accounts for; None where nothing bounds it."""
        return self.cells.residual

    @cached_property
    def highest(self) -> Line | None:
        """The line with the highest number of a party, or of several together; None where there is none.

        Of ranges the lower ends count; leftover classes, groups of parties and the total are no parties.
        """
        if leading := [line for line in self.lines if line.rank == 1]:
            return leading[0]
        return max(self.of_parties, key=lambda line: (line.least, -1 if line.most is None else line.most), default=None)

    @cached_property
    def of_parties(self) -> list[Line]:
        """The lines of parties that can be ranked, and of several of these together, that have deaths."""
        ranked = set(self.tolls.parties.actors)
        return [line for line in self.lines if ranked.issuperset(members(line.party)) and line.has_deaths]

    @property
    def leads(self) -> bool:
        """Whether nobody else can be ahead of the highest."""
        return self.highest is not None and self.highest.rank == 1

    @property
    def residuals(self) -> list[Line]:
        """The lines of leftover classes that have deaths."""
        return [line for line in self.lines if line.party in self.tolls.parties.residual and line.least > 0]

    @property
    def left_over(self) -> list[Line]:
        """The lines of leftover classes that have more than the highest of any party can be."""
        most = 0 if self.highest is None else self.highest.most
        return [] if most is None else [line for line in self.residuals if line.least > most]


def compare(tolls: Tolls, month: str) -> Comparison:
    """Compare the parties' tolls of one month.

    Parameters
    ----------
    tolls
        What `monthly_tolls` returns.
    month
        YYYY-MM.

    Returns
    -------
    Comparison
        One line per party that can appear, in the order of parties.csv, then the lines that apply:
        `government+russian_forces` (a combined toll, where it counts), `not_separated` (what a group's total holds
        beyond its parties), `unattributed` (what a list attributes to nobody), `unaccounted` (total minus all these,
        signed) and `all_parties` (the total). `killed` is deaths documented, None where only a range is published:
        `killed_min` to `killed_max`, an end that is not published None. `share_of_total` is a fraction of the published
        total of the same population, None without one. `rank` is the place among the parties *named*: those for which a
        page of the month publishes a number, alone or with others, in this population or another. It is None where a
        named party without a whole toll, or what no party accounts for, could be ahead; where nothing bounds what a
        page may have left out; where the monitor does not count every party's victims (`tolls.not_counted` has these
        months); and for leftover classes, groups of parties and sums of items. Ties share the lower number.
        `page_shown` is the page of those that publish the number to show a reader of English. `.frame` is the table
        (counts Int64, blank for None), `.plot()` the picture, `.text` the sentences.

    Raises
    ------
    UnknownMonth
        No figure of this monitor and population for this month; names the nearest months.
    NotComparable
        What is no `Tolls`.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> compare(monthly_tolls(read_data()), "2016-01").frame[["party", "killed", "rank"]].head(3)
                party  killed  rank
    0      government     516     2
    1  russian_forces     679     1
    2            isis      98     3
    """
    refuse_no_tolls(tolls)
    return Comparison(tolls, month, tuple(compared_lines(tolls.of(month))))


def compared_lines(month: Month) -> list[Line]:
    """The lines of `compare` from the tolls of one month."""
    total, ranks = month.total.exact if month.total else None, _ranks(month) if month.counted else {}
    lines = [
        _line(toll, month.parties[code].label, ranks.get(code))
        for code, toll in month.killed.items()
        if not toll.combined and code != TOTAL
    ]
    return [_of_total(line, total if month.counted else None) for line in [*lines, *_lines_below(month)]]


def _line(toll: Toll, label: str, rank: int | None = None) -> Line:
    low, high = (toll.printed_low, toll.printed_high) if toll.state == "range" else (None, None)
    deaths = (toll.party, toll.value, low, high, toll.state, toll.page_shown, toll.remarks)
    return Line(*deaths, label=label, rank=rank, basis=toll.basis, report_id=toll.report_id)


def _of_total(line: Line, total: int | None) -> Line:
    """A line with its share of the total, where it has a whole number of its own."""
    whole = line.killed is not None and not line.of_causes and not line.limit and line.party != UNACCOUNTED
    if not whole or total is None or line.killed is None or not 0 < total >= line.killed:
        return line
    return replace(line, share_of_total=line.killed / total)


def _ranks(month: Month) -> dict[str, int]:
    """Rank the parties named whose place is certain.

    No named party without a whole toll may be able to exceed its toll, nor what is left of the total for those whom a
    page left out; nor may a range, or a number that is only the least or the most, reach to both sides of it.
    """
    if month.left_out is None:
        return {}
    tolls: dict[str, Ends] = {}  # the least and the most of those with a whole toll
    bounds: list[int | None] = [month.left_out]
    for code in month.parties.actors:
        toll = month.killed.get(code)
        if toll is None:
            continue
        low, high = toll.ends
        if not toll.of_causes and toll.is_printed:
            least = max(low or 0, 0 if low == high else toll.at_least or 0)
            tolls[code] = (least, high if low == high else toll.at_most)
        elif toll.named:
            bounds.append(toll.at_most)
    ranks = {}
    for party, (low, high) in tolls.items():
        others = [ends for code, ends in tolls.items() if code != party]
        ahead = [high is not None and (least or 0) > high for least, _ in others]
        certain = [
            first or (most is not None and most <= (low or 0)) for first, (_, most) in zip(ahead, others, strict=True)
        ]
        if all(certain) and not any(most is None or most > (low or 0) for most in bounds):
            ranks[party] = 1 + sum(ahead)
    return ranks


def _lines_below(month: Month) -> Iterator[Line]:
    """The lines below the parties: combined tolls that count, what is not separated, the rest, and the total."""
    parties, summed, whole = month.parties, month.sum(), month.total
    added = summed.least
    for code in added.parts:
        if is_combined(code):
            label = " and ".join(parties[party].label for party in members(code)) + ", together"
            yield _line(month.killed[code], label)
    if added.not_separated:
        groups = " and ".join(parties[parent].label for parent in added.not_separated)
        source = month.killed[next(iter(added.not_separated))]
        low, high = not_separated(month.killed, added, month.family)
        line = Line(NOT_SEPARATED, low, label=f"{groups}: not separated", basis=source.basis)
        line = replace(line, report_id=source.report_id, page_shown=source.page_shown)
        yield line if low == high else replace(line, killed=None, killed_min=low, killed_max=high, state="range")
    nobodys = whole.unattributed if whole else None
    if nobodys and whole:
        yield Line(UNATTRIBUTED, nobodys, label="Attributed to nobody", basis=whole.basis)
    gap = None if whole is None or whole.exact is None else whole.exact - added.total - (nobodys or 0)
    if (added.parts or added.groups) and summed.exact and gap:
        yield Line(UNACCOUNTED, gap, label="Unaccounted (total minus parties)")
    label = parties[TOTAL].label
    yield _line(whole, label) if whole else Line(TOTAL, label=label, state="not_reported")
