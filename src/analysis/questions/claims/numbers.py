"""What pages publish of the number that a claim names: of a party or several, of a share, of a period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import product
from typing import Any

import pandas as pd

from analysis.data.rules import scope_codes
from analysis.data.tables import Data
from analysis.model.adding import TOTAL, members
from analysis.model.claimed import MEASURES_OF, Span
from analysis.model.names import can_appear
from analysis.questions.claims.evidence import Collected, Evidence, same_page
from analysis.tolls.pages import combined_party, published_by
from analysis.tolls.periods import calendar, whole_months
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
    notes: tuple[str, ...] = ()

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
        sides = [self.side] if self.whole is None else [self.side, self.whole]
        return all(side.value == side.low == side.high for side in sides)

    @property
    def is_undecided(self) -> bool:
        """Whether pages do not agree on it, and nothing decides."""
        return any(cell.state == "undecided" for cell in self.side.cells) and self.basis != "months"


def added(sides: Iterable[Side | None]) -> Side | None:
    """Add numbers up, each with its ends; None where one is not there."""
    sides = list(sides)
    there = [side for side in sides if side is not None]
    if not there or len(there) < len(sides):
        return None
    low, highs, values = sum(side.low for side in there), [s.high for s in there], [s.value for s in there]
    high = None if None in highs else sum(high for high in highs if high is not None)
    value = None if None in values else sum(value for value in values if value is not None)
    return Side(value, low, high, tuple(cell for side in there for cell in side.cells))


def of_parties(
    here: Evidence, party: str, measure: str, populations: Iterable[str], parents: dict[str, Any]
) -> Iterator[Number]:
    """The number of a party or of several together, wherever it is published: combined, then added up."""
    codes = members(party)
    ways = [("", [party])]
    if len(codes) > 1 and TOTAL not in codes and not any(parents.get(code) in codes for code in codes):
        ways.append(("added", codes))
    for population in populations:
        for basis, of in ways:
            side = added([here.published(population, code, m) for code in of for m in MEASURES_OF[measure]])
            if side is not None:
                yield Number(population, basis, side)


def of_shares(
    here: Evidence, party: str, measure: str, unit: str, populations: Iterable[str], parents: dict[str, Any]
) -> Iterator[Number]:
    """The part and the whole of a percentage, wherever both are published."""
    for population in populations:
        parts = list(of_parties(here, party, measure, [population], parents))
        of = (party, "killed") if unit == "percent_of_party" else (TOTAL, measure)
        for whole in of_parties(here, *of, [population], parents):
            for part in parts:
                if unit == "percent_of_total" or whole.basis == part.basis:
                    yield Number(population, part.basis, part.side, whole.side)


def of_period(
    data: Data, monitor: str, claim: dict[str, Any], evidence: Collected, populations: Iterable[str], as_of: str | None
) -> tuple[list[Number], list[Number]]:
    """The totals of a period that others publish, with the sum of its months; and those of the outlet's own page."""
    party, needed = claim["party"], MEASURES_OF[claim["measure"]]
    first, last = claim["month"], claim["month_end"]
    rows = published_by(data.period_totals[data.period_totals["monitor"] == monitor], as_of)
    totals = _totals(data, rows, first, last)
    codes, parents = members(party), data.parties.set_index("party")["parent"].to_dict()
    ways = [("period", [party])] + ([("added", codes)] if len(codes) > 1 and TOTAL not in codes else [])
    others: list[Number] = []
    own: list[Number] = []
    for population in populations:
        for basis, of in ways:
            choices = [totals.get((population, code, m), []) for code in of for m in needed]
            for chosen in product(*choices):
                side = added([side for side, _ in chosen])
                pages = tuple(dict.fromkeys(url for _, url in chosen))
                mine = any(same_page(url, claim.get("url")) for url in pages)
                if side is not None:
                    (own if mine else others).append(Number(population, basis, side, pages=pages))
        persons = [totals.get(("persons", party, measure), []) for measure in needed] if population != "persons" else []
        most = [_most(side for side, _ in published) for published in persons]
        others += [_within(number, most) for number in _of_months(data, claim, evidence, population, parents)]
    return others, own


