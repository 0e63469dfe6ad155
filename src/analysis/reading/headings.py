"""What a line says of itself and of those below it: whose it is, and of whom it is the heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.reading.item import GROUPS, Item
from analysis.reading.measures import event_of
from analysis.reading.stated import Context, Owners

_OPENING = 8  # items within which a colon is that of a heading
_MARKER = 4  # items in which the party of a line is named: A- Government forces


def begin_line(items: Sequence[Item], context: Context) -> None:
    """Keep what a line says by its beginning: whose it is, and of whom it and those below it are."""
    start = _marker(items)
    opening = items[start] if len(items) > start + 1 and items[start + 1].text == ":" else None
    goes_on = context.opened if opening is not None and opening.kind == "nouns" else ()
    context.line, context.is_named, context.is_unknown = (goes_on, True, False) if goes_on else _listed(items)
    context.opened = goes_on
    was_torture, context.is_torture = context.is_torture, False
    context.is_unknown |= _names_nobody(items)
    colon = next((place for place, item in enumerate(items) if item.text == ":"), len(items))
    is_of_civilians = colon <= _MARKER and items[0].kind == "nouns" and items[0].value == "civilians"
    if is_of_civilians and not (goes_on or context.heading):
        context.by_victim = True  # Civilian deaths: 913; what follows counts those who died: regime soldiers: 731
    elif any(map(event_of, items)) and items[0].kind != "mark":
        context.by_victim = False
    if not any(item.kind == "party" for item in items[:colon]):
        context.of_some = _heading_of_some(items)
    if was_torture and items[-1].text == ":" and not any(item.kind in ("count", "party") for item in items):
        context.of_some = "torture"  # 41 died under torture. They are distributed as follows:


def _listed(items: Sequence[Item]) -> tuple[Owners, bool, bool]:
    """The party that a line begins with: `A- Government forces`, or `Russian forces (air force):`.

    Then whether a colon says that the line is of it; and whether the line is one of a list, and begins with nobody.
    """
    is_marked = bool(items) and (items[0].kind in ("mark", "count") or len(items[0].text) == 1)
    party = next(((item.value[0],) for item in items[:_MARKER] if item.kind == "party"), ())
    colon = next((place for place, item in enumerate(items) if item.text == ":"), 0)
    opening = [item.kind for item in items[_marker(items) : colon]]
    is_named = opening.count("party") == 1 and not {"count", "events", "documents", "date"} & set(opening)
    if is_named:
        return party or (next(item.value[0] for item in items if item.kind == "party"),), True, False
    opens = next((place for place, item in enumerate(items) if item.kind != "mark" and len(item.text) != 1), 0)
    is_unknown = not party and opens > 0 and items[opens - 1].kind == "mark" and items[opens].kind == "word"
    return (party, False, is_unknown) if is_marked else ((), False, False)


def _marker(items: Sequence[Item]) -> int:
    """Where a line begins behind the mark that numbers it: 1- Civilians, A. Civilians."""
    is_numbered = len(items) > 2 and (items[0].kind == "count" or len(items[0].text) == 1)
    return 2 if is_numbered and items[1].text in ("-", ".", ")") else 0


def _names_nobody(items: Sequence[Item]) -> bool:
    """Whether a line gives a number to somebody, by a colon, who is none of the parties: Blue militias: 871 people."""
    colon = next((place for place, item in enumerate(items) if item.text == ":"), None)
    if colon is None or colon + 1 >= len(items) or items[colon + 1].kind not in ("count", "limits"):
        return False
    before = items[:colon]
    known = {"party", "date", "period", "year", "documents", "totals", "events", "nouns", "monitor", "count", "compare"}
    return any(item.kind == "word" for item in before) and not any(item.kind in known for item in before)


def is_breakdown(items: Sequence[Item], line: Owners) -> bool:
    """Whether a sentence within a line says by a colon of what its deaths are made up; not of another party's."""
    colon = next((place for place, item in enumerate(items[:_OPENING]) if item.text == ":"), None)
    if not line or colon is None:
        return False
    named = [item.value[0] for item in items[:colon] if item.kind == "party"]
    return all((one,) == line for one in named)


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


def of_heading(items: Sequence[Item], place: int, of_some: str) -> str | None:
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


def is_of_tortured(items: Sequence[Item], place: int, measures: Mapping[int, str | None]) -> bool:
    """Whether a count is of those who died under torture: 33 died under torture, two women among them."""
    counts = (at for at in range(place - 1, -1, -1) if items[at].kind == "count")
    before = next((at for at in counts if items[at].noun not in GROUPS), None)
    if before is None or measures.get(before) != "torture":
        return False
    return items[place].among or any(one.kind == "among" for one in items[before + 1 : place])
