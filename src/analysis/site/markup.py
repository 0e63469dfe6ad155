"""SVG as matplotlib writes it, as the markup of a page: small, in the page's own fonts, with names of its own."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from xml.etree import ElementTree

_SVG = "{http://www.w3.org/2000/svg}"
_KEPT = {  # what matplotlib writes as style that stands as attributes of the same names
    *("fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "stroke-linecap"),
    *("stroke-linejoin", "opacity", "font-size", "font-weight", "font-style", "text-anchor"),
}
_TILE, _LINES, _DOTS = "6", "M-1 1L1 -1M0 6L6 0M5 7L7 5", "M1 1h1v1h-1zM4 4h1v1h-1z"  # for a page of many curves
_USUAL = {("stroke-linejoin", "miter"), ("stroke-linecap", "butt"), ("stroke-width", "1")}
_LENGTH = re.compile(r"-?[0-9]+[.][0-9]+")
_STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_MOVED = re.compile(r"translate[(]\S+ (\S+)[)]")
_NAMED = re.compile(r"#([A-Za-z0-9_-]+)")


def inline(svg: bytes, name: str) -> str:
    """An SVG as markup of a page: no style, no font, no white ground, numbers of one decimal.

    The headline is left out: it stands above as the heading. `name` begins the names of what is referred to within.

    Examples
    --------
    >>> path = '<path d="M 1 2.04 L 3 2.04 " style="fill: none; stroke: #ff0000"/>'
    >>> inline(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g><path/>{path}</g></svg>'.encode(), "a")
    '<svg viewBox="0 0 9 9" aria-hidden="true"><path d="M1 2H3" fill="none" stroke="#ff0000" /></svg>'
    """
    root = ElementTree.fromstring(svg)  # noqa: S314  (matplotlib's own, made here)
    figure = root.find(f"{_SVG}g")
    if figure is not None and len(figure):
        figure.remove(figure[0])  # the ground
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{_SVG}style", f"{_SVG}clipPath", f"{_SVG}metadata"):
                parent.remove(child)
    names = {old: f"{name}{place}" for place, old in enumerate(dict.fromkeys(_NAMED.findall(svg.decode("utf-8"))))}
    for node in root.iter():
        attributes = dict(node.attrib)
        node.attrib.clear()
        for key, value in attributes.items():
            _keep(node, key.rpartition("}")[2], value, names)
    for pattern in root.iter(f"{_SVG}pattern"):
        for node in (pattern, pattern[0]):
            node.attrib |= {"width": _TILE, "height": _TILE}
    root.attrib["aria-hidden"] = "true"
    _without_headline(root)
    _place(root)
    _gather(root)
    for path in root.iter(f"{_SVG}path"):
        path.attrib["d"] = _brief(path.attrib.get("d", ""), path.attrib.get("fill") == "none")
    for pattern in root.iter(f"{_SVG}pattern"):
        pattern[1].attrib["d"] = _DOTS if "C" in pattern[1].attrib["d"].upper() else _LINES
    text = ElementTree.tostring(root, encoding="unicode").replace("ns0:", "").replace(f' xmlns:ns0="{_SVG[1:-1]}"', "")
    return re.sub(r">\s+<", "><", text)


def _keep(node: ElementTree.Element, key: str, value: str, names: dict[str, str]) -> None:
    """Keep of an attribute what a page needs."""
    if key == "style":
        for part in value.split(";"):
            what, _, how = (one.strip() for one in part.partition(":"))
            if what in _KEPT and (what, how) not in _USUAL:
                node.attrib[what] = _short(_NAMED.sub(lambda old: f"#{names[old[1]]}", how) if "url(" in how else how)
    elif key == "id":
        if value in names:
            node.attrib["id"] = names[value]
    elif key == "href":
        node.attrib["href"] = f"#{names[value.removeprefix('#')]}"
    elif key == "viewBox":
        node.attrib[key] = value
    elif key == "clip-path" or (key == "transform" and value.startswith("rotate(-0 ")):
        pass  # nothing is drawn beyond its axes; a text is turned by nothing
    elif key not in ("width", "height", "version") or node.tag in (f"{_SVG}rect", f"{_SVG}pattern"):
        node.attrib[key] = _short(value)


def _short(value: str) -> str:
    return " ".join(_LENGTH.sub(lambda one: f"{float(one[0]):.1f}".rstrip("0").rstrip("."), value).split())


def _brief(path: str, line: bool) -> str:
    """A path in as few letters: each step from where it is or from the origin, and a line that goes on is one line.

    Examples
    --------
    >>> _brief("M 141.5 200.3 L 143 200.3 L 143 180.3 z M 143 200.3 L 145 200.3 L 145 170.3 z", line=False)
    'M141.5 200.3H143v-20zm1.5 0h2v-30z'
    >>> _brief("M 1 2 L 3 2 M 3 2 L 5 0.4", line=True)
    'M1 2H3L5 .4'
    """
    made: list[str] = []
    x = y = 0.0
    begun = (x, y)
    for step, numbers in _STEP.findall(path):
        to = [float(number) for number in numbers.split()]
        if step in "zZ":
            made.append("z")
            x, y = begun
            continue
        if step == "M" and line and made and made[-1] != "z" and to == [x, y]:
            continue
        offsets = [round(one - (x, y)[place % 2], 1) for place, one in enumerate(to)]
        if step == "L" and to[0] == x:
            made.append(_shorter("V", to[1:], offsets[1:]))
        elif step == "L" and to[1] == y:
            made.append(_shorter("H", to[:1], offsets[:1]))
        else:
            made.append(_shorter(step, to, offsets))
        x, y = to[-2:]
        begun = (x, y) if step == "M" else begun
    return "".join(made)


def _shorter(step: str, to: list[float], offsets: list[float]) -> str:
    """A step in the shorter of its two ways: the places it goes to, or how far."""
    ways = [letter + " ".join(map(_number, there)) for letter, there in ((step, to), (step.lower(), offsets))]
    return min((way.replace(" -", "-") for way in ways), key=len)


def _number(value: float) -> str:
    """A number of one decimal without what can be left out."""
    return f"{value + 0:.1f}".rstrip("0").rstrip(".").replace("0.", ".", 1 if abs(value) < 1 else 0)


def _place(root: ElementTree.Element) -> None:
    """Define once what is drawn at several places, and what is drawn at one only there."""
    parents = {child: parent for parent in root.iter() for child in parent}
    shapes = [node for node in root.iter(f"{_SVG}path") if "id" in node.attrib and parents[node].tag == f"{_SVG}defs"]
    first: dict[tuple[str, ...], ElementTree.Element] = {}
    same: dict[str, ElementTree.Element] = {}
    for shape in shapes:
        kept = first.setdefault(tuple(sorted(f"{k}={v}" for k, v in shape.attrib.items() if k != "id")), shape)
        same[f"#{shape.attrib['id']}"] = kept
        if kept is not shape:
            parents[shape].remove(shape)
    uses = [node for node in root.iter(f"{_SVG}use") if node.attrib.get("href") in same]
    several = Counter(same[use.attrib["href"]] for use in uses)
    for use in uses:
        shape = same[use.attrib["href"]]
        use.attrib["href"] = f"#{shape.attrib['id']}"
        if several[shape] == 1:
            parents[shape].remove(shape)
            at = f"translate({use.attrib.pop('x', 0)} {use.attrib.pop('y', 0)})"
            use.tag, moved = f"{_SVG}path", {} if at == "translate(0 0)" else {"transform": at}
            use.attrib = {**shape.attrib, **use.attrib, **moved}
            del use.attrib["href"], use.attrib["id"]
    for node in list(root.iter()):
        for child in list(node):
            if child.tag == f"{_SVG}defs" and not len(child):
                node.remove(child)


def _gather(node: ElementTree.Element) -> None:
    """Draw once what follows each other and is drawn alike: bars as one path, marks, words in a group of their style.

    Groups that say nothing are taken away.
    """
    children: list[ElementTree.Element] = []
    for child in node:
        _gather(child)
        children += list(child) if child.tag == f"{_SVG}g" and not child.attrib else [child]
    for child in list(node):
        node.remove(child)
    for (tag, style), alike in groupby(children, _style):
        several = list(alike)
        if tag == f"{_SVG}path" and "id" not in several[0].attrib:
            several[0].attrib["d"] = "".join(one.attrib.get("d", "") for one in several)
            node.append(several[0])
        elif tag in (f"{_SVG}use", f"{_SVG}text") and len(several) > 1 and style:
            group = ElementTree.SubElement(node, f"{_SVG}g", dict(style))
            for one in several:
                for key, _ in style:
                    del one.attrib[key]
            group.extend(several)
        else:
            node.extend(several)


def _style(node: ElementTree.Element) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What an element is and how it is drawn, without where."""
    return node.tag, tuple(sorted((k, v) for k, v in node.attrib.items() if k not in ("d", "x", "y", "href")))


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
