"""Findings of the audit in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from analysis.data.rows import period_named
from analysis.model.adding import TOTAL, members
from analysis.model.parties import Parties
from analysis.model.remarks import Flag, Remark
from analysis.questions.audit import explanations as why
from analysis.questions.audit.evidence import Finding
from analysis.questions.audit.findings import Findings
from analysis.show import dates, labels, numbers
from analysis.show.sources import report_words
from analysis.tolls.periods import calendar

_CHECKS = {
    "parts_vs_total": "the published total is {p}, {w}the parties add up to {c}",
    "group_vs_parent": "the published total of the group is {p}, {w}its parties add up to {c}",
    "printed_share": "{p}% is published as the share of children and women, the counts give {c}%",
    "printed_share:children": "{p}% is published as the share of children, the counts give {c}%",
    "printed_share:women": "{p}% is published as the share of women, the counts give {c}%",
    "subset_exceeds": "{p} deaths are published, but {c} children and women among them",
    "subset_exceeds:torture": "{p} deaths under torture are published, but {c} deaths in all",
    "floor_above_monthly": "{p} is published for the month, but at least {c} for a part of these deaths",
    "between_reports": "{p} is published in one place, {c} in another",
    "half_year_vs_months": "the published total of the period is {p}, its months add up to {c}",
    "year_vs_months": "the published total of the period is {p}, its months add up to {c}",
    "year_vs_half_year": "{p} is published for the year, {c} for a part of it",
}
_FLAGS = {
    "parts_exceed_total": "parts cannot be more than their total",
    "all_parties_seen": "every party that could hold the rest has a figure",
    "lower_ends": "by the lower ends of what is published as a range, a minimum or a maximum",
    "upper_ends": "by the upper ends of what is published as a range, a minimum or a maximum",
    "children_and_women": "",
    "torture": "",
    "rounded_up": "the percentage is rounded up",
    "rounded_down": "the percentage is rounded down",
    "children_alone": "the percentage fits children alone",
    "women_alone": "the percentage fits women alone",
    "children_not_printed": "women alone are more; children are not published",
    "women_not_printed": "children alone are more; women are not published",
    "fits_reconciled_counts": "the percentage fits the counts used here, not those published beside it",
    "unexplained": "nothing published explains the percentage",
    "used: none": "neither is used",
}
_SLIPS = {"dropped_digit": "a dropped digit", "added_digit": "a digit too many", "swapped_digits": "two digits swapped"}
_SPANS = {"half_year_": "half-year", "year_": "year"}  # how the checks of a period begin
_BESIDE = (why.Nobodys, why.CiviliansOnly, why.OutsideTotal)  # what a sum counts beside the tolls


def finding_party(finding: Finding, findings: Findings) -> str:
    """Say whose numbers a finding is about; a total of a period is not called one of the month."""
    label = labels.party_label(finding.party, findings.parties)
    return label.replace("of the month", f"of the {span}") if (span := _span(finding)) else label


def _span(finding: Finding) -> str:
    """The period, of several months, that a finding is about; '' where it is about its month."""
    for one in finding.explanation:
        if isinstance(one, why.OfPeriod):
            return {6: "half-year", 12: "year"}.get(len(calendar(one.first, one.last)), "period")
        if isinstance(one, why.Listed) and (span := period_named(one.reason)):
            return span
    return next((span for check, span in _SPANS.items() if finding.check.startswith(check)), "")


def numbers_words(check: str, printed: float, computed: float, added: str = "") -> str:
    """Say of a check that the two numbers do not agree; `added` is what a sum counts beside the tolls.

    Examples
    --------
    >>> numbers_words("between_reports:women", 173, 137)
    'women: 173 is published in one place, 137 in another'
    """
    kind, _, measure = check.partition(":")
    other = f"{kind.replace('_', ' ')}: {{p}} is published, {{c}} follows"  # listed, from other pages
    pattern = _CHECKS.get(check) or _CHECKS.get(kind, other)
    text = pattern.format(p=_plain(printed), c=_plain(computed), w=added)
    return f"{numbers.MEASURES[measure]}: {text}" if measure in numbers.MEASURES and check not in _CHECKS else text


def finding_words(finding: Finding, findings: Findings) -> str:
    """Say what a finding found, without the party.

    A sum says what it counts beside the tolls that the month's table adds up, and what is only listed says first what
    the list says of it, such as whose counts these are.
    """
    beside = [_said(one, findings) for one in finding.explanation if isinstance(one, _BESIDE)]
    listed = [_said(one, findings) for one in finding.explanation if isinstance(one, why.Listed)]
    beside += ["other numbers than those used here"] * len(listed)
    added = f"with {labels.join(beside)} " if beside else ""
    return ": ".join([*listed, numbers_words(finding.check, finding.printed, finding.computed, added)])


def explanation_words(finding: Finding, findings: Findings) -> str:
    """Put the explanation of a finding into words."""
    said = [one for one in finding.explanation if not isinstance(one, (*_BESIDE, why.Listed, why.AtMost, why.Beyond))]
    words = (_said(one, findings) for one in said)
    return "; ".join(filter(None, [*_without_figure(finding, findings.parties), *words]))


def _without_figure(finding: Finding, parties: Parties) -> list[str]:
    """Say how many deaths the parties without a figure can have together, and of whose numbers; none of that."""
    most = next((one.deaths for one in finding.explanation if isinstance(one, why.AtMost)), None)
    if most is None:
        return []
    beyond = next((one for one in finding.explanation if isinstance(one, why.Beyond)), why.Beyond(most))
    what = "" if finding.check.partition(":")[2] else " death" if beyond.deaths == 1 else " deaths"
    rest = f"{numbers.number(beyond.deaths)}{what} {'is' if beyond.deaths == 1 else 'are'} in no party's number"
    if beyond.deaths == most:
        return [f"{rest} and could be those of parties without a figure"]
    whose = labels.join(labels.in_sentence_of(code, parties) for code in beyond.counted)
    held = f"with the {numbers.number(most - beyond.deaths)} attributed to {whose}"
    return [f"{rest}; {held}, at most {numbers.number(most)} could be those of parties without a figure"]


def by_severity(findings: Findings) -> list[Finding]:
    """The findings, errors first."""
    return sorted(findings.lines, key=lambda finding: finding.severity)


def _plain(value: float) -> str:
    return numbers.number(value) if float(value).is_integer() else f"{value:g}"


def _said(one: Remark, findings: Findings) -> str:
    words = _WORDS[type(one)]
    if not isinstance(words, str):
        return words(one, findings)
    return words.format(**{name: _WRITTEN[name](value, findings) for name, value in vars(one).items()})


def _parties(codes: Sequence[str], findings: Findings) -> str:
    return labels.join(labels.party_label(code, findings.parties, short=True) for code in codes)


def _reports(codes: Sequence[str], findings: Findings) -> str:
    return labels.join(map(report_words(findings.data), codes))


def _months(months: Sequence[str], _: Findings) -> str:
    """Name the months of a period, or say how many they are."""
    return labels.join(map(dates.month_name, months)) if len(months) <= 3 else f"{len(months)} of its months"


def _slip(one: why.Slip, findings: Findings) -> str:
    of = f" for {_parties([one.party], findings)}" if one.party else ""
    whose = " in the total" if one.party == TOTAL else of
    return f"likely {_SLIPS[one.kind]}: {numbers.number(one.meant)}{whose}"


def _covers(one: why.Covers, _: Findings) -> str:
    if [code for code, _ in one.codes] == ["item"]:
        return f"deaths by {one.codes[0][1].replace('_', ' ')}"
    return str(one).replace("_", " ").replace(":", ": ")


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
    "basis": lambda value, _: labels.BASIS.get(value, value),
    "reason": lambda value, _: value.replace("_", " "),
}
_WORDS: dict[type[Remark], str | Callable[[Any, Findings], str]] = {  # a sentence a kind
    Flag: lambda one, _: _FLAGS.get(one.code, one.code.replace("_", " ")),
    why.AtMost: "at most {deaths} are those of parties without a figure together",
    why.Beyond: "{deaths} are in no party's number",
    why.CiviliansOf: "of {months} the civilians alone",
    why.CiviliansOnly: "the civilians alone of {parties}",
    why.CountsOf: "the counts are by {report_ids}",
    why.Covers: _covers,
    why.EndsOn: lambda one, findings: f"{one.ends} is published ({_reports([one.report_id], findings)})",
    why.Fits: lambda one, findings: (
        f"it would fit {_parties(one.parties, findings)}" + " together" * (len(one.parties) > 1)
    ),
    why.Lacking: "no figure for {months}",
    why.LeaveAtMost: "which leave at most {deaths} more",
    why.Listed: "listed among the known discrepancies ({reason})",
    why.MaybeTwice: "up to {deaths} of the parts may also be in the number of other or unidentified parties",
    why.MoreLeft: "{deaths} left, more than the parties without a figure can have ({parties})",
    why.Nobodys: "the {deaths} that are attributed to nobody",
    why.OfPeriod: "{first} to {last}",
    why.OnPages: "the first by {report_ids}",
    why.OtherCauses: "{deaths} left for other deaths and parties: of some parties only a part is counted",
    why.OutsideTotal: "the {deaths} of {party} that a page puts outside the total",
    why.PartOf: "the part is {first} to {last}",
    why.PartOn: "the part is by {report_id}",
    why.PrintedElsewhere: "another page publishes {deaths}",
    why.Slip: _slip,
    why.Used: "{number} is used, {basis}",
}


def audit_title(findings: Findings) -> str:
    """The title of an audit."""
    whose = f"{findings.monitor_label}'s figures" if findings.monitor_label else "the published figures"
    when = f", {dates.month_name(findings.month)}" if findings.month else ""
    return f"Do {whose} add up?{when and f' {when[2:]}'}"


def count_sentence(findings: Findings) -> str:
    """Count the findings: new errors, known ones, questions."""
    new, questions = len(findings.new), len(findings.lines) - len(findings.errors)
    counts = ((new, "new error"), (len(findings.errors) - new, "known error"), (questions, "question"))
    found = [f"{count} {what}{'' if count == 1 else 's'}" for count, what in counts if count]
    line = labels.join(found) or "no error and no question"
    both = " (both numbers may be right)" if questions == 1 else ""
    both = " (in each, both numbers may be right)" if questions > 1 else both
    return f"{labels.capitalized(line)}{both}."


def no_finding(findings: Findings) -> str:
    """Say that the audit of a month found nothing, and among which numbers it looked."""
    who = findings.population or "civilians, fighters and persons"
    whose = f"{findings.monitor_label}'s numbers" if findings.monitor_label else "the numbers"
    return f"Nothing contradicts anything else among {whose} of {who} gathered here for this month."


def audit_sentence(findings: Findings) -> str:
    """Say beside the table of a month's findings how many there are, and whose numbers the errors touch."""
    if not findings.lines:
        return no_finding(findings)
    found, which = (findings.new, "new error") if findings.new else (findings.errors, "error")
    parties = dict.fromkeys(labels.in_sentence(finding_party(line, findings)) for line in found)
    verb = f"The {which} touches" if len(found) == 1 else f"The {which}s touch"
    touched = f" {verb} numbers of {labels.join(parties)}." if parties else ""
    return count_sentence(findings) + touched


def findings_sentence(findings: Findings) -> str:
    """Say in words, where no table does, what the audit of a month found (a Markdown list)."""
    if not findings.lines:
        return no_finding(findings)
    lines = []
    for line in by_severity(findings):
        who = finding_party(line, findings) + (f" ({line.population})" if line.population else "")
        state = "known" if line.known else "new" if line.severity == "error" else "both may be right"
        what = "; ".join(filter(None, [finding_words(line, findings), explanation_words(line, findings)]))
        lines.append(f"- {who}: {what}. *{line.severity.capitalize()}, {state}.*")
    return "\n".join(lines)


def audit_sentences(findings: Findings) -> list[str]:
    """Say how many findings there are, and what they are."""
    return list(dict.fromkeys([audit_sentence(findings), findings_sentence(findings)]))
