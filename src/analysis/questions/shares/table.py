"""The shares of children and women as a table."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.show import labels, numbers, remarks
from analysis.show.display import trimmed


def shares_table(shares: pd.DataFrame, intervals: bool = False) -> pd.DataFrame:
    """Write shares (from `shares`) for a reader: one row a party, k of n and percentages.

    `intervals` adds the Wilson 95 % interval of children and women together.
    """
    rows = []
    for party, found in shares.groupby("party", sort=False):
        groups = found.set_index("group")
        whole = groups.loc["children_and_women"] if "children_and_women" in groups.index else groups.iloc[0]
        if pd.isna(whole["killed"]) and pd.isna(whole["killed_min"]) and pd.isna(whole["killed_max"]):
            continue
        row = {
            "Party": labels.party_label(str(party), shares),
            labels.deaths_column(shares): numbers.range_words(
                whole["killed"], whole["killed_min"], whole["killed_max"]
            ),
        }
        for group, name in numbers.GROUPS.items():
            row[name.capitalize()] = (
                _share(groups.loc[group]) if group in groups.index else labels.STATES["not_reported"]
            )
        if intervals:
            known = [end for end in ("low", "high") if whole.name == "children_and_women" and not pd.isna(whole[end])]
            row["Interval"] = " to ".join(numbers.percent(round(whole[end] * 10**6), 10**6) for end in known)
        pages = [page for ids in found["report_ids"].dropna() for page in ids.split("|")]
        row["Report"] = ", ".join(dict.fromkeys(pages))
        row["Doubt"] = "; ".join(remarks.doubt_words(whole["doubt"]))
        rows.append(row)
    columns = ["Party", labels.deaths_column(shares), *(name.capitalize() for name in numbers.GROUPS.values())]
    columns += ["Interval"] * intervals + ["Report", "Doubt"]
    return trimmed(pd.DataFrame(rows, columns=columns))


def _share(row: Any) -> str:
    if pd.isna(row["count"]):
        return labels.STATES.get(row["state"], "")
    count = numbers.count_of(row)
    share = numbers.share_words(row)
    return f"{share} ({count})" if share else count
