"""Several months together: sums that never fill in, and who exceeded whom."""

from dataclasses import replace

import pandas as pd
import pytest
from bounded import EXAMPLES, Made, pages
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up import PARTIES, World

from analysis import Data, NotComparable, UnknownMonth, UnknownParty, exceeds, monthly_tolls, period, read_data
from analysis.model.adding import TOTAL
from analysis.model.remarks import FloorAbove
from analysis.questions.trends.exceeds import WhyNot
from analysis.questions.trends.sums import Added, Gap, Period
from analysis.questions.trends.table import exceeds_table, period_table
from analysis.questions.trends.words import exceeds_sentences, period_sentence, printed_period_sentence
from analysis.tolls.periods import calendar
from analysis.tolls.series import Tolls


@pytest.fixture(scope="module")
def data() -> Data:
    return read_data()


@pytest.fixture(scope="module")
def tolls(data: Data) -> Tolls:
    return monthly_tolls(data)


def row(sums: Period, party: str, measure: str = "killed") -> pd.Series:
    table = sums.frame
    return table[(table["party"] == party) & (table["measure"] == measure)].iloc[0]


def line(sums: Period, party: str, measure: str = "killed") -> Added:
    return next(one for one in sums if (one.party, one.measure) == (party, measure))


def test_two_parties_published_together_have_a_line_of_their_own() -> None:
    month = "2020-01"
    world = World([month], {(month, party): {} for party in PARTIES})
    cell = {"report_id": f"primary-{month}", "party": "north", "population": "civilians", "killed": 12}
    world.more = [cell | {"scope": "joint:south"}]
    found = line(period(monthly_tolls(world.data()), month, month), "north+south")
    assert (found.label, found.count) == ("North and South, together", 12)


def test_a_period_of_complete_months_is_the_sum_of_its_months(tolls: Tolls) -> None:
    sums = period(tolls, "2016-01", "2016-02")
    russia = row(sums, "russian_forces")
    assert (russia["count"], russia["at_least"], russia["at_most"]) == (679 + 382, False, 679 + 382)
    assert pd.isna(russia["missing"])
    assert row(sums, "russian_forces", "children")["count"] == 94 + 21
    assert row(sums, "all_parties")["count"] == 1382 + 1378


def test_every_count_is_the_sum_of_the_reported_cells_and_every_other_month_is_named(tolls: Tolls) -> None:
    start, end = "2014-01", "2018-12"
    cells = tolls.frame[tolls.frame["month"].between(start, end) & tolls.frame["value"].notna()]
    for found in period(tolls, start, end):
        if "+" in found.party or found.party == "all_parties":
            continue
        mine = cells[(cells["party"] == found.party) & (cells["measure"] == found.measure)]
        kept = mine[~mine["month"].isin([gap.month for gap in found.missing])]
        assert found.months_reported == len(kept)
        up_to = {gap.month for gap in found.missing if gap.reason == "up_to"}
        assert set(mine["month"]) - set(kept["month"]) == up_to
        assert found.months_reported + len(found.missing) == found.months
        assert found.count is None if kept.empty else found.count == kept["value"].sum()


def test_missing_months_are_named_and_make_the_sum_a_lower_bound(tolls: Tolls) -> None:
    russia = row(period(tolls, "2015-10", "2016-06"), "russian_forces")
    assert russia["at_least"]
    assert russia["missing"] == "2015-12:no_figures|2016-06:not_reported"
    assert (russia["months"], russia["months_reported"]) == (9, 7)


def test_what_is_missing_doubtful_or_of_some_causes_has_fields(data: Data, tolls: Tolls) -> None:
    russia = line(period(tolls, "2015-10", "2016-06"), "russian_forces")
    assert russia.missing == (Gap("2015-12", "no_figures"), Gap("2016-06", "not_reported"))
    assert "2016-01" in line(period(tolls, "2016-01", "2016-02"), "russian_forces", "children").doubtful
    sohr = period(monthly_tolls(data, "sohr"), "2016-02", "2016-03")
    government = line(sohr, "government")
    assert "2016-02" in government.of_causes  # deaths by torture alone
    assert row(sohr, "government")["of_causes"] == "|".join(government.of_causes)
    table = period_table(sohr).set_index("Party")
    assert "only a part: 2016-02" in table.at["Syrian government forces", "Caution"]


