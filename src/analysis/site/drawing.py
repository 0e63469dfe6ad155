"""Pictures as a page wants them: SVG in the reader's own fonts, with colours for dark paper, drawn as in notebooks."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

from analysis.show.frame import image, is_drawn, larger_letters
from analysis.site.markup import inline

PHONE = 5.0  # inches: the layout for a phone, its letters twice as large beside its width
CARD = (12.0, 6.3)  # inches at 100 dots: the picture that a shared link shows, 1,200 by 630
_PAPER_IN_DARK = "#17191c"
_CONTRAST = 3.2  # of what is drawn on dark paper
_STYLE: Any = ["default", {"svg.fonttype": "none", "figure.dpi": 72, "text.parse_math": False}]  # whatever is set here


class Drawing(NamedTuple):
    """A picture for a page: its markup for a wide and a narrow screen, its words, and its files."""

    wide: str
    narrow: str
    alt: str
    svg: bytes
    png: bytes


def drawing(draw: Callable[..., Axes], name: str) -> Drawing | None:
    """Draw a picture for a page; None where there is nothing to draw.

    Parameters
    ----------
    draw
        What draws it at a `width`, such as `Comparison.plot`.
    name
        Of the picture, with a first letter of its own on its page: with that begins what its SVG refers to.
    """
    with plt.style.context(_STYLE):
        ax = draw()
        if not is_drawn(ax):
            plt.close("all")
            return None
        alt, svg, png = str(ax.figure.get_label()), image(ax, "svg"), image(ax)
        with larger_letters(2):
            small = image(draw(width=PHONE), "svg")
        plt.close("all")
    return Drawing(inline(svg, f"{name[0]}w"), inline(small, f"{name[0]}n"), alt, svg, png)


def card_picture(draw: Callable[..., Axes], path: Path) -> None:
    """Save the picture that a shared link shows."""
    with plt.style.context(_STYLE):
        figure = plt.figure(figsize=CARD, dpi=100)
        path.write_bytes(image(draw(figure.add_axes((0, 0, 1, 1)))))
        plt.close(figure)


def dark_rules(page: str) -> str:
    """The style rules that give each colour drawn in a page a counterpart on dark paper."""
    used = sorted(set(re.findall(r'(fill|stroke)="(#[0-9A-Fa-f]{6})"', page)))
    return "".join(f'[{kind}="{color}"]{{{kind}:{in_dark(color.lower())}}}' for kind, color in used)


def in_dark(color: str) -> str:
    """The colour that stands for one on dark paper: greys are turned round, others made as light as can be told.

    Examples
    --------
    >>> in_dark("#ffffff"), in_dark("#000000")
    ('#17191c', '#e8eaed')
    """
    if color in ("#ffffff", "#000000"):
        return {"#ffffff": _PAPER_IN_DARK, "#000000": "#e8eaed"}[color]
    hue, light, full = colorsys.rgb_to_hls(*to_rgb(color))
    if full < 0.15:  # a grey
        light = 0.92 - 0.75 * light if light < 0.45 else light if light < 0.8 else 0.12 + 1.2 * (1 - light)
    elif light > 0.8:  # pale: a bar that may be shorter
        light, full = 0.28, full * 0.6
    else:
        while _contrast(colorsys.hls_to_rgb(hue, light, full)) < _CONTRAST:
            light += 0.02
    return "#" + "".join(f"{round(255 * part):02x}" for part in colorsys.hls_to_rgb(hue, light, full))


def _contrast(color: tuple[float, float, float]) -> float:
    return (_luminance(color) + 0.05) / (_luminance(to_rgb(_PAPER_IN_DARK)) + 0.05)


def _luminance(color: tuple[float, float, float]) -> float:
    parts = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))
