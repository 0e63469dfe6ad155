"""The words a reader sees."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import Data, UnknownParty, compare, monthly_tolls, places, quote, shares
from analysis.model.remarks import OnlyCauses
from analysis.questions.comparison.words import (
    comparison_headline,
    comparison_subtitle,
    comparison_title,
    leader_sentence,
    places_sentences,
    states_sentence,
)
from analysis.questions.shares.words import shares_sentence, shares_sentences, shares_title
from analysis.questions.tipping.numbers import tipping_points
from analysis.questions.tipping.words import tipping_note, tipping_sentences
from analysis.show import dates, labels, numbers, remarks
from analysis.show.sources import as_of_sentence, source_line
from analysis.show.standing import completeness_sentence, doubts_sentence, heading, standing_words
from analysis.tolls.series import Tolls

MONTHS_OF_EACH_KIND = [
    "2013-10",
    "2014-05",
    "2015-09",
    "2015-10",
    "2016-01",
    "2017-04",
    "2018-06",
    "2019-01",
    "2021-03",
    "2022-09",
    "2024-02",
]


def test_quote_of_the_story_this_began_with(data: Data, tolls: Tolls) -> None:
    english, german = (data.reports.set_index("report_id").at[f"snhr-2016-01-{one}", "url"] for one in ("en", "de"))
    floor = data.reports.set_index("report_id").at["snhr-2016-01-massacres-de", "url"]
    line = quote(tolls, "2016-01", "russian_forces")
    assert line == (
        "SNHR documented 679 civilian deaths attributed to Russian forces in January 2016, including "
        f"94 children and 73 women (SNHR, 1 February 2016, {english} for deaths; SNHR, 2 February 2016, {german} for "
        "children and women). Caution: 94 children, but the same monitor counts "
        f"at least 129 for a part of these deaths (SNHR, 6 February 2016, {floor})."
    )


def test_quote_cites_each_number_where_it_is_printed(tolls: Tolls) -> None:
    line = quote(tolls, "2014-05", "government")
    assert "SNHR as relayed by Ikhwan Online, undated, https://www.ikhwanonline.co/article/187918 for deaths" in line
    assert "SNHR, 1 June 2014, https://sn4hr.org/blog/2014/06/01/the-death-toll-for-may/ for children and women" in line


def test_quote_of_a_combined_toll_in_any_order(tolls: Tolls) -> None:
    line = quote(tolls, "2018-06", "russian_forces+government")
    assert (
        "documented 393 civilian deaths attributed to Syrian government forces and Russian forces in June 2018" in line
    )


@pytest.mark.parametrize(
    ("month", "party", "reason"),
    [
        ("2016-01", "other_islamist", "none, by subtraction from a number that includes them"),
        ("2016-01", "turkish_forces", "no full count gathered here; at most 41 by what else is published"),
        (
            "2018-06",
            "government",
            "at most 393 by what else is published; published together: ",
        ),
        ("2018-06", "isis+nusra_hts", "no full count gathered here"),
        ("2015-09", "islamist_total", "no full count gathered here; 120 by what else is published"),
    ],
)
def test_what_has_no_number_is_not_quoted_as_one(month: str, party: str, reason: str, tolls: Tolls) -> None:
    line = quote(tolls, month, party)
    assert line.startswith("No number of civilian deaths")
    assert reason in line


def test_parties_that_are_published_apart_are_quoted_apart(tolls: Tolls) -> None:
    assert quote(tolls, "2016-01", "government+russian_forces") == (
        "No page gathered here publishes a number of civilian deaths attributed to Syrian government forces and "
        "Russian forces together in January 2016; apart, SNHR documented 516 (Syrian government forces) and 679 "
        "(Russian forces)."
    )


def test_what_is_published_but_not_used_is_said_once(tolls: Tolls) -> None:
    line = quote(tolls, "2025-03", "all_parties")
    assert ": 1,562 is published, but not used: five pages count these as persons" in line
    assert (line.count("1,562"), line.count("not used")) == (2, 1)


def test_quote_of_some_causes_names_only_groups_of_the_same_causes(data: Data) -> None:
    """SOHR, January 2015: the 61 are by torture; children and women are printed for air strikes."""
    line = quote(monthly_tolls(data, "sohr"), "2015-01", "government")
    assert "among them" not in line
    assert (
        "SOHR documented 61 civilian deaths by torture attributed to Syrian government forces in January 2015" in line
    )
    assert "Other deaths of the month are not in this number" in line
    assert (
        "published together: Syrian government forces and other or unidentified parties, 280 (only deaths by " in line
    )


def test_quote_of_several_causes_says_that_they_are_added_up_here(data: Data) -> None:
    """SOHR, September 2017: the page publishes 10 by execution and 26 by shelling, no 36."""
    line = quote(monthly_tolls(data, "sohr"), "2017-09", "isis")
    assert line.startswith("SOHR documented 36 civilian deaths by execution and shelling attributed to ISIS in")
    assert "Added up here from the page's numbers by cause, not published as such; other deaths of the" in line


def test_quote_of_one_death_speaks_of_one(tolls: Tolls) -> None:
    line = quote(tolls, "2022-05", "nusra_hts")
    assert (
        "1 civilian death attributed to the al-Nusra Front / Hay'at Tahrir al-Sham in May 2022, that of 1 child ("
        in line
    )


def test_quote_of_a_leftover_class_names_the_party_that_a_page_puts_into_it(tolls: Tolls) -> None:
    line = quote(tolls, "2017-02", "other_parties")
    assert "Caution: published together: Turkish forces and other or unidentified parties, 66." in line


def test_quote_of_alleged_deaths_says_so(data: Data) -> None:
    tolls = monthly_tolls(data, "airwars")
    numbers = tolls.frame.query("measure == 'killed' and (value.notna() or state == 'range')")
    for row in numbers.itertuples():
        line = quote(tolls, row.month, row.party)
        assert "alleged" in line.partition("(")[0]
        assert "documented" not in line.partition("(")[0]


def test_what_an_order_would_take_says_at_most_how_many_deaths_are_nobodys(tolls: Tolls) -> None:
    """February 2014: the 56 are what persons leave, an upper end."""
    few = tipping_sentences(tipping_points(compare(tolls, "2014-02")))
    assert "The deaths in no named party's number (at most 56) are too few to reverse" in few
    enough = tipping_points(compare(tolls, "2017-05"))
    text = tipping_sentences(enough)
    assert "if at least 6 of the 72 deaths in no named party's number were caused by " in text
    assert "6 of the 72 deaths in no named party's number" in tipping_note(enough)


def test_causes_are_written_as_an_editor_would() -> None:
    assert remarks.doubt_words([OnlyCauses(("shelling", "torture"))]) == [
        "only deaths by shelling and torture are counted"
    ]
    assert remarks.items_words(["health_conditions"]) == "only deaths due to health conditions"
    assert remarks.items_words(["health_conditions", "landmines", "unknown_circumstances", "vehicle_bombs"]) == (
        "only deaths by landmines and vehicle bombs, due to health conditions and in unknown circumstances"
    )


def test_quote_of_persons_never_says_civilians_alone(data: Data) -> None:
    line = quote(monthly_tolls(data, population="persons"), "2015-09", "government")
    assert "1,071 deaths of" in line
    assert "civilian deaths" not in line
    assert "SNHR does not count the losses of" in line


def test_unknown_party_names_the_nearest(tolls: Tolls) -> None:
    with pytest.raises(UnknownParty, match="unknown party 'goverment': did you mean government"):
        quote(tolls, "2016-01", "goverment")


def test_every_party_of_every_month_can_be_asked_for(data: Data) -> None:
    for population in ("civilians", "persons"):
        tolls = monthly_tolls(data, population=population)
        for month, party in sorted({(toll.month, toll.party) for toll in tolls.lines}):
            line = quote(tolls, month, party)
            assert "nan" not in line.lower().replace("finan", "")
            assert "<NA>" not in line


@pytest.mark.parametrize("month", MONTHS_OF_EACH_KIND)
def test_sentences_of_any_month(month: str, tolls: Tolls) -> None:
    comparison, result, where = compare(tolls, month), shares(tolls, month), places(tolls, month)
    text = " ".join(
        [
            comparison_title(comparison),
            shares_title(result),
            heading(tolls, month),
            leader_sentence(comparison),
            completeness_sentence(tolls, month),
            states_sentence(comparison),
            doubts_sentence(comparison.lines, tolls),
            doubts_sentence(result.lines, tolls),
            shares_sentences(result),
            places_sentences(where),
            source_line(tolls, month),
        ]
    )
    assert dates.month_name(month) in text
    for broken in ("<NA>", "nan ", "None", "_", "  "):
        assert broken not in text.replace("None of", ""), broken
    for claim in ("total deaths", "estimate", "killed by"):
        assert claim not in text


def test_a_party_ahead_of_all_others_without_a_full_count_is_not_called_undecided(data: Data) -> None:
    """SOHR, May 2015: 779 by air strikes and torture, and nobody else can have more than 300."""
    sohr = monthly_tolls(data, "sohr")
    text = leader_sentence(compare(sohr, "2015-05"))
    assert "No other party named can have more, but no exact full count of it is gathered here." in text


def test_a_part_that_is_published_is_no_full_count(data: Data, tolls: Tolls) -> None:
    """January 2021: a page publishes three civilian deaths by torture attributed to the government, of 113."""
    reports = data.reports[data.reports["report_id"] != "ninarpress-2021-01-ar"]
    tolls = monthly_tolls(replace(data, reports=reports))
    comparison = compare(tolls, "2021-01")
    assert "publishes a full count of civilian deaths for a single party" in leader_sentence(comparison)
    assert "Syrian government forces (3 to 113)" in states_sentence(comparison)


def test_an_upper_end_of_some_causes_is_no_range_from_zero(data: Data) -> None:
    text = completeness_sentence(monthly_tolls(data, "airwars"), "2019-03")
    assert text.startswith(
        "The parties' numbers add up to at most 94 alleged civilian deaths, only a part of the deaths; "
    )


def test_a_heading_says_that_a_number_of_some_causes_is_relayed(tolls: Tolls) -> None:
    """November 2022: the total is SNHR's own page's, the nine by cluster munitions are a relay's."""
    said = standing_words(tolls, "2022-11")
    assert said.endswith("as published by the monitor, as relayed by others and only a part")


