"""Doubts and causes in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from analysis.data.rows import period_named
from analysis.model.remarks import (
    AbovePersons,
    Adjudicated,
    DatedEarlier,
    Disputed,
    FailsIn,
    Flag,
    FloorAbove,
    Known,
    MonthsLacking,
    NotCounted,
    OfResidual,
    OnlyCauses,
    PagesDisagree,
    Remark,
    ShareAtLeast,
    SubsetExceeds,
    Subtracted,
    Summed,
    Together,
    Unattributed,
    Without,
)
from analysis.show import dates, labels, numbers

_FLAGS = {
    "causes_differ": "children or women are published for other causes than the deaths, so no share can be given",
    "party_inferred": "the page does not name the party beside the number; the party was inferred from the context",
    "year_inferred": "the page does not name the year; it was read from the address, the numbers or the events",
    "minimum": "published as 'no less than'",
    "maximum": "published as 'up to'",
    "sum_of_printed_parts": "added up from two published numbers",
    "children_women_maximum": "children and women are the upper ends of published ranges",
    "children_maximum": "children are a maximum: none is known, and so many victims are of unknown age",
    "children_minimum": "the number of children is a minimum",
    "women_maximum": "women are a maximum: none is known, and so many victims are of unknown age or sex",
    "women_minimum": "the number of women is a minimum",
    "unattributed": "some of these deaths are attributed to nobody",
    "children_women_minimum": "the number of children or of women is a minimum",
    "torture_minimum": "the number of deaths under torture is a minimum",
    "torture_additional": "the page words deaths under torture as additional to the toll",
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
_PERIOD = "the total published for the whole {} is {{0}}, {}"
_BARE = frozenset(["later_additions", "year_below_its_months", "half_year_below_its_months"])  # say what numbers do
_ADJUDICATED = {  # why a number is used, by the code that the reason begins with
    "fits printed share": "it fits the published share",
    "primary over relay": "the monitor's own page has it",
    "scope differs": "what differs counts other deaths too",
    "sums to total": "with it the numbers add up",
}
_CHECKS = {
    "parts_vs_total": "a published total is {0}, the published numbers of the parties add up to {1}",
    "group_vs_parent": "the published total of the group is {0}, its parties add up to {1}",
    "between_reports": "{0} is published in one place, {1} in another",
    "subset_exceeds": "{0} deaths are published, fewer than the {1} children and women among them",
    "half_year_vs_months": _PERIOD.format("half-year", "its months add up to {1}"),
    "year_vs_months": _PERIOD.format("year", "its months add up to {1}"),
    "year_vs_half_year": _PERIOD.format("year", "its half-years or running totals give {1}"),
}


_OF_PERIODS = ("half_year_vs_months", "year_vs_months", "year_vs_half_year")


def causes_words(causes: Iterable[str]) -> str:
    """Say of which causes deaths are; '' without any.

    Examples
    --------
    >>> causes_words(["air_strikes", "shelling"]), causes_words(["health_conditions", "torture"])
    ('by air strikes and shelling', 'by torture and due to health conditions')
    """
    causes = list(causes)
    by = [cause.replace("_", " ") for cause in causes if cause not in _CAUSES]
    return labels.join(
        [*([f"by {labels.join(by)}"] if by else []), *(_CAUSES[cause] for cause in causes if cause in _CAUSES)]
    )


def items_words(causes: Iterable[str]) -> str:
    """Say which causes a sum of items covers.

    Examples
    --------
    >>> items_words(["air_strikes", "shelling"])
    'only deaths by air strikes and shelling'
    """
    return f"only deaths {causes_words(causes)}"


def _code_words(code: str) -> str:
    """A party where its label is not at hand."""
    return code.replace("_", " ").replace("+", " and ")


class _Names(NamedTuple):
    """What writes a report, and a party, that a sentence names."""

    report: Callable[[str], str]
    party: Callable[[str], str]


def doubt_words(
    remarks: Iterable[Remark],
    items: bool = True,
    report: Callable[[str], str] = str,
    party: Callable[[str], str] = _code_words,
) -> list[str]:
    """Put what limits or contradicts one number into words.

    `items` includes that it covers some causes only; `report` writes a report that a sentence names, `party` a party.
    That a period's total differs from its months is said of children and women only where it is not said of deaths.

    Examples
    --------
    >>> doubt_words([FloorAbove("children", 94, 129, "snhr-2016-01-massacres-de")])
    ['94 children, but the same monitor counts at least 129 for a part of these deaths (snhr-2016-01-massacres-de)']
    """
    names = _Names(report, party)
    remarks = [one for one in remarks if items or not isinstance(one, OnlyCauses)]
    periods = [one for one in remarks if isinstance(one, Known) and one.check in _OF_PERIODS]
    said = any(one.measure == "killed" for one in periods)  # then of children and women not again
    again = [one for one in periods if said and one.measure != "killed"]
    return [_WORDS[type(one)](one, names) for one in remarks if one not in again]


def _known(check: str, measure: str, both: tuple[str, str], reason: str) -> str:
    shown = [numbers.number(n) if n.isdigit() else n for n in both]
    text = _CHECKS.get(check, check.replace("_", " ") + ": published {0}, checked against {1}").format(*shown)
    if (about := period_named(reason)) and check not in _OF_PERIODS:
        text = f"about the {about}, not this month alone: {text}"
    code, _, detail = reason.partition(": ")
    why = (detail if code in _BARE else reason).replace("_", " ")
    return f"{measure + ': ' if measure != 'killed' else ''}{text}{f' ({why})' if why else ''}"


def adjudication_words(one: Adjudicated) -> str:
    """Why one of several published numbers is used, or none: what the reason's code stands for, and its detail."""
    code, _, detail = one.reason.replace("_", " ").partition(": ")
    why = _ADJUDICATED.get(code, code)
    if one.used is None:
        return detail or why
    total, _, rest = detail.partition("; ")
    if code == "sums to total" and total.isdigit():
        why, detail = f"with it the published numbers add up to the published {numbers.number(total)}", rest
    return f"{why} ({detail})" if detail else why


