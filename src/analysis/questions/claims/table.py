"""Claims and their verdicts as a table."""

from __future__ import annotations

import pandas as pd

from analysis.language import say, say_as
from analysis.questions.claims.amounts import documented, right_documented
from analysis.questions.claims.causes import cause_words
from analysis.questions.claims.sentences import others_words, tipping_words
from analysis.questions.claims.verdicts import Verdict, Verdicts
from analysis.questions.claims.words import caution_words, claim_words, claimant, verdict_label
from analysis.show import labels, numbers


def claims_table(verdicts: Verdicts) -> pd.DataFrame:
    """Write verdicts for a reader: one row a claim, whoever makes it."""
    rows = []
    for cells, lines in same_claims(verdicts).items():
        who = labels.join(dict.fromkeys(map(claimant, lines)))
        reports = dict.fromkeys(code for line in lines for code in line.report_ids)
        rows.append((*cells[:2], who, *cells[2:], ", ".join(reports)))
    columns = [say("Month"), say("Claim"), say("By"), say("Verdict"), say("Published number or range")]
    columns += [say("Notes"), say("Report")]
    table = pd.DataFrame(rows, columns=columns)
    return table.drop(columns=columns[0]) if table[columns[0]].nunique() <= 1 else table


def same_claims(verdicts: Verdicts) -> dict[tuple[str, ...], list[Verdict]]:
    """The verdicts by what the row of a claim says of it; those in one row differ in who makes the claim."""
    found: dict[tuple[str, ...], list[Verdict]] = {}
    for line in verdicts:
        why = [cause_words(line, verdicts), others_words(line), tipping_words(line)]
        why += caution_words(line, verdicts)
        cells = (
            say("{first} to {last}", first=line.month, last=line.month_end) if line.month_end else line.month,
            claim_words(line, verdicts),
            verdict_label(line),
            _documented(line),
            labels.semicolons(filter(None, why)),
        )
        found.setdefault(cells, []).append(line)
    return found


def _documented(line: Verdict) -> str:
    """The numbers or bounds that a verdict rests on, and who is counted."""
    text, other = documented(line), right_documented(line)
    if line.is_comparison:
        text = labels.semicolons([text, other])
    elif line.right_documented is not None or line.right_at_least is not None:  # of a percentage
        text = numbers.part_of(text, other)
    ends = (line.documented, line.at_least, line.at_most)
    if all(end is None for end in ends) and not (line.is_comparison and any(sign.isdigit() for sign in other)):
        return text
    return say("{number} ({population})", number=text, population=say_as("who", line.population))
