"""Hidden truths, drawn at random, and pages that publish parts of them with every scope code of the codebook.

The truth comes first: who was killed, by whom. Pages then publish some of it: numbers, ranges and ends of ranges,
combined tolls, causes and parts, in three populations, on several primary pages and relays, with adjudications, totals
of periods and what the monitor says it counts. Whatever the package says of such pages has to hold for the truth behind
them. `draw` makes a world of a seed; `smallest` takes rows out of one for as long as a check of it fails.

A published number of the residual class is what it holds: deaths that belong to no party by name, and those of some
parties that no page of that month and population gives a toll of their own (alone, in their group's number, in a
combined toll; in persons also as civilians and as fighters; where persons are these added up, in any population). The
total counts everybody once, and with `unattributed` those attributed to nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from random import Random
from time import monotonic
from typing import TYPE_CHECKING, Any

import pandas as pd
from made_up import ADDED, PARTIES, SCHEMAS

from analysis import audit, compare, completeness, monthly_tolls, shares, tolls_from_records
from analysis.data.csv_reader import frame
from analysis.data.folder import REPOSITORY
from analysis.data.scopes import MEASURES
from analysis.data.tables import TABLES, Data
from analysis.errors import DataError
from analysis.model.adding import TOTAL
from analysis.model.cells import POPULATIONS

if TYPE_CHECKING:
    from analysis.questions.audit.findings import Findings
    from analysis.questions.comparison.numbers import Comparison
    from analysis.questions.shares.numbers import Shares
    from analysis.tolls.series import Tolls

RESIDUAL, GROUP, NAMED = "unknown", "bands", ("north", "south", "red", "blue")
GROUPS = {GROUP: ("red", "blue")}
ACTORS = NAMED  # that can be ranked
MONTHS = ("2020-01", "2020-02", "2020-03")
CAUSES = ("air_strikes", "shelling")
_KNOWN = (REPOSITORY / "data" / "raw" / "README.md").read_text("utf-8")
APART = "| children_minimum" in _KNOWN  # children's and women's ends have codes of their own
Key = tuple[str, str, str]  # month, population, party
Counts = dict[str, int]  # by measure


@dataclass
class World:
    """What pages publish, and what is behind them."""

    months: list[str]
    monitor: str = "watch"
    since: dict[str, str] = field(default_factory=dict)
    truth: dict[Key, Counts] = field(default_factory=dict)  # of a residual class what its number holds
    causes: dict[tuple[str, str, str, str], Counts] = field(default_factory=dict)  # and by cause
    nobodys: dict[tuple[str, str], Counts] = field(default_factory=dict)
    lumped: dict[tuple[str, str], dict[str, Counts]] = field(
        default_factory=dict
    )  # what a residual class holds of whom
    apart: set[str] = field(default_factory=set)  # months whose torture is additional to the toll
    reports: list[dict[str, Any]] = field(default_factory=list)
    tolls: list[dict[str, Any]] = field(default_factory=list)
    settled: list[dict[str, Any]] = field(default_factory=list)
    periods: list[dict[str, Any]] = field(default_factory=list)
    definitions: list[dict[str, Any]] = field(default_factory=list)
    misprints: list[str] = field(default_factory=list)  # report, party, population, measure of false numbers
    revised: bool = False  # a total of a period is a later number
    kind: Kind | None = None
    notes: list[str] = field(default_factory=list)  # to be shown

    def number(self, month: str, population: str, code: str, measure: str = "killed") -> int:
        """The true number of a party, of several joined by +, or of all."""
        return sum(self.truth[month, population, party][measure] for party in code.split("+"))

    def together(self, month: str, population: str, parties: list[str], measure: str = "killed") -> int:
        """The true deaths of several parties, each once; the residual class may hold some of the others."""
        found = sum(self.truth[month, population, party][measure] for party in parties)
        held = self.lumped[month, population] if RESIDUAL in parties else {}
        leaves = {leaf for party in parties for leaf in GROUPS.get(party, (party,))}
        return found - sum(counts[measure] for party, counts in held.items() if party in leaves)

    def can_appear(self, party: str, month: str) -> bool:
        return self.since.get(party, "2011-01") <= month

    def published(self, month: str) -> Iterator[dict[str, Any]]:
        """The rows of a month, and the totals that stand in reports alone."""
        ids = {row["report_id"]: row for row in self.reports if row["month"] == month}
        yield from (row for row in self.tolls if row["report_id"] in ids)
        for row in ids.values():
            if row.get("stated_total", "") != "":
                own = {"report_id": row["report_id"], "party": TOTAL, "population": row["total_population"]}
                yield own | {"killed": row["stated_total"]}

    def named(self, month: str, whole: bool = True) -> set[str]:
        """The parties for which a page of the month publishes a number; not `whole`: or a number of a part."""
        found: set[str] = set()
        for row in self.published(month):
            codes = codes_of(row)
            if has_number(row) and (not whole or not {"item", "subset", "area", *UNCLEAR}.intersection(codes)):
                found |= {child for party in members(row) for child in GROUPS.get(party, (party,))}
        return found - {TOTAL, RESIDUAL}

    def has_total(self, month: str, *populations: str) -> bool:
        """Whether a total of the month is published that is more than a floor."""
        return any(
            row["party"] == TOTAL
            and row["population"] in populations
            and not {"minimum", "without"}.intersection(codes_of(row))
            for row in self.published(month)
            if not {"item", "subset", "area", *UNCLEAR}.intersection(codes_of(row))
            and (row.get("killed", "") != "" or row.get("killed_max", "") != "")
        )

    def defined(self, aspect: str, population: str = "") -> list[str]:
        """What the monitor says of an aspect: codes or parties. Losses of fighters that are not counted are persons."""
        found = [row for row in self.definitions if row["aspect"] == aspect]
        if population and population != "persons":
            found = [row for row in found if row["population"] == population]
        return [row.get("code") or row["parties"] for row in found]

    def classes(self) -> set[tuple[str, str]]:
        """The months and populations for which a page publishes a number of the residual class."""
        return {
            (month, row["population"])
            for month in self.months
            for row in self.published(month)
            if RESIDUAL in members(row) and has_number(row)
        }

    def classify(self, month: str) -> None:
        """A residual class holds others in its number alone; without one of persons, whom its other numbers hold."""
        there = {population for one, population in self.classes() if one == month}
        for population in POPULATIONS:
            if population not in there:
                for theirs in self.lumped[month, population].values():
                    own = self.truth[month, population, RESIDUAL]
                    self.truth[month, population, RESIDUAL] = {m: own[m] - theirs[m] for m in MEASURES}
                self.lumped[month, population] = {}
        persons = [row for row in self.published(month) if row["population"] == "persons" and row["party"] != TOTAL]
        named = any(has_figure(row) and "population_not_printed" not in codes_of(row) for row in persons)
        if "persons" in there or named:
            return
        held = self.lumped[month, "persons"]
        for population in sorted(there):
            for party, theirs in self.lumped[month, population].items():
                held[party] = {m: held.get(party, {}).get(m, 0) + theirs[m] for m in MEASURES}
        own = self.truth[month, "persons", RESIDUAL]
        self.truth[month, "persons", RESIDUAL] = {m: own[m] + sum(one[m] for one in held.values()) for m in MEASURES}

    def data(self, *others: World) -> Data:
        """The tables as `read_data` returns them."""
        rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
        for place, world in enumerate((self, *others), start=1):
            who = {"monitor": world.monitor, "name": world.monitor.title(), "short_label": world.monitor.title()}
            rows["monitors"].append(who | {"url": "https://w.org/", "note_code": "monthly_by_party", "order": place})
            rows["reports"] += world.reports
            rows["tolls"] += world.tolls
            rows["adjudications"] += world.settled
            rows["period_totals"] += world.periods
            rows["definitions"] += world.definitions
        for place, (party, (parent, residual)) in enumerate(PARTIES.items(), start=1):
            row = {"party": party, "label": party.title(), "short_label": party.title(), "parent": parent}
            row |= {"valid_from": self.since.get(party, "2011-01"), "residual": str(residual).lower()}
            rows["parties"].append(row | {"order": place, "color": "#555555"})
        tables = {}
        for name in TABLES:
            columns = [column["name"] for column in SCHEMAS[name]["fields"]]
            text = [[str(row.get(column, "")) for column in columns] for row in rows[name]]
            tables[name] = frame(text, SCHEMAS[name])
        return Data(**tables, folder=Path("made-up"), hashes={})

    def __str__(self) -> str:
        """The pages, row by row, and the truth."""
        lines = [*self.notes, *(f"report {_plain(row)}" for row in self.reports)]
        lines += [f"toll {_plain(row)}" for row in self.tolls]
        lines += [f"adjudication {_plain(row)}" for row in self.settled]
        lines += [f"period {_plain(row)}" for row in self.periods]
        lines += [f"definition {_plain(row)}" for row in self.definitions]
        lines += [f"since {self.since}"] if self.since else []
        for (month, population), parties in self.lumped.items():
            lines += [f"{RESIDUAL} holds {'+'.join(parties)} in {month} {population}"] if parties else []
        for (month, population), counts in self.nobodys.items():
            lines += [f"nobody's in {month} {population}: {counts}"] if counts["killed"] else []
        for month in [month for month in self.months if any(row["month"] == month for row in self.reports)]:
            for population in POPULATIONS:
                true = [f"{p} {'/'.join(map(str, self.truth[month, population, p].values()))}" for p in PARTIES]
                lines.append(f"truth {month} {population} (killed/children/women/torture): {', '.join(true)}")
        return "\n".join(lines)


UNCLEAR = ("outside_total", "party_not_printed", "population_not_printed", "part_of_month")


def _plain(row: dict[str, Any]) -> str:
    skipped = ("language", "publisher", "url", "monitor", "summary", "quotation")
    return ", ".join(f"{key} {value}" for key, value in row.items() if value != "" and key not in skipped)


def codes_of(row: dict[str, Any]) -> dict[str, str]:
    """The scope codes of a row."""
    found = (code.partition(":") for code in row.get("scope", "").split(";") if code)
    return {code: value for code, _, value in found}


def members(row: dict[str, Any]) -> list[str]:
    """The parties of a row."""
    codes = codes_of(row)
    others = [party for code in ("joint", "includes") if code in codes for party in codes[code].split("+")]
    return sorted({row["party"], *others}, key=list(PARTIES).index)


def has_figure(row: dict[str, Any]) -> bool:
    """Whether a row publishes any count that says anything: at least 0 says nothing."""
    least = not {"minimum", "without"}.isdisjoint(codes_of(row))
    counts = [row.get(name, "") for name in (*MEASURES, "killed_min", "killed_max")]
    return any(count != "" and (count or not least) for count in counts)


def has_number(row: dict[str, Any]) -> bool:
    """Whether a row publishes any count."""
    return any(row.get(name, "") != "" for name in (*MEASURES, "killed_min", "killed_max"))


# ---------------------------------------------------------------------------------------------------------------------
# the truth


@dataclass(frozen=True)
class Kind:
    """What a world may have."""

    codes: bool = True  # scope codes of parts, causes, places, combined tolls
    ends: bool = True  # ranges, minimums and maximums
    lumps: bool = True  # a residual class that holds parties
    lumps_with_causes: bool = True  # also such as have a number by cause
    nobodys: bool = True
    settled: bool = True  # adjudications, and numbers that differ
    misprints: bool = True
    periods: bool = True
    definitions: bool = True
    listed: bool = False  # its pages are made from a list of victims or of incidents
    months: int = 3


PLAIN = Kind(codes=False, ends=False, lumps=False, nobodys=False, settled=False, misprints=False, definitions=False)


def draw(seed: int | Random, kind: Kind | None = None, monitor: str = "watch") -> World:
    """Make a world of a seed."""
    r = seed if isinstance(seed, Random) else Random(seed)
    if kind is None:
        kind = r.choice([PLAIN, Kind(ends=False, misprints=False), Kind(misprints=False), Kind()])
    if kind.listed:
        return _listed(r, monitor, kind)
    months = list(MONTHS[: r.randint(1, kind.months)])
    world = World(months, monitor, {} if r.randint(0, 3) else {"south": r.choice(["2020-02", "2021-01"])}, kind=kind)
    if kind.definitions and r.randint(0, 2) == 0:
        _define(r, world)
    for month in months:
        if r.randint(0, 4) == 0:
            world.apart.add(month)
        _kill(r, world, month, kind)
        plans = _plan(r, world, month, kind)
        _lump(r, world, month, kind, plans)
        for plan in plans:
            _publish(r, world, month, kind, plan)
        world.classify(month)
        if kind.settled:
            _settle(r, world, month, kind)
    if kind.periods and len(months) > 1:
        _sum(r, world, kind)
    return world


def _define(r: Random, world: World) -> None:
    about = {"monitor": world.monitor, "valid_from": "2019-01", "summary": "Watch says so.", "quotation": "so"}
    about["url"] = "https://w.org/says"
    if persons := r.choice(["", "civilians_and_fighters", "not_separated"]):
        world.definitions.append({**about, "aspect": "persons", "population": "persons", "code": persons})
    if r.randint(0, 2) == 0:
        world.definitions.append({**about, "aspect": "not_counted", "population": "fighters", "parties": "north"})
    if r.randint(0, 1):
        excluded = r.choice(NAMED)
        world.definitions.append({**about, "aspect": "residual_excludes", "population": "", "parties": excluded})


def _split(r: Random, killed: int) -> Counts:
    children = r.randint(0, killed)
    women = r.randint(0, killed - children)
    return {"killed": killed, "children": children, "women": women, "torture": r.randint(0, killed)}


def _kill(r: Random, world: World, month: str, kind: Kind) -> None:
    """Draw who was killed, by whom: a few, so that there are ties and tight bounds, or many."""
    most = r.choice([2, 6, 12, 400])
    open_ = "not_separated" in world.defined("persons")
    for party in ADDED:
        there = world.can_appear(party, month)
        both = {}
        for population in ("civilians", "fighters"):
            parts = {}
            for cause in (*CAUSES, "other"):  # each drawn apart, so that what is true of one is part of the whole
                parts[cause] = _split(r, r.randint(0, most) if there and r.randint(0, 2) else 0)
            if population == "fighters" and r.randint(0, 2):
                parts = {cause: counts | {"children": 0, "women": 0} for cause, counts in parts.items()}
            both[population] = parts
        extra = _split(r, r.randint(0, most) if open_ and there and r.randint(0, 1) else 0)
        both["persons"] = {
            cause: {m: both["civilians"][cause][m] + both["fighters"][cause][m] for m in MEASURES}
            for cause in (*CAUSES, "other")
        }
        both["persons"]["other"] = {m: both["persons"]["other"][m] + extra[m] for m in MEASURES}
        for population, parts in both.items():
            whole = {m: sum(parts[cause][m] for cause in parts) for m in MEASURES}
            world.truth[month, population, party] = whole
            for cause in CAUSES:
                world.causes[month, population, party, cause] = parts[cause]
        if month in world.apart:
            for population in ("civilians", "fighters"):
                world.truth[month, population, party]["torture"] = r.randint(0, most) if there else 0
            persons = world.truth[month, "persons", party]
            persons["torture"] = sum(world.truth[month, one, party]["torture"] for one in ("civilians", "fighters"))
        few = _split(r, r.randint(0, world.truth[month, "civilians", party]["killed"]))
        few = {m: min(few[m], world.truth[month, "civilians", party][m]) for m in MEASURES}
        few["killed"] = max(few["killed"], few["children"] + few["women"])
        for population in ("civilians", "persons"):  # massacres are of unarmed dead, however their pages call them
            world.causes[month, population, party, "massacres"] = few
        world.causes[month, "fighters", party, "massacres"] = dict.fromkeys(MEASURES, 0)
    for population in POPULATIONS:
        world.nobodys[month, population] = dict.fromkeys(MEASURES, 0)
    if kind.nobodys and r.randint(0, 5) == 0:
        for population in ("civilians", "fighters"):
            world.nobodys[month, population] = _split(r, r.randint(0, most))
        both_ = [world.nobodys[month, one] for one in ("civilians", "fighters")]
        world.nobodys[month, "persons"] = {m: sum(one[m] for one in both_) for m in MEASURES}
    for population in POPULATIONS:
        for whole_, parts_ in ((GROUP, GROUPS[GROUP]), (TOTAL, ADDED)):
            nobodys = world.nobodys[month, population] if whole_ == TOTAL else dict.fromkeys(MEASURES, 0)
            world.truth[month, population, whole_] = {
                m: sum(world.truth[month, population, part][m] for part in parts_) + nobodys[m] for m in MEASURES
            }
        for cause in (*CAUSES, "massacres"):
            found = [world.causes[month, population, part, cause] for part in GROUPS[GROUP]]
            world.causes[month, population, GROUP, cause] = {m: sum(one[m] for one in found) for m in MEASURES}


# ---------------------------------------------------------------------------------------------------------------------
# the pages

_HOW = ("number", "nothing", "range", "minimum", "maximum", "without", "joint", "includes")
_FLAGS = ("party_inferred", "year_inferred", "sum_of_printed_parts")


def _plan(r: Random, world: World, month: str, kind: Kind) -> list[dict[str, Any]]:
    """Say what each row of each page of a month is about, before its numbers are known."""
    plans: list[dict[str, Any]] = []
    kinds = [
        "primary",
        *r.choice([[], [], ["relay"], ["relay"], ["relay", "relay"], ["primary"], ["primary", "relay"]]),
    ]
    if r.randint(0, 5) == 0:
        kinds = ["relay"] * r.randint(1, 2)
    for place, page in enumerate(kinds):
        report_id = f"{world.monitor}-{month}-{page}{place}"
        report = {"report_id": report_id, "monitor": world.monitor, "month": month, "kind": page, "language": "en"}
        report |= {"publisher": "Watch" if page == "primary" else "Daily News", "url": f"https://{report_id}.org/"}
        later = f"{month[:5]}{int(month[5:]) + r.randint(1, 5):02d}-0{r.randint(1, 9)}"
        report["published"] = later if r.randint(0, 3) else ""
        world.reports.append(report)
        populations = r.choice([["civilians"], ["civilians"], ["civilians", "persons"], list(POPULATIONS), ["persons"]])
        quiet = r.randint(0, 6)  # how often nothing is said of a party
        for population in populations:
            for party in PARTIES:
                if not world.can_appear(party, month):
                    continue
                about = {"report": report, "party": party, "population": population}
                how = "nothing" if r.randint(0, 9) < quiet else "number"
                if how == "number" and kind.ends and r.randint(0, 3) == 0:
                    how = r.choice(["range", "minimum", "maximum", "without"])
                elif how == "number" and kind.codes and party != TOTAL and r.randint(0, 6) == 0:
                    how = r.choice(["joint", "includes"])
                if how in ("joint", "includes"):
                    others = [p for p in (*NAMED, RESIDUAL) if world.can_appear(p, month) and p != party]
                    others = [p for p in others if p not in GROUPS.get(party, ())]
                    others = others if party in GROUPS[GROUP] or party == GROUP else [*others, GROUP]
                    if how == "joint":
                        later_ones = list(PARTIES)[list(PARTIES).index(party) :]
                        others = [p for p in others if p in later_ones]
                    chosen = r.sample(others, min(len(others), r.choice([1, 1, 1, 2])))
                    if GROUP in chosen:
                        chosen = [p for p in chosen if p not in GROUPS[GROUP]]
                    if not chosen:
                        how = "number"
                    about["others"] = "+".join(sorted(chosen, key=list(PARTIES).index))
                if how != "nothing":
                    groups = [m for m in ("children", "women", "torture") if r.randint(0, 2) == 0]
                    about["measures"] = ["killed", *groups] if r.randint(0, 9) else groups
                    if about["measures"]:
                        plans.append({**about, "how": how})
                if not kind.codes:
                    continue
                for scope in ("item:air_strikes", "item:shelling", "subset:massacres"):
                    if r.randint(0, 14) == 0 and (party not in (TOTAL, RESIDUAL)):
                        plans.append({**about, "how": scope, "measures": ["killed", "children"]})
                if r.randint(0, 14) == 0 and party != TOTAL:
                    odd = r.choice(["area:alpha", "area:alpha+beta", "part_of_month", "joint_item"])
                    plans.append({**about, "how": odd, "measures": ["killed"]})
        if kind.codes and r.randint(0, 9) == 0:
            odd = r.choice(["party_not_printed", "population_not_printed", "outside_total"])
            party = RESIDUAL if odd == "party_not_printed" else "north"
            population = "persons" if odd == "population_not_printed" else "civilians"
            if odd != "outside_total" or place == 0:
                plans.append(
                    {"report": report, "party": party, "population": population, "how": odd, "measures": ["killed"]}
                )
    return plans


def _lump(r: Random, world: World, month: str, kind: Kind, plans: list[dict[str, Any]]) -> None:
    """Put some parties without a toll of their own into the residual class."""
    chosen = [party for party in NAMED if kind.lumps and r.randint(0, 1)]
    chosen = [party for party in chosen if party not in world.defined("residual_excludes")]
    owners: dict[str, set[str]] = {population: set() for population in POPULATIONS}
    for plan in plans:
        by_cause = ":" in plan["how"] or plan["how"] in ("joint_item", *UNCLEAR[1:])
        if not by_cause or not kind.lumps_with_causes:
            for party in [plan["party"], *plan.get("others", "").split("+")]:
                owners[plan["population"]].update(GROUPS.get(party, (party,)))
    owners["persons"] |= (owners["civilians"] & owners["fighters"]) - {RESIDUAL}  # which add up to persons
    one_class = "civilians_and_fighters" in world.defined(
        "persons"
    )  # whoever has a toll in one population is not in it
    for population in POPULATIONS:
        own = owners[population] | (set().union(*owners.values()) - {RESIDUAL} if one_class else set())
        held = [party for party in chosen if party not in own and RESIDUAL in own]
        theirs_held = world.lumped[month, population] = {}
        number = world.truth[month, population, RESIDUAL]
        for party in held:
            theirs = world.truth[month, population, party]
            theirs_held[party] = theirs
            number = {m: number[m] + theirs[m] for m in MEASURES}
        world.truth[month, population, RESIDUAL] = number


def _publish(r: Random, world: World, month: str, kind: Kind, plan: dict[str, Any]) -> None:
    """Write one row of a page."""
    party, population, how = plan["party"], plan["population"], plan["how"]
    row: dict[str, Any] = {"report_id": plan["report"]["report_id"], "party": party, "population": population}
    codes: list[str] = []
    if how.partition(":")[0] in ("item", "subset"):
        true = world.causes[month, population, party, how.partition(":")[2]]
        counts = {m: true[m] for m in plan["measures"] if m == "killed" or r.randint(0, 2) == 0}
        if how.startswith("item") and kind.ends and r.randint(0, 5) == 0:
            counts = {"killed": r.randint(counts.get("children", 0), counts["killed"])}
            codes.append("minimum")
        return _add(world, row | counts, [how, *codes])
    if how == "joint_item":
        other = r.choice([p for p in (*NAMED, RESIDUAL) if world.can_appear(p, month)])
        if {party, other} & {RESIDUAL, GROUP} or party == other:
            return None
        first, second = sorted([party, other], key=list(PARTIES).index)
        both = [world.causes[month, population, one, "air_strikes"]["killed"] for one in (first, second)]
        return _add(world, row | {"party": first, "killed": sum(both)}, ["item:air_strikes", f"joint:{second}"])
    true = world.truth[month, population, party]
    if how == "outside_total":
        return _add(world, row | {"killed": true["killed"]}, [how])
    if how.startswith("area") or how in UNCLEAR:
        return _add(world, row | {"killed": true["killed"] * (len(how) % 3) // 3}, [how])
    if how == "without":  # of every measure what happened elsewhere: anything from none to all
        thirds = r.randint(0, 3)
        codes = [
            "without:alpha",
            *(["torture_additional"] if month in world.apart and "torture" in plan["measures"] else []),
        ]
        codes += ["unattributed"] if party == TOTAL and world.nobodys[month, population]["killed"] else []
        return _add(world, row | {m: true[m] * thirds // 3 for m in plan["measures"]}, codes)
    if how in ("joint", "includes"):
        codes.append(f"{how}:{plan['others']}")
        whole = "+".join([party, *plan["others"].split("+")])
        true = {m: world.number(month, population, whole, m) for m in MEASURES}
    elif r.randint(0, 9) == 0 and kind.codes:
        codes.append(r.choice(_FLAGS))
    counts = {m: true[m] for m in plan["measures"] if m != "killed"}
    groups = counts.get("children", 0) + counts.get("women", 0)
    limited = kind.ends and r.randint(0, 4) == 0
    if limited and {"children", "women"}.intersection(counts):
        end = r.choice(["minimum", "maximum"])
        names = [m for m in ("children", "women") if m in counts]
        if APART and r.randint(0, 1):
            names = [r.choice(names)]
            codes.append(f"{names[0]}_{end}")
        else:
            codes.append(f"children_women_{end}")
        for m in names:
            counts[m] = r.randint(0, counts[m]) if end == "minimum" else counts[m] + r.randint(0, 3)
        groups = counts.get("children", 0) + counts.get("women", 0)
    if "torture" in counts:
        if month in world.apart:
            codes.append("torture_additional")
        if kind.ends and r.randint(0, 4) == 0:
            codes.append("torture_minimum")
            counts["torture"] = r.randint(0, counts["torture"])
    if "killed" in plan["measures"]:
        torture = 0 if month in world.apart else counts.get("torture", 0)
        least = max(groups, torture)
        if least > true["killed"]:  # upper ends that do not stand beside a number
            counts = {m: n for m, n in counts.items() if m == "torture"}
            codes = [code for code in codes if not code.startswith(("children", "women"))]
            least = torture
        ends = {"killed": true["killed"]}
        if how == "range":
            low, high = r.randint(0, true["killed"]), true["killed"] + r.randint(0, 5)
            both_ends = {"killed_min": low, "killed_max": high}
            ends = r.choice([both_ends, both_ends, {"killed_min": low}, {"killed_max": high}])
        elif how == "minimum":
            ends = {"killed": r.randint(least, true["killed"])}
            codes.append("minimum")
        elif how == "maximum":
            ends = {"killed": true["killed"] + r.randint(0, 5)}
            codes.append("maximum")
        counts = ends | counts
    if not counts:
        return None
    exact = {"killed", "children", "women"} <= set(counts) and not set(codes) - set(_FLAGS)
    if exact and counts["killed"] and r.randint(0, 3) == 0:
        both_, n = counts["children"] + counts["women"], counts["killed"]
        row["printed_share_pct"] = (200 * both_ + n) // (2 * n)
    nobodys = party == TOTAL and world.nobodys[month, population]["killed"]
    headline = party == TOTAL and how == "number" and set(counts) == {"killed"} and not codes and not nobodys
    if headline and r.randint(0, 1) and plan["report"].get("stated_total", "") == "":
        plan["report"] |= {"stated_total": counts["killed"], "total_population": population}
        return None
    if nobodys:
        codes.append("unattributed")
        if r.randint(0, 2):
            theirs = world.nobodys[month, population]
            known = {m: theirs[m] for m in counts if m in theirs} | {"killed": theirs["killed"]}
            known = {m: n for m, n in known.items() if m != "torture"}
            _add(world, {k: v for k, v in row.items() if k != "printed_share_pct"} | known, ["subset:unattributed"])
    return _add(world, row | counts, codes)


def _add(world: World, row: dict[str, Any], codes: list[str]) -> None:
    row["scope"] = ";".join(codes)
    key = tuple(row.get(name, "") for name in ("report_id", "party", "population"))
    apart = {"item", "subset", "area", "joint", "includes", *UNCLEAR}
    kind = {code.partition(":")[0] for code in codes} & apart
    for other in world.tolls:  # no page says a thing twice
        same = tuple(other[name] for name in ("report_id", "party", "population")) == key
        if same and set(codes_of(other)) & apart == kind and (not kind or other["scope"].split(";")[0] == codes[0]):
            return
    world.tolls.append(row)


def _exact_rows(world: World, month: str) -> dict[tuple[str, str, str], list[dict[str, Any]]]:
    """The rows with whole, exact numbers of a month, by party, population and measure."""
    ids = {row["report_id"] for row in world.reports if row["month"] == month}
    found = defaultdict(list)
    for row in world.tolls:
        if row["report_id"] in ids and not set(codes_of(row)) - {*_FLAGS, "torture_additional", "unattributed"}:
            for measure in MEASURES:
                if row.get(measure, "") != "":
                    found[row["party"], row["population"], measure].append(row)
    return found


def _settle(r: Random, world: World, month: str, kind: Kind) -> None:
    """Adjudicate some cells; misprint some numbers that another page has right."""
    reports = {row["report_id"]: row for row in world.reports}
    for (party, population, measure), rows in sorted(_exact_rows(world, month).items()):
        about = {"monitor": world.monitor, "month": month, "party": party, "population": population, "measure": measure}
        pages = [(reports[row["report_id"]]["kind"], row) for row in rows]
        if kind.misprints and len(rows) > 1 and r.randint(0, 6) == 0:
            which, wrong = r.choice(pages)
            others = [row for page, row in pages if row is not wrong and page in (which, "primary")]
            counts = {m: wrong[m] for m in MEASURES if wrong.get(m, "") != ""}
            counts[measure] = max(0, counts[measure] + r.choice([-9, -2, -1, 1, 2, 9]))
            fits = "killed" not in counts or counts["killed"] >= max(
                counts.get("children", 0) + counts.get("women", 0),
                0 if "torture_additional" in wrong["scope"] else counts.get("torture", 0),
            )
            if others and fits and counts[measure] != world.number(month, population, party, measure):
                wrong[measure] = counts[measure]
                wrong.pop("printed_share_pct", None)
                world.misprints.append(f"{wrong['report_id']} {party} {population} {measure}")
                if r.randint(0, 1):
                    true = world.number(month, population, party, measure)
                    row = about | {"value": true, "report_id": others[0]["report_id"], "reason": "majority: two to one"}
                    world.settled.append(row)
                elif r.randint(0, 2) == 0:
                    world.settled.append(about | {"value": "", "report_id": "", "reason": "unresolved: no telling"})
                continue
        if r.randint(0, 24) == 0:
            true = world.number(month, population, party, measure)
            how = r.randint(0, 3)
            if how < 2:
                reason = {"value": true, "report_id": rows[0]["report_id"], "reason": "later_revision"}
            else:
                reason = {"value": "", "report_id": "", "reason": r.choice(["unresolved: no telling", "scope_differs"])}
            world.settled.append(about | reason)


def _sum(r: Random, world: World, kind: Kind) -> None:
    """Publish totals of a period: true ones, ends of them, and later numbers."""
    first = r.randint(0, len(world.months) - 2)
    last = r.randint(first + 1, len(world.months) - 1)
    months = world.months[first : last + 1]
    end = {"2020-01": "31", "2020-02": "29", "2020-03": "31"}[months[-1]]
    about = {"monitor": world.monitor, "period_start": f"{months[0]}-01", "period_end": f"{months[-1]}-{end}"}
    for population in POPULATIONS:
        lumped = {party for month in months for party in world.lumped[month, population]}
        lumped |= {GROUP} if lumped.intersection(GROUPS[GROUP]) else set()
        nobodys = any(world.nobodys[month, population]["killed"] for month in months)
        for party in PARTIES:
            if r.randint(0, 2) or party in lumped or not world.can_appear(party, months[0]):
                continue
            measure = r.choice(["killed", "killed", "children", "women"])
            value = sum(world.number(month, population, party, measure) for month in months)
            row = {**about, "party": party, "population": population, "url": "https://w.org/period"}
            scope = "unattributed" if party == TOTAL and nobodys else ""
            if kind.ends and measure == "killed" and not scope and r.randint(0, 4) == 0:
                scope = r.choice(["minimum", "maximum"])
                value = r.randint(0, value) if scope == "minimum" else value + r.randint(0, 5)
            elif kind.misprints and r.randint(0, 4) == 0:
                value += r.randint(1, 9)  # monitors go on documenting
                world.revised = True
            world.periods.append(row | {measure: value, "scope": scope})


# ---------------------------------------------------------------------------------------------------------------------
# lists

_MEANING: dict[str, Any] = {
    "population": "civilians",
    "child_under": 18,
    "unknown": ["?"],
    "separator": ";",
    "period": [MONTHS[0], MONTHS[-1]],
}
_VICTIMS = {"date": "date", "party": "by", "sex": "sex", "age": "age"}
_SEXES = {"female": ["f"], "male": ["m"]}
_INCIDENTS = {"date": "date", "parties": "by", "killed_min": "low", "killed_max": "high", "children": "children"}


def _listed(r: Random, monitor: str, kind: Kind) -> World:
    """A world whose pages are counted from a list; what a record leaves open is known here alone."""
    world = World(list(MONTHS), monitor, kind=kind)
    covers = r.sample(NAMED, r.choice([0, 0, 1, 2]))
    records: list[dict[str, Any]] = []
    for month in MONTHS:
        for population in POPULATIONS:
            world.lumped[month, population] = {}
            world.nobodys[month, population] = dict.fromkeys(MEASURES, 0)
            for party in PARTIES:
                world.truth[month, population, party] = dict.fromkeys(MEASURES, 0)
    victims, some = bool(r.randint(0, 1)), r.choice([3, 8, 25])
    for _ in range(r.randint(1, some)):
        month, by = r.choice(MONTHS), r.choice([*NAMED, *NAMED, RESIDUAL])
        dated, known = r.randint(0, 9) > 0, r.randint(0, 7) > 0
        others = [p for p in (*NAMED, RESIDUAL) if p != by]
        named = GROUP if by in GROUPS[GROUP] and r.randint(0, 5) == 0 else by
        named = ";".join(sorted([by, r.choice(others)])) if r.randint(0, 5) == 0 else named
        record = {"date": f"{month}-0{r.randint(1, 9)}" if dated else "?", "by": named if known else "?"}
        if victims:
            counts, cells = _victim(r)
        else:
            counts, cells = _incident(r)
        records.append(record | cells)
        whose = [by, TOTAL, *([GROUP] if by in GROUPS[GROUP] else [])] if known else [TOTAL]
        for population in ("civilians", "persons") if dated else ():
            for party in whose:
                world.truth[month, population, party] = {
                    m: world.truth[month, population, party][m] + counts[m] for m in MEASURES
                }
            if not known:
                nobodys = world.nobodys[month, population]
                world.nobodys[month, population] = {m: nobodys[m] + counts[m] for m in MEASURES}
    _count(world, records, victims, covers)
    return world


def _victim(r: Random) -> tuple[Counts, dict[str, str]]:
    """One death, and what its record says of age and sex."""
    age, sex = r.choice([7, 40]), r.choice(["f", "m"])
    counts = {"killed": 1, "children": int(age < 18), "women": int(age >= 18 and sex == "f"), "torture": 0}
    return counts, {"sex": sex if r.randint(0, 5) else "?", "age": str(age) if r.randint(0, 5) else "?"}


def _incident(r: Random) -> tuple[Counts, dict[str, str]]:
    """Some deaths, and what a record says of their number."""
    killed = r.choice([0, 1, 1, 3, 9])
    children = r.randint(0, killed)
    low, high = (killed, killed) if r.randint(0, 2) else (r.randint(children, killed), killed + r.randint(0, 3))
    cells = {"low": str(low) if r.randint(0, 9) else "?", "high": str(high) if r.randint(0, 9) else "?"}
    cells["children"] = str(children) if r.randint(0, 5) else "?"
    return {"killed": killed, "children": children, "women": 0, "torture": 0}, cells


def _count(world: World, records: list[dict[str, Any]], victims: bool, covers: list[str]) -> None:
    """Make the pages of a list."""
    about = {"kind": "victims", "columns": _VICTIMS, "sex": _SEXES} if victims else {}
    meaning = _MEANING | {"kind": "incidents", "columns": _INCIDENTS} | about | {"covers": covers}
    if not victims:
        meaning.pop("child_under")
    try:
        table = tolls_from_records(pd.DataFrame(records), meaning, world.data().parties).frame
    except DataError:  # no record has a date
        return
    for row in table.to_dict("records"):
        row = {name: "" if pd.isna(cell) else cell for name, cell in row.items()}
        report_id = f"{world.monitor}-{row['month']}-list"
        if not any(report["report_id"] == report_id for report in world.reports):
            report = {"report_id": report_id, "monitor": world.monitor, "month": row["month"], "kind": "primary"}
            world.reports.append(report | {"language": "en", "publisher": "Watch", "url": f"https://{report_id}.org/"})
        world.tolls.append({"report_id": report_id} | {k: v for k, v in row.items() if k != "month"})
    world.notes = [f"record {record}" for record in records] + [f"covers {covers}"] * bool(covers)


# ---------------------------------------------------------------------------------------------------------------------
# what is said of a world


class Said:
    """What the package says of a world, each once."""

    def __init__(self, world: World) -> None:
        self.world, self.data = world, world.data()

    @cached_property
    def tolls(self) -> dict[str, Tolls]:
        return {population: monthly_tolls(self.data, self.world.monitor, population) for population in POPULATIONS}

    @cached_property
    def audit(self) -> Findings:
        return audit(self.data)

    @cached_property
    def comparisons(self) -> dict[tuple[str, str], Comparison]:
        return {
            (month, population): compare(tolls, month)
            for population, tolls in self.tolls.items()
            for month in tolls.months
        }

    @cached_property
    def shares(self) -> dict[tuple[str, str], Shares]:
        return {(m, p): shares(self.tolls[p], m) for m, p in self.comparisons}

    @cached_property
    def completeness(self) -> dict[tuple[str, str], Any]:
        return {
            (row.month, population): row
            for population, tolls in self.tolls.items()
            for row in completeness(tolls).frame.itertuples()
        }


Check = Callable[[Said], None]
_SAID: dict[tuple[int, Kind | None], Said] = {}


def said(seed: int, kind: Kind | None = None) -> Said:
    """What is said of the world of a seed; kept, for many checks look at the same ones."""
    if len(_SAID) > 64:
        _SAID.clear()
    if (seed, kind) not in _SAID:
        _SAID[seed, kind] = Said(draw(seed, kind))
    return _SAID[seed, kind]


def smallest(world: World, check: Check, seconds: float = 60) -> tuple[World, str]:
    """Take rows out of a world for as long as a check of it fails; and what it says then."""

    def message(one: World) -> str:
        try:
            check(Said(one))
        except AssertionError as error:
            return str(error) or repr(error)
        except Exception:  # another fault than the one that is looked for
            return ""
        return ""

    told = message(world)
    lists = ("periods", "settled", "definitions", "tolls", "reports")
    shrunk, end = True, monotonic() + seconds
    while shrunk and monotonic() < end:
        shrunk = False
        for name in lists:
            for place in range(len(getattr(world, name)) - 1, -1, -1):
                less = deepcopy(world)
                row = getattr(less, name).pop(place)
                if name == "reports" and any(toll["report_id"] == row["report_id"] for toll in less.tolls):
                    continue
                if name == "definitions" and row["aspect"] != "residual_excludes":
                    continue  # the truth is drawn by it
                if less.classes() != world.classes():
                    continue  # what a residual class holds too
                if monotonic() < end and (found := message(less)):
                    world, told, shrunk = less, found, True
    return world, told


def hold(check: Check, seeds: range, kind: Kind | None = None) -> None:
    """Assert that a check holds in every world; where it does not, show the smallest world found."""
    for seed in seeds:
        try:
            check(said(seed, kind))
        except AssertionError as error:
            world, told = smallest(said(seed, kind).world, check)
            raise AssertionError(f"seed {seed}: {told or error}\n{world}") from None
        except Exception as error:
            raise AssertionError(f"seed {seed}: {type(error).__name__}: {error}\n{said(seed, kind).world}") from error
