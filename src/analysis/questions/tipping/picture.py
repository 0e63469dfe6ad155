"""The picture of what would reverse an order. It computes nothing."""

from __future__ import annotations

import matplotlib.pyplot as plt
import seaborn as sns
from matplotlib.axes import Axes

from analysis.questions.tipping import words
from analysis.questions.tipping.numbers import Tipping
from analysis.show import labels, numbers
from analysis.show.frame import FONT, GREY, WIDTH, frame


def tipping_picture(tipping: Tipping, ax: Axes | None = None) -> Axes:
    """Draw both tipping points of a month's leading party against every other.

    Parameters
    ----------
    tipping
        What `tipping_points` returns.
    ax
        Within which to draw both; None makes a figure.

    Returns
    -------
    Axes
        The left of two axes: relative documentation in percent, and deaths wrongly attributed; parties on y.

    Examples
    --------
    >>> from analysis.questions.tipping.numbers import tipping_points
    >>> from analysis import read_data, monthly_tolls, compare
    >>> axes = tipping_picture(tipping_points(compare(monthly_tolls(read_data()), "2016-01")))
    >>> axes.texts[0].get_text().strip()
    '76.0 %'
    """
    parties, most = tipping.comparison.tolls.parties, tipping.most
    names = [
        f"{labels.party_label(line.party, parties, short=True)} ({numbers.number(line.killed)})"
        for line in tipping.lines
    ]
    left, right = _both(ax, 1.2 + 0.42 * max(len(names), 1))
    said = []
    for place, (line, name) in enumerate(zip(tipping.lines, names, strict=True)):
        color, rate = parties[line.party].color, numbers.percent(line.killed, most)
        moved = f"{numbers.number(line.attribution)} ({numbers.percent(line.attribution, most)})"
        left.barh([place], [100 * line.documentation], color=color)
        right.barh([place], [line.attribution], color=color)
        left.text(100 * line.documentation, place, f" {rate}", va="center", fontsize=FONT)
        right.text(line.attribution, place, f" {moved}", va="center", fontsize=FONT)
        said.append(f"{name}: documented at less than about {rate} of the rate, or {moved} deaths wrongly attributed")
    title, note = words.tipping_title(tipping), words.tipping_note(tipping)
    if not names:
        left.text(0, 0, note, fontsize=FONT, style="italic", color=GREY)
    left.set_yticks(range(max(len(names), 1)), names or [""])
    left.set(xlim=(0, 125), ylim=(max(len(names), 1) - 0.5, -0.5), xticks=[0, 25, 50, 75, 100])
    right.set_xlim(0, 1.55 * max([1, *(line.attribution for line in tipping.lines)]))
    frame(left, [], title, note, words.tipping_source(tipping), below=70 if names else 10)
    rate = "its deaths documented at less than\nso many percent of the leader's rate"
    left.set_xlabel(rate if names else "", fontsize=FONT - 1)
    right.set_xlabel("so many of the leader's deaths\nwere in truth its (share of the toll)", fontsize=FONT - 1)
    if not names:  # an empty scale would look like zeros
        left.set(xticks=[], yticks=[])
        left.spines[:].set_visible(False)
        right.set_visible(False)
    for one in (left, right):
        one.grid(axis="y", visible=False)
        one.grid(axis="x", color="#e3e5e8", linewidth=0.8)
        one.tick_params(left=False)
    text = "; ".join(said) or words.tipping_sentences(tipping).rstrip(".")
    left.figure.set_label(f"Two bar charts. {title} ({note}). {text}.")
    return left


def _both(ax: Axes | None, height: float) -> tuple[Axes, Axes]:
    """Two axes side by side with the same rows: in a figure of their own, or in the place of others."""
    if ax is None:
        left, right = plt.subplots(1, 2, figsize=(WIDTH, height), sharey=True)[1]
        return left, right
    ax.set_axis_off()
    left, right = (ax.inset_axes((start, 0, 0.45, 1)) for start in (0, 0.55))
    right.sharey(left)
    for one in (left, right):  # `frame` knows only the axes of a figure, not what is within them
        sns.despine(ax=one, left=one is right)
        one.tick_params(labelsize=FONT - 1, labelleft=one is left)
        one.set_axisbelow(True)
    return left, right
