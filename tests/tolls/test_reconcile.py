"""Reconciling: which printed value becomes the cell, and what is said where none does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from folders import add
from made_up import PARTIES, World

from analysis import Data, NotComparable, UnknownMonth, check_claims, compare, monthly_tolls, quote, read_data, shares
from analysis.questions.comparison.words import comparison_title, leader_sentence, total_title
from analysis.questions.shares.words import shares_title
from analysis.show import remarks
from analysis.show.standing import completeness_sentence, heading
from analysis.tolls.monthly import months_with_figures
from analysis.tolls.series import Tolls

COLUMNS = [
    *("monitor", "month", "party", "population", "measure", "value", "state", "combined", "basis", "report_id"),
    *("page_shown", "pages", "printed_low", "printed_high", "at_least", "at_most", "named", "doubt"),
]
STATES = ("reported", "range", "none_left", "not_reported", "undecided")
DISPUTED = ("killed", "torture")  # October 2025: of one government or of the other


def cell(tolls: Tolls, month: str, party: str, measure: str = "killed") -> pd.Series:
    frame = tolls.frame
    rows = frame[(frame["month"] == month) & (frame["party"] == party) & (frame["measure"] == measure)]
    assert len(rows) == 1
    return rows.iloc[0]


def doubts(tolls: Tolls, month: str, party: str, measure: str = "killed") -> list[str]:
    """The doubts of a cell in words."""
    return remarks.doubt_words(tolls.of(month).of(measure)[party].remarks)


def test_the_table_has_one_row_a_cell_and_the_columns_promised(tolls: Tolls) -> None:
    assert list(tolls.frame.columns) == COLUMNS
    assert not tolls.frame.duplicated(["monitor", "month", "party", "population", "measure"]).any()
    assert tolls.frame["value"].dtype == "Int64"


def test_only_reported_cells_have_a_value(data: Data) -> None:
    for monitor in data.monitors["monitor"]:
        for population in ("civilians", "fighters", "persons"):
            tolls = monthly_tolls(data, monitor, population).frame
            assert (tolls["value"].notna() == (tolls["state"] == "reported")).all()
            assert set(tolls["state"]) <= set(STATES)


def test_every_value_is_printed_on_the_page_it_names(data: Data) -> None:
    """But for sums (persons, items) and differences, no value is anything but a number on the cited page."""
    printed = {
        (row.report_id, row.population, m, getattr(row, m))
        for row in data.tolls.itertuples()
        for m in ("killed", "children", "women", "torture")
    }
    printed |= {(row.report_id, row.total_population, "killed", row.stated_total) for row in data.reports.itertuples()}
    for monitor in data.monitors["monitor"]:
        for population in ("civilians", "fighters", "persons"):
            for row in monthly_tolls(data, monitor, population).frame.dropna(subset="value").itertuples():
                if row.basis not in ("summed", "subtracted", "items"):
                    assert (row.report_id, population, row.measure, row.value) in printed, row


def test_january_2016(tolls: Tolls) -> None:
    killed = {
        p: cell(tolls, "2016-01", p)["value"]
        for p in ("russian_forces", "government", "isis", "armed_opposition", "other_parties")
    }
    assert killed == {"russian_forces": 679, "government": 516, "isis": 98, "armed_opposition": 42, "other_parties": 41}
    assert cell(tolls, "2016-01", "other_islamist")["state"] == "none_left"  # 101 = 98 + 3
    assert cell(tolls, "2016-01", "kurdish_forces")["basis"] == "relay"
    assert cell(tolls, "2016-01", "russian_forces")["report_id"] == "snhr-2016-01-de"
    assert cell(tolls, "2016-01", "russian_forces")["pages"] == 5


def test_a_floor_above_the_monthly_number_is_a_doubt(tolls: Tolls) -> None:
    children = cell(tolls, "2016-01", "russian_forces", "children")
    assert (children["value"], children["at_least"]) == (94, 129)
    assert children["doubt"] == "floor_above_monthly:children: 94 against 129 (snhr-2016-01-massacres-de)"
    assert pd.isna(cell(tolls, "2016-01", "government", "children")["doubt"])  # its floor of 44 contradicts nothing


def test_floors_in_known_discrepancies_are_all_found_from_the_figures(data: Data, tolls: Tolls) -> None:
    known = data.known_discrepancies[data.known_discrepancies["reason"].str.startswith("floor_above_monthly")]
    for row in known.itertuples():
        doubt = cell(tolls, row.month, row.party, row.check.split(":")[1])["doubt"]
        assert f"floor_above_monthly:{row.check.split(':')[1]}: {row.printed:g} against {row.computed:g}" in doubt


def test_an_adjudication_decides_and_the_rejected_value_is_not_shown(tolls: Tolls) -> None:
    may = cell(tolls, "2014-05", "government")
    assert (may["value"], may["basis"], may["report_id"]) == (1795, "adjudicated", "ikhwan-2014-05-ar")
    assert (may["printed_low"], may["printed_high"], may["pages"]) == (1795, 1795, 2)
    assert "subset_exceeds: 179 against 464" in may["doubt"]
    assert "adjudicated: 1795 against 179 (sums_to_total: 3204;" in may["doubt"]


def test_a_doubt_says_a_fact_once_and_of_which_measure(tolls: Tolls) -> None:
    assert doubts(tolls, "2020-03", "all_parties") == [
        "159 is also published; 145 is used: with it the numbers add up (parties give 145; 159 adds 14 torture deaths)"
    ]
    [children] = doubts(tolls, "2019-03", "all_parties", "children")
    assert children.startswith("children: 87 is also published; 85 is used: with it ")
    [government] = [one for one in doubts(tolls, "2014-05", "government") if "1,795 is used" in one]
    assert (
        "1,795 is used: with it the published numbers add up to the published 3,204 "
        "(179 is below its own children count)" in government
    )
    assert doubts(tolls, "2023-08", "all_parties", "children")[0].startswith("children: 21 is also")
    assert doubts(tolls, "2014-09", "government", "women")[0].startswith("women: 137 is also")


def test_the_unresolved_cells_are_undecided(data: Data, tolls: Tolls) -> None:
    fighters = monthly_tolls(data, population="fighters")
    found = pd.concat([tolls.frame, fighters.frame]).query("state == 'undecided'")
    assert set(zip(found["month"], found["party"], found["measure"], strict=True)) == {
        ("2013-11", "government", "torture"),
        ("2014-12", "government", "killed"),
        ("2019-01", "other_parties", "children"),
        ("2019-01", "other_parties", "women"),
        ("2022-02", "other_parties", "torture"),
        *(("2025-10", of, measure) for of in ("former_regime", "transitional_government") for measure in DISPUTED),
    }
    torture = cell(tolls, "2013-11", "government", "torture")
    assert (torture["printed_low"], torture["printed_high"]) == (122, 123)


def test_a_number_that_is_another_partys_is_not_used(tolls: Tolls) -> None:
    """April 2019: the 4 printed for the opposition are those of al-Nusra/HTS."""
    assert pd.isna(cell(tolls, "2019-04", "armed_opposition")["value"])


def test_primary_before_relay_and_no_votes(folder: Path) -> None:
    data = add(
        folder,
        "tolls",
        "snhr-2016-01-en-cns,international_coalition,civilians,7,,,,,,,",
        "snhr-2016-01-en-vice,international_coalition,civilians,7,,,,,,,",
        "snhr-2016-01-en,international_coalition,civilians,5,,,,,,,",
    )
    coalition = cell(monthly_tolls(data), "2016-01", "international_coalition")
    assert (coalition["value"], coalition["basis"], coalition["report_id"]) == (5, "primary", "snhr-2016-01-en")
    assert (coalition["pages"], coalition["printed_low"], coalition["printed_high"]) == (3, 5, 7)


def test_pages_of_one_kind_that_disagree_leave_the_cell_undecided(folder: Path) -> None:
    data = add(
        folder,
        "tolls",
        "snhr-2016-01-en-cns,international_coalition,civilians,7,,,,,,,",
        "snhr-2016-01-en-vice,international_coalition,civilians,8,,,,,,,",
    )
    coalition = cell(monthly_tolls(data), "2016-01", "international_coalition")
    assert (coalition["state"], coalition["printed_low"], coalition["printed_high"]) == ("undecided", 7, 8)
    assert pd.isna(coalition["value"])
    assert pd.isna(coalition["report_id"])
    assert coalition["doubt"] == "pages_disagree: 7 on snhr-2016-01-en-cns; 8 on snhr-2016-01-en-vice"


@pytest.mark.parametrize("scope", ["area:aleppo", "outside_total", "part_of_month"])
def test_a_part_of_a_toll_is_its_floor(scope: str, folder: Path) -> None:
    data = add(folder, "tolls", f"snhr-2016-01-en-cns,international_coalition,civilians,7,,,,,{scope},,")
    assert cell(monthly_tolls(data), "2016-01", "international_coalition")["at_least"] == 7


def test_deaths_by_torture_are_among_the_killed() -> None:
    """January 2021: three by torture attributed to the government of 113; so at most 110 are left for the others."""
    data = read_data()
    before = monthly_tolls(replace(data, reports=data.reports[data.reports["report_id"] != "ninarpress-2021-01-ar"]))
    at_least, at_most = cell(before, "2021-01", "government")[["at_least", "at_most"]]
    assert (at_least, at_most) == (3, 113)
    assert cell(before, "2021-01", "isis")["at_most"] == 110


@pytest.mark.parametrize(
    "scope", ["area:aleppo", "outside_total", "party_not_printed", "part_of_month", "item:shelling;area:aleppo"]
)
def test_rows_that_are_no_own_toll_give_no_value(scope: str, folder: Path) -> None:
    data = add(folder, "tolls", f"snhr-2016-01-en-cns,international_coalition,civilians,7,,,,,{scope},,")
    assert pd.isna(cell(monthly_tolls(data), "2016-01", "international_coalition")["value"])


def test_an_upper_end_of_a_part_is_neither_toll_nor_floor(folder: Path) -> None:
    data = add(folder, "tolls", "snhr-2016-01-en-cns,international_coalition,civilians,,,,,,subset:massacres,,7")
    coalition = cell(monthly_tolls(data), "2016-01", "international_coalition")
    assert coalition["pages"] == 0
    assert coalition[["value", "printed_low", "printed_high", "at_least"]].isna().all()


def test_items_add_up_within_one_page_only_and_say_so(folder: Path) -> None:
    data = add(
        folder,
        "tolls",
        "snhr-2016-01-en-cns,international_coalition,civilians,7,1,,,,item:air_strikes,,",
        "snhr-2016-01-en-cns,international_coalition,civilians,2,1,,,,item:shelling,,",
        "snhr-2016-01-en-vice,international_coalition,civilians,11,,,,,item:raids,,",
    )
    tolls = monthly_tolls(data)
    killed = cell(tolls, "2016-01", "international_coalition")
    assert (killed["value"], killed["basis"], killed["report_id"]) == (9, "items", "snhr-2016-01-en-cns")
    assert killed["doubt"] == "items_only: air_strikes + shelling"
    assert cell(tolls, "2016-01", "international_coalition", "children")["value"] == 2


def test_an_own_toll_goes_before_items(folder: Path) -> None:
    data = add(folder, "tolls", "snhr-2016-01-en-cns,isis,civilians,60,,,,,item:shelling,,")
    assert cell(monthly_tolls(data), "2016-01", "isis")["value"] == 98


def test_combined_tolls_are_rows_of_their_own_and_never_split(tolls: Tolls) -> None:
    together = cell(tolls, "2018-06", "government+russian_forces")
    assert (together["value"], together["combined"]) == (393, "government+russian_forces")
    assert cell(tolls, "2018-06", "government")["state"] == "not_reported"
    assert cell(tolls, "2018-06", "government")["at_most"] == 393


def test_a_leftover_class_may_hold_whoever_has_no_toll(tolls: Tolls) -> None:
    """Afrin, March 2018: 152 of 1,241 are attributed to other or unidentified parties, Turkish forces have no line."""
    for month, most in (("2018-03", 152), ("2017-01", None), ("2016-01", 41)):
        turkey = cell(tolls, month, "turkish_forces")
        other = cell(tolls, month, "other_parties")["value"]
        assert (turkey["state"], turkey["at_most"], turkey["named"]) == ("not_reported", most or other, False)


@pytest.mark.parametrize(("unknown", "most"), [(None, 5), (3, 3)])
def test_a_part_of_a_party_is_not_in_a_leftover_class_without_a_number(unknown: int | None, most: int) -> None:
    month = "2020-01"
    world = World([month], {(month, party): {} for party in PARTIES})
    world.counts[month, "all_parties"] = {"killed": 10}
    if unknown is not None:
        world.counts[month, "unknown"] = {"killed": unknown}
    world.parts.append((month, "north", "killed", 5))
    found = cell(monthly_tolls(world.data()), month, "unknown")
    assert (found["value"] if unknown else found["at_most"]) == most


def test_causes_of_a_group_and_others_of_its_party_are_different_deaths() -> None:
    """3 by the air strikes of Red and 4 by the shelling of its group: the group has at least 7."""
    month = "2020-01"
    world = World([month], {(month, party): {} for party in PARTIES})
    row = {"report_id": f"primary-{month}", "population": "civilians"}
    world.more = [
        row | {"party": "red", "killed": 3, "scope": "item:air_strikes"},
        row | {"party": "bands", "killed": 4, "scope": "item:shelling"},
        row | {"party": "south", "killed": 2, "scope": "item:raids"},
    ]
    tolls = monthly_tolls(world.data())
    assert [cell(tolls, month, party)["at_least"] for party in ("red", "bands", "south")] == [3, 7, 2]


def test_persons_minus_fighters_of_one_report_are_civilians(data: Data, tolls: Tolls) -> None:
    found = tolls.frame.query("basis == 'subtracted'")
    assert {(row.month, row.party, row.value) for row in found.itertuples()} == {
        ("2014-10", "government", 1231),
        ("2015-03", "other_parties", 37),
        ("2015-09", "government", 1027),
    }
    sohr = monthly_tolls(data, "sohr")  # its persons hold unidentified dead too
    assert not sohr.frame["basis"].eq("subtracted").any()


def test_persons_of_two_pages_are_summed_only_where_an_adjudication_decided(folder: Path) -> None:
    data = add(
        folder,
        "tolls",
        "snhr-2016-01-de,international_coalition,civilians,3,,,,,,,",
        "snhr-2016-01-en,international_coalition,fighters,4,,,,,,,",
        "snhr-2016-01-en,turkish_forces,persons,1,,,,,,,",
    )
    together = cell(monthly_tolls(data, population="persons"), "2016-01", "international_coalition")
    assert (pd.isna(together["value"]), together["at_least"]) == (True, 7)
    data = add(folder, "tolls", "snhr-2016-01-en,international_coalition,civilians,3,,,,,,,")
    assert cell(monthly_tolls(data, population="persons"), "2016-01", "international_coalition")["value"] == 7


def test_the_page_of_a_sum_is_one_that_publishes_both_numbers() -> None:
    month = "2020-01"
    world = World([month], {(month, party): {"killed": 5} if party == "north" else {} for party in PARTIES})
    row = {"report_id": f"relay-{month}", "party": "north", "population": "fighters", "killed": 2}
    world.more.append(row)
    data = world.data()
    data.reports["kind"], data.reports["language"] = "primary", ["en", "ar"]
    shown = {who: cell(monthly_tolls(data, population=who), month, "north") for who in ("civilians", "persons")}
    assert shown["civilians"]["page_shown"] == f"primary-{month}"  # the English one
    assert (shown["persons"]["value"], shown["persons"]["page_shown"]) == (7, f"relay-{month}")


def test_the_parts_of_several_pages_bound_each_other(tolls: Tolls, data: Data) -> None:
    persons = monthly_tolls(data, population="persons")
    assert cell(persons, "2015-09", "kurdish_forces")["at_least"] == 7  # the civilians among them
    children = tolls.frame.query("month == '2016-01' and measure == 'children'").set_index("party")["value"]
    parties = children.drop(["all_parties", "islamist_total"]).sum()
    assert cell(tolls, "2016-01", "all_parties", "children")["at_least"] == parties == 199


def test_persons_are_formed_from_civilians_and_fighters(data: Data) -> None:
    persons = monthly_tolls(data, population="persons")
    may = cell(persons, "2014-05", "government")
    assert (may["value"], may["basis"]) == (1795 + 696, "summed")
    assert cell(persons, "2015-09", "government")["basis"] == "primary"


def test_a_party_that_cannot_exist_yet_is_not_missing(tolls: Tolls) -> None:
    assert "russian_forces" not in set(tolls.frame.query("month == '2015-08'")["party"])
    assert "russian_forces" in set(tolls.frame.query("month == '2015-09'")["party"])


def test_a_range_is_no_value(data: Data) -> None:
    russia = cell(monthly_tolls(data, "airwars"), "2016-01", "russian_forces")
    assert (russia["state"], russia["printed_low"], russia["printed_high"]) == ("range", 1006, 1410)
    assert pd.isna(russia["value"])
    assert russia["doubt"] == "items_only: air_strikes"
    march = cell(monthly_tolls(data, "airwars"), "2018-03", "russian_forces")
    assert (march["printed_low"], march["at_least"]) == (1200, 1200)
    assert pd.isna(march["printed_high"])  # printed as a minimum


def test_an_inferred_party_is_a_doubt(tolls: Tolls) -> None:
    assert cell(tolls, "2024-12", "other_parties")["doubt"] == "party_inferred"


def test_children_of_a_party_with_nothing_left_are_none_left_too(tolls: Tolls) -> None:
    assert cell(tolls, "2016-01", "other_islamist", "children")["state"] == "none_left"
    assert cell(tolls, "2016-01", "nusra_hts", "children")["at_most"] == 3


def test_which_populations_have_figures_in_one_month(data: Data) -> None:
    found = months_with_figures(data, "snhr", month="2016-01")
    every = months_with_figures(data, "snhr")
    assert found == {one: [month for month in months if month == "2016-01"] for one, months in every.items()}
    assert found["civilians"] == ["2016-01"]


class TestAsOf:
    """A date uses only what was published by then."""

    def test_later_and_undated_pages_are_left_out(self, data: Data) -> None:
        then = monthly_tolls(data, as_of="2016-02-01")
        assert then.as_of == "2016-02-01"
        assert cell(then, "2016-01", "russian_forces")["value"] == 679
        assert pd.isna(cell(then, "2016-01", "russian_forces", "children")["value"])
        assert cell(then, "2016-01", "government")["state"] == "not_reported"

    def test_a_floor_published_later_is_no_doubt_yet(self, data: Data) -> None:
        assert pd.isna(cell(monthly_tolls(data, as_of="2016-02-03"), "2016-01", "russian_forces", "children")["doubt"])
        assert "129" in cell(monthly_tolls(data, as_of="2016-02-06"), "2016-01", "russian_forces", "children")["doubt"]

    def test_an_adjudication_counts_only_if_its_report_does(self, data: Data) -> None:
        """The page with 1,795 is undated, so a date leaves only SNHR's 179 with 291 children: not a number to use."""
        may = cell(monthly_tolls(data, as_of="2014-07-01"), "2014-05", "government")
        assert may["state"] == "undecided"
        assert pd.isna(may["value"])
        assert may["doubt"] == "subset_exceeds: 179 against 464 (snhr-2014-05-en)"

    def test_no_month_appears_before_it_is_reported_on(self, data: Data) -> None:
        for population, months in months_with_figures(data, "snhr", "2016-02-10").items():
            assert max(months) <= "2016-01", population

    @pytest.mark.parametrize("date", ["2016", "12/03/2016", "٢٠١٦-٠٢-٠١", "2016-02-31", "yesterday"])
    def test_what_is_no_date_is_refused(self, date: str, data: Data) -> None:
        with pytest.raises(UnknownMonth, match="YYYY-MM-DD"):
            monthly_tolls(data, as_of=date)


