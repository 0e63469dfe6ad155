"""A number as a count: its other end, its unit, its limit and what it counts."""

from __future__ import annotations

from dataclasses import replace

from analysis.reading.item import GROUPS, Item

_SKIPPED = 3  # words between a number and what it counts


def count_at(items: list[Item], place: int) -> tuple[int, Item]:
    """The count that begins with a number, and how many items it is: 94 at least, of them children."""
    item = items[place]
    low = high = item.value
    at = place + 1
    if at + 1 < len(items) and items[at].text in ("-", "to") and items[at + 1].kind == "number":
        if items[at + 1].value > low:
            high, at = items[at + 1].value, at + 2
    elif (
        place
        and items[place - 1].kind == "between"
        and at + 1 < len(items)
        and items[at].kind == "and"
        and items[at + 1].kind == "number"
        and items[at + 1].value > low
    ):
        high, at = items[at + 1].value, at + 2
    percent = at < len(items) and items[at].kind == "percent"
    at += percent
    limit = ""
    if at < len(items) and items[at].kind == "limits" and not percent and items[at].value == "at_least":
        limit, at = items[at].value, at + 1  # 94 at least
    noun, dead, among, after = None, False, False, at
    if at + 1 < len(items) and items[at].text == "more" and items[at + 1].kind in ("nouns", "skip"):
        after += 1  # four more civilians
    while after < len(items) and after - at <= _SKIPPED and items[after].kind in ("skip", "documents"):
        after += 1
    compound = [one.kind for one in items[at : at + 3]] == ["word", "mark", "word"] and items[at + 1].text == "-"
    if compound and items[at + 1].start == items[at].end:
        after = at + 3  # battle-related
    if after < len(items) and items[after].kind == "nouns":
        noun, at = items[after].value, after + 1
        dead = items[after].dead
        if noun == "civilians" and at < len(items) and items[at].kind == "nouns" and items[at].value == "persons":
            dead, at = items[at].dead, at + 1  # civilian deaths
    elif after < len(items) and items[after].kind == "things":
        noun, at = "part" if items[after].value == "part" else "things", after + 1
    elif at < len(items) and (items[at].kind == "party" or items[at].value == "times"):
        noun = "things"  # 302 rebels, seven times as many
    else:
        noun, among, at = _noun_after(items, at)
    following = items[at + 1] if at + 1 < len(items) else None
    is_behind = at < len(items) and (items[at].kind, items[at].value) == ("limits", "at_least")
    if noun and not limit and is_behind and (following is None or following.kind != "number"):
        limit, at = "at_least", at + 1  # 87 people at least
    if noun is None and place > 1 and items[place - 1].text == ":" and items[place - 2].kind == "nouns":
        noun = items[place - 2].value  # Civilians: 891
    if (at < len(items) and items[at].kind == "rates") or (place and items[place - 1].kind in ("rates", "ages")):
        noun = "rate"
    return at - place, replace(
        item,
        kind="count",
        among=among,
        low=low,
        high=high,
        noun=noun,
        limit=limit,
        percent=percent,
        end=items[at - 1].end,
        dead=dead,
    )


def _noun_after(items: list[Item], at: int) -> tuple[str | None, bool, int]:
    """What a number counts that stands further on, whether `of them` stands between, and where that ends."""
    after = at
    while after < len(items) and items[after].kind in ("skip", "function", "among") and after - at <= _SKIPPED:
        after += 1
    if after == len(items):
        return None, False, at
    found, among = items[after], any(one.kind == "among" for one in items[at:after])
    if found.kind == "nouns" and (found.value in GROUPS or (among and found.value != "fighters")):
        return str(found.value), among, after + 1  # 83 were children, 94 of them children
    if found.kind == "rates":
        return "rate", False, after + 1
    if found.kind == "nouns" and found.value == "civilians" and items[after - 1].kind == "function":
        return "civilians", among, after + 1  # of whom 793 were civilians
    if found.kind == "party" and items[at].kind == "skip":
        return "things", False, after  # 214 of the rebels
    return None, False, at
