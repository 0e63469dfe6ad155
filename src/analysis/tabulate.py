"""Monthly tolls from a list of victims or of incidents, added up chunk by chunk. What is unknown is counted as such."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from analysis.arithmetic import TOTAL
from analysis.cells import POPULATIONS
from analysis.data import read_data, read_mapping
from analysis.errors import DataError, Problem
from analysis.names import Carried, can_appear, plain
from analysis.record_mapping import OLDEST, Plan, read_plan

COLUMNS = ["month", "party", "population", "killed", "children", "women", "killed_min", "killed_max", "scope"]
KEPT = 1000  # problems that are kept; the others are counted
SHOWN_DUPLICATES = 20
_KEYS = ["month", "party", "population"]
_DATE = "a date that exists, written YYYY-MM-DD (or YYYY-MM), or a word listed under unknown"
_COUNT = "a whole number in digits 0-9, or a word listed under unknown"
Texts = np.ndarray[Any, np.dtype[Any]]


@dataclass
class Tally:
    """What was counted so far. It holds sums, problems and hashes: nothing else of the records."""

    file: str
    records: int = 0
    counts: pd.DataFrame | None = None  # by month, party and population
    wrong: dict[tuple[str, str, str], list[Any]] = field(default_factory=dict)
    more: int = 0
    hashes: list[Texts] = field(default_factory=list)  # one a record, in order; 0: not to be compared

    def refuse(self, row: int, column: str, found: str, expected: str, alike: str = "", times: int = 1) -> None:
        """Keep a problem; cells that are `alike` are one."""
        key = (column, alike or found, expected)
        if key in self.wrong:
            self.wrong[key][1] += times
        elif len(self.wrong) < KEPT:
            self.wrong[key] = [row, times, found]
        else:
            self.more += times

    def check(self) -> None:
        """Raise DataError with the problems found so far."""
        problems = []
        for (column, _, expected), (row, times, found) in self.wrong.items():
            again = f" (and in {times - 1:,} more {'row' if times == 2 else 'rows'})" if times > 1 else ""
            problems.append(Problem(self.file, row, column, f"{found}{again}", expected))
        if problems:
            next_step = f"correct these in {self.file}, or say in the mapping what is meant; no cell's words are shown."
            raise DataError(self.file, problems, next_step, len(problems) + self.more)


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
        One row per month, party and population, as in tolls.csv; deaths are Int64. A record with several parties counts
        in one row of scope `joint:`, never in theirs. `all_parties` counts every record of the month, those of unknown
        party too. Where age or sex of some victims is unknown, children and women are minimums (scope
        `children_women_minimum`), blank where none is known; 0 only where there is none. Incidents add up their least
        and most deaths: `killed` where both are the same. `attrs` holds `records`, how many there are; `unknown`, rows
        of month (empty: not known), field and records; and `duplicates`, the number of records that are like an earlier
        one, with the `rows` of the first of them. They are counted all the same.

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
    2016-01 all_parties       2         1 children_women_minimum
    """
    if not isinstance(mapping, Mapping):
        mapping = read_mapping(mapping)
    plan = read_plan(mapping, read_data().parties if parties is None else parties)
    tally = Tally("records")
    add(tally, frame.set_axis(range(2, len(frame) + 2)), plan)
    return tolls_of(tally, plan)


