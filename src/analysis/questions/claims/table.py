"""Claims and their verdicts as a table."""

from __future__ import annotations

import pandas as pd

from analysis.questions.claims.amounts import documented, right_documented
from analysis.questions.claims.causes import cause_words
from analysis.questions.claims.sentences import others_words, tipping_words
from analysis.questions.claims.verdicts import Verdict, Verdicts
from analysis.questions.claims.words import caution_words, claim_words, claimant, verdict_label
from analysis.show import labels


def claims_table(verdicts: Verdicts) -> pd.DataFrame:
    """Write verdicts for a reader: one row a claim, whoever makes it."""
    found: dict[tuple[str, ...], tuple[dict[str, None], dict[str, None]]] = {}
    for line in verdicts:
        why = [cause_words(line, verdicts), others_words(line), tipping_words(line)]
        why += caution_words(line, verdicts)
        cells = (
            f"{line.month} to {line.month_end}" if line.month_end else line.month,
            claim_words(line, verdicts),
            verdict_label(line),
            _documented(line),
            "; ".join(filter(None, why)),
        )
        who, reports = found.setdefault(cells, ({}, {}))
        who[claimant(line)] = None
        reports |= dict.fromkeys(line.report_ids)
    rows = [(*cells[:2], labels.join(who), *cells[2:], ", ".join(reports)) for cells, (who, reports) in found.items()]
    columns = [
        "Month",
        "Claim",
        "By",
        "Verdict",
        "Published number or range",
        "Notes",
        "Report",
    ]
    table = pd.DataFrame(rows, columns=columns)
    return table.drop(columns="Month") if table["Month"].nunique() <= 1 else table


def _documented(line: Verdict) -> str:
    """The numbers or bounds that a verdict rests on, and who is counted."""
    text, other = documented(line), right_documented(line)
    if line.is_comparison:
        text += f"; {other}"
    elif line.right_documented is not None or line.right_at_least is not None:  # of a percentage
        text += f" of {other}"
    return f"{text} ({line.population})" if any(sign.isdigit() for sign in text) else text
