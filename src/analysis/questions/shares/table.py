"""The shares of children and women as a table."""

from __future__ import annotations

import pandas as pd

from analysis.questions.shares.numbers import Share, Shares
from analysis.show import labels, numbers, remarks
from analysis.show.jupyter import trimmed


def shares_table(shares: Shares, intervals: bool = False) -> pd.DataFrame:
    """Write shares for a reader: one row a party, k of n and percentages.

    `intervals` adds the Wilson 95% interval of children and women together.
    """
    rows, deaths = [], labels.deaths_column(shares.tolls)
    for party, groups in shares.by_party.items():
        whole = groups.get("children_and_women") or next(iter(groups.values()))
        if not whole.has_deaths:
            continue
        row = {"Party": labels.party_label(party, shares.tolls.parties)}
        row[deaths] = numbers.range_words(whole.killed, whole.killed_min, whole.killed_max)
        for group, name in numbers.GROUPS.items():
            row[name.capitalize()] = _share(groups[group]) if group in groups else labels.STATES["not_reported"]
        if intervals:
            ends = (whole.low, whole.high) if whole.group == "children_and_women" else ()
            row["Interval"] = " to ".join(numbers.percent(round(end * 10**6), 10**6) for end in ends if end is not None)
        pages = [page for line in groups.values() for page in line.page_shown]
        row["Report"] = ", ".join(dict.fromkeys(pages))
        row["Caution"] = "; ".join(remarks.doubt_words(whole.remarks))
        rows.append(row)
    columns = ["Party", deaths, *(name.capitalize() for name in numbers.GROUPS.values())]
    columns += ["Interval"] * intervals + ["Report", "Caution"]
    return trimmed(pd.DataFrame(rows, columns=columns))


def _share(line: Share) -> str:
    if not line.has_count:
        return labels.STATES.get(str(line.state), "")
    count, share = numbers.count_of(line), numbers.share_words(line)
    return f"{share} ({count})" if share else count
