"""Run notebooks with papermill, one kernel each, and write them canonical: the same inputs give the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import psutil
from tqdm import tqdm

from analysis.batch.parameters import Parameters
from analysis.data import REPOSITORY, Data
from analysis.errors import NotComparable, RunError, UnknownMonth, is_month, nearest, nearest_months
from analysis.reconcile import months_with_figures

NOTEBOOKS = REPOSITORY / "notebooks"
SUMMARY = ["month", "notebook", "status", "seconds", "message"]
_UNFINISHED = ".unfinished"  # written here first, then renamed: a killed run leaves no half file


@dataclass(frozen=True)
class Result:
    """What became of one notebook: status done or failed."""

    month: str
    notebook: str
    status: str
    seconds: float
    message: str


def notebook_names(wanted: Iterable[str] = ()) -> list[str]:
    """The notebooks to run, all unless named. Raises RunError for an unknown one."""
    known = sorted(path.stem for path in NOTEBOOKS.glob("[0-9]*.ipynb"))
    names = [name.removesuffix(".ipynb") for name in wanted] or known
    wrong = [f"unknown notebook {name!r}: {nearest(name, known)}" for name in names if name not in known]
    if wrong:
        raise RunError("\n".join(wrong))
    return names


def months_to_run(asked: Iterable[str], data: Data, monitor: str, as_of: str = "") -> list[str]:
    """Turn months, lists (a,b), ranges (a:b) and `all` into the months with any figure. Raises UnknownMonth."""
    if monitor not in set(data.monitors["monitor"]):
        raise NotComparable(f"unknown monitor {monitor!r}; {nearest(monitor, list(data.monitors['monitor']))}")
    there = months_with_figures(data, monitor, as_of)
    known = sorted(set().union(*there.values()))
    found: list[str] = []
    problems: list[str] = []
    for part in [part for word in asked for part in word.split(",")] or ["all"]:
        ends = part.split(":")
        if part == "all":
            found += known
        elif len(ends) > 2 or not all(is_month(end) for end in ends):
            problems.append(f"found {part!r}, expected a month YYYY-MM, a range YYYY-MM:YYYY-MM or all")
        elif ends[0] > ends[-1]:
            problems.append(f"the range {part!r} ends before it starts")
        else:
            months = [month for month in known if ends[0] <= month <= ends[-1]]
            if not months:
                problems.append(f"no figures of {monitor} for {part!r}; {nearest_months(ends[0], known)}")
            found += months
    if problems:
        raise UnknownMonth("\n".join(problems))
    return sorted(set(found))


def run(
    months: list[str], notebooks: list[str], out: Path, data: Data, parameters: Mapping[str, object], jobs: int
) -> list[Result]:
    """Run notebooks for months, `jobs` at a time; a failure stops no other.

    Every parameter is checked before any kernel starts. Writes `<month>/<notebook>.ipynb`, `<month>/run.json` and
    `summary.csv` into `out`.

    Raises
    ------
    AnalysisError
        A wrong parameter, or a folder that cannot be written.
    """
    if "month" in parameters:
        raise RunError("the months are arguments, not parameters: snhr run 2016-01")
    checked = {month: Parameters.of({**parameters, "month": month}).checked(data) for month in months}
    unfinished = out / f"{_UNFINISHED}-{os.getpid()}"
    try:
        for old in out.glob(f"{_UNFINISHED}-*"):
            if not psutil.pid_exists(int(old.name.rpartition("-")[2])):
                shutil.rmtree(old)
        for month in months:
            (out / month).mkdir(parents=True, exist_ok=True)
        unfinished.mkdir(exist_ok=True)
    except OSError as error:
        raise RunError(f"cannot write into {out}: {error.strerror}. Name another folder with --out.") from error
    tasks = [(month, notebook) for month in months for notebook in notebooks]
    results: dict[tuple[str, str], Result] = {}
    with ThreadPoolExecutor(jobs) as pool, tqdm(total=len(tasks), disable=None, unit="notebook") as bar:
        # Threads of one process, each with a kernel process of its own; papermill is never given a cwd, which it would
        # set for the whole process.
        futures = {pool.submit(_run_one, m, n, asdict(checked[m]), out, unfinished): (m, n) for m, n in tasks}
        for future in as_completed(futures):
            results[futures[future]] = future.result()
            bar.update()
    ordered = [results[task] for task in tasks]
    for month in months:
        _write_run_json(out / month / "run.json", [r for r in ordered if r.month == month], checked[month], data)
    _replace(out / "summary.csv", _summary(out, ordered).to_csv(index=False, lineterminator="\n"))
    shutil.rmtree(unfinished)
    return ordered


def _summary(out: Path, results: list[Result]) -> pd.DataFrame:
    """What became of every notebook in the folder: these results, and those of earlier runs that still lie there."""
    rows = [asdict(result) for result in results]
    again = {(result.month, result.notebook) for result in results}
    if (out / "summary.csv").is_file():
        before = pd.read_csv(out / "summary.csv", keep_default_na=False).to_dict("records")
        rows += [row for row in before if (row["month"], row["notebook"]) not in again]
    return pd.DataFrame(rows, columns=SUMMARY).sort_values(["month", "notebook"])


def _run_one(month: str, notebook: str, parameters: Mapping[str, object], out: Path, unfinished: Path) -> Result:
    target = out / month / f"{notebook}.ipynb"
    part = unfinished / f"{month}-{notebook}.ipynb"
    began = time.monotonic()
    message = execute(NOTEBOOKS / f"{notebook}.ipynb", part, parameters)
    os.replace(part, target)
    return Result(month, notebook, "failed" if message else "done", round(time.monotonic() - began, 2), message)


def execute(source: Path, target: Path, parameters: Mapping[str, object]) -> str:
    """Execute one notebook and write it canonical to `target`, also when it fails; the message says how.

    Returns
    -------
    str
        Empty when all went well.
    """
    import papermill
    from papermill.exceptions import PapermillExecutionError

    message = ""
    try:
        papermill.execute_notebook(
            str(source),
            str(target),
            dict(parameters),
            progress_bar=False,
            request_save_on_cell_execute=False,
            shutdown_kernel="immediate",
            extra_arguments=["--log-level=50"],  # the kernel's own chatter is none of the reader's
        )
    except PapermillExecutionError as error:
        message = f"cell {error.exec_count}: {error.ename}: {error.evalue}"
    except Exception as error:  # a kernel that died, a disk that is full: this notebook's failure, not the run's
        message = f"{type(error).__name__}: {error}"
    if not target.exists():
        target.write_bytes(source.read_bytes())
    notebook = canonical(nbformat.read(target, as_version=4))
    target.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
    return message or "; ".join(unsound(notebook))


def canonical(notebook: Any) -> Any:
    """Leave in an executed notebook only what the same inputs make again: no times, paths, versions or random ids."""
    kernel = notebook.metadata.get("kernelspec", {})
    name = kernel.get("name", "python3")
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": name},
            "language_info": {"name": "python"},
        }
    )
    for place, cell in enumerate(notebook.cells):
        cell.id = f"{place:02d}-{hashlib.sha256(cell.source.encode()).hexdigest()[:8]}"
        tags = cell.metadata.get("tags", [])
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        for output in cell.get("outputs", []):
            output.pop("transient", None)
    return notebook


def unsound(notebook: Any) -> list[str]:
    """Say what nbval would not see: cells that were not run in order, pictures without a PNG, errors and warnings.

    nbval compares nothing in a cell whose execution_count is null, and ignores images.
    """
    problems = []
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    if [cell.execution_count for cell in code] != list(range(1, len(code) + 1)):
        problems.append("cells were not all run, in order")
    for cell in code:
        kinds = {output.output_type for output in cell.outputs}
        data = [output.data for output in cell.outputs if "data" in output]
        if "error" in kinds:
            problems.append("holds an error")
        if any(output.get("name") == "stderr" for output in cell.outputs):
            problems.append("holds a warning")
        if "plots." in cell.source and not any("image/png" in found for found in data):
            problems.append("a picture has no PNG")
    return list(dict.fromkeys(problems))


def foreign(notebook: Any) -> str:
    """Say where an executed notebook is not made of the cells of one in this repository."""
    cells = [cell for cell in notebook.cells if "injected-parameters" not in cell.metadata.get("tags", [])]
    for path in NOTEBOOKS.glob("[0-9]*.ipynb"):
        if _code(cells) == _code(nbformat.read(path, as_version=4).cells):
            return ""
    return "its cells are not those of a notebook of this repository"


def _code(cells: list[Any]) -> list[tuple[str, str, list[str]]]:
    return [(cell.cell_type, cell.source, cell.metadata.get("tags", [])) for cell in cells]


def refresh(names: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Execute the committed notebooks in place with their own defaults: name and message of each."""
    for name in notebook_names(names):
        source = NOTEBOOKS / f"{name}.ipynb"
        part = source.with_name(f".{name}.ipynb")
        message = execute(source, part, {})
        os.replace(part, source)
        yield name, message


def _write_run_json(path: Path, results: list[Result], parameters: Parameters, data: Data) -> None:
    before = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    same = before.get("parameters") == asdict(parameters) and before.get("data") == data.hashes
    notebooks = {r.notebook: {"status": r.status, "seconds": r.seconds, "message": r.message} for r in results}
    record = {
        "parameters": asdict(parameters),
        "notebooks": {**(before["notebooks"] if same else {}), **notebooks},
        "finished": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "data": data.hashes,
        "commit": _commit(),
        "package": version("snhr-analysis"),
        "python": platform.python_version(),
    }
    _replace(path, json.dumps(record, indent=2) + "\n")


def _commit() -> str:
    """The commit of the repository, marked where files differ from it; empty outside a repository."""
    git = ["git", "-C", str(REPOSITORY), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    try:
        return subprocess.run(git, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)
