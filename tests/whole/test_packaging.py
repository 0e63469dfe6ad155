"""Generated files are what their source says; locks and files name no registry; the layers hold."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Callable

import pytest
import yaml

import generate
from analysis import __version__
from analysis.data.folder import REPOSITORY


def test_environment_is_generated_from_pyproject() -> None:
    text = (REPOSITORY / "environment.yml").read_text()
    assert text == generate.environment((REPOSITORY / "pyproject.toml").read_text()), "run `python tools/generate.py`"
    environment = yaml.safe_load(text)
    assert environment["channels"] == ["conda-forge"]
    assert {"pandas>=3.0", "papermill>=2.6", "jupyterlab>=4.2", "seaborn>=0.13.2", "python-duckdb>=1.4"} <= set(
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
    packages = re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[[a-z-]+\])?==", lock, re.MULTILINE)
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


def test_make_alone_prints_its_targets() -> None:
    said = subprocess.run(["make"], cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    assert {"reproduce", "test", "unit", "lab", "site", "bench", "torture", "check", "clean"} <= {
        line.split()[0] for line in said.splitlines()
    }


def test_a_form_asks_for_what_a_report_needs() -> None:
    forms = {
        path.stem: yaml.safe_load(path.read_text("utf-8"))
        for path in (REPOSITORY / ".github" / "ISSUE_TEMPLATE").glob("*.yml")
    }
    assert set(forms) == {"config", "misprint", "month", "bug"}
    for form in (forms["misprint"], forms["month"], forms["bug"]):
        assert set(form) <= {"name", "description", "labels", "body"}
        assert all(part["attributes"].get("label") for part in form["body"] if part["type"] != "markdown")
        asked = [part["id"] for part in form["body"] if part.get("validations", {}).get("required")]
        assert len(asked) == len(set(asked)) >= 2


def test_the_workflow_runs_every_room_it_names_each_week() -> None:
    workflow = yaml.safe_load((REPOSITORY / ".github" / "workflows" / "ci.yml").read_text("utf-8"))
    named = workflow["env"]["FAST"].split()
    assert named
    assert [name for name in named if not (REPOSITORY / name).is_dir()] == []
    assert workflow[True]["schedule"]  # YAML reads `on` as true
    jobs = {"linux", "macos-and-windows", "oldest-versions", "without-extras", "conda", "citation"}
    assert jobs <= set(workflow["jobs"])


def test_the_citation_names_this_version() -> None:
    citation = yaml.safe_load((REPOSITORY / "CITATION.cff").read_text("utf-8"))
    assert citation["version"] == __version__


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


def test_the_layers_are_drawn_from_their_contracts() -> None:
    drawn = (REPOSITORY / "docs" / "layers.md").read_text()
    assert drawn == generate.layers((REPOSITORY / "pyproject.toml").read_text()), "run `python tools/generate.py`"
    assert "| `monthly` | Many published values -> one toll" in drawn


def test_modules_import_only_from_the_layers_above_them() -> None:
    contracts = pytest.importorskip("importlinter.cli")
    assert contracts.lint_imports(config_filename=str(REPOSITORY / "pyproject.toml"), no_cache=True) == 0
