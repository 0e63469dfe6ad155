"""The properties of test_properties.py, over many more random worlds, and the oracle over all real months."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from oracle import Compared, compared, monitors
from statements import READ, SENTENCES
from truths import CHECKS
from worlds import Kind, Said, draw, hold

from analysis import monthly_tolls, read_data
from analysis.data.folder import REPOSITORY
from analysis.model.cells import POPULATIONS

WORLDS = int(os.environ.get("WORLDS", "100"))  # of each property of pages that need no truth
CELLS = int(os.environ.get("CELLS", "500000"))
SENTENCES_READ = int(os.environ.get("SENTENCES", "50000"))
ORACLE = int(os.environ.get("ORACLE", "20000"))  # cells
PARTS = 10  # each a test, so that two cores share them
LONG = {"earlier_pages_say_nothing_false", "orderings_of_monitors_are_true", "quotes", "periods_in_words"}
LONG |= {"the_true_number_never_differs", "a_false_number_never_agrees", "comparisons_are_judged_right"}
LONG |= {"verdicts_in_words"}
QUICK = [check for check in CHECKS if check.__name__ not in LONG]
READING = [check for check in SENTENCES if check.__name__ not in LONG]
Tally = Callable[[str, str, int, str], None]


def test_random_conflicts(tally: Tally) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-o", "addopts=", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, REPOSITORY / "tests" / "whole" / "test_properties.py", "-k", "Printed or assumed or true"],
        env={**os.environ, "WORLDS": str(WORLDS)},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-5000:]
    properties = int(re.findall(r"(\d+) passed", done.stdout)[-1])
    tally("numbers", f"{properties} properties of random conflicts", properties * WORLDS, "all hold")


@pytest.mark.parametrize("part", range(PARTS))
def test_random_truths(part: int, tally: Tally) -> None:
    """Of pages in each kind, and of lists; sentences in every second world, what takes long in every fourth."""
    cells, seed, before = 0, 10**6 * (part + 1), sum(READ.values())
    while cells < CELLS / PARTS or sum(READ.values()) - before < SENTENCES_READ / PARTS:
        kind = Kind(listed=True) if seed % 5 == 0 else None
        made = Said(draw(seed, kind))
        checks = [*CHECKS, *SENTENCES] if seed % 4 == 0 else [*QUICK, *READING] if seed % 2 == 0 else QUICK
        for check in checks:
            try:
                check(made)
            except Exception:
                hold(check, range(seed, seed + 1), kind)  # shows the smallest such world
                raise
        cells += sum(map(len, made.tolls.values()))
        seed += 1
    tally("numbers", f"{len(CHECKS)} properties of random truths: cells", cells, "none is false")
    tally("sentences", "of random truths, read back", sum(READ.values()) - before, "none is false")


@pytest.mark.parametrize("part", range(PARTS))
def test_the_oracle_over_random_worlds(part: int, tally: Tally) -> None:
    found, seed = Compared(), 10**8 * (part + 1)
    while found.cells < ORACLE / PARTS:
        made = Said(draw(seed, Kind()))
        found += compared(made.data, made.tolls, made.world.monitor)
        assert not found.false, f"seed {seed}: {found.false[0]}\n{made.world}"
        seed += 1
    print(f"against the oracle: {found}")
    tally("numbers", "bounds of random months, against linear programming: cells", found.cells, "none is too tight")


def test_the_oracle_over_all_real_months(tally: Tally) -> None:
    data, found = read_data(), Compared()
    for monitor in monitors(data):
        tolls = {population: monthly_tolls(data, monitor, population) for population in POPULATIONS}
        found += compared(data, tolls, monitor)
    assert not found.false, f"{len(found.false)}, the first: {found.false[0]}"
    print(f"against the oracle: {found}", *found.loose[:20], sep="\n")
    tally("numbers", "bounds of all real months, against linear programming: cells", found.cells, "none is too tight")