def test_a_heading_says_once_that_numbers_are_computed(data: Data) -> None:
    assert standing_words(monthly_tolls(data), "2015-09").endswith(
        "as published by the monitor and partly computed from published numbers"
    )


def test_fighters_above_the_persons_of_another_page_are_doubted(data: Data) -> None:
    fighters = monthly_tolls(data, population="fighters")
    said = doubts_sentence(compare(fighters, "2015-08").lines, fighters)
    assert said == "- ISIS: a page publishes only 95 persons for this party, fewer than 119."


def test_what_is_no_share_names_whom_it_would_be_of(data: Data) -> None:
    persons = monthly_tolls(data, population="persons")
    text = shares_sentences(shares(persons, "2014-11"))
    assert text.startswith(
        "No share of children and women together among deaths of civilians and fighters can be given"
    )


def test_a_share_of_children_alone_is_said_where_there_is_no_other(tolls: Tolls) -> None:
    """March 2025: of 10 civilian deaths one was that of a child; women are not published."""
    march = shares_sentences(shares(tolls, "2025-03"))
    assert march.startswith("No share of children and women together among civilian deaths can be given")
    assert "1 child, 10.0% (1 of 10); the share of children and women together cannot be given." in march
    assert march.endswith("Caution: only deaths outside the coast are counted.")
    december = shares_sentences(shares(tolls, "2022-12"))
    assert "attributed to Syrian government forces: 4 children, 36.4% (4 of 11); the share of children" in december
    assert "together 20.0% (11 of 55)" in december


