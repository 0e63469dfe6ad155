"""The records of an opened file, a chunk at a time: frames whose index is the row in the file."""

from __future__ import annotations

import csv
import gc
import io
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import chain, islice, repeat
from operator import itemgetter
from typing import Any

import pandas as pd

from analysis.data.csv_reader import filled_names, not_utf_8
from analysis.errors import DataError, Problem, RunError
from analysis.lists.counting import Tally, check_columns
from analysis.lists.files import Source, look_into, reading, unread
from analysis.lists.plan import Plan

_PARQUET = "from read_parquet(?, hive_partitioning = false)"
CHUNK = 50_000  # records in memory at a time
HEADER_WITHIN = 50  # rows in which the names of the columns must stand, below titles
MARKS = (",", ";", "\t", "|")
MOST_JSON = 300_000_000  # bytes of JSON that is one value, and must be in memory whole
_INSTALL = "Next: pip install 'snhr-analysis[records]', or use CSV."
_NAME = "name in the mapping the columns as the header does."


def chunks(source: Source, plan: Plan, tally: Tally) -> Iterator[pd.DataFrame]:
    """Read a file. Raises DataError where that cannot be done; a row that is not whole is a problem of the tally."""
    kinds = {"text": csv_chunks, "json": json_chunks, "workbook": workbook_chunks, "parquet": parquet_chunks}
    if source.kind != "workbook":
        tally.tables.append(source.name)
    with reading(source.name, source.path):
        yield from kinds[source.kind](source, plan, tally)


# --- CSV -----------------------------------------------------------------------------------------------------------


def csv_chunks(source: Source, plan: Plan, tally: Tally) -> Iterator[pd.DataFrame]:
    """Read CSV with commas, semicolons, tabs or bars between the columns, whichever give those of the mapping."""
    encoding = encoding_of(source, plan.encoding)
    mark, top = min(csv_tops(source, encoding), key=lambda one: len(_absent(one[1], plan)))
    row, names = _header(source, top, plan)
    yield from _framed(islice(csv_rows(source, encoding, mark), row, None), row + 1, names, plan, tally)


def csv_tops(source: Source, encoding: str) -> list[tuple[str, list[list[str]]]]:
    """The first rows, with each mark that can stand between columns."""
    tops, errors = [], []
    for mark in MARKS:
        try:
            tops.append((mark, list(islice(csv_rows(source, encoding, mark), HEADER_WITHIN))))
        except DataError as error:
            errors.append(error)
    if not tops:
        raise errors[0]
    return tops


