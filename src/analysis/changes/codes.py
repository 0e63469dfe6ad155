"""The remarks of built tables, which another version of the package may have written, read from their codes."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

from analysis.model import remarks
from analysis.model.remarks import SEPARATOR, Flag, OnlyCauses, PagesDisagree, Remark, Together

_KINDS: tuple[type[Remark], ...] = (  # in the order in which a published code is tried
    *(remarks.Without, remarks.Disputed, remarks.DatedEarlier, remarks.OfResidual, remarks.FailsIn),
    *(remarks.MonthsLacking, remarks.NotCounted, remarks.Together, remarks.FloorAbove, remarks.ShareAtLeast),
    *(remarks.OnlyCauses, remarks.Summed, remarks.Subtracted, remarks.Unattributed, remarks.AbovePersons),
    *(remarks.SubsetExceeds, remarks.PagesDisagree, remarks.Adjudicated, remarks.Known),
)


def read(text: Any) -> tuple[Remark, ...]:
    """The remarks of a cell of a built table.

    Examples
    --------
    >>> read("items_only: air_strikes + shelling | minimum")
    (OnlyCauses(causes=('air_strikes', 'shelling')), Flag(code='minimum'))
    """
    return tuple(map(_read, text.split(SEPARATOR))) if isinstance(text, str) and text else ()


def _read(code: str) -> Remark:
    for kind in _KINDS:
        if found := re.fullmatch(_pattern(kind), code):
            return kind(**{field.name: _value(kind, field, found[field.name]) for field in fields(kind)})
    return Flag(code)


def _pattern(kind: type[Remark]) -> str:
    """The code of a kind as a pattern with its fields as groups."""
    pattern = re.escape(kind.template).replace(r"\{of\}", r"(?::(?P<measure>\w+))?")
    several = rf"\S+?(?:{re.escape(kind.between)}\S+?)*" if " " in kind.between else r"\S+?"
    texts = {"int": "[0-9]+", "int | None": "[0-9]+|none", "tuple[str, ...]": several}
    for field in fields(kind):
        text = texts.get(str(field.type), ".+?")
        text = r"\S+" if field.name in ("printed", "computed", "party", "report_id") else text
        text = r"\w+" if field.name == "check" else text
        pattern = pattern.replace(rf"\{{{field.name}\}}", f"(?P<{field.name}>{text})")
    return pattern.replace(r"\{only\}", r"(?: \(items_only: (?P<causes>.+)\))?")


def _value(kind: type[Remark], field: Any, text: str | None) -> Any:
    if field.name == "measure":
        return text or "killed"
    if kind is PagesDisagree:
        said = (one.rpartition(" on ") for one in str(text).split(kind.between))
        return tuple((number, tuple(pages.split(", "))) for number, _, pages in said)
    if field.type == "tuple[str, ...]":
        between = OnlyCauses.between if kind is Together else kind.between
        return tuple(text.split(between)) if text else ()
    if text == {"int | None": "none", "str | None": "None"}.get(field.type):
        return None
    return int(text or 0) if field.type in ("int", "int | None") else text
