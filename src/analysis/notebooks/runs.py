"""What became of each notebook: the record of a month, and whether its outputs are still what a run would make."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from analysis.data.folder import REPOSITORY, replace_file
from analysis.data.tables import Data
from analysis.errors import is_month
from analysis.notebooks import files
from analysis.notebooks.environment import versions

RECORD = "run.json"
SERIES = "series"  # the folder of the notebooks on a period
STATES = {  # in words, but `current`
    "missing": "gone",
    "failed": "failed",
    "edited": "not as the run wrote it",
    "stale": "not what a run now would make: the code, the lock or the notebook changed since",
}
_CODE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Result:
    """What became of one notebook: status done, failed, or current (done before, and nothing changed since)."""

    month: str
    notebook: str
    status: str
    seconds: float
    message: str
    kernel: str = ""
    why: str = ""  # it was run again although it was done


def library_key() -> str:
    """The SHA-256 of the library's code, its lock, and the versions of what is installed."""
    digest = hashlib.sha256(json.dumps(versions()).encode())
    files_of = {path.relative_to(_CODE).as_posix(): path for path in sorted(_CODE.rglob("*.py"))}
    for name, path in (files_of | {"requirements.lock": REPOSITORY / "requirements.lock"}).items():
        if path.is_file():
            digest.update(f"{name}:{hashlib.sha256(path.read_bytes()).hexdigest()}".encode())
    return digest.hexdigest()


def code_key(data: Data) -> str:
    """The SHA-256 of all that every notebook depends on: raw data, library code and the lock."""
    return sha256(json.dumps(data.hashes, sort_keys=True) + library_key())


def task_key(code: str, source: str, parameters: Mapping[str, object]) -> str:
    """The one key of a notebook's outputs: data, code, lock, the notebook itself and those parameters it takes."""
    return sha256(f"{code}{sha256(source)}{json.dumps(files.declared(source, parameters), sort_keys=True)}")


def sha256(text: str) -> str:
    """The SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_record(folder: Path) -> dict[str, Any]:
    """The record of a month's folder; empty where there is none that can be read."""
    try:
        if not (folder / RECORD).is_file():
            return {}  # there is none, or what would be waited for, such as a named pipe
        record: dict[str, Any] = json.loads((folder / RECORD).read_text("utf-8"))
        parts = (record.get("parameters"), record.get("notebooks"), *record.get("notebooks", {}).values())
        return record if all(isinstance(part, dict) for part in parts) else {}
    except (OSError, ValueError, AttributeError):
        return {}


def as_written(path: Path, entry: Mapping[str, Any]) -> bool:
    """Whether a notebook is what the run wrote that this entry of its record is of."""
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == entry.get("output")


def state(folder: Path, notebook: str, key: str, record: Mapping[str, Any]) -> str:
    """Say what an output is: current, missing, failed, edited since it was run, or stale: what it rests on changed."""
    path, entry = folder / f"{notebook}.ipynb", record.get("notebooks", {}).get(notebook)
    if not isinstance(entry, dict) or not path.is_file():
        return "missing"
    if entry.get("status") != "done":
        return "failed"
    if not as_written(path, entry):
        return "edited"
    return "current" if entry.get("key") == key else "stale"


def misplaced(folder: str, record: Mapping[str, Any]) -> str:
    """Of what a record is that lies in the folder of another month; '' where it is that of its folder."""
    of = record["parameters"].get("month", SERIES)
    return f"of {of}, as its record says" if (is_month(folder) or folder == SERIES) and of != folder else ""


class Records:
    """The records of one run; each notebook is put down when it is finished, so that a killed run loses nothing."""

    def __init__(self, out: Path, data: Data):
        self.out = out
        self.about = {
            "data": data.hashes,
            "commit": _commit(data),
            "package": version("snhr-analysis"),
            "versions": versions(),
        }

    def put(self, result: Result, text: str, key: str, parameters: Mapping[str, object]) -> None:
        """Write a notebook and its entry into the record of its month."""
        folder = self.out / result.month
        replace_file(folder / f"{result.notebook}.ipynb", text)
        before = read_record(folder)
        same = before.get("parameters") == parameters and before.get("data") == self.about["data"]
        entry = {k: v for k, v in asdict(result).items() if k not in ("month", "notebook", "why")}
        entry |= {"key": key, "output": sha256(text)}
        record = {
            "parameters": parameters,
            "notebooks": {**(before["notebooks"] if same else {}), result.notebook: entry},
            "finished": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            **self.about,
        }
        replace_file(folder / RECORD, json.dumps(record, indent=2) + "\n")


def _commit(data: Data) -> str:
    """The commit that holds the data and the code, marked where files differ from it; empty where none holds both."""
    if not (REPOSITORY / ".git").exists() or not data.folder.is_relative_to(REPOSITORY):  # one around is not ours
        return ""
    git = ["git", "-C", str(REPOSITORY), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    ours = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}  # which may name another
    try:
        return subprocess.run(git, env=ours, capture_output=True, encoding="utf-8", check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
