"""The command line: formats, messages and exit status."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from folders import TESTS, put

from analysis import compare, read_data, shares
from analysis.cli import main
from analysis.notebooks.runs import Result as Ran
from analysis.questions.audit.findings import Findings
from analysis.tolls.completeness import Completeness
from analysis.tolls.series import Tolls

COMMANDS = [
    "months",
    "compare",
    "shares",
    "quote",
    "period",
    "monitors",
    "audit",
    "claims",
    "check",
    "tabulate",
    "build",
    "diff",
    "validate",
    "run",
    "verify",
]


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
    for command in COMMANDS:
        assert f"\n  {command} " in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    assert snhr(command, "--help").exit_code == 0


@pytest.mark.parametrize("typed", ["2016-1", "Jan 2016", "January 2016", "01/2016", "كانون الثاني 2016", "Januar 2016"])
def test_a_month_is_taken_as_people_write_it(typed: str) -> None:
    exact = snhr("compare", "2016-01", "--format", "csv")
    assert snhr("compare", typed, "--format", "csv").stdout == exact.stdout
    assert snhr("check", typed, "Russia killed 679").exit_code == 0
    assert snhr("check", "Russia killed 678 civilians.", "--month", typed).exit_code == 1


@pytest.mark.parametrize("typed", ["2016-13", "Foo 2016", "Jan", "2016", "13/2016", "Jan Feb 2016"])
def test_what_is_no_month_is_refused_as_it_was_typed(typed: str) -> None:
    done = snhr("compare", typed)
    assert (done.exit_code, repr(typed) in done.stderr) == (2, True)


def test_csv_and_json_hold_exactly_the_functions_columns(tolls: Tolls) -> None:
    for function in (compare, shares):
        expected = function(tolls, "2016-01").frame
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
    assert "none, by" in table
    assert "snhr-2016-01-en: SNHR, 1 February 2016, http" in table
    assert "gives a number by SNHR for the US-led international coalition, Turkish forces, Israeli forces or" in table
    assert "1,382" in table
    assert "| Russian forces" in snhr("shares", "2016-01", "--format", "markdown").output
    assert "says nothing about undocumented deaths" in snhr("shares", "2016-01", "--intervals").output


def test_months_lists_completeness() -> None:
    lines = snhr("months", "--format", "csv").output.splitlines()
    assert lines[0].split(",") == list(Completeness.kinds)
    assert "snhr,2016-01,civilians,1382,,,1382,,,,0,complete,primary,7,4" in lines
    assert lines[-1].startswith(f"snhr,{max(read_data().reports['month'])},civilians,")


def test_selection_options() -> None:
    assert "1071" in snhr("compare", "2015-09", "--population", "persons", "--format", "csv").output
    assert "1345" in snhr("compare", "2016-01", "--monitor", "sohr", "--format", "csv").output
    assert "no full count" in snhr("compare", "2016-01", "--as-of", "2016-02-01").output


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
    monkeypatch.setattr("analysis.notebooks.runner.run", lambda *_, **__: results)
    done = snhr("run", "2016-01", "--out", str(tmp_path))
    assert done.exit_code == 1
    assert "2 notebooks of 1 month: 1 run, 0 up to date, 1 failed." in done.stdout
    assert "summary.csv" in done.stdout
    assert "failed: 2016-01 02_shares: cell 3: KeyError: 'x'" in done.stderr


class TestAudit:
    def test_a_month(self) -> None:
        done = snhr("audit", "2016-01", "--monitor", "snhr")
        assert done.exit_code == 0
        assert "94 is published for the month, but" in done.output
        last = "1 known error and 1 question (both numbers may be right)."
        assert done.output.splitlines()[-1] == last

    def test_all_is_clean_and_the_default(self) -> None:
        done = snhr("audit")
        assert done.exit_code == 0
        assert done.output == snhr("audit", "all").output
        assert re.match(r"[0-9]+ known errors and [0-9]+ questions \(in each", done.output.splitlines()[-1])
        assert "question " not in done.output  # questions are counted; csv and json hold them

    def test_csv_and_json_hold_the_functions_columns(self) -> None:
        text = snhr("audit", "2016-01", "--format", "csv", "--monitor", "snhr").output
        assert text.splitlines()[0] == ",".join(Findings.kinds)
        assert "floor_above_monthly:children,civilians,94,129,-35,part: snhr-2016-01-massacres-de,error,True" in text
        assert "printed_share,civilians,30,29.5,0.5,rounded_up,question,True,snhr-2016-01-ar-almadenah|" in text
        rows = json.loads(snhr("audit", "2016-01", "--format", "json", "--monitor", "snhr").output)
        assert [(row["printed"], row["known"]) for row in rows] == [(94, True), (30, True)]
        assert isinstance(rows[0]["printed"], int)

    def test_a_new_error_fails_and_says_what_next(self, folder: Path) -> None:
        shutil.copy(TESTS / "wrong" / "audit" / "parts_vs_total__tolls.csv", folder / "tolls.csv")
        done = snhr("audit", "2016-01", "--data", str(folder))
        assert done.exit_code == 1
        markdown = snhr("audit", "2016-01", "--data", str(folder), "--format", "markdown").output
        assert "likely two digits swapped: 679 for Russia" in markdown
        assert "known_discrepancies.csv" in done.output
        assert snhr("audit", "2014-05", "--data", str(folder)).exit_code == 0

    def test_a_month_without_reports(self) -> None:
        done = snhr("audit", "2013-07")
        assert done.exit_code == 2
        assert "no report of any monitor for 2013-07; nearest with figures: 2013-03, 2013-08" in done.stderr


class TestClaims:
    def test_a_month_with_a_claim_that_differs(self) -> None:
        done = snhr("claims", "2016-01")
        assert done.exit_code == 1
        assert "Of 66 claims, 63 check out, 2 are wrong (al-Nusra Front / Hay'at Tahrir al-Sham: 42 " in done.output
        assert "snhr-2016-01-de: SNHR, 2 February 2016, http" in done.output

    def test_a_month_without(self) -> None:
        done = snhr("claims", "2016-05", "--format", "csv")
        assert done.exit_code == 0
        assert set(pd.read_csv(io.StringIO(done.output))["verdict"]) == {"agrees"}

    def test_a_draft_of_ones_own(self, tmp_path: Path) -> None:
        draft, more = tmp_path / "draft.csv", tmp_path / "more.csv"
        draft.write_text("claim_id,outlet,month,party,measure,value\n1,Me,2016-01,Daesh,killed,98\n")
        more.write_text("claim_id,outlet,month,left,relation,right\n2,Me,2016-01,Daesh,gt,regime\n")
        done = snhr("claims", "--file", str(draft), "--comparisons", str(more), "--format", "json")
        assert done.exit_code == 1
        assert [row["verdict"] for row in json.loads(done.output)] == ["agrees", "fails"]
        assert snhr("claims", "--file", str(draft)).exit_code == 0

    def test_a_wrong_draft(self, tmp_path: Path) -> None:
        draft = tmp_path / "draft.csv"
        draft.write_text("claim_id,outlet,month,party,measure,value\n1,Me,2016-01,Dash,killed,98\n")
        done = snhr("claims", "--file", str(draft))
        assert done.exit_code == 2
        assert "draft.csv, row 2, column party: found 'Dash'" in done.stderr

    @pytest.mark.parametrize(
        ("words", "status", "text"),
        [
            (["2016-01", "nusra_hts", "killed", "42"], 1, "Differs: SNHR documented 3 civilian deaths"),
            (["2016-01", "al-Nusra", "killed", "3"], 0, "Agrees: SNHR documented 3 civilian deaths"),
            (["2016-01", "russian_forces > government"], 0, "Holds: "),
            (["2016-01", "Russia < Assad regime"], 1, "Fails: "),
            (["2016-01", "isis highest_of al-Nusra, other_islamist"], 0, "Holds: "),
            (["2016-02", "SDF > US-led coalition"], 0, "Cannot be said: "),
            (
                ["2016-01", "regime > US-led coalition"],
                0,
                "516 are attributed to Syrian government forces and at most 41 to the US-led international coalition",
            ),
            (["2024-02", "regime > ISIS"], 0, "Cannot be said: "),  # 79 by the parties, 78 as the total
            (["2016-01", "all_parties", "total", "1382"], 0, "Agrees: "),
            (["2016-01", " Russia  killed", "679 "], 0, "Agrees: "),
            (["2016-01", "Russia", "killed", "at least 600"], 0, "Agrees: SNHR documented 679 civilian deaths"),
            (
                ["2016-01", "Russia", "killed", "nearly", "700"],
                0,
                "which is nearly 700.\nSource: SNHR, 1 February 2016",
            ),
            (["2016-01", "Russia", "killed", "700"], 1, "not 700: the claim rounds it."),
            (["2016-01", "Russia killed 49%"], 0, "679 are attributed to Russian forces (49.1%, rounded 49%)"),
            (["2016-01", "Russia children_and_women 24.6%"], 0, "167 were of children and women (24.6%)"),
            (["2016-01", "Russia > government", "--measure", "children"], 0, "Holds: of the children"),
            (["2016-01", "regime+Russia killed 1195"], 0, "(the numbers of these parties added up)"),
            (["2015-10:2016-06", "Russia killed at least 1700"], 0, "Agrees: SNHR documented at least 1,713 civilian"),
            (["2015-10:2016-06", "Russia killed 1800"], 0, "neither confirms nor rules out 1,800"),
            (
                ["2016-02", "US-led coalition killed 12"],
                0,
                "no page gathered here publishes a number of civilian deaths",
            ),
        ],
    )
    def test_one_sentence(self, words: list[str], status: int, text: str) -> None:
        done = snhr("check", *words)
        assert done.exit_code == status, done.output
        assert text in done.output

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["2016-01", "nusra frnt", "killed", "42"], "did you mean nusra_hts?"),
            (["2016-01", "isis", "killed", "13,82"], "cannot read the claim"),
            (["2016-01", "isis"], "cannot read the claim 'isis'"),
            (["2016-01", "isis > islamist_total"], "overlap"),
            (["2016-13", "isis", "killed", "4"], "YYYY-MM"),
            (["2013-07", "isis", "killed", "4"], "nearest with figures"),
            (["2016-01", "isis", "hurt", "4"], "did you mean isis?"),
            (["2016-01", "isis", "killed", "120%"], "value 120: a number from 0 to 100"),
            (["2016-01", "all_parties total 40%"], "a party, where the unit is percent_of_total"),
            (["2015-01:2015-06", "isis > Russia"], '`snhr period 2015-01:2015-06 "PARTY > PARTY"`'),
            (["2015-06:2015-01", "isis killed 4"], "ends before it starts"),
            (["2016-01", "isis killed 4", "--measure", "women"], "of a number the measure stands before it"),
            (["2016-01", "isis", "killed", "4", "--monitor", "snrh"], "did you mean snhr"),
            (["2016-01", "isis", "killed", "4", "--population", "men"], "known: civilians, fighters, persons"),
        ],
    )
    def test_one_sentence_that_cannot_be_read(self, words: list[str], message: str) -> None:
        done = snhr("check", *words)
        assert done.exit_code == 2
        assert message in done.stderr
        assert not re.search(r"Traceback|row [0-9]|\.csv, ", done.stderr)  # there is no file


@pytest.mark.parametrize("form", ["table", "csv", "json", "markdown"])
def test_quote_says_by_its_status_that_there_is_nothing_to_quote(form: str) -> None:
    none = snhr("quote", "2016-01", "turkish_forces", "--format", form)
    assert none.exit_code == 1
    assert "can be quoted from SNHR" in none.output
    assert snhr("quote", "2016-01", "russian_forces", "--format", form).exit_code == 0


class TestPeriods:
    def test_sums_say_what_is_missing(self) -> None:
        shown = snhr("period", "2015-10:2016-06").output
        assert "at least 1,713" in shown
        assert "no figures for civilians: 2015-12; no full count gathered here:" in " ".join(shown.split())
        assert "months without one are named, not filled in" in shown

    def test_csv_holds_the_columns_of_the_function(self) -> None:
        rows = list(csv.DictReader(io.StringIO(snhr("period", "2016-01:2016-02", "--format", "csv").output)))
        russia = next(row for row in rows if (row["party"], row["measure"]) == ("russian_forces", "killed"))
        assert (russia["count"], russia["at_least"], russia["missing"]) == ("1061", "False", "")

    def test_a_comparison_month_by_month(self) -> None:
        done = snhr("period", "2015-09:2024-11", "russian_forces > government")
        assert done.exit_code == 0
        text = " ".join(done.output.split())
        assert "than to Syrian government forces in 3 of 111 months (2016-01, 2019-11 and 2020-02)" in text
        # of them 2024-02, whose total its parties exceed; without Russia's own number others' deaths may be theirs
        assert "in 45 it cannot be said (" in text

    def test_a_reversed_comparison_is_the_other_partys(self) -> None:
        lt = snhr("period", "2016-01:2016-03", "Assad regime < Russia", "--format", "json").output
        gt = snhr("period", "2016-01:2016-03", "Russia > Assad regime", "--format", "json").output
        assert json.loads(lt) == json.loads(gt)

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["2016-03:2016-01"], "write 2016-01:2016-03"),
            (["2016"], "expected a month written YYYY-MM"),
            (["x:"], "expected a month"),
            (["2016-01:2016-03", "Rusia > government"], "did you mean russian_forces"),
            (["2016-01:2016-03", "isis killed 4"], "expected a comparison"),
            (["2016-01:2016-03", "--monitor", "nobody"], "unknown monitor 'nobody'"),
        ],
    )
    def test_wrong_use_says_what_would_work(self, words: list[str], message: str) -> None:
        done = snhr("period", *words)
        assert (done.exit_code, "Traceback" in done.output) == (2, False)
        assert message in done.output


class TestMonitors:
    def test_side_by_side(self) -> None:
        text = " ".join(snhr("monitors", "2016-01").output.split())
        assert "1,006 to 1,410 only deaths by air strikes; " in text
        assert "0.97 of SNHR's" in text
        assert "must not be added" in text

    def test_orderings(self) -> None:
        rows = json.loads(snhr("monitors", "2016-01", "--orderings", "--format", "json").output)
        assert (rows[0]["higher"], rows[0]["lower"], rows[0]["support"]) == ("russian_forces", "government", "some")

    def test_of_one_population(self) -> None:
        rows = json.loads(snhr("monitors", "2017-03", "--population", "persons", "--format", "json").output)
        assert {row["population"] for row in rows} == {"persons"}
        done = snhr("monitors", "2016-01", "--monitor", "airwars", "--population", "fighters")
        assert done.exit_code == 2
        assert "no page gathered here has fighters for '2016-01'; there are civilians" in done.output

    def test_wrong_use_says_what_would_work(self) -> None:
        for words, message in (
            (["2030-01"], max(read_data().reports["month"])),
            (["2016-01", "--monitor", "snr"], "snhr"),
        ):
            done = snhr("monitors", *words)
            assert done.exit_code == 2
            assert message in done.output


class TestRun:
    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["-p", "start", "2016-01"], "the months are arguments, not parameters"),
            (["-p", "monitor", "snhr", "-p", "monitor", "vdc"], "parameter monitor: given more than once"),
            (["-p", "monitors", "snhr", "--notebook", "01_comparison"], "none of 01_comparison takes it"),
            (["--notebook", "04_trends"], "04_trends: on several months; found only 2016-01"),
        ],
    )
    def test_wrong_parameters_are_refused_before_anything_runs(
        self, words: list[str], message: str, tmp_path: Path
    ) -> None:
        done = snhr("run", "2016-01", "--out", str(tmp_path / "out"), *words)
        assert done.exit_code == 2
        assert message in done.output
        assert not (tmp_path / "out").exists()


WINDOWS = """
import asyncio, os, sys
import distributed, frictionless, IPython, jupyter_client.provisioning.local_provisioner, matplotlib.pyplot, pandas
import filelock, papermill, seaborn
sys.modules.update(dict.fromkeys(["fcntl", "grp", "pwd", "resource", "termios"]))
for name in ("fork", "getuid", "pidfd_open", "setsid"):
    delattr(os, name)
