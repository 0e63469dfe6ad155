"""Generated sentences: titles, findings and sources of any month. Nothing here knows a month or a country."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.arithmetic import TOTAL, members
from analysis.comparison import (
    ENDS,
    actors,
    completeness,
    highest_printed,
    least_of,
    left_out,
    left_over,
    of_month,
    party_table,
    residuals,
)
from analysis.data import Data
from analysis.definitions import definitions_of, limits_sentences
from analysis.doubts import disputed_in
from analysis.printed import limit_in, published_by
from analysis.sides import side_of
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
    in_sentence,
    in_sentence_of,
    items_words,
    join,
    join_or,
    left_out_words,
    limit_words,
    limited,
    lower_bound,
    monitor_label,
    month_name,
    month_of,
    number,
    party_label,
    percent,
    range_words,
    share_words,
    what_counts_are,
    who_documented,
)

_REACHED = "the parties reach the published total"


def comparison_title(data: Data, comparison: pd.DataFrame) -> str:
    """The title of a comparison."""
    deaths = DEATHS[comparison.attrs["population"]][1].capitalize()
    when = month_of(comparison)
    return f"{deaths} {documented(data, comparison)}, by party they are attributed to, {when}"


def comparison_subtitle(data: Data, tolls: pd.DataFrame, month: str, mark: str = "") -> str:
    """The published total (with the mark of its footnote), whether parties reach it, and on what pages it rests."""
    row, words = standing(data, tolls, month), standing_words(data, tolls, month)
    if not _has_total(row):
        return words
    total = f"published total {_total_words(row)}{mark}"
    reached = words.startswith(_REACHED)
    return f"{total}, which the parties reach{words.removeprefix(_REACHED)}" if reached else f"{total}; {words}"


def total_title(data: Data, comparison: pd.DataFrame) -> str:
    """The title of the parties against the published total."""
    deaths = DEATHS[comparison.attrs["population"]][1].capitalize()
    when = month_of(comparison)
    return f"{deaths} {documented(data, comparison)}: the parties against the published total, {when}"


def shares_title(data: Data, shares: pd.DataFrame) -> str:
    """The title of the shares."""
    deaths = DEATHS[shares.attrs["population"]][1]
    when = month_of(shares)
    return f"Children and women among {deaths} {documented(data, shares)}, {when}"


def heading(data: Data, tolls: pd.DataFrame, month: str) -> str:
    """Open a notebook: monitor, month, who is counted and how complete the month is (Markdown)."""
    status, note = standing_words(data, tolls, month), population_note(tolls)
    note += f" {lower_bound(data, tolls.attrs['monitor'])}"
    if places := left_out_words(of_month(tolls, month)):
        note += f" Deaths in {places} are in none of these numbers."
    return f"**{monitor_label(data, tolls)}, {month_name(month)}: {status}.** {note}"


def standing(data: Data, tolls: pd.DataFrame, month: str) -> pd.Series:
    """The row of `completeness` for one month."""
    reports = published_by(data.reports, tolls.attrs["as_of"])
    row: pd.Series = completeness(of_month(tolls, month), reports).iloc[0]
    return row


def standing_words(data: Data, tolls: pd.DataFrame, month: str) -> str:
    """Say how far a month's parties reach its total and where its figures come from."""
    row = standing(data, tolls, month)
    killed = of_month(tolls, month).query("measure == 'killed'")
    bases = set(killed["basis"].dropna())
    causes = killed.loc[killed["basis"].eq("items"), "report_id"].dropna().str.split("|").explode()
    bases.update(data.reports.loc[data.reports["report_id"].isin(causes), "kind"])
    kinds = [BASIS[basis] for basis in BASIS if basis in bases]
    if row["status"] == "total_only":
        deaths = DEATHS[tolls.attrs["population"]][1]
        status = (
            "a total is gathered here, but no full count by party"
            if _has_total(row)
            else f"no single number of {deaths} is gathered here"
        )
    elif not _has_total(row):
        status = "no total of the same population is gathered here"
    elif row["status"] == "complete":
        status = _REACHED
    elif not pd.isna(row["unaccounted"]) and row["unaccounted"] == 0:
        status = "the parties and what is attributed to nobody reach the total"
    else:
        more = not pd.isna(row["unaccounted"]) and row["unaccounted"] < 0
        status = (
            "the parties add up to more than the published total"
            if more
            else (
                "the numbers added up do not reach the published total"
                if not pd.isna(row["unaccounted"])
                else "not all numbers of the parties are exact"
            )
        )
    return "; ".join([status, join(kinds)] if kinds else [status])


