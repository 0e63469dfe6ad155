"""What explains a finding: facts with fields. `str()` is the code in which tables publish it."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.model.remarks import Remark


@dataclass(frozen=True)
class Nobodys(Remark):
    """The sum counts so many deaths that are attributed to nobody."""

    deaths: int
    template = "nobodys: {deaths}"


@dataclass(frozen=True)
class CiviliansOnly(Remark):
    """Of these parties the sum of persons counts the civilians, all that is published."""

    parties: tuple[str, ...]
    template = "civilians_only: {parties}"


@dataclass(frozen=True)
class OutsideTotal(Remark):
    """A page puts so many deaths by a party (or several, joined by +) outside the total."""

    deaths: int
    party: str
    template = "outside_total: {deaths} for {party}"


@dataclass(frozen=True)
class MaybeTwice(Remark):
    """So many of the parts may be in the number of a leftover class, too."""

    deaths: int
    template = "maybe_twice: {deaths}"


@dataclass(frozen=True)
class MoreLeft(Remark):
    """The parts leave so many deaths, more than these parties, which have no figure, can have."""

    deaths: int
    parties: tuple[str, ...]
    template = "more_left_than_possible: {deaths} for {parties}"


@dataclass(frozen=True)
class AtMost(Remark):
    """These parties, which have no figure, have at most so many deaths together."""

    deaths: int
    parties: tuple[str, ...]
    template = "at_most: {deaths} for {parties}"


@dataclass(frozen=True)
class Beyond(Remark):
    """So many of them are beyond what is counted already, for these parties (or several, joined by +)."""

    deaths: int
    counted: tuple[str, ...] = ()
    template = "beyond_those_counted: {deaths}"


@dataclass(frozen=True)
class OtherCauses(Remark):
    """So many are left for other deaths and parties: of some parties only a part is counted."""

    deaths: int
    template = "other_causes: {deaths}"


@dataclass(frozen=True)
class Slip(Remark):
    """A slip of the hand (dropped_digit, added_digit, swapped_digits), the number meant, and whose it is."""

    kind: str
    meant: int
    party: str | None = None
    template = "{kind}: {meant}"

    def __str__(self) -> str:
        """Write the code."""
        return super().__str__() + (f" for {self.party}" if self.party else "")


@dataclass(frozen=True)
class Used(Remark):
    """Of numbers that differ, the one that is used, and its basis."""

    number: int
    basis: str
    template = "used: {number} {basis}"


@dataclass(frozen=True)
class Covers(Remark):
    """The numbers are of a part of the deaths: scope codes, with what stands behind their colon."""

    codes: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """Write the codes as tables of pages do."""
        return ";".join(f"{code}:{value}".rstrip(":") for code, value in self.codes).replace("|", "/")


@dataclass(frozen=True)
class OnPages(Remark):
    """The pages on which the first of the two numbers is."""

    report_ids: tuple[str, ...]
    template = "on: {report_ids}"


@dataclass(frozen=True)
class CountsOf(Remark):
    """The counts are those of these pages."""

    report_ids: tuple[str, ...]
    template = "counts_of: {report_ids}"


@dataclass(frozen=True)
class EndsOn(Remark):
    """The ends that a page publishes; an upper one may be missing."""

    low: int
    high: int | None
    report_id: str

    @property
    def ends(self) -> str:
        """What it publishes: `12`, `10 to 20` or `at least 10`."""
        if self.high is None:
            return f"at least {self.low}"
        return f"{self.low} to {self.high}" if self.low < self.high else str(self.low)

    def __str__(self) -> str:
        """Write the code."""
        return f"outside: {self.ends.replace(' ', '_')} on {self.report_id}"


@dataclass(frozen=True)
class Fits(Remark):
    """The percentage fits the counts of this party, or of several together."""

    parties: tuple[str, ...]
    template = "fits: {parties}"


@dataclass(frozen=True)
class PartOn(Remark):
    """The part is on this page."""

    report_id: str
    template = "part: {report_id}"


@dataclass(frozen=True)
class PartOf(Remark):
    """The part is of these months, first and last."""

    first: str
    last: str
    template = "part: {first} to {last}"


@dataclass(frozen=True)
class OfPeriod(Remark):
    """The numbers are of a period: its first and its last month."""

    first: str
    last: str
    template = "months: {first} to {last}"


@dataclass(frozen=True)
class CiviliansOf(Remark):
    """Of these months of persons the civilians alone are counted."""

    months: tuple[str, ...]
    template = "civilians_of: {months}"


@dataclass(frozen=True)
class Lacking(Remark):
    """These months have no figure."""

    months: tuple[str, ...]
    template = "lacking: {months}"


@dataclass(frozen=True)
class LeaveAtMost(Remark):
    """They leave at most so many deaths."""

    deaths: int
    template = "leave_at_most: {deaths}"


@dataclass(frozen=True)
class PrintedElsewhere(Remark):
    """Another page has this number."""

    deaths: int
    template = "printed_elsewhere: {deaths}"


@dataclass(frozen=True)
class Listed(Remark):
    """known_discrepancies.csv says so, of what no table shows."""

    reason: str
    template = "listed: {reason}"
