"""Where data, notebooks and lock are, and which version the data have; without pandas, so that `--version` is quick."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import stat
import threading
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from analysis.errors import RunError

ENVIRONMENT_VARIABLE = "ANALYSIS_DATA"
_INSTALLED = Path(__file__).resolve().parents[1] / "_packaged"  # only in a wheel: hatch_build.py puts it there
REPOSITORY = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).resolve().parents[3]


def data_folder(path: str | os.PathLike[str] | None = None) -> Path:
    """Find the data folder: `path`, else the environment variable ANALYSIS_DATA, else the data that come with us."""
    return real_path(path or os.environ.get(ENVIRONMENT_VARIABLE) or REPOSITORY / "data" / "raw")


def real_path(path: str | os.PathLike[str]) -> Path:
    """Where a path leads, through every link. One that cannot be followed, such as a circle, fails when it is read."""
    try:
        return Path(os.path.realpath(path))  # Path.resolve raises for a circle
    except ValueError:
        return Path(path)


def processed_folder(raw: Path) -> Path:
    """Where what is built from a data folder goes, beside it: raw -> processed, mine -> mine-processed."""
    return raw.with_name("processed" if raw.name == "raw" else f"{raw.name}-processed")


def refuse_raw(out: Path) -> None:
    """Refuse to write what is built or run into a folder with a contract, or into the package. Raises RunError."""
    if (out / "datapackage.json").exists():
        raise RunError(f"{out} holds raw data: raw and built files never share a folder. Name another with --out.")
    refuse_installed(out, "name a folder of your own with --out.")


def refuse_installed(folder: Path, next_step: str = "copy the data, then name the copy.") -> None:
    """Refuse to write into the installed package: its data are those it was published with. Raises RunError."""
    if real_path(folder).is_relative_to(_INSTALLED):
        raise RunError(f"{folder} belongs to the installed package, which is not written into. Next: {next_step}")


def known_good(hashes: Mapping[str, str]) -> str:
    """The text of a manifest that says of files with these hashes that they were checked."""
    return json.dumps({"raw": hashes})


def data_version(hashes: Mapping[str, str], dated: str) -> str:
    """The version of a data folder, as pages, citations and `snhr --version` name it.

    The date that its contract bears, if any, and 12 digits of the SHA-256 of its files.

    Examples
    --------
    >>> data_version({}, "2026-11-29")
    '2026-11-29-44136fa355b3'
    """
    digits = hashlib.sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest()[:12]
    return f"{dated}-{digits}" if dated else digits


def version_of(folder: Path) -> str:
    """The version of a data folder that is not read otherwise. Raises what reading and understanding its files does."""
    package = json.loads(read_file(folder / "datapackage.json").decode("utf-8-sig"))
    names = ["datapackage.json", *(f"{resource['name']}.csv" for resource in package["resources"])]
    hashes = {name: hashlib.sha256(read_file(folder / name)).hexdigest() for name in names}
    return data_version(hashes, dated(package))


def dated(package: Mapping[str, Any]) -> str:
    """The date (YYYY-MM-DD) that a contract bears as its version; '' where it bears none."""
    version = package.get("version")
    try:
        return version if isinstance(version, str) and date.fromisoformat(version).isoformat() == version else ""
    except ValueError:
        return ""


def read_file(path: Path) -> bytes:
    """Read a file whole. Raises OSError, also for what is no path, or no file: a named pipe would be waited for."""
    refuse_no_file(path)
    return path.read_bytes()


def refuse_no_file(path: Path) -> None:
    """Refuse pipes and devices, some of which have no end, and what cannot be a path. Raises OSError."""
    try:
        kind = path.stat().st_mode
    except ValueError as error:  # a NUL, or half of a surrogate pair
        raise OSError(errno.EINVAL, f"no path: {error}") from error
    if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):  # of a folder reading says what it is
        raise OSError(errno.EINVAL, "a pipe or a device, which is no file")


def replace_file(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(f".{path.name}-{threading.get_ident()}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        if path.exists():
            shutil.copymode(path, part)
        os.replace(part, path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
