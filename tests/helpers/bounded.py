"""A random truth, and pages of it with ranges, combined tolls and parts."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import strategies as st
from made_up import ADDED, PARTIES

from analysis.model.adding import TOTAL

GROUP = ("red", "blue")
Row = dict[str, Any]
Truth = dict[tuple[str, str, str], int]  # (population, party, measure) -> deaths; the residual class has those it holds
Made = tuple[list[Row], list[Row], Truth]


def leaves(code: str) -> set[str]:
    found = {one for party in code.split("+") for one in (GROUP if party == "bands" else (party,))}
    return set(ADDED) if TOTAL in found else found


@st.composite
def pages(draw: Any, hide: bool = True) -> Made:
    """What a page publishes of some truth, the residual class holding others; the same with faults; the truth."""
    most = draw(st.sampled_from([3, 12, 400]))
    truth: Truth = {}
    for party in ADDED:
        for population in ("civilians", "fighters"):
            truth[population, party, "killed"] = draw(st.integers(0, most))
        killed = truth["civilians", party, "killed"]
        truth["civilians", party, "children"] = children = draw(st.integers(0, killed))
        truth["civilians", party, "women"] = draw(st.integers(0, killed - children))
        truth["persons", party, "killed"] = killed + truth["fighters", party, "killed"]
    hidden = draw(st.sets(st.sampled_from(["north", "south", "red"]), max_size=2)) if hide else set()
    rows: list[Row] = []
    for population in draw(
        st.sampled_from([("civilians",), ("civilians", "persons"), ("civilians", "fighters", "persons")])
    ):
        for party in PARTIES:
            if party in hidden or (party == "bands" and "red" in hidden):
                continue

            def number(code: str, measure: str = "killed", population: str = population) -> int:
                mine = leaves(code) | (hidden if "unknown" in leaves(code) else set())
                return sum(truth[population, one, measure] for one in mine)

            killed = number(party)
            base = {"party": party, "population": population, "scope": ""}
            groups = {
                m: number(party, m) for m in ("children", "women") if population == "civilians" and draw(st.booleans())
            }
            how = draw(
                st.sampled_from(["number"] * 5 + ["nothing"] * 3 + ["range", "minimum", "maximum", "joint", "item"])
            )
            if how == "number":
                rows.append({**base, "killed": killed, **groups})
            elif how == "range":
                rows.append(
                    {**base, "killed_min": draw(st.integers(0, killed)), "killed_max": killed + draw(st.integers(0, 5))}
                )
            elif how == "minimum":
                rows.append({**base, "killed": draw(st.integers(0, killed)), "scope": how})
            elif how == "maximum":
                rows.append({**base, "killed": killed + draw(st.integers(0, 5)), "scope": how})
            elif how == "joint" and party in ("north", "south"):
                other = draw(st.sampled_from(["bands", "unknown"]))
                if not (other == "bands" and "red" in hidden):
                    rows.append({**base, "killed": number(f"{party}+{other}"), "scope": f"joint:{other}"})
            elif how == "item" and party not in (TOTAL, "unknown", "bands"):
                rows.append({**base, "killed": draw(st.integers(0, killed)), "scope": "item:air_strikes"})
    wrong = [dict(printed) for printed in rows]
    for printed in wrong:
        if draw(st.integers(0, 3)) == 0 and "killed" in printed:
            printed["killed"] = max(printed["killed"] + draw(st.integers(-most, most)), 0)
    for population, measure in {(population, measure) for population, _, measure in truth}:
        for whole, parts in (("bands", GROUP), (TOTAL, ADDED), ("unknown", {"unknown", *hidden})):
            truth[population, whole, measure] = sum(truth[population, party, measure] for party in parts)
    return rows, wrong, truth


EXAMPLES = 3 * int(os.environ.get("WORLDS", "12"))  # of each property
