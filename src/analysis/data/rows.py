"""The rows of the tables, typed. An empty cell is None; of a table that is yet to be checked any cell may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import pandas as pd

from analysis.language import language

if TYPE_CHECKING:
    from analysis.data.tables import Data


class MonitorRow(NamedTuple):
    """A row of monitors.csv."""

    monitor: str
    name: str
    short_label: str
    url: str
    note_code: str
    order: int
    name_ar: str | None = None
    short_label_ar: str | None = None

    @property
    def full_name(self) -> str:
        """Its name in the language in use, in English where the table has no other."""
        return self.name_ar or self.name if language() == "ar" else self.name

    @property
    def short_name(self) -> str:
        """Its name as sentences write it."""
        return self.short_label_ar or self.short_label if language() == "ar" else self.short_label


class PartyRow(NamedTuple):
    """A row of parties.csv."""

    party: str
    label: str
    short_label: str
    later_label: str | None
    parent: str | None
    valid_from: str
    valid_to: str | None
    residual: bool
    order: int
    color: str
    aliases: str | None


class Report(NamedTuple):
    """A row of reports.csv: a page."""

    report_id: str
    monitor: str
    month: str
    published: str | None
    language: str
    kind: str
    publisher: str
    publisher_class: str | None
    url: str
    retrieved: str | None
    archive_url: str | None
    stated_total: int | None
    total_population: str | None


class PrintedToll(NamedTuple):
    """A row of tolls.csv."""

    report_id: str
    party: str
    population: str
    killed: int | None
    children: int | None
    women: int | None
    torture: int | None
    printed_share_pct: float | None
    scope: str | None
    killed_min: int | None
    killed_max: int | None


class PeriodRow(NamedTuple):
    """A row of period_totals.csv."""

    monitor: str
    period_start: str
    period_end: str
    party: str
    population: str
    killed: int | None
    children: int | None
    women: int | None
    torture: int | None
    published: str | None
    url: str
    scope: str | None


class Adjudication(NamedTuple):
    """A row of adjudications.csv."""

    monitor: str
    month: str
    party: str
    population: str
    measure: str
    value: int | None
    report_id: str | None
    reason: str


class ListRow(NamedTuple):
    """A row of lists.csv: a list of victims or incidents that was counted."""

    report_id: str
    name: str
    file: str
    sha256: str
    first: str
    last: str


class Governorate(NamedTuple):
    """A row of governorates.csv."""

    report_id: str
    party: str
    governorate: str
    killed: int | None
    share_pct: float | None


class KnownDiscrepancy(NamedTuple):
    """A row of known_discrepancies.csv."""

    monitor: str
    month: str
    party: str
    check: str
    printed: float
    computed: float
    reason: str


class DefinitionRow(NamedTuple):
    """A row of definitions.csv."""

    monitor: str
    population: str | None
    aspect: str
    valid_from: str
    valid_to: str | None
    parties: str | None
    code: str | None
    summary: str
    quotation: str | None
    url: str
    summary_ar: str | None = None


_Row = TypeVar("_Row", bound=tuple[Any, ...])


def typed(table: pd.DataFrame, kind: type[_Row]) -> Iterator[_Row]:
    """The rows of a table as ones of a kind, in order: its columns of these names.

    Examples
    --------
    >>> from analysis import read_data
    >>> next(typed(read_data().monitors, MonitorRow)).short_label
    'SNHR'
    """
    names: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
    absent = kind._field_defaults.keys() - set(table)  # type: ignore[attr-defined]
    columns = ([None] * len(table) if name in absent else _filled(table[name]) for name in names)
    return (kind(*cells) for cells in zip(*columns, strict=True))


def _filled(column: pd.Series) -> list[Any]:
    """The cells of a column, None where one is empty (NA, or what is unlike itself): faster than pandas' own ways."""
    return [None if cell is pd.NA or cell != cell else cell for cell in column.tolist()]


def numbers_of(row: PrintedToll | PeriodRow) -> dict[str, int]:
    """The numbers of a row that are filled, by measure."""
    numbers = {"killed": row.killed, "children": row.children, "women": row.women, "torture": row.torture}
    return {measure: number for measure, number in numbers.items() if number is not None}


def monitor_of(data: Data, code: str) -> MonitorRow:
    """The row of one monitor."""
    return data.monitor(code)


def period_named(reason: str) -> str:
    """The period that the reason of a known discrepancy begins with; '' where it names none.

    Examples
    --------
    >>> period_named("half_year_2017: another page prints 1159"), period_named("digits_swapped_in_a_title")
    ('half-year', '')
    """
    about = re.match("(half_)?year_[0-9]{4}", reason)
    return "" if about is None else "half-year" if about[1] else "year"
