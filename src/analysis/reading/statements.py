"""What a sentence states: its counts with their parties, and its comparisons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from analysis.reading.dates import Item
from analysis.reading.items import GROUPS
from analysis.reading.measures import event_of, is_place, measure_of
from analysis.reading.owners import ALL, Context, Owners, Stated, left_of, owners_of, several

_QUESTIONS = ("?", "\N{ARABIC QUESTION MARK}")
_MARKER = 4  # items in which the party of a line is named: A- Government forces
_THAN = {"more_than": "more", "fewer_than": "fewer"}
_WORDS = 3  # unknown words between more and than: more civilians in Syria than
_NOT = 4  # items before a count in which a `not` denies it
_BETWEEN = ("skip", "nouns", "events", "function", "date", "period", "last_month")  # more ... than


def statements(sentence: Sequence[Item], context: Context) -> list[Stated]:
    """What a sentence states."""
    items = _own(sentence)
    kinds = [item.kind for item in items]
    if _is_left_alone(items):
        _carry(items, context)
        return []
    if not context.is_within:
        goes_on = context.opened if len(items) > 1 and (items[0].kind, items[1].text) == ("nouns", ":") else ()
        context.line, context.is_named, context.is_unknown = (goes_on, True, False) if goes_on else _listed(items)
        context.opened = goes_on
        colon = next((place for place, item in enumerate(items) if item.text == ":"), len(items))
        if not any(item.kind == "party" for item in items[:colon]):
            context.of_some = _heading_of_some(items)
    if items[-1].text == ":" and context.is_named:
        context.opened = context.line  # Russian forces: killed 1,288, as follows:
    context.is_within = True
    counts = [place for place, item in enumerate(items) if item.kind == "count"]
    if not counts and not {"compare", "limits"} & set(kinds):
        _carry(items, context)
        return []
    found: list[Stated] = []
    deaths: Stated | None = None  # the last count of people killed in this sentence
    taken: set[int] = set()
    is_read = True  # the last count that was none of a part of these
    measures: dict[int, str | None] = {}
    is_on = bool(context.line or context.heading)
    for place in counts:
        before_it = list(measures.values())
        if context.of_some and (measure := _of_heading(items, place, context.of_some)) != "":
            measures[place] = measure
            continue
        is_listed = is_on or _goes_on(items)
        measures[place] = measure_of(items, place, context.topic, context.last is not None, before_it, is_listed)
    for place in counts:
        item, measure = items[place], measures[place]
        is_part = item.noun in (*GROUPS, "men") or measure == "torture"
        if is_part and not is_read and not _has_own(items, place):
            continue  # of those of whom nothing is known
        if item.noun in GROUPS and _is_of_tortured(items, place, measures):
            continue
        if not measure or _denied(items, place):
            is_read = is_part and is_read
            continue
        owners, rule = owners_of(items, place, measures, taken, deaths, context)
        context.is_unknown |= owners is None and rule == "carried" and not context.subject
        is_read = owners is not None or (is_part and is_read)
        if owners is None or (owners == ALL and not _is_total(items, place, measure, rule)):
            is_read = is_read and owners is not None
            continue
        if len(owners) > 1 and _is_one_each(items, place):
            continue
        noun = item.noun if item.noun in ("civilians", "fighters", "persons") else None
        stated = Stated(
            item.start, item.end, owners, measure, noun, item.low, item.high, item.limit, item.percent, rule
        )
        found.append(stated)
        if measure == "killed":
            deaths = stated
    found += _comparisons(items, context)
    if found:
        context.last = found[-1]
        numbers = [one for one in found if one.measure == "killed" and one.owners != ALL]
        context.subject = (numbers or found)[-1].owners
    _carry(items, context)
    if found and context.topic != "other":
        context.topic = "dead"
    if any(one.kind in ("nouns", "count") and after.text == ":" for one, after in pairwise(items[:_MARKER])):
        context.topic = "victims"  # Civilians: ..., what follows is a list by who died
    return found


def _is_one_each(items: Sequence[Item], place: int) -> bool:
    """Whether two counts are joined, one for each of two parties: Russia and ISIS killed 679 and 98."""
    around = (items[place + 1 : place + 3], items[max(place - 2, 0) : place][::-1])
    return any([item.kind for item in pair] == ["and", "count"] for pair in around)


def _goes_on(items: Sequence[Item]) -> bool:
    """Whether a sentence goes on with those told of before: among them, these, a party."""
    return any(item.kind in ("among", "party", "pronouns", "own") for item in items)


def _of_heading(items: Sequence[Item], place: int, of_some: str) -> str | None:
    """What a count measures under a heading of some alone; None: nothing that is read; '': it says itself."""
    noun = items[place].noun
    if of_some == "part":
        return None
    if of_some == "torture" and noun in (None, "persons") and not any(item.value == "active" for item in items):
        return "torture"
    return of_some if noun is None and of_some in GROUPS and _is_in_list(items, place) else ""


def _is_in_list(items: Sequence[Item], place: int) -> bool:
    """Whether a count is that of a party in a list: ISIS: 98."""
    before = [item.kind for item in items[:place]]
    return "party" in before and "events" not in before


def _heading_of_some(items: Sequence[Item]) -> str:
    """Of whom a line is the heading, if of some alone: torture, a group, or `part`, of whom nothing is read.

    Deaths due to torture: 20; Children killed; Medical personnel killed: ...
    """
    first = next((place for place, item in enumerate(items) if item.kind == "count"), len(items))
    noun = items[first].noun if first < len(items) else None
    colon = next((place for place, item in enumerate(items) if item.text == ":"), None)
    if (items[-1].kind == "stop" and colon is None) or (noun in ("civilians", "persons") and colon is None):
        return "part" if noun in ("part", "fighters", "men") else ""
    opening = items[: first if colon is None else min(first, colon)]
    told = [event_of(item) for item in opening]
    if "torture" in told or "other" in told:
        return "torture" if "torture" in told else "part"
    for item in opening:
        if item.kind == "nouns":
            return "" if item.value in ("civilians", "persons") else item.value if item.value in GROUPS else "part"
        if item.kind == "places" or (item.kind == "things" and item.value == "part"):
            return "part"
    return "part" if noun in ("part", "fighters", "men") else ""


def _is_of_tortured(items: Sequence[Item], place: int, measures: Mapping[int, str | None]) -> bool:
    """Whether a count is of those who died under torture: 33 died under torture, two women among them."""
    before = next((at for at in range(place - 1, -1, -1) if items[at].kind == "count"), None)
    if before is None or measures.get(before) != "torture":
        return False
    return items[place].among or any(one.kind == "among" for one in items[before + 1 : place])


def _has_own(items: Sequence[Item], place: int) -> bool:
    """Whether a party, or a verb of killing, stands between a count and the one before."""
    for at in range(place - 1, -1, -1):
        if items[at].kind == "count":
            return False
        is_passive = at > 0 and items[at - 1].kind == "function"
        if items[at].kind == "party" or (items[at].value == "active" and not is_passive):
            return True
    return True


def _is_total(items: Sequence[Item], place: int, measure: str, rule: str) -> bool:
    """Whether a count without a party may be that of all: no share, and none of those killed in air attacks."""
    item = items[place]
    if item.percent and measure == "killed":
        return False
    if item.noun is None and rule == "total":
        for one in items[place + 1 :]:
            if one.kind in ("count", "mark"):
                break
            if one.kind == "things":
                return False
    return True


def _is_left_alone(items: Sequence[Item]) -> bool:
    """Whether nothing in a sentence is stated: what is denied, asked or supposed, or told of one place."""
    if any(item.kind == "denial" for item in items) or (
        items and items[-1].kind == "stop" and items[-1].text in "?\N{ARABIC QUESTION MARK}"
    ):
        return True
    for place, item in enumerate(items):
        if item.kind == "places" or is_place(items, place):
            return True
        if item.kind not in ("function", "skip", "word", "mark", "date", "day"):
            return False
    return False


def _listed(items: Sequence[Item]) -> tuple[Owners, bool, bool]:
    """The party that a line begins with: `A- Government forces`, or `Russian forces (air force):`.

    Then whether a colon says that the line is of it; and whether the line is one of a list, and begins with nobody.
    """
    is_marked = bool(items) and (items[0].kind in ("mark", "count") or len(items[0].text) == 1)
    party = next(((item.value[0],) for item in items[:_MARKER] if item.kind == "party"), ())
    opening = [item.kind for item in items[: next((n for n, item in enumerate(items) if item.text == ":"), 0)]]
    is_named = opening.count("party") == 1 and not {"count", "events", "documents", "date"} & set(opening)
    if is_named:
        return party or (next(item.value[0] for item in items if item.kind == "party"),), True, False
    opens = next((place for place, item in enumerate(items) if item.kind != "mark" and len(item.text) != 1), 0)
    is_unknown = not party and opens > 0 and items[opens - 1].kind == "mark" and items[opens].kind == "word"
    return (party, False, is_unknown) if is_marked else ((), False, False)


def _own(sentence: Sequence[Item]) -> list[Item]:
    """The items, where a party that only names another belligerent is none: Turkish-backed, anti-ISIS."""
    items = list(sentence)
    for place, item in enumerate(items):
        if item.kind != "party":
            continue
        before = items[place - 1] if place else None
        after = items[place + 1] if place + 1 < len(items) else None
        glued = [one for one in (before,) if one and one.text == "-" and one.end == item.start]
        glued += [one for one in (after,) if one and one.text == "-" and one.start == item.end]
        at = place - 1
        while at >= 0 and items[at].kind == "skip":
            at -= 1
        joined = place > 1 and items[place - 1].kind == "and" and items[place - 2].kind == "skip"
        is_with = before is not None and before.text == "against"
        is_with |= after is not None and after.kind == "and" and _is_unknown(items, place + 2)
        is_victim = after is not None and after.kind == "nouns" and after.value == "fighters"
        is_object = before is not None and before.value == "active" and before.kind == "events" and item.value[2]
        if is_with or is_victim or is_object or glued or joined or (at >= 0 and items[at].kind == "beside"):
            items[place] = replace(item, kind="word")
        elif item.value[2] and before is not None and before.text == "in":
            items[place - 1] = replace(before, kind="by")  # in Russian strikes
    return items


def _is_unknown(items: Sequence[Item], place: int) -> bool:
    """Whether somebody who is no party begins here, and kills: and his Russian allies killed."""
    for one in items[place:]:
        if one.kind == "events":
            return bool(one.value == "active")
        if one.kind not in ("skip", "word", "function"):
            return False
    return False


def _carry(items: Sequence[Item], context: Context) -> None:
    """Keep what the next line may be about."""
    events = [item for item in items if item.kind in ("events", "things")]
    named = [item.value[0] for item in items if item.kind == "party" and item.value[0] != ALL[0]]
    if named and not any(item.kind == "count" for item in items):
        context.subject = (named[0],)
    parties = [item.value[0] for item in items if item.kind == "party"]
    counts = [item for item in items if item.kind == "count"]
    ends = bool(items) and items[-1].text == ":"
    stopped = bool(items) and items[-1].kind == "stop"
    if parties and not counts and not stopped and (ends or not _verbs(items)):
        context.heading = (parties[0],) if len(parties) == 1 else ()
    if events:
        told = [event_of(item) or "" for item in events if item.kind == "events"]
        context.topic = "dead" if told and told[-1] == "torture" else told[-1] if told else "other"
        if not told or any(item.kind == "things" and item.value == "part" for item in events):
            context.topic = "other"


def _denied(items: Sequence[Item], place: int) -> bool:
    """Whether a `not` stands shortly before a count."""
    return any(one.kind == "not" for one in items[max(place - _NOT, 0) : place])


def _verbs(items: Sequence[Item]) -> bool:
    """Whether these are a sentence rather than a heading."""
    return sum(item.kind in ("word", "events", "function", "pronouns") for item in items) > 6


def _comparisons(items: Sequence[Item], context: Context) -> Iterator[Stated]:
    """More than these; the most of all."""
    items = list(items)
    for place, item in enumerate(items):
        told = [one.noun for one in items[:place] if one.kind == "count"]
        carried = told[-1] if told and told[-1] in GROUPS else "killed"
        if item.kind == "limits" and item.value in _THAN and not _denied(items, place):  # fewer than the regime
            then = Item("than", None, item.end, item.end)
            yield from _more(
                [*items[:place], replace(item, kind="compare", value=_THAN[item.value]), then, *items[place + 1 :]],
                place,
                left_of(items, place, set()),
                carried,
                context,
            )
        if item.kind != "compare" or any(one.kind == "not" for one in items[max(place - _NOT, 0) : place]):
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


def _is_thing(item: Item) -> bool:
    return item.kind == "things"


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
    if items[after].kind == "others" and relation == "gt":
        yield Stated(items[place].start, items[after].end, left, group, None, rule="most", relation="highest_of")
    elif items[after].kind == "party":
        places, owners = several(items, after)
        combined = any(one.kind == "combined" for one in items[places[-1] + 1 : places[-1] + 3])
        rights = (owners,) if combined else tuple((one,) for one in owners)
        rule = "times" if items[place].value == "times" else "comparison"
        end = items[places[-1]].end
        yield Stated(items[place].start, end, left, group, None, rule=rule, relation=relation, rights=rights)
