"""What the columns and words of a list of victims or incidents mean: a mapping, read once and checked whole."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

import pandas as pd

from analysis.errors import DataError, Problem, is_month, nearest
from analysis.model.adding import TOTAL, members
from analysis.model.cells import POPULATIONS
from analysis.model.names import can_appear, closest, known_names, meant, plain, spelled

_COLUMNS = {  # what a column can hold, by kind; the first two must be named
    "victims": ("date", "party", "sex", "age"),
    "incidents": ("date", "parties", "killed", "killed_min", "killed_max", "children", "women"),
}
_WORDS = {"sex": ("female", "male"), "age": ("child", "adult")}
_REPORT = {
    "publisher": ".+",
    "url": "https?://[^\\s\"'<>]+",
    "language": "[a-z]{2}",
    "published": "[0-9]{4}-[0-9]{2}-[0-9]{2}",
}
_EXAMPLE = {"publisher": "Watch", "url": "https://watch.org/", "language": "en", "published": "2016-02-01"}
_KEYS = (
    *("kind", "monitor", "population", "child_under", "columns", "parties", "sex", "age"),
    *("unknown", "separator", "identity", "report", "period", "covers"),
)
OLDEST = 130  # an age above is a slip


@dataclass(frozen=True)
class Plan:
    """A mapping that was checked: how the cells of a record are read. Nothing here comes from the records."""

    kind: str
    monitor: str
    population: str  # of every record; empty where a column says it
    columns: dict[str, str]  # what it holds -> its name in the records
    words: dict[str, dict[str, str]]  # sex, age, population: word -> what it means
    names: dict[str, str]  # of parties -> code, or codes joined by +; of several at different times all, joined by |
    spelled: tuple[tuple[str, str], ...]  # the same names as people write them
    order: tuple[str, ...]
    parent: dict[str, str]  # party -> the group it is part of
    existed: dict[str, tuple[str, Any]]  # party -> first and last month
    unknown: frozenset[str]
    separator: str
    identity: tuple[str, ...]
    child_under: int
    report: dict[str, str]
    period: tuple[str, ...]  # first and last month that the list covers; empty where not said
    covers: tuple[str, ...]  # parties of whom it holds every death it could: without a record they have none
    source: str  # the mapping as canonical JSON

    def needed(self, there: list[str]) -> list[str]:
        """Which of the columns there are read: without an identity all, to find records that are alike in each."""
        return list(dict.fromkeys([*self.columns.values(), *self.identity])) if self.identity else there

    def month(self, cell: str) -> str | None:
        """The month of a date, empty where it is unknown; None: not understood, as everywhere below, or out of time."""
        if self.is_unknown(cell):
            return ""
        month = cell
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
            try:
                month = date.fromisoformat(cell).isoformat()[:7]
            except ValueError:
                return None
        outside = bool(self.period) and not self.period[0] <= month <= self.period[-1]
        return month if is_month(month) and not outside else None

    def party(self, cell: str) -> str | None:
        """The code of a party, of several joined by +. One unknown among several leaves the record's party unknown."""
        if self.is_unknown(cell):
            return ""
        several = bool(self.separator) and self.separator in cell
        whole = self.names.get(cell.casefold() if several else _name(cell))
        if whole is not None or not several:
            return whole
        parts = [part.strip() for part in cell.split(self.separator)]
        found = ["" if self.is_unknown(part) else self.names.get(_name(part)) for part in parts if part]
        if None in found or not found:
            return None
        if "" in found:
            return ""
        ways = product(*(str(one).split("|") for one in found))  # a name of several parties at different times
        return "|".join(dict.fromkeys(joined(way, self.order, self.parent) for way in ways))

    def of_its_time(self, party: str, month: str) -> str:
        """Which party a name means in a month, where it is that of several at different times; all without a month."""
        codes = party.split("|")
        if len(codes) == 1 or not month:
            return party
        there = [code for code in codes if all(can_appear(month, *self.existed[one]) for one in members(code))]
        return (there or codes)[0]

    def word(self, cell: str, field: str) -> str | None:
        """What a word for sex or population means."""
        return "" if self.is_unknown(cell) else self.words[field].get(cell.casefold())

    def age(self, cell: str) -> str | None:
        """Child or adult, by the age bound of the mapping."""
        if (known := self.word(cell, "age")) is not None:
            return known
        if not re.fullmatch("[0-9]{1,3}", cell) or int(cell) > OLDEST:
            return None
        return "child" if int(cell) < self.child_under else "adult"

    def count(self, cell: str) -> int | str | None:
        """A number of deaths."""
        return "" if self.is_unknown(cell) else int(cell) if re.fullmatch("[0-9]{1,6}", cell) else None

    def is_unknown(self, cell: str) -> bool:
        """Whether a cell is empty or a word that means unknown."""
        return not cell or cell.casefold() in self.unknown

    def party_hint(self, cell: str) -> str:
        """What a party's name may be meant to be: names of parties.csv, never the cell itself."""
        codes = closest(cell, self.spelled)
        return f"; did you mean {' or '.join(codes)}?" if codes else ""


