"""Lists of victims and incidents: everything is counted, nothing guessed, and no name comes out."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import (
    Data,
    DataError,
    RunError,
    audit,
    compare,
    monthly_tolls,
    read_data,
    shares,
    tolls_from_records,
    trend,
)
from analysis.cli import main
from analysis.data import change as changing
from analysis.lists import chunks
from analysis.lists import put as lists
from analysis.lists.counted import CountedTolls, Unknown
from analysis.lists.counting import KEPT, Tally, add
from analysis.lists.mapping import read_plan
from analysis.lists.plan import Plan
from analysis.lists.tolls import tolls_of
from analysis.questions.shares.table import shares_table

VICTIMS: dict[str, Any] = {
    "kind": "victims",
    "monitor": "watch",
    "population": "civilians",
    "child_under": 18,
    "unknown": ["unknown", "?"],
    "separator": ";",
    "identity": ["name"],
    "columns": {"date": "day", "party": "by", "sex": "sex", "age": "age"},
    "parties": {"Militia": "government"},
    "sex": {"female": ["f"], "male": ["m"]},
    "age": {"child": ["minor"], "adult": ["grown up"]},
    "report": {"publisher": "Watch", "url": "https://watch.org/list", "language": "en"},
}
INCIDENTS: dict[str, Any] = {
    "kind": "incidents",
    "population": "civilians",
    "unknown": ["?"],
    "separator": ";",
    "columns": {
        "date": "day",
        "parties": "by",
        "killed_min": "low",
        "killed_max": "high",
        "children": "children",
        "women": "women",
    },
}
HEADER = ["name", "day", "by", "sex", "age"]
SECRET = "Sentinella Zzyzx"
MEANT = {"Militia": "government", "Russia": "russian_forces", "ISIS": "isis", "Russia;Assad regime": "joint"}
PARTIES = [*MEANT, "Assad regime; Russian forces", "?", "", "Russia;?"]


def frame(*rows: tuple[object, ...], columns: list[str] = HEADER) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=columns)


def table(tolls: CountedTolls) -> list[dict[str, Any]]:
    return [{k: None if pd.isna(v) else v for k, v in row.items()} for row in tolls.frame.to_dict("records")]


def problems(frame: pd.DataFrame, mapping: dict[str, Any]) -> list[tuple[int, str, str]]:
    with pytest.raises(DataError) as caught:
        tolls_from_records(frame, mapping)
    return [(one.row, one.column, one.found) for one in caught.value.problems]


def snhr(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def toml(mapping: dict[str, Any]) -> str:
    """Write a mapping: plain values first, then its tables."""
    plain = [f"{key} = {value!r}" for key, value in mapping.items() if not isinstance(value, dict)]
    parts = [
        f"[{key}]\n" + "\n".join(f"{name!r} = {found!r}" for name, found in value.items())
        for key, value in mapping.items()
        if isinstance(value, dict)
    ]
    return "\n".join([*plain, *parts]) + "\n"


def write(path: Path, rows: list[tuple[object, ...]], columns: list[str] = HEADER) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([columns, *rows])
    return path


def tolls_of_file(path: Path, plan: Plan) -> tuple[Any, ...]:
    """What a file gives, whatever it is called."""
    tolls = tolls_of([(lists.tally_of(path, plan), plan)])
    return tolls.lines, tolls.unknown, *(one._replace(name="", file="", sha256="") for one in tolls.lists)


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "mapping.toml"
    path.write_text(toml(VICTIMS), "utf-8")
    return path


@pytest.fixture
def mine(folder: Path) -> Path:
    """A data folder in which Watch is a monitor too."""
    with (folder / "monitors.csv").open("a", encoding="utf-8") as file:
        file.write("watch,Watch,Watch,https://watch.org/,monthly_by_party,9\n")
    return folder


# --- everything is counted, in whatever order and chunks ---------------------------------------------------------


def party_of(cell: str) -> str:
    """As a person would read it."""
    if "?" in cell or not cell:
        return ""
    return "government+russian_forces" if ";" in cell else MEANT[cell]


BOTH = "government+russian_forces"
LIMITS = {f"{group}_{limit}" for group in ("children", "women") for limit in ("minimum", "maximum")}
Span = tuple[int, int | None]  # at the least and at the most; None: no end


def whose(there: set[str]) -> dict[str, tuple[set[str], set[str]]]:
    """The rows to expect of the parties of one month's records: of which records each has all, and which may be its."""
    rows = {"all_parties": ({*there}, {*there})}
    rows |= {"nobody's": ({""}, {""})} if "" in there else {}
    for party in {one for code in there - {""} for one in code.split("+")}:
        rows[party] = ({party}, {code for code in there if party in code.split("+")})
    if BOTH in there:
        rows[BOTH] = ({BOTH, *BOTH.split("+")},) * 2
    return rows


def shown(party: str, killed: Span, groups: list[Span], any_least: bool) -> tuple[Any, ...]:
    """How these are to be written: killed, its ends; children, women, each a number, or its ends where it has any."""
    low, high = killed
    ends = (low, None, None) if low == high else (None, low if low or (any_least and high is not None) else None, high)
    values: list[Any] = []
    for least, most in groups:
        at_most = most if most is not None and high is not None and most < high else None
        if least and party == "nobody's":  # a part of the total: a floor
            at_most = None
        values.append(least if least == most else (least or None, at_most) if least or at_most is not None else None)
    return (*ends, *values)


def found_in(tolls: CountedTolls) -> dict[tuple[str, str], tuple[Any, ...]]:
    """(month, party) -> the numbers of its row, or of both of its rows, as `shown` writes them."""
    found: dict[tuple[str, str], tuple[Any, ...]] = {}
    for row in table(tolls):
        codes = set((row["scope"] or "").split(";")) - {""}
        joint = [code[6:] for code in codes if code.startswith("joint:")]
        party = "nobody's" if "subset:unattributed" in codes else "+".join([row["party"], *joint])
        numbers: list[Any] = [row[name] for name in ("killed", "killed_min", "killed_max", "children", "women")]
        before = found.get((row["month"], party))
        for at, group in ((3, "children"), (4, "women")):
            if limit := codes & {f"{group}_minimum", f"{group}_maximum"}:
                assert (numbers[at] is not None, len(limit)) == (True, 1)
                numbers[at] = (numbers[at], None) if f"{group}_minimum" in limit else (None, numbers[at])
            if before and numbers[at]:
                assert (before[at][1], numbers[at][0]) == (None, None)
                numbers[at] = (before[at][0], numbers[at][1])
            elif before:
                numbers[at] = before[at]
        if before:  # the upper ends alone
            assert numbers[:3] == [None] * 3
            numbers[:3] = before[:3]
        found[row["month"], party] = tuple(numbers)
        rest = codes - LIMITS - {f"joint:{one}" for one in joint} - {"subset:unattributed"}
        assert rest <= ({"unattributed"} if party == "all_parties" else set())
    for row in table(tolls):  # the part that is nobody's is told at the total, where there is one
        if (row["month"], "nobody's") in found and row["party"] == "all_parties":
            assert "unattributed" in str(row["scope"])
    return found


