"""What is published of a claim, and what follows for it, in a sentence."""

from __future__ import annotations

from typing import NamedTuple

from analysis.data.rows import monitor_of
from analysis.data.tables import Data
from analysis.language import say, say_as, say_count, sayable, sayable_count
from analysis.model.adding import TOTAL
from analysis.model.remarks import Adjudicated, FloorAbove, Known, NotCounted, Remark, first
from analysis.questions.claims import amounts
from analysis.questions.claims.causes import cause_words, part_words
from analysis.questions.claims.verdicts import OnlyPart, Verdict, Verdicts
from analysis.show import dates, labels, numbers, remarks

_ADDED = {  # by basis: what the number of a verdict rests on
    "added": sayable("{text} (the numbers of these parties added up)"),
    "period": sayable("{text} (a published total of the period)"),
    "months": sayable("{text} (the numbers of its months added up)"),
    "undecided": sayable("{text} (the pages do not agree)"),
}


def others_words(line: Verdict) -> str:
    """Say of the most of several that it is; '' of another claim."""
    held = len(line.right) > 1 and line.verdict == "holds"
    return say("no other party compared can have more") if held else ""


def tipping_words(line: Verdict) -> str:
    """Say briefly how often one side has the other, and when their order would reverse; '' without both numbers."""
    one, other, moved = line.documented, line.right_documented, line.attribution_tipping_point
    if one is None or other is None or moved is None:
        return ""
    higher, lower = max(one, other), min(one, other)
    text = say_count(
        "reverses if {number} was wrongly attributed",
        "reverses if {number} were wrongly attributed",
        moved,
        number=numbers.number(moved),
    )
    if lower:
        text = say("{times} as many; {reverses}", times=amounts.times_words(higher, lower), reverses=text)
    left = line.residual_tipping_point
    if left is None:
        return text
    return say(
        "{text}, or with {number} of the deaths in no named party's number", text=text, number=numbers.number(left)
    )


def value_sentence(line: Verdict, verdicts: Verdicts) -> str:
    """Why the verdict on a claim of a number is what it is."""
    said = {"noun": amounts.noun(line), "where": _where(line, verdicts), "claimed": amounts.claimed(line)}
    cause = cause_words(line, verdicts, numbers.number(line.value or 0) if line.unit == "deaths" else "")
    if line.verdict == "not_printed":
        return _not_published(line, verdicts, said)
    if line.verdict == "only_source":
        return say(
            "{claimed} {noun} {where} can be read on the outlet's own page alone, which is no evidence for itself",
            **said,
        )
    if line.verdict == "agrees_with_version":
        return _dispute(line, verdicts) if line.dispute else _version_verdict(line, verdicts, said)
    if isinstance(line.cause, OnlyPart) and (line.basis == "part" or line.verdict == "agrees_with_part"):
        return _part_verdict(line, line.cause, verdicts, said)
    if line.unit == "percent_of_total" and line.verdict == "undecidable" and first(line.remarks, NotCounted):
        measure = say(amounts.MEASURES[line.measure])
        return say(
            "{claimed} of all {measure} {where} can be no share of a total of all parties", **said, measure=measure
        )
    if line.basis == "bounds" and line.at_most == 0 and line.measure == "killed":
        return say(
            "no deaths remain for {party} in {month} once the others are subtracted from the published total, not "
            "{claimed}",
            party=labels.in_sentence_of(line.party, verdicts.parties),
            month=dates.month_name(line.month),
            **said,
        )
    if line.basis == "bounds":
        text = say(
            "by what else is published the number of {noun} {where} is {bounds}, not {claimed}",
            **said,
            bounds=amounts.bounds_words(line),
        )
        return _because(text, cause)
    text = _published(line, verdicts)
    if line.verdict == "agrees":
        same = line.relation == "exactly" or (line.documented is not None and line.documented == line.value)
        return text if same else say("{text}, which is {claimed}", text=text, **said)
    if line.verdict == "undecidable":
        text = say("{text}, which neither confirms nor rules out {claimed}", text=text, **said)
    elif line.dispute:
        text = say("{text}; none attributes {claimed}", text=text, **said)
    else:
        text = say("{text}, not {claimed}", text=text, **said)
    return _because(text, cause)


