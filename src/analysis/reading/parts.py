"""Numbers that are no toll of a month: by how many more, each day, of a place, of one way of killing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from analysis.model.adding import TOTAL
from analysis.reading.item import BREAKS, COMMAS, Item

_IN = ("in", "at", "near", "a")  # a place; `a` is French
RELATIVE = ("who", "which", "whom", "die", "der", "qui", "الذي", "التي", "الذين")


def is_difference(tail: Sequence[Item]) -> bool:
    """Whether a number is by how many others are more: 163 more than."""
    for one in tail:
        if one.kind == "than":
            return True
        if one.kind in ("mark", "party", "by", "among", "date"):
            return False
    return False


def is_rate(tail: Sequence[Item]) -> bool:
    """Whether a number is of each day: six children are killed every day; not 39 people killed in a month."""
    for before, one in pairwise(tail):
        if before.kind == "mark" or one.kind == "mark":
            return False
        if one.kind == "rates" and before.text not in _IN:
            return True
    return False


def is_of_part(items: Sequence[Item], place: int, tail: Sequence[Item]) -> bool:
    """Whether a count is only of a place, or of those killed in one way."""
    for one in tail:
        if one.kind in ("among", "mostly") and one.text != "with":
            break
        if one.kind == "things" and one.value == "part":
            return True
    for one in tail:
        if one.text in (*COMMAS, ":") or one.kind == "party" or (one.kind == "among" and one is not tail[0]):
            break
        if one.kind == "places" or is_place(items, items.index(one)):
            return True
    is_in_which = False
    for one in reversed(items[:place]):
        is_in_which |= one.text in RELATIVE
        if is_in_which and one.kind == "count" and one.noun == "part":
            return True  # 12 massacres, nine by the regime, in which 164
        if one.text in BREAKS:
            break
    for one in reversed(items[:place]):
        if one.kind == "count" and one.noun == "part":
            return True
        if (
            (one.kind == "party" and one.value[0] != (TOTAL,))
            or one.kind in ("count", "documents")
            or one.text in BREAKS
        ):
            break  # told journalists that it had verified the deaths of 283
        if one.kind == "things" and one.value == "part":
            return True
    for one in reversed(items[:place]):
        if one.text in (*COMMAS, ":") or one.kind in ("among", "party", "count"):
            break
        if one.kind == "places":
            return True
    return False


def is_place(items: Sequence[Item], place: int) -> bool:
    """Whether a name stands here in which something is: in Madaya."""
    item = items[place]
    return item.kind == "word" and item.is_name and place > 0 and items[place - 1].text in _IN
