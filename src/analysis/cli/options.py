"""What the commands share: their options, what these ask for, and how a result is printed."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import textwrap
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.errors import UnknownMonth, is_month
from analysis.language import LANGUAGES, in_language, not_reviewed, say
from analysis.safe_text import markdown, printable

if TYPE_CHECKING:
    import pandas as pd

    from analysis.model.results import Result
    from analysis.tolls.series import Tolls

_WIDTHS = {
    "Party": 34,
    "Deaths documented": 16,
    "Deaths alleged": 16,
    "Caution": 44,
    "Finding": 44,
    "Explanation": 44,
    "Claim": 40,
    "By": 22,
    "Notes": 44,
    "Published number or range": 26,
    "Months without a number": 44,
    "What it is": 30,
    "Why not": 40,
}  # of a printed table
FORMATS = ("table", "csv", "json", "markdown")
EXACT = ("csv", "json")  # which hold bare values
PAGE = "html"  # of a text alone
Command = Callable[..., Any]
_DEEPEST = 255  # folders in a path
_GROUPS = "/sys/fs/cgroup"  # of Linux, version 2
_ADDRESS = re.compile("[a-zA-Z][a-zA-Z0-9+.-]+://")


class _Path(click.Path):
    """A path that the system can hold: not empty, without a NUL, with no name too long and not too many folders."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        found = "" if value else "an empty text"  # it would be taken for this folder
        if _ADDRESS.match(str(value)):
            found = "an address; copy it to this machine, and name the copy"
        if len(Path(value).parts) > _DEEPEST:
            found = f"more than {_DEEPEST} folders deep"
        try:
            os.stat(value)
        except ValueError as error:
            found = str(error)
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                found = str(error.strerror)
        if found:
            shown = f"{str(value)[:40]!r}{'...' if len(str(value)) > 40 else ''}"
            self.fail(f"{shown} is no path: {found}.", param, ctx)
        return super().convert(value, param, ctx)


