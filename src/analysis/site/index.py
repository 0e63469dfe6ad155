"""The index of the site: the timeline and the table of all months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis.data.tables import Data
from analysis.model.adding import TOTAL, is_combined, members
from analysis.model.numerals import SMALLEST_N
from analysis.questions.shares.numbers import children_and_women, shares
from analysis.questions.trends.words import line_label
from analysis.show import dates, labels, numbers, remarks
from analysis.show.frame import party_place
from analysis.tolls.pages import published_by
from analysis.tolls.series import ENDS, highest_printed, left_over, party_table, until
from analysis.tolls.sums import UNACCOUNTED

_COLUMNS = ["Month", "Deaths", "Highest toll", "Children and women", "How complete", "Findings"]
_DOWNLOADS = {
    "tolls.csv": "every cell of every monitor: value, state, source, bounds and doubts",
    "completeness.csv": "how far each month's parties reach its total",
    "findings.csv": "which printed numbers contradict each other",
    "verdicts.csv": "which claims of the press hold",
    "manifest.json": "the SHA-256 of what these were built from",
}


@dataclass(frozen=True)
class Month:
    """One month of the batch: its record, and what the library says of it."""

    month: str
    record: Mapping[str, Any]
    tolls: pd.DataFrame
    compared: pd.DataFrame
    standing: str

    @property
    def name(self) -> str:
        """The month in words."""
        return dates.month_name(self.month)

    @property
    def title(self) -> str:
        """The month in words, with the places that its numbers leave out."""
        return dates.month_of(self.compared)


def _highest(month: Month) -> str:
    """The highest toll as the table writes it, with what limits it."""
    top, leads = highest_printed(month.compared)
    if top is None:
        return "no party's toll is printed"
    text = f"{labels.party_label(top.party, month.tolls, short=True)}, {toll_words(month, top.party)}"
    text += f" ({remarks.items_words(top.doubt)})" if top.basis == "items" else ""
    text += "" if leads else "; another could be ahead"
    for rest in left_over(month.compared).itertuples():
        text += f"; {labels.party_label(rest.party, month.tolls, short=True)} {numbers.limited(rest)}"
    return text + _doubtful(top.doubt)


def _doubtful(*doubts: Any) -> str:
    """A mark for numbers of which the month's page names a doubt."""
    return " (doubt)" if any(remarks.doubt_words(doubt, items=False) for doubt in doubts) else ""


def count(month: Month, party: str) -> int | None:
    """The printed toll of a party; None where there is none."""
    found = month.compared.loc[month.compared["party"] == party, "killed"].dropna()
    return int(found.iloc[0]) if len(found) else None


def toll_words(month: Month, party: str) -> str:
    """The printed toll of a party, or the ends of the range that is printed; '' where there is none."""
    row = month.compared[month.compared["party"] == party].iloc[0]
    return numbers.limited(row) if row["state"] == "range" or not pd.isna(row["killed"]) else ""


def index(months: list[Month], findings: pd.DataFrame, data: Data, series: bool) -> dict[str, Any]:
    """What the template of the index wants: its months, their findings, and whether there is a page on the period."""
    months = [replace(month, tolls=until(month.tolls, months[-1].month)) for month in months]
    first = months[0]
    who = labels.monitor_label(data, first.tolls)
    when = dates.period_words(months[0].month, months[-1].month)
    monitor, as_of = first.tolls.attrs["monitor"], first.tolls.attrs["as_of"]
    used = published_by(data.reports[data.reports["monitor"] == monitor], as_of)
    used = used[used["month"].isin([month.month for month in months])]
    about = findings[findings["monitor"] == monitor]
    shown = pd.Series([month.tolls.attrs["population"] for month in months]).mode().iloc[0]
    published = f", from pages published by {dates.date_words(as_of)}" if as_of else ""
    return {
        "title": f"Deaths {labels.documented(data, first.tolls)}, {when}{published}",
        "heading": who,
        "status": labels.documented_or_alleged(data, monitor),
        "bound": labels.lower_bound(data, monitor),
        "pages": len(used),
        "monitor": who,
        "timeline": _timeline(months, shown),
        "columns": _COLUMNS,
        "months": [_row(month, about[about["month"] == month.month], shown) for month in months],
        "series": series,
        "downloads": [{"name": name, "about": text} for name, text in _DOWNLOADS.items()],
    }


def _row(month: Month, findings: pd.DataFrame, shown: str) -> dict[str, Any]:
    """A row of the table of months; a total of another population is said to be one, and sorted apart."""
    total, population = count(month, TOTAL), month.tolls.attrs["population"]
    printed = month.compared.loc[month.compared[["killed", *ENDS]].gt(0).fillna(False).any(axis=1), "party"]
    with_toll = dict.fromkeys(code for codes in printed for code in members(codes))
    parties = [
        labels.party_label(code, month.tolls, short)
        for code in with_toll
        for short in (True, False)
        if code in party_table(month.tolls) and code != TOTAL
    ]
    top, _ = highest_printed(month.compared)
    both, of = children_and_women(month.tolls, month.month)
    groups = shares(month.tolls, month.month)
    groups = groups[(groups["group"] == "children_and_women") & groups["count"].notna()]
    whole = groups[groups["party"] == TOTAL]
    doubts = (whole if len(whole) else groups)["doubt"]
    total_doubt = month.compared.loc[month.compared["party"] == TOTAL, "doubt"].iloc[0]
    enough = of >= SMALLEST_N
    errors = int((findings["severity"] == "error").sum())
    return {
        "month": month.month,
        "name": month.title,
        "href": f"{month.month}/index.html",
        "total": toll_words(month, TOTAL)
        and toll_words(month, TOTAL) + f" {population}" * (population != shown) + _doubtful(total_doubt),
        "total_value": "" if total is None or population != shown else total,
        "parties": " ".join(dict.fromkeys(parties)),
        "leader": _highest(month),
        "leader_value": "" if top is None else count(month, top.party) or 0,
        "share": _share(both, of, enough) + _doubtful(*doubts) if of else "",
        "share_value": both / of if enough else "",
        "status": f"{month.standing}; {month.tolls.attrs['population']}",
        "errors": errors,
        "findings": f"{errors} {'error' if errors == 1 else 'errors'}, {len(findings) - errors} "
        f"{'question' if len(findings) - errors == 1 else 'questions'}",
    }


