"""What there is to say of each row that differs between two folders."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from analysis.changes.codes import read
from analysis.changes.numbers import Change, Differences
from analysis.changes.sides import Row
from analysis.model.adding import TOTAL, is_combined, members
from analysis.questions.audit.words import numbers_words
from analysis.questions.claims.words import VERDICTS
from analysis.show import labels, numbers, remarks

LINES = 8  # so many changes of one kind are told one by one
_MOST = 100  # and so many of those that a reader wants to see each
_STATUS = {
    "complete": "the parties reach the published total",
    "partial": "the parties are not known to add up to a published total",
    "total_only": "no party has a figure",
}
_ENDS = (("lower", "at_least"), ("upper", "at_most"))
_SOURCES = {"report_id": "report", "pages": "number of pages", "combined": "combined toll"}


@dataclass(frozen=True)
class Item:
    """One thing to say: `kind` is the change without its numbers, `text` with them; both stand after whose it is."""

    heading: str
    kind: str
    text: str
    key: Row
    lines: int = LINES  # so many of its kind are told one by one


def items_of(found: Differences) -> Iterator[Item]:
    """Everything there is to say."""
    # of what only one side has whole months `completeness` has a row for each
    whole = {_month_of(one) for one in found.changes if one.table == "completeness" and None in (one.old, one.new)}
    yield from _months([one for one in found.changes if one.table == "tolls"], whole)
    for one in found.changes:
        if one.table not in ("tolls", "ranks", "completeness") or _month_of(one) not in whole:  # else told by its month
            yield from _TELLING[one.table](one, found)


def _month_of(one: Change) -> tuple[str, ...]:
    return one.key["monitor"], one.key["population"], one.key["month"]


def _months(tolls: list[Change], whole: set[tuple[str, ...]]) -> Iterator[Item]:
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
        yield Item("Months", kind, text, {"month": month, "monitor": monitor, "population": population})


def _toll(one: Change, found: Differences) -> Iterator[Item]:
    old, new = one.old, one.new
    if old is None or new is None:
        row, words = (new, "in a cell that is new") if new else (old or {}, "before, in a cell that is gone")
        text = f"{_figure(row)}{_page(row)} {words}"
        yield Item(_heading(row), f"{_kind(row)} {words}", text, one.key, _lines(row))
        return
    before, after = _figure(old), _figure(new)
    if before != after:
        kind, text = f"{_kind(new)} where it was {_kind(old)}", f"{after} where it was {before}"
        yield Item(_heading(old, new), kind, text + (_page(new) or _page(old)), one.key, _lines(old, new))
    if _bounds(old) != _bounds(new):
        ends = [_end(name, old.get(column, ""), new.get(column, "")) for name, column in _ENDS]
        text = f"{_bounds(new)} where it was {_bounds(old)}"
        yield Item("Bounds", labels.join(filter(None, ends)), text, one.key)
    if old.get("doubt") != new.get("doubt"):
        earlier, cautions = ("; ".join(remarks.doubt_words(read(row.get("doubt")))) for row in (old, new))
        kind = "no caution any more" if not cautions else "another caution" if earlier else "a caution that is new"
        text = f"{cautions or kind}{'; before: ' if earlier else ''}{earlier}"
        yield Item("Cautions", kind, text, one.key)
    changed = [column for column in one.columns if column not in ("at_least", "at_most", "doubt")]
    if before == after and changed:
        names = {column: _SOURCES.get(column, column.replace("_", " ")) for column in changed}
        text = "; ".join(f"{name} {_code(new[c])} where it was {_code(old[c])}" for c, name in names.items())
        yield Item("Sources", f"another {labels.join(names.values())}", text, one.key)


def _heading(*rows: Row) -> str:
    number_ = any(row.get("value") or row.get("state") == "range" for row in rows)
    return "Numbers" if number_ else "Blank cells"


def _lines(*rows: Row) -> int:
    """Each number that was corrected, added or lost is told, unless there are very many."""
    return _MOST if any(row.get("value") for row in rows) else LINES


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


def _leader(one: Change, found: Differences) -> Iterator[Item]:
    before, after = (None if row is None else _parties(row["leader"], found) for row in (one.old, one.new))
    text = f"{after} first; before: {before}"
    if before is None or after is None:
        text = f"no figures any more; before: {before} first" if after is None else f"{after} first; no figures before"
    yield Item("Leaders", text, text, one.key)


def _parties(codes: str, found: Differences) -> str:
    return labels.join(party_words(code, found) for code in codes.split("|")) if codes else "nobody"


def party_words(code: str, found: Differences) -> str:
    """The label of a party, or of several together; a code that nobody knows today, as it is."""
    return labels.join(found.parties.get(one, one) for one in members(code)) + ", together" * is_combined(code)


def _rank(one: Change, found: Differences) -> Iterator[Item]:
    before, after = ((row or {}).get("rank", "") for row in (one.old, one.new))
    kind = "another rank" if before and after else "a rank where there was none" if after else "no rank any more"
    yield Item("Ranks", kind, f"rank {after or 'none'} where it was {before or 'none'}", one.key)


def _completeness(one: Change, found: Differences) -> Iterator[Item]:
    old, new = one.old or {}, one.new or {}
    status = [_STATUS.get(row.get("status", ""), row.get("status", "")) for row in (old, new)]
    numbers = [
        f"{column.replace('_', ' ')} {_number(new[column])} where it was {_number(old[column])}"
        for column in one.columns
        if column not in ("status", "basis")
    ]
    kind = f"{status[1]}, where it was: {status[0]}" if status[0] != status[1] else ""
    text = "; ".join(filter(None, [kind, *numbers, *(["another basis"] if "basis" in one.columns else [])]))
    yield Item("Completeness", kind or _changed(one), text, one.key)


def _changed(one: Change) -> str:
    """Which columns of a row differ."""
    return f"changed: {labels.join(column.replace('_', ' ') for column in one.columns)}"


def _number(text: str) -> str:
    return numbers.number(text) if re.fullmatch("-?[0-9]+", text) else text or "none"


def _finding(one: Change, found: Differences) -> Iterator[Item]:
    key = {name: cell for name, cell in one.key.items() if name != "about"}
    old, new = one.old, one.new
    before, after = (
        row and f"{row.get('severity', '')}{', known' * (row.get('known') == 'True')}" for row in (old, new)
    )
    if new is None or old is None:
        kind = f"no longer: {before}" if new is None else f"new: {after}"
        yield Item("Audit", kind, f"{kind}: {_found(new or old or {})}", key, _MOST if after == "error" else LINES)
    elif before != after:
        kind = f"{after} where it was {before}"
        yield Item("Audit", kind, f"{kind}: {_found(new)}", key, _MOST if after == "error" else LINES)
    elif _found(old) != _found(new):
        yield Item("Audit", "other numbers", f"{_found(new)}, where it was: {_found(old)}", key)
    else:
        yield Item("Audit", _changed(one), f"{_found(new)}; {_changed(one)}", key)


def _found(row: Row) -> str:
    """What a finding found."""
    return numbers_words(row["check"], float(row.get("printed") or "nan"), float(row.get("computed") or "nan"))


def _verdict(one: Change, found: Differences) -> Iterator[Item]:
    key = {name: cell for name, cell in one.key.items() if name in ("month", "monitor")}
    row = one.new or one.old or {}
    claim = f"{one.key['about']} ({row.get('outlet') or 'no outlet named'})"
    before, after = (row and VERDICTS.get(row.get("verdict", ""), row.get("verdict", "")) for row in (one.old, one.new))
    if before is None or after is None:
        kind = f"a claim that is new: {after}" if before is None else f"a claim that is gone: {before}"
    elif before != after:
        kind = f"{after}, where it was: {before}"
    else:
        kind = f"{after} as before; {_changed(one)}"
    told = _MOST if before and after and before != after else LINES
    yield Item("Claims", kind, f"{claim}: {kind}", key, told)


def _sentence(one: Change, found: Differences) -> Iterator[Item]:
    key = {name: cell for name, cell in one.key.items() if name != "about"}
    kind = f"another sentence on {'who leads' if one.key['about'] == 'leader' else one.key['about']}"
    before, after = ((row or {}).get("sentence", "") for row in (one.old, one.new))
    text = f"{after or 'no sentence any more.'}" + (f" Before: {before}" if before else "")
    yield Item("Sentences", kind, text, key)


_TELLING: dict[str, Callable[[Change, Differences], Iterable[Item]]] = {
    "tolls": _toll,
    "leaders": _leader,
    "ranks": _rank,
    "completeness": _completeness,
    "findings": _finding,
    "verdicts": _verdict,
    "sentences": _sentence,
}
