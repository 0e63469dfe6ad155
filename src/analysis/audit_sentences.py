"""Findings and verdicts in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pandas as pd

from analysis.arithmetic import TOTAL, members
from analysis.citations import source, with_address
from analysis.comparison import party_table
from analysis.data import Data
from analysis.numerals import half_up
from analysis.words import (
    BASIS,
    DEATHS,
    MEASURES,
    bounded,
    counted,
    doubt_words,
    join,
    month_name,
    number,
    party_label,
    percent,
    who_documented,
)

VERDICTS = {
    "agrees": "agrees",
    "agrees_with_version": "agrees with another page",
    "differs": "differs",
    "not_printed": "not printed on any page gathered here",
    "only_source": "printed on the outlet's own page alone",
    "holds": "holds",
    "fails": "fails",
    "undecidable": "cannot be said",
}
NO_FINDING = "Nothing that is printed about this month contradicts anything else."
_NAMED = 3  # so many claims a sentence names
_OPEN = {  # verdicts neither for nor against, after how many
    "only_source": "can be seen on the outlet's own page alone, which is no evidence for itself",
    "not_printed": "can be seen on no page gathered here",
    "undecidable": "cannot be decided",
}
RELATIONS = {
    "gt": "more {0} attributed to them than to {1}",
    "lt": "fewer {0} attributed to them than to {1}",
    "highest_of": "the most {0} attributed to them, of them and {1}",
}
_CHECKS = {
    "parts_vs_total": "the printed total is {p}, the parties add up to {c}",
    "group_vs_parent": "the printed total of the group is {p}, its parties add up to {c}",
    "printed_share": "{p} % is printed as the share of children and women, the counts give {c} %",
    "subset_exceeds": "{p} deaths are printed, but {c} children and women among them",
    "subset_exceeds:torture": "{p} deaths by torture are printed, but {c} deaths in all",
    "floor_above_monthly": "{p} is printed for the month, but at least {c} in a part of these deaths",
    "between_reports": "{p} is printed on one page, {c} on another",
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


def finding_words(row: Any) -> str:
    """Say what a finding (a row of `audit`) found, without the party."""
    check, _, measure = row.check.partition(":")
    other = f"{check.replace('_', ' ')}: {{p}} is printed, {{c}} follows"  # listed, from other pages
    pattern = _CHECKS.get(row.check) or _CHECKS.get(check, other)
    text = pattern.format(p=_plain(row.printed), c=_plain(row.computed))
    return f"{MEASURES[measure]}: {text}" if measure in MEASURES and row.check not in _CHECKS else text


def explanation_words(row: Any, findings: pd.DataFrame) -> str:
    """Put the explanation of a finding (a row of `audit`) into words."""
    notes = [_note(note, findings) for note in row.explanation.split(" | ")]
    return "; ".join(note for note in notes if note)


def _plain(value: float) -> str:
    return number(value) if float(value).is_integer() else f"{value:g}"


def _parties(codes: str, frame: pd.DataFrame) -> str:
    return join(party_label(code, frame, short=True) for code in members(codes))


def _lacking(frame: pd.DataFrame, codes: str) -> str:
    months = codes.split("+")
    return f"no figure for {join(map(month_name, months)) if len(months) <= 3 else f'{len(months)} of its months'}"


def _note(note: str, frame: pd.DataFrame) -> str:
    if note in _NOTES:
        return _NOTES[note]
    for pattern, put in _PATTERNS:
        if match := re.fullmatch(pattern, note):
            return put(frame, *match.groups())
    return note.replace("_", " ").replace(":", ": ")


def _used(frame: pd.DataFrame, value: str, basis: str) -> str:
    return f"{number(value)} is used, {BASIS.get(basis, basis)}"


def _slip(frame: pd.DataFrame, kind: str, meant: str, party: str | None) -> str:
    what = {"dropped": "a dropped digit", "added": "a digit too many", "swapped": "two digits swapped"}[kind]
    of = f" for {party_label(party, frame, short=True)}" if party and party != TOTAL else ""
    return f"likely {what}: {number(meant)}{' in the total' if party == TOTAL else of}"


_PATTERNS: list[tuple[str, Callable[..., str]]] = [
    (
        r"at_most: (\d+) for (.+)",
        lambda f, n, p: f"at most {number(n)} for all parties without a figure together ({_parties(p, f)})",
    ),
    (
        r"more_left_than_possible: (\d+) for (.+)",
        lambda f, n, p: f"{number(n)} left, more than the parties without a figure can have ({_parties(p, f)})",
    ),
    (r"civilians_only: (.+)", lambda f, p: f"of {_parties(p, f)} only the civilians are counted"),
    (r"listed: (.+)", lambda f, reason: f"listed, from pages outside the tables: {reason.replace('_', ' ')}"),
    (r"on: (.+)", lambda f, ids: f"the first on {join(ids.split('+'))}"),
    (r"counts_of: (.+)", lambda f, ids: f"the counts are those of {join(ids.split('+'))}"),
    (r"beyond_those_counted: (\d+)", lambda f, n: f"{number(n)} of these beyond those counted"),
    (r"nobodys: (\d+)", lambda f, n: f"with the {number(n)} that are attributed to nobody"),
    (
        r"maybe_twice: (\d+)",
        lambda f, n: f"up to {number(n)} of the parts may also be in the number of other or unidentified parties",
    ),
    (r"other_causes: (\d+)", lambda f, n: f"{number(n)} left for other causes and parties: only some are printed"),
    (
        r"outside_total: (\d+) for (.+)",
        lambda f, n, p: f"a page puts {number(n)} of {_parties(p, f)} outside the total",
    ),
    (r"used: none", lambda f: "neither is used"),
    (r"used: (\d+) (\w+)", _used),
    (r"(dropped|added|swapped)_digits?: (\d+)(?: for (\w+))?", _slip),
    (r"item:(\w+)", lambda f, cause: f"deaths by {cause.replace('_', ' ')}"),
    (r"fits: (.+)", lambda f, p: f"it would fit {_parties(p, f)}{' together' if '+' in p else ''}"),
    (r"part: (\S+) to (\S+)", lambda f, a, b: f"the part is {month_name(a)} to {month_name(b)}"),
    (r"part: (\S+)", lambda f, page: f"the part is in {page}"),
    (r"months: (\S+) to (\S+)", lambda f, a, b: f"{month_name(a)} to {month_name(b)}"),
    (r"lacking: (\S+)", _lacking),
    (r"leave_at_most: (\d+)", lambda f, n: f"which leave at most {number(n)} more"),
    (r"outside: (.+) on (\S+)", lambda f, ends, page: f"{page} prints {ends.replace('_', ' ')}"),
    (r"printed_elsewhere: (\d+)", lambda f, n: f"another page prints {number(n)}"),
]


def count_sentence(findings: pd.DataFrame) -> str:
    """Count the findings: new errors, known ones, questions."""
    errors = findings["severity"] == "error"
    new, known = int((errors & ~findings["known"]).sum()), int((errors & findings["known"]).sum())
    questions = int((~errors).sum())
    line = f"{new} new error{'' if new == 1 else 's'}, {known} known"
    return f"{line}; {questions} question{'' if questions == 1 else 's'}, in which two printed numbers may both hold."


def audit_sentence(findings: pd.DataFrame) -> str:
    """Say beside the table of a month's findings how many there are, and whose numbers the errors touch."""
    if findings.empty:
        return NO_FINDING
    errors = findings[findings["severity"] == "error"]
    new = errors[~errors["known"]]
    found, which = (new, "new error") if len(new) else (errors, "error")
    parties = dict.fromkeys(party_label(party, findings) for party in found["party"])
    verb = f"The {which} touches" if len(found) == 1 else f"The {which}s touch"
    touched = f" {verb} numbers of {join(parties)}." if parties else ""
    return count_sentence(findings) + touched


