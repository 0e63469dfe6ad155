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


class Revision(NamedTuple):
    """Where a number of a cumulative list fell: the day, or the month which it leaves without a number of its own."""

    date: str
    party: str
    measure: str
    before: int
    after: int


class CountedList(NamedTuple):
    """One list that was counted: a file of records.

    `name` is what the mapping calls it, else its file's name; `period` the first and last month that it covers, else
    those of its records; `left_out` how many records the mapping leaves out; `duplicates` are counted all the same.
    """

    name: str
    file: str
    sha256: str
    records: int
    left_out: int
    undated: int
    period: tuple[str, str]
    by_month: tuple[MonthOfRecords, ...]
    duplicates: Duplicates
    revised: tuple[Revision, ...]


@dataclass(frozen=True, repr=False)
class CountedTolls(Result[CountedToll]):
    """Monthly tolls counted from one list of records, or from several together.

    Attributes
    ----------
    monitor
        Its code as the mapping has it; '' without.
    lists
        One for each file.
    unknown
        What records lack, month by month.
    lines
        The rows of tolls.csv.
    """

    monitor: str
    lists: tuple[CountedList, ...]
    unknown: tuple[Unknown, ...]
    lines: tuple[CountedToll, ...]
    name: ClassVar[str] = "records"
    header: ClassVar[str] = "month party population killed children women killed_min killed_max scope"

    @property
    def records(self) -> int:
        """How many records there are."""
        return sum(one.records for one in self.lists)

    @property
    def duplicates(self) -> int:
        """How many records are like an earlier one of their list. They are counted all the same."""
        return sum(one.duplicates.records for one in self.lists)

    @property
    def period(self) -> tuple[str, str]:
        """First and last month that the lists cover, else those of their records."""
        return min(one.period[0] for one in self.lists), max(one.period[1] for one in self.lists)

    @property
    def months(self) -> list[str]:
        """The months with a toll."""
        return list(dict.fromkeys(line.month for line in self.lines))

    @property
    def populations(self) -> list[str]:
        """The populations with a toll."""
        return list(dict.fromkeys(line.population for line in self.lines))
