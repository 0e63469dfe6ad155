"""What pictures of several months share: the axis of months, gaps, a grid of small pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from analysis.model.adding import TOTAL
from analysis.questions.trends import captions
from analysis.questions.trends.series import Point, Series
from analysis.show import dates
from analysis.show.bars import pale
from analysis.show.frame import FAINT, GREY, SMALL, Sheet, plain, text_width

GAP = "#eceef0"  # a month without a number
APART_UP_TO = 40  # months, up to which a gap stands between bars
OTHERS = "#bdbdbd"  # months in which more is attributed to nobody named
LEAST = (  # the key of what may be more
    Patch(facecolor="#e8e9ea", edgecolor=GREY, hatch="....", linewidth=0.6),
    Line2D([], [], marker="^", linestyle="", color="black", markersize=5),
)
APART = "#e4e7ea"  # hatched: a party that was not there yet, or no more


def month_axis(ax: Axes, months: list[str], points: float, room: float) -> None:
    """Years as ticks; in short series every month or every third, as many as so many inches hold."""
    steps = [step for step in (1, 3, 12, 24, 48) if len(months) / step * points * 3.2 / 72 <= room]
    step = steps[0] if steps else 48
    places = [place for place, month in enumerate(months) if (int(month[:4]) * 12 + int(month[5:]) - 1) % step == 0]
    ticks = [_tick(months[place], step, place == places[0]) for place in places]
    ax.set_xticks(places, ticks, fontsize=points)
    ax.set_xlim(-0.6, len(months) - 0.4)


def _tick(month: str, step: int, first: bool) -> str:
    """The year, or the month with the year below where it begins."""
    if step >= 12:
        return month[:4]
    return dates.month_name(month)[:3] + (f"\n{month[:4]}" if first or month.endswith("-01") else "")


def shade(ax: Axes, series: Series, months: Iterable[str]) -> None:
    """Shade months without a number: what is blank there is no zero."""
    for first, last in _runs(series, months):
        ax.axvspan(first - 0.5, last + 0.5, color=GAP, linewidth=0, zorder=0)


def _runs(series: Series, months: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The first and the last place of each run of months that follow each other."""
    places = sorted(series.months.index(month) for month in months)
    for _, run in groupby(enumerate(places), lambda one: one[1] - one[0]):
        there = [place for _, place in run]
        yield there[0], there[-1]


def apart(series: Series, code: str) -> list[str]:
    """The months in which a party cannot appear."""
    party = series.tolls.parties[code]
    return [month for month in series.months if not party.can_appear(month)]


def hatch(ax: Axes, series: Series, months: Iterable[str]) -> None:
    """Hatch months in which a party cannot appear."""
    for first, last in _runs(series, months):
        ax.axvspan(first - 0.5, last + 0.5, facecolor="white", edgecolor=APART, hatch="////", linewidth=0, zorder=0)


def mark(ax: Axes, sheet: Sheet, changes: list[tuple[float, str]]) -> None:
    """A line where something changes, with its letter, which stands lower where the one before takes the room."""
    low, high = ax.get_xlim()
    points, before, down = sheet.size(SMALL - 1), float("-inf"), 0
    inch = ax.get_position().width * sheet.figure.get_size_inches()[0] / (high - low)
    where: dict[str, Any] = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points"}
    style: dict[str, Any] = {"fontsize": points, "weight": "bold", "va": "top"}
    for letter, (at, _) in zip(captions.LETTERS, changes, strict=False):
        ax.axvline(at, color="black", linestyle=(0, (3, 2)), linewidth=0.8 * sheet.scale)
        down = down + 1 if (at - before) * inch < text_width(letter, points, "bold") + 4 / 72 else 0
        ax.annotate(letter, (at, 1), (2, -down * 1.3 * points), **where, **style)
        before = at


