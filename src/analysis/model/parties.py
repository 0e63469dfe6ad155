"""The parties of a data folder: whom deaths are attributed to, which are groups and which leftover classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from analysis.model.adding import TOTAL, Family

ARABIC = ("label_ar", "short_label_ar", "later_label_ar")  # which a folder may leave out
_MAY_BE_EMPTY = ("parent", "valid_from", "valid_to", "later_label", *ARABIC)


@dataclass(frozen=True, slots=True)
class Party:
    """A row of parties.csv; None where a cell is empty."""

    code: str
    label: str
    short_label: str
    parent: str | None = None
    valid_from: str = ""
    valid_to: str | None = None
    residual: bool = False
    order: int = 0
    color: str = ""
    later_label: str | None = None
    label_ar: str | None = None
    short_label_ar: str | None = None
    later_label_ar: str | None = None
    ended: str = ""  # the year, where later months are shown beside it

    def can_appear(self, month: str, end: str | None = None) -> bool:
        """Tell whether it can appear in a month, or in any of those up to `end`."""
        return can_appear(month, self.valid_from, self.valid_to, end)

    def until(self, end: str) -> Party:
        """The party as it is named where months up to `end` are shown.

        One that is gone by then has its `later_label`, and its end in the short one: it is not to be taken for another.
        """
        if not self.later_label or not self.valid_to or self.valid_to >= end:
            return self
        return replace(
            self,
            label=self.later_label,
            short_label=f"{self.short_label} until {self.valid_to[:4]}",
            label_ar=self.later_label_ar,
            ended=self.valid_to[:4],
        )


class Parties(Mapping[str, Party]):
    """The parties by their code, in the order in which they are listed everywhere.

    Examples
    --------
    >>> parties = Parties([Party("all", "All", "All", order=9), Party("isis", "ISIS", "ISIS", order=1)])
    >>> list(parties), parties["isis"].label
    (['isis', 'all'], 'ISIS')
    """

    def __init__(self, parties: Iterable[Party]) -> None:
        self._parties = {party.code: party for party in sorted(parties, key=lambda party: party.order)}

    @classmethod
    def of(cls, rows: Iterable[Mapping[Any, Any]]) -> Parties:
        """Take them from the rows of parties.csv, in which an empty cell is no text."""
        there = []
        for row in rows:
            texts = {name: row[name] for name in _MAY_BE_EMPTY if isinstance(row.get(name), str)}
            names = (row["party"], row["label"], row["short_label"])
            there.append(
                Party(*names, residual=bool(row["residual"]), order=int(row["order"]), color=str(row["color"]), **texts)
            )
        return cls(there)

    def __getitem__(self, code: str) -> Party:
        """One party by its code."""
        return self._parties[code]

    def __iter__(self) -> Iterator[str]:
        """The codes in order."""
        return iter(self._parties)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._parties)

    def until(self, end: str) -> Parties:
        """The parties as they are named where months up to `end` are shown."""
        return Parties(party.until(end) for party in self.values())

    @cached_property
    def groups(self) -> frozenset[str]:
        """The parties that others are part of."""
        return frozenset(party.parent for party in self.values() if party.parent)

    @cached_property
    def residual(self) -> frozenset[str]:
        """The leftover classes, which may hold whoever has no toll of its own."""
        return frozenset(party.code for party in self.values() if party.residual)

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """The parties that can be ranked: no leftover class, no group of parties, not the total."""
        return tuple(code for code in self if code not in self.residual | self.groups | {TOTAL})

    def family(self, codes: Iterable[str]) -> Family:
        """Which of the parties `codes` is part of which."""
        there = [self[code] for code in codes if code in self]
        parents = {party.code: party.parent for party in there if party.parent}
        return Family(parents, frozenset(party.code for party in there if party.residual))


def can_appear(month: str, valid_from: str, valid_to: Any, end: str | None = None) -> bool:
    """Tell whether a party of these dates (of parties.csv) can appear in a month, or in any of those up to `end`.

    Examples
    --------
    >>> can_appear("2015-08", "2015-09", None), can_appear("2015-09", "2015-09", None)
    (False, True)
    """
    return valid_from <= (end or month) and not (isinstance(valid_to, str) and valid_to < month)


def dates_words(valid_from: str, valid_to: Any) -> str:
    """The months in which a party of these dates can appear.

    Examples
    --------
    >>> dates_words("2015-09", None), dates_words("2011-03", "2024-12")
    ('2015-09 on', '2011-03 to 2024-12')
    """
    return f"{valid_from} to {valid_to}" if isinstance(valid_to, str) else f"{valid_from} on"