def _has_total(row: pd.Series) -> bool:
    return not row[["total", "total_min", "total_max"]].isna().all()


def _total_words(row: pd.Series) -> str:
    return range_words(row["total"], row["total_min"], row["total_max"])


def completeness_sentence(data: Data, tolls: pd.DataFrame, month: str) -> str:
    """Say whether the parties reach the total, and which deaths pages attribute to different parties."""
    return " ".join([_completeness(data, tolls, month), *_disputed(tolls, month)])


def _disputed(tolls: pd.DataFrame, month: str) -> list[str]:
    """Say of deaths that pages attribute to different parties, which undecided numbers are these: a sentence, or none.

    The cells say of each other that they are disputed.
    """
    killed = of_month(tolls, month).query("measure == 'killed'").set_index("party")
    order, found = list(party_table(tolls)), {}
    for party, row in killed[killed["state"].eq("undecided")].iterrows():
        for deaths, others in disputed_in(row["doubt"]):
            parties = sorted({str(party), *members(others)}, key=order.index)
            found[tuple(parties)] = deaths
    return [
        f"Pages disagree on {number(deaths)} {'death' if deaths == 1 else 'deaths'}: some attribute "
        f"{'it' if deaths == 1 else 'them'} to {party_label(parties[0], tolls)}, others to "
        f"{join(party_label(party, tolls) for party in parties[1:])}; {'it is' if deaths == 1 else 'they are'} in "
        "neither number here."
        for parties, deaths in found.items()
    ]


def _completeness(data: Data, tolls: pd.DataFrame, month: str) -> str:
    row = standing(data, tolls, month)
    deaths, total = DEATHS[tolls.attrs["population"]][1], _total_words(row)
    if row["status"] == "total_only" and not _has_total(row):
        return f"No page gathered here publishes a single number of {deaths} for this month, only ranges or parts."
    if row["status"] == "total_only":
        none = f"no full count of {deaths} by party{_that_stands(tolls, month)}"
        return f"The pages gathered here publish a total, {total} {deaths}, and {none}."
    added = bounded(row["sum_of_parties"], row["sum_min"], row["sum_max"])
    what = _alleged(data, tolls) + deaths
    line = f"The parties add up to {added} {what}"
    if not _has_total(row):
        some = of_month(tolls, month).query("measure == 'killed' and basis == 'items' and value.isna()")
        line += ", some causes only" if len(some) else ""
        total = of_month(tolls, month).query(f"measure == 'killed' and party == '{TOTAL}' and state == 'undecided'")
        none = "the total is undecided" if len(total) else "there is no published total of the same population to use"
        return f"{line}; {none}, so shares of a total cannot be given."
    nobodys = "" if pd.isna(row["unattributed"]) else f", and {_are(row['unattributed'])} attributed to nobody"
    if pd.isna(row["unaccounted"]):
        return f"{line}{nobodys}; the published total is {total}. Not all of these are exact numbers."
    gap = row["unaccounted"]
    if gap < 0:
        return f"{line}{nobodys}: {number(-gap)} more than the published total of {total}."
    if gap:
        rest = f"the other {_are(gap)} in none of the numbers added up"
        return f"The parties add up to {added} of the {total} {what} published as the total{nobodys}; {rest}."
    return f"{line}{nobodys}: together the total of {total}." if nobodys else f"{line}, which is the published total."


