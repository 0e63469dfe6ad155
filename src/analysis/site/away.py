"""What can be taken away from a month's page: its numbers with all that belongs to them, and how to cite it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.show import dates, labels, remarks
from analysis.show.sources import package, source
from analysis.tolls.series import Tolls

if TYPE_CHECKING:
    from analysis.site.month import MonthPage


def cited(tolls: Tolls, month: str, common: Mapping[str, Any]) -> dict[str, str]:
    """How a month's page is cited: in a line, and as BibTeX."""
    about, when = package(tolls.data), dates.month_name(month)
    name = str(about.get("title") or about.get("name") or tolls.data.folder.name)
    address = f" {common['address']}/{month}/" if common["address"] else ""
    version = f"data {common['data_version']}, snhr-analysis {common['version']}"
    line = f"{name}: {when}, {labels.monitor_label(tolls)}. {version}.{address}"
    fields = {"title": f"{{{name}: {when}, {labels.monitor_label(tolls)}}}", "note": f"{{{version}}}"}
    fields |= {"year": f"{{{common['data_version'][:4]}}}"} | ({"url": f"{{{address.strip()}}}"} if address else {})
    body = "".join(f",\n  {key} = {value}" for key, value in fields.items())
    return {"citation": line, "bibtex": f"@misc{{tolls-{tolls.monitor}-{month}{body}\n}}"}


def write_data(folder: Path, page: MonthPage, citation: str) -> None:
    """Write all numbers of a month by its monitor, as CSV and as JSON with what a reader of them has to know."""
    tolls, month = page.tolls, page.name
    frame = tolls.frame.query("month == @month", local_dict={"month": month})
    lines = list(tolls.of(month).lines)
    rows = frame.assign(
        label=[labels.party_label(code, tolls.parties) for code in frame["party"]],
        caution=["; ".join(remarks.doubt_words(line.remarks)) for line in lines],
        source=[source(tolls.data, *line.page_shown) for line in lines],
    )
    rows.to_csv(folder / f"{month}.csv", index=False, lineterminator="\n")
    about = {
        "title": page.month.title,
        "monitor": tolls.monitor,
        "population": tolls.population,
        "as_of": tolls.as_of,
        "citation": citation,
        "licence": package(tolls.data).get("licenses", []),
        "reading": labels.lower_bound(tolls),
        "blank": "null: no page gathered here publishes the number; never zero",
    }
    numbers = json.loads(rows.to_json(orient="records", force_ascii=False))
    whole = {"about": about, "numbers": numbers, "sources": page.sources()}
    (folder / f"{month}.json").write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", "utf-8")
