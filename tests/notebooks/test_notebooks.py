"""The committed notebooks: executed, canonical, and guarded where nbval is blind."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import tidy_notebooks
from analysis.data.folder import REPOSITORY
from analysis.notebooks.files import NOTEBOOKS, canonical, unsound

LOGIC = (ast.For, ast.While, ast.If, ast.IfExp, ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.comprehension, ast.Try)
COMMITTED = sorted(NOTEBOOKS.glob("*.ipynb"))


def test_there_are_notebooks() -> None:
    assert [path.stem for path in COMMITTED] == [
        "00_explore",
        "01_comparison",
        "02_shares",
        "03_audit",
        "04_trends",
        "05_monitors",
        "06_check",
    ]


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.stem)
class TestCommitted:
    def test_every_cell_was_run_in_order_and_every_picture_is_there(self, path: Path) -> None:
        assert unsound(nbformat.read(path, as_version=4)) == []

    def test_it_is_canonical(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert nbformat.writes(canonical(nbformat.reads(text, as_version=4))) + "\n" == text

    def test_every_picture_has_alt_text(self, path: Path) -> None:
        cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
        pictures = [output for cell in cells for output in cell.outputs if "image/png" in output.get("data", {})]
        assert bool(pictures) is (path.stem not in ("03_audit", "06_check"))  # in January 2016 all adds up
        assert all(len(output.metadata["image/png"]["alt"]) > 100 for output in pictures)

    def test_it_has_one_parameters_cell_with_a_comment_on_each(self, path: Path) -> None:
        cells = [c for c in nbformat.read(path, as_version=4).cells if "parameters" in c.metadata.get("tags", [])]
        assert len(cells) == 1
        ends = [line.end_lineno for line in ast.parse(cells[0].source).body]
        assert ends
        assert all("  # " in cells[0].source.splitlines()[end - 1] for end in ends if end)

    def test_it_shows_no_interval_that_nobody_asked_for(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8").casefold()
        assert "wilson" not in text
        assert "points with intervals" not in text

    def test_it_holds_no_logic(self, path: Path) -> None:
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                code = ast.parse(cell.source)
                assert len([line for line in code.body if not isinstance(line, ast.ImportFrom)]) <= 7
                assert not [node for node in ast.walk(code) if isinstance(node, LOGIC)]


def test_a_notebook_saved_by_jupyterlab_is_made_canonical_with_its_outputs(tmp_path: Path) -> None:
    committed = COMMITTED[1].read_text("utf-8")
    notebook = nbformat.reads(committed, as_version=4)
    notebook.metadata["language_info"]["version"] = "3.11.7"
    for cell in notebook.cells:
        cell.id = f"random-{cell.id}"
        cell.metadata["execution"] = {"iopub.execute_input": "2026-01-01T00:00:00Z"}
    path = tmp_path / "saved.ipynb"
    nbformat.write(notebook, path)
    assert tidy_notebooks.main([str(path)]) == 1
    assert path.read_text("utf-8") == committed
    assert tidy_notebooks.main([str(path)]) == 0


def test_a_notebook_not_run_from_top_to_bottom_is_told(tmp_path: Path) -> None:
    notebook = nbformat.read(COMMITTED[1], as_version=4)
    notebook.cells[-1].execution_count = 99
    path = tmp_path / "saved.ipynb"
    path.write_text(nbformat.writes(notebook) + "\n", "utf-8")
    [said] = tidy_notebooks.tidy(path)
    assert "not all run, in order" in said


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


def papermill(folder: Path, *words: str, name: str = "01_comparison") -> subprocess.CompletedProcess[str]:
    path = str(NOTEBOOKS / f"{name}.ipynb")
    command = [sys.executable, "-m", "papermill", path, "out.ipynb", "--no-progress-bar", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_plain_papermill_runs_it_from_any_folder(elsewhere: Path) -> None:
    done = papermill(elsewhere, "-p", "month", "2017-03")
    assert done.returncode == 0, done.stderr
    assert "March 2017" in (elsewhere / "out.ipynb").read_text()


def test_a_text_of_ones_own_is_marked_up_by_plain_papermill(elsewhere: Path) -> None:
    text = "قتلت جبهة النصرة 42 مدنياً، وداعش 98."
    done = papermill(elsewhere, "-p", "text", text, "-p", "month", "2016-01", name="06_check")
    assert done.returncode == 0, done.stderr
    shown, said = (
        cell.outputs[0].data
        for cell in nbformat.read(elsewhere / "out.ipynb", as_version=4).cells
        if cell.get("outputs")
    )
    assert '<mark class="wrong">42 مدنياً</mark>' in shown["text/html"]
    assert shown["text/plain"].splitlines()[-1] == 'Of 2 statements, 1 checks out, 1 is wrong ("42 مدنياً").'
    assert said["text/plain"].startswith('- "42 مدنياً": SNHR attributed 3 civilian deaths to the al-Nusra')


@pytest.mark.parametrize(("name", "meant"), [("mont", "month or monitor"), ("monitors", "monitor or month")])
def test_a_parameter_that_a_notebook_does_not_take_is_refused(elsewhere: Path, name: str, meant: str) -> None:
    """papermill only warns; the answer would be that for the month the notebook was saved with."""
    done = papermill(elsewhere, "-p", name, "2017-03")
    assert done.returncode != 0
    assert f"RunError: unknown parameter '{name}': did you mean {meant}?" in done.stderr


def test_the_notebook_itself_refuses_a_wrong_month_in_one_clear_line(elsewhere: Path) -> None:
    done = papermill(elsewhere, "-p", "month", "2014-07")
    assert done.returncode != 0
    outputs = [
        o
        for c in nbformat.read(elsewhere / "out.ipynb", as_version=4).cells
        for o in c.get("outputs", [])
        if o.output_type == "error"
    ]
    assert outputs[0].traceback == [
        "UnknownMonth: no figures of snhr for '2014-07'; nearest with figures: 2014-06, 2014-08"
    ]


def test_lab_lists_the_kernel_of_this_environment() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "jupyter", "kernelspec", "list"], capture_output=True, text=True, cwd=REPOSITORY
    )
    assert "python3" in done.stdout
