"""Claims of the press: the verdict, its cause, and what is no evidence."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from folders import add, edit
from hypothesis import given
from hypothesis import strategies as st
from made_up import PARTIES, World
from truthful import COUNTED, MONTH, Made, empty, printed, truthful, truths, worlds
from truths import is_true

from analysis import Data, DataError, NotComparable, check_claims, monthly_tolls, read_claims, read_data
from analysis.model.adding import TOTAL
from analysis.model.cells import POPULATIONS
from analysis.model.claimed import MEASURES_OF, UNITS, VALUE_RELATIONS, Span, misfits
from analysis.model.remarks import Flag
from analysis.questions.claims import amounts
from analysis.questions.claims.causes import CAUSES, cause_words
from analysis.questions.claims.evidence import Archive
from analysis.questions.claims.numbers import Number
from analysis.questions.claims.sentences import tipping_words
from analysis.questions.claims.table import claims_table
from analysis.questions.claims.verdicts import (
    Cause,
    Miswritten,
    OnlyPart,
    OtherMeasures,
    OtherMonitors,
    OtherMonth,
    OtherParties,
    OtherPopulations,
    Verdicts,
)
from analysis.questions.claims.words import claim_words, claims_sentence, verdict_sentence
from analysis.tolls.sides import Side, verdict_of

NUMBER = ("claim_id", "outlet", "month", "party", "measure", "value")
_FAILS = ("1", "X", "2016-01", "isis", "gt", "russian_forces")
COMPARISON = ("claim_id", "outlet", "month", "left", "relation", "right")


@pytest.fixture(scope="session")
def verdicts(data: Data) -> Verdicts:
    return check_claims(data, data.claims)


@pytest.fixture(scope="session")
def comparisons(data: Data) -> Verdicts:
    return check_claims(data, data.comparison_claims)


def of(verdicts: Verdicts, claim_id: str) -> pd.Series:
    return verdicts.frame.set_index("claim_id").loc[claim_id]


def check(data: Data, *claim: Any, **more: Any) -> pd.Series:
    """Check one claim: (month, party, measure, value) or (month, left, relation, right)."""
    columns = NUMBER if isinstance(claim[-1], int) else COMPARISON
    row = dict(zip(columns, ("draft", more.pop("outlet", "Example"), *claim), strict=True))
    as_of = more.pop("as_of", None)
    return check_claims(data, pd.DataFrame([row | more]), as_of=as_of).frame.iloc[0]


def test_one_line_a_claim_in_their_order(data: Data, verdicts: Verdicts, comparisons: Verdicts) -> None:
    for found, claims in ((verdicts, data.claims), (comparisons, data.comparison_claims)):
        assert list(found.frame.columns) == list(Verdicts.kinds)
        assert [line.claim_id for line in found] == list(claims["claim_id"])
    known = {"agrees", "agrees_with_version", "differs", "undecidable", "not_printed", "only_source"}
    assert {line.verdict for line in verdicts} <= known
    assert {line.verdict for line in comparisons} <= {"holds", "fails", "undecidable"}


class TestFebruary2016:
    """The press story this began with."""

    @pytest.mark.parametrize(
        ("claim", "value"),
        [
            ("russian_forces-killed", 679),
            ("russian_forces-children", 94),
            ("russian_forces-women", 73),
            ("isis-killed", 98),
            ("all_parties-total", 1382),
        ],
    )
    def test_what_agrees(self, verdicts: Verdicts, claim: str, value: int) -> None:
        row = of(verdicts, f"newsweek-2016-01-{claim}")
        assert (row["verdict"], row["documented"], row["population"]) == ("agrees", value, "civilians")

    def test_the_doubt_of_the_children_is_shown(self, verdicts: Verdicts) -> None:
        doubt = of(verdicts, "newsweek-2016-01-russian_forces-children")["doubt"]
        assert doubt == "floor_above_monthly:children: 94 against 129 (snhr-2016-01-massacres-de)"

    def test_al_nusra_has_the_number_of_the_armed_opposition(self, verdicts: Verdicts) -> None:
        for outlet in ("newsweek", "fox-news"):
            row = of(verdicts, f"{outlet}-2016-01-nusra_hts-killed")
            assert (row["verdict"], row["value"], row["documented"]) == ("differs", 42, 3)
            assert row["cause"] == "armed_opposition"
        assert set(verdicts.frame.query("month == '2016-01' and verdict == 'differs'")["party"]) == {"nusra_hts"}

    def test_russia_above_the_government(self, comparisons: Verdicts) -> None:
        row = of(comparisons, "newsweek-2016-01-russian_forces-gt-government")
        assert (row["verdict"], row["documented"], row["right_documented"]) == ("holds", 679, 516)
        assert row["ratio"] == pytest.approx(679 / 516)
        assert row["documentation_tipping_point"] == pytest.approx(516 / 679)
        assert row["attribution_tipping_point"] == 82

    def test_the_deadliest_islamist_group(self, comparisons: Verdicts) -> None:
        """101 = 98 + 3 leaves nothing for any other."""
        claim = "newsweek-2016-01-isis-highest_of-isis-nusra-hts-other-islamist"
        row = of(comparisons, claim)
        assert (row["verdict"], row["documented"], row["right_documented"]) == ("holds", 98, 3)
        assert row["right"] == "nusra_hts|other_islamist"

    def test_every_comparison_holds(self, comparisons: Verdicts) -> None:
        assert {line.verdict for line in comparisons if line.month == "2016-01"} == {"holds"}


class TestEvidence:
    def test_a_page_is_no_evidence_for_its_own_outlet(self, verdicts: Verdicts) -> None:
        """CNSNews is relayed by Adland Pro; nobody else has Kurdish-led forces' 3; others' 41 may be theirs too."""
        row = of(verdicts, "cnsnews-2016-01-kurdish_forces-killed")
        assert (row["verdict"], row["report_ids"]) == ("only_source", "snhr-2016-01-en-cns")
        assert pd.isna(row["documented"])
        assert row["at_most"] == 3 + 41

    def test_by_address_too(self, data: Data) -> None:
        url = data.reports.set_index("report_id").at["snhr-2016-01-en-cns", "url"]
        found = check(data, "2016-01", "kurdish_forces", "killed", 3, outlet="Other", url=f"{url}#top")
        assert found["verdict"] == "only_source"
        bare = "http://www." + url.removeprefix("https://") + "/"
        assert check(data, "2016-01", "kurdish_forces", "killed", 3, url=bare)["verdict"] == "only_source"
        assert check(data, "2016-01", "kurdish_forces", "killed", 3, outlet="Other")["verdict"] == "agrees"

    @pytest.mark.parametrize(
        ("month", "party", "measure", "value", "outlet"),
        [
            ("2018-07", "all_parties", "total", 886, "Baladi News"),
            ("2019-02", "isis", "killed", 21, "Courrier Arabe"),
            ("2019-10", "nusra_hts", "killed", 2, "Syria TV"),
        ],
    )
    def test_a_number_that_an_adjudication_rejects_is_no_evidence(
        self, data: Data, month: str, party: str, measure: str, value: int, outlet: str
    ) -> None:
        """The number it chose stands on the outlet's own page; the rejected one accuses nobody."""
        assert check(data, month, party, measure, value, outlet=outlet)["verdict"] == "only_source"

    @pytest.mark.parametrize(
        "url",
        [
            "https://community.adlandpro.com:443/forums/post/2413654/ARE-WE-NOW-IN-THE-END-TIMES/3142.aspx",
            "http://m.community.adlandpro.com/forums/post/2413654/ARE-WE-NOW-IN-THE-END-TIMES/3142.aspx?utm_source=x",
            "https://community.adlandpro.com/forums/post/2413654/ARE-WE-NOW-IN-THE-END-TIMES/3142.aspx/amp",
            "https://community.adlandpro.com/forums/post/2413654/ARE%2DWE-NOW-IN-THE-END-TIMES/3142.aspx?fbclid=1",
        ],
    )
    def test_an_address_written_another_way(self, data: Data, url: str) -> None:
        assert check(data, "2016-01", "kurdish_forces", "killed", 3, url=url)["verdict"] == "only_source"

    @pytest.mark.parametrize("outlet", ["Enab  Baladi", "Enab-Baladi", "ENAB BALADI", "The Enab Baladi", "Ēnab Baladi"])
    def test_a_name_written_another_way(self, data: Data, outlet: str) -> None:
        assert check(data, "2016-04", "isis", "killed", 69, outlet=outlet)["verdict"] == "only_source"

    def test_an_address_that_is_none(self, data: Data) -> None:
        assert check(data, "2016-01", "isis", "killed", 98, url="http://[::1")["verdict"] == "agrees"

    def test_another_population_of_the_outlet_alone(self, verdicts: Verdicts) -> None:
        """7al.net prints 1,787 civilians; the monitor prints persons only. It is not accused."""
        row = of(verdicts, "7al-net-2015-05-all_parties-total")
        assert (row["verdict"], row["population"]) == ("only_source", "civilians")

    def test_a_version_that_is_not_used(self, data: Data) -> None:
        row = check(data, "2018-07", "all_parties", "total", 887)
        assert (row["verdict"], row["documented"]) == ("agrees_with_version", 886)
        assert row["report_ids"] == "yenihaberden-aa-2018-07-fr"
        assert check(data, "2018-07", "all_parties", "total", 887, outlet="Yeni Haberden")["verdict"] == "differs"

    def test_one_of_two_that_nothing_decides(self, data: Data) -> None:
        row = check(data, "2013-11", "government", "torture", 123)
        assert (row["verdict"], row["report_ids"]) == ("agrees_with_version", "djazairess-2013-11-ar")

    def test_what_the_list_knows_from_other_pages(self, data: Data) -> None:
        """A title prints 19 children, the body 20: who repeats the title is not accused."""
        for month, measure, value in (("2022-03", "children", 19), ("2024-11", "women", 3), ("2021-04", "killed", 105)):
            row = check(data, month, "all_parties", measure, value)
            assert (row["verdict"], pd.isna(row["cause"])) == ("agrees_with_version", True)

    def test_the_larger_number_for_a_part(self, data: Data) -> None:
        row = check(data, "2016-01", "russian_forces", "children", 129)
        assert (row["verdict"], row["documented"], row["cause"]) == ("agrees_with_part", 94, "part: subset:massacres")
        assert row["report_ids"].startswith("snhr-2016-01-massacres-de|")
        row = check(data, "2016-01", "russian_forces", "killed", 492)
        assert (row["verdict"], row["cause"]) == ("differs", "part: subset:massacres")

    def test_some_causes_are_no_whole_toll(self, data: Data) -> None:
        row = check(data, "2017-09", "government", "killed", 500, about_monitor="sohr")
        assert (row["verdict"], row["at_least"], row["at_most"]) == ("not_printed", 97, 521 + 76)  # 76: of others
        assert check(data, "2017-09", "government", "killed", 90, about_monitor="sohr")["verdict"] == "differs"
        row = check(data, "2017-09", "government", "killed", 97, about_monitor="sohr")  # of shelling and torture alone
        assert (row["verdict"], row["documented"] is pd.NA) == ("not_printed", True)

    def test_neither_of_two_that_nothing_decides(self, data: Data) -> None:
        assert check(data, "2013-11", "government", "torture", 125)["verdict"] == "differs"

    def test_printed_together_only(self, data: Data) -> None:
        row = check(data, "2018-06", "government", "killed", 393)
        assert (row["verdict"], row["doubt"]) == ("not_printed", "together: government+russian_forces 393")
        assert check(data, "2018-06", "government+russian_forces", "killed", 393)["verdict"] == "agrees"

    def test_nobody_prints_it(self, data: Data) -> None:
        row = check(data, "2016-02", "international_coalition", "killed", 12)
        assert (row["verdict"], row["at_most"]) == ("not_printed", 44)
        assert check(data, "2013-01", "government", "killed", 12)["verdict"] == "not_printed"

    def test_a_number_that_the_totals_exclude(self, data: Data) -> None:
        row = check(data, "2016-02", "international_coalition", "killed", 45, population="civilians")
        assert (row["verdict"], row["at_most"]) == ("differs", 44)

    @pytest.mark.parametrize(("value", "verdict"), [(9, "differs"), (10, "agrees_with_part")])
    def test_fewer_than_a_part_counts_though_fighters_may_be_fewer(self, value: int, verdict: str) -> None:
        world = World([MONTH], {(MONTH, party): {} for party in PARTIES})
        world.counts[MONTH, "south"] = {"killed": 3}
        world.parts.append((MONTH, "north", "killed", 10))
        world.more.append({"report_id": f"primary-{MONTH}", "party": "south", "population": "fighters", "killed": 7})
        row = check(world.data(), MONTH, "north", "killed", value)
        assert (row["verdict"], row["population"]) == (verdict, "civilians")
        assert (row["at_least"] if value < 10 else row["documented"]) == 10

    def test_as_of_a_date(self, data: Data) -> None:
        assert check(data, "2016-01", "government", "killed", 516, as_of="2016-02-01")["verdict"] == "not_printed"
        assert check(data, "2016-01", "government", "killed", 516, as_of="2016-02-02")["verdict"] == "agrees"

    def test_the_doubt_of_an_adjudication(self, verdicts: Verdicts) -> None:
        row = of(verdicts, "shahba-press-2015-10-russian_forces-killed")
        assert (row["verdict"], row["population"]) == ("agrees", "persons")
        assert row["doubt"].startswith("adjudicated: 276 against 273")


