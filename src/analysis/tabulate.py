"""Monthly tolls from a list of victims or of incidents. What is unknown is counted as such, and nothing is guessed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.arithmetic import TOTAL
from analysis.cells import POPULATIONS
from analysis.contract import TEXT
from analysis.data import read_data, read_mapping
from analysis.errors import DataError, Problem
from analysis.names import Carried
from analysis.record_counts import KEYS, Tally, Texts, add
from analysis.record_mapping import Plan, joined, read_plan

COLUMNS = ["month", "party", "population", "killed", "children", "women", "killed_min", "killed_max", "scope"]
SHOWN_DUPLICATES = 20


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
        One row per month, party and population, as in tolls.csv; deaths are Int64. Parties to which records are
        attributed together, or a group as such and its parties, have one row (scope `joint:`, or the group's) of all
        these records; what is attributed to each alone is a part of its toll (scope `subset:alone`). `all_parties`
        counts every record of the month, those of unknown party too, and says so (scope `unattributed`). Where age or
        sex of some victims is unknown, children and women are minimums (scope `children_women_minimum`), blank where
        none is known; 0 only where there is none. Incidents add up their least and most deaths: `killed` where both are
        the same. `attrs` holds `records`, how many there are; `unknown`, rows of month (empty: not known), field and
        records; and `duplicates`, the number of records that are like an earlier one, with the `rows` of the first of
        them. They are counted all the same.

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
      month       party  killed  children                  scope
    2016-01  government       1         1                    NaN
    2016-01 all_parties       2         1 children_women_minimum;unattributed
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
    counts = tally.counts
    known = pd.DataFrame() if counts is None else counts[counts["month"] != ""]
    if counts is None or known.empty:
        found, expected = f"{tally.records} records, none with a known month", "records with a date"
        raise DataError(tally.file, [Problem(tally.file, 0, "", found, expected)], "look at the column of the date.")
    if not plan.population:  # whose population is unknown or not separated counts among persons, as does everybody
        mixed = known.loc[known["population"].isin(["", "persons"]), "month"]
        persons = known[known["month"].isin(mixed)].assign(population="persons")
        known = pd.concat([known[known["population"].isin(["civilians", "fighters"])], persons])
    attributed = known[known["party"] != ""]
    parts = [_together(rows, plan) for _, rows in attributed.groupby(["month", "population"], sort=False)]
    sums = pd.concat([*parts, known.assign(party=TOTAL, alone=False)]).groupby([*KEYS, "alone"], as_index=False).sum()
    members = sums["party"].str.split("+")
    places = {party: f"{place:04d}" for place, party in enumerate(plan.order)}
    sums["place"] = [".".join(places[one] for one in found) for found in members]
    sums["who"] = sums["population"].map(POPULATIONS.index)
    sums = sums.sort_values(["month", "who", "place", "alone"], ignore_index=True)
    tolls = _measures(sums, plan)
    tolls.attrs = {
        "monitor": plan.monitor,
        "records": tally.records,
        "unknown": Carried(_unknown(counts)),
        "duplicates": _duplicates(tally.hashes),
    }
    return tolls


def _together(rows: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """The sums of one month: parties that records name together, or within a group as such, have one toll.

    What is attributed to one of them alone is only a part of its toll, for the others may be its too.
    """
    there = set(rows["party"])
    sets = [set(code.split("+")) for code in sorted(there)]
    parties = set().union(*sets)
    sets = [one | {child for child in parties if plan.parent.get(child) in one} for one in sets]
    joined_sets: list[set[str]] = []
    for one in sets:
        apart = [other for other in joined_sets if other.isdisjoint(one)]
        joined_sets = [*apart, one.union(*(other for other in joined_sets if not other.isdisjoint(one)))]
    name = {party: joined(one, plan.order, plan.parent) for one in joined_sets for party in one}
    whole = rows["party"].map(lambda code: name[code.split("+")[0]])
    alone = rows[rows["party"] != whole]
    return pd.concat([rows.assign(party=whole, alone=False), alone.assign(alone=True)])


def _measures(sums: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """Write sums as tolls: blank where nothing is known, a minimum where not everything is."""
    table = pd.DataFrame({key: sums[key] for key in KEYS})
    table["party"] = sums["party"].str.split("+").str[0]

    def least(name: str) -> pd.Series:
        count, open_ones = sums[name].astype("Int64"), sums[f"open {name}"]
        return count.where((open_ones == 0) | (count > 0))  # at least 0 says nothing, and is no 0

    for name in ("killed", "children", "women", "killed_min", "killed_max"):
        table[name] = pd.array([pd.NA] * len(sums), "Int64")
    if plan.kind == "victims":
        table["killed"] = sums["records"].astype("Int64")
    else:
        low, high = sums["low"].astype("Int64"), sums["high"].astype("Int64").where(sums["open high"] == 0)
        same = (sums["open low"] == 0) & (low == high).fillna(False)
        table["killed"] = low.where(same)
        table["killed_min"], table["killed_max"] = low.mask(same), high.mask(same)
    minimum = np.zeros(len(sums), bool)
    for name in ("children", "women"):
        table[name] = least(name)
        minimum |= (sums[f"open {name}"] > 0) & table[name].notna()
    scopes = []
    nobodys = sums["unknown party" if plan.kind == "victims" else "unknown parties"].gt(0) & sums["party"].eq(TOTAL)
    for party, at_least, some, alone in zip(sums["party"], minimum, nobodys, sums["alone"], strict=True):
        _, several, others = party.partition("+")
        codes = {f"joint:{others}": several, "subset:alone": alone, "children_women_minimum": at_least}
        scopes.append(";".join(code for code, true in {**codes, "unattributed": some}.items() if true) or None)
    table["scope"] = scopes
    kinds = {c: TEXT if c in (*KEYS, "scope") else "Int64" for c in COLUMNS}
    return table[COLUMNS].astype(kinds)


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
