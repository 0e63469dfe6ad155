"""The monthly series: every party and group month by month, with what may not be compared marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.data.contract import TEXT
from analysis.errors import UnknownMonth, nearest_months
from analysis.model.adding import TOTAL
from analysis.questions.comparison.numbers import compared_lines
from analysis.questions.shares.numbers import shares_lines
from analysis.tolls.completeness import completeness
from analysis.tolls.periods import calendar
from analysis.tolls.series import Party, attrs_of, one_series, party_table, until

COLUMNS = [
    "month",
    "party",
    "label",
    "group",
    "count",
    "count_min",
    "count_max",
    "killed",
    "share",
    "low",
    "high",
    "rank",
    "state",
    "status",
    "headline",
    "marks",
    "doubt",
]


def trend(tolls: pd.DataFrame, reports: pd.DataFrame, start: str | None = None, end: str | None = None) -> pd.DataFrame:
    """Put the months of a monitor in a row, and mark what may not be compared. Gaps stay gaps.

    Parameters
    ----------
    tolls
        What `monthly_tolls` returns: one monitor, one population.
    reports
        The reports the tolls were read from (`Data.reports`, or those published by a date).
    start, end
        YYYY-MM, the first and the last month; None: the first and last with figures.

    Returns
    -------
    DataFrame
        For every month of the calendar the lines of `compare` (`group` killed) and of `shares` (children, women,
        children_and_women). `count` is deaths documented (Int64), of a printed range `count_min` to `count_max`,
        `killed` the toll it is part of, `share` a fraction of that toll with its Wilson interval `low` to `high`,
        `rank` as in `compare`. `status` is that of `completeness`; `ranges_only` where neither a party nor the total
        has a number, or `no_figures`: then the month has one row, the total's, without a value. `headline` is the
        population the month's printed total counts. `marks`, joined by ` | `, says what changes: `headline_changes`
        where totals count another population than before, for good (the rows of the parties go on unbroken), `enters`
        and `leaves` in the first and last month with figures in which a party can appear, `after_gap` after months
        without figures, `residual_changes` where a residual class holds others than before. A party that is gone by the
        last month has its later label.

    Raises
    ------
    NotComparable
        Tolls of several monitors or populations; names one that works.
    UnknownMonth
        A range that is none, or has no figures.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> data = read_data()
    >>> series = trend(monthly_tolls(data), data.reports, "2015-11", "2016-02")
    >>> total = series.query("party == 'all_parties' and group == 'killed'")
    >>> print(total[["month", "count", "status", "headline", "marks"]].to_string(index=False))
      month  count     status  headline                        marks
    2015-11   <NA>    partial   persons                          NaN
    2015-12   <NA> no_figures   persons                          NaN
    2016-01   1382   complete civilians headline_changes | after_gap
    2016-02   1378    partial civilians                          NaN
    """
    one_series(tolls)
    known = sorted(set(tolls["month"]))
    if not known:
        raise UnknownMonth("no figures of this monitor and population; take another")
    months = calendar(start or known[0], end or known[-1])
    if not set(months) & set(known):
        raise UnknownMonth(f"no figures for {months[0]}:{months[-1]}; {nearest_months(months[0], known)}")
    tolls = until(tolls, months[-1])
    inside = tolls[tolls["month"].between(months[0], months[-1])]
    standing = completeness(inside, reports).set_index("month")
    bare = standing["sum_of_parties"].isna() & standing["total"].isna()
    status = standing["status"].mask(bare, "ranges_only").to_dict()
    parties = party_table(tolls)
    headlines = _headlines(tolls, reports)
    there = [month for month in months if month in status]
    entering = {  # the first month with figures in which a party can appear; its own may have none
        code: next((month for month in there if month >= row["valid_from"]), "")
        for code, row in parties.items()
        if isinstance(row["valid_from"], str) and row["valid_from"] >= months[0]
    }
    leaving = {
        code: next((month for month in reversed(there) if month <= row["valid_to"]), "")
        for code, row in parties.items()
        if isinstance(row["valid_to"], str) and row["valid_to"] <= months[-1]
    }
    changing = [month for month in tolls.attrs.get("residual_changes", ()) if month >= months[0]]
    changed = {next((one for one in there if one >= month), "") for month in changing}
    before: str | None = None
    rows: list[dict[str, Any]] = []
    for place, month in enumerate(months):
        headline = headlines.get(month)
        earlier = {counted for when, counted in headlines.items() if when < month}
        later = {counted for when, counted in headlines.items() if when >= month}
        changes = bool(headline and before) and headline not in earlier and before not in later
        after_gap = place > 0 and month in status and months[place - 1] not in status
        before = headline or before
        about = {"month": month, "status": status.get(month, "no_figures"), "headline": headline}
        for line in _lines(inside, month, parties) if month in status else [_gap(parties)]:
            marks = {
                "headline_changes": changes and line["party"] == TOTAL,
                "after_gap": after_gap,
                "enters": entering.get(line["party"]) == month,
                "leaves": leaving.get(line["party"]) == month,
                "residual_changes": month in changed and bool(parties.get(line["party"], {}).get("residual")),
            }
            rows.append({**about, **line, "marks": " | ".join(mark for mark, true in marks.items() if true) or None})
    table = pd.DataFrame(rows, columns=COLUMNS)
    numbers = dict.fromkeys(["share", "low", "high"], "Float64")
    text = ["month", "party", "label", "group", "state", "status", "headline", "marks", "doubt"]
    table = table.astype(
        {**dict.fromkeys(["count", "count_min", "count_max", "killed", "rank"], "Int64"), **numbers}
        | dict.fromkeys(text, TEXT)
    )
    table.attrs = {**attrs_of(tolls), "start": months[0], "end": months[-1]}
    return table


def _lines(tolls: pd.DataFrame, month: str, parties: Mapping[str, Party]) -> Iterator[dict[str, Any]]:
    """The lines of one month: the tolls of the parties, and the groups among them."""
    cells = tolls[tolls["month"] == month]
    labels = {}
    for row in compared_lines(cells, parties):
        labels[row["party"]] = row["label"]
        ends = {"count_min": row.get("killed_min"), "count_max": row.get("killed_max")}
        yield {**row, "group": "killed", "count": row["killed"], **ends}
    for row in shares_lines(cells, parties):
        if row["party"] in labels:
            yield {**row, "label": labels[row["party"]]}


def _gap(parties: Any) -> dict[str, Any]:
    return {"party": TOTAL, "label": parties[TOTAL]["label"], "group": "killed", "state": "not_reported"}


def _headlines(tolls: pd.DataFrame, reports: pd.DataFrame) -> dict[str, str]:
    """The population that each month's printed total counts: as the monitor's own pages have it, else as relayed."""
    monitor, population = tolls["monitor"].iloc[0], tolls["population"].iloc[0]
    printed = reports[(reports["monitor"] == monitor) & reports["total_population"].notna()]
    counted: dict[str, dict[bool, list[str]]] = {}
    for page in printed[["month", "kind", "total_population"]].to_dict("records"):
        counted.setdefault(page["month"], {}).setdefault(page["kind"] == "primary", []).append(page["total_population"])
    used = {month: pages.get(True) or pages[False] for month, pages in counted.items()}
    found = {month: population if population in there else there[0] for month, there in used.items()}
    totals = (tolls["party"] == TOTAL) & (tolls["measure"] == "killed") & tolls["value"].notna()
    return dict.fromkeys(tolls.loc[totals, "month"], population) | found
