"""A page as rows of the tables: what is read, what its arithmetic and other pages say, what is written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from analysis import Data, DataError, NotComparable, RunError, read_data, read_page
from analysis.cli import main
from analysis.data import change as changing
from analysis.reading import files
from analysis.reading.files import source_of
from analysis.reading.pages import put_page
from analysis.reading.visible import visible

HTML = """<!DOCTYPE html><html><head><title>2,000 dead</title><script>let killed = 999</script>
<link rel="canonical" href="https://snhr.org/blog/2016/02/03/own-words/">
<meta property="article:published_time" content="2016-02-03T09:00:00+00:00"></head><body>
<p>In January 2016 the Syrian Network for Human Rights documented the killing of 1,382 civilians.</p>
<ul><li>A- Government forces killed 516 civilians, among them 83 children and 69 women.
    <ul><li>No fewer than 53 people died under torture.</li></ul></li>
<li>B- Russian forces: 679 civilians, of whom 94 children and 73 women.</li>
<li>C- Extremist Islamist groups:<ul><li>ISIS killed 98 civilians, including a child and 21 women.</li>
    <li>Al-Nusra Front killed three civilians.</li></ul></li>
<li>D- Armed opposition factions killed 42 civilians, including 9 children and ten women.</li>
<li>E- Kurdish forces killed 3 civilians.</li>
<li>F- Unidentified groups killed 41 civilians, of whom 12 were children and 11 women.</li></ul></body></html>"""
TABLE = """<table><tr><th>Party</th><th>Civilians killed</th><th>Children</th><th>Women</th></tr>
<tr><td>Government forces</td><td>516</td><td>83</td><td>69</td></tr>
<tr><td>Russian forces</td><td>679</td><td>94</td><td>-</td></tr>
<tr><td>ISIS</td><td>98</td><td></td><td>21</td></tr><tr><td>Total</td><td>1,382</td><td></td><td></td></tr></table>"""


def rows(text: str, data: Data, month: str | None = "2016-01") -> dict[str, tuple[int | None, ...]]:
    """Killed, children, women and torture of each row of a text."""
    return {
        f"{line.party}{' ' + line.scope if line.scope else ''}": (line.killed, line.children, line.women, line.torture)
        for line in read_page(text, data, month=month)
    }


def snhr(*words: str | Path, typed: str | None = None) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, [str(word) for word in words], input=typed)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(HTML, "utf-8")
    return path


@pytest.fixture
def folder(data: Data, tmp_path: Path) -> Path:
    return Path(shutil.copytree(data.folder, tmp_path / "mine"))


class TestRows:
    def test_lists_of_html_with_what_the_file_says_of_itself(self, page: Path, data: Data) -> None:
        found = read_page(source_of(str(page)), data)
        assert {line.party: (line.killed, line.children, line.women, line.torture) for line in found} == {
            "government": (516, 83, 69, 53),
            "russian_forces": (679, 94, 73, None),
            "isis": (98, 1, 21, None),
            "nusra_hts": (3, None, None, None),
            "armed_opposition": (42, 9, 10, None),
            "kurdish_forces": (3, None, None, None),
            "other_parties": (41, 12, 11, None),
            "all_parties": (1382, None, None, None),
        }
        assert {line.arithmetic for line in found} == {"closes"}
        assert {line.table for line in found} == {"already_there"}
        assert found.lines[0].scope == "torture_minimum"
        assert found.lines[1].words == "679 civilians … 94 children … 73 women"
        said = {name: value for name, value in found.report.items() if value is not None and name != "sha256"}
        assert said == {
            "report_id": "snhr-2016-01-en-2",  # there is a page of this name
            "monitor": "snhr",
            "month": "2016-01",
            "published": "2016-02-03",
            "language": "en",
            "kind": "primary",
            "publisher": "SNHR",
            "publisher_class": "monitor",
            "url": "https://snhr.org/blog/2016/02/03/own-words/",
            "stated_total": 1382,
            "total_population": "civilians",
        }

    def test_a_table_of_html_whose_blanks_stay_blank(self, data: Data) -> None:
        assert rows(visible(TABLE), data) == {
            "government": (516, 83, 69, None),
            "russian_forces": (679, 94, None, None),
            "isis": (98, None, 21, None),
            "all_parties": (1382, None, None, None),
        }

    def test_a_table_with_parties_above_its_columns_is_not_misread(self, data: Data) -> None:
        turned = (
            "<table><tr><td></td><td>Government</td><td>Russia</td></tr><tr><td>Killed</td><td>5</td><td>9</td></tr>"
        )
        with pytest.raises(NotComparable):
            read_page(visible(turned), data, month="2016-01")

    def test_persons_and_civilians_are_two_rows(self, data: Data) -> None:
        text = "The regime killed 1,284 people, of whom 793 were civilians, among them 185 children and 153 women."
        found = read_page(text, data, month="2015-10")
        assert [(line.population, line.killed, line.children, line.women) for line in found] == [
            ("civilians", 793, 185, 153),
            ("persons", 1284, None, None),
        ]

    def test_minimums_ranges_and_parties_together_keep_their_scope(self, data: Data) -> None:
        assert rows("ISIS killed at least 98 civilians; Russia and the regime killed 1,195 civilians.", data) == {
            "isis minimum": (98, None, None, None),
            "government joint:russian_forces": (1195, None, None, None),
        }
        (line,) = read_page("Between 20 and 30 civilians were killed by ISIS.", data, month="2016-01")
        assert (line.killed, line.killed_min, line.killed_max) == (None, 20, 30)

    def test_whom_nobody_says_are_persons_by_a_scope_that_says_so(self, data: Data) -> None:
        assert rows("ISIS killed 98, among them 21 women.", data) == {
            "isis population_not_printed": (98, None, 21, None)
        }

    def test_what_no_row_can_hold_is_left_out_and_said(self, data: Data) -> None:
        text = (
            "ISIS killed 98 civilians in January 2016, more than al-Nusra did. It killed about 100 civilians in "
            "December 2015. Russia killed nearly 700 civilians in January 2016."
        )
        found = read_page(text, data)
        assert [(line.party, line.killed) for line in found] == [("isis", 98)]
        assert sorted(why for _, why in found.why_left_out) == ["comparison", "period", "rounded"]
        assert 'Left out: "' in found.text

    def test_without_a_month_or_a_number_it_is_refused(self, data: Data) -> None:
        with pytest.raises(NotComparable, match=r"no month is named .* --month"):
            read_page("ISIS killed 98 civilians.", data)
        with pytest.raises(NotComparable, match="no number of people killed in 2016-01"):
            read_page("Nothing is counted here.", data, month="2016-01")


class TestVerdicts:
    def test_a_page_whose_parties_exceed_its_total_is_flagged(self, data: Data) -> None:
        text = (
            "100 civilians were killed in January 2016. ISIS killed 98 civilians. Russian forces killed 12 civilians."
        )
        found = read_page(text, data)
        assert {line.party: (line.arithmetic, line.checks) for line in found} == {
            "russian_forces": ("consistent", ()),
            "isis": ("consistent", ()),
            "all_parties": ("flagged", ("parts_vs_total",)),
        }

    def test_a_total_above_its_parties_is_no_contradiction(self, data: Data) -> None:
        text = (
            "120 civilians were killed in January 2016. ISIS killed 98 civilians. Russian forces killed 12 civilians."
        )
        assert {line.arithmetic for line in read_page(text, data)} == {"consistent"}

    def test_a_number_stated_in_two_ways_is_left_blank(self, data: Data) -> None:
        found = read_page("ISIS killed 98 civilians in January 2016. Later it says: ISIS killed 89 civilians.", data)
        (line,) = found
        assert (line.killed, line.arithmetic, line.checks) == (None, "flagged", ("stated_twice",))
        assert found.rows == []
        assert "deaths are stated as 98 and 89; the cell is left blank" in found.text

    def test_another_number_is_named_with_its_pages_and_by_how_much(self, data: Data) -> None:
        found = read_page("ISIS killed 99 civilians in January 2016.", data)
        (line,) = found
        assert (line.table, line.arithmetic) == ("differs", "consistent")
        assert "snhr-2016-01-de" in line.differs_from
        assert "Differs: ISIS: 99 deaths here, 98 on snhr-2016-01-" in found.text

    def test_a_number_that_one_of_disagreeing_pages_has_is_there(self, data: Data) -> None:
        pages = data.reports.merge(data.tolls, on="report_id").query(
            "month == '2016-01' and party == 'russian_forces' and scope.isna()"
        )
        assert set(pages["killed"]) == {679}  # else the test says nothing
        assert read_page("Russia killed 679 civilians in January 2016.", data).lines[0].table == "already_there"

    def test_a_month_that_is_not_there_is_new(self, data: Data) -> None:
        found = read_page("In March 2026 ISIS killed 4 civilians, SNHR said.", data)
        assert [line.table for line in found] == ["new"]


class TestPdf:
    def pdf(self, path: Path, *lines: str) -> Path:
        """A page of a PDF with these lines, set with selectable text."""
        import matplotlib
        from matplotlib.figure import Figure

        with matplotlib.rc_context({"pdf.fonttype": 42}):
            figure = Figure(figsize=(8, 4))
            for number, line in enumerate(lines):
                figure.text(0.05, 0.9 - number / 10, line)
            figure.savefig(path, format="pdf")
        return path

    def test_english_is_read(self, tmp_path: Path, data: Data) -> None:
        pytest.importorskip("pdfplumber")
        lines = "SNHR, January 2016", "Russian forces killed 679 civilians, including 94 children."
        found = read_page(source_of(str(self.pdf(tmp_path / "page.pdf", *lines))), data)
        assert [(line.party, line.killed, line.children) for line in found] == [("russian_forces", 679, 94)]

    def test_arabic_is_refused_with_the_reason(self, tmp_path: Path) -> None:
        pytest.importorskip("pdfplumber")
        path = self.pdf(tmp_path / "page.pdf", "قتلت القوات الروسية 679 مدنياً")
        done = snhr("read", path)
        assert done.exit_code == 2
        assert "turned round" in done.output
        assert "paste it into a text file" in done.output

    def test_what_cannot_be_read_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        pytest.importorskip("pdfplumber")
        path = tmp_path / "page.pdf"
        path.write_bytes(b"%PDF-1.7\nnothing")
        assert "open it, and paste the text" in snhr("read", path).output
        assert "its pages may be pictures" in snhr("read", self.pdf(path)).output
        monkeypatch.setitem(__import__("sys").modules, "pdfplumber", None)
        assert "its extra `pdf`" in snhr("read", path).output


class TestInto:
    def test_rows_are_shown_asked_for_and_added(self, page: Path, folder: Path) -> None:
        before = read_data(folder)
        done = snhr("read", page, "--into", folder, typed="y\n")
        assert done.exit_code == 0
        assert done.output.index("679 civilians … 94 children") < done.output.index("Add 8 rows")
        after = read_data(folder, validate=True)
        assert len(after.tolls) == len(before.tolls) + 8
        new = after.reports[~after.reports["report_id"].isin(before.reports["report_id"])]
        assert list(new["report_id"]) == ["snhr-2016-01-en-2"]
        again = snhr("read", page, "--into", folder, "--yes")
        assert again.exit_code == 2
        assert "has this page already, as snhr-2016-01-en-2" in again.output

    def test_a_no_changes_nothing(self, page: Path, folder: Path) -> None:
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        for typed in ("n\n", ""):
            snhr("read", page, "--into", folder, typed=typed)
            assert {path.name: path.read_bytes() for path in folder.iterdir()} == before

    def test_what_the_contract_refuses_changes_nothing(self, data: Data, folder: Path) -> None:
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        mine = read_data(folder)
        found = read_page("ISIS killed 98 civilians in January 2016.", mine)
        with pytest.raises(RunError, match="say it with --url"):
            put_page(found, folder)
        with pytest.raises(DataError, match="publisher"):
            put_page(read_page("ISIS killed 98 civilians in January 2016.", mine, url="no address"), folder)
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before

    def test_nobody_to_ask_is_said(self, folder: Path) -> None:
        done = snhr("read", "-", "--into", folder, typed="ISIS killed 98 civilians in January 2016.")
        assert done.exit_code == 2
        assert "say --yes" in done.output

    def test_two_at_once_both_stand(self, folder: Path, tmp_path: Path) -> None:
        codes = []
        for site in ("one", "two"):
            text = tmp_path / f"{site}.txt"
            text.write_text("SNHR: ISIS killed 98 civilians in January 2016.", "utf-8")
            words = ("read", text, "--url", f"https://{site}.example.org/", "--into", folder, "--yes")
            command = [sys.executable, "-c", "from analysis.cli import main; main()", *map(str, words)]
            codes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))
        assert [one.wait(60) for one in codes] == [0, 0]
        assert {"one-example-org-2016-01-en", "two-example-org-2016-01-en"} <= set(read_data(folder).tolls["report_id"])

    def test_an_interrupt_between_two_tables_leaves_both_as_they_were(
        self, page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        replace = changing.replace_file

        def interrupted(path: Path, text: str) -> None:
            if path.name == "tolls.csv":
                raise KeyboardInterrupt
            replace(path, text)

        monkeypatch.setattr(changing, "replace_file", interrupted)
        assert snhr("read", page, "--into", folder, "--yes").exit_code == 130
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before

    def test_a_page_without_a_certain_row_is_not_added(self, folder: Path) -> None:
        text = "SNHR: 600 civilians were killed in June 2012. SNHR: 610 civilians were killed in June 2012."
        found = read_page(text, read_data(folder), url="https://example.org/")
        assert "No total was read" not in found.text
        with pytest.raises(RunError, match="no row was read"):
            put_page(found, folder)

    def test_the_same_file_is_not_added_twice(self, page: Path, folder: Path) -> None:
        (folder / "tolls.csv").chmod(0o600)
        assert snhr("read", page, "--into", folder, "--yes").exit_code == 0
        again = snhr("read", page, "--into", folder, "--yes", "--url", "https://example.org/elsewhere")
        assert "has this page already" in again.output
        assert (folder / "tolls.csv").stat().st_mode & 0o777 == 0o600

    def test_what_is_no_address_is_refused(self, page: Path) -> None:
        assert "is no address" in snhr("read", page, "--url", "http://[bad").output

    def test_a_relay_is_named_by_its_site(self, folder: Path, tmp_path: Path) -> None:
        text = "SNHR: ISIS killed 98 civilians in January 2016."
        words = ("--url", "https://www.example.org/a", "--into", folder, "--yes")
        assert snhr("read", "-", *words, typed=text).exit_code == 0
        row = read_data(folder).reports.set_index("report_id").loc["example-org-2016-01-en"]
        assert (row["kind"], row["publisher"]) == ("relay", "example.org")


def test_a_command_says_what_differs_by_its_exit_status(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    for number, status in ((98, 0), (99, 1)):
        path.write_text(f"ISIS killed {number} civilians in January 2016.", "utf-8")
        assert snhr("read", path).exit_code == status
    assert snhr("read", tmp_path / "none.txt").exit_code == 2


def test_arabic_is_read(data: Data) -> None:
    text = (
        "وثقت الشبكة السورية لحقوق الإنسان مقتل 1382 مدنياً في كانون الثاني 2016.\n"
        "- قتلت القوات الروسية 679 مدنياً، بينهم 94 طفلاً، و73 سيدة.\n- قتل تنظيم داعش 98 مدنياً، بينهم طفل و21 سيدة."
    )
    assert rows(text, data, None) == {
        "russian_forces": (679, 94, 73, None),
        "isis": (98, 1, 21, None),
        "all_parties": (1382, None, None, None),
    }


def test_html_is_known_by_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "page"
    path.write_text("\n<!doctype HTML><p>a</p>", "utf-8")
    assert files.text_of(str(path)).strip() == "a"


def test_a_note_a_hidden_text_and_what_is_struck_are_no_numbers() -> None:
    assert visible("<p>killed 300<sup>1</sup> civilians, <s>210</s>200 women</p>") == "killed 300 civilians, 200 women"
    for unseen in (
        "<p hidden>9</p>",
        '<p style="display: none">9</p>',
        "<nav>9</nav>",
        "<option>9</option>",
        "<!-- 9 -->",
    ):
        assert visible(f"<p>a</p>{unseen}<p>b</p>") == "a\n\nb"
    assert visible("<html><head><title>9</title><body><p>a</p>") == "a"  # no end of the head
    assert visible("<p>children (aged <18) 50</p>") == "children (aged <18) 50"
    assert visible("<p>a<![x>b<!-->c</p>") == "abc"


def test_the_cells_of_a_table_have_the_names_of_their_columns() -> None:
    rows = "<tr><td>Regime<td>300<td>20</table>"
    over = "<table><tr><th rowspan=2>Party<th colspan=2>Civilians killed<tr><th>Total<th>Children"
    assert visible(over + rows).endswith("Regime: 300 Civilians killed Total, 20 Civilians killed Children")
    months = "<table><tr><th>Party<th>April 2019<th>May 2019"
    assert visible(months + rows).endswith("Regime: 300 (April 2019), 20 (May 2019)")
    layout = "<table><tr><td><p>Regime: 500 civilians</p><p>Deaths due to torture: 12</p></table>"
    assert visible(layout) == "Regime: 500 civilians\nDeaths due to torture: 12"
    assert visible("<table><tr><td><table><tr><td>a<td>1</table><td>b</table>").split() == ["a", "|", "1", "|", "b"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes there")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for command in ("read", "check"):
        done = snhr(command, tmp_path / "pipe.txt")
        assert (done.exit_code, "a pipe or a device" in done.output) == (2, True)
