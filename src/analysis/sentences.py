"""Generated sentences: titles, findings and sources of any month. Nothing here knows a month or a country."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.arithmetic import TOTAL
from analysis.comparison import ENDS, actors, completeness, highest_printed, least_of, left_over, of_month, party_table
from analysis.data import Data
from analysis.names import can_appear
from analysis.printed import published_by
from analysis.words import (
    BASIS,
    DEATHS,
    GROUPS,
    WILSON_LABEL,
    bounded,
    count_of,
    counted,
    date_words,
    deaths_column,
    documented,
    documented_or_alleged,
    doubt_words,
    items_words,
    join,
    limit_words,
    lower_bound,
    monitor_label,
    month_name,
    number,
    party_label,
    range_words,
    share_words,
    what_counts_are,
)


def comparison_title(data: Data, comparison: pd.DataFrame) -> str:
    """The title of a comparison."""
    deaths = DEATHS[comparison.attrs["population"]][1].capitalize()
    when = month_name(comparison.attrs["month"])
    return f"{deaths} {documented(data, comparison)}, by party they are attributed to, {when}"


def comparison_subtitle(data: Data, tolls: pd.DataFrame, month: str, mark: str = "") -> str:
    """The printed total (with the mark of its footnote), how complete the month is and on what pages it rests."""
    row = standing(data, tolls, month)
    total = range_words(row["total"], row["total_min"], row["total_max"])
    of = (
        "no total of the same population printed"
        if total == bounded(None, None, None)
        else f"printed total {total}{mark}"
    )
    return f"{of}; {standing_words(data, tolls, month)}"


def total_title(data: Data, comparison: pd.DataFrame) -> str:
    """The title of the parties against the printed total."""
    deaths = DEATHS[comparison.attrs["population"]][1].capitalize()
    when = month_name(comparison.attrs["month"])
    return f"{deaths} {documented(data, comparison)}: the parties against the printed total, {when}"


def shares_title(data: Data, shares: pd.DataFrame) -> str:
    """The title of the shares."""
    deaths = DEATHS[shares.attrs["population"]][1]
    when = month_name(shares.attrs["month"])
    return f"Children and women among {deaths} {documented(data, shares)}, {when}"


def heading(data: Data, tolls: pd.DataFrame, month: str) -> str:
    """Open a notebook: monitor, month, who is counted and how complete the month is (Markdown)."""
    status, note = standing_words(data, tolls, month), population_note(tolls)
    note += f" {lower_bound(data, tolls.attrs['monitor'])}"
    return f"**{monitor_label(data, tolls)}, {month_name(month)}: {status}.** {note}"


def standing(data: Data, tolls: pd.DataFrame, month: str) -> pd.Series:
    """The row of `completeness` for one month."""
    reports = published_by(data.reports, tolls.attrs["as_of"])
    row: pd.Series = completeness(of_month(tolls, month), reports).iloc[0]
    return row


def standing_words(data: Data, tolls: pd.DataFrame, month: str) -> str:
    """Say how complete a month is and where its figures come from: 'complete; as relayed by others'."""
    row = standing(data, tolls, month)
    bases = set(of_month(tolls, month).query("measure == 'killed'")["basis"].dropna())
    kinds = [BASIS[basis] for basis in BASIS if basis in bases]
    nothing = row["status"] == "total_only" and row[["total", "total_min", "total_max"]].isna().all()
    status = "no single number printed" if nothing else row["status"].replace("_", " ")
    return "; ".join([status, join(kinds)] if kinds else [status])


def completeness_sentence(data: Data, tolls: pd.DataFrame, month: str) -> str:
    """Say whether the parties reach the total."""
    row = standing(data, tolls, month)
    deaths = DEATHS[tolls.attrs["population"]][1]
    total = range_words(row["total"], row["total_min"], row["total_max"])
    has_total = total != bounded(None, None, None)
    if row["status"] == "total_only" and not has_total:
        return f"No single number of {deaths} is printed for this month; what is printed are ranges or parts."
    if row["status"] == "total_only":
        return f"Only a total is printed: {total} {deaths}. No party's toll is printed for this month."
    if pd.isna(row["sum_of_parties"]):
        added = range_words(None, row["sum_min"], row["sum_max"])
        rest = f"printed as the total: {total}" if has_total else "no total of the same population is printed"
        return f"The parties add up to {added} {deaths}, by the ends of the printed ranges; {rest}."
    if pd.isna(row["total"]) and has_total:
        return f"The parties add up to {number(row['sum_of_parties'])} {deaths}; printed as the total: {total}."
    if not has_total:
        return (
            f"The printed tolls of the parties add up to {number(row['sum_of_parties'])} {deaths}; no total of the "
            "same population is printed, so shares of a total cannot be given."
        )
    added, total, gap = row["sum_of_parties"], row["total"], row["unaccounted"]
    if gap < 0:
        more = f"{number(-gap)} more than the printed total of {number(total)}"
        return f"The parties add up to {number(added)} {deaths}: {more}."
    rest = f"{number(gap)} {'is' if gap == 1 else 'are'} unaccounted for" if gap else "nothing is unaccounted for"
    return f"The parties add up to {number(added)} of the {number(total)} {deaths} printed as the total: {rest}."


def leader_sentence(data: Data, tolls: pd.DataFrame, comparison: pd.DataFrame) -> str:
    """Say which party's toll is the highest, or why that cannot be said."""
    parties = party_table(tolls)
    who, deaths = monitor_label(data, comparison), DEATHS[comparison.attrs["population"]][1]
    when = month_name(comparison.attrs["month"])
    groups = {row["parent"] for row in parties.values()} | {TOTAL}
    residual = {code for code, row in parties.items() if row["residual"]}
    rows = comparison[[p not in groups | residual and (p in parties or "+" in p) for p in comparison["party"]]]
    top, leads = highest_printed(comparison)
    if top is None:
        return f"{who} prints no toll of a single party for {when}, so the parties cannot be ranked."
    number_ = range_words(top.killed, top.killed_min, top.killed_max)
    if leads:
        first = rows[rows["rank"] == 1]
        each = " each" if len(first) > 1 else ""
        what = f"{documented_or_alleged(data, comparison.attrs['monitor'])} {deaths}"
        line = f"In {when} {who} attributed the most {what} of any named party to {join(first['label'])}: "
        line += f"{number_ if pd.isna(top.killed) else f'at least {number_}'}{each}"
        second = rows[rows["rank"] == 1 + len(first)]
        if len(second):
            line += f", followed by {join(second['label'])} with {range_words(*second.iloc[0][['killed', *ENDS]])}"
            line += " each" if len(second) > 1 else ""
    else:
        causes = f" ({items_words(top.doubt)})" if top.basis == "items" else ""
        line = f"The highest number printed for {when} is {number_} {deaths}{causes}, of {top.label}. "
        line += "Which party's toll is the highest cannot be said: "
        line += f"{join(_could_be_ahead(tolls, rows, top))} could be ahead"
    left = "".join(
        f" More, {number(row.killed)}, are attributed to {row.label}." for row in left_over(comparison).itertuples()
    )
    return f"{line}.{left}"