def test_unknown_monitor_and_population_name_what_would_work(data: Data) -> None:
    with pytest.raises(NotComparable, match="did you mean snhr"):
        monthly_tolls(data, "snhrr")
    with pytest.raises(NotComparable, match="did you mean civilians"):
        monthly_tolls(data, population="civilian")


def test_the_order_of_rows_does_not_matter(data: Data, tolls: Tolls) -> None:
    from dataclasses import replace

    shuffled = replace(
        data,
        tolls=data.tolls.sample(frac=1, random_state=1),
        reports=data.reports.sample(frac=1, random_state=2),
        adjudications=data.adjudications[::-1],
    )
    pd.testing.assert_frame_equal(monthly_tolls(shuffled).frame, tolls.frame)
    assert monthly_tolls(shuffled).lines == tolls.lines


def test_what_a_page_publishes_outside_its_total_bounds_its_own_population_alone() -> None:
    """A page of August 2014 puts 78 civilians of other parties outside its total of persons."""
    found = {
        population: monthly_tolls(read_data(), population=population, month="2014-08").frame.query(
            "party == 'other_parties' and measure == 'killed'"
        )
        for population in ("civilians", "fighters", "persons")
    }
    assert found["civilians"]["value"].tolist() == [78]
    for population in ("fighters", "persons"):
        assert found[population][["at_least", "at_most"]].isna().all(axis=None)
        assert set(found[population]["state"]) == {"not_reported"}


