"""What pages publish of the number that a claim names, of a party or several or a share, and what a verdict shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from analysis.model.adding import TOTAL, members
from analysis.model.claimed import MEASURES_OF, Span
from analysis.model.remarks import Remark
from analysis.model.tolls import Toll
from analysis.questions.claims.evidence import Evidence
from analysis.questions.claims.verdicts import Claim, Verdict
from analysis.tolls.periods import PeriodTotal
from analysis.tolls.rows import PrintedNumber
from analysis.tolls.sides import Side, side_of_code


@dataclass(frozen=True)
class Number:
    """One way in which pages publish a number, or what bounds it, in one population.

    `basis` is empty for the toll of a party, and for a combined one; added (own tolls of the parties named), period (a
    published total of the period) or months (their sum). `whole` are the deaths that a percentage is of.
    """

    population: str
    basis: str
    side: Side
    whole: Side | None = None
    pages: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def judge(self, span: Span) -> bool | None:
        """Whether a claim is true whatever the number is within its ends, false whatever it is (False), or neither."""
        low, high = self.side.low, self.side.high
        if self.whole is None:
            return span.judge(low, high)
        if self.whole.high == 0:
            return None  # of no deaths there is no share
        least = Fraction(0) if self.whole.high is None else Fraction(100 * low, self.whole.high)
        most = Fraction(100) if not self.whole.low or high is None else Fraction(100 * high, self.whole.low)
        return span.judge(min(least, Fraction(100)), min(most, Fraction(100)))

    @property
    def is_exact(self) -> bool:
        """Whether it has one number, and this has no other ends."""
        return is_exact(self.side) and (self.whole is None or is_exact(self.whole))

    @property
    def is_undecided(self) -> bool:
        """Whether pages do not agree on it, and nothing decides."""
        return any(toll.state == "undecided" for toll in self.side.cells) and self.basis != "months"

    @property
    def tolls(self) -> tuple[Toll, ...]:
        """The tolls it is made of."""
        return self.side.cells + (self.whole.cells if self.whole else ())


def is_exact(side: Side) -> bool:
    """Whether a side has one number, and this has no other ends."""
    return side.value == side.low == side.high


def side_of_printed(one: PrintedNumber | PeriodTotal) -> Side:
    """A printed number with the ends that it says."""
    return Side(one.value, 0 if one.limit == "most" else one.value, None if one.limit == "least" else one.value)


def added(sides: Iterable[Side | None]) -> Side | None:
    """Add numbers up, each with its ends; None where one is not there."""
    sides = list(sides)
    there = [side for side in sides if side is not None]
    if not there or len(there) < len(sides):
        return None
    low, highs, values = sum(side.low for side in there), [s.high for s in there], [s.value for s in there]
    high = None if None in highs else sum(high for high in highs if high is not None)
    value = None if None in values else sum(value for value in values if value is not None)
    return Side(value, low, high, tuple(toll for side in there for toll in side.cells))


def of_parties(here: Evidence, party: str, measure: str, populations: Iterable[str]) -> Iterator[Number]:
    """The number of a party or of several together, wherever it is published: combined, then added up."""
    codes = members(party)
    ways = [("", [party])]
    if len(codes) > 1 and TOTAL not in codes and not any(here.parents.get(code) in codes for code in codes):
        ways.append(("added", codes))
    for population in populations:
        for basis, of in ways:
            side = added(here.published(population, code, m) for code in of for m in MEASURES_OF[measure])
            if side is not None:
                yield Number(population, basis, side)


def of_shares(here: Evidence, party: str, measure: str, unit: str, populations: Iterable[str]) -> Iterator[Number]:
    """The part and the whole of a percentage, wherever both are published."""
    for population in populations:
        parts = list(of_parties(here, party, measure, [population]))
        of = (party, "killed") if unit == "percent_of_party" else (TOTAL, measure)
        for whole in of_parties(here, *of, [population]):
            for part in parts:
                if unit == "percent_of_total" or whole.basis == part.basis:
                    yield Number(population, part.basis, part.side, whole.side)


def bounds_of(here: Evidence, party: str, measure: str, population: str) -> Side | None:
    """What all that is published leaves for a number; None where nothing is published of this population."""
    alone = population == "persons" and population not in here.months
    of = [population, "civilians"] if alone else [population]  # civilians are persons too; else its tolls know it
    measures = MEASURES_OF[measure]
    if not any(here.toll(who, code, one) for who in of for code in members(party) for one in measures):
        return None
    sides = []
    for one in measures:
        side, *parts = [side_of_code(party, partial(here.toll, who, measure=one), here.parents) for who in of]
        low = max([side.low, *(part.low for part in parts)])
        sides.append(side._replace(low=low if side.high is None else min(low, side.high)))
    return added(sides)


def rests_on(claim: Claim, verdict: str, number: Number, notes: Iterable[Remark] = (), **more: Any) -> Verdict:
    """The verdict on a claim that rests on a published number; `more` are fields that say otherwise."""
    side, whole = number.side, number.whole
    low, high = (None, None) if is_exact(side) else (side.low, side.high)
    if is_exact(side) and whole is None and len(side.cells) == 1 and side.value is not None:
        floor = side.cells[0].at_least
        low = floor if floor is not None and floor > side.value else None  # a part of it contradicts it
    tolls = number.tolls if number.basis != "months" else ()
    found: dict[str, Any] = {
        "basis": number.basis or ("undecided" if number.is_undecided else None),
        "documented": side.value,
        "at_least": low,
        "at_most": high,
        "remarks": remarks_of(tolls, [*number.remarks, *notes]),
        "report_ids": pages_of(number.tolls, number.pages),
    }
    if whole is not None:
        ends = (None, None) if is_exact(whole) else (whole.low, whole.high)
        found |= {"right_documented": whole.value, "right_at_least": ends[0], "right_at_most": ends[1]}
        if number.is_exact and side.value is not None and whole.value:
            found["ratio"] = side.value / whole.value
    return Verdict.of(claim, verdict, number.population, **found | more)


def bounded_by(
    claim: Claim, verdict: str, population: str, side: Side, notes: Iterable[Remark] = (), **more: Any
) -> Verdict:
    """The verdict on a claim of a number that is not published: it rests on what bounds it."""
    found = {
        "basis": "bounds",
        "at_least": side.low or None,
        "at_most": side.high,
        "remarks": remarks_of(side.cells, notes),
        "report_ids": pages_of(side.cells),
    }
    return Verdict.of(claim, verdict, population, **found | more)


def remarks_of(tolls: Iterable[Toll], notes: Iterable[Remark] = ()) -> tuple[Remark, ...]:
    """The remarks of some tolls, with others."""
    return tuple(dict.fromkeys([*(remark for toll in tolls for remark in toll.remarks), *notes]))


def pages_of(tolls: Iterable[Toll], more: Iterable[str] = ()) -> tuple[str, ...]:
    """The pages of some tolls, after others; each of two ends of a range has its own."""
    return tuple(dict.fromkeys([*more, *(page for toll in tolls for page in toll.page_shown)]))
