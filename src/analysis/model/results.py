"""What every question returns: lines with fields, and the same of each: a table, sentences, a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NoReturn, TypeVar, get_args

from analysis.errors import NotComparable
from analysis.language import in_language
from analysis.model.cells import State
from analysis.model.remarks import Remark
from analysis.model.tolls import Remarked

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

Line = TypeVar("Line")
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Deaths(Remarked):
    """A line on a party's deaths: their number, or of a range the ends; None: not published."""

    party: str
    killed: int | None = None
    killed_min: int | None = None
    killed_max: int | None = None
    state: State | None = None
    page_shown: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def has_deaths(self) -> bool:
        """Whether a number of the deaths, or an end of a range, is published."""
        return (self.killed, self.killed_min, self.killed_max) != (None, None, None)


def grouped(pairs: Iterable[tuple[_Key, _Value]]) -> dict[_Key, list[_Value]]:
    """What goes together: the values of each key, both in their order.

    Examples
    --------
    >>> grouped([("a", 1), ("b", 2), ("a", 3)])
    {'a': [1, 3], 'b': [2]}
    """
    found: dict[_Key, list[_Value]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


class Result(Generic[Line]):
    """The answer to a question. It prints as its table, `.frame` is a DataFrame.

    Attributes
    ----------
    lines
        The rows of the table, as objects.
    kinds
        The columns of the table: text, counts, fractions, true or false.
    header
        The names of its columns; empty: the fields of a line, its remarks as `doubt`.
    name
        What its functions in its room begin with: `comparison_title`, `comparison_table`, `comparison_sentences`,
        `comparison_sources`, `comparison_picture`. Whoever shows an answer takes these from here.
    translated
        Whether all it says has translations; else it answers in English, whatever the language in use.
    """

    name: ClassVar[str]
    translated: ClassVar[bool] = False
    header: ClassVar[str] = ""
    kinds: ClassVar[dict[str, type]]
    lines: Sequence[Line]

    def __init_subclass__(cls) -> None:
        """Take the columns of the table from the dataclass of the lines."""
        super().__init_subclass__()
        if "kinds" not in cls.__dict__:
            cls.kinds = _kinds(get_args(cls.__orig_bases__[0])[0], cls.header.split())  # type: ignore[attr-defined]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The table: a row a line, blank where there is no value."""
        from analysis.model.frames import frame_of

        return frame_of(([getattr(line, column) for column in self.kinds] for line in self.lines), self.kinds)

    def to_frame(self, period: bool = False, complete: bool = False) -> pd.DataFrame:
        """The table for pivots: `period` makes the months real ones, `complete` adds the rows that are missing.

        Parameters
        ----------
        period
            `month` as months of the calendar (dtype period[M]).
        complete
            A row for every month between the first and the last one and every other key the table has (party, group,
            measure), so that a pivot has no hidden holes; what is added is blank.

        Returns
        -------
        DataFrame
            The columns of `frame`.
        """
        import pandas as pd

        frame = self.frame.copy()
        if complete and "month" in frame and len(frame):
            keys = [key for key in ("month", "party", "group", "measure") if key in frame]
            months = pd.period_range(frame["month"].min(), frame["month"].max(), freq="M").astype("str")
            values = [list(months)] + [list(dict.fromkeys(frame[key])) for key in keys[1:]]
            whole = pd.MultiIndex.from_product(values, names=keys).to_frame(index=False)
            frame = whole.merge(frame, how="left", on=keys)[list(self.frame)].astype(self.frame.dtypes.to_dict())
        if period and "month" in frame:
            frame["month"] = pd.PeriodIndex(frame["month"], freq="M")
        return frame

    @property
    def title(self) -> str:
        """Its title. Raises NotComparable where it has none."""
        return str(self._of_room("words", "title")(self))

    @property
    def table(self) -> pd.DataFrame:
        """The table for a reader: labels and words for codes, without what is blank in all rows."""
        table: pd.DataFrame = self._of_room("table", "table")(self)
        return table

    @property
    def text(self) -> str:
        """What it says, in sentences (Markdown). Raises NotComparable where it says nothing by itself."""
        said = self._of_room("words", "sentences")(self)
        return said if isinstance(said, str) else "\n\n".join(said)

    @property
    def sources(self) -> list[str]:
        """The pages its numbers are from, a line each; none where its table or its sentences name them."""
        try:
            return list(self._of_room("words", "sources")(self))
        except NotComparable:
            return []

    def plot(self, ax: Axes | None = None, width: float = 10.0) -> Axes:
        """Draw its picture, into `ax` or a figure of its own, so many inches wide; raises NotComparable if it has none.

        The letters are scaled with the width: 6.3 inches suit a page of A4, 3.5 a column.
        """
        axes: Axes = self._of_room("picture", "picture")(self, ax, width)
        return axes

    def _of_room(self, module: str, what: str) -> Callable[..., Any]:
        """A function of the room that this kind of result comes from."""
        try:
            room = import_module(f"{type(self).__module__.rpartition('.')[0]}.{module}")
            found: Callable[..., Any] = getattr(room, f"{self.name}_{what}")
        except (AttributeError, ModuleNotFoundError) as error:
            raise NotComparable(f"{self.name} has no {what}; its table is .frame") from error
        return found if self.translated else in_language("en")(found)

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self.lines)

    def __iter__(self) -> Iterator[Line]:
        """The lines."""
        return iter(self.lines)

    def __repr__(self) -> str:
        """Print as the table."""
        return repr(self.frame)

    def _repr_html_(self) -> str:
        """The table, as Jupyter shows it."""
        return str(self.frame.to_html())

    if not TYPE_CHECKING:  # which would take any name for one that is there

        def __getitem__(self, key: object) -> NoReturn:
            """It is no DataFrame. Raises TypeError, which names the one it has."""
            raise TypeError(f"{type(self).__name__} is no DataFrame: take .frame[{key!r}]")

        def __getattr__(self, name: str) -> Any:
            """Name the DataFrame where one of its methods is asked for. Raises AttributeError."""
            if hasattr(type(self), name):  # a property of its own, in which something else is not there
                return object.__getattribute__(self, name)
            instead = "" if name.startswith("_") else f"; its DataFrame is .frame (.frame.{name}?)"
            raise AttributeError(f"{type(self).__name__} has no {name!r}{instead}")


def _kinds(line: type, columns: list[str]) -> dict[str, type]:
    """The columns of a table of lines with their kinds, from the fields and properties of their class."""
    written = {"doubt" if field.name == "remarks" else field.name: field.type for field in fields(line)}
    for name in columns:
        if name not in written:
            written[name] = getattr(line, name).fget.__annotations__["return"]
    kinds: dict[str, type] = {"int": int, "float": float, "bool": bool}
    return {name: kinds.get(str(written[name]).removesuffix(" | None"), str) for name in columns or written}
