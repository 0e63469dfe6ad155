"""Parties and monitors by any name: their code, a label, or a name that reports and people use."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.errors import Meant, NotComparable, UnknownParty, nearest
from analysis.model.adding import members
from analysis.model.parties import ARABIC, Parties, dates_words

_MARK = re.compile(r"[^\w\n]|_")
_ASCII_MARKS = {place: None for place in range(128) if not chr(place).isalnum()}
_ARTICLE = re.compile(r"\s*(?:the\s+|al[\s-]+)(?=\w)", re.IGNORECASE)
_GENERIC = frozenset(  # words that tell no party from another, in any conflict
    """
    the a an al of and or in to by all any other others some together total known unknown various main new
    army armies arab armed force forces military militant militants militia militias troops soldier soldiers
    fighter fighters police security group groups faction factions party parties actor actors organisation
    organization entities perpetrators unit units front movement brigade brigades battalion corps command
    council alliance coalition union league committee government governmental regime state states authority
    authorities opposition rebel rebels insurgent insurgents national international people peoples public
    popular democratic united free liberation protection defence defense islamic islamist extremist north
    northern south southern east eastern west western central led self management de du des del di la le les
    et au der die das und ve y armee armees armes groupe groupes militaire militaires gouvernement
    gouvernementales etat forze forzas regierung regierungstruppen gruppe gruppen krafte streitkrafte
    truppen bewaffnete askeri rejim rejimi gucler gucleri gruplar silahli koalition koalisyon
    """.split()  # noqa: SIM905 -- a list of words in quotes is four times as long
)
_BEFORE_ANOTHER = frozenset(  # words that make what they stand beside somebody else: Turkish-backed, anti-Assad
    """
    anti pro against backed supported supporting sponsored funded allied aligned affiliated linked opposed
    opposing opponent opponents loyal loyalist loyalists fighting former ex
    """.split()  # noqa: SIM905 -- a list of words in quotes is four times as long
)
_STEM = 4  # letters that Syrian, syrien and Syria share
_TYPED = 5  # letters of a word from which on one wrong key is told from another word


def monitor_codes(monitors: pd.DataFrame) -> list[str]:
    """The codes of monitors.csv in their order; the first is meant where none is named."""
    return list(monitors.sort_values("order")["monitor"])


def find_monitor(monitors: pd.DataFrame, name: str | None) -> str:
    """Find a monitor by its code, short label or name, in any case; None or '' is the first by `order`.

    Raises
    ------
    NotComparable
        A name that nobody has, or two; says the codes.

    Examples
    --------
    >>> from analysis import read_data
    >>> monitors = read_data().monitors
    >>> find_monitor(monitors, None), find_monitor(monitors, "SNHR"), find_monitor(monitors, "Tajammu Thuwwar Suriya")
    ('snhr', 'snhr', 'thuwwar')
    """
    codes = monitor_codes(monitors)
    if not name or name in codes:
        return name or codes[0]
    wanted = plain(name)
    for column in ("monitor", "short_label", "name"):
        found = [row.monitor for row in monitors.itertuples() if wanted and plain(getattr(row, column)) == wanted]
        if len(found) == 1:
            return str(found[0])
    raise NotComparable(f"unknown monitor {name!r}: {nearest(name, codes)}")


def find_party(parties: pd.DataFrame, name: str, start: str | None = None, end: str | None = None) -> str:
    """Find the code of a party, or of several joined by +.

    Parameters
    ----------
    parties
        `Data.parties`.
    name
        A code, a label or an alias of parties.csv. Case, accents, hyphens, apostrophes and an article in front do not
        matter.
    start, end
        YYYY-MM, the month it is said of, or the first and the last one: a name is that of a party that can appear then.
        None: any month.

    Returns
    -------
    str
        The code; several in the order of parties.csv, joined by +.

    Raises
    ------
    UnknownParty
        A name that nobody has, or several parties in these months; says what may be meant, or the labels.

    Examples
    --------
    >>> from analysis import read_data
    >>> parties = read_data().parties
    >>> find_party(parties, "al-Nusra"), find_party(parties, "Russia+the Assad regime", "2016-01")
    ('nusra_hts', 'government+russian_forces')
    >>> find_party(parties, "Assad", "2025-01")
    'former_regime'
    """
    names = _names_of(parties)

    def then(code: str) -> bool:
        return start is None or names.parties[code].can_appear(start, end)

    def codes(text: str) -> list[str]:
        if text in names.parties and then(text):
            return [text]  # a code is its party's, whoever else is called so at other times
        found = [names.known[form] for form in forms(text) if form in names.known]
        in_time = [[code for code in those if then(code)] for those in found]
        return next(filter(None, [*in_time, *found]), [])  # a name of nobody then is read as it is at other times

    found = {part.strip(): codes(part) for part in ([name] if codes(name) else members(name))}
    wrong = {part: those for part, those in found.items() if len(those) != 1}
    if wrong:
        rows = [row for row in names.rows if then(row["party"])]
        told = {part: meant(part, rows) for part, those in wrong.items() if not those}
        told |= {part: names.ask(those) for part, those in wrong.items() if those}
        raise UnknownParty(told)
    return "+".join(sorted({one for those in found.values() for one in those}, key=list(names.parties).index))


@dataclass(frozen=True)
class _Names:
    """A table of parties as names are looked up in it: its rows in order, and who has each name at some time."""

    table: pd.DataFrame
    rows: list[dict[Any, Any]]
    parties: Parties
    known: dict[str, list[str]]

    def ask(self, codes: Iterable[str]) -> Meant:
        """Ask which of several parties of one name is meant."""
        found = [self.parties[code] for code in codes]
        return Meant(tuple(f"{one.code} ({dates_words(one.valid_from, one.valid_to)})" for one in found))


_last: list[_Names] = []  # the table asked for last: claims ask thousands of times


def _names_of(parties: pd.DataFrame) -> _Names:
    if not _last or _last[0].table is not parties:
        rows = parties.sort_values("order").to_dict("records")
        _last[:] = [_Names(parties, rows, Parties.of(rows), known_names(parties))]
    return _last[0]


def known_names(parties: pd.DataFrame) -> dict[str, list[str]]:
    """Every name in its plain form, with and without its article, with the codes of those who have it at some time."""
    known: dict[str, list[str]] = {}
    for name, party in spelled(parties.to_dict("records")):
        for form in forms(name):
            if party not in known.setdefault(form, []):
                known[form].append(party)
    return known


def spelled(parties: Iterable[Mapping[Any, Any]]) -> Iterator[tuple[str, str]]:
    """Every name as parties.csv writes it, with the party's code; `parties` are its rows."""
    for row in parties:
        aliases = row.get("aliases")
        names = aliases.split("|") if isinstance(aliases, str) else []
        for name in (
            row["party"],
            row["label"],
            row["short_label"],
            row.get("later_label"),
            *map(row.get, ARABIC),
            *names,
        ):
            if isinstance(name, str):
                yield name, row["party"]


