"""A mapping to begin with: what the columns of a list seem to hold, and the words that are to be given a meaning."""

from __future__ import annotations

import io
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.data.csv_reader import filled_names
from analysis.errors import DataError
from analysis.lists.cells import fitting_formats, read_age, read_count, read_date
from analysis.lists.chunks import (
    HEADER_WITHIN,
    chunks,
    columns_of_parquet,
    csv_tops,
    encoding_of,
    flat,
    json_objects,
    workbook_sheets,
)
from analysis.lists.counting import Tally, distinct
from analysis.lists.files import Source, reading, sources, unread
from analysis.lists.plan import looked_up
from analysis.model.adding import TOTAL
from analysis.model.names import known_names

MOST_WORDS = 5000  # distinct cells of a column that are kept
LISTED = 60  # names of parties that are written, the most frequent first
OWN_PARTIES = 12  # of these so many become parties of a new folder; the rest are other parties
_FRACTION = 0.8  # of the filled cells that must be dates, ages or numbers
_WORDS = tomllib.loads(Path(__file__).with_name("sketch.toml").read_text("utf-8"))
_UNKNOWN = frozenset(_WORDS["unknown"])
_NUMBERS = (
    *("killed", "killed_min", "killed_max", "children", "children_min", "children_max"),
    *("women", "women_min", "women_max"),
)
_SEXES, _AGES, _POPULATIONS = _WORDS["sex"], _WORDS["age"], _WORDS["population"]


@dataclass
class Column:
    """One column: its distinct cells, as far as they are kept, and how many records have each."""

    name: str
    words: Counter[str] = field(default_factory=Counter)
    more: int = 0  # records whose cells are not kept

    @property
    def filled(self) -> dict[str, int]:
        """The cells that are not empty and not a word for unknown."""
        return {word: n for word, n in self.words.items() if word and word.casefold() not in _UNKNOWN}

    def share(self, fits: Any) -> float:
        """Which part of the filled cells fits."""
        filled = self.filled
        return sum(n for word, n in filled.items() if fits(word)) / sum(filled.values()) if filled else 0.0

    @property
    def has_words(self) -> bool:
        """Whether cells come again and again, as names of parties do and names of victims do not."""
        filled = self.filled
        return not self.more and 0 < len(filled) <= max(3, sum(filled.values()) / 2)


@dataclass(frozen=True)
class Sketch:
    """A mapping in TOML, to be completed; the names of parties in it, and the first and last month of the dates."""

    text: str
    parties: tuple[tuple[str, str], ...]  # code and label
    period: tuple[str, str] | None
    open_points: tuple[str, ...]


@dataclass(frozen=True)
class _Every:
    """All the columns of a file, as what reads it wants to know them."""

    named_columns: list[str]
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    identity: tuple[str, ...] = ("",)

    def needed(self, there: list[str]) -> list[str]:
        """All that have a name."""
        return there


def sketch_of(path: Path, parties: pd.DataFrame | None, monitor: str = "", others: str = "") -> Sketch:
    """Read the columns of a list and their distinct words, and write a mapping as far as these say it.

    Parameters
    ----------
    path
        A file as `snhr tabulate` reads it.
    parties
        `Data.parties`, of which names need no mapping. None: the list's own names become parties.
    monitor, others
        The codes of whose list it is, and of the parties that get no code of their own.

    Returns
    -------
    Sketch
        `text` is the mapping. What nobody can know from the list stands empty in it, and `snhr tabulate` asks for it.

    Raises
    ------
    DataError, RunError
        A file that cannot be read.
    """
    with reading(path.name, path):
        found = sources(path, ("*",))
        sheets = _sheets(found)
        try:
            encoding = ""
            columns, records = _columns(found, sheets, encoding)
        except DataError:
            if any(one.kind != "text" for one in found) or _is_utf_8(found):
                raise
            encoding = "latin-1"  # any byte is a character of it
            columns, records = _columns(found, sheets, encoding)
    return _Writer(path, columns, records, sheets, parties, monitor, others, encoding).sketch()


def _is_utf_8(found: list[Source]) -> bool:
    try:
        for source in found:
            with source.open() as file, io.TextIOWrapper(file, encoding="utf-8") as text:
                while text.read(1 << 20):
                    pass
    except UnicodeDecodeError:
        return False
    return True


