"""Published totals of half-years, years and running months, checked against their months and each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.model.adding import TOTAL
from analysis.model.names import can_appear
from analysis.model.numerals import only_slip
from analysis.questions.audit.totals import ERROR, QUESTION, Finding, named, sums
from analysis.tolls.pages import limit_in
from analysis.tolls.series import party_table


def against_months(periods: pd.DataFrame, tolls: pd.DataFrame) -> Iterator[Finding]:
    """Check each total of a period against the sum of its months, of the same party, population and measure.

    `periods` as from `whole_months`; `tolls` as from `monthly_tolls`, of every monitor and population there. Where
    months lack the cell their sum is a floor: a smaller total is an error, a larger one a question, or an error where
    what is printed for those months bounds the cell to less.
    """
    parties = party_table(tolls)
    cells = {
        (row.monitor, row.party, row.population, row.measure, row.month): row
        for row in tolls[tolls["combined"].isna()].itertuples()
    }
    for (monitor, party, population, measure, first, last, value), rows in periods.groupby(
        ["monitor", "party", "population", "measure", "first", "last", "value"], sort=False
    ):
        months = [str(month) for month in pd.period_range(first, last, freq="M")]
        months = [month for month in months if _exists(parties[party], month)]
        found = {month: cells.get((monitor, party, population, measure, month)) for month in months}
        counted = {
            month: 0 if cell.state == "none_left" else int(cell.value)
            for month, cell in found.items()
            if cell is not None and (cell.state == "none_left" or not pd.isna(cell.value)) and cell.basis != "items"
        }
        lacking = [month for month in months if month not in counted]
        floors = _civilians(cells, monitor, party, measure, lacking) if population == "persons" else {}
        if sum(counted.values()) + sum(floors.values()) > value:  # who was civilian was a person
            counted |= floors
            lacking = [month for month in months if month not in counted]
        else:
            floors = {}
        added, rest = sum(counted.values()), value - sum(counted.values())
        own = [cell for month, cell in found.items() if month in counted and month not in floors and cell is not None]
        printed_somewhere = bool(floors) or any(cell.state == "reported" for cell in own)
        limits = {limit_in(cell.doubt) for cell in own} - {""}
        may_be_more = "least" in set(rows["limit"]) or "most" in limits
        may_be_less = "most" in set(rows["limit"]) or "least" in limits
        if rest == 0 or not printed_somewhere or (rest < 0 and may_be_more) or (rest > 0 and may_be_less):
            continue
        if floors:
            explanation = f"months: {first} to {last} | civilians_of: {'+'.join(floors)}"
            explanation += f" | lacking: {'+'.join(lacking)}" * bool(lacking)
            severity = ERROR
        elif not lacking:
            slip = only_slip(value, [added])
            explanation, severity = " | ".join(filter(None, [f"months: {first} to {last}", slip])), ERROR
        else:
            explanation = f"months: {first} to {last} | lacking: {'+'.join(lacking)}"
            left = [pd.NA if found[month] is None else found[month].at_most for month in lacking]  # type: ignore[union-attr]
            beyond = not any(pd.isna(most) for most in left) and bool(rest > sum(left))
            severity = ERROR if rest < 0 or beyond else QUESTION
            explanation += f" | leave_at_most: {sum(left)}" * beyond
        check = "half_year_vs_months" if len(pd.period_range(first, last, freq="M")) <= 6 else "year_vs_months"
        about = (monitor, last, party, named(check, measure), population)
        yield Finding(*about, value, added, explanation, severity, _urls(rows))


def _civilians(cells: Mapping[Any, Any], monitor: str, party: str, measure: str, months: list[str]) -> dict[str, int]:
    """The least that civilians of a party have in each of these months, where a page publishes it."""
    there = {month: cells.get((monitor, party, "civilians", measure, month)) for month in months}
    return {
        month: int(cell.value)
        for month, cell in there.items()
        if cell is not None and not pd.isna(cell.value) and cell.basis != "items" and limit_in(cell.doubt) != "most"
    }


def against_each_other(periods: pd.DataFrame) -> Iterator[Finding]:
    """Find totals of a year smaller than those of a part of it, of the same party, population and measure."""
    for (monitor, party, population, measure), rows in periods.groupby(
        ["monitor", "party", "population", "measure"], sort=False
    ):
        seen = set()
        for whole in rows.itertuples():
            for part in rows.itertuples():
                inside = whole.first <= part.first and part.last <= whole.last
                shorter = inside and (whole.first, whole.last) != (part.first, part.last)
                numbers = (int(whole.value), int(part.value))
                key = (whole.last, part.first, part.last, numbers)
                loose = whole.limit == "least" or part.limit == "most"
                if not shorter or loose or numbers[1] <= numbers[0] or key in seen:
                    continue
                seen.add(key)
                about = (monitor, whole.last, party, named("year_vs_half_year", measure), population)
                urls = "|".join(dict.fromkeys([whole.url, part.url]))
                yield Finding(*about, *numbers, f"part: {part.first} to {part.last}", ERROR, urls)


def parties_of_periods(
    periods: pd.DataFrame, tolls: pd.DataFrame, separated: Callable[[str, str], bool]
) -> Iterator[Finding]:
    """Check the parties of a period against its published total, and those of a group, as `sums` does for a month.

    A party for which pages publish different totals counts as not published. `separated` says of a first and a last
    month whether the monitor's persons are nobody but civilians and fighters.
    """
    parties = party_table(tolls)
    tables: dict[tuple[str, str, str], _Period] = {}
    for row in periods.itertuples():
        table = tables.setdefault((row.monitor, row.first, row.last), _Period(separated(row.first, row.last)))
        table.put((row.population, row.measure), row.party, row.value, row.url, row.limit)
    for (monitor, first, last), table in tables.items():
        alone = {(last, p): n for p, n in table.agreed("civilians", "killed").items()}
        for (population, measure), printed in list(table.numbers.items()):
            there = [p for p, row in parties.items() if p in printed or _exists(row, first) or _exists(row, last)]
            for total in printed.get(TOTAL, [None]):
                cells = table.cells(there, population, measure, total)
                if measure in ("children", "women"):
                    cells += table.cells(there, population, "killed", table.agreed(population, "killed").get(TOTAL))
                frame = pd.DataFrame(cells).assign(monitor=monitor, month=last, population=population, basis="primary")
                frame.attrs = tolls.attrs
                for finding in sums(frame, alone if (population, measure) == ("persons", "killed") else None):
                    if (finding.check.partition(":")[2] or "killed") != measure:
                        continue
                    why = finding.explanation
                    if finding.party == TOTAL and finding.computed in printed[TOTAL]:
                        why = f"printed_elsewhere: {finding.computed:g}"
                    yield replace(finding, explanation=f"months: {first} to {last} | {why}")


class _Period:
    """The published totals of one period; in one that is `separated` persons are civilians and fighters."""

    def __init__(self, separated: bool) -> None:
        self.separated = separated
        self.numbers: dict[tuple[str, str], dict[str, dict[int, tuple[str, str]]]] = {}  # -> page, which end it is

    def put(self, about: tuple[str, str], party: str, value: int, url: str, limit: str) -> None:
        """Add one total of a population and measure; of pages with the same number one that says no end goes first."""
        pages = self.numbers.setdefault(about, {}).setdefault(party, {})
        pages[value] = min(pages.get(value, (url, limit)), (url, limit), key=lambda page: (page[1] != "", page))

    def agreed(self, population: str, measure: str, without: str | None = None) -> dict[str, int]:
        """The totals, by party, on which pages agree; persons formed as civilians + fighters, as in months.

        `without` leaves out minimums (least) or maximums (most), '' both.
        """
        printed = self.numbers.get((population, measure), {})
        single = {party: next(iter(values.items())) for party, values in printed.items() if len(values) == 1}
        left_out = ("least", "most") if without == "" else (without,)
        agreed = {party: value for party, (value, (_, limit)) in single.items() if limit not in left_out}
        if (population, measure) == ("persons", "killed") and self.separated:
            civilians, fighters = (self.agreed(who, measure, without="") for who in ("civilians", "fighters"))
            for party in set(civilians) & set(fighters) - set(printed):
                agreed[party] = civilians[party] + fighters[party]
        return agreed

    def cells(self, there: list[str], population: str, measure: str, total: int | None) -> list[dict[str, Any]]:
        """The totals as rows of tolls; at most as many deaths as persons, children and women as deaths."""
        values, printed = self.agreed(population, measure), self.numbers.get((population, measure), {})
        wider = [] if population == "persons" else [("persons", "killed")]
        wider += [(population, "killed")] if measure in ("children", "women") else []
        above = [self.agreed(*about, without="least") for about in wider if measure != "torture"]
        rows = []
        for party in there:
            value = total if party == TOTAL else values.get(party)
            url, limit = printed.get(party, {}).get(-1 if value is None else value, (None, ""))
            most = min((numbers[party] for numbers in above if party in numbers), default=None)
            state = "none_left" if most == 0 else "not_reported"
            row = {"party": party, "measure": measure, "value": value, "at_most": most, "report_id": url}
            row |= {"state": state if value is None else "reported", "printed_low": None, "printed_high": None}
            rows.append(row | {"doubt": {"least": "minimum", "most": "maximum"}.get(limit)})
        return rows


def _exists(party: Mapping[str, Any], month: str) -> bool:
    return can_appear(month, party["valid_from"], party["valid_to"])


def _urls(rows: pd.DataFrame) -> str:
    return "|".join(dict.fromkeys(rows["url"]))
