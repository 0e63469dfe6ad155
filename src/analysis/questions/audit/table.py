"""Findings of the audit as a table."""

from __future__ import annotations

import pandas as pd

from analysis.questions.audit.findings import Findings
from analysis.questions.audit.words import by_severity, explanation_words, finding_party, finding_words


def audit_table(findings: Findings) -> pd.DataFrame:
    """Write findings for a reader: errors first; monitor and month only where there are several."""
    rows = [
        {
            "Monitor": line.monitor,
            "Month": line.month,
            "Party": finding_party(line, findings),
            "Counted": line.population,
            "Finding": finding_words(line, findings),
            "Explanation": explanation_words(line, findings),
            "Severity": line.severity,
            "Known": "yes" if line.known else "no",
            "Report": ", ".join(line.report_ids),
        }
        for line in by_severity(findings)
    ]
    columns = ["Monitor", "Month", "Party", "Counted", "Finding", "Explanation", "Severity", "Known", "Report"]
    table = pd.DataFrame(rows, columns=columns)
    return table.drop(columns=[column for column in ("Monitor", "Month") if table[column].nunique() <= 1])