class TestParts:
    """Numbers that pages publish for a part of the deaths that a claim is about, and none for all of them."""

    @pytest.mark.parametrize(
        ("party", "value", "more", "verdict"),
        [
            ("former_regime", 445, {}, "agrees_with_part"),
            ("former_regime", 445, {"population": "persons"}, "agrees_with_part"),
            ("former_regime", 445, {"relation": "at_least"}, "agrees_with_part"),
            ("former_regime", 450, {"relation": "about"}, "agrees_with_part"),
            ("former_regime", 500, {"relation": "at_most"}, "not_printed"),
            ("former_regime", 444, {"population": "persons"}, "differs"),
            ("coast_operation_forces", 889, {}, "agrees_with_part"),
        ],
    )
    def test_the_part_is_said(self, data: Data, party: str, value: int, more: dict[str, str], verdict: str) -> None:
        found, said = of_number(data, "2025-03", party, "killed", value, **more)
        assert found == verdict
        if verdict == "agrees_with_part":
            number = 889 if value == 889 else 445
            assert said.startswith(
                f"True of a part of these deaths: SNHR documented {number} deaths of civilians and fighters in the "
                "events on the coast "
            )
            assert "no page gathered here publishes a number for all of these deaths." in said
            assert "only deaths" not in said

    def test_persons_are_no_part_of_civilians(self, data: Data) -> None:
        claim = ("2025-03", "former_regime", "killed", 445)
        found, said = of_number(data, *claim, population="civilians")
        assert (found, "445 is the number published for persons (civilians and fighters), those in" in said) == (
            "not_printed",
            True,
        )
        assert check(data, *claim, population="civilians")["cause"] == "part: item:coast_events (persons)"

    def test_a_part_that_counts_more_than_the_whole_is_no_confirmation(self, data: Data) -> None:
        for relation, value in (("exactly", 129), ("at_least", 100)):
            found, said = of_number(data, "2016-01", "russian_forces", "children", value, relation=relation)
            assert found == "agrees_with_part"
            assert "94 for the month, and 129 in massacres alone, a part of it; so at least 129." in said

    @pytest.mark.parametrize(
        ("value", "verdict", "begins", "ends"),
        [
            (1200, "undecidable", "Within the published range: ", "or a range, for all of these deaths."),
            (
                1500,
                "undecidable",
                "Cannot be said: ",
                "1,500 is above this range, but it is of a part of these deaths.",
            ),
            (900, "differs", "Differs: ", "only deaths by air strikes are counted."),
        ],
    )
    def test_a_range_of_some_causes(self, data: Data, value: int, verdict: str, begins: str, ends: str) -> None:
        found, said = of_number(data, "2016-01", "russian_forces", "killed", value, about_monitor="airwars")
        assert (found, said.startswith(begins), said.partition("\n")[0].endswith(ends)) == (verdict, True, True)
        assert "1,006" in said


class TestPagesThatAreNotUsed:
    @pytest.mark.parametrize(
        ("month", "party", "value", "used"),
        [
            ("2014-05", "government", 179, "1,795 is used here: with it the published"),
            ("2018-06", "all_parties", 539, "593 is"),
        ],
    )
    def test_a_number_that_is_not_used_is_not_confirmed(
        self, data: Data, month: str, party: str, value: int, used: str
    ) -> None:
        found, said = of_number(data, month, party, "killed", value)
        assert found == "agrees_with_version"
        assert said.startswith(f"On another page only: {value} civilian deaths ")
        assert f" are published there, but {used}" in said

    def test_nor_does_it_check_out(self, data: Data) -> None:
        march = check_claims(data, data.claims[data.claims["month"] == "2025-03"])
        assert claims_sentence(march) == "Of 8 claims, 6 check out, 2 are on another page only, not used here."

    def test_pages_that_disagree_are_both_said(self, data: Data) -> None:
        one, other = (
            "former Assad regime forces and armed groups linked to them",
            "Syrian transitional government forces",
        )
        both = (
            f"some pages attribute 4 civilian deaths in October 2025 to {one}, others attribute the same 4 to {other}"
        )
        found, said = of_number(data, "2025-10", "former_regime", "killed", 6)
        assert (found, said.partition("\n")[0]) == ("differs", f"Differs: {both}; none attributes 6.")
        found, said = of_number(data, "2025-10", "former_regime", "killed", 4)
        assert (found, said.partition("\n")[0]) == ("agrees_with_version", f"Pages disagree: {both}.")


