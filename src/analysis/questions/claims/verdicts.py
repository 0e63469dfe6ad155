"""What an outlet printed, the verdict on it, and where a number that differs may come from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar

from analysis.data.tables import Data
from analysis.model.cells import ORDER
from analysis.model.claimed import UNITS, Span
from analysis.model.parties import Parties
from analysis.model.remarks import Disputed, Remark, first, published
from analysis.model.results import Result
from analysis.questions.claims.outlets import Outlet

_ANY = Span(Fraction(0), None)


@dataclass(frozen=True)
class Cause(Remark):
    """Where a number may come from. `str()` is the code in which tables publish it.

    Examples
    --------
    >>> str(OtherParties(("nusra_hts", "kurdish_forces"))), str(OtherMeasures(("women",))), str(Miswritten("rounded"))
    ('nusra_hts|kurdish_forces', 'measure: women', 'rounded')
    """

    between = "|"


@dataclass(frozen=True)
class OtherParties(Cause):
    """It is published for these."""

    parties: tuple[str, ...]
    template = "{parties}"


@dataclass(frozen=True)
class OtherMeasures(Cause):
    """It is that of these measures."""

    measures: tuple[str, ...]
    template = "measure: {measures}"


@dataclass(frozen=True)
class OtherPopulations(Cause):
    """It is that of these populations."""

    populations: tuple[str, ...]
    template = "population: {populations}"


@dataclass(frozen=True)
class OnlyPart(Cause):
    """A page publishes it of a part of these deaths: scope codes, with what stands after their colon.

    `population` is whose deaths they are where not those that the claim is about.
    """

    covers: tuple[tuple[str, str], ...]
    population: str = ""

    def __str__(self) -> str:
        """Write the code."""
        part = "part: " + ";".join(f"{code}:{value}".rstrip(":") for code, value in self.covers)
        return f"{part} ({self.population})" if self.population else part


@dataclass(frozen=True)
class OtherMonth(Cause):
    """It is that of another month."""

    month: str
    template = "month: {month}"


@dataclass(frozen=True)
class OtherMonitors(Cause):
    """It is that of other monitors, of the same deaths."""

    monitors: tuple[str, ...]
    template = "monitor: {monitors}"


@dataclass(frozen=True)
class Miswritten(Cause):
    """A slip of digits, or rounding."""

    how: str
    template = "{how}"


@dataclass(frozen=True)
class Claim:
    """A number, or a comparison, as an outlet printed it; None: not said, or not of this kind of claim.

    `party` is the left side of a comparison, `right` are its other sides. `value` are deaths, or percent (`unit` says
    which), `span` the numbers for which the claim is true. `named` is the population that it names, `by` who made it.
    """

    claim_id: str
    outlet: str | None
    by: Outlet
    monitor: str
    month: str
    month_end: str | None
    party: str
    relation: str
    measure: str
    right: tuple[str, ...] = ()
    unit: str | None = None
    value: float | None = None
    span: Span = _ANY
    named: str | None = None

    @property
    def populations(self) -> tuple[str, ...]:
        """In which it is looked for, in this order."""
        return (self.named,) if self.named else ORDER

    @property
    def is_number(self) -> bool:
        """Whether it is just a number of deaths, which says itself who is counted."""
        return (self.relation, self.unit) == ("exactly", UNITS[0])

    def says(self, number: int | None) -> bool:
        """Whether it is exactly this number."""
        return self.relation == "exactly" and number is not None and number == self.value


@dataclass(frozen=True, kw_only=True)
class Verdict(Claim):
    """A claim with the verdict on it, and what that rests on; None: there is none. `check_claims` says what is what.

    Of a comparison `whose` names, in the order of `remarks`, the party that each is about; '' where it is about all.
    """

    verdict: str
    population: str
    basis: str | None = None
    documented: int | None = None
    right_documented: int | None = None
    at_least: int | None = None
    at_most: int | None = None
    right_at_least: int | None = None
    right_at_most: int | None = None
    ratio: float | None = None
    documentation_tipping_point: float | None = None
    attribution_tipping_point: int | None = None
    residual_tipping_point: int | None = None
    cause: Cause | None = None
    remarks: tuple[Remark, ...] = ()
    whose: tuple[str, ...] = ()
    report_ids: tuple[str, ...] = ()

    @classmethod
    def of(cls, claim: Claim, verdict: str, population: str, **found: Any) -> Verdict:
        """The verdict on a claim."""
        return cls(**{**vars(claim), **found}, verdict=verdict, population=population)

    @property
    def is_comparison(self) -> bool:
        """Whether parties are compared."""
        return bool(self.right)

    @property
    def dispute(self) -> Disputed | None:
        """Where it rests on a number that some pages give to one party, others to another: what they disagree on."""
        return first(self.remarks, Disputed) if self.basis == "undecided" and self.documented is None else None

    @property
    def doubt(self) -> str | None:
        """Its remarks as tables publish them."""
        return published(self.remarks)

    @property
    def page_shown(self) -> tuple[str, ...]:
        """The pages it rests on."""
        return self.report_ids


@dataclass(frozen=True, eq=False, repr=False)
class Verdicts(Result[Verdict]):
    """Claims and the verdicts on them.

    Attributes
    ----------
    data
        What they were held against.
    lines
        One a claim, in their order.
    """

    data: Data
    lines: tuple[Verdict, ...]
    name: ClassVar[str] = "claims"
    translated: ClassVar[bool] = True
    header: ClassVar[str] = (
        "claim_id outlet monitor month month_end party relation right measure unit value population basis verdict "
        "documented right_documented at_least at_most right_at_least right_at_most ratio documentation_tipping_point "
        "attribution_tipping_point residual_tipping_point cause doubt report_ids"
    )

    @cached_property
    def parties(self) -> Parties:
        """The parties that claims name."""
        return Parties.of(self.data.parties.to_dict("records"))

    def where(self, keep: Callable[[Verdict], bool]) -> Verdicts:
        """Only the verdicts that are to be kept.

        Examples
        --------
        >>> from analysis import check_claims, read_data
        >>> data = read_data()
        >>> found = check_claims(data, data.claims[data.claims["month"] == "2016-01"])
        >>> [line.claim_id for line in found.where(lambda line: line.verdict == "differs")]
        ['fox-news-2016-01-nusra_hts-killed', 'newsweek-2016-01-nusra_hts-killed']
        """
        return replace(self, lines=tuple(line for line in self.lines if keep(line)))
