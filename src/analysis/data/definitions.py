"""What a monitor says of its own numbers: who is counted, whose losses are not, what persons are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from analysis.data.rows import DefinitionRow, monitor_of, typed
from analysis.data.tables import Data
from analysis.language import language, say, say_as
from analysis.model.parties import can_appear


@dataclass(frozen=True)
class Definitions:
    """The statements that hold for one monitor and month. What no statement says is not assumed.

    Examples
    --------
    >>> from analysis import read_data
    >>> in_2014 = definitions_of(read_data().definitions, "snhr", "2014-09")
    >>> in_2014.not_counted("fighters"), in_2014.not_counted("civilians"), in_2014.persons_add_up
    (('government', 'isis'), (), True)
    """

    statements: tuple[DefinitionRow, ...] = ()

    def in_month(self, month: str) -> Definitions:
        """Only what holds for a month."""
        return Definitions(tuple(one for one in self.statements if can_appear(month, one.valid_from, one.valid_to)))

    def of(self, aspect: str, population: str = "") -> list[DefinitionRow]:
        """Find the statements on an aspect: all of them, or those that concern a population.

        Persons hold civilians and fighters, so a statement on the losses of either concerns persons too.
        """
        found = [one for one in self.statements if one.aspect == aspect]
        if not population or (aspect, population) == ("not_counted", "persons"):
            return found
        return [one for one in found if one.population in (None, population)]

    def not_counted(self, population: str) -> tuple[str, ...]:
        """Name the parties whose losses are not, or not all, counted: such numbers cannot rank parties."""
        return tuple(dict.fromkeys(_parties(self.of("not_counted", population))))

    @property
    def persons_add_up(self) -> bool:
        """Whether persons are exactly civilians and fighters added up; if not, they are at least that."""
        return any(one.code == "civilians_and_fighters" for one in self.of("persons"))

    @property
    def persons_not_separated(self) -> bool:
        """Whether persons hold deaths that are neither among its civilians nor among its fighters."""
        return any(one.code == "not_separated" for one in self.of("persons"))

    @property
    def residual_excludes(self) -> frozenset[str]:
        """The parties that a page says are never in the residual class."""
        return frozenset(_parties(self.of("residual_excludes")))

    def dated_earlier(self, population: str) -> bool:
        """Whether a page says of one month alone that deaths documented in it happened before."""
        said = self.of("dated_by", population)
        return any(one.code == "documentation" and one.valid_from == one.valid_to for one in said)

    @property
    def alleged(self) -> bool:
        """Whether its deaths are alleged, neither documented nor confirmed."""
        return any(one.code == "alleged" for one in self.of("standard"))


def _parties(statements: Iterable[DefinitionRow]) -> list[str]:
    """The parties that statements are about."""
    return [party for one in statements for party in (one.parties or "").split("|")]


def definitions_of(table: pd.DataFrame, monitor: str, month: str | None = None) -> Definitions:
    """Find what a monitor says of its numbers of a month; None: of whatever month (`Definitions.in_month`).

    Parameters
    ----------
    table
        definitions.csv, as `read_data` returns it.
    monitor, month
        A code of monitors.csv, and YYYY-MM.

    Returns
    -------
    Definitions
        Without any statement for a monitor without rows.

    Examples
    --------
    >>> from analysis import read_data
    >>> definitions_of(read_data().definitions, "nobody", "2014-09").statements
    ()
    """
    found = Definitions(tuple(row for row in typed(table, DefinitionRow) if row.monitor == monitor))
    return found if month is None else found.in_month(month)


def residual_changes(table: pd.DataFrame, monitor: str) -> dict[str, str]:
    """The months from which a monitor's residual class holds others than before, with what the page says.

    `table` is definitions.csv.
    """
    said = table[(table["monitor"] == monitor) & (table["aspect"] == "residual_changes")]
    return dict(zip(said["valid_from"], said["summary"], strict=True))


def limits_sentences(data: Data, monitor: str, population: str, month: str) -> list[str]:
    """Say what limits a monitor's numbers of a population and month, each statement with its address.

    Parameters
    ----------
    data
        What `read_data` returns.
    monitor, population, month
        A code of monitors.csv; civilians, fighters or persons; YYYY-MM.

    Returns
    -------
    list of str
        Whose losses are not counted, and after the address what we conclude from it, that parties cannot be ranked;
        that civilians and fighters are not separated; that deaths are alleged. Empty where no statement limits them.

    Examples
    --------
    >>> from analysis import read_data
    >>> for sentence in limits_sentences(read_data(), "snhr", "fighters", "2015-08"):
    ...     print(sentence)
    SNHR does not count the losses of government forces and ISIS, for want of a standard to document them by. \
(https://snhr.org/blog/2015/07/01/8626/) So SNHR's numbers of fighters cannot rank parties.
    """
    found = definitions_of(data.definitions, monitor, month)
    losses = found.of("not_counted", population)
    limiting = [one for one in found.of("persons", population) if one.code == "not_separated"]
    limiting += [one for one in found.of("standard", population) if one.code == "alleged"]
    sentences = [say("{summary} ({address})", summary=summary_of(one), address=one.url) for one in (*losses, *limiting)]
    if losses:  # which is ours, not the page's
        sentences[len(losses) - 1] = say(
            "{statement} So {monitor}'s numbers of {population} cannot rank parties.",
            statement=sentences[len(losses) - 1],
            monitor=monitor_of(data, monitor).short_name,
            population=say_as("who", population),
        )
    return sentences


def summary_of(statement: DefinitionRow) -> str:
    """What a statement says, in the language in use where the table has it."""
    return statement.summary_ar or statement.summary if language() == "ar" else statement.summary
