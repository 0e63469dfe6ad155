"""The monthly series: unbroken where it is, marked where it is not."""

import pandas as pd
import pytest

from analysis import Data, NotComparable, UnknownMonth, compare, monthly_tolls, period, read_data, shares, trend
from analysis.questions.trends.picture import leaders_picture, trend_picture
from analysis.questions.trends.series import Mark, Series
from analysis.questions.trends.words import gaps_sentence, leaders_sentence


@pytest.fixture(scope="module")
def data() -> Data:
    return read_data()


@pytest.fixture(scope="module")
def series(data: Data) -> Series:
    return trend(monthly_tolls(data), "2015-06", "2016-08")


def of(series: Series, party: str, group: str = "killed") -> pd.DataFrame:
    table = series.frame
    return table[(table["party"] == party) & (table["group"] == group)].set_index("month")


def test_every_month_of_the_calendar_is_there_and_gaps_stay_gaps(series: Series) -> None:
    assert series.months == [str(m) for m in pd.period_range("2015-06", "2016-08", freq="M")]
    assert [(line.party, line.status, line.count) for line in series if line.month == "2015-12"] == [
        ("all_parties", "no_figures", None)
    ]
    gap = series.frame[series.frame["month"] == "2015-12"]
    assert gap["count"].isna().all()
    assert series.gaps == ["2015-06", "2015-12"]
    assert "after_gap" in of(series, "all_parties").loc["2016-01", "marks"]


def test_the_headline_changes_from_persons_to_civilians_in_january_2016(series: Series) -> None:
    total = of(series, "all_parties")
    changed = total[total["marks"].fillna("").str.contains("headline_changes")]
    assert list(changed.index) == ["2016-01"]
    assert set(total.loc["2015-07":"2015-11", "headline"]) == {"persons"}
    assert set(total.loc["2016-01":, "headline"]) == {"civilians"}
    russia = of(series, "russian_forces")  # the party rows go on unbroken
    assert not russia["marks"].fillna("").str.contains("headline").any()
    assert (russia.loc["2015-11", "count"], russia.loc["2016-01", "count"]) == (259, 679)


def test_the_headline_is_that_of_the_monitors_own_pages_and_changes_once(data: Data) -> None:
    series = trend(monthly_tolls(data))
    total = of(series, "all_parties")
    assert total.loc["2015-05", "headline"] == "persons"  # a relay prints civilians
    assert list(total[total["marks"].fillna("").str.contains("headline_changes")].index) == ["2016-01"]
    for population in ("civilians", "persons"):
        sohr = trend(monthly_tolls(data, "sohr", population)).frame
        assert not sohr["marks"].fillna("").str.contains("headline_changes").any()


def test_months_of_ranges_alone_are_no_totals(data: Data) -> None:
    series = trend(monthly_tolls(data, "airwars"))
    assert series.statuses["2016-01"] == "ranges_only"


def test_parties_enter_and_leave(data: Data, series: Series) -> None:
    assert of(series, "russian_forces").index[0] == "2015-09"
    assert of(series, "russian_forces").loc["2015-09", "marks"] == "enters"
    last = trend(monthly_tolls(data), "2024-11", "2024-12")
    assert "leaves" in str(of(last, "government").loc["2024-12", "marks"])


def test_a_party_that_enters_in_a_month_without_figures_is_marked_in_the_next(data: Data) -> None:
    tolls = monthly_tolls(data).where(lambda toll: toll.month != "2015-09")
    series = trend(tolls, "2015-08", "2015-10")
    assert of(series, "russian_forces").loc["2015-10", "marks"] == "after_gap | enters"
    russia = next(line for line in series if (line.month, line.party) == ("2015-10", "russian_forces"))
    assert russia.marks == (Mark("after_gap"), Mark("enters", "2015-09"))
    assert "Russian forces: no toll before September 2015" in gaps_sentence(series)
    assert "enters" not in str(set(trend(tolls, "2015-10", "2015-11").frame["marks"]))


def test_rows_are_those_of_compare_and_shares(data: Data, series: Series) -> None:
    tolls = monthly_tolls(data)
    for month in ("2015-10", "2016-01", "2016-06"):
        compared, groups = compare(tolls, month).frame, shares(tolls, month).frame
        mine = series.frame[series.frame["month"] == month]
        killed = mine[mine["group"] == "killed"]
        assert list(killed["party"]) == list(compared["party"])
        assert killed["count"].tolist() == compared["killed"].tolist()
        assert killed["rank"].tolist() == compared["rank"].tolist()
        assert len(mine) == len(compared) + len(groups)
        assert mine["share"].dropna().tolist() == groups["share"].dropna().tolist()


