"""A data folder that a spreadsheet saved as it likes comes back in one form, and no value changes."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from analysis import DataError, read_data
from analysis.cli import main
from analysis.data.canonical import canonical


def fix(folder: Path) -> Result:
    return CliRunner().invoke(main, ["validate", str(folder), "--fix"])


def test_what_is_in_canonical_form_stays_as_it_is(folder: Path) -> None:
    assert canonical(folder) == {}
    done = fix(folder)
    assert done.exit_code == 0
    assert "every file is in canonical form" in done.output


def test_what_a_spreadsheet_does_is_undone_to_the_byte(folder: Path) -> None:
    """A mark, CRLF, everything quoted, columns and rows in another order, empty rows and columns: no value changes."""
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    draw = random.Random(4)
    for path in sorted(folder.glob("*.csv")):
        header, *rows = csv.reader(io.StringIO(path.read_text("utf-8"), newline=""))
        order = draw.sample(range(len(header)), len(header))
        if path.stem in ("monitors", "reports"):  # their order is whole: any shuffle comes back
            draw.shuffle(rows)
        text = io.StringIO()
        writer = csv.writer(text, quoting=csv.QUOTE_ALL)
        writer.writerows([[f" {row[place]} " for place in order] + [""] for row in [header, *rows, [""] * len(header)]])
        path.write_bytes(text.getvalue().encode("utf-8-sig"))
    done = fix(folder)
    assert done.exit_code == 0, done.output
    assert "reports.csv: a byte order mark, line ends, the order of columns, the order of rows" in done.output
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_new_month_lands_in_its_place_and_nothing_else_moves(folder: Path) -> None:
    before = {path.name: path.read_text("utf-8").splitlines() for path in folder.glob("*.csv")}
    report = "snhr-2015-06-new,snhr,2015-06,2015-07-01,en,primary,SNHR,monitor,https://snhr.org/new,2026-11-29,,,,"
    toll = "snhr-2015-06-new,government,civilians,100,10,5,,,,,"
    for name, line in (("reports", report), ("tolls", toll)):
        with (folder / f"{name}.csv").open("a") as file:
            file.write(f"{line}\n")
    done = fix(folder)
    assert done.exit_code == 0, done.output
    for name, line in (("reports", report), ("tolls", toll)):
        after = (folder / f"{name}.csv").read_text("utf-8").splitlines()
        place = after.index(line)
        assert place < len(after) - 1
        assert [*after[:place], *after[place + 1 :]] == before[f"{name}.csv"]
    read_data(folder)


def test_values_that_break_the_contract_are_told_after_it(folder: Path) -> None:
    path = folder / "tolls.csv"
    path.write_text(path.read_text("utf-8").replace("\n", "\r\n").replace(",679,", ",6x79,", 1), "utf-8", newline="")
    done = fix(folder)
    assert done.exit_code == 2
    assert "tolls.csv: line ends put right" in done.output
    assert "6x79" in done.output
    assert b"\r" not in path.read_bytes()


def test_a_file_that_cannot_be_read_is_left_as_it_is(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    path = folder / "tolls.csv"
    path.write_bytes(before["tolls.csv"].replace(b",killed,", b";killed,", 1))
    other = folder / "reports.csv"
    other.write_bytes(before["reports.csv"].replace(b"\n", b"\r\n"))
    left = {one.name: one.read_bytes() for one in folder.iterdir()}
    with pytest.raises(DataError, match=r"tolls\.csv"):
        canonical(folder)
    assert fix(folder).exit_code == 2
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == left


def test_a_folder_that_cannot_be_written_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "tolls.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    done = fix(folder)
    assert done.exit_code == 2
    assert "cannot write" in done.output
    assert not list(folder.glob(".*"))


def test_rows_out_of_place_are_put_right_and_it_is_said(folder: Path) -> None:
    path = folder / "tolls.csv"
    header, first, *rest = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([header, *rest, first]) + "\n", "utf-8")
    done = fix(folder)
    assert "tolls.csv: the order of rows put right" in done.output
