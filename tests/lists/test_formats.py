"""What is no list, or would fill the memory, is refused with a clear word; several lists add up, editions replace."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from analysis import DataError, RunError, monthly_tolls, read_data, tolls_from_records
from analysis.cli import main
from analysis.lists import files
from analysis.lists.cells import read_date
from analysis.lists.mapping import read_plan
from analysis.lists.put import tally_of
from analysis.lists.tolls import tolls_of

openpyxl = pytest.importorskip("openpyxl")
MAPPING: dict[str, Any] = {
    "kind": "incidents",
    "monitor": "example",
    "population": "civilians",
    "columns": {"date": "date", "parties": "by", "killed": "n"},
    "report": {"publisher": "Watch", "url": "https://watch.example/list", "language": "en"},
}
ROWS = "date,by,n\n2024-01-03,First forces,9\n2024-02-03,second_party,2\n"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder of the example's parties without its month."""
    folder = tmp_path / "mine"
    assert snhr("init", folder).exit_code == 0
    for name in ("reports", "tolls"):
        path = folder / f"{name}.csv"
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    return folder


def snhr(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def toml(path: Path, **more: Any) -> Path:
    mapping = {**MAPPING, **more}
    path.write_text("".join(f"{key} = {_value(value)}\n" for key, value in mapping.items()), "utf-8")
    return path


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_value(one)}" for key, one in value.items()) + "}"
    return json.dumps(value)


def counted(path: Path, folder: Path, **more: Any) -> dict[tuple[str, str], int | None]:
    plan = read_plan({**MAPPING, **more}, read_data(folder).parties)
    return {(line.month, line.party): line.killed for line in tolls_of([(tally_of(path, plan), plan)]).lines}


def refused(path: Path, folder: Path, **more: Any) -> str:
    with pytest.raises((DataError, RunError)) as caught:
        counted(path, folder, **more)
    return str(caught.value)


EXPECTED = {
    ("2024-01", "first_party"): 9,
    ("2024-01", "all_parties"): 9,
    ("2024-02", "second_party"): 2,
    ("2024-02", "all_parties"): 2,
}


