"""What became of each notebook: the record of a month, and whether its outputs are still what a run would make."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from analysis.data.folder import REPOSITORY, replace_file
from analysis.data.parts import ALL, CODE, CONTRACT, DATA
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
    "stale": "not what a run now would make",  # and what changed since
}
NOTEBOOK, VERSIONS = "the notebook", "the lock, or versions"
_CODE = Path(__file__).resolve().parents[1]
_DIGITS = 16  # of a SHA-256 in a record
_DATED = ("resources", "version")  # of the contract: what is read of the tables is noted by itself


@dataclass(frozen=True)
class Result:
    """What became of one notebook: status done, failed, or current (done before, and nothing changed since)."""

    month: str
    notebook: str
    status: str
    seconds: float
    message: str
    kernel: str = ""
    why: tuple[str, ...] = ()  # it was run again although it was done: what changed since


def library_key() -> str:
    """The SHA-256 of the library's code, its lock, and the versions of what is installed."""
    return sha256(json.dumps([_packages(), _environment()], sort_keys=True))


def _packages() -> dict[str, str]:
    """The SHA-256 of the code of each package of the library, with what else lies in it or below without code."""
    found: dict[str, list[str]] = {}
    for path in sorted(_CODE.rglob("*")):
        if path.is_file() and path.suffix != ".pyc" and "_packaged" not in path.parts:
            of = next(above for above in path.parents if (above / "__init__.py").exists()).relative_to(_CODE.parent)
            name, hashed = path.relative_to(_CODE).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()
            found.setdefault(".".join(of.parts), []).append(f"{name}:{hashed}")
    return {name: sha256("\n".join(hashed))[:_DIGITS] for name, hashed in found.items()}


def _environment() -> str:
    lock = REPOSITORY / "requirements.lock"
    return sha256(json.dumps(versions()) + (lock.read_text("utf-8") if lock.is_file() else ""))[:_DIGITS]


class Ground:
    """What outputs rest on, as it is now: the data part by part, the code package by package, the lock, the notebooks.

    What a notebook read is found when it is run (`analysis.data.parts`); it holds until one of these parts changes.
    """

    def __init__(self, data: Data):
        self._data, self._packages, self._environment = data, _packages(), _environment()

    def under(self, reads: Iterable[str], source: str, parameters: Mapping[str, object]) -> dict[str, str]:
        """The digests of all that the outputs of a notebook rest on.

        Parameters
        ----------
        reads
            What was read, as `analysis.data.parts.as_read` says it.
        source
            The text of the notebook's file.
        parameters
            Those of its folder: those that it takes count.
        """
        own = {
            NOTEBOOK: sha256(source)[:_DIGITS],
            "its parameters": sha256(json.dumps(files.declared(source, parameters), sort_keys=True))[:_DIGITS],
        }
        return own | self.digests(reads)

    def digests(self, reads: Iterable[str]) -> dict[str, str]:
        """The digests of what was read, and of what everything rests on."""
        read = [name for name in reads if name.startswith((CODE, DATA))]
        if not any(name.startswith(DATA) for name in read):
            read.append(f"{DATA}{ALL}")  # by what way is not known
        return {VERSIONS: self._environment, **{name: self._of(name) for name in read}}

    def changed(self, entry: object, source: str, parameters: Mapping[str, object]) -> list[str]:
        """What a notebook rests on, as its entry in a record says, that is not as it was."""
        before = entry.get("rests_on") if isinstance(entry, dict) else None
        if not isinstance(before, dict) or NOTEBOOK not in before:
            return ["what it rests on"]
        now = self.under(before, source, parameters)
        return [name for name in before if before[name] != now.get(name)]

    def on_other_data(self, record: Mapping[str, Any]) -> bool:
        """Whether notebooks of a record read data that are no longer what they were."""
        entries = [entry.get("rests_on") for entry in record.get("notebooks", {}).values()]
        read = [item for entry in entries if isinstance(entry, dict) for item in entry.items()]
        return any(self._of(what) != was for what, was in read if what.startswith(DATA))

    def _of(self, name: str) -> str:
        """The digest of one part of the data or the code."""
        what = name.removeprefix(CODE).removeprefix(DATA)
        if name.startswith(CODE):
            return self._packages.get(what, "")
        table, _, month = what.partition(" of ")
        if table == ALL:
            return sha256(json.dumps(self._data.hashes, sort_keys=True))[:_DIGITS]
        if table == CONTRACT:
            about = self._data.contract
            return sha256(json.dumps({key: about[key] for key in sorted(about) if key not in _DATED}))[:_DIGITS]
        return self._data.digests.get((table, month), "")[:_DIGITS]


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


def state(folder: Path, notebook: str, record: Mapping[str, Any], changed: Sequence[str] = ()) -> str:
    """Say what an output is: current, missing, failed, edited since it was run, or stale: what it rests on changed."""
    path, entry = folder / f"{notebook}.ipynb", record.get("notebooks", {}).get(notebook)
    if not isinstance(entry, dict) or not path.is_file():
        return "missing"
    if entry.get("status") != "done":
        return "failed"
    if not as_written(path, entry):
        return "edited"
    return "stale" if changed else "current"


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

    def put(self, result: Result, text: str, rests_on: Mapping[str, str], parameters: Mapping[str, object]) -> None:
        """Write a notebook and its entry into the record of its month; `rests_on` is what `Ground.under` says."""
        folder = self.out / result.month
        replace_file(folder / f"{result.notebook}.ipynb", text)
        before = read_record(folder)
        same = before.get("parameters") == parameters
        entry = {k: v for k, v in asdict(result).items() if k not in ("month", "notebook", "why")}
        entry |= {"rests_on": rests_on, "output": sha256(text)}
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
