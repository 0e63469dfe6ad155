"""The site: built from executed notebooks, opened in a real browser."""

from __future__ import annotations

import functools
import html
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import browser
import pandas as pd
import pytest
from click.testing import CliRunner
from PIL import Image

from analysis import Data, RunError, agreement, compare, monthly_tolls, places
from analysis.cli import main
from analysis.language import in_language
from analysis.notebooks import files, runner
from analysis.notebooks.runs import read_record
from analysis.questions.comparison.table import comparison_table, places_table
from analysis.questions.monitors.table import agreement_table
from analysis.show import numbers
from analysis.show.sources import report_words, source
from analysis.site.index import highest_words
from analysis.site.month import write_month
from analysis.site.site import site
from analysis.site.tables import table
from analysis.site.timeline import Month

MONTHS = ["2015-12", "2016-01", "2016-02"]
WHERE = ("https://example.org/tolls", "https://github.com/example/tolls")
SECTIONS = ("deaths", "shares", "press", "sums", "monitors", "sources", "reading", "cite")


@pytest.fixture(scope="module")
def reports(data: Data, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("reports")
    results = runner.run(MONTHS, files.notebook_names(), out, data, {}, jobs=4)
    assert {result.message for result in results} == {""}
    return out


@pytest.fixture(scope="module")
def built(reports: Path, data: Data, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "site"
    assert site(reports, out, data, *WHERE, jobs=2) == out / "index.html"
    return out


@pytest.fixture(scope="module")
def page() -> Iterator[browser.Page]:
    if not browser.COMMAND:
        pytest.skip("no Chromium here")
    with browser.chromium() as found:
        yield found


def pages(built: Path) -> list[Path]:
    return sorted(built.glob("**/index.html"))


class TestPages:
    def test_there_is_one_a_month_and_one_on_the_period(self, built: Path) -> None:
        there = [path.parent.relative_to(built).as_posix() for path in pages(built)]
        arabic = [*(f"ar/{month}" for month in MONTHS), "ar/coverage", "ar"]
        assert there == [*MONTHS, *arabic, "coverage", ".", "series"]
        assert (built / "data" / "tolls.csv").is_file()

    def test_each_is_small_and_asks_for_nothing(self, built: Path) -> None:
        for path in pages(built):
            text = path.read_text("utf-8")
            assert len(text.encode()) < 300_000
            assert "default-src 'none'" in html.unescape(text)
            outside = r'<(?:iframe|object|embed|base)\b|<script[^>]*src|<img[^>]*src="(?!data:)'
            assert not re.search(outside, text)
            assert not re.search(r'<link (?!rel="(?:canonical|alternate)")[^>]*href="(?!data:)', text)
            assert " style=" not in text  # the policy forbids it

    def test_a_month_opens_with_its_finding_and_holds_everything_else(self, built: Path) -> None:
        text = (built / "2016-01" / "index.html").read_text("utf-8")
        assert (
            "<h1>More civilian deaths were attributed to Russian forces (679) than to any other party named</h1>"
            in text
        )
        order = [text.index(f'<section id="{name}">') for name in SECTIONS]
        assert order == sorted(order)
        assert '<blockquote id="quote-russian_forces-text">SNHR documented 679 civilian deaths attributed to' in text
        assert "counts at least 129 for a part of these deaths" in text
        assert re.search(r'title="snhr-2016-01-en: SNHR, 1 February 2016[^"]*"[^>]*>679<|>679</td>', text)
        assert text.count('id="r-snhr-2016-01-de"') == 1
        assert text[text.index("<main") :].count("a minimum of those who died") == 1
        assert "snhr run 2016-01" in text

    def test_what_the_press_got_wrong_stands_first_and_what_checks_out_is_folded(self, built: Path) -> None:
        text = (built / "2016-01" / "index.html").read_text("utf-8")
        press = text[text.index('<section id="press">') : text.index('<section id="sums">')]
        shown, folded = press.split("<details>", 1)
        who = re.findall(r'<a href="(https?://[^"]+)"><strong>([^<]+)</strong></a>', shown)
        assert [name for _, name in who] == ["Fox News"]
        assert "<strong>Newsweek</strong>" in shown  # its page is not known
        assert "al-Nusra Front / Hay&#39;at Tahrir al-Sham: 42 deaths" in shown
        assert "42 is the number published for armed opposition factions" in shown
        assert "Of 52 claims, 49 check out" in shown
        assert "agrees" in folded
        assert re.search(r'<td><a href="https://[^"]+">[^<]+</a>', folded)  # the article that makes a claim
        assert "Newsweek" in re.sub(r"<a .*?</a>", "", folded)
        assert "agrees" not in shown

    def test_everything_shown_can_be_taken_away(self, built: Path, data: Data) -> None:
        folder = built / "2016-01"
        for name in ("deaths", "shares", "monitors"):
            assert (folder / f"{name}.svg").read_bytes().startswith(b"<?xml")
            assert (folder / f"{name}.png").read_bytes().startswith(b"\x89PNG")
            assert (folder / f"{name}.csv").is_file()
            assert json.loads((folder / f"{name}.json").read_text("utf-8"))
        with Image.open(folder / "card.png") as card:
            assert card.size == (1200, 630)
        whole = json.loads((built / "data" / "2016-01.json").read_text("utf-8"))
        rows = {(row["party"], row["measure"]): row for row in whole["numbers"]}
        assert rows["russian_forces", "killed"]["value"] == 679
        assert "snhr.org" in rows["russian_forces", "killed"]["source"]
        assert "129" in rows["russian_forces", "children"]["caution"]
        assert rows["turkish_forces", "killed"]["value"] is None  # never 0
        assert whole["about"]["citation"]
        csv = pd.read_csv(built / "data" / "2016-01.csv")
        assert len(csv) == len(whole["numbers"])

    def test_a_shared_link_and_a_search_engine_learn_what_it_is(self, built: Path) -> None:
        text = (built / "2016-01" / "index.html").read_text("utf-8")
        assert f'<link rel="canonical" href="{WHERE[0]}/2016-01/">' in text
        assert f'<meta property="og:image" content="{WHERE[0]}/2016-01/card.png">' in text
        found = re.search(r'<script type="application/ld.json">(.*?)</script>', text)
        assert found
        about = json.loads(found[1])
        assert about["@type"] == "Dataset"
        assert about["temporalCoverage"] == "2016-01-01/2016-01-31"
        assert [one["contentUrl"] for one in about["distribution"]] == [
            f"{WHERE[0]}/data/2016-01.csv",
            f"{WHERE[0]}/data/2016-01.json",
        ]
        assert "679" in about["description"]
        assert f'<link rel="canonical" href="{WHERE[0]}/">' in (built / "index.html").read_text("utf-8")

    def test_an_error_is_reported_with_the_number_it_is_about(self, built: Path) -> None:
        text = (built / "2016-01" / "index.html").read_text("utf-8")
        cell = "snhr%2C%202016-01%2C%20russian_forces%2C%20civilians"
        assert f'href="{WHERE[1]}/issues/new?template=misprint.yml&amp;title={cell}&amp;cell={cell}"' in text
        assert "mybinder.org/v2/gh/example/tolls/HEAD" in text

    def test_the_picture_to_save_is_the_one_of_the_notebook(self, reports: Path, built: Path) -> None:
        cells = json.loads((reports / "2016-01" / "01_comparison.ipynb").read_text())["cells"]
        alts = [
            output["metadata"]["image/png"]["alt"]
            for cell in cells
            for output in cell.get("outputs", [])
            if "image/png" in output.get("data", {})
        ]
        text = html.unescape((built / "2016-01" / "index.html").read_text("utf-8"))
        assert alts
        assert all(f'aria-label="{alt}"' in text for alt in alts)

    def test_a_month_of_persons_says_so(self, built: Path) -> None:
        assert "Figures are for persons" in (built / "2015-12" / "index.html").read_text("utf-8")
        assert "December 2015: published for persons only" in (built / "index.html").read_text("utf-8")

    def test_every_number_of_the_index_is_the_librarys(self, built: Path) -> None:
        text = (built / "index.html").read_text("utf-8")
        assert '<td class="number" data-value="1382">1,382</td><td>' in text
        assert '<td data-value="679">Russia, 679</td>' in text
        assert "January 2016: Government 516; Russia 679; ISIS 98;" in text
        share = "27.8% (383 of 1,376) (caution)"  # the total prints neither; of the 383, 94 children may be 129
        assert f'<td class="number" data-value="{383 / 1376}">{share}</td>' in text

    def test_parties_with_the_same_toll_are_named_together(self, data: Data) -> None:
        tolls = monthly_tolls(data)
        found = highest_words(Month("2022-10", {}, tolls, compare(tolls, "2022-10")))
        assert found.startswith("Government and Opposition, 7 each")

    def test_every_picture_has_alt_text_and_every_link_leads_somewhere(self, built: Path) -> None:
        for path in pages(built):
            text = path.read_text("utf-8")
            assert all(len(alt) > 50 for alt in re.findall(r'role="img" aria-label="([^"]*)"', text))
            for address in re.findall(r'href="([^"]+)"', text):
                if address.startswith("data:"):  # the icon
                    continue
                if address.startswith("#"):
                    assert f'id="{address[1:]}"' in text
                elif not address.startswith("http"):
                    assert (path.parent / address).is_file(), address


def shown(data: Data, frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """The cells of the last row of a reader's table as a page has them, by column."""
    made = table(frame, report_words(data), functools.partial(source, data))
    return dict(zip(frame.columns, made["rows"][-1], strict=True))


class TestWhereANumberIsPrinted:
    def test_a_printed_number_cites_its_page_and_a_computed_one_none(self, data: Data) -> None:
        frame = comparison_table(compare(monthly_tolls(data), "2016-01"))
        row = shown(data, frame[frame["Party"] == "Russian forces"])
        assert row["Deaths documented"]["about"].startswith("SNHR, 1 February 2016, http")
        assert row["Deaths documented"]["text"] == "679"
        assert not row["Share of total"]["about"]
        assert not row["Rank"]["about"]

    def test_a_computed_toll_says_what_of(self, data: Data) -> None:
        frame = comparison_table(compare(monthly_tolls(data, population="persons"), "2014-02"))
        row = shown(data, frame[frame["Basis"] == "civilians and fighters added"])
        assert row["Deaths documented"]["about"].startswith("civilians and fighters added, from ")
        frame = comparison_table(compare(monthly_tolls(data), "2017-04"))
        row = shown(data, frame[frame["Basis"] == "the total of the group minus its parties"])
        assert row["Deaths documented"]["about"].startswith("the total of the group minus its parties, from ")

    def test_a_place_cites_the_page_of_its_own_number_alone(self, data: Data) -> None:
        row = shown(data, places_table(places(monthly_tolls(data), "2016-01")))
        assert row["Deaths documented"]["about"].startswith("212: SNHR as relayed by CNSNews")
        assert not row["Share"]["about"]

    def test_several_reports_are_links_each_and_all_on_hover(self, data: Data) -> None:
        frame = agreement_table(agreement(data, "2019-05", ["snhr"]))
        row = shown(data, frame[frame["Report"].str.contains(", ")].head(1))
        ids = ["etilaf-2019-05-en", "syrianobserver-2019-05-en"]
        assert [href for href, _ in row["Report"]["links"]] == [f"#r-{code}" for code in ids]
        for column in ("Deaths", "Children"):
            assert row[column]["about"].count("http") == len(ids)

    def test_every_link_to_a_report_leads_to_it_on_the_page(self, built: Path, data: Data) -> None:
        for month in MONTHS:
            text = (built / month / "index.html").read_text("utf-8")
            linked = set(re.findall(r'href="#r-([a-z0-9-]+)"', text))
            assert linked
            assert linked <= set(re.findall(r'<li id="r-([a-z0-9-]+)"', text))
            shown = re.sub(r'href="[^"]*"|<script.*?</script>|<blockquote.*?</blockquote>', "", text, flags=re.DOTALL)
            assert "%D8" not in shown  # addresses as people read them


class TestRefused:
    def test_nothing_there(self, data: Data, tmp_path: Path) -> None:
        with pytest.raises(RunError, match=r"no executed notebooks in .*\nNext: `snhr run --out"):
            site(tmp_path, tmp_path / "site", data)

    def test_other_data_failures_and_edits_all_at_once(self, reports: Path, data: Data, tmp_path: Path) -> None:
        batch = tmp_path / "batch"
        shutil.copytree(reports, batch)
        (batch / "2016-01" / "01_comparison.ipynb").write_text("{}")
        record = json.loads((batch / "2016-02" / "run.json").read_text())
        record["notebooks"]["02_shares"]["status"] = "failed"
        (batch / "2016-02" / "run.json").write_text(json.dumps(record))
        record = json.loads((batch / "2015-12" / "run.json").read_text())
        record["notebooks"]["02_shares"]["rests_on"]["data tolls of 2015-12"] = "otherwise"
        (batch / "2015-12" / "run.json").write_text(json.dumps(record))
        with pytest.raises(RunError) as refused:
            site(batch, tmp_path / "site", data)
        for problem in (
            "2015-12: run on other data",
            "2016-01/01_comparison: not as the run wrote it",
            "2016-02/02_shares: failed",
        ):
            assert problem in str(refused.value)
        assert not list(tmp_path.glob("*site*"))

    @pytest.mark.parametrize("changed", ["code", "notebook"])
    def test_what_a_run_now_would_make_otherwise(
        self, reports: Path, data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
    ) -> None:
        if changed == "code":
            monkeypatch.setattr("analysis.notebooks.runs._packages", lambda: {"analysis.tolls": "of other code"})
        else:
            folder = shutil.copytree(files.NOTEBOOKS, tmp_path / "notebooks")
            with (folder / "01_comparison.ipynb").open("a") as file:
                file.write("\n")
            monkeypatch.setattr("analysis.site.site.NOTEBOOKS", folder)
        with pytest.raises(RunError) as refused:
            site(reports, tmp_path / "site", data)
        stale = re.findall(
            r"^(\S+): not what a run now would make: .* changed since$", str(refused.value), re.MULTILINE
        )
        assert "2016-01/01_comparison" in stale
        assert len(stale) == (3 if changed == "notebook" else 16)
        assert str(refused.value).endswith(
            f"Next: `snhr run 2015-12,2016-01,2016-02 --out {reports}`, then make the site again."
        )
        assert not (tmp_path / "site").exists()

    def test_notebooks_without_a_record_and_months_without_a_page(
        self, reports: Path, data: Data, tmp_path: Path
    ) -> None:
        batch = tmp_path / "batch"
        shutil.copytree(reports, batch)
        (batch / "2015-12" / "run.json").unlink()
        record = json.loads((batch / "2016-01" / "run.json").read_text())
        record["notebooks"].pop("03_audit")
        (batch / "2016-01" / "run.json").write_text(json.dumps(record))
        for path in (batch / "2016-02").glob("0[1-9]*.ipynb"):
            path.unlink()
        record = json.loads((batch / "2016-02" / "run.json").read_text())
        record["notebooks"] = {"00_explore": record["notebooks"]["00_explore"]}
        (batch / "2016-02" / "run.json").write_text(json.dumps(record))
        (batch / ".ipynb_checkpoints").mkdir()
        (batch / ".ipynb_checkpoints" / "01_comparison.ipynb").touch()
        with pytest.raises(RunError) as refused:
            site(batch, tmp_path / "site", data)
        assert str(refused.value).splitlines()[:-1] == [
            "2015-12: no record of a run that can be read",
            "2016-01/03_audit: no record of its run",
            "2016-02: only 00_explore was run, which no page shows",
        ]

    def test_a_record_that_is_no_file_is_not_waited_for(self, reports: Path, data: Data, tmp_path: Path) -> None:
        for name in ("2015-12", "2016-01"):
            shutil.copytree(reports / name, tmp_path / "batch" / name)
            (tmp_path / "batch" / name / "run.json").unlink()
        os.mkfifo(tmp_path / "batch" / "2015-12" / "run.json")
        (tmp_path / "batch" / "2016-01" / "run.json").mkdir()
        with pytest.raises(RunError, match=r"2015-12: no record.*\n2016-01: no record"):
            site(tmp_path / "batch", tmp_path / "site", data)

    def test_a_folder_with_other_files(self, reports: Path, data: Data, tmp_path: Path) -> None:
        (tmp_path / "mine.txt").write_text("keep me")
        with pytest.raises(RunError, match="holds other files"):
            site(reports, tmp_path, data)
        assert (tmp_path / "mine.txt").read_text() == "keep me"

    def test_the_command_says_so_with_status_2(self, tmp_path: Path) -> None:
        done = CliRunner().invoke(main, ["site", str(tmp_path / "site"), "--reports", str(tmp_path)])
        assert done.exit_code == 2
        assert "no executed notebooks" in done.output


@pytest.fixture
def audited(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the processed tables of the site that is there: auditing every figure takes longest of all."""
    there = shutil.copytree(built / "data", built.with_name("tables"), dirs_exist_ok=True)
    monkeypatch.setattr("analysis.site.site.build", lambda _, out: shutil.copytree(there, out, dirs_exist_ok=True))


@pytest.mark.usefixtures("audited")
def test_text_from_data_is_escaped(reports: Path, data: Data, tmp_path: Path) -> None:
    evil = '<img src=x onerror=alert(1)>"&'
    monitors = data.monitors.assign(short_label=evil)
    parties = data.parties.assign(label=evil, short_label=evil)
    others = replace(data, monitors=monitors, parties=parties)
    vars(others)["digests"] = data.digests  # as if the notebooks were run on them
    site(reports, tmp_path / "site", others)
    for path in pages(tmp_path / "site"):
        assert "<img src=x" not in path.read_text("utf-8")


@pytest.mark.usefixtures("audited")
def test_only_pages_that_something_changed_for_are_made_again(
    built: Path, reports: Path, data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, made = tmp_path / "site", list[str]()
    shutil.copytree(built, out)

    def counted(folder: Path, month: Month, *others: Any) -> None:
        made.append(month.month)
        write_month(folder, month, *others)

    monkeypatch.setattr("analysis.site.site.write_month", counted)

    def there() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in out.rglob("[!.]*") if path.is_file()}

    def again(of: Data, *where: str) -> list[str]:
        made.clear()
        site(reports, out, of, *where)
        assert all(made.count(month) == 2 for month in made)  # in English and in Arabic
        return sorted(set(made))

    before = there()
    pages = json.loads((out / ".snhr-site").read_text("utf-8"))
    read = {month: {name for name in page["rests_on"] if name.startswith("data ")} for month, page in pages.items()}
    assert all(f"data tolls of {month}" in names for month, names in read.items())
    of_all = {name for names in read.values() for name in names if " of " not in name}
    assert of_all - {"data period_totals"} == {"data datapackage", "data definitions", "data monitors", "data parties"}
    assert again(data, *WHERE) == []
    (out / "2016-01" / "index.html").write_text("edited")
    (out / "data" / "2016-02.json").unlink()
    assert again(data, *WHERE) == ["2016-01", "2016-02"]
    assert there() == before
    killed = data.tolls["killed"].mask(
        data.tolls["report_id"].str.contains("2016-01") & data.tolls["killed"].eq(679), 680
    )
    others = replace(data, tolls=data.tolls.assign(killed=killed))
    monkeypatch.setattr("analysis.site.site._sound_records", lambda *_: {m: read_record(reports / m) for m in MONTHS})
    assert "2015-12" not in again(others, *WHERE)
    assert "2016-01" in made
    assert ">680</td>" in (out / "2016-01" / "index.html").read_text("utf-8")
    assert again(others) == MONTHS  # links name another place


@pytest.mark.usefixtures("audited")
def test_a_site_is_replaced_as_a_whole(built: Path, reports: Path, data: Data) -> None:
    before = {path: path.read_bytes() for path in pages(built)}
    (built / "2016-03").mkdir()
    site(reports, built, data, *WHERE)  # by one process the same as by two
    assert {path: path.read_bytes() for path in pages(built)} == before
    assert not (built / "2016-03").exists()


class TestInABrowser:
    @pytest.mark.parametrize("width", [1280, 768, 360])
    def test_every_page_loads_without_complaint_and_without_asking_elsewhere(
        self, built: Path, page: browser.Page, width: int
    ) -> None:
        for path in pages(built):
            page.open(path.as_uri(), width)
            assert page.complaints() == []
            asked = [address for address in page.asked() if not address.startswith("data:")]
            assert asked == [path.as_uri()]
            assert page.value("document.documentElement.scrollWidth") <= width, path
            assert page.crowded() == [], path

    def test_on_paper_nothing_is_wider_than_the_sheet(self, built: Path, page: browser.Page) -> None:
        page.show_as("print")
        for path in pages(built):
            page.open(path.as_uri(), 720)
            assert page.value("document.documentElement.scrollWidth") <= 720, path
            assert page.crowded() == [], path
        page.show_as()

    def test_a_phone_shows_the_newest_months_first(self, built: Path, page: browser.Page) -> None:
        page.open((built / "index.html").as_uri(), 320)
        place = "document.querySelector('.newest-first')"
        assert page.value(f"{place}.scrollLeft + {place}.clientWidth >= {place}.scrollWidth - 1")

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_nothing_keeps_anybody_out(self, built: Path, page: browser.Page, scheme: str) -> None:
        for path in pages(built)[1:]:  # one of persons, one of civilians, the index, the period
            page.show_as(prefers_color_scheme=scheme)
            page.open(path.as_uri())
            assert page.barriers() == [], path
        page.show_as()

    def test_the_language_is_switched_and_the_month_kept(self, built: Path, page: browser.Page) -> None:
        for name, other in (("2016-01/", "ar/2016-01/"), ("ar/2016-01/", "2016-01/"), ("", "ar/"), ("ar/", "")):
            page.open((built / name / "index.html").as_uri())
            switch = page.value(
                "document.querySelector('header a[hreflang]:not([href*=series]):not([href*=coverage])').href"
            )
            assert switch == (built / other / "index.html").as_uri()
            assert page.value("document.querySelector('link[rel=alternate]').hreflang") == (
                "en" if "ar" in name else "ar"
            )

    def test_arabic_runs_from_right_to_left_and_no_number_turns_round(self, built: Path, page: browser.Page) -> None:
        page.open((built / "ar" / "2016-01" / "index.html").as_uri())
        assert page.value("[document.documentElement.lang, getComputedStyle(document.body).direction]") == ["ar", "rtl"]
        where = """((text, words) => { const at = document.createElement("p"); at.textContent = text;
            document.body.append(at); const range = document.createRange(); const left = words.map(word => {
            const start = text.indexOf(word); range.setStart(at.firstChild, start);
            range.setEnd(at.firstChild, start + word.length); return range.getBoundingClientRect().left; });
            at.remove(); return left; })"""
        with in_language("ar"):
            said, share = numbers.between("1,006", "1,410"), numbers.percent(167, 679)
        first, last = page.value(f'{where}({json.dumps(said)}, ["1,006", "1,410"])')
        assert first > last  # the lower end is read first
        digits, sign = page.value(f'{where}({json.dumps(f"نسبة {share} من القتلى")}, ["24.6", "%"])')
        assert digits < sign

    def test_sorting(self, built: Path, page: browser.Page) -> None:
        page.open((built / "index.html").as_uri())
        first = "document.querySelector('#table tbody tr').cells[0].dataset.value"
        assert page.value(first) == "2016-02"  # the newest
        deaths = "document.querySelectorAll('#table th button')[1].click()"
        page.value(deaths)
        assert page.value(first) == "2016-02"
        page.value(deaths)
        assert page.value(first) == "2016-01"
        last = "document.querySelector('#table tbody tr:last-child').cells[0].dataset.value"
        assert page.value(last) == "2015-12"  # persons: not sorted among civilians
        assert page.value("document.querySelectorAll('#table th')[1].getAttribute('aria-sort')") == "descending"

    def test_searching_with_the_keyboard(self, built: Path, page: browser.Page) -> None:
        page.open((built / "index.html").as_uri())
        page.value("document.getElementById('search').focus()")
        page.type("january")
        assert page.value("document.getElementById('found').textContent") == "1 month"
        page.value("document.getElementById('search').value = ''")
        page.type("coalition")
        assert page.value("document.getElementById('found').textContent") == "0 months"
        page.value("document.getElementById('search').value = ''")
        page.type("isis")
        assert page.value("document.getElementById('found').textContent") == "2 months"
        page.key("Enter", 13)  # opens the first
        page.wait("location.pathname.endsWith('/2016-02/index.html')")

    @pytest.mark.parametrize(
        ("asked", "months"),
        [
            ("679", ["2016-01"]),
            ("1,382", ["2016-01"]),
            ("assad", ["2016-02", "2016-01"]),
            ("داعش", ["2016-02", "2016-01"]),
            ("Newsweek", ["2016-01"]),
            ("01/2016", ["2016-01"]),
            ("2016-02", ["2016-02"]),
            ("Assad January", ["2016-01"]),
            ("2016-01", ["2016-01"]),
            ("2016", ["2016-02", "2016-01"]),
            ("\u0666\u0667\u0669", ["2016-01"]),  # 679
            ("كانون الثاني 2016", ["2016-01"]),
            ("Feb 2016", ["2016-02"]),
            ("no such thing", []),
        ],
    )
    def test_what_a_month_is_found_by(self, built: Path, page: browser.Page, asked: str, months: list[str]) -> None:
        page.open((built / "index.html").as_uri())
        page.value(
            "(() => { const one = document.getElementById('search'); one.value = "
            f"{json.dumps(asked)}; one.dispatchEvent(new Event('input')); }})()"
        )
        rows = "[...document.querySelectorAll('#table tbody tr')].filter(row => !row.hidden)"
        assert page.value(f"{rows}.map(row => row.dataset.month)") == months

    def test_a_link_to_what_is_folded_unfolds_it(self, built: Path, page: browser.Page) -> None:
        page.open((built / "2016-01" / "index.html").as_uri() + "#quote-isis")
        page.wait("document.getElementById('quote').open")
        assert page.value("document.getElementById('quote-isis').getBoundingClientRect().height") > 0

    def test_one_party_alone_is_shown_on_request(self, built: Path, page: browser.Page) -> None:
        page.open((built / "index.html").as_uri())
        bright = "document.querySelectorAll('.timeline a rect:not(.hit):not(.dim)').length"
        every = page.value(bright)
        page.value(
            "[...document.querySelectorAll('[data-part]')].find(one => one.textContent.includes('Russia')).click()"
        )
        assert page.value(bright) == 2  # January and February 2016
        page.value("document.querySelector('[data-part][aria-pressed=true]').click()")
        assert page.value(bright) == every > 2

    def test_a_month_is_read_in_four_screens(self, built: Path, page: browser.Page) -> None:
        page.open((built / "2016-01" / "index.html").as_uri(), 1280)
        assert page.value("document.documentElement.scrollHeight") <= 4 * 900

    def test_the_timeline_and_the_next_month_are_links(self, built: Path, page: browser.Page) -> None:
        page.open((built / "index.html").as_uri())
        page.value(
            "document.querySelector('svg a[href=\"2016-01/index.html\"]').dispatchEvent(new MouseEvent('click'))"
        )
        page.wait("location.pathname.endsWith('/2016-01/index.html')")
        page.wait("document.readyState === 'complete'")
        page.value("document.querySelector('[rel=next]').click()")
        page.wait("location.pathname.endsWith('/2016-02/index.html')")
        page.wait("document.readyState === 'complete'")
        assert page.value("document.querySelector('[rel=next]')") is None

    def test_the_line_is_copied(self, built: Path, page: browser.Page) -> None:
        page.open((built / "2016-01" / "index.html").as_uri())
        page.value("document.querySelector('[data-copy]').click()")
        page.wait("document.querySelector('.quote [role=status]').textContent !== ''")

    def test_it_works_from_a_server_under_any_path(self, built: Path, page: browser.Page) -> None:
        handler = functools.partial(SimpleHTTPRequestHandler, directory=str(built.parent))
        handler.log_message = lambda *_: None  # type: ignore[attr-defined]
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            address = f"http://127.0.0.1:{server.server_port}/{built.name}/"
            page.open(address)
            page.value("document.querySelector('#table tr[data-month=\"2016-01\"] a').click()")
            page.wait("location.pathname.endsWith('/2016-01/index.html')")
            page.wait("document.readyState === 'complete'")
            assert [text for text in page.complaints() if "favicon" not in text] == []
            server.shutdown()


def test_serve_shows_it_on_this_machine_and_opens_the_browser(reports: Path, tmp_path: Path) -> None:
    opened, script = tmp_path / "opened", tmp_path / "browser.sh"
    script.write_text(f'#!/bin/sh\necho "$1" > {opened}.part && mv {opened}.part {opened}\n')
    script.chmod(0o755)
    batch = shutil.copytree(reports / "2016-01", tmp_path / "batch" / "2016-01").parent  # a month is quicker than all
    command = [Path(sys.executable).parent / "snhr", "site", tmp_path / "site", "--reports", batch, "--serve"]
    with subprocess.Popen(command, env=os.environ | {"BROWSER": f"{script} %s"}, stdout=subprocess.PIPE) as process:
        until = time.monotonic() + 180
        while not opened.exists():
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
        address = opened.read_text().strip()
        assert address.startswith("http://127.0.0.1:")
        with urlopen(f"{address}2016-01/index.html", timeout=10) as answer:
            assert b"January 2016" in answer.read()
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0


@pytest.mark.usefixtures("audited")
class TestNothingIsLost:
    def test_what_is_not_of_the_site_stays(self, built: Path, reports: Path, data: Data) -> None:
        (built / "CNAME").write_text("example.org")
        site(reports, built, data, *WHERE)
        assert (built / "CNAME").read_text() == "example.org"
        assert not list(built.parent.glob(".*"))

    def test_an_old_site_stays_where_the_new_one_cannot_take_its_place(
        self, built: Path, reports: Path, data: Data, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = {path: path.read_bytes() for path in pages(built)}
        rename = Path.rename

        def busy(path: Path, target: Path) -> Path:
            if path.name.endswith(".part"):
                raise OSError(16, "Device or resource busy")
            return rename(path, target)

        monkeypatch.setattr(Path, "rename", busy)
        with pytest.raises(RunError, match="what was there is as it was"):
            site(reports, built, data)
        assert {path: path.read_bytes() for path in pages(built)} == before
        assert not list(built.parent.glob(".*"))

    def test_the_notebooks_are_not_replaced_by_their_site(self, built: Path, reports: Path, data: Data) -> None:
        shutil.copytree(reports, built / "reports")
        try:
            with pytest.raises(RunError, match="holds the notebooks themselves"):
                site(built / "reports", built, data)
            assert (built / "reports" / "2016-01" / "run.json").is_file()
        finally:
            shutil.rmtree(built / "reports")

    @pytest.mark.parametrize("record", ["[]", '{"notebooks": {}}', '{"parameters": [], "notebooks": {}}', "{"])
    def test_a_record_that_cannot_be_read_is_said(self, reports: Path, data: Data, tmp_path: Path, record: str) -> None:
        batch = tmp_path / "batch"
        shutil.copytree(reports, batch)
        (batch / "2016-02" / "run.json").write_text(record)
        with pytest.raises(RunError, match="2016-02: no record of a run that can be read"):
            site(batch, tmp_path / "site", data)

    def test_a_month_under_another_name_and_several_dates_are_refused(
        self, reports: Path, data: Data, tmp_path: Path
    ) -> None:
        batch = tmp_path / "batch"
        shutil.copytree(reports, batch)
        shutil.copytree(batch / "2016-01", batch / "2016-03")
        record = json.loads((batch / "2016-02" / "run.json").read_text())
        record["parameters"]["as_of"] = "2016-03-02"
        (batch / "2016-02" / "run.json").write_text(json.dumps(record))
        with pytest.raises(RunError) as raised:
            site(batch, tmp_path / "site", data)
        assert "2016-03: of 2016-01, as its record says" in str(raised.value)
        assert "several dates (as_of) (2016-03-02, none)" in str(raised.value)
