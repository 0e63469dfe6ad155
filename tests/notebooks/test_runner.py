"""The batch: real papermill runs, failures that stop nothing, canonical files, and a kill that leaves no half file."""

from __future__ import annotations

import base64
import errno
import functools
import hashlib
import io
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import numpy as np
import pandas as pd
import pytest
from folders import write_notebook
from PIL import Image, ImageDraw

from analysis import Data, RunError, read_data
from analysis.data.folder import REPOSITORY
from analysis.notebooks import engine, environment, files, pool, runner, runs
from analysis.notebooks.environment import of_a_batch, unlike_lock, versions
from analysis.notebooks.verify import verify


@pytest.fixture
def notebooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    monkeypatch.setattr(files, "NOTEBOOKS", folder)
    return folder


@pytest.fixture(scope="session")
def batch(data: Data, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real notebooks, run for a month unlike the committed one."""
    out = tmp_path_factory.mktemp("reports")
    results = runner.run(["2018-06"], files.notebook_names(), out, data, {}, jobs=2)
    assert [result.message for result in results] == [""] * len(results)
    return out


def test_real_notebooks_run_for_another_month(batch: Path) -> None:
    text = (batch / "2018-06" / "01_comparison.ipynb").read_text()
    assert "the other 200 are in none of these numbers" in text
    assert "June 2018" in text
    assert "January 2016" not in text
    summary = pd.read_csv(batch / "summary.csv")
    assert list(summary.columns) == runner.SUMMARY
    assert set(summary["status"]) == {"done"}
    assert sorted(path.name for path in batch.iterdir()) == [".lock", "2018-06", "summary.csv"]


def test_executed_notebooks_are_canonical_and_times_stand_in_run_json(batch: Path, data: Data, tmp_path: Path) -> None:
    runner.run(["2018-06"], ["02_shares"], tmp_path, data, {}, jobs=1)
    again = (tmp_path / "2018-06" / "02_shares.ipynb").read_bytes()
    assert again == (batch / "2018-06" / "02_shares.ipynb").read_bytes()
    assert b"papermill" not in again
    assert str(tmp_path).encode() not in again
    record = json.loads((tmp_path / "2018-06" / "run.json").read_text())
    assert record["parameters"] == {
        "month": "2018-06",
        "monitor": "snhr",
        "population": "civilians",
        "as_of": "",
        "monitors": "",
        "language": "en",
    }
    assert record["notebooks"]["02_shares"]["status"] == "done"
    assert record["data"] == data.hashes


def test_verify_holds(batch: Path, data: Data) -> None:
    assert list(verify(batch, 2, data)["status"]) == ["holds"] * 5


def part_of(batch: Path, notebook: str, into: Path) -> Path:
    """A batch of one notebook, which is quicker to verify."""
    folder = into / "2018-06"
    folder.mkdir()
    shutil.copy(batch / "2018-06" / f"{notebook}.ipynb", folder)
    record = json.loads((batch / "2018-06" / "run.json").read_text())
    record["notebooks"] = {notebook: record["notebooks"][notebook]}
    (folder / "run.json").write_text(json.dumps(record))
    return folder / f"{notebook}.ipynb"


def recorded(path: Path, text: str, **versions: str) -> None:
    """Change a notebook, and have the record of its run say that it was always so."""
    path.write_text(text)
    record = json.loads((path.parent / "run.json").read_text())
    record["notebooks"][path.stem]["output"] = hashlib.sha256(path.read_bytes()).hexdigest()
    record["versions"] |= versions
    (path.parent / "run.json").write_text(json.dumps(record))


def with_pictures(path: Path, change: Callable[[str], str]) -> str:
    """The text of a notebook whose pictures are changed."""
    return re.sub('(?<="image/png": ")[^"]*', lambda found: change(found[0]), path.read_text())


def with_a_digit(png: str) -> str:
    """A picture in which one digit, as large as a label's, stands where nothing was."""
    picture = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGBA")
    ImageDraw.Draw(picture).text((20, 20), "7", fill="black")
    made = io.BytesIO()
    picture.save(made, format="png")
    return base64.b64encode(made.getvalue()).decode()


def moving(png: str) -> str:
    """A picture with a second frame."""
    picture = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGBA")
    made = io.BytesIO()
    picture.save(made, format="png", save_all=True, append_images=[Image.new("RGBA", picture.size, "red")])
    return base64.b64encode(made.getvalue()).decode()


def test_verify_finds_what_was_tampered_with(batch: Path, data: Data, tmp_path: Path) -> None:
    path = part_of(batch, "01_comparison", tmp_path)
    before = path.read_text()
    path.write_text(before.replace("the other 200 are in", "the other 201 are in"))
    assert "other 201 are in none" in verify(tmp_path, 2, data)["message"].iloc[0]
    notebook = nbformat.reads(before, as_version=4)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("image/png", None)
    path.write_text(nbformat.writes(notebook))
    assert "a picture has no PNG" in verify(tmp_path, 2, data)["message"].iloc[0]
    notebook = nbformat.reads(before, as_version=4)
    notebook.cells[-1].execution_count = None
    path.write_text(nbformat.writes(notebook))
    assert "cells were not all run" in verify(tmp_path, 2, data)["message"].iloc[0]
    notebook = nbformat.reads(before, as_version=4)
    notebook.cells[-1].metadata["tags"] = ["nbval-ignore-output"]
    path.write_text(nbformat.writes(notebook))
    assert "not those of a notebook of this repository" in verify(tmp_path, 2, data)["message"].iloc[0]
    path.write_text("{")
    assert "not a readable notebook" in verify(tmp_path, 2, data)["message"].iloc[0]


def test_verify_finds_a_notebook_of_another_month(batch: Path, data: Data, tmp_path: Path) -> None:
    path = part_of(batch, "02_shares", tmp_path)
    runner.run(["2016-02"], ["02_shares"], tmp_path, data, {}, jobs=1)
    shutil.copytree(tmp_path / "2016-02", tmp_path / "again")
    (tmp_path / "again" / "run.json").write_text("{trunc")
    shutil.copy(tmp_path / "2016-02" / "02_shares.ipynb", path)
    found = verify(tmp_path, 2, data).set_index("month")
    assert found.at["2018-06", "message"] == "not as the run wrote it"
    assert found.at["2016-02", "status"] == "holds"
    assert "no record of its run" in found.at["again", "message"]


def test_verify_runs_no_code_hidden_among_the_parameters(batch: Path, data: Data, tmp_path: Path) -> None:
    page = part_of(batch, "01_comparison", tmp_path)
    notebook = nbformat.read(page, as_version=4)
    cell = next(cell for cell in notebook.cells if "injected-parameters" in cell.metadata.get("tags", []))
    cell.source += f"\nopen({str(tmp_path / 'ran')!r}, 'w')"
    nbformat.write(notebook, page)
    assert "injected parameters" in verify(tmp_path, 1, data)["message"].iloc[0]
    assert not (tmp_path / "ran").exists()


def repainted(png: str, by: int) -> str:
    """A picture whose colours are all a little lighter or darker."""
    picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(png))).convert("RGBA")).astype(int)
    picture[..., :3] = np.where(picture[..., :3] > 127, picture[..., :3] - by, picture[..., :3] + by)
    made = io.BytesIO()
    Image.fromarray(picture.astype("uint8")).save(made, format="png")
    return base64.b64encode(made.getvalue()).decode()


