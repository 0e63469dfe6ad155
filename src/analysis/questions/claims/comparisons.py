"""Claims that compare parties: more than, fewer than, the most of; with values, bounds and tipping points."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import pandas as pd

from analysis.data.claim_rules import sides
from analysis.data.tables import Data
from analysis.model.adding import members
from analysis.questions.claims.evidence import Collected, Evidence
from analysis.questions.comparison.numbers import residual_of
from analysis.questions.tipping.numbers import (
    attribution_tipping_point,
    documentation_tipping_point,
    residual_tipping_point,
)
from analysis.tolls.sides import Side, side_of_code, verdict_of


def judge_comparison(
    data: Data, claim: dict[str, Any], evidence: Collected, populations: tuple[str, ...], apart: list[str]
) -> dict[str, Any]:
    """Judge a comparison claim: in the first population in which it holds, else in the first that decides it.

    In those of `apart` the monitor does not count the victims of every party: nothing is compared.
    """
    left, rights = sides(claim, data.parties)
    measure, relation = claim.get("measure", "killed"), claim["relation"]
    here, parents = evidence(claim["month"]), data.parties.set_index("party")["parent"].to_dict()
    judged = []
    for population in populations:
        cell_of = partial(_cell, here, population, measure)
        mine, *others = (side_of_code(code, cell_of, parents) for code in (left, *rights))
        verdict = "undecidable" if population in apart else verdict_of(mine, relation, others)
        judged.append((verdict, population, mine, others))
    decided = [found for found in judged if found[0] != "undecidable"]
    with_value = [found for found in judged if found[2].value is not None]
    held = [found for found in judged if found[0] == "holds"]  # whoever wrote "people" may mean persons
    verdict, population, mine, others = (held or decided or with_value or judged)[0]
    against = [found[1] for found in decided if found[0] != verdict]
    order = sorted(zip(others, rights, strict=True), key=lambda pair: (_most(pair[0]), pair[0].low), reverse=True)
    rights, rival = [code for _, code in order], order[0][0]
    row: dict[str, Any] = {"party": left, "relation": relation, "right": "|".join(rights), "measure": measure}
    row |= {"population": population, "verdict": verdict, "documented": mine.value, "right_documented": rival.value}
    row |= {"at_least": mine.low, "at_most": mine.high, "right_at_least": rival.low, "right_at_most": rival.high}
    residual = set(data.parties.loc[data.parties["residual"], "party"])
    exact = all(side.value is not None and side.value == side.low == side.high for side in (mine, rival))
    if exact and verdict != "undecidable" and mine.value is not None and rival.value is not None:
        higher, lower = max(mine.value, rival.value), min(mine.value, rival.value)
        row["ratio"] = mine.value / rival.value if rival.value else None
        if higher > lower and not residual.intersection([*members(left), *members(rights[0])]):
            row["documentation_tipping_point"] = documentation_tipping_point(higher, lower)
            row["attribution_tipping_point"] = attribution_tipping_point(higher, lower)
            left_over = _residual(data, here, population) if measure == "killed" else None
            row["residual_tipping_point"] = residual_tipping_point(higher, lower, left_over or 0)
    cells = [cell for side in (mine, *others) for cell in side.cells]
    doubts = [d for cell in cells if not pd.isna(cell.doubt) for d in cell.doubt.split(" | ")]
    doubts += [f"fails_in: {population}" for population in against]
    doubts += [f"not_counted: {population}"] if population in apart else []
    doubts += [f"residual: {code}" for code in (left, *rights) if code in residual]
    row["doubt"] = " | ".join(dict.fromkeys(doubts)) or None
    row["report_ids"] = "|".join(dict.fromkeys(c.page_shown for c in cells if not pd.isna(c.page_shown))) or None
    return row


def _residual(data: Data, evidence: Evidence, population: str) -> int | None:
    """The most deaths of the month that no number of a named party counts; None: not known."""
    cells = [cell for (who, _, measure), cell in evidence.cells.items() if (who, measure) == (population, "killed")]
    parties = {str(row["party"]): row for row in data.parties.sort_values("order").to_dict("records")}
    return residual_of(pd.DataFrame(cells).set_index("party"), parties)


def _most(side: Side) -> float:
    return math.inf if side.high is None else side.high


def _cell(evidence: Evidence, population: str, measure: str, party: str) -> Any:
    return evidence.cells.get((population, party, measure))
