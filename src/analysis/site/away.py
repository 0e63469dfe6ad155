"""What can be taken away from a month's page: its numbers with all that belongs to them, and how to cite it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.data.parts import folder_of
from analysis.model.tolls import Toll
from analysis.questions.comparison.words import comparison_title
from analysis.show import dates, labels, remarks
from analysis.show.sources import report_words, source
from analysis.tolls.series import Tolls

if TYPE_CHECKING:
    from analysis.site.month import MonthPage


def cited(tolls: Tolls, month: str, common: Mapping[str, Any]) -> dict[str, str]:
    """How a month's page is cited: in a line, and as BibTeX."""
    about, when = tolls.data.contract, dates.month_name(month)
    name = str(about.get("title") or about.get("name") or folder_of(tolls.data).name)
    authors = labels.join(str(one.get("title")) for one in about.get("contributors", []) if one.get("title"))
    address = f"{common['address']}/{month}/" if common["address"] else ""
    title = f"{name}: {when}, numbers published by {labels.monitor_label(tolls)}"
    version = f"data {common['data_version']}, snhr-analysis {common['version']}"
    line = f"{f'{authors}: ' if authors else ''}{title}. Version: {version}.{address and f' {address}'}"
    fields = {"author": f"{{{{{authors}}}}}"} if authors else {}
    fields |= {"title": f"{{{title}}}", "year": f"{{{common['data_version'][:4]}}}", "note": f"{{{version}}}"}
    fields |= {"url": f"{{{address}}}"} if address else {}
    body = "".join(f",\n  {key} = {value}" for key, value in fields.items())
    return {"citation": line, "bibtex": f"@misc{{tolls-{tolls.monitor}-{month}{body}\n}}"}


def dataset(page: MonthPage, common: Mapping[str, Any], citation: str) -> dict[str, Any]:
    """A month as schema.org describes a data set, for search engines and reference managers."""
    tolls, month, about = page.tolls, page.name, page.tolls.data.contract
    start = pd.Period(month)
    base = f"{common['address']}/data/" if common["address"] else "../data/"
    forms = {"csv": "text/csv", "json": "application/json"}
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": comparison_title(page.month.compared),
        "description": f"{page.month.finding}. {labels.lower_bound(tolls)}",
        "citation": citation,
        "license": [one["path"] for one in about.get("licenses", []) if "path" in one],
        "keywords": about.get("keywords", []),
        "temporalCoverage": f"{start.start_time:%Y-%m-%d}/{start.end_time:%Y-%m-%d}",
        "version": common["data_version"],
        "isBasedOn": [one["url"] for one in page.sources() if one["url"]],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{base}{month}.{form}"}
            for form, kind in forms.items()
        ],
    }


def write_data(folder: Path, page: MonthPage, citation: str) -> None:
    """Write all numbers of a month by its monitor, as CSV and as JSON with what a reader of them has to know."""
    tolls, month = page.tolls, page.name
    there = tolls.of(month)
    rows = [_row(toll, tolls) for measure in there.measures for toll in there.of(measure).values()]
    pd.DataFrame(rows).convert_dtypes().to_csv(folder / f"{month}.csv", index=False, lineterminator="\n")
    about = {
        "title": page.month.title,
        "monitor": tolls.monitor,
        "population": tolls.population,
        "as_of": tolls.as_of,
        "citation": citation,
        "licences": tolls.data.contract.get("licenses", []),
        "reading": labels.lower_bound(tolls),
        "null": "no page gathered here publishes the number; never zero",
    }
    whole = {"about": about, "numbers": rows, "sources": page.sources()}
    text = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
    (folder / f"{month}.json").write_text(text, "utf-8", newline="\n")


def _row(toll: Toll, tolls: Tolls) -> dict[str, Any]:
    """A number with whose it is, what bounds it, what limits it, and the page it is from."""
    low, high = toll.ends
    return {
        "month": toll.month,
        "monitor": tolls.monitor,
        "population": toll.population,
        "party": toll.party,
        "label": labels.party_label(toll.party, tolls.parties),
        "measure": toll.measure,
        "value": toll.value,
        "low": low,
        "high": high,
        "at_least": toll.at_least,
        "at_most": toll.at_most,
        "state": toll.state,
        "basis": toll.basis,
        "caution": "; ".join(remarks.doubt_words(toll.remarks, report=report_words(tolls.data))),
        "source": source(tolls.data, *toll.page_shown),
    }
