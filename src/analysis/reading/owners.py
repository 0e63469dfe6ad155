"""Whose a count is: the party that a sentence gives it to, by where the two stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from analysis.model.adding import TOTAL
from analysis.reading.item import BREAKS, COMMAS, GROUPS, Item
from analysis.reading.measures import event_of, is_chained, is_part
from analysis.reading.stated import ALL, Context, Owners, Stated

_RELATIVE = ("which", "who")
_GOES_ON = (*_RELATIVE, "that", "whose", "its", "their")  # the subject is still whoever was named
_OPENING = 2  # items in which a pronoun is the subject of a sentence
_MAIN = 5  # items in which `by the main ... parties to the conflict` names these


def owners_of(
    items: Sequence[Item],
    place: int,
    measures: Mapping[int, str | None],
    taken: set[int],
    deaths: Stated | None,
    context: Context,
) -> tuple[Owners | None, str]:
    """The party of a count, and by which rule; None where it is somebody's who is not known."""
    of_some = is_part(items[place], measures[place])
    if _is_whole(items, place):
        return ALL, "total"
    if items[place].percent and (whose := _of_victims(items, place)):
        return whose, "by"
    if given := _given_before(items, place):
        return given, "by"
    if measures[place] == "torture" and (held := _in_prison(items, place)):
        return held, "by"
    right = _right(items, place, measures)
    if of_some and deaths is not None and is_chained(items, place) and (measures[place] != "torture" or not right):
        return deaths.owners, "among"
    if right is not None:
        places, owners = right
        taken.update(places)
        if not owners and of_some and deaths is not None:
            return deaths.owners, "among"
        own = (
            context.line if context.is_named else context.heading
        )  # Other parties: 95, killed by shots from unknown hands
        return owners or own or None, "by" if owners else "heading"
    if _is_by_another(items, place):
        return None, "carried"
    left = left_of(items, place, taken)
    if left:
        return left, "subject"
    if any(one.kind == "own" for one in items[place + 1 :]):
        return (deaths.owners if deaths else context.subject) or None, "carried"
    if measures[place] == "torture" and items[place].noun is None and deaths is None:
        return None, "carried"  # 11 died under torture, 9 of them where it is not said
    is_among = items[place].among or any(one.kind == "among" for one in items[max(place - 2, 0) : place])
    if (of_some or (is_among and items[place].noun)) and deaths is not None and not _is_counted_anew(items, place):
        return deaths.owners, "among"
    if of_some and context.last is not None and deaths is None and _opens_with_the_dead(items):
        return context.last.owners, "carried"
    if context.subject and any(one.kind == "pronouns" and one.text != "it" for one in items[:_OPENING]):
        return context.subject, "carried"
    if context.heading and _opens_with_killing(items, place):
        return context.heading, "heading"
    nominal = any(event_of(one) and one.value != "active" for one in items[:place])
    if not nominal and _is_by_somebody(items, place):
        who = context.subject if any(one.kind == "pronouns" for one in items[:place]) else ()
        return who or None, "carried"
    if context.line and (context.is_named or measures[place] == "torture" or of_some):
        return context.line, "heading"
    if context.is_unknown:
        return None, "heading"
    return (context.heading, "heading") if context.heading else (ALL, "total")


def _is_counted_anew(items: Sequence[Item], place: int) -> bool:
    """Whether somebody counted, between a count and the word that seemed to make it a part: as well as, it recorded."""
    for one in reversed(items[:place]):
        if one.kind in ("count", "among", "documents"):
            return one.kind == "documents"
    return False


def _opens_with_killing(items: Sequence[Item], place: int) -> bool:
    """Whether a line begins with what whoever its heading names did: A. Civilians: killed six."""
    before = [one for one in items[:place] if one.kind not in ("skip", "limits", "function")]
    colon = max((at for at, one in enumerate(before) if one.text == ":"), default=-1)
    return [one.value for one in before[colon + 1 :]] == ["active"]


def _of_victims(items: Sequence[Item], place: int) -> Owners:
    """Whose victims a percentage is of: 16% of the victims of government forces."""
    for at in range(place + 1, len(items)):
        if items[at].kind == "party":
            return (
                several(items, at)[1]
                if items[place].noun or any(one.kind == "nouns" for one in items[place:at])
                else ()
            )
        if items[at].kind not in ("skip", "nouns", "function"):
            return ()
    return ()


