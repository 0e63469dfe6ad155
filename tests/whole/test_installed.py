"""What people install: wheel and sdist are built, the wheel is installed and used elsewhere."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis import read_data
from analysis.cli import main
from analysis.data.folder import REPOSITORY, version_of

Snhr = Callable[..., subprocess.CompletedProcess[str]]


def build(kind: str, source: Path, out: Path) -> Path:
    """What the build backend of pyproject.toml makes of a source folder."""
    out.mkdir(parents=True, exist_ok=True)
    script = f"import sys, hatchling.build as backend; print(backend.build_{kind}(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", script, str(out)], cwd=source, capture_output=True, text=True, check=True
    )
    return out / done.stdout.split()[-1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", REPOSITORY, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of somebody else, in which the environment lies, as is usual."""
    folder = tmp_path_factory.mktemp("project")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-C", str(folder)]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "Theirs"], check=True)
    return folder


@pytest.fixture(scope="module")
def snhr(wheel: Path, project: Path) -> Snhr:
    """The command in an empty environment that has the wheel, and sees the packages it depends on."""
    environment = project / ".venv"
    venv.create(environment, symlinks=True)
    python = environment / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run([*pip, "install", "-q", "--no-index", "--no-deps", str(wheel)], check=True)
    packages = next(environment.glob("lib/python*/site-packages"))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    usual = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ANALYSIS", "COV"))}

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        command = [str(environment / "bin" / "snhr"), *arguments]
        return subprocess.run(command, cwd=project, env=usual | variables, capture_output=True, text=True)

    return run


def contents(project: Path) -> dict[str, str]:
    """The SHA-256 of every file of the installed package, without what the interpreter compiles."""
    (package,) = project.glob(".venv/lib/python*/site-packages/analysis")
    files = [path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    return {str(path.relative_to(package)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_sdist_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(build("sdist", REPOSITORY, tmp_path)) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (source,) = (tmp_path / "unpacked").iterdir()
    assert {"LICENSE", "README.md", "CHANGELOG.md", "tests", "docs"} <= {path.name for path in source.iterdir()}
    assert build("wheel", source, tmp_path).read_bytes() == wheel.read_bytes()


def test_an_editable_install_has_no_copy_of_the_data(tmp_path: Path) -> None:
    with zipfile.ZipFile(build("editable", REPOSITORY, tmp_path)) as archive:
        assert [name for name in archive.namelist() if "_packaged" in name] == []


def test_the_package_works_outside_the_repository(snhr: Snhr, project: Path) -> None:
    before = contents(project)
    compared = snhr("compare", "2016-01")
    assert (compared.returncode, compared.stderr) == (0, "")
    assert compared.stdout == CliRunner().invoke(main, ["compare", "2016-01"]).output
    assert "679" in compared.stdout
    ran = snhr("run", "2016-01", "--notebook", "02_shares", "--out", "reports")
    assert (ran.returncode, "1 run, 0 up to date, 0 failed" in ran.stdout) == (0, True), ran.stdout + ran.stderr
    month = project / "reports" / "2016-01"
    assert "94 of 679" in (month / "02_shares.ipynb").read_text("utf-8")
    record = json.loads((month / "run.json").read_text("utf-8"))
    assert record["data"] == read_data().hashes
    assert record["commit"] == ""  # the repository around it is another's
    assert record["notebooks"]["02_shares"]["kernel"] == ("warm" if sys.platform == "linux" else "cold")
    assert "1 up to date" in snhr("run", "2016-01", "--notebook", "02_shares", "--out", "reports").stdout
    assert "1 notebooks hold" in snhr("verify", "reports").stdout
    assert "index.html" in snhr("site", "pages").stdout
    assert snhr("init", "mine").returncode == 0
    assert snhr("compare", "2024-01", "--data", "mine").returncode == 0
    assert contents(project) == before


def test_a_wheel_knows_itself_as_the_repository_does(snhr: Snhr, project: Path) -> None:
    """A batch run with one is up to date for the other, and a cluster may have either."""
    from analysis.notebooks.runs import library_key

    script = "from analysis.notebooks.runs import library_key; print(library_key())"
    done = subprocess.run([project / ".venv" / "bin" / "python", "-I", "-c", script], capture_output=True, text=True)
    assert done.stdout.strip() == library_key()
    assert snhr("--version").stdout == f"snhr 0.2.0 (data {version_of(REPOSITORY / 'data' / 'raw')})\n"


def test_the_notebooks_are_copied_out_once(snhr: Snhr, project: Path) -> None:
    done = snhr("notebooks", "mine/notebooks")
    assert (done.returncode, done.stderr) == (0, "")
    ours = {path.name: path.read_bytes() for path in (REPOSITORY / "notebooks").glob("[0-9]*.ipynb")}
    assert {path.name: path.read_bytes() for path in (project / "mine" / "notebooks").iterdir()} == ours
    changed = project / "mine" / "notebooks" / "02_shares.ipynb"
    changed.write_text("mine")
    again = snhr("notebooks", "mine/notebooks")
    assert (again.returncode, "02_shares.ipynb" in again.stderr, changed.read_text()) == (2, True, "mine")


@pytest.mark.parametrize("command", [["build"], ["validate", "--fix"], ["run", "2016-01", "--out", "{package}/new"]])
def test_nothing_is_written_into_the_installed_package(snhr: Snhr, project: Path, command: list[str]) -> None:
    before = contents(project)
    (package,) = project.glob(".venv/lib/python*/site-packages/analysis/_packaged")
    done = snhr(*(word.format(package=package) for word in command))
    assert done.returncode == 2
    assert "belongs to the installed package" in done.stderr
    assert "Next: " in done.stderr
    assert contents(project) == before


def test_the_shell_completes_commands(snhr: Snhr) -> None:
    assert "_snhr_completion" in snhr(_SNHR_COMPLETE="zsh_source").stdout
    done = snhr(_SNHR_COMPLETE="zsh_complete", COMP_WORDS="snhr comp", COMP_CWORD="1")
    assert done.stdout.split("\n")[:2] == ["plain", "compare"]