def _could_be_ahead(tolls: pd.DataFrame, rows: pd.DataFrame, top: Any) -> list[str]:
    """The parties that could have more than the highest printed toll, without a whole one or by the end of a range."""
    most_printed = least_of(top)
    cells = of_month(tolls, rows.attrs["month"]).query("measure == 'killed'").set_index("party")
    ahead = []
    for row in rows.itertuples():
        cell = cells.loc[row.party]
        whole = not pd.isna(row.killed) and row.basis != "items"
        below = not pd.isna(cell["at_most"]) and cell["at_most"] <= most_printed
        if "+" in row.party or whole or below or row.party == top.party:
            continue
        known = [f"at least {number(cell['at_least'])}"] if not pd.isna(cell["at_least"]) else []
        known += [f"at most {number(cell['at_most'])}" if not pd.isna(cell["at_most"]) else "no upper bound"]
        ahead.append(f"{row.label} ({', '.join(known)})")
    absent = {code: row for code, row in party_table(tolls).items() if code in actors(party_table(tolls))}
    month = rows.attrs["month"]
    ahead += [
        f"{row['label']} (left out)"
        for code, row in absent.items()
        if code not in cells.index and can_appear(month, row["valid_from"], row["valid_to"])
    ]
    return ahead or ["one of the parties printed together"]


def states_sentence(tolls: pd.DataFrame, comparison: pd.DataFrame) -> str:
    """Say of the parties without a value why they have none."""
    groups = {row["parent"] for row in party_table(tolls).values()} | {TOTAL}
    parts, found = [], set(comparison["state"])
    for state, lead in (
        ("range", "Only a range, or an end of one, is printed for"),
        ("none_left", "The printed totals leave nothing for"),
        ("not_reported", "Not reported"),
        ("undecided", "Pages disagree and nothing decides between them for"),
    ):
        labels = [row.label for row in comparison.itertuples() if row.state == state and row.party not in groups]
        if labels:
            parts.append(f"{lead}{':' if state == 'not_reported' else ''} {join(labels)}.")
    if not parts:
        return "Every party that can appear in this month has a printed toll."
    return " ".join([*parts, *(["No zero is printed for any of them."] if parts[1:] or "range" not in found else [])])


def doubts_sentence(frame: pd.DataFrame, tolls: pd.DataFrame) -> str:
    """List the doubts about the numbers of a table, each beside the party it touches (Markdown)."""
    notes = []
    for row in frame.itertuples():
        if doubts := doubt_words(row.doubt):
            printed = "group" in frame.columns and not pd.isna(row.count)  # else the doubt is about the toll
            group = f", {GROUPS[row.group]}" if printed else ""
            notes.append(f"- {party_label(row.party, tolls)}{group}: {'; '.join(doubts)}.")
    return (
        "\n".join(dict.fromkeys(notes))
        or "No doubt about the numbers of this table is recorded; what else does not add up, the audit says."
    )


