"""The numbers and comparisons that a text states, each with its place, its party, its month and its monitor."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from analysis.data.tables import Data
from analysis.errors import NotComparable, is_month
from analysis.model.parties import Parties
from analysis.model.results import Result
from analysis.reading.dates import Item
from analysis.reading.incidents import is_incident, names_day
from analysis.reading.items import sentences
from analysis.reading.lexicon import LANGUAGES, language_of, lexicon
from analysis.reading.owners import Context, Stated
from analysis.reading.statements import statements
from analysis.reading.tokens import tokens

_SINCE = 12  # items in which the date of a since stands: since the beginning of 2018


@dataclass(frozen=True, slots=True)
class Mention:
    """A number, or a comparison, with where it stands in the text and what it says; None: not said.

    `low` and `high` are the number, or the ends of a range; None of a comparison, which has a `relation` and the party
    on its other side, `right`, none where it is all others. `rule` says how the party was found.
    """

    start: int
    end: int
    quote: str
    sentence: str
    party: str
    measure: str
    population: str | None
    low: float | None
    high: float | None
    limit: str
    unit: str
    month: str | None
    month_end: str | None
    monitor: str | None
    relation: str
    right: str
    rule: str


@dataclass(frozen=True, eq=False, repr=False)
class Mentions(Result[Mention]):
    """What a text states.

    Attributes
    ----------
    language
        In which it was read.
    lines
        One a stated number or comparison, as they stand in the text.
    """

    language: str
    lines: tuple[Mention, ...]
    name: ClassVar[str] = "mentions"


def mentions(text: str, data: Data, *, language: str | None = None, month: str | None = None) -> Mentions:
    """Find the numbers of people killed, and the comparisons between parties, that a text states.

    Deterministic, without a model or a network: by the words of the language (files of the package) and the names of
    parties.csv and monitors.csv. What is no statement about tolls (strikes, massacres, injured, arrests, dates) is left
    alone, and so is a number of somebody who is none of the parties.

    Parameters
    ----------
    text
        Plain text: a sentence, a draft, an article, a report.
    data
        What `read_data` returns: whose names are read.
    language
        en, ar; de and fr for numbers and parties alone. None: found by its words.
    month
        YYYY-MM: what it is about where it does not say so, and the year of months named without one.

    Returns
    -------
    Mentions
        One line a stated number or comparison.

    Raises
    ------
    NotComparable
        A language that cannot be read, or a month that is none.

    Examples
    --------
    >>> from analysis import read_data
    >>> found = mentions("Russian forces killed 679 civilians, 94 of them children, in January 2016.", read_data())
    >>> [(line.party, line.measure, line.low, line.month) for line in found]
    [('russian_forces', 'killed', 679.0, '2016-01'), ('russian_forces', 'children', 94.0, '2016-01')]
    """
    if language not in (None, *LANGUAGES):
        raise NotComparable(f"language {language!r}: expected one of {', '.join(LANGUAGES)}")
    if month is not None and not is_month(month):
        raise NotComparable(f"month {month!r}: expected YYYY-MM")
    language = language or language_of(text)
    words = lexicon(language, data.parties, data.monitors)
    parties = Parties.of(data.parties.to_dict("records"))
    found: list[Mention] = []
    context, monitor = Context(), None
    when: tuple[str | None, str | None] = month, None
    is_open, published = False, None
    read = tokens(text, language)
    starts = [token.start for token in read]
    for sentence in sentences(read, words):
        if not sentence:
            context.is_within = False
            continue
        monitor = next((str(item.value) for item in sentence if item.kind == "monitor"), monitor)
        year = next((item.value[0] for item in sentence if item.kind == "date" and item.value[0]), None)
        dates = [(item, said) for item in sentence if (said := _when(item, f"{year}-01" if year else when[0]))]
        days = [item for item in sentence if item.kind == "day" and item.value[0]]
        is_of_day = any(item.kind == "day" for item in sentence) and not dates
        if any(item.kind == "last_month" for item in sentence):
            published = _of(days[-1]) if days else published
            is_of_day = False
            if not dates and published:
                dates = [(sentence[0], (_before(published), None))]
        elif days:
            published = _of(days[-1])
        named = [said for item, said in dates if item.kind != "year"]
        since = set(_since(sentence))
        stated = statements(sentence, context)
        within = read[bisect(starts, sentence[0].start - 1) : bisect(starts, sentence[-1].start)]
        is_since = not dates and any(one.kind == "since" for one in sentence)  # since nobody says when
        if is_since or is_incident(within, words.words, bool(dates)):
            continue
        carried = (month, None) if not dates and names_day(within, words.words) else when
        for one in stated:
            date, then = _nearest(one, _reachable(one, dates, sentence)) or (None, carried)
            if is_of_day or (date.start in since if date else is_open):
                continue  # of a day, or since a month, up to nobody knows which
            if one.relation and len({said for _, said in dates}) > 1:
                continue  # of several months
            found += _lines(one, then, text, (sentence[0].start, sentence[-1].end), parties, monitor)
        if named or (stated and dates):
            when = (named or [said for _, said in dates])[-1]
            is_open = any(item.start in since for item, _ in dates)
    return Mentions(language, tuple(sorted(found, key=lambda line: (line.start, line.end))))


def _of(day: Item) -> str:
    """The month of a day."""
    return f"{day.value[0]}-{day.value[1]:02d}"


def _before(month: str) -> str:
    """The month before."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year - (number == 1)}-{(number - 2) % 12 + 1:02d}"


