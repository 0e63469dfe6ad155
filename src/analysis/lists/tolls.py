"""Monthly tolls from a list of victims or of incidents. What is unknown is counted as such, and nothing is guessed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.data.tables import read_data, read_mapping
from analysis.errors import DataError, Problem
from analysis.lists.counting import KEYS, Tally, Texts, add
from analysis.lists.mapping import Plan, joined, read_plan
from analysis.model.adding import TOTAL, members
from analysis.model.cells import POPULATIONS
from analysis.model.names import Carried, can_appear

COLUMNS = ["month", "party", "population", "killed", "children", "women", "killed_min", "killed_max", "scope"]
SHOWN_DUPLICATES = 20
Record = dict[str, Any]  # what records of one month, party and population add up to
_Toll = tuple[str, list[str], dict[str, Any]]  # party, scope codes, numbers
_NEEDED = {  # columns without which nothing is said of children, of women
    "victims": ({"age"}, {"age", "sex"}),
    "incidents": ({"children"}, {"women"}),
}


def tolls_from_records(
    frame: pd.DataFrame, mapping: Mapping[str, Any] | str | os.PathLike[str], parties: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Make monthly tolls from a list of victims (one a row) or of incidents.

    Parameters
    ----------
    frame
        The records, whatever columns they have.
    mapping
        What their columns and words mean, or the path of a TOML file that says it; see the README.
    parties
        `Data.parties`, whose codes and names hold. None: those of the default data.

    Returns
    -------
    DataFrame
        One row per month, party and population, as in tolls.csv; deaths are Int64. A party's toll is what is attributed
        to it; where some of it is attributed to several parties together, or to its group as such, it is a range from
        what is its alone, and the exact number of all of them together is a row of scope `joint:`. `all_parties` counts
        every record of the month; those attributed to nobody, too, which it says (scope `unattributed`), and a row of
        scope `subset:unattributed` has their number. Where age or sex of some victims is unknown, children and women
        are minimums (scope `children_minimum`, `women_minimum`), or maximums where none is certain; 0 only where there
        is none. Incidents add up their least and most deaths: `killed` where both are the same. A party that the
        mapping `covers` has 0 in a month of its `period` without a record, or 0 to what could be its. `attrs` holds
        `records`, how many there are; `period`, first and last month; `by_month`, rows of month, records and
        unknown_party; `unknown`, rows of month (empty: not known), field and records; and `duplicates`, the number of
        records that are like an earlier one, with the `rows` of the first of them. They are counted all the same.

    Raises
    ------
    DataError
        Every cell that is neither understood nor declared unknown, with its row (header: 1). No cell's words are shown.

    Examples
    --------
    >>> victims = pd.DataFrame({"day": ["2016-01-05", "2016-01-09"], "by": ["Regime", "?"], "age": ["7", ""]})
    >>> columns = {"date": "day", "party": "by", "age": "age"}
    >>> meaning = {"kind": "victims", "population": "civilians", "child_under": 18, "columns": columns}
    >>> table = tolls_from_records(victims, {**meaning, "unknown": ["?"]})
    >>> print(table[["month", "party", "killed", "children", "scope"]].to_string(index=False))
      month       party  killed  children                         scope
    2016-01  government       1         1                           NaN
    2016-01 all_parties       2         1 unattributed;children_minimum
    2016-01 all_parties       1      <NA>           subset:unattributed
    """
    if not isinstance(mapping, Mapping):
        mapping = read_mapping(mapping)
    plan = read_plan(mapping, read_data().parties if parties is None else parties)
    tally = Tally("records")
    add(tally, frame.set_axis(range(2, len(frame) + 2)), plan)
    return tolls_of(tally, plan)


