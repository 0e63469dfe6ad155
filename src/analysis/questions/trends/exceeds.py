"""In which months one party's toll exceeded another's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from math import inf
from typing import ClassVar

import pandas as pd

from analysis.data import scopes
from analysis.errors import NotComparable, UnknownParty
from analysis.model.adding import TOTAL, members
from analysis.model.names import meant
from analysis.model.remarks import Remark, published
from analysis.model.results import Result
from analysis.model.tolls import Month, Remarked
from analysis.questions.trends.sums import months_of
from analysis.tolls.series import Tolls
from analysis.tolls.sides import Side, side_of_code, verdict_of


@dataclass(frozen=True)
class WhyNot:
    """Why it cannot be said which toll is higher: a code, and the parties without a whole toll where it is these."""

    code: str
    parties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Compared(Remarked):
    """One month of two parties, the right one being the strongest rival; None: no whole toll, no bound, or no total."""

    month: str
    left: str
    right: str
    measure: str
    verdict: str
    documented: int | None
    right_documented: int | None
    at_least: int
    at_most: int | None
    right_at_least: int
    right_at_most: int | None
    why: WhyNot | None = None
    remarks: tuple[Remark, ...] = ()
    right_remarks: tuple[Remark, ...] = ()
    residual: int | None = None
    survives: bool | None = None

    @property
    def reason(self) -> str | None:
        """Why it cannot be said, as tables publish it: the parties without a whole toll, else the code."""
        return ("|".join(self.why.parties) or self.why.code) if self.why else None

    @property
    def right_doubt(self) -> str | None:
        """The remarks of the right side as tables publish them."""
        return published(self.right_remarks)


@dataclass(frozen=True, eq=False, repr=False)
class Exceeding(Result[Compared]):
    """In which months one party's toll exceeded another's, the parties named as where months up to `end` are shown."""

    tolls: Tolls
    start: str
    end: str
    left: str
    rights: tuple[str, ...]
    measure: str
    lines: tuple[Compared, ...]
    name: ClassVar[str] = "exceeds"
    header: ClassVar[str] = (
        "month left right measure verdict documented right_documented at_least at_most right_at_least "
        "right_at_most reason doubt right_doubt residual survives"
    )

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The months as a table; `survives` is blank where it is not asked."""
        return super().frame.assign(survives=pd.array([line.survives for line in self.lines], dtype="boolean"))


def exceeds(
    tolls: Tolls, start: str, end: str, left: str, right: str | Sequence[str], measure: str = "killed"
) -> Exceeding:
    """Say in which months of a period one party's toll exceeded another's, and where that cannot be said.

    Parameters
    ----------
    tolls, start, end
        As for `period`.
    left, right
        Codes of parties.csv, `all_parties`, or combined codes. Several on the right: all of them were exceeded.
    measure
        killed, children, women or torture.

    Returns
    -------
    Exceeding
        One line a month. `verdict` is holds, fails (also where equal) or undecidable, by whole tolls and, where there
        is none, by what printed figures bound it to. `documented` and `right_documented` are deaths (the strongest
        rival's), `at_least` to `at_most` their bounds. `why` says why it cannot be said: no_figures, the parties
        without a whole toll, or `bounds`; `not_there` where a party could not appear, `not_counted` where the monitor
        does not count every party's victims. `remarks` (of the left side) and `right_remarks` are those of the numbers.
        `residual` is how many deaths of the month's total are at the most of a residual class, nobody's or unaccounted
        for, None without a total. `survives`: whether a verdict that holds would hold even if all of these were the
        right side's; None where it does not hold, without a total, and where a side is a residual class or all parties.
        `.frame` is the table (counts Int64, blank for None; `reason` for `why`, `doubt` for remarks), `.text` the
        sentence.

    Raises
    ------
    UnknownMonth, NotComparable
        As for `period`.
    UnknownParty
        A party that is none; names the nearest.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> found = exceeds(monthly_tolls(read_data()), "2015-12", "2016-02", "russian_forces", "government").frame
    >>> print(found[["month", "verdict", "documented", "right_documented"]].to_string(index=False))
      month     verdict  documented  right_documented
    2015-12 undecidable        <NA>              <NA>
    2016-01       holds         679               516
    2016-02       fails         382               651
    """
    tolls, months = months_of(tolls, start, end)
    parties, rivals = tolls.parties, [right] if isinstance(right, str) else list(right)
    codes = [party for side in (left, *rivals) for party in members(side)]
    if wrong := [code for code in codes if code not in parties]:
        names = [asdict(one) | {"party": one.code} for one in parties.values() if one.can_appear(start, end)]
        raise UnknownParty({code: meant(code, names) for code in wrong})
    if not rivals or measure not in scopes.MEASURES:
        expected = f"a party to compare with, and one of {', '.join(scopes.MEASURES)}"
        raise NotComparable(f"found {right!r} and the measure {measure!r}, expected {expected}")
    order = list(parties)  # a combined toll stands under its parties in their order
    left, *rivals = ("+".join(sorted(members(code), key=order.index)) for code in (left, *rivals))
    if left in rivals:
        raise NotComparable(f"found {left} on both sides, expected another party to compare it with")
    lines = tuple(_compared(month, there, left, rivals, measure, tolls) for month, there in months.items())
    return Exceeding(tolls, start, end, left, tuple(rivals), measure, lines)


