"""Published totals of half-years, years and running months, checked against their months and each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from analysis.model.adding import TOTAL
from analysis.model.cells import Group
from analysis.model.numerals import only_slip
from analysis.model.remarks import Flag, Remark
from analysis.model.tolls import Toll
from analysis.questions.audit import explanations as why
from analysis.questions.audit.evidence import ERROR, QUESTION, Finding, Published
from analysis.questions.audit.sums import sums_of
from analysis.tolls.periods import PeriodTotal, calendar

_Of = tuple[str, str]  # population and measure


def against_months(there: Published) -> Iterator[Finding]:
    """Check each total of a period against the sum of its months, of the same party, population and measure.

    Where months lack the cell their sum is a floor: a smaller total is an error, a larger one a question, or an error
    where what is published for those months bounds the cell to less.
    """
    groups: dict[PeriodTotal, list[PeriodTotal]] = defaultdict(list)
    for period in there.periods:
        groups[period._replace(url="", limit="")].append(period)
    for total, rows in groups.items():
        cell = (total.party, total.population, total.measure)
        first, last, value = total.first, total.last, total.value
        months = [month for month in calendar(first, last) if there.parties[total.party].can_appear(month)]
        found = {month: toll for month in months if (toll := there.cells.get((month, *cell)))}
        counted = {month: n for month, toll in found.items() if (n := _counted(toll)) is not None}
        floors = _civilians(there, total, [month for month in months if month not in counted])
        added = sum(counted.values()) + sum(floors.values())
        if added <= value:  # who was civilian was a person, but need not be all
            floors, added = {}, sum(counted.values())
        lacking = tuple(month for month in months if month not in counted and month not in floors)
        own, rest = [found[month] for month in counted], value - added
        limits, said = {toll.limit for toll in own}, {row.limit for row in rows}
        may_be = ("least" in said or "most" in limits) if rest < 0 else ("most" in said or "least" in limits)
        if rest == 0 or may_be or not (floors or any(toll.state == "reported" for toll in own)):
            continue
        left = [found[month].at_most if month in found else None for month in lacking]
        most = sum(end for end in left if end is not None)
        open_ = bool(lacking) and not floors
        beyond = open_ and None not in left and rest > most
        explanation: list[Remark] = [why.OfPeriod(first, last)]
        explanation += [why.CiviliansOf(tuple(floors))] if floors else []
        explanation += [why.Lacking(lacking)] if lacking else []
        explanation += [why.LeaveAtMost(most)] if beyond else []
        if not lacking and not floors and (slip := only_slip(value, [added])):
            explanation.append(why.Slip(*slip))
        severity = QUESTION if open_ and rest > 0 and not beyond else ERROR
        check = "half_year_vs_months" if len(calendar(first, last)) <= 6 else "year_vs_months"
        yield there.found(check, (last, *cell), value, added, explanation, _urls(rows), severity=severity)


def _counted(toll: Toll) -> int | None:
    """What a month adds to the sum of a period; None where it has no number of the whole."""
    if toll.of_causes:
        return None
    return 0 if toll.state == "none_left" else toll.value


def _civilians(there: Published, total: PeriodTotal, months: list[str]) -> dict[str, int]:
    """The least that civilians of the party have in each of these months, for a total of persons."""
    if total.population != "persons":
        return {}
    cells = {month: there.cells.get((month, total.party, "civilians", total.measure)) for month in months}
    return {
        month: toll.value
        for month, toll in cells.items()
        if toll and toll.value is not None and not toll.of_causes and toll.limit != "most"
    }


def against_each_other(there: Published) -> Iterator[Finding]:
    """Find totals of a year smaller than those of a part of it, of the same party, population and measure."""
    groups: dict[tuple[str, str, str], list[PeriodTotal]] = defaultdict(list)
    for period in there.periods:
        groups[period.party, period.population, period.measure].append(period)
    for cell, rows in groups.items():
        seen = set()
        for whole in rows:
            for part in rows:
                inside = whole.first <= part.first and part.last <= whole.last
                shorter = inside and (whole.first, whole.last) != (part.first, part.last)
                key = (whole.last, part.first, part.last, whole.value, part.value)
                loose = whole.limit == "least" or part.limit == "most"
                if not shorter or loose or part.value <= whole.value or key in seen:
                    continue
                seen.add(key)
                said, both = [why.PartOf(part.first, part.last)], _urls([whole, part])
                yield there.found("year_vs_half_year", (whole.last, *cell), whole.value, part.value, said, both)


def parties_of_periods(there: Published) -> Iterator[Finding]:
    """Check the parties of a period against its published total, and those of a group, as those of a month.

    A party for which pages publish different totals counts as not published.
    """
    periods: dict[tuple[str, str], _Period] = {}
    for one in there.periods:
        if (one.first, one.last) not in periods:
            periods[one.first, one.last] = _Period(one.last, there.separated(one.first, one.last))
        periods[one.first, one.last].put(one)
    for (first, last), period in periods.items():
        alone = period.agreed("civilians", "killed")
        for (population, measure), printed in list(period.numbers.items()):
            codes = [code for code, party in there.parties.items() if code in printed or party.can_appear(first, last)]
            of_all = period.agreed(population, "killed").get(TOTAL)
            of_group = measure in ("children", "women")
            killed = period.tolls(codes, population, "killed", of_all) if of_group else {}
            for total in printed.get(TOTAL, [None]):
                column = period.tolls(codes, population, measure, total)
                group = Group(last, population, measure)
                civilians = alone if (population, measure) == ("persons", "killed") else {}
                of_period = why.OfPeriod(first, last)
                for found in sums_of(there.monitor, group, column, there.parties, killed=killed, civilians=civilians):
                    elsewhere = found.party == TOTAL and found.computed in printed[TOTAL]
                    said = (why.PrintedElsewhere(int(found.computed)),) if elsewhere else found.explanation
                    yield replace(found, explanation=(of_period, *said))


class _Period:
    """The published totals of one period; in one that is `separated` persons are civilians and fighters."""

    def __init__(self, last: str, separated: bool) -> None:
        self.last, self.separated = last, separated
        self.numbers: dict[_Of, dict[str, dict[int, PeriodTotal]]] = {}  # -> party -> number -> the page to name

    def put(self, one: PeriodTotal) -> None:
        """Add one total; of pages with the same number one that says no end goes first."""
        printed = self.numbers.setdefault((one.population, one.measure), {}).setdefault(one.party, {})
        before = printed.get(one.value, one)
        printed[one.value] = min(before, one, key=lambda row: (row.limit != "", row.url, row.limit))

    def agreed(self, population: str, measure: str, without: tuple[str, ...] = ()) -> dict[str, int]:
        """The totals, by party, on which pages agree; persons formed as civilians + fighters, as in months.

        `without` leaves out minimums (least), maximums (most), or both.
        """
        printed = self.numbers.get((population, measure), {})
        single = {party: next(iter(rows.values())) for party, rows in printed.items() if len(rows) == 1}
        agreed = {party: row.value for party, row in single.items() if row.limit not in without}
        if (population, measure) == ("persons", "killed") and self.separated:
            civilians, fighters = (self.agreed(who, measure, ("least", "most")) for who in ("civilians", "fighters"))
            for party in set(civilians) & set(fighters) - set(printed):
                agreed[party] = civilians[party] + fighters[party]
        return agreed

    def tolls(self, codes: list[str], population: str, measure: str, total: int | None) -> dict[str, Toll]:
        """The totals as tolls; at most as many deaths as persons, children and women as deaths."""
        values, printed = self.agreed(population, measure), self.numbers.get((population, measure), {})
        wider = [] if population == "persons" else [("persons", "killed")]
        wider += [(population, "killed")] if measure in ("children", "women") else []
        above = [self.agreed(*of, without=("least",)) for of in wider if measure != "torture"]
        tolls = {}
        for code in codes:
            value = total if code == TOTAL else values.get(code)
            page = None if value is None else printed.get(code, {}).get(value)
            most = min((numbers[code] for numbers in above if code in numbers), default=None)
            limit = {"least": "minimum", "most": "maximum"}.get(page.limit if page else "")
            tolls[code] = Toll(
                self.last,
                code,
                population,
                measure,
                value=value,
                state="reported" if value is not None else "none_left" if most == 0 else "not_reported",
                basis="primary",
                report_id=(page.url,) if page else (),
                at_most=most,
                remarks=(Flag(limit),) if limit else (),
            )
        return tolls


def _urls(rows: list[PeriodTotal]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.url for row in rows))
