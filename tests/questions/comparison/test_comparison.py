"""The comparison of one month: totals, combined tolls, ranks, and what is said where they are withheld."""

from __future__ import annotations

import pandas as pd
import pytest
from made_up import PARTIES, World

from analysis import Data, NotComparable, UnknownMonth, compare, completeness, monthly_tolls
from analysis.questions.comparison.numbers import Comparison
from analysis.tolls.series import Tolls

MONTH = "2020-01"
COLUMNS = [
    *("party", "label", "killed", "killed_min", "killed_max", "state", "share_of_total", "rank", "basis", "report_id"),
    *("page_shown", "doubt"),
]
COMPLETENESS = [
    *("monitor", "month", "population", "total", "total_min", "total_max", "sum_of_parties", "sum_min", "sum_max"),
    *("unattributed", "unaccounted", "status", "basis", "pages", "primary_pages"),
]


@pytest.fixture(scope="session")
def months(data: Data, tolls: Tolls) -> pd.DataFrame:
    return completeness(tolls).frame.set_index("month")


def killed(comparison: Comparison) -> dict[str, int]:
    return {row.party: int(row.killed) for row in comparison.frame.itertuples() if not pd.isna(row.killed)}


def ranks(comparison: Comparison) -> dict[str, int]:
    return {row.party: int(row.rank) for row in comparison.frame.itertuples() if not pd.isna(row.rank)}


def by_party(comparison: Comparison) -> pd.DataFrame:
    return comparison.frame.set_index("party")


def state(comparison: Comparison, party: str) -> str:
    return str(by_party(comparison).at[party, "state"])


def test_january_2016(tolls: Tolls, months: pd.DataFrame) -> None:
    table = compare(tolls, "2016-01")
    assert list(table.frame.columns) == COLUMNS
    assert killed(table) == {
        "government": 516,
        "russian_forces": 679,
        "isis": 98,
        "nusra_hts": 3,
        "islamist_total": 101,
        "armed_opposition": 42,
        "kurdish_forces": 3,
        "other_parties": 41,
        "all_parties": 1382,
    }
    assert ranks(table) == {
        "russian_forces": 1,
        "government": 2,
        "isis": 3,
        "armed_opposition": 4,
        "nusra_hts": 5,
        "kurdish_forces": 5,
    }
    assert state(table, "other_islamist") == "none_left"
    assert state(table, "international_coalition") == "not_reported"  # the 41 of other parties may hold its
    assert table.residual == 41
    assert by_party(table).at["russian_forces", "share_of_total"] == pytest.approx(679 / 1382)
    assert list(months.loc["2016-01", ["total", "sum_of_parties", "unaccounted", "status"]]) == [
        1382,
        1382,
        0,
        "complete",
    ]


def test_may_2014_uses_the_adjudicated_1795(tolls: Tolls) -> None:
    table = compare(tolls, "2014-05")
    assert killed(table) == {"government": 1795, "isis": 103, "armed_opposition": 215}
    assert ranks(table) == {
        "government": 1,
        "armed_opposition": 2,
        "isis": 3,
    }  # the persons total leaves nothing for others
    assert "179" in by_party(table).at["government", "doubt"]
    assert table.frame["share_of_total"].isna().all()  # the total counts persons


def test_september_2015_ranks_by_what_the_same_page_settles(tolls: Tolls, months: pd.DataFrame) -> None:
    """1,071 persons of whom 44 fighters; the persons of all parties reach their total, so nobody is left out."""
    table = compare(tolls, "2015-09")
    assert killed(table)["government"] == 1027
    assert [party for party, rank in ranks(table).items() if rank == 1] == ["government"]
    assert ranks(table)["armed_opposition"] == 2
    assert table.frame["share_of_total"].isna().all()
    assert pd.isna(months.at["2015-09", "unaccounted"])
    assert months.at["2015-09", "status"] == "partial"


def test_october_2014_has_no_rank_for_want_of_a_total(tolls: Tolls) -> None:
    table = compare(tolls, "2014-10")
    assert killed(table)["government"] == 1231
    assert ranks(table) == {}


def test_nobody_is_ranked_where_the_monitor_does_not_count_every_partys_victims(data: Data) -> None:
    for population in ("fighters", "persons"):
        tolls = monthly_tolls(data, population=population)
        table = compare(tolls, "2014-09")
        assert "2014-09" in tolls.not_counted
        assert ranks(table) == {}
        assert table.frame["share_of_total"].isna().all()


