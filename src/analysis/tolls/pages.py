"""What the pages print, cell by cell: which values are a party's own toll, a combined toll, items or a floor."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from analysis.data.rules import MEASURES, NOT_OWN, is_own_toll, scope_codes
from analysis.data.tables import Data
from analysis.errors import UnknownMonth
from analysis.model.adding import TOTAL, Family
from analysis.model.cells import LEAST, LIMITS, MOST, NOBODYS, Floors, Group
from analysis.tolls.doubts import causes_in, limits_in

_UNCLEAR = frozenset({"party_not_printed", "population_not_printed"})  # whose deaths these are is not published
_PARTS = frozenset({"subset", "area", "part_of_month", "outside_total"})  # of a toll
PRINTED = ["monitor", "month", "party", "population", "measure", "value", "kind", "report_id", "primary", "limit"]
_ANY = frozenset(MEASURES)
FLAGS = {  # scope codes that limit a number without taking it away -> the measures they are about
    "party_inferred": _ANY,
    "year_inferred": _ANY,
    "minimum": {"killed"},
    "maximum": {"killed"},
    "sum_of_printed_parts": {"killed"},
    "children_women_maximum": {"children", "women"},
    "children_women_minimum": {"children", "women"},
    "children_maximum": {"children"},
    "children_minimum": {"children"},
    "women_maximum": {"women"},
    "women_minimum": {"women"},
    "unattributed": _ANY,
    "torture_minimum": {"torture"},
    "torture_additional": {"torture"},
    "without": _ANY,
}


@dataclass(frozen=True)
class Page:
    """One value on one page. `exact` is false for a range, of which one end may be missing; `causes` names items.

    `without` are places that it leaves out.
    """

    report: Any
    low: int | None
    high: int | None
    exact: bool
    richness: int
    causes: str = ""
    flags: frozenset[str] = frozenset()
    without: str = ""

    @property
    def words(self) -> str:
        """What it prints: `12`, `10 to 20`, `at least 10` or `at most 20`."""
        if self.exact or None not in (self.low, self.high):
            return str(self.low) if self.exact else f"{self.low} to {self.high}"
        return f"at most {self.high}" if self.low is None else f"at least {self.low}"

    @property
    def preference(self) -> tuple[bool, int, str, str]:
        """Among pages that agree, cite a page before a list, one that prints most of the month, then the earliest."""
        published = self.report.published if isinstance(self.report.published, str) else "9999"
        return (self.report.kind == "records", -self.richness, published, self.report.report_id)

    @property
    def to_read(self) -> tuple[bool, bool, tuple[bool, int, str, str]]:
        """Among pages that agree, show one that is no forum's, and of these one in English, before others."""
        return (self.is_forum, self.report.language != "en", self.preference)

    @property
    def is_forum(self) -> bool:
        """Whether it is a forum, a blog or somebody's copy of another page."""
        return bool(self.report.publisher_class == "forum")


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

    tolls: dict[tuple[Group, str], list[Page]]
    subsets: Floors
    nobodys: dict[tuple[Group, str], int] = field(default_factory=dict)  # by report: what lists attribute to nobody
    beside: dict[Group, int] = field(default_factory=dict)  # the most that a page publishes outside its total
    torture_apart: set[str] = field(default_factory=set)  # months in which a page words torture as additional
    dated_earlier: Floors = field(default_factory=dict)  # deaths that a page says happened before
    mentioned: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # by month: who is named at all


