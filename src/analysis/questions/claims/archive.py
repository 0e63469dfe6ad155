"""All that may be held against claims. What is asked for often, and alike for several claims, is made once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cache, cached_property, partial

import pandas as pd

from analysis.data.definitions import definitions_of
from analysis.data.rows import Report, typed
from analysis.data.scopes import scope_codes
from analysis.data.tables import Data
from analysis.model.parties import Parties
from analysis.questions.claims.evidence import Evidence
from analysis.questions.claims.outlets import Outlet, outlet_of
from analysis.questions.claims.verdicts import Claim
from analysis.tolls.pages import published_by
from analysis.tolls.periods import PeriodTotal, totals_of_whole_months
from analysis.tolls.rows import combined_party

Places = dict[tuple[str, ...], list[int]]


class Archive:
    """What is published by a day (YYYY-MM-DD; None: any).

    The evidence on a month is gathered once for all claims of outlets that have the same pages, mostly none, on it.
    """

    def __init__(self, data: Data, as_of: str | None = None) -> None:
        self.data, self.as_of = data, as_of
        self.definitions = cache(partial(definitions_of, data.definitions))
        self.totals, self._gathered = cache(self._totals_of), cache(self._gather)
        self._places = cache(self._places_of)

    @cached_property
    def parties(self) -> Parties:
        """The parties there are."""
        return Parties.of(self.data.parties.to_dict("records"))

    def against(self, claim: Claim, month: str) -> Evidence:
        """What is published of a month, without the pages of the outlet that makes the claim."""
        own = [place for place, outlet in self._pages[claim.monitor, month] if outlet.is_one_of(claim.by)]
        return self._gathered(claim.monitor, month, frozenset(own))

    def compares(self, monitor: str, month: str, population: str) -> bool:
        """Whether a monitor counts the deaths of this population for every party, so that parties can be compared."""
        return not self.definitions(monitor).in_month(month).not_counted(population)

    def _gather(self, monitor: str, month: str, own: frozenset[int]) -> Evidence:
        places = [place for place, _ in self._pages[monitor, month]]
        data = replace(
            self._of_pages([place for place in places if place not in own]),
            known_discrepancies=self.rows("known_discrepancies", monitor, month),
            adjudications=self.rows("adjudications", monitor, month),
        )
        return Evidence(data, self._of_pages(sorted(own)), monitor, self.parties)

    def _of_pages(self, places: list[int]) -> Data:
        """The rows of some pages alone."""
        reports = self._reports.iloc[places]
        of_page = self._places("tolls", "report_id")
        rows = sorted(row for report_id in reports["report_id"] for row in of_page.get((report_id,), []))
        return replace(self.data, reports=reports, tolls=self.data.tolls.iloc[rows])

    @cached_property
    def _reports(self) -> pd.DataFrame:
        return published_by(self.data.reports, self.as_of)

    @cached_property
    def _pages(self) -> dict[tuple[str, str], list[tuple[int, Outlet]]]:
        """The pages of a monitor on a month: where in the table, and whose."""
        found: dict[tuple[str, str], list[tuple[int, Outlet]]] = defaultdict(list)
        for place, row in enumerate(typed(self._reports, Report)):
            found[row.monitor, row.month].append((place, outlet_of(row.publisher, row.url)))
        return found

    def rows(self, table: str, monitor: str, month: str) -> pd.DataFrame:
        """The rows of known_discrepancies or adjudications on a month."""
        rows: pd.DataFrame = getattr(self.data, table)
        return rows.iloc[self._places(table, "monitor", "month").get((monitor, month), [])]

    def _places_of(self, table: str, *columns: str) -> Places:
        """Where the rows of a table are, by what stands in some columns."""
        found: Places = defaultdict(list)
        for place, key in enumerate(zip(*(getattr(self.data, table)[column] for column in columns), strict=True)):
            found[key].append(place)
        return found

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
