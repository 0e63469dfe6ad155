"""The verdict on a number, or a percentage, of one month, and where one that differs may come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from analysis.data.scopes import MEASURES
from analysis.model.adding import is_combined, members
from analysis.model.cells import ORDER
from analysis.model.claimed import BOTH, UNITS
from analysis.model.numerals import SMALLEST_N, is_rounded, rounding_of, slip
from analysis.model.remarks import FailsIn, NotCounted, Together
from analysis.questions.claims import verdicts as kinds
from analysis.questions.claims.evidence import Archive, Evidence
from analysis.questions.claims.numbers import (
    Number,
    bounded_by,
    bounds_of,
    of_parties,
    of_shares,
    rests_on,
    side_of_printed,
)
from analysis.questions.claims.parts import larger_part, of_a_part
from analysis.questions.claims.verdicts import Claim, Verdict
from analysis.tolls.rows import PrintedNumber
from analysis.tolls.sides import Side

_OTHER_MONTHS = (-1, 1, -12, 12)  # where a number is looked for, too
Judged = list[tuple[Number, bool | None]]  # whether a claim is true of each number, where that can be said


def judge_month(claim: Claim, archive: Archive) -> Verdict:
    """Judge a claim of a number, or of a percentage, of one month."""
    here, unit = archive.against(claim, claim.month), claim.unit or UNITS[0]
    if unit == UNITS[0]:
        numbers = list(of_parties(here, claim.party, claim.measure, claim.populations))
    else:
        numbers = list(of_shares(here, claim.party, claim.measure, unit, claim.populations))
    if unit == "percent_of_total":
        counted = [one for one in numbers if archive.compares(claim.monitor, claim.month, one.population)]
        if numbers and not counted:
            return rests_on(claim, "undecidable", numbers[0], [NotCounted(numbers[0].population)])
        numbers = counted
    numbers = numbers if claim.is_number else of_people(numbers, claim)
    judged = [(number, number.judge(claim.span)) for number in numbers]
    return (
        _agreeing(claim, judged)
        or _of_another_page(claim, here, numbers)
        or _undecidable(claim, here, judged)
        or _differing(claim, archive, numbers)
        or of_a_part(claim, here)
        or _unpublished(claim, here)
    )


def of_people(numbers: list[Number], claim: Claim) -> list[Number]:
    """Without those of fighters alone, unless nothing else is there: who writes of the dead does not mean them."""
    people = [number for number in numbers if number.population != "fighters" or claim.named]
    return people or numbers


def _agreeing(claim: Claim, judged: Judged) -> Verdict | None:
    """The verdict on a claim that a number used here makes true."""
    for number, verdict in judged:
        if not claim.is_number and verdict:
            fails = [FailsIn(other.population) for other, v in judged if v is False]
            return rests_on(claim, "agrees", number, fails)
        if claim.is_number and (claim.says(number.side.value) or (verdict and not number.is_undecided)):
            return rests_on(claim, "agrees", number)
    return None


def _of_another_page(claim: Claim, here: Evidence, numbers: list[Number]) -> Verdict | None:
    """The verdict on a claim that another page makes true than the one used here."""
    if claim.unit == UNITS[0] and claim.measure != BOTH:
        return _of_pages(claim, here, numbers) or _of_a_title_or_part(claim, here, numbers)
    for number in numbers if claim.unit == "percent_of_party" and claim.measure == BOTH else ():
        printed = here.percentages.get((number.population, claim.party), [])
        pages = [page for percent, page in printed if claim.span.judge(*[Fraction(str(percent))] * 2)]
        if pages:
            return rests_on(claim, "agrees_with_version", number, report_ids=tuple(dict.fromkeys(pages)))
    return None


def _of_pages(claim: Claim, here: Evidence, numbers: list[Number]) -> Verdict | None:
    """The verdict on a number that a page of somebody else, or only one of the outlet's own, prints."""
    there = {number.population for number in numbers}
    allowed = there if there and not claim.is_number else set(claim.populations)
    alone = allowed - there  # of what is published elsewhere too the outlet is no only source
    for verdict, printed, populations in (
        ("agrees_with_version", here.printed, allowed),
        ("only_source", here.printed_by_outlet, alone),
    ):
        found = [one for one in _own(printed, claim, populations) if _makes_true(one, claim)]
        if found:
            population = min((number.population for number in found), key=ORDER.index)
            pages = tuple(dict.fromkeys(one.report_id for one in found if one.population == population))
            whole = [number for number in numbers if (number.population, number.basis) == (population, "")]
            if whole:
                return rests_on(claim, verdict, whole[0], report_ids=pages)
            toll = here.toll(population, claim.party, claim.measure)
            if toll is None:
                return Verdict.of(claim, verdict, population, report_ids=pages)
            side = Side(None, toll.at_least or 0, toll.at_most, (toll,))
            return bounded_by(claim, verdict, population, side, report_ids=pages)
    return None


