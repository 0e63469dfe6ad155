"""How wrong the documentation or the attribution would have to be for a comparison of two tolls to reverse."""

from __future__ import annotations


def documentation_tipping_point(higher: int, lower: int) -> float:
    """The relative documentation rate at which two tolls change order.

    Parameters
    ----------
    higher, lower
        Documented deaths attributed to two parties; 0 <= lower <= higher, higher > 0.

    Returns
    -------
    float
        0 to 1. The order reverses only if the deaths by the party with the lower toll were documented at less than this
        fraction of the rate at which the other's were. 0: no rate reverses it.

    Raises
    ------
    ValueError
        Tolls the other way round, negative, or both 0.

    Examples
    --------
    >>> round(documentation_tipping_point(679, 516), 2)
    0.76
    """
    _check(higher, lower)
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
    _check(higher, lower)
    return (higher - lower) // 2 + 1


def _check(higher: int, lower: int) -> None:
    if not 0 <= lower <= higher or higher == 0:
        raise ValueError(f"found {higher} and {lower}; expected the higher toll first, none negative and one above 0")
