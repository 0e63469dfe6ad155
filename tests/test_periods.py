"""Several months together: sums that never fill in, and who exceeded whom."""

import re

import pandas as pd
import pytest

from analysis import (
    Data,
    NotComparable,
    UnknownMonth,
    UnknownParty,
    exceeds,
    monthly_tolls,
    period,
    read_data,
    series_sentences,
)
from analysis.periods import calendar


@pytest.fixture(scope="module")
def data() -> Data:
    return read_data()


@pytest.fixture(scope="module")
def tolls(data: Data) -> pd.DataFrame:
    return monthly_tolls(data)


def row(sums: pd.DataFrame, party: str, measure: str = "killed") -> pd.Series:
    return sums[(sums["party"] == party) & (sums["measure"] == measure)].iloc[0]


def test_a_period_of_complete_months_is_the_sum_of_its_months(tolls: pd.DataFrame) -> None:
    sums = period(tolls, "2016-01", "2016-02")
    russia = row(sums, "russian_forces")
    assert (russia["count"], russia["at_least"], russia["at_most"]) == (679 + 382, False, 679 + 382)
    assert pd.isna(russia["missing"])
    assert row(sums, "russian_forces", "children")["count"] == 94 + 21
    assert row(sums, "all_parties")["count"] == 1382 + 1378


def test_every_count_is_the_sum_of_the_reported_cells_and_every_other_month_is_named(tolls: pd.DataFrame) -> None:
    start, end = "2014-01", "2018-12"
    cells = tolls[tolls["month"].between(start, end) & tolls["value"].notna()]
    for found in period(tolls, start, end).to_dict("records"):
        if "+" in found["party"]:
            continue
        mine = cells[(cells["party"] == found["party"]) & (cells["measure"] == found["measure"])]
        named = re.findall(r"(\d{4}-\d\d):(\w+)", found["missing"] if isinstance(found["missing"], str) else "")
        kept = mine[~mine["month"].isin([month for month, _ in named])]
        assert found["months_reported"] == len(kept)
        assert set(mine["month"]) - set(kept["month"]) == {month for month, why in named if why == "up_to"}
        assert found["months_reported"] + len(named) == found["months"]
        assert pd.isna(found["count"]) if kept.empty else found["count"] == kept["value"].sum()


def test_missing_months_are_named_and_make_the_sum_a_lower_bound(tolls: pd.DataFrame) -> None:
    russia = row(period(tolls, "2015-10", "2016-06"), "russian_forces")
    assert russia["at_least"]
    assert russia["missing"] == "2015-12:no_figures|2016-06:not_reported"
    assert (russia["months"], russia["months_reported"]) == (9, 7)


def test_a_month_in_which_totals_leave_nothing_bounds_the_sum(tolls: pd.DataFrame) -> None:
    coalition = row(period(tolls, "2015-10", "2016-01"), "international_coalition")
    assert "2016-01:none_left" in coalition["missing"]
    only = row(period(tolls, "2016-01", "2016-01"), "international_coalition")
    assert pd.isna(only["count"])
    assert only["at_most"] == 0


def test_parties_that_could_not_appear_yet_are_not_missing(tolls: pd.DataFrame) -> None:
    sums = period(tolls, "2015-07", "2015-10")
    assert row(sums, "russian_forces")["months"] == 2
    assert "russian_forces" not in set(period(tolls, "2014-02", "2014-06")["party"])


def test_a_group_printed_less_often_than_its_parts_has_no_row(tolls: pd.DataFrame) -> None:
    sums = period(tolls, "2015-10", "2016-06")
    assert "islamist_total" not in set(sums["party"])
    assert row(period(tolls, "2016-01", "2016-01"), "islamist_total")["count"] == 101


def test_a_combined_toll_has_its_own_row(data: Data) -> None:
    tolls = monthly_tolls(data)
    combined = tolls[tolls["combined"].notna() & tolls["value"].notna() & (tolls["measure"] == "killed")]
    assert len(combined)
    months = sorted(combined["month"])
    sums = period(tolls, months[0], months[-1])
    for code in {party for party in sums["party"] if "+" in party}:
        assert row(sums, code)["count"] <= combined.loc[combined["party"] == code, "value"].sum()
        assert row(sums, code)["at_least"]
        assert ":apart" in row(sums, code)["missing"]


def test_the_floor_of_a_period_is_never_below_a_party(tolls: pd.DataFrame) -> None:
    for start, end, floor in (
        ("2013-01", "2015-12", 32788),
        ("2015-10", "2016-06", 8929),
        ("2018-01", "2024-12", 16397),
    ):
        sums = period(tolls, start, end)
        assert sums.attrs["floor"] == floor
        assert sums.loc[sums["measure"] == "killed", "count"].max() <= floor


