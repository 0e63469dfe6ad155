"""A month, a party or the months of one series of tolls, and the parties it carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.errors import NotComparable, UnknownMonth, nearest_months, refuse_no_month
from analysis.model.adding import TOTAL, members
from analysis.model.names import renamed

ENDS = ["killed_min", "killed_max"]
Party = Mapping[str, Any]


def one_series(tolls: pd.DataFrame) -> None:
    """Refuse tolls of several monitors or populations: they count different things. Raises NotComparable."""
    for column in ("monitor", "population"):
        found = sorted(tolls[column].unique())
        if len(found) > 1:
            raise NotComparable(
                f"tolls of several {column}s ({', '.join(found)}): take one, e.g. {column} == {found[0]!r}"
            )


def attrs_of(tolls: pd.DataFrame) -> dict[str, Any]:
    """What results carry in `attrs` of the tolls they are of: what `monthly_tolls` put there, or the rows say."""
    rows = {column: tolls[column].iloc[0] for column in ("monitor", "population") if len(tolls)}
    return {"as_of": None, **rows, **tolls.attrs}


def of_month(tolls: pd.DataFrame, month: str) -> pd.DataFrame:
    """Take the cells of one month out of tolls of one monitor and population. Raises NotComparable, UnknownMonth."""
    one_series(tolls)
    refuse_no_month(month)
    cells = tolls[tolls["month"] == month]
    if cells.empty:
        months = sorted(set(tolls["month"]))
        who = " ".join(sorted({f"{m} {p}" for m, p in zip(tolls["monitor"], tolls["population"], strict=True)}))
        raise UnknownMonth(f"no figures of {who or 'this selection'} for {month!r}; {nearest_months(month, months)}")
    return cells


def until(tolls: pd.DataFrame, end: str) -> pd.DataFrame:
    """Tolls whose parties are named as where months up to `end` are shown: whoever is gone by then by its later label.

    Raises NotComparable where they carry no parties.
    """
    later = tolls.copy(deep=False)
    later.attrs = {**tolls.attrs, "parties": renamed(party_table(tolls).values(), end)}
    return later


def party_table(tolls: pd.DataFrame) -> dict[str, Party]:
    """The parties the tolls carry with them, by code, in order. Raises NotComparable where they carry none."""
    if "parties" not in tolls.attrs:
        raise NotComparable(
            "these tolls carry no party table: take them from monthly_tolls, or set tolls.attrs['parties']"
        )
    return {row["party"]: row for row in sorted(tolls.attrs["parties"], key=lambda row: row["order"])}


def actors(parties: Mapping[str, Party]) -> list[str]:
    """The parties that can be ranked: no residual class, no group of parties, not the total."""
    groups = {row["parent"] for row in parties.values()} | {TOTAL}
    return [code for code, row in parties.items() if not row["residual"] and code not in groups]


def least_of(row: Any) -> int:
    """The number of a line, of a range its lower end."""
    number = row.killed_min if pd.isna(row.killed) else row.killed
    return 0 if pd.isna(number) else int(number)


def highest_printed(comparison: pd.DataFrame) -> tuple[Any, bool]:
    """The line of a comparison with the highest number of a party, or of several together; None where there is none.

    And whether nobody else can be ahead. Of ranges the lower ends count; residual classes, groups of parties and the
    total are no parties.
    """
    parties = party_table(comparison)
    leading = comparison[comparison["rank"] == 1]
    if len(leading):
        return next(leading.itertuples()), True
    ranked = set(actors(parties))
    named = comparison["party"].map(lambda code: ranked.issuperset(members(code)))
    least, most = (comparison["killed"].fillna(comparison[end]) for end in ENDS)
    printed = comparison.assign(least=least.fillna(0), most=most)[named & (least.notna() | most.notna())]
    printed = printed.sort_values(["least", "most"], ascending=False, kind="stable")
    return (next(printed.itertuples()), False) if len(printed) else (None, False)


def residuals(comparison: pd.DataFrame) -> pd.DataFrame:
    """The lines of residual classes that have deaths."""
    residual = [code for code, row in party_table(comparison).items() if row["residual"]]
    least = comparison["killed"].fillna(comparison["killed_min"])
    return comparison[comparison["party"].isin(residual) & least.gt(0).fillna(False)]


def left_over(comparison: pd.DataFrame) -> pd.DataFrame:
    """The lines of residual classes that have more than the highest of any party can be."""
    top, _ = highest_printed(comparison)
    most = 0 if top is None else top.killed_max if pd.isna(top.killed) else top.killed
    found = residuals(comparison)
    return found[(found["killed"].fillna(found["killed_min"]) > most).fillna(False)]
