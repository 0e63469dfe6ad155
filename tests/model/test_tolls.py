"""A toll and a month of them: the ends of a number, what parties add up to, and what is left for nobody named."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.model.adding import TOTAL
from analysis.model.parties import Parties, Party
from analysis.model.remarks import Disputed, Flag, OnlyCauses, Remark, Unattributed, Without
from analysis.model.tolls import Month, Toll, group_limit, not_separated

MINIMUM, MAXIMUM = Flag("minimum"), Flag("maximum")
PARTIES = Parties(
    [
        Party("north", "North", "North", order=1),
        Party("south", "South", "South", order=2),
        Party("red", "Red", "Red", parent="bands", order=3),
        Party("blue", "Blue", "Blue", parent="bands", order=4),
        Party("bands", "Bands", "Bands", order=5),
        Party("unknown", "Unknown", "Unknown", residual=True, order=6),
        Party(TOTAL, "All", "All", order=7),
    ]
)


def toll(party: str, value: int | None = None, *remarks: Remark, **fields: Any) -> Toll:
    """A number; a range, where its ends are given; nothing."""
    kind = "range" if {"printed_low", "printed_high"} & fields.keys() else "not_reported"
    fields = {"state": "reported" if value is not None else kind, "named": True, **fields}
    return Toll("2020-01", party, "civilians", "killed", value, remarks=remarks, **fields)


def month(*tolls: Toll) -> Month:
    return Month("2020-01", tolls, PARTIES)


class TestToll:
    @pytest.mark.parametrize(
        ("one", "ends", "limit"),
        [
            (toll("north", 5), (5, 5), ""),
            (toll("north", 0), (0, 0), ""),
            (toll("north", 5, MINIMUM), (5, None), "least"),
            (toll("north", 5, MAXIMUM), (None, 5), "most"),
            (toll("north", 5, Without(("aleppo",))), (5, None), "least"),
            (toll("north", 5, Flag("forum_only"), OnlyCauses(("torture",))), (5, 5), ""),
            (toll("north", printed_low=3, printed_high=9), (3, 9), ""),
            (toll("north", printed_low=3), (3, None), ""),
            (toll("north", printed_high=9), (None, 9), ""),
            (toll("north", printed_low=3, printed_high=9, state="undecided"), (None, None), ""),
            (toll("north", at_least=3, at_most=9), (None, None), ""),
        ],
    )
    def test_its_ends_are_what_is_published(self, one: Toll, ends: tuple[int | None, int | None], limit: str) -> None:
        assert (one.ends, one.limit) == (ends, limit)
        assert one.exact == (ends[0] if ends[0] == ends[1] else None)
        assert one.is_printed == (ends != (None, None))

    @pytest.mark.parametrize(("end", "ends"), [(MINIMUM, (5, None)), (MAXIMUM, (None, 5))])
    def test_a_number_that_is_an_end_is_a_range(self, end: Flag, ends: tuple[int | None, int | None]) -> None:
        ranged = toll("north", 5, end).as_range()
        assert (ranged.value, ranged.state, ranged.printed_low, ranged.printed_high) == (None, "range", *ends)
        assert (ranged.ends, ranged.remarks) == (ends, (end,))

    def test_what_is_no_end_stays_as_it_is(self) -> None:
        for one in (toll("north", 5), toll("north", printed_low=3), toll("north"), toll("north", None, MINIMUM)):
            assert one.as_range() is one

    def test_its_remarks_say_causes_places_disputes_and_who_is_nobodys(self) -> None:
        disputed = Disputed(4, ("south",))
        one = toll("north", 5, OnlyCauses(("shelling", "torture")), Without(("homs",)), Unattributed(2), disputed)
        assert (one.causes, one.without, one.unattributed) == (("shelling", "torture"), ("homs",), 2)
        assert one.disputed == [disputed]
        assert one.doubt == "items_only: shelling + torture | without: homs | unattributed: 2 | disputed: 4 south"
        plain = toll("north", 5)
        assert (plain.causes, plain.without, plain.disputed) == ((), (), [])
        assert (plain.unattributed, plain.doubt) == (None, None)

    def test_numbers_are_parts_of_each_other_only_where_they_cover_the_same(self) -> None:
        some = toll("north", 5, OnlyCauses(("torture",)), basis="items", report_id="a-en")
        assert (some.of_causes, some.covers) == (True, (("torture",), "a-en"))
        assert toll("north", 5, report_id="a-en").covers is None

    def test_a_combined_toll_is_called_by_its_code(self) -> None:
        assert (toll("north+south", 5).combined, toll("north", 5).combined) == ("north+south", None)

    def test_a_count_of_a_group_has_an_end_of_its_own(self) -> None:
        assert group_limit([Flag("women_maximum")]) == "most"
        assert group_limit([MINIMUM]) == group_limit([]) == ""
        assert group_limit([Without(("homs",)), Flag("women_maximum")]) == "least"


class TestMonth:
    def test_the_parties_add_up_and_a_group_stands_in_for_what_is_not_separated(self) -> None:
        found = month(toll("north", 50), toll("red", 10), toll("blue"), toll("bands", 25), toll(TOTAL, 100))
        assert found.sum().least.parts == {"north": 50, "red": 10}
        assert found.sum().least.not_separated == {"bands": 15}
        assert (found.sum().least.total, found.sum().most, found.sum().exact) == (75, 75, True)
        assert (found.left_out, found.residual) == (25, 25)
        assert found.total == toll(TOTAL, 100)
        assert found.family.parent == {"red": "bands", "blue": "bands"}

    def test_of_ranges_both_ends_add_up_and_the_total_leaves_what_the_lower_ones_do(self) -> None:
        south = toll("south", printed_low=10, printed_high=20)
        found = month(toll("north", 50), south, toll("bands", 25), toll("unknown", 5), toll(TOTAL, 100))
        assert (found.sum().least.total, found.sum().most, found.sum().exact) == (90, 100, False)
        assert (found.left_out, found.residual) == (10, 15)  # and the five of the leftover class

    def test_a_range_without_an_end_has_no_sum_at_the_most(self) -> None:
        found = month(toll("north", 50), toll("south", 10, MINIMUM), toll(TOTAL, 100))
        assert (found.sum().least.total, found.sum().most, found.sum().exact) == (60, None, False)
        assert found.left_out == 40

    @pytest.mark.parametrize(
        ("total", "left"),
        [
            (toll(TOTAL, 70), 10),
            (toll(TOTAL, 60), 0),
            (toll(TOTAL, 59), None),  # less than its parties: one of the numbers is wrong
            (toll(TOTAL, 70, MINIMUM), None),
            (toll(TOTAL, 70, MINIMUM, at_most=90), 30),
            (toll(TOTAL, printed_low=70, printed_high=80, at_most=80), 20),
            (toll(TOTAL), None),
            (None, None),
        ],
    )
    def test_what_the_total_leaves_for_whom_a_page_left_out(self, total: Toll | None, left: int | None) -> None:
        found = month(toll("north", 50), toll("south", 10), *([total] if total else []))
        assert (found.left_out, found.residual) == (left, left)

    @pytest.mark.parametrize(
        ("tolls", "residual"),
        [
            ([toll("unknown", 10)], 10),
            ([toll("unknown", printed_low=4, printed_high=10)], 16),  # the total leaves six
            ([toll("unknown", 10, MINIMUM)], None),  # nothing bounds it
            ([toll("unknown", at_most=30)], 10),  # what the total leaves holds it already
            ([toll("unknown", at_most=8), toll("south+unknown", 8)], 10),
            ([toll("unknown"), toll("south+unknown", 8)], None),
        ],
    )
    def test_what_leftover_classes_hold_with_the_rest_of_the_total(
        self, tolls: list[Toll], residual: int | None
    ) -> None:
        assert month(toll("north", 90), *tolls, toll(TOTAL, 100)).residual == residual

    def test_each_measure_has_its_own_sum_made_once(self) -> None:
        children = Toll("2020-01", "north", "civilians", "children", 7, "reported")
        found = month(toll("north", 50), children)
        assert found.measures == ["killed", "children"]
        assert (found.sum().least.total, found.sum("children").least.total) == (50, 7)
        assert found.sum() is found.sum("killed")
        assert found.sum("torture").least.total == 0
        assert found.of("torture") == {}

    def test_whom_no_page_names(self) -> None:
        apart = [toll(code, named=False) for code in ("south", "unknown", TOTAL)]
        found = month(toll("north", named=True), toll("red", named=False, state="none_left"), *apart)
        assert found.unnamed == ("red", "south")

    def test_what_a_group_that_is_a_range_holds_beside_its_parties(self) -> None:
        red, bands = toll("red", printed_low=0, printed_high=3), toll("bands", printed_low=4, printed_high=9)
        found = month(red, toll("blue"), bands)
        assert not_separated(found.killed, found.sum().least, found.family) == (1, 9)
        open_ = month(red, toll("blue"), toll("bands", printed_low=4))
        assert not_separated(open_.killed, open_.sum().least, open_.family) == (1, None)