def _because(text: str, cause: str) -> str:
    """What is said, and where the number that differs may come from."""
    return say("{text}: {cause}", text=text, cause=cause) if cause else text


def _not_published(line: Verdict, verdicts: Verdicts, said: dict[str, str]) -> str:
    """Say that no page publishes a number, what else bounds it, and where another may come from."""
    if line.unit == "deaths" and line.outlet is None:
        text = say("no page gathered here publishes a number of {noun} {where}", **said)
    elif line.unit == "deaths":
        text = say("no other page gathered here publishes a number of {noun} {where}", **said)
    elif line.outlet is None:
        text = say("no page gathered here publishes both numbers for a percentage of {noun} {where}", **said)
    else:
        text = say("no other page gathered here publishes both numbers for a percentage of {noun} {where}", **said)
    if line.at_most == 0 and line.measure == "killed":
        text = say("{text}; no deaths remain for it once the others are subtracted from the published total", text=text)
    elif known := amounts.bounds_words(line):
        text = say("{text}; by what else is published it is {bounds}", text=text, bounds=known)
    cause = cause_words(line, verdicts, said["claimed"])
    return say("{text}; {cause}", text=text, cause=cause) if cause else text


def _version_verdict(line: Verdict, verdicts: Verdicts, said: dict[str, str]) -> str:
    if line.unit != "deaths":
        return say(
            "a page publishes {claimed} {noun} {where}; by the published counts, {published}",
            **said,
            published=_published(line, verdicts),
        )
    used = "" if line.documented is None else numbers.number(line.documented)
    if line.relation != "exactly":
        texts = _OTHER_USED if used else _NONE_USED
        text = say(texts, **said, used=used)
    else:
        what = amounts.counted(said["claimed"], line.value, line)
        one = 1 if line.measure == "killed" and line.value == 1 else 2
        texts_of = _THERE if used else _THERE_NONE
        text = say_count(*texts_of, one, deaths=what, used=used, where=_of_counted(line, verdicts))
    said_first = next(iter(said_in(line)), None)
    if isinstance(said_first, Adjudicated):
        return say("{text}: {cause}", text=text, cause=remarks.adjudication_words(said_first))
    if isinstance(said_first, Known):
        return say("{text} ({reason})", text=text, reason=said_first.reason.replace("_", " "))
    return text


_OTHER_USED = sayable("a number of {noun} {where} that is {claimed} is published there, but {used} is used here")
_NONE_USED = sayable("a number of {noun} {where} that is {claimed} is published there, but no number is used here")
_THERE = sayable_count(
    "{deaths} {where} is published there, but {used} is used here",
    "{deaths} {where} are published there, but {used} is used here",
)
_THERE_NONE = sayable_count(
    "{deaths} {where} is published there, but no number is used here",
    "{deaths} {where} are published there, but no number is used here",
)


