"""Findings and verdicts in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandas as pd

from analysis.arithmetic import TOTAL, members
from analysis.citations import source, with_address
from analysis.claimed import BOTH, VALUE_RELATIONS
from analysis.comparison import party_table
from analysis.data import Data
from analysis.group_shares import SMALLEST_N
from analysis.numerals import half_up
from analysis.words import (
    BASIS,
    DEATHS,
    MEASURES,
    bounded,
    doubt_words,
    join,
    month_name,
    number,
    party_label,
    percent,
    period_named,
    period_words,
    range_words,
    who_documented,
)

VERDICTS = {
    "agrees": "agrees",
    "agrees_with_version": "agrees with another page",
    "differs": "differs",
    "not_printed": "nothing to compare with",
    "only_source": "published on the outlet's own page alone",
    "holds": "holds",
    "fails": "fails",
    "undecidable": "cannot be said",
}
_NAMED = 3  # so many claims a sentence names
_OPEN = {  # verdicts neither for nor against, after how many
    "only_source": "could not be checked independently",
    "not_printed": "could not be checked: no page gathered here publishes such a number",
    "undecidable": "cannot be decided by what is published",
}
_SAID = {relation: f"{relation.replace('_', ' ')} " for relation in VALUE_RELATIONS} | {"exactly": ""}
_MEASURES = {**MEASURES, BOTH: "children and women"}
_ONE = {"killed": "death", "children": "child", "women": "woman", "torture": "death by torture"}
_ADDED = {  # by basis: what the number of a verdict rests on
    "added": " (the numbers of these parties added up)",
    "period": " (a published total of the period)",
    "months": " (the numbers of its months added up)",
    "undecided": " (the pages do not agree)",
}
_MOST_SOURCES = 6  # so many a sentence cites
RELATIONS = {
    "gt": "more {0} attributed to them than to {1}",
    "lt": "fewer {0} attributed to them than to {1}",
    "highest_of": "the most {0} attributed to them, of them and {1}",
}
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
    label = party_label(row.party, findings)
    return label.replace("of the month", f"of the {span}") if (span := _span(row)) else label


def _span(row: Any) -> str:
    """The period, of several months, that a finding is about; '' where it is about its month."""
    for note in row.explanation.split(" | "):
        if match := re.fullmatch(r"months: (\S+) to (\S+)", note):
            return {6: "half-year", 12: "year"}.get(len(pd.period_range(*match.groups(), freq="M")), "period")
        if note.startswith(_LISTED) and (span := period_named(note.removeprefix(_LISTED))):
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
    added = f"with {join(beside)} " if beside else ""
    text = pattern.format(p=_plain(row.printed), c=_plain(row.computed), w=added)
    text = f"{MEASURES[measure]}: {text}" if measure in MEASURES and row.check not in _CHECKS else text
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
    return number(value) if float(value).is_integer() else f"{value:g}"


def _parties(codes: str, frame: pd.DataFrame) -> str:
    return join(party_label(code, frame, short=True) for code in members(codes))


def _lacking(frame: pd.DataFrame, codes: str) -> str:
    return f"no figure for {_of_months(codes)}"


def _of_months(codes: str) -> str:
    """Name the months of a period, or say how many they are."""
    months = codes.split("+")
    return join(map(month_name, months)) if len(months) <= 3 else f"{len(months)} of its months"


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


_LISTED = "listed: "  # the whole explanation of what no table here shows
_BESIDE = "civilians_only: |nobodys: |outside_total: "  # notes that say what a sum counts beside the tolls
_PATTERNS: list[tuple[str, Callable[..., str]]] = [
    (
        r"at_most: (\d+) for (.+)",
        lambda f, n, p: f"at most {number(n)} for all parties without a figure together ({_parties(p, f)})",
    ),
    (
        r"more_left_than_possible: (\d+) for (.+)",
        lambda f, n, p: f"{number(n)} left, more than the parties without a figure can have ({_parties(p, f)})",
    ),
    (r"civilians_only: (.+)", lambda f, p: f"the civilians alone of {_parties(p, f)}"),
    (r"listed: (.+)", lambda f, reason: f"listed among the known discrepancies ({reason.replace('_', ' ')})"),
    (r"on: (.+)", lambda f, ids: f"the first on {join(ids.split('+'))}"),
    (r"counts_of: (.+)", lambda f, ids: f"the counts are those of {join(ids.split('+'))}"),
    (r"beyond_those_counted: (\d+)", lambda f, n: f"{number(n)} of these beyond those counted"),
    (r"nobodys: (\d+)", lambda f, n: f"the {number(n)} that are attributed to nobody"),
    (
        r"maybe_twice: (\d+)",
        lambda f, n: f"up to {number(n)} of the parts may also be in the number of other or unidentified parties",
    ),
    (
        r"other_causes: (\d+)",
        lambda f, n: f"{number(n)} left for other causes and parties: of some parties only some causes are counted",
    ),
    (
        r"outside_total: (\d+) for (.+)",
        lambda f, n, p: f"the {number(n)} of {_parties(p, f)} that a page puts outside the total",
    ),
    (r"used: none", lambda f: "neither is used"),
    (r"used: (\d+) (\w+)", _used),
    (r"(dropped|added|swapped)_digits?: (\d+)(?: for (\w+))?", _slip),
    (r"item:(\w+)", lambda f, cause: f"deaths by {cause.replace('_', ' ')}"),
    (r"fits: (.+)", lambda f, p: f"it would fit {_parties(p, f)}{' together' if '+' in p else ''}"),
    (r"part: (\S+) to (\S+)", lambda f, a, b: f"the part is {month_name(a)} to {month_name(b)}"),
    (r"part: (\S+)", lambda f, page: f"the part is in {page}"),
    (r"months: (\S+) to (\S+)", lambda f, a, b: f"{month_name(a)} to {month_name(b)}"),
    (r"civilians_of: (\S+)", lambda f, months: f"of {_of_months(months)} the civilians alone"),
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
    touched = f" {verb} numbers of {join(parties)}." if parties else ""
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


def claims_sentence(verdicts: pd.DataFrame) -> str:
    """Say beside the table of claims how many check out, which are wrong, and how many nothing decides."""
    if verdicts.empty:
        return "There is no claim to check."
    counts = verdicts["verdict"].value_counts()
    good = int(counts.reindex(["agrees", "agrees_with_version", "holds"]).sum())
    parts = [f"{good} check{'s' if good == 1 else ''} out"]
    against = verdicts[verdicts["verdict"].isin(["differs", "fails"])]
    if len(against):
        outlets: dict[str, list[str]] = {}
        for row in against.itertuples():
            outlets.setdefault(claim_words(row, verdicts), []).append(claimant(row))
        named = [f"{words}, {join(dict.fromkeys(who))}" for words, who in outlets.items()]
        more = f"; and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
        parts.append(f"{len(against)} {'is' if len(against) == 1 else 'are'} wrong ({'; '.join(named[:_NAMED])}{more})")
    parts += [f"{counts[verdict]} {words}" for verdict, words in _OPEN.items() if verdict in counts]
    claims = "1 claim" if len(verdicts) == 1 else f"{len(verdicts)} claims"
    return f"Of {claims}, {', '.join(parts)}."


def claimant(row: Any) -> str:
    """Who makes a claim (a row of `check_claims`)."""
    return str(row.outlet if isinstance(row.outlet, str) else row.claim_id)


def claim_words(row: Any, verdicts: pd.DataFrame) -> str:
    """Say what a claim (a row of `check_claims`) claims."""
    label = party_label(row.party, verdicts)
    if _is_number(row):
        when = f", {period_words(row.month, row.month_end)}" if isinstance(row.month_end, str) else ""
        return f"{label}: {_claimed(row)} {_claimed_noun(row)}{when}"
    others = join(party_label(code, verdicts) for code in row.right.split("|"))
    return f"{label}: {RELATIONS[row.relation].format(MEASURES[row.measure], others)}"


def _is_number(row: Any) -> bool:
    """Whether a claim is one of a number, not of a comparison."""
    return row.relation in VALUE_RELATIONS


def _claimed(row: Any) -> str:
    """The number that is claimed, as claimed: `at least 600`, `24.6 %`."""
    if row.unit == "deaths":
        return f"{_SAID[row.relation]}{number(row.value)}"
    digits = _digits(row)
    return f"{_SAID[row.relation]}{percent(round(row.value * 10**digits), 100 * 10**digits, digits)}"


def _digits(row: Any) -> int:
    """How many decimals a percentage is claimed with."""
    return max(-int(Decimal(str(row.value)).normalize().as_tuple().exponent), 0)


def _claimed_noun(row: Any) -> str:
    if row.unit == "percent_of_total":
        return f"of all {_MEASURES[row.measure]}"
    return _ONE.get(row.measure, "") if row.unit == "deaths" and row.value == 1 else _MEASURES[row.measure]


def cause_words(row: Any, verdicts: pd.DataFrame) -> str:
    """Say where a number that differs may come from; '' where nothing published explains it."""
    if not isinstance(row.cause, str):
        return ""
    kind, _, what = row.cause.partition(": ")
    if kind == "measure":
        return f"it is the number published for {join(_MEASURES[measure] for measure in what.split('|'))}"
    if kind == "part":
        return f"it is the number published for a part ({what.replace('_', ' ').replace(':', ': ')})"
    if kind == "month":
        return f"it is the number published for {month_name(what)}"
    if kind == "population":
        return f"it is the number published for {join(what.split('|'))}"
    if kind in party_table(verdicts) or "|" in kind or "+" in kind:
        return f"it is the number published for {' or '.join(party_label(code, verdicts) for code in kind.split('|'))}"
    return {
        "dropped_digit": "a digit seems dropped",
        "added_digit": "a digit seems added",
        "swapped_digits": "two digits seem swapped",
        "rounded": "it is rounded",
        "rounded_up": "it is rounded up",
        "rounded_down": "it is rounded down",
    }[kind]


def others_words(row: Any) -> str:
    """Say of the most of several that it is; '' of another claim."""
    several = isinstance(row.right, str) and "|" in row.right
    return "none of the others can have more" if several and row.verdict == "holds" else ""


def tipping_words(row: Any) -> str:
    """Say briefly how often one side has the other, and when their order would reverse; '' without both numbers."""
    if _is_number(row) or pd.isna(row.attribution_tipping_point):
        return ""
    higher, lower = (int(end(row.documented, row.right_documented)) for end in (max, min))
    times = f"{half_up(higher, lower, 100) / 100:.2f} times; " if lower else ""
    rate = f"below about {_rate(lower, higher)} documentation, or " if lower else ""
    line = f"{times}reverses {rate}with {number(row.attribution_tipping_point)} wrongly attributed"
    left = row.residual_tipping_point
    return line if pd.isna(left) else f"{line}, or with {number(left)} of those no named party's number counts"


def verdict_sentence(data: Data, row: Any, verdicts: pd.DataFrame) -> str:
    """Write the verdict on one claim (a row of `check_claims`): what it is, why, with which doubts, and the sources."""
    text = _value_verdict(data, row, verdicts) if _is_number(row) else _comparison_verdict(data, row, verdicts)
    ids = row.report_ids.split("|") if isinstance(row.report_ids, str) else []
    known = set(data.reports["report_id"])
    sources = [source(data, page) if page in known else page for page in ids]  # a total of a period has its address
    more = [f"and {len(ids) - _MOST_SOURCES} more"] if len(ids) > _MOST_SOURCES else []
    cited = "; ".join([*sources[:_MOST_SOURCES], *more])
    line = f"\nSource{'s' if len(ids) > 1 else ''}: {cited}" if ids else ""
    doubts = [with_address(data, doubt) for doubt in doubt_words(row.doubt)]
    doubt = f" Caution: {'; '.join(doubts)}." if doubts else ""
    return f"{VERDICTS[row.verdict].capitalize()}: {text}.{doubt}{line}"


def _value_verdict(data: Data, row: Any, verdicts: pd.DataFrame) -> str:
    where, claimed = _where(row, verdicts), _claimed(row)
    if row.verdict == "not_printed":
        what = f"a number of {_noun(row)}" if row.unit == "deaths" else f"both numbers for a percentage of {_noun(row)}"
        known = _bounds(row)
        page = "no other page" if isinstance(row.outlet, str) else "no page"
        known = f"; by what else is published it is {known}" if known else ""
        return f"{page} gathered here publishes {what} {where}{known}"
    if row.verdict == "only_source":
        return f"{claimed} {_noun(row)} {where}; that is no evidence for itself"
    if row.verdict == "agrees_with_version":
        known = "" if row.basis == "bounds" or pd.isna(row.documented) else _published(data, row, verdicts)
        if row.unit != "deaths":
            return f"a page publishes {claimed} {_noun(row)} {where}; by the published counts, {known}"
        what = f"{claimed} {_noun(row)} {where}"
        what = what if row.relation == "exactly" else f"a number of {_noun(row)} {where} that is {claimed}"
        return f"another page publishes {what}{known and f'; used here: {known}'}"
    if row.unit == "percent_of_total" and row.verdict == "undecidable" and "not_counted" in str(row.doubt):
        return f"{claimed} of all {_MEASURES[row.measure]} {where} can be no share of a total of all parties"
    if row.basis == "bounds":
        return f"by what else is published the number of {_noun(row)} {where} is {_bounds(row)}, not {claimed}"
    text = _published(data, row, verdicts)
    if row.verdict == "agrees":
        return text if row.relation == "exactly" else f"{text}, which is {claimed}"
    if row.verdict == "undecidable":
        return f"{text}, which neither confirms nor rules out {claimed}"
    cause = cause_words(row, verdicts)
    return f"{text}, not {claimed}" + (f": {cause}" if cause else "")


def _where(row: Any, verdicts: pd.DataFrame) -> str:
    """Whose deaths, and when."""
    by = "" if row.party == TOTAL else f"attributed to {party_label(row.party, verdicts)} "
    ends = isinstance(row.month_end, str)
    return f"{by}{f'from {period_words(row.month, row.month_end)}' if ends else f'in {month_name(row.month)}'}"


def _published(data: Data, row: Any, verdicts: pd.DataFrame) -> str:
    """What is published of a claim's number, in a sentence."""
    who, amount = who_documented(data, row.monitor), amount_words(row.documented, row.at_least, row.at_most)
    added = _ADDED.get(row.basis, "")
    if row.unit == "deaths":
        return f"{who} {_counted(amount, row)} {_where(row, verdicts)}{added}"
    whole = amount_words(row.right_documented, row.right_at_least, row.right_at_most)
    share = ""
    if not pd.isna(row.ratio) and row.right_documented >= SMALLEST_N:
        pair = (int(row.documented), int(row.right_documented))
        digits = max(_digits(row), 2 if half_up(*pair, 1000) % 10 == 5 else 1)  # 29.5 of 29.46 rounds to 29
        rounded = row.verdict == "agrees" and row.relation == "exactly" and not _digits(row)
        share = f" ({percent(*pair, digits)}{f', rounded {_claimed(row)}' if rounded else ''})"
    if row.unit == "percent_of_party":
        population = DEATHS[row.population][whole != "1"]
        by = _where(row, verdicts).rpartition("in ")[0].strip()
        text = f"of the {whole} {population}{by and f' {by}'} that {who} in {month_name(row.month)}, {amount} "
        return f"{text}{'was' if amount == '1' else 'were'} of {_MEASURES[row.measure]}{share}{added}"
    text = f"of {'the ' * (row.measure == 'killed')}{_counted(whole, row)} that {who} in {month_name(row.month)}, "
    verb = "is" if amount == "1" else "are"
    return f"{text}{amount} {verb} attributed to {party_label(row.party, verdicts)}{share}{added}"


