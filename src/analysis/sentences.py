"""Generated sentences: titles, findings and sources of any month. Nothing here knows a month or a country."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from analysis.arithmetic import TOTAL, members
from analysis.comparison import completeness, of_month, party_table
from analysis.data import Data
from analysis.errors import UnknownParty, nearest
from analysis.group_shares import covers
from analysis.printed import published_by
from analysis.words import (
    BASIS,
    DEATHS,
    GROUPS,
    LOWER_BOUND,
    MEASURES,
    STATES,
    WILSON_LABEL,
    counted,
    date_words,
    doubt_words,
    items_words,
    join,
    month_name,
    number,
    percent,
)


def party_label(party: str, tolls: pd.DataFrame, short: bool = False) -> str:
    """The label of a party or of the parties of a combined toll."""
    parties = party_table(tolls)
    labels = [parties[code]["short_label" if short else "label"] for code in members(party)]
    return " + ".join(labels) if short else join(labels)


def monitor_label(data: Data, tolls: pd.DataFrame) -> str:
    """The monitor's name as sentences write it."""
    return str(data.monitors.set_index("monitor").at[tolls.attrs["monitor"], "short_label"])


def source(data: Data, report_id: Any) -> str:
    """Cite a report: who, whether it relays, date, address."""
    report = data.reports.set_index("report_id").loc[report_id]
    label = data.monitors.set_index("monitor").at[report["monitor"], "short_label"]
    who = label if report["kind"] == "primary" else f"{label} as relayed by {report['publisher']}"
    return f"{who}, {date_words(report['published'])}, {report['url']}"


def find_party(tolls: pd.DataFrame, party: str) -> str:
    """Check a party code, or codes joined by +. Raises UnknownParty, naming the nearest."""
    known = list(party_table(tolls))
    for code in members(party):
        if code not in known:
            raise UnknownParty(f"unknown party {code!r}: {nearest(code, known)}")
    return "+".join(sorted(members(party), key=known.index))


def quote(data: Data, tolls: pd.DataFrame, month: str, party: str) -> str:
    """Write one quotable line about a party's toll, with its source and its doubts.

    Parameters
    ----------
    data, tolls, month
        As for `places`.
    party
        A party code, a combined code (`government+russian_forces`) or `all_parties`.

    Raises
    ------
    UnknownMonth, UnknownParty, NotComparable
        What cannot be quoted, and what could.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> data = read_data()
    >>> print(quote(data, monthly_tolls(data), "2016-01", "kurdish_forces"))
    SNHR documented at least 3 civilian deaths attributed to Kurdish-led forces (YPG, SDF, self-administration) in \
January 2016 (SNHR as relayed by CNSNews via Adland Pro, undated, \
https://community.adlandpro.com/forums/post/2413654/ARE-WE-NOW-IN-THE-END-TIMES/3142.aspx).
    """
    party = find_party(tolls, party)
    cells = of_month(tolls, month)
    cells = cells[cells["party"] == party].set_index("measure")
    who, population, when = monitor_label(data, tolls), tolls.attrs["population"], month_name(month)
    attributed = "" if party == TOTAL else f" attributed to {party_label(party, tolls)}"
    if "killed" not in cells.index or pd.isna(cells.at["killed", "value"]):
        reason = _why_none(tolls, month, party, cells)
        return f"No number of {DEATHS[population][1]}{attributed} in {when} can be quoted from {who}: {reason}."
    killed = cells.loc["killed"]
    there = [measure for measure in ("children", "women") if not pd.isna(cells["value"].get(measure))]
    among = [measure for measure in there if covers(cells.loc[measure]) == covers(killed)]
    cited: dict[str, list[str]] = {}
    for measure in ("killed", *among):
        cited.setdefault(source(data, cells.at[measure, "report_id"]), []).append(MEASURES[measure])
    sources = [text + (f" for {join(what)}" if len(cited) > 1 else "") for text, what in cited.items()]
    groups = join(counted(cells.at[measure, "value"], measure) for measure in among)
    if killed["value"] == 0:
        line = f"{who} printed no {DEATHS[population][1]}{attributed} in {when}"
    else:
        line = f"{who} documented at least {counted(killed['value'], 'killed', population)}{attributed} in {when}"
        line += f", among them {groups}" if among else ""
    doubts = dict.fromkeys(doubt for m in ("killed", *among) for doubt in doubt_words(cells.at[m, "doubt"]))
    note = f" Doubt: {'; '.join(_with_address(data, doubt) for doubt in doubts)}." if doubts else ""
    return f"{line} ({'; '.join(sources)}).{note}"


