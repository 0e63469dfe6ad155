"""The page of the whole period: its pictures, which party has a number in which month, what the months add up to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes

from analysis import period, trend
from analysis.data.rows import monitor_of
from analysis.model.adding import TOTAL
from analysis.questions.trends import words
from analysis.questions.trends.captions import is_part, trend_headline
from analysis.questions.trends.picture import leaders_picture, shares_over_time_picture
from analysis.questions.trends.series import Series
from analysis.show import dates, labels
from analysis.show.bars import line_color, party_place
from analysis.site.drawing import drawing
from analysis.site.render import Folded, Renderer, Section
from analysis.site.tables import table
from analysis.tolls.series import Tolls

_CELL = 8  # units of a strip: a month


def write_series(out: Path, tolls: Tolls, asked: Mapping[str, Any], page: Renderer, more: Mapping[str, Any]) -> None:
    """Write the page of a period, and beside it its pictures and its table as files."""
    series, sums = trend(tolls, asked["start"], asked["end"]), period(tolls, asked["start"], asked["end"])
    pictures: dict[str, Callable[..., Axes]] = {
        "months": series.plot,
        "shares": partial(shares_over_time_picture, series),
        "highest": partial(leaders_picture, series),
    }
    drawn = {name: drawing(draw, name) for name, draw in pictures.items()}
    gaps, leaders = page.prose(words.gaps_sentence(series)), page.prose(words.leaders_sentence(series))
    added = page.prose(f"{words.period_sentence(sums)}\n\n{words.printed_period_sentence(sums)}")
    rows = table(sums.table, str, str) | {"name": "sums"}
    sections: list[tuple[str, str, str, list[Folded]]] = [
        ("months", trend_headline(series), "", [("Months without figures, and what changes", None, gaps)]),
        ("highest", "To which party most deaths were attributed", leaders, []),
        ("shares", "Children and women among the victims", "", []),
        ("sums", "What the months add up to", added, [("Party by party", rows, "")]),
    ]
    context = {
        "title": f"{dates.period_words(series.start, series.end)}: month by month",
        "about": trend_headline(series),
        "month": out.name,
        "name": dates.period_words(series.start, series.end),
        "monitor": monitor_of(tolls.data, tolls.monitor).name,
        "strips": _strips(series),
        "reading": [labels.lower_bound(tolls)],
        "sections": [
            Section(name, title, said, drawn.get(name), folded=folded) for name, title, said, folded in sections
        ],
    }
    page.write(out, {**context, **more}, "series.html.j2")
    for name, picture in drawn.items():
        if picture is not None:
            (out / f"{name}.svg").write_bytes(picture.svg)
            (out / f"{name}.png").write_bytes(picture.png)
    files = {"months": series.frame, "highest": series.frame.query("rank == 1"), "sums": sums.table}
    files["shares"] = series.frame.query("group == 'children_and_women'")
    for name, frame in files.items():
        frame.to_csv(out / f"{name}.csv", index=False, lineterminator="\n")
        frame.to_json(out / f"{name}.json", orient="records", indent=1, force_ascii=False)


def _strips(series: Series) -> dict[str, Any]:
    """A strip of cells a party: whole numbers; ranges and parts; months without a number."""
    parties, months = series.tolls.parties, series.months
    found: dict[str, dict[str, list[int]]] = {}
    for line in series.killed:
        if line.party in parties and line.party not in parties.groups:
            kind = (
                "none"
                if line.least is None
                else "part"
                if line.count is None or line.limit or is_part(series, line)
                else "whole"
            )
            found.setdefault(line.party, {}).setdefault(kind, []).append(months.index(line.month))
    rows = []
    for code in sorted(found, key=lambda code: (code != TOTAL, party_place(code, parties))):
        cells = found[code]
        can = [place for place, month in enumerate(months) if parties[code].can_appear(month)]
        there = {place for kind in ("whole", "part") for place in cells.get(kind, [])}
        rows.append(
            {
                "label": labels.party_label(code, parties, short=True),
                "color": line_color(code, parties),
                "whole": _path(cells.get("whole", [])),
                "part": _path(cells.get("part", [])),
                "none": _path([place for place in can if place not in there]),
                "counted": f"{len(cells.get('whole', []))} of {len(can)}",
            }
        )
    return {"width": len(months) * _CELL, "rows": rows}


def _path(places: list[int]) -> str:
    """A square for each month, as one path."""
    return "".join(f"M{place * _CELL} 0h{_CELL - 1}v14h-{_CELL - 1}z" for place in places)
