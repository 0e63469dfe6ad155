"""The tolls of one monitor and population, month by month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from analysis.data.rows import monitor_of
from analysis.errors import NotComparable, UnknownMonth, nearest_months, refuse_no_month
from analysis.model.parties import Parties
from analysis.model.results import Result
from analysis.model.tolls import Month, Toll
from analysis.tolls.pages import published_by

if TYPE_CHECKING:
    import pandas as pd

    from analysis.data.tables import Data


@dataclass(frozen=True, eq=False, repr=False)
class Tolls(Result[Toll]):
    """What the pages of one monitor say of one population: the tolls of every month, sorted.

    Parameters
    ----------
    data
        What they were reconciled from.
    monitor, population, as_of
        Whose they are, who is counted, and the day by which their pages were published (None: any).
    parties
        The parties they are attributed to.
    lines
        The tolls; `.frame` holds them as a table, whose columns are the fields of `Toll`, with the `monitor`, the
        parties of a `combined` toll and what contradicts a number (`doubt`). Counts are Int64, blank without a number.
    not_counted
        The months in which the monitor does not count every party's victims: its numbers rank nobody.
    residual_changes
        The months in which a leftover class begins to hold others than before.

    Examples
    --------
    >>> from analysis import monthly_tolls, read_data
    >>> tolls = monthly_tolls(read_data())
    >>> tolls.of("2016-01").killed["russian_forces"].value, tolls.where(lambda toll: toll.month < "2014").months
    (679, ['2013-10', '2013-11'])
    """

    data: Data
    monitor: str
    population: str
    as_of: str | None
    parties: Parties
    lines: tuple[Toll, ...]
    not_counted: frozenset[str] = frozenset()
    residual_changes: tuple[str, ...] = ()
    name: ClassVar[str] = "tolls"
    header: ClassVar[str] = (
        "month party population measure value state combined basis report_id page_shown pages printed_low "
        "printed_high at_least at_most named doubt"
    )

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The tolls as a table: one row a month, party and measure."""
        table = super().frame
        table.insert(0, "monitor", self.monitor)
        return table.astype({"monitor": table["month"].dtype})

    @cached_property
    def _months(self) -> dict[str, Month]:
        by_month: dict[str, list[Toll]] = {}
        for toll in self.lines:
            by_month.setdefault(toll.month, []).append(toll)
        return {
            month: Month(month, tolls, self.parties, month not in self.not_counted)
            for month, tolls in sorted(by_month.items())
        }

    @property
    def months(self) -> list[str]:
        """The months with figures, in order."""
        return list(self._months)

    def of(self, month: str) -> Month:
        """The tolls of one month. Raises UnknownMonth, which names the nearest months with figures."""
        refuse_no_month(month)
        if month not in self._months:
            whose = f"{monitor_of(self.data, self.monitor).short_label} figures of {self.population}"
            none = f"no {whose if self.lines else 'figures of this selection'} for {month}"
            raise UnknownMonth(f"{none}; {nearest_months(month, self.months)}")
        return self._months[month]

    def where(self, keep: Callable[[Toll], bool]) -> Tolls:
        """Only the tolls that are to be kept.

        Examples
        --------
        >>> from analysis import monthly_tolls, read_data
        >>> monthly_tolls(read_data()).where(lambda toll: toll.month < "2014").months
        ['2013-10', '2013-11']
        """
        return replace(self, lines=tuple(toll for toll in self.lines if keep(toll)))

    def until(self, end: str) -> Tolls:
        """The tolls with their parties named as where months up to `end` are shown."""
        return replace(self, parties=self.parties.until(end))

    def reports(self, month: str | None = None) -> pd.DataFrame:
        """The monitor's pages (rows of reports.csv) that were published by `as_of`, all or those on one month."""
        reports = (self.data if month is None else self.data.only(month)).reports
        return published_by(reports[reports["monitor"] == self.monitor], self.as_of)


def refuse_no_tolls(tolls: object) -> None:
    """Refuse what is no `Tolls`. Raises NotComparable."""
    if not isinstance(tolls, Tolls):
        raise NotComparable(
            f"found a {type(tolls).__name__}, expected the tolls that monthly_tolls returns: one monitor, one "
            "population. To leave some out: tolls.where(lambda toll: ...)"
        )