def test_a_month_in_which_totals_leave_nothing_bounds_the_sum(tolls: Tolls) -> None:
    """In January 2016 101 = 98 + 3 leaves no other Islamist group any; the coalition may have some of others' 41."""
    assert "2016-01:none_left" in row(period(tolls, "2015-10", "2016-01"), "other_islamist")["missing"]
    sums = period(tolls, "2016-01", "2016-01")
    for party, most, why in (("other_islamist", 0, "none_left"), ("international_coalition", 41, "not_reported")):
        only = row(sums, party)
        assert pd.isna(only["count"])
        assert (only["at_most"], only["missing"]) == (most, f"2016-01:{why}")


def test_parties_that_could_not_appear_yet_are_not_missing(tolls: Tolls) -> None:
    sums = period(tolls, "2015-07", "2015-10")
    assert row(sums, "russian_forces")["months"] == 2
    assert "russian_forces" not in set(period(tolls, "2014-02", "2014-06").frame["party"])


def test_a_group_printed_less_often_than_its_parts_has_no_row(tolls: Tolls) -> None:
    sums = period(tolls, "2015-10", "2016-06")
    assert "islamist_total" not in set(sums.frame["party"])
    assert row(period(tolls, "2016-01", "2016-01"), "islamist_total")["count"] == 101


def test_a_group_keeps_its_row_where_none_of_its_parties_can_appear() -> None:
    month = "2020-01"
    world = World([month], {(month, party): {} for party in PARTIES}, since={"red": "2021-01", "blue": "2021-01"})
    world.counts[month, "north"] = {"killed": 5}
    found = period(monthly_tolls(world.data()), month, month)
    assert [one.party for one in found if one.measure == "killed"] == ["north", "south", "bands", "unknown", TOTAL]
    assert line(found, "bands").count is None


def test_a_sum_of_parties_is_as_doubtful_as_they_are() -> None:
    """North's 5 are a minimum, South's 3 and no total are printed: 8 at the least."""
    month = "2020-01"
    world = World([month], {(month, party): {} for party in PARTIES})
    world.counts[month, "north"], world.counts[month, "south"] = {"killed": 5, "scope": "minimum"}, {"killed": 3}
    found = period(monthly_tolls(world.data()), month, month)
    assert (found.whole.count, found.whole.at_least, found.whole.doubtful) == (8, True, (month,))
    assert (found.totals, found.sums, found.ends) == (0, 1, 1)


def test_up_to_is_no_count_of_a_period() -> None:
    """Where nobody prints any children either, nothing is added up."""
    month = "2020-01"
    world = World([month], {(month, party): {} for party in PARTIES})
    world.counts[month, "north"] = {"killed": 5, "scope": "maximum"}
    found = period(monthly_tolls(world.data()), month, month)
    assert (line(found, "north").count, line(found, "north").missing) == (None, (Gap(month, "up_to"),))
    assert [line(found, TOTAL, measure).count for measure in ("killed", "children", "women")] == [None] * 3


def test_a_combined_toll_has_its_own_row(data: Data) -> None:
    tolls = monthly_tolls(data)
    table = tolls.frame
    combined = table[table["combined"].notna() & table["value"].notna() & (table["measure"] == "killed")]
    assert len(combined)
    months = sorted(combined["month"])
    sums = period(tolls, months[0], months[-1])
    for code in {party for party in sums.frame["party"] if "+" in party}:
        assert row(sums, code)["count"] <= combined.loc[combined["party"] == code, "value"].sum()
        assert row(sums, code)["at_least"]
        assert ":apart" in row(sums, code)["missing"]


def test_the_floor_of_a_period_is_never_below_a_party(tolls: Tolls) -> None:
    """With the civilians that follow from persons and fighters: 2014-10, 2015-09 and, of others, 2015-03."""
    for start, end, floor in (
        ("2013-01", "2015-12", 32788 + 78 + 1231 + 1027 + 37),
        ("2015-10", "2016-06", 8929),
        ("2018-01", "2024-12", 16397),
    ):
        sums = period(tolls, start, end)
        assert row(sums, "all_parties")["count"] == floor
        for measure, rows in sums.frame.groupby("measure"):
            assert rows["count"].max() == row(sums, "all_parties", measure)["count"]


