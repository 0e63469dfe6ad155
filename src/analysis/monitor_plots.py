"""Pictures of what several monitors print for a month, and of what would reverse its order. They compute nothing."""

from __future__ import annotations

import textwrap

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis import series_sentences, words
from analysis.arithmetic import members
from analysis.comparison import party_table
from analysis.data import Data
from analysis.drawing import FONT, GREY, WIDTH, Rows, axes_for, finish, frame, party_place, whole_ticks

_MARKERS = {"toll": "o", "items": "s", "least": ">", "most": "<", "range": "|"}


def monitors(data: Data, printed: pd.DataFrame, population: str = "civilians") -> Axes:
    """Draw what monitors print for one month: a point for a count, a line for a range, an arrow for an open end.

    Parameters
    ----------
    data, printed
        What `read_data` and `analysis.agreement` return.
    population
        Whose deaths to draw: numbers of different populations share no axis.

    Returns
    -------
    Axes
        Deaths on x; a row for each party and monitor on y. Its figure's label is the alt text.

    Examples
    --------
    >>> from analysis import read_data, agreement
    >>> data = read_data()
    >>> axes = monitors(data, agreement(data, "2016-01"))
    >>> [label.get_text() for label in axes.get_yticklabels()][:3]
    ['Government, SNHR', 'Russia, SNHR', 'Russia, Airwars']
    """
    parties, monitor_rows = party_table(printed), data.monitors.set_index("monitor")
    lines = printed[(printed["measure"] == "killed") & (printed["population"] == population)]
    lines = lines.assign(place=[party_place(party, parties) for party in lines["party"]])
    lines = lines.sort_values("place", kind="stable")
    short = [words.party_label(party, printed, short=True) for party in lines["party"]]
    who = [monitor_rows.at[monitor, "short_label"] for monitor in lines["monitor"]]
    names = [textwrap.fill(f"{name}, {one}", 34) for name, one in zip(short, who, strict=True)]
    rows = Rows(axes_for(names or [""]))
    said = []
    for place, (row, name) in enumerate(zip(lines.to_dict("records"), names, strict=True)):
        colors = [str(parties[party]["color"]) for party in members(row["party"])]
        color, edge = colors[0], colors[min(1, len(colors) - 1)]  # a toll of several parties wears two colours
        text = series_sentences.printed_words(row)
        kind = series_sentences.kind_words(row, str(monitor_rows.at[row["monitor"], "note_code"]))
        ends = [int(row[end]) for end in ("count", "low", "high") if not pd.isna(row[end])]
        there = [place] * len(ends)
        rows.ax.plot(ends, there, color=color, linewidth=4, solid_capstyle="butt", alpha=0.6)
        rows.ax.plot(
            ends,
            there,
            linestyle="",
            marker=_MARKERS[row["kind"]],
            color=color,
            markersize=9,
            clip_on=False,
            markeredgecolor=edge,
            markeredgewidth=2,
        )
        mark = rows.mark(row["doubt"])
        rows.write(place, max(ends), f" {text}{mark}{'' if row['kind'] == 'toll' else f' ({kind})'}")
        said.append(f"{name}: {text} ({kind})")
    if not names:
        rows.write(0, 0, f"no page gathered here publishes {words.DEATHS[population][1]} for this month", muted=True)
    rows.ax.set_yticks(range(max(len(names), 1)), names or [""])
    rows.ax.set_ylim(max(len(names), 1) - 0.5, -0.5)
    rows.ax.set_xlim(0, rows.room())
    whole_ticks(rows.ax.xaxis)
    rows.ax.set(xlabel=words.DEATHS[population][1], ylabel="")
    title = f"{series_sentences.agreement_title(data, lines if len(lines) else printed)}: {words.DEATHS[population][1]}"
    finish(
        rows, printed.attrs["month"], title, series_sentences.MARKS, series_sentences.agreement_source(data, printed)
    )
    rows.ax.figure.set_label(
        f"Points and ranges. {title}. {'; '.join(said) or 'Nothing is published on the pages gathered here'}."
    )
    return rows.ax


def tipping_points(data: Data, table: pd.DataFrame) -> Axes:
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
    >>> from analysis import read_data, monthly_tolls, compare, sensitivity
    >>> data = read_data()
    >>> axes = tipping_points(data, sensitivity.tipping_points(compare(monthly_tolls(data), "2016-01")))
    >>> axes.texts[0].get_text().strip()
    '76.0 %'
    """
    short = [words.party_label(party, table, short=True) for party in table["party"]]
    names = [f"{name} ({words.number(killed)})" for name, killed in zip(short, table["killed"], strict=True)]
    height = 1.2 + 0.42 * max(len(names), 1)
    figure, (left, right) = plt.subplots(1, 2, figsize=(WIDTH, height), sharey=True)
    said = []
    for place, row in enumerate(table.itertuples()):
        color = str(party_table(table)[row.party]["color"])
        rate = words.percent(row.killed, table.attrs["leader_killed"])
        moved = f"{words.number(row.attribution)} ({words.percent(row.attribution, table.attrs['leader_killed'])})"
        left.barh([place], [100 * row.documentation], color=color)
        right.barh([place], [row.attribution], color=color)
        left.text(100 * row.documentation, place, f" {rate}", va="center", fontsize=FONT)
        right.text(row.attribution, place, f" {moved}", va="center", fontsize=FONT)
        said.append(
            f"{names[place]}: documented at less than about {rate} of the rate, or {moved} deaths wrongly attributed"
        )
    if not names:
        left.text(0, 0, series_sentences.tipping_note(table), fontsize=FONT, style="italic", color=GREY)
    left.set_yticks(range(max(len(names), 1)), names or [""])
    left.set(xlim=(0, 125), ylim=(max(len(names), 1) - 0.5, -0.5), xticks=[0, 25, 50, 75, 100])
    right.set_xlim(0, 1.55 * max([1, *table["attribution"]]))
    title, note = series_sentences.tipping_title(data, table), series_sentences.tipping_note(table)
    frame(left, [], title, note, series_sentences.tipping_source(data, table), below=70 if names else 10)
    left.set_xlabel(series_sentences.TIPPING_AXES[0] if names else "", fontsize=FONT - 1)
    right.set_xlabel(series_sentences.TIPPING_AXES[1], fontsize=FONT - 1)
    if not names:  # an empty scale would look like zeros
        left.set(xticks=[], yticks=[])
        left.spines[:].set_visible(False)
        right.set_visible(False)
    for ax in (left, right):
        ax.grid(axis="y", visible=False)
        ax.grid(axis="x", color="#e3e5e8", linewidth=0.8)
        ax.tick_params(left=False)
    text = "; ".join(said) or series_sentences.tipping_sentence(table).rstrip(".")
    figure.set_label(f"Two bar charts. {title} ({note}). {text}.")
    axes: Axes = left
    return axes
