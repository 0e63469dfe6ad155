"""The heading of a month, how complete it is, and the doubts of its tolls, in words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.data.tables import Data
from analysis.model.adding import TOTAL, members
from analysis.show import dates, labels, numbers, remarks
from analysis.tolls.completeness import completeness
from analysis.tolls.doubts import disputed_in
from analysis.tolls.pages import published_by
from analysis.tolls.series import of_month, party_table

REACHED = "the parties reach the published total"


def heading(data: Data, tolls: pd.DataFrame, month: str) -> str:
    """Open a notebook: monitor, month, who is counted and how complete the month is (Markdown)."""
    status, note = standing_words(data, tolls, month), population_note(tolls)
    note += f" {labels.lower_bound(data, tolls.attrs['monitor'])}"
    if places := labels.left_out_words(of_month(tolls, month)):
        note += f" Deaths in {places} are in none of these numbers."
    return f"**{labels.monitor_label(data, tolls)}, {dates.month_name(month)}: {status}.** {note}"


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
    kinds = [labels.BASIS[basis] for basis in labels.BASIS if basis in bases]
    if row["status"] == "total_only":
        deaths = numbers.DEATHS[tolls.attrs["population"]][1]
        status = (
            "a total is gathered here, but no full count by party"
            if has_total(row)
            else f"no single number of {deaths} is gathered here"
        )
    elif not has_total(row):
        status = "no total of the same population is gathered here"
    elif row["status"] == "complete":
        status = REACHED
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
    return "; ".join([status, labels.join(kinds)] if kinds else [status])


def has_total(row: pd.Series) -> bool:
    """Whether a month of `completeness` has a published total, or an end of one."""
    return not row[["total", "total_min", "total_max"]].isna().all()


def total_words(row: pd.Series) -> str:
    """The total of a month of `completeness`, or its ends."""
    return numbers.range_words(row["total"], row["total_min"], row["total_max"])


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
        f"Pages disagree on {numbers.number(deaths)} {'death' if deaths == 1 else 'deaths'}: some attribute "
        f"{'it' if deaths == 1 else 'them'} to {labels.party_label(parties[0], tolls)}, others to "
        f"{labels.join(labels.party_label(party, tolls) for party in parties[1:])}; "
        f"{'it is' if deaths == 1 else 'they are'} in "
        "neither number here."
        for parties, deaths in found.items()
    ]


def _completeness(data: Data, tolls: pd.DataFrame, month: str) -> str:
    row = standing(data, tolls, month)
    deaths, total = numbers.DEATHS[tolls.attrs["population"]][1], total_words(row)
    if row["status"] == "total_only" and not has_total(row):
        return f"No page gathered here publishes a single number of {deaths} for this month, only ranges or parts."
    if row["status"] == "total_only":
        none = f"no full count of {deaths} by party{that_stands(tolls, month)}"
        return f"The pages gathered here publish a total, {total} {deaths}, and {none}."
    added = numbers.bounded(row["sum_of_parties"], row["sum_min"], row["sum_max"])
    what = alleged_words(data, tolls) + deaths
    line = f"The parties add up to {added} {what}"
    if not has_total(row):
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
        return f"{line}{nobodys}: {numbers.number(-gap)} more than the published total of {total}."
    if gap:
        rest = f"the other {_are(gap)} in none of the numbers added up"
        return f"The parties add up to {added} of the {total} {what} published as the total{nobodys}; {rest}."
    return f"{line}{nobodys}: together the total of {total}." if nobodys else f"{line}, which is the published total."


def that_stands(tolls: pd.DataFrame, month: str) -> str:
    """Limit a sentence about what is published to what can be used, where pages disagree or were adjudicated."""
    killed = of_month(tolls, month).query(f"measure == 'killed' and combined.isna() and party != '{TOTAL}'")
    unused = killed["basis"].eq("adjudicated") | killed["state"].eq("undecided")
    return " that can be used" if unused.any() else ""


def _are(deaths: Any) -> str:
    return f"{numbers.number(deaths)} {'is' if deaths == 1 else 'are'}"


def alleged_words(data: Data, frame: pd.DataFrame) -> str:
    """The word before deaths that are alleged, not documented."""
    return "alleged " if labels.documented_or_alleged(data, frame.attrs["monitor"]) == "alleged" else ""


def doubts_sentence(frame: pd.DataFrame, tolls: pd.DataFrame) -> str:
    """List the doubts about the numbers of a table, each beside the party it touches (Markdown)."""
    notes = []
    for row in frame.itertuples():
        if doubts := remarks.doubt_words(row.doubt):
            printed = "group" in frame.columns and not pd.isna(row.count)  # else the doubt is about the toll
            group = f", {numbers.GROUPS[row.group]}" if printed else ""
            notes.append(f"- {labels.party_label(row.party, tolls)}{group}: {'; '.join(doubts)}.")
    return (
        "\n".join(dict.fromkeys(notes))
        or "No contradiction of the numbers in this table is known; see the audit for other inconsistencies."
    )


def population_note(tolls: pd.DataFrame) -> str:
    """Say who is counted."""
    return {
        "civilians": "Counted are civilians.",
        "fighters": "Counted are fighters.",
        "persons": "Counted are persons: civilians and fighters together, or not separated.",
    }[tolls.attrs["population"]]
