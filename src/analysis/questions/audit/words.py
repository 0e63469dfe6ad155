"""Findings of the audit in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from analysis.data.rows import period_named
from analysis.language import say, say_as, say_count, sayable
from analysis.model.adding import TOTAL, members
from analysis.model.parties import Parties
from analysis.model.remarks import Flag, Remark
from analysis.questions.audit import explanations as why
from analysis.questions.audit.evidence import Finding
from analysis.questions.audit.findings import Findings
from analysis.show import dates, labels, numbers
from analysis.show.remarks import causes_words
from analysis.show.sources import report_words
from analysis.tolls.periods import calendar

_CHECKS = {
    "parts_vs_total": sayable("the published total is {published}, the parties add up to {computed}"),
    "group_vs_parent": sayable("the published total of the group is {published}, its parties add up to {computed}"),
    "printed_share": sayable(
        "{published}% is published as the share of children and women, the counts give {computed}%"
    ),
    "printed_share:children": sayable(
        "{published}% is published as the share of children, the counts give {computed}%"
    ),
    "printed_share:women": sayable("{published}% is published as the share of women, the counts give {computed}%"),
    "subset_exceeds": sayable("{published} deaths are published, but {computed} children and women among them"),
    "subset_exceeds:torture": sayable("{published} deaths under torture are published, but {computed} deaths in all"),
    "floor_above_monthly": sayable(
        "{published} is published for the month, but at least {computed} for a part of these deaths"
    ),
    "between_reports": sayable("{published} is published in one place, {computed} in another"),
    "half_year_vs_months": sayable("the published total of the period is {published}, its months add up to {computed}"),
    "year_vs_months": sayable("the published total of the period is {published}, its months add up to {computed}"),
    "year_vs_half_year": sayable("{published} is published for the year, {computed} for a part of it"),
}
_WITH = {  # of a sum that counts other numbers beside the tolls
    "parts_vs_total": sayable("the published total is {published}, with {beside} the parties add up to {computed}"),
    "group_vs_parent": sayable(
        "the published total of the group is {published}, with {beside} its parties add up to {computed}"
    ),
}
_FLAGS = {
    "parts_exceed_total": sayable("parts cannot be more than their total"),
    "all_parties_seen": sayable("every party that could hold the rest has a figure"),
    "lower_ends": sayable("by the lower ends of what is published as a range, a minimum or a maximum"),
    "upper_ends": sayable("by the upper ends of what is published as a range, a minimum or a maximum"),
    "children_and_women": "",
    "torture": "",
    "rounded_up": sayable("the percentage is rounded up"),
    "rounded_down": sayable("the percentage is rounded down"),
    "children_alone": sayable("the percentage fits children alone"),
    "women_alone": sayable("the percentage fits women alone"),
    "children_not_printed": sayable("women alone are more; children are not published"),
    "women_not_printed": sayable("children alone are more; women are not published"),
    "fits_reconciled_counts": sayable("the percentage fits the counts used here, not those published beside it"),
    "unexplained": sayable("nothing published explains the percentage"),
    "used: none": sayable("neither is used"),
}
_SLIPS = {
    "dropped_digit": sayable("likely a dropped digit: {number}"),
    "added_digit": sayable("likely a digit too many: {number}"),
    "swapped_digits": sayable("likely two digits swapped: {number}"),
}
_SPANS = {"half_year_": "half-year", "year_": "year"}  # how the checks of a period begin
_BESIDE = (why.Nobodys, why.CiviliansOnly, why.OutsideTotal)  # what a sum counts beside the tolls


def finding_party(finding: Finding, findings: Findings) -> str:
    """Say whose numbers a finding is about; a total of a period is not called one of the month."""
    label = labels.party_label(finding.party, findings.parties)
    if not (span := _span(finding)):
        return label
    return label.replace(say_as("span", "of the month"), say_as("span", f"of the {span}"))


def _span(finding: Finding) -> str:
    """The period, of several months, that a finding is about; '' where it is about its month."""
    for one in finding.explanation:
        if isinstance(one, why.OfPeriod):
            return {6: "half-year", 12: "year"}.get(len(calendar(one.first, one.last)), "period")
        if isinstance(one, why.Listed) and (span := period_named(one.reason)):
            return span
    return next((span for check, span in _SPANS.items() if finding.check.startswith(check)), "")


def numbers_words(check: str, printed: float, computed: float, beside: str = "") -> str:
    """Say of a check that the two numbers do not agree; `beside` is what a sum counts beside the tolls.

    Examples
    --------
    >>> numbers_words("between_reports:women", 173, 137)
    'women: 173 is published in one place, 137 in another'
    """
    kind, _, measure = check.partition(":")
    said = {"published": _plain(printed), "computed": _plain(computed)}
    if beside and kind in _WITH:
        text = say(_WITH[kind], **said, beside=beside)
    elif check in _CHECKS or kind in _CHECKS:
        text = say(_CHECKS.get(check) or _CHECKS[kind], **said)
    else:  # listed, from other pages
        text = say("{check}: {published} is published, {computed} follows", check=kind.replace("_", " "), **said)
    if measure not in numbers.MEASURES or check in _CHECKS:
        return text
    return say("{measure}: {text}", measure=numbers.measure_name(measure), text=text)


def finding_words(finding: Finding, findings: Findings) -> str:
    """Say what a finding found, without the party.

    A sum says what it counts beside the tolls that the month's table adds up, and what is only listed says first what
    the list says of it, such as whose counts these are.
    """
    beside = [_said(one, findings) for one in finding.explanation if isinstance(one, _BESIDE)]
    listed = [_said(one, findings) for one in finding.explanation if isinstance(one, why.Listed)]
    beside += [say("other numbers than those used here")] * len(listed)
    text = numbers_words(finding.check, finding.printed, finding.computed, labels.join(beside) if beside else "")
    for first in reversed(listed):
        text = say("{what}: {text}", what=first, text=text)
    return text


def explanation_words(finding: Finding, findings: Findings) -> str:
    """Put the explanation of a finding into words."""
    said = [one for one in finding.explanation if not isinstance(one, (*_BESIDE, why.Listed, why.AtMost, why.Beyond))]
    words = (_said(one, findings) for one in said)
    return labels.semicolons(filter(None, [*_without_figure(finding, findings.parties), *words]))


def _without_figure(finding: Finding, parties: Parties) -> list[str]:
    """Say how many deaths the parties without a figure can have together, and of whose numbers; none of that."""
    most = next((one.deaths for one in finding.explanation if isinstance(one, why.AtMost)), None)
    if most is None:
        return []
    beyond = next((one for one in finding.explanation if isinstance(one, why.Beyond)), why.Beyond(most))
    number = numbers.number(beyond.deaths)
    if finding.check.partition(":")[2]:  # of children or women
        rest = say_count(
            "{number} is in no party's number", "{number} are in no party's number", beyond.deaths, number=number
        )
    else:
        rest = say_count(
            "{number} death is in no party's number",
            "{number} deaths are in no party's number",
            beyond.deaths,
            number=number,
        )
    if beyond.deaths == most:
        return [say("{rest} and could be those of parties without a figure", rest=rest)]
    return [
        say(
            "{rest}; with the {number} attributed to {parties}, at most {most} could be those of parties without a "
            "figure",
            rest=rest,
            number=numbers.number(most - beyond.deaths),
            parties=labels.join(labels.in_sentence_of(code, parties) for code in beyond.counted),
            most=numbers.number(most),
        )
    ]


def by_severity(findings: Findings) -> list[Finding]:
    """The findings, errors first."""
    return sorted(findings.lines, key=lambda finding: finding.severity)


def _plain(value: float) -> str:
    return numbers.number(value) if float(value).is_integer() else f"{value:g}"


def _said(one: Remark, findings: Findings) -> str:
    words = _WORDS[type(one)]
    if not isinstance(words, str):
        return words(one, findings)
    return say(words, **{name: _WRITTEN[name](value, findings) for name, value in vars(one).items()})


def _parties(codes: Sequence[str], findings: Findings) -> str:
    return labels.join(labels.party_label(code, findings.parties, short=True) for code in codes)


def _reports(codes: Sequence[str], findings: Findings) -> str:
    return labels.join(map(report_words(findings.data), codes))


def _months(months: Sequence[str], _: Findings) -> str:
    """Name the months of a period, or say how many they are."""
    if len(months) <= 3:
        return labels.join(map(dates.month_name, months))
    return say_count("{number} of its months", "{number} of its months", len(months), number=len(months))


def _slip(one: why.Slip, findings: Findings) -> str:
    likely = say(_SLIPS[one.kind], number=numbers.number(one.meant))
    if one.party == TOTAL:
        return say("{likely} in the total", likely=likely)
    if not one.party:
        return likely
    return say("{likely} for {party}", likely=likely, party=_parties([one.party], findings))


def _covers(one: why.Covers, _: Findings) -> str:
    if [code for code, _ in one.codes] == ["item"]:
        return say("deaths {causes}", causes=causes_words([one.codes[0][1]]))
    return str(one).replace("_", " ").replace(":", ": ")


def _ends(one: why.EndsOn, findings: Findings) -> str:
    ends = numbers.range_words(None, one.low, one.high)
    return say("{number} is published ({report})", number=ends, report=_reports([one.report_id], findings))


def _fits(one: why.Fits, findings: Findings) -> str:
    parties = _parties(one.parties, findings)
    if len(one.parties) > 1:
        return say("it would fit {parties} together", parties=parties)
    return say("it would fit {party}", party=parties)


def _flag(one: Flag, _: Findings) -> str:
    if one.code not in _FLAGS:
        return one.code.replace("_", " ")
    return say(_FLAGS[one.code]) if _FLAGS[one.code] else ""


_WRITTEN: dict[str, Callable[[Any, Findings], str]] = {  # how the fields of explanations are written
    "deaths": lambda value, _: numbers.number(value),
    "number": lambda value, _: numbers.number(value),
    "party": lambda value, findings: _parties(members(value), findings),
    "parties": _parties,
    "months": _months,
    "first": lambda value, _: dates.month_name(value),
    "last": lambda value, _: dates.month_name(value),
    "report_id": lambda value, findings: _reports([value], findings),
    "report_ids": _reports,
    "basis": lambda value, _: say(labels.BASIS[value]) if value in labels.BASIS else value,
    "reason": lambda value, _: value.replace("_", " "),
}
_WORDS: dict[type[Remark], str | Callable[[Any, Findings], str]] = {  # a sentence a kind
    Flag: _flag,
    why.AtMost: sayable("at most {deaths} are those of parties without a figure together"),
    why.Beyond: sayable("{deaths} are in no party's number"),
    why.CiviliansOf: sayable("of {months} the civilians alone"),
    why.CiviliansOnly: sayable("the civilians alone of {parties}"),
    why.CountsOf: sayable("the counts are by {report_ids}"),
    why.Covers: _covers,
    why.EndsOn: _ends,
    why.Fits: _fits,
    why.Lacking: sayable("no figure for {months}"),
    why.LeaveAtMost: sayable("which leave at most {deaths} more"),
    why.Listed: sayable("listed among the known discrepancies ({reason})"),
    why.MaybeTwice: sayable("up to {deaths} of the parts may also be in the number of other or unidentified parties"),
    why.MoreLeft: sayable("{deaths} left, more than the parties without a figure can have ({parties})"),
    why.Nobodys: sayable("the {deaths} that are attributed to nobody"),
    why.OfPeriod: sayable("{first} to {last}"),
    why.OnPages: sayable("the first by {report_ids}"),
    why.OtherCauses: sayable("{deaths} left for other deaths and parties: of some parties only a part is counted"),
    why.OutsideTotal: sayable("the {deaths} of {party} that a page puts outside the total"),
    why.PartOf: sayable("the part is {first} to {last}"),
    why.PartOn: sayable("the part is by {report_id}"),
    why.PrintedElsewhere: sayable("another page publishes {deaths}"),
    why.Slip: _slip,
    why.Used: sayable("{number} is used, {basis}"),
}


def audit_title(findings: Findings) -> str:
    """The title of an audit."""
    monitor, month = findings.monitor_label, dates.month_name(findings.month) if findings.month else ""
    if monitor and month:
        return say("Do {monitor}'s figures add up? {month}", monitor=monitor, month=month)
    if monitor:
        return say("Do {monitor}'s figures add up?", monitor=monitor)
    if month:
        return say("Do the published figures add up? {month}", month=month)
    return say("Do the published figures add up?")


def count_sentence(findings: Findings) -> str:
    """Count the findings: new errors, known ones, questions."""
    new, questions = len(findings.new), len(findings.lines) - len(findings.errors)
    known, found = len(findings.errors) - new, []
    if new:
        found.append(say_count("{number} new error", "{number} new errors", new, number=new))
    if known:
        found.append(say_count("{number} known error", "{number} known errors", known, number=known))
    if questions:
        found.append(say_count("{number} question", "{number} questions", questions, number=questions))
    line = labels.capitalized(labels.join(found) or say("no error and no question"))
    if questions == 1:
        return say("{findings} (both numbers may be right).", findings=line)
    if questions:
        return say("{findings} (in each, both numbers may be right).", findings=line)
    return f"{line}."


def no_finding(findings: Findings) -> str:
    """Say that the audit of a month found nothing, and among which numbers it looked."""
    who = say_as("who", findings.population) if findings.population else say("civilians, fighters and persons")
    if findings.monitor_label:
        return say(
            "Nothing contradicts anything else among {monitor}'s numbers of {population} gathered here for this month.",
            monitor=findings.monitor_label,
            population=who,
        )
    return say(
        "Nothing contradicts anything else among the numbers of {population} gathered here for this month.",
        population=who,
    )


def audit_sentence(findings: Findings) -> str:
    """Say beside the table of a month's findings how many there are, and whose numbers the errors touch."""
    if not findings.lines:
        return no_finding(findings)
    found = findings.new or findings.errors
    parties = labels.join(dict.fromkeys(labels.in_sentence(finding_party(line, findings)) for line in found))
    if not parties:
        return count_sentence(findings)
    if findings.new:
        touched = say_count(
            "The new error touches numbers of {parties}.",
            "The new errors touch numbers of {parties}.",
            len(found),
            parties=parties,
        )
    else:
        touched = say_count(
            "The error touches numbers of {parties}.",
            "The errors touch numbers of {parties}.",
            len(found),
            parties=parties,
        )
    return " ".join([count_sentence(findings), touched])


_STATES = {  # of a finding: its severity, and whether it is known
    ("error", True): sayable("Error, known."),
    ("error", False): sayable("Error, new."),
    ("question", True): sayable("Question, known."),
    ("question", False): sayable("Question, both may be right."),
}


def findings_sentence(findings: Findings) -> str:
    """Say in words, where no table does, what the audit of a month found (a Markdown list)."""
    if not findings.lines:
        return no_finding(findings)
    lines = []
    for line in by_severity(findings):
        who = finding_party(line, findings)
        if line.population:
            who = say("{party} ({population})", party=who, population=say_as("who", line.population))
        what = filter(None, [finding_words(line, findings), explanation_words(line, findings)])
        state = say(_STATES[line.severity, line.known])
        lines.append(say("- {what}: {text}. *{state}*", what=who, text=labels.semicolons(what), state=state))
    return "\n".join(lines)


def audit_sentences(findings: Findings) -> list[str]:
    """Say how many findings there are, and what they are."""
    return list(dict.fromkeys([audit_sentence(findings), findings_sentence(findings)]))
