"""What limits or contradicts a number: facts with fields. `str()` is the code in which tables publish it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from analysis.model.cells import LIMITS, Limit

SEPARATOR = " | "  # between the remarks of one published cell


@dataclass(frozen=True)
class Remark:
    """Something to be said of one number. `template` is its code; a measure that is not killed stands behind a colon.

    Examples
    --------
    >>> str(FloorAbove("children", 94, 129, "snhr-2016-01-massacres-de"))
    'floor_above_monthly:children: 94 against 129 (snhr-2016-01-massacres-de)'
    """

    template: ClassVar[str]
    between: ClassVar[str] = "+"  # the names of a list

    @property
    def reports(self) -> tuple[str, ...]:
        """The pages it is about."""
        page = getattr(self, "report_id", None)
        return (page,) if page else ()

    def __post_init__(self) -> None:
        """Free text begins no other remark: in it what separates them is a /."""
        if "|" in (reason := getattr(self, "reason", "")):
            object.__setattr__(self, "reason", reason.replace("|", "/"))

    def __str__(self) -> str:
        """Write the code."""
        values = vars(self)
        written = {name: self.between.join(v) if isinstance(v, tuple) else v for name, v in values.items()}
        measure = values.get("measure", "killed")
        return self.template.format(**written, of="" if measure == "killed" else f":{measure}")


@dataclass(frozen=True)
class Flag(Remark):
    """A scope code of the page, or another that says everything itself."""

    code: str
    template = "{code}"

    @property
    def limit(self) -> Limit:
        """Whether it makes a number the least or the most of what it can be; '' where neither."""
        return LIMITS.get(self.code, "")


@dataclass(frozen=True)
class OnlyCauses(Remark):
    """The number counts deaths by these causes only."""

    causes: tuple[str, ...]
    template = "items_only: {causes}"
    between = " + "


@dataclass(frozen=True)
class Without(Remark):
    """The number leaves out the deaths in these places."""

    places: tuple[str, ...]
    template = "without: {places}"


@dataclass(frozen=True)
class Unattributed(Remark):
    """So many of these deaths are attributed to nobody."""

    deaths: int
    template = "unattributed: {deaths}"


@dataclass(frozen=True)
class DatedEarlier(Remark):
    """A page says that so many of these deaths happened before the month in which they count."""

    deaths: int
    report_id: str
    template = "dated_earlier: {deaths} ({report_id})"


@dataclass(frozen=True)
class FloorAbove(Remark):
    """A part of the toll, on the page named, is more than the number."""

    measure: str
    value: int
    floor: int
    report_id: str
    template = "floor_above_monthly{of}: {value} against {floor} ({report_id})"


@dataclass(frozen=True)
class AbovePersons(Remark):
    """A page publishes fewer persons than the number of this population."""

    part: int
    persons: int
    template = "above_persons: {part} against {persons}"


@dataclass(frozen=True)
class SubsetExceeds(Remark):
    """More children and women are published than deaths, on the page named."""

    deaths: int
    least: int
    report_id: str | None
    template = "subset_exceeds: {deaths} against {least} ({report_id})"


@dataclass(frozen=True)
class PagesDisagree(Remark):
    """What pages publish that disagree: each number, as written, with its pages."""

    numbers: tuple[tuple[str, tuple[str, ...]], ...]
    template = "pages_disagree: {numbers}"
    between = "; "

    def __str__(self) -> str:
        """Write the code."""
        return "pages_disagree: " + self.between.join(f"{text} on {', '.join(pages)}" for text, pages in self.numbers)

    @property
    def reports(self) -> tuple[str, ...]:
        """The pages it is about."""
        return tuple(page for _, pages in self.numbers for page in pages)


@dataclass(frozen=True)
class Adjudicated(Remark):
    """The numbers that are published too, where one (None: none) is used by adjudication."""

    measure: str
    used: int | None
    others: tuple[str, ...]
    reason: str
    template = "adjudicated{of}: {used} against {others} ({reason})"
    between = ", "

    def __str__(self) -> str:
        """Write the code; that no number is used is none."""
        return super().__str__().replace(": None against", ": none against", 1)


@dataclass(frozen=True)
class Disputed(Remark):
    """Some pages attribute so many deaths to other parties instead."""

    deaths: int
    parties: tuple[str, ...]
    template = "disputed: {deaths} {parties}"


@dataclass(frozen=True)
class Summed(Remark):
    """Not published as such: civilians and fighters."""

    civilians: int
    fighters: int
    template = "summed: {civilians} + {fighters}"


@dataclass(frozen=True)
class Subtracted(Remark):
    """Not published as such: persons minus fighters."""

    persons: int
    fighters: int
    template = "subtracted: {persons} - {fighters}"


@dataclass(frozen=True)
class ShareAtLeast(Remark):
    """With the floor of a group, its share is at least this."""

    count: int
    deaths: int
    template = "share_at_least: {count} of {deaths}"


@dataclass(frozen=True)
class Known(Remark):
    """A known discrepancy: what is published, and what it was checked against. Numbers as written."""

    check: str
    measure: str
    printed: str
    computed: str
    reason: str
    template = "{check}{of}: {printed} against {computed} ({reason})"


@dataclass(frozen=True)
class OfResidual(Remark):
    """A side of a comparison is a leftover class, no actor."""

    party: str
    template = "residual: {party}"


@dataclass(frozen=True)
class FailsIn(Remark):
    """Counted in another population, the claim fails."""

    population: str
    template = "fails_in: {population}"


@dataclass(frozen=True)
class MonthsLacking(Remark):
    """No number is published for these months."""

    months: tuple[str, ...]
    template = "months_lacking: {months}"


@dataclass(frozen=True)
class NotCounted(Remark):
    """The monitor does not count every party's losses in this population."""

    population: str
    template = "not_counted: {population}"


@dataclass(frozen=True)
class Together(Remark):
    """The number of several parties, published together; of some causes only where these are named."""

    party: str
    deaths: int
    causes: tuple[str, ...] = ()
    template = "together: {party} {deaths}{only}"

    def __str__(self) -> str:
        """Write the code."""
        only = f" ({OnlyCauses(self.causes)})" if self.causes else ""
        return f"together: {self.party} {self.deaths}{only}"


_Kind = TypeVar("_Kind", bound=Remark)


def first(remarks: Iterable[Remark], kind: type[_Kind]) -> _Kind | None:
    """The first remark of a kind."""
    return next((one for one in remarks if isinstance(one, kind)), None)


def published(remarks: Iterable[Remark]) -> str | None:
    """Several remarks as one cell of a table holds them; None without any."""
    return SEPARATOR.join(dict.fromkeys(map(str, remarks))) or None
