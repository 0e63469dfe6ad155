"""How the cells of a record are read, as a mapping that was checked says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product

from analysis.errors import Meant, is_month
from analysis.lists.cells import read_age, read_count, read_date
from analysis.model.adding import Family, members
from analysis.model.names import closest, plain
from analysis.model.parties import Parties

NOBODY = "-"  # a cell that names no party: whoever was killed, or nobody further


@dataclass(frozen=True)
class Plan:
    """A mapping that was checked: how the cells of a record are read. Nothing here comes from the records."""

    kind: str
    monitor: str
    name: str  # of the list; empty: that of its file
    population: str  # of every record; empty where a column says it
    party: str  # of every record; empty where columns say it
    columns: dict[str, str]  # what it holds -> its name in the records
    parties_in: tuple[str, ...]  # the columns that name parties
    words: dict[str, dict[str, str]]  # sex, age, population: word -> what it means
    names: dict[str, str]  # of parties -> code, or codes joined by +; of several at different times all, joined by |
    patterns: tuple[tuple[re.Pattern[str], str], ...]  # of names, in turn, where none of these is one
    spelled: tuple[tuple[str, str], ...]  # the same names as people write them
    parties: Parties
    unknown: frozenset[str]
    separator: str
    identity: tuple[str, ...]
    child_under: int
    report: dict[str, str]
    period: tuple[str, ...]  # first and last month that the list covers; empty where not said
    covers: tuple[str, ...]  # parties of whom it holds every death it could: without a record they have none
    where: dict[str, tuple[re.Pattern[str], ...]]  # column -> words of the records that are counted
    date_formats: tuple[str, ...]
    over_months: str  # in which month what lasts longer is counted: that of its start, its end, or an unknown one
    thousands: str
    cumulative: bool  # each number is that of all time until its date
    encoding: str
    sheets: tuple[str, ...]  # of a workbook, or files of an archive; `*`: all
    counts: tuple[Plan, ...]  # the numbers of one record, if these are of several populations
    source: str  # the mapping as canonical JSON

    @cached_property
    def family(self) -> Family:
        """Which party is part of which."""
        return self.parties.family(self.parties)

    @cached_property
    def views(self) -> tuple[Plan, ...]:
        """How a record is counted: once, or once for each of its numbers."""
        return self.counts or (self,)

    @cached_property
    def named_columns(self) -> list[str]:
        """The columns that the mapping names, each once."""
        own = [name for plan in self.views for name in (*plan.columns.values(), *plan.parties_in, *plan.where)]
        return list(dict.fromkeys([*own, *self.identity]))

    def needed(self, there: list[str]) -> list[str]:
        """Which of the columns there are read: without an identity all, to find records that are alike in each."""
        return self.named_columns if self.identity else there

    def date(self, cell: str) -> str | None:
        """A date or month, empty where it is unknown; None: not understood, as everywhere below, or out of time."""
        if self.is_unknown(cell):
            return ""
        found = read_date(cell, self.date_formats)
        if found is None or not is_month(found[:7]):
            return None
        if self.period:
            return found if self.period[0] <= found[:7] <= self.period[-1] else None
        return found if "1900" <= found[:4] <= str(date.today().year) else None

    def parts_of_date(self, year: str, month: str, day: str) -> str | None:
        """A date that stands in two or three columns."""
        if self.is_unknown(year) or self.is_unknown(month):
            return ""
        whole = f"{year}-{month}" if self.is_unknown(day) else f"{year}-{month}-{day}"
        return self.date(re.sub(r"\.0+(?=-|$)", "", whole))

    def named_party(self, cell: str) -> str | None:
        """The code of a party, of several joined by +. One unknown among several leaves the record's party unknown."""
        if self.is_unknown(cell):
            return ""
        several = bool(self.separator) and self.separator in cell
        whole = self.names.get(cell.casefold() if several else looked_up(cell))
        if whole is not None or not several:
            return self._by_pattern(cell) if whole is None else whole
        parts = [part.strip() for part in cell.split(self.separator)]
        found = ["" if self.is_unknown(part) else self._one_party(part) for part in parts if part]
        return None if None in found or not found else self.together([str(one) for one in found])

    def _one_party(self, name: str) -> str | None:
        known = self.names.get(looked_up(name))
        return self._by_pattern(name) if known is None else known

    def _by_pattern(self, name: str) -> str | None:
        folded = name.casefold()
        return next((code for pattern, code in self.patterns if pattern.fullmatch(folded)), None)

    def together(self, found: list[str]) -> str:
        """What several cells or parts of a cell name together; unknown where one is, or where none names a party."""
        there = [code for code in found if code != NOBODY]
        if "" in there or not there:
            return ""
        ways = product(*(code.split("|") for code in there))  # a name of several parties at different times
        return "|".join(dict.fromkeys(joined(way, self.parties) for way in ways))

    def of_its_time(self, party: str, month: str) -> str:
        """Which party a name means in a month, where it is that of several at different times; all without a month."""
        codes = party.split("|")
        if len(codes) == 1 or not month:
            return party
        there = [code for code in codes if all(self.parties[one].can_appear(month) for one in members(code))]
        return (there or codes)[0]

    def word(self, cell: str, field: str) -> str | None:
        """What a word for sex or population means."""
        return "" if self.is_unknown(cell) else self.words[field].get(cell.casefold())

    def age(self, cell: str) -> str | None:
        """Child or adult, by the age bound of the mapping; unknown, too, where an age may be below it or above."""
        if (known := self.word(cell, "age")) is not None:
            return known
        if (ages := read_age(cell)) is None:
            return None
        low, high = ages
        return "child" if high < self.child_under else "adult" if low >= self.child_under else ""

    def count(self, cell: str) -> int | str | None:
        """A number of deaths."""
        return "" if self.is_unknown(cell) else read_count(cell, self.thousands)

    def is_unknown(self, cell: str) -> bool:
        """Whether a cell is empty or a word that means unknown."""
        return not cell or cell.casefold() in self.unknown

    def are_known(self, cells: list[str]) -> list[bool]:
        """Which of many cells are not empty, and no word that means unknown."""
        unknown = self.unknown
        return [bool(cell) and cell.casefold() not in unknown for cell in cells]

    def party_hint(self, cell: str) -> str:
        """What a party's name may be meant to be: names of parties.csv, never the cell itself."""
        asked = Meant(tuple(closest(cell, self.spelled)))
        return f"; {asked}" if asked.near else ""


def named(code: str) -> list[str]:
    """All the parties of a code: those joined by +, and those that have a name at different times, joined by |.

    Examples
    --------
    >>> named("government+russian_forces|former_regime+russian_forces")
    ['government', 'russian_forces', 'former_regime', 'russian_forces']
    """
    return [party for way in code.split("|") for party in members(way)]


def joined(codes: Iterable[str], parties: Parties) -> str:
    """Several parties as one code, in the order of parties.csv; a party beside its own group is the group."""
    parts = {part for code in codes for part in members(code)}
    return "+".join(code for code, party in parties.items() if code in parts and party.parent not in parts)


def looked_up(word: str) -> str:
    """A party's name as it is looked up. A question mark is no mark to be overlooked: `Russia?` is not Russia."""
    return ("" if "?" in word else plain(word)) or word.strip().casefold()


def pattern(word: str) -> re.Pattern[str]:
    """A word in which `*` stands for any text, as it is matched with cells in any case.

    Examples
    --------
    >>> bool(pattern("Police*").fullmatch("police of manila")), bool(pattern("Police (PNP)").fullmatch("police (pnp)"))
    (True, True)
    """
    return re.compile(".*".join(map(re.escape, word.strip().casefold().split("*"))), re.DOTALL)
