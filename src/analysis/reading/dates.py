"""Which items of a text are months, years and periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from analysis.reading.item import Item

YEARS = range(2000, 2100)
_DAYS = 31
_BETWEEN = 3  # items between a month and its year
_HALF, _QUARTER, _YEAR = 6, 3, 12  # months


def dated(items: Sequence[Item], words: Mapping[str, Any]) -> list[Item]:
    """Make dates of months with their day and year, years of numbers that are one, and periods of what has two ends.

    The value of a `date` is its year (None: not said) and month, of a `period` its first and its last date. A `day` is
    a date with its day.
    """
    return _periods(_months(items, words), words)


def _months(items: Sequence[Item], words: Mapping[str, Any]) -> list[Item]:
    found: list[Item] = []
    place = 0
    while place < len(items):
        item = items[place]
        length = 1
        if item.kind == "months":
            length, item = _month(items, place, found, words)
        elif item.kind == "number" and _is_numeric_month(items, place):
            year = int(items[place + 2].value)
            length, item = 3, Item("date", (year, int(item.value)), item.start, items[place + 2].end)
        elif item.kind == "number" and _is_year(item):
            length, item = _year(items, place, words)
        found.append(item)
        place += length
    return found


def _is_numeric_month(items: Sequence[Item], place: int) -> bool:
    """Whether 01/2016 begins here."""
    if place + 2 >= len(items) or items[place].value not in range(1, _YEAR + 1):
        return False
    mark, year = items[place + 1], items[place + 2]
    glued = items[place].end == mark.start and mark.end == year.start
    return glued and mark.text == "/" and year.kind == "number" and _is_year(year)


def _month(items: Sequence[Item], place: int, found: list[Item], words: Mapping[str, Any]) -> tuple[int, Item]:
    """The date at the name of a month: how many items it takes, and the day before it, which is taken from `found`."""
    item, at, year, has_day_after = items[place], place + 1, None, False
    before = found[-1] if found else None
    has_day = before is not None and before.kind == "number" and before.value <= _DAYS and before.text != "word"
    if at + 1 < len(items) and items[at].text == "/" and items[at + 1].kind == "months":
        at += 2  # the same month by its other name
    if at < len(items) and items[at].kind == "number" and items[at].value <= _DAYS:
        counted = ("nouns", "things", "events", "percent", "skip")
        if at + 1 == len(items) or items[at + 1].kind not in counted or (before is not None and before.text == "on"):
            at, has_day_after = at + 1, True  # February 1
    step = 0
    while at + step < len(items) and step < _BETWEEN and items[at + step].text in words["of_year"]:
        step += 1
    if at + step < len(items) and items[at + step].kind == "number" and _is_year(items[at + step]):
        year, at = int(items[at + step].value), at + step + 1
    linked = before is not None and (before.text in words["links"] or before.kind in ("periods", "date") or has_day)
    is_sure = linked or (has_day_after and item.is_name)
    year = year or _year_before(found, words)
    if item.text in words["ambiguous_months"] and not year and not is_sure:
        return 1, replace(item, kind="word")
    day = found.pop() if has_day else items[place + 1] if has_day_after else None
    kind, low = ("day", day.value) if day else ("date", None)
    return at - place, Item(kind, (year, item.value), item.start, items[at - 1].end, item.text, item.joined, low)


def _year_before(found: Sequence[Item], words: Mapping[str, Any]) -> int | None:
    """The year that stands before its month or half, where a language says it so: 2018 yılının Mart ayı."""
    years = [int(one.value) for one in found[-2:] if one.kind in ("year", "bare_year")]
    return years[-1] if years and words.get("verb_last") else None


def _year(items: Sequence[Item], place: int, words: Mapping[str, Any]) -> tuple[int, Item]:
    """A year by itself, or 2016-01; a number of that size that counts something stays one.

    A year is a period where it is said to be one (in 2016, 2016: ...), not where it only stands there.
    """
    item = items[place]
    after, following = (items[place + n] if place + n < len(items) else None for n in (1, 2))
    glued = after is not None and following is not None and after.start == item.end and following.start == after.end
    is_month = following is not None and following.kind == "number" and following.value in range(1, _YEAR + 1)
    if after and following and glued and after.text in ("-", "/") and is_month:
        return 3, Item("date", (int(item.value), int(following.value)), item.start, following.end)
    if after is not None and after.kind in ("nouns", "percent"):
        return 1, item
    before = items[place - 1] if place else None
    is_said = before is not None and (before.text in words["links"] or before.kind in ("periods", "function"))
    is_said &= place < 2 or items[place - 2].text not in words.get("founded", ())  # formed in 2014
    is_said = is_said or (after is not None and after.text in (":", "'s"))
    return 1, Item("year" if is_said else "bare_year", int(item.value), item.start, item.end)


def _periods(items: Sequence[Item], words: Mapping[str, Any]) -> list[Item]:
    found: list[Item] = []
    place = 0
    while place < len(items):
        item = items[place]
        after = items[place + 1] if place + 1 < len(items) else None
        length = 1
        until = place + 2  # to March, to the end of March
        while until < len(items) and until < place + 2 + _BETWEEN and items[until].kind in ("skip", "since"):
            until += 1
        end = items[until] if until < len(items) else None
        is_between = len(found) > 0 and found[-1].text in words["between"]
        if is_between and after and after.joined and item.kind == after.kind == "date":
            item, length = _period(item, after), 2  # in Arabic the `and` is one with its month
        elif item.kind == "date" and after and end and end.kind == "date" and after.text in words["until"]:
            item, length = _period(item, end), until - place + 1
        elif item.kind == "periods" and item.value[0] != "last_month":
            name, number = item.value
            size = _QUARTER if name.startswith("quarters") else _HALF
            first_month = 1 + size * (number if name.startswith("quarters") else name == "second_half")
            is_of_year = after is not None and after.kind == "year"
            year, end = (after.value, after) if after and is_of_year else (_year_before(found, words), item)
            item = Item("period", ((year, first_month), (year, first_month + size - 1)), item.start, end.end)
            length += is_of_year
        found.append(item)
        place += length
    return found


def _period(first: Item, last: Item) -> Item:
    """From one date to another, which has the year of both where it is named once."""
    (year, month), until = first.value, last.value
    return Item("period", ((year or (until[0] and until[0] - (month > until[1])), month), until), first.start, last.end)


def _is_year(item: Item) -> bool:
    return item.value in YEARS and len(item.text) == 4 and item.text.isdigit()
