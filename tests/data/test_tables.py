"""The reader: what it accepts, what it refuses and how it says so."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from folders import TESTS, put
from syrupy.assertion import SnapshotAssertion

from analysis import AnalysisError, Data, DataError, read_data
from analysis.build import build
from analysis.cli import main
from analysis.data.folder import ENVIRONMENT_VARIABLE, REPOSITORY, data_version, processed_folder, version_of
from analysis.data.tables import TABLES
from analysis.errors import Problem

COUNT = "a whole number in digits 0-9, without thousands separator"
# fixture in tests/wrong -> (row as a spreadsheet counts, column, part of what was found, part of what was expected)
TRAPS = {
    "adjudications__disputed_with_nobody": (4, "reason", "disputed: made up", "disputed too"),
    "adjudications__report_of_another_month": (2, "report_id", "snhr-2016-01-de", "a report of snhr for 2014-05"),
    "adjudications__report_without_value": (2, "value", "empty", "published in ikhwan-2014-05-ar"),
    "adjudications__unknown_reason": (2, "reason", "because", "sums_to_total"),
    "adjudications__value_not_printed": (2, "value", "1975", "ikhwan-2014-05-ar publishes for this cell"),
    "adjudications__value_without_report": (2, "report_id", "empty", "the report that publishes 1795"),
    "claims__unknown_party_of_several": (2, "party", "martians", "codes in column party of parties.csv"),
    "claims__total_of_one_party": (5, "party", "isis", "all_parties"),
    "comparison_claims__unknown_party_in_a_set": (4, "right", "nusra", "parties.csv"),
    "definitions__address_missing": (2, "url", "empty", "a filled cell"),
    "definitions__code_of_another_aspect": (4, "code", "alleged", "one of civilians_and_fighters, not_separated"),
    "definitions__code_where_none_is_read": (2, "code", "documented", "counted has no code"),
    "definitions__ends_before_it_starts": (3, "valid_from", "2014-04", "2013-12"),
    "definitions__not_counted_without_parties": (3, "parties", "empty", "the parties of not_counted"),
    "definitions__parties_of_no_party": (2, "parties", "isis", "counted is of no party"),
    "definitions__persons_without_quotation": (4, "quotation", "empty", "the page's own words"),
    "definitions__persons_of_civilians": (4, "population", "civilians", "persons, whom"),
    "definitions__residual_changes_without_quotation": (5, "quotation", "empty", "the page's own words"),
    "definitions__residual_excludes_for_one_population": (5, "population", "civilians", "whoever is counted"),
    "definitions__residual_excludes_itself": (5, "parties", "other_parties", "no residual"),
    "definitions__two_standards_at_once": (7, "code", "confirmed", "apart from those of row 6, which says alleged"),
    "definitions__unknown_aspect": (2, "aspect", "excluded", "one of counted, not_counted"),
    "definitions__unknown_monitor": (2, "monitor", "airwar", "monitors.csv"),
    "definitions__unknown_party": (3, "parties", "regime", "column party of parties.csv"),
    "monitors__no_monitor": (0, "monitor", "no row", "at least one monitor"),
    "parties__child_of_a_child": (4, "parent", "islamist_total", "no parent itself"),
    "parties__ends_before_it_starts": (2, "valid_from", "2011-03", "2010-01"),
    "parties__group_of_one": (4, "parent", "islamist_total", "the other parties of islamist_total too"),
    "parties__later_label_of_another": (2, "later_label", "Russia", "also one of russian_forces"),
    "parties__latin_1": (10, "", "byte 0xf6", "UTF-8"),
    "parties__name_of_two_parties": (4, "aliases", "RUSSIA", "also one of russian_forces"),
    "parties__no_total": (0, "party", "no row all_parties", "all_parties"),
    "parties__same_order_twice": (4, "order", "1", "of its own"),
    "parties__true_in_another_language": (4, "residual", "FALSCH", "true or false"),
    "period_totals__ends_before_it_starts": (2, "period_start", "2017-01-01", "2016-03-15"),
    "reports__day_first_date": (5, "published", "12/03/2016", "YYYY-MM-DD"),
    "reports__impossible_date": (5, "published", "2016-02-31", "that exists"),
    "reports__impossible_month": (5, "month", "2016-13", "YYYY-MM"),
    "reports__javascript_address": (5, "url", "javascript:", "http or https"),
    "reports__published_before_the_month": (5, "published", "2015-12-31", "2016-01"),
    "reports__unknown_publisher_class": (3, "publisher_class", "newspaper", "one of monitor, agency, outlet"),
    "reports__total_unlike_its_row": (5, "stated_total", "1283", "1382"),
    "reports__total_without_population": (5, "stated_total + total_population", "empty", "both or neither"),
    "reports__unknown_monitor": (5, "monitor", "snrh", "monitors.csv"),
    "tolls__a_number_and_an_end": (46, "scope", "children_maximum", "row 19 has its children too"),
    "tolls__arabic_indic_digits": (18, "killed", "٥١٦", COUNT),
    "tolls__before_the_party_appeared": (17, "party", "russian_forces in 2014-05", "a month from 2015-09 on"),
    "tolls__blank_row": (6, "", "a blank row", "delete it"),
    "tolls__comma_without_quotes": (6, "", "12 cells", "11 cells"),
    "tolls__decimal_count": (18, "killed", "516.0", COUNT),
    "tolls__duplicated_column": (1, "killed", "2 times", "once"),
    "tolls__empty_file": (0, "", "an empty file", "a header row"),
    "tolls__empty_party": (18, "party", "an empty cell", "a filled cell"),
    "tolls__joint_with_itself": (18, "scope", "joint:government", "other parties only"),
    "tolls__many_at_once": (18, "killed", "1,516", COUNT),
    "tolls__missing_column": (1, "women", "no such column", "report_id,party,population"),
    "tolls__more_children_and_women_than_killed": (18, "children + women", "552", "at most killed (516)"),
    "tolls__more_torture_than_killed": (18, "torture", "517", "torture_additional"),
    "tolls__negative_count": (18, "killed", "-516", "minimum 0"),
    "tolls__no_break_space_in_number": (18, "killed", r"1\xa0516", COUNT),
    "tolls__line_for_excel": (1, "", "a line that tells Excel the separator", "delete it"),
    "tolls__nul": (6, "", "NUL", "text"),
    "tolls__more_children_and_women_than_the_range": (2, "children + women", "1500", "at most killed_max (1410)"),
    "tolls__number_and_range": (2, "killed", "1200 and a range", "one of the two"),
    "tolls__places_left_out_and_children_at_most": (46, "scope", "children_maximum", "no upper end"),
    "tolls__places_left_out_and_a_maximum": (46, "scope", "without:aleppo;maximum", "no upper end"),
    "tolls__range_upside_down": (2, "killed_min", "1410", "killed_max (1006)"),
    "tolls__repeated_row": (46, "report_id + party + population + scope", "isis", "once"),
    "tolls__same_toll_twice": (21, "scope", "minimum", "row 20 has its killed too"),
    "tolls__semicolons": (1, "", "semicolons", "comma-separated"),
    "tolls__short_row": (6, "", "4 cells", "11 cells"),
    "tolls__tabs": (1, "", "tabs", "comma-separated"),
    "tolls__thousands_separator": (18, "killed", "1,516", COUNT),
    "tolls__unclosed_quote": (45, "", "unexpected end", "quotes closed"),
    "tolls__too_large_a_number": (18, "killed", "99999999999999999999", COUNT),
    "tolls__two_causes_in_one_scope": (18, "scope", "item:a;item:b", "each code and party once"),
    "tolls__underscore_in_number": (18, "killed", "5_16", COUNT),
    "tolls__unknown_column": (1, "injured", "not in the contract", "killed"),
    "tolls__unknown_party": (18, "party", "goverment", "parties.csv"),
    "tolls__unknown_party_in_scope": (18, "scope", "nato", "parties.csv"),
    "tolls__unknown_population": (18, "population", "civilian", "civilians, fighters, persons"),
    "tolls__unknown_report": (18, "report_id", "snhr-2016-01-xx", "reports.csv"),
    "tolls__unknown_scope": (18, "scope", "approximate", "table of scope codes"),
    "tolls__utf_16": (1, "", "byte 0xff", "UTF-8"),
    "tolls__word_for_a_number": (18, "killed", "n/a", COUNT),
}


def problems_of(folder: Path) -> list[Problem]:
    with pytest.raises(DataError) as caught:
        read_data(folder)
    return caught.value.problems


def test_every_trap_has_a_fixture() -> None:
    assert {path.stem for path in (TESTS / "wrong").glob("*.csv")} == set(TRAPS)


def beginning_of_a_notebook() -> str:
    """The parameters of 01_comparison, and the cell in which it reads the data."""
    cells = json.loads((REPOSITORY / "notebooks" / "01_comparison.ipynb").read_text("utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in [c for c in cells if c["cell_type"] == "code"][:2])


@pytest.mark.parametrize("trap", TRAPS)
def test_trap_is_refused_with_place_found_and_expected(trap: str, folder: Path, snapshot: SnapshotAssertion) -> None:
    """And in the same words by the library, on the command line and through a notebook's parameter."""
    table = put(folder, TESTS / "wrong" / f"{trap}.csv")
    with pytest.raises(DataError) as caught:
        read_data(folder)
    problems, said = caught.value.problems, str(caught.value)
    assert said.replace(str(folder), "FOLDER") == snapshot
    done = CliRunner().invoke(main, ["compare", "2016-01", "--data", str(folder)])
    assert (done.exit_code, done.output) == (2, f"snhr: {said}\n")
    with pytest.raises(DataError) as caught:
        exec(re.sub('data_dir = ""', f"data_dir = {str(folder)!r}", beginning_of_a_notebook()), {})
    assert str(caught.value) == said
    row, column, found, expected = TRAPS[trap]
    there = [
        problem for problem in problems if (problem.file, problem.row, problem.column) == (f"{table}.csv", row, column)
    ]
    assert there, [str(problem) for problem in problems]
    assert found in there[0].found
    assert expected in there[0].expected


