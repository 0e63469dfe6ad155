"""What pages print, row by row: whose deaths a row counts, and what its scope says of its numbers."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from analysis.data.rows import PrintedToll, Report, numbers_of, typed
from analysis.data.scopes import MEASURES, NOT_OWN, others_in, scope_codes
from analysis.data.tables import Data
from analysis.model.adding import TOTAL
from analysis.model.cells import LIMITS

_ANY = frozenset(MEASURES)
FLAGS = {  # scope codes that limit a number without taking it away -> the measures they are about
    "party_inferred": _ANY,
    "year_inferred": _ANY,
    "minimum": {"killed"},
    "maximum": {"killed"},
    "sum_of_printed_parts": {"killed"},
    "children_women_maximum": {"children", "women"},
    "children_women_minimum": {"children", "women"},
    "children_maximum": {"children"},
    "children_minimum": {"children"},
    "women_maximum": {"women"},
    "women_minimum": {"women"},
    "unattributed": _ANY,
    "torture_minimum": {"torture"},
    "torture_additional": {"torture"},
    "without": _ANY,
}
_COVERS = NOT_OWN - {"joint", "includes"}  # which say of which deaths a number is a part


@dataclass(frozen=True, slots=True)
class Row:
    """What a page prints of one party and population: a row of tolls.csv.

    `report` is the row of reports.csv, `party` joins by + those whose deaths are in the same number, `codes` is what
    the scope says, and `numbers` holds by measure what is printed. The others are None where they are not printed.
    """

    report: Report
    party: str
    population: str
    codes: Mapping[str, str]
    numbers: Mapping[str, int]
    killed_min: int | None
    killed_max: int | None
    printed_share_pct: float | None

    @property
    def report_id(self) -> str:
        """The page."""
        return self.report.report_id

    @property
    def month(self) -> str:
        """The month the page is about."""
        return self.report.month

    @property
    def is_own(self) -> bool:
        """Whether it is one party's own toll of the month."""
        return NOT_OWN.isdisjoint(self.codes)

    @property
    def covers(self) -> tuple[tuple[str, str], ...]:
        """The codes that say of which deaths its numbers are a part; none for a whole toll, also of several parties."""
        return tuple((code, value) for code, value in sorted(self.codes.items()) if code in _COVERS)

    def limit(self, measure: str) -> str:
        """Whether a number is printed as only the least or the most; '' where neither."""
        return limit_of(self.codes, measure)


class PrintedNumber(NamedTuple):
    """An exact number that a page prints; `covers` as in `Row`, `primary` where it is the monitor's own page."""

    monitor: str
    month: str
    party: str
    population: str
    measure: str
    value: int
    covers: tuple[tuple[str, str], ...]
    report_id: str
    primary: bool
    limit: str


def rows_of(data: Data, reports: pd.DataFrame) -> list[Row]:
    """The rows of tolls.csv that are of the pages in `reports`."""
    used = {report.report_id: report for report in typed(reports, Report)}
    order = list(data.parties.sort_values("order")["party"])
    rows = []
    for row in typed(data.tolls[data.tolls["report_id"].isin(list(used))], PrintedToll):
        codes = scope_codes(row.scope)
        whose, numbers = combined_party(row.party, row.scope, order), numbers_of(row)
        ends = (row.killed_min, row.killed_max)
        rows.append(Row(used[row.report_id], whose, row.population, codes, numbers, *ends, row.printed_share_pct))
    return rows


def printed_numbers(rows: Iterable[Row], reports: pd.DataFrame) -> list[PrintedNumber]:
    """Every exact number that the pages in `reports` print, by month and page: combined tolls, items and parts too.

    `rows` are theirs. A total that only the text of a page states is there as well; both ends of a range of children or
    of women, each in a row, are no numbers, nor is an end that was counted from a list.
    """
    found: dict[PrintedNumber, None] = {}
    for row in rows:
        report = row.report
        for measure, value in row.numbers.items():
            if report.kind == "records" and row.limit(measure):
                continue  # an end of what a list leaves open
            whose = (report.monitor, report.month, row.party, row.population, measure, value)
            number = PrintedNumber(*whose, row.covers, report.report_id, report.kind != "relay", row.limit(measure))
            found[number] = None
    ends = {(number._replace(value=0, limit=""), number.limit) for number in found}
    found = {
        number: None
        for number in found
        if not all((number._replace(value=0, limit=""), limit) in ends for limit in ("least", "most"))
    }
    for report in typed(reports, Report):
        if report.stated_total is not None:
            whose = (report.monitor, report.month, TOTAL, str(report.total_population), "killed", report.stated_total)
            stated = PrintedNumber(*whose, (), report.report_id, report.kind != "relay", "")
            if not any(stated._replace(limit=limit) in found for limit in ("", "least", "most")):
                found[stated] = None
    return sorted(found, key=lambda number: (number.month, number.report_id))


def limit_of(codes: Container[str], measure: str) -> str:
    """Whether scope codes say that a number is only the least or the most.

    Examples
    --------
    >>> limit_of({"minimum": ""}, "killed"), limit_of({"minimum": ""}, "women")
    ('least', '')
    """
    limits = [limit for code, limit in LIMITS.items() if code in codes and measure in FLAGS[code]]
    return limits[0] if limits else ""


def combined_party(party: str, scope: object, order: list[str]) -> str:
    """The party of a row, joined by + with those its scope puts into the same number."""
    others = others_in(scope)
    return "+".join(sorted({party, *others}, key=order.index)) if others else party
