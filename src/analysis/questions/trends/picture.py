"""Pictures of several months. They compute nothing."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from analysis.data.tables import Data
from analysis.model.adding import TOTAL, members
from analysis.questions.trends.words import (
    changes_words,
    leaders_subtitle,
    leaders_title,
    left_out_months,
    line_label,
    shares_trend_note,
    shares_trend_title,
    trend_source,
    trend_subtitle,
    trend_title,
)
from analysis.show import dates, labels, numbers
from analysis.show.frame import FONT, GREY, GROUP_COLORS, LINE_COLOR, WIDTH, axes_for, frame, party_place, whole_ticks
from analysis.tolls.doubts import without_in
from analysis.tolls.pages import limit_in
from analysis.tolls.series import actors, party_table
from analysis.tolls.sums import NOT_SEPARATED, UNACCOUNTED

_GAP = "#eceef0"
_TOLD = 24  # months whose numbers the text instead of a picture tells


def trend_picture(data: Data, series: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw the monthly tolls stacked by party; gaps, totals alone and changes of unit are drawn as such.

    Parameters
    ----------
    data, series
        What `read_data` and `analysis.trend` return.
    ax
        Where to draw; None makes a figure.

    Returns
    -------
    Axes
        Months on x, deaths documented on y. Its figure's label is the alt text.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> from analysis import trend
    >>> data = read_data()
    >>> axes = trend_picture(data, trend(monthly_tolls(data), data.reports, "2015-09", "2016-06"))
    >>> axes.get_ylabel()
    'civilian deaths documented'
    """
    parties = party_table(series)
    months = list(dict.fromkeys(series["month"]))
    killed = series[series["group"] == "killed"]
    killed = killed.assign(count=killed["count"].fillna(killed["count_min"]).fillna(killed["count_max"] * 0))
    killed = killed[killed["count"].notna()]
    groups = {row["parent"] for row in parties.values()}
    ax = ax or plt.subplots(figsize=(WIDTH, 4.6))[1]
    bottoms = dict.fromkeys(months, 0)
    handles = []
    unaccounted = killed[killed["party"] == UNACCOUNTED]
    rest = dict(zip(unaccounted["month"], unaccounted["count"].astype(int).clip(lower=0), strict=True))
    codes = [code for code in dict.fromkeys(killed["party"]) if code not in groups | {TOTAL}]
    for code in sorted(codes, key=lambda code: party_place(code, parties)):
        rows = killed[(killed["party"] == code) & (killed["count"] > 0)]  # of a range its lower end
        style = _style(code, parties)
        places = [months.index(month) for month in rows["month"]]
        ax.bar(places, rows["count"].astype(int), 0.9, [bottoms[month] for month in rows["month"]], **style)
        for month, count in zip(rows["month"], rows["count"], strict=True):
            bottoms[month] += int(count)
        if len(rows):
            handles.append(Patch(label=line_label(code, series), **style))
    totals = killed[(killed["party"] == TOTAL) & (killed["status"] == "total_only")]
    alone: dict[str, Any] = {"facecolor": "white", "edgecolor": "#7f868d", "hatch": "....", "linewidth": 0.8}
    ax.bar([months.index(month) for month in totals["month"]], totals["count"].astype(int), 0.9, **alone)
    if len(totals):
        handles.append(Patch(label="Only a total is printed", **alone))
    handles += _ranges(ax, killed[killed["party"].isin(codes)], months, bottoms)
    handles += _floors(ax, series, months, bottoms)
    gaps = _gaps(ax, series, months)
    if gaps:
        handles.append(Patch(label=f"No figures of {series.attrs['population']}", facecolor=_GAP))
    changes = _changes(ax, data, series, months)
    ax.set_xlim(-0.6, len(months) - 0.4)
    ax.set_ylim(0)
    _month_axis(ax, months)
    if not any(bottoms.values()) and totals.empty:
        ax.set_yticks([])  # an empty scale would look like zeros
    ax.set(ylabel=labels.axis_words(data, series), xlabel="")
    whole_ticks(ax.yaxis)
    title, source = trend_title(data, series), trend_source(data, series)
    frame(ax, handles, title, trend_subtitle(series), "\n".join([*changes, source]), above=18)
    whole = killed[killed["party"] == TOTAL]
    printed = dict(zip(whole["month"], whole["count"].astype(int), strict=True))
    sums = {month: bottoms[month] - rest.get(month, 0) for month in months if bottoms[month]}
    named = "Sums of the parties (of ranges the lower ends), and printed totals"
    if len(months) > _TOLD:  # a text read aloud must end
        named = "The lowest and the highest sum of the parties, and printed total"
        sums, printed = ({m: n for m, n in found.items() if n in _ends(found)} for found in (sums, printed))
    least = set(killed.loc[killed["doubt"].map(limit_in).eq("least"), "month"])
    open_ = set(whole.loc[whole["doubt"].map(limit_in).eq("least"), "month"])
    said = [f"{month}: {'at least ' * (month in least)}{numbers.number(count)}" for month, count in sums.items()]
    said += [
        f"{month}: printed total {'at least ' * (month in open_)}{numbers.number(count)}"
        for month, count in printed.items()
    ]
    without = dates.months_words(gaps) if gaps else "none"
    last = "".join(f" {change}." for change in changes)
    ax.figure.set_label(f"Stacked bar chart. {title}. {named}: {'; '.join(said)}. Without figures: {without}.{last}")
    return ax


