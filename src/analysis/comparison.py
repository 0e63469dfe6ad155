"""How many deaths each party's toll of a month counts, who ranks where, and whether the parties reach the total."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from analysis.arithmetic import TOTAL, Family, Sum, Values
from analysis.errors import NotComparable, UnknownMonth, is_month, nearest_months

NOT_SEPARATED = "not_separated"
UNACCOUNTED = "unaccounted"
COLUMNS = ["party", "label", "killed", "state", "share_of_total", "rank", "basis", "report_id", "doubt"]
COMPLETENESS = [
    "monitor",
    "month",
    "population",
    "total",
    "sum_of_parties",
    "unaccounted",
    "status",
    "basis",
    "pages",
    "primary_pages",
]
Party = Mapping[str, Any]


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
        beyond its parties), `unaccounted` (total minus the parties' sum, signed) and `all_parties` (the total).
        `killed` is deaths documented (Int64); `share_of_total` a fraction of the printed total of the same population,
        blank without one; `rank` (Int64) is blank where a party without a value could be ahead, and for residual
        classes, groups of parties and sums of items. Ties share the lower number.

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
    table = pd.DataFrame(compared_lines(of_month(tolls, month), party_table(tolls)), columns=COLUMNS)
    text = ["party", "label", "state", "basis", "report_id", "doubt"]
    table = table.astype(
        {"killed": "Int64", "rank": "Int64", "share_of_total": "Float64", **dict.fromkeys(text, "str")}
    )
    table.attrs = {**tolls.attrs, "month": month}
    return table


def compared_lines(cells: pd.DataFrame, parties: Mapping[str, Party]) -> list[dict[str, Any]]:
    """The rows of `compare` from the cells of one month."""
    killed = cells[cells["measure"] == "killed"].set_index("party")
    rows = killed[killed["combined"].isna()].drop(index=TOTAL, errors="ignore")
    ranks = _ranks(rows, parties)
    lines = [
        {
            **row._asdict(),
            "party": row.Index,
            "label": parties[row.Index]["label"],
            "killed": row.value,
            "rank": ranks.get(row.Index),
        }
        for row in rows.itertuples()
    ]
    added = parties_sum(killed, parties)
    total = killed["value"].get(TOTAL, pd.NA)
    lines += _lines(killed, added, total, parties)
    for line in lines:
        whole = not pd.isna(line["killed"]) and line.get("basis") != "items" and line["party"] != UNACCOUNTED
        fits = whole and not pd.isna(total) and 0 < total >= line["killed"]
        line["share_of_total"] = line["killed"] / total if fits else None
    return lines


def completeness(tolls: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Say for every month how far its parties reach its total.

    Parameters
    ----------
    tolls
        What `monthly_tolls` returns, of any number of monitors and populations.
    reports
        The reports the tolls were read from (`Data.reports`, or those published by a date).

    Returns
    -------
    DataFrame
        One row per monitor, month and population: `total`, `sum_of_parties` and `unaccounted` in deaths (Int64),
        `status` total_only (no party has a figure), complete (a printed total equals the parties' sum) or partial,
        `basis` of the total, `pages` and `primary_pages` that report on the month.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> data = read_data()
    >>> completeness(monthly_tolls(data), data.reports).set_index("month").loc["2016-01", "status"]
    'complete'
    """
    parties = party_table(tolls)
    killed = tolls[tolls["measure"] == "killed"]
    rows = []
    for (monitor, month, population), cells in killed.groupby(["monitor", "month", "population"], sort=True):
        cells = cells.set_index("party")
        added = parties_sum(cells, parties)
        total = cells["value"].get(TOTAL, pd.NA)
        some = bool(added.parts or added.not_separated)
        gap = total - added.total if some and not pd.isna(total) else pd.NA
        pages = reports[(reports["monitor"] == monitor) & (reports["month"] == month)]
        rows.append(
            {
                "monitor": monitor,
                "month": month,
                "population": population,
                "total": total,
                "sum_of_parties": added.total if some else pd.NA,
                "unaccounted": gap,
                "status": "total_only" if not some else "complete" if not pd.isna(gap) and gap == 0 else "partial",
                "basis": cells["basis"].get(TOTAL),
                "pages": len(pages),
                "primary_pages": int((pages["kind"] == "primary").sum()),
            }
        )
    counts = ["total", "sum_of_parties", "unaccounted", "pages", "primary_pages"]
    text = ["monitor", "month", "population", "status", "basis"]
    table = pd.DataFrame(rows, columns=COMPLETENESS)
    return table.astype({**dict.fromkeys(counts, "Int64"), **dict.fromkeys(text, "str")})