class TestThePageShown:
    def test_it_is_in_english_where_one_on_which_the_number_rests_is(self, data: Data, tolls: Tolls) -> None:
        russia = cell(tolls, "2016-01", "russian_forces")
        assert (russia["value"], russia["report_id"], russia["page_shown"]) == (
            679,
            "snhr-2016-01-de",
            "snhr-2016-01-en",
        )
        pages = data.reports.set_index("report_id")
        frame = tolls.frame
        own = frame[frame["basis"] == "primary"]
        for row in own.itertuples():  # the monitor's own pages go before relays, whatever their language
            assert (pages.loc[row.page_shown.split("|"), "kind"] != "relay").all()
        assert pages.loc[frame["page_shown"].dropna().str.split("|").explode(), "monitor"].eq("snhr").all()

    def test_every_number_has_one_that_publishes_it(self, data: Data, tolls: Tolls) -> None:
        frame = tolls.frame
        there = frame[frame["value"].notna()]
        assert there["page_shown"].notna().all()
        assert frame.loc[frame["report_id"].isna(), "page_shown"].isna().all()
        printed = data.tolls.groupby(["report_id", "party"])["killed"].agg(set).to_dict()
        stated = data.reports.set_index("report_id")["stated_total"].to_dict()
        plain = there[
            (there["measure"] == "killed") & there["basis"].isin(["primary", "relay"]) & there["combined"].isna()
        ]
        for row in plain.itertuples():
            for page in row.page_shown.split("|"):
                own = {*printed.get((page, row.party), ()), *([stated[page]] if row.party == "all_parties" else [])}
                assert row.value in own, row

    def test_a_forum_is_shown_only_where_nobody_else_publishes_it_and_says_so(self, tolls: Tolls) -> None:
        kurdish = cell(tolls, "2016-01", "kurdish_forces")
        assert (kurdish["value"], kurdish["doubt"]) == (3, "forum_only")
        assert doubts(tolls, "2016-01", "kurdish_forces") == [
            "of the pages gathered here, only a forum, a blog or a copy of another page has this number"
        ]
        assert pd.isna(cell(tolls, "2016-01", "government")["doubt"])


