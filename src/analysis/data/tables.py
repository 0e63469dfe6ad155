"""Read a data folder: every table checked against its contract, all problems at once."""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd

from analysis.data import csv_reader
from analysis.data.check import check_cells
from analysis.data.claim_rules import COMPARISON_CLAIM, VALUE_CLAIM, broken_claims
from analysis.data.folder import REPOSITORY, data_folder, processed_folder, read_file
from analysis.data.parts import CONTRACT, Part, Table, Whole, digests, folder_of, note, part_of
from analysis.data.rows import MonitorRow, Report, typed
from analysis.data.rules import broken_rules
from analysis.errors import DataError, Problem
from analysis.model.cells import POPULATIONS
from analysis.safe_text import is_address


@dataclass(frozen=True, kw_only=True, eq=False)
class Data:
    """The figures as printed, one DataFrame a table; the columns are described in data/raw/README.md.

    `folder` is where they were read from, `hashes` the SHA-256 of each file there, `dated` the date of the data that
    the contract bears (YYYY-MM-DD; '' where it bears none), `checked` whether they are known to meet it.
    """

    monitors: Table = Table()  # noqa: RUF009
    definitions: Table = Table()  # noqa: RUF009
    parties: Table = Table()  # noqa: RUF009
    reports: Table = Table()  # noqa: RUF009
    tolls: Table = Table()  # noqa: RUF009
    lists: Table = Table()  # noqa: RUF009
    adjudications: Table = Table()  # noqa: RUF009
    period_totals: Table = Table()  # noqa: RUF009
    governorates: Table = Table()  # noqa: RUF009
    claims: Table = Table()  # noqa: RUF009
    comparison_claims: Table = Table()  # noqa: RUF009
    known_discrepancies: Table = Table()  # noqa: RUF009
    folder: Whole[Path] = Whole()  # noqa: RUF009
    hashes: Whole[dict[str, str]] = Whole()  # noqa: RUF009
    dated: Whole[str] = Whole("")  # noqa: RUF009
    checked: bool = False
    months: ClassVar[tuple[str, ...]] = ()
    whole: ClassVar[Data | None] = None

    def only(self, *months: str) -> Data:
        """The rows on these months alone: of pages on them, claims about them, totals of periods that end in them.

        Examples
        --------
        >>> data = read_data()
        >>> len(data.only("2016-01").tolls) < len(data.tolls), len(data.only("2016-01").parties) == len(data.parties)
        (True, True)
        """
        kept: dict[tuple[str, ...], Data] = self.__dict__.setdefault("_only", {})
        if months not in kept:
            kept[months] = self._with({"months": months})
        return kept[months]

    def having(self, **tables: pd.DataFrame) -> Data:
        """The same data with other tables in the place of these."""
        return self._with({"months": self.months, **tables})

    def _with(self, own: dict[str, Any]) -> Data:
        made = object.__new__(type(self))
        same = {name: self.__dict__[name] for name in ("folder", "hashes", "dated", "checked")}
        made.__dict__.update({**same, "whole": self, **own})
        return made

    def report(self, code: str) -> Report | None:
        """A report by its code; None where there is none."""
        if is_address(code):  # as totals of several months have
            return None
        found = self._reports.get(code)
        note("reports", self.months if found is None else (found.month,))
        return found

    def monitor(self, code: str) -> MonitorRow:
        """A monitor by its code."""
        note("monitors")
        return self._monitors[code]

    @property
    def contract(self) -> dict[str, Any]:
        """What datapackage.json says of the data as a whole; empty for data that were made in memory."""
        note(CONTRACT)
        return self._contract

    @cached_property
    def _contract(self) -> dict[str, Any]:
        if self.whole is not None:
            return self.whole._contract
        path = folder_of(self) / f"{CONTRACT}.json"
        found: dict[str, Any] = json.loads(path.read_text("utf-8-sig")) if path.is_file() else {}
        return found

    @cached_property
    def _reports(self) -> dict[str, Report]:
        return {row.report_id: row for row in typed(part_of(self, "reports"), Report)}

    @cached_property
    def _monitors(self) -> dict[str, MonitorRow]:
        return {row.monitor: row for row in typed(part_of(self, "monitors"), MonitorRow)}

    @cached_property
    def digests(self) -> dict[Part, str]:
        """The SHA-256 of each table, and of its rows on each month."""
        return digests(self, TABLES)


_POPULATION = {  # an optional column of one's own comparison claims
    "name": "population",
    "type": "string",
    "description": "civilians, fighters or persons; empty: whichever fits",
    "constraints": {"enum": list(POPULATIONS)},
}
TABLES = tuple(field.name for field in fields(Data) if field.type == "Table")


