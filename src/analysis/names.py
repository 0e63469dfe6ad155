"""Parties by any name: their code, a label, or a name that reports print them under."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.arithmetic import members
from analysis.errors import NotComparable, UnknownParty, nearest

_ASCII_MARKS = {place: None for place in range(128) if not chr(place).isalnum()}


class Carried(tuple[dict[str, Any], ...]):
    """The rows of the parties as results carry them in `attrs`.

    pandas copies `attrs` deeply whenever a table is sliced; nobody changes these, so a copy is the thing itself.
    """

    def __deepcopy__(self, _: Any) -> Carried:
        return self


def carried(parties: pd.DataFrame) -> Carried:
    """What a result needs of `Data.parties` to be read on its own."""
    return Carried(parties.drop(columns="aliases").to_dict("records"))


def can_appear(month: str, valid_from: str, valid_to: Any) -> bool:
    """Tell whether a party of these dates (of parties.csv) can appear in a month.

    Examples
    --------
    >>> can_appear("2015-08", "2015-09", None), can_appear("2015-09", "2015-09", None)
    (False, True)
    """
    return valid_from <= month and not (isinstance(valid_to, str) and valid_to < month)


def monitor_codes(monitors: pd.DataFrame) -> list[str]:
    """The codes of monitors.csv in their order; the first is meant where none is named."""
    return list(monitors.sort_values("order")["monitor"])


def find_monitor(monitors: pd.DataFrame, code: str | None) -> str:
    """Find a monitor by its code; None or '' is the first of monitors.csv by `order`.

    Raises
    ------
    NotComparable
        A code that nobody has; names the nearest.

    Examples
    --------
    >>> from analysis import read_data
    >>> find_monitor(read_data().monitors, None)
    'snhr'
    """
    codes = monitor_codes(monitors)
    if not code:
        return codes[0]
    if code not in codes:
        raise NotComparable(f"unknown monitor {code!r}: {nearest(code, codes)}")
    return code


def find_party(parties: pd.DataFrame, name: str) -> str:
    """Find the code of a party, or of several joined by +.

    Parameters
    ----------
    parties
        `Data.parties`.
    name
        A code, a label or an alias of parties.csv. Case, accents, hyphens and apostrophes do not matter.

    Returns
    -------
    str
        The code; several in the order of parties.csv, joined by +.

    Raises
    ------
    UnknownParty
        A name that nobody has; names the nearest.

    Examples
    --------
    >>> from analysis import read_data
    >>> parties = read_data().parties
    >>> find_party(parties, "al-Nusra"), find_party(parties, "Russia+Assad regime")
    ('nusra_hts', 'government+russian_forces')
    """
    known = _known(parties)
    names = [name] if plain(name) in known else members(name)
    wrong = [part for part in names if plain(part) not in known]
    if wrong:
        near = "; ".join(f"unknown party {part.strip()!r}: {_nearest(plain(part), known)}" for part in wrong)
        raise UnknownParty(f"{near}. Next: use a code or a name of parties.csv.")
    order = list(parties.sort_values("order")["party"])
    return "+".join(sorted({known[plain(part)] for part in names}, key=order.index))


_last: list[Any] = []  # the table asked for last and its names: claims ask thousands of times


def _known(parties: pd.DataFrame) -> dict[str, str]:
    if not _last or _last[0] is not parties:
        _last[:] = [parties, dict(known_names(parties))]
    names: dict[str, str] = _last[1]
    return names


def known_names(parties: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Every name in its plain form, with the party's code."""
    for row in parties.itertuples():
        aliases = row.aliases.split("|") if isinstance(row.aliases, str) else []
        for name in (row.party, row.label, row.short_label, *aliases):
            yield plain(name), row.party


def plain(name: str) -> str:
    """What is left of a name without case, accents, blanks and marks.

    Examples
    --------
    >>> plain("Al-Nusra Front"), plain("Hay'at Tahrir al-Sham")
    ('alnusrafront', 'hayattahriralsham')
    """
    if name.isascii():
        return name.casefold().translate(_ASCII_MARKS)
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", name).casefold()))


def _nearest(name: str, known: dict[str, str]) -> str:
    """The codes whose names are nearest."""
    codes = list(dict.fromkeys(known.values()))
    near = nearest(name, list(known))
    if near.startswith("known"):
        return f"known: {', '.join(codes)}"
    found = near.removeprefix("did you mean ").removesuffix("?").split(" or ")
    return f"did you mean {' or '.join(dict.fromkeys(known[one] for one in found))}?"
