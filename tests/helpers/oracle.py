"""What the pages of a month imply, by linear programming: an independent oracle for the bounds of `monthly_tolls`.

The variables are the true numbers of every party; every row of a page is a constraint on them. What the codebook says
of parties, populations and scope codes is said here once more, and nothing of the package's arithmetic is used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import coo_array

from analysis.data.tables import Data
from analysis.tolls.series import Tolls

TOTAL, MEASURES = "all_parties", ("killed", "children", "women", "torture")
POPULATIONS = ("civilians", "fighters", "persons")
NO_TOLL = {"party_not_printed", "population_not_printed"}
PARTS = {"subset", "area", "part_of_month", "outside_total"}
Cell = tuple[str, str, str]  # population, measure, code
Sum = dict[Any, float]  # variable -> coefficient
_CLOSE = 1e-6


@dataclass
class Month:
    """The constraints of one month."""

    parent: dict[str, str]
    residual: str
    parties: list[str]  # that can appear, or are published
    own: set[tuple[str, str]] = field(default_factory=set)  # (population, party) with a toll of its own
    excluded: set[str] = field(default_factory=set)  # what the residual class never holds
    rows: list[tuple[Sum, float, float]] = field(default_factory=list)  # low <= sum <= high

    @property
    def leaves(self) -> list[str]:
        return [party for party in self.parties if party != TOTAL and party not in self.parent.values()]

    def number(self, population: str, measure: str, code: str) -> Sum:
        """The number of a party, of several joined by +, or of all, as a sum of variables."""
        found: Sum = defaultdict(float)
        for party in code.split("+"):
            inside = [leaf for leaf in self.leaves if self.parent.get(leaf) == party]
            for one in inside or [party]:
                found[population, measure, one] += 1
                if one == self.residual:
                    for leaf in self.held(population):
                        found[population, measure, leaf, "held"] += 1
        return found

    def held(self, population: str) -> list[str]:
        """The parties that a published number of the residual class may hold: those without a toll of their own."""
        if (population, self.residual) not in self.own:
            return []
        return [p for p in self.leaves if p not in {self.residual, *self.excluded} and (population, p) not in self.own]

    def add(self, terms: Sum, low: float | None = None, high: float | None = None) -> None:
        self.rows.append((terms, -np.inf if low is None else low, np.inf if high is None else high))


def _codes(scope: Any) -> dict[str, str]:
    if not isinstance(scope, str):
        return {}
    return {code: value for code, _, value in (part.partition(":") for part in scope.split(";"))}


def _ends(row: Any, codes: dict[str, str], measure: str) -> tuple[float | None, float | None] | None:
    """What a row says of a measure: its least and its most; None where it says nothing."""
    value = getattr(row, measure)
    if pd.isna(value):
        low, high = (row.killed_min, row.killed_max) if measure == "killed" else (pd.NA, pd.NA)
        ends = (None if pd.isna(low) else float(low), None if pd.isna(high) else float(high))
        return None if ends == (None, None) else ends
    groups = ("children", "women")
    least = {"minimum": ("killed",), "torture_minimum": ("torture",), "children_women_minimum": groups}
    least["without"] = ("killed", *groups, "torture")
    most = {"maximum": ("killed",), "children_women_maximum": groups}
    for group in groups:
        least[f"{group}_minimum"] = most[f"{group}_maximum"] = (group,)
    if any(measure in least.get(code, ()) for code in codes):
        return float(value), None
    if any(measure in most.get(code, ()) for code in codes):
        return None, float(value)
    return float(value), float(value)


def month_of(data: Data, monitor: str, month: str) -> Month:
    """Write down what the pages of a month say."""
    reports = data.reports[(data.reports["monitor"] == monitor) & (data.reports["month"] == month)]
    kinds = dict(zip(reports["report_id"], reports["kind"], strict=True))
    rows = list(data.tolls[data.tolls["report_id"].isin(kinds)].itertuples())
    table = {row.party: row for row in data.parties.sort_values("order").itertuples()}
    order = list(table)
    there = {row.party for row in rows} | {p for row in rows for p in _others(row)}
    parties = [
        code
        for code, row in table.items()
        if code in there or (row.valid_from <= month and not (isinstance(row.valid_to, str) and row.valid_to < month))
    ]
    parent = {p: table[p].parent for p in parties if isinstance(table[p].parent, str)}
    residual = next((p for p in order if table[p].residual), "")
    made = Month(parent, residual, list(dict.fromkeys([*parties, *set(parent.values())])))
    defined = _definitions(data, monitor, month)
    made.excluded = {value for aspect, value in defined if aspect == "residual_excludes"}
    said: dict[Cell, list[tuple[str, Any, Any, Any]]] = defaultdict(list)  # kind, least, most, report
    items: dict[tuple[str, str], list[tuple[str, str, str, float]]] = defaultdict(list)
    floors: list[tuple[Cell, float]] = []
    nobodys: dict[tuple[str, str], float] = {}
    some_nobodys: set[str] = set()
    apart = {(row.party, row.population) for row in rows if "torture_additional" in _codes(row.scope)}
    totals = {(row.report_id, row.population) for row in rows if row.party == TOTAL and not _apart(row.scope)}
    totals |= {(row.report_id, row.total_population) for row in reports.itertuples() if not pd.isna(row.stated_total)}
    for row in rows:
        codes = _codes(row.scope)
        if NO_TOLL & set(codes):
            continue
        if (row.report_id, row.population) not in totals:
            codes = {code: value for code, value in codes.items() if code != "outside_total"}  # of a total of others
        code = "+".join(sorted({row.party, *_others(row)}, key=order.index))
        some_nobodys |= {row.population} if "unattributed" in codes or codes.get("subset") == "unattributed" else set()
        for measure in MEASURES:
            ends = _ends(row, codes, measure)
            if ends is None:
                continue
            if codes.get("subset") == "unattributed":
                nobodys[row.population, measure] = ends[0] or 0
            if PARTS & set(codes):
                if ends[0] is not None:
                    floors.append(((row.population, measure, code), ends[0]))
                    if "subset" in codes and row.population == "persons" and measure in ("children", "women"):
                        floors.append((("civilians", measure, code), ends[0]))
            elif "item" in codes:
                if ends[0]:
                    items[row.report_id, row.population].append((measure, codes["item"], code, ends[0]))
            else:
                said[row.population, measure, code].append((kinds[row.report_id], *ends, row.report_id))
    for row in reports.itertuples():
        if not pd.isna(row.stated_total):
            cell, number = (row.total_population, "killed", TOTAL), float(row.stated_total)
            if not any(page == row.report_id for _, _, _, page in said[cell]):
                said[cell].append((row.kind, number, number, row.report_id))
    if ("persons", "civilians_and_fighters") in defined:
        _subtract(said, residual)
    for population, _, code in [cell for cell, found in said.items() if found]:
        for party in code.split("+"):
            made.own |= {(population, leaf) for leaf in made.leaves if party in (leaf, parent.get(leaf))}
    both = [leaf for leaf in made.leaves if {("civilians", leaf), ("fighters", leaf)} <= made.own]
    made.own |= {("persons", leaf) for leaf in both if leaf != residual}  # which add up to persons
    if ("persons", "civilians_and_fighters") in defined:  # one class: whoever has a toll in one population is not in it
        somewhere = {leaf for _, leaf in made.own} - {residual}
        made.own |= {(population, leaf) for population in POPULATIONS for leaf in somewhere}
    if some_nobodys:  # what a total that nobody publishes would hold is not known
        some_nobodys |= {population for population in POPULATIONS if (population, "killed", TOTAL) not in said}
    _nature(made, defined, nobodys, some_nobodys, apart)
    decided = data.adjudications[(data.adjudications["monitor"] == monitor) & (data.adjudications["month"] == month)]
    verdicts = {(row.population, row.measure, row.party): row for row in decided.itertuples()}
    ends = {cell: _settled(said.get(cell, []), verdicts.get(cell), kinds) for cell in {*said, *verdicts}}
    for cell, (low, high) in ends.items():
        if cell[2].split("+")[0] in made.parties and (low, high) != (None, None):
            made.add(made.number(*cell), low, high)
    if ("persons", "not_separated") not in defined:
        _sum(made, ends)
    for cell, least in floors:
        _, high = ends.get(cell, (None, None))
        if high is None or least <= high:  # a part above its own toll contradicts it, and the toll stands
            made.add(made.number(*cell), least)
    for (report_id, population), found in items.items():
        for measure in MEASURES:
            _causes(made, report_id, population, measure, [one[1:] for one in found if one[0] == measure])
    return made


def _apart(scope: Any) -> bool:
    """Whether a row is no toll of its own."""
    return bool({"joint", "includes", "item", *PARTS, *NO_TOLL}.intersection(_codes(scope)))


def _others(row: Any) -> list[str]:
    codes = _codes(row.scope)
    return [party for code in ("joint", "includes") if code in codes for party in codes[code].split("+")]


def _definitions(data: Data, monitor: str, month: str) -> list[tuple[str, str]]:
    """Aspect and code, or party, of what the monitor says it counts in a month."""
    found = []
    for row in data.definitions[data.definitions["monitor"] == monitor].itertuples():
        if row.valid_from <= month and not (isinstance(row.valid_to, str) and row.valid_to < month):
            said = row.code if isinstance(row.code, str) else row.parties
            found += [(row.aspect, value) for value in str(said).split("|")]
    return found


def _nature(
    made: Month,
    defined: list[tuple[str, str]],
    nobodys: dict[tuple[str, str], float],
    some_nobodys: set[str],
    apart: set[tuple[str, str]],
) -> None:
    """What holds of every month: populations, groups of victims, totals, and what the residual class holds."""
    same = ("persons", "civilians_and_fighters") in defined
    for measure in MEASURES:
        for code in [*made.leaves, TOTAL]:
            terms = {("persons", measure, code): 1.0, ("civilians", measure, code): -1, ("fighters", measure, code): -1}
            made.add(terms, 0, 0 if same else None)
        for leaf in set.intersection(*(set(made.held(population)) for population in POPULATIONS)):
            held = {(p, measure, leaf, "held"): 1.0 if p == "persons" else -1.0 for p in POPULATIONS}
            made.add(held, 0, 0 if same else None)  # one class, whoever of it is counted
        for population in POPULATIONS:
            terms = {(population, measure, TOTAL): 1.0, **{(population, measure, leaf): -1 for leaf in made.leaves}}
            rest = nobodys.get((population, measure))
            made.add(terms, rest or 0, None if population in some_nobodys and rest is None else rest or 0)
            for leaf in made.held(population):
                made.add({(population, measure, leaf): 1, (population, measure, leaf, "held"): -1}, 0)
    for population in POPULATIONS:
        for key in [(leaf,) for leaf in [*made.leaves, TOTAL]] + [(leaf, "held") for leaf in made.held(population)]:
            parts = {(population, measure, *key): -1.0 for measure in ("children", "women")}
            made.add({(population, "killed", *key): 1, **parts}, 0)
            if not apart:
                made.add({(population, "killed", *key): 1, (population, "torture", *key): -1}, 0)


def _settled(found: list[tuple[str, Any, Any, Any]], verdict: Any, kinds: dict[str, str]) -> tuple[Any, Any]:
    """The ends of a cell: an adjudication's, those all pages share, else those of the monitor's own pages."""
    if verdict is not None and not pd.isna(verdict.value) and verdict.report_id in kinds:
        ends = [(low, high) for _, low, high, page in found if page == verdict.report_id]
        return ends[0] if len(ends) == 1 and None in ends[0] else (float(verdict.value), float(verdict.value))
    if verdict is not None and pd.isna(verdict.value) and not verdict.reason.startswith(("unresolved", "disputed")):
        return None, None
    for used in (found, [one for one in found if one[0] == "primary"] or found):
        low = max((low for _, low, _, _ in used if low is not None), default=None)
        high = min((high for _, _, high, _ in used if high is not None), default=None)
        if low is None or high is None or low <= high:
            return low, high
    lows, highs = [low for _, low, _, _ in used], [high for _, _, high, _ in used]
    return None if None in lows else min(lows), None if None in highs else max(highs)


def _subtract(said: dict[Cell, list[tuple[str, Any, Any, Any]]], residual: str) -> None:
    """A page that publishes persons and fighters of the residual class says how many civilians it holds."""
    if said.get(("civilians", "killed", residual)):
        return
    fighters = {page: low for _, low, high, page in said.get(("fighters", "killed", residual), []) if low == high}
    for kind, low, high, page in said.get(("persons", "killed", residual), []):
        if low == high and page in fighters:
            rest = low - fighters[page]
            said["civilians", "killed", residual].append((kind, rest, rest, page))


def _sum(made: Month, ends: dict[Cell, tuple[Any, Any]]) -> None:
    """Persons that no page publishes are civilians and fighters, where pages publish both."""
    for (population, measure, code), (low, high) in ends.items():
        other = ends.get(("fighters", measure, code), (None, None))
        if (population, measure) == ("civilians", "killed") and ("persons", measure, code) not in ends:
            least = None if None in (low, other[0]) or made.residual in code.split("+") else low + other[0]
            most = None if None in (high, other[1]) else high + other[1]  # whom a residual class holds may differ
            if (least, most) != (None, None):
                made.add(made.number("persons", measure, code), least, most)


def _causes(made: Month, report_id: str, population: str, measure: str, found: list[tuple[str, str, float]]) -> None:
    """The causes of one page are disjoint: each of them is some parties' own, and together no more than their tolls."""
    parties: dict[str, Sum] = defaultdict(dict)
    for cause, code, number in found:
        terms: Sum = {}
        for party in made.number(population, measure, code):
            variable = (report_id, *party, cause)
            terms[variable] = 1
            parties[party][variable] = -1
        made.add(terms, number)
    for party, terms in parties.items():
        made.add({party: 1, **terms}, 0)


