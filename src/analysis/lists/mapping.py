"""What the columns and words of a list of victims or incidents mean: a mapping, read once and checked whole."""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.data.csv_reader import read_rows
from analysis.errors import DataError, Problem, is_month, nearest
from analysis.lists.plan import NOBODY, Plan, joined, looked_up, pattern
from analysis.model.adding import TOTAL, members
from analysis.model.cells import POPULATIONS
from analysis.model.names import known_names, meant, spelled
from analysis.model.parties import Parties

_DATES = ("date", "end", "year", "month", "day")
_ENDS = ("children_min", "children_max", "women_min", "women_max")
_COLUMNS = {  # what a column can hold, by kind
    "victims": (*_DATES, "party", "sex", "age"),
    "incidents": (*_DATES, "parties", "killed", "killed_min", "killed_max", "children", "women", *_ENDS),
}
_WORDS = {"sex": ("female", "male"), "age": ("child", "adult")}
_REPORT = {  # what is to stand in reports.csv: how it is written, and an example
    "publisher": (".+", "Watch"),
    "url": ("https?://[^\\s\"'<>]+", "https://watch.org/"),
    "language": ("[a-z]{2}", "en"),
    "published": ("[0-9]{4}-[0-9]{2}-[0-9]{2}", "2016-02-01"),
}
_TEXTS = ("monitor", "separator", "name", "party", "thousands", "encoding", "parties_table", "over_months")
_OF_A_COUNT = ("population", "columns", "party", "where")  # what the numbers of one record may have of their own
_KEYS = (
    *("kind", "population", "child_under", "columns", "parties", "no_party", "sex", "age", "where", "counts"),
    *("unknown", "identity", "report", "period", "covers", "date_format", "cumulative", "sheet", *_TEXTS),
)
_OVER_MONTHS = ("start", "end", "unknown")
_THOUSANDS = (",", ".", " ", "'", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}")


def read_plan(
    mapping: Mapping[str, Any],
    parties: pd.DataFrame,
    file: str = "mapping",
    monitors: Sequence[str] | None = None,
    folder: Path | None = None,
) -> Plan:
    """Check a mapping against the parties of a data folder. Raises DataError with every problem of it.

    `monitors` are those of the folder where its reports are to be made: the mapping must then say whose they are. Its
    table of parties is a file in `folder`.
    """
    counts = mapping.get("counts", [])
    if not (isinstance(counts, list) and all(isinstance(one, Mapping) for one in counts)):
        raise DataError(
            file, [Problem(file, 0, "counts", repr(counts), "tables: [[counts]]")], f"correct it in {file}."
        )
    table, problems = _parties_table(mapping, folder or Path())
    plans = []
    for number, own in enumerate(counts or [{}], start=1):
        given = _Given(mapping, file, own, f"counts[{number}]." if counts else "")
        plans.append(given.plan(parties, monitors, table))
        problems += [one for one in given.problems if one not in problems]
        if any(_alike(plans[-1], other) for other in plans[:-1]):
            expected = "another population, other columns or other records than the counts before it"
            problems.append(Problem(file, 0, f"counts[{number}]", "numbers that are counted already", expected))
    if problems:
        raise DataError(file, problems, f"correct these in {file}.")
    source = {**mapping, **({"parties_table": _kept(mapping, folder or Path())} if "parties_table" in mapping else {})}
    text = json.dumps(source, sort_keys=True, ensure_ascii=False)
    return replace(plans[0], counts=tuple(plans) if counts else (), source=text)


def _alike(one: Plan, other: Plan) -> bool:
    """Whether both count the same numbers of the same records for one population."""
    fields = ("killed", "killed_min", "killed_max") if one.kind == "incidents" else ()
    same = all(one.columns.get(field) == other.columns.get(field) for field in fields)
    return same and one.population == other.population and one.where == other.where


def _parties_table(mapping: Mapping[str, Any], folder: Path) -> tuple[dict[str, str], list[Problem]]:
    """The names and parties of the mapping's own table, a CSV file."""
    name = mapping.get("parties_table")
    if not isinstance(name, str):  # which is said elsewhere
        return {}, []
    try:
        rows, problems = read_rows(name, (folder / name).read_bytes(), ["name", "party"])
    except (OSError, ValueError) as error:
        found = getattr(error, "strerror", None) or str(error)
        return {}, [Problem(name, 0, "", found, "a CSV file with the columns name,party, beside the mapping")]
    table: dict[str, str] = {}
    for number, (word, party) in enumerate(rows, start=2):
        if table.setdefault(word, party) != party:
            problems.append(Problem(name, number, "party", repr(party), f"one party for this name: {table[word]}"))
    return table, problems


