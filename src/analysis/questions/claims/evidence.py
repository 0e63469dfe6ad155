"""What may be held against claims: what is published of a month, without the pages of the outlet that makes one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial

import pandas as pd

from analysis.data.definitions import definitions_of
from analysis.data.rows import KnownDiscrepancy, Report, period_named, typed
from analysis.data.scopes import scope_codes
from analysis.data.tables import Data
from analysis.model.cells import LEAST, MOST
from analysis.model.parties import Parties
from analysis.model.remarks import SubsetExceeds, first
from analysis.model.tolls import Month, Toll, limits
from analysis.questions.claims.outlets import Outlet, outlet_of
from analysis.questions.claims.verdicts import Claim
from analysis.tolls.doubts import known_remark
from analysis.tolls.monthly import tolls_by_population
from analysis.tolls.pages import Page, printed_values, published_by
from analysis.tolls.periods import PeriodTotal, totals_of_whole_months
from analysis.tolls.rows import PrintedNumber, Row, combined_party, printed_numbers, rows_of
from analysis.tolls.sides import Side


@dataclass(frozen=True, eq=False)
class Evidence:
    """What is published of one month: `data` has the rows on it alone, without the outlet's own; `own` has those.

    What is made of them is made when it is first asked for.
    """

    data: Data
    own: Data
    monitor: str
    parties: Parties

    @cached_property
    def months(self) -> dict[str, Month]:
        """The tolls, by population. None stands that an adjudication rejects, where its page is the outlet's own."""
        own = set(self.own.reports["report_id"])
        decided = {
            (row.population, row.party, row.measure): row.value
            for row in self.data.adjudications.itertuples()
            if row.report_id in own
        }

        def standing(toll: Toll) -> Toll:
            used = decided.get((toll.population, toll.party, toll.measure), toll.value)
            if toll.value is None or toll.value == used:
                return toll
            return replace(toll, value=None, state="not_reported", basis=None, report_id=(), page_shown=())

        return {
            population: Month(month, map(standing, tolls.lines), self.parties)
            for population, tolls in tolls_by_population(self.data, self.monitor).items()
            for month in tolls.months
        }

    @cached_property
    def tolls(self) -> tuple[Toll, ...]:
        """All tolls, of every population and measure."""
        return tuple(
            toll for month in self.months.values() for measure in month.measures for toll in month.of(measure).values()
        )

    def toll(self, population: str, party: str, measure: str) -> Toll | None:
        """One toll; None where there is none."""
        month = self.months.get(population)
        return month.of(measure).get(party) if month else None

    @cached_property
    def parents(self) -> dict[str, str | None]:
        """The group of each party."""
        return {code: party.parent for code, party in self.parties.items()}

    @cached_property
    def rows(self) -> list[Row]:
        """What the pages print."""
        return rows_of(self.data, self.data.reports)

    @cached_property
    def printed(self) -> list[PrintedNumber]:
        """The numbers that the pages print."""
        return printed_numbers(self.rows, self.data.reports)

    @cached_property
    def printed_by_outlet(self) -> list[PrintedNumber]:
        """The numbers that the outlet's own pages print."""
        return printed_numbers(rows_of(self.own, self.own.reports), self.own.reports)

    @cached_property
    def hulls(self) -> dict[tuple[str, str, str], tuple[int, int | None]]:
        """The ends of all that pages publish for a population, party and measure; None: no upper one."""
        return {
            (group.population, party, group.measure): _hull(pages)
            for (group, party), pages in printed_values(self.data, self.data.reports).tolls.items()
            if not any(page.causes for page in pages)
        }

    @cached_property
    def percentages(self) -> dict[tuple[str, str], list[tuple[float, str]]]:
        """The shares of children and women by population and party, as pages publish them, each with its page."""
        found: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
        for row in self.rows:
            if row.printed_share_pct is not None and row.is_own:
                found[row.population, row.party].append((float(row.printed_share_pct), row.report_id))
        return found

    @cached_property
    def listed(self) -> dict[tuple[str, str], list[int]]:
        """The numbers by party and measure that known_discrepancies.csv has from pages outside the tables."""
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for row in typed(self.data.known_discrepancies, KnownDiscrepancy):
            known = known_remark(row)
            if known.check == "between_reports" and not period_named(known.reason):  # of a period, not of this month
                found[row.party, known.measure].append(int(row.printed))
        return found

    def published(self, population: str, party: str, measure: str) -> Side | None:
        """The number of a cell that pages publish, and its ends; None where none is published for the whole of it.

        An end that is not published is where what else is published bounds the cell. A sum of some causes is no number
        of the whole, nor is what follows from other numbers. Of pages that disagree the ends are those of them all.
        """
        toll = self.toll(population, party, measure)
        if toll is None or toll.of_causes:
            return None
        if toll.value is not None and len(set(limits(toll.remarks))) > 1:
            return None  # a sum of an end of each kind
        if toll.value is not None or toll.state == "range":
            low, high = toll.ends
        elif toll.disputed:  # these deaths, or none of them
            low, high = 0, toll.disputed[0].deaths
        elif toll.state == "undecided" and (population, party, measure) in self.hulls:
            low, high = self.hulls[population, party, measure]
            high = None if first(toll.remarks, SubsetExceeds) else high  # smaller than a part of it: it may be more
        else:
            return None
        counted = toll.basis == "records" and toll.limit  # an end of what a list leaves open: nobody said that number
        low = (toll.at_least or 0) if low is None else low
        high = high if high is not None or toll.at_most is None else max(toll.at_most, low)
        return Side(None if counted else toll.value, low, high, (toll,))