def _sheets(found: list[Source]) -> tuple[str, ...]:
    """The sheets or members to be named in the mapping, where there are several: those that look most like a list."""
    if len(found) > 1:
        return ("*",)
    if found[0].kind == "workbook":
        tops = {label: [*islice(rows, HEADER_WITHIN)] for label, rows in workbook_sheets(found[0], ("*",))}
        headers = {
            label.removeprefix(f"{found[0].name}, sheet "): {*_widest(top)} - {""} for label, top in tops.items()
        }
        best = max(headers.values(), key=_telling)
        alike = tuple(name for name, header in headers.items() if header == best)
        return () if len(headers) == 1 else ("*",) if len(alike) == len(headers) else alike
    return ()


def _telling(header: set[str]) -> tuple[int, int]:
    """How many names of columns say what they hold, and how many there are."""
    known = {word for column in _WORDS["columns"].values() for word in column["names"]}
    return sum(bool({"_".join(_tokens(name)), *_tokens(name)} & known) for name in header), len(header)


def _columns(found: list[Source], sheets: tuple[str, ...], encoding: str) -> tuple[list[Column], int]:
    """The columns of a file with their words, and how many records there are."""
    columns: dict[str, Column] = {}
    records = 0
    for source in found:
        every = _Every(_names(source, sheets, encoding), sheets, encoding)
        for chunk in chunks(source, every, Tally(source.name)):  # type: ignore[arg-type]  # all that is asked of a plan
            records += len(chunk)
            for place, name in enumerate(chunk.columns):
                column = columns.setdefault(str(name), Column(str(name)))
                places, words = distinct(chunk.iloc[:, place])
                counts = pd.Series(places).value_counts()
                for at, times in counts.items():
                    word = words[int(at)]  # type: ignore[call-overload]
                    if word in column.words or len(column.words) < MOST_WORDS:
                        column.words[word] += int(times)
                    else:
                        column.more += int(times)
    columns.pop("", None)
    if not records:
        raise unread(found[0].path, 0, "no records below the names of the columns", "a list")
    return [*columns.values()], records


def _names(source: Source, sheets: tuple[str, ...], encoding: str) -> list[str]:
    """The names of the columns: in the first row that is as wide as most and holds texts alone."""
    if source.kind == "parquet":
        return columns_of_parquet(source)
    if source.kind == "json":
        names = dict.fromkeys(name for one in islice(json_objects(source, ()), 1000) for name in flat(one))
        return [*names]
    if source.kind == "workbook":
        tops = [[*islice(rows, HEADER_WITHIN)] for _, rows in islice(workbook_sheets(source, sheets), 1)]
    else:
        tops = [top for _, top in csv_tops(source, encoding_of(source, encoding))]
    header: list[str] = max((_widest(top) for top in tops), key=len, default=[])
    if any(map(_is_of_a_record, header)):  # what would be shown as the names of columns may be those of victims
        expected = "a row with the names of the columns above the records: write one"
        raise unread(source.path, 0, "a date or a number in every row that could hold names of columns", expected)
    return header


def _widest(top: list[list[Any]]) -> list[str]:
    rows = [filled_names(["" if cell is None else str(cell) for cell in row]) for row in top]
    most = max(map(len, rows), default=0)
    for row in rows:
        if len(row) == most and all(row) and len({*row}) == len(row) and not any(map(_is_of_a_record, row)):
            return row
    widest = [row for row in rows if len(row) == most]
    return next((row for row in widest if not any(map(_is_of_a_record, row))), widest[0] if widest else [])


def _is_of_a_record(cell: str) -> bool:
    """Whether it is a date or a small number, and no name of a column."""
    return bool(read_date(cell) or fitting_formats([cell]) or re.fullmatch("[0-9]{1,3}", cell.strip(), re.ASCII))