def amount_words(value: Any, low: Any, high: Any) -> str:
    """A published number, or its ends: `679`, `at least 108 (at most 120)`, `4 to 9`."""
    known = [end for end in (low, high) if not pd.isna(end)]
    contradicted = len(known) == 1 and not pd.isna(low) and not pd.isna(value) and low > value  # which is a doubt
    if pd.isna(value) or contradicted or not known or known == [value, value]:
        return number(value) if not pd.isna(value) else range_words(None, low, high)
    ends = [(f"at least {number(low)}", low)] if not pd.isna(low) and (low > 0 or value == low) else []
    ends += [(f"at most {number(high)}", high)] if not pd.isna(high) else []
    first, *rest = [words for words, end in sorted(ends, key=lambda pair: pair[1] != value)]
    return first + "".join(f" ({words})" for words in rest)


def _bounds(row: Any) -> str:
    """What bounds a number that is not published; '' where nothing does."""
    return "" if pd.isna(row.at_least) and pd.isna(row.at_most) else bounded(None, row.at_least, row.at_most)


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
    tolls = {left: int(row.documented), rival: int(row.right_documented)}
    (first, higher), (second, lower) = sorted(tolls.items(), key=lambda item: -item[1])
    if lower:
        text += f", {half_up(higher, lower, 100) / 100:.2f} times as many for {first}"
    rate = f"if deaths attributed to {second} were documented at less than about {_rate(lower, higher)} of the rate of "
    rate = f"{rate}those attributed to {first}, or " if lower else ""
    few = row.residual_tipping_point
    those = f"of the deaths that no number of a named party counts were those of {second}"
    left = "" if pd.isna(few) else f", or if {number(few)} {those}"
    return (
        f"{text}{rest}. The order would reverse {rate}if "
        f"{number(row.attribution_tipping_point)} of the {number(higher)} should have been attributed to {second}{left}"
    )


