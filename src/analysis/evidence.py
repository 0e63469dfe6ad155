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

from analysis.cells import ORDER, POPULATIONS
from analysis.data import Data
from analysis.names import plain
from analysis.printed import as_printed, published_by
from analysis.reconcile import monthly_tolls


@dataclass(frozen=True)
class Evidence:
    """The reconciled cells by (population, party, measure), and what pages print, the outlet's own apart.

    `listed` holds numbers by (party, measure) that known_discrepancies.csv knows from pages outside the tables.
    """

    cells: dict[tuple[str, str, str], Any]
    printed: pd.DataFrame
    own: pd.DataFrame
    listed: dict[tuple[str, str], list[int]]

    def of(self, party: str, measure: str, populations: tuple[str, ...] = ORDER) -> Iterator[tuple[str, Any]]:
        """The cells of a party, by population."""
        for population in populations:
            if (population, party, measure) in self.cells:
                yield population, self.cells[population, party, measure]


Collected = Callable[[str], Evidence]  # month -> what may be held against one claim


def own_pages(data: Data, month: str, outlet: str, url: str) -> frozenset[str]:
    """The reports on a month that are the outlet's own, by their address or by their publisher."""
    reports = data.reports[data.reports["month"] == month]
    return frozenset(
        row.report_id for row in reports.itertuples() if _names(row.publisher) & _names(outlet) or _same(row.url, url)
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
    listed: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in known[(known["monitor"] == monitor) & known["check"].str.startswith("between_reports")].itertuples():
        if not re.match("(?:half_)?year_[0-9]{4}", row.reason):  # of a period, not of this month
            listed[row.party, row.check.partition(":")[2] or "killed"].append(int(row.printed))
    return Evidence(cells, as_printed(part, others), as_printed(data, reports[mine]), listed)


def _without_rejected(cells: dict[tuple[str, str, str], Any], decided: pd.DataFrame, mine: set[str]) -> None:
    """Leave no number standing that an adjudication rejects, where its page is the outlet's own."""
    for row in decided[decided["report_id"].isin(mine)].itertuples():
        key = (row.population, row.party, row.measure)
        cell = cells.get(key)
        if cell is not None and not pd.isna(cell.value) and cell.value != row.value:
            cells[key] = cell._replace(value=pd.NA, state="not_reported", basis=None, report_id=None)


def _names(publisher: Any) -> set[str]:
    """Everybody named as the publisher, in plain form: `CNSNews via Adland Pro` is both."""
    text = " ".join(str(publisher).split()).casefold()
    return {plain(name).removeprefix("the") for name in text.split(" via ")} - {"", "nan"}


def _same(one: Any, other: Any) -> bool:
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
