"""The reference is made of the docstrings without a warning, and has every public name."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import analysis
from analysis.data.folder import REPOSITORY

SOURCE = REPOSITORY / "docs" / "reference"
ROOMS = ("comparison", "shares", "trends", "monitors", "tipping")
MODULES = ("questions.tipping.numbers", *(f"questions.{room}.picture" for room in ROOMS))


def functions(module: str) -> set[str]:
    """The public functions that a module defines."""
    found = inspect.getmembers(import_module(f"analysis.{module}"), inspect.isfunction)
    return {name for name, made in found if made.__module__ == f"analysis.{module}" and not name.startswith("_")}


def test_the_reference_lists_every_public_name() -> None:
    parts = dict(re.findall(r"^\.\. currentmodule:: (\S+)\n(.*?)(?=^\.\. currentmodule|\Z)", text(), re.M | re.S))
    listed = {module: re.findall(r"^\.\. auto\w+:: (\w+)$", part, re.M) for module, part in parts.items()}
    assert sorted(listed.pop("analysis")) == analysis.__all__
    assert {module: set(names) for module, names in listed.items()} == {
        f"analysis.{module}": functions(module) for module in MODULES
    }


def text() -> str:
    return (SOURCE / "index.rst").read_text("utf-8")


def test_the_reference_is_made_without_a_warning(tmp_path: Path) -> None:
    """numpydoc asks of every function: summary, every parameter, what is returned, an example."""
    pytest.importorskip("sphinx")
    pytest.importorskip("numpydoc")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", str(SOURCE), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    page = (tmp_path / "index.html").read_text("utf-8")
    assert [name for name in analysis.__all__ if f'id="analysis.{name}"' not in page] == []
    assert "Reconcile what the pages of a monitor print" in page