def test_withheld_leader_names_who_could_have_more(data: Data, tolls: Tolls) -> None:
    text = leader_sentence(compare(tolls, "2022-09"))
    assert (
        "Which party has the highest toll in September 2022 cannot be said: SNHR published 15 for Syrian government "
        "forces and Russian forces together; how it divides is not published." in text
    )
    assert leader_sentence(compare(tolls, "2018-06")) == (
        "Which party has the highest toll in June 2018 cannot be said: SNHR published 393 for Syrian government forces "
        "and Russian forces together, and nothing for either alone."
    )
    text = leader_sentence(compare(tolls, "2014-10"))
    assert "without a published total that the parties fit, a party left out could have more. The highest " in text
    airwars = monthly_tolls(data, "airwars")
    text = leader_sentence(compare(airwars, "2018-03"))
    assert "the US-led international coalition (at least 15, no upper bound)" in text
    assert "Turkish forces (at least 115, no upper bound) could have more" in text
    part = "The largest part published is at least 1,200 (only deaths by air strikes), attributed to Russian forces."
    assert part in text


def test_a_part_of_the_deaths_is_not_called_the_highest_number(data: Data, tolls: Tolls) -> None:
    """March 2025: for civilians pages publish only deaths outside the coast, for persons those on the coast, too."""
    comparison = compare(tolls, "2025-03")
    text, headline = leader_sentence(comparison), comparison_headline(comparison)
    assert text.startswith(
        "Which party has the highest toll in March 2025 cannot be said: the pages gathered here publish only civilian "
        "deaths outside the coast by party, 10 attributed to Syrian transitional government forces"
    )
    assert text.endswith("Other numbers of the month are of deaths of civilians and fighters.")
    assert headline == "No party can be put first: only civilian deaths outside the coast are published by party"
    for monitor in data.monitors["monitor"]:
        for population in ("civilians", "persons"):
            there = monthly_tolls(data, monitor, population)
            for month in there.months:
                comparison = compare(there, month)
                if comparison.highest is not None and comparison.highest.of_causes:
                    said = leader_sentence(comparison) + comparison_headline(comparison)
                    assert "highest number" not in said, (monitor, population, month)