@pytest.mark.parametrize(
    ("picture", "said"),
    [("no base64", "no picture that can be read"), ("aGVsbG8=", "no picture that can be read"), (None, "another size")],
)
def test_verify_of_a_picture_that_is_none(
    picture: str | None, said: str, batch: Path, data: Data, tmp_path: Path
) -> None:
    if picture is None:
        made = io.BytesIO()
        Image.new("RGB", (3, 4)).save(made, format="png")
        picture = base64.b64encode(made.getvalue()).decode()
    path = part_of(batch, "02_shares", tmp_path)
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                output.data["image/png"] = picture
    nbformat.write(notebook, path)
    (found,) = verify(tmp_path, 1, data).itertuples()
    assert found.status == "changed"
    assert said in found.message


def test_verify_of_an_output_without_code(batch: Path, data: Data, tmp_path: Path) -> None:
    path = part_of(batch, "02_shares", tmp_path)
    notebook = nbformat.read(path, as_version=4)
    output = nbformat.v4.new_output("stream", text="42")
    notebook.cells.append(nbformat.v4.new_code_cell("", outputs=[output]))
    nbformat.write(notebook, path)
    (found,) = verify(tmp_path, 1, data, trust=True).itertuples()
    assert "(no code)\n    -42" in found.message


def test_verify_of_what_cannot_be_run_says_only_why(batch: Path, data: Data, tmp_path: Path) -> None:
    path = part_of(batch, "02_shares", tmp_path)
    notebook = nbformat.read(path, as_version=4)
    del notebook.metadata["kernelspec"]
    nbformat.write(notebook, path)
    (found,) = verify(tmp_path, 1, data).itertuples()
    assert found.status == "changed"
    assert (
        found.message
        == "not as the run wrote it\nValueError: No kernel name found in notebook and no override provided."
    )


