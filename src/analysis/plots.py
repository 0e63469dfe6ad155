"""Pictures of results. They compute nothing; every word comes from `words` and `sentences`."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from analysis import safe_text, sentences, words
from analysis.arithmetic import TOTAL, members
from analysis.comparison import LINES, NOT_SEPARATED, UNACCOUNTED, least_of, party_table, unnamed
from analysis.data import Data
from analysis.doubts import disputed_in
from analysis.drawing import GREY, Rows, axes_for, draw_range, finish, whole_ticks

GROUP_COLORS = {"women": "#f0b487", "children": "#c2571a"}
LINE_COLOR = "#c9cdd2"
_Groups = dict[str, dict[str, Any]]  # the rows of one party's shares, by group


def comparison(data: Data, tolls: pd.DataFrame, comparison: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw a comparison: one bar a party with its n; what has no value is said in words, never an empty bar.

    Parameters
    ----------
    data, tolls
        What `read_data` and `monthly_tolls` return; they hold sources and completeness.
    comparison
        What `compare` returns for one month.
    ax
        Where to draw; None makes a figure.

    Returns
    -------
    Axes
        Deaths documented on x, parties on y. Its figure's label is the alt text.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls, compare
    >>> data = read_data()
    >>> tolls = monthly_tolls(data)
    >>> axes = comparison(data, tolls, compare(tolls, "2016-01"))
    >>> axes.get_xlabel()
    'civilian deaths documented'
    """
    month, parties = comparison.attrs["month"], party_table(comparison)
    cells = tolls[(tolls["month"] == month) & (tolls["measure"] == "killed")].set_index("party")
    lines = _lines_to_draw(comparison)
    names = [_name(row.party, comparison) for row in lines]
    together = {party for row in lines if "+" in row.party for party in members(row.party)}
    palette = [str(parties[p]["color"]) if (p := members(row.party)[0]) in parties else LINE_COLOR for row in lines]
    rows = Rows(ax or axes_for(names))
    sns.barplot(
        x=[0 if pd.isna(row.killed) else int(row.killed) for row in lines],
        y=names,
        hue=names,
        palette=palette,
        saturation=1,
        errorbar=None,
        legend=False,
        ax=rows.ax,
    )
    said = []
    for place, (row, bar) in enumerate(zip(lines, _bars(rows.ax), strict=True)):
        if row.state == "range":
            text = words.range_words(None, row.killed_min, row.killed_max)
            end = draw_range(rows.ax, place, row.killed_min, row.killed_max, bar.get_facecolor())
            bar.remove()
            apart = " " * (pd.isna(row.killed_min) or pd.isna(row.killed_max))  # of the arrow
            rows.write(place, end, f"{apart}{text}{rows.mark(row.doubt)}{_of_total(row, comparison)}")
        elif pd.isna(row.killed):
            text = _reason(row, cells.loc[row.party], row.party in together, comparison)
            bar.remove()
            rows.write(place, 0, text, muted=True)
        else:
            text = words.limited(row)
            rows.write(place, max(int(row.killed), 0), f"{text}{rows.mark(row.doubt)}{_of_total(row, comparison)}")
        if row.party == UNACCOUNTED:
            bar.set(hatch="//", facecolor="white", edgecolor=GREY, linestyle="--", linewidth=1)
        elif row.party == NOT_SEPARATED or "+" in row.party or row.basis == "items":
            bar.set(hatch="//", edgecolor="white", linewidth=1)
        said.append(f"{row.label}: {text}")
    printed = [int(row.killed) for row in lines if not pd.isna(row.killed)]
    rows.ax.set_xlim(min([0, *printed]) * 1.3, rows.room())
    if not any(printed) and not any(row.state == "range" for row in lines):
        rows.ax.set_xticks([])
    whole_ticks(rows.ax.xaxis)
    rows.ax.set(xlabel=words.axis_words(data, comparison), ylabel="")
    title = sentences.comparison_title(data, comparison)
    subtitle = sentences.comparison_subtitle(data, tolls, month, rows.mark(comparison.iloc[-1]["doubt"]))
    folded = sentences.unnamed_words(comparison, short=True)
    source = ". ".join(filter(None, [folded, sentences.source_line(data, tolls, month)]))
    finish(rows, month, title, subtitle, source)
    rows.ax.figure.set_label(f"Bar chart. {title} ({subtitle}). {'; '.join([*said, *filter(None, [folded])])}.")
    return rows.ax


