"""Pictures of several months. They compute nothing."""

from __future__ import annotations

from collections import Counter
from math import log10
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from analysis.model.adding import TOTAL, is_combined, members
from analysis.model.results import grouped
from analysis.questions.trends import captions, drawing, words
from analysis.questions.trends.series import Point, Series
from analysis.show import dates, labels, numbers
from analysis.show.bars import line_color, pale, party_place, whole_ticks
from analysis.show.frame import GREY, GROUP_COLORS, SMALL, WIDTH, Caption, Row, Rows, Sheet, card, columns_of
from analysis.show.sources import credit

_TOTAL, _SUMS = "#6b7178", "#9db6cc"  # the published total; where there is none, the sum of the parties
_PANELS, _COLUMNS, _LEAST = 9, 3, 2.3  # small pictures, in how many columns, each so many inches wide
_LOW = 50  # a party is drawn that has at least one part in so many of the highest number
_ENOUGH = 4  # months with a share, for a picture of its own
_OTHERS = "Others had more"  # a row of who leads
_TOLD = 24  # months whose numbers the text instead of a picture tells


def trend_picture(series: Series, ax: Axes | None = None, width: float = WIDTH) -> Axes:
    """Draw the published totals month by month, and below them the tolls of each party, all on one axis.

    Months without a number are grey; what is known as a range or of several parties together is pale. Lines mark where
    totals begin to count somebody else, a leftover class changes, a party that leads at times enters or leaves.

    Parameters
    ----------
    series
        What `analysis.trend` returns.
    ax
        Where to draw: its place is divided. None makes a figure.
    width
        Of that figure, in inches.

    Returns
    -------
    Axes
        The uppermost: months on x, deaths documented on y. Its figure's label is the alt text.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls, trend
    >>> axes = trend_picture(trend(monthly_tolls(read_data()), "2015-09", "2016-06"))
    >>> len({one.get_ylim() for one in axes.figure.axes[1:]})
    1
    """
    months, parties = series.months, series.tolls.parties
    tops = {month: (line, _is_sum) for month, line, _is_sum in captions.tops(series)}
    lines = grouped((line.party, line) for line in series.killed if line.least is not None and line.party != TOTAL)
    highest = {
        code: max(own, key=drawing.most)
        for code, own in lines.items()
        if code in parties and code not in parties.groups
    }
    highest = {code: line for code, line in highest.items() if drawing.most(line) > 0}
    reach = max((drawing.most(line) for line in highest.values()), default=0)
    order = sorted(
        highest, key=lambda code: (code in parties.residual, -drawing.most(highest[code]), party_place(code, parties))
    )
    apart = [code for code in order if code in parties.residual]
    drawn = [code for code in order if drawing.most(highest[code]) * _LOW >= reach and code not in apart]
    drawn = [*drawn[: _PANELS - len(apart)], *apart]
    changes = captions.marked_changes(series)
    notes = captions.trend_notes(series, changes, [highest[code] for code in order if code not in drawn])
    source = f"{words.trend_source(series)} {credit(series.tolls.data)}".strip()
    caption = Caption(
        captions.trend_headline(series),
        f"{captions.trend_title(series)}.",
        source,
        notes,
        captions.about(series),
    )
    if not tops and not drawn:
        return card(caption, ax, width)
    ranges = any(line.state == "range" for line in series.killed) or any(is_combined(code) for code in lines)
    kinds = {is_sum for _, is_sum in tops.values()}
    keys: list[tuple[Any, str]] = [(Patch(color=_TOTAL), "published total")] * (False in kinds)
    keys += [(Patch(color=_SUMS), "sum of the parties with numbers, no total")] * (True in kinds)
    keys += [(Patch(color=drawing.GAP), "a number is missing")]
    keys += [(_away(), "not there yet, or no longer")] * any(drawing.apart(series, code) for code in drawn)
    none = any(line.party in drawn and (line.state == "none_left" or line.count == 0) for line in series.killed)
    keys += [(Patch(facecolor="white", edgecolor=drawing.GAP), "none")] * none
    least = {code: _known_least(series, code, lines) for code in drawn}
    least[TOTAL] = {month: known for month, known in _known_least(series, TOTAL, {}).items() if month not in tops}
    open_ = _reaching(series, {**{month: drawing.most(line) for month, (line, _) in tops.items()}, **least[TOTAL]})
    keys += [(Patch(facecolor=pale(GREY), edgecolor=GREY, linestyle=":"), "at most")] * (ranges or bool(open_))
    if any(least.values()) or any(drawing.is_least(series, line) for line in [*series.killed, *dict(tops.values())]):
        keys.append((drawing.LEAST, "at least"))
    columns = columns_of(_LEAST, _COLUMNS, ax, width)
    below = -(-len(drawn) // columns) * 1.38 + 0.5
    sheet = Sheet(caption, 2.55 + below * bool(drawn), ax, width, keys)
    top = drawing.panels(sheet, 1, 1, 1.9, below * bool(drawn))[0]
    for line, is_sum in tops.values():
        drawing.bar(top, series, line, _SUMS if is_sum else _TOTAL)
    for month, known in least[TOTAL].items():
        drawing.least_bar(top, months.index(month), known, _TOTAL)
    for month, (known, most) in open_.items():
        drawing.open_bar(top, months.index(month), known, most, _TOTAL)
    drawing.shade(top, series, [month for month in months if month not in tops and month not in least[TOTAL]])
    drawing.clear(top, sheet, "All parties")
    drawing.month_axis(top, months, sheet.size(SMALL - 1), sheet.area[2])
    drawing.mark(top, sheet, changes)
    top.set_ylim(0)
    whole_ticks(top.yaxis)
    panels = drawing.panels(sheet, len(drawn), columns, 1.0) if drawn else []
    for place, (small, code) in enumerate(zip(panels, drawn, strict=True)):
        _panel(small, sheet, series, code, lines, least[code], reach)
        drawing.month_axis(small, months, sheet.size(SMALL - 1), sheet.area[2] / columns - 0.5)
        drawing.mark(small, sheet, changes)
        small.tick_params(labelleft=place % columns == 0, labelbottom=place + columns >= len(drawn))
    top.figure.set_label(_trend_alt(series, caption, tops, [highest[code] for code in drawn]))
    return top


def _panel(
    ax: Axes,
    sheet: Sheet,
    series: Series,
    code: str,
    lines: dict[str, list[Point]],
    least: dict[str, int],
    reach: float,
) -> None:
    """One party: its tolls, what bounds them together with others, the months without a number."""
    months, parties = series.months, series.tolls.parties
    color, known = line_color(code, parties), set()
    for line in lines[code]:
        drawing.bar(ax, series, line, color)
        known.add(line.month)
    for together in lines:
        if is_combined(together) and code in members(together):
            for line in lines[together]:
                if line.month not in known:
                    drawing.open_bar(ax, months.index(line.month), 0, drawing.most(line), color)
                    known.add(line.month)
    for month, deaths in least.items():
        drawing.least_bar(ax, months.index(month), deaths, color)
        known.add(month)
    for line in lines[code]:  # a part of the deaths, of which as many as this can be the whole
        toll = series.tolls.of(line.month).killed.get(code) if captions.is_part(series, line) else None
        if toll is not None and toll.at_most is not None:
            low = drawing.most(line)
            drawing.open_bar(ax, months.index(line.month), low, min(toll.at_most, reach * 1.05), color)
    none = {line.month for line in series.killed if line.party == code and line.state == "none_left"}
    apart = drawing.apart(series, code)
    drawing.shade(ax, series, [month for month in months if month not in known.union(none, apart)])
    drawing.hatch(ax, series, apart)
    highest = max(lines[code], key=drawing.most)
    most = captions.counted(highest)
    when = f"{most}, {_short(highest.month)}"
    drawing.clear(ax, sheet, labels.line_label(code, parties), f"most {when}", f"most {most}", most)
    ax.set_ylim(0, reach * 1.05)
    ax.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    whole_ticks(ax.yaxis)


def _known_least(series: Series, code: str, lines: dict[str, list[Point]]) -> dict[str, int]:
    """How many deaths of a party what else is published implies in months for which nothing of it is drawn."""
    drawn = {line.month for party, own in lines.items() if code in members(party) for line in own}
    tolls = {month: series.tolls.of(month).killed.get(code) for month in series.months if month not in series.gaps}
    return {
        month: toll.at_least
        for month, toll in tolls.items()
        if toll is not None and toll.at_least and toll.state == "not_reported" and month not in drawn
    }


def _reaching(series: Series, drawn: dict[str, int]) -> dict[str, tuple[int, int]]:
    """How far the total of months without a full one can reach beyond what is drawn: from where to where."""
    totals = {month: series.tolls.of(month).total for month in drawn}
    most = {month: total.at_most for month, total in totals.items() if total is not None and total.exact is None}
    return {month: (drawn[month], high) for month, high in most.items() if high is not None and high > drawn[month]}


def _away() -> Patch:
    """The key of months in which a party cannot appear."""
    return Patch(facecolor="white", edgecolor=drawing.APART, hatch="////", linewidth=0)


def _short(month: str) -> str:
    """A month, shortened: `Jan 2016`."""
    return f"{dates.month_name(month)[:3]} {month[:4]}"


def _trend_alt(series: Series, caption: Caption, tops: dict[str, Any], parties: list[Point]) -> str:
    """What the picture shows, in words that end."""
    counts = {month: line for month, (line, _) in tops.items()}
    what = "Published totals (without one, the sum of the parties)"
    if len(series.months) > _TOLD:
        ends = {
            min(counts, key=lambda month: counts[month].least or 0),
            max(counts, key=lambda m: drawing.most(counts[m])),
        }
        counts, what = {month: counts[month] for month in sorted(ends)}, f"{what}, the lowest and the highest"
    said = [f"{month}: {captions.counted(line)}" for month, line in counts.items()]
    highest = [f"{line.label} {captions.counted(line)} ({line.month})" for line in parties]
    gaps = f"Without figures: {dates.months_words(series.gaps) if series.gaps else 'none'}."
    heads = f"Small bar charts. {caption.head}. {caption.subtitle}"
    return " ".join([heads, f"{what}: {'; '.join(said)}.", f"Highest: {'; '.join(highest)}.", gaps, *caption.notes])


def shares_over_time_picture(
    series: Series, ax: Axes | None = None, width: float = WIDTH, intervals: bool = False
) -> Axes:
    """Draw the share of children and women of the parties with most months.

    Parameters
    ----------
    series
        What `analysis.trend` returns.
    ax
        Where to draw: its place is divided among the parties. None makes a figure.
    width
        Of that figure, in inches.
    intervals
        Draw the Wilson intervals too; a note says what they cover.

    Returns
    -------
    Axes
        The first of one axes a party: months on x, percent on y. Its figure's label is the alt text.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls, trend
    >>> axes = shares_over_time_picture(trend(monthly_tolls(read_data()), "2015-09", "2016-06"))
    >>> len(axes.figure.axes)
    4
    """
    parties = series.tolls.parties
    shown = (line for line in series if line.group == "children_and_women" and line.share is not None)
    both = grouped((line.party, line) for line in shown if line.party in parties and line.party not in parties.groups)
    most = sorted(both, key=lambda party: (-len(both[party]), party_place(party, parties)))[:4]
    most = [party for party in most if len(both[party]) >= min(_ENOUGH, len(both[most[0]]))]
    notes = [f"Line: {numbers.WILSON_LABEL}."] * intervals
    doubted = any(line.remarks for party in most for line in both[party])
    others = [labels.line_label(party, parties) for party in both if party not in most]
    notes += [f"Not drawn, with fewer months: {labels.join(others)}."] if others else []
    notes += ["No month gathered here has a share of all parties together."] * (TOTAL not in both and bool(most))
    if apart := [labels.line_label(code, parties) for code in most if captions.pooled(series, both[code]) is None]:
        changes = labels.join(text for _, text in words.changes_words(series, "residual_changes"))
        notes.append(f"The months of {labels.join(apart)} are not added up: {changes}.")
    notes += ["Caution: something published contradicts or limits a number of that month."] * doubted
    source = f"{words.trend_source(series)} {credit(series.tolls.data)}".strip()
    subtitle = f"{captions.shares_over_time_title(series)}."
    headline = captions.shares_over_time_headline(series, both.get(most[0], []) if most else [])
    caption = Caption(headline, subtitle, source, notes, captions.about(series))
    if not most:
        return card(caption, ax, width)
    color = GROUP_COLORS["children"]
    marks = [("a month, larger with more deaths", color)] + [("a month with a caution", "white")] * doubted
    keys: list[tuple[Any, str]] = [
        (Line2D([], [], marker="o", linestyle="", markersize=5, color=color, markerfacecolor=face), name)
        for name, face in marks
    ]
    keys.append((Line2D([], [], color="black", linewidth=1), "these months together"))
    ranges = any(captions.is_share_range(line) for line in series if line.party in most)
    missing = "a number is missing or only a range" if ranges else "a number is missing"
    keys.append((Patch(color=drawing.GAP), f"no share: {missing}, or fewer than 10 deaths"))
    keys += [(_away(), "not there yet, or no longer")] * any(drawing.apart(series, party) for party in most)
    columns = min(2, len(most))
    sheet = Sheet(caption, -(-len(most) // columns) * 1.83 + 0.5, ax, width, keys)
    found = drawing.panels(sheet, len(most), columns, 1.45)
    for place, (one, party) in enumerate(zip(found, most, strict=True)):
        _draw_shares(one, sheet, series, both[party], intervals)
        drawing.month_axis(one, series.months, sheet.size(SMALL - 1), sheet.area[2] / columns - 0.6)
        one.tick_params(labelleft=place % columns == 0, labelbottom=place + columns >= len(most))
    said = [
        f"{lines[0].label}: {dates.month_count(len(lines))}, {captions.share_ends(lines)}"
        for lines in (both[party] for party in most)
    ]
    found[0].figure.set_label(
        " ".join([f"Points{' with intervals' * intervals}. {caption.head}. {subtitle} {'; '.join(said)}.", *notes])
    )
    return found[0]


def _draw_shares(ax: Axes, sheet: Sheet, series: Series, lines: list[Point], intervals: bool) -> None:
    """Draw the shares of one party."""
    months, color = series.months, GROUP_COLORS["children"]
    for line in lines:
        place, face = months.index(line.month), "white" if line.remarks else color
        if intervals and line.low is not None and line.high is not None:
            ax.vlines([place], 100 * line.low, 100 * line.high, color=GROUP_COLORS["women"])
        share = 100 * (line.share or 0)
        size = (1.5 + 1.6 * log10(max(line.killed or 1, 1))) * sheet.scale
        ax.plot([place], [share], "o", markersize=size, color=color, markerfacecolor=face, linestyle="")
    together = captions.pooled(series, lines)
    if together is not None:
        reach = [months.index(lines[0].month) - 0.5, months.index(lines[-1].month) + 0.5]
        share = 100 * together[0] / together[1]
        ax.plot(reach, [share, share], color="black", linewidth=sheet.scale, zorder=1.5)
    apart = drawing.apart(series, lines[0].party)
    drawing.shade(ax, series, [month for month in months if month not in {*apart, *(line.month for line in lines)}])
    drawing.hatch(ax, series, apart)
    ends = captions.share_ends(lines)
    name, said = labels.line_label(lines[0].party, series.tolls.parties), [f"{ends} a month", ends]
    if together is not None:
        whole = numbers.percent(*together)
        said = [f"{whole} together; {ends} a month", f"{whole}; {ends}", ends]
    drawing.clear(ax, sheet, name, *said)
    ax.set(ylim=(0, 100), yticks=[0, 25, 50, 75, 100])
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0f}%")


def leaders_picture(series: Series, ax: Axes | None = None, width: float = WIDTH) -> Axes:
    """Draw which party's toll is the highest of every month, and where that cannot be said.

    Parameters
    ----------
    series, ax, width
        As for `trend_picture`.

    Returns
    -------
    Axes
        Months on x; a row for each party that leads, one for the months in which no leader can be named.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls, trend
    >>> axes = leaders_picture(trend(monthly_tolls(read_data()), "2015-11", "2016-06"))
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['Government', 'Russia', 'Cannot be said']
    """
    parties, months = series.tolls.parties, series.months
    first = {month: [line.party for line in lines] for month, lines in series.leaders.items()}
    months_of = Counter(code for codes in first.values() for code in codes)
    leading = sorted(months_of, key=lambda code: (-months_of[code], party_place(code, parties)))
    pale_ = series.outnumbered
    open_ = [month for month in months if month not in first and month not in series.gaps]
    source = f"{words.trend_source(series)} {credit(series.tolls.data)}".strip()
    subtitle = f"{captions.leaders_title(series)}."
    caption = Caption(
        captions.leaders_headline(series),
        subtitle,
        source,
        captions.leaders_notes(series),
        captions.about(series),
    )
    if not leading:
        return card(caption, ax, width)
    rows: list[tuple[str, list[str], dict[str, Any]]] = [
        (labels.short_name(parties[code]), [m for m in first if code in first[m]], {"color": parties[code].color})
        for code in leading
    ]
    if open_:
        hatched = {"facecolor": "white", "edgecolor": GREY, "hatch": "////", "linewidth": 0.6}
        rows.append(("Cannot be said", open_, hatched))
    if pale_:
        rows.insert(len(leading), (_OTHERS, list(pale_), {"facecolor": drawing.OTHERS}))
    end = float(len(months)) - 0.4
    counts = [
        Row(name, f"{len(mine)} of these" if name == _OTHERS else dates.month_count(len(mine)), end)
        for name, mine, _ in rows
    ]
    keys = [(Patch(color=drawing.GAP), f"no figures for {series.tolls.population}")] * bool(series.gaps)
    more = f"pale: more were attributed to {words.residual_words(series)}"
    keys += [(Patch(facecolor=pale(GREY), edgecolor=GREY), more)] * bool(pale_)
    drawn = Rows(counts, caption, ax, width, keys=keys, fixed=(end, 0.86))
    style: dict[str, Any]
    for place, (_, mine, style) in zip(drawn.places, rows, strict=True):
        for month in mine:
            mine_ = style
            if month in pale_ and "color" in style:  # more is attributed to nobody named
                mine_ = {"facecolor": pale(style["color"]), "edgecolor": style["color"], "linewidth": 0.8}
            drawn.ax.broken_barh([(months.index(month) - 0.42, 0.84)], (place - 0.35, 0.7), **mine_)
    drawing.shade(drawn.ax, series, series.gaps)
    room = drawn.sheet.area[2] * 0.6
    alt = f"Timeline. {caption.head}. {subtitle} {'; '.join(f'{row.name}: {row.text}' for row in counts)}."
    drawn.finish("", alt)
    reach = drawn.ax.get_xlim()[1]
    drawing.month_axis(drawn.ax, months, drawn.sheet.size(SMALL), room)
    drawn.ax.set_xlim(-0.6, reach)
    changes = words.changes_words(series, "residual_changes")
    drawing.mark(drawn.ax, drawn.sheet, [(months.index(month) - 0.5, text) for month, text in changes])
    drawn.ax.spines["bottom"].set_bounds(-0.6, end)
    return drawn.ax
