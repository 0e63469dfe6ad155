"""The picture of the shares of children and women. It computes nothing."""

from __future__ import annotations

from matplotlib.axes import Axes

from analysis.questions.shares.numbers import Share, Shares
from analysis.questions.shares.words import shares_title
from analysis.show import labels, numbers
from analysis.show.frame import GROUP_COLORS, Rows, axes_for, draw_range, finish, line_name
from analysis.show.sources import source_line


def shares_picture(shares: Shares, ax: Axes | None = None, intervals: bool = False) -> Axes:
    """Draw the shares of children and women: one bar a party, k of n beside it, counts only below n = 10.

    Parameters
    ----------
    shares
        What `analysis.shares` returns for one month.
    ax
        Where to draw; None makes a figure.
    intervals
        Draw the Wilson interval of children and women together; the caption says what it covers.

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
    'percent of the documented deaths attributed to the party'
    """
    tolls, killed = shares.tolls, shares.tolls.of(shares.month)
    groups = tolls.parties.groups.union(killed.unnamed)
    tables = {party: table for party, table in shares.by_party.items() if party not in groups}
    names = [line_name(party, tolls.parties) for party in tables]
    rows = Rows(ax or axes_for(names))
    for group, color in GROUP_COLORS.items():
        widths = [_width(table, group) for table in tables.values()]
        rows.ax.barh(range(len(names)), widths, color=color, label=numbers.GROUPS[group])
    rows.ax.set_yticks(range(len(names)), names)
    rows.ax.set_ylim(len(names) - 0.5, -0.5, auto=None)  # wider where ranges or intervals are drawn
    said = []
    for place, (party, table) in enumerate(tables.items()):
        text = _shares_text(table, killed.killed[party].state)
        end = max(_width(table, group) for group in GROUP_COLORS)
        last = list(table.values())[-1]
        muted = all(line.share is None for line in table.values())
        low, high = (None if bound is None else 100 * bound for bound in (last.share_min, last.share_max))
        if (low, high) != (None, None):
            muted, end = False, draw_range(rows.ax, place, low, high, GROUP_COLORS["women"])
        if intervals and last.low is not None and last.high is not None:
            start, end = 100 * last.low, 100 * last.high
            rows.ax.plot([start, end], [place, place], color="black", linewidth=1.5, marker="|", markersize=9)
        rows.write(place, end, f"{text}{rows.mark(last.remarks, items=True)}", muted)
        said.append(f"{labels.party_label(party, tolls.parties)}: {text}")
    rows.ax.set_xlim(0, rows.room(least=50))
    rows.ax.set_xticks(range(0, 101, 20) if rows.ax.get_xlim()[1] > 60 else range(0, 61, 10))
    status = labels.documented_or_alleged(tolls)
    rows.ax.set(xlabel=f"percent of the {status} deaths attributed to the party", ylabel="")
    handles, texts = rows.ax.get_legend_handles_labels()
    rows.legend(handles[::-1], texts[::-1], columns=2)
    title = shares_title(shares)
    note = numbers.WILSON_LABEL if intervals else f"exact shares of what is {status}; no percentage below 10 deaths"
    finish(rows, shares.month, title, note, source_line(tolls, shares.month))
    rows.ax.figure.set_label(f"Bar chart. {title}. {'; '.join(said)}.")
    return rows.ax


def _width(table: dict[str, Share], group: str) -> float:
    """The bar of a group in percent: women reach to both groups together, children are drawn over them."""
    both = table["children_and_women"].share if "children_and_women" in table else None
    share = both if group == "women" and both is not None else table[group].share if group in table else None
    return 100 * (share or 0.0)


def _shares_text(table: dict[str, Share], state: str) -> str:
    first, *_, last = [next(iter(table.values())), *table.values()]
    if not first.has_deaths:
        return f"toll: {labels.STATES[state]}"
    n = numbers.range_words(first.killed, first.killed_min, first.killed_max)
    parts = {group: line for group, line in table.items() if group != "children_and_women"}
    counts = {group: line.count for group, line in parts.items() if line.count is not None}
    known = " + ".join(
        f"{numbers.limit_words(parts[group].remarks)}{numbers.counted(count, group)}" for group, count in counts.items()
    )
    if numbers.share_words(last) and len(parts) == 2:
        return f"{numbers.share_words(last)}: {known} of {n}"
    if not known:
        return f"children and women: {labels.STATES[str(last.state)]}; deaths: {n}"
    unknown = [f"; {group}: {labels.STATES[str(line.state)]}" for group, line in parts.items() if group not in counts]
    unknown += [f"; {group}: {labels.STATES['not_reported']}" for group in ("children", "women") if group not in table]
    alone = numbers.share_words(first) if len(counts) == 1 and len(parts) == 1 else ""
    return f"{alone}{': ' * bool(alone)}{known} of {n}" + "".join(unknown)
