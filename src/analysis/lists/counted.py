"""What counting a list of records gives: rows of tolls.csv, and what is known of the list itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from analysis.model.results import Result


@dataclass(frozen=True)
class CountedToll:
    """A row of tolls.csv that was counted: deaths, None where nothing is known; `codes` are those of its scope."""

    month: str
    party: str
    population: str
    codes: tuple[str, ...]
    killed: int | None = None
    children: int | None = None
    women: int | None = None
    killed_min: int | None = None
    killed_max: int | None = None

    @property
    def scope(self) -> str | None:
        """The codes as tolls.csv writes them."""
        return ";".join(self.codes) or None

    @property
    def has_number(self) -> bool:
        """Whether anything is known."""
        return (self.killed, self.children, self.women, self.killed_min, self.killed_max) != (None,) * 5


class MonthOfRecords(NamedTuple):
    """How many records a month has, and how many of these are nobody's."""

    month: str
    records: int
    unknown_party: int


class Unknown(NamedTuple):
    """How many records of a month ('': those without one) lack a field."""

    month: str
    field: str
    records: int


class Duplicates(NamedTuple):
    """How many records are like an earlier one, and the rows (earlier, later) of the first of them."""

    records: int
    rows: tuple[tuple[int, int], ...]


@dataclass(frozen=True, repr=False)
class CountedTolls(Result[CountedToll]):
    """Monthly tolls counted from a list of records.

    Attributes
    ----------
    monitor
        Its code as the mapping has it; '' without.
    records
        How many there are.
    period
        First and last month that the list covers, else those of its records.
    by_month
        One for each month with a toll.
    unknown
        What records lack, month by month.
    duplicates
        Records that are alike. They are counted all the same.
    lines
        The rows of tolls.csv.
    """

    monitor: str
    records: int
    period: tuple[str, str]
    by_month: tuple[MonthOfRecords, ...]
    unknown: tuple[Unknown, ...]
    duplicates: Duplicates
    lines: tuple[CountedToll, ...]
    name: ClassVar[str] = "records"
    header: ClassVar[str] = "month party population killed children women killed_min killed_max scope"

    @property
    def months(self) -> list[str]:
        """The months with a toll."""
        return [one.month for one in self.by_month]

    @property
    def populations(self) -> list[str]:
        """The populations with a toll."""
        return list(dict.fromkeys(line.population for line in self.lines))
