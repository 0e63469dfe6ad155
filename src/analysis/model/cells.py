"""What a cell is: one month, party, population and measure, as reconciled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from analysis.errors import NotComparable, nearest

if TYPE_CHECKING:
    from analysis.model.remarks import Remark

State = Literal["reported", "range", "none_left", "not_reported", "undecided"]
Basis = Literal["adjudicated", "primary", "relay", "records", "summed", "subtracted", "items"]
Limit = Literal["", "least", "most"]  # a number is the least or the most of what it can be
MEASURES = ("killed", "children", "women")  # that months are compared by
POPULATIONS = ("civilians", "fighters", "persons")
LIMITS: dict[str, Limit] = {  # scope codes that make a number one end of what it can be
    "minimum": "least",
    "torture_minimum": "least",
    "children_women_minimum": "least",
    "children_minimum": "least",
    "women_minimum": "least",
    "maximum": "most",
    "children_women_maximum": "most",
    "children_maximum": "most",
    "women_maximum": "most",
    "without": "least",  # places are left out
}
GROUP_CODES = frozenset(code for code in LIMITS if code.startswith(("children", "women")))  # about these groups
LEAST, MOST = (frozenset(code for code, limit in LIMITS.items() if limit == end) for end in ("least", "most"))
ORDER = ("civilians", "persons", "fighters")  # in which they are tried where none is named


def refuse_no_population(population: str) -> None:
    """Refuse a population that is none. Raises NotComparable, naming the nearest."""
    if population not in POPULATIONS:
        raise NotComparable(f"unknown population {population!r}: {nearest(population, POPULATIONS)}")


class Group(NamedTuple):
    """The cells that add up: one a party."""

    month: str
    population: str
    measure: str


@dataclass(frozen=True)
class Cell:
    """One cell; None = no value. `low` and `high` are what pages print, `causes` the items added up.

    `without` are the places left out, `shown` the page to show a reader of English where several publish the value.
    `flags` are scope codes that limit the value, `notes` the doubts that arose while reconciling. `support` are the
    reports that publish the value as it is used; `crossing` says that pages publish ranges that differ, and no numbers.
    """

    value: int | None = None
    state: State = "not_reported"
    basis: Basis | None = None
    report_id: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    pages: int = 0
    low: int | None = None
    high: int | None = None
    causes: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    notes: tuple[Remark, ...] = ()
    printed: tuple[int, ...] = ()
    support: frozenset[str] = frozenset()
    crossing: bool = False

    @property
    def is_range(self) -> bool:
        """Whether only a range, or an end of one, is printed."""
        return self.state == "range"

    @property
    def ends(self) -> tuple[int | None, int | None] | None:
        """The least and the most that is published, a number being both; None where nothing is, or pages disagree."""
        if self.value is not None:
            return (None if self.flags & MOST else self.value, None if self.flags & LEAST else self.value)
        return (self.low, self.high) if self.is_range or self.crossing else None


Cells = dict[Group, dict[str, Cell]]
Floors = dict[tuple[Group, str], list[tuple[int, str]]]
