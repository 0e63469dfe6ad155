"""A checked text, and the rows of a page that was read, as tables for a reader."""

from __future__ import annotations

import pandas as pd

from analysis.language import say
from analysis.questions.claims.amounts import documented
from analysis.questions.claims.words import claim_words, verdict_label
from analysis.reading.check import Checked
from analysis.reading.pages import Page
from analysis.reading.words import NOT_JUDGED, why_words
from analysis.show import labels, numbers


def check_table(checked: Checked) -> pd.DataFrame:
    """One row a statement, the verdict first."""
    rows = [
        (
            verdict_label(line.judged) if line.judged else say(NOT_JUDGED),
            line.quote,
            claim_words(line.judged, checked.verdicts) if line.judged else line.party,
            (line.month_end and say("{first} to {last}", first=line.month, last=line.month_end)) or line.month or "",
            documented(line.judged) if line.judged else "",
            why_words(line, checked),
        )
        for line in checked
    ]
    columns = [say("Verdict"), say("Words"), say("Statement"), say("Month"), say("Documented"), say("Why")]
    return pd.DataFrame(rows, columns=columns)


def page_table(page: Page) -> pd.DataFrame:
    """One row a party, its verdicts first; columns that are blank in all rows are left out."""
    parties = page.audited.parties
    rows = [
        {
            "Arithmetic": line.arithmetic,
            "Tables": line.table.replace("_", " "),
            "Party": labels.party_label(line.party, parties, short=True) + (_scope(line.scope)),
            "Of": line.population,
            "Killed": numbers.range_words(line.killed, line.killed_min, line.killed_max)
            if (line.killed, line.killed_min, line.killed_max) != (None, None, None)
            else None,
            "Children": line.children,
            "Women": line.women,
            "Torture": line.torture,
            "Share": line.printed_share_pct,
            "Words": line.words,
        }
        for line in page
    ]
    table = pd.DataFrame(rows).dropna(axis="columns", how="all")
    whole = {"Children": "Int64", "Women": "Int64", "Torture": "Int64"}
    return table.astype({name: kind for name, kind in whole.items() if name in table})


def _scope(scope: str | None) -> str:
    return f" ({scope})" if scope else ""
