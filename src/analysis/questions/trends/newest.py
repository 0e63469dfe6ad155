"""Questions about a monitor's newest month, asked of its own last twelve: no verdicts."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.data.contract import TEXT
from analysis.model.cells import MEASURES
from analysis.model.names import can_appear
from analysis.tolls.series import one_series, party_table

MONTHS = 12
ENOUGH = 6  # numbers without which twelve months say nothing
COLUMNS = ["monitor", "month", "population", "party", "label", "measure", "question", "value", "low", "high", "numbers"]


def newest_month(tolls: pd.DataFrame) -> pd.DataFrame:
    """Ask about the newest month what its own history makes one ask. A question may have a good answer.

    Parameters
    ----------
    tolls
        What `monthly_tolls` returns: one monitor, one population.

    Returns
    -------
    DataFrame
        One row a question. `question` is vanished (no number, but one in at least six of the twelve months before),
        above or below (a number beyond the `low` and `high` of these months). `value`, `low` and `high` are deaths
        (Int64), `numbers` how many of the twelve months have one.

    Raises
    ------
    NotComparable
        Tolls of several monitors or populations.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> tolls = monthly_tolls(read_data())
    >>> asked = newest_month(tolls[tolls["month"] <= "2016-01"])
    >>> asked[["party", "measure", "question", "value", "low", "high"]].head(2)
                party   measure question  value  low  high
    0      government    killed    below    516  676  1519
    1      government  children    below     83  139   302
    """
    one_series(tolls)
    rows: list[dict[str, Any]] = []
    newest = max(tolls["month"], default="")
    first = str(pd.Period(newest, "M") - MONTHS) if newest else ""
    parties = party_table(tolls)
    known = tolls[tolls["combined"].isna() & (tolls["month"] >= first) & tolls["measure"].isin(MEASURES)]
    for (party, measure), cells in known.groupby(["party", "measure"], sort=False):
        values = cells.loc[cells["basis"].ne("items"), ["month", "value"]].dropna().set_index("month")["value"]
        now, before = values.get(newest), values.drop(newest, errors="ignore")
        is_range = (cells["month"].eq(newest) & cells["state"].eq("range")).any()
        if len(before) < ENOUGH or is_range:
            continue
        low, high = int(before.min()), int(before.max())
        if not can_appear(newest, *(parties[party][end] for end in ("valid_from", "valid_to"))):
            continue  # parties.csv says why there is no number
        asked = "vanished" if now is None else "above" if now > high else "below" if now < low else ""
        if asked:
            about = {"party": party, "label": parties[party]["label"], "measure": measure, "question": asked}
            rows.append({**about, "value": now, "low": low, "high": high, "numbers": len(before)})
    gone = {row["party"] for row in rows if (row["measure"], row["question"]) == ("killed", "vanished")}
    rows = [row for row in rows if row["measure"] == "killed" or row["party"] not in gone]
    table = pd.DataFrame(rows, columns=COLUMNS).assign(month=newest)
    table["monitor"], table["population"] = tolls.attrs.get("monitor"), tolls.attrs.get("population")
    counts = ["value", "low", "high", "numbers"]
    table = table.astype({**dict.fromkeys(counts, "Int64"), **dict.fromkeys(set(COLUMNS) - set(counts), TEXT)})
    order = {party: place for place, party in enumerate(parties)}
    return table.sort_values("party", key=lambda codes: codes.map(order), kind="stable", ignore_index=True)
