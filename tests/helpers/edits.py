"""Edits of a copy of the data, one cell at a time, and what becomes of a batch that was run before them."""

from __future__ import annotations

import csv
from pathlib import Path

from analysis import read_data
from analysis.notebooks import runner


def edit(folder: Path, table: str, where: dict[str, str], column: str, value: str) -> None:
    """Change a cell of the first row of a table whose cells are those of `where`."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    row = next(row for row in rows if where.items() <= dict(zip(header, row, strict=True)).items())
    row[header.index(column)] = value
    write(path, [header, *rows])


def write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def outputs(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.glob("*/*.ipynb"))}


def run_again(folder: Path, out: Path, months: list[str], names: list[str], anew: Path) -> set[str]:
    """Run a batch again on edited data, and all of it anew elsewhere: the same bytes. Returns what was run again."""
    data = read_data(folder)
    results = runner.run(months, names, out, data, {}, jobs=2)
    assert not [result.message for result in results if result.message]
    forced = runner.run(months, names, anew, data, {}, jobs=2, force=True)
    assert {result.status for result in forced} == {"done"}
    assert outputs(out) == outputs(anew)
    return {f"{result.month}/{result.notebook}" for result in results if result.status == "done"}
