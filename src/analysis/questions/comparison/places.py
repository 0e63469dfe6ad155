"""Where: the governorates that a month's reports print."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from analysis.data.rows import Governorate, typed
from analysis.model.results import Result
from analysis.tolls.series import Tolls, refuse_no_tolls


@dataclass(frozen=True)
class Place:
    """One governorate that a report names for a party; `printed_share_pct` where only a percentage is published."""

    party: str
    governorate: str
    killed: int | None
    of_killed: int | None
    printed_share_pct: float | None
    report_id: str

    @property
    def share(self) -> float | None:
        """The deaths there as a fraction of the party's toll."""
        return self.killed / self.of_killed if self.killed is not None and self.of_killed else None


@dataclass(frozen=True, eq=False, repr=False)
class Places(Result[Place]):
    """The governorates published for one month."""

    tolls: Tolls
    month: str
    lines: tuple[Place, ...]
    name: ClassVar[str] = "places"
    translated: ClassVar[bool] = True
    header: ClassVar[str] = "party governorate killed of_killed share printed_share_pct report_id"


def places(tolls: Tolls, month: str) -> Places:
    """Take the governorates printed for a month.

    Parameters
    ----------
    tolls, month
        As for `compare`.

    Returns
    -------
    Places
        One line per report, party and governorate, most deaths first; empty where no report prints places. `killed` of
        `of_killed` (the party's toll) deaths were there, `share` as a fraction; `printed_share_pct` is the percentage
        where only that is printed. Reports print only some places: these are not all.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> places(monthly_tolls(read_data()), "2016-01").frame[["governorate", "killed", "of_killed"]]
      governorate  killed  of_killed
    0  Deir ez-Zor     226        679
    1       Aleppo     212        679
    """
    refuse_no_tolls(tolls)
    used = set(tolls.reports(month)["report_id"])
    killed = tolls.of(month).killed if month in tolls.months else {}
    found: dict[tuple[object, ...], Place] = {}
    for row in typed(tolls.data.only(month).governorates, Governorate):
        if row.report_id not in used:
            continue
        toll = killed.get(row.party)
        of = toll.value if toll and not toll.limit else None  # of a toll that is only an end there is no share
        place = Place(row.party, row.governorate, row.killed, of, row.share_pct, row.report_id)
        found.setdefault((row.party, row.governorate, row.killed, row.share_pct), place)
    return Places(tolls, month, tuple(sorted(found.values(), key=partial(_order, tolls))))


def _order(tolls: Tolls, place: Place) -> tuple[int, float, float, str]:
    """Parties in their order, most deaths first, what has no number last."""
    numbers = (place.killed, place.printed_share_pct)
    most, share = (math.inf if number is None else -number for number in numbers)
    return tolls.parties[place.party].order, most, share, place.governorate
