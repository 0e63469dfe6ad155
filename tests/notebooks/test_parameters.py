"""The notebooks' parameters: every wrong one is named with what would work, before anything runs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis import AnalysisError, Data, NotComparable, RunError, UnknownMonth, monthly_tolls
from analysis.notebooks.files import all_names, notebook_names
from analysis.notebooks.parameters import Parameters, SeriesParameters, TextParameters
from analysis.notebooks.runner import months_to_run


def test_population_is_filled_in(data: Data) -> None:
    assert Parameters().checked(data) == Parameters("2016-01", "snhr", "civilians", "")
    assert Parameters("2013-02").checked(data).population == "persons"  # no civilians are printed for this month
    assert Parameters("2015-09", population="persons").checked(data).tolls(data).population == "persons"


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        (
            {"month": "2014-07"},
            UnknownMonth,
            "no figures of snhr for '2014-07'; nearest with figures: 2014-06, 2014-08",
        ),
        ({"month": "2016-1"}, UnknownMonth, "expected YYYY-MM"),
        ({"month": "٢٠١٦-٠١"}, UnknownMonth, "expected YYYY-MM"),
        ({"month": "../../etc"}, UnknownMonth, "expected YYYY-MM"),
        ({"month": 201601}, RunError, "parameter month: found 201601, expected text in quotes"),
        ({"monitor": "shnr"}, NotComparable, "did you mean .*snhr"),
        ({"population": "civilian"}, NotComparable, "did you mean civilians"),
        (
            {"month": "2013-02", "population": "civilians"},
            UnknownMonth,
            "no civilians of snhr for '2013-02'; published are persons",
        ),
        ({"as_of": "2016-01-15"}, UnknownMonth, "published by 2016-01-15; nearest with figures: 2015-12"),
        ({"as_of": "soon"}, UnknownMonth, "expected a date written YYYY-MM-DD"),
    ],
)
def test_wrong_value_is_refused_with_what_would_work(
    given: dict[str, str], error: type[Exception], words: str, data: Data
) -> None:
    with pytest.raises(error, match=words):
        Parameters.of(given).checked(data)


def test_several_wrong_values_are_told_at_once(data: Data) -> None:
    with pytest.raises(AnalysisError) as caught:
        Parameters(month="Jan", monitor="x", population="y").checked(data)
    assert [word in str(caught.value) for word in ("parameter month", "parameter monitor", "parameter population")] == [
        True
    ] * 3


def test_misspelt_name_is_refused() -> None:
    with pytest.raises(RunError, match="unknown parameter 'monht': did you mean month"):
        Parameters.of({"monht": "2016-01"})


def test_months_lists_ranges_and_all(data: Data) -> None:
    assert months_to_run(["2016-02,2016-01"], data, "snhr") == ["2016-01", "2016-02"]
    assert months_to_run(["2014-05:2014-09"], data, "snhr") == ["2014-05", "2014-06", "2014-08", "2014-09"]
    every = monthly_tolls(data).months, monthly_tolls(data, population="persons").months
    assert months_to_run([], data, "snhr") == sorted({month for months in every for month in months})
    assert months_to_run(["all"], data, "thuwwar") == ["2017-04", "2019-05"]
    with pytest.raises(UnknownMonth, match=r"(?s)'2014-07'.*'1999-01:1999-12'"):
        months_to_run(["2014-07", "1999-01:1999-12", "2016-01"], data, "snhr")


@pytest.mark.parametrize("part", ["2016-1:2016-12", "2016:2017", "2016-01:2016-13", "2016-01:2016-02:2016-03", "x"])
def test_what_is_no_month_or_range_is_refused(part: str, data: Data) -> None:
    with pytest.raises(UnknownMonth, match="expected a month YYYY-MM, a range"):
        months_to_run([part], data, "snhr")


def test_a_range_that_ends_before_it_starts_is_refused(data: Data) -> None:
    with pytest.raises(UnknownMonth, match="ends before it starts"):
        months_to_run(["2016-03:2016-01"], data, "snhr")


def test_unknown_notebook_is_refused() -> None:
    assert notebook_names(["02_shares.ipynb"]) == ["02_shares"]
    with pytest.raises(RunError, match="did you mean 01_comparison"):
        notebook_names(["01_comparisson"])


def test_the_notebook_on_a_text_is_no_part_of_a_batch_and_says_how_it_is_run() -> None:
    assert "06_check" in all_names()
    assert notebook_names() == [name for name in all_names() if name != "06_check"]
    with pytest.raises(RunError, match=r"06_check: is on a text, not on months. Next: `snhr check FILE --format html`"):
        notebook_names(["01_comparison", "06_check.ipynb"])


def test_a_text_is_checked_with_what_it_leaves_unsaid(data: Data) -> None:
    text = "Russian forces killed 679 civilians."
    assert [line.why for line in TextParameters(text).check(data)] == ["no_month"]
    assert [line.verdict for line in TextParameters(text, "2016-01").check(data)] == ["agrees"]
    other = TextParameters(text, "2016-01", "sohr", "persons", "2017-01-01").check(data)
    assert [(line.judged.monitor, line.judged.population) for line in other if line.judged] == [("sohr", "persons")]
    wrong: list[tuple[dict[str, object], type[AnalysisError], str]] = [
        ({"month": "January"}, UnknownMonth, "parameter month: found 'January', expected YYYY-MM"),
        ({"monitor": "shnr"}, NotComparable, "did you mean .*snhr"),
        ({"population": "people"}, NotComparable, "parameter population"),
        ({"text": 679}, RunError, "parameter text: found 679, expected text in quotes"),
        ({"as_of": "soon"}, AnalysisError, "soon"),
        ({"start": "2016-01"}, RunError, "unknown parameter 'start'"),
    ]
    for given, error, message in wrong:
        with pytest.raises(error, match=message):
            TextParameters.of(given).check(data)


def test_a_period_is_checked_alike(data: Data) -> None:
    assert SeriesParameters().checked(data).population == "civilians"
    assert SeriesParameters("2013-01", "2013-03").checked(data).population == "persons"
    for given, error, message in (
        ({"start": "2016"}, UnknownMonth, "parameter start: found '2016', expected YYYY-MM"),
        ({"start": "2016-03", "end": "2016-01"}, UnknownMonth, "write 2016-01:2016-03"),
        ({"start": "1999-01", "end": "1999-12"}, UnknownMonth, "no figures of snhr for 1999-01:1999-12"),
        ({"monitor": "shnr"}, NotComparable, "did you mean .*snhr"),
        ({"population": "people"}, NotComparable, "parameter population"),
        ({"month": "2016-01"}, RunError, "unknown parameter 'month'"),
    ):
        with pytest.raises(error, match=message):
            SeriesParameters.of(given).checked(data)


def test_monitors_side_by_side_are_checked(data: Data) -> None:
    assert Parameters(monitors="snhr, sohr").checked(data).compared() == ["snhr", "sohr"]
    assert Parameters().checked(data).compared() is None
    with pytest.raises(NotComparable, match="parameter monitors: unknown monitor 'shor'"):
        Parameters(monitors="snhr,shor").checked(data)


def test_where_no_monitor_is_named_the_first_by_order_is_meant(data: Data) -> None:
    other = replace(data, monitors=data.monitors.assign(order=10 - data.monitors["order"]))
    assert other.monitors["monitor"].iloc[0] == "snhr"  # the order of rows says nothing
    assert Parameters("2017-04").checked(other).monitor == "thuwwar"
    assert months_to_run([], other) == ["2017-04", "2019-05"]
    assert monthly_tolls(other).monitor == "thuwwar"
