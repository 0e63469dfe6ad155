"""Bad input, as functions: bytes or drawn values in, and an AssertionError unless what comes of them is right.

Right is a refusal that says where (an AnalysisError; on the command line one message and exit status 2), or what the
bytes say: every number that of its cell, a blank still a blank, no row lost. Never another exception, a hang, or a file
changed. Used by hypothesis in test_fuzz.py and torture/test_fuzzing.py, and by atheris in torture/coverage_guided.py.
"""

from __future__ import annotations

import csv
import importlib
import io
import json
import os
import pkgutil
import re
import shutil
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from click.testing import CliRunner

import analysis
from analysis import AnalysisError, Data, DataError, build, check_claims, read_claims, read_data
from analysis.cli import main
from analysis.data import csv_reader
from analysis.data import tables as data_module
from analysis.data.folder import ENVIRONMENT_VARIABLE, REPOSITORY
from analysis.data.tables import TABLES, read_mapping
from analysis.errors import is_month
from analysis.lists import put
from analysis.lists.counted import CountedTolls
from analysis.lists.mapping import read_plan
from analysis.lists.plan import Plan
from analysis.lists.tolls import tolls_of
from analysis.model.cells import POPULATIONS
from analysis.notebooks import files, runner
from analysis.notebooks import parameters as parameters_module
from analysis.notebooks.parameters import Parameters, SeriesParameters
from analysis.questions.audit import findings
from analysis.tolls import monthly

SECONDS = 120  # nothing here takes more than a few
MONTH = "2016-01"
VICTIMS = """kind = "victims"
population = "civilians"
child_under = 18
unknown = ["?"]
separator = ";"
columns = { date = "day", party = "by", sex = "sex", age = "age" }
"""
INCIDENTS = """kind = "incidents"
population = "persons"
unknown = ["?"]
columns = { date = "day", parties = "by", killed = "killed", children = "children" }
"""
RECORDS = {
    "victims": "day,by,sex,age,name\n2016-01-02,Russia,female,7,A\n2016-01,?,?,,B\n?,isis;Russia,male,40,\n",
    "incidents": "day,by,killed,children,place\n2016-01-02,Russia,5,2,A\n2016-02-03,isis,?,,B\n,?,3,0,C\n",
}
CLAIMS = {
    "values": "claim_id,outlet,month,party,measure,value\na,Post,2016-01,isis,killed,98\n"
    "b,Il Post,2016-01,all_parties,total,1382\n",
    "comparisons": "claim_id,outlet,month,left,relation,right\na,Post,2016-01,Russia,gt,government\n"
    "b,Il Post,2016-01,isis,highest_of,isis|al-Nusra\n",
}


# of messages that name what they refuse in words of their own
_STATED = (
    "Missing",
    "No such option",
    "No such command",
    "no executed notebooks",
    "''",
    "' '",
    "unexpected extra argument",
    "unknown party '",
    "cannot read the claim '",
    "are arguments, not parameters",
    "is an option, not a parameter",
)


class Hang(BaseException):
    """A case that does not end."""