def shares(
    data: Data, tolls: pd.DataFrame, shares: pd.DataFrame, ax: Axes | None = None, intervals: bool = False
) -> Axes:
    """Draw the shares of children and women: one bar a party, k of n beside it, counts only below n = 10.

    Parameters
    ----------
    data, tolls
        What `read_data` and `monthly_tolls` return.
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
    >>> from analysis import read_data, monthly_tolls
    >>> from analysis import shares as compute
    >>> data = read_data()
    >>> tolls = monthly_tolls(data)
    >>> axes = shares(data, tolls, compute(tolls, "2016-01"))
    >>> axes.get_xlabel()
    'percent of the documented deaths attributed to the party'
    """
    month = shares.attrs["month"]
    killed = tolls[(tolls["month"] == month) & (tolls["measure"] == "killed")].set_index("party")
    groups = {row["parent"] for row in party_table(shares).values()}.union(unnamed(killed, party_table(shares)))
    tables: dict[str, _Groups] = {}
    for row in shares.to_dict("records"):
        if row["party"] not in groups:
            tables.setdefault(row["party"], {})[row["group"]] = row
    names = [_name(party, shares) for party in tables]
    rows = Rows(ax or axes_for(names))
    for group, color in GROUP_COLORS.items():
        sns.barplot(
            x=[_width(table, group) for table in tables.values()],
            y=names,
            color=color,
            saturation=1,
            errorbar=None,
            label=words.GROUPS[group],
            ax=rows.ax,
        )
    said = []
    for place, (party, table) in enumerate(tables.items()):
        text = _shares_text(table, str(killed.at[party, "state"]))
        end = max(_width(table, group) for group in GROUP_COLORS)
        last = list(table.values())[-1]
        muted = all(pd.isna(row["share"]) for row in table.values())
        if bounds := _share_range(last):
            muted, end = False, draw_range(rows.ax, place, *bounds, GROUP_COLORS["women"])
        if intervals and not pd.isna(last["low"]):
            end = 100 * last["high"]
            rows.ax.plot(
                [100 * last["low"], end], [place, place], color="black", linewidth=1.5, marker="|", markersize=9
            )
        rows.write(place, end, f"{text}{rows.mark(last['doubt'], items=True)}", muted)
        said.append(f"{words.party_label(party, shares)}: {text}")
    rows.ax.set_xlim(0, rows.room(least=50))
    rows.ax.set_xticks(range(0, 101, 20) if rows.ax.get_xlim()[1] > 60 else range(0, 61, 10))
    status = words.documented_or_alleged(data, shares.attrs["monitor"])
    rows.ax.set(xlabel=f"percent of the {status} deaths attributed to the party", ylabel="")
    handles, texts = rows.ax.get_legend_handles_labels()
    rows.legend(handles[::-1], texts[::-1], columns=2)
    title = sentences.shares_title(data, shares)
    note = words.WILSON_LABEL if intervals else f"exact shares of what is {status}; no percentage below 10 deaths"
    finish(rows, month, title, note, sentences.source_line(data, tolls, month))
    rows.ax.figure.set_label(f"Bar chart. {title}. {'; '.join(said)}.")
    return rows.ax