def tolls_of(tally: Tally, plan: Plan) -> pd.DataFrame:
    """The tolls of everything counted. Raises DataError, with every problem, where any was found."""
    tally.check()
    counts = pd.DataFrame() if tally.counts is None else tally.counts
    records: list[Record] = counts.to_dict("records")
    by_month: dict[str, list[Record]] = {"": []}
    for record in records:
        by_month.setdefault(record["month"], []).append(record)
    undated = by_month.pop("")
    months = sorted(by_month)
    if not months:
        found, expected = f"{tally.records} records, none with a known month", "records with a date"
        raise DataError(tally.file, [Problem(tally.file, 0, "", found, expected)], "look at the column of the date.")
    first, last = plan.period or (months[0], months[-1])
    covered = [str(month) for month in pd.period_range(first, last, freq="M")] if plan.covers else []
    every = sorted({*months, *covered})
    rows = [row for month in every for row in _month_rows(month, by_month.get(month, []), undated, plan)]
    if not rows:
        found, expected = f"{tally.records} records, none with a number of deaths", "records with a number of deaths"
        raise DataError(tally.file, [Problem(tally.file, 0, "", found, expected)], "look at the columns of deaths.")
    kinds = {column: "str" if column in (*KEYS, "scope") else "Int64" for column in COLUMNS}
    tolls = pd.DataFrame(rows, columns=COLUMNS).astype(kinds)
    unknown = _unknown(counts)
    nobodys = {row["month"]: row["records"] for row in unknown if row["field"] in ("party", "parties")}
    each = [
        {
            "month": month,
            "records": sum(record["records"] for record in by_month.get(month, [])),
            "unknown_party": nobodys.get(month, 0),
        }
        for month in tolls["month"].unique()
    ]
    tolls.attrs = {
        "monitor": plan.monitor,
        "records": tally.records,
        "period": (first, last),
        "by_month": Carried(each),
        "unknown": Carried(unknown),
        "duplicates": _duplicates(tally.hashes),
    }
    return tolls


def _month_rows(month: str, dated: list[Record], undated: list[Record], plan: Plan) -> Iterator[dict[str, Any]]:
    """The rows of one month, population by population.

    Whose population is unknown or not separated counts among persons, as does everybody then.
    """
    populations = [plan.population]
    if not plan.population:
        mixed = any(record["population"] in ("", "persons") for record in dated)
        populations = [who for who in POPULATIONS if who != "persons" or mixed]
    for who in populations:
        counted = [record for record in dated if plan.population or who in ("persons", record["population"])]
        could_be = [record for record in (*dated, *undated) if record["population"] in (who, "", "persons")]
        for party, scope, numbers in _tolls(month, counted, could_be if who != "persons" else [*dated, *undated], plan):
            limits = [f"{measure}_{limit}" for measure, limit in numbers.pop("limits").items()]
            if any(number is not None for number in numbers.values()):
                codes = ";".join([*scope, *limits]) or None
                yield {"month": month, "party": party, "population": who, **numbers, "scope": codes}


def _tolls(month: str, counted: list[Record], could_be: list[Record], plan: Plan) -> Iterator[_Toll]:
    """The tolls of one month and population: those of the parties, those of several together, and of all.

    A party has at least what is attributed to it alone, and at most also what is attributed to it and others together
    or to its group as such. A covered party without a record has at most what `could_be` its: records without a date,
    of an unknown party or of an unknown population. An incident without deaths is nobody's in common.
    """
    sets = {record["party"]: set(members(record["party"])) for record in counted if record["party"]}
    deadly = {record["party"] for record in counted if record["deadly"]}
    named = {party for code, members in sets.items() if code in deadly or len(members) == 1 for party in members}
    for party in sorted({*named, *plan.covers} - {TOTAL}, key=plan.order.index):
        if not can_appear(month, *plan.existed[party]):
            continue
        own = {party, *(child for child in plan.order if plan.parent.get(child) == party)}
        certain = [record for record in counted if record["party"] and sets[record["party"]] <= own]
        own_or_group = {*own, plan.parent.get(party, party)}
        possible = [record for record in counted if own_or_group & sets.get(record["party"], set())]
        if party in plan.covers and not certain:
            possible = [one for one in could_be if not one["party"] or own_or_group & {*re.split("[+|]", one["party"])}]
        elif party not in named:
            continue  # a group of which a party alone has records
        yield party, [], _numbers(certain, possible, plan)
    for together in _together([sets[code] for code in deadly if code], plan):
        first, _, others = together.partition("+")
        if others:
            parties = {*members(together)}
            parties |= {child for child, parent in plan.parent.items() if parent in parties}
            theirs = [record for record in counted if parties & sets.get(record["party"], set())]
            yield first, [f"joint:{others}"], _numbers(theirs, theirs, plan)
    nobodys = [record for record in counted if not record["party"] and record["deadly"]]
    if counted or TOTAL in plan.covers:
        yield TOTAL, ["unattributed"] if nobodys else [], _numbers(counted, counted or could_be, plan)
    if nobodys:
        yield TOTAL, ["subset:unattributed"], _numbers(nobodys, nobodys, plan)


