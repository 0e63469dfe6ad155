"""What the published figures of a month imply for every cell: the least and the most that it can be.

What pages say of a month is put down as sums (a group is its parties, a total holds everybody, persons hold civilians
and fighters, children and women are among the killed), and each sum tightens its members until none does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from analysis.model.adding import TOTAL, Family, is_combined, members
from analysis.model.cells import POPULATIONS

Ends = tuple[int, int | None]  # the least and the most; None: no upper end
_ROUNDS = 20  # of tightening; every state in between holds too


@dataclass(frozen=True)
class Cast:
    """Who there is in a month: `leaves` are parties that are no group; `residual` classes, and whom these cannot hold.

    `add_up` says that persons are exactly civilians and fighters; else they are at least these. `torture_within` says
    that deaths by torture are among the killed.
    """

    family: Family
    leaves: tuple[str, ...]
    residual: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    add_up: bool = False
    torture_within: bool = False


@dataclass
class Known:
    """What pages publish of one population and measure, by code: `own` tolls (combined ones too), and `floors`.

    `named` are the codes that have a toll of their own, whether or not pages agree on it. `apart` are floors that no
    number of a residual class can hold, being beside it on its page; None: no residual class has a number.
    """

    own: dict[str, Ends] = field(default_factory=dict)
    floors: dict[str, int] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    apart: dict[str, int] | None = field(default_factory=dict)


def bounds(cast: Cast, known: Mapping[tuple[str, str], Known]) -> dict[tuple[str, str], dict[str, Ends]]:
    """Bound every cell of a month by everything that is published.

    A residual class may hold any party that has no toll of its own (alone, in its group's number, or combined with
    others that are no residual class). A sum whose own parts exceed it bounds nobody: one of the numbers is wrong, and
    which is not known; of such a total no upper end is returned.

    `known` says by (population, measure) what is published: persons, civilians and fighters bound each other. Returned
    are by (population, measure) and code the least and the most deaths (None: nothing bounds it).

    Examples
    --------
    >>> cast = Cast(Family({}), ("north", "south", "unknown"), frozenset({"unknown"}))
    >>> page = Known({"north": (7, 7), "unknown": (53, 53), "all_parties": (60, 60)}, named={"north", "unknown"})
    >>> bounds(cast, {("civilians", "killed"): page})["civilians", "killed"]["south"]
    (0, 53)
    """
    broken: set[tuple[str, ...]] = set()
    while True:
        month = _Month(cast, known, broken)
        if month.tighten():
            return {key: table.ends() for key, table in month.tables.items()}


class _Month:
    """The cells of a month, tightened by sums; `broken` ones contradict what is published and are left out."""

    def __init__(self, cast: Cast, known: Mapping[tuple[str, str], Known], broken: set[tuple[str, ...]]) -> None:
        self.cast, self.broken = cast, broken
        named: dict[str, set[str]] = {}
        for (population, _), found in known.items():
            named.setdefault(population, set()).update(found.named)
        self.tables = {key: _Table(cast, found, named[key[0]], key, broken) for key, found in known.items()}

    def tighten(self) -> bool:
        """Let every sum tighten its members; false where one contradicts what is known, and is broken now."""
        for _ in range(_ROUNDS):
            changed = sum(table.tighten() for table in self.tables.values()) > 0
            changed |= self._populations() | self._groups()
            if any(table.conflict for table in self.tables.values()):
                return False
            if not changed:
                break
        return True

    def _populations(self) -> bool:
        """Persons are at least civilians and fighters; exactly these where the monitor's definitions say so."""
        changed = False
        for measure in {measure for _, measure in self.tables}:
            civilians, fighters, persons = (self.tables.get((population, measure)) for population in POPULATIONS)
            if persons is None:
                continue
            numbered = any(table.numbered for table in (civilians, fighters, persons) if table)
            for code in dict.fromkeys(code for table in (civilians, fighters, persons) if table for code in table.low):
                if numbered and self.cast.residual.intersection(members(code)):
                    continue  # a leftover class's number need not hold the same parties in each population
                why = ("populations", measure, code)
                apart = {("whole", population, measure, code) for population in POPULATIONS}
                if why not in self.broken and self.broken.isdisjoint(apart):
                    changed |= self._of_persons(code, civilians, fighters, persons, why)
        return changed

    def _of_persons(
        self, code: str, civilians: _Table | None, fighters: _Table | None, persons: _Table, why: tuple[str, ...]
    ) -> bool:
        tables = (civilians, fighters, persons)
        ends = ((0, None) if table is None else (table.low.get(code, 0), table.high.get(code)) for table in tables)
        (a, a_most), (b, b_most), (whole, most) = ends
        changed = persons.at_least(code, a + b, why)
        if most is not None:
            changed |= civilians is not None and civilians.at_most(code, most - b, why)
            changed |= fighters is not None and fighters.at_most(code, most - a, why)
        if self.cast.add_up:
            if a_most is not None and b_most is not None:
                changed |= persons.at_most(code, a_most + b_most, why)
            if b_most is not None:
                changed |= civilians is not None and civilians.at_least(code, whole - b_most, why)
            if a_most is not None:
                changed |= fighters is not None and fighters.at_least(code, whole - a_most, why)
        return changed

    def _groups(self) -> bool:
        """Children and adult women are among the killed, and no one is both; who died by torture may be either."""
        changed = False
        for population in dict.fromkeys(population for population, _ in self.tables):
            killed, *parts = (self.tables.get((population, m)) for m in ("killed", "children", "women"))
            if killed is None:
                continue
            for code in dict.fromkeys(code for table in (killed, *parts) if table for code in table.low):
                why = ("groups", population, code)
                if why in self.broken:
                    continue
                least = [table.low.get(code, 0) if table else 0 for table in parts]
                changed |= killed.at_least(code, sum(least), why)
                most = killed.high.get(code)
                for table, other in zip(parts, reversed(least), strict=True):
                    if table and most is not None:
                        changed |= table.at_most(code, most - other, why)
            changed |= self._torture(population, killed)
        return changed

    def _torture(self, population: str, killed: _Table) -> bool:
        """Published deaths by torture are among the killed, where no page words them as additional."""
        changed, torture = False, self.tables.get((population, "torture"))
        for code, least in torture.low.items() if torture and self.cast.torture_within else ():
            why = ("torture", population, code)
            changed |= why not in self.broken and killed.at_least(code, least, why)
        return changed


