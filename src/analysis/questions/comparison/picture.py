"""Pictures of the tolls of a month. They compute nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from analysis.language import say
from analysis.model.adding import NOT_SEPARATED, TOTAL, UNACCOUNTED, is_combined, members
from analysis.model.parties import Parties
from analysis.model.tolls import Toll
from analysis.questions.comparison.numbers import Comparison, Line
from analysis.questions.comparison.words import (
    comparison_headline,
    comparison_subtitle,
    total_headline,
    total_title,
    unnamed_words,
)
from analysis.show import dates, labels, numbers, remarks
from analysis.show.bars import draw_bounds, draw_range, line_color, stripes, whole_ticks
from analysis.show.frame import FONT, GREY, WIDTH, Caption, Footnotes, Row, Rows, card, text_width
from analysis.show.sources import credit, source_line
from analysis.show.standing import total_name
from analysis.tolls.completeness import standing


@dataclass(frozen=True)
class _Bar:
    """A line to draw: a number, a range, or only what bounds it; without any of these it is said in a note."""

    line: Line
    text: str
    low: int | None = None
    high: int | None = None

    @property
    def end(self) -> float:
        """Where its text stands."""
        ends = [self.line.killed, self.line.killed_min, self.line.killed_max, self.low, self.high]
        if self.line.killed is not None and self.line.killed < 0:
            return self.line.killed
        return max((end for end in ends if end is not None), default=0)


def comparison_picture(comparison: Comparison, ax: Axes | None = None, width: float = WIDTH) -> Axes:
    """Draw a comparison: a bar a party with its number, the longest first, other and unidentified parties last.

    A party known by bounds alone is a pale bar with a broken edge, as far as its toll can reach; who has none is named
    below. Where no party has either there is nothing to draw: what is drawn is the sentence that says so.

    Parameters
    ----------
    comparison
        What `compare` returns for one month.
    ax
        Where to draw, its title and source within the place of these axes; None makes a figure.
    width
        Of that figure, in inches; everything in it is scaled.

    Returns
    -------
    Axes
        Deaths documented on x, parties on y. Its figure's label is the alt text.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls, compare
    >>> axes = comparison_picture(compare(monthly_tolls(read_data()), "2016-01"))
    >>> axes.get_xlabel()
    'civilian deaths documented (% of the total)'
    """
    parties, footnotes = comparison.tolls.parties, Footnotes(comparison.tolls.data)
    bars = sorted(_bars(comparison, footnotes), key=lambda bar: _order(bar, parties))
    subtitle = f"{comparison_subtitle(comparison, footnotes.mark(comparison.total.remarks))}."
    caption = _caption(comparison, comparison_headline(comparison), subtitle, [*footnotes.lines, *_folded(comparison)])
    if not any(bar.line.is_printed for bar in bars):
        return card(caption, ax, width)
    groups = [_order(bar, parties)[0] for bar in bars]
    first = groups.index(2) if 2 in groups[1:] else None  # what is attributed to no party named stands apart
    lines = [
        Row(_name(bar.line, parties), bar.text, bar.end, not bar.line.is_printed, place == first)
        for place, bar in enumerate(bars)
    ]
    rows = Rows(lines, caption, ax, width)
    for place, bar in zip(rows.places, bars, strict=True):
        _draw(rows.ax, place, bar, parties)
    whole_ticks(rows.ax.xaxis)
    said = [
        say("{name}: {text}", name=labels.full_line_label(bar.line.party, bar.line.label, parties), text=bar.text)
        for bar in bars
    ]
    of = say("(% of the total)") if any(bar.line.share_of_total is not None for bar in bars) else ""
    alt = _alt(say("Bar chart"), caption, labels.semicolons(said))
    return rows.finish(labels.axis_words(comparison.tolls), alt, f" {of}" * bool(of))


def total_picture(comparison: Comparison, ax: Axes | None = None, width: float = WIDTH) -> Axes:
    """Draw what the parties' numbers add up to above the published total, the gap between them visible.

    Of ranges the lower ends are added, and what their upper ends add stands pale behind.

    Parameters
    ----------
    comparison, ax, width
        As for `comparison_picture`.

    Returns
    -------
    Axes
        Deaths documented on x; the parties' bar above, the published total below. Its figure's label is the alt text.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls, compare
    >>> axes = total_picture(compare(monthly_tolls(read_data()), "2016-02"))
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['Sum of the parties', 'Published total']
    """
    parties, footnotes = comparison.tolls.parties, Footnotes(comparison.tolls.data)
    lines = [line for line in _lines(comparison) if line.party not in (TOTAL, UNACCOUNTED)]
    parts = sorted((line for line in lines if line.least or line.state == "range"), key=lambda line: -line.least)
    gap = next((line.killed or 0 for line in comparison.lines if line.party == UNACCOUNTED), 0)
    whole, summed = comparison.total, standing(comparison.tolls, comparison.month)
    named = [
        say(
            "{party} {number}",
            party=labels.line_label(line.party, parties),
            number=f"{numbers.limited(line)}{_mark(line, footnotes)}",
        )
        for line in parts
    ]
    subtitle = f"{total_title(comparison)}{footnotes.mark(whole.remarks)}."
    added = [say("Added up: {numbers}.", numbers=labels.semicolons(named))] if named else []
    caption = _caption(comparison, total_headline(comparison), subtitle, [*added, *footnotes.lines])
    exact = summed.sum_of_parties is not None and whole.killed is not None
    if not parts or not whole.is_printed or (exact and not gap):  # two bars of one length show nothing
        return card(caption, ax, width)
    end = sum(line.least for line in parts)
    reach = max(end, summed.sum_max or 0)
    upper = whole.least if whole.killed_max is None else whole.killed_max
    text = numbers.range_words(summed.sum_of_parties, summed.sum_min, summed.sum_max)
    text = numbers.number(end) if summed.sum_of_parties is not None and reach == end and not gap else text
    if gap > 0:
        text = say("{sum} + {gap} in no party's number", sum=text, gap=numbers.number(gap))
    elif gap:
        text = say("{sum}; {more} more than the total", sum=text, more=numbers.number(-gap))
    name = total_name(summed)
    rows = Rows(
        [
            Row(say("Sum of the parties"), text, max(reach, end + gap)),
            Row(labels.capitalized(name), numbers.limited(whole), upper),
        ],
        caption,
        ax,
        width,
    )
    first, second = rows.places
    start, style = 0, dict[str, Any]()
    for line in parts:
        style = stripes(line.party, parties) if is_combined(line.party) else {"color": line_color(line.party, parties)}
        rows.ax.barh([first], [line.least], left=start, height=0.72, **style)
        rows.ax.vlines([start], first - 0.36, first + 0.36, color="white", linewidth=1)
        _name_part(rows, labels.line_label(line.party, parties), start, line.least, line_color(line.party, parties))
        start += line.least
    if reach > end:
        rows.ax.barh([first], [reach - end], left=end, height=0.72, color=GREY, alpha=0.3)
    if gap > 0:
        style = {"facecolor": "none", "edgecolor": _ALARM, "hatch": "////", "linewidth": 1.2}
        rows.ax.barh([first], [gap], left=end, height=0.72, **style)
    elif gap:  # the parties are more: a line shows where the total ends
        rows.ax.axvline(end + gap, color=_ALARM, linestyle="--", linewidth=1.4)
    if whole.state != "range":
        rows.ax.barh([second], [whole.least], height=0.72, color="#7f868d")
    else:
        draw_range(rows.ax, second, whole.killed_min, whole.killed_max, "#7f868d")
    whole_ticks(rows.ax.xaxis)
    said = say("Sum of the parties: {sum}; {name}: {total}", sum=text, name=name, total=numbers.limited(whole))
    alt = _alt(say("Stacked bar chart"), caption, said)
    return rows.finish(labels.axis_words(comparison.tolls), alt)


_ALARM = "#b3001b"  # of what does not add up


def _name_part(rows: Rows, name: str, start: float, count: float, color: str) -> None:
    """Write the name of a part into it where there is room; the note below names them all."""
    sheet, (low, high) = rows.sheet, rows.ax.get_xlim()
    room = count / abs(high - low) * rows.ax.get_position().width * sheet.figure.get_size_inches()[0]
    if text_width(name, sheet.size(FONT - 2)) + 0.1 * sheet.scale < room:
        style: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": sheet.size(FONT - 2)}
        rows.ax.text(start + count / 2, rows.places[0], name, color=_ink(color), **style)


def _ink(color: str) -> str:
    """Black or white, whichever reads better on a colour."""
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return "black" if 299 * red + 587 * green + 114 * blue > 140_000 else "white"


def _caption(comparison: Comparison, headline: str, subtitle: str, notes: Sequence[str]) -> Caption:
    source = f"{source_line(comparison.tolls, comparison.month)} {credit(comparison.tolls.data)}".strip()
    when = dates.month_of(comparison.month, comparison.lines)
    return Caption(headline, subtitle, source, notes, labels.about(comparison.tolls, when))


def _alt(kind: str, caption: Caption, said: str) -> str:
    text = say(
        "{kind}. {headline}. {subtitle} {said}.",
        kind=kind,
        headline=caption.head,
        subtitle=caption.subtitle,
        said=said,
    )
    return " ".join([text, *caption.notes])


def _name(line: Line, parties: Parties) -> str:
    """The name of a row; of what the parties lack of a total, in words."""
    if line.party == UNACCOUNTED and line.least > 0:
        return say("In no party's number")
    return labels.line_label(line.party, parties)


def _mark(line: Line, footnotes: Footnotes) -> str:
    return footnotes.mark(line.remarks, items=True)


def _lines(comparison: Comparison) -> list[Line]:
    """The lines but groups of parties, whose parts are drawn, and parties nobody names."""
    folded = comparison.tolls.parties.groups.union(comparison.unnamed)
    return [line for line in comparison.lines if line.party not in folded]


def _bars(comparison: Comparison, footnotes: Footnotes) -> Iterable[_Bar]:
    """The lines that have a number, a range, or something that bounds them, or about which pages disagree."""
    cells, parties, lines = comparison.cells.killed, comparison.tolls.parties, _lines(comparison)
    together = {party for line in lines if is_combined(line.party) for party in members(line.party)}
    for line in lines:
        if line.party == TOTAL:
            continue
        if line.is_printed:
            mark = footnotes.mark(line.remarks)
            text = _of_total(f"{numbers.limited(line)}{mark}", line, comparison)
            bounds: tuple[int | None, int | None] = (None, None)
            if line.of_causes and (most := cells[line.party].at_most if line.party in cells else None) is not None:
                text, bounds = say("{text}; in all at most {number}", text=text, number=numbers.number(most)), (0, most)
            yield _Bar(line, text, *bounds)
        elif _is_drawn(cells[line.party]):
            toll = cells[line.party]
            text = _reason(toll, line.party in together, parties, _among(line.party, toll, comparison))
            undecided = toll.state == "undecided"  # then what is drawn are the ends of what pages publish
            ends = (toll.printed_low, toll.printed_high) if undecided else (toll.at_least, toll.at_most)
            yield _Bar(line, text, *ends)


def _is_drawn(toll: Toll) -> bool:
    """Whether a toll without a number has a row of its own: it is bounded, or pages disagree about it."""
    return toll.state == "undecided" or (toll.state != "none_left" and (toll.at_least, toll.at_most) != (None, None))


def _folded(comparison: Comparison) -> list[str]:
    """What is said below of parties without a row."""
    cells, parties = comparison.cells.killed, comparison.tolls.parties
    by_state: dict[str, list[str]] = {}
    for line in _lines(comparison):
        if line.party in cells and line.party != TOTAL and not line.is_printed and not _is_drawn(cells[line.party]):
            by_state.setdefault(labels.state_words(str(line.state), line.basis), []).append(
                labels.line_label(line.party, parties)
            )
    said = [say("{parties}: {why}.", parties=labels.join(names), why=why) for why, names in by_state.items()]
    unnamed = unnamed_words(comparison, short=True)
    return [" ".join([*said, f"{unnamed}." if unnamed else ""]).strip()] if said or unnamed else []


def _order(bar: _Bar, parties: Parties) -> tuple[int, float]:
    """The longest first; then those known by bounds alone; what is attributed to no party named last."""
    first = members(bar.line.party)[0]
    if first not in parties or first in parties.residual:
        return (2, parties[first].order if first in parties else 99)
    return (0, -bar.line.least) if bar.line.is_printed else (1, -bar.end)


def _draw(ax: Axes, place: float, bar: _Bar, parties: Parties) -> None:
    """Draw a line: whole, as a range, or as what bounds it."""
    line, color = bar.line, line_color(bar.line.party, parties)
    if (bar.low, bar.high) != (None, None):
        draw_bounds(ax, place, bar.low or 0, bar.high, color)
    if line.killed is not None:
        style: dict[str, Any] = {"color": color}
        if line.party == UNACCOUNTED:
            style = {"facecolor": "white", "edgecolor": GREY, "hatch": "//", "linestyle": "--", "linewidth": 1}
        elif line.party == NOT_SEPARATED or is_combined(line.party) or line.of_causes:
            style = stripes(line.party, parties)
        ax.barh([place], [line.killed], height=0.72, **style)
    elif line.state == "range":
        draw_range(ax, place, line.killed_min, line.killed_max, color)


def _of_total(number: str, line: Line, comparison: Comparison) -> str:
    if line.of_causes:
        return say("{number} ({causes})", number=number, causes=remarks.items_words(line.causes))
    if line.share_of_total is None:
        return number
    return say("{number} ({share})", number=number, share=numbers.percent(line.killed, comparison.total.killed))


def _among(party: str, toll: Toll, comparison: Comparison) -> str:
    """What bounds a party without a number, and whose bar holds its deaths already, where that is certain.

    Where the parties reach the total they can only be in a leftover class; where there is none, in what no party has.
    """
    bound = numbers.bounded(None, toll.at_least, toll.at_most)
    held = [line for line in comparison.residuals if line.party != party]
    if (rest := standing(comparison.tolls, comparison.month).unaccounted) and not held:
        held = [line for line in comparison.lines if line.party == UNACCOUNTED]
    elif rest != 0:
        return bound
    if len(held) != 1 or held[0].killed is None or toll.at_most is None or toll.at_most > held[0].killed:
        return bound
    said = {"number": bound, "all": numbers.limited(held[0])}
    if rest:
        return say("{number}, among the {all} in no party's number", **said)
    party = labels.line_label(held[0].party, comparison.tolls.parties)
    return say("{number}, among the {all} of {party}", **said, party=party)


def _reason(toll: Toll, together: bool, parties: Parties, bound: str) -> str:
    """Why a party has no number, after what bounds it."""
    for one in toll.disputed:
        return say(
            "undecided: some pages attribute {number} here, others to {parties}",
            number=numbers.number(one.deaths),
            parties=labels.join_or(labels.party_label(code, parties, short=True) for code in one.parties),
        )
    if toll.state == "undecided":
        ends = [numbers.number(end) for end in (toll.printed_low, toll.printed_high) if end is not None]
        return say("undecided: published are {numbers}", numbers=labels.join(dict.fromkeys(ends)))
    reason = say("no full count of its own gathered here") if together else labels.state_words(toll.state, toll.basis)
    return say("{number} ({why})", number=bound, why=reason)
