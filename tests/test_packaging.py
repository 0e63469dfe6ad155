"""Generated files are what their source says; locks and files name no registry; the layers hold."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

import generate
from analysis.data import REPOSITORY

SOURCE = REPOSITORY / "src" / "analysis"
# DESIGN: a module imports only from those before it.
LAYERS = [
    {"errors", "safe_text"},
    {"arithmetic", "numerals", "cells"},
    {"names"},
    {"rules", "claim_rules"},
    {"contract"},
    {"canonical", "data"},
    {"record_mapping"},
    {"record_counts"},
    {"tabulate"},
    {"printed", "doubts"},
    {"reconcile"},
    {"comparison", "group_shares", "governorates", "sensitivity", "sides"},
    {"periods", "monitors"},
    {"history", "trends"},
    {"checks"},
    {"page_checks", "period_checks", "evidence"},
    {"comparison_claims"},
    {"findings", "claims"},
    {"words"},
    {"citations"},
    {"sentences", "audit_sentences", "series_sentences", "record_sentences"},
    {"tables", "drawing", "plots", "series_plots", "monitor_plots"},
    {"batch"},
    {"cli_options"},
    {"cli_months", "cli_checks", "cli_files"},
    {"cli"},
]


def test_environment_is_generated_from_pyproject() -> None:
    text = (REPOSITORY / "environment.yml").read_text()
    assert text == generate.environment((REPOSITORY / "pyproject.toml").read_text()), "run `python tools/generate.py`"
    environment = yaml.safe_load(text)
    assert environment["channels"] == ["conda-forge"]
    assert {"pandas>=3.0", "papermill>=2.6", "jupyterlab>=4.2", "seaborn>=0.13", "nbval>=0.11"} <= set(
        map(str, environment["dependencies"][:-1])
    )


def test_the_codebook_is_generated_from_the_contract() -> None:
    text = (REPOSITORY / "data" / "raw" / "README.md").read_text()
    assert text == generate.codebook(text), "run `python tools/generate.py`"
    assert "| children | integer | at least 0 | children among them |" in text


@pytest.mark.parametrize(("name", "generated"), [("README.md", generate.readme), ("docs/running.md", generate.running)])
def test_tables_of_the_documents_are_generated(name: str, generated: Callable[[str], str]) -> None:
    text = (REPOSITORY / name).read_text()
    assert text == generated(text), "run `python tools/generate.py`"
    assert len(re.findall("^<!-- generated", text, re.MULTILINE)) == 1


def test_the_lock_has_a_hash_for_every_package_and_the_build_tools() -> None:
    lock = (REPOSITORY / "requirements.lock").read_text()
    packages = re.findall(r"^([a-z0-9][a-z0-9._-]*)==", lock, re.MULTILINE)
    entries = re.split(r"\n(?=[a-z0-9])", lock.strip())
    assert len(entries) == len(packages)
    assert all("--hash=sha256:" in entry for entry in entries)
    assert {"hatchling", "editables", "pandas", "papermill", "nbval", "pytest", "frictionless"} <= set(packages)


def test_every_direct_dependency_is_listed_with_its_reason() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    groups = [*project["project"]["optional-dependencies"].values(), *project["dependency-groups"].values()]
    direct = [*project["project"]["dependencies"], *(one for group in groups for one in group)]
    text = (REPOSITORY / "docs" / "dependencies.md").read_text()
    listed = re.findall(r"^\| `([^`]+)` \| \w.+ \|$", text, re.MULTILINE)
    assert set(listed) == {re.split(r"[^\w-]", one)[0] for one in direct}


def test_actions_are_named_by_commit() -> None:
    for path in (REPOSITORY / ".github" / "workflows").glob("*.yml"):
        used = re.findall(r"uses: *(.*)", path.read_text())
        assert used
        assert [one for one in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[0-9.]+", one)] == []


def test_no_file_names_a_package_registry() -> None:
    words = [
        "py" + "pi.org",
        "python" + "hosted",
        "registry.npm" + "js",
        "deb.deb" + "ian",
        "--index" + "-url",
        "conda.anaconda" + ".org",
    ]
    pattern = "|".join(re.escape(word) for word in words)
    found = subprocess.run(
        ["git", "grep", "-nIE", pattern, "--", ".", ":!Makefile"], cwd=REPOSITORY, capture_output=True, text=True
    )
    assert found.stdout == ""


def layer(module: str) -> int:
    name = module.removeprefix("analysis.").split(".")[0]
    return next(place for place, names in enumerate(LAYERS) if name in names)


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_modules_import_only_from_the_layers_above_them(path: Path) -> None:
    if path.name == "__init__.py":
        return
    mine = layer(".".join(path.relative_to(SOURCE).with_suffix("").parts))
    for node in ast.walk(ast.parse(path.read_text())):
        modules = []
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("analysis"):
            modules = [f"analysis.{a.name}" for a in node.names] if node.module == "analysis" else [node.module]
        for module in modules:
            if module != "analysis.__version__":
                assert layer(module) <= mine, f"{path.name} imports {module}"
