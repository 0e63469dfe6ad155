"""Every word a reader sees: labels, titles, doubts and generated sentences. Nothing here knows a month or a country."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pandas as pd

from analysis.arithmetic import TOTAL, members
from analysis.comparison import UNACCOUNTED, completeness, of_month, party_table
from analysis.data import Data
from analysis.errors import UnknownParty, nearest
from analysis.printed import published_by
from analysis.reconcile import POPULATIONS

MONTHS = "January February March April May June July August September October November December".split()
DEATHS = {
    "civilians": ("civilian death", "civilian deaths"),
    "fighters": ("death of fighters", "deaths of fighters"),
    "persons": ("death of civilians and fighters", "deaths of civilians and fighters"),
}
GROUPS = {"children": "children", "women": "women (adult)", "children_and_women": "children and women"}
MEASURES = {"killed": "deaths", "children": "children", "women": "women", "torture": "deaths by torture"}
_ONE = {"children": "child", "women": "woman"}
STATES = {"none_left": "none left by the printed total", "not_reported": "not reported", "undecided": "undecided"}
STATUS = {
    "complete": "complete: the parties add up to the printed total",
    "partial": "partial: the parties do not add up to a printed total",
    "total_only": "total only: no party's toll is printed",
}
BASIS = {
    "adjudicated": "by adjudication between pages that disagree",
    "primary": "as printed by the monitor",
    "relay": "as relayed by others",
    "summed": "civilians and fighters added",
    "items": "some causes only",
}
WILSON_LABEL = "small-number interval (Wilson, 95 %); says nothing about undocumented deaths"
LOWER_BOUND = (
    "These are documented deaths: a lower bound, collected where collecting was possible. The monitor attributes them; "
    "a pattern among documented deaths need not be the pattern among all deaths."
)
_FLAGS = {
    "party_inferred": "the party's name is not printed at the number; it was read from the context",
    "year_inferred": "the year is not printed on the page; it was read from the address, the numbers or the events",
    "minimum": "printed as 'no less than'",
    "maximum": "printed as 'up to'",
    "sum_of_printed_parts": "added up from two printed numbers",
    "children_women_maximum": "children and women are upper ends of printed ranges",
    "torture_minimum": "the torture count is printed as a minimum",
    "torture_additional": "torture deaths are worded as additional to the toll",
}
_CHECKS = {
    "parts_vs_total": "the printed total is {0}, the parties add up to {1}",
    "group_vs_parent": "the printed group total is {0}, its parties add up to {1}",
    "between_reports": "{0} is printed on one page, {1} on others or by the parties",
    "half_year_vs_months": "the half-year's printed total is {0}, its months add up to {1}",
    "year_vs_months": "the year's printed total is {0}, its months add up to {1}",
    "year_vs_half_year": "the year's printed total is {0}, its half-years or running totals give {1}",
    "year_parts_vs_total": "the year's printed total is {0}, its parties add up to {1}",
    "printed_below_children": "one page prints {0}, fewer than the {1} children on the same page",
}


def month_name(month: str) -> str:
    """Write a month in words.

    Examples
    --------
    >>> month_name("2016-01")
    'January 2016'
    """
    year, number = month.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def date_words(day: Any) -> str:
    """Write a date (YYYY-MM-DD) in words; a missing one is 'undated'.

    Examples
    --------
    >>> date_words("2016-02-02")
    '2 February 2016'
    """
    if not isinstance(day, str):
        return "undated"
    parsed = date.fromisoformat(day)
    return f"{parsed.day} {MONTHS[parsed.month - 1]} {parsed.year}"


def number(value: Any) -> str:
    """Write a whole number with thousands separators; minus as a sign.

    Examples
    --------
    >>> number(1382), number(-1)
    ('1,382', '−1')
    """
    return f"{int(value):,}".replace("-", "−")


def percent(k: Any, n: Any, digits: int = 1) -> str:
    """Write k of n as a percentage, rounded half up on whole numbers.

    Examples
    --------
    >>> percent(167, 679), percent(97, 200, 0)
    ('24.6 %', '49 %')
    """
    scale = 100 * 10**digits
    scaled = (2 * int(k) * scale + int(n)) // (2 * int(n))
    whole, rest = divmod(scaled, 10**digits)
    return f"{whole}.{rest:0{digits}d} %" if digits else f"{whole} %"


def counted(value: Any, measure: str, population: str = "civilians") -> str:
    """Write a count with its noun.

    Examples
    --------
    >>> counted(1, "killed"), counted(94, "children")
    ('1 civilian death', '94 children')
    """
    one = int(value) == 1
    noun = DEATHS[population][not one] if measure == "killed" else _ONE.get(measure, measure) if one else measure
    return f"{number(value)} {noun}"


def join(words: Iterable[str]) -> str:
    """Write a list in words.

    Examples
    --------
    >>> join(["a", "b", "c"])
    'a, b and c'
    """
    words = list(words)
    comma = "; " if any("," in word for word in words) else ", "
    return " and ".join([comma.join(words[:-1]), words[-1]] if len(words) > 1 else words)


def party_label(party: str, tolls: pd.DataFrame, short: bool = False) -> str:
    """The label of a party or of the parties of a combined toll."""
    parties = party_table(tolls)
    labels = [parties[code]["short_label" if short else "label"] for code in members(party)]
    return " + ".join(labels) if short else join(labels)


def monitor_label(data: Data, tolls: pd.DataFrame) -> str:
    """The monitor's name as sentences write it."""
    return str(data.monitors.set_index("monitor").at[tolls.attrs["monitor"], "short_label"])