def add(tally: Tally, chunk: pd.DataFrame, plan: Plan) -> None:
    """Count the records of a chunk, whose index is their row in the file."""
    if absent := check_columns(tally.file, list(chunk.columns), plan):
        raise DataError(tally.file, absent, "name the columns of the records as their header does.")
    tally.records += len(chunk)
    reader = _Reader(tally, chunk, plan)
    party = "party" if plan.kind == "victims" else "parties"
    keys = {
        "month": reader.codes("date", plan.month, _DATE),
        "party": reader.codes(party, plan.party, "a party", plan.party_hint),
        "population": _same(plan.population, len(chunk)),
    }
    if not plan.population:
        keys["population"] = reader.codes("population", lambda cell: plan.word(cell, "population"), "a population")
    known = {name: np.array([bool(one) for one in column.categories])[column.codes] for name, column in keys.items()}
    measures = _victims(reader, plan) if plan.kind == "victims" else _incidents(reader)
    measures |= {f"unknown {name}": ~known[key] for name, key in (("date", "month"), (party, "party"))}
    if not plan.population:
        measures["unknown population"] = ~known["population"]
    _out_of_time(reader, keys, plan)
    tally.hashes.append(_hashes(reader, keys, plan))
    new = pd.DataFrame({**keys, "records": 1, **{name: np.asarray(one, "int64") for name, one in measures.items()}})
    new = new.groupby(_KEYS, observed=True, sort=False).sum().reset_index()
    new = pd.concat([tally.counts, new.astype(dict.fromkeys(_KEYS, "object"))])
    tally.counts = new.groupby(_KEYS, sort=False, as_index=False).sum()


def check_columns(file: str, there: list[Any], plan: Plan) -> list[Problem]:
    """What is wrong with the columns; their names are not shown, for a file without a header has a victim there."""
    found = {name: there.count(name) for name in [*plan.columns.values(), *plan.identity]}
    expected = "each column of the mapping once in the header"
    return [
        Problem(file, 1, name, f"{n} such columns" if n else "no such column", expected)
        for name, n in found.items()
        if n != 1
    ]


@dataclass
class _Reader:
    """The columns of a chunk, read by their distinct cells."""

    tally: Tally
    chunk: pd.DataFrame
    plan: Plan

    def distinct(self, column: Any) -> tuple[Texts, list[str]]:
        """The distinct cells of a column as text, the last one empty, and where they stand."""
        cells = self.chunk[column] if isinstance(column, str) else self.chunk.iloc[:, column]
        places, found = pd.factorize(cells)
        return places, [*map(_text, found), ""]

    def values(self, field: str, meaning: Callable[[str], Any], expected: str, hint: Any = None) -> tuple[Texts, Any]:
        """What the cells of a field mean, once each, and where they stand; those not understood are refused."""
        column = self.plan.columns[field]
        places, found = self.distinct(column)
        values = [meaning(cell) for cell in found]
        bad = [i for i, value in enumerate(values) if value is None]
        if bad:
            times = np.bincount(places[places >= 0], minlength=len(found))
            first = np.zeros(len(found), int)
            first[places[::-1]] = np.arange(len(places))[::-1]
            for i in sorted(bad, key=first.__getitem__):
                told = expected if hint is None else f"{expected} of parties.csv or of the mapping{hint(found[i])}"
                row = int(self.chunk.index[first[i]])
                self.tally.refuse(row, column, _shape(found[i]), told, found[i], int(times[i]))
        return places, values

    def codes(self, field: str, meaning: Callable[[str], Any], expected: str, hint: Any = None) -> pd.Categorical:
        """The meaning of each record's cell, empty where it is unknown or not understood."""
        places, values = self.values(field, meaning, expected, hint)
        small, categories = pd.factorize(np.array([value or "" for value in values], object))
        return pd.Categorical.from_codes(small[places], categories=categories)

    def numbers(self, field: str) -> tuple[Texts, Texts]:
        """The numbers of a field, 0 where unknown, and where they are known."""
        if field not in self.plan.columns:
            return np.zeros(len(self.chunk), "int64"), np.zeros(len(self.chunk), bool)
        places, values = self.values(field, self.plan.count, _COUNT)
        known = np.array([isinstance(value, int) for value in values])
        return np.array([value or 0 for value in values], "int64")[places], known[places]