def encoding_of(source: Source, given: str) -> str:
    """The encoding of a file: the one given, else UTF-8, or UTF-16 where its first bytes say so."""
    with source.open() as file:
        head = file.read(2)
    if given == "utf-8":
        return "utf-8-sig"  # the mark at the start, if there is one, is not of the first name
    return given or ("utf-16" if head in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")


def csv_rows(source: Source, encoding: str, mark: str) -> Iterator[list[str]]:
    """The rows of a CSV file."""
    read = 0
    try:
        with io.TextIOWrapper(source.open(), encoding=encoding, newline="") as lines:
            for line in csv.reader(lines, strict=True, delimiter=mark):
                read += 1
                yield line
    except csv.Error as error:
        expected = "CSV as spreadsheets write it, every quote closed"
        raise unread(source.path, read + 1, str(error), expected, source.name) from None
    except UnicodeError:
        step = 'save it as CSV UTF-8, or say in the mapping which encoding it has, such as encoding = "cp1252".'
        if encoding != "utf-8-sig":
            raise unread(source.path, read + 1, f"what is no {encoding}", "text", source.name, step) from None
        with io.TextIOWrapper(source.open(), encoding="utf-8", errors="surrogateescape", newline="") as lines:
            raise DataError(source.path, [not_utf_8(source.name, lines)], step) from None


def _absent(rows: Sequence[Sequence[Any]], plan: Plan) -> set[str]:
    """The columns of the mapping that stand in none of these rows together: the fewest."""
    wanted = {*plan.named_columns}
    return min((wanted - {*filled_names([*map(_name, row)])} for row in rows), key=len, default=wanted)


def _name(cell: Any) -> str:
    return "" if cell is None else str(cell)


def _header(source: Source, top: Sequence[Sequence[Any]], plan: Plan) -> tuple[int, list[str]]:
    """The row with the names of the columns, and these; titles may stand above."""
    wanted = {*plan.named_columns}
    names = [filled_names([*map(_name, row)]) for row in top]
    row = max(range(len(names)), key=lambda at: (len(wanted & {*names[at]}), -at), default=0)
    there = names[row] if names else []
    if problems := check_columns(source.name, there, plan, row + 1):
        raise DataError(source.path, problems, _NAME)
    for number, cells in enumerate(top[:row], start=1):
        if (filled := sum(map(_filled, cells))) > max(1, len(there) // 2):  # records, it may be: they would be lost
            found, expected = f"{filled} cells above the names of the columns", "titles alone above them"
            raise unread(source.path, number, found, expected, source.name)
    return row + 1, there


def _framed(
    rows: Iterator[Sequence[Any]], first: int, names: list[str], plan: Plan, tally: Tally, blank_between: bool = False
) -> Iterator[pd.DataFrame]:
    """Frames of the rows from the `first` on. A row that is not whole is refused.

    So is a blank one above others, unless that is allowed.
    """
    places = [names.index(name) for name in plan.needed([name for name in names if name])]
    width, blank = len(names), list[int]()
    while lines := _some(rows):
        numbers = pd.RangeIndex(first, first + len(lines)).astype("int64")
        first += len(lines)
        if (
            blank or {*map(len, lines)} != {width} or not _all_filled([*map(itemgetter(0), lines)])
        ):  # to be looked at one by one
            whole = []
            for number, line in zip(numbers, lines, strict=True):
                if not any(map(_filled, line)):
                    blank.append(number)
                    continue
                while blank and not blank_between:
                    tally.refuse(blank.pop(0), "", "a blank row between rows", "no blank rows: delete it")
                if len(line) < width or any(map(_filled, line[width:])):
                    expected = f"{width} cells, as in the header (a comma inside a text needs quotes around it)"
                    tally.refuse(number, "", f"{len(line)} cells", expected)
                else:
                    whole.append((number, line))
            if not whole:
                continue
            numbers, lines = pd.Index([number for number, _ in whole]), [line for _, line in whole]
        cells = {place: pd.Series([line[place] for line in lines], numbers, dtype="object") for place in places}
        yield pd.DataFrame(cells).set_axis([names[place] for place in places], axis="columns")


def _all_filled(cells: list[Any]) -> bool:
    try:
        return all(map(str.strip, cells))
    except TypeError:  # of a workbook
        return all(map(_filled, cells))


def _filled(cell: Any) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _some(rows: Iterator[Sequence[Any]]) -> list[Sequence[Any]]:
    """The next rows. The collector of cycles would walk a million short lists, over and over."""
    collects = gc.isenabled()
    gc.disable()
    try:
        return list(islice(rows, CHUNK))
    finally:
        if collects:
            gc.enable()


# --- Excel ---------------------------------------------------------------------------------------------------------


def workbook_chunks(source: Source, plan: Plan, tally: Tally) -> Iterator[pd.DataFrame]:
    """Read the sheet of a workbook, or those that the mapping names; needs the extra `records`."""
    for name, rows in workbook_sheets(source, plan.sheets):
        tally.tables.append(name)
        top = list(islice(rows, HEADER_WITHIN))
        row, names = _header(source._replace(name=name), top, plan)
        padded = ([*line, *[None] * (len(names) - len(line))] for line in chain(top[row:], rows))
        yield from _framed(padded, row + 1, names, plan, tally, blank_between=True)


def workbook_sheets(source: Source, wanted: tuple[str, ...]) -> Iterator[tuple[str, Iterator[list[Any]]]]:
    """The sheets of a workbook that are to be read, with their rows."""
    try:
        import openpyxl
    except ImportError as error:
        raise RunError(f"an Excel workbook needs openpyxl. {_INSTALL}") from error
    has_formulas = look_into(source.path)
    with ExitStack() as stack:
        files = [stack.enter_context(source.path.open("rb")) for _ in range(1 + has_formulas)]
        try:
            load = partial(openpyxl.load_workbook, read_only=True, keep_links=False)
            book, *written = [load(file, data_only=file is files[0]) for file in files]
        except Exception as error:  # whatever a library stumbles over in a file that anybody may have made
            raise unread(source.path, 0, f"a workbook that is damaged ({type(error).__name__})") from None
        there = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
        names = there if wanted == ("*",) or (not wanted and len(there) == 1) else [*wanted]
        if not names or {*names} - {*there}:
            listed = ", ".join(f'"{name}"' for name in there[:20])
            expected = f'which to read, in the mapping: sheet = ["..."] of {listed}, or sheet = "*" for all'
            found = f"a workbook of {len(there)} {'sheet' if len(there) == 1 else 'sheets'}"
            raise unread(source.path, 0, found, expected)
        for name in names:
            label = source.name if len(there) == 1 else f"{source.name}, sheet {name}"
            yield label, _sheet_rows(source, label, book[name], written[0][name] if written else None)


def _sheet_rows(source: Source, label: str, sheet: Any, formulas: Any) -> Iterator[list[Any]]:
    """The rows of a sheet as it shows them. A formula whose value was never worked out is refused: it is no blank."""
    try:
        for one in (sheet, formulas or sheet):
            one.reset_dimensions()  # what a file says of its size may be a million empty columns
        written = formulas.iter_rows(values_only=True) if formulas else repeat(())
        for number, (shown, formula) in enumerate(
            zip(sheet.iter_rows(values_only=True), written, strict=False), start=1
        ):
            for place, _ in enumerate(formula):
                if formula[place] is not None and (place >= len(shown) or shown[place] is None):
                    found = f"a formula without a value, in column {place + 1}"
                    raise unread(source.path, number, found, "values: open the workbook in Excel, and save it", label)
            yield list(shown)
    except DataError:
        raise
    except Exception as error:  # as above
        found = f"a sheet that is damaged ({type(error).__name__})"
        raise unread(source.path, 0, found, "a workbook that Excel opens", label) from None


# --- JSON and Parquet ----------------------------------------------------------------------------------------------


def json_chunks(source: Source, plan: Plan, tally: Tally) -> Iterator[pd.DataFrame]:
    """Read JSON: a list of objects, in an object or not, one object a line, or the properties of GeoJSON."""
    wanted, found, row = plan.named_columns, set[str](), 1
    objects = json_objects(source, plan.sheets)
    while some := list(islice(objects, CHUNK)):
        values = [flat(one) for one in some]
        found |= {name for one in values for name in one}
        cells = {name: pd.Series([one.get(name) for one in values], dtype="object") for name in wanted}
        if not plan.identity:  # those that are alike are so in all that is said of them
            cells[""] = pd.Series([json.dumps(one, sort_keys=True) for one in some], dtype="object")
        yield pd.DataFrame(cells).set_axis(range(row, row + len(some)))
        row += len(some)
    if missing := [name for name in wanted if name not in found]:
        expected = "a name of a value in the objects; one within another has a point between: deaths.children"
        problems = [Problem(source.name, 0, name, "no such name", expected) for name in missing]
        raise DataError(source.path, problems, "name in the mapping what the objects hold.")


def json_objects(source: Source, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The objects of a JSON file, one after another."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        values = dict(pairs)
        if len(values) < len(pairs):
            raise unread(source.path, 0, "an object with one name twice", "each name once", source.name)
        return values

    with io.TextIOWrapper(source.open(), encoding="utf-8-sig") as file:
        first = file.readline(1_000_000).strip()
        try:
            one_a_line = isinstance(json.loads(first), dict) and bool(next_line := file.readline())
        except json.JSONDecodeError:
            one_a_line, next_line = False, ""
        if one_a_line:
            for row, line in enumerate(chain([first, next_line], file), start=1):
                if line.strip():
                    yield _object(source, row, json.loads(line, object_pairs_hook=once))
            return
    with source.open() as raw:
        text = raw.read(MOST_JSON + 1)
    if len(text) > MOST_JSON:
        expected = "JSON Lines: one object a line"
        raise unread(source.path, 0, f"JSON of more than {MOST_JSON:,} bytes in one piece", expected, source.name)
    whole = json.loads(text.decode("utf-8-sig"), object_pairs_hook=once)
    features = isinstance(whole, dict) and whole.get("type") == "FeatureCollection"
    lists = {"features": whole.get("features")} if features else _lists(whole)
    chosen = [name for name in lists if name in names] if names else [*lists]
    if len(chosen) != 1:
        listed = ", ".join(f'"{name}"' for name in [*lists][:20]) or "none"
        expected = f'which list to read, in the mapping: sheet = "..." of {listed}'
        raise unread(source.path, 0, f"JSON with {len(lists)} lists of objects", expected, source.name)
    for row, one in enumerate(lists[chosen[0]] or [], start=1):
        found = _object(source, row, one)
        yield _object(source, row, found.get("properties")) if features else found


def _lists(whole: Any) -> dict[str, list[Any]]:
    """The lists of objects in a value, by their name; of one that is itself a list, that."""
    if isinstance(whole, list):
        return {"": whole}
    if not isinstance(whole, dict):
        return {}
    return {str(name): one for name, one in whole.items() if isinstance(one, list) and one and isinstance(one[0], dict)}


def _object(source: Source, row: int, found: Any) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise unread(source.path, row, f"a {type(found).__name__}", "an object: names and values", source.name)
    return found


def flat(one: dict[str, Any], before: str = "") -> dict[str, Any]:
    """The values of an object; those of objects within it have both names, a point between."""
    values: dict[str, Any] = {}
    for name, value in one.items():
        values |= flat(value, f"{before}{name}.") if isinstance(value, dict) else {f"{before}{name}": value}
    return values


def parquet_chunks(source: Source, plan: Plan, tally: Tally) -> Iterator[pd.DataFrame]:
    """Read Parquet; needs the extra `records`."""
    path = source.path
    with _parquet(source) as connection:
        columns = connection.execute(f"select * {_PARQUET} limit 0", [str(path)]).description
        kinds = {str(name): str(kind) for name, kind, *_ in columns}
        if absent := check_columns(path.name, list(kinds), plan):
            raise DataError(path, absent, "name in the mapping the columns as the file does.")
        wanted = plan.needed(list(kinds))
        cells = ", ".join(_cell(name, kinds[name]) for name in wanted)
        connection.execute(f"select {cells} {_PARQUET}", [str(path)])
        first = 2
        while len(chunk := connection.fetch_df_chunk(CHUNK // 2048)):
            yield chunk.set_axis(wanted, axis="columns").set_axis(range(first, first + len(chunk)))
            first += len(chunk)


@contextmanager
def _parquet(source: Source) -> Iterator[Any]:
    """A connection to duckdb that reads a Parquet file. What is wrong with the file is said; no cell is shown."""
    try:
        import duckdb
    except ImportError as error:
        raise RunError(f"a Parquet file needs duckdb. {_INSTALL}") from error
    path = source.path
    if set("*?[") & set(str(path)):  # these would stand for several files
        raise unread(path, 0, "a path with *, ? or [", "a path without them")
    if source.name != path.name:
        raise unread(path, 0, "Parquet in an archive", "the Parquet file itself: unpack it", source.name)
    try:
        with duckdb.connect() as connection:
            connection.execute("set timezone = 'UTC'")  # else moments would be of the machine's
            yield connection
    except RuntimeError:  # of its Python side
        raise unread(path, 0, "a name of a column that is no UTF-8", "a Parquet file that is whole") from None
    except duckdb.Error as error:  # its message may hold a cell
        raise unread(path, 0, f"what duckdb calls {type(error).__name__}", "a Parquet file that is whole") from None


def columns_of_parquet(source: Source) -> list[str]:
    """The names of the columns of a Parquet file."""
    with _parquet(source) as connection:
        found = connection.execute("select name from parquet_schema(?)", [str(source.path)]).fetchall()
    return [str(name) for (name,) in found[1:]]


def _cell(name: str, kind: str) -> str:
    """Read a column of Parquet as text, a moment as its day; numbers stay numbers."""
    column = '"' + name.replace('"', '""') + '"'
    if kind in ("FLOAT", "DOUBLE"):
        return column
    moment = kind.startswith("TIMESTAMP") and "ZONE" not in kind
    return f"cast({f'cast({column} as date)' if moment else column} as varchar)"