class TestPopulations:
    def test_the_one_that_matches_is_named(self, data: Data) -> None:
        assert check(data, "2015-02", "government", "killed", 1251)["population"] == "persons"
        assert check(data, "2015-02", "government", "killed", 1044)["population"] == "civilians"

    def test_a_claim_that_names_one_is_held_to_it(self, data: Data) -> None:
        row = check(data, "2015-02", "government", "killed", 1251, population="civilians")
        assert (row["verdict"], row["documented"], row["cause"]) == ("differs", 1044, "population: persons")


@pytest.mark.parametrize(
    ("claim", "cause"),
    [
        (("2015-02", "government", "killed", 1547), "all_parties"),
        (("2015-04", "isis", "killed", 220), "islamist_total"),
        (("2016-01", "russian_forces", "children", 73), "measure: women"),
        (("2016-01", "russian_forces", "killed", 382), "month: 2016-02"),
        (("2016-01", "russian_forces", "killed", 697), "swapped_digits"),
        (("2016-01", "russian_forces", "killed", 67), "dropped_digit"),
        (("2016-01", "russian_forces", "killed", 6779), "added_digit"),
        (("2016-01", "russian_forces", "killed", 700), "rounded"),
        (("2016-01", "all_parties", "total", 1300), "rounded"),
        (("2016-01", "armed_opposition", "killed", 3), "nusra_hts|kurdish_forces"),
    ],
)
def test_causes(data: Data, claim: tuple[Any, ...], cause: str) -> None:
    row = check(data, *claim)
    assert (row["verdict"], row["cause"]) == ("differs", cause)


def test_no_cause_is_invented(data: Data) -> None:
    for value in (533, 500, 1000):
        row = check(data, "2016-01", "russian_forces", "killed", value)
        assert row["verdict"] == "differs"
        assert pd.isna(row["cause"])


def test_small_numbers_are_not_looked_for_in_other_months(data: Data) -> None:
    """Al-Nusra has 3 in January and 1 in February 2016: coincidence would be likely."""
    row = check(data, "2016-02", "nusra_hts", "killed", 3)
    assert row["verdict"] == "differs"
    assert pd.isna(row["cause"])


def test_the_population_shown_is_that_of_the_cause(data: Data) -> None:
    row = check(data, "2015-04", "isis", "killed", 220)
    assert (row["population"], row["documented"], row["cause"]) == ("persons", 210, "islamist_total")


class TestComparisons:
    def test_fails(self, data: Data) -> None:
        row = check(data, "2016-01", "government", "gt", "russian_forces")
        assert (row["verdict"], row["attribution_tipping_point"]) == ("fails", 82)
        assert row["ratio"] == pytest.approx(516 / 679)
        assert check(data, "2016-01", "government", "lt", "russian_forces")["verdict"] == "holds"

    def test_more_than_none_has_no_ratio(self) -> None:
        world = World([MONTH], {(MONTH, party): {} for party in PARTIES})
        world.counts[MONTH, "north"], world.counts[MONTH, "south"] = {"killed": 5}, {"killed": 0}
        row = check(world.data(), MONTH, "north", "gt", "south")
        assert (row["verdict"], row["right_documented"], pd.isna(row["ratio"])) == ("holds", 0, True)

    @pytest.mark.parametrize(("measure", "tips"), [("killed", 3), ("children", None)])
    def test_the_residual_tips_deaths_alone(self, measure: str, tips: int | None) -> None:
        """Of 10 deaths by unknown parties 3 would put South above North; whose children they are is not said."""
        world = World([MONTH], {(MONTH, party): {} for party in PARTIES})
        for party, number in (("north", 5), ("south", 3), ("unknown", 10), ("all_parties", 18)):
            world.counts[MONTH, party] = {"killed": number, "children": number}
        (line,) = check_claims(
            world.data(),
            pd.DataFrame(
                [dict(zip(COMPARISON, ("a", None, MONTH, "north", "gt", "south"), strict=True)) | {"measure": measure}]
            ),
        )
        assert (line.verdict, line.residual_tipping_point) == ("holds", tips)

    def test_equal_is_not_more(self, data: Data) -> None:
        row = check(data, "2016-01", "nusra_hts", "gt", "kurdish_forces")
        assert (row["verdict"], row["ratio"]) == ("fails", 1)
        assert pd.isna(row["attribution_tipping_point"])

    def test_through_bounds(self, data: Data) -> None:
        """February 2016 leaves at most 44 for the coalition."""
        row = check(data, "2016-02", "russian_forces", "gt", "international_coalition")
        assert (row["verdict"], row["right_at_least"], row["right_at_most"]) == ("holds", 0, 44)
        assert pd.isna(row["ratio"])
        assert check(data, "2016-02", "kurdish_forces", "gt", "international_coalition")["verdict"] == "undecidable"
        assert check(data, "2016-02", "international_coalition", "gt", "armed_opposition")["verdict"] == "fails"

    def test_several_parties_together_are_bounded_by_their_own_tolls(self, data: Data) -> None:
        row = check(data, "2016-01", "russian_forces+government", "gt", "isis")
        assert (row["verdict"], row["at_least"], row["at_most"]) == ("holds", 679 + 516, 679 + 516)
        assert pd.isna(row["documented"])  # nobody prints them together
        row = check(data, "2016-01", "isis", "lt", "nusra_hts+kurdish_forces")
        assert (row["verdict"], row["right_at_most"]) == ("fails", 6)
        row = check(data, "2016-01", "russian_forces", "gt", "isis+islamist_total")  # one holds the other already
        assert row["right_at_least"] == 0

    def test_what_is_left_nothing_counts_as_none(self, data: Data) -> None:
        assert check(data, "2016-01", "nusra_hts", "gt", "other_islamist")["verdict"] == "holds"

    def test_a_published_residual_may_be_the_other_partys(self, data: Data) -> None:
        """January 2016: 41 by other or unidentified parties, none by name to the coalition."""
        row = check(data, "2016-01", "nusra_hts", "gt", "international_coalition")
        assert (row["verdict"], row["right_at_most"]) == ("undecidable", 41)
        assert check(data, "2016-01", "armed_opposition", "gt", "international_coalition")["verdict"] == "holds"

    def test_some_causes_are_a_floor(self, data: Data) -> None:
        row = check(data, "2017-09", "government", "gt", "russian_forces", about_monitor="sohr")
        assert (row["verdict"], row["at_least"], row["at_most"]) == ("undecidable", 97, 521 + 76)  # 76: of others

    def test_a_part_that_counts_more_opens_a_number_upwards(self, data: Data) -> None:
        """November 2015: 2 women by the opposition, but at least 6 in massacres."""
        row = check(data, "2015-11", "isis", "gt", "armed_opposition", measure="women")
        assert (row["verdict"], row["documented"], row["right_documented"]) == ("undecidable", 5, 2)

    @pytest.mark.parametrize(("killed", "verdict"), [(130, "holds"), (110, "undecidable"), (100, "fails")])
    def test_the_ends_of_a_range_bound(self, folder: Path, killed: int, verdict: str) -> None:
        rows = (
            f"airwars-2016-01-en,isis,civilians,{killed},,,,,,,",
            "airwars-2016-01-en,government,civilians,,,,,,,100,120",
        )
        data = add(folder, "tolls", *rows)
        row = check(data, "2016-01", "isis", "gt", "government", about_monitor="airwars")
        assert (row["verdict"], pd.isna(row["ratio"])) == (verdict, True)
        turned = check(data, "2016-01", "government", "lt", "isis", about_monitor="airwars")
        assert (turned["verdict"], pd.isna(turned["ratio"])) == (verdict, True)

    @pytest.mark.parametrize(("scope", "verdict"), [("minimum", "undecidable"), ("", "holds")])
    def test_no_less_than_may_be_more(self, data: Data, scope: str, verdict: str) -> None:
        tolls = data.tolls.copy()
        row = (tolls[["report_id", "party", "population"]] == ["snhr-2014-04-en", "isis", "civilians"]).all(axis=1)
        tolls.loc[row, "scope"] = scope or pd.NA
        data = replace(data, tolls=tolls)
        assert check(data, "2014-04", "armed_opposition", "gt", "isis", population="civilians")["verdict"] == verdict

    def test_no_less_than_is_no_more_than_the_rest_of_its_group(self, folder: Path) -> None:
        """January 2016: at least 3 by al-Nusra are 3, for 101 are published of it and ISIS, 98 of ISIS."""
        data = edit(folder, "tolls", "nusra_hts,civilians,3,,,,,,,", "nusra_hts,civilians,3,,,,,minimum,,")
        assert check(data, "2016-01", "isis", "gt", "nusra_hts")["verdict"] == "holds"

    def test_together_is_not_apart(self, data: Data) -> None:
        """June 2018: government and Russia are printed together only."""
        assert check(data, "2018-06", "government", "gt", "russian_forces")["verdict"] == "undecidable"

    def test_other_populations_are_tried(self, data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
        row = check(data, "2015-08", "government", "gt", "other_parties")
        assert (row["verdict"], row["population"]) == ("holds", "civilians")
        row = check(data, "2015-09", "government", "gt", "isis")
        assert (row["verdict"], row["population"]) == ("holds", "civilians")  # 1,071 persons minus 44 fighters
        row = check(data, "2014-05", "isis", "gt", "armed_opposition")  # SNHR counts no fighters of the government
        assert (row["verdict"], row["population"]) == ("fails", "civilians")
        monkeypatch.setattr(Archive, "compares", lambda *month: True)
        row = check(data, "2014-05", "isis", "gt", "armed_opposition")
        assert (row["verdict"], row["population"]) == ("holds", "persons")
        assert row["doubt"].endswith("fails_in: civilians")
        row = check(data, "2014-05", "isis", "gt", "armed_opposition", population="civilians")
        assert row["verdict"] == "fails"

    def test_children(self, data: Data) -> None:
        row = check(data, "2016-01", "russian_forces", "gt", "government", measure="children")
        assert (row["verdict"], row["documented"], row["right_documented"]) == ("holds", 94, 83)
        assert row["doubt"].startswith("floor_above_monthly:children")

    def test_a_residual_is_said_to_be_one(self, data: Data) -> None:
        row = check(data, "2016-01", "other_parties", "gt", "isis")
        assert "residual: other_parties" in row["doubt"]
        assert (row["verdict"], pd.isna(row["attribution_tipping_point"])) == ("fails", True)

    def test_what_nothing_decides_is_shown_where_there_is_a_number(self) -> None:
        """Nothing is said of civilians; of persons North has 5, South may have any number."""
        world = World([MONTH], {(MONTH, party): {} for party in PARTIES})
        row = {"report_id": f"primary-{MONTH}", "party": "north", "population": "persons", "killed": 5}
        world.more = [row]
        found = check(world.data(), MONTH, "north", "gt", "south")
        assert (found["verdict"], found["population"], found["documented"]) == ("undecidable", "persons", 5)

    def test_the_outlets_own_page_decides_nothing(self, data: Data) -> None:
        claim = ("2016-04", "russian_forces", "lt", "armed_opposition")
        assert check(data, *claim)["verdict"] == "holds"
        assert check(data, *claim, outlet="Enab Baladi")["verdict"] == "undecidable"

    @given(
        st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.booleans()), min_size=2, max_size=3),
        st.sampled_from(["gt", "lt", "highest_of"]),
    )
    def test_a_verdict_is_what_every_completion_says(self, ends: list[tuple[int, int, bool]], relation: str) -> None:
        ends = ends[:2] if relation != "highest_of" else ends
        sides = [Side(None, low, low + more if bounded else None, None) for low, more, bounded in ends]
        ranges = [range(low, low + more + 1 if bounded else 12) for low, more, bounded in ends]
        truths = {
            (mine < max(others)) if relation == "lt" else all(mine > other for other in others)
            for mine, *others in product(*ranges)
        }
        expected = "undecidable" if len(truths) == 2 else "holds" if True in truths else "fails"
        assert verdict_of(sides[0], relation, sides[1:]) in (expected, "undecidable")
        if relation != "highest_of":
            assert verdict_of(sides[0], relation, sides[1:]) == expected


