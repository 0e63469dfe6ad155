"""Questions about the newest month: asked where its own history makes one ask, and no verdicts."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis import Data, NotComparable, monthly_tolls
from analysis.cli import main
from analysis.data.folder import REPOSITORY
from analysis.model.names import Carried
from analysis.questions.trends.newest import ENOUGH, newest_month


def test_a_number_beyond_the_twelve_months_before_is_asked_about(tolls: pd.DataFrame) -> None:
    for month in ("2013-05", "2016-01", "2017-03", "2020-02", "2024-12"):
        known = tolls[tolls["month"] <= month]
        asked = newest_month(known).set_index(["party", "measure"])
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


def test_a_party_that_vanished_is_asked_about_once(tolls: pd.DataFrame) -> None:
    asked = newest_month(tolls[tolls["month"] <= "2016-01"])
    coalition = asked[asked["party"] == "international_coalition"]
    assert list(coalition["question"]) == ["vanished"]
    assert coalition["value"].isna().all()


def test_a_party_is_asked_about_only_where_it_can_appear(tolls: pd.DataFrame) -> None:
    known = tolls[tolls["month"] <= "2016-01"]
    for dates in ({"valid_to": "2015-12"}, {"valid_from": "2016-02"}):
        rows = (row | dates if row["party"] == "international_coalition" else row for row in tolls.attrs["parties"])
        known.attrs["parties"] = Carried(rows)
        asked = set(newest_month(known)["party"])
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


def test_without_enough_history_nothing_is_asked(tolls: pd.DataFrame) -> None:
    months = sorted(set(tolls["month"]))[:ENOUGH]
    assert newest_month(tolls[tolls["month"].isin(months)]).empty


def test_tolls_of_several_populations_are_refused(data: Data, tolls: pd.DataFrame) -> None:
    both = pd.concat([tolls, monthly_tolls(data, population="persons")])
    with pytest.raises(NotComparable, match="several populations"):
        newest_month(both)


def test_validate_asks_and_stays_content() -> None:
    done = CliRunner().invoke(main, ["validate"])
    assert done.exit_code == 0
    assert "Questions about December 2025, SNHR, civilians" in done.output
    assert "Other or unidentified parties, deaths: 51 now, 58 to 203 in 10 of the 12 months before" in done.output
