"""What the pictures draw: bars, labels, the states in words; and baselines that survive another machine."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from folders import add
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis import Data, agreement, compare, monthly_tolls, read_data, shares, trend
from analysis.questions.comparison.picture import comparison_picture, total_picture
from analysis.questions.comparison.table import comparison_table
from analysis.questions.shares.picture import shares_picture
from analysis.questions.tipping.numbers import tipping_points
from analysis.questions.trends.picture import leaders_picture, shares_over_time_picture, trend_picture
from analysis.show.frame import image, is_drawn
from analysis.tolls.series import Tolls


def draw(tolls: Tolls, month: str) -> Axes:
    return comparison_picture(compare(tolls, month))


def draw_shares(tolls: Tolls, month: str, intervals: bool = False) -> Axes:
    return shares_picture(shares(tolls, month), intervals=intervals)


def rows(ax: Axes) -> dict[str, tuple[list[float], str]]:
    """Label on the axis -> lengths of its bars, and the text beside them."""
    places = [float(tick) for tick in ax.get_yticks()]
    names = [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]
    texts: dict[float, str] = {}
    for text in ax.texts:  # the first of a row stands beside its bar
        texts.setdefault(float(text.get_position()[1]), " ".join(text.get_text().split()))
    bars: dict[float, list[float]] = {place: [] for place in places}
    for patch in ax.patches:
        middle = patch.get_y() + patch.get_height() / 2
        bars[min(places, key=lambda place: abs(place - middle))].append(round(patch.get_width(), 6))
    return {name: (bars[place], texts.get(place, "")) for name, place in zip(names, places, strict=True)}


def words(ax: Axes) -> str:
    """Everything that is written in a picture, in one line."""
    written = " ".join(text.get_text() for text in ax.figure.findobj(Text) if text.get_visible())
    return " ".join(written.replace("\N{NO-BREAK SPACE}", " ").split())


def test_bars_are_as_long_as_the_tolls_and_carry_their_n(tolls: Tolls) -> None:
    drawn = rows(draw(tolls, "2016-01"))
    assert drawn["Russia"] == ([679], "679 (49.1%)")
    assert drawn["Government"] == ([516], "516 (37.3%)")
    assert drawn["Nusra / HTS"] == ([3], "3 (0.2%)")
    assert "Islamist, all" not in drawn  # its parts are drawn; drawing it too would count twice


def test_bars_stand_longest_first_other_parties_and_the_rest_last(tolls: Tolls) -> None:
    assert list(rows(draw(tolls, "2016-01"))) == [
        *("Russia", "Government", "ISIS", "Opposition", "Nusra / HTS", "Kurdish-led", "Other or unidentified")
    ]
    assert list(rows(draw(tolls, "2018-06"))) == [
        "Government + Russia",
        "Government",
        "Russia",
        "Other or unidentified",
        "In no party's number",
    ]


def test_the_finding_is_the_headline_and_the_label_stands_below(tolls: Tolls) -> None:
    for month, headline in (
        (
            "2016-01",
            "SNHR, January 2016: More civilian deaths were attributed to Russian forces (679) than to any other party",
        ),
        (
            "2024-02",
            "SNHR, February 2024: 59 of 78 civilian deaths were attributed to other or unidentified parties; no party",
        ),
        (
            "2014-05",
            "SNHR, May 2014: More civilian deaths were attributed to Syrian government forces (1,795) than to any",
        ),
    ):
        ax = draw(tolls, month)
        first = [text.get_text().replace("\n", " ").replace("\N{NO-BREAK SPACE}", " ") for text in ax.figure.texts][:2]
        assert first[0].startswith(headline)
        assert first[1].startswith("Civilian deaths documented by SNHR, by party")


def test_the_four_states_are_told_apart_and_none_is_an_empty_bar(folder: Path) -> None:
    data = add(
        folder,
        "tolls",
        "snhr-2016-01-en-cns,turkish_forces,civilians,7,,,,,,,",
        "snhr-2016-01-en-vice,turkish_forces,civilians,8,,,,,,,",
        "snhr-2016-01-en-cns,international_coalition,civilians,0,,,,,,,",
    )
    ax = draw(monthly_tolls(data, "snhr"), "2016-01")
    drawn = rows(ax)
    assert drawn["Turkey"] == ([8], "undecided: published are 7 and 8")  # pale, as far as it can reach
    assert drawn["Coalition"] == ([0], "0 (0.0%)")  # published as none
    assert "Other Islamist: none, by subtraction" in words(ax)  # 101 = 98 + 3
    assert "Other Islamist" not in drawn


def test_who_is_known_by_a_bound_alone_is_a_pale_bar_with_a_broken_edge(tolls: Tolls) -> None:
    ax = draw(tolls, "2018-06")
    drawn = rows(ax)
    assert drawn["Russia"] == ([393], "at most 393 (no full count of its own gathered here)")
    open_ = [patch for patch in ax.patches if patch.get_linestyle() not in ("-", "solid") and not patch.get_hatch()]
    assert len(open_) == 3  # the government, Russia and other parties
    assert all(min(patch.get_facecolor()[:3]) > 0.8 for patch in open_)
    assert (
        drawn["Other or unidentified"][1]
        == "at most 200, among the 200 in no party's number (no full count gathered here)"
    )


@pytest.mark.parametrize("month", ["2016-01", "2021-03", "2025-01", "2025-09"])
def test_parties_that_nobody_names_are_folded_into_one_note(month: str, data: Data, tolls: Tolls) -> None:
    comparison = compare(tolls, month)
    ax = draw(tolls, month)
    short = {row["party"]: row["short_label"] for row in data.parties.to_dict("records")}
    folded = [short[code] for code in comparison.unnamed]
    note = words(ax)
    note = note[note.index("No page gathered here gives a number") : note.index(" in this month. Source: ")]
    assert "Turkey" in folded
    assert not set(folded) & set(rows(ax))
    for code in comparison.unnamed:
        assert short[code] in note or code == "islamist_total"
    shown = comparison_table(comparison)["Party"]
    assert len(shown) == len(comparison) - len(folded)


def test_what_leaves_places_out_is_titled_so_and_at_least(tolls: Tolls) -> None:
    ax = draw(tolls, "2025-07")
    drawn = rows(ax)
    assert drawn["Israel"] == ([3], "at least 3¹")
    assert drawn["Other or unidentified"] == ([73], "at least 73¹")
    assert "July 2025 (without the deaths in Suwayda)" in words(ax)
    assert "¹ Leaves out the deaths in Suwayda" in words(ax)
    assert "Published total: at least 89" in words(ax)


def test_deaths_are_marked_at_whole_numbers_alone(tolls: Tolls) -> None:
    ax = draw(tolls, "2025-03")
    ax.figure.canvas.draw()
    assert all(float(tick).is_integer() for tick in ax.get_xticks())


def test_a_disputed_toll_says_so(tolls: Tolls) -> None:
    assert rows(draw(tolls, "2025-10"))["Former regime"] == (
        *([4], "undecided: some pages attribute 4 here, others to Transitional government"),
    )
    assert "Former regime" not in rows(draw_shares(tolls, "2025-10"))


def test_combined_and_signed_rest_are_drawn_as_such(tolls: Tolls) -> None:
    ax = draw(tolls, "2018-06")
    drawn = rows(ax)
    assert drawn["Government + Russia"] == ([393], "393 (66.3%)")
    together, rest = (patch for patch in ax.patches if patch.get_hatch())
    assert to_hex(together.get_facecolor()) != to_hex(together.get_edgecolor())  # striped in both colours
    assert rest.get_linestyle() == "--"  # in no party's number
    assert rows(draw(tolls, "2024-02"))["Unaccounted"] == ([-1], "−1")


def test_a_sum_of_items_names_its_causes(data: Data) -> None:
    drawn = rows(draw(monthly_tolls(data, "sohr"), "2016-02"))
    assert drawn["Government"] == ([986, 20], "20 (only deaths by torture); in all at most 986")  # that behind it, pale


def test_a_range_is_whole_to_its_lower_end_and_pale_to_its_upper(data: Data) -> None:
    ax = draw(monthly_tolls(data, "airwars"), "2016-01")
    bars, text = rows(ax)["Russia"]
    assert bars == [1006, 1410 - 1006]
    assert [patch.get_alpha() for patch in ax.patches] == [None, 0.4]
    assert "only deaths by air strikes" in text
    assert "1,006 to 1,410" in text


def test_nothing_is_drawn_where_there_is_nothing_and_the_sentence_says_so(data: Data, tolls: Tolls) -> None:
    for ax, sentence in (
        (draw(tolls, "2019-12"), "No page gathered here publishes a full count of civilian deaths for a single party"),
        (draw_total(tolls, "2019-12"), "The pages gathered here publish a total, 234"),
        (draw_total(tolls, "2016-01"), "The parties' numbers add up to 1,382 civilian deaths, the published total"),
        (draw_total(monthly_tolls(data, "airwars"), "2016-01"), "Only one party has a number: 1,006 to 1,410"),
        (draw_shares(tolls, "2019-12"), "No share of children and women together among civilian deaths"),
    ):
        assert not is_drawn(ax)
        assert not ax.patches
        assert sentence in words(ax)
        assert sentence in ax.figure.get_label()
    assert is_drawn(draw(tolls, "2016-01"))


def test_who_has_no_number_of_deaths_is_named_below(tolls: Tolls) -> None:
    shares_, tipping = draw_shares(tolls, "2014-05"), tipping_points(compare(tolls, "2014-05")).plot()
    assert (
        "for Other or unidentified (at most 71, worked out from other numbers) and the total (2,113 to 2,184,"
        in words(shares_)
    )
    assert rows(tipping)["In no named party's number"] == ([71], "at most 71; too few")
    assert "publishes a full count of deaths" not in words(draw_shares(tolls, "2016-01"))
    monitors = agreement(tolls.data, "2025-03").plot()
    assert "No page gathered here gives a full total of civilian deaths by SNHR." in words(monitors)


def test_the_headline_of_the_shares_names_whose_is_missing(tolls: Tolls) -> None:
    said = "No share can be given for Syrian government forces (1,027); 45.0% of the 131 civilian deaths attributed to "
    assert said in words(draw_shares(tolls, "2015-09"))
    assert "No share can be given" not in words(draw_shares(tolls, "2016-01"))


def test_shares_are_stacked_and_labelled_with_k_of_n(tolls: Tolls) -> None:
    ax = draw_shares(tolls, "2016-01")
    drawn = rows(ax)
    lengths, text = drawn["Russia"]
    beyond = 100 * 202 / 679 - 100 * 167 / 679  # as far as another page makes it at the least
    assert sorted(lengths) == pytest.approx([beyond, 100 * 94 / 679, 100 * 167 / 679])
    assert "Pages disagree: 24.6% or at least 29.7% of the 679 civilian deaths" in words(ax)
    assert text == "24.6% or at least 29.7%: 94 children + 73 women of 679¹"
    assert not {"Turkey", "Nusra / HTS"} & set(drawn)  # whom no page names, and who has no count of children
    assert "No full count of children or women is gathered here for Nusra / HTS (3)" in words(ax)


def test_shares_stand_on_one_scale_in_all_months(tolls: Tolls) -> None:
    lengths = set()
    for month in ("2013-11", "2016-01", "2018-06", "2025-10"):
        ax = draw_shares(tolls, month)
        ax.figure.canvas.draw()
        (left, _), (right, _) = ax.transData.transform([(0, 0), (100, 0)])
        lengths.add((round(left), round(right)))
        assert [tick.get_text() for tick in ax.get_xticklabels()] == ["0%", "25%", "50%", "75%", "100%"]
    assert len(lengths) == 1


def test_below_ten_counts_without_a_bar(tolls: Tolls) -> None:
    lengths, text = rows(draw_shares(tolls, "2018-02"))["Opposition"]
    assert set(lengths) <= {0}
    assert text == "2 children + 1 woman of 6"


def test_a_share_of_0_is_a_share(data: Data) -> None:
    rows_of = (data.tolls["party"] == "isis") & data.tolls["report_id"].str.startswith("snhr-2016-01-de")
    none = data.tolls.assign(**{group: data.tolls[group].mask(rows_of, 0) for group in ("children", "women")})
    ax = draw_shares(monthly_tolls(replace(data, tolls=none)), "2016-01")
    assert rows(ax)["ISIS"][1].startswith("0.0% or at least 14.3%: 0 children + 0 women of 98")
    assert "too few" not in words(ax)


def test_intervals_only_on_request_and_with_their_label(tolls: Tolls) -> None:
    plain, asked = draw_shares(tolls, "2018-02"), draw_shares(tolls, "2018-02", intervals=True)
    assert not plain.lines
    assert asked.lines
    assert "says nothing about undocumented deaths" in words(asked)
    assert "says nothing about undocumented deaths" not in words(plain)


def draw_total(tolls: Tolls, month: str) -> Axes:
    return total_picture(compare(tolls, month))


def bars(ax: Axes, row: float) -> list[tuple[float, float]]:
    return [(p.get_x(), p.get_width()) for p in ax.patches if p.get_y() < row < p.get_y() + p.get_height()]


def test_parties_are_stacked_and_the_gap_is_visible(tolls: Tolls) -> None:
    ax = draw_total(tolls, "2016-02")
    first, second = ax.get_yticks()
    assert [width for _, width in bars(ax, first)] == [651, 382, 207, 84, 9, 1, 44]
    assert [x for x, _ in bars(ax, first)] == [0, 651, 1033, 1240, 1324, 1333, 1334]
    assert bars(ax, second) == [(0, 1378)]
    assert "1,334 + 44 in no party's number" in words(ax)
    assert "Added up: Government 651; Russia 382; ISIS 207; Opposition 84; Kurdish-led 9; Nusra / HTS 1¹." in words(ax)


def test_parties_above_the_total_are_marked_beyond_it(tolls: Tolls) -> None:
    ax = draw_total(tolls, "2024-02")
    assert [line.get_xdata()[0] for line in ax.lines] == [78]
    assert "79; 1 more than the total" in words(ax)


@pytest.mark.parametrize("drawing", [draw, draw_shares, draw_total])
@pytest.mark.parametrize("month", ["2016-02", "2018-06", "2024-12"])
def test_title_source_licence_and_alt_text(drawing: object, month: str, tolls: Tolls) -> None:
    ax = drawing(tolls, month)  # type: ignore[operator]
    texts, alt = words(ax), ax.figure.get_label()
    for said in ("documented by SNHR", "Source: Syrian Network for Human Rights", "a minimum", "CC BY 4.0"):
        assert said in texts
    assert alt.startswith(("Bar chart.", "Stacked bar chart."))
    assert ax.figure.texts[0].get_text().replace("\n", " ").replace("\N{NO-BREAK SPACE}", " ") in alt
    assert "nan" not in alt.replace("finan", "")


def test_a_picture_names_the_address_of_the_data_where_they_have_one(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    (folder / "datapackage.json").write_text(json.dumps({**package, "homepage": "https://example.org/tolls"}), "utf-8")
    ax = draw(monthly_tolls(read_data(folder)), "2016-01")
    assert "Compiled tables: CC BY 4.0; data and method: https://example.org/tolls." in words(ax)


def test_a_doubt_is_footnoted_at_its_number(tolls: Tolls) -> None:
    ax = draw(tolls, "2024-12")
    assert rows(ax)["Other or unidentified"][1] == "151¹ (30.0%)"
    assert "¹ The page does not name the party" in words(ax)


def test_one_colour_a_party_everywhere(data: Data, tolls: Tolls) -> None:
    expected = plt.matplotlib.colors.to_rgba(data.parties.set_index("party").at["kurdish_forces", "color"])
    for month in ("2016-01", "2024-12"):
        ax = draw(tolls, month)
        place = ax.get_yticks()[[label.get_text() for label in ax.get_yticklabels()].index("Kurdish-led")]
        (bar,) = (p for p in ax.patches if p.get_y() < place < p.get_y() + p.get_height())
        assert bar.get_facecolor() == expected


@pytest.mark.parametrize("width", [10, 3.5])
@pytest.mark.parametrize("month", ["2014-05", "2016-01", "2018-06", "2022-12", "2024-02", "2025-10"])
def test_no_text_overlaps_another_or_leaves_the_picture(month: str, width: float, data: Data, tolls: Tolls) -> None:
    compared = compare(tolls, month)
    for result in (compared, shares(tolls, month), agreement(data, month), tipping_points(compared)):
        no_overlap(result.plot(width=width), month)
    no_overlap(total_picture(compared, width=width), month)


@pytest.mark.parametrize("period", [("2015-07", "2016-08"), ("2013-10", "2025-12"), ("2024-06", "2025-12")])
def test_no_text_of_several_months_overlaps_another(period: tuple[str, str], tolls: Tolls) -> None:
    series = trend(tolls, *period)
    for drawing in (trend_picture, shares_over_time_picture, leaders_picture):
        no_overlap(drawing(series), drawing.__name__)


def written(text: Text) -> list[Text]:
    """The texts that its axes, or its figure, were given; ticks beyond an axis are drawn nowhere."""
    return list(text.figure.texts if text.axes is None else text.axes.texts)


def no_overlap(ax: Axes, what: str) -> None:
    figure = ax.figure
    figure.canvas.draw()
    whole, boxes = figure.bbox, []
    for one in figure.findobj(Text):
        box = one.get_window_extent()
        if one.get_text().strip() and one.get_visible() and (one in written(one) or box.overlaps(whole)):
            boxes.append((one.get_text(), box))
    for place, (text, box) in enumerate(boxes):
        assert whole.x0 <= box.x0, (what, text)
        assert box.x1 <= whole.x1, (what, text)
        for other, another in boxes[place + 1 :]:
            assert not box.shrunk(0.98, 0.9).overlaps(another.shrunk(0.98, 0.9)), (what, text, other)


def test_a_picture_is_drawn_within_the_place_of_given_axes(tolls: Tolls) -> None:
    figure, (left, right) = plt.subplots(1, 2, figsize=(14, 6))
    place = right.get_position().frozen()
    mine = comparison_picture(compare(tolls, "2016-01"), right)
    assert mine is right
    figure.canvas.draw()
    wide, high = figure.get_size_inches() * figure.dpi
    for text in [*figure.texts, *right.texts, *right.get_yticklabels()]:
        box = text.get_window_extent()
        assert place.x0 * wide - 1 <= box.x0, text.get_text()
        assert box.x1 <= place.x1 * wide + 1, text.get_text()
        assert place.y0 * high - 1 <= box.y0 <= box.y1 <= place.y1 * high + 1
    assert not left.texts


def test_the_same_picture_is_the_same_bytes_in_every_form(tolls: Tolls) -> None:
    for form, begins in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")):
        first, again = (image(draw(tolls, "2016-01"), form) for _ in range(2))
        assert first.startswith(begins)
        assert first == again


@pytest.mark.mpl_image_compare(tolerance=12, savefig_kwargs={"bbox_inches": "tight", "dpi": 60})
@pytest.mark.parametrize("month", ["2016-01", "2018-06"])
def test_picture_of_the_comparison(month: str, tolls: Tolls) -> Figure:
    return draw(tolls, month).figure


@pytest.mark.mpl_image_compare(tolerance=12, savefig_kwargs={"bbox_inches": "tight", "dpi": 60})
@pytest.mark.parametrize("month", ["2016-01", "2018-02"])
def test_picture_of_the_shares(month: str, tolls: Tolls) -> Figure:
    return draw_shares(tolls, month, intervals=month == "2018-02").figure


@pytest.mark.mpl_image_compare(tolerance=12, savefig_kwargs={"bbox_inches": "tight", "dpi": 60})
@pytest.mark.parametrize("month", ["2016-02", "2024-02"])
def test_picture_of_the_total(month: str, tolls: Tolls) -> Figure:
    return draw_total(tolls, month).figure


def test_parties_are_told_apart_also_by_who_sees_no_red_green_or_blue(data: Data) -> None:
    """Distances in CIELAB of what each kind of eye sees (matrices of Machado and others, 2009): a step is about 2."""
    seen = {
        "all": np.eye(3),
        "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
        "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
    }
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])

    def lab(color: str, eye: object) -> np.ndarray:
        rgb = np.array(plt.matplotlib.colors.to_rgb(color))
        linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        xyz = to_xyz @ np.clip(np.asarray(eye) @ linear, 0, 1) / [0.9505, 1, 1.089]
        f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
        return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])

    colors = data.parties.set_index("party")["color"]
    assert colors.is_unique
    for name, eye in seen.items():
        for one, other in combinations(colors.index, 2):
            away = np.linalg.norm(lab(colors[one], eye) - lab(colors[other], eye))
            assert away > 9, (name, one, other, away)


def test_a_bound_within_the_number_of_another_row_says_whose(tolls: Tolls) -> None:
    assert rows(draw(tolls, "2017-05"))["Turkey"][1] == (
        "at most 72, among the 72 of Other or unidentified (no full count gathered here)"
    )
    assert "at most 77, among the 77 in no party's number" in words(draw(tolls, "2022-06"))
    assert "among" not in rows(draw(tolls, "2025-03"))["Coast operation forces"][1]  # no total that is reached


def test_where_a_leftover_class_alone_has_a_share_the_headline_says_so(tolls: Tolls) -> None:
    assert "No share can be given for a party named; 35.2% of the 54 civilian deaths attributed to other" in words(
        draw_shares(tolls, "2020-04")
    )
