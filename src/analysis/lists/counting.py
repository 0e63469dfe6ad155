"""Records, read by their distinct cells and added up chunk by chunk into a tally."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import SHOWN_PROBLEMS, DataError, Problem
from analysis.lists.plan import OLDEST, Plan, named
from analysis.model.names import plain
from analysis.model.parties import dates_words

KEYS = ["month", "party", "population"]
KEPT = 1000  # problems of a column that are kept; the others are counted
_DATE = "a date that exists{}, written YYYY-MM-DD (or YYYY-MM), or a word listed under unknown"
_COUNT = "a whole number in digits 0-9, or a word listed under unknown"
Texts = np.ndarray[Any, np.dtype[Any]]


@dataclass
class Tally:
    """What was counted so far. It holds sums, problems and hashes: nothing else of the records."""

    file: str
    records: int = 0
    counts: pd.DataFrame | None = None  # by month, party and population
    wrong: dict[tuple[str, str, str], list[Any]] = field(default_factory=dict)
    kept: Counter[str] = field(default_factory=Counter)
    more: int = 0
    hashes: list[Texts] = field(default_factory=list)  # one a record, in order; 0: not to be compared

    def refuse(self, row: int, column: str, found: str, expected: str, alike: str = "", times: int = 1) -> None:
        """Keep a problem; cells that are `alike` are one."""
        key = (column, alike or found, expected)
        if key in self.wrong:
            self.wrong[key][1] += times
        elif self.kept[column] < KEPT:
            self.kept[column] += 1
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
            next_step = f"correct these in {self.file}, or say in the mapping what is meant; no names are shown."
            raise DataError(self.file, problems, next_step, len(problems) + self.more)


def add(tally: Tally, chunk: pd.DataFrame, plan: Plan) -> None:
    """Count the records of a chunk, whose index is their row in the file."""
    if absent := check_columns(tally.file, list(chunk.columns), plan):
        raise DataError(tally.file, absent, "name the columns of the records as their header does.")
    tally.records += len(chunk)
    reader = _Reader(tally, chunk, plan)
    party = "party" if plan.kind == "victims" else "parties"
    within = f" and lies within {' to '.join(plan.period)}" if plan.period else ""
    keys = {
        "month": reader.codes("date", plan.month, _DATE.format(within)),
        "party": reader.codes(party, plan.party, "a party", plan.party_hint),
        "population": _same(plan.population, len(chunk)),
    }
    if not plan.population:
        keys["population"] = reader.codes("population", lambda cell: plan.word(cell, "population"), "a population")
    keys["party"] = _of_their_time(keys["party"], keys["month"], plan)
    known = {name: np.array([bool(one) for one in column.categories])[column.codes] for name, column in keys.items()}
    measures = _victims(reader, plan) if plan.kind == "victims" else _incidents(reader)
    measures |= {f"unknown {name}": ~known[key] for name, key in (("date", "month"), (party, "party"))}
    if not plan.population:
        measures["unknown population"] = ~known["population"]
    _out_of_time(reader, keys, plan)
    tally.hashes.append(_hashes(reader, keys, plan))
    new = pd.DataFrame({**keys, "records": 1, **{name: np.asarray(one, "int64") for name, one in measures.items()}})
    new = new.groupby(KEYS, observed=True, sort=False).sum().reset_index()
    new = pd.concat([tally.counts, new.astype(dict.fromkeys(KEYS, "object"))])
    tally.counts = new.groupby(KEYS, sort=False, as_index=False).sum()


def _of_their_time(parties: pd.Categorical, months: pd.Categorical, plan: Plan) -> pd.Categorical:
    """Read the names that several parties have at different times as that of the record's month."""
    if not any("|" in code for code in parties.categories):
        return parties
    pairs, places = np.unique(
        parties.codes.astype("int64") * len(months.categories) + months.codes, return_inverse=True
    )
    each = [divmod(int(pair), len(months.categories)) for pair in pairs]
    found = [plan.of_its_time(parties.categories[party], months.categories[month]) for party, month in each]
    small, categories = pd.factorize(np.array(found, object))
    return pd.Categorical.from_codes(small[places], categories=pd.Index(categories))


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
    told: set[tuple[str, str]] = field(default_factory=set)  # columns whose cells were refused, and what was expected

    def distinct(self, column: Any) -> tuple[Texts, list[str]]:
        """The distinct cells of a column as text, the last one empty, and where they stand."""
        cells = self.chunk[column] if isinstance(column, str) else self.chunk.iloc[:, column]
        try:
            places, found = pd.factorize(cells)
        except TypeError:  # a list, or whatever else has no hash
            places, texts = pd.factorize(np.array([_text(cell) for cell in cells], object))
            return places, [*texts, ""]
        return places, [*map(_text, found), ""]

    def values(self, field: str, meaning: Callable[[str], Any], expected: str, hint: Any = None) -> tuple[Texts, Any]:
        """What the cells of a field mean, once each, and where they stand; those not understood are refused."""
        column = self.plan.columns[field]
        places, found = self.distinct(column)
        values = [meaning(cell) for cell in found]
        bad = [i for i, value in enumerate(values) if value is None]
        if bad and (column, expected) not in self.told:  # a column can hold two things, and is wrong once
            self.told.add((column, expected))
            times = np.bincount(places[places >= 0], minlength=len(found))
            first = np.zeros(len(found), int)
            first[places[::-1]] = np.arange(len(places))[::-1]
            for i in sorted(bad, key=first.__getitem__):
                told, row = expected, int(self.chunk.index[first[i]])
                if hint is not None:
                    near = hint(found[i]) if self.tally.kept[column] < SHOWN_PROBLEMS else ""  # looking takes long
                    told = f"{expected} of parties.csv or of the mapping{near}"
                self.tally.refuse(row, column, _shape(found[i]), told, found[i], int(times[i]))
        return places, values

    def codes(self, field: str, meaning: Callable[[str], Any], expected: str, hint: Any = None) -> pd.Categorical:
        """The meaning of each record's cell, empty where it is unknown or not understood."""
        places, values = self.values(field, meaning, expected, hint)
        small, categories = pd.factorize(np.array([value or "" for value in values], object))
        return pd.Categorical.from_codes(small[places], categories=pd.Index(categories))

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
    children, maybe_children = age == "child", age == ""
    women = (sex == "female") & (age == "adult")
    maybe_women = ((sex == "") & (age != "child")) | ((sex == "female") & (age == ""))
    one = np.ones(size, bool)
    return {
        "deadly": one,
        **_ends("killed", one, one, one, one),
        **_ends("children", children, ~maybe_children, children | maybe_children, one),
        **_ends("women", women, ~maybe_women, women | maybe_women, one),
        **unknown,
    }


