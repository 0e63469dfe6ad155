"""Shares of children and women: exact, withheld where small or missing, never 0% for nothing."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from folders import add
from hypothesis import given
from hypothesis import strategies as st
from made_up import PARTIES, World

from analysis import Data, monthly_tolls, read_data, shares
from analysis.questions.shares.numbers import Shares, children_and_women, wilson
from analysis.tolls.series import Tolls

try:
    from scipy.stats import binomtest
except ImportError:
    binomtest = None


COLUMNS = [
    *("party", "group", "killed", "killed_min", "killed_max", "count"),
    *("count_min", "count_max", "share", "share_min", "share_max", "low", "high", "state", "report_ids", "doubt"),
]


def share(found: Shares, party: str, group: str = "children_and_women") -> pd.Series:
    table = found.frame
    return table[(table["party"] == party) & (table["group"] == group)].iloc[0]


def test_january_2016(tolls: Tolls) -> None:
    table = shares(tolls, "2016-01")
    assert list(table.frame.columns) == COLUMNS
    russia, government = share(table, "russian_forces"), share(table, "government")
    assert (russia["count"], russia["killed"]) == (167, 679)
    assert russia["share"] == pytest.approx(167 / 679)
    assert (russia["low"], russia["high"]) == pytest.approx(wilson(167, 679))
    assert (government["count"], government["killed"]) == (152, 516)
    assert russia["doubt"].endswith("share_at_least: 202 of 679")  # 129 + 73, SNHR's own massacre report
    assert pd.isna(government["doubt"])


def test_below_ten_only_counts(tolls: Tolls) -> None:
    opposition = share(shares(tolls, "2018-02"), "armed_opposition")
    assert (opposition["count"], opposition["killed"]) == (3, 6)
    assert pd.isna(opposition["share"])
    assert pd.isna(opposition["low"])


def test_both_groups_only_where_both_are_reported(tolls: Tolls) -> None:
    table = shares(tolls, "2024-02")
    assert share(table, "kurdish_forces", "children")["count"] == 2
    both = share(table, "kurdish_forces")
    assert pd.isna(both["count"])
    assert both["state"] == "not_reported"  # the month's 4 women are all other parties'; still no zero is derived


def test_no_toll_no_share(tolls: Tolls) -> None:
    for party in ("international_coalition", "turkish_forces"):
        row = share(shares(tolls, "2016-01"), party)
        assert row["state"] == "not_reported"
        assert row[["count", "share", "low", "high"]].isna().all()


def test_a_toll_of_zero_has_no_share(folder: Path) -> None:
    data = add(folder, "tolls", "snhr-2016-01-de,international_coalition,civilians,0,0,0,,,,,")
    row = share(shares(monthly_tolls(data), "2016-01"), "international_coalition")
    assert (row["killed"], row["count"], row["state"]) == (0, 0, "reported")
    assert pd.isna(row["share"])


def test_every_share_of_every_month_is_a_share(tolls: Tolls) -> None:
    for month in tolls.months:
        found = shares(tolls, month).frame.dropna(subset="share")
        assert ((found["low"] <= found["share"]) & (found["share"] <= found["high"])).all()
        assert (found["count"] <= found["killed"]).all()
        assert (found["killed"] >= 10).all()


@pytest.mark.skipif(binomtest is None, reason="needs scipy, the oracle")
@given(
    st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.sampled_from([0.5, 0.9, 0.95, 0.99]),
)
def test_wilson_agrees_with_scipy(pair: tuple[int, int], level: float) -> None:
    k, n = pair
    expected = binomtest(k, n).proportion_ci(confidence_level=level, method="wilson")
    assert wilson(k, n, level) == pytest.approx((expected.low, expected.high), abs=1e-12)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_mirrors(pair: tuple[int, int]) -> None:
    k, n = pair
    low, high = wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1
    assert wilson(n - k, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@pytest.mark.parametrize(("k", "n"), [(0, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(k, n)


def test_no_share_where_children_and_deaths_cover_different_causes(data: Data) -> None:
    """SOHR, June 2015: the government's deaths are by air strikes and torture, the children by air strikes alone."""
    row = share(shares(monthly_tolls(data, "sohr"), "2015-06"), "government")
    assert pd.isna(row["count"])
    assert pd.isna(row["share"])
    assert "causes_differ" in row["doubt"]


def test_combined_tolls_are_shown_only_where_they_count(tolls: Tolls) -> None:
    assert "armed_opposition+other_parties" in set(shares(tolls, "2022-12").frame["party"])
    assert not any("+" in party for party in shares(tolls, "2017-04").frame["party"])


class TestOfAWholeMonth:
    """Children and women among all deaths for which both are printed."""

    def test_the_total_where_it_prints_both(self, tolls: Tolls) -> None:
        whole = share(shares(tolls, "2018-06"), "all_parties")
        assert children_and_women(tolls, "2018-06") == (whole["count"], whole["killed"])

    def test_else_the_parties_that_do(self, tolls: Tolls) -> None:
        # nusra and the Kurdish-led forces, 3 deaths each, print neither
        assert children_and_women(tolls, "2016-01") == (152 + 167 + 22 + 19 + 23, 1382 - 6)

    def test_nothing_is_no_zero_percent(self, tolls: Tolls) -> None:
        assert children_and_women(tolls, "2016-06") == (0, 0)

    @pytest.mark.parametrize(
        ("printed", "expected"),
        [
            (["isis,civilians,85,5,6", "islamist_total,civilians,87,6,7"], (11, 85)),  # its parts are counted
            (["isis,civilians,85,5,", "islamist_total,civilians,87,6,7"], (13, 87)),  # none of its parts is
            (["government,civilians,10,1,1", "government,civilians,30,2,4,,,joint:russian_forces"], (2, 10)),
            (["government,civilians,30,2,4,,,joint:russian_forces"], (6, 30)),
            (["government,civilians,12,8,4"], (12, 12)),  # all of them are
        ],
    )
    def test_no_death_counts_twice(self, folder: Path, printed: list[str], expected: tuple[int, int]) -> None:
        path = folder / "tolls.csv"
        header, *rows = path.read_text("utf-8").splitlines()
        kept = [row for row in rows if not row.startswith("snhr-2016-01")]
        made = [f"snhr-2016-01-de,{row}" + "," * (header.count(",") - row.count(",") - 1) for row in printed]
        path.write_text("\n".join([header, *kept, *made]) + "\n", "utf-8")
        assert children_and_women(monthly_tolls(read_data(folder, validate=False)), "2016-01") == expected


def test_children_of_one_cause_are_no_share_of_the_deaths_by_another() -> None:
    month = "2020-01"
    row = {"report_id": f"primary-{month}", "party": "north", "population": "civilians"}
    world = World([month], {(month, party): {} for party in PARTIES})
    world.more = [row | {"killed": 12, "scope": "item:air_strikes"}, row | {"children": 3, "scope": "item:shelling"}]
    found = shares(monthly_tolls(world.data()), month).by_party["north"]["children"]
    assert (found.killed, found.count, found.share, found.state) == (12, None, None, "not_reported")
    assert str(found.remarks[-1]) == "causes_differ"


def test_one_child_in_a_part_is_more_than_none_in_the_whole() -> None:
    month = "2020-01"
    world = World([month], {(month, party): {} for party in PARTIES})
    world.counts[month, "north"] = {"killed": 20, "children": 0, "women": 0}
    world.parts.append((month, "north", "children", 1))
    found = shares(monthly_tolls(world.data()), month).by_party["north"]["children"]
    assert (found.count, str(found.remarks[-1])) == (0, "share_at_least: 1 of 20")
