"""Does what monitors print add up? Every check over every figure, and which discrepancies are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, fields, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from analysis.data.contract import TEXT
from analysis.data.definitions import definitions_of
from analysis.data.rules import scope_codes
from analysis.data.tables import Data
from analysis.errors import UnknownMonth, nearest_months, refuse_no_month
from analysis.model.adding import TOTAL, members
from analysis.model.cells import POPULATIONS, refuse_no_population
from analysis.model.names import carried, find_monitor, monitor_codes
from analysis.questions.audit.pages import between_reports, printed_shares, ranges_of_pages, rows_of_pages
from analysis.questions.audit.periods import against_each_other, against_months, parties_of_periods
from analysis.questions.audit.totals import ERROR, Finding, parts_of_tolls, sums
from analysis.tolls.doubts import free_text
from analysis.tolls.pages import as_printed, combined_party, limit_in, printed_values, published_by
from analysis.tolls.periods import whole_months
from analysis.tolls.reconcile import monthly_tolls

COLUMNS = [
    "monitor",
    "month",
    "party",
    "check",
    "population",
    "printed",
    "computed",
    "difference",
    "explanation",
    "severity",
    "known",
    "report_ids",
]


def audit(
    data: Data,
    month: str | None = None,
    *,
    monitor: str | None = None,
    population: str | None = None,
    as_of: str | None = None,
) -> pd.DataFrame:
    """Check the arithmetic of what is printed, and list every discrepancy with what explains it.

    Parameters
    ----------
    data
        What `read_data` returns.
    month
        YYYY-MM: only this month, and the half-years and years that end in it. None: all.
    monitor, population
        A code of monitors.csv; civilians, fighters or persons. None: all.
    as_of
        YYYY-MM-DD: check only what was published by that day.

    Returns
    -------
    DataFrame
        One finding a row, in order of monitor, month and check. `printed` is the doubtful number and `computed` what it
        is checked against, in deaths or, for `printed_share`, percent with one decimal; `difference` is printed minus
        computed. `check` ends in `:measure` where it is not about `killed`. `explanation` holds codes separated by
        ` | `. `severity` is error (two printed numbers contradict each other) or question (they may both hold). `known`
        is true where known_discrepancies.csv lists the finding or an adjudication settled it; what it lists and
        the tables do not show is there too, with no population and no `report_ids`. `report_ids` names the
        pages, separated by `|`; for half-years and years their addresses. `attrs` holds which population and
        monitor were checked.

    Raises
    ------
    UnknownMonth
        A month without any figure; names the nearest with figures.
    NotComparable
        An unknown monitor or population.

    Examples
    --------
    >>> from analysis import read_data
    >>> findings = audit(read_data(), "2016-01", monitor="snhr")
    >>> print(findings[["party", "check", "printed", "computed", "known"]].to_string(index=False))
             party                        check  printed  computed  known
    russian_forces floor_above_monthly:children     94.0     129.0   True
        government                printed_share     30.0      29.5   True
    """
    if population is not None:
        refuse_no_population(population)
    chosen = monitor_codes(data.monitors) if monitor is None else [find_monitor(data.monitors, monitor)]
    check_month(data, month, chosen)
    listed = {_key(*row) for row in _listed(data)}
    found = [finding for code in chosen for finding in _findings(data, code, month, as_of)]
    if as_of is None:
        found += _outside(data, chosen, {_key_of(finding) for finding in found})
    once: dict[tuple[Any, ...], Finding] = {}
    for finding in found:  # a page's own slip and the cell it makes undecided are one finding
        key = (finding.population, *_key_of(finding), finding.party, _about_pages(finding))
        once[key] = replace(once.get(key, finding), settled=finding.settled or (key in once and once[key].settled))
    rows = [
        replace(finding, settled=finding.settled or _key_of(finding) in listed)
        for finding in once.values()
        if month in (None, finding.month) and population in (None, finding.population or population)
    ]
    names = ["known" if field.name == "settled" else field.name for field in fields(Finding)]
    table = pd.DataFrame([astuple(row) for row in rows], columns=names)
    table = table.astype({"printed": "Float64", "computed": "Float64", "known": "bool"})
    table["difference"] = table["printed"] - table["computed"]
    table["difference"] = table["difference"].round(1)  # 30 - 29.5 leaves no trace of binary fractions
    order = ["monitor", "month", "check", "party", "population", "printed", "computed", "explanation"]
    table = table.sort_values(order, kind="stable", ignore_index=True)[COLUMNS]
    table = table.astype(dict.fromkeys(set(COLUMNS) - {"printed", "computed", "difference", "known"}, TEXT))
    label = "" if monitor is None else str(data.monitors.set_index("monitor").at[chosen[0], "short_label"])
    table.attrs = {"parties": carried(data.parties), "population": population, "monitor_label": label}
    return table


def _findings(data: Data, monitor: str, month: str | None, as_of: str | None) -> Iterator[Finding]:
    """All findings of one monitor; with a month, of all months that a check of it needs."""
    reports = published_by(data.reports[data.reports["monitor"] == monitor], as_of)
    periods = published_by(data.period_totals[data.period_totals["monitor"] == monitor], as_of)
    periods = whole_months(periods)
    if month is not None:
        first = min([month, *periods.loc[periods["last"] == month, "first"]])
        periods = periods[(periods["first"] >= first) & (periods["last"] <= month)]
        reports = reports[(reports["month"] >= first) & (reports["month"] <= month)]
    tolls = data.tolls[data.tolls["report_id"].isin(reports["report_id"])]
    tolls = tolls.sort_values(["report_id", "party", "population", "scope"])  # of what is found twice the first counts
    part = replace(data, reports=reports, tolls=tolls)
    every = {population: monthly_tolls(part, monitor, population) for population in POPULATIONS}
    tolls = pd.concat([rows for rows in every.values() if len(rows)] or list(every.values())[:1], ignore_index=True)
    tolls.attrs = every["civilians"].attrs
    printed, floors = as_printed(part, reports), printed_values(part, reports).subsets
    civilians = {
        (row.month, row.party): int(row.value)
        for row in every["civilians"].itertuples()
        if row.measure == "killed" and row.basis != "items" and not pd.isna(row.value) and limit_in(row.doubt) != "most"
    }
    apart = printed[printed["kind"] == "outside_total"]
    used, order = reports.set_index("report_id"), list(data.parties.sort_values("order")["party"])
    outside = {
        (month, measure): (rows["party"].iloc[0], rows["value"].iloc[0], rows["population"].iloc[0])
        for (month, measure), rows in apart.groupby(["month", "measure"])
        if len(rows[["party", "value"]].drop_duplicates()) == 1
    }
    said = {(month, party) for (month, measure), (party, *_) in outside.items() if measure == "killed"}
    leftover = set(data.parties.loc[data.parties["residual"].eq(True), "party"])
    alone = _tolls_of(every["persons"]) - _tolls_of(every["civilians"])  # whose civilians a leftover class may hold
    held = {(month, one) for month, party in alone if party not in {*leftover, TOTAL} for one in leftover}
    civilians = {one: number for one, number in civilians.items() if one not in said | held}
    additional = {
        (used.at[row.report_id, "month"], combined_party(row.party, scope_codes(row.scope), order), row.population)
        for row in part.tolls.itertuples()
        if "torture_additional" in scope_codes(row.scope)
    }
    for population, rows in every.items():
        yield from sums(rows, civilians if population == "persons" else None, outside)
        yield from parts_of_tolls(rows, floors, additional)
    yield from between_reports(part, printed, tolls)
    yield from rows_of_pages(part, reports, printed)
    yield from ranges_of_pages(part, reports)
    yield from printed_shares(part, reports, tolls)
    yield from against_months(periods, tolls)
    yield from against_each_other(periods)

    def separated(first: str, last: str) -> bool:
        months = pd.period_range(first, last, freq="M")
        return not any(definitions_of(data.definitions, monitor, str(one)).persons_not_separated for one in months)

    yield from parties_of_periods(periods, tolls, separated)


def _tolls_of(tolls: pd.DataFrame) -> set[tuple[str, str]]:
    """The months and parties for which pages publish a toll of deaths, alone or with others."""
    own = tolls[(tolls["measure"] == "killed") & tolls["pages"].gt(0) & tolls["basis"].ne("items")]
    return {(row.month, party) for row in own.itertuples() for party in members(row.party)}


def _about_pages(finding: Finding) -> str:
    """What tells findings of the same numbers apart: the pages, but for parts above their toll."""
    return "" if finding.check.startswith("subset_exceeds") else f"{finding.explanation} {finding.report_ids}"


def _outside(data: Data, monitors: list[str], found: set[tuple[Any, ...]]) -> Iterator[Finding]:
    """What known_discrepancies.csv lists from titles and pages outside the tables."""
    for row in data.known_discrepancies[data.known_discrepancies["monitor"].isin(monitors)].itertuples():
        numbers = (float(row.printed), float(row.computed))
        if _key(row.monitor, row.month, row.party, row.check, *numbers) not in found:
            yield Finding(
                row.monitor,
                row.month,
                row.party,
                row.check,
                "",
                *numbers,
                f"listed: {free_text(row.reason)}",
                ERROR,
                "",
                True,
            )


def check_month(data: Data, month: str | None, monitors: list[str]) -> None:
    """Refuse unknown monitors, and a month without any report of them. Raises NotComparable, UnknownMonth."""
    for monitor in monitors:
        find_monitor(data.monitors, monitor)
    if month is None:
        return
    refuse_no_month(month)
    ends = whole_months(data.period_totals[data.period_totals["monitor"].isin(monitors)])["last"]
    months = sorted({*data.reports.loc[data.reports["monitor"].isin(monitors), "month"], *ends})
    if month not in months:
        who = monitors[0] if len(monitors) == 1 else "any monitor"
        raise UnknownMonth(f"no report of {who} for {month!r}; {nearest_months(month, months)}")


def _listed(data: Data) -> Iterator[tuple[Any, ...]]:
    columns = ["monitor", "month", "party", "check", "printed", "computed"]
    yield from data.known_discrepancies[columns].itertuples(index=False, name=None)


def _key_of(finding: Finding) -> tuple[Any, ...]:
    party = members(finding.party)[0]  # a combined toll stands under the first of its parties
    return _key(finding.monitor, finding.month, party, finding.check, finding.printed, finding.computed)


def _key(monitor: str, month: str, party: str, check: str, printed: float, computed: float) -> tuple[Any, ...]:
    numbers = [Decimal(str(number)).quantize(Decimal("0.1"), ROUND_HALF_UP) for number in (printed, computed)]
    return (monitor, month, party, check, *numbers)