def _is_whole(items: Sequence[Item], place: int) -> bool:
    """Whether a count is that of which the ones before are parts: ISIS 98, of 1,382 civilians in all."""
    before = items[max(place - 2, 0) : place]
    is_of = len(before) == 2 and before[0].text in COMMAS and (before[1].kind, before[1].text) == ("skip", "of")
    return is_of or any(item.kind == "whole" for item in before[-1:]) or _opens_as_whole(items, place)


def _opens_as_whole(items: Sequence[Item], place: int) -> bool:
    """Whether a sentence opens with the count, and only tells of parts by whom: Of 234 killed, most were by ISIS."""
    opening = items[:place]
    if not any(one.text == "of" for one in opening) or any(one.kind != "skip" for one in opening):
        return False
    comma = next((at for at in range(place + 1, len(items)) if items[at].text in COMMAS), len(items))
    named = any(one.kind in ("party", "by") for one in items[place:comma])
    return not named and any(one.kind == "by" for one in items[comma:])


def _is_by_somebody(items: Sequence[Item], place: int) -> bool:
    """Whether a verb of killing stands before a count in its clause: by whoever is its subject."""
    for one in reversed(items[:place]):
        if one.kind in ("mark", "count", "party", "by"):
            return False
        if one.kind == "events":
            return bool(one.value == "active")
    return False


def _is_by_another(items: Sequence[Item], place: int) -> bool:
    """Whether a count is by somebody who is none of the parties: ..., while the locals killed one civilian."""
    verb = place - 1
    while verb >= 0 and items[verb].value != "active":
        if items[verb].kind in ("mark", "count", "party", "by"):
            return False
        verb -= 1
    is_named = False
    for at in range(verb - 1, -1, -1):
        if items[at].kind in ("party", "pronouns") or items[at].text in _GOES_ON:
            return False
        if items[at].kind in ("and", "count", "clauses") or items[at].text in COMMAS:
            return is_named and any(one.kind == "party" for one in items[:at])
        is_named |= items[at].kind == "word"
    return False


def _given_before(items: Sequence[Item], place: int) -> Owners:
    """The party of `by somebody` right before a count."""
    at = place - 1
    while at >= 0 and items[at].kind in ("skip", "limits"):
        at -= 1
    if at < 1 or items[at].kind != "party" or items[at - 1].kind != "by":
        return ()
    return (items[at].value[0],)


def _in_prison(items: Sequence[Item], place: int) -> Owners:
    """In whose prisons those of a count died."""
    for one, after in pairwise(items[place + 1 :]):
        if one.kind == "count":
            break
        if one.kind == "party" and after.kind == "prison":
            return (one.value[0],)
    return ()


def _opens_with_the_dead(items: Sequence[Item]) -> bool:
    """Whether a sentence begins with those told of before: among them, the dead included."""
    for one in items:
        if one.kind == "among":
            return True
        if not (one.kind in ("skip", "nouns") or event_of(one) == "dead"):
            return False
    return False


def _right(items: Sequence[Item], place: int, measures: Mapping[int, str | None]) -> tuple[list[int], Owners] | None:
    """Whom a count is given to after it, `by` somebody; no parties where it is somebody who is not known."""
    at = place + 1
    while at < len(items):
        one = items[at]
        if one.text in BREAKS:
            return None
        if one.value == "active_after" and at + 1 < len(items) and items[at + 1].kind == "party":
            return several(items, at + 1)  # whom these killed
        goes_on = one.noun in GROUPS or (is_part(one, measures.get(at)) and measures[place] != "torture")
        is_relative = at + 1 < len(items) and items[at + 1].value == "active"
        is_relative &= all(between.kind in ("skip", "function") for between in items[place + 1 : at])
        if one.kind == "party" and is_relative:
            return several(items, at)  # the civilians Russia killed
        if one.kind in ("party", "than", "compare") or (one.kind == "count" and not goes_on):
            return None  # what follows is of somebody else
        if one.kind == "by" and (items[at - 1].kind == "mostly" or _is_of_part_before(items, place, at, measures)):
            return None
        if one.kind == "by":
            after = at + 1
            while after < len(items) and items[after].kind in ("skip", "function"):
                after += 1
            if after < len(items) and items[after].kind == "party":
                places, owners = several(items, after)
                last = places[-1] + 1
                if last < len(items) and items[last].value == "active" and items[last].kind == "events":
                    return None  # attacks by somebody killed others
                return places, owners
            named = [number for number in range(after, min(after + _MAIN, len(items))) if items[number].kind == "party"]
            if named and items[named[0]].value[0] == (TOTAL,):
                return named[:1], ALL  # by the main parties
            if after < len(items) and items[after].kind not in ("date", "period", "count", "year"):
                return [], ()
        at += 1
    return None


