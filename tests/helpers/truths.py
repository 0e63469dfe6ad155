"""What has to hold of everything the package says, whatever is behind the pages: one check a thing that users rely on.

Each check takes what is said of a world (`worlds.Said`) and asserts it against the world's truth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from operator import eq, ge, gt, le, lt
from random import Random
from typing import TYPE_CHECKING, Any

import pandas as pd
from made_up import ADDED, PARTIES
from worlds import ACTORS, GROUP, GROUPS, RESIDUAL, Said, World, draw, members

from analysis import agreement, check_claims, exceeds, monthly_tolls, orderings, period
from analysis.data.scopes import MEASURES
from analysis.errors import UnknownMonth
from analysis.model.adding import TOTAL
from analysis.model.cells import POPULATIONS
from analysis.questions.tipping.numbers import tipping_points

if TYPE_CHECKING:
    from analysis.questions.claims.claims import Verdicts

GOOD = {"agrees", "agrees_with_version", "holds", "true"}  # verdicts that say a claim is right
BAD = {"differs", "fails", "false"}
ENDS = ("killed", "killed_min", "killed_max")


def end_of(doubt: Any) -> str:
    """Whether a number is only the least or the most: the codes of its scope stand among its doubts."""
    codes = doubt.split(" | ") if isinstance(doubt, str) else []
    if any(code.endswith("minimum") or code.startswith("without: ") for code in codes):
        return "least"
    return "most" if any(code.endswith("maximum") for code in codes) else ""


def of(row: Any, columns: tuple[str, ...] = ("value", "state", "at_least", "at_most", "basis", "doubt")) -> str:
    """A row for a message."""
    return ", ".join(f"{column} {getattr(row, column)}" for column in columns if hasattr(row, column))


def summed(world: World, month: str, code: str, measure: str = "killed") -> int:
    """What civilians and fighters add up to; in persons the residual class may hold others than in these."""
    if code != RESIDUAL:
        return world.number(month, "persons", code, measure)
    return sum(world.number(month, one, code, measure) for one in ("civilians", "fighters"))


def cells(said: Said) -> Iterator[tuple[Any, int]]:
    """Every cell with its true number."""
    for population, tolls in said.tolls.items():
        for row in tolls.frame.itertuples():
            yield row, said.world.number(row.month, population, row.party, row.measure)


# ---------------------------------------------------------------------------------------------------------------------
# cells


def values_are_true(said: Said) -> None:
    for row, true in cells(said):
        if pd.isna(row.value):
            continue
        end = "least" if row.basis == "items" else end_of(row.doubt)
        if row.basis == "summed":
            true = summed(said.world, row.month, row.party, row.measure)
        elif row.basis == "subtracted":  # of a residual class, as its page has it
            true = said.world.number(row.month, "persons", row.party, row.measure)
            true -= said.world.number(row.month, "fighters", row.party, row.measure)
        right = row.value <= true if end == "least" else row.value >= true if end == "most" else row.value == true
        assert right, f"{_cell(row)} is {true}, said: {of(row)}"


def bounds_hold(said: Said) -> None:
    for row, true in cells(said):
        assert pd.isna(row.at_least) or row.at_least <= true, f"{_cell(row)} is {true}, said: {of(row)}"
        assert pd.isna(row.at_most) or true <= row.at_most, f"{_cell(row)} is {true}, said: {of(row)}"


def printed_ends_hold(said: Said) -> None:
    """What pages publish, from the least to the most; of a toll by cause it is a floor."""
    for row, true in cells(said):
        if row.state == "range" and row.basis != "items":
            assert pd.isna(row.printed_low) or row.printed_low <= true, f"{_cell(row)} is {true}: {row.printed_low} low"
            assert pd.isna(row.printed_high) or row.printed_high >= true, f"{_cell(row)} is {true}: {row.printed_high}"


def nothing_left_is_nothing(said: Said) -> None:
    for row, true in cells(said):
        assert row.state != "none_left" or true == 0, f"{_cell(row)} is {true}, said: {of(row)}"


def only_reported_cells_have_a_value(said: Said) -> None:
    for row, _ in cells(said):
        assert pd.isna(row.value) == (row.state != "reported"), f"{_cell(row)}: {of(row)}"


def earlier_pages_say_nothing_false(said: Said) -> None:
    """As of a date: what the pages published by then say."""
    world = said.world
    if world.misprints:
        return
    dates = sorted({report["published"] for report in world.reports if report.get("published")})
    for date in dates[: 1 + len(dates) // 2]:
        then = Said(world)
        then.__dict__["tolls"] = {
            population: monthly_tolls(said.data, world.monitor, population, date) for population in POPULATIONS
        }
        values_are_true(then)
        bounds_hold(then)
        nothing_left_is_nothing(then)


def frames(results: dict[Any, Any]) -> Iterator[tuple[Any, pd.DataFrame]]:
    """The tables of results, as they are published."""
    yield from ((about, result.frame) for about, result in results.items())


def _cell(row: Any) -> str:
    return f"{row.month} {row.population} {row.party} {row.measure}"


# ---------------------------------------------------------------------------------------------------------------------
# months


def ranks_are_certain_among_the_parties_named(said: Said) -> None:
    world = said.world
    for (month, population), table in frames(said.comparisons):
        ranked = table.dropna(subset="rank")
        assert set(ranked["party"]) <= set(ACTORS), f"{month} {population}: {list(ranked['party'])}"
        surely, maybe = world.named(month), world.named(month, whole=False)
        for row in ranked.itertuples():
            true = {party: world.number(month, population, party) for party in ACTORS}
            more = {party for party in ACTORS if true[party] > true[row.party]}
            least, most = 1 + len(more & surely), 1 + len(more & maybe)
            told = f"{month} {population} {row.party}: rank {row.rank}, in truth {least}; {true}; named {surely}"
            assert least <= row.rank <= most, told


def nobody_ranks_without_a_total(said: Said) -> None:
    for (month, population), table in frames(said.comparisons):
        if table["rank"].notna().any():
            summed_ = all(said.world.has_total(month, one) for one in ("civilians", "fighters"))
            told = f"{month} {population}: {_ranks(table)}"
            assert summed_ or said.world.has_total(month, population, "persons"), told


def nobody_ranks_where_losses_are_not_counted(said: Said) -> None:
    for (month, population), table in frames(said.comparisons):
        if said.world.defined("not_counted", population):
            told = f"{month} {population}: {_ranks(table)}"
            assert table["rank"].isna().all(), told
            assert table.loc[table["party"] != TOTAL, "share_of_total"].isna().all(), told


def _ranks(table: pd.DataFrame) -> dict[str, int]:
    return dict(table.dropna(subset="rank")[["party", "rank"]].itertuples(index=False, name=None))


def shares_of_the_total_are_true(said: Said) -> None:
    for (month, population), table in frames(said.comparisons):
        whole = said.world.number(month, population, TOTAL)
        for row in table.dropna(subset="share_of_total").itertuples():
            if row.party in ("not_separated", "unaccounted") or row.basis == "items":
                continue
            told = f"{month} {population} {row.party}: {row.share_of_total}; {of(row, ('killed', 'doubt'))}"
            assert whole, told
            true = true_line(said.world, month, population, row, table)
            assert abs(row.share_of_total - true / whole) < 1e-9, f"{told}; in truth {true} of {whole}"


def counted_in(table: pd.DataFrame) -> list[Any]:
    """The lines of a comparison that add up; sums of causes where nothing counted can hold any of their parties."""
    numbers = table["killed"].notna() | table["killed_min"].notna() | table["killed_max"].notna()
    lines = {row.party: row for row in table[numbers].itertuples()}
    whole = {code for code, row in lines.items() if row.basis != "items"}
    group = GROUP in whole and not set(GROUPS[GROUP]) <= whole
    held = {party for code in whole - {GROUP, TOTAL} for party in code.split("+")} | ({GROUP} if group else set())
    held |= {child for party in held for child in GROUPS.get(party, ())}
    held |= {GROUP} if held.intersection(GROUPS[GROUP]) else set()
    apart = {TOTAL, "unaccounted", *([GROUP] if GROUP in whole else [])}
    found = [row for code, row in lines.items() if code not in apart]
    return [row for row in found if row.basis != "items" or not held.intersection(row.party.split("+"))]


def true_line(world: World, month: str, population: str, row: Any, table: pd.DataFrame) -> int:
    """What a line of a comparison is in truth."""
    if row.party == "not_separated":
        there = {line.party for line in counted_in(table) if line.basis != "items"}
        children = [child for child in GROUPS[GROUP] if child in there]
        return world.number(month, population, GROUP) - sum(world.number(month, population, p) for p in children)
    if row.party == "unattributed":
        return world.nobodys[month, population]["killed"]
    if row.basis == "items":
        return int(row.killed if not pd.isna(row.killed) else row.killed_min)
    return summed(world, month, row.party) if row.basis == "summed" else world.number(month, population, row.party)


def lines_are_true(said: Said) -> None:
    """Every line of a comparison: its number, or an interval that holds; what is not separated and unaccounted too."""
    for (month, population), table in frames(said.comparisons):
        lines = {row.party: row for row in table.itertuples()}
        for row in counted_in(table):
            true = true_line(said.world, month, population, row, table)
            told = f"{month} {population} {row.party} is {true}: {of(row, (*ENDS, 'doubt'))}"
            _within(row.killed, row.killed_min, row.killed_max, true, end_of(row.doubt), told)
        if "unaccounted" in lines:
            row = lines["unaccounted"]
            parts = [true_line(said.world, month, population, one, table) for one in counted_in(table)]
            true = said.world.number(month, population, TOTAL) - sum(parts)
            told = f"{month} {population}: unaccounted is {true}: {of(row, ENDS)}"
            _within(row.killed, row.killed_min, row.killed_max, true, "", told)


def _within(value: Any, low: Any, high: Any, true: int, end: str, told: str) -> None:
    if not pd.isna(value):
        right = value <= true if end == "least" else value >= true if end == "most" else value == true
        assert right, told
    assert pd.isna(low) or low <= true, told
    assert pd.isna(high) or true <= high, told


def completeness_is_true(said: Said) -> None:
    for (month, population), row in said.completeness.items():
        table, world = said.comparisons[month, population].frame, said.world
        total = world.number(month, population, TOTAL)
        lines = [one for one in counted_in(table) if one.party != "unattributed"]
        parts = sum(true_line(world, month, population, one, table) for one in lines)
        nobodys = 0 if pd.isna(row.unattributed) else row.unattributed
        told = (
            f"{month} {population}: total {total}, of which {parts} counted; said {of(row, tuple(row._fields[4:12]))}"
        )
        cell = said.tolls[population].frame.query(f"month == '{month}' and party == '{TOTAL}' and measure == 'killed'")
        _within(row.total, row.total_min, row.total_max, total, end_of(cell["doubt"].iloc[0]), told)
        _within(row.sum_of_parties, row.sum_min, row.sum_max, parts, "", told)
        assert nobodys in (0, world.nobodys[month, population]["killed"]), told
        assert pd.isna(row.unaccounted) or row.unaccounted == total - parts - nobodys, told
        assert row.status != "complete" or parts + _beyond_lines(world, month, population, table) == total, told


def _beyond_lines(world: World, month: str, population: str, table: pd.DataFrame) -> int:
    """What a group's range holds beyond its parties that count, where no line says so: it may be nothing."""
    numbers = table["killed"].notna() | table["killed_min"].notna() | table["killed_max"].notna()
    lines = set(table.loc[numbers & table["basis"].ne("items"), "party"])
    if GROUP not in lines or "not_separated" in lines:
        return 0
    children = sum(world.number(month, population, child) for child in GROUPS[GROUP] if child in lines)
    return world.number(month, population, GROUP) - children


