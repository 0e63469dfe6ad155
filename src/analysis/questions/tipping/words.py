"""What would reverse an order, in words."""

from __future__ import annotations

from analysis.model.numerals import SMALLEST_N
from analysis.questions.comparison.numbers import Line
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
    moved = tipping.lines[0].attribution
    deaths = f"{numbers.number(moved)} {'death' if moved == 1 else 'deaths'}"
    return f"{deaths} wrongly attributed would reverse the order of {_order(tipping.leader, tipping)}"


def tipping_note(tipping: Tipping) -> str:
    """Say what else would reverse the order of the first two, and that none of it is an estimate; '' without them."""
    if tipping.leader is None or tipping.lines[0].killed == tipping.most:
        return ""
    others = [way for kind, way in _ways(tipping.leader, tipping).items() if kind != "attribution"]
    also = f"It would also reverse {'; or '.join(others)}. " if others else ""
    return f"{also}These assumptions can be combined, and none of them is an estimate."


def _order(leader: Line, tipping: Tipping) -> str:
    """The first two, each with its number."""
    second = tipping.lines[0]
    first = f"{labels.in_sentence(leader.label)} ({numbers.number(tipping.most)})"
    return f"{first} and {labels.in_sentence(second.label)} ({numbers.number(second.killed)})"


def _ways(leading: Line, tipping: Tipping) -> dict[str, str]:
    """What would put the second party ahead: of documentation, attribution, and the deaths nobody is named for."""
    second, most, found = tipping.lines[0], tipping.most, dict[str, str]()
    leader, runner_up = labels.in_sentence(leading.label), labels.in_sentence(second.label)
    if second.killed:
        found["documentation"] = (
            f"if deaths attributed to {runner_up} were documented at less than about "
            f"{numbers.percent(second.killed, most)} of the rate of those attributed to {leader}"
        )
    moved = f" ({numbers.percent(second.attribution, most)})" if most >= SMALLEST_N else ""
    found["attribution"] = (
        f"if at least {numbers.number(second.attribution)} of the {numbers.number(most)}{moved} attributed to "
        f"{leader} should have been attributed to {runner_up}"
    )
    left, enough, shared = second.residual, second.of_residual, second.of_residual_shared
    if enough is not None:
        against = "" if shared is None else f" ({numbers.number(shared)} if all the rest belonged to {leader})"
        found["residual"] = (
            f"if at least {numbers.number(enough)} of up to {numbers.number(left)} deaths in no named party's "
            f"number belonged to {runner_up}{against}"
        )
    return found


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
    ways = _ways(tipping.leader, tipping).values()
    line = f"The order of {_order(tipping.leader, tipping)} would reverse {'; or '.join(ways)}."
    if second.residual and second.of_residual is None:
        line += (
            f" The deaths in no named party's number (at most {numbers.number(second.residual)}) are too few to "
            "reverse the order by themselves."
        )
    return f"{line} These assumptions can be combined, and none of them is an estimate."


def tipping_source(tipping: Tipping) -> str:
    """The source line of the tipping points."""
    tolls, month = tipping.comparison.tolls, tipping.comparison.month
    return f"Computed from the month's published numbers. {source_line(tolls, month)}"
