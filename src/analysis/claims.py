"""Does the press repeat it right? Claims of numbers and of comparisons, checked against what pages print."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

import pandas as pd

from analysis.cells import ORDER
from analysis.claim_rules import broken_claims
from analysis.comparison_claims import judge_comparison
from analysis.contract import TEXT
from analysis.data import Data
from analysis.errors import DataError, NotComparable
from analysis.evidence import Collected, Evidence, gather, own_pages
from analysis.group_shares import SMALLEST_N
from analysis.names import carried, find_monitor, find_party
from analysis.numerals import is_rounded, slip
from analysis.rules import MEASURES

COLUMNS = [
    "claim_id",
    "outlet",
    "monitor",
    "month",
    "party",
    "relation",
    "right",
    "measure",
    "value",
    "population",
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
    "cause",
    "doubt",
    "report_ids",
]
_COUNTS = [c for c in COLUMNS if c in ("value", "attribution_tipping_point") or "documented" in c or "at_" in c]
_NUMBERS = ["ratio", "documentation_tipping_point"]
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
        Value claims (as `Data.claims`: claim_id, outlet, month, party, measure, value) or comparison claims (as
        `Data.comparison_claims`: claim_id, outlet, month, left, relation, right, and measure, killed unless said). Also
        url, about_monitor and population, where known. Parties by code or any name of parties.csv.
    monitor
        Whom a claim cites that names no monitor; None: the first of monitors.csv by its `order`.
    as_of
        YYYY-MM-DD: hold only what was published by that day against the claims.
    file
        What to call `claims` in errors.

    Returns
    -------
    DataFrame
        One row a claim, in their order. `verdict` of a value: agrees; agrees_with_version (not the number used here,
        but another page by somebody else prints it); differs; not_printed; only_source (only the outlet's own page
        prints it). Of a comparison: holds, fails (also where both are equal) or undecidable. A claim is compared with
        every population unless it names one; `population` is the one that decided. `documented` and `right_documented`
        are the numbers used (deaths, children or women; of several rivals in `right` the strongest, put first),
        `at_least` to `right_at_most` what bounds them. `ratio` is left over right. `documentation_tipping_point`
        (0 to 1) and `attribution_tipping_point` (deaths) say when the order would reverse. `cause` of a number that
        differs: the code of another party that has it, another measure, population or month, a slip of digits,
        rounding; blank where none fits. `doubt` holds the doubts about the numbers used.

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
        judge = judge_comparison if "left" in given else _value
        row = {key: given.get(key) for key in ("claim_id", "outlet", "month")} | {"monitor": who}
        rows.append(row | judge(data, given, found, populations))
    table = pd.DataFrame(rows, columns=COLUMNS)
    text = [column for column in COLUMNS if column not in (*_COUNTS, *_NUMBERS)]
    kinds = {**dict.fromkeys(_COUNTS, "Int64"), **dict.fromkeys(_NUMBERS, "Float64"), **dict.fromkeys(text, TEXT)}
    table = table.astype(kinds)
    table.attrs = {"parties": carried(data.parties)}
    return table


def read_claim(words: Sequence[str]) -> dict[str, object]:
    """Read one claim as it is typed: a party, a measure and a number, or a comparison.

    Raises
    ------
    NotComparable
        Words that are neither, with the forms that are.

    Examples
    --------
    >>> read_claim(["al-Nusra", "killed", "42"])
    {'party': 'al-Nusra', 'measure': 'killed', 'value': 42}
    >>> read_claim(["Russia > government"])
    {'left': 'Russia', 'relation': 'gt', 'right': 'government', 'measure': 'killed'}
    """
    text = " ".join(" ".join(words).split())
    said = re.fullmatch(r"(.+) (killed|children|women|torture|total) ([0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})", text)
    if said:
        return {"party": said[1], "measure": said[2], "value": int(said[3].replace(",", ""))}
    for sign, relation in ((" highest_of ", "highest_of"), (">", "gt"), ("<", "lt")):
        left, found, right = (part.strip() for part in text.partition(sign))
        if found and left and right and not re.search("[<>=!-]$", left) and not re.match("[<>=]", right):
            rights = "|".join(name.strip() for name in right.split(",")) if relation == "highest_of" else right
            return {"left": left, "relation": relation, "right": rights, "measure": "killed"}
    raise NotComparable(
        f"cannot read the claim {text!r}; expected PARTY MEASURE NUMBER (killed, "
        'children, women, torture or total), "all_parties total NUMBER" for the whole month, '
        'or "PARTY > PARTY", "PARTY < PARTY", "PARTY highest_of PARTY, PARTY"'
    )


def _value(data: Data, claim: dict[str, Any], evidence: Collected, populations: tuple[str, ...]) -> dict[str, Any]:
    """Judge a claim of a number."""
    party = find_party(data.parties, claim["party"])
    measure = "killed" if claim["measure"] == "total" else claim["measure"]
    value, here = int(claim["value"]), evidence(claim["month"])
    row: dict[str, Any] = {"party": party, "relation": "eq", "measure": measure, "value": value}
    cells = dict(here.of(party, measure, populations))
    equal = next((p for p, cell in cells.items() if not pd.isna(cell.value) and cell.value == value), None)
    if equal:
        return row | {"verdict": "agrees"} | _shown(equal, cells[equal])
    whole = {p: cell for p, cell in cells.items() if not pd.isna(cell.value) and cell.basis != "items"}
    for verdict, pages in (("agrees_with_version", here.printed), ("only_source", here.own)):
        found = _printing(pages, party, measure, value, populations)
        if verdict == "only_source":  # no other page prints that cell
            found = found[~found["population"].isin(list(whole))]
        if len(found):
            population = found["population"].iloc[0]
            report_ids = found.loc[found["population"] == population, "report_id"]
            shown = _shown(population, cells[population]) if population in cells else {"population": population}
            return row | {"verdict": verdict} | shown | {"report_ids": "|".join(dict.fromkeys(report_ids))}
    listed = here.listed.get((party, measure), [])  # printed on pages outside the tables
    for population, cell in whole.items():
        part = not pd.isna(cell.at_least) and value == cell.at_least > cell.value  # printed for more than the toll
        if part or value in listed:
            return row | {"verdict": "agrees_with_version"} | _shown(population, cell)
    if whole:
        cause, population = _cause(party, measure, value, claim, evidence, populations, whole)
        return row | {"verdict": "differs", "cause": cause} | _shown(population, whole[population])
    population, cell = next(iter(cells.items()), (populations[0], None))
    if cell is None:
        return row | {"verdict": "not_printed", "population": population}
    least = max([int(end) for end in (cell.at_least, cell.value) if not pd.isna(end)], default=0)
    too_many = "population" in claim and not pd.isna(cell.at_most) and value > cell.at_most
    above = (
        cell.state == "range" and cell.basis != "items" and not pd.isna(cell.printed_high) and value > cell.printed_high
    )
    wrong = value < least or too_many or above or (cell.state == "undecided" and not pd.isna(cell.printed_low))
    together = [
        f"together: {code} {other.value}"
        for (p, code, m), other in here.cells.items()
        if (p, m) == (population, measure) and party in code.split("+") != [party] and not pd.isna(other.value)
    ]
    row |= _shown(population, cell) | {"verdict": "differs" if wrong else "not_printed"}
    return row | {"doubt": " | ".join(filter(None, [None if pd.isna(cell.doubt) else cell.doubt, *together])) or None}


def _printing(pages: pd.DataFrame, party: str, measure: str, value: int, populations: tuple[str, ...]) -> pd.DataFrame:
    """The pages that print a number as this party's own toll."""
    same = (pages["party"] == party) & (pages["measure"] == measure) & (pages["value"] == value) & (pages["kind"] == "")
    found = pages[same & pages["population"].isin(populations)]
    return found.sort_values("population", key=lambda column: column.map(ORDER.index), kind="stable")


def _cause(
    party: str,
    measure: str,
    value: int,
    claim: dict[str, Any],
    evidence: Collected,
    populations: tuple[str, ...],
    whole: dict[str, Any],
) -> tuple[str | None, str]:
    """Where a number that differs may come from, the likeliest first; and the population of that."""
    here, first = evidence(claim["month"]), next(iter(whole))
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
    for population, cell in whole.items():
        if cause := slip(value, int(cell.value)) or ("rounded" if is_rounded(value, int(cell.value)) else ""):
            return cause, population
    return None, first


def _shown(population: str, cell: Any) -> dict[str, Any]:
    """What a verdict shows of the cell it rests on."""
    shown = {"population": population, "documented": cell.value, "at_least": cell.at_least, "at_most": cell.at_most}
    return shown | {"doubt": cell.doubt, "report_ids": cell.report_id}


def _gathered(
    collected: Callable[..., Evidence], data: Data, monitor: str, outlet: str, url: str, month: str
) -> Evidence:
    return collected(monitor, month, own_pages(data, month, outlet, url))
