"""Several months in words: the series, who leads, what is asked of a newest month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from analysis.data.rows import monitor_of
from analysis.model.adding import TOTAL
from analysis.model.results import grouped
from analysis.questions.trends.newest import Newest
from analysis.questions.trends.series import Mark, Point, Series
from analysis.questions.trends.sums_words import (
    exceeds_sentences,
    exceeds_title,
    period_sentence,
    period_sentences,
    period_title,
    printed_period_sentence,
    when,
)
from analysis.show import dates, labels, numbers
from analysis.show.sources import pages_words
from analysis.show.standing import population_note

__all__ = [  # which stand in sums_words.py
    "exceeds_sentences",
    "exceeds_title",
    "period_sentence",
    "period_sentences",
    "period_title",
    "printed_period_sentence",
]
FEW = 6  # months that are named
MARKS: dict[str, Callable[[Mark], str]] = {  # by code
    "headline_changes": lambda mark: f"from {dates.month_name(mark.when)} published totals count {mark.said}",
    "residual_changes": lambda mark: f"from {dates.month_name(mark.when)}: {mark.said.rstrip('.')}",
    "enters": lambda mark: f"no toll before {dates.month_name(mark.when)}",
    "leaves": lambda mark: f"no toll after {dates.month_name(mark.when)}",
}


def newest_sentences(newest: Newest) -> str:
    """Ask about a newest month (a list of lines; '' without questions); the numbers may well be right."""
    lines = []
    for one in newest:
        before = f"{numbers.number(one.low)} to {numbers.number(one.high)} in {one.numbers} of the 12 months before"
        is_ = "no number now" if one.value is None else f"{numbers.number(one.value)} now"
        lines.append(f"  {one.label}, {numbers.MEASURES[one.measure]}: {is_}, {before}")
    if not lines:
        return ""
    who = f"{labels.monitor_label(newest.tolls)}, {newest.tolls.population}"
    head = f"Questions about {dates.month_name(newest.month)}, {who}"
    return "\n".join([f"{head} (each may have a good answer: typed right? left out?):", *lines])


def statuses_words(series: Series) -> str:
    """Say how many months there are of each status: complete, partial, totals alone or without figures."""
    totals = {line.month for line in series.killed if line.party == TOTAL and line.least is not None}
    statuses = (
        "no_total" if status == "partial" and month not in totals else status
        for month, status in series.statuses.items()
    )
    count = Counter(statuses)
    named = {
        "complete": "in which the parties reach the published total",
        "partial": "in which they do not",
        "no_total": "without a total of the same deaths",
        "total_only": "with a total only",
        "ranges_only": "with ranges or parts only",
        "no_figures": f"without figures for {series.tolls.population}",
    }
    found = [f"{count[code]} {name}" for code, name in named.items() if count[code]]
    return f"{dates.month_count(len(series.months))}, {labels.join(found)}"


def series_heading(series: Series) -> str:
    """Open a notebook on a period: monitor, months, who is counted and how complete the months are (Markdown)."""
    who, note = labels.monitor_label(series.tolls), population_note(series.tolls.population)
    return f"**{who}, {when(series)}: {statuses_words(series)}.** {note} {labels.lower_bound(series.tolls)}"


def trend_sentences(series: Series) -> list[str]:
    """What a series says."""
    return [gaps_sentence(series), leaders_sentence(series)]


def leaders_sentence(series: Series) -> str:
    """Say how often each party's toll was the month's highest, and how often more were attributed to nobody named."""
    there, leaders = len(series.months) - len(series.gaps), series.leaders.values()
    counts = Counter(labels.in_sentence(line.label) for lines in leaders for line in lines).most_common()
    if not counts:
        return f"In none of {there} months with figures can a highest toll be named."
    (first, months), *others = counts
    led = grouped((labels.in_sentence(line.label), month) for month, lines in series.leaders.items() for line in lines)
    when = {label: f" ({dates.months_words(found)})" for label, found in led.items() if len(found) <= FEW}
    of = f"In {months} of {dates.month_count(there)} with figures"
    line = f"{of} the highest toll of a party named was attributed to {first}"
    line += "".join(f", in {number} to {label}{when.get(label, '')}" for label, number in others)
    if shared := sum(len(lines) > 1 for lines in leaders):
        line += f"; in {shared} of these months parties share it"
    open_ = there - len(leaders)
    return " ".join([f"{line}; in {open_} it cannot be said." if open_ else f"{line}.", *outnumbered_words(series)])


def outnumbered_words(series: Series) -> list[str]:
    """Say in how many months a leftover class has more than the leader: a sentence, or none."""
    if not (months := series.outnumbered):
        return []
    who = residual_words(series)
    of = f"{len(months)} of the {dates.month_count(len(series.leaders))} with a highest toll"
    return [f"In {of}, more deaths were attributed to {who} than to that party."]


def residual_words(series: Series) -> str:
    """The leftover classes, within a sentence."""
    parties = series.tolls.parties
    return labels.join_or(labels.in_sentence_of(code, parties) for code in parties if code in parties.residual)


def changes_words(series: Series, *codes: str) -> list[tuple[str, str]]:
    """What changes within a series, with its first month: whom published totals count, whom a leftover class holds.

    Of these `codes` alone, if any are given.
    """
    found = _marks(series, *(codes or ("headline_changes", "residual_changes")))
    return list(dict.fromkeys((line.month, MARKS[mark.code](mark)) for line, mark in found))


def _marks(series: Series, *codes: str) -> list[tuple[Point, Mark]]:
    """The marks of these codes, with the lines that have them."""
    return [(line, mark) for line in series.killed for mark in line.marks if mark.code in codes]


def left_out_months(series: Series) -> list[str]:
    """Say which months leave out which places, in every number."""
    printed = grouped((line.month, line.remarks) for line in series.killed if line.state in ("reported", "range"))
    left_out = ((labels.left_out_of(found), dates.month_name(month)) for month, found in printed.items())
    months = grouped((places, name) for places, name in left_out if places)
    return [f"{labels.join(names)}: without the deaths in {places}" for places, names in months.items()]


def gaps_sentence(series: Series) -> str:
    """Name the months without figures and those with a total alone, what changes, and who enters and leaves."""
    parts = [
        f"{text}: {dates.months_words(months)}"
        for status, text in (
            ("no_figures", f"No figures for {series.tolls.population}"),
            ("total_only", "Only a total"),
            ("ranges_only", "Only ranges, minimums, maximums or partial counts"),
        )
        if (months := [month for month, of_month in series.statuses.items() if of_month == status])
    ]
    said = [*(text for _, text in changes_words(series)), *left_out_months(series)]
    parts += map(labels.capitalized, said)
    come = grouped((line.label, MARKS[mark.code](mark)) for line, mark in _marks(series, "enters", "leaves"))
    parts += [f"{label}: {labels.join(texts)}" for label, texts in come.items()]
    return ". ".join(parts) + "." if parts else "Every month has figures, and all count the same."


def trend_source(series: Series) -> str:
    """The source line of the monthly series."""
    reports, who = series.tolls.reports(), labels.monitor_label(series.tolls)
    kinds = Counter(reports.loc[reports["month"].between(series.start, series.end), "kind"])
    primary, lists, used = kinds["primary"], kinds["records"], kinds.total()
    pages = f"{pages_words(primary, used - primary - lists)}, on these months"
    if lists:
        pages = f"{f'{pages}; ' * (lists < used)}months counted from lists, not published by {who}: {lists}"
    name = monitor_of(series.tolls.data, series.tolls.monitor).name
    return f"Source: {name}; {pages}. {labels.what_counts_are(series.tolls)}"
