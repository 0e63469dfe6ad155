"""What a count measures: people killed, children, women, deaths under torture; and which counts are no tolls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from analysis.reading.item import BREAKS, COMMAS, GROUPS, Item
from analysis.reading.parts import RELATIVE, is_difference, is_of_part, is_rate

SOFT = frozenset({"skip", "function", "clauses", "and", "limits", "among", "mark", "pronouns"})  # say nothing
_PEOPLE = frozenset({"civilians", "persons", "fighters", None})
_NO_TOLL = ("things", "part", "fighters", "men")
_OF_SOME = (*GROUPS, "fighters", "men")
_MOST = 10**7  # more people than any toll
_NEAR = 3  # items after a noun in which its event may stand: were later wounded


def measure_of(
    items: Sequence[Item],
    place: int,
    topic: str,
    follows_on: bool,
    before_it: Sequence[str | None],
    is_listed: bool = True,
) -> str | None:
    """What a count measures; None where it is no toll, or nothing says that it is one.

    `topic` is the event of the sentence before, `follows_on` whether a toll was read there, and `before_it` are the
    measures of the counts before in this sentence. `is_listed`: the sentence goes on with those told of before.
    """
    item, tail = items[place], list(_tail(items, place))
    is_number = item.low is not None and item.low < _MOST and (item.percent or item.low % 1 == 0)
    if (
        not is_number
        or item.noun in ("things", "part", "fighters", "men")
        or is_difference(tail)
        or is_rate(tail)
        or is_of_part(items, place, tail)
    ):
        return None
    first = next((one for one in tail if one.kind != "skip"), None)
    if first is not None and first.text == "-" and first.start == item.end:
        return None  # six-year, 14-point
    if item.noun is None and not item.percent and first is not None and first.kind in ("word", "things"):
        return None
    follows = _event_after(tail) or _event_of_all(items, place)
    before = _before(items, place)
    if follows == "other" or (follows is None and before is not None and _is_other(before, item)):
        return None
    tortured = before is not None and event_of(before) == "torture" and follows is None and _close(items, place)
    if follows == "torture" or tortured:
        return "torture" if item.noun in _PEOPLE else None
    if (item.percent or item.is_of_them) and item.noun not in GROUPS:
        were = [after for one, after in pairwise(tail) if one.kind == "function" and after.kind == "nouns"]
        for one in (*were, *reversed(items[:place])):
            if one.kind == "count":
                break
            if one.kind == "nouns" and one.value in GROUPS:
                return str(one.value)  # women and children made up 31 percent
    last = next((measure for measure in reversed(before_it) if measure not in GROUPS), None)
    if item.noun == "persons" and set(before_it) - {*GROUPS} == {"torture"} and was_killed_by(items, place):
        return "torture"  # 60 died under torture: 57 by the government, and one person was killed by ...
    first_told = next((one for one in items[:place] if one.kind == "count" or event_of(one)), None)
    if (
        first_told is not None
        and event_of(first_told) == "torture"
        and item.noun in ("persons", None)
        and _by_party(items, place)
    ):
        return "torture"  # of the victims of torture seven died by ...
    if item.noun in GROUPS:
        told = follows or before or any(before_it) or (is_listed and (follows_on or topic))
        return item.noun if told else None
    if item.noun in ("civilians", "persons"):
        listed = place and items[place - 1].text == ":" and place > 1 and items[place - 2].kind == "party"
        told = item.dead or follows or (before and event_of(before)) or topic == "dead" or any(before_it)
        told = told or (topic == "victims" and is_listed)
        told = told or _by_party(items, place)
        return "killed" if told or (listed and topic != "other") else None
    of_them = bool(tail) and tail[0].kind == "among"
    if (noun := _noun_before(items, place)) in _OF_SOME:
        return str(noun) if noun in GROUPS else None  # children killed: 110
    if last == "torture" and item.noun is None and _goes_on(items, place):
        return "torture"  # 46 deaths by torture, ISIS for three
    is_by = of_them or was_killed_by(items, place) or _is_given(items, place)
    if last == "torture" and item.noun is None and is_by:
        return "torture"  # 11 died under torture, 9 of them by ...
    is_on = _names_party(items, place) or of_them or _is_given(items, place)
    if before_it and before_it[-1] in GROUPS and not {"killed", "torture"} & set(before_it) and is_on:
        return before_it[-1]  # 94 children, more than the government, which killed 83
    # a bare number: only where a party or a verb of killing stands directly at it
    return "killed" if _bare_is_toll(items, place, topic, follows, before_it) else None


def _before(items: Sequence[Item], place: int) -> Item | None:
    """The last event before a count, or the thing counted, where no other count stands between."""
    is_near = True
    for one in reversed(items[:place]):
        is_near &= one.kind != "count"
        if event_of(one) or (one.kind == "things" and is_near):
            return one
    return None


def _is_other(before: Item, item: Item) -> bool:
    """Whether the last event before a count is none of killing; attacks and strikes kill people, and are no number."""
    if before.kind == "things":
        return before.value == "part" or (item.noun is None and not item.dead)
    return event_of(before) == "other" and not item.dead


def is_part(item: Item, measure: str | None) -> bool:
    """Whether a count is of some of those counted before: children, women, those who died under torture."""
    return item.noun in GROUPS or measure == "torture"


def event_of(item: Item) -> str | None:
    """What happened, where a word says so: dead, torture, or something else."""
    if item.kind == "events":
        return "dead" if item.value.startswith("active") else str(item.value)
    if item.kind == "compare" and item.value == "deadliest":
        return "dead"
    return "dead" if item.kind == "nouns" and item.dead else None


def is_chained(items: Sequence[Item], place: int) -> bool:
    """Whether a count of children or women goes on from the one before: 679, of whom 94 children and 73 women."""
    for one in reversed(items[:place]):
        if one.kind == "count":
            return True
        if one.kind not in SOFT or one.text in BREAKS:
            return False
    return False


def _close(items: Sequence[Item], place: int) -> bool:
    """Whether only soft words stand between a count and the event before it."""
    for one in reversed(items[:place]):
        if event_of(one):
            return True
        if one.kind not in ("skip", "limits", "function"):
            return False
    return False


def _tail(items: Sequence[Item], place: int) -> Iterator[Item]:
    """What follows a count up to the next one."""
    for one in items[place + 1 :]:
        if one.kind == "count" or one.text in BREAKS:
            return
        yield one


def _event_after(tail: Sequence[Item]) -> str | None:
    """The event that follows a count: were killed, died under torture, were wounded."""
    found, passed = None, 0
    for number, one in enumerate(tail):
        passed += one.kind not in ("skip", "function", "date")
        if event := event_of(one):
            if event == "torture":
                return "torture"
            if passed <= _NEAR and found is None:
                found = event
        elif one.text in COMMAS and number + 1 < len(tail) and tail[number + 1].text in RELATIVE:
            continue  # one person, who died under torture
        elif (
            (one.kind == "among" and number)
            or one.kind == "compare"
            or (one.kind == "mark" and one.text in (*COMMAS, ":"))
        ) or (one.kind == "party" and number > 0 and found is None):
            break
    return found


def _event_of_all(items: Sequence[Item], place: int) -> str | None:
    """The event behind those who are part of a count: 11 people, including a child, died under torture."""
    at = place + 1
    while at < len(items) and (items[at].noun in GROUPS or items[at].kind in SOFT) and items[at].text not in BREAKS:
        at += 1
    last = max((n for n in range(place + 1, at) if items[n].kind == "count"), default=at)
    if items[place].noun in GROUPS or not any(one.text in COMMAS for one in items[last:at]):
        return None
    rest = list(_tail(items, at))
    is_whose = any(one.kind == "by" for one in rest) or any(one.kind == "party" for one in items[:place])
    if any(one.kind == "things" for one in rest) and not is_whose:
        return "other"  # were killed in explosions of mines
    first, second = [*map(event_of, items[at : at + 2]), None, None][:2]
    if first == "torture":
        return None  # whose event it is, of the count or of one more, is not said
    return "torture" if (first, second) == ("dead", "torture") else first


def _noun_before(items: Sequence[Item], place: int) -> str | None:
    """Who is counted by a number that stands after its noun: children killed: 110; women: ISIS 21."""
    for one in reversed(items[:place]):
        if one.kind == "nouns":
            return str(one.value)
        if one.kind in ("count", "among", "than", "compare", "date") or one.text in (*COMMAS, *BREAKS):
            return None
    return None


def _goes_on(items: Sequence[Item], place: int) -> bool:
    """Whether no verb stands between a count and the one before, but that which gives it: seven were at the hands."""
    before = next((at for at in range(place - 1, -1, -1) if items[at].kind == "count"), 0)
    between = [one.kind for one in items[before + 1 : place]]
    after = next((one.kind for one in items[place + 1 :] if one.kind not in ("function", "skip")), "")
    return "party" in between and "events" not in between[1:] if after != "by" else "party" not in between


def _by_party(items: Sequence[Item], place: int) -> bool:
    return any(one.kind == "by" for one in _tail(items, place))


def _names_party(items: Sequence[Item], place: int) -> bool:
    """Whether a party stands between a count and the one before."""
    for one in reversed(items[:place]):
        if one.kind in ("party", "count"):
            return one.kind == "party"
    return False


def _is_given(items: Sequence[Item], place: int) -> bool:
    """Whether a count is by somebody: right away, or after those who are part of it."""
    has_parts = False
    for one in items[place + 1 :]:
        has_parts |= one.kind == "count"
        if one.kind == "by":
            return True
        if one.kind == "count" and one.noun not in GROUPS:
            return False
        if not has_parts and one.kind not in ("among", "skip"):
            return False
        if one.kind == "party" or one.text in BREAKS:
            return False
    return False


def was_killed_by(items: Sequence[Item], place: int) -> bool:
    """Whether a count is of those who were killed by somebody: 57 of them were killed by, two at the hands of."""
    for one in items[place + 1 :]:
        if one.kind not in ("among", "skip", "function", "events"):
            return one.kind == "by"
    return False


def _bare_is_toll(
    items: Sequence[Item], place: int, topic: str, follows: str | None, before_it: Sequence[str | None]
) -> bool:
    """Whether a number that counts nothing by itself is a toll: a party or a verb of killing stands directly at it."""
    seen = any(map(event_of, items[:place])) or any(before_it)
    passed = ("skip", "limits", "function", "date", "period") if seen else ("skip", "limits")
    marks = (":", "-", "(", "|", "\N{EM DASH}", *(COMMAS if seen else ()))
    at = place - 1
    while at >= 0 and (items[at].kind in passed or items[at].text in marks):
        at -= 1
    is_told = seen or topic == "dead"
    active = at >= 0 and items[at].kind == "events" and items[at].value == "active"
    if before_it and before_it[-1] is None and not active:
        return False  # of those who were counted before, whatever these are
    if _is_given(items, place):
        return is_told
    if at >= 0 and items[at].kind == "party":
        if topic == "victims" and items[place - 1].text == ":":
            return False  # a list by who died
        return is_told or (place + 1 < len(items) and items[place + 1].kind == "among")
    return follows == "dead" or (at >= 0 and event_of(items[at]) == "dead")
