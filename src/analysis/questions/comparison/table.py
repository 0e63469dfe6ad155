"""The comparison of a month and its governorates as tables."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.model.adding import is_combined, members
from analysis.show import labels, numbers, remarks
from analysis.show.display import trimmed
from analysis.tolls.sums import NOT_SEPARATED


def comparison_table(comparison: pd.DataFrame) -> pd.DataFrame:
    """Write a comparison (from `compare`) for a reader: one row a party or line, all cells text.

    Parties whom no page names have no row; `sentences.states_sentence` says who they are.
    """
    total = comparison.iloc[-1]
    together = {party for code in comparison["party"] if is_combined(code) for party in members(code)}
    rows, deaths = [], labels.deaths_column(comparison)
    for row in comparison[~comparison["party"].isin(comparison.attrs["unnamed"])].itertuples():
        known = not pd.isna(row.killed) or row.state == "range"
        basis = "left" if row.party == NOT_SEPARATED else str(row.basis)
        rows.append(
            {
                "Party": row.label,
                deaths: numbers.limited(row) if known else _reason(row, row.party in together),
                "Share of total": "" if pd.isna(row.share_of_total) else numbers.percent(row.killed, total["killed"]),
                "Rank": "" if pd.isna(row.rank) else str(row.rank),
                "Basis": labels.BASIS.get(basis, "") if known else "",
                "Report": row.page_shown if known and isinstance(row.page_shown, str) else "",
                "Doubt": "; ".join(remarks.doubt_words(row.doubt)),
            }
        )
    return trimmed(pd.DataFrame(rows))


def _reason(row: Any, together: bool) -> str:
    """Why there is no number."""
    state = labels.STATES.get(str(row.state), "")
    return "no full count of its own gathered here" if together else state


def places_table(places: pd.DataFrame, tolls: pd.DataFrame) -> pd.DataFrame:
    """Write places (from `places`) for a reader."""
    rows, deaths = [], labels.deaths_column(tolls)
    for row in places.itertuples():
        of = "" if pd.isna(row.of_killed) or pd.isna(row.killed) else f" of {numbers.number(row.of_killed)}"
        share = "" if pd.isna(row.share) else numbers.percent(row.killed, row.of_killed)
        printed = "" if pd.isna(row.printed_share_pct) else f"{row.printed_share_pct:g} % (as printed)"
        rows.append(
            {
                "Party": labels.party_label(row.party, tolls),
                "Place": row.governorate,
                deaths: "not printed" if pd.isna(row.killed) else numbers.number(row.killed) + of,
                "Share": share or printed,
                "Report": row.report_id,
            }
        )
    return pd.DataFrame(rows, columns=["Party", "Place", deaths, "Share", "Report"])
