"""Months of a period, and which of them are whole."""

from __future__ import annotations

from calendar import monthrange
from typing import NamedTuple

import pandas as pd

from analysis.data.rows import PeriodRow, numbers_of, typed
from analysis.data.scopes import is_own_toll, scope_codes
from analysis.errors import UnknownMonth, refuse_no_month
from analysis.tolls.rows import limit_of


def calendar(start: str, end: str) -> list[str]:
    """Every month from start to end. Raises UnknownMonth for what is no range of months.

    Examples
    --------
    >>> calendar("2015-11", "2016-02")
    ['2015-11', '2015-12', '2016-01', '2016-02']
    """
    refuse_no_month(start, end)
    if start > end:
        raise UnknownMonth(f"the range {start}:{end} ends before it starts; write {end}:{start}")
    first, last = (12 * int(month[:4]) + int(month[5:]) - 1 for month in (start, end))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1)]


_LATE = 3  # a December report of the 29th ends its year on the 28th; further from the month's end is another window


class PeriodTotal(NamedTuple):
    """A published total of the whole months from `first` to `last`; `limit` is least, most or ''."""

    monitor: str
    party: str
    population: str
    measure: str
    first: str
    last: str
    value: int
    url: str
    limit: str


def totals_of_whole_months(periods: pd.DataFrame) -> list[PeriodTotal]:
    """Take the own tolls of periods of whole months from rows of period_totals.csv, each once.

    A period that ends up to three days before its last month does counts; windows that are no months are left out.
    """
    found: dict[PeriodTotal, None] = {}
    for row in typed(periods, PeriodRow):
        first, last = row.period_start[:7], row.period_end[:7]
        year, month = map(int, last.split("-"))
        left = monthrange(year, month)[1] - int(row.period_end[8:])
        codes = scope_codes(row.scope)
        if not is_own_toll(row.scope) or row.period_start[8:] != "01" or left > _LATE or first == last:
            continue
        for measure, value in numbers_of(row).items():
            cell = (row.monitor, row.party, row.population, measure, first, last)
            found[PeriodTotal(*cell, value, row.url, limit_of(codes, measure))] = None
    return list(found)
