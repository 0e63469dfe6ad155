"""What would have to be assumed: of documentation and attribution for two tolls to change order, of both for a share.

Every function takes single numbers or arrays that broadcast against each other. None estimates anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

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


def documentation_tipping_point(higher: ArrayLike, lower: ArrayLike) -> Any:
    """The relative documentation rate at which two tolls change order.

    Parameters
    ----------
    higher, lower
        Documented deaths attributed to two parties; 0 <= lower <= higher, higher > 0.

    Returns
    -------
    float or ndarray of float
        0 to 1. The order reverses if the deaths attributed to the party with the lower toll were documented at less
        than this fraction of the rate at which the other's were. 0: no rate reverses it.

    Raises
    ------
    ValueError
        Tolls the other way round, negative, both 0, or not whole numbers.

    Examples
    --------
    >>> round(documentation_tipping_point(679, 516), 2)
    0.76
    >>> documentation_tipping_point(679, [516, 98]).round(2)
    array([0.76, 0.14])
    """
    higher, lower = _tolls(higher, lower)
    return _plain(lower / higher)


def attribution_tipping_point(higher: ArrayLike, lower: ArrayLike) -> Any:
    """The least number of deaths wrongly attributed to the party with the higher toll that reverses two tolls.

    Parameters
    ----------
    higher, lower
        As for `documentation_tipping_point`.

    Returns
    -------
    int or ndarray of int
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
    higher, lower = _tolls(higher, lower)
    return _plain((higher - lower) // 2 + 1)


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
        counts = others["killed"].astype(int).to_numpy()
        most, moved = int(first["killed"]), attribution_tipping_point(int(first["killed"]), counts)
        table = pd.DataFrame(
            {
                "leader": first["party"],
                "party": others["party"],
                "label": others["label"],
                "killed": others["killed"],
                "documentation": documentation_tipping_point(most, counts),
                "attribution": moved,
                "attribution_share": moved / most,
                "residual": residual,
                "of_residual": [residual_tipping_point(most, int(n), residual or 0) for n in counts],
                "of_residual_shared": [residual_tipping_point(most, int(n), residual or 0, True) for n in counts],
            }
        ).reset_index(drop=True)
    counts_of = dict.fromkeys(["killed", "attribution", "residual", "of_residual", "of_residual_shared"], "Int64")
    kinds = {**counts_of, "documentation": "Float64", "attribution_share": "Float64"}
    table = table.astype({**dict.fromkeys(["leader", "party", "label"], TEXT), **kinds})
    table.attrs = {**comparison.attrs}
    if leads:
        table.attrs["leader_killed"] = int(whole["killed"].iloc[0])
    return table


def share_bounds(k: ArrayLike, n: ArrayLike, rate: ArrayLike) -> tuple[Any, Any]:
    """Bound a group's share among all deaths, if only a part of them was documented.

    Parameters
    ----------
    k, n
        Documented deaths in the group, and documented deaths; 0 <= k <= n, n > 0.
    rate
        The part of all deaths that is assumed documented; above 0, at most 1.

    Returns
    -------
    tuple of float or ndarray
        The lowest and the highest share, 0 to 1: none, or all, of the undocumented deaths were of the group. With all
        documented both are k / n.

    Raises
    ------
    ValueError
        Numbers that are no share, or no rate.

    Examples
    --------
    >>> tuple(round(end, 3) for end in share_bounds(201, 741, 0.467))
    (0.127, 0.66)
    """
    k, n = _share(k, n)
    rate = np.asarray(rate, float)
    if not ((rate > 0) & (rate <= 1)).all():
        raise ValueError(f"found a documentation rate of {rate.tolist()}; expected above 0 and at most 1")
    low = k * rate / n
    high = np.where(k == n, 1.0, np.minimum((k * rate + n * (1 - rate)) / n, 1.0))
    return _plain(low), _plain(high)


def differential_documentation(k: ArrayLike, n: ArrayLike, ratios: Sequence[float] = (0.5, 1, 2)) -> NDArray[Any]:
    """A group's share, if its deaths were documented more, or less, completely than the others.

    Parameters
    ----------
    k, n
        Documented deaths in the group, and documented deaths; 0 <= k <= n, n > 0.
    ratios
        How many times as completely the group was documented as everybody else; above 0. 1: alike.

    Returns
    -------
    ndarray of float
        The share for each ratio along the last axis, 0 to 1.

    Raises
    ------
    ValueError
        Numbers that are no share, or a ratio that is not above 0.

    Examples
    --------
    >>> differential_documentation(167, 679).round(3)
    array([0.395, 0.246, 0.14 ])
    """
    k, n = (part[..., np.newaxis] for part in _share(k, n))
    times = np.asarray(ratios, float)
    if not ((times > 0) & np.isfinite(times)).all():
        raise ValueError(f"found documentation ratios {times.tolist()}; expected numbers above 0")
    others = times * (n - k)
    return np.asarray(k / (k + others))


def _plain(numbers: NDArray[Any]) -> Any:
    """A single number as Python has it; several as they are."""
    return numbers.item() if numbers.ndim == 0 else numbers


def _whole(*given: ArrayLike) -> list[NDArray[Any]]:
    """Counts as arrays of whole numbers, broadcast against each other."""
    arrays = [np.asarray(numbers) for numbers in given]
    for numbers in arrays:
        if numbers.dtype.kind not in "iu":
            raise ValueError(f"found {numbers.tolist()}; expected whole numbers, none missing")
    return list(np.broadcast_arrays(*(numbers.astype(np.int64) for numbers in arrays)))


def _tolls(higher: ArrayLike, lower: ArrayLike) -> list[NDArray[Any]]:
    first, second = _whole(higher, lower)
    if not ((second >= 0) & (second <= first) & (first > 0)).all():
        raise ValueError(
            f"found {first.tolist()} and {second.tolist()}; expected the higher toll first, none negative, one above 0"
        )
    return [first, second]


def _share(k: ArrayLike, n: ArrayLike) -> list[NDArray[Any]]:
    part, whole = _whole(k, n)
    if not ((part >= 0) & (part <= whole) & (whole > 0)).all():
        raise ValueError(f"{part.tolist()} of {whole.tolist()} is no share: expected 0 <= k <= n and n > 0")
    return [part, whole]
