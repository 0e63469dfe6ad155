"""What would reverse an order, in words."""

from __future__ import annotations

from analysis.model.numerals import SMALLEST_N
from analysis.questions.comparison.numbers import Line
from analysis.questions.tipping.numbers import Tipping
from analysis.show import dates, labels, numbers
from analysis.show.sources import source_line

_COMBINED = "These assumptions can be combined, and none of them is an estimate."


def tipping_title(tipping: Tipping) -> str:
    """The title of the tipping points."""
    tolls, when = tipping.comparison.tolls, dates.month_name(tipping.comparison.month)
    if tipping.leader is None:
        return f"What would reverse the order of parties, {when}"
    ahead = f"{labels.in_sentence(tipping.leader.label)} ({numbers.number(tipping.most)})"
    return f"What would put another party above {ahead}, {when}, {labels.monitor_label(tolls)}"


def tipping_headline(tipping: Tipping) -> str:
    """What the picture of the runner-up says first: how many deaths wrongly attributed would reverse the order."""
    if tipping.leader is None or tipping.lines[0].killed == tipping.most:
        return tipping_sentences(tipping).rstrip(".")
    second, leader = tipping.lines[0], labels.in_sentence(tipping.leader.label)
    deaths = f"at least {numbers.number(second.attribution)} of the {numbers.number(tipping.most)} "
    deaths += f"{numbers.DEATHS[tipping.comparison.tolls.population][1]} attributed to {leader}"
    return f"The order would reverse if {deaths} were in fact caused by {labels.in_sentence(second.label)}"


def tipping_note(tipping: Tipping) -> str:
    """Say what else would reverse the order of the first two, and that none of it is an estimate; '' without them."""
    if tipping.leader is None or tipping.lines[0].killed == tipping.most:
        return ""
    residual = _of_residual(tipping.leader, tipping)
    said = [f"The order would also reverse {residual}."] if residual else []
    return " ".join([*said, *_of_documentation(tipping.leader, tipping), _COMBINED])


def _order(leader: Line, tipping: Tipping) -> str:
    """The first two, each with its number."""
    second = tipping.lines[0]
    first = f"{labels.in_sentence(leader.label)} ({numbers.number(tipping.most)})"
    return f"{first} and {labels.in_sentence(second.label)} ({numbers.number(second.killed)})"


def _of_documentation(leading: Line, tipping: Tipping) -> list[str]:
    """Say at what rate of documentation the second party would be ahead among all deaths: a sentence, or none."""
    second = tipping.lines[0]
    if not second.killed:
        return []
    leader, runner_up = labels.again(leading.label), labels.again(second.label)
    rate = numbers.percent(second.killed, tipping.most)
    return [
        f"Among all deaths, documented or not, the order would reverse if those caused by {runner_up} were documented "
        f"at less than about {rate} of the rate of those caused by {leader}."
    ]


def _of_attribution(leading: Line, tipping: Tipping) -> str:
    """How many deaths attributed to the first party would have to be the second's."""
    second, most = tipping.lines[0], tipping.most
    moved = f" ({numbers.percent(second.attribution, most)})" if most >= SMALLEST_N else ""
    return (
        f"if at least {numbers.number(second.attribution)} of the {numbers.number(most)}{moved} attributed to "
        f"{labels.again(leading.label)} should have been attributed to {labels.again(second.label)}"
    )


def _of_residual(leading: Line, tipping: Tipping) -> str:
    """How many of the deaths that nobody is named for would have to be the second's; '' where they are too few."""
    second = tipping.lines[0]
    if second.of_residual is None:
        return ""
    leader, runner_up = labels.again(leading.label), labels.again(second.label)
    left, enough, shared = second.residual, second.of_residual, second.of_residual_shared
    against = "" if shared is None else f" ({numbers.number(shared)} if all the rest were caused by {leader})"
    rest = f"{numbers.number(left)} deaths in no named party's number"
    if enough == left:
        return f"if all {rest} were caused by {runner_up}"
    return (
        f"if at least {numbers.number(enough)} of {'the' if rest_is_exact(tipping) else 'up to'} {rest} "
        f"were caused by {runner_up} and the rest by neither{against}"
    )


def tipping_sentences(tipping: Tipping) -> str:
    """Say what would put the second party ahead: attribution, the deaths of nobody named, documentation."""
    if tipping.leader is None:
        return (
            "No tipping point is given: that needs a party whose toll is certainly the highest, and a second exact "
            "toll to compare it with."
        )
    second, most = tipping.lines[0], tipping.most
    if second.killed == most:
        leader, runner_up = labels.in_sentence(tipping.leader.label), labels.in_sentence(second.label)
        return f"The same number of deaths, {numbers.number(most)}, was attributed to {leader} and to {runner_up}."
    ways = filter(None, [_of_attribution(tipping.leader, tipping), _of_residual(tipping.leader, tipping)])
    said = [f"The order of {_order(tipping.leader, tipping)} would reverse {'; or '.join(ways)}."]
    if second.residual and second.of_residual is None:
        said.append(
            f"The deaths in no named party's number (at most {numbers.number(second.residual)}) are too few to reverse "
            "it by themselves."
        )
    return " ".join([*said, *_of_documentation(tipping.leader, tipping), _COMBINED])


def rest_words(tipping: Tipping) -> str:
    """Say how many deaths are in no named party's number, and how many of them would be enough; '' without any."""
    if tipping.leader is None or not (rest := tipping.lines[0].residual):
        return ""
    enough, shared = tipping.lines[0].of_residual, tipping.lines[0].of_residual_shared
    said = "too few"
    if enough is not None:
        more = "" if shared is None or shared == enough else f" to {numbers.number(shared)}"
        said = "all would be needed" if enough == rest else f"{numbers.number(enough)}{more} would be enough"
    return f"{'' if rest_is_exact(tipping) else 'at most '}{numbers.number(rest)}; {said}"


def rest_is_exact(tipping: Tipping) -> bool:
    """Whether all deaths in no named party's number have a published number, that of the leftover classes."""
    others = tipping.comparison.residuals
    exact = all(line.killed is not None and not line.limit for line in others)
    return exact and sum(line.killed or 0 for line in others) == tipping.lines[0].residual


def tipping_source(tipping: Tipping) -> str:
    """The source line of the tipping points."""
    tolls, month = tipping.comparison.tolls, tipping.comparison.month
    return f"Computed from the month's published numbers. {source_line(tolls, month)}"
