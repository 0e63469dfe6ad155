"""Questions about a monitor's newest month, asked of its own last twelve: no verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from analysis.model.cells import MEASURES
from analysis.model.parties import Party
from analysis.model.results import Result
from analysis.tolls.series import Tolls, refuse_no_tolls

ENOUGH = 6  # numbers without which twelve months say nothing


@dataclass(frozen=True)
class Question:
    """What to ask about one party and measure; `value` None: there is no number now."""

    monitor: str
    month: str
    population: str
    party: str
    label: str
    measure: str
    question: str
    value: int | None
    low: int
    high: int
    numbers: int


@dataclass(frozen=True, eq=False, repr=False)
class Newest(Result[Question]):
    """Questions about the newest month of tolls."""

    tolls: Tolls
    lines: tuple[Question, ...]
    name: ClassVar[str] = "newest"

    @property
    def month(self) -> str:
        """The newest month; '' without any."""
        return max(self.tolls.months, default="")


def newest_month(tolls: Tolls) -> Newest:
    """Ask about the newest month what its own history makes one ask. A question may have a good answer.

    Parameters
    ----------
    tolls
        What `monthly_tolls` returns.

    Returns
    -------
    Newest
        One line a question. `question` is vanished (no number, but one in at least six of the twelve months before),
        above or below (a number beyond the `low` and `high` of these months). `value`, `low` and `high` are deaths,
        `numbers` how many of the twelve months have one. `.frame` is the table (counts Int64, blank for None), `.text`
        the questions.

    Raises
    ------
    NotComparable
        What is no `Tolls`.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> asked = newest_month(monthly_tolls(read_data()).where(lambda toll: toll.month <= "2016-01"))
    >>> asked.frame[["party", "measure", "question", "value", "low", "high"]].head(2)
            party   measure question  value  low  high
    0  government    killed    below    516  676  1519
    1  government  children    below     83  139   302
    """
    refuse_no_tolls(tolls)
    lines: list[Question] = []
    for party in tolls.parties.values() if tolls.months else ():
        found = [one for measure in MEASURES if (one := _question(tolls, party, measure))]
        gone = bool(found) and (found[0].measure, found[0].question) == ("killed", "vanished")
        lines += found[:1] if gone else found  # with its deaths its children and women are gone
    return Newest(tolls, tuple(lines))


def _question(tolls: Tolls, party: Party, measure: str) -> Question | None:
    """What to ask about a party, if anything; parties.csv says why one that cannot appear has no number."""
    newest = tolls.months[-1]
    a_year_before = f"{int(newest[:4]) - 1:04}{newest[4:]}"
    cells = {month: tolls.of(month).of(measure).get(party.code) for month in tolls.months if month >= a_year_before}
    now = cells.pop(newest)
    before = [toll.value for toll in cells.values() if toll and not toll.of_causes and toll.value is not None]
    if len(before) < ENOUGH or not party.can_appear(newest) or (now and now.state == "range"):
        return None
    value, low, high = None if now is None or now.of_causes else now.value, min(before), max(before)
    question = "vanished" if value is None else "above" if value > high else "below" if value < low else ""
    about = (party.code, party.label, measure)
    if not question:
        return None
    return Question(tolls.monitor, newest, tolls.population, *about, question, value, low, high, len(before))
