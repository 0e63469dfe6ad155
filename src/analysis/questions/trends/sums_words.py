"""Several months added up, and who exceeded whom, in words."""

from __future__ import annotations

from analysis.model.adding import TOTAL
from analysis.model.numerals import half_up
from analysis.model.parties import Parties
from analysis.questions.trends.exceeds import Compared, Exceeding
from analysis.questions.trends.series import Series
from analysis.questions.trends.sums import Period
from analysis.show import dates, labels, numbers, remarks
from analysis.tolls.pages import published_by
from analysis.tolls.periods import totals_of_whole_months
from analysis.tolls.series import Tolls

_SHOWN = 3  # months that are named one by one
_REASONS = {
    "no_figures": "no figures for {}",
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
        line += f"; for {dates.month_count(period.ends)} the lower end of a range or only a part"
    line += "."
    if period.published and sums:
        number, least = len(period.published), any(toll.of_causes or toll.limit for toll in period.published)
        added = "at least " * least + numbers.number(sum(toll.value or 0 for toll in period.published))
        line += f" Published totals exist for {number} months; they add up to {added}." if number > 1 else ""
        line += f" One month has a published total, {added}." if number == 1 else ""
    for month, places in period.left_out.items():
        line += f" The number of {dates.month_name(month)} leaves out the deaths in {labels.places_words(places)}."
    filled = " Only months with a number are added up; months without one are named, not filled in." if left else ""
    return " ".join([line, *_parts_sentences(period)]) + filled


def _parts_sentences(period: Period) -> list[str]:
    """Say which months' numbers are only of a part of the deaths."""
    parts = {month: one for month, one in period.parts.items() if all(toll.of_causes for toll in one.tolls)}
    some, said = [month for month in period.parts if month not in parts], []
    if len(parts) > _SHOWN:
        said.append(f"The numbers of {len(parts)} months cover only a part of the month's deaths.")
    for month, one in parts.items() if len(parts) <= _SHOWN else ():
        causes = {toll.causes for toll in one.tolls}
        what = f" ({remarks.causes_words(causes.pop())})" if len(causes) == 1 else ""
        number = f"The number of {dates.month_name(month)} ({numbers.number(one.number)})"
        said.append(f"{number} covers only a part of the month's deaths{what}.")
    if some:
        where = labels.join(map(dates.month_name, some)) if len(some) <= _SHOWN else f"{len(some)} months"
        said.append(f"In {where} only a part of the deaths of some parties is counted.")
    return said


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
        by_page.setdefault(row.url, []).append(f"{label} {numbers.end_of(numbers.number(row.value), row.limit)}")
    pages = [f"{'; '.join(by_page[url])} ({url})" for url in dict.fromkeys(row.url for row in printed)]
    line = f"Published as {who}'s {deaths(period)} for exactly this period: {'; '.join(pages)}."
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
    side, why = "above", "A later total can hold deaths documented after a month's report."
    if total < months:
        side, why = "below", "A later total can be revised."
    return f"{line} is {share} {side} the sum of its months, {numbers.number(months)}; the pages do not say why. {why}"


def exceeds_title(exceeding: Exceeding) -> str:
    """The title of a comparison month by month."""
    parties = exceeding.tolls.parties
    left, *rights = (labels.in_sentence_of(code, parties) for code in (exceeding.left, *exceeding.rights))
    what = f"{deaths(exceeding).capitalize()} {labels.documented(exceeding.tolls)}"
    return f"{what}: {left} compared with {labels.join(rights)}, month by month, {when(exceeding)}"


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
    if len(known) == 1:
        (only,) = known
        enough = (
            f"even if all {_of_others(only)}"
            if only.survives
            else f"if {numbers.number(_lead(only))} of the {_of_others(only)}"
        )
        stands = "would stand" if only.survives else "would not stand"
        return f" The order of {dates.month_name(only.month)} {stands} {enough} were caused by {whose}."
    text = (
        f" In {len(known) - len(fails)} of {dates.month_count(len(known))} in which more were attributed to {left} and "
        "a total is published, the order would stand even if all deaths in no named party's number were caused "
        f"by {whose}"
    )
    if not fails:
        return f"{text}."
    closest = min(fails, key=_lead)
    text += f"; in {dates.month_count(len(fails))} it would not stand if enough of them did"
    few, of = numbers.number(_lead(closest)), numbers.number(closest.residual)
    return f"{text} (fewest: {few} of {of}, {dates.month_name(closest.month)})."


def _of_others(line: Compared) -> str:
    """The deaths of a month that are attributed to others or to nobody."""
    deaths_ = "death" if line.residual == 1 else "deaths"
    return f"{numbers.number(line.residual)} {deaths_} in no named party's number"


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
