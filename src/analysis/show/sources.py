"""Where a number is published: sources in sentences and tables."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from analysis.data.definitions import definitions_of
from analysis.data.tables import Data
from analysis.show import dates, labels
from analysis.tolls.pages import published_by


def source(data: Data, report_id: Any) -> str:
    """Cite a report, or several joined by |: who, whether it relays, date, address; of a list, which one."""
    reports, lists, cited = data.reports.set_index("report_id"), data.lists.set_index("report_id"), []
    for code in str(report_id).split("|"):
        if code not in reports.index:  # the page of a total of several months, which has no report here
            cited.append(code)
            continue
        report = reports.loc[code]
        label = data.monitors.set_index("monitor").at[report["monitor"], "short_label"]
        if report["kind"] == "records":
            what = f"counted from a list of {label}, {lists.at[code, 'file']} (SHA-256 {lists.at[code, 'sha256'][:12]})"
            cited.append(f"{what}, not published by {label}; the list: {report['url']}")
            continue
        who = label if report["kind"] == "primary" else f"{label} as relayed by {report['publisher']}"
        cited.append(f"{who}, {dates.date_words(report['published'])}, {report['url']}")
    return "; ".join(cited)


def reports_cited(data: Data, report_ids: pd.Series) -> str:
    """The reports that cells cite (several joined by |), one a line: code, who, date, address."""
    cited = dict.fromkeys(report_ids.dropna().str.split("|").explode())
    there = set(data.reports["report_id"])
    return "\n".join(
        f"{report_id}: {source(data, report_id)}" if report_id in there else report_id for report_id in cited
    )


def with_address(data: Data, text: str) -> str:
    """Put the address behind the report that a doubt ends with."""
    addresses = data.reports.set_index("report_id")["url"]
    match = re.search(r"\(([a-z0-9-]+)\)$", text)
    return f"{text[:-1]}, {addresses[match[1]]})" if match and match[1] in addresses.index else text


def as_of_sentence(data: Data, tolls: pd.DataFrame, month: str) -> str:
    """Say which reports of a month were used, and how many a date left out."""
    reports = data.reports[(data.reports["monitor"] == tolls.attrs["monitor"]) & (data.reports["month"] == month)]
    as_of = tolls.attrs["as_of"]
    used = published_by(reports, as_of)
    primary = int((used["kind"] == "primary").sum())
    lists = int((used["kind"] == "records").sum())
    line = f"{_pages(len(used) - lists)} used: {primary} by the monitor, {len(used) - primary - lists} relayed."
    if lists:
        of_list = f"Counted from {'a list' if lists == 1 else f'{lists} lists'}, not published by the monitor."
        line = of_list if lists == len(used) else f"{line} {of_list}"
    if not as_of:
        return line
    undated = _pages(int(reports["published"].isna().sum()))
    return f"{line} Only what was published by {dates.date_words(as_of)}; {undated.replace(' ', ' undated ')} left out."


def _pages(count: int) -> str:
    return f"{count} page{'' if count == 1 else 's'}"


def source_line(data: Data, tolls: pd.DataFrame, month: str) -> str:
    """The line under a picture: monitor, how many pages, and whether printed or relayed."""
    name = data.monitors.set_index("monitor").at[tolls.attrs["monitor"], "name"]
    pages = as_of_sentence(data, tolls, month)
    what = labels.what_counts_are(data, tolls.attrs["monitor"])
    said = definitions_of(data.definitions, tolls.attrs["monitor"], month)
    dated = said.of("dated_by", tolls.attrs["population"])
    if any(one.code == "documentation" for one in dated):
        what += " Each counts in the month in which it was documented; some happened earlier."
    return f"Source: {name}, reports on {dates.month_name(month)}. {pages} {what}"


def sources_table(data: Data, tolls: pd.DataFrame, month: str) -> pd.DataFrame:
    """List the pages a month's figures come from."""
    reports = data.reports[(data.reports["monitor"] == tolls.attrs["monitor"]) & (data.reports["month"] == month)]
    return _sources(published_by(reports, tolls.attrs["as_of"]))


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


def cited_table(data: Data, printed: pd.DataFrame) -> pd.DataFrame:
    """List the pages that what monitors print (from `agreement`), and the doubts about it, come from."""
    named = {word for doubt in printed["doubt"].dropna() for word in re.findall(r"[a-z0-9-]+", doubt)}
    return _sources(
        data.reports[
            data.reports["report_id"].isin(named.union(printed["page_shown"].dropna().str.split("|").explode()))
        ]
    )


def reports_shown(row: Any) -> list[str]:
    """The reports that a finding or a verdict rests on."""
    return row.report_ids.split("|") if isinstance(row.report_ids, str) and row.report_ids else []
