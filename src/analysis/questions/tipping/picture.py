"""The picture of what would reverse an order. It computes nothing."""

from __future__ import annotations

from dataclasses import replace

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from analysis.language import say, say_count, sayable_count
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
    subtitle = say("{title}: the two highest of the parties named.", title=title) if note else f"{title}."
    about = labels.about(tolls, dates.month_of(tipping.comparison.month, tipping.comparison.lines))
    caption = Caption(words.tipping_headline(tipping), subtitle, source, [note] if note else [], about)
    if tipping.leader is None or not note:
        return card(
            replace(caption, source=f"{source_line(tolls, tipping.comparison.month)} {credit(tolls.data)}"), ax, width
        )
    second, parties = tipping.lines[0], tolls.parties
    moved, most = second.attribution, tipping.most
    compared, footnotes = {line.party: line for line in tipping.comparison.lines}, Footnotes(tolls.data)
    moves = ((tipping.leader.party, most, -moved, _WITHOUT), (second.party, second.killed, moved, _WITH))
    lines = [
        Row(
            labels.line_label(party, parties),
            say_count(
                *would,
                moved,
                count=f"{numbers.number(count)}{footnotes.mark(compared[party].remarks)}",
                then=numbers.number(count + change),
                number=numbers.number(moved),
            ),
            max(count, count + change),
        )
        for party, count, change, would in moves
    ]
    if rest := words.rest_words(tipping):
        lines.append(Row(say("In no named party's number"), rest, second.residual or 0, apart=True))
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
    alt = say(
        "{kind}. {headline}. {said}. {note}",
        kind=say("Bar chart"),
        headline=caption.head,
        said=labels.semicolons(say("{name}: {text}", name=row.name, text=row.text) for row in lines),
        note=note,
    )
    return rows.finish(labels.axis_words(tolls), alt)


_WITHOUT = sayable_count(
    "{count}; would be {then} without this {number}", "{count}; would be {then} without these {number}"
)
_WITH = sayable_count("{count}; would be {then} with this {number}", "{count}; would be {then} with these {number}")
