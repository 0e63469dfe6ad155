"""The comparison of a month, and its places, as tables."""

from __future__ import annotations

import pandas as pd

from analysis.model.adding import NOT_SEPARATED, is_combined, members
from analysis.questions.comparison.numbers import Comparison, Line
from analysis.questions.comparison.places import Places
from analysis.show import labels, numbers, remarks
from analysis.show.jupyter import trimmed


def comparison_table(comparison: Comparison) -> pd.DataFrame:
    """Write a comparison for a reader; parties nobody names are left to a sentence."""
    deaths, total = labels.deaths_column(comparison.tolls), comparison.total.killed
    together = {party for line in comparison.lines if is_combined(line.party) for party in members(line.party)}
    rows = []
    for line in comparison.lines:
        if line.party in comparison.unnamed:
            continue
        basis = "left" if line.party == NOT_SEPARATED else str(line.basis)
        number = numbers.limited(line) if line.is_printed else labels.STATES.get(str(line.state), "")
        if line.party in together and not line.is_printed:
            number = "no full count of its own gathered here"
        rows.append(
            {
                "Party": _label(comparison, line),
                deaths: number,
                "Share of total": "" if line.share_of_total is None else numbers.percent(line.killed, total),
                "Rank": "" if line.rank is None else str(line.rank),
                "Basis": labels.BASIS.get(basis, "") if line.is_printed else "",
                "Report": "|".join(line.page_shown) if line.is_printed else "",
                "Caution": "; ".join(remarks.doubt_words(line.remarks)),
            }
        )
    return trimmed(pd.DataFrame(rows))


def _label(comparison: Comparison, line: Line) -> str:
    """Whose number a line is; of several parties together, as a list is written."""
    return (
        f"{labels.party_label(line.party, comparison.tolls.parties)}, together"
        if is_combined(line.party)
        else line.label
    )


def places_table(places: Places) -> pd.DataFrame:
    """Write places for a reader."""
    rows, deaths = [], labels.deaths_column(places.tolls)
    for place in places.lines:
        of = "" if place.of_killed is None or place.killed is None else f" of {numbers.number(place.of_killed)}"
        share = "" if place.share is None else numbers.percent(place.killed, place.of_killed)
        printed = "" if place.printed_share_pct is None else f"{place.printed_share_pct:g}% (as published)"
        rows.append(
            {
                "Party": labels.party_label(place.party, places.tolls.parties),
                "Place": place.governorate,
                deaths: "not published" if place.killed is None else numbers.number(place.killed) + of,
                "Share": share or printed,
                "Report": place.report_id,
            }
        )
    return pd.DataFrame(rows, columns=["Party", "Place", deaths, "Share", "Report"])