def _is_of_part_before(items: Sequence[Item], place: int, by: int, measures: Mapping[int, str | None]) -> bool:
    """Whether by somebody is of those tortured, who are part of a count: 55 killed, and 6 who were tortured by ..."""
    for at in range(by - 1, place, -1):
        if items[at].text in COMMAS:
            return False
        if items[at].kind == "count":
            return measures.get(at) == "torture"
    return False


def several(items: Sequence[Item], place: int, is_subject: bool = False) -> tuple[list[int], Owners]:
    """The parties of a list that begins here; of a subject, what they did follows."""
    places, owners = [place], [items[place].value[0]]
    at = place + 1
    while at < len(items):
        step = at
        while step < len(items) and _links(items[step]):
            step += 1
        if not is_subject and step > at and items[step - 1].kind == "and":
            step = _by_too(items, step)
        joined = step < len(items) and items[step].joined
        if step >= len(items) or items[step].kind != "party" or (step == at and not joined):
            break
        next_kind = items[step + 1].kind if step + 1 < len(items) else ""
        if next_kind in ("count", "events") and not is_subject:
            break  # it has a number of its own
        places.append(step)
        owners.append(items[step].value[0])
        at = step + 1
    return places, tuple(dict.fromkeys(owners))


def _by_too(items: Sequence[Item], place: int) -> int:
    """Where the next party is that killed, too: by the regime, and in airstrikes by Russian forces."""
    at, is_given = place, False
    while at < len(items) and items[at].kind in ("function", "skip", "things", "by"):
        is_given |= items[at].kind == "by"
        at += 1
    return at if is_given and at < len(items) and items[at].kind == "party" else place


def _is_compared(items: Sequence[Item], place: int) -> bool:
    """Whether a party is only what another is compared with: more than Russia."""
    at = place - 1
    while at >= 0 and items[at].kind in ("skip", "by", "function"):
        at -= 1
    goes_on = any(one.text in _RELATIVE for one in items[place + 1 : place + 3])  # Russia, which killed 18
    return at >= 0 and items[at].kind == "than" and not goes_on


def _names(items: Sequence[Item], place: int) -> bool:
    """Whether a party stands right before a colon."""
    at = place - 1
    while at >= 0 and (items[at].kind in ("skip", "word", "function") or items[at].text in ("(", ")", "/", ",")):
        at -= 1
    return at >= 0 and items[at].kind == "party"


def _links(item: Item) -> bool:
    """Whether it stands between the parties of a list."""
    return item.kind in ("and", "skip") or item.text in COMMAS


def left_of(items: Sequence[Item], place: int, taken: set[int]) -> Owners:
    """The party before a count: the subject of its sentence, or what stands before its number in a list."""
    at = place - 1
    while at >= 0:
        one = items[at]
        if one.text in BREAKS:
            return ()
        if one.text == ":" and not _names(items, at):
            named = {item.value[0] for item in items[:at] if item.kind == "party"}
            return tuple(named) if len(named) == 1 else ()
        if one.kind == "documents":
            return ()  # what a monitor counted is not by whoever was named before
        if one.kind == "party" and at not in taken and not _is_compared(items, at):
            first = at
            while first - 1 >= 0 and (
                _links(items[first - 1])
                or (items[first - 1].kind == "party" and (items[first].joined or items[first].kind != "party"))
            ):
                first -= 1
            while items[first].kind != "party":
                first += 1
            places, owners = several(items, first, is_subject=True)
            return owners if at in places else (one.value[0],)
        at -= 1
    return ()
