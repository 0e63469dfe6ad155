"""The comparison of a month in words: titles, who leads, who has no toll, where."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.data.definitions import limits_sentences
from analysis.data.tables import Data
from analysis.model.adding import TOTAL, is_combined, members
from analysis.questions.comparison.numbers import left_out
from analysis.show import dates, labels, numbers, remarks
from analysis.show.standing import REACHED, alleged_words, has_total, standing, standing_words, that_stands, total_words
from analysis.tolls.pages import limit_in
from analysis.tolls.series import actors, highest_printed, least_of, left_over, of_month, party_table, residuals
from analysis.tolls.sides import side_of


def comparison_title(data: Data, comparison: pd.DataFrame) -> str:
    """The title of a comparison."""
    deaths = numbers.DEATHS[comparison.attrs["population"]][1].capitalize()
    when = dates.month_of(comparison)
    return f"{deaths} {labels.documented(data, comparison)}, by party they are attributed to, {when}"


def comparison_subtitle(data: Data, tolls: pd.DataFrame, month: str, mark: str = "") -> str:
    """The published total (with the mark of its footnote), whether parties reach it, and on what pages it rests."""
    row, words = standing(data, tolls, month), standing_words(data, tolls, month)
    if not has_total(row):
        return words
    total = f"published total {total_words(row)}{mark}"
    reached = words.startswith(REACHED)
    return f"{total}, which the parties reach{words.removeprefix(REACHED)}" if reached else f"{total}; {words}"


def total_title(data: Data, comparison: pd.DataFrame) -> str:
    """The title of the parties against the published total."""
    deaths = numbers.DEATHS[comparison.attrs["population"]][1].capitalize()
    when = dates.month_of(comparison)
    return f"{deaths} {labels.documented(data, comparison)}: the parties against the published total, {when}"


def leader_sentence(data: Data, tolls: pd.DataFrame, comparison: pd.DataFrame) -> str:
    """Say which party named has the highest toll, or why that cannot be said, and what nobody is named for."""
    who, deaths = labels.monitor_label(data, comparison), numbers.DEATHS[comparison.attrs["population"]][1]
    month = comparison.attrs["month"]
    when, over = dates.month_of(comparison), left_over(comparison)
    top, leads = highest_printed(comparison)
    alleged = alleged_words(data, comparison)
    counted_ = f"{deaths} {labels.who_documented(data, comparison.attrs['monitor'])} in {when}"
    first = _residual_words(comparison, over, counted_) if len(over) else ""
    limits = limits_sentences(data, comparison.attrs["monitor"], comparison.attrs["population"], month)
    if month in tolls.attrs.get("not_counted", ()):
        return " ".join(limits)
    if top is None:
        none = f"No page gathered here publishes a full count of {deaths} for a single party for {when}"
        none += that_stands(tolls, month)
        return " ".join([f"{first}{none}, so no party is ranked.", *limits])
    number_ = _number_words(top)
    if not leads:
        causes = f" ({remarks.items_words(top.doubt)})" if top.basis == "items" else ""
        several = "several parties together" if is_combined(top.party) else "a party"
        line = f"The highest number gathered here for {several} for {when} is {number_} {alleged}{deaths}{causes}, "
        line += f"attributed to {labels.in_sentence_of(top.party, tolls)}. "
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
    what = f"{labels.documented_or_alleged(data, comparison.attrs['monitor'])} {deaths}"
    line = f"the most {what} of the parties named" if not first else "of the parties named, the most"
    line = f"In {when} {who} attributed {line} to " if not first else f"{first[:-2]}; {line} were attributed to "
    line += f"{labels.join(best['label'])}: {number_}{' each' if len(best) > 1 else ''}"
    second = rows[rows["rank"] == 1 + len(best)]
    if len(second):
        line += f", followed by {labels.join(second['label'])} with {_number_words(second.iloc[0])}"
        line += " each" if len(second) > 1 else ""
    others = residuals(comparison)
    beside = "" if first or others.empty else f" {_residual_words(comparison, others)}"
    return " ".join([f"{line}.{beside}", *(_within(tolls, comparison) if beside else []), *limits])


def _number_words(row: Any) -> str:
    """The number of a line of a comparison, and how it was formed where no page publishes it."""
    formed = f" ({labels.BASIS[row.basis]})" if row.basis in ("summed", "subtracted") else ""
    return numbers.limited(row) + formed


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
    return (
        [f"One page counts those of {labels.join(labels.party_label(one, tolls) for one in held)} among these."]
        if held
        else []
    )


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
        f"{_number_words(row)} {'was' if least_of(row) == 1 else 'were'} attributed to {labels.in_sentence(row.label)}"
        for row in rows.itertuples()
    ]
    share = ""
    if exact and 0 < total >= rows["killed"].sum():
        share = f" ({numbers.percent(rows['killed'].sum(), total)} of the total)"
    if of:
        before = f"Of the {numbers.number(total)} {of}, " if share else f"Of the {of}, "
        return f"{before}{labels.join(parts)}. "
    return f"Beside these, {labels.join(parts)}{share}."


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
            ends = [f"at least {numbers.number(side.low)}"] if side.low else []
            ends += ["no upper bound" if side.high is None else f"at most {numbers.number(side.high)}"]
            ahead.append(f"{parties[code]['label']} ({', '.join(ends)})")
    reasons = [f"{labels.join(ahead)} could have more"] if ahead else []
    rest, total = left_out(killed, parties), comparison.iloc[-1]
    if rest is None and pd.isna(total["killed"]):
        reasons.append("no published total that its parties fit in bounds what a page may have left out")
    elif rest is None:
        reasons.append("the published total is less than its parties, or no exact number, and bounds nothing")
    elif rest > highest:
        reasons.append(
            f"up to {numbers.number(rest)} {'death' if rest == 1 else 'deaths'} are in none of the parties' numbers"
        )
    if limit_in(top.doubt) == "most" or (pd.isna(top.killed) and pd.isna(top.killed_min)):
        reasons.append("its number is only an upper end")
    if is_combined(top.party):
        reasons.append("what each of these parties has is not known")
    return reasons


def states_sentence(tolls: pd.DataFrame, comparison: pd.DataFrame) -> str:
    """Say of the parties without a value why they have none."""
    groups = {row["parent"] for row in party_table(tolls).values()} | {TOTAL, *comparison.attrs["unnamed"]}
    cells = of_month(tolls, comparison.attrs["month"]).query("measure == 'killed'").set_index("party")
    parts, deaths = [], numbers.DEATHS[tolls.attrs["population"]][1]
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
                bound = numbers.bounded(None, least, most) if known else ""
                by_bound.setdefault(bound, []).append(row.label)
        for bound, who in by_bound.items():
            each = f" ({'each ' * (len(who) > 1)}{bound})" if bound else ""
            parts.append(f"{lead} {labels.join(who)}{each}.")
    if unnamed := unnamed_words(comparison):
        parts.append(f"{unnamed}.")
    if not parts:
        return "There is a number for every party that can appear in this month."
    return " ".join([*parts, "A missing number is not a zero."])


def unnamed_words(comparison: pd.DataFrame, short: bool = False) -> str:
    """Say for which parties no page has any number of the monitor's; their groups are not listed. '' for none."""
    groups = {row["parent"] for row in party_table(comparison).values()}
    names = [labels.party_label(code, comparison, short) for code in comparison.attrs["unnamed"] if code not in groups]
    return (
        f"No page gathered here has a number of this monitor's for {labels.join_or(names)} in this month"
        if names
        else ""
    )


def _state_of(row: Any, cells: pd.DataFrame) -> str:
    """The state of a party's toll (rows of tolls indexed by party), and what is no toll though a number is there."""
    if row.party not in cells.index:
        return ""
    if row.basis == "items" and row.state in ("reported", "range"):
        return "causes"
    return "taken_away" if row.state == "not_reported" and row.basis == "adjudicated" else str(row.state)


def places_sentence(data: Data, places: pd.DataFrame, tolls: pd.DataFrame) -> str:
    """Say where, as far as reports print it."""
    if places.empty:
        return "No page gathered here publishes places for this month."
    parts = []
    for party, rows in places.groupby("party", sort=False):
        found = []
        for row in rows.itertuples():
            if not pd.isna(row.killed):
                of = f" of {numbers.number(row.of_killed)}" if not pd.isna(row.of_killed) else ""
                found.append(f"{row.governorate} {numbers.number(row.killed)}{of}")
            else:
                found.append(f"{row.governorate} {row.printed_share_pct:g} % as printed")
        parts.append(f"{labels.party_label(str(party), tolls)}: {labels.join(found)}.")
    return " ".join(parts) + " Reports name only some places."
