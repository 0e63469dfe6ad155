"""Every cell of a data folder checked against its contract. Frictionless does most of the checking."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from analysis.data.csv_reader import Schema, Tables
from analysis.errors import Problem
from analysis.safe_text import unfit

_WRITTEN = {  # how a value of each type is written: stricter than Python, which takes 1_000 and Arabic-Indic digits
    "integer": (re.compile("-?[0-9]{1,9}"), "a whole number in digits 0-9, without thousands separator"),
    "number": (re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?"), "a number such as 29.5, in digits 0-9 with a decimal point"),
    "date": (re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"), "a date written YYYY-MM-DD"),
    "boolean": (re.compile("true|false"), "true or false"),
}
_BOOLEANS = {"trueValues": ["true"], "falseValues": ["false"]}


def check_cells(tables: Tables) -> list[Problem]:
    """Check types, constraints, keys and foreign keys of every well-formed table. Frictionless does most of it.

    Foreign keys are looked up here: frictionless would open, and check, every table again for each key into it.
    """
    from frictionless import FrictionlessException, Package, Resource
    from frictionless import Schema as TableSchema

    broken = {problem.file.removesuffix(".csv") for problem in tables.problems}
    resources: list[Resource] = []
    problems: list[Problem] = []
    dangling: list[Problem] = []
    try:
        for name, schema in tables.schemas.items():
            if name in broken:
                continue
            fields = [{**field, **(_BOOLEANS if field["type"] == "boolean" else {})} for field in schema["fields"]]
            keys = [key for key in schema.get("foreignKeys", []) if key["reference"]["resource"] not in broken]
            rows = [list(row) for row in tables.rows[name]]
            problems += _badly_written(name, rows, fields)
            descriptor = {**schema, "fields": fields, "foreignKeys": keys}
            data = [[field["name"] for field in fields], *rows]
            checked = TableSchema.from_descriptor(descriptor)
            dangling += _dangling(name, checked.foreign_keys, tables)
            checked.foreign_keys = []
            resources.append(Resource(name=name, data=data, schema=checked))
        report = Package(resources=resources).validate()
    except (FrictionlessException, AttributeError, KeyError, TypeError, ValueError, re.error) as error:
        expected = "schemas as the Table Schema standard has them"
        return [Problem("datapackage.json", 0, "", f"{type(error).__name__}: {error}", expected)]
    seen = {(problem.file, problem.row, problem.column) for problem in problems}
    found: list[Problem] = []
    for task in report.tasks:
        schema = tables.schemas[task.name]
        found += [_as_problem(task.name, error, tables.rows[task.name], schema) for error in task.errors]
    for problem in [*found, *dangling]:
        if (problem.file, problem.row, problem.column) not in seen:
            seen.add((problem.file, problem.row, problem.column))
            problems.append(problem)
    return problems


def _badly_written(name: str, rows: list[list[str]], fields: list[dict[str, Any]]) -> list[Problem]:
    """Find cells whose spelling is not certain, or which hold what a terminal or a page would act on."""
    problems = []
    for place, field in enumerate(fields):
        written = _WRITTEN.get(field["type"])
        for number, row in enumerate(rows, start=2):
            if found := unfit(row[place]):
                expected = "text on one line, without control characters and marks that turn text round"
                problems.append(Problem(f"{name}.csv", number, field["name"], found, expected))
            if written and row[place] and not written[0].fullmatch(row[place]):
                problems.append(Problem(f"{name}.csv", number, field["name"], repr(row[place]), written[1]))
    return problems


def _dangling(name: str, keys: Iterable[Mapping[str, Any]], tables: Tables) -> Iterator[Problem]:
    """The cells of a table that hold a code which the table they name does not have."""
    for key in keys:
        other, columns = key["reference"]["resource"] or name, key["reference"]["fields"]
        there = set(_cells(other, columns, tables))
        for row, cells in enumerate(_cells(name, key["fields"], tables), start=2):
            if any(cells) and cells not in there:
                found = " + ".join(repr(cell) if cell else "an empty cell" for cell in cells)
                expected = f"a code in column {'+'.join(columns)} of {other}.csv"
                yield Problem(f"{name}.csv", row, " + ".join(key["fields"]), found, expected)


def _cells(name: str, columns: Iterable[str], tables: Tables) -> Iterator[tuple[str, ...]]:
    """Some columns of a table, row by row. Raises ValueError where there are none such."""
    there = [field["name"] for field in tables.schemas.get(name, {"fields": []})["fields"]]
    if not set(columns) <= set(there):
        raise ValueError(f"a foreign key into {'+'.join(columns)} of {name}, which is not there")
    places = [there.index(column) for column in columns]
    return (tuple(row[place] for place in places) for row in tables.rows[name])


def _as_problem(name: str, error: Any, rows: list[list[str]], schema: Schema) -> Problem:
    """Say a frictionless error in our words."""
    fields = {field["name"]: field for field in schema["fields"]}
    row = getattr(error, "row_number", 0) or 0
    if error.type == "primary-key":
        columns = list(schema["primaryKey"])
        expected = f"each combination of {', '.join(columns)} once ({error.note})"
    else:
        columns = [getattr(error, "field_name", "") or ""]
        field = fields.get(columns[0], {"type": "string", "description": ""})
        rules = field.get("constraints", {})
        written = _WRITTEN.get(field["type"], ("", "text"))[1]
        if error.type == "type-error":
            expected = f"{written} that exists" if field["type"] == "date" else written
        elif error.type == "unique-error":
            expected = f"a value of its own in each row ({error.note})"
        elif "required" in error.note:
            expected = f"a filled cell: {field['description']}"
        elif "enum" in rules:
            expected = f"one of {', '.join(rules['enum'])}"
        elif "pattern" in error.note:
            expected = field["description"]
        else:
            expected = (
                f"{written}, {' and '.join(f'{rule} {limit}' for rule, limit in rules.items() if rule != 'required')}"
            )
    place = [list(fields).index(column) for column in columns if column in fields]
    cells = [rows[row - 2][i] for i in place] if row >= 2 else []
    found = " + ".join(repr(cell) if cell else "an empty cell" for cell in cells) or error.note
    return Problem(f"{name}.csv", row, " + ".join(columns), found, expected)