def _part_verdict(line: Verdict, part: OnlyPart, verdicts: Verdicts, said: dict[str, str]) -> str:
    """What is published for a part of the deaths that a claim is about, and what follows for all of them."""
    of = part_words(part)
    if line.basis != "part":  # a part of it counts more than the whole
        two = {
            "monitor": monitor_of(verdicts.data, line.monitor).short_name,
            "whole": numbers.number(line.documented),
            "floor": numbers.number(line.at_least),
        }
        if not of:
            template = sayable(
                "{monitor} published two numbers of {noun} {where}: {whole} for the month, and {floor} for a part of it"
            )
        else:
            template = sayable(
                "{monitor} published two numbers of {noun} {where}: {whole} for the month, and {floor} {part} alone, a "
                "part of it; so at least {floor}"
            )
        return say(template, **said, **two, part=of)
    text = say(
        "{documented} {deaths} {part} {where}",
        documented=_who(line, verdicts),
        deaths=amounts.counted(amounts.documented(line), line.documented, line),
        part=of,
        where=_of_counted(line, verdicts),
    )
    if line.verdict != "undecidable":
        true = text if line.relation == "exactly" else say("{text}, which is {claimed}", text=text, **said)
        return say("{text}; no page gathered here publishes a number for all of these deaths", text=true)
    if line.relation != "exactly":
        return say("{text}, which neither confirms nor rules out {claimed} of all these deaths", text=text, **said)
    beyond = line.at_most is not None and (line.value or 0) > line.at_most
    if beyond:
        return say("{text}; {claimed} is above this range, but it is of a part of these deaths", text=text, **said)
    return say("{text}; no page gathered here publishes a number, or a range, for all of these deaths", text=text)


def _dispute(line: Verdict, verdicts: Verdicts) -> str:
    """Which parties pages give the same deaths to."""
    if (one := line.dispute) is None:
        return ""
    mine, others = (
        labels.join_or(labels.in_sentence_of(c, verdicts.parties) for c in codes)
        for codes in ((line.party,), one.parties)
    )
    number = numbers.number(one.deaths)
    return say(
        "some pages attribute {deaths} in {month} to {party}, others attribute the same {number} to {others}",
        deaths=amounts.counted(number, one.deaths, line),
        month=dates.month_name(line.month),
        party=mine,
        number=number,
        others=others,
    )


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
    """Whose deaths, and when, after what they are called: `civilian deaths attributed to ISIS in January 2016`."""
    said = _whose_and_when(line, verdicts)
    if line.party == TOTAL:
        return say("from {period}", **said) if line.month_end else say("in {month}", **said)
    if line.month_end:
        return say_as("definite", "attributed to {party} from {period}", **said)
    return say_as("definite", "attributed to {party} in {month}", **said)


def _of_counted(line: Verdict, verdicts: Verdicts) -> str:
    """Whose deaths, and when, after how many they are: `98 civilian deaths attributed to ISIS in January 2016`."""
    said = _whose_and_when(line, verdicts)
    if line.party == TOTAL:
        return say("from {period}", **said) if line.month_end else say("in {month}", **said)
    if line.month_end:
        return say("attributed to {party} from {period}", **said)
    return say("attributed to {party} in {month}", **said)


def _whose_and_when(line: Verdict, verdicts: Verdicts) -> dict[str, str]:
    party = "" if line.party == TOTAL else labels.in_sentence_of(line.party, verdicts.parties)
    period = dates.period_words(line.month, line.month_end) if line.month_end else ""
    return {"party": party, "month": dates.month_name(line.month), "period": period}


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
    who, amount = _who(line, verdicts), amounts.documented(line)
    if line.unit == "deaths":
        text = say(
            "{documented} {deaths} {where}",
            documented=who,
            deaths=amounts.counted(amount, line.documented, line),
            where=_of_counted(line, verdicts),
        )
    else:
        text = _published_share(line, verdicts, who, amount)
    return say(_ADDED[line.basis], text=text) if line.basis in _ADDED else text


