"""What may be held against a claim: the figures of its month, without the pages of the outlet that makes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from analysis.cells import POPULATIONS
from analysis.data import Data
from analysis.printed import as_printed, published_by
from analysis.reconcile import monthly_tolls

ORDER = ("civilians", "persons", "fighters")  # in which a claim without a population is compared


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


def gather(data: Data, monitor: str, month: str, outlet: str = "", url: str = "", as_of: str | None = None) -> Evidence:
    """Collect the evidence on one month. A page is the outlet's own by its address or by its publisher."""
    reports = published_by(data.reports[(data.reports["monitor"] == monitor) & (data.reports["month"] == month)], as_of)
    mine = pd.Series(
        [bool(_names(row.publisher) & _names(outlet)) or _same(row.url, url) for row in reports.itertuples()],
        index=reports.index,
        dtype=bool,
    )
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
    listed: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in known[(known["monitor"] == monitor) & known["check"].str.startswith("between_reports")].itertuples():
        if "year_" not in row.reason:
            listed[row.party, row.check.partition(":")[2] or "killed"].append(int(row.printed))
    return Evidence(cells, as_printed(part, others), as_printed(data, reports[mine]), listed)


def _names(publisher: Any) -> set[str]:
    """Everybody named as the publisher: `CNSNews via Adland Pro` is both."""
    return {name.strip() for name in str(publisher).casefold().split(" via ")} - {"", "nan"}


def _same(one: Any, other: Any) -> bool:
    """Whether two addresses name the same page, whatever the scheme, `www.`, a trailing slash or a fragment."""
    if not isinstance(one, str) or not isinstance(other, str) or not other:
        return False
    parts = [urlsplit(address) for address in (one, other)]
    pages = [(p.netloc.casefold().removeprefix("www."), p.path.rstrip("/"), p.query) for p in parts]
    return pages[0] == pages[1]