def _share(both: int, of: int, enough: bool) -> str:
    """Children and women of the deaths for which both are printed; a percentage where these are enough."""
    counts = f"{numbers.number(both)} of {numbers.number(of)}"
    return f"{numbers.percent(both, of)} ({counts})" if enough else counts


def _timeline(months: list[Month], shown: str) -> dict[str, Any]:
    """The bars of all months of the calendar, each part placed; months of another population are only linked."""
    base, high = 260, 238  # room above for a question mark
    by_month = {month.month: month for month in months}
    calendar = [str(month) for month in pd.period_range(months[0].month, months[-1].month, freq="M")]
    step = max(7, min(44, 1000 // len(calendar)))
    drawn = {m: _parts(month) for m, month in by_month.items() if month.tolls.attrs["population"] == shown}
    beyond = {name: _beyond(by_month[name]) for name in drawn}
    most = max([1, *(sum(count for _, count in parts) + (beyond[m] or 0) for m, parts in drawn.items())])
    parties = party_table(months[0].tolls)
    bars, used = [], set()
    for place, name in enumerate(calendar):
        parts, y = [], float(base)
        for code, count in drawn.get(name, []):
            height = count / most * high
            y -= height
            style = _fill(code, parties)
            parts.append({"y": round(y, 1), "height": round(height, 1), **style})
            used.add(code)
        month = by_month.get(name)
        open_ = month is not None and bool(parts) and drawn[name][0][0] != TOTAL and not _leads(month)
        more = beyond.get(name, 0)
        reach = y - (6 if more is None else more / most * high)
        bar = {
            "x": 40 + place * step,
            "top": round(reach - 3, 1) if open_ else 0,
            "reach": [] if more == 0 else [round(y, 1), round(reach, 1)],
            "parts": parts,
            "year": name[:4] if name.endswith("-01") else "",
        }
        bar["other"] = month is not None and name not in drawn
        bar["href"] = f"{name}/index.html" if month else ""
        bar["label"] = _bar_label(month, shown) if month else f"{dates.month_name(name)}: no figures"
        bars.append(bar)
    ticks = range(0, most + 1, 10 ** (len(str(most)) - 1))
    lines = [{"y": round(base - tick / most * high, 1), "text": numbers.number(tick)} for tick in ticks]
    order = sorted(used, key=lambda code: party_place(code, parties))
    legend = [{"label": _line_name(code, months[0].tolls), **_fill(code, parties)} for code in order]
    return {"width": 40 + step * len(calendar), "height": base + 24, "base": base, "step": step, "bars": bars} | {
        "lines": lines,
        "legend": legend,
    }


def _leads(month: Month) -> bool:
    return highest_printed(month.compared)[1]


def _beyond(month: Month) -> int | None:
    """How far the upper ends of printed ranges reach above the lower ends that are drawn; None: one has no end."""
    codes = [code for code, _ in _parts(month)]
    ranges = month.compared[month.compared["party"].isin(codes) & month.compared["state"].eq("range")]
    if ranges["killed_max"].isna().any():
        return None
    return int((ranges["killed_max"] - ranges["killed_min"].fillna(0)).sum())


def _parts(month: Month) -> list[tuple[str, int]]:
    """The lines of a month that add up, in order; a total alone where no party has a toll."""
    parties = party_table(month.compared)
    groups = {row["parent"] for row in parties.values()}
    least = month.compared["killed"].fillna(month.compared["killed_min"])  # of a range its lower end
    least = least.fillna(month.compared["killed_max"] * 0)
    rows = month.compared.assign(killed=least)[least.notna() & ~month.compared["party"].isin(groups)]
    found = {row.party: int(row.killed) for row in rows.itertuples()}
    total = found.pop(TOTAL, None)
    if not found and total is not None:
        return [(TOTAL, total)]
    ranges = set(rows.loc[rows["state"].eq("range"), "party"])
    return sorted(
        ((code, n) for code, n in found.items() if n > 0 or code in ranges),
        key=lambda part: party_place(part[0], parties),
    )


def _fill(code: str, parties: Mapping[str, Any]) -> dict[str, Any]:
    first = members(code)[0]
    alone = code in (TOTAL, UNACCOUNTED) or first not in parties
    fill = "none" if alone else str(parties[first]["color"])
    return {"fill": fill, "open": alone, "together": is_combined(code)}


def _line_name(code: str, tolls: pd.DataFrame) -> str:
    if code == TOTAL:
        return "Only a total is printed"
    return line_label(code, tolls)


def _bar_label(month: Month, shown: str) -> str:
    population = month.tolls.attrs["population"]
    if population != shown:
        return f"{month.title}: printed for {population} only"
    parts = [f"{_line_name(code, month.tolls)} {toll_words(month, code)}" for code, _ in _parts(month)]
    parts += ["another could be ahead"] if parts and not _leads(month) else []
    return f"{month.title}: {'; '.join(parts) or 'no single number printed'}"
