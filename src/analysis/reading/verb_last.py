"""Turkish sentences in the order that the rules know: a count, its verb, and then those who are part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.reading.item import GROUPS, Item

_PEOPLE = ("civilians", "persons")


def verb_first(items: Sequence[Item]) -> list[Item]:
    """Put the children and women who stand before a count behind its verb: 203'ü çocuk 914 sivil öldü.

    A count that nobody is known to have caused, where its verb says that somebody did, is left out; so is one without
    what it counts, and what is said of a part: 50'si rejim tarafından olmak üzere 54 kişi.
    """
    found: list[Item] = []
    parts: list[Item] = []
    is_owned = False  # a party stands before this count, and behind the one before
    at = 0
    while at < len(items):
        item = items[at]
        if item.kind == "count" and item.noun in GROUPS and (whole := _whole(items, at)):
            parts.append(item if whole.noun in _PEOPLE else replace(item, noun="things"))
        elif item.kind == "count" and item.noun not in (*GROUPS, *_PEOPLE) and (end := _being(items, at)):
            at = end
        elif item.kind == "count" and item.noun in _PEOPLE:
            verb = _verb(items, at)
            by_somebody = (verb is not None and items[verb].value == "active") or any(one.kind == "by" for one in found)
            is_second = any(one.kind == "count" for one in found)
            is_known = is_owned or not (by_somebody or is_second)
            found.append(item if is_known else replace(item, noun="things"))
            for one in items[at + 1 : at + 1 if verb is None else verb + 1]:
                found += [Item("by", None, one.start, one.start), one] if one.kind == "party" else [one]
            at = at if verb is None else verb
            if parts and is_known:
                found += [Item("among", None, item.end, item.end), *parts]
            parts, is_owned = [], False
        elif item.kind == "count" and item.noun is None:
            found.append(replace(item, noun="things"))
        elif not (parts and (item.kind in ("being", "and", "skip") or item.text == ",")):
            is_owned |= item.kind == "party"
            found.append(item)
        at += 1
    return [*found, *parts]


def _whole(items: Sequence[Item], place: int) -> Item | None:
    """The count behind one of children or women of which it is a part, with only others of its parts between."""
    for one in items[place + 1 :]:
        if one.kind == "count" and one.noun not in GROUPS:
            return one
        if one.kind not in ("count", "being", "and", "skip") and one.text != ",":
            return None
    return None


def _being(items: Sequence[Item], place: int) -> int:
    """Where `50'si rejim tarafından olmak üzere` ends that begins here; 0: nothing of that kind does."""
    for at in range(place + 1, len(items)):
        if items[at].kind == "being":
            return at
        if items[at].kind == "count":
            return 0
    return 0


def _verb(items: Sequence[Item], place: int) -> int | None:
    """Where the verb of a count stands, and the party behind it: 221 sivilin ölümünden sorumlu rejim güçleri."""
    for at in range(place + 1, len(items)):
        if items[at].kind == "count":
            return None
        if items[at].value == "active_after":
            return at + 1 if at + 1 < len(items) and items[at + 1].kind == "party" else at
        if items[at].kind == "events":
            return at
    return None
