"""Lists of victims or incidents as files: read a chunk at a time; tolls made of them put into a data folder."""

from __future__ import annotations

import csv
import gc
import shutil
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.batch.notebooks import replace_file
from analysis.canonical import canonical
from analysis.contract import read_tables
from analysis.data import read_data, read_mapping
from analysis.errors import DataError, Problem, RunError
from analysis.record_counts import Tally, add, check_columns
from analysis.record_mapping import Plan, read_plan
from analysis.tabulate import tolls_of

CHUNK = 50_000  # records in memory at a time


class Put(NamedTuple):
    """What else of the monitor stands in a data folder into which tolls were put: months, each in order.

    `kept` were made of records before, and no record is of them now; in `beside` other pages print figures too.
    """

    folder: Path
    kept: list[str]
    beside: list[str]


def tabulate(path: Path, mapping: Path, folder: Path | None, into: bool) -> tuple[pd.DataFrame, Put | None]:
    """Make monthly tolls from a file of records, and put them `into` the data folder if asked.

    Returns
    -------
    tuple
        As `tolls_from_records`, and as `put_into`.

    Raises
    ------
    DataError, RunError
        As these two.
    """
    if into and folder is None:
        raise RunError("--into changes a data folder. Next: name it with --data DIR.")
    data = read_data(folder)
    monitors = list(data.monitors["monitor"]) if into else None
    plan = read_plan(read_mapping(mapping), data.parties, mapping.name, monitors)
    tolls = tolls_of_file(path, plan)
    return tolls, put_into(data.folder, tolls, plan) if into else None


def tolls_of_file(path: Path, plan: Plan) -> pd.DataFrame:
    """Count the records of a file, CSV or Parquet, a chunk at a time. Raises DataError."""
    tally = Tally(path.name)
    try:
        with path.open("rb") as file:
            parquet = file.read(4) == b"PAR1"
        for chunk in (parquet_chunks if parquet else csv_chunks)(path, plan, tally):
            add(tally, chunk, plan)
    except OSError as error:
        raise _unread(path, 0, error.strerror or type(error).__name__) from error
    return tolls_of(tally, plan)


def _unread(path: Path, row: int, found: str, expected: str = "a readable CSV or Parquet file") -> DataError:
    return DataError(path, [Problem(path.name, row, "", found, expected)], "name an existing file, or save it anew.")


def csv_chunks(path: Path, plan: Plan, tally: Tally) -> Iterator[pd.DataFrame]:
    """Read CSV as spreadsheets write it. A row that is not whole is a problem; only at the end may rows be blank."""
    last, blank = 1, list[int]()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file, strict=True)
            header = _header(path, next(iter(_block(islice(lines, 1), path, 0)), []), plan)
            places = [header.index(name) for name in plan.needed(header)]
            dates = header.index(plan.columns["date"])
            while block := _block(lines, path, last):
                rows = range(last + 1, last + 1 + len(block))
                last = rows[-1]
                odd = _odd(block, len(header), dates)
                blank = _refuse_odd(tally, block, rows, odd, len(header), blank)
                index = [row for i, row in enumerate(rows) if i not in odd]
                whole = [line for i, line in enumerate(block) if i not in odd] if odd else block
                cells = {k: pd.Series([line[k] for line in whole], index, dtype="object") for k in places}
                del block, whole
                yield pd.DataFrame(cells).set_axis([header[place] for place in places], axis="columns")
    except UnicodeDecodeError:
        with path.open("rb") as binary:
            for row, line in enumerate(binary, start=1):
                try:
                    line.decode("utf-8")
                except UnicodeDecodeError as error:
                    found = f"byte 0x{line[error.start]:02x}"
                    raise _unread(path, row, found, "UTF-8 text: save as 'CSV UTF-8'") from None
        raise