def joined(codes: Any, order: tuple[str, ...], parent: Mapping[str, str]) -> str:
    """Several parties as one code, in the order of parties.csv; a party beside its own group is the group."""
    parts = {part for code in codes for part in members(code)}
    return "+".join(sorted({code for code in parts if parent.get(code) not in parts}, key=order.index))


def _name(word: str) -> str:
    """A party's name as it is looked up. A question mark is no mark to be overlooked: `Russia?` is not Russia."""
    return ("" if "?" in word else plain(word)) or word.strip().casefold()


def read_plan(
    mapping: Mapping[str, Any], parties: pd.DataFrame, file: str = "mapping", monitors: Sequence[str] | None = None
) -> Plan:
    """Check a mapping against the parties of a data folder. Raises DataError with every problem of it.

    `monitors` are those of the folder where its reports are to be made: the mapping must then say whose they are.
    """
    problems: list[Problem] = []

    def wrong(key: str, found: object, expected: str) -> None:
        problems.append(Problem(file, 0, key, repr(found) if found != "" else "nothing", expected))

    def table(key: str, allowed: tuple[str, ...] | None) -> dict[str, Any]:
        value = mapping.get(key, {})
        if not isinstance(value, Mapping):
            wrong(key, value, "a table")
            return {}
        for name in value:
            if allowed and name not in allowed:
                wrong(f"{key}.{name}", name, f"a name that is known: {nearest(name, allowed)}")
        return {name: found for name, found in value.items() if not allowed or name in allowed}

    def texts(key: str, value: Any) -> list[str]:
        if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
            return list(value)
        wrong(key, value, "a list of texts in quotes")
        return []

    def meanings(key: str, given: Mapping[str, Any], own: tuple[str, ...]) -> dict[str, str]:
        found = {word: word for word in own}
        for meaning, words in given.items():
            for word in (one.strip().casefold() for one in texts(f"{key}.{meaning}", words)):
                if not word or word in unknown or found.setdefault(word, meaning) != meaning:
                    wrong(f"{key}.{meaning}", word, "a word with one meaning, and none that means unknown")
        return found

    for key in mapping:
        if key not in _KEYS:
            wrong(str(key), key, f"a name that is known: {nearest(str(key), _KEYS)}")
    kind = mapping.get("kind", "")
    if not isinstance(kind, str) or kind not in _COLUMNS:
        wrong("kind", kind, "victims or incidents")
        raise DataError(file, problems, f"correct these in {file}.")
    unknown = frozenset(word.strip().casefold() for word in texts("unknown", mapping.get("unknown", [])))
    columns = table("columns", _COLUMNS[kind])
    for field in _COLUMNS[kind][:2]:
        columns.setdefault(field, "")
    words = {}
    given = mapping.get("population", "")
    if isinstance(given, Mapping):
        allowed = table("population", ("column", *POPULATIONS))
        columns["population"] = allowed.pop("column", "")
        words["population"] = meanings("population", allowed, POPULATIONS)
    elif given not in POPULATIONS:
        wrong("population", given, f"{', '.join(POPULATIONS)}, or a table with a column and its words")
    for field, name in columns.items():
        if not isinstance(name, str) or not name.strip():
            wrong(f"{'population' if field == 'population' else 'columns'}.{field}", name, "the name of a column")
    if kind == "incidents" and ("killed" in columns) == bool({"killed_min", "killed_max"} & set(columns)):
        wrong("columns", sorted(columns), "killed, or killed_min and killed_max")
    for field, own in _WORDS.items():
        words[field] = meanings(field, table(field, own), own)
    bound = mapping.get("child_under", 0)
    if ("age" in columns or bound != 0) and (type(bound) is not int or not 1 <= bound <= 30):
        wrong("child_under", bound or "", "the age below which a victim is a child, such as 18")
    for key in ("monitor", "separator"):
        if not isinstance(mapping.get(key, ""), str):
            wrong(key, mapping[key], "a text in quotes")
    report = table("report", tuple(_REPORT))
    for key, value in report.items():
        if not isinstance(value, str) or not re.fullmatch(_REPORT[key], value):
            wrong(f"report.{key}", value, f"a text such as {_EXAMPLE[key]}")
    if monitors is not None:
        if mapping.get("monitor") not in monitors:
            found = str(mapping.get("monitor", ""))
            wrong("monitor", found, f"a code of monitors.csv; {nearest(found, monitors)}")
        for key in [key for key in ("publisher", "url", "language") if key not in report]:
            wrong(f"report.{key}", "", f"a text such as {_EXAMPLE[key]}, for reports.csv")
    order = tuple(parties.sort_values("order")["party"])
    parent = {row.party: row.parent for row in parties.itertuples() if isinstance(row.parent, str)}
    rows = parties[parties["party"] != TOTAL].sort_values("order").to_dict("records")
    known = {name: "|".join(codes) for name, codes in known_names(parties).items() if TOTAL not in codes}
    mapped: dict[str, str] = {}
    written = list(spelled(rows))
    for word, means in table("parties", None).items():
        codes = [known.get(_name(part), "") for part in str(means).split("+")]
        ways = product(*(one.split("|") for one in codes))
        code = "|".join(dict.fromkeys(joined(way, order, parent) for way in ways)) if all(codes) else ""
        if not code or not word.strip() or word.strip().casefold() in unknown:
            near = meant(str(means), rows)
            wrong(f"parties.{word}", means, f"codes of parties.csv for a word that is not unknown; {near}")
        elif mapped.setdefault(_name(word), code) != code:
            wrong(f"parties.{word}", means, f"one party for this name, however it is written: {mapped[_name(word)]}")
        else:
            mapped[word.strip().casefold()] = code
            written.append((word, code))
    identity = texts("identity", mapping.get("identity", []))
    period = texts("period", mapping.get("period", []))
    if period and not (len(period) == 2 and all(map(is_month, period)) and period[0] <= period[1]):
        wrong("period", period, 'the first and the last month that the list covers, such as ["2024-01", "2024-06"]')
    existed = {row.party: (row.valid_from, row.valid_to) for row in parties.itertuples()}
    covers = []
    for word in texts("covers", mapping.get("covers", [])):
        codes = [TOTAL] if word == TOTAL else known.get(_name(word), "").split("|")
        then = [
            one for one in codes if len(codes) == 1 or not period or can_appear(period[0], *existed[one], period[1])
        ]
        covers += then or codes
        if not covers[-1]:
            wrong("covers", word, f"a party of parties.csv, or {TOTAL}; {nearest(word, order)}")
    if covers and not period:
        wrong("period", "", "the first and the last month in which the list covers these parties")
    if problems:
        raise DataError(file, problems, f"correct these in {file}.")
    return Plan(
        kind=kind,
        monitor=mapping.get("monitor", ""),
        population="" if isinstance(given, Mapping) else given,
        columns=columns,
        words=words,
        names=known | mapped,
        spelled=tuple(written),
        order=order,
        parent=parent,
        existed=existed,
        unknown=unknown,
        separator=mapping.get("separator", ""),
        identity=tuple(identity),
        child_under=bound,
        report=report,
        period=tuple(period),
        covers=tuple(sorted(set(covers), key=order.index)),
        source=json.dumps(mapping, sort_keys=True, ensure_ascii=False),
    )
