"""What pictures draw of a party: its colour, its place, what bounds it, a range, several parties together."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.ticker import MaxNLocator

from analysis.model.adding import members
from analysis.model.parties import Parties
from analysis.show import labels, numbers

END: dict[str, Any] = {"color": "#333333", "markersize": 9, "markeredgewidth": 1.5, "linestyle": ""}
OPEN = END | {"marker": 9}  # an arrow that begins where a number is only the least
PALE = 0.4  # how much of its colour what may be has
LINE_COLOR = "#c9cdd2"  # of what is attributed to no party


def draw_bounds(ax: Axes, place: float, low: float, high: float | None, color: Any, height: float = 0.36) -> None:
    """Draw what is known of a party by bounds alone: a pale bar with a broken edge; an arrow where it has no end."""
    ends = low if high is None else high
    edge: dict[str, Any] = {"edgecolor": color, "linestyle": (0, (2, 2)), "linewidth": 1}
    ax.barh([place], [ends], height=height, facecolor=pale(color), **edge)
    if high is None:
        on = "<" if ax.xaxis_inverted() else ">"
        ax.plot([ends], [place], marker=on, color=color, markersize=8, linestyle="")


def draw_range(
    ax: Axes, place: float, low: float | None, high: float | None, color: Any, start: float = 0.0, height: float = 0.72
) -> None:
    """Draw a published range: whole from `start` to its lower end, pale to its upper end; an open end is an arrow."""
    if low is not None:
        ax.barh([place], [low - start], left=start, height=height, color=color)
    if high is not None:
        least = start if low is None else low
        ax.barh([place], [high - least], left=least, height=height, color=color, alpha=PALE, linewidth=0)
    if high is None and low is not None:
        ax.plot([low], [place], **(OPEN | ({"marker": 8} if ax.xaxis_inverted() else {})))
    elif high is not None:
        ax.plot([high], [place], **END, marker="|")


def pale(color: Any) -> tuple[float, float, float]:
    """A colour as a bar that may be shorter is filled with."""
    red, green, blue = to_rgb(color)
    return (0.82 + 0.18 * red, 0.82 + 0.18 * green, 0.82 + 0.18 * blue)


def party_place(code: str, parties: Parties) -> tuple[int, str]:
    """The order of lines: parties as everywhere, combined tolls beside their first, what is left last."""
    first = members(code)[0]
    return (parties[first].order, code) if first in parties else (99 + list(labels.LINES).index(code), code)


def stripes(party: str, parties: Parties) -> dict[str, Any]:
    """How a bar of several parties together is drawn: striped in the colours of the first and the last."""
    first, last = (line_color(code, parties) for code in (members(party)[0], members(party)[-1]))
    return {"facecolor": first, "edgecolor": "white" if first == last else last, "hatch": "////", "linewidth": 0}


def line_color(party: str, parties: Parties) -> str:
    """The colour of a line of a picture: its party's, of several together the first's, grey of no party's."""
    first = members(party)[0]
    return parties[first].color if first in parties else LINE_COLOR


def whole_ticks(axis: Any) -> None:
    """Mark an axis of deaths, once it has its ends, at whole numbers alone: half a death is none."""
    if isinstance(axis.get_major_locator(), MaxNLocator):
        axis.get_major_locator().set_params(integer=True)
    low, high = sorted(axis.get_view_interval())
    axis.set_ticks([place for place in axis.get_majorticklocs() if low <= place <= high])
    axis.set_major_formatter(lambda value, _: numbers.number(value))
