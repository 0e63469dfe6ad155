"""Pictures of results. They compute nothing; every word comes from `sentences`."""

from __future__ import annotations

import textwrap
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from analysis import sentences
from analysis.arithmetic import TOTAL, members
from analysis.comparison import NOT_SEPARATED, UNACCOUNTED, party_table
from analysis.data import Data

WIDTH = 10.0  # inches; with this font the text stays readable at half size
FONT = 13
GREY = "#5f6368"
GROUP_COLORS = {"children": "#c2571a", "women": "#f0b487"}
_MARKS = "¹²³⁴⁵⁶⁷⁸⁹"


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
        Its figure's label is the alt text.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls, compare
    >>> data = read_data()
    >>> tolls = monthly_tolls(data)
    >>> axes = comparison(data, tolls, compare(tolls, "2016-01"))
    >>> axes.get_xlabel()
    'civilian deaths documented'
    """
    parties = party_table(comparison)
    month, population = comparison.attrs["month"], comparison.attrs["population"]
    groups = {row["parent"] for row in parties.values()}
    lines = [row for row in comparison.itertuples() if row.party not in groups and row.party != TOTAL]
    if not any(not pd.isna(row.killed) for row in lines if row.party != UNACCOUNTED):
        lines.append(comparison.iloc[[-1]].itertuples().__next__())
    names = [_short(row.party, comparison) for row in lines]
    ax = _axes(ax, names)
    colors = [_color(row.party, parties) for row in lines]
    values = [0 if pd.isna(row.killed) else int(row.killed) for row in lines]
    sns.barplot(x=values, y=names, hue=names, palette=dict(zip(names, colors, strict=True)), saturation=1, errorbar=None, legend=False, ax=ax)
    cells = tolls[(tolls["month"] == month) & (tolls["measure"] == "killed")].set_index("party")
    together = {party for row in lines if "+" in row.party for party in members(row.party)}
    footnotes: list[str] = []
    texts: list[tuple[float, str]] = []
    for place, row in enumerate(lines):
        mark = "" if pd.isna(row.killed) else _footnote(row.doubt, footnotes)
        if pd.isna(row.killed):
            texts.append((0, _reason(row, cells, together)))
            ax.text(0, place, f" {texts[-1][1]}", va="center", color=GREY, style="italic", fontsize=FONT - 1)
            _remove_bar(ax, place)
            continue
        if row.party in (UNACCOUNTED, NOT_SEPARATED) or "+" in row.party or row.basis == "items":
            _bar(ax, place).set(hatch="//", edgecolor="white" if row.party != UNACCOUNTED else GREY, linewidth=1)
        if row.party == UNACCOUNTED:
            _bar(ax, place).set(facecolor="white", linestyle="--")
        text = f" {sentences.number(row.killed)}{mark}{_share_words(row, comparison)}"
        texts.append((max(int(row.killed), 0), text))
        ax.text(texts[-1][0], place, text, va="center", fontsize=FONT)
    ax.set_xlim(min(0, *values) * 1.3, _room(texts))
    if not any(values):
        ax.set_xticks([])
    ax.set(xlabel=f"{sentences.DEATHS[population][1]} documented", ylabel="")
    standing = sentences.standing_words(data, tolls, month)
    total = comparison.iloc[-1]["killed"]
    of = "no total of the same population printed" if pd.isna(total) else f"printed total {sentences.number(total)}"
    title = sentences.comparison_title(data, comparison)
    _finish(ax, month, title, f"{of}; {standing}", footnotes, sentences.source_line(data, tolls, month))
    said = [f"{row.label}: {sentences.number(row.killed) if not pd.isna(row.killed) else _reason(row, cells, together)}" for row in lines]
    ax.figure.set_label(f"Bar chart. {title} ({of}; {standing}). {'; '.join(said)}.")
    return ax


def shares(data: Data, tolls: pd.DataFrame, shares: pd.DataFrame, ax: Axes | None = None, intervals: bool = False) -> Axes:
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
        Its figure's label is the alt text.
    """
    month = shares.attrs["month"]
    groups = {row["parent"] for row in party_table(shares).values()}
    parties = [party for party in dict.fromkeys(shares["party"]) if party not in groups]
    table = {(row.party, row.group): row for row in shares.itertuples()}
    names = [_short(party, shares) for party in parties]
    ax = _axes(ax, names)
    both = [_percentage(table.get((party, "children_and_women"))) for party in parties]
    for group, color in (("women", GROUP_COLORS["women"]), ("children", GROUP_COLORS["children"])):
        alone = [_percentage(table.get((party, group))) for party in parties]
        widths = [whole if group == "women" and whole is not None else one for whole, one in zip(both, alone, strict=True)]
        sns.barplot(x=[width or 0 for width in widths], y=names, color=color, saturation=1, errorbar=None, ax=ax, label=sentences.GROUPS[group])
    footnotes: list[str] = []
    said = []
    texts: list[tuple[float, str]] = []
    for place, party in enumerate(parties):
        rows = [table.get((party, group)) for group in ("children", "women", "children_and_women")]
        words = _share_text(rows)
        mark = _footnote(next((r.doubt for r in reversed(rows) if r is not None), None), footnotes)
        ends = [value for r in rows if (value := _percentage(r)) is not None]
        muted = not ends
        right = max(ends, default=0)
        if intervals and rows[2] is not None and not pd.isna(rows[2].low):
            low, high = 100 * rows[2].low, 100 * rows[2].high
            ax.plot([low, high], [place, place], color="black", linewidth=1.5, marker="|", markersize=9)
            right = high
        texts.append((right, words))
        ax.text(right, place, f" {words}{mark}", va="center", fontsize=FONT - 1, color=GREY if muted else "black", style="italic" if muted else "normal")
        said.append(f"{sentences.party_label(party, shares)}: {words}")
    ax.set_xlim(0, _room([*texts, (40, "")]))
    ax.set_xticks(range(0, 101, 20) if ax.get_xlim()[1] > 60 else range(0, 61, 10))
    ax.set(xlabel="percent of the documented deaths attributed to the party", ylabel="")
    handles, labels = ax.get_legend_handles_labels()
    ax.legend(handles[::-1], labels[::-1], loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False, fontsize=FONT - 1, borderaxespad=0.2)
    title = sentences.shares_title(data, shares)
    note = sentences.WILSON_LABEL if intervals else "exact shares of what is documented; no percentage below 10 deaths"
    _finish(ax, month, title, note, footnotes, sentences.source_line(data, tolls, month))
    ax.figure.set_label(f"Bar chart. {title}. {'; '.join(said)}.")
    return ax


