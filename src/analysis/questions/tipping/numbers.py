"""What would have to be assumed of documentation or attribution for two tolls to change order. Nothing is estimated."""

from __future__ import annotations

import pandas as pd

from analysis.data.contract import TEXT
from analysis.tolls.pages import limit_in
from analysis.tolls.series import actors, party_table

TIPPING = [
    "leader",
    "party",
    "label",
    "killed",
    "documentation",
    "attribution",
    "attribution_share",
    "residual",
    "of_residual",
    "of_residual_shared",
]


def documentation_tipping_point(higher: int, lower: int) -> float:
    """The relative documentation rate at which two tolls change order.

    Parameters
    ----------
    higher, lower
        Documented deaths attributed to two parties; 0 <= lower <= higher, higher > 0.

    Returns
    -------
    float
        0 to 1. The order reverses if the deaths attributed to the party with the lower toll were documented at less
        than this fraction of the rate at which the other's were. 0: no rate reverses it.

    Raises
    ------
    ValueError
        Tolls the other way round, negative, or both 0.

    Examples
    --------
    >>> round(documentation_tipping_point(679, 516), 2)
    0.76
    """
    _refuse_no_tolls(higher, lower)
    return lower / higher


def attribution_tipping_point(higher: int, lower: int) -> int:
    """The least number of deaths wrongly attributed to the party with the higher toll that reverses two tolls.

    Parameters
    ----------
    higher, lower
        As for `documentation_tipping_point`.

    Returns
    -------
    int
        Deaths: the order reverses if so many of `higher` were in truth the other party's.

    Raises
    ------
    ValueError
        As for `documentation_tipping_point`.

    Examples
    --------
    >>> attribution_tipping_point(679, 516)
    82
    """
    _refuse_no_tolls(higher, lower)
    return (higher - lower) // 2 + 1


def residual_tipping_point(higher: int, lower: int, residual: int, shared: bool = False) -> int | None:
    """The least deaths that no number of a named party counts and that, as the lower toll's, reverse two tolls.

    Parameters
    ----------
    higher, lower
        Documented deaths attributed to two parties; 0 <= lower <= higher.
    residual
        The most documented deaths that no number of a named party counts: those attributed to other or unidentified
        parties, and those of the total that nothing accounts for.
    shared
        Whether the rest of the residual is the other party's; else it is neither's.

    Returns
    -------
    int or None
        Deaths; None where the residual is smaller.

    Examples
    --------
    >>> residual_tipping_point(3, 2, 94), residual_tipping_point(3, 2, 94, shared=True)
    (2, 48)
    >>> residual_tipping_point(679, 516, 41) is None
    True
    """
    needed = (higher - lower + residual) // 2 + 1 if shared else higher - lower + 1
    return needed if needed <= residual else None


def tipping_points(comparison: pd.DataFrame) -> pd.DataFrame:
    """What would put each other party above the one that leads a month: of documentation, attribution, the residual.

    Parameters
    ----------
    comparison
        What `compare` returns.

    Returns
    -------
    DataFrame
        One row for every other party with a whole toll, the highest first: its `killed` (Int64), `documentation` (the
        relative rate below which its deaths would have to be documented for the order to reverse), `attribution` (how
        many of the leader's deaths would have to be its, Int64) and `attribution_share` (of the leader's toll).
        `residual` are at most so many deaths that no number of a named party counts: those attributed to other or
        unidentified parties, with those of the total that nothing accounts for (Int64), `of_residual` how many of these
        would have to be its if the rest were neither's, and `of_residual_shared` if the rest were the leader's; blank
        where there are fewer. Each is enough, and they can be combined. Groups of parties and residual classes are left
        out. Empty where no party certainly leads, or no other has a whole toll. `attrs` has the leader's toll as
        `leader_killed`.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls, compare
    >>> found = tipping_points(compare(monthly_tolls(read_data()), "2016-01"))
    >>> print(found[["leader", "party", "documentation", "attribution"]].round(2).head(2).to_string(index=False))
            leader      party  documentation  attribution
    russian_forces government           0.76           82
    russian_forces       isis           0.14          291
    """
    whole = comparison[
        comparison["party"].isin(actors(party_table(comparison)))
        & comparison["killed"].notna()
        & comparison["basis"].ne("items")
        & comparison["doubt"].map(limit_in).eq("")
    ].sort_values("killed", ascending=False, kind="stable")
    table = pd.DataFrame(columns=TIPPING)
    leads = len(whole) > 1 and whole["killed"].iloc[0] > 0 and bool(whole["rank"].fillna(0).iloc[0] == 1)
    if leads:
        first, others, residual = whole.iloc[0], whole.iloc[1:], comparison.attrs.get("residual")
        counts, most = [int(n) for n in others["killed"]], int(first["killed"])
        moved = [attribution_tipping_point(most, n) for n in counts]
        table = pd.DataFrame(
            {
                "leader": first["party"],
                "party": others["party"],
                "label": others["label"],
                "killed": others["killed"],
                "documentation": [documentation_tipping_point(most, n) for n in counts],
                "attribution": moved,
                "attribution_share": [n / most for n in moved],
                "residual": residual,
                "of_residual": [residual_tipping_point(most, n, residual or 0) for n in counts],
                "of_residual_shared": [residual_tipping_point(most, n, residual or 0, True) for n in counts],
            }
        ).reset_index(drop=True)
    counts_of = dict.fromkeys(["killed", "attribution", "residual", "of_residual", "of_residual_shared"], "Int64")
    kinds = {**counts_of, "documentation": "Float64", "attribution_share": "Float64"}
    table = table.astype({**dict.fromkeys(["leader", "party", "label"], TEXT), **kinds})
    table.attrs = {**comparison.attrs}
    if leads:
        table.attrs["leader_killed"] = int(whole["killed"].iloc[0])
    return table


def _refuse_no_tolls(higher: int, lower: int) -> None:
    if not 0 <= lower <= higher or higher == 0:
        raise ValueError(f"found {higher} and {lower}; expected the higher toll first, none negative, one above 0")
