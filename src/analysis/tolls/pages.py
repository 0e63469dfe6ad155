"""What the pages print, cell by cell: which values are a party's own toll, a combined toll, items or a floor."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from analysis.data.rows import PartyRow, Report, typed
from analysis.data.scopes import MEASURES
from analysis.data.tables import Data
from analysis.errors import UnknownMonth
from analysis.model.adding import TOTAL, Family
from analysis.model.cells import LEAST, MOST, Floors, Group
from analysis.model.tolls import Ends
from analysis.tolls.rows import FLAGS, rows_of

_UNCLEAR = frozenset({"party_not_printed", "population_not_printed"})  # whose deaths these are is not published
_PARTS = frozenset({"subset", "area", "part_of_month", "outside_total"})  # of a toll


@dataclass(frozen=True)
class Page:
    """One value on one page. `exact` is false for a range, of which one end may be missing; `causes` names items.

    `without` are places that it leaves out.
    """

    report: Report
    low: int | None
    high: int | None
    exact: bool
    richness: int
    causes: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    without: tuple[str, ...] = ()

    @property
    def report_id(self) -> str:
        """The page's code."""
        return self.report.report_id

    @property
    def ends(self) -> Ends:
        """The least and the most that it prints; of a number that is a minimum or a maximum one of them."""
        return (None if self.flags & MOST else self.low, None if self.flags & LEAST else self.high)

    @property
    def words(self) -> str:
        """What it prints: `12`, `10 to 20`, `at least 10` or `at most 20`."""
        if self.exact or None not in (self.low, self.high):
            return str(self.low) if self.exact else f"{self.low} to {self.high}"
        return f"at most {self.high}" if self.low is None else f"at least {self.low}"

    @property
    def preference(self) -> tuple[bool, int, str, str]:
        """Among pages that agree, cite a page before a list, one that prints most of the month, then the earliest."""
        published = self.report.published or "9999"
        return (self.report.kind == "records", -self.richness, published, self.report_id)

    @property
    def to_read(self) -> tuple[bool, bool, tuple[bool, int, str, str]]:
        """Among pages that agree, show one that is no forum's, and of these one in English, before others."""
        return (self.is_forum, self.report.language != "en", self.preference)

    @property
    def is_forum(self) -> bool:
        """Whether it is a forum, a blog or somebody's copy of another page."""
        return self.report.publisher_class == "forum"


def published_by(reports: pd.DataFrame, as_of: str | None) -> pd.DataFrame:
    """Keep the reports published by `as_of` (YYYY-MM-DD); undated ones are left out. None keeps all."""
    if not as_of:
        return reports
    try:
        if not isinstance(as_of, str) or not as_of.isascii() or date.fromisoformat(as_of).isoformat() != as_of:
            raise ValueError(as_of)
    except ValueError as error:
        raise UnknownMonth(f"as_of: found {as_of!r}, expected a date written YYYY-MM-DD, such as 2016-02-05") from error
    return reports[reports["published"].notna() & (reports["published"] <= as_of)]


@dataclass
class Printed:
    """The published values by cell, a combined toll being one: whole tolls or sums of items, and subsets (floors)."""

    tolls: dict[tuple[Group, str], list[Page]] = field(default_factory=lambda: defaultdict(list))
    subsets: Floors = field(default_factory=lambda: defaultdict(list))
    nobodys: dict[tuple[Group, str], int] = field(default_factory=dict)  # by report: what lists attribute to nobody
    beside: dict[Group, int] = field(default_factory=dict)  # the most that a page publishes outside its total
    torture_apart: set[str] = field(default_factory=set)  # months in which a page words torture as additional
    dated_earlier: Floors = field(default_factory=lambda: defaultdict(list))  # deaths that a page says happened before
    mentioned: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # by month: who is named at all


