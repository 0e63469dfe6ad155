"""Several months in words: sums, who exceeded whom, the series."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from analysis.data.rows import monitor_of
from analysis.model.adding import TOTAL
from analysis.model.numerals import half_up
from analysis.model.parties import Parties
from analysis.model.results import grouped
from analysis.questions.trends.exceeds import Compared, Exceeding
from analysis.questions.trends.newest import Newest
from analysis.questions.trends.series import Mark, Series
from analysis.questions.trends.sums import Period
from analysis.show import dates, labels, numbers, remarks
from analysis.show.standing import population_note
from analysis.tolls.pages import published_by
from analysis.tolls.periods import totals_of_whole_months
from analysis.tolls.series import Tolls

MARKS: dict[str, Callable[[Mark, str], str]] = {  # by code, the label of the party given
    "headline_changes": lambda mark, _: f"from {dates.month_name(mark.when)} published totals count {mark.said}",
    "residual_changes": lambda mark, _: f"from {dates.month_name(mark.when)}: {mark.said.rstrip('.')}",
    "enters": lambda mark, label: f"{label}: tolls from {dates.month_name(mark.when)} on",
    "leaves": lambda mark, label: f"{label}: tolls until {dates.month_name(mark.when)}",
}
_REASONS = {
    "no_figures": "no figures of {}",
    "not_there": "one of them could not appear in this month",
    "not_counted": "the monitor does not count every party's losses",
    "bounds": "only ends of ranges are published",
    "no_toll": "no full count of {}",
}


def when(result: Period | Exceeding | Series) -> str:
    """The months of a result."""
    return dates.period_words(result.start, result.end)


def deaths(result: Period | Exceeding | Series) -> str:
    """Whose deaths a result counts."""
    return numbers.DEATHS[result.tolls.population][1]


def period_title(period: Period) -> str:
    """The title of the sums of a period."""
    what = f"{deaths(period).capitalize()} {labels.documented(period.tolls)}"
    return f"{what}, by party they are attributed to, {when(period)}"


def period_sentences(period: Period) -> list[str]:
    """What the sums of a period say."""
    return [period_sentence(period), printed_period_sentence(period)]


def period_sentence(period: Period) -> str:
    """Say what the total of a period is, and that nothing is filled in."""
    whole, totals, sums = period.whole, period.totals, period.sums
    if whole.count is None:
        none = f"No page gathered here publishes a full count of {deaths(period)} for any month of {when(period)}"
        return f"{none}, only ranges or parts."
    count = f"{'At least ' * whole.at_least}{numbers.number(whole.count)} {deaths(period)}"
    parts = [f"the published total of {dates.month_count(totals)}"] if totals else []
    without = " without one" if totals else ""
    parts += [f"the sum of the parties in {dates.month_count(sums)}{without}"] if sums else []
    line = f"{count} {labels.documented(period.tolls)}, {when(period)}: {labels.join(parts)}"
    if left := whole.months - totals - sums:
        neither = "with neither" if totals and sums else "without a number"
        line += f"; {dates.month_count(left)} of {whole.months} {neither}"
    if period.ends:
        line += f"; in {dates.month_count(period.ends)} of ranges the lower ends, or some causes only"
    line += "."
    if period.published and sums:
        number, exist = len(period.published), "totals exist" if len(period.published) > 1 else "total exists"
        least = "at least " * any(toll.of_causes or toll.limit for toll in period.published)
        added = ("they add up to " * (number > 1)) + least
        added += numbers.number(sum(toll.value or 0 for toll in period.published))
        line += f" Published {exist} for {dates.month_count(number)}; {added}."
    for month, places in period.left_out.items():
        line += f" The number of {dates.month_name(month)} leaves out the deaths in {labels.places_words(places)}."
    return f"{line} Only months with a number are added up; months without one are named, not filled in."


def printed_period_sentence(period: Period) -> str:
    """Say what pages publish as the monitor's total for exactly these months, each number with its page.

    Where every month has an exact total too, say how far the later total is from their sum.
    """
    tolls, who, whole = period.tolls, labels.monitor_label(period.tolls), period.whole
    about = (tolls.monitor, tolls.population, "killed", period.start, period.end)
    gathered = totals_of_whole_months(published_by(tolls.data.period_totals, tolls.as_of))
    printed = [one for one in gathered if (one.monitor, one.population, one.measure, one.first, one.last) == about]
    if not printed:
        return f"We found no published {who} total for exactly this period."
    order, by_page = list(tolls.parties), dict[str, list[str]]()
    for row in sorted(printed, key=lambda row: order.index(row.party))[::-1]:
        label = "all parties together" if row.party == TOTAL else labels.in_sentence_of(row.party, tolls.parties)
        by_page.setdefault(row.url, []).append(f"{label} {numbers.BEFORE[row.limit]}{numbers.number(row.value)}")
    pages = [f"{'; '.join(by_page[url])} ({url})" for url in dict.fromkeys(row.url for row in printed)]
    line = f"Published as {who}'s {deaths(period)} for exactly this period: {'. '.join(pages)}."
    if whole.count is None or whole.at_least or period.totals != whole.months or whole.months == 1:
        return line
    totals = dict.fromkeys(row.value for row in printed if row.party == TOTAL and not row.limit)
    return " ".join([line, *(_revision(who, period, total, whole.count) for total in totals)])


def _revision(who: str, period: Period, total: int, months: int) -> str:
    """Say how far a monitor's total of a period is from the sum of its months."""
    start, end = period.start, period.end
    year = f"the year {start[:4]}" if (start[5:], end[5:]) == ("01", "12") and start[:4] == end[:4] else when(period)
    line = f"{who}'s total for {year}, {numbers.number(total)},"
    if total == months:
        return f"{line} is the sum of its months."
    if not months:
        return f"{line} stands above the sum of its months, 0."
    tenths = half_up(abs(total - months), months, 1000)
    share = f"{tenths // 10}.{tenths % 10}%" if tenths else "less than 0.1%"
    side, why = "above", "monitors go on documenting after a month's report"
    if total < months:
        side, why = "below", "monitors also revise what they have documented"
    return f"{line} is {share} {side} the sum of its months, {numbers.number(months)}: {why}."


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


