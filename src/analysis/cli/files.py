"""The commands that make or check tables: lists, data folders, what was built of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click import format_filename

from analysis.cli.options import FORMATS, data_option, echo, file_type, folder_type, print_table
from analysis.errors import DataError, Problem, RunError
from analysis.safe_text import markdown

if TYPE_CHECKING:
    from analysis.data.tables import Data
    from analysis.questions.trends.newest import Newest


def _fix(folder: Path | None) -> None:
    """Write the files of a data folder in canonical form, each whole or not at all, and say what was not."""
    from analysis.data.canonical import canonical
    from analysis.data.folder import data_folder, refuse_installed, replace_file

    where = data_folder(folder)
    refuse_installed(where)
    found = canonical(where)
    for name, (text, differences) in found.items():
        try:
            replace_file((where / name).resolve(), text)
        except OSError as error:
            raise RunError(f"cannot write {where / name}: {error.strerror}. What is not named is as it was.") from error
        echo(f"{name}: {', '.join(differences)} put right", err=True)
    if not found:
        echo("every file is in canonical form", err=True)


def _newest(data: Data) -> list[Newest]:
    """The questions about the newest month, of each monitor and population that has it."""
    from analysis.model.cells import POPULATIONS
    from analysis.questions.trends.newest import newest_month
    from analysis.tolls.monthly import monthly_tolls

    newest = data.reports["month"].max()
    there = dict.fromkeys(data.reports.loc[data.reports["month"] == newest, "monitor"])
    tolls = [monthly_tolls(data, monitor, population) for monitor in there for population in POPULATIONS]
    return [asked for one in tolls if one.months[-1:] == [newest] and len(asked := newest_month(one))]


@click.command()
@click.argument("records", type=file_type, nargs=-1, required=True)
@click.option(
    "--map",
    "mappings",
    multiple=True,
    type=file_type,
    metavar="TOML",
    help="The file that says what the columns mean; one for all RECORDS, or one for each in turn.",
)
@click.option(
    "--sketch", is_flag=True, help="Write a mapping of the one file RECORDS, to be completed, to the terminal."
)
@click.option("--into", is_flag=True, help="Add the tolls to the folder named by --data.")
@click.option("--replace", is_flag=True, help="With --into: replace another list's figures for the same time.")
@data_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
def tabulate(
    records: tuple[Path, ...],
    mappings: tuple[Path, ...],
    sketch: bool,
    into: bool,
    replace: bool,
    folder: Path | None,
    form: str,
) -> None:
    """Count monthly tolls from lists of victims or incidents.

    RECORDS are CSV, Excel, JSON, GeoJSON or Parquet, also in .gz or .zip; several are added up. Nothing is guessed:
    what is neither understood nor declared unknown is refused with its row; unknown cells are counted and reported. No
    name and no identifier is shown or written.

    --sketch reads the columns and their distinct words, and writes the mapping as far as these say it.

    --into adds one report a month to the folder, replacing those made from the same files, or from earlier editions of
    the list that the mapping names; the folder is validated first. Figures from another list for these months and this
    population stay unless you add --replace.
    """
    if sketch == bool(mappings):
        raise click.UsageError("--map TOML says what the columns mean; --sketch prints a mapping to begin with.")
    if sketch:
        if len(records) > 1 or into or replace:
            raise click.UsageError("--sketch is of one file, and changes no folder.")
        from analysis.data.tables import read_data
        from analysis.lists.sketch import sketch_of

        echo(sketch_of(records[0], read_data(folder).parties).text.rstrip("\n"))
        return
    from analysis.lists.put import tabulate
    from analysis.lists.words import put_sentence, records_sentences

    tolls, put = tabulate(records, mappings, folder, into, replace)
    print_table(form, tolls.frame)
    for sentence in records_sentences(tolls):
        echo(sentence, err=True)
    if put:
        echo(put_sentence(put), err=True)


@click.command()
@data_option
@click.option(
    "--out",
    type=folder_type,
    metavar="DIR",
    help="[default: processed, beside the data]",
)
def build(folder: Path | None, out: Path | None) -> None:
    """Build the processed tables from validated data."""
    from analysis.build import build
    from analysis.data.folder import processed_folder
    from analysis.data.tables import read_data

    data = read_data(folder, validate=True)
    for path in build(data, out or processed_folder(data.folder)):
        echo(format_filename(path))


@click.command()
@click.argument("old", type=folder_type, metavar="OLD")
@click.argument("new", type=folder_type, metavar="NEW")
@click.option("--data", "folder", type=folder_type, metavar="DIR", help="The data folder of built tables.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
def diff(old: Path, new: Path, folder: Path | None, form: str) -> None:
    """List what changed between two data folders, or two builds.

    OLD and NEW are each a data folder, whose tables are built in memory, or a folder that `snhr build` wrote, with this
    version or another. Listed are cells, leaders and ranks, bounds, completeness, findings, verdicts and, for data
    folders, sentences. Built tables hold codes: --data names the folder with their parties and monitors, unless they
    were built from the figures that come with the package.

    The same change in many months is one line; csv and json hold every cell that changed; markdown suits a changelog.
    The exit status is 0, whatever changed.
    """
    from analysis.changes.numbers import differences
    from analysis.changes.words import differences_sentences
    from analysis.data.tables import read_data

    found = differences(old, new, read_data(folder) if folder else None)
    if form in ("csv", "json"):
        print_table(form, found.frame)
        return
    for line in differences_sentences(found):
        echo(markdown(line) if form == "markdown" else line.removeprefix("**").removesuffix(".**"))


@click.command()
@click.argument("folder", type=file_type, metavar="DIR")
@click.option(
    "--list", "records", type=file_type, metavar="FILE", help="A list of victims or incidents: the folder is for it."
)
def init(folder: Path, records: Path | None) -> None:
    """Make a data folder for another monitor or conflict.

    DIR is new or empty. It gets the contract, a codebook, every table, and one made-up month to be replaced.

    With --list it has no such month, but the parties that the list names, and a mapping for `snhr tabulate`, which is
    to be looked through and completed.
    """
    from analysis.data.starter import init

    where = format_filename(folder)
    if records is None:
        for path in init(folder):
            echo(format_filename(path))
        codebook = format_filename(folder / "README.md")
        echo(
            f"\nNext: edit the tables in a spreadsheet ({codebook} says how),"
            f" then: snhr validate {where} --fix; snhr compare MONTH --data {where}; snhr run --data {where}."
        )
        return
    from analysis.lists.begin import begin

    paths, sketch = begin(folder, records)
    for path in paths:
        echo(format_filename(path))
    mapping = format_filename(folder / "mapping.toml")
    points = f"complete {', '.join(sketch.open_points)} in {mapping}, and look through the rest"
    echo(
        f"\nNext: {points if sketch.open_points else f'look through {mapping}'}; name the monitor and the parties in"
        f" {where}; then: snhr tabulate {format_filename(records)} --map {mapping} --data {where} --into;"
        f" snhr plot MONTH --data {where}."
    )


@click.command()
@click.argument("folder", required=False, type=folder_type, metavar="[DIR]")
@click.option("--fix", is_flag=True, help="First write the files in canonical form; no value changes.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
def validate(folder: Path | None, fix: bool, form: str) -> None:
    """Check a data folder against its contract.

    Lists everything that is wrong, with file, row, column, what was found and what was expected. Then asks about
    anything in the newest month that looks odd beside the twelve before it; questions do not change the exit status.

    --fix writes columns and rows in their order, UTF-8, one kind of line end and quotes only where needed, so that a
    comparison with the files before shows only what was changed by hand.
    """
    import pandas as pd

    from analysis.data.tables import TABLES, read_data

    if fix:
        _fix(folder)
    try:
        data = read_data(folder, validate=True)
    except DataError as error:
        if form == "table":
            raise
        found = [vars(problem) for problem in error.problems]
        print_table(form, pd.DataFrame(found, columns=list(Problem.__annotations__)))
        raise SystemExit(2) from error
    counts = [{"table": name, "rows": len(getattr(data, name))} for name in TABLES]
    below = [f"{format_filename(data.folder)}: all of it meets the contract."]
    print_table(form, pd.DataFrame(counts))
    if form == "table":
        echo("\n" + "\n".join(below))
    for asked in _newest(data) if form == "table" else ():
        echo(f"\n{asked.text}")
