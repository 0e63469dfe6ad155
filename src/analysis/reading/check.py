"""Is it so? What a text states, held against what pages publish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

import pandas as pd

from analysis.data.claim_rules import broken_claims
from analysis.data.tables import Data
from analysis.model.adding import TOTAL, members
from analysis.model.cells import refuse_no_population
from analysis.model.claimed import BOTH, UNITS
from analysis.model.names import find_monitor
from analysis.model.parties import Parties
from analysis.model.results import Result
from analysis.questions.claims.claims import check_claims
from analysis.questions.claims.verdicts import Verdict, Verdicts
from analysis.reading.mentions import OTHER, Mention, mentions
from analysis.tolls.pages import published_by

WRONG = ("differs", "fails")


@dataclass(frozen=True)
class Statement:
    """What a text states, and the verdict on it; where there is none, `why` says what is missing."""

    said: Mention
    judged: Verdict | None = None
    why: str | None = None

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.said.start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.said.end

    @property
    def quote(self) -> str:
        """The words in which the text says it."""
        return self.said.quote

    @property
    def party(self) -> str:
        """Whose toll."""
        return self.said.party

    @property
    def measure(self) -> str:
        """Of whom."""
        return self.said.measure

    @property
    def relation(self) -> str:
        """How the number, or the other party, is compared."""
        return self.said.relation or self.said.limit or "exactly"

    @property
    def right(self) -> str | None:
        """The other side of a comparison."""
        return self.said.right or None

    @property
    def value(self) -> float | None:
        """The number that is stated; None of a comparison and of a range."""
        return self.said.low if self.said.low == self.said.high else None

    @property
    def unit(self) -> str:
        """Deaths or percent."""
        return self.said.unit

    @property
    def month(self) -> str | None:
        """The month, or the first one."""
        return self.said.month

    @property
    def month_end(self) -> str | None:
        """The last month of several."""
        return self.said.month_end

    @property
    def monitor(self) -> str | None:
        """Who is said to have counted."""
        return self.judged.monitor if self.judged else self.said.monitor

    @property
    def verdict(self) -> str:
        """As `check_claims` has it; not_judged where there is none."""
        return self.judged.verdict if self.judged else "not_judged"

    @property
    def documented(self) -> int | None:
        """The number published."""
        return self.judged.documented if self.judged else None

    @property
    def cause(self) -> str | None:
        """Where a number that differs may come from."""
        return str(self.judged.cause) if self.judged and self.judged.cause else None

    @property
    def report_ids(self) -> tuple[str, ...]:
        """The pages the verdict rests on."""
        return self.judged.report_ids if self.judged else ()


@dataclass(frozen=True, eq=False, repr=False)
class Checked(Result[Statement]):
    """A text, what it states, and the verdicts.

    Attributes
    ----------
    draft
        The text; `.text` says how many of its statements check out.
    data
        What it was held against.
    language
        In which it was read.
    lines
        One a statement, in its order.
    """

    draft: str
    data: Data
    language: str
    lines: tuple[Statement, ...]
    name: ClassVar[str] = "check"
    translated: ClassVar[bool] = True
    header: ClassVar[str] = (
        "start end quote party relation right measure value unit month month_end monitor verdict documented cause why "
        "report_ids"
    )

    @cached_property
    def verdicts(self) -> Verdicts:
        """The verdicts alone."""
        return Verdicts(self.data, tuple(line.judged for line in self.lines if line.judged))

    @property
    def wrong(self) -> tuple[Statement, ...]:
        """The statements that are not so."""
        return tuple(line for line in self.lines if line.verdict in WRONG)

    @property
    def html(self) -> str:
        """The text marked up, with a note on each statement, as HTML; a notebook shows it."""
        return str(self._of_room("marked", "fragment")(self))

    @property
    def page(self) -> str:
        """The same as a page of its own, to be written to a file as UTF-8."""
        return str(self._of_room("marked", "page")(self))

    def __repr__(self) -> str:
        """Print as sentences: the verdict on each statement, and how many check out."""
        return str(self._of_room("words", "lines")(self))

    def _repr_html_(self) -> str:
        """The text marked up, as Jupyter shows it."""
        return self.html


def check(
    text: str,
    data: Data,
    *,
    monitor: str | None = None,
    month: str | None = None,
    language: str | None = None,
    population: str | None = None,
    as_of: str | None = None,
) -> Checked:
    """Hold what a text states against what monitors publish.

    Parameters
    ----------
    text
        A sentence, a draft or an article, plain.
    data
        What `read_data` returns.
    monitor
        Whose numbers it repeats where it names nobody; None: the first of monitors.csv.
    month
        YYYY-MM, where it names none.
    language
        As for `mentions`.
    population
        Hold it against civilians, fighters or persons alone; None: a number of "civilians" or "fighters" against
        these, another against whichever a number is published of.
    as_of
        YYYY-MM-DD: use only what was published by that day.

    Returns
    -------
    Checked
        One line a statement: `verdict` as in `check_claims`, or not_judged with `why`. What is no statement about tolls
        has no line. It prints as sentences; a notebook shows the text marked up, which is `.html`, as a page `.page`.

    Raises
    ------
    NotComparable
        A language, monitor or population that there is none of.

    Examples
    --------
    >>> from analysis import read_data
    >>> found = check("In January 2016 Russian forces killed 679 civilians, and al-Nusra 42.", read_data())
    >>> [(line.quote, line.verdict, line.documented, line.cause) for line in found]
    [('679 civilians', 'agrees', 679, None), ('42', 'differs', 3, 'armed_opposition')]
    """
    cited = find_monitor(data.monitors, monitor)
    if population:
        refuse_no_population(population)
    published_by(data.reports, as_of)  # refuses what is no date
    found = mentions(text, data, language=language, month=month)
    parties = Parties.of(data.parties.to_dict("records"))
    asked = [(line, _claim(line, data, parties, cited, population)) for line in found]
    judged: dict[int, Verdict] = {}
    why: dict[int, str] = {}
    for is_comparison in (False, True):
        rows = []
        for number, (line, claim) in enumerate(asked):
            if isinstance(claim, str):
                why[number] = claim
            elif bool(line.relation) is is_comparison:
                table = pd.DataFrame([claim])
                if problems := broken_claims(table, data.parties, data.monitors, ""):
                    why[number] = "; ".join(f"{one.column} {one.found}: expected {one.expected}" for one in problems)
                else:
                    rows.append({**claim, "claim_id": str(number)})
        if rows:
            table = pd.DataFrame(rows)
            for verdict in check_claims(data, table, monitor=cited, as_of=as_of):
                judged[int(verdict.claim_id)] = verdict
    lines = (Statement(line, judged.get(number), why.get(number)) for number, (line, _) in enumerate(asked))
    return Checked(text, data, found.language, tuple(lines))


def _claim(line: Mention, data: Data, parties: Parties, cited: str, population: str | None) -> Mapping[str, Any] | str:
    """A statement as a claim that can be checked, or why it cannot."""
    if line.monitor == OTHER:
        return "somebody_else"
    if line.month is None:
        return "no_month"
    claim: dict[str, Any] = {"claim_id": "1", "outlet": None, "month": line.month, "measure": line.measure}
    claim["about_monitor"] = line.monitor or cited
    said = line.population if line.measure == "killed" and line.population != "persons" and not line.relation else None
    claim |= {"population": population or said} if population or said else {}  # "people" may be either
    if line.relation:
        if line.month_end:
            return "comparison_of_months"
        if line.rule in ("times", "all_others"):
            return line.rule
        right = line.right or "|".join(_others(line, data, parties, str(claim["about_monitor"])))
        return {**claim, "left": line.party, "relation": line.relation, "right": right} if right else "nobody_else"
    if line.low != line.high or line.low is None:
        return "range"
    number = Decimal(f"{line.low:g}")
    claim |= {"party": line.party, "value": number if line.unit == "percent" else int(line.low)}
    claim |= {"relation": line.limit} if line.limit else {}
    claim |= {"month_end": line.month_end} if line.month_end and line.month_end != line.month else {}
    if line.unit == "percent":
        claim["unit"] = UNITS[2] if line.measure in ("children", "women", BOTH) else UNITS[1]
    return claim


def _others(line: Mention, data: Data, parties: Parties, monitor: str) -> list[str]:
    """Whom the first of all is ahead of: every other party that a page of the month publishes a number for."""
    pages = data.reports.query("month == @line.month and monitor == @monitor")["report_id"]
    named = set(data.tolls[data.tolls["report_id"].isin(pages)]["party"])
    family = parties.family(parties)
    own = family.holds(line.party)
    return [
        code
        for code in parties.actors
        if code in named and code not in members(line.party) and code != TOTAL and not (family.holds(code) & own)
    ]
