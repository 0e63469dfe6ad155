"""Rounding, slips of the hand and tipping points, against exact fractions and brute force."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import Data, UnknownParty
from analysis.model.names import find_party, known_names, plain
from analysis.model.numerals import half_up, is_rounded, only_slip, percent, rounding_of, slip
from analysis.model.parties import can_appear

counts = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, st.sampled_from([1, 100, 1000]))
def test_half_up_is_exact(kn: tuple[int, int], scale: int) -> None:
    k, n = kn
    assert half_up(k, n, scale) == floor(Fraction(scale * k, n) + Fraction(1, 2))


@given(counts)
def test_rounding_names_up_and_down(kn: tuple[int, int]) -> None:
    k, n = kn
    exact = Fraction(100 * k, n)
    nearest = half_up(k, n, 100)
    assert rounding_of(nearest, k, n) == ""
    if ceil(exact) != nearest:
        assert rounding_of(ceil(exact), k, n) == "rounded_up"
    if floor(exact) != nearest:
        assert rounding_of(floor(exact), k, n) == "rounded_down"
    assert rounding_of(ceil(exact) + 1, k, n) in (None, "") or exact.denominator == 1
    assert rounding_of(floor(exact) - 1, k, n) is None
    assert rounding_of(float(percent(k, n)), k, n) == ""


@given(st.integers(100, 10**6), st.integers(0, 6))
def test_dropped_and_added_digits(number: int, place: int) -> None:
    text = str(number)
    short = text[: place % len(text)] + text[place % len(text) + 1 :]
    if not short.startswith("0"):
        assert slip(int(short), number) == "dropped_digit"
        assert slip(number, int(short)) == "added_digit"


@given(st.integers(10, 10**6))
def test_swapped_digits_go_both_ways(number: int) -> None:
    text = str(number)
    for i in range(len(text) - 1):
        swapped = text[:i] + text[i + 1] + text[i] + text[i + 2 :]
        if swapped != text and not swapped.startswith("0"):
            assert slip(int(swapped), number) == slip(number, int(swapped)) == "swapped_digits"


def test_a_number_is_no_slip_of_itself_and_small_ones_drop_nothing() -> None:
    assert slip(42, 42) == ""
    assert slip(4, 42) == ""
    assert only_slip(179, [1795, 1179]) is None
    assert only_slip(539, [593, 600]) == ("swapped_digits", 593)


def test_rounded_numbers() -> None:
    assert is_rounded(1400, 1382)
    assert is_rounded(1300, 1382)
    assert is_rounded(1380, 1382)
    assert not is_rounded(1390, 1371)
    assert not is_rounded(1382, 1382)
    assert not is_rounded(0, 5)


class TestNames:
    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("nusra_hts", "nusra_hts"),
            ("al-Nusra", "nusra_hts"),
            ("AL NUSRA FRONT", "nusra_hts"),
            ("Hay’at Tahrir al-Sham", "nusra_hts"),
            ("sdf", "kurdish_forces"),
            ("Assad regime", "government"),
            ("Régime syrien", "government"),
            ("regime syrien", "government"),
            ("Daesh", "isis"),
            ("Islamic State", "isis"),
            ("Russia+regime", "government+russian_forces"),
        ],
    )
    def test_any_name_of_the_table(self, data: Data, name: str, code: str) -> None:
        assert find_party(data.parties, name, "2016-01") == code

    @pytest.mark.parametrize(
        ("name", "near"),
        [
            ("goverment", "did you mean government?"),
            ("Nusra Frnt", "nusra_hts"),
            ("martians", "known: Government; Russia"),
        ],
    )
    def test_an_unknown_one_suggests_the_nearest(self, data: Data, name: str, near: str) -> None:
        with pytest.raises(UnknownParty, match=name) as caught:
            find_party(data.parties, name, "2016-01")
        assert near in str(caught.value)

    def test_part_of_a_name_is_no_name(self, data: Data) -> None:
        with pytest.raises(UnknownParty):
            find_party(data.parties, "Islamic")

    def test_no_name_is_of_two_parties_of_one_month(self, data: Data) -> None:
        dates = {row.party: (row.valid_from, row.valid_to) for row in data.parties.itertuples()}
        for name, codes in known_names(data.parties).items():
            for month in ("2013-02", "2016-01", "2024-12", "2025-01", "2025-12"):
                assert sum(can_appear(month, *dates[code]) for code in codes) <= 1, (name, month)

    @given(st.text(max_size=30))
    def test_any_text_is_found_or_refused(self, text: str) -> None:
        plain(text)
