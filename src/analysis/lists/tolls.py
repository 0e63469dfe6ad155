"""Monthly tolls from a list of victims or of incidents. What is unknown is counted as such, and nothing is guessed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.data.tables import read_data, read_mapping
from analysis.errors import DataError, Problem
from analysis.lists.counted import CountedList, CountedToll, CountedTolls, Duplicates, MonthOfRecords, Unknown
from analysis.lists.counting import Tally, add
from analysis.lists.cumulative import add_months
from analysis.lists.mapping import read_plan
from analysis.lists.plan import Plan, joined, named
from analysis.model.adding import TOTAL, members
from analysis.model.cells import MEASURES, POPULATIONS
from analysis.tolls.periods import calendar

SHOWN_DUPLICATES = 20
_NEEDED = {  # columns without which nothing is said of children, of women: all of a victim, one of an incident
    "victims": {"children": {"age"}, "women": {"age", "sex"}},
    "incidents": {"children": {"children", "children_max"}, "women": {"women", "women_max"}},
}


def tolls_from_records(
    frame: pd.DataFrame, mapping: Mapping[str, Any] | str | os.PathLike[str], parties: pd.DataFrame | None = None
) -> CountedTolls:
    """Make monthly tolls from a list of victims (one a row) or of incidents.

    Parameters
    ----------
    frame
        The records, whatever columns they have.
    mapping
        What their columns and words mean, or the path of a TOML file that says it; see the README.
    parties
        `Data.parties`, whose codes and names hold. None: those of the default data.

    Returns
    -------
    CountedTolls
        One line, or two, per month, party and population, as in tolls.csv; deaths are Int64 in `.frame`. A party's toll
        is what is attributed to it; where some of it is attributed to several parties together, or to its group as
        such, it is a range from what is its alone, and the exact number of all of them together is a line of scope
        `joint:`. `all_parties` counts every record of the month; those attributed to nobody, too, which it says (scope
        `unattributed`), and a line of scope `subset:unattributed` has their number. Where age or sex of some victims is
        unknown, children and women are ranges: the least (scope `children_minimum`, `women_minimum`), and in a second
        line the most (`children_maximum`, `women_maximum`), each where it says something; 0 only where there is none.
        Incidents add up their least and most deaths: `killed` where both are the
        same. A party that the mapping `covers` has 0 in a month of its `period` without a record, or 0 to what could be
        its. `.records` are how many there are, `.unknown` what they lack, `.duplicates` those that are alike.

    Raises
    ------
    DataError
        Every cell that is neither understood nor declared unknown, with its row (header: 1). No cell's words are shown.

    Examples
    --------
    >>> victims = pd.DataFrame({"day": ["2016-01-05", "2016-01-09"], "by": ["Regime", "?"], "age": ["7", ""]})
    >>> columns = {"date": "day", "party": "by", "age": "age"}
    >>> meaning = {"kind": "victims", "population": "civilians", "child_under": 18, "columns": columns}
    >>> tolls = tolls_from_records(victims, {**meaning, "unknown": ["?"]})
    >>> print(tolls.frame[["month", "party", "killed", "children", "scope"]].to_string(index=False))
      month       party  killed  children                         scope
    2016-01  government       1         1                           NaN
    2016-01 all_parties       2         1 unattributed;children_minimum
    2016-01 all_parties       1      <NA>           subset:unattributed
    """
    folder = None if isinstance(mapping, Mapping) else Path(mapping).parent
    if not isinstance(mapping, Mapping):
        mapping = read_mapping(mapping)
    plan = read_plan(mapping, read_data().parties if parties is None else parties, folder=folder)
    tally = Tally("records")
    add(tally, frame.set_axis(range(2, len(frame) + 2)), plan)
    return tolls_of([(tally, plan)])


class _Span(NamedTuple):
    """What records add up to: at the least, which so many know, and at the most, to which so many have no end."""

    least: int
    known: int
    most: int
    open: int


@dataclass(frozen=True)
class _Record:
    """The records of one month, party and population, added up. Empty texts: not known."""

    month: str
    party: str
    population: str
    count: int
    deadly: int
    spans: Mapping[str, _Span]  # by measure
    unknown: Mapping[str, int]  # by field

    @cached_property
    def parties(self) -> set[str]:
        """All the parties that are named; none where nobody is."""
        return {*named(self.party)} if self.party else set()


def _records(counts: pd.DataFrame | None) -> list[_Record]:
    """What was counted, as objects."""
    found = []
    rows: list[dict[str, Any]] = [] if counts is None else counts.to_dict("records")  # type: ignore[assignment]
    for row in rows:
        spans = {measure: _Span(*(row[f"{end} {measure}"] for end in _Span._fields)) for measure in MEASURES}
        unknown = {name.removeprefix("unknown "): n for name, n in row.items() if name.startswith("unknown ")}
        key = (row["month"], row["party"], row["population"])
        found.append(_Record(*key, row["records"], row["deadly"], spans, unknown))
    return found


def tolls_of(lists: Sequence[tuple[Tally, Plan]]) -> CountedTolls:
    """The tolls of everything counted, in one list or in several together.

    Raises DataError, with every problem, where any was found.
    """
    for tally, plan in lists:
        if plan.cumulative and tally.series:
            add_months(tally, plan)
    problems = [problem for tally, _ in lists for problem in tally.problems()]
    files = " and ".join(tally.file for tally, _ in lists)
    if problems:
        next_step = f"correct these in {files}, or say in the mapping what is meant; no names are shown."
        raise DataError(files, problems, next_step)
    counted = [_records(tally.counts) for tally, _ in lists]
    plans = [view for _, plan in lists for view in plan.views]
    constant = {plan.population for plan in plans}
    if "persons" in constant and len(constant) > 1:
        found, expected = (
            " and ".join(sorted(constant)),
            "one population: persons hold the others, and would lack these",
        )
        raise DataError(files, [Problem(files, 0, "population", found, expected)], "say it alike in every mapping.")
    records = [record for each in counted for record in each]
    by_month: dict[str, list[_Record]] = {"": []}
    for record in records:
        by_month.setdefault(record.month, []).append(record)
    undated = by_month.pop("")
    if not by_month:
        found, expected = (
            f"{sum(one.records for one, _ in lists)} records, none with a known month",
            "records with a date",
        )
        raise DataError(files, [Problem(files, 0, "", found, expected)], "look at the column of the date.")
    every = {*by_month, *(month for plan in plans if plan.covers for month in calendar(*plan.period))}
    lines = tuple(
        line for month in sorted(every) for line in _month_lines(month, by_month.get(month, []), undated, plans)
    )
    if not lines:
        found, expected = f"{len(records)} records, none with a number of deaths", "records with a number of deaths"
        raise DataError(files, [Problem(files, 0, "", found, expected)], "look at the columns of deaths.")
    months = list(dict.fromkeys(line.month for line in lines))
    about = tuple(_about(tally, plan, each, months) for (tally, plan), each in zip(lists, counted, strict=True))
    return CountedTolls(plans[0].monitor, about, _unknown(records), lines)


def _about(tally: Tally, plan: Plan, records: list[_Record], months: list[str]) -> CountedList:
    """What there is to say of one list."""
    every, nobodys = Counter[str](), Counter[str]()
    for record in records:
        every[record.month] += record.count
        nobodys[record.month] += sum(record.unknown.get(field, 0) for field in ("party", "parties"))
    own = sorted(month for month in every if month) or months
    period = (plan.period[0], plan.period[-1]) if plan.period else (own[0], own[-1])
    covered = [month for month in months if every[month] or period[0] <= month <= period[1]]
    each = tuple(MonthOfRecords(month, every[month], nobodys[month]) for month in covered)
    name, duplicates = plan.name or tally.file, _duplicates(tally)
    revised = tuple(sorted(tally.revised))
    return CountedList(
        name, tally.file, tally.sha256, tally.records, tally.left_out, every[""], period, each, duplicates, revised
    )


def _month_lines(
    month: str, dated: list[_Record], undated: list[_Record], plans: Sequence[Plan]
) -> Iterator[CountedToll]:
    """The lines of one month, population by population.

    Where a column says the population, whose is unknown or not separated counts among persons, as does everybody then.
    """
    by_column = any(not plan.population for plan in plans)
    mixed = by_column and any(record.population in ("", "persons") for record in dated)
    constant = {plan.population for plan in plans}
    for who in POPULATIONS:
        if not (mixed if who == "persons" and by_column else by_column or who in constant):
            continue
        alike = {who, "", "persons"} if by_column else {who}
        counted = [one for one in dated if one.population == who or (by_column and who == "persons")]
        could_be = [one for one in (*dated, *undated) if one.population in alike or (by_column and who == "persons")]
        of_these = [plan for plan in plans if plan.population in ("", who)]
        covered = set.intersection(*({*_covered(plan, month)} for plan in of_these)) if of_these else set()
        for party, scope, certain, possible in _tolls(month, counted, could_be, covered, plans[0]):
            line, upper = _line((month, party, who), scope, certain, possible, of_these)
            if line.has_number:
                yield line
            if upper.has_number and "subset:unattributed" not in scope:  # of a part of the total, no end says anything
                yield upper


def _covered(plan: Plan, month: str) -> tuple[str, ...]:
    """The parties of whom a list holds every death of a month that it could."""
    return plan.covers if plan.period and plan.period[0] <= month <= plan.period[-1] else ()


_Sides = tuple[str, tuple[str, ...], list[_Record], list[_Record]]  # party, codes of its scope, what is its, and may be


def _tolls(
    month: str, counted: list[_Record], could_be: list[_Record], covered: set[str], plan: Plan
) -> Iterator[_Sides]:
    """The tolls of one month and population: those of the parties, those of several together, and of all.

    A party has at least what is attributed to it alone, and at most also what is attributed to it and others together
    or to its group as such. A covered party without a record has at most what `could_be` its: records without a date,
    of an unknown party or of an unknown population. An incident without deaths is nobody's in common.
    """
    there = set().union(*(one.parties for one in counted if one.deadly or len(one.parties) == 1))
    for party in plan.parties.values():
        code, family = party.code, plan.family
        if code == TOTAL or code not in there | covered or not party.can_appear(month):
            continue
        own = family.holds(code)
        certain = [record for record in counted if record.party and record.parties <= own]
        own_or_group = {*own, party.parent or code}
        if code in covered and not certain:
            yield code, (), certain, [one for one in could_be if not one.party or own_or_group & one.parties]
        elif code in there:  # else a group of which a party alone has records
            yield code, (), certain, [record for record in counted if own_or_group & record.parties]
    for together in _together([record.parties for record in counted if record.deadly and record.party], plan):
        first, *others = members(together)
        if others:
            held = plan.family.holds(together)
            theirs = [record for record in counted if held & record.parties]
            yield first, (f"joint:{'+'.join(others)}",), theirs, theirs
    nobodys = [record for record in counted if not record.party and record.deadly]
    if counted or TOTAL in covered:
        yield TOTAL, ("unattributed",) if nobodys else (), counted, counted or could_be
    if nobodys:
        yield TOTAL, ("subset:unattributed",), nobodys, nobodys


def _together(sets: list[set[str]], plan: Plan) -> list[str]:
    """Parties that records name together, or within a group as such: one code for those that have deaths in common."""
    parties, parent = set().union(*sets), plan.family.parent
    joined_sets: list[set[str]] = []
    for one in sets:
        whole = one | {child for child in parties if parent.get(child) in one}
        apart = [other for other in joined_sets if other.isdisjoint(whole)]
        joined_sets = [*apart, whole.union(*(other for other in joined_sets if not other.isdisjoint(whole)))]
    order = list(plan.parties)
    codes = [joined(one, plan.parties) for one in joined_sets]
    return sorted(codes, key=lambda code: [order.index(party) for party in members(code)])


def _line(
    key: tuple[str, str, str],
    scope: tuple[str, ...],
    certain: list[_Record],
    possible: list[_Record],
    plans: Sequence[Plan],
) -> tuple[CountedToll, CountedToll]:
    """A toll of what is `certain` at the least and `possible` at the most, and upper ends of ranges of its groups.

    Blank where nothing is known, never 0.
    """
    least, most = _span("killed", certain, possible)
    any_known = not certain or any(record.spans["killed"].known for record in certain)
    low = least if least or (any_known and most is not None) else None  # at least 0 says nothing, and is no 0
    groups: dict[str, int | None] = {"children": None, "women": None}
    upper, codes = dict(groups), list(scope)
    for measure in groups:
        some, end = _span(measure, certain, possible)
        told = all(_tells(plan, measure) for plan in plans)
        bounded = told and some != end and end is not None and most is not None and end < most
        if some == end or some:
            groups[measure] = some
            codes += [] if some == end else [f"{measure}_minimum"]
        if bounded and some:
            upper[measure] = end
        elif bounded:
            groups[measure] = end
            codes.append(f"{measure}_maximum")
    killed, ends = (least, (None, None)) if least == most else (None, (low, most))
    line = CountedToll(*key, tuple(codes), killed, groups["children"], groups["women"], *ends)
    ends_of = (f"{measure}_maximum" for measure, end in upper.items() if end is not None)
    return line, CountedToll(*key, (*scope, *ends_of), None, upper["children"], upper["women"])


def _tells(plan: Plan, measure: str) -> bool:
    """Whether a list says of how many children or women it knows."""
    there = _NEEDED[plan.kind][measure] & {*plan.columns}
    return bool(there) if plan.kind == "incidents" else there == _NEEDED[plan.kind][measure]


def _span(measure: str, certain: list[_Record], possible: list[_Record]) -> tuple[int, int | None]:
    """What records add up to at the least and at the most; None where one of them has no end."""
    least, ends = sum(record.spans[measure].least for record in certain), [one.spans[measure] for one in possible]
    return least, None if any(end.open for end in ends) else sum(end.most for end in ends)


def _unknown(records: list[_Record]) -> tuple[Unknown, ...]:
    """How many records lack what, month by month."""
    found: dict[str, Counter[str]] = {field: Counter() for record in records for field in record.unknown}
    for record in records:
        for field, count in record.unknown.items():
            found[field][record.month] += count
    return tuple(
        Unknown(month, field, count) for field, months in found.items() for month, count in sorted((+months).items())
    )


def _duplicates(tally: Tally) -> Duplicates:
    """Count the records that are like an earlier one; a sixteenth of them at a time, to need little memory."""
    count, pairs = 0, []
    starts = np.cumsum([0, *(len(one) for one in tally.hashes)])
    for part in range(16):
        mine = [np.flatnonzero((one & np.uint64(15)) == part) for one in tally.hashes]
        places = np.concatenate([found + start for found, start in zip(mine, starts, strict=False)])
        values = np.concatenate([one[found] for one, found in zip(tally.hashes, mine, strict=True)])
        alike = np.sort(values[values > 0])
        if not len(alike := alike[1:][alike[1:] == alike[:-1]]):
            continue
        same = alike[np.searchsorted(alike, values).clip(max=len(alike) - 1)] == values
        places, values = places[same], values[same]
        order = np.argsort(values, kind="stable")
        places, values = places[order], values[order]
        again = np.flatnonzero(values[1:] == values[:-1]) + 1
        if len(again):
            starts_run = np.r_[True, values[1:] != values[:-1]]
            first = places[np.maximum.accumulate(np.where(starts_run, np.arange(len(places)), 0))]
            count += len(again)
            pairs += sorted(zip(places[again].tolist(), first[again].tolist(), strict=True))[:SHOWN_DUPLICATES]
    if count and len(tally.tables) > 1:  # a row is not told without its sheet
        return Duplicates(count, ())
    rows = np.concatenate(tally.rows) if count else np.array([])
    shown = tuple((int(rows[first]), int(rows[again])) for again, first in sorted(pairs)[:SHOWN_DUPLICATES])
    return Duplicates(count, shown)