def shares_are_true(said: Said) -> None:
    for (month, population), table in frames(said.shares):
        for row in table.itertuples():
            if "items_only" in str(row.doubt):
                continue
            groups = row.group.split("_and_")
            count = sum(said.world.number(month, population, row.party, m) for m in groups)
            killed = said.world.number(month, population, row.party)
            if population == "persons" and row.party == RESIDUAL and "|" not in str(row.report_ids):
                both = summed(said.world, month, RESIDUAL)
                killed = both if not pd.isna(row.killed) and row.killed == both else killed
            told = f"{month} {population} {row.party} {row.group}: {count} of {killed} in truth; said "
            told += of(row, ("killed", "killed_min", "killed_max", "count", "share", "share_min", "share_max", "doubt"))
            _within(row.killed, row.killed_min, row.killed_max, killed, _killed_end(row.doubt), told)
            limit = _group_end(row.doubt, groups)
            _within(row.count, pd.NA, pd.NA, count, limit, told)
            if not killed:
                assert pd.isna(row.share), told
                continue
            assert pd.isna(row.share) or abs(row.share - count / killed) < 1e-9, told
            assert pd.isna(row.share_min) or row.share_min <= count / killed + 1e-9, told
            assert pd.isna(row.share_max) or row.share_max >= count / killed - 1e-9, told


