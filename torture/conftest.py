"""What was done to the package, how often, and what came of it: a table at the end, kept in docs/torture.md."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib
import pytest

matplotlib.use("agg")
DOCUMENT = Path(__file__).parents[1] / "docs" / "torture.md"
HEAD = ("Where", "What was done", "Times", "What came of it")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--keep-table", action="store_true", help="Put the table of this run into docs/torture.md.")


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Callable[[str, str, int, str], None]:
    """Put a row into the table: where, what was done, how often, and what came of it."""
    return lambda *row: record_property("tally", row)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    ended = [
        report
        for kind in ("passed", "failed")
        for report in terminalreporter.stats.get(kind, [])
        if report.when == "call"
    ]
    times: Counter[tuple[str, str, str]] = Counter()  # what several tests did counts together
    for row in [row for report in ended for name, row in report.user_properties if name == "tally"]:
        times[row[0], row[1], row[3]] += row[2]
    rows = [(where, what, count, outcome) for (where, what, outcome), count in times.items()]
    if not rows:
        return
    lines = [
        "| " + " | ".join(f"{cell:,}" if isinstance(cell, int) else cell for cell in row) + " |" for row in sorted(rows)
    ]
    table = "\n".join(["| " + " | ".join(HEAD) + " |", "|---|---|--:|---|", *lines])
    terminalreporter.section("what was done, and what came of it")
    terminalreporter.write_line(table)
    minutes = sum(report.duration for report in ended) / 60
    terminalreporter.write_line(f"\n{len(ended)} tests, {minutes:.0f} minutes of them.")
    if config.getoption("--keep-table"):
        text = DOCUMENT.read_text("utf-8")
        DOCUMENT.write_text(re.sub(r"\| Where .*?\n(?!\|)", lambda _: table + "\n", text, flags=re.DOTALL), "utf-8")
