"""Several months together: sums that say what is missing from them, and in which months one toll exceeded another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import inf
from typing import Any, NamedTuple

import pandas as pd

from analysis import rules
from analysis.arithmetic import TOTAL, Sum, members
from analysis.cells import MEASURES
from analysis.comparison import Party, attrs_of, one_series, parties_sum, party_table, until
from analysis.contract import TEXT
from analysis.doubts import without_in
from analysis.errors import NotComparable, UnknownMonth, UnknownParty, is_month, nearest_months
from analysis.names import can_appear, meant
from analysis.printed import as_range, both_ends, limit_in
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
    "residual",
    "survives",
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
    cells, months = _cells(tolls, start, end)
    tolls = until(tolls, end)
    there = {month for month, _, _ in cells}
    parties = party_table(tolls)
    codes = {code: str(party["label"]) for code, party in parties.items() if code != TOTAL}
    dates, floors = _dates(parties), _floors(cells, parties, MEASURES)
    together: dict[str, list[str]] = {}
    for (month, measure), floor in floors.items():
        for code in floor.added.parts if measure == "killed" else ():
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
        without a whole toll; `not_there` where a party could not appear, `not_counted` where the monitor does not count
        every party's victims. `doubt` and `right_doubt` are those of the
        numbers. `residual` is how many deaths of the month's total are at the most of a residual class, nobody's or
        unaccounted for (Int64; blank without a total). `survives`: whether a verdict that holds would hold even if all
        of these were the right side's (boolean; blank where it does not hold, without a total, and where a side is a
        residual class or all parties).

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
    tolls = until(tolls, end)
    parties = party_table(tolls)
    rivals = [right] if isinstance(right, str) else list(right)
    codes = [party for side in (left, *rivals) for party in members(side)]
    if wrong := [code for code in codes if code not in parties]:
        rows_then = [row for row in parties.values() if can_appear(start, row["valid_from"], row["valid_to"], end)]
        raise UnknownParty({code: meant(code, rows_then) for code in wrong})
    if not rivals or measure not in rules.MEASURES:
        expected = f"a party to compare with, and one of {', '.join(rules.MEASURES)}"
        raise NotComparable(f"found {right!r} and the measure {measure!r}, expected {expected}")
    order = list(parties)  # a combined toll stands under its parties in their order
    left, *rivals = ("+".join(sorted(members(code), key=order.index)) for code in (left, *rivals))
    dates, there = _dates(parties), {month for month, _, _ in cells}
    parents = {code: row["parent"] for code, row in parties.items()}
    unnamed = {TOTAL, *(code for code, row in parties.items() if row["residual"])}
    named = unnamed.isdisjoint(party for code in (left, *rivals) for party in members(code))
    floors = _floors(cells, parties, [measure])
    rows = []
    for month in months:
        both = {code: cells.get((month, code, measure)) for code in (left, *rivals)}
        cell_of = partial(_cell, cells, month, measure)
        sides = {code: side_of_code(code, cell_of, parents) for code in both}
        rival = max(rivals, key=lambda code: (_most(sides[code]), sides[code].low))
        mine, other = sides[left], sides[rival]
        unborn = [code for code in both if not all(can_appear(month, *dates[party]) for party in members(code))]
        apart = not unborn and month in tolls.attrs.get("not_counted", ())
        reason = "not_counted" if apart else ""
        verdict = "undecidable" if unborn or apart else verdict_of(mine, "gt", [sides[code] for code in rivals])
        if verdict == "undecidable" and not apart:
            ranges = {code for code, cell in both.items() if getattr(cell, "state", "") == "range"}
            open_sides = "|".join(code for code, side in sides.items() if side.value is None and code not in ranges)
            reason = "not_there" if unborn else "no_figures" if month not in there else open_sides or "bounds"
        residual = _residual(cells.get((month, TOTAL, measure)), floors.get((month, measure)), unnamed)
        survives = None
        if verdict == "holds" and named and residual is not None:
            survives = mine.low > max(_most(sides[code]) for code in rivals) + residual
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
                "residual": residual,
                "survives": survives,
            }
        )
    table = pd.DataFrame(rows, columns=EXCEEDS)
    text = ["month", "left", "right", "measure", "verdict", "reason", "doubt", "right_doubt"]
    types = {**dict.fromkeys(EXCEEDS, "Int64"), **dict.fromkeys(text, TEXT), "survives": "boolean"}
    table = table.astype(types)
    table.attrs = {**attrs_of(tolls), "start": start, "end": end, "rights": rivals}
    return table


def _residual(total: Any, floor: _Floor | None, unnamed: set[str]) -> int | None:
    """The most deaths of a month's total that are other parties', nobody's or unaccounted for; None: not known."""
    high = None if total is None or total.basis == "items" else both_ends(as_range(total))[1]
    if high is None or floor is None:
        return None
    of_nobody = sum(n for code, n in floor.added.parts.items() if unnamed.intersection(members(code)))
    left = high - floor.added.total + of_nobody
    return left if left >= 0 else None


def _cell(cells: _Cells, month: str, measure: str, code: str) -> Any:
    return cells.get((month, code, measure))


def _doubts(side: Side) -> str | None:
    """The doubts about the numbers that a side rests on."""
    found = [doubt for cell in side.cells if not pd.isna(cell.doubt) for doubt in cell.doubt.split(" | ")]
    return " | ".join(dict.fromkeys(found)) or None


def _dates(parties: dict[str, Party]) -> dict[str, tuple[str, Any]]:
    """The first and the last month of every party."""
    return {code: (party["valid_from"], party["valid_to"]) for code, party in parties.items()}


class _Floor(NamedTuple):
    """The least that all parties have in a month, and what says so: the published total, the parties' sum, or nothing.

    `loose`: the sum takes lower ends of ranges, or some causes only; `rows` are the cells it rests on.
    """

    number: int
    kind: str  # total, sum or ''
    added: Sum
    rows: list[Any]

    @property
    def loose(self) -> bool:
        return any(row.state == "range" or row.basis == "items" for row in self.rows)


def _floors(cells: _Cells, parties: dict[str, Party], measures: Sequence[str]) -> dict[tuple[str, str], _Floor]:
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
            found[key] = _Floor(number, "total", added, [as_range(total)])
        else:
            counted = {*added.parts, *added.groups}
            used = [row for row in rows if row.party in counted]
            found[key] = _Floor(of_parties, "sum" if of_parties else "", added, used)
    return found


def _left_out(cells: _Cells, month: str) -> str:
    """The places that all tolls of a month leave out, joined by +; '' where one leaves out none, or others."""
    rows = [row for (when, _, measure), row in cells.items() if (when, measure) == (month, "killed")]
    found = {without_in(row.doubt) for row in rows if both_ends(row) != (None, None)}
    return found.pop() if len(found) == 1 else ""


def _is_exact(row: Any) -> bool:
    """Whether a cell has a number of the whole toll that is no end of what it can be."""
    return _is_count(row) and row.basis != "items" and not limit_in(row.doubt)


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


def _sum_of_all(found: dict[str, Any], floors: dict[str, _Floor | None], there: set[str]) -> dict[str, Any]:
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
