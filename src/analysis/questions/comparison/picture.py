"""Pictures of the tolls of a month. They compute nothing."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes

from analysis.model.adding import NOT_SEPARATED, TOTAL, UNACCOUNTED, is_combined, members
from analysis.model.parties import Parties
from analysis.model.tolls import Toll
from analysis.questions.comparison.numbers import Comparison, Line
from analysis.questions.comparison.words import comparison_subtitle, comparison_title, total_title, unnamed_words
from analysis.show import labels, numbers, remarks
from analysis.show.frame import GREY, LINE_COLOR, Rows, axes_for, draw_range, finish, line_name, whole_ticks
from analysis.show.sources import source_line
from analysis.tolls.completeness import standing


def comparison_picture(comparison: Comparison, ax: Axes | None = None) -> Axes:
    """Draw a comparison: one bar a party with its n; what has no value is said in words, never an empty bar.

    Parameters
    ----------
    comparison
        What `compare` returns for one month.
    ax
        Where to draw; None makes a figure.

    Returns
    -------
    Axes
        Deaths documented on x, parties on y. Its figure's label is the alt text.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls, compare
    >>> axes = comparison_picture(compare(monthly_tolls(read_data()), "2016-01"))
    >>> axes.get_xlabel()
    'civilian deaths documented'
    """
    parties, cells = comparison.tolls.parties, comparison.cells.killed
    lines = _lines_to_draw(comparison)
    names = [line_name(row.party, parties) for row in lines]
    together = {party for row in lines if is_combined(row.party) for party in members(row.party)}
    rows, said = Rows(ax or axes_for(names)), []
    places, colors = range(len(names)), [_color(row, parties) for row in lines]
    bars = rows.ax.barh(places, [row.killed or 0 for row in lines], color=colors)
    rows.ax.set_yticks(places, names)
    rows.ax.set_ylim(len(names) - 0.5, -0.5, auto=None)  # wider where ranges are drawn
    for place, (row, bar) in enumerate(zip(lines, bars, strict=True)):
        text = numbers.limited(row)
        if row.state == "range":
            end = draw_range(rows.ax, place, row.killed_min, row.killed_max, bar.get_facecolor())
            bar.remove()
            apart = " " * (row.killed_min is None or row.killed_max is None)  # of the arrow
            rows.write(place, end, f"{apart}{text}{rows.mark(row.remarks)}{_of_total(row, comparison)}")
        elif row.killed is None:
            text = _reason(cells[row.party], row.party in together, parties)
            bar.remove()
            rows.write(place, 0, text, muted=True)
        else:
            rows.write(place, max(row.killed, 0), f"{text}{rows.mark(row.remarks)}{_of_total(row, comparison)}")
        if row.party == UNACCOUNTED:
            bar.set(hatch="//", facecolor="white", edgecolor=GREY, linestyle="--", linewidth=1)
        elif row.party == NOT_SEPARATED or is_combined(row.party) or row.of_causes:
            bar.set(hatch="//", edgecolor="white", linewidth=1)
        said.append(f"{row.label}: {text}")
    printed = [row.killed for row in lines if row.killed is not None]
    rows.ax.set_xlim(min([0, *printed]) * 1.3, rows.room())
    if not any(printed) and not any(row.state == "range" for row in lines):
        rows.ax.set_xticks([])
    return _framed(rows, comparison, "Bar chart", comparison_title(comparison), said, unnamed_words(comparison, True))


def total_picture(comparison: Comparison, ax: Axes | None = None) -> Axes:
    """Draw the parties stacked against the printed total, the gap between them visible.

    Of ranges the lower ends are stacked, and what their upper ends add stands pale behind.

    Parameters
    ----------
    comparison, ax
        As for `comparison_picture`.

    Returns
    -------
    Axes
        Deaths documented on x; the parties' bar above, the printed total below. Its figure's label is the alt text.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls, compare
    >>> axes = total_picture(compare(monthly_tolls(read_data()), "2016-02"))
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['Parties', 'Published total']
    """
    parties = comparison.tolls.parties
    lines = [row for row in _lines_to_draw(comparison) if row.party != TOTAL]
    gap = next((row.killed or 0 for row in lines if row.party == UNACCOUNTED), 0)
    parts = [row for row in lines if row.party != UNACCOUNTED and (row.least or row.state == "range")]
    whole, summed = comparison.total, standing(comparison.tolls, comparison.month)
    rows = Rows(ax or axes_for(["", "", "", ""]))
    end, said = 0, []
    for row in parts:
        plain = row.party in parties and not row.of_causes
        text = numbers.limited(row)
        name = f"{line_name(row.party, parties)} {text}{rows.mark(row.remarks, items=True)}"
        style: dict[str, Any] = {"color": _color(row, parties), "edgecolor": "white", "linewidth": 1}
        style |= {"hatch": "" if plain else "//", "label": name.replace("\n", " ")}
        rows.ax.barh(["Parties"], [row.least], left=end, **style)
        end += row.least
        said.append(f"{row.label}: {text}")
    if not parts:
        rows.ax.barh(["Parties"], [0])
        rows.write(0, 0, "no party has a figure", muted=True)
    reach = end if summed.sum_max is None else summed.sum_max
    upper = whole.least if whole.killed_max is None else whole.killed_max
    most = max([1, reach, upper])
    rows.ax.barh(["Published total"], [whole.least], color="#7f868d")
    if whole.state == "range":
        draw_range(rows.ax, 1, whole.killed_min, whole.killed_max, "#7f868d")
    rows.write(1, upper, numbers.limited(whole), muted=not whole.is_printed)
    if reach > end:
        pale: dict[str, Any] = {"color": GREY, "alpha": 0.3, "label": "Up to the upper ends of ranges"}
        rows.ax.barh(["Parties"], [reach - end], left=end, **pale)
    if gap:
        style = {"facecolor": "none", "edgecolor": "#b3001b", "hatch": "xx", "linestyle": "--", "linewidth": 1.2}
        name, count = "In no party's number" if gap > 0 else "More than the published total", numbers.number(abs(gap))
        rows.ax.barh(["Parties"], [abs(gap)], left=end + min(gap, 0), label=f"{name} {count}", **style)
        said.append(f"{name}: {count}")
    if summed.sum_of_parties is None or any(row.state == "range" for row in parts):
        rows.write(0, reach, numbers.range_words(summed.sum_of_parties, summed.sum_min, summed.sum_max))
    elif parts:
        left = f", and {numbers.number(gap)} left" if gap > 0 else ""
        rows.write(0, end + max(gap, 0), f"{numbers.number(end)}{left}")
    rows.ax.set_xlim(0, rows.room(least=most * 1.02))
    if most == 1:
        rows.ax.set_xticks([])
    rows.ax.invert_yaxis()
    rows.legend(*rows.ax.get_legend_handles_labels(), columns=3)
    return _framed(rows, comparison, "Stacked bar chart", total_title(comparison), said or ["No party has a figure"])


def _framed(rows: Rows, comparison: Comparison, kind: str, title: str, said: list[str], folded: str = "") -> Axes:
    """Write around a picture what it is, and its alt text; `folded` says of whom it shows nothing."""
    tolls, month = comparison.tolls, comparison.month
    whole_ticks(rows.ax.xaxis)
    rows.ax.set(xlabel=labels.axis_words(tolls), ylabel="")
    subtitle = comparison_subtitle(comparison, rows.mark(comparison.total.remarks))
    finish(rows, month, title, subtitle, ". ".join(filter(None, [folded, source_line(tolls, month)])))
    rows.ax.figure.set_label(f"{kind}. {title} ({subtitle}). {'; '.join([*said, *filter(None, [folded])])}.")
    return rows.ax


def _lines_to_draw(comparison: Comparison) -> list[Line]:
    """The lines but groups of parties, whose parts are drawn, and parties nobody names; the total where it is alone."""
    folded = comparison.tolls.parties.groups.union(comparison.unnamed)
    *lines, total = comparison.lines
    lines = [line for line in lines if line.party not in folded]
    return lines if any(line.is_printed for line in lines) else [*lines, total]


def _color(line: Line, parties: Parties) -> str:
    first = members(line.party)[0]
    return parties[first].color if first in parties else LINE_COLOR


def _of_total(line: Line, comparison: Comparison) -> str:
    if line.of_causes:
        return f"  ({remarks.items_words(line.causes)})"
    if line.party == TOTAL or line.share_of_total is None:
        return ""
    return f"  ({numbers.percent(line.killed, comparison.total.killed)})"


def _reason(toll: Toll, together: bool, parties: Parties) -> str:
    """Why a party has no bar."""
    for one in toll.disputed:
        whose = labels.join_or(labels.party_label(code, parties, short=True) for code in one.parties)
        return f"undecided: some pages attribute {numbers.number(one.deaths)} here, others to {whose}"
    if toll.state == "undecided":
        ends = [numbers.number(end) for end in (toll.printed_low, toll.printed_high) if end is not None]
        return f"undecided: published are {labels.join(dict.fromkeys(ends))}"
    reason = "no full count of its own gathered here" if together else labels.state_words(toll.state, toll.basis)
    bounded = toll.state != "none_left" and (toll.at_least, toll.at_most) != (None, None)
    return f"{reason} ({numbers.bounded(None, toll.at_least, toll.at_most)})" if bounded else reason