def items_words(doubt: Any) -> str:
    """Say which causes a sum of items covers.

    Examples
    --------
    >>> items_words("items_only: air_strikes + shelling")
    'only deaths by air strikes, shelling'
    """
    causes = [part.removeprefix("items_only: ") for part in str(doubt).split(" | ") if part.startswith("items_only: ")]
    return "only deaths by " + "".join(causes).replace("_", " ").replace(" + ", ", ")


def doubt_words(doubt: Any, items: bool = True) -> list[str]:
    """Put the doubts about one number into words; `items` includes that it covers some causes only.

    Examples
    --------
    >>> doubt_words("floor_above_monthly: 94 against 129 (snhr-2016-01-massacres-de)")
    ['94, but the same monitor counts at least 129 in a part of these deaths (snhr-2016-01-massacres-de)']
    """
    if not isinstance(doubt, str):
        return []
    return [_one_doubt(part) for part in doubt.split(" | ") if items or not part.startswith("items_only")]


def _one_doubt(doubt: str) -> str:
    if doubt in _FLAGS:
        return _FLAGS[doubt]
    patterns: list[tuple[str, Callable[[re.Match[str]], str]]] = [
        (r"floor_above_monthly: (\d+) against (\d+) \((.+)\)", _floor),
        (r"share_at_least: (\d+) of (\d+)", lambda m: f"with that number at least {percent(m[1], m[2])} ({number(m[1])} of {number(m[2])})"),
        (r"items_only: .+", lambda m: f"{items_words(m[0])}: not the party's whole toll"),
        (r"range: (\d+) to (\d+) \((.+)\)", _range),
        (r"(\w+): (\S+) against (\S+) \((.+)\)", _known),
    ]
    for pattern, words in patterns:
        if match := re.fullmatch(pattern, doubt):
            return words(match)
    return doubt.replace("_", " ")


def _floor(match: re.Match[str]) -> str:
    return f"{number(match[1])}, but the same monitor counts at least {number(match[2])} in a part of these deaths ({match[3]})"


def _range(match: re.Match[str]) -> str:
    ends = [number(match[1]), number(match[2])]
    return f"printed only as a range, {ends[0]} to {ends[1]}" if ends[0] != ends[1] else f"printed only as one end of a range, {ends[0]}"


