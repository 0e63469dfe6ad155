"""Findings of the audit as a table."""

from __future__ import annotations

import pandas as pd

from analysis.data.rows import monitor_of
from analysis.language import language, say, say_as
from analysis.questions.audit.findings import Findings
from analysis.questions.audit.words import by_severity, explanation_words, finding_party, finding_words


def audit_table(findings: Findings) -> pd.DataFrame:
    """Write findings for a reader: errors first; monitor and month only where there are several."""
    rows = [
        [
            monitor_of(findings.data, line.monitor).short_name if language() != "en" else line.monitor,
            line.month,
            finding_party(line, findings),
            say_as("who", line.population) if line.population else line.population,
            finding_words(line, findings),
            explanation_words(line, findings),
            say_as("severity", line.severity),
            say("yes") if line.known else say("no"),
            ", ".join(line.report_ids),
        ]
        for line in by_severity(findings)
    ]
    several = [say("Monitor"), say("Month")]
    columns = [*several, say("Party"), say("Counted"), say("Finding"), say("Explanation"), say("Severity")]
    table = pd.DataFrame(rows, columns=[*columns, say("Known"), say("Report")])
    return table.drop(columns=[column for column in several if table[column].nunique() <= 1])
