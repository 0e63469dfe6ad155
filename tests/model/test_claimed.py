"""What a claim says: the words typed, and the numbers for which it is true."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from truths import is_true

from analysis import NotComparable
from analysis.model.claimed import UNITS, VALUE_RELATIONS, misfits, read_claim, span_of
from analysis.questions.claims.numbers import Number
from analysis.tolls.sides import Side

ENDS = st.tuples(st.integers(0, 130), st.one_of(st.none(), st.integers(0, 40)))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Russia killed at least 600", {"value": 600, "relation": "at_least"}),
        ("Russia killed over 1,382", {"value": 1382, "relation": "more_than"}),
        ("Russia killed nearly 700", {"value": 700, "relation": "nearly"}),
        ("Russia killed almost 700", {"value": 700, "relation": "nearly"}),
        ("Russia killed ~700", {"value": 700, "relation": "about"}),
        ("Russia killed up to 700", {"value": 700, "relation": "at_most"}),
        ("Russia killed fewer than 700", {"value": 700, "relation": "fewer_than"}),
        ("Russia killed 49%", {"value": Decimal(49), "unit": "percent_of_total"}),
        ("Russia children 13.84 %", {"measure": "children", "value": Decimal("13.84"), "unit": "percent_of_party"}),
        (
            "Russia children_and_women at most 25.0%",
            {
                "measure": "children_and_women",
                "value": Decimal("25.0"),
                "relation": "at_most",
                "unit": "percent_of_party",
            },
        ),
    ],
)
def test_words_before_a_number_and_percent_after_it(words: str, said: dict[str, Any]) -> None:
    assert read_claim([words]) == {"party": "Russia", "measure": "killed"} | said


def test_words_that_are_no_claim() -> None:
    assert read_claim(["Russia killed 1,382"]) == {"party": "Russia", "measure": "killed", "value": 1382}
    for words in (["isis", "killed"], ["isis", "killed", "many"], ["> isis"], ["isis", "killed", "13,82"]):
        with pytest.raises(NotComparable, match="PARTY MEASURE NUMBER"):
            read_claim(words)
    for sign in (">=", "<=", "=>", "<>", ">>", "->", "< >"):
        with pytest.raises(NotComparable):
            read_claim([f"Russia {sign} government"])
    assert read_claim(["ISIS highest_of al-Nusra, SDF"])["right"] == "al-Nusra|SDF"


@pytest.mark.parametrize(
    ("claim", "column"),
    [
        ({"unit": "percent_of_party", "measure": "killed", "value": 4}, "measure"),
        ({"unit": "percent_of_total", "party": "all_parties", "measure": "killed", "value": 4}, "party"),
        ({"unit": "percent_of_total", "measure": "killed", "value": 101}, "value"),
        ({"measure": "killed", "value": 24.6}, "value"),
        ({"measure": "killed", "value": 4, "month": "2016-01", "month_end": "2016-01"}, "month_end"),
        ({"unit": "percent_of_total", "value": 4, "month": "2016-01", "month_end": "2016-02"}, "month_end"),
        ({"measure": "total", "party": "isis", "value": 4}, "party"),
    ],
)
def test_what_does_not_go_together(claim: dict[str, Any], column: str) -> None:
    assert [found for found, _ in misfits({"party": "isis"} | claim)] == [column]


def test_the_digits_that_are_stated_count() -> None:
    share = Fraction(16700, 679)  # 24.59...
    assert span_of("exactly", Decimal(25)).judge(share, share)
    assert not span_of("exactly", Decimal("25.0")).judge(share, share)


@given(st.sampled_from(VALUE_RELATIONS), st.integers(0, 130), ENDS)
def test_a_verdict_is_what_every_number_within_the_ends_says(
    relation: str, claimed: int, ends: tuple[int, int | None]
) -> None:
    low, more = ends
    high = None if more is None else low + more
    truths = {is_true(relation, claimed, Fraction(n)) for n in range(low, 1000 if high is None else high + 1)}
    assert span_of(relation, claimed).judge(low, high) == (None if len(truths) == 2 else truths.pop())


@given(
    st.sampled_from(VALUE_RELATIONS),
    st.one_of(st.integers(0, 100), st.decimals(0, 100, places=1)),
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4)), min_size=2, max_size=2),
)
def test_of_a_percentage_what_every_part_and_whole_say(
    relation: str, claimed: Any, ends: list[tuple[int, int]]
) -> None:
    part, whole = (Side(None if more else low, low, low + more) for low, more in ends)
    number = Number("civilians", "", part, whole)
    truths = {
        is_true(relation, int(Decimal(claimed) * scale), Fraction(100 * scale * k, n))
        for scale in [10 ** -min(int(Decimal(claimed).as_tuple().exponent), 0)]
        for k, n in product(range(part.low, part.high + 1), range(whole.low, whole.high + 1))
        if k <= n and n
    }
    verdict = number.judge(span_of(relation, claimed))
    if not truths:
        return
    assert verdict is None or {verdict} == truths
    if number.is_exact:
        assert {verdict} == truths


def test_every_unit_has_a_claim() -> None:
    assert {
        read_claim([f"Russia {text}"]).get("unit", "deaths") for text in ("killed 4", "killed 4%", "women 4%")
    } == set(UNITS)
