"""The amounts of claims and verdicts in words: what is claimed, what is published, what is counted."""

from __future__ import annotations

from decimal import Decimal

from analysis.language import say, say_count, sayable, sayable_count
from analysis.model.adding import is_combined
from analysis.model.claimed import BOTH
from analysis.model.numerals import SMALLEST_N, half_up
from analysis.questions.claims.verdicts import Verdict
from analysis.show import numbers

MEASURES = {**numbers.MEASURES, BOTH: sayable("children and women")}
_ONE = {
    "killed": sayable("death"),
    "children": sayable("child"),
    "women": sayable("woman"),
    "torture": sayable("death by torture"),
}
_SAID = {
    "exactly": "{number}",
    "at_least": sayable("at least {number}"),
    "more_than": sayable("more than {number}"),
    "at_most": sayable("at most {number}"),
    "fewer_than": sayable("fewer than {number}"),
    "nearly": sayable("nearly {number}"),
    "about": sayable("about {number}"),
}
_KILLED = {  # of a group
    "children": sayable_count("the deaths of {number} child", "the deaths of {number} children"),
    "women": sayable_count("the deaths of {number} woman", "the deaths of {number} women"),
    BOTH: sayable_count("the deaths of {number} children and women", "the deaths of {number} children and women"),
    "torture": sayable_count("{number} death by torture", "{number} deaths by torture"),
}
_SOME_KILLED = {
    "children": sayable("the deaths of {some} children"),
    "women": sayable("the deaths of {some} women"),
    BOTH: sayable("the deaths of {some} children and women"),
    "torture": sayable("{some} deaths by torture"),
}


def claimed(line: Verdict) -> str:
    """The number that is claimed, as claimed: `at least 600`, `24.6%`."""
    value = line.value or 0
    if line.unit == "deaths":
        return say(_SAID[line.relation], number=numbers.number(value))
    digits = _digits(line)
    return say(_SAID[line.relation], number=numbers.percent(round(value * 10**digits), 100 * 10**digits, digits))


def _digits(line: Verdict) -> int:
    """How many decimals a percentage is claimed with."""
    return max(-int(Decimal(str(line.value)).normalize().as_tuple().exponent), 0)


def claimed_noun(line: Verdict) -> str:
    """What is claimed to be so many."""
    if line.unit == "percent_of_total":
        return say("of all {measure}", measure=say(MEASURES[line.measure]))
    one = line.unit == "deaths" and line.value == 1
    return say(_ONE.get(line.measure, "") if one else MEASURES[line.measure])


def noun(line: Verdict) -> str:
    """What the number of a verdict counts: `civilian deaths`, `children among civilian deaths`."""
    deaths = numbers.deaths(line.population)
    if line.measure == "killed":
        return deaths
    return say("{measure} among {deaths}", measure=say(MEASURES[line.measure]), deaths=deaths)


def counted(amount: str, value: float | None, line: Verdict) -> str:
    """An amount with what is counted: `94 civilian deaths`, `the deaths of 94 children`, `1 death by torture`.

    `value` is the number, which an amount may say more of.
    """
    exact = None if value is None or amount != numbers.number(value) else int(value)
    if line.measure == "killed" and exact is not None:
        return numbers.counted(exact, "killed", line.population)
    if line.measure == "killed":
        return numbers.some_deaths(amount, line.population)
    if exact is None:
        return say(_SOME_KILLED[line.measure], some=amount)
    return say_count(*_KILLED[line.measure], exact, number=amount)


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
    ends = []
    if low is not None and (low > 0 or value == low):
        ends.append((say("at least {number}", number=numbers.number(low)), low))
    if high is not None:
        ends.append((say("at most {number}", number=numbers.number(high)), high))
    words, *rest = [words for words, end in sorted(ends, key=lambda pair: pair[1] != value)]
    return say("{number} ({other})", number=words, other=rest[0]) if rest else words


def bounds_words(line: Verdict) -> str:
    """What bounds a number that is not published; '' where nothing does."""
    if line.at_least is None and line.at_most is None:
        return ""
    return numbers.bounded(None, line.at_least, line.at_most)


def share_words(line: Verdict) -> str:
    """The share that is published; '' where there is none, or too few deaths for one."""
    k, n = line.documented, line.right_documented
    if line.ratio is None or k is None or n is None or n < SMALLEST_N:
        return ""
    digits = max(_digits(line), 2 if half_up(k, n, 1000) % 10 == 5 else 1)  # 29.5 of 29.46 rounds to 29
    rounded = line.verdict == "agrees" and line.relation == "exactly" and not _digits(line)
    share = numbers.percent(k, n, digits)
    return say("{share}, rounded {claimed}", share=share, claimed=claimed(line)) if rounded else share


def side_words(value: int | None, low: int | None, high: int | None, code: str) -> str:
    """One side of a comparison: its number, or what bounds it."""
    if value is not None:
        return numbers.number(value)
    if high is None:
        none = say("an unknown number")
        return say("at least {number}, with no upper bound,", number=numbers.number(low)) if low else none
    written = numbers.number(high)
    if not low and high and not is_combined(code):
        return say("at most {number}", number=written)
    if low is not None and low < high:
        return say("between {low} and {high}", low=numbers.number(low), high=written)
    if is_combined(code):
        return say("{number} (added up)", number=written)
    if high:
        return say("{number} (by what the published totals leave)", number=written)
    return say("none (no deaths remain once the other parties are subtracted from the published total)")


def times_words(higher: int, lower: int) -> str:
    """How many times one number the other is: `1.32 times`, `14 times`."""
    return say("{number} times", number=f"{half_up(higher, lower, 100) / 100:.2f}".removesuffix(".00"))


def rate_words(lower: int, higher: int) -> str:
    """A tipping point in percent, with a decimal where whole percents would say none or all."""
    return numbers.percent(lower, higher, 1 if half_up(lower, higher, 100) in (0, 100) else 0)
