"""The verdict on a number that pages publish for a part of these deaths: of some causes, in one place, in massacres."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.model.claimed import BOTH, UNITS
from analysis.model.remarks import OnlyCauses, Remark
from analysis.model.tolls import Toll
from analysis.questions.claims.evidence import Evidence
from analysis.questions.claims.numbers import Number, remarks_of, rests_on, side_of_printed
from analysis.questions.claims.verdicts import Claim, OnlyPart, Verdict
from analysis.tolls.rows import PrintedNumber
from analysis.tolls.sides import Side

_PARTS = frozenset({"item", "subset", "area", "part_of_month"})  # what they cover is among the deaths of the month
_UPWARDS = ("at_least", "more_than")
_DOWNWARDS = ("at_most", "fewer_than")


def of_a_part(claim: Claim, here: Evidence) -> Verdict | None:
    """The verdict where no page publishes the whole number, but one does for a part of it, or a range."""
    if claim.unit != UNITS[0] or claim.measure == BOTH:
        return None
    return _of_a_number(claim, here) or _of_a_range(claim, here)


def larger_part(claim: Claim, here: Evidence, number: Number, floor: int) -> Verdict:
    """The verdict on a claim that only a part makes true which counts more than the number of the whole."""
    people = (number.population, "persons")  # of massacres, pages write now of civilians, now of persons
    same = [one for who in people for one in _parts(claim, here, who) if one.value == floor]
    covers = same[0].covers if same else ()
    pages = dict.fromkeys([*(one.report_id for one in same), *rests_on(claim, "", number).report_ids])
    return rests_on(claim, "agrees_with_part", number, cause=OnlyPart(covers), report_ids=tuple(pages))


def _parts(claim: Claim, here: Evidence, population: str) -> Iterator[PrintedNumber]:
    """The numbers that pages publish for a part of the deaths that a claim is about."""
    for one in here.printed:
        is_of_claim = (one.party, one.measure, one.population) == (claim.party, claim.measure, population)
        if is_of_claim and one.covers and _PARTS.issuperset(code for code, _ in one.covers):
            yield one


def _of_a_number(claim: Claim, here: Evidence) -> Verdict | None:
    for population in claim.populations:
        fits = [one for one in _parts(claim, here, population) if _makes_true(one, claim)]
        if fits:
            same = [one for one in fits if (one.covers, one.value) == (fits[0].covers, fits[0].value)]
            pages = tuple(dict.fromkeys(one.report_id for one in same))
            more = {"documented": same[0].value, "basis": "part", "cause": OnlyPart(same[0].covers)}
            remarks = _remarks(here.toll(population, claim.party, claim.measure))
            return Verdict.of(claim, "agrees_with_part", population, remarks=remarks, report_ids=pages, **more)
    return None


def _makes_true(part: PrintedNumber, claim: Claim) -> bool:
    """Whether a claim is true of a part; of what is at most so many, a part says nothing."""
    side = side_of_printed(part)
    high = None if claim.relation in _UPWARDS else side.high
    return claim.relation not in _DOWNWARDS and (claim.says(part.value) or bool(claim.span.judge(side.low, high)))


def _of_a_range(claim: Claim, here: Evidence) -> Verdict | None:
    """The verdict on a claim that a published range of some causes does not exclude."""
    for population in claim.populations:
        toll = here.toll(population, claim.party, claim.measure)
        low, high = toll.ends if toll is not None and toll.of_causes and toll.state == "range" else (None, None)
        if toll is None or low is None or high is None or claim.span.judge(low, None) is False:
            continue
        sure = claim.relation in _UPWARDS and claim.span.judge(low, None)
        number = Number(population, "part", Side(None, low, high, (toll,)))
        cause = OnlyPart(tuple(("item", code) for code in toll.causes))
        verdict = "agrees_with_part" if sure else "undecidable"
        return rests_on(claim, verdict, number, cause=cause, remarks=_remarks(toll))
    return None


def _remarks(toll: Toll | None) -> tuple[Remark, ...]:
    """What limits or contradicts a number of a part, but that it is one."""
    return tuple(one for one in remarks_of([toll] if toll else []) if not isinstance(one, OnlyCauses))
