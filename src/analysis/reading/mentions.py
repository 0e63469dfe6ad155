"""The numbers and comparisons that a text states, each with its place, its party, its month and its monitor."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from analysis.data.tables import Data
from analysis.errors import NotComparable, is_month
from analysis.model.adding import members
from analysis.model.parties import Parties
from analysis.model.results import Result
from analysis.reading.item import Item
from analysis.reading.items import sentences
from analysis.reading.lexicon import LANGUAGES, language_of, lexicon
from analysis.reading.stated import Context, Stated
from analysis.reading.statements import statements
from analysis.reading.time import Time
from analysis.reading.tokens import tokens

OTHER = "other"  # who counted is none of monitors.csv


@dataclass(frozen=True, slots=True)
class Mention:
    """A number, or a comparison, with where it stands in the text and what it says; None: not said.

    `low` and `high` are the number, or the ends of a range; None of a comparison, which has a `relation` and the party
    on its other side, `right`, none where it is all others. `rule` says how the party was found. `monitor` is who
    is said to have counted: a code of monitors.csv, or `other`.
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
        en, ar; de, fr and tr for numbers and parties alone. None: found by its words.
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
    read = tokens(text, language)
    starts = [token.start for token in read]
    told_of = list(sentences(read, words))
    context, time, monitor = Context(), Time(month, years=_years(told_of)), None
    for sentence in told_of:
        if not sentence:
            context.is_within = False
            continue
        named = next((str(item.value) for item in sentence if item.kind == "monitor"), None)
        monitor = named or monitor
        counter = OTHER if not named and any(item.kind == "counters" for item in sentence) else monitor
        within = read[bisect(starts, sentence[0].start - 1) : bisect(starts, sentence[-1].start)]
        told = time.of(sentence, within, words.words)
        stated = statements(sentence, context)
        if told.is_since or (told.is_incident and not context.is_named):
            continue  # rebels: 127, mostly in mortar attacks, is no attack
        for one in stated:
            when = told.when(one)
            if when and not (one.relation and told.names_several):
                found += _lines(one, when, text, (sentence[0].start, sentence[-1].end), parties, counter)
        time.keep(told, bool(stated))
    return Mentions(language, tuple(sorted(found, key=lambda line: (line.start, line.end))))


def _years(sentences: Sequence[Sequence[Item]]) -> dict[int, int]:
    """The year of each month that is named with one year alone: a title may leave it out."""
    found: dict[int, set[int]] = {}
    for item in (item for sentence in sentences for item in sentence if item.kind == "date"):
        if item.value[0]:
            found.setdefault(item.value[1], set()).add(int(item.value[0]))
    return {month: years.pop() for month, years in found.items() if len(years) == 1}


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
        there = [
            code
            for code in codes
            if when[0] is None or all(parties[one].can_appear(*when) for one in members(code))  # type: ignore[attr-defined]
        ]
        found += members((there or list(codes))[0])
    return "+".join(sorted(dict.fromkeys(found), key=list(parties).index))
