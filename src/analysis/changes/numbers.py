"""What differs between two data folders, or between what two versions built: row by row, ranks and sentences too."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.build import built_tables, csv_text
from analysis.data.contract import TEXT, header, read_file, read_rows
from analysis.data.definitions import definitions_of
from analysis.data.folder import real_path
from analysis.data.tables import Data, read_data
from analysis.errors import DataError, Problem, is_month
from analysis.model.adding import members
from analysis.model.cells import POPULATIONS
from analysis.questions.comparison.numbers import compare
from analysis.questions.comparison.words import leader_sentence
from analysis.show.standing import completeness_sentence
from analysis.tolls.reconcile import COLUMNS as TOLLS
from analysis.tolls.reconcile import monthly_tolls

COLUMNS = ["table", "what", "monitor", "month", "population", "party", "measure", "about", "old", "new"]
_ABOUT = COLUMNS[2:8]
_KEYS = {  # what makes a row of a built table the same row
    "tolls": ("monitor", "month", "party", "population", "measure"),
    "completeness": ("monitor", "month", "population"),
    "findings": ("monitor", "month", "party", "check", "population"),
    "verdicts": ("claim_id",),
}
_NAMES = {"check": "about", "claim_id": "about"}  # column of a table -> of what `differences` returns
_COUNTS = ("value", "pages", "printed_low", "printed_high", "at_least", "at_most")
_SEEN_IN_TOLLS = {  # files of a data folder that make no difference to a month whose tolls are the same
    *("tolls.csv", "reports.csv", "adjudications.csv", "known_discrepancies.csv", "governorates.csv"),
    *("period_totals.csv", "claims.csv", "comparison_claims.csv"),
}
_WRITTEN_BY = "the tables that `snhr build` writes"
Row = dict[str, str]


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
        return [c for c in new | old if c not in _KEYS.get(self.table, ()) and old.get(c, "") != new.get(c, "")]


@dataclass(frozen=True)
class Differences:
    """Every row that differs between two folders, with what is needed to say it in words.

    `columns` are the (table, column) that only one side has, each with whether it is the new one. `unranked` says why
    ranks are not compared, '' where they are; `sentences` whether sentences are. `parties` and `monitors` are labels.
    """

    changes: list[Change]
    columns: list[tuple[str, str, bool]]
    unranked: str
    sentences: bool
    parties: Mapping[str, str]
    monitors: Mapping[str, str]


@dataclass(frozen=True)
class _Side:
    """The built tables of a folder as text, and the data they were built from just now (None: by whoever, before)."""

    rows: dict[str, list[Row]]
    data: Data | None

    def columns(self, table: str) -> list[str]:
        return list(self.rows[table][0]) if self.rows[table] else []


def differences(old: str | os.PathLike[str], new: str | os.PathLike[str], data: Data | None = None) -> pd.DataFrame:
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
    DataFrame
        One row (all str) per cell of a table that differs: `old` and `new` are as the tables write them, missing where
        blank. A row that is new or gone has all its cells here. `table` is tolls, completeness, findings or verdicts,
        and `what` its column; leaders (the parties that rank first, joined by a bar) or ranks (of `compare`), both by
        the rules of this version; sentences (on who leads, and on completeness; between two data folders only); or
        columns: `about` is then a column that one side alone has, `what` its table; it is not compared. `about` is
        otherwise the check of a finding, the claim_id of a verdict, the kind of a sentence.

    Raises
    ------
    DataError
        What is neither, or breaks its contract: every problem of both folders.

    Examples
    --------
    >>> from analysis.data.folder import REPOSITORY
    >>> built = REPOSITORY / "data" / "processed"
    >>> len(differences(built, built))
    0
    """
    return differences_table(compare_folders(old, new, data))