def _killed_end(doubt: Any) -> str:
    codes = str(doubt).split(" | ")
    least = "minimum" in codes or any(code.startswith("without: ") for code in codes)
    return "least" if least else "most" if "maximum" in codes else ""


def _group_end(doubt: Any, groups: list[str]) -> str:
    codes = str(doubt).split(" | ")
    for end, name in (("least", "minimum"), ("most", "maximum")):
        if {f"children_women_{name}", *(f"{group}_{name}" for group in groups)}.intersection(codes):
            return end
    return "least" if any(code.startswith("without: ") for code in codes) else ""


# ---------------------------------------------------------------------------------------------------------------------
# the audit


def bounds_in_audit(row: Any) -> Iterator[tuple[list[str], list[str], int]]:
    """The bounds that a finding says: parties, months (none: its own), and the most they can have together."""
    months = re.search(r"months: (\S+) to (\S+)", row.explanation)
    span = [str(m) for m in pd.period_range(months[1], months[2], freq="M")] if months else []
    for number, parties in re.findall(r"at_most: (\d+) for (\S+)", row.explanation):
        yield parties.split("+"), span, int(number)
    lacking = re.search(r"lacking: (\S+)", row.explanation)
    for number in re.findall(r"leave_at_most: (\d+)", row.explanation):
        yield [row.party], lacking[1].split("+") if lacking else span, int(number)


