"""The index of the site: the timeline and the table of all months."""

from __future__ import annotations

from calendar import month_abbr, month_name
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.data.rows import monitor_of
from analysis.language import say, say_as, say_count, sayable
from analysis.model.adding import TOTAL
from analysis.model.numerals import SMALLEST_N
from analysis.model.remarks import Remark
from analysis.model.results import grouped
from analysis.questions.shares.numbers import children_and_women, shares
from analysis.reading.lexicon import LANGUAGES, words
from analysis.show import dates, labels, numbers, remarks, standing
from analysis.site.timeline import Month, fill, parts_of, timeline, toll_words

_BAR = 120  # units of the longest row of parties
_DOWNLOADS = {
    "tolls.csv": sayable("every cell of every monitor: value, state, source, bounds and cautions"),
    "completeness.csv": sayable("how far each month's parties reach its total"),
    "findings.csv": sayable("which published numbers contradict each other"),
    "verdicts.csv": sayable("which claims of the press hold"),
    "manifest.json": sayable("the SHA-256 of what these were built from"),
}


def highest_words(month: Month) -> str:
    """The highest toll as the table writes it, with what limits it."""
    top, parties = month.compared.highest, month.tolls.parties
    if top is None:
        return say("no toll by party published")
    best = [line for line in month.compared.lines if line.rank == 1] if month.compared.leads else [top]
    who = labels.join(labels.party_label(line.party, parties, short=True) for line in best)
    number = toll_words(top)
    number = say("{number} each", number=number) if len(best) > 1 else number
    number = (
        say("{number} ({causes})", number=number, causes=remarks.items_words(top.causes)) if top.of_causes else number
    )
    said = [say("{party}, {number}", party=who, number=number)]
    said += [] if month.compared.leads else [say("another could be ahead")]
    for rest in month.compared.left_over:
        name = labels.party_label(rest.party, parties, short=True)
        said.append(say("{party} {number}", party=name, number=numbers.limited(rest)))
    return _marked(labels.semicolons(said), [top.remarks])


def _marked(text: str, numbers: Iterable[tuple[Remark, ...]]) -> str:
    """A text with a mark where the month's page names a doubt of its numbers."""
    doubtful = any(remarks.doubt_words(one, items=False) for one in numbers)
    return say("{text} (caution)", text=text) if doubtful else text


def index(months: list[Month], findings: pd.DataFrame, series: bool) -> dict[str, Any]:
    """What the template of the index wants: its months, their findings, and whether there is a page on the period."""
    months = [replace(month, tolls=month.tolls.until(months[-1].month)) for month in months]
    tolls = months[0].tolls
    who = labels.monitor_label(tolls)
    when = dates.period_words(months[0].month, months[-1].month)
    about = findings[findings["monitor"] == tolls.monitor]
    severities = {month: Counter(there) for month, there in about.groupby("month")["severity"]}
    counted = Counter(month.tolls.population for month in months)
    shown = min(counted, key=lambda population: (-counted[population], population))
    most = max(
        [1, *(sum(line.least for line in parts_of(month)) for month in months if month.tolls.population == shown)]
    )
    newest = months[-1]
    title = say("Deaths {documented}, {period}", documented=labels.documented(tolls), period=when)
    if tolls.as_of:
        title = say("{title}, from pages published by {date}", title=title, date=dates.date_words(tolls.as_of))
    return {
        "title": title,
        "about": say(
            "{month}: {finding}. Each month's deaths by party, with the page that published them.",
            month=newest.name,
            finding=newest.finding,
        ),
        "heading": who,
        "alleged": labels.is_alleged(tolls),
        "bound": labels.lower_bound(tolls),
        "pages": int(tolls.reports()["month"].isin([month.month for month in months]).sum()),
        "monitor": monitor_of(tolls.data, tolls.monitor).full_name,
        "timeline": timeline(months, shown),
        "columns": [
            *(say("Month"), say("Deaths"), "", say("Highest toll"), labels.capitalized(say("children and women"))),
            *(say("How complete"), say("Findings")),
        ],
        "years": _years([_row(month, severities.get(month.month, Counter()), shown, most) for month in months]),
        "count": len(months),
        "newest": {"href": f"{newest.month}/index.html", "name": newest.title, "finding": newest.finding},
        "search": _search(months),
        "series": series,
        "downloads": [{"name": name, "about": say(text)} for name, text in _DOWNLOADS.items()],
    }