def forms(name: str) -> tuple[str, ...]:
    """The plain forms of a name: with its article and, where it has one, without."""
    return tuple(dict.fromkeys((plain(name), plain(_ARTICLE.sub("", name, count=1) if _ARTICLE.match(name) else name))))


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


def all_plain(names: list[str]) -> list[str]:
    """The same of many names at once, which takes a third of the time.

    Examples
    --------
    >>> all_plain(["Al-Nusra Front", "ISIS"])
    ['alnusrafront', 'isis']
    """
    text = unicodedata.normalize("NFKD", "\n".join(names)).casefold()
    place = 0
    while mark := _MARK.search(text, place):  # each kind of mark at once: there are few
        place, text = mark.start(), text.replace(mark[0], "")
    found = text.split("\n")
    return found if len(found) == len(names) else [plain(name) for name in names]  # one has a line break


def closest(typed: str, names: Iterable[tuple[str, str]]) -> list[str]:
    """The parties that may be meant by a name which is none: never one that only looks alike.

    A party is named where every telling word of one of its names is in what was typed (telling: no word such as forces,
    army or government, and no other party has one that begins alike), or where one wrong key in a long word makes it
    the name of one party, or one name that several had in turn.

    Parameters
    ----------
    typed
        What somebody wrote.
    names
        Names as people write them, each with its party's code.

    Returns
    -------
    list of str
        Codes, each once, in the order of `names`; none where nothing is certain enough to be asked about.

    Examples
    --------
    >>> names = [("Syrian government forces", "government"), ("Syrian rebels", "rebels"), ("ISIS", "isis")]
    >>> closest("ISIS fighters", names), closest("Syrian goverment forces", names), closest("Syrian", names)
    (['isis'], ['government'], [])
    """
    words = [(tuple(_words(name)), code) for name, code in names]
    owners: dict[str, set[str]] = defaultdict(set)
    for name, code in words:
        if not _BEFORE_ANOTHER.intersection(name):  # anti-ISIS coalition is no name of ISIS
            for word in name:
                owners[word[:_STEM]].add(code)
    wanted = tuple(_words(typed))
    found = []
    for name, code in words if not _BEFORE_ANOTHER.intersection(wanted) else ():
        telling = {w for w in name if owners[w[:_STEM]] == {code} and w not in _GENERIC and len(w) > 1}
        if telling and telling <= set(wanted) and not _BEFORE_ANOTHER.intersection(name):
            found.append(code)
    for word in set(wanted) - _GENERIC:  # who names another belligerent beside it does not mean it alone
        if owners[word[:_STEM]] and owners[word[:_STEM]].isdisjoint(found):
            found.clear()
    slips = [(name, code) for name, code in words if _slip(wanted, name)]
    near = list(dict.fromkeys(code for _, code in slips))  # of one party, or one name that several had in turn
    return list(dict.fromkeys(found)) or (near if len(near) == 1 or len({name for name, _ in slips}) == 1 else [])


def meant(typed: str, parties: Iterable[Mapping[Any, Any]]) -> Meant:
    """Say what a name that is none may mean; `parties` are rows of parties.csv."""
    parties = list(parties)
    return Meant(tuple(closest(typed, spelled(parties))), tuple(str(row["short_label"]) for row in parties))


def _words(name: str) -> list[str]:
    """The words of a name in plain form; `Assad's` is Assad, `Hay'at` one word."""
    text = "".join(c for c in unicodedata.normalize("NFKD", name).casefold() if not unicodedata.combining(c))
    text = re.sub(r"['\u2018\u2019]s\b|['\u2018\u2019`]", "", text)
    return re.findall(r"[^\W_]+", text)


def _slip(typed: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether one wrong key in one long word, not its first, tells two names apart."""
    wrong = [pair for pair in zip(typed, name, strict=False) if pair[0] != pair[1]]
    if len(typed) != len(name) or len(wrong) != 1:
        return False
    (one, other) = sorted(wrong[0], key=len)
    if len(one) < _TYPED or one[0] != other[0] or not (one + other).isalpha():
        return False
    start = next((i for i, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    swapped = one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
    return one[start + 1 :] == other[start + 1 :] or swapped
