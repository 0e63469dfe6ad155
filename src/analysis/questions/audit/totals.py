"""The arithmetic that the reconciled figures of a month should obey; each function yields what fails."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis.model.adding import TOTAL, Family, Sum, is_combined, members
from analysis.model.cells import Floors
from analysis.model.numerals import only_slip
from analysis.tolls.doubts import parts as parts_of
from analysis.tolls.pages import as_range, both_ends, limit_in, unattributed_in
from analysis.tolls.series import party_table
from analysis.tolls.sums import family_of, values_of

ERROR, QUESTION = "error", "question"
Rows = dict[str, Any]  # party -> its row of monthly_tolls, of one month and measure


@dataclass(frozen=True)
class Finding:
    """Two numbers that should agree: `printed` is the doubtful one, `computed` what it is checked against."""

    monitor: str
    month: str
    party: str
    check: str
    population: str
    printed: float
    computed: float
    explanation: str
    severity: str
    report_ids: str
    settled: bool = False  # by an adjudication


def named(check: str, measure: str) -> str:
    """The name of a check of a measure: bare for killed, else check:measure."""
    return check if measure == "killed" else f"{check}:{measure}"


def pages(report_ids: Iterable[Any]) -> str:
    """The reports of a finding, each once, separated by |."""
    return "|".join(dict.fromkeys(str(report_id) for report_id in report_ids if not pd.isna(report_id)))


def sums(
    tolls: pd.DataFrame,
    civilians: Mapping[tuple[str, str], int] | None = None,
    outside: Mapping[tuple[Any, Any], tuple[Any, Any, Any]] | None = None,
) -> Iterator[Finding]:
    """Check the parties against the published total, and the parties of a group against the group's published total.

    An error is what no true numbers could mend: parts that are more than their whole whatever their ranges, minimums
    and maximums stand for, or a rest that no party can hold. Any other rest of an exact whole is a question: the most
    it leaves for all parties without a figure together. So is a toll that a page puts outside its total. What a list
    attributes to nobody counts beside the parties.

    Parameters
    ----------
    tolls
        As from `monthly_tolls`, of one monitor.
    civilians
        (month, party) -> its toll of civilians: where `tolls` are of persons, part of the toll a party does not print.
    outside
        (month, measure) -> party, number and population that a page puts outside the total.
    """
    parties = party_table(tolls)
    residual = {code for code, row in parties.items() if row["residual"]}
    cells: dict[tuple[str, ...], Rows] = defaultdict(dict)
    for row in tolls.itertuples():
        cells[row.monitor, row.month, row.population, row.measure][row.party] = as_range(row)
    for (monitor, month, population, measure), rows in cells.items():
        family = family_of(rows, parties)
        floors = {p: civilians[month, p] for p in rows if (month, p) in civilians} if civilians else {}
        killed = cells.get((monitor, month, population, "killed"), {}) if measure in ("children", "women") else {}
        apart = (outside or {}).get((month, measure))
        apart = apart if apart and population in (apart[2], "persons") else None
        for whole in [code for code in (TOTAL, *family.parents()) if code in rows]:
            if rows[whole].basis == "subtracted":  # no page publishes it
                continue
            parts = _parts_of(rows, whole, family, residual, floors if measure == "killed" else {})
            found = None
            if parts.codes and whole == TOTAL:
                found = _compared(rows[whole], parts, _rest_of_deaths(killed, rows, family, residual), apart)
            elif parts.codes:
                found = _compared(rows[whole], parts)
            if found:
                check = named("parts_vs_total" if whole == TOTAL else "group_vs_parent", measure)
                yield Finding(monitor, month, whole, check, population, *found)


@dataclass(frozen=True)
class _Parts:
    """What the parts of a whole add up to, and who may hold the rest.

    `missing` are parties without a figure: no number, range or published end, nor a number of several, with an upper
    end, that they are in; `least` what is known of them. `nobodys` deaths are attributed to nobody; None: not known how
    many.
    """

    rows: Rows
    family: Family
    residual: set[str]
    added: Sum
    most: int | None  # None: no end
    missing: Rows
    least: dict[str, int]
    nobodys: int | None

    @property
    def codes(self) -> list[str]:
        """The parties, the combined tolls and the groups that are counted."""
        return [*self.added.parts, *self.added.groups]

    @property
    def of_causes(self) -> list[str]:
        """Those of which only some causes are counted."""
        return [code for code in (*self.added.parts, *self.added.within) if self.rows[code].basis == "items"]

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
        rest = self.added.not_separated
        groups = sum(rest[group] for group in rest if set(self.missing).intersection(self.family.children(group)))
        held = self._holding(self.residual.union(self.missing), self.added.parts)
        return groups + held + sum(self.least.values())

    def _holding(self, parties: set[str], codes: Iterable[str]) -> int:
        """The numbers counted for those of the codes that hold one of the parties."""
        return sum(self.added.parts[code] for code in codes if parties.intersection(self.family.holds(code)))


def _parts_of(rows: Rows, whole: str, family: Family, residual: set[str], floors: Mapping[str, int]) -> _Parts:
    """Add up the parts of a whole: every party of a total, the parties of a group."""
    inside = set(rows) - {TOTAL} if whole == TOTAL else set(family.children(whole))
    parts = {code: row for code, row in rows.items() if set(members(code)) <= inside}
    values = values_of(parts.values())
    added = _with_combined(values.sum(family), parts, family)
    closed = [code for code in (*added.parts, *added.groups, *family.parents()) if code in parts]
    ends = {code: (_ends_of_whole if code in family.parents() else both_ends)(parts[code]) for code in closed}
    held = {one for code in closed if ends[code][1] is not None for one in family.holds(code)}
    held = held.union(family.parents(), (code for code in parts if is_combined(code)))
    missing = {c: r for c, r in parts.items() if c not in held and r.state not in ("reported", "range", "none_left")}
    least = _beyond_counted({code: floors[code] for code in missing if floors.get(code)}, added, family)
    nobodys = unattributed_in(rows[whole].doubt)
    known = 0 if nobodys is None and "unattributed" not in parts_of(rows[whole].doubt) else nobodys
    return _Parts(parts, family, residual, added, values.most_of(added, family), missing, least, known)


def _beyond_counted(least: dict[str, int], added: Sum, family: Family) -> dict[str, int]:
    """What is known of parties without a figure, less what a number counted for a group or for several may hold."""
    beyond = dict(least)
    for code, number in [*added.parts.items(), *added.not_separated.items()]:
        for party in sorted(family.holds(code).intersection(beyond)):
            held = min(number, beyond[party])
            number, beyond[party] = number - held, beyond[party] - held
    return {party: number for party, number in beyond.items() if number}


def _with_combined(added: Sum, rows: Rows, family: Family) -> Sum:
    """Count a combined toll in place of the smaller ones of its parties, where another of its parties has none.

    151 of the government and Russia together count in place of Russia's 55, or the government's would be missing.
    """
    numbers = dict(added.parts)
    for code in sorted((c for c in rows if is_combined(c) and c not in numbers), key=lambda c: (-len(members(c)), c)):
        low, whole = both_ends(rows[code])[0], family.holds(code)
        held = [other for other in numbers if not whole.isdisjoint(family.holds(other))]
        inside = {one for other in held for one in family.holds(other)}
        outside = any(not whole.isdisjoint(family.holds(group)) for group in added.groups)
        if low is None or rows[code].basis == "items" or outside or not inside < whole:
            continue
        if low > sum(numbers[other] for other in held):
            numbers = {other: number for other, number in numbers.items() if other not in held} | {code: low}
    return replace(added, parts=numbers)


def _rest_of_deaths(killed: Rows, rows: Rows, family: Family, residual: set[str]) -> tuple[set[str], int | None]:
    """The parties without a figure of the deaths `killed`, and the most that the total leaves for them together.

    No more of them can be the children or women of `rows`: what a residual class holds of their deaths, its children
    and women hold too, where both are on the same page. None: not known.
    """
    same = all(killed[code].report_id == rows[code].report_id for code in residual.intersection(killed, rows))
    if TOTAL not in killed or not same:
        return set(), None
    parts, high = _parts_of(killed, TOTAL, family, residual, {}), _ends_of_whole(killed[TOTAL])[1]
    return set(parts.missing), None if high is None or high < parts.low else high - parts.certain


def _ends_of_whole(whole: Any) -> tuple[int | None, int | None]:
    """Both ends of a whole; deaths by some causes are a lower end."""
    low, high = both_ends(whole)
    return low, None if whole.basis == "items" else high


def _compared(
    whole: Any,
    parts: _Parts,
    deaths: tuple[set[str], int | None] = (set(), None),
    outside: tuple[str, int, str] | None = None,
) -> tuple[int, int, str, str, str] | None:
    """Compare a whole with its parts: both numbers, what explains the difference, how bad it is, the pages."""
    low, high = _ends_of_whole(whole)
    counted = [parts.rows[code] for code in parts.codes]
    ranges = any(row.state == "range" for row in (whole, *counted))
    notes = [f"nobodys: {parts.nobodys}"] if parts.nobodys else []
    notes += [f"civilians_only: {'+'.join(parts.least)}"] if parts.least else []
    sources = pages(row.report_id for row in (whole, *counted))

    def found(number: int, computed: int, severity: str, *explanation: str) -> tuple[int, int, str, str, str]:
        return number, computed, " | ".join([*notes, *explanation]), severity, sources

    if high is not None and parts.low > high:
        why = ["parts_exceed_total", *(["lower_ends"] if ranges else _slips(high, parts))]
        if parts.certain > high:
            return found(high, parts.low, ERROR, *why)
        return found(high, parts.low, QUESTION, *why, f"maybe_twice: {parts.low - parts.certain}")
    holders, most = _most_left(parts, *deaths)
    if low is not None and most is not None and parts.high is not None and parts.high + most < low:
        too_much = f"more_left_than_possible: {low - parts.high} for {'+'.join(holders)}"
        why = [too_much] if holders else ["all_parties_seen", *([] if ranges else _slips(low, parts))]
        return found(low, parts.high, ERROR, *why, *["upper_ends"] * ranges)
    if low is None or low != high:
        return None
    left = low - parts.low
    ends = ["lower_ends"] * any(row.state == "range" for row in counted)
    if left == 0:
        if outside is None or parts.high != low:
            return None
        return found(low, low + outside[1], QUESTION, f"outside_total: {outside[1]} for {outside[0]}")
    if parts.of_causes:
        return None if ends else found(low, parts.low, QUESTION, f"other_causes: {left}")
    if not parts.missing:
        return None
    beyond = [f"beyond_those_counted: {left}"] if parts.of_missing else []
    bound = f"at_most: {left + parts.of_missing} for {'+'.join(parts.missing)}"
    return found(low, parts.low, QUESTION, bound, *beyond, *ends)


def _most_left(parts: _Parts, without: set[str], rest: int | None) -> tuple[list[str], int | None]:
    """The parties without a figure that can hold a rest, and the most they hold beyond what is counted; None: no end.

    `rest` is the most for those of `without` together.
    """
    most = {p: None if pd.isna(row.at_most) else int(row.at_most) for p, row in parts.missing.items()}
    beyond = {p: None if end is None else max(end - parts.least.get(p, 0), 0) for p, end in most.items()}
    if rest is not None:
        beyond |= {p: 0 for p in without.intersection(beyond) if rest == 0}
    alone, together = (
        None if None in ends else sum(end for end in ends if end is not None)
        for ends in ([n for p, n in beyond.items() if (p in without) == inside] for inside in (False, True))
    )
    known = [end for end in (together, rest) if end is not None]
    holders = [p for p, end in beyond.items() if end != 0]
    return holders, alone + min(known) if alone is not None and known else None


def _slips(total: int, parts: _Parts) -> list[str]:
    """The slip of the hand that would explain a sum that fails, where exactly one number does."""
    added, numbers = parts.low, {code: n for code, n in parts.added.parts.items() if code in parts.rows}
    meant = {TOTAL: (total, added), **{p: (value, total - added + value) for p, value in numbers.items()}}
    found = [
        f"{slip} for {p}" for p, (value, other) in meant.items() if other > 0 and (slip := only_slip(value, [other]))
    ]
    return found if len(found) == 1 else []


def parts_of_tolls(
    tolls: pd.DataFrame, floors: Floors, torture_apart: Container[tuple[Any, ...]] = ()
) -> Iterator[Finding]:
    """Check children, women, torture and printed parts of a toll (`floors`) against the toll they are part of.

    `tolls` as from `monthly_tolls`, of one monitor and population; `torture_apart` the (month, party, population) for
    which a page words torture as additional. A toll of "no less than" contradicts nothing above it.
    """
    cells = {(row.month, row.party, row.measure): row for row in tolls.itertuples()}
    for row in cells.values():
        about = (row.monitor, row.month, row.party)
        killed = cells.get((row.month, row.party, "killed"))
        if row.measure == "killed" and row.state == "undecided" and limit_in(row.doubt) != "least":
            for doubt in parts_of(row.doubt):
                if said := re.fullmatch(r"subset_exceeds: (\d+) against (\d+) \((\S+)\)", doubt):
                    numbers = (int(said[1]), int(said[2]))
                    about_it = (*about, "subset_exceeds", row.population, *numbers)
                    yield Finding(*about_it, "children_and_women", ERROR, said[3])
        if row.measure == "torture" and killed is not None and not pd.isna(row.value) and not pd.isna(killed.value):
            apart = (row.month, row.party, row.population) in torture_apart or "items" in (row.basis, killed.basis)
            if row.value > killed.value and not apart and limit_in(killed.doubt) != "least":
                numbers = (int(row.value), int(killed.value))
                both = pages([row.report_id, killed.report_id])
                yield Finding(*about, "subset_exceeds:torture", row.population, *numbers, "torture", ERROR, both)
    for (group, party), found in floors.items():
        cell = cells.get((group.month, party, group.measure))
        floor, page = min(found, key=lambda one: (-one[0], one[1]))
        if cell is None or cell.population != group.population or limit_in(cell.doubt) == "least":
            continue
        if cell.basis == "items":  # the part may have other causes
            continue
        most = both_ends(cell)[1]
        if most is None or floor <= most:
            continue
        check = named("floor_above_monthly", group.measure)
        about = (cell.monitor, group.month, party)
        both = pages([cell.report_id, page])
        yield Finding(*about, check, group.population, most, floor, f"part: {page}", ERROR, both)
