"""What single pages print, checked: the parts and the percentage of a row, and pages that print different numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from math import inf
from typing import Any

import pandas as pd

from analysis.data.rules import MEASURES, is_own_toll, scope_codes
from analysis.data.tables import Data
from analysis.model.adding import TOTAL, is_combined
from analysis.model.numerals import only_slip, percent, rounding_of
from analysis.questions.audit.totals import ERROR, QUESTION, Finding, named, pages
from analysis.tolls.pages import combined_party, limit_of

_UNCLEAR = {"part_of_month", "party_not_printed", "population_not_printed"}  # such numbers differ for a reason
_SHARE = ("killed", "children", "women")
CELL = ["monitor", "month", "party", "population", "measure"]
Decided = dict[tuple[Any, ...], Any]


def decisions(data: Data) -> Decided:
    """The adjudications that count, as their reports do: cell -> value to use, None where none may be."""
    counting = data.adjudications["report_id"].isna() | data.adjudications["report_id"].isin(data.reports["report_id"])
    rows = data.adjudications.loc[counting, [*CELL, "value"]].itertuples(index=False, name=None)
    return {tuple(row[:5]): None if pd.isna(row[5]) else int(row[5]) for row in rows}


def between_reports(data: Data, printed: pd.DataFrame, tolls: pd.DataFrame) -> Iterator[Finding]:
    """Find cells for which pages print different numbers: which is used, and why.

    `printed` as from `as_printed`, `tolls` as from `monthly_tolls`, of the same reports and every population. An
    adjudication settles a finding.
    """
    decided = decisions(data)
    cells = {(row.monitor, row.month, row.party, row.population, row.measure): row for row in tolls.itertuples()}
    clear = printed[printed["kind"].map(lambda kind: _UNCLEAR.isdisjoint(scope_codes(kind))).astype("bool")]
    for (*cell, kind), rows in clear.groupby([*CELL, "kind"], sort=False):
        if tuple(cell) not in decided:
            rows = _contradicting(rows)
        found = sorted(set(rows["value"]))
        if len(found) <= 1:
            continue
        reconciled = cells.get(tuple(cell))
        used = None if reconciled is None or pd.isna(reconciled.value) else int(reconciled.value)
        checked = (
            used
            if used is not None and used in found
            else min(rows.loc[rows["primary"] | ~rows["primary"].any(), "value"])
        )
        why = f"used: {checked} {reconciled.basis}" if used == checked and reconciled is not None else "used: none"
        for value in found:
            if value != checked:
                slip = only_slip(value, [checked]) if why != "used: none" else ""  # a swap goes both ways
                on = "+".join(dict.fromkeys(rows.loc[rows["value"] == value, "report_id"]))
                explanation = " | ".join(filter(None, [why, kind, slip, f"on: {on}"]))
                report_ids = pages(rows.loc[rows["value"].isin([value, checked]), "report_id"])
                monitor, month, party, population, measure = cell
                about = (monitor, month, party, named("between_reports", measure), population)
                yield Finding(*about, value, checked, explanation, ERROR, report_ids, tuple(cell) in decided)


def ranges_of_pages(data: Data, reports: pd.DataFrame) -> Iterator[Finding]:
    """Find ranges and ends that pages publish for a toll which another page's number, range or end lies outside of."""
    decided, by_id = decisions(data), reports.set_index("report_id")
    order = list(data.parties.sort_values("order")["party"])
    cells: dict[tuple[str, ...], list[tuple[float, float, str, str]]] = defaultdict(list)
    for row in data.tolls[data.tolls["report_id"].isin(by_id.index)].itertuples():
        codes, report = scope_codes(row.scope), by_id.loc[row.report_id]
        limit = limit_of(codes, "killed")
        number = (pd.NA if limit == "most" else row.killed, pd.NA if limit == "least" else row.killed)
        ends = number if not pd.isna(row.killed) else (row.killed_min, row.killed_max)
        if not is_own_toll(";".join(set(codes) - {"joint", "includes"})):
            continue
        if not all(pd.isna(end) for end in ends):
            low, high = (instead if pd.isna(end) else int(end) for end, instead in zip(ends, (0, inf), strict=True))
            cell = (report["monitor"], report["month"], combined_party(row.party, codes, order), row.population)
            kind = "range" if pd.isna(row.killed) else "end" if limit else "number"
            cells[cell].append((low, high, row.report_id, kind))
    for (monitor, month, party, population), printed in cells.items():
        for one, other in combinations(sorted(set(printed), key=lambda ends: (ends[1], ends[0], ends[2])), 2):
            (_, high, page, kind), (low, _, another, other_kind) = one, other
            if high < low and ("range" in (kind, other_kind) or kind == other_kind == "end"):  # else: `between_reports`
                about = (monitor, month, party, "between_reports", population)
                text = f"at least {low}" if other[1] == inf else f"{low} to {other[1]}" if low < other[1] else f"{low}"
                explanation = f"outside: {text.replace(' ', '_')} on {another}"
                settled = (monitor, month, party, population, "killed") in decided
                yield Finding(*about, high, low, explanation, ERROR, pages([page, another]), settled)


