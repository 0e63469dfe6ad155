"""Several months together: sums that say what is missing from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from analysis.data.contract import TEXT
from analysis.errors import UnknownMonth, nearest_months
from analysis.model.adding import TOTAL, Sum, is_combined, members
from analysis.model.cells import MEASURES
from analysis.model.names import can_appear
from analysis.tolls.doubts import without_in
from analysis.tolls.pages import as_range, both_ends, limit_in
from analysis.tolls.periods import calendar
from analysis.tolls.series import Party, attrs_of, one_series, party_table, until
from analysis.tolls.sides import side_of
from analysis.tolls.sums import parties_sum

COLUMNS = [
    "party",
    "label",
    "measure",
    "count",
    "at_least",
    "at_most",
    "months",
    "months_reported",
    "missing",
    "of_causes",
    "doubtful",
]
_APART = object()  # a month in which parties are not printed together
Cells = dict[tuple[str, str, str], Any]  # by month, party and measure: rows of monthly_tolls


def period(tolls: pd.DataFrame, start: str, end: str) -> pd.DataFrame:
    """Add up the months of a period, for every party, naming the months that are missing. Nothing is filled in.

    Parameters
    ----------
    tolls
        What `monthly_tolls` returns: one monitor, one population.
    start, end
        YYYY-MM, the first and the last month.

    Returns
    -------
    DataFrame
        One row per party that can appear in the period, combined toll that counts there, and `all_parties`, and measure
        (killed, children, women); a group of parties only where it is printed as often as its parts. `count` is the
        deaths documented in the months that have a number (Int64; blank without any). `at_least` is true where the
        count is a lower bound: a month is missing, or counts some causes only. `at_most` bounds it where printed totals
        bound every such month. `months` in which the party can appear, `months_reported` with a number; `missing` names
        the others, `2015-11:not_reported`, joined by `|`, and `no_figures` where there is none of any party. `doubtful`
        names the months whose number has a doubt, `of_causes` those that count some causes only. A combined toll is in
        no party's own row. The count of `all_parties` takes the published total of a month, else what its parties add
        up to at the least, so that no party is above it. Of the deaths `attrs` say in how many months it takes which
        (`totals`, `sums`), in how many of them it takes lower ends of ranges, or sums of causes (`ends`), and what the
        totals alone add up to (`published`, in `published_months`).

    Raises
    ------
    UnknownMonth
        What is no range, or one without any figure.
    NotComparable
        Tolls of several monitors or populations.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> found = period(monthly_tolls(read_data()), "2015-10", "2016-06")
    >>> russia = found.query("party == 'russian_forces' and measure == 'killed'").iloc[0]
    >>> int(russia["count"]), bool(russia["at_least"]), russia["missing"]
    (1713, True, '2015-12:no_figures|2016-06:not_reported')
    """
    cells, months = cells_of(tolls, start, end)
    tolls = until(tolls, end)
    there = {month for month, _, _ in cells}
    parties = party_table(tolls)
    codes = {code: str(party["label"]) for code, party in parties.items() if code != TOTAL}
    dates, floors = period_dates(parties), floors_of(cells, parties, MEASURES)
    together: dict[str, list[str]] = {}
    for (month, measure), floor in floors.items():
        for code in floor.added.parts if measure == "killed" else ():
            if is_combined(code):
                together.setdefault(code, []).append(month)
    rows = []
    for measure in MEASURES:
        for code, label in codes.items():
            valid = [month for month in months if can_appear(month, *dates[code])]
            if valid:
                found = {month: cells.get((month, code, measure)) for month in valid}
                rows.append({"party": code, "label": label, "measure": measure, **_sum(found, there)})
        for code, where in together.items() if measure == "killed" else ():
            label = " and ".join(codes[party] for party in members(code)) + ", together"
            found = {month: cells[month, code, measure] if month in where else _APART for month in months}
            rows.append({"party": code, "label": label, "measure": measure, **_sum(found, there)})
        found = {month: cells.get((month, TOTAL, measure)) for month in months}
        whole = _sum_of_all(found, {month: floors.get((month, measure)) for month in months}, there)
        rows.append({"party": TOTAL, "label": parties[TOTAL]["label"], "measure": measure, **whole})
    seen = {row["party"]: row["months_reported"] for row in rows if row["measure"] == "killed"}
    fewer = {party["parent"] for code, party in parties.items() if seen.get(code, 0) > seen.get(party["parent"], 0)}
    table = pd.DataFrame([row for row in rows if row["party"] not in fewer], columns=COLUMNS)
    counts = ["count", "at_most", "months", "months_reported"]
    text = ["party", "label", "measure", "missing", "of_causes", "doubtful"]
    table = table.astype({**dict.fromkeys(counts, "Int64"), **dict.fromkeys(text, TEXT), "at_least": "bool"})
    killed = [floor for (_, measure), floor in floors.items() if measure == "killed"]
    totals: list[Any] = [cells.get((month, TOTAL, "killed")) for month in months]
    published = [int(total.value) for total in totals if _is_count(total)]
    table.attrs = {
        **attrs_of(tolls),
        "start": start,
        "end": end,
        "totals": sum(floor.kind == "total" for floor in killed),
        "sums": sum(floor.kind == "sum" for floor in killed),
        "ends": sum(floor.kind == "sum" and floor.loose for floor in killed),
        "published": sum(published),
        "left_out": {month: places for month in months if (places := _left_out(cells, month))},
        "published_least": any(_is_count(total) and not _is_exact(total) for total in totals),
        "published_months": len(published),
    }
    return table


def period_dates(parties: dict[str, Party]) -> dict[str, tuple[str, Any]]:
    """The first and the last month of every party."""
    return {code: (party["valid_from"], party["valid_to"]) for code, party in parties.items()}


class Floor(NamedTuple):
    """The least that all parties have in a month, and what says so: the published total, the parties' sum, or nothing.

    `loose`: the sum takes lower ends of ranges, or some causes only; `rows` are the cells it rests on.
    """

    number: int
    kind: str  # total, sum or ''
    added: Sum
    rows: list[Any]

    @property
    def loose(self) -> bool:
        """Whether the floor may lie below the number that the pages mean."""
        return any(row.state == "range" or row.basis == "items" for row in self.rows)


def floors_of(cells: Cells, parties: dict[str, Party], measures: Sequence[str]) -> dict[tuple[str, str], Floor]:
    """The floor of every month and measure with figures."""
    groups: dict[tuple[str, str], list[Any]] = {}
    for (month, _, measure), row in cells.items():
        if measure in measures:
            groups.setdefault((month, measure), []).append(as_range(row))
    found = {}
    for key, rows in groups.items():
        added = parties_sum(pd.DataFrame(rows).set_index("party"), parties).least
        total: Any = cells.get((key[0], TOTAL, key[1]))
        of_parties = max([added.total, *(both_ends(row)[0] or 0 for row in rows if row.party != TOTAL)])
        number = int(total.value) if _is_count(total) else 0
        if _is_exact(total) or (_is_count(total) and number >= of_parties):
            found[key] = Floor(number, "total", added, [as_range(total)])
        else:
            counted = {*added.parts, *added.groups}
            used = [row for row in rows if row.party in counted]
            found[key] = Floor(of_parties, "sum" if of_parties else "", added, used)
    return found


def _left_out(cells: Cells, month: str) -> str:
    """The places that all tolls of a month leave out, joined by +; '' where one leaves out none, or others."""
    rows = [row for (when, _, measure), row in cells.items() if (when, measure) == (month, "killed")]
    found = {without_in(row.doubt) for row in rows if both_ends(row) != (None, None)}
    return found.pop() if len(found) == 1 else ""


def _is_exact(row: Any) -> bool:
    """Whether a cell has a number of the whole toll that is no end of what it can be."""
    return _is_count(row) and row.basis != "items" and not limit_in(row.doubt)


def cells_of(tolls: pd.DataFrame, start: str, end: str) -> tuple[Cells, list[str]]:
    """The cells of a period by (month, party, measure), and all its months."""
    one_series(tolls)
    months = calendar(start, end)
    inside = tolls[tolls["month"].between(start, end)]
    if inside.empty:
        known = sorted(set(tolls["month"]))
        raise UnknownMonth(f"no figures for {start}:{end}; {nearest_months(start, known)}")
    return {(row.month, row.party, row.measure): row for row in inside.itertuples()}, months


def _sum(found: dict[str, Any], there: set[str]) -> dict[str, Any]:
    """Add up one party's months; None: no row."""
    counted = {month: row for month, row in found.items() if _is_count(row)}
    missing = [f"{month}:{_why(month, row, there)}" for month, row in found.items() if month not in counted]
    sides = {month: side_of(None if row is _APART else row) for month, row in found.items()}
    count = sum(int(row.value) for row in counted.values())
    highs = [side.high for side in sides.values()]
    most = None if any(high is None for high in highs) else sum(high for high in highs if high is not None)
    return {
        "count": count if counted else None,
        "at_least": most is None or most > count,
        "at_most": most,
        "months": len(found),
        "months_reported": len(counted),
        "missing": "|".join(missing) or None,
        "of_causes": "|".join(month for month, row in counted.items() if row.basis == "items") or None,
        "doubtful": "|".join(month for month, row in counted.items() if not pd.isna(row.doubt)) or None,
    }


