"""A draft marked up: what an editor opens in a browser, and what a notebook shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import browser
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from analysis import Data, check
from analysis.cli import main
from analysis.reading.marked import Outcome, Place, marked_text
from analysis.reading.words import check_sources, corrections, statement_sentence
from analysis.safe_text import printable

DRAFT = """\
The year so far

Russian forces killed more civilians in January 2016 than the forces of Bashar al-Assad or ISIS.
Russian forces killed 679 civilians, including 94 children. ISIS killed 98 people and al-Nusra 42.
The YPG killed 7 women, and between 80 and 90 people.
"""
ARABIC = "قتلت القوات الروسية 679 مدنياً في كانون الثاني 2016.\nوقتلت جبهة النصرة 42 مدنياً.\n"
HOSTILE = (
    "In January 2016 al-Nusra killed 42 civilians.</pre><script>alert(1)</script>"
    '<img src=x onerror=alert(2)>&amp;"\u202etxt.exe\x1b[31m $5 and $6\n'
)


def snhr(*words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, ["check", *words], input=typed)


class Parsed(HTMLParser):
    """The elements of a page with their attributes and texts, as a browser would nest them."""

    EMPTY = {"meta", "br", "img"}

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[dict[str, str]] = []
        self.found: list[dict[str, str]] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = {key: value or "" for key, value in attrs} | {"tag": tag, "text": ""}
        self.found.append(element)
        if tag not in self.EMPTY:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()["tag"] == tag

    def handle_data(self, data: str) -> None:
        for element in self.open:
            if element is self.open[-1] or not any(one["tag"] == "sup" for one in self.open):
                element["text"] += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [element for element in self.found if element["tag"] == tag]


def plain(marked: str) -> str:
    """The text that is marked: no tags, and none of the signs."""
    [around] = Parsed(f"<pre>{marked}</pre>").all("pre")
    return around["text"]


@st.composite
def texts_with_places(draw: st.DrawFn) -> tuple[str, list[Place]]:
    text = draw(st.text(st.sampled_from("aب9 \n\t<>&\"'\u202e\x1b\ud800;"), max_size=30))
    ends = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(ends, ends, st.sampled_from(Outcome)), max_size=8))
    signs = (f"<sup>{number}</sup>" for number in range(len(pairs)))
    return text, [Place(min(a, b), max(a, b), kind, next(signs)) for a, b, kind in pairs]


class TestPlaces:
    @given(texts_with_places())
    def test_marks_change_nothing_of_the_text_whatever_they_overlap(self, drawn: tuple[str, list[Place]]) -> None:
        text, places = drawn
        marked = marked_text(text, places)
        assert plain(marked) == printable(text)
        assert all(marked.count(place.sign) == 1 for place in places)

    @given(texts_with_places())
    def test_what_is_marked_is_what_some_place_covers_and_signs_stand_at_the_ends(
        self, drawn: tuple[str, list[Place]]
    ) -> None:
        text, places = drawn
        marked = marked_text(text, places)
        inside = {at for place in places for at in range(place.start, place.end)}
        covered = "".join(printable(text[at]) for at in sorted(inside))
        assert "".join(mark["text"] for mark in Parsed(marked).all("mark")) == covered
        for place in places:
            assert plain(marked.partition(place.sign)[0]) == printable(text[: place.end])

    def test_the_innermost_shows_and_of_one_place_the_worst(self) -> None:
        one, two, three = (
            Place(0, 9, Outcome.RIGHT, ""),
            Place(2, 4, Outcome.WRONG, ""),
            Place(2, 4, Outcome.OPEN, ""),
        )
        assert marked_text("123456789", [one, three, two]) == (
            '<mark class="right">12</mark><mark class="wrong">34</mark><mark class="right">56789</mark>'
        )


@pytest.mark.figures
class TestFragment:
    def test_each_statement_is_marked_with_a_sign_that_says_what_its_colour_does(self, data: Data) -> None:
        page = Parsed(check(DRAFT, data).html)
        shown = {mark["text"]: mark["class"] for mark in page.all("mark")}
        assert [shown[text] for text in ("679 civilians", "42", "7 women", "80 and 90 people")] == [
            "right",
            "wrong",
            "open",
            "unjudged",
        ]
        said = [link["aria-label"] for link in page.all("a") if "aria-label" in link]
        assert said == [
            "Note 1: checks out",
            "Note 2: checks out",
            "Note 3: checks out",
            "Note 4: checks out",
            "Note 5: checks out",
            "Note 6: wrong",
            "Note 7: cannot be decided",
            "Note 8: not judged",
        ]
        signs = [link["text"] for link in page.all("a") if "aria-label" in link]
        assert signs == ["✓1", "✓2", "✓3", "✓4", "✓5", "✗6", "?7", "○8"]

    def test_a_note_says_what_the_command_says_of_the_statement(self, data: Data) -> None:
        checked = check(DRAFT, data)
        notes = [one["text"] for one in Parsed(checked.html).all("li") if one.get("id")]
        assert [note[2:] for note in notes] == [statement_sentence(line, checked) for line in checked]
        assert "Corrected: SNHR attributed 3 civilian deaths" in notes[5]

    def test_it_begins_with_the_sentence_and_ends_with_the_pages_each_once(self, data: Data) -> None:
        checked = check(DRAFT, data)
        page = Parsed(checked.html)
        assert page.all("p")[0]["text"] == checked.text
        assert [one["text"] for one in page.all("li") if not one.get("id")] == check_sources(checked)
        assert {link["href"] for link in page.all("a") if link["href"].startswith("http")} == {
            source.split(" ")[-1] for source in check_sources(checked)
        }

    def test_every_link_within_leads_somewhere_and_back(self, data: Data) -> None:
        page = Parsed(check(DRAFT, data).html)
        there = [element["id"] for element in page.found if "id" in element]
        assert len(there) == len(set(there)) == 16
        assert {link["href"][1:] for link in page.all("a") if link["href"].startswith("#")} == set(there)

    def test_two_texts_in_one_notebook_do_not_share_their_places(self, data: Data) -> None:
        first, second = (
            {element["id"] for element in Parsed(check(text, data).html).found if "id" in element}
            for text in (DRAFT, ARABIC)
        )
        assert first.isdisjoint(second)

    def test_the_draft_keeps_its_lines(self, data: Data) -> None:
        for text in (DRAFT, ARABIC, f"\n\n  {DRAFT}", ""):
            [draft] = Parsed(check(text, data).html).all("pre")
            assert draft["text"] == f"\n{text}"  # the first line break after <pre> is none

    def test_nothing_of_a_text_is_obeyed(self, data: Data) -> None:
        checked = check(HOSTILE, data)
        for made in (checked.html, checked.page):
            page = Parsed(made)
            assert not {"script", "img"} & {element["tag"] for element in page.found}
            assert not [key for element in page.found for key in element if key.startswith("on")]
            assert page.all("pre")[0]["text"] == "\n" + printable(HOSTILE)
            assert "\u202e" not in made
            assert "\x1b" not in made
        assert "mathjax_ignore" in Parsed(checked.html).found[0]["class"]  # $5 and $6 are no formula

    def test_arabic_runs_from_right_to_left_in_the_draft_and_where_it_is_quoted(self, data: Data) -> None:
        page = Parsed(check(ARABIC, data).page)
        assert {one["dir"] for one in page.all("pre") + page.all("bdi")} == {"rtl"}
        assert {one["lang"] for one in page.all("pre") + page.all("bdi")} == {"ar"}
        assert page.all("html")[0]["lang"] == "en"  # in which all the rest is written
        assert Parsed(check(DRAFT, data).html).all("pre")[0]["dir"] == "ltr"

    def test_a_text_without_statements_is_shown_and_said_to_state_nothing(self, data: Data) -> None:
        page = Parsed(check("Nobody was hurt.", data).page)
        assert page.all("p")[0]["text"].startswith("Nothing in this text could be read")
        assert page.all("pre")[0]["text"] == "\nNobody was hurt."
        assert not page.all("li") + page.all("mark")
        assert "What is not marked has not been checked." in [one["text"] for one in page.all("p")]

    def test_jupyter_shows_it(self, data: Data) -> None:
        checked = check(DRAFT, data)
        assert checked._repr_html_() == checked.html
        assert "<table" not in checked.html
        assert list(checked.table.columns)[:2] == ["Verdict", "Words"]
        assert len(checked.frame) == 8


@pytest.mark.figures
class TestInWords:
    def test_at_the_prompt_it_prints_every_verdict_and_the_sum(self, data: Data) -> None:
        checked = check(DRAFT + "\x1b[31m", data)
        assert repr(checked).splitlines() == [*(statement_sentence(line, checked) for line in checked), checked.text]

    def test_what_is_wrong_is_said_as_it_would_be_right(self, data: Data) -> None:
        said = corrections(check(DRAFT, data))
        assert said.startswith('- "42": SNHR attributed 3 civilian deaths to the al-Nusra')
        assert said.count("\n") == 0
        assert corrections(check("ISIS killed 98.", data, month="2016-01")) == (
            "Nothing of it that could be judged is wrong."
        )

    def test_where_no_number_can_stand_in_its_place_it_is_said_why(self, data: Data) -> None:
        said = corrections(check("In January 2016 half of the civilian deaths were blamed on Russia.", data))
        assert said.startswith('- "half of the civilian deaths": of the 1,382 civilian deaths that SNHR documented')


@pytest.mark.figures
class TestCommand:
    def test_a_page_is_printed_and_the_status_is_that_of_the_other_formats(self, tmp_path: Path) -> None:
        (tmp_path / "draft.txt").write_text(DRAFT, "utf-8")
        done = snhr(str(tmp_path / "draft.txt"), "--format", "html")
        assert (done.exit_code, done.stderr) == (1, "")
        page = done.stdout_bytes.decode("utf-8")
        assert page.startswith("<!doctype html>")
        assert Parsed(page.partition("\n")[2]).all("meta")[0]["charset"] == "utf-8"
        assert snhr("ISIS killed 98 civilians in January 2016.", "--format", "html").exit_code == 0

    def test_it_asks_for_nothing_from_elsewhere(self) -> None:
        page = snhr("-", "--format", "html", typed=DRAFT).stdout
        assert "default-src 'none'" in page
        assert not re.search(r"<(?:script|link|iframe|object|embed|base|img)\b|url\(|@import", page)

    def test_of_an_html_draft_the_visible_text_is_marked_up(self, tmp_path: Path) -> None:
        source = (
            "<head><title>5 killed</title></head>\n<div>\n  <div><p>In January 2016 ISIS\n  killed <b>98</b>.</p></div>"
        )
        (tmp_path / "draft.html").write_text(f"{source}\n\n\n<p>Al-Nusra killed 42.</p>\n", "utf-8")
        page = Parsed(snhr(str(tmp_path / "draft.html"), "--format", "html").stdout)
        assert page.all("pre")[0]["text"] == "\nIn January 2016 ISIS killed 98.\n\nAl-Nusra killed 42."
        assert [(mark["class"], mark["text"]) for mark in page.all("mark")] == [("right", "98"), ("wrong", "42")]

    def test_a_claim_about_a_month_and_other_commands_have_no_page(self) -> None:
        done = snhr("2016-01", "Russia", "679", "--format", "html")
        assert (done.exit_code, done.stdout) == (2, "")
        assert "--format html is of texts" in done.stderr
        assert CliRunner().invoke(main, ["compare", "2016-01", "--format", "html"]).exit_code == 2
        assert snhr("2016-01", "Russia killed 679 civilians.", "--format", "html").exit_code == 0


@pytest.fixture(scope="module")
def page() -> Iterator[browser.Page]:
    if not browser.COMMAND:
        pytest.skip("no Chromium here")
    with browser.chromium() as found:
        yield found


@pytest.mark.figures
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("text", [DRAFT, ARABIC, HOSTILE], ids=["English", "Arabic", "hostile"])
def test_a_browser_shows_it_to_everybody_on_a_phone_too(
    text: str, scheme: str, data: Data, tmp_path: Path, page: browser.Page
) -> None:
    path = tmp_path / "draft.html"
    path.write_text(check(text, data).page, "utf-8")
    page.show_as(prefers_color_scheme=scheme)
    page.open(path.as_uri(), width=360)
    assert (page.barriers(), page.complaints(), page.asked()) == ([], [], [path.as_uri()])
    assert page.value("document.documentElement.scrollWidth") <= 360
    assert page.value("document.querySelector('pre').innerText").startswith(printable(text)[:20])