def show(ax: Axes) -> None:
    """Display a picture in a notebook with its alt text, and close it."""
    from IPython.display import display

    figure = ax.figure
    display(figure, metadata={"image/png": {"alt": figure.get_label()}})
    plt.close("all")


def _axes(ax: Axes | None, names: list[str]) -> Axes:
    if ax is not None:
        return ax
    lines = max(name.count("\n") + 1 for name in names)
    return plt.subplots(figsize=(WIDTH, 0.8 + len(names) * max(0.42, 0.25 * lines)))[1]


def _room(texts: list[tuple[float, str]]) -> float:
    """How far an axis must reach so that each text, written from its bar's end, stays inside."""
    return max([1.0, *(end / (1 - min(0.0125 * len(text) + 0.03, 0.7)) for end, text in texts)])


def _short(party: str, frame: pd.DataFrame) -> str:
    words = {UNACCOUNTED: "Unaccounted", NOT_SEPARATED: "Not separated"}
    return words.get(party) or textwrap.fill(sentences.party_label(party, frame, short=True), 34)


def _color(party: str, parties: Any) -> str:
    return str(parties[members(party)[0]]["color"]) if members(party)[0] in parties else "#c9cdd2"


def _bar(ax: Axes, place: int) -> Any:
    return next(patch for patch in ax.patches if abs(patch.get_y() + patch.get_height() / 2 - place) < 0.01)


