"""What would reverse an order, in words."""

from __future__ import annotations

from analysis.model.numerals import SMALLEST_N
from analysis.questions.tipping.numbers import Tipping
from analysis.show import dates, labels, numbers


def tipping_title(tipping: Tipping) -> str:
    """The title of the tipping points."""
    tolls, when = tipping.comparison.tolls, dates.month_name(tipping.comparison.month)
    if tipping.leader is None:
        return f"What would reverse the order of parties, {when}"
    ahead = f"{labels.in_sentence(tipping.leader.label)} ({numbers.number(tipping.most)})"
    return f"What would put another party above {ahead}, {when}, {labels.monitor_label(tolls)}"


def tipping_note(tipping: Tipping) -> str:
    """Say what the tipping points stand for."""
    if not tipping.lines:
        return "no order of parties is certain enough to ask what would reverse it"
    note = "each is enough, and they can be combined: these are assumptions and what follows from them, not estimates"
    second = tipping.lines[0]
    if second.of_residual is None:
        return note
    who = labels.party_label(second.party, tipping.comparison.tolls.parties, short=True)
    enough = f"{numbers.number(second.of_residual)} of the at most {numbers.number(second.residual)}"
    return f"{note}\nenough for {who}, too: {enough} deaths in no named party's number"


def tipping_sentences(tipping: Tipping) -> str:
    """Say what would put the second party ahead: of documentation, attribution, and the deaths nobody is named for."""
    if tipping.leader is None:
        return (
            "No tipping point is worked out: that takes an exact toll that is certainly the highest, and another exact "
            "toll to compare it with."
        )
    second, most = tipping.lines[0], tipping.most
    leader, runner_up = labels.in_sentence(tipping.leader.label), labels.in_sentence(second.label)
    if second.killed == most:
        return f"The same number of deaths, {numbers.number(most)}, was attributed to {leader} and to {runner_up}."
    share, moved = numbers.percent(second.killed, most), numbers.percent(second.attribution, most)
    of_them = f" ({moved})" if most >= SMALLEST_N else ""
    ways = [
        f"if deaths attributed to {runner_up} were documented at less than about {share} of the rate of those "
        f"attributed to {leader}",
        f"if at least {numbers.number(second.attribution)} of the {numbers.number(most)}{of_them} attributed to "
        f"{leader} should have been attributed to {runner_up}",
    ]
    if not second.killed:
        del ways[0]
    left, enough, shared = second.residual, second.of_residual, second.of_residual_shared
    if enough is not None:
        against = "" if shared is None else f" ({numbers.number(shared)} if all the rest belonged to {leader})"
        ways.append(
            f"if at least {numbers.number(enough)} of the at most {numbers.number(left)} deaths in no named party's "
            f"number belonged to {runner_up}{against}"
        )
    killed = numbers.number(second.killed)
    order = f"{leader} ({numbers.number(most)}) and {runner_up} ({killed})"
    line = f"The order of {order} would reverse {'; or '.join(ways)}."
    if left and enough is None:
        line += (
            f" The deaths in no named party's number (at most {numbers.number(left)}) are too few to reverse the "
            "order by themselves."
        )
    return f"{line} These assumptions can be combined, and none of them is an estimate."


def tipping_source(tipping: Tipping) -> str:
    """The source line of the tipping points."""
    status = labels.documented_or_alleged(tipping.comparison.tolls)
    bound = ", a minimum" if status == "documented" else ""
    return f"Computed from the month's published tolls: {status} deaths{bound}, attributed by the monitor."
