"""What is published of a claim, and what follows for it, in a sentence."""

from __future__ import annotations

from typing import NamedTuple

from analysis.data.rows import monitor_of
from analysis.data.tables import Data
from analysis.model.adding import TOTAL
from analysis.model.remarks import Adjudicated, FloorAbove, Known, NotCounted, Remark, first
from analysis.questions.claims import amounts
from analysis.questions.claims.causes import cause_words, part_words
from analysis.questions.claims.verdicts import OnlyPart, Verdict, Verdicts
from analysis.show import dates, labels, numbers, remarks

_ADDED = {  # by basis: what the number of a verdict rests on
    "added": " (the numbers of these parties added up)",
    "period": " (a published total of the period)",
    "months": " (the numbers of its months added up)",
    "undecided": " (the pages do not agree)",
}


def others_words(line: Verdict) -> str:
    """Say of the most of several that it is; '' of another claim."""
    return "no other party compared can have more" if len(line.right) > 1 and line.verdict == "holds" else ""


def tipping_words(line: Verdict) -> str:
    """Say briefly how often one side has the other, and when their order would reverse; '' without both numbers."""
    one, other, moved = line.documented, line.right_documented, line.attribution_tipping_point
    if one is None or other is None or moved is None:
        return ""
    higher, lower = max(one, other), min(one, other)
    times = f"{amounts.times_words(higher, lower)} as many; " if lower else ""
    text = f"{times}reverses if {numbers.number(moved)} {'was' if moved == 1 else 'were'} wrongly attributed"
    left = line.residual_tipping_point
    return text if left is None else f"{text}, or with {numbers.number(left)} of the deaths in no named party's number"


def value_sentence(line: Verdict, verdicts: Verdicts) -> str:
    """Why the verdict on a claim of a number is what it is."""
    where, said, noun = _where(line, verdicts), amounts.claimed(line), amounts.noun(line)
    cause = cause_words(line, verdicts, numbers.number(line.value or 0) if line.unit == "deaths" else "it")
    if line.verdict == "not_printed":
        what = f"a number of {noun}" if line.unit == "deaths" else f"both numbers for a percentage of {noun}"
        page = "no page" if line.outlet is None else "no other page"
        known = amounts.bounds_words(line)
        known = f"; by what else is published it is {known}" if known else ""
        known = f"; {_none_remain('it')}" if line.at_most == 0 and line.measure == "killed" else known
        return f"{page} gathered here publishes {what} {where}{known}" + (
            f"; {cause_words(line, verdicts, said)}" if cause else ""
        )
    if line.verdict == "only_source":
        return f"{said} {noun} {where} can be read on the outlet's own page alone, which is no evidence for itself"
    if line.verdict == "agrees_with_version":
        return _dispute(line, verdicts) if line.dispute else _version_verdict(line, verdicts)
    if isinstance(line.cause, OnlyPart) and (line.basis == "part" or line.verdict == "agrees_with_part"):
        return _part_verdict(line, line.cause, verdicts)
    if line.unit == "percent_of_total" and line.verdict == "undecidable" and first(line.remarks, NotCounted):
        return f"{said} of all {amounts.MEASURES[line.measure]} {where} can be no share of a total of all parties"
    if line.basis == "bounds" and line.at_most == 0 and line.measure == "killed":
        whom = labels.in_sentence_of(line.party, verdicts.parties)
        return f"{_none_remain(f'{whom} in {dates.month_name(line.month)}')}, not {said}"
    if line.basis == "bounds":
        because = f": {cause}" if cause else ""
        known = f"by what else is published the number of {noun} {where} is {amounts.bounds_words(line)}"
        return f"{known}, not {said}{because}"
    text = _published(line, verdicts)
    if line.verdict == "agrees":
        same = line.relation == "exactly" or (line.documented is not None and line.documented == line.value)
        return text if same else f"{text}, which is {said}"
    if line.verdict == "undecidable":
        return f"{text}, which neither confirms nor rules out {said}" + (f": {cause}" if cause else "")
    not_said = f"; none attributes {said}" if line.dispute else f", not {said}"
    return f"{text}{not_said}" + (f": {cause}" if cause else "")