def _own(printed: Iterable[PrintedNumber], claim: Claim, populations: Iterable[str]) -> list[PrintedNumber]:
    """The numbers printed as this party's own toll."""
    of = (claim.party, claim.measure, ())
    return [one for one in printed if (one.party, one.measure, one.covers) == of and one.population in populations]


def _makes_true(number: PrintedNumber, claim: Claim) -> bool:
    side = side_of_printed(number)
    return claim.says(number.value) or bool(claim.span.judge(side.low, side.high))


def _of_a_title_or_part(claim: Claim, here: Evidence, numbers: list[Number]) -> Verdict | None:
    """The verdict on a number printed on pages outside the tables, such as a title, or of a part that counts more."""
    whole = {number.population: number for number in reversed(numbers) if number.basis == ""}
    titles = here.listed.get((claim.party, claim.measure), [])
    for number in whole.values():
        floors = [toll.at_least for toll in number.side.cells if toll.at_least is not None]
        larger = [floor for floor in floors if number.side.value is not None and floor > number.side.value]
        for floor in larger:
            if claim.span.judge(floor, None) or claim.says(floor):
                return larger_part(claim, here, number, floor)
        if any(claim.span.judge(title, title) for title in titles):
            return rests_on(claim, "agrees_with_version", number)
    return None


def _undecidable(claim: Claim, here: Evidence, judged: Judged) -> Verdict | None:
    """The verdict on a claim that some numbers within what is published make true; true of what is undecided, too."""
    for number, verdict in judged:
        if verdict is not False:
            cause = _in_other_population(claim, here)
            found = rests_on(claim, "undecidable", number, cause=cause)
            printed = here.printed if number.is_undecided else ()
            pages = dict.fromkeys(one.report_id for one in _own(printed, claim, [number.population]))
            return replace(found, report_ids=tuple(pages)) if pages else found
    return None


def _differing(claim: Claim, archive: Archive, numbers: list[Number]) -> Verdict | None:
    """The verdict on a claim that none of the published numbers makes true."""
    if not numbers:
        return None
    cause, population = None, numbers[0].population
    if claim.is_number:
        used = {number.population: number.side.value for number in reversed(numbers)}
        cause, of = next(_causes(claim, archive, used), (None, ""))
        population = of if of in used else population
    elif claim.unit != UNITS[0] and claim.relation == "exactly":
        cause = _cause_of_share(claim, archive.against(claim, claim.month), numbers[0])
    number = next(number for number in numbers if number.population == population)
    return rests_on(claim, "differs", number, cause=cause)


def _unpublished(claim: Claim, here: Evidence) -> Verdict:
    """The verdict where no page publishes such a number: what else is published may exclude it, never confirm it."""
    sides: dict[str, Side] = {}
    for population in claim.populations if claim.unit == UNITS[0] else ():
        if (bound := bounds_of(here, claim.party, claim.measure, population)) is not None:
            sides[population] = bound
    cause = _in_other_population(claim, here)
    if not sides:
        return Verdict.of(claim, "not_printed", claim.populations[0], cause=cause)
    population, side = next(iter(sides.items()))
    people = [one for who, one in sides.items() if who != "fighters" or claim.named]
    too_few = bool(people) and all(claim.span.judge(one.low, None) is False for one in people)
    wrong = too_few or (claim.named is not None and claim.span.judge(side.low, side.high) is False)
    together = [
        Together(toll.party, toll.value, toll.causes)
        for toll in here.tolls
        if (toll.population, toll.measure) == (population, claim.measure)
        and toll.value is not None
        and claim.party in members(toll.party)
        and is_combined(toll.party)
    ]
    return bounded_by(claim, "differs" if wrong else "not_printed", population, side, together, cause=cause)


