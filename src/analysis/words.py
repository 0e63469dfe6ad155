"""The words of this package: labels of codes, numbers, dates and doubts as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DEATHS = {
    "civilians": ("civilian death", "civilian deaths"),
    "fighters": ("death of fighters", "deaths of fighters"),
    "persons": ("death of civilians and fighters", "deaths of civilians and fighters"),
}
GROUPS = {"children": "children", "women": "women (adult)", "children_and_women": "children and women"}
MEASURES = {"killed": "deaths", "children": "children", "women": "women", "torture": "deaths by torture"}
_ONE = {"children": "child", "women": "woman"}
STATES = {"none_left": "none left by the printed total", "not_reported": "not reported", "undecided": "undecided"}
BASIS = {
    "adjudicated": "by adjudication between pages that disagree",
    "primary": "as printed by the monitor",
    "relay": "as relayed by others",
    "summed": "civilians and fighters added",
    "items": "some causes only",
}
WILSON_LABEL = "small-number interval (Wilson, 95 %); says nothing about undocumented deaths"
LOWER_BOUND = (
    "These are documented deaths: a lower bound, collected where collecting was possible. The monitor attributes them; "
    "a pattern among documented deaths need not be the pattern among all deaths."
)
_FLAGS = {
    "party_inferred": "the party's name is not printed at the number; it was read from the context",
    "year_inferred": "the year is not printed on the page; it was read from the address, the numbers or the events",
    "minimum": "printed as 'no less than'",
    "maximum": "printed as 'up to'",
    "sum_of_printed_parts": "added up from two printed numbers",
    "children_women_maximum": "children and women are upper ends of printed ranges",
    "torture_minimum": "the torture count is printed as a minimum",
    "torture_additional": "torture deaths are worded as additional to the toll",
}
_CHECKS = {
    "parts_vs_total": "the printed total is {0}, the parties add up to {1}",
    "group_vs_parent": "the printed group total is {0}, its parties add up to {1}",
    "between_reports": "{0} is printed on one page, {1} on others or by the parties",
    "half_year_vs_months": "the half-year's printed total is {0}, its months add up to {1}",
    "year_vs_months": "the year's printed total is {0}, its months add up to {1}",
    "year_vs_half_year": "the year's printed total is {0}, its half-years or running totals give {1}",
    "year_parts_vs_total": "the year's printed total is {0}, its parties add up to {1}",
    "printed_below_children": "one page prints {0}, fewer than the {1} children on the same page",
}


def month_name(month: str) -> str:
    """Write a month in words.

    Examples
    --------
    >>> month_name("2016-01")
    'January 2016'
    """
    year, number = month.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def date_words(day: Any) -> str:
    """Write a date (YYYY-MM-DD) in words; a missing one is 'undated'.

    Examples
    --------
    >>> date_words("2016-02-02")
    '2 February 2016'
    """
    if not isinstance(day, str):
        return "undated"
    parsed = date.fromisoformat(day)
    return f"{parsed.day} {MONTHS[parsed.month - 1]} {parsed.year}"


def number(value: Any) -> str:
    """Write a whole number with thousands separators; minus as a sign.

    Examples
    --------
    >>> number(1382), number(-1)
    ('1,382', '−1')
    """
    return f"{int(value):,}".replace("-", "−")


def percent(k: Any, n: Any, digits: int = 1) -> str:
    """Write k of n as a percentage, rounded half up on whole numbers.

    Examples
    --------
    >>> percent(167, 679), percent(97, 200, 0)
    ('24.6 %', '49 %')
    """
    scale = 100 * 10**digits
    scaled = (2 * int(k) * scale + int(n)) // (2 * int(n))
    whole, rest = divmod(scaled, 10**digits)
    return f"{whole}.{rest:0{digits}d} %" if digits else f"{whole} %"


def counted(value: Any, measure: str, population: str = "civilians") -> str:
    """Write a count with its noun.

    Examples
    --------
    >>> counted(1, "killed"), counted(94, "children")
    ('1 civilian death', '94 children')
    """
    one = int(value) == 1
    noun = DEATHS[population][not one] if measure == "killed" else _ONE.get(measure, measure) if one else measure
    return f"{number(value)} {noun}"


def join(words: Iterable[str]) -> str:
    """Write a list in words.

    Examples
    --------
    >>> join(["a", "b", "c"])
    'a, b and c'
    """
    words = list(words)
    comma = "; " if any("," in word for word in words) else ", "
    return " and ".join([comma.join(words[:-1]), words[-1]] if len(words) > 1 else words)


def items_words(doubt: Any) -> str:
    """Say which causes a sum of items covers.

    Examples
    --------
    >>> items_words("items_only: air_strikes + shelling")
    'only deaths by air strikes, shelling'
    """
    causes = [part.removeprefix("items_only: ") for part in str(doubt).split(" | ") if part.startswith("items_only: ")]
    return "only deaths by " + "".join(causes).replace("_", " ").replace(" + ", ", ")


def doubt_words(doubt: Any, items: bool = True) -> list[str]:
    """Put the doubts about one number into words; `items` includes that it covers some causes only.

    Examples
    --------
    >>> doubt_words("floor_above_monthly:children: 94 against 129 (snhr-2016-01-massacres-de)")
    ['94 children, but the same monitor counts at least 129 in a part of these deaths (snhr-2016-01-massacres-de)']
    """
    if not isinstance(doubt, str):
        return []
    return [_one_doubt(part) for part in doubt.split(" | ") if items or not part.startswith("items_only")]


def _one_doubt(doubt: str) -> str:
    if doubt in _FLAGS:
        return _FLAGS[doubt]
    patterns: list[tuple[str, Callable[[re.Match[str]], str]]] = [
        (r"floor_above_monthly:?(\w*): (\d+) against (\d+) \((.+)\)", _floor),
        (
            r"share_at_least: (\d+) of (\d+)",
            lambda m: f"with that number at least {percent(m[1], m[2])} ({number(m[1])} of {number(m[2])})",
        ),
        (r"items_only: .+", lambda m: f"{items_words(m[0])}: not the party's whole toll"),
        (r"range: (\d+) to (\d+) \((.+)\)", _range),
        (r"(\w+):?(\w*): (\S+) against (\S+) \((.+)\)", _known),
    ]
    for pattern, words in patterns:
        if match := re.fullmatch(pattern, doubt):
            return words(match)
    return doubt.replace("_", " ")


def _floor(match: re.Match[str]) -> str:
    value, floor = counted(match[2], match[1]) if match[1] else number(match[2]), number(match[3])
    return f"{value}, but the same monitor counts at least {floor} in a part of these deaths ({match[4]})"


def _range(match: re.Match[str]) -> str:
    ends = [number(match[1]), number(match[2])]
    return (
        f"printed only as a range, {ends[0]} to {ends[1]}"
        if ends[0] != ends[1]
        else f"printed only as one end of a range, {ends[0]}"
    )


def _known(match: re.Match[str]) -> str:
    check, measure, printed, computed, reason = match.groups()
    numbers = [number(n) if n.isdigit() else n for n in (printed, computed)]
    text = _CHECKS.get(check, check.replace("_", " ") + ": printed {0}, checked against {1}").format(*numbers)
    return f"{measure + ': ' if measure else ''}{text} ({reason.replace('_', ' ')})"
