"""Parties: their order, which are groups and leftover classes, when they can appear, and what they are called later."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from analysis import Data
from analysis.model.adding import TOTAL, Family
from analysis.model.parties import Parties, Party

TABLE = Parties(
    [
        Party(TOTAL, "All", "All", order=9),
        Party("unknown", "Unknown", "Unknown", residual=True, order=8),
        Party("red", "Red", "Red", parent="bands", valid_from="2015-09", order=3),
        Party("bands", "Bands", "Bands", order=5),
        Party("old", "The government", "Gov", valid_to="2024-12", later_label="The government of then", order=1),
        Party("new", "The new government", "New gov", valid_from="2025-01", order=2),
    ]
)


def test_they_are_a_mapping_in_their_order() -> None:
    assert isinstance(TABLE, Mapping)
    assert list(TABLE) == ["old", "new", "red", "bands", "unknown", TOTAL]
    assert len(TABLE) == 6
    assert TABLE["red"].label == "Red"
    assert "martians" not in TABLE
    with pytest.raises(KeyError):
        TABLE["martians"]


def test_who_can_be_ranked_is_no_group_no_leftover_class_and_not_the_total() -> None:
    assert TABLE.groups == {"bands"}
    assert TABLE.residual == {"unknown"}
    assert TABLE.actors == ("old", "new", "red")


def test_a_family_holds_only_those_asked_for() -> None:
    assert TABLE.family(["red", "bands", "unknown", "red+bands", "martians"]) == Family(
        {"red": "bands"}, frozenset({"unknown"})
    )
    assert TABLE.family(["bands"]) == Family({})


@pytest.mark.parametrize(
    ("code", "month", "end", "can"),
    [
        ("red", "2015-08", None, False),
        ("red", "2015-09", None, True),
        ("red", "2015-01", "2015-09", True),  # in one of the months up to the end
        ("old", "2024-12", None, True),
        ("old", "2025-01", None, False),
        ("old", "2025-01", "2025-06", False),
        ("bands", "1066-10", None, True),  # no dates: always
    ],
)
def test_it_can_appear_from_its_first_month_to_its_last(code: str, month: str, end: str | None, can: bool) -> None:
    assert TABLE[code].can_appear(month, end) is can


def test_one_that_is_gone_is_called_by_its_end_where_later_months_are_shown() -> None:
    assert [TABLE.until(end)["old"].label for end in ("2024-12", "2025-01")] == [
        *("The government", "The government of then")
    ]
    later = TABLE.until("2025-01")
    assert later["old"].short_label == "Gov until 2024"
    assert later["new"] == TABLE["new"]
    assert list(later) == list(TABLE)
    assert TABLE["old"].label == "The government"  # the table itself is as it was


@pytest.mark.parametrize("nothing", [None, np.nan, pd.NA, float("nan")], ids=str)
def test_an_empty_cell_is_no_text_however_pandas_writes_it(nothing: object) -> None:
    row = {"party": "a", "label": "A", "short_label": "A", "residual": False, "order": 1, "color": "#555555"}
    row |= dict.fromkeys(("parent", "valid_from", "valid_to", "later_label"), nothing)
    party = Parties.of([row])["a"]
    assert (party.parent, party.valid_from, party.valid_to, party.later_label) == (None, "", None, None)
    assert Parties.of([row]).groups == frozenset()
    assert party.until("2999-01") == party


def test_those_of_the_data_are_their_rows(data: Data) -> None:
    parties = Parties.of(data.parties.to_dict("records"))
    rows = data.parties.sort_values("order")
    assert list(parties) == list(rows["party"])
    assert [party.color for party in parties.values()] == list(rows["color"])
    assert parties.groups == set(data.parties["parent"].dropna())
    assert not parties.groups & set(parties.actors)
