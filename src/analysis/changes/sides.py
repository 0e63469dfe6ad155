"""The two sides of a comparison: tables of a data folder that are built just now, or those that a version built."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from analysis.build import built_tables, csv_text
from analysis.changes.codes import read
from analysis.data.csv_reader import header, read_rows
from analysis.data.definitions import definitions_of
from analysis.data.folder import read_file, real_path
from analysis.data.tables import Data, read_data
from analysis.errors import DataError, Problem, is_month
from analysis.model.adding import members
from analysis.model.cells import POPULATIONS, Basis, State
from analysis.model.parties import Parties
from analysis.model.tolls import Toll
from analysis.tolls.monthly import monthly_tolls
from analysis.tolls.series import Tolls

Row = dict[str, str]  # of a built table, as text
Kinds = dict[tuple[str, str], Tolls]  # the tolls of a side, by monitor and population
KEYS = {  # what makes a row of a built table the same row
    "tolls": ("monitor", "month", "party", "population", "measure"),
    "completeness": ("monitor", "month", "population"),
    "findings": ("monitor", "month", "party", "check", "population"),
    "verdicts": ("claim_id",),
}
_COUNTS = ("value", "pages", "printed_low", "printed_high", "at_least", "at_most")
_WRITTEN_BY = "the tables that `snhr build` writes"


@dataclass(frozen=True)
class Side:
    """The built tables of a folder as text, and the data they were built from just now (None: by whoever, before)."""

    rows: dict[str, list[Row]]
    data: Data | None

    def columns(self, table: str) -> list[str]:
        """The columns of a table; none where it has no row."""
        return list(self.rows[table][0]) if self.rows[table] else []


def read_sides(*folders: str | os.PathLike[str]) -> list[Side]:
    """Read folders. Raises DataError with every problem of all."""
    sides, problems = [], []
    for folder in map(real_path, folders):
        try:
            sides.append(_read(folder))
        except DataError as error:
            problems += [replace(one, file=str(folder / one.file)) for one in error.problems]
    if problems:
        step = "correct these, or name other folders: a data folder that this version cannot read is compared by "
        raise DataError("what was to be compared", problems, f"{step}{_WRITTEN_BY}, of the version it belongs to.")
    return sides


def _read(folder: Path) -> Side:
    """Read a data folder, or the tables built from one. Raises DataError."""
    if (folder / "datapackage.json").exists():
        data = read_data(folder)
        built = {Path(name).stem: csv_text(table).encode() for name, table in built_tables(data).items()}
        return Side({table: _rows(f"{table}.csv", built[table], key)[0] for table, key in KEYS.items()}, data)
    rows, problems = {}, []
    for table, key in KEYS.items():
        try:
            rows[table], found = _rows(f"{table}.csv", read_file(folder / f"{table}.csv"), key)
        except OSError as error:
            found = [Problem(f"{table}.csv", 0, "", error.strerror or str(error), _WRITTEN_BY)]
        problems += found
    if len(problems) == len(KEYS) and not rows:
        nothing = "neither datapackage.json nor tolls.csv" if folder.is_dir() else "no such folder"
        problems = [Problem("", 0, "", nothing, f"a data folder, or {_WRITTEN_BY}")]
    if problems:
        raise DataError(folder, problems)
    return Side(rows, None)


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
    rules: dict[str, tuple[Callable[[str], object], str]] = {"month": (is_month, "a month, YYYY-MM")}
    if name == "tolls.csv":
        rules |= dict.fromkeys(_COUNTS, (re.compile("[0-9]*").fullmatch, "a whole number or nothing"))
        rules["named"] = (re.compile("True|False").fullmatch, "True or False")
    if name == "findings.csv":
        number = (re.compile(r"-?[0-9]+(\.[0-9]+)?").fullmatch, "a number")
        rules |= {"printed": number, "computed": number}
    problems += [
        Problem(name, place, column, repr(row[column]), expected)
        for place, row in enumerate(rows, start=2)
        for column, (is_right, expected) in rules.items()
        if column in row and not is_right(row[column])
    ]
    return rows, problems


def tolls_of_sides(sides: list[Side], known: Data) -> tuple[list[Kinds], str]:
    """The tolls of each side; built tables get the parties of `known`. Without them, why there are none."""
    found: list[Kinds] = []
    for side in sides:
        lacking = [column for column in ("monitor", *Tolls.kinds) if column not in side.columns("tolls")]
        if lacking and side.rows["tolls"] and not side.data:
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


def _tolls(side: Side, data: Data, monitor: str, population: str) -> Tolls:
    """The tolls of one monitor and population, those of built tables as they are there."""
    if side.data:
        return monthly_tolls(data, monitor, population)
    rows = [row for row in side.rows["tolls"] if (row["monitor"], row["population"]) == (monitor, population)]
    months = {row["month"] for row in rows}
    apart = {one for one in months if definitions_of(data.definitions, monitor, one).not_counted(population)}
    parties = Parties.of(data.parties.to_dict("records"))
    return Tolls(data, monitor, population, None, parties, tuple(map(_toll, rows)), frozenset(apart))


def _toll(row: Row) -> Toll:
    """A toll from a row of a built table."""
    value, pages, low, high, least, most = (int(row[name]) if row[name] else None for name in _COUNTS)
    key = (row["month"], row["party"], row["population"], row["measure"])
    used, shown = (tuple(filter(None, row[name].split("|"))) for name in ("report_id", "page_shown"))
    state, basis = cast(State, row["state"]), cast(Basis, row["basis"] or None)
    named = row["named"] == "True"
    return Toll(*key, value, state, basis, used, shown, pages or 0, low, high, least, most, named, read(row["doubt"]))