@pytest.mark.parametrize("fixture", sorted((TESTS / "right").glob("*.csv")), ids=lambda path: path.stem)
def test_what_spreadsheets_do_to_csv_is_read_as_the_same_data(fixture: Path, folder: Path) -> None:
    before = read_data(folder)
    table = put(folder, fixture)
    pd.testing.assert_frame_equal(getattr(read_data(folder), table), getattr(before, table))


def test_all_problems_are_told_at_once_across_files_and_kinds(folder: Path) -> None:
    put(folder, TESTS / "wrong" / "tolls__many_at_once.csv")
    put(folder, TESTS / "wrong" / "reports__day_first_date.csv")
    put(folder, TESTS / "wrong" / "claims__total_of_one_party.csv")
    places = {(problem.file, problem.row, problem.column) for problem in problems_of(folder)}
    assert places == {
        ("tolls.csv", 18, "killed"),
        ("tolls.csv", 19, "women"),
        ("tolls.csv", 20, "children + women"),
        ("tolls.csv", 30, "party"),
        ("reports.csv", 5, "published"),
        ("claims.csv", 5, "party"),
    }


def test_a_malformed_file_hides_no_problem_of_another(folder: Path) -> None:
    put(folder, TESTS / "wrong" / "tolls__semicolons.csv")
    put(folder, TESTS / "wrong" / "reports__day_first_date.csv")
    assert [problem.file for problem in problems_of(folder)] == ["reports.csv", "tolls.csv"]