def _years(rows: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The rows by year, the newest first."""
    by_year = grouped((row["month"][:4], row) for row in reversed(rows))
    return list(by_year.items())


def _search(months: list[Month]) -> dict[str, Any]:
    """What a month can be found by: its parties by every name, its numbers, the outlets that wrote of it.

    The names stand once, by the code of the party; a month has the codes, the numbers and the outlets.
    """
    data, tolls = months[0].tolls.data, months[0].tolls
    names = {
        str(row.party): [
            name
            for one in (row.label, row.short_label, row.later_label, row.aliases)
            if isinstance(one, str)
            for name in one.split("|")
        ]
        for row in data.parties.itertuples()
    }
    claims = pd.concat([data.claims, data.comparison_claims])
    outlets = grouped(zip(claims["month"], claims["outlet"], strict=True))
    found = {}
    for month in months:
        there = month.tolls.of(month.month)
        cells = [toll for measure in there.measures for toll in there.of(measure).values()]
        numbers_ = {end for toll in cells for end in toll.ends if end}
        codes = [
            code for code, toll in there.killed.items() if toll.is_printed and code in tolls.parties and code != TOTAL
        ]
        found[month.month] = [codes, sorted(numbers_), list(dict.fromkeys(outlets.get(month.month, [])))]
    said = [[f"{month_name[place]} {month_abbr[place]}"] for place in range(1, 13)]
    for language in LANGUAGES:
        for phrase, place in words(language)["months"].items():
            said[place - 1].append(phrase)
    named = [" | ".join(phrases) for phrases in said]
    return {
        "names": names,
        "months": found,
        "named": named,
        "examples": _examples(months[-1], names),
    }


def _examples(newest: Month, names: Mapping[str, list[str]]) -> str:
    """What can be looked for, such as: a number, a party by its short names in both scripts, a date."""
    compared, (year, number) = newest.compared, newest.month.split("-")
    top = compared.highest or compared.total
    known = sorted(names.get(top.party, []), key=len)
    latin, other = (next((name for name in known if name.isascii() == ascii_), "") for ascii_ in (True, False))
    said = [numbers.limited(top) if top.is_printed else "", latin, f"{number}/{year}", other]
    return ", ".join(filter(None, said))


def _row(month: Month, severities: Counter[str], shown: str, most: int) -> dict[str, Any]:
    """A row of the table of months; a total of another population is said to be one, and sorted apart."""
    total, top, population = month.compared.total, month.compared.highest, month.tolls.population
    both, of = children_and_women(month.tolls, month.month)
    groups = [line for line in shares(month.tolls, month.month) if line.group == "children_and_women"]
    groups = [line for line in groups if line.count is not None]
    doubts = [line.remarks for line in groups if line.party == TOTAL] or [line.remarks for line in groups]
    other = say_as("who", population) if population != shown else ""
    known = total.killed or sum(line.least for line in parts_of(month))
    of = of if 2 * of >= known else 0  # those with counts would stand for all
    enough = of >= SMALLEST_N
    places = labels.left_out_words(month.compared.lines)
    complete = [say("without the deaths in {places}", places=places)] if places else []
    complete += [standing.status_words(month.tolls, month.month)]
    complete += [say("figures for {population}", population=other)] if other else []
    errors, questions = severities["error"], severities.total() - severities["error"]
    found = [say_count("{number} error", "{number} errors", errors, number=errors)] if errors else []
    found += [say_count("{number} question", "{number} questions", questions, number=questions)] if questions else []
    whole = toll_words(total)
    whole = say("{number} {population}", number=whole, population=other) if other else whole
    return {
        "month": month.month,
        "name": month.name,
        "href": f"{month.month}/index.html",
        "total": _marked(whole, [total.remarks]) if total.is_printed else "",
        "total_value": "" if total.killed is None or other else total.killed,
        "bar": _bar(month, shown, most),
        "leader": highest_words(month),
        "leader_value": "" if top is None else top.killed or 0,
        "share": _marked(_share(both, of, enough), doubts) if of else "",
        "share_value": both / of if enough else "",
        "status": labels.semicolons(complete),
        "errors": errors,
        "findings": say_as("list", ", ").join(found),
    }


def _bar(month: Month, shown: str, most: int) -> list[dict[str, Any]]:
    """A month's parties in a row, as long as their tolls; none of another population."""
    x, parts = 0.0, []
    for line in parts_of(month) if month.tolls.population == shown else ():
        width = round(line.least / most * _BAR, 1)
        parts.append({"x": round(x, 1), "width": width, **fill(line.party, month.tolls.parties)})
        x += width
    return parts


def _share(both: int, of: int, enough: bool) -> str:
    """Children and women of the deaths for which both are printed; a percentage where these are enough."""
    counts = numbers.part_of(numbers.number(both), numbers.number(of))
    return say("{share} ({count})", share=numbers.percent(both, of), count=counts) if enough else counts
