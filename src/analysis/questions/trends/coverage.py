"""What the series has, and what it lacks: for each month whose pages there are, and for which parties a number."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.data.contract import TEXT
from analysis.data.tables import Data
from analysis.model.adding import TOTAL, is_combined, members
from analysis.model.cells import POPULATIONS
from analysis.model.names import can_appear, find_monitor
from analysis.safe_text import markdown
from analysis.show import dates
from analysis.tolls.pages import both_ends
from analysis.tolls.periods import calendar
from analysis.tolls.reconcile import monthly_tolls

_KINDS = ("whole", "undecided", "parts")  # of what is published for a party, the best first
COLUMNS = ["month", "pages", "primary_pages", "source", "has", "parties"]
SOURCES = {
    "own": "a page of the monitor's own",
    "relays": "only pages that relay it",
    "nothing": "no page",
}
HAS = {
    "parties": "numbers of parties",
    "total": "only a total",
    "parts": "only parts of the deaths",
    "nothing": "nothing",
}


def coverage(data: Data, monitor: str | None = None) -> pd.DataFrame:
    """Say of every month what is gathered here of a monitor: whose pages, and for which parties a number.

    Parameters
    ----------
    data
        What `read_data` returns.
    monitor
        A code of monitors.csv; None: the first by its `order`.

    Returns
    -------
    DataFrame
        One row a month of the calendar, from the first to the last with a page. `pages` and `primary_pages` are how
        many report on it (Int64); `source` says whose they are: own, relays or nothing. `has` says what they publish in
        any population: parties (a number, or an end of one, of a party alone or with others), total (of all parties
        alone), parts (of some causes or places) or nothing. `parties` are those with a number of their own on which the
        pages agree, joined by `|`.

    Raises
    ------
    NotComparable
        An unknown monitor.

    Examples
    --------
    >>> from analysis import read_data
    >>> found = coverage(read_data()).set_index("month")
    >>> found.loc["2016-01", "source"], found.loc["2019-12", "has"]
    ('own', 'total')
    """
    monitor = find_monitor(data.monitors, monitor)
    reports = data.reports[(data.reports["monitor"] == monitor) & (data.reports["kind"] != "records")]
    numbers: dict[str, dict[str, str]] = {}  # by month: code -> the best kind of number
    for population in POPULATIONS:
        tolls = monthly_tolls(data, monitor, population)
        for row in tolls[tolls["measure"] == "killed"].itertuples():
            whole = both_ends(row) != (None, None) and row.basis != "items"
            kind = "whole" if whole else "undecided" if row.state == "undecided" else "parts"
            if whole or kind == "undecided" or row.basis == "items" or not pd.isna(row.at_least):
                there = numbers.setdefault(row.month, {})
                there[row.party] = min(kind, there.get(row.party, kind), key=_KINDS.index)
    order = list(data.parties.sort_values("order")["party"])
    rows: list[dict[str, Any]] = []
    for month in calendar(reports["month"].min(), reports["month"].max()) if len(reports) else []:
        pages, there = reports[reports["month"] == month], numbers.get(month, {})
        primary = int((pages["kind"] == "primary").sum())
        tolls_there = [code for code, kind in there.items() if kind != "parts" and code != TOTAL]
        parts = [code for code, kind in there.items() if kind == "parts"]
        own = sorted(
            (code for code in tolls_there if not is_combined(code) and there[code] == "whole"), key=order.index
        )
        has = "parties" if tolls_there else "total" if there.get(TOTAL) == "whole" and not parts else ""
        has = has or ("parts" if there else "nothing")
        rows.append(
            {
                "month": month,
                "pages": len(pages),
                "primary_pages": primary,
                "source": "own" if primary else "relays" if len(pages) else "nothing",
                "has": has,
                "parties": "|".join(own) or None,
            }
        )
    table = pd.DataFrame(rows, columns=COLUMNS)
    kinds = {"pages": "Int64", "primary_pages": "Int64", **dict.fromkeys(["month", "source", "has", "parties"], TEXT)}
    table = table.astype(kinds)
    table.attrs = {"monitor": monitor}
    return table


def coverage_text(data: Data, monitor: str | None = None) -> str:
    """Write what the series of a monitor has and lacks: sentences, and tables by year and by party (Markdown).

    Parameters
    ----------
    data, monitor
        As for `coverage`.

    Returns
    -------
    str
        Which months have a page of the monitor's own, relays only, a total only, or nothing; how many months of each
        year; for how many months of each year each party has a number; and that later months were not found.

    Raises
    ------
    NotComparable
        An unknown monitor.

    Examples
    --------
    >>> from analysis import read_data
    >>> print(coverage_text(read_data()).splitlines()[0])
    # What the series of SNHR has, and what it lacks
    """
    found = coverage(data, monitor)
    who = markdown(str(data.monitors.set_index("monitor").at[found.attrs["monitor"], "short_label"]))
    if found.empty:
        return f"# What the series of {who} has, and what it lacks\n\nNo page is gathered here.\n"
    by_source = {source: list(rows["month"]) for source, rows in found.groupby("source")}
    by_has = {has: list(rows["month"]) for has, rows in found[found["pages"] > 0].groupby("has")}
    first, last = found["month"].iloc[0], found["month"].iloc[-1]
    lines = [
        f"# What the series of {who} has, and what it lacks",
        "",
        f"{dates.period_words(first, last)}: {dates.month_count(len(found))}, as far as the pages gathered here go. "
        f"What is missing is missing from these pages; {who} may have published it.",
        "",
        f"- **A page of {who}'s own**, for some or all of the numbers: {_months(by_source.get('own', []))}.",
        f"- **Relays only** (press and others): {_months(by_source.get('relays', []))}.",
        f"- **Only a total**, no number of a party: {_months(by_has.get('total', []))}. "
        f"{_half_years(by_has.get('total', []))}",
        f"- **Only parts**, by cause or place: {_months(by_has.get('parts', []))}.",
        f"- **Nothing**: {_months(by_source.get('nothing', []))}.",
        f"- **After {dates.month_name(last)}**: {_later(data, last)}",
        "",
        "## Months of each year",
        "",
        *_by_year(found),
        "",
        "## Months with a number of a party's own, by year",
        "",
        "10/12: 10 of the 12 months in which the party can appear. A month without a number is not one without deaths.",
        "",
        *_by_party(data, found),
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _months(months: list[str]) -> str:
    return f"{dates.month_count(len(months))} ({dates.months_words(months)})" if months else "none"


def _half_years(months: list[str]) -> str:
    """Say how many months are those at the end of a half-year, whose reports are about the half-year or the year."""
    ends = sum(month.endswith(("-06", "-12")) for month in months)
    return f"{ends} of these {'is a June or December' if ends == 1 else 'are Junes and Decembers'}." if ends else ""


def _later(data: Data, last: str) -> str:
    """Say which months after the last were looked for and not found."""
    if not data.dated or data.dated[:7] <= last:
        return "nothing was looked for."
    after, until = str(pd.Period(last, "M") + 1), str(pd.Period(data.dated[:7], "M") - 1)
    if after > until:
        return "no month had ended when the pages were gathered."
    return (
        f"no monthly toll was found for {dates.period_words(after, until)} among the pages that could be searched by "
        f"{dates.date_words(data.dated)}."
    )


def _by_year(found: pd.DataFrame) -> list[str]:
    rows = [
        ["Year", "Months", "Own page", "Relays only", "Nothing", "Numbers of parties", "Only a total", "Only parts"]
    ]
    for year, months in found.groupby(found["month"].str[:4]):
        has = months[months["pages"] > 0]["has"]
        counts = [len(months), *((months["source"] == source).sum() for source in SOURCES)]
        counts += [(has == kind).sum() for kind in ("parties", "total", "parts")]
        rows.append([str(year), *map(str, counts)])
    return _pipes(rows)


def _by_party(data: Data, found: pd.DataFrame) -> list[str]:
    years = sorted(set(found["month"].str[:4]))
    rows = [["Party", *years]]
    for party in data.parties.sort_values("order").to_dict("records"):
        if party["party"] == TOTAL or not _ever(found, party["party"]):
            continue
        can = found["month"].map(lambda m, p=party: can_appear(m, p["valid_from"], p["valid_to"]))
        has = found["parties"].fillna("").str.split("|").map(lambda codes, p=party: p["party"] in codes)
        cells = []
        for year in years:
            inside = found["month"].str.startswith(year)
            cells.append(f"{int((has & inside).sum())}/{int((can & inside).sum())}" if (can & inside).any() else "")
        label = next(one for one in (party.get("later_label"), party["label"]) if isinstance(one, str))
        rows.append([markdown(label), *cells])
    return _pipes(rows)


def _ever(found: pd.DataFrame, party: str) -> bool:
    return any(party in members(codes.replace("|", "+")) for codes in found["parties"].dropna())


def _pipes(rows: list[list[str]]) -> list[str]:
    """A table in Markdown, its first row the header."""
    lines = [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
    return [lines[0], f"|{'---|' * len(rows[0])}", *lines[1:]]
