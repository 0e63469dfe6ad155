"""What the figures of a month imply for each other: no bound is below what is possible, and none is left unsaid."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.model.adding import TOTAL, Family
from analysis.tolls.bounds import Cast, Ends, Known, bounds

FAMILY = Family({"isis": "islamist_total", "nusra_hts": "islamist_total"})
LEAVES = ("government", "russian_forces", "isis", "nusra_hts", "armed_opposition", "turkish_forces", "other_parties")
CAST = Cast(FAMILY, LEAVES, frozenset({"other_parties"}), add_up=True)
CIVILIANS, FIGHTERS, PERSONS = (("civilians", "killed"), ("fighters", "killed"), ("persons", "killed"))


def known(floors: dict[str, int] | None = None, **own: int | Ends) -> Known:
    """Own tolls by code (`a__b`: a and b together), each a number or its ends."""
    tolls: dict[str, Any] = {code.replace("__", "+"): n if isinstance(n, tuple) else (n, n) for code, n in own.items()}
    return Known(tolls, floors or {}, set(tolls))


def civilians(cast: Cast = CAST, **own: int | Ends) -> dict[str, Ends]:
    return bounds(cast, {CIVILIANS: known(**own)})[CIVILIANS]


@st.composite
def months(draw: Any) -> tuple[dict[str, int], dict[str, int], set[str]]:
    """True deaths by party, what is published of them, and who is in the number of the leftover class."""
    truth = {party: draw(st.integers(0, 50)) for party in LEAVES}
    published = {party: n for party, n in truth.items() if draw(st.booleans()) and party != "other_parties"}
    if draw(st.booleans()):
        published["islamist_total"] = truth["isis"] + truth["nusra_hts"]
    if draw(st.booleans()):
        published["government+russian_forces"] = truth["government"] + truth["russian_forces"]
    own = {party for party in LEAVES if any(party in code.split("+") for code in published)}
    own |= {"isis", "nusra_hts"} if "islamist_total" in published else set()
    held = {party for party in LEAVES[:-1] if party not in own and draw(st.booleans())}
    if draw(st.booleans()):
        published["other_parties"] = truth["other_parties"] + sum(truth[party] for party in held)
    if draw(st.booleans()):
        published[TOTAL] = sum(truth.values())
    return truth, published, held


@given(months())
def test_a_bound_holds_whoever_is_in_the_leftover_class(month: tuple[dict[str, int], dict[str, int], set[str]]) -> None:
    truth, published, held = month
    page = Known({code: (n, n) for code, n in published.items()}, named=set(published) - {TOTAL})
    truth |= {"islamist_total": truth["isis"] + truth["nusra_hts"], TOTAL: sum(truth.values())}
    truth["other_parties"] += sum(truth[party] for party in held)
    for code, (low, high) in bounds(CAST, {CIVILIANS: page})[CIVILIANS].items():
        true = sum(truth[party] for party in code.split("+"))
        assert low <= true, code
        assert high is None or true <= high, code


@given(months(), months())
def test_populations_bound_each_other(one: Any, other: Any) -> None:
    """Without a leftover class, which need not hold the same parties in each."""
    cast = Cast(FAMILY, LEAVES[:-1], add_up=True)
    truth = {CIVILIANS: one[0], FIGHTERS: other[0]}
    truth[PERSONS] = {party: one[0][party] + other[0][party] for party in LEAVES[:-1]}
    pages = {}
    for key, published in ((CIVILIANS, one[1]), (FIGHTERS, other[1]), (PERSONS, one[1])):
        numbers = {party: truth[key][party] for party in published if party in LEAVES[:-1]}
        pages[key] = known(**numbers)
    for key, found in bounds(cast, pages).items():
        for party in LEAVES[:-1]:
            low, high = found[party]
            assert low <= truth[key][party], (key, party)
            assert high is None or truth[key][party] <= high, (key, party)


@pytest.mark.parametrize(("other", "most"), [(0, 0), (152, 152)])
def test_the_leftover_class_may_hold_whoever_has_no_toll(other: int, most: int) -> None:
    found = civilians(government=1089, other_parties=other, all_parties=1089 + other)
    assert found["turkish_forces"] == (0, most)


def test_a_page_may_say_that_the_leftover_class_never_holds_a_party() -> None:
    cast = Cast(FAMILY, LEAVES, CAST.residual, frozenset({"turkish_forces"}))
    found = civilians(cast, government=80, other_parties=20, all_parties=100)
    assert (found["turkish_forces"], found["russian_forces"]) == ((0, 0), (0, 20))


def test_a_groups_own_number_is_a_toll_of_its_parties() -> None:
    """January 2016: the 101 of the Islamist groups are 98 and 3, so the others have none, whatever else is left."""
    family = Family({"isis": "group", "nusra_hts": "group", "other_islamist": "group"})
    leaves = ("isis", "nusra_hts", "other_islamist", "other_parties")
    cast = Cast(family, leaves, frozenset({"other_parties"}))
    found = civilians(cast, isis=98, nusra_hts=3, group=101, other_parties=41, all_parties=142)
    assert found["other_islamist"] == (0, 0)


def test_a_combined_toll_with_the_leftover_class_bounds_by_its_number() -> None:
    """April 2017: one page has 79 for other parties, another 79 for them and Turkish forces together."""
    found = civilians(government=21, other_parties=79, other_parties__turkish_forces=79, all_parties=100)
    assert found["turkish_forces"] == (0, 79)


def test_a_total_or_a_group_that_its_parts_exceed_bounds_nobody() -> None:
    """One of the numbers is wrong: that another party has none left does not follow."""
    assert civilians(government=80, all_parties=79)["russian_forces"] == (0, None)
    assert civilians(isis=80, islamist_total=79)["nusra_hts"] == (0, None)
    found = civilians(government=80, russian_forces__isis=30, all_parties=79)
    assert found["russian_forces"] == (0, 30)  # by the 30 alone


def test_persons_fighters_and_children_bound_civilians() -> None:
    pages = {CIVILIANS: known(), FIGHTERS: known(government=44), PERSONS: known(government=1071)}
    assert bounds(CAST, pages)[CIVILIANS]["government"] == (1027, 1027)
    loose = Cast(FAMILY, LEAVES, CAST.residual)  # persons may hold others too
    assert bounds(loose, pages)[CIVILIANS]["government"] == (0, 1027)
    groups = {m: ("civilians", m) for m in ("killed", "children", "women")}
    pages = {groups["killed"]: known(), groups["children"]: known(government=12), groups["women"]: known(government=5)}
    assert bounds(CAST, pages)[groups["killed"]]["government"] == (17, None)


def test_parts_of_a_toll_are_floors_and_one_above_it_widens() -> None:
    found = bounds(CAST, {CIVILIANS: known({"government": 30, "russian_forces": 129}, russian_forces=94)})[CIVILIANS]
    assert (found["government"], found["russian_forces"]) == ((30, None), (94, 129))


@pytest.mark.parametrize(("within", "least"), [(True, 3), (False, 0)])
def test_deaths_by_torture_are_a_floor_where_they_are_among_the_killed(within: bool, least: int) -> None:
    cast = Cast(Family({}), ("north", "south"), torture_within=within)
    torture = Known({"north": (3, 3)}, named={"north"})
    known = {("civilians", "killed"): Known({"all_parties": (113, 113)}), ("civilians", "torture"): torture}
    found = bounds(cast, known)["civilians", "killed"]
    assert (found["north"], found["south"]) == ((least, 113), (0, 113 - least))


def test_a_whole_that_its_parts_exceed_says_nothing_of_other_populations() -> None:
    """Of 80 and 79 one is wrong: the 30 fighters are not taken off the 79 persons either."""
    pages = {CIVILIANS: known(), FIGHTERS: known(all_parties=30), PERSONS: known(government=80, all_parties=79)}
    found = bounds(Cast(FAMILY, LEAVES, CAST.residual), pages)
    assert found[CIVILIANS][TOTAL] == (0, None)
    pages[PERSONS] = known(government=70, all_parties=79)
    assert bounds(Cast(FAMILY, LEAVES, CAST.residual), pages)[CIVILIANS][TOTAL] == (0, 49)


def test_children_above_their_toll_leave_other_parties_bounded() -> None:
    children = ("civilians", "children")
    pages = {CIVILIANS: known(government=10, isis=20), children: known(government=12)}
    found = bounds(CAST, pages)
    assert found[CIVILIANS]["government"] == (10, 10)
    assert found[children]["isis"] == (0, 20)


def test_a_population_without_a_toll_keeps_no_other_from_being_bounded() -> None:
    groups = {("civilians", "children"): known(government=2), PERSONS: known(), ("persons", "children"): known(isis=7)}
    assert bounds(CAST, groups)[PERSONS]["isis"] == (7, None)


def test_persons_are_bounded_by_the_population_that_is_published() -> None:
    """Where nothing is published of fighters, or of several together, these may be none."""
    loose = Cast(FAMILY, LEAVES, CAST.residual)
    found = bounds(loose, {CIVILIANS: known(), PERSONS: known(government=50, isis=(8, 9))})
    assert (found[CIVILIANS]["government"], found[PERSONS]["isis"]) == ((0, 50), (8, 9))
    found = bounds(loose, {CIVILIANS: known(government=10), PERSONS: known(government=(0, 50))})
    assert found[PERSONS]["government"] == (10, 50)
    pages = {CIVILIANS: known(), FIGHTERS: known(), PERSONS: known(government__russian_forces=(0, 20))}
    assert bounds(loose, pages)[PERSONS]["government+russian_forces"] == (0, 20)


def test_a_part_as_large_as_the_upper_end_leaves_one_number() -> None:
    found = bounds(CAST, {CIVILIANS: known({"government": 5}, government=(2, 5))})[CIVILIANS]
    assert found["government"] == (5, 5)


def test_persons_above_civilians_and_fighters_bound_nobody() -> None:
    """One of the three numbers is wrong: each stays as it is printed."""
    pages = {CIVILIANS: known(government=10), FIGHTERS: known(government=5), PERSONS: known(government=20)}
    found = bounds(CAST, pages)
    assert [found[key]["government"] for key in pages] == [(10, 10), (5, 5), (20, 20)]


def test_what_one_combined_toll_takes_from_a_party_another_gives_to_the_next() -> None:
    """At most 4 of the 10 are Russia's, whatever ISIS has, so the government has 6 of them."""
    found = civilians(
        government=(0, 10),
        russian_forces=(0, 10),
        isis=(0, 2),
        government__russian_forces=10,
        russian_forces__isis=(0, 4),
        all_parties=(10, None),
    )
    assert (found["government"], found["russian_forces"]) == ((6, 10), (0, 4))