def test_unnamed_parties_block_no_rank_and_are_not_ranked(tolls: Tolls) -> None:
    table = compare(tolls, "2023-04")
    assert ranks(table) == {"armed_opposition": 1, "government": 2}
    assert table.residual == 94
    states = by_party(table)["state"]
    assert states.drop(["armed_opposition", "government", "other_parties", "all_parties"]).eq("not_reported").all()


def test_october_2015_total_only_in_persons(data: Data, tolls: Tolls, months: pd.DataFrame) -> None:
    table = compare(tolls, "2015-10")
    assert killed(table)["government"] == 793
    assert ranks(table)["government"] == 1
    assert pd.isna(months.at["2015-10", "total"])
    assert table.frame["share_of_total"].isna().all()
    persons = compare(monthly_tolls(data, population="persons"), "2015-10")
    assert killed(persons)["all_parties"] == 1771
    assert killed(persons)["russian_forces"] == 276


def test_april_2017_two_not_separated(tolls: Tolls) -> None:
    table = compare(tolls, "2017-04")
    assert killed(table)["not_separated"] == 2
    assert killed(table)["unaccounted"] == 43
    assert state(table, "turkish_forces") == "not_reported"  # one page folds them into other parties


def test_what_is_not_separated_cites_the_page_of_its_group(tolls: Tolls) -> None:
    table = by_party(compare(tolls, "2017-04"))
    columns = ["basis", "report_id", "page_shown"]
    assert list(table.loc["not_separated", columns]) == list(table.loc["islamist_total", columns])
    assert table.loc["not_separated", columns].notna().all()


def test_what_a_list_attributes_to_nobody_has_a_line_of_its_own() -> None:
    world = World([MONTH], {(MONTH, party): {} for party in PARTIES})
    world.counts[MONTH, "north"] = {"killed": 9}
    world.counts[MONTH, "all_parties"] = {"killed": 12, "scope": "unattributed"}
    row = {"report_id": f"primary-{MONTH}", "party": "all_parties", "population": "civilians", "killed": 3}
    world.more = [row | {"scope": "subset:unattributed"}]
    line = by_party(compare(monthly_tolls(world.data()), MONTH)).loc["unattributed"]
    assert (line["label"], line["killed"], line["basis"]) == ("Attributed to nobody", 3, "primary")


def test_a_total_that_was_left_out_is_not_reported(tolls: Tolls) -> None:
    total = compare(tolls.where(lambda toll: toll.party != "all_parties"), "2016-01").total
    assert (total.party, total.label, total.killed, total.state) == (
        "all_parties",
        compare(tolls, "2016-01").total.label,
        None,
        "not_reported",
    )


def test_june_2018_only_a_combined_toll(tolls: Tolls) -> None:
    table = compare(tolls, "2018-06")
    assert killed(table) == {"government+russian_forces": 393, "unaccounted": 200, "all_parties": 593}
    assert ranks(table) == {}


def test_september_2022_a_combined_toll_above_every_own_toll(tolls: Tolls) -> None:
    table = compare(tolls, "2022-09")
    assert killed(table)["government+russian_forces"] == 15
    assert 1 not in ranks(table).values()


def test_december_2022_other_parties_hold_the_opposition(tolls: Tolls, months: pd.DataFrame) -> None:
    table = compare(tolls, "2022-12")
    assert killed(table)["armed_opposition+other_parties"] == 38
    assert "other_parties" not in killed(table)
    assert table.residual == 38  # all of them may be other parties'
    assert compare(tolls, "2016-06").residual == 1271  # only the total is there
    assert months.at["2022-12", "status"] == "complete"
    assert ranks(table) == {}


def test_march_2021_more_unaccounted_than_the_leader_has(tolls: Tolls) -> None:
    table = compare(tolls, "2021-03")
    assert killed(table)["unaccounted"] == 136
    assert ranks(table) == {}


def test_february_2024_the_parts_exceed_the_total_by_one(tolls: Tolls, months: pd.DataFrame) -> None:
    assert killed(compare(tolls, "2024-02"))["unaccounted"] == -1
    assert months.at["2024-02", "status"] == "partial"