def shares_over_time_picture(data: Data, series: pd.DataFrame, intervals: bool = False) -> Axes:
    """Draw the share of children and women of the parties with most months.

    Parameters
    ----------
    data, series
        What `read_data` and `analysis.trend` return.
    intervals
        Draw the Wilson intervals too; the caption says what they cover.

    Returns
    -------
    Axes
        The uppermost of one row of axes a party: months on x, percent on y. Its figure's label is the alt text.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> from analysis import trend
    >>> data = read_data()
    >>> axes = shares_over_time_picture(data, trend(monthly_tolls(data), data.reports, "2015-09", "2016-06"))
    >>> len(axes.figure.axes)
    4
    """
    months = list(dict.fromkeys(series["month"]))
    known = series["party"].isin(actors(party_table(series)))
    both = series[(series["group"] == "children_and_women") & series["share"].notna() & known]
    most = both["party"].value_counts(sort=False)
    chosen = [party for party in dict.fromkeys(both["party"]) if party in set(most.nlargest(4).index)]
    height = 1.0 + 1.25 * max(len(chosen), 1)
    shape = (max(len(chosen), 1), 1)
    figure, axes = plt.subplots(*shape, figsize=(WIDTH, height), sharex=True, sharey=True, squeeze=False)
    said = []
    for ax, party in zip(axes[:, 0], chosen, strict=False):
        rows = both[both["party"] == party]
        places = [months.index(month) for month in rows["month"]]
        low, middle, high = (100 * rows[column].astype(float) for column in ("low", "share", "high"))
        if intervals:
            ax.vlines(places, low, high, color=GROUP_COLORS["women"])
        sns.scatterplot(x=places, y=middle, color=GROUP_COLORS["children"], s=22, ax=ax)
        doubted = rows["doubt"].notna().to_numpy()
        hollow = {"facecolor": "white", "edgecolor": GROUP_COLORS["children"], "s": 26, "zorder": 3}
        ax.scatter([place for place, one in zip(places, doubted, strict=True) if one], middle[doubted], **hollow)
        ax.set_title(labels.party_label(party, series), fontsize=FONT - 1, loc="left", pad=3)
        _gaps(ax, series, months)
        ax.set(ylabel="", ylim=(0, 100), yticks=[0, 50, 100], xlim=(-0.6, len(months) - 0.4))
        ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0f} %")
        ax.tick_params(labelsize=FONT - 2)
        ax.grid(axis="y", color="#e3e5e8", linewidth=0.8)
        ends = f"from {middle.min():.0f} % to {middle.max():.0f} %"
        doubts = f"; doubted: {dates.months_words(rows.loc[doubted, 'month'])}" if doubted.any() else ""
        said.append(f"{labels.party_label(party, series)}: {len(rows)} months, {ends}{doubts}")
    if not chosen:
        axes[0, 0].text(0.5, 0.5, "No month has a share", ha="center", transform=axes[0, 0].transAxes, fontsize=FONT)
        axes[0, 0].set(yticks=[])
    for ax in axes[:-1, 0]:
        ax.tick_params(bottom=False)
    figure.subplots_adjust(hspace=0.42)
    _month_axis(axes[-1, 0], months)
    top: Axes = axes[0, 0]
    title = shares_trend_title(data, series)
    frame(
        top,
        [],
        title,
        shares_trend_note(intervals),
        trend_source(data, series),
        last=axes[-1, 0],
        above=22,
    )
    figure.set_label(
        f"Points{' with intervals' if intervals else ''}. {title}. {'; '.join(said) or 'No month has a share'}."
    )
    return top