def _none_remain(whom: str) -> str:
    return f"no deaths remain for {whom} once the others are subtracted from the published total"


def _version_verdict(line: Verdict, verdicts: Verdicts) -> str:
    where, said, noun = _where(line, verdicts), amounts.claimed(line), amounts.noun(line)
    if line.unit != "deaths":
        return f"a page publishes {said} {noun} {where}; by the published counts, {_published(line, verdicts)}"
    exactly = line.relation == "exactly"
    what = f"{amounts.counted(said, line)} {where}" if exactly else f"a number of {noun} {where} that is {said}"
    is_one = not exactly or (line.measure == "killed" and line.value == 1)
    used = "no number is" if line.documented is None else f"{numbers.number(line.documented)} is"
    said_first = next(iter(said_in(line)), None)
    why = f": {remarks.adjudication_words(said_first)}" if isinstance(said_first, Adjudicated) else ""
    why = f" ({said_first.reason.replace('_', ' ')})" if isinstance(said_first, Known) else why
    return f"{what} {'is' if is_one else 'are'} published there, but {used} used here{why}"


def _part_verdict(line: Verdict, part: OnlyPart, verdicts: Verdicts) -> str:
    """What is published for a part of the deaths that a claim is about, and what follows for all of them."""
    where, said, noun, of = _where(line, verdicts), amounts.claimed(line), amounts.noun(line), part_words(part)
    if line.basis != "part":  # a part of it counts more than the whole
        monitor = monitor_of(verdicts.data, line.monitor).short_label
        whole, floor = numbers.number(line.documented), numbers.number(line.at_least)
        text = f"{monitor} published two numbers of {noun} {where}: {whole} for the month, and {floor}"
        return f"{text} {of} alone, a part of it; so at least {floor}" if of else f"{text} for a part of it"
    text = f"{_who(line, verdicts)} {amounts.counted(amounts.documented(line), line)} {of} {where}"
    if line.verdict != "undecidable":
        true = "" if line.relation == "exactly" else f", which is {said}"
        return f"{text}{true}; no page gathered here publishes a number for all of these deaths"
    if line.relation != "exactly":
        return f"{text}, which neither confirms nor rules out {said} of all these deaths"
    beyond = line.at_most is not None and (line.value or 0) > line.at_most
    if beyond:
        return f"{text}; {said} is above this range, but it is of a part of these deaths"
    return f"{text}; no page gathered here publishes a number, or a range, for all of these deaths"


def _dispute(line: Verdict, verdicts: Verdicts) -> str:
    """Which parties pages give the same deaths to."""
    if (one := line.dispute) is None:
        return ""
    mine, others = (
        labels.join_or(labels.in_sentence_of(c, verdicts.parties) for c in codes)
        for codes in ((line.party,), one.parties)
    )
    number, when = numbers.number(one.deaths), dates.month_name(line.month)
    what = amounts.counted(number, line)
    return f"some pages attribute {what} in {when} to {mine}, others attribute the same {number} to {others}"


def said_in(line: Verdict) -> tuple[Remark, ...]:
    """The remarks that the sentence on a claim says itself."""
    if line.dispute:
        return (line.dispute,)
    if line.verdict == "agrees_with_version" and line.unit == "deaths":
        settled = [one for one in line.remarks if isinstance(one, Adjudicated) and one.measure == line.measure]
        listed = [
            one
            for one in line.remarks
            if isinstance(one, Known) and (one.measure, one.printed) == (line.measure, f"{line.value or 0:.0f}")
        ]
        return tuple([*settled, *listed][:1])
    if line.verdict == "agrees_with_part" and line.basis != "part":
        return tuple(one for one in line.remarks if isinstance(one, FloorAbove) and one.measure == line.measure)
    return ()


