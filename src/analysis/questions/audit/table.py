"""Findings of the audit as a table."""

from __future__ import annotations

import pandas as pd

from analysis.questions.audit.words import explanation_words, finding_party, finding_words
from analysis.show.sources import reports_shown


def findings_table(findings: pd.DataFrame) -> pd.DataFrame:
    """Write findings (from `audit`) for a reader: errors first; monitor and month only where there are several."""
    rows = [
        {
            "Monitor": row.monitor,
            "Month": row.month,
            "Party": finding_party(row, findings),
            "Counted": row.population,
            "Finding": finding_words(row, findings),
            "Explanation": explanation_words(row, findings),
            "Severity": row.severity,
            "Known": "yes" if row.known else "no",
            "Report": ", ".join(reports_shown(row)),
        }
        for row in findings.sort_values("severity", kind="stable").itertuples()
    ]
    columns = ["Monitor", "Month", "Party", "Counted", "Finding", "Explanation", "Severity", "Known", "Report"]
    table = pd.DataFrame(rows, columns=columns)
    return table.drop(columns=[column for column in ("Monitor", "Month") if table[column].nunique() <= 1])
