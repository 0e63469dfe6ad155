"""Printed totals of half-years, years and running months, checked against their months and against each other."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pandas as pd

from analysis.arithmetic import TOTAL
from analysis.checks import ERROR, QUESTION, Finding, named, sums
from analysis.comparison import party_table
from analysis.numerals import only_slip
from analysis.reconcile import can_appear
from analysis.rules import MEASURES, is_own_toll

_LATE = 3  # a December report of the 29th ends its year on the 28th; further from the month's end is another window


def whole_months(periods: pd.DataFrame) -> pd.DataFrame:
    """Keep the own tolls of periods of whole months, one row a number, with `first` and `last` month.

    A period that ends up to three days before its last month does counts; windows that are no months are left out.
    """
    rows = []
    for row in periods.itertuples():
        first, last = row.period_start[:7], row.period_end[:7]
        year, month = map(int, last.split("-"))
        left = monthrange(year, month)[1] - int(row.period_end[8:])
        if not is_own_toll(row.scope) or row.period_start[8:] != "01" or left > _LATE or first == last:
            continue
        for measure in MEASURES:
            if not pd.isna(value := getattr(row, measure)):
                cell = (row.monitor, row.party, row.population, measure)
                rows.append((*cell, first, last, int(value), row.url, row.scope if isinstance(row.scope, str) else ""))
    columns = ["monitor", "party", "population", "measure", "first", "last", "value", "url", "scope"]
    return pd.DataFrame(rows, columns=columns).drop_duplicates()


def against_months(periods: pd.DataFrame, tolls: pd.DataFrame) -> Iterator[Finding]:
    """Check each total of a period against the sum of its months, of the same party, population and measure.

    `periods` as from `whole_months`; `tolls` as from `monthly_tolls`, of every monitor and population there. Where
    months lack the cell their sum is a floor: a smaller total is an error, a larger one a question.
    """
    parties = party_table(tolls)
    cells = {
        (row.monitor, row.party, row.population, row.measure, row.month): row
        for row in tolls[tolls["combined"].isna()].itertuples()
    }
    for (monitor, party, population, measure, first, last, value), rows in periods.groupby(
        ["monitor", "party", "population", "measure", "first", "last", "value"], sort=False
    ):
        months = [str(month) for month in pd.period_range(first, last, freq="M")]
        months = [month for month in months if _exists(parties[party], month)]
        found = {month: cells.get((monitor, party, population, measure, month)) for month in months}
        counted = {
            month: 0 if cell.state == "none_left" else int(cell.value)
            for month, cell in found.items()
            if cell is not None and (cell.state == "none_left" or not pd.isna(cell.value)) and cell.basis != "items"
        }
        lacking = [month for month in months if month not in counted]
        added, rest = sum(counted.values()), value - sum(counted.values())
        printed_somewhere = any(found[month].state == "reported" for month in counted)  # type: ignore[union-attr]
        if rest == 0 or not printed_somewhere or (rest < 0 and _least(rows)):
            continue
        if not lacking:
            slip = only_slip(value, [added])
            explanation, severity = " | ".join(filter(None, [f"months: {first} to {last}", slip])), ERROR
        else:
            explanation = f"months: {first} to {last} | lacking: {'+'.join(lacking)}"
            severity = ERROR if rest < 0 else QUESTION
        check = "half_year_vs_months" if len(pd.period_range(first, last, freq="M")) <= 6 else "year_vs_months"
        about = (monitor, last, party, named(check, measure), population)
        yield Finding(*about, value, added, explanation, severity, _urls(rows))


def against_each_other(periods: pd.DataFrame) -> Iterator[Finding]:
    """Find totals of a year smaller than those of a part of it, of the same party, population and measure."""
    for (monitor, party, population, measure), rows in periods.groupby(
        ["monitor", "party", "population", "measure"], sort=False
    ):
        seen = set()
        for whole in rows.itertuples():
            for part in rows.itertuples():
                inside = whole.first <= part.first and part.last <= whole.last
                shorter = inside and (whole.first, whole.last) != (part.first, part.last)
                numbers = (int(whole.value), int(part.value))
                key = (whole.last, part.first, part.last, numbers)
                if not shorter or numbers[1] <= numbers[0] or key in seen:
                    continue
                seen.add(key)
                about = (monitor, whole.last, party, named("year_vs_half_year", measure), population)
                urls = "|".join(dict.fromkeys([whole.url, part.url]))
                yield Finding(*about, *numbers, f"part: {part.first} to {part.last}", ERROR, urls)


def parties_of_periods(periods: pd.DataFrame, tolls: pd.DataFrame) -> Iterator[Finding]:
    """Check the parties of a period against its printed total, and those of a group, as `sums` does for a month.

    A party for which pages print different totals counts as not printed.
    """
    parties = party_table(tolls)
    of_one = ["monitor", "population", "measure", "first", "last"]
    killed = periods[(periods["population"] == "civilians") & (periods["measure"] == "killed")]
    civilians: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for row in killed.itertuples():
        civilians[row.monitor, row.first, row.last][row.party] = row.value
    for (monitor, population, measure, first, last), rows in periods.groupby(of_one, sort=False):
        versions = dict(iter(rows.groupby("party", sort=False)))
        there = [p for p, row in parties.items() if p in versions or _exists(row, last)]
        for total in dict.fromkeys(versions[TOTAL]["value"]) if TOTAL in versions else [pd.NA]:
            cells = []
            for party in there:
                found = versions.get(party, rows.head(0)).drop_duplicates("value")
                found = found[found["value"] == total] if party == TOTAL else found
                cell = {"monitor": monitor, "month": last, "population": population, "measure": measure, "party": party}
                value = found["value"].iloc[0] if len(found) == 1 else pd.NA
                source = found["url"].iloc[0] if len(found) == 1 else None
                state = "not_reported" if pd.isna(value) else "reported"
                cells.append({**cell, "value": value, "state": state, "basis": "primary", "report_id": source})
            frame = pd.DataFrame(cells).assign(at_most=pd.NA, doubt=None).astype({"value": "Int64", "at_most": "Int64"})
            frame.attrs = tolls.attrs
            alone = {(last, party): value for party, value in civilians.get((monitor, first, last), {}).items()}
            for finding in sums(frame, alone if (population, measure) == ("persons", "killed") else None):
                why = finding.explanation
                if finding.party == TOTAL and finding.computed in set(versions[TOTAL]["value"]):
                    why = f"printed_elsewhere: {finding.computed:g}"
                yield replace(finding, explanation=f"months: {first} to {last} | {why}")


def _exists(party: Mapping[str, Any], month: str) -> bool:
    return can_appear(SimpleNamespace(**party), month)


def _least(rows: pd.DataFrame) -> bool:
    return any("minimum" in scope for scope in rows["scope"])


def _urls(rows: pd.DataFrame) -> str:
    return "|".join(dict.fromkeys(rows["url"]))
