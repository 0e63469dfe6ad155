"""The explore notebook: in a real JupyterLab, in a real browser, and where no widgets can run."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import browser
import ipywidgets
import nbformat
import pytest
from browser import lab

from analysis import Data, NotComparable, monthly_tolls
from analysis.notebooks.explore import QUESTIONS, answer, show
from analysis.notebooks.files import NOTEBOOKS
from analysis.notebooks.parameters import Parameters

RIGHT = ("ArrowRight", 39)


def words_of(page: browser.Page) -> str:
    return str(page.value("[...document.querySelectorAll('.widget-html')].map(one => one.innerText).join(' ')"))


@pytest.mark.skipif(browser.COMMAND is None, reason="needs Chromium")
def test_in_jupyterlab_picture_and_text_follow_the_month_the_question_and_the_monitor(tmp_path: Path) -> None:
    shutil.copy(NOTEBOOKS / "00_explore.ipynb", tmp_path)
    picture = "document.querySelector('.widget-html img')"
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
        page.wait(f"!!document.querySelector('.noUi-handle') && !!{picture}", 60)
        assert "January 2016" in page.value(f"{picture}.alt")
        assert "civilian deaths in January 2016 to Russian forces: 679" in words_of(page)

        page.value("document.querySelector('.noUi-handle').focus()")
        page.key(*RIGHT)
        page.wait(f"{picture}.alt.includes('February 2016')")
        page.wait("document.querySelector('.widget-readout').innerText === '2016-02'")
        assert "SNHR, February 2016: the numbers added up do not reach the published total" in words_of(page)
        assert "January" not in words_of(page)

        questions = list(QUESTIONS)
        page.value(choose.format(1, json.dumps(questions[1])))
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
    assert "civilian deaths in January 2016 to Russian forces: 679" in text["text/markdown"]
    assert not any("widget" in kind for output in outputs for kind in output.data)


@pytest.mark.parametrize(
    ("month", "monitor"), [("2016-01", "snhr"), ("2015-06", "sohr"), ("2016-01", "airwars"), ("2017-04", "thuwwar")]
)
def test_every_question_is_answered_or_says_why_not(data: Data, month: str, monitor: str) -> None:
    tolls = monthly_tolls(data, monitor, Parameters(month, monitor).checked(data).population)
    for question in QUESTIONS:
        made = answer(question, tolls, month)
        assert made.png.startswith(b"\x89PNG")
        assert len(made.alt) > 30
        assert made.text.startswith("**")
    with pytest.raises(NotComparable, match="Does it add up"):
        answer("Does it add up", tolls, month)


def test_what_cannot_be_shown_takes_the_old_picture_away(data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[ipywidgets.Widget] = []
    monkeypatch.setattr("analysis.notebooks.explore._display", lambda widget, *_: shown.append(widget))
    show(data, Parameters("2016-01"))
    choice, picture, text = shown
    assert "January 2016" in picture.value
    for error, said in ((NotComparable("no such thing"), "no such thing"), (KeyError("x"), "KeyError")):

        def broken(*_: object, error: Exception = error) -> None:
            raise error

        monkeypatch.setitem(QUESTIONS, list(QUESTIONS)[1], broken)
        choice.children[2].value = next(iter(QUESTIONS))
        assert "<img" in picture.value
        choice.children[2].value = list(QUESTIONS)[1]
        assert picture.value == ""
        assert said in text.value
