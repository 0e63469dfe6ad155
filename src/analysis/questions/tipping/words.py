"""What would reverse an order, in words."""

from __future__ import annotations

from analysis.model.numerals import SMALLEST_N
from analysis.questions.tipping.numbers import Tipping
from analysis.show import dates, labels, numbers
from analysis.show.sources import source_line


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
    deaths = "death" if tipping.lines[0].attribution == 1 else "deaths"
    return f"{numbers.number(tipping.lines[0].attribution)} {deaths} wrongly attributed would reverse the order of {_order(tipping)}"


def tipping_note(tipping: Tipping) -> str:
    """Say what else would reverse the order of the first two, and that none of it is an estimate; '' without them."""
    if tipping.leader is None or tipping.lines[0].killed == tipping.most:
        return ""
    _, *others = _ways(tipping)
    also = f"It would also reverse {'; or '.join(others)}. " if others else ""
    return f"{also}These assumptions can be combined, and none of them is an estimate."


def _order(tipping: Tipping) -> str:
    """The first two, each with its number."""
    assert tipping.leader is not None
    first, second = (
        f"{labels.in_sentence(label)} ({numbers.number(killed)})"
        for label, killed in ((tipping.leader.label, tipping.most), (tipping.lines[0].label, tipping.lines[0].killed))
    )
    return f"{first} and {second}"


def _ways(tipping: Tipping) -> list[str]:
    """What would put the second party ahead: of attribution, of documentation, and the deaths nobody is named for."""
    assert tipping.leader is not None
    second, most = tipping.lines[0], tipping.most
    leader, runner_up = labels.in_sentence(tipping.leader.label), labels.in_sentence(second.label)
    moved = f" ({numbers.percent(second.attribution, most)})" if most >= SMALLEST_N else ""
    ways = [
        f"if at least {numbers.number(second.attribution)} of the {numbers.number(most)}{moved} attributed to {leader} "
        f"should have been attributed to {runner_up}"
    ]
    if second.killed:
        ways.append(
            f"if deaths attributed to {runner_up} were documented at less than about "
            f"{numbers.percent(second.killed, most)} of the rate of those attributed to {leader}"
        )
    left, enough, shared = second.residual, second.of_residual, second.of_residual_shared
    if enough is not None:
        against = "" if shared is None else f" ({numbers.number(shared)} if all the rest belonged to {leader})"
        ways.append(
            f"if at least {numbers.number(enough)} of up to {numbers.number(left)} deaths attributed to no party "
            f"named belonged to {runner_up}{against}"
        )
    return ways


def tipping_sentences(tipping: Tipping) -> str:
    """Say what would put the second party ahead: of documentation, attribution, and the deaths nobody is named for."""
    if tipping.leader is None:
        return (
            "No tipping point is worked out: that takes an exact toll that is certainly the highest, and another exact "
            "toll to compare it with."
        )
    second, most = tipping.lines[0], tipping.most
    if second.killed == most:
        leader, runner_up = labels.in_sentence(tipping.leader.label), labels.in_sentence(second.label)
        return f"The same number of deaths, {numbers.number(most)}, was attributed to {leader} and to {runner_up}."
    line = f"The order of {_order(tipping)} would reverse {'; or '.join(_ways(tipping))}."
    if second.residual and second.of_residual is None:
        line += (
            f" The deaths attributed to no party named (at most {numbers.number(second.residual)}) are too few to reverse "
            "the order by themselves."
        )
    return f"{line} These assumptions can be combined, and none of them is an estimate."


def tipping_source(tipping: Tipping) -> str:
    """The source line of the tipping points."""
    return f"Computed from the month's published numbers. {source_line(tipping.comparison.tolls, tipping.comparison.month)}"
