"""Rules between the columns and tables of figures that the contract's schema cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

import pandas as pd

from analysis.data.rows import Adjudication, ListRow, PartyRow, PeriodRow, PrintedToll, Report, numbers_of, typed
from analysis.data.scopes import NOT_OWN, is_own_toll, others_in, scope_codes
from analysis.data.vocabulary import claims_of_nobody, definitions, vocabulary
from analysis.errors import Problem
from analysis.model.adding import TOTAL
from analysis.model.cells import GROUP_CODES, LIMITS, Limit
from analysis.model.parties import can_appear, dates_words

_GROUPS = ("children", "women", "children_women")
_EITHER = (  # scope codes of which a row has one at most
    {"joint", "includes"},
    {"minimum", "maximum"},
    *({f"{one}_minimum", f"{other}_maximum"} for one in _GROUPS for other in _GROUPS if one in other or other in one),
)
Tables = dict[str, pd.DataFrame]


def broken_rules(tables: Tables, incomplete: Set[str] = frozenset()) -> list[Problem]:
    """Check every rule between columns and tables.

    Cells that broke the contract's schema are empty in the tables named `incomplete`, so that all problems can be told
    at once; what needs these cells is not judged.
    """
    problems = [*_dates(tables, incomplete), *_scopes(tables), *_totals(tables)]
    if "adjudications" not in incomplete:
        problems += _tolls(tables)
    if not incomplete & {"lists", "reports"}:
        problems += _lists(tables)
    if not incomplete & {"tolls", "reports"}:
        problems += _adjudications(tables)
    if "adjudications" not in incomplete:
        problems += _disputes(tables)
    if "parties" not in incomplete:
        problems += [*vocabulary(tables), *claims_of_nobody(tables)]
    if "monitors" not in incomplete and tables["monitors"].empty:
        expected = "at least one monitor; the first by order is the default"
        problems.append(Problem("monitors.csv", 0, "monitor", "no row", expected))
    if not incomplete & {"parties", "reports"}:
        problems += _out_of_time(tables)
    if not incomplete & {"definitions", "parties"}:
        problems += definitions(tables)
    return problems


def _disputes(tables: Tables) -> Iterator[Problem]:
    """Deaths that pages attribute to different parties are disputed in each of them."""
    rows = enumerate(typed(tables["adjudications"], Adjudication), start=2)
    disputed = [(number, row) for number, row in rows if str(row.reason).startswith("disputed")]
    for number, row in disputed:
        cell = (row.monitor, row.month, row.population, row.measure)
        others = [other for _, other in disputed if other.party != row.party]
        if cell not in [(other.monitor, other.month, other.population, other.measure) for other in others]:
            expected = (
                "another party of this month, population and measure that is disputed too: whose else these may be"
            )
            yield Problem("adjudications.csv", number, "reason", repr(row.reason), expected)


def _tolls(tables: Tables) -> Iterator[Problem]:
    reports = {report.report_id: report for report in typed(tables["reports"], Report)}
    decided = {
        (row.monitor, row.month, row.party, row.population, row.measure): row.value
        for row in typed(tables["adjudications"], Adjudication)
    }
    for number, row in enumerate(typed(tables["tolls"], PrintedToll), start=2):
        report = reports.get(row.report_id)
        if report is None:
            continue
        values = numbers_of(row)
        cell = (report.monitor, report.month, row.party, row.population)
        if any(decided.get((*cell, measure), value) != value for measure, value in values.items()):
            continue  # a printed value that was rejected is kept as printed
        yield from _parts(number, row, values)


def _parts(number: int, row: PrintedToll, values: dict[str, int]) -> Iterator[Problem]:
    """Parts of a toll that are more than it, and what is no range."""
    codes, where = scope_codes(row.scope), ("tolls.csv", number)
    killed, torture, low, high = values.get("killed"), values.get("torture"), row.killed_min, row.killed_max
    apart = [m for m in ("children", "women") if not {f"{m}_maximum", "children_women_maximum"} & set(codes)]
    groups = sum(values.get(m, 0) for m in apart)  # what each can be at most they need not be together
    loose = {"minimum", *(f"{group}_maximum" for group in _GROUPS)}.intersection(codes)
    if killed is not None and groups > killed and not loose:
        expected = f"at most killed ({killed}): they are part of it, or an adjudication says which is wrong"
        yield Problem(*where, "children + women", str(groups), expected)
    if killed is not None and torture is not None and torture > killed and "torture_additional" not in codes:
        expected = f"at most killed ({killed}), or the scope torture_additional"
        yield Problem(*where, "torture", str(torture), expected)
    if killed is not None and (low, high) != (None, None):
        expected = "one of the two: a number, or the ends of a range"
        yield Problem(*where, "killed", f"{killed} and a range", expected)
    if high is not None and groups > high and not loose:
        expected = f"at most killed_max ({high}): they are part of it"
        yield Problem(*where, "children + women", str(groups), expected)
    if low is not None and high is not None and low > high:
        yield Problem(*where, "killed_min", str(low), f"at most killed_max ({high})")


def _scopes(tables: Tables) -> Iterator[Problem]:
    """Scopes that say two things at once, and rows of one report that say the same."""
    tolls = list(typed(tables["tolls"], PrintedToll))
    every: dict[str, Sequence[PrintedToll | PeriodRow]] = {"tolls": tolls}
    every["period_totals"] = list(typed(tables["period_totals"], PeriodRow))
    for name, rows in every.items():
        for number, row in enumerate(rows, start=2):
            codes = [part.partition(":")[0] for part in row.scope.split(";")] if isinstance(row.scope, str) else []
            others = others_in(row.scope)
            once = len(set(codes)) == len(codes) and len(set(others)) == len(others)
            apart = not any(pair <= set(codes) for pair in _EITHER)
            upper = getattr(row, "killed_max", None) is not None or any(LIMITS.get(code) == "most" for code in codes)
            if "without" in codes and upper:
                expected = "no upper end of a toll that leaves places out: only its lower end is known"
                yield Problem(f"{name}.csv", number, "scope", repr(row.scope), expected)
            of_others = not {row.party, TOTAL} & set(others) and not (others and row.party == TOTAL)
            if not (once and apart and of_others):
                expected = "each code and party once, joint or includes, minimum or maximum, and other parties only"
                yield Problem(f"{name}.csv", number, "scope", repr(row.scope), expected)
    seen: dict[tuple[object, ...], dict[Limit, int]] = {}
    for number, row in enumerate(tolls, start=2):
        if None in (row.report_id, row.party, row.population):
            continue
        said = scope_codes(row.scope)
        kind = str(sorted((code, value) for code, value in said.items() if code in NOT_OWN))
        ends = ["killed"] if row.killed is None and (row.killed_min, row.killed_max) != (None, None) else []
        for measure in [*ends, *numbers_of(row)]:
            same = seen.setdefault((row.report_id, row.party, row.population, kind, measure), {})
            end: Limit = next((LIMITS[code] for code in said if code in GROUP_CODES and measure in code), "")
            first = next(iter(same.values()), number)
            if same.setdefault(end, number) != number or (len(same) > 1 and {*same} != {"least", "most"}):
                expected = f"one row for this party and scope: row {first} has its {measure} too"
                yield Problem("tolls.csv", number, "scope", repr(row.scope), expected)
                break


def _out_of_time(tables: Tables) -> Iterator[Problem]:
    """Tolls of a party for a month in which it did not exist."""
    months = {report.report_id: report.month for report in typed(tables["reports"], Report)}
    ends = {party.party: (party.valid_from, party.valid_to) for party in typed(tables["parties"], PartyRow)}
    for number, row in enumerate(typed(tables["tolls"], PrintedToll), start=2):
        month, (first, last) = months.get(row.report_id), ends.get(row.party, (None, None))
        if month is not None and first is not None and not can_appear(month, first, last):
            expected = f"a month from {dates_words(first, last)}, or other dates of the party in parties.csv"
            yield Problem("tolls.csv", number, "party", f"{row.party} in {month}", expected)


def _totals(tables: Tables) -> Iterator[Problem]:
    """The headline toll of a report and its row of all parties are the same number."""
    rows = {
        (row.report_id, row.population): row.killed
        for row in typed(tables["tolls"], PrintedToll)
        if row.party == TOTAL and row.killed is not None and is_own_toll(row.scope)
    }
    for number, report in enumerate(typed(tables["reports"], Report), start=2):
        if report.stated_total is None:
            continue
        printed = rows.get((report.report_id, str(report.total_population)), report.stated_total)
        if printed != report.stated_total:
            expected = f"the {printed} that tolls.csv has for all_parties of this report"
            yield Problem("reports.csv", number, "stated_total", str(report.stated_total), expected)


def _dates(tables: Tables, incomplete: Set[str]) -> Iterator[Problem]:
    for number, report in enumerate(typed(tables["reports"], Report), start=2):
        if report.published is not None and report.month is not None and report.published[:7] < report.month:
            expected = f"not before the month ({report.month}) it reports on"
            yield Problem("reports.csv", number, "published", report.published, expected)
        if "reports" not in incomplete and (report.stated_total is None) != (report.total_population is None):
            found, expected = "one of the two is empty", "both or neither: a total needs its population"
            yield Problem("reports.csv", number, "stated_total + total_population", found, expected)
    for number, row in enumerate(typed(tables["period_totals"], PeriodRow), start=2):
        if None not in (row.period_start, row.period_end) and row.period_start > row.period_end:
            expected = f"not after period_end ({row.period_end})"
            yield Problem("period_totals.csv", number, "period_start", row.period_start, expected)
    for number, party in enumerate(typed(tables["parties"], PartyRow), start=2):
        if party.valid_from is not None and party.valid_to is not None and party.valid_from > party.valid_to:
            expected = f"not after valid_to ({party.valid_to})"
            yield Problem("parties.csv", number, "valid_from", party.valid_from, expected)


def _lists(tables: Tables) -> Iterator[Problem]:
    """A report was counted from a list where both tables say so."""
    kinds = {report.report_id: report.kind for report in typed(tables["reports"], Report)}
    listed = set(tables["lists"]["report_id"])
    for number, row in enumerate(typed(tables["lists"], ListRow), start=2):
        if row.report_id in kinds and kinds[row.report_id] != "records":
            found = f"{row.report_id} of the kind {kinds[row.report_id]}"
            yield Problem("lists.csv", number, "report_id", found, "a report of the kind records")
        if row.first > row.last:
            yield Problem("lists.csv", number, "first", row.first, f"not after last ({row.last})")
    for number, report in enumerate(typed(tables["reports"], Report), start=2):
        if report.kind == "records" and report.report_id not in listed:
            yield Problem("reports.csv", number, "kind", "records", "a row in lists.csv that says which list")


def _adjudications(tables: Tables) -> Iterator[Problem]:
    reports = {report.report_id: report for report in typed(tables["reports"], Report)}
    printed = {
        (row.report_id, row.party, row.population, measure, number)
        for row in typed(tables["tolls"], PrintedToll)
        if is_own_toll(row.scope)
        for measure, number in numbers_of(row).items()
    }
    printed |= {
        (report.report_id, TOTAL, report.total_population or "", "killed", report.stated_total)
        for report in reports.values()
        if report.stated_total is not None
    }
    for number, row in enumerate(typed(tables["adjudications"], Adjudication), start=2):
        where = ("adjudications.csv", number)
        if row.value is None:
            if row.report_id is not None:
                expected = f"the value published in {row.report_id}, or no report_id"
                yield Problem(*where, "value", "an empty cell", expected)
        elif row.report_id is None:
            yield Problem(*where, "report_id", "an empty cell", f"the report that publishes {row.value}")
        elif (reports[row.report_id].monitor, reports[row.report_id].month) != (row.monitor, row.month):
            yield Problem(*where, "report_id", repr(row.report_id), f"a report of {row.monitor} for {row.month}")
        elif (row.report_id, row.party, row.population, row.measure, row.value) not in printed:
            expected = f"a value that {row.report_id} publishes for this cell as the party's own toll"
            yield Problem(*where, "value", str(row.value), expected)
