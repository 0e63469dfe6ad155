"""What the columns and words of a list of victims or incidents mean: a mapping, read once and checked whole."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import pandas as pd

from analysis.errors import DataError, Problem, is_month, nearest
from analysis.lists.plan import Plan, joined, looked_up
from analysis.model.adding import TOTAL, members
from analysis.model.cells import POPULATIONS
from analysis.model.names import known_names, meant, spelled
from analysis.model.parties import Parties

_COLUMNS = {  # what a column can hold, by kind; the first two must be named
    "victims": ("date", "party", "sex", "age"),
    "incidents": ("date", "parties", "killed", "killed_min", "killed_max", "children", "women"),
}
_WORDS = {"sex": ("female", "male"), "age": ("child", "adult")}
_REPORT = {  # what is to stand in reports.csv: how it is written, and an example
    "publisher": (".+", "Watch"),
    "url": ("https?://[^\\s\"'<>]+", "https://watch.org/"),
    "language": ("[a-z]{2}", "en"),
    "published": ("[0-9]{4}-[0-9]{2}-[0-9]{2}", "2016-02-01"),
}
_KEYS = (
    *("kind", "monitor", "population", "child_under", "columns", "parties", "sex", "age"),
    *("unknown", "separator", "identity", "report", "period", "covers"),
)


def read_plan(
    mapping: Mapping[str, Any], parties: pd.DataFrame, file: str = "mapping", monitors: Sequence[str] | None = None
) -> Plan:
    """Check a mapping against the parties of a data folder. Raises DataError with every problem of it.

    `monitors` are those of the folder where its reports are to be made: the mapping must then say whose they are.
    """
    given = _Given(mapping, file)
    population, columns, words = given.meaning()
    for key in ("monitor", "separator"):
        if not isinstance(mapping.get(key, ""), str):
            given.wrong(key, mapping[key], "a text in quotes")
    there = Parties.of(parties.to_dict("records"))
    known = {name: "|".join(codes) for name, codes in known_names(parties).items() if TOTAL not in codes}
    rows = parties[parties["party"] != TOTAL].sort_values("order").to_dict("records")
    mapped = given.names(known, rows, there)
    period, covers = given.covered(known, there)
    child_under, report = given.child_under("age" in columns), given.report(monitors)
    identity = given.texts("identity", mapping.get("identity", []))
    given.check()
    return Plan(
        kind=given.kind,
        monitor=mapping.get("monitor", ""),
        population=population,
        columns=columns,
        words=words,
        names=known
        | {form: code for word, code in mapped.items() for form in (looked_up(word), word.strip().casefold())},
        spelled=(*spelled(rows), *mapped.items()),
        parties=there,
        unknown=given.unknown,
        separator=mapping.get("separator", ""),
        identity=tuple(identity),
        child_under=child_under,
        report=report,
        period=tuple(period),
        covers=tuple(code for code in there if code in covers),
        source=json.dumps(mapping, sort_keys=True, ensure_ascii=False),
    )


class _Given:
    """A mapping while it is read, and everything that is wrong with it."""

    def __init__(self, mapping: Mapping[str, Any], file: str) -> None:
        """Read of what the list is. Raises DataError where that is not said: without it nothing else can be read."""
        self.mapping, self.file = mapping, file
        self.problems: list[Problem] = []
        for key in mapping:
            if key not in _KEYS:
                self.wrong(str(key), key, f"a name that is known: {nearest(str(key), _KEYS)}")
        self.kind: str = mapping.get("kind", "")
        if not isinstance(self.kind, str) or self.kind not in _COLUMNS:
            self.wrong("kind", self.kind, "victims or incidents")
            self.check()
        self.unknown = frozenset(one.strip().casefold() for one in self.texts("unknown", mapping.get("unknown", [])))

    def wrong(self, key: str, found: object, expected: str) -> None:
        self.problems.append(Problem(self.file, 0, key, repr(found) if found != "" else "nothing", expected))

    def check(self) -> None:
        """Raise DataError where anything is wrong."""
        if self.problems:
            raise DataError(self.file, self.problems, f"correct these in {self.file}.")

    def table(self, key: str, allowed: tuple[str, ...] | None) -> dict[str, Any]:
        value = self.mapping.get(key, {})
        if not isinstance(value, Mapping):
            self.wrong(key, value, "a table")
            return {}
        for name in value:
            if allowed and name not in allowed:
                self.wrong(f"{key}.{name}", name, f"a name that is known: {nearest(name, allowed)}")
        return {name: found for name, found in value.items() if not allowed or name in allowed}

    def texts(self, key: str, value: Any) -> list[str]:
        if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
            return list(value)
        self.wrong(key, value, "a list of texts in quotes")
        return []

    def meanings(self, key: str, given: Mapping[str, Any], own: tuple[str, ...]) -> dict[str, str]:
        """Each word with what it means; a meaning itself is such a word."""
        found = {word: word for word in own}
        for meaning, words in given.items():
            for word in (one.strip().casefold() for one in self.texts(f"{key}.{meaning}", words)):
                if not word or word in self.unknown or found.setdefault(word, meaning) != meaning:
                    self.wrong(f"{key}.{meaning}", word, "a word with one meaning, and none that means unknown")
        return found

    def meaning(self) -> tuple[str, dict[str, str], dict[str, dict[str, str]]]:
        """The population of every record ('' where a column says it), what columns hold, and what their words mean."""
        columns = dict.fromkeys(_COLUMNS[self.kind][:2], "") | self.table("columns", _COLUMNS[self.kind])
        words, population = {}, self.mapping.get("population", "")
        if isinstance(population, Mapping):
            allowed = self.table("population", ("column", *POPULATIONS))
            columns["population"] = allowed.pop("column", "")
            words["population"] = self.meanings("population", allowed, POPULATIONS)
        elif population not in POPULATIONS:
            expected = f"{', '.join(POPULATIONS)}, or a table with a column and its words"
            self.wrong("population", population, expected)
        for field, name in columns.items():
            if not isinstance(name, str) or not name.strip():
                where = "population" if field == "population" else "columns"
                self.wrong(f"{where}.{field}", name, "the name of a column")
        if self.kind == "incidents" and ("killed" in columns) == bool({"killed_min", "killed_max"} & set(columns)):
            self.wrong("columns", sorted(columns), "killed, or killed_min and killed_max")
        for field, own in _WORDS.items():
            words[field] = self.meanings(field, self.table(field, own), own)
        return "" if isinstance(population, Mapping) else population, columns, words

    def child_under(self, has_age: bool) -> int:
        """The age below which a victim is a child."""
        bound: int = self.mapping.get("child_under", 0)
        if (has_age or bound != 0) and (type(bound) is not int or not 1 <= bound <= 30):
            self.wrong("child_under", bound or "", "the age below which a victim is a child, such as 18")
        return bound

    def report(self, monitors: Sequence[str] | None) -> dict[str, str]:
        """What is to stand in reports.csv."""
        report = self.table("report", tuple(_REPORT))
        for key, value in report.items():
            pattern, example = _REPORT[key]
            if not isinstance(value, str) or not re.fullmatch(pattern, value):
                self.wrong(f"report.{key}", value, f"a text such as {example}")
        if monitors is not None:
            if self.mapping.get("monitor") not in monitors:
                found = str(self.mapping.get("monitor", ""))
                self.wrong("monitor", found, f"a code of monitors.csv; {nearest(found, monitors)}")
            for key in [key for key in ("publisher", "url", "language") if key not in report]:
                self.wrong(f"report.{key}", "", f"a text such as {_REPORT[key][1]}, for reports.csv")
        return report

    def names(self, known: Mapping[str, str], rows: list[dict[Any, Any]], parties: Parties) -> dict[str, str]:
        """The mapping's own names of parties, with their codes; several at different times are joined by |."""
        names: dict[str, str] = {}
        meanings: dict[str, str] = {}  # however a name is written
        for word, means in self.table("parties", None).items():
            codes = [known.get(looked_up(part), "") for part in members(str(means))]
            ways = product(*(one.split("|") for one in codes))
            code = "|".join(dict.fromkeys(joined(way, parties) for way in ways)) if all(codes) else ""
            if not code or not word.strip() or word.strip().casefold() in self.unknown:
                near = meant(str(means), rows)
                self.wrong(f"parties.{word}", means, f"codes of parties.csv for a word that is not unknown; {near}")
            elif meanings.setdefault(looked_up(word), code) != code:
                expected = f"one party for this name, however it is written: {meanings[looked_up(word)]}"
                self.wrong(f"parties.{word}", means, expected)
            else:
                names[word] = code
        return names

    def covered(self, known: Mapping[str, str], parties: Parties) -> tuple[list[str], list[str]]:
        """The first and the last month that the list covers, and the parties of whom it holds every death."""
        period = self.texts("period", self.mapping.get("period", []))
        if period and not (len(period) == 2 and all(map(is_month, period)) and period[0] <= period[1]):
            expected = 'the first and the last month that the list covers, such as ["2024-01", "2024-06"]'
            self.wrong("period", period, expected)
        covers: list[str] = []
        for word in self.texts("covers", self.mapping.get("covers", [])):
            codes = [TOTAL] if word == TOTAL else known.get(looked_up(word), "").split("|")
            dated = len(period) == 2 and len(codes) > 1  # a name of several parties is that of those who were there
            there = [one for one in codes if dated and parties[one].can_appear(*period)]
            covers += there or codes
            if not covers[-1]:
                self.wrong("covers", word, f"a party of parties.csv, or {TOTAL}; {nearest(word, list(parties))}")
        if covers and not period:
            self.wrong("period", "", "the first and the last month in which the list covers these parties")
        return period, covers
