"""What differs between two data folders, or between what two versions built: row by row, ranks and sentences too."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import ClassVar

from analysis.changes.sides import KEYS, Kinds, Row, Side, read_sides, tolls_of_sides
from analysis.data.tables import Data, read_data
from analysis.model.results import Result
from analysis.questions.comparison.numbers import Comparison, compare
from analysis.questions.comparison.words import leader_sentence
from analysis.show.standing import completeness_sentence

_NAMES = {"check": "about", "claim_id": "about"}  # column of a table -> of what `differences` returns
_ABOUT = ("monitor", "month", "population", "party", "measure", "about")
_SEEN_IN_TOLLS = {  # files of a data folder that make no difference to a month whose tolls are the same
    *("tolls.csv", "reports.csv", "adjudications.csv", "known_discrepancies.csv", "governorates.csv"),
    *("period_totals.csv", "claims.csv", "comparison_claims.csv"),
}
_Both = list[Comparison | None]  # a month as each side compares it; None: it has no figures


@dataclass(frozen=True)
class Change:
    """A row that differs, is new (`old` is None) or is gone (`new` is None); '' is a blank."""

    table: str
    key: Row  # monitor, month, population, party, measure, about: as far as the table has them
    old: Row | None
    new: Row | None

    @property
    def columns(self) -> list[str]:
        """The columns, beside those of the key, in which the row differs."""
        old, new = self.old or {}, self.new or {}
        return [c for c in new | old if c not in KEYS.get(self.table, ()) and old.get(c, "") != new.get(c, "")]


@dataclass(frozen=True)
class Difference:
    """A cell that differs, as the tables write it; None where blank, or where the table has no such key."""

    table: str
    what: str
    monitor: str | None = None
    month: str | None = None
    population: str | None = None
    party: str | None = None
    measure: str | None = None
    about: str | None = None
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True, eq=False, repr=False)
class Differences(Result[Difference]):
    """What differs between two folders, with what is needed to say it in words.

    Attributes
    ----------
    lines
        Every cell that differs.
    changes
        The rows that they are of.
    unranked
        Why ranks are not compared; '' where they are.
    sentences
        Whether sentences are compared.
    parties, monitors
        Labels by code.
    """

    lines: tuple[Difference, ...]
    changes: tuple[Change, ...]
    unranked: str
    sentences: bool
    parties: Mapping[str, str]
    monitors: Mapping[str, str]
    name: ClassVar[str] = "differences"

    @property
    def text(self) -> str:
        """What differs, in words: what weighs most first (Markdown)."""
        return "\n".join(self._of_room("words", "sentences")(self))


def differences(old: str | os.PathLike[str], new: str | os.PathLike[str], data: Data | None = None) -> Differences:
    """Say what differs between two data folders, or between the tables that were built from them.

    Parameters
    ----------
    old, new
        Each a data folder (with datapackage.json), whose tables are built in memory by this version, or a folder with
        the tables that `snhr build` wrote, by whatever version: tolls.csv, completeness.csv, findings.csv and
        verdicts.csv.
    data
        The parties and monitors of built tables, which hold codes alone. None: those of `new`, else of `old`, where it
        is a data folder; else those that come with the package.

    Returns
    -------
    Differences
        One line per cell of a table that differs: `old` and `new` are as the tables write them, None where blank. A row
        that is new or gone has all its cells here. `table` is tolls, completeness, findings or verdicts, and `what` its
        column; leaders (the parties that rank first, joined by a bar) or ranks (of `compare`), both by the rules of
        this version; sentences (on who leads, and on completeness; between two data folders only); or columns: `about`
        is then a column that one side alone has, `what` its table; it is not compared. `about` is otherwise the check
        of a finding, the claim_id of a verdict, the kind of a sentence. `.frame` is the table (all str), `.text` what
        differs in words.

    Raises
    ------
    DataError
        What is neither, or breaks its contract: every problem of both folders.

    Examples
    --------
    >>> from analysis.data.folder import REPOSITORY
    >>> built = REPOSITORY / "data" / "processed"
    >>> found = differences(built, built)
    >>> len(found), found.text
    (0, 'Nothing changed.')
    """
    sides = read_sides(old, new)
    known = data or sides[1].data or sides[0].data or read_data()
    lines: list[Difference] = []
    changes: list[Change] = []
    for table in KEYS:
        there = before, after = [side.columns(table) for side in sides]
        if before and after:  # a table without a row has no columns to miss
            lines += [Difference("columns", table, about=one, old=one) for one in before if one not in after]
            lines += [Difference("columns", table, about=one, new=one) for one in after if one not in before]
        shared = [name for name in after or before if all(name in names for names in there if names)]
        changes += _changes(table, [[{c: row[c] for c in shared} for row in side.rows[table]] for side in sides])
    tolls, unranked = tolls_of_sides(sides, known)
    compared = list(_compared(tolls, _touched(changes, sides)))
    changes += [one for key, both in compared for one in _ranks(key, both)]
    built = all(side.data for side in sides)
    changes += [one for key, both in compared for one in _sentences(key, both) if built]
    parties: dict[str, str] = {}
    monitors: dict[str, str] = {}
    for one in [side.data for side in sides if side.data] + [known]:
        parties |= dict(zip(one.parties["party"], one.parties["label"], strict=True))
        monitors |= dict(zip(one.monitors["monitor"], one.monitors["short_label"], strict=True))
    lines += [line for one in changes for line in _lines(one)]
    return Differences(tuple(lines), tuple(changes), unranked, built, parties, monitors)


def _lines(one: Change) -> Iterator[Difference]:
    """The cells of a row that differ."""
    for column in one.columns:
        old, new = ((row or {}).get(column) or None for row in (one.old, one.new))
        yield Difference(one.table, column, **one.key, old=old, new=new)


def _changes(table: str, sides: Iterable[list[Row]]) -> Iterator[Change]:
    """The rows that differ, of rows with the same columns. Rows alike in the key are told apart by what they hold."""
    found: dict[tuple[str, ...], tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for place, rows in enumerate(sides):
        for row in rows:
            found[tuple(row[column] for column in KEYS[table])][place].append(row)
    changed = []
    for before, after in found.values():
        old, new = ([row for row in one if row not in other] for one, other in ((before, after), (after, before)))
        changed += list(zip_longest(old, new))
    for old_row, new_row in changed:
        row = new_row or old_row
        about = {_NAMES.get(c, c): cell for c, cell in row.items() if _NAMES.get(c, c) in _ABOUT}
        yield Change(table, about, old_row, new_row)


def _touched(changes: list[Change], sides: list[Side]) -> set[tuple[str, ...]] | None:
    """The monitor, population and month of which a toll differs; None, all of them, where parties differ too."""
    settings = [{n: h for n, h in side.data.hashes.items() if n not in _SEEN_IN_TOLLS} for side in sides if side.data]
    if settings[1:] and settings[0] != settings[1]:
        return None
    return {(one.key["monitor"], one.key["population"], one.key["month"]) for one in changes if one.table == "tolls"}


def _compared(sides: list[Kinds], touched: set[tuple[str, ...]] | None) -> Iterator[tuple[Row, _Both]]:
    """Every month that was touched, as each side compares it."""
    for kind in sorted({kind for side in sides for kind in side}):
        there = [side.get(kind) for side in sides]
        for month in sorted({month for tolls in there if tolls is not None for month in tolls.months}):
            if touched is None or (*kind, month) in touched:
                both = [None if one is None or month not in one.months else compare(one, month) for one in there]
                yield {"monitor": kind[0], "population": kind[1], "month": month}, both


def _ranks(key: Row, both: _Both) -> Iterator[Change]:
    """The ranks of one month that differ, and its leaders."""
    ranks = [None if one is None else _ranks_of(one) for one in both]
    first = [one if one is None else {"leader": "|".join(p for p, rank in one.items() if rank == "1")} for one in ranks]
    if first[0] != first[1]:
        yield Change("leaders", key, *first)
    for party in dict.fromkeys(party for one in ranks if one for party in one):
        old, new = (None if one is None else {"rank": one.get(party, "")} for one in ranks)
        if (old or {"rank": ""}) != (new or {"rank": ""}):
            yield Change("ranks", {**key, "party": party}, old, new)


def _ranks_of(compared: Comparison) -> dict[str, str]:
    return {line.party: str(line.rank) for line in compared.lines if line.rank is not None}


def _sentences(key: Row, both: _Both) -> Iterator[Change]:
    """The sentences of one month that differ: on how far its parties reach its total, and on who leads."""
    said: dict[str, Callable[[Comparison], str]] = {
        "completeness": lambda one: completeness_sentence(one.tolls, one.month),
        "leader": leader_sentence,
    }
    for about, say in said.items():
        old, new = (None if one is None else {"sentence": say(one)} for one in both)
        if old != new:
            yield Change("sentences", {**key, "about": about}, old, new)