def one_series(tolls: pd.DataFrame) -> None:
    """Refuse tolls of several monitors or populations: they count different things. Raises NotComparable."""
    for column in ("monitor", "population"):
        found = sorted(tolls[column].unique())
        if len(found) > 1:
            raise NotComparable(
                f"tolls of several {column}s ({', '.join(found)}): take one, e.g. {column} == {found[0]!r}"
            )


def of_month(tolls: pd.DataFrame, month: str) -> pd.DataFrame:
    """Take the cells of one month out of tolls of one monitor and population. Raises NotComparable, UnknownMonth."""
    one_series(tolls)
    if not is_month(month):
        raise UnknownMonth(f"found {month!r}, expected a month written YYYY-MM, such as 2016-01")
    cells = tolls[tolls["month"] == month]
    if cells.empty:
        months = sorted(set(tolls["month"]))
        who = " ".join(sorted({f"{m} {p}" for m, p in zip(tolls["monitor"], tolls["population"], strict=True)}))
        raise UnknownMonth(f"no figures of {who or 'this selection'} for {month!r}; {nearest_months(month, months)}")
    return cells


def party_table(tolls: pd.DataFrame) -> dict[str, Party]:
    """The parties the tolls carry with them, by code, in order. Raises NotComparable where they carry none."""
    if "parties" not in tolls.attrs:
        raise NotComparable(
            "these tolls carry no party table: take them from monthly_tolls, or set tolls.attrs['parties']"
        )
    return {row["party"]: row for row in sorted(tolls.attrs["parties"], key=lambda row: row["order"])}


def actors(parties: Mapping[str, Party]) -> list[str]:
    """The parties that can be ranked: no residual class, no group of parties, not the total."""
    groups = {row["parent"] for row in parties.values()} | {TOTAL}
    return [code for code, row in parties.items() if not row["residual"] and code not in groups]


def family_of(codes: Iterable[str], parties: Mapping[str, Party]) -> Family:
    """Which of the parties `codes` is part of which."""
    codes = set(codes)
    return Family(
        {code: row["parent"] for code, row in parties.items() if code in codes and isinstance(row["parent"], str)}
    )


def parties_sum(cells: pd.DataFrame, parties: Mapping[str, Party]) -> Sum:
    """Add up the parties of one month, population and measure (rows indexed by party), counting nothing twice."""
    values = Values({}, {}, {})
    for party, value, basis in zip(cells.index, cells["value"], cells["basis"], strict=True):
        if not pd.isna(value):
            values.put(party, int(value), basis == "items")
    return values.sum(family_of(cells.index, parties))


def _ranks(rows: pd.DataFrame, parties: Mapping[str, Party]) -> dict[str, int]:
    """Rank the parties whose toll no party without a whole toll could exceed; `rows` are indexed by party."""
    groups = set(family_of(rows.index, parties).parents())
    values: dict[str, int] = {}
    bounds = []  # of those without a whole toll
    for party, value, basis, most in zip(rows.index, rows["value"], rows["basis"], rows["at_most"], strict=True):
        if parties[party]["residual"] or party in groups:
            continue
        if pd.isna(value) or basis == "items":
            bounds.append(most)
        else:
            values[party] = value
    return {
        party: 1 + sum(other > value for other in values.values())
        for party, value in values.items()
        if not any(pd.isna(most) or most > value for most in bounds)
    }


def _lines(killed: pd.DataFrame, added: Sum, total: Any, parties: Mapping[str, Party]) -> Iterable[dict[str, Any]]:
    for code in added.parts:
        if "+" in code:
            row = killed.loc[code]
            label = " and ".join(parties[party]["label"] for party in code.split("+")) + ", together"
            yield {
                **row[["state", "basis", "report_id", "doubt"]],
                "party": code,
                "label": label,
                "killed": row["value"],
            }
    if added.not_separated:
        groups = " and ".join(parties[parent]["label"] for parent in added.not_separated)
        source = killed.loc[next(iter(added.not_separated)), ["basis", "report_id"]]
        rest = sum(added.not_separated.values())
        yield {**source, "party": NOT_SEPARATED, "label": f"{groups}: not separated", "killed": rest}
    if (added.parts or added.not_separated) and not pd.isna(total) and total != added.total:
        yield {"party": UNACCOUNTED, "label": "Unaccounted (total minus parties)", "killed": total - added.total}
    row = killed.loc[TOTAL] if TOTAL in killed.index else pd.Series({"state": "not_reported"})
    source = {key: row.get(key) for key in ("state", "basis", "report_id", "doubt")}
    yield {**source, "party": TOTAL, "label": parties[TOTAL]["label"], "killed": total}
