"""What monitors say of their own numbers, and what that limits."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis import Data
from analysis.definitions import Statement, definitions_of, limits_sentences
from made_up import consistent

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


def test_several_statements_on_losses_make_one_sentence_with_every_address() -> None:
    second = LOSSES | {"population": "persons", "parties": "south|north", "url": "https://w.org/2"}
    data = made_up(LOSSES | {"population": "fighters"}, second)
    assert limits_sentences(data, "watch", "persons", "2020-02") == [
        "Watch does not count the losses of North and South, so its numbers of persons cannot rank parties. "
        "(https://w.org/1, https://w.org/2)"
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


def test_every_statement_has_the_address_of_a_page_and_a_short_quotation(data: Data) -> None:
    relays = {url.split("/")[2] for url in data.reports["url"]}
    own = {url.split("/")[2].removeprefix("www.") for url in data.monitors["url"]} | {"sn4hr.org", "vdc-sy.info"}
    for row in data.definitions.itertuples():
        assert row.url.startswith("https://")
        host = row.url.split("/")[2]
        assert host in relays or any(host.removeprefix("www.").endswith(name) for name in own), row.url
    assert data.definitions["quotation"].dropna().str.split().str.len().max() <= 30


def test_the_lookup_does_not_depend_on_how_pandas_writes_a_missing_text(data: Data) -> None:
    as_objects = data.definitions.astype(object).where(data.definitions.notna(), None)
    as_missing = data.definitions.astype("string")
    for table in (as_objects, as_missing):
        found = definitions_of(replace(data, definitions=table).definitions, "snhr", "2014-09")
        assert found == definitions_of(data.definitions, "snhr", "2014-09")
    assert list(pd.DataFrame(data.definitions).columns) == list(Statement._fields)
