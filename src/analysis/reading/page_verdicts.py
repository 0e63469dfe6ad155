"""The rows read from a page, held against its own arithmetic and against the pages that the tables have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import pandas as pd

from analysis.data.scopes import MEASURES, is_own_toll, others_in
from analysis.data.tables import Data
from analysis.model.adding import TOTAL, members
from analysis.model.cells import POPULATIONS
from analysis.questions.audit.findings import Findings, audit
from analysis.reading.page_rows import CLOSES, CONSISTENT, DIFFERS, FLAGGED, NEW, THERE, PageRow, Printed
from analysis.tolls.completeness import completeness
from analysis.tolls.monthly import monthly_tolls


def judged(report: dict[str, Any], rows: Sequence[PageRow], data: Data) -> tuple[Findings, tuple[PageRow, ...]]:
    """The arithmetic of a page alone, and its rows with both verdicts."""
    alone, monitor, month = _alone(data, report, rows), report["monitor"], report["month"]
    tolls = [one for population in POPULATIONS if (one := monthly_tolls(alone, monitor, population)).months]
    audited = audit(alone, month, monitor=monitor) if tolls else audit(alone)
    complete = {one.population for one in tolls if completeness(one).lines[0].status == "complete"}
    return audited, tuple(_judged(row, audited, complete, data, monitor, month) for row in rows)


def _alone(data: Data, report: dict[str, Any], rows: Sequence[PageRow]) -> Data:
    """The data with this page as the only one."""
    tables: dict[str, Any] = {}
    for name, there in (("reports", [report]), ("tolls", [_cells(row) for row in rows])):
        empty = getattr(data, name).iloc[:0]
        tables[name] = pd.DataFrame(there, columns=empty.columns, dtype="object").astype(empty.dtypes.to_dict())
    for name in ("lists", "adjudications", "period_totals", "governorates", "known_discrepancies"):
        tables[name] = getattr(data, name).iloc[:0]
    return replace(data, **tables)


def _cells(row: PageRow) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in fields(row)}


def _judged(row: PageRow, audited: Findings, complete: set[str], data: Data, monitor: str, month: str) -> PageRow:
    """A row with its verdicts."""
    own = (row.party, *others_in(row.scope))
    found = tuple(
        one for one in audited.errors if set(members(one.party)) & set(own) and one.population == row.population
    )
    arithmetic = FLAGGED if found or row.twice else CLOSES if row.population in complete else CONSISTENT
    others, is_there = _others(row, data, monitor, month)
    table = DIFFERS if others else THERE if is_there else NEW
    return replace(row, arithmetic=arithmetic, findings=found, table=table, others=tuple(others))


def _others(row: PageRow, data: Data, monitor: str, month: str) -> tuple[list[Printed], bool]:
    """The pages that have another number, where none has this one; and whether all numbers are there."""
    pages = data.reports[(data.reports["monitor"] == monitor) & (data.reports["month"] == month)]["report_id"]
    there = data.tolls[data.tolls["report_id"].isin(pages) & (data.tolls["population"] == row.population)]
    printed = [one for one in there.to_dict("records") if one["party"] == row.party and _is_like(one["scope"], row)]
    totals = data.reports[data.reports["report_id"].isin(pages) & (data.reports["total_population"] == row.population)]
    if row.party == TOTAL:
        printed += [{"report_id": one["report_id"], "killed": one["stated_total"]} for one in totals.to_dict("records")]
    others, are_there = [], []
    for measure in MEASURES:
        value = getattr(row, measure)
        if value is None:
            continue
        numbers = [Printed(one["report_id"], measure, int(n)) for one in printed if pd.notna(n := one.get(measure))]
        are_there.append(any(one.value == value for one in numbers))
        others += [] if are_there[-1] else numbers
    return others, bool(are_there) and all(are_there)


def _is_like(scope: Any, row: PageRow) -> bool:
    """Whether a row of the table is of the same deaths: the party's own toll, or the same combined toll."""
    if sorted(others_in(scope)) != sorted(others_in(row.scope)):
        return False
    return bool(others_in(scope)) or is_own_toll(scope)