def expected_victims(rows: list[tuple[str, ...]]) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Count by hand."""
    expected = {}
    for month in {day[:7] for _, day, *_ in rows if day[:1] == "2"}:
        here = [row for row in rows if row[1][:7] == month]
        for party, sides in whose({party_of(row[2]) for row in here}).items():
            counts = []
            for of in sides:
                mine = [row[3:] for row in here if party_of(row[2]) in of]
                ages = [
                    "?" if age in ("", "?") else "child" if age in ("minor", "7", "17") else "adult" for _, age in mine
                ]
                each = list(zip([sex if sex in ("f", "m") else "?" for sex, _ in mine], ages, strict=True))
                children = [sum(age in kinds for _, age in each) for kinds in (("child",), ("child", "?"))]
                women = [
                    sum(sex in s and age in a for sex, age in each)
                    for s, a in (("f", ["adult"]), ("f?", ["adult", "?"]))
                ]
                counts.append((len(mine), children, women))
            (low, (child, _), (woman, _)), (high, (_, children_), (_, women_)) = counts
            expected[month, party] = shown(party, (low, high), [(child, children_), (woman, women_)], True)
    return expected


ROWS = st.tuples(
    st.sampled_from(["a", "b", ""]),
    st.sampled_from(["2016-01-05", "2016-01", "2016-02-29", "?", ""]),
    st.sampled_from(PARTIES),
    st.sampled_from(["f", "m", "Unknown", ""]),
    st.sampled_from(["7", "17", "18", "90", "minor", "grown up", "", "?"]),
)


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(ROWS, min_size=1, max_size=30), size=st.sampled_from([4, 9, 50]), draw=st.randoms())
def test_victims_are_counted_as_by_hand_in_any_order_and_chunks(
    data: Data, rows: list[tuple[str, ...]], size: int, draw: Any
) -> None:
    plan = read_plan(VICTIMS, data.parties)
    expected = expected_victims(rows)
    draw.shuffle(rows)
    tally = Tally("records")
    for start in range(0, len(rows), size):
        part = rows[start : start + size]
        add(tally, frame(*part).set_axis(range(start + 2, start + 2 + len(part))), plan)
    if not expected:
        with pytest.raises(DataError, match="none with a known month"):
            tolls_of([(tally, plan)])
        return
    tolls = tolls_of([(tally, plan)])
    assert tolls == tolls_from_records(frame(*rows), VICTIMS, data.parties)
    assert found_in(tolls) == expected
    dated = [row for row in rows if row[1][:1] == "2"]
    assert sum(row[0] for (_, party), row in found_in(tolls).items() if party == "all_parties") == len(dated)
    unknown = Counter[str]()
    for one in tolls.unknown:
        unknown[one.field] += one.records
    by_hand = Counter(date=len(rows) - len(dated))
    by_hand |= Counter(party=sum(not party_of(row[2]) for row in rows))
    by_hand |= Counter(sex=sum(row[3] not in ("f", "m") for row in rows))
    by_hand |= Counter(age=sum(row[4] in ("", "?") for row in rows))
    assert unknown == +by_hand
    assert tolls.records == len(rows)
    assert sum(one.records for one in tolls.lists[0].by_month) == len(dated)
    assert sum(one.unknown_party for one in tolls.lists[0].by_month) == sum(not party_of(row[2]) for row in dated)
    alike = Counter((row[0], row[1] if row[1] != "" else "", party_of(row[2])) for row in rows if row[0])
    assert tolls.duplicates == sum(count - 1 for count in alike.values())


@st.composite
def incidents(draw: Any) -> tuple[str, ...]:
    high = draw(st.integers(0, 9))
    low, children = draw(st.integers(0, high)), draw(st.integers(0, high))
    women = draw(st.integers(0, high - children))
    cells = [str(n) if draw(st.booleans()) else draw(st.sampled_from(["", "?"])) for n in (low, high, children, women)]
    return (draw(st.sampled_from(["2016-01-05", "2016-02", ""])), draw(st.sampled_from(PARTIES)), *cells)


def spans(cells: tuple[str, ...]) -> list[Span]:
    """What one incident can be: its deaths, the children and the women among them."""
    low, high, children, women = (None if cell in ("", "?") else int(cell) for cell in cells)
    groups: list[Span] = []
    for count, other in ((children, women), (women, children)):
        rest = None if high is None else high - (other or 0)
        groups.append((count, count) if count is not None else (0, rest))
    return [(0 if low is None or high == 0 else low, high), *groups]


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(incidents(), min_size=1, max_size=25))
def test_incidents_add_up_their_ends_as_by_hand(data: Data, rows: list[tuple[str, ...]]) -> None:
    rows = [("2016-01-05", "Russia", "1", "1", "0", "0"), *rows]
    names = ["day", "by", "low", "high", "children", "women"]
    mapping = {**INCIDENTS, "parties": {"Militia": "government"}}
    found = found_in(tolls_from_records(frame(*rows, columns=names), mapping, data.parties))
    expected = {}
    for month in {row[0][:7] for row in rows} - {""}:
        here = [(party_of(row[1]), spans(row[2:]), row[2] not in ("", "?")) for row in rows if row[0][:7] == month]
        # an incident without deaths is nobody's in common
        there = {party for party, (killed, *_), _ in here if killed != (0, 0) or party not in ("", BOTH)}
        for party, sides in whose(there).items():
            of = [[one for one in here if one[0] in side or party == "all_parties"] for side in sides]
            low = [sum(one[1][i][0] for one in of[0]) for i in range(3)]
            high = [None if None in (ends := [one[1][i][1] for one in of[1]]) else sum(ends) for i in range(3)]
            both = list(zip(low, high, strict=True))
            any_least = not of[0] or any(told or killed == (0, 0) for _, (killed, *_), told in of[0])
            numbers = shown(party, both[0], both[1:], any_least)
            if {*numbers} != {None}:
                expected[month, party] = numbers
        if there == set():
            expected.pop((month, "all_parties"), None)
            expected[month, "all_parties"] = (0, None, None, 0, 0)
    assert found == expected


def test_the_age_of_a_child_is_what_the_mapping_says() -> None:
    victims = frame(("a", "2016-01-05", "Russia", "f", "16"))
    for bound, counts in ((18, (1, 0)), (15, (0, 1))):
        tolls = tolls_from_records(victims, {**VICTIMS, "child_under": bound})
        assert (tolls.lines[0].children, tolls.lines[0].women) == counts


def test_what_no_column_says_is_blank_and_never_zero() -> None:
    victims = frame(("a", "2016-01-05", "Russia", "f", "16"), ("b", "2016-01-05", "Russia", "m", "40"))
    columns = {"date": "day", "party": "by"}
    without_age = tolls_from_records(victims, {**VICTIMS, "columns": {**columns, "sex": "sex"}})
    without_sex = tolls_from_records(victims, {**VICTIMS, "columns": {**columns, "age": "age"}})
    assert without_age.frame[["children", "women"]].isna().all(axis=None)
    assert without_sex.frame["women"].isna().all()
    assert list(without_sex.frame["children"]) == [1, 1]
    assert without_sex.frame["scope"].isna().all()


def numbers(tolls: CountedTolls) -> dict[tuple[str, Any], tuple[Any, ...]]:
    return {(row["party"], row["scope"]): (row["killed"], row["killed_min"], row["killed_max"]) for row in table(tolls)}


def test_a_group_holds_what_is_attributed_to_its_parties_and_nothing_counts_twice() -> None:
    days = ["Islamist groups", "ISIS", "Al-Nusra;ISIS", "ISIS;Russia", "Islamist groups;ISIS"]
    victims = frame(*((str(i), "2016-01-05", by, "m", "40") for i, by in enumerate(days)))
    mapping = {**VICTIMS, "parties": {"Islamist groups": "islamist_total"}}
    found = numbers(tolls_from_records(victims, mapping))
    assert found == {
        ("russian_forces", None): (None, 0, 1),
        ("isis", None): (None, 1, 5),
        ("nusra_hts", None): (None, 0, 3),
        ("islamist_total", None): (None, 4, 5),
        ("russian_forces", "joint:islamist_total"): (5, None, None),  # through ISIS with all of them: one toll
        ("all_parties", None): (5, None, None),
    }
    three = [row for row in days if "Russia" not in row]
    victims = frame(*((str(i), "2016-01-05", by, "m", "40") for i, by in enumerate(three)))
    found = numbers(tolls_from_records(victims, mapping))
    assert found[("islamist_total", None)] == (4, None, None)
    assert not any("joint" in str(scope) for _, scope in found)


def test_what_is_attributed_together_bounds_nobody_wrongly(mine: Path, mapping: Path, tmp_path: Path) -> None:
    """One alone 5, another alone 4, 20 together: either could have up to 25; nothing is unaccounted for."""
    days = ["Russia"] * 5 + ["government"] * 4 + ["Russia;government"] * 20 + ["ISIS"]
    rows = [(str(i), "2016-01-05", by, "m", "40") for i, by in enumerate(days)]
    done = snhr("tabulate", write(tmp_path / "list.csv", rows), "--map", mapping, "--data", mine, "--into")
    assert done.exit_code == 0, done.output
    data = read_data(mine)
    tolls = monthly_tolls(data, "watch")
    killed = tolls.of("2016-01").killed
    assert (killed["russian_forces"].at_least, killed["russian_forces"].at_most) == (5, 25)
    assert killed["government+russian_forces"].value == 29
    ranks = {line.party: line.rank for line in compare(tolls, "2016-01")}
    assert (ranks["russian_forces"], ranks["government"]) == (None, None)
    assert "unaccounted" not in ranks
    assert len(audit(data, "2016-01", monitor="watch")) == 0


def test_the_table_is_rows_of_tolls_csv_and_the_sentences_are_its_text(data: Data) -> None:
    tolls = tolls_from_records(frame(("a", "2016-01-05", "Russia;?", "f", "")), VICTIMS)
    columns = ["month", "party", "population", "killed", "children", "women", "killed_min", "killed_max", "scope"]
    assert list(tolls.frame) == columns
    assert set(columns) - {"month"} <= set(data.tolls)
    assert [str(kind) for kind in tolls.frame.dtypes] == ["str"] * 3 + ["Int64"] * 5 + ["str"]
    assert tolls.text.startswith("1 record.\n\nUnknown age: 1 record")
    assert (tolls.months, tolls.populations, tolls.period) == (["2016-01"], ["civilians"], ("2016-01", "2016-01"))


def test_who_is_of_unknown_population_counts_among_persons() -> None:
    columns = [*HEADER, "who"]
    mapping = {**VICTIMS, "population": {"column": "who", "civilians": ["civ"], "fighters": ["ftr"]}}
    whos = ["civ", "civ", "ftr", "?"]
    victims = frame(*((str(i), "2016-01-05", "Russia", "m", "40", who) for i, who in enumerate(whos)), columns=columns)
    tolls = tolls_from_records(victims, mapping)
    found = {(row["party"], row["population"]): row["killed"] for row in table(tolls)}
    for party in ("russian_forces", "all_parties"):
        assert [found[party, who] for who in ("civilians", "fighters", "persons")] == [2, 1, 4]
    assert tolls.unknown == (Unknown("2016-01", "population", 1),)


# --- what is not understood is refused, all at once --------------------------------------------------------------

TRAPS = {
    "a day that does not exist": ("day", "2016-02-31", "'2016-02-31'"),
    "a day-first date": ("day", "05/01/2016", "'05/01/2016'"),
    "a two-digit year": ("day", "16-01-05", "'16-01-05'"),
    "a date without marks": ("day", "20160105", "a text such as 00000000"),
    "a party nobody mapped": ("by", "Goverment", "a text such as Aaa"),
    "one party of two nobody mapped": ("by", "Russia;Elsewhere", "a text such as Aaa;Aaa"),
    "a doubtful party": ("by", "Russia?", "a text such as Aaa#"),
    "all parties": ("by", "all_parties", "a text such as aaa#aaa"),
    "an age in words": ("age", "ten", "a text such as aaa"),
    "an impossible age": ("age", "131", "'131'"),
    "a negative age": ("age", "-3", "'-3'"),
    "a sex nobody mapped": ("sex", "x", "a text such as a"),
    "a party before its time": ("day", "2014-05-01", "russian_forces in 2014-05"),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_cell_that_is_not_understood_is_refused_with_its_row(trap: str) -> None:
    column, cell, found = TRAPS[trap]
    victims = frame(*[("a", "2016-01-05", "Russia", "f", "7")] * 3).astype("object")
    victims.loc[1, column] = cell
    where = "by" if "before its time" in trap else column
    assert problems(victims, VICTIMS) == [(3, where, found)]


def test_everything_wrong_is_told_at_once_and_counted() -> None:
    victims = frame(
        ("a", "2016-02-31", "Goverment", "x", "ten"),
        ("a", "2016-01-05", "Russia", "x", "7"),
        ("a", "31.12.2015", "Russia", "f", "7"),
    )
    assert problems(victims, VICTIMS) == [
        (2, "age", "a text such as aaa"),
        (2, "by", "a text such as Aaa"),
        (2, "day", "2 texts such as '2016-02-31', in 2 rows"),
        (2, "sex", "a text such as a (and in 1 more row)"),
    ]
    with pytest.raises(DataError, match=r"did you mean government or transitional_government\?"):
        tolls_from_records(victims, VICTIMS)


def test_a_million_problems_do_not_fill_the_memory() -> None:
    victims = frame(*((str(i), "2016-01-05", f"nobody {i}", "f", f"{i} springs") for i in range(KEPT + 500)))
    with pytest.raises(DataError) as caught:
        tolls_from_records(victims, VICTIMS)
    assert [(one.column, one.found) for one in caught.value.problems] == [
        ("age", "more than 1,000 texts such as 0 aaa, in 1,500 rows"),
        ("by", "more than 1,000 texts such as aaa 0, in 1,500 rows"),
    ]


@pytest.mark.parametrize(
    ("cells", "column", "found"),
    [
        (("5", "3", "", ""), "low", "5, above 3"),
        (("1", "3", "2", "2"), "children + women", "4, above 3"),
        (("", "3", "4", ""), "children + women", "4, above 3"),
        (("1,000", "", "", ""), "low", "a text such as 0,000"),
        (("1", "3", "1.5", ""), "children", "'1.5'"),
    ],
)
def test_an_incident_that_contradicts_itself_is_refused(cells: tuple[str, ...], column: str, found: str) -> None:
    names = ["day", "by", "low", "high", "children", "women"]
    rows = [("2016-01-05", "Russia", "1", "2", "0", "1"), ("2016-01-06", "Russia", *cells)]
    assert problems(frame(*rows, columns=names), INCIDENTS) == [(3, column, found)]


@pytest.mark.parametrize("cell", ["Iranian Military", "Turkish-backed rebels", "Iran;Iraq;Syria", "syria"])
def test_a_cell_suggests_no_other_belligerent(cell: str) -> None:
    with pytest.raises(DataError) as caught:
        tolls_from_records(frame(("a", "2016-01-05", cell, "f", "7")), VICTIMS)
    assert "a party of parties.csv or of the mapping" in str(caught.value)
    assert "did you mean" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "key", "expected"),
    [
        ({"knd": "victims"}, "knd", "did you mean kind?"),
        ({"kind": "people"}, "kind", "victims or incidents"),
        ({"child_under": 0}, "child_under", "such as 18"),
        ({"child_under": True}, "child_under", "such as 18"),
        ({"population": "civilian"}, "population", "civilians, fighters, persons"),
        ({"columns": {"date": "day", "party": "by", "ag": "age"}}, "columns.ag", "did you mean age?"),
        ({"columns": {"party": "by"}}, "columns.date", "the name of a column"),
        (
            {"parties": {"Militia": "goverment"}},
            "parties.Militia",
            "did you mean government or transitional_government?",
        ),
        ({"parties": {"Militia": "all_parties"}}, "parties.Militia", "codes of parties.csv"),
        ({"parties": {"Militia": "isis", "militia": "government"}}, "parties.militia", "one party for this name"),
        ({"parties": {"?": "other_parties"}}, "parties.?", "a word that is not unknown"),
        ({"sex": {"female": ["f"], "male": ["F"]}}, "sex.male", "a word with one meaning"),
        ({"age": {"child": ["unknown"]}}, "age.child", "none that means unknown"),
        ({"unknown": "?"}, "unknown", "a list of texts"),
        ({"identity": [1]}, "identity", "a list of texts"),
        ({"report": {"url": "javascript:1"}}, "report.url", "https://"),
    ],
)
def test_a_mapping_that_is_wrong_is_refused_with_what_would_work(
    change: dict[str, Any], key: str, expected: str
) -> None:
    with pytest.raises(DataError) as caught:
        tolls_from_records(frame(("a", "2016-01-05", "Russia", "f", "7")), {**VICTIMS, **change})
    found = {one.column: one.expected for one in caught.value.problems}
    assert expected in found[key]


@pytest.mark.parametrize("key", VICTIMS)
def test_a_mapping_of_any_other_type_is_refused_and_not_stumbled_over(key: str) -> None:
    victims = frame(("a", "2016-01-05", "Russia", "f", "7"))
    for value in (3, 1.5, True, "x", ["a"], [[1]], {"a": 1}, {"column": ["a"], "date": {}, "url": []}, {"female": "f"}):
        refused = False
        try:
            tolls_from_records(victims, {**VICTIMS, key: value})
        except DataError:
            refused = True
        sound = {("child_under", int), ("monitor", str), ("separator", str), ("unknown", list)}
        assert refused or (key, type(value)) in sound, value


# --- likely duplicates -------------------------------------------------------------------------------------------


def test_likely_duplicates_are_reported_and_still_counted() -> None:
    victims = frame(
        ("Zoë al-Hand", "2016-01-05", "Militia", "f", "7"),
        ("ZOE ALHAND", "2016-01-05", "government", "f", "8"),
        ("Zoë al-Hand", "2016-01-06", "Militia", "f", "7"),
        ("unknown", "2016-01-05", "Militia", "m", "7"),
        ("", "2016-01-05", "Militia", "m", "7"),
        ("?", "2016-01-05", "Militia", "m", "7"),
    )
    tolls = tolls_from_records(victims, VICTIMS)
    assert tolls.lists[0].duplicates == (1, ((2, 3),))
    assert tolls.lines[0].killed == 6
    everything = {key: value for key, value in VICTIMS.items() if key != "identity"}
    assert tolls_from_records(victims, everything).duplicates == 0
    twice = pd.concat([victims, victims.iloc[[0, 4]]])
    assert tolls_from_records(twice, everything).lists[0].duplicates.rows == ((2, 8), (6, 9))


def test_the_list_of_duplicates_is_bounded_and_their_number_is_not() -> None:
    victims = frame(*[("a", "2016-01-05", "Russia", "f", "7")] * 1000)
    found = tolls_from_records(victims, VICTIMS).lists[0].duplicates
    assert (found.records, len(found.rows)) == (999, 20)
    assert found.rows[-1] == (2, 22)


# --- files -------------------------------------------------------------------------------------------------------

LIST = [
    ("Zoë, of Homs", "2016-01-05", "Militia", "f", "7"),
    ("b", "2016-01-06", "Russia;Assad regime", "f", "40"),
    ("c", "2016-02-06", "?", "", ""),
    ("d", "", "ISIS", "m", "20"),
    ("e", "2016-02-07", "ISIS", "m", "20"),
]


@pytest.mark.parametrize("chunk", [2, 50_000])
def test_what_spreadsheets_do_to_csv_gives_the_same_tolls(
    chunk: int, tmp_path: Path, data: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "CHUNK", chunk)
    plan = read_plan(VICTIMS, data.parties)
    counted = tolls_from_records(frame(*LIST), VICTIMS)
    about = counted.lists[0]._replace(name="", file="", sha256="")
    expected = (counted.lines, counted.unknown, about)
    plain = write(tmp_path / "plain.csv", LIST).read_text("utf-8")
    forms = {
        "plain": plain.encode(),
        "mark": plain.encode("utf-8-sig"),
        "crlf": plain.replace("\n", "\r\n").encode(),
        "blank rows at the end": f"{plain}\n,,,,\n\n".encode(),
        "semicolons": "".join(
            f"{';'.join(row)}\n" for row in [HEADER, *[[f'"{c}"' for c in r] for r in LIST]]
        ).encode(),
        "tabs": "".join("\t".join(row) + "\n" for row in [HEADER, *LIST]).encode(),
        "UTF-16": plain.encode("utf-16"),
        "columns at the end": "".join(f"{line},,\n" for line in plain.splitlines()).encode(),
    }
    for name, raw in forms.items():
        path = tmp_path / f"{name}.csv"
        path.write_bytes(raw)
        assert tolls_of_file(path, plan) == expected, name


@pytest.mark.parametrize(
    ("broken", "row", "found"),
    [
        (lambda text: text.replace("b,2016", "b b,x,2016"), 3, "6 cells"),
        (lambda text: text.replace("c,2016-02-06,", "c,"), 4, "4 cells"),
        (lambda text: text.replace("c,2016", "\nc,2016"), 4, "a blank row"),
        (lambda text: text.replace("c,2016", " ,, ,,\nc,2016"), 4, "a blank row"),
        (lambda text: text.replace("c,2016", '"c,2016'), 4, "unexpected end"),
        (lambda text: text.replace("day", "date", 1), 1, "no such column"),
        (lambda text: text.replace("name", "age", 1), 1, "2 such columns"),
        (lambda text: text.replace("c,", "\udcf6,"), 4, "byte 0xf6"),
        (lambda text: "", 1, "no such column"),
    ],
)
def test_a_broken_file_is_refused_with_its_row(
    broken: Any, row: int, found: str, tmp_path: Path, data: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "list.csv", LIST)
    text = broken(path.read_text("utf-8"))
    path.write_bytes(text.encode("utf-8", errors="surrogateescape"))
    for chunk in (2, 50_000):
        monkeypatch.setattr(chunks, "CHUNK", chunk)
        with pytest.raises(DataError) as caught:
            tolls_of_file(path, read_plan(VICTIMS, data.parties))
        assert any(one.row == row and found in one.found for one in caught.value.problems), caught.value


def test_parquet_gives_the_same_tolls_typed_or_not(tmp_path: Path, data: Data) -> None:
    duckdb = pytest.importorskip("duckdb")

    source = write(tmp_path / "list.csv", LIST)
    plan = read_plan(VICTIMS, data.parties)
    expected = tolls_of_file(source, plan)
    typed = "name, cast(nullif(day, '') as {}) as day, \"by\", sex, cast(nullif(age, '') as {}) as age"
    read = f"read_csv('{source}', all_varchar = true, header = true, auto_detect = false, delim = ',', quote = '\"', "
    read += f"columns = {dict.fromkeys(HEADER, 'varchar')})"
    for place, columns in enumerate(["*", typed.format("date", "integer"), typed.format("timestamp", "double")]):
        path = tmp_path / f"{place}.parquet"
        duckdb.connect().execute(f"copy (select {columns} from {read}) to '{path}' (format parquet)")
        assert tolls_of_file(path, plan) == expected, columns
    (tmp_path / "cut.parquet").write_bytes((tmp_path / "0.parquet").read_bytes()[:200])
    with pytest.raises(DataError, match="a Parquet file that is whole"):
        tolls_of_file(tmp_path / "cut.parquet", plan)


def test_parquet_without_duckdb_says_what_to_install(
    tmp_path: Path, data: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
    path = tmp_path / "list.parquet"
    path.write_bytes(b"PAR1")
    with pytest.raises(RunError, match=r"snhr-analysis\[records\]"):
        tolls_of_file(path, read_plan(VICTIMS, data.parties))


def test_no_name_and_no_identifier_comes_out_whatever_goes_wrong(mine: Path, mapping: Path, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")

    good = (SECRET, "2016-01-05", "Russia", "f", "7")
    identifier = "9988776655"
    lists_of_rows = {
        "right": [good, good],
        "shifted": [good, (SECRET, SECRET, SECRET, SECRET, SECRET)],
        "number": [good, (SECRET, identifier, identifier, identifier, identifier)],
        "long": [good, (*good, SECRET)],
        "short": [good, (SECRET, identifier)],
        "separated": [good, (SECRET, "2016-01-05", f"Russia;{SECRET}", "f", "7")],
    }
    said = []
    for name, rows in lists_of_rows.items():
        said.append(snhr("tabulate", write(tmp_path / f"{name}.csv", rows), "--map", mapping, "--data", mine, "--into"))
    headless = write(tmp_path / "headless.csv", [good], columns=[SECRET, identifier, *good[2:]])
    said.append(snhr("tabulate", headless, "--map", mapping))
    unclosed = tmp_path / "unclosed.csv"
    unclosed.write_text(",".join(HEADER) + f'\n"{SECRET},2016-01-05', "utf-8")
    said.append(snhr("--debug", "tabulate", unclosed, "--map", mapping))
    latin = tmp_path / "latin.csv"
    latin.write_bytes((",".join(HEADER) + f"\nö{SECRET},2016-01-05,Russia,f,7\n").encode("latin-1"))
    said.append(snhr("tabulate", latin, "--map", mapping))
    parquet = tmp_path / "list.parquet"
    duckdb.connect().execute(f"copy (select '{SECRET}' as name, '{SECRET}' as \"by\") to '{parquet}' (format parquet)")
    said.append(snhr("tabulate", parquet, "--map", mapping))
    assert [one.exit_code for one in said] == [0, 2, 2, 2, 2, 2, 2, 1, 2, 2]
    written = [path.read_text("utf-8") for path in [*mine.rglob("*"), *tmp_path.rglob("mine*")] if path.is_file()]
    for text in [*(str(one.output) + str(one.exception) for one in said), *written]:
        for word in (*SECRET.split(), identifier):
            assert word not in text


# --- the command -------------------------------------------------------------------------------------------------


def test_the_command_prints_the_tolls_and_says_what_is_unknown(tmp_path: Path, mapping: Path) -> None:
    path = write(tmp_path / "list.csv", [*LIST, LIST[0]])
    done = snhr("tabulate", path, "--map", mapping, "--format", "csv")
    assert done.exit_code == 0, done.output
    rows = tolls_from_records(frame(*LIST, LIST[0]), mapping)
    assert done.stdout == rows.frame.to_csv(index=False, lineterminator="\n")
    assert done.stderr.splitlines() == [
        "6 records.",
        "Unknown sex: 1 record (2016-02: 1), women are a range there, or one end of it.",
        "Unknown age: 1 record (2016-02: 1), children and women are ranges there, or ends.",
        "Unknown date: 1 record, in no month.",
        "Unknown party: 1 record (2016-02: 1), in all parties alone.",
        "Likely duplicates: 1 record is like an earlier one, and counted all the same (rows 2 and 7).",
    ]


def test_tolls_put_into_a_folder_are_whole_and_the_same_every_time(mine: Path, mapping: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", LIST)
    into = ("tabulate", path, "--map", mapping, "--data", mine, "--into")
    before = {one.name: one.read_bytes() for one in mine.iterdir()}
    done = snhr(*into)
    assert done.exit_code == 0, done.output
    assert "Put into" in done.stderr
    once = {one.name: one.read_bytes() for one in mine.iterdir()}
    changed = {name for name in once if once[name] != before.get(name)}
    assert changed == {"reports.csv", "tolls.csv", "lists.csv"}
    assert snhr(*into).exit_code == 0
    assert {one.name: one.read_bytes() for one in mine.iterdir()} == once
    assert "every file is in canonical form" in snhr("validate", mine, "--fix").output
    assert killed_in(mine) == {
        ("2016-01", "government+russian_forces"): 2,
        ("2016-01", "all_parties"): 2,
        ("2016-02", "isis"): 1,
        ("2016-02", "all_parties"): 2,
    }
    for words in (("compare", "2016-01"), ("shares", "2016-02")):
        shown = snhr(*words, "--monitor", "watch", "--data", mine)
        assert shown.exit_code == 0, shown.output


def put(mine: Path, tmp_path: Path, name: str, rows: list[tuple[object, ...]], *more: str, **change: Any) -> Result:
    """Put a list into a folder, its mapping changed so."""
    mapping = tmp_path / "changed.toml"
    mapping.write_text(toml({**VICTIMS, **change}), "utf-8")
    (tmp_path / name).parent.mkdir(exist_ok=True)
    path = write(tmp_path / name, rows)
    return snhr("tabulate", path, "--map", mapping, "--data", mine, "--into", *more)


def killed_in(mine: Path, population: str = "civilians") -> dict[tuple[str, str], Any]:
    tolls = monthly_tolls(read_data(mine, validate=True), "watch", population)
    return {(one.month, one.party): one.value for one in tolls if one.measure == "killed" and one.value is not None}


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def victims(count: int, by: str, day: str) -> list[tuple[object, ...]]:
    return [(f"{by} {day} {i}", day, by, "m", "40") for i in range(count)]


C1 = [*victims(9, "Militia", "2016-01-03"), *victims(9, "Militia", "2016-02-03")]
C2 = victims(1, "ISIS", "2016-02-08")


def test_a_second_list_never_replaces_the_first_in_silence(mine: Path, tmp_path: Path) -> None:
    assert put(mine, tmp_path, "c1.csv", C1).exit_code == 0
    before = files_of(mine)
    refused = put(mine, tmp_path, "c2.csv", C2)
    assert refused.exit_code == 2
    for words in ("18 civilian deaths, 2016-01 to 2016-02, counted from c1.csv", "Nothing was changed", "--replace"):
        assert words in refused.output
    assert files_of(mine) == before
    done = put(mine, tmp_path, "c2.csv", C2, "--replace")
    assert done.exit_code == 0, done.output
    assert "Replaced: 18 civilian deaths, 2016-01 to 2016-02, counted from c1.csv (SHA-256 " in done.stderr
    assert killed_in(mine) == {("2016-02", "isis"): 1, ("2016-02", "all_parties"): 1}
    assert set(read_data(mine).lists["file"]) == {"c2.csv"}


def test_lists_of_other_months_and_other_populations_stand_beside_each_other(mine: Path, tmp_path: Path) -> None:
    for folder, population, rows in (
        ("civ", "civilians", C1),
        ("fig", "fighters", C2),
        ("later", "civilians", victims(2, "ISIS", "2016-05-08")),
    ):
        done = put(mine, tmp_path, f"{folder}/list.csv", rows, population=population)
        assert done.exit_code == 0, done.output
    civilians = killed_in(mine)
    assert (civilians["2016-01", "government"], civilians["2016-05", "isis"]) == (9, 2)
    assert killed_in(mine, "fighters")["2016-02", "isis"] == 1
    replaced = put(mine, tmp_path, "new.csv", victims(5, "Russia", "2016-02-03"), "--replace")
    assert replaced.exit_code == 0, replaced.output
    assert killed_in(mine) == {("2016-02", "russian_forces"): 5, ("2016-02", "all_parties"): 5} | {
        cell: value for cell, value in civilians.items() if cell[0] == "2016-05"
    }
    assert killed_in(mine, "fighters")["2016-02", "isis"] == 1


def test_the_same_list_is_put_anew_without_a_word_and_leaves_nothing_behind(mine: Path, tmp_path: Path) -> None:
    assert put(mine, tmp_path, "c1.csv", C1).exit_code == 0
    (tmp_path / "c1.csv").rename(tmp_path / "c9.csv")
    done = put(mine, tmp_path, "c9.csv", C1, population="persons")
    assert done.exit_code == 0, done.output
    assert killed_in(mine) == {}
    assert killed_in(mine, "persons")["2016-01", "government"] == 9
    assert set(read_data(mine).lists["file"]) == {"c9.csv"}
    undated = [(name, day if day < "2016-02" else "?", *rest) for name, day, *rest in C1]
    both = write(tmp_path / "c9.csv", undated)
    assert both.read_bytes()
    known = put(mine, tmp_path, "c9.csv", undated, "--replace", population="persons")
    assert "Replaced: 18 deaths of civilians and fighters" in known.stderr
    again = put(mine, tmp_path, "c9.csv", undated, population="persons", unknown=["?", "2016-01-03"])
    assert again.exit_code == 2  # nothing has a date then
    assert killed_in(mine, "persons") == {("2016-01", "government"): 9, ("2016-01", "all_parties"): 9}


def test_what_a_list_was_and_how_it_was_read_is_kept(mine: Path, tmp_path: Path) -> None:
    rows = [*C1, ("x", "?", "ISIS", "m", "40"), ("y", "2016-02-01", "?", "m", "40"), C1[0]]
    assert put(mine, tmp_path, "Übersicht 2016.csv", rows).exit_code == 0
    data = read_data(mine)
    listed = data.lists.set_index("report_id")
    assert list(listed.index) == ["watch-2016-01-bersicht-2016-records", "watch-2016-02-bersicht-2016-records"]
    row = listed.iloc[1]
    assert (row["file"], row["records"], row["unknown_party"]) == ("Übersicht 2016.csv", 10, 1)
    assert (row["undated"], row["duplicates"], row["first"], row["last"]) == (1, 1, "2016-01", "2016-02")
    assert row["sha256"] == hashlib.sha256((tmp_path / "Übersicht 2016.csv").read_bytes()).hexdigest()
    again = tolls_from_records(frame(*rows), json.loads(row["mapping"]), data.parties)
    assert again == tolls_from_records(frame(*rows), VICTIMS, data.parties)
    assert set(data.reports.set_index("report_id").loc[list(listed.index), "kind"]) == {"records"}


def test_a_number_counted_from_a_list_is_never_called_published(mine: Path, tmp_path: Path) -> None:
    assert put(mine, tmp_path, "c1.csv", C1).exit_code == 0
    tolls = monthly_tolls(read_data(mine), "watch")
    assert tolls.of("2016-01").killed["government"].basis == "records"
    line = snhr("quote", "2016-01", "government", "--monitor", "watch", "--data", mine).output
    assert line.startswith("A list of Watch holds 9 civilian deaths attributed to ")
    assert "counted from a list of Watch, c1.csv (SHA-256 " in line
    assert "not published by Watch" in line
    none = snhr("quote", "2016-01", "isis", "--monitor", "watch", "--data", mine).output
    assert "published" not in none.split("quoted from")[0]


def test_a_page_and_a_list_that_differ_leave_the_cell_undecided(mine: Path, tmp_path: Path) -> None:
    with (mine / "reports.csv").open("a", encoding="utf-8") as file:
        file.write("watch-2016-01-en,watch,2016-01,,en,primary,Watch,,https://watch.org/a,,,,,\n")
        file.write("watch-2016-02-x,watch,2016-02,,en,relay,Daily,,https://daily.org/a,,,,,\n")
    with (mine / "tolls.csv").open("a", encoding="utf-8") as file:
        file.write("watch-2016-01-en,government,civilians,8,,,,,,,\n")
        file.write("watch-2016-02-x,government,civilians,8,,,,,,,\n")
    done = put(mine, tmp_path, "c1.csv", C1)
    assert "Pages of watch itself are there for 2016-01: where they differ, a cell is undecided." in done.stderr
    tolls = monthly_tolls(read_data(mine), "watch")
    cells = [tolls.of(month).killed["government"] for month in tolls.months]
    assert [cell.state for cell in cells] == ["undecided", "reported"]
    assert [cell.value for cell in cells] == [None, 9]  # a list of the monitor's own stands above a relay


def test_a_share_of_a_minimum_is_doubted(mine: Path, mapping: Path, tmp_path: Path) -> None:
    rows = [("a", "2016-01-05", "Russia", "f", "7")] * 12 + [("b", "2016-01-05", "Russia", "m", "")] * 8
    done = snhr("tabulate", write(tmp_path / "list.csv", rows), "--map", mapping, "--data", mine, "--into")
    assert done.exit_code == 0, done.output
    found = shares(monthly_tolls(read_data(mine), "watch"), "2016-01")
    russia = found.by_party["russian_forces"]
    assert russia["children"].doubt == "children_minimum"
    assert (russia["women"].count, russia["women"].share) == (0, 0)  # all are men: exactly none
    shown = shares_table(found)
    words = "the number of children is a minimum"
    assert words in shown.set_index("Party").loc["Russian forces", "Caution"]


def test_a_range_of_children_is_a_range_wherever_it_is_used(mine: Path, mapping: Path, tmp_path: Path) -> None:
    """Five children, two of unknown age and sex, four adults; of the women one is known."""
    rows = [("a", "2016-01-05", "Russia", "m", "7")] * 5 + [("b", "2016-01-05", "Russia", "", "")] * 2
    rows += [("c", "2016-01-06", "Russia", "f", "40"), *[("d", "2016-01-06", "Russia", "m", "40")] * 4]
    done = snhr("tabulate", write(tmp_path / "list.csv", rows), "--map", mapping, "--data", mine, "--into")
    assert done.exit_code == 0, done.output
    found = shares(monthly_tolls(read_data(mine), "watch"), "2016-01")
    russia = found.by_party["russian_forces"]
    seen = {
        group: (line.state, line.count, line.count_min, line.count_max, line.share_min, line.share_max)
        for group, line in russia.items()
    }
    assert seen == {
        "children": ("range", None, 5, 7, 5 / 12, 7 / 12),
        "women": ("range", None, 1, 3, 1 / 12, 3 / 12),
        "children_and_women": ("range", None, 6, 10, 6 / 12, 10 / 12),
    }
    row = shares_table(found).set_index("Party").loc["Russian forces"]
    assert row["Children"] == "41.7 to 58.3% (5 to 7 of 12)"
    assert "were 5 to 7 children and 1 to 3 women, together 50.0 to 83.3% (6 to 10 of 12)." in found.text
    assert "50.0 to 83.3%: 5 to 7 children + 1 to 3 women of 12" in found.plot().figure.get_label()
    quoted = snhr("quote", "2016-01", "Russia", "--monitor", "watch", "--data", mine)
    assert "12 civilian deaths attributed to Russian forces in January 2016, including 5 to 7 children" in quoted.output
    lines = trend(monthly_tolls(read_data(mine), "watch"), "2016-01", "2016-01").frame.set_index(["party", "group"])
    assert list(lines.loc[("russian_forces", "women"), ["count_min", "count_max"]]) == [1, 3]
    for count in range(4, 9):
        sentence = f"In January 2016 Russian forces killed 12 civilians, including {count} children."
        said = snhr("check", sentence, "--monitor", "watch", "--data", mine)
        assert ("5 to 7 children" in said.output, "Differs" in said.output) == (True, not 5 <= count <= 7)


def test_an_end_of_what_a_list_leaves_open_confirms_no_number(mine: Path, mapping: Path, tmp_path: Path) -> None:
    rows = [("b", "2016-01-05", "Russia", "m", "")] * 2 + [("d", "2016-01-06", "Russia", "m", "40")] * 10
    assert snhr("tabulate", write(tmp_path / "a.csv", rows), "--map", mapping, "--data", mine, "--into").exit_code == 0
    for count, verdict in ((1, "Cannot be said"), (2, "Cannot be said"), (3, "Differs")):  # up to 2 are of unknown age
        sentence = f"In January 2016 Russian forces killed 12 civilians, including {count} children."
        said = snhr("check", sentence, "--monitor", "watch", "--data", mine).output
        assert f'{verdict}: "{count} child' in said
    for question in ("compare", "shares", "months"):
        assert "published total" not in snhr(question, "2016-01", "--monitor", "watch", "--data", mine).output
    assert "the list's total" in snhr("compare", "2016-01", "--monitor", "watch", "--data", mine).output


def test_a_total_that_is_a_minimum_does_not_say_that_nothing_is_left(mine: Path, mapping: Path, tmp_path: Path) -> None:
    rows = [("a", "2016-01-05", "Russia", "m", "7")] * 3 + [("b", "2016-01-05", "?", "", "")]
    assert snhr("tabulate", write(tmp_path / "a.csv", rows), "--map", mapping, "--data", mine, "--into").exit_code == 0
    tolls = monthly_tolls(read_data(mine), "watch")
    cell = tolls.of("2016-01").of("children")["government"]
    assert (cell.state, cell.at_most) == ("not_reported", 1)


def test_a_folder_is_as_it_was_when_something_is_wrong(
    mine: Path, mapping: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "list.csv", LIST)
    into = ("tabulate", path, "--map", mapping, "--data", mine, "--into")
    before = {one.name: one.read_bytes() for one in mine.iterdir()}

    def unchanged() -> bool:
        return {one.name: one.read_bytes() for one in mine.iterdir()} == before

    asked = toml({**VICTIMS, "monitor": "wacht", "report": {}})
    mapping.write_text(asked, "utf-8")
    done = snhr(*into)
    assert done.exit_code == 2
    for word in ("did you mean watch?", "report.publisher", "report.url", "report.language"):
        assert word in done.output
    mapping.write_text(toml({**VICTIMS, "report": {**VICTIMS["report"], "published": "2015-12-31"}}), "utf-8")
    done = snhr(*into)
    assert done.exit_code == 2
    assert "not before the month" in done.output
    mapping.write_text(toml(VICTIMS), "utf-8")
    assert snhr(*into[:4], "--into").exit_code == 2  # not into the default data
    whole = changing.replace_file

    for name in ("reports.csv", "tolls.csv", "lists.csv"):

        def full(file: Path, text: str, name: str = name) -> None:
            if file.name == name:
                raise OSError(28, "No space left on device")
            whole(file, text)

        monkeypatch.setattr(changing, "replace_file", full)
        done = snhr(*into)
        assert done.exit_code == 2
        assert "Nothing was changed" in done.output
        assert unchanged()


def test_only_what_the_mapping_says_is_covered_is_none(data: Data) -> None:
    rows = [("a", "2016-01-05", "Russia", "m", "40"), ("b", "2016-01-06", "?", "m", "40"), ("c", "?", "ISIS", "m", "9")]
    assert {row["party"] for row in table(tolls_from_records(frame(*rows), VICTIMS))} == {
        "russian_forces",
        "all_parties",
    }
    covered = {**VICTIMS, "period": ["2016-01", "2016-02"], "covers": ["ISIS", "government"]}
    found = found_in(tolls_from_records(frame(*rows), covered, data.parties))
    assert found["2016-01", "isis"][:3] == (None, 0, 2)  # the one without a date, and nobody's
    assert found["2016-01", "government"][:3] == (None, 0, 1)
    assert found["2016-02", "isis"][:3] == (None, 0, 1)
    assert found["2016-02", "government"][:5] == (0, None, None, 0, 0)
    assert not {party for month, party in found if month == "2016-02"} - {"isis", "government"}
    for change, column in (
        ({"covers": ["ISIS"]}, "period"),
        ({"period": ["2016-02", "2016-01"]}, "period"),
        ({"period": ["2016-01"], "covers": ["Assad"]}, "period"),  # whom several parties were called in turn
        ({"period": ["2016-01", "2016-02"], "covers": ["nobody known"]}, "covers"),
    ):
        assert [one for _, one, _ in problems(frame(*rows), {**VICTIMS, **change})] == [column]
    outside = {**covered, "period": ["2016-02", "2016-03"]}
    assert problems(frame(*rows), outside) == [(2, "day", "2 texts such as '2016-01-05', in 2 rows")]


def test_a_month_of_another_population_is_not_denied_but_named(mine: Path, tmp_path: Path) -> None:
    assert put(mine, tmp_path, "c1.csv", C1, population="persons").exit_code == 0
    for words in (("compare", "2016-01"), ("shares", "2016-01"), ("quote", "2016-01", "government")):
        asked = snhr(*words, "--monitor", "watch", "--data", mine)
        assert asked.exit_code == 2
        assert "Next: --population persons" in asked.output
        shown = snhr(*words, "--monitor", "watch", "--data", mine, "--population", "persons")
        assert shown.exit_code == 0
        assert "eaths of civilians and fighters" in shown.output
        assert "full count of deaths of civilians and fighters" not in shown.output
    elsewhere = snhr("compare", "2017-01", "--monitor", "watch", "--data", mine)
    assert "no month has figures of this selection" in elsewhere.output


def test_a_row_that_is_wrong_is_counted_once() -> None:
    for columns, key in (({"killed": "n"}, "n"), ({"killed_min": "n", "killed_max": "n"}, "n")):
        mapping = {**INCIDENTS, "columns": {"date": "day", "parties": "by", **columns}}
        rows = [("2016-01-05", "Russia", "5"), ("2016-01-05", "ISIS", "5+")]
        assert problems(frame(*rows, columns=["day", "by", "n"]), mapping) == [(3, key, "a text such as 0+")]


# --- what the tolls say is true, whatever the list leaves open ---------------------------------------------------

LEAVES = ["government", "russian_forces", "isis", "nusra_hts"]
COVERED = [*LEAVES, "islamist_total", "all_parties"]


@st.composite
def veiled(draw: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    """One incident as it was, and as a list has it: parties, date and numbers may be open or given as ends."""
    party, month = draw(st.sampled_from(LEAVES)), draw(st.sampled_from(["2016-01", "2016-02"]))
    killed = draw(st.integers(0, 4))
    children = draw(st.integers(0, killed))
    women = draw(st.integers(0, killed - children))
    truth = {"party": party, "month": month, "killed": killed, "children": children, "women": women}
    known = draw(st.sampled_from(["alone", "alone", "several", "group", "nobody"]))
    others = draw(st.lists(st.sampled_from(LEAVES), max_size=2)) if known == "several" else []
    named = "islamist_total" if known == "group" and party in ("isis", "nusra_hts") else party
    by = "?" if known == "nobody" else ";".join([named, *others])
    low = draw(st.sampled_from([str(killed), str(draw(st.integers(0, killed))), "?"]))
    high = draw(st.sampled_from([str(killed), str(killed + draw(st.integers(0, 3))), "?"]))
    groups = [str(n) if draw(st.booleans()) else "?" for n in (children, women)]
    return {**truth, "by": by}, (month if draw(st.integers(0, 4)) else "?", by, low, high, *groups)


@settings(max_examples=60, deadline=None)
@given(both=st.lists(veiled(), min_size=1, max_size=9), covers=st.lists(st.sampled_from(COVERED), unique=True))
def test_every_number_and_bound_made_of_a_list_holds(data: Data, both: list[Any], covers: list[str]) -> None:
    mapping = {**INCIDENTS, "covers": covers, "period": ["2016-01", "2016-03"]}
    names = ["day", "by", "low", "high", "children", "women"]
    certain = {"party": "government", "month": "2016-01", "by": "government", "killed": 1, "children": 0, "women": 0}
    both = [(certain, ("2016-01", "government", "1", "1", "0", "0")), *both]
    tolls = tolls_from_records(frame(*(row for _, row in both), columns=names), mapping, data.parties)
    for row in table(tolls):
        codes = (row["scope"] or "").split(";")
        parties = {row["party"], *(p for code in codes if code.startswith("joint:") for p in code[6:].split("+"))}
        parties |= {"isis", "nusra_hts"} if "islamist_total" in parties else set()
        dated = [truth for truth, cells in both if cells[0] == row["month"]]
        if row["party"] == "all_parties":
            theirs = [t for t in dated if t["by"] == "?" or "subset:unattributed" not in codes]
        else:  # a toll is what the list attributes, to whomever it then was
            theirs = [t for t in dated if t["party"] in parties and t["by"] != "?"]
        possible = [t for t, _ in both if t["month"] == row["month"]]
        possible = [t for t in possible if row["party"] == "all_parties" or t["party"] in parties]
        for measure in ("killed", "children", "women"):
            true = sum(t[measure] for t in theirs)
            low, high = (row[f"killed_{end}"] if measure == "killed" else None for end in ("min", "max"))
            if row[measure] is not None:
                low = None if f"{measure}_maximum" in codes else row[measure]
                high = None if f"{measure}_minimum" in codes else row[measure]
            assert low is None or low <= true
            assert high is None or true <= high
            if row["party"] in covers and low == 0 and not theirs:  # nothing recorded: what lacks its month or party
                assert high is None or sum(t[measure] for t in possible) <= high


def test_a_list_is_used_from_the_day_on_which_the_last_of_its_files_was_published(mine: Path, tmp_path: Path) -> None:
    row = ("a", "2016-01-05", "Russia", "f", "7")
    paths = [write(tmp_path / f"{name}.csv", [row] * n) for name, n in (("north", 2), ("south", 3))]
    maps = [tmp_path / "north.toml", tmp_path / "south.toml"]
    for path, day in zip(maps, ("2016-02-03", "2016-02-09"), strict=True):
        report = {**VICTIMS["report"], "published": day}
        path.write_text(toml({**VICTIMS, "name": path.stem, "report": report}), "utf-8")
    asked = ("--map", maps[0], "--map", maps[1], "--data", mine, "--into")
    assert snhr("tabulate", *paths, *asked).exit_code == 0
    for day, months in (("2016-02-08", []), ("2016-02-09", ["2016-01"])):
        assert monthly_tolls(read_data(mine), "watch", as_of=day).months == months
    assert snhr("compare", "2016-01", "--monitor", "watch", "--data", mine, "--as-of", "2016-02-08").exit_code == 2


def test_two_mappings_of_one_file_stand_beside_each_other_where_they_have_names(mine: Path, tmp_path: Path) -> None:
    rows = [("a", "2016-01-05", "Russia", "f", "7"), ("b", "2016-01-05", "Russia", "m", "40")]
    path = write(tmp_path / "list.csv", rows)
    for who, sex in (("civilians", "f"), ("fighters", "m")):
        asked = {**VICTIMS, "name": who, "population": who, "where": {"sex": [sex]}}
        (tmp_path / f"{who}.toml").write_text(toml(asked), "utf-8")
        done = snhr("tabulate", path, "--map", tmp_path / f"{who}.toml", "--data", mine, "--into")
        assert done.exit_code == 0, done.output
    for who in ("civilians", "fighters"):
        assert monthly_tolls(read_data(mine), "watch", who).of("2016-01").killed["russian_forces"].value == 1


def test_one_file_is_not_added_up_twice(mine: Path, mapping: Path, tmp_path: Path) -> None:
    rows = [("a", "2016-01-05", "Russia", "f", "7")]
    paths = [write(tmp_path / name, rows) for name in ("north.csv", "south.csv")]
    done = snhr("tabulate", *paths, "--map", mapping, "--data", mine)
    assert done.exit_code == 2
    assert "are one file, and every death in it would count twice" in done.output


def test_a_range_leaves_nothing_for_parties_to_whom_no_record_is_attributed(mine: Path, tmp_path: Path) -> None:
    mapping = toml({**INCIDENTS, "monitor": "watch", "report": VICTIMS["report"]})
    (tmp_path / "m.toml").write_text(mapping, "utf-8")
    header = "day,by,low,high,children,women"
    rows = ["2016-01-05,Russia,2,5,,", "2016-02-05,Russia,2,5,,", "2016-02-06,?,1,1,,"]
    (tmp_path / "a.csv").write_text("\n".join([header, *rows]), "utf-8")
    done = snhr("tabulate", tmp_path / "a.csv", "--map", tmp_path / "m.toml", "--data", mine, "--into")
    assert done.exit_code == 0, done.output
    tolls = monthly_tolls(read_data(mine), "watch")
    found = [tolls.of(month).killed["other_parties"] for month in ("2016-01", "2016-02")]
    assert [(toll.state, toll.at_most) for toll in found] == [("none_left", 0), ("not_reported", 1)]


def test_the_total_of_a_list_leaves_out_nobody_else_of_the_list(mine: Path, tmp_path: Path) -> None:
    mapping = toml({**INCIDENTS, "monitor": "watch", "report": VICTIMS["report"]})
    (tmp_path / "m.toml").write_text(mapping, "utf-8")
    rows = ["2016-01-05,Russia,2,15,,", "2016-01-06,ISIS,4,14,,", "2016-01-06,?,1,1,,"]
    (tmp_path / "a.csv").write_text("\n".join(["day,by,low,high,children,women", *rows]), "utf-8")
    done = snhr("tabulate", tmp_path / "a.csv", "--map", tmp_path / "m.toml", "--data", mine, "--into")
    assert done.exit_code == 0, done.output
    assert monthly_tolls(read_data(mine), "watch").of("2016-01").left_out == 1
    shown = snhr("compare", "2016-01", "--monitor", "watch", "--data", mine).output
    assert "publish" not in shown.partition("Source:")[0].replace("No page gathered here publishes", "")