def _why_none(tolls: pd.DataFrame, month: str, party: str, cells: pd.DataFrame) -> str:
    """Why a party has no number, and what is printed instead."""
    words = [STATES[cells["state"].get("killed", "not_reported")], *doubt_words(cells["doubt"].get("killed"))]
    most = cells["at_most"].get("killed")
    if not pd.isna(most) and words[0] != STATES["none_left"]:
        words.append(f"at most {number(most)} by what else is printed")
    month_cells = of_month(tolls, month).query("measure == 'killed'").dropna(subset=["combined", "value"])
    for row in month_cells.itertuples():
        if set(members(party)) & set(members(row.party)) and row.party != party:
            words.append(f"printed together: {party_label(row.party, tolls)}, {number(row.value)}")
    return "; ".join(words)


def _with_address(data: Data, text: str) -> str:
    """Put the address behind the report that a doubt ends with."""
    addresses = data.reports.set_index("report_id")["url"]
    match = re.search(r"\(([a-z0-9-]+)\)$", text)
    return f"{text[:-1]}, {addresses[match[1]]})" if match and match[1] in addresses.index else text


def comparison_title(data: Data, comparison: pd.DataFrame) -> str:
    """The title of a comparison."""
    deaths = DEATHS[comparison.attrs["population"]][1].capitalize()
    who, when = monitor_label(data, comparison), month_name(comparison.attrs["month"])
    return f"{deaths} documented by {who}, by party they are attributed to, {when}"


def comparison_subtitle(data: Data, tolls: pd.DataFrame, month: str) -> str:
    """The printed total, how complete the month is and on what pages it rests."""
    total = standing(data, tolls, month)["total"]
    of = "no total of the same population printed" if pd.isna(total) else f"printed total {number(total)}"
    return f"{of}; {standing_words(data, tolls, month)}"


def shares_title(data: Data, shares: pd.DataFrame) -> str:
    """The title of the shares."""
    deaths = DEATHS[shares.attrs["population"]][1]
    who, when = monitor_label(data, shares), month_name(shares.attrs["month"])
    return f"Children and women among {deaths} documented by {who}, {when}"


def heading(data: Data, tolls: pd.DataFrame, month: str) -> str:
    """Open a notebook: monitor, month, who is counted and how complete the month is (Markdown)."""
    status = standing_words(data, tolls, month)
    return f"**{monitor_label(data, tolls)}, {month_name(month)}: {status}.** {population_note(tolls)} {LOWER_BOUND}"


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
    nothing = row["status"] == "total_only" and pd.isna(row["total"])
    status = "no single number printed" if nothing else row["status"].replace("_", " ")
    return "; ".join([status, join(kinds)] if kinds else [status])


def completeness_sentence(data: Data, tolls: pd.DataFrame, month: str) -> str:
    """Say whether the parties reach the total."""
    row = standing(data, tolls, month)
    deaths = DEATHS[tolls.attrs["population"]][1]
    if row["status"] == "total_only" and pd.isna(row["total"]):
        return f"No single number of {deaths} is printed for this month; what is printed are ranges or parts."
    if row["status"] == "total_only":
        return f"Only a total is printed: {number(row['total'])} {deaths}. No party's toll is printed for this month."
    if pd.isna(row["total"]):
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
    printed = rows[rows["killed"].notna()].sort_values("killed", ascending=False, kind="stable")
    if printed.empty:
        return f"{who} prints no toll of a single party for {when}, so the parties cannot be ranked."
    top = printed.iloc[0]
    first = printed[printed["rank"] == 1]
    if len(first):
        each = " each" if len(first) > 1 else ""
        line = f"In {when} {who} attributed the most documented {deaths} of any named party to {join(first['label'])}: "
        line += f"at least {number(top['killed'])}{each}"
        second = printed[printed["rank"] == 1 + len(first)]
        if len(second):
            line += f", followed by {join(second['label'])} with {number(second['killed'].iloc[0])}"
            line += " each" if len(second) > 1 else ""
    else:
        causes = f" ({items_words(top['doubt'])})" if top["basis"] == "items" else ""
        line = f"The highest number printed for {when} is {number(top['killed'])} {deaths}{causes}, of {top['label']}. "
        line += "Which party's toll is the highest cannot be said: "
        line += f"{join(_could_be_ahead(tolls, rows, int(top['killed'])))} could be ahead"
    more = comparison[comparison["party"].isin(residual) & (comparison["killed"] > top["killed"])]
    left = "".join(f" More, {number(row.killed)}, are attributed to {row.label}." for row in more.itertuples())
    return f"{line}.{left}"


