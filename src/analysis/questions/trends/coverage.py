"""What the series has, and what it lacks: for each month whose pages there are, and for which parties a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from analysis.data.rows import monitor_of
from analysis.data.tables import Data
from analysis.language import language, say, say_count
from analysis.model.adding import TOTAL
from analysis.model.names import find_monitor
from analysis.model.parties import Parties, Party
from analysis.model.results import Result, grouped
from analysis.model.tolls import Toll
from analysis.safe_text import markdown
from analysis.show import dates
from analysis.tolls.monthly import tolls_by_population
from analysis.tolls.periods import calendar

_KINDS = ("whole", "undecided", "parts")  # of what is published for a party, the best first
SOURCES = ("own", "relays", "nothing")  # a page of the monitor's own; only pages that relay it; no page
HAS = ("parties", "total", "parts", "nothing")  # numbers of parties; only a total; only parts of the deaths


@dataclass(frozen=True)
class Covered:
    """What is gathered of one month."""

    month: str
    pages: int
    primary_pages: int
    source: str
    has: str
    parties: tuple[str, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Coverage(Result[Covered]):
    """What is gathered of a monitor, one line a month of the calendar."""

    data: Data
    monitor: str
    lines: tuple[Covered, ...]
    name: ClassVar[str] = "coverage"
    translated: ClassVar[bool] = True

    @property
    def text(self) -> str:
        """What the series of the monitor has and lacks: sentences, and tables by year and by party (Markdown)."""
        data, months = self.data, self.lines
        who = markdown(monitor_of(data, self.monitor).short_name)
        heading = say("# What the series of {monitor} has, and what it lacks", monitor=who)
        if not months:
            return "\n\n".join([heading, say("No page is gathered here.")]) + "\n"
        by_source = {source: [one.month for one in months if one.source == source] for source in SOURCES}
        by_has = {has: [one.month for one in months if one.has == has and one.pages] for has in HAS}
        first, last = months[0].month, months[-1].month
        total = say("- **Only a total**, no number of a party: {months}.", months=_months(by_has["total"]))
        lines = [
            heading,
            "",
            say(
                "{period}: {months}, as far as the pages gathered here go. What is missing is missing from these "
                "pages; {monitor} may have published it.",
                period=dates.period_words(first, last),
                months=dates.month_count(len(months)),
                monitor=who,
            ),
            "",
            say(
                "- **A page of {monitor}'s own**, for some or all of the numbers: {months}.",
                monitor=who,
                months=_months(by_source["own"]),
            ),
            say("- **Relays only** (press and others): {months}.", months=_months(by_source["relays"])),
            " ".join([total, _half_years(by_has["total"])]),
            say("- **Only parts**, by cause or place: {months}.", months=_months(by_has["parts"])),
            say("- **Nothing**: {months}.", months=_months(by_source["nothing"])),
            say("- **After {month}**: {found}", month=dates.month_name(last), found=_later(data, last)),
            "",
            say("## Months of each year"),
            "",
            *_by_year(months),
            "",
            say("## Months with a number of a party's own, by year"),
            "",
            say(
                "10/12: 10 of the 12 months in which the party can appear, blank where it cannot; numbers of "
                "civilians, of fighters and of persons count alike. A month without a number is not one without deaths."
            ),
            "",
            *_by_party(data, months),
        ]
        return "\n".join(line.rstrip() for line in lines) + "\n"


def coverage(data: Data, monitor: str | None = None) -> Coverage:
    """Say of every month what is gathered here of a monitor: whose pages, and for which parties a number.

    Parameters
    ----------
    data
        What `read_data` returns.
    monitor
        A code of monitors.csv; None: the first by its `order`.

    Returns
    -------
    Coverage
        One line a month of the calendar, from the first to the last with a page. `pages` and `primary_pages` are how
        many report on it; `source` says whose they are: own, relays or nothing. `has` says what they publish in any
        population: parties (a number, or an end of one, of a party alone or with others), total (of all parties alone),
        parts (of some causes or places) or nothing. `parties` are those with a number of their own on which the pages
        agree. `.frame` is the table (counts Int64, parties joined by `|`), `.text` the sentences.

    Raises
    ------
    NotComparable
        An unknown monitor.

    Examples
    --------
    >>> from analysis import read_data
    >>> found = coverage(read_data()).frame.set_index("month")
    >>> found.loc["2016-01", "source"], found.loc["2019-12", "has"]
    ('own', 'total')
    """
    monitor = find_monitor(data.monitors, monitor)
    reports = data.reports[(data.reports["monitor"] == monitor) & (data.reports["kind"] != "records")]
    pages = grouped(zip(reports["month"], reports["kind"], strict=True))
    numbers: dict[str, dict[str, str]] = {}  # by month: code -> the best kind of number
    for tolls in tolls_by_population(data, monitor).values():
        for toll in tolls.lines:
            if toll.measure == "killed" and (kind := _kind(toll)):
                there = numbers.setdefault(toll.month, {})
                there[toll.party] = min(kind, there.get(toll.party, kind), key=_KINDS.index)
    order = Parties.of(data.parties.to_dict("records"))
    lines = []
    for month in calendar(min(pages), max(pages)) if pages else ():
        kinds, there = pages.get(month, []), numbers.get(month, {})
        primary = kinds.count("primary")
        source = "own" if primary else "relays" if kinds else "nothing"
        parties = tuple(code for code in order if there.get(code) == "whole" and code != TOTAL)
        lines.append(Covered(month, len(kinds), primary, source, _has(there), parties))
    return Coverage(data, monitor, tuple(lines))


def _kind(toll: Toll) -> str:
    """What kind of number there is for a party; '' for none."""
    if toll.is_printed and not toll.of_causes:
        return "whole"
    if toll.state == "undecided":
        return "undecided"
    return "parts" if toll.of_causes or toll.at_least is not None else ""


def _has(there: dict[str, str]) -> str:
    """What is published in a month, by the kinds of its numbers."""
    if any(kind != "parts" for code, kind in there.items() if code != TOTAL):
        return "parties"
    if there.get(TOTAL) == "whole" and "parts" not in there.values():
        return "total"
    return "parts" if there else "nothing"


def _months(months: list[str]) -> str:
    if not months:
        return say("none")
    return say("{number} ({months})", number=dates.month_count(len(months)), months=dates.months_words(months))


def _half_years(months: list[str]) -> str:
    """Say how many months are those at the end of a half-year, whose reports are about the half-year or the year."""
    ends = sum(month.endswith(("-06", "-12")) for month in months)
    if not ends:
        return ""
    return say_count(
        "{number} of these is a June or December.",
        "{number} of these are Junes and Decembers.",
        ends,
        number=ends,
    )


def _later(data: Data, last: str) -> str:
    """Say which months after the last were looked for and not found."""
    if not data.dated or data.dated[:7] <= last:
        return say("nothing was looked for.")
    after, until = str(pd.Period(last, "M") + 1), str(pd.Period(data.dated[:7], "M") - 1)
    if after > until:
        return say("no month had ended when the pages were gathered.")
    return say(
        "no monthly toll was found for {period} among the pages that could be searched by {date}.",
        period=dates.period_words(after, until),
        date=dates.date_words(data.dated),
    )


def _years(months: Sequence[Covered]) -> dict[str, list[Covered]]:
    """The months of each year."""
    return grouped((one.month[:4], one) for one in months)


def _by_year(months: Sequence[Covered]) -> list[str]:
    sources_named = [say("Own page"), say("Relays only"), say("Nothing")]
    has_named = [say("Numbers of parties"), say("Only a total"), say("Only parts")]
    rows = [[say("Year"), say("Months"), *sources_named, *has_named]]
    for year, inside in _years(months).items():
        sources, has = [one.source for one in inside], [one.has for one in inside if one.pages]
        counts = [len(inside), *map(sources.count, SOURCES), *map(has.count, HAS[:-1])]
        rows.append([year, *map(str, counts)])
    return _pipes(rows)


def _by_party(data: Data, months: Sequence[Covered]) -> list[str]:
    years, parties = _years(months), Parties.of(data.parties.to_dict("records"))
    rows = [[say("Party"), *years]]
    for code, party in parties.items():
        if code != TOTAL and any(code in one.parties for one in months):
            cells = [_of_year(party, inside) for inside in years.values()]
            rows.append([markdown(_later_name(party)), *cells])
    return _pipes(rows)


def _later_name(party: Party) -> str:
    """The name of a party beside later months."""
    if language() == "ar" and (arabic := party.later_label_ar or party.label_ar):
        return arabic
    return party.later_label or party.label


def _of_year(party: Party, months: Sequence[Covered]) -> str:
    """How many months have a number of the party, of those in which it can appear; '' where it cannot."""
    can, has = sum(party.can_appear(one.month) for one in months), sum(party.code in one.parties for one in months)
    return f"{has}/{can}" if can else ""


def _pipes(rows: list[list[str]]) -> list[str]:
    """A table in Markdown, its first row the header."""
    lines = [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
    return [lines[0], f"|{'---|' * len(rows[0])}", *lines[1:]]
