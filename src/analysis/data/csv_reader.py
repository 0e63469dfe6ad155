"""The one reader of CSV: bytes to rows, with every structural problem, and rows to typed tables by `datapackage.json`.

One tolerant reader serves everything. It accepts what spreadsheets do to CSV where the meaning is certain (byte order
mark, CRLF, everything quoted, trailing empty rows and columns, another column order) and refuses what is not, with the
file, the row as a spreadsheet counts it, the column, what was found and what was expected.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import json
import os
import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.data.folder import dated, read_file
from analysis.errors import DataError, Problem
from analysis.model.frames import TEXT

_NO_UTF_8 = "[\udc80-\udcff]"  # as Python reads a byte that is none, where errors are to escape
Schema = dict[str, Any]
csv.field_size_limit(2**31 - 1)  # as frictionless sets it: else what is read would rest on whether it is imported yet


@dataclass
class Tables:
    """The tables of a folder as text, the schemas they are to meet, and what is wrong with their form."""

    rows: dict[str, list[list[str]]]
    schemas: dict[str, Schema]
    hashes: dict[str, str]
    problems: list[Problem]
    dated: str = ""


def read_tables(folder: Path) -> Tables:
    """Read `datapackage.json` and every table it names, each file once. Raises DataError without a usable contract."""
    tables = Tables({}, {}, {}, [])

    def read(name: str) -> bytes:
        raw = read_file(folder / name)
        tables.hashes[name] = hashlib.sha256(raw).hexdigest()
        return raw

    found = ""
    try:
        package = json.loads(read("datapackage.json").decode("utf-8-sig"))
        for resource in package["resources"]:
            name, schema = resource["name"], resource["schema"]
            if name in tables.schemas or not re.fullmatch("[a-z][a-z0-9_-]*", name):
                raise ValueError(f"the resource name {name!r}: twice, or not in lower-case letters")
            words = [field[key] for field in schema["fields"] for key in ("name", "type", "description")]
            if not all(isinstance(word, str) for word in words):
                raise TypeError(f"a field of {name} whose name, type or description is no text")
            tables.schemas[name] = schema
        tables.dated = dated(package)
    except OSError as error:
        found = error.strerror or str(error)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        found = f"{type(error).__name__}: {error}"
    if found:
        expected = "a Frictionless data package (JSON) that lists the tables"
        step = "" if os.path.isdir(folder) else "name an existing data folder, or make one with `snhr init`."
        raise DataError(folder, [Problem("datapackage.json", 0, "", found, expected)], step)
    for name, schema in tables.schemas.items():
        try:
            columns = [field["name"] for field in schema["fields"]]
            optional = {field["name"] for field in schema["fields"] if field.get("optional")}
            tables.rows[name], problems = read_rows(f"{name}.csv", read(f"{name}.csv"), columns, optional)
            _lower_booleans(tables.rows[name], schema)
        except OSError as error:
            problems = [Problem(f"{name}.csv", 0, "", error.strerror or str(error), "a readable CSV file")]
            tables.rows[name] = []
        tables.problems += problems
    return tables


def _lower_booleans(rows: list[list[str]], schema: Schema) -> None:
    """Spreadsheets write TRUE and FALSE."""
    for place in [place for place, field in enumerate(schema["fields"]) if field["type"] == "boolean"]:
        for row in rows:
            if row[place] in ("TRUE", "FALSE", "True", "False"):
                row[place] = row[place].lower()


def read_rows(
    name: str, raw: bytes, columns: list[str], optional: Container[str] = ()
) -> tuple[list[list[str]], list[Problem]]:
    """Read the bytes of one CSV file into rows of text in the order of `columns`, with every structural problem found.

    Cells are stripped of surrounding blanks; rows come back without the header, so row i is row i + 2 of the
    spreadsheet. An `optional` column that the file lacks is empty. With a structural problem the rows are empty.
    """
    text = raw.removeprefix(codecs.BOM_UTF8).decode(errors="surrogateescape")
    if re.search(_NO_UTF_8, text):
        return [], [not_utf_8(name, io.StringIO(text, newline=""))]
    if "\0" in text:
        return [], [Problem(name, _first_with("\0", io.StringIO(text, newline=""))[0], "", "a NUL character", "text")]
    table: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), strict=True):
            table.append([cell.strip() for cell in cells])
    except csv.Error as error:
        expected = "CSV as spreadsheets write it (RFC 4180), quotes closed"
        return [], [Problem(name, len(table) + 1, "", str(error), expected)]
    if not any(map(any, table)):
        return [], [Problem(name, 0, "", "an empty file", f"a header row: {','.join(columns)}")]
    names = filled_names(table[0])
    if other := other_separator(name, names):
        return [], [other]
    problems = _header_problems(name, names, [one for one in columns if one in names or one not in optional])
    whole = list(whole_rows(table[1:], len(names), lambda row, *said: problems.append(Problem(name, row, "", *said))))
    if problems:
        return [], problems
    place = [names.index(column) if column in names else None for column in columns]
    return [["" if i is None else line[i] for i in place] for _, line in whole], []


def filled_names(header: list[str]) -> list[str]:
    """The names of the columns, without empty ones at the end."""
    names = [name.strip() for name in header]
    while names and not names[-1]:
        names.pop()
    return names


def whole_rows(
    lines: Iterable[list[str]], width: int, refuse: Callable[[int, str, str], object]
) -> Iterator[tuple[int, list[str]]]:
    """The rows below a header of so many columns, numbered; those that are not whole, or blank before others, refused.

    `refuse` is told the row, what was found and what was expected.
    """
    blank: list[int] = []
    for row, line in enumerate(lines, start=2):
        if not any(map(str.strip, line)):
            blank.append(row)
            continue
        while blank:
            refuse(blank.pop(0), "a blank row between rows", "no blank rows: delete it")
        if len(line) < width or any(line[width:]):
            expected = f"{width} cells, as in the header (a comma inside a text needs quotes around it)"
            refuse(row, f"{len(line)} cells", expected)
        else:
            yield row, line


def not_utf_8(name: str, file: Iterable[str]) -> Problem:
    """Say where the first byte is that is no UTF-8; it was read as half of a surrogate pair."""
    row, byte = _first_with(_NO_UTF_8, file)
    return Problem(name, row, "", f"byte 0x{ord(byte) - 0xDC00:02x}", "UTF-8 text: save as 'CSV UTF-8'")


def _first_with(pattern: str, file: Iterable[str]) -> tuple[int, str]:
    """The first row of CSV, as a spreadsheet counts, with a certain character, and which it is."""
    rows = enumerate(csv.reader(file), start=1)
    return next((row, found[0]) for row, cells in rows if (found := re.search(pattern, "".join(cells))))


def other_separator(name: str, header: list[str]) -> Problem | None:
    """Say that something else than commas stands between the columns, or that a line for Excel is before them."""
    if header and header[0].lower().startswith("sep="):
        return Problem(name, 1, "", "a line that tells Excel the separator", "the names of the columns: delete it")
    for mark, word in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and mark in header[0]:
            return Problem(name, 1, "", f"{word} between the columns", "commas: export as comma-separated CSV")
    return None


def header(raw: bytes) -> list[str]:
    """The column names of a CSV file, as far as they can be read; `read_rows` says what is wrong with them."""
    lines = raw.decode("utf-8-sig", errors="replace").splitlines()
    return [cell.strip() for cell in next(csv.reader([line.replace("\0", "") for line in lines[:1]]), [])]


def _header_problems(name: str, header: list[str], columns: list[str]) -> list[Problem]:
    problems = [
        Problem(name, 1, c, "no such column", f"the columns {','.join(columns)}") for c in columns if c not in header
    ]
    for column in sorted(set(header) - set(columns)):
        problems.append(Problem(name, 1, column, "a column not in the contract", f"only {','.join(columns)}"))
    for column in sorted({c for c in header if header.count(c) > 1}):
        problems.append(Problem(name, 1, column, f"the column {header.count(column)} times", "each column once"))
    return problems


def frame(rows: list[list[str]], schema: Schema, blank: Container[tuple[int, str]] = ()) -> pd.DataFrame:
    """Turn text into a typed DataFrame: integers Int64, numbers Float64, booleans bool, all else str.

    An empty cell becomes a missing value, never zero. The cells in `blank` (spreadsheet row, column) count as empty.
    """
    columns = [field["name"] for field in schema["fields"]]
    if blank:
        rows = [
            ["" if (i, c) in blank else cell for c, cell in zip(columns, row, strict=True)]
            for i, row in enumerate(rows, start=2)
        ]
    cells = zip(*rows, strict=True) if rows else [()] * len(columns)
    return pd.DataFrame(
        {field["name"]: _typed(field["type"], found) for field, found in zip(schema["fields"], cells, strict=True)}
    )


def _typed(kind: str, cells: Iterable[str]) -> pd.Series:
    """A column of the type of its field."""
    if kind == "integer":
        return pd.Series([int(cell) if cell else None for cell in cells], dtype="Int64")
    if kind == "number":
        return pd.Series([float(cell) if cell else None for cell in cells], dtype="Float64")
    if kind == "boolean":
        return pd.Series([cell == "true" for cell in cells], dtype="bool")
    return pd.Series([cell or None for cell in cells], dtype=TEXT)


def codebook_tables(package: dict[str, Schema]) -> str:
    """Write the column tables of the codebook (Markdown) from the contract."""
    parts = []
    for name, schema in package.items():
        key = schema["primaryKey"]
        key = [key] if isinstance(key, str) else key
        lines = [f"### {name}.csv", "", f"Key: {', '.join(f'`{column}`' for column in key)}.", ""]
        lines += ["| column | type | must be | meaning |", "|---|---|---|---|"]
        for field in schema["fields"]:
            rules = field.get("constraints", {})
            limits = ["filled"] if rules.get("required") else ["there, or not"] if field.get("optional") else []
            limits += [", ".join(rules["enum"])] if "enum" in rules else []
            limits += [f"at least {rules['minimum']}"] if "minimum" in rules else []
            limits += [f"at most {rules['maximum']}"] if "maximum" in rules else []
            for foreign in schema.get("foreignKeys", []):
                if field["name"] in foreign["fields"]:
                    target = foreign["reference"]
                    limits.append(f"in {target['resource'] or name}.{target['fields'][0]}")
            meaning = field["description"].replace("|", "\\|")
            lines.append(f"| {field['name']} | {field['type']} | {'; '.join(limits)} | {meaning} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"
