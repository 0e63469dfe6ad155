"""What may be held against a claim: the figures of its month, without the pages of the outlet that makes it."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pandas as pd

from analysis.data.rules import is_own_toll
from analysis.data.tables import Data
from analysis.model.cells import LIMITS, ORDER, POPULATIONS
from analysis.model.names import plain
from analysis.tolls.doubts import disputed_in, limits_in
from analysis.tolls.pages import Page, as_printed, printed_values, published_by
from analysis.tolls.reconcile import monthly_tolls
from analysis.tolls.sides import Side

Key = tuple[str, str, str]  # population, party (or several joined by +), measure


@dataclass(frozen=True)
class Evidence:
    """The reconciled cells by (population, party, measure), and what pages print, the outlet's own apart.

    `hulls` holds the ends of all that pages publish for a cell (an upper one may be missing), `listed` numbers by
    (party, measure) that known_discrepancies.csv knows from pages outside the tables, `percentages` the shares of
    children and women by (population, party) as pages publish them, each with its report.
    """

    cells: dict[Key, Any]
    printed: pd.DataFrame
    own: pd.DataFrame
    hulls: dict[Key, tuple[int, int | None]]
    listed: dict[tuple[str, str], list[int]]
    percentages: dict[tuple[str, str], list[tuple[float, str]]]

    def of(self, party: str, measure: str, populations: tuple[str, ...] = ORDER) -> Iterator[tuple[str, Any]]:
        """The cells of a party, by population."""
        for population in populations:
            if (population, party, measure) in self.cells:
                yield population, self.cells[population, party, measure]

    def published(self, population: str, party: str, measure: str) -> Side | None:
        """The number of a cell that pages publish, and its ends; None where none is published for the whole of it.

        An end that is not published is where what else is published bounds the cell. A sum of some causes is no number
        of the whole, nor is what follows from other numbers. Of pages that disagree the ends are those of them all.
        """
        cell = self.cells.get((population, party, measure))
        if cell is None or cell.basis == "items":
            return None
        value = None if pd.isna(cell.value) else int(cell.value)
        if value is not None:
            limits = set(limits_in(cell.doubt).values())
            if {"least", "most"} <= limits:
                return None  # a sum of an end of each kind
            low, high = None if "most" in limits else value, None if "least" in limits else value
        elif cell.state == "range":
            low, high = (None if pd.isna(end) else int(end) for end in (cell.printed_low, cell.printed_high))
        elif disputed := disputed_in(cell.doubt):  # these deaths, or none of them
            low, high = 0, disputed[0][0]
        elif cell.state == "undecided" and (population, party, measure) in self.hulls:
            low, high = self.hulls[population, party, measure]
            high = None if "subset_exceeds" in str(cell.doubt) else high  # smaller than a part of it: it may be more
        else:
            return None
        low = low if low is not None else 0 if pd.isna(cell.at_least) else int(cell.at_least)
        high = high if high is not None or pd.isna(cell.at_most) else max(int(cell.at_most), low)
        return Side(value, low, high, (cell,))


Collected = Callable[[str], Evidence]  # month -> what may be held against one claim


def own_pages(data: Data, month: str, outlet: str, url: str) -> frozenset[str]:
    """The reports on a month that are the outlet's own, by their address or by their publisher."""
    reports = data.reports[data.reports["month"] == month]
    return frozenset(
        row.report_id
        for row in reports.itertuples()
        if _names(row.publisher) & _names(outlet) or same_page(row.url, url)
    )


def gather(data: Data, monitor: str, month: str, own: frozenset[str], as_of: str | None = None) -> Evidence:
    """Collect the evidence on one month; the reports in `own` are not held against the claim."""
    reports = published_by(data.reports[(data.reports["monitor"] == monitor) & (data.reports["month"] == month)], as_of)
    mine = reports["report_id"].isin(own)
    others = reports[~mine]
    known = data.known_discrepancies[data.known_discrepancies["month"] == month]
    decided = data.adjudications[data.adjudications["month"] == month]
    tolls = data.tolls[data.tolls["report_id"].isin(others["report_id"])]
    part = replace(data, reports=others, tolls=tolls, known_discrepancies=known, adjudications=decided)
    cells = {
        (population, row.party, row.measure): row
        for population in POPULATIONS
        for row in monthly_tolls(part, monitor, population).itertuples()
    }
    _without_rejected(cells, decided[decided["monitor"] == monitor], set(reports.loc[mine, "report_id"]))
    hulls = {
        (group.population, party, group.measure): _hull(pages)
        for (group, party), pages in printed_values(part, others).tolls.items()
        if not any(page.causes for page in pages)
    }
    percentages: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
    for row in tolls[tolls["printed_share_pct"].notna() & tolls["scope"].map(is_own_toll).astype(bool)].itertuples():
        percentages[row.population, row.party].append((float(row.printed_share_pct), row.report_id))
    listed: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in known[(known["monitor"] == monitor) & known["check"].str.startswith("between_reports")].itertuples():
        if not re.match("(?:half_)?year_[0-9]{4}", row.reason):  # of a period, not of this month
            listed[row.party, row.check.partition(":")[2] or "killed"].append(int(row.printed))
    own_printed = as_printed(data, reports[mine])
    return Evidence(cells, as_printed(part, others), own_printed, hulls, listed, percentages)


def _hull(pages: list[Page]) -> tuple[int, int | None]:
    """The ends of all that pages publish for one cell; None: no upper end."""
    ends = [(page.low, page.high, {LIMITS.get(flag) for flag in page.flags}) for page in pages]
    highs = [None if "least" in limits else high for _, high, limits in ends]
    return (
        min(0 if low is None or "most" in limits else low for low, _, limits in ends),
        None if None in highs else max(high for high in highs if high is not None),
    )


def _without_rejected(cells: dict[Key, Any], decided: pd.DataFrame, mine: set[str]) -> None:
    """Leave no number standing that an adjudication rejects, where its page is the outlet's own."""
    for row in decided[decided["report_id"].isin(mine)].itertuples():
        key = (row.population, row.party, row.measure)
        cell = cells.get(key)
        if cell is not None and not pd.isna(cell.value) and cell.value != row.value:
            cells[key] = cell._replace(value=pd.NA, state="not_reported", basis=None, report_id=None, page_shown=None)


def _names(publisher: Any) -> set[str]:
    """Everybody named as the publisher, in plain form: `CNSNews via Adland Pro` is both."""
    text = " ".join(str(publisher).split()).casefold()
    return {plain(name).removeprefix("the") for name in text.split(" via ")} - {"", "nan"}


def same_page(one: Any, other: Any) -> bool:
    """Whether two addresses name the same page: whatever the scheme, port, `www.` or `amp`, encoding or tracking."""
    if not isinstance(one, str) or not isinstance(other, str) or not other:
        return False
    return _page(one) == _page(other)


def _page(address: str) -> tuple[str, ...]:
    try:
        parts = urlsplit(address)
        host = re.sub(r"^(?:www|m|mobile|amp)\.", "", parts.hostname or "")
    except ValueError:
        return (address,)
    path = re.sub(r"/amp$", "", unquote(parts.path).rstrip("/"))
    asked = sorted(pair for pair in parse_qsl(parts.query) if not re.match("utm_|fbclid|gclid|amp$|share$", pair[0]))
    return (host, unicodedata.normalize("NFC", path), *(f"{name}={value}" for name, value in asked))
