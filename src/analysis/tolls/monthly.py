"""Many published values -> one toll a month, party, population and measure: all steps (the rule is in `reconcile`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from analysis.data.definitions import Definitions, definitions_of, residual_changes
from analysis.data.rows import Adjudication, typed
from analysis.data.tables import Data
from analysis.model.adding import TOTAL, is_combined, members
from analysis.model.cells import POPULATIONS, Cells, Group, refuse_no_population
from analysis.model.names import find_monitor
from analysis.model.parties import Parties
from analysis.model.tolls import Toll
from analysis.tolls.doubts import doubts_of
from analysis.tolls.months import month_tolls
from analysis.tolls.pages import Printed, printed_values, published_by
from analysis.tolls.reconcile import adjudicate, refuse_contradictions, settle, subtract_fighters, sum_persons
from analysis.tolls.series import Tolls


def monthly_tolls(
    data: Data,
    monitor: str | None = None,
    population: str = "civilians",
    as_of: str | None = None,
    *,
    month: str | None = None,
) -> Tolls:
    """Reconcile what the pages of a monitor print into one toll a month, party and measure.

    Parameters
    ----------
    data
        What `read_data` returns.
    monitor
        A code of monitors.csv; None: the first by its `order`.
    population
        civilians, fighters or persons.
    as_of
        YYYY-MM-DD: use only reports published by that day; undated ones are left out.
    month
        YYYY-MM: only this month. None: all.

    Returns
    -------
    Tolls
        The tolls of every month with any figure for this population: of every party that can appear, and of combined
        tolls, killed, children, women and torture. `.frame` is their table.

    Raises
    ------
    NotComparable
        An unknown monitor or population.
    UnknownMonth
        An `as_of` that is not a date.

    Examples
    --------
    >>> from analysis import read_data
    >>> tolls = monthly_tolls(read_data())
    >>> russia = tolls.frame.query("month == '2016-01' and party == 'russian_forces'")
    >>> print(russia[["measure", "value", "report_id"]].head(3).to_string(index=False))
     measure  value       report_id
      killed    679 snhr-2016-01-de
    children     94 snhr-2016-01-de
       women     73 snhr-2016-01-de
    """
    refuse_no_population(population)
    return tolls_by_population(data, monitor, as_of, month=month, populations=(population,))[population]


def tolls_by_population(
    data: Data,
    monitor: str | None = None,
    as_of: str | None = None,
    *,
    month: str | None = None,
    populations: tuple[str, ...] = POPULATIONS,
) -> dict[str, Tolls]:
    """Reconcile several populations at once, which takes hardly longer than one; else as `monthly_tolls`."""
    monitor = find_monitor(data.monitors, monitor)
    of_monitor = definitions_of(data.definitions, monitor)
    of_month = data if month is None else data.only(month)
    said = {one: of_monitor.in_month(one) for one in _reported(of_month, monitor)}
    cells, printed = _reconcile(of_month, monitor, as_of, said)
    floors = printed.subsets
    known = of_month.known_discrepancies
    known = known[known["monitor"] == monitor]
    for group in [one for one in cells if one.measure == "killed" and said[one.month].dated_earlier(one.population)]:
        printed.dated_earlier.setdefault((group, TOTAL), [])
    doubts = doubts_of(known, cells, floors, printed.nobodys, printed.dated_earlier)
    parties = Parties.of(data.parties.to_dict("records"))
    least: dict[Group, dict[str, int]] = defaultdict(dict)
    for (group, party), found in floors.items():
        least[group][party] = max(floor for floor, _ in found)
    changes = tuple(residual_changes(data.definitions, monitor))
    tolls: dict[str, list[Toll]] = {population: [] for population in populations}
    there = {population: _months(cells, population) for population in populations}
    for one in sorted({month for months in there.values() for month in months}):
        who = [population for population in populations if one in there[population]]
        for toll in month_tolls(one, who, parties, cells, least, printed, said[one], doubts):
            tolls[toll.population].append(toll)

    def of(population: str) -> Tolls:
        apart = frozenset(one for one in there[population] if said[one].not_counted(population))
        return Tolls(data, monitor, population, as_of, parties, tuple(tolls[population]), apart, changes)

    return {population: of(population) for population in populations}


def months_with_figures(
    data: Data, monitor: str, as_of: str | None = None, month: str | None = None
) -> dict[str, list[str]]:
    """Say for each population which months of a monitor (or whether `month`) have any figure.

    Examples
    --------
    >>> from analysis import read_data
    >>> months_with_figures(read_data(), "thuwwar")["civilians"]
    ['2017-04', '2019-05']
    """
    cells, _ = _reconcile(data if month is None else data.only(month), monitor, as_of, {})
    return {population: _months(cells, population) for population in POPULATIONS}


def _months(cells: Cells, population: str) -> list[str]:
    return sorted({group.month for group, there in cells.items() if there and group.population == population})


def _reported(data: Data, monitor: str) -> set[str]:
    """The months that a monitor's pages, or adjudications, are about."""
    tables = (data.reports, data.adjudications)
    return {one for table in tables for one in table.loc[table["monitor"] == monitor, "month"]}


def _reconcile(data: Data, monitor: str, as_of: str | None, said: Mapping[str, Definitions]) -> tuple[Cells, Printed]:
    reports = published_by(data.reports[data.reports["monitor"] == monitor], as_of)
    adjudications = data.adjudications[data.adjudications["monitor"] == monitor]
    printed = printed_values(data, reports)
    residual = set(data.parties.loc[data.parties["residual"].eq(True), "party"])
    cells: Cells = defaultdict(dict)
    for (group, party), pages in printed.tolls.items():
        cells[group][party] = settle(pages)
    adjudicate(typed(adjudications, Adjudication), set(reports["report_id"]), cells, printed.tolls)
    mixed = {
        code
        for there in cells.values()
        for code in there
        if is_combined(code) and not residual.isdisjoint(members(code))
    }
    subtract_fighters(cells, {one for one, definitions in said.items() if definitions.persons_add_up}, mixed)
    refuse_contradictions(cells)
    sum_persons(cells, {one for one, definitions in said.items() if definitions.persons_not_separated}, mixed, residual)
    return cells, printed
