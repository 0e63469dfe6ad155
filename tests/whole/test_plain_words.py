"""What readers read keeps to plain words: documents, notebooks, the help of the commands and every golden text."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from analysis.cli import main

ROOT = Path(__file__).parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")]
OF_OTHERS = ("docs/api.md", "docs/layers.md", "DATA_CHANGELOG.md", "CHANGELOG.md")  # of code; of what was
BANNED = {  # and what to write
    r"\bprint(s|ed|ing)?\b": "published, reports, according to",
    r"\b[Dd]oubts?\b": "Caution",
    r"\battributes\.": "The attributions are ...'s, not ours.",
    r"\b(Counted|Said|Meant) are\b": "Figures are for ...",
    r"none left by|documented at least so many|nothing is unaccounted for": "see METHODOLOGY.md",
    r"[Rr]epeat it right|Make it again|agree with what somebody": "Did the press get it right? Reproduce this page",
    r"\d %": "24.6%",
    r"\btotal deaths\b": "deaths documented",
}
CODE = re.compile(r"```.*?```|`[^`]*`|<!--.*?-->|\]\([^)]*\)", re.DOTALL)


def _notebook(path: Path) -> Iterator[str]:
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            yield "".join(cell["source"])
        for output in cell.get("outputs", ()):
            yield "".join(output.get("data", {}).get("text/plain", ""))


def _help(command: click.Command, name: str = "snhr") -> Iterator[str]:
    yield command.get_help(click.Context(command, info_name=name))
    for inner, one in getattr(command, "commands", {}).items():
        yield from _help(one, f"{name} {inner}")


def banned(text: str) -> list[str]:
    """Each banned word of a text with what stands around it, and what to write."""
    return [
        f"...{text[max(0, one.start() - 40) : one.end() + 20]}...: write {instead}"
        for words, instead in BANNED.items()
        for one in re.finditer(words, text)
    ]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_documents_keep_to_plain_words(path: Path) -> None:
    if str(path.relative_to(ROOT)) in OF_OTHERS:
        pytest.skip("names code, or what was")
    assert banned(CODE.sub("", path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebooks_keep_to_plain_words(path: Path) -> None:
    assert [line for text in _notebook(path) for line in banned(text)] == []


def test_the_help_keeps_to_plain_words() -> None:
    assert [line for text in _help(main) for line in banned(text)] == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tests" / "golden" / "__snapshots__").glob("*")), ids=lambda path: path.stem
)
def test_what_the_package_says_keeps_to_plain_words(path: Path) -> None:
    assert banned(path.read_text(encoding="utf-8")) == []


def test_a_banned_word_is_found() -> None:
    assert len(banned("SNHR attributes. The page prints 24.6 %. Doubt: none.")) == 4
    assert banned("According to SNHR's page 24.6% were children. Caution: none.") == []