def _incidents(reader: _Reader) -> dict[str, Any]:
    """Each record is a number of deaths or a range, with the children and women among them."""
    single = "killed" in reader.plan.columns
    low, has_low = reader.numbers("killed" if single else "killed_min")
    high, has_high = (low, has_low) if single else reader.numbers("killed_max")
    children, has_children = reader.numbers("children")
    women, has_women = reader.numbers("women")
    names = reader.plan.columns
    for i in map(int, np.flatnonzero(has_low & has_high & (low > high))):
        row, expected = int(reader.chunk.index[i]), f"at most the maximum, {high[i]}"
        reader.tally.refuse(row, names["killed_min"], str(low[i]), expected, f"row {row}")
    for i in map(int, np.flatnonzero(has_high & (children + women > high))):
        column = " + ".join(names[name] for name in ("children", "women") if name in names)
        row, expected = int(reader.chunk.index[i]), f"at most the deaths of the incident, {high[i]}"
        reader.tally.refuse(row, column, str(children[i] + women[i]), expected, f"row {row}")
    known = {"killed": has_low, "killed_min": has_low, "killed_max": has_high}
    known |= {"children": has_children, "women": has_women}
    nobody = has_high & (high == 0)
    return {
        "deadly": ~nobody,
        **_ends("killed", low, has_low | nobody, high, has_high),
        **_ends("children", children, has_children | nobody, *_among(children, has_children, high - women, has_high)),
        **_ends("women", women, has_women | nobody, *_among(women, has_women, high - children, has_high)),
        **{f"unknown {name}": ~one for name, one in known.items() if name in names},
    }


def _ends(measure: str, least: Texts, known: Texts, most: Texts, bounded: Texts) -> dict[str, Any]:
    """What each record adds to a measure: at the least, where that is `known`, and at the most, where it is bounded."""
    return {f"least {measure}": least, f"known {measure}": known, f"most {measure}": most, f"open {measure}": ~bounded}


def _among(count: Texts, known: Texts, rest: Texts, bounded: Texts) -> tuple[Texts, Texts]:
    """The most that children or women of an incident can be: their number, else what the others leave of its deaths."""
    return np.where(known, count, np.where(bounded, rest, 0)), known | bounded


def _same(value: str, size: int) -> pd.Categorical:
    return pd.Categorical.from_codes(np.zeros(size, "int8"), categories=pd.Index([value], dtype="object"))


def _out_of_time(reader: _Reader, keys: dict[str, pd.Categorical], plan: Plan) -> None:
    """Refuse a record of a party in a month in which it did not exist."""
    months, parties = keys["month"], keys["party"]
    column = plan.columns["party" if plan.kind == "victims" else "parties"]
    for code, several in enumerate(parties.categories):
        for party in (plan.parties[one] for one in named(several) if one):
            outside = [bool(m) and not party.can_appear(m) for m in months.categories]
            if any(outside):
                there = np.flatnonzero((parties.codes == code) & np.array(outside)[months.codes])
                when = dates_words(party.valid_from, party.valid_to)
                for month in dict.fromkeys(months[there]):
                    at = there[months[there] == month]
                    row, found = int(reader.chunk.index[at[0]]), f"{party.code} in {month}"
                    reader.tally.refuse(row, column, found, f"a month from {when}", times=len(at))


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
        # of any text; UTF-8 has no half of a surrogate pair
        hashed = pd.util.hash_array(np.array(found, object), "unicode_escape", categorize=False)
        total = total * np.uint64(1_000_003) + hashed[places]
    return np.where(known, np.maximum(total, np.uint64(1)), np.uint64(0))


def _text(cell: Any) -> str:
    """A cell as a table shows it: dates YYYY-MM-DD, whole numbers without a point, nothing for a missing one."""
    if isinstance(cell, str):
        return cell.strip()
    if pd.api.types.is_scalar(cell) and pd.isna(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell.date() if isinstance(cell, datetime) and cell.tzinfo is None else cell)


def _shape(cell: str) -> str:
    """What a refused cell looks like: in full only where it can be no name and no identifier."""
    if re.fullmatch(r"[0-9]{1,4}([-/.][0-9]{1,2}[-/.][0-9]{1,4}|[-/.][0-9]{1,2})?|-?[0-9]{1,3}(\.[0-9]{1,2})?", cell):
        return repr(cell)
    return f"a text of {len(cell)} {'character' if len(cell) == 1 else 'characters'}"
