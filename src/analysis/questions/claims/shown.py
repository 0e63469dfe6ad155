"""What a verdict shows of the numbers it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from analysis.model.remarks import Remark
from analysis.model.tolls import Toll
from analysis.questions.claims.numbers import Number, is_exact
from analysis.questions.claims.verdicts import Claim, Verdict
from analysis.tolls.sides import Side


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
    shown = [*more, *(toll.page_shown for toll in tolls if toll.page_shown is not None)]
    return tuple(page for pages in dict.fromkeys(shown) for page in pages.split("|"))
