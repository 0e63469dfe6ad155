"""The pictures of several months and monitors: what is drawn, and that what has no number is said."""

from __future__ import annotations

from dataclasses import replace

import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from analysis import Data, agreement, compare, monthly_tolls, trend
from analysis.model.results import grouped
from analysis.questions.monitors.picture import agreement_picture
from analysis.questions.tipping.numbers import tipping_points
from analysis.questions.tipping.picture import tipping_picture
from analysis.questions.trends.captions import is_floor, marked_changes, trend_headline
from analysis.questions.trends.drawing import GAP
from analysis.questions.trends.picture import leaders_picture, shares_over_time_picture, trend_picture
from analysis.questions.trends.series import Series
from analysis.show.frame import is_drawn


@pytest.fixture(autouse=True)
def _closed() -> object:
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def series(data: Data) -> Series:
    return trend(monthly_tolls(data), "2015-07", "2016-08")


def words(ax: Axes) -> str:
    """Everything that is written in a picture, in one line."""
    written = " ".join(text.get_text() for text in ax.figure.findobj(Text) if text.get_visible())
    return " ".join(written.replace("\N{NO-BREAK SPACE}", " ").split())


def heights(ax: Axes) -> dict[int, int]:
    """How high the bars at each place are together."""
    found: dict[int, int] = {}
    for bar in ax.patches:
        if isinstance(bar, Rectangle) and 0.9 < bar.get_width() < 0.95:
            place = round(bar.get_x() + bar.get_width() / 2)
            found[place] = found.get(place, 0) + round(bar.get_height())
    return found


def shaded(ax: Axes) -> set[int]:
    """The places of the months that are grey."""
    grey = [bar for bar in ax.patches if to_hex(bar.get_facecolor()) == GAP]
    ends = [(round(bar.get_x() + 0.5), round(bar.get_x() + 0.5 + bar.get_width())) for bar in grey]
    return {place for first, end in ends for place in range(first, end)}


def panels(ax: Axes) -> dict[str, Axes]:
    """The small pictures by their titles."""
    return {one.texts[0].get_text(): one for one in ax.figure.axes}


