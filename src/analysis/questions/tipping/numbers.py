"""What would have to be assumed of documentation or attribution for two tolls to change order. Nothing is estimated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from analysis.model.results import Result
from analysis.questions.comparison.numbers import Comparison, Line


@dataclass(frozen=True)
class Reversal:
    """What would put a party above the one that leads; None: no number, or fewer deaths than that takes."""

    leader: str
    party: str
    label: str
    killed: int
    documentation: float
    attribution: int
    attribution_share: float
    residual: int | None
    of_residual: int | None
    of_residual_shared: int | None


@dataclass(frozen=True, eq=False, repr=False)
class Tipping(Result[Reversal]):
    """What would reverse the order of the parties of one month; no leader where it has no lines."""

    comparison: Comparison
    leader: Line | None
    lines: tuple[Reversal, ...]
    name: ClassVar[str] = "tipping"
    translated: ClassVar[bool] = True

    @property
    def most(self) -> int:
        """The toll of the party that leads; 0 where none does."""
        return 0 if self.leader is None else self.leader.least


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


def tipping_points(comparison: Comparison) -> Tipping:
    """What would put each other party above the one that leads a month: of documentation, attribution, the residual.

    Parameters
    ----------
    comparison
        What `compare` returns.

    Returns
    -------
    Tipping
        One line for every other party with a whole toll, the highest first: its `killed`; by
        `documentation_tipping_point` its `documentation`; by `attribution_tipping_point` its `attribution`, also as the
        `attribution_share` of the leader's toll; by `residual_tipping_point`, of the `residual` of the month,
        `of_residual` if the rest were neither's and `of_residual_shared` if the rest were the leader's. Each is enough,
        and they can be combined. Groups of parties and residual classes are left out. Without lines where no party
        certainly leads, or no other has a whole toll. `leader` is the leader's line. `.frame` is the table (counts
        Int64, blank for None), `.plot()` the picture, `.text` the sentence.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls, compare
    >>> found = tipping_points(compare(monthly_tolls(read_data()), "2016-01")).frame
    >>> print(found[["leader", "party", "documentation", "attribution"]].round(2).head(2).to_string(index=False))
            leader      party  documentation  attribution
    russian_forces government           0.76           82
    russian_forces       isis           0.14          291
    """
    actors = set(comparison.tolls.parties.actors)
    whole = [line for line in comparison.lines if line.party in actors and not line.of_causes and not line.limit]
    whole = sorted((line for line in whole if line.killed is not None), key=lambda line: -line.least)
    if len(whole) < 2 or not whole[0].killed or whole[0].rank != 1:
        return Tipping(comparison, None, ())
    leader, *others = whole
    return Tipping(comparison, leader, tuple(_reversal(leader, line, comparison.residual) for line in others))


def _reversal(leader: Line, line: Line, residual: int | None) -> Reversal:
    higher, lower = leader.least, line.least
    moved = attribution_tipping_point(higher, lower)
    return Reversal(
        leader.party,
        line.party,
        line.label,
        killed=lower,
        documentation=documentation_tipping_point(higher, lower),
        attribution=moved,
        attribution_share=moved / higher,
        residual=residual,
        of_residual=residual_tipping_point(higher, lower, residual or 0),
        of_residual_shared=residual_tipping_point(higher, lower, residual or 0, shared=True),
    )


def _refuse_no_tolls(higher: int, lower: int) -> None:
    if not 0 <= lower <= higher or higher == 0:
        raise ValueError(f"found {higher} and {lower}; expected the higher toll first, none negative, one above 0")
