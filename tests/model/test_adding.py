"""Adding up: nothing counts twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.model.adding import TOTAL, Family, Values, members

FAMILY = Family({"isis": "islamist_total", "nusra_hts": "islamist_total"})
CODES = ["government", "russian_forces", "isis", "nusra_hts", "islamist_total", "armed_opposition", "other_parties"]
ACTORS = ["government", "russian_forces", "isis", "nusra_hts", "armed_opposition", "other_parties"]


@st.composite
def months(draw: st.DrawFn) -> tuple[dict[str, int], Values]:
    """A true month (deaths by party) and what a monitor printed of it: own, group and combined tolls, and the total."""
    truth = {party: draw(st.integers(0, 500)) for party in ACTORS}
    printed = {party: value for party, value in truth.items() if draw(st.booleans())}
    if draw(st.booleans()):
        printed["islamist_total"] = truth["isis"] + truth["nusra_hts"]
    combined, items = {}, {}
    for group in draw(st.lists(st.lists(st.sampled_from(CODES), min_size=2, max_size=4, unique=True), max_size=3)):
        held = {child for party in group for child in (FAMILY.children(party) or [party])}
        if sum(len(FAMILY.children(party) or [party]) for party in group) == len(held):  # no party with its own group
            combined["+".join(sorted(group, key=CODES.index))] = sum(truth[party] for party in held)
    left = dict(truth)  # causes of one page are disjoint
    for group in draw(st.lists(st.lists(st.sampled_from(ACTORS), min_size=1, max_size=3, unique=True), max_size=3)):
        code = "+".join(sorted(group, key=ACTORS.index))
        takes = {party: draw(st.integers(0, left[party])) for party in group}
        left = {party: left[party] - takes.get(party, 0) for party in left}
        items[code] = items.get(code, 0) + sum(takes.values())
    printed[TOTAL] = sum(truth.values())
    items = {code: value for code, value in items.items() if code not in printed and code not in combined}
    return truth, Values(printed, combined, items)


@given(months())
def test_the_sum_never_exceeds_what_is_true(month: tuple[dict[str, int], Values]) -> None:
    truth, values = month
    assert values.sum(FAMILY).total <= sum(truth.values())


@given(months())
def test_each_party_counts_in_at_most_one_part(month: tuple[dict[str, int], Values]) -> None:
    _, values = month
    summed = values.sum(FAMILY)
    counted = [party for code in summed.parts if code not in values.items for party in members(code)]
    counted += [
        child for parent in summed.not_separated for child in FAMILY.children(parent) if child not in summed.parts
    ]
    assert len(counted) == len(set(counted))


def test_a_parent_stands_in_only_for_what_is_not_separated() -> None:
    both = Values({"isis": 98, "nusra_hts": 3, "islamist_total": 101})
    assert both.sum(FAMILY).parts == {"isis": 98, "nusra_hts": 3}
    assert Values({"islamist_total": 39}).sum(FAMILY).not_separated == {"islamist_total": 39}
    below = Values({"isis": 40, "islamist_total": 39})  # a parent below its child is not used
    assert below.sum(FAMILY).total == 40


def test_a_combined_toll_counts_only_without_own_tolls() -> None:
    combined = {"government+russian_forces": 15}
    assert Values({"isis": 1}, combined).sum(FAMILY).total == 16
    assert Values({"government": 9}, combined).sum(FAMILY).total == 9


def test_a_combined_toll_does_not_count_beside_a_parent_that_holds_its_party() -> None:
    combined = {"nusra_hts+armed_opposition": 5}
    assert Values({"islamist_total": 10}, combined).sum(FAMILY).total == 10
    assert Values({"isis": 8}, combined).sum(FAMILY).total == 13


def test_items_of_one_party_and_of_several_add_up_but_not_beside_an_own_toll() -> None:
    items = Values({}, {}, {"government": 20, "government+russian_forces": 488})
    assert items.sum(FAMILY).total == 508
    own = Values({"government": 300}, {}, {"government": 20, "government+russian_forces": 488})
    assert own.sum(FAMILY).total == 300


def test_a_combined_toll_with_a_group_holds_its_parties() -> None:
    values = Values({"government": 40, TOTAL: 100}, {"islamist_total+armed_opposition": 60}, {})
    assert values.sum(FAMILY).total == 100
    beside = {"isis": 10, "nusra_hts": 5, "islamist_total": 15}
    assert Values(beside, {"islamist_total+armed_opposition": 60}).sum(FAMILY).total == 15


def test_items_do_not_count_beside_a_combined_toll_or_a_group_that_holds_them() -> None:
    assert Values({}, {"government+russian_forces": 100}, {"government": 50}).sum(FAMILY).total == 100
    assert Values({"nusra_hts": 10, "islamist_total": 100}, {}, {"isis": 20}).sum(FAMILY).not_separated == {
        "islamist_total": 90
    }


def test_causes_beside_a_leftover_class_widen_the_sum() -> None:
    """Whoever has causes alone may be in the leftover class, or beside it."""
    family = Family({}, frozenset({"other_parties"}))
    values = Values({"other_parties": 60}, {}, {"armed_opposition": 25})
    added = values.sum(family)
    assert (added.total, values.most_of(added, family)) == (60, 85)


def test_a_parent_with_less_than_its_children_stands_in_for_none() -> None:
    """One of the numbers is wrong; a combined toll of a party without one still counts."""
    family = Family({"isis": "islamist_total", "nusra_hts": "islamist_total"})
    values = Values({"isis": 85, "islamist_total": 80}, {"nusra_hts+turkish_forces": 9})
    added = values.sum(family)
    assert (added.parts, added.groups) == ({"isis": 85, "nusra_hts+turkish_forces": 9}, ())
    assert Values({"isis": 85, "islamist_total": 80}, ranges={"islamist_total": None}).sum(family).groups == (
        "islamist_total",
    )
