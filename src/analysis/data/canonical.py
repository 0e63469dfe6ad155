"""The canonical form of a data folder: a spreadsheet may save it as it likes, and a change still shows only itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from analysis.data.csv_reader import Tables, header, read_tables
from analysis.errors import DataError

# in what order the rows stand; rows that are alike in these stay as they are
_ORDER = {
    "monitors": ("order",),
    "definitions": ("monitor", "aspect", "population", "valid_from"),
    "parties": ("order",),
    "reports": ("monitor", "month", "report_id"),
    "tolls": ("report_id", "party"),
    "lists": ("report_id", "name"),
    "adjudications": ("monitor", "month", "party"),
    "period_totals": ("monitor", "period_start", "period_end"),
    "governorates": ("report_id",),
    "claims": ("about_monitor", "month"),
    "comparison_claims": ("about_monitor", "month"),
    "known_discrepancies": ("monitor", "month"),
}


def canonical(folder: Path) -> dict[str, tuple[str, list[str]]]:
    r"""Put the tables of a data folder into canonical form. Nothing is written, and no value changes.

    Columns as in the contract; reports by monitor, month and code, tolls by report and party, the others likewise;
    UTF-8 without a mark, line ends `\n`, quotes only where needed, no blanks around cells.

    Parameters
    ----------
    folder
        With datapackage.json and the tables it names.

    Returns
    -------
    dict
        For each file that is not in canonical form: its text, and what is different.

    Raises
    ------
    DataError
        What keeps a table from being read; values that break the contract do not.

    Examples
    --------
    >>> from analysis.data.folder import data_folder
    >>> canonical(data_folder())
    {}
    """
    tables = read_tables(folder)
    if tables.problems:
        raise DataError(folder, tables.problems)
    ranks = _ranks(tables)
    found = {}
    for name, rows in tables.rows.items():
        columns = [field["name"] for field in tables.schemas[name]["fields"]]
        keys = [
            (columns.index(column), ranks.get(f"{name}.{column}") or ranks.get(column) or _itself)
            for column in _ORDER.get(name, ())
        ]
        ordered = sorted(rows, key=lambda row, keys=keys: [rank(row[place]) for place, rank in keys])  # type: ignore[misc]
        raw = (folder / f"{name}.csv").read_bytes()
        optional = {field["name"] for field in tables.schemas[name]["fields"] if field.get("optional")}
        there = header(raw)
        kept = [place for place, column in enumerate(columns) if column in there or column not in optional]
        shown = [columns[place] for place in kept]
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([shown, *([row[place] for place in kept] for row in ordered)])
        if text.getvalue().encode() != raw:
            found[f"{name}.csv"] = (text.getvalue(), _differences(raw, shown, rows, ordered))
    return found


def _ranks(tables: Tables) -> dict[str, Callable[[str], tuple[int, str]]]:
    """How codes are ordered that have an order of their own; unknown ones come last."""

    def rank(table: str, code: str, *by: str) -> Callable[[str], tuple[int, str]]:
        columns = [field["name"] for field in tables.schemas[table]["fields"]]
        places = [columns.index(column) for column in by]
        rows = sorted(tables.rows[table], key=lambda row: [_itself(row[place]) for place in places])
        there = {row[columns.index(code)]: place for place, row in enumerate(rows)}
        return lambda cell: (there.get(cell, len(there)), cell)

    found = {}
    if "parties" in tables.rows:
        found["party"] = rank("parties", "party", "order")
    if "reports" in tables.rows:
        found["tolls.report_id"] = rank("reports", "report_id", "monitor", "month", "report_id")
    return found


def _itself(cell: str) -> tuple[int, str]:
    """Whole numbers, as long as the contract has them, by size; all else as text."""
    return (int(cell), "") if cell.isascii() and cell.isdigit() and len(cell) < 10 else (-1, cell)


def _differences(raw: bytes, columns: list[str], rows: list[list[str]], ordered: list[list[str]]) -> list[str]:
    """Say what in a file is not as in the canonical form."""
    text = raw.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text, newline="")))
    header = [cell.strip() for cell in table[0] if cell.strip()]
    said = {
        "a byte order mark": raw.startswith(b"\xef\xbb\xbf"),
        "TRUE and FALSE": any(
            cell.lower() != cell for row in table for cell in row if cell.lower() in ("true", "false")
        ),
        "line ends": "\r" in text,
        "the order of columns": header != columns,
        "the order of rows": rows != ordered,
        "blanks around cells": any(cell != cell.strip() for row in table for cell in row),
        "empty rows or columns at the end": not any(table[-1]) or len(table[0]) > len(header),
    }
    return [what for what, true in said.items() if true] or ["quotes or the end of the file"]
