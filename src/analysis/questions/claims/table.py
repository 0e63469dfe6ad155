"""Claims and their verdicts as a table."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.questions.claims.words import (
    VERDICTS,
    amount_words,
    cause_words,
    claim_words,
    claimant,
    others_words,
    tipping_words,
)
from analysis.show import labels, remarks
from analysis.show.sources import reports_shown


def claims_table(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Write verdicts (from `check_claims`) for a reader: one row a claim, whoever makes it."""
    found: dict[tuple[str, ...], tuple[dict[str, None], dict[str, None]]] = {}
    for row in verdicts.itertuples():
        why = [cause_words(row, verdicts)]
        why += [others_words(row), tipping_words(row)]
        why += remarks.doubt_words(row.doubt)
        cells = (
            f"{row.month} to {row.month_end}" if isinstance(row.month_end, str) else str(row.month),
            claim_words(row, verdicts),
            VERDICTS[row.verdict],
            _documented(row),
            "; ".join(filter(None, why)),
        )
        who, reports = found.setdefault(cells, ({}, {}))
        who[claimant(row)] = None
        reports |= dict.fromkeys(reports_shown(row))
    rows = [(*cells[:2], labels.join(who), *cells[2:], ", ".join(reports)) for cells, (who, reports) in found.items()]
    columns = [
        "Month",
        "Claim",
        "By",
        "Verdict",
        "Documented, or its bounds",
        "Cause, tipping points, doubts",
        "Report",
    ]
    table = pd.DataFrame(rows, columns=columns)
    return table.drop(columns="Month") if table["Month"].nunique() <= 1 else table


def _documented(row: Any) -> str:
    """The numbers or bounds that a verdict rests on, and who is counted."""
    numbers = amount_words(row.documented, row.at_least, row.at_most)
    other = amount_words(row.right_documented, row.right_at_least, row.right_at_most)
    if isinstance(row.right, str):
        numbers += f"; {other}"
    elif not pd.isna(row.right_documented) or not pd.isna(row.right_at_least):  # of a percentage
        numbers += f" of {other}"
    return f"{numbers} ({row.population})" if any(sign.isdigit() for sign in numbers) else numbers
