"""What would reverse an order, in words."""

from __future__ import annotations

from analysis.language import say, say_as, sayable
from analysis.model.numerals import SMALLEST_N
from analysis.questions.comparison.numbers import Line
from analysis.questions.tipping.numbers import Reversal, Tipping
from analysis.show import dates, labels, numbers
from analysis.show.sources import source_line

_COMBINED = sayable("These assumptions can be combined, and none of them is an estimate.")


def tipping_title(tipping: Tipping) -> str:
    """The title of the tipping points."""
    tolls, when = tipping.comparison.tolls, dates.month_name(tipping.comparison.month)
    if tipping.leader is None:
        return say("What would reverse the order of parties, {month}", month=when)
    return say(
        "What would put another party above {party} ({number}), {month}, {monitor}",
        party=_within(tipping.leader, tipping),
        number=numbers.number(tipping.most),
        month=when,
        monitor=labels.monitor_label(tolls),
    )


def _within(line: Line | Reversal, tipping: Tipping) -> str:
    """A party within a sentence."""
    parties = tipping.comparison.tolls.parties
    return labels.in_sentence(labels.full_line_label(line.party, line.label, parties))


def _again(line: Line | Reversal, tipping: Tipping) -> str:
    """A party within a sentence that has named it before."""
    parties = tipping.comparison.tolls.parties
    return labels.again(labels.full_line_label(line.party, line.label, parties))


def tipping_headline(tipping: Tipping) -> str:
    """What the picture of the runner-up says first: how many deaths wrongly attributed would reverse the order."""
    if tipping.leader is None or tipping.lines[0].killed == tipping.most:
        return tipping_sentences(tipping).rstrip(".")
    second = tipping.lines[0]
    return say(
        "The order would reverse if at least {number} of the {deaths} attributed to {leader} were in fact caused by "
        "{party}",
        number=numbers.number(second.attribution),
        deaths=numbers.some_deaths(numbers.number(tipping.most), tipping.comparison.tolls.population),
        leader=_within(tipping.leader, tipping),
        party=_within(second, tipping),
    )


def tipping_note(tipping: Tipping) -> str:
    """Say what else would reverse the order of the first two, and that none of it is an estimate; '' without them."""
    if tipping.leader is None or tipping.lines[0].killed == tipping.most:
        return ""
    residual = _of_residual(tipping.leader, tipping)
    said = [say("The order would also reverse {way}.", way=residual)] if residual else []
    return " ".join([*said, *_of_documentation(tipping.leader, tipping), say(_COMBINED)])


def _of_documentation(leading: Line, tipping: Tipping) -> list[str]:
    """Say at what rate of documentation the second party would be ahead among all deaths: a sentence, or none."""
    second = tipping.lines[0]
    if not second.killed:
        return []
    return [
        say(
            "Among all deaths, documented or not, the order would reverse if those caused by {party} were documented "
            "at less than about {rate} of the rate of those caused by {leader}.",
            party=_again(second, tipping),
            rate=numbers.percent(second.killed, tipping.most),
            leader=_again(leading, tipping),
        )
    ]


def _of_attribution(leading: Line, tipping: Tipping) -> str:
    """How many deaths attributed to the first party would have to be the second's."""
    second, most = tipping.lines[0], tipping.most
    said = {
        "number": numbers.number(second.attribution),
        "all": numbers.number(most),
        "leader": _again(leading, tipping),
        "party": _again(second, tipping),
    }
    if most < SMALLEST_N:
        return say(
            "if at least {number} of the {all} attributed to {leader} should have been attributed to {party}", **said
        )
    return say(
        "if at least {number} of the {all} ({share}) attributed to {leader} should have been attributed to {party}",
        **said,
        share=numbers.percent(second.attribution, most),
    )


def _of_residual(leading: Line, tipping: Tipping) -> str:
    """How many of the deaths that nobody is named for would have to be the second's; '' where they are too few."""
    second = tipping.lines[0]
    if second.of_residual is None:
        return ""
    left, enough, shared = second.residual, second.of_residual, second.of_residual_shared
    said = {"number": numbers.number(enough), "rest": numbers.number(left), "party": _again(second, tipping)}
    if enough == left:
        return say("if all {rest} deaths in no named party's number were caused by {party}", **said)
    if rest_is_exact(tipping):
        text = say(
            "if at least {number} of the {rest} deaths in no named party's number were caused by {party} and the rest "
            "by neither",
            **said,
        )
    else:
        text = say(
            "if at least {number} of up to {rest} deaths in no named party's number were caused by {party} and the "
            "rest by neither",
            **said,
        )
    if shared is None:
        return text
    return say(
        "{text} ({number} if all the rest were caused by {leader})",
        text=text,
        number=numbers.number(shared),
        leader=_again(leading, tipping),
    )


def tipping_sentences(tipping: Tipping) -> str:
    """Say what would put the second party ahead: attribution, the deaths of nobody named, documentation."""
    if tipping.leader is None:
        return say(
            "No tipping point is given: that needs a party whose toll is certainly the highest, and a second exact "
            "toll to compare it with."
        )
    second, most = tipping.lines[0], tipping.most
    names = {"leader": _within(tipping.leader, tipping), "party": _within(second, tipping)}
    if second.killed == most:
        return say(
            "The same number of deaths, {number}, was attributed to {leader} and to {party}.",
            number=numbers.number(most),
            **names,
        )
    ways = [_of_attribution(tipping.leader, tipping), _of_residual(tipping.leader, tipping)]
    said = [
        say(
            "The order of {leader} ({most}) and {party} ({second}) would reverse {ways}.",
            **names,
            most=numbers.number(most),
            second=numbers.number(second.killed),
            ways=say_as("list", "; or ").join(filter(None, ways)),
        )
    ]
    if second.residual and second.of_residual is None:
        said.append(
            say(
                "The deaths in no named party's number (at most {number}) are too few to reverse it by themselves.",
                number=numbers.number(second.residual),
            )
        )
    return " ".join([*said, *_of_documentation(tipping.leader, tipping), say(_COMBINED)])


def rest_words(tipping: Tipping) -> str:
    """Say how many deaths are in no named party's number, and how many of them would be enough; '' without any."""
    if tipping.leader is None or not (rest := tipping.lines[0].residual):
        return ""
    enough, shared = tipping.lines[0].of_residual, tipping.lines[0].of_residual_shared
    said = say("too few")
    if enough == rest:
        said = say("all would be needed")
    elif enough is not None:
        needed = numbers.number(enough)
        if shared is not None and shared != enough:
            needed = numbers.between(needed, numbers.number(shared))
        said = say("{number} would be enough", number=needed)
    known = numbers.number(rest) if rest_is_exact(tipping) else say("at most {number}", number=numbers.number(rest))
    return labels.semicolons([known, said])


def rest_is_exact(tipping: Tipping) -> bool:
    """Whether all deaths in no named party's number have a published number, that of the leftover classes."""
    others = tipping.comparison.residuals
    exact = all(line.killed is not None and not line.limit for line in others)
    return exact and sum(line.killed or 0 for line in others) == tipping.lines[0].residual


def tipping_source(tipping: Tipping) -> str:
    """The source line of the tipping points."""
    tolls, month = tipping.comparison.tolls, tipping.comparison.month
    return " ".join([say("Computed from the month's published numbers."), source_line(tolls, month)])