def _kept(mapping: Mapping[str, Any], folder: Path) -> dict[str, str]:
    """What is kept of a table of parties: its name and hash."""
    raw = (folder / mapping["parties_table"]).read_bytes()
    return {"file": mapping["parties_table"], "sha256": hashlib.sha256(raw).hexdigest()}


class _Given:
    """A mapping while it is read, and everything that is wrong with it. `own` is what one of its counts says itself."""

    def __init__(self, mapping: Mapping[str, Any], file: str, own: Mapping[str, Any], where: str) -> None:
        """Read of what the list is. Raises DataError where that is not said: without it nothing else can be read."""
        self.file, self.own, self.where = file, own, where
        self.problems: list[Problem] = []
        columns = {**self.as_table(mapping.get("columns")), **self.as_table(own.get("columns"))}
        self.mapping: dict[str, Any] = {**mapping, **own}
        if isinstance(self.mapping.get("columns", {}), Mapping):
            self.mapping["columns"] = columns
        if isinstance(mapping.get("where"), Mapping) and isinstance(own.get("where"), Mapping):
            for name in mapping["where"].keys() & own["where"].keys():
                self.wrong(f"where.{name}", name, "a column that only one of the two asks for: all counts, or this")
            self.mapping["where"] = {**mapping["where"], **own["where"]}
        for key in self.mapping:
            if key not in _KEYS or (key in own and key not in _OF_A_COUNT):
                expected = nearest(str(key), _OF_A_COUNT if key in own else _KEYS)
                self.wrong(str(key), key, f"a name that is known: {expected}")
        self.kind: str = mapping.get("kind", "")
        if not isinstance(self.kind, str) or self.kind not in _COLUMNS:
            self.wrong("kind", self.kind, "victims or incidents")
            raise DataError(self.file, self.problems, f"correct these in {self.file}.")
        self.unknown = frozenset(one.strip().casefold() for one in self.texts("unknown", mapping.get("unknown", [])))

    def wrong(self, key: str, found: object, expected: str) -> None:
        key = f"{self.where}{key}" if key.partition(".")[0] in self.own else key
        self.problems.append(Problem(self.file, 0, key, repr(found) if found != "" else "nothing", expected))

    @staticmethod
    def as_table(value: object) -> dict[str, Any]:
        return {**value} if isinstance(value, Mapping) else {}

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

    def text_or_texts(self, key: str) -> tuple[str, ...]:
        """One text or a list of them."""
        value = self.mapping.get(key, [])
        return (value,) if isinstance(value, str) else tuple(self.texts(key, value))

    def plan(self, parties: pd.DataFrame, monitors: Sequence[str] | None, table: Mapping[str, str]) -> Plan:
        """Read everything; what is wrong with it is in `problems`."""
        texts = {key: self.mapping.get(key, "") for key in _TEXTS}
        for key, value in texts.items():
            if not isinstance(value, str):
                self.wrong(key, value, "a text in quotes")
                texts[key] = ""
        population, columns, words = self.meaning()
        there = Parties.of(parties.to_dict("records"))
        known = {name: "|".join(codes) for name, codes in known_names(parties).items() if TOTAL not in codes}
        rows = parties[parties["party"] != TOTAL].sort_values("order").to_dict("records")
        mapped = self.names(known, rows, there, table)
        nobodys = self.texts("no_party", self.mapping.get("no_party", []))
        mapped |= dict.fromkeys(nobodys, NOBODY)
        parties_in = self.parties_in(columns, texts["party"])
        party = self.code_of(texts["party"], known, there) if texts["party"] else ""
        if texts["party"] and not party:
            self.wrong("party", texts["party"], f"a code of parties.csv; {nearest(texts['party'], list(there))}")
        period, covers = self.covered(known, there)
        where = {name: tuple(map(pattern, self.texts(f"where.{name}", value))) for name, value in self.wheres().items()}
        self.one_of("over_months", texts["over_months"], _OVER_MONTHS)
        self.one_of("thousands", texts["thousands"], _THOUSANDS)
        names = {word: code for word, code in mapped.items() if "*" not in word}
        return Plan(
            kind=self.kind,
            monitor=texts["monitor"],
            name=texts["name"].strip(),
            population=population,
            party=party,
            columns=columns,
            parties_in=parties_in,
            words=words,
            names=known
            | {form: code for word, code in names.items() for form in (looked_up(word), word.strip().casefold())},
            patterns=tuple((pattern(word), mapped[word]) for word in [*nobodys, *mapped] if "*" in word),
            spelled=(*spelled(rows), *((word, code) for word, code in names.items() if code != NOBODY)),
            parties=there,
            unknown=self.unknown,
            separator=texts["separator"],
            identity=tuple(self.texts("identity", self.mapping.get("identity", []))),
            child_under=self.child_under("age" in columns),
            report=self.report(monitors),
            period=tuple(period),
            covers=tuple(code for code in there if code in covers),
            where=where,
            date_formats=self.date_formats(),
            over_months=texts["over_months"],
            thousands=texts["thousands"],
            cumulative=self.cumulative(columns),
            encoding=self.encoding(texts["encoding"]),
            sheets=self.text_or_texts("sheet"),
            counts=(),
            source="",
        )

    def one_of(self, key: str, value: str, allowed: tuple[str, ...]) -> None:
        if value and value not in allowed:
            self.wrong(key, value, f"one of {', '.join(map(repr, allowed))}")

    def wheres(self) -> dict[str, Any]:
        """The columns and words that records must have."""
        return {name: [value] if isinstance(value, str) else value for name, value in self.table("where", None).items()}

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
        columns = self.table("columns", _COLUMNS[self.kind])
        columns = {field: name for field, name in columns.items() if field not in ("party", "parties")}
        words, population = {}, self.mapping.get("population", "")
        if isinstance(population, Mapping):
            allowed = self.table("population", ("column", *POPULATIONS))
            columns["population"] = allowed.pop("column", "")
            words["population"] = self.meanings("population", allowed, POPULATIONS)
        elif population not in POPULATIONS:
            expected = f"{', '.join(POPULATIONS)}, or a table with a column and its words"
            self.wrong("population", population, expected)
        if "date" not in columns and not {"year", "month"} <= set(columns):
            self.wrong("columns.date", "", "the name of a column; or year and month, and day if there is one")
        elif "date" in columns and {"year", "month", "day"} & set(columns):
            self.wrong("columns", sorted(columns), "date, or year and month, and day if there is one")
        for field, name in columns.items():
            if not isinstance(name, str) or not name.strip():
                where = "population" if field == "population" else "columns"
                self.wrong(f"{where}.{field}", name, "the name of a column")
        if self.kind == "incidents" and ("killed" in columns) == bool({"killed_min", "killed_max"} & set(columns)):
            self.wrong("columns", sorted(columns), "killed, or killed_min and killed_max")
        for group in ("children", "women"):
            ends = {f"{group}_min", f"{group}_max"} & set(columns)
            if ends and (group in columns or len(ends) == 1 or self.mapping.get("cumulative") is True):
                expected = (
                    f"{group}, or {group}_min and {group}_max where each record has a range, none of them cumulative"
                )
                self.wrong("columns", sorted({*ends, group} & set(columns)), expected)
        if "end" in columns and "date" not in columns:
            self.wrong("columns.end", columns["end"], "a column of the date beside it, in which what is recorded began")
        if "over_months" in self.mapping and "end" not in columns:
            self.wrong("over_months", self.mapping["over_months"], "a column of the end: columns.end")
        for field, own in _WORDS.items():
            words[field] = self.meanings(field, self.table(field, own), own)
        return "" if isinstance(population, Mapping) else population, columns, words

    def parties_in(self, columns: Mapping[str, Any], constant: str) -> tuple[str, ...]:
        """The columns that name parties."""
        field = _COLUMNS[self.kind][5]
        value = self.as_table(self.mapping.get("columns")).get(field, [])
        names = [value] if isinstance(value, str) else value
        good = isinstance(names, list | tuple) and all(isinstance(one, str) and one.strip() for one in names)
        if not good:
            self.wrong(f"columns.{field}", value, "the name of a column, or a list of names")
        elif bool(names) == bool(constant):
            found = "both" if names else ""
            expected = 'the name of a column, or in its place party = "a code of parties.csv" for every record'
            self.wrong(f"columns.{field}", found, expected)
        return tuple(dict.fromkeys(names)) if good else ()

    def child_under(self, has_age: bool) -> int:
        """The age below which a victim is a child."""
        bound: int = self.mapping.get("child_under", 0)
        if (has_age or bound != 0) and (type(bound) is not int or not 1 <= bound <= 30):
            self.wrong("child_under", bound or "", "the age below which a victim is a child, such as 18")
        return bound

    def date_formats(self) -> tuple[str, ...]:
        """How dates are written, if not year first or with a month's name."""
        formats = self.text_or_texts("date_format")
        for form in formats:
            codes = set(re.findall("%(.)", form.replace("%%", "")))
            if not (codes & set("yY") and codes & set("mbB") and codes <= set("aAdmbByYHIMSfpzZ")):
                self.wrong("date_format", form, 'such as "%d/%m/%Y": %d day, %m month or %b its name, %Y year, %H:%M')
        return formats

    def cumulative(self, columns: Mapping[str, str]) -> bool:
        """Whether each number is that of all time until its date."""
        value = self.mapping.get("cumulative", False)
        if not isinstance(value, bool):
            self.wrong("cumulative", value, "true or false")
        elif value and not (self.kind == "incidents" and {"date", "killed"} <= set(columns) and "end" not in columns):
            self.wrong("cumulative", value, "kind incidents, with the columns date and killed")
        return bool(value)

    def encoding(self, name: str) -> str:
        """The encoding of a CSV file, as Python names it."""
        try:
            return codecs.lookup(name).name if name else ""
        except LookupError:
            self.wrong("encoding", name, "an encoding such as cp1252, latin-1 or cp1256")
            return ""

    def report(self, monitors: Sequence[str] | None) -> dict[str, str]:
        """What is to stand in reports.csv."""
        report = self.table("report", tuple(_REPORT))
        for key, value in report.items():
            form, example = _REPORT[key]
            if monitors is None and value == "":  # as a sketch leaves it; asked for where it is used
                continue
            if not isinstance(value, str) or not re.fullmatch(form, value):
                self.wrong(f"report.{key}", value, f"a text such as {example}")
        if monitors is not None:
            if self.mapping.get("monitor") not in monitors:
                found = str(self.mapping.get("monitor", ""))
                self.wrong("monitor", found, f"a code of monitors.csv; {nearest(found, monitors)}")
            for key in [key for key in ("publisher", "url", "language") if key not in report]:
                self.wrong(f"report.{key}", "", f"a text such as {_REPORT[key][1]}, for reports.csv")
        return report

    @staticmethod
    def code_of(means: str, known: Mapping[str, str], parties: Parties) -> str:
        """The code of one party, or of several joined by +; empty where one is not known."""
        codes = [known.get(looked_up(part), "") for part in members(means)]
        ways = product(*(one.split("|") for one in codes))
        return "|".join(dict.fromkeys(joined(way, parties) for way in ways)) if all(codes) else ""

    def names(
        self, known: Mapping[str, str], rows: list[dict[Any, Any]], parties: Parties, more: Mapping[str, str]
    ) -> dict[str, str]:
        """The mapping's own names of parties, with their codes; several at different times are joined by |."""
        names: dict[str, str] = {}
        meanings: dict[str, str] = {}  # however a name is written
        for word, means in [*self.table("parties", None).items(), *more.items()]:
            code = self.code_of(str(means), known, parties)
            if not code or not word.strip() or word.strip().casefold() in self.unknown:
                near = meant(str(means), rows)
                self.wrong(f"parties.{word}", means, f"codes of parties.csv for a word that is not unknown; {near}")
            elif (first := meanings.setdefault(word if "*" in word else looked_up(word), code)) != code:
                expected = f"one party for this name, however it is written: {first}"
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
        if covers and self.mapping.get("cumulative") is True:
            expected = "none beside cumulative: a month in which the list has no number is none without deaths"
            self.wrong("covers", covers, expected)
        if covers and not period:
            self.wrong("period", "", "the first and the last month in which the list covers these parties")
        return period, covers
