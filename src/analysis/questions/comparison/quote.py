"""One quotable line on a toll, with its source and its doubts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.data.definitions import limits_sentences
from analysis.data.tables import Data
from analysis.errors import is_month
from analysis.model.adding import TOTAL, members
from analysis.model.names import find_party
from analysis.show import dates, labels, numbers, remarks
from analysis.show.sources import source, with_address
from analysis.tolls.doubts import causes_in
from analysis.tolls.pages import both_ends, covers
from analysis.tolls.series import of_month, party_table


def quote(data: Data, tolls: pd.DataFrame, month: str, party: str) -> str:
    """Write one quotable line about a party's toll, with its source and its doubts.

    Parameters
    ----------
    data, tolls, month
        As for `places`.
    party
        A code or any name of parties.csv, several joined by + (`government+russian_forces`), or `all_parties`.

    Returns
    -------
    str
        One line: the number and the groups in it, who documented them, the page with its address, the doubts.

    Raises
    ------
    UnknownMonth, UnknownParty, NotComparable
        What cannot be quoted, and what could.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> data = read_data()
    >>> print(quote(data, monthly_tolls(data), "2025-12", "kurdish_forces"))
    SNHR documented 10 civilian deaths attributed to Kurdish-led forces (YPG, SDF, self-administration) in \
December 2025 (SNHR as relayed by Levant24, undated, \
https://levant24.com/news/2026/01/snhr-report-details-2025-civilian-death-toll-in-syria).
    """
    return quoted(data, tolls, month, party)[0]


def quoted(data: Data, tolls: pd.DataFrame, month: str, party: str) -> tuple[str, bool]:
    """The line of `quote`, and whether there is a number in it to be quoted."""
    party = find_party(data.parties, party, month if is_month(month) else None)
    cells = of_month(tolls, month)
    cells = cells[cells["party"] == party].set_index("measure")
    who, population, when = labels.monitor_label(data, tolls), tolls.attrs["population"], dates.month_name(month)
    attributed = "" if party == TOTAL else f" attributed to {labels.party_label(party, tolls)}"
    killed = next(cells.loc[["killed"]].itertuples()) if "killed" in cells.index else None
    if places := labels.left_out_words(cells[cells.index == "killed"]):
        when += f" (without the deaths in {places})"
    causes = "" if killed is None else remarks.causes_words(causes_in(killed.doubt))
    attributed = f" {causes}{attributed}" if causes else attributed
    low, high = (None, None) if killed is None else both_ends(killed)
    if killed is None or (low, high) == (None, None):
        reason = _why_none(tolls, month, party, cells)
        return (
            f"No number of {numbers.DEATHS[population][1]}{attributed} in {when} can be quoted from {who}: {reason}.",
            False,
        )
    there = [measure for measure in ("children", "women") if not pd.isna(cells["value"].get(measure))]
    among = [measure for measure in there if covers(cells.loc[measure]) == covers(killed)]
    cited: dict[str, list[str]] = {}
    for measure in ("killed", *among):
        cited.setdefault(source(data, cells.at[measure, "page_shown"]), []).append(numbers.MEASURES[measure])
    sources = [text + (f" for {labels.join(what)}" if len(cited) > 1 else "") for text, what in cited.items()]
    groups = labels.join(
        numbers.limit_words(cells.at[m, "doubt"]) + numbers.counted(cells.at[m, "value"], m) for m in among
    )
    of_one = low == high == 1 and [int(cells.at[m, "value"]) for m in among] == [1]
    of_list, holds = killed.basis == "records", f"A list of {who} holds"
    if low == high == 0:
        none = f"no {numbers.DEATHS[population][1]}{attributed}"
        what = labels.documented_or_alleged(data, tolls.attrs["monitor"])
        line = f"{holds} {none} in {when}" if of_list else f"{who} published that {none} were {what} in {when}"
    else:
        exact = low is not None and low == high
        deaths = (
            numbers.counted(low, "killed", population)
            if exact
            else f"{numbers.range_words(None, low, high)} {numbers.DEATHS[population][1]}"
        )
        who = holds if of_list else labels.who_documented(data, tolls.attrs["monitor"])
        line = f"{who} {deaths}{attributed} in {when}"
        line += f", {'that of' if of_one else 'among them'} {groups}" if among else ""
    limits = limits_sentences(data, tolls.attrs["monitor"], population, month)
    doubts = dict.fromkeys(
        doubt for m in ("killed", *among) for doubt in remarks.doubt_words(cells.at[m, "doubt"], items=False)
    )
    if not causes and any(party_table(tolls)[code]["residual"] for code in members(party) if code != TOTAL):
        doubts |= dict.fromkeys(_together(tolls, month, party))  # a leftover class that holds parties named on a page
    part = f" {_of_causes(killed, tolls, month)}" if causes else ""
    note = f" Doubt: {'; '.join(with_address(data, doubt) for doubt in doubts)}." if doubts else ""
    return " ".join([f"{line} ({'; '.join(sources)}).{part}{note}", *limits]), True


def _of_causes(killed: Any, tolls: pd.DataFrame, month: str) -> str:
    """Say of a number of some causes that it is no toll, whether it is a sum of ours, and what holds the party, too."""
    added = " + " in causes_in(killed.doubt)
    text = "Added up here from the page's numbers by cause, not published as such; d" if added else "D"
    text += "eaths by other causes are not in this number"
    return "; ".join([text, *_together(tolls, month, killed.party)]) + "."


def _why_none(tolls: pd.DataFrame, month: str, party: str, cells: pd.DataFrame) -> str:
    """Why a party has no number, and what is printed instead."""
    state = cells["state"].get("killed", "not_reported")
    low, high = (cells[end].get("killed") for end in ("at_least", "at_most"))
    words = [
        labels.state_words(state, cells["basis"].get("killed")),
        *remarks.doubt_words(cells["doubt"].get("killed")),
    ]
    if state != "none_left" and not (pd.isna(high) and (pd.isna(low) or low <= 0)):
        words.append(f"{numbers.bounded(None, low, high)} by what else is published")
    return "; ".join([*words, *_together(tolls, month, party)])


def _together(tolls: pd.DataFrame, month: str, party: str) -> Iterator[str]:
    """Yield the numbers that hold a party's deaths with those of others, with the causes where of some only."""
    month_cells = of_month(tolls, month).query("measure == 'killed'").dropna(subset=["combined"])
    for row in month_cells.itertuples():
        ends = both_ends(row)
        if ends != (None, None) and set(members(party)) & set(members(row.party)) and row.party != party:
            of = f" ({remarks.items_words(row.doubt)})" if causes_in(row.doubt) else ""
            yield f"published together: {labels.party_label(row.party, tolls)}, {numbers.range_words(None, *ends)}{of}"