class _Table:
    """The cells of one population and measure; sets of leaves are the bits of a whole number."""

    def __init__(
        self, cast: Cast, known: Known, named: set[str], key: tuple[str, str], broken: set[tuple[str, ...]]
    ) -> None:
        self.key, self.broken, self.conflict = key, broken, False
        self.bit = {party: 1 << place for place, party in enumerate(cast.leaves)}
        self.mask, everybody = dict(self.bit), (1 << len(cast.leaves)) - 1
        self.residual, excluded = self._bits(cast.residual), self._bits(cast.excluded)
        self.groups = {group: self._bits(cast.family.children(group)) for group in cast.family.parents()}
        self.mask |= {**self.groups, TOTAL: everybody}
        self.mask |= {code: self._bits(members(code)) for code in (*known.own, *known.floors) if is_combined(code)}
        self.low, self.high = dict.fromkeys(self.mask, 0), dict[str, int | None].fromkeys(self.mask)
        for code, (low, high) in known.own.items():
            if code in self.mask:
                self.low[code], self.high[code] = low, high
        for code, floor in known.floors.items():
            if code in self.mask:
                high = self.high[code]
                if high is not None and floor > high:  # pages contradict each other: either may be true
                    self.high[code] = floor
                else:
                    self.low[code] = max(self.low[code], floor)
        plain = 0  # who has a toll of his own, or one with others that is no leftover class
        for code in named - {TOTAL}:
            bits = self._bits(members(code))
            plain |= 0 if bits & self.residual else bits
        self.holdable = everybody & ~plain & ~self.residual & ~excluded
        self.apart, self.numbered = known.apart or {}, known.apart is not None
        self.holdable *= self.numbered
        self.several = [code for code in self.mask if code not in self.bit and code != TOTAL]
        self.packed: dict[tuple[int, int], int] = {}  # what `_packed` found since the least of a code last rose

    def _bits(self, codes: Iterable[str]) -> int:
        bits = 0
        for code in codes:
            bits |= self.mask.get(code, 0)
        return bits

    def ends(self) -> dict[str, Ends]:
        """The least and the most of every code."""
        ends = {code: (self.low[code], self.high[code]) for code in self.mask}
        if ("whole", *self.key, TOTAL) in self.broken:
            ends[TOTAL] = (self.low[TOTAL], None)
        return ends

    def at_least(self, code: str, number: int, why: tuple[str, ...]) -> bool:
        """Raise the least; whether it changed."""
        if number <= self.low.get(code, number):
            return False
        high = self.high[code]
        if high is not None and number > high:
            return self._contradicted(why)
        self.low[code] = number
        self.packed.clear()
        return True

    def at_most(self, code: str, number: int, why: tuple[str, ...]) -> bool:
        """Lower the most; whether it changed."""
        if code not in self.mask:
            return False
        high = self.high[code]
        if high is not None and number >= high:
            return False
        if number < self.low[code]:
            return self._contradicted(why)
        self.high[code] = number
        return True

    def _contradicted(self, why: tuple[str, ...]) -> bool:
        self.broken.add(why)
        self.conflict = True
        return False

    def tighten(self) -> bool:
        """Let every whole bound its parts, and they it; whether anything changed."""
        changed = False
        for whole in (*self.several, TOTAL):
            why = ("whole", *self.key, whole)
            if why not in self.broken and self.mask[whole]:
                changed |= self._whole(whole, why)
        return changed

    def _whole(self, whole: str, why: tuple[str, ...]) -> bool:
        mask = self.mask[whole]
        changed = self.at_least(whole, self.least(mask), why)
        most = self.high[whole]
        if most is not None:
            for code in (*self.bit, *self.several):
                bits = self.mask[code]
                if code != whole and bits and bits & mask == bits and bits != mask:
                    changed |= self.at_most(code, most - self._rest(mask & ~bits, bits), why)
        if whole != TOTAL and not mask & self.residual:  # a total may hold what no party of ours does
            uppers = {code: self.high[code] for code, bit in self.bit.items() if bit & mask}
            known = [end for end in uppers.values() if end is not None]
            if len(known) == len(uppers) and whole in self.groups:
                changed |= self.at_most(whole, sum(known), why)
            for code in uppers:  # whoever else is in it leaves the rest to it
                others = [end for other, end in uppers.items() if other != code]
                if None not in others:
                    rest = sum(end for end in others if end is not None)
                    changed |= self.at_least(code, self.low[whole] - rest, why)
        return changed

    def _rest(self, rest: int, beside: int) -> int:
        """The least that the leaves in `rest` have, apart from those `beside` them."""
        if beside & self.residual:  # its number may hold the parties without a toll of their own
            return self._packed(rest & ~self.residual, self.holdable)
        return self.least(rest & ~self.residual if beside & self.holdable else rest)

    def least(self, mask: int) -> int:
        """The least that leaves have together: a leftover class and the parties it may hold are not both counted."""
        least = self._packed(mask & ~self.residual, 0)
        return max(least, self._packed(mask, self.holdable)) if mask & self.residual else least

    def _packed(self, mask: int, held: int) -> int:
        """The most that disjoint numbers within `mask` add up to; whoever is `held` counts within others' numbers."""
        if (mask, held) not in self.packed:
            self.packed[mask, held] = self._pack(mask, held)
        return self.packed[mask, held]

    def _pack(self, mask: int, held: int) -> int:
        leaves = {bit: self._number(leaf, held) for leaf, bit in self.bit.items() if bit & mask}
        gains = []
        for code in self.several:
            bits = self.mask[code]
            if bits and bits & mask == bits and (number := self._number(code, held)):
                gain = number - sum(least for bit, least in leaves.items() if bit & bits)
                if gain > 0:
                    gains.append((gain, bits))
        best = 0
        for size in range(1, min(len(gains), 3) + 1):
            for chosen in combinations(gains, size):
                union = 0
                for _, bits in chosen:
                    if union & bits:
                        break
                    union |= bits
                else:
                    best = max(best, sum(gain for gain, _ in chosen))
        return sum(leaves.values()) + best

    def _number(self, code: str, held: int) -> int:
        """The least of a code, beside a number of a leftover class that may hold those who are `held`."""
        bits = self.mask[code]
        return self.low[code] if not bits & held or bits & self.residual else self.apart.get(code, 0)
