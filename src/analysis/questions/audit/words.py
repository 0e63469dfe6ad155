"""Findings of the audit in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pandas as pd

from analysis.model.adding import TOTAL, is_combined, members
from analysis.show import dates, labels, numbers

_CHECKS = {
    "parts_vs_total": "the printed total is {p}, {w}the parties add up to {c}",
    "group_vs_parent": "the printed total of the group is {p}, {w}its parties add up to {c}",
    "printed_share": "{p} % is printed as the share of children and women, the counts give {c} %",
    "printed_share:children": "{p} % is printed as the share of children, the counts give {c} %",
    "printed_share:women": "{p} % is printed as the share of women, the counts give {c} %",
    "subset_exceeds": "{p} deaths are printed, but {c} children and women among them",
    "subset_exceeds:torture": "{p} deaths by torture are printed, but {c} deaths in all",
    "floor_above_monthly": "{p} is printed for the month, but at least {c} in a part of these deaths",
    "between_reports": "{p} is printed in one place, {c} in another",
    "half_year_vs_months": "the printed total of the period is {p}, its months add up to {c}",
    "year_vs_months": "the printed total of the period is {p}, its months add up to {c}",
    "year_vs_half_year": "{p} is printed for the year, {c} for a part of it",
}
_NOTES = {
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
    "children_not_printed": "women alone are more; children are not printed",
    "women_not_printed": "children alone are more; women are not printed",
    "fits_reconciled_counts": "the percentage fits the counts used here, not those printed beside it",
    "unexplained": "nothing printed explains the percentage",
}


def finding_party(row: Any, findings: pd.DataFrame) -> str:
    """Say whose numbers a finding (a row of `audit`) is about; a total of a period is not called one of the month."""
    label = labels.party_label(row.party, findings)
    return label.replace("of the month", f"of the {span}") if (span := _span(row)) else label


def _span(row: Any) -> str:
    """The period, of several months, that a finding is about; '' where it is about its month."""
    for note in row.explanation.split(" | "):
        if match := re.fullmatch(r"months: (\S+) to (\S+)", note):
            return {6: "half-year", 12: "year"}.get(len(pd.period_range(*match.groups(), freq="M")), "period")
        if note.startswith(_LISTED) and (span := dates.period_named(note.removeprefix(_LISTED))):
            return span
    return "half-year" if row.check.startswith("half_year_") else "year" if row.check.startswith("year_") else ""


def finding_words(row: Any, findings: pd.DataFrame | None = None) -> str:
    """Say what a finding (a row of `audit`) found, without the party.

    With the table it is from, a sum says what it counts beside the tolls that the month's table adds up, and what is
    only listed says first what the list says of it, such as whose counts these are.
    """
    check, _, measure = row.check.partition(":")
    other = f"{check.replace('_', ' ')}: {{p}} is printed, {{c}} follows"  # listed, from other pages
    pattern = _CHECKS.get(row.check) or _CHECKS.get(check, other)
    beside = [] if findings is None else _beside(row, findings)
    added = f"with {labels.join(beside)} " if beside else ""
    text = pattern.format(p=_plain(row.printed), c=_plain(row.computed), w=added)
    text = f"{numbers.MEASURES[measure]}: {text}" if measure in numbers.MEASURES and row.check not in _CHECKS else text
    if findings is not None and row.explanation.startswith(_LISTED):
        return f"{_note(row.explanation, findings)}: {text}"
    return text


def explanation_words(row: Any, findings: pd.DataFrame) -> str:
    """Put the explanation of a finding (a row of `audit`) into words."""
    said = f"{_BESIDE}|{_LISTED}"
    notes = [_note(note, findings) for note in row.explanation.split(" | ") if not re.match(said, note)]
    return "; ".join(note for note in notes if note)


def _beside(row: Any, findings: pd.DataFrame) -> list[str]:
    """What the sum of a finding counts that the table of its month does not add up."""
    notes = row.explanation.split(" | ")
    words = [_note(note, findings) for note in notes if re.match(_BESIDE, note)]
    return words + ["other numbers than those used here"] * row.explanation.startswith(_LISTED)


def _plain(value: float) -> str:
    return numbers.number(value) if float(value).is_integer() else f"{value:g}"


def _parties(codes: str, frame: pd.DataFrame) -> str:
    return labels.join(labels.party_label(code, frame, short=True) for code in members(codes))


def _lacking(frame: pd.DataFrame, codes: str) -> str:
    return f"no figure for {_of_months(codes)}"


def _of_months(codes: str) -> str:
    """Name the months of a period, or say how many they are."""
    months = codes.split("+")
    return labels.join(map(dates.month_name, months)) if len(months) <= 3 else f"{len(months)} of its months"


def _note(note: str, frame: pd.DataFrame) -> str:
    if note in _NOTES:
        return _NOTES[note]
    for pattern, put in _PATTERNS:
        if match := re.fullmatch(pattern, note):
            return put(frame, *match.groups())
    return note.replace("_", " ").replace(":", ": ")


def _used(frame: pd.DataFrame, value: str, basis: str) -> str:
    return f"{numbers.number(value)} is used, {labels.BASIS.get(basis, basis)}"


def _slip(frame: pd.DataFrame, kind: str, meant: str, party: str | None) -> str:
    what = {"dropped": "a dropped digit", "added": "a digit too many", "swapped": "two digits swapped"}[kind]
    of = f" for {labels.party_label(party, frame, short=True)}" if party and party != TOTAL else ""
    return f"likely {what}: {numbers.number(meant)}{' in the total' if party == TOTAL else of}"


_LISTED = "listed: "  # the whole explanation of what no table here shows
_BESIDE = "civilians_only: |nobodys: |outside_total: "  # notes that say what a sum counts beside the tolls
_PATTERNS: list[tuple[str, Callable[..., str]]] = [
    (
        r"at_most: (\d+) for (.+)",
        lambda f, n, p: f"at most {numbers.number(n)} for all parties without a figure together ({_parties(p, f)})",
    ),
    (
        r"more_left_than_possible: (\d+) for (.+)",
        lambda f, n, p: f"{numbers.number(n)} left, more than the parties without a figure can have ({_parties(p, f)})",
    ),
    (r"civilians_only: (.+)", lambda f, p: f"the civilians alone of {_parties(p, f)}"),
    (r"listed: (.+)", lambda f, reason: f"listed among the known discrepancies ({reason.replace('_', ' ')})"),
    (r"on: (.+)", lambda f, ids: f"the first on {labels.join(ids.split('+'))}"),
    (r"counts_of: (.+)", lambda f, ids: f"the counts are those of {labels.join(ids.split('+'))}"),
    (r"beyond_those_counted: (\d+)", lambda f, n: f"{numbers.number(n)} of these beyond those counted"),
    (r"nobodys: (\d+)", lambda f, n: f"the {numbers.number(n)} that are attributed to nobody"),
    (
        r"maybe_twice: (\d+)",
        lambda f, n: (
            f"up to {numbers.number(n)} of the parts may also be in the number of other or unidentified parties"
        ),
    ),
    (
        r"other_causes: (\d+)",
        lambda f, n: (
            f"{numbers.number(n)} left for other causes and parties: of some parties only some causes are counted"
        ),
    ),
    (
        r"outside_total: (\d+) for (.+)",
        lambda f, n, p: f"the {numbers.number(n)} of {_parties(p, f)} that a page puts outside the total",
    ),
    (r"used: none", lambda f: "neither is used"),
    (r"used: (\d+) (\w+)", _used),
    (r"(dropped|added|swapped)_digits?: (\d+)(?: for (\w+))?", _slip),
    (r"item:(\w+)", lambda f, cause: f"deaths by {cause.replace('_', ' ')}"),
    (r"fits: (.+)", lambda f, p: f"it would fit {_parties(p, f)}{' together' if is_combined(p) else ''}"),
    (r"part: (\S+) to (\S+)", lambda f, a, b: f"the part is {dates.month_name(a)} to {dates.month_name(b)}"),
    (r"part: (\S+)", lambda f, page: f"the part is in {page}"),
    (r"months: (\S+) to (\S+)", lambda f, a, b: f"{dates.month_name(a)} to {dates.month_name(b)}"),
    (r"civilians_of: (\S+)", lambda f, months: f"of {_of_months(months)} the civilians alone"),
    (r"lacking: (\S+)", _lacking),
    (r"leave_at_most: (\d+)", lambda f, n: f"which leave at most {numbers.number(n)} more"),
    (r"outside: (.+) on (\S+)", lambda f, ends, page: f"{page} prints {ends.replace('_', ' ')}"),
    (r"printed_elsewhere: (\d+)", lambda f, n: f"another page prints {numbers.number(n)}"),
]


def count_sentence(findings: pd.DataFrame) -> str:
    """Count the findings: new errors, known ones, questions."""
    errors = findings["severity"] == "error"
    new, known = int((errors & ~findings["known"]).sum()), int((errors & findings["known"]).sum())
    questions = int((~errors).sum())
    line = f"{new} new error{'' if new == 1 else 's'}, {known} known"
    return f"{line}; {questions} question{'' if questions == 1 else 's'}, in which two printed numbers may both hold."


def no_finding(findings: pd.DataFrame) -> str:
    """Say that the audit of a month found nothing, and among which numbers it looked."""
    who = findings.attrs["population"] or "civilians, fighters and persons"
    monitor = findings.attrs["monitor_label"]
    whose = f"{monitor}'s numbers" if monitor else "the numbers"
    return f"Nothing contradicts anything else among {whose} of {who} gathered here for this month."


def audit_sentence(findings: pd.DataFrame) -> str:
    """Say beside the table of a month's findings how many there are, and whose numbers the errors touch."""
    if findings.empty:
        return no_finding(findings)
    errors = findings[findings["severity"] == "error"]
    new = errors[~errors["known"]]
    found, which = (new, "new error") if len(new) else (errors, "error")
    parties = dict.fromkeys(finding_party(row, findings) for row in found.itertuples())
    verb = f"The {which} touches" if len(found) == 1 else f"The {which}s touch"
    touched = f" {verb} numbers of {labels.join(parties)}." if parties else ""
    return count_sentence(findings) + touched


def findings_sentence(findings: pd.DataFrame) -> str:
    """Say in words, where no table does, what the audit of a month found (a Markdown list)."""
    if findings.empty:
        return no_finding(findings)
    lines = []
    for row in findings.sort_values("severity", kind="stable").itertuples():
        who = finding_party(row, findings) + (f" ({row.population})" if row.population else "")
        state = "known" if row.known else "new" if row.severity == "error" else "may both hold"
        what = "; ".join(filter(None, [finding_words(row, findings), explanation_words(row, findings)]))
        lines.append(f"- {who}: {what}. *{row.severity.capitalize()}, {state}.*")
    return "\n".join(lines)
