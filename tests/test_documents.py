"""README, CONTRIBUTING and docs are true: what they tell to type is typed, what they show is printed, links lead."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from matplotlib.testing.compare import compare_images

import generate
from analysis.cli import main
from analysis.data import REPOSITORY

DOCUMENTS = sorted(
    path.relative_to(REPOSITORY).as_posix()
    for path in (*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md"))
    if path.name != "CHANGELOG.md"
)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NOT_RUN = {"snhr run": "takes minutes; `make reproduce` does it"}  # held against the command's options alone
MAY_FIND = ("snhr check", "snhr claims")  # exit status 1: something differs


def text_of(document: str) -> str:
    return (REPOSITORY / document).read_text("utf-8")


def commands(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a block, each with the output shown; a block without `$ ` shows none."""
    if not block.startswith("$ "):
        yield from ((line, "") for line in block.splitlines())
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def parses(command: str) -> None:
    """Hold the words of a command of `snhr` against its arguments and options; click exits where they are wrong."""
    _, name, *words = shlex.split(command, comments=True)
    main.commands[name].make_context(name, words)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the repository with an environment that runs the copy's code."""
    files = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    for name in files.stdout.splitlines():
        if (REPOSITORY / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, tmp_path / name)
    environment = tmp_path / ".venv" / "bin"
    environment.mkdir(parents=True)
    (environment / "activate").write_text(
        f"export PATH={environment}:{Path(sys.executable).parent}:$PATH PYTHONPATH={tmp_path / 'src'} ANALYSIS_DATA=\n"
        "export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b\n"
    )
    for name, module in (("snhr", "from analysis.cli import main; main(prog_name='snhr')"),):
        (environment / name).write_text(f"#!{sys.executable}\n{module}\n")
        (environment / name).chmod(0o755)
    subprocess.run("git init -q && git add .", shell=True, cwd=tmp_path, check=True)
    return tmp_path


def put(copy: Path, language: str, block: str) -> None:
    """Do with a block that is no command what it says; its first line names the file it belongs to."""
    name, _, rest = block.partition("\n")
    path = copy / name
    if language == "csv":  # rows for a table of the data, or a table of one's own
        path = next((copy / "data" / "raw").glob(name), path)
        path.write_text((path.read_text("utf-8") if path.exists() else "") + rest, "utf-8")
    elif language == "toml":
        (copy / "mapping.toml").write_text(block, "utf-8")
    elif language == "python" and name.endswith(".py"):
        path.write_text(path.read_text("utf-8") + rest, "utf-8")
    elif language == "python":
        (copy / "example.py").write_text(block, "utf-8")
        run(copy, "python example.py && rm example.py")
    elif language == "diff":
        old, new = ("".join(f"{x[1:]}\n" for x in rest.splitlines() if x[0] in signs) for signs in (" -", " +"))
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{name} has no such lines:\n{old}"
        path.write_text(text.replace(old, new), "utf-8")
    else:
        raise AssertionError(f"what is to be done with a block of {language!r}?")


def run(copy: Path, command: str) -> str:
    done = subprocess.run(
        ["bash", "-c", f"source .venv/bin/activate\n{command}"],
        cwd=copy,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
    )
    assert done.returncode in ((0, 1) if command.startswith(MAY_FIND) else (0,)), f"{command}\n{done.stdout}"
    return done.stdout


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if BLOCK.search(text_of(name))])
def test_what_a_document_tells_to_do_works_in_order(document: str, copy: Path) -> None:
    for language, block in BLOCK.findall(text_of(document)):
        if language != "console":
            put(copy, language, block)
            continue
        for line, shown in commands(block):
            command = line.partition(" #")[0].strip()
            if command.startswith("make "):
                run(copy, command.replace("make ", "make --dry-run "))
            elif command in NOT_RUN:
                parses(command)
            else:
                output = run(copy, command)
                assert not shown or output == shown, command


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_within_a_line_exist(document: str) -> None:
    text = BLOCK.sub("", text_of(document))
    for command in re.findall(r"`(snhr [^`]+)`", text):
        parses(" ".join(command.split()))
    targets = re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE)
    assert set(re.findall(r"`make ([a-z]+)`", text)) <= set(targets)


def anchors(text: str) -> set[str]:
    """The anchors that GitHub gives the headings of a document."""
    headings = re.findall(r"^#+ (.*)$", BLOCK.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_within_the_repository_lead_somewhere(document: str) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", BLOCK.sub("", text_of(document))):
        if not link.startswith(("https://", "http://")):
            name, _, anchor = link.partition("#")
            path = (REPOSITORY / document).parent / name if name else REPOSITORY / document
            assert path.exists(), link
            assert not anchor or anchor in anchors(path.read_text("utf-8")), link


def test_the_picture_of_the_readme_is_what_the_package_draws(tmp_path: Path) -> None:
    shown = REPOSITORY / "docs" / "comparison-2016-01.png"
    generate.picture(tmp_path / "drawn.png")
    shutil.copy(shown, tmp_path / "shown.png")
    assert compare_images(tmp_path / "shown.png", tmp_path / "drawn.png", tol=10) is None
