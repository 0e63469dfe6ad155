"""The pictures of several months and monitors: what is drawn, and that what has no number is said."""

from __future__ import annotations

from dataclasses import replace

import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.text import Text

from analysis import Data, agreement, compare, monthly_tolls, trend
from analysis.questions.monitors.picture import agreement_picture
from analysis.questions.tipping.numbers import tipping_points
from analysis.questions.tipping.picture import tipping_picture
from analysis.questions.trends.picture import leaders_picture, shares_over_time_picture, trend_picture
from analysis.questions.trends.series import Series


@pytest.fixture(autouse=True)
def _closed() -> object:
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def series(data: Data) -> Series:
    return trend(monthly_tolls(data), "2015-07", "2016-08")


def heights(ax: Axes, color: str) -> list[int]:
    return [round(bar.get_height()) for bar in ax.patches if to_hex(bar.get_facecolor()) == color]


class TestTrend:
    def test_every_printed_toll_is_drawn_and_nothing_else(self, data: Data, series: Series) -> None:
        ax = trend_picture(series)
        for row in data.parties[data.parties["party"].isin(["government", "russian_forces", "isis"])].itertuples():
            assert sorted(heights(ax, row.color)) == sorted(
                line.count for line in series.killed if line.party == row.party and line.count
            )

    def test_bars_stack_to_the_sum_of_the_parties(self, series: Series) -> None:
        ax = trend_picture(series)
        place = series.months.index("2016-01")
        tops = [bar.get_y() + bar.get_height() for bar in ax.patches if round(bar.get_x() + 0.45) == place]
        assert max(tops) == 1382

    def test_gaps_floors_totals_and_changes_are_marked(self, series: Series) -> None:
        ax = trend_picture(series)
        legend = [text.get_text().replace("\n", " ") for text in ax.get_legend().get_texts()]
        assert {
            "No figures of civilians",
            "Only a total is published",
            "A toll is missing, or leaves places out: a floor",
        } <= set(legend)
        texts = [text.get_text() for text in ax.texts]
        assert any("a from January 2016 published totals count civilians" in text for text in texts)
        alt = ax.figure.get_label()
        assert "2016-01: 1,382" in alt
        assert "2016-08: 1,193" in alt
        assert "2016-08: published total 1,521" in alt
        assert "Without figures: 2015-12." in alt

    def test_a_month_without_the_usual_leader_is_shaded(self, data: Data) -> None:
        """September 2015 has 1,027 for the government only because its fighters are published beside its persons."""
        fighters = (data.tolls["report_id"] == "snhr-2015-09-de") & (data.tolls["population"] == "fighters")
        for tolls, shaded in ((data.tolls, False), (data.tolls[~fighters], True)):
            some = replace(data, tolls=tolls)
            ax = trend_picture(trend(monthly_tolls(some), "2015-07", "2016-08"))
            legend = [text.get_text().replace("\n", " ") for text in ax.get_legend().get_texts()]
            assert ("Government not published" in legend) == shaded

    def test_a_series_without_gaps_says_so(self, data: Data) -> None:
        found = trend(monthly_tolls(data), "2016-01", "2016-03")
        ax = trend_picture(found)
        assert "Without figures: none" in ax.figure.get_label()


def test_shares_over_time_draws_the_exact_shares(series: Series) -> None:
    top = shares_over_time_picture(series)
    drawn = [round(y, 6) for ax in top.figure.axes for y in ax.collections[-1].get_offsets()[:, 1]]
    both = [line.share for line in series if line.group == "children_and_women"]
    shares = {round(100 * share, 6) for share in both if share is not None}
    assert drawn
    assert set(drawn) <= shares


def test_shares_over_time_divide_the_place_they_are_given(series: Series) -> None:
    _, (left, right) = plt.subplots(1, 2)
    place = right.get_position()
    top = shares_over_time_picture(series, right)
    rows = [ax for ax in top.figure.axes if ax is not left]
    assert len(rows) > 1
    assert all(place.x0 <= ax.get_position().x0 and ax.get_position().x1 <= place.x1 for ax in rows)
    assert top.get_position().y1 == pytest.approx(place.y1)


def test_intervals_over_time_only_on_request_and_labelled(series: Series) -> None:
    plain = shares_over_time_picture(series)
    asked = shares_over_time_picture(series, intervals=True)
    for top, there in ((plain, False), (asked, True)):
        written = " ".join(text.get_text() for text in top.figure.findobj(Text))
        assert ("Wilson" in written) == there
        assert ("with intervals" in top.figure.get_label()) == there
        assert any(isinstance(drawn, LineCollection) for ax in top.figure.axes for drawn in ax.collections) == there


def test_shares_over_time_of_a_monitor_without_any(data: Data) -> None:
    found = trend(monthly_tolls(data, "airwars"), "2018-03", "2018-08")
    assert "No month has a share" in shares_over_time_picture(found).figure.get_label()


def test_leaders_are_the_months_with_rank_one(series: Series) -> None:
    alt = leaders_picture(series).figure.get_label()
    led = [line.party for lines in series.leaders.values() for line in lines]
    assert f"Government: {led.count('government')} months" in alt
    assert "Russia: 1 month;" in alt
    assert "Cannot be said: 1 month." in alt  # 2016-06; the persons of 2015-09 bound what it may leave out


class TestMonitors:
    def test_counts_and_ranges(self, data: Data) -> None:
        ax = agreement_picture(agreement(data, "2016-01"))
        texts = " ".join(text.get_text() for text in ax.texts)
        assert "1,006 to 1,410 (only deaths by air strikes; alleged deaths in claimed events)" in texts
        assert "4,680" not in texts  # persons share no axis with civilians
        assert "Russia, Airwars: 1,006 to 1,410" in ax.figure.get_label()

    def test_nothing_of_a_population_is_said(self, data: Data) -> None:
        ax = agreement_picture(agreement(data, "2016-01"), population="fighters")
        assert any("no page gathered here publishes" in text.get_text() for text in ax.texts)


class TestTippingPoints:
    def test_both_are_drawn(self, data: Data) -> None:
        table = tipping_points(compare(monthly_tolls(data), "2016-01"))
        left = tipping_picture(table)
        right = left.figure.axes[1]
        assert [text.get_text().strip() for text in left.texts[:2]] == ["76.0%", "14.4%"]
        assert right.texts[0].get_text().strip() == "82 (12.1%)"
        assert [bar.get_width() for bar in right.patches] == [82, 291, 319, 339, 339]

    def test_a_month_without_two_tolls_says_so(self, data: Data) -> None:
        table = tipping_points(compare(monthly_tolls(data), "2016-06"))
        assert not table.lines
        assert "no order of parties is certain enough" in tipping_picture(table).texts[0].get_text()
