"""What pages print, checked: parts above their toll (of a row, of a month), percentages, pages that differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from analysis.model.adding import TOTAL, is_combined, members
from analysis.model.numerals import only_slip, percent, rounding_of
from analysis.model.parties import Parties
from analysis.model.remarks import Flag, Remark, SubsetExceeds, first
from analysis.questions.audit import explanations as why
from analysis.questions.audit.evidence import ERROR, QUESTION, Cell, Finding, Published, pages
from analysis.tolls.rows import PrintedNumber, Row

_UNCLEAR = {"part_of_month", "party_not_printed", "population_not_printed"}  # such numbers differ for a reason
_SHARE = ("killed", "children", "women")
Counts = dict[str, int]  # by measure


def between_reports(there: Published) -> Iterator[Finding]:
    """Find cells for which pages print different numbers: which is used, and why. An adjudication settles a finding."""
    groups: dict[tuple[Cell, tuple[tuple[str, str], ...]], list[PrintedNumber]] = defaultdict(list)
    for number in there.numbers:
        if _UNCLEAR.isdisjoint(code for code, _ in number.covers):
            groups[_cell(number, number.measure), number.covers].append(number)
    for (cell, covers), numbers in groups.items():
        numbers = numbers if cell in there.decided else _contradicting(numbers)
        values = sorted({number.value for number in numbers})
        if len(values) <= 1:
            continue
        toll = there.cells.get(cell)
        used = toll.value if toll and toll.value in values else None
        own = [number.value for number in numbers if number.primary]
        checked = min(own or values) if used is None else used
        which = Flag("used: none") if toll is None or used is None else why.Used(used, str(toll.basis))
        for value in values:
            if value != checked:
                slip = None if used is None else only_slip(value, [checked])  # a swap goes both ways
                on = dict.fromkeys(number.report_id for number in numbers if number.value == value)
                said = [which, *([why.Covers(covers)] if covers else []), *_slips(slip), why.OnPages(tuple(on))]
                both = pages(number.report_id for number in numbers if number.value in (value, checked))
                settled = cell in there.decided
                yield there.found("between_reports", cell, value, checked, said, both, known=settled)


def _cell(of: PrintedNumber | Row, measure: str) -> Cell:
    return of.month, of.party, of.population, measure


def _slips(slip: tuple[str, int] | None) -> list[Remark]:
    return [why.Slip(*slip)] if slip else []


def _contradicting(numbers: list[PrintedNumber]) -> list[PrintedNumber]:
    """Leave out what is printed as "no less than" or "up to" and allows every exact number."""
    exact = [number.value for number in numbers if not number.limit]
    ends = {"least": min(exact, default=None), "most": max(exact, default=None)}

    def allows(number: PrintedNumber) -> bool:
        end = ends.get(number.limit)
        return end is None or (number.value <= end if number.limit == "least" else number.value >= end)

    return [number for number in numbers if not number.limit or not allows(number)]


def ranges_of_pages(there: Published) -> Iterator[Finding]:
    """Find ranges and ends that pages publish for a toll which another page's number, range or end lies outside of."""
    cells: dict[Cell, dict[tuple[why.EndsOn, str], None]] = defaultdict(dict)
    for row in there.rows:
        number, limit = row.numbers.get("killed"), row.limit("killed")
        low = row.killed_min if number is None else number if limit != "most" else None
        high = row.killed_max if number is None else number if limit != "least" else None
        if not row.covers and (low, high) != (None, None):
            kind = "range" if number is None else "end" if limit else "number"
            cells[_cell(row, "killed")][why.EndsOn(low or 0, high, row.report_id), kind] = None
    for cell, printed in cells.items():
        closed = [(one.high, one.low, one.report_id, kind) for one, kind in printed if one.high is not None]
        for high, _, report_id, kind in sorted(closed):
            for other, other_kind in sorted(printed, key=lambda one: (one[0].low, one[0].report_id)):
                apart = "range" in (kind, other_kind) or kind == other_kind == "end"  # else: `between_reports`
                if high < other.low and apart:
                    both, settled = pages([report_id], [other.report_id]), cell in there.decided
                    yield there.found("between_reports", cell, high, other.low, [other], both, known=settled)


def rows_of_pages(there: Published) -> Iterator[Finding]:
    """Find rows of pages whose children and women, or torture, are more than their toll."""
    versions: dict[Cell, set[int]] = defaultdict(set)
    for number in there.numbers:
        versions[_cell(number, number.measure)].add(number.value)
    for row in there.rows:
        killed, torture = row.numbers.get("killed"), row.numbers.get("torture", 0)
        if killed is None or row.limit("killed") == "least":
            continue
        cell, page = _cell(row, "killed"), (row.report_id,)
        meant = versions[cell]
        groups = sum(row.numbers.get(one, 0) for one in ("children", "women") if row.limit(one) != "most")
        if groups > killed:
            slip = only_slip(killed, {value for value in meant if value >= groups})
            said = [Flag("children_and_women"), *_slips(slip)]
            settled = _is_rejected(row, _SHARE, there)
            yield there.found("subset_exceeds", cell, killed, groups, said, page, known=settled)
        if torture > killed and "torture_additional" not in row.codes:
            cell = _cell(row, "torture")
            slip = only_slip(torture, {value for value in versions[cell] if value <= killed})
            slip = slip or only_slip(killed, {value for value in meant if value >= torture})
            said, settled = [Flag("torture"), *_slips(slip)], _is_rejected(row, ("killed", "torture"), there)
            yield there.found("subset_exceeds", cell, torture, killed, said, page, known=settled)