def _hull(pages: list[Page]) -> tuple[int, int | None]:
    """The ends of all that pages publish for one cell; None: no upper end."""
    lows = [0 if page.low is None or page.flags & MOST else page.low for page in pages]
    highs = [None if page.flags & LEAST else page.high for page in pages]
    return min(lows), None if None in highs else max(high for high in highs if high is not None)


class Archive:
    """What is published by a day (YYYY-MM-DD; None: any). What several claims ask for alike is made once.

    The evidence on a month is gathered once for all claims of outlets that have the same pages, mostly none, on it.
    """

    def __init__(self, data: Data, as_of: str | None = None) -> None:
        self.data, self.as_of = data, as_of
        self.parties = Parties.of(data.parties.to_dict("records"))
        self.definitions = cache(partial(definitions_of, data.definitions))
        self.totals, self._gathered, self._pages = cache(self._totals_of), cache(self._gather), cache(self._pages_of)

    def against(self, claim: Claim, month: str) -> Evidence:
        """What is published of a month, without the pages of the outlet that makes the claim."""
        own = [place for place, outlet in self._pages(claim.monitor, month) if outlet.is_one_of(claim.by)]
        return self._gathered(claim.monitor, month, frozenset(own))

    def compares(self, monitor: str, month: str, population: str) -> bool:
        """Whether a monitor counts the deaths of this population for every party, so that parties can be compared."""
        return not self.definitions(monitor).in_month(month).not_counted(population)

    def _gather(self, monitor: str, month: str, own: frozenset[int]) -> Evidence:
        others = [place for place, _ in self._pages(monitor, month) if place not in own]
        known, decided = self.data.only(month).known_discrepancies, self.data.only(month).adjudications
        data = self._of_pages(month, others).having(
            known_discrepancies=known[known["monitor"] == monitor],
            adjudications=decided[decided["monitor"] == monitor],
        )
        return Evidence(data, self._of_pages(month, sorted(own)), monitor, self.parties)

    def _of_pages(self, month: str, places: list[int]) -> Data:
        """The rows of some pages on a month alone."""
        data = self.data.only(month)
        reports, tolls = self._reports(month).iloc[places], data.tolls
        return data.having(reports=reports, tolls=tolls[tolls["report_id"].isin(reports["report_id"])])

    def _reports(self, month: str) -> pd.DataFrame:
        return published_by(self.data.only(month).reports, self.as_of)

    def _pages_of(self, monitor: str, month: str) -> list[tuple[int, Outlet]]:
        """The pages of a monitor on a month: where in the table of those on it, and whose."""
        rows = enumerate(typed(self._reports(month), Report))
        return [(place, outlet_of(row.publisher, row.url)) for place, row in rows if row.monitor == monitor]

    def _totals_of(self, monitor: str) -> dict[tuple[str, str], list[PeriodTotal]]:
        """The published totals of several months by the first and the last one, under all the parties they are of."""
        table = published_by(self.data.period_totals[self.data.period_totals["monitor"] == monitor], self.as_of)
        scopes = [scope_codes(scope) for scope in table["scope"]]
        whose, order = zip(table["party"], table["scope"], strict=True), list(self.parties)
        table = table.assign(
            party=pd.Series([combined_party(party, scope, order) for party, scope in whose], table.index),
            scope=pd.Series([";".join(set(codes) - {"joint", "includes"}) or None for codes in scopes], table.index),
        )
        found: dict[tuple[str, str], list[PeriodTotal]] = defaultdict(list)
        for total in totals_of_whole_months(table):
            found[total.first, total.last].append(total)
        return found
