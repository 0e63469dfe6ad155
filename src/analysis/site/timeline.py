"""The timeline of all months: a bar a month with a part a party, what a bar may lack, and what changed when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis import trend
from analysis.language import in_language, say, say_as
from analysis.model.adding import TOTAL, UNACCOUNTED, is_combined, members
from analysis.model.parties import Parties
from analysis.questions.comparison.leading import comparison_headline
from analysis.questions.comparison.numbers import Comparison, Line
from analysis.questions.trends.captions import LETTERS, marked_changes
from analysis.show import dates, labels, numbers
from analysis.show.bars import party_place
from analysis.tolls.periods import calendar
from analysis.tolls.series import Tolls

_LEFT = 40  # units for the numbers of the axis


@dataclass(frozen=True)
class Month:
    """One month of the batch: its record, and what the library says of it."""

    month: str
    record: Mapping[str, Any]
    tolls: Tolls
    compared: Comparison

    @property
    def name(self) -> str:
        """The month in words."""
        return dates.month_name(self.month)

    @property
    def title(self) -> str:
        """The month in words, with the places that its numbers leave out."""
        return dates.month_of(self.month, self.compared.lines)

    @property
    def finding(self) -> str:
        """What its page says first."""
        return labels.capitalized(comparison_headline(self.compared))


def timeline(months: list[Month], shown: str) -> dict[str, Any]:
    """The bars of all months of the calendar, each part placed; months of another population are only linked."""
    base, high = 260, 238  # room above for a question mark
    by_month, parties = {month.month: month for month in months}, months[0].tolls.parties
    counted = next((month.tolls for month in months if month.tolls.population == shown), months[0].tolls)
    names = calendar(months[0].month, months[-1].month)
    step = max(6, min(44, 1000 // len(names)))
    drawn = {name: parts_of(month) for name, month in by_month.items() if month.tolls.population == shown}
    beyond = {name: _beyond(parts) for name, parts in drawn.items()}
    most = max([1, *(sum(line.least for line in parts) + (beyond[name] or 0) for name, parts in drawn.items())])
    used = {line.party for lines in drawn.values() for line in lines}
    order = sorted(used, key=lambda code: party_place(code, parties))
    bars = []
    for place, name in enumerate(names):
        parts, y, month = [], float(base), by_month.get(name)
        for line in drawn.get(name, []):
            height = line.least / most * high
            y -= height
            parts.append({"y": round(y, 1), "height": round(height, 1), "of": order.index(line.party)})
            parts[-1] |= fill(line.party, parties)
        more = beyond.get(name, 0)
        reach = y - (6 if more is None else more / most * high)
        bar = {
            "x": _LEFT + place * step,
            "top": round(reach - 3, 1) if _is_open(month, drawn.get(name, [])) else 0,
            "reach": [] if more == 0 else [round(y, 1), round(reach, 1)],
            "parts": parts,
            "year": name[:4] if name.endswith("-01") else "",
        }
        bar["other"] = month is not None and name not in drawn
        bar["href"] = f"{name}/index.html" if month else ""
        bar["label"] = _bar_label(month, shown) if month else say("{month}: no figures", month=dates.month_name(name))
        bars.append(bar)
    ticks = range(0, most + 1, 10 ** (len(str(most)) - 1))
    lines = [{"y": round(base - tick / most * high, 1), "text": numbers.number(tick)} for tick in ticks]
    with in_language("en"):  # what changed is said in it alone
        changes = list(zip(LETTERS, marked_changes(trend(counted, names[0], names[-1])), strict=False))
    events = [{"x": _LEFT + (at + 0.5) * step, "mark": mark, "text": text} for mark, (at, text) in changes]
    legend = [{"label": _line_name(code, parties), **fill(code, parties)} for code in order]
    return {"width": _LEFT + step * len(names), "height": base + 24, "base": base, "step": step, "bars": bars} | {
        "lines": lines,
        "events": events,
        "legend": legend,
    }


def _is_open(month: Month | None, parts: list[Line]) -> bool:
    """Whether another party could be ahead of those drawn."""
    return month is not None and bool(parts) and parts[0].party != TOTAL and not month.compared.leads


def parts_of(month: Month) -> list[Line]:
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


def fill(code: str, parties: Parties) -> dict[str, Any]:
    """How the part of a line is filled: open without a party, pale for several together."""
    first = members(code)[0]
    alone = code in (TOTAL, UNACCOUNTED) or first not in parties
    return {"fill": "none" if alone else parties[first].color, "open": alone, "together": is_combined(code)}


def _line_name(code: str, parties: Parties) -> str:
    return say("Only a total is published") if code == TOTAL else labels.line_label(code, parties)


def _bar_label(month: Month, shown: str) -> str:
    if month.tolls.population != shown:
        who = say_as("who", month.tolls.population)
        return say("{month}: published for {population} only", month=month.title, population=who)
    parts = parts_of(month)
    said = [
        say("{party} {number}", party=_line_name(line.party, month.tolls.parties), number=toll_words(line))
        for line in parts
    ]
    said += [say("another could be ahead")] if parts and not month.compared.leads else []
    text = labels.semicolons(said) if said else say("no single number published")
    return say("{month}: {text}", month=month.title, text=text)


def _ends(line: Line) -> tuple[int | None, int | None]:
    return line.killed_min, line.killed_max


def toll_words(line: Line) -> str:
    """The printed toll of a party, or the ends of the range that is printed; '' where there is none."""
    return numbers.limited(line) if line.is_printed else ""
