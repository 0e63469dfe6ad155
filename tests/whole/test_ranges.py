"""Printed ranges: bounds hold for every number within them, and nothing is said that one of these would contradict."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import ADDED, PARTIES, World, consistent
from matplotlib.text import Text

from analysis import audit, compare, completeness, exceeds, monthly_tolls, quote, shares
from analysis.model.adding import NOT_SEPARATED
from analysis.questions.comparison.picture import comparison_picture as draw
from analysis.questions.comparison.picture import total_picture as draw_total
from analysis.questions.comparison.words import leader_sentence
from analysis.questions.shares.picture import shares_picture as draw_shares
from analysis.questions.shares.words import shares_sentences
from analysis.show.standing import completeness_sentence

MONTH = "2020-01"
NORTH_AND_SOUTH = (("north", "south"), ("south", "north"))


def month_of(**printed: tuple[int | None, int | None] | int) -> World:
    """One month in which parties print a number, a range (least, most), or nothing."""
    counts: dict[tuple[str, str], dict[str, Any]] = {(MONTH, party): {} for party in PARTIES}
    for party, number in printed.items():
        ends = zip(("killed_min", "killed_max"), number, strict=True) if isinstance(number, tuple) else ()
        counts[MONTH, party] = {end: n for end, n in ends if n is not None} or {"killed": number}
    return World([MONTH], counts)


def compared(world: World) -> pd.DataFrame:
    return compare(monthly_tolls(world.data()), MONTH).frame.set_index("party")


@st.composite
def ranged(draw: Any) -> tuple[World, dict[str, dict[str, int]]]:
    """A consistent month of which some numbers are printed as ranges around them, or not at all; and the numbers."""
    world = consistent([MONTH, "2020-02", "2020-03"], lambda most: draw(st.integers(0, most)))
    truth = {party: dict(world.counts[MONTH, party]) for party in PARTIES}
    for party in PARTIES:
        counts = world.counts[MONTH, party]
        how = draw(st.sampled_from(["number", "range", "least", "most", "nothing"]))
        if how == "nothing":
            world.counts[MONTH, party] = {}
        elif how != "number":
            killed = counts.pop("killed")
            counts.pop("printed_share_pct", None)
            groups = counts["children"] + counts["women"]
            if how != "most":
                counts["killed_min"] = draw(st.integers(0, killed))
            if how != "least":
                counts["killed_max"] = draw(st.integers(max(killed, groups), killed + 50))
            counts.pop("torture", None)
    return World([MONTH], {key: row for key, row in world.counts.items() if key[0] == MONTH}), truth


@settings(max_examples=40, deadline=None)
@given(ranged())
def test_every_bound_holds_for_the_numbers_behind_the_ranges(made: tuple[World, dict[str, dict[str, int]]]) -> None:
    world, truth = made
    tolls = monthly_tolls(world.data())
    for row in tolls.frame.itertuples():
        number = truth[row.party][row.measure]
        assert pd.isna(row.at_least) or row.at_least <= number
        assert pd.isna(row.at_most) or number <= row.at_most
        assert pd.isna(row.value) or row.value == number


@settings(max_examples=40, deadline=None)
@given(ranged())
def test_a_rank_is_the_true_one_and_sums_hold_the_truth(made: tuple[World, dict[str, dict[str, int]]]) -> None:
    world, truth = made
    tolls = monthly_tolls(world.data())
    if not tolls.lines:
        return
    found = compare(tolls, MONTH).frame.set_index("party")
    ranked = tolls.parties.actors
    assert set(ranked) == {"north", "south", "red", "blue"}
    for party in ranked:
        if not pd.isna(found.at[party, "rank"]):
            more = sum(truth[other]["killed"] > truth[party]["killed"] for other in ranked)
            assert found.at[party, "rank"] == 1 + more
    row = completeness(tolls).frame.iloc[0]
    whole = truth["all_parties"]["killed"]
    assert pd.isna(row["sum_min"]) or row["sum_min"] <= whole
    assert pd.isna(row["total_max"]) or whole <= row["total_max"]
    figures = [world.counts[MONTH, party] for party in ADDED]
    printed = [any(n.get(end) is not None for end in ("killed", "killed_max")) or n.get("killed_min") for n in figures]
    if all(printed) and not pd.isna(row["sum_max"]):  # "at least 0" is no figure, beside children and women too
        assert whole <= row["sum_max"]


@settings(max_examples=40, deadline=None)
@given(ranged())
def test_shares_lie_within_their_bounds_and_nothing_is_an_error(made: tuple[World, dict[str, dict[str, int]]]) -> None:
    world, truth = made
    data = world.data()
    assert audit(data).frame.query("severity == 'error'").empty
    tolls = monthly_tolls(data)
    for row in shares(tolls, MONTH).frame.itertuples() if tolls.lines else ():
        if not pd.isna(row.share_max):
            share = row.count / truth[row.party]["killed"]
            assert share <= row.share_max
            assert pd.isna(row.share_min) or row.share_min <= share


class TestRanks:
    def test_ranges_that_do_not_overlap_are_ranked(self) -> None:
        printed = {"north": (100, 120), "south": (40, 60), "red": 30, "blue": (0, 29), "unknown": 5}
        found = compared(month_of(**printed, all_parties=180))  # the lower ends leave 5
        assert found["rank"].dropna().to_dict() == {"north": 1, "south": 2, "red": 3}
        assert compared(month_of(**printed))["rank"].isna().all()  # nothing bounds what was left out

    def test_ranges_that_overlap_are_not(self) -> None:
        printed = {"north": (100, 120), "south": (110, 130), "red": 50, "blue": 2, "unknown": 0}
        found = compared(month_of(**printed, all_parties=(262, 302)))
        assert found["rank"].isna()[["north", "south"]].all()
        assert found.at["red", "rank"] == 3  # whatever the two have, both are above

    def test_an_end_that_is_not_printed_may_be_anything(self) -> None:
        found = compared(month_of(north=100, south=(20, None), red=1, blue=0))
        assert found["rank"].isna()[["north", "south"]].all()
        found = compared(month_of(north=100, south=(40, None), red=1, blue=0, all_parties=150))
        assert list(found.loc[["north", "south"], "rank"]) == [1, 2]  # the total leaves south at most 49

    @pytest.mark.parametrize(("scope", "ranked"), [("minimum", []), ("maximum", []), (None, ["north"])])
    def test_a_number_that_is_only_an_end_is_not_ranked_as_if_it_were_the_toll(self, scope: str, ranked: list) -> None:
        world = month_of(north=9, red=2, blue=0, unknown=0, all_parties=22)  # beside the 5 are 6 of nobody named
        row = {"report_id": f"primary-{MONTH}", "party": "south", "population": "civilians", "killed": 5}
        world.more = [row | {"scope": scope or ""}]
        found = compared(world)["rank"].dropna()
        assert [party for party in found.index if party in ("north", "south")] == ranked

    def test_parties_with_no_deaths_share_a_place_unless_one_may_have_some(self) -> None:
        none = {"south": 0, "red": 0, "blue": 0, "unknown": 0}
        found = compared(month_of(north=3, **none, all_parties=3))["rank"].dropna()
        assert found.to_dict() == {"north": 1, "south": 2, "red": 2, "blue": 2}
        found = compared(month_of(north=3, **none, all_parties=4))["rank"].dropna()
        assert found.to_dict() == {"north": 1}  # one death is somebody's

    @pytest.mark.parametrize("red", [(0, 3), (None, 3)])
    def test_who_may_have_none_is_not_ahead_of_who_has_none(self, red: tuple[int | None, int]) -> None:
        found = compared(month_of(north=20, south=5, red=red, blue=0, unknown=0, all_parties=(25, 28)))["rank"].dropna()
        assert found.to_dict() == {"north": 1, "south": 2}
        found = compared(month_of(north=20, south=5, red=red, blue=0, unknown=0, all_parties=25))["rank"].dropna()
        assert found.to_dict() == {"north": 1, "south": 2, "red": 3, "blue": 3}  # the total leaves Red none

    def test_an_open_end_is_not_compared_with_a_number(self) -> None:
        highest = compare(monthly_tolls(month_of(north=(5, None), south=(5, 9), red=1).data()), MONTH).highest
        assert highest is not None
        assert (highest.party, highest.most) == ("south", 9)

    @pytest.mark.parametrize(("unknown", "ahead"), [(9, []), (10, ["unknown"]), ((9, 12), []), ((10, 12), ["unknown"])])
    def test_a_leftover_class_ahead_of_whatever_the_highest_can_be(self, unknown: Any, ahead: list[str]) -> None:
        found = compare(monthly_tolls(month_of(north=(7, 9), south=2, unknown=unknown).data()), MONTH)
        assert [line.party for line in found.left_over] == ahead
        found = compare(monthly_tolls(month_of(north=(7, None), south=2, unknown=unknown).data()), MONTH)
        assert found.left_over == []

    def test_a_row_left_out_by_hand_is_no_proof(self) -> None:
        tolls = monthly_tolls(month_of(north=100, south=50, red=1, blue=0, all_parties=151).data())
        assert compare(tolls, MONTH).frame["rank"].notna().sum() == 4
        found = (
            compare(tolls.where(lambda toll: toll.party != "south"), MONTH).frame.set_index("party")["rank"].dropna()
        )
        assert found.to_dict() == {"north": 1}  # 50 of the total are somebody's


class TestPages:
    def agree(self, primary: dict[str, int], relay: dict[str, int], kind: str = "primary") -> Any:
        world = month_of(north=1)
        world.counts[MONTH, "north"] = primary
        world.relay[MONTH, "north"] = {"killed": "", "killed_min": "", "killed_max": ""} | relay
        data = world.data()
        data.reports["kind"] = kind
        return data, monthly_tolls(data).frame.query("party == 'north' and measure == 'killed'").iloc[0]

    def test_a_number_within_the_range_of_another_page_is_used(self) -> None:
        data, cell = self.agree({"killed_min": 10, "killed_max": 20}, {"killed": 12})
        assert (cell["state"], cell["value"], cell["report_id"]) == ("reported", 12, f"relay-{MONTH}")
        assert not audit(data).lines

    @pytest.mark.parametrize("relay", [{"killed": 21}, {"killed_min": 30, "killed_max": 40}])
    def test_what_lies_outside_it_is_undecided_and_found(self, relay: dict[str, int]) -> None:
        data, cell = self.agree({"killed_min": 10, "killed_max": 20}, relay)
        assert (cell["state"], pd.isna(cell["value"])) == ("undecided", True)
        found = audit(data).frame
        assert list(found["check"]) == ["between_reports"]
        assert (found["printed"].iloc[0], found["severity"].iloc[0]) == (20, "error")

    @pytest.mark.parametrize(("killed", "state"), [(9, "reported"), (2, "reported"), (1, "undecided")])
    def test_no_less_than_agrees_with_every_number_above_it(self, killed: int, state: str) -> None:
        world = month_of(north=2)
        world.counts[MONTH, "north"] = {"killed": 2, "scope": "minimum"}
        world.relay[MONTH, "north"] = {"killed": killed, "scope": ""}
        data = world.data()
        data.reports["kind"] = "primary"
        cell = monthly_tolls(data).frame.query("party == 'north' and measure == 'killed'").iloc[0]
        assert cell["state"] == state
        if state == "reported":
            assert (cell["value"], cell["report_id"]) == (killed, f"relay-{MONTH}")
            assert pd.isna(cell["doubt"])  # the page that is cited prints no minimum
        assert (len(audit(data).lines) > 0) == (state == "undecided")

    @pytest.mark.parametrize(("killed", "state"), [(0, "reported"), (2, "reported"), (3, "undecided")])
    def test_up_to_agrees_with_every_number_below_it(self, killed: int, state: str) -> None:
        world = month_of(north=2)
        world.counts[MONTH, "north"] = {"killed": 2, "scope": "maximum"}
        world.relay[MONTH, "north"] = {"killed": killed, "scope": ""}
        data = world.data()
        data.reports["kind"] = "primary"
        cell = monthly_tolls(data).frame.query("party == 'north' and measure == 'killed'").iloc[0]
        assert cell["state"] == state

    @pytest.mark.parametrize(("least", "state"), [(4, "range"), (5, "range"), (6, "undecided")])
    def test_no_less_than_and_up_to_may_meet_in_one_number(self, least: int, state: str) -> None:
        world = month_of(north=5)
        world.counts[MONTH, "north"] = {"killed": 5, "scope": "maximum"}
        world.relay[MONTH, "north"] = {"killed": least, "scope": "minimum"}
        data = world.data()
        data.reports["kind"] = "primary"
        cell = monthly_tolls(data).frame.query("party == 'north' and measure == 'killed'").iloc[0]
        assert cell["state"] == state
        assert state == "undecided" or (cell["printed_low"], cell["printed_high"]) == (least, 5)

    def test_a_relay_widens_nothing_that_the_monitor_prints(self) -> None:
        world = month_of(north=(10, 20))
        world.relay[MONTH, "north"] = {"killed_min": 5, "killed_max": 90}
        cell = monthly_tolls(world.data()).frame.query("party == 'north' and measure == 'killed'").iloc[0]
        assert (cell["state"], cell["printed_low"], cell["printed_high"]) == ("range", 10, 20)
        assert cell["report_id"] == f"primary-{MONTH}"


class TestAudit:
    def test_lower_ends_above_the_total(self) -> None:
        found = audit(month_of(north=(60, 90), south=50, red=1, blue=1, unknown=0, all_parties=(90, 100)).data()).frame
        about = found[["party", "check", "printed", "computed", "explanation", "severity"]].to_numpy().tolist()
        assert about == [["all_parties", "parts_vs_total", 100, 112, "parts_exceed_total | lower_ends", "error"]]

    def test_upper_ends_below_the_total(self) -> None:
        found = audit(month_of(north=(60, 70), south=5, red=1, blue=1, unknown=0, all_parties=90).data()).frame
        about = found[["party", "check", "printed", "computed", "explanation", "severity"]].to_numpy().tolist()
        assert about == [["all_parties", "parts_vs_total", 90, 77, "all_parties_seen | upper_ends", "error"]]

    def test_lower_ends_above_what_is_no_whole_are_no_finding(self) -> None:
        world = month_of(north=(60, 90), south=50, red=1, blue=1, unknown=0, all_parties=100)
        for scope in ("item:air_strikes", "minimum"):
            world.counts[MONTH, "all_parties"]["scope"] = scope
            assert not audit(world.data()).lines

    def test_upper_ends_of_some_causes_below_the_total_are_no_finding(self) -> None:
        world = month_of(north=(60, 70), south=5, red=1, blue=1, unknown=0, all_parties=90)
        world.counts[MONTH, "south"]["scope"] = "item:air_strikes"
        assert not audit(world.data()).lines

    def test_a_slip_on_two_pages_and_its_cell_are_one_finding_on_the_page_used(self) -> None:
        world = month_of(north=5)
        world.counts[MONTH, "north"] |= {"children": 4, "women": 3}
        (found,) = audit(world.data())
        assert (found.check, found.printed, found.computed) == ("subset_exceeds", 5, 7)
        assert found.report_ids == (f"primary-{MONTH}",)

    def test_what_may_be_counted_twice_is_a_question(self) -> None:
        """The 15 persons of nobody may hold the 10 civilians of South."""
        world = month_of(south=10)
        row = {"report_id": f"primary-{MONTH}", "population": "persons"}
        printed = {"north": 60, "red": 0, "blue": 0, "unknown": 15, "all_parties": 80}
        world.more = [row | {"party": party, "killed": number} for party, number in printed.items()]
        found = [
            (line.printed, line.computed, line.severity, str(line.explanation[-1])) for line in audit(world.data())
        ]
        assert found == [(80, 85, "question", "maybe_twice: 10")]

    def test_a_part_above_the_upper_end(self) -> None:
        world = month_of(north=(10, 20))
        world.parts += [(MONTH, "north", "killed", part) for part in (25, 22)]
        found = [(line.check, line.printed, line.computed) for line in audit(world.data())]
        assert ("floor_above_monthly", 20, 25) in found  # of several parts the greatest


class TestWords:
    @pytest.fixture
    def world(self) -> World:
        made = month_of(north=(100, 120), south=(20, None), red=30, blue=(None, 9), unknown=0, all_parties=(150, 200))
        made.counts[MONTH, "north"] |= {"children": 12, "women": 8}
        return made

    def test_ends_stand_where_numbers_would(self, world: World) -> None:
        tolls = monthly_tolls(world.data())
        text = leader_sentence(compare(tolls, MONTH))  # the total leaves South at most 70
        assert "more were attributed to North (100 to 120) than to any other party named" in text
        text = completeness_sentence(tolls, MONTH)
        assert text == (
            "The parties' numbers add up to at least 150 civilian deaths; the published total is 150 to 200. Not all "
            "of these are exact numbers."
        )
        assert "16.7 to 20.0% (20 of 100 to 120)" in shares_sentences(shares(tolls, MONTH))
        assert quote(tolls, MONTH, "north").startswith("Watch documented 100 to 120 civilian deaths attributed")

    def test_the_sentence_names_the_range_that_may_be_ahead(self) -> None:
        data = month_of(north=(100, 120), south=(90, 130), red=30, blue=2, unknown=0, all_parties=250).data()
        tolls = monthly_tolls(data)
        text = leader_sentence(compare(tolls, MONTH))
        assert text == (  # by what the total leaves
            "Which party has the highest toll in January 2020 cannot be said: South (at least 90, at most 118) could "
            "have more. The highest number published for a party is 100 to 120, attributed to North."
        )

    def test_pictures_reach_from_end_to_end(self, world: World) -> None:
        tolls = monthly_tolls(world.data())
        found = compare(tolls, MONTH)
        ax = draw(found)
        assert {"100 to 120", "at least 20", "at most 9"} <= {text.get_text().strip() for text in ax.texts}
        assert any(bar.get_x() == 100 and bar.get_width() == 20 for bar in ax.patches)
        assert "16.7 to 20.0%: 12 children + 8 women of 100 to 120" in " ".join(
            text.get_text().replace("\n", " ") for text in draw_shares(shares(tolls, MONTH)).texts
        )
        assert "at least 150" in "".join(text.get_text() for text in draw_total(found).figure.findobj(Text))


class TestEnds:
    """Numbers that are only one end, and ranges that bound others."""

    def cell(self, data: Any, party: str, measure: str = "killed") -> Any:
        return monthly_tolls(data).frame.query(f"party == '{party}' and measure == '{measure}'").iloc[0]

    def test_no_less_than_bounds_nobody_from_above(self) -> None:
        world = month_of(bands=50, red=20)
        world.counts[MONTH, "bands"] |= {"scope": "minimum"}
        data = world.data()
        assert pd.isna(self.cell(data, "blue")["at_most"])
        assert pd.isna(self.cell(data, "bands", "children")["at_most"])

    def test_a_total_that_is_a_range_bounds_by_its_upper_end(self) -> None:
        data = month_of(all_parties=(100, 200), north=20).data()
        assert self.cell(data, "all_parties", "children")["at_most"] == 200
        assert self.cell(month_of(all_parties=(None, 200)).data(), "all_parties", "women")["state"] == "not_reported"
        assert self.cell(data, "south")["at_most"] == 180

    def test_pages_that_contradict_each_other_bound_nothing(self) -> None:
        world = month_of(north=50, south=55)
        world.relay[MONTH, "north"] = {"killed": "", "killed_min": 60}
        data = world.data()
        data.reports["kind"] = "primary"
        verdicts = [
            exceeds(monthly_tolls(data), MONTH, MONTH, *pair).frame["verdict"].iloc[0] for pair in NORTH_AND_SOUTH
        ]
        assert verdicts == ["undecidable", "undecidable"]

    def test_a_group_as_a_range_holds_its_parties(self) -> None:
        data = month_of(bands=30, red=(5, 50), north=2, south=1, unknown=0).data()
        row = completeness(monthly_tolls(data)).frame.iloc[0]
        assert row["sum_of_parties"] == 33  # whatever red has, it is among the 30
        data = month_of(bands=(30, 100), red=(50, 60), north=2, south=1, unknown=0).data()
        row = completeness(monthly_tolls(data)).frame.iloc[0]
        assert (row["sum_min"], row["sum_max"]) == (53, 103)

    @pytest.mark.parametrize(
        ("red", "least", "most"), [(0, 4, 6), (3, 1, 3), ((0, 9), 0, 6), ((None, 1), 3, 6), ((3, None), 0, 3)]
    )
    def test_what_a_group_as_a_range_holds_beside_its_party(self, red: Any, least: int, most: int) -> None:
        row = compared(month_of(bands=(4, 6), red=red, north=2)).loc[NOT_SEPARATED]
        assert (row["killed_min"], row["killed_max"], row["state"]) == (least, most, "range")
        row = compared(month_of(bands=(4, None), red=red, north=2)).loc[NOT_SEPARATED]
        assert (row["killed_min"], pd.isna(row["killed_max"])) == (least, True)

    def test_equal_ends_are_not_complete_where_another_may_have_deaths(self) -> None:
        data = month_of(north=(10, 20), south=5, red=0, all_parties=(15, 25)).data()
        assert completeness(monthly_tolls(data)).frame["status"].iloc[0] == "partial"
        data = month_of(north=(10, 20), south=5, red=0, blue=0, unknown=0, all_parties=(15, 25)).data()
        assert completeness(monthly_tolls(data)).frame["status"].iloc[0] == "complete"

    def test_a_share_says_whether_it_is_of_a_range(self) -> None:
        world = month_of(north=(100, 120), south=100)
        for party, scope in (("north", ""), ("south", "children_women_minimum")):
            world.counts[MONTH, party] |= {"children": 20, "women": 10, "scope": scope}
        found = shares(monthly_tolls(world.data()), MONTH).frame.query("group == 'children_and_women'")
        assert found.set_index("party")["state"][["north", "south"]].tolist() == ["range", "reported"]

    def test_a_share_of_a_count_that_is_one_end_has_one_end(self) -> None:
        world = month_of(north=100)
        world.counts[MONTH, "north"] |= {"children": 20, "women": 10, "scope": "children_women_minimum"}
        row = (
            shares(monthly_tolls(world.data()), MONTH)
            .frame.query("party == 'north' and group == 'children_and_women'")
            .iloc[0]
        )
        assert (pd.isna(row["share"]), row["share_min"], pd.isna(row["share_max"])) == (True, 0.3, True)
        assert pd.isna(row["low"])  # and no interval
        tolls = monthly_tolls(world.data())
        assert "including at least 20 children and at least 10 women" in quote(tolls, MONTH, "north")
