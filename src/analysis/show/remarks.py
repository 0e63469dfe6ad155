"""Doubts and causes in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from analysis.data.rows import period_named
from analysis.language import say, say_as, say_count, sayable
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
    "causes_differ": sayable(
        "children or women are published for other causes than the deaths, so no share can be given"
    ),
    "party_inferred": sayable(
        "the page does not name the party beside the number; the party was inferred from the context"
    ),
    "year_inferred": sayable(
        "the page does not name the year; it was read from the address, the numbers or the events"
    ),
    "minimum": sayable("published as 'no less than'"),
    "maximum": sayable("published as 'up to'"),
    "sum_of_printed_parts": sayable("added up from two published numbers"),
    "children_women_maximum": sayable("children and women are the upper ends of published ranges"),
    "children_maximum": sayable("children are a maximum: none is known, and so many victims are of unknown age"),
    "children_minimum": sayable("the number of children is a minimum"),
    "women_maximum": sayable("women are a maximum: none is known, and so many victims are of unknown age or sex"),
    "women_minimum": sayable("the number of women is a minimum"),
    "unattributed": sayable("some of these deaths are attributed to nobody"),
    "children_women_minimum": sayable("the number of children or of women is a minimum"),
    "torture_minimum": sayable("the number of deaths under torture is a minimum"),
    "torture_additional": sayable("the page words deaths under torture as additional to the toll"),
    "dated_earlier": sayable("some of the deaths documented in this month happened earlier"),
    "forum_only": sayable("of the pages gathered here, only a forum, a blog or a copy of another page has this number"),
}
_CAUSES = {  # causes of which one does not write that deaths are by them
    "clashes": sayable("in clashes"),
    "clashes_and_other": sayable("in clashes and by other causes"),
    "coast_events": sayable("in the events on the coast"),
    "detention": sayable("in detention"),
    "health_conditions": sayable("due to health conditions"),
    "landmines_and_other": sayable("by landmines and other causes"),
    "lebanese_army": sayable("by fire of the Lebanese army"),
    "other_killings": sayable("in other killings"),
    "outside_coast": sayable("outside the coast"),
    "several_causes": sayable("by several causes that are not separated"),
    "unknown_circumstances": sayable("in unknown circumstances"),
}
_BARE = frozenset(["later_additions", "year_below_its_months", "half_year_below_its_months"])  # say what numbers do
_ADJUDICATED = {  # why a number is used, by the code that the reason begins with
    "fits printed share": sayable("it fits the published share"),
    "primary over relay": sayable("the monitor's own page has it"),
    "scope differs": sayable("what differs counts other deaths too"),
    "sums to total": sayable("with it the numbers add up"),
}
_CHECKS = {
    "parts_vs_total": sayable(
        "a published total is {published}, the published numbers of the parties add up to {against}"
    ),
    "group_vs_parent": sayable("the published total of the group is {published}, its parties add up to {against}"),
    "between_reports": sayable("{published} is published in one place, {against} in another"),
    "subset_exceeds": sayable(
        "{published} deaths are published, fewer than the {against} children and women among them"
    ),
    "half_year_vs_months": sayable(
        "the total published for the whole half-year is {published}, its months add up to {against}"
    ),
    "year_vs_months": sayable("the total published for the whole year is {published}, its months add up to {against}"),
    "year_vs_half_year": sayable(
        "the total published for the whole year is {published}, its half-years or running totals give {against}"
    ),
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
    by = [say_as("cause", cause.replace("_", " ")) for cause in causes if cause not in _CAUSES]
    said = [say("by {causes}", causes=labels.join(by))] if by else []
    return labels.join([*said, *(say(_CAUSES[cause]) for cause in causes if cause in _CAUSES)])


def items_words(causes: Iterable[str]) -> str:
    """Say which causes a sum of items covers.

    Examples
    --------
    >>> items_words(["air_strikes", "shelling"])
    'only deaths by air strikes and shelling'
    """
    return say("only deaths {causes}", causes=causes_words(causes))


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
    published, against = (numbers.number(n) if n.isdigit() else n for n in both)
    other = sayable("{check}: published {published}, checked against {against}")
    template, name = (_CHECKS[check], "") if check in _CHECKS else (other, check.replace("_", " "))
    text = say(template, check=name, published=published, against=against)
    if (about := period_named(reason)) and check not in _OF_PERIODS:
        text = say("about the {period}, not this month alone: {text}", period=about, text=text)
    code, _, detail = reason.partition(": ")
    text = _of_measure(measure, text)
    if why := (detail if code in _BARE else reason).replace("_", " "):
        return say("{text} ({reason})", text=text, reason=why)
    return text


def _of_measure(measure: str, text: str) -> str:
    """What is said, before it of what where that is not of the deaths."""
    if measure == "killed":
        return text
    return say("{measure}: {text}", measure=say_as("measure", measure), text=text)


def adjudication_words(one: Adjudicated) -> str:
    """Why one of several published numbers is used, or none: what the reason's code stands for, and its detail."""
    code, _, detail = one.reason.replace("_", " ").partition(": ")
    why = say(_ADJUDICATED[code]) if code in _ADJUDICATED else code
    if one.used is None:
        return detail or why
    total, _, rest = detail.partition("; ")
    if code == "sums to total" and total.isdigit():
        why = say("with it the published numbers add up to the published {total}", total=numbers.number(total))
        detail = rest
    return say("{text} ({reason})", text=why, reason=detail) if detail else why