class TestTrend:
    def test_every_published_toll_is_drawn_and_nothing_else(self, data: Data, series: Series) -> None:
        drawn = panels(trend_picture(series))
        for row in data.parties[data.parties["party"].isin(["government", "russian_forces", "isis"])].itertuples():
            expected = {
                series.months.index(line.month): line.count for line in series.killed if line.party == row.party
            }
            counts = {place: count for place, count in expected.items() if count is not None}
            assert heights(drawn[row.short_label]) == counts

    def test_all_parties_stand_on_one_axis(self, series: Series) -> None:
        _, *small = trend_picture(series).figure.axes
        assert len(small) == 7
        assert len({ax.get_ylim() for ax in small}) == 1

    def test_what_has_no_number_is_grey_and_no_zero(self, series: Series) -> None:
        drawn = panels(trend_picture(series))
        months = [series.months[place] for place in sorted(shaded(drawn["Russia"]))]
        assert months == ["2015-09", "2015-12", "2016-06"]  # before September 2015 it could not appear: hatched
        hatched = [bar for bar in drawn["Russia"].patches if bar.get_hatch()]
        assert [(bar.get_x(), bar.get_width()) for bar in hatched] == [(-0.5, 2)]  # July and August
        assert [series.months[place] for place in sorted(shaded(drawn["All parties"]))] == ["2015-12"]

    def test_a_sum_without_a_party_that_pages_name_is_no_month_with_a_number(self, data: Data) -> None:
        """March 2025 has 13 deaths outside the coast beside ranges up to hundreds: a low bar alone would hide them.

        By other populations they are at least 227, which an arrow and dots say.
        """
        top = panels(trend_picture(trend(monthly_tolls(data), "2025-01", "2025-06")))["All parties"]
        assert [(bar.get_center()[0], bar.get_height()) for bar in top.patches if bar.get_hatch()] == [(2, 227)]
        assert [tuple(line.get_xydata()[0]) for line in top.lines if line.get_marker() == "^"] == [(2, 227)]

    def test_no_sum_stands_for_a_total_that_is_not_published(self, data: Data) -> None:
        found = trend(monthly_tolls(data), "2014-06", "2015-06")
        assert trend_headline(found) == (
            "Civilian deaths: of 13 months May 2015 alone (1,787) has a full published total"
        )
        top = trend_picture(found)
        least = {found.months[round(bar.get_center()[0])] for bar in top.patches if bar.get_hatch() == "...."}
        assert {"2014-06", "2014-09", "2015-01"} <= least
        assert "2014-08" not in least  # where other numbers leave no more than the parties' 2,032

    def test_what_a_total_can_reach_is_drawn_and_said(self, data: Data) -> None:
        found = trend(monthly_tolls(data), "2024-06", "2025-10")
        assert "March 2025 (227 to 1,562) and July 2025 (89 to 1,102) have no full published total" in (
            trend_headline(found)
        )
        assert max(bar.get_y() + bar.get_height() for bar in trend_picture(found).patches) >= 1562

    def test_a_part_of_a_partys_deaths_is_drawn_as_far_as_the_whole_can_reach(self, data: Data) -> None:
        ax = trend_picture(trend(monthly_tolls(data), "2025-01", "2025-06"))
        own = panels(ax)["Transitional government"]
        assert max(bar.get_y() + bar.get_height() for bar in own.patches if bar.get_center()[0] == 2) > 200  # of 225
        assert "Not drawn, without a number in any month: Coast operation forces (at most 1,104, March 2025)" in words(
            ax
        )

    def test_one_number_of_several_parties_is_named(self, data: Data) -> None:
        ax = trend_picture(trend(monthly_tolls(data), "2018-05", "2018-08"))
        assert "Published together, so that each has at most that: Government + Russia 393 (June 2018)" in (words(ax))

    def test_what_changes_is_marked_in_every_small_picture(self, data: Data) -> None:
        for one in trend_picture(trend(monthly_tolls(data), "2025-01", "2025-06")).figure.axes:
            assert [line.get_xdata()[0] for line in one.lines if line.get_marker() == "None"] == [2.5]

    def test_the_published_total_is_drawn_and_without_one_the_sum(self, series: Series) -> None:
        top = trend_picture(series)
        assert heights(top)[series.months.index("2016-01")] == 1382
        assert heights(top)[series.months.index("2016-08")] == 1521  # of which the parties have 1,193
        assert heights(top)[series.months.index("2015-11")] == 1146
        assert {"published total", "sum of the parties with numbers, no total"} <= {
            text.get_text() for text in top.figure.legends[0].get_texts()
        }

    def test_headline_gaps_and_changes_are_said(self, series: Series) -> None:
        ax = trend_picture(series)
        assert (
            "SNHR, July 2015 to August 2016: Civilian deaths a month: lowest full total 623 (March 2016), "
            "highest 1,557 (July 2016); 6 of 14 months have no full published total" in words(ax)
        )
        assert "b from January 2016 published totals count civilians" in words(ax)
        assert "a Russian forces: no toll before September 2015" in words(ax)
        alt = ax.figure.get_label()
        assert "2016-01: 1,382" in alt
        assert "2016-08: 1,521" in alt
        assert "Without figures: 2015-12." in alt

    def test_the_end_of_the_government_is_marked_after_its_last_month(self, data: Data) -> None:
        found = trend(monthly_tolls(data), "2024-06", "2025-12")
        assert marked_changes(found)[0] == (
            found.months.index("2024-12") + 0.5,
            "Syrian government forces (Assad, until December 2024): no toll after December 2024",
        )
        lines = [line.get_xdata()[0] for line in trend_picture(found).lines if line.get_marker() == "None"]
        assert lines == [6.5, found.months.index("2025-04") - 0.5]

    def test_who_could_appear_long_before_the_first_number_is_not_marked_there(self, data: Data) -> None:
        found = marked_changes(trend(monthly_tolls(data), "2011-03", "2016-06"))
        assert [at for at, _ in found] == [found_at - 0.5 for found_at in (54, 58)]  # September 2015, January 2016
        assert not any("Assad" in text for _, text in found)

    def test_parties_of_a_combined_toll_are_drawn_open_as_far_as_it_reaches(self, data: Data) -> None:
        found = trend(monthly_tolls(data), "2018-04", "2018-08")
        drawn = panels(trend_picture(found))
        for party in ("Government", "Russia"):
            (bar,) = (one for one in drawn[party].patches if one.get_height() == 393)
            assert min(bar.get_facecolor()[:3]) > 0.8

    def test_a_series_without_gaps_says_so(self, data: Data) -> None:
        found = trend(monthly_tolls(data), "2016-01", "2016-03")
        ax = trend_picture(found)
        assert "Without figures: none" in ax.figure.get_label()