class TestPlacesLeftOut:
    """July 2025: 89 civilians leave out Suwayda, whose 1,013 dead are persons and nobody's."""

    def test_each_number_is_a_minimum_that_says_so(self, tolls: Tolls) -> None:
        july = tolls.frame[(tolls.frame["month"] == "2025-07") & tolls.frame["value"].notna()]
        assert len(july) > 8
        assert july["doubt"].str.contains("without: suwayda").all()
        assert cell(tolls, "2025-07", "all_parties")["value"] == 89

    def test_nobody_is_ranked_and_nothing_is_a_share(self, tolls: Tolls) -> None:
        july = compare(tolls, "2025-07").frame
        assert july["rank"].isna().all()
        assert july["share_of_total"].isna().all()
        assert shares(tolls, "2025-07").frame["share"].isna().all()
        israel = cell(tolls, "2025-07", "israeli_forces")
        assert (israel["value"], israel["at_least"]) == (3, 3)
        assert israel["at_most"] > 1000

    def test_it_is_never_shown_as_all_of_the_month(self, tolls: Tolls) -> None:
        july = compare(tolls, "2025-07")
        for text in (
            comparison_title(july),
            total_title(july),
            shares_title(shares(tolls, "2025-07")),
            leader_sentence(july),
            quote(tolls, "2025-07", "all_parties"),
        ):
            assert "July 2025 (without the deaths in Suwayda)" in text
        assert "Deaths in Suwayda are in none of these numbers." in heading(tolls, "2025-07")
        assert "SNHR documented at least 89 civilian deaths in July 2025" in quote(tolls, "2025-07", "all_parties")

    def test_persons_hold_them(self, data: Data) -> None:
        persons = monthly_tolls(data, population="persons", month="2025-07")
        whole = cell(persons, "2025-07", "all_parties")
        assert (whole["value"], whole["doubt"]) == (1102, None) or pd.isna(whole["doubt"])

    @pytest.mark.parametrize(("cut", "other"), [(9, 7), (7, 9), (7, 7)])
    def test_of_two_minimums_the_greater_counts_whatever_makes_them_one(
        self, cut: int, other: int, folder: Path
    ) -> None:
        add(folder, "tolls", f"snhr-2016-01-en-vice,international_coalition,civilians,{other},,,,,minimum,,")
        data = add(folder, "tolls", f"snhr-2016-01-en-cns,international_coalition,civilians,{cut},,,,,without:aleppo,,")
        found = cell(monthly_tolls(data), "2016-01", "international_coalition")
        assert (found["value"], found["at_least"]) == (max(cut, other), max(cut, other))
        doubts = set(found["doubt"].split(" | "))
        assert ("without: aleppo" in doubts) == (cut > other)  # of two alike the one that holds every place
        assert ("minimum" in doubts) == (other >= cut)
        assert found["page_shown"] == found["report_id"] == f"snhr-2016-01-en-{'cns' if cut > other else 'vice'}"

    def test_a_month_is_called_without_places_only_where_every_number_is(self, folder: Path) -> None:
        row = "snhr-2016-01-en-cns,international_coalition,civilians,7,,,,,without:aleppo,,"
        data = add(folder, "tolls", row)
        tolls = monthly_tolls(data)
        january = compare(tolls, "2016-01")
        assert comparison_title(january).endswith("January 2016")
        assert "Aleppo" not in heading(tolls, "2016-01")
        assert "January 2016 (without the deaths in Aleppo)" in quote(tolls, "2016-01", "international_coalition")

    def test_an_adjudicated_number_is_as_its_own_page_has_it(self, folder: Path) -> None:
        add(folder, "tolls", "snhr-2016-01-en-cns,international_coalition,civilians,7,,,,,without:aleppo,,")
        add(folder, "tolls", "snhr-2016-01-en-vice,international_coalition,civilians,9,,,,,without:homs,,")
        row = "snhr,2016-01,international_coalition,civilians,killed,7,snhr-2016-01-en-cns,majority: made up"
        found = cell(monthly_tolls(add(folder, "adjudications", row)), "2016-01", "international_coalition")
        assert (found["value"], found["at_least"]) == (7, 7)
        assert "without: aleppo" in found["doubt"]

    def test_a_page_is_shown_that_says_the_same(self, folder: Path) -> None:
        add(folder, "tolls", "snhr-2016-01-en-cns,international_coalition,civilians,7,,,,,,,")
        data = add(folder, "tolls", "snhr-2016-01-en-vice,international_coalition,civilians,7,,,,,minimum,,")
        found = cell(monthly_tolls(data), "2016-01", "international_coalition")
        assert (found["value"], found["page_shown"]) == (7, "snhr-2016-01-en-cns")
        assert "minimum" not in str(found["doubt"])