def _could_be_ahead(tolls: pd.DataFrame, rows: pd.DataFrame, most_printed: int) -> list[str]:
    """The parties without a whole toll that could have more than the most that is printed."""
    cells = of_month(tolls, rows.attrs["month"]).query("measure == 'killed'").set_index("party")
    ahead = []
    for row in rows.itertuples():
        cell = cells.loc[row.party]
        whole = not pd.isna(row.killed) and row.basis != "items"
        if "+" in row.party or whole or (not pd.isna(cell["at_most"]) and cell["at_most"] <= most_printed):
            continue
        known = [f"at least {number(cell['at_least'])}"] if not pd.isna(cell["at_least"]) else []
        known += [f"at most {number(cell['at_most'])}" if not pd.isna(cell["at_most"]) else "no upper bound"]
        ahead.append(f"{row.label} ({', '.join(known)})")
    return ahead or ["one of the parties printed together"]


def states_sentence(tolls: pd.DataFrame, comparison: pd.DataFrame) -> str:
    """Say of the parties without a value why they have none."""
    groups = {row["parent"] for row in party_table(tolls).values()} | {TOTAL}
    parts = []
    for state, lead in (
        ("none_left", "The printed totals leave nothing for"),
        ("not_reported", "Not reported"),
        ("undecided", "Pages disagree and nothing decides between them for"),
    ):
        labels = [row.label for row in comparison.itertuples() if row.state == state and row.party not in groups]
        if labels:
            parts.append(f"{lead}{':' if state == 'not_reported' else ''} {join(labels)}.")
    if not parts:
        return "Every party that can appear in this month has a printed toll."
    return " ".join([*parts, "No zero is printed for any of them."])


def doubts_sentence(frame: pd.DataFrame, tolls: pd.DataFrame) -> str:
    """List the doubts about the numbers of a table, each beside the party it touches (Markdown)."""
    notes = []
    for row in frame.itertuples():
        if doubts := doubt_words(row.doubt):
            group = f", {GROUPS[row.group]}" if "group" in frame.columns else ""
            notes.append(f"- {party_label(row.party, tolls)}{group}: {'; '.join(doubts)}.")
    return "\n".join(notes) or "No doubt about these numbers is recorded."


def shares_sentence(shares: pd.DataFrame, party: str) -> str:
    """Say how many of a party's documented victims were children and women."""
    rows = shares[shares["party"] == party].set_index("group")
    whole = rows.loc["children_and_women"]
    label = "all parties together" if party == TOTAL else party_label(party, shares)
    if pd.isna(whole["killed"]):
        return f"No toll is printed for {label}, so no share can be given."
    n = f"the {counted(whole['killed'], 'killed', shares.attrs['population'])} "
    n += "documented in all" if party == TOTAL else f"attributed to {label}"
    if pd.isna(whole["count"]):
        known = [counted(rows.at[g, "count"], g) for g in ("children", "women") if not pd.isna(rows.at[g, "count"])]
        printed = join(known) or "neither children nor women are printed"
        return f"Among {n}: {printed}; the share of both cannot be given."
    parts = join(counted(rows.at[group, "count"], group) for group in ("children", "women"))
    if pd.isna(whole["share"]):
        return f"Among {n} were {parts}: too few for a percentage."
    k_of_n = f"{number(whole['count'])} of {number(whole['killed'])}"
    line = f"Among {n} were {parts}, together {percent(whole['count'], whole['killed'])} ({k_of_n})."
    doubts = doubt_words(whole["doubt"])
    return f"{line} Doubt: {'; '.join(doubts)}." if doubts else line


def all_shares_sentence(shares: pd.DataFrame) -> str:
    """Say the share of children and women of every party that has one, the total last (a Markdown list)."""
    groups = {row["parent"] for row in party_table(shares).values()}
    whole = shares[(shares["group"] == "children_and_women") & shares["share"].notna()]
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
    return f"Source: {name}, reports on {month_name(month)}. {pages} Documented deaths: a lower bound."


def reports_cited(data: Data, comparison: pd.DataFrame) -> str:
    """The reports a comparison cites, one a line: code, who, date, address."""
    cited = dict.fromkeys(comparison["report_id"].dropna())
    return "\n".join(f"{report_id}: {source(data, report_id)}" for report_id in cited)


def population_note(tolls: pd.DataFrame) -> str:
    """Say who is counted."""
    return {
        "civilians": "Counted are civilians.",
        "fighters": "Counted are fighters.",
        "persons": "Counted are persons: civilians and fighters together, or not separated.",
    }[tolls.attrs["population"]]
