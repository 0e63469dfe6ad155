"""Which claims can be checked: rules for the rows of a table of claims, by whoever made it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.data.rules import MEASURES
from analysis.errors import NotComparable, Problem, UnknownParty, is_month
from analysis.model.adding import TOTAL, Family, members
from analysis.model.cells import POPULATIONS
from analysis.model.claimed import MEASURES_OF, UNITS, VALUE_RELATIONS, misfits
from analysis.model.names import find_monitor, find_party

RELATIONS = ("gt", "lt", "highest_of")
VALUE_CLAIM = ("claim_id", "outlet", "month", "party", "measure", "value")
COMPARISON_CLAIM = ("claim_id", "outlet", "month", "left", "relation", "right")


def broken_claims(claims: pd.DataFrame, parties: pd.DataFrame, monitors: pd.DataFrame, file: str) -> list[Problem]:
    """Find the claims that cannot be checked: each cell with what was found and what would work.

    `claims` has the columns of a value claim or of a comparison claim.
    """
    needed = COMPARISON_CLAIM if "left" in claims.columns else VALUE_CLAIM
    absent = [column for column in needed if column not in claims.columns]
    if absent:
        return [Problem(file, 1, column, "no such column", f"the columns {', '.join(needed)}") for column in absent]
    is_value = needed == VALUE_CLAIM
    known = {"population": list(POPULATIONS), "unit": list(UNITS)}
    known["relation"] = list(VALUE_RELATIONS if is_value else RELATIONS)
    known["measure"] = list(MEASURES_OF if is_value else MEASURES)
    problems = []
    for number, (_, row) in enumerate(claims.iterrows(), start=2):
        for column in [column for column in needed if column != "outlet" and pd.isna(row[column])]:
            problems.append(Problem(file, number, column, "an empty cell", "a filled cell"))
        for column in set(known) & set(claims.columns):
            if not pd.isna(row[column]) and row[column] not in known[column]:
                expected = f"one of {', '.join(known[column])}"
                problems.append(Problem(file, number, column, repr(row[column]), expected))
        if "about_monitor" in claims.columns and not pd.isna(row["about_monitor"]):
            try:
                find_monitor(monitors, str(row["about_monitor"]))
            except NotComparable:
                expected = f"a monitor of monitors.csv ({', '.join(monitors['monitor'])})"
                problems.append(Problem(file, number, "about_monitor", repr(row["about_monitor"]), expected))
        if not pd.isna(row["month"]) and not is_month(row["month"]):
            problems.append(Problem(file, number, "month", repr(row["month"]), "a month written YYYY-MM"))
        for column, expected in _parties(row, parties):
            problems.append(Problem(file, number, column, repr(row[column]), expected))
        if is_value:
            problems += [
                Problem(file, number, c, _written(row.get(c)), expected) for c, expected in _misfits(row, parties)
            ]
    return problems


def sides(row: Any, parties: pd.DataFrame) -> tuple[str, list[str]]:
    """The codes of the left side of a comparison claim and of those on its right."""
    names = str(row["right"]).split("|") if row["relation"] == "highest_of" else [str(row["right"])]
    left, *rights = (find_party(parties, name, _month(row)) for name in (row["left"], *names))
    return left, [code for code in dict.fromkeys(rights) if code != left]


def _month(row: Any, column: str = "month") -> str | None:
    """The month of a claim; None where there is none to be read."""
    month = row.get(column)
    return month if is_month(month) else None


def _written(value: Any) -> str:
    return repr(value) if isinstance(value, str) else str(value)


def _misfits(row: pd.Series, parties: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """The columns of a value claim that do not go together; parties by any name."""
    claim = {column: value for column, value in row.items() if not pd.isna(value)}
    try:
        claim["party"] = find_party(parties, claim["party"], _month(claim), _month(claim, "month_end"))
    except (UnknownParty, KeyError, AttributeError, TypeError):
        claim.pop("party", None)  # which is told already
    yield from misfits(claim)


def _parties(row: pd.Series, parties: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """The columns that name parties wrongly, and what was expected."""
    wrong = False
    for column in {"party", "left", "right"} & set(row.index):
        if not isinstance(row[column], str):
            if not pd.isna(row[column]):
                yield column, "the name of a party"
            continue
        for name in row[column].split("|") if column == "right" and row["relation"] == "highest_of" else [row[column]]:
            try:
                find_party(parties, name, _month(row), _month(row, "month_end"))
            except UnknownParty as error:
                wrong = True
                yield column, f"a party of parties.csv ({'; '.join(error.expected.values())})"
                continue
    if "left" in row.index and not wrong and not row[["left", "relation", "right"]].isna().any():
        left, rights = sides(row, parties)
        parents = dict(parties.dropna(subset="parent")[["party", "parent"]].itertuples(index=False, name=None))
        family = Family(parents)
        if not rights:
            yield "right", f"another party than {left}"
        for code in rights:
            if TOTAL in {*members(left), *members(code)} or family.holds(left) & family.holds(code):
                yield "right", f"parties that do not hold each other: {left} and {code} overlap"
