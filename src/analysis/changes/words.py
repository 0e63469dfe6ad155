"""What differs between two folders, in words: what weighs most first, the same change in many months as one line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from analysis.changes.items import LINES, Item, items_of, party_words
from analysis.changes.numbers import Differences
from analysis.changes.sides import Row
from analysis.show import dates, labels, numbers

_NOUNS = {  # heading -> what is counted under it, in the order of their weight
    "Months": ("month", "months"),
    "Numbers": ("number", "numbers"),
    "Leaders": ("leader", "leaders"),
    "Ranks": ("rank", "ranks"),
    "Blank cells": ("blank cell", "blank cells"),
    "Bounds": ("bound", "bounds"),
    "Completeness": ("month's completeness", "months' completeness"),
    "Audit": ("finding", "findings"),
    "Claims": ("claim", "claims"),
    "Sentences": ("sentence", "sentences"),
    "Cautions": ("caution", "cautions"),
    "Sources": ("source", "sources"),
}


def differences_sentences(found: Differences) -> list[str]:
    """Say what differs: a sentence that counts, then headings (`Numbers.` in bold marks) each with its lines.

    Examples
    --------
    >>> from analysis import differences
    >>> from analysis.data.folder import REPOSITORY
    >>> built = REPOSITORY / "data" / "processed"
    >>> differences_sentences(differences(built, built))
    ['Nothing changed.']
    """
    items = defaultdict(list)
    for item in items_of(found):
        items[item.heading].append(item)
    counts = [
        f"{numbers.number(len(items[heading]))} {nouns[len(items[heading]) != 1]}"
        for heading, nouns in _NOUNS.items()
        if items[heading]
    ]
    remarks = list(_remarks(found))
    lines = [
        f"Changed: {labels.join(counts)}."
        if counts
        else "Nothing changed in what both have."
        if remarks
        else "Nothing changed."
    ]
    for heading in _NOUNS:
        if items[heading]:
            lines += ["", f"**{heading}.**", ""]
            lines += [f"- {line}" for line in _folded(items[heading], found)]
    if remarks:
        lines += ["", "**How it was compared.**", "", *(f"- {remark}" for remark in remarks)]
    return lines


def _remarks(found: Differences) -> Iterator[str]:
    """What could not be compared, or only by today's rules."""
    columns = [line for line in found.lines if line.table == "columns"]
    for words, there in (("new", [one for one in columns if one.new]), ("gone", [one for one in columns if one.old])):
        for table in dict.fromkeys(one.what for one in there):
            names = [str(one.about) for one in there if one.what == table]
            those = "columns that are" if names[1:] else "a column that is"
            yield f"{table}.csv: {those} {words}: {labels.join(names)}."
    if found.changes and found.unranked:
        yield f"Ranks and leaders are not compared: {found.unranked}."
    elif not found.sentences and any(one.table in ("leaders", "ranks") for one in found.changes):
        rules = "Ranks and leaders are those that the rules of this version give the cells of both"
        yield f"{rules}, not what an older version said of its own."
    if found.changes and not found.sentences:
        yield "Sentences are compared between two data folders only."


def _folded(items: list[Item], found: Differences) -> Iterator[str]:
    """The lines of one heading: kind by kind, what is told one by one first, the rest as fine as few lines allow."""
    kinds: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        kinds[item.kind].append(item)
    for kind, alike in sorted(kinds.items(), key=lambda found: -found[1][0].lines):
        if len(alike) <= alike[0].lines:
            yield from (f"{_whose(item.key, found)}: {item.text}" for item in alike)
            continue
        for names in (("monitor", "population", "party", "measure"), ("monitor", "population")):
            groups: dict[tuple[str, ...], list[Item]] = defaultdict(list)
            for item in alike:
                groups[tuple(item.key.get(name, "") for name in names)].append(item)
            if len(groups) <= LINES:
                break
        for values, group in groups.items():
            yield _many(dict(zip(names, values, strict=True)), kind, group, found)


def _many(key: Row, kind: str, group: list[Item], found: Differences) -> str:
    """One line on the same change of many rows."""
    if len(group) == 1:
        return f"{_whose(group[0].key, found)}: {group[0].text}"
    whose = _whose(key, found)
    months = {item.key["month"] for item in group}
    parties = {item.key.get("party", "") for item in group}
    what = f"{numbers.number(len(group))} {_NOUNS[group[0].heading][1]}" if len(group) > len(months) else ""
    of = f" of {len(parties)} parties" if len(parties) > 1 else ""
    when = f"{what}{of} in {dates.month_count(len(months))} ({dates.months_words(months)})".strip()
    return f"{whose}: {kind}, {when}"


def _whose(key: Row, found: Differences) -> str:
    """Of what a line speaks: `January 2016, SNHR, civilians, Russian forces, deaths`."""
    written: dict[str, Callable[[str], str]] = {
        "month": dates.month_name,
        "monitor": lambda code: found.monitors.get(code, code),
        "population": str,
        "party": lambda code: party_words(code, found),
        "measure": lambda code: numbers.MEASURES.get(code, code),
    }
    return ", ".join(write(key[name]) for name, write in written.items() if key.get(name))
