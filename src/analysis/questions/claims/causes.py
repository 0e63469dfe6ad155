"""Where a number that differs may come from, in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.data.rows import monitor_of
from analysis.language import say, say_as, sayable
from analysis.questions.claims import amounts
from analysis.questions.claims import verdicts as kinds
from analysis.questions.claims.verdicts import Verdict, Verdicts
from analysis.show import dates, labels, remarks

_COUNTED = {
    "civilians": sayable("civilians"),
    "fighters": sayable("fighters"),
    "persons": sayable("persons (civilians and fighters)"),
}
_SLIPS = {
    "dropped_digit": sayable("a digit seems dropped"),
    "added_digit": sayable("a digit seems added"),
    "swapped_digits": sayable("two digits seem swapped"),
    "rounded": sayable("the claim rounds it"),
    "rounded_up": sayable("the claim rounds it up"),
    "rounded_down": sayable("the claim rounds it down"),
}
_COVERS: dict[str, Callable[[str], str]] = {  # by scope code: of which deaths a number is
    "item": lambda cause: remarks.causes_words([cause]),
    "area": lambda places: say("in {places}", places=labels.places_words(places.split("+"))),
    "part_of_month": lambda _: say("in a part of the month"),
    "outside_total": lambda _: say("outside the published total"),
}
_SUBSETS = {  # others are a word for themselves
    "massacres": sayable("in massacres"),
    "dated_earlier": sayable("that happened earlier"),
    "unattributed": sayable("attributed to nobody"),
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
    if value in _SUBSETS:
        return say(_SUBSETS[value])
    return f"({': '.join(filter(None, (code, value))).replace('_', ' ')})"


def _of(what: str) -> str:
    return say("the number published for {what}", what=what)


def _of_part(one: kinds.OnlyPart) -> str:
    part = part_words(one)
    if one.population:
        return _of(say("{population}, those {part}", population=say(_COUNTED[one.population]), part=part))
    return _of(say("a part of these deaths, those {part}", part=part))


def _monitors(one: kinds.OtherMonitors, found: Verdicts) -> str:
    who = (monitor_of(found.data, code).short_name for code in one.monitors)
    return say("the number of {monitors}", monitors=labels.join(who))


CAUSES: dict[type[kinds.Cause], Callable[[Any, Verdicts], str]] = {
    kinds.OtherParties: lambda one, found: _of(
        say_as("list", " or ").join(labels.in_sentence_of(code, found.parties) for code in one.parties)
    ),
    kinds.OtherMeasures: lambda one, _: _of(labels.join(say(amounts.MEASURES[measure]) for measure in one.measures)),
    kinds.OtherPopulations: lambda one, _: _of(labels.join(say(_COUNTED[who]) for who in one.populations)),
    kinds.OnlyPart: lambda one, _: _of_part(one),
    kinds.OtherMonth: lambda one, _: _of(dates.month_name(one.month)),
    kinds.OtherMonitors: _monitors,
}  # what a number that differs is, a phrase a kind; a miswritten one is none that is published


def cause_words(line: Verdict, verdicts: Verdicts, number: str = "") -> str:
    """Say where a number that differs may come from; '' where nothing published explains it."""
    if isinstance(line.cause, kinds.Miswritten):
        return say(_SLIPS[line.cause.how])
    if line.cause is None:
        return ""
    what = CAUSES[type(line.cause)](line.cause, verdicts)
    return say("{number} is {what}", number=number, what=what) if number else say("it is {what}", what=what)
