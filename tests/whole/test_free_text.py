"""Free text of the data never changes what a number means: no separator, no code in it does anything."""

from __future__ import annotations

import csv
import io
import shutil
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis import Data, audit, check_claims, compare, monthly_tolls, quote, read_data, shares
from analysis.changes.codes import read
from analysis.cli import main
from analysis.data.folder import REPOSITORY
from analysis.model.remarks import Adjudicated, Flag, published
from analysis.model.results import Result
from analysis.model.tolls import Toll, causes
from analysis.questions.audit.table import audit_table
from analysis.questions.monitors.numbers import agreement, orderings
from analysis.tolls.sides import side_of

CODES = "items_only: torture | minimum | maximum | unattributed | children_women_minimum | parts_exceed_total"
LONG = f"; items_only: torture | {CODES} | subset_exceeds: 9999 against 99999 (x) | year_2016 maximum | unresolved"
MONTHS = ("2014-05", "2015-08", "2016-01", "2019-03", "2019-12", "2018-01")
FREE = {"adjudications": ("reason",), "known_discrepancies": ("reason",), "reports": ("publisher",)}


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """The data with every text that may hold anything made to hold separators and codes."""
    folder = tmp_path_factory.mktemp("free") / "raw"
    shutil.copytree(REPOSITORY / "data" / "raw", folder)
    for name, columns in {**FREE, "monitors": ("name",), "parties": ("label",)}.items():
        path = folder / f"{name}.csv"
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))
        for row in rows:
            for column in columns:
                text = LONG if ": " in row[column] or name != "adjudications" else f": {LONG}"
                row[column] += text
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    done = CliRunner().invoke(main, ["validate", str(folder)])
    assert done.exit_code == 0, done.output
    return read_data(folder)


def alike(one: Result[Any], other: Result[Any], *said: str) -> None:
    """The same but for what is only said."""
    pd.testing.assert_frame_equal(one.frame.drop(columns=[*said]), other.frame.drop(columns=[*said]))


@pytest.mark.parametrize("month", MONTHS)
def test_no_number_changes_its_meaning(data: Data, attacked: Data, month: str) -> None:
    for population in ("civilians", "persons"):
        tolls, same = (monthly_tolls(one, population=population, month=month) for one in (data, attacked))
        alike(tolls, same, "doubt")
        if tolls.lines:
            alike(compare(tolls, month), compare(same, month), "label", "doubt")
            alike(shares(tolls, month), shares(same, month), "doubt")
            for toll, other in zip(tolls.lines, same.lines, strict=True):
                assert side_of(toll)[:3] == side_of(other)[:3]
    printed, again = agreement(data, month), agreement(attacked, month)
    alike(printed, again, "doubt")
    alike(orderings(printed), orderings(again))
    alike(audit(data, month), audit(attacked, month), "explanation")
    for claims in (data.claims, data.comparison_claims):
        asked = claims[claims["month"] == month]
        alike(check_claims(data, asked), check_claims(attacked, asked), "doubt")


def test_an_explanation_says_what_the_checks_say(data: Data, attacked: Data) -> None:
    for row, other in zip(audit(data).frame.itertuples(), audit(attacked).frame.itertuples(), strict=True):
        assert len(row.explanation.split(" | ")) == len(other.explanation.split(" | "))
    assert not audit_table(audit(attacked, "2016-01"))["Explanation"].str.contains("parts cannot").any()


def test_a_doubt_stays_one_sentence(attacked: Data) -> None:
    said = quote(monthly_tolls(attacked, month="2014-05"), "2014-05", "government")
    assert "179 is also published; 1,795 is used: with it the published numbers add up to the published 3,204" in said
    assert "deaths by torture" not in said


def test_codes_are_whole_parts() -> None:
    inside = "adjudicated: 1795 against 179 (sums_to_total: 3204; items_only: torture)"
    [adjudicated] = read(inside)
    assert isinstance(adjudicated, Adjudicated)
    assert read(None) == read(pd.NA) == read("") == ()
    known = read("items_only: 5 against 9 (reason)")
    for text in (read(inside), known, ()):
        toll = Toll("2014-05", "government", "civilians", "killed", 1795, "reported", "adjudicated", remarks=text)
        assert toll.causes == causes(text) == ()
        assert side_of(toll)[:3] == (1795, 1795, 1795)
    assert causes(read("minimum | items_only: air_strikes + shelling")) == ("air_strikes", "shelling")


def test_free_text_separates_nothing() -> None:
    said = Adjudicated("killed", 1795, ("179",), LONG)
    assert "|" not in str(said)
    assert str(Adjudicated("killed", 1, ("2",), "x | y|z")) == "adjudicated: 1 against 2 (x / y/z)"
    assert len(read(published([said, Flag("minimum")]))) == 2