class Program:
    """The constraints of a month as matrices; `ends` asks for the least and the most of a number."""

    def __init__(self, month: Month) -> None:
        self.month = month
        self.place: dict[Any, int] = {}
        for terms, _, _ in month.rows:
            for variable in terms:
                self.place.setdefault(variable, len(self.place))
        at: list[tuple[int, int, float]] = []
        bound: list[float] = []
        equal: list[tuple[int, int, float]] = []
        value: list[float] = []
        for terms, low, high in month.rows:
            if low == high:
                equal += [(len(value), self.place[v], c) for v, c in terms.items()]
                value.append(low)
                continue
            for end, sign in ((high, 1), (low, -1)):
                if np.isfinite(end):
                    at += [(len(bound), self.place[v], sign * c) for v, c in terms.items()]
                    bound.append(sign * end)
        size = len(self.place)
        self.given = {"A_ub": _matrix(at, len(bound), size), "b_ub": bound}
        self.given |= {"A_eq": _matrix(equal, len(value), size), "b_eq": value}
        self.possible = linprog(np.zeros(size), **self.given, method="highs").status == 0

    def ends(self, population: str, measure: str, code: str) -> tuple[int, int | None]:
        """The least and the most (None: no end) that a number can be."""
        cost = np.zeros(len(self.place))
        for variable, times in self.month.number(population, measure, code).items():
            if variable not in self.place:
                return 0, None
            cost[self.place[variable]] += times
        least = linprog(cost, **self.given, method="highs")
        most = linprog(-cost, **self.given, method="highs")
        assert least.status == 0, least.message
        return ceil(least.fun - _CLOSE), None if most.status != 0 else floor(-most.fun + _CLOSE)