def test_statuses_are_those_of_the_months(series: Series) -> None:
    status = series.statuses
    assert status["2016-01"] == "complete"
    assert status["2015-10"] == "partial"
    assert status["2016-06"] == "total_only"


def test_what_is_no_tolls_of_one_monitor_is_refused(data: Data) -> None:
    with pytest.raises(NotComparable, match="one monitor, one population"):
        trend(monthly_tolls(data).frame)  # type: ignore[arg-type]


def test_a_range_without_figures_is_refused(data: Data) -> None:
    with pytest.raises(UnknownMonth, match="nearest with figures"):
        trend(monthly_tolls(data), "1999-01", "1999-03")
    with pytest.raises(UnknownMonth, match="no figures of this monitor"):
        trend(monthly_tolls(data, "ohchr"))


class TestTwoGovernments:
    def test_neither_is_the_others_line_and_the_old_one_is_named_by_its_end(self, data: Data) -> None:
        tolls = monthly_tolls(data)
        series = trend(tolls, "2024-10", "2025-02")
        table = series.frame
        killed = table[table["group"] == "killed"].set_index(["month", "party"])
        assert killed.at[("2024-12", "government"), "label"] == "Syrian government forces (Assad, until December 2024)"
        assert killed.at[("2025-02", "transitional_government"), "count"] == 13
        assert ("2025-01", "government") not in killed.index
        assert ("2024-12", "transitional_government") not in killed.index
        before = trend(tolls, "2024-10", "2024-12").frame
        assert set(before.loc[before["party"] == "government", "label"]) == {"Syrian government forces"}
        sums = period(tolls, "2024-10", "2025-02").frame.set_index("party")["label"]
        assert sums["government"].iloc[0] == "Syrian government forces (Assad, until December 2024)"

    def test_a_picture_tells_them_apart(self, data: Data) -> None:
        ax = trend_picture(trend(monthly_tolls(data), "2024-10", "2025-04"))
        titles = [text.get_text() for one in ax.figure.axes for text in one.texts]
        assert {"Government until 2024", "Former regime", "Transitional government"} <= set(titles)


def test_where_a_residual_class_holds_others_is_marked_and_said(data: Data) -> None:
    series = trend(monthly_tolls(data), "2025-01", "2025-12")
    other = of(series, "other_parties")
    assert [month for month, marks in other["marks"].dropna().items() if "residual_changes" in marks] == ["2025-04"]
    text = gaps_sentence(series)
    assert "From April 2025: SNHR's other parties are those that it could not identify; " in text
    assert "July 2025: without the deaths in Suwayda" in text
    ax = trend_picture(series)
    notes = [text.get_text().replace("\N{NO-BREAK SPACE}", " ") for text in ax.figure.texts]
    assert any(note.startswith("a from April 2025: SNHR's other parties") for note in notes)
    assert "residual_changes" not in str(set(trend(monthly_tolls(data), "2025-05", "2025-12").frame["marks"]))


def test_months_in_which_more_are_attributed_to_nobody_named_than_to_the_leader_are_said(data: Data) -> None:
    tolls = monthly_tolls(data)
    late = trend(tolls, "2023-01", "2023-12")
    assert late.outnumbered == [month for month in late.leaders if compare(tolls, month).left_over]
    of = (
        f"In {len(late.outnumbered)} of the {len(late.leaders)} months with a highest toll, more deaths were attributed"
    )
    assert late.outnumbered
    assert leaders_sentence(late).endswith(f"{of} to other or unidentified parties than to that party.")
    shown = " ".join(text.get_text() for text in leaders_picture(late).figure.texts)
    assert f"Pale: i{of[1:]}" in " ".join(shown.split())
    assert "with a highest toll" not in leaders_sentence(trend(tolls, "2016-01", "2016-05"))


def test_a_series_says_what_it_lacks_and_who_leads(series: Series) -> None:
    assert series.text == f"{gaps_sentence(series)}\n\n{leaders_sentence(series)}"
    first = [(month, line.party) for month, lines in series.leaders.items() for line in lines]
    killed = series.frame[(series.frame["group"] == "killed") & (series.frame["rank"] == 1)]
    assert first == list(zip(killed["month"], killed["party"], strict=True))
