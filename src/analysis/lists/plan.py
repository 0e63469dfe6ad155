"""How the cells of a record are read, as a mapping that was checked says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product

from analysis.errors import Meant, is_month
from analysis.model.adding import Family, members
from analysis.model.names import closest, plain
from analysis.model.parties import Parties

OLDEST = 130  # an age above is a slip


@dataclass(frozen=True)
class Plan:
    """A mapping that was checked: how the cells of a record are read. Nothing here comes from the records."""

    kind: str
    monitor: str
    population: str  # of every record; empty where a column says it
    columns: dict[str, str]  # what it holds -> its name in the records
    words: dict[str, dict[str, str]]  # sex, age, population: word -> what it means
    names: dict[str, str]  # of parties -> code, or codes joined by +; of several at different times all, joined by |
    spelled: tuple[tuple[str, str], ...]  # the same names as people write them
    parties: Parties
    unknown: frozenset[str]
    separator: str
    identity: tuple[str, ...]
    child_under: int
    report: dict[str, str]
    period: tuple[str, ...]  # first and last month that the list covers; empty where not said
    covers: tuple[str, ...]  # parties of whom it holds every death it could: without a record they have none
    source: str  # the mapping as canonical JSON

    @cached_property
    def family(self) -> Family:
        """Which party is part of which."""
        return self.parties.family(self.parties)

    def needed(self, there: list[str]) -> list[str]:
        """Which of the columns there are read: without an identity all, to find records that are alike in each."""
        return list(dict.fromkeys([*self.columns.values(), *self.identity])) if self.identity else there

    def month(self, cell: str) -> str | None:
        """The month of a date, empty where it is unknown; None: not understood, as everywhere below, or out of time."""
        if self.is_unknown(cell):
            return ""
        month = cell
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
            try:
                month = date.fromisoformat(cell).isoformat()[:7]
            except ValueError:
                return None
        outside = bool(self.period) and not self.period[0] <= month <= self.period[-1]
        return month if is_month(month) and not outside else None

    def party(self, cell: str) -> str | None:
        """The code of a party, of several joined by +. One unknown among several leaves the record's party unknown."""
        if self.is_unknown(cell):
            return ""
        several = bool(self.separator) and self.separator in cell
        whole = self.names.get(cell.casefold() if several else looked_up(cell))
        if whole is not None or not several:
            return whole
        parts = [part.strip() for part in cell.split(self.separator)]
        found = ["" if self.is_unknown(part) else self.names.get(looked_up(part)) for part in parts if part]
        if None in found or not found:
            return None
        if "" in found:
            return ""
        ways = product(*(str(one).split("|") for one in found))  # a name of several parties at different times
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
        """Child or adult, by the age bound of the mapping."""
        if (known := self.word(cell, "age")) is not None:
            return known
        if not re.fullmatch("[0-9]{1,3}", cell) or int(cell) > OLDEST:
            return None
        return "child" if int(cell) < self.child_under else "adult"

    def count(self, cell: str) -> int | str | None:
        """A number of deaths."""
        return "" if self.is_unknown(cell) else int(cell) if re.fullmatch("[0-9]{1,6}", cell) else None

    def is_unknown(self, cell: str) -> bool:
        """Whether a cell is empty or a word that means unknown."""
        return not cell or cell.casefold() in self.unknown

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
