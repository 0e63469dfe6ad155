"""Rules between columns and tables that the contract's schema cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any

import pandas as pd

from analysis.errors import Problem
from analysis.model.adding import members
from analysis.model.cells import LIMITS
from analysis.model.claimed import misfits
from analysis.model.names import can_appear, forms, spelled

MEASURES = ("killed", "children", "women", "torture")
NOT_OWN = frozenset(
    [
        "joint",
        "includes",
        "item",
        "area",
        "subset",
        "outside_total",
        "party_not_printed",
        "population_not_printed",
        "part_of_month",
    ]
)
_GROUPS = ("children", "women", "children_women")
_EITHER = (  # scope codes of which a row has one at most
    {"joint", "includes"},
    {"minimum", "maximum"},
    *({f"{one}_minimum", f"{other}_maximum"} for one in _GROUPS for other in _GROUPS if one in other or other in one),
)
_CODES = {  # what the rules read of a definition, by its aspect; the others have no code
    "persons": ("civilians_and_fighters", "not_separated"),
    "standard": ("documented", "confirmed", "alleged"),
    "dated_by": ("documentation", "death"),
}
_QUOTED = (
    "not_counted",
    "persons",
    "residual_excludes",
    "residual_changes",
)  # aspects on which the meaning of a number rests
_OF_PARTIES = ("not_counted", "residual_holds", "residual_excludes")
Tables = dict[str, pd.DataFrame]


def scope_codes(scope: object) -> dict[str, str]:
    """Split a scope cell into its codes and what stands after their colon.

    Examples
    --------
    >>> scope_codes("item:air_strikes;joint:russian_forces;minimum")
    {'item': 'air_strikes', 'joint': 'russian_forces', 'minimum': ''}
    """
    if not isinstance(scope, str):
        return {}
    return {code: value for code, _, value in (part.partition(":") for part in scope.split(";"))}


def is_own_toll(scope: object) -> bool:
    """Tell whether a row is that party's own toll of the month; one code that says no is enough.

    Examples
    --------
    >>> is_own_toll("torture_additional"), is_own_toll("joint:russian_forces")
    (True, False)
    """
    return NOT_OWN.isdisjoint(scope_codes(scope))


def broken_rules(tables: Tables, incomplete: Set[str] = frozenset()) -> list[Problem]:
    """Check every rule between columns and tables.

    Cells that broke the contract's schema are empty in the tables named `incomplete`, so that all problems can be told
    at once; what needs these cells is not judged.
    """
    problems = [*_dates(tables, incomplete), *_scopes(tables), *_totals(tables)]
    if "adjudications" not in incomplete:
        problems += _tolls(tables)
    if not incomplete & {"lists", "reports"}:
        problems += _lists(tables)
    if not incomplete & {"tolls", "reports"}:
        problems += _adjudications(tables)
    if "adjudications" not in incomplete:
        problems += _disputes(tables)
    if "parties" not in incomplete:
        problems += _vocabulary(tables)
    if "monitors" not in incomplete and tables["monitors"].empty:
        expected = "at least one monitor; the first by order is the default"
        problems.append(Problem("monitors.csv", 0, "monitor", "no row", expected))
    if not incomplete & {"parties", "reports"}:
        problems += _out_of_time(tables)
    if not incomplete & {"definitions", "parties"}:
        problems += _definitions(tables)
    return problems


def _both_texts(one: object, other: object) -> bool:
    return isinstance(one, str) and isinstance(other, str)


def _apart(one: Any, other: Any) -> bool:
    """Whether two rows with `valid_from` and `valid_to` are of months apart."""
    first, second = sorted((one, other), key=lambda row: row.valid_from)
    return isinstance(first.valid_to, str) and first.valid_to < second.valid_from


def _disputes(tables: Tables) -> Iterator[Problem]:
    """Deaths that pages attribute to different parties are disputed in each of them."""
    rows = [row for row in tables["adjudications"].itertuples() if str(row.reason).startswith("disputed")]
    for row in rows:
        cell = (row.monitor, row.month, row.population, row.measure)
        if not any(
            other.party != row.party and (other.monitor, other.month, other.population, other.measure) == cell
            for other in rows
        ):
            expected = (
                "another party of this month, population and measure that is disputed too: whose else these may be"
            )
            yield Problem("adjudications.csv", _row(row.Index), "reason", repr(row.reason), expected)


def _row(index: object) -> int:
    return int(str(index)) + 2


def _decisions(tables: Tables) -> dict[tuple[object, ...], object]:
    """(monitor, month, party, population, measure) -> adjudicated value (missing: none usable)."""
    a = tables["adjudications"]
    return {
        tuple(row[:5]): row[5]
        for row in a[["monitor", "month", "party", "population", "measure", "value"]].itertuples(index=False, name=None)
    }


def _tolls(tables: Tables) -> Iterator[Problem]:
    reports = {row.report_id: row for row in tables["reports"].itertuples()}
    decided = _decisions(tables)
    for row in tables["tolls"].itertuples():
        report = reports.get(row.report_id)
        if report is None:
            continue
        values = {m: getattr(row, m) for m in MEASURES if not pd.isna(getattr(row, m))}
        cell = (report.monitor, report.month, row.party, row.population)
        verdicts = {m: decided[(*cell, m)] for m in values if (*cell, m) in decided}
        if any(pd.isna(verdict) or verdict != values[m] for m, verdict in verdicts.items()):
            continue  # a printed value that was rejected is kept as printed
        killed, torture = values.get("killed"), values.get("torture")
        codes = scope_codes(row.scope)
        apart = [m for m in ("children", "women") if not {f"{m}_maximum", "children_women_maximum"} & set(codes)]
        groups = sum(values.get(m, 0) for m in apart)  # what each can be at most they need not be together
        where = ("tolls.csv", _row(row.Index))
        loose = {"minimum", *(f"{group}_maximum" for group in _GROUPS)}.intersection(scope_codes(row.scope))
        if killed is not None and groups > killed and not loose:
            yield Problem(
                *where,
                "children + women",
                str(groups),
                f"at most killed ({killed}): they are part of it, or an adjudication says which is wrong",
            )
        if killed is not None and torture is not None and torture > killed and "torture_additional" not in codes:
            yield Problem(
                *where, "torture", str(torture), f"at most killed ({killed}), or the scope torture_additional"
            )
        low, high = row.killed_min, row.killed_max
        if killed is not None and not (pd.isna(low) and pd.isna(high)):
            expected = "one of the two: a number, or the ends of a range"
            yield Problem(*where, "killed", f"{killed} and a range", expected)
        if not pd.isna(high) and groups > high and not loose:
            expected = f"at most killed_max ({high}): they are part of it"
            yield Problem(*where, "children + women", str(groups), expected)
        if not pd.isna(low) and not pd.isna(high) and low > high:
            yield Problem(*where, "killed_min", str(low), f"at most killed_max ({high})")


def _scopes(tables: Tables) -> Iterator[Problem]:
    """Scopes that say two things at once, and rows of one report that say the same."""
    for name in ("tolls", "period_totals"):
        for row in tables[name].itertuples():
            codes = [part.partition(":")[0] for part in row.scope.split(";")] if isinstance(row.scope, str) else []
            others = [p for c, v in scope_codes(row.scope).items() if c in ("joint", "includes") for p in v.split("+")]
            once = len(set(codes)) == len(codes) and len(set(others)) == len(others)
            apart = not any(pair <= set(codes) for pair in _EITHER)
            upper = not pd.isna(getattr(row, "killed_max", None)) or any(LIMITS.get(code) == "most" for code in codes)
            if "without" in codes and upper:
                expected = "no upper end of a toll that leaves places out: only its lower end is known"
                yield Problem(f"{name}.csv", _row(row.Index), "scope", repr(row.scope), expected)
            of_others = not {row.party, "all_parties"} & set(others) and not (others and row.party == "all_parties")
            if not (once and apart and of_others):
                expected = "each code and party once, joint or includes, minimum or maximum, and other parties only"
                yield Problem(f"{name}.csv", _row(row.Index), "scope", repr(row.scope), expected)
    seen: dict[tuple[object, ...], int] = {}
    for row in tables["tolls"].dropna(subset=["report_id", "party", "population"]).itertuples():
        kind = str(sorted((code, value) for code, value in scope_codes(row.scope).items() if code in NOT_OWN))
        ends = ["killed"] if pd.isna(row.killed) and not (pd.isna(row.killed_min) and pd.isna(row.killed_max)) else []
        for measure in [*ends, *(m for m in MEASURES if not pd.isna(getattr(row, m)))]:
            first = seen.setdefault((row.report_id, row.party, row.population, kind, measure), _row(row.Index))
            if first != _row(row.Index):
                expected = f"one row for this party and scope: row {first} prints its {measure} too"
                yield Problem("tolls.csv", _row(row.Index), "scope", repr(row.scope), expected)
                break


def _out_of_time(tables: Tables) -> Iterator[Problem]:
    """Tolls of a party for a month in which it did not exist."""
    months = dict(zip(tables["reports"]["report_id"], tables["reports"]["month"], strict=True))
    ends = {row.party: (row.valid_from, row.valid_to) for row in tables["parties"].itertuples()}
    for row in tables["tolls"].itertuples():
        month, (first, last) = months.get(row.report_id), ends.get(row.party, (None, None))
        if not isinstance(month, str) or not isinstance(first, str):
            continue
        if not can_appear(month, first, last):
            expected = f"{first} to {last}" if isinstance(last, str) else f"{first} on"
            expected = f"a month from {expected}, or other dates of the party in parties.csv"
            yield Problem("tolls.csv", _row(row.Index), "party", f"{row.party} in {month}", expected)


def _totals(tables: Tables) -> Iterator[Problem]:
    """The headline toll of a report and its row of all parties are the same number."""
    tolls = tables["tolls"]
    own = tolls[tolls["scope"].map(is_own_toll).astype(bool)]
    own = own[own["party"] == "all_parties"].dropna(subset=["killed"])
    rows = {(row.report_id, row.population): row.killed for row in own.itertuples()}
    for row in tables["reports"].dropna(subset=["stated_total"]).itertuples():
        printed = rows.get((row.report_id, row.total_population), row.stated_total)
        if printed != row.stated_total:
            expected = f"the {printed} that tolls.csv has for all_parties of this report"
            yield Problem("reports.csv", _row(row.Index), "stated_total", str(row.stated_total), expected)


def _dates(tables: Tables, incomplete: Set[str]) -> Iterator[Problem]:
    for row in tables["reports"].itertuples():
        if _both_texts(row.published, row.month) and row.published[:7] < row.month:
            yield Problem(
                "reports.csv",
                _row(row.Index),
                "published",
                row.published,
                f"not before the month ({row.month}) it reports on",
            )
        if "reports" not in incomplete and pd.isna(row.stated_total) != pd.isna(row.total_population):
            found = "one of the two is empty"
            yield Problem(
                "reports.csv",
                _row(row.Index),
                "stated_total + total_population",
                found,
                "both or neither: a total needs its population",
            )
    for row in tables["period_totals"].itertuples():
        if _both_texts(row.period_start, row.period_end) and row.period_start > row.period_end:
            yield Problem(
                "period_totals.csv",
                _row(row.Index),
                "period_start",
                row.period_start,
                f"not after period_end ({row.period_end})",
            )
    for row in tables["parties"].itertuples():
        if _both_texts(row.valid_from, row.valid_to) and row.valid_from > row.valid_to:
            yield Problem(
                "parties.csv", _row(row.Index), "valid_from", row.valid_from, f"not after valid_to ({row.valid_to})"
            )


def _definitions(tables: Tables) -> Iterator[Problem]:
    """Statements that lack what their aspect needs, name no party, or say two things of the same months."""
    residual = dict(zip(tables["parties"]["party"], tables["parties"]["residual"], strict=True))
    said: dict[tuple[str, str], list[Any]] = {}  # (monitor, aspect) -> rows with a code
    for row in tables["definitions"].itertuples():
        where = ("definitions.csv", _row(row.Index))
        parties = row.parties.split("|") if isinstance(row.parties, str) else []
        wanted = _CODES.get(row.aspect, ())
        if wanted and row.code not in wanted:
            found = repr(row.code) if isinstance(row.code, str) else "an empty cell"
            yield Problem(*where, "code", found, f"one of {', '.join(wanted)}, as for every row of {row.aspect}")
        elif not wanted and isinstance(row.code, str):
            yield Problem(*where, "code", repr(row.code), f"an empty cell: {row.aspect} has no code")
        if row.aspect in _QUOTED and not isinstance(row.quotation, str):
            expected = f"the page's own words: rules read {row.aspect}, and nothing is taken from us alone"
            yield Problem(*where, "quotation", "an empty cell", expected)
        if row.aspect in ("not_counted", "residual_excludes") and not parties:
            yield Problem(*where, "parties", "an empty cell", f"the parties of {row.aspect}, separated by |")
        elif parties and row.aspect not in _OF_PARTIES:
            yield Problem(*where, "parties", repr(row.parties), f"an empty cell: {row.aspect} is of no party")
        for party in parties:
            if residual.get(party, True) or party == "all_parties" or parties.count(party) > 1:
                expected = "each code of column party of parties.csv once, no residual and not the total"
                yield Problem(*where, "parties", repr(party), expected)
                break
        if row.aspect == "persons" and row.population != "persons":
            found = repr(row.population) if isinstance(row.population, str) else "an empty cell"
            yield Problem(*where, "population", found, "persons, whom the aspect persons is about")
        elif row.aspect in ("residual_excludes", "residual_changes") and isinstance(row.population, str):
            yield Problem(*where, "population", repr(row.population), "an empty cell: of the class, whoever is counted")
        if isinstance(row.valid_to, str) and row.valid_from > row.valid_to:
            yield Problem(*where, "valid_from", row.valid_from, f"not after valid_to ({row.valid_to})")
        if not isinstance(row.code, str):
            continue
        others = said.setdefault((row.monitor, row.aspect), [])
        for other in others:
            same = not _both_texts(row.population, other.population) or row.population == other.population
            if same and not _apart(row, other) and row.code != other.code:
                expected = f"months apart from those of row {_row(other.Index)}, which says {other.code}"
                yield Problem(*where, "code", repr(row.code), expected)
                break
        others.append(row)


def _lists(tables: Tables) -> Iterator[Problem]:
    """A report was counted from a list where both tables say so."""
    kinds = dict(zip(tables["reports"]["report_id"], tables["reports"]["kind"], strict=True))
    listed = set(tables["lists"]["report_id"])
    for row in tables["lists"].itertuples():
        if row.report_id in kinds and kinds[row.report_id] != "records":
            found = f"{row.report_id} of the kind {kinds[row.report_id]}"
            yield Problem("lists.csv", _row(row.Index), "report_id", found, "a report of the kind records")
        if row.first > row.last:
            yield Problem("lists.csv", _row(row.Index), "first", row.first, f"not after last ({row.last})")
    for row in tables["reports"].itertuples():
        if row.kind == "records" and row.report_id not in listed:
            yield Problem("reports.csv", _row(row.Index), "kind", "records", "a row in lists.csv that says which list")


def _adjudications(tables: Tables) -> Iterator[Problem]:
    reports = tables["reports"].set_index("report_id")
    tolls = tables["tolls"]
    own = tolls[tolls["scope"].map(is_own_toll)]
    printed = {(r.report_id, r.party, r.population, m, getattr(r, m)) for r in own.itertuples() for m in MEASURES}
    printed |= {(i, "all_parties", r["total_population"], "killed", r["stated_total"]) for i, r in reports.iterrows()}
    for row in tables["adjudications"].itertuples():
        where = ("adjudications.csv", _row(row.Index))
        if pd.isna(row.value):
            if isinstance(row.report_id, str):
                yield Problem(
                    *where, "value", "an empty cell", f"the value printed in {row.report_id}, or no report_id"
                )
        elif not isinstance(row.report_id, str):
            yield Problem(*where, "report_id", "an empty cell", f"the report in which {row.value} is printed")
        elif (reports.at[row.report_id, "monitor"], reports.at[row.report_id, "month"]) != (row.monitor, row.month):
            yield Problem(*where, "report_id", repr(row.report_id), f"a report of {row.monitor} for {row.month}")
        elif (row.report_id, row.party, row.population, row.measure, row.value) not in printed:
            yield Problem(
                *where,
                "value",
                str(row.value),
                f"a value that {row.report_id} prints for this cell as the party's own toll",
            )


def _vocabulary(tables: Tables) -> Iterator[Problem]:
    parties = tables["parties"].set_index("party")
    for name in ("tolls", "period_totals"):
        for row in tables[name].itertuples():
            codes = scope_codes(row.scope)
            for party in [p for code in ("joint", "includes") if code in codes for p in codes[code].split("+")]:
                if party not in parties.index:
                    yield Problem(
                        f"{name}.csv", _row(row.Index), "scope", repr(party), "a code in column party of parties.csv"
                    )
    for row in tables["parties"].itertuples():
        if isinstance(row.parent, str) and isinstance(parties["parent"].get(row.parent), str):
            yield Problem(
                "parties.csv", _row(row.Index), "parent", repr(row.parent), "a party that has no parent itself"
            )
    children = tables["parties"]["parent"].value_counts()
    for row in tables["parties"].itertuples():
        if isinstance(row.parent, str) and children[row.parent] == 1:
            expected = f"the other parties of {row.parent} too (one for its rest), or no parent: its parties make it up"
            yield Problem("parties.csv", _row(row.Index), "parent", repr(row.parent), expected)
    names: dict[str, list[Any]] = {}
    for row in tables["parties"].dropna(subset=["party", "valid_from"]).itertuples():
        for name, party in spelled([row._asdict()]):
            sharing = [other for form in forms(name) for other in names.setdefault(form, [])]
            others = {other.party for other in sharing if other.party != party and not _apart(row, other)}
            for form in forms(name):
                names[form].append(row)
            if others:
                expected = f"a name that is not also one of {', '.join(sorted(others))} in the same months"
                yield Problem("parties.csv", _row(row.Index), "aliases", repr(name), expected)
    for row in tables["parties"].dropna(subset="later_label").itertuples():
        beside = {other.party for form in forms(row.later_label) for other in names.get(form, [])} - {row.party}
        if beside:
            expected = f"a name that is not also one of {', '.join(sorted(beside))}, with whom it is shown"
            yield Problem("parties.csv", _row(row.Index), "later_label", repr(row.later_label), expected)
    if "all_parties" not in parties.index:
        yield Problem("parties.csv", 0, "party", "no row all_parties", "the code all_parties: the total of the month")
    for row in tables["comparison_claims"].dropna(subset="right").itertuples():
        for party in row.right.split("|"):
            if party not in parties.index:
                yield Problem(
                    "comparison_claims.csv",
                    _row(row.Index),
                    "right",
                    repr(party),
                    "a code in column party of parties.csv",
                )
    for row in tables["claims"].dropna(subset="party").itertuples():
        if wrong := [party for party in members(row.party) if party not in parties.index]:
            expected = "codes in column party of parties.csv, joined by +"
            yield Problem("claims.csv", _row(row.Index), "party", repr("+".join(wrong)), expected)
    for place, row in tables["claims"].iterrows():
        for column, expected in misfits(row.dropna().to_dict()):
            found = row[column]
            yield Problem(
                "claims.csv", _row(place), column, repr(found) if isinstance(found, str) else str(found), expected
            )
