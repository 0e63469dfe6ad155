"""An item of a text: a number, a name, an event, a month, or a word between them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

GROUPS = ("children", "women", "children_and_women")
COMMAS = (",", "\N{ARABIC COMMA}")
BREAKS = frozenset({";"})


@dataclass(frozen=True, slots=True)
class Item:
    """What a few tokens are: a kind, its value, and where it stands in the text.

    A `count` has the number or the ends of a range, what it counts (`civilians`, `children`; None: not said), its unit
    and the limit that is said with it; `is_of_them` where its whole is said behind it: 83 of the 516.
    """

    kind: str
    value: Any
    start: int
    end: int
    text: str = ""
    joined: bool = False
    low: Decimal | None = None
    high: Decimal | None = None
    noun: str | None = None
    limit: str = ""
    percent: bool = False
    dead: bool = False
    among: bool = False
    is_name: bool = False
    is_of_them: bool = False
