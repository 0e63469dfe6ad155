"""What notebooks display: nothing is fetched, nothing gets out of its cell."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis import Data, compare, monthly_tolls, period, places, shares, trend
from analysis.questions.comparison.table import comparison_table, places_table
from analysis.questions.shares.picture import shares_picture
from analysis.questions.shares.table import shares_table
from analysis.questions.tipping.numbers import tipping_points
from analysis.questions.tipping.words import tipping_source
from analysis.questions.trends.table import period_table
from analysis.questions.trends.words import trend_source
from analysis.show.jupyter import show_table, show_text
from analysis.show.sources import source_line


@pytest.fixture
def displayed(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, **_: shown.append(bundle))
    return shown


def test_a_text_that_begins_like_an_address_is_not_fetched(
    displayed: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetched(*_: object, **__: object) -> None:
        raise AssertionError("asked the network")

    monkeypatch.setattr("urllib.request.urlopen", fetched)
    show_text("http://127.0.0.1:9/x# forces: 679")
    assert displayed[0]["text/markdown"] == r"http\://127.0.0.1:9/x# forces: 679"
    assert displayed[0]["text/plain"] == "http://127.0.0.1:9/x# forces: 679"


@pytest.mark.parametrize(
    "evil",
    [
        'http://x/"><meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/"><script>alert(1)</script>',
        "http://x/' onmouseover='alert(1)",
        "javascript:alert(1)",
        " JavaScript://x/%0aalert(1)",
        "data://text/html,<script>alert(1)</script>",
        "vbscript://x",
        "//127.0.0.1/x://",
        "https://snhr.org@127.0.0.1/",
        "https://snhr.org\\@127.0.0.1/",
        "https://snhr.org/ x",
        "<img src=x onerror=alert(1)>",
    ],
)
def test_a_cell_holds_no_more_than_text_or_an_address(displayed: list[dict[str, Any]], evil: str) -> None:
    show_table(pd.DataFrame({"Publisher": [evil], "Address": ["https://snhr.org/blog?a=1&b=2"]}))
    page = displayed[0]["text/html"]
    assert "<meta" not in page
    assert "<script" not in page
    assert "<img" not in page
    assert page.count("<a ") == 1
    assert '<a href="https://snhr.org/blog?a=1&amp;b=2"' in page


def test_each_address_of_a_list_is_a_link(displayed: list[dict[str, Any]]) -> None:
    show_table(pd.DataFrame({"Report": ["snhr-2016-01-de, https://snhr.org/a, https://snhr.org/b"]}))
    page = displayed[0]["text/html"]
    assert page.count("<a ") == 2
    assert 'overflow-wrap: anywhere">snhr-2016-01-de, <a href="https://snhr.org/a"' in page


@pytest.mark.parametrize(("monitor", "heading"), [("airwars", "Deaths alleged"), ("snhr", "Deaths documented")])
def test_a_column_says_what_the_monitor_prints(data: Data, monitor: str, heading: str) -> None:
    tolls = monthly_tolls(data, monitor)
    for table in (
        comparison_table(compare(tolls, "2016-01")),
        shares_table(shares(tolls, "2016-01")),
        places_table(places(tolls, "2016-01")),
        period_table(period(tolls, "2016-01", "2016-03")),
    ):
        assert [name for name in table if name.startswith("Deaths")] == [heading]


def test_what_is_alleged_is_nowhere_called_documented(data: Data) -> None:
    tolls = monthly_tolls(data, "airwars")
    found = shares(tolls, "2016-01")
    axes = shares_picture(found)
    texts = [
        axes.get_xlabel(),
        *(text.get_text() for text in axes.figure.texts),
        source_line(tolls, "2016-01"),
    ]
    texts.append(trend_source(trend(tolls)))
    texts.append(tipping_source(tipping_points(compare(tolls, "2016-01"))))
    assert [text for text in texts if "ocumented" in text] == []
    assert "Shares of what is alleged" in " ".join(texts).replace("\n", " ")
