"""What the pictures draw: bars, labels, the states in words; and baselines that survive another machine."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from folders import add
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import Data, compare, monthly_tolls, shares
from analysis.questions.comparison.picture import comparison_picture, total_picture
from analysis.questions.comparison.table import comparison_table
from analysis.questions.shares.picture import shares_picture
from analysis.tolls.series import Tolls


@pytest.fixture(autouse=True)
def _closed() -> object:
    yield
    plt.close("all")


def draw(tolls: Tolls, month: str) -> Axes:
    return comparison_picture(compare(tolls, month))


def draw_shares(tolls: Tolls, month: str, intervals: bool = False) -> Axes:
    return shares_picture(shares(tolls, month), intervals=intervals)


def rows(ax: Axes) -> dict[str, tuple[list[float], str]]:
    """Label on the axis -> lengths of its bars, and the text beside them."""
    names = {round(tick): label.get_text() for tick, label in zip(ax.get_yticks(), ax.get_yticklabels(), strict=True)}
    texts = {
        round(text.get_position()[1]): text.get_text().strip()
        for text in ax.texts
        if text.get_ha() == "left" and text.get_va() == "center"
    }
    bars: dict[int, list[float]] = {place: [] for place in names}
    for patch in ax.patches:
        bars[round(patch.get_y() + patch.get_height() / 2)].append(round(patch.get_width(), 6))
    return {name: (bars[place], texts.get(place, "")) for place, name in names.items()}


def test_bars_are_as_long_as_the_tolls_and_carry_their_n(tolls: Tolls) -> None:
    drawn = rows(draw(tolls, "2016-01"))
    assert drawn["Russia"] == ([679], "679  (49.1%)")
    assert drawn["Government"] == ([516], "516  (37.3%)")
    assert drawn["Nusra / HTS"] == ([3], "3  (0.2%)")
    assert "Islamist, all" not in drawn  # its parts are drawn; drawing it too would count twice


def test_the_four_states_are_told_apart_and_none_is_an_empty_bar(folder: Path) -> None:
    data = add(
        folder,
        "tolls",
        "snhr-2016-01-en-cns,turkish_forces,civilians,7,,,,,,,",
        "snhr-2016-01-en-vice,turkish_forces,civilians,8,,,,,,,",
        "snhr-2016-01-en-cns,international_coalition,civilians,0,,,,,,,",
    )
    drawn = rows(draw(monthly_tolls(data), "2016-01"))
    assert drawn["Turkey"] == ([], "undecided: published are 7 and 8")
    assert drawn["Coalition"] == ([0], "0  (0.0%)")  # printed as none
    assert drawn["Other Islamist"] == ([], "none remain once the others are subtracted")  # 101 = 98 + 3


def test_not_reported_says_at_most(tolls: Tolls) -> None:
    drawn = rows(draw(tolls, "2017-02"))
    assert drawn["Turkey"] == ([], "no full count gathered here (at most 66)")


@pytest.mark.parametrize("month", ["2016-01", "2021-03", "2025-01", "2025-09"])
def test_parties_that_nobody_names_are_folded_into_one_note(month: str, data: Data, tolls: Tolls) -> None:
    comparison = compare(tolls, month)
    ax = draw(tolls, month)
    short = {row["party"]: row["short_label"] for row in data.parties.to_dict("records")}
    folded = [short[code] for code in comparison.unnamed]
    note = " ".join(text.get_text().replace("\n", " ") for text in ax.texts)
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
    assert drawn["Other"] == ([73], "at least 73¹")
    texts = "\n".join(text.get_text().replace("\N{NO-BREAK SPACE}", " ").replace("\n", " ") for text in ax.texts)
    assert "July 2025 (without the deaths in Suwayda)" in texts
    assert "¹ leaves out the deaths in Suwayda" in texts
    assert "published total at least 89" in texts


def test_deaths_are_marked_at_whole_numbers_alone(tolls: Tolls) -> None:
    ax = draw(tolls, "2025-03")
    ax.figure.canvas.draw()
    assert all(float(tick).is_integer() for tick in ax.get_xticks())


def test_a_disputed_toll_says_so_in_each_picture(tolls: Tolls) -> None:
    assert rows(draw(tolls, "2025-10"))["Former regime"] == (
        *([], "undecided: some pages attribute 4 here, others to Transitional government"),
    )
    assert rows(draw_shares(tolls, "2025-10"))["Former regime"][1] == "toll: undecided¹"


def test_the_parties_bar_of_minimums_is_at_least(tolls: Tolls) -> None:
    texts = [text.get_text() for text in draw_total(tolls, "2025-07").texts[:2]]
    assert texts == [" at least 89", " at least 89"]


def test_combined_and_signed_rest_are_drawn_as_such(tolls: Tolls) -> None:
    ax = draw(tolls, "2018-06")
    drawn = rows(ax)
    assert drawn["Government + Russia"] == ([393], "393  (66.3%)")
    assert drawn["Russia"] == ([], "no full count of its own gathered here (at most 393)")
    assert {patch.get_hatch() for patch in ax.patches} == {"//"}
    assert rows(draw(tolls, "2024-02"))["Unaccounted"] == ([-1], "−1")


def test_a_sum_of_items_names_its_causes(data: Data) -> None:
    drawn = rows(draw(monthly_tolls(data, "sohr"), "2016-02"))
    assert drawn["Government"] == ([20], "20  (only deaths by torture)")


def test_a_range_is_drawn_from_end_to_end(data: Data) -> None:
    bars, text = rows(draw(monthly_tolls(data, "airwars"), "2016-01"))["Russia"]
    assert bars == [1410 - 1006]
    assert "only deaths by air strikes" in text
    assert "1,006 to 1,410" in text


def test_a_month_with_only_a_total_draws_the_total(tolls: Tolls) -> None:
    drawn = rows(draw(tolls, "2019-12"))
    assert drawn["All"] == ([234], "234")


def test_shares_are_stacked_and_labelled_with_k_of_n(tolls: Tolls) -> None:
    drawn = rows(draw_shares(tolls, "2016-01"))
    lengths, text = drawn["Russia"]
    assert sorted(lengths) == pytest.approx([100 * 94 / 679, 100 * 167 / 679])
    assert text == "24.6%: 94 children + 73 women of 679¹"
    assert "Turkey" not in drawn  # whom no page names
    assert drawn["Nusra / HTS"][1] == "children and women: no full count gathered here; deaths: 3"


def test_below_ten_counts_without_a_bar(tolls: Tolls) -> None:
    lengths, text = rows(draw_shares(tolls, "2018-02"))["Opposition"]
    assert set(lengths) <= {0}
    assert text == "2 children + 1 woman of 6"


def test_intervals_only_on_request_and_with_their_label(tolls: Tolls) -> None:
    plain, asked = draw_shares(tolls, "2018-02"), draw_shares(tolls, "2018-02", intervals=True)
    assert not plain.lines
    assert asked.lines
    assert any("says nothing about undocumented deaths" in text.get_text() for text in asked.texts)


def draw_total(tolls: Tolls, month: str) -> Axes:
    return total_picture(compare(tolls, month))


def legend(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.get_legend().get_texts()]


def bars(ax: Axes, row: int) -> list[tuple[float, float]]:
    return [(p.get_x(), p.get_width()) for p in ax.patches if round(p.get_y() + p.get_height() / 2) == row]


def test_parties_are_stacked_and_the_gap_is_visible(tolls: Tolls) -> None:
    ax = draw_total(tolls, "2016-02")
    stacked = bars(ax, 0)
    assert [width for _, width in stacked] == [651, 382, 207, 1, 84, 9, 44]
    assert [x for x, _ in stacked] == [0, 651, 1033, 1240, 1241, 1325, 1334]
    assert bars(ax, 1) == [(0, 1378)]
    assert legend(ax)[-1] == "In no party's number 44"


def test_parties_above_the_total_are_marked_beyond_it(tolls: Tolls) -> None:
    ax = draw_total(tolls, "2024-02")
    assert bars(ax, 0)[-1] == (78, 1)
    assert legend(ax)[-1] == "More than the published total 1"


def test_without_total_or_parties_words_stand_for_bars(data: Data, tolls: Tolls) -> None:
    ax = draw_total(monthly_tolls(data, "airwars"), "2016-01")
    assert [text.get_text() for text in ax.texts[:2]] == [" not published", " 1,006 to 1,410"]
    ax = draw_total(tolls, "2019-12")
    assert [text.get_text() for text in ax.texts[:2]] == [" no party has a figure", " 234"]
    assert ax.get_legend() is None


@pytest.mark.parametrize("drawing", [draw, draw_shares, draw_total])
@pytest.mark.parametrize("month", ["2016-01", "2018-06", "2024-12"])
def test_title_source_doubts_and_alt_text(drawing: object, month: str, tolls: Tolls) -> None:
    ax = drawing(tolls, month)  # type: ignore[operator]
    texts = "\n".join(text.get_text().replace("\N{NO-BREAK SPACE}", " ").replace("\n", " ") for text in ax.texts)
    alt = ax.figure.get_label()
    for words in ("documented by SNHR", "Source: Syrian Network for Human Rights", "a minimum"):
        assert words in texts
    assert alt.startswith(("Bar chart.", "Stacked bar chart."))
    assert alt.count(";") >= 3
    assert "nan" not in alt.replace("finan", "")


def test_a_doubt_is_footnoted_at_its_number(tolls: Tolls) -> None:
    ax = draw(tolls, "2024-12")
    assert rows(ax)["Other"][1] == "151¹  (30.0%)"
    assert any(text.get_text().startswith("¹ the party's name is not published") for text in ax.texts)


def test_one_colour_a_party_everywhere(data: Data, tolls: Tolls) -> None:
    for month in ("2016-01", "2024-12"):
        ax = draw(tolls, month)
        names = [label.get_text() for label in ax.get_yticklabels()]
        color = next(
            p.get_facecolor() for p in ax.patches if round(p.get_y() + p.get_height() / 2) == names.index("Kurdish-led")
        )
        assert color == plt.matplotlib.colors.to_rgba(data.parties.set_index("party").at["kurdish_forces", "color"])


def test_no_text_overlaps_another_or_leaves_the_picture(tolls: Tolls) -> None:
    for month in ("2014-05", "2016-01", "2018-06", "2021-03", "2022-12", "2024-02"):
        for ax in (draw(tolls, month), draw_shares(tolls, month), draw_total(tolls, month)):
            ax.figure.canvas.draw()
            boxes = [(text.get_text(), text.get_window_extent()) for text in ax.texts if text.get_text()]
            for place, (one, box) in enumerate(boxes):
                for other, another in boxes[place + 1 :]:
                    assert not box.overlaps(another), (month, one, other)
            inside = ax.get_window_extent()
            assert all(box.x1 <= inside.x1 for text, box in boxes if text.startswith(" ")), month


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