def _block(lines: Iterator[list[str]], path: Path, last: int) -> list[list[str]]:
    """Read the rows after the `last`. The collector of cycles would walk a million short lists, over and over."""
    block: list[list[str]] = []
    collects = gc.isenabled()
    gc.disable()
    try:
        block.extend(islice(lines, CHUNK))
    except csv.Error as error:
        row, expected = last + len(block) + 1, "CSV as spreadsheets write it, every quote closed"
        raise _unread(path, row, str(error), expected) from None
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
            raise _unread(path, 1, f"{word} between the columns", "commas: export as comma-separated CSV")
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
        raise _unread(path, 0, "a path with *, ? or [", "a path without them")
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
    except duckdb.Error as error:  # its message may hold a cell
        raise _unread(path, 0, f"what duckdb calls {type(error).__name__}", "a Parquet file that is whole") from None


def _cell(name: str, kind: str) -> str:
    """Read a column of Parquet as text, a moment as its day; numbers stay numbers."""
    column = '"' + name.replace('"', '""') + '"'
    if kind in ("FLOAT", "DOUBLE"):
        return column
    moment = kind.startswith("TIMESTAMP") and "ZONE" not in kind
    return f"cast({f'cast({column} as date)' if moment else column} as varchar)"


def put_into(folder: Path, tolls: pd.DataFrame, plan: Plan) -> Put:
    """Put tolls into a data folder, one report a month, instead of those put there before.

    The folder as it will be is validated first; then reports.csv and tolls.csv are replaced, in canonical form.

    Returns
    -------
    Put
        What else of the monitor is there.

    Raises
    ------
    DataError
        What the folder would break of its contract.
    RunError
        A file that cannot be written; nothing is changed then.
    """
    tables = read_tables(folder)
    if tables.problems:
        raise DataError(folder, tables.problems)
    ids = {month: f"{plan.monitor}-{month}-records" for month in tolls["month"]}
    made = {"reports": [_report(month, code, plan) for month, code in ids.items()]}
    made["tolls"] = [{**row, "report_id": ids[row["month"]]} for row in tolls.to_dict("records")]
    texts = {}
    with tempfile.TemporaryDirectory() as name:
        trial = Path(name)
        for path in [folder / "datapackage.json", *(folder / f"{table}.csv" for table in tables.schemas)]:
            shutil.copy(path, trial)
        for table, new in made.items():
            columns = [field["name"] for field in tables.schemas[table]["fields"]]
            place = columns.index("report_id")
            rows = [row for row in tables.rows[table] if row[place] not in ids.values()]
            rows += [["" if pd.isna(row.get(c)) else str(row[c]) for c in columns] for row in new]
            with (trial / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows([columns, *rows])
        for file_name, (text, _) in canonical(trial).items():
            (trial / file_name).write_text(text, "utf-8", newline="")
        try:
            read_data(trial, validate=True)
        except DataError as error:
            next_step = "nothing was changed; correct the records, the mapping or the folder."
            raise DataError(f"{folder} with these tolls", error.problems, next_step) from None
        texts = {table: (trial / f"{table}.csv").read_text("utf-8") for table in made}
    _replace(folder, texts)
    columns = [field["name"] for field in tables.schemas["reports"]["fields"]]
    places = [columns.index(column) for column in ("monitor", "month", "report_id")]
    there = [[row[place] for place in places] for row in tables.rows["reports"]]
    mine = [(month, code == f"{plan.monitor}-{month}-records") for who, month, code in there if who == plan.monitor]
    kept = sorted({month for month, made_before in mine if made_before} - set(ids))
    return Put(folder, kept, sorted({month for month, made_before in mine if not made_before} & set(ids)))


def _report(month: str, code: str, plan: Plan) -> dict[str, str]:
    return {**plan.report, "report_id": code, "monitor": plan.monitor, "month": month, "kind": "primary"}


def _replace(folder: Path, texts: dict[str, str]) -> None:
    """Write several tables, all or none. Reports come first: tolls without their report would break the contract."""
    before = {table: (folder / f"{table}.csv").read_bytes() for table in texts}
    done: list[str] = []
    try:
        for table, text in texts.items():
            replace_file((folder / f"{table}.csv").resolve(), text)
            done.append(table)
    except OSError as error:
        for table in done:
            (folder / f"{table}.csv").write_bytes(before[table])
        raise RunError(f"cannot write {folder}: {error.strerror}. Nothing was changed.") from error
