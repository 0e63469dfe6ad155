"""Doubts and causes in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from analysis.show import dates, labels, numbers
from analysis.tolls.doubts import causes_in, parts

_FLAGS = {
    "causes_differ": "children or women are printed for other causes than the deaths, so no share can be given",
    "party_inferred": "the party's name is not printed at the number; it was read from the context",
    "year_inferred": "the year is not printed on the page; it was read from the address, the numbers or the events",
    "minimum": "published as 'no less than'",
    "maximum": "published as 'up to'",
    "sum_of_printed_parts": "added up from two printed numbers",
    "children_women_maximum": "children and women are upper ends of printed ranges",
    "children_maximum": "children are a maximum: none is known, and so many victims are of unknown age",
    "children_minimum": "the number of children is a minimum",
    "women_maximum": "women are a maximum: none is known, and so many victims are of unknown age or sex",
    "women_minimum": "the number of women is a minimum",
    "unattributed": "some of these deaths are attributed to nobody",
    "children_women_minimum": "the number of children or of women is a minimum",
    "torture_minimum": "the torture count is printed as a minimum",
    "torture_additional": "torture deaths are worded as additional to the toll",
    "dated_earlier": "some of the deaths documented in this month happened earlier",
    "forum_only": "of the pages gathered here, only a forum, a blog or a copy of another page has this number",
}
_CAUSES = {  # causes of which one does not write that deaths are by them
    "clashes": "in clashes",
    "clashes_and_other": "in clashes and by other causes",
    "coast_events": "in the events on the coast",
    "detention": "in detention",
    "health_conditions": "due to health conditions",
    "landmines_and_other": "by landmines and other causes",
    "lebanese_army": "by fire of the Lebanese army",
    "other_killings": "in other killings",
    "outside_coast": "outside the coast",
    "several_causes": "by several causes that are not separated",
    "unknown_circumstances": "in unknown circumstances",
}
_PERIOD = "about the {}, not this month alone: "
_CHECKS = {
    "parts_vs_total": "a printed total is {0}, printed numbers of the parties add up to {1}",
    "group_vs_parent": "the printed group total is {0}, its parties add up to {1}",
    "between_reports": "{0} is printed in one place, {1} in another",
    "subset_exceeds": "{0} deaths are printed, fewer than the {1} children and women printed among them",
    "half_year_vs_months": _PERIOD.format("half-year") + "its printed total is {0}, its months add up to {1}",
    "year_vs_months": _PERIOD.format("year") + "its printed total is {0}, its months add up to {1}",
    "year_vs_half_year": _PERIOD.format("year") + "its printed total is {0}, its half-years or running totals give {1}",
}


def causes_words(causes: str) -> str:
    """Say of which causes deaths are; '' without any.

    Examples
    --------
    >>> causes_words("air_strikes + shelling"), causes_words("health_conditions + torture")
    ('by air strikes and shelling', 'by torture and due to health conditions')
    """
    found = [cause for cause in causes.split(" + ") if cause]
    by = [cause.replace("_", " ") for cause in found if cause not in _CAUSES]
    return labels.join(
        [*([f"by {labels.join(by)}"] if by else []), *(_CAUSES[cause] for cause in found if cause in _CAUSES)]
    )


def items_words(doubt: Any) -> str:
    """Say which causes a sum of items covers.

    Examples
    --------
    >>> items_words("items_only: air_strikes + shelling")
    'only deaths by air strikes and shelling'
    """
    return f"only deaths {causes_words(causes_in(doubt))}"


def doubt_words(doubt: Any, items: bool = True) -> list[str]:
    """Put the doubts about one number into words; `items` includes that it covers some causes only.

    Examples
    --------
    >>> doubt_words("floor_above_monthly:children: 94 against 129 (snhr-2016-01-massacres-de)")
    ['94 children, but the same monitor counts at least 129 in a part of these deaths (snhr-2016-01-massacres-de)']
    """
    return [_one_doubt(part) for part in parts(doubt) if items or not causes_in(part)]


def _one_doubt(doubt: str) -> str:
    if doubt in _FLAGS:
        return _FLAGS[doubt]
    for pattern, put in _PATTERNS:
        if match := re.fullmatch(pattern, doubt):
            return put(*match.groups())
    return doubt.replace("_", " ")


def _floor(measure: str, value: str, floor: str, report_id: str) -> str:
    what = numbers.counted(value, measure) if measure else numbers.number(value)
    return (
        f"{what}, but the same monitor counts at least {numbers.number(floor)} in a part of these deaths ({report_id})"
    )


def _at_least(k: str, n: str) -> str:
    return f"with that number at least {numbers.percent(k, n)} ({numbers.number(k)} of {numbers.number(n)})"


def _items(causes: str) -> str:
    return f"only deaths {causes_words(causes)} are counted"


def _adjudicated(measure: str, value: str, others: str, reason: str) -> str:
    printed = re.sub("[0-9]+", lambda match: numbers.number(match[0]), others)
    used = f"{numbers.number(value)} is used" if value.isdigit() else "no printed number is used"
    text = f"{printed} is also printed; {used} by adjudication ({reason.replace('_', ' ')})"
    return f"{measure}: {text}" if measure else text


def _known(check: str, measure: str, printed: str, computed: str, reason: str) -> str:
    both = [numbers.number(n) if n.isdigit() else n for n in (printed, computed)]
    text = _CHECKS.get(check, check.replace("_", " ") + ": printed {0}, checked against {1}").format(*both)
    if (about := dates.period_named(reason)) and "not this month alone" not in text:
        text = _PERIOD.format(about) + text
    return f"{measure + ': ' if measure else ''}{text} ({reason.replace('_', ' ')})"


def _disputed(deaths: str, others: str) -> str:
    whose = labels.join_or(code.replace("_", " ") for code in others.split("+"))
    these = "this death" if deaths == "1" else f"these {numbers.number(deaths)} deaths"
    return f"some pages attribute {these} to another party instead: {whose}"


_PATTERNS: list[tuple[str, Callable[..., str]]] = [
    (r"without: (.+)", lambda places: f"leaves out the deaths in {labels.places_words(places)}"),
    (r"disputed: (\d+) (.+)", _disputed),
    (
        r"dated_earlier: (\d+) \((.+)\)",
        lambda n, page: (
            f"{numbers.number(n)} {'death' if n == '1' else 'deaths'} documented in this month happened earlier "
            f"({page})"
        ),
    ),
    (r"residual: (.+)", lambda party: f"{party.replace('_', ' ')} is a leftover class, not an actor"),
    (r"fails_in: (.+)", lambda population: f"counted in {population} it fails"),
    (r"months_lacking: (.+)", lambda months: f"no number is published for {dates.months_words(months.split('+'))}"),
    (
        r"not_counted: (.+)",
        lambda who: f"the monitor does not count every party's losses, so its numbers of {who} cannot compare parties",
    ),
    (
        r"together: (\S+) (\d+)(?: \((items_only: .+)\))?",
        lambda c, n, items: (
            f"printed together, {c.replace('_', ' ').replace('+', ' and ')}: {numbers.number(n)}"
            + (f" ({items_words(items)})" if items else "")
        ),
    ),
    (r"floor_above_monthly:?(\w*): (\d+) against (\d+) \((.+)\)", _floor),
    (r"share_at_least: (\d+) of (\d+)", _at_least),
    (r"items_only: (.+)", _items),
    (
        r"summed: (\d+) \+ (\d+)",
        lambda a, b: f"not published as such: {numbers.number(a)} civilians and {numbers.number(b)} fighters",
    ),
    (
        r"subtracted: (\d+) - (\d+)",
        lambda a, b: f"not published as such: {numbers.number(a)} persons minus {numbers.number(b)} fighters",
    ),
    (
        r"unattributed: (\d+)",
        lambda n: f"{numbers.number(n)} of these deaths {'is' if n == '1' else 'are'} attributed to nobody",
    ),
    (
        r"above_persons: (\d+) against (\d+)",
        lambda part, whole: (
            f"a page publishes only {numbers.number(whole)} persons for this party, fewer than {numbers.number(part)}"
        ),
    ),
    (r"pages_disagree: (.+)", lambda pages: f"pages print different numbers: {pages}"),
    (r"adjudicated:?(\w*): (\w+) against ([0-9, ]+) \((.+)\)", _adjudicated),
    (r"(\w+):?(\w*): (\S+) against (\S+) \((.+)\)", _known),
]
