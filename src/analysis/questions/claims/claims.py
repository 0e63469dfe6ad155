"""Did the press get it right? Claims of numbers and of comparisons, checked against what pages publish."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.data.claim_rules import broken_claims, sides
from analysis.data.tables import Data
from analysis.errors import DataError
from analysis.model.claimed import UNITS, span_of
from analysis.model.names import find_monitor, find_party
from analysis.questions.claims.comparisons import judge_comparison
from analysis.questions.claims.evidence import Archive
from analysis.questions.claims.months import judge_month
from analysis.questions.claims.outlets import outlet_of
from analysis.questions.claims.periods import judge_period
from analysis.questions.claims.verdicts import Claim, Verdict, Verdicts


def check_claims(
    data: Data, claims: pd.DataFrame, *, monitor: str | None = None, as_of: str | None = None, file: str = "claims"
) -> Verdicts:
    """Check numbers, or comparisons, as outlets printed them.

    Parameters
    ----------
    data
        What `read_data` returns.
    claims
        Value claims (as `Data.claims`: claim_id, outlet, month, party, measure, value, and relation, unit and month_end
        where they are not exactly, deaths and none) or comparison claims (as `Data.comparison_claims`: claim_id,
        outlet, month, left, relation, right, and measure, killed unless said). Also url, about_monitor and population,
        where known. Parties by code or any name of parties.csv.
    monitor
        Whom a claim cites that names no monitor; None: the first of monitors.csv by its `order`.
    as_of
        YYYY-MM-DD: hold only what was published by that day against the claims.
    file
        What to call `claims` in errors.

    Returns
    -------
    Verdicts
        One line a claim, in their order. `verdict` of a value: agrees (what is published makes the claim true, or is
        that number); agrees_with_version (not the number used here, but another page by somebody else publishes one
        that makes it true); agrees_with_part (a page publishes it, or one that makes it true, for a part of these
        deaths, and none for all of them, or a smaller one); differs (no number within the published ends makes it
        true); undecidable (some do); not_printed (no page publishes such a number); only_source (only the outlet's
        own page does). Of a comparison: holds, fails (also where both are equal) or undecidable. A claim is compared
        with every population in which a number is published unless it names one; `population` is the one that
        decided. `value` is the number claimed (deaths, or percent), `unit` which of the two. `documented` and
        `right_documented` are the numbers used (deaths, children or women; of several rivals in `right` the
        strongest, put first; of a percentage the deaths it is of), `at_least` to `right_at_most` their ends. `basis`
        says what a value rests on if not on a party's own number: added (those of several parties), part (those of
        some of these deaths), period (a published total of it), months (their sum) or bounds (what else is published
        leaves), or undecided where the pages do not agree. `ratio` is left over right, of a percentage the share (0
        to 1). `documentation_tipping_point` (0 to 1) and, in deaths, `attribution_tipping_point` and
        `residual_tipping_point` (of those that no number of a named party counts; None where they are too few) say
        when the order would reverse; None where a number is one end of what it can be, where it cannot be said which
        is higher, and for leftover classes. `cause` of a number that differs: another party that has it, another
        measure, population, month or monitor, a slip of digits, rounding; None where none fits. Of one that agrees
        with a part it is this part. `remarks` are what limits or contradicts the numbers used, `report_ids` the
        pages. `.frame` is the table (counts Int64, blank for None, `doubt` for remarks), `.text` the sentence.

    Raises
    ------
    DataError
        Claims that cannot be checked: all of them, with row, column and what would work.

    Examples
    --------
    >>> from analysis import read_data
    >>> data = read_data()
    >>> claim = {"claim_id": "draft", "outlet": "", "month": "2016-01", "party": "al-Nusra", "measure": "killed"}
    >>> (line,) = check_claims(data, pd.DataFrame([{**claim, "value": 42}]))
    >>> line.verdict, line.documented, str(line.cause)
    ('differs', 3, 'armed_opposition')
    >>> claim = {"claim_id": "draft", "outlet": "", "month": "2016-01", "left": "Russia", "relation": "gt"}
    >>> (line,) = check_claims(data, pd.DataFrame([{**claim, "right": "government"}]))
    >>> line.verdict, round(line.ratio, 2), line.attribution_tipping_point
    ('holds', 1.32, 82)
    """
    if problems := broken_claims(claims, data.parties, data.monitors, file):
        raise DataError(file, problems, next_step="correct these claims, then check them again.")
    archive, cited = Archive(data, as_of), find_monitor(data.monitors, monitor)
    rows = [{key: cell for key, cell in row.items() if not pd.isna(cell)} for row in claims.to_dict("records")]
    monitors = {name: find_monitor(data.monitors, name) for name in {row.get("about_monitor", cited) for row in rows}}
    asked = [_claim(row, data, monitors[row.get("about_monitor", cited)]) for row in rows]
    return Verdicts(data, tuple(_judge(claim, archive) for claim in asked))


def _judge(claim: Claim, archive: Archive) -> Verdict:
    if claim.right:
        return judge_comparison(claim, archive)
    return judge_month(claim, archive) if claim.month_end is None else judge_period(claim, archive)


def _claim(row: dict[Any, Any], data: Data, monitor: str) -> Claim:
    """A claim from the cells of its row that are filled, in which nothing is broken."""
    outlet = str(row["outlet"]) if "outlet" in row else None
    month, end = row["month"], row.get("month_end")
    relation, measure = row.get("relation", "exactly"), row.get("measure", "killed")
    said: dict[str, Any] = {"named": row.get("population")}
    if "left" in row:
        party, rights = sides(row, data.parties)
        said["right"] = tuple(rights)
    else:
        party = find_party(data.parties, row["party"], month, end)
        measure = "killed" if measure == "total" else measure
        said |= {"unit": row.get("unit", UNITS[0]), "value": float(row["value"])}
        said["span"] = span_of(relation, row["value"])
    by = outlet_of(outlet, row.get("url"))
    return Claim(str(row["claim_id"]), outlet, by, monitor, month, end, party, relation, measure, **said)
