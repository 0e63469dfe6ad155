"""Random conflicts of which pages print a part: what the package says of them holds for whatever is behind the pages.

The truth is drawn first: it is one way to complete what is missing, and nothing said may contradict it. The checks with
every scope code, flag and adjudication are in `truths`, the worlds they run on in `worlds`; here also the properties of
pages that need not agree with any truth.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import PARTIES
from oracle import Compared, compared
from statements import SENTENCES
from truthful import EXAMPLES, MONTH, Made, empty, printed, truthful, truths, worlds
from truths import CHECKS
from worlds import Check, Kind, Said, hold

from analysis import Data, audit, compare, completeness, monthly_tolls, shares
from analysis.model.cells import POPULATIONS


@st.composite
def disputed(draw: Any) -> Made:
    """Two pages that need not agree with each other or with any truth, and adjudications of some cells."""
    made = Made(empty({}), draw(truths({})))
    made.world.more = draw(printed(made, "primary", lie=3)) + draw(printed(made, "relay", lie=3))
    for party in PARTIES:
        if draw(st.integers(0, 7)) == 0:
            value = draw(st.sampled_from(["", made.number("civilians", party)]))
            row = {"monitor": "watch", "month": MONTH, "party": party, "population": "civilians", "measure": "killed"}
            row |= {"value": value, "reason": draw(st.sampled_from(["later_revision", "unresolved: no telling"]))}
            row["report_id"] = f"primary-{MONTH}" if value != "" else ""
            if value != "" or "unresolved" in row["reason"]:
                made.world.settled.append(row)
    return made


@pytest.mark.parametrize("population", POPULATIONS)
class TestOfWhateverIsTrue:
    @worlds
    @given(made=truthful(), dates=st.permutations(["2020-02-01", "2020-03-01"]))
    def test_no_cell_is_lost_by_a_page_that_agrees(self, population: str, made: Made, dates: list[str]) -> None:
        """A range of the monitor's own takes the place of a relay's number; a page's number never becomes nothing."""
        made.world.published = dict(zip((f"primary-{MONTH}", f"relay-{MONTH}"), dates, strict=True))
        tolls = [monthly_tolls(made.world.data(), population=population, as_of=date).frame for date in sorted(dates)]
        first, last = (table.set_index(["party", "measure"]) for table in tolls)
        there = first.index[first["state"].isin(["reported", "range"]) & ~first["basis"].isin(["items", "summed"])]
        assert last.loc[there, "state"].isin(["reported", "range"]).all()


def tables(data: Data) -> list[pd.DataFrame]:
    """All that is derived from the pages."""
    made = [audit(data).frame]
    for population in POPULATIONS:
        tolls = monthly_tolls(data, population=population)
        made += [tolls.frame, completeness(tolls).frame]
        if tolls.lines:
            made += [compare(tolls, MONTH).frame, shares(tolls, MONTH).frame]
    return made


