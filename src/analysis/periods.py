"""Several months together: sums that say what is missing from them, and in which months one toll exceeded another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import inf
from typing import Any

import pandas as pd

from analysis.arithmetic import TOTAL, Sum, members
from analysis.cells import MEASURES
from analysis.comparison import Party, attrs_of, one_series, parties_sum, party_table
from analysis.errors import NotComparable, UnknownMonth, UnknownParty, is_month, nearest_months
from analysis.names import can_appear, meant
from analysis.printed import limit_in
from analysis.sides import Side, side_of, side_of_code, verdict_of

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
EXCEEDS = [
    "month",
    "left",
    "right",
    "measure",
    "verdict",
    "documented",
    "right_documented",
    "at_least",
    "at_most",
    "right_at_least",
    "right_at_most",
    "reason",
    "doubt",
    "right_doubt",
]
_APART = object()  # a month in which parties are not printed together
_Cells = dict[tuple[str, str, str], Any]  # by month, party and measure: rows of monthly_tolls


def calendar(start: str, end: str) -> list[str]:
    """Every month from start to end. Raises UnknownMonth for what is no range of months.

    Examples
    --------
    >>> calendar("2015-11", "2016-02")
    ['2015-11', '2015-12', '2016-01', '2016-02']
    """
    wrong = [month for month in (start, end) if not is_month(month)]
    if wrong:
        raise UnknownMonth(f"found {wrong[0]!r}, expected a month written YYYY-MM, such as 2016-01")
    if start > end:
        raise UnknownMonth(f"the range {start}:{end} ends before it starts; write {end}:{start}")
    return [str(month) for month in pd.period_range(start, end, freq="M")]


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
        no party's own row. `attrs` has a `floor` for all parties: the printed total of every month (`totals` months),
        or the sum of the parties where there is none (`sums` months); in `ends` of these it takes lower ends of ranges,
        or sums of causes.

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
    cells, months = _cells(tolls, start, end)
    there = {month for month, _, _ in cells}
    parties = party_table(tolls)
    codes = {code: str(party["label"]) for code, party in parties.items() if code != TOTAL}
    dates, added = _dates(parties), _added(cells, parties)
    together: dict[str, list[str]] = {}
    for month, summed in added.items():
        for code in summed.parts:
            if "+" in code:
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
        rows.append({"party": TOTAL, "label": parties[TOTAL]["label"], "measure": measure, **_sum(found, there)})
    seen = {row["party"]: row["months_reported"] for row in rows if row["measure"] == "killed"}
    fewer = {party["parent"] for code, party in parties.items() if seen.get(code, 0) > seen.get(party["parent"], 0)}
    table = pd.DataFrame([row for row in rows if row["party"] not in fewer], columns=COLUMNS)
    counts = ["count", "at_most", "months", "months_reported"]
    text = ["party", "label", "measure", "missing", "of_causes", "doubtful"]
    table = table.astype({**dict.fromkeys(counts, "Int64"), **dict.fromkeys(text, "str"), "at_least": "bool"})
    table.attrs = {**attrs_of(tolls), "start": start, "end": end, **_floor(cells, months, added)}
    return table


def exceeds(
    tolls: pd.DataFrame, start: str, end: str, left: str, right: str | Sequence[str], measure: str = "killed"
) -> pd.DataFrame:
    """Say in which months of a period one party's toll exceeded another's, and where that cannot be said.

    Parameters
    ----------
    tolls, start, end
        As for `period`.
    left, right
        Codes of parties.csv, `all_parties`, or combined codes. Several on the right: all of them were exceeded.
    measure
        killed, children, women or torture.

    Returns
    -------
    DataFrame
        One row a month. `verdict` is holds, fails (also where equal) or undecidable, by whole tolls and, where there is
        none, by what printed figures bound it to. `documented` and `right_documented` are deaths (Int64; the strongest
        rival's), `at_least` to `at_most` their bounds. `reason` says why it cannot be said: no_figures, or the parties
        without a whole toll; `not_there` where a party could not appear. `doubt` and `right_doubt` are those of the
        numbers.

    Raises
    ------
    UnknownMonth, NotComparable
        As for `period`.
    UnknownParty
        A party that is none; names the nearest.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> found = exceeds(monthly_tolls(read_data()), "2015-12", "2016-02", "russian_forces", "government")
    >>> print(found[["month", "verdict", "documented", "right_documented"]].to_string(index=False))
      month     verdict  documented  right_documented
    2015-12 undecidable        <NA>              <NA>
    2016-01       holds         679               516
    2016-02       fails         382               651
    """
    cells, months = _cells(tolls, start, end)
    parties = party_table(tolls)
    rivals = [right] if isinstance(right, str) else list(right)
    codes = [party for side in (left, *rivals) for party in members(side)]
    if wrong := [code for code in codes if code not in parties]:
        raise UnknownParty({code: meant(code, parties.values()) for code in wrong})
    if not rivals or measure not in MEASURES:
        expected = f"a party to compare with, and one of {', '.join(MEASURES)}"
        raise NotComparable(f"found {right!r} and the measure {measure!r}, expected {expected}")
    order = list(parties)  # a combined toll stands under its parties in their order
    left, *rivals = ("+".join(sorted(members(code), key=order.index)) for code in (left, *rivals))
    dates, there = _dates(parties), {month for month, _, _ in cells}
    parents = {code: row["parent"] for code, row in parties.items()}
    rows = []
    for month in months:
        both = {code: cells.get((month, code, measure)) for code in (left, *rivals)}
        cell_of = partial(_cell, cells, month, measure)
        sides = {code: side_of_code(code, cell_of, parents) for code in both}
        rival = max(rivals, key=lambda code: (_most(sides[code]), sides[code].low))
        mine, other = sides[left], sides[rival]
        unborn = [code for code in both if not all(can_appear(month, *dates[party]) for party in members(code))]
        verdict = "undecidable" if unborn else verdict_of(mine, "gt", [sides[code] for code in rivals])
        reason = ""
        if verdict == "undecidable":
            ranges = {code for code, cell in both.items() if getattr(cell, "state", "") == "range"}
            open_sides = "|".join(code for code, side in sides.items() if side.value is None and code not in ranges)
            reason = "not_there" if unborn else "no_figures" if month not in there else open_sides or "bounds"
        rows.append(
            {
                "month": month,
                "left": left,
                "right": rival,
                "measure": measure,
                "verdict": verdict,
                "documented": mine.value,
                "right_documented": other.value,
                "at_least": mine.low,
                "at_most": mine.high,
                "right_at_least": other.low,
                "right_at_most": other.high,
                "reason": reason or None,
                "doubt": _doubts(mine),
                "right_doubt": _doubts(other),
            }
        )
    table = pd.DataFrame(rows, columns=EXCEEDS)
    text = ["month", "left", "right", "measure", "verdict", "reason", "doubt", "right_doubt"]
    table = table.astype({**dict.fromkeys(set(EXCEEDS) - set(text), "Int64"), **dict.fromkeys(text, "str")})
    table.attrs = {**attrs_of(tolls), "start": start, "end": end, "rights": rivals}
    return table


def _cell(cells: _Cells, month: str, measure: str, code: str) -> Any:
    return cells.get((month, code, measure))


def _doubts(side: Side) -> str | None:
    """The doubts about the numbers that a side rests on."""
    found = [doubt for cell in side.cells if not pd.isna(cell.doubt) for doubt in cell.doubt.split(" | ")]
    return " | ".join(dict.fromkeys(found)) or None


def _dates(parties: dict[str, Party]) -> dict[str, tuple[str, Any]]:
    """The first and the last month of every party."""
    return {code: (party["valid_from"], party["valid_to"]) for code, party in parties.items()}


def _added(cells: _Cells, parties: dict[str, Party]) -> dict[str, Sum]:
    """The parties' sum of deaths, month by month."""
    rows: dict[str, list[Any]] = {}
    for (month, _, measure), row in cells.items():
        if measure == "killed":
            rows.setdefault(month, []).append(row)
    return {month: parties_sum(pd.DataFrame(found).set_index("party"), parties).least for month, found in rows.items()}


def _floor(cells: _Cells, months: list[str], added: dict[str, Sum]) -> dict[str, int]:
    """The printed total of every month, or the parties' sum where it has none; and how many months have which."""
    floor = totals = sums = 0
    ends: set[str] = set()  # months whose sum takes lower ends of ranges, or some causes
    for month in months:
        total: Any = cells.get((month, TOTAL, "killed"))
        if _is_count(total):
            floor, totals = floor + int(total.value), totals + 1
        elif month in added and added[month].total:
            floor, sums = floor + added[month].total, sums + 1
            codes = [*added[month].parts, *added[month].groups]
            rows: list[Any] = [cells[month, code, "killed"] for code in codes]
            ends |= {month for row in rows if row.state == "range" or row.basis == "items"}
    return {"floor": floor, "totals": totals, "sums": sums, "ends": len(ends)}


def _most(side: Side) -> float:
    return inf if side.high is None else side.high


def _cells(tolls: pd.DataFrame, start: str, end: str) -> tuple[_Cells, list[str]]:
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
