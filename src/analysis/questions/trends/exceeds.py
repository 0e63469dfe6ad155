"""In which months one party's toll exceeded another's."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import inf
from typing import Any

import pandas as pd

from analysis.data import rules
from analysis.data.contract import TEXT
from analysis.errors import NotComparable, UnknownParty
from analysis.model.adding import TOTAL, members
from analysis.model.names import can_appear, meant
from analysis.questions.trends.sums import Cells, Floor, cells_of, floors_of, period_dates
from analysis.tolls.pages import as_range, both_ends
from analysis.tolls.series import attrs_of, party_table, until
from analysis.tolls.sides import Side, side_of_code, verdict_of

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
    cells, months = cells_of(tolls, start, end)
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
    dates, there = period_dates(parties), {month for month, _, _ in cells}
    parents = {code: row["parent"] for code, row in parties.items()}
    unnamed = {TOTAL, *(code for code, row in parties.items() if row["residual"])}
    named = unnamed.isdisjoint(party for code in (left, *rivals) for party in members(code))
    floors = floors_of(cells, parties, [measure])
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


def _residual(total: Any, floor: Floor | None, unnamed: set[str]) -> int | None:
    """The most deaths of a month's total that are other parties', nobody's or unaccounted for; None: not known."""
    high = None if total is None or total.basis == "items" else both_ends(as_range(total))[1]
    if high is None or floor is None:
        return None
    of_nobody = sum(n for code, n in floor.added.parts.items() if unnamed.intersection(members(code)))
    left = high - floor.added.total + of_nobody
    return left if left >= 0 else None


def _cell(cells: Cells, month: str, measure: str, code: str) -> Any:
    return cells.get((month, code, measure))


def _doubts(side: Side) -> str | None:
    """The doubts about the numbers that a side rests on."""
    found = [doubt for cell in side.cells if not pd.isna(cell.doubt) for doubt in cell.doubt.split(" | ")]
    return " | ".join(dict.fromkeys(found)) or None


def _most(side: Side) -> float:
    return inf if side.high is None else side.high