def _known(match: re.Match[str]) -> str:
    numbers = [number(n) if n.isdigit() else n for n in match.groups()[1:3]]
    words = _CHECKS.get(match[1], match[1].replace("_", " ") + ": printed {0}, checked against {1}").format(*numbers)
    return f"{words} ({match[4].replace('_', ' ')})"


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
        state = cells["state"].get("killed", "not_reported")
        reason = [STATES[state], *doubt_words(cells["doubt"].get("killed"))]
        return f"No number of {DEATHS[population][1]}{attributed} in {when} can be quoted from {who}: {'; '.join(reason)}."
    killed = cells.loc["killed"]
    among = [measure for measure in ("children", "women") if not pd.isna(cells["value"].get(measure))]
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
    doubts: dict[str, list[str]] = {}
    for measure in ("killed", *among):
        for words in doubt_words(cells.at[measure, "doubt"]):
            doubts.setdefault(words, []).append(MEASURES[measure])
    note = f" Doubt: {'; '.join(f'{words} [{join(what)}]' for words, what in doubts.items())}." if doubts else ""
    return f"{line} ({'; '.join(sources)}).{note}"


def comparison_title(data: Data, comparison: pd.DataFrame) -> str:
    """The title of a comparison."""
    deaths = DEATHS[comparison.attrs["population"]][1].capitalize()
    who, when = monitor_label(data, comparison), month_name(comparison.attrs["month"])
    return f"{deaths} documented by {who}, by party they are attributed to, {when}"


def shares_title(data: Data, shares: pd.DataFrame) -> str:
    """The title of the shares."""
    deaths = DEATHS[shares.attrs["population"]][1]
    return f"Children and women among {deaths} documented by {monitor_label(data, shares)}, {month_name(shares.attrs['month'])}"


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
    status = "no single number printed" if row["status"] == "total_only" and pd.isna(row["total"]) else row["status"].replace("_", " ")
    return "; ".join([status, join(kinds)] if kinds else [status])


def completeness_sentence(data: Data, tolls: pd.DataFrame, month: str) -> str:
    """Say whether the parties reach the total."""
    row = standing(data, tolls, month)
    deaths = DEATHS[tolls.attrs["population"]][1]
    if row["status"] == "total_only" and pd.isna(row["total"]):
        return f"No single number of {deaths} is printed for this month, for a party or in all; what is printed are ranges or parts."
    if row["status"] == "total_only":
        return f"Only a total is printed: {number(row['total'])} {deaths}. No party's toll is printed for this month."
    if pd.isna(row["total"]):
        return (
            f"The printed tolls of the parties add up to {number(row['sum_of_parties'])} {deaths}; no total of the same population "
            "is printed, so shares of a total cannot be given."
        )
    words = f"The parties add up to {number(row['sum_of_parties'])} of the {number(row['total'])} {deaths} printed as the total"
    if row["unaccounted"] == 0:
        return f"{words}: nothing is unaccounted for."
    if row["unaccounted"] > 0:
        return f"{words}: {number(row['unaccounted'])} are unaccounted for."
    return f"{words}: {number(-row['unaccounted'])} more than the total."


def leader_sentence(data: Data, tolls: pd.DataFrame, comparison: pd.DataFrame) -> str:
    """Say which party's toll is the highest, or why that cannot be said."""
    parties = party_table(tolls)
    who, deaths = monitor_label(data, comparison), DEATHS[comparison.attrs["population"]][1]
    when = month_name(comparison.attrs["month"])
    groups = {row["parent"] for row in parties.values()}
    rows = comparison[[p in parties and p != TOTAL and not parties[p]["residual"] and p not in groups for p in comparison["party"]]]
    together = comparison[["+" in party for party in comparison["party"]]]
    printed = rows[rows["killed"].notna()].sort_values("killed", ascending=False, kind="stable")
    if printed.empty:
        return f"{who} prints no toll of a single party for {when}, so the parties cannot be ranked."
    first = printed[printed["rank"] == 1]
    if not first.empty:
        names = join(f"{row.label}" for row in first.itertuples())
        second = printed[printed["rank"] == 1 + len(first)]
        follow = f", followed by {join(row.label for row in second.itertuples())} with {number(second['killed'].iloc[0])}" if len(second) else ""
        return f"In {when} {who} documented the most {deaths} for {names}: at least {number(first['killed'].iloc[0])}{follow}."
    top = printed.iloc[0]
    cells = of_month(tolls, comparison.attrs["month"]).query("measure == 'killed'").set_index("party")
    ahead = []
    for row in rows[rows["killed"].isna() | rows["basis"].eq("items")].itertuples():
        most = cells.at[row.party, "at_most"]
        if pd.isna(most) or most > top["killed"]:
            ahead.append(f"{row.label} ({'no upper bound' if pd.isna(most) else 'at most ' + number(most)})")
    return (
        f"Highest among those printed for {when}: {top['label']}, {number(top['killed'])} {deaths}. Which party's toll is the highest "
        f"cannot be said, because the following have no whole toll printed and could be ahead: {join(ahead)}."
        + "".join(f" Printed together: {row.label.removesuffix(', together')}, {number(row.killed)}." for row in together.itertuples())
    )


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
    return " ".join([*parts, "None of these is a zero."] if parts else ["Every party that can appear in this month has a printed toll."])


