"""Titles and subtitles of several months."""

from __future__ import annotations

from collections import Counter

from analysis.questions.trends.exceeds import Exceeding
from analysis.questions.trends.series import Series
from analysis.questions.trends.sums import Period
from analysis.show import dates, labels, numbers


def when(result: Period | Exceeding | Series) -> str:
    """The months of a result."""
    return dates.period_words(result.start, result.end)


def deaths(result: Period | Exceeding | Series) -> str:
    """Whose deaths a result counts."""
    return numbers.DEATHS[result.tolls.population][1]


def trend_title(series: Series) -> str:
    """The title of the monthly series."""
    return f"{deaths(series).capitalize()} {labels.documented(series.tolls)} month by month, {when(series)}"


def trend_subtitle(series: Series) -> str:
    """Say how many months are complete, partial, totals alone or without figures."""
    return f"by party they are attributed to; {statuses_words(series)}"


def statuses_words(series: Series) -> str:
    """Say how many months there are of each status."""
    count = Counter(series.statuses.values())
    named = {
        "complete": "in which the parties reach the published total",
        "partial": "in which they do not, or no total is gathered here",
        "total_only": "with a total only",
        "ranges_only": "with ranges or parts only",
        "no_figures": f"without figures of {series.tolls.population}",
    }
    found = [f"{count[code]} {name}" for code, name in named.items() if count[code]]
    return f"{len(series.months)} months, {labels.join(found)}"


def shares_trend_title(series: Series) -> str:
    """The title of the shares over time."""
    return f"Children and women among {deaths(series)} {labels.documented(series.tolls)}, {when(series)}"


def shares_trend_note(intervals: bool) -> str:
    """Say which parties are drawn, and what intervals cover where they are."""
    note = "the parties with most months; hollow: a doubt is recorded (see the month)"
    return f"{note}\n{numbers.WILSON_LABEL}" if intervals else note


def leaders_title(series: Series) -> str:
    """The title of the months' leaders."""
    who, status = labels.monitor_label(series.tolls), labels.documented_or_alleged(series.tolls)
    return f"To which party {who} attributes most {status} {deaths(series)}, {when(series)}"


def leaders_subtitle(open_: int) -> str:
    """Say in how many months no leader can be named."""
    if not open_:
        return "in every month with figures one of the parties named has the highest toll"
    return f"in {open_} months it cannot be said, for want of a total or of a party's toll"
