"""Records, read by their distinct cells and added up chunk by chunk into a tally."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import DataError, Problem
from analysis.lists.cells import OLDEST, fitting_formats, read_date
from analysis.lists.counted import Revision
from analysis.lists.plan import NOBODY, Plan, named
from analysis.model.names import all_plain
from analysis.model.parties import dates_words

KEYS = ["month", "party", "population"]
KEPT = 1000  # problems of a column that are kept; the others are counted
_DATE = "a date that exists{}, {}, or a word listed under unknown"
_LEAST = ("children", "women", "children_min", "women_min")
_COUNT = "a whole number in digits 0-9, or a word listed under unknown"
_AGE = "years, 0 to {}, also 15-19 or 20+, or a word listed under age or unknown"
Texts = np.ndarray[Any, np.dtype[Any]]


@dataclass
class _Refused:
    """What is alike of what was refused: the first row, how many there are, and of how many texts."""

    row: int
    found: str
    rows: int = 0
    texts: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        again = f" (and in {self.rows - 1:,} more {'row' if self.rows == 2 else 'rows'})" if self.rows > 1 else ""
        if not any(self.texts):
            return self.found + again
        number = f"more than {KEPT:,}" if len(self.texts) > KEPT else f"{len(self.texts):,}"
        if len(self.texts) > 1:
            return f"{number} texts such as {self.found}, in {self.rows:,} rows"
        return (self.found if self.found[0] in "\"'" else f"a text such as {self.found}") + again


@dataclass
class Tally:
    """What was counted so far of one list. It holds sums, problems and hashes: nothing else of the records."""

    file: str
    sha256: str = ""
    records: int = 0
    left_out: int = 0  # records that are not among those that the mapping counts
    counts: pd.DataFrame | None = None  # by month, party and population
    wrong: dict[tuple[str, str, str], _Refused] = field(default_factory=dict)
    tables: list[str] = field(default_factory=list)  # the parts of the file that were read
    hashes: list[Texts] = field(default_factory=list)  # one a record, in order; 0: not to be compared
    rows: list[Texts] = field(default_factory=list)  # of the same records
    series: list[pd.DataFrame] = field(default_factory=list)  # of a cumulative list: its numbers, date by date
    revised: list[Revision] = field(default_factory=list)

    @property
    def table(self) -> str:
        """The part of the file that is being read."""
        return self.tables[-1] if self.tables else self.file

    def refuse(self, row: int, column: str, found: str, expected: str, alike: str = "", times: int = 1) -> None:
        """Keep a problem; cells that are `alike` are one."""
        key = (self.table, column, expected)
        refused = self.wrong.setdefault(key, _Refused(row, found))
        refused.rows += times
        if len(refused.texts) <= KEPT:
            refused.texts.add(alike)

    def problems(self) -> list[Problem]:
        """What was refused, one line for what is alike."""
        return [Problem(file, one.row, column, str(one), said) for (file, column, said), one in self.wrong.items()]

    def add(self, counts: pd.DataFrame) -> None:
        """Add up counts by month, party and population with those there are."""
        counts = counts.astype(dict.fromkeys(KEYS, "object"))
        counts = pd.concat([self.counts, counts]).set_index(KEYS).fillna(0).astype("int64")
        self.counts = counts.groupby(KEYS, sort=False).sum().reset_index()


def add(tally: Tally, chunk: pd.DataFrame, plan: Plan) -> None:
    """Count the records of a chunk, whose index is their row in the file."""
    if absent := check_columns(tally.table, list(chunk.columns), plan):
        raise DataError(tally.file, absent, "name the columns of the records as their header does.")
    kept = np.zeros(len(chunk), bool)
    for view in plan.views:
        counted = _where(chunk, view)
        if counted.any():
            parties = _count(tally, chunk if counted.all() else chunk[counted], view, ~kept[counted])
        kept |= counted
    tally.records += int(kept.sum())
    tally.left_out += int((~kept).sum())
    if kept.any():
        chunk, first = chunk if kept.all() else chunk[kept], plan.views[0]
        if len(plan.views) > 1:
            parties = _parties(_Reader(Tally(tally.file), chunk, first), first)
        tally.hashes.append(_hashes(chunk, parties, first))
        tally.rows.append(chunk.index.to_numpy("int32"))


def _where(chunk: pd.DataFrame, plan: Plan) -> Texts:
    """Which records have the words that are asked for."""
    counted = np.ones(len(chunk), bool)
    for column, patterns in plan.where.items():
        places, found = distinct(chunk[column])
        counted &= np.array([any(one.fullmatch(cell.casefold()) for one in patterns) for cell in found])[places]
    return counted


def _count(tally: Tally, chunk: pd.DataFrame, plan: Plan, new: Texts) -> pd.Categorical:
    """Count records as one plan says, of which those are `new` that no other counted before. The parties of each."""
    reader = _Reader(tally, chunk, plan)
    keys = {
        "month": _days(reader, plan),
        "party": _parties(reader, plan),
        "population": _same(plan.population, len(chunk)),
    }
    if not plan.population:
        keys["population"] = reader.codes("population", lambda cell: plan.word(cell, "population"), "a population")
    measures = _victims(reader, plan) if plan.kind == "victims" else _incidents(reader)
    days = keys["month"]
    keys["month"] = _categorical([cell[:7] for cell in days.categories], days.codes)
    keys["party"] = _of_their_time(keys["party"], keys["month"], plan)
    known = {name: np.array([bool(one) for one in column.categories])[column.codes] for name, column in keys.items()}
    party = "party" if plan.kind == "victims" else "parties"
    measures |= {f"unknown {name}": ~known[key] & new for name, key in (("date", "month"), (party, "party"))}
    if not plan.population:
        measures["unknown population"] = ~known["population"]
    _out_of_time(reader, keys, plan)
    if plan.cumulative:
        tally.series.append(pd.DataFrame({**keys, **measures, "day": days, "row": chunk.index}))
        return keys["party"]
    counts = {
        **keys,
        "records": new.astype("int64"),
        **{name: np.asarray(one, "int64") for name, one in measures.items()},
    }
    tally.add(pd.DataFrame(counts).groupby(KEYS, observed=True, sort=False).sum().reset_index())
    return keys["party"]


def _days(reader: _Reader, plan: Plan) -> pd.Categorical:
    """The day or month of each record; of one that lasts into another month what the mapping says."""
    within = f" from {plan.period[0]} to {plan.period[1]}" if plan.period else ""
    if "date" not in plan.columns:
        columns = [plan.columns[field] for field in ("year", "month", "day") if field in plan.columns]
        expected = f"a year, a month and a day that exist{within}, in numbers, or a word listed under unknown"
        return reader.together(columns, lambda *cells: plan.parts_of_date(*cells, *[""] * (3 - len(cells))), expected)
    written = (
        f"written {' or '.join(plan.date_formats)}" if plan.date_formats else "such as 2016-01-31 or 31 January 2016"
    )
    expected = _DATE.format(within, written)
    hint = None if plan.date_formats else _date_hint
    start = reader.codes("date", plan.date, expected, hint)
    if "end" not in plan.columns:
        return start
    end = reader.codes("end", plan.date, expected, hint)
    pairs, places = _pairs(start, end)
    days = []
    for at, (one, other) in enumerate(pairs):
        first, last = one or (other if plan.over_months == "end" else ""), other or one
        row = int(reader.chunk.index[np.flatnonzero(places == at)[0]])
        if first and first[: len(last)] > last[: len(first)]:
            reader.tally.refuse(
                row, plan.columns["end"], repr(last), "no day before the first", times=int((places == at).sum())
            )
        if first and first[:7] != last[:7] and not plan.over_months:
            said = 'a month: say in the mapping over_months = "start", "end" or "unknown"'
            found = "what begins in one month and ends in another"
            reader.tally.refuse(row, plan.columns["end"], found, said, times=int((places == at).sum()))
        apart = {"start": first, "end": last, "unknown": "", "": first}[plan.over_months]
        days.append(first if first[:7] == last[:7] else apart)
    return _categorical(days, places)


def _date_hint(cells: list[str]) -> str:
    """Which formats all of these dates fit."""
    if any(map(read_date, cells)):  # it is read, and before 1900, to come or outside the period
        return "; years are from 1900 until now, or those of the mapping's period"
    fit = fitting_formats(cells)
    return f"; or in the mapping date_format = {' or '.join(map(repr, fit[:2]))}" if fit else ""


def _parties(reader: _Reader, plan: Plan) -> pd.Categorical:
    """To whom each record's deaths are attributed: to all whom its columns name."""
    if plan.party:
        return _same(plan.party, len(reader.chunk))
    single = len(plan.parties_in) == 1

    def named_by(cell: str) -> str | None:
        return NOBODY if not cell and not single else plan.named_party(cell)

    each = [reader.column(name, named_by, "a party", _party_hint(plan)) for name in plan.parties_in]
    pairs, places = _pairs(*each)
    return _categorical([plan.together([*pair]) for pair in pairs], places)


