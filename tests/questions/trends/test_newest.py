"""Questions about the newest month: asked where its own history makes one ask, and no verdicts."""

import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis import NotComparable
from analysis.cli import main
from analysis.data.folder import REPOSITORY
from analysis.model.parties import Parties
from analysis.questions.trends.newest import ENOUGH, newest_month
from analysis.tolls.series import Tolls


def until(tolls: Tolls, month: str) -> Tolls:
    return tolls.where(lambda toll: toll.month <= month)


def test_a_number_beyond_the_twelve_months_before_is_asked_about(tolls: Tolls) -> None:
    for month in ("2013-05", "2016-01", "2017-03", "2020-02", "2024-12"):
        known = until(tolls, month).frame
        asked = newest_month(until(tolls, month)).frame.set_index(["party", "measure"])
        first = str(pd.Period(month, "M") - 12)
        window = known[(known["month"] >= first) & known["combined"].isna() & known["basis"].ne("items")]
        for key, rows in window.groupby(["party", "measure"]):
            if key[1] == "torture":
                continue
            values = rows.dropna(subset="value").set_index("month")["value"]
            before = values.drop(month, errors="ignore")
            now = values.get(month)
            if len(before) < ENOUGH or (now is not None and before.min() <= now <= before.max()):
                assert key not in asked.index
            elif now is not None:
                found = asked.loc[key]
                assert found["question"] == ("above" if now > before.max() else "below")
                assert (found["value"], found["low"], found["high"]) == (now, before.min(), before.max())
                assert found["numbers"] == len(before)


def test_a_party_that_vanished_is_asked_about_once(tolls: Tolls) -> None:
    asked = newest_month(until(tolls, "2016-01"))
    coalition = [one for one in asked if one.party == "international_coalition"]
    assert [(one.measure, one.question, one.value) for one in coalition] == [("killed", "vanished", None)]
    assert asked.frame["value"].isna().any()


def test_a_party_is_asked_about_only_where_it_can_appear(tolls: Tolls) -> None:
    known = until(tolls, "2016-01")
    coalition = tolls.parties["international_coalition"]
    for other in (replace(coalition, valid_to="2015-12"), replace(coalition, valid_from="2016-02")):
        parties = Parties(other if party == coalition else party for party in tolls.parties.values())
        asked = {one.party for one in newest_month(replace(known, parties=parties))}
        assert asked
        assert "international_coalition" not in asked


def test_validate_asks_nothing_of_a_party_that_has_ended(tmp_path: Path) -> None:
    folder = tmp_path / "raw"
    shutil.copytree(REPOSITORY / "data" / "raw", folder)
    with (folder / "reports.csv").open("a") as file:
        columns = (folder / "reports.csv").read_text().partition("\n")[0].split(",")
        new = {"report_id": "new", "monitor": "snhr", "month": "2026-01", "kind": "primary", "language": "en"}
        new |= {
            "publisher": "SNHR",
            "url": "https://snhr.org/new",
            "stated_total": "90",
            "total_population": "civilians",
        }
        file.write(",".join(new.get(column, "") for column in columns) + "\n")
    done = CliRunner().invoke(main, ["validate", str(folder)])
    assert done.exit_code == 0, done.output
    assert "Questions about January 2026, SNHR, civilians" in done.output
    assert "Syrian government forces" not in done.output


def test_without_enough_history_nothing_is_asked(tolls: Tolls) -> None:
    months = tolls.months[:ENOUGH]
    asked = newest_month(tolls.where(lambda toll: toll.month in months))
    assert not asked.lines
    assert asked.text == ""
    assert newest_month(tolls.where(lambda _: False)).month == ""


def test_what_is_no_tolls_of_one_population_is_refused(tolls: Tolls) -> None:
    with pytest.raises(NotComparable, match="one monitor, one population"):
        newest_month(tolls.frame)  # type: ignore[arg-type]


def test_validate_asks_and_stays_content() -> None:
    done = CliRunner().invoke(main, ["validate"])
    assert done.exit_code == 0
    assert "Questions about December 2025, SNHR, civilians" in done.output
    assert "Other or unidentified parties, deaths: 51 now, 58 to 203 in 10 of the 12 months before" in done.output