def findings_sentence(findings: pd.DataFrame) -> str:
    """Say in words, where no table does, what the audit of a month found (a Markdown list)."""
    if findings.empty:
        return NO_FINDING
    lines = []
    for row in findings.sort_values("severity", kind="stable").itertuples():
        who = party_label(row.party, findings) + (f" ({row.population})" if row.population else "")
        state = "known" if row.known else "new" if row.severity == "error" else "may both hold"
        what = "; ".join(filter(None, [finding_words(row), explanation_words(row, findings)]))
        lines.append(f"- {who}: {what}. *{row.severity.capitalize()}, {state}.*")
    return "\n".join(lines)


def claims_sentence(verdicts: pd.DataFrame) -> str:
    """Say beside the table of claims how many agree or hold, which do not, and how many nothing decides."""
    if verdicts.empty:
        return "There is no claim to check."
    counts = verdicts["verdict"].value_counts()
    good = int(counts.reindex(["agrees", "agrees_with_version", "holds"]).sum())
    lines = [f"{good} of {len(verdicts)} claims agree with what somebody else prints, or hold."]
    against = verdicts[verdicts["verdict"].isin(["differs", "fails"])]
    if len(against):
        outlets: dict[str, list[str]] = {}
        for row in against.itertuples():
            outlets.setdefault(claim_words(row, verdicts), []).append(claimant(row))
        named = [f"{words} ({join(dict.fromkeys(who))})" for words, who in outlets.items()]
        more = f"; and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
        verb = "does" if len(against) == 1 else "do"
        lines.append(f"{len(against)} {verb} not: {'; '.join(named[:_NAMED])}{more}.")
    rest = [f"{counts[verdict]} {words}" for verdict, words in _OPEN.items() if verdict in counts]
    return " ".join([*lines, f"Of the others {join(rest)}." if rest else ""]).strip()


