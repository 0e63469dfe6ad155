"""Does the press repeat it right? Claims of numbers and of comparisons, checked against what pages print."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cache, partial
from typing import Any

import pandas as pd

from analysis.data.claim_rules import broken_claims
from analysis.data.contract import TEXT
from analysis.data.definitions import definitions_of
from analysis.data.rules import MEASURES
from analysis.data.tables import Data
from analysis.errors import DataError
from analysis.model.adding import members
from analysis.model.cells import ORDER
from analysis.model.claimed import BOTH, UNITS, Span, span_of
from analysis.model.names import carried, find_monitor, find_party
from analysis.model.numerals import SMALLEST_N, is_rounded, rounding_of, slip
from analysis.questions.claims.comparisons import judge_comparison
from analysis.questions.claims.evidence import Collected, Evidence, gather, own_pages
from analysis.questions.claims.numbers import Number, bounds_of, of_parties, of_period, of_shares
from analysis.tolls.doubts import causes_in, free_text
from analysis.tolls.sides import Side

COLUMNS = [
    "claim_id",
    "outlet",
    "monitor",
    "month",
    "month_end",
    "party",
    "relation",
    "right",
    "measure",
    "unit",
    "value",
    "population",
    "basis",
    "verdict",
    "documented",
    "right_documented",
    "at_least",
    "at_most",
    "right_at_least",
    "right_at_most",
    "ratio",
    "documentation_tipping_point",
    "attribution_tipping_point",
    "residual_tipping_point",
    "cause",
    "doubt",
    "report_ids",
]
_COUNTS = [
    c
    for c in COLUMNS
    if c.endswith(("attribution_tipping_point", "residual_tipping_point")) or "documented" in c or "at_" in c
]
_NUMBERS = ["value", "ratio", "documentation_tipping_point"]
_OTHER_MONTHS = (-1, 1, -12, 12)  # where a number of another month is looked for


def check_claims(
    data: Data, claims: pd.DataFrame, *, monitor: str | None = None, as_of: str | None = None, file: str = "claims"
) -> pd.DataFrame:
    """Check numbers, or comparisons, as outlets printed them.

    Parameters
    ----------
    data
        What `read_data` returns.
    claims
        Value claims (as `Data.claims`: claim_id, outlet, month, party, measure, value, and relation, unit and month_end
        where they are not exactly, deaths and none) or comparison claims (as `Data.comparison_claims`: claim_id,
        outlet, month, left, relation, right, and measure, killed unless said). Also url, about_monitor and population,
        where known. Parties by code or any name of parties.csv.
    monitor
        Whom a claim cites that names no monitor; None: the first of monitors.csv by its `order`.
    as_of
        YYYY-MM-DD: hold only what was published by that day against the claims.
    file
        What to call `claims` in errors.

    Returns
    -------
    DataFrame
        One row a claim, in their order. `verdict` of a value: agrees (what is published makes the claim true, or is
        that number); agrees_with_version (not the number used here, but another page by somebody else publishes one
        that makes it true); differs (no number within the published ends makes it true); undecidable (some do);
        not_printed (no page publishes such a number); only_source (only the outlet's own page does). Of a comparison:
        holds, fails (also where both are equal) or undecidable. A claim is compared with every population in which a
        number is published unless it names one; `population` is the one that decided. `value` is the number claimed
        (deaths, or percent), `unit` which of the two. `documented` and `right_documented` are the numbers used (deaths,
        children or women; of several rivals in `right` the strongest, put first; of a percentage the deaths it is of),
        `at_least` to `right_at_most` their ends. `basis` says what a value rests on if not on a party's own number:
        added (those of several parties), period (a published total of it), months (their sum) or bounds (what else is
        published leaves), or undecided where the pages do not agree. `ratio` is left over right, of a percentage the
        share (0 to 1). `documentation_tipping_point` (0 to 1) and, in deaths, `attribution_tipping_point` and
        `residual_tipping_point` (of those that no number of a named party counts; blank where they are too few) say
        when the order would reverse; blank where a number is one end of what it can be, where it cannot be said which
        is higher, and for leftover classes. `cause` of a number that differs: the code of another party that has it,
        another measure, population or month, a slip of digits, rounding; blank where none fits. `doubt` holds the
        doubts about
        the numbers used.

    Raises
    ------
    DataError
        Claims that cannot be checked: all of them, with row, column and what would work.

    Examples
    --------
    >>> from analysis import read_data
    >>> data = read_data()
    >>> claim = {"claim_id": "draft", "outlet": "", "month": "2016-01", "party": "al-Nusra", "measure": "killed"}
    >>> verdict = check_claims(data, pd.DataFrame([{**claim, "value": 42}])).iloc[0]
    >>> verdict["verdict"], int(verdict["documented"]), verdict["cause"]
    ('differs', 3, 'armed_opposition')
    >>> claim = {"claim_id": "draft", "outlet": "", "month": "2016-01", "left": "Russia", "relation": "gt"}
    >>> verdict = check_claims(data, pd.DataFrame([{**claim, "right": "government"}])).iloc[0]
    >>> verdict["verdict"], float(round(verdict["ratio"], 2)), int(verdict["attribution_tipping_point"])
    ('holds', 1.32, 82)
    """
    problems = broken_claims(claims, data.parties, data.monitors, file)
    if problems:
        raise DataError(file, problems, next_step="correct these claims, then check them again.")
    collected = cache(partial(gather, data, as_of=as_of))
    monitor = find_monitor(data.monitors, monitor)
    rows = []
    for claim in claims.to_dict("records"):
        given = {key: value for key, value in claim.items() if not pd.isna(value)}
        who = find_monitor(data.monitors, given.get("about_monitor", monitor))
        found = partial(_gathered, collected, data, who, given.get("outlet", ""), given.get("url", ""))
        populations = (given["population"],) if "population" in given else ORDER
        apart = [p for p in populations if not _comparable(data, who, p, given["month"])]
        row = {key: given.get(key) for key in ("claim_id", "outlet", "month", "month_end")} | {"monitor": who}
        if "left" in given:
            rows.append(row | judge_comparison(data, given, found, populations, apart))
            continue
        given["party"] = find_party(data.parties, given["party"], given["month"], given.get("month_end"))
        given["measure"] = "killed" if given["measure"] == "total" else given["measure"]
        given |= {"relation": given.get("relation", "exactly"), "unit": given.get("unit", UNITS[0])}
        row |= {key: given[key] for key in ("party", "relation", "measure", "unit", "value")}
        if "month_end" in given:
            rows.append(row | _period(data, given, found, populations, who, as_of))
        else:
            rows.append(row | _value(data, given, found, populations, apart))
    table = pd.DataFrame(rows, columns=COLUMNS)
    text = [column for column in COLUMNS if column not in (*_COUNTS, *_NUMBERS)]
    table["value"] = [None if pd.isna(value) else float(value) for value in table["value"]]
    kinds = {**dict.fromkeys(_COUNTS, "Int64"), **dict.fromkeys(_NUMBERS, "Float64"), **dict.fromkeys(text, TEXT)}
    table = table.astype(kinds)
    table.attrs = {"parties": carried(data.parties)}
    return table


def _comparable(data: Data, monitor: str, population: str, month: str) -> bool:
    """Whether a monitor counts the deaths of this population for every party, so that parties can be compared."""
    return not definitions_of(data.definitions, monitor, month).not_counted(population)


def _value(
    data: Data, claim: dict[str, Any], evidence: Collected, populations: tuple[str, ...], apart: list[str]
) -> dict[str, Any]:
    """Judge a claim of a number, or of a percentage, of one month."""
    party, measure, unit, here = claim["party"], claim["measure"], claim["unit"], evidence(claim["month"])
    parents, span = data.parties.set_index("party")["parent"].to_dict(), span_of(claim["relation"], claim["value"])
    is_number = (claim["relation"], unit) == ("exactly", UNITS[0])  # which says itself who is counted
    if unit == UNITS[0]:
        numbers = list(of_parties(here, party, measure, populations, parents))
    else:
        numbers = list(of_shares(here, party, measure, unit, populations, parents))
    if unit == "percent_of_total" and numbers and all(number.population in apart for number in numbers):
        return {"verdict": "undecidable"} | _shown(numbers[0], [f"not_counted: {numbers[0].population}"])
    if unit == "percent_of_total":
        numbers = [number for number in numbers if number.population not in apart]
    numbers = numbers if is_number else _of_people(numbers, claim)
    judged = [(number, number.judge(span)) for number in numbers]
    for number, verdict in judged:
        if (verdict and not (is_number and number.is_undecided)) or (is_number and number.side.value == claim["value"]):
            fails = [f"fails_in: {other.population}" for other, v in judged if v is False]
            return {"verdict": "agrees"} | _shown(number, fails if not is_number else [])
    there = list(dict.fromkeys(number.population for number in numbers))
    if unit == UNITS[0] and measure != BOTH:
        allowed = populations if is_number or not there else tuple(there)
        if version := _version(here, claim, span, allowed, numbers):
            return version
    elif unit == "percent_of_party" and measure == BOTH:
        for population in there:
            pages = here.percentages.get((population, party), [])
            if ids := [page for percent, page in pages if span.judge(*[Fraction(str(percent))] * 2)]:
                number = next(number for number in numbers if number.population == population)
                return (
                    {"verdict": "agrees_with_version"} | _shown(number) | {"report_ids": "|".join(dict.fromkeys(ids))}
                )
    open_ = [number for number, verdict in judged if verdict is not False]  # true of what is undecided, too
    if open_:
        return {"verdict": "undecidable"} | _shown(open_[0]) | _pages_of(here, open_[0], party, measure)
    if numbers:
        cause, population = None, there[0]
        if is_number:
            cause, population = _cause(party, measure, int(claim["value"]), claim, evidence, populations, numbers)
        elif unit != UNITS[0] and claim["relation"] == "exactly":
            cause = _cause_of_share(here, claim, span, numbers[0], parents)
        number = next(number for number in numbers if number.population == population)
        return {"verdict": "differs", "cause": cause} | _shown(number)
    return _unpublished(here, claim, span, populations, parents)


def _of_people(numbers: list[Number], claim: dict[str, Any]) -> list[Number]:
    """Without those of fighters alone, unless nothing else is there: who writes of the dead does not mean them."""
    people = [number for number in numbers if number.population != "fighters" or "population" in claim]
    return people or numbers


def _version(
    here: Evidence, claim: dict[str, Any], span: Span, populations: tuple[str, ...], numbers: list[Number]
) -> dict[str, Any] | None:
    """The verdict on a number that makes the claim true on another page than the one used, if there is one."""
    party, measure = claim["party"], claim["measure"]
    whole = {number.population: number for number in reversed(numbers) if number.basis == ""}
    for verdict, pages in (("agrees_with_version", here.printed), ("only_source", here.own)):
        found = _printing(pages, claim, span, populations)
        if verdict == "only_source":  # no other page prints that cell
            found = found[~found["population"].isin([number.population for number in numbers])]
        if len(found):
            population = found["population"].iloc[0]
            report_ids = found.loc[found["population"] == population, "report_id"]
            cells = dict(here.of(party, measure, (population,)))
            shown = {"population": population}
            if population in whole:
                shown = _shown(whole[population])
            elif population in cells:
                shown = _bounds(population, Side(None, *_ends(cells[population]), (cells[population],)))
            return {"verdict": verdict} | shown | {"report_ids": "|".join(dict.fromkeys(report_ids))}
    listed = here.listed.get((party, measure), [])  # printed on pages outside the tables
    for number in whole.values():
        floors = [int(cell.at_least) for cell in number.side.cells if not pd.isna(cell.at_least)]
        floors = [floor for floor in floors if number.side.value is not None and floor > number.side.value]
        larger = [floor for floor in floors if span.judge(floor, None) or _says(claim, floor)]
        if larger or any(span.judge(title, title) for title in listed):  # or a title
            return {"verdict": "agrees_with_version"} | _shown(number)
    return None


def _unpublished(
    here: Evidence, claim: dict[str, Any], span: Span, populations: tuple[str, ...], parents: dict[str, Any]
) -> dict[str, Any]:
    """The verdict where no page publishes such a number: what else is published may exclude it, never confirm it."""
    party, measure, first = claim["party"], claim["measure"], populations[0]
    if claim["unit"] != UNITS[0]:
        return {"verdict": "not_printed", "population": first}
    found = {population: bounds_of(here, party, measure, population, parents) for population in populations}
    sides = {population: side for population, side in found.items() if side is not None}
    if not sides:
        return {"verdict": "not_printed", "population": first}
    population, side = next(iter(sides.items()))
    people = [bound for who, bound in sides.items() if who != "fighters" or "population" in claim]
    too_few = bool(people) and all(span.judge(bound.low, None) is False for bound in people)
    wrong = too_few or ("population" in claim and span.judge(side.low, side.high) is False)
    together = [
        f"together: {code} {other.value}" + (f" (items_only: {causes})" if (causes := causes_in(other.doubt)) else "")
        for (p, code, m), other in here.cells.items()
        if (p, m) == (population, measure) and party in members(code) != [party] and not pd.isna(other.value)
    ]
    return {"verdict": "differs" if wrong else "not_printed"} | _bounds(population, side, together)


def _period(
    data: Data,
    claim: dict[str, Any],
    evidence: Collected,
    populations: tuple[str, ...],
    monitor: str,
    as_of: str | None,
) -> dict[str, Any]:
    """Judge a claim of a number of several months: by published totals of exactly these, and by their sum."""
    span = span_of(claim["relation"], claim["value"])
    others, own = of_period(data, monitor, claim, evidence, populations, as_of)
    others = _of_people(others, claim)
    judged = [(number, number.judge(span)) for number in others]
    for number, verdict in judged:
        if verdict or (
            claim["relation"] == "exactly" and number.basis != "months" and number.side.value == claim["value"]
        ):
            return {"verdict": "agrees"} | _shown(number, _doubts_of_period(data, claim, monitor, number))
    totals = {number.population for number in others if number.basis != "months"}
    for number in own:
        if number.population not in totals and number.judge(span):
            return {"verdict": "only_source"} | _shown(number)
    for population in dict.fromkeys(number.population for number in others):
        found = [(number, verdict) for number, verdict in judged if number.population == population]
        by_total = [verdict for number, verdict in found if number.basis != "months"]
        excluded = [number for number, verdict in found if verdict is False]
        if any(number.basis == "months" for number in excluded) or (by_total and not any(v is None for v in by_total)):
            continue
        return {"verdict": "undecidable"} | _shown(next(number for number, verdict in found if verdict is None))
    if others:
        return {"verdict": "differs"} | _shown(next(number for number, verdict in judged if verdict is False))
    return {"verdict": "not_printed", "population": populations[0]}


def _doubts_of_period(data: Data, claim: dict[str, Any], monitor: str, number: Number) -> list[str]:
    """What is known to contradict a published total of several months."""
    if number.basis != "period":
        return []
    known = data.known_discrepancies
    listed = known[(known["monitor"] == monitor) & (known["month"] == claim["month_end"])]
    listed = listed[(listed["party"] == claim["party"]) & (listed["printed"] == number.side.value)]
    measure = "" if claim["measure"] == "killed" else f":{claim['measure']}"
    checks = {f"{check}{measure}" for check in ("half_year_vs_months", "year_vs_months", "year_vs_half_year")}
    return [
        f"{row.check}: {row.printed:g} against {row.computed:g} ({free_text(row.reason)})"
        for row in listed[listed["check"].isin(checks)].itertuples()
    ]


def _says(claim: dict[str, Any], value: int) -> bool:
    """Whether a claim says just this number."""
    return bool(claim["relation"] == "exactly" and value == claim["value"])


def _printing(pages: pd.DataFrame, claim: dict[str, Any], span: Span, populations: tuple[str, ...]) -> pd.DataFrame:
    """The pages that print a number of which the claim is true as this party's own toll."""
    same = (pages["party"] == claim["party"]) & (pages["measure"] == claim["measure"]) & (pages["kind"] == "")
    found = pages[same & pages["population"].isin(populations)]

    def true(value: int, limit: str) -> bool:
        ends = {"least": (value, None), "most": (0, value)}.get(limit, (value, value))
        return span.judge(*ends) is True or _says(claim, value)

    found = found[pd.Series([true(int(row.value), row.limit) for row in found.itertuples()], found.index, dtype=bool)]
    return found.sort_values("population", key=lambda column: column.map(ORDER.index), kind="stable")


def _cause(
    party: str,
    measure: str,
    value: int,
    claim: dict[str, Any],
    evidence: Collected,
    populations: tuple[str, ...],
    numbers: list[Number],
) -> tuple[str | None, str]:
    """Where a number that differs may come from, the likeliest first; and the population of that."""
    whole = {number.population: number.side.value for number in reversed(numbers)}
    here, first = evidence(claim["month"]), numbers[0].population
    equal = [key for key, cell in here.cells.items() if not pd.isna(cell.value) and cell.value == value]
    for population in sorted(populations, key=lambda p: p not in whole):
        others = [code for p, code, m in equal if (p, m) == (population, measure) and code != party]
        if others:
            return "|".join(others), population if population in whole else first
    for population in whole:
        measures = [m for m in MEASURES if m != measure and (population, party, m) in equal]
        if measures:
            return f"measure: {'|'.join(measures)}", population
    elsewhere = [population for population in ORDER if (population, party, measure) in equal]
    if elsewhere:
        return f"population: {'|'.join(elsewhere)}", first
    parts = here.printed[(here.printed["party"] == party) & (here.printed["measure"] == measure)]
    kinds = parts.loc[(parts["value"] == value) & (parts["kind"] != ""), "kind"]
    if len(kinds):
        return f"part: {kinds.iloc[0]}", first
    for step in _OTHER_MONTHS if value >= SMALLEST_N else ():
        month = str(pd.Period(claim["month"], "M") + step)
        for population, cell in evidence(month).of(party, measure, populations):
            if not pd.isna(cell.value) and cell.value == value:
                return f"month: {month}", population if population in whole else first
    for population, used in whole.items():
        if used is not None and (cause := slip(value, used) or ("rounded" if is_rounded(value, used) else "")):
            return cause, population
    return None, first


def _cause_of_share(
    here: Evidence, claim: dict[str, Any], span: Span, number: Number, parents: dict[str, Any]
) -> str | None:
    """Where a percentage that differs may come from: another way of rounding, or children or women alone."""
    whole = number.whole.value if number.whole is not None and number.is_exact else None
    if whole and (rounding := rounding_of(float(claim["value"]), number.side.value or 0, whole)):
        return rounding
    for measure in ("children", "women", BOTH) if claim["unit"] == "percent_of_party" else ():
        others = of_shares(here, claim["party"], measure, claim["unit"], [number.population], parents)
        if measure != claim["measure"] and any(other.is_exact and other.judge(span) for other in others):
            return f"measure: {measure}"
    return None


def _shown(number: Number, notes: Iterable[str] = ()) -> dict[str, Any]:
    """What a verdict shows of the number it rests on."""
    side, whole = number.side, number.whole
    exact = side.value == side.low == side.high
    basis = number.basis or ("undecided" if number.is_undecided else "")
    shown: dict[str, Any] = {"population": number.population, "basis": basis or None, "documented": side.value}
    shown |= {"at_least": None if exact else side.low, "at_most": None if exact else side.high}
    floors = [int(cell.at_least) for cell in side.cells[:1] if not pd.isna(cell.at_least)]
    if exact and whole is None and len(side.cells) == 1 and floors and side.value is not None:
        shown["at_least"] = floors[0] if floors[0] > side.value else None  # a part of it contradicts it
    if whole is not None:
        of_ends = (None, None) if whole.value == whole.low == whole.high else (whole.low, whole.high)
        shown |= {"right_documented": whole.value, "right_at_least": of_ends[0], "right_at_most": of_ends[1]}
        shown["ratio"] = (
            side.value / whole.value if number.is_exact and side.value is not None and whole.value else None
        )
    cells = (*side.cells, *(whole.cells if whole else ()))
    pages = [*number.pages, *(cell.page_shown for cell in cells if not pd.isna(cell.page_shown))]
    return shown | _cited(cells if number.basis != "months" else (), pages, [*number.notes, *notes])


def _bounds(population: str, side: Side, notes: Iterable[str] = ()) -> dict[str, Any]:
    """What a verdict shows of a number that is not published: what bounds it."""
    pages = [cell.page_shown for cell in side.cells if not pd.isna(cell.page_shown)]
    shown = {"population": population, "basis": "bounds", "at_least": side.low or None, "at_most": side.high}
    return shown | _cited(side.cells, pages, notes)


def _cited(cells: Iterable[Any], pages: Iterable[str], notes: Iterable[str]) -> dict[str, str | None]:
    """The doubts of some cells, with notes, and the pages."""
    doubts = [doubt for cell in cells if not pd.isna(cell.doubt) for doubt in cell.doubt.split(" | ")]
    joined = (" | ".join(dict.fromkeys([*doubts, *notes])), "|".join(dict.fromkeys(pages)))
    return {"doubt": joined[0] or None, "report_ids": joined[1] or None}


def _pages_of(here: Evidence, number: Number, party: str, measure: str) -> dict[str, str]:
    """The pages of a cell that none of them decides."""
    pages = here.printed[(here.printed["party"] == party) & (here.printed["population"] == number.population)]
    pages = pages[(pages["measure"] == measure) & (pages["kind"] == "")]["report_id"]
    return {"report_ids": "|".join(dict.fromkeys(pages))} if number.is_undecided and len(pages) else {}


def _ends(cell: Any) -> tuple[int, int | None]:
    """What else is printed bounds a cell to."""
    return 0 if pd.isna(cell.at_least) else int(cell.at_least), None if pd.isna(cell.at_most) else int(cell.at_most)


def _gathered(
    collected: Callable[..., Evidence], data: Data, monitor: str, outlet: str, url: str, month: str
) -> Evidence:
    return collected(monitor, month, own_pages(data, month, outlet, url))