class _Writer:
    """What the columns of a list say, and how it is written as TOML."""

    def __init__(
        self,
        path: Path,
        columns: list[Column],
        records: int,
        sheets: tuple[str, ...],
        parties: pd.DataFrame | None,
        monitor: str,
        others: str,
        encoding: str,
    ) -> None:
        self.others, self.encoding = others, encoding
        self.path, self.columns, self.records, self.sheets, self.monitor = path, columns, records, sheets, monitor
        self.known = (
            {} if parties is None else {n: "|".join(c) for n, c in known_names(parties).items() if TOTAL not in c}
        )
        self.own = parties is None
        self.open_points: list[str] = []
        self.parties: dict[str, str] = {}
        self.roles = _roles(columns)
        self.cumulative = any("cum" in _tokens(one.name) for one in columns)

    def of(self, role: str) -> Column | None:
        """The column that seems to hold this."""
        return self.roles.get(role)

    def sketch(self) -> Sketch:
        """Write it."""
        kind = "incidents" if "killed" in self.roles or "killed_min" in self.roles else "victims"
        population, counts = self.population(kind)
        columns, words, unknown = self.meanings(kind)
        names = self.names()
        top = [
            f"# Begun with {self.path.name}: {self.records:,} records. What is empty here, and every name without a",
            "# party, is for you to fill in; look at the rest, too: it follows from the names of the columns alone.",
            f"kind = {_text(kind)}"
            + "  # each record is one death; of numbers of deaths: incidents" * (kind == "victims"),
            f"monitor = {_text(self.monitor)}  # a code of monitors.csv",
            *population,
        ]
        if kind == "victims":
            top.append("child_under = 18  # years: whom the list calls a child")
        top.append(f"unknown = {_list(unknown)}  # what means unknown, beside an empty cell")
        if self.cumulative and kind == "incidents":
            top.append("cumulative = true  # each number is that of all time until its date")
        top += self.dates_and_numbers()
        if self.encoding:
            top.append(_open("encoding", "it is not UTF-8: cp1252 (western), cp1256 (Arabic), cp1251 (Cyrillic) ..."))
            self.open_points.append("encoding")
        if self.sheets:
            which = _text("*") if self.sheets == ("*",) else _list([*self.sheets])
            top.append(f'sheet = {which}  # a list of sheets, or of files of the archive; "*": all that are shown')
        if kind == "victims" and (name := self.of("identity")):
            top.append(f"identity = {_list([name.name])}  # to find likely duplicates; never copied")
        if nobodys := self.nobodys():
            top.append(f"no_party = {_list(nobodys)}  # words that name nobody to whom deaths are attributed")
        if (period := self.period()) is not None:
            top.append(f"# period = {_list([*period])}  # the months that the list covers, if it covers them whole")
        if self.of("party") is None:
            top.append(_open("party", "no column seems to name who killed: a code of parties.csv for every record"))
            self.open_points.append("party")
        parts = ["\n".join(top), "\n".join(["[columns]", *columns])]
        parts += [counts, names, words] if counts else [names, words]
        parts.append(self.events())
        parts.append('[report]  # for --into\npublisher = ""\nurl = ""  # where the list stands\nlanguage = "en"')
        self.open_points += ["report.publisher and report.url (for --into)"]
        read = {*_texts(tomllib.loads("\n\n".join(part for part in parts if part)))}
        if left := [one.name for one in self.columns if one.name not in read]:
            more = f" and {len(left) - LISTED} more" if len(left) > LISTED else ""
            parts.append("# Columns that are not read: " + ", ".join(map(_text, left[:LISTED])) + more)
        parties = tuple((code, label) for label, code in self.parties.items())
        return Sketch(
            "\n\n".join(part for part in parts if part) + "\n", parties, self.period(), tuple(self.open_points)
        )

    def period(self) -> tuple[str, str] | None:
        """The first and last month of the dates that can be read."""
        if (column := self.of("date")) is None:
            return None
        formats = fitting_formats([*column.filled]) if column.share(read_date) < 1 else []
        dates = sorted(found[:7] for word in column.filled if (found := read_date(word, formats[:1])))
        return (dates[0], dates[-1]) if dates else None

    def population(self, kind: str) -> tuple[list[str], str]:
        """Who is counted, and the numbers of one record that are of several populations."""
        sides = self.sides()
        if len(sides) > 1:
            self.open_points.append("the parties of [[counts]]")
            each = [
                f"[[counts]]  # one of its numbers\npopulation = {_text(who)}\ncolumns.killed = {_text(column.name)}"
                for who, column in sides.items()
            ]
            return [], "\n\n".join(each)
        column = self.of("population")
        if column is not None and column.has_words and column.share(lambda word: _meaning(word, _POPULATIONS)) > 0:
            return self.meant_population(column), ""
        self.open_points.append("population")
        return ['population = ""  # civilians, fighters, or persons: both, or not separated'], ""

    def meant_population(self, column: Column) -> list[str]:
        """The table of a column that says whether somebody was a civilian."""
        words = {who: [w for w in column.filled if _meaning(w, _POPULATIONS) == who] for who in _POPULATIONS}
        rest = [word for word in column.filled if not _meaning(word, _POPULATIONS)]
        inner = ", ".join(
            [f"column = {_text(column.name)}", *(f"{who} = {_list(found)}" for who, found in words.items())]
        )
        said = [f"population = {{ {inner} }}"]
        return said + [f"#   without a meaning so far: {_text(word)}  ({column.words[word]:,})" for word in rest]

    def sides(self) -> dict[str, Column]:
        """Columns of deaths that name whose these are."""
        found: dict[str, Column] = {}
        sides = {name: {*words} for name, words in _WORDS["sides"].items()}
        for column in self.columns:
            words = {*_tokens(column.name)}
            if words & sides["deaths"] and not words & sides["never"] and column.share(_is_number) > _FRACTION:
                for who in ("civilians", "fighters"):
                    if words & sides[who]:
                        found.setdefault(who, column)
        return found

    def meanings(self, kind: str) -> tuple[list[str], str, list[str]]:
        """The columns, the words of sex and age, and all the words that mean unknown."""
        fields = ["date", "end", "party", *_NUMBERS]
        if kind == "victims":
            fields = ["date", "end", "party", "sex", "age"]
        for one in ("killed", "children", "women"):
            if {f"{one}_min", f"{one}_max"} <= {*self.roles}:
                fields = [name for name in fields if name != one]
            else:
                fields = [name for name in fields if name not in (f"{one}_min", f"{one}_max")]
        if len(self.sides()) > 1:
            fields = [one for one in fields if not one.startswith("killed")]
        lines, words, unknown = self.parts_of_date(), [], set[str]()
        for one in fields:
            if (column := self.of(one)) is None:
                continue
            unknown |= {word for word in column.words if word and word.casefold() in _UNKNOWN}
            name = "parties" if one == "party" and kind == "incidents" else one
            others = [_text(other.name) for other in self.of_deaths() if other is not column] if one == "killed" else []
            lines.append(f"{name} = {_text(column.name)}" + (f"  # or {', '.join(others)}" if others else ""))
            if one == "killed_max" and "killed_min" in fields and (best := self.of("killed")):
                lines.append(f"# killed = {_text(best.name)}  # in the place of the least and the most: one number")
            if one in ("sex", "age"):
                words.append(self.words_of(one, column))
        if "date" not in self.roles and not self.parts_of_date():
            lines.insert(0, 'date = ""  # no column was recognised as a date')
            self.open_points.append("columns.date")
        if self.roles.get("population"):
            unknown |= {word for word in self.roles["population"].words if word and word.casefold() in _UNKNOWN}
        return lines, "\n\n".join(word for word in words if word), sorted(unknown)

    def of_deaths(self) -> list[Column]:
        """The columns whose names speak of deaths and whose cells are numbers."""
        against, sides = {*_WORDS["columns"]["killed"]["never"]}, {*_WORDS["sides"]["deaths"]}
        named = [one for one in self.columns if (words := {*_tokens(one.name)}) & sides and not words & against]
        return [one for one in named if one.share(_is_number) > _FRACTION]

    def parts_of_date(self) -> list[str]:
        """Year, month and day apart, where no column holds the date."""
        if "date" in self.roles:
            return []
        there = {one.name.casefold().lstrip("i_"): one.name for one in self.columns}
        if not {"year", "month"} <= {*there}:
            return []
        return [f"{part} = {_text(there[part])}" for part in ("year", "month", "day") if part in there]

    def words_of(self, role: str, column: Column) -> str:
        """The words of sex or age with what they mean; the others with their number."""
        meanings = _SEXES if role == "sex" else _AGES
        there = {word: n for word, n in column.filled.items() if role == "sex" or read_age(word) is None}
        if not there or (not column.has_words and role == "sex"):
            return ""
        found = {means: [word for word in there if _meaning(word, meanings) == means] for means in meanings}
        lines = [f"[{role}]", *(f"{means} = {_list(words)}" for means, words in found.items() if words)]
        rest = [word for word in there if not _meaning(word, meanings)][:LISTED]
        lines += [f"#   without a meaning so far: {_text(word)}  ({there[word]:,})" for word in rest]
        self.open_points += [role] if rest else []
        return "\n".join(lines)

    def nobodys(self) -> list[str]:
        """Words of the column of parties that name those who were killed."""
        column = self.of("party")
        return (
            [] if column is None else [one for one in column.filled if re.search(r"\bcivilians?\b", one, re.IGNORECASE)]
        )

    def names(self) -> str:
        """The names of parties that parties.csv does not have, the most frequent first."""
        column = self.of("party")
        if column is None:
            return ""
        if not column.has_words:
            self.open_points.append("parties")
            return "[parties]  # too many different texts to be names of parties: is this the right column?"
        nobodys = self.nobodys()
        every = [(word, n) for word, n in Counter(column.filled).most_common() if word not in nobodys]
        names = [(word, n) for word, n in every if looked_up(word) not in self.known]
        lines = ['[parties]  # "Police*" stands for every name that begins so, "*" for every other name']
        shown = OWN_PARTIES if self.own else LISTED
        for word, n in names[:shown]:
            lines.append(f"{_text(word)} = {_text(self.code_of(word) if self.own else '')}  # {n:,} {_records(n)}")
        if len(names) > shown:
            rest = sum(n for _, n in names[shown:])
            lines.append(f'"*" = {_text(self.others)}  # {len(names) - shown:,} other names, {rest:,} records')
        self.open_points += ["parties"] if names and not self.own else []
        return "\n".join(lines)

    def code_of(self, word: str) -> str:
        """A code for a new party; those beyond the most frequent are other parties."""
        if len(self.parties) == OWN_PARTIES or looked_up(word) in ("other", "others", "other parties", "total", "all"):
            return self.others
        stem = re.sub("[^a-z0-9]+", "_", word.casefold()).strip("_")[:40].rstrip("_") or "party"
        code, number = stem if stem[0].isalpha() else f"party_{stem}", 2
        while code in (TOTAL, self.others, *self.parties.values()):
            code, number = f"{stem}_{number}", number + 1
        self.parties[word] = code
        return code

    def events(self) -> str:
        """What kinds of events there are: not all of them may be killings that count."""
        column = self.of("event")
        if column is None or not column.has_words or len(column.filled) > LISTED:
            return ""
        words = [f"#   {_text(word)},  # {n:,}" for word, n in Counter(column.filled).most_common()]
        return "\n".join(["# [where]  # to count these records alone", f"# {_text(column.name)} = [", *words, "# ]"])

    def dates_and_numbers(self) -> list[str]:
        """How dates and numbers are written, where that is not certain by itself."""
        lines = []
        if (column := self.of("date")) is not None and any(read_date(word) is None for word in column.filled):
            fit = fitting_formats([*column.filled])
            if len(fit) == 1:
                lines.append(f"date_format = {_text(fit[0])}")
            else:
                lines.append(_open("date_format", " or ".join(map(_text, fit)) or 'such as "%d/%m/%Y"'))
                self.open_points.append("date_format")
        counted = [self.roles[one] for one in ("killed", "killed_min", "killed_max") if one in self.roles]
        if any(re.fullmatch(r"\d{1,3}(,\d{3})+", word) for one in counted for word in one.filled):
            lines.append('thousands = ","')
        return lines


