"""Does what monitors print add up? Every check over every figure, and which discrepancies are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any, ClassVar

import pandas as pd

from analysis.data.rows import KnownDiscrepancy, monitor_of, typed
from analysis.data.tables import Data
from analysis.errors import UnknownMonth, nearest_months, refuse_no_month
from analysis.model.adding import members
from analysis.model.cells import refuse_no_population
from analysis.model.frames import frame_of
from analysis.model.names import find_monitor, monitor_codes
from analysis.model.parties import Parties
from analysis.model.remarks import published as written
from analysis.model.results import Result
from analysis.questions.audit import explanations, pages, periods, sums
from analysis.questions.audit.evidence import ERROR, Finding, published
from analysis.tolls.periods import totals_of_whole_months


@dataclass(frozen=True, eq=False, repr=False)
class Findings(Result[Finding]):
    """What does not add up in what monitors publish.

    Attributes
    ----------
    data
        What was checked.
    month, monitor, population, as_of
        What was asked for; None: all.
    lines
        The findings, in order of monitor, month and check.
    """

    data: Data
    month: str | None
    monitor: str | None
    population: str | None
    as_of: str | None
    lines: tuple[Finding, ...]
    name: ClassVar[str] = "audit"
    translated: ClassVar[bool] = True
    header: ClassVar[str] = (
        "monitor month party check population printed computed difference explanation severity known report_ids"
    )

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The table: a row a finding, its explanation as codes separated by ` | `, its pages by `|`."""
        rows = []
        for line in self.lines:
            texts = {"explanation": written(line.explanation) or "", "report_ids": "|".join(line.report_ids)}
            cells = vars(line) | {"difference": line.difference} | texts
            rows.append([cells[column] for column in self.kinds])
        return frame_of(rows, self.kinds)

    @cached_property
    def parties(self) -> Parties:
        """The parties of the data."""
        return Parties.of(self.data.parties.to_dict("records"))

    @property
    def monitor_label(self) -> str:
        """The name of the monitor that was asked for; '' for all."""
        return monitor_of(self.data, self.monitor).short_name if self.monitor else ""

    @property
    def errors(self) -> list[Finding]:
        """The findings that are no question."""
        return [line for line in self.lines if line.severity == ERROR]

    @property
    def new(self) -> list[Finding]:
        """The errors that are not known."""
        return [line for line in self.errors if not line.known]


def audit(
    data: Data,
    month: str | None = None,
    *,
    monitor: str | None = None,
    population: str | None = None,
    as_of: str | None = None,
) -> Findings:
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
    Findings
        One line a finding, in order of monitor, month and check. `printed` is the doubtful number and `computed` what
        it is checked against, in deaths or, for `printed_share`, percent with one decimal; `difference` is printed
        minus computed. `check` ends in `:measure` where it is not about `killed`. `explanation` holds facts, which
        `.frame` writes as codes separated by ` | `. `severity` is error (two printed numbers contradict each other) or
        question (they may both hold). `known` is true where known_discrepancies.csv lists the finding or an
        adjudication settled it; what it lists and the tables do not show is there too, with no population and no
        `report_ids`. `report_ids` names the pages; for half-years and years their addresses.

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
    >>> print(findings.frame[["party", "check", "printed", "computed", "known"]].to_string(index=False))
             party                        check  printed  computed  known
    russian_forces floor_above_monthly:children     94.0     129.0   True
        government                printed_share     30.0      29.5   True
    """
    if population is not None:
        refuse_no_population(population)
    chosen = monitor_codes(data.monitors) if monitor is None else [find_monitor(data.monitors, monitor)]
    check_month(data, month, chosen)
    known = (data if month is None else data.only(month)).known_discrepancies
    known_rows = list(typed(known, KnownDiscrepancy))
    listed = {_key(*row[:-1]) for row in known_rows}
    found = [finding for code in chosen for finding in _findings(data, code, month, as_of)]
    if as_of is None:
        found += _outside(known_rows, chosen, {_key_of(finding) for finding in found})
    once: dict[tuple[Any, ...], Finding] = {}
    for finding in found:  # a page's own slip and the cell it makes undecided are one finding
        on_pages = None if finding.check.startswith("subset_exceeds") else (finding.explanation, finding.report_ids)
        key = (finding.population, *_key_of(finding), finding.party, on_pages)
        once[key] = replace(once.get(key, finding), known=finding.known or (key in once and once[key].known))
    lines = [
        replace(finding, known=finding.known or _key_of(finding) in listed)
        for finding in once.values()
        if month in (None, finding.month) and population in (None, finding.population or population)
    ]
    return Findings(data, month, monitor and chosen[0], population, as_of, tuple(sorted(lines, key=_order)))


def _findings(data: Data, monitor: str, month: str | None, as_of: str | None) -> Iterator[Finding]:
    """All findings of one monitor: every check; with a month, of all months that a check of it needs."""
    there = published(data, monitor, month, as_of)
    for population, tolls in there.tolls.items():
        yield from sums.sums(tolls, there.civilians if population == "persons" else {}, there.outside)
    yield from pages.parts_of_tolls(there)
    yield from pages.between_reports(there)
    yield from pages.rows_of_pages(there)
    yield from pages.ranges_of_pages(there)
    yield from pages.printed_shares(there)
    yield from periods.against_months(there)
    yield from periods.against_each_other(there)
    yield from periods.parties_of_periods(there)


def _order(finding: Finding) -> tuple[Any, ...]:
    about = (finding.monitor, finding.month, finding.check, finding.party, finding.population)
    return (*about, finding.printed, finding.computed, written(finding.explanation))


def _outside(listed: Iterable[KnownDiscrepancy], monitors: list[str], found: set[tuple[Any, ...]]) -> Iterator[Finding]:
    """What known_discrepancies.csv lists from titles and pages outside the tables."""
    for row in listed:
        if row.monitor in monitors and _key(*row[:-1]) not in found:
            about, why = (row.monitor, row.month, row.party, row.check, ""), explanations.Listed(row.reason)
            yield Finding(*about, row.printed, row.computed, (why,), ERROR, (), True)


def check_month(data: Data, month: str | None, monitors: list[str]) -> None:
    """Refuse a month without any report of these monitors. Raises UnknownMonth."""
    if month is None:
        return
    refuse_no_month(month)
    here = data.only(month)
    if set(monitors) & {*here.reports["monitor"]}:
        return
    of_periods = totals_of_whole_months(data.period_totals[data.period_totals["monitor"].isin(monitors)])
    reports = data.reports.loc[data.reports["monitor"].isin(monitors), "month"]
    months = sorted({*reports, *(period.last for period in of_periods)})
    if month not in months:
        whose = f"{monitor_of(data, monitors[0]).short_label} report" if len(monitors) == 1 else "report of any monitor"
        raise UnknownMonth(f"no {whose} for {month}; {nearest_months(month, months)}")


def _key_of(finding: Finding) -> tuple[Any, ...]:
    party = members(finding.party)[0]  # a combined toll stands under the first of its parties
    return _key(finding.monitor, finding.month, party, finding.check, finding.printed, finding.computed)


def _key(monitor: str, month: str, party: str, check: str, printed: float, computed: float) -> tuple[Any, ...]:
    numbers = [Decimal(str(number)).quantize(Decimal("0.1"), ROUND_HALF_UP) for number in (printed, computed)]
    return (monitor, month, party, check, *numbers)