class TestWhatCannotBeChecked:
    def test_all_problems_at_once(self, data: Data) -> None:
        rows = [
            ("a", "X", "2016-01", "goverment", "killed", 1),
            ("b", "X", "2016-13", "isis", "killed", 1),
            ("c", "X", "2016-01", "isis", "injured", 1),
            ("d", "X", "2016-01", "isis", "total", 1),
            ("e", "X", "2016-01", "isis", "killed", -1),
        ]
        with pytest.raises(DataError) as caught:
            check_claims(data, pd.DataFrame(rows, columns=list(NUMBER)))
        assert [(p.row, p.column) for p in caught.value.problems] == [
            (2, "party"),
            (3, "month"),
            (4, "measure"),
            (5, "party"),
            (6, "value"),
        ]
        assert "did you mean government" in str(caught.value)

    @pytest.mark.parametrize(
        ("left", "right"),
        [("isis", "islamist_total"), ("isis", "isis"), ("all_parties", "isis"), ("isis", "isis+nusra_hts")],
    )
    def test_sides_that_hold_each_other(self, data: Data, left: str, right: str) -> None:
        with pytest.raises(DataError, match=r"hold each other|another party"):
            check(data, "2016-01", left, "gt", right)

    @pytest.mark.parametrize(
        ("column", "cell", "expected"),
        [
            ("measure", "injured", "one of killed, "),
            ("population", "soldiers", "one of civilians, "),
            ("relation", "above", "one of gt, "),
            ("left", "goverment", "did you mean government"),
            ("left", 5, "the name of a party"),
            ("right", "izis", "a party of parties.csv"),
        ],
    )
    def test_what_is_no_comparison(self, data: Data, column: str, cell: Any, expected: str) -> None:
        row = dict(zip(COMPARISON, ("a", "X", "2016-01", "government", "gt", "isis"), strict=True)) | {column: cell}
        with pytest.raises(DataError) as caught:
            check_claims(data, pd.DataFrame([row]))
        assert [(problem.row, problem.column) for problem in caught.value.problems] == [(2, column)]
        assert expected in str(caught.value)

    @pytest.mark.parametrize("value", [float("inf"), 10**30, "many", -1, 1.5])
    def test_what_is_no_count(self, data: Data, value: Any) -> None:
        row = dict(zip(NUMBER, ("a", "X", "2016-01", "isis", "killed", value), strict=True))
        with pytest.raises(DataError, match="column value"):
            check_claims(data, pd.DataFrame([row]).astype({"value": "object"}))

    def test_a_monitor_that_nobody_is(self, data: Data) -> None:
        row = dict(zip(NUMBER, ("a", "X", "2016-01", "isis", "killed", 98), strict=True))
        with pytest.raises(DataError, match="column about_monitor: found 'nobody'"):
            check_claims(data, pd.DataFrame([row | {"about_monitor": "nobody"}]))

    def test_an_empty_cell(self, data: Data) -> None:
        row = dict(zip(NUMBER, ("a", None, "2016-01", "isis", "killed", None), strict=True))
        with pytest.raises(DataError, match="column value: found an empty cell"):
            check_claims(data, pd.DataFrame([row]))

    def test_a_missing_column(self, data: Data) -> None:
        with pytest.raises(DataError, match="value: found no such column"):
            check_claims(data, pd.DataFrame([{"claim_id": "a"}]))


class TestOwnFile:
    def write(self, folder: Path, *lines: str) -> Path:
        path = folder / "my claims.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def test_needs_few_columns_and_takes_any_name(self, data: Data, tmp_path: Path) -> None:
        path = self.write(
            tmp_path, ",".join(NUMBER), "1,Draft,2016-01,Al-Nusra Front,killed,42", "2,Draft,2016-01,DAESH,killed,98"
        )
        found = check_claims(data, read_claims(path, data))
        assert [(line.party, line.verdict) for line in found] == [("nusra_hts", "differs"), ("isis", "agrees")]

    def test_comparisons(self, data: Data, tmp_path: Path) -> None:
        path = self.write(tmp_path, ",".join(COMPARISON), "1,Draft,2016-01,Russia,gt,Assad regime")
        assert check_claims(data, read_claims(path, data)).lines[0].verdict == "holds"

    def test_every_problem_with_row_and_column(self, data: Data, tmp_path: Path) -> None:
        path = self.write(
            tmp_path,
            "claim_id,outlet,month,party,measure,value,population",
            '1,D,2016-01,isis,killed,"1,382",civilians',
            "2,D,2016-1,isis,killed,1,",
            "2,D,2016-01,izis,killed,1,soldiers",
        )
        with pytest.raises(DataError) as caught:
            read_claims(path, data)
        places = {(problem.row, problem.column) for problem in caught.value.problems}
        assert places == {(2, "value"), (3, "month"), (4, "claim_id"), (4, "party"), (4, "population")}
        assert str(path) in str(caught.value)

    @pytest.mark.parametrize(
        ("lines", "message"),
        [
            (["claim_id,outlet,month,party,measure"], "value: found no such column"),
            (["claim_id,outlet,month,party,measure,value,mood", "1,D,2016-01,isis,killed,1,bad"], "mood"),
            (
                ["claim_id,outlet,month,party,measure,value", "1,D,2016-01,isis|nusra_hts,killed,4"],
                "row 2, column party",
            ),
            (["x" * 200_000], "claim_id: found no such column|CSV as spreadsheets"),
            (["claim_id;outlet;month;party;measure;value"], "semicolons"),
            ([",".join(NUMBER)], "a row for each claim"),
            ([""], "a header row"),
        ],
    )
    def test_its_form(self, data: Data, tmp_path: Path, lines: list[str], message: str) -> None:
        with pytest.raises(DataError, match=message):
            read_claims(self.write(tmp_path, *lines), data)

    def test_a_file_that_is_not_there(self, data: Data, tmp_path: Path) -> None:
        with pytest.raises(DataError, match="No such file"):
            read_claims(tmp_path / "none.csv", data)