class TestFormats:
    def test_each_gives_the_same_tolls(self, mine: Path, tmp_path: Path) -> None:
        lines = [line.split(",") for line in ROWS.splitlines()]
        objects = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
        book = openpyxl.Workbook()
        for line in [["A title"], [], *lines]:
            book.active.append(line)
        book.save(tmp_path / "a.xlsx")
        texts = {
            "titles.csv": f"A title\n,,\n{ROWS}",
            "bars.txt": ROWS.replace(",", "|"),
            "list.json": json.dumps(objects),
            "within.json": json.dumps({"about": {"x": 1}, "data": objects}),
            "lines.jsonl": "\n".join(map(json.dumps, objects)),
        }
        for name, text in texts.items():
            (tmp_path / name).write_text(text, "utf-8")
        (tmp_path / "a.csv.gz").write_bytes(gzip.compress(ROWS.encode()))
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr("folder/a.csv", ROWS)
        for name in (*texts, "a.csv.gz", "a.zip", "a.xlsx"):
            assert counted(tmp_path / name, mine) == EXPECTED, name

    def test_which_sheet_is_asked_and_all_can_be_read(self, mine: Path, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for year in (2023, 2024):
            sheet = book.create_sheet(str(year))
            for line in [["date", "by", "n"], [f"{year}-01-05", "First forces", 3.0], [None, None, None]]:
                sheet.append(line)
        book.save(tmp_path / "b.xlsx")
        assert 'sheet = ["..."] of "2023", "2024"' in refused(tmp_path / "b.xlsx", mine)
        assert counted(tmp_path / "b.xlsx", mine, sheet="2023") == {
            ("2023-01", "first_party"): 3,
            ("2023-01", "all_parties"): 3,
        }
        assert len(counted(tmp_path / "b.xlsx", mine, sheet="*")) == 4

    def test_a_formula_without_a_value_is_no_blank(self, mine: Path, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        for line in [["date", "by", "n"], ["2024-01-05", "First forces", "=1+1"]]:
            book.active.append(line)
        book.save(tmp_path / "c.xlsx")
        assert "row 2: found a formula without a value" in refused(tmp_path / "c.xlsx", mine)

    def test_records_above_the_header_are_not_lost(self, mine: Path, tmp_path: Path) -> None:
        (tmp_path / "d.csv").write_text("day,by,n\n2024-01-01,First forces,5\n" + ROWS, "utf-8")
        assert "titles alone above them" in refused(tmp_path / "d.csv", mine)

    @pytest.mark.parametrize(
        ("name", "raw", "said"),
        [
            ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 99, "an old or encrypted Excel workbook"),
            ("a.pdf", b"%PDF-1.7", "a PDF"),
            ("a.html", b"<html><table>", "a web page or XML"),
            ("a.gz", gzip.compress(ROWS.encode(), mtime=0)[:-9], "damaged"),
            ("a.zip", b"PK\x03\x04" + b"0" * 50, "damaged"),
            ("a.json", b'{"a": [1', "JSON that is whole"),
            ("b.json", b"[" * 100_000, "JSON that is whole"),
            ("d.json", b'[{"a": "\xff"}]', "what is no UTF-8"),
            ("d.jsonl", b'{"a": 1}\n{"a": "\xff"}', "what is no UTF-8"),
            ("a.parquet", b"PAR1" + b"0" * 99, "a Parquet file that is whole"),
            ("c.json", b'[{"date": "2024-01-01"}]', "no such name"),
            ("a.csv", b"", "no such column"),
        ],
        ids=lambda value: value if isinstance(value, str) and "." in value else "",
    )
    def test_what_is_no_list_is_named(self, mine: Path, tmp_path: Path, name: str, raw: bytes, said: str) -> None:
        (tmp_path / name).write_bytes(raw)
        assert said in refused(tmp_path / name, mine)
        if name != "c.json":  # in which alone nothing is wrong but that other columns were asked for
            begun = snhr("init", tmp_path / "begun", "--list", tmp_path / name)
            assert begun.exit_code == 2
            assert not (tmp_path / "begun").exists()

    def test_what_unpacks_to_very_much_is_refused(
        self, mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(files, "ENOUGH", 1_000_000)
        many = ROWS + "2024-01-03,First forces,9\n" * 400_000
        (tmp_path / "bomb.csv.gz").write_bytes(gzip.compress(many.encode()))
        with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.csv", many)
        with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", "<a/>")
            archive.writestr("xl/worksheets/sheet1.xml", " " * 10_000_000)
        for name in ("bomb.csv.gz", "bomb.zip", "bomb.xlsx"):
            assert "unpack to more than" in refused(tmp_path / name, mine), name

    def test_xml_that_declares_entities_is_refused(self, mine: Path, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "e.xlsx", "w") as archive:
            archive.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
        assert "declares entities" in refused(tmp_path / "e.xlsx", mine)


class TestSeveral:
    def test_lists_add_up_and_each_is_kept(self, mine: Path, tmp_path: Path) -> None:
        north, south = tmp_path / "north.csv", tmp_path / "south.csv"
        north.write_text(ROWS, "utf-8")
        south.write_text("date,by,n\n2024-01-09,First forces,4\n", "utf-8")
        done = snhr("tabulate", north, south, "--map", toml(tmp_path / "m.toml"), "--data", mine, "--into")
        assert done.exit_code == 0, done.output
        assert "3 records (north.csv 2, south.csv 1)." in done.output
        data = read_data(mine)
        tolls = monthly_tolls(data, "example").frame.query("measure == 'killed' and party == 'first_party'")
        assert dict(zip(tolls["month"], tolls["value"], strict=True))["2024-01"] == 13
        assert sorted(data.lists.query("report_id.str.contains('2024-01')")["name"]) == ["north.csv", "south.csv"]
        quoted = snhr("quote", "2024-01", "first_party", "--data", mine).output
        assert "north.csv (SHA-256" in quoted
        assert "south.csv (SHA-256" in quoted
        again = snhr("tabulate", north, "--map", tmp_path / "m.toml", "--data", mine, "--into")
        assert again.exit_code == 2  # the south would be lost
        assert "tabulate them together" in again.output

    def test_a_later_edition_takes_the_place_of_the_former_and_says_so(self, mine: Path, tmp_path: Path) -> None:
        mapping = toml(tmp_path / "m.toml", name="north")
        for edition, number in (("may", "9"), ("june", "10")):
            path = tmp_path / f"{edition}.csv"
            path.write_text(f"date,by,n\n2024-01-03,First forces,{number}\n", "utf-8")
            done = snhr("tabulate", path, "--map", mapping, "--data", mine, "--into")
            assert done.exit_code == 0, done.output
        assert "Earlier edition, replaced: 9 civilian deaths, 2024-01, counted from may.csv" in done.output
        assert list(read_data(mine).lists["file"]) == ["june.csv"]

    def test_lists_that_cannot_be_told_apart_or_added_up_are_refused(self, mine: Path, tmp_path: Path) -> None:
        path, one = tmp_path / "a.csv", toml(tmp_path / "one.toml")
        path.write_text(ROWS, "utf-8")
        assert "two lists are called a.csv" in snhr("tabulate", path, path, "--map", one, "--data", mine).output
        persons = toml(tmp_path / "two.toml", population="persons", name="b")
        mixed = snhr("tabulate", path, path, "--map", one, "--map", persons, "--data", mine)
        assert "one population" in mixed.output


class TestMeanings:
    def test_parties_by_pattern_second_column_and_who_is_none(self, mine: Path) -> None:
        import pandas as pd

        rows = [
            ("2024-01-01", "Police of A", "Civilians (X)", 1),
            ("2024-01-02", "police of B", "", 2),
            ("2024-01-03", "Whoever", "Second party", 4),
            ("2024-01-04", "Civilians (X)", "", 8),
        ]
        mapping = {
            **MAPPING,
            "columns": {"date": "date", "parties": ["a", "b"], "killed": "n"},
            "parties": {"Police*": "first_party", "*": "other_parties"},
            "no_party": ["Civilians*"],
        }
        frame = pd.DataFrame(rows, columns=["date", "a", "b", "n"])
        tolls = tolls_from_records(frame, mapping, read_data(mine).parties)
        found = {(line.party, line.scope): (line.killed, line.killed_max) for line in tolls.lines}
        assert found["first_party", None] == (3, None)
        assert found["second_party", "joint:other_parties"] == (4, None)
        assert found["all_parties", "subset:unattributed"] == (8, None)

    def test_only_records_with_the_words_asked_for_are_counted(self, mine: Path) -> None:
        import pandas as pd

        frame = pd.DataFrame(
            {"date": ["2024-01-01"] * 3, "by": ["First forces"] * 3, "n": [1, 2, 4], "type": ["A", "B", ""]}
        )
        tolls = tolls_from_records(frame, {**MAPPING, "where": {"type": ["a*"]}}, read_data(mine).parties)
        assert [line.killed for line in tolls.lines] == [1, 1]
        assert (tolls.records, tolls.lists[0].left_out) == (1, 2)

    def test_a_number_that_fell_is_named_and_its_month_has_none(self, mine: Path) -> None:
        import pandas as pd

        days = ["2024-01-10", "2024-01-31", "2024-02-10", "2024-02-28", "2024-03-31"]
        frame = pd.DataFrame({"date": days, "n": [5, 9, 8, 7, 20]})
        mapping = {**MAPPING, "columns": {"date": "date", "killed": "n"}, "party": "first_party", "cumulative": True}
        tolls = tolls_from_records(frame, {**mapping, "period": ["2024-01", "2024-03"]}, read_data(mine).parties)
        found = {line.month: line.killed for line in tolls.lines if line.party == "first_party"}
        assert found == {"2024-01": 9, "2024-03": 13}
        assert [(one.date, one.before, one.after) for one in tolls.lists[0].revised] == [
            ("2024-02", 9, 7),
            ("2024-02-10", 9, 8),
            ("2024-02-28", 8, 7),
        ]
        unsaid = tolls_from_records(frame, mapping, read_data(mine).parties)
        assert {line.month for line in unsaid.lines} == {"2024-03"}  # what January added is not known

    def test_a_record_with_two_populations_is_one_record(self, mine: Path) -> None:
        import pandas as pd

        rows = [
            ("2024-01-03", "First forces", 5, 2, "a"),
            ("2024-01-04", "First forces", 0, 1, "b"),
            ("", "?", 1, 1, "a"),
        ]
        frame = pd.DataFrame(rows, columns=["date", "by", "c", "f", "type"])
        counts = [
            {"population": "civilians", "columns": {"killed": "c"}, "where": {"type": ["a"]}},
            {"population": "fighters", "columns": {"killed": "f"}},
        ]
        mapping = {**MAPPING, "columns": {"date": "date", "parties": "by"}, "counts": counts, "unknown": ["?"]}
        tolls = tolls_from_records(frame, mapping, read_data(mine).parties)
        found = {(line.party, line.population): line.killed for line in tolls.lines}
        assert found["first_party", "civilians"] == 5
        assert found["first_party", "fighters"] == 3
        assert tolls.records == 3
        assert [one.records for one in tolls.lists[0].by_month] == [2]
        assert {(one.field, one.records) for one in tolls.unknown} == {("date", 1), ("parties", 1)}

    def test_a_cumulative_list_says_what_has_no_date_and_knows_who_ruled_when(self) -> None:
        import pandas as pd

        days = ["2024-11-10", "2024-11-30", "2024-12-31", "2025-01-31", "2025-02-28", ""]
        frame = pd.DataFrame({"date": days, "by": ["Assad"] * 6, "n": [5, 9, 10, 12, 15, 99]})
        mapping = {**MAPPING, "columns": {"date": "date", "parties": "by", "killed": "n"}, "cumulative": True}
        tolls = tolls_from_records(frame, mapping)
        found = {(line.month, line.party): line.killed for line in tolls.lines if line.party != "all_parties"}
        assert found == {("2024-12", "government"): 1, ("2025-02", "former_regime"): 3}
        assert tolls.lists[0].undated == 1

    def test_what_lies_in_two_months_is_asked_about(self, mine: Path) -> None:
        import pandas as pd

        frame = pd.DataFrame({"date": ["2024-01-28"], "end": ["2024-02-02"], "by": ["First forces"], "n": [3]})
        mapping = {**MAPPING, "columns": {**MAPPING["columns"], "end": "end"}}
        with pytest.raises(DataError, match="over_months"):
            tolls_from_records(frame, mapping, read_data(mine).parties)
        for said, month in (("start", "2024-01"), ("end", "2024-02")):
            tolls = tolls_from_records(frame, {**mapping, "over_months": said}, read_data(mine).parties)
            assert tolls.months == [month]

    def test_a_date_that_could_be_two_is_not_guessed(self, mine: Path) -> None:
        import pandas as pd

        frame = pd.DataFrame({"date": ["03/02/2024", "04/02/2024"], "by": ["First forces"] * 2, "n": [3, 4]})
        with pytest.raises(DataError, match="date_format = '%d/%m/%Y' or '%m/%d/%Y'"):
            tolls_from_records(frame, MAPPING, read_data(mine).parties)
        tolls = tolls_from_records(frame, {**MAPPING, "date_format": "%d/%m/%Y"}, read_data(mine).parties)
        assert tolls.months == ["2024-02"]
        for year in ("0003", "2204"):
            with pytest.raises(DataError, match=year):
                tolls_from_records(frame.assign(date=f"{year}-02-05"), MAPPING, read_data(mine).parties)

    def test_a_table_of_names_stands_beside_the_mapping(self, mine: Path, tmp_path: Path) -> None:
        (tmp_path / "names.csv").write_text("name,party\nA. Agency,first_party\nB. Agency,second_party\n", "utf-8")
        (tmp_path / "a.csv").write_text("date,by,n\n2024-01-03,A. Agency,9\n2024-01-04,B. Agency,1\n", "utf-8")
        mapping = toml(tmp_path / "m.toml", parties_table="names.csv")
        done = snhr("tabulate", tmp_path / "a.csv", "--map", mapping, "--data", mine, "--into")
        assert done.exit_code == 0, done.output
        kept = json.loads(read_data(mine).lists["mapping"].iloc[0])
        assert kept["parties_table"]["file"] == "names.csv"

    def test_no_month_of_a_cumulative_list_is_none_for_want_of_a_number(self, mine: Path) -> None:
        import pandas as pd

        frame = pd.DataFrame({"date": ["2024-01-31", "2024-03-31"], "n": [100, 500]})
        mapping = {**MAPPING, "columns": {"date": "date", "killed": "n"}, "party": "first_party", "cumulative": True}
        mapping |= {"period": ["2024-01", "2024-03"]}
        parties = read_data(mine).parties
        assert {line.month for line in tolls_from_records(frame, mapping, parties).lines} == {"2024-01"}
        with pytest.raises(DataError, match="covers"):
            tolls_from_records(frame, {**mapping, "covers": ["first_party"]}, parties)

    def test_children_are_of_the_days_that_the_deaths_are_of(self, mine: Path) -> None:
        import pandas as pd

        frame = pd.DataFrame(
            {"date": ["2024-01-10", "2024-01-31", "2024-02-29"], "n": [30, 100, 200], "c": ["20", "", "60"]}
        )
        columns = {"date": "date", "killed": "n", "children": "c"}
        mapping = {**MAPPING, "columns": columns, "party": "first_party", "cumulative": True}
        mapping |= {"period": ["2024-01", "2024-03"]}
        tolls = tolls_from_records(frame, mapping, read_data(mine).parties)
        found = {line.month: (line.killed, line.children) for line in tolls.lines if line.party == "first_party"}
        assert found == {"2024-01": (100, None), "2024-02": (100, None)}

    def test_what_could_be_counted_twice_or_for_others_is_refused(self, mine: Path) -> None:
        import pandas as pd

        rows = [("2024-01-03", "Battles", "north", 5, 1), ("2024-01-03", "Protests", "north", 50, 10)]
        frame = pd.DataFrame(rows, columns=["date", "type", "place", "k", "f"])
        mapping = {**MAPPING, "columns": {"date": "date"}, "party": "first_party", "where": {"type": ["Battles"]}}
        north = {"population": "civilians", "columns": {"killed": "k"}, "where": {"place": ["north"]}}
        counts = [north, {"population": "fighters", "columns": {"killed": "f"}}]
        parties = read_data(mine).parties
        tolls = tolls_from_records(frame, {**mapping, "counts": counts}, parties)
        assert {line.population: line.killed for line in tolls.lines} == {"civilians": 5, "fighters": 1}
        for wrong in ([north, north], [{**north, "where": {"type": ["Protests"]}}]):
            with pytest.raises(DataError, match=r"counts|where"):
                tolls_from_records(frame, {**mapping, "counts": wrong}, parties)

    def test_true_is_no_number_and_a_thousand_no_one(self, mine: Path) -> None:
        import pandas as pd

        frame = pd.DataFrame({"date": ["2024-01-03"] * 2, "by": ["First forces"] * 2, "n": [1, True]}, dtype="object")
        with pytest.raises(DataError, match="row 3, column n"):
            tolls_from_records(frame, MAPPING, read_data(mine).parties)
        with pytest.raises(DataError, match="row 3, column n"):
            tolls_from_records(frame.assign(n=["1", "1.000"]), MAPPING, read_data(mine).parties)
        tolls = tolls_from_records(
            frame.assign(n=["1", "1.000"]), {**MAPPING, "thousands": "."}, read_data(mine).parties
        )
        assert tolls.lines[0].killed == 1001

    def test_what_began_on_an_unknown_day_is_in_no_month(self, mine: Path) -> None:
        import pandas as pd

        frame = pd.DataFrame(
            {"date": ["", "2024-01-02"], "end": ["2024-03-02", ""], "by": ["First forces"] * 2, "n": [3, 4]}
        )
        mapping = {**MAPPING, "columns": {**MAPPING["columns"], "end": "end"}}
        for said, months in (("start", ["2024-01"]), ("end", ["2024-01", "2024-03"])):
            tolls = tolls_from_records(frame, {**mapping, "over_months": said}, read_data(mine).parties)
            assert tolls.months == months

    def test_the_children_of_an_incident_can_be_a_range(self, mine: Path) -> None:
        import pandas as pd

        rows = [("2024-01-05", 2, 5, 1, 3), ("2024-01-06", 3, 3, 0, 0)]
        frame = pd.DataFrame(rows, columns=["date", "low", "high", "c1", "c2"])
        columns = {
            "date": "date",
            "killed_min": "low",
            "killed_max": "high",
            "children_min": "c1",
            "children_max": "c2",
        }
        mapping = {**MAPPING, "columns": columns, "party": "first_party"}
        parties = read_data(mine).parties
        lines = [line for line in tolls_from_records(frame, mapping, parties).lines if line.party == "first_party"]
        assert [(line.children, line.codes) for line in lines] == [
            (1, ("children_minimum",)),
            (3, ("children_maximum",)),
        ]
        with pytest.raises(DataError, match="children_min and children_max"):
            tolls_from_records(frame, {**mapping, "columns": {**columns, "children": "c1"}}, parties)
        with pytest.raises(DataError, match="3, above 1"):
            tolls_from_records(frame.rename(columns={"c1": "c2", "c2": "c1"}), mapping, parties)


@pytest.mark.parametrize(
    ("cell", "form", "month"),
    [
        ("1112024", "%d%m%Y", None),
        ("01112024", "%d%m%Y", "2024-11-01"),
        ("202411", "%Y%m%d", None),
        ("200207", "%Y%m", "2002-07"),
    ],
)
def test_numbers_that_stand_close_are_dates_of_one_reading_alone(cell: str, form: str, month: str | None) -> None:
    assert read_date(cell, [form]) == month


@pytest.mark.parametrize("time", ["99:99", "24:00", "10:60"])
def test_a_time_is_one_that_exists(time: str) -> None:
    assert read_date(f"2024-02-05T{time}") is None
    assert read_date("2024-02-05 23:30:00+00") == "2024-02-05"