class TestOfWhateverIsPrinted:
    @worlds
    @given(made=disputed())
    def test_reconciling_never_invents_a_value(self, made: Made) -> None:
        """It is on the page it names, or an adjudication's, or a sum of causes of that page, or of two populations."""
        data = made.world.data()
        by_population = {population: monthly_tolls(data, population=population).frame for population in POPULATIONS}
        values = pd.concat(by_population.values()).dropna(subset="value").set_index(["population", "party", "measure"])
        for (population, party, measure), cell in values.iterrows():
            rows = [row for row in made.world.more if row["report_id"] == cell["report_id"]]
            rows = [row for row in rows if row["population"] == population and measure in row]
            own = [row for row in rows if code_of(row) == party]
            if cell["basis"] == "adjudicated":
                assert cell["value"] in [row["value"] for row in made.world.settled if row["party"] == party]
            elif cell["basis"] == "summed":
                both = [values.loc[(one, party, measure), "value"] for one in ("civilians", "fighters")]
                assert (population, cell["value"]) == ("persons", sum(both))
            elif cell["basis"] == "items":
                assert cell["value"] == sum(row[measure] for row in own if "item" in row.get("scope", ""))
            else:
                scopes = [row for row in own if not {"item", "subset"} & set(row.get("scope", "").split(":"))]
                assert cell["value"] in [row[measure] for row in scopes]

    @worlds
    @given(made=disputed(), turn=st.randoms(use_true_random=False))
    def test_the_order_of_rows_never_matters(self, made: Made, turn: Any) -> None:
        data = made.world.data()
        names = ("parties", "reports", "tolls", "adjudications", "known_discrepancies")
        turned = {name: getattr(data, name).sample(frac=1, random_state=turn.randint(0, 2**31)) for name in names}
        turned = {name: frame.reset_index(drop=True) for name, frame in turned.items()}
        for before, after in zip(tables(data), tables(replace(data, **turned)), strict=True):
            pd.testing.assert_frame_equal(before, after)

    @worlds
    @given(made=disputed())
    def test_shares_lie_between_0_and_1(self, made: Made) -> None:
        for population in POPULATIONS:
            tolls = monthly_tolls(made.world.data(), population=population)
            if not tolls.lines:
                continue
            found = shares(tolls, MONTH).frame
            for column in ("share", "share_min", "share_max"):
                assert found[column].dropna().between(0, 1).all()
            assert (found["share_min"].fillna(0) <= found["share_max"].fillna(1)).all()
            assert compare(tolls, MONTH).frame["share_of_total"].dropna().between(0, 1).all()

    @worlds
    @given(made=disputed(), dates=st.permutations(["2020-02-01", "2020-03-01"]))
    def test_a_cell_is_lost_later_only_where_a_page_says_something_else(self, made: Made, dates: list[str]) -> None:
        made.world.published = dict(zip((f"primary-{MONTH}", f"relay-{MONTH}"), dates, strict=True))
        data = made.world.data()
        first, last = (monthly_tolls(data, as_of=date).frame.set_index(["party", "measure"]) for date in sorted(dates))
        for key, cell in first[first["value"].notna()].iterrows():
            later = last.loc[key]
            ends = later[["printed_low", "printed_high"]]
            alike = ends.notna().all() and ends.eq(cell["value"]).all() and "subset_exceeds" not in str(later["doubt"])
            if alike and {cell["basis"], later["basis"]} <= {"primary", "relay"}:
                assert later["state"] == "reported", (key, later.to_dict())
                assert later["value"] == cell["value"]


def code_of(row: dict[str, Any]) -> str:
    """The party of a row, or the parties of a combined toll, in their order."""
    other = row.get("scope", "").partition("joint:")[2]
    return "+".join(sorted({row["party"], other} - {""}, key=list(PARTIES).index))


@pytest.mark.parametrize("check", [*CHECKS, *SENTENCES], ids=lambda check: check.__name__)
class TestOfATruthWithEveryCode:
    """Scope codes, flags, populations, adjudications, periods, lists; numbers first, then sentences."""

    def test_on_pages(self, check: Check) -> None:
        hold(check, range(EXAMPLES))

    def test_on_lists(self, check: Check) -> None:
        hold(check, range(EXAMPLES), Kind(listed=True))


def test_no_bound_is_tighter_than_what_the_pages_imply() -> None:
    found, seed = Compared(), 0

    def check(made: Said) -> None:
        nonlocal found
        these = compared(made.data, made.tolls, made.world.monitor)
        assert not these.false, these.false[0]
        found += these

    while found.cells < 25 * EXAMPLES:
        hold(check, range(seed, seed + 1), Kind())
        seed += 1
    print(f"against the oracle: {found}")


@pytest.mark.parametrize("month", ["2014-10", "2015-09", "2016-01", "2018-03", "2023-04"])
def test_no_bound_of_a_real_month_is_tighter_than_its_pages_imply(data: Data, month: str) -> None:
    tolls = {population: monthly_tolls(data, "snhr", population, month=month) for population in POPULATIONS}
    found = compared(data, tolls, "snhr")
    assert not found.false, found.false[0]
    assert not found.skipped
