"""The explore notebook: in a real JupyterLab, in a real browser, and where no widgets can run."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

import browser
import ipywidgets
import nbformat
import pytest
from browser import lab

from analysis import Data, NotComparable, monthly_tolls
from analysis.notebooks.explore import QUESTIONS, Answer, answer, show
from analysis.notebooks.files import NOTEBOOKS
from analysis.notebooks.parameters import Parameters


def words_of(page: browser.Page) -> str:
    return str(page.value("[...document.querySelectorAll('.widget-html')].map(one => one.innerText).join(' ')"))


@pytest.mark.skipif(browser.COMMAND is None, reason="needs Chromium")
def test_in_jupyterlab_picture_and_text_follow_the_month_the_question_and_the_monitor(tmp_path: Path) -> None:
    shutil.copy(NOTEBOOKS / "00_explore.ipynb", tmp_path)
    picture = "document.querySelector('.widget-html img')"
    press = "[...document.querySelectorAll('.jupyter-button')].find(one => one.innerText === '{}').click()"
    typed = (
        "(() => { const one = document.querySelector('input[list]'); one.value = 'Jan 2025';"
        " one.dispatchEvent(new Event('input', {bubbles: true}));"
        " one.dispatchEvent(new Event('change', {bubbles: true})); return one.value })()"
    )
    choose = (
        "(() => {{ const one = document.querySelectorAll('.widget-dropdown select')[{}]; one.value = {};"
        " one.dispatchEvent(new Event('change', {{bubbles: true}})); return one.value }})()"
    )
    with lab(tmp_path) as address, browser.chromium() as page:
        page.open(address.format("00_explore.ipynb"))
        # before anything is run: the committed picture and its text
        page.wait("!!document.querySelector('.jp-RenderedImage img')", 90)
        assert "Run this notebook in JupyterLab" in page.value("document.body.innerText")
        assert not page.value(f"!!{picture}")
        page.wait("!!document.querySelector('.jp-Notebook-ExecutionIndicator[data-status=idle]')", 60)
        page.value("jupyterapp.commands.execute('notebook:run-all-cells').then(() => true)")
        page.wait(f"!!document.querySelector('input[list]') && !!{picture}", 60)
        assert "January 2016" in page.value(f"{picture}.alt")
        assert "to Russian forces (679)" in words_of(page)

        page.value(press.format("Next"))
        page.wait(f"{picture}.alt.includes('February 2016')")
        page.wait("document.querySelector('input[list]').value === '2016-02'")
        assert "SNHR, February 2016: the numbers added up do not reach the published total" in words_of(page)
        assert "January" not in words_of(page)

        questions = list(QUESTIONS)
        page.value(choose.format(1, json.dumps("Russia")))
        page.wait("document.body.innerText.includes('382 civilian deaths attributed to Russian forces in')")
        assert page.value("document.querySelector('a[download]').download") == "snhr-2016-02.png"
        page.value(typed)
        page.wait(f"{picture}.alt.includes('January 2025')")
        page.value(press.format("Previous"))
        page.wait(f"{picture}.alt.includes('December 2024')")
        page.value(typed.replace("Jan 2025", "2016-02"))
        page.wait(f"{picture}.alt.includes('February 2016')")

        page.value(choose.format(2, json.dumps(questions[1])))
        page.wait(f"{picture}.alt.includes('Children and women')")
        page.value(choose.format(0, json.dumps("SOHR")))
        page.wait(f"{picture}.alt.includes('SOHR')")
        assert "SOHR, February 2016" in words_of(page)
        assert [one for one in page.complaints() if "rror displaying widget" in one] == []


def test_where_no_widgets_run_the_picture_and_the_text_stay() -> None:
    outputs = nbformat.read(NOTEBOOKS / "00_explore.ipynb", as_version=4).cells[-1].outputs
    choice, picture, text = (output.data for output in outputs)
    assert "SNHR, January 2016" in choice["text/markdown"]
    assert "image/png" in picture
    assert "to Russian forces (679)" in text["text/markdown"]
    assert not any("widget" in kind for output in outputs for kind in output.data)


@pytest.mark.parametrize(
    ("month", "monitor"), [("2016-01", "snhr"), ("2015-06", "sohr"), ("2016-01", "airwars"), ("2017-04", "thuwwar")]
)
def test_every_question_is_answered_or_says_why_not(data: Data, month: str, monitor: str) -> None:
    tolls = monthly_tolls(data, monitor, Parameters(month, monitor).checked(data).population)
    for question in QUESTIONS:
        made = answer(question, tolls, month)
        assert made.png[:4] in (b"\x89PNG", b"")  # nothing to draw: the text says so
        assert len(made.alt) > 30
        assert made.text.startswith("**")
    with pytest.raises(NotComparable, match="Does it add up"):
        answer("Does it add up", tolls, month)


def test_what_cannot_be_shown_takes_the_old_picture_away(data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[ipywidgets.Widget] = []
    monkeypatch.setattr("analysis.notebooks.explore._display", lambda _, widget: shown.append(widget))
    show(data, Parameters("2016-01"))
    choice, picture, text = shown
    assert "January 2016" in picture.children[0].value
    for error, said in ((NotComparable("no such thing"), "no such thing"), (KeyError("x"), "KeyError")):

        def broken(*_: object, error: Exception = error) -> None:
            raise error

        monkeypatch.setitem(QUESTIONS, list(QUESTIONS)[1], broken)
        choice.children[3].value = next(iter(QUESTIONS))
        assert "<img" in picture.children[0].value
        choice.children[3].value = list(QUESTIONS)[1]
        assert [one.value for one in picture.children] == ["", ""]  # nor a link to save the old one
        assert said in text.value


def test_of_choices_that_come_fast_the_last_is_answered_alone(data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[ipywidgets.Widget] = []
    monkeypatch.setattr("analysis.notebooks.explore._display", lambda _, widget: shown.append(widget))
    show(data, Parameters("2016-01"))
    choice, picture, _ = shown
    month = choice.children[1].children[0]
    answered: list[str] = []

    def counted(*asked: Any) -> Answer:
        answered.append(asked[2])
        return answer(*asked)

    monkeypatch.setattr("analysis.notebooks.explore.answer", counted)

    async def hurry() -> None:
        for one in ("2016-02", "2016-03", "2016-04"):
            month.value = one
            assert "opacity: 0.25" in picture.children[0].value
        await asyncio.sleep(0.2)

    asyncio.run(hurry())
    assert answered == ["2016-04"]
    assert "April 2016" in picture.children[0].value
    assert "opacity: 1" in picture.children[0].value


def test_a_month_is_typed_as_people_type_it_and_a_party_puts_its_line_first(
    data: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[ipywidgets.Widget] = []
    monkeypatch.setattr("analysis.notebooks.explore._display", lambda _, widget: shown.append(widget))
    show(data, Parameters("2016-01"))
    choice, picture, text = shown
    _, steps, party, _ = choice.children
    month, before, after = steps.children
    month.value = "Feb 2016"
    assert "February 2016" in picture.children[0].value
    assert month.value == "2016-02"
    after.click()
    assert month.value == "2016-03"
    before.click()
    before.click()
    assert month.value == "2016-01"
    party.value = "russian_forces"
    assert "SNHR documented 679 civilian deaths attributed to Russian forces" in text.value
    assert "Government" in dict(party.options)
    assert "Transitional government" not in dict(party.options)  # it cannot appear in 2016
    month.value = "2025-03"
    assert "Transitional government" in dict(party.options)
    assert party.value == "russian_forces"
    month.value = "2026-99"
    assert "This cannot be shown" in text.value
    assert picture.children[0].value == ""