def _published_share(line: Verdict, verdicts: Verdicts, who: str, amount: str) -> str:
    """What is published of the two numbers of a percentage."""
    whole, share = amounts.right_documented(line), amounts.share_words(line)
    said = {"documented": who, "month": dates.month_name(line.month), "number": amount}
    said["party"] = "" if line.party == TOTAL else labels.in_sentence_of(line.party, verdicts.parties)
    number = 1 if line.documented == 1 and amount == "1" else 2
    if line.unit == "percent_of_party":
        one = line.right_documented if whole == numbers.number(line.right_documented or 0) else None
        said["deaths"] = (
            numbers.some_deaths(whole, line.population)
            if one is None
            else numbers.counted(one, "killed", line.population)
        )
        said["measure"] = say(amounts.MEASURES[line.measure])
        text = say_count(*(_OF_ALL if line.party == TOTAL else _OF_PARTY), number, **said)
    else:
        said["deaths"] = amounts.counted(whole, line.right_documented, line)
        of_total = _ATTRIBUTED if line.measure == "killed" else _ATTRIBUTED_OF_GROUP
        text = say_count(*of_total, number, **said)
    return say("{text} ({share})", text=text, share=share) if share else text


_OF_ALL = sayable_count(
    "of the {deaths} that {documented} in {month}, {number} was of {measure}",
    "of the {deaths} that {documented} in {month}, {number} were of {measure}",
)
_OF_PARTY = sayable_count(
    "of the {deaths} attributed to {party} that {documented} in {month}, {number} was of {measure}",
    "of the {deaths} attributed to {party} that {documented} in {month}, {number} were of {measure}",
)
_ATTRIBUTED = sayable_count(
    "of the {deaths} that {documented} in {month}, {number} is attributed to {party}",
    "of the {deaths} that {documented} in {month}, {number} are attributed to {party}",
)
_ATTRIBUTED_OF_GROUP = sayable_count(
    "of {deaths} that {documented} in {month}, {number} is attributed to {party}",
    "of {deaths} that {documented} in {month}, {number} are attributed to {party}",
)


def comparison_sentence(line: Verdict, verdicts: Verdicts) -> str:
    """Why the verdict on a comparison is what it is."""
    left, rival = (labels.in_sentence_of(code, verdicts.parties) for code in (line.party, line.right[0]))
    one = amounts.side_words(line.documented, line.at_least, line.at_most, line.party)
    second = amounts.side_words(line.right_documented, line.right_at_least, line.right_at_most, line.right[0])
    killed = line.measure == "killed"
    text = say_count(
        "of the {noun} {documented} for {month}, {number} is attributed to {party} and {other_number} to {other}",
        "of the {noun} {documented} for {month}, {number} are attributed to {party} and {other_number} to {other}",
        1 if one == "1" else 2,
        noun=numbers.deaths(line.population) if killed else numbers.measure_name(line.measure),
        documented=_who(line, verdicts),
        month=dates.month_name(line.month),
        number=one,
        party=left,
        other_number=second,
        other=rival,
    )
    rest = others_words(line)
    if line.attribution_tipping_point is None or line.verdict == "fails":
        return labels.semicolons([text, rest] if rest else [text])
    tolls = {left: line.documented or 0, rival: line.right_documented or 0}
    (leader, higher), (other, lower) = sorted(tolls.items(), key=lambda item: -item[1])
    few, ahead, behind = line.residual_tipping_point, labels.again(leader), labels.again(other)
    if lower:
        text = say(
            "{text}, {times} as many for {party}", text=text, times=amounts.times_words(higher, lower), party=ahead
        )
    text = labels.semicolons([text, rest] if rest else [text])
    reverses = say(
        "The order would reverse if {number} of the {all} should have been attributed to {party}",
        number=numbers.number(line.attribution_tipping_point),
        all=numbers.number(higher),
        party=behind,
    )
    if few is not None:
        reverses = say(
            "{text}, or if {number} of the deaths in no named party's number were caused by {party} and the rest by "
            "neither",
            text=reverses,
            number=numbers.number(few),
            party=behind,
        )
    if lower:
        reverses = say(
            "{text}; among all deaths, documented or not, the order would reverse if those caused by {party} were "
            "documented at less than about {rate} of the rate of those caused by {leader}",
            text=reverses,
            party=behind,
            rate=amounts.rate_words(lower, higher),
            leader=ahead,
        )
    return f"{text}. {reverses}"
