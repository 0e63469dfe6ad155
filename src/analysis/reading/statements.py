"""What a sentence states: its counts with their parties, and its comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from analysis.reading.comparisons import comparisons, denied
from analysis.reading.headings import begin_line, is_breakdown, is_of_tortured, of_heading
from analysis.reading.item import GROUPS, Item
from analysis.reading.measures import event_of, measure_of, was_killed_by
from analysis.reading.owners import owners_of
from analysis.reading.parts import is_place
from analysis.reading.stated import ALL, Context, Stated

_MARKER = 4  # items in which the party of a line is named: A- Government forces
_TITLE = 5  # items of a numbered title


def statements(sentence: Sequence[Item], context: Context) -> list[Stated]:
    """What a sentence states."""
    items = _own(sentence)
    kinds = [item.kind for item in items]
    if _is_left_alone(items):
        _carry(items, context)
        return []
    if context.is_within and is_breakdown(items, context.line):
        return []  # of those whom the line has counted: landmines: 19
    is_first = not context.is_within
    if is_first:
        begin_line(items, context)
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
        if context.by_victim and items[place].noun is None and items[place - 1].text == ":":
            measures[place] = None
            continue
        if context.of_some and (measure := of_heading(items, place, context.of_some)) != "":
            measures[place] = measure
            continue
        is_listed = is_on or _goes_on(items)
        measures[place] = measure_of(items, place, context.topic, context.last is not None, before_it, is_listed)
    for place in counts:
        item, measure = items[place], measures[place]
        is_part = item.noun in (*GROUPS, "men") or measure == "torture"
        is_given = measure == "torture" and was_killed_by(items, place)
        if is_part and not is_read and not (is_given or _has_own(items, place)):
            continue  # of those of whom nothing is known
        if item.noun in GROUPS and is_of_tortured(items, place, measures):
            continue
        if not measure or denied(items, place):
            is_read = is_read and (is_part or item.noun in ("things", "part"))  # killed in 83 strikes, 72 of them women
            continue
        owners, rule = owners_of(items, place, measures, taken, deaths, context)
        context.is_unknown |= owners is None and rule == "carried" and not context.subject
        is_read = owners is not None or (is_part and is_read)
        if owners is None or (owners == ALL and not _is_total(items, place, measure, rule)):
            is_read = is_read and owners is not None and item.noun not in ("civilians", "persons")
            continue
        is_named = is_first and context.is_named
        if is_named and item.noun is None and context.line != owners and _is_by_verb(items, place):
            continue  # Rebels: ISIS killed 50
        if measure == "killed" and context.is_torture and (item.dead or item.noun is None):
            measure = measures[place] = "torture"  # 71 died under torture. The government was responsible for 66
        if len(owners) > 1 and _is_one_each(items, place):
            continue
        noun = item.noun if item.noun in ("civilians", "fighters", "persons") else None
        stated = Stated(
            item.start, item.end, owners, measure, noun, item.low, item.high, item.limit, item.percent, rule
        )
        found.append(stated)
        if measure == "killed":
            deaths = stated
    found += comparisons(items, context)
    if found:
        context.last = found[-1]
        context.is_torture = all(one.measure == "torture" for one in found)
        numbers = [one for one in found if one.measure == "killed" and one.owners != ALL]
        context.subject = (numbers or found)[-1].owners
    topic = context.topic
    _carry(items, context)
    if found and is_first and context.is_named:
        context.topic = topic  # Local groups outside the state: 302
    if found and context.topic != "other":
        context.topic = "dead"
    if any(one.kind in ("nouns", "count") and after.text == ":" for one, after in pairwise(items[:_MARKER])):
        context.topic = "victims"  # Civilians: ..., what follows is a list by who died
    return found


def _is_one_each(items: Sequence[Item], place: int) -> bool:
    """Whether two counts are joined, one for each of two parties: Russia and ISIS killed 679 and 98."""
    around = (items[place + 1 : place + 3], items[max(place - 2, 0) : place][::-1])
    return any([item.kind for item in pair] == ["and", "count"] for pair in around)


def _is_by_verb(items: Sequence[Item], place: int) -> bool:
    """Whether a verb of killing stands right before a count."""
    before = next((one for one in reversed(items[:place]) if one.kind not in ("skip", "limits")), None)
    return before is not None and before.value == "active"


def _goes_on(items: Sequence[Item]) -> bool:
    """Whether a sentence goes on with those told of before: among them, these, a party."""
    return any(item.kind in ("among", "party", "pronouns", "own") for item in items)


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
    before = [one.kind for one in items[:place] if one.kind not in ("skip", "limits")]
    if measure == "killed" and before[-1:] == ["among"] and "count" not in before:
        return False  # the victims included 120 civilians
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


def _own(sentence: Sequence[Item]) -> list[Item]:
    """The items, where a party that only names another belligerent is none: Turkish-backed, anti-ISIS."""
    items = list(sentence)
    if len(items) > 1 and items[0].kind == "places" and items[1].text in ("-", "\N{EM DASH}", "("):
        items[0] = replace(items[0], kind="word")  # where it was written: DAMASCUS - ...
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
        is_with = before is not None and (before.text == "against" or (before.text == "from" and not item.value[2]))
        is_with |= after is not None and after.kind == "and" and _is_unknown(items, place + 2)
        is_victim = after is not None and after.kind == "nouns" and after.value == "fighters"
        is_victim &= before is None or before.kind != "by"  # killed by ISIS members
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
    events = [item for item in items if item.kind in ("events", "things") or (item.kind == "nouns" and item.dead)]
    named = [item.value[0] for item in items if item.kind == "party" and item.value[0] != ALL[0]]
    if named and not any(item.kind == "count" for item in items):
        context.subject = (named[0],)
    parties = [item.value[0] for item in items if item.kind == "party"]
    counts = [item for item in items if item.kind == "count"]
    ends = bool(items) and items[-1].text == ":"
    stopped = bool(items) and items[-1].kind == "stop"
    if parties and not counts and not stopped and (ends or not _verbs(items)):
        context.heading = (parties[0],) if len(parties) == 1 else ()
    elif (
        not parties
        and not counts
        and not stopped
        and len(items) <= _TITLE
        and any(item.text == ":" for item in items[:2])
    ):
        context.heading = ()  # Seventh: children
    if events:
        told = [event_of(item) or "" for item in events if item.kind != "things"]
        context.topic = "dead" if told and told[-1] == "torture" else told[-1] if told else "other"
        if not told or any(item.kind == "things" and item.value == "part" for item in events):
            context.topic = "other"
    if not counts and not stopped and any(item.kind == "totals" for item in items):
        context.topic = "dead"  # Toll by perpetrator


def _verbs(items: Sequence[Item]) -> bool:
    """Whether these are a sentence rather than a heading."""
    return sum(item.kind in ("word", "events", "function", "pronouns") for item in items) > 6
