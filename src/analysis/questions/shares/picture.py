"""The picture of the shares of children and women. It computes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from analysis.data.tables import Data
from analysis.questions.comparison.numbers import unnamed
from analysis.questions.shares.words import shares_title
from analysis.show import labels, numbers
from analysis.show.frame import GROUP_COLORS, Rows, axes_for, draw_range, finish, line_name
from analysis.show.sources import source_line
from analysis.tolls.series import party_table

_Groups = dict[str, dict[str, Any]]  # the rows of one party's shares, by group


def shares_picture(
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
    >>> from analysis import shares
    >>> data = read_data()
    >>> tolls = monthly_tolls(data)
    >>> axes = shares_picture(data, tolls, shares(tolls, "2016-01"))
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
    names = [line_name(party, shares) for party in tables]
    rows = Rows(ax or axes_for(names))
    for group, color in GROUP_COLORS.items():
        sns.barplot(
            x=[_width(table, group) for table in tables.values()],
            y=names,
            color=color,
            saturation=1,
            errorbar=None,
            label=numbers.GROUPS[group],
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
        said.append(f"{labels.party_label(party, shares)}: {text}")
    rows.ax.set_xlim(0, rows.room(least=50))
    rows.ax.set_xticks(range(0, 101, 20) if rows.ax.get_xlim()[1] > 60 else range(0, 61, 10))
    status = labels.documented_or_alleged(data, shares.attrs["monitor"])
    rows.ax.set(xlabel=f"percent of the {status} deaths attributed to the party", ylabel="")
    handles, texts = rows.ax.get_legend_handles_labels()
    rows.legend(handles[::-1], texts[::-1], columns=2)
    title = shares_title(data, shares)
    note = numbers.WILSON_LABEL if intervals else f"exact shares of what is {status}; no percentage below 10 deaths"
    finish(rows, month, title, note, source_line(data, tolls, month))
    rows.ax.figure.set_label(f"Bar chart. {title}. {'; '.join(said)}.")
    return rows.ax


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
        return f"toll: {labels.STATES[state]}"
    n = numbers.range_words(first["killed"], first["killed_min"], first["killed_max"])
    parts = {group: row for group, row in table.items() if group != "children_and_women"}
    counts = {group: row["count"] for group, row in parts.items() if not pd.isna(row["count"])}
    limits = {group: numbers.limit_words(row["doubt"]) for group, row in parts.items()}
    known = " + ".join(f"{limits[group]}{numbers.counted(count, group)}" for group, count in counts.items())
    if numbers.share_words(last) and len(parts) == 2:
        return f"{numbers.share_words(last)}: {known} of {n}"
    if not known:
        return f"children and women: {labels.STATES[last['state']]}; deaths: {n}"
    unknown = [f"; {group}: {labels.STATES[row['state']]}" for group, row in parts.items() if group not in counts]
    unknown += [f"; {group}: {labels.STATES['not_reported']}" for group in ("children", "women") if group not in table]
    alone = numbers.share_words(first) if len(counts) == 1 and len(parts) == 1 else ""
    return f"{alone}{': ' * bool(alone)}{known} of {n}" + "".join(unknown)
