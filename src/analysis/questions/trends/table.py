"""Sums of months, and who exceeded whom, as tables."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.questions.trends.words import doubts_of_both, reason_words
from analysis.show import dates, labels, numbers
from analysis.show.display import trimmed


def period_table(sums: pd.DataFrame) -> pd.DataFrame:
    """Write the sums of a period (from `period`) for a reader: one row a party, what is missing in words."""
    rows = []
    for _, found in sums.groupby("party", sort=False):
        by = found.set_index("measure")
        killed = by.loc["killed"]
        row = {"Party": killed["label"], labels.deaths_column(sums): _at_least(killed)}
        for measure in ("children", "women"):
            there = by.loc[measure] if measure in by.index else killed
            text = _at_least(there) if measure in by.index else "not reported"
            fewer = there["months_reported"] != killed["months_reported"] and not pd.isna(there["count"])
            row[measure.capitalize()] = text + f" ({dates.month_count(there['months_reported'])})" * bool(fewer)
        row["Months"] = f"{killed['months_reported']} of {killed['months']}"
        row["Months without a number"] = gaps_words(killed["missing"], sums.attrs["population"])
        row["Doubt"] = "; ".join(_period_doubts(by))
        rows.append(row)
    return trimmed(pd.DataFrame(rows))


def _period_doubts(by: pd.DataFrame) -> list[str]:
    """In which months a number has a doubt, or counts some causes only."""
    found = {
        column: {month for months in by[column].dropna() for month in months.split("|")}
        for column in ("of_causes", "doubtful")
    }
    texts = {"of_causes": "some causes only", "doubtful": "doubts (see the month)"}
    return [f"{texts[column]}: {dates.months_words(months)}" for column, months in found.items() if months]


def gaps_words(missing: Any, population: str = "civilians") -> str:
    """Write the missing months of a sum: `2015-12:no_figures|2016-06:not_reported`.

    Examples
    --------
    >>> gaps_words("2015-12:no_figures|2016-06:not_reported")
    'no figures of civilians: 2015-12; no full count gathered here: 2016-06'
    """
    found: dict[str, list[str]] = {}
    for part in missing.split("|") if isinstance(missing, str) else ():
        month, _, why = part.partition(":")
        found.setdefault(why, []).append(month)
    return "; ".join(
        f"{labels.GAPS[why].format(population)}: {dates.months_words(months)}" for why, months in found.items()
    )


def _at_least(row: pd.Series) -> str:
    """A sum, and that it is a lower bound where it is."""
    if pd.isna(row["count"]):
        ranges = isinstance(row["missing"], str) and ":range" in row["missing"]
        return "printed only as ranges" if ranges else "not reported"
    bounded = row["at_least"] and not pd.isna(row["at_most"])
    more = f", at most {numbers.number(row['at_most'])} by the months' pages" if bounded else ""
    return f"{'at least ' * bool(row['at_least'])}{numbers.number(row['count'])}{more}"


def exceeds_table(months: pd.DataFrame) -> pd.DataFrame:
    """Write the months of a comparison (from `exceeds`) for a reader."""
    rows = [
        {
            "Month": row.month,
            labels.party_label(row.left, months): numbers.bounded(row.documented, row.at_least, row.at_most),
            "Against": labels.party_label(row.right, months),
            "Its deaths": numbers.bounded(row.right_documented, row.right_at_least, row.right_at_most),
            "More": {"holds": "yes", "fails": "no"}.get(row.verdict, "cannot be said"),
            "Other, unidentified or unaccounted": "" if pd.isna(row.residual) else numbers.number(row.residual),
            "Why not": "" if pd.isna(row.reason) else reason_words(row.reason, months),
            "Doubt": "; ".join(doubts_of_both(row, months)),
        }
        for row in months.itertuples()
    ]
    table = trimmed(pd.DataFrame(rows))
    return (
        table
        if table["Against"].nunique() > 1
        else table.drop(columns="Against").rename(columns={"Its deaths": str(table["Against"].iloc[0])})
    )
