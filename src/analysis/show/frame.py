"""What all pictures share: their frame of title, footnotes and source, and the room that texts need."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.model.adding import members
from analysis.model.parties import Parties
from analysis.model.remarks import Remark
from analysis.show import dates, labels, numbers, remarks

plt.rcParams["text.parse_math"] = False  # a $ in a name is a $
WIDTH = 10.0  # inches; with this font the text stays readable at half size
FONT = 13
GREY = "#5f6368"
_COLUMNS = 3  # of a legend
_MARKS = "¹²³⁴⁵⁶⁷⁸⁹"


@dataclass
class Rows:
    """The texts written at the ends of the bars of one picture, and its footnotes."""

    ax: Axes
    ends: list[tuple[float, str]] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    legend_lines: int = 0

    def legend(self, handles: list[Any], labels: list[str], columns: int) -> None:
        """Write a legend in so many columns between the title and the bars."""
        if handles:
            self.legend_lines = -(-len(handles) // columns)
            style: dict[str, Any] = {"frameon": False, "fontsize": FONT - 1 - (columns > 2), "borderaxespad": 0.2}
            legend = self.ax.legend(handles, labels, ncols=columns, **style)
            legend.set_loc("lower left")
            legend.set_bbox_to_anchor((0, 1), transform=self.ax.transAxes)

    def mark(self, doubts: Iterable[Remark], items: bool = False) -> str:
        """The mark of the footnote of doubts, '' without any. Equal doubts share one; `items` as in `doubt_words`."""
        note = "; ".join(remarks.doubt_words(doubts, items))
        if not note:
            return ""
        if note not in self.footnotes:
            self.footnotes.append(note)
        return _mark(self.footnotes.index(note))

    def write(self, place: int, end: float, text: str, muted: bool = False) -> None:
        """Write the text of one row from the end of its bar; `muted` says that there is no number."""
        self.ends.append((end, text))
        color, slant = (GREY, "italic") if muted else ("black", "normal")
        self.ax.text(end, place, f" {text}", va="center", fontsize=FONT - muted, color=color, style=slant)

    def room(self, least: float = 1.0) -> float:
        """How far the axis must reach so that every text stays inside."""
        return max([least, *(end / (1 - min(0.0125 * len(text) + 0.03, 0.7)) for end, text in self.ends)])


def whole_ticks(axis: Any) -> None:
    """Mark an axis of deaths at whole numbers alone: half a death is none."""
    if isinstance(axis.get_major_locator(), MaxNLocator):
        axis.get_major_locator().set_params(integer=True)
    axis.set_major_formatter(lambda value, _: numbers.number(value))


def axes_for(names: list[str]) -> Axes:
    """Make a figure with a row for each name."""
    lines = max(name.count("\n") + 1 for name in names)
    return plt.subplots(figsize=(WIDTH, 0.8 + len(names) * max(0.42, 0.25 * lines)))[1]


def draw_range(ax: Axes, place: float, low: Any, high: Any, color: Any) -> float:
    """Draw a printed range, pale from its lower to its upper end; an end that is not printed stays open (an arrow).

    Returns where it ends.
    """
    least, most = (0 if pd.isna(low) else low), (low if pd.isna(high) else high)
    ax.barh([place], [most - least], left=least, height=0.5, color=color, alpha=0.45, linewidth=0)
    for end, mark in ((low, "|" if not pd.isna(high) else ">"), (high, "|" if not pd.isna(low) else "<")):
        if not pd.isna(end):
            ax.plot([end], [place], marker=mark, color=color, markersize=13, markeredgewidth=2, linestyle="")
    return float(most)


def finish(rows: Rows, month: str, title: str, subtitle: str, source: str) -> None:
    """Write the title above, the footnotes and the source below, and clear the frame."""
    ax = rows.ax
    sns.despine(ax=ax, left=True)
    ax.tick_params(axis="both", labelsize=FONT, left=False)
    ax.xaxis.label.set_fontsize(FONT)
    ax.grid(axis="x", color="#e3e5e8", linewidth=0.8)
    ax.set_axisbelow(True)
    when = dates.month_name(month)
    heading = textwrap.fill(title.replace(when, when.replace(" ", "\N{NO-BREAK SPACE}")), 84)
    below = textwrap.fill(subtitle, 95)
    above = 12 + 22 * rows.legend_lines
    annotate(ax, heading, 1, above + 6 + 16 * (below.count("\n") + 1), fontsize=FONT + 2, weight="bold", va="bottom")
    annotate(ax, below, 1, above, fontsize=FONT, color=GREY, va="bottom")
    notes = [textwrap.fill(f"{_mark(place)} {note}", 112) for place, note in enumerate(rows.footnotes)]
    annotate(ax, "\n".join([*notes, textwrap.fill(source, 112)]), 0, -52, fontsize=FONT - 2.5, color=GREY, va="top")


def annotate(ax: Axes, text: str, edge: float, points: float, **style: Any) -> None:
    """Write a text at the left of the figure, so many points above or below an edge of the axes."""
    coordinates = ("figure fraction", "axes fraction")
    ax.annotate(text, (0, edge), (0, points), xycoords=coordinates, textcoords="offset points", **style)


def _mark(place: int) -> str:
    return _MARKS[place] if place < len(_MARKS) else f"({place + 1})"


def frame(
    ax: Axes,
    handles: list[Any],
    title: str,
    subtitle: str,
    source: str,
    *,
    last: Axes | None = None,
    above: float = 12,
    below: float = 50,
) -> None:
    """Title and subtitle above `ax`; legend and source below it, or below `last`, so many points from the axes."""
    for one in ax.figure.axes:
        sns.despine(ax=one, left=one is not ax)
        one.tick_params(labelsize=FONT - 1)
        one.set_axisbelow(True)
    ax.grid(axis="y", color="#e3e5e8", linewidth=0.8)
    ax.yaxis.label.set_fontsize(FONT)
    kept = re.sub("([a-z]) ([0-9]{4})", "\\1\N{NO-BREAK SPACE}\\2", title)  # a month and its year
    under = "\n".join(textwrap.fill(line, 100) for line in subtitle.split("\n"))
    higher = above + 24 + 16 * under.count("\n")
    annotate(ax, textwrap.fill(kept, 78), 1, higher, fontsize=FONT + 2, weight="bold", va="bottom")
    annotate(ax, under, 1, above, fontsize=FONT - 1, color=GREY, va="bottom")
    last = last or ax
    height = -(-len(handles) // _COLUMNS)  # of the columns, which the legend fills one after the other
    for handle in handles:
        handle.set_label(textwrap.fill(handle.get_label(), 31))
    columns = [handles[place : place + height] for place in range(0, len(handles), max(height, 1))]
    lines = max((sum(1 + handle.get_label().count("\n") for handle in column) for column in columns), default=0)
    if handles:
        legend = last.legend(handles=handles, ncols=_COLUMNS, frameon=False, fontsize=FONT - 2, loc="upper left")
        legend.set_bbox_to_anchor((0, -0.14), transform=last.transAxes)
    text = "\n".join(textwrap.fill(line, 112) for line in source.split("\n"))
    annotate(last, text, 0, -below - 19 * lines, fontsize=FONT - 2.5, color=GREY, va="top")


def party_place(code: str, parties: Parties) -> tuple[int, str]:
    """The order of lines: parties as everywhere, combined tolls beside their first, what is left last."""
    first = members(code)[0]
    return (parties[first].order, code) if first in parties else (99 + list(labels.LINES).index(code), code)


GROUP_COLORS = {"women": "#f0b487", "children": "#c2571a"}
LINE_COLOR = "#c9cdd2"


def line_name(party: str, parties: Parties) -> str:
    """The name of a line of a picture: a party, or what is attributed to nobody."""
    return textwrap.fill(labels.line_label(party, parties), 34)
