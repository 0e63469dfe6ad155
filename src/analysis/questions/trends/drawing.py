"""What pictures of several months draw: the months, gaps, ranges, floors and changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Patch

from analysis.model.adding import NOT_SEPARATED, TOTAL, UNACCOUNTED, members
from analysis.model.parties import Parties
from analysis.model.results import grouped
from analysis.questions.trends.series import Point, Series
from analysis.questions.trends.words import changes_words, left_out_months
from analysis.show import dates
from analysis.show.frame import FONT, GREY, LINE_COLOR

GAP = "#eceef0"


def month_axis(ax: Axes, months: list[str]) -> None:
    """Years as ticks; in short series every month or every third."""
    step = 1 if len(months) <= 14 else 3 if len(months) <= 40 else 12
    places = [place for place, month in enumerate(months) if (int(month[5:]) - 1) % step == 0]
    ticks = [_tick(months[place], step, place == places[0]) for place in places]
    ax.set_xticks(places, ticks, fontsize=FONT - 1)


def _tick(month: str, step: int, first: bool) -> str:
    """The year, or the month with the year below where it begins."""
    if step == 12:
        return month[:4]
    return dates.month_name(month)[:3] + (f"\n{month[:4]}" if first or month.endswith("-01") else "")


def draw_gaps(ax: Axes, series: Series) -> list[str]:
    """Shade the months without figures, which it returns."""
    for month in series.gaps:
        place = series.months.index(month)
        ax.axvspan(place - 0.5, place + 0.5, color=GAP, zorder=0)
    return series.gaps


def draw_ranges(ax: Axes, lines: Iterable[Point], tops: dict[str, int]) -> list[Any]:
    """Draw how far the upper ends of printed ranges reach above the bars; open ends as arrows.

    Returns the entry of the legend.
    """
    ranges = grouped((line.month, line.ends) for line in lines if line.state == "range")
    months, entries = list(tops), list[Any]()
    for month, ends in sorted(ranges.items()):
        reach = tops[month] + sum(high - (low or 0) for low, high in ends if high is not None)
        place, open_ = months.index(month), any(high is None for _, high in ends)
        ax.vlines([place], tops[month], reach, color="black", linewidth=1.4)
        marks = ax.plot([place], [reach], marker="^" if open_ else "_", color="black", markersize=7, linestyle="")
        marks[0].set_label("Up to the upper ends of ranges (an arrow: no end)")
        entries = entries or marks
    return entries


def draw_floors(ax: Axes, series: Series, tops: dict[str, int]) -> list[Any]:
    """Mark the bars that lack a party's toll and reach no printed total; shade where the usual leader's is missing.

    Returns the entries of the legend.
    """
    parties, months, killed = series.tolls.parties, series.months, series.killed
    apart = parties.groups | {TOTAL}
    lacking = [line for line in killed if line.state in ("not_reported", "undecided") and line.party not in apart]
    whole = {line.month for line in killed if line.party == TOTAL and line.count is not None}
    floors = {line.month for line in killed if line.without} | {line.month for line in lacking} - whole
    found = [month for month, top in tops.items() if top and month in floors]
    entries: list[Any] = []
    leading = Counter(line.party for lines in series.leaders.values() for line in lines)
    first = min(leading, key=lambda code: (-leading[code], code), default="")
    style: dict[str, Any] = {"facecolor": "none", "edgecolor": "#b3001b", "hatch": "..", "linewidth": 0, "zorder": 0}
    for line in lacking:
        if line.party == first and line.month in found:
            place = months.index(line.month)
            ax.axvspan(place - 0.5, place + 0.5, **style)
            entries = entries or [Patch(label=f"{parties[first].short_label} not published", **style)]
    if found:
        mark: dict[str, Any] = {"marker": "+", "color": "black", "linestyle": "", "markersize": 7, "clip_on": False}
        places, heights = [months.index(m) for m in found], [tops[m] + 0.02 * max(tops.values()) for m in found]
        entries += ax.plot(places, heights, label="A toll is missing, or leaves places out: a floor", **mark)
    return entries


def draw_changes(ax: Axes, series: Series) -> list[str]:
    """Draw a line where totals begin to count somebody else, or a class holds others; name months with places left out.

    Returns what it says.
    """
    said: list[str] = []
    at: dict[str, Any] = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points", "ha": "center"}
    at |= {"fontsize": FONT - 2, "color": GREY}
    for month, text in changes_words(series):
        mark, place = "abcdefgh"[len(said) % 8], series.months.index(month) - 0.5
        ax.axvline(place, color=GREY, linestyle="--", linewidth=1.2)
        ax.annotate(mark, (place, 1), (0, 2), **at)
        said.append(f"{mark} {text}")
    return [*said, *left_out_months(series)]


def style_of(code: str, parties: Parties) -> dict[str, Any]:
    """How the bars of a party are drawn, or of several together, or of what is left."""
    if code == UNACCOUNTED:
        return {"facecolor": "white", "edgecolor": GREY, "hatch": "////", "linewidth": 0.6}
    colors = [parties[party].color if party in parties else LINE_COLOR for party in members(code)]
    if len(colors) > 1:  # a toll of several parties is of no one's colour: striped in those of the first two
        return {"facecolor": colors[0], "edgecolor": colors[1], "hatch": "////", "linewidth": 0}
    hatch = "///" if code == NOT_SEPARATED else ""
    return {"facecolor": colors[0], "edgecolor": "white", "hatch": hatch, "linewidth": 0.2}
