"""Where a number that differs may come from, in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.data.rows import monitor_of
from analysis.questions.claims import amounts
from analysis.questions.claims import verdicts as kinds
from analysis.questions.claims.verdicts import Verdict, Verdicts
from analysis.show import dates, labels, remarks

_COUNTED = {"persons": "persons (civilians and fighters)"}
_SLIPS = {
    "dropped_digit": "a digit seems dropped",
    "added_digit": "a digit seems added",
    "swapped_digits": "two digits seem swapped",
    "rounded": "the claim rounds it",
    "rounded_up": "the claim rounds it up",
    "rounded_down": "the claim rounds it down",
}
_COVERS: dict[str, Callable[[str], str]] = {  # by scope code: of which deaths a number is
    "item": lambda cause: remarks.causes_words([cause]),
    "area": lambda places: f"in {labels.places_words(places.split('+'))}",
    "part_of_month": lambda _: "in a part of the month",
    "outside_total": lambda _: "outside the published total",
}
_SUBSETS = {  # others are a word for themselves
    "massacres": "in massacres",
    "dated_earlier": "that happened earlier",
    "unattributed": "attributed to nobody",
}


def part_words(part: kinds.OnlyPart) -> str:
    """Say of which deaths a number of a part is: `in massacres`, `by air strikes`.

    Examples
    --------
    >>> part_words(kinds.OnlyPart((("item", "air_strikes"),))), part_words(kinds.OnlyPart((("subset", "massacres"),)))
    ('by air strikes', 'in massacres')
    """
    return labels.join(_covers(code, value) for code, value in part.covers)


def _covers(code: str, value: str) -> str:
    if code in _COVERS:
        return _COVERS[code](value)
    return _SUBSETS.get(value, f"({': '.join(filter(None, (code, value))).replace('_', ' ')})")


def _of(what: str) -> str:
    return f"the number published for {what}"


def _of_part(one: kinds.OnlyPart) -> str:
    who = f"{_COUNTED.get(one.population, one.population)}, those " if one.population else ""
    return _of(f"{who or 'a part of these deaths, those '}{part_words(one)}")


CAUSES: dict[type[kinds.Cause], Callable[[Any, Verdicts], str]] = {
    kinds.OtherParties: lambda one, found: _of(
        " or ".join(labels.in_sentence_of(code, found.parties) for code in one.parties)
    ),
    kinds.OtherMeasures: lambda one, _: _of(labels.join(amounts.MEASURES[measure] for measure in one.measures)),
    kinds.OtherPopulations: lambda one, _: _of(labels.join(_COUNTED.get(who, who) for who in one.populations)),
    kinds.OnlyPart: lambda one, _: _of_part(one),
    kinds.OtherMonth: lambda one, _: _of(dates.month_name(one.month)),
    kinds.OtherMonitors: lambda one, found: (
        f"the number of {labels.join(monitor_of(found.data, code).short_label for code in one.monitors)}"
    ),
}  # what a number that differs is, a phrase a kind; a miswritten one is none that is published


def cause_words(line: Verdict, verdicts: Verdicts, it: str = "it") -> str:
    """Say where a number that differs, `it`, may come from; '' where nothing published explains it."""
    if isinstance(line.cause, kinds.Miswritten):
        return _SLIPS[line.cause.how]
    return "" if line.cause is None else f"{it} is {CAUSES[type(line.cause)](line.cause, verdicts)}"
