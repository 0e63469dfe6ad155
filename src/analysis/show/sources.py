"""Where a number is published: sources in sentences and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from analysis.data.definitions import definitions_of
from analysis.data.rows import ListRow, monitor_of, typed
from analysis.data.tables import Data
from analysis.show import dates, labels, numbers
from analysis.tolls.series import Tolls


def source(data: Data, *codes: str) -> str:
    """Cite reports: who, whether it relays, date, address; of a list, which one."""
    cited = []
    for code in codes:
        if (report := data.report(code)) is None:
            cited.append(_of_period(data, code))
            continue
        label = monitor_of(data, report.monitor).short_label
        if report.kind == "records":
            counted = [one for one in typed(data.only(report.month).lists, ListRow) if one.report_id == code]
            files = labels.join(f"{one.file} (SHA-256 {one.sha256[:12]})" for one in counted)
            a_list, the_list = ("a list", "the list") if len(counted) == 1 else ("lists", "the lists")
            cited.append(
                f"counted from {a_list} of {label}, {files}, not published by {label}; {the_list}: {report.url}"
            )
            continue
        who = label if report.kind == "primary" else f"{label} as relayed by {report.publisher}"
        cited.append(f"{who}, {dates.date_words(report.published)}, {report.url}")
    return "; ".join(cited)


def _of_period(data: Data, address: str) -> str:
    """Cite the page of totals of several months, which has no report here."""
    there = data.period_totals[data.period_totals["url"] == address]
    whose = labels.join(monitor_of(data, monitor).short_label for monitor in there["monitor"].unique())
    periods = {(str(row.period_start)[:7], str(row.period_end)[:7]) for row in there.itertuples()}
    if not periods:
        return address
    start, end = next(iter(periods))
    year = start[:4] if (start[5:], end) == ("01", f"{start[:4]}-12") else ""
    one = f"total for {year or dates.period_words(start, end)}" if len(periods) == 1 else "totals of several periods"
    return f"{whose}'s {one}, {address}"


def reports_cited(data: Data, lines: Iterable[labels.Shown]) -> list[str]:
    """The reports that lines cite: code, who, date, address."""
    cited = dict.fromkeys(code for line in lines for code in line.page_shown)
    return [(f"{code}: " if data.report(code) else "") + source(data, code) for code in cited]


def report_words(data: Data, address: bool = False) -> Callable[[str], str]:
    """What writes a report that a sentence names: who published it and when, on request with its address."""

    def write(report_id: str) -> str:
        if (row := data.report(report_id)) is None:
            return report_id
        who = monitor_of(data, row.monitor).short_label if row.kind == "primary" else row.publisher
        said = [who, dates.date_words(row.published), *([row.url] if address else [])]
        return ", ".join(said)

    return write


def as_of_sentence(tolls: Tolls, month: str) -> str:
    """Say which reports of a month were used, and how many a date left out."""
    reports = tolls.data.only(month).reports
    reports, used = reports[reports["monitor"] == tolls.monitor], tolls.reports(month)
    primary = int((used["kind"] == "primary").sum())
    lists = int((used["kind"] == "records").sum())
    by_others = len(used) - primary - lists
    line = f"Based on {pages_words(primary, by_others)}."
    if lists:
        of_list = f"Counted from {'a list' if lists == 1 else f'{lists} lists'}, not published by the monitor."
        line = of_list if lists == len(used) else f"{line} {of_list}"
    if not tolls.as_of:
        return line
    undated, by = _pages(int(reports["published"].isna().sum())), dates.date_words(tolls.as_of)
    return f"{line} Only what was published by {by}; {undated.replace(' ', ' undated ')} left out."


def pages_words(primary: int, by_others: int) -> str:
    """Say how many pages there are, by the monitor itself and by others.

    Examples
    --------
    >>> pages_words(4, 3), pages_words(1, 0)
    ('7 pages: 4 by the monitor and 3 by others that relay it', '1 page by the monitor')
    """
    pages = _pages(primary + by_others)
    if primary and by_others:
        return (
            f"{pages}: {numbers.number(primary)} by the monitor and {numbers.number(by_others)} by others that relay it"
        )
    return f"{pages} by {'the monitor' if primary else 'others that relay it'}"


def _pages(count: int) -> str:
    return f"{numbers.number(count)} page{'' if count == 1 else 's'}"


def licence(data: Data, name: str = "title") -> str:
    """The licence that the data package names for its tables, by its title or its name; '' without one."""
    named = [one.get(name) or one.get("name") for one in data.contract.get("licenses", []) if isinstance(one, dict)]
    return ", ".join(str(one) for one in named if one)


def credit(data: Data) -> str:
    """What a picture that travels alone has to say of its numbers: the licence, and the address of the data if any."""
    short, homepage = licence(data, "name").replace("-", " "), str(data.contract.get("homepage") or "")
    said = [f"Compiled tables: {short}" if short else "", f"data and method: {homepage}" if homepage else ""]
    line = "; ".join(filter(None, said))
    return f"{labels.capitalized(line)}." if line else ""


def source_line(tolls: Tolls, month: str) -> str:
    """The line under a picture: monitor, how many pages, and whether its own or relayed."""
    name = monitor_of(tolls.data, tolls.monitor).name
    what = labels.what_counts_are(tolls)
    dated = definitions_of(tolls.data.definitions, tolls.monitor, month).of("dated_by", tolls.population)
    if any(one.code == "documentation" for one in dated):
        what += " Each counts in the month in which it was documented; some happened earlier."
    return f"Source: {name}, reports on {dates.month_name(month)}. {as_of_sentence(tolls, month)} {what}"


def sources_table(tolls: Tolls, month: str) -> pd.DataFrame:
    """List the pages a month's figures come from."""
    return _sources(tolls.reports(month))


def _sources(used: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Report": used["report_id"],
            "Publisher": used["publisher"],
            "Kind": used["kind"],
            "Published": [dates.date_words(day) for day in used["published"]],
            "Language": used["language"],
            "Address": used["url"],
        }
    ).reset_index(drop=True)


def cited_table(data: Data, lines: Iterable[labels.Shown]) -> pd.DataFrame:
    """List the pages that lines, and the doubts about them, come from."""
    lines = list(lines)
    cited = {page for line in lines for remark in line.remarks for page in remark.reports}
    cited |= {page for line in lines for page in line.page_shown}
    reports = data.only(*sorted({report.month for code in cited if (report := data.report(code))})).reports
    return _sources(reports[reports["report_id"].isin(cited)])