def printed_values(data: Data, reports: pd.DataFrame) -> Printed:
    """Sort what the pages in `reports` print into cells; items are added up within one page."""
    rows = rows_of(data, reports)
    richness: Counter[str] = Counter()
    for row in rows:
        richness[row.report_id] += len(row.numbers) if row.is_own else 0
    found = Printed(torture_apart={row.month for row in rows if "torture_additional" in row.codes})
    tolls, subsets = found.tolls, found.subsets
    beside: dict[tuple[Group, str], int] = defaultdict(int)
    items: dict[tuple[Group, str], dict[str, list[Page]]] = defaultdict(lambda: defaultdict(list))
    stated = [report for report in typed(reports, Report) if report.stated_total is not None]
    totals = {(row.report_id, row.population) for row in rows if row.party == TOTAL and row.is_own}
    totals |= {(report.report_id, str(report.total_population)) for report in stated}
    for row in rows:
        report, party, codes = row.report, row.party, dict(row.codes)
        if "party_not_printed" not in codes:
            found.mentioned[report.month].add(party)
        if not _UNCLEAR.isdisjoint(codes):
            continue
        for measure, value in row.numbers.items() if "outside_total" in codes else ():
            beside[Group(report.month, row.population, measure), row.report_id] += value
        if (row.report_id, row.population) not in totals:
            codes.pop("outside_total", None)  # of a total of others
        for measure in MEASURES:
            number = row.numbers.get(measure)
            exact = number is not None
            low, high = (row.killed_min, row.killed_max) if measure == "killed" and not exact else (number, number)
            flags = frozenset(code for code in codes if measure in FLAGS.get(code, ()))
            open_above = high is None or bool(flags & LEAST)
            if (low is None and high is None) or (not low and open_above):
                continue  # "at least 0" is no figure
            group = Group(report.month, row.population, measure)
            left_out = tuple(codes["without"].split("+")) if "without" in codes else ()
            causes = (codes["item"],) if codes.get("item") else ()
            page = Page(report, low, high, exact, richness[row.report_id], causes, flags, left_out)
            if codes.get("subset") == "dated_earlier" and low is not None:
                found.dated_earlier[group, party].append((low, row.report_id))
            if codes.get("subset") == "unattributed":
                if low is not None and low == high and not flags & (LEAST | MOST):
                    found.nobodys[group, row.report_id] = low
            elif not _PARTS.isdisjoint(codes):
                if low is None or row.limit(measure) == "most":
                    continue  # an upper end of a part is no floor
                subsets[group, party].append((low, row.report_id))
                if "subset" in codes and row.population == "persons" and measure in ("children", "women"):
                    # subsets count unarmed dead; their pages call them now civilians, now persons
                    subsets[group._replace(population="civilians"), party].append((low, row.report_id))
            elif "item" in codes:
                items[group, row.report_id][party].append(page)
            else:
                tolls[group, party].append(page)
    for report in stated:
        total = tolls[Group(report.month, str(report.total_population), "killed"), TOTAL]
        if report.report_id not in {page.report_id for page in total}:
            total.append(Page(report, report.stated_total, report.stated_total, True, richness[report.report_id]))
    parents = {row.party: row.parent for row in typed(data.parties, PartyRow) if row.parent is not None}
    for group, party, page, counts in _items_by_page(items, Family(parents)):
        if counts and not tolls.get((group, party)):
            tolls[group, party] = [page]
        elif page.low:
            subsets[group, party].append((page.low, page.report_id))
    for (group, _), deaths in beside.items():
        found.beside[group] = max(deaths, found.beside.get(group, 0))
    return found


def _items_by_page(
    items: dict[tuple[Group, str], dict[str, list[Page]]], family: Family
) -> Iterator[tuple[Group, str, Page, bool]]:
    """Add up items, never across pages, and say which sums count beside each other.

    A group takes the monitor's own page first, then that with most items; a sum of another page counts too where the
    pages before it say nothing of its parties, else it is a floor.
    """
    groups: dict[Group, list[tuple[bool, int, str]]] = defaultdict(list)
    for (group, report_id), parties in items.items():
        pages = [page for found in parties.values() for page in found]
        groups[group].append((pages[0].report.kind == "relay", -len(pages), report_id))
    for group, choices in groups.items():
        taken: set[str] = set()
        for _, _, report_id in sorted(choices):
            before = frozenset(taken)
            for party, pages in sorted(items[group, report_id].items()):
                taken |= family.holds(party)
                yield group, party, _sum_of_items(pages), before.isdisjoint(family.holds(party))


def _sum_of_items(pages: list[Page]) -> Page:
    """The items of one page as one number; of what is "up to" so many the least is not known."""
    causes = tuple(sorted({cause for page in pages for cause in page.causes}))
    lows, highs = zip(*(page.ends for page in pages), strict=True)
    low = None if set(lows) == {None} else sum(filter(None, lows))  # one that is not known adds nothing
    high = None if None in highs else sum(filter(None, highs))
    flags = frozenset[str]().union(*(page.flags for page in pages)) - LEAST - MOST
    exact = all(page.exact and not page.flags & (LEAST | MOST) for page in pages)
    without = tuple(sorted({place for page in pages for place in page.without}))
    return Page(pages[0].report, low, high, exact, len(pages), causes, flags, without)
