"""The picture of what would reverse an order. It computes nothing."""

from __future__ import annotations

from dataclasses import replace

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from analysis.questions.comparison.words import comparison_title
from analysis.questions.tipping import words
from analysis.questions.tipping.numbers import Tipping
from analysis.show import dates, labels, numbers
from analysis.show.bars import LINE_COLOR, draw_bounds, line_color, whole_ticks
from analysis.show.frame import GREY, WIDTH, Caption, Footnotes, Row, Rows, card
from analysis.show.sources import credit, source_line

_HALO = [withStroke(linewidth=4.5, foreground="white")]  # for what stands on a dark bar
_ARROW = {"arrowstyle": "-|>", "color": "black", "linewidth": 1.5, "shrinkA": 0, "shrinkB": 0, "path_effects": _HALO}


def tipping_picture(tipping: Tipping, ax: Axes | None = None, width: float = WIDTH) -> Axes:
    """Draw how many deaths of a month's leading party, were they the runner-up's, would put the other first.

    An arrow leads from each number to what it would then be. The table has the other parties. Where no order is
    certain, or both have as many, what is drawn is the sentence.

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
    '679; would be 597 without these 82'
    """
    tolls, note = tipping.comparison.tolls, words.tipping_note(tipping)
    source = f"{words.tipping_source(tipping)} {credit(tolls.data)}".strip()
    title = comparison_title(tipping.comparison)
    subtitle = f"{title}: the two highest of the parties named." if note else f"{title}."
    about = labels.about(tolls, dates.month_of(tipping.comparison.month, tipping.comparison.lines))
    caption = Caption(words.tipping_headline(tipping), subtitle, source, [note] if note else [], about)
    if tipping.leader is None or not note:
        return card(
            replace(caption, source=f"{source_line(tolls, tipping.comparison.month)} {credit(tolls.data)}"), ax, width
        )
    second, parties = tipping.lines[0], tolls.parties
    moved, most = second.attribution, tipping.most
    these = f"{'this' if moved == 1 else 'these'} {numbers.number(moved)}"
    compared, footnotes = {line.party: line for line in tipping.comparison.lines}, Footnotes(tolls.data)
    moves = ((tipping.leader.party, most, -moved, "without"), (second.party, second.killed, moved, "with"))
    lines = [
        Row(
            labels.line_label(party, parties),
            f"{numbers.number(count)}{footnotes.mark(compared[party].remarks)}; "
            f"would be {numbers.number(count + change)} {how} {these}",
            max(count, count + change),
        )
        for party, count, change, how in moves
    ]
    if rest := words.rest_words(tipping):
        lines.append(Row("In no named party's number", rest, second.residual or 0, apart=True))
    caption = replace(caption, notes=[note, *footnotes.lines])
    rows = Rows(lines, caption, ax, width)
    if rest:  # which may be anybody's
        if words.rest_is_exact(tipping):
            rows.ax.barh([rows.places[-1]], [second.residual or 0], height=0.72, color=LINE_COLOR, linewidth=0)
        else:
            draw_bounds(rows.ax, rows.places[-1], 0, second.residual, GREY)
    for place, (party, count, change, _) in zip(rows.places, moves, strict=False):
        rows.ax.barh([place], [count], height=0.72, color=line_color(party, parties), linewidth=0)
        rows.ax.annotate("", (count + change, place), (count, place), arrowprops=_ARROW)
        rows.ax.vlines([count + change], place - 0.36, place + 0.36, color="black", linewidth=2, path_effects=_HALO)
    whole_ticks(rows.ax.xaxis)
    alt = f"Bar chart. {caption.head}. {'; '.join(f'{row.name}: {row.text}' for row in lines)}. {note}"
    return rows.finish(labels.axis_words(tolls), alt)
