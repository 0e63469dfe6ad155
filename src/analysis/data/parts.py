"""The tables in parts, a month's rows or all: which are read is noted.

What an output rests on is what was read for it, never a list kept by hand.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import pandas as pd

if TYPE_CHECKING:
    from analysis.data.tables import Data

Part = tuple[str, str]  # a table, and the month whose rows; '' for all of it
CONTRACT, ALL = "datapackage", "all"  # what else is read: of the contract, who may use the data; anything of them
_T = TypeVar("_T")
READ: set[Part] = set()  # by this process
DATA, CODE = "data ", "code "  # how the names of what is read begin
_BY_MONTH = {  # the column that says of which month a row is
    "reports": "month",
    "adjudications": "month",
    "known_discrepancies": "month",
    "claims": "month",
    "comparison_claims": "month",
    "period_totals": "period_end",
}
_BY_REPORT = ("tolls", "lists", "governorates")


class Whole(Generic[_T]):
    """Something of `Data` as a whole, such as its folder: whoever asks for it may come to know anything of them."""

    def __init__(self, *default: _T):
        self._default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, data: Data | None, owner: type) -> _T:
        if data is None:  # the dataclass asks for the default
            for default in self._default:
                return default
            raise AttributeError(self.name)
        return self._read(data)

    def __set__(self, data: Data, value: _T) -> None:
        data.__dict__[self.name] = value

    def _read(self, data: Data) -> _T:
        note(ALL)
        value: _T = data.__dict__[self.name]
        return value


class Table(Whole[pd.DataFrame]):
    """A table of `Data`: a DataFrame, of which it is noted that it is read."""

    def _read(self, data: Data) -> pd.DataFrame:
        note(self.name, data.months)
        return part_of(data, self.name)


def folder_of(data: Data) -> Path:
    """The folder of these data, of which no note is taken."""
    folder: Path = data.__dict__["folder"]
    return folder


def note(table: str, months: tuple[str, ...] = ()) -> None:
    """Note that a table is read: the rows on these months, or all."""
    READ.update((table, month) for month in (months if table in _BY_MONTH or table in _BY_REPORT else ()) or ("",))


def part_of(data: Data, name: str) -> pd.DataFrame:
    """A table of these data, of which no note is taken; cut from that of the whole data when it is first asked for."""
    own: dict[str, pd.DataFrame] = data.__dict__
    if name not in own and data.whole is not None:
        table = part_of(data.whole, name)
        if data.months != data.whole.months and (of := months_of(data.whole, name)) is not None:
            table = table[of.isin(data.months)]
        own[name] = table
    return own[name]


def months_of(data: Data, name: str) -> pd.Series | None:
    """The month of each row of a table; None for a table that is of no month."""
    table = part_of(data, name)
    if name in _BY_MONTH:
        return table[_BY_MONTH[name]].astype("string").str[:7]
    if name in _BY_REPORT:
        reports = part_of(data, "reports")
        return table["report_id"].map(dict(zip(reports["report_id"], reports["month"], strict=True)))
    return None


def digests(data: Data, names: tuple[str, ...]) -> dict[Part, str]:
    """The SHA-256 of each table, and of its rows on each month."""
    found: dict[Part, str] = {}
    for name in names:
        table, of = part_of(data, name), months_of(data, name)
        rows = list(zip(*(table[column].tolist() for column in table), strict=True)) if len(table.columns) else []
        head = repr([(column, str(kind)) for column, kind in table.dtypes.items()])
        by_month: dict[str, list[tuple[object, ...]]] = {"": rows}
        for row, month in zip(rows, of if of is not None else (), strict=False):
            by_month.setdefault(month, []).append(row)
        for month, there in by_month.items():
            found[name, month] = hashlib.sha256(f"{head}{there!r}".encode()).hexdigest()
    return found


def as_read() -> list[str]:
    """What this process has read until now: parts of the data, and packages of the library that it imported."""
    packages = {
        name if hasattr(module, "__path__") else name.rpartition(".")[0]
        for name, module in list(sys.modules.items())
        if name == "analysis" or name.startswith("analysis.")
    }
    data = (f"{DATA}{table} of {month}" if month else f"{DATA}{table}" for table, month in READ)
    return sorted({*data, *(f"{CODE}{name}" for name in packages)})
