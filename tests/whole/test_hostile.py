"""Hostile text in every text column: read or refused, in notebooks, on pages in a real browser, in JupyterLab."""

from __future__ import annotations

import base64
import csv
import html
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import browser
import pytest
from browser import lab
from click.testing import CliRunner
from folders import TESTS

from analysis import Data, DataError, read_data
from analysis.cli import main
from analysis.data.csv_reader import read_tables
from analysis.data.folder import REPOSITORY
from analysis.notebooks import explore, runner
from analysis.notebooks.parameters import Parameters
from analysis.site.site import site

MARKUP = (
    '<canary-x onclick="alert(1)"><img src=x onerror="canary=1;alert(1)"></canary-x>',
    "[x](javascript:canary=1) ![y](http://127.0.0.1:9/y.png) <javascript:alert(1)>",
    "*i* __u__ `c` ~~s~~ |p| &lt;e&gt; # h www.evil.example canary@evil.example",
    r"$\href{javascript:alert(1)}{x}$ \(m\)",
    '" onmouseover="canary=1" \' onmouseover=\'canary=1\' style="display:none"',
    "</script></title></style><script>canary=1;alert(1)</script>",
    "javascript:alert(1)",
)
OBEYED = ("\x1b[31mred", "bell\x07!", "two\nlines", "a\u202egnp.exe", "\u2066isolated\u2069", "c1\x9b31m", "a\tb")
ADDRESS = "https://127.0.0.1:9/javascript:canary=1?a=[x](javascript:alert(1))&b=*i*|$m$"
WRITTEN = {f"<{end}{tag}>" for tag in ("p", "ul", "li", "strong", "em", "code") for end in ("", "/")} | {"<img>"}
SECRETS = {"CANARY_TOKEN": "secret-7f3a91c2", "JUPYTER_CANARY": "secret-55e0", "MPL_CANARY": "secret-c81d"}
SCHEMAS = read_tables(REPOSITORY / "data" / "raw").schemas
MONTHLY = ["01_comparison", "02_shares", "03_audit", "05_monitors"]


def text_columns(table: str) -> list[str]:
    return [field["name"] for field in SCHEMAS[table]["fields"] if field["type"] == "string"]


def limits(table: str, column: str) -> set[str]:
    """What the contract lets a column hold: a pattern or list, or the codes of another table."""
    schema = SCHEMAS[table]
    field = next(field for field in schema["fields"] if field["name"] == column)
    codes = any(column in key["fields"] for key in schema.get("foreignKeys", []))
    return ({"codes"} if codes else set()) | {"pattern", "enum"} & set(field.get("constraints", {}))


EVERY = {(table, column) for table in SCHEMAS for column in text_columns(table)}
CLOSED = {place for place in EVERY if limits(*place) & {"pattern", "enum"}}
CODES = {("comparison_claims", "right"), ("definitions", "parties"), ("claims", "party")}  # a rule: codes, joined
OPEN = {place for place in EVERY if not limits(*place)} - CODES


def rewrite(folder: Path, change: Any, rows: int = 10**6) -> None:
    """Put `change(table, column, row number, cell)` in the text cells of the first rows of every table."""
    with (folder / "reports.csv").open("a", encoding="utf-8") as reports:
        reports.write("snhr-2016-01-z-records,snhr,2016-01,,en,records,SNHR,monitor,https://snhr.example/,,,,,\n")
    with (folder / "lists.csv").open("a", encoding="utf-8") as listed:
        listed.write(f"snhr-2016-01-z-records,list,list.csv,{'0' * 64},2016-01,2016-01,isis,0,0,0,0,0,{{}}\n")
    for table in SCHEMAS:
        with (folder / f"{table}.csv").open(newline="", encoding="utf-8") as file:
            found = list(csv.DictReader(file))
        for number, row in enumerate(found[:rows], start=2):
            cells = {column: row.get(column, "") for column in text_columns(table)}
            row.update({column: change(table, column, number, cell) for column, cell in cells.items()})
        with (folder / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys([*found[0], *text_columns(table)])))
            writer.writeheader()
            writer.writerows(found)