def test_shares_over_time_draws_the_exact_shares(series: Series) -> None:
    top = shares_over_time_picture(series)
    lines = [line for ax in top.figure.axes for line in ax.lines]
    drawn = {round(line.get_ydata()[0], 6) for line in lines if line.get_marker() == "o"}
    both = [line for line in series if line.group == "children_and_women" and line.share is not None]
    assert drawn
    assert drawn <= {round(100 * line.share, 6) for line in both}
    counts = grouped((line.party, (line.count, line.killed)) for line in both)
    whole = {code: [sum(number) for number in zip(*found, strict=True)] for code, found in counts.items()}
    together = {round(line.get_ydata()[0], 6) for line in lines if line.get_marker() != "o"}
    assert together
    assert together <= {round(100 * part / of, 6) for part, of in whole.values()}


def test_shares_over_time_divide_the_place_they_are_given(series: Series) -> None:
    _, (left, right) = plt.subplots(1, 2)
    place = right.get_position()
    top = shares_over_time_picture(series, right)
    rows = [ax for ax in top.figure.axes if ax is not left]
    assert len(rows) > 1
    assert all(place.x0 <= ax.get_position().x0 and ax.get_position().x1 <= place.x1 for ax in rows)
    assert all(place.y0 <= ax.get_position().y0 and ax.get_position().y1 <= place.y1 for ax in rows)


def test_intervals_over_time_only_on_request_and_labelled(series: Series) -> None:
    plain = shares_over_time_picture(series)
    asked = shares_over_time_picture(series, intervals=True)
    for top, there in ((plain, False), (asked, True)):
        assert ("Wilson" in words(top)) == there
        assert ("with intervals" in top.figure.get_label()) == there
        assert any(isinstance(drawn, LineCollection) for ax in top.figure.axes for drawn in ax.collections) == there


def test_shares_over_time_of_a_monitor_without_any(data: Data) -> None:
    found = trend(monthly_tolls(data, "airwars"), "2018-03", "2018-08")
    ax = shares_over_time_picture(found)
    assert "No share of children and women among civilian deaths can be given for any month" in ax.figure.get_label()
    assert not is_drawn(ax)


def test_leaders_are_the_months_with_rank_one(series: Series) -> None:
    alt = leaders_picture(series).figure.get_label()
    led = [line.party for lines in series.leaders.values() for line in lines]
    assert f"Government: {led.count('government')} months" in alt
    assert "Russia: 1 month;" in alt
    assert "Cannot be said: 1 month." in alt  # 2016-06; the persons of 2015-09 bound what it may leave out


def test_where_others_have_more_than_the_leader_the_month_is_pale_and_said(data: Data) -> None:
    found = trend(monthly_tolls(data), "2025-04", "2025-12")
    ax = leaders_picture(found)
    assert "more deaths were attributed to other or unidentified parties than to that party" in words(ax)
    bars = [bar for bar in ax.collections if bar.get_facecolor().size]
    assert all(min(bar.get_facecolor()[0][:3]) > 0.7 for bar in bars)
    rows = dict(zip([label.get_text() for label in ax.get_yticklabels()], ax.texts, strict=False))
    assert rows["Others had more"].get_text() == f"{len(found.outnumbered)} of these"


def test_the_lowest_published_total_is_said_also_where_a_party_named_has_no_number(data: Data) -> None:
    found = trend(monthly_tolls(data), "2018-04", "2018-08")
    totals = [line.count for line in found.killed if line.party == "all_parties" and line.count is not None]
    assert f"lowest {min(totals)} " in trend_headline(found)
    assert any(is_floor(found, month) for month in found.months)


def test_shares_of_a_class_that_changes_are_not_added_up(data: Data) -> None:
    top = shares_over_time_picture(trend(monthly_tolls(data), "2024-06", "2025-10"))
    whole, others = top.figure.axes
    assert [ax.texts[0].get_text() for ax in (whole, others)] == ["All", "Other or unidentified"]
    assert [any(line.get_marker() != "o" for line in ax.lines) for ax in (whole, others)] == [True, False]
    assert others.texts[1].get_text() == "12.1% to 48.3% a month"