def test_only_a_total_that_its_parties_exceed_is_said_to_be_exceeded(data: Data) -> None:
    limits = {"exceeded": "so the total limits nothing", "minimum": "the published total is only a minimum"}
    for monitor in data.monitors["monitor"]:
        tolls = monthly_tolls(data, monitor)
        for month in tolls.months:
            text, total = leader_sentence(compare(tolls, month)), tolls.of(month).total
            if limits["exceeded"] in text:
                assert total is not None
                assert tolls.of(month).sum().least.total > (total.exact or total.at_most or 0)
            if limits["minimum"] in text:
                assert total is not None
                assert total.limit == "least" or total.state == "range"


def test_what_is_said_in_one_sentence_is_not_said_in_the_next(tolls: Tolls) -> None:
    july, october = compare(tolls, "2025-07"), compare(tolls, "2025-10")
    assert (july.title + july.text).count("Suwayda") == 2  # of each number in the title, and of the sentence alone
    assert "isagree" not in states_sentence(october)
    assert october.text.count("some attribute them to") == 1
    assert "some pages attribute" not in october.text
    assert compare(tolls, "2019-12").text.count("toll by party") == 1


def test_a_month_without_a_party_is_said_of_the_pages_not_of_the_monitor(tolls: Tolls) -> None:
    """SNHR's own report for December 2019 has the parties; the copy gathered here was cut before them."""
    text = leader_sentence(compare(tolls, "2019-12"))
    assert text.startswith(
        "SNHR published 234 civilian deaths for December 2019 and no toll by party in the pages gathered here."
    )
    text = completeness_sentence(tolls, "2019-12")
    assert text.startswith(
        "The pages gathered here publish a total, 234 civilian deaths, and no full count of civilian deaths by"
    )