def _where(line: Verdict, verdicts: Verdicts) -> str:
    """Whose deaths, and when."""
    when = dates.month_name(line.month)
    when = f"from {dates.period_words(line.month, line.month_end)}" if line.month_end else f"in {when}"
    return _by(line, verdicts) + when


def _by(line: Verdict, verdicts: Verdicts) -> str:
    """Whose deaths, with a blank behind; '' of all parties."""
    return "" if line.party == TOTAL else f"attributed to {labels.in_sentence_of(line.party, verdicts.parties)} "


class _Counting(NamedTuple):
    """Whose number a verdict is about, and who is counted."""

    data: Data
    monitor: str
    population: str


def _who(line: Verdict, verdicts: Verdicts) -> str:
    return labels.who_documented(_Counting(verdicts.data, line.monitor, line.population))


def _published(line: Verdict, verdicts: Verdicts) -> str:
    """What is published of a claim's number, in a sentence."""
    if line.dispute and line.unit == "deaths":
        return _dispute(line, verdicts)
    who, amount, added = _who(line, verdicts), amounts.documented(line), _ADDED.get(line.basis or "", "")
    if line.unit == "deaths":
        return f"{who} {amounts.counted(amount, line)} {_where(line, verdicts)}{added}"
    whole, share, when = amounts.right_documented(line), amounts.share_words(line), dates.month_name(line.month)
    if line.unit == "percent_of_party":
        deaths = numbers.DEATHS[line.population][whole != "1"]
        text = f"of the {whole} {deaths} {_by(line, verdicts)}that {who} in {when}, {amount} "
        return f"{text}{'was' if amount == '1' else 'were'} of {amounts.MEASURES[line.measure]}{share}{added}"
    text = f"of {'the ' * (line.measure == 'killed')}{amounts.counted(whole, line)} that {who} in {when}, "
    label = labels.in_sentence_of(line.party, verdicts.parties)
    return f"{text}{amount} {'is' if amount == '1' else 'are'} attributed to {label}{share}{added}"


def comparison_sentence(line: Verdict, verdicts: Verdicts) -> str:
    """Why the verdict on a comparison is what it is."""
    left, rival = (labels.in_sentence_of(code, verdicts.parties) for code in (line.party, line.right[0]))
    one = amounts.side_words(line.documented, line.at_least, line.at_most, line.party)
    second = amounts.side_words(line.right_documented, line.right_at_least, line.right_at_most, line.right[0])
    noun = numbers.DEATHS[line.population][1] if line.measure == "killed" else numbers.MEASURES[line.measure]
    text = f"of the {noun} {_who(line, verdicts)} for {dates.month_name(line.month)}, "
    text += f"{one} {'is' if one == '1' else 'are'} attributed to {left} and {second} to {rival}"
    rest = f"; {others_words(line)}" if others_words(line) else ""
    if line.attribution_tipping_point is None or line.verdict == "fails":
        return text + rest
    tolls = {left: line.documented or 0, rival: line.right_documented or 0}
    (leader, higher), (other, lower) = sorted(tolls.items(), key=lambda item: -item[1])
    few, ahead, behind = line.residual_tipping_point, labels.again(leader), labels.again(other)
    text += f", {amounts.times_words(higher, lower)} as many for {ahead}" if lower else ""
    text += f"{rest}. The order would reverse if {numbers.number(line.attribution_tipping_point)} of the "
    text += f"{numbers.number(higher)} should have been attributed to {behind}"
    if few is not None:
        text += (
            f", or if {numbers.number(few)} of the deaths in no named party's number were caused by {behind} and the "
        )
        text += "rest by neither"
    if lower:
        text += f"; among all deaths, documented or not, the order would reverse if those caused by {behind} were "
        text += (
            f"documented at less than about {amounts.rate_words(lower, higher)} of the rate of those caused by {ahead}"
        )
    return text