@pytest.mark.parametrize("evil", [*MARKUP, *OBEYED])
def test_the_reader_takes_text_as_it_is_or_refuses_it_with_its_place(folder: Path, evil: str) -> None:
    rewrite(folder, lambda *_: evil, rows=1)
    with pytest.raises(DataError) as refused:
        read_data(folder, validate=True)
    found = {(p.file.removesuffix(".csv"), column) for p in refused.value.problems for column in p.column.split(" + ")}
    if evil in OBEYED:
        assert found >= EVERY
    else:
        assert found >= CLOSED
        assert not found & OPEN


def hostile(table: str, column: str, number: int, cell: str) -> str:
    """All markup in whatever is open, an address that is one, and the rest as it was."""
    if table == "parties" and "label" in column:  # one for each party: pictures hold no more
        return f"{number} {cell[:8]} {MARKUP[number % len(MARKUP)]}"
    if (table, column) in OPEN and column != "aliases":
        return f"{number} {cell[:8]} {' '.join(MARKUP)}"
    return cell + f": {' '.join(MARKUP)}" if column == "reason" else ADDRESS if column == "url" and cell else cell


@pytest.fixture(scope="module")
def evil_data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    folder = tmp_path_factory.mktemp("evil") / "raw"
    shutil.copytree(TESTS / "right" / "base", folder)
    shutil.copy(REPOSITORY / "data" / "raw" / "datapackage.json", folder)
    rewrite(folder, hostile)
    return read_data(folder, validate=True)


