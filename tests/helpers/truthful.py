"""A random truth, and pages that publish parts of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from made_up import ADDED, PARTIES, World

from analysis.data.scopes import MEASURES
from analysis.model.adding import TOTAL, members

MONTH = "2020-01"
COUNTED = (*MEASURES, "air_strikes", "shelling", "massacres")
EXAMPLES = int(os.environ.get("WORLDS", "12"))  # of each property
worlds = settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
Truth = dict[tuple[str, str], dict[str, int]]  # (population, party) -> deaths by measure


@dataclass
class Made:
    """What pages print, and what is behind them."""

    world: World
    truth: Truth

    def number(self, population: str, code: str, measure: str = "killed") -> int:
        """The true number of a party, or of several together."""
        return sum(self.truth[population, party][measure] for party in members(code))


@st.composite
def truths(draw: Any, since: dict[str, str]) -> Truth:
    """Deaths of every party: a few, so that there are ties and tight bounds, or many."""
    most, truth = draw(st.sampled_from([3, 12, 400])), {}
    for population in ("civilians", "fighters"):
        for party in ADDED:
            killed = draw(st.integers(0, most if since.get(party, MONTH) <= MONTH else 0))
            children = draw(st.integers(0, killed)) if population == "civilians" else 0
            women = draw(st.integers(0, killed - children)) if population == "civilians" else 0
            deaths = {
                "killed": killed,
                "children": children,
                "women": women,
                "air_strikes": draw(st.integers(0, killed)),
            }
            deaths["shelling"] = draw(st.integers(0, killed - deaths["air_strikes"]))
            truth[population, party] = deaths | {m: draw(st.integers(0, killed)) for m in ("torture", "massacres")}
        for whole, parts in (("bands", ("red", "blue")), (TOTAL, ADDED)):
            truth[population, whole] = {m: sum(truth[population, part][m] for part in parts) for m in COUNTED}
    for party in PARTIES:
        both = [truth[population, party] for population in ("civilians", "fighters")]
        truth["persons", party] = {m: sum(one[m] for one in both) for m in COUNTED}
    return truth


@st.composite
def printed(draw: Any, made: Made, page: str, lie: int = 0) -> list[dict[str, Any]]:
    """What one page prints of the truth: numbers, ranges, ends, combined tolls, causes, parts; each may be missing.

    With `lie` every number may be wrong by so much.
    """

    def wrong(number: int) -> int:
        return max(number + draw(st.integers(-lie, lie)), 0) if lie else number

    rows = []
    for population in ("civilians", "fighters", "persons") if draw(st.booleans()) else ("civilians",):
        for party in PARTIES:
            if made.world.since.get(party, MONTH) > MONTH:
                continue
            row: dict[str, Any] = {"report_id": f"{page}-{MONTH}", "party": party, "population": population}
            killed = wrong(made.number(population, party))
            groups = {m: wrong(made.number(population, party, m)) for m in ("children", "women") if draw(st.booleans())}
            if population != "civilians":
                groups = {}
            how = draw(st.sampled_from(["number"] * 4 + ["nothing"] * 3 + ["range", "minimum", "maximum", "joint"]))
            if how == "number":
                rows.append({**row, "killed": killed, **groups})
            elif how == "range":
                low, high = draw(st.integers(0, killed)), draw(st.integers(killed, killed + 5))
                ends = draw(st.sampled_from([{"killed_min": low}, {"killed_max": high}, {}]))
                rows.append({**row, **(ends or {"killed_min": low, "killed_max": high})})
            elif how == "minimum":
                rows.append({**row, "killed": draw(st.integers(0, killed)), "scope": "minimum"})
            elif how == "maximum":
                rows.append({**row, "killed": draw(st.integers(killed, killed + 5)), "scope": "maximum"})
            elif how == "joint" and party in ("north", "south"):
                other = "south" if party == "north" else draw(st.sampled_from(["bands", "unknown"]))
                together = wrong(made.number(population, f"{party}+{other}"))
                rows.append({**row, "killed": together, "scope": f"joint:{other}"})
            for part, scope in (("air_strikes", "item"), ("shelling", "item"), ("massacres", "subset")):
                if draw(st.integers(0, 9)) == 0 and (scope, party) != ("item", TOTAL):
                    number = wrong(made.number(population, party, part))
                    rows.append({**row, "killed": number, "scope": f"{scope}:{part}"})
    return rows


def empty(since: dict[str, str]) -> World:
    return World([MONTH], {(MONTH, party): {} for party in PARTIES}, since=since)


@st.composite
def truthful(draw: Any) -> Made:
    """Two pages that print parts of one truth."""
    since = {"south": "2021-01"} if draw(st.integers(0, 3)) == 0 else {}
    made = Made(empty(since), draw(truths(since)))
    made.world.more = draw(printed(made, "primary"))
    if draw(st.booleans()):
        made.world.more += draw(printed(made, "relay"))
    return made