def differences_table(found: Differences) -> pd.DataFrame:
    """Write what differs as a table: one row for each cell of a row that differs."""
    rows: list[dict[str, str | None]] = [
        {"table": "columns", "what": table, "about": name, "new" if is_new else "old": name}
        for table, name, is_new in found.columns
    ]
    rows += [
        {"table": one.table, "what": column, **one.key, "old": _cell(one.old, column), "new": _cell(one.new, column)}
        for one in found.changes
        for column in one.columns
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype(TEXT)


def _cell(row: Row | None, column: str) -> str | None:
    return (row or {}).get(column) or None


def compare_folders(old: str | os.PathLike[str], new: str | os.PathLike[str], data: Data | None = None) -> Differences:
    """Compare two folders; parameters and errors are those of `differences`."""
    sides, problems = [], []
    for folder in map(real_path, (old, new)):
        try:
            sides.append(_read(folder))
        except DataError as error:
            problems += [replace(one, file=str(folder / one.file)) for one in error.problems]
    if problems:
        step = "correct these, or name other folders: a data folder that this version cannot read is compared by "
        raise DataError("what was to be compared", problems, f"{step}{_WRITTEN_BY}, of the version it belongs to.")
    known = data or sides[1].data or sides[0].data or read_data()
    columns: list[tuple[str, str, bool]] = []
    changes: list[Change] = []
    for table, key in _KEYS.items():
        there = [side.columns(table) for side in sides]
        if all(there):  # a table without a row has no columns to miss
            columns += [(table, name, is_new) for is_new in (False, True) for name in _beyond(there, is_new)]
        shared = [name for name in there[1] or there[0] if all(name in names for names in there if names)]
        changes += _changes(table, key, [[{c: row[c] for c in shared} for row in side.rows[table]] for side in sides])
    touched = _touched(changes, sides)
    tolls, unranked = _all_tolls(sides, known)
    if not unranked:
        changes += _ranks(tolls, touched)
    built = all(side.data for side in sides)
    if built:
        changes += _sentences(tolls, sides, touched)
    parties: dict[str, str] = {}
    monitors: dict[str, str] = {}
    for one in [side.data for side in sides if side.data] + [known]:
        parties |= dict(zip(one.parties["party"], one.parties["label"], strict=True))
        monitors |= dict(zip(one.monitors["monitor"], one.monitors["short_label"], strict=True))
    return Differences(changes, columns, unranked, built, parties, monitors)


def _beyond(there: list[list[str]], is_new: bool) -> list[str]:
    """The columns that one side alone has."""
    return [name for name in there[is_new] if name not in there[not is_new]]


def _read(folder: Path) -> _Side:
    """Read a data folder, or the tables built from one. Raises DataError."""
    if (folder / "datapackage.json").exists():
        data = read_data(folder)
        built = {Path(name).stem: csv_text(table).encode() for name, table in built_tables(data).items()}
        return _Side({table: _rows(f"{table}.csv", built[table], key)[0] for table, key in _KEYS.items()}, data)
    rows, problems = {}, []
    for table, key in _KEYS.items():
        try:
            rows[table], found = _rows(f"{table}.csv", read_file(folder / f"{table}.csv"), key)
        except OSError as error:
            found = [Problem(f"{table}.csv", 0, "", error.strerror or str(error), _WRITTEN_BY)]
        problems += found
    if len(problems) == len(_KEYS) and not rows:
        nothing = "neither datapackage.json nor tolls.csv" if folder.is_dir() else "no such folder"
        problems = [Problem("", 0, "", nothing, f"a data folder, or {_WRITTEN_BY}")]
    if problems:
        raise DataError(folder, problems)
    return _Side(rows, None)


def _rows(name: str, raw: bytes, key: Iterable[str]) -> tuple[list[Row], list[Problem]]:
    """Read a built table, of whatever columns beside its key; a whole number is written as one."""
    columns = [column for column in dict.fromkeys(header(raw)) if column]
    if lacking := [column for column in key if column not in columns]:
        return [], [Problem(name, 1, column, "no such column", _WRITTEN_BY) for column in lacking]
    cells, problems = read_rows(name, raw, columns)
    rows = [
        {column: re.sub(r"^(-?[0-9]+)\.0$", r"\1", cell) for column, cell in zip(columns, row, strict=True)}
        for row in cells
    ]
    for number, row in enumerate(rows, start=2):
        if not is_month(row.get("month", "2016-01")):
            problems.append(Problem(name, number, "month", repr(row["month"]), "a month, YYYY-MM"))
        problems += [
            Problem(name, number, column, repr(row[column]), "a whole number or nothing")
            for column in (_COUNTS if name == "tolls.csv" else ())
            if not re.fullmatch("[0-9]*", row.get(column, ""))
        ]
        if name == "tolls.csv" and row.get("named", "True") not in ("True", "False"):
            problems.append(Problem(name, number, "named", repr(row["named"]), "True or False"))
        problems += [
            Problem(name, number, column, repr(row[column]), "a number")
            for column in (("printed", "computed") if name == "findings.csv" else ())
            if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", row.get(column, "0"))
        ]
    return rows, problems


def _changes(table: str, key: Iterable[str], sides: list[list[Row]]) -> Iterator[Change]:
    """The rows that differ, of rows with the same columns. Rows alike in the key are told apart by what they hold."""
    found: dict[tuple[str, ...], tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for place, rows in enumerate(sides):
        for row in rows:
            found[tuple(row[column] for column in key)][place].append(row)
    changed = []
    for before, after in found.values():
        old, new = ([row for row in one if row not in other] for one, other in ((before, after), (after, before)))
        changed += list(zip_longest(old, new))
    for old_row, new_row in changed:
        row = new_row or old_row
        about = {_NAMES.get(c, c): cell for c, cell in row.items() if _NAMES.get(c, c) in _ABOUT}
        yield Change(table, about, old_row, new_row)


Tolls = dict[tuple[str, str], pd.DataFrame]  # by monitor and population


def _all_tolls(sides: list[_Side], known: Data) -> tuple[list[Tolls], str]:
    """The tolls of each side as `monthly_tolls` gives them; built tables get the parties of `known`."""
    found: list[Tolls] = []
    for side in sides:
        lacking = [column for column in TOLLS if side.rows["tolls"] and column not in side.columns("tolls")]
        if lacking and not side.data:
            return [], f"tolls.csv has no column {', '.join(lacking)}"
        kinds = dict.fromkeys((row["monitor"], row["population"]) for row in side.rows["tolls"])
        data = side.data or known
        strange = {row["monitor"] for row in side.rows["tolls"]} - set(data.monitors["monitor"])
        strange |= {population for _, population in kinds} - set(POPULATIONS)
        strange |= {code for row in side.rows["tolls"] for code in members(row["party"])} - set(data.parties["party"])
        if strange:
            named = f"{', '.join(sorted(strange))} {'is' if len(strange) == 1 else 'are'} in no table of {data.folder}"
            return [], f"{named} (the data folder that these tables were built from can be named)"
        found.append({kind: _tolls(side, data, *kind) for kind in kinds})
    return found, ""


def _tolls(side: _Side, data: Data, monitor: str, population: str) -> pd.DataFrame:
    if side.data:
        return monthly_tolls(data, monitor, population)
    rows = [row for row in side.rows["tolls"] if (row["monitor"], row["population"]) == (monitor, population)]
    columns: dict[str, Any] = {}
    for column in TOLLS:
        cells = [row[column] or None for row in rows]
        numbers = [None if cell is None else int(cell) for cell in cells] if column in _COUNTS else cells
        columns[column] = pd.Series(numbers, dtype="Int64" if column in _COUNTS else TEXT)
    columns["named"] = columns["named"].eq("True")
    tolls = pd.DataFrame(columns)
    apart = (m for m in tolls["month"].unique() if definitions_of(data.definitions, monitor, m).not_counted(population))
    tolls.attrs = monthly_tolls(data, monitor, population, month=rows[0]["month"]).attrs
    tolls.attrs["not_counted"] = frozenset(apart)
    return tolls


def _touched(changes: list[Change], sides: list[_Side]) -> set[tuple[str, str, str]] | None:
    """The monitor, population and month of which a toll differs; None, all of them, where parties differ too."""
    settings = [{n: h for n, h in side.data.hashes.items() if n not in _SEEN_IN_TOLLS} for side in sides if side.data]
    if settings[1:] and settings[0] != settings[1]:
        return None
    kinds = ("monitor", "population", "month")
    return {(one.key[kinds[0]], one.key[kinds[1]], one.key[kinds[2]]) for one in changes if one.table == "tolls"}


def _ranks(sides: list[Tolls], touched: set[tuple[str, str, str]] | None) -> Iterator[Change]:
    """The ranks and the leaders that differ, a month that only one side has included."""
    for kind in sorted({kind for side in sides for kind in side}):
        months = [set(side[kind]["month"]) if kind in side else set() for side in sides]
        for month in sorted(months[0] | months[1]):
            if touched is not None and (*kind, month) not in touched:
                continue
            key = {"monitor": kind[0], "month": month, "population": kind[1]}
            before, after = (
                _ranked(side[kind], month) if month in there else None
                for side, there in zip(sides, months, strict=True)
            )
            first = [None if ranks is None else {"leader": _first(ranks)} for ranks in (before, after)]
            if first[0] != first[1]:
                yield Change("leaders", key, *first)
            for party in (before or {}) | (after or {}):
                ranks = [None if rank is None else {"rank": rank.get(party, "")} for rank in (before, after)]
                if (ranks[0] or {"rank": ""}) != (ranks[1] or {"rank": ""}):
                    yield Change("ranks", {**key, "party": party}, *ranks)


def _ranked(tolls: pd.DataFrame, month: str) -> dict[str, str]:
    compared = compare(tolls, month)
    return {row.party: str(row.rank) for row in compared.itertuples() if not pd.isna(row.rank)}


def _first(ranks: dict[str, str]) -> str:
    return "|".join(party for party, rank in ranks.items() if rank == "1")


def _sentences(tolls: list[Tolls], sides: list[_Side], touched: set[tuple[str, str, str]] | None) -> Iterator[Change]:
    """The sentences that differ on who leads a month, and on how far its parties reach its total."""
    said: tuple[dict[tuple[str, ...], str], dict[tuple[str, ...], str]] = ({}, {})
    for texts, side, found in zip(said, sides, tolls, strict=True):
        for kind, one in found.items():
            for month in one["month"].unique():
                if side.data is None or (touched is not None and (*kind, month) not in touched):
                    continue
                texts[(*kind, month, "leader")] = leader_sentence(side.data, one, compare(one, month))
                texts[(*kind, month, "completeness")] = completeness_sentence(side.data, one, month)
    for key in sorted(said[0] | said[1]):
        if said[0].get(key) != said[1].get(key):
            about = dict(zip(("monitor", "population", "month", "about"), key, strict=True))
            yield Change("sentences", about, *({"sentence": one[key]} if key in one else None for one in said))
