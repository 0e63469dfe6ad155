"""Sums of months, and who exceeded whom, as tables."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.model.results import grouped
from analysis.questions.trends.exceeds import Exceeding
from analysis.questions.trends.sums import Added, Gap, Period
from analysis.questions.trends.sums_words import doubts_of_both, reason_words
from analysis.show import dates, labels, numbers
from analysis.show.jupyter import trimmed


def period_table(period: Period) -> pd.DataFrame:
    """Write the sums of a period for a reader: one row a party, what is missing in words."""
    rows = []
    for lines in grouped((line.party, line) for line in period).values():
        by = {line.measure: line for line in lines}
        killed = by["killed"]
        row = {"Party": killed.label, labels.deaths_column(period.tolls): _at_least(killed)}
        for measure in ("children", "women"):
            row[measure.capitalize()] = _group(by[measure], killed) if measure in by else "not reported"
        row["Months"] = f"{killed.months_reported} of {killed.months}"
        row["Months without a number"] = gaps_words(killed.missing, period.tolls.population)
        row["Caution"] = "; ".join(_doubts(lines))
        rows.append(row)
    return trimmed(pd.DataFrame(rows))


def _group(line: Added, killed: Added) -> str:
    """A sum of children or women, and of how many months where it is of others than that of deaths."""
    fewer = line.months_reported != killed.months_reported and line.count is not None
    return _at_least(line) + f" ({dates.month_count(line.months_reported)})" * fewer


def _doubts(lines: list[Added]) -> list[str]:
    """In which months a number has a doubt, or counts only a part of the deaths."""
    found = {
        "only a part": {month for line in lines for month in line.of_causes},
        "see the month": {month for line in lines for month in line.doubtful},
    }
    return [f"{text}: {dates.months_words(months)}" for text, months in found.items() if months]


def gaps_words(missing: Iterable[Gap], population: str = "civilians") -> str:
    """Write the missing months of a sum.

    Examples
    --------
    >>> gaps_words([Gap("2015-12", "no_figures"), Gap("2016-06", "not_reported")])
    'no figures for civilians: 2015-12; no full count gathered here: 2016-06'
    """
    found = grouped((gap.reason, gap.month) for gap in missing).items()
    return "; ".join(f"{labels.GAPS[why].format(population)}: {dates.months_words(months)}" for why, months in found)


def _at_least(line: Added) -> str:
    """A sum, and that it is a lower bound where it is."""
    if line.count is None:
        return "published only as ranges" if any(gap.reason == "range" for gap in line.missing) else "not reported"
    if not line.at_least:
        return numbers.number(line.count)
    more = "" if line.at_most is None else f", at most {numbers.number(line.at_most)} by the months' pages"
    return f"at least {numbers.number(line.count)}{more}"


def exceeds_table(exceeding: Exceeding) -> pd.DataFrame:
    """Write the months of a comparison for a reader."""
    tolls, parties = exceeding.tolls, exceeding.tolls.parties
    rows = [
        {
            "Month": line.month,
            labels.party_label(line.left, parties): numbers.bounded(line.documented, line.at_least, line.at_most),
            "Against": labels.party_label(line.right, parties),
            "Its deaths": numbers.bounded(line.right_documented, line.right_at_least, line.right_at_most),
            "More": {"holds": "yes", "fails": "no"}.get(line.verdict, "cannot be said"),
            "Other, unidentified or unaccounted": "" if line.residual is None else numbers.number(line.residual),
            "Why not": reason_words(line, tolls),
            "Caution": "; ".join(doubts_of_both(line, parties)),
        }
        for line in exceeding
    ]
    table = trimmed(pd.DataFrame(rows))
    if table["Against"].nunique() > 1:
        return table
    return table.drop(columns="Against").rename(columns={"Its deaths": str(table["Against"].iloc[0])})