@pytest.fixture(scope="module")
def reports(evil_data: Data, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("reports")
    with pytest.MonkeyPatch.context() as context:
        for name, value in SECRETS.items():
            context.setenv(name, value)
        results = runner.run(["2016-01"], MONTHLY, out, evil_data, {}, jobs=2)
        results += runner.run(["2014-05", "2016-01"], ["04_trends"], out, evil_data, {}, jobs=1)
    assert {result.message for result in results} == {""}
    return out


@pytest.fixture(scope="module")
def made(reports: Path, evil_data: Data) -> Path:
    """The site, without the Content-Security-Policy that would stop what must not be there in the first place."""
    index = site(reports, reports.with_name("site"), evil_data)
    for path in index.parent.glob("**/*.html"):
        text = path.read_text("utf-8")
        path.write_text(re.sub('<meta http-equiv="Content-Security-Policy"[^>]*>', "", text), "utf-8")
        assert path.read_text("utf-8") != text
    return index.parent


TRAP = """
window.dialogs = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = said => { dialogs.push(name) };
"""
PROVOKED = """(() => {
    const kinds = ["mouseover", "mouseenter", "focus", "blur", "error", "load", "pointerdown", "toggle"];
    for (const one of document.querySelectorAll("*")) for (const kind of kinds) one.dispatchEvent(new Event(kind));
    const links = [...document.querySelectorAll("[href], [src], [action], [formaction]")];
    for (const one of links) {
        const address = String(one.getAttribute("href") ?? one.getAttribute("src") ?? "");
        if (!/^(https?:|#|[.]{0,2}[/]|[0-9a-z-]+([/]|[.](svg|png|csv|json)$))/.test(address) && one.click) one.click();
    }
    const obeyed = [...document.querySelectorAll("*")].filter(one =>
        one.matches("canary-x, meta[http-equiv=refresh], iframe, object, embed, base, mjx-container, del") ||
        [...one.attributes].some(own => own.name.startsWith("on") || /^\\s*(javascript|vbscript):/i.test(own.value)) ||
        (one.matches("img") && !one.src.startsWith("data:image/png;base64,")) ||
        (one.matches("a[href]") && !/^(https?|file):/.test(new URL(one.getAttribute("href"), location))));
    return [typeof canary, dialogs.length, obeyed.map(one => one.outerHTML.slice(0, 200))];
})()"""


@pytest.fixture(scope="module")
def page() -> Iterator[browser.Page]:
    if not browser.COMMAND:
        pytest.skip("no Chromium here")
    with browser.chromium() as found:
        found.call("Page.addScriptToEvaluateOnNewDocument", source=TRAP)
        yield found


def dialogs(page: browser.Page) -> list[str]:
    page.value("0")
    return [event["method"] for event in page.events if event["method"] == "Page.javascriptDialogOpening"]


def unpacked(text: bytes) -> bytes:
    """A file, and what its pictures (base64 PNG) hold beside their pixels, which is where texts would be."""
    found = [text]
    for picture in re.findall(rb"iVBORw0KGgo[A-Za-z0-9+/=]+", text):
        rest = base64.b64decode(picture)[8:]
        while rest:
            length, kind = int.from_bytes(rest[:4]), rest[4:8]
            chunk, rest = rest[8 : 8 + length], rest[12 + length :]
            if kind != b"IDAT":
                found.append(kind + chunk)
            if kind in (b"zTXt", b"iTXt") and (packed := re.search(rb"\0+(x.+)", chunk, re.DOTALL)):
                found.append(zlib.decompress(packed[1]))
    return b"\n".join(found)


def test_nothing_of_the_environment_is_in_what_is_written(reports: Path, made: Path) -> None:
    written = [path for out in (reports, made) for path in out.rglob("*") if path.is_file()]
    assert {path.name for path in written} > {"run.json", "summary.csv", "01_comparison.ipynb", "index.html"}
    own = {value for value in os.environ.values() if len(value) > 8}
    for path in written:
        text = unpacked(path.read_bytes())
        for secret in {*SECRETS, *SECRETS.values(), *own}:
            assert secret.encode() not in text, path


def test_no_page_obeys_text_and_each_shows_it_as_it_is(made: Path, page: browser.Page) -> None:
    for path in made.glob("**/index.html"):
        page.open(path.as_uri())
        assert page.value(PROVOKED) == ["undefined", 0, []], path
        assert dialogs(page) == []
        assert [one for one in page.asked() if not one.startswith(("file:", "data:"))] == []
        assert page.value("[...document.scripts].filter(one => !one.type).length") == 1, path  # the others hold data
        seen = page.value("document.body.textContent")
        for evil in MARKUP:
            assert evil in seen, path
    page.open((made / "2016-01" / "index.html").as_uri())
    said = page.value("[...document.querySelectorAll('.said')].map(one => one.textContent)")
    assert len([text for text in said if all(evil in text for evil in MARKUP)]) > 5


def test_a_trusted_notebook_in_jupyterlab_obeys_no_text(reports: Path, page: browser.Page, tmp_path: Path) -> None:
    name = "01_comparison.ipynb"
    shutil.copy(reports / "2016-01" / name, tmp_path)
    trust = "from nbformat.sign import TrustNotebookApp; TrustNotebookApp.launch_instance()"
    home = os.environ | {"HOME": str(tmp_path), "JUPYTER_CONFIG_DIR": str(tmp_path / ".config")}
    subprocess.run([sys.executable, "-c", trust, name], cwd=tmp_path, env=home, check=True, capture_output=True)
    with lab(tmp_path) as address:
        page.open(address.format(name))
        said = "document.querySelector('.jp-OutputArea-output.jp-RenderedMarkdown')"
        page.wait(f"!!document.querySelector('.jp-RenderedHTMLCommon table') && !!{said}", 90)
        page.wait("!!document.querySelector('.jp-Notebook-ExecutionIndicator[data-status=idle]')", 60)
        shown = ".jp-OutputArea-output:is(.jp-RenderedMarkdown, .jp-RenderedHTML)"
        page.wait(f"document.querySelectorAll('{shown}').length > 8", 30)
        assert page.value("[typeof canary, dialogs.length]") == ["undefined", 0]
        texts = page.value(f"[...document.querySelectorAll('{shown}')].map(one => one.textContent)")
        for evil in MARKUP:
            assert evil in texts[0]
            assert len([text for text in texts if evil in text]) > 4
        wrong = "canary-x, mjx-container, .MathJax, del, [onclick], [onmouseover], [onerror], a:not([href^=http])"
        inside = f"document.querySelectorAll(`:is({shown}) :is({wrong})`)"
        assert page.value(f"[...{inside}].map(one => one.outerHTML)") == []
        assert not [one for one in page.asked() if "127.0.0.1:9" in one]
    assert dialogs(page) == []


def test_what_came_past_the_reader_reaches_neither_page_nor_terminal(
    made: Path, reports: Path, evil_data: Data, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    names = evil_data.parties["order"].map(lambda place: f"{place} {' '.join(OBEYED)}")
    obeyed = replace(
        evil_data,
        parties=evil_data.parties.assign(label=names, short_label=names),
        monitors=evil_data.monitors.assign(short_label=" ".join(OBEYED), url="javascript:alert(1)"),
        reports=evil_data.reports.assign(publisher=" ".join(OBEYED), url="javascript:alert(1)"),
    )
    vars(obeyed)["digests"] = evil_data.digests  # as if the notebooks were run on them
    orders = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
    monkeypatch.setattr(
        "analysis.site.site.build", lambda _, out: shutil.copytree(made / "data", out, dirs_exist_ok=True)
    )
    index = site(reports, tmp_path / "site", obeyed)
    assert "[31mred" in index.read_text("utf-8")
    for path in index.parent.glob("**/*.html"):
        text = path.read_text("utf-8")
        arabic = path.is_relative_to(index.parent / "ar")  # where our own signs keep numbers apart
        assert not orders.search(re.sub("[\u2066\u2068\u2069]", "", text) if arabic else text)
        assert not re.search("href *= *.?javascript:", text, re.IGNORECASE)
    monkeypatch.setattr("analysis.data.tables.read_data", lambda *_, **__: obeyed)
    asked = ["compare 2016-01", "shares 2016-01", "quote 2016-01 isis", "audit 2016-01", "claims 2016-01", "months"]
    asked += ["period 2016-01:2016-01", "monitors 2016-01", "check 2016-01 'isis killed 98'", "compare 1999-01"]
    for line in asked:
        for form in ("table", "markdown"):
            result = CliRunner().invoke(main, [*shlex.split(line), "--format", form])
            assert result.exit_code in (0, 1, 2), result.output
            assert result.output
            assert not orders.search(result.output), line


def test_widgets_show_text_as_it_is(evil_data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Any] = []
    monkeypatch.setattr(explore, "_display", lambda *given: shown.append(given))
    explore.show(evil_data, Parameters("2016-01"))
    ((instead, _), choice), (_, drawn), ((said, _), text) = shown
    picture, save = drawn.children
    asked = next(one for one in choice.children if getattr(one, "description", "") == "Question")
    for question in explore.QUESTIONS:
        asked.value = question
        for evil in MARKUP:
            assert evil in html.unescape(re.sub("</?code>", "", text.value))  # in the name of the monitor
        tags = set(re.findall("<[^>]*>", picture.value + text.value + save.value))
        assert {re.sub('(?s) (?:src|alt|style|href|download)="[^"]*"', "", tag) for tag in tags} <= {
            *WRITTEN,
            "<a>",
            "</a>",
        }
    for markdown in (instead["text/markdown"], said["text/markdown"]):
        assert r"\[x\](javascript:canary=1)" in markdown


def test_csv_and_json_hold_the_text_as_it_is(evil_data: Data) -> None:
    label = evil_data.parties.set_index("party").at["isis", "label"]
    for form in ("csv", "json"):
        done = CliRunner().invoke(main, ["compare", "2016-01", "--data", str(evil_data.folder), "--format", form])
        rows = json.loads(done.stdout) if form == "json" else list(csv.DictReader(done.stdout.splitlines()))
        assert [row["label"] for row in rows if row["party"] == "isis"] == [label]