def claimant(row: Any) -> str:
    """Who makes a claim (a row of `check_claims`)."""
    return str(row.outlet if isinstance(row.outlet, str) else row.claim_id)


def claim_words(row: Any, verdicts: pd.DataFrame) -> str:
    """Say what a claim (a row of `check_claims`) claims."""
    label = party_label(row.party, verdicts)
    if row.relation == "eq":
        noun = (
            counted(row.value, row.measure) if row.measure in ("children", "women") else _deaths(row.value, row.measure)
        )
        return f"{label}: {noun}"
    others = join(party_label(code, verdicts) for code in row.right.split("|"))
    return f"{label}: {RELATIONS[row.relation].format(MEASURES[row.measure], others)}"


def _deaths(value: Any, measure: str) -> str:
    noun = MEASURES[measure]
    return f"{number(value)} {noun.replace('deaths', 'death') if int(value) == 1 else noun}"


def cause_words(row: Any, verdicts: pd.DataFrame) -> str:
    """Say where a number that differs may come from; '' where nothing printed explains it."""
    if not isinstance(row.cause, str):
        return ""
    kind, _, what = row.cause.partition(": ")
    if kind == "measure":
        return f"it is the number printed for {join(MEASURES[measure] for measure in what.split('|'))}"
    if kind == "part":
        return f"it is the number printed for a part ({what.replace('_', ' ').replace(':', ': ')})"
    if kind == "month":
        return f"it is the number printed for {month_name(what)}"
    if kind == "population":
        return f"it is the number printed for {join(what.split('|'))}"
    if kind in party_table(verdicts) or "|" in kind or "+" in kind:
        return f"it is the number printed for {' or '.join(party_label(code, verdicts) for code in kind.split('|'))}"
    return {
        "dropped_digit": "a digit seems dropped",
        "added_digit": "a digit seems added",
        "swapped_digits": "two digits seem swapped",
        "rounded": "it is rounded",
    }[kind]


def others_words(row: Any) -> str:
    """Say of the most of several that it is; '' of another claim."""
    several = isinstance(row.right, str) and "|" in row.right
    return "none of the others can have more" if several and row.verdict == "holds" else ""


def tipping_words(row: Any) -> str:
    """Say briefly how often one side has the other, and when their order would reverse; '' without both numbers."""
    if row.relation == "eq" or pd.isna(row.attribution_tipping_point):
        return ""
    higher, lower = (int(end(row.documented, row.right_documented)) for end in (max, min))
    times = f"{half_up(higher, lower, 100) / 100:.2f} times; " if lower else ""
    rate = f"below {_rate(lower, higher)} documentation, or " if lower else ""
    return f"{times}reverses {rate}with {number(row.attribution_tipping_point)} wrongly attributed"


def verdict_sentence(data: Data, row: Any, verdicts: pd.DataFrame) -> str:
    """Write the verdict on one claim (a row of `check_claims`) with numbers, bounds, doubts and sources."""
    text = _value_verdict(data, row, verdicts) if row.relation == "eq" else _comparison_verdict(data, row, verdicts)
    ids = row.report_ids.split("|") if isinstance(row.report_ids, str) else []
    cited = f" ({'; '.join(source(data, report_id) for report_id in ids)})" if ids else ""
    doubts = [with_address(data, doubt) for doubt in doubt_words(row.doubt)]
    doubt = f" Doubt: {'; '.join(doubts)}." if doubts else ""
    return f"{VERDICTS[row.verdict].capitalize()}: {text}{cited}.{doubt}"