def leader_sentence(data: Data, tolls: pd.DataFrame, comparison: pd.DataFrame) -> str:
    """Say which party named has the highest toll, or why that cannot be said, and what nobody is named for."""
    who, deaths = monitor_label(data, comparison), DEATHS[comparison.attrs["population"]][1]
    month = comparison.attrs["month"]
    when, over = month_of(comparison), left_over(comparison)
    top, leads = highest_printed(comparison)
    alleged = _alleged(data, comparison)
    counted_ = f"{deaths} {who_documented(data, comparison.attrs['monitor'])} in {when}"
    first = _residual_words(comparison, over, counted_) if len(over) else ""
    limits = limits_sentences(data, comparison.attrs["monitor"], comparison.attrs["population"], month)
    if month in tolls.attrs.get("not_counted", ()):
        return " ".join(limits)
    if top is None:
        none = f"No page gathered here publishes a full count of {deaths} for a single party for {when}"
        none += _that_stands(tolls, month)
        return " ".join([f"{first}{none}, so no party is ranked.", *limits])
    number_ = _number_words(top)
    if not leads:
        causes = f" ({items_words(top.doubt)})" if top.basis == "items" else ""
        several = "several parties together" if "+" in top.party else "a party"
        line = f"The highest number gathered here for {several} for {when} is {number_} {alleged}{deaths}{causes}, "
        line += f"attributed to {in_sentence_of(top.party, tolls)}. "
        if _more_elsewhere(tolls, comparison, top):
            line = ""
        if reasons := _why_not(tolls, comparison, top):
            line += f"Which party has the highest toll {'for ' + when + ' ' if not line else ''}cannot be said: "
            line += "; ".join(reasons)
        else:
            line += "No other party named can have more, but no exact full count of it is gathered here"
        return " ".join([f"{first}{line}.", *limits])
    parties = party_table(tolls)
    rows = comparison[comparison["party"].isin(list(parties))]
    best = rows[rows["rank"] == 1]
    what = f"{documented_or_alleged(data, comparison.attrs['monitor'])} {deaths}"
    line = f"the most {what} of the parties named" if not first else "of the parties named, the most"
    line = f"In {when} {who} attributed {line} to " if not first else f"{first[:-2]}; {line} were attributed to "
    line += f"{join(best['label'])}: {number_}{' each' if len(best) > 1 else ''}"
    second = rows[rows["rank"] == 1 + len(best)]
    if len(second):
        line += f", followed by {join(second['label'])} with {_number_words(second.iloc[0])}"
        line += " each" if len(second) > 1 else ""
    others = residuals(comparison)
    beside = "" if first or others.empty else f" {_residual_words(comparison, others)}"
    return " ".join([f"{line}.{beside}", *(_within(tolls, comparison) if beside else []), *limits])


def _that_stands(tolls: pd.DataFrame, month: str) -> str:
    """Limit a sentence about what is published to what can be used, where pages disagree or were adjudicated."""
    killed = of_month(tolls, month).query(f"measure == 'killed' and combined.isna() and party != '{TOTAL}'")
    unused = killed["basis"].eq("adjudicated") | killed["state"].eq("undecided")
    return " that can be used" if unused.any() else ""


def _are(deaths: Any) -> str:
    return f"{number(deaths)} {'is' if deaths == 1 else 'are'}"


def _alleged(data: Data, frame: pd.DataFrame) -> str:
    """The word before deaths that are alleged, not documented."""
    return "alleged " if documented_or_alleged(data, frame.attrs["monitor"]) == "alleged" else ""


def _number_words(row: Any) -> str:
    """The number of a line of a comparison, and how it was formed where no page publishes it."""
    formed = f" ({BASIS[row.basis]})" if row.basis in ("summed", "subtracted") else ""
    return limited(row) + formed


def _within(tolls: pd.DataFrame, comparison: pd.DataFrame) -> list[str]:
    """Say whose deaths are among those of a leftover class where a page says so: a sentence, or none."""
    killed = (
        of_month(tolls, comparison.attrs["month"]).query("measure == 'killed'").set_index("party")["value"].dropna()
    )
    classes = {code for code, row in party_table(tolls).items() if row["residual"]}
    held = dict.fromkeys(
        one
        for code in killed.index
        for own in classes.intersection(members(code)) - {code}
        if killed[code] == killed.get(own)
        for one in members(code)
        if one not in classes
    )
    return [f"One page counts those of {join(party_label(one, tolls) for one in held)} among these."] if held else []


