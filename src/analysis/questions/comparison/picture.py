"""Pictures of the tolls of a month. They compute nothing."""

from __future__ import annotations

from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from analysis.data.tables import Data
from analysis.model.adding import TOTAL, is_combined, members
from analysis.questions.comparison.words import comparison_subtitle, comparison_title, total_title, unnamed_words
from analysis.show import labels, numbers, remarks
from analysis.show.frame import GREY, LINE_COLOR, Rows, axes_for, draw_range, finish, line_name, whole_ticks
from analysis.show.sources import source_line
from analysis.show.standing import standing
from analysis.tolls.doubts import disputed_in
from analysis.tolls.series import least_of, party_table
from analysis.tolls.sums import NOT_SEPARATED, UNACCOUNTED


def comparison_picture(data: Data, tolls: pd.DataFrame, comparison: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw a comparison: one bar a party with its n; what has no value is said in words, never an empty bar.

    Parameters
    ----------
    data, tolls
        What `read_data` and `monthly_tolls` return; they hold sources and completeness.
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
    >>> data = read_data()
    >>> tolls = monthly_tolls(data)
    >>> axes = comparison_picture(data, tolls, compare(tolls, "2016-01"))
    >>> axes.get_xlabel()
    'civilian deaths documented'
    """
    month, parties = comparison.attrs["month"], party_table(comparison)
    cells = tolls[(tolls["month"] == month) & (tolls["measure"] == "killed")].set_index("party")
    lines = _lines_to_draw(comparison)
    names = [line_name(row.party, comparison) for row in lines]
    together = {party for row in lines if is_combined(row.party) for party in members(row.party)}
    palette = [str(parties[p]["color"]) if (p := members(row.party)[0]) in parties else LINE_COLOR for row in lines]
    rows = Rows(ax or axes_for(names))
    sns.barplot(
        x=[0 if pd.isna(row.killed) else int(row.killed) for row in lines],
        y=names,
        hue=names,
        palette=palette,
        saturation=1,
        errorbar=None,
        legend=False,
        ax=rows.ax,
    )
    said = []
    for place, (row, bar) in enumerate(zip(lines, _bars(rows.ax), strict=True)):
        if row.state == "range":
            text = numbers.range_words(None, row.killed_min, row.killed_max)
            end = draw_range(rows.ax, place, row.killed_min, row.killed_max, bar.get_facecolor())
            bar.remove()
            apart = " " * (pd.isna(row.killed_min) or pd.isna(row.killed_max))  # of the arrow
            rows.write(place, end, f"{apart}{text}{rows.mark(row.doubt)}{_of_total(row, comparison)}")
        elif pd.isna(row.killed):
            text = _reason(row, cells.loc[row.party], row.party in together, comparison)
            bar.remove()
            rows.write(place, 0, text, muted=True)
        else:
            text = numbers.limited(row)
            rows.write(place, max(int(row.killed), 0), f"{text}{rows.mark(row.doubt)}{_of_total(row, comparison)}")
        if row.party == UNACCOUNTED:
            bar.set(hatch="//", facecolor="white", edgecolor=GREY, linestyle="--", linewidth=1)
        elif row.party == NOT_SEPARATED or is_combined(row.party) or row.basis == "items":
            bar.set(hatch="//", edgecolor="white", linewidth=1)
        said.append(f"{row.label}: {text}")
    printed = [int(row.killed) for row in lines if not pd.isna(row.killed)]
    rows.ax.set_xlim(min([0, *printed]) * 1.3, rows.room())
    if not any(printed) and not any(row.state == "range" for row in lines):
        rows.ax.set_xticks([])
    whole_ticks(rows.ax.xaxis)
    rows.ax.set(xlabel=labels.axis_words(data, comparison), ylabel="")
    title = comparison_title(data, comparison)
    subtitle = comparison_subtitle(data, tolls, month, rows.mark(comparison.iloc[-1]["doubt"]))
    folded = unnamed_words(comparison, short=True)
    source = ". ".join(filter(None, [folded, source_line(data, tolls, month)]))
    finish(rows, month, title, subtitle, source)
    rows.ax.figure.set_label(f"Bar chart. {title} ({subtitle}). {'; '.join([*said, *filter(None, [folded])])}.")
    return rows.ax


def total_picture(data: Data, tolls: pd.DataFrame, comparison: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw the parties stacked against the printed total, the gap between them visible.

    Of ranges the lower ends are stacked, and what their upper ends add stands pale behind.

    Parameters
    ----------
    data, tolls, comparison
        As for `comparison`.
    ax
        Where to draw; None makes a figure.

    Returns
    -------
    Axes
        Deaths documented on x; the parties' bar above, the printed total below. Its figure's label is the alt text.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls, compare
    >>> data = read_data()
    >>> tolls = monthly_tolls(data)
    >>> axes = total_picture(data, tolls, compare(tolls, "2016-02"))
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['Parties', 'Published total']
    """
    month, parties = comparison.attrs["month"], party_table(comparison)
    lines = [row for row in _lines_to_draw(comparison) if row.party != TOTAL]
    gap = next((int(row.killed) for row in lines if row.party == UNACCOUNTED), 0)
    parts = [row for row in lines if row.party != UNACCOUNTED and (least_of(row) or row.state == "range")]
    ranges = [row for row in parts if row.state == "range"]
    *_, whole = comparison.itertuples()
    rows = Rows(ax or axes_for(["", "", "", ""]))
    end, said = 0, []
    for row in parts:
        first = members(row.party)[0]
        color = str(parties[first]["color"]) if first in parties else LINE_COLOR
        plain = row.party in parties and row.basis != "items"
        text = numbers.limited(row)
        name = f"{line_name(row.party, comparison)} {text}{rows.mark(row.doubt, items=True)}"
        style: dict[str, Any] = {"color": color, "edgecolor": "white", "linewidth": 1, "hatch": "" if plain else "//"}
        rows.ax.barh(["Parties"], [least_of(row)], left=end, label=name.replace("\n", " "), **style)
        end += least_of(row)
        said.append(f"{row.label}: {text}")
    if not parts:
        rows.ax.barh(["Parties"], [0])
        rows.write(0, 0, "no party has a figure", muted=True)
    summed = standing(data, tolls, month)
    reach = end if pd.isna(summed["sum_max"]) else int(summed["sum_max"])
    least, printed = least_of(whole), numbers.limited(whole)
    upper = least if pd.isna(whole.killed_max) else int(whole.killed_max)
    most = max([1, reach, upper])
    rows.ax.barh(["Published total"], [least], color="#7f868d")
    if whole.state == "range":
        draw_range(rows.ax, 1, whole.killed_min, whole.killed_max, "#7f868d")
    rows.write(1, upper, printed, muted=pd.isna(whole.killed) and whole.state != "range")
    if reach > end:
        pale: dict[str, Any] = {"color": GREY, "alpha": 0.3, "label": "Up to the upper ends of ranges"}
        rows.ax.barh(["Parties"], [reach - end], left=end, **pale)
    if gap:
        style = {"facecolor": "none", "edgecolor": "#b3001b", "hatch": "xx", "linestyle": "--", "linewidth": 1.2}
        name = "In no party's number" if gap > 0 else "More than the published total"
        rows.ax.barh(
            ["Parties"],
            [abs(gap)],
            left=end if gap > 0 else end + gap,
            label=f"{name} {numbers.number(abs(gap))}",
            **style,
        )
        said.append(f"{name}: {numbers.number(abs(gap))}")
    if ranges or pd.isna(summed["sum_of_parties"]):
        rows.write(0, reach, numbers.range_words(*summed[["sum_of_parties", "sum_min", "sum_max"]]))
    elif parts:
        rows.write(
            0, max(end, end + gap), numbers.number(end) + (f", and {numbers.number(gap)} left" if gap > 0 else "")
        )
    rows.ax.set_xlim(0, rows.room(least=most * 1.02))
    if most == 1:
        rows.ax.set_xticks([])
    rows.ax.invert_yaxis()
    whole_ticks(rows.ax.xaxis)
    rows.ax.set(xlabel=labels.axis_words(data, comparison), ylabel="")
    handles, texts = rows.ax.get_legend_handles_labels()
    rows.legend(handles, texts, columns=3)
    title = total_title(data, comparison)
    subtitle = comparison_subtitle(data, tolls, month, rows.mark(comparison.iloc[-1]["doubt"]))
    finish(rows, month, title, subtitle, source_line(data, tolls, month))
    rows.ax.figure.set_label(f"Stacked bar chart. {title} ({subtitle}). {'; '.join(said) or 'No party has a figure'}.")
    return rows.ax


def _lines_to_draw(comparison: pd.DataFrame) -> list[Any]:
    """The lines but groups of parties, whose parts are drawn, and parties nobody names; the total where it is alone."""
    folded = {row["parent"] for row in party_table(comparison).values()}.union(comparison.attrs["unnamed"])
    *lines, total = comparison.itertuples()
    lines = [row for row in lines if row.party not in folded]
    return lines if any(not pd.isna(row.killed) or row.state == "range" for row in lines) else [*lines, total]


def _bars(ax: Axes) -> list[Any]:
    bars: list[Any] = list(ax.patches)
    return sorted(bars, key=lambda bar: bar.get_y())


def _of_total(row: Any, comparison: pd.DataFrame) -> str:
    if row.basis == "items":
        return f"  ({remarks.items_words(row.doubt)})"
    if row.party == TOTAL or pd.isna(row.share_of_total):
        return ""
    return f"  ({numbers.percent(row.killed, comparison.iloc[-1]['killed'])})"


def _reason(row: Any, cell: pd.Series, together: bool, comparison: pd.DataFrame) -> str:
    """Why a party has no bar."""
    for deaths, others in disputed_in(row.doubt):
        whose = labels.join_or(labels.party_label(code, comparison, short=True) for code in members(others))
        return f"undecided: some pages attribute {numbers.number(deaths)} here, others to {whose}"
    if row.state == "undecided":
        ends = [numbers.number(cell[end]) for end in ("printed_low", "printed_high") if not pd.isna(cell[end])]
        return f"undecided: published are {labels.join(dict.fromkeys(ends))}"
    reason = "no full count of its own gathered here" if together else labels.state_words(row.state, row.basis)
    bounded = row.state != "none_left" and not (pd.isna(cell["at_most"]) and pd.isna(cell["at_least"]))
    return f"{reason} ({numbers.bounded(None, cell['at_least'], cell['at_most'])})" if bounded else reason
