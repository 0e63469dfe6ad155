"""The command line: formats, messages and exit status."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from analysis import compare, shares
from analysis.batch.runner import Result as Ran
from analysis.cli import main
from conftest import TESTS, put


def snhr(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def test_help_is_instant_it_imports_no_pandas_and_no_papermill() -> None:
    code = (
        "import sys; from analysis.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'pandas', 'numpy', 'papermill', 'matplotlib', 'seaborn', 'frictionless', 'nbformat'}\n"
        "heavy &= set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for command in ("months", "compare", "shares", "quote", "build", "validate", "run", "verify"):
        assert f"\n  {command} " in done.stdout


@pytest.mark.parametrize("command", ["months", "compare", "shares", "quote", "build", "validate", "run", "verify"])
def test_every_command_has_help(command: str) -> None:
    assert snhr(command, "--help").exit_code == 0


def test_csv_and_json_hold_exactly_the_functions_columns(tolls: pd.DataFrame) -> None:
    for function in (compare, shares):
        expected = function(tolls, "2016-01")
        csv = snhr(function.__name__, "2016-01", "--format", "csv").output
        assert csv == expected.to_csv(index=False, lineterminator="\n")
        rows = json.loads(snhr(function.__name__, "2016-01", "--format", "json").output)
        assert [list(row) for row in rows] == [list(expected.columns)] * len(expected)
        killed = [row["killed"] for row in rows]
        assert all(value is None or isinstance(value, int) for value in killed)
        assert None in killed
        shares_given = [row.get("share_of_total", row.get("share")) for row in rows]
        assert shares_given[1 if function is compare else 5] == (679 / 1382 if function is compare else 167 / 679)


def test_csv_has_integers_as_integers_blanks_as_blanks_and_full_precision() -> None:
    text = snhr("compare", "2016-01", "--format", "csv").output
    table = pd.read_csv(io.StringIO(text), dtype=str).set_index("party")
    assert table.at["russian_forces", "killed"] == "679"
    assert pd.isna(table.at["turkish_forces", "killed"])
    assert float(table.at["russian_forces", "share_of_total"]) == 679 / 1382


def test_table_and_markdown_speak_to_a_reader() -> None:
    table = snhr("compare", "2016-01").output
    assert "Civilian deaths documented by SNHR, by party they are attributed to, January 2016" in table
    assert "none left by the" in table
    assert "snhr-2016-01-de: SNHR, 2 February 2016, http" in table
    assert "1,382" in table
    assert "| Russian forces" in snhr("shares", "2016-01", "--format", "markdown").output
    assert "says nothing about undocumented deaths" in snhr("shares", "2016-01", "--intervals").output


def test_months_lists_completeness() -> None:
    lines = snhr("months", "--format", "csv").output.splitlines()
    assert lines[0] == "monitor,month,population,total,sum_of_parties,unaccounted,status,basis,pages,primary_pages"
    assert "snhr,2016-01,civilians,1382,1382,0,complete,primary,7,4" in lines
    assert len(lines) == 131


def test_selection_options() -> None:
    assert "1071" in snhr("compare", "2015-09", "--population", "persons", "--format", "csv").output
    assert "1345" in snhr("compare", "2016-01", "--monitor", "sohr", "--format", "csv").output
    assert "not reported" in snhr("compare", "2016-01", "--as-of", "2016-02-01").output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["compare", "2016-13"], "expected a month written YYYY-MM"),
        (["run", "-p", "month", "2017-03"], "the months are arguments"),
        (["run", "-p", "monitor", "xyz"], "unknown monitor 'xyz'"),
        (["compare", "2014-07"], "nearest with figures: 2014-06, 2014-08"),
        (["compare", "2016-01", "--monitor", "snrh"], "did you mean snhr"),
        (["compare", "2016-01", "--population", "people"], "known: civilians, fighters, persons"),
        (["shares", "2016-01", "--as-of", "12/03/2016"], "expected a date written YYYY-MM-DD"),
        (["quote", "2016-01", "russia_forces"], "did you mean russian_forces"),
        (["months", "--monitor", "dchrs"], "try another --population"),
        (["run", "2014-07"], "nearest with figures"),
        (["run", "2016-01", "--notebook", "comparison"], "did you mean 01_comparison"),
        (["run", "-p", "monht", "2016-01"], "did you mean month"),
        (["run", "-p", "as_of", "tomorrow"], "expected a date written YYYY-MM-DD"),
        (["verify", "nowhere"], "no executed notebooks in nowhere"),
        (["compare", "2016-01", "--data", "nowhere"], "datapackage.json"),
    ],
)
def test_wrong_use_is_answered_on_stderr_without_a_traceback(words: list[str], message: str) -> None:
    done = snhr(*words)
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stderr.startswith("snhr: ")
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_debug_shows_the_traceback() -> None:
    done = snhr("--debug", "compare", "2014-07")
    assert type(done.exception).__name__ == "UnknownMonth"


def test_validate_tells_all_problems_in_text_and_as_data(folder: Path) -> None:
    assert "all of it meets the contract" in snhr("validate", str(folder)).output
    put(folder, TESTS / "wrong" / "tolls__many_at_once.csv")
    done = snhr("validate", str(folder))
    assert done.exit_code == 2
    assert "4 problems in" in done.stderr
    assert "tolls.csv, row 18, column killed: found '1,516'" in done.stderr
    listed = snhr("validate", str(folder), "--format", "json")
    assert listed.exit_code == 2
    assert [problem["row"] for problem in json.loads(listed.stdout)] == [18, 19, 20, 30]


def test_wrong_data_are_refused_alike_by_every_command(folder: Path) -> None:
    put(folder, TESTS / "wrong" / "tolls__thousands_separator.csv")
    for words in (["compare", "2016-01"], ["months"], ["build"], ["run"]):
        done = snhr(*words, "--data", str(folder))
        assert done.exit_code == 2
        assert "tolls.csv, row 18, column killed" in done.stderr
    assert not (folder.parent / "processed").exists()


def test_another_data_folder(folder: Path) -> None:
    assert len(snhr("months", "--data", str(folder), "--format", "csv").output.splitlines()) == 3


def test_run_says_where_to_look_and_fails_with_1(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    results = [
        Ran("2016-01", "01_comparison", "done", 1.0, ""),
        Ran("2016-01", "02_shares", "failed", 1.0, "cell 3: KeyError: 'x'"),
    ]
    monkeypatch.setattr("analysis.batch.runner.run", lambda *_: results)
    done = snhr("run", "2016-01", "--out", str(tmp_path))
    assert done.exit_code == 1
    assert "1 notebooks of 1 months done, 1 failed." in done.stdout
    assert "summary.csv" in done.stdout
    assert "failed: 2016-01 02_shares: cell 3: KeyError: 'x'" in done.stderr