@pytest.mark.parametrize("monitor", ["snhr", "sohr", "vdc", "syrianpc"])
@pytest.mark.parametrize("population", ["civilians", "persons"])
def test_no_part_is_above_its_whole_in_any_year(data: Data, monitor: str, population: str) -> None:
    tolls = monthly_tolls(data, monitor, population)
    for year in sorted({month[:4] for month in tolls.months}):
        sums = period(tolls, f"{year}-01", f"{year}-12")
        for measure, rows in sums.frame.groupby("measure"):
            whole = row(sums, "all_parties", measure)["count"]
            assert rows["count"].dropna().le(0 if pd.isna(whole) else whole).all(), (year, measure)


def test_published_totals_stand_apart_from_the_floor(data: Data, tolls: Tolls) -> None:
    sums = period(tolls, "2013-02", "2024-12")
    assert (row(sums, "all_parties")["count"], row(sums, "government")["count"]) == (76317, 47675)
    text = period_sentence(sums)
    assert text.startswith("At least 76,317 civilian deaths documented by SNHR, February 2013 to December 2024: ")
    assert " Published totals exist for 109 months; they add up to 42,943." in text
    only = period_sentence(period(tolls, "2016-01", "2016-02"))
    assert only.startswith("2,760 civilian deaths documented by SNHR, January 2016 to February 2016: ")
    assert "Published totals exist" not in only
    assert "months without one" not in only
    one = period_sentence(period(monthly_tolls(data), "2014-03", "2014-05"))
    assert "exists for 1 month" not in one


def test_a_month_of_which_only_a_part_is_counted_is_named(tolls: Tolls) -> None:
    """March 2025 counts as 13: the deaths outside the coast."""
    text = period_sentence(period(tolls, "2024-06", "2025-12"))
    assert "The number of March 2025 (13) covers only a part of the month's deaths (outside the coast)." in text
    assert "The number of July 2025 leaves out the deaths in Suwayda." in text
    assert "covers only a part" not in period_sentence(period(tolls, "2016-01", "2016-12"))


def test_how_far_a_later_total_is_from_its_months_is_said(tolls: Tolls) -> None:
    def said(start: str, end: str) -> str:
        return printed_period_sentence(period(tolls, start, end))

    assert (
        "SNHR's total for the year 2016, 16,913, is 19.5% above the sum of its months, 14,156; the pages do not say "
        "why. A later total can hold deaths documented after a month's report."
    ) in said("2016-01", "2016-12")
    assert "SNHR's total for the year 2017, 10,204, is 3.8% below the sum of its months, 10,603" in said(
        "2017-01", "2017-12"
    )
    assert "its months" not in said("2016-01", "2016-11")  # no total of these months
    assert "its months" not in said("2015-01", "2015-06")  # not every month has a total of civilians


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(pages(), min_size=2, max_size=2))
def test_a_period_is_never_below_its_parties_nor_above_the_truth(made: list[Made]) -> None:
    months = ["2020-01", "2020-02"]
    world = World(months, {(month, party): {} for month in months for party in PARTIES})
    for month, (rows, _, _) in zip(months, made, strict=True):
        world.more += [one | {"report_id": f"primary-{month}"} for one in rows]
    for population in ("civilians", "persons"):
        tolls = monthly_tolls(world.data(), population=population)
        if not tolls.lines:
            continue
        sums = period(tolls, *months)
        for found in sums.frame.dropna(subset="count").itertuples():
            if (population, "north", found.measure) in made[0][2]:
                parties = found.party.split("+")
                truth = sum(drawn[population, one, found.measure] for _, _, drawn in made for one in parties)
                assert found.count <= truth if found.at_least else found.count == truth, found
                whole = row(sums, "all_parties", found.measure)["count"]
                assert found.count <= (0 if pd.isna(whole) else whole), found


def month_with(**killed: int) -> Tolls:
    world = World(["2020-01"], {("2020-01", party): {} for party in PARTIES})
    page = {"report_id": "primary-2020-01", "population": "civilians"}
    world.more = [page | {"party": party, "killed": number} for party, number in killed.items()]
    return monthly_tolls(world.data())


