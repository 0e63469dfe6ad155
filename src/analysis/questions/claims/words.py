"""Claims and their verdicts in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from analysis.data.tables import Data
from analysis.model.adding import TOTAL, is_combined
from analysis.model.claimed import BOTH, VALUE_RELATIONS
from analysis.model.numerals import SMALLEST_N, half_up
from analysis.show import dates, labels, numbers, remarks
from analysis.show.sources import source, with_address
from analysis.tolls.series import party_table

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
_MEASURES = {**numbers.MEASURES, BOTH: "children and women"}
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
        named = [f"{words}, {labels.join(dict.fromkeys(who))}" for words, who in outlets.items()]
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
    label = labels.party_label(row.party, verdicts)
    if _is_number(row):
        when = f", {dates.period_words(row.month, row.month_end)}" if isinstance(row.month_end, str) else ""
        return f"{label}: {_claimed(row)} {_claimed_noun(row)}{when}"
    others = labels.join(labels.party_label(code, verdicts) for code in row.right.split("|"))
    return f"{label}: {RELATIONS[row.relation].format(numbers.MEASURES[row.measure], others)}"


def _is_number(row: Any) -> bool:
    """Whether a claim is one of a number, not of a comparison."""
    return row.relation in VALUE_RELATIONS


def _claimed(row: Any) -> str:
    """The number that is claimed, as claimed: `at least 600`, `24.6 %`."""
    if row.unit == "deaths":
        return f"{_SAID[row.relation]}{numbers.number(row.value)}"
    digits = _digits(row)
    return f"{_SAID[row.relation]}{numbers.percent(round(row.value * 10**digits), 100 * 10**digits, digits)}"


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
        return f"it is the number published for {labels.join(_MEASURES[measure] for measure in what.split('|'))}"
    if kind == "part":
        return f"it is the number published for a part ({what.replace('_', ' ').replace(':', ': ')})"
    if kind == "month":
        return f"it is the number published for {dates.month_name(what)}"
    if kind == "population":
        return f"it is the number published for {labels.join(what.split('|'))}"
    if kind in party_table(verdicts) or "|" in kind or is_combined(kind):
        parties = " or ".join(labels.party_label(code, verdicts) for code in kind.split("|"))
        return f"it is the number published for {parties}"
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
    line = f"{times}reverses {rate}with {numbers.number(row.attribution_tipping_point)} wrongly attributed"
    left = row.residual_tipping_point
    return line if pd.isna(left) else f"{line}, or with {numbers.number(left)} of those no named party's number counts"


def verdict_sentence(data: Data, row: Any, verdicts: pd.DataFrame) -> str:
    """Write the verdict on one claim (a row of `check_claims`): what it is, why, with which doubts, and the sources."""
    text = _value_verdict(data, row, verdicts) if _is_number(row) else _comparison_verdict(data, row, verdicts)
    ids = row.report_ids.split("|") if isinstance(row.report_ids, str) else []
    known = set(data.reports["report_id"])
    sources = [source(data, page) if page in known else page for page in ids]  # a total of a period has its address
    more = [f"and {len(ids) - _MOST_SOURCES} more"] if len(ids) > _MOST_SOURCES else []
    cited = "; ".join([*sources[:_MOST_SOURCES], *more])
    line = f"\nSource{'s' if len(ids) > 1 else ''}: {cited}" if ids else ""
    doubts = [with_address(data, doubt) for doubt in remarks.doubt_words(row.doubt)]
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
    by = "" if row.party == TOTAL else f"attributed to {labels.party_label(row.party, verdicts)} "
    ends = isinstance(row.month_end, str)
    return (
        f"{by}{f'from {dates.period_words(row.month, row.month_end)}' if ends else f'in {dates.month_name(row.month)}'}"
    )


def _published(data: Data, row: Any, verdicts: pd.DataFrame) -> str:
    """What is published of a claim's number, in a sentence."""
    who, amount = labels.who_documented(data, row.monitor), amount_words(row.documented, row.at_least, row.at_most)
    added = _ADDED.get(row.basis, "")
    if row.unit == "deaths":
        return f"{who} {_counted(amount, row)} {_where(row, verdicts)}{added}"
    whole = amount_words(row.right_documented, row.right_at_least, row.right_at_most)
    share = ""
    if not pd.isna(row.ratio) and row.right_documented >= SMALLEST_N:
        pair = (int(row.documented), int(row.right_documented))
        digits = max(_digits(row), 2 if half_up(*pair, 1000) % 10 == 5 else 1)  # 29.5 of 29.46 rounds to 29
        rounded = row.verdict == "agrees" and row.relation == "exactly" and not _digits(row)
        share = f" ({numbers.percent(*pair, digits)}{f', rounded {_claimed(row)}' if rounded else ''})"
    if row.unit == "percent_of_party":
        population = numbers.DEATHS[row.population][whole != "1"]
        by = _where(row, verdicts).rpartition("in ")[0].strip()
        text = f"of the {whole} {population}{by and f' {by}'} that {who} in {dates.month_name(row.month)}, {amount} "
        return f"{text}{'was' if amount == '1' else 'were'} of {_MEASURES[row.measure]}{share}{added}"
    text = (
        f"of {'the ' * (row.measure == 'killed')}{_counted(whole, row)} that {who} in {dates.month_name(row.month)}, "
    )
    verb = "is" if amount == "1" else "are"
    return f"{text}{amount} {verb} attributed to {labels.party_label(row.party, verdicts)}{share}{added}"


