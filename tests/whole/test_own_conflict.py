"""Another conflict, of four parties and two monitors, from `snhr init` to the site: nothing is of this repository's."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import browser
import pytest
from click.testing import CliRunner, Result

from analysis import RunError, compare, monthly_tolls, read_data
from analysis.cli import main
from analysis.data.folder import ENVIRONMENT_VARIABLE, REPOSITORY
from analysis.data.starter import init

TABLES = {
    "parties": """
party,label,short_label,later_label,parent,valid_from,valid_to,residual,order,color,aliases
river_army,Army of the River,River,,,2030-01,,false,1,#4477aa,River Army|Riverine forces
hill_front,Hill Front,Hill,,,2030-01,,false,2,#ee6677,
coast_militia,Coast Militia,Coast,,,2031-02,,false,3,#228833,
strangers,Nobody could say,Strangers,,,2030-01,,true,4,#bbbbbb,
all_parties,All parties,All,,,2030-01,,false,5,#7f868d,Total
""",
    "monitors": """
monitor,name,short_label,url,note_code,order
harbour,Harbour Watch Office,Harbour Watch,https://harbour.example/,monthly_by_party,1
border,Border Project,Border Project,https://border.example/,ranges_by_belligerent,2
""",
    "reports": """
report_id,monitor,month,published,language,kind,publisher,publisher_class,url,retrieved,sha256,archive_url,stated_total,total_population
border-2031-01-en,border,2031-01,2031-02-03,en,primary,Border Project,monitor,https://border.example/01,,,,,
harbour-2031-01-en,harbour,2031-01,2031-02-01,en,primary,Harbour Watch,monitor,https://harbour.example/01,,,,60,civilians
harbour-2031-02-en,harbour,2031-02,2031-03-01,en,primary,Harbour Watch,monitor,https://harbour.example/02,,,,93,civilians
""",
    "tolls": """
report_id,party,population,killed,children,women,torture,printed_share_pct,scope,killed_min,killed_max
border-2031-01-en,river_army,civilians,,9,,,,,25,60
border-2031-01-en,hill_front,civilians,,,,,,,5,9
harbour-2031-01-en,river_army,civilians,41,10,5,,37,,,
harbour-2031-01-en,hill_front,civilians,12,1,2,,,,,
harbour-2031-01-en,strangers,civilians,7,,,,,,,
harbour-2031-02-en,river_army,civilians,,,,,,,30,35
harbour-2031-02-en,hill_front,civilians,50,8,7,,30,,,
harbour-2031-02-en,coast_militia,civilians,8,,,,,,,
""",
    "claims": """
claim_id,outlet,published,url,about_monitor,month,party,measure,value,relation,unit,month_end,population
gazette-1,The Gazette,2031-02-04,https://gazette.example/1,harbour,2031-01,river_army,killed,14,,,,
""",
}
OURS = re.compile("Syria|SNHR|Airwars|Russia|ISIS|Assad|governorate", re.IGNORECASE)


def snhr(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("conflict") / "mine"
    assert snhr("init", folder).exit_code == 0
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text.lstrip(), "utf-8")
    return folder


@pytest.fixture(scope="module")
def made(mine: Path) -> Path:
    """The sites of both monitors."""
    with pytest.MonkeyPatch.context() as context:
        context.setenv(ENVIRONMENT_VARIABLE, "")  # dropped again, though `snhr run --data` sets it
        for monitor in ("harbour", "border"):
            reports = mine.parent / f"reports-{monitor}"
            done = snhr("run", "--data", mine, "--out", reports, "-p", "monitor", monitor)
            assert done.exit_code == 0, done.output
            done = snhr("site", mine.parent / monitor, "--reports", reports, "--data", mine)
            assert done.exit_code == 0, done.output
    return mine.parent


class TestInit:
    def test_what_it_makes_validates_and_is_in_canonical_form(self, tmp_path: Path) -> None:
        folder = tmp_path / "new" / "war"
        assert {path.name for path in init(folder)} == {path.name for path in (REPOSITORY / "data" / "raw").iterdir()}
        done = snhr("validate", folder, "--fix")
        assert done.exit_code == 0, done.output
        assert "every file is in canonical form" in done.output
        assert snhr("compare", "2024-01", "--data", folder).exit_code == 0

    def test_nothing_in_it_is_of_this_repositorys_conflict(self, tmp_path: Path) -> None:
        for path in init(tmp_path / "new"):
            text = re.sub("[Gg]overnorate|snhr (validate|audit)|snhr-", "", path.read_text("utf-8"))
            assert not OURS.search(text), path.name

    def test_a_folder_that_holds_files_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "kept.txt").write_text("kept")
        with pytest.raises(RunError, match="name a new or empty folder"):
            init(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]
        assert snhr("init", tmp_path / "kept.txt").exit_code == 2


class TestFromAList:
    """A list of victims becomes the monthly tolls of a new folder."""

    MAPPING = """
