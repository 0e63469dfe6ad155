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

from analysis.data.tables import Data
from analysis.errors import RunError
from analysis.kernels.provisioner import NAME as WARM
from analysis.notebooks.files import foreign, unsound
from analysis.notebooks.runs import as_written, read_record

_ANSI = re.compile(r"(\x1b|#x1B)\[[0-9;]*m")
COLUMNS = ["month", "notebook", "status", "message"]


def verify(folder: Path, jobs: int, data: Data, *, cold: bool = False, trust: bool = False) -> pd.DataFrame:
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
    trust
        Run notebooks too whose code is not this repository's. Their outputs are compared; where run.json has them, they
        must be as written. Without it they are refused and nothing of them is run.

    Returns
    -------
    DataFrame
        One row a notebook: month, notebook, status (holds, changed or refused) and what changed or why.

    Raises
    ------
    RunError
        No notebooks there, notebooks run on other data, or nbval could not run.
    """
    paths = sorted(
        p for p in folder.rglob("*.ipynb") if not any(part.startswith(".") for part in p.relative_to(folder).parts)
    )
    if not paths:
        raise RunError(f"no executed notebooks in {folder}. Next: `snhr run --out {folder}`.")
    records = {path.parent: read_record(path.parent) for path in paths}
    other = {at.name for at, record in records.items() if record.get("data", data.hashes) != data.hashes}
    if other:
        raise RunError(f"{', '.join(sorted(other))}: run on other data than {data.folder}. Name theirs with --data.")
    changed, texts, strange = {}, {}, {}
    for path in paths:
        if not path.is_file():
            changed[path] = "not a file"  # a named pipe would be waited for
            continue
        try:
            text = path.read_text("utf-8")  # once: what is judged is what is run
            notebook = nbformat.reads(text, as_version=4)
        except (OSError, ValueError) as error:
            changed[path] = f"not a readable notebook: {type(error).__name__}"
            continue
        if found := foreign(notebook):
            strange[path] = f"{found}; nothing of it was run. Next: read its code; `snhr verify --trust` runs it."
        changed[path] = "; ".join(unsound(notebook) + _ignored(notebook))
        if not changed[path] and (trust or not found):
            texts[path] = text
    refused = {} if trust else strange
    changed |= _nbval(folder, texts, jobs, cold)
    for path in texts:
        unlike = _unlike_record(path, records[path.parent], needed=path not in strange)
        changed[path] = "\n".join(filter(None, [unlike, changed[path]]))
    changed |= refused
    rows = [
        (p.parent.name, p.stem, "refused" if p in refused else "changed" if changed[p] else "holds", changed[p])
        for p in paths
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _unlike_record(path: Path, record: Mapping[str, Any], needed: bool) -> str:
    """Whether a notebook is not what a run wrote for its month."""
    entry = record.get("notebooks", {}).get(path.stem)
    if not isinstance(entry, dict):
        return "no record of its run in run.json" if needed else ""
    return "" if as_written(path, entry) else "not as the run wrote it"


def _ignored(notebook: Any) -> list[str]:
    """Whether a notebook tells nbval not to compare some of its outputs; those of this repository never do."""
    marked = [cell.metadata.get("tags", []) for cell in notebook.cells]
    told = any("nbval" in tag for tags in marked for tag in tags)
    told = told or any(re.search(r"#\s*(NBVAL_|PYTEST_VALIDATE)", cell.source) for cell in notebook.cells)
    return ["tells nbval not to compare all outputs"] if told else []


def _nbval(folder: Path, texts: Mapping[Path, str], jobs: int, cold: bool) -> dict[Path, str]:
    """What nbval finds in each notebook; empty where all holds.

    It runs copies, from a folder of their own: pytest would run a conftest.py beside the notebooks, and it and the
    kernels import what lies there, or where the command was given, in the place of a library.
    """
    if not texts:
        return {}
    with tempfile.TemporaryDirectory() as scratch:
        batch = Path(scratch, "batch").resolve()
        copies = {path: batch / path.relative_to(folder) for path in texts}
        for path, copy in copies.items():
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(texts[path], "utf-8")
        report, settings = Path(scratch, "report.xml"), Path(scratch, "pytest.ini")
        settings.write_text("[pytest]\njunit_family = xunit1\n", "utf-8")
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-c",
            str(settings),
            "--rootdir",
            str(batch),
            "-p",
            "no:cacheprovider",
            "-q",
        ]
        command += ["--nbval", "--nbval-current-env", "-n", str(jobs), "--dist", "loadscope", f"--junitxml={report}"]
        command += [str(copy) for copy in copies.values()]
        environment = {**os.environ, "JUPYTER_DEFAULT_PROVISIONER_NAME": "local-provisioner" if cold else WARM}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=batch)
        if done.returncode not in (0, 1) or not report.exists():
            raise RunError(f"nbval did not run to its end:\n{done.stdout}{done.stderr}")
        found: dict[str, list[str]] = {}
        for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 -- written by our own pytest just now
            wrong = [
                _ANSI.sub("", child.text or child.get("message") or "").strip()
                for child in case
                if child.tag in ("failure", "error")
            ]
            found.setdefault(str(batch / case.get("file", "")), []).extend(
                f"{case.get('name')}: {text}" for text in wrong
            )
    return {path: "\n".join(found.get(str(copy), ["nbval ran none of its cells"])) for path, copy in copies.items()}
