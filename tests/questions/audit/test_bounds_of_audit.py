"""What the audit calls an error no true numbers could mend, and the most it says parties can have is no less than that.

The oracle is a linear program over everything that the page publishes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from bounded import EXAMPLES, Made, Row, leaves, pages
from hypothesis import HealthCheck, given, settings
from made_up import ADDED, PARTIES, World

from analysis import Data, audit, monthly_tolls
from analysis.model.adding import TOTAL
from analysis.model.remarks import Flag, Remark, Unattributed
from analysis.model.remarks import published as written
from analysis.questions.audit.evidence import Finding, published
from analysis.questions.audit.explanations import AtMost
from analysis.questions.audit.findings import Findings
from analysis.questions.audit.pages import rows_of_pages
from analysis.questions.audit.sums import sums
from analysis.questions.audit.words import findings_sentence

MONTH = "2020-01"
optimize = pytest.importorskip("scipy.optimize")
LIMITS = {"minimum": (True, False), "maximum": (False, True)}  # which end a number with this scope is


def page(*rows: Row) -> World:
    """One page of civilians, unless a row says otherwise."""
    world = World([MONTH], {(MONTH, party): {} for party in PARTIES})
    world.more = [{"report_id": f"primary-{MONTH}", "population": "civilians"} | row for row in rows]
    return world


def row(party: str, killed: Any = "", scope: str = "", **more: Any) -> Row:
    return {"party": party, "killed": killed, "scope": scope} | more


def audited(*rows: Row) -> Findings:
    return audit(page(*rows).data())


def explained(lines: Iterable[Finding]) -> list[str | None]:
    return [written(line.explanation) for line in lines]


def explanations(*rows: Row) -> list[str | None]:
    return explained(audited(*rows).lines)


class TestTheBoundOfAQuestion:
    def test_it_holds_the_civilians_that_are_counted(self) -> None:
        persons = [row(party, n, population="persons") for party, n in (("north", 10), (TOTAL, 44))]
        found = audited(row("south", 20), *persons)
        assert explained(found.lines) == [
            "civilians_only: south | at_most: 34 for south+red+blue+unknown | beyond_those_counted: 14"
        ]
        assert findings_sentence(found) == (
            "- All_Parties (persons): the published total is 44, with the civilians alone of South the parties add up "
            "to 30; 14 deaths are in no party's number; with the 20 attributed to South, at most 34 could be those of "
            "parties without a figure. *Question, both may be right.*"
        )

    def test_it_holds_the_residual_class_that_may_hold_them(self) -> None:
        assert explanations(row("north", 10), row("unknown", 5), row(TOTAL, 20)) == [
            "at_most: 10 for south+red+blue | beyond_those_counted: 5"
        ]

    def test_it_holds_what_a_group_has_beyond_its_parties(self) -> None:
        rows = [row("north", 10), row("red", 2), row("bands", 5, "minimum"), row("south", 0), row(TOTAL, 20)]
        assert explanations(*rows) == ["at_most: 8 for blue+unknown | beyond_those_counted: 5 | lower_ends"]

    def test_on_the_real_data_it_is_no_less_than_what_is_published(self, data: Data) -> None:
        found = audit(data, "2014-12", monitor="snhr", population="persons").frame
        why = found.loc[found["explanation"].str.contains("government\\+kurdish"), "explanation"].iloc[0]
        bound, beyond = (int(re.findall(f"{code}: (\\d+)", why)[0]) for code in ("at_most", "beyond_those_counted"))
        assert (bound, beyond) == (462 + 1049 + 7, 462)


class TestANumberOfTwo:
    """It counts in place of a smaller number of one of them, where the other has none."""

    def test_it_closes_the_sum(self, data: Data) -> None:
        vdc = audit(data, "2016-10", monitor="vdc")
        assert "parts_vs_total:children" not in {line.check for line in vdc.lines}  # 151 + 17 + 17 + 1 + 16 + 13 = 215
        rows = [row("south", 6), row("red", 1), row("blue", 0), row("unknown", 3), row("north", 24, "joint:south")]
        assert not audited(*rows, row(TOTAL, 28)).lines
        for total in (27, 29):
            assert [line.severity for line in audited(*rows, row(TOTAL, total)).lines] == ["error"]

    def test_it_leaves_nothing_for_the_one_without_a_figure(self) -> None:
        rows = [row("south", 6), row("red", 1), row("north", 24, "joint:south"), row(TOTAL, 30)]
        assert explanations(*rows) == ["at_most: 5 for blue+unknown"]

    def test_where_both_have_their_own_these_count(self) -> None:
        rows = [row("south", 6), row("north", 17), row("red", 1), row("blue", 0), row("unknown", 3)]
        assert not audited(*rows, row("north", 24, "joint:south"), row(TOTAL, 27)).lines


class TestNoFalseError:
    def test_a_group_of_no_less_than_does_not_cover_its_party_without_a_figure(self) -> None:
        rows = [row("north", 4), row("south", 5), row("unknown", 2), row("red", 3), row("bands", 2, "minimum")]
        found = audited(*rows, row(TOTAL, 18)).lines
        assert [line.severity for line in found] == ["question"]
        assert explained(found) == ["at_most: 6 for blue | beyond_those_counted: 4 | lower_ends"]

    @pytest.mark.parametrize("other", [row("bands", 11, "minimum"), row("red", 11, "joint:blue;minimum")])
    def test_civilians_are_in_the_number_of_a_group_or_of_several(self, other: Row) -> None:
        persons = [row("north", 17), row("south", 16), other, row("unknown", 8, "maximum"), row(TOTAL, 53)]
        found = audited(row("blue", 12), *({**printed, "population": "persons"} for printed in persons))
        assert not found.errors  # 17 + 16 + 12 leave 8 for the others

    def test_upper_ends_of_children_and_women_contradict_no_toll(self) -> None:
        data = page(row("north", 5, "children_women_maximum", children=5, women=3)).data()
        assert not list(rows_of_pages(published(data, "watch", None, None)))
        data = page(row("north", 5, children=5, women=3)).data()
        assert len(list(rows_of_pages(published(data, "watch", None, None)))) == 1

    @pytest.mark.parametrize("scope", ["minimum", "maximum"])
    def test_two_ends_on_the_same_side_do_not_disagree(self, scope: str) -> None:
        world = page(row("north", 4, scope))
        world.more.append({**world.more[0], "report_id": f"relay-{MONTH}", "killed": 6})
        assert not audit(world.data()).lines

    def test_a_minimum_above_a_maximum_does(self) -> None:
        world = page(row("north", 4, "maximum"))
        world.more.append({**world.more[0], "report_id": f"relay-{MONTH}", "killed": 6, "scope": "minimum"})
        found = audit(world.data()).lines
        assert [line.check for line in found] == ["between_reports"]
        assert explained(found) == [f"outside: at_least_6 on relay-{MONTH}"]

    def test_an_up_to_is_no_fact_that_a_total_could_be_below(self) -> None:
        rows = [row(party, n) for party, n in (("south", 6), ("red", 0), ("blue", 0), ("unknown", 0), (TOTAL, 14))]
        assert not audited(row("north", 10, "maximum"), *rows).lines
        found = audited(row("north", 10, "maximum"), *rows[:-1], row(TOTAL, 5)).frame
        assert found[["computed", "explanation", "severity"]].to_numpy().tolist() == [
            [6, "parts_exceed_total | lower_ends", "error"]
        ]


class TestWhatIsNobodys:
    """A list counts in its total what it attributes to nobody, and says how many these are where it can."""

    def found(self, total: int, remark: Remark | None, most: int | None = None, **parties: int) -> list[Finding]:
        tolls = monthly_tolls(page(*(row(p, n) for p, n in parties.items()), row(TOTAL, total)).data())
        lines = []
        for toll in tolls.lines:
            if (toll.party, toll.measure) == (TOTAL, "killed"):
                toll = replace(toll, remarks=(remark,) if remark else ())
            lines.append(replace(toll, at_most=most) if toll.party == "unknown" else toll)
        return list(sums(replace(tolls, lines=tuple(lines))))

    FOUR = {"north": 9, "south": 5, "red": 2, "blue": 0}

    def test_where_their_number_is_known_the_sum_is_exact_again(self) -> None:
        assert not self.found(400, Unattributed(384), **self.FOUR, unknown=0)
        found = self.found(40, Unattributed(384), **self.FOUR, unknown=0)
        assert explained(found) == ["nobodys: 384 | parts_exceed_total | dropped_digit: 400 for all_parties"]
        for total in (399, 401, 40, 4000):
            found = self.found(total, Unattributed(384), **self.FOUR, unknown=0)
            assert [line.severity for line in found] == ["error"]
            assert [line.computed for line in found] == [400]

    def test_where_it_is_not_only_parts_above_the_total_contradict_it(self) -> None:
        assert not self.found(400, Flag("unattributed"), **self.FOUR, unknown=0)
        found = self.found(15, Flag("unattributed"), **self.FOUR, unknown=0)
        assert [line.severity for line in found] == ["error"]

    def test_they_may_hold_the_rest_where_a_party_is_bounded(self) -> None:
        found = self.found(68, Flag("unattributed"), most=3, **self.FOUR)
        assert [line.severity for line in found] == ["question"]
        assert explained(self.found(68, None, most=3, **self.FOUR)) == ["more_left_than_possible: 52 for unknown"]


@dataclass
class Program:
    """Variables: the true deaths of each party, and how many of these a residual class holds."""

    names: dict[tuple[str, ...], int] = field(default_factory=dict)
    rows: list[dict[int, int]] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def at_most(self, terms: dict[tuple[str, ...], int], end: int) -> None:
        self.rows.append({self.names.setdefault(name, len(self.names)): factor for name, factor in terms.items()})
        self.ends.append(end)

    def between(self, names: list[tuple[str, ...]], low: int | None, high: int | None) -> None:
        if high is not None:
            self.at_most(dict.fromkeys(names, 1), high)
        if low is not None:
            self.at_most(dict.fromkeys(names, -1), -low)

    def most(self, names: list[tuple[str, ...]]) -> float | None:
        """The most that these can be together; None: no numbers fit what is published."""
        places = [self.names.setdefault(name, len(self.names)) for name in names]
        matrix = [[found.get(place, 0) for place in range(len(self.names))] for found in self.rows]
        aim = [-(place in places) for place in range(len(self.names))]
        solved = optimize.linprog(aim, A_ub=matrix or None, b_ub=self.ends or None)
        if solved.status == 2:
            return None
        return float("inf") if solved.status == 3 else -solved.fun


def code_of(printed: Row) -> str:
    other = printed["scope"].partition("joint:")[2].partition(";")[0]
    return "+".join(sorted({printed["party"], other} - {""}, key=list(PARTIES).index))


def program(rows: list[Row]) -> Program:
    """All that a page implies, where a residual class may hold every party without a number of its own."""
    made = Program()
    tolls: dict[tuple[str, str], set[str]] = {}
    for printed in rows:
        for measure in ("killed", "children", "women"):
            if printed.get(measure, "") != "" and not {"item", "subset"} & set(printed["scope"].split(":")):
                own = leaves(code_of(printed)) - (leaves(TOTAL) if printed["party"] == TOTAL else set())
                tolls.setdefault((printed["population"], measure), set()).update(own)
        if {"killed_min", "killed_max"} & set(printed) and printed["party"] != TOTAL:
            tolls.setdefault((printed["population"], "killed"), set()).update(leaves(code_of(printed)))
    for party in ADDED:
        parts = [("civilians", party, "killed"), ("fighters", party, "killed")]
        made.at_most({**dict.fromkeys(parts, 1), ("persons", party, "killed"): -1}, 0)
        made.at_most({**dict.fromkeys(parts, -1), ("persons", party, "killed"): 1}, 0)
        groups = [("civilians", party, "children"), ("civilians", party, "women")]
        made.at_most({**dict.fromkeys(groups, 1), ("civilians", party, "killed"): -1}, 0)
        for population, measure in (
            *((p, "killed") for p in ("civilians", "fighters", "persons")),
            *(g[::2] for g in groups),
        ):
            here = (population, party, measure)
            if party == "unknown" or party in tolls.get((population, measure), ()):
                made.at_most({(*here, "held"): 1}, 0)
            made.at_most({(*here, "held"): 1, here: -1}, 0)
        deaths = (*groups[0][:2], "killed")
        held = [(*group, "held") for group in groups]  # of the same deaths: those held, and the others
        made.at_most({**dict.fromkeys(held, 1), (*deaths, "held"): -1}, 0)
        made.at_most({**dict.fromkeys(groups, 1), **dict.fromkeys(held, -1), deaths: -1, (*deaths, "held"): 1}, 0)
    items: dict[tuple[str, str, str], int] = {}
    for printed in rows:
        code, population = code_of(printed), printed["population"]
        for measure in ("killed", "children", "women"):
            value = printed.get(measure, "")
            ends = (printed.get("killed_min"), printed.get("killed_max")) if measure == "killed" else (None, None)
            if value != "":
                opens = next(
                    (LIMITS[s] for s in LIMITS if measure == "killed" and s in printed["scope"]), (False, False)
                )
                ends = (None if opens[1] else value, None if opens[0] else value)
            if "item" in printed["scope"] and value != "":
                items[population, code, measure] = items.get((population, code, measure), 0) + value
                continue
            names: list[tuple[str, ...]] = [(population, party, measure) for party in leaves(code)]
            if "unknown" in leaves(code) and code != TOTAL:
                names += [(population, party, measure, "held") for party in ADDED]
            made.between(names, ends[0], None if "subset" in printed["scope"] else ends[1])
    for (population, code, measure), value in items.items():
        held = [(population, party, measure, "held") for party in ADDED] if "unknown" in leaves(code) else []
        made.between([*((population, party, measure) for party in leaves(code)), *held], value, None)
    return made


worlds = settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@worlds
@given(pages())
def test_an_error_is_what_no_true_numbers_mend(made: Made) -> None:
    for rows in made[:2]:
        if errors := audited(*rows).errors:
            assert program(rows).most([]) is None, errors


@worlds
@given(pages())
def test_parties_never_have_more_than_a_question_says(made: Made) -> None:
    rows = made[0]
    fits = program(rows)
    assert fits.most([]) is not None  # the truth does
    for found in audited(*rows).lines:
        for bound in [one for one in found.explanation if isinstance(one, AtMost)]:
            measure = found.check.partition(":")[2] or "killed"
            most = fits.most([(found.population, party, measure) for party in bound.parties])
            assert most is not None
            assert most <= bound.deaths + 1e-6, bound