kind = "victims"
monitor = "example"
population = "civilians"
child_under = 18
columns = {date = "day", party = "by", sex = "sex", age = "age"}
sex = {female = ["f"], male = ["m"]}
unknown = ["?"]
report = {publisher = "Example Monitor", url = "https://example.org/list", language = "en"}
"""

    def test_deaths_of_nobody_are_in_the_total_and_no_error(self, tmp_path: Path) -> None:
        folder = tmp_path / "new"
        init(folder)
        (tmp_path / "map.toml").write_text(self.MAPPING, "utf-8")
        lines = ["The first,f,7", "The first,m,40", "second_party,f,30", "Unknown,m,9", "?,m,50"]
        (tmp_path / "list.csv").write_text("\n".join(["day,by,sex,age", *(f"2024-02-03,{x}" for x in lines)]), "utf-8")
        done = snhr("tabulate", tmp_path / "list.csv", "--map", tmp_path / "map.toml", "--data", folder, "--into")
        assert done.exit_code == 0, done.output
        compared = compare(monthly_tolls(read_data(folder)), "2024-02").frame.set_index("party")["killed"]
        assert dict(compared) == {
            **{"first_party": 2, "second_party": 1, "other_parties": 1, "unattributed": 1, "all_parties": 5}
        }
        done = snhr("audit", "2024-02", "--data", folder)
        assert done.exit_code == 0, done.output
        assert "No error and no question." in done.output
        assert (
            "Caution: 1 of these deaths is attributed to nobody.\n"
            in snhr("quote", "2024-02", "all_parties", "--data", folder).output
        )


class TestChain:
    def test_the_data_meet_their_contract_and_add_up(self, mine: Path) -> None:
        assert snhr("validate", mine, "--fix").exit_code == 0
        for name, text in TABLES.items():  # as typed above, but for the order of rows
            kept = (mine / f"{name}.csv").read_text("utf-8").splitlines()
            assert sorted(csv.reader(kept)) == sorted(csv.reader(text.strip().splitlines()))
        done = snhr("audit", "--data", mine)
        assert done.exit_code == 0, done.output
        assert snhr("build", "--data", mine).exit_code == 0
        assert (mine.parent / "mine-processed" / "tolls.csv").is_file()

    def test_the_first_monitor_by_order_is_meant(self, mine: Path) -> None:
        done = snhr("compare", "2031-01", "--data", mine)
        assert (
            "Of the civilian deaths Harbour Watch documented in January 2031, more were attributed to the Army of the"
            in (done.output)
        )
        assert not OURS.search(done.output)

    def test_ranks_stand_where_ranges_do_not_overlap(self, mine: Path) -> None:
        february = compare(monthly_tolls(read_data(mine)), "2031-02").frame.set_index("party")
        assert list(february.loc[["hill_front", "river_army", "coast_militia"], "rank"]) == [1, 2, 3]
        border = compare(monthly_tolls(read_data(mine), "border"), "2031-01").frame.set_index("party")
        assert border["rank"].isna().all()  # no total bounds what its page may have left out

    def test_a_claim_is_checked(self, mine: Path) -> None:
        done = snhr("claims", "2031-01", "--data", mine)
        assert done.exit_code == 1
        assert "two digits seem swapped" in " ".join(done.output.split())

    def test_the_sites_speak_of_it_alone(self, made: Path) -> None:
        pages = [page for name in ("harbour", "border") for page in (made / name).glob("**/index.html")]
        assert len(pages) == 8  # two months, the period, what is missing and the index; one month and these two
        for page in pages:
            text = re.sub(r"snhr(-analysis)?\b|data:image/png;base64,[^\"]*", "", page.read_text("utf-8"))
            found = OURS.search(text)
            assert not found, (page, text[found.start() - 80 : found.end() + 80])
        text = (made / "harbour" / "2031-02" / "index.html").read_text("utf-8")
        assert ">30 to 35<" in text
        text = (made / "border" / "2031-01" / "index.html").read_text("utf-8")
        assert "published for a party is 25 to 60, attributed to the Army of the River" in text

    def test_the_pages_open_without_a_complaint(self, made: Path) -> None:
        if not browser.COMMAND:
            pytest.skip("no Chromium here")
        with browser.chromium() as page:
            for name in ("harbour/index.html", "harbour/2031-02/index.html", "border/2031-01/index.html"):
                page.open((made / name).as_uri())
                assert page.complaints() == []


def constants(path: Path) -> Iterator[str]:
    """The texts in a module that are no docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    apart = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart:
            yield node.value


def test_no_module_names_a_party_or_a_monitor_of_the_data() -> None:
    data = read_data()
    codes = {*data.parties["party"], *data.monitors["monitor"]} - {"all_parties", "snhr"}
    names = {
        *data.parties["label"],
        *data.parties["short_label"],
        *data.monitors["name"],
        *data.monitors["short_label"],
    }
    names = {name for name in names if len(name) > 3 and "Other" not in name and "All" not in name} | {"Syria", "SNHR"}
    for path in sorted((REPOSITORY / "src" / "analysis").rglob("*")):
        if path.suffix == ".py":
            texts = list(constants(path))
            assert not codes & set(texts), path
            assert not [text for text in texts for name in names if re.search(rf"\b{re.escape(name)}\b", text)], path
        elif path.suffix in (".j2", ".js", ".css", ".csv", ".md"):
            text = path.read_text("utf-8")
            assert not [name for name in names if re.search(rf"\b{re.escape(name)}\b", text)], path