def printed_values(data: Data, reports: pd.DataFrame) -> Printed:
    """Sort what the pages in `reports` print into cells; items are added up within one page."""
    used = {row.report_id: row for row in reports.itertuples()}
    rows = list(data.tolls[data.tolls["report_id"].isin(used)].itertuples())
    richness: Counter[str] = Counter()
    for row in rows:
        if is_own_toll(row.scope):
            richness[row.report_id] += sum(not pd.isna(getattr(row, measure)) for measure in MEASURES)
    order = list(data.parties.sort_values("order")["party"])
    tolls: dict[tuple[Group, str], list[Page]] = defaultdict(list)
    subsets: Floors = defaultdict(list)
    nobodys: dict[tuple[Group, str], int] = {}
    beside: dict[tuple[Group, str], int] = defaultdict(int)
    earlier: Floors = defaultdict(list)
    mentioned: dict[str, set[str]] = defaultdict(set)
    items: dict[tuple[Group, str], dict[str, list[Page]]] = defaultdict(lambda: defaultdict(list))
    totals = {(row.report_id, row.population) for row in rows if row.party == TOTAL and is_own_toll(row.scope)}
    totals |= {(row.report_id, row.total_population) for row in used.values() if not pd.isna(row.stated_total)}
    apart = {used[row.report_id].month for row in rows if "torture_additional" in scope_codes(row.scope)}
    for row in rows:
        report, codes = used[row.report_id], scope_codes(row.scope)
        party = combined_party(row.party, codes, order)
        if "party_not_printed" not in codes:
            mentioned[report.month].add(party)
        if not _UNCLEAR.isdisjoint(codes):
            continue
        for measure in MEASURES if "outside_total" in codes else ():
            if not pd.isna(value := getattr(row, measure)):
                beside[Group(report.month, row.population, measure), row.report_id] += int(value)
        if (row.report_id, row.population) not in totals:
            codes.pop("outside_total", None)  # of a total of others
        for measure in MEASURES:
            value = getattr(row, measure)
            exact = not pd.isna(value)
            ends = [row.killed_min, row.killed_max] if measure == "killed" and not exact else [value, value]
            low, high = (None if pd.isna(end) else int(end) for end in ends)
            flags = frozenset(code for code in codes if measure in FLAGS.get(code, ()))
            open_above = high is None or bool(flags & LEAST)
            if (low is None and high is None) or (not low and open_above):
                continue  # "at least 0" is no figure
            group = Group(report.month, row.population, measure)
            left_out = codes.get("without", "")
            page = Page(report, low, high, exact, richness[row.report_id], codes.get("item", ""), flags, left_out)
            if codes.get("subset") == "dated_earlier" and low is not None:
                earlier[group, party].append((low, row.report_id))
            if codes.get("subset") == "unattributed":
                if low is not None and low == high and not flags & (LEAST | MOST):
                    nobodys[group, row.report_id] = low
            elif not _PARTS.isdisjoint(codes):
                if low is None or limit_of(codes, measure) == "most":
                    continue  # an upper end of a part is no floor
                subsets[group, party].append((low, row.report_id))
                if "subset" in codes and row.population == "persons" and measure in ("children", "women"):
                    # subsets count unarmed dead; their pages call them now civilians, now persons
                    subsets[group._replace(population="civilians"), party].append((low, row.report_id))
            elif "item" in codes:
                items[group, row.report_id][party].append(page)
            else:
                tolls[group, party].append(page)
    for report in used.values():
        total = tolls[Group(report.month, str(report.total_population), "killed"), TOTAL]
        if not pd.isna(report.stated_total) and report.report_id not in {page.report.report_id for page in total}:
            value = int(report.stated_total)
            total.append(Page(report, value, value, True, richness[report.report_id]))
    parents = {row.party: row.parent for row in data.parties.itertuples() if isinstance(row.parent, str)}
    for group, party, page, counts in _items_by_page(items, Family(parents)):
        if counts and not tolls.get((group, party)):
            tolls[group, party] = [page]
        elif page.low:
            subsets[group, party].append((page.low, page.report.report_id))
    outside: dict[Group, int] = {}
    for (group, _), deaths in beside.items():
        outside[group] = max(deaths, outside.get(group, 0))
    there = {cell: pages for cell, pages in tolls.items() if pages}
    return Printed(there, subsets, nobodys, outside, apart, earlier, mentioned)


def as_printed(data: Data, reports: pd.DataFrame) -> pd.DataFrame:
    """Every exact number that the pages in `reports` print, one a row: combined tolls, items and parts too.

    `kind` is empty for a party's own toll (or one combined toll), else the scope codes that say what the number covers,
    such as `item:air_strikes`. `party` joins those of a combined toll by +. `limit` is least or most for a number
    printed as such an end, else empty.
    """
    used = {row.report_id: row for row in reports.itertuples()}
    order = list(data.parties.sort_values("order")["party"])
    rows: dict[tuple[Any, ...], None] = {}
    for row in data.tolls[data.tolls["report_id"].isin(used)].itertuples():
        codes, report = scope_codes(row.scope), used[row.report_id]
        party = combined_party(row.party, codes, order)
        kind = ";".join(
            f"{c}:{v}".rstrip(":") for c, v in sorted(codes.items()) if c in NOT_OWN - {"joint", "includes"}
        )
        for measure in MEASURES:
            if not pd.isna(value := getattr(row, measure)):
                cell = (report.monitor, report.month, party, row.population, measure)
                page = (row.report_id, report.kind != "relay", limit_of(codes, measure))
                rows[(*cell, int(value), kind, *page)] = None
    for report in used.values():
        if not pd.isna(report.stated_total):
            cell = (report.monitor, report.month, TOTAL, report.total_population, "killed")
            key = (*cell, int(report.stated_total), "", report.report_id, report.kind != "relay")
            if not any((*key, limit) in rows for limit in ("", "least", "most")):
                rows[(*key, "")] = None
    return pd.DataFrame(list(rows), columns=PRINTED).sort_values(["month", "report_id"], kind="stable")


