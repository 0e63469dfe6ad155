"""Where a number is published: sources in sentences and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from analysis.data.definitions import definitions_of
from analysis.data.rows import ListRow, monitor_of, typed
from analysis.data.tables import Data
from analysis.language import say, say_count
from analysis.show import dates, labels, numbers
from analysis.tolls.series import Tolls


def source(data: Data, *codes: str) -> str:
    """Cite reports: who, whether it relays, date, address; of a list, which one."""
    cited = []
    for code in codes:
        if (report := data.report(code)) is None:
            cited.append(_of_period(data, code))
            continue
        label = monitor_of(data, report.monitor).short_name
        address = report.url
        if report.kind == "records":
            counted = [one for one in typed(data.only(report.month).lists, ListRow) if one.report_id == code]
            files = labels.join(f"{one.file} (SHA-256 {one.sha256[:12]})" for one in counted)
            text = say_count(
                "counted from a list of {monitor}, {files}, not published by {monitor}; the list: {address}",
                "counted from lists of {monitor}, {files}, not published by {monitor}; the lists: {address}",
                len(counted),
                monitor=label,
                files=files,
                address=address,
            )
        elif report.kind == "primary":
            day = dates.date_words(report.published)
            text = say("{monitor}, {date}, {address}", monitor=label, date=day, address=address)
        else:
            text = say(
                "{monitor} as relayed by {publisher}, {date}, {address}",
                monitor=label,
                publisher=report.publisher,
                date=dates.date_words(report.published),
                address=address,
            )
        cited.append(text)
    return labels.semicolons(cited)


def _of_period(data: Data, address: str) -> str:
    """Cite the page of totals of several months, which has no report here."""
    there = data.period_totals[data.period_totals["url"] == address]
    monitors = (monitor_of(data, monitor) for monitor in there["monitor"].unique())
    whose, periods = (
        labels.join(monitor.short_name for monitor in monitors),
        {(str(row.period_start)[:7], str(row.period_end)[:7]) for row in there.itertuples()},
    )
    if not periods:
        return address
    if len(periods) > 1:
        return say("{monitor}'s totals of several periods, {address}", monitor=whose, address=address)
    start, end = next(iter(periods))
    year = start[:4] if (start[5:], end) == ("01", f"{start[:4]}-12") else ""
    when = year or dates.period_words(start, end)
    return say("{monitor}'s total for {period}, {address}", monitor=whose, period=when, address=address)


def reports_cited(data: Data, lines: Iterable[labels.Shown]) -> list[str]:
    """The reports that lines cite: code, who, date, address."""
    cited = dict.fromkeys(code for line in lines for code in line.page_shown)
    return [
        say("{report}: {source}", report=code, source=source(data, code)) if data.report(code) else source(data, code)
        for code in cited
    ]


def report_words(data: Data, address: bool = False) -> Callable[[str], str]:
    """What writes a report that a sentence names: who published it and when, on request with its address."""

    def write(report_id: str) -> str:
        if (row := data.report(report_id)) is None:
            return report_id
        who = monitor_of(data, row.monitor).short_name if row.kind == "primary" else row.publisher
        said = {"publisher": who, "date": dates.date_words(row.published)}
        if address:
            return say("{publisher}, {date}, {address}", **said, address=row.url)
        return say("{publisher}, {date}", **said)

    return write


def as_of_sentence(tolls: Tolls, month: str) -> str:
    """Say which reports of a month were used, and how many a date left out."""
    reports = tolls.data.only(month).reports
    reports, used = reports[reports["monitor"] == tolls.monitor], tolls.reports(month)
    primary = int((used["kind"] == "primary").sum())
    lists = int((used["kind"] == "records").sum())
    by_others = len(used) - primary - lists
    said = [say("Based on {pages}.", pages=pages_words(primary, by_others))] if len(used) > lists or not lists else []
    if lists:
        said.append(
            say_count(
                "Counted from a list, not published by the monitor.",
                "Counted from {number} lists, not published by the monitor.",
                lists,
                number=lists,
            )
        )
    if tolls.as_of:
        undated = int(reports["published"].isna().sum())
        said.append(
            say_count(
                "Only what was published by {date}; {number} undated page left out.",
                "Only what was published by {date}; {number} undated pages left out.",
                undated,
                date=dates.date_words(tolls.as_of),
                number=numbers.number(undated),
            )
        )
    return " ".join(said)


def pages_words(primary: int, by_others: int) -> str:
    """Say how many pages there are, by the monitor itself and by others.

    Examples
    --------
    >>> pages_words(4, 3), pages_words(1, 0)
    ('7 pages: 4 by the monitor and 3 by others that relay it', '1 page by the monitor')
    """
    every = primary + by_others
    if primary and by_others:
        return say_count(
            "{number} page: {primary} by the monitor and {others} by others that relay it",
            "{number} pages: {primary} by the monitor and {others} by others that relay it",
            every,
            number=numbers.number(every),
            primary=numbers.number(primary),
            others=numbers.number(by_others),
        )
    if primary:
        return say_count(
            "{number} page by the monitor", "{number} pages by the monitor", every, number=numbers.number(every)
        )
    return say_count(
        "{number} page by others that relay it",
        "{number} pages by others that relay it",
        every,
        number=numbers.number(every),
    )


def licence(data: Data, name: str = "title") -> str:
    """The licence that the data package names for its tables, by its title or its name; '' without one."""
    named = [one.get(name) or one.get("name") for one in data.contract.get("licenses", []) if isinstance(one, dict)]
    return ", ".join(str(one) for one in named if one)


def credit(data: Data) -> str:
    """What a picture that travels alone has to say of its numbers: the licence, and the address of the data if any."""
    short, homepage = licence(data, "name").replace("-", " "), str(data.contract.get("homepage") or "")
    if short and homepage:
        return say("Compiled tables: {licence}; data and method: {address}.", licence=short, address=homepage)
    if short:
        return say("Compiled tables: {licence}.", licence=short)
    return say("Data and method: {address}.", address=homepage) if homepage else ""


def source_line(tolls: Tolls, month: str) -> str:
    """The line under a picture: monitor, how many pages, and whether its own or relayed."""
    name = monitor_of(tolls.data, tolls.monitor).full_name
    dated = definitions_of(tolls.data.definitions, tolls.monitor, month).of("dated_by", tolls.population)
    source = say("Source: {monitor}, reports on {month}.", monitor=name, month=dates.month_name(month))
    said = [source, as_of_sentence(tolls, month), labels.what_counts_are(tolls)]
    if any(one.code == "documentation" for one in dated):
        said.append(say("Each counts in the month in which it was documented; some happened earlier."))
    return " ".join(said)


def sources_table(tolls: Tolls, month: str) -> pd.DataFrame:
    """List the pages a month's figures come from."""
    return _sources(tolls.reports(month))


def _sources(used: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            say("Report"): used["report_id"],
            say("Publisher"): used["publisher"],
            say("Kind"): used["kind"],
            say("Published"): [dates.date_words(day) for day in used["published"]],
            say("Language"): used["language"],
            say("Address"): used["url"],
        }
    ).reset_index(drop=True)


def cited_table(data: Data, lines: Iterable[labels.Shown]) -> pd.DataFrame:
    """List the pages that lines, and the doubts about them, come from."""
    lines = list(lines)
    cited = {page for line in lines for remark in line.remarks for page in remark.reports}
    cited |= {page for line in lines for page in line.page_shown}
    reports = data.only(*sorted({report.month for code in cited if (report := data.report(code))})).reports
    return _sources(reports[reports["report_id"].isin(cited)])