def total(data: Data, tolls: pd.DataFrame, comparison: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw the parties stacked against the printed total, the gap between them visible.

    Of ranges the lower ends are stacked, and what their upper ends add stands pale behind.

    Parameters
    ----------
    data, tolls, comparison
        As for `comparison`.
    ax
        Where to draw; None makes a figure.

    Returns
    -------
    Axes
        Deaths documented on x; the parties' bar above, the printed total below. Its figure's label is the alt text.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls, compare
    >>> data = read_data()
    >>> tolls = monthly_tolls(data)
    >>> axes = total(data, tolls, compare(tolls, "2016-02"))
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['Parties', 'Published total']
    """
    month, parties = comparison.attrs["month"], party_table(comparison)
    lines = [row for row in _lines_to_draw(comparison) if row.party != TOTAL]
    gap = next((int(row.killed) for row in lines if row.party == UNACCOUNTED), 0)
    parts = [row for row in lines if row.party != UNACCOUNTED and (least_of(row) or row.state == "range")]
    ranges = [row for row in parts if row.state == "range"]
    *_, whole = comparison.itertuples()
    rows = Rows(ax or axes_for(["", "", "", ""]))
    end, said = 0, []
    for row in parts:
        first = members(row.party)[0]
        color = str(parties[first]["color"]) if first in parties else LINE_COLOR
        plain = row.party in parties and row.basis != "items"
        text = words.limited(row)
        name = f"{_name(row.party, comparison)} {text}{rows.mark(row.doubt, items=True)}"
        style: dict[str, Any] = {"color": color, "edgecolor": "white", "linewidth": 1, "hatch": "" if plain else "//"}
        rows.ax.barh(["Parties"], [least_of(row)], left=end, label=name.replace("\n", " "), **style)
        end += least_of(row)
        said.append(f"{row.label}: {text}")
    if not parts:
        rows.ax.barh(["Parties"], [0])
        rows.write(0, 0, "no party has a figure", muted=True)
    summed = sentences.standing(data, tolls, month)
    reach = end if pd.isna(summed["sum_max"]) else int(summed["sum_max"])
    least, printed = least_of(whole), words.limited(whole)
    upper = least if pd.isna(whole.killed_max) else int(whole.killed_max)
    most = max([1, reach, upper])
    rows.ax.barh(["Published total"], [least], color="#7f868d")
    if whole.state == "range":
        draw_range(rows.ax, 1, whole.killed_min, whole.killed_max, "#7f868d")
    rows.write(1, upper, printed, muted=pd.isna(whole.killed) and whole.state != "range")
    if reach > end:
        pale: dict[str, Any] = {"color": GREY, "alpha": 0.3, "label": "Up to the upper ends of ranges"}
        rows.ax.barh(["Parties"], [reach - end], left=end, **pale)
    if gap:
        style = {"facecolor": "none", "edgecolor": "#b3001b", "hatch": "xx", "linestyle": "--", "linewidth": 1.2}
        name = "In no party's number" if gap > 0 else "More than the published total"
        rows.ax.barh(
            ["Parties"],
            [abs(gap)],
            left=end if gap > 0 else end + gap,
            label=f"{name} {words.number(abs(gap))}",
            **style,
        )
        said.append(f"{name}: {words.number(abs(gap))}")
    if ranges or pd.isna(summed["sum_of_parties"]):
        rows.write(0, reach, words.range_words(*summed[["sum_of_parties", "sum_min", "sum_max"]]))
    elif parts:
        rows.write(0, max(end, end + gap), words.number(end) + (f", and {words.number(gap)} left" if gap > 0 else ""))
    rows.ax.set_xlim(0, rows.room(least=most * 1.02))
    if most == 1:
        rows.ax.set_xticks([])
    rows.ax.invert_yaxis()
    whole_ticks(rows.ax.xaxis)
    rows.ax.set(xlabel=words.axis_words(data, comparison), ylabel="")
    handles, texts = rows.ax.get_legend_handles_labels()
    rows.legend(handles, texts, columns=3)
    title = sentences.total_title(data, comparison)
    subtitle = sentences.comparison_subtitle(data, tolls, month, rows.mark(comparison.iloc[-1]["doubt"]))
    finish(rows, month, title, subtitle, sentences.source_line(data, tolls, month))
    rows.ax.figure.set_label(f"Stacked bar chart. {title} ({subtitle}). {'; '.join(said) or 'No party has a figure'}.")
    return rows.ax


def show(ax: Axes) -> None:
    """Display a picture in a notebook with its alt text, and close it."""
    from IPython.display import display

    display(ax.figure, metadata={"image/png": {"alt": safe_text.printable(str(ax.figure.get_label()))}})
    plt.close("all")


def _lines_to_draw(comparison: pd.DataFrame) -> list[Any]:
    """The lines but groups of parties, whose parts are drawn, and parties nobody names; the total where it is alone."""
    folded = {row["parent"] for row in party_table(comparison).values()}.union(comparison.attrs["unnamed"])
    *lines, total = comparison.itertuples()
    lines = [row for row in lines if row.party not in folded]
    return lines if any(not pd.isna(row.killed) or row.state == "range" for row in lines) else [*lines, total]


def _name(party: str, frame: pd.DataFrame) -> str:
    return LINES.get(party) or textwrap.fill(words.party_label(party, frame, short=True), 34)


def _bars(ax: Axes) -> list[Any]:
    bars: list[Any] = list(ax.patches)
    return sorted(bars, key=lambda bar: bar.get_y())


def _of_total(row: Any, comparison: pd.DataFrame) -> str:
    if row.basis == "items":
        return f"  ({words.items_words(row.doubt)})"
    if row.party == TOTAL or pd.isna(row.share_of_total):
        return ""
    return f"  ({words.percent(row.killed, comparison.iloc[-1]['killed'])})"


def _reason(row: Any, cell: pd.Series, together: bool, comparison: pd.DataFrame) -> str:
    """Why a party has no bar."""
    for deaths, others in disputed_in(row.doubt):
        whose = words.join_or(words.party_label(code, comparison, short=True) for code in members(others))
        return f"undecided: some pages attribute {words.number(deaths)} here, others to {whose}"
    if row.state == "undecided":
        ends = [words.number(cell[end]) for end in ("printed_low", "printed_high") if not pd.isna(cell[end])]
        return f"undecided: published are {words.join(dict.fromkeys(ends))}"
    reason = "no full count of its own gathered here" if together else words.state_words(row.state, row.basis)
    bounded = row.state != "none_left" and not (pd.isna(cell["at_most"]) and pd.isna(cell["at_least"]))
    return f"{reason} ({words.bounded(None, cell['at_least'], cell['at_most'])})" if bounded else reason


def _width(table: _Groups, group: str) -> float:
    """The bar of a group in percent: women reach to both groups together, children are drawn over them."""
    both = table.get("children_and_women", {}).get("share", pd.NA)
    share = both if group == "women" and not pd.isna(both) else table.get(group, {}).get("share", pd.NA)
    return 0.0 if pd.isna(share) else 100 * float(share)


def _share_range(row: Mapping[str, Any]) -> tuple[Any, Any] | None:
    """The bounds of a share in percent, where there are only such."""
    bounds = tuple(pd.NA if pd.isna(row[end]) else 100 * row[end] for end in ("share_min", "share_max"))
    return None if all(pd.isna(end) for end in bounds) else (bounds[0], bounds[1])


def _shares_text(table: _Groups, state: str) -> str:
    first, last = (list(table.values())[place] for place in (0, -1))
    if pd.isna(first["killed"]) and pd.isna(first["killed_min"]) and pd.isna(first["killed_max"]):
        return f"toll: {words.STATES[state]}"
    n = words.range_words(first["killed"], first["killed_min"], first["killed_max"])
    parts = {group: row for group, row in table.items() if group != "children_and_women"}
    counts = {group: row["count"] for group, row in parts.items() if not pd.isna(row["count"])}
    limits = {group: words.limit_words(row["doubt"]) for group, row in parts.items()}
    known = " + ".join(f"{limits[group]}{words.counted(count, group)}" for group, count in counts.items())
    if words.share_words(last) and len(parts) == 2:
        return f"{words.share_words(last)}: {known} of {n}"
    if not known:
        return f"children and women: {words.STATES[last['state']]}; deaths: {n}"
    unknown = [f"; {group}: {words.STATES[row['state']]}" for group, row in parts.items() if group not in counts]
    unknown += [f"; {group}: {words.STATES['not_reported']}" for group in ("children", "women") if group not in table]
    alone = words.share_words(first) if len(counts) == 1 and len(parts) == 1 else ""
    return f"{alone}{': ' * bool(alone)}{known} of {n}" + "".join(unknown)