sys.platform = "win32"
import pkgutil, analysis
names = [module.name for module in pkgutil.walk_packages(analysis.__path__, "analysis.")]
assert len(names) > 60
for name in names:
    __import__(name)
from analysis.kernels.provisioner import WarmProvisioner
assert WarmProvisioner._unfit(None, ["python"]) == "only Linux forks kernels"
from analysis.cli import main
main(["compare", "2016-01"])
"""


def test_what_only_unix_has_is_needed_neither_to_import_the_package_nor_to_compare() -> None:
    pytest.importorskip("distributed")
    done = subprocess.run([sys.executable, "-c", WINDOWS], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Russian forces" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
@pytest.mark.parametrize("words", ["compare 2016-01", "compare 2016-01 --format csv", "months"])
def test_an_answer_that_cannot_be_written_is_one_line(words: str) -> None:
    snhr = Path(sys.executable).parent / "snhr"
    with open("/dev/full", "w") as full:
        done = subprocess.run([snhr, *words.split()], stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2
    assert done.stderr == "snhr: cannot write the answer: No space left on device. Next: write it elsewhere.\n"


def test_a_program_that_calls_it_keeps_its_own_answer_to_being_ended() -> None:
    before = signal.getsignal(signal.SIGTERM)
    assert CliRunner().invoke(main, ["quote", "2016-01", "government"]).exit_code == 0
    assert signal.getsignal(signal.SIGTERM) is before


class TestPlot:
    def test_a_picture_is_written_in_each_form(self, tmp_path: Path) -> None:
        for form, begins in (("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")):
            made = snhr("plot", "2016-01", "-o", str(tmp_path / f"a.{form}"), "--width", "16")
            assert made.exit_code == 0
            assert "More civilian deaths were attributed to Russian forces (679)" in made.stdout
            assert (tmp_path / f"a.{form}").read_bytes().startswith(begins)
        for question in ("shares", "monitors", "tipping"):
            assert snhr("plot", "2016-01", question, "-o", str(tmp_path / f"{question}.svg")).exit_code == 0
        for question in ("trend", "shares", "leaders"):
            out = tmp_path / f"of-months-{question}.svg"
            assert snhr("plot", "2015-11:2016-02", question, "-o", str(out)).exit_code == 0
            assert out.exists()

    def test_the_width_is_that_of_the_page(self, tmp_path: Path) -> None:
        snhr("plot", "2016-01", "-o", str(tmp_path / "a.svg"), "--width", "16")
        width = re.search(r'width="([0-9.]+)pt"', (tmp_path / "a.svg").read_text("utf-8"))
        assert width
        assert float(width[1]) == pytest.approx(16 / 2.54 * 72, abs=0.1)

    def test_nothing_to_draw_writes_nothing(self, tmp_path: Path) -> None:
        made = snhr("plot", "2019-12", "-o", str(tmp_path / "a.svg"))
        assert made.exit_code == 1
        assert "No page gathered here publishes a full count" in made.stderr
        assert not list(tmp_path.iterdir())

    def test_all_that_is_wrong_is_said_at_once_and_nothing_is_replaced(self, tmp_path: Path) -> None:
        mine = tmp_path / "mine.jpg"
        mine.write_text("mine", "utf-8")
        made = snhr("plot", "2016-01", "nonsense", "-o", str(mine))
        assert made.exit_code == 2
        for words in ("expected one of comparison, shares", "ends in .svg, .png, .pdf", "exists, and is not replaced"):
            assert words in made.stderr
        assert mine.read_text("utf-8") == "mine"
        made = snhr("plot", "2016-01", "-o", str(tmp_path / "none" / "a.svg"))
        assert "is no folder" in made.stderr


class TestSources:
    def test_the_archive_list_is_every_address_once(self) -> None:
        result = CliRunner().invoke(main, ["sources", "2016-01", "--archive-list"])
        assert result.exit_code == 0
        lines = result.output.splitlines()
        assert "https://snhr.org/blog/2016/02/01/17765/" in lines
        assert len(lines) == len(set(lines))
        assert all(line.startswith("http") for line in lines)

    def test_a_page_is_named_with_what_it_is_cited_for(self) -> None:
        rows = json.loads(CliRunner().invoke(main, ["sources", "2016-01", "--format", "json"]).output)
        cited = {row["cited_for"]: row for row in rows}
        assert cited["snhr-2016-01-en"]["publisher"] == "SNHR"
        assert {row["month"] for row in rows} == {"2016-01"}

    def test_a_month_without_pages_is_refused(self) -> None:
        result = CliRunner().invoke(main, ["sources", "1999-01"])
        assert result.exit_code == 2
        assert "Next: name a month from 2013-02" in result.output