def panels(sheet: Sheet, count: int, columns: int, height: float, below: float = 0.0) -> list[Axes]:
    """So many axes in rows of `columns`, `height` inches each at full width, above what is left free `below`."""
    scale, wide = sheet.scale, sheet.area[2]
    left, between, title, foot = 0.55 * scale, 0.3 * scale, 0.38 * scale, 0.42 * scale
    rows = -(-count // columns)
    free = sheet.area[3] - below * scale
    each = min(height * scale, (free - foot) / rows - title)
    width = (wide - left - between * (columns - 1)) / columns
    found = []
    for place in range(count):
        row, column = divmod(place, columns)
        bottom = below * scale + foot + (rows - 1 - row) * (each + title)
        found.append(sheet.axes(left + column * (width + between), bottom, width, each))
    return found


def clear(ax: Axes, sheet: Sheet, title: str, *notes: str) -> None:
    """The frame of a small picture, with its title and beside it the first of the notes for which there is room."""
    title, notes = plain(title), tuple(map(plain, notes))
    sns.despine(ax=ax, left=True)
    ax.tick_params(labelsize=sheet.size(SMALL - 1), left=False, length=3 * sheet.scale)
    ax.grid(axis="y", color=FAINT, linewidth=0.8 * sheet.scale)
    ax.set_axisbelow(True)
    ax.set(xlabel="", ylabel="")
    wide = ax.get_position().width * sheet.figure.get_size_inches()[0]
    room = wide - text_width(title, sheet.size(SMALL), "bold") - 0.1 * sheet.scale
    note = next((one for one in notes if text_width(one, sheet.size(SMALL - 1)) < room), "")
    where: dict[str, Any] = {"xycoords": "axes fraction", "textcoords": "offset points", "va": "bottom"}
    ax.annotate(title, (0, 1), (0, 3), fontsize=sheet.size(SMALL), weight="bold", **where)
    ax.annotate(note, (1, 1), (0, 3), fontsize=sheet.size(SMALL - 1), color=GREY, ha="right", **where)


def is_least(series: Series, line: Point) -> bool:
    """Whether there may be more than a number says: it is a minimum, of a part of the deaths, or a sum without a total.

    A sum is the total only where other numbers leave no more.
    """
    if line.party == TOTAL and line.state == "not_reported" and line.least is not None:
        total = series.tolls.of(line.month).total
        return total is None or total.at_most != line.least
    return line.limit == "least" or captions.is_part(series, line)


def bar(ax: Axes, series: Series, line: Point, color: str) -> None:
    """A number as a bar; a range whole to its lower end and pale to its upper; an arrow where there may be more."""
    place = series.months.index(line.month)
    wide = 0.94 if len(series.months) <= APART_UP_TO else 1.0
    if is_least(series, line):
        least_bar(ax, place, line.least or 0, color, wide)
    else:
        ax.bar([place], [line.least or 0], width=wide, edgecolor=color, linewidth=0.6, color=color)
    if line.least:  # the few deaths of a month beside hundreds: too low for a bar, but none is what looks like it
        ax.hlines([0], place - wide / 2, place + wide / 2, color=color, linewidth=2.5, zorder=3, clip_on=False)
    if most(line) > (line.least or 0):
        open_bar(ax, place, line.least or 0, most(line), color)


def least_bar(ax: Axes, place: int, least: float, color: str, wide: float = 0.94) -> None:
    """A pale dotted bar with an arrow: there may be more."""
    ax.bar([place], [least], wide, facecolor=pale(color), edgecolor=color, linewidth=0.6, hatch="....")
    ax.plot([place], [least], marker="^", color="black", markersize=4, linestyle="", clip_on=False, zorder=5)


def open_bar(ax: Axes, place: int, low: float, high: float, color: str) -> None:
    """A pale bar with a broken edge: as far as a number can reach."""
    ax.bar([place], [high - low], 0.94, [low], facecolor=pale(color), edgecolor=color, linewidth=0.5, linestyle=":")


def most(line: Point) -> int:
    """The upper end of a number or a range, the lower where no other is published."""
    return max(line.least or 0, line.count_max or 0)
