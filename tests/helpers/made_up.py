"""Made-up data of a small conflict, consistent unless a test plants an error."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.data.csv_reader import frame, read_tables
from analysis.data.folder import REPOSITORY
from analysis.data.tables import TABLES, Data

SCHEMAS = read_tables(REPOSITORY / "data" / "raw").schemas
PARTIES = {  # code -> parent, residual
    "north": ("", False),
    "south": ("", False),
    "red": ("bands", False),
    "blue": ("bands", False),
    "bands": ("", False),
    "unknown": ("", True),
    "all_parties": ("", False),
}
ADDED = ("north", "south", "red", "blue", "unknown")
COLUMNS = [field["name"] for field in SCHEMAS["tolls"]["fields"]]


@dataclass
class World:
    """The printed numbers: (month, party) -> counts; tests change them before `data` is asked for."""

    months: list[str]
    counts: dict[tuple[str, str], dict[str, Any]]
    relay: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)  # where it differs from the primary
    parts: list[tuple[str, str, str, int]] = field(default_factory=list)  # month, party, measure, massacre toll
    periods: list[tuple[str, str, str, str, int]] = field(default_factory=list)  # first, last, party, measure, value
    more: list[dict[str, Any]] = field(default_factory=list)  # rows of tolls.csv, on their pages
    since: dict[str, str] = field(default_factory=dict)  # party -> the month in which it appeared
    until: dict[str, str] = field(default_factory=dict)  # party -> the last month in which it could appear
    published: dict[str, str] = field(default_factory=dict)  # page -> date
    settled: list[dict[str, Any]] = field(default_factory=list)  # rows of adjudications.csv
    definitions: list[dict[str, Any]] = field(default_factory=list)  # rows of definitions.csv

    def data(self) -> Data:
        rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
        rows["monitors"] = [{"monitor": "watch", "name": "Watch", "short_label": "Watch", "url": "https://w.org/"}]
        for place, (party, (parent, residual)) in enumerate(PARTIES.items(), start=1):
            row = {"party": party, "label": party.title(), "short_label": party.title(), "parent": parent}
            row |= {
                "valid_from": self.since.get(party, "2011-01"),
                "valid_to": self.until.get(party, ""),
                "residual": str(residual).lower(),
                "order": place,
                "color": "#555555",
            }
            rows["parties"].append(row)
        for month in self.months:
            for kind, publisher in (("primary", "Watch"), ("relay", "Daily News")):
                report = {"report_id": f"{kind}-{month}", "monitor": "watch", "month": month, "kind": kind}
                report |= {"language": "en", "publisher": publisher, "url": f"https://{kind}.org/{month}"}
                report["published"] = self.published.get(report["report_id"], "")
                rows["reports"].append(report)
                for party in PARTIES:
                    counts = self.counts[month, party] | (self.relay.get((month, party), {}) if kind == "relay" else {})
                    rows["tolls"].append(
                        {"report_id": report["report_id"], "party": party, "population": "civilians"} | counts
                    )
        for month, party, measure, value in self.parts:
            row = {"report_id": f"primary-{month}", "party": party, "population": "civilians"}
            rows["tolls"].append(row | {measure: value, "scope": "subset:massacres"})
        rows["tolls"] += self.more
        rows["adjudications"] += self.settled
        rows["definitions"] += self.definitions
        for first, last, party, measure, value in self.periods:
            row = {"monitor": "watch", "party": party, "population": "civilians", measure: value}
            row |= {"period_start": f"{first}-01", "period_end": f"{last}-30", "url": "https://w.org/period"}
            rows["period_totals"].append(row)
        tables = {}
        for name in TABLES:
            columns = [column["name"] for column in SCHEMAS[name]["fields"]]
            tables[name] = frame(
                [[str(row.get(column, "")) for column in columns] for row in rows[name]], SCHEMAS[name]
            )
        return Data(**tables, folder=Path("made-up"), hashes={})


def consistent(months: list[str], draw: Any) -> World:
    """Numbers that add up: `draw(most)` gives a whole number from 0 to `most`."""
    counts: dict[tuple[str, str], dict[str, Any]] = {}
    for month in months:
        for party in ADDED:
            killed = draw(400)
            children = draw(killed)
            women = draw(killed - children)
            counts[month, party] = {"killed": killed, "children": children, "women": women, "torture": draw(killed)}
        for whole, parts in (("bands", ("red", "blue")), ("all_parties", ADDED)):
            counts[month, whole] = {m: sum(counts[month, p][m] for p in parts) for m in counts[month, "north"]}
        for party in PARTIES:
            if killed := counts[month, party]["killed"]:
                both = counts[month, party]["children"] + counts[month, party]["women"]
                counts[month, party]["printed_share_pct"] = (200 * both + killed) // (2 * killed)
    world = World(months, counts)
    for measure in ("killed", "children", "women", "torture"):
        value = sum(counts[month, "north"][measure] for month in months)
        world.periods.append((months[0], months[-1], "north", measure, value))
        world.periods.append(
            (months[0], months[2], "north", measure, sum(counts[m, "north"][measure] for m in months[:3]))
        )
    return world
