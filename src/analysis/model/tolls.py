"""The toll of one party in one month, as reconciled, and a month of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from analysis.model.adding import TOTAL, Family, Sum, Values, is_combined, members
from analysis.model.cells import GROUP_CODES, Basis, Limit, State
from analysis.model.parties import Parties
from analysis.model.remarks import Disputed, Flag, OnlyCauses, Remark, Unattributed, Without, first, published

Ends = tuple[int | None, int | None]  # the least and the most; None: no such end


class Remarked:
    """A number with what is to be said of it: a toll, or a line of a table that is made of one."""

    __slots__ = ()
    remarks: tuple[Remark, ...]

    @property
    def doubt(self) -> str | None:
        """Its remarks as tables publish them."""
        return published(self.remarks)

    @property
    def limit(self) -> Limit:
        """Whether its number is only the least or the most of what it can be; '' where neither."""
        return next(iter(limits(self.remarks)), "")

    @property
    def causes(self) -> tuple[str, ...]:
        """The causes of which it is a number; none for a whole toll."""
        return causes(self.remarks)

    @property
    def without(self) -> tuple[str, ...]:
        """The places that it leaves out."""
        return without(self.remarks)


@dataclass(frozen=True, slots=True)
class Toll(Remarked):
    """One month, party, population and measure. Numbers are deaths documented; None: none is published.

    `value` is there only where `state` is reported; the other states are range (only a range, or an end of one, is
    published: `printed_low` to `printed_high`), none_left, not_reported and undecided. `basis` is adjudicated, primary,
    relay, records, summed, subtracted or items; `report_id` the page used (two where each publishes one end of a
    range), `page_shown` the one of those that say so which a reader of English can read, `pages` how many publish it.
    `at_least` is a published part of the toll (a floor), `at_most` the most that published figures leave. `ceiling`, of
    the total alone, is the most that several parties have together: None where it is only a minimum, where its parts
    exceed it, or where deaths outside it are published. `named`: a page of the month names the party. `remarks` are
    what limits or contradicts the number.
    """

    month: str
    party: str
    population: str
    measure: str
    value: int | None = None
    state: State = "not_reported"
    basis: Basis | None = None
    report_id: tuple[str, ...] = ()
    page_shown: tuple[str, ...] = ()
    pages: int = 0
    printed_low: int | None = None
    printed_high: int | None = None
    at_least: int | None = None
    at_most: int | None = None
    named: bool = False
    remarks: tuple[Remark, ...] = ()
    ceiling: int | None = field(default=None, compare=False)  # in no built table

    @property
    def combined(self) -> str | None:
        """Its code where it is the toll of several parties together."""
        return self.party if is_combined(self.party) else None

    @property
    def ends(self) -> Ends:
        """Both ends of what is published: of a number itself; None for an end that is not published."""
        if self.value is not None:
            return (None if self.limit == "most" else self.value, None if self.limit == "least" else self.value)
        return (self.printed_low, self.printed_high) if self.state == "range" else (None, None)

    @property
    def exact(self) -> int | None:
        """Its number where that is no mere end."""
        low, high = self.ends
        return low if low == high else None

    @property
    def is_printed(self) -> bool:
        """Whether a number, a range or an end of one is published."""
        return self.ends != (None, None)

    @property
    def of_causes(self) -> bool:
        """Whether it is a number of some causes only."""
        return self.basis == "items"

    @property
    def disputed(self) -> list[Disputed]:
        """How many of its deaths other pages attribute to other parties, and to whom."""
        return [one for one in self.remarks if isinstance(one, Disputed)]

    @property
    def unattributed(self) -> int | None:
        """How many of its deaths are attributed to nobody; None where no number is known."""
        found = first(self.remarks, Unattributed)
        return found.deaths if found else None

    @property
    def covers(self) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """The causes and the page of a number of some causes; None for a whole toll.

        Numbers are parts of each other only where they cover the same.
        """
        return (self.causes, self.report_id) if self.of_causes else None

    def as_range(self) -> Toll:
        """A number that is published as a minimum or a maximum, as the range that it is."""
        if self.value is None or not self.limit:
            return self
        low, high = self.ends
        return replace(self, value=None, state="range", printed_low=low, printed_high=high)


def limits(remarks: Iterable[Remark]) -> list[Limit]:
    """Which ends a number is said to be: least, most.

    Examples
    --------
    >>> limits([Flag("minimum")]), limits([Without(("suwayda",))]), limits([])
    (['least'], ['least'], [])
    """
    found = ("least" if isinstance(one, Without) else one.limit if isinstance(one, Flag) else "" for one in remarks)
    return [limit for limit in found if limit]


def group_limit(remarks: Iterable[Remark]) -> Limit:
    """Whether remarks make a count of children or women only the least or the most; '' where neither.

    Examples
    --------
    >>> group_limit([Flag("children_women_maximum")]), group_limit([Flag("minimum")])
    ('most', '')
    """
    of_groups = limits(one for one in remarks if not isinstance(one, Flag) or one.code in GROUP_CODES)
    return next(iter(of_groups), "")


def causes(remarks: Iterable[Remark]) -> tuple[str, ...]:
    """The causes to which a number is limited."""
    only = first(remarks, OnlyCauses)
    return only.causes if only else ()


def without(remarks: Iterable[Remark]) -> tuple[str, ...]:
    """The places that a number leaves out."""
    found = first(remarks, Without)
    return found.places if found else ()


class PartiesSum(NamedTuple):
    """What the parties of one month, population and measure add up to, at the least and at the most.

    `least` takes the lower ends of what is published as a range, `most` (None: no end) their upper ends; `exact` says
    that both are the same.
    """

    least: Sum
    most: int | None
    exact: bool


Column = Mapping[str, Toll]  # the tolls of one month, population and measure, by party


def values_of(tolls: Iterable[Toll]) -> Values:
    """The numbers and the ranges that tolls of one month, population and measure publish."""
    values = Values()
    for toll in tolls:
        if toll.is_printed:
            values.put(toll.party, *toll.ends, toll.of_causes)
    return values


def parties_sum(column: Column, parties: Parties) -> PartiesSum:
    """Add up the parties of one month, population and measure, counting nothing twice."""
    family, values = parties.family(column), values_of(column.values())
    added = values.sum(family)
    upper = values.most_of(added, family)
    return PartiesSum(added, upper, upper == added.total)


def not_separated(column: Column, added: Sum, family: Family) -> Ends:
    """The least and the most that groups of parties hold beyond their parties, where some are published as ranges."""
    least, most, open_ = 0, 0, False
    for parent in added.not_separated:
        low, high = column[parent].ends
        children = [column[child].ends for child in family.children(parent) if child in added.parts]
        upper = [end for _, end in children if end is not None]
        least += max((low or 0) - sum(upper), 0) if len(upper) == len(children) else 0
        open_ |= high is None
        most += (high or 0) - sum(end or 0 for end, _ in children)
    return least, None if open_ else most


class Month:
    """The tolls of one month and population, by measure and party; what they add up to is made once."""

    def __init__(self, month: str, tolls: Iterable[Toll], parties: Parties, counted: bool = True) -> None:
        self.month, self.parties, self.counted = month, parties, counted
        self._measures: dict[str, dict[str, Toll]] = {}
        self._sums: dict[str, PartiesSum] = {}
        for toll in tolls:
            self._measures.setdefault(toll.measure, {})[toll.party] = toll

    def of(self, measure: str) -> Column:
        """The tolls of a measure, by party."""
        return self._measures.get(measure, {})

    @property
    def measures(self) -> list[str]:
        """The measures of which there are tolls."""
        return list(self._measures)

    @property
    def killed(self) -> Column:
        """The tolls by party."""
        return self.of("killed")

    @property
    def total(self) -> Toll | None:
        """The toll of all parties."""
        return self.killed.get(TOTAL)

    def sum(self, measure: str = "killed") -> PartiesSum:
        """What the parties add up to."""
        if measure not in self._sums:
            self._sums[measure] = parties_sum(self.of(measure), self.parties)
        return self._sums[measure]

    @cached_property
    def family(self) -> Family:
        """Which of the parties of the month is part of which."""
        return self.parties.family(self.killed)

    @cached_property
    def left_out(self) -> int | None:
        """The most that the total leaves for whom a page may have left out; None where no total bounds it."""
        if self.total is None:
            return None
        numbers = [toll for toll in self.killed.values() if toll.is_printed]
        one_list = self.total.basis == "records" and {toll.report_id for toll in numbers} == {self.total.report_id}
        if one_list and Flag("unattributed") not in self.total.remarks:
            return self.total.unattributed or 0  # a list says of each record whose it is
        exact = self.total.exact
        most = self.total.at_most if exact is None else exact
        left = None if most is None else most - self.sum().least.total
        return left if left is None or left >= 0 else None

    @cached_property
    def residual(self) -> int | None:
        """The most deaths that leftover classes hold, with the rest of the total; None where nothing bounds them."""
        ends = [self.left_out]
        for code, toll in self.killed.items():
            if code in self.parties.residual:
                if toll.is_printed:
                    ends.append(toll.ends[1])
                elif any(code in members(other) for other in self.killed if other != code):  # a number of several
                    ends.append(toll.at_most)
        return None if None in ends else sum(end for end in ends if end is not None)

    @cached_property
    def unnamed(self) -> tuple[str, ...]:
        """The parties and groups without a number whom no page of the month names."""
        return tuple(
            code
            for code, toll in self.killed.items()
            if not toll.named
            and toll.state in ("not_reported", "none_left")
            and code != TOTAL
            and code not in self.parties.residual
        )
