"""The shares of children and women as a table."""

from __future__ import annotations

import pandas as pd

from analysis.language import say
from analysis.questions.shares.numbers import Share, Shares
from analysis.show import labels, numbers, remarks
from analysis.show.jupyter import trimmed


def shares_table(shares: Shares, intervals: bool = False) -> pd.DataFrame:
    """Write shares for a reader: one row a party, k of n and percentages.

    `intervals` adds the Wilson 95% interval of children and women together.
    """
    rows, deaths = [], labels.deaths_column(shares.tolls)
    names = {group: labels.capitalized(numbers.group_name(group)) for group in numbers.GROUPS}
    for party, groups in shares.by_party.items():
        whole = groups.get("children_and_women") or next(iter(groups.values()))
        if not whole.has_deaths:
            continue
        row = {say("Party"): labels.party_label(party, shares.tolls.parties)}
        row[deaths] = numbers.range_words(whole.killed, whole.killed_min, whole.killed_max)
        for group, name in names.items():
            row[name] = _share(groups[group]) if group in groups else labels.state_words("not_reported", None)
        if intervals:
            ends = (whole.low, whole.high) if whole.group == "children_and_women" else ()
            shown = [numbers.percent(round(end * 10**6), 10**6) for end in ends if end is not None]
            row[say("Interval")] = numbers.between(*shown) if shown else ""
        pages = [page for line in groups.values() for page in line.page_shown]
        row[say("Report")] = ", ".join(dict.fromkeys(pages))
        row[say("Caution")] = labels.semicolons(remarks.doubt_words(whole.remarks))
        rows.append(row)
    columns = [say("Party"), deaths, *names.values()]
    columns += [say("Interval")] * intervals + [say("Report"), say("Caution")]
    return trimmed(pd.DataFrame(rows, columns=columns))


def _share(line: Share) -> str:
    if not line.has_count:
        return say(labels.STATES[str(line.state)])
    count, share = numbers.count_of(line), numbers.share_words(line)
    return say("{share} ({count})", share=share, count=count) if share else count
