"""The shares of children and women in words."""

from __future__ import annotations

import pandas as pd

from analysis.data.tables import Data
from analysis.model.adding import TOTAL
from analysis.show import dates, labels, numbers, remarks
from analysis.tolls.series import ENDS, party_table


def shares_title(data: Data, shares: pd.DataFrame) -> str:
    """The title of the shares."""
    deaths = numbers.DEATHS[shares.attrs["population"]][1]
    when = dates.month_of(shares)
    return f"Children and women among {deaths} {labels.documented(data, shares)}, {when}"


def shares_sentence(shares: pd.DataFrame, party: str) -> str:
    """Say how many of a party's documented victims were children and women."""
    rows = shares[shares["party"] == party].set_index("group")
    whole = rows.loc["children_and_women"]
    label = "all parties together" if party == TOTAL else labels.in_sentence_of(party, shares)
    is_range = pd.isna(whole["killed"]) and not whole[ENDS].isna().all()
    if pd.isna(whole["killed"]) and not is_range:
        return f"No page gathered here publishes a toll for {label}, so no share can be given."
    deaths = numbers.DEATHS[shares.attrs["population"]][1]
    ends = f"{numbers.range_words(None, whole['killed_min'], whole['killed_max'])} {deaths} "
    n = f"the {ends if is_range else numbers.counted(whole['killed'], 'killed', shares.attrs['population']) + ' '}"
    n += (
        f"{labels.deaths_column(shares).removeprefix('Deaths ')} in all" if party == TOTAL else f"attributed to {label}"
    )
    if pd.isna(whole["count"]):
        known = [
            numbers.limit_words(rows.at[g, "doubt"]) + numbers.counted(rows.at[g, "count"], g)
            for g in ("children", "women")
            if not pd.isna(rows.at[g, "count"])
        ]
        printed = labels.join(known) or "no full count of children or women is gathered here"
        return f"Among {n}: {printed}; the share of both cannot be given."
    parts = labels.join(
        numbers.limit_words(rows.at[group, "doubt"]) + numbers.counted(rows.at[group, "count"], group)
        for group in ("children", "women")
    )
    if not numbers.share_words(whole):
        return f"Among {n} were {parts}: too few for a percentage."
    line = f"Among {n} were {parts}, together {numbers.share_words(whole)} ({numbers.count_of(whole)})."
    doubts = remarks.doubt_words(whole["doubt"])
    return f"{line} Doubt: {'; '.join(doubts)}." if doubts else line


def all_shares_sentence(shares: pd.DataFrame) -> str:
    """Say the share of children and women of every party that has one, the total last (a Markdown list)."""
    groups = {row["parent"] for row in party_table(shares).values()}
    known = shares["share"].fillna(shares["share_max"]).fillna(shares["share_min"]).notna()
    whole = shares[(shares["group"] == "children_and_women") & known]
    parties = [party for party in whole["party"] if party not in groups]
    if not parties:
        deaths = numbers.DEATHS[shares.attrs["population"]][1]
        return (
            f"No share of children and women among {deaths} can be given for this month: no page gathered here "
            "publishes the exact numbers needed, or the tolls are below 10."
        )
    return "\n".join(f"- {shares_sentence(shares, party)}" for party in parties)


def interval_sentence() -> str:
    """Say what the interval covers."""
    return (
        f"Interval: {numbers.WILSON_LABEL}. It treats the documented victims as draws from an underlying process, "
        "one by one; deaths come in clusters, so it is too narrow, and it cannot cover deaths that nobody documented."
    )
