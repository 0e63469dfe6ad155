"""The parameters of the notebooks: named, typed and checked in this one place."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Self

from analysis.data.tables import Data
from analysis.errors import AnalysisError, NotComparable, RunError, UnknownMonth, is_month, nearest, nearest_months
from analysis.language import LANGUAGES
from analysis.model.cells import ORDER, POPULATIONS
from analysis.model.names import find_monitor
from analysis.questions.trends.series import Series, trend
from analysis.reading.check import Checked, check
from analysis.tolls.monthly import monthly_tolls, months_with_figures
from analysis.tolls.periods import calendar
from analysis.tolls.series import Tolls

_INJECTED = "# Parameters\n"  # how papermill's cell begins


class _Selection:
    """What the parameters of all notebooks share."""

    population: str

    @classmethod
    def of(cls, given: Mapping[str, object]) -> Self:
        """Take parameters by name. Raises RunError for a name that is none, naming the nearest."""
        known = [field.name for field in fields(cls)]  # type: ignore[arg-type]
        wrong = [f"unknown parameter {name!r}: {nearest(name, known)}" for name in given if name not in known]
        if wrong:
            raise RunError("\n".join(wrong))
        return cls(**given)  # checked() looks at the types

    def _wrong(self, data: Data, months: Iterable[str], monitors: Iterable[str]) -> list[AnalysisError]:
        """What is wrong with the values themselves; `months` and `monitors` name the parameters that hold such."""
        errors: list[AnalysisError] = [*_misspelt()]
        for field in fields(self):  # type: ignore[arg-type]
            value = getattr(self, field.name)
            if not isinstance(value, str):
                errors.append(RunError(f"parameter {field.name}: found {value!r}, expected text in quotes"))
        if errors:
            return errors
        for name in monitors:
            for code in getattr(self, name).split(","):
                try:
                    find_monitor(data.monitors, code.strip())
                except NotComparable as error:
                    errors.append(NotComparable(f"parameter {name}: {error}"))
        if self.population and self.population not in POPULATIONS:
            errors.append(
                NotComparable(
                    f"parameter population: found {self.population!r}; {nearest(self.population, POPULATIONS)}"
                )
            )
        for name in months:
            if not is_month(getattr(self, name)):
                found = f"found {getattr(self, name)!r}, expected YYYY-MM, such as 2016-01"
                errors.append(UnknownMonth(f"parameter {name}: {found}"))
        return errors


@dataclass(frozen=True)
class Parameters(_Selection):
    """What a monthly notebook is run for.

    month: YYYY-MM. monitor: a code of monitors.csv; empty means its first by `order`. population: civilians, fighters
    or persons; empty means civilians, or persons where only they are printed. as_of: YYYY-MM-DD, only
    what was published by then; empty means everything. monitors: codes of those put side by side, with commas; empty
    means all. language: en or ar.
    """

    month: str = "2016-01"
    monitor: str = ""
    population: str = ""
    as_of: str = ""
    monitors: str = ""
    language: str = "en"

    def checked(self, data: Data, there: Mapping[str, list[str]] | None = None) -> Parameters:
        """Check every value against the data and fill in monitor and population.

        `there` is what `months_with_figures` says of the monitor and date, where it is known already.

        Raises
        ------
        AnalysisError
            What is wrong, each with what would work; all of it at once.
        """
        errors = self._wrong(data, ["month"], ["monitor", "monitors"])
        if self.language not in LANGUAGES:
            found = f"found {self.language!r}; {nearest(str(self.language), LANGUAGES)}"
            errors.append(NotComparable(f"parameter language: {found}"))
        if errors:
            raise _all(errors)
        monitor = find_monitor(data.monitors, self.monitor)
        here = there or months_with_figures(data, monitor, self.as_of, self.month)
        populations = [p for p in ORDER if self.month in here[p]]
        wanted = self.population or next(iter(populations), "")
        if wanted not in populations:
            there = there or months_with_figures(data, monitor, self.as_of)
            months = sorted(there[self.population] if self.population else set().union(*there.values()))
            date = f" published by {self.as_of}" if self.as_of else ""
            instead = f"; published are {', '.join(populations)}" if populations else ""
            what, near = wanted or "figures", nearest_months(self.month, months)
            raise UnknownMonth(f"no {what} of {monitor} for {self.month!r}{date}{instead}; {near}")
        return replace(self, monitor=monitor, population=wanted)

    def tolls(self, data: Data) -> Tolls:
        """The reconciled tolls of the month these parameters ask for."""
        return monthly_tolls(data, self.monitor, self.population, self.as_of or None, month=self.month)

    def compared(self) -> list[str] | None:
        """The monitors to put side by side; None: all."""
        return [code.strip() for code in self.monitors.split(",") if code.strip()] or None


@dataclass(frozen=True)
class SeriesParameters(_Selection):
    """What a notebook on a period is run for.

    start, end: YYYY-MM, the first and the last month. The others as in `Parameters`.
    """

    start: str = "2015-01"
    end: str = "2017-12"
    monitor: str = ""
    population: str = ""
    as_of: str = ""

    def checked(self, data: Data) -> SeriesParameters:
        """Check every value against the data, fill in monitor and population. Raises AnalysisError, as `Parameters`."""
        errors = self._wrong(data, ["start", "end"], ["monitor"])
        if errors:
            raise _all(errors)
        calendar(self.start, self.end)  # refuses a range that ends before it starts
        monitor = find_monitor(data.monitors, self.monitor)
        there = months_with_figures(data, monitor, self.as_of)
        inside = [p for p in ORDER if any(self.start <= month <= self.end for month in there[p])]
        wanted = self.population or next(iter(inside), "")
        if wanted not in inside:
            instead = f"; published are {', '.join(inside)}" if inside else ""
            months = sorted(there[self.population] if self.population else set().union(*there.values()))
            near = nearest_months(self.start, months)
            raise UnknownMonth(f"no {wanted or 'figures'} of {monitor} for {self.start}:{self.end}{instead}; {near}")
        return replace(self, monitor=monitor, population=wanted)

    def tolls(self, data: Data) -> Tolls:
        """The reconciled tolls of the monitor these parameters ask for, all months."""
        return monthly_tolls(data, self.monitor, self.population, self.as_of or None)

    def series(self, data: Data) -> Series:
        """The monthly series these parameters ask for."""
        return trend(self.tolls(data), self.start, self.end)


@dataclass(frozen=True)
class TextParameters(_Selection):
    """What the notebook on a text is run for.

    text: a sentence, a draft or an article. month: YYYY-MM, what it is about where it names no month; may be empty.
    monitor and as_of: as in `Parameters`. population: civilians, fighters or persons; empty means whichever a number is
    published of.
    """

    text: str = ""
    month: str = ""
    monitor: str = ""
    population: str = ""
    as_of: str = ""

    def check(self, data: Data) -> Checked:
        """Hold the text against what monitors publish. Raises AnalysisError, as `Parameters`."""
        errors = self._wrong(data, ["month"] if self.month else [], ["monitor"])
        if errors:
            raise _all(errors)
        asked = {"monitor": self.monitor, "month": self.month, "population": self.population, "as_of": self.as_of}
        return check(self.text.strip(), data, **{name: value or None for name, value in asked.items()})


def _misspelt() -> Iterator[RunError]:
    """What papermill put into the notebook that runs here under names that the notebook's own parameters do not have.

    papermill itself only warns, and the notebook would answer for the month it was saved with.
    """
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    own: list[str] = []
    for cell in shell.user_ns.get("In", []) if shell else []:
        try:
            names = [node.id for node in ast.walk(ast.parse(cell)) if isinstance(node, ast.Name)]
        except SyntaxError:  # a magic
            continue
        if cell.startswith(_INJECTED):
            yield from (
                RunError(f"unknown parameter {name!r}: {nearest(name, own)}") for name in names if name not in own
            )
            return
        own += names


def _all(errors: list[AnalysisError]) -> AnalysisError:
    return errors[0] if len(errors) == 1 else RunError("\n".join(str(error) for error in errors))
