"""Files of records, read a chunk at a time: CSV and Parquet."""

from __future__ import annotations

import contextlib
import csv
import gc
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pandas as pd

from analysis.errors import DataError, Problem, RunError
from analysis.lists.counting import Tally, check_columns
from analysis.lists.plan import Plan

CHUNK = 50_000  # records in memory at a time


def unread(path: Path, row: int, found: str, expected: str = "a readable CSV or Parquet file") -> DataError:
    """Say that a file cannot be read."""
    return DataError(
        path, [Problem(path.name or str(path), row, "", found, expected)], "name an existing file, or save it anew."
    )


def csv_chunks(path: Path, plan: Plan, tally: Tally) -> Iterator[pd.DataFrame]:
    """Read CSV as spreadsheets write it. A row that is not whole is a problem; only at the end may rows be blank."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file, strict=True)
            names = next(iter(_block(islice(lines, 1), path, 0)), [])
            header = _header(path, names, plan)
            places = [header.index(name) for name in plan.needed(header)]
            dates = header.index(plan.columns["date"])
            for chunk in _rows(lines, path, tally, places, len(header), dates):
                yield chunk[places].set_axis([header[place] for place in places], axis="columns")
    except UnicodeDecodeError:
        raise _not_utf_8(path) from None


def _not_utf_8(path: Path) -> DataError:
    """Say which row holds the first byte that is no UTF-8."""
    row, found = 0, "a byte"
    with contextlib.suppress(csv.Error), path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        for row, cells in enumerate(csv.reader(file), start=1):  # noqa: B007  (the row is told)
            if escaped := re.search("[\udc80-\udcff]", "".join(cells)):
                found = f"byte 0x{ord(escaped[0]) - 0xDC00:02x}"
                break
    return unread(path, row, found, "UTF-8 text: save as 'CSV UTF-8'")


def _rows(
    lines: Iterator[list[str]], path: Path, tally: Tally, places: list[int], width: int, dates: int
) -> Iterator[pd.DataFrame]:
    """Read rows, and refuse those that are not whole."""
    last, blank = 1, list[int]()
    while block := _block(lines, path, last):
        rows = range(last + 1, last + 1 + len(block))
        last = rows[-1]
        odd = _odd(block, width, dates)
        blank = _refuse_odd(tally, block, rows, odd, width, blank)
        index = [row for i, row in enumerate(rows) if i not in odd]
        whole = [line for i, line in enumerate(block) if i not in odd] if odd else block
        yield pd.DataFrame({k: pd.Series([line[k] for line in whole], index, dtype="object") for k in places})


def _block(lines: Iterator[list[str]], path: Path, last: int) -> list[list[str]]:
    """Read the rows after the `last`. The collector of cycles would walk a million short lists, over and over."""
    block: list[list[str]] = []
    collects = gc.isenabled()
    gc.disable()
    try:
        block.extend(islice(lines, CHUNK))
    except csv.Error as error:
        row, expected = last + len(block) + 1, "CSV as spreadsheets write it, every quote closed"
        raise unread(path, row, str(error), expected) from None
    finally:
        if collects:
            gc.enable()
    return block


def _odd(block: list[list[str]], width: int, dates: int) -> set[int]:
    """The rows that have not as many cells as the header, or no filled one."""
    if set(map(len, block)) == {width}:
        return {i for i, line in enumerate(block) if not line[dates].strip() and not "".join(line).strip()}
    return {i for i, line in enumerate(block) if len(line) != width or not "".join(line).strip()}


def _refuse_odd(
    tally: Tally, block: list[list[str]], rows: range, odd: set[int], width: int, blank: list[int]
) -> list[int]:
    """Refuse rows that are not whole, and blank ones that others follow; those that none follows yet are returned."""
    if odd or blank:
        empty = {i for i in odd if not "".join(block[i]).strip()}
        for i in sorted(odd - empty):
            if len(block[i]) > width and not any(block[i][width:]):
                odd.remove(i)  # empty columns at the end
                continue
            expected = f"{width} cells, as in the header (a comma inside a text needs quotes around it)"
            tally.refuse(rows[i], "", f"{len(block[i])} cells", expected)
        end = max((rows[i] for i in range(len(block)) if i not in empty), default=0)
        blank = [*blank, *(rows[i] for i in sorted(empty))]
        for row in [row for row in blank if row < end]:
            tally.refuse(row, "", "a blank row between rows", "no blank rows: delete it")
        blank = [row for row in blank if row > end]
    return blank


def _header(path: Path, names: list[str], plan: Plan) -> list[str]:
    """Check the names of the columns."""
    names = [name.strip() for name in names]
    while names and not names[-1]:
        names.pop()
    for mark, word in ((";", "semicolons"), ("\t", "tabs")):
        if len(names) == 1 and mark in names[0]:
            raise unread(path, 1, f"{word} between the columns", "commas: export as comma-separated CSV")
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
