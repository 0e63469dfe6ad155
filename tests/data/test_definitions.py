"""What monitors say of their own numbers, and what that limits."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from made_up import consistent

from analysis import Data
from analysis.data.definitions import definitions_of, limits_sentences
from analysis.data.rows import DefinitionRow

LOSSES = {"monitor": "watch", "aspect": "not_counted", "valid_from": "2020-02", "valid_to": "2020-03"}
LOSSES |= {
    "parties": "north",
    "quotation": "we leave out soldiers of the north",
    "summary": "-",
    "url": "https://w.org/1",
}


def made_up(*rows: dict[str, str]) -> Data:
    world = consistent(["2020-01", "2020-02", "2020-03"], lambda most: most // 2)
    world.definitions += rows
    return world.data()


def test_without_a_statement_nothing_is_assumed() -> None:
    data = made_up()
    none = definitions_of(data.definitions, "watch", "2020-01")
    assert (none.statements, none.persons_add_up, none.alleged, none.residual_excludes) == (
        (),
        False,
        False,
        frozenset(),
    )
    for population in ("civilians", "fighters", "persons"):
        assert none.not_counted(population) == ()
        assert limits_sentences(data, "watch", population, "2020-01") == []


def test_a_statement_holds_in_its_months_only() -> None:
    table = made_up(LOSSES | {"population": "fighters"}).definitions
    months = ["2020-01", "2020-02", "2020-03", "2020-04"]
    found = [definitions_of(table, "watch", month).not_counted("fighters") for month in months]
    assert found == [(), ("north",), ("north",), ()]
    assert definitions_of(table, "another", "2020-02").not_counted("fighters") == ()


@pytest.mark.parametrize(
    ("of", "concerned"),
    [("civilians", "civilians persons"), ("fighters", "fighters persons"), ("persons", "persons"), ("", "all")],
)
def test_losses_left_out_of_civilians_or_fighters_are_left_out_of_persons(of: str, concerned: str) -> None:
    found = definitions_of(made_up(LOSSES | {"population": of}).definitions, "watch", "2020-02")
    for population in ("civilians", "fighters", "persons"):
        expected = ("north",) if population in concerned or concerned == "all" else ()
        assert found.not_counted(population) == expected


def test_every_statement_on_losses_has_its_sentence_and_the_last_says_what_follows() -> None:
    first = LOSSES | {"population": "fighters", "summary": "Watch leaves out the north."}
    second = LOSSES | {
        "population": "persons",
        "parties": "south|north",
        "url": "https://w.org/2",
        "summary": "And more.",
    }
    data = made_up(first, second)
    assert definitions_of(data.definitions, "watch", "2020-02").not_counted("persons") == ("north", "south")
    assert limits_sentences(data, "watch", "persons", "2020-02") == [
        "Watch leaves out the north. (https://w.org/1)",
        "And more. (https://w.org/2) So Watch's numbers of persons cannot rank parties.",
    ]


def test_persons_that_are_not_separated_and_alleged_deaths_limit_in_the_words_of_the_summary() -> None:
    about = {"monitor": "watch", "valid_from": "2020-01", "quotation": "-", "url": "https://w.org/1"}
    persons = about | {"aspect": "persons", "population": "persons", "code": "not_separated", "summary": "Both."}
    alleged = about | {"aspect": "standard", "code": "alleged", "summary": "Alleged."}
    data = made_up(persons, alleged)
    assert limits_sentences(data, "watch", "persons", "2020-02") == [
        "Both. (https://w.org/1)",
        "Alleged. (https://w.org/1)",
    ]
    assert limits_sentences(data, "watch", "civilians", "2020-02") == ["Alleged. (https://w.org/1)"]
    found = definitions_of(data.definitions, "watch", "2020-02")
    assert (found.alleged, found.persons_add_up) == (True, False)


def test_persons_add_up_only_where_a_statement_says_so(data: Data) -> None:
    assert definitions_of(data.definitions, "snhr", "2014-09").persons_add_up
    assert not definitions_of(data.definitions, "snhr", "2016-01").persons_add_up
    assert not definitions_of(data.definitions, "sohr", "2015-06").persons_add_up


def test_snhr_counts_no_losses_of_government_and_isis_among_fighters(data: Data) -> None:
    for month in ("2014-09", "2015-06", "2015-11"):
        found = definitions_of(data.definitions, "snhr", month)
        assert found.not_counted("fighters") == found.not_counted("persons") == ("government", "isis")
        assert found.not_counted("civilians") == ()
    assert definitions_of(data.definitions, "snhr", "2014-05").not_counted("fighters") == ("government",)


def test_losses_of_isis_are_known_to_be_left_out_from_the_month_in_which_a_page_says_so(data: Data) -> None:
    assert definitions_of(data.definitions, "snhr", "2014-07").not_counted("fighters") == ("government",)
    assert definitions_of(data.definitions, "snhr", "2012-09").not_counted("fighters") == ()


def test_numbers_of_civilians_are_limited_only_where_they_are_alleged(data: Data) -> None:
    months = dict(
        zip(data.reports["report_id"], zip(data.reports["monitor"], data.reports["month"], strict=True), strict=True)
    )
    limited = {
        monitor for monitor, month in set(months.values()) if limits_sentences(data, monitor, "civilians", month)
    }
    assert limited == {"airwars"}


def test_persons_add_up_wherever_a_statement_says_so_and_one_page_has_all_three(data: Data) -> None:
    rows = data.tolls[data.tolls["scope"].isna()].merge(data.reports[["report_id", "monitor", "month"]], on="report_id")
    keys = ["monitor", "month", "report_id", "party"]
    wide = rows.pivot_table(index=keys, columns="population", values="killed", aggfunc="first").dropna()
    held = [definitions_of(data.definitions, monitor, month).persons_add_up for monitor, month, _, _ in wide.index]
    assert (wide["persons"] == wide["civilians"] + wide["fighters"])[held].all()
    assert sum(held) > 40


def test_every_statement_is_of_a_page_of_the_monitor_or_of_a_relay_gathered_with_a_short_quotation(data: Data) -> None:
    pages = pd.concat([data.reports["url"], data.period_totals["url"], data.monitors["url"]])
    hosts = {url.split("/")[2].removeprefix("www.") for url in pages} | {"vdc-sy.info"}
    for row in data.definitions.itertuples():
        assert row.url.split("/")[2].removeprefix("www.") in hosts, row.url
        assert row.url.startswith("https://") or row.url.split("/")[2] in ("dchrs.org", "www.anews.com.tr")
        assert 1 < len(row.quotation.split()) <= 30
        assert row.summary.endswith(".")


def test_the_lookup_does_not_depend_on_how_pandas_writes_a_missing_text(data: Data) -> None:
    as_objects = data.definitions.astype(object).where(data.definitions.notna(), None)
    as_missing = data.definitions.astype("string")
    for table in (as_objects, as_missing):
        found = definitions_of(replace(data, definitions=table).definitions, "snhr", "2014-09")
        assert found == definitions_of(data.definitions, "snhr", "2014-09")
    assert set(data.definitions.columns) == set(DefinitionRow._fields)
