"""Batches run as processes of their own, to be broken: what they leave behind, and who of them is still alive."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pandas as pd
import psutil

SNHR = Path(sys.executable).parent / "snhr"
MARK = "OF_THE_BATCH"  # in the environment of a batch and of all that it starts


def start(out: Path, *words: str, **environment: str) -> subprocess.Popen[str]:
    """Start `snhr run`."""
    environment = {**os.environ, MARK: str(out), **environment}
    return subprocess.Popen(
        [SNHR, "run", *words, "--out", out],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finish(process: subprocess.Popen[str], seconds: float = 300) -> tuple[int, str]:
    """Exit status of a batch, and what it said."""
    said = process.communicate(timeout=seconds)
    return process.returncode, "".join(said)


def alive(out: Path) -> list[psutil.Process]:
    """The processes of a batch, its kernels and whatever these started."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == str(out) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            pass
    return found


def fork_servers(out: Path) -> list[psutil.Process]:
    """The processes that a batch forks its kernels from."""
    found = alive(out)
    warm = {process.pid for process in found if _says(process, "analysis.kernels.server")}
    others = {process.pid for process in found if _says(process, "")} - warm  # one that ends has no words any more
    return [process for process in found if process.pid in warm and _parent(process) in others]


def kernels(out: Path) -> list[psutil.Process]:
    """The kernels of a batch that were forked."""
    return [child for server in fork_servers(out) for child in _children(server)]


def _says(process: psutil.Process, words: str) -> bool:
    try:
        return any(words in word for word in process.cmdline())
    except psutil.Error:
        return False


def _parent(process: psutil.Process) -> int:
    try:
        return process.ppid()
    except psutil.Error:
        return 0


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children()
    except psutil.Error:
        return []


def wait_until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Wait until a condition holds."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"not within {seconds:g} s"
        time.sleep(0.02)


def nobody_is_left(out: Path) -> None:
    """No process of a batch is alive, at once or soon: the system takes a moment to end what it kills."""
    wait_until(lambda: not alive(out), 15)


def written(out: Path) -> dict[str, bytes]:
    """The executed notebooks of a batch, without those that its records call failed."""
    failed = {
        f"{path.parent.name}/{name}.ipynb"
        for path in out.glob("*/run.json")
        for name, entry in json.loads(path.read_text("utf-8"))["notebooks"].items()
        if entry["status"] == "failed"
    }
    pages = {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.glob("*/[0-9]*.ipynb"))}
    return {name: text for name, text in pages.items() if name not in failed}


def whole(out: Path) -> None:
    """Every file of a batch can be read to its end."""
    for path in out.glob("*/[0-9]*.ipynb"):
        nbformat.validate(nbformat.reads(path.read_text("utf-8"), as_version=4))
    for path in out.glob("*/run.json"):
        assert set(json.loads(path.read_text("utf-8"))) >= {"parameters", "notebooks", "data"}, path
    if (out / "summary.csv").exists():
        assert len(pd.read_csv(out / "summary.csv").columns) == 5


def half(out: Path) -> list[str]:
    """The files that a batch was about to put in place."""
    return sorted(str(path.relative_to(out)) for path in out.rglob("*.part"))
