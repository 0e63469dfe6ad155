"""The monthly series: unbroken where it is, marked where it is not."""

import pandas as pd
import pytest

from analysis import Data, NotComparable, UnknownMonth, compare, monthly_tolls, period, read_data, shares, trend
from analysis.questions.trends.picture import trend_picture
from analysis.questions.trends.words import gaps_sentence


@pytest.fixture(scope="module")
def data() -> Data:
    return read_data()


@pytest.fixture(scope="module")
def series(data: Data) -> pd.DataFrame:
    return trend(monthly_tolls(data), data.reports, "2015-06", "2016-08")


def of(series: pd.DataFrame, party: str, group: str = "killed") -> pd.DataFrame:
    return series[(series["party"] == party) & (series["group"] == group)].set_index("month")


def test_every_month_of_the_calendar_is_there_and_gaps_stay_gaps(series: pd.DataFrame) -> None:
    assert list(dict.fromkeys(series["month"])) == [str(m) for m in pd.period_range("2015-06", "2016-08", freq="M")]
    gap = series[series["month"] == "2015-12"]
    assert list(gap["status"]) == ["no_figures"]
    assert gap["count"].isna().all()
    assert "after_gap" in of(series, "all_parties").loc["2016-01", "marks"]


def test_the_headline_changes_from_persons_to_civilians_in_january_2016(series: pd.DataFrame) -> None:
    total = of(series, "all_parties")
    changed = total[total["marks"].fillna("").str.contains("headline_changes")]
    assert list(changed.index) == ["2016-01"]
    assert set(total.loc["2015-07":"2015-11", "headline"]) == {"persons"}
    assert set(total.loc["2016-01":, "headline"]) == {"civilians"}
    russia = of(series, "russian_forces")  # the party rows go on unbroken
    assert not russia["marks"].fillna("").str.contains("headline").any()
    assert (russia.loc["2015-11", "count"], russia.loc["2016-01", "count"]) == (259, 679)


def test_the_headline_is_that_of_the_monitors_own_pages_and_changes_once(data: Data) -> None:
    series = trend(monthly_tolls(data), data.reports)
    total = of(series, "all_parties")
    assert total.loc["2015-05", "headline"] == "persons"  # a relay prints civilians
    assert list(total[total["marks"].fillna("").str.contains("headline_changes")].index) == ["2016-01"]
    for population in ("civilians", "persons"):
        sohr = trend(monthly_tolls(data, "sohr", population), data.reports)
        assert not sohr["marks"].fillna("").str.contains("headline_changes").any()


def test_months_of_ranges_alone_are_no_totals(data: Data) -> None:
    series = trend(monthly_tolls(data, "airwars"), data.reports)
    assert series.groupby("month")["status"].first()["2016-01"] == "ranges_only"


def test_parties_enter_and_leave(data: Data, series: pd.DataFrame) -> None:
    assert of(series, "russian_forces").index[0] == "2015-09"
    assert of(series, "russian_forces").loc["2015-09", "marks"] == "enters"
    last = trend(monthly_tolls(data), data.reports, "2024-11", "2024-12")
    assert "leaves" in str(of(last, "government").loc["2024-12", "marks"])


def test_a_party_that_enters_in_a_month_without_figures_is_marked_in_the_next(data: Data) -> None:
    tolls = monthly_tolls(data)
    tolls = tolls[tolls["month"] != "2015-09"]
    series = trend(tolls, data.reports, "2015-08", "2015-10")
    assert of(series, "russian_forces").loc["2015-10", "marks"] == "after_gap | enters"
    assert "Russian forces can appear from September 2015" in gaps_sentence(data, series)
    assert "enters" not in str(set(trend(tolls, data.reports, "2015-10", "2015-11")["marks"]))


def test_rows_are_those_of_compare_and_shares(data: Data, series: pd.DataFrame) -> None:
    tolls = monthly_tolls(data)
    for month in ("2015-10", "2016-01", "2016-06"):
        compared, groups = compare(tolls, month), shares(tolls, month)
        mine = series[series["month"] == month]
        killed = mine[mine["group"] == "killed"]
        assert list(killed["party"]) == list(compared["party"])
        assert killed["count"].tolist() == compared["killed"].tolist()
        assert killed["rank"].tolist() == compared["rank"].tolist()
        assert len(mine) == len(compared) + len(groups)
        assert mine["share"].dropna().tolist() == groups["share"].dropna().tolist()


def test_statuses_are_those_of_the_months(series: pd.DataFrame) -> None:
    status = series.groupby("month")["status"].first()
    assert status["2016-01"] == "complete"
    assert status["2015-10"] == "partial"
    assert status["2016-06"] == "total_only"


def test_a_series_across_populations_or_monitors_is_refused(data: Data) -> None:
    tolls = [monthly_tolls(data), monthly_tolls(data, population="persons"), monthly_tolls(data, "sohr")]
    for other, message in ((1, "population == 'civilians'"), (2, "monitor == 'snhr'")):
        both = pd.concat([tolls[0], tolls[other]])
        both.attrs = tolls[0].attrs
        with pytest.raises(NotComparable, match=message):
            trend(both, data.reports)


def test_a_range_without_figures_is_refused(data: Data) -> None:
    with pytest.raises(UnknownMonth, match="nearest with figures"):
        trend(monthly_tolls(data), data.reports, "1999-01", "1999-03")
    with pytest.raises(UnknownMonth, match="no figures of this monitor"):
        trend(monthly_tolls(data, "ohchr"), data.reports)


class TestTwoGovernments:
    def test_neither_is_the_others_line_and_the_old_one_is_named_by_its_end(self, data: Data) -> None:
        tolls = monthly_tolls(data)
        series = trend(tolls, data.reports, "2024-10", "2025-02")
        killed = series[series["group"] == "killed"].set_index(["month", "party"])
        assert killed.at[("2024-12", "government"), "label"] == "Syrian government forces (Assad, until December 2024)"
        assert killed.at[("2025-02", "transitional_government"), "count"] == 13
        assert ("2025-01", "government") not in killed.index
        assert ("2024-12", "transitional_government") not in killed.index
        before = trend(tolls, data.reports, "2024-10", "2024-12")
        assert set(before.loc[before["party"] == "government", "label"]) == {"Syrian government forces"}
        sums = period(tolls, "2024-10", "2025-02").set_index("party")["label"]
        assert sums["government"].iloc[0] == "Syrian government forces (Assad, until December 2024)"

    def test_a_picture_tells_them_apart(self, data: Data) -> None:
        ax = trend_picture(data, trend(monthly_tolls(data), data.reports, "2024-10", "2025-04"))
        legend = [text.get_text() for text in ax.get_legend().get_texts()]
        assert {"Government until 2024", "Former regime", "Transitional government"} <= set(legend)


def test_where_a_residual_class_holds_others_is_marked_and_said(data: Data) -> None:
    series = trend(monthly_tolls(data), data.reports, "2025-01", "2025-12")
    other = of(series, "other_parties")
    assert [month for month, marks in other["marks"].dropna().items() if "residual_changes" in marks] == ["2025-04"]
    text = gaps_sentence(data, series)
    assert "From April 2025: SNHR's other parties are those that it could not identify; " in text
    assert "July 2025: without the deaths in Suwayda" in text
    ax = trend_picture(data, series)
    assert any(one.get_text().startswith("a from April 2025: SNHR's other parties") for one in ax.texts)
    assert "residual_changes" not in str(set(trend(monthly_tolls(data), data.reports, "2025-05", "2025-12")["marks"]))
