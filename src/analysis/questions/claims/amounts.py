"""The amounts of claims and verdicts in words: what is claimed, what is published, what is counted."""

from __future__ import annotations

from decimal import Decimal

from analysis.model.adding import is_combined
from analysis.model.claimed import BOTH, VALUE_RELATIONS
from analysis.model.numerals import SMALLEST_N, half_up
from analysis.questions.claims.verdicts import Verdict
from analysis.show import numbers

MEASURES = {**numbers.MEASURES, BOTH: "children and women"}
_ONE = {"killed": "death", "children": "child", "women": "woman", "torture": "death by torture"}
_SAID = {relation: f"{relation.replace('_', ' ')} " for relation in VALUE_RELATIONS} | {"exactly": ""}


def claimed(line: Verdict) -> str:
    """The number that is claimed, as claimed: `at least 600`, `24.6%`."""
    value = line.value or 0
    if line.unit == "deaths":
        return f"{_SAID[line.relation]}{numbers.number(value)}"
    digits = _digits(line)
    return f"{_SAID[line.relation]}{numbers.percent(round(value * 10**digits), 100 * 10**digits, digits)}"


def _digits(line: Verdict) -> int:
    """How many decimals a percentage is claimed with."""
    return max(-int(Decimal(str(line.value)).normalize().as_tuple().exponent), 0)


def claimed_noun(line: Verdict) -> str:
    """What is claimed to be so many."""
    if line.unit == "percent_of_total":
        return f"of all {MEASURES[line.measure]}"
    return _ONE.get(line.measure, "") if line.unit == "deaths" and line.value == 1 else MEASURES[line.measure]


def noun(line: Verdict) -> str:
    """What the number of a verdict counts: `civilian deaths`, `children among civilian deaths`."""
    deaths = numbers.DEATHS[line.population][1]
    return deaths if line.measure == "killed" else f"{MEASURES[line.measure]} among {deaths}"


def counted(amount: str, line: Verdict) -> str:
    """An amount with what is counted: `94 civilian deaths`, `the deaths of 94 children`, `1 death by torture`."""
    if line.measure == "killed":
        return f"{amount} {numbers.DEATHS[line.population][amount != '1']}"
    what = _ONE.get(line.measure, "") if amount == "1" else MEASURES[line.measure]
    return f"{amount} {what}" if line.measure == "torture" else f"the deaths of {amount} {what}"


def documented(line: Verdict) -> str:
    """The number that a verdict rests on, or its ends."""
    return amount_words(line.documented, line.at_least, line.at_most)


def right_documented(line: Verdict) -> str:
    """The number on the right of a comparison, or the deaths that a percentage is of."""
    return amount_words(line.right_documented, line.right_at_least, line.right_at_most)


def amount_words(value: int | None, low: int | None, high: int | None) -> str:
    """A published number, or its ends.

    Examples
    --------
    >>> amount_words(679, None, None), amount_words(108, 108, 120), amount_words(None, 4, 9)
    ('679', 'at least 108 (at most 120)', '4 to 9')
    """
    known = [end for end in (low, high) if end is not None]
    if value is None:
        return numbers.range_words(None, low, high)
    contradicted = low is not None and high is None and low > value  # which is a doubt
    if contradicted or not known or known == [value, value]:
        return numbers.number(value)
    ends = [(f"at least {numbers.number(low)}", low)] if low is not None and (low > 0 or value == low) else []
    ends += [(f"at most {numbers.number(high)}", high)] if high is not None else []
    first, *rest = [words for words, end in sorted(ends, key=lambda pair: pair[1] != value)]
    return first + "".join(f" ({words})" for words in rest)


def bounds_words(line: Verdict) -> str:
    """What bounds a number that is not published; '' where nothing does."""
    if line.at_least is None and line.at_most is None:
        return ""
    return numbers.bounded(None, line.at_least, line.at_most)


def share_words(line: Verdict) -> str:
    """The share that is published, in brackets; '' where there is none, or too few deaths for one."""
    k, n = line.documented, line.right_documented
    if line.ratio is None or k is None or n is None or n < SMALLEST_N:
        return ""
    digits = max(_digits(line), 2 if half_up(k, n, 1000) % 10 == 5 else 1)  # 29.5 of 29.46 rounds to 29
    rounded = line.verdict == "agrees" and line.relation == "exactly" and not _digits(line)
    return f" ({numbers.percent(k, n, digits)}{f', rounded {claimed(line)}' if rounded else ''})"


def side_words(value: int | None, low: int | None, high: int | None, code: str) -> str:
    """One side of a comparison: its number, or what bounds it."""
    if value is not None:
        return numbers.number(value)
    if high is None:
        return f"at least {numbers.number(low)}, with no upper bound," if low else "an unknown number"
    if not low and high and not is_combined(code):
        return f"at most {numbers.number(high)}"
    if low is not None and low < high:
        return f"between {numbers.number(low)} and {numbers.number(high)}"
    if is_combined(code):
        return f"{numbers.number(high)} (added up)"
    if high:
        return f"{numbers.number(high)} (by what the published totals leave)"
    return "none (no deaths remain once the other parties are subtracted from the published total)"


def times_words(higher: int, lower: int) -> str:
    """How many times one number the other is: `1.32 times`, `14 times`."""
    return f"{f'{half_up(higher, lower, 100) / 100:.2f}'.removesuffix('.00')} times"


def rate_words(lower: int, higher: int) -> str:
    """A tipping point in percent, with a decimal where whole percents would say none or all."""
    return numbers.percent(lower, higher, 1 if half_up(lower, higher, 100) in (0, 100) else 0)