def doubts_sentence(frame: pd.DataFrame, tolls: pd.DataFrame) -> str:
    """List the doubts about the numbers of a table, each beside the party it touches."""
    notes: dict[str, None] = {}
    for row in frame.itertuples():
        for words in doubt_words(row.doubt):
            group = f", {GROUPS[row.group]}" if "group" in frame.columns else ""
            notes[f"{party_label(row.party, tolls) if row.party != UNACCOUNTED else row.label}{group}: {words}."] = None
    return " ".join(notes) if notes else "No doubt about these numbers is recorded."


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
        return f"Among {n}: {join(known) if known else 'neither children nor women are printed'}; the share of both cannot be given."
    parts = join(counted(rows.at[group, "count"], group) for group in ("children", "women"))
    if pd.isna(whole["share"]):
        return f"Among {n} were {parts}: too few for a percentage."
    line = f"Among {n} were {parts}, together {percent(whole['count'], whole['killed'])} ({number(whole['count'])} of {number(whole['killed'])})."
    doubts = doubt_words(whole["doubt"])
    return f"{line} Doubt: {'; '.join(doubts)}." if doubts else line


def all_shares_sentence(shares: pd.DataFrame) -> str:
    """Say the share of children and women of every party that has one, the total last."""
    groups = {row["parent"] for row in party_table(shares).values()}
    whole = shares[(shares["group"] == "children_and_women") & shares["share"].notna()]
    parties = [party for party in whole["party"] if party not in groups]
    if not parties:
        return "No share of children and women can be given for this month: a toll, children or women are not printed, or it is below 10."
    return " ".join(shares_sentence(shares, party) for party in parties)


def interval_sentence() -> str:
    """Say what the interval covers."""
    return (
        f"Interval: {WILSON_LABEL}. It treats the documented victims as draws from an underlying process, one by one; deaths come in "
        "clusters, so it is too narrow, and it cannot cover deaths that nobody documented."
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
    pages = f"{len(used)} page{'s' if len(used) != 1 else ''} used: {primary} by the monitor, {len(used) - primary} relayed."
    if not as_of:
        return pages
    undated = int(reports["published"].isna().sum())
    return f"{pages} Only what was published by {date_words(as_of)}; {undated} undated page{'s' if undated != 1 else ''} left out."


def source_line(data: Data, tolls: pd.DataFrame, month: str) -> str:
    """The line under a picture: monitor, how many pages, and whether printed or relayed."""
    name = data.monitors.set_index("monitor").at[tolls.attrs["monitor"], "name"]
    return f"Source: {name}, reports on {month_name(month)}. {as_of_sentence(data, tolls, month)} Documented deaths: a lower bound."


def population_note(tolls: pd.DataFrame) -> str:
    """Say who is counted."""
    population = tolls.attrs["population"]
    assert population in POPULATIONS
    return {
        "civilians": "Counted are civilians.",
        "fighters": "Counted are fighters.",
        "persons": "Counted are persons: civilians and fighters together, or not separated. They are never compared with civilians.",
    }[population]