def audit_accuses_nobody_of_the_truth(said: Said) -> None:
    if said.world.misprints or said.world.revised:
        return
    found = said.audit.frame
    errors = found[(found["severity"] == "error") & ~found["known"]]
    columns = ["month", "party", "check", "population", "printed", "computed", "explanation", "report_ids"]
    assert errors.empty, errors[columns].to_string()


def bounds_in_audit_questions_hold(said: Said) -> None:
    if said.world.misprints or said.world.revised:
        return
    for row in said.audit.frame.itertuples():
        measure = row.check.partition(":")[2] or "killed"
        for parties, months, most in bounds_in_audit(row):
            spans = months or [row.month]
            true = sum(said.world.together(month, row.population, parties, measure) for month in spans)
            if months and RESIDUAL in parties:  # of a period it publishes no number that could hold others
                true -= sum(
                    theirs[measure]
                    for month in spans
                    for party, theirs in said.world.lumped[month, row.population].items()
                    if party not in parties
                )
            assert true <= most, f"{row.month} {row.population} {row.check}: {'+'.join(parties)} is {true}, said {row}"


# ---------------------------------------------------------------------------------------------------------------------
# claims


def _drawn(said: Said, name: str, some: int) -> tuple[Random, list[tuple[str, str, str, str]]]:
    """So many cells of a world, the same ones each time."""
    r = Random(f"{name} {sorted(said.world.truth.items())[:9]}")
    every = [
        (month, population, party, measure)
        for month in said.world.months
        for population in POPULATIONS
        for party in PARTIES
        for measure in MEASURES
        if said.world.can_appear(party, month)
    ]
    return r, r.sample(every, min(some, len(every)))


def judged(said: Said, kind: str) -> list[tuple[dict[str, Any], Any, Verdicts]]:
    """Claims of a kind (true, false, comparisons), the rows of the verdicts on them, and all verdicts; kept."""
    kept = said.__dict__.setdefault("judged", {})
    if kind not in kept:
        rows = {"true": _true_claims, "false": _false_claims, "comparisons": _comparisons}[kind](said)
        kept[kind] = []
        if rows:
            claims = pd.DataFrame(rows).assign(outlet="Daily", claim_id=[f"claim-{n}" for n in range(len(rows))])
            found = check_claims(said.data, claims, monitor=said.world.monitor)
            kept[kind] = [(row, verdict, found) for row, verdict in zip(rows, found.frame.itertuples(), strict=True)]
    return kept[kind]


