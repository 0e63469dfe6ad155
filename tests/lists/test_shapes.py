"""Files in the shapes that lists really have: from the file to a picture in three commands, and the numbers right."""

from __future__ import annotations

import csv
import gzip
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from analysis import monthly_tolls, read_data
from analysis.cli import main

Deaths = dict[tuple[str, str], int]  # month and party -> deaths
Made = tuple[Path, dict[str, str], Deaths]  # a file, what is to be completed in its mapping, and what is in it


def snhr(*words: object) -> str:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done.output


def written(path: Path, rows: Sequence[Sequence[Any]], mark: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=mark).writerows(rows)
    return path


def events(folder: Path) -> Made:
    """As ACLED: days in words, actors whose second is whoever was attacked, events without deaths."""
    rows, deaths = (
        [["event_date", "event_type", "actor1", "actor2", "fatalities", "timestamp"]],
        Counter[tuple[str, str]](),
    )
    for i in range(60):
        actor, killed, month = ("State Forces", "Group A")[i % 2], i % 4, (11, 12)[i % 3 == 0]
        day = f"{1 + i % 28} {'November' if month == 11 else 'December'} 2022"
        rows.append([day, ("Battles", "Protests")[i % 5 == 0], actor, "Civilians (X)", str(killed), "1670000000"])
        deaths[f"2022-{month}", actor] += killed
    return written(folder / "events.csv", rows), {'population = ""': 'population = "civilians"'}, deaths


def georeferenced(folder: Path) -> Made:
    """As UCDP GED: times of day, a start and an end, least and most."""
    rows, deaths = [["id", "side_b", "date_start", "date_end", "best", "high", "low"]], Counter[tuple[str, str]]()
    for i in range(40):
        month = 1 + i % 2
        start, end = f"2016-0{month}-{10 + i % 9} 00:00:00.000", f"2016-0{month}-20 00:00:00.000"
        if i == 7:  # into the next month
            start, end = "2016-01-30 00:00:00.000", "2016-02-02 00:00:00.000"
            month = 1
        rows.append([str(i), "Rebels", start, end, str(i % 3), str(i % 3), str(i % 3)])
        deaths[f"2016-0{month}", "Rebels"] += i % 3
    completed = {'population = ""': 'population = "civilians"\nover_months = "start"'}
    return written(folder / "georeferenced.csv", rows), completed, deaths


def nested(folder: Path) -> Made:
    """As Airwars: JSON, moments, ranges within objects."""
    incidents, deaths = [], Counter[tuple[str, str]]()
    for i in range(30):
        number = 1 + i % 4
        incidents.append({"incident_date": f"2017-03-{1 + i % 28:02}T10:00:00Z", "belligerent": "Coalition"})
        incidents[-1]["killed"] = {"min": number, "max": number}  # type: ignore[assignment]
        deaths["2017-03", "Coalition"] += number
    path = folder / "nested.json"
    path.write_text(json.dumps({"incidents": incidents}), "utf-8")
    return path, {'population = ""': 'population = "civilians"'}, deaths


def names(folder: Path) -> Made:
    """As lists of names: a gzip, ages in every form, sex in letters, nobody named who killed."""
    rows = [["Name", "Date of death", "Sex", "Age"]]
    rows += [
        [f"n {i}", f"{1 + i % 28}-Oct-23", "FM"[i % 2], ("7", "35.0", "15-19", "6 months", "")[i % 5]]
        for i in range(50)
    ]
    plain = written(folder / "names.csv", rows)
    path = folder / "names.csv.gz"
    path.write_bytes(gzip.compress(plain.read_bytes()))
    completed = {'population = ""': 'population = "persons"', 'party = ""': 'party = "other_parties"'}
    return path, completed, {("2023-10", "other_parties"): 50}


