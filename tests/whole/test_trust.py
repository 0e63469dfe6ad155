"""Whose code is run: `snhr site` runs none, `snhr verify` that of this repository unless told."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner

from analysis import Data, RunError
from analysis.cli import main
from analysis.data.folder import REPOSITORY
from analysis.notebooks import runner
from analysis.notebooks.runs import sha256
from analysis.notebooks.verify import verify
from analysis.site.site import site

MONTH = "2016-01"


@pytest.fixture(scope="module")
def batch(data: Data, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("batch")
    results = runner.run([MONTH], ["01_comparison", "02_shares"], out, data, {}, jobs=2)
    assert {result.message for result in results} == {""}
    return out


@pytest.fixture
def mine(batch: Path, tmp_path: Path) -> Path:
    """A copy of the batch, in which somebody changes a notebook."""
    return Path(shutil.copytree(batch, tmp_path / "mine"))


def hide(path: Path, code: str, recorded: bool = True) -> None:
    """Put code into the first cell of a notebook, and have the record of its run say that it was always there."""
    notebook = nbformat.read(path, as_version=4)
    cell = next(cell for cell in notebook.cells if "read_data" in cell.source)
    cell.source += f"\n{code}"
    nbformat.write(notebook, path)
    record = json.loads((path.parent / "run.json").read_text())
    if recorded:
        record["notebooks"][path.stem]["output"] = sha256(path.read_text("utf-8"))
    (path.parent / "run.json").write_text(json.dumps(record))


def canary(path: Path) -> str:
    return f"open({str(path)!r}, 'a').close()"


def verified(*words: str) -> tuple[int, dict[str, dict[str, str]]]:
    """The exit status of `snhr verify`, and what it says of each notebook."""
    done = CliRunner().invoke(main, ["verify", *words, "--jobs", "2", "--format", "json"])
    return done.exit_code, {row["notebook"]: row for row in json.loads(done.stdout)}


def test_a_notebook_of_other_code_is_refused_and_the_others_are_verified(mine: Path, tmp_path: Path) -> None:
    hide(mine / MONTH / "01_comparison.ipynb", canary(tmp_path / "ran"))
    status, found = verified(str(mine))
    assert status == 1
    assert {name: row["status"] for name, row in found.items()} == {"01_comparison": "refused", "02_shares": "holds"}
    said = found["01_comparison"]["message"]
    assert "not those of a notebook of this repository; nothing of it was run" in said
    assert "Next: read its code; `snhr verify --trust` runs it." in said
    assert not (tmp_path / "ran").exists()


def test_told_to_trust_it_is_run_and_compared(mine: Path, tmp_path: Path) -> None:
    hide(mine / MONTH / "01_comparison.ipynb", canary(tmp_path / "ran"))
    hide(mine / MONTH / "02_shares.ipynb", "month = '2016-02'", recorded=False)
    status, found = verified(str(mine), "--trust")
    assert status == 1
    assert {name: row["status"] for name, row in found.items()} == {"01_comparison": "holds", "02_shares": "changed"}
    assert "not as the run wrote it" in found["02_shares"]["message"]
    assert "-Based on 7 pages" in found["02_shares"]["message"]
    assert (tmp_path / "ran").exists()


def test_the_command_says_in_words_what_it_refused(mine: Path, tmp_path: Path) -> None:
    (mine / MONTH / "02_shares.ipynb").unlink()
    hide(mine / MONTH / "01_comparison.ipynb", canary(tmp_path / "ran"))
    done = CliRunner().invoke(main, ["verify", str(mine)])
    assert done.exit_code == 1
    assert "--trust" in done.stdout
    assert "\n2016-01 02_shares:\n    gone\n\n0 notebooks hold, 1 do not, 1 were refused." in done.stdout
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("hidden", ["# NBVAL_IGNORE_OUTPUT", "#\tNBVAL_SKIP"])
def test_a_trusted_notebook_cannot_exempt_itself(mine: Path, data: Data, hidden: str) -> None:
    hide(mine / MONTH / "01_comparison.ipynb", hidden)
    path = mine / MONTH / "01_comparison.ipynb"
    path.write_text(path.read_text().replace("more were attributed", "fewer were attributed"))
    found, _ = verify(mine, 1, data, trust=True).itertuples()
    assert found.status == "changed"
    assert "fewer were attributed" in found.message


def test_code_that_lies_beside_the_notebooks_is_not_run(
    mine: Path, data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("conftest.py", "pytest.py", "analysis.py", "pandas.py", "sitecustomize.py"):
        for folder in (mine, mine / MONTH):
            (folder / name).write_text(canary(tmp_path / f"ran-{name}"))
    monkeypatch.chdir(mine / MONTH)
    assert list(verify(Path(".."), 1, data, cold=True)["status"]) == ["holds"] * 2
    assert not list(tmp_path.glob("ran-*"))


@pytest.mark.parametrize("recorded", [True, False])
def test_a_site_runs_nothing(
    mine: Path, data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recorded: bool
) -> None:
    def started(*_: Any, **__: Any) -> None:
        raise AssertionError("a process was started")

    hide(mine / MONTH / "01_comparison.ipynb", canary(tmp_path / "ran"), recorded)
    (mine / MONTH / "conftest.py").write_text(canary(tmp_path / "ran"))
    monkeypatch.chdir(mine / MONTH)
    built = REPOSITORY / "data" / "processed"  # auditing every figure takes longest
    monkeypatch.setattr("analysis.site.site.build", lambda _, out: shutil.copytree(built, out, dirs_exist_ok=True))
    monkeypatch.setattr(subprocess, "Popen", started)
    monkeypatch.setattr("os.fork", started)
    monkeypatch.setattr("jupyter_client.manager.KernelManager.start_kernel", started)
    if recorded:
        made = site(mine, tmp_path / "site", data).parent / MONTH / "index.html"
        assert "open(&#39;" not in made.read_text("utf-8")  # neither run nor shown: a page asks the library
    else:
        with pytest.raises(RunError, match="not as the run wrote it"):
            site(mine, tmp_path / "site", data)
    assert not (tmp_path / "ran").exists()
