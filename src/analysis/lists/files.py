"""Files of records, read a chunk at a time: CSV and Parquet."""

from __future__ import annotations

import csv
import gc
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

import pandas as pd

from analysis.data.csv_reader import filled_names, not_utf_8, other_separator, whole_rows
from analysis.errors import DataError, Problem, RunError
from analysis.lists.counting import Tally, check_columns
from analysis.lists.plan import Plan

CHUNK = 50_000  # records in memory at a time
_NEXT = "name an existing file, or save it anew."


def unread(path: Path, row: int, found: str, expected: str = "a readable CSV or Parquet file") -> DataError:
    """Say that a file cannot be read."""
    return DataError(path, [Problem(path.name or str(path), row, "", found, expected)], _NEXT)


def csv_chunks(path: Path, plan: Plan, tally: Tally) -> Iterator[pd.DataFrame]:
    """Read CSV as spreadsheets write it. A row that is not whole is a problem; only at the end may rows be blank."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = _lines(path, file)
            header = _header(path, next(lines, []), plan)
            places = [header.index(name) for name in plan.needed(header)]
            whole = whole_rows(lines, len(header), lambda row, *said: tally.refuse(row, "", *said))
            while chunk := _chunk(whole):
                rows = [row for row, _ in chunk]
                cells = {k: pd.Series([line[k] for _, line in chunk], rows, dtype="object") for k in places}
                yield pd.DataFrame(cells).set_axis([header[place] for place in places], axis="columns")
    except UnicodeDecodeError:
        with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
            raise DataError(path, [not_utf_8(path.name, file)], _NEXT) from None


def _lines(path: Path, file: TextIO) -> Iterator[list[str]]:
    """The rows of a CSV file."""
    read = 0
    try:
        for line in csv.reader(file, strict=True):
            read += 1
            yield line
    except csv.Error as error:
        raise unread(path, read + 1, str(error), "CSV as spreadsheets write it, every quote closed") from None


def _chunk(rows: Iterator[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Read the next rows. The collector of cycles would walk a million short lists, over and over."""
    collects = gc.isenabled()
    gc.disable()
    try:
        return list(islice(rows, CHUNK))
    finally:
        if collects:
            gc.enable()


def _header(path: Path, names: list[str], plan: Plan) -> list[str]:
    """Check the names of the columns."""
    names = filled_names(names)
    if other := other_separator(path.name, names):
        raise DataError(path, [other], _NEXT)
    if absent := check_columns(path.name, names, plan):
        raise DataError(path, absent, "name in the mapping the columns as the header does.")
    return names


def parquet_chunks(path: Path, plan: Plan, _: Tally) -> Iterator[pd.DataFrame]:
    """Read Parquet, needs the extra `records`."""
    try:
        import duckdb
    except ImportError as error:
        raise RunError(
            "a Parquet file needs duckdb. Next: pip install 'snhr-analysis[records]', or use CSV."
        ) from error
    if set("*?[") & set(str(path)):  # these would stand for several files
        raise unread(path, 0, "a path with *, ? or [", "a path without them")
    source = "from read_parquet(?, hive_partitioning = false)"
    try:
        with duckdb.connect() as connection:
            columns = connection.execute(f"select * {source} limit 0", [str(path)]).description
            kinds = {str(name): str(kind) for name, kind, *_ in columns}
            if absent := check_columns(path.name, list(kinds), plan):
                raise DataError(path, absent, "name in the mapping the columns as the file does.")
            wanted = plan.needed(list(kinds))
            cells = ", ".join(_cell(name, kinds[name]) for name in wanted)
            connection.execute(f"select {cells} {source}", [str(path)])
            first = 2
            while len(chunk := connection.fetch_df_chunk(CHUNK // 2048)):
                yield chunk.set_axis(wanted, axis="columns").set_axis(range(first, first + len(chunk)))
                first += len(chunk)
    except RuntimeError:  # of its Python side
        raise unread(path, 0, "a name of a column that is no UTF-8", "a Parquet file that is whole") from None
    except duckdb.Error as error:  # its message may hold a cell
        raise unread(path, 0, f"what duckdb calls {type(error).__name__}", "a Parquet file that is whole") from None


def _cell(name: str, kind: str) -> str:
    """Read a column of Parquet as text, a moment as its day; numbers stay numbers."""
    column = '"' + name.replace('"', '""') + '"'
    if kind in ("FLOAT", "DOUBLE"):
        return column
    moment = kind.startswith("TIMESTAMP") and "ZONE" not in kind
    return f"cast({f'cast({column} as date)' if moment else column} as varchar)"
