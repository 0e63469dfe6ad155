"""The numbers that a page states of a month, as rows of tolls.csv with the words they were read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.data.scopes import MEASURES
from analysis.data.tables import Data
from analysis.model.adding import TOTAL, members
from analysis.model.cells import POPULATIONS
from analysis.model.claimed import BOTH
from analysis.questions.audit.evidence import Finding
from analysis.reading.mentions import Mention

CLOSES, CONSISTENT, FLAGGED = "closes", "consistent", "flagged"
NEW, THERE, DIFFERS = "new", "already_there", "differs"
_LIMITS = {"at_least": "minimum", "at_most": "maximum"}


@dataclass(frozen=True, slots=True)
class Printed:
    """A number of another page of the same cell."""

    report_id: str
    measure: str
    value: int


@dataclass(frozen=True, slots=True)
class Twice:
    """A number that the page states in two ways."""

    measure: str
    values: tuple[int, ...]


@dataclass(frozen=True)
class PageRow:
    """A row of tolls.csv as a page states it: the columns of the table, the words, and two verdicts.

    `arithmetic` is what the page's own numbers say of it: closes (the parties make the total), consistent (nothing
    contradicts it) or flagged (something does: `findings` of the audit, or a number stated in two ways, `twice`,
    which is left blank). `table` is what the data folder says: new, already_there (a page has the same numbers) or
    differs (`others` are the pages that have another number).
    """

    report_id: str
    party: str
    population: str
    killed: int | None = None
    children: int | None = None
    women: int | None = None
    torture: int | None = None
    printed_share_pct: float | None = None
    scope: str | None = None
    killed_min: int | None = None
    killed_max: int | None = None
    words: str = ""
    arithmetic: str = CONSISTENT
    table: str = NEW
    findings: tuple[Finding, ...] = ()
    twice: tuple[Twice, ...] = ()
    others: tuple[Printed, ...] = ()

    @property
    def checks(self) -> tuple[str, ...]:
        """The checks that failed."""
        return tuple(dict.fromkeys([*(one.check for one in self.findings), *("stated_twice" for _ in self.twice)]))

    @property
    def differs_from(self) -> tuple[str, ...]:
        """The pages that have another number."""
        return tuple(dict.fromkeys(one.report_id for one in self.others))


def why_not(line: Mention, month: str, monitor: str) -> str:
    """Why no row of the month and the monitor can hold a statement; '' where one can: a number as exact as tables are.

    Anything else is a comparison, of another monitor, of another period, a share, of a group together or rounded.
    """
    if line.relation:
        return "comparison"
    if line.monitor not in (None, monitor):
        return "monitor"
    if (line.month, line.month_end or month) != (month, month):
        return "period"
    if line.unit == "percent":
        is_printed = line.measure == BOTH and not line.limit and line.low == line.high
        return "" if is_printed else "share"
    if line.measure == BOTH:
        return "group"
    is_exact = line.limit in ("", *_LIMITS) and (line.low == line.high or line.measure == "killed")
    return "" if is_exact and line.measure in MEASURES else "rounded"


def page_rows(lines: Sequence[Mention], report_id: str, data: Data) -> list[PageRow]:
    """A row a party and population, in the order of parties.csv: children and women are of those named before them."""
    order = dict(zip(data.parties["party"], data.parties["order"], strict=True))
    cells: dict[tuple[str, str], dict[str, list[Mention]]] = {}
    last: dict[str, str] = {}
    said = next((line.population for line in lines if line.population and line.measure == "killed"), None)
    for line in lines:
        if line.measure == "killed":
            said = line.population or said
            last[line.party] = said or "persons"
        population = last.get(line.party) or said or "persons"
        cells.setdefault((line.party, population), {}).setdefault(line.measure, []).append(line)
    rows = [_row(report_id, *key, stated, said is None) for key, stated in cells.items()]
    return sorted(rows, key=lambda row: (row.party == TOTAL, order[row.party], POPULATIONS.index(row.population)))


def _row(report_id: str, party: str, population: str, stated: dict[str, list[Mention]], is_unsaid: bool) -> PageRow:
    first, *others = members(party)
    codes = [f"joint:{'+'.join(others)}"] * bool(others) + ["population_not_printed"] * is_unsaid
    values: dict[str, Any] = {}
    twice = []
    for measure, lines in stated.items():
        numbers = dict.fromkeys((line.low, line.high) for line in lines)
        low, high = next(iter(numbers))
        if len(numbers) > 1:
            twice.append(Twice(measure, tuple(_whole(one) for pair in numbers for one in dict.fromkeys(pair))))
        elif measure == BOTH:
            values["printed_share_pct"] = low
        elif low != high:
            values |= {"killed_min": _whole(low), "killed_max": _whole(high)}
        else:
            values[measure] = _whole(low)
            if measure == "killed":
                codes += [_LIMITS[line.limit] for line in lines if line.limit][:1]
            elif measure == "torture" and lines[0].limit == "at_least":
                codes.append("torture_minimum")
    said = sorted((line.start, line.quote) for lines in stated.values() for line in lines)
    words = " … ".join(dict.fromkeys(quote for _, quote in said))
    scope = ";".join(codes) or None
    return PageRow(report_id, first, population, scope=scope, words=words, twice=tuple(twice), **values)


def _whole(number: float | None) -> int:
    """A number of deaths; a statement without one has no row, and is never 0. Raises ValueError."""
    if number is None:
        raise ValueError("a statement without a number")
    return int(number)