def test_message_names_count_folder_and_next_step(folder: Path) -> None:
    put(folder, TESTS / "wrong" / "tolls__thousands_separator.csv")
    with pytest.raises(
        DataError, match=rf"^1 problem in {folder}:\n  tolls\.csv, row 18, column killed: .*\nNext: .*snhr validate"
    ):
        read_data(folder)


def test_rejected_value_is_exempt_from_the_rules_between_columns(folder: Path) -> None:
    """SNHR's own page of May 2014 prints 179 killed and 291 children; an adjudication rejects the 179."""
    assert read_data(folder).tolls.query("killed == 179")["children"].item() == 291
    adjudications = folder / "adjudications.csv"
    adjudications.write_text(adjudications.read_text().splitlines()[0] + "\n")
    assert ("tolls.csv", "children + women") in {(problem.file, problem.column) for problem in problems_of(folder)}


def test_empty_cell_is_missing_and_zero_is_zero(folder: Path) -> None:
    tolls = folder / "tolls.csv"
    tolls.write_text(
        tolls.read_text().replace("snhr-2016-01-de,nusra_hts,civilians,3,,", "snhr-2016-01-de,nusra_hts,civilians,3,0,")
    )
    row = read_data(folder).tolls.query("report_id == 'snhr-2016-01-de' and party == 'nusra_hts'").iloc[0]
    assert row["children"] == 0
    assert row["women"] is pd.NA


@pytest.mark.parametrize(
    "content",
    [
        None,
        "not json",
        "{}",
        "[" * 100_000,
        '{"resources": [{"name": "tolls"}]}',
        '{"resources": [{"name": "tolls", "schema": {"fields": null}}]}',
        '{"resources": [{"name": "tolls", "schema": {"fields": [{"name": 1, "type": "string", "description": ""}]}}]}',
        '{"resources": [{"name": "a", "schema": {"fields": []}}, {"name": "a", "schema": {"fields": []}}]}',
    ],
    ids=lambda content: str(content)[:40],
)
def test_folder_without_a_usable_contract_is_refused(content: str | None, folder: Path) -> None:
    (folder / "datapackage.json").unlink()
    if content is not None:
        (folder / "datapackage.json").write_text(content)
    assert problems_of(folder)[0].file == "datapackage.json"