def _most(sides: Iterable[Side]) -> int | None:
    """The greatest of the upper ends of several numbers; None where one has none, or there is no number."""
    highs = [side.high for side in sides]
    return None if not highs or None in highs else max(high for high in highs if high is not None)


def _within(number: Number, most: list[int | None]) -> Number:
    """A number of civilians, or of fighters, as far as the persons that pages publish for the period bound it."""
    side, known = number.side, [end for end in most if end is not None]
    if not most or len(known) < len(most) or (side.high is not None and side.high <= sum(known)):
        return number
    high = sum(known)
    if high < side.low:  # one of these numbers is wrong, and which is not known
        return number
    return replace(number, side=side._replace(value=high if side.low == high else side.value, high=high))


def _totals(
    data: Data, rows: pd.DataFrame, first: str, last: str
) -> dict[tuple[str, str, str], list[tuple[Side, str]]]:
    """The published totals of exactly these months, with their pages; combined ones under all their parties."""
    order = list(data.parties.sort_values("order")["party"])
    scopes = [scope_codes(scope) for scope in rows["scope"]]
    rows = rows.assign(
        party=[combined_party(party, codes, order) for party, codes in zip(rows["party"], scopes, strict=True)],
        scope=[";".join(set(codes) - {"joint", "includes"}) or None for codes in scopes],
    )
    found: dict[tuple[str, str, str], list[tuple[Side, str]]] = {}
    for row in whole_months(rows).itertuples():
        if (row.first, row.last) == (first, last):
            low, high = 0 if row.limit == "most" else row.value, None if row.limit == "least" else row.value
            side = Side(int(row.value), int(low), None if high is None else int(high))
            found.setdefault((row.population, row.party, row.measure), []).append((side, row.url))
    return found


def _of_months(
    data: Data, claim: dict[str, Any], evidence: Collected, population: str, parents: dict[str, Any]
) -> Iterator[Number]:
    """The sum of the months of a period; no number where no month has one."""
    dates = {row.party: (row.valid_from, row.valid_to) for row in data.parties.itertuples()}
    months = {
        month: "+".join(code for code in members(claim["party"]) if can_appear(month, *dates[code]))
        for month in calendar(claim["month"], claim["month_end"])
    }
    months = {month: party for month, party in months.items() if party}
    there = {
        month
        for month, party in months.items()
        if any(of_parties(evidence(month), party, claim["measure"], [population], parents))
    }
    nothing = Side(None, 0, None)
    whole = added(
        bounds_of(evidence(month), party, claim["measure"], population, parents) or nothing
        for month, party in months.items()
    )
    if there and whole is not None:
        value = whole.low if whole.low == whole.high else whole.value
        lacking = "+".join(month for month in months if month not in there)
        notes = (f"months_lacking: {lacking}",) if lacking else ()
        yield Number(population, "months", whole._replace(value=value), notes=notes)


def bounds_of(here: Evidence, party: str, measure: str, population: str, parents: dict[str, Any]) -> Side | None:
    """What all that is published leaves for a number; None where nothing is published of this population."""
    alone = population == "persons" and not any(who == population for who, _, _ in here.cells)
    of = [population, "civilians"] if alone else [population]  # civilians are persons too; else its cells know it
    if not any((who, code, m) in here.cells for who in of for code in members(party) for m in MEASURES_OF[measure]):
        return None
    sides = []
    for one in MEASURES_OF[measure]:
        side, *parts = [side_of_code(party, partial(_cell, here, who, one), parents) for who in of]
        low = max([side.low, *(part.low for part in parts)])
        sides.append(side._replace(low=low if side.high is None else min(low, side.high)))
    return added(sides)


def _cell(evidence: Evidence, population: str, measure: str, party: str) -> Any:
    return evidence.cells.get((population, party, measure))