def _is_rejected(row: Row, measures: Sequence[str], there: Published) -> bool:
    """Whether an adjudication has another number than one of the row's own toll."""
    cells = {_cell(row, measure): row.numbers[measure] for measure in measures if measure in row.numbers}
    return row.is_own and any(there.decided.get(cell, value) != value for cell, value in cells.items())


def printed_shares(there: Published) -> Iterator[Finding]:
    """Find printed percentages of children and women that do not follow from the counts, and what explains them.

    The counts are those of the same row; what it does not print, as reconciled. Where women are not printed, children
    alone bound the share from below.
    """
    counts: dict[tuple[str, str], dict[str, Counts]] = defaultdict(lambda: defaultdict(dict))
    for (month, party, population, measure), toll in there.cells.items():
        if toll.value is not None:
            counts[month, population][party][measure] = toll.value
    found: dict[tuple[object, object, Finding], list[str]] = defaultdict(list)  # the same counts on several pages: one
    for row in there.rows:
        if row.printed_share_pct is not None and row.is_own:
            used = counts.get((row.month, row.population), {})
            its = {**used.get(row.party, {}), **row.numbers}
            for finding in _share(row, float(row.printed_share_pct), its, used, there):
                found[tuple(map(its.get, _SHARE)), _may_be(row), finding].append(row.report_id)
    for (*_, finding), report_ids in found.items():
        yield replace(finding, report_ids=pages([*sorted(report_ids), *finding.report_ids]))


def _share(row: Row, printed: float, its: Counts, used: dict[str, Counts], there: Published) -> Iterator[Finding]:
    """Check one percentage against its counts; of those that its page does not print the finding names the pages."""
    known, n = [its[group] for group in ("children", "women") if group in its], its.get("killed")
    if not n or not known:
        return
    computed, rounding = percent(sum(known), n), rounding_of(printed, sum(known), n)
    if rounding == "" or (len(known) == 1 and printed >= computed):
        return
    lacking = [measure for measure in _SHARE if measure in its and measure not in row.numbers]
    others = pages(*(there.cells[_cell(row, measure)].report_id for measure in lacking))
    said = Flag(rounding) if rounding else _explanation(printed, row.party, its, used, there.parties)
    explanation = [said, *([why.CountsOf(others)] if others else [])]
    more, less = _may_be(row)
    may_be = (more and printed > computed) or (less and printed < computed)
    severity = QUESTION if rounding or others or may_be else ERROR  # others: two pages, which may differ
    numbers, settled = (printed, float(computed)), _is_rejected(row, _SHARE, there)
    yield there.found(
        "printed_share", _cell(row, "killed"), *numbers, explanation, others, severity=severity, known=settled
    )


def _may_be(row: Row) -> tuple[bool, bool]:
    """Whether the share of children and women may be more, or less, than the counts give: some of these are ends."""
    groups, killed = {row.limit("children"), row.limit("women")}, row.limit("killed")
    return "least" in groups or killed == "most", "most" in groups or killed == "least"


def _explanation(printed: float, party: str, its: Counts, used: dict[str, Counts], parties: Parties) -> Remark:
    """What a printed percentage fits instead: the counts used here, one group alone, another party, two together."""
    shares = {
        code: (counts["children"] + counts["women"], counts["killed"])
        for code, counts in used.items()
        if counts.keys() >= set(_SHARE) and counts["killed"]
    }

    def fits(k: int, n: int) -> bool:
        return rounding_of(printed, k, n) == ""

    if party in shares and fits(*shares[party]):
        return Flag("fits_reconciled_counts")
    for group in ("women", "children"):
        if group not in its:
            return Flag(f"{group}_not_printed")
    for group in ("children", "women"):
        if fits(its[group], its["killed"]):
            return Flag(f"{group}_alone")
    alone = [(code,) for code, share in shares.items() if code != party and fits(*share)]
    pairs = [
        (one, other)
        for one, other in combinations([code for code in shares if not is_combined(code) and code != TOTAL], 2)
        if party in (one, other)
        and other != parties[one].parent
        and one != parties[other].parent
        and fits(*map(sum, zip(shares[one], shares[other], strict=True)))
    ]
    for found in ([(TOTAL,)] if (TOTAL,) in alone else alone, pairs):
        if len(found) == 1:
            return why.Fits(tuple(one for code in found[0] for one in members(code)))
    return Flag("unexplained")


def parts_of_tolls(there: Published) -> Iterator[Finding]:
    """Check children, women, torture and published parts of a toll against the toll they are part of.

    A toll of "no less than" contradicts nothing above it.
    """
    for cell, toll in there.cells.items():
        month, party, population, measure = cell
        said = first(toll.remarks, SubsetExceeds) if toll.state == "undecided" and toll.limit != "least" else None
        if measure == "killed" and said:
            why_so = [Flag("children_and_women")]
            yield there.found("subset_exceeds", cell, said.deaths, said.least, why_so, said.reports)
        killed = there.cells.get((month, party, population, "killed"))
        if measure != "torture" or killed is None or toll.value is None or killed.value is None:
            continue
        apart = (month, party, population) in there.torture_apart or toll.of_causes or killed.of_causes
        if toll.value > killed.value and not apart and killed.limit != "least":
            both = pages(toll.report_id, killed.report_id)
            yield there.found("subset_exceeds", cell, toll.value, killed.value, [Flag("torture")], both)
    for (group, party), found in there.floors.items():
        cell = (group.month, party, group.population, group.measure)
        whole = there.cells.get(cell)
        floor, page = min(found, key=lambda one: (-one[0], one[1]))
        if whole is None or whole.limit == "least" or whole.of_causes:  # the part may have other causes
            continue
        most = whole.ends[1]
        if most is not None and floor > most:
            both = pages(whole.report_id, [page])
            yield there.found("floor_above_monthly", cell, most, floor, [why.PartOn(page)], both)