def shares_sentence(shares: pd.DataFrame, party: str) -> str:
    """Say how many of a party's documented victims were children and women."""
    rows = shares[shares["party"] == party].set_index("group")
    whole = rows.loc["children_and_women"]
    label = "all parties together" if party == TOTAL else party_label(party, shares)
    is_range = pd.isna(whole["killed"]) and not whole[ENDS].isna().all()
    if pd.isna(whole["killed"]) and not is_range:
        return f"No toll is printed for {label}, so no share can be given."
    deaths = DEATHS[shares.attrs["population"]][1]
    ends = f"{range_words(None, whole['killed_min'], whole['killed_max'])} {deaths} "
    n = f"the {ends if is_range else counted(whole['killed'], 'killed', shares.attrs['population']) + ' '}"
    n += f"{deaths_column(shares).removeprefix('Deaths ')} in all" if party == TOTAL else f"attributed to {label}"
    if pd.isna(whole["count"]):
        known = [
            limit_words(rows.at[g, "doubt"]) + counted(rows.at[g, "count"], g)
            for g in ("children", "women")
            if not pd.isna(rows.at[g, "count"])
        ]
        printed = join(known) or "neither children nor women are printed"
        return f"Among {n}: {printed}; the share of both cannot be given."
    limit = limit_words(whole["doubt"])
    parts = join(limit + counted(rows.at[group, "count"], group) for group in ("children", "women"))
    if not share_words(whole):
        return f"Among {n} were {parts}: too few for a percentage."
    line = f"Among {n} were {parts}, together {share_words(whole)} ({count_of(whole)})."
    doubts = doubt_words(whole["doubt"])
    return f"{line} Doubt: {'; '.join(doubts)}." if doubts else line


def all_shares_sentence(shares: pd.DataFrame) -> str:
    """Say the share of children and women of every party that has one, the total last (a Markdown list)."""
    groups = {row["parent"] for row in party_table(shares).values()}
    known = shares["share"].fillna(shares["share_max"]).fillna(shares["share_min"]).notna()
    whole = shares[(shares["group"] == "children_and_women") & known]
    parties = [party for party in whole["party"] if party not in groups]
    if not parties:
        return (
            "No share of children and women can be given for this month: tolls, children or women are not printed, or "
            "the tolls are below 10."
        )
    return "\n".join(f"- {shares_sentence(shares, party)}" for party in parties)


def interval_sentence() -> str:
    """Say what the interval covers."""
    return (
        f"Interval: {WILSON_LABEL}. It treats the documented victims as draws from an underlying process, one by one; "
        "deaths come in clusters, so it is too narrow, and it cannot cover deaths that nobody documented."
    )


def places_sentence(data: Data, places: pd.DataFrame, tolls: pd.DataFrame) -> str:
    """Say where, as far as reports print it."""
    if places.empty:
        return "The month's reports print no places."
    parts = []
    for party, rows in places.groupby("party", sort=False):
        found = []
        for row in rows.itertuples():
            if not pd.isna(row.killed):
                of = f" of {number(row.of_killed)}" if not pd.isna(row.of_killed) else ""
                found.append(f"{row.governorate} {number(row.killed)}{of}")
            else:
                found.append(f"{row.governorate} {row.printed_share_pct:g} % as printed")
        parts.append(f"{party_label(str(party), tolls)}: {join(found)}.")
    return " ".join(parts) + " Reports name only some places."


def as_of_sentence(data: Data, tolls: pd.DataFrame, month: str) -> str:
    """Say which reports of a month were used, and how many a date left out."""
    reports = data.reports[(data.reports["monitor"] == tolls.attrs["monitor"]) & (data.reports["month"] == month)]
    as_of = tolls.attrs["as_of"]
    used = published_by(reports, as_of)
    primary = int((used["kind"] == "primary").sum())
    line = f"{_pages(len(used))} used: {primary} by the monitor, {len(used) - primary} relayed."
    if not as_of:
        return line
    undated = _pages(int(reports["published"].isna().sum()))
    return f"{line} Only what was published by {date_words(as_of)}; {undated.replace(' ', ' undated ')} left out."


def _pages(count: int) -> str:
    return f"{count} page{'' if count == 1 else 's'}"


def source_line(data: Data, tolls: pd.DataFrame, month: str) -> str:
    """The line under a picture: monitor, how many pages, and whether printed or relayed."""
    name = data.monitors.set_index("monitor").at[tolls.attrs["monitor"], "name"]
    pages = as_of_sentence(data, tolls, month)
    what = what_counts_are(data, tolls.attrs["monitor"])
    return f"Source: {name}, reports on {month_name(month)}. {pages} {what}"


def population_note(tolls: pd.DataFrame) -> str:
    """Say who is counted."""
    return {
        "civilians": "Counted are civilians.",
        "fighters": "Counted are fighters.",
        "persons": "Counted are persons: civilians and fighters together, or not separated.",
    }[tolls.attrs["population"]]
