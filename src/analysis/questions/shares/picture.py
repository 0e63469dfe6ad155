"""The picture of the shares of children and women. It computes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from analysis.language import isolated, say
from analysis.model.adding import TOTAL, members
from analysis.model.numerals import SMALLEST_N
from analysis.model.parties import Parties
from analysis.model.remarks import ShareAtLeast
from analysis.model.tolls import Toll
from analysis.questions.shares import words
from analysis.questions.shares.numbers import Share, Shares
from analysis.show import dates, labels, numbers
from analysis.show.bars import OPEN, PALE, draw_range
from analysis.show.frame import GREY, GROUP_COLORS, SLANT, SMALL, WIDTH, Caption, Footnotes, Row, Rows, card, wrapped
from analysis.show.sources import credit, source_line

_AXIS = (100, 0.46)  # percent, and the part of the width they take: alike in every month

_DASHED: dict[str, Any] = {"facecolor": "none", "edgecolor": GREY, "linestyle": (0, (2, 2))}
_MORE = Patch(**_DASHED)


def shares_picture(shares: Shares, ax: Axes | None = None, width: float = WIDTH, intervals: bool = False) -> Axes:
    """Draw the shares of children and women: a bar a party, k of n beside it, counts only below n = 10.

    The axis is the same in all months. Who has no count of children or women is named below.

    Parameters
    ----------
    shares
        What `analysis.shares` returns for one month.
    ax
        Where to draw; None makes a figure.
    width
        Of that figure, in inches.
    intervals
        Draw the Wilson interval of children and women together; a note says what it covers.

    Returns
    -------
    Axes
        Percent on x, parties on y. Its figure's label is the alt text.

    Examples
    --------
    >>> from analysis import monthly_tolls, read_data
    >>> from analysis import shares
    >>> axes = shares_picture(shares(monthly_tolls(read_data()), "2016-01"))
    >>> axes.get_xlabel()
    'percent of the documented deaths'
    """
    tolls, killed, footnotes = shares.tolls, shares.tolls.of(shares.month), Footnotes(shares.tolls.data)
    parties, apart = tolls.parties, tolls.parties.groups.union(killed.unnamed)
    tables = {party: table for party, table in shares.by_party.items() if party not in apart}
    drawn = sorted(
        (party for party, table in tables.items() if _known(table) or _many(table)),
        key=lambda p: _order(p, tables, parties),
    )
    texts = [_shares_text(tables[party]) + footnotes.mark(_last(tables[party]).remarks, items=True) for party in drawn]
    notes = [*footnotes.lines, *_folded(tables, drawn, killed.killed, parties)]
    if intervals:
        notes.insert(0, say("Line: {interval}.", interval=say(numbers.WILSON_LABEL)))
    if labels.is_alleged(tolls):
        subtitle = say(
            "{title}. Shares of what is alleged; no percentage below 10 deaths.", title=words.shares_title(shares)
        )
    else:
        subtitle = say(
            "{title}. Shares of what is documented; no percentage below 10 deaths.", title=words.shares_title(shares)
        )
    source = f"{source_line(tolls, shares.month)} {credit(tolls.data)}".strip()
    about = labels.about(tolls, dates.month_of(shares.month, shares.lines))
    caption = Caption(words.shares_headline(shares), subtitle, source, notes, about)
    plain = [tables[party] for party in drawn]
    if not any(map(_has_share, plain)):
        counts = labels.semicolons(
            say("{name}: {text}", name=labels.line_label(party, parties), text=text)
            for party, text in zip(drawn, texts, strict=True)
        )
        return card(replace(caption, notes=[*([f"{counts}."] if counts else []), *notes]), ax, width)
    keys: list[tuple[Any, str]] = [
        (Patch(color=GROUP_COLORS[group]), numbers.group_name(group)) for group in ("children", "women")
    ]
    if any(_last(table).has_count and _last(table).count is None for table in plain):
        keys.append((Patch(color=GROUP_COLORS["women"], alpha=PALE), say("possibly children or women")))
    if any(bounds[1] is None for table in plain if (bounds := _bounds(table))):
        keys.append((Line2D([], [], **OPEN), say("at least")))
    first = next((party for party in drawn[1:] if _order(party, tables, parties)[0]), "")  # apart: no party named
    rows = Rows(
        [
            Row(labels.line_label(party, parties), text, muted=not _has_share(table), apart=party == first)
            for party, text, table in zip(drawn, texts, plain, strict=True)
        ],
        caption,
        ax,
        width,
        keys=keys + [(_MORE, say("at least, by another page"))] * any(map(_floor, plain)),
        fixed=_AXIS,
    )
    for group, color in GROUP_COLORS.items():
        rows.ax.barh(rows.places, [_width(table, group) for table in plain], height=0.66, color=color)
    for place, table in zip(rows.places, plain, strict=True):
        last = _last(table)
        if (floor := _floor(table)) > _width(table, "women"):
            reach = floor - _width(table, "women")
            rows.ax.barh([place], [reach], left=_width(table, "women"), height=0.36, **_DASHED)
        if bounds := _bounds(table):
            draw_range(rows.ax, place, *bounds, GROUP_COLORS["women"], _width(table, "children"), 0.66)
        if intervals and last.low is not None and last.high is not None:
            line = [100 * last.low, 100 * last.high]
            rows.ax.plot(line, [place, place], color="black", linewidth=1.5, marker="|", markersize=9)
    for place, table in zip(rows.places, plain, strict=True):
        if not _has_share(table):  # a row without a bar is no share of 0
            few = _last(table).has_count or not _many(table)
            why = say("too few for a percentage") if few else say("no share of both together")
            room = rows.ax.get_position().width * rows.sheet.figure.get_size_inches()[0] * _AXIS[1]
            why = wrapped(why, rows.sheet.size(SMALL), room)
            style: dict[str, Any] = {"ha": rows.sheet.side, "va": "center", "style": SLANT[rows.sheet.mirrored]}
            rows.ax.text(1, place, why, color=GREY, fontsize=rows.sheet.size(SMALL), **style)
    rows.ax.set_xticks(range(0, 101, 25), [isolated(f"{tick}%") for tick in range(0, 101, 25)])
    rows.ax.spines["bottom"].set_bounds(0, _AXIS[0])
    said = [
        say("{name}: {text}", name=labels.party_label(party, parties), text=text)
        for party, text in zip(drawn, texts, strict=True)
    ]
    alt = say(
        "{kind}. {headline}. {subtitle} {said}.",
        kind=say("Bar chart"),
        headline=caption.head,
        subtitle=subtitle,
        said=labels.semicolons(said),
    )
    if labels.is_alleged(tolls):
        return rows.finish(say("percent of the alleged deaths"), " ".join([alt, *notes]))
    return rows.finish(say("percent of the documented deaths"), " ".join([alt, *notes]))


def _last(table: dict[str, Share]) -> Share:
    return list(table.values())[-1]


def _bounds(table: dict[str, Share]) -> tuple[float | None, float | None] | None:
    """What bounds the share of both, in percent; None where nothing does."""
    low, high = (None if end is None else 100 * end for end in (_last(table).share_min, _last(table).share_max))
    return None if low is None and high is None else (low, high)


def _has_share(table: dict[str, Share]) -> bool:
    """Whether the share of both is there, be it 0%, or an end of it."""
    both = table.get("children_and_women")
    return _bounds(table) is not None or (both is not None and bool(numbers.share_words(both)))


def _floor(table: dict[str, Share]) -> float:
    """The share that another page makes it at the least, in percent; 0 without one."""
    floors = [remark for remark in _last(table).remarks if isinstance(remark, ShareAtLeast)]
    return max((100 * one.count / one.deaths for one in floors if one.deaths), default=0.0)


def _many(table: dict[str, Share]) -> bool:
    """Whether deaths are there of which a share could be given: without children and women the row says so."""
    one = _last(table)
    return one.has_deaths and (one.killed or one.killed_min or 0) >= SMALLEST_N


def _known(table: dict[str, Share]) -> bool:
    """Whether a count of children or of women is there."""
    return any(line.has_deaths and line.has_count for line in table.values())


def _order(party: str, tables: dict[str, dict[str, Share]], parties: Parties) -> tuple[int, float]:
    """The party with most deaths first, residual classes and the total last."""
    table = _last(tables[party])
    if party == TOTAL or set(members(party)) & parties.residual:
        return (2 if party == TOTAL else 1, 0)
    return (0, -(table.killed if table.killed is not None else table.killed_min or 0))


def _folded(
    tables: dict[str, dict[str, Share]], drawn: Iterable[str], tolls: Mapping[str, Toll], parties: Parties
) -> list[str]:
    """Say of whom there is a toll but no count of children or women, and of whom there is not even a toll."""
    rest = [
        say(
            "{party} ({number})",
            party=labels.line_label(party, parties),
            number=numbers.range_words(one.killed, one.killed_min, one.killed_max),
        )
        for party, table in tables.items()
        if party not in drawn and (one := _last(table)).has_deaths
    ]
    none = []
    for party, toll in tolls.items():
        if party in tables and toll.state == "not_reported":
            name = say("the total") if party == TOTAL else labels.line_label(party, parties)
            bound = numbers.bounded(None, toll.at_least, toll.at_most)
            worked_out = say("{party} ({number}, worked out from other numbers)", party=name, number=bound)
            none.append(name if toll.at_most is None else worked_out)
    said = []
    if rest:
        said.append(
            say("No full count of children or women is gathered here for {parties}.", parties=labels.join(rest))
        )
    if none:
        said.append(
            say("No page gathered here publishes a full count of deaths for {parties}.", parties=labels.join(none))
        )
    return said


def _width(table: dict[str, Share], group: str) -> float:
    """The bar of a group in percent, of a range at the least: women reach to both together, children are over them."""
    if "children_and_women" not in table or not _last(table).has_count:
        return 0.0  # one group alone would look as if there were none of the other
    line = table["children_and_women" if group == "women" else group]
    return 100 * (line.share if line.share is not None else line.share_min or 0.0)


def _shares_text(table: dict[str, Share]) -> str:
    """The share of both, the counts it is made of, and what is not known."""
    first, *_, last = [next(iter(table.values())), *table.values()]
    n = numbers.range_words(first.killed, first.killed_min, first.killed_max)
    parts = {group: line for group, line in table.items() if group != "children_and_women"}
    counts = {group: line for group, line in parts.items() if line.has_count}
    if not counts:
        return say("no full count of children or women, of {number}", number=n)
    known = numbers.part_of(" + ".join(words.group_words(line) for line in counts.values()), n)
    if numbers.share_words(last) and len(parts) == 2:
        return say("{share}: {count}", share=words.share_or_floor(last), count=known)
    alone = numbers.share_words(first) if len(counts) == 1 and len(parts) == 1 else ""
    known = say("{share}: {count}", share=alone, count=known) if alone else known
    states = {group: str(line.state) for group, line in parts.items() if group not in counts}
    states |= {group: "not_reported" for group in ("children", "women") if group not in table}
    unknown = [
        say("{group}: {state}", group=numbers.measure_name(group), state=say(labels.STATES[state]))
        for group, state in states.items()
    ]
    return labels.semicolons([known, *unknown])