def _party_hint(plan: Plan) -> Callable[[list[str]], str]:
    def hint(cells: list[str]) -> str:
        return f" of parties.csv or of the mapping{plan.party_hint(cells[0]) if len(cells) == 1 else ''}"

    return hint


def _pairs(*columns: pd.Categorical) -> tuple[list[tuple[str, ...]], Texts]:
    """The texts that stand beside each other in columns, once each, and where they stand."""
    first, *others = columns
    pairs: list[tuple[str, ...]] = [(str(text),) for text in first.categories]
    places: Texts = first.codes.astype("int64")
    for column in others:
        many = len(column.categories)
        places, found = pd.factorize(places * many + column.codes)
        pairs = [(*pairs[pair // many], str(column.categories[pair % many])) for pair in found.tolist()]
    return pairs, places


def _of_their_time(parties: pd.Categorical, months: pd.Categorical, plan: Plan) -> pd.Categorical:
    """Read the names that several parties have at different times as that of the record's month."""
    if not any("|" in code for code in parties.categories):
        return parties
    pairs, places = np.unique(
        parties.codes.astype("int64") * len(months.categories) + months.codes, return_inverse=True
    )
    each = [divmod(int(pair), len(months.categories)) for pair in pairs]
    found = [plan.of_its_time(parties.categories[party], months.categories[month]) for party, month in each]
    return _categorical(found, places)


def check_columns(file: str, there: list[Any], plan: Plan, row: int = 1) -> list[Problem]:
    """What is wrong with the columns; their names are not shown, for a file without a header has a victim there."""
    found = {name: there.count(name) for name in plan.named_columns}
    expected = "each column of the mapping once in the header"
    return [
        Problem(file, row, name, f"{n} such columns" if n else "no such column", expected)
        for name, n in found.items()
        if n != 1
    ]


def _categorical(values: list[str], places: Texts) -> pd.Categorical:
    """Texts that stand at places, each a category once."""
    small, categories = pd.factorize(np.array(values, object))
    return pd.Categorical.from_codes(small[places], categories=pd.Index(categories))


def _texts(cells: pd.Series) -> pd.Categorical:
    """The cells of a column as texts."""
    places, found = distinct(cells)
    return _categorical(found, places)


def distinct(cells: pd.Series) -> tuple[Texts, list[str]]:
    """The distinct cells of a column as text, the last one empty, and where they stand."""
    try:
        places, found = pd.factorize(cells)
    except TypeError:  # a list, or whatever else has no hash
        places, texts = pd.factorize(np.array([_text(cell) for cell in cells], object))
        return places, [*texts, ""]
    try:
        return places, [*map(str.strip, found), ""]
    except TypeError:  # not texts alone
        if any(isinstance(cell, bool) for cell in cells):  # which would be equal to 1 and 0
            return distinct(pd.Series([_text(cell) for cell in cells], dtype="object"))
        return places, [*map(_text, found), ""]


@dataclass
class _Reader:
    """The columns of a chunk, read by their distinct cells."""

    tally: Tally
    chunk: pd.DataFrame
    plan: Plan
    told: set[tuple[str, str]] = field(default_factory=set)  # columns whose cells were refused, and what was expected

    def values(
        self, column: str, meaning: Callable[[str], Any], expected: str, hint: Callable[[list[str]], str] | None = None
    ) -> tuple[Texts, list[Any]]:
        """What the cells of a column mean, once each, and where they stand; those not understood are refused."""
        places, found = distinct(self.chunk[column])
        values = [meaning(cell) for cell in found]
        self.refuse(column, places, found, [value is None for value in values], expected, hint)
        return places, values

    def refuse(
        self,
        column: str,
        places: Texts,
        found: list[str],
        wrong: list[bool],
        expected: str,
        hint: Callable[[list[str]], str] | None = None,
    ) -> None:
        """Refuse the cells that are wrong."""
        times = np.bincount(places[places >= 0], minlength=len(found))
        bad = [at for at, is_wrong in enumerate(wrong) if is_wrong and times[at]]
        if bad and (column, expected) not in self.told:  # a column can hold two things, and is wrong once
            self.told.add((column, expected))
            first = np.zeros(len(found), int)
            first[places[::-1]] = np.arange(len(places))[::-1]
            bad.sort(key=first.__getitem__)
            said = expected + (hint([found[at] for at in bad]) if hint else "")
            for at in bad:
                row = int(self.chunk.index[first[at]])
                self.tally.refuse(row, column, _shape(found[at]), said, found[at], int(times[at]))

    def column(
        self, column: str, meaning: Callable[[str], Any], expected: str, hint: Callable[[list[str]], str] | None = None
    ) -> pd.Categorical:
        """The meaning of each record's cell, empty where it is unknown or not understood."""
        places, values = self.values(column, meaning, expected, hint)
        return _categorical([value or "" for value in values], places)

    def codes(
        self, field: str, meaning: Callable[[str], Any], expected: str, hint: Callable[[list[str]], str] | None = None
    ) -> pd.Categorical:
        """The same of the column that holds a field."""
        return self.column(self.plan.columns[field], meaning, expected, hint)

    def together(self, columns: list[str], meaning: Callable[..., Any], expected: str) -> pd.Categorical:
        """What the cells of several columns mean together."""
        pairs, places = _pairs(*(_texts(self.chunk[name]) for name in columns))
        values = [meaning(*pair) for pair in pairs]
        self.refuse(
            " + ".join(columns), places, ["-".join(pair) for pair in pairs], [v is None for v in values], expected
        )
        return _categorical([value or "" for value in values], places)

    def numbers(self, field: str) -> tuple[Texts, Texts]:
        """The numbers of a field, 0 where unknown, and where they are known."""
        if field not in self.plan.columns:
            return np.zeros(len(self.chunk), "int64"), np.zeros(len(self.chunk), bool)
        places, values = self.values(self.plan.columns[field], self.plan.count, _COUNT)
        known = np.array([isinstance(value, int) for value in values])
        return np.array([value or 0 for value in values], "int64")[places], known[places]


def _victims(reader: _Reader, plan: Plan) -> dict[str, Any]:
    """Each record is one death; a child by its age, a woman only if she is known to be adult."""
    size = len(reader.chunk)
    sex = age = _same("", size)
    if "sex" in plan.columns:
        sex = reader.codes("sex", lambda cell: plan.word(cell, "sex"), "a word listed under sex or unknown")
    if "age" in plan.columns:
        age = reader.codes("age", plan.age, _AGE.format(OLDEST))
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
    children, has_children, most_children, end_children = _group(reader, "children")
    women, has_women, most_women, end_women = _group(reader, "women")
    names = reader.plan.columns
    for group, least, most, both in (
        ("killed", low, high, has_low & has_high),
        ("children", children, most_children, has_children & end_children),
        ("women", women, most_women, has_women & end_women),
    ):
        for i in map(int, np.flatnonzero(both & (least > most))):
            found, expected = f"{least[i]}, above {most[i]}", "at most the maximum of its row"
            reader.tally.refuse(int(reader.chunk.index[i]), names[f"{group}_min"], found, expected)
    for i in map(int, np.flatnonzero(has_high & (children + women > high))):
        column = " + ".join(names[name] for name in names if name in _LEAST)
        found = f"{children[i] + women[i]}, above {high[i]}"
        reader.tally.refuse(int(reader.chunk.index[i]), column, found, "at most the deaths of its row")
    known = {"killed": has_low, "killed_min": has_low, "killed_max": has_high}
    unknown = {f"unknown {name}": ~one for name, one in known.items() if name in names}
    for group, told in (("children", has_children & end_children), ("women", has_women & end_women)):
        if {group, f"{group}_min", f"{group}_max"} & {*names}:
            unknown[f"unknown {group}"] = ~told
    nobody, of_children, of_women = has_high & (high == 0), high - women, high - children
    return {
        "deadly": ~nobody,
        **_ends("killed", low, has_low | nobody, high, has_high),
        **_ends(
            "children", children, has_children | nobody, *_among(most_children, end_children, of_children, has_high)
        ),
        **_ends("women", women, has_women | nobody, *_among(most_women, end_women, of_women, has_high)),
        **unknown,
    }


def _group(reader: _Reader, group: str) -> tuple[Texts, Texts, Texts, Texts]:
    """The children or women of each incident, at the least and at the most, and where these are known."""
    if group in reader.plan.columns:
        return reader.numbers(group) * 2
    return *reader.numbers(f"{group}_min"), *reader.numbers(f"{group}_max")


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
    column = " + ".join(plan.parties_in) or "party"
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


def _hashes(chunk: pd.DataFrame, parties: pd.Categorical, plan: Plan) -> Texts:
    """One number a record, the same for records that are alike; 0 for one that nothing identifies."""
    if not plan.identity:
        parts = [distinct(chunk.iloc[:, place]) for place in range(chunk.shape[1])]
        known = np.ones(len(chunk), bool)
    else:
        named = [distinct(chunk[column]) for column in plan.identity]
        told = [np.array(plan.are_known(found))[places] for places, found in named]
        known = np.logical_or.reduce(told)
        parts = [
            (places, [one or cell.casefold() for one, cell in zip(all_plain(found), found, strict=True)])
            for places, found in named
        ]
        parts += [
            distinct(chunk[plan.columns[field]]) for field in ("date", "year", "month", "day") if field in plan.columns
        ]
        parts += [(parties.codes, [*parties.categories])]
    total = np.ones(len(chunk), "uint64")
    for places, found in parts:
        hashed = np.fromiter(map(hash, found), "int64", len(found)).view("uint64")
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
    """What a refused cell looks like: in full only where it can be no name and no identifier.

    Examples
    --------
    >>> _shape("2016-13-01"), _shape("Dec-2016"), _shape("A. Name, aged 7")
    ("'2016-13-01'", 'Aaa-0000', 'A. Aaa, aaa 0')
    """
    if re.fullmatch(r"[0-9]{1,4}([-/.][0-9]{1,2}[-/.][0-9]{1,4}|[-/.][0-9]{1,2})?|-?[0-9]{1,3}(\.[0-9]{1,2})?", cell):
        return repr(cell)
    plain_signs = "".join(one if one.isalnum() or one in " .,;:/()+-" else "#" for one in cell)
    shape = re.sub(r"[^\W\d_]", lambda letter: "A" if letter[0].isupper() else "a", re.sub(r"\d", "0", plain_signs))
    shape = re.sub(r"(A)(A{2})A*|(A?a{2})a*|(0{8})0*", lambda run: run[0][: 8 if run[0][0] == "0" else 3], shape)
    return shape[:24] + ("..." if len(shape) > 24 else "")