@pytest.mark.parametrize(
    ("unknown", "total", "residual", "survives"),
    [(3, 23, 3, True), (4, 24, 4, False), (3, 24, 4, False), (3, None, None, None)],
)
def test_whether_an_order_survives_whatever_is_attributed_to_no_named_party(
    unknown: int, total: int | None, residual: int | None, survives: bool | None
) -> None:
    named = {"north": 12, "south": 8, "bands": 0, "unknown": unknown}
    tolls = month_with(**named, **({"all_parties": total} if total else {}))
    found = exceeds(tolls, "2020-01", "2020-01", "north", "south").frame.iloc[0]
    assert found["verdict"] == "holds"
    assert (None if pd.isna(found["residual"]) else found["residual"]) == residual
    assert (None if pd.isna(found["survives"]) else found["survives"]) == survives
    assert pd.isna(exceeds(tolls, "2020-01", "2020-01", "south", "north").frame["survives"].iloc[0])
    assert pd.isna(exceeds(tolls, "2020-01", "2020-01", "north", "unknown").frame["survives"].iloc[0])


@pytest.mark.parametrize("right", ["isis", ["russian_forces", "isis"]])
def test_a_party_is_not_compared_with_itself(tolls: Tolls, right: str | list[str]) -> None:
    with pytest.raises(NotComparable, match="found isis on both sides"):
        exceeds(tolls, "2016-01", "2016-02", "isis", right)


def test_in_how_many_months_an_order_survives_is_said(tolls: Tolls) -> None:
    found = exceeds(tolls, "2016-01", "2016-02", "russian_forces", "isis")
    text = exceeds_sentences(found)
    assert text.endswith(
        " In 2 of 2 months in which more were attributed to Russian forces and a total is published, the order would "
        "stand even if all deaths in no named party's number were caused by ISIS."
    )
    found = exceeds(tolls, "2023-04", "2023-04", "armed_opposition", "government")
    assert (found.lines[0].residual, found.lines[0].survives) == (94, False)
    assert exceeds_sentences(found).endswith(
        " The order of April 2023 would not stand if 1 of the 94 deaths in no named party's number were caused by "
        "Syrian government forces."
    )


def test_who_exceeded_whom(tolls: Tolls) -> None:
    found = exceeds(tolls, "2015-07", "2016-06", "russian_forces", "government").frame.set_index("month")
    assert found.loc["2016-01", "verdict"] == "holds"
    assert found.loc["2016-02", "verdict"] == "fails"
    assert found.loc["2015-07", "reason"] == "not_there"
    assert found.loc["2015-12", "reason"] == "no_figures"
    assert found.loc["2016-06", "reason"] == "russian_forces|government"
    assert set(found.loc[["2015-07", "2015-12", "2016-06"], "verdict"]) == {"undecidable"}


def test_a_comparison_and_its_reverse_never_both_hold(tolls: Tolls) -> None:
    one = exceeds(tolls, "2014-01", "2019-12", "russian_forces", "government").frame
    other = exceeds(tolls, "2014-01", "2019-12", "government", "russian_forces").frame
    assert not ((one["verdict"] == "holds") & (other["verdict"] != "fails")).any()
    assert ((one["reason"] == "no_figures") == (other["reason"] == "no_figures")).all()
    whole = one["documented"].notna() & one["right_documented"].notna()
    assert (one.loc[whole, "verdict"] == "holds").eq(one["documented"] > one["right_documented"])[whole].all()


def test_highest_of_holds_only_where_every_rival_is_exceeded(tolls: Tolls) -> None:
    rivals = ["government", "isis"]
    found = exceeds(tolls, "2016-01", "2018-12", "russian_forces", rivals).frame
    each = [exceeds(tolls, "2016-01", "2018-12", "russian_forces", rival).frame["verdict"] for rival in rivals]
    assert ((found["verdict"] == "holds") == ((each[0] == "holds") & (each[1] == "holds"))).all()


