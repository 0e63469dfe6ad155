"""Every answer as it stands: what a change of the code must not change without its author knowing.

Of two months the texts are kept, so that a change shows as one; of the others their hashes. Two months are compared in
every run of the tests, all of them by `make golden`. After a change that is meant: `make golden UPDATE=1`, and what
changed is read before it is committed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner
from syrupy.assertion import SnapshotAssertion

from analysis import Data
from analysis.cli import main
from analysis.data.folder import REPOSITORY
from analysis.notebooks import files, runner
from analysis.site.site import site

READ = ["2016-01", "2025-07"]  # rich and poor: these are read as texts
MORE = ["2014-10", "2015-09", "2015-12", "2017-09", "2018-03", "2019-03", "2019-12", "2022-02", "2025-03", "2025-10"]
MONTHS = [*READ, *MORE]
MONITORS = ["snhr", "sohr", "airwars"]
FORMATS = ["table", "markdown", "csv", "json"]
CLAIMS = [
    ["all_parties", "killed", "1382"],
    ["Russia", "children", "about", "100"],
    ["Russia", "killed", "49%"],
    ["government > isis"],
    ["russian_forces highest_of government, isis, rebels"],
]

# in pages: code, and the versions of it
VARIES = re.compile(  # in Arabic, too
    r"(?s)<pre(?: dir=\"ltr\")?><code>.*?</code></pre>|(?:Figures(?: and code)?|الأعداد(?: والشيفرة)?): [^.]*\.|"
    r"snhr-analysis [0-9.]+(?: |\u2069)"
)

whole = pytest.mark.skipif(os.environ.get("GOLDEN") != "whole", reason="by make golden")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def commands(month: str) -> Iterator[list[str]]:
    """The commands about a month, of every monitor and of all of them together."""
    for monitor in MONITORS:
        of = ["--monitor", monitor]
        yield ["compare", month, *of]
        yield ["compare", month, *of, "--population", "persons"]
        yield ["shares", month, "--intervals", *of]
        for party in ("all_parties", "government", "Russia", "other_parties", "ISIS+government"):
            yield ["quote", month, party, *of]
        yield ["period", f"{month}:{month[:4]}-12", *of]
        yield ["period", f"{month}:{month[:4]}-12", "russian_forces > government", *of]
        yield ["audit", month, *of]
        yield ["claims", month, *of]
        for claim in CLAIMS:
            yield ["check", month, *claim, *of]
    yield ["monitors", month]
    yield ["monitors", month, "--orderings"]


def answer(command: list[str]) -> str:
    done = CliRunner().invoke(main, command)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return f"$ snhr {' '.join(command)}\n{done.output}[{done.exit_code}]\n"


@pytest.mark.parametrize("month", READ)
def test_what_the_commands_say(month: str, snapshot: SnapshotAssertion) -> None:
    assert "\n".join(map(answer, commands(month))) == snapshot


@pytest.mark.parametrize("month", READ)
def test_what_the_commands_say_in_arabic(month: str, snapshot: SnapshotAssertion) -> None:
    said = [words for words in commands(month) if words[0] != "period"]
    assert "\n".join(answer([*words, "--lang", "ar"]) for words in said) == snapshot


@whole
@pytest.mark.parametrize("month", MONTHS)
def test_what_the_commands_answer(month: str, snapshot: SnapshotAssertion) -> None:
    assert _hashes(commands(month)) == snapshot


@whole
@pytest.mark.parametrize("monitor", MONITORS)
def test_what_the_commands_answer_about_all_months(monitor: str, snapshot: SnapshotAssertion) -> None:
    asked = [["months"], ["audit", "all"], ["claims", "all"], ["period", "2012-01:2025-12"]]
    assert _hashes([*words, "--monitor", monitor] for words in asked) == snapshot


def _hashes(asked: Iterable[list[str]]) -> dict[str, str]:
    """The hash of every answer, by the command, each in all formats."""
    return {" ".join(words): digest("".join(answer([*words, "--format", form]) for form in FORMATS)) for words in asked}


def test_the_built_tables(snapshot: SnapshotAssertion) -> None:
    built = sorted((REPOSITORY / "data" / "processed").glob("*.csv"))
    assert {path.name: digest(path.read_text("utf-8")) for path in built} == snapshot


def outputs(path: Path) -> str:
    """The outputs of a notebook in order, whatever cells they stand in; of a picture its hash."""
    parts: list[str] = []
    for cell in nbformat.read(path, as_version=4).cells:  # type: ignore[no-untyped-call]
        parts += [_shown(output) for output in cell.get("outputs", [])]
    return "\n".join(parts)


def _shown(output: dict[str, Any]) -> str:
    if "data" not in output:
        return str(output.get("text", output))
    pictures = {kind: digest(str(text)) for kind, text in output["data"].items() if kind.startswith("image/")}
    return json.dumps({**output["data"], **pictures}, sort_keys=True, indent=1, ensure_ascii=False)


def batch(months: list[str], data: Data, out: Path) -> Path:
    results = runner.run(months, files.notebook_names(), out, data, {}, jobs=4)
    assert {result.message for result in results} == {""}
    return out


@pytest.fixture(scope="module")
def reports(data: Data, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return batch(READ, data, tmp_path_factory.mktemp("reports"))


@pytest.mark.parametrize("month", READ)
def test_what_the_notebooks_show(month: str, reports: Path, snapshot: SnapshotAssertion) -> None:
    assert _shown_in(reports / month) == snapshot


@whole
def test_what_the_notebooks_of_more_months_show(data: Data, tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    batch(MORE, data, tmp_path)
    assert {month: _shown_in(tmp_path / month) for month in MORE} == snapshot


def _shown_in(folder: Path) -> dict[str, str]:
    return {path.stem: digest(outputs(path)) for path in sorted(folder.glob("*.ipynb"))}


def test_what_the_notebook_on_all_months_shows(reports: Path, snapshot: SnapshotAssertion) -> None:
    assert _shown_in(reports / "series") == snapshot


def test_the_pages_of_the_site(reports: Path, data: Data, tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    made = site(reports, tmp_path / "site", data).parent
    pages = {path.relative_to(made).as_posix(): path.read_text("utf-8") for path in made.glob("**/*.html")}
    assert {name: digest(VARIES.sub("", pages[name])) for name in sorted(pages)} == snapshot