def _contradicting(rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out what is printed as "no less than" or "up to" and allows every exact number."""
    exact = rows.loc[rows["limit"] == "", "value"]
    least = (rows["limit"] == "least") & (rows["value"] <= exact.min() if len(exact) else True)
    most = (rows["limit"] == "most") & (rows["value"] >= exact.max() if len(exact) else True)
    return rows[~(least | most)]


def rows_of_pages(data: Data, reports: pd.DataFrame, printed: pd.DataFrame) -> Iterator[Finding]:
    """Find rows of pages whose children and women, or torture, are more than their toll."""
    decided, by_id = decisions(data), reports.set_index("report_id")
    order = list(data.parties.sort_values("order")["party"])
    versions = {tuple(key): set(rows["value"]) for key, rows in printed.groupby(CELL)}
    for row in data.tolls[data.tolls["report_id"].isin(by_id.index)].itertuples():
        codes, report = scope_codes(row.scope), by_id.loc[row.report_id]
        values = {m: int(getattr(row, m)) for m in MEASURES if not pd.isna(getattr(row, m))}
        cell = (report["monitor"], report["month"], combined_party(row.party, codes, order), row.population)
        rejected = {m for m, v in values.items() if decided.get((*cell, m), v) != v and is_own_toll(row.scope)}
        killed = values.get("killed")
        groups = sum(values.get(m, 0) for m in ("children", "women") if limit_of(codes, m) != "most")
        loose = limit_of(codes, "killed") == "least"
        if killed is not None and groups > killed and not loose:
            slip = only_slip(killed, {v for v in versions[(*cell, "killed")] if v >= groups})
            explanation = " | ".join(filter(None, ["children_and_women", slip]))
            about = (*cell[:3], "subset_exceeds", row.population)
            settled = bool(rejected & {"killed", "children", "women"})
            yield Finding(*about, killed, groups, explanation, ERROR, row.report_id, settled)
        if killed is not None and values.get("torture", 0) > killed and "torture_additional" not in codes and not loose:
            slip = only_slip(values["torture"], {v for v in versions[(*cell, "torture")] if v <= killed})
            meant = only_slip(killed, {v for v in versions[(*cell, "killed")] if v >= values["torture"]})
            explanation = " | ".join(filter(None, ["torture", slip or meant]))
            about = (*cell[:3], "subset_exceeds:torture", row.population)
            settled = bool(rejected & {"killed", "torture"})
            yield Finding(*about, values["torture"], killed, explanation, ERROR, row.report_id, settled)


def printed_shares(data: Data, reports: pd.DataFrame, tolls: pd.DataFrame) -> Iterator[Finding]:
    """Find printed percentages of children and women that do not follow from the counts, and what explains them.

    The counts are those of the same row; what it does not print, as reconciled. Where women are not printed, children
    alone bound the share from below.
    """
    decided, by_id = decisions(data), reports.set_index("report_id")
    parents = set(data.parties[["party", "parent"]].itertuples(index=False, name=None))
    cells: dict[tuple[str, str], dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    sources: dict[tuple[str, ...], str] = {}
    for cell in tolls.itertuples():
        if not pd.isna(cell.value):
            sources[cell.monitor, cell.month, cell.party, cell.population, cell.measure] = cell.report_id
            cells[cell.month, cell.population][cell.party][cell.measure] = int(cell.value)
    found: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for row in data.tolls[data.tolls["report_id"].isin(by_id.index)].itertuples():
        if pd.isna(row.printed_share_pct) or not is_own_toll(row.scope):
            continue
        monitor, month = by_id.loc[row.report_id, ["monitor", "month"]]
        own = {m: int(getattr(row, m)) for m in _SHARE if not pd.isna(getattr(row, m))}
        settled = any(decided.get((monitor, month, row.party, row.population, m), v) != v for m, v in own.items())
        counts = {**cells[month, row.population][row.party], **own}
        about = (monitor, month, row.party, row.population)
        others = tuple(sources.get((*about, m)) for m in _SHARE if m not in own and m in counts)
        limits = {m: limit_of(scope_codes(row.scope), m) for m in _SHARE}
        of_groups = {limits["children"], limits["women"]}
        more, less = (
            ("least" in of_groups or limits["killed"] == "most"),
            ("most" in of_groups or limits["killed"] == "least"),
        )
        key = (*about, float(row.printed_share_pct), *(counts.get(m) for m in _SHARE), settled, others, more, less)
        found[key].append(row.report_id)
    for key, report_ids in found.items():
        monitor, month, party, population, printed, n, children, women, settled, others, more, less = key
        known = [count for count in (children, women) if count is not None]
        k = sum(known)
        rounding = rounding_of(printed, k, n) if n and known else ""
        if rounding == "" or (len(known) == 1 and printed >= percent(k, n)):
            continue
        explanation = rounding or _explanation(printed, n, children, women, party, cells[month, population], parents)
        if others:  # two pages, which may differ
            explanation += f" | counts_of: {'+'.join(dict.fromkeys(others))}"
        may_be = (more and printed > percent(k, n)) or (less and printed < percent(k, n))  # of counts that are ends
        severity = QUESTION if rounding or others or may_be else ERROR
        about = (monitor, month, party, "printed_share")
        numbers = (population, printed, float(percent(k, n)))
        yield Finding(*about, *numbers, explanation, severity, pages([*sorted(report_ids), *others]), settled)


def _explanation(
    printed: float,
    n: int,
    children: int | None,
    women: int | None,
    party: str,
    cells: dict[str, dict[str, int]],
    parents: set[tuple[Any, Any]],
) -> str:
    """What a printed percentage fits instead: the counts used here, one group alone, another party, two together."""
    shares = {
        p: (c["children"] + c["women"], c["killed"]) for p, c in cells.items() if set(_SHARE) <= set(c) and c["killed"]
    }
    if party in shares and rounding_of(printed, *shares[party]) == "":
        return "fits_reconciled_counts"
    if women is None or children is None:
        return "women_not_printed" if women is None else "children_not_printed"
    for name, count in (("children_alone", children), ("women_alone", women)):
        if rounding_of(printed, count, n) == "":
            return name
    alone = [p for p, counts in shares.items() if p != party and rounding_of(printed, *counts) == ""]
    pairs = [
        f"{one}+{other}"
        for one, other in combinations([p for p in shares if not is_combined(p) and p != TOTAL], 2)
        if party in (one, other)
        and not {(one, other), (other, one)} & parents
        and rounding_of(printed, shares[one][0] + shares[other][0], shares[one][1] + shares[other][1]) == ""
    ]
    for codes in ([TOTAL] if TOTAL in alone else alone, pairs):
        if len(codes) == 1:
            return f"fits: {codes[0]}"
    return "unexplained"
