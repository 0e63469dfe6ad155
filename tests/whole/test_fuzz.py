"""Bad input: a refusal that says where, or a right answer; never a traceback, a hang or a changed file."""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fuzzing
import pandas as pd
import pytest
from click.testing import CliRunner
from fuzzing import CLAIMS, INCIDENTS, RECORDS, VICTIMS, home, small, watched
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import DataError, read_claims, read_data, tolls_from_records
from analysis.cli import main
from analysis.data.tables import TABLES, read_mapping
from analysis.lists.mapping import read_plan
from analysis.notebooks.verify import verify

CELLS = [
    *("", " ", "\u00a0", "0", "-0", "00", "-1", "007", "516", "1,516", "1_516", "٥١٦", "５１６", "1e3", "1.5", "516.0"),
    *("nan", "inf", "None", "NA", "null", "999999999", "9999999999", "9" * 5000, "\ufeff", "\ufeff516", "516\ufeff"),
    *("\0", "5\0", "Russia\0", "\x1b[2J", "\u202e516", "\u2028", "\x85", "\x0b", "\x0c", "\x1c", "\x1f5", "\x7f"),
    *("\r", "\n", "\r\n", "a\rb", "a\nb", '"', '""', "'", ",", ";", "\t", "=1+1", "|", "+", "isis+isis", "isis|Russia"),
    *("..", "../../etc/passwd", "/etc/passwd", "C:\\x", "<script>", "{{7*7}}", "%s", "\\", "\\u0000", "$HOME", "`id`"),
    *("2016-01", "2016-13", "0000-01", "0001-01", "9999-12", "2016-02-30", "2016-1", "2016-W01-1", "20160101"),
    *("true", "TRUE", "gt", "highest_of", "civilians", "persons", "isis", "Al-Nusra", "all_parties", "joint:isis"),
    *(
        "é",
        "e\u0301",
        "ﬃ",
        "ß",
        "İ",
        "\U0001f480",
        "?",
        "Russia?",
        "x" * 70_000,
        "a" * 140_000,
        "http://[::1",
        "https://x",
    ),
]
TEXTS = st.one_of(st.sampled_from(CELLS), st.text(max_size=12), st.integers(-5, 2000).map(str), st.integers().map(str))
BYTES = [
    *(
        b"\0",
        b"\xff",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"\xc0\xaf",
        b"\xf4\x90\x80\x80",
        b"\x80",
        b"\xc3",
    ),
    *(
        b"\r",
        b"\n",
        b"\r\n",
        b"\n\n",
        b"\r\r\n",
        b'"',
        b'""',
        b",",
        b",,",
        b";",
        b"\t",
        b" ",
        b"\x1a",
        b"0",
        b"9",
        b"-",
    ),
]