def of_number(data: Data, *claim: Any, **more: Any) -> tuple[str, str]:
    """The verdict on one claim, and the sentence on it without the sources."""
    row = dict(zip(NUMBER, ("draft", None, *claim), strict=True))
    found = check_claims(data, pd.DataFrame([row | more]))
    return found.lines[0].verdict, verdict_sentence(found.lines[0], found).partition("\n")[0]


class TestWithinWhatIsPublished:
    """A number published as an end, or as a range, is contradicted only by what lies beyond it."""

    @pytest.mark.parametrize(
        ("value", "verdict"),
        [(107, "differs"), (108, "agrees"), (110, "undecidable"), (124, "undecidable"), (125, "differs")],
    )
    def test_a_minimum(self, data: Data, value: int, verdict: str) -> None:
        """ISIS, November 2014: "no less than 108", and the rest of the total leaves 124 at most."""
        found, said = of_number(data, "2014-11", "isis", "killed", value, population="persons")
        assert found == verdict
        assert "SNHR documented at least 108 (at most 124) deaths" in said

    def test_no_number_above_a_minimum_differs(self, data: Data) -> None:
        """Of all months and monitors, but where what else is published leaves less."""
        rows, most = [], []
        for monitor, population in product(data.monitors["monitor"], POPULATIONS):
            for toll in monthly_tolls(data, monitor, population):
                if Flag("minimum") in toll.remarks and toll.value is not None:
                    claim = {"claim_id": f"{len(rows)}", "outlet": None, "month": toll.month, "party": toll.party}
                    claim |= {"measure": toll.measure, "value": toll.value + 3, "about_monitor": monitor}
                    rows.append(claim | {"population": population})
                    most.append(toll.at_most)
        found = check_claims(data, pd.DataFrame(rows))
        assert len(found) > 15
        for line, end in zip(found, most, strict=True):
            assert (line.verdict == "differs") == bool(end is not None and line.value > end)

    @pytest.mark.parametrize(
        ("scope", "verdicts"),
        [
            ("children_women_minimum", {2: "differs", 3: "agrees", 5: "undecidable", 40: "differs"}),
            ("children_women_maximum", {0: "undecidable", 2: "undecidable", 3: "agrees", 5: "differs"}),
        ],
    )
    def test_children_as_an_end(self, folder: Path, scope: str, verdicts: dict[int, str]) -> None:
        data = add(folder, "tolls", f"airwars-2016-01-en,isis,civilians,18,3,,,,{scope},,")
        for value, verdict in verdicts.items():
            row = check(data, "2016-01", "isis", "children", value, about_monitor="airwars", population="civilians")
            known = verdict if value != 40 or not pd.isna(row["at_most"]) else "undecidable"
            assert row["verdict"] == known, value

    @pytest.mark.parametrize(
        ("value", "verdict"), [(99, "differs"), (100, "undecidable"), (110, "undecidable"), (121, "differs")]
    )
    def test_a_range(self, folder: Path, value: int, verdict: str) -> None:
        data = add(folder, "tolls", "airwars-2016-01-en,isis,civilians,,,,,,,100,120")
        assert check(data, "2016-01", "isis", "killed", value, about_monitor="airwars")["verdict"] == verdict
        for relation in ("at_least", "about"):
            found = check(data, "2016-01", "isis", "killed", 100, about_monitor="airwars", relation=relation)
            assert found["verdict"] == {"at_least": "agrees", "about": "undecidable"}[relation]

    @pytest.mark.parametrize(
        ("ends", "verdicts"),
        [
            ((("", "2,9"), ("", "4,12")), {1: "differs", 6: "undecidable", 11: "undecidable", 13: "differs"}),
            ((("4", ","), ("7", ",")), {3: "differs", 4: "agrees_with_version", 5: "undecidable", 8: "differs"}),
        ],
    )
    def test_pages_that_disagree(
        self, folder: Path, ends: tuple[tuple[str, str], ...], verdicts: dict[int, str]
    ) -> None:
        """Within all that they publish nothing differs; a number that one of them publishes agrees with that one."""
        pages = ("airwars-2016-01-en", "airwars-2016-01-2")
        lines = (folder / "reports.csv").read_text("utf-8").splitlines()
        first = next(line for line in lines if line.startswith("airwars-2016-01-en"))
        add(folder, "reports", first.replace("airwars-2016-01-en", pages[1]))
        rows = [f"{page},isis,civilians,{n},,,,,,{low_high}" for page, (n, low_high) in zip(pages, ends, strict=True)]
        data = add(folder, "tolls", *rows)
        for value, verdict in verdicts.items():
            assert check(data, "2016-01", "isis", "killed", value, about_monitor="airwars")["verdict"] == verdict, value

    def test_what_pages_that_disagree_leave_open_cites_them_all(self) -> None:
        world = World([MONTH], {(MONTH, party): {} for party in PARTIES})
        world.counts[MONTH, "north"], world.relay[MONTH, "north"] = {"killed": 10}, {"killed": 20}
        data = world.data()
        data.reports["kind"] = "primary"
        row = dict(zip(NUMBER, ("draft", None, MONTH, "north", "killed", 15), strict=True))
        (line,) = check_claims(data, pd.DataFrame([row]))
        assert (line.verdict, line.basis, line.at_least, line.at_most) == ("undecidable", "undecided", 10, 20)
        assert line.report_ids == (f"primary-{MONTH}", f"relay-{MONTH}")

    def test_a_rejected_number_is_shown_with_what_bounds_it(self) -> None:
        """The outlet's 7 are another's number; of the total of 12 others have 9."""
        world = World([MONTH], {(MONTH, party): {} for party in PARTIES})
        for party, number in (("south", 9), ("unknown", 0), ("all_parties", 12)):
            world.counts[MONTH, party] = {"killed": number}
        world.relay[MONTH, "north"] = {"killed": 7}
        row = {"monitor": "watch", "month": MONTH, "party": "north", "population": "civilians", "measure": "killed"}
        world.settled.append(row | {"value": "", "reason": "another_partys", "report_id": ""})
        claim = dict(zip(NUMBER, ("draft", "Daily News", MONTH, "north", "killed", 7), strict=True))
        (line,) = check_claims(world.data(), pd.DataFrame([claim]))
        assert (line.verdict, line.documented, line.basis) == ("only_source", None, "bounds")
        assert (line.at_most, line.report_ids) == (3, (f"relay-{MONTH}",))

    def test_bounds_alone_save_no_claim(self, data: Data) -> None:
        """Nobody publishes persons for al-Nusra; that 42 could be among them is no reason to let it pass."""
        row = check(data, "2016-01", "nusra_hts", "killed", 42)
        assert (row["verdict"], row["documented"], row["population"]) == ("differs", 3, "civilians")
        assert check(data, "2016-01", "nusra_hts", "killed", 2, relation="more_than")["verdict"] == "agrees"
        assert (
            check(data, "2016-02", "international_coalition", "killed", 50, relation="at_most")["verdict"]
            == "not_printed"
        )

    def test_a_part_that_counts_more_is_said_beside_it(self, data: Data) -> None:
        verdict, said = of_number(data, "2016-01", "russian_forces", "children", 94)
        assert (verdict, "at least 129 for a part of these deaths" in said) == ("agrees", True)

    @pytest.mark.parametrize(("part", "at_least"), [(4, None), (5, None), (6, 6)])
    def test_only_a_part_that_counts_more_is_said_beside_a_number(self, part: int, at_least: int | None) -> None:
        world = World([MONTH], {(MONTH, party): {} for party in PARTIES})
        world.counts[MONTH, "north"] = {"killed": 5}
        world.parts.append((MONTH, "north", "killed", part))
        row = check(world.data(), MONTH, "north", "killed", 5)
        assert (row["verdict"], row["documented"]) == ("agrees", 5)
        assert (None if pd.isna(row["at_least"]) else row["at_least"]) == at_least


