"""The shares of children and women among the documented victims of each party."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from statistics import NormalDist
from typing import Any

import pandas as pd

from analysis.data.contract import TEXT
from analysis.model.adding import TOTAL, is_combined
from analysis.model.numerals import SMALLEST_N
from analysis.tolls.pages import both_ends, covers, group_limit
from analysis.tolls.series import ENDS, Party, attrs_of, of_month, party_table
from analysis.tolls.sums import family_of, parties_sum

GROUPS = {"children": ("children",), "women": ("women",), "children_and_women": ("children", "women")}
COLUMNS = [
    "party",
    "group",
    "killed",
    "killed_min",
    "killed_max",
    "count",
    "share",
    "share_min",
    "share_max",
    "low",
    "high",
    "state",
    "report_ids",
    "doubt",
]


def shares(tolls: pd.DataFrame, month: str) -> pd.DataFrame:
    """Compute the shares of children and women (adult women) among the deaths attributed to each party in one month.

    Parameters
    ----------
    tolls, month
        As for `compare`.

    Returns
    -------
    DataFrame
        One row per party (combined tolls that count and the total included) and group. `count` of `killed` documented
        victims are in the group; `share` is their fraction (0 to 1), exact for what is documented; `low` and `high`
        bound it by the Wilson 95 % interval, a small-number interval that says nothing about undocumented deaths. All
        three are blank below n = 10 and where a number is missing: n = 0 has no share, never 0 %. Where only a range of
        deaths is printed, `killed_min` to `killed_max`, the share is bounded by the count over these ends, `share_min`
        to `share_max`; and so it is where the count is only a minimum or a maximum (a scope code of the page, in
        `doubt`), with one end. `children_and_women` only where both are reported; no count where it covers other causes
        than the deaths. `state` is reported, range, or that of the number which is missing. `report_ids` are the pages
        to show for the numbers used (`page_shown`), joined by `|`. `doubt` holds those of the numbers used; where a
        floor is known (`floor_above_monthly`) also the share it leads to at the least.

    Raises
    ------
    UnknownMonth, NotComparable
        As for `compare`.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> table = shares(monthly_tolls(read_data()), "2016-01")
    >>> table.query("party == 'government' and group == 'children_and_women'")[["killed", "count", "share"]].round(3)
       killed  count  share
    2     516    152  0.295
    """
    table = pd.DataFrame(shares_lines(of_month(tolls, month), party_table(tolls)), columns=COLUMNS)
    counts, numbers = ["killed", *ENDS, "count"], ["share", "share_min", "share_max", "low", "high"]
    kinds = {**dict.fromkeys(counts, "Int64"), **dict.fromkeys(numbers, "Float64")}
    table = table.astype({**kinds, **dict.fromkeys(["party", "group", "state", "report_ids", "doubt"], TEXT)})
    table.attrs = {**attrs_of(tolls), "month": month}
    return table


def shares_lines(there: pd.DataFrame, table: Mapping[str, Party]) -> list[dict[str, Any]]:
    """The rows of `shares` from the cells of one month and the table of the parties."""
    cells = {(row.measure, row.party): row for row in there.itertuples()}
    killed = there[there["measure"] == "killed"].set_index("party")
    counted = parties_sum(killed, table).least.parts
    parties = [party for party in killed.index if party != TOTAL and (not is_combined(party) or party in counted)]
    rows = []
    for party in [*parties, *(party for party in killed.index if party == TOTAL)]:
        for group, measures in GROUPS.items():
            needed = [cells[m, party] for m in (*measures, "killed") if (m, party) in cells]
            if len(needed) == len(measures) + 1:
                rows.append({"party": party, "group": group, **_share(needed)})
    return rows


def children_and_women(tolls: pd.DataFrame, month: str) -> tuple[int, int]:
    """Count the children and women among all deaths of a month for which both are printed.

    Parameters
    ----------
    tolls, month
        As for `compare`.

    Returns
    -------
    tuple of int
        Children and women, and the deaths they are among: the month's total where it prints both; else the deaths of
        those parties whose children and women are both printed, each party counted once: combined tolls that count are
        in, a group of parties only where none of its parts is, sums of items only where all three numbers cover the
        same causes. (0, 0) where nothing is.

    Raises
    ------
    UnknownMonth, NotComparable
        As for `compare`.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> children_and_women(monthly_tolls(read_data()), "2016-01")  # the total of 1,382 prints neither
    (383, 1376)
    """
    found = shares(tolls, month).query("group == 'children_and_women' and count <= killed")
    found = found[found["doubt"].map(group_limit).eq("")]  # the least or the most of a count makes no share
    counts = {row.party: (int(row.count), int(row.killed)) for row in found.itertuples(index=False)}
    if TOTAL in counts:
        return counts[TOTAL]
    there = of_month(tolls, month)
    killed = there[there["measure"] == "killed"].set_index("party")
    killed = killed.assign(value=killed["value"].where(killed.index.isin(list(counts))), state="")
    added = parties_sum(killed, party_table(tolls)).least
    family = family_of(killed.index, party_table(tolls))
    whole = [code for code in added.not_separated if not family.holds(code).intersection(added.parts)]
    numbers = [counts[code] for code in [*added.parts, *whole]]
    return sum(k for k, _ in numbers), sum(n for _, n in numbers)


def wilson(k: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Bound a share k / n by the Wilson interval.

    Its model: the victims as draws from an underlying process. It says nothing about undocumented deaths.

    Parameters
    ----------
    k, n
        Deaths in the group, and deaths; 0 <= k <= n, n > 0.
    level
        Confidence level, 0 to 1.

    Returns
    -------
    tuple of float
        Lower and upper end, 0 to 1.

    Raises
    ------
    ValueError
        k not within 0 to n, or n = 0: the share is undefined.

    Examples
    --------
    >>> tuple(round(end, 3) for end in wilson(2, 17))
    (0.033, 0.343)
    """
    if not 0 <= k <= n or n == 0:
        raise ValueError(f"{k} of {n} is no share: expected 0 <= k <= n and n > 0")
    z = NormalDist().inv_cdf((1 + level) / 2)
    middle = (k + z * z / 2) / (n + z * z)
    half = z * sqrt(k * (n - k) / n + z * z / 4) / (n + z * z)
    return (0.0 if k == 0 else middle - half, 1.0 if k == n else middle + half)


