"""Pictures of several months. They compute nothing."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from analysis.model.adding import TOTAL, UNACCOUNTED
from analysis.model.results import grouped
from analysis.questions.trends import drawing
from analysis.questions.trends.series import Point, Series
from analysis.questions.trends.words import deaths, statuses_words, trend_source, when
from analysis.show import dates, labels, numbers
from analysis.show.frame import FONT, GREY, GROUP_COLORS, WIDTH, axes_for, frame, party_place, whole_ticks

_TOLD = 24  # months whose numbers the text instead of a picture tells


def trend_picture(series: Series, ax: Axes | None = None) -> Axes:
    """Draw the monthly tolls stacked by party; gaps, totals alone and changes of unit are drawn as such.

    Parameters
    ----------
    series
        What `analysis.trend` returns.
    ax
        Where to draw; None makes a figure.

    Returns
    -------
    Axes
        Months on x, deaths documented on y. Its figure's label is the alt text.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls, trend
    >>> axes = trend_picture(trend(monthly_tolls(read_data()), "2015-09", "2016-06"))
    >>> axes.get_ylabel()
    'civilian deaths documented'
    """
    parties, months = series.tolls.parties, series.months
    # by party: of a range its lower end
    lines = grouped((line.party, (line, line.least)) for line in series.killed if line.least is not None)
    totals = lines.pop(TOTAL, [])
    rest = {line.month: max(count, 0) for line, count in lines.get(UNACCOUNTED, [])}
    codes = sorted(lines.keys() - parties.groups, key=lambda code: party_place(code, parties))
    ax = ax or plt.subplots(figsize=(WIDTH, 4.6))[1]
    tops, handles = dict.fromkeys(months, 0), []
    for code in codes:
        bars = {line.month: count for line, count in lines[code] if count > 0}
        style = drawing.style_of(code, parties)
        ax.bar([months.index(m) for m in bars], list(bars.values()), 0.9, [tops[m] for m in bars], **style)
        for month, count in bars.items():
            tops[month] += count
        if bars:
            handles.append(Patch(label=labels.line_label(code, parties), **style))
    alone = {line.month: count for line, count in totals if line.status == "total_only"}
    style = {"facecolor": "white", "edgecolor": "#7f868d", "hatch": "....", "linewidth": 0.8}
    ax.bar([months.index(month) for month in alone], list(alone.values()), 0.9, **style)
    if alone:
        handles.append(Patch(label="Only a total is published", **style))
    handles += drawing.draw_ranges(ax, [line for code in codes for line, _ in lines[code]], tops)
    handles += drawing.draw_floors(ax, series, tops)
    gaps = drawing.draw_gaps(ax, series)
    if gaps:
        handles.append(Patch(label=f"No figures of {series.tolls.population}", facecolor=drawing.GAP))
    changes = drawing.draw_changes(ax, series)
    ax.set_xlim(-0.6, len(months) - 0.4)
    ax.set_ylim(0)
    drawing.month_axis(ax, months)
    if not any(tops.values()) and not alone:
        ax.set_yticks([])  # an empty scale would look like zeros
    ax.set(ylabel=labels.axis_words(series.tolls), xlabel="")
    whole_ticks(ax.yaxis)
    title = f"{deaths(series).capitalize()} {labels.documented(series.tolls)} month by month, {when(series)}"
    subtitle = f"by party they are attributed to; {statuses_words(series)}"
    frame(ax, handles, title, subtitle, "\n".join([*changes, trend_source(series)]), above=18)
    named = "Sums of the parties (of ranges the lower ends), and published totals"
    sums = {month: top - rest.get(month, 0) for month, top in tops.items() if top}
    printed = {line.month: count for line, count in totals}
    if len(months) > _TOLD:  # a text read aloud must end
        named = "The lowest and the highest sum of the parties, and published total"
        sums, printed = (_extremes(found) for found in (sums, printed))
    open_ = {line.month for line, _ in totals if line.limit == "least"}
    least = open_.union(line.month for found in lines.values() for line, _ in found if line.limit == "least")
    said = [f"{month}: {'at least ' * (month in least)}{numbers.number(count)}" for month, count in sums.items()]
    said += [
        f"{month}: published total {'at least ' * (month in open_)}{numbers.number(count)}"
        for month, count in printed.items()
    ]
    without = dates.months_words(gaps) if gaps else "none"
    last = "".join(f" {change}." for change in changes)
    ax.figure.set_label(f"Stacked bar chart. {title}. {named}: {'; '.join(said)}. Without figures: {without}.{last}")
    return ax


def shares_over_time_picture(series: Series, ax: Axes | None = None, intervals: bool = False) -> Axes:
    """Draw the share of children and women of the parties with most months.

    Parameters
    ----------
    series
        What `analysis.trend` returns.
    ax
        Where to draw: its place is divided among the parties. None makes a figure.
    intervals
        Draw the Wilson intervals too; the caption says what they cover.

    Returns
    -------
    Axes
        The uppermost of one row of axes a party: months on x, percent on y. Its figure's label is the alt text.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls, trend
    >>> axes = shares_over_time_picture(trend(monthly_tolls(read_data()), "2015-09", "2016-06"))
    >>> len(axes.figure.axes)
    4
    """
    parties = series.tolls.parties
    shown = (line for line in series if line.group == "children_and_women" and line.share is not None)
    both = grouped((line.party, line) for line in shown if line.party in parties.actors)
    most = sorted(both, key=lambda party: len(both[party]), reverse=True)[:4]
    chosen = {party: lines for party, lines in both.items() if party in most}
    rows = _rows(max(len(chosen), 1), ax)
    said = [_draw_shares(row, series, *one, intervals) for row, one in zip(rows, chosen.items(), strict=False)]
    top, last = rows[0], rows[-1]
    if not chosen:
        top.text(0.5, 0.5, "No month has a share", ha="center", transform=top.transAxes, fontsize=FONT)
        top.set(yticks=[])
    for row in rows[:-1]:
        row.tick_params(bottom=False)
    drawing.month_axis(last, series.months)
    title = f"Children and women among {deaths(series)} {labels.documented(series.tolls)}, {when(series)}"
    note = "the parties with most months; hollow: with a caution (see the month)"
    note += f"\n{numbers.WILSON_LABEL}" if intervals else ""
    frame(top, [], title, note, trend_source(series), last=last, above=22)
    what = f"Points{' with intervals' if intervals else ''}"
    top.figure.set_label(f"{what}. {title}. {'; '.join(said) or 'No month has a share'}.")
    return top


def _rows(count: int, ax: Axes | None) -> list[Axes]:
    """So many axes below each other, in a figure of their own or in the place of `ax`."""
    figure, place = plt.figure(figsize=(WIDTH, 1.0 + 1.25 * count)) if ax is None else ax.figure, {}
    if ax is not None:
        box = ax.get_position()
        place = {"left": box.x0, "right": box.x1, "bottom": box.y0, "top": box.y1}
        ax.remove()
    grid = figure.add_gridspec(count, 1, hspace=0.42, **place)
    return list(grid.subplots(sharex=True, sharey=True, squeeze=False)[:, 0])


def _draw_shares(ax: Axes, series: Series, party: str, lines: list[Point], intervals: bool) -> str:
    """Draw the shares of one party; returns what they are."""
    months, label = series.months, labels.party_label(party, series.tolls.parties)
    places = [months.index(line.month) for line in lines]
    low, middle, high = ([100 * (getattr(line, end) or 0) for line in lines] for end in ("low", "share", "high"))
    if intervals:
        ax.vlines(places, low, high, color=GROUP_COLORS["women"])
    sns.scatterplot(x=places, y=middle, color=GROUP_COLORS["children"], s=22, ax=ax)
    doubted = [at for at, line in enumerate(lines) if line.remarks]
    hollow: dict[str, Any] = {"facecolor": "white", "edgecolor": GROUP_COLORS["children"], "s": 26, "zorder": 3}
    ax.scatter([places[at] for at in doubted], [middle[at] for at in doubted], **hollow)
    ax.set_title(label, fontsize=FONT - 1, loc="left", pad=3)
    drawing.draw_gaps(ax, series)
    ax.set(ylabel="", ylim=(0, 100), yticks=[0, 50, 100], xlim=(-0.6, len(months) - 0.4))
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0f}%")
    ax.tick_params(labelsize=FONT - 2)
    ax.grid(axis="y", color="#e3e5e8", linewidth=0.8)
    doubts = f"; doubted: {dates.months_words(lines[at].month for at in doubted)}" if doubted else ""
    return f"{label}: {len(lines)} months, from {min(middle):.0f}% to {max(middle):.0f}%{doubts}"


def leaders_picture(series: Series, ax: Axes | None = None) -> Axes:
    """Draw which party's toll is the highest of every month, and where that cannot be said.

    Parameters
    ----------
    series, ax
        As for `trend_picture`.

    Returns
    -------
    Axes
        Months on x; a row for each party that leads, one for the months in which no leader can be named.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls, trend
    >>> axes = leaders_picture(trend(monthly_tolls(read_data()), "2015-11", "2016-06"))
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['Government', 'Russia', 'Cannot be said']
    """
    parties, months = series.tolls.parties, series.months
    first = {month: [line.party for line in lines] for month, lines in series.leaders.items()}
    leading = sorted({code for codes in first.values() for code in codes}, key=lambda code: party_place(code, parties))
    rows: list[tuple[str, list[str], dict[str, Any]]] = [
        (parties[code].short_label, [m for m in first if code in first[m]], {"color": parties[code].color})
        for code in leading
    ]
    open_ = [month for month in months if month not in first and month not in series.gaps]
    rows.append(("Cannot be said", open_, {"facecolor": "white", "edgecolor": GREY, "hatch": "///", "linewidth": 0.6}))
    ax = ax or axes_for([""] * (len(rows) + 1))
    for place, (_, mine, style) in enumerate(rows):
        ax.broken_barh([(months.index(month) - 0.45, 0.9) for month in mine], (place - 0.35, 0.7), **style)
    drawing.draw_gaps(ax, series)
    ax.set_yticks(range(len(rows)), [name for name, _, _ in rows])
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xlim(-0.6, len(months) - 0.4)
    drawing.month_axis(ax, months)
    who, status = labels.monitor_label(series.tolls), labels.documented_or_alleged(series.tolls)
    title = f"To which party {who} attributes most {status} {deaths(series)}, {when(series)}"
    subtitle = "in every month with figures one of the parties named has the highest toll"
    if open_:
        subtitle = f"in {len(open_)} months it cannot be said, for want of a total or of a party's toll"
    frame(ax, [], title, subtitle, trend_source(series))
    said = [f"{name}: {dates.month_count(len(mine))}" for name, mine, _ in rows]
    ax.figure.set_label(f"Timeline. {title}. {'; '.join(said)}.")
    return ax


def _extremes(found: dict[str, int]) -> dict[str, int]:
    return {month: n for month, n in found.items() if n in (min(found.values()), max(found.values()))}
