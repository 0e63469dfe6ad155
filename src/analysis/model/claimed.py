"""What a claim of a number says: typed words read as one, and the numbers for which it is true."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from analysis.errors import NotComparable, is_month
from analysis.model.adding import TOTAL, members

UNITS = ("deaths", "percent_of_total", "percent_of_party")
BOTH = "children_and_women"
MEASURES_OF = {  # a measure of a claim -> those of the tables that are added up for it
    "killed": ("killed",),
    "children": ("children",),
    "women": ("women",),
    BOTH: ("children", "women"),
    "torture": ("torture",),
    "total": ("killed",),  # of all parties
}
_WORDS = {  # as they are typed in front of a number
    "exactly": "exactly",
    "at least": "at_least",
    "more than": "more_than",
    "over": "more_than",
    "at most": "at_most",
    "up to": "at_most",
    "fewer than": "fewer_than",
    "less than": "fewer_than",
    "nearly": "nearly",
    "almost": "nearly",
    "about": "about",
    "~": "about",
}
VALUE_RELATIONS = tuple(dict.fromkeys(_WORDS.values()))
_KILLED = ("dead", "deaths", "civilians", "people")  # as people type it for killed
_CLAIM = re.compile(
    rf"(?P<party>.+?)(?: (?P<measure>{'|'.join((*MEASURES_OF, *_KILLED))}))? (?:(?P<words>{'|'.join(_WORDS)}) ?)?"
    r"(?P<number>[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,3}\.[0-9]{1,6}(?= ?%))(?P<percent> ?%)?"
)


@dataclass(frozen=True)
class Span:
    """The numbers for which a claim is true: from `low` to `high` (None: no end), each end itself or only what is near.

    Examples
    --------
    >>> span_of("nearly", 700).judge(679, 679), span_of("at_least", 10).judge(4, None)
    (True, None)
    """

    low: Fraction
    high: Fraction | None
    low_in: bool = True
    high_in: bool = True

    def judge(self, low: Fraction | int, high: Fraction | int | None) -> bool | None:
        """Whether every number from `low` to `high` (None: no end) is in it, none (False), or some (None)."""
        below = high is not None and (high < self.low or (high == self.low and not self.low_in))
        above = self.high is not None and (low > self.high or (low == self.high and not self.high_in))
        if below or above:
            return False
        ends_in = self.high is None or (high is not None and self._holds(high))
        return True if self._holds(low) and ends_in else None

    def _holds(self, number: Fraction | int) -> bool:
        low = number > self.low or (number == self.low and self.low_in)
        return low and (self.high is None or number < self.high or (number == self.high and self.high_in))


def span_of(relation: str, value: Any) -> Span:
    """The numbers for which a claim of `value` is true.

    Parameters
    ----------
    relation
        exactly: what rounds, half up, to the digits of `value`; of deaths, `value` itself. at_least, more_than,
        at_most, fewer_than. nearly and about: what rounds to the digits used (those before its last zeros) and lies
        within a tenth; nearly is never above `value`.
    value
        Deaths (int), or percent (Decimal; of a float the zeros it ends in are no digits).

    Examples
    --------
    >>> [span_of("exactly", Decimal("24.6")).judge(share, share) for share in (Fraction(16700, 679), Fraction(247, 10))]
    [True, False]
    >>> span_of("about", 700).judge(701, 701), span_of("nearly", 700).judge(701, 701)
    (True, False)
    """
    written = Decimal(str(value))
    short = written.normalize()
    written = short if isinstance(value, float) else written
    number, nothing = Fraction(written), Fraction(0)
    if relation == "exactly":
        half = Fraction(10) ** min(int(written.as_tuple().exponent), 0) / 2
        return Span(number - half, number + half, high_in=False)
    if relation in ("at_least", "more_than"):
        return Span(number, None, low_in=relation == "at_least")
    if relation in ("at_most", "fewer_than"):
        return Span(nothing, number, high_in=relation == "at_most")
    half = Fraction(10) ** int(short.as_tuple().exponent) / 2
    low = max(number - half, number * Fraction(10, 11))
    if relation == "nearly":
        return Span(low, number)
    tenth = number * Fraction(10, 9)
    return Span(low, min(number + half, tenth), high_in=tenth < number + half)


def misfits(claim: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The columns of a claim of a number that do not go together, and what would; an absent one is as an empty one.

    Examples
    --------
    >>> list(misfits({"month": "2016-01", "month_end": "2015-10", "party": "isis", "measure": "killed", "value": 4}))
    [('month_end', 'a month after 2016-01')]
    """
    unit, measure, value = claim.get("unit", UNITS[0]), claim.get("measure"), claim.get("value")
    if measure == "total" and claim.get("party", TOTAL) != TOTAL:
        yield "party", f"{TOTAL}, where the measure is total"
    if unit == "percent_of_party" and measure is not None and measure not in ("children", "women", BOTH):
        yield "measure", f"children, women or {BOTH}, where the unit is {unit}"
    if unit == "percent_of_total" and TOTAL in members(str(claim.get("party", ""))):
        yield "party", f"a party, where the unit is {unit}"
    if value is not None and not (_is_count(value) if unit == UNITS[0] else _is_percent(value)):
        yield "value", "a whole number, 0 or more" if unit == UNITS[0] else "a number from 0 to 100"
    if (end := claim.get("month_end")) is not None:
        if not is_month(end) or end <= str(claim.get("month", "")):
            yield "month_end", f"a month after {claim.get('month')}" if is_month(end) else "a month written YYYY-MM"
        elif unit != UNITS[0]:
            yield "month_end", "no month: a percentage is of one month"