def read_data(path: str | os.PathLike[str] | None = None, *, validate: bool | None = None) -> Data:
    """Read and check a data folder.

    Parameters
    ----------
    path
        A folder with datapackage.json and its CSV files. None: the folder named by the environment variable
        ANALYSIS_DATA, else the data that come with the package.
    validate
        None checks the data unless their hashes stand in the manifest that `snhr build` wrote after checking them;
        True always checks.

    Returns
    -------
    Data
        Counts are Int64 (deaths); an empty cell is a missing value, never zero.

    Raises
    ------
    DataError
        Every problem found, each with file, row, column, what was found and what was expected.

    Examples
    --------
    >>> data = read_data()
    >>> int(data.tolls.query("report_id == 'snhr-2016-01-de' and party == 'isis'")["killed"].iloc[0])
    98
    """
    folder = data_folder(path)
    tables = csv_reader.read_tables(folder)
    problems = tables.problems
    absent = [name for name in TABLES if name not in tables.schemas]
    problems += [
        Problem("datapackage.json", 0, "", f"no resource {name}", "every table of the codebook") for name in absent
    ]
    check = bool(problems) or (validate if validate is not None else not _validated(folder, tables.hashes))
    if check:
        problems += _unlike_ours(tables.schemas)
        problems += [] if absent else check_cells(tables)  # a key into a table that is not there says nothing
    if absent or any(problem.file == "datapackage.json" for problem in problems):
        raise DataError(folder, problems)
    bad: dict[str, set[tuple[int, str]]] = {name: set() for name in tables.schemas}
    for problem in problems:
        bad[problem.file.removesuffix(".csv")] |= {(problem.row, column) for column in problem.column.split(" + ")}
    frames = {name: csv_reader.frame(tables.rows[name], tables.schemas[name], bad[name]) for name in TABLES}
    if check:
        problems += broken_rules(frames, incomplete={name for name in TABLES if bad[name]})
    if problems:
        raise DataError(folder, problems)
    return Data(**frames, folder=folder, hashes=tables.hashes, dated=tables.dated, checked=check or validate is None)


def _unlike_ours(schemas: dict[str, csv_reader.Schema]) -> list[Problem]:
    """The columns of this repository's contract that another lacks or types otherwise; it may have more."""
    path = REPOSITORY / "data" / "raw" / "datapackage.json"
    ours = json.loads(path.read_text("utf-8"))["resources"] if path.is_file() else []
    problems = []
    for resource in ours:
        there = schemas.get(resource["name"], {"fields": resource["schema"]["fields"]})["fields"]
        kinds = {field["name"]: field["type"] for field in there}
        for field in resource["schema"]["fields"]:
            name, kind = field["name"], field["type"]
            if kinds.get(name, kind if field.get("optional") else None) != kind:
                found = f"the type {kinds[name]!r}" if name in kinds else "no such column"
                problems.append(Problem("datapackage.json", 0, f"{resource['name']}.{name}", found, f"the type {kind}"))
    return problems


def read_claims(path: str | os.PathLike[str], data: Data) -> pd.DataFrame:
    """Read a table of claims of one's own: CSV with a header, as spreadsheets write it.

    Parameters
    ----------
    path
        Value claims have the columns claim_id, outlet, month, party, measure, value, and where they need them relation,
        unit and month_end; comparison claims have claim_id, outlet, month, left, relation, right. The other columns of
        claims.csv and comparison_claims.csv, and population, may be there. Parties by code or any name of parties.csv.
    data
        Whose contract and parties hold.

    Returns
    -------
    DataFrame
        The columns found, for `check_claims`.

    Raises
    ------
    DataError
        Every problem found, each with row, column, what was found and what was expected.

    Examples
    --------
    >>> from analysis import check_claims
    >>> data = read_data()
    >>> claims = read_claims(data.folder / "claims.csv", data)
    >>> check_claims(data, claims[claims["claim_id"] == "fox-news-2016-01-nusra_hts-killed"]).lines[0].verdict
    'differs'
    """
    path = Path(path)
    next_step = f"correct these in {path}, then check it again."
    try:
        raw = read_file(path)
    except OSError as error:
        unread = Problem(path.name or str(path), 0, "", error.strerror or str(error), "a readable CSV file")
        raise DataError(path, [unread], next_step="name an existing file.") from error
    header = csv_reader.header(raw)
    comparisons = "left" in header or ("relation" in header and "party" not in header)
    needed = COMPARISON_CLAIM if comparisons else VALUE_CLAIM
    fields = csv_reader.read_tables(data.folder).schemas["comparison_claims" if comparisons else "claims"]["fields"]
    allowed = {field["name"]: field for field in [_POPULATION, *fields]}
    columns = [name for name in allowed if name in needed or name in header]
    rows, problems = csv_reader.read_rows(path.name, raw, columns)
    schema = {"fields": [allowed[name] for name in columns], "primaryKey": ["claim_id"], "missingValues": [""]}
    if not problems:
        broken = check_cells(csv_reader.Tables({"claims": rows}, {"claims": schema}, {}, []))
        problems = [replace(problem, file=path.name) for problem in broken]
    blank = {(problem.row, column) for problem in problems for column in problem.column.split(" + ")}
    frame = csv_reader.frame(rows, schema, blank)
    if not any(problem.row <= 1 for problem in problems):
        rules = broken_claims(frame, data.parties, data.monitors, path.name)
        problems += [problem for problem in rules if (problem.row, problem.column) not in blank]
    if not rows and not problems:
        problems = [Problem(path.name, 0, "", "a header and no row", "a row for each claim")]
    if problems:
        raise DataError(path, problems, next_step)
    return frame


def read_mapping(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Read what the columns and words of a list of victims or incidents mean (TOML), for `tolls_from_records`.

    Raises DataError where the file cannot be read.
    """
    path = Path(path)
    try:
        return tomllib.loads(read_file(path).decode("utf-8-sig"))
    except OSError as error:
        found = error.strerror or str(error)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError, UnicodeDecodeError; tables in tables in tables
        found = str(error)
    raise DataError(path, [Problem(path.name or str(path), 0, "", found, "a TOML file in UTF-8")], f"correct {path}.")


def _validated(folder: Path, hashes: dict[str, str]) -> bool:
    try:
        manifest = json.loads(read_file(processed_folder(folder) / "manifest.json"))
        return bool(manifest["raw"] == hashes)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False
