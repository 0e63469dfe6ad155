"""Of which month or months a sentence tells: what it names, else what was named before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.reading.incidents import is_incident, names_day
from analysis.reading.item import COMMAS, Item
from analysis.reading.stated import Stated
from analysis.reading.tokens import Token

_LATE = 25  # the day of a month from which on what is said of this month is said of most of it
_SINCE = 12  # items in which the date of a since stands: since the beginning of 2018
Months = tuple[str | None, str | None]  # the month, or the first and the last one; None: not said


@dataclass(frozen=True)
class Told:
    """When a sentence is told of: its dates, those since which something is counted, and what holds without any."""

    sentence: Sequence[Item]
    dates: Sequence[tuple[Item, Months]]
    since: frozenset[int]
    carried: Months
    is_open: bool  # what is carried is a month since which something is counted
    is_of_day: bool
    is_since: bool  # since nobody says when
    is_incident: bool  # of one attack, a day or some days

    @property
    def names_several(self) -> bool:
        """Whether it names several months, or periods."""
        return len({said for _, said in self.dates}) > 1

    @property
    def changes(self) -> list[int]:
        """Where another month is only compared with: down from 238 in January."""
        pairs = zip(self.sentence, [*self.sentence[1:], None], strict=True)
        return [
            item.start
            for item, after in pairs
            if item.kind == "change" or (item.kind in ("than", "limits") and after is not None and after.text == "in")
        ]

    def when(self, one: Stated) -> Months | None:
        """The months of a statement: those nearest to it, but none it is compared with. None: of a day, or open."""
        if self.is_of_day or any(item.kind == "elsewhen" and item.start < one.start for item in self.sentence):
            return None
        there = [pair for pair in self.dates if not self._is_compared(pair[0].start, one.start)]
        there = [pair for pair in there if pair[0].kind != "year"] or there  # a year alone where there is no other
        clause = self._clause(one.start)
        same = [pair for pair in there if self._clause(pair[0].start) == clause]
        if not same and any(item.kind == "day" and self._clause(item.start) == clause for item in self.sentence):
            return None
        there = same or there
        if not there:
            return None if self.is_open else self.carried
        date, said = min(there, key=lambda pair: self._distance(pair[0], one))
        return None if date.start in self.since else said

    def _distance(self, date: Item, one: Stated) -> tuple[int, int]:
        """How far a date is from a statement: commas between them, then characters: 31 in June, 89 in July."""
        first, last = sorted((date.start, one.start))
        commas = sum(item.text in COMMAS and first < item.start < last for item in self.sentence)
        return commas, max(date.start - one.end, one.start - date.end)

    def _is_compared(self, date: int, place: int) -> bool:
        """Whether a date is only compared with what stands at a place, for a word that says so lies between.

        152, down from 287 in February; compared to April, 300: February is that of 287 alone.
        """
        before = max((at for at in self.changes if at < date), default=None)
        if before is None:
            return False
        is_first = not any(before < item.start < date for item, _ in self.dates)
        return place < before or (is_first and place > date)

    def _clause(self, place: int) -> int:
        """The clause in which a place is: a semicolon ends one."""
        return sum(item.text == ";" and item.start < place for item in self.sentence)


@dataclass
class Time:
    """What carries over from one sentence to the next: the months, and the day on which a text was published."""

    month: str | None
    carried: Months = (None, None)
    is_open: bool = False
    published: str | None = None
    period: Months | None = None  # the last one of several months
    years: Mapping[int, int] = field(default_factory=dict)  # of a month, where the text names it with one year alone
    is_late: bool = False  # the day of publication is at the end of its month
    has_begun: bool = False  # something was stated
    titled: int | None = None  # the month of a title that leaves out the year

    def __post_init__(self) -> None:
        """Begin with the month that is given."""
        self.carried = self.month, None

    def of(self, sentence: Sequence[Item], within: Sequence[Token], words: dict[str, Any]) -> Told:
        """When a sentence is told of; `within` are its tokens."""
        days = [item for item in sentence if item.kind == "day" and item.value[0]]
        is_of_day = any(item.kind == "day" for item in sentence)
        if days:
            self.published = f"{days[-1].value[0]}-{days[-1].value[1]:02d}"
            self.is_late = (days[-1].low or 0) >= _LATE
        dates = [(item, said) for item in sentence if (said := self._said(item, sentence))]
        if any(item.kind == "last_month" for item in sentence):
            is_of_day = False
            if not dates and self.published:
                dates = [(sentence[0], (_before(self.published), None))]
        if not dates and self.period and any(item.kind == "of_period" for item in sentence):
            dates = [(sentence[0], self.period)]  # over the six months
        is_since = not dates and any(item.kind == "since" for item in sentence)  # since nobody says when
        is_carried = dates or not names_day(within, words)
        return Told(
            sentence,
            dates,
            frozenset(_since(sentence)),
            self.carried if is_carried else (self.month, None),
            self.is_open,
            is_of_day and not dates,
            is_since,
            is_incident(within, words, bool(dates)),
        )

    def keep(self, told: Told, has_statements: bool) -> None:
        """Keep for the next sentence what this one was told of, not what it was compared with.

        Where it counts in a place, and states no toll, the next may tell of that place, too.
        """
        if not has_statements and {"count", "places"} <= {item.kind for item in told.sentence}:
            return
        if not self.has_begun and not has_statements and self._is_of_publication(told):
            return
        self.has_begun |= has_statements
        first = min(told.changes, default=None)
        dates = [pair for pair in told.dates if first is None or pair[0].start < first]
        self.period = next((said for _, said in reversed(dates) if said[1]), self.period)
        named = [pair for pair in dates if pair[0].kind != "year"] or (dates if has_statements else [])
        if not has_statements and not self.carried[0]:  # the town was captured in May: no month that is told of
            named = [pair for pair in named if not self._is_guessed(pair[0])]
        closed = [pair for pair in named if pair[0].start not in told.since]
        if named and (closed or not self.carried[0]):
            date, said = (closed or named)[0]
            counts = [item.start for item in told.sentence if item.kind == "count"]
            if not self._is_beside(said, bool(counts) and date.start > counts[0]):
                self.carried, self.is_open = said, not closed

    def _is_of_publication(self, told: Told) -> bool:
        """Whether a line under the title names the month after that of the title: when it was written."""
        said = next((said[0] for item, said in told.dates if item.kind == "date"), None)
        if said is None:
            self.titled = self.titled or next((item.value[1] for item in told.sentence if item.kind == "date"), None)
            return False
        title = _before(said)
        is_next = self.carried == (title, None) or (not self.carried[0] and self.titled == int(title[5:]))
        if is_next:
            self.carried, self.published = (title, None), said
        return is_next

    def _is_guessed(self, date: Item) -> bool:
        """Whether nothing but the day of publication gives a month its year."""
        return date.kind == "date" and not date.value[0] and date.value[1] not in self.years

    def _is_beside(self, said: Months, is_last: bool) -> bool:
        """Whether a date is only named beside what the text tells of, and not what it goes on with.

        A period with the month of the text in it: from January to April, 3,611; a month before: in May it had been 391;
        behind a number, a month of the period that the text tells of: 63 of them in June.
        """
        first, last = self.carried
        if first is None or said[0] is None:
            return False
        if said[1]:
            return last is None and said[0] <= first <= said[1]
        return said[0] < first if last is None else is_last and said[0] <= last

    def _said(self, item: Item, sentence: Sequence[Item]) -> Months | None:
        """The month or the months of an item; None where it is no date, or its year is nowhere said."""
        if item.kind == "year":
            return f"{item.value}-01", f"{item.value}-12"
        ends = (item.value,) if item.kind == "date" else item.value if item.kind == "period" else ()
        months = []
        for year, month in ends:
            year = year or self._year(month, sentence)
            if year is None:
                return None
            months.append(f"{year}-{month:02d}")
        if not months:
            return None
        return months[0], months[1] if len(months) > 1 else None

    def _year(self, month: int, sentence: Sequence[Item]) -> int | None:
        """The year of a month that is named without one.

        It is that of the sentence or of the month before, else the last one before the text was published: no toll of a
        month is told before it ends.
        """
        there = next((item.value[0] for item in sentence if item.kind == "date" and item.value[0]), None)
        if there:
            return int(there)
        if self.carried[0]:
            year = int(self.carried[0][:4])
            return year - (self.published is not None and f"{year}-{month:02d}" > self.published)
        if self.published is None or (month == int(self.published[5:]) and not self.is_late):
            return self.years.get(month)
        return int(self.published[:4]) - (month > int(self.published[5:]))


def _before(month: str) -> str:
    """The month before."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year - (number == 1)}-{(number - 2) % 12 + 1:02d}"


def _since(sentence: Sequence[Item]) -> Iterator[int]:
    """Where the dates stand since which something is counted."""
    for place, item in enumerate(sentence):
        after = sentence[place + 1] if place + 1 < len(sentence) else None
        is_until = item.kind == "by" or item.value == "at_most" or item.text == "until"
        if is_until and after is not None and after.kind == "date":
            yield after.start  # by January 2016 they had killed
        if item.kind == "since":
            following = sentence[place + 1 : place + 1 + _SINCE]
            yield from [one.start for one in following if one.kind in ("date", "year", "period")][:1]