def daily(folder: Path) -> Made:
    """As daily reports: a list of all time until each day, in JSON."""
    total, reports, deaths = 0, [], Counter[tuple[str, str]]()
    for i in range(50):
        month, day = ("2024-01", 2 + i) if i < 25 else ("2024-02", i - 24)
        total += i % 5
        reports.append({"report_date": f"{month}-{day:02}", "killed_cum": total, "killed_children_cum": total // 3})
        deaths[month, "other_parties"] += i % 5
    path = folder / "daily.json"
    path.write_text(json.dumps(reports), "utf-8")
    completed = {'population = ""': 'population = "persons"', 'party = ""': 'party = "other_parties"'}
    return path, {**completed, "# period": "period"}, deaths


def police(folder: Path) -> Made:
    """As killings by police: a ZIP, month first, a thousand agencies."""
    rows = ["victim_name,date_of_death,gender,age,agency_responsible"]
    rows += [
        f"a b {i},06/{13 + i % 15}/2015,{('Male', 'Female')[i % 2]},{20 + i % 40},Agency {i % 90}" for i in range(400)
    ]
    path = folder / "police.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("police.csv", "\n".join(rows))
    deaths = {("2015-06", f"agency_{i}"): 5 for i in range(12)}  # of those with most deaths; the rest are other parties
    return path, {'population = ""': 'population = "persons"'}, {**deaths, ("2015-06", "other_parties"): 340}


def sheets(folder: Path) -> Made:
    """As killings by sheet: a workbook of a year a sheet, titles above, days as Excel keeps them."""
    openpyxl = pytest.importorskip("openpyxl")
    book, deaths = openpyxl.Workbook(), Counter[tuple[str, str]]()
    book.remove(book.active)
    for year in (2016, 2017):
        sheet = book.create_sheet(str(year))
        sheet.append([f"Killings of {year}"])
        sheet.append(["Name", "Date", "Perpetrator", "Age"])
        for i in range(20):
            who = ("Police", "Unidentified gunmen")[i % 3 == 0]
            sheet.append([f"n {i}", datetime(year, 7, 1 + i), who, (17, 30.0, None)[i % 3]])
            deaths[f"{year}-07", who] += 1
    book.save(folder / "sheets.xlsx")
    return folder / "sheets.xlsx", {'population = ""': 'population = "persons"'}, deaths


def two_populations(folder: Path) -> Made:
    """As AOAV: civilians and fighters in one row, days that only one order of day and month fits."""
    rows, deaths = (
        [["Incident date", "Perpetrator", "Civilians killed", "Armed actors killed"]],
        Counter[tuple[str, str]](),
    )
    for i in range(40):
        rows.append([f"{13 + i % 15}/02/2020", ("State", "Non-state")[i % 2], str(i % 4), "2"])
        deaths["2020-02", ("State", "Non-state")[i % 2]] += i % 4
    return written(folder / "two.csv", rows, ";"), {}, deaths


def apart(folder: Path) -> Made:
    """As databases: year, month and day apart, -88 for unknown, in an old encoding."""
    rows, deaths = [["iyear", "imonth", "iday", "gname", "nkill"]], Counter[tuple[str, str]]()
    for i in range(40):
        rows.append(["2015", str(1 + i % 2), ("0", "5")[i % 2], "Ejército", ("3", "2", "1")[i % 3]])
        deaths[f"2015-0{1 + i % 2}", "Ejército"] += 3 - i % 3
    rows += [["2015", "3", "1", "Ejército", "2"], ["2015", "3", "2", "Ejército", "-88"]]  # 2 or more: no number
    completed = {'population = ""': 'population = "civilians"', 'encoding = ""': 'encoding = "cp1252"'}
    return written(folder / "apart.csv", rows, ",", "cp1252"), {**completed, "unknown = [": 'unknown = ["0", '}, deaths


def features(folder: Path) -> Made:
    """As maps: GeoJSON, months in words."""
    one = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}}
    found = [{**one, "properties": {"date": "Dec-2016", "deaths": n, "perpetrator": "Army"}} for n in (1, 2, 3)]
    path = folder / "features.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": found}), "utf-8")
    return path, {'population = ""': 'population = "civilians"'}, {("2016-12", "Army"): 6}


SHAPES = (events, georeferenced, nested, names, daily, police, sheets, two_populations, apart, features)