def _share(needed: list[Any]) -> dict[str, Any]:
    """One row from the cells of the group's measures and, last, killed."""
    *parts, killed = needed
    missing = [cell for cell in parts if pd.isna(cell.value)]
    row: dict[str, Any] = {"killed": killed.value, "count": pd.NA, "state": "reported"}
    doubts = [cell.doubt for cell in needed if not pd.isna(cell.doubt)]
    low, high = both_ends(killed)
    if low is None or low != high:
        row |= {"killed": pd.NA, "killed_min": low, "killed_max": high}
    if (low, high) == (None, None):
        missing.append(killed)
    if not missing and len({covers(cell) for cell in needed}) > 1:
        row["state"] = "not_reported"
        doubts.append("causes_differ")
    elif missing:
        states = {cell.state for cell in missing}
        some = len(missing) < len(parts) and not pd.isna(killed.value)
        row["state"] = "not_reported" if some and states == {"none_left"} else missing[0].state
        if len(parts) == 1 and not pd.isna(parts[0].value):
            row["count"] = parts[0].value
    else:
        ends = [both_ends(cell) for cell in parts]
        mixed = all(any(end is None for end in either) for either in zip(*ends, strict=True))
        if mixed:  # the least of one and the most of another make no number
            row["state"] = "range"
        else:
            row["count"] = sum(int(cell.value) for cell in parts)
            row |= _bounds(ends, (low, high))
    if "share" in row and killed.basis != "items":  # a part of other causes says nothing of these deaths
        floor = sum(max(int(c.value), 0 if pd.isna(c.at_least) else int(c.at_least)) for c in parts)
        if row["count"] < floor <= row["killed"]:
            doubts.append(f"share_at_least: {floor} of {row['killed']}")
    used = [cell.page_shown for cell in needed if isinstance(cell.page_shown, str)]
    row["report_ids"] = "|".join(dict.fromkeys(used)) or None
    row["doubt"] = " | ".join(dict.fromkeys(part for doubt in doubts for part in doubt.split(" | "))) or None
    return row


def _bounds(parts: list[tuple[int | None, int | None]], killed: tuple[int | None, int | None]) -> dict[str, Any]:
    """The share of a group, or what bounds it where a count or the deaths are an end or a range."""
    low, high = killed
    found: dict[str, Any] = {} if low == high else {"state": "range"}
    least, most = (
        None if None in ends else sum(end for end in ends if end is not None) for ends in zip(*parts, strict=True)
    )
    if low is None or low < SMALLEST_N or (high is not None and least is not None and least > high):
        return found
    if least is not None and least == most and low == high:
        found["share"] = least / low
        found["low"], found["high"] = wilson(least, low)
        return found
    if least is not None and high is not None:
        found["share_min"] = least / high
    if most is not None:
        found["share_max"] = min(most / low, 1.0)
    return found