def _true_claims(said: Said) -> list[dict[str, Any]]:
    r, chosen = _drawn(said, "true", 30)
    world, rows = said.world, []
    for month, population, party, measure in chosen:
        whose, end = party, ""
        if party in ADDED and r.randint(0, 9) == 0:
            other = next(one for one in ("north", "south", "red", "blue", "north") if one != party)
            whose = (
                "+".join(sorted([party, other], key=list(PARTIES).index)) if world.can_appear(other, month) else party
            )
        months = [month]
        if r.randint(0, 5) == 0 and month != world.months[-1] and not world.revised:
            months, end = [one for one in world.months if one >= month], world.months[-1]
        true, how = sum(world.number(one, population, whose, measure) for one in months), {"unit": "deaths"}
        relation = r.choice(["exactly", "exactly", "at_least", "more_than", "at_most", "fewer_than", "about", "nearly"])
        value: float = true
        whole = world.number(month, population, whose if measure in ("children", "women") else TOTAL)
        alone = (
            not end and whose == party and (measure in ("children", "women") or (measure, party) == ("killed", "north"))
        )
        if alone and true <= whole > 0 and r.randint(0, 2) == 0:
            how = {"unit": "percent_of_total" if measure == "killed" else "percent_of_party"}
            digits, relation = r.randint(0, 1), "exactly"
            value = (2 * 100 * 10**digits * true + whole) // (2 * whole) / 10**digits
        elif relation in ("at_least", "more_than"):
            value = r.randint(0, max(true - (relation == "more_than"), 0))
            relation = relation if value < true else "at_least"
        elif relation in ("at_most", "fewer_than"):
            value = true + r.randint(relation == "fewer_than", 5)
        elif relation in ("about", "nearly") and true >= 50:
            value = (true + 5) // 10 * 10
            relation = "about" if value < true else relation
        elif relation in ("about", "nearly"):
            relation = "exactly"
        row = {"month": month, "population": population, "party": whose, "measure": measure, "value": value}
        rows.append(row | how | {"relation": relation, "month_end": end or pd.NA})
    return rows


def _false_claims(said: Said) -> list[dict[str, Any]]:
    """Numbers that no page publishes."""
    world = said.world
    r, chosen = _drawn(said, "false", 20)
    published = {
        (row["population"], "+".join(members(row)), row[measure])
        for month in world.months
        for row in world.published(month)
        for measure in (*MEASURES, "killed_min", "killed_max")
        if row.get(measure, "") != ""
    }
    rows = []
    for month, population, party, measure in chosen:
        true = world.number(month, population, party, measure)
        relation = r.choice(["exactly", "exactly", "at_least", "at_most", "more_than", "fewer_than"])
        value = max(0, true + r.choice([-3, -1, 1, 2, 7]))
        if relation == "at_least":
            value = true + r.randint(1, 3)
        elif relation == "more_than":
            value = true + r.randint(0, 3)
        elif true:
            value = {"at_most": true - 1, "fewer_than": true}.get(relation, value)
        else:
            relation, value = "exactly", 1
        about = {"month": month, "population": population, "party": party, "measure": measure, "value": value}
        ends = relation == "exactly" or not world.misprints  # another page may say so
        if ends and (relation != "exactly" or (value != true and (population, party, value) not in published)):
            rows.append(about | {"relation": relation})
    return rows


def _comparisons(said: Said) -> list[dict[str, Any]]:
    world = said.world
    r, chosen = _drawn(said, "comparisons", 30)
    rows = []
    for month, population, party, measure in chosen:
        others = [p for p in (*ADDED, GROUP) if world.can_appear(p, month) and p != party]
        others = [p for p in others if p not in GROUPS.get(party, ()) and party not in GROUPS.get(p, ())]
        if party == TOTAL or not others:
            continue
        relation = r.choice(["gt", "lt", "gt", "highest_of"])
        rights = r.sample(others, min(len(others), r.randint(2, 3))) if relation == "highest_of" else [r.choice(others)]
        if GROUP in rights:
            rights = [p for p in rights if p not in GROUPS[GROUP]]
        row = {"month": month, "left": party, "relation": relation, "right": "|".join(rights), "measure": measure}
        rows.append(row | {"population": population if r.randint(0, 2) else pd.NA})
    return rows


