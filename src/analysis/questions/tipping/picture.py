"""The picture of what would reverse an order. It computes nothing."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes

from analysis.questions.comparison.words import comparison_title
from analysis.questions.tipping import words
from analysis.questions.tipping.numbers import Tipping
from analysis.show import labels, numbers
from analysis.show.bars import draw_bounds, line_color, whole_ticks
from analysis.show.frame import WIDTH, Caption, Row, Rows, card
from analysis.show.sources import credit


def tipping_picture(tipping: Tipping, ax: Axes | None = None, width: float = WIDTH) -> Axes:
    """Draw how many deaths of a month's leading party, were they the runner-up's, would put the other first.

    The table has the other parties. Where no order is certain, or both have as many, what is drawn is the sentence.

    Parameters
    ----------
    tipping
        What `tipping_points` returns.
    ax
        Where to draw; None makes a figure.
    width
        Of that figure, in inches.

    Returns
    -------
    Axes
        Deaths documented on x, the two parties on y. Its figure's label is the alt text.

    Examples
    --------
    >>> from analysis.questions.tipping.numbers import tipping_points
    >>> from analysis import read_data, monthly_tolls, compare
    >>> axes = tipping_picture(tipping_points(compare(monthly_tolls(read_data()), "2016-01")))
    >>> axes.texts[0].get_text()
    '679; 597 without these 82'
    """
    tolls, note = tipping.comparison.tolls, words.tipping_note(tipping)
    source = f"{words.tipping_source(tipping)} {credit(tolls.data)}".strip()
    subtitle = f"{comparison_title(tipping.comparison)}: the two highest of the parties named."
    caption = Caption(words.tipping_headline(tipping), subtitle if note else "", source, [note] if note else [])
    if tipping.leader is None or not note:
        return card(caption, ax, width)
    second, parties = tipping.lines[0], tolls.parties
    moved, most = second.attribution, tipping.most
    these = f"{'this' if moved == 1 else 'these'} {numbers.number(moved)}"
    pairs = [
        (tipping.leader.party, most - moved, f"{numbers.number(most)}; {numbers.number(most - moved)} without {these}"),
        (
            second.party,
            second.killed,
            f"{numbers.number(second.killed)}; {numbers.number(second.killed + moved)} with {these}",
        ),
    ]
    lines = [Row(labels.line_label(party, parties), text, end + moved) for party, end, text in pairs]
    rows = Rows(lines, caption, ax, width)
    for place, (party, end, _) in zip(rows.places, pairs, strict=True):
        color = line_color(party, parties)
        draw_bounds(rows.ax, place, 0, end + moved, color, height=0.72)
        style: dict[str, Any] = {"height": 0.72, "color": color, "linewidth": 0}
        rows.ax.barh([place], [end], **style)
    whole_ticks(rows.ax.xaxis)
    alt = f"Bar chart. {caption.headline}. {'; '.join(f'{row.name}: {row.text}' for row in lines)}. {note}"
    return rows.finish(labels.axis_words(tolls), alt)