def _more_elsewhere(tolls: pd.DataFrame, comparison: pd.DataFrame, top: Any) -> bool:
    """Whether the published parts of another party's toll already exceed the highest number."""
    killed = of_month(tolls, comparison.attrs["month"]).query("measure == 'killed'").set_index("party")
    codes = [code for code in actors(party_table(tolls)) if code in killed.index and code != top.party]
    return bool(killed.loc[codes, "at_least"].gt(least_of(top)).any())


def _residual_words(comparison: pd.DataFrame, rows: pd.DataFrame, of: str = "") -> str:
    """Say how many deaths are attributed to nobody named, and of how many."""
    total = comparison.iloc[-1]["killed"]
    doubts = [comparison.iloc[-1]["doubt"], *rows["doubt"]]
    exact = rows["killed"].notna().all() and not pd.isna(total) and not any(limit_in(doubt) for doubt in doubts)
    parts = [
        f"{_number_words(row)} {'was' if least_of(row) == 1 else 'were'} attributed to {in_sentence(row.label)}"
        for row in rows.itertuples()
    ]
    share = ""
    if exact and 0 < total >= rows["killed"].sum():
        share = f" ({percent(rows['killed'].sum(), total)} of the total)"
    if of:
        before = f"Of the {number(total)} {of}, " if share else f"Of the {of}, "
        return f"{before}{join(parts)}. "
    return f"Beside these, {join(parts)}{share}."


def _why_not(tolls: pd.DataFrame, comparison: pd.DataFrame, top: Any) -> list[str]:
    """Why nobody can be said to have the highest toll: who could have more, or what is not bounded; none of that."""
    highest = least_of(top)
    killed = of_month(tolls, comparison.attrs["month"]).query("measure == 'killed'").set_index("party")
    parties = party_table(tolls)
    ahead = []
    for code in actors(parties):
        if code not in killed.index or code == top.party:
            continue
        side = side_of(next(killed.loc[[code]].rename_axis("party").reset_index().itertuples()))
        named = bool(killed.at[code, "named"])
        if named and side.value is None and (side.high is None or side.high > highest):
            ends = [f"at least {number(side.low)}"] if side.low else []
            ends += ["no upper bound" if side.high is None else f"at most {number(side.high)}"]
            ahead.append(f"{parties[code]['label']} ({', '.join(ends)})")
    reasons = [f"{join(ahead)} could have more"] if ahead else []
    rest, total = left_out(killed, parties), comparison.iloc[-1]
    if rest is None and pd.isna(total["killed"]):
        reasons.append("no published total that its parties fit in bounds what a page may have left out")
    elif rest is None:
        reasons.append("the published total is less than its parties, or no exact number, and bounds nothing")
    elif rest > highest:
        reasons.append(f"up to {number(rest)} {'death' if rest == 1 else 'deaths'} are in none of the parties' numbers")
    if limit_in(top.doubt) == "most" or (pd.isna(top.killed) and pd.isna(top.killed_min)):
        reasons.append("its number is only an upper end")
    if "+" in top.party:
        reasons.append("what each of these parties has is not known")
    return reasons


