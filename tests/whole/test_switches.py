"""pandas' switches change nothing: not the built tables, not what commands print, not what notebooks show."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from analysis.notebooks.files import NOTEBOOKS

SWITCH = "import pandas as pd\npd.options.future.infer_string = False\n"
SWITCHES = {  # name -> what the environment says, what is run first
    "infer_string": ({"PANDAS_FUTURE_INFER_STRING": "0"}, ""),
    "legacy": ({"PANDAS_FUTURE": "legacy"}, ""),
    "option": ({}, SWITCH),
}
COMMANDS = [
    ["compare", "2016-01"],
    ["shares", "2016-01"],
    ["quote", "2014-05", "government"],
    ["period", "2015-11:2016-02"],
    ["period", "2015-11:2016-02", "russian_forces > government"],
    ["audit", "2016-01"],
    ["check", "2016-01", "Russia > ISIS"],
    ["claims", "2016-01", "--population", "civilians"],
    ["monitors", "2016-01", "--orderings"],
]
RUN = """
import json, sys, warnings
from click.testing import CliRunner
from analysis.cli import main

found = {}
for words in json.loads(sys.argv[2]):
    done = CliRunner().invoke(main, words)
    found[" ".join(words)] = [done.exit_code, done.output, repr(done.exception)]
assert CliRunner().invoke(main, ["build", "--out", sys.argv[1]]).exit_code == 0
print(json.dumps(found))
"""
SHOW = """
import json, sys
import nbformat
from nbclient import NotebookClient

notebook = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(notebook, timeout=600).execute()
print(json.dumps([cell.outputs for cell in notebook.cells if cell.cell_type == "code"]))
"""


def run(code: str, *words: str, env: dict[str, str], folder: Path) -> Any:
    """What a script prints as JSON."""
    env = {**os.environ, **env, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run([sys.executable, "-c", code, *words], env=env, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def answers(env: dict[str, str], first: str, folder: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What the commands print, by command and format, and the built files."""
    asked = [[*words, "--format", form] for words in COMMANDS for form in ("table", "csv")]
    said = run(first + RUN, str(folder / "built"), json.dumps(asked), env=env, folder=folder)
    return said, {path.name: path.read_bytes() for path in (folder / "built").iterdir()}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, bytes]]:
    return answers({}, "", tmp_path_factory.mktemp("usual"))


@pytest.mark.parametrize("switch", SWITCHES)
def test_no_switch_changes_a_command_or_a_built_table(
    switch: str, usual: tuple[dict[str, Any], dict[str, bytes]], tmp_path: Path
) -> None:
    said, built = answers(*SWITCHES[switch], tmp_path)
    assert built == usual[1]
    for asked, (status, shown, _) in said.items():
        assert [status, shown] == usual[0][asked][:2], asked
        assert status in (0, 1)
        assert shown


@pytest.fixture(scope="module", params=["01_comparison", "03_audit"])
def notebook(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    path = NOTEBOOKS / f"{request.param}.ipynb"
    return path, run(SHOW, str(path), env={}, folder=tmp_path_factory.mktemp("usual"))


@pytest.mark.parametrize("switch", ["infer_string", "legacy", "startup file"])
def test_no_switch_changes_a_notebook(switch: str, notebook: tuple[Path, Any], tmp_path: Path) -> None:
    env, _ = SWITCHES.get(switch, ({"IPYTHONDIR": str(tmp_path)}, ""))
    startup = tmp_path / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00-switch.py").write_text(SWITCH + "open('switched', 'w')\n")
    path, usual = notebook
    assert run(SHOW, str(path), env=env, folder=tmp_path) == usual
    assert (tmp_path / "switched").exists() == ("IPYTHONDIR" in env)
