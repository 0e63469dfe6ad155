"""What would have to be assumed: exact at the edges."""

import matplotlib.pyplot as plt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import PARTIES, World

from analysis import compare, monthly_tolls
from analysis.questions.tipping.numbers import attribution_tipping_point, documentation_tipping_point, tipping_points
from analysis.tolls.series import Tolls

counts = st.integers(1, 20000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts)
def test_at_the_tipping_points_the_order_reverses_and_before_it_does_not(pair: tuple[int, int]) -> None:
    lower, higher = pair
    rate = documentation_tipping_point(higher, lower)
    assert rate == lower / higher
    moved = attribution_tipping_point(higher, lower)
    assert lower + moved > higher - moved
    assert not lower + (moved - 1) > higher - (moved - 1)


def test_january_2016() -> None:
    assert documentation_tipping_point(679, 516) == pytest.approx(0.76, abs=0.001)
    assert attribution_tipping_point(679, 516) == 82


def test_every_other_party_is_held_against_the_one_that_leads(tolls: Tolls) -> None:
    found = tipping_points(compare(tolls, "2016-01"))
    assert found.leader is not None
    assert (found.leader.party, found.most) == ("russian_forces", 679)
    assert [line.killed for line in found] == sorted((line.killed for line in found), reverse=True)
    first = found.lines[0]
    assert (first.party, first.attribution, first.residual, first.of_residual) == ("government", 82, 41, None)
    assert found.text.startswith(
        "The order of Russian forces (679) and Syrian government forces (516) would reverse if"
    )


def test_where_nobody_leads_nothing_is_held_against_anybody(tolls: Tolls) -> None:
    found = tipping_points(compare(tolls, "2013-10"))
    assert (found.leader, found.most, found.lines) == (None, 0, ())
    assert found.frame.empty
    assert found.text.startswith("No tipping point is given")


def test_a_party_with_no_deaths_is_held_against_the_one_that_leads() -> None:
    """8 of 12 by unknown parties would put South above North's 7; 10 if the rest of them were North's."""
    month = "2020-01"
    world = World([month], {(month, party): {} for party in PARTIES})
    for party, number in (("north", 7), ("south", 0), ("red", 0), ("blue", 0), ("unknown", 12), ("all_parties", 19)):
        world.counts[month, party] = {"killed": number}
    found = tipping_points(compare(monthly_tolls(world.data()), month))
    assert found.leader is not None
    assert found.leader.party == "north"
    lines = [(line.party, line.killed, line.of_residual, line.of_residual_shared) for line in found]
    assert lines == [(party, 0, 8, 10) for party in ("south", "red", "blue")]


@pytest.mark.parametrize("north", [5, None])
def test_one_party_with_a_toll_leads_nobody(north: int | None) -> None:
    """The total of 5 leaves the others none, or is all that is known."""
    month = "2020-01"
    world = World([month], {(month, party): {} for party in PARTIES})
    world.counts[month, "north"] = {} if north is None else {"killed": north}
    world.counts[month, "all_parties"] = {"killed": 5}
    comparison = compare(monthly_tolls(world.data()), month)
    assert comparison.leads == (north is not None)
    found = tipping_points(comparison)
    assert (found.leader, found.lines) == (None, ())


def test_the_picture_is_drawn_in_the_axes_given(tolls: Tolls) -> None:
    figure, (ours, other) = plt.subplots(1, 2)
    assert tipping_points(compare(tolls, "2016-01")).plot(ours) is ours
    assert figure.axes == [ours, other]
    plt.close(figure)


@pytest.mark.parametrize("pair", [(5, 6), (0, 0), (5, -1)])
@pytest.mark.parametrize("tipping_point", [documentation_tipping_point, attribution_tipping_point])
def test_what_is_no_pair_of_tolls_is_refused(pair: tuple[int, int], tipping_point) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=r"expected"):
        tipping_point(*pair)
