"""Months of a period, and which of them are whole."""

from __future__ import annotations

from calendar import monthrange

import pandas as pd

from analysis.data.rules import MEASURES, is_own_toll, scope_codes
from analysis.errors import UnknownMonth, refuse_no_month
from analysis.tolls.pages import limit_of


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
    return [str(month) for month in pd.period_range(start, end, freq="M")]


_LATE = 3  # a December report of the 29th ends its year on the 28th; further from the month's end is another window


def whole_months(periods: pd.DataFrame) -> pd.DataFrame:
    """Keep the own tolls of periods of whole months, one row a number, with `first` and `last` month.

    A period that ends up to three days before its last month does counts; windows that are no months are left out.
    """
    rows = []
    for row in periods.itertuples():
        first, last = row.period_start[:7], row.period_end[:7]
        year, month = map(int, last.split("-"))
        left = monthrange(year, month)[1] - int(row.period_end[8:])
        if not is_own_toll(row.scope) or row.period_start[8:] != "01" or left > _LATE or first == last:
            continue
        for measure in MEASURES:
            if not pd.isna(value := getattr(row, measure)):
                cell = (row.monitor, row.party, row.population, measure)
                limit = limit_of(scope_codes(row.scope), measure)
                rows.append((*cell, first, last, int(value), row.url, limit))
    columns = ["monitor", "party", "population", "measure", "first", "last", "value", "url", "limit"]
    return pd.DataFrame(rows, columns=columns).drop_duplicates()
