"""The comparisons that a sentence makes: more than these, the most of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.reading.item import GROUPS, Item
from analysis.reading.measures import event_of
from analysis.reading.owners import left_of, several
from analysis.reading.stated import ALL, Context, Owners, Stated

_THAN = {"more_than": "more", "fewer_than": "fewer"}
_WORDS = 3  # unknown words between more and than: more civilians in Syria than
_NOT = 4  # items before a count in which a `not` denies it
_BETWEEN = ("skip", "nouns", "events", "function", "date", "period", "last_month")  # more ... than


def comparisons(items: Sequence[Item], context: Context) -> Iterator[Stated]:
    """More than these; the most of all."""
    items = list(items)
    for place, item in enumerate(items):
        told = [one.noun for one in items[:place] if one.kind == "count"]
        carried = told[-1] if told and told[-1] in GROUPS else "killed"
        if item.kind == "limits" and item.value in _THAN and not denied(items, place):  # fewer than the regime
            then = Item("than", None, item.end, item.end)
            yield from _more(
                [*items[:place], replace(item, kind="compare", value=_THAN[item.value]), then, *items[place + 1 :]],
                place,
                left_of(items, place, set()),
                carried,
                context,
            )
        if item.kind != "compare" or denied(items, place):
            continue
        following = items[place + 1 : place + 4]
        group = next((one.value for one in following if one.kind == "nouns"), carried)
        group = group if group in GROUPS else "killed"
        if group not in ("killed", "children", "women"):
            continue
        left = left_of(items, place, set())
        if item.value in ("most", "deadliest"):
            named = next((one.value[0] for one in items[place:] if one.kind == "party"), None)
            left = left or ((named,) if named else ())
            about = any(map(event_of, items)) or context.topic == "dead"
            is_of_people = item.value == "deadliest" or any(one.kind == "nouns" for one in following)
            is_of_people |= place > 0 and items[place - 1].value == "active"
            is_of_people &= not any(one.kind == "places" for one in items)
            if left and left != ALL and about and is_of_people and not any(map(_is_thing, following[:1])):
                yield Stated(item.start, item.end, left, group, None, rule="most", relation="highest_of")
        else:
            yield from _more(items, place, left, group, context)


def _more(items: Sequence[Item], place: int, left: Owners, group: str, context: Context) -> Iterator[Stated]:
    """More, or fewer, than other parties; `twice as many` says how many times, which its rule keeps apart."""
    at = place + 1
    words = 0
    while at < len(items) and (items[at].kind in _BETWEEN or (items[at].kind == "word" and words < _WORDS)):
        words += items[at].kind == "word"
        at += 1
    if at < len(items) and items[at].kind == "by":  # killed by Russia than by
        named, at = at + 1, at + 1
        while at < len(items) and items[at].kind in (*_BETWEEN, "party", "and"):
            at += 1
        if named < len(items) and items[named].kind == "party":
            left = left or several(items, named)[1]
    if at >= len(items) or items[at].kind != "than":
        return
    after = at + 1
    while after < len(items) and items[after].kind in (*_BETWEEN, "by"):
        after += 1
    if not left and (place == 0 or any(one.kind == "pronouns" for one in items[:place])):
        left = context.subject
    if after >= len(items) or not left or left == ALL:
        return
    relation = "gt" if items[place].value in ("more", "times") else "lt"
    is_all = any(item.kind == "combined" for item in items[after + 1 : after + 3])
    if items[after].kind == "others" and is_all:  # than all others combined: that is no comparison of two
        yield Stated(items[place].start, items[after].end, left, group, None, rule="all_others", relation=relation)
    elif items[after].kind == "others" and relation == "gt":
        yield Stated(items[place].start, items[after].end, left, group, None, rule="most", relation="highest_of")
    elif items[after].kind == "party":
        places, owners = several(items, after)
        combined = any(one.kind == "combined" for one in items[places[-1] + 1 : places[-1] + 3])
        rights = (owners,) if combined else tuple((one,) for one in owners)
        rule = "times" if items[place].value == "times" else "comparison"
        end = items[places[-1]].end
        yield Stated(items[place].start, end, left, group, None, rule=rule, relation=relation, rights=rights)


def _is_thing(item: Item) -> bool:
    return item.kind == "things"


def denied(items: Sequence[Item], place: int) -> bool:
    """Whether a `not` stands shortly before a count."""
    return any(one.kind == "not" for one in items[max(place - _NOT, 0) : place])
