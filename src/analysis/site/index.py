"""The index of the site: the timeline and the table of all months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis.model.adding import TOTAL, UNACCOUNTED, is_combined, members
from analysis.model.numerals import SMALLEST_N
from analysis.model.parties import Parties
from analysis.model.remarks import Remark
from analysis.model.results import grouped
from analysis.questions.comparison.numbers import Comparison, Line
from analysis.questions.shares.numbers import children_and_women, shares
from analysis.show import dates, labels, numbers, remarks, standing
from analysis.show.bars import party_place
from analysis.tolls.periods import calendar
from analysis.tolls.series import Tolls

_COLUMNS = ["Month", "Deaths", "", "Highest toll", "Children and women", "How complete", "Findings"]
_BAR = 120  # units of the longest row of parties
_DOWNLOADS = {
    "tolls.csv": "every cell of every monitor: value, state, source, bounds and cautions",
    "completeness.csv": "how far each month's parties reach its total",
    "findings.csv": "which published numbers contradict each other",
    "verdicts.csv": "which claims of the press hold",
    "manifest.json": "the SHA-256 of what these were built from",
}


@dataclass(frozen=True)
class Month:
    """One month of the batch: its record, and what the library says of it."""

    month: str
    record: Mapping[str, Any]
    tolls: Tolls
    compared: Comparison
    standing: str

    @property
    def name(self) -> str:
        """The month in words."""
        return dates.month_name(self.month)

    @property
    def title(self) -> str:
        """The month in words, with the places that its numbers leave out."""
        return dates.month_of(self.month, self.compared.lines)


def _highest(month: Month) -> str:
    """The highest toll as the table writes it, with what limits it."""
    top, parties = month.compared.highest, month.tolls.parties
    if top is None:
        return "no toll by party published"
    text = f"{labels.party_label(top.party, parties, short=True)}, {_toll_words(top)}"
    text += f" ({remarks.items_words(top.causes)})" if top.of_causes else ""
    text += "" if month.compared.leads else "; another could be ahead"
    for rest in month.compared.left_over:
        text += f"; {labels.party_label(rest.party, parties, short=True)} {numbers.limited(rest)}"
    return text + _doubtful([top.remarks])


def _doubtful(numbers: Iterable[tuple[Remark, ...]]) -> str:
    """A mark for numbers of which the month's page names a doubt."""
    return " (caution)" if any(remarks.doubt_words(one, items=False) for one in numbers) else ""


