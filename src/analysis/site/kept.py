"""The pages of a site made before: which of them a site made now would make again as they are."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from analysis.language import LANGUAGES
from analysis.notebooks.runs import Ground

MARKER = ".snhr-site"  # a folder with it is a site and may be replaced; it says what each page of a month rests on


class Kept:
    """What is known of the months' pages in a folder, and of those that are put into another."""

    def __init__(self, old: Path, ground: Ground):
        self._old, self._ground, self._entries = old, ground, dict[str, dict[str, Any]]()
        try:
            found = json.loads((old / MARKER).read_text("utf-8"))
            self._before: Mapping[str, Any] = found if isinstance(found, dict) else {}
        except (OSError, ValueError):
            self._before = {}

    def take(self, month: str, given: object, new: Path) -> bool:
        """Copy the page of a month, with its files, where it would be made again as it is; else say False.

        `given` is what the page is made of besides what it reads: its record, its neighbours, where the site stands.
        """
        entry = self._before.get(month)
        if not isinstance(entry, dict) or entry.get("given") != _digest(given):
            return False
        rests_on, files = entry.get("rests_on"), entry.get("files")
        if not isinstance(rests_on, dict) or self._ground.digests(rests_on) != rests_on:
            return False
        if not files or files != _hashes(self._old, month):
            return False
        for name in files:
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(self._old / name, new / name)
        self._entries[month] = entry
        return True

    def put(self, month: str, given: object, reads: Iterable[str], new: Path) -> None:
        """Remember a page that was made."""
        rests_on = self._ground.digests(reads)
        self._entries[month] = {"given": _digest(given), "rests_on": rests_on, "files": _hashes(new, month)}

    def write(self, new: Path) -> None:
        """Write down what is known of the pages."""
        (new / MARKER).write_text(json.dumps(self._entries, sort_keys=True), "utf-8")


def _digest(given: object) -> str:
    return hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()


def _hashes(site: Path, month: str) -> dict[str, str]:
    """The files of a month's page by their paths in the site."""
    patterns = (f"{month}/*", f"data/{month}.*", *(f"{code}/{month}/*" for code in LANGUAGES))
    files = [path for pattern in patterns for path in sorted(site.glob(pattern))]
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.is_file()
    }