def _compared(
    month: str, there: Month | None, left: str, rivals: Sequence[str], measure: str, tolls: Tolls
) -> Compared:
    """Compare the sides in one month; None: without figures."""
    parents = {code: party.parent for code, party in tolls.parties.items()}
    found = there.of(measure) if there else {}
    sides = {code: side_of_code(code, found.get, parents) for code in (left, *rivals)}
    rival = max(rivals, key=lambda code: (_most(sides[code]), sides[code].low))
    mine, other = sides[left], sides[rival]
    verdict, why = _verdict(month, there, measure, sides, tolls)
    residual = _residual(there, measure, tolls) if there else None
    actors = {one for code in sides for one in members(code)}
    survives = None
    if verdict == "holds" and residual is not None and actors.isdisjoint(tolls.parties.residual | {TOTAL}):
        survives = mine.low > max(_most(sides[code]) for code in rivals) + residual
    numbers = (mine.value, other.value, mine.low, mine.high, other.low, other.high)
    doubts = (_remarks(mine), _remarks(other))
    return Compared(month, left, rival, measure, verdict, *numbers, why, *doubts, residual, survives)


def _verdict(
    month: str, there: Month | None, measure: str, sides: Mapping[str, Side], tolls: Tolls
) -> tuple[str, WhyNot | None]:
    """Whether the first side exceeds the others, and why that cannot be said where it cannot."""
    if not all(tolls.parties[party].can_appear(month) for code in sides for party in members(code)):
        return "undecidable", WhyNot("not_there")
    if month in tolls.not_counted:
        return "undecidable", WhyNot("not_counted")
    mine, *others = sides.values()
    verdict = verdict_of(mine, "gt", others)
    if verdict != "undecidable":
        return verdict, None
    if there is None:
        return verdict, WhyNot("no_figures")
    tolls_there = there.of(measure)
    ranges = {code for code in sides if code in tolls_there and tolls_there[code].state == "range"}
    lacking = tuple(code for code, side in sides.items() if side.value is None and code not in ranges)
    return verdict, WhyNot("no_toll", lacking) if lacking else WhyNot("bounds")


def _residual(month: Month, measure: str, tolls: Tolls) -> int | None:
    """The most deaths of a month's total that are other parties', nobody's or unaccounted for; None: not known."""
    total, added = month.of(measure).get(TOTAL), month.sum(measure).least
    high = None if total is None or total.of_causes else total.ends[1]
    if high is None:
        return None
    nobodys = tolls.parties.residual | {TOTAL}
    of_nobody = sum(n for code, n in added.parts.items() if nobodys.intersection(members(code)))
    left = high - added.total + of_nobody
    return left if left >= 0 else None


def _remarks(side: Side) -> tuple[Remark, ...]:
    """What limits or contradicts the numbers that a side rests on."""
    return tuple(dict.fromkeys(remark for toll in side.cells for remark in toll.remarks))


def _most(side: Side) -> float:
    return inf if side.high is None else side.high