def amount_words(value: Any, low: Any, high: Any) -> str:
    """A published number, or its ends: `679`, `at least 108 (at most 120)`, `4 to 9`."""
    known = [end for end in (low, high) if not pd.isna(end)]
    contradicted = len(known) == 1 and not pd.isna(low) and not pd.isna(value) and low > value  # which is a doubt
    if pd.isna(value) or contradicted or not known or known == [value, value]:
        return numbers.number(value) if not pd.isna(value) else numbers.range_words(None, low, high)
    ends = [(f"at least {numbers.number(low)}", low)] if not pd.isna(low) and (low > 0 or value == low) else []
    ends += [(f"at most {numbers.number(high)}", high)] if not pd.isna(high) else []
    first, *rest = [words for words, end in sorted(ends, key=lambda pair: pair[1] != value)]
    return first + "".join(f" ({words})" for words in rest)


def _bounds(row: Any) -> str:
    """What bounds a number that is not published; '' where nothing does."""
    return "" if pd.isna(row.at_least) and pd.isna(row.at_most) else numbers.bounded(None, row.at_least, row.at_most)


def _comparison_verdict(data: Data, row: Any, verdicts: pd.DataFrame) -> str:
    left = labels.party_label(row.party, verdicts)
    rival = labels.party_label(row.right.split("|")[0], verdicts)
    one = _end(row.documented, row.at_least, row.at_most, row.party)
    other = _end(row.right_documented, row.right_at_least, row.right_at_most, row.right.split("|")[0])
    noun = numbers.DEATHS[row.population][1] if row.measure == "killed" else numbers.MEASURES[row.measure]
    text = f"of the {noun} {labels.who_documented(data, row.monitor)} for {dates.month_name(row.month)}, "
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
    left = "" if pd.isna(few) else f", or if {numbers.number(few)} {those}"
    return (
        f"{text}{rest}. The order would reverse {rate}if "
        f"{numbers.number(row.attribution_tipping_point)} of the {numbers.number(higher)} "
        f"should have been attributed to {second}{left}"
    )


def _noun(row: Any) -> str:
    population = row.population if isinstance(row.population, str) else "civilians"
    return (
        numbers.DEATHS[population][1]
        if row.measure == "killed"
        else f"{_MEASURES[row.measure]} among {numbers.DEATHS[population][1]}"
    )


def _rate(lower: int, higher: int) -> str:
    """A tipping point in percent, with a decimal where whole percents would say none or all."""
    return numbers.percent(lower, higher, 1 if half_up(lower, higher, 100) in (0, 100) else 0)


def _counted(amount: str, row: Any) -> str:
    """An amount with what is counted: `94 civilian deaths`, `the deaths of 94 children`, `1 death by torture`."""
    if row.measure == "killed":
        return f"{amount} {numbers.DEATHS[row.population][amount != '1']}"
    noun = _ONE.get(row.measure, "") if amount == "1" else _MEASURES[row.measure]
    return f"{amount} {noun}" if row.measure == "torture" else f"the deaths of {amount} {noun}"


def _end(value: Any, low: Any, high: Any, code: str) -> str:
    """One side of a comparison: its number, or what bounds it."""
    if not pd.isna(value):
        return numbers.number(value)
    if not pd.isna(high):
        if low < high:
            return f"between {numbers.number(low)} and {numbers.number(high)}"
        if is_combined(code):
            return f"{numbers.number(high)} (added up)"
        return (
            f"{numbers.number(high)} (by what the published totals leave)"
            if high
            else "none (no deaths remain once the other parties are subtracted from the published total)"
        )
    return f"at least {numbers.number(low)}, with no upper bound," if low else "an unknown number"
