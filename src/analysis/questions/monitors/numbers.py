"""What several monitors print for the same month. They count different things: nothing is added across them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import pandas as pd

from analysis.data.contract import TEXT
from analysis.data.definitions import definitions_of
from analysis.data.tables import Data
from analysis.errors import UnknownMonth, nearest_months, refuse_no_month
from analysis.model.cells import MEASURES, POPULATIONS
from analysis.model.names import carried, find_monitor, monitor_codes
from analysis.tolls.doubts import causes_in
from analysis.tolls.pages import both_ends
from analysis.tolls.reconcile import monthly_tolls, months_with_figures
from analysis.tolls.series import actors, party_table
from analysis.tolls.sides import side_of, verdict_of

COLUMNS = [
    "monitor",
    "population",
    "party",
    "measure",
    "kind",
    "causes",
    "count",
    "low",
    "high",
    "ratio",
    "ratio_to",
    "basis",
    "report_id",
    "page_shown",
    "doubt",
]
ORDERINGS = ["population", "higher", "lower", "support", "supported_by", "contradicted_by", "undecided_by"]


def agreement(data: Data, month: str, monitors: Sequence[str] | None = None, as_of: str | None = None) -> pd.DataFrame:
    """Put side by side what monitors print for one calendar month. Windows that are no calendar months are left out.

    Parameters
    ----------
    data
        What `read_data` returns.
    month
        YYYY-MM.
    monitors
        Codes of monitors.csv; None: all that have figures for the month, those with most tolls first.
    as_of
        YYYY-MM-DD: use only reports published by that day.

    Returns
    -------
    DataFrame
        One row per monitor, population, party (a combined toll under its combined code) and measure (killed, children,
        women) with a number. `kind` is toll (a whole toll), items (a sum of some `causes`), range, least or most (ends
        of ranges, in `low` and `high`); `causes` may limit a range too. `count` is deaths (Int64). `ratio` is the count
        over that of the monitor `ratio_to`, the first one above with the same population, party, measure and causes:
        like with like only: of civilians (which fighters are counted differs), never of ranges or ends of them.

    Raises
    ------
    NotComparable
        An unknown monitor; names the nearest.
    UnknownMonth
        No figure of these monitors for this month; names the nearest.

    Examples
    --------
    >>> from analysis import read_data
    >>> found = agreement(read_data(), "2016-01").query("measure == 'killed' and population == 'civilians'")
    >>> russia = found.query("party == 'russian_forces'")
    >>> print(russia[["monitor", "kind", "causes", "count", "low", "high"]].to_string(index=False))
    monitor  kind      causes  count  low  high
       snhr  toll         NaN    679 <NA>  <NA>
    airwars range air_strikes   <NA> 1006  1410
    """
    known = monitor_codes(data.monitors)
    monitors = [find_monitor(data.monitors, monitor) for monitor in monitors] if monitors else None
    refuse_no_month(month)
    reporting = set(data.reports.loc[data.reports["month"] == month, "monitor"])  # no other has a figure
    found = {
        monitor: _rows(data, monitor, month, as_of) if monitor in reporting else [] for monitor in monitors or known
    }
    if monitors is None:
        found = dict(sorted(found.items(), key=lambda item: -sum(row["kind"] == "toll" for row in item[1])))
    rows = [row for printed in found.values() for row in printed]
    if not rows:
        there = [months_with_figures(data, monitor, as_of) for monitor in found]
        by = f" published by {as_of}" if as_of else ""
        near = nearest_months(month, sorted({m for one in there for months in one.values() for m in months}))
        raise UnknownMonth(f"no figures of {', '.join(monitors or ['any monitor'])} for {month!r}{by}; {near}")
    first: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        if row["count"] is not None and row["population"] == "civilians":
            like = first.setdefault(tuple(row[key] for key in ("population", "party", "measure", "causes")), row)
            if like is not row and like["count"]:
                row |= {"ratio": row["count"] / like["count"], "ratio_to": like["monitor"]}
    table = pd.DataFrame(rows, columns=COLUMNS)
    numbers = {**dict.fromkeys(["count", "low", "high"], "Int64"), "ratio": "Float64"}
    table = table.astype({**numbers, **dict.fromkeys(set(COLUMNS) - set(numbers), TEXT)})
    table.attrs = {"monitor": next(iter(found)), "population": "civilians", "as_of": as_of, "month": month}
    table.attrs["parties"] = carried(data.parties)
    return table


def orderings(data: Data, printed: pd.DataFrame) -> pd.DataFrame:
    """Say which orderings of two parties all, some or none of the monitors support.

    Parameters
    ----------
    data, printed
        What `read_data` and `agreement` return.

    Returns
    -------
    DataFrame
        One row per population and pair of parties with a printed number, where any monitor decides their order
        (residual classes and groups of parties apart). `support` is all (every monitor with figures of this population
        for the month puts `higher` above `lower`), some (others print too little to say), disputed (`contradicted_by`
        others), or only (no other monitor has figures). A monitor that publishes no whole toll decides by what its
        figures bound the toll to. One that does not count every party's victims decides nothing.

    Examples
    --------
    >>> from analysis import read_data
    >>> data = read_data()
    >>> first = orderings(data, agreement(data, "2016-01")).iloc[0]
    >>> first["higher"], first["lower"], first["support"], first["supported_by"], first["undecided_by"]
    ('russian_forces', 'government', 'some', 'snhr', 'sohr|airwars')
    """
    month, as_of, parties = printed.attrs["month"], printed.attrs["as_of"], party_table(printed)
    rows = []
    for population in POPULATIONS:
        theirs = [
            monitor
            for monitor in dict.fromkeys(printed.loc[printed["population"] == population, "monitor"])
            if not definitions_of(data.definitions, monitor, month).not_counted(population)
        ]
        cells = {
            monitor: {
                row.party: row
                for row in monthly_tolls(data, monitor, population, as_of, month=month).itertuples()
                if row.measure == "killed"
            }
            for monitor in theirs
        }
        seen = set(printed.loc[(printed["population"] == population) & (printed["measure"] == "killed"), "party"])
        for one, other in combinations([code for code in actors(parties) if code in seen], 2):
            said: dict[str, list[str]] = {"holds": [], "fails": [], "undecidable": []}
            for monitor, tolls in cells.items():
                sides = [side_of(tolls.get(party)) for party in (one, other)]
                if verdict_of(sides[0], "gt", [sides[1]]) == "holds":
                    said["holds"].append(monitor)
                elif verdict_of(sides[1], "gt", [sides[0]]) == "holds":
                    said["fails"].append(monitor)
                else:
                    said["undecidable"].append(monitor)
            pro, con, open_ = said.values()
            higher, lower = (one, other) if len(pro) >= len(con) else (other, one)
            if pro or con:
                most, least = (pro, con) if higher == one else (con, pro)
                support = "only" if len(cells) == 1 else "disputed" if least else "some" if open_ else "all"
                texts = ("|".join(names) or None for names in (most, least, open_))
                rows.append([population, higher, lower, support, *texts])
    table = pd.DataFrame(rows, columns=ORDERINGS).astype(TEXT)
    table.attrs = printed.attrs
    return table


def _rows(data: Data, monitor: str, month: str, as_of: str | None) -> list[dict[str, Any]]:
    """The rows of `agreement` of one monitor."""
    return [
        {**row, "monitor": monitor, "population": population}
        for population, there in months_with_figures(data, monitor, as_of, month).items()
        if there
        for row in _printed(monthly_tolls(data, monitor, population, as_of, month=month))
    ]


def _printed(tolls: pd.DataFrame) -> list[dict[str, Any]]:
    """The cells in which anything is published, as rows of `agreement`."""
    rows = []
    for row in tolls[tolls["measure"].isin(MEASURES)].itertuples():
        about = {"party": row.party, "measure": row.measure, "causes": causes_in(row.doubt) or None}
        about |= {"report_id": row.report_id, "page_shown": row.page_shown, "doubt": row.doubt, "count": None}
        low, high = both_ends(row)
        if not pd.isna(row.value) and low == high:
            kind = "items" if row.basis == "items" else "toll"
            rows.append({**about, "kind": kind, "count": int(row.value), "basis": row.basis})
        elif (low, high) != (None, None):
            kind = "most" if low is None else "least" if high is None else "range"
            rows.append({**about, "kind": kind, "low": low, "high": high})
    return rows
