"""The parameters of the notebooks: named, typed and checked in this one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import pandas as pd

from analysis.cells import POPULATIONS
from analysis.data import Data
from analysis.errors import AnalysisError, NotComparable, RunError, UnknownMonth, is_month, nearest, nearest_months
from analysis.reconcile import monthly_tolls, months_with_figures


@dataclass(frozen=True)
class Parameters:
    """What a monthly notebook is run for.

    month: YYYY-MM. monitor: a code of monitors.csv. population: civilians, fighters or persons; empty means civilians,
    or persons where only they are printed. as_of: YYYY-MM-DD, only what was published by then; empty means everything.
    """

    month: str = "2016-01"
    monitor: str = "snhr"
    population: str = ""
    as_of: str = ""

    @classmethod
    def of(cls, given: Mapping[str, object]) -> Parameters:
        """Take parameters by name. Raises RunError for a name that is none, naming the nearest."""
        known = [field.name for field in fields(cls)]
        wrong = [f"unknown parameter {name!r}: {nearest(name, known)}" for name in given if name not in known]
        if wrong:
            raise RunError("\n".join(wrong))
        return cls(**given)  # type: ignore[arg-type]  # checked() looks at the types

    def checked(self, data: Data, there: Mapping[str, list[str]] | None = None) -> Parameters:
        """Check every value against the data and fill in the population.

        `there` is what `months_with_figures` says of the monitor and date, where it is known already.

        Raises
        ------
        AnalysisError
            What is wrong, each with what would work; all of it at once.
        """
        errors: list[AnalysisError] = []
        for field in fields(self):
            value = getattr(self, field.name)
            if not isinstance(value, str):
                errors.append(RunError(f"parameter {field.name}: found {value!r}, expected text in quotes"))
        if errors:
            raise _all(errors)
        monitors = list(data.monitors["monitor"])
        if self.monitor not in monitors:
            errors.append(
                NotComparable(f"parameter monitor: unknown monitor {self.monitor!r}; {nearest(self.monitor, monitors)}")
            )
        if self.population and self.population not in POPULATIONS:
            errors.append(
                NotComparable(
                    f"parameter population: found {self.population!r}; {nearest(self.population, POPULATIONS)}"
                )
            )
        if not is_month(self.month):
            errors.append(UnknownMonth(f"parameter month: found {self.month!r}, expected YYYY-MM, such as 2016-01"))
        if errors:
            raise _all(errors)
        here = there or months_with_figures(data, self.monitor, self.as_of, self.month)
        populations = [p for p in ("civilians", "persons", "fighters") if self.month in here[p]]
        wanted = self.population or next(iter(populations), "")
        if wanted not in populations:
            there = there or months_with_figures(data, self.monitor, self.as_of)
            months = sorted(there[self.population] if self.population else set().union(*there.values()))
            date = f" published by {self.as_of}" if self.as_of else ""
            instead = f"; printed are {', '.join(populations)}" if populations else ""
            what, near = wanted or "figures", nearest_months(self.month, months)
            raise UnknownMonth(f"no {what} of {self.monitor} for {self.month!r}{date}{instead}; {near}")
        return Parameters(self.month, self.monitor, wanted, self.as_of)

    def tolls(self, data: Data) -> pd.DataFrame:
        """The reconciled tolls of the month these parameters ask for."""
        return monthly_tolls(data, self.monitor, self.population, self.as_of or None, month=self.month)


def _all(errors: list[AnalysisError]) -> AnalysisError:
    return errors[0] if len(errors) == 1 else RunError("\n".join(str(error) for error in errors))