def _victims(reader: _Reader, plan: Plan) -> dict[str, Any]:
    """Each record is one death; a child by its age, a woman only if she is known to be adult."""
    size = len(reader.chunk)
    sex = age = _same("", size)
    if "sex" in plan.columns:
        sex = reader.codes("sex", lambda cell: plan.word(cell, "sex"), "a word listed under sex or unknown")
    if "age" in plan.columns:
        expected = f"whole years, 0 to {OLDEST}, or a word listed under age or unknown"
        age = reader.codes("age", plan.age, expected)
    unknown = {f"unknown {name}": one == "" for name, one in (("sex", sex), ("age", age)) if name in plan.columns}
    return {
        "children": age == "child",
        "open children": age == "",
        "women": (sex == "female") & (age == "adult"),
        "open women": ((sex == "") & (age != "child")) | ((sex == "female") & (age == "")),
        **unknown,
    }


def _incidents(reader: _Reader) -> dict[str, Any]:
    """Each record is a number of deaths or a range, with the children and women among them."""
    single = "killed" in reader.plan.columns
    low, has_low = reader.numbers("killed" if single else "killed_min")
    high, has_high = reader.numbers("killed" if single else "killed_max")
    children, has_children = reader.numbers("children")
    women, has_women = reader.numbers("women")
    names = reader.plan.columns
    for i in np.flatnonzero(has_low & has_high & (low > high)):
        column = names["killed_min"]
        reader.tally.refuse(int(reader.chunk.index[i]), column, str(low[i]), f"at most the maximum, {high[i]}", str(i))
    for i in np.flatnonzero(has_high & (children + women > high)):
        column = " + ".join(names[name] for name in ("children", "women") if name in names)
        expected = f"at most the deaths of the incident, {high[i]}"
        reader.tally.refuse(int(reader.chunk.index[i]), column, str(children[i] + women[i]), expected, str(i))
    known = {"killed": has_low, "killed_min": has_low, "killed_max": has_high}
    known |= {"children": has_children, "women": has_women}
    return {
        **{"low": low, "open low": ~has_low, "high": high, "open high": ~has_high},
        **{"children": children, "open children": ~has_children, "women": women, "open women": ~has_women},
        **{f"unknown {name}": ~one for name, one in known.items() if name in names},
    }


def _same(value: str, size: int) -> pd.Categorical:
    return pd.Categorical.from_codes(np.zeros(size, "int8"), categories=[value])


def _out_of_time(reader: _Reader, keys: dict[str, pd.Categorical], plan: Plan) -> None:
    """Refuse a record of a party in a month in which it did not exist."""
    months, parties = keys["month"], keys["party"]
    column = plan.columns["party" if plan.kind == "victims" else "parties"]
    for code, several in enumerate(parties.categories):
        for party in filter(None, several.split("+")):
            outside = [bool(m) and not can_appear(m, *plan.existed[party]) for m in months.categories]
            if any(outside):
                there = np.flatnonzero((parties.codes == code) & np.array(outside)[months.codes])
                first, last = plan.existed[party]
                when = f"{first} to {last}" if isinstance(last, str) else f"{first} on"
                for month in dict.fromkeys(months[there]):
                    at = there[months[there] == month]
                    row = int(reader.chunk.index[at[0]])
                    reader.tally.refuse(row, column, f"{party} in {month}", f"a month from {when}", times=len(at))


def _hashes(reader: _Reader, keys: dict[str, pd.Categorical], plan: Plan) -> Texts:
    """One number a record, the same for records that are alike; 0 for one that nothing identifies."""
    if not plan.identity:
        parts = [reader.distinct(place) for place in range(reader.chunk.shape[1])]
        known = np.ones(len(reader.chunk), bool)
    else:
        named = [reader.distinct(column) for column in plan.identity]
        told = [~np.array([plan.is_unknown(cell) for cell in found])[places] for places, found in named]
        known = np.logical_or.reduce(told)
        date_places, dates = reader.distinct(plan.columns["date"])
        parts = [(places, [plain(cell) or cell.casefold() for cell in found]) for places, found in named]
        parts += [(date_places, dates), (keys["party"].codes, list(keys["party"].categories))]
    total = np.ones(len(reader.chunk), "uint64")
    for places, found in parts:
        hashed = pd.util.hash_array(np.array(found, object), categorize=False)
        total = total * np.uint64(1_000_003) + hashed[places]
    return np.where(known, np.maximum(total, np.uint64(1)), np.uint64(0))