def test_what_cannot_be_added_or_compared_is_refused(tolls: Tolls) -> None:
    with pytest.raises(UnknownMonth, match="2016-01:2016-03"):
        period(tolls, "2016-03", "2016-01")
    with pytest.raises(UnknownMonth, match="YYYY-MM"):
        period(tolls, "2016", "2016-03")
    with pytest.raises(UnknownMonth, match="nearest with figures"):
        period(tolls, "1999-01", "1999-12")
    with pytest.raises(UnknownParty, match="russian_forces"):
        exceeds(tolls, "2016-01", "2016-03", "russian_force", "government")
    with pytest.raises(NotComparable, match="one monitor, one population"):
        period(tolls.frame, "2016-01", "2016-03")  # type: ignore[arg-type]


def test_the_calendar_has_every_month() -> None:
    assert calendar("2015-11", "2016-02") == ["2015-11", "2015-12", "2016-01", "2016-02"]


def test_what_pages_print_for_the_whole_period_is_said(data: Data) -> None:
    tolls = monthly_tolls(data)
    year = printed_period_sentence(period(tolls, "2016-01", "2016-12"))
    assert "all parties together 16,913;" in year
    assert "Syrian government forces 8,736" in year
    assert "https://" in year
    none = printed_period_sentence(period(tolls, "2016-01", "2016-11"))
    assert none.startswith("We found no published SNHR total for exactly this period")
    early = period(monthly_tolls(data, as_of="2016-08-01"), "2016-01", "2016-06")
    assert "6,567" in printed_period_sentence(early)
    before = replace(early, tolls=replace(early.tolls, as_of="2016-06-30"))  # the day before it was printed
    assert "6,567" not in printed_period_sentence(before)


def test_a_combined_toll_is_found_whatever_the_order_of_its_parties(data: Data) -> None:
    tolls = monthly_tolls(data)
    one, other = (
        exceeds(tolls, "2018-01", "2018-01", code, "armed_opposition")
        for code in ("government+russian_forces", "russian_forces+government")
    )
    assert one.lines[0].verdict == "holds"
    assert one.lines == other.lines
    pd.testing.assert_frame_equal(one.frame, other.frame)


@pytest.mark.parametrize("measure", ["killed", "children", "women", "torture"])
def test_every_documented_measure_is_compared(tolls: Tolls, measure: str) -> None:
    found = exceeds(tolls, "2015-10", "2016-03", "government", "isis", measure)
    assert any(line.documented is not None for line in found)
    for line in found:
        if line.documented is not None:
            assert line.documented == tolls.of(line.month).of(measure)["government"].value
    assert ("torture" in exceeds_sentences(found)) == (measure == "torture")


@pytest.mark.parametrize(("right", "measure"), [([], "killed"), ("isis", "dead")])
def test_nothing_to_compare_with_is_refused(data: Data, right: list[str] | str, measure: str) -> None:
    with pytest.raises(NotComparable, match="expected a party to compare with, and one of killed"):
        exceeds(monthly_tolls(data), "2016-01", "2016-01", "government", right, measure)


def test_nobody_exceeds_anybody_where_the_monitor_does_not_count_every_partys_losses(data: Data) -> None:
    tolls = monthly_tolls(data, population="fighters")
    found = exceeds(tolls, "2014-09", "2014-11", "government", "isis")
    assert {(line.verdict, line.why) for line in found} == {("undecidable", WhyNot("not_counted"))}
    assert set(found.frame["reason"]) == {"not_counted"}


def test_why_it_cannot_be_said_and_what_is_doubted_has_fields(tolls: Tolls) -> None:
    found = exceeds(tolls, "2016-06", "2016-06", "russian_forces", "government")
    assert found.lines[0].why == WhyNot("no_toll", ("russian_forces", "government"))
    why = exceeds_table(found)["Why not"].iloc[0]
    assert why == "no full count of Russian forces and Syrian government forces"
    children = exceeds(tolls, "2016-01", "2016-01", "russian_forces", "government", "children").lines[0]
    assert any(isinstance(one, FloorAbove) for one in children.remarks)
    assert not children.right_remarks


def test_who_appeared_within_the_months_may_be_meant(tolls: Tolls) -> None:
    """Russian forces are there from September 2015 on."""
    with pytest.raises(UnknownParty, match="did you mean russian_forces"):
        exceeds(tolls, "2015-06", "2016-03", "Russia", "government")
