"""Data folders and notebooks as tests need them."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat

from analysis import Data, read_data

TESTS = Path(__file__).parents[1]


def edit(folder: Path, table: str, old: str, new: str) -> Data:
    path = folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return read_data(folder)


def add(folder: Path, table: str, *rows: str) -> Data:
    with (folder / f"{table}.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in rows)
    return read_data(folder)


def write_notebook(path: Path, *sources: str) -> None:
    cells = [
        nbformat.v4.new_code_cell(
            'month = "2016-01"\nmonitor = population = as_of = ""', metadata={"tags": ["parameters"]}
        )
    ]
    cells += [nbformat.v4.new_code_cell(source) for source in sources]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)


def put(folder: Path, fixture: Path) -> str:
    """Put a fixture, named `<table>__<what>.csv`, in the place of its table."""
    table = fixture.name.split("__")[0]
    shutil.copy(fixture, folder / f"{table}.csv")
    return table
