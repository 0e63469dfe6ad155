"""Where a number that differs may come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, ClassVar

from analysis.data.scopes import MEASURES
from analysis.model.cells import ORDER
from analysis.model.claimed import BOTH
from analysis.model.numerals import SMALLEST_N, is_rounded, rounding_of, slip
from analysis.questions.claims.numbers import Number, of_shares

if TYPE_CHECKING:
    from analysis.questions.claims.archive import Archive
    from analysis.questions.claims.evidence import Evidence
    from analysis.questions.claims.verdicts import Claim

_OTHER_MONTHS = (-1, 1, -12, 12)  # where a number of another month is looked for


@dataclass(frozen=True)
class Cause:
    """Where a number may come from. `str()` is the code in which tables publish it.

    Examples
    --------
    >>> str(OtherParties(("nusra_hts", "kurdish_forces"))), str(OtherMeasures(("women",))), str(Miswritten("rounded"))
    ('nusra_hts|kurdish_forces', 'measure: women', 'rounded')
    """

    template: ClassVar[str]

    def __str__(self) -> str:
        """Write the code."""
        return self.template.format(
            **{name: "|".join(value) if isinstance(value, tuple) else value for name, value in vars(self).items()}
        )


@dataclass(frozen=True)
class OtherParties(Cause):
    """It is published for these."""

    parties: tuple[str, ...]
    template = "{parties}"


@dataclass(frozen=True)
class OtherMeasures(Cause):
    """It is that of these measures."""

    measures: tuple[str, ...]
    template = "measure: {measures}"


@dataclass(frozen=True)
class OtherPopulations(Cause):
    """It is that of these populations."""

    populations: tuple[str, ...]
    template = "population: {populations}"


@dataclass(frozen=True)
class OnlyPart(Cause):
    """A page prints it of a part of these deaths: scope codes, with what stands after their colon."""

    covers: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """Write the code."""
        return "part: " + ";".join(f"{code}:{value}".rstrip(":") for code, value in self.covers)


@dataclass(frozen=True)
class OtherMonth(Cause):
    """It is that of another month."""

    month: str
    template = "month: {month}"


@dataclass(frozen=True)
class Miswritten(Cause):
    """A slip of digits, or rounding."""

    how: str
    template = "{how}"


def cause_of(claim: Claim, archive: Archive, numbers: list[Number]) -> tuple[Cause | None, str]:
    """Where a number that differs may come from, the likeliest first; and the population of that."""
    used = {number.population: number.side.value for number in reversed(numbers)}
    first, value = numbers[0].population, int(claim.value or 0)
    here = archive.against(claim, claim.month)
    for cause, population in chain(_within_month(claim, here, value, used), _in_other_months(claim, archive, value)):
        return cause, population if population in used else first
    for population, number in used.items():
        if number is not None and (how := slip(value, number) or ("rounded" if is_rounded(value, number) else "")):
            return Miswritten(how), population
    return None, first


def _within_month(
    claim: Claim, here: Evidence, value: int, used: Mapping[str, int | None]
) -> Iterator[tuple[Cause, str]]:
    """Which other numbers of the month it is, each with its population."""
    equal = [toll for toll in here.tolls if toll.value == value]
    mine = [toll for toll in equal if toll.party == claim.party]
    for population in sorted(claim.populations, key=lambda population: population not in used):
        others = [toll for toll in equal if (toll.population, toll.measure) == (population, claim.measure)]
        if parties := tuple(toll.party for toll in others if toll.party != claim.party):
            yield OtherParties(parties), population
    for population in used:
        there = {toll.measure for toll in mine if toll.population == population} - {claim.measure}
        if measures := tuple(measure for measure in MEASURES if measure in there):
            yield OtherMeasures(measures), population
    there = {toll.population for toll in mine if toll.measure == claim.measure}
    if populations := tuple(population for population in ORDER if population in there):
        yield OtherPopulations(populations), ""
    for number in here.printed:
        if number.covers and (number.party, number.measure, number.value) == (claim.party, claim.measure, value):
            yield OnlyPart(number.covers), ""


def _in_other_months(claim: Claim, archive: Archive, value: int) -> Iterator[tuple[Cause, str]]:
    """Of which months beside its own it is the number; small numbers are in many."""
    for step in _OTHER_MONTHS if value >= SMALLEST_N else ():
        month = _beside(claim.month, step)
        there = archive.against(claim, month)
        for population in claim.populations:
            toll = there.toll(population, claim.party, claim.measure)
            if toll and toll.value == value:
                yield OtherMonth(month), population


def _beside(month: str, step: int) -> str:
    year, number = divmod(12 * int(month[:4]) + int(month[5:]) - 1 + step, 12)
    return f"{year:04}-{number + 1:02}"


def cause_of_share(claim: Claim, here: Evidence, number: Number) -> Cause | None:
    """Where a percentage that differs may come from: another way of rounding, or children or women alone."""
    whole = number.whole.value if number.whole is not None and number.is_exact else None
    if whole and (how := rounding_of(claim.value or 0, number.side.value or 0, whole)):
        return Miswritten(how)
    for measure in ("children", "women", BOTH) if claim.unit == "percent_of_party" else ():
        others = of_shares(here, claim.party, measure, "percent_of_party", [number.population])
        if measure != claim.measure and any(other.is_exact and other.judge(claim.span) for other in others):
            return OtherMeasures((measure,))
    return None