class _Months(click.ParamType):  # type: ignore[type-arg]  # generic in later versions of click alone
    """A month as people type it (2016-1, Jan 2016), or a range or a list of such."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        parts = re.split("([:,])", str(value))
        if all(is_month(part) for part in parts[::2]):
            return value
        from analysis.reading.months import typed_month

        return "".join(typed_month(part.strip(" ")) for part in parts)


month_type = _Months()
file_type, folder_type = _Path(path_type=Path), _Path(file_okay=False, path_type=Path)


def jobs_option(for_each_core: int, what: str = "Notebooks") -> Callable[[Command], Command]:
    """How many notebooks at a time, or what else takes long."""
    many, text = for_each_core * _cores(), f"{what} at a time."
    shown = f"{for_each_core} for each core"
    return click.option("--jobs", type=click.IntRange(1), default=many, show_default=shown, help=text)


def _cores() -> int:
    """How many cores this process may use: those that it is bound to, and within the quota of its control group."""
    bound = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with contextlib.suppress(OSError, ValueError, StopIteration):
        lines = Path("/proc/self/cgroup").read_text("utf-8").splitlines()
        group = next(line for line in lines if line.startswith("0::")).removeprefix("0::/")
        for folder in (Path(_GROUPS, group), *Path(_GROUPS, group).parents):
            if (limit := folder / "cpu.max").is_file() and not (text := limit.read_text("utf-8")).startswith("max"):
                quota, period = map(int, text.split())
                bound = min(bound, max(quota // period, 1))
    return bound


def cold_option(command: Command) -> Command:
    """Whether to do without warm kernels."""
    return click.option("--cold", is_flag=True, help="Start every kernel anew instead of forking it.")(command)


def data_option(command: Command) -> Command:
    """Which data folder."""
    text = "Data folder. [default: $ANALYSIS_DATA, else the figures that come with the package]"
    return click.option("--data", "folder", type=folder_type, metavar="DIR", help=text)(command)


def lang_option(command: Command) -> Command:
    """In which language to answer."""
    text = "Language of the answer: en, or ar for Arabic; csv and json are the same in both."
    ways: dict[str, Any] = {"type": click.Choice(LANGUAGES), "default": "en", "show_default": True}
    return click.option("--lang", **ways, help=text, expose_value=False, callback=_answer_in)(command)


def _answer_in(ctx: click.Context, _: click.Parameter, value: str) -> None:
    ctx.with_resource(in_language(value))
    say_whether_reviewed()


def say_whether_reviewed() -> None:
    """Say of a translation that no native speaker has reviewed it yet, apart from the answer."""
    for line in not_reviewed():
        echo(line, err=True)


def selection_options(
    monitor: str = "first of monitors.csv", population: str | None = "civilians", page: str = "", prints: bool = True
) -> Callable[..., Command]:
    """The options of a command on figures: whom it takes without --monitor, and its population (None: all).

    `page` says what it writes as a page of HTML; empty: nothing. What `prints` has a format.
    """
    options: list[Callable[[Command], Command]] = [
        click.option(
            "--format",
            "form",
            type=click.Choice((*FORMATS, PAGE) if page else FORMATS),
            default="table",
            show_default=True,
            help=f"csv and json: bare values.{page and f' {PAGE}: {page}.'}",
        ),
        data_option,
        click.option("--as-of", metavar="DATE", help="Use only reports published by this day (YYYY-MM-DD)."),
        click.option(
            "--population",
            default=population,
            show_default="all" if population is None else True,
            metavar="WHO",
            help="civilians, fighters or persons (both).",
        ),
        click.option(
            "--monitor",
            show_default=monitor,
            metavar="CODE",
            help="Whose figures: a code in monitors.csv.",
        ),
    ]

    def decorate(command: Command) -> Command:
        for option in options[not prints :]:
            command = option(command)
        return command

    return decorate


def print_answer(
    form: str,
    result: Result[Any],
    table: pd.DataFrame | None = None,
    above: Iterable[str] = (),
    below: Iterable[str] = (),
) -> None:
    """Print an answer: as csv or json its exact columns alone, for a reader its title, table, sentences and sources.

    `table` stands in place of its own; what stands `above` follows the title, what stands `below` the sentences.
    """
    if form in EXACT:
        print_table(form, result.frame)
        return
    for line in (result.title, *above):
        echo(f"{line}\n")
    print_table(form, result.table if table is None else table)
    for line in ("", result.text, *below, *result.sources):
        echo(line)


def print_table(form: str, table: pd.DataFrame) -> None:
    """Print a table, as csv or json its values alone."""
    if form == "csv":
        from analysis.build import csv_text

        click.echo(csv_text(table), nl=False)
    elif form == "json":
        import json

        from analysis.build import whole_numbers

        exact = whole_numbers(table)
        rows = exact.astype("object").where(exact.notna(), None).to_dict("records")
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False, default=lambda number: number.item()))
    else:
        click.echo(_shown(table, form))


def _shown(table: pd.DataFrame, form: str) -> str:
    """A table as a reader sees it."""
    from tabulate import tabulate

    shown = table.astype("object")
    shown = shown.where(shown.notna(), "").map(lambda cell: printable(cell) if isinstance(cell, str) else cell)
    columns = [printable(str(column)) for column in shown.columns]
    if form == "markdown":
        shown = shown.map(lambda cell: markdown(cell.replace("\n", " ")) if isinstance(cell, str) else cell)
        columns = [markdown(column) for column in columns]
    else:  # tabulate's own wrapping takes 1,382 for a number it cannot read
        widths = {say(column): width for column, width in _WIDTHS.items()}
        for column in set(widths) & set(shown.columns):
            shown[column] = [textwrap.fill(str(cell), widths[column]) for cell in shown[column]]
    return tabulate(shown.values.tolist(), columns, "pipe" if form == "markdown" else "simple", disable_numparse=True)


def echo(text: object, err: bool = False) -> None:
    """Print what people read, without what a terminal would obey; csv and json hold the data as they are."""
    click.echo(printable(str(text)), err=err)


def tolls_of(
    folder: Path | None, monitor: str | None, population: str, as_of: str | None, month: str | None = None
) -> Tolls:
    """Read the data, and reconcile the tolls that the options of a command ask for.

    Raises UnknownMonth where `month` has figures of other populations alone, naming these, or where none is asked for
    and no month has figures.
    """
    from analysis.data.rows import monitor_of
    from analysis.data.tables import read_data
    from analysis.tolls.monthly import monthly_tolls, months_with_figures

    data = read_data(folder)
    alone = month if is_month(month) else None
    tolls = monthly_tolls(data, monitor, population, as_of, month=alone)
    if month is None and not tolls.lines:
        date = f" published by {as_of}" if as_of else ""
        found = f"no {monitor_of(data, tolls.monitor).short_label} figures of {population}{date}"
        raise UnknownMonth(f"{found}; try another --population or --monitor")
    if alone and not tolls.lines:
        there = months_with_figures(data, tolls.monitor, as_of, alone)
        if others := [f"--population {who}" for who, months in there.items() if months]:
            who = monitor_of(data, tolls.monitor).short_label
            found = f"no {who} figures of {population} for {month}, but others of this month"
            raise UnknownMonth(f"{found}. Next: {' or '.join(others)}")
        tolls = monthly_tolls(data, monitor, population, as_of)  # what refuses the month names those nearest to it
    return tolls