@st.composite
def spreadsheets(draw: Any, seed: str) -> bytes:
    """A table that was changed: cells, rows and columns, then how it is written, then single bytes."""
    rows = list(csv.reader(io.StringIO(seed, newline="")))
    for _ in range(draw(st.sampled_from([0, 1, 1, 1, 2, 3]))):
        row = draw(st.integers(0, len(rows) - 1))
        place = draw(st.integers(0, max(len(rows[row]) - 1, 0)))
        change = draw(
            st.sampled_from(
                ["cell"] * 6 + ["number"] * 4 + ["longer", "shorter", "again", "gone", "blank", "swap", "from"]
            )
        )
        if change == "cell":
            rows[row][place : place + 1] = [draw(TEXTS)]
        elif change == "number":
            rows[row] = [str(draw(st.integers(0, 2000))) if cell.isdigit() else cell for cell in rows[row]]
        elif change == "longer":
            rows[row].append(draw(TEXTS))
        elif change == "shorter":
            del rows[row][place:]
        elif change == "again":
            rows.insert(row, list(rows[row]))
        elif change == "gone" and len(rows) > 1:
            del rows[row]
        elif change == "blank":
            rows.insert(row, [""] * draw(st.integers(0, 12)))
        elif change == "swap":
            other = draw(st.integers(0, len(rows[0]) - 1)) if rows[0] else 0
            for line in rows:
                if max(place, other) < len(line):
                    line[place], line[other] = line[other], line[place]
        elif change == "from" and rows[row]:
            other = draw(st.integers(0, len(rows) - 1))
            rows[row][place] = rows[other][place] if place < len(rows[other]) else ""
    written = io.StringIO()
    csv.writer(
        written,
        lineterminator=draw(st.sampled_from(["\n", "\n", "\n", "\r\n", "\r\n", "\r", "\n\r", "\r\r\n"])),
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        delimiter=draw(st.sampled_from(",,,,,,,,,,;\t")),
    ).writerows(rows)
    raw = written.getvalue().encode("utf-8", "surrogatepass")
    for _ in range(draw(st.sampled_from([0, 0, 0, 0, 1, 2]))):
        at = draw(st.integers(0, len(raw)))
        raw = raw[:at] + draw(st.sampled_from(BYTES)) + raw[at + draw(st.integers(0, 3)) :]
    return draw(st.sampled_from([b"", b"", b"", b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf"])) + raw


@st.composite
def tables(draw: Any) -> tuple[str, bytes]:
    """One file of a data folder, changed."""
    name = draw(st.sampled_from(TABLES))
    return name, draw(spreadsheets((home() / "raw" / f"{name}.csv").read_text("utf-8")))


CLAIMED = st.sampled_from(sorted(CLAIMS.values())).flatmap(spreadsheets)
COUNTED = st.sampled_from(sorted(RECORDS)).flatmap(lambda kind: st.tuples(spreadsheets(RECORDS[kind]), st.just(kind)))
NAMES = ["month", "monitor", "population", "as_of", "monitors", "start", "end", "data_dir", "monht", "../x", "a\0b", ""]
VALUES = [
    *(
        "2016-01",
        "2016-02",
        "2014-05",
        "snhr",
        "airwars",
        "snhr,airwars",
        "civilians",
        "persons",
        "fighters",
        "2016-02-02",
    ),
    *(
        "2016-01,2016-02",
        "2015-12:2016-02",
        "all",
        ":",
        ",",
        "2016-01:",
        "0001-01:9999-12",
        "1.0",
        "None",
        "\udcff",
        "\ud800",
    ),
]
ANYTHING = st.one_of(TEXTS, st.none(), st.booleans(), st.integers(), st.floats(), st.binary())
RIGHT = [("monitor", "snhr"), ("population", "civilians"), ("monitors", ""), ("monitors", "airwars"), ("as_of", "")]
GIVEN = st.tuples(
    st.lists(
        st.one_of(
            st.sampled_from(RIGHT),
            st.sampled_from(RIGHT),
            st.tuples(st.sampled_from(NAMES), st.one_of(st.sampled_from(VALUES), TEXTS)),
            st.tuples(st.sampled_from(NAMES), ANYTHING),
        ),
        min_size=1,
        max_size=3,
    ),
    st.lists(st.one_of(st.just("2016-01"), st.sampled_from(VALUES), TEXTS), max_size=2),
)


MONTHS = st.one_of(st.sampled_from(["2016-01", "2016-01", "2016-02", "2014-05", *VALUES]), TEXTS)
PARTIES = st.one_of(st.sampled_from(["isis", "Russia", "all_parties", "government+russian_forces", "al-Nusra"]), TEXTS)
PATHS = st.sampled_from(
    [
        *(
            "raw",
            "raw",
            "link",
            "up/home/raw",
            "raw/../raw",
            "./raw/",
            "broken",
            "loop",
            "loop/x",
            "nowhere",
            "nowhere/x",
        ),
        *(
            "pipe",
            "pipe-link",
            "zero",
            "sealed",
            ".",
            "..",
            "../..",
            "",
            "-",
            "*",
            "raw/*.csv",
            "raw/tolls.csv",
            "a" * 300,
        ),
        *(
            "raw/tolls.csv/x",
            "a\0b",
            "\udcff",
            "\ud800",
            "~",
            "$HOME",
            "latin.csv",
            "empty.csv",
            "claims.csv",
            "/dev/null",
        ),
        *(
            "comparisons.csv",
            "records.csv",
            "meaning.toml",
            "x/" * 2000,
            "None",
            "http://example.org/x.csv",
            "file:///etc",
        ),
    ]
)
OUTS = st.sampled_from(
    [
        *(
            "out",
            "out",
            "out/deep/er",
            "out/../out",
            "../home/out",
            "sealed",
            "nowhere",
            "loop",
            "pipe",
            "zero",
            "claims.csv",
        ),
        *(
            "raw",
            "link",
            "raw/out",
            "broken",
            ".",
            "..",
            "up/home/raw",
            "claims.csv/x",
            "a\0b",
            "\udcff",
            "\ud800",
            "o" * 300,
        ),
        *("", "-", "o/" * 2000, "out\n", "out\x1b[2J", " "),
    ]
)
CLAIM = st.one_of(
    st.tuples(PARTIES, st.sampled_from(["killed", "children", "total", "x"]), TEXTS),
    st.tuples(st.tuples(PARTIES, st.sampled_from([" > ", " < ", " highest_of ", ">=", ","]), PARTIES).map("".join)),
)
OPTIONS = {
    "--monitor": st.one_of(st.sampled_from(["snhr", "airwars", "sohr"]), TEXTS),
    "--population": st.one_of(st.sampled_from(["civilians", "persons", "fighters"]), TEXTS),
    "--as-of": st.one_of(st.sampled_from(["2016-02-05", "2016-01-01"]), TEXTS),
    "--format": st.sampled_from(["csv", "json", "markdown", "table", "table", "xml"]),
    "--data": PATHS,
    "--debug": None,
    "--help": None,
}
ARGUMENTS = {  # command -> its arguments, its options beside the common ones, where it may write
    "months": ([], {}),
    "compare": ([MONTHS], {}),
    "shares": ([MONTHS], {"--intervals": None}),
    "quote": ([MONTHS, PARTIES], {}),
    "period": ([st.one_of(MONTHS, st.tuples(MONTHS, MONTHS).map(":".join))], {}),
    "monitors": ([MONTHS], {"--orderings": None}),
    "audit": ([MONTHS], {}),
    "claims": ([MONTHS], {"--file": PATHS, "--comparisons": PATHS}),
    "check": ([MONTHS], {}),
    "tabulate": ([PATHS], {"--map": st.one_of(st.just("meaning.toml"), PATHS)}),
    "validate": ([PATHS], {}),
    "build": ([], {"--out": OUTS}),
    "init": ([OUTS], {}),
    "run": ([MONTHS], {"--out": OUTS, "--jobs": st.sampled_from(["1", "0", "-1", "x", "999999999999"])}),
    "verify": ([PATHS], {"--jobs": st.sampled_from(["1", "0", "x"])}),
    "site": ([OUTS], {"--reports": PATHS}),
    "": ([TEXTS], {}),
}
NOTEBOOKS = st.one_of(st.sampled_from(["01_comparison", "02_shares.ipynb", "04_trends", "../01_comparison"]), TEXTS)


@st.composite
def commands(draw: Any) -> tuple[list[str], str]:
    """A command line, and where it may write."""
    name = draw(st.sampled_from(sorted(ARGUMENTS)))
    slots, own = ARGUMENTS[name]
    words, out = [draw(slot) for slot in slots if draw(st.integers(0, 9))], ""
    if name in ("init", "site"):
        out = words[0] if words else "site"
    if name in ("check", "period") and draw(st.booleans()):
        words += draw(CLAIM)
    own = {**own, **{name: value for name, value in OPTIONS.items() if draw(st.integers(0, 3)) == 0}}
    for option, value in own.items():
        if option in ("--map", "--out") or draw(st.integers(0, 2)):
            words += [option] if value is None else [option, draw(value)]
    if name == "run":
        out = "reports"
        for _ in range(draw(st.integers(0, 2))):
            words += ["--notebook", draw(NOTEBOOKS)]
        for _ in range(draw(st.integers(0, 2))):
            words += ["-p", draw(st.sampled_from(NAMES)), draw(st.one_of(st.sampled_from(VALUES), TEXTS))]
    if name == "build":
        out = "processed"
    if "--out" in words:
        out = words[words.index("--out") + 1]
    if name not in ("init", "site") and draw(st.integers(0, 9)) == 0:
        words.insert(draw(st.integers(0, len(words))), draw(TEXTS))
    return [word for word in [name, *words] if word != "--serve"], out


COMMANDS = commands()


NODES = [
    "null",
    "[]",
    "{}",
    '""',
    '"\\ud800"',
    '"killed"',
    "0",
    "1" * 400,
    "[null]",
    '{"a": []}',
    '"integer"',
    '"("',
    "true",
]


@st.composite
def contracts(draw: Any) -> bytes:
    """The contract with one or two places of its JSON changed."""
    whole = {"": json.loads((home() / "raw" / "datapackage.json").read_text("utf-8"))}
    for _ in range(draw(st.integers(1, 2))):
        part, place = (whole[""], "resources") if "resources" in whole[""] and draw(st.integers(0, 9)) else (whole, "")
        for _ in range(draw(st.sampled_from([1, 2, 3, 4, 5, 5, 5, 6, 7, 7]))):
            if not isinstance(part[place], dict | list) or not part[place]:
                break
            part = part[place]
            place = draw(st.sampled_from(list(part) if isinstance(part, dict) else range(len(part))))
        if part is not whole and draw(st.booleans()):
            del part[place]
        else:
            part[place] = json.loads(draw(st.sampled_from(NODES)))
    return json.dumps(whole[""]).encode()


TOML = st.one_of(
    st.sampled_from(
        [
            *(
                '""',
                '"?"',
                '"isis"',
                "[]",
                '[""]',
                '["?", "F"]',
                "[1]",
                "{}",
                '{ a = "isis" }',
                '{ "" = "isis" }',
                '{ "?" = "x" }',
            ),
            *(
                "true",
                "1",
                "-1",
                "18",
                "1e400",
                "nan",
                "2016-01-01",
                "1979-05-27T07:32:00Z",
                "'''x\n'''",
                '"\\u0000"',
                '"\\uD800"',
            ),
            *(
                '{ female = ["f"], male = ["f"] }',
                '{ column = "by" }',
                '{ civilians = ["c"], column = "sex" }',
                '{ M = "isis+Russia" }',
            ),
            *(
                '{ M = "isis+isis" }',
                "{ M = 5 }",
                '{ date = "by", party = "by" }',
                "9" * 5000,
                "[" * 2000 + "]" * 2000,
                "{a=" * 600,
            ),
        ]
    ),
    TEXTS.map(json.dumps),
)


KEYS = [
    "parties",
    "sex",
    "age",
    "population",
    "identity",
    "report",
    "unknown",
    "monitor",
    "columns.sex",
    "x",
    "[parties]",
]


@st.composite
def mappings(draw: Any) -> bytes:
    """A mapping with words changed, lines gone or again, and bytes put in."""
    lines = draw(st.sampled_from([VICTIMS, INCIDENTS])).splitlines()
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        change = draw(st.sampled_from(["value", "key", "gone", "again", "new"]))
        key, _, value = lines[at].partition(" = ")
        if change == "value":
            lines[at] = f"{key} = {draw(TOML)}"
        elif change == "key":
            lines[at] = f"{draw(TOML)} = {value}"
        elif change == "gone" and len(lines) > 1:
            del lines[at]
        elif change == "again":
            lines.append(lines[at])
        else:
            lines.append(f"{draw(st.sampled_from(KEYS))} = {draw(TOML)}")
    raw = "\n".join(lines).encode("utf-8", "surrogatepass")
    if draw(st.integers(0, 3)) == 0:
        at = draw(st.integers(0, len(raw)))
        raw = raw[:at] + draw(st.sampled_from(BYTES)) + raw[at:]
    return raw


@st.composite
def parquets(draw: Any) -> bytes:
    """A Parquet file with bytes changed, put in or taken out, half of them near its end, which says what it holds."""
    raw = fuzzing.parquet()
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.one_of(st.integers(4, len(raw) - 1), st.integers(max(4, len(raw) - 800), len(raw) - 1)))
        raw = raw[:at] + draw(st.binary(max_size=4)) + raw[at + draw(st.integers(0, 4)) :]
    return raw


SHORT = settings(derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
FUZZED: dict[str, tuple[Any, Callable[[Any], object]]] = {  # what is fuzzed -> what is drawn, what is done with it
    "data": (tables(), lambda drawn: fuzzing.table(*drawn)),
    "contract": (contracts(), lambda drawn: fuzzing.table("datapackage.json", drawn)),
    "claims": (CLAIMED, fuzzing.claims),
    "records": (COUNTED, lambda drawn: fuzzing.records(*drawn)),
    "parquet": (parquets(), fuzzing.records),
    "mapping": (mappings(), lambda drawn: fuzzing.records(RECORDS["victims"].encode(), "victims", drawn)),
    "parameters": (GIVEN, lambda drawn: fuzzing.parameters(*drawn)),
    "cli": (COMMANDS, lambda drawn: fuzzing.snhr(*drawn)),
}
CASES = {
    "data": 100,
    "contract": 60,
    "claims": 250,
    "records": 250,
    "parquet": 150,
    "mapping": 150,
    "parameters": 250,
    "cli": 150,
}


@pytest.fixture(scope="module", autouse=True)
def _prepared() -> Iterator[None]:
    small()
    fuzzing.traps()
    with fuzzing.remembered_checks(), fuzzing.read_once():
        yield


@pytest.mark.parametrize("what", FUZZED)
@pytest.mark.filterwarnings("ignore")
def test_what_is_drawn_is_refused_with_its_place_or_right(what: str) -> None:
    drawn, target = FUZZED[what]

    @settings(SHORT, max_examples=CASES[what])
    @given(drawn)
    def check(case: Any) -> None:
        target(case)

    check()


def said_by(*words: str) -> str:
    """What a command says when it refuses, after it was held against the promise of `fuzzing.snhr`."""
    said: list[str] = []
    assert fuzzing.snhr(words, words[words.index("--out") + 1] if "--out" in words else "", said) == 2
    return said[0]


class TestWhatIsNoFile:
    """Nothing is waited for, nothing is read without an end."""

    TRAPS = {
        "pipe": "a pipe or a device",
        "pipe-link": "a pipe or a device",
        "zero": "a pipe or a device",
        "loop": "Too many levels of symbolic links",
        "nowhere": "No such file or directory",
        "sealed": "Is a directory",
        "a\0b": "no path",
        "\ud800": "no path",
        "a" * 300: "File name too long",
    }

    @pytest.mark.parametrize(("trap", "found"), TRAPS.items(), ids=[repr(trap)[:12] for trap in TRAPS])
    def test_by_each_reader(self, trap: str, found: str, tmp_path: Path) -> None:
        path = home() / trap
        meaning = read_plan(read_mapping(home() / "meaning.toml"), small().parties)
        readers: list[Callable[[], object]] = [
            lambda: read_claims(path, small()),
            lambda: fuzzing.tolls_of_file(path, meaning),
            lambda: read_mapping(path),
            lambda: read_data(path),
        ]
        for read in readers:
            with watched(), pytest.raises(DataError) as caught:
                read()
            assert found in str(caught.value) or read is readers[-1]

    @pytest.mark.parametrize("trap", ["pipe", "zero", "loop", "nowhere", "sealed"])
    @pytest.mark.parametrize("file", ["tolls.csv", "datapackage.json"])
    def test_in_a_data_folder(self, trap: str, file: str, folder: Path) -> None:
        (folder / file).unlink()
        (folder / file).symlink_to(home() / trap)
        with watched(), pytest.raises(DataError) as caught:
            read_data(folder)
        assert [problem.file for problem in caught.value.problems] == [file]

    def test_a_manifest_that_is_none_says_nothing(self, folder: Path) -> None:
        folder.with_name("processed").mkdir()
        os.mkfifo(folder.with_name("processed") / "manifest.json")
        with watched():
            read_data(folder)

    def test_among_executed_notebooks(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "01_comparison.ipynb")
        with watched():
            assert verify(tmp_path, 1, small())["message"].tolist() == ["not a file"]

    def test_links_are_followed(self, folder: Path, tmp_path: Path) -> None:
        (folder / "tolls.csv").rename(tmp_path / "elsewhere.csv")
        (folder / "tolls.csv").symlink_to(tmp_path / "elsewhere.csv")
        (tmp_path / "link").symlink_to(folder)
        assert read_data(tmp_path / "link").folder == folder


class TestPathsAndNames:
    @pytest.mark.parametrize("path", ["a\0b", "\ud800", "a" * 300, "x/" * 400])
    @pytest.mark.parametrize(
        "words",
        [
            *(["compare", "2016-01", "--data"], ["build", "--out"], ["init"], ["run", "2016-01", "--out"], ["verify"]),
            *(["site"], ["site", "--reports"], ["validate"], ["claims", "--file"], ["claims", "--comparisons"]),
            *(["tabulate", "records.csv", "--map"], ["tabulate", "--map", "meaning.toml"]),
        ],
        ids=" ".join,
    )
    def test_what_is_no_path_is_refused_where_it_is_named(self, words: list[str], path: str) -> None:
        assert f"{path[:40]!r}" in said_by(*words, path)

    @pytest.mark.parametrize(
        "month", ["../2016-01", "2016-01/..", "/etc", "..", "2016-01\0", "2016-01/../../x", "2016-01\n"]
    )
    @pytest.mark.parametrize("command", ["compare", "shares", "period", "monitors", "audit", "claims", "run"])
    def test_a_month_is_no_path(self, command: str, month: str) -> None:
        assert repr(month)[1:-1] in said_by(command, month)

    @pytest.mark.parametrize(
        "name", ["../01_comparison", "/etc/passwd", "..", "01_comparison\0", "notebooks/01_comparison"]
    )
    def test_a_notebook_is_no_path(self, name: str) -> None:
        assert f"unknown notebook {name!r}" in said_by("run", "2016-01", "--notebook", name)

    @pytest.mark.parametrize("name", ["monitor", "population", "as_of", "monitors"])
    def test_a_parameter_is_no_path(self, name: str) -> None:
        for value in ("../..", "/etc/passwd", "a\0b", "\udcff"):
            said = said_by("run", "2016-01", "-p", name, value)
            assert repr(value)[1:-1] in said or value in said

    @pytest.mark.parametrize("out", ["claims.csv", "pipe", "loop", "nowhere/../claims.csv"])
    def test_an_output_is_a_folder(self, out: str) -> None:
        for words in (["build", "--out"], ["run", "2016-01", "--out"]):
            assert out in said_by(*words, out)

    def test_an_output_is_written_where_it_is_named_and_nowhere_else(self) -> None:
        for out in ("out", "out/deep/er", "out/../out", "up/home/out", "sealed/../out"):
            assert fuzzing.snhr(["run", "2016-01", "--out", out], out) == 0
            assert fuzzing.snhr(["build", "--out", out], out) == 0
        for words in (["build", "--out", "link"], ["run", "2016-01", "--out", "raw/../raw"]):
            assert "raw and built files never share a folder" in said_by(*words)

    def test_a_name_that_is_no_utf_8_is_no_traceback(self) -> None:
        for words in (["init", "\udcff"], ["build", "--out", "\udcff"], ["run", "2016-01", "--out", "\udcff"]):
            assert fuzzing.snhr(words, "\udcff") == 0


class TestBytes:
    def problem(self, read: Callable[[], object]) -> tuple[int, str, str]:
        with pytest.raises(DataError) as caught:
            read()
        first = caught.value.problems[0]
        return first.row, first.column, first.found

    def by_each(self, change: Callable[[bytes], bytes], tmp_path: Path, folder: Path) -> list[tuple[int, str, str]]:
        """The first problem of claims, of records and of a table, each after the same change."""
        for name, text in (("claims.csv", CLAIMS["values"]), ("records.csv", RECORDS["victims"])):
            (tmp_path / name).write_bytes(change(text.encode()))
        (folder / "monitors.csv").write_bytes(change((folder / "monitors.csv").read_bytes()))
        return [
            self.problem(lambda: read_claims(tmp_path / "claims.csv", small())),
            self.problem(lambda: fuzzing.tolls_of_file(tmp_path / "records.csv", read_plan(MEANING, small().parties))),
            self.problem(lambda: read_data(folder)),
        ]

    @pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
    @pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
    @pytest.mark.parametrize(("cell", "found"), [(b"\xff", "byte 0xff"), (b"\xed\xa0\x80", "byte 0xed")])
    def test_what_is_no_utf_8_has_its_row(
        self, end: bytes, mark: bytes, cell: bytes, found: str, tmp_path: Path, folder: Path
    ) -> None:
        """A lone surrogate is none. Lines in quotes make no row."""

        def change(raw: bytes) -> bytes:
            first, second, *rest = raw.split(b"\n")
            lines = [first, b'"two\nlines' + second[1:].replace(b",", b'",', 1), *rest[:-1]]
            return mark + end.join([*lines, b"x" + cell + b",x", b""])

        rows = [len(text.splitlines()) + 1 for text in (CLAIMS["values"], RECORDS["victims"])]
        rows.append(len((folder / "monitors.csv").read_text("utf-8").splitlines()) + 1)
        assert self.by_each(change, tmp_path, folder) == [(row, "", found) for row in rows]

    def test_nul_is_refused_with_its_row_or_is_no_date(self, tmp_path: Path, folder: Path) -> None:
        def change(raw: bytes) -> bytes:
            for start in (b"\na", b"\n2016-01-02", b"\nsnhr"):
                raw = raw.replace(start, start[:2] + b"\0" + start[2:])
            return raw

        found = self.by_each(change, tmp_path, folder)
        assert found == [
            (2, "", "a NUL character"),
            (2, "day", "a text such as 0#000-00-00"),
            (2, "", "a NUL character"),
        ]

    def test_a_byte_order_mark_is_one_at_the_start_alone(self, tmp_path: Path, folder: Path) -> None:
        mark = b"\xef\xbb\xbf"
        assert fuzzing.claims(mark + CLAIMS["values"].encode())
        assert fuzzing.records(mark + RECORDS["victims"].encode())
        assert fuzzing.table("tolls", mark + (home() / "raw" / "tolls.csv").read_bytes())
        for problem in self.by_each(lambda raw: mark + mark + raw, tmp_path, folder):
            assert problem[0] == 1
        claims = CLAIMS["values"].encode().replace(b"98", mark + b"98")
        (tmp_path / "claims.csv").write_bytes(claims)
        assert self.problem(lambda: read_claims(tmp_path / "claims.csv", small()))[:2] == (2, "value")
        (tmp_path / "claims.csv").write_bytes(CLAIMS["values"].encode().replace(b"Post", b"Po" + mark + b"st"))
        assert read_claims(tmp_path / "claims.csv", small())["outlet"][0] == "Po\ufeffst"

    def test_mixed_line_ends_are_line_ends(self) -> None:
        for seed, target in ((CLAIMS["values"], fuzzing.claims), (RECORDS["victims"], fuzzing.records)):
            first, second, *rest = seed.encode().split(b"\n")
            assert target(first + b"\r\n" + second + b"\r" + b"\n".join(rest))
        raw = (home() / "raw" / "tolls.csv").read_bytes()
        first, second, *rest = raw.split(b"\n")
        assert fuzzing.table("tolls", first + b"\r" + second + b"\r\n" + b"\n".join(rest))

    def test_a_header_twice_is_refused(self, tmp_path: Path, folder: Path) -> None:
        def twice(raw: bytes) -> bytes:
            return b"\n".join(line + b"," + line.split(b",")[0] for line in raw.splitlines()) + b"\n"

        assert self.by_each(twice, tmp_path, folder) == [
            (1, "claim_id", "the column 2 times"),
            (1, "day", "2 such columns"),
            (1, "monitor", "the column 2 times"),
        ]

    def test_a_huge_cell_is_read_whole(self) -> None:
        assert fuzzing.claims(CLAIMS["values"].replace("Post", "P" * 10**6).encode())
        assert fuzzing.records(RECORDS["victims"].replace(",A", "," + "A" * 10**6).encode())
        monitors = (home() / "raw" / "monitors.csv").read_text("utf-8")
        assert fuzzing.table("monitors", monitors.replace("Syrian Network", "S" * 10**6).encode())

    def test_how_long_a_cell_may_be_rests_on_no_import(self, folder: Path) -> None:
        """The contract's checks import frictionless, which raises the limit of Python's reader."""
        monitors = folder / "monitors.csv"
        monitors.write_text(monitors.read_text("utf-8").replace("Syrian Network", "S" * 200_000), "utf-8")
        code = "import sys; from analysis.data.csv_reader import read_tables; from pathlib import Path; "
        code += "problems = read_tables(Path(sys.argv[1])).problems; assert not problems, problems; "
        code += "assert 'frictionless' not in sys.modules"
        assert subprocess.run([sys.executable, "-c", code, str(folder)], check=False).returncode == 0

    def test_a_huge_cell_is_not_shown_whole(self, tmp_path: Path) -> None:
        (tmp_path / "claims.csv").write_text(CLAIMS["values"].replace("98", "9" * 100_000), "utf-8")
        with pytest.raises(
            DataError, match=r"row 2, column value: found '9{299}\.\.\. \(100,002 characters\)"
        ) as caught:
            read_claims(tmp_path / "claims.csv", small())
        assert len(str(caught.value)) < 1000

    def test_a_huge_number_is_refused(self, folder: Path) -> None:
        tolls = folder / "tolls.csv"
        tolls.write_text(tolls.read_text("utf-8").replace(",516,", f",{'9' * 5000},", 1), "utf-8")
        assert self.problem(lambda: read_data(folder))[:2] == (18, "killed")
        monitors = folder / "monitors.csv"
        monitors.write_text(monitors.read_text("utf-8").replace("belligerent,4", f"belligerent,{'9' * 5000}"), "utf-8")
        done = CliRunner().invoke(main, ["validate", str(folder), "--fix"])
        assert (done.exit_code, type(done.exception)) == (2, SystemExit)


def test_a_parquet_file_with_a_name_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "records.parquet").write_bytes(fuzzing.parquet().replace(b"sex", b"s\xffx"))
    with pytest.raises(DataError, match=r"records\.parquet: found a name of a column that is no UTF-8"):
        fuzzing.tolls_of_file(tmp_path / "records.parquet", read_plan(MEANING, small().parties))


MEANING = {"kind": "victims", "population": "civilians", "unknown": ["?"], "columns": {"date": "day", "party": "by"}}


@pytest.mark.parametrize("cell", [["a"], {"a": 1}, "\ud800", b"a", 10**400, float("inf"), "a\0"], ids=str)
def test_a_record_may_hold_anything(cell: object) -> None:
    """Where it is no party it is refused with its row, where it is no column of the mapping it is as good as a text."""
    records = pd.DataFrame(
        {"day": ["2016-01-01"] * 2, "by": ["isis", "?"], "note": pd.Series([cell, cell], dtype=object)}
    )
    tolls = tolls_from_records(records, MEANING).frame[["party", "killed", "scope"]].fillna("").values.tolist()
    nobodys = ["all_parties", 1, "subset:unattributed"]  # the record of the party that is unknown
    assert tolls == [["isis", 1, ""], ["all_parties", 2, "unattributed"], nobodys]
    assert tolls_from_records(records, {**MEANING, "identity": ["note"]}).duplicates == 0
    with pytest.raises(DataError, match="row 2, column by"):
        tolls_from_records(records.assign(by=records["note"]), MEANING)


def test_tables_in_tables_without_end_are_no_mapping(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text("a = " + "[" * 100_000)
    with pytest.raises(DataError, match=r"m\.toml: found maximum recursion depth"):
        read_mapping(tmp_path / "m.toml")


def test_a_contract_has_the_columns_and_types_of_ours(folder: Path) -> None:
    """It may have more. Without one of them nothing could be checked or computed."""
    path = folder / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    tolls = next(resource for resource in package["resources"] if resource["name"] == "tolls")["schema"]["fields"]
    tolls[:] = [
        {**field, "type": "string", "constraints": {}} if field["name"] == "women" else field
        for field in tolls
        if field["name"] != "killed"
    ]
    path.write_text(json.dumps(package), "utf-8")
    with pytest.raises(DataError) as caught:
        read_data(folder)
    found = [(problem.column, problem.found) for problem in caught.value.problems if problem.file == path.name]
    assert found == [("tolls.killed", "no such column"), ("tolls.women", "the type 'string'")]
