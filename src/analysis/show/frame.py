"""What all pictures share: the headline, the subtitle, the notes and the source around them, laid out beforehand.

How wide a text is, is measured before anything is drawn, so that a figure is as high as what it holds, and no text
leaves it or lies on another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from typing import Any, Literal

import matplotlib.pyplot as plt
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from analysis.data.tables import Data
from analysis.language import ISOLATES, direction, say
from analysis.model.remarks import Remark
from analysis.safe_text import printable
from analysis.show import labels, remarks
from analysis.show.sources import report_words

plt.rcParams["text.parse_math"] = False  # a $ in a name is a $
WIDTH = 10.0  # inches, for which the sizes of letters are made; a picture of another width is scaled as a whole
FONT, SMALL, LARGE = 13.0, 11.0, 18.0  # points; readable at half size
GREY, FAINT = "#5f6368", "#e3e5e8"
GROUP_COLORS = {"women": "#f0b487", "children": "#c2571a"}
_PAD = 0.25  # inches, all round
_LINE = {"ltr": 1.27, "rtl": 1.45}  # of a line of text, in sizes of its letters; Arabic has marks above and below
_NAMES = 2.3  # inches a name of a row may take before it goes on in a second line
_PITCH = 0.44  # inches of a row with one line
_APART = 0.5  # rows
_GAP = 0.07  # inches between a bar and its text
_LETTERS = [1.0]  # how many times as large as usual; the last holds
_HINTED = 1.045  # letters drawn on a grid of dots are up to so much wider than their outlines
_LEAST_SCALE = 0.4  # of letters in given axes
_LEAST_BAR = 0.5  # of a row: what its text leaves to its bar
SLANT = ("italic", "normal")  # of what is muted; Arabic has no italics
_SIGNLESS = re.compile(f"[{ISOLATES}\N{RIGHT-TO-LEFT MARK}]")  # which take no room
_MARKS = "¹²³⁴⁵⁶⁷⁸⁹"


@dataclass(frozen=True)
class Caption:
    """What stands around a picture: what it says, what it shows, what it leaves out, where its numbers are from.

    `about` says whose numbers of when they are, before the headline: a picture that is cut has that alone.
    """

    headline: str
    subtitle: str
    source: str
    notes: Sequence[str] = ()
    about: str = ""

    @property
    def head(self) -> str:
        """The headline after whose numbers of when it is about."""
        return say("{about}: {headline}", about=self.about, headline=self.headline) if self.about else self.headline


@dataclass
class Footnotes:
    """The footnotes of a picture, in the order of their marks."""

    data: Data
    notes: list[str] = field(default_factory=list)

    def mark(self, doubts: Iterable[Remark], items: bool = False) -> str:
        """The mark of the footnote of doubts, '' without any. Equal doubts share one; `items` as in `doubt_words`."""
        note = labels.semicolons(remarks.doubt_words(doubts, items, report_words(self.data)))
        if not note:
            return ""
        if note not in self.notes:
            self.notes.append(note)
        return _mark(self.notes.index(note))

    @property
    def lines(self) -> list[str]:
        """The footnotes, each after its mark."""
        return [f"{_mark(place)} {labels.capitalized(note)}." for place, note in enumerate(self.notes)]


def _mark(place: int) -> str:
    return _MARKS[place] if place < len(_MARKS) else f"({place + 1})"


@dataclass(frozen=True)
class Row:
    """A row of a picture: its name, and the text at the end of what is drawn; `muted` says that there is no number."""

    name: str
    text: str
    end: float = 0.0
    muted: bool = False
    apart: bool = False  # it stands a little below the one before


class Sheet:
    """The place of a picture: a figure of its own, or the place of axes that are given. Its texts are written at once.

    `area` is (left, bottom, width, height) in inches, within the figure, of what is left for axes.
    """

    def __init__(
        self,
        caption: Caption,
        body: float,
        ax: Axes | None = None,
        width: float = WIDTH,
        keys: Sequence[tuple[Any, str]] = (),
    ):
        """Lay out the texts around a body of so many inches at full width; in given axes it takes what is left."""
        if ax is None:
            figure, left, bottom, height = plt.figure(figsize=(width, 1)), 0.0, 0.0, None
            figure.patch.set_in_layout(True)  # bbox_inches="tight" would cut the padding off
        else:
            figure = ax.figure.get_figure(root=True)
            (left, bottom), (_, top) = ax.get_position().get_points() * figure.get_size_inches()
            height = top - bottom
        self.figure, self.ax, self.caption = figure, ax, caption
        self.mirrored = direction() == "rtl"
        width, self.scale = _measures(ax, width)
        pad, inner = _PAD * self.scale, width - 2 * _PAD * self.scale
        above = [(caption.head, LARGE, "bold", "black"), (caption.subtitle, FONT, "normal", GREY)]
        written = [(*self._wrapped(text, size, inner, weight), weight, color) for text, size, weight, color in above]
        small = [self._wrapped(text, SMALL, inner, "normal") for text in [*caption.notes, caption.source] if text]
        heads = [self._height(text, size) for text, size, _, _ in written]
        feet = [self._height(text, size) for text, size in small]
        gap = 0.1 * self.scale
        keys = [(key, wrapped(name, SMALL * self.scale, inner - 3.9 * SMALL * self.scale / 72)) for key, name in keys]
        columns = self._columns([name for _, name in keys], inner)
        more = sum(name.count("\n") for _, name in keys)  # in a picture so narrow that its keys stand below each other
        legend = (0.06 + 0.25 * -(-len(keys) // columns) + 0.2 * more) * self.scale if keys else 0.0
        if height is None:
            height = 2 * pad + sum(heads) + gap + legend + gap + body * self.scale + gap + sum(feet)
            figure.set_size_inches(width, height)
        size = figure.get_size_inches()
        y, edge = bottom + height - pad, left + pad + inner * self.mirrored
        for (text, points, weight, color), high in zip(written, heads, strict=True):
            self._write(edge, y, text, points, weight=weight, color=color)
            y -= high + gap * (weight == "bold")
        if keys:
            handles, names = zip(*keys, strict=True)
            figure.legend(
                handles,
                names,
                loc="upper right" if self.mirrored else "upper left",
                bbox_to_anchor=(edge / size[0], (y - 0.05 * self.scale) / size[1]),
                markerfirst=not self.mirrored,
                ncols=columns,
                frameon=False,
                fontsize=SMALL * self.scale,
                borderaxespad=0,
                borderpad=0,
                handletextpad=0.5,
                columnspacing=1.4,
            )
            y -= legend
        foot = bottom + pad + sum(feet)
        self.area = (left + pad, foot + gap, inner, max(y - gap - foot - gap, 0.3))
        for (text, points), high in zip(small, feet, strict=True):
            self._write(edge, foot, text, points, color=GREY)
            foot -= high

    def _columns(self, names: Sequence[str], inches: float) -> int:
        """How many keys stand beside each other; a column is as wide as its widest, and the first ones hold more."""
        points = self.size(SMALL)
        widths = [text_width(name, points) + 3.9 * points / 72 for name in names]
        for columns in range(len(names), 1, -1):
            height, longer = divmod(len(names), columns)
            starts = [place * height + min(place, longer) for place in range(columns + 1)]
            if sum(max(widths[start:end]) for start, end in pairwise(starts)) <= inches:
                return columns
        return 1

    def _wrapped(self, text: str, size: float, inches: float, weight: str) -> tuple[str, float]:
        return wrapped(text, size * self.scale, inches, weight), size * self.scale

    def _height(self, text: str, points: float) -> float:
        return (text.count("\n") + 1) * points * _LINE[direction()] / 72 if text else 0.0

    def _write(self, x: float, y: float, text: str, points: float, **style: Any) -> None:
        wide, high = self.figure.get_size_inches()
        style |= {"ha": self.side, "va": "top", "linespacing": _LINE[direction()] / 1.2}
        self.figure.text(x / wide, y / high, text, fontsize=points, **style)

    @property
    def side(self) -> Literal["left", "right"]:
        """Where lines begin."""
        return "right" if self.mirrored else "left"

    def axes(self, left: float, bottom: float, width: float, height: float, **options: Any) -> Axes:
        """Axes in the area, in inches from its lower left corner; the first of them are those given, if any."""
        wide, high = self.figure.get_size_inches()
        x, y = self.area[0] + left, self.area[1] + bottom
        place = (x / wide, y / high, width / wide, height / high)
        if self.ax is None:
            return self.figure.add_axes(place, **options)
        ax, self.ax = self.ax, None
        ax.set_position(place)
        return ax

    def size(self, points: float = FONT) -> float:
        """Points of letters in this picture."""
        return points * self.scale


@contextmanager
def larger_letters(times: float) -> Iterator[None]:
    """Lay pictures out with letters so many times as large beside their width, as a narrow screen needs them."""
    _LETTERS.append(times)
    try:
        yield
    finally:
        _LETTERS.pop()


def _measures(ax: Axes | None, width: float) -> tuple[float, float]:
    """How wide a picture is, in inches, and by how much its letters are scaled: in given axes by their place."""
    if ax is None:
        return width, width / WIDTH * _LETTERS[-1]
    figure: Any = ax.get_figure(root=True)
    width = ax.get_position().width * figure.get_size_inches()[0]
    return width, max(width / WIDTH, _LEAST_SCALE)


def columns_of(least: float, most: int, ax: Axes | None = None, width: float = WIDTH) -> int:
    """How many small pictures, each so many inches wide at full width at the least, stand beside each other."""
    wide, scale = _measures(ax, width)
    return max(1, min(most, int((wide - 2 * _PAD * scale) / scale / least)))


def card(caption: Caption, ax: Axes | None = None, width: float = WIDTH) -> Axes:
    """A picture of what cannot be drawn: its sentence, and empty axes, which hold no data."""
    sheet = Sheet(replace(caption, about=""), 0.1, ax, width)  # the sentence says it itself
    axes = sheet.axes(0, 0, sheet.area[2], sheet.area[3])
    axes.set_axis_off()
    axes.figure.set_label(f"{caption.headline}.")
    return axes


def is_drawn(ax: Axes) -> bool:
    """Whether a picture shows anything: what cannot be drawn is a sentence on empty axes."""
    return any(one.has_data() for one in ax.figure.axes)


class Rows:
    """A picture with a row for each name, its text at the end of its bar, and room for both measured."""

    def __init__(
        self,
        rows: Sequence[Row],
        caption: Caption,
        ax: Axes | None = None,
        width: float = WIDTH,
        *,
        keys: Sequence[tuple[Any, str]] = (),
        fixed: tuple[float, float] | None = None,
    ):
        """Lay rows out. `fixed`: where the axis ends, and what part of the width it takes; texts stand beyond."""
        wide, scale = _measures(ax, width)
        size, least_names = FONT * scale, 0.0 if fixed is None else 1.6  # so that the axis has one length in all
        names = [wrapped(row.name, size, (least_names or _NAMES) * scale) for row in rows]
        margin = max([least_names * scale, *(text_width(name, size) for name in names)]) + 0.12 * scale
        free = max(wide - 2 * _PAD * scale - margin, 0.5)
        if fixed is not None:  # the axis gives way where a word would be cut
            longest = max([text_width(word, size) for row in rows for word in plain(row.text).split()], default=0)
            fixed = (fixed[0], min(fixed[1], 1 - (longest + 2 * _GAP * scale) / free))
        share = 1 - _LEAST_BAR if fixed is None else 1 - fixed[1]
        texts = [
            wrapped(row.text, size, max(share * free - _GAP * scale, scale if fixed is None else 0)) for row in rows
        ]
        pitches, foot = _pitches(rows, names, texts), 0.68  # inches for the axis
        self.sheet = sheet = Sheet(caption, sum(pitches) * _PITCH + foot, ax, width, keys)
        foot *= scale
        lower = [_APART / 2 * row.apart for row in rows]
        self.places = [sum(pitches[: place + 1]) - pitches[place] / 2 + lower[place] for place in range(len(rows))]
        self.ax = sheet.axes(0 if sheet.mirrored else margin, foot, free, max(sheet.area[3] - foot, 0.2))
        self.ax.set_yticks(self.places, names)
        if sheet.mirrored:
            self.ax.yaxis.tick_right()
        self.ax.set_ylim(sum(pitches), 0)
        widths = [text_width(text, size) + 2 * _GAP * scale for text in texts]
        if fixed is None:
            reach = max([1.0, *(row.end / max(1 - text / free, 0.05) for row, text in zip(rows, widths, strict=True))])
        else:
            reach = fixed[0] / fixed[1]
        low = min([0.0, *(row.end for row in rows)])
        self.ax.set_xlim(*((reach, low * 1.3) if sheet.mirrored else (low * 1.3, reach)))
        for row, text, at in zip(rows, texts, self.places, strict=True):
            color, slant = (GREY, SLANT[sheet.mirrored]) if row.muted else ("black", "normal")
            where = (max(row.end, 0) if fixed is None else fixed[0]) + _GAP * scale / free * reach
            style: dict[str, Any] = {"va": "center", "ha": sheet.side, "linespacing": 1.2 if sheet.mirrored else 1.05}
            self.ax.text(where, at, text, color=color, style=slant, fontsize=size, **style)

    def finish(self, axis: str, alt: str, more: str = "") -> Axes:
        """Clear the frame, name the axis (with `more` where there is room) and say the picture in words."""
        ax, size = self.ax, self.sheet.size
        wide = ax.get_position().width * self.sheet.figure.get_size_inches()[0]
        if text_width(axis + more, size(SMALL)) < wide:
            axis += more
        sns.despine(ax=ax, left=True)
        ax.tick_params(axis="x", labelsize=size(SMALL))
        self._spread(size(SMALL))
        ax.tick_params(axis="y", labelsize=size(), left=False, right=False, pad=4 * self.sheet.scale)
        ax.set_xlabel(axis, fontsize=size(SMALL), color=GREY, loc=self.sheet.side)
        ax.set_ylabel("")
        ax.grid(axis="x", color=FAINT, linewidth=0.8 * self.sheet.scale)
        ax.set_axisbelow(True)
        ax.figure.set_label(alt)
        return ax

    def _spread(self, points: float) -> None:
        """Leave out every second mark of the axis until their labels do not touch."""
        ax: Any = self.ax
        marks = list(zip(ax.get_xticks(), ax.xaxis.get_major_formatter().format_ticks(ax.get_xticks()), strict=True))
        low, high = sorted(ax.get_xlim())
        inch = ax.get_position().width * self.sheet.figure.get_size_inches()[0] / (high - low)
        while len(marks) > 2 and any(
            (b[0] - a[0]) * inch < 0.6 * text_width(a[1] + b[1], points) for a, b in pairwise(marks)
        ):
            marks = marks[::2]
        ax.set_xticks(*zip(*marks, strict=True))


def _pitches(rows: Sequence[Row], names: Sequence[str], texts: Sequence[str]) -> list[float]:
    """How high each row is, in rows of one line."""
    lines = [max(name.count("\n"), text.count("\n")) + 1 for name, text in zip(names, texts, strict=True)]
    high = [max(1.0, (count * FONT * _LINE[direction()] / 72 + 0.1) / _PITCH) for count in lines]
    return [one + _APART * row.apart for one, row in zip(high, rows, strict=True)]


def text_width(text: str, points: float, weight: str = "normal") -> float:
    """How wide the widest line of a text is, in inches."""
    lines = (re.findall(r"\S+|\s", line) for line in _SIGNLESS.sub("", text).split("\n"))
    return max(sum(_word_width(word, weight) for word in line) for line in lines) * points


@lru_cache(20_000)
def _word_width(word: str, weight: str) -> float:
    """How wide a word, or a space, is in inches, in letters of one point."""
    font = FontProperties(size=100, weight=weight)
    return float(text_to_path.get_text_width_height_descent(word, font, False)[0]) * _HINTED / 7200


def plain(text: str) -> str:
    """A text without what a font has no sign for."""
    return printable(text).expandtabs(1)


def wrapped(text: str, points: float, inches: float, weight: str = "normal") -> str:
    """Break a text into lines of at most so many inches; a month stays with its year."""
    text = re.sub("([a-z\u0621-\u064a]) ([0-9]{4})(?![0-9])", "\\1\N{NO-BREAK SPACE}\\2", plain(text))
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and text_width(longer, points, weight) > inches:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    if direction() == "rtl":  # whatever a line begins with
        return "\n".join(f"\N{RIGHT-TO-LEFT MARK}{line}" for line in lines)
    return "\n".join(lines)


def image(ax: Axes, form: str = "png", dots: float = 100) -> bytes:
    """A picture as the bytes of a file: png (so many dots an inch), svg or pdf; the same picture, the same bytes."""
    made = BytesIO()
    figure: Any = ax.get_figure(root=True)
    dated: dict[str, Any] = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(form, {})
    with plt.rc_context({"svg.hashsalt": "analysis"}):
        figure.savefig(made, format=form, dpi=dots, metadata=dated)
    return made.getvalue()
