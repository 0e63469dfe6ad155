"""The verdict on a number of several months: by published totals of exactly these, and by their sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from analysis.data.rows import KnownDiscrepancy, typed
from analysis.model.adding import TOTAL, members
from analysis.model.claimed import MEASURES_OF
from analysis.model.remarks import Known, MonthsLacking
from analysis.questions.claims.evidence import Archive
from analysis.questions.claims.months import Judged, of_people
from analysis.questions.claims.numbers import Number, added, bounds_of, of_parties, rests_on, side_of_printed
from analysis.questions.claims.outlets import page_of
from analysis.questions.claims.verdicts import Claim, Verdict
from analysis.tolls.doubts import known_remark
from analysis.tolls.periods import PeriodTotal, calendar
from analysis.tolls.sides import Side

_CHECKS = ("half_year_vs_months", "year_vs_months", "year_vs_half_year")  # of a published total of several months
Totals = dict[tuple[str, str, str], list[PeriodTotal]]  # by population, party and measure


def judge_period(claim: Claim, archive: Archive) -> Verdict:
    """Judge a claim of a number of several months."""
    others, own = _numbers(claim, archive)
    judged = [(number, number.judge(claim.span)) for number in of_people(others, claim)]
    for number, verdict in judged:
        if verdict or (number.basis != "months" and claim.says(number.side.value)):
            return rests_on(claim, "agrees", number, _doubts(claim, archive, number))
    totals = {number.population for number, _ in judged if number.basis != "months"}
    for number in own:
        if number.population not in totals and number.judge(claim.span):
            return rests_on(claim, "only_source", number)
    for population in dict.fromkeys(number.population for number, _ in judged):
        if open_ := _open([(number, verdict) for number, verdict in judged if number.population == population]):
            return rests_on(claim, "undecidable", open_)
    excluded = [number for number, verdict in judged if verdict is False]
    if excluded:
        return rests_on(claim, "differs", excluded[0])
    return Verdict.of(claim, "not_printed", claim.populations[0])


def _open(judged: Judged) -> Number | None:
    """The number of one population that leaves open whether a claim is true, if neither total nor sum excludes it."""
    by_total = [verdict for number, verdict in judged if number.basis != "months"]
    by_months = [verdict for number, verdict in judged if number.basis == "months"]
    if False in by_months or (by_total and None not in by_total):
        return None
    return next(number for number, verdict in judged if verdict is None)


def _doubts(claim: Claim, archive: Archive, number: Number) -> list[Known]:
    """What is known to contradict a published total of several months."""
    if number.basis != "period" or claim.month_end is None:
        return []
    known = archive.data.only(claim.month_end).known_discrepancies
    rows = typed(known[known["monitor"] == claim.monitor], KnownDiscrepancy)
    remarks = [known_remark(row) for row in rows if (row.party, row.printed) == (claim.party, number.side.value)]
    return [remark for remark in remarks if remark.check in _CHECKS and remark.measure == claim.measure]


def _numbers(claim: Claim, archive: Archive) -> tuple[list[Number], list[Number]]:
    """The totals of a period that others publish, with the sum of its months; and those of the outlet's own page."""
    totals: Totals = {}
    for total in archive.totals(claim.monitor).get((claim.month, str(claim.month_end)), []):
        totals.setdefault((total.population, total.party, total.measure), []).append(total)
    others, own = list[Number](), list[Number]()
    for population in claim.populations:
        for number in _published(claim, totals, population):
            mine = any(claim.by.has(page_of(url)) for url in number.pages)
            (own if mine else others).append(number)
        most = _most_persons(claim, totals) if population != "persons" else None
        others += [_within(number, most) for number in _sum_of_months(claim, archive, population)]
    return others, own


def _published(claim: Claim, totals: Totals, population: str) -> Iterator[Number]:
    """The published totals of the parties together, and of each added up."""
    codes, needed = members(claim.party), MEASURES_OF[claim.measure]
    ways = [("period", [claim.party])] + ([("added", codes)] if len(codes) > 1 and TOTAL not in codes else [])
    for basis, of in ways:
        for chosen in product(*(totals.get((population, code, measure), []) for code in of for measure in needed)):
            if (side := added(map(side_of_printed, chosen))) is not None:
                yield Number(population, basis, side, pages=tuple(dict.fromkeys(total.url for total in chosen)))


def _most_persons(claim: Claim, totals: Totals) -> int | None:
    """The most persons that pages publish for the period; None where nothing bounds them."""
    most = 0
    for measure in MEASURES_OF[claim.measure]:
        ends = [side_of_printed(total).high for total in totals.get(("persons", claim.party, measure), [])]
        if not ends or None in ends:
            return None
        most += max(end for end in ends if end is not None)
    return most


def _within(number: Number, most: int | None) -> Number:
    """A number of civilians, or of fighters, as far as the persons of the period bound it."""
    side = number.side
    if most is None or most < side.low or (side.high is not None and side.high <= most):
        return number  # most < low: one of these numbers is wrong, and which is not known
    return replace(number, side=side._replace(value=most if side.low == most else side.value, high=most))


def _sum_of_months(claim: Claim, archive: Archive, population: str) -> Iterator[Number]:
    """The sum of the months in which the parties can appear; no number where no month has one."""
    nothing, lacking, sides = Side(None, 0, None), [], []
    for month in calendar(claim.month, str(claim.month_end)):
        party = "+".join(code for code in members(claim.party) if archive.parties[code].can_appear(month))
        if party:
            here = archive.against(claim, month)
            sides.append(bounds_of(here, party, claim.measure, population) or nothing)
            if not any(of_parties(here, party, claim.measure, [population])):
                lacking.append(month)
    whole = added(sides)
    if whole is not None and len(lacking) < len(sides):
        value = whole.low if whole.low == whole.high else whole.value
        remarks = (MonthsLacking(tuple(lacking)),) if lacking else ()
        yield Number(population, "months", whole._replace(value=value), remarks=remarks)
