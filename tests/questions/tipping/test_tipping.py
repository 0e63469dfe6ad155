"""What would have to be assumed: exact at the edges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.questions.tipping.numbers import attribution_tipping_point, documentation_tipping_point

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


@pytest.mark.parametrize("pair", [(5, 6), (0, 0), (5, -1)])
@pytest.mark.parametrize("tipping_point", [documentation_tipping_point, attribution_tipping_point])
def test_what_is_no_pair_of_tolls_is_refused(pair: tuple[int, int], tipping_point) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=r"expected"):
        tipping_point(*pair)