def _together(sets: list[set[str]], plan: Plan) -> list[str]:
    """Parties that records name together, or within a group as such: one code for those that have deaths in common."""
    parties = set().union(*sets)
    sets = [one | {child for child in parties if plan.parent.get(child) in one} for one in sets]
    joined_sets: list[set[str]] = []
    for one in sets:
        apart = [other for other in joined_sets if other.isdisjoint(one)]
        joined_sets = [*apart, one.union(*(other for other in joined_sets if not other.isdisjoint(one)))]
    codes = [joined(one, plan.order, plan.parent) for one in joined_sets]
    return sorted(codes, key=lambda code: [plan.order.index(party) for party in members(code)])


def _numbers(certain: list[Record], possible: list[Record], plan: Plan) -> dict[str, Any]:
    """A toll of what is `certain` at the least and `possible` at the most: blank where nothing is known, never 0."""
    least, most = _span("killed", certain, possible)
    exact = least == most
    any_known = not certain or any(record["known killed"] for record in certain)
    low = least if least or (any_known and most is not None) else None  # at least 0 says nothing, and is no 0
    found: dict[str, Any] = dict.fromkeys(("killed", "children", "women", "killed_min", "killed_max"))
    found |= {"killed": least} if exact else {"killed_min": low, "killed_max": most}
    limits: dict[str, str] = {}
    for measure, columns in (("children", _NEEDED[plan.kind][0]), ("women", _NEEDED[plan.kind][1])):
        some, end = _span(measure, certain, possible)
        told = columns <= set(plan.columns) and end is not None and most is not None and end < most
        if some == end or some:
            found[measure] = some
            limits |= {} if some == end else {measure: "minimum"}
        elif told:
            found[measure] = end
            limits[measure] = "maximum"
    return {**found, "limits": limits}


def _span(measure: str, certain: list[Record], possible: list[Record]) -> tuple[int, int | None]:
    """What records add up to at the least and at the most; None where one of them has no end."""
    open_ = any(record[f"open {measure}"] for record in possible)
    most = None if open_ else sum(record[f"most {measure}"] for record in possible)
    return sum(record[f"least {measure}"] for record in certain), most


def _unknown(counts: pd.DataFrame) -> list[dict[str, Any]]:
    """How many records lack what, month by month."""
    names = [name for name in counts.columns if name.startswith("unknown ")]
    by_month = counts.groupby("month")[names].sum()
    return [
        {"month": month, "field": name.removeprefix("unknown "), "records": int(row[name])}
        for name in names
        for month, row in by_month.iterrows()
        if row[name]
    ]


def _duplicates(hashes: list[Texts]) -> dict[str, Any]:
    """Count the records that are like an earlier one; a sixteenth of them at a time, to need little memory."""
    count, pairs = 0, []
    for part in range(16):
        mine = [np.flatnonzero((one & np.uint64(15)) == part) for one in hashes]
        starts = np.cumsum([0, *(len(one) for one in hashes)])
        rows = np.concatenate([found + start for found, start in zip(mine, starts, strict=False)])
        values = np.concatenate([one[found] for one, found in zip(hashes, mine, strict=True)])
        rows, values = rows[values > 0], values[values > 0]
        order = np.argsort(values, kind="stable")
        rows, values = rows[order], values[order]
        again = np.flatnonzero(values[1:] == values[:-1]) + 1
        if len(again):
            starts_run = np.r_[True, values[1:] != values[:-1]]
            first = rows[np.maximum.accumulate(np.where(starts_run, np.arange(len(rows)), 0))]
            count += len(again)
            pairs += sorted(zip(rows[again].tolist(), first[again].tolist(), strict=True))[:SHOWN_DUPLICATES]
    shown = [(first + 2, row + 2) for row, first in sorted(pairs)[:SHOWN_DUPLICATES]]
    return {"records": count, "rows": shown}
