"""What several parties can have together, as far as published totals say."""

from __future__ import annotations

from typing import Any

import pytest
from made_up import PARTIES, World

from analysis import Data, exceeds, monthly_tolls
from analysis.tolls.series import Tolls
from analysis.tolls.sides import Side, side_of_code

MONTH = "2020-01"


def together(code: str, *more: dict[str, Any], **killed: int) -> Side:
    """What is known of parties together, by the tolls of a page; `more` are other rows of it."""
    counts: dict[tuple[str, str], dict[str, Any]] = {(MONTH, party): {} for party in PARTIES}
    counts |= {(MONTH, party): {"killed": number} for party, number in killed.items()}
    rows = [{"report_id": f"primary-{MONTH}", "population": "civilians", **row} for row in more]
    tolls = monthly_tolls(World([MONTH], counts, more=rows).data())
    parents = {one: party.parent for one, party in tolls.parties.items()}
    return side_of_code(code, tolls.of(MONTH).killed.get, parents)


def test_parties_together_have_no_more_than_the_total() -> None:
    assert together("north+south", all_parties=60).high == 60


def test_of_a_total_that_is_a_minimum_there_may_be_more() -> None:
    total = {"party": "all_parties", "killed": 60, "scope": "minimum"}
    assert together("north+south", total, north=10).high is None


def test_a_total_that_its_parts_exceed_bounds_nobody_together() -> None:
    most = {"party": "south", "killed_min": 0, "killed_max": 45}
    assert together("north+south", most, north=50, unknown=20, all_parties=60).high == 95


@pytest.mark.parametrize("month", ["2016-06", "2019-12"])
def test_a_month_of_a_total_alone_bounds_two_parties_by_it(month: str, tolls: Tolls) -> None:
    """Each of them may have all of it, but both together no more."""
    total = tolls.of(month).killed["all_parties"].value
    (line,) = exceeds(tolls, month, month, "government+russian_forces", "isis")
    assert (line.at_most, line.right_at_most) == (total, total)


def test_no_two_parties_can_have_more_than_the_total_that_bounds_them(data: Data) -> None:
    for monitor in ("snhr", "sohr"):
        tolls = monthly_tolls(data, monitor)
        for month in tolls.months:
            total = tolls.of(month).total
            for line in exceeds(tolls, month, month, "government+russian_forces", "isis+armed_opposition"):
                if total is not None and total.ceiling is not None and line.documented is None:
                    assert line.at_most is not None
                    assert line.at_most <= max(total.ceiling, line.at_least), (monitor, month)
