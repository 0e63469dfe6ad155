"""The pages that a data folder cites, in one table."""

from __future__ import annotations

import pandas as pd

from analysis.data.tables import Data
from analysis.errors import UnknownMonth

_COLUMNS = ["month", "cited_for", "publisher", "published", "url", "archive_url"]


def pages(data: Data, month: str | None = None) -> pd.DataFrame:
    """Every page that the tables cite: reports, claims of the press, totals of periods, and definitions.

    Parameters
    ----------
    data
        Figures as published.
    month
        Only what is about this month, YYYY-MM; totals of periods and definitions are about none.

    Returns
    -------
    DataFrame
        `month`, `cited_for` (the report, claim, period or definition), `publisher`, `published` (a day), `url` and
        `archive_url` (where a copy is known), without rows that repeat another.

    Raises
    ------
    UnknownMonth
        Nothing is cited for this month.

    Examples
    --------
    >>> from analysis import read_data
    >>> "SNHR" in set(pages(read_data(), "2016-01")["publisher"])
    True
    """
    claims = pd.concat([data.claims, data.comparison_claims])
    totals, said = data.period_totals, data.definitions
    spans = totals["period_start"].astype(str) + " to " + totals["period_end"].astype(str)
    parts = [
        data.reports.assign(cited_for=data.reports["report_id"]),
        claims.assign(cited_for=claims["claim_id"], publisher=claims["outlet"]),
        totals.assign(cited_for="total of " + spans, publisher=totals["monitor"]),
        said.assign(cited_for="definition of " + said["aspect"].astype(str), publisher=said["monitor"]),
    ]
    every = pd.concat([part.reindex(columns=_COLUMNS).astype("object") for part in parts], ignore_index=True)
    if month is not None:
        every = every[every["month"] == month]
        if every.empty:
            known = sorted(set(data.reports["month"].dropna()))
            raise UnknownMonth(f"no page is cited for {month}. Next: name a month from {known[0]} to {known[-1]}.")
    return every[every["url"].notna()].drop_duplicates(ignore_index=True)
