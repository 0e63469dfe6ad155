"""What the answers may cost, counted in tables made, which no clock and no other process can change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from analysis import Data, audit, check_claims, compare, completeness, exceeds, monthly_tolls, period, shares, trend

MONTH = "2016-01"
ASKED: dict[str, Callable[[Data, Any], object]] = {
    "monthly_tolls": lambda data, tolls: monthly_tolls(data),
    "compare": lambda data, tolls: compare(tolls, MONTH),
    "shares": lambda data, tolls: shares(tolls, MONTH),
    "completeness": lambda data, tolls: completeness(tolls),
    "trend": lambda data, tolls: trend(tolls),
    "period": lambda data, tolls: period(tolls, "2015-10", "2016-06"),
    "exceeds": lambda data, tolls: exceeds(tolls, "2015-10", "2016-06", "russian_forces", "government"),
    "audit": lambda data, tolls: audit(data, MONTH),
    "check_claims": lambda data, tolls: check_claims(data, data.claims[data.claims["month"] == MONTH]),
}


@pytest.mark.parametrize("question", ASKED)
def test_a_question_makes_no_table_until_one_is_asked_for(
    data: Data, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tolls, made, new = monthly_tolls(data), [], pd.DataFrame.__init__

    def counted(self: pd.DataFrame, *args: Any, **kwargs: Any) -> None:
        made.append(args)
        new(self, *args, **kwargs)

    monkeypatch.setattr(pd.DataFrame, "__init__", counted)
    result = ASKED[question](data, tolls)
    assert not made
    assert len(result.frame)  # type: ignore[attr-defined]
    assert made  # they are counted