class TestDisputed:
    """October 2025: three pages attribute 4 deaths to the government of that time, two to the former regime."""

    def test_both_are_undecided_and_name_each_other(self, tolls: Tolls) -> None:
        for party, other in (
            ("former_regime", "transitional_government"),
            ("transitional_government", "former_regime"),
        ):
            found = cell(tolls, "2025-10", party)
            assert (found["state"], found["doubt"]) == ("undecided", f"disputed: 4 {other}")
            assert found["at_most"] == 4
        whole = compare(tolls, "2025-10").frame.set_index("party")["killed"]
        assert (whole["unaccounted"], whole["all_parties"]) == (4, 66)

    @pytest.mark.parametrize(
        ("party", "value", "relation", "verdict"),
        [
            ("former_regime", 4, "exactly", "agrees_with_version"),
            ("former_regime", 0, "exactly", "undecidable"),
            ("former_regime", 4, "at_least", "agrees_with_version"),
            ("former_regime", 5, "exactly", "differs"),
            ("former_regime+transitional_government", 4, "exactly", "undecidable"),
            ("former_regime+transitional_government", 7, "at_least", "undecidable"),
        ],
    )
    def test_a_claim_of_them_is_not_made_certain(
        self, data: Data, party: str, value: int, relation: str, verdict: str
    ) -> None:
        claim = {"claim_id": "1", "outlet": "", "month": "2025-10", "party": party, "measure": "killed"}
        claim |= {"value": value, "relation": relation}
        said = check_claims(data, pd.DataFrame([claim])).frame["verdict"].item()
        assert said == verdict or (said, verdict) == ("undecidable", "agrees_with_version")

    def test_a_sentence_names_both(self, tolls: Tolls) -> None:
        text = completeness_sentence(tolls, "2025-10")
        assert text.endswith(
            "Pages disagree on 4 deaths: some attribute them to former Assad regime forces and armed groups linked to "
            "them, others to Syrian transitional government forces; they are in neither number."
        )