def test_december_2024_marks_the_inferred_party(tolls: Tolls) -> None:
    table = by_party(compare(tolls, "2024-12"))
    assert (table.at["other_parties", "killed"], table.at["other_parties", "doubt"]) == (151, "party_inferred")


def test_a_month_with_only_a_total_says_so(tolls: Tolls, months: pd.DataFrame) -> None:
    assert killed(compare(tolls, "2019-12")) == {"all_parties": 234}
    assert months.at["2019-12", "status"] == "total_only"
    assert pd.isna(months.at["2019-12", "sum_of_parties"])


def test_the_leader_is_withheld_in_fifteen_of_the_months_with_party_figures(tolls: Tolls, months: pd.DataFrame) -> None:
    cells = tolls.frame
    whole = cells[
        (cells["measure"] == "killed")
        & (cells["party"] != "all_parties")
        & cells["value"].notna()
        & (cells["basis"] != "items")
    ]
    with_parties = sorted(set(whole["month"]))
    withheld = [month for month in with_parties if 1 not in ranks(compare(tolls, month)).values()]
    assert (len(withheld), len(with_parties)) == (15, 125)
    assert {"2014-10", "2018-06", "2022-09"} <= set(withheld)
    assert {"2014-04", "2024-02"} <= set(
        withheld
    )  # the parties exceed the printed total, which then leaves nobody none


def test_no_completion_of_the_missing_tolls_contradicts_a_rank(tolls: Tolls, months: pd.DataFrame) -> None:
    """Give any one missing party that is named all it could have: the ranks given stay."""
    for month in months.index:
        table, cells = by_party(compare(tolls, month)), tolls.frame
        cells = cells[(cells["month"] == month) & (cells["measure"] == "killed")].set_index("party")
        for missing in table.index[table["killed"].isna() & cells["named"].reindex(table.index, fill_value=False)]:
            most = cells["at_most"].get(missing)
            residual = missing in ("other_parties", "islamist_total", "all_parties")
            for party, rank in table["rank"].dropna().items():
                assert residual or not (pd.isna(most) or most > table.at[party, "killed"]), (
                    month,
                    party,
                    rank,
                    missing,
                )


def test_every_month_adds_up_line_by_line(tolls: Tolls, months: pd.DataFrame) -> None:
    for month in months.index:
        numbers = killed(compare(tolls, month))
        groups = {"isis", "nusra_hts", "other_islamist"} & set(numbers) or "not_separated" in numbers
        total = numbers.pop("all_parties", None)
        if groups:
            numbers.pop("islamist_total", None)
        if total is not None and months.at[month, "status"] != "total_only":
            assert sum(numbers.values()) == total, month


def test_items_of_sohr_add_up_to_its_totals(data: Data) -> None:
    months = completeness(monthly_tolls(data, "sohr")).frame.set_index("month")
    assert list(months.loc["2016-02", ["total", "sum_of_parties", "status"]]) == [1109, 1109, "complete"]
    assert months.at["2015-06", "unaccounted"] == -20  # as known_discrepancies.csv says
    table = compare(monthly_tolls(data, "sohr"), "2016-02")
    assert ranks(table) == {}
    assert pd.isna(by_party(table).at["government", "share_of_total"])


def test_unknown_month_names_the_nearest_with_figures(tolls: Tolls) -> None:
    with pytest.raises(
        UnknownMonth, match="no SNHR figures of civilians for 2014-07; nearest with figures: 2014-06, 2014-08"
    ):
        compare(tolls, "2014-07")


def test_mixed_populations_or_monitors_are_refused(data: Data, tolls: Tolls) -> None:
    persons = monthly_tolls(data, population="persons")
    for table in (pd.concat([tolls.frame, persons.frame]), tolls.frame):
        with pytest.raises(NotComparable, match="found a DataFrame, expected the tolls that monthly_tolls returns"):
            compare(table, "2015-10")  # type: ignore[arg-type]


def test_completeness_has_the_columns_promised(months: pd.DataFrame) -> None:
    assert list(months.reset_index()[COMPLETENESS].columns) == COMPLETENESS
    assert months["status"].value_counts().to_dict() == {"complete": 86, "partial": 41, "total_only": 15}
    assert (months["primary_pages"] <= months["pages"]).all()