def test_what_nobody_is_named_for_stands_beside_every_ranking(tolls: Tolls) -> None:
    text = leader_sentence(compare(tolls, "2023-04"))
    assert text == (
        "Of the 99 civilian deaths SNHR documented in April 2023, 94 were attributed to other or unidentified parties; "
        "of the parties named, the most were attributed to armed opposition factions (3), followed by Syrian "
        "government forces (2)."
    )
    assert "7 each" in leader_sentence(compare(tolls, "2022-10"))
    text = leader_sentence(compare(tolls, "2016-01"))
    assert text.startswith(
        "Of the civilian deaths SNHR documented in January 2016, more were attributed to Russian forces (679) than to "
    )
    assert text.endswith("A further 41 were attributed to other or unidentified parties (3.0% of the total).")


def test_whom_a_page_counts_among_the_other_parties_is_said(tolls: Tolls) -> None:
    """One page gives the 66 of February 2017 to other parties and Turkish forces, another to other parties."""
    text = leader_sentence(compare(tolls, "2017-02"))
    assert "A further 66 were attributed to other or unidentified parties (7.5% of the total)." in text
    assert text.endswith("One page counts the deaths attributed to Turkish forces among these.")
    assert "One page counts" not in leader_sentence(compare(tolls, "2016-01"))


def test_what_is_not_reached_is_not_said_of_every_page(data: Data) -> None:
    """The civilians of Kurdish-led forces and the coalition would reach the 2,040 persons of August 2015."""
    persons = monthly_tolls(data, population="persons")
    text = comparison_subtitle(compare(persons, "2015-08"))
    assert " of the published total of 2,040" in text


def test_january_2016_says_where(tolls: Tolls) -> None:
    where = places(tolls, "2016-01")
    assert places_sentences(where).startswith("Russian forces: Deir ez-Zor 226 of 679 and Aleppo 212 of 679.")
    assert not places(tolls, "2016-02").lines


def test_shares_sentence_has_count_share_and_doubt(tolls: Tolls) -> None:
    text = shares_sentence(shares(tolls, "2016-01"), "russian_forces")
    assert "94 children and 73 women, together 24.6% (167 of 679)." in text
    assert "at least 29.7% (202 of 679)" in text


def test_undated_pages_left_out_are_counted(data: Data) -> None:
    text = as_of_sentence(monthly_tolls(data, as_of="2016-02-03"), "2016-01")
    assert text.startswith("Based on 3 pages: 2 by the monitor and 1 by others that relay it.")
    assert text.endswith("Only what was published by 3 February 2016; 2 undated pages left out.")


def test_every_doubt_in_the_data_has_words(data: Data) -> None:
    for monitor in data.monitors["monitor"]:
        for population in ("civilians", "fighters", "persons"):
            for doubt in {toll.remarks for toll in monthly_tolls(data, monitor, population).lines}:
                for text in remarks.doubt_words(doubt):
                    assert "_" not in text
                    assert ": " not in text or not text.split(": ")[0].endswith(("_vs_total", "_reports"))


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(0, 3))
def test_percent_rounds_half_up_exactly(pair: tuple[int, int], digits: int) -> None:
    k, n = pair
    expected = (Decimal(100 * k) / Decimal(n)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    assert numbers.percent(k, n, digits) == f"{expected}%"


def test_words() -> None:
    assert numbers.percent(97, 200, 0) == "49%"  # Python's round(48.5) is 48
    assert numbers.counted(1, "women") == "1 woman"
    assert labels.join(["a", "b, c"]) == "a and b, c"
    assert labels.join(["a", "b, c", "d"]) == "a; b, c and d"
    assert dates.date_words(float("nan")) == "undated"


def test_one_party_alone_is_said_to_be_one_and_other_parties_beside_it_are_no_party_alone(data: Data) -> None:
    def sentence(*parties: str) -> str:
        kept = data.tolls["party"].isin(parties) & data.tolls["report_id"].str.startswith("snhr-2016-01")
        reports = data.reports.assign(
            stated_total=data.reports["stated_total"].mask(data.reports["month"] == "2016-01")
        )
        return completeness_sentence(monthly_tolls(replace(data, tolls=data.tolls[kept], reports=reports)), "2016-01")

    assert sentence("russian_forces").startswith("Only one party has a number: 679 civilian deaths;")
    assert sentence("russian_forces", "other_parties").startswith("The parties' numbers add up to 720 civilian deaths")