def _sum_of_all(found: dict[str, Any], floors: dict[str, Floor | None], there: set[str]) -> dict[str, Any]:
    """Add up the months of all parties (`found` their totals): the published total, else the sum of the parties."""
    known = {month: floor for month, floor in floors.items() if floor is not None and floor.kind}
    whole, count = _sum(found, there), sum(floor.number for floor in known.values())
    most = None if whole["at_most"] is None else max(whole["at_most"], count)
    rows = {month: floor.rows for month, floor in known.items()}
    return {
        "count": count if known else None,
        "at_least": most is None or most > count,
        "at_most": most,
        "months": len(found),
        "months_reported": len(known),
        "missing": "|".join(f"{m}:{_why(m, row, there)}" for m, row in found.items() if m not in known) or None,
        "of_causes": "|".join(m for m, used in rows.items() if any(row.basis == "items" for row in used)) or None,
        "doubtful": "|".join(m for m, used in rows.items() if any(not pd.isna(row.doubt) for row in used)) or None,
    }


def _why(month: str, row: Any, there: set[str]) -> str:
    """Why a month has no count: its state, no figures of this population, a range, or a number printed as `up to`."""
    if month not in there:
        return "no_figures"
    if row is None or row is _APART:
        return "not_reported" if row is None else "apart"
    if not pd.isna(row.value):
        return "up_to"
    return str(row.state)


def _is_count(row: Any) -> bool:
    """Whether a cell has a number that is no mere upper end."""
    return row is not None and row is not _APART and not pd.isna(row.value) and limit_in(row.doubt) != "most"