def _roles(columns: list[Column]) -> dict[str, Column]:
    """Which column seems to hold what: by its name, and by what its cells look like."""
    fits = {"date": _is_date, "end": _is_date, "age": _is_age}
    fits |= dict.fromkeys(_NUMBERS, _is_number)
    roles: dict[str, Column] = {}
    for role, words_of in _WORDS["columns"].items():
        wanted, against, ranked = words_of["names"], words_of.get("never", []), []
        for column in columns:
            if column in roles.values() or not column.filled:
                continue
            name = "_".join(_tokens(column.name))
            words = {*_tokens(column.name)}
            rank = (
                wanted.index(name)
                if name in wanted
                else next((len(wanted) + n for n, one in enumerate(wanted) if one in words), None)
            )
            if name.replace("_", " ") in words_of.get("whole", []):
                rank = 2 * len(wanted)
            if rank is None or words & {*against} or ("needs" in words_of and not words & {*words_of["needs"]}):
                continue
            if "only" in words_of and words - {*_WORDS["words"][words_of["only"]]}:
                continue
            others = bool("first" in words_of and words - {*_WORDS["words"][words_of["first"]]})  # of some of the dead
            if role in fits and _share(column, role, fits[role]) < _FRACTION:
                continue
            ranked.append((others, rank, columns.index(column)))
        if ranked:
            roles[role] = columns[min(ranked)[2]]
    return roles


def _share(column: Column, role: str, fits: Any) -> float:
    share = column.share(fits)
    return 1.0 if role in ("date", "end") and share < 1 and fitting_formats([*column.filled]) else share


def _records(n: int) -> str:
    return "record" if n == 1 else "records"


def _is_date(word: str) -> bool:
    return read_date(word) is not None


def _is_age(word: str) -> bool:
    return read_age(word) is not None or bool(_meaning(word, _AGES))


def _is_number(word: str) -> bool:
    return read_count(word, ",") is not None


def _meaning(word: str, meanings: dict[str, list[str]]) -> str:
    return next((means for means, words in meanings.items() if word.casefold().strip(" .") in words), "")


def _tokens(name: str) -> list[str]:
    """The words of a column's name: `DateOfDeath`, `date_of_death` and `Date of death` alike."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)
    return [one for one in re.split(r"[^\w]+|_", apart.casefold()) if one]


def _texts(value: Any) -> Iterator[str]:
    """The texts of a mapping, however deep."""
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(one)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(values: list[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _open(key: str, why: str) -> str:
    return f'{key} = ""  # {why}'
