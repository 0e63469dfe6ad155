"""A data folder changed: validated as it will be, then its tables replaced, all or none."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from analysis.data.canonical import canonical
from analysis.data.csv_reader import Tables, read_tables
from analysis.data.folder import replace_file
from analysis.data.tables import read_data
from analysis.errors import DataError, RunError

_PATIENCE = 60  # seconds
Rows = list[dict[str, str]]


@contextmanager
def changing(folder: Path) -> Iterator[None]:
    """Keep other commands from changing a data folder meanwhile. Raises RunError where one does for long."""
    key = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    owner = os.getuid() if hasattr(os, "getuid") else ""
    lock = FileLock(Path(tempfile.gettempdir()) / f"snhr-{owner}-{key}.lock", timeout=_PATIENCE)
    try:
        with lock:
            yield
    except Timeout as error:
        raise RunError(f"{folder} is being changed by another command. Next: try again when it is done.") from error


def rows_of(folder: Path, *names: str) -> tuple[Tables, dict[str, Rows]]:
    """The tables of a data folder, and the rows of those named, as they are written. Raises DataError."""
    tables = read_tables(folder)
    if tables.problems:
        raise DataError(folder, tables.problems)
    columns = columns_of(tables)
    return tables, {name: [dict(zip(columns[name], row, strict=True)) for row in tables.rows[name]] for name in names}


def columns_of(tables: Tables) -> dict[str, list[str]]:
    """The columns of each table."""
    return {name: [field["name"] for field in schema["fields"]] for name, schema in tables.schemas.items()}


def change(folder: Path, tables: Tables, rows: dict[str, Rows], what: str) -> None:
    """Give some tables of a data folder these rows, in canonical form.

    The folder as it will be is validated first. Tables are replaced in the order given: what others refer to (reports)
    comes first. `what` names in a message what is new.

    Raises
    ------
    DataError
        What the folder would break of its contract; nothing is changed then.
    RunError
        A file that cannot be written; nothing is changed then.
    """
    texts = _validated(folder, columns_of(tables), rows, what)
    before = {table: (folder / f"{table}.csv").read_bytes() for table in texts}
    done: list[str] = []
    try:
        for table, text in texts.items():
            replace_file((folder / f"{table}.csv").resolve(), text)
            done.append(table)
    except BaseException as error:  # Ctrl-C, too
        for table in done:
            (folder / f"{table}.csv").write_bytes(before[table])
        if isinstance(error, OSError):
            raise RunError(f"cannot write {folder}: {error.strerror}. Nothing was changed.") from error
        raise


def _validated(folder: Path, columns: dict[str, list[str]], tables: dict[str, Rows], what: str) -> dict[str, str]:
    """The texts of tables in canonical form. Raises DataError with what the folder would break of its contract."""
    with tempfile.TemporaryDirectory() as name:
        trial = Path(name)
        for file_name in ["datapackage.json", *(f"{table}.csv" for table in columns)]:
            shutil.copy(folder / file_name, trial)
        for table, rows in tables.items():
            with (trial / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                lines = [[row.get(column, "") for column in columns[table]] for row in rows]
                csv.writer(file, lineterminator="\n").writerows([columns[table], *lines])
        for file_name, (text, _) in canonical(trial).items():
            (trial / file_name).write_text(text, "utf-8", newline="")
        try:
            read_data(trial, validate=True)
        except DataError as error:
            next_step = f"nothing was changed; correct {what} or the folder."
            raise DataError(f"{folder} with these tolls", error.problems, next_step) from None
        return {table: (trial / f"{table}.csv").read_text("utf-8") for table in tables}