def _text(cell: Any) -> str:
    """A cell as a table shows it: dates YYYY-MM-DD, whole numbers without a point, nothing for a missing one."""
    if isinstance(cell, str):
        return cell.strip()
    if pd.isna(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell.date() if isinstance(cell, datetime) and cell.tzinfo is None else cell)


def _shape(cell: str) -> str:
    """What a refused cell looks like: in full only where it can be no name and no identifier."""
    if re.fullmatch(r"[0-9]{1,4}([-/.][0-9]{1,2}[-/.][0-9]{1,4}|[-/.][0-9]{1,2})?|-?[0-9]{1,3}(\.[0-9]{1,2})?", cell):
        return repr(cell)
    return f"a text of {len(cell)} {'character' if len(cell) == 1 else 'characters'}"


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
    groups = [_of_group(known, plan, group) for group in sorted(set(plan.parent.values()) & set(known["party"]))]
    parties = known[known["party"] != ""]
    parties = parties[~parties["party"].isin(set(plan.parent.values()))]
    parts = [parties, *groups, known.assign(party=TOTAL)]
    sums = pd.concat(parts).groupby(_KEYS, as_index=False).sum()
    members = sums["party"].str.split("+")
    places = {party: f"{place:04d}" for place, party in enumerate(plan.order)}
    sums["place"] = [".".join(places[one] for one in found) for found in members]
    sums["who"] = sums["population"].map(POPULATIONS.index)
    sums = sums.sort_values(["month", "who", "place"], ignore_index=True)
    tolls = _measures(sums, plan)
    tolls.attrs = {
        "monitor": plan.monitor,
        "records": tally.records,
        "unknown": Carried(_unknown(counts)),
        "duplicates": _duplicates(tally.hashes),
    }
    return tolls


def _of_group(known: pd.DataFrame, plan: Plan, group: str) -> pd.DataFrame:
    """Everything attributed to a group or within it, in the months in which something is attributed to it as such."""
    inside = {group, *(party for party, parent in plan.parent.items() if parent == group)}
    there = known[known["party"].map(lambda party: bool(party) and inside.issuperset(party.split("+")))]
    where = set(known.loc[known["party"] == group, ["month", "population"]].itertuples(index=False, name=None))
    mine = [key in where for key in there[["month", "population"]].itertuples(index=False, name=None)]
    return there[mine].assign(party=group)


def _measures(sums: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """Write sums as tolls: blank where nothing is known, a minimum where not everything is."""
    table = pd.DataFrame({key: sums[key] for key in _KEYS})
    table["party"] = sums["party"].str.split("+").str[0]

    def least(name: str) -> pd.Series:
        count, open_ones = sums[name].astype("Int64"), sums[f"open {name}"]
        return count.where((open_ones == 0) | (count > 0))  # at least 0 says nothing, and is no 0

    for name in ("killed", "children", "women", "killed_min", "killed_max"):
        table[name] = pd.array([pd.NA] * len(sums), "Int64")
    if plan.kind == "victims":
        table["killed"] = sums["records"].astype("Int64")
    else:
        low, high = least("low"), sums["high"].astype("Int64").where(sums["open high"] == 0)
        same = (sums["open low"] == 0) & (low == high).fillna(False)
        table["killed"] = low.where(same)
        table["killed_min"], table["killed_max"] = low.mask(same), high.mask(same)
    minimum = np.zeros(len(sums), bool)
    for name in ("children", "women"):
        table[name] = least(name)
        minimum |= (sums[f"open {name}"] > 0) & table[name].notna()
    scopes = []
    for party, at_least in zip(sums["party"], minimum, strict=True):
        _, several, others = party.partition("+")
        codes = [f"joint:{others}"] if several else []
        scopes.append(";".join([*codes, *(["children_women_minimum"] if at_least else [])]) or None)
    table["scope"] = scopes
    kinds = {c: "str" if c in (*_KEYS, "scope") else "Int64" for c in COLUMNS}
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
