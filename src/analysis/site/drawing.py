"""Pictures as a page wants them: SVG in the reader's own fonts, with colours for dark paper, drawn as in notebooks."""

from __future__ import annotations

import colorsys
import io
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

from analysis.show.frame import is_drawn, larger_letters

PHONE = 5.0  # inches: the layout for a phone, its letters twice as large beside its width
CARD = (12.0, 6.3)  # inches at 100 dots: the picture that a shared link shows, 1,200 by 630
_PAPER_IN_DARK = "#17191c"
_CONTRAST = 3.2  # of what is drawn on dark paper
_SVG = "{http://www.w3.org/2000/svg}"
_KEPT = {  # what matplotlib writes as style that stands as attributes of the same names
    *("fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "stroke-linecap"),
    *("stroke-linejoin", "opacity", "font-size", "font-weight", "font-style", "text-anchor"),
}
_LENGTH = re.compile(r"-?[0-9]+[.][0-9]+")
_MOVED = re.compile(r"translate[(]\S+ (\S+)[)]")
_RC = {"svg.fonttype": "none", "svg.hashsalt": "snhr", "figure.dpi": 72}


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
        Of the picture: what is referred to within its SVG begins with it.
    """
    with plt.rc_context(_RC):
        ax = draw()
        if not is_drawn(ax):
            plt.close(ax.figure)
            return None
        alt, svg = str(ax.figure.get_label()), _saved(ax, "svg")
        png = _saved(ax, "png", dpi=100)
        with larger_letters(2):
            narrow = draw(width=PHONE)
        small = _saved(narrow, "svg")
        plt.close("all")
    return Drawing(_inline(svg, f"{name}-wide"), _inline(small, f"{name}-narrow"), alt, svg, png)


def card_picture(draw: Callable[..., Axes], path: Path) -> None:
    """Save the picture that a shared link shows."""
    figure = plt.figure(figsize=CARD, dpi=100)
    draw(figure.add_axes((0, 0, 1, 1)))
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)


def dark_rules(pages: Iterable[str]) -> str:
    """The style rules that give each colour drawn a counterpart on dark paper."""
    used = sorted({found for page in pages for found in re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', page)})
    rules = (f'.picture [{kind}="{color}"]{{{kind}:{in_dark(color)}}}' for color in used for kind in ("fill", "stroke"))
    return "".join(rules)


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


def _saved(ax: Axes, form: str, **options: Any) -> bytes:
    file = io.BytesIO()
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None} if form == "svg" else {"Software": None}
    ax.figure.savefig(file, format=form, metadata=nothing, **options)
    plt.close(ax.figure)
    return file.getvalue()


def _inline(svg: bytes, name: str) -> str:
    """An SVG as markup of a page: no style, no font, no white ground, numbers of one decimal, names of its own."""
    root = ElementTree.fromstring(svg)  # noqa: S314  (matplotlib's own, made here)
    for place in list(root):
        if place.tag != f"{_SVG}g":
            root.remove(place)
    figure = root.find(f"{_SVG}g")
    if figure is not None and len(figure):
        figure.remove(figure[0])  # the ground
    used = set(re.findall(r"#([A-Za-z0-9_-]+)", svg.decode("utf-8")))
    for node in root.iter():
        attributes = dict(node.attrib)
        node.attrib.clear()
        for key, value in attributes.items():
            _keep(node, key.rpartition("}")[2], value, used, name)
    root.attrib["aria-hidden"] = "true"
    _without_headline(root)
    text = (
        ElementTree.tostring(root, encoding="unicode")
        .replace("ns0:", "")
        .replace(' xmlns:ns0="http://www.w3.org/2000/svg"', "")
    )
    return re.sub(r">\s+<", "><", text)


def _without_headline(root: ElementTree.Element) -> None:
    """Take the headline away, which stands above as the heading, and its room."""
    parents = {child: parent for parent in root.iter() for child in parent}
    texts = list(root.iter(f"{_SVG}text"))
    sizes = {node: float(node.attrib["font-size"].removesuffix("px")) for node in texts}
    largest = max(sizes.values(), default=0.0)
    heads = [node for node in texts if node.attrib.get("font-weight") == "700" and sizes[node] == largest]
    rest = [node for node in texts if node not in heads]
    if not heads or not rest:
        return
    for node in heads:
        parents[node].remove(node)
    first = min(rest, key=_height)
    x, _, width, height = map(float, root.attrib["viewBox"].split())
    top = _height(first) - 1.4 * sizes[first]
    root.attrib["viewBox"] = f"{x:g} {top:g} {width:g} {height - top:g}"


def _height(text: ElementTree.Element) -> float:
    """How far below the upper edge a text stands."""
    moved = _MOVED.fullmatch(text.attrib.get("transform", ""))
    return float(moved[1] if moved else text.attrib["y"])


def _keep(node: ElementTree.Element, key: str, value: str, used: set[str], name: str) -> None:
    """Keep of an attribute what a page needs."""
    if key == "style":
        for part in value.split(";"):
            what, _, how = (one.strip() for one in part.partition(":"))
            if what in _KEPT:
                node.attrib[what] = _short(how)
    elif key == "id":
        if value in used:
            node.attrib["id"] = f"{name}-{value}"
    elif key == "href":
        node.attrib["href"] = f"#{name}-{value.removeprefix('#')}"
    elif key == "viewBox":
        node.attrib[key] = value
    elif key == "clip-path" or (key == "transform" and value.startswith("rotate(-0 ")):
        pass  # nothing is drawn beyond its axes; a text is turned by nothing
    elif key not in ("width", "height", "version") or node.tag == f"{_SVG}rect":
        node.attrib[key] = _short(value)


def _short(value: str) -> str:
    return " ".join(_LENGTH.sub(lambda one: f"{float(one[0]):.1f}".rstrip("0").rstrip("."), value).split())
