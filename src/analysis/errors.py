"""The few errors this package raises. Each says what failed, where, what was expected and what to do next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

SHOWN_PROBLEMS = 50
SHOWN_CHARACTERS = 300  # of what was found: a cell may hold a whole book


class AnalysisError(Exception):
    """Anything this package refuses to do, with the reason. Never raised as such."""

    def _render_traceback_(self) -> list[str]:
        """Show the message alone in a notebook; IPython asks for this."""
        return [f"{type(self).__name__}: {self}"]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in a data folder: `row` counts as a spreadsheet does (header: 1); 0 = the whole file."""

    file: str
    row: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        where = [self.file]
        if self.row:
            where.append(f"row {self.row}")
        if self.column:
            where.append(f"column {self.column}")
        found = self.found
        if len(found) > SHOWN_CHARACTERS:
            found = f"{found[:SHOWN_CHARACTERS]}... ({len(found):,} characters)"
        return f"{', '.join(where)}: found {found}; expected {self.expected}"


class DataError(AnalysisError):
    """The data break their contract. `problems` holds every one of them, or the first of `count`."""

    def __init__(self, folder: object, problems: Iterable[Problem], next_step: str = "", count: int = 0):
        self.problems = sorted(problems)
        count = count or len(self.problems)
        lines = [f"{count} problem{'s' if count != 1 else ''} in {folder}:"]
        lines += [f"  {problem}" for problem in self.problems[:SHOWN_PROBLEMS]]
        if count > SHOWN_PROBLEMS:
            lines.append(f"  ... and {count - SHOWN_PROBLEMS} more")
        lines.append(f"Next: {next_step or f'correct these in the files, then run `snhr validate {folder}`.'}")
        super().__init__("\n".join(lines))


class UnknownMonth(AnalysisError):
    """The month asked for has no figures, or is not a month."""


@dataclass(frozen=True)
class Meant:
    """What may be meant by a name that is none: those `near`, to be asked about; without any, all that are `known`.

    Examples
    --------
    >>> str(Meant(near=("isis", "government"))), str(Meant(known=("ISIS", "Government")))
    ('did you mean isis or government?', 'known: ISIS; Government')
    """

    near: tuple[str, ...] = ()
    known: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Write it for an error."""
        return f"did you mean {' or '.join(self.near)}?" if self.near else f"known: {'; '.join(self.known)}"


class UnknownParty(AnalysisError):
    """Parties asked for that are not in parties.csv. `expected` has for each name what may be meant by it."""

    def __init__(self, expected: Mapping[str, Meant]):
        self.expected = dict(expected)
        found = "; ".join(f"unknown party {name!r}: {what}" for name, what in self.expected.items())
        asks = bool(list(self.expected.values())[-1].near)
        super().__init__(f"{found}{'' if asks else '.'} Next: use a code or a name of parties.csv.")


class NotComparable(AnalysisError):
    """What was asked mixes things that may not be mixed: monitors, or civilians with persons."""


class RunError(AnalysisError):
    """A batch run was asked for something it cannot do, or a notebook failed."""


def nearest(wanted: str, known: Sequence[str], count: int = 3) -> str:
    """Name what would work instead of `wanted`.

    Examples
    --------
    >>> nearest("goverment", ["government", "isis"])
    'did you mean government?'
    >>> nearest("x", ["government", "isis"])
    'known: government, isis'
    """
    close = get_close_matches(wanted.lower(), known, n=count, cutoff=0.6)
    if close:
        return f"did you mean {' or '.join(close)}?"
    return f"known: {', '.join(known)}"


def is_month(text: object) -> bool:
    """Tell whether a text is a month, YYYY-MM.

    Examples
    --------
    >>> is_month("2016-01"), is_month("2016-13")
    (True, False)
    """
    return isinstance(text, str) and bool(re.fullmatch("(?!0000)[0-9]{4}-(0[1-9]|1[0-2])", text))


def refuse_no_month(*months: str) -> None:
    """Refuse the first of them that is no month. Raises UnknownMonth."""
    for month in months:
        if not is_month(month):
            raise UnknownMonth(f"found {month!r}, expected a month written YYYY-MM, such as 2016-01")


def nearest_months(wanted: str, known: Sequence[str]) -> str:
    """Name the months with figures just before and after `wanted` (YYYY-MM).

    Examples
    --------
    >>> nearest_months("2014-07", ["2014-05", "2014-06", "2014-08"])
    'nearest with figures: 2014-06, 2014-08'
    """
    before = [month for month in known if month < wanted][-1:]
    after = [month for month in known if month > wanted][:1]
    return f"nearest with figures: {', '.join(before + after)}" if known else "no month has figures of this selection"
