"""Random edits of the data, each followed by a run of what changed and by one of everything: the same bytes."""

from __future__ import annotations

import csv
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from edits import outputs, run_again, write

from analysis import Data, read_data
from analysis.errors import DataError
from analysis.notebooks import runner

Tally = Callable[[str, str, int, str], None]
EDITS = int(os.environ.get("EDITS", "200"))
PARTS = 2  # each a test, so that two cores share them
MONTHS = ["2015-12", "2016-01"]  # a year ends with the first
NAMES = ["01_comparison", "02_shares", "03_audit", "05_monitors", "04_trends"]
NEAR = ("2015-12", "2016-01", "snhr", "2015-")  # every second edit is of a row that has one of these


@pytest.mark.parametrize("part", range(PARTS))
def test_edits_of_the_data(part: int, tmp_path: Path, tally: Tally) -> None:
    chance, folder, out = random.Random(part), tmp_path / "raw", tmp_path / "out"
    shutil.copytree(read_data().folder, folder)
    runner.run(MONTHS, NAMES, out, read_data(folder), {}, jobs=1)
    again, changed, made = 0, 0, 0
    while made < EDITS // PARTS:
        if edited(folder, chance) is None:
            continue
        made, before = made + 1, outputs(out)
        ran = run_again(folder, out, MONTHS, NAMES, tmp_path / "anew")
        other = {name.removesuffix(".ipynb") for name, text in outputs(out).items() if text != before[name]}
        assert other <= ran
        again, changed = again + len(ran), changed + len(other)
    tally("batches", "edits of the data, each followed by a run of what changed", made, "the same bytes as all anew")
    tally("batches", "notebooks run again after them", again, "all that had to be")
    tally("batches", "notebooks that had to be", changed, "they say something else")


def edited(folder: Path, chance: random.Random) -> Data | None:
    """Edit the data in one place; None, and nothing changed, where they would break their contract."""
    path = chance.choice(sorted(folder.glob("*.csv")))
    text = path.read_text("utf-8")
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    if not rows:
        return None
    near = [row for row in rows if any(name in cell for cell in row for name in NEAR)] if chance.random() < 0.7 else []
    row = chance.choice(near or rows)
    place = chance.randrange(len(row))
    how = chance.random()
    if how < 0.1:
        rows.remove(row)
    elif how < 0.2:
        row[place] = ""
    elif row[place].isdigit():
        row[place] = str(max(0, int(row[place]) + chance.choice([-10, -1, 1, 2, 50])))
    else:
        row[place] = chance.choice([one[place] for one in rows] + [f"{row[place]} too"])
    write(path, [header, *rows])
    try:
        data = read_data(folder)
    except DataError:
        data = None
    if data is None or path.read_text("utf-8") == text:
        path.write_text(text, "utf-8")
        return None
    return data
