"""Where: the governorates that a month's reports print."""

from __future__ import annotations

import pandas as pd

from analysis.data.tables import Data
from analysis.tolls.pages import limit_in, published_by

COLUMNS = ["party", "governorate", "killed", "of_killed", "share", "printed_share_pct", "report_id"]


def places(data: Data, tolls: pd.DataFrame, month: str) -> pd.DataFrame:
    """Take the governorates printed for a month.

    Parameters
    ----------
    data
        What `read_data` returns.
    tolls
        What `monthly_tolls` returns for one monitor and population.
    month
        YYYY-MM.

    Returns
    -------
    DataFrame
        One row per report, party and governorate, most deaths first; empty where no report prints places. `killed` of
        `of_killed` (the party's toll) deaths were there, `share` as a fraction; `printed_share_pct` is the percentage
        where only that is printed. Reports print only some places: these are not all.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> data = read_data()
    >>> places(data, monthly_tolls(data), "2016-01")[["governorate", "killed", "of_killed"]]
      governorate  killed  of_killed
    0  Deir ez-Zor     226        679
    1       Aleppo     212        679
    """
    reports = data.reports[(data.reports["monitor"] == tolls.attrs["monitor"]) & (data.reports["month"] == month)]
    used = published_by(reports, tolls.attrs["as_of"])["report_id"]
    table = data.governorates[data.governorates["report_id"].isin(used)].rename(
        columns={"share_pct": "printed_share_pct"}
    )
    cells = tolls[(tolls["month"] == month) & (tolls["measure"] == "killed")]
    cells = cells[cells["doubt"].map(limit_in).eq("")]  # of a toll that is only an end there is no share
    table = table.assign(of_killed=table["party"].map(cells.set_index("party")["value"]).astype("Int64"))
    table["share"] = (table["killed"] / table["of_killed"]).astype("Float64")
    order = data.parties.set_index("party")["order"]
    table = table.assign(order=table["party"].map(order)).sort_values(
        ["order", "killed", "printed_share_pct", "governorate"], ascending=[True, False, False, True]
    )
    return (
        table.reindex(columns=COLUMNS)
        .drop_duplicates(["party", "governorate", "killed", "printed_share_pct"])
        .reset_index(drop=True)
    )