class TestRelations:
    @pytest.mark.parametrize(
        ("relation", "value", "verdict"),
        [
            ("at_least", 10, "agrees"),
            ("at_least", 679, "agrees"),
            ("at_least", 680, "differs"),
            ("more_than", 600, "agrees"),
            ("more_than", 679, "differs"),
            ("at_most", 679, "agrees"),
            ("at_most", 600, "differs"),
            ("fewer_than", 679, "differs"),
            ("fewer_than", 700, "agrees"),
            ("nearly", 700, "agrees"),
            ("nearly", 680, "agrees"),
            ("nearly", 600, "differs"),
            ("about", 700, "agrees"),
            ("about", 680, "agrees"),
            ("about", 1000, "differs"),
            ("exactly", 700, "differs"),
        ],
    )
    def test_of_a_number(self, data: Data, relation: str, value: int, verdict: str) -> None:
        found, said = of_number(data, "2016-01", "russian_forces", "killed", value, relation=relation)
        assert found == verdict
        assert "SNHR documented 679 civilian deaths attributed to Russian forces in January 2016" in said

    def test_a_bare_round_number_differs_and_is_said_to_be_rounded(self, data: Data) -> None:
        verdict, said = of_number(data, "2016-01", "russian_forces", "killed", 700)
        assert (verdict, said.endswith("not 700: the claim rounds it.")) == ("differs", True)

    def test_another_page_that_makes_it_true(self, data: Data) -> None:
        row = check(data, "2016-01", "russian_forces", "children", 100, relation="at_least")
        assert (row["verdict"], row["documented"], row["at_least"]) == ("agrees_with_part", 94, 129)
        assert (
            check(data, "2018-07", "all_parties", "total", 886, relation="more_than")["verdict"]
            == "agrees_with_version"
        )

    def test_another_page_with_a_smaller_number(self) -> None:
        world = World([MONTH], {(MONTH, party): {} for party in PARTIES})
        world.counts[MONTH, "north"], world.relay[MONTH, "north"] = {"killed": 20}, {"killed": 10}
        row = check(world.data(), MONTH, "north", "killed", 11, relation="fewer_than")
        assert (row["verdict"], row["documented"]) == ("agrees_with_version", 20)

    def test_who_writes_of_the_dead_does_not_mean_fighters_alone(self, data: Data) -> None:
        """September 2015: 1,071 persons by the government, of them 44 fighters, so 1,027 civilians."""
        row = check(data, "2015-09", "government", "killed", 100, relation="at_most")
        assert (row["verdict"], row["population"]) == ("differs", "civilians")
        assert (
            check(data, "2015-09", "government", "killed", 100, relation="at_most", population="fighters")["verdict"]
            == "agrees"
        )

    def test_where_it_fails_is_said(self, data: Data) -> None:
        row = check(data, "2015-02", "government", "killed", 1200, relation="at_least")
        assert (row["verdict"], row["population"], row["doubt"]) == ("agrees", "persons", "fails_in: civilians")