@pytest.mark.parametrize(("by", "holds"), [(1, True), (9, False)])
def test_verify_compares_pictures(by: int, holds: bool, batch: Path, data: Data, tmp_path: Path) -> None:
    path = part_of(batch, "02_shares", tmp_path)
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                output.data["image/png"] = repainted(output.data["image/png"], by)
    recorded(path, nbformat.writes(notebook) + "\n", matplotlib="3.0")
    (found,) = verify(tmp_path, 1, data).itertuples()
    assert (found.status, found.message) == ("holds", "") if holds else found.status == "changed"
    if not holds:
        assert re.search(
            r"^cell 5, output 1, image/png\n    show_picture\(result.plot\(\)\)\n"
            r"    another picture \(root mean square of the differences [78]\.\d of 255 where they differ most\)\n"
            rf"Other versions than it was run with: matplotlib 3.0, now {version('matplotlib')}.$",
            found.message,
        )


@pytest.mark.parametrize("versions", [{}, {"matplotlib": "3.0"}], ids=["same", "other"])
def test_verify_finds_a_digit_in_a_picture(versions: dict[str, str], batch: Path, data: Data, tmp_path: Path) -> None:
    """In the whole of a large picture it is a root mean square of 1 or 2."""
    path = part_of(batch, "02_shares", tmp_path)
    recorded(path, with_pictures(path, with_a_digit), **versions)
    (found,) = verify(tmp_path, 1, data).itertuples()
    assert found.status == "changed"
    assert "another picture" in found.message


def test_verify_demands_the_same_points_of_the_same_versions(batch: Path, data: Data, tmp_path: Path) -> None:
    path = part_of(batch, "02_shares", tmp_path)
    recorded(path, with_pictures(path, lambda png: repainted(png, 1)))
    (found,) = verify(tmp_path, 1, data).itertuples()
    assert "another picture" in found.message


def test_verify_of_a_picture_that_moves(batch: Path, data: Data, tmp_path: Path) -> None:
    path = part_of(batch, "02_shares", tmp_path)
    recorded(path, with_pictures(path, moving))
    (found,) = verify(tmp_path, 1, data).itertuples()
    assert "a picture of another size, or of several" in found.message


WIDGET = '"data": {\n      "application/vnd.jupyter.widget-view+json": {"model_id": "1", "version_major": 2},'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"metadata": {},\n   "outputs"', '"metadata": {"jupyter": {"outputs_hidden": true}},\n   "outputs"'),
        ('"data": {', WIDGET),
        ('"output_type": "display_data"', '"output_type": "execute_result",\n     "execution_count": 2'),
        ("\n}\n", "\n}\r\n"),
        ('"nbformat": 4,', '"nbformat": 4, "nbformat": 4,'),
    ],
    ids=["hidden", "widget", "kind of output", "ends of lines", "said twice"],
)
def test_verify_of_a_notebook_in_another_form(old: str, new: str, batch: Path, data: Data, tmp_path: Path) -> None:
    path = part_of(batch, "02_shares", tmp_path)
    assert old in path.read_text()
    recorded(path, path.read_text().replace(old, new, 1))
    (found,) = verify(tmp_path, 1, data).itertuples()
    assert found.status == "changed"
    assert "not in the form in which a run writes it" in found.message


def test_verify_of_a_notebook_that_jupyterlab_ran_and_saved(batch: Path, data: Data, tmp_path: Path) -> None:
    path = part_of(batch, "02_shares", tmp_path)
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["language_info"]["version"] = "3.11.7"
    for cell in notebook.cells:
        cell.id = f"random-{cell.id}"
        cell.metadata["execution"] = {"iopub.execute_input": "2026-01-01T00:00:00Z"}
    nbformat.write(notebook, path)
    (found,) = verify(tmp_path, 1, data).itertuples()
    assert found.status == "changed"
    assert found.message.startswith(
        "not as the run wrote it\nthe outputs are the same, but the file is not in the form"
    )
    assert found.message.endswith("Next: run it again with `snhr run --force`.")


def test_verify_of_what_is_gone_or_of_another_month(batch: Path, data: Data, tmp_path: Path) -> None:
    """As `snhr site` says it."""
    part_of(batch, "02_shares", tmp_path).unlink()
    (found,) = verify(tmp_path, 1, data).itertuples()
    assert (found.month, found.notebook, found.status, found.message) == ("2018-06", "02_shares", "changed", "gone")
    shutil.copy(batch / "2018-06" / "02_shares.ipynb", tmp_path / "2018-06")
    (tmp_path / "2018-06").rename(tmp_path / "2018-07")
    (found,) = verify(tmp_path, 1, data).itertuples()
    assert (found.status, found.message) == ("changed", "of 2018-06, as its record says")


