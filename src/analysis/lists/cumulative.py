"""Lists whose numbers are those of all time until a date: what each month added to them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd

from analysis.lists.counted import Revision
from analysis.lists.counting import KEYS, Tally
from analysis.lists.plan import Plan
from analysis.model.cells import MEASURES
from analysis.tolls.periods import calendar


def add_months(tally: Tally, plan: Plan) -> None:
    """Count of a cumulative list the months: the last number of each less the last of the month before.

    A month without a number leaves itself and the next without one. The first month has one where the mapping's period
    begins with it. A number that fell is a revision, and named; a month in which it fell on the whole has no number.
    """
    series = pd.concat(tally.series).astype(dict.fromkeys([*KEYS, "day"], "object"))
    for row, day in zip(series["row"], series["day"], strict=True):
        if day and len(day) < 10:
            tally.refuse(
                int(row), plan.columns["date"], repr(day), "a day: a number until a month leaves open until when"
            )
    if undated := int((series["day"] == "").sum()):
        none = {f"{end} {measure}": 0 for measure in MEASURES for end in ("least", "known", "most", "open")}
        about = {"month": "", "party": "", "population": plan.population, "records": undated, "deadly": 0}
        tally.add(pd.DataFrame([{**about, **none, "unknown date": undated}]))
    for (party, population), rows in series[series["day"].str.len() == 10].groupby(["party", "population"], sort=False):
        days = rows.sort_values("day", kind="stable")
        for day, same in days.groupby("day"):
            if len(same[[f"least {one}" for one in MEASURES]].drop_duplicates()) > 1:
                found = f"two numbers until {day!s}"
                tally.refuse(int(same["row"].max()), plan.columns["killed"], found, "one number until a day")
        told = days[days["known killed"].astype(bool)]
        ends = dict(zip(told["month"], told["day"], strict=True))  # the last day of each month
        added = {measure: _added(tally, days, measure, str(party), plan, ends) for measure in MEASURES}
        months = days["month"].value_counts()
        counts = [_counts(month, int(months[month]), added) for month in sorted(months.index)]
        tally.add(
            pd.DataFrame(
                [{**dict(zip(KEYS, (one.pop("month"), party, population), strict=True)), **one} for one in counts]
            )
        )


def _added(
    tally: Tally, days: pd.DataFrame, measure: str, party: str, plan: Plan, ends: dict[str, str]
) -> dict[str, int]:
    """What each month added to a measure, where that is known until the day on which the deaths are known last."""
    known = days[days[f"known {measure}"].astype(bool)]
    dated = list(zip(known["day"], known[f"least {measure}"].astype(int), strict=True))
    fell = [Revision(day, party, measure, was, now) for (_, was), (day, now) in pairwise(dated) if now < was]
    tally.revised += fell
    last = {day[:7]: value for day, value in dated if ends.get(day[:7]) == day}
    added: dict[str, int] = {}
    months = calendar(min(last), max(last)) if last else []
    before = 0 if months and plan.period and plan.period[0] == months[0] else None
    for month in months:
        now = last.get(month)
        if now is not None and before is not None:
            if now >= before:
                added[month] = now - before
            else:
                tally.revised.append(Revision(month, party, measure, before, now))
        before = now
    return added


def _counts(month: str, records: int, added: dict[str, dict[str, int]]) -> dict[str, Any]:
    """A month as other lists count it."""
    killed = added["killed"].get(month)
    groups = {measure: added[measure].get(month) for measure in ("children", "women")}
    if killed is not None and sum(one or 0 for one in groups.values()) > killed:  # one of them was revised apart
        groups = dict.fromkeys(groups)
    counts: dict[str, Any] = {"month": month, "records": records, "deadly": records if killed else 0}
    for measure, number in {"killed": killed, **groups}.items():
        rest = None if killed is None else killed - sum(one or 0 for name, one in groups.items() if name != measure)
        most = number if number is not None else rest if measure != "killed" else None
        counts[f"least {measure}"] = number or 0
        counts[f"known {measure}"] = records if number is not None or (measure != "killed" and killed == 0) else 0
        counts[f"most {measure}"] = most or 0
        counts[f"open {measure}"] = records if most is None else 0
    counts["unknown killed"] = records if killed is None else 0
    return counts