def _value_verdict(data: Data, row: Any, verdicts: pd.DataFrame) -> str:
    by = "by all parties" if row.party == TOTAL else f"attributed to {party_label(row.party, verdicts)}"
    where = f"{by} in {month_name(row.month)}"
    value = _counted(row.value, row)
    if row.verdict == "agrees":
        return f"{who_documented(data, row.monitor)} {value} {where}"
    number_of = f"number of {_noun(row)} {where}"
    used = "" if pd.isna(row.documented) else f"; {number(row.documented)} is the number used here"
    if row.verdict == "agrees_with_version":
        return f"{value} {where}: printed, but not on the pages whose number is used here{used}"
    if row.verdict == "only_source":
        return (
            f"of the pages gathered here only the outlet's own prints {value} {where}; that is no evidence for itself"
        )
    bounds = bounded(None, row.documented if pd.isna(row.at_least) else row.at_least, row.at_most)
    known = f"; by what else is printed it is {bounds}" if bounds != "not printed" else ""
    if row.verdict == "not_printed":
        return f"no other page gathered here prints a single {number_of}{known}"
    cause = cause_words(row, verdicts)
    if pd.isna(row.documented) or (pd.isna(row.cause) and not pd.isna(row.at_most)):
        return f"it is no {number_of} that pages print{known}"
    text = f"{who_documented(data, row.monitor)} {_counted(row.documented, row)} {where}, not {number(row.value)}"
    return f"{text}: {cause}" if cause else text


def _comparison_verdict(data: Data, row: Any, verdicts: pd.DataFrame) -> str:
    left = party_label(row.party, verdicts)
    rival = party_label(row.right.split("|")[0], verdicts)
    one = _end(row.documented, row.at_least, row.at_most, row.party)
    other = _end(row.right_documented, row.right_at_least, row.right_at_most, row.right.split("|")[0])
    noun = DEATHS[row.population][1] if row.measure == "killed" else MEASURES[row.measure]
    text = f"of the {noun} {who_documented(data, row.monitor)} for {month_name(row.month)}, "
    text += f"{one} {'is' if one == '1' else 'are'} attributed to {left} and {other} to {rival}"
    rest = f"; {others_words(row)}" if others_words(row) else ""
    if pd.isna(row.attribution_tipping_point):
        return text + rest
    numbers = {left: int(row.documented), rival: int(row.right_documented)}
    (first, higher), (second, lower) = sorted(numbers.items(), key=lambda item: -item[1])
    if lower:
        text += f", {half_up(higher, lower, 100) / 100:.2f} times as many for {first}"
    rate = (
        f"if those by {second} were documented at less than {_rate(lower, higher)} of the rate of those by {first}, or "
    )
    rate = rate if lower else ""
    return (
        f"{text}{rest}. The order would reverse only {rate}if "
        f"{number(row.attribution_tipping_point)} of the {number(higher)} were in truth by {second}"
    )


def _noun(row: Any) -> str:
    population = row.population if isinstance(row.population, str) else "civilians"
    return DEATHS[population][1] if row.measure == "killed" else f"{row.measure} among {DEATHS[population][1]}"


def _rate(lower: int, higher: int) -> str:
    """A tipping point in percent, with a decimal where whole percents would say none or all."""
    return percent(lower, higher, 1 if half_up(lower, higher, 100) in (0, 100) else 0)


def _counted(value: Any, row: Any) -> str:
    if row.measure == "torture":
        return _deaths(value, row.measure)
    population = row.population if isinstance(row.population, str) else "civilians"
    text = counted(value, row.measure, population)
    return text if row.measure == "killed" else f"the deaths of {text}"


def _end(value: Any, low: Any, high: Any, code: str) -> str:
    """One side of a comparison: its number, or what bounds it."""
    if not pd.isna(value):
        return number(value)
    if not pd.isna(high):
        if low < high:
            return f"between {number(low)} and {number(high)}"
        if "+" in code:
            return f"{number(high)} (added up)"
        return f"{number(high)} (by what the totals leave)" if high else "none (the printed totals leave nothing)"
    return f"at least {number(low)}, with no upper bound," if low else "an unknown number"
