"""How parties add up to a total, each death once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

TOTAL = "all_parties"
NOT_SEPARATED = "not_separated"  # what a group's total holds beyond its parties
UNATTRIBUTED = "unattributed"  # what a list attributes to nobody
UNACCOUNTED = "unaccounted"  # the total minus the parties and all these


@dataclass(frozen=True)
class Family:
    """Which party is part of which: child -> parent, for the parties that can appear in one month.

    `residual` are the leftover classes among them, which may hold whoever has no toll of its own.
    """

    parent: Mapping[str, str]
    residual: frozenset[str] = frozenset()

    def children(self, party: str) -> list[str]:
        """The parties that are part of `party`."""
        return [child for child, parent in self.parent.items() if parent == party]

    def holds(self, code: str) -> set[str]:
        """Every party whose deaths a number for `code` (a party, or several joined by +) can hold."""
        found = set(members(code))
        return found | {child for party in found for child in self.children(party)}

    def parents(self) -> list[str]:
        """The parties that others are part of."""
        return sorted(set(self.parent.values()))


@dataclass(frozen=True)
class Sum:
    """What adds up, each death once: `parts` (code -> deaths), and what a parent holds beyond its children.

    `groups` are the parents that stand in for children without a toll, also where nothing is left beyond the others.
    `within` are sums of causes that a leftover class among the parts may hold already.
    """

    parts: dict[str, int]
    not_separated: dict[str, int] = field(default_factory=dict)
    groups: tuple[str, ...] = field(default=(), repr=False)
    within: dict[str, int] = field(default_factory=dict, repr=False)

    @property
    def total(self) -> int:
        """The sum of the parties."""
        return sum(self.parts.values()) + sum(self.not_separated.values())


def is_combined(code: str) -> bool:
    """Tell whether a code is of several parties together: it joins theirs by +.

    Examples
    --------
    >>> is_combined("government+russian_forces"), is_combined("government")
    (True, False)
    """
    return "+" in code


def members(combined: str) -> list[str]:
    """The parties of a combined toll.

    Examples
    --------
    >>> members("government+russian_forces")
    ['government', 'russian_forces']
    """
    return combined.split("+")


def held_by_others(numbers: Mapping[str, int | None], residual: Collection[str]) -> list[str]:
    """The combined numbers that are a leftover class's own: it holds the deaths of the others in them.

    Examples
    --------
    >>> held_by_others({"other": 72, "turkish_forces+other": 72, "isis": 268}, {"other"})
    ['turkish_forces+other']
    """
    own = {code: number for code, number in numbers.items() if code in residual and number is not None}
    return [
        code
        for code, number in numbers.items()
        if is_combined(code) and any(one in own and own[one] == number for one in members(code))
    ]


@dataclass(frozen=True)
class Values:
    """Deaths by code, of one month, population and measure: whole tolls, combined tolls, and sums of items.

    Of what is printed as a range they hold the lower end; `ranges` has its upper end, None where none is printed.

    Examples
    --------
    >>> family = Family({"isis": "islamist_total", "nusra_hts": "islamist_total"})
    >>> values = Values({"isis": 85, "islamist_total": 87, "other_parties": 79}, {"other_parties+turkish_forces": 79})
    >>> values.sum(family)
    Sum(parts={'isis': 85, 'other_parties': 79}, not_separated={'islamist_total': 2})
    """

    whole: dict[str, int] = field(default_factory=dict)
    combined: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)
    ranges: dict[str, int | None] = field(default_factory=dict)

    def put(self, code: str, low: int | None, high: int | None, of_causes: bool) -> None:
        """Add a number or a range: of some causes, a combined toll or a party's own; None: that end is not printed."""
        (self.items if of_causes else self.combined if is_combined(code) else self.whole)[code] = low or 0
        if low is None or low != high:
            self.ranges[code] = high

    def sum(self, family: Family) -> Sum:
        """Add the parties up, the total left out, counting nothing twice.

        A parent stands in where not all its children have a whole toll and it is at least their sum (of a range its
        upper end is); the rest is `not_separated`. A combined toll counts where no number counted before can hold any
        of its parties. Sums of causes count where no whole toll counted can hold any of their parties, as a leftover
        class's may; they do not exclude each other, because the causes of one page are disjoint.
        """
        parents = family.parents()
        parts = {party: value for party, value in self.whole.items() if party not in (TOTAL, *parents)}
        taken = set(parts)
        rests: dict[str, int] = {}
        for parent in parents:
            children = family.children(parent)
            separated = sum(parts.get(child, 0) for child in children)
            if parent not in self.whole or all(child in parts for child in children):
                continue
            most = self.ranges.get(parent, self.whole[parent])
            if most is None or most >= separated:
                rests[parent] = max(self.whole[parent] - separated, 0)
                taken |= family.holds(parent)
        for code in sorted(self.combined, key=lambda code: (-len(members(code)), code)):
            if taken.isdisjoint(family.holds(code)):
                parts[code] = self.combined[code]
                taken |= family.holds(code)
        apart = {code: value for code, value in self.items.items() if taken.isdisjoint(family.holds(code))}
        within = {} if taken.isdisjoint(family.residual) else apart
        left = {parent: rest for parent, rest in rests.items() if rest}
        return Sum(parts if within else parts | apart, left, tuple(rests), within)

    def most_of(self, summed: Sum, family: Family) -> int | None:
        """The most that what was added up can be: of ranges the upper ends; None where one has no end."""
        inside = {child for group in summed.groups for child in family.children(group)}
        numbers = {code: n for code, n in summed.parts.items() if code not in inside}
        numbers |= {group: self.whole[group] for group in summed.groups} | summed.within
        ends = [self.ranges.get(code, number) for code, number in numbers.items()]
        return None if None in ends else sum(end for end in ends if end is not None)