def _toll_words(line: Line) -> str:
    """The printed toll of a party, or the ends of the range that is printed; '' where there is none."""
    return numbers.limited(line) if line.is_printed else ""


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
    most = max([1, *(sum(line.least for line in _parts(month)) for month in months if month.tolls.population == shown)])
    published = f", from pages published by {dates.date_words(tolls.as_of)}" if tolls.as_of else ""
    return {
        "title": f"Deaths {labels.documented(tolls)}, {when}{published}",
        "heading": who,
        "status": labels.documented_or_alleged(tolls),
        "bound": labels.lower_bound(tolls),
        "pages": int(tolls.reports()["month"].isin([month.month for month in months]).sum()),
        "monitor": who,
        "timeline": _timeline(months, shown),
        "columns": _COLUMNS,
        "years": _years([_row(month, severities.get(month.month, Counter()), shown, most) for month in months]),
        "count": len(months),
        "search": _search(months),
        "series": series,
        "downloads": [{"name": name, "about": text} for name, text in _DOWNLOADS.items()],
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
        str(row.party): " | ".join(
            str(one) for one in (row.label, row.short_label, row.later_label, row.aliases) if isinstance(one, str)
        )
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
    return {"names": names, "months": found}


def _row(month: Month, severities: Counter[str], shown: str, most: int) -> dict[str, Any]:
    """A row of the table of months; a total of another population is said to be one, and sorted apart."""
    total, top, population = month.compared.total, month.compared.highest, month.tolls.population
    both, of = children_and_women(month.tolls, month.month)
    groups = [line for line in shares(month.tolls, month.month) if line.group == "children_and_women"]
    groups = [line for line in groups if line.count is not None]
    doubts = [line.remarks for line in groups if line.party == TOTAL] or [line.remarks for line in groups]
    other = f" {population}" * (population != shown)
    enough = of >= SMALLEST_N
    errors, questions = severities["error"], severities.total() - severities["error"]
    return {
        "month": month.month,
        "name": month.title,
        "href": f"{month.month}/index.html",
        "total": f"{_toll_words(total)}{other}{_doubtful([total.remarks])}" if total.is_printed else "",
        "total_value": "" if total.killed is None or other else total.killed,
        "bar": _bar(month, shown, most),
        "leader": _highest(month),
        "leader_value": "" if top is None else top.killed or 0,
        "share": _share(both, of, enough) + _doubtful(doubts) if of else "",
        "share_value": both / of if enough else "",
        "status": f"{standing.status_words(month.tolls, month.month)}{other and f'; figures for{other}'}",
        "errors": errors,
        "findings": ", ".join(
            f"{count} {what}{'s' * (count > 1)}"
            for count, what in ((errors, "error"), (questions, "question"))
            if count
        ),
    }


def _bar(month: Month, shown: str, most: int) -> list[dict[str, Any]]:
    """A month's parties in a row, as long as their tolls; none of another population."""
    x, parts = 0.0, []
    for line in _parts(month) if month.tolls.population == shown else ():
        width = round(line.least / most * _BAR, 1)
        parts.append({"x": round(x, 1), "width": width, **_fill(line.party, month.tolls.parties)})
        x += width
    return parts


def _ends(line: Line) -> tuple[int | None, int | None]:
    return line.killed_min, line.killed_max


def _share(both: int, of: int, enough: bool) -> str:
    """Children and women of the deaths for which both are printed; a percentage where these are enough."""
    counts = f"{numbers.number(both)} of {numbers.number(of)}"
    return f"{numbers.percent(both, of)} ({counts})" if enough else counts


def _timeline(months: list[Month], shown: str) -> dict[str, Any]:
    """The bars of all months of the calendar, each part placed; months of another population are only linked."""
    base, high = 260, 238  # room above for a question mark
    by_month, parties = {month.month: month for month in months}, months[0].tolls.parties
    names = calendar(months[0].month, months[-1].month)
    step = max(7, min(44, 1000 // len(names)))
    drawn = {name: _parts(month) for name, month in by_month.items() if month.tolls.population == shown}
    beyond = {name: _beyond(parts) for name, parts in drawn.items()}
    most = max([1, *(sum(line.least for line in parts) + (beyond[name] or 0) for name, parts in drawn.items())])
    bars = []
    for place, name in enumerate(names):
        parts, y, month = [], float(base), by_month.get(name)
        for line in drawn.get(name, []):
            height = line.least / most * high
            y -= height
            parts.append({"y": round(y, 1), "height": round(height, 1), **_fill(line.party, parties)})
        more = beyond.get(name, 0)
        reach = y - (6 if more is None else more / most * high)
        bar = {
            "x": 40 + place * step,
            "top": round(reach - 3, 1) if _is_open(month, drawn.get(name, [])) else 0,
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
    used = {line.party for parts in drawn.values() for line in parts}
    order = sorted(used, key=lambda code: party_place(code, parties))
    legend = [{"label": _line_name(code, parties), **_fill(code, parties)} for code in order]
    return {"width": 40 + step * len(names), "height": base + 24, "base": base, "step": step, "bars": bars} | {
        "lines": lines,
        "legend": legend,
    }


def _is_open(month: Month | None, parts: list[Line]) -> bool:
    """Whether another party could be ahead of those drawn."""
    return month is not None and bool(parts) and parts[0].party != TOTAL and not month.compared.leads


def _parts(month: Month) -> list[Line]:
    """The lines of a month that add up, in order; a total alone where no party has a toll."""
    parties = month.tolls.parties
    there = [line for line in month.compared.lines if (line.killed, *_ends(line)) != (None,) * 3]
    lines = [line for line in there if line.party not in parties.groups | {TOTAL}]
    if not lines:
        return [line for line in there if line.party == TOTAL]
    lines = [line for line in lines if line.least > 0 or line.state == "range"]
    return sorted(lines, key=lambda line: party_place(line.party, parties))


def _beyond(parts: list[Line]) -> int | None:
    """How far the upper ends of printed ranges reach above the lower ends that are drawn; None: one has no end."""
    ranges = [_ends(line) for line in parts if line.state == "range"]
    ends = [high - (low or 0) for low, high in ranges if high is not None]
    return sum(ends) if len(ends) == len(ranges) else None


def _fill(code: str, parties: Parties) -> dict[str, Any]:
    first = members(code)[0]
    alone = code in (TOTAL, UNACCOUNTED) or first not in parties
    return {"fill": "none" if alone else parties[first].color, "open": alone, "together": is_combined(code)}


def _line_name(code: str, parties: Parties) -> str:
    return "Only a total is published" if code == TOTAL else labels.line_label(code, parties)


def _bar_label(month: Month, shown: str) -> str:
    if month.tolls.population != shown:
        return f"{month.title}: published for {month.tolls.population} only"
    parts = _parts(month)
    said = [f"{_line_name(line.party, month.tolls.parties)} {_toll_words(line)}" for line in parts]
    said += ["another could be ahead"] if parts and not month.compared.leads else []
    return f"{month.title}: {'; '.join(said) or 'no single number published'}"
