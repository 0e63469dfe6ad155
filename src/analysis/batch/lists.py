"""Monthly tolls from a file of victims or incidents, put into a data folder if asked."""

from __future__ import annotations

import csv
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.batch.notebooks import replace_file
from analysis.batch.record_files import csv_chunks, parquet_chunks, unread
from analysis.canonical import canonical
from analysis.contract import read_tables, refuse_no_file
from analysis.data import read_data, read_mapping
from analysis.errors import DataError, RunError
from analysis.folders import refuse_installed
from analysis.record_counts import Tally, add
from analysis.record_mapping import Plan, read_plan
from analysis.tabulate import tolls_of


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
    if into and folder is not None:
        refuse_installed(folder)
    data = read_data(folder)
    monitors = list(data.monitors["monitor"]) if into else None
    plan = read_plan(read_mapping(mapping), data.parties, mapping.name, monitors)
    tolls = tolls_of_file(path, plan)
    return tolls, put_into(data.folder, tolls, plan) if into else None


def tolls_of_file(path: Path, plan: Plan) -> pd.DataFrame:
    """Count the records of a file, CSV or Parquet, a chunk at a time. Raises DataError."""
    tally = Tally(path.name)
    try:
        refuse_no_file(path)
        with path.open("rb") as file:
            parquet = file.read(4) == b"PAR1"
        for chunk in (parquet_chunks if parquet else csv_chunks)(path, plan, tally):
            add(tally, chunk, plan)
    except OSError as error:
        raise unread(path, 0, error.strerror or type(error).__name__) from error
    return tolls_of(tally, plan)


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