def leaders_picture(data: Data, series: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw which party's toll is the highest of every month, and where that cannot be said.

    Parameters
    ----------
    data, series
        What `read_data` and `analysis.trend` return.
    ax
        Where to draw; None makes a figure.

    Returns
    -------
    Axes
        Months on x; a row for each party that leads, one for the months in which no leader can be named.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> from analysis import trend
    >>> data = read_data()
    >>> axes = leaders_picture(data, trend(monthly_tolls(data), data.reports, "2015-11", "2016-06"))
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['Government', 'Russia', 'Cannot be said']
    """
    parties = party_table(series)
    months = list(dict.fromkeys(series["month"]))
    killed = series[series["group"] == "killed"]
    first = killed[killed["rank"] == 1].groupby("month")["party"].apply(list).to_dict()
    there = [month for month in months if (killed.loc[killed["month"] == month, "status"] != "no_figures").any()]
    open_ = [month for month in there if month not in first]
    leading = sorted({code for codes in first.values() for code in codes}, key=lambda code: party_place(code, parties))
    lines = [(labels.party_label(code, series, short=True), code) for code in leading] + [("Cannot be said", "")]
    ax = ax or axes_for([""] * (len(lines) + 1))
    said = []
    for place, (name, code) in enumerate(lines):
        mine = [month for month in there if code in first.get(month, [])] if code else open_
        open_style = {"facecolor": "white", "edgecolor": GREY, "hatch": "///", "linewidth": 0.6}
        style: dict[str, Any] = {"color": str(parties[code]["color"])} if code else open_style
        ax.broken_barh([(months.index(month) - 0.45, 0.9) for month in mine], (place - 0.35, 0.7), **style)
        said.append(f"{name}: {dates.month_count(len(mine))}")
    _gaps(ax, series, months)
    ax.set_yticks(range(len(lines)), [f"{name}" for name, _ in lines])
    ax.set_ylim(len(lines) - 0.5, -0.5)
    ax.set_xlim(-0.6, len(months) - 0.4)
    _month_axis(ax, months)
    title = leaders_title(data, series)
    frame(ax, [], title, leaders_subtitle(len(open_)), trend_source(data, series))
    ax.figure.set_label(f"Timeline. {title}. {'; '.join(said)}.")
    return ax


def _month_axis(ax: Axes, months: list[str]) -> None:
    """Years as ticks; in short series every month or every third."""
    step = 1 if len(months) <= 14 else 3 if len(months) <= 40 else 12
    places = [place for place, month in enumerate(months) if (int(month[5:]) - 1) % step == 0]
    labels = [_tick(months[place], step, place == places[0]) for place in places]
    ax.set_xticks(places, labels, fontsize=FONT - 1)


def _ends(found: dict[str, int]) -> set[int]:
    return {min(found.values()), max(found.values())} if found else set()


def _ranges(ax: Axes, killed: pd.DataFrame, months: list[str], tops: dict[str, int]) -> list[Any]:
    """Draw how far the upper ends of printed ranges reach above the bars; open ends as arrows.

    Returns the entry of the legend.
    """
    there = killed[killed["state"] == "range"]
    entries: list[Any] = []
    for month, rows in there.groupby("month"):
        open_ = bool(rows["count_max"].isna().any())
        reach = tops[str(month)] + int((rows["count_max"] - rows["count_min"].fillna(0)).fillna(0).sum())
        place = months.index(str(month))
        ax.vlines([place], tops[str(month)], reach, color="black", linewidth=1.4)
        marks = ax.plot([place], [reach], marker="^" if open_ else "_", color="black", markersize=7, linestyle="")
        marks[0].set_label("Up to the upper ends of ranges (an arrow: no end)")
        entries = entries or marks
    return entries


def _floors(ax: Axes, series: pd.DataFrame, months: list[str], tops: dict[str, int]) -> list[Any]:
    """Mark the bars that lack a party's toll and reach no printed total; shade where the usual leader's is missing.

    Returns the entries of the legend.
    """
    killed = series[series["group"] == "killed"]
    groups = {row["parent"] for row in party_table(series).values()} | {TOTAL}
    open_ = killed[killed["state"].isin(["not_reported", "undecided"]) & ~killed["party"].isin(groups)]
    whole = set(killed.loc[(killed["party"] == TOTAL) & killed["count"].notna(), "month"])
    left_out = set(killed.loc[killed["doubt"].map(without_in).ne(""), "month"])
    found = [m for m in tops if tops[m] and (m in left_out or (m in set(open_["month"]) and m not in whole))]
    entries: list[Any] = []
    first = killed.loc[killed["rank"] == 1, "party"].mode()
    missing = open_[open_["party"].isin(first[:1]) & open_["month"].isin(found)]
    for row in missing.itertuples():
        place = months.index(row.month)
        style: dict[str, Any] = {
            "facecolor": "none",
            "edgecolor": "#b3001b",
            "hatch": "..",
            "linewidth": 0,
            "zorder": 0,
        }
        ax.axvspan(place - 0.5, place + 0.5, **style)
        if not entries:
            label = f"{labels.party_label(row.party, series, short=True)} not printed"
            entries.append(Patch(label=label, **style))
    if found:
        most = max(tops.values(), default=0)
        mark: dict[str, Any] = {"marker": "+", "color": "black", "linestyle": "", "markersize": 7, "clip_on": False}
        places, heights = [months.index(m) for m in found], [tops[m] + 0.02 * most for m in found]
        entries += ax.plot(places, heights, label="A toll is missing, or leaves places out: a floor", **mark)
    return entries


def _tick(month: str, step: int, first: bool) -> str:
    """The year, or the month with the year below where it begins."""
    if step == 12:
        return month[:4]
    return dates.month_name(month)[:3] + (f"\n{month[:4]}" if first or month.endswith("-01") else "")


def _gaps(ax: Axes, series: pd.DataFrame, months: list[str]) -> list[str]:
    """Shade the months without figures."""
    found = list(series.loc[series["status"] == "no_figures", "month"])
    for month in found:
        ax.axvspan(months.index(month) - 0.5, months.index(month) + 0.5, color=_GAP, zorder=0)
    return found


def _changes(ax: Axes, data: Data, series: pd.DataFrame, months: list[str]) -> list[str]:
    """Draw a line where totals begin to count somebody else, or a class holds others; name months with places left out.

    Returns what it says.
    """
    said: list[str] = []
    at: dict[str, Any] = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points", "ha": "center"}
    at |= {"fontsize": FONT - 2, "color": GREY}
    for month, text in changes_words(data, series):
        mark, place = "abcdefgh"[len(said) % 8], months.index(month) - 0.5
        ax.axvline(place, color=GREY, linestyle="--", linewidth=1.2)
        ax.annotate(mark, (place, 1), (0, 2), **at)
        said.append(f"{mark} {text}")
    return [*said, *left_out_months(series)]


def _style(code: str, parties: Any) -> dict[str, Any]:
    if code == UNACCOUNTED:
        return {"facecolor": "white", "edgecolor": GREY, "hatch": "////", "linewidth": 0.6}
    colors = [str(parties[party]["color"]) if party in parties else LINE_COLOR for party in members(code)]
    if len(colors) > 1:  # a toll of several parties is of no one's colour: striped in those of the first two
        return {"facecolor": colors[0], "edgecolor": colors[1], "hatch": "////", "linewidth": 0}
    hatch = "///" if code == NOT_SEPARATED else ""
    return {"facecolor": colors[0], "edgecolor": "white", "hatch": hatch, "linewidth": 0.2}
