"""The picture of what several monitors published for a month. It computes nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from analysis.language import say, say_as
from analysis.model.adding import TOTAL, held_by_others, members
from analysis.model.results import grouped
from analysis.questions.monitors import words
from analysis.questions.monitors.numbers import Agreement, Printed
from analysis.show import dates, labels, numbers
from analysis.show.bars import line_color, party_place, whole_ticks
from analysis.show.frame import GREY, WIDTH, Caption, Footnotes, Row, Rows, card
from analysis.show.sources import credit

_SYMBOLS = "osD^vPX*hp"  # of monitors, in their order
_NEAR, _ASIDE = 0.03, 0.16  # of the axis, nearer than which symbols lie beside one another; of a row, how far
_PART = 0.5  # of the width that the axis takes; the numbers stand beyond it


def agreement_picture(agreement: Agreement, ax: Axes | None = None, width: float = WIDTH, population: str = "") -> Axes:
    """Draw what monitors published for one month: a row a party, a symbol a monitor, their numbers beside them.

    A line joins the ends of a range; an arrow is an open end; a hollow symbol covers some causes only. Where fewer than
    two monitors have a number there is nothing to put side by side: what is drawn is the sentence that says so.

    Parameters
    ----------
    agreement
        What `analysis.agreement` returns.
    ax
        Where to draw; None makes a figure.
    width
        Of that figure, in inches.
    population
        Whose deaths to draw: numbers of different populations share no axis. Empty: those of the agreement, which are
        civilians unless it is `.only` of others.

    Returns
    -------
    Axes
        Deaths on x, parties on y. Its figure's label is the alt text.

    Examples
    --------
    >>> from analysis import read_data, agreement
    >>> axes = agreement_picture(agreement(read_data(), "2016-01"))
    >>> [label.get_text() for label in axes.get_yticklabels()][:3]
    ['Russia', 'Government', 'ISIS']
    """
    who, footnotes = words.monitor_names(agreement.data), Footnotes(agreement.data)
    drawn = agreement.only(population or agreement.population)
    killed = [line for line in drawn.lines if line.measure == "killed"]
    parents = {(line.monitor, agreement.parties[code].parent) for line in killed for code in members(line.party)}
    # of a group and its parts by one monitor, the parts are drawn
    killed = [line for line in killed if (line.monitor, line.party) not in parents]
    counts = grouped((line.monitor, (line.party, line.count)) for line in killed)
    residual = agreement.parties.residual
    held = [(who_, code) for who_, own in counts.items() for code in held_by_others(dict(own), residual)]
    found = grouped((line.party, line) for line in killed if (line.monitor, line.party) not in held)
    groups = sorted(found.items(), key=lambda group: _order(group[0], group[1], agreement))
    deaths, when = numbers.deaths(drawn.population), dates.month_name(agreement.month)
    rows_ = []
    for party, lines in groups:
        texts = [
            say(
                "{monitor} {number}",
                monitor=who[line.monitor],
                number=f"{_words(line, agreement)}{footnotes.mark(line.remarks)}",
            )
            for line in lines
        ]
        rows_.append(Row(labels.line_label(party, agreement.parties), labels.semicolons(texts), max(map(_end, lines))))
    subtitle = say(
        "Numbers of {deaths} that monitors published, by party they are attributed to, {month}.",
        deaths=deaths,
        month=when,
    )
    source = f"{words.agreement_source(agreement)} {credit(agreement.data)}".strip()
    missing = [words.without_parties(drawn), words.without_totals(drawn), words.without_numbers(drawn)]
    notes = [*footnotes.lines, *words.alleged_words(drawn), *words.held_words(drawn, held), *filter(None, missing)]
    caption = Caption(words.agreement_headline(drawn), subtitle, source, notes)
    there = dict.fromkeys(line.monitor for _, lines in groups for line in lines)
    if len(there) < 2:
        return card(replace(caption, subtitle="", notes=()), ax, width)
    ticks = MaxNLocator(4, integer=True).tick_values(0, max(row.end for row in rows_))
    symbols = dict(zip(who, cycle(_SYMBOLS), strict=False))
    keys = [(_symbol(symbols[code], GREY), who[code]) for code in who if code in there]
    if any(_is_part(line) for _, lines in groups for line in lines):
        keys.append((_symbol("o", GREY, hollow=True), say("hollow: of some causes or places alone")))
    rows = Rows(rows_, caption, ax, width, keys=keys, fixed=(ticks[-1], _PART))
    for place, (_, lines) in zip(rows.places, groups, strict=True):
        near = [
            any(abs(_end(one) - _end(line)) < _NEAR * ticks[-1] for one in lines if one is not line) for line in lines
        ]
        for number, (line, beside) in enumerate(zip(lines, near, strict=True)):  # symbols that would cover one another
            side = beside * (_ASIDE if number % 2 else -_ASIDE)
            _draw(rows.ax, place + side, line, symbols[line.monitor], agreement)
    rows.ax.set_xticks(ticks)
    whole_ticks(rows.ax.xaxis)
    aside = -0.02 * ticks[-1]  # so that a symbol at 0 touches no name
    rows.ax.set_xlim(right=aside) if rows.sheet.mirrored else rows.ax.set_xlim(left=aside)
    rows.ax.spines["bottom"].set_bounds(0, ticks[-1])
    alt = say(
        "{kind}. {headline}. {subtitle} {said}.",
        kind=say("Points and ranges"),
        headline=caption.head,
        subtitle=subtitle,
        said=labels.semicolons(say("{name}: {text}", name=row.name, text=row.text) for row in rows_),
    )
    return rows.finish(say_as("axis", numbers.DEATHS[drawn.population][1]), alt)


def _draw(ax: Axes, place: float, line: Printed, symbol: str, agreement: Agreement) -> None:
    """A number as its monitor's symbol, hollow of some causes alone; a range as a line between two."""
    first, last = (line_color(party, agreement.parties) for party in (members(line.party)[0], members(line.party)[-1]))
    ends = [end for end in (line.count, line.low, line.high) if end is not None]
    ax.plot(ends, [place] * len(ends), color=first, linewidth=4, solid_capstyle="butt", alpha=0.5)
    face = "white" if _is_part(line) else first
    style: dict[str, Any] = {"markersize": 9, "markeredgewidth": 1.8, "linestyle": "", "clip_on": False}
    ax.plot(ends, [place] * len(ends), marker=symbol, markerfacecolor=face, markeredgecolor=last, zorder=3, **style)
    if line.kind in ("least", "most"):
        on = (line.kind == "least") != ax.xaxis_inverted()
        arrow, side, way = ("\N{RIGHTWARDS ARROW}", "left", 8) if on else ("\N{LEFTWARDS ARROW}", "right", -8)
        style = {"textcoords": "offset points", "va": "center", "ha": side, "weight": "bold", "color": first}
        ax.annotate(arrow, (ends[0], place), (way, 0), **style)


def _is_part(line: Printed) -> bool:
    return bool(line.causes) or line.kind == "items"


def _symbol(symbol: str, color: str, hollow: bool = False) -> Line2D:
    face = "white" if hollow else color
    return Line2D([], [], color=color, markerfacecolor=face, marker=symbol, markersize=8, linestyle="")


def _words(line: Printed, agreement: Agreement) -> str:
    number, parts = words.printed_words(line), words.part_words(line, agreement.data)
    return say("{number} ({limits})", number=number, limits=labels.semicolons(parts)) if parts else number


def _end(line: Printed) -> int:
    """The highest number of a line."""
    return max(end for end in (line.count, line.low, line.high) if end is not None)


def _order(party: str, lines: list[Printed], agreement: Agreement) -> tuple[int, int, tuple[int, str]]:
    """The party with the highest number first, residual classes and totals last."""
    last = 2 if party == TOTAL else int(bool(set(members(party)) & agreement.parties.residual))
    return (last, -max(_end(line) for line in lines), party_place(party, agreement.parties))