@pytest.mark.parametrize("shape", SHAPES)
def test_from_a_file_to_its_picture_in_three_commands(shape: Callable[[Path], Made], tmp_path: Path) -> None:
    path, completed, deaths = shape(tmp_path)
    mine, mapping = tmp_path / "mine", tmp_path / "mine" / "mapping.toml"
    snhr("init", mine, "--list", path)
    text = mapping.read_text("utf-8")
    assert ('# killed = "best"' in text) == (shape is georeferenced)
    for old, new in {**completed, 'publisher = ""': 'publisher = "W"', 'url = ""': 'url = "https://w.example"'}.items():
        assert text.count(old) == 1, f"{old} in\n{text}"
        text = text.replace(old, new)
    mapping.write_text(text, "utf-8")
    snhr("tabulate", path, "--map", mapping, "--data", mine, "--into")
    data = read_data(mine)
    labels = {row["party"]: row["label"] for row in data.parties.to_dict("records")}
    population = "persons" if '"persons"' in text else "civilians"
    tolls = monthly_tolls(data, data.monitors["monitor"].iloc[0], population).frame
    found = tolls[(tolls["measure"] == "killed") & (tolls["party"] != "all_parties") & tolls["value"].notna()]
    counted = {(row.month, row.party): int(row.value) for row in found.itertuples()}
    expected = {key: n for key, n in deaths.items() if n or key in counted}
    assert counted == {(month, _code(who, labels)): n for (month, who), n in expected.items()}
    month = max(month for month, _ in deaths)
    snhr("plot", month, "-o", tmp_path / "picture.svg", "--data", mine, "--population", population)
    assert (tmp_path / "picture.svg").stat().st_size > 5_000


def _code(who: str, labels: dict[str, str]) -> str:
    return next((code for code, label in labels.items() if label == who), who)


@pytest.mark.parametrize(
    ("header", "rows", "line"),
    [
        (
            "date,actor,Minimum strikes,Maximum strikes,Minimum people killed,Maximum people killed",
            ["2024-01-05,US,1,2,30,40"],
            'killed_min = "Minimum people killed"',
        ),
        (
            "date,actor,killed,Minimum children killed,Maximum children killed",
            ["2024-01-05,Army,15,5,9"],
            'killed = "killed"',
        ),
        (
            "date,actor,killed,Minimum children killed,Maximum children killed",
            ["2024-01-05,Army,15,5,9"],
            'children_max = "Maximum children killed"',
        ),
        ("fecha,responsable,victimas", ["2022-01-02,Ejercito,4", "2022-01-25,FARC,3"], 'killed = "victimas"'),
        (
            "date,Nationals killed,Internationals killed,Total killed",
            ["2024-01-05,4,1,5"],
            'killed = "Total killed"  # or "Nationals killed", "Internationals killed"',
        ),
        ("date,male_killed,female_killed,total_killed", ["2024-01-05,4,1,5"], 'killed = "total_killed"'),
        ("date,Police killed,Total", ["2024-01-05,4,5"], 'killed = "Total"'),
        ("date,perpetrator,age", ["1973-09-12,Regime,20", "#N/A,#N/A,#N/A"], 'unknown = ["#N/A"]'),
        ("date,perpetrator", ["01/25/2022 12:00:00 AM,Army", "01/26/2022 12:00:00 AM,Army"], "%m/%d/%Y %I:%M:%S %p"),
        ("Year,Month,Region,n", ["2022,1,North,4"], '# Columns that are not read: "Region", "n"'),
    ],
)
def test_a_sketch_takes_the_column_that_is_meant(header: str, rows: list[str], line: str, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("\n".join([header, *rows]), "utf-8")
    assert line in snhr("tabulate", tmp_path / "list.csv", "--sketch")


def test_a_sketch_takes_the_sheets_that_look_like_a_list(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    for row in (["About these data"], ["See", None, None, "https://example.org"], ["Version", 3]):
        book.active.append(row)
    for year in ("2016", "2017"):
        sheet = book.create_sheet(year)
        for row in (["Date", "Actor", "Killed"], [datetime(int(year), 1, 5), "Army", 3]):
            sheet.append(row)
    book.save(tmp_path / "book.xlsx")
    text = snhr("tabulate", tmp_path / "book.xlsx", "--sketch")
    assert 'sheet = ["2016", "2017"]' in text
    assert 'killed = "Killed"' in text


def test_a_list_without_names_of_columns_shows_nobody(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("Zebulon Quux,2024-02-05,First party,7\nA B,2024-02-06,First party,8\n", "utf-8")
    done = CliRunner().invoke(main, ["tabulate", str(tmp_path / "list.csv"), "--sketch"])
    assert (done.exit_code, "Quux" in done.output) == (2, False)
    assert "a row with the names of the columns above the records" in done.output
