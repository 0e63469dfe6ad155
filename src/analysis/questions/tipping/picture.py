"""The picture of what would reverse an order. It computes nothing."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.data.tables import Data
from analysis.questions.tipping.words import TIPPING_AXES, tipping_note, tipping_sentence, tipping_source, tipping_title
from analysis.show import labels, numbers
from analysis.show.frame import FONT, GREY, WIDTH, frame
from analysis.tolls.series import party_table


def tipping_picture(data: Data, table: pd.DataFrame) -> Axes:
    """Draw both tipping points of a month's leading party against every other.

    Parameters
    ----------
    data, table
        What `read_data` and `sensitivity.tipping_points` return.

    Returns
    -------
    Axes
        The left of two axes: relative documentation in percent, and deaths wrongly attributed; parties on y.

    Examples
    --------
    >>> from analysis.questions.tipping.numbers import tipping_points
    >>> from analysis import read_data, monthly_tolls, compare
    >>> data = read_data()
    >>> axes = tipping_picture(data, tipping_points(compare(monthly_tolls(data), "2016-01")))
    >>> axes.texts[0].get_text().strip()
    '76.0 %'
    """
    short = [labels.party_label(party, table, short=True) for party in table["party"]]
    names = [f"{name} ({numbers.number(killed)})" for name, killed in zip(short, table["killed"], strict=True)]
    height = 1.2 + 0.42 * max(len(names), 1)
    figure, (left, right) = plt.subplots(1, 2, figsize=(WIDTH, height), sharey=True)
    said = []
    for place, row in enumerate(table.itertuples()):
        color = str(party_table(table)[row.party]["color"])
        rate = numbers.percent(row.killed, table.attrs["leader_killed"])
        moved = f"{numbers.number(row.attribution)} ({numbers.percent(row.attribution, table.attrs['leader_killed'])})"
        left.barh([place], [100 * row.documentation], color=color)
        right.barh([place], [row.attribution], color=color)
        left.text(100 * row.documentation, place, f" {rate}", va="center", fontsize=FONT)
        right.text(row.attribution, place, f" {moved}", va="center", fontsize=FONT)
        said.append(
            f"{names[place]}: documented at less than about {rate} of the rate, or {moved} deaths wrongly attributed"
        )
    if not names:
        left.text(0, 0, tipping_note(table), fontsize=FONT, style="italic", color=GREY)
    left.set_yticks(range(max(len(names), 1)), names or [""])
    left.set(xlim=(0, 125), ylim=(max(len(names), 1) - 0.5, -0.5), xticks=[0, 25, 50, 75, 100])
    right.set_xlim(0, 1.55 * max([1, *table["attribution"]]))
    title, note = tipping_title(data, table), tipping_note(table)
    frame(left, [], title, note, tipping_source(data, table), below=70 if names else 10)
    left.set_xlabel(TIPPING_AXES[0] if names else "", fontsize=FONT - 1)
    right.set_xlabel(TIPPING_AXES[1], fontsize=FONT - 1)
    if not names:  # an empty scale would look like zeros
        left.set(xticks=[], yticks=[])
        left.spines[:].set_visible(False)
        right.set_visible(False)
    for ax in (left, right):
        ax.grid(axis="y", visible=False)
        ax.grid(axis="x", color="#e3e5e8", linewidth=0.8)
        ax.tick_params(left=False)
    text = "; ".join(said) or tipping_sentence(table).rstrip(".")
    figure.set_label(f"Two bar charts. {title} ({note}). {text}.")
    axes: Axes = left
    return axes
