"""What the series has and lacks is computed, and says no more than the pages gathered here."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from analysis import Data, monthly_tolls
from analysis.data.folder import REPOSITORY
from analysis.questions.trends.coverage import Coverage, coverage


@pytest.fixture(scope="module")
def found(data: Data) -> Coverage:
    return coverage(data)


@pytest.fixture(scope="module")
def months(found: Coverage) -> pd.DataFrame:
    return found.frame.set_index("month")


def test_every_month_of_the_calendar_has_one_source(data: Data, months: pd.DataFrame) -> None:
    assert list(months.index) == [*(str(m) for m in pd.period_range("2013-02", max(months.index), freq="M"))]
    reports = data.reports[data.reports["monitor"] == "snhr"]
    assert months.index[-1] == max(reports["month"])
    own = set(reports.loc[reports["kind"] == "primary", "month"])
    assert set(months.index[months["source"] == "own"]) == own
    assert set(months.index[months["source"] == "relays"]) == set(reports["month"]) - own
    assert list(months.index[months["source"] == "nothing"][:6]) == [f"2013-{month:02}" for month in range(4, 10)]
    assert (months["pages"] == reports["month"].value_counts().reindex(months.index).fillna(0)).all()


def test_a_total_alone_is_told_from_numbers_of_parties_and_parts(data: Data, months: pd.DataFrame) -> None:
    assert months.loc[["2016-01", "2019-12", "2022-11", "2014-07"], "has"].tolist() == [
        *("parties", "total", "parts", "nothing")
    ]
    assert months.at["2018-06", "has"] == "parties"  # of two together
    assert pd.isna(months.at["2018-06", "parties"])
    every = pd.concat([monthly_tolls(data, population=who).frame for who in ("civilians", "fighters", "persons")])
    killed = every[(every["measure"] == "killed") & every["value"].notna() & every["combined"].isna()]
    assert "former_regime" not in months.at["2025-10", "parties"]  # where it is disputed whose its deaths are
    for month, parties in months["parties"].dropna().items():
        of_month = killed[(killed["month"] == month) & (killed["basis"] != "items")]
        assert set(of_month["party"]) - {"all_parties"} <= set(parties.split("|"))


def test_the_text_counts_what_the_table_has(found: Coverage, months: pd.DataFrame) -> None:
    text = found.text
    counts = {name: int(count) for name, count in re.findall(r"\*\*([A-Z][^*]*)\*\*[^:]*: ([0-9]+) months", text)}
    assert counts["A page of SNHR's own"] == (months["source"] == "own").sum()
    assert counts["Relays only"] == (months["source"] == "relays").sum()
    assert counts["Only a total"] == (months["has"] == "total").sum()
    assert counts["Nothing"] == (months["source"] == "nothing").sum()
    junes = sum(month[5:] in ("06", "12") for month in months.index[months["has"] == "total"])
    assert f"{junes} of these are Junes and Decembers" in text
    assert "| 2025 | 12 | " in text
    assert "| Syrian government forces (Assad, until December 2024) | 3/11 | 10/12 |" in text


def test_the_parties_of_a_month_are_codes(found: Coverage, months: pd.DataFrame) -> None:
    january = next(one for one in found if one.month == "2016-01")
    assert january.parties[:2] == ("government", "russian_forces")
    assert months.at["2016-01", "parties"] == "|".join(january.parties)


def test_what_was_looked_for_and_not_found_is_named(data: Data) -> None:
    data = replace(data, reports=data.reports[data.reports["month"] <= "2025-12"], dated="2026-11-29")
    found = coverage(data)
    assert "**After December 2025**: no monthly toll was found for January 2026 to October 2026" in found.text
    assert "January 2026" not in replace(found, data=replace(data, dated="")).text
    assert "no month had ended" in replace(found, data=replace(data, dated="2026-01-20")).text


def test_a_monitor_without_pages_says_so(data: Data) -> None:
    assert "No page is gathered here." in coverage(replace(data, reports=data.reports.head(0))).text


def test_the_committed_page_is_that_of_the_data(found: Coverage) -> None:
    page = (REPOSITORY / "docs" / "coverage.md").read_text("utf-8")
    assert page.endswith(found.text), "run `python tools/generate.py`"