def exceeds_title(exceeding: Exceeding) -> str:
    """The title of a comparison month by month."""
    parties = exceeding.tolls.parties
    left, *rights = (labels.in_sentence_of(code, parties) for code in (exceeding.left, *exceeding.rights))
    what = f"{deaths(exceeding).capitalize()} {labels.documented(exceeding.tolls)}"
    return f"{what}: {left} against {labels.join(rights)}, month by month, {when(exceeding)}"


def exceeds_sentences(exceeding: Exceeding) -> str:
    """Say in which months one party's toll exceeded another's."""
    parties, of = exceeding.tolls.parties, deaths(exceeding)
    left = labels.in_sentence_of(exceeding.left, parties)
    names = [labels.in_sentence_of(code, parties) for code in exceeding.rights]
    rights = f"each of {labels.join(names)}" if len(names) > 1 else names[0]
    there = [line for line in exceeding if line.why is None or line.why.code != "not_there"]
    holds, fails, open_ = (
        [line.month for line in there if line.verdict == verdict] for verdict in ("holds", "fails", "undecidable")
    )
    measure = numbers.MEASURES[exceeding.measure]
    what = of if measure == "deaths" else f"{measure} among {of}"
    line = f"{when(exceeding)}, {what} {labels.documented(exceeding.tolls)}: "
    line += f"more were attributed to {left} than to {rights} in {len(holds)} of {dates.month_count(len(there))}"
    line += f" ({dates.months_words(holds)})" if holds else ""
    line += f", not more in {len(fails)}" + (f" ({dates.months_words(fails)})" if fails else "")
    line += f"; in {len(open_)} it cannot be said ({dates.months_words(open_)})" if open_ else ""
    apart = len(exceeding) - len(there)
    line += f". In {apart} other months one of them could not appear" if apart else ""
    return f"{line}.{_survival(exceeding, left, names)}"


def _survival(exceeding: Exceeding, left: str, names: list[str]) -> str:
    """Say in how many months an order stands whosever the other, unidentified and unaccounted deaths are."""
    known = [line for line in exceeding if line.survives is not None]
    if not known:
        return ""
    fails = [line for line in known if not line.survives]
    whose = names[0] if len(names) == 1 else f"one of {labels.join(names)}"
    text = (
        f" In {len(known) - len(fails)} of {dates.month_count(len(known))} in which more were attributed to {left} and "
        "a total is published, the order would stand even if all deaths in no named party's number belonged to "
        f"{whose}"
    )
    if not fails:
        return f"{text}."
    closest = min(fails, key=_lead)
    text += f"; in {dates.month_count(len(fails))} it would not if enough of them did"
    few, of = numbers.number(_lead(closest)), numbers.number(closest.residual)
    return f"{text} (fewest: {few} of {of}, {dates.month_name(closest.month)})."


def _lead(line: Compared) -> int:
    """By how many deaths at the least the left side is ahead."""
    mine = line.at_least if line.documented is None else line.documented
    other = line.right_at_most if line.right_documented is None else line.right_documented
    return mine - (other or 0)


def doubts_of_both(line: Compared, parties: Parties) -> list[str]:
    """The doubts about both numbers of a month, each with its party."""
    sides = ((line.left, line.remarks), (line.right, line.right_remarks))
    said = [(labels.party_label(party, parties, short=True), remarks.doubt_words(doubts)) for party, doubts in sides]
    return [f"{label}: {'; '.join(doubts)}" for label, doubts in said if doubts]


def reason_words(line: Compared, tolls: Tolls) -> str:
    """Why it cannot be said which toll is higher; '' where it can."""
    if line.why is None:
        return ""
    whose = labels.join(labels.in_sentence_of(code, tolls.parties) for code in line.why.parties) or tolls.population
    return _REASONS[line.why.code].format(whose)


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
    """Say how often each party's toll was the month's highest."""
    there, leaders = len(series.months) - len(series.gaps), series.leaders.values()
    counts = Counter(labels.in_sentence(line.label) for lines in leaders for line in lines)
    parts = [f"{label} in {number}" for label, number in counts.most_common()]
    if not parts:
        return f"In none of {there} months with figures can a highest toll be named."
    line = (
        f"Of {there} months with figures the highest toll of the parties named was attributed to {labels.join(parts)}"
    )
    if shared := sum(len(lines) > 1 for lines in leaders):
        line += f"; in {shared} of these months parties share it"
    open_ = there - len(leaders)
    return f"{line}; in {open_} that cannot be said." if open_ else f"{line}."


def changes_words(series: Series) -> list[tuple[str, str]]:
    """What changes within a series, with its first month: whom published totals count, whom a leftover class holds."""
    return list(dict.fromkeys(_marks(series, "headline_changes", "residual_changes")))


def _marks(series: Series, *codes: str) -> list[tuple[str, str]]:
    """What marks of these codes say, with their months."""
    lines = ((line, mark) for line in series.killed for mark in line.marks if mark.code in codes)
    return [(line.month, MARKS[mark.code](mark, line.label)) for line, mark in lines]


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
    name = monitor_of(series.tolls.data, series.tolls.monitor).name
    return f"Source: {name}; {pages}. {labels.what_counts_are(series.tolls)}"
