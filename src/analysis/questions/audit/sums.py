"""Parties against the total of a month, and against their group; each function yields what fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from analysis.model.adding import TOTAL, Family, Sum, is_combined, members
from analysis.model.cells import Group
from analysis.model.numerals import only_slip
from analysis.model.parties import Parties
from analysis.model.remarks import Flag, Remark
from analysis.model.tolls import Column, Ends, Toll, values_of
from analysis.questions.audit import explanations as why
from analysis.questions.audit.evidence import ERROR, QUESTION, Finding, named, pages
from analysis.tolls.rows import PrintedNumber
from analysis.tolls.series import Tolls


def sums(
    tolls: Tolls,
    civilians: Mapping[tuple[str, str], int] | None = None,
    outside: Mapping[tuple[str, str], PrintedNumber] | None = None,
) -> Iterator[Finding]:
    """Check the parties against the published total, and the parties of a group against the group's published total.

    An error is what no true numbers could mend: parts that are more than their whole whatever their ranges, minimums
    and maximums stand for, or a rest that no party can hold. Any other rest of an exact whole is a question: the most
    it leaves for all parties without a figure together. So is a toll that a page puts outside its total. What a list
    attributes to nobody counts beside the parties.

    Where `tolls` are of persons, `civilians` has the tolls of civilians by month and party: they are part of the toll
    a party does not print. `outside` has by month and measure the number that a page puts outside the total.
    """
    for month in tolls.months:
        there = tolls.of(month)
        alone = {party: n for party in there.killed if (n := (civilians or {}).get((month, party)))}
        for measure in there.measures:
            apart = (outside or {}).get((month, measure))
            yield from sums_of(
                tolls.monitor,
                Group(month, tolls.population, measure),
                there.of(measure),
                tolls.parties,
                killed=there.killed if measure in ("children", "women") else {},
                civilians=alone if measure == "killed" else {},
                outside=apart if apart and tolls.population in (apart.population, "persons") else None,
            )


def sums_of(
    monitor: str,
    group: Group,
    column: Column,
    parties: Parties,
    *,
    killed: Column,
    civilians: Mapping[str, int],
    outside: PrintedNumber | None = None,
) -> Iterator[Finding]:
    """Check the sums of one month or period, population and measure; `killed` are the deaths, of children or women."""
    rows, deaths = ({code: toll.as_range() for code, toll in tolls.items()} for tolls in (column, killed))
    family = parties.family(rows)
    for whole in [code for code in (TOTAL, *family.parents()) if code in rows]:
        if rows[whole].basis == "subtracted":  # no page publishes it
            continue
        parts = _parts_of(rows, whole, family, parties.residual, civilians)
        if not parts.codes:
            continue
        check = named("parts_vs_total" if whole == TOTAL else "group_vs_parent", group.measure)
        about = (monitor, group.month, whole, check, group.population)
        rest = _rest_of_deaths(deaths, rows, family, parties.residual) if whole == TOTAL else (set(), None)
        yield from _compared(about, rows[whole], parts, rest, outside if whole == TOTAL else None)


@dataclass(frozen=True)
class _Parts:
    """What the parts of a whole add up to, and who may hold the rest.

    `missing` are parties without a figure: no number, range or published end, nor a number of several, with an upper
    end, that they are in; `least` what is known of them. `nobodys` deaths are attributed to nobody; None: not known how
    many.
    """

    rows: Column
    family: Family
    residual: frozenset[str]
    added: Sum
    most: int | None  # None: no end
    missing: Column
    least: dict[str, int]
    nobodys: int | None

    @property
    def codes(self) -> list[str]:
        """The parties, the combined tolls and the groups that are counted."""
        return [*self.added.parts, *self.added.groups]

    @property
    def of_causes(self) -> list[str]:
        """Those of which only some causes are counted."""
        return [code for code in (*self.added.parts, *self.added.within) if self.rows[code].of_causes]

    @property
    def low(self) -> int:
        """What they add up to by the lower ends."""
        return self.added.total + sum(self.least.values()) + (self.nobodys or 0)

    @property
    def high(self) -> int | None:
        """By the upper ends; None: no end."""
        if self.most is None or self.nobodys is None or self.of_causes:
            return None
        return self.most + sum(self.least.values()) + self.nobodys

    @property
    def certain(self) -> int:
        """The least that they are: a party without a whole toll may be in the number of a residual class, too."""
        whole = self._holding(self.residual, [code for code in self.added.parts if code not in self.of_causes])
        loose = sum(self.added.parts.get(code, 0) for code in self.of_causes) + sum(self.least.values())
        return self.low - min(loose, whole)

    @property
    def of_missing(self) -> int:
        """How many of those counted may be the deaths of parties without a figure."""
        return sum(self.may_hold_missing.values())

    @property
    def may_hold_missing(self) -> dict[str, int]:
        """The numbers counted that may hold deaths of parties without a figure, by whose they are."""
        rest, parties = self.added.not_separated, self.residual.union(self.missing)
        held = {code: self.added.parts[code] for code in self._holders(parties, self.added.parts)}
        groups = {group: rest[group] for group in rest if set(self.missing).intersection(self.family.children(group))}
        return {code: n for code, n in (held | groups | self.least).items() if n}

    def _holding(self, parties: frozenset[str], codes: Iterable[str]) -> int:
        """The numbers counted for those of the codes that hold one of the parties."""
        return sum(self.added.parts[code] for code in self._holders(parties, codes))

    def _holders(self, parties: frozenset[str], codes: Iterable[str]) -> list[str]:
        """Those of the codes that hold one of the parties."""
        return [code for code in codes if parties.intersection(self.family.holds(code))]


def _parts_of(
    rows: Column, whole: str, family: Family, residual: frozenset[str], civilians: Mapping[str, int]
) -> _Parts:
    """Add up the parts of a whole: every party of a total, the parties of a group."""
    inside = set(rows) - {TOTAL} if whole == TOTAL else set(family.children(whole))
    parts = {code: toll for code, toll in rows.items() if inside.issuperset(members(code))}
    values = values_of(parts.values())
    added = _with_combined(values.sum(family), parts, family)
    closed = [code for code in (*added.parts, *added.groups, *family.parents()) if code in parts]
    ends = {code: _ends_of_whole(parts[code]) if code in family.parents() else parts[code].ends for code in closed}
    held = {one for code in closed if ends[code][1] is not None for one in family.holds(code)}
    held = held.union(family.parents(), (code for code in parts if is_combined(code)))
    figures = ("reported", "range", "none_left")
    missing = {code: toll for code, toll in parts.items() if code not in held and toll.state not in figures}
    least = _beyond_counted({code: civilians[code] for code in missing if civilians.get(code)}, added, family)
    nobodys = rows[whole].unattributed
    known = nobodys if nobodys or Flag("unattributed") in rows[whole].remarks else 0
    return _Parts(parts, family, residual, added, values.most_of(added, family), missing, least, known)


def _beyond_counted(least: dict[str, int], added: Sum, family: Family) -> dict[str, int]:
    """What is known of parties without a figure, less what a number counted for a group or for several may hold."""
    beyond = dict(least)
    for code, number in [*added.parts.items(), *added.not_separated.items()]:
        for party in sorted(family.holds(code).intersection(beyond)):
            held = min(number, beyond[party])
            number, beyond[party] = number - held, beyond[party] - held
    return {party: number for party, number in beyond.items() if number}


def _with_combined(added: Sum, rows: Column, family: Family) -> Sum:
    """Count a combined toll in place of the smaller ones of its parties, where another of its parties has none.

    151 of the government and Russia together count in place of Russia's 55, or the government's would be missing.
    """
    numbers = dict(added.parts)
    for code in sorted((c for c in rows if is_combined(c) and c not in numbers), key=lambda c: (-len(members(c)), c)):
        low, whole = rows[code].ends[0], family.holds(code)
        held = [other for other in numbers if not whole.isdisjoint(family.holds(other))]
        inside = {one for other in held for one in family.holds(other)}
        outside = any(not whole.isdisjoint(family.holds(group)) for group in added.groups)
        if low is None or rows[code].of_causes or outside or not inside < whole:
            continue
        if low > sum(numbers[other] for other in held):
            numbers = {other: number for other, number in numbers.items() if other not in held} | {code: low}
    return replace(added, parts=numbers)


def _rest_of_deaths(
    killed: Column, rows: Column, family: Family, residual: frozenset[str]
) -> tuple[set[str], int | None]:
    """The parties without a figure of the deaths `killed`, and the most that the total leaves for them together.

    No more of them can be the children or women of `rows`: what a residual class holds of their deaths, its children
    and women hold too, where both are on the same page. None: not known.
    """
    both = [(killed[code].report_id, rows[code].report_id) for code in residual.intersection(killed, rows)]
    if TOTAL not in killed or not all(one and one == other for one, other in both):
        return set(), None
    parts, high = _parts_of(killed, TOTAL, family, residual, {}), _ends_of_whole(killed[TOTAL])[1]
    return set(parts.missing), None if high is None or high < parts.low else high - parts.certain


def _ends_of_whole(whole: Toll) -> Ends:
    """Both ends of a whole; deaths by some causes are a lower end."""
    low, high = whole.ends
    return low, None if whole.of_causes else high


def _compared(
    about: tuple[str, str, str, str, str],
    whole: Toll,
    parts: _Parts,
    deaths: tuple[set[str], int | None],
    outside: PrintedNumber | None,
) -> Iterator[Finding]:
    """Compare a whole with its parts; `about` is what a finding begins with."""
    low, high = _ends_of_whole(whole)
    counted = [parts.rows[code] for code in parts.codes]
    ranges = any(toll.state == "range" for toll in (whole, *counted))
    notes: list[Remark] = [why.Nobodys(parts.nobodys)] if parts.nobodys else []
    notes += [why.CiviliansOnly(tuple(parts.least))] if parts.least else []
    sources = pages(*(toll.report_id for toll in (whole, *counted)))

    def found(number: int, computed: int, severity: str, explanation: Iterable[Remark]) -> Finding:
        return Finding(*about, number, computed, (*notes, *explanation), severity, sources)

    if high is not None and parts.low > high:
        said = [Flag("parts_exceed_total"), *([Flag("lower_ends")] if ranges else _slips(high, parts))]
        if parts.certain > high:
            yield found(high, parts.low, ERROR, said)
        else:
            yield found(high, parts.low, QUESTION, [*said, why.MaybeTwice(parts.low - parts.certain)])
        return
    holders, most = _most_left(parts, *deaths)
    if low is not None and most is not None and parts.high is not None and parts.high + most < low:
        said = [why.MoreLeft(low - parts.high, tuple(holders))] if holders else [Flag("all_parties_seen")]
        said += [] if holders or ranges else _slips(low, parts)
        yield found(low, parts.high, ERROR, said + [Flag("upper_ends")] * ranges)
    elif low is not None and low == high:
        yield from (found(low, *rest) for rest in _rest(low, parts, outside))


def _rest(total: int, parts: _Parts, outside: PrintedNumber | None) -> Iterator[tuple[int, str, list[Remark]]]:
    """What an exact total leaves, where that is a question: the number it is checked against, and why it may hold."""
    left = total - parts.low
    ends = any(parts.rows[code].state == "range" for code in parts.codes)
    if left == 0:
        if outside is not None and parts.high == total:
            yield total + outside.value, QUESTION, [why.OutsideTotal(outside.value, outside.party)]
    elif parts.of_causes:
        if not ends:
            yield parts.low, QUESTION, [why.OtherCauses(left)]
    elif parts.missing:
        beyond = [why.Beyond(left, tuple(parts.may_hold_missing))] if parts.of_missing else []
        bound = why.AtMost(left + parts.of_missing, tuple(parts.missing))
        yield parts.low, QUESTION, [bound, *beyond, *[Flag("lower_ends")] * ends]


def _most_left(parts: _Parts, without: set[str], rest: int | None) -> tuple[list[str], int | None]:
    """The parties without a figure that can hold a rest, and the most they hold beyond what is counted; None: no end.

    `rest` is the most for those of `without` together.
    """
    beyond = {
        party: None if toll.at_most is None else max(toll.at_most - parts.least.get(party, 0), 0)
        for party, toll in parts.missing.items()
    }
    if rest == 0:
        beyond |= dict.fromkeys(without.intersection(beyond), 0)
    alone, together = (
        None if None in ends else sum(end for end in ends if end is not None)
        for ends in ([n for p, n in beyond.items() if (p in without) == inside] for inside in (False, True))
    )
    known = [end for end in (together, rest) if end is not None]
    holders = [p for p, end in beyond.items() if end != 0]
    return holders, alone + min(known) if alone is not None and known else None


def _slips(total: int, parts: _Parts) -> list[Remark]:
    """The slip of the hand that would explain a sum that fails, where exactly one number does."""
    added, numbers = parts.low, {code: n for code, n in parts.added.parts.items() if code in parts.rows}
    meant = {TOTAL: (total, added), **{p: (value, total - added + value) for p, value in numbers.items()}}
    slips = {party: only_slip(value, [other]) for party, (value, other) in meant.items() if other > 0}
    found: list[Remark] = [why.Slip(*slip, party) for party, slip in slips.items() if slip]
    return found if len(found) == 1 else []