def _noun(row: Any) -> str:
    population = row.population if isinstance(row.population, str) else "civilians"
    return (
        DEATHS[population][1] if row.measure == "killed" else f"{_MEASURES[row.measure]} among {DEATHS[population][1]}"
    )


def _rate(lower: int, higher: int) -> str:
    """A tipping point in percent, with a decimal where whole percents would say none or all."""
    return percent(lower, higher, 1 if half_up(lower, higher, 100) in (0, 100) else 0)


def _counted(amount: str, row: Any) -> str:
    """An amount with what is counted: `94 civilian deaths`, `the deaths of 94 children`, `1 death by torture`."""
    if row.measure == "killed":
        return f"{amount} {DEATHS[row.population][amount != '1']}"
    noun = _ONE.get(row.measure, "") if amount == "1" else _MEASURES[row.measure]
    return f"{amount} {noun}" if row.measure == "torture" else f"the deaths of {amount} {noun}"


def _end(value: Any, low: Any, high: Any, code: str) -> str:
    """One side of a comparison: its number, or what bounds it."""
    if not pd.isna(value):
        return number(value)
    if not pd.isna(high):
        if low < high:
            return f"between {number(low)} and {number(high)}"
        if "+" in code:
            return f"{number(high)} (added up)"
        return (
            f"{number(high)} (by what the published totals leave)"
            if high
            else "none (no deaths remain once the other parties are subtracted from the published total)"
        )
    return f"at least {number(low)}, with no upper bound," if low else "an unknown number"
