"""The picture of what several monitors publish for a month. It computes nothing."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.axes import Axes

from analysis.data.tables import Data
from analysis.model.adding import members
from analysis.questions.monitors.words import MARKS, agreement_source, agreement_title, kind_words, printed_words
from analysis.show import labels, numbers
from analysis.show.frame import Rows, axes_for, finish, party_place, whole_ticks
from analysis.tolls.series import party_table

_MARKERS = {"toll": "o", "items": "s", "least": ">", "most": "<", "range": "|"}


def monitors_picture(data: Data, printed: pd.DataFrame, population: str = "civilians") -> Axes:
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
    >>> axes = monitors_picture(data, agreement(data, "2016-01"))
    >>> [label.get_text() for label in axes.get_yticklabels()][:3]
    ['Government, SNHR', 'Russia, SNHR', 'Russia, Airwars']
    """
    parties, monitor_rows = party_table(printed), data.monitors.set_index("monitor")
    lines = printed[(printed["measure"] == "killed") & (printed["population"] == population)]
    lines = lines.assign(place=[party_place(party, parties) for party in lines["party"]])
    lines = lines.sort_values("place", kind="stable")
    short = [labels.party_label(party, printed, short=True) for party in lines["party"]]
    who = [monitor_rows.at[monitor, "short_label"] for monitor in lines["monitor"]]
    names = [textwrap.fill(f"{name}, {one}", 34) for name, one in zip(short, who, strict=True)]
    rows = Rows(axes_for(names or [""]))
    said = []
    for place, (row, name) in enumerate(zip(lines.to_dict("records"), names, strict=True)):
        colors = [str(parties[party]["color"]) for party in members(row["party"])]
        color, edge = colors[0], colors[min(1, len(colors) - 1)]  # a toll of several parties wears two colours
        text = printed_words(row)
        kind = kind_words(row, str(monitor_rows.at[row["monitor"], "note_code"]))
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
        rows.write(0, 0, f"no page gathered here publishes {numbers.DEATHS[population][1]} for this month", muted=True)
    rows.ax.set_yticks(range(max(len(names), 1)), names or [""])
    rows.ax.set_ylim(max(len(names), 1) - 0.5, -0.5)
    rows.ax.set_xlim(0, rows.room())
    whole_ticks(rows.ax.xaxis)
    rows.ax.set(xlabel=numbers.DEATHS[population][1], ylabel="")
    title = f"{agreement_title(data, lines if len(lines) else printed)}: {numbers.DEATHS[population][1]}"
    finish(rows, printed.attrs["month"], title, MARKS, agreement_source(data, printed))
    rows.ax.figure.set_label(
        f"Points and ranges. {title}. {'; '.join(said) or 'Nothing is published on the pages gathered here'}."
    )
    return rows.ax
