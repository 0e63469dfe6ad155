"""How far the parties of each month reach its total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from analysis.model.adding import TOTAL, Sum, members
from analysis.model.results import Result
from analysis.model.tolls import Month
from analysis.tolls.series import Tolls, refuse_no_tolls


@dataclass(frozen=True)
class Standing:
    """How far the parties of one month reach its total; None where that is not known."""

    monitor: str
    month: str
    population: str
    total: int | None
    total_min: int | None
    total_max: int | None
    sum_of_parties: int | None
    sum_min: int | None
    sum_max: int | None
    unattributed: int | None
    unaccounted: int | None
    status: str
    basis: str | None
    pages: int
    primary_pages: int

    @property
    def has_total(self) -> bool:
        """Whether there is a published total, or an end of one."""
        return (self.total, self.total_min, self.total_max) != (None, None, None)


@dataclass(frozen=True, eq=False, repr=False)
class Completeness(Result[Standing]):
    """How far the parties of each month reach its total."""

    tolls: Tolls
    lines: tuple[Standing, ...]
    name: ClassVar[str] = "completeness"


def completeness(tolls: Tolls) -> Completeness:
    """Say for every month how far its parties reach its total.

    Parameters
    ----------
    tolls
        What `monthly_tolls` returns.

    Returns
    -------
    Completeness
        One line a month: `total`, `sum_of_parties` and `unaccounted` in deaths (Int64 in `.frame`); where ranges or
        ends are published these are blank and `total_min` to `total_max`, `sum_min` to `sum_max` hold their ends.
        `unattributed` are deaths that a list attributes to nobody, and `unaccounted` the total minus these and the
        parties. `status` is total_only (no party has a figure), complete (the parties reach a published total; of
        ranges, both ends do) or partial, `basis` of the total, `pages` and `primary_pages` that report on the month.

    Raises
    ------
    NotComparable
        What is no `Tolls`.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> completeness(monthly_tolls(read_data())).frame.set_index("month").loc["2016-01", "status"]
    'complete'
    """
    refuse_no_tolls(tolls)
    reports = tolls.reports()
    kinds: dict[str, list[str]] = {}
    for month, kind in zip(reports["month"], reports["kind"], strict=True):
        kinds.setdefault(month, []).append(kind)
    return Completeness(tolls, tuple(standing(tolls, month, kinds.get(month, [])) for month in tolls.months))


def standing(tolls: Tolls, month: str, kinds: list[str] | None = None) -> Standing:
    """How far the parties of one month reach its total; `kinds` are those of its pages, where they are known already.

    Raises UnknownMonth.
    """
    there = tolls.of(month)
    kinds = list(tolls.reports(month)["kind"]) if kinds is None else kinds
    added, whole = there.sum(), there.total
    total, (least, most) = (None, (None, None)) if whole is None else (whole.exact, whole.ends)
    nobodys = whole.unattributed if whole else None
    some, exact = bool(added.least.parts or added.least.groups), added.exact
    gap = total - added.least.total - (nobodys or 0) if some and exact and total is not None else None
    same = (least, most) == (added.least.total, added.most) and most is not None
    same &= (exact and total is not None) or not _open(there, added.least)
    bounded = some and not exact
    return Standing(
        tolls.monitor,
        month,
        tolls.population,
        total=total,
        total_min=least if total is None else None,
        total_max=most if total is None else None,
        sum_of_parties=added.least.total if some and exact else None,
        sum_min=added.least.total if bounded else None,
        sum_max=added.most if bounded else None,
        unattributed=nobodys,
        unaccounted=gap,
        status="total_only" if not some else "complete" if same else "partial",
        basis=whole.basis if whole else None,
        pages=len(kinds),
        primary_pages=kinds.count("primary"),
    )


def _open(month: Month, added: Sum) -> bool:
    """Whether a party that is in nothing counted may have deaths beyond these."""
    family = month.family
    held = set().union(*(family.holds(code) for code in (*added.parts, *added.groups)))
    counted = [month.killed[code].ends[1] for code in added.parts if members(code)[0] in month.parties.residual]
    leftover = sum(end for end in counted if end is not None)  # a leftover class may hold them, and is counted
    rest = [
        toll.at_most
        for code, toll in month.killed.items()
        if code in month.parties and code not in {*held, TOTAL, *family.parents()}
    ]
    return any(most is None or most > leftover for most in rest)