def _matrix(entries: list[tuple[int, int, float]], rows: int, columns: int) -> Any:
    row, column, number = zip(*entries, strict=True) if entries else ((), (), ())
    return coo_array((np.array(number, float), (row, column)), shape=(rows, columns)).tocsr()


@dataclass
class Compared:
    """How the bounds of cells compare with what the pages imply."""

    cells: int = 0
    looser: int = 0  # an end that the pages imply is not said, or not as tightly
    skipped: int = 0  # months whose pages contradict each other
    false: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)

    def __add__(self, other: Compared) -> Compared:
        return Compared(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    def __str__(self) -> str:
        share = f"{100 * self.looser / self.cells:.1f}%" if self.cells else "none"
        return f"{self.cells} cells, {self.looser} looser ({share}), {self.skipped} months that contradict themselves"


def compared(data: Data, tolls: dict[str, Tolls], monitor: str, most: int | None = None) -> Compared:
    """Hold the bounds of cells without an exact number of their own against the oracle's; at `most` so many."""
    found = Compared()
    tables = {population: of.frame for population, of in tolls.items()}
    months = sorted({month for table in tables.values() for month in table["month"]})
    for month in months:
        if most is not None and found.cells >= most:
            break
        program = Program(month_of(data, monitor, month))
        if not program.possible:
            found.skipped += 1
            continue
        for population, table in tables.items():
            for row in table[table["month"] == month].itertuples():
                if not _is_exact(row):
                    _hold(found, row, *program.ends(population, row.measure, row.party))
    return found


def _is_exact(row: Any) -> bool:
    doubts = str(row.doubt).split(" | ")
    ends = [code for code in doubts if code.endswith(("minimum", "maximum")) or code.startswith("without: ")]
    return not pd.isna(row.value) and row.basis != "items" and not ends


def _hold(found: Compared, row: Any, low: int, high: int | None) -> None:
    """Count one cell; said too tightly is false, too loosely only a pity."""
    found.cells += 1
    said_low, said_high = (0 if pd.isna(row.at_least) else row.at_least), row.at_most
    told = f"{row.month} {row.population} {row.party} {row.measure}: said {row.at_least} to {row.at_most}, "
    told += f"implied {low} to {high} ({row.state}, {row.basis}, {row.doubt})"
    if said_low > low or (not pd.isna(said_high) and (high is None or said_high < high)):
        found.false.append(told)
    elif row.measure != "torture" and (
        said_low < low or (high is not None and (pd.isna(said_high) or said_high > high))
    ):
        found.looser += 1
        found.loose.append(told)


def monitors(data: Data) -> Iterator[str]:
    yield from data.monitors.sort_values("order")["monitor"]