def _adjudicated(one: Adjudicated) -> str:
    printed, is_ = labels.join(map(numbers.number, one.others)), "is" if len(one.others) == 1 else "are"
    used = "published, but not used" if one.used is None else f"also published; {numbers.number(one.used)} is used"
    text = f"{printed} {is_} {used}: {adjudication_words(one)}"
    return f"{one.measure}: {text}" if one.measure != "killed" else text


def _disputed(one: Disputed, names: _Names) -> str:
    whose = labels.join_or(map(names.party, one.parties))
    these = "this death" if one.deaths == 1 else f"these {numbers.number(one.deaths)} deaths"
    return f"some pages attribute {these} to another party instead: {whose}"


def _floor(one: FloorAbove, report: str) -> str:
    what = numbers.number(one.value) if one.measure == "killed" else numbers.counted(one.value, one.measure)
    least = numbers.number(one.floor)
    return f"{what}, but the same monitor counts at least {least} for a part of these deaths ({report})"


def _together(one: Together, names: _Names) -> str:
    text = f"published together, {names.party(one.party)}: {numbers.number(one.deaths)}"
    return f"{text} ({items_words(one.causes)})" if one.causes else text


_Write = Callable[[Any, _Names], str]
_WORDS: dict[type[Remark], _Write] = {
    Flag: lambda one, _: _FLAGS.get(one.code, one.code.replace("_", " ")),
    OnlyCauses: lambda one, _: f"only deaths {causes_words(one.causes)} are counted",
    Without: lambda one, _: f"leaves out the deaths in {labels.places_words(one.places)}",
    Unattributed: lambda one, _: (
        f"{numbers.number(one.deaths)} of these deaths {'is' if one.deaths == 1 else 'are'} attributed to nobody"
    ),
    DatedEarlier: lambda one, names: (
        f"{numbers.number(one.deaths)} of the deaths documented in this month happened earlier "
        f"({names.report(one.report_id)})"
    ),
    FloorAbove: lambda one, names: _floor(one, names.report(one.report_id)),
    AbovePersons: lambda one, _: (
        f"a page publishes only {numbers.number(one.persons)} persons for this party, fewer than "
        f"{numbers.number(one.part)}"
    ),
    SubsetExceeds: lambda one, names: (
        _CHECKS["subset_exceeds"].format(numbers.number(one.deaths), numbers.number(one.least))
        + f" ({names.report(str(one.report_id))})"
    ),
    PagesDisagree: lambda one, _: f"pages publish different numbers: {str(one).partition(': ')[2]}",
    Adjudicated: lambda one, _: _adjudicated(one),
    Disputed: lambda one, names: _disputed(one, names),
    Summed: lambda one, _: (
        f"not published as such: {numbers.number(one.civilians)} civilians and {numbers.number(one.fighters)} fighters"
    ),
    Subtracted: lambda one, _: (
        f"not published as such: one page gives {numbers.number(one.persons)} persons, of whom "
        f"{numbers.number(one.fighters)} were fighters"
    ),
    ShareAtLeast: lambda one, _: (
        f"with that number at least {numbers.percent(one.count, one.deaths)} ({numbers.number(one.count)} of "
        f"{numbers.number(one.deaths)})"
    ),
    Known: lambda one, _: _known(one.check, one.measure, (one.printed, one.computed), one.reason),
    OfResidual: lambda one, names: (
        f"{names.party(one.party)} is not an actor: it holds what is attributed to nobody else"
    ),
    FailsIn: lambda one, _: f"in {one.population} it does not hold",
    MonthsLacking: lambda one, _: f"no number is published for {dates.months_words(one.months)}",
    NotCounted: lambda one, _: (
        f"the monitor does not count every party's losses, so its numbers of {one.population} cannot compare parties"
    ),
    Together: lambda one, names: _together(one, names),
}  # a sentence a kind
