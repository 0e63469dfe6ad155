"""Run executed notebooks again with nbval and say which outputs no longer hold."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import nbformat
import pandas as pd

from analysis.batch.kernels import NAME as WARM
from analysis.batch.notebooks import foreign, unsound
from analysis.batch.records import as_written, read_record
from analysis.data import Data
from analysis.errors import RunError

_ANSI = re.compile(r"(\x1b|#x1B)\[[0-9;]*m")
COLUMNS = ["month", "notebook", "status", "message"]


def verify(folder: Path, jobs: int, data: Data, *, cold: bool = False) -> pd.DataFrame:
    """Run every notebook of a batch again and compare its outputs. Pictures are to be there; they are not compared.

    Parameters
    ----------
    folder
        What `snhr run` wrote.
    jobs
        How many at a time.
    data
        What the notebooks are to be run on: the data of run.json.
    cold
        Start every kernel anew instead of forking it.

    Returns
    -------
    DataFrame
        One row a notebook: month, notebook, status (holds or changed) and what changed.

    Raises
    ------
    RunError
        No notebooks there, notebooks run on other data, or nbval could not run.
    """
    paths = sorted(p for p in folder.rglob("*.ipynb") if not any(part.startswith(".") for part in p.parts))
    if not paths:
        raise RunError(f"no executed notebooks in {folder}. Next: `snhr run --out {folder}`.")
    records = {path.parent: read_record(path.parent) for path in paths}
    other = {at.name for at, record in records.items() if record.get("data", data.hashes) != data.hashes}
    if other:
        raise RunError(f"{', '.join(sorted(other))}: run on other data than {data.folder}. Name theirs with --data.")
    changed = {path: _blind_spots(path) for path in paths}
    whole = [path for path in paths if not changed[path]]
    changed |= _nbval(folder.resolve(), whole, jobs, cold)
    for path in whole:
        changed[path] = "\n".join(filter(None, [_unlike_record(path, records[path.parent]), changed[path]]))
    rows = [(p.parent.name, p.stem, "changed" if changed[p] else "holds", changed[p]) for p in paths]
    return pd.DataFrame(rows, columns=COLUMNS)


def _unlike_record(path: Path, record: Mapping[str, Any]) -> str:
    """Whether a notebook is not what a run wrote for its month."""
    entry = record.get("notebooks", {}).get(path.stem)
    if not isinstance(entry, dict):
        return "no record of its run in run.json"
    return "" if as_written(path, entry) else "not as the run wrote it"


def _blind_spots(path: Path) -> str:
    """What is wrong with a notebook that nbval would not see."""
    if not path.is_file():
        return "not a file"  # a named pipe would be waited for
    try:
        notebook = nbformat.read(path, as_version=4)
    except (OSError, ValueError) as error:
        return f"not a readable notebook: {type(error).__name__}"
    return "; ".join([*filter(None, [foreign(notebook)]), *unsound(notebook)])


def _nbval(folder: Path, paths: list[Path], jobs: int, cold: bool) -> dict[Path, str]:
    """What nbval finds in each notebook; empty where all holds."""
    if not paths:
        return {}
    with tempfile.TemporaryDirectory() as scratch:
        report, settings = Path(scratch, "report.xml"), Path(scratch, "pytest.ini")
        settings.write_text("[pytest]\njunit_family = xunit1\n")
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-c",
            str(settings),
            "--rootdir",
            str(folder),
            "-p",
            "no:cacheprovider",
            "-q",
        ]
        command += ["--nbval", "--nbval-current-env", "-n", str(jobs), "--dist", "loadscope", f"--junitxml={report}"]
        command += [str(path.resolve()) for path in paths]
        environment = {**os.environ, "JUPYTER_DEFAULT_PROVISIONER_NAME": "local-provisioner" if cold else WARM}
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
        if done.returncode not in (0, 1) or not report.exists():
            raise RunError(f"nbval did not run to its end:\n{done.stdout}{done.stderr}")
        found: dict[str, list[str]] = {}
        for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 -- written by our own pytest just now
            wrong = [
                _ANSI.sub("", child.text or child.get("message") or "").strip()
                for child in case
                if child.tag in ("failure", "error")
            ]
            found.setdefault(str(folder / case.get("file", "")), []).extend(
                f"{case.get('name')}: {text}" for text in wrong
            )
    return {path: "\n".join(found.get(str(path.resolve()), ["nbval ran none of its cells"])) for path in paths}