def states_sentence(tolls: pd.DataFrame, comparison: pd.DataFrame) -> str:
    """Say of the parties without a value why they have none."""
    groups = {row["parent"] for row in party_table(tolls).values()} | {TOTAL, *comparison.attrs["unnamed"]}
    cells = of_month(tolls, comparison.attrs["month"]).query("measure == 'killed'").set_index("party")
    parts, deaths = [], DEATHS[tolls.attrs["population"]][1]
    for state, lead in (
        ("range", "A range, or an end of one, is published for"),
        ("none_left", "By subtraction from published numbers no deaths remain for"),
        ("not_reported", f"No page gathered here publishes a full count of {deaths} for"),
        ("undecided", "Pages disagree and nothing decides between them for"),
        ("taken_away", "A number is published, but by adjudication not used, for"),
        ("causes", "Only numbers of some causes are published for"),
    ):
        by_bound: dict[str, list[str]] = {}
        for row in comparison.itertuples():
            if _state_of(row, cells) == state and row.party not in groups:
                least, most = cells.loc[row.party, ["at_least", "at_most"]]
                known = state == "not_reported" and not (pd.isna(least) and pd.isna(most))
                bound = bounded(None, least, most) if known else ""
                by_bound.setdefault(bound, []).append(row.label)
        for bound, who in by_bound.items():
            each = f" ({'each ' * (len(who) > 1)}{bound})" if bound else ""
            parts.append(f"{lead} {join(who)}{each}.")
    if unnamed := unnamed_words(comparison):
        parts.append(f"{unnamed}.")
    if not parts:
        return "There is a number for every party that can appear in this month."
    return " ".join([*parts, "A missing number is not a zero."])


def unnamed_words(comparison: pd.DataFrame, short: bool = False) -> str:
    """Say for which parties no page has any number of the monitor's; their groups are not listed. '' for none."""
    groups = {row["parent"] for row in party_table(comparison).values()}
    names = [party_label(code, comparison, short) for code in comparison.attrs["unnamed"] if code not in groups]
    return f"No page gathered here has a number of this monitor's for {join_or(names)} in this month" if names else ""


def _state_of(row: Any, cells: pd.DataFrame) -> str:
    """The state of a party's toll (rows of tolls indexed by party), and what is no toll though a number is there."""
    if row.party not in cells.index:
        return ""
    if row.basis == "items" and row.state in ("reported", "range"):
        return "causes"
    return "taken_away" if row.state == "not_reported" and row.basis == "adjudicated" else str(row.state)


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
        or "No contradiction of the numbers in this table is known; see the audit for other inconsistencies."
    )


def shares_sentence(shares: pd.DataFrame, party: str) -> str:
    """Say how many of a party's documented victims were children and women."""
    rows = shares[shares["party"] == party].set_index("group")
    whole = rows.loc["children_and_women"]
    label = "all parties together" if party == TOTAL else in_sentence_of(party, shares)
    is_range = pd.isna(whole["killed"]) and not whole[ENDS].isna().all()
    if pd.isna(whole["killed"]) and not is_range:
        return f"No page gathered here publishes a toll for {label}, so no share can be given."
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
        printed = join(known) or "no full count of children or women is gathered here"
        return f"Among {n}: {printed}; the share of both cannot be given."
    parts = join(
        limit_words(rows.at[group, "doubt"]) + counted(rows.at[group, "count"], group)
        for group in ("children", "women")
    )
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
        deaths = DEATHS[shares.attrs["population"]][1]
        return (
            f"No share of children and women among {deaths} can be given for this month: no page gathered here "
            "publishes the exact numbers needed, or the tolls are below 10."
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
        return "No page gathered here publishes places for this month."
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
    lists = int((used["kind"] == "records").sum())
    line = f"{_pages(len(used) - lists)} used: {primary} by the monitor, {len(used) - primary - lists} relayed."
    if lists:
        of_list = f"Counted from {'a list' if lists == 1 else f'{lists} lists'}, not published by the monitor."
        line = of_list if lists == len(used) else f"{line} {of_list}"
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
    said = definitions_of(data.definitions, tolls.attrs["monitor"], month)
    dated = said.of("dated_by", tolls.attrs["population"])
    if any(one.code == "documentation" for one in dated):
        what += " Each counts in the month in which it was documented; some happened earlier."
    return f"Source: {name}, reports on {month_name(month)}. {pages} {what}"


def population_note(tolls: pd.DataFrame) -> str:
    """Say who is counted."""
    return {
        "civilians": "Counted are civilians.",
        "fighters": "Counted are fighters.",
        "persons": "Counted are persons: civilians and fighters together, or not separated.",
    }[tolls.attrs["population"]]