def _remove_bar(ax: Axes, place: int) -> None:
    _bar(ax, place).remove()


def _footnote(doubt: Any, footnotes: list[str]) -> str:
    words = "; ".join(sentences.doubt_words(doubt, items=False))
    if not words:
        return ""
    if words not in footnotes:
        footnotes.append(words)
    return _MARKS[min(footnotes.index(words), len(_MARKS) - 1)]


def _reason(row: Any, cells: pd.DataFrame, together: set[str]) -> str:
    cell = cells.loc[row.party]
    if row.state == "undecided":
        return f"undecided: printed {sentences.number(cell['printed_low'])} and {sentences.number(cell['printed_high'])}"
    if not pd.isna(cell["printed_low"]):
        return "; ".join(sentences.doubt_words(row.doubt))
    words = sentences.STATES[row.state]
    if row.party in together:
        words = "not reported alone"
    if row.state != "none_left" and not pd.isna(cell["at_most"]):
        words += f" (at most {sentences.number(cell['at_most'])})"
    return words


def _share_words(row: Any, comparison: pd.DataFrame) -> str:
    if row.basis == "items":
        return f"  ({sentences.items_words(row.doubt)})"
    if row.party == TOTAL or pd.isna(row.share_of_total):
        return ""
    return f"  ({sentences.percent(row.killed, comparison.iloc[-1]['killed'])})"


def _percentage(row: Any) -> float | None:
    return None if row is None or pd.isna(row.share) else 100 * float(row.share)


def _share_text(rows: list[Any]) -> str:
    children, women, both = rows
    first = next((row for row in rows if row is not None), None)
    if first is None or pd.isna(first.killed):
        return "toll " + sentences.STATES.get(first.state if first is not None else "", "not reported")
    n = sentences.number(first.killed)
    known = [sentences.counted(row.count, row.group) for row in (children, women) if row is not None and not pd.isna(row.count)]
    if both is not None and not pd.isna(both.share):
        return f"{sentences.percent(both.count, both.killed)}: {' + '.join(known)} of {n}"
    if known:
        others = [f"; {row.group} {sentences.STATES[row.state]}" for row in (children, women) if row is not None and pd.isna(row.count)]
        return f"{' + '.join(known)} of {n}" + "".join(others)
    return f"children and women not reported, of {n}"


def _finish(ax: Axes, month: str, title: str, subtitle: str, footnotes: list[str], source: str) -> None:
    sns.despine(ax=ax, left=True)
    ax.tick_params(axis="both", labelsize=FONT, left=False)
    ax.xaxis.label.set_size(FONT)
    ax.grid(axis="x", color="#e3e5e8", linewidth=0.8)
    ax.set_axisbelow(True)
    above = 34 if ax.get_legend() else 12
    below_title = textwrap.fill(subtitle, 95)
    when = sentences.month_name(month)
    heading = textwrap.fill(title.replace(when, when.replace(" ", "\N{NO-BREAK SPACE}")), 84)
    ax.annotate(heading, (0, 1), (0, above + 6 + 16 * (below_title.count("\n") + 1)), xycoords=("figure fraction", "axes fraction"), textcoords="offset points", fontsize=FONT + 2, weight="bold", va="bottom")
    ax.annotate(below_title, (0, 1), (0, above), xycoords=("figure fraction", "axes fraction"), textcoords="offset points", fontsize=FONT, color=GREY, va="bottom")
    notes = [textwrap.fill(f"{_MARKS[min(i, len(_MARKS) - 1)]} {note}", 112) for i, note in enumerate(footnotes)]
    text = "\n".join([*notes, textwrap.fill(source, 112)])
    ax.annotate(text, (0, 0), (0, -52), xycoords=("figure fraction", "axes fraction"), textcoords="offset points", fontsize=FONT - 2.5, color=GREY, va="top")
