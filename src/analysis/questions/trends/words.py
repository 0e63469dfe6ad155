"""Several months in words: the series, who leads, what is asked of a newest month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from analysis.model.adding import TOTAL
from analysis.model.results import grouped
from analysis.questions.trends.newest import Newest
from analysis.questions.trends.series import Mark, Point, Series
from analysis.questions.trends.sums_words import (
    deaths,
    exceeds_sentences,
    exceeds_title,
    period_sentence,
    period_sentences,
    period_title,
    printed_period_sentence,
    when,
)
from analysis.show import dates, labels, numbers, standing
from analysis.show.standing import population_note
from analysis.tolls import completeness

__all__ = [  # which stand in sums_words.py
    "exceeds_sentences",
    "exceeds_title",
    "period_sentence",
    "period_sentences",
    "period_title",
    "printed_period_sentence",
]
_MARKS: dict[str, Callable[[Mark, str], str]] = {  # by code, the label of the party given
    "headline_changes": lambda mark, _: f"from {dates.month_name(mark.when)} published totals count {mark.said}",
    "residual_changes": lambda mark, _: f"from {dates.month_name(mark.when)}: {mark.said.rstrip('.')}",
    "enters": lambda mark, label: f"{label}: tolls from {dates.month_name(mark.when)} on",
    "leaves": lambda mark, label: f"{label}: tolls until {dates.month_name(mark.when)}",
}
_COME = {"enters": -0.5, "leaves": 0.5}  # before or after the month
_GREAT = 4  # a party is great whose highest month is at least one in so many of the highest of all


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
    count = Counter(series.statuses.values())
    named = {
        "complete": "in which the parties reach the published total",
        "partial": "in which they do not, or no total is gathered here",
        "total_only": "with a total only",
        "ranges_only": "with ranges or parts only",
        "no_figures": f"without figures of {series.tolls.population}",
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
    parts = [f"to {first} in {dates.month_count(months)}", *(f"to {label} in {number}" for label, number in others)]
    line = f"Of {there} months with figures the highest toll of the parties named was attributed {labels.join(parts)}"
    if shared := sum(len(lines) > 1 for lines in leaders):
        line += f"; in {shared} of these months parties share it"
    open_ = there - len(leaders)
    return " ".join([f"{line}; in {open_} it cannot be said." if open_ else f"{line}.", *outnumbered_words(series)])


def outnumbered_words(series: Series) -> list[str]:
    """Say in how many months a leftover class has more than the leader: a sentence, or none."""
    months, parties = series.outnumbered, series.tolls.parties
    if not months:
        return []
    who = labels.join_or(labels.in_sentence_of(code, parties) for code in parties if code in parties.residual)
    of = f"{len(months)} of the {dates.month_count(len(series.leaders))} with a leader"
    return [f"In {of} more deaths were attributed to {who} than to it."]


def changes_words(series: Series) -> list[tuple[str, str]]:
    """What changes within a series, with its first month: whom published totals count, whom a leftover class holds."""
    return list(dict.fromkeys(_marks(series, "headline_changes", "residual_changes")))


def _marks(series: Series, *codes: str) -> list[tuple[str, str]]:
    """What marks of these codes say, with their months."""
    lines = ((line, mark) for line in series.killed for mark in line.marks if mark.code in codes)
    return [(line.month, _MARKS[mark.code](mark, line.label)) for line, mark in lines]


def left_out_months(series: Series) -> list[str]:
    """Say which months leave out which places, in every number."""
    printed = grouped((line.month, line.remarks) for line in series.killed if line.state in ("reported", "range"))
    left_out = ((labels.left_out_of(found), dates.month_name(month)) for month, found in printed.items())
    months = grouped((places, name) for places, name in left_out if places)
    return [f"{labels.join(names)}: without the deaths in {places}" for places, names in months.items()]


def marked_changes(series: Series) -> list[tuple[float, str]]:
    """What a picture of a series marks, with its place between months: changes, and great parties that come or go."""
    months = series.months
    tolls = grouped(
        (line.party, line.least or 0) for line in series.killed if line.party in series.tolls.parties.actors
    )
    highest = {party: max(found) for party, found in tolls.items()}
    great = {party for party, most in highest.items() if 0 < max(highest.values()) <= _GREAT * most}
    found = {(months.index(month) - 0.5, text) for month, text in changes_words(series)}
    for line in series.killed:
        for mark in line.marks if line.party in great else ():
            if mark.code in _COME:
                found.add((months.index(line.month) + _COME[mark.code], _MARKS[mark.code](mark, line.label)))
    return sorted(found)


def trend_title(series: Series) -> str:
    """The title of a series."""
    return f"{deaths(series).capitalize()} {labels.documented(series.tolls)}, month by month, {when(series)}"


def trend_headline(series: Series) -> str:
    """What a picture of a series says first: between what its published totals, or the tolls of a party, lie."""
    what, killed = f"{standing.alleged_words(series.tolls)}{deaths(series)}", series.killed
    exact = [line for line in killed if line.party == TOTAL and line.count is not None and not line.limit]
    if len(exact) > 1:
        low, high = (end(exact, key=lambda line: line.count or 0) for end in (min, max))
        ends = " to ".join(f"{numbers.number(line.count)} ({dates.month_name(line.month)})" for line in (low, high))
        none = len(series.months) - sum(line.party == TOTAL and line.least is not None for line in killed)
        without = f"; {none} of {len(series.months)} months {'has' if none == 1 else 'have'} none" if none else ""
        return f"Published monthly totals of {what} ranged from {ends}{without}"
    own = [line for line in killed if line.party in series.tolls.parties.actors and line.least]
    if not own:
        return f"No page gathered here publishes a full count of {what} for any month of {when(series)}"
    line = max(own, key=lambda line: line.least or 0)
    number = numbers.BEFORE[line.limit] + numbers.range_words(line.count, line.count_min, line.count_max)
    who = labels.in_sentence(line.label)
    return f"The highest monthly number of {what} is {number}, attributed to {who} in {dates.month_name(line.month)}"


def trend_notes(series: Series, changes: list[tuple[float, str]], small: list[Point]) -> list[str]:
    """What a picture of a series says below: the marks, places left out, parties too small to draw."""
    said = [f"{mark} {text}" for mark, (_, text) in zip("abcdefgh", changes, strict=False)]
    said += left_out_months(series)
    notes = [f"{statuses_words(series)}."]
    notes += [f"{'; '.join(said)}."] if said else []
    if small:
        parties = series.tolls.parties
        most = [
            f"{labels.line_label(line.party, parties)} {numbers.limited(line)} ({dates.month_name(line.month)})"
            for line in small
        ]
        notes.append(f"Not drawn, with their highest month: {labels.join(most)}.")
    return notes


def is_floor(series: Series, month: str) -> bool:
    """Whether a party that pages of a month name has no number there: what the others add up to is a minimum."""
    killed, parties = series.tolls.of(month).killed, series.tolls.parties
    own = (toll for code, toll in killed.items() if code in parties and code not in {TOTAL, *parties.groups})
    return any(toll.named and toll.state in ("not_reported", "undecided", "range") for toll in own)


def sums_without_total(series: Series) -> dict[str, Point]:
    """The sum of the parties for each month without a published total, as a line of the series."""
    found = {}
    for line in series.killed:
        if line.party == TOTAL and line.least is None:
            row = completeness.standing(series.tolls, line.month, kinds=[]) if line.month not in series.gaps else None
            low, high = (None, None) if row is None else (row.sum_min, row.sum_max)
            if row is not None and row.sum_of_parties is not None:
                low = high = row.sum_of_parties
            if low or high:
                found[line.month] = replace(line, count=None if low != high else low, count_min=low, count_max=high)
    return found


def shares_over_time_title(series: Series) -> str:
    """The title of the shares of several months."""
    what = f"{deaths(series)} {labels.documented(series.tolls)}"
    return f"Children and women among {what}, {when(series)}: the parties with most months"


def shares_over_time_headline(series: Series, lines: list[Point]) -> str:
    """What the picture of the shares says first: between what those of the party with most months lie."""
    if not lines:
        none = f"No share of children and women together among {deaths(series)} can be given"
        return f"{none} for any month of {when(series)}"
    low, high = (end(lines, key=lambda line: line.share or 0) for end in (min, max))
    ends = " to ".join(dict.fromkeys(numbers.percent(line.count, line.killed) for line in (low, high)))
    who = labels.in_sentence(lines[0].label)
    return f"Of the {deaths(series)} attributed to {who} each month, {ends} were of children and women"


def leaders_headline(series: Series) -> str:
    """What the picture of the parties that lead says first."""
    there, leaders = len(series.months) - len(series.gaps), series.leaders.values()
    counts = Counter(labels.in_sentence(line.label) for lines in leaders for line in lines)
    if not counts:
        return leaders_sentence(series).rstrip(".")
    (label, most), open_ = counts.most_common(1)[0], there - len(leaders)
    what = f"{standing.alleged_words(series.tolls)}{deaths(series)}"
    line = f"Of the parties named, the most {what} were attributed to {label} in {most} of {dates.month_count(there)}"
    return f"{line}; in {open_} no party can be put first" if open_ else line


def leaders_title(series: Series) -> str:
    """The title of the parties that lead."""
    status = labels.documented_or_alleged(series.tolls)
    who = labels.monitor_label(series.tolls)
    return f"The party to which {who} attributed the most {status} {deaths(series)} each month, {when(series)}"


def gaps_sentence(series: Series) -> str:
    """Name the months without figures and those with a total alone, what changes, and who enters and leaves."""
    parts = [
        f"{text}: {dates.months_words(months)}"
        for status, text in (
            ("no_figures", f"No figures of {series.tolls.population}"),
            ("total_only", "Only a total"),
            ("ranges_only", "Only ranges, ends of them or parts"),
        )
        if (months := [month for month, of_month in series.statuses.items() if of_month == status])
    ]
    said = [*(text for _, text in changes_words(series)), *left_out_months(series)]
    parts += [text[:1].upper() + text[1:] for text in said]
    parts += [text for _, text in _marks(series, "enters", "leaves")]
    return ". ".join(parts) + "." if parts else "Every month has figures, and all count the same."


def trend_source(series: Series) -> str:
    """The source line of the monthly series."""
    reports, who = series.tolls.reports(), labels.monitor_label(series.tolls)
    kinds = Counter(reports.loc[reports["month"].between(series.start, series.end), "kind"])
    primary, lists, used = kinds["primary"], kinds["records"], kinds.total()
    relayed, count = numbers.number(used - primary - lists), numbers.number(used - lists)
    pages = f"{count} pages on these months, {numbers.number(primary)} by {who}, {relayed} relayed"
    if lists:
        pages = f"{f'{pages}; ' * (lists < used)}months counted from lists, not published by {who}: {lists}"
    return f"Source: {pages} (reports.csv). {labels.what_counts_are(series.tolls)}"
