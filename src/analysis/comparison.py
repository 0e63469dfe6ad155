"""How many deaths each party's toll of a month counts, who ranks where, and whether the parties reach the total."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from analysis.arithmetic import TOTAL, Family, Sum, Values, members
from analysis.contract import TEXT
from analysis.errors import NotComparable, UnknownMonth, is_month, nearest_months
from analysis.names import renamed
from analysis.printed import both_ends, limit_in, unattributed_in

NOT_SEPARATED = "not_separated"
UNATTRIBUTED = "unattributed"
UNACCOUNTED = "unaccounted"
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
COMPLETENESS = [
    "monitor",
    "month",
    "population",
    "total",
    "total_min",
    "total_max",
    "sum_of_parties",
    "sum_min",
    "sum_max",
    "unattributed",
    "unaccounted",
    "status",
    "basis",
    "pages",
    "primary_pages",
]
ENDS = ["killed_min", "killed_max"]
_SOURCE = ("state", "basis", "report_id", "page_shown", "doubt")  # of a cell, what a line takes over
LINES = {  # below the parties -> what they are called in pictures
    NOT_SEPARATED: "Not separated",
    UNATTRIBUTED: "Attributed to nobody",
    UNACCOUNTED: "Unaccounted",
}
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
    total = _exact(killed, TOTAL)
    lines += _lines(killed, parties)
    for line in lines:
        whole = not pd.isna(line["killed"]) and line.get("basis") != "items" and not limit_in(line.get("doubt"))
        fits = whole and line["party"] != UNACCOUNTED and counted and total is not None and 0 < total >= line["killed"]
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
        One row per monitor, month and population: `total`, `sum_of_parties` and `unaccounted` in deaths (Int64); where
        ranges or ends are published these are blank and `total_min` to `total_max`, `sum_min` to `sum_max` hold their
        ends. `unattributed` are deaths that a list attributes to nobody, and `unaccounted` the total minus these and
        the parties. `status` is total_only (no party has a figure), complete (the parties reach a published total; of
        ranges, both ends do) or partial, `basis` of the total, `pages` and `primary_pages` that report on the month.

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
        total, (least, most), nobodys = _exact(cells, TOTAL), _ends(cells, TOTAL), _unattributed(cells)
        some, exact = bool(added.least.parts or added.least.groups), added.exact
        gap = total - added.least.total - (nobodys or 0) if some and exact and total is not None else None
        same = (least, most) == (added.least.total, added.most) and most is not None
        same &= (exact and total is not None) or not _open(cells, added.least, parties)
        ranges = {"total_min": least, "total_max": most} if total is None else {}
        ranges |= {"sum_min": added.least.total, "sum_max": added.most} if some and not exact else {}
        pages = reports[(reports["monitor"] == monitor) & (reports["month"] == month)]
        rows.append(
            {
                "monitor": monitor,
                "month": month,
                "population": population,
                "total": total,
                "sum_of_parties": added.least.total if some and exact else pd.NA,
                **ranges,
                "unattributed": nobodys,
                "unaccounted": gap,
                "status": "total_only" if not some else "complete" if same else "partial",
                "basis": cells["basis"].get(TOTAL),
                "pages": len(pages),
                "primary_pages": int((pages["kind"] == "primary").sum()),
            }
        )
    counts = [column for column in COMPLETENESS if column not in ("monitor", "month", "population", "status", "basis")]
    text = ["monitor", "month", "population", "status", "basis"]
    table = pd.DataFrame(rows, columns=COMPLETENESS)
    return table.astype({**dict.fromkeys(counts, "Int64"), **dict.fromkeys(text, TEXT)})


def _open(cells: pd.DataFrame, added: Sum, parties: Mapping[str, Party]) -> bool:
    """Whether a party that is in nothing counted may have deaths beyond these (rows indexed by party)."""
    family = family_of(cells.index, parties)
    held = set().union(*(family.holds(code) for code in (*added.parts, *added.groups)))
    rest = cells[[party in parties and party not in {*held, TOTAL, *family.parents()} for party in cells.index]]
    counted = [_ends(cells, code)[1] for code in added.parts if parties[members(code)[0]]["residual"]]
    leftover = sum(end for end in counted if end is not None)  # a leftover class may hold them, and is counted
    return bool((rest["at_most"].isna() | rest["at_most"].gt(leftover)).any())


def _exact(cells: pd.DataFrame, code: str) -> int | None:
    """The number of a code that is no mere end (rows indexed by party)."""
    low, high = _ends(cells, code)
    return low if low == high else None


def _unattributed(cells: pd.DataFrame) -> int | None:
    """The deaths of a total that are attributed to nobody (rows indexed by party); None where no number is known."""
    return unattributed_in(cells.at[TOTAL, "doubt"]) if TOTAL in cells.index else None


def one_series(tolls: pd.DataFrame) -> None:
    """Refuse tolls of several monitors or populations: they count different things. Raises NotComparable."""
    for column in ("monitor", "population"):
        found = sorted(tolls[column].unique())
        if len(found) > 1:
            raise NotComparable(
                f"tolls of several {column}s ({', '.join(found)}): take one, e.g. {column} == {found[0]!r}"
            )


def attrs_of(tolls: pd.DataFrame) -> dict[str, Any]:
    """What results carry in `attrs` of the tolls they are of: what `monthly_tolls` put there, or the rows say."""
    rows = {column: tolls[column].iloc[0] for column in ("monitor", "population") if len(tolls)}
    return {"as_of": None, **rows, **tolls.attrs}


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


def until(tolls: pd.DataFrame, end: str) -> pd.DataFrame:
    """Tolls whose parties are named as where months up to `end` are shown: whoever is gone by then by its later label.

    Raises NotComparable where they carry no parties.
    """
    later = tolls.copy(deep=False)
    later.attrs = {**tolls.attrs, "parties": renamed(party_table(tolls).values(), end)}
    return later


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


def least_of(row: Any) -> int:
    """The number of a line, of a range its lower end."""
    number = row.killed_min if pd.isna(row.killed) else row.killed
    return 0 if pd.isna(number) else int(number)


def highest_printed(comparison: pd.DataFrame) -> tuple[Any, bool]:
    """The line of a comparison with the highest number of a party, or of several together; None where there is none.

    And whether nobody else can be ahead. Of ranges the lower ends count; residual classes, groups of parties and the
    total are no parties.
    """
    parties = party_table(comparison)
    leading = comparison[comparison["rank"] == 1]
    if len(leading):
        return next(leading.itertuples()), True
    ranked = set(actors(parties))
    named = comparison["party"].map(lambda code: ranked.issuperset(members(code)))
    least, most = (comparison["killed"].fillna(comparison[end]) for end in ENDS)
    printed = comparison.assign(least=least.fillna(0), most=most)[named & (least.notna() | most.notna())]
    printed = printed.sort_values(["least", "most"], ascending=False, kind="stable")
    return (next(printed.itertuples()), False) if len(printed) else (None, False)


def residuals(comparison: pd.DataFrame) -> pd.DataFrame:
    """The lines of residual classes that have deaths."""
    residual = [code for code, row in party_table(comparison).items() if row["residual"]]
    least = comparison["killed"].fillna(comparison["killed_min"])
    return comparison[comparison["party"].isin(residual) & least.gt(0).fillna(False)]


def left_over(comparison: pd.DataFrame) -> pd.DataFrame:
    """The lines of residual classes that have more than the highest of any party can be."""
    top, _ = highest_printed(comparison)
    most = 0 if top is None else top.killed_max if pd.isna(top.killed) else top.killed
    found = residuals(comparison)
    return found[(found["killed"].fillna(found["killed_min"]) > most).fillna(False)]


def family_of(codes: Iterable[str], parties: Mapping[str, Party]) -> Family:
    """Which of the parties `codes` is part of which."""
    codes = set(codes)
    there = {code: row for code, row in parties.items() if code in codes}
    parents = {code: row["parent"] for code, row in there.items() if isinstance(row["parent"], str)}
    return Family(parents, frozenset(code for code, row in there.items() if row["residual"]))


class PartiesSum(NamedTuple):
    """What the parties of one month, population and measure add up to, at the least and at the most.

    `least` takes the lower ends of what is printed as a range, `most` (None: no end) their upper ends; `exact` says
    that both are the same.
    """

    least: Sum
    most: int | None
    exact: bool


def parties_sum(cells: pd.DataFrame, parties: Mapping[str, Party]) -> PartiesSum:
    """Add up the parties of one month, population and measure (rows indexed by party), counting nothing twice."""
    family, values = family_of(cells.index, parties), values_of(cells.rename_axis("party").reset_index().itertuples())
    added = values.sum(family)
    upper = values.most_of(added, family)
    return PartiesSum(added, upper, upper == added.total)


def values_of(cells: Iterable[Any]) -> Values:
    """The numbers and the ranges that cells of one month, population and measure print."""
    values = Values()
    for cell in cells:
        low, high = both_ends(cell)
        if low is not None and low == high:
            values.put(cell.party, low, cell.basis == "items")
        elif (low, high) != (None, None):
            values.put_range(cell.party, low, high, cell.basis == "items")
    return values


def ends_of(cell: Any) -> dict[str, Any]:
    """The ends of the range that is all a cell prints, as columns of `compare`; blank where it prints a number."""
    ends = (cell.printed_low, cell.printed_high) if cell.state == "range" else (pd.NA, pd.NA)
    return dict(zip(ENDS, ends, strict=True))


def _ends(cells: pd.DataFrame, code: str) -> tuple[int | None, int | None]:
    """Both ends of what is printed for a code (rows indexed by party)."""
    return both_ends(cells.loc[code]) if code in cells.index else (None, None)


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
    total = _exact(killed, TOTAL)
    most = killed.at[TOTAL, "at_most"] if total is None else total
    left = None if pd.isna(most) else int(most) - parties_sum(killed, parties).least.total
    return left if left is None or left >= 0 else None


def _not_separated(killed: pd.DataFrame, added: Sum, parties: Mapping[str, Party]) -> tuple[int, int | None]:
    """The least and the most that groups of parties hold beyond their parties, where some are printed as ranges."""
    family, least, most = family_of(killed.index, parties), 0, 0
    open_ = False
    for parent in added.not_separated:
        low, high = _ends(killed, parent)
        children = [_ends(killed, child) for child in family.children(parent) if child in added.parts]
        upper = [end for _, end in children if end is not None]
        least += max((low or 0) - sum(upper), 0) if len(upper) == len(children) else 0
        open_ |= high is None
        most += (high or 0) - sum(end or 0 for end, _ in children)
    return least, None if open_ else most


def _lines(killed: pd.DataFrame, parties: Mapping[str, Party]) -> Iterable[dict[str, Any]]:
    """The lines below the parties: combined tolls that count, what is not separated, the rest, and the total."""
    summed = parties_sum(killed, parties)
    added, total, exact = summed.least, killed["value"].get(TOTAL, pd.NA), _exact(killed, TOTAL)
    for code in added.parts:
        if "+" in code:
            row = killed.loc[code]
            label = " and ".join(parties[party]["label"] for party in code.split("+")) + ", together"
            about_it = {key: row[key] for key in _SOURCE}
            yield {**about_it, "party": code, "label": label, "killed": row["value"], **ends_of(row)}
    if added.not_separated:
        groups = " and ".join(parties[parent]["label"] for parent in added.not_separated)
        source = killed.loc[next(iter(added.not_separated)), ["basis", "report_id", "page_shown"]]
        ends = _not_separated(killed, added, parties)
        rest: dict[str, Any] = {"killed": ends[0]}
        if ends[0] != ends[1]:
            rest = {"killed": pd.NA, **dict(zip(ENDS, ends, strict=True)), "state": "range"}
        yield {**source, "party": NOT_SEPARATED, "label": f"{groups}: not separated", **rest}
    nobodys = _unattributed(killed)
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
