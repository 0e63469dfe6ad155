"""The picture of what several monitors publish for a month. It computes nothing."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import Any

from matplotlib.axes import Axes

from analysis.model.adding import members
from analysis.questions.monitors import words
from analysis.questions.monitors.numbers import Agreement
from analysis.show import labels, numbers
from analysis.show.frame import Rows, axes_for, finish, party_place, whole_ticks

_MARKERS = {"toll": "o", "items": "s", "least": ">", "most": "<", "range": "|"}


def agreement_picture(agreement: Agreement, ax: Axes | None = None, population: str = "") -> Axes:
    """Draw what monitors print for one month: a point for a count, a line for a range, an arrow for an open end.

    Parameters
    ----------
    agreement
        What `analysis.agreement` returns.
    ax
        Where to draw; None makes a figure.
    population
        Whose deaths to draw: numbers of different populations share no axis. Empty: those of the agreement, which are
        civilians unless it is `.only` of others.

    Returns
    -------
    Axes
        Deaths on x; a row for each party and monitor on y. Its figure's label is the alt text.

    Examples
    --------
    >>> from analysis import read_data, agreement
    >>> axes = agreement_picture(agreement(read_data(), "2016-01"))
    >>> [label.get_text() for label in axes.get_yticklabels()][:3]
    ['Government, SNHR', 'Russia, SNHR', 'Russia, Airwars']
    """
    parties, who = agreement.parties, words.monitor_names(agreement.data)
    drawn = agreement.only(population or agreement.population)
    killed = [line for line in drawn.lines if line.measure == "killed"]
    lines = sorted(killed, key=lambda line: party_place(line.party, parties))
    names = [
        textwrap.fill(f"{labels.party_label(line.party, parties, short=True)}, {who[line.monitor]}", 34)
        for line in lines
    ]
    rows = Rows(ax or axes_for(names or [""]))
    deaths, said = numbers.DEATHS[drawn.population][1], []
    for place, (line, name) in enumerate(zip(lines, names, strict=True)):
        colors = [parties[party].color for party in members(line.party)]
        text, kind = words.printed_words(line), words.kind_words(line, agreement.data)
        ends = [end for end in (line.count, line.low, line.high) if end is not None]
        there = [place] * len(ends)
        rows.ax.plot(ends, there, color=colors[0], linewidth=4, solid_capstyle="butt", alpha=0.6)
        style: dict[str, Any] = {"color": colors[0], "markersize": 9, "markeredgewidth": 2, "linestyle": ""}
        edge = colors[:2][-1]  # a toll of several parties wears two colours
        rows.ax.plot(ends, there, marker=_MARKERS[line.kind], clip_on=False, markeredgecolor=edge, **style)
        mark = rows.mark(line.remarks)
        rows.write(place, max(ends), f" {text}{mark}{'' if line.kind == 'toll' else f' ({kind})'}")
        said.append(f"{name}: {text} ({kind})")
    if not names:
        rows.write(0, 0, f"no page gathered here publishes {deaths} for this month", muted=True)
    rows.ax.set_yticks(range(max(len(names), 1)), names or [""])
    rows.ax.set_ylim(max(len(names), 1) - 0.5, -0.5)
    rows.ax.set_xlim(0, rows.room())
    whole_ticks(rows.ax.xaxis)
    rows.ax.set(xlabel=deaths, ylabel="")
    title = f"{words.agreement_title(replace(drawn, lines=tuple(lines)) if lines else agreement)}: {deaths}"
    finish(rows, agreement.month, title, words.MARKS, words.agreement_source(agreement))
    text = "; ".join(said) or "Nothing is published on the pages gathered here"
    rows.ax.figure.set_label(f"Points and ranges. {title}. {text}.")
    return rows.ax
