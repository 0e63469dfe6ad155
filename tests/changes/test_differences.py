"""`snhr diff`: what changed between two data folders or two builds, all of it in the table, folded in the words."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import made_up
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from analysis import Data, DataError, differences, monthly_tolls, read_data
from analysis.build import build
from analysis.changes.numbers import Differences
from analysis.changes.sides import read_sides, tolls_of_sides
from analysis.cli import main
from analysis.data.folder import REPOSITORY
from analysis.data.starter import init

BUILT = REPOSITORY / "data" / "processed"
TABLES = ("tolls", "completeness", "findings", "verdicts")
Edit = Callable[..., Path]


def snhr(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def said(old: Path, new: Path) -> list[str]:
    return differences(old, new).text.split("\n")


def edited(folder: Path, name: str, *replacements: tuple[str, str]) -> Path:
    """A copy of a folder beside it in which texts of one file are replaced, each wherever it stands."""
    copy = folder.with_name(f"{folder.name}-edited")
    shutil.copytree(folder, copy, dirs_exist_ok=True)
    text = (copy / f"{name}.csv").read_text("utf-8")
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new)
    (copy / f"{name}.csv").write_text(text, "utf-8")
    return copy


def appended(folder: Path, **rows: str) -> Path:
    """A copy of a folder beside it with more rows in its tables."""
    copy = folder.with_name(f"{folder.name}-appended")
    shutil.copytree(folder, copy, dirs_exist_ok=True)
    for name, lines in rows.items():
        with (copy / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.write(lines.strip() + "\n")
    return copy


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """The folder that `snhr init` makes."""
    init(tmp_path / "mine")
    return tmp_path / "mine"


def world(folder: Path, months: int, **counts: int) -> Path:
    """Built tables of a made-up conflict, every month alike; counts by party change its tolls, None takes them away."""
    names = [f"2030-{month:02}" for month in range(1, months + 1)]
    drawn = made_up.consistent(names, lambda most: min(most, 60))
    for (month, party), there in drawn.counts.items():
        if party in counts:
            drawn.counts[month, party] = {**there, "killed": counts[party]}
    drawn.periods.clear()
    build(drawn.data(), folder)
    return folder


def test_the_same_folder_twice_has_not_changed(folder: Path, tmp_path: Path) -> None:
    build(read_data(folder), tmp_path / "built")
    for old, new in ((folder, folder), (tmp_path / "built", folder), (BUILT, BUILT)):
        found = differences(old, new)
        assert found.text == "Nothing changed."
        assert list(found.frame.columns) == list(Differences.kinds)
        assert len(found) == 0


def test_a_corrected_number_is_named_with_both_numbers_and_its_page_and_so_is_all_that_follows(folder: Path) -> None:
    new = edited(folder, "tolls", ("russian_forces,civilians,679,", "russian_forces,civilians,697,"))
    lines = said(folder, new)
    russia = "January 2016, SNHR, civilians, Russian forces"
    assert f"- {russia}, deaths: 697 where it was 679 (snhr-2016-01-de)" in lines
    assert any("sum of parties 1,400 where it was 1,382; unaccounted −18 where it was 0" in line for line in lines)
    assert any(
        line.startswith("- January 2016, SNHR, civilians, All parties") and "new: error: " in line for line in lines
    )
    assert any("(ANSA)" in line and "differs, where it was: agrees" in line for line in lines)
    assert any("Before: Of the civilian deaths SNHR documented" in line and "679" in line for line in lines)
    assert lines[0].startswith("Changed: 1 number, ")
    table = differences(folder, new).frame
    row = table.query("table == 'tolls' and what == 'value'")
    assert row[["month", "party", "measure", "old", "new"]].values.tolist() == [
        ["2016-01", "russian_forces", "killed", "679", "697"]
    ]
    assert table["table"].unique().tolist() == [*TABLES, "leaders", "ranks", "sentences"]


def test_a_page_taken_away_leaves_blanks_never_zeros(folder: Path) -> None:
    copy = folder.with_name("less")
    shutil.copytree(folder, copy)
    for name in ("tolls", "reports", "governorates"):
        lines = (copy / f"{name}.csv").read_text("utf-8").splitlines(keepends=True)
        (copy / f"{name}.csv").write_text(
            "".join(x for x in lines if not x.startswith("snhr-2016-01-en-cns,")), "utf-8"
        )
    kurdish = "January 2016, SNHR, civilians, Kurdish-led forces (YPG, SDF, self-administration)"
    lines = said(folder, copy)
    assert any(
        line.startswith(f"- {kurdish}, deaths: ") and "where it was 3 (snhr-2016-01-en-cns)" in line for line in lines
    )
    assert f"- {kurdish}: rank none where it was 5" in lines
    lost = differences(folder, copy).frame.query("table == 'tolls' and what == 'value'")
    assert lost[["party", "measure", "old"]].values.tolist() == [["kurdish_forces", "killed", "3"]]
    assert lost["new"].isna().all()


def test_a_leader_that_goes_is_named(folder: Path) -> None:
    """The German page alone prints other numbers: nothing decides between the pages."""
    new = edited(
        folder,
        "tolls",
        ("snhr-2016-01-de,russian_forces,civilians,679", "snhr-2016-01-de,russian_forces,civilians,697"),
    )
    lines = said(folder, new)
    assert "- January 2016, SNHR, civilians: nobody first; before: Russian forces" in lines
    assert "- January 2016, SNHR, civilians: Russian forces first; before: nobody" in said(new, folder)
    leaders = differences(folder, new).frame.query("table == 'leaders'")
    assert leaders["old"].tolist() == ["russian_forces"]
    assert leaders["new"].isna().all()


def test_a_month_that_is_added_is_one_line_and_its_cells_are_in_the_table(mine: Path) -> None:
    more = appended(
        mine,
        reports="example-2024-02-en,example,2024-02,2024-03-01,en,primary,Example,monitor,https://example.org/02,,,,11,civilians",
        tolls="example-2024-02-en,first_party,civilians,11,,,,,,,\nexample-2024-02-en,all_parties,civilians,11,,,,,,,",
    )
    lines = said(mine, more)
    assert "- February 2024, Example Monitor, civilians: added: 2 numbers; deaths of all parties: 11" in lines
    assert not any("Numbers" in line or "Bounds" in line for line in lines)
    assert any(
        line.startswith("- February 2024, Example Monitor, civilians: ") and "Only one party has a number: 11" in line
        for line in lines
    )
    assert "- February 2024, Example Monitor, civilians: taken away: 2 numbers; deaths of all parties: 11" in said(
        more, mine
    )
    cells = differences(mine, more).frame.query("table == 'tolls' and what == 'state'")
    assert set(cells["month"]) == {"2024-02"}
    assert set(cells["party"]) == set(read_data(more).parties["party"])
    assert cells["old"].isna().all()


def test_a_party_that_is_added_has_new_cells_in_months_that_were_there(mine: Path) -> None:
    more = appended(mine, parties="third_party,Third party,Third,,,2020-01,,false,9,#123456,")
    lines = said(mine, more)
    assert any("Third party, deaths: " in line and "in a cell that is new" in line for line in lines)
    assert not any(line == "**Numbers.**" for line in lines)
    assert any("Third party" in line and "in a cell that is gone" in line for line in said(more, mine))


def test_the_same_change_in_many_months_is_one_line_and_every_row_of_the_table(tmp_path: Path) -> None:
    old, new = world(tmp_path / "old", 12, unknown=60), world(tmp_path / "new", 12, unknown=61)
    lines = said(old, new)
    numbers = [line for line in lines if line.endswith("Unknown, deaths: 61 where it was 60 (primary-2030-01)")]
    assert len(numbers) <= 1
    assert sum("where it was 60 (primary-2030-" in line for line in lines) == 12  # each number is told
    assert any("in 12 months (2030-01 to 2030-12)" in line for line in lines)
    assert len(lines) < 60
    values = differences(old, new).frame.query("table == 'tolls' and what == 'value'")
    assert values["month"].tolist() == [f"2030-{month:02}" for month in range(1, 13)]


@pytest.mark.parametrize("counts", [{"unknown": 61}, {"north": 3}, {"all_parties": 400}])
def test_the_table_turns_the_old_tables_into_the_new(tmp_path: Path, counts: dict[str, int]) -> None:
    old, new = world(tmp_path / "old", 3), world(tmp_path / "new", 4, **counts)
    found = differences(old, new).frame
    keys = {"tolls": ["monitor", "month", "party", "population", "measure"], "verdicts": ["claim_id"]}
    keys |= {"completeness": ["monitor", "month", "population"]}
    for table, key in keys.items():
        before, after = (pd.read_csv(side / f"{table}.csv", dtype="str").set_index(key) for side in (old, new))
        cells = {(*row, column): value for row, cells in before.iterrows() for column, value in cells.items()}
        rows = found[found["table"] == table]
        for _, row in rows.iterrows():
            cells[*(row[key]), row["what"]] = row["new"]
        wanted = {(*row, column): value for row, cells in after.iterrows() for column, value in cells.items()}
        known = {place: value for place, value in cells.items() if not pd.isna(value)}
        assert known == {place: value for place, value in wanted.items() if not pd.isna(value)}


def test_a_column_that_one_version_has_is_said_once(tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(BUILT, old)
    table = pd.read_csv(old / "completeness.csv", dtype="str")
    ends = ["total_min", "total_max", "sum_min", "sum_max"]  # which the first tables did not have
    table.drop(columns=ends).to_csv(old / "completeness.csv", index=False)
    tolls = pd.read_csv(old / "tolls.csv", dtype="str").drop(columns="at_most").assign(colour="red")
    tolls.to_csv(old / "tolls.csv", index=False)
    lines = said(old, BUILT)
    assert lines[0] == "Nothing changed in what both have."
    assert "- completeness.csv: columns that are new: total_min, total_max, sum_min and sum_max." in lines
    assert "- tolls.csv: a column that is new: at_most." in lines
    assert "- tolls.csv: a column that is gone: colour." in lines
    found = differences(old, BUILT).frame
    assert set(found["table"]) == {"columns"}
    assert found[found["what"] == "completeness"]["new"].tolist() == ends
    assert found["old"].dropna().tolist() == ["colour"]


def test_no_row_that_differs_goes_unsaid(tmp_path: Path) -> None:
    """Not even one that differs only in a column that nobody knows today."""
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, colour in ((old, "red"), (new, "blue")):
        shutil.copytree(BUILT, folder)
        tolls = pd.read_csv(folder / "tolls.csv", dtype="str")
        tolls.assign(colour=colour, state=tolls["state"].replace("reported", f"told_{colour}")).head(3).to_csv(
            folder / "tolls.csv", index=False
        )
    assert said(old, new)[0] == "Changed: 3 sources."
    assert "- January 2016, Airwars, civilians, ISIS, deaths: colour blue where it was red" in said(old, new)


def test_a_folder_without_a_toll_is_one_to_begin_with(mine: Path) -> None:
    none = edited(mine, "tolls")
    for name in ("tolls", "reports", "claims"):
        header = (mine / f"{name}.csv").read_text("utf-8").splitlines()[0]
        (none / f"{name}.csv").write_text(f"{header}\n", "utf-8")
    assert any("January 2024, Example Monitor, civilians: added: 7 numbers" in line for line in said(none, mine))


def test_codes_that_nobody_knows_today_are_shown_as_they_are(tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(BUILT, old)
    text = (old / "tolls.csv").read_text("utf-8")
    row = "snhr,2016-01,russian_forces,civilians,killed,679,reported,,primary,"
    assert row in text
    text = text.replace(row, "snhr,2016-01,russian_forces,civilians,killed,,torn_page,,divined,")
    (old / "tolls.csv").write_text(
        text + "elsewhere,2016-01,martians,civilians,killed,3,reported,,primary,x,x,1,,,3,3,True,\n"
    )
    lines = said(old, BUILT)
    assert (
        "- January 2016, SNHR, civilians, Russian forces, deaths: 679 where it was torn_page (snhr-2016-01-de)" in lines
    )
    assert "- January 2016, elsewhere, civilians, martians, deaths: 3 (x) before, in a cell that is gone" in lines
    assert any("Ranks and leaders are not compared: elsewhere, martians are in no table of" in line for line in lines)


def test_built_tables_of_another_conflict_take_its_names_from_its_folder(mine: Path, tmp_path: Path) -> None:
    other = edited(mine, "tolls", ("first_party,civilians,18", "first_party,civilians,9"))
    for folder in (mine, other):
        build(read_data(folder), folder.with_name(f"{folder.name}-built"))
    old, new = tmp_path / "mine-built", tmp_path / "mine-edited-built"
    told = snhr("diff", old, new, "--data", mine).stdout
    assert "First party (replace it)" in told
    assert "\nRanks\n" in told
    bare = snhr("diff", old, new).stdout
    assert "first_party" in bare
    assert "are not compared" in bare


def test_one_side_may_be_data_and_the_other_built(folder: Path, tmp_path: Path) -> None:
    """The ranks are those of two data folders: among the parties that a page names."""
    new = edited(folder, "tolls", ("russian_forces,civilians,679,", "russian_forces,civilians,697,"))
    build(read_data(folder), tmp_path / "built")
    lines = said(tmp_path / "built", new)
    assert "- January 2016, SNHR, civilians, Russian forces, deaths: 697 where it was 679 (snhr-2016-01-de)" in lines
    assert "- Sentences are compared between two data folders only." in lines
    whole, mixed = differences(folder, new).frame, differences(tmp_path / "built", new).frame
    pd.testing.assert_frame_equal(whole[whole["table"] != "sentences"], mixed)


def test_built_tables_hold_the_tolls_they_were_made_of(data: Data) -> None:
    (kinds,), why = tolls_of_sides(read_sides(BUILT), data)
    assert why == ""
    for (monitor, population), found in kinds.items():
        made = monthly_tolls(data, monitor, population)
        assert (found.lines, found.not_counted) == (made.lines, made.not_counted)


def test_what_a_monitor_does_not_count_is_not_counted_in_any_month_of_built_tables(mine: Path, tmp_path: Path) -> None:
    """Of February, too, which is not the first month."""
    line = "example,civilians,not_counted,2024-01,,first_party,,No losses of it.,,We count none,https://example.org/a"
    more = appended(
        mine,
        reports="example-2024-02-en,example,2024-02,2024-03-01,en,primary,Example,monitor,https://example.org/02,,,,11,civilians",
        tolls="example-2024-02-en,first_party,civilians,11,,,,,,,\nexample-2024-02-en,all_parties,civilians,11,,,,,,,",
        definitions=line,
    )
    build(read_data(more), tmp_path / "built")
    new = edited(more, "tolls", ("first_party,civilians,11,", "first_party,civilians,10,"))
    whole, mixed = differences(more, new).frame, differences(tmp_path / "built", new).frame
    assert "ranks" not in set(whole["table"])
    pd.testing.assert_frame_equal(whole[whole["table"] != "sentences"], mixed)


def test_findings_that_share_a_key_are_told_apart(tmp_path: Path) -> None:
    """A year has two releases, each listed: taking the first away is no change of the second."""
    old = tmp_path / "old"
    shutil.copytree(BUILT, old)
    lines = (old / "findings.csv").read_text("utf-8").splitlines(keepends=True)
    taken = [line for line in lines if line.startswith("snhr,2023-12,all_parties,year_vs_months:women,,94")]
    assert len(taken) == 1
    (old / "findings.csv").write_text("".join(line for line in lines if line != taken[0]), "utf-8")
    found = differences(old, BUILT).frame
    assert found["old"].isna().all()
    assert found.set_index("what").loc["printed", "new"] == "94"


def test_every_problem_of_both_folders_is_told_at_once(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(BUILT, broken)
    (broken / "verdicts.csv").unlink()
    (broken / "findings.csv").write_text("monitor,month\n")
    text = (broken / "tolls.csv").read_text("utf-8")
    (broken / "tolls.csv").write_text(
        text + "snhr,Jan 2016,isis,civilians,killed,many,reported,,primary,x,x,1,,,3,3,True,\n"
    )
    (broken / "completeness.csv").write_bytes(b"\xff\xfe")
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError) as caught:
        differences(broken, tmp_path / "empty")
    told = str(caught.value)
    for problem in (
        "verdicts.csv: found No such file",
        "findings.csv, row 1, column check: found no such column",
        "column month: found 'Jan 2016'; expected a month, YYYY-MM",
        "column value: found 'many'; expected a whole number",
        "completeness.csv",
        f"{tmp_path / 'empty'}: found neither datapackage.json nor tolls.csv; expected a data folder, or the",
    ):
        assert problem in told


def test_wrong_use_ends_with_2_and_what_would_work(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "file").write_text("")
    assert snhr("diff", tmp_path / "file", BUILT).exit_code == 2
    assert snhr("diff", BUILT).exit_code == 2
    nowhere = snhr("diff", tmp_path / "nowhere", BUILT)
    assert nowhere.exit_code == 2
    assert (
        "nowhere: found no such folder; expected a data folder, or the tables that `snhr build` writes"
        in nowhere.stderr
    )
    (folder / "claims.csv").unlink()
    broken = snhr("diff", folder, BUILT)
    assert broken.exit_code == 2
    assert "is compared by the tables that `snhr build` writes, of the version it belongs to" in broken.stderr


def test_the_formats_hold_the_same_and_the_status_is_0_whatever_changed(folder: Path) -> None:
    other = edited(folder, "tolls", ("russian_forces,civilians,679,", "russian_forces,civilians,697,"))
    old, new = (data_folder.with_name(f"{data_folder.name}-built") for data_folder in (folder, other))
    for data_folder, built in ((folder, old), (other, new)):
        build(read_data(data_folder), built)
    results = {form: snhr("diff", old, new, "--format", form) for form in ("table", "csv", "json", "markdown")}
    assert {result.exit_code for result in results.values()} == {0}
    table = differences(old, new).frame
    pd.testing.assert_frame_equal(pd.read_csv(io.StringIO(results["csv"].stdout), dtype="str"), table)
    rows = json.loads(results["json"].stdout)
    assert rows == table.astype("object").where(table.notna(), None).to_dict("records")
    assert "**Numbers.**\n\n- January 2016, SNHR, civilians, Russian forces, deaths: 697" in results["markdown"].stdout
    assert "\nNumbers\n" in results["table"].stdout
    assert "**" not in results["table"].stdout


def test_a_label_that_is_an_order_to_a_terminal_or_a_mark_is_text(mine: Path) -> None:
    named = edited(mine, "parties", ("First party (replace it)", "<b>*First*</b> [x](javascript:1)"))
    new = edited(named, "tolls", ("first_party,civilians,18", "first_party,civilians,19"))
    told = snhr("diff", named, new, "--format", "markdown").stdout
    assert r"\<b\>\*First\*\</b\> \[x\](javascript:1)" in told