def test_deaths_that_a_page_says_are_older_are_a_doubt_of_the_total(tolls: Tolls) -> None:
    assert cell(tolls, "2025-06", "all_parties")["value"] == 140
    older = "22 of the deaths documented in this month happened earlier (alhagigah-2025-06-ar)"
    assert older in doubts(tolls, "2025-06", "all_parties")
    assert cell(tolls, "2022-02", "all_parties")["doubt"] == "dated_earlier"  # families were told; no number
    assert "dated_earlier" not in str(cell(tolls, "2025-05", "all_parties")["doubt"])


def test_the_coast_and_the_rest_of_march_are_items_and_the_total_counts_persons(data: Data, tolls: Tolls) -> None:
    persons = monthly_tolls(data, population="persons", month="2025-03")
    assert cell(persons, "2025-03", "all_parties")["value"] == 1562
    for party, deaths in (("coast_operation_forces", 889), ("former_regime", 445)):
        found = cell(persons, "2025-03", party)
        assert (found["value"], found["basis"]) == (deaths, "items")
        assert "items_only: coast_events" in found["doubt"]
    whole = cell(tolls, "2025-03", "all_parties")
    assert (whole["state"], whole["basis"]) == ("not_reported", "adjudicated")
    assert "1562" in whole["doubt"]
