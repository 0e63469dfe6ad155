"""A checked text, and what a text states, as tables for a reader."""

from __future__ import annotations

import pandas as pd

from analysis.questions.claims.amounts import documented
from analysis.questions.claims.words import VERDICTS, claim_words
from analysis.reading.check import Checked
from analysis.reading.words import NOT_JUDGED, why_words


def check_table(checked: Checked) -> pd.DataFrame:
    """One row a statement, the verdict first."""
    rows = [
        (
            VERDICTS.get(line.verdict, NOT_JUDGED),
            line.quote,
            claim_words(line.judged, checked.verdicts) if line.judged else line.party,
            (line.month_end and f"{line.month} to {line.month_end}") or line.month or "",
            documented(line.judged) if line.judged else "",
            why_words(line, checked),
        )
        for line in checked
    ]
    return pd.DataFrame(rows, columns=["Verdict", "Words", "Statement", "Month", "Documented", "Why"])
