"""What every answer can do: a table, sentences, a picture; and what it says to whoever takes it for a DataFrame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from analysis import (
    Data,
    NotComparable,
    agreement,
    audit,
    check_claims,
    compare,
    completeness,
    exceeds,
    orderings,
    period,
    places,
    quote,
    shares,
)
from analysis.model.results import Result
from analysis.questions.comparison.numbers import Comparison
from analysis.questions.comparison.words import comparison_title, leader_sentence
from analysis.questions.shares.words import shares_sentences, shares_title
from analysis.questions.tipping.numbers import tipping_points
from analysis.tolls.series import Tolls

JANUARY, PARTY = "2016-01", "russian_forces"
ASKED: dict[str, Callable[[Tolls], Result[Any]]] = {
    "tolls": lambda tolls: tolls.where(lambda toll: toll.month == JANUARY),
    "comparison": lambda tolls: compare(tolls, JANUARY),
    "shares": lambda tolls: shares(tolls, JANUARY),
    "places": lambda tolls: places(tolls, JANUARY),
    "completeness": completeness,
}


@pytest.fixture(params=ASKED)
def result(request: pytest.FixtureRequest, tolls: Tolls) -> Result[Any]:
    return ASKED[request.param](tolls)


@pytest.fixture
def comparison(tolls: Tolls) -> Comparison:
    return compare(tolls, JANUARY)


class TestForWhoeverExpectsADataFrame:
    @pytest.mark.parametrize("key", ["killed", ["party", "killed"], 0])
    def test_a_column_is_asked_of_the_frame(self, result: Result[Any], key: object) -> None:
        with pytest.raises(TypeError) as caught:
            result[key]
        assert str(caught.value) == f"{type(result).__name__} is no DataFrame: take .frame[{key!r}]"

    @pytest.mark.parametrize("method", ["query", "set_index", "itertuples", "empty", "columns", "attrs", "groupby"])
    def test_so_is_a_method(self, result: Result[Any], method: str) -> None:
        with pytest.raises(AttributeError) as caught:
            getattr(result, method)
        said = f"{type(result).__name__} has no {method!r}; its DataFrame is .frame (.frame.{method}?)"
        assert str(caught.value) == said

    def test_what_is_not_there_at_all_is_asked_for_in_vain(self, comparison: Comparison) -> None:
        assert not hasattr(comparison, "__array__")
        assert not hasattr(comparison, "_repr_png_")

    def test_a_dataframe_in_place_of_tolls_is_refused(self, tolls: Tolls) -> None:
        frame: Any = tolls.frame
        for ask in (compare, shares, places):
            with pytest.raises(NotComparable, match="found a DataFrame, expected the tolls that monthly_tolls returns"):
                ask(frame, JANUARY)
        with pytest.raises(NotComparable, match=r"To leave some out: tolls\.where"):
            completeness(frame)
        with pytest.raises(NotComparable, match="found a DataFrame"):
            quote(frame, JANUARY, PARTY)
        with pytest.raises(NotComparable, match="found a Comparison"):
            compare(compare(tolls, JANUARY), JANUARY)  # type: ignore[arg-type]


class TestTable:
    def test_it_has_a_row_a_line_in_their_order_and_the_columns_promised(self, result: Result[Any]) -> None:
        frame = result.frame
        assert len(frame) == len(result) == len(result.lines) == len(list(result))
        assert [column for column in frame if column in result.kinds] == list(result.kinds)
        types = {str: "str", int: "Int64", float: "Float64", bool: "bool"}
        for column, kind in result.kinds.items():
            assert str(frame[column].dtype) == types[kind], column
            for line, cell in zip(result.lines, frame[column], strict=True):
                value = getattr(line, column)
                value = "|".join(value) or None if isinstance(value, tuple) else value
                assert pd.isna(cell) if value is None else cell == value

    def test_it_is_made_once_and_prints_as_itself(self, result: Result[Any]) -> None:
        assert result.frame is result.frame
        assert repr(result) == repr(result.frame)
        assert result._repr_html_() == result.frame.to_html()

    def test_an_answer_without_lines_has_an_empty_table_of_the_same_columns(self, tolls: Tolls) -> None:
        empty = tolls.where(lambda toll: False)
        assert list(empty.frame) == list(tolls.frame)
        assert list(empty.frame.dtypes) == list(tolls.frame.dtypes)
        assert (empty.months, len(empty), bool(empty)) == ([], 0, False)
        assert len(completeness(empty).frame) == 0

    def test_a_table_that_is_written_in_changes_nothing_that_is_computed(self, tolls: Tolls) -> None:
        some = tolls.where(lambda toll: toll.month == JANUARY)
        before = compare(some, JANUARY).frame
        some.frame["value"] = 0
        pd.testing.assert_frame_equal(compare(some, JANUARY).frame, before)


class TestForPivots:
    def test_months_are_real_ones_on_request(self, tolls: Tolls) -> None:
        some = tolls.where(lambda toll: toll.month in ("2014-05", JANUARY))
        frame = some.to_frame(period=True)
        assert str(frame["month"].dtype) == "period[M]"
        assert set(frame["month"]) == {pd.Period("2014-05", "M"), pd.Period(JANUARY, "M")}
        assert len(frame) == len(some)
        assert str(some.frame["month"].dtype) == "str"  # which is as it was
        pd.testing.assert_frame_equal(some.to_frame(), some.frame)

    def test_no_month_and_no_party_is_hidden_by_a_hole(self, tolls: Tolls) -> None:
        """June 2014 is between two months; a party that appeared later has a blank before."""
        ends = ("2014-05", "2014-07", "2015-10")
        some = tolls.where(lambda toll: toll.month in ends and toll.measure in ("killed", "children"))
        frame = some.to_frame(period=True, complete=True)
        wide = frame[frame["measure"] == "killed"].pivot(index="month", columns="party", values="value")
        assert list(wide.index) == list(pd.period_range("2014-05", "2015-10", freq="M"))
        assert wide.loc["2014-06"].isna().all()
        assert pd.isna(wide.loc["2014-05", "russian_forces"])
        parties = {toll.party for toll in some.lines}
        assert set(wide.columns) == parties
        assert len(frame) == 18 * len(parties) * 2
        assert list(frame) == list(some.frame)
        assert frame["value"].dtype == "Int64"
        assert int(frame["value"].sum()) == int(some.frame["value"].sum())
        assert not frame.duplicated(["month", "party", "measure"]).any()

    def test_a_table_of_one_month_is_complete_already(self, comparison: Comparison, tolls: Tolls) -> None:
        pd.testing.assert_frame_equal(comparison.to_frame(period=True, complete=True), comparison.frame)
        nothing = tolls.where(lambda toll: False)
        assert len(nothing.to_frame(period=True, complete=True)) == 0


class TestWordsAndPicture:
    @pytest.fixture(autouse=True)
    def _closed(self) -> object:
        yield
        plt.close("all")

    def test_sentences_of_a_comparison_and_of_shares(self, comparison: Comparison, tolls: Tolls) -> None:
        assert comparison.text.startswith(f"{leader_sentence(comparison)}\n\n")
        assert "The parties' numbers add up to 1,382 civilian deaths" in comparison.text
        found = shares(tolls, JANUARY)
        assert found.text == shares_sentences(found)

    def test_pictures_of_a_comparison_and_of_shares(self, comparison: Comparison, tolls: Tolls) -> None:
        found = shares(tolls, JANUARY)
        for one, title in ((comparison, comparison_title(comparison)), (found, shares_title(found))):
            axes = one.plot()
            assert title in axes.figure.get_label()
            _, mine = plt.subplots()
            assert one.plot(mine) is mine

    def test_every_question_says_something_by_itself(self, data: Data, tolls: Tolls, comparison: Comparison) -> None:
        ordered = agreement(data, JANUARY)
        said = {
            "The order of Russian forces (679) and Syrian government forces (516) would reverse": tipping_points(
                comparison
            ),
            "civilian deaths documented by SNHR, January 2016 to March 2016": period(tolls, JANUARY, "2016-03"),
            "more were attributed to Russian forces": exceeds(
                tolls, JANUARY, "2016-03", "russian_forces", "government"
            ),
            "at least 129 for a part of these deaths": audit(data, JANUARY, monitor="snhr"),
            "2 are wrong (al-Nusra Front": check_claims(data, data.claims[data.claims["month"] == JANUARY]),
            "Airwars publishes alleged deaths": ordered,
            "order parties: 14 pairs": orderings(ordered),
        }
        for words, found in said.items():
            assert words in found.text
            assert found.title
            assert isinstance(found.sources, list)
        for found in (comparison, shares(tolls, JANUARY), *(one for one in said.values() if one.name != "tipping")):
            assert len(found.table) > 0

    def test_an_answer_names_the_pages_of_its_numbers(self, comparison: Comparison, tolls: Tolls) -> None:
        cited = comparison.sources
        assert cited[0].startswith("Source: Syrian Network for Human Rights, reports on January 2016.")
        assert {page for line in comparison for page in line.page_shown} <= {line.partition(":")[0] for line in cited}
        assert shares(tolls, JANUARY).sources == cited
        assert period(tolls, JANUARY, "2016-03").sources == []  # too many; the months name them

    def test_what_says_nothing_by_itself_names_its_table(self, tolls: Tolls) -> None:
        for found in (tolls, completeness(tolls)):
            with pytest.raises(NotComparable, match=r"has no sentences; its table is \.frame"):
                _ = found.text
            with pytest.raises(NotComparable, match=r"has no picture; its table is \.frame"):
                found.plot()

    def test_a_fault_in_its_words_is_no_missing_sentence(
        self, comparison: Comparison, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(_: Comparison) -> list[str]:
            raise AttributeError("a slip")

        monkeypatch.setattr("analysis.questions.comparison.words.comparison_sentences", broken)
        with pytest.raises(AttributeError, match=r"^a slip$"):
            _ = comparison.text