class TestPercentages:
    @pytest.mark.parametrize(
        ("measure", "unit", "value", "relation", "verdict"),
        [
            ("killed", "percent_of_total", 49, None, "agrees"),
            ("killed", "percent_of_total", 49.1, None, "agrees"),
            ("killed", "percent_of_total", 49.2, None, "differs"),
            ("killed", "percent_of_total", 50, "nearly", "agrees"),
            ("killed", "percent_of_total", 50, "more_than", "differs"),
            ("killed", "percent_of_total", 49, "more_than", "agrees"),
            ("children_and_women", "percent_of_party", 24.6, None, "agrees"),
            ("children_and_women", "percent_of_party", 25, None, "agrees"),
            ("children_and_women", "percent_of_party", 24.5, None, "differs"),
            ("children_and_women", "percent_of_party", 24, None, "differs"),
            ("children", "percent_of_party", 14, None, "agrees"),
            ("women", "percent_of_party", 25, "at_least", "differs"),
        ],
    )
    def test_of_russian_forces(
        self, data: Data, measure: str, unit: str, value: float, relation: str | None, verdict: str
    ) -> None:
        """679 of 1,382; 94 children and 73 women of 679."""
        more = {"unit": unit, "relation": relation} if relation else {"unit": unit}
        found, said = of_number(data, "2016-01", "russian_forces", measure, value, **more)
        assert found == verdict
        assert "679" in said

    def test_the_count_and_the_share_are_said(self, data: Data) -> None:
        _, said = of_number(data, "2016-01", "russian_forces", "killed", 55, unit="percent_of_total")
        assert said == (
            "Differs: of the 1,382 civilian deaths that SNHR documented in January 2016, 679 are attributed to Russian "
            "forces (49.1%), not 55%."
        )
        _, said = of_number(data, "2016-01", "nusra_hts", "killed", 1, unit="percent_of_total", relation="fewer_than")
        assert said.endswith(
            "3 are attributed to the al-Nusra Front / Hay'at Tahrir al-Sham (0.2%), which is fewer than 1%."
        )

    @pytest.mark.parametrize(
        ("value", "cause"),
        [(13, "rounded_down"), (24.6, "measure: children_and_women"), (10.8, "measure: women"), (60, None)],
    )
    def test_causes(self, data: Data, value: float, cause: str | None) -> None:
        claim = dict(zip(NUMBER, ("a", None, "2016-01", "russian_forces", "children", value), strict=True))
        (line,) = check_claims(data, pd.DataFrame([claim | {"unit": "percent_of_party"}]))
        assert (line.verdict, line.cause and str(line.cause)) == ("differs", cause)

    def test_a_percentage_that_a_page_publishes_accuses_nobody(self, data: Data) -> None:
        """SNHR's own page gives 30% for 152 of 516."""
        verdict, said = of_number(data, "2016-01", "government", "children_and_women", 30, unit="percent_of_party")
        assert verdict == "agrees_with_version"
        assert said.endswith("152 were of children and women (29.46%).")

    def test_a_small_number_has_no_share_of_its_own(self, data: Data) -> None:
        verdict, said = of_number(data, "2016-01", "isis", "killed", 7, unit="percent_of_total")
        assert (verdict, "(7.1%, rounded 7%)" in said) == ("agrees", True)

    def test_no_share_is_above_all(self) -> None:
        share = Number("civilians", "", Side(None, 0, 20), whole=Side(None, 10, None))
        assert share.judge(Span(Fraction(0), Fraction(100))) is True
        assert share.judge(Span(Fraction(0), Fraction(99))) is None

    def test_victims_that_a_monitor_does_not_count(self, data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
        """No share of a total, and no comparison, where the losses of some are not counted."""
        monkeypatch.setattr(Archive, "compares", lambda archive, monitor, month, population: population == "civilians")
        claim = ("2014-12", "isis", "killed", 13)
        verdict, said = of_number(data, *claim, unit="percent_of_total", population="persons")
        assert (verdict, "does not count every party's losses" in said) == ("undecidable", True)
        row = check(data, "2015-03", "isis", "gt", "armed_opposition", population="persons")
        assert (row["verdict"], row["doubt"].split(" | ")[-1], row["ratio"] is pd.NA) == (
            "undecidable",
            "not_counted: persons",
            True,
        )
        assert check(data, "2016-01", "russian_forces", "gt", "government")["verdict"] == "holds"


class TestSeveralTogether:
    def test_their_own_numbers_added_up(self, data: Data) -> None:
        verdict, said = of_number(data, "2016-01", "regime+Russia", "killed", 1195)
        assert verdict == "agrees"
        assert "1,195 civilian deaths attributed to Syrian government forces and Russian forces" in said
        assert "added up" in said
        row = check(data, "2016-01", "government+russian_forces", "killed", 1194)
        assert (row["verdict"], row["documented"], row["basis"]) == ("differs", 1195, "added")
        assert check(data, "2016-01", "government+russian_forces", "children", 177)["verdict"] == "agrees"

    def test_their_combined_number(self, data: Data) -> None:
        row = check(data, "2018-06", "government+russian_forces", "killed", 393)
        assert (row["verdict"], row["documented"], pd.isna(row["basis"])) == ("agrees", 393, True)
        assert check(data, "2018-06", "government+russian_forces", "killed", 392)["verdict"] == "differs"

    def test_one_without_a_number(self, data: Data) -> None:
        row = check(data, "2016-02", "government+international_coalition", "killed", 660)
        assert (row["verdict"], row["at_most"]) == ("not_printed", 651 + 44)

    def test_one_that_holds_the_other(self, data: Data) -> None:
        assert check(data, "2016-01", "isis+islamist_total", "killed", 98 + 101)["verdict"] == "not_printed"

    def test_children_and_women(self, data: Data) -> None:
        assert check(data, "2016-01", "russian_forces", "children_and_women", 167)["verdict"] == "agrees"
        assert check(data, "2016-01", "government+russian_forces", "children_and_women", 319)["verdict"] == "agrees"


class TestPeriods:
    @pytest.mark.parametrize(
        ("last", "party", "value", "verdict", "basis"),
        [
            ("2016-12", "all_parties", 16913, "agrees", "period"),
            ("2016-12", "all_parties", 14156, "agrees", "months"),
            ("2016-12", "all_parties", 15000, "differs", "period"),
            ("2016-02", "russian_forces", 679 + 382, "agrees", "months"),
            ("2016-02", "russian_forces", 679 + 381, "differs", "months"),
            ("2016-02", "government+russian_forces", 679 + 382 + 516 + 651, "agrees", "months"),
        ],
    )
    def test_totals_and_sums(self, data: Data, last: str, party: str, value: int, verdict: str, basis: str) -> None:
        row = check(data, "2016-01", party, "killed", value, month_end=last)
        assert (row["verdict"], row["basis"], row["month_end"]) == (verdict, basis, last)

    @pytest.mark.parametrize(
        ("relation", "value", "verdict"),
        [
            ("exactly", 1500, "differs"),
            ("exactly", 1800, "undecidable"),
            ("at_least", 1700, "agrees"),
            ("at_least", 1800, "undecidable"),
            ("fewer_than", 1700, "differs"),
        ],
    )
    def test_months_that_are_missing(self, data: Data, relation: str, value: int, verdict: str) -> None:
        found, said = of_number(
            data, "2015-10", "russian_forces", "killed", value, month_end="2016-06", relation=relation
        )
        assert found == verdict
        assert "from October 2015 to June 2016" in said
        if verdict != "differs":
            assert "no number is published for 2015-12 and 2016-06" in said

    def test_a_page_is_no_evidence_for_its_own_outlet(self, data: Data) -> None:
        url = data.period_totals.query("period_start == '2016-01-01' and killed == 16913")["url"].iloc[0]
        claim = ("2016-01", "all_parties", "killed", 16913)
        assert check(data, *claim, month_end="2016-12", url=url)["verdict"] == "only_source"

    def test_as_of_a_date(self, data: Data) -> None:
        claim = ("2016-01", "all_parties", "killed", 16913)
        assert check(data, *claim, month_end="2016-12", as_of="2016-03-01")["verdict"] == "undecidable"

    def test_what_contradicts_a_published_total_is_said_beside_this_total_alone(self, data: Data) -> None:
        found = check(data, "2015-01", "kurdish_forces", "children", 10, month_end="2015-06")
        assert found["doubt"] == "half_year_vs_months:children: 10 against 13 (half_year_below_its_months)"
        assert pd.isna(check(data, "2015-01", "all_parties", "killed", 11189, month_end="2015-06")["doubt"])

    @pytest.mark.parametrize(("value", "verdict"), [(9, "differs"), (25, "undecidable"), (26, "differs")])
    def test_the_persons_of_a_period_bound_its_civilians(self, value: int, verdict: str) -> None:
        months = ["2020-01", "2020-02", "2020-03"]
        world = World(months, {(month, party): {} for month in months for party in PARTIES})
        world.counts["2020-01", "north"] = {"killed": 10}
        world.periods.append((months[0], months[-1], "north", "killed", 25))
        data = world.data()
        data.period_totals["population"], data.period_totals["period_end"] = "persons", "2020-03-31"
        row = check(data, months[0], "north", "killed", value, month_end=months[-1], population="civilians")
        assert (row["verdict"], row["at_least"], row["at_most"]) == (verdict, 10, 25)

    def test_a_total_of_a_period_is_cited_with_its_page(self) -> None:
        months = ["2020-01", "2020-02", "2020-03"]
        world = World(months, {(month, party): {} for month in months for party in PARTIES})
        world.periods.append((months[0], months[-1], "north", "killed", 25))
        row = check(world.data(), months[0], "north", "killed", 25, month_end=months[-1])
        assert (row["verdict"], row["basis"], row["report_ids"]) == ("agrees", "period", "https://w.org/period")

    def test_nothing_is_published(self, data: Data) -> None:
        assert check(data, "2011-01", "isis", "killed", 5, month_end="2011-03")["verdict"] == "not_printed"


def near(draw: Any, number: Fraction) -> int:
    """A number to claim: the true one, one beside it, or a round one."""
    whole = int(number)
    return max(draw(st.sampled_from([whole, whole + 1, whole - 1, whole + 3, whole // 2, round(whole, -1), 0])), 0)


@worlds
@given(made=truthful(), drawn=st.data())
def test_a_claim_that_agrees_is_true_and_one_that_differs_is_not(made: Made, drawn: Any) -> None:
    """Whatever is behind the pages; a number that a page publishes as an end agrees with that page."""
    rows, truths = [], []
    for population, party, measure, unit in product(
        POPULATIONS, (*PARTIES, "north+south", "red+blue"), (*COUNTED[:3], "children_and_women"), UNITS
    ):
        if drawn.draw(st.integers(0, 3)) or list(misfits({"unit": unit, "measure": measure, "party": party})):
            continue
        number = Fraction(sum(made.number(population, party, m) for m in MEASURES_OF[measure]))
        if unit != "deaths":
            of = [(party, "killed")] if unit == "percent_of_party" else [(TOTAL, m) for m in MEASURES_OF[measure]]
            whole = sum(made.number(population, *one) for one in of)
            if not whole:
                continue
            number = Fraction(100 * number, whole)
        row = {"month": MONTH, "party": party, "measure": measure, "unit": unit, "population": population}
        row |= {"relation": drawn.draw(st.sampled_from(VALUE_RELATIONS)), "value": near(drawn.draw, number)}
        if unit == "deaths" or row["value"] <= 100:
            rows.append({"claim_id": str(len(rows)), "outlet": "Daily", **row})
            truths.append(number)
    if not rows:
        return
    data = made.world.data()
    for line, number in zip(check_claims(data, pd.DataFrame(rows)), truths, strict=True):
        true = is_true(line.relation, int(line.value), number)
        assert line.verdict != "differs" or not true, (line, number)
        limited = (line.at_least, line.at_most) != (None, None) and line.documented == line.value
        assert line.verdict != "agrees" or true or (line.relation == "exactly" and limited), (line, number)


@st.composite
def years(draw: Any) -> tuple[Data, dict[str, Made]]:
    """Three months of one conflict, and some true totals of all of them."""
    months = ("2020-01", "2020-02", "2020-03")
    made = {month: Made(empty({}), draw(truths({}))) for month in months}
    world = World(list(months), {(month, party): {} for month in months for party in PARTIES})
    for month, one in made.items():
        rows = draw(printed(one, "primary"))
        world.more += [row | {"report_id": row["report_id"].replace(MONTH, month)} for row in rows]
    for party, measure in product(PARTIES, COUNTED[:3]):
        if draw(st.integers(0, 3)) == 0:
            total = sum(one.number("civilians", party, measure) for one in made.values())
            world.periods.append((months[0], months[-1], party, measure, total))
    return world.data(), made


@worlds
@given(year=years(), drawn=st.data())
def test_of_several_months_too(year: tuple[Data, dict[str, Made]], drawn: Any) -> None:
    data, made = year
    rows, truths_ = [], []
    for population, party, measure in product(
        ("civilians", "fighters"), (*PARTIES, "north+south"), (*COUNTED[:3], "children_and_women")
    ):
        number = sum(one.number(population, party, m) for one in made.values() for m in MEASURES_OF[measure])
        claim = {"claim_id": f"{len(rows)}", "outlet": "Daily", "month": "2020-01", "month_end": "2020-03"}
        claim |= {"party": party, "measure": measure, "value": near(drawn.draw, Fraction(number))}
        rows.append(claim | {"population": population, "relation": drawn.draw(st.sampled_from(VALUE_RELATIONS))})
        truths_.append(number)
    for line, number in zip(check_claims(data, pd.DataFrame(rows)), truths_, strict=True):
        true = is_true(line.relation, int(line.value), Fraction(number))
        assert line.verdict != "differs" or not true, (line, number)
        assert line.verdict != "agrees" or true, (line, number)


def test_committed_claims_are_the_same_through_the_reader(data: Data, verdicts: Verdicts) -> None:
    again = check_claims(data, read_claims(data.folder / "claims.csv", data))
    pd.testing.assert_frame_equal(again.frame, verdicts.frame)


def test_another_monitor(folder: Path) -> None:
    data = add(folder, "claims", "x,Example,,,airwars,2016-01,russian_forces,killed,1006,,,,")
    row = of(check_claims(data, data.claims), "x")
    assert (row["monitor"], row["verdict"]) == ("airwars", "undecidable")  # published as a range of one cause


def test_a_changed_figure_changes_theverdict_of(folder: Path) -> None:
    before = check(read_data(folder), "2016-01", "nusra_hts", "killed", 3)["verdict"]
    after = check(
        edit(folder, "tolls", "nusra_hts,civilians,3,", "nusra_hts,civilians,13,"), "2016-01", "nusra_hts", "killed", 3
    )
    assert (before, after["verdict"], after["documented"]) == ("agrees", "differs", 13)


def test_every_verdict_has_words(verdicts: Verdicts, comparisons: Verdicts) -> None:
    for found in (verdicts, comparisons):
        assert found.text == claims_sentence(found)
        for line in found:
            text = f"{claim_words(line, found)} {cause_words(line, found)}"
            assert "_" not in text
            said, _, sources = verdict_sentence(line, found).partition("\n")
            assert said.endswith(".")
            assert re.match("Sources?: (SNHR|https?://)", sources) or (
                line.verdict in ("undecidable", "not_printed") and not sources
            )


@pytest.mark.parametrize(
    ("cause", "code", "words"),
    [
        (OtherParties(("nusra_hts", "isis")), "nusra_hts|isis", "the al-Nusra Front / Hay'at Tahrir al-Sham or ISIS"),
        (OtherParties(("government+isis",)), "government+isis", "Syrian government forces and ISIS"),
        (OtherMeasures(("children", "women")), "measure: children|women", "children and women"),
        (OtherPopulations(("persons",)), "population: persons", "persons (civilians and fighters)"),
        (OnlyPart((("item", "air_strikes"), ("outside_total", ""))), "part: item:air_strikes;outside_total", None),
        (OnlyPart((("subset", "massacres"),), "persons"), "part: subset:massacres (persons)", None),
        (OtherMonth("2016-02"), "month: 2016-02", "February 2016"),
        (OtherMonitors(("sohr",)), "monitor: sohr", "it is the number of SOHR"),
        (Miswritten("rounded_up"), "rounded_up", None),
    ],
)
def test_a_cause_has_its_code_and_its_words(verdicts: Verdicts, cause: Cause, code: str, words: str | None) -> None:
    said = cause_words(replace(verdicts.lines[0], cause=cause), verdicts)
    assert (str(cause), said.removeprefix("it is the number published for ")) == (
        code,
        words
        or {
            "rounded_up": "the claim rounds it up",
            "part: subset:massacres (persons)": "persons (civilians and fighters), those in massacres",
        }.get(code, "a part of these deaths, those by air strikes and outside the published total"),
    )


def test_every_kind_of_cause_has_words() -> None:
    assert {*CAUSES, Miswritten} == set(Cause.__subclasses__())


def test_the_sentence_beside_the_table_names_what_does_not_agree(verdicts: Verdicts) -> None:
    january = verdicts.where(lambda line: line.month == "2016-01")
    assert claims_sentence(january) == (
        "Of 52 claims, 49 check out, 2 are wrong (al-Nusra Front / Hay'at Tahrir al-Sham: 42 deaths, Fox News and "
        "Newsweek), 1 could not be checked independently."
    )
    assert claims_sentence(january.where(lambda _: False)) == "There is no claim to check."
    wrong = claims_sentence(replace(january, lines=tuple(replace(line, verdict="differs") for line in january)))
    assert wrong.startswith("Of 52 claims, 0 check out, 52 are wrong (")
    assert wrong.endswith("; and 16 more).")


def test_the_table_holds_what_the_verdict_rests_on(data: Data, verdicts: Verdicts, comparisons: Verdicts) -> None:
    for found in (verdicts, comparisons):
        table = claims_table(found)
        cited = {name for cell in table["Report"] for name in cell.split(", ") if name}
        assert cited == {page for line in found for page in line.report_ids}
        assert cited <= {*data.reports["report_id"], *data.period_totals["url"]}
    wrong = verdicts.where(lambda line: (line.month, line.verdict) == ("2016-01", "differs"))
    row = claims_table(wrong).iloc[0]
    assert row["Published number or range"] == "3 (civilians)"
    assert row["Notes"] == "it is the number published for armed opposition factions"
    assert row["Report"] == "snhr-2016-01-de"
    most = comparisons.where(lambda line: (line.month, line.relation) == ("2016-01", "highest_of"))
    assert claims_table(most).iloc[0]["Notes"].startswith("no other party compared can have more; ")


def test_a_tipping_point_is_never_said_to_be_none_or_all(data: Data) -> None:
    """Three of 679 are 0.4%; and no documentation rate reverses an order against 0."""
    rows = [("a", "X", "2016-01", "russian_forces", "gt", "nusra_hts")]
    verdicts = check_claims(data, pd.DataFrame(rows, columns=list(COMPARISON)))
    (line,) = verdicts
    assert tipping_words(line) == "226.33 times as many; reverses if 339 were wrongly attributed"
    assert "less than about 0.4% of the rate" in verdict_sentence(line, verdicts)
    line = replace(line, right_documented=0, attribution_tipping_point=340)
    assert tipping_words(line) == "reverses if 340 were wrongly attributed"


def test_what_fails_has_its_numbers_alone(data: Data) -> None:
    (line,) = found = check_claims(data, pd.DataFrame([dict(zip(COMPARISON, _FAILS, strict=True))]))
    assert verdict_sentence(line, found).partition("\n")[0] == (
        "Fails: of the civilian deaths SNHR documented for January 2016, 98 are attributed to ISIS and 679 to Russian "
        "forces."
    )


def test_a_caution_of_a_comparison_says_whose_number_it_is_about(data: Data) -> None:
    row = dict(zip(COMPARISON, ("1", "X", "2019-03", "government", "gt", "russian_forces"), strict=True))
    (line,) = found = check_claims(data, pd.DataFrame([row]))
    said = verdict_sentence(line, found)
    assert "Caution: for Syrian government forces, 76 is also published; 78 is used: with it the published" in said
    assert (
        "or if 3 of the deaths in no named party's number were caused by Russian forces and the rest by neither;"
        in said
    )


def test_who_has_the_most_is_named(data: Data) -> None:
    row = dict(zip(COMPARISON, ("1", "X", "2016-01", "isis", "highest_of", "nusra_hts"), strict=True))
    (line,) = found = check_claims(data, pd.DataFrame([row]))
    assert claim_words(line, found) == (
        "The most deaths were attributed to ISIS, compared with the al-Nusra Front / Hay'at Tahrir al-Sham"
    )


def test_the_number_of_another_monitor_is_said_to_be_its(data: Data) -> None:
    assert check(data, "2016-01", "all_parties", "killed", 1345)["cause"] == "monitor: sohr"


def test_a_party_for_whom_nothing_remains_is_not_said_to_have_at_most_none(data: Data) -> None:
    for population, end in ((None, "; no deaths remain for it once the"), ("civilians", "published total, not 5.")):
        more = {"population": population} if population else {}
        _, said = of_number(data, "2016-01", "other_islamist", "killed", 5, **more)
        assert end in said
        assert "at most 0" not in said


def test_the_page_of_a_period_says_whose_total_it_is(data: Data) -> None:
    row = dict(zip(NUMBER, ("1", None, "2019-01", "all_parties", "killed", 3364), strict=True))
    (line,) = found = check_claims(data, pd.DataFrame([row | {"month_end": "2019-12"}]))
    assert "\nSource: SNHR's total for 2019, https://media.sn4hr.org/" in verdict_sentence(line, found)
    assert found.sources[0].startswith("SNHR's total for 2019, https://media.sn4hr.org/")


def test_labels_not_codes(data: Data) -> None:
    _, said = of_number(data, "2018-06", "government", "killed", 393)
    assert "published together, Syrian government forces and Russian forces: 393" in said


def test_times_have_no_zeros_for_decimals() -> None:
    assert (amounts.times_words(28, 2), amounts.times_words(5, 2)) == ("14 times", "2.50 times")


def test_tipping_points_in_words(comparisons: Verdicts) -> None:
    text = verdict_sentence(comparisons.lines[0], comparisons)
    assert "1.32 times as many for Russian forces" in text
    assert "less than about 76% of the rate" in text
    assert "if 82 of the 679 should have been attributed to Syrian government forces" in text
    assert "only" not in text.partition("\n")[0]  # nor by these alone


def test_the_evidence_on_a_month_is_gathered_once_for_the_same_own_pages(
    data: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two outlets without a page on a month have the same evidence; one with a page has its own."""
    gathered = []
    gather = Archive._gather
    monkeypatch.setattr(Archive, "_gather", lambda archive, *key: gathered.append(key) or gather(archive, *key))
    rows = [(n, n, "2016-04", "isis", "killed", 69) for n in ("Example", "Other", "Enab Baladi", "The Enab-Baladi")]
    found = check_claims(data, pd.DataFrame(rows, columns=list(NUMBER)))
    assert [line.verdict for line in found] == ["agrees", "agrees", "only_source", "only_source"]
    assert [len(own) for _, month, own in gathered if month == "2016-04"] == [0, 1]


def test_every_page_of_a_verdict_can_be_shown(verdicts: Verdicts) -> None:
    line = verdicts.lines[0]
    assert [replace(line, report_ids=ids).page_shown for ids in (("a", "b"), ())] == [("a", "b"), ()]


def test_a_result_prints_as_its_table_and_has_no_picture(verdicts: Verdicts) -> None:
    assert repr(verdicts) == repr(verdicts.frame)
    with pytest.raises(NotComparable, match="no picture"):
        verdicts.plot()