@contextmanager
def watched() -> Iterator[None]:
    """End a case that hangs."""
    seconds = SECONDS

    def ring(*_: object) -> None:
        raise Hang(f"no end after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


_scratch = tempfile.TemporaryDirectory(prefix="snhr-fuzz-")


@cache
def home() -> Path:
    """A folder with a small valid data folder, `raw`: one month of one monitor, under the repository's contract."""
    raw = Path(_scratch.name, "a", "b", "home", "raw")  # so deep that two steps up are still inside
    shutil.copytree(Path(__file__).parents[1] / "right" / "base", raw)
    shutil.copy(REPOSITORY / "data" / "raw" / "datapackage.json", raw)
    for table, kept in (("reports", f"snhr-{MONTH}"), ("tolls", f"snhr-{MONTH}-de"), ("claims", "ansa")):
        head, *rows = (raw / f"{table}.csv").read_text("utf-8").splitlines(keepends=True)
        (raw / f"{table}.csv").write_text("".join([head, *(row for row in rows if row.startswith(kept))]), "utf-8")
    for table in ("adjudications", "governorates", "known_discrepancies", "period_totals"):
        (raw / f"{table}.csv").write_text((raw / f"{table}.csv").read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    return raw.parent


@cache
def small() -> Data:
    """The data of `home`."""
    schemas(), small_rows()  # before anything is changed
    return read_data(home() / "raw", validate=True)


def fingerprint(folder: Path) -> dict[str, bytes | str]:
    """What lies in a folder: the bytes of each file, what else each path is."""
    found: dict[str, bytes | str] = {}
    for root, folders, names in os.walk(folder):
        for name in [*folders, *names]:
            path = Path(root, name)
            whole = path.is_file() and not path.is_symlink()
            found[str(path)] = path.read_bytes() if whole else f"{path.lstat().st_mode} {path.is_symlink()}"
    return found


@contextmanager
def nothing_changed(folder: Path, but: Path | None = None) -> Iterator[None]:
    """Hold a folder against what it was before, all of it `but` one part."""
    before = fingerprint(folder)
    yield
    after = fingerprint(folder)
    changed = [path for path in {*before, *after} if before.get(path) != after.get(path)]
    if but is not None:
        changed = [path for path in changed if not Path(path).is_relative_to(but) and not but.is_relative_to(path)]
    assert not changed, f"changed: {sorted(changed)}"


@contextmanager
def remembered_checks() -> Iterator[None]:
    """Check an unchanged table once.

    What a table breaks by itself rests on it alone; foreign keys, on those that name it or that it names. Both are the
    package's own checks, of fewer tables at a time.
    """
    asked = data_module.check_cells

    @lru_cache(1000)
    def alone(name: str, rows: tuple[tuple[str, ...], ...]) -> tuple[Any, ...]:
        schema = {**schemas()[name], "foreignKeys": []}
        return tuple(asked(csv_reader.Tables({name: list(map(list, rows))}, {name: schema}, {}, [])))

    def together(rows: dict[str, list[list[str]]]) -> list[Any]:
        new = {name for name, there in rows.items() if there != small_rows()[name]}
        keys = {
            name: [
                key
                for key in schema.get("foreignKeys", [])
                if name in new or (key["reference"]["resource"] or name) in new
            ]
            for name, schema in schemas().items()
        }
        asked_for = {key["reference"]["resource"] or name for name, found in keys.items() for key in found}
        there = new | asked_for | {name for name, found in keys.items() if found}
        limited = {name: {**schemas()[name], "foreignKeys": keys[name]} for name in schemas() if name in there}
        return asked(csv_reader.Tables({name: rows[name] for name in limited}, limited, {}, []))

    def check(tables: csv_reader.Tables) -> list[Any]:
        if tables.schemas != schemas():
            return asked(tables)
        broken = {problem.file.removesuffix(".csv") for problem in tables.problems}
        rows = {name: tuple(map(tuple, there)) for name, there in tables.rows.items() if name not in broken}
        found = [problem for name, there in rows.items() for problem in alone(name, there)]
        return found if found or broken else together(tables.rows)

    framed = csv_reader.frame

    @lru_cache(1000)
    def made(rows: tuple[tuple[str, ...], ...], fields: str, blank: frozenset[Any]) -> pd.DataFrame:
        return framed(list(map(list, rows)), {"fields": json.loads(fields)}, blank)

    def frame(rows: list[list[str]], schema: Any, blank: Any = ()) -> pd.DataFrame:
        return made(tuple(map(tuple, rows)), json.dumps(schema["fields"]), frozenset(blank))

    ruled, known = data_module.broken_rules, dict[Any, Any]()

    def rules(frames: dict[str, pd.DataFrame], incomplete: set[str]) -> list[Any]:
        key = (*map(id, frames.values()), *sorted(incomplete))
        if key not in known:
            if len(known) > 200:
                known.clear()
            known[key] = (ruled(frames, incomplete), frames)  # kept, the frames keep their ids
        return list(known[key][0])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data_module, "check_cells", check)
        patch.setattr(csv_reader, "frame", frame)
        patch.setattr(data_module, "broken_rules", rules)
        yield


@cache
def small_rows() -> dict[str, list[list[str]]]:
    """The small data as text."""
    return csv_reader.read_tables(home() / "raw").rows


@cache
def schemas() -> dict[str, Any]:
    """The contract of the small data."""
    return csv_reader.read_tables(home() / "raw").schemas


def says_where(error: AnalysisError, files: Sequence[str], rows: int) -> None:
    """Hold a refusal of files to its promise: which file, which row, what was found and what was expected."""
    assert isinstance(error, DataError), repr(error)
    assert error.problems
    for problem in error.problems:
        assert problem.file in files, problem
        assert 0 <= problem.row <= rows, problem
        assert problem.row or problem.column or problem.found, problem
        assert problem.found, problem
        assert problem.expected, problem
    assert "\nNext: " in str(error)
    str(error).encode("utf-8")  # it can be printed


def spreadsheet(raw: bytes, column: str = "") -> list[dict[str, str]]:
    """The rows of a valid CSV file as another parser, that of pandas, reads them; without empty rows at the end.

    Those of a list begin below the row that has a `column`, whatever mark stands between its columns.
    """
    found = re.search(rf"{column}[ \"]*([,;\t|])".encode(), raw) if column else None
    mark = found[1].decode() if found else ","
    table = pd.read_csv(
        io.BytesIO(raw),
        header=None,
        names=range(64),  # rows may have more cells than the first, if they are empty
        dtype=str,
        keep_default_na=False,
        skip_blank_lines=False,
        encoding="utf-8-sig",
        sep=mark,
    ).fillna("")
    lines = [[cell.strip() for cell in line] for line in table.itertuples(index=False)]
    while lines and not any(lines[-1]):
        lines.pop()
    while column and column not in lines[0]:
        lines.pop(0)
    names = lines[0]
    return [{name: cell for name, cell in zip(names, line, strict=True) if name} for line in lines[1:]]


def same_cells(frame: pd.DataFrame, raw: bytes) -> None:
    """Hold a table that was read against the bytes it was read from, cell by cell."""
    rows = spreadsheet(raw)
    assert len(frame) == len(rows)
    for column in frame.columns:
        kind = frame[column].dtype
        for cell, text in zip(frame[column], [row.get(column, "") for row in rows], strict=True):
            if kind == "bool":
                assert str(cell).lower() == text.lower(), (column, cell, text)
            elif text == "":
                assert pd.isna(cell), (column, cell)
            elif kind == "Int64":
                assert str(cell) == str(int(text)), (column, cell, text)
            elif kind == "Float64":
                assert cell == float(text), (column, cell, text)
            else:
                assert cell == text, (column, cell, text)


def lines_of(raw: bytes) -> int:
    """No row of a file can come after this one."""
    return raw.count(b"\n") + raw.count(b"\r") + 1


def table(name: str, raw: bytes) -> bool:
    """Read the small data with other bytes in one of its files. Tells whether they were read."""
    path = home() / "raw" / (name if name.endswith(".json") else f"{name}.csv")
    before = path.read_bytes()
    try:
        path.write_bytes(raw)
        with watched(), nothing_changed(home()):
            try:
                data = read_data(home() / "raw")
            except AnalysisError as error:
                most = max(lines_of(raw), *(len(there) for there in (small().parties, small().tolls))) + 1
                own = [f"{table}.csv" for table in re.findall("[a-z][a-z0-9_-]*", raw.decode(errors="replace"))]
                named = own if name == "datapackage.json" else []  # which lists the files there are
                says_where(error, ["datapackage.json", *(f"{table}.csv" for table in TABLES), *named], most)
                return False
            for other in TABLES:
                if other == name:
                    same_cells(getattr(data, other), raw)
                else:
                    assert len(getattr(data, other)) == len(getattr(small(), other))
            return True
    finally:
        path.write_bytes(before)


def claims(raw: bytes) -> bool:
    """Read a file of claims, and check what was read. Tells whether it was read."""
    path = home() / "claims-of-mine.csv"
    path.write_bytes(raw)
    try:
        with watched(), nothing_changed(home()):
            try:
                asked = read_claims(path, small())
            except AnalysisError as error:
                says_where(error, [path.name], lines_of(raw))
                return False
            same_cells(asked, raw)
            verdicts = check_claims(small(), asked).frame
            assert list(verdicts["claim_id"]) == list(asked["claim_id"])
            assert verdicts["verdict"].notna().all()
            if "value" in asked.columns:
                assert list(verdicts["value"]) == list(asked["value"])
            return True
    finally:
        path.unlink()


def records(raw: bytes, kind: str = "victims", mapping: bytes | None = None) -> bool:
    """Count a list of victims or incidents, CSV or Parquet. Tells whether it was counted."""
    path, meaning = home() / "records-of-mine.csv", home() / "meaning-of-mine.toml"
    path.write_bytes(raw)
    meaning.write_bytes((VICTIMS if kind == "victims" else INCIDENTS).encode() if mapping is None else mapping)
    try:
        with watched(), nothing_changed(home()):
            try:
                plan = read_plan(read_mapping(meaning), small().parties, meaning.name)
                tolls = tolls_of_file(path, plan)
            except AnalysisError as error:
                says_where(error, [meaning.name, path.name], 10**9 if raw.startswith(b"PAR1") else lines_of(raw))
                return False
            if not raw.startswith(b"PAR1") and mapping is None:
                every_record_counts(tolls, spreadsheet(raw, "day"), kind)
            return True
    finally:
        path.unlink()
        meaning.unlink()


def tolls_of_file(path: Path, plan: Plan) -> CountedTolls:
    """The tolls of one file."""
    return tolls_of([(put.tally_of(path, plan), plan)])


@cache
def parquet() -> bytes:
    """The victims as a Parquet file."""
    source, made = home() / "victims.csv", home() / "victims.parquet"
    rows = [f"2016-03-{1 + i % 28:02d},isis,male,{i},N{i}" for i in range(100)]
    source.write_text("\n".join([*RECORDS["victims"].splitlines(), *rows, ""]), "utf-8")
    duckdb.sql(f"copy (from read_csv('{source}', all_varchar = true)) to '{made}' (format parquet)")
    raw = made.read_bytes()
    source.unlink(), made.unlink()
    return raw


def every_record_counts(counted: CountedTolls, rows: list[dict[str, str]], kind: str) -> None:
    """Hold tolls against the rows they were made of: nobody is lost, nobody counts twice, and no number is made up."""
    tolls = counted.frame
    assert counted.records == len(rows)
    dated = [row for row in rows if row["day"] not in ("", "?")]
    undated = sum(one.records for one in counted.unknown if (one.month, one.field) == ("", "date"))
    assert undated == len(rows) - len(dated)
    nobodys = tolls["scope"].str.contains("subset:unattributed", na=False)
    total = tolls[(tolls["party"] == "all_parties") & ~nobodys].set_index("month")
    named_by_none = [row["day"][:7] for row in dated if row["by"] in ("", "?")]
    assert set(tolls.loc[nobodys, "month"]) <= set(named_by_none)
    assert total.index.is_unique
    assert tolls.loc[nobodys, "month"].is_unique
    if kind == "victims":
        nobody = tolls[nobodys].set_index("month")["killed"].to_dict()
        assert nobody == Counter(named_by_none)
    months: dict[str, list[str]] = {}
    for row in dated:
        months.setdefault(row["day"][:7], []).append(row.get("killed", "1"))
    # a month whose deaths may all be unknown has no figure ("at least 0" is none), unless children are told
    told = {month: {"?" if number == "" else number for number in each} for month, each in months.items()}
    blank = {month for month, each in told.items() if "?" in each and not any(map(int, each - {"?"}))}
    assert set(told) - blank <= set(total.index) <= set(told)
    for month, printed in total.iterrows():
        here = [row for row in dated if row["day"][:7] == month]
        if kind == "victims":
            assert printed["killed"] == len(here)
            ages = [int(row["age"]) for row in here if row["age"].isdigit()]
            words = [row["age"].casefold() for row in here]
            young = sum(age < 18 for age in ages) + words.count("child")
            assert printed["children"] == young if not pd.isna(printed["children"]) else young == 0
        else:
            numbers = [int(row["killed"]) for row in here if row["killed"] not in ("", "?")]
            least = printed["killed"] if not pd.isna(printed["killed"]) else printed["killed_min"]
            assert least == sum(numbers) if not pd.isna(least) else sum(numbers) == 0
            assert pd.isna(printed["killed"]) == (len(numbers) < len(here))


def parameters(given: Sequence[tuple[Any, Any]], months: Sequence[str] = ()) -> bool:
    """Take notebook parameters as `snhr run -p` and as a notebook does. Tells whether all were taken."""
    by_name, taken = dict(given), False
    with watched():
        for check in (Parameters, SeriesParameters):
            try:
                found: Any = check.of(by_name).checked(small())
            except AnalysisError as error:
                says_what(error, [*by_name, *by_name.values()])
                continue
            taken = True
            for name, value in by_name.items():
                assert getattr(found, name) == value or (name in ("monitor", "population") and not value)
            assert found.population in POPULATIONS
            assert found.monitor in set(small().monitors["monitor"])
            assert all(is_month(getattr(found, name)) for name in ("month", "start", "end") if hasattr(found, name))
            assert len(found.tolls(small()))
        if not all(isinstance(value, str) for value in by_name.values()):
            return taken  # of a notebook's own; a command line has texts
        try:
            runner.refuse_parameters([name for name, _ in given])
            chosen = Parameters.of(by_name)
            asked = runner.months_to_run(months, small(), chosen.monitor, chosen.as_of)
            runner._tasks(asked, sources(), small(), by_name)
        except AnalysisError as error:
            says_what(error, [*by_name, *by_name.values(), *months])
            return False
        assert set(asked) <= set(small().reports["month"])
    return taken


@cache
def sources() -> dict[str, str]:
    """The notebooks as text."""
    return {name: (files.NOTEBOOKS / f"{name}.ipynb").read_text("utf-8") for name in files.notebook_names()}


def says_what(error: AnalysisError, values: Sequence[Any]) -> None:
    """Hold a refusal of values to its promise: one of them is named, as it was given."""
    said = str(error)
    parts = [part for value in values for part in (value, *re.split("[,:]", str(value)))]
    shown = [form for part in parts for form in (str(part), repr(part)[1:-1]) if form]
    assert any(form in said for form in (*shown, *_STATED)), said[:300]
    said.encode("utf-8", "backslashreplace")


def snhr(words: Sequence[str], out: str = "", said: list[str] | None = None) -> int:
    """Call a command in `home`; it may write into `out` alone. Returns its exit status; `said` gets its complaint."""
    root, old = Path(_scratch.name), Path.cwd()
    before = fingerprint(root)
    os.chdir(home())
    os.environ[ENVIRONMENT_VARIABLE] = str(home() / "raw")
    try:
        with watched():
            done = CliRunner().invoke(main, list(words))
        where = Path(os.path.realpath(out)) if out and not {"\0", "\ud800"} & set(out) else None
        changed = put_back(root, before)
    finally:
        os.environ[ENVIRONMENT_VARIABLE] = ""
        os.chdir(old)
    if said is not None:
        said.append(done.stderr)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise AssertionError(f"a traceback: {words}") from done.exception
    outside = [path for path in changed if where is None or where not in (path, *path.parents)]
    outside = [path for path in outside if where is None or path not in where.parents]  # made to hold it
    of_data = [path for path in changed if path.parent == home() / "raw" and path != where]
    assert not outside, f"{words} changed {outside}"
    assert not of_data, f"{words} changed {of_data}"
    assert done.exit_code in (0, 1, 2), words
    assert "Traceback" not in done.output
    told = "--format" in words and "validate" in words  # the problems are the output
    if done.exit_code == 2 and not told:
        assert done.stderr.startswith("snhr: ") or "\nError: " in f"\n{done.stderr}", done.stderr
        assert done.stderr.count("snhr: ") == 1 or "Usage: " in done.stderr, done.stderr
        assert says_which(words, done.stderr), (words, done.stderr)
    elif done.exit_code < 2:
        assert done.stdout, words
        if not {"--help", "-h"} & set(words):
            in_form(done.stdout, words)
    return int(done.exit_code)


def says_which(words: Sequence[str], said: str) -> bool:
    """Whether a message names one of the words it refuses, or what is missing."""
    parts = [part for word in words[1:] for part in (word, word[:40], str(Path(word)), *re.split("[:<>,]", word))]
    shown = {form for part in parts for given in (part, repr(part)[1:-1]) for form in (given, given.strip())}
    usual = (_scratch.name, "reports", "site")  # what is meant where none is named
    named = [form for word in shown for form in ([word] if len(word) > 1 else [repr(word), f"in {word}:"])]
    message = said.partition("\n\nError: ")[2] or said  # without the lines on usage, which name the command
    return any(word in message for word in (*named, *usual, *_STATED))


def in_form(text: str, words: Sequence[str]) -> None:
    """Hold what a command prints against the form that was asked for."""
    form = words[len(words) - 1 - list(words)[::-1].index("--format") + 1] if "--format" in words[:-1] else ""
    if form == "json":
        json.loads(text)
    if form == "csv":
        assert len({len(row) for row in csv.reader(io.StringIO(text))}) == 1


def put_back(folder: Path, before: Mapping[str, bytes | str]) -> list[Path]:
    """Undo what a command wrote. Returns what was changed."""
    after = fingerprint(folder)
    changed = [Path(path) for path in {*before, *after} if before.get(path) != after.get(path)]
    for path in sorted(changed, key=lambda path: -len(path.parts)):
        if str(path) in after:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    for path in sorted(changed, key=lambda path: len(path.parts)):
        was = before.get(str(path))
        if isinstance(was, bytes):
            path.write_bytes(was)
        elif was is not None:
            raise AssertionError(f"{path} was no file, and is gone")
    return changed


@cache
def traps() -> None:
    """Put into `home` files for commands to fall over: links to nowhere, to themselves, to a folder; a named pipe."""
    for name, target in (
        ("loop", "loop"),
        ("nowhere", "nothing"),
        ("link", "raw"),
        ("up", ".."),
        ("zero", "/dev/zero"),
    ):
        (home() / name).symlink_to(target)
    os.mkfifo(home() / "pipe")
    (home() / "pipe-link").symlink_to("pipe")
    (home() / "sealed").mkdir()
    (home() / "latin.csv").write_bytes(b"a,b\n\xf6,1\n")
    (home() / "empty.csv").touch()
    (home() / "claims.csv").write_text(CLAIMS["values"], "utf-8")
    (home() / "comparisons.csv").write_text(CLAIMS["comparisons"], "utf-8")
    (home() / "records.csv").write_text(RECORDS["victims"], "utf-8")
    (home() / "meaning.toml").write_text(VICTIMS, "utf-8")
    broken = home() / "broken"
    shutil.copytree(home() / "raw", broken)
    (broken / "tolls.csv").unlink()
    (broken / "tolls.csv").symlink_to("../pipe")


@contextmanager
def read_once() -> Iterator[None]:
    """Read, reconcile, audit and check the small data once, and start no kernel: here the command line is looked at."""
    for module in pkgutil.walk_packages(analysis.__path__, "analysis."):  # none is to keep what is put in here
        importlib.import_module(module.name)
    read, checked = read_data, build.check_claims

    @lru_cache(100)
    def kept(folder: Path, _: tuple[tuple[str, int], ...]) -> Data:
        return read(folder, validate=True)

    def read_small(path: Any = None, *, validate: bool | None = None) -> Data:
        if (folder := data_module.data_folder(path)) != home() / "raw":
            return read(path, validate=validate)
        return kept(folder, tuple(sorted((one.name, one.stat().st_mtime_ns) for one in folder.iterdir())))

    @lru_cache(100)
    def checked_once(data: Data, table: str) -> pd.DataFrame:
        return checked(data, getattr(data, table))

    def check(data: Data, asked: pd.DataFrame) -> pd.DataFrame:
        return checked_once(data, "claims" if asked is data.claims else "comparison_claims")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Data, "__hash__", lambda data: id(data))
        patch.setattr(data_module, "read_data", read_small)
        patch.setattr(files, "timed", lambda source, *_: (files.Executed(source, "", "warm"), 0.0))
        for name, modules in (
            ("monthly_tolls", (monthly,)),
            ("tolls_by_population", (monthly, build)),
            ("months_with_figures", (parameters_module, runner)),
            ("audit", (findings, build)),
        ):
            once = lru_cache(200)(getattr(modules[0], name))
            for module in modules:
                patch.setattr(module, name, once)
        patch.setattr(build, "check_claims", check)
        yield


TARGETS: Mapping[str, Callable[..., Any]] = {
    "data": table,
    "claims": claims,
    "records": records,
    "parameters": parameters,
    "cli": snhr,
}