def _since(sentence: Sequence[Item]) -> Iterator[int]:
    """Where the dates stand since which something is counted."""
    for place, item in enumerate(sentence):
        if item.kind == "since":
            following = sentence[place + 1 : place + 1 + _SINCE]
            yield from [one.start for one in following if one.kind in ("date", "year", "period")][:1]


def _when(item: Item, before: str | None) -> tuple[str | None, str | None] | None:
    """The month or the months of an item; None where it is no date, or its year is nowhere said."""
    if item.kind == "year":
        return f"{item.value}-01", f"{item.value}-12"
    ends = (item.value,) if item.kind == "date" else item.value if item.kind == "period" else ()
    months = []
    for year, month in ends:
        year = year or (int(before[:4]) if before else None)
        if year is None:
            return None
        months.append(f"{year}-{month:02d}")
    if not months:
        return None
    return months[0], months[1] if len(months) > 1 else None


def _reachable(
    one: Stated, dates: Sequence[tuple[Item, tuple[str | None, str | None]]], sentence: Sequence[Item]
) -> list[tuple[Item, tuple[str | None, str | None]]]:
    """The dates that may be a statement's: none beyond `down from`, after which something else is told."""
    changes = [item.start for item in sentence if item.kind == "change"]
    return [pair for pair in dates if not any(one.end <= change <= pair[0].start for change in changes)]


def _nearest(
    one: Stated, dates: Sequence[tuple[Item, tuple[str | None, str | None]]]
) -> tuple[Item, tuple[str | None, str | None]] | None:
    """The date that stands nearest in the sentence; a year alone only where there is no other."""
    there = [pair for pair in dates if pair[0].kind != "year"] or dates
    if not there:
        return None
    return min(there, key=lambda pair: max(pair[0].start - one.end, one.start - pair[0].end))


def _lines(
    one: Stated,
    when: tuple[str | None, str | None],
    text: str,
    sentence: tuple[int, int],
    parties: Parties,
    monitor: str | None,
) -> Iterator[Mention]:
    """The lines of a statement: one, or of a comparison with several parties one each."""
    party = _code(one.owners, when, parties)
    population = one.noun if one.noun in ("civilians", "fighters", "persons") else None
    low, high = (None if end is None else float(end) for end in (one.low, one.high))
    for right in one.rights or ((),):
        yield Mention(
            one.start,
            one.end,
            text[one.start : one.end],
            text[slice(*sentence)],
            party,
            one.measure,
            population,
            low,
            high,
            one.limit,
            "percent" if one.percent else "deaths",
            *when,
            monitor,
            one.relation,
            _code(right, when, parties),
            one.rule,
        )


def _code(owners: Sequence[Sequence[str]], when: tuple[str | None, str | None], parties: Mapping[str, object]) -> str:
    """The parties of names that several may have had in turn, as one code."""
    found = []
    for codes in owners:
        there = [code for code in codes if when[0] is None or parties[code].can_appear(*when)]  # type: ignore[attr-defined]
        found.append((there or list(codes))[0])
    return "+".join(sorted(dict.fromkeys(found), key=list(parties).index))