def test_who_exceeded_whom(tolls: pd.DataFrame) -> None:
    found = exceeds(tolls, "2015-07", "2016-06", "russian_forces", "government").set_index("month")
    assert found.loc["2016-01", "verdict"] == "holds"
    assert found.loc["2016-02", "verdict"] == "fails"
    assert found.loc["2015-07", "reason"] == "not_there"
    assert found.loc["2015-12", "reason"] == "no_figures"
    assert found.loc["2016-06", "reason"] == "russian_forces|government"
    assert set(found.loc[["2015-07", "2015-12", "2016-06"], "verdict"]) == {"undecidable"}


def test_a_comparison_and_its_reverse_never_both_hold(tolls: pd.DataFrame) -> None:
    one = exceeds(tolls, "2014-01", "2019-12", "russian_forces", "government")
    other = exceeds(tolls, "2014-01", "2019-12", "government", "russian_forces")
    assert not ((one["verdict"] == "holds") & (other["verdict"] != "fails")).any()
    assert ((one["reason"] == "no_figures") == (other["reason"] == "no_figures")).all()
    whole = one["documented"].notna() & one["right_documented"].notna()
    assert (one.loc[whole, "verdict"] == "holds").eq(one["documented"] > one["right_documented"])[whole].all()


def test_highest_of_holds_only_where_every_rival_is_exceeded(tolls: pd.DataFrame) -> None:
    rivals = ["government", "isis"]
    found = exceeds(tolls, "2016-01", "2018-12", "russian_forces", rivals)
    each = [exceeds(tolls, "2016-01", "2018-12", "russian_forces", rival)["verdict"] for rival in rivals]
    assert ((found["verdict"] == "holds") == ((each[0] == "holds") & (each[1] == "holds"))).all()


def test_what_cannot_be_added_or_compared_is_refused(data: Data, tolls: pd.DataFrame) -> None:
    with pytest.raises(UnknownMonth, match="2016-01:2016-03"):
        period(tolls, "2016-03", "2016-01")
    with pytest.raises(UnknownMonth, match="YYYY-MM"):
        period(tolls, "2016", "2016-03")
    with pytest.raises(UnknownMonth, match="nearest with figures"):
        period(tolls, "1999-01", "1999-12")
    with pytest.raises(UnknownParty, match="russian_forces"):
        exceeds(tolls, "2016-01", "2016-03", "russian_force", "government")
    both = pd.concat([tolls, monthly_tolls(data, population="persons")])
    both.attrs = tolls.attrs
    with pytest.raises(NotComparable, match="population == 'civilians'"):
        period(both, "2016-01", "2016-03")


def test_the_calendar_has_every_month() -> None:
    assert calendar("2015-11", "2016-02") == ["2015-11", "2015-12", "2016-01", "2016-02"]


def test_what_pages_print_for_the_whole_period_is_said(data: Data) -> None:
    tolls = monthly_tolls(data)
    year = series_sentences.printed_period_sentence(data, period(tolls, "2016-01", "2016-12"))
    assert "all parties together 16,913;" in year
    assert "Syrian government forces 8,736" in year
    assert "https://" in year
    none = series_sentences.printed_period_sentence(data, period(tolls, "2016-01", "2016-11"))
    assert none.startswith("No total that pages print as SNHR's for exactly these months")
    early = period(monthly_tolls(data, as_of="2016-08-01"), "2016-01", "2016-06")
    assert "6,567" in series_sentences.printed_period_sentence(data, early)
    early.attrs["as_of"] = "2016-06-30"  # the day before it was printed
    assert "6,567" not in series_sentences.printed_period_sentence(data, early)


def test_a_combined_toll_is_found_whatever_the_order_of_its_parties(data: Data) -> None:
    tolls = monthly_tolls(data)
    one, other = (
        exceeds(tolls, "2018-01", "2018-01", code, "armed_opposition")
        for code in ("government+russian_forces", "russian_forces+government")
    )
    assert one["verdict"].iloc[0] == "holds"
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("measure", ["killed", "children", "women", "torture"])
def test_every_documented_measure_is_compared(data: Data, tolls: pd.DataFrame, measure: str) -> None:
    found = exceeds(tolls, "2015-10", "2016-03", "government", "isis", measure)
    known = tolls[tolls["measure"] == measure].set_index(["month", "party"])["value"]
    assert found["documented"].notna().any()
    for row in found.dropna(subset=["documented"]).itertuples():
        assert row.documented == known[row.month, "government"]
    assert ("torture" in series_sentences.exceeds_sentence(data, found)) == (measure == "torture")


@pytest.mark.parametrize(("right", "measure"), [([], "killed"), ("isis", "dead")])
def test_nothing_to_compare_with_is_refused(data: Data, right: list[str] | str, measure: str) -> None:
    with pytest.raises(NotComparable, match="expected a party to compare with, and one of killed"):
        exceeds(monthly_tolls(data), "2016-01", "2016-01", "government", right, measure)
