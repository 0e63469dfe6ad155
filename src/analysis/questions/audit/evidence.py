"""What the checks of the audit read, all that one monitor has published, and what they find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from analysis.data.definitions import Definitions, definitions_of
from analysis.data.rows import Adjudication, typed
from analysis.data.tables import Data
from analysis.model.adding import TOTAL, members
from analysis.model.cells import Floors
from analysis.model.parties import Parties
from analysis.model.remarks import Remark
from analysis.model.tolls import Toll
from analysis.tolls.monthly import tolls_by_population
from analysis.tolls.pages import printed_values, published_by
from analysis.tolls.periods import PeriodTotal, calendar, totals_of_whole_months
from analysis.tolls.rows import PrintedNumber, Row, printed_numbers, rows_of
from analysis.tolls.series import Tolls

ERROR, QUESTION = "error", "question"
Cell = tuple[str, str, str, str]  # month, party, population, measure


@dataclass(frozen=True)
class Finding:
    """Two numbers that should agree: `printed` is the doubtful one, `computed` what it is checked against.

    `check` ends in `:measure` where it is not about deaths. `known` says that an adjudication or the list of known
    discrepancies settles it; what is only listed has no population and no pages.
    """

    monitor: str
    month: str
    party: str
    check: str
    population: str
    printed: float
    computed: float
    explanation: tuple[Remark, ...]
    severity: str
    report_ids: tuple[str, ...]
    known: bool = False

    @property
    def difference(self) -> float:
        """Printed minus computed, with one decimal: 30 - 29.5 leaves no trace of binary fractions."""
        return round(10 * (self.printed - self.computed)) / 10


def named(check: str, measure: str) -> str:
    """The name of a check of a measure: bare for killed, else check:measure."""
    return check if measure == "killed" else f"{check}:{measure}"


def pages(*report_ids: Iterable[str]) -> tuple[str, ...]:
    """The pages of a finding, each once."""
    return tuple(dict.fromkeys(page for several in report_ids for page in several))


@dataclass(frozen=True)
class Published:
    """The pages of one monitor, and the tolls that they make, by population.

    `data` has its reports alone and their rows. `rows` and `numbers` are what its pages print: every row, and every
    exact number; `floors` the published parts of tolls, `periods` the totals of periods of whole months.
    """

    data: Data
    monitor: str
    tolls: dict[str, Tolls]
    rows: list[Row]
    numbers: list[PrintedNumber]
    floors: Floors
    periods: list[PeriodTotal]

    def found(
        self,
        check: str,
        cell: Cell,
        printed: float,
        computed: float,
        explanation: Iterable[Remark],
        report_ids: tuple[str, ...],
        *,
        severity: str = ERROR,
        known: bool = False,
    ) -> Finding:
        """What a check of a cell found in the pages of this monitor."""
        month, party, population, measure = cell
        about = (self.monitor, month, party, named(check, measure), population)
        return Finding(*about, printed, computed, tuple(explanation), severity, report_ids, known)

    @property
    def parties(self) -> Parties:
        """The parties of the data."""
        return self.tolls["civilians"].parties

    @cached_property
    def cells(self) -> dict[Cell, Toll]:
        """The tolls of all populations, by month, party, population and measure."""
        return {
            (one.month, one.party, one.population, one.measure): one
            for tolls in self.tolls.values()
            for one in tolls.lines
        }

    @cached_property
    def decided(self) -> dict[Cell, int | None]:
        """The adjudications that count, as their reports do: the value to use, None where none may be."""
        table, reports = self.data.adjudications, set(self.data.reports["report_id"])
        return {
            (row.month, row.party, row.population, row.measure): row.value
            for row in typed(table[table["monitor"] == self.monitor], Adjudication)
            if row.report_id is None or row.report_id in reports
        }

    @cached_property
    def outside(self) -> dict[tuple[str, str], PrintedNumber]:
        """By month and measure the one number that a page puts outside its total; none where pages have several."""
        found: dict[tuple[str, str], list[PrintedNumber]] = defaultdict(list)
        for number in self.numbers:
            if number.covers == (("outside_total", ""),):
                found[number.month, number.measure].append(number)
        return {key: one[0] for key, one in found.items() if len({(n.party, n.value) for n in one}) == 1}

    @cached_property
    def civilians(self) -> dict[tuple[str, str], int]:
        """Tolls of civilians by month and party, where they are a part of what a sum of persons lacks for the party."""
        apart = {(one.month, one.party) for one in self.outside.values() if one.measure == "killed"}
        alone = self._with_toll("persons") - self._with_toll("civilians")  # whose civilians a leftover class may hold
        leftover = self.parties.residual
        apart |= {(month, one) for month, party in alone if party not in {*leftover, TOTAL} for one in leftover}
        return {
            (one.month, one.party): one.value
            for one in self.tolls["civilians"].lines
            if one.measure == "killed" and one.value is not None and not one.of_causes and one.limit != "most"
            if (one.month, one.party) not in apart
        }

    def _with_toll(self, population: str) -> set[tuple[str, str]]:
        """The months and parties for which pages publish a toll of deaths, alone or with others."""
        own = [one for one in self.tolls[population].lines if one.measure == "killed" and one.pages]
        return {(one.month, party) for one in own if not one.of_causes for party in members(one.party)}

    @cached_property
    def torture_apart(self) -> set[tuple[str, str, str]]:
        """The months, parties and populations for which a page words torture as additional."""
        return {(row.month, row.party, row.population) for row in self.rows if "torture_additional" in row.codes}

    @cached_property
    def _said(self) -> Definitions:
        return definitions_of(self.data.definitions, self.monitor)

    def separated(self, first: str, last: str) -> bool:
        """Whether its persons are nobody but civilians and fighters in all of these months."""
        return not any(self._said.in_month(month).persons_not_separated for month in calendar(first, last))


def published(data: Data, monitor: str, month: str | None, as_of: str | None) -> Published:
    """Gather what a monitor published by a day; with a month, of all months that a check of it needs."""
    first = ""
    if month is not None:
        first = min([month, *(period.first for period in _periods(data.only(month), monitor, as_of))])
        data = data.only(*calendar(first, month))
    periods = [period for period in _periods(data, monitor, as_of) if first <= period.first]
    reports = published_by(data.reports[data.reports["monitor"] == monitor], as_of)
    tolls = data.tolls[data.tolls["report_id"].isin(reports["report_id"])]
    tolls = tolls.sort_values(["report_id", "party", "population", "scope"])  # of what is found twice the first counts
    part = data.having(reports=reports, tolls=tolls)
    rows = rows_of(part, reports)
    floors = printed_values(part, reports).subsets
    made = tolls_by_population(part, monitor)
    return Published(part, monitor, made, rows, printed_numbers(rows, reports), floors, periods)


def _periods(data: Data, monitor: str, as_of: str | None) -> list[PeriodTotal]:
    """What a monitor published by a day of periods of whole months."""
    return totals_of_whole_months(published_by(data.period_totals[data.period_totals["monitor"] == monitor], as_of))
