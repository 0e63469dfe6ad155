"""What would have to be assumed: exact at the edges, monotone, within bounds, and the same for arrays."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.questions.tipping.numbers import (
    attribution_tipping_point,
    differential_documentation,
    documentation_tipping_point,
    share_bounds,
)

counts = st.integers(1, 20000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
rates = st.floats(0.001, 1)


@given(counts)
def test_at_the_tipping_points_the_order_reverses_and_before_it_does_not(pair: tuple[int, int]) -> None:
    lower, higher = pair
    rate = documentation_tipping_point(higher, lower)
    assert rate == lower / higher
    moved = attribution_tipping_point(higher, lower)
    assert lower + moved > higher - moved
    assert not lower + (moved - 1) > higher - (moved - 1)


@given(counts, rates)
def test_bounds_hold_every_share_that_undocumented_deaths_could_make(pair: tuple[int, int], rate: float) -> None:
    k, n = pair
    low, high = share_bounds(k, n, rate)
    assert 0 <= low <= k / n + 1e-12
    assert k / n - 1e-12 <= high <= 1
    every = Fraction(n) / Fraction(rate)  # all deaths, not rounded to whole ones
    assert low == pytest.approx(float(k / every), abs=1e-9)
    assert high == pytest.approx(float((k + every - n) / every), abs=1e-9)


@given(counts, rates, rates)
def test_less_documentation_bounds_less(pair: tuple[int, int], one: float, other: float) -> None:
    less, more = sorted([one, other])
    wide, narrow = share_bounds(*pair, less), share_bounds(*pair, more)
    assert wide[0] <= narrow[0] + 1e-12
    assert wide[1] >= narrow[1] - 1e-12


@given(counts)
def test_edges_are_exact(pair: tuple[int, int]) -> None:
    k, n = pair
    assert share_bounds(k, n, 1) == (k / n, k / n)
    assert share_bounds(n, n, 0.3)[1] == 1.0
    assert share_bounds(0, n, 0.3)[0] == 0.0
    assert differential_documentation(k, n, [1]).tolist() == [k / n]
    assert differential_documentation(n, n).tolist() == [1, 1, 1]
    assert differential_documentation(0, n).tolist() == [0, 0, 0]


@given(counts, st.lists(st.floats(0.01, 100), min_size=2, max_size=5))
def test_the_better_a_group_was_documented_the_smaller_its_share(pair: tuple[int, int], ratios: list[float]) -> None:
    shares = differential_documentation(*pair, sorted(ratios))
    assert (np.diff(shares) <= 1e-12).all()
    assert ((shares >= 0) & (shares <= 1)).all()


def test_arrays_give_what_single_numbers_give() -> None:
    k, n = np.array([167, 0, 12]), np.array([679, 5, 12])
    assert differential_documentation(k, n).shape == (3, 3)
    for place in range(3):
        assert (differential_documentation(k, n)[place] == differential_documentation(k[place], n[place])).all()
    low, high = share_bounds(k[:, np.newaxis], n[:, np.newaxis], [0.25, 1])
    assert low.shape == (3, 2)
    assert (low[1, 0], high[1, 0]) == share_bounds(0, 5, 0.25)
    assert documentation_tipping_point(679, [516, 98]).tolist() == [516 / 679, 98 / 679]
    assert attribution_tipping_point(pd.Series([679, 5]), 5).tolist() == [338, 1]


def test_january_2016() -> None:
    assert documentation_tipping_point(679, 516) == pytest.approx(0.76, abs=0.001)
    assert attribution_tipping_point(679, 516) == 82


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: documentation_tipping_point(5, 6),
        lambda: documentation_tipping_point(0, 0),
        lambda: documentation_tipping_point(5, -1),
        lambda: documentation_tipping_point(5, [1, 6]),
        lambda: attribution_tipping_point(5.5, 1),
        lambda: attribution_tipping_point(pd.Series([5, pd.NA], dtype="Int64"), 1),
        lambda: share_bounds(0, 0, 0.5),
        lambda: share_bounds(5, 4, 0.5),
        lambda: share_bounds(1, 4, 0),
        lambda: share_bounds(1, 4, 1.1),
        lambda: share_bounds(1, 4, float("nan")),
        lambda: differential_documentation(1, 4, [0]),
        lambda: differential_documentation(1, 4, [float("inf")]),
        lambda: differential_documentation(float("nan"), 4),
    ],
)
def test_what_is_no_toll_share_or_rate_is_refused(wrong) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=r"expected"):
        wrong()
