"""What differs between two folders, in words: what weighs most first, the same change in many months as one line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace

from analysis.changes.numbers import Change, Differences, Row
from analysis.model.adding import TOTAL, is_combined, members
from analysis.questions.audit.words import finding_words
from analysis.questions.claims.words import VERDICTS
from analysis.show import dates, labels, numbers, remarks

_LINES = 8  # so many changes of one kind are told one by one
_MOST = 100  # and so many of those that a reader wants to see each
_STATUS = {
    "complete": "the parties reach the published total",
    "partial": "the parties are not known to add up to a published total",
    "total_only": "no party has a figure",
}
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


@dataclass(frozen=True)
class _Item:
    """One thing to say: `kind` is the change without its numbers, `text` with them; both stand after whose it is."""

    heading: str
    kind: str
    text: str
    key: Row
    lines: int = _LINES  # so many of its kind are told one by one


def differences_sentences(found: Differences) -> list[str]:
    """Say what differs: a sentence that counts, then headings (`Numbers.` in bold marks) each with its lines.

    Examples
    --------
    >>> from analysis.changes.numbers import compare_folders
    >>> from analysis.data.folder import REPOSITORY
    >>> built = REPOSITORY / "data" / "processed"
    >>> differences_sentences(compare_folders(built, built))
    ['Nothing changed.']
    """
    items = defaultdict(list)
    for item in _items(found):
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
    for is_new, words in ((True, "new"), (False, "gone")):
        tables = dict.fromkeys(table for table, _, new in found.columns if new == is_new)
        for table in tables:
            names = [name for of, name, new in found.columns if (of, new) == (table, is_new)]
            those = "columns that are" if names[1:] else "a column that is"
            yield f"{table}.csv: {those} {words}: {labels.join(names)}."
    if found.changes and found.unranked:
        yield f"Ranks and leaders are not compared: {found.unranked}."
    elif not found.sentences and any(one.table in ("leaders", "ranks") for one in found.changes):
        rules = "Ranks and leaders are those that the rules of this version give the cells of both"
        yield f"{rules}, not what an older version said of its own."
    if found.changes and not found.sentences:
        yield "Sentences are compared between two data folders only."


def _folded(items: list[_Item], found: Differences) -> Iterator[str]:
    """The lines of one heading: kind by kind, what is told one by one first, the rest as fine as few lines allow."""
    kinds: dict[str, list[_Item]] = defaultdict(list)
    for item in items:
        kinds[item.kind].append(item)
    for kind, alike in sorted(kinds.items(), key=lambda found: -found[1][0].lines):
        if len(alike) <= alike[0].lines:
            yield from (f"{_whose(item.key, found)}: {item.text}" for item in alike)
            continue
        for names in (("monitor", "population", "party", "measure"), ("monitor", "population")):
            groups: dict[tuple[str, ...], list[_Item]] = defaultdict(list)
            for item in alike:
                groups[tuple(item.key.get(name, "") for name in names)].append(item)
            if len(groups) <= _LINES:
                break
        for values, group in groups.items():
            yield _many(dict(zip(names, values, strict=True)), kind, group, found)


def _many(key: Row, kind: str, group: list[_Item], found: Differences) -> str:
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
    parts = [dates.month_name(key["month"])] if key.get("month") else []
    parts += [found.monitors.get(key["monitor"], key["monitor"])] if key.get("monitor") else []
    parts += [key["population"]] if key.get("population") else []
    parts += [_party(key["party"], found)] if key.get("party") else []
    parts += [numbers.MEASURES.get(key["measure"], key["measure"])] if key.get("measure") else []
    return ", ".join(parts)


def _party(code: str, found: Differences) -> str:
    return labels.join(found.parties.get(one, one) for one in members(code)) + ", together" * (is_combined(code))


def _items(found: Differences) -> Iterator[_Item]:
    tolls = [one for one in found.changes if one.table == "tolls"]
    whole = _whole_months(found.changes)
    yield from _months(tolls, whole)
    telling: dict[str, Callable[[Change, Differences], Iterable[_Item]]] = {
        "tolls": _toll,
        "leaders": _leader,
        "ranks": _rank,
        "completeness": _completeness,
        "findings": _finding,
        "verdicts": _verdict,
        "sentences": _sentence,
    }
    for one in found.changes:
        if one.table in ("tolls", "ranks", "completeness") and _month_of(one) in whole:
            continue  # told by its month
        yield from telling[one.table](one, found)


def _month_of(one: Change) -> tuple[str, ...]:
    return one.key["monitor"], one.key["population"], one.key["month"]


def _whole_months(changes: list[Change]) -> set[tuple[str, ...]]:
    """The monitor, population and month that only one side has: `completeness` has one row for each."""
    return {_month_of(one) for one in changes if one.table == "completeness" and None in (one.old, one.new)}


def _months(tolls: list[Change], whole: set[tuple[str, ...]]) -> Iterator[_Item]:
    there: dict[tuple[str, ...], list[Change]] = defaultdict(list)
    for one in tolls:
        if _month_of(one) in whole:
            there[_month_of(one)].append(one)
    for (monitor, population, month), cells in there.items():
        rows = [one.new or one.old or {} for one in cells]
        kind = "added" if cells[0].new else "taken away"
        total = [_figure(row) for row in rows if (row["party"], row["measure"]) == (TOTAL, "killed")]
        valued = sum(bool(row.get("value")) for row in rows)
        text = f"{kind}: {numbers.number(valued)} number{'' if valued == 1 else 's'}"
        text += f"; deaths of all parties: {total[0]}" if total else ""
        yield _Item("Months", kind, text, {"month": month, "monitor": monitor, "population": population})


def _toll(one: Change, found: Differences) -> Iterator[_Item]:
    old, new = one.old, one.new
    if old is None or new is None:
        row, words = (new, "in a cell that is new") if new else (old or {}, "before, in a cell that is gone")
        text = f"{_figure(row)}{_page(row)} {words}"
        yield _Item(_heading(row), f"{_kind(row)} {words}", text, one.key, _lines(row))
        return
    before, after = _figure(old), _figure(new)
    if before != after:
        kind, text = f"{_kind(new)} where it was {_kind(old)}", f"{after} where it was {before}"
        yield _Item(_heading(old, new), kind, text + (_page(new) or _page(old)), one.key, _lines(old, new))
    if _bounds(old) != _bounds(new):
        ends = [_end(name, old.get(column, ""), new.get(column, "")) for name, column in _ENDS]
        text = f"{_bounds(new)} where it was {_bounds(old)}"
        yield _Item("Bounds", labels.join(filter(None, ends)), text, one.key)
    if old.get("doubt") != new.get("doubt"):
        cautions = "; ".join(remarks.doubt_words(new.get("doubt") or None))
        earlier = "; ".join(remarks.doubt_words(old.get("doubt") or None))
        kind = "no caution any more" if not cautions else "another caution" if earlier else "a caution that is new"
        text = f"{cautions or kind}{'; before: ' if earlier else ''}{earlier}"
        yield _Item("Cautions", kind, text, one.key)
    changed = [column for column in one.columns if column not in ("at_least", "at_most", "doubt")]
    if before == after and changed:
        names = {column: _SOURCES.get(column, column.replace("_", " ")) for column in changed}
        text = "; ".join(f"{name} {_code(new[c])} where it was {_code(old[c])}" for c, name in names.items())
        yield _Item("Sources", f"another {labels.join(names.values())}", text, one.key)


_ENDS = (("lower", "at_least"), ("upper", "at_most"))
_SOURCES = {"report_id": "report", "pages": "number of pages", "combined": "combined toll"}


def _heading(*rows: Row) -> str:
    number_ = any(row.get("value") or row.get("state") == "range" for row in rows)
    return "Numbers" if number_ else "Blank cells"


def _lines(*rows: Row) -> int:
    """Each number that was corrected, added or lost is told, unless there are very many."""
    return _MOST if any(row.get("value") for row in rows) else _LINES


def _page(row: Row) -> str:
    return f" ({row['report_id']})" if row.get("report_id") else ""


def _figure(row: Row) -> str:
    """What a cell says: its number, its range, or why it has none."""
    if row.get("value"):
        return numbers.number(row["value"])
    if row.get("state") == "range":
        low, high = (int(row[end]) if row.get(end) else None for end in ("printed_low", "printed_high"))
        return numbers.range_words(None, low, high)
    return _code(row.get("state", ""))


def _kind(row: Row) -> str:
    """What a cell says, without its numbers."""
    return "a number" if row.get("value") else "a range" if row.get("state") == "range" else _figure(row)


def _code(code: str) -> str:
    """A code in words; one that nobody knows today, as it is."""
    return labels.STATES.get(code) or labels.BASIS.get(code) or code or "none"


def _bounds(row: Row) -> str:
    low, high = row.get("at_least"), row.get("at_most")
    if low and high:
        return f"{numbers.number(low)} to {numbers.number(high)}"
    return (
        f"at least {numbers.number(low)}" if low else f"at most {numbers.number(high)}" if high else "without a bound"
    )


def _end(name: str, old: str, new: str) -> str:
    """How one end of the bounds changed; '' where it did not."""
    if old == new:
        return ""
    if not old or not new:
        return f"a{'n' * (name == 'upper')} {name} bound where there was none" if new else f"no {name} bound any more"
    return f"a {'higher' if int(new) > int(old) else 'lower'} {name} bound"


def _leader(one: Change, found: Differences) -> Iterator[_Item]:
    before, after = (None if row is None else _parties(row["leader"], found) for row in (one.old, one.new))
    text = f"{after} first; before: {before}"
    if before is None or after is None:
        text = f"no figures any more; before: {before} first" if after is None else f"{after} first; no figures before"
    yield _Item("Leaders", text, text, one.key)


def _parties(codes: str, found: Differences) -> str:
    return labels.join(_party(code, found) for code in codes.split("|")) if codes else "nobody"


def _rank(one: Change, found: Differences) -> Iterator[_Item]:
    before, after = ((row or {}).get("rank", "") for row in (one.old, one.new))
    kind = "another rank" if before and after else "a rank where there was none" if after else "no rank any more"
    yield _Item("Ranks", kind, f"rank {after or 'none'} where it was {before or 'none'}", one.key)


def _completeness(one: Change, found: Differences) -> Iterator[_Item]:
    old, new = one.old or {}, one.new or {}
    status = [_STATUS.get(row.get("status", ""), row.get("status", "")) for row in (old, new)]
    numbers = [
        f"{column.replace('_', ' ')} {_number(new[column])} where it was {_number(old[column])}"
        for column in one.columns
        if column not in ("status", "basis")
    ]
    kind = f"{status[1]}, where it was: {status[0]}" if status[0] != status[1] else ""
    text = "; ".join(filter(None, [kind, *numbers, *(["another basis"] if "basis" in one.columns else [])]))
    other = f"changed: {labels.join(column.replace('_', ' ') for column in one.columns)}"
    yield _Item("Completeness", kind or other, text, one.key)


def _number(text: str) -> str:
    return numbers.number(text) if re.fullmatch("-?[0-9]+", text) else text or "none"


def _finding(one: Change, found: Differences) -> Iterator[_Item]:
    key = {name: cell for name, cell in one.key.items() if name != "about"}
    old, new = one.old, one.new
    before, after = (
        row and f"{row.get('severity', '')}{', known' * (row.get('known') == 'True')}" for row in (old, new)
    )
    if new is None or old is None:
        kind = f"no longer: {before}" if new is None else f"new: {after}"
        yield _Item("Audit", kind, f"{kind}: {_found(new or old or {})}", key, _MOST if after == "error" else _LINES)
    elif before != after:
        kind = f"{after} where it was {before}"
        yield _Item("Audit", kind, f"{kind}: {_found(new)}", key, _MOST if after == "error" else _LINES)
    elif _found(old) != _found(new):
        yield _Item("Audit", "other numbers", f"{_found(new)}, where it was: {_found(old)}", key)
    else:
        kind = f"changed: {labels.join(column.replace('_', ' ') for column in one.columns)}"
        yield _Item("Audit", kind, f"{_found(new)}; {kind}", key)


def _found(row: Row) -> str:
    """What a finding found, as `finding_words` says it."""
    numbers = [float(row[name]) if row.get(name) else float("nan") for name in ("printed", "computed")]
    return finding_words(SimpleNamespace(check=row["check"], printed=numbers[0], computed=numbers[1]))


def _verdict(one: Change, found: Differences) -> Iterator[_Item]:
    key = {name: cell for name, cell in one.key.items() if name in ("month", "monitor")}
    row = one.new or one.old or {}
    claim = f"{one.key['about']} ({row.get('outlet') or 'no outlet named'})"
    before, after = (row and VERDICTS.get(row.get("verdict", ""), row.get("verdict", "")) for row in (one.old, one.new))
    if before is None or after is None:
        kind = f"a claim that is new: {after}" if before is None else f"a claim that is gone: {before}"
    elif before != after:
        kind = f"{after}, where it was: {before}"
    else:
        kind = f"{after} as before; changed: {labels.join(column.replace('_', ' ') for column in one.columns)}"
    told = _MOST if before and after and before != after else _LINES
    yield _Item("Claims", kind, f"{claim}: {kind}", key, told)


def _sentence(one: Change, found: Differences) -> Iterator[_Item]:
    key = {name: cell for name, cell in one.key.items() if name != "about"}
    kind = f"another sentence on {'who leads' if one.key['about'] == 'leader' else one.key['about']}"
    before, after = ((row or {}).get("sentence", "") for row in (one.old, one.new))
    text = f"{after or 'no sentence any more.'}" + (f" Before: {before}" if before else "")
    yield _Item("Sentences", kind, text, key)