def the_true_number_never_differs(said: Said) -> None:
    """Exactly, as an end, rounded, as a percentage, over several months."""
    for row, verdict, _ in judged(said, "true"):
        assert verdict.verdict not in BAD, f"{row} is true, said {of(verdict, tuple(verdict._fields[11:]))}"


def a_false_number_never_agrees(said: Said) -> None:
    for row, verdict, _ in judged(said, "false"):
        told = f"{row} is false, said {of(verdict, tuple(verdict._fields[11:]))}"
        documented = end_of(verdict.doubt) and row["value"] == verdict.documented  # published as that end
        assert verdict.verdict not in GOOD or documented, told


def comparisons_are_judged_right(said: Said) -> None:
    world = said.world
    for row, verdict, _ in judged(said, "comparisons"):
        about = (row["month"], verdict.population)
        mine = world.number(*about, row["left"], row["measure"])
        theirs = [world.number(*about, one, row["measure"]) for one in row["right"].split("|")]
        true = mine < theirs[0] if row["relation"] == "lt" else all(mine > one for one in theirs)
        told = f"{row}: {mine} and {theirs}, said {of(verdict, tuple(verdict._fields[9:]))}"
        assert verdict.verdict != "holds" or true, told
        assert verdict.verdict != "fails" or not true, told
        if world.defined("not_counted", verdict.population):
            assert verdict.verdict == "undecidable", told
        assert pd.isna(verdict.at_least) or verdict.at_least <= mine, told
        assert pd.isna(verdict.at_most) or mine <= verdict.at_most, told


# ---------------------------------------------------------------------------------------------------------------------
# several months, several monitors


def sums_of_periods_hold(said: Said) -> None:
    world = said.world
    for population, tolls in said.tolls.items():
        if not tolls.lines:
            continue
        months, table = world.months, period(tolls, world.months[0], world.months[-1]).frame
        counts: dict[tuple[str, str], int] = {}
        for row in table.itertuples():
            true = sum(world.number(month, population, row.party, row.measure) for month in months)
            told = f"{population} {row.party} {row.measure} is {true}, said {of(row, tuple(row._fields[3:]))}"
            if not pd.isna(row.count):
                counts[row.party, row.measure] = int(row.count)
                assert row.count <= true if row.at_least else row.count == true, told
            assert pd.isna(row.at_most) or true <= row.at_most, told
        for (party, measure), count in counts.items():
            told = f"{population} {party} {measure}: {count}, of all parties {counts.get((TOTAL, measure))}"
            assert count <= counts.get((TOTAL, measure), 0), told


def months_that_exceed_are_true(said: Said) -> None:
    world = said.world
    r = Random(f"exceeds {sorted(world.truth.items())[:9]}")
    for population, tolls in said.tolls.items():
        if not tolls.lines:
            continue
        left, *rights = r.sample(["north", "south", "red", "blue", RESIDUAL], r.choice([2, 2, 3]))
        measure = r.choice(["killed", "killed", "children", "women"])
        table = exceeds(tolls, world.months[0], world.months[-1], left, rights, measure).frame
        for row in table.itertuples():
            mine = world.number(row.month, population, left, measure)
            theirs = [world.number(row.month, population, one, measure) for one in rights]
            told = (
                f"{row.month} {population} {measure}, {left} {mine}, {rights} {theirs}: said {of(row, row._fields[1:])}"
            )
            assert row.verdict != "holds" or all(mine > one for one in theirs), told
            assert row.verdict != "fails" or any(mine <= one for one in theirs), told
            assert pd.isna(row.at_least) or row.at_least <= mine, told
            assert pd.isna(row.at_most) or mine <= row.at_most, told
            rest = world.together(row.month, population, [*ACTORS, RESIDUAL], measure)
            rest -= sum(world.number(row.month, population, party, measure) for party in ACTORS)
            rest += world.nobodys[row.month, population][measure]
            assert pd.isna(row.residual) or rest <= row.residual, f"{told}; {rest} are nobody's or unknown"
            assert pd.isna(row.survives) or not row.survives or mine > max(theirs) + rest, f"{told}; {rest} are unknown"