def _adjudicated(one: Adjudicated) -> str:
    others, why = labels.join(map(numbers.number, one.others)), adjudication_words(one)
    if one.used is None:
        text = say_count(
            "{others} is published, but not used: {why}",
            "{others} are published, but not used: {why}",
            len(one.others),
            others=others,
            why=why,
        )
    else:
        text = say_count(
            "{others} is also published; {number} is used: {why}",
            "{others} are also published; {number} is used: {why}",
            len(one.others),
            others=others,
            number=numbers.number(one.used),
            why=why,
        )
    return _of_measure(one.measure, text)


def _disputed(one: Disputed, names: _Names) -> str:
    return say_count(
        "some pages attribute this death to another party instead: {parties}",
        "some pages attribute these {number} deaths to another party instead: {parties}",
        one.deaths,
        number=numbers.number(one.deaths),
        parties=labels.join_or(map(names.party, one.parties)),
    )


def _floor(one: FloorAbove, report: str) -> str:
    return say(
        "{number}, but the same monitor counts at least {floor} for a part of these deaths ({report})",
        number=numbers.number(one.value) if one.measure == "killed" else numbers.counted(one.value, one.measure),
        floor=numbers.number(one.floor),
        report=report,
    )


def _together(one: Together, names: _Names) -> str:
    said = {"party": names.party(one.party), "number": numbers.number(one.deaths)}
    if one.causes:
        return say("published together, {party}: {number} ({causes})", **said, causes=items_words(one.causes))
    return say("published together, {party}: {number}", **said)


def _earlier(one: DatedEarlier, names: _Names) -> str:
    return say(
        "{number} of the deaths documented in this month happened earlier ({report})",
        number=numbers.number(one.deaths),
        report=names.report(one.report_id),
    )


def _exceeds(one: SubsetExceeds, names: _Names) -> str:
    numbers_said = {"published": numbers.number(one.deaths), "against": numbers.number(one.least)}
    template = _CHECKS["subset_exceeds"]
    said = say(template, **numbers_said)
    return say("{text} ({reason})", text=said, reason=names.report(str(one.report_id)))


_Write = Callable[[Any, _Names], str]
_WORDS: dict[type[Remark], _Write] = {
    Flag: lambda one, _: say(_FLAGS[one.code]) if one.code in _FLAGS else one.code.replace("_", " "),
    OnlyCauses: lambda one, _: say("only deaths {causes} are counted", causes=causes_words(one.causes)),
    Without: lambda one, _: say("leaves out the deaths in {places}", places=labels.places_words(one.places)),
    Unattributed: lambda one, _: say_count(
        "{number} of these deaths is attributed to nobody",
        "{number} of these deaths are attributed to nobody",
        one.deaths,
        number=numbers.number(one.deaths),
    ),
    DatedEarlier: _earlier,
    FloorAbove: lambda one, names: _floor(one, names.report(one.report_id)),
    AbovePersons: lambda one, _: say(
        "a page publishes only {persons} persons for this party, fewer than {part}",
        persons=numbers.number(one.persons),
        part=numbers.number(one.part),
    ),
    SubsetExceeds: _exceeds,
    PagesDisagree: lambda one, _: say(
        "pages publish different numbers: {numbers}", numbers=str(one).partition(": ")[2]
    ),
    Adjudicated: lambda one, _: _adjudicated(one),
    Disputed: _disputed,
    Summed: lambda one, _: say(
        "not published as such: {civilians} civilians and {fighters} fighters",
        civilians=numbers.number(one.civilians),
        fighters=numbers.number(one.fighters),
    ),
    Subtracted: lambda one, _: say(
        "not published as such: one page gives {persons} persons, of whom {fighters} were fighters",
        persons=numbers.number(one.persons),
        fighters=numbers.number(one.fighters),
    ),
    ShareAtLeast: lambda one, _: say(
        "with that number at least {share} ({count} of {deaths})",
        share=numbers.percent(one.count, one.deaths),
        count=numbers.number(one.count),
        deaths=numbers.number(one.deaths),
    ),
    Known: lambda one, _: _known(one.check, one.measure, (one.printed, one.computed), one.reason),
    OfResidual: lambda one, names: say(
        "{party} is not an actor: it holds what is attributed to nobody else", party=names.party(one.party)
    ),
    FailsIn: lambda one, _: say("in {population} it does not hold", population=say_as("who", one.population)),
    MonthsLacking: lambda one, _: say("no number is published for {months}", months=dates.months_words(one.months)),
    NotCounted: lambda one, _: say(
        "the monitor does not count every party's losses, so its numbers of {population} cannot compare parties",
        population=say_as("who", one.population),
    ),
    Together: _together,
}  # a sentence a kind