@pytest.mark.parametrize(
    "told",
    [{"PYTEST_ADDOPTS": "--nbval-lax"}, {"PYTEST_PLUGINS": "nothing"}, {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}],
)
def test_verify_cannot_be_talked_into_holding(
    told: dict[str, str], batch: Path, data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = part_of(batch, "02_shares", tmp_path)
    text = path.read_text().replace("Children and women among", "Children and ladies among")
    recorded(path, text)
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    (found,) = verify(tmp_path, 1, data).itertuples()
    assert found.status == "changed"
    assert "@@" not in found.message
    assert re.search(r"^    -.*Children and ladies among", found.message, re.MULTILINE)
    assert re.search(r"^    [+].*Children and women among", found.message, re.MULTILINE)


def test_verify_on_other_data_is_refused(batch: Path, data: Data) -> None:
    others = data.tolls.assign(killed=data.tolls["killed"] + 1)
    with pytest.raises(RunError, match="2018-06: run on other data"):
        verify(batch, 2, replace(data, tolls=others))


def test_months_without_any_single_number_run_too(data: Data, tmp_path: Path) -> None:
    results = runner.run(["2016-01"], files.notebook_names(), tmp_path, data, {"monitor": "airwars"}, jobs=2)
    assert {result.message for result in results} == {""}


def test_a_later_run_keeps_the_records_of_an_earlier_one(notebooks: Path, data: Data, tmp_path: Path) -> None:
    write_notebook(notebooks / "01_one.ipynb", "month")
    write_notebook(notebooks / "02_two.ipynb", "month")
    out = tmp_path / "out"
    runner.run(["2016-01", "2016-02"], ["01_one", "02_two"], out, data, {}, jobs=2)
    runner.run(["2016-01"], ["02_two"], out, data, {}, jobs=2)
    summary = pd.read_csv(out / "summary.csv")
    assert list(zip(summary["month"], summary["notebook"], strict=True)) == [
        (month, notebook) for month in ("2016-01", "2016-02") for notebook in ("01_one", "02_two")
    ]
    assert set(json.loads((out / "2016-01" / "run.json").read_text())["notebooks"]) == {"01_one", "02_two"}


def test_verify_without_notebooks_says_what_to_do(tmp_path: Path, data: Data) -> None:
    with pytest.raises(RunError, match="snhr run --out"):
        verify(tmp_path, 1, data)


def test_a_failure_stops_no_other_and_is_marked(notebooks: Path, data: Data, tmp_path: Path) -> None:
    write_notebook(notebooks / "01_good.ipynb", "month")
    write_notebook(notebooks / "02_bad.ipynb", "1 / 0", "month")
    write_notebook(notebooks / "03_dies.ipynb", "import os; os._exit(3)")
    write_notebook(notebooks / "04_warns.ipynb", "import warnings; warnings.warn('careful')")
    out = tmp_path / "out"
    results = runner.run(["2016-01", "2016-02"], files.notebook_names(), out, data, {}, jobs=2)
    assert [r.status for r in results] == ["done", "failed", "failed", "failed"] * 2
    assert "ZeroDivisionError: division by zero" in results[1].message
    assert "DeadKernelError" in results[2].message
    assert re.search(r"^holds a warning: \S+:1: UserWarning: careful$", results[3].message)
    assert "An Exception was encountered" in (out / "2016-01" / "02_bad.ipynb").read_text()
    assert not list(out.glob("**/.*.part"))


class TestWhatFails:
    def test_it_shows_no_numbers_of_another_month(
        self, data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("papermill.execute_notebook", full)
        runner.run(["2016-02"], ["01_comparison"], tmp_path, data, {}, jobs=1)
        page = tmp_path / "2016-02" / "01_comparison.ipynb"
        assert "January 2016" not in page.read_text()
        assert not any(cell.get("outputs") for cell in nbformat.read(page, as_version=4).cells)

    def test_a_library_in_the_folder_is_not_taken(
        self, notebooks: Path, data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_notebook(notebooks / "01_where.ipynb", "import analysis; print(analysis.__file__)")
        (tmp_path / "cwd").mkdir()
        (tmp_path / "cwd" / "analysis.py").write_text("raise SystemExit('the wrong library')")
        monkeypatch.chdir(tmp_path / "cwd")
        for cold in (False, True):
            out = tmp_path / f"out-{cold}"
            results = runner.run(["2016-01"], ["01_where"], out, data, {}, jobs=1, cold=cold)
            assert results[0].message == ""
            assert "cwd" not in (out / "2016-01" / "01_where.ipynb").read_text()

    def test_a_target_that_is_a_folder_is_a_clear_refusal(self, notebooks: Path, data: Data, tmp_path: Path) -> None:
        write_notebook(notebooks / "01_good.ipynb", "month")
        (tmp_path / "2016-01" / "01_good.ipynb" / "x").mkdir(parents=True)
        with pytest.raises(RunError, match="cannot write"):
            runner.run(["2016-01"], ["01_good"], tmp_path, data, {}, jobs=1)
        assert not list(tmp_path.glob("**/.*.part"))


class TestOneSnapshotOfTheData:
    def test_kernels_read_a_copy(self, notebooks: Path, data: Data, tmp_path: Path) -> None:
        write_notebook(notebooks / "01_where.ipynb", "from analysis import read_data; print(read_data().folder)")
        before = os.environ.get("ANALYSIS_DATA")
        runner.run(["2016-01"], ["01_where"], tmp_path, data, {}, jobs=1)
        assert str(data.folder) not in (tmp_path / "2016-01" / "01_where.ipynb").read_text()
        assert os.environ.get("ANALYSIS_DATA") == before

    def test_data_that_changed_since_they_were_read_are_refused(self, data: Data, tmp_path: Path) -> None:
        folder = tmp_path / "raw"
        shutil.copytree(data.folder, folder)
        mine = read_data(folder, validate=False)
        text = (folder / "tolls.csv").read_text()
        (folder / "tolls.csv").write_text(text.replace(",679,", ",678,"))
        with pytest.raises(RunError, match="changed while it was read"):
            runner.run(["2016-01"], ["01_comparison"], tmp_path / "out", mine, {}, jobs=1)
        assert not (tmp_path / "out" / "2016-01" / "01_comparison.ipynb").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT there")
@pytest.mark.parametrize(("asked", "status"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_run_that_is_stopped_ends_at_once_keeps_what_is_done_and_leaves_nothing(
    asked: str, status: int, notebooks: Path, tmp_path: Path
) -> None:
    """The third month never ends; a second Ctrl-C changes nothing."""
    (scratch := tmp_path / "scratch").mkdir()
    write_notebook(notebooks / "01_slow.ipynb", "import time; time.sleep(600 if month > '2014-03' else 0)")
    out, environment = tmp_path / "out", {**os.environ, "TMPDIR": str(scratch)}
    code = (
        "from pathlib import Path; from analysis.notebooks import files; from analysis.cli import main\n"
        f"files.NOTEBOOKS = Path({str(notebooks)!r})\n"
        f"main(['run', '2014-02:2014-12', '--jobs', '2', '--out', {str(out)!r}])\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], start_new_session=True, stderr=subprocess.PIPE, text=True, env=environment
    )
    until = time.monotonic() + 120
    while len(list(out.glob("*/run.json"))) < 2 and time.monotonic() < until:
        time.sleep(0.1)
    assert process.stderr
    os.killpg(process.pid, getattr(signal, asked))
    at_once = time.monotonic() + 1
    while process.stderr.readline() != "snhr: stopping; the notebooks that run are given up.\n":
        assert time.monotonic() < at_once
    os.killpg(process.pid, getattr(signal, asked))
    with process.stderr:
        said = process.stderr.read()
    assert process.wait(60) == status
    assert said == "snhr: stopped. 2 of 10 notebooks are done. Run again to go on.\n"
    assert sorted(path.parent.name for path in out.glob("*/01_slow.ipynb")) == ["2014-02", "2014-03"]
    assert list(pd.read_csv(out / "summary.csv")["status"]) == ["done", "done"]
    assert list(scratch.iterdir()) == []


def test_nothing_is_called_when_a_notebook_is_let_go() -> None:
    """What a signal raises in the callback of a weak reference Python prints and drops: the run would go on."""
    with pool.threads(1, True) as (submit, completed):
        future = submit("no notebook", {}, 1)
        assert [one.__callback__ for one in weakref.getweakrefs(future)] == [None]
        assert list(completed([future])) == [future]


@pytest.mark.skipif(sys.platform == "win32", reason="what it does there is what is tried here")
def test_kernels_are_killed_where_there_are_no_groups_of_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows; one that has ended, or has no process yet, keeps no other alive."""
    ended, lasting = (subprocess.Popen([sys.executable, "-c", code]) for code in ("", "import time; time.sleep(600)"))
    ended.wait()
    clients = [
        SimpleNamespace(km=SimpleNamespace(provisioner=SimpleNamespace(pid=pid)))
        for pid in (None, ended.pid, lasting.pid)
    ]
    monkeypatch.setattr(engine, "_running", [*clients, SimpleNamespace(km=None)])
    monkeypatch.delattr(os, "killpg")
    try:
        engine.kill_kernels()
        assert lasting.wait(30) == -signal.SIGTERM
    finally:
        lasting.kill()
        lasting.wait()


def test_notebooks_that_start_at_once_share_one_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two would be two fork servers, and a third a kernel that starts cold."""
    make = tempfile.mkdtemp

    def slowly(**options: Any) -> str:
        time.sleep(0.05)
        return make(**options)

    monkeypatch.setattr(environment, "_made", functools.cache(environment._made.__wrapped__))
    monkeypatch.setattr(tempfile, "mkdtemp", slowly)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: environment.of_a_batch()["MPLCONFIGDIR"], range(8)))
    assert len(set(made)) == 1


@pytest.mark.parametrize("lacks", ["Linux", "pidfd_open"])
def test_where_kernels_cannot_be_forked_they_start_cold_to_the_same_bytes(
    lacks: str, batch: Path, data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on macOS, and on a Linux older than 5.3."""
    if lacks == "Linux":
        monkeypatch.setattr(sys, "platform", "darwin")
    else:
        monkeypatch.delattr(os, "pidfd_open", raising=False)
    (done,) = runner.run(["2018-06"], ["02_shares"], tmp_path, data, {}, jobs=1)
    assert (done.status, done.kernel) == ("done", "cold: only Linux forks kernels")
    page = Path("2018-06", "02_shares.ipynb")
    assert (tmp_path / page).read_bytes() == (batch / page).read_bytes()


class TestVersions:
    """What a notebook shows may change with the libraries that compute and draw it."""

    def test_another_version_is_run_again_and_said(
        self, notebooks: Path, data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_notebook(notebooks / "01_good.ipynb", "month")
        first = runner.run(["2016-01"], ["01_good"], tmp_path, data, {}, jobs=1)
        assert runner.run(["2016-01"], ["01_good"], tmp_path, data, {}, jobs=1)[0].status == "current"
        assert json.loads((tmp_path / "2016-01" / "run.json").read_text())["versions"] == versions()
        monkeypatch.setattr(environment, "versions", lambda: versions() | {"pandas": "9.9"})
        monkeypatch.setattr(runs, "versions", lambda: versions() | {"pandas": "9.9"})
        again = runner.run(["2016-01"], ["01_good"], tmp_path, data, {}, jobs=1)
        assert (first[0].why, again[0].status) == ((), "done")
        assert again[0].why == (f"pandas {version('pandas')}, now 9.9",)
        assert unlike_lock() == f"pandas 9.9 ({version('pandas')})"


@pytest.mark.skipif(not (REPOSITORY / ".git").exists(), reason="no repository")
def test_the_commit_is_that_of_this_repository(data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a hook of another, where git tells its programs which repository they are in."""
    ours = runs._commit(data)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    who = ["-c", "user.name=x", "-c", "user.email=x@x", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", tmp_path, *who, "commit", "-q", "--allow-empty", "-m", "theirs"], check=True)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path))
    assert ours
    assert runs._commit(data) == ours


@pytest.mark.parametrize("text", ["", "\x00\x01", 'a,"', "a,b\n1,2"])
def test_an_unreadable_summary_is_written_anew(notebooks: Path, data: Data, tmp_path: Path, text: str) -> None:
    write_notebook(notebooks / "01_good.ipynb", "month")
    (tmp_path / "summary.csv").write_text(text)
    runner.run(["2016-01"], ["01_good"], tmp_path, data, {}, jobs=1)
    assert list(pd.read_csv(tmp_path / "summary.csv")["status"]) == ["done"]


class TestPeriods:
    """Notebooks that ask for a start and an end run once, over all the months."""

    @pytest.fixture
    def both(self, notebooks: Path) -> Path:
        write_notebook(notebooks / "01_month.ipynb", "month")
        write_notebook(notebooks / "02_period.ipynb", "print(start, end)")
        period = (notebooks / "02_period.ipynb").read_text().replace("month = ", "start = end = ")
        (notebooks / "02_period.ipynb").write_text(period)
        return notebooks

    def test_a_range_runs_them_once(self, both: Path, data: Data, tmp_path: Path) -> None:
        months = ["2016-01", "2016-02", "2016-04"]
        results = runner.run(months, files.notebook_names(), tmp_path, data, {}, jobs=2)
        assert [(r.month, r.notebook) for r in results] == [
            *((month, "01_month") for month in months),
            ("series", "02_period"),
        ]
        assert "2016-01 2016-04" in (tmp_path / "series" / "02_period.ipynb").read_text()
        record = json.loads((tmp_path / "series" / "run.json").read_text())
        assert (record["parameters"]["start"], record["parameters"]["end"]) == ("2016-01", "2016-04")
        again = runner.run(months, files.notebook_names(), tmp_path, data, {}, jobs=2)
        assert {r.status for r in again} == {"current"}
        other = runner.run(months[:2], files.notebook_names(), tmp_path, data, {}, jobs=2)
        assert [r.status for r in other] == ["current", "current", "done"]

    def test_one_month_runs_none_of_them(self, both: Path, data: Data, tmp_path: Path) -> None:
        results = runner.run(["2016-01"], files.notebook_names(), tmp_path, data, {}, jobs=1)
        assert [r.notebook for r in results] == ["01_month"]
        with pytest.raises(RunError, match="02_period: on several months; found only 2016-01"):
            runner.run(["2016-01"], ["02_period"], tmp_path, data, {}, jobs=1)

    def test_months_are_no_parameters(self, both: Path, data: Data, tmp_path: Path) -> None:
        for name in ("month", "start", "end"):
            with pytest.raises(RunError, match="the months are arguments"):
                runner.run(["2016-01", "2016-02"], ["02_period"], tmp_path, data, {name: "2016-01"}, jobs=1)


def test_wrong_parameters_are_refused_before_any_kernel_starts(
    data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "execute", lambda *_: pytest.fail("a kernel would have started"))
    with pytest.raises(RunError, match="did you mean month"):
        runner.run(["2016-01"], ["01_comparison"], tmp_path / "out", data, {"monht": "x"}, jobs=1)
    assert not (tmp_path / "out").exists()


def test_a_notebook_is_let_go_when_it_is_written(data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Text(str):
        pass

    made: weakref.WeakSet[Text] = weakref.WeakSet()
    alive: list[int] = []
    numbers = itertools.count()

    def timed(*_: object) -> tuple[files.Executed, float]:
        text = Text(next(numbers))
        made.add(text)
        return files.Executed(text, "", "warm"), 0.0

    def put(*_: object) -> None:
        alive.append(len(made))

    monkeypatch.setattr(files, "timed", timed)
    monkeypatch.setattr(runs.Records, "put", put)
    months = runner.months_to_run(["2014-02:2020-12"], data, "snhr")
    runner.run(months, ["01_comparison"], tmp_path, data, {}, jobs=2)
    assert len(alive) == len(months)
    assert alive[-1] <= 2


def test_unwritable_folder_is_refused(data: Data, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="cannot write into"):
        runner.run(["2016-01"], ["01_comparison"], tmp_path / "file" / "out", data, {}, jobs=1)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_killed_run_leaves_no_half_file_and_the_next_one_cleans_up(
    notebooks: Path, data: Data, tmp_path: Path
) -> None:
    write_notebook(notebooks / "01_slow.ipynb", "import time; time.sleep(0.5); print('x' * 100_000)")
    out = tmp_path / "out"
    code = (
        "from pathlib import Path; from analysis import read_data; from analysis.notebooks import files, runner\n"
        f"files.NOTEBOOKS = Path({str(notebooks)!r}); data = read_data()\n"
        "months = runner.months_to_run(['2016-01:2017-12'], data, 'snhr')\n"
        f"runner.run(months, ['01_slow'], Path({str(out)!r}), data, {{}}, 2)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], start_new_session=True, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while len(list(out.glob("2*/01_slow.ipynb"))) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    finished = list(out.glob("2*/*.ipynb"))
    assert len(finished) >= 2
    for path in finished:
        assert not files.unsound(nbformat.read(path, as_version=4))
    runner.run(["2016-01"], ["01_slow"], out, data, {}, jobs=1)
    assert not list(out.glob("**/.*.part"))


class TestWhatChanged:
    """Up to date, stale, missing, failed and edited outputs are told apart."""

    def outputs(self, out: Path) -> dict[str, bytes]:
        return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.glob("2*/*.ipynb"))}

    def statuses(self, *given: object, **options: object) -> list[str]:
        return [result.status for result in runner.run(*given, **options)]  # type: ignore[arg-type]

    def test_each_state(self, notebooks: Path, data: Data, tmp_path: Path) -> None:
        write_notebook(notebooks / "01_one.ipynb", "month")
        write_notebook(notebooks / "02_two.ipynb", "month")
        out, months = tmp_path / "out", ["2016-01", "2016-02"]
        task = (months, ["01_one", "02_two"], out, data, {}, 2)
        assert self.statuses(*task) == ["done"] * 4
        first = self.outputs(out)
        assert self.statuses(*task) == ["current"] * 4
        assert set(pd.read_csv(out / "summary.csv")["status"]) == {"done"}
        (out / "2016-01" / "01_one.ipynb").unlink()
        edited = out / "2016-02" / "02_two.ipynb"
        edited.write_text(edited.read_text() + " ")
        assert self.statuses(*task) == ["done", "current", "current", "done"]
        assert self.outputs(out) == first
        write_notebook(notebooks / "02_two.ipynb", "month, 2")
        assert self.statuses(*task) == ["current", "done"] * 2
        assert self.statuses(*task, force=True) == ["done"] * 4
        assert self.statuses(*task[:4], {"as_of": "2016-12-31"}, 2) == ["done"] * 4
        shutil.copytree(data.folder, tmp_path / "raw")
        claims = tmp_path / "raw" / "claims.csv"
        claims.write_text("\n".join(claims.read_text().splitlines()[:-1]) + "\n")
        other = read_data(tmp_path / "raw", validate=False)
        assert self.statuses(*task[:3], other, {}, 2) == ["done"] * 4

    def test_what_failed_is_run_again(self, notebooks: Path, data: Data, tmp_path: Path) -> None:
        write_notebook(notebooks / "01_bad.ipynb", f"open({str(tmp_path / 'there')!r}).read()")
        task = (["2016-01"], ["01_bad"], tmp_path / "out", data, {}, 1)
        assert self.statuses(*task) == ["failed"]
        (tmp_path / "there").write_text("now")
        assert self.statuses(*task) == ["done"]
        assert self.statuses(*task) == ["current"]

    def test_code_and_lock_are_part_of_the_key(
        self, data: Data, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        rests_on = runs.Ground(data).under(["code analysis.tolls", "data parties"], '{"cells": []}', {})
        entry = {"rests_on": rests_on}
        assert runs.Ground(data).changed(entry, '{"cells": []}', {}) == []
        before = runs.library_key()
        shutil.copytree(runs._CODE, tmp_path / "analysis")
        monkeypatch.setattr(runs, "_CODE", tmp_path / "analysis")
        assert runs.library_key() == before
        (tmp_path / "analysis" / "site" / "new.py").write_text("")
        assert runs.library_key() != before
        assert runs.Ground(data).changed(entry, '{"cells": []}', {}) == []  # which it did not read
        (tmp_path / "analysis" / "tolls" / "new.py").write_text("")
        assert runs.Ground(data).changed(entry, '{"cells": []}', {}) == ["code analysis.tolls"]
        monkeypatch.setattr(runs, "versions", dict)
        assert runs.Ground(data).changed(entry, '{"cells": []}', {}) == [runs.VERSIONS, "code analysis.tolls"]

    def test_a_killed_run_goes_on_to_the_same_bytes(self, notebooks: Path, data: Data, tmp_path: Path) -> None:
        write_notebook(notebooks / "01_slow.ipynb", "import time; time.sleep(0.2); print(month)")
        code = (
            "import sys; from pathlib import Path; from analysis import read_data\n"
            "from analysis.notebooks import files, runner\n"
            f"files.NOTEBOOKS = Path({str(notebooks)!r}); data = read_data()\n"
            "months = runner.months_to_run(['2016-01:2017-06'], data, 'snhr')\n"
            "runner.run(months, ['01_slow'], Path(sys.argv[1]), data, {}, 4)\n"
        )
        whole, broken = tmp_path / "whole", tmp_path / "broken"
        subprocess.run([sys.executable, "-c", code, str(whole)], check=True, stderr=subprocess.DEVNULL)
        process = subprocess.Popen([sys.executable, "-c", code, str(broken)], stderr=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while len(self.outputs(broken)) < 3 and time.monotonic() < until:
            time.sleep(0.01)
        process.kill()
        process.wait()
        left = self.outputs(broken)
        assert 3 <= len(left) < 18
        subprocess.run([sys.executable, "-c", code, str(broken)], check=True, stderr=subprocess.DEVNULL)
        assert self.outputs(broken) == self.outputs(whole)

    def test_a_second_run_into_one_folder_is_refused(self, notebooks: Path, data: Data, tmp_path: Path) -> None:
        write_notebook(notebooks / "01_one.ipynb", "month")
        out = tmp_path / "out"
        with runner._alone_in(out, ["2016-01"]), pytest.raises(RunError, match=rf"process {os.getpid()}\) is writing"):
            runner.run(["2016-01"], ["01_one"], out, data, {}, 1)
        assert runner.run(["2016-01"], ["01_one"], out, data, {}, 1)[0].status == "done"

    def test_a_lock_that_nobody_may_read_or_write_keeps_no_run_from_its_folder(
        self, notebooks: Path, data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As on Windows, where what is locked is closed to all other handles, those of its owner included."""

        def closed(does: Callable[..., Any]) -> Callable[..., Any]:
            def refuse(path: Path, *arguments: Any, **options: Any) -> Any:
                if path.name == ".lock":
                    raise PermissionError(errno.EACCES, "Permission denied", str(path))
                return does(path, *arguments, **options)

            return refuse

        for name in ("read_text", "write_text"):
            monkeypatch.setattr(Path, name, closed(getattr(Path, name)))
        write_notebook(notebooks / "01_one.ipynb", "month")
        out = tmp_path / "out"
        with runner._alone_in(out, ["2016-01"]), pytest.raises(RunError, match="another run is writing into"):
            runner.run(["2016-01"], ["01_one"], out, data, {}, 1)
        assert runner.run(["2016-01"], ["01_one"], out, data, {}, 1)[0].status == "done"

    def test_the_record_says_how_it_was_made(self, batch: Path) -> None:
        record = json.loads((batch / "2018-06" / "run.json").read_text())
        entry = record["notebooks"]["03_audit"]
        assert set(entry) == {"status", "seconds", "message", "kernel", "rests_on", "output"}
        assert entry["kernel"] == ("warm" if sys.platform == "linux" else "cold: only Linux forks kernels")


@pytest.mark.parametrize(("given", "kept"), [("", None), (os.pathsep, None), (f"own{os.pathsep}", "own")])
def test_the_working_directory_is_no_folder_to_import_from(
    given: str, kept: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an empty PYTHONPATH, or one that ends in a colon, would make it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", given)
    assert of_a_batch().get("PYTHONPATH") == (kept and str(tmp_path / kept))
