"""Claims that compare parties: more than, fewer than, the most of; with values, bounds and tipping points."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from math import inf
from typing import Any, NamedTuple

from analysis.model.adding import members
from analysis.model.remarks import FailsIn, NotCounted, OfResidual, Remark
from analysis.questions.claims.evidence import Archive, Evidence
from analysis.questions.claims.numbers import is_exact, pages_of, remarks_of
from analysis.questions.claims.verdicts import Claim, Verdict
from analysis.questions.tipping import numbers as tipping
from analysis.tolls.sides import Side, side_of_code, verdict_of


class _Judged(NamedTuple):
    """A comparison in one population."""

    verdict: str
    population: str
    mine: Side
    others: list[Side]


def judge_comparison(claim: Claim, archive: Archive) -> Verdict:
    """Judge a comparison claim: in the first population in which it holds, else in the first that decides it.

    Where the monitor does not count the victims of every party nothing is compared.
    """
    here = archive.against(claim, claim.month)
    apart = [who for who in claim.populations if not archive.compares(claim.monitor, claim.month, who)]
    judged = [_judge(claim, here, population, population in apart) for population in claim.populations]
    decided = [one for one in judged if one.verdict != "undecidable"]
    with_value = [one for one in judged if one.mine.value is not None]
    held = [one for one in judged if one.verdict == "holds"]  # whoever wrote "people" may mean persons
    verdict, population, mine, others = (held or decided or with_value or judged)[0]
    order = sorted(zip(others, claim.right, strict=True), key=lambda pair: _strength(pair[0]), reverse=True)
    rights, rival = tuple(code for _, code in order), order[0][0]
    notes: list[Remark] = [FailsIn(one.population) for one in decided if one.verdict != verdict]
    notes += [NotCounted(population)] if population in apart else []
    notes += [OfResidual(code) for code in (claim.party, *rights) if code in archive.parties.residual]
    tolls = [toll for side in (mine, *others) for toll in side.cells]
    said = remarks_of(tolls, notes)
    found: dict[str, Any] = {
        "right": rights,
        "documented": mine.value,
        "right_documented": rival.value,
        "at_least": mine.low,
        "at_most": mine.high,
        "right_at_least": rival.low,
        "right_at_most": rival.high,
        "remarks": said,
        "whose": tuple(
            _whose(remark, dict(zip((claim.party, *claim.right), (mine, *others), strict=True))) for remark in said
        ),
        "report_ids": pages_of(tolls),
    }
    if verdict != "undecidable" and is_exact(mine) and is_exact(rival):
        found["ratio"] = mine.low / rival.low if rival.low else None
        lower, higher = sorted((mine.low, rival.low))
        if higher > lower and archive.parties.residual.isdisjoint([*members(claim.party), *members(rights[0])]):
            left = here.months[population].residual if claim.measure == "killed" else None
            found["documentation_tipping_point"] = tipping.documentation_tipping_point(higher, lower)
            found["attribution_tipping_point"] = tipping.attribution_tipping_point(higher, lower)
            found["residual_tipping_point"] = tipping.residual_tipping_point(higher, lower, left or 0)
    return Verdict.of(claim, verdict, population, **found)


def _judge(claim: Claim, here: Evidence, population: str, is_apart: bool) -> _Judged:
    toll_of = partial(here.toll, population, measure=claim.measure)
    mine, *others = (side_of_code(code, toll_of, here.parents) for code in (claim.party, *claim.right))
    verdict = "undecidable" if is_apart else verdict_of(mine, claim.relation, others)
    return _Judged(verdict, population, mine, others)


def _whose(remark: Remark, sides: Mapping[str, Side]) -> str:
    """Whose number a remark is about, of the sides of a comparison; '' where it is about none alone."""
    codes = [code for code, side in sides.items() if any(remark in toll.remarks for toll in side.cells)]
    return codes[0] if len(codes) == 1 else ""


def _strength(side: Side) -> tuple[float, int]:
    return inf if side.high is None else side.high, side.low