def orderings_of_monitors_are_true(said: Said) -> None:
    """Each monitor has its own count, and what it supports is so in its own count."""
    world = said.world
    other = draw(Random(f"other {sorted(world.truth.items())[:9]}"), world.kind, monitor="echo")
    other.since = world.since  # the parties are one table
    for (month, _, party), counts in other.truth.items():
        if not world.can_appear(party, month) and any(counts.values()):
            return
    data = world.data(other)
    counts = {world.monitor: world, other.monitor: other}
    for month in set(world.months) & set(other.months):
        try:
            table = orderings(agreement(data, month)).frame
        except UnknownMonth:
            continue
        for row in table.itertuples():
            for column, sign in (("supported_by", 1), ("contradicted_by", -1)):
                for monitor in str(getattr(row, column)).split("|") if not pd.isna(getattr(row, column)) else ():
                    high, low = (counts[monitor].number(month, row.population, p) for p in (row.higher, row.lower))
                    told = f"{month} {monitor} {row.higher} {high}, {row.lower} {low}: said {row}\n{other}\n"
                    assert high > low if sign > 0 else low > high, told
                    assert not counts[monitor].defined("not_counted", row.population), told


# ---------------------------------------------------------------------------------------------------------------------
# what would reverse an order


def tipping_points_tip(said: Said) -> None:
    """So many deaths moved, or of those that nobody is named for, reverse the order, and one fewer does not."""
    for (month, population), comparison in said.comparisons.items():
        tipping = tipping_points(comparison)
        found = tipping.frame
        told = f"{month} {population}:\n{found.to_string()}"
        if said.world.defined("not_counted", population):
            assert not tipping.lines, told
        for row in found.itertuples():
            high, low = (said.world.number(month, population, party) for party in (row.leader, row.party))
            assert (tipping.most, row.killed) == (high, low), f"{told}\nin truth {high} and {low}"
            moved = int(row.attribution)
            assert high - moved < low + moved, told
            assert high - (moved - 1) >= low + (moved - 1), told
            if pd.isna(row.residual):
                continue
            rest, true = int(row.residual), said.world.number(month, population, RESIDUAL)
            assert rest >= true, f"{told}\n{true} in truth"
            for enough, shared in ((row.of_residual, False), (row.of_residual_shared, True)):
                reverses = [n for n in range(rest + 1) if low + n > high + (rest - n if shared else 0)]
                assert (None if pd.isna(enough) else enough) == (reverses or [None])[0], told


CHECKS = (
    values_are_true,
    bounds_hold,
    printed_ends_hold,
    nothing_left_is_nothing,
    only_reported_cells_have_a_value,
    earlier_pages_say_nothing_false,
    ranks_are_certain_among_the_parties_named,
    nobody_ranks_without_a_total,
    nobody_ranks_where_losses_are_not_counted,
    shares_of_the_total_are_true,
    lines_are_true,
    completeness_is_true,
    shares_are_true,
    audit_accuses_nobody_of_the_truth,
    bounds_in_audit_questions_hold,
    the_true_number_never_differs,
    a_false_number_never_agrees,
    comparisons_are_judged_right,
    sums_of_periods_hold,
    months_that_exceed_are_true,
    orderings_of_monitors_are_true,
    tipping_points_tip,
)


def is_true(relation: str, claimed: int, number: Fraction) -> bool:
    """Whether a claim is true of a number, by the words of METHODOLOGY."""
    if relation in ("nearly", "about"):
        unit = 1
        while claimed and claimed % (unit * 10) == 0:
            unit *= 10
        rounded = (number + Fraction(unit, 2)) // unit * unit
        near = rounded == claimed and 10 * abs(claimed - number) <= number
        return near and (relation == "about" or number <= claimed)
    signs = {"at_least": ge, "more_than": gt, "at_most": le, "fewer_than": lt, "exactly": eq}
    return bool(signs[relation]((number + Fraction(1, 2)) // 1 if relation == "exactly" else number, claimed))