def read_claim(words: Sequence[str]) -> dict[str, object]:
    """Read one claim as it is typed: a party, a measure and a number, or a comparison.

    Raises
    ------
    NotComparable
        Words that are neither, with the forms that are.

    Examples
    --------
    >>> read_claim(["al-Nusra", "killed", "42"])
    {'party': 'al-Nusra', 'measure': 'killed', 'value': 42}
    >>> read_claim(["al-Nusra", "42"]) == read_claim(["al-Nusra", "dead", "42"])
    True
    >>> read_claim(["ISIS", "civilians", "116"])
    {'party': 'ISIS', 'measure': 'killed', 'value': 116, 'population': 'civilians'}
    >>> read_claim(["total", "1382"])
    {'party': 'all_parties', 'measure': 'total', 'value': 1382}
    >>> read_claim(["Russia", "killed", "about 49%"])
    {'party': 'Russia', 'measure': 'killed', 'value': Decimal('49'), 'relation': 'about', 'unit': 'percent_of_total'}
    >>> read_claim(["Russia > government"])
    {'left': 'Russia', 'relation': 'gt', 'right': 'government', 'measure': 'killed'}
    """
    text = " ".join(" ".join(words).split())
    if said := _CLAIM.fullmatch(text):
        number, percent = said["number"].replace(",", ""), bool(said["percent"])
        measure = "killed" if said["measure"] in (None, *_KILLED) else said["measure"]
        if said["measure"] is None and said["party"].lower() == "total":
            return read_claim([TOTAL, text])
        claim: dict[str, object] = {"party": said["party"], "measure": measure}
        claim["value"] = Decimal(number) if percent else int(number)
        claim |= {"relation": _WORDS[said["words"]]} if said["words"] else {}
        claim |= {"population": "civilians"} if said["measure"] == "civilians" else {}
        return claim | ({"unit": UNITS[1 + (measure not in ("killed", "total"))]} if percent else {})
    for sign, relation in ((" highest_of ", "highest_of"), (">", "gt"), ("<", "lt")):
        left, found, right = (part.strip() for part in text.partition(sign))
        if found and left and right and not re.search("[<>=!-]$", left) and not re.match("[<>=]", right):
            rights = "|".join(name.strip() for name in right.split(",")) if relation == "highest_of" else right
            return {"left": left, "relation": relation, "right": rights, "measure": "killed"}
    raise NotComparable(
        f"cannot read the claim {text!r}; expected PARTY MEASURE NUMBER (killed, which may be left out, children, "
        f"women, {BOTH}, torture or total; at least, more than, at most, fewer than, nearly or about before the "
        'number; % after it), "all_parties total NUMBER" for the whole month, or "PARTY > PARTY", "PARTY < PARTY", '
        '"PARTY highest_of PARTY, PARTY"'
    )


def _is_count(value: Any) -> bool:
    try:
        return 0 <= int(value) < 10**9 and int(value) == value
    except (TypeError, ValueError, OverflowError):
        return False


def _is_percent(value: Any) -> bool:
    try:
        return bool(0 <= value <= 100)
    except TypeError:
        return False