def test_a_key_into_a_table_that_is_not_there_is_a_problem_of_the_contract(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    tolls = next(one for one in package["resources"] if one["name"] == "tolls")
    tolls["schema"]["foreignKeys"][0]["reference"]["resource"] = "elsewhere"
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    (problem,) = problems_of(folder)
    assert problem.file == "datapackage.json"
    assert "of elsewhere, which is not there" in problem.found


def test_a_contract_that_frictionless_refuses_is_told(folder: Path) -> None:
    path = folder / "datapackage.json"
    for old, new in (('"type": "integer"', '"type": "whole"'), ('"pattern": "[a-z]{2}"', '"pattern": "[a-z"')):
        text = path.read_text()
        path.write_text(text.replace(old, new))
        assert "datapackage.json" in {problem.file for problem in problems_of(folder)}
        path.write_text(text)


def test_missing_table_and_missing_file_are_named(folder: Path) -> None:
    (folder / "claims.csv").unlink()
    assert [(p.file, p.found) for p in problems_of(folder)] == [("claims.csv", "No such file or directory")]
    package = json.loads((folder / "datapackage.json").read_text())
    package["resources"] = [r for r in package["resources"] if r["name"] not in ("claims", "governorates")]
    (folder / "datapackage.json").write_text(json.dumps(package))
    assert [p.found for p in problems_of(folder)] == ["no resource claims", "no resource governorates"]
    package["resources"][0]["name"] = "watchers"
    (folder / "datapackage.json").write_text(json.dumps(package))
    told = [(p.file, p.found) for p in problems_of(folder)]
    assert told[-2:] == [("datapackage.json", "no resource monitors"), ("watchers.csv", "No such file or directory")]
    assert len(told) == 4  # no word of each key into the table that is not there


def test_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match=r"datapackage\.json"):
        read_data(tmp_path / "nowhere")


def test_environment_variable_names_the_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(folder))
    assert read_data().folder == folder
    assert set(read_data().monitors["monitor"]) == {"airwars", "snhr"}


def test_the_manifest_spares_validation_of_the_same_bytes_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(read_data(folder, validate=True), processed_folder(folder))
    checks: list[object] = []
    monkeypatch.setattr("analysis.data.tables.check_cells", lambda tables: checks.append(tables) or [])
    read_data(folder)
    assert not checks
    read_data(folder, validate=True)
    assert len(checks) == 1
    with (folder / "tolls.csv").open("a") as file:
        file.write("\n")
    read_data(folder)
    assert len(checks) == 2


def test_committed_data_meet_their_contract() -> None:
    data = read_data(validate=True)
    assert {name: len(getattr(data, name)) for name in TABLES} == {
        "monitors": 9,
        "definitions": 41,
        "parties": 19,
        "reports": 510,
        "tolls": 2360,
        "lists": 0,
        "adjudications": 41,
        "period_totals": 396,
        "governorates": 143,
        "claims": 293,
        "comparison_claims": 15,
        "known_discrepancies": 108,
    }


def test_every_page_has_a_class_and_a_name_of_a_new_one_has_its_day_of_reading(data: Data) -> None:
    assert data.reports["publisher_class"].notna().all()
    later = data.reports[(data.reports["month"] >= "2025-01")]
    assert later["retrieved"].notna().all()


def test_the_data_have_a_version_of_a_date_and_a_hash(data: Data, tmp_path: Path) -> None:
    ours = REPOSITORY / "data" / "raw"
    package = json.loads((ours / "datapackage.json").read_text("utf-8"))
    version = data_version(data.hashes, data.dated)
    assert re.fullmatch(f"{package['version']}-[0-9a-f]{{12}}", version)
    assert version == version_of(ours)
    assert CliRunner().invoke(main, ["--version"]).output.endswith(f"(data {version})\n")
    copy = tmp_path / "raw"
    shutil.copytree(ours, copy)
    for version in ("soon", "2026-02-31", "2026-99-99", 3, None, ["2026-11-29"], ""):
        (copy / "datapackage.json").write_text(json.dumps(package | {"version": version}), "utf-8")
        assert re.fullmatch("[0-9a-f]{12}", version_of(copy)), version


@pytest.mark.parametrize("package", ["[]", "null", '"x"', "3"])
def test_a_contract_that_is_no_table_is_refused(package: str, folder: Path) -> None:
    (folder / "datapackage.json").write_text(package, "utf-8")
    assert [problem.file for problem in problems_of(folder)] == ["datapackage.json"]


def test_the_contract_is_one_that_frictionless_itself_accepts() -> None:
    from frictionless import Package

    assert Package(str(REPOSITORY / "data" / "raw" / "datapackage.json")).validate().valid


def test_every_column_is_described() -> None:
    package = json.loads((REPOSITORY / "data" / "raw" / "datapackage.json").read_text())
    fields = [field for resource in package["resources"] for field in resource["schema"]["fields"]]
    assert all(len(field["description"]) > 5 for field in fields)
