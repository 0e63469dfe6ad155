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
from tqdm import tqdm

from analysis.batch.parameters import Parameters
from analysis.data import REPOSITORY, Data
from analysis.errors import RunError, UnknownMonth, nearest, nearest_months
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
    there = months_with_figures(data, monitor, as_of)
    known = sorted(set().union(*there.values()))
    found: list[str] = []
    problems: list[str] = []
    for part in [part for word in asked for part in word.split(",")] or ["all"]:
        first, colon, last = part.partition(":")
        if part == "all":
            months = known
        elif colon:
            months = [month for month in known if first <= month <= last]
        else:
            months = [month for month in known if month == part]
        if not months:
            problems.append(f"no figures of {monitor} for {part!r}; {nearest_months(first, known)}")
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
    checked = {month: Parameters.of({**parameters, "month": month}).checked(data) for month in months}
    unfinished = out / _UNFINISHED
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
    except OSError as error:
        raise RunError(f"cannot write into {out}: {error.strerror}. Name another folder with --out.") from error
    tasks = [(month, notebook) for month in months for notebook in notebooks]
    results: dict[tuple[str, str], Result] = {}
    with ThreadPoolExecutor(jobs) as pool, tqdm(total=len(tasks), disable=None, unit="notebook") as bar:
        # Threads of one process, each with a kernel process of its own; papermill is never given a cwd, which it would
        # set for the whole process.
        futures = {pool.submit(_run_one, m, n, asdict(checked[m]), out): (m, n) for m, n in tasks}
        for future in as_completed(futures):
            results[futures[future]] = future.result()
            bar.update()
    ordered = [results[task] for task in tasks]
    for month in months:
        _write_run_json(out / month / "run.json", [r for r in ordered if r.month == month], checked[month], data)
    summary = pd.DataFrame([asdict(result) for result in ordered], columns=SUMMARY)
    _replace(out / "summary.csv", summary.to_csv(index=False, lineterminator="\n"))
    shutil.rmtree(unfinished)
    return ordered


def _run_one(month: str, notebook: str, parameters: Mapping[str, object], out: Path) -> Result:
    target = out / month / f"{notebook}.ipynb"
    part = out / _UNFINISHED / f"{month}-{notebook}.ipynb"
    began = time.monotonic()
    message = execute(NOTEBOOKS / f"{notebook}.ipynb", part, parameters)
    target.parent.mkdir(parents=True, exist_ok=True)
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


def refresh(names: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Execute the committed notebooks in place with their own defaults: name and message of each."""
    for name in notebook_names(names):
        source = NOTEBOOKS / f"{name}.ipynb"
        part = source.with_name(f".{name}.ipynb")
        message = execute(source, part, {})
        os.replace(part, source)
        yield name, message


def _write_run_json(path: Path, results: list[Result], parameters: Parameters, data: Data) -> None:
    record = {
        "parameters": asdict(parameters),
        "notebooks": {r.notebook: {"status": r.status, "seconds": r.seconds, "message": r.message} for r in results},
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
