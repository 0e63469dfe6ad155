"""Which claims can be checked: rules for the rows of a table of claims, by whoever made it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from numbers import Number
from typing import Any

import pandas as pd

from analysis.data.scopes import MEASURES
from analysis.errors import NotComparable, Problem, UnknownParty, is_month
from analysis.model.adding import TOTAL, Family, members
from analysis.model.cells import POPULATIONS
from analysis.model.claimed import MEASURES_OF, UNITS, VALUE_RELATIONS, misfits
from analysis.model.names import find_monitor, find_party
from analysis.model.parties import Parties

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
    known: dict[str, tuple[str, ...]] = {"population": POPULATIONS, "unit": UNITS}
    if needed == VALUE_CLAIM:
        known |= {"relation": VALUE_RELATIONS, "measure": tuple(MEASURES_OF)}
    else:
        known |= {"relation": RELATIONS, "measure": MEASURES}
    everybody = Parties.of(parties.to_dict("records"))
    family = everybody.family(everybody)
    about = claims["about_monitor"].dropna() if "about_monitor" in claims.columns else ()
    named = {name: _is_monitor(monitors, name) for name in set(about)}
    problems = []
    for number, row in enumerate(claims.to_dict("records"), start=2):
        claim = {column: cell for column, cell in row.items() if not pd.isna(cell)}
        found = [(column, "a filled cell") for column in needed if column != "outlet" and column not in claim]
        found += [
            (column, f"one of {', '.join(choices)}")
            for column, choices in known.items()
            if column in claim and claim[column] not in choices
        ]
        if not named.get(claim.get("about_monitor"), True):
            found.append(("about_monitor", f"a monitor of monitors.csv ({', '.join(monitors['monitor'])})"))
        if "month" in claim and not is_month(claim["month"]):
            found.append(("month", "a month written YYYY-MM"))
        found += _parties(claim, parties, family)
        found += _misfits(claim, parties) if needed == VALUE_CLAIM else []
        problems += [
            Problem(file, number, column, _written(claim[column]) if column in claim else "an empty cell", expected)
            for column, expected in found
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


def _written(cell: Any) -> str:
    return str(cell) if isinstance(cell, Number) else repr(cell)


def _is_monitor(monitors: pd.DataFrame, name: Any) -> bool:
    try:
        find_monitor(monitors, str(name))
    except NotComparable:
        return False
    return True


def _misfits(claim: dict[Any, Any], parties: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """The columns of a value claim that do not go together; parties by any name."""
    said = {column: cell for column, cell in claim.items() if column != "party"}
    if isinstance(claim.get("party"), str):
        with suppress(UnknownParty):  # which is told already
            said["party"] = find_party(parties, claim["party"], _month(claim), _month(claim, "month_end"))
    yield from misfits(said)


def _parties(claim: dict[Any, Any], parties: pd.DataFrame, family: Family) -> Iterator[tuple[str, str]]:
    """The columns that name parties wrongly, and what was expected."""
    wrong = False
    for column in [column for column in ("party", "left", "right") if column in claim]:
        if not isinstance(claim[column], str):
            wrong = True
            yield column, "the name of a party"
            continue
        several = column == "right" and claim.get("relation") == "highest_of"
        for name in claim[column].split("|") if several else [claim[column]]:
            try:
                find_party(parties, name, _month(claim), _month(claim, "month_end"))
            except UnknownParty as error:
                wrong = True
                yield column, f"a party of parties.csv ({'; '.join(map(str, error.expected.values()))})"
    if not wrong and {"left", "relation", "right"} <= claim.keys():
        left, rights = sides(claim, parties)
        if not rights:
            yield "right", f"another party than {left}"
        for code in rights:
            if TOTAL in {*members(left), *members(code)} or family.holds(left) & family.holds(code):
                yield "right", f"parties that do not hold each other: {left} and {code} overlap"
