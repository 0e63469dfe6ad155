"""Rules of the words that tables share: parties and their names, and what monitors say of their numbers."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.data.rows import DefinitionRow, PartyRow, typed
from analysis.data.scopes import others_in
from analysis.errors import Problem
from analysis.model.adding import TOTAL, members
from analysis.model.claimed import misfits
from analysis.model.names import forms, spelled

_CODES = {  # what the rules read of a definition, by its aspect; the others have no code
    "persons": ("civilians_and_fighters", "not_separated"),
    "standard": ("documented", "confirmed", "alleged"),
    "dated_by": ("documentation", "death"),
}
_QUOTED = (  # aspects on which the meaning of a number rests
    "not_counted",
    "persons",
    "residual_excludes",
    "residual_changes",
)
_OF_PARTIES = ("not_counted", "residual_holds", "residual_excludes")
_CODE = "a code in column party of parties.csv"
Tables = dict[str, pd.DataFrame]


def _apart(one: PartyRow | DefinitionRow, other: PartyRow | DefinitionRow) -> bool:
    """Whether two rows with `valid_from` and `valid_to` are of months apart."""
    first, second = (one, other) if one.valid_from <= other.valid_from else (other, one)
    return first.valid_to is not None and first.valid_to < second.valid_from


def definitions(tables: Tables) -> Iterator[Problem]:
    """Statements that lack what their aspect needs, name no party, or say two things of the same months."""
    residual = {party.party: party.residual for party in typed(tables["parties"], PartyRow)}
    said: dict[tuple[str, str], list[tuple[int, DefinitionRow]]] = {}  # (monitor, aspect) -> rows with a code
    for number, row in enumerate(typed(tables["definitions"], DefinitionRow), start=2):
        where = ("definitions.csv", number)
        for column, found, expected in _definition(row, residual):
            yield Problem(*where, column, found, expected)
        if row.code is None:
            continue
        others = said.setdefault((row.monitor, row.aspect), [])
        for first, other in others:
            same = None in (row.population, other.population) or row.population == other.population
            if same and not _apart(row, other) and row.code != other.code:
                expected = f"months apart from those of row {first}, which says {other.code}"
                yield Problem(*where, "code", repr(row.code), expected)
                break
        others.append((number, row))


def _definition(row: DefinitionRow, residual: dict[str, bool]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with one statement: column, what was found, what is expected."""
    parties = row.parties.split("|") if row.parties is not None else []
    wanted = _CODES.get(row.aspect, ())
    if wanted and row.code not in wanted:
        yield "code", _found(row.code), f"one of {', '.join(wanted)}, as for every row of {row.aspect}"
    elif not wanted and row.code is not None:
        yield "code", repr(row.code), f"an empty cell: {row.aspect} has no code"
    if row.aspect in _QUOTED and row.quotation is None:
        expected = f"the page's own words: rules read {row.aspect}, and nothing is taken from us alone"
        yield "quotation", "an empty cell", expected
    if row.aspect in ("not_counted", "residual_excludes") and not parties:
        yield "parties", "an empty cell", f"the parties of {row.aspect}, separated by |"
    elif parties and row.aspect not in _OF_PARTIES:
        yield "parties", repr(row.parties), f"an empty cell: {row.aspect} is of no party"
    for party in parties:
        if residual.get(party, True) or party == TOTAL or parties.count(party) > 1:
            expected = "each code of column party of parties.csv once, no residual and not the total"
            yield "parties", repr(party), expected
            break
    if row.aspect == "persons" and row.population != "persons":
        yield "population", _found(row.population), "persons, whom the aspect persons is about"
    elif row.aspect in ("residual_excludes", "residual_changes") and row.population is not None:
        yield "population", repr(row.population), "an empty cell: of the class, whoever is counted"
    if row.valid_to is not None and row.valid_from > row.valid_to:
        yield "valid_from", row.valid_from, f"not after valid_to ({row.valid_to})"


def _found(cell: str | None) -> str:
    return "an empty cell" if cell is None else repr(cell)


def vocabulary(tables: Tables) -> Iterator[Problem]:
    """Parties that scopes name and parties.csv does not have, parties of parties, and names that two share."""
    rows = list(typed(tables["parties"], PartyRow))
    parents = {row.party: row.parent for row in rows}
    for name in ("tolls", "period_totals"):
        for number, scope in enumerate(tables[name]["scope"], start=2):
            for party in others_in(scope):
                if party not in parents:
                    yield Problem(f"{name}.csv", number, "scope", repr(party), _CODE)
    for number, row in enumerate(rows, start=2):
        if row.parent is not None and parents.get(row.parent) is not None:
            yield Problem("parties.csv", number, "parent", repr(row.parent), "a party that has no parent itself")
        if row.parent is not None and list(parents.values()).count(row.parent) == 1:
            expected = f"the other parties of {row.parent} too (one for its rest), or no parent: its parties make it up"
            yield Problem("parties.csv", number, "parent", repr(row.parent), expected)
    yield from _names(rows)
    if TOTAL not in parents:
        yield Problem("parties.csv", 0, "party", "no row all_parties", "the code all_parties: the total of the month")


def _names(rows: list[PartyRow]) -> Iterator[Problem]:
    """Names that two parties have in the same months, or where they are shown together."""
    names: dict[str, list[PartyRow]] = {}
    for number, row in enumerate(rows, start=2):
        if row.party is None or row.valid_from is None:
            continue
        for name, party in spelled([row._asdict()]):
            sharing = [other for form in forms(name) for other in names.setdefault(form, [])]
            others = {other.party for other in sharing if other.party != party and not _apart(row, other)}
            for form in forms(name):
                names[form].append(row)
            if others:
                expected = f"a name that is not also one of {', '.join(sorted(others))} in the same months"
                yield Problem("parties.csv", number, "aliases", repr(name), expected)
    for number, row in enumerate(rows, start=2):
        if row.later_label is None:
            continue
        beside = {other.party for form in forms(row.later_label) for other in names.get(form, [])} - {row.party}
        if beside:
            expected = f"a name that is not also one of {', '.join(sorted(beside))}, with whom it is shown"
            yield Problem("parties.csv", number, "later_label", repr(row.later_label), expected)


def claims_of_nobody(tables: Tables) -> Iterator[Problem]:
    """Claims that name a party which is none, or say of it what cannot be said."""
    codes = set(tables["parties"]["party"])
    for number, right in enumerate(tables["comparison_claims"]["right"], start=2):
        for party in right.split("|") if isinstance(right, str) else ():
            if party not in codes:
                yield Problem("comparison_claims.csv", number, "right", repr(party), _CODE)
    for number, row in enumerate(tables["claims"].to_dict("records"), start=2):
        claim = {str(column): cell for column, cell in row.items() if not pd.isna(cell)}
        if wrong := [party for party in members(claim["party"]) if party not in codes] if "party" in claim else []:
            expected = "codes in column party of parties.csv, joined by +"
            yield Problem("claims.csv", number, "party", repr("+".join(wrong)), expected)
        for column, expected in misfits(claim):
            found = claim[column]
            shown = repr(found) if isinstance(found, str) else str(found)
            yield Problem("claims.csv", number, column, shown, expected)