def _in_other_population(claim: Claim, here: Evidence) -> kinds.Cause | None:
    """That a number is published for another population than the one that its claim names, all of it or a part."""
    if not claim.named or not claim.is_number or claim.measure == BOTH:
        return None
    same = [
        one
        for one in here.printed
        if (one.party, one.measure, one.value) == (claim.party, claim.measure, claim.value)
        and one.population != claim.named
    ]
    if whole := {one.population for one in same if not one.covers}:
        return kinds.OtherPopulations(tuple(population for population in ORDER if population in whole))
    return kinds.OnlyPart(same[0].covers, same[0].population) if same else None


def _causes(claim: Claim, archive: Archive, used: Mapping[str, int | None]) -> Iterator[tuple[kinds.Cause, str]]:
    """Where a number that differs from those used may come from, the likeliest first; with its population, if known."""
    here, value = archive.against(claim, claim.month), int(claim.value or 0)
    equal = [toll for toll in here.tolls if toll.value == value]
    mine = [toll for toll in equal if toll.party == claim.party]
    for population in sorted(claim.populations, key=lambda population: population not in used):
        others = [toll for toll in equal if (toll.population, toll.measure) == (population, claim.measure)]
        if parties := tuple(toll.party for toll in others if toll.party != claim.party):
            yield kinds.OtherParties(parties), population
    for population in used:
        there = {toll.measure for toll in mine if toll.population == population} - {claim.measure}
        if measures := tuple(measure for measure in MEASURES if measure in there):
            yield kinds.OtherMeasures(measures), population
    there = {toll.population for toll in mine if toll.measure == claim.measure}
    if populations := tuple(population for population in ORDER if population in there):
        yield kinds.OtherPopulations(populations), ""
    for part in here.printed:
        if part.covers and (part.party, part.measure, part.value) == (claim.party, claim.measure, value):
            yield kinds.OnlyPart(part.covers), ""
    for step in _OTHER_MONTHS if value >= SMALLEST_N else ():  # small numbers are in many months
        year, number = divmod(12 * int(claim.month[:4]) + int(claim.month[5:]) - 1 + step, 12)
        month = f"{year:04}-{number + 1:02}"
        beside = archive.against(claim, month)
        for population in claim.populations:
            toll = beside.toll(population, claim.party, claim.measure)
            if toll and toll.value == value:
                yield kinds.OtherMonth(month), population
    for population in used:
        if monitors := tuple(_other_monitors(claim, archive, population, value)):
            yield kinds.OtherMonitors(monitors), population
    for population, exact in used.items():
        if exact is not None and (how := slip(value, exact) or ("rounded" if is_rounded(value, exact) else "")):
            yield kinds.Miswritten(how), population


def _other_monitors(claim: Claim, archive: Archive, population: str, value: int) -> Iterator[str]:
    """Yield who else publishes a number for the same deaths; small ones are coincidences."""
    for monitor in archive.data.monitors["monitor"] if value >= SMALLEST_N else ():
        if monitor != claim.monitor:
            toll = archive.against(replace(claim, monitor=monitor), claim.month).toll(
                population, claim.party, claim.measure
            )
            if toll and toll.value == value and not toll.of_causes:
                yield monitor


def _cause_of_share(claim: Claim, here: Evidence, number: Number) -> kinds.Cause | None:
    """Where a percentage that differs may come from: another way of rounding, or children or women alone."""
    whole = number.whole.value if number.whole is not None and number.is_exact else None
    if whole and (how := rounding_of(claim.value or 0, number.side.value or 0, whole)):
        return kinds.Miswritten(how)
    for measure in ("children", "women", BOTH) if claim.unit == "percent_of_party" else ():
        others = of_shares(here, claim.party, measure, "percent_of_party", [number.population])
        if measure != claim.measure and any(other.is_exact and other.judge(claim.span) for other in others):
            return kinds.OtherMeasures((measure,))
    return None