def test_whom_the_leftover_class_held_stands_below_who_leads(data: Data) -> None:
    ax = leaders_picture(trend(monthly_tolls(data), "2024-06", "2025-10"))
    assert [line.get_xdata()[0] for line in ax.lines] == [9.5]  # June 2024 is 0
    assert "a from April 2025: SNHR's other parties are those that it could not identify" in words(ax)


class TestMonitors:
    def test_a_row_a_party_a_symbol_a_monitor_and_a_line_for_a_range(self, data: Data) -> None:
        ax = agreement_picture(agreement(data, "2016-01"))
        assert (
            "SNHR 679; Airwars 1,006 to 1,410 (only deaths by air strikes; alleged deaths in claimed events)"
            in words(ax)
        )
        assert "4,680" not in words(ax)  # persons share no axis with civilians
        assert ax.get_xlim()[1] == 3200  # half of it for the numbers beside
        assert ax.get_xticks()[-1] == 1600
        assert "Russia: SNHR 679; Airwars 1,006 to 1,410" in ax.figure.get_label()
        assert (
            "Civilian deaths attributed to Russian forces, January 2016: SNHR published 679 and Airwars 1,006 to 1,410"
            in words(ax)
        )
        assert "Islamist, all" not in words(ax)  # its parts are drawn
        assert "hollow: of some causes or places alone" in words(ax)
        symbols = {line.get_marker() for line in ax.lines if line.get_marker() != "None"}
        assert len(symbols) == 3  # SNHR, SOHR and Airwars

    def test_a_party_counted_with_others_has_no_row_beside_theirs(self, data: Data) -> None:
        ax = agreement_picture(agreement(data, "2017-05"))
        assert "Turkey" not in " ".join(label.get_text() for label in ax.get_yticklabels())
        assert (
            "One page with SNHR's numbers counts the deaths attributed to Turkish forces among those of other"
            in words(ax)
        )

    def test_a_number_that_leaves_places_out_says_so_beside_one_that_does_not(self, data: Data) -> None:
        assert "SOHR published 1,225 and SNHR at least 89 (without the deaths in Suwayda)" in words(
            agreement_picture(agreement(data, "2025-07"))
        )

    def test_a_group_by_one_monitor_is_drawn_where_only_another_has_its_parts(self, data: Data) -> None:
        printed = agreement(data, "2016-01")
        isis = next(line for line in printed.lines if line.party == "isis" and line.population == "civilians")
        lines = [line for line in printed.lines if line.party not in ("isis", "nusra_hts", "other_islamist")]
        whose = next(code for code in printed.monitors if code != isis.monitor)
        ax = agreement_picture(replace(printed, lines=(*lines, replace(isis, monitor=whose))))
        assert "Islamist, all" in words(ax)

    def test_one_monitor_alone_is_said_and_not_drawn(self, data: Data) -> None:
        ax = agreement_picture(agreement(data, "2018-02"))
        assert not is_drawn(ax)
        assert "Only SNHR's numbers of civilian deaths are gathered here for February 2018" in words(ax)

    def test_nothing_of_a_population_is_said(self, data: Data) -> None:
        ax = agreement_picture(agreement(data, "2016-01"), population="fighters")
        assert "No page gathered here publishes" in words(ax)


class TestTippingPoints:
    def test_the_runner_up_is_drawn(self, data: Data) -> None:
        ax = tipping_picture(tipping_points(compare(monthly_tolls(data), "2016-01")))
        assert (
            "The order would reverse if at least 82 of the 679 civilian deaths attributed to Russian forces were in"
            in words(ax)
        )
        assert [text.get_text() for text in ax.texts] == [
            *("679; would be 597 without these 82", "516; would be 598 with these 82"),
            *("41; too few", "", ""),
        ]
        assert [round(bar.get_width()) for bar in ax.patches] == [41, 679, 516]  # as published
        assert [(arrow.xyann[0], arrow.xy[0]) for arrow in ax.texts[3:]] == [(679, 597), (516, 598)]
        assert "documented at less than about 76.0% of the rate" in words(ax)

    def test_a_month_without_a_certain_leader_says_so_and_draws_nothing(self, data: Data) -> None:
        ax = tipping_picture(tipping_points(compare(monthly_tolls(data), "2016-06")))
        assert not is_drawn(ax)
        assert "No tipping point is given" in words(ax)
