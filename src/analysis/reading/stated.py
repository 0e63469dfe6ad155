"""What a sentence states, and what carries over to the next."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from analysis.model.adding import TOTAL

Owners = tuple[tuple[str, ...], ...]  # parties, each as those who have its name at some time
ALL: Owners = ((TOTAL,),)


@dataclass(frozen=True, slots=True)
class Stated:
    """A number, or a comparison, that a text states, before months are known: parties as codes that share a name.

    `owners` are the parties, each as those who have its name at some time; several are together. `rights` are those
    on the other side of a comparison, each a party or several together.
    """

    start: int
    end: int
    owners: Owners
    measure: str
    noun: str | None
    low: Decimal | None = None
    high: Decimal | None = None
    limit: str = ""
    percent: bool = False
    rule: str = ""
    relation: str = ""
    rights: tuple[Owners, ...] = ()


@dataclass
class Context:
    """What carries over from one sentence to the next: the party of a heading or line, the last subject, the event."""

    heading: Owners = ()
    line: Owners = ()
    opened: Owners = ()  # of a line that ends with a colon: the next ones are its parts
    of_some: str = ""  # the heading counts only these: torture, a group, `part`
    is_named: bool = False  # the line says so with a colon: Russian forces: ...
    is_unknown: bool = False  # the line is of somebody who is none of the parties
    is_within: bool = False  # a line, not at its beginning
    subject: Owners = ()
    topic: str = ""
    last: Stated | None = None
    by_victim: bool = False  # a list by who died, not by who killed
    is_torture: bool = False  # the last sentence tells of deaths by torture alone
