"""The arithmetic that the reconciled figures of a month should obey; each function yields what fails."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.arithmetic import TOTAL, Family, members
from analysis.cells import Floors
from analysis.comparison import both_ends, family_of, party_table, values_of
from analysis.doubts import parts as parts_of
from analysis.numerals import only_slip
from analysis.printed import limit_in

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
    """Check the parties against the printed total, and the parties of a group against the group's printed total.

    A part above its whole is an error, and so is a rest that no party without a figure can hold. Any other rest is a
    question: the most it leaves for all of them together. So is a toll that a page puts outside its total. Of printed
    ranges only what no numbers within them could mend is an error: lower ends that add up to more than the total's
    upper end, or upper ends to less than its lower.

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
    cells: dict[tuple[str, ...], Rows] = defaultdict(dict)
    for row in tolls.itertuples():
        cells[row.monitor, row.month, row.population, row.measure][row.party] = row
    for (monitor, month, population, measure), rows in cells.items():
        family = family_of(rows, parties)
        floors = {p: civilians[month, p] for p in rows if (month, p) in civilians} if civilians else {}
        wholes = [(TOTAL, "parts_vs_total", {p: row for p, row in rows.items() if p != TOTAL})]
        for parent in family.parents():
            children = set(family.children(parent))
            wholes.append(
                (parent, "group_vs_parent", {p: row for p, row in rows.items() if set(members(p)) <= children})
            )
        for whole, check, parts in wholes:
            about = (monitor, month, whole, named(check, measure), population)
            if whole in rows and any(row.state == "range" for row in (rows[whole], *parts.values())):
                yield from _sum_of_ranges(about, rows[whole], parts, family)
            elif whole in rows and not pd.isna(rows[whole].value):
                apart = (outside or {}).get((month, measure)) if whole == TOTAL else None
                if apart and population not in (apart[2], "persons"):
                    apart = None
                found = _sum(rows[whole], parts, floors if measure == "killed" else {}, family, apart)
                if found:
                    computed, explanation, severity, report_ids = found
                    numbers = (int(rows[whole].value), computed)
                    yield Finding(*about, *numbers, explanation, severity, report_ids)


def _sum(
    whole: Any, parts: Rows, floors: Mapping[str, int], family: Family, outside: tuple[str, int, str] | None
) -> tuple[int, str, str, str] | None:
    """Compare a whole with its parts: what they add up to, what explains the difference, how bad it is, the pages."""
    added = values_of(parts.values()).sum(family)
    counted = [*added.parts, *added.not_separated]
    missing = {p: row for p, row in parts.items() if _lacks_figure(row, counted, parts, family)}
    least = {p: floors[p] for p in missing if floors.get(p)}
    computed, total = added.total + sum(least.values()), int(whole.value)
    gap = total - computed
    limits, limit = {limit_in(parts[code].doubt) for code in counted}, limit_in(whole.doubt)
    sources = [whole.report_id, *(parts[code].report_id for code in counted)]
    if gap == 0 and counted and outside:
        return computed + outside[1], f"outside_total: {outside[1]} for {outside[0]}", QUESTION, pages(sources)
    if gap == 0 or not counted or (gap < 0 and (limit == "least" or whole.basis == "items")):
        return None  # a total printed as "no less than", or of some causes, may be below its parts
    notes = [f"civilians_only: {'+'.join(least)}"] if least else []
    severity, slips = ERROR, _slips(total, computed, {c: v for c, v in added.parts.items() if c in parts})
    most = [row.at_most for row in missing.values()]
    if gap < 0:
        notes += ["parts_exceed_total", *slips]
        severity = QUESTION if "most" in limits else ERROR
    elif limit == "most":
        notes, severity = [*notes, f"up_to: {gap}"], QUESTION
    elif any(parts[code].basis == "items" for code in counted):
        notes, severity = [f"other_causes: {gap}"], QUESTION
    elif not missing and _has_nobodys(whole):
        return None  # the rest is nobody's
    elif not missing:
        notes += ["all_parties_seen", *slips]
        severity = QUESTION if "least" in limits else ERROR
    elif not any(pd.isna(bound) for bound in most) and sum(most) - sum(least.values()) < gap and "least" not in limits:
        notes.append(f"more_left_than_possible: {gap} for {'+'.join(missing)}")
    else:
        notes.append(f"at_most: {gap} for {'+'.join(missing)}")
        severity = QUESTION
    return computed, " | ".join(notes), severity, pages(sources)


def _sum_of_ranges(about: tuple[str, str, str, str, str], whole: Any, parts: Rows, family: Family) -> Iterator[Finding]:
    """Compare the ends of a whole with what its parts add up to at the least and at the most."""
    (low, high), limit = both_ends(whole), limit_in(whole.doubt)
    values = values_of(parts.values())
    added = values.sum(family)
    counted = [*added.parts, *added.groups]
    sources = pages([whole.report_id, *(parts[code].report_id for code in counted)])
    limits = {limit_in(parts[code].doubt) for code in counted}
    bounded = limit != "least" and whole.basis != "items"
    if high is not None and added.total > high and bounded and "most" not in limits:
        yield Finding(*about, high, added.total, "parts_exceed_total | lower_ends", ERROR, sources)
    missing = any(_lacks_figure(row, counted, parts, family) for row in parts.values())
    some_causes = any(parts[code].basis == "items" for code in counted)
    reach = values.most_of(added, family)
    if low is None or reach is None or reach >= low or not counted or missing or some_causes or _has_nobodys(whole):
        return
    if limit != "most" and "least" not in limits:
        yield Finding(*about, low, reach, "all_parties_seen | upper_ends", ERROR, sources)


def _has_nobodys(whole: Any) -> bool:
    """Whether a total holds deaths that are attributed to nobody."""
    return "unattributed" in parts_of(whole.doubt)


def _lacks_figure(row: Any, counted: list[str], parts: Rows, family: Family) -> bool:
    """Whether a party has no figure, neither alone nor within a printed number of several that is counted."""
    if "+" in row.party or row.party in family.parents() or row.state in ("reported", "range", "none_left"):
        return False
    parent = family.parent.get(row.party, "")
    printed = parent in parts and (parts[parent].state == "reported" or parent in counted)
    whole_of_group = [parent] if printed else []
    return not any(row.party in family.holds(code) for code in [*counted, *whole_of_group])


def _slips(total: int, added: int, parts: Mapping[str, int]) -> list[str]:
    """The slip of the hand that would explain a sum that fails, where exactly one number does."""
    meant = {TOTAL: (total, added), **{p: (value, total - added + value) for p, value in parts.items()}}
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
