"""Months, periods and days as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from analysis.language import say, say_count, sayable
from analysis.show import labels

MONTHS = [
    sayable("January"),
    sayable("February"),
    sayable("March"),
    sayable("April"),
    sayable("May"),
    sayable("June"),
    sayable("July"),
    sayable("August"),
    sayable("September"),
    sayable("October"),
    sayable("November"),
    sayable("December"),
]


def month_name(month: str) -> str:
    """Write a month in words.

    Examples
    --------
    >>> month_name("2016-01")
    'January 2016'
    """
    year, number = month.split("-")
    return say("{month} {year}", month=say(MONTHS[int(number) - 1]), year=year)


def month_count(count: Any) -> str:
    """Write a number of months: '1 month', '2 months'."""
    return say_count("{number} month", "{number} months", int(count), number=count)


def months_words(months: Iterable[str]) -> str:
    """Write months of the calendar, those in a row as a range.

    Examples
    --------
    >>> months_words(["2015-10", "2015-11", "2015-12", "2016-02"])
    '2015-10 to 2015-12 and 2016-02'
    """
    runs: list[list[str]] = []  # first and last month of each
    before = 0
    for month in sorted(set(months)):
        place = int(month[:4]) * 12 + int(month[5:])
        if runs and place == before + 1:
            runs[-1][1:] = [month]
        else:
            runs.append([month])
        before = place
    return labels.join(say("{first} to {last}", first=run[0], last=run[1]) if run[1:] else run[0] for run in runs)


def period_words(start: str, end: str) -> str:
    """Write a range of months in words.

    Examples
    --------
    >>> period_words("2015-10", "2016-06"), period_words("2016-01", "2016-01")
    ('October 2015 to June 2016', 'January 2016')
    """
    if start == end:
        return month_name(start)
    return say("{first} to {last}", first=month_name(start), last=month_name(end))


def month_of(month: str, lines: Iterable[labels.Shown]) -> str:
    """The month of a result, and what its numbers leave out: `July 2025 (without the deaths in Suwayda)`."""
    places = labels.left_out_words(lines)
    when = month_name(month)
    return say("{month} (without the deaths in {places})", month=when, places=places) if places else when


def date_words(day: Any) -> str:
    """Write a date (YYYY-MM-DD) in words; a missing one is 'undated'.

    Examples
    --------
    >>> date_words("2016-02-02")
    '2 February 2016'
    """
    if not isinstance(day, str):
        return say("undated")
    parsed = date.fromisoformat(day)
    return say("{day} {month} {year}", day=parsed.day, month=say(MONTHS[parsed.month - 1]), year=parsed.year)