def limit_of(codes: Container[str], measure: str) -> str:
    """Whether scope codes say that a number is only the least or the most.

    Examples
    --------
    >>> limit_of({"minimum": ""}, "killed"), limit_of({"minimum": ""}, "women")
    ('least', '')
    """
    limits = [limit for code, limit in LIMITS.items() if code in codes and measure in FLAGS[code]]
    return limits[0] if limits else ""


def combined_party(party: str, codes: dict[str, str], order: list[str]) -> str:
    """The party of a row, joined by + with those its scope codes put into the same number."""
    others = [p for code in ("joint", "includes") if code in codes for p in codes[code].split("+")]
    return "+".join(sorted({party, *others}, key=order.index))


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
    causes = " + ".join(sorted({page.causes for page in pages}))
    low = _sum_of([None if page.flags & MOST else page.low for page in pages], least=True)
    high = _sum_of([None if page.flags & LEAST else page.high for page in pages])
    flags = frozenset[str]().union(*(page.flags for page in pages)) - LEAST - MOST
    exact = all(page.exact and not page.flags & (LEAST | MOST) for page in pages)
    without = "+".join(sorted({place for page in pages for place in page.without.split("+") if place}))
    return Page(pages[0].report, low, high, exact, len(pages), causes, flags, without)


def _sum_of(ends: list[int | None], least: bool = False) -> int | None:
    """Add up ends of ranges; of upper ends all must be known, a lower one that is not adds nothing."""
    known = [end for end in ends if end is not None]
    return sum(known) if known and (least or len(known) == len(ends)) else None


def limit_in(doubt: Any) -> str:
    """Whether a doubt says that a number is only the least or the most; '' where neither."""
    return next(iter(limits_in(doubt).values()), "")


def unattributed_in(doubt: Any) -> int | None:
    """How many deaths a doubt says are attributed to nobody; None where it says no number.

    Examples
    --------
    >>> unattributed_in("maximum | unattributed: 12"), unattributed_in("unattributed")
    (12, None)
    """
    doubts = doubt.split(" | ") if isinstance(doubt, str) else []
    return next((int(one.removeprefix(NOBODYS)) for one in doubts if one.startswith(NOBODYS)), None)


def both_ends(cell: Any) -> tuple[int | None, int | None]:
    """Both ends of what a cell publishes: of a number itself; None for an end that is not published."""
    if not pd.isna(cell.value):
        number, limit = int(cell.value), limit_in(cell.doubt)
        return (None if limit == "most" else number, None if limit == "least" else number)
    low, high = (cell.printed_low, cell.printed_high) if cell.state == "range" else (pd.NA, pd.NA)
    return None if pd.isna(low) else int(low), None if pd.isna(high) else int(high)


def as_range(row: Any) -> Any:
    """A row of `monthly_tolls` whose number is published as a minimum or a maximum, as the range that it is."""
    limit = limit_in(row.doubt)
    if pd.isna(row.value) or not limit:
        return row
    ends = (row.value, pd.NA) if limit == "least" else (pd.NA, row.value)
    return row._replace(value=pd.NA, state="range", printed_low=ends[0], printed_high=ends[1])


def group_limit(doubt: Any) -> str:
    """Whether a count of children or women is only the least or the most; '' where neither.

    Examples
    --------
    >>> group_limit("children_women_maximum"), group_limit("minimum")
    ('most', '')
    """
    return next((end for code, end in limits_in(doubt).items() if FLAGS[code] & {"children", "women"}), "")


def covers(cell: Any) -> tuple[str, str] | None:
    """What a number covers where it is a sum of items: the causes and the page; None for a whole toll.

    Numbers are parts of each other only where they cover the same.
    """
    if cell.basis != "items":
        return None
    return causes_in(cell.doubt), str(cell.report_id)
