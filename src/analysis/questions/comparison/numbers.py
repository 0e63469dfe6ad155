"""How many deaths each party's toll of a month counts, and who ranks where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from analysis.data.contract import TEXT
from analysis.model.adding import TOTAL, is_combined, members
from analysis.tolls.completeness import unattributed
from analysis.tolls.pages import both_ends, limit_in
from analysis.tolls.series import ENDS, Party, actors, attrs_of, of_month, party_table
from analysis.tolls.sums import NOT_SEPARATED, UNACCOUNTED, UNATTRIBUTED, ends_of, exact_of, not_separated, parties_sum

COLUMNS = [
    "party",
    "label",
    "killed",
    "killed_min",
    "killed_max",
    "state",
    "share_of_total",
    "rank",
    "basis",
    "report_id",
    "page_shown",
    "doubt",
]
_SOURCE = ("state", "basis", "report_id", "page_shown", "doubt")  # of a cell, what a line takes over


def compare(tolls: pd.DataFrame, month: str) -> pd.DataFrame:
    """Compare the parties' tolls of one month.

    Parameters
    ----------
    tolls
        What `monthly_tolls` returns: one monitor, one population.
    month
        YYYY-MM.

    Returns
    -------
    DataFrame
        One row per party that can appear, in the order of parties.csv, then the lines that apply:
        `government+russian_forces` (a combined toll, where it counts), `not_separated` (what a group's total holds
        beyond its parties), `unattributed` (what a list attributes to nobody), `unaccounted` (total minus all these,
        signed) and `all_parties` (the total). `killed` is deaths documented (Int64), blank where only a range is
        published: `killed_min` to `killed_max`, an end that is not published blank. `share_of_total` is a fraction of
        the published total of the same population, blank without one. `rank` (Int64) is the place among the parties
        *named*: those for which a page of the month publishes a number, alone or with others, in this population or
        another. It is blank where a named party without a whole toll, or what no party accounts for, could be ahead;
        where nothing bounds what a page may have left out; where the monitor does not count every party's victims
        (`attrs["not_counted"]` has these months); and for residual classes, groups of parties and sums of items. Ties
        share the lower number. `page_shown` is the page of those that publish the number to show a reader of English.
        `attrs["unnamed"]` are the parties without a number whom no page of the month names. `attrs["residual"]` is the
        most that residual classes hold, with what no party accounts for.

    Raises
    ------
    UnknownMonth
        No figure of this monitor and population for this month; names the nearest months.
    NotComparable
        Tolls of several monitors or populations.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> compare(monthly_tolls(read_data()), "2016-01")[["party", "killed", "rank"]].head(3)
                party  killed  rank
    0      government     516     2
    1  russian_forces     679     1
    2            isis      98     3
    """
    cells = of_month(tolls, month)
    table = pd.DataFrame(compared_lines(cells, party_table(tolls)), columns=COLUMNS)
    counts, text = ["killed", *ENDS, "rank"], ["party", "label", *_SOURCE]
    table = table.astype({**dict.fromkeys(counts, "Int64"), "share_of_total": "Float64", **dict.fromkeys(text, TEXT)})
    killed = cells[cells["measure"] == "killed"].set_index("party")
    about = {"unnamed": unnamed(killed, party_table(tolls)), "residual": residual_of(killed, party_table(tolls))}
    table.attrs = {**attrs_of(tolls), "month": month, **about}
    return table


def unnamed(killed: pd.DataFrame, parties: Mapping[str, Party]) -> tuple[str, ...]:
    """The parties and groups without a number whom no page of a month names (its tolls, indexed by party)."""
    return tuple(
        row.Index
        for row in killed.itertuples()
        if not row.named
        and row.state in ("not_reported", "none_left")
        and row.Index != TOTAL
        and not parties[row.Index]["residual"]
    )


def compared_lines(cells: pd.DataFrame, parties: Mapping[str, Party]) -> list[dict[str, Any]]:
    """The rows of `compare` from the cells of one month."""
    killed = cells[cells["measure"] == "killed"].set_index("party")
    rows = killed[killed["combined"].isna()].drop(index=TOTAL, errors="ignore")
    counted = str(cells["month"].iloc[0]) not in cells.attrs.get("not_counted", ())
    ranks = _ranks(killed, parties) if counted else {}
    lines = [
        {
            **row._asdict(),
            "party": row.Index,
            "label": parties[row.Index]["label"],
            "killed": row.value,
            **ends_of(row),
            "rank": ranks.get(row.Index),
        }
        for row in rows.itertuples()
    ]
    total = exact_of(killed, TOTAL)
    lines += _lines(killed, parties)
    for line in lines:
        whole = not pd.isna(line["killed"]) and line.get("basis") != "items" and not limit_in(line.get("doubt"))
        fits = whole and line["party"] != UNACCOUNTED and counted and total is not None and 0 < total >= line["killed"]
        line["share_of_total"] = line["killed"] / total if fits else None
    return lines


def _ranks(killed: pd.DataFrame, parties: Mapping[str, Party]) -> dict[str, int]:
    """Rank the parties named whose place is certain (rows indexed by party).

    No named party without a whole toll may be able to exceed its toll, nor what is left of the total for those whom a
    page left out; nor may a range, or a number that is only the least or the most, reach to both sides of it.
    """
    rest = left_out(killed, parties)
    if rest is None:
        return {}
    ranked = set(actors(parties))
    tolls: dict[str, tuple[int, Any]] = {}  # the least and the most of those with a whole toll; NA: no end
    bounds = [rest]
    for row in killed[killed["combined"].isna()].itertuples():
        if row.Index not in ranked:
            continue
        low, high = both_ends(row)
        if row.basis != "items" and (low, high) != (None, None):
            least = max(low or 0, 0 if pd.isna(row.at_least) or low == high else int(row.at_least))
            tolls[row.Index] = (least, high if low == high else row.at_most)
        elif row.named:
            bounds.append(row.at_most)
    ranks = {}
    for party, (low, high) in tolls.items():
        others = [ends for code, ends in tolls.items() if code != party]
        ahead = [not pd.isna(high) and least > high for least, _ in others]
        certain = [first or (not pd.isna(most) and most <= low) for first, (_, most) in zip(ahead, others, strict=True)]
        if all(certain) and not any(pd.isna(most) or most > low for most in bounds):
            ranks[party] = 1 + sum(ahead)
    return ranks


def residual_of(killed: pd.DataFrame, parties: Mapping[str, Party]) -> int | None:
    """The most deaths that residual classes hold, with the rest of the total; None where nothing bounds them.

    `killed` are the cells of one month, of the measure killed, indexed by party.
    """
    ends = [left_out(killed, parties)]
    for code in killed.index:
        if code in parties and parties[code]["residual"]:
            low, high = both_ends(killed.loc[code])
            if (low, high) != (None, None):
                ends.append(high)
            elif any(code in members(other) for other in killed.index if other != code):  # a number of several holds it
                most = killed.at[code, "at_most"]
                ends.append(None if pd.isna(most) else int(most))
    return None if None in ends else sum(end for end in ends if end is not None)


def left_out(killed: pd.DataFrame, parties: Mapping[str, Party]) -> int | None:
    """The most that a total leaves for whom a page may have left out; None where no total bounds it."""
    if TOTAL not in killed.index:
        return None
    total = exact_of(killed, TOTAL)
    most = killed.at[TOTAL, "at_most"] if total is None else total
    left = None if pd.isna(most) else int(most) - parties_sum(killed, parties).least.total
    return left if left is None or left >= 0 else None


def _lines(killed: pd.DataFrame, parties: Mapping[str, Party]) -> Iterable[dict[str, Any]]:
    """The lines below the parties: combined tolls that count, what is not separated, the rest, and the total."""
    summed = parties_sum(killed, parties)
    added, total, exact = summed.least, killed["value"].get(TOTAL, pd.NA), exact_of(killed, TOTAL)
    for code in added.parts:
        if is_combined(code):
            row = killed.loc[code]
            label = " and ".join(parties[party]["label"] for party in members(code)) + ", together"
            about_it = {key: row[key] for key in _SOURCE}
            yield {**about_it, "party": code, "label": label, "killed": row["value"], **ends_of(row)}
    if added.not_separated:
        groups = " and ".join(parties[parent]["label"] for parent in added.not_separated)
        source = killed.loc[next(iter(added.not_separated)), ["basis", "report_id", "page_shown"]]
        ends = not_separated(killed, added, parties)
        rest: dict[str, Any] = {"killed": ends[0]}
        if ends[0] != ends[1]:
            rest = {"killed": pd.NA, **dict(zip(ENDS, ends, strict=True)), "state": "range"}
        yield {**source, "party": NOT_SEPARATED, "label": f"{groups}: not separated", **rest}
    nobodys = unattributed(killed)
    if nobodys:
        yield {
            "party": UNATTRIBUTED,
            "label": "Attributed to nobody",
            "killed": nobodys,
            "basis": killed.at[TOTAL, "basis"],
        }
    gap = None if exact is None else exact - added.total - (nobodys or 0)
    if (added.parts or added.groups) and summed.exact and gap:
        yield {"party": UNACCOUNTED, "label": "Unaccounted (total minus parties)", "killed": gap}
    row = killed.loc[TOTAL] if TOTAL in killed.index else pd.Series({"state": "not_reported"})
    source = {key: row.get(key) for key in _SOURCE}
    label = parties[TOTAL]["label"]
    yield {**source, "party": TOTAL, "label": label, "killed": total, **ends_of(row)}
