"""The commands that make or check files: lists, data folders, notebooks, the site."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click import format_filename

from analysis.cli.options import (
    FORMATS,
    cold_option,
    data_option,
    echo,
    file_type,
    folder_type,
    jobs_option,
    print_result,
)
from analysis.errors import DataError, Problem, RunError
from analysis.safe_text import markdown

if TYPE_CHECKING:
    import pandas as pd

    from analysis.data.tables import Data


def _data_for_kernels(folder: Path | None) -> Data:
    """Read the data, and make the kernels that will be started read the same."""
    from analysis.data.folder import ENVIRONMENT_VARIABLE
    from analysis.data.tables import read_data

    data = read_data(folder)
    os.environ[ENVIRONMENT_VARIABLE] = str(data.folder)
    return data


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


def _newest(data: Data) -> list[pd.DataFrame]:
    """The questions about the newest month, of each monitor and population that has it."""
    from analysis.model.cells import POPULATIONS
    from analysis.questions.trends.newest import newest_month
    from analysis.tolls.reconcile import monthly_tolls

    newest = data.reports["month"].max()
    there = dict.fromkeys(data.reports.loc[data.reports["month"] == newest, "monitor"])
    tolls = [monthly_tolls(data, monitor, population) for monitor in there for population in POPULATIONS]
    return [asked for one in tolls if len(one) and one["month"].max() == newest and len(asked := newest_month(one))]


@click.command()
@click.argument("records", type=file_type)
@click.option("--map", "mapping", required=True, type=file_type, metavar="TOML", help="What they mean.")
@click.option("--into", is_flag=True, help="Put the tolls into the folder named by --data.")
@click.option("--replace", is_flag=True, help="With --into: in the place of another list's of the same time.")
@data_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
def tabulate(records: Path, mapping: Path, into: bool, replace: bool, folder: Path | None, form: str) -> None:
    """Make monthly tolls from a list of victims or incidents.

    RECORDS is CSV or Parquet. Nothing is guessed: what is neither understood nor declared unknown is refused with its
    row; what is unknown is counted and said. No name and no identifier is printed or written.

    --into makes one report a month in the folder, in place of those made of the same file before; it is validated
    first. What another list gave for these months and this population is left alone unless --replace is said.
    """
    from analysis.lists.put import tabulate
    from analysis.lists.words import put_sentence, records_sentences

    tolls, put = tabulate(records, mapping, folder, into, replace)
    print_result(tolls, form)
    for sentence in records_sentences(tolls):
        echo(sentence, err=True)
    if put:
        echo(put_sentence(tolls, str(put.folder), put.gone, put.replaced, put.beside), err=True)


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
    """Say what changed between two data folders, or two builds.

    OLD and NEW are each a data folder, whose tables are built in memory, or a folder that `snhr build` wrote, with this
    version or another. Said are cells, leaders and ranks, bounds, completeness, findings, verdicts and sentences (of
    data folders). Built tables hold codes: --data names the folder with their parties and monitors, unless they are
    of the figures that come with the package.

    The same change in many months is one line; csv and json hold every cell that changed. markdown is for a list of
    changes. Exit status 0, whatever changed.
    """
    from analysis.changes.numbers import compare_folders, differences_table
    from analysis.changes.words import differences_sentences
    from analysis.data.tables import read_data

    found = compare_folders(old, new, read_data(folder) if folder else None)
    if form in ("csv", "json"):
        print_result(differences_table(found), form)
        return
    for line in differences_sentences(found):
        echo(markdown(line) if form == "markdown" else line.removeprefix("**").removesuffix(".**"))


@click.command()
@click.argument("folder", type=file_type, metavar="DIR")
def init(folder: Path) -> None:
    """Make a data folder for another monitor or conflict.

    DIR is new or empty. It gets the contract, a codebook, every table, and one made-up month to be replaced.
    """
    from analysis.data.starter import init

    for path in init(folder):
        echo(format_filename(path))
    where, codebook = format_filename(folder), format_filename(folder / "README.md")
    echo(
        f"\nNext: edit the tables in a spreadsheet ({codebook} says how),"
        f" then: snhr validate {where} --fix; snhr compare MONTH --data {where}; snhr run --data {where}."
    )


@click.command()
@click.argument("folder", required=False, type=folder_type, metavar="[DIR]")
@click.option("--fix", is_flag=True, help="First write the files in canonical form; no value changes.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
def validate(folder: Path | None, fix: bool, form: str) -> None:
    """Check a data folder against its contract.

    Says everything that is wrong, with file, row, column, what was found and what was expected. Then asks what the
    newest month makes one ask beside the twelve before it: questions, which change no exit status.

    --fix writes columns and rows in their order, UTF-8, one kind of line end and quotes only where needed, so that a
    comparison with the files before shows only what was changed by hand.
    """
    import pandas as pd

    from analysis.data.tables import TABLES, read_data
    from analysis.questions.trends.words import questions_sentence

    if fix:
        _fix(folder)
    try:
        data = read_data(folder, validate=True)
    except DataError as error:
        if form == "table":
            raise
        print_result(
            pd.DataFrame([vars(problem) for problem in error.problems], columns=list(Problem.__annotations__)), form
        )
        raise SystemExit(2) from error
    counts = [{"table": name, "rows": len(getattr(data, name))} for name in TABLES]
    print_result(pd.DataFrame(counts), form)
    if form == "table":
        echo(f"\n{format_filename(data.folder)}: all of it meets the contract.")
        for asked in _newest(data):
            echo(f"\n{questions_sentence(data, asked)}")


@click.command("notebooks")
@click.argument("folder", type=folder_type, metavar="DIR")
def copy_notebooks(folder: Path) -> None:
    """Copy the notebooks into DIR, to open them in JupyterLab or change them.

    `snhr run` goes on running those of the package.
    """
    from analysis.notebooks.files import copy_out

    for path in copy_out(folder):
        echo(format_filename(path))
    echo(f"\nNext: jupyter lab {format_filename(folder)}")


@click.command()
@click.argument("asked", nargs=-1, metavar="[MONTHS]...")
@click.option(
    "--notebook", "notebooks", multiple=True, metavar="NAME", help="Only this notebook; may be repeated. [default: all]"
)
@click.option("--out", type=folder_type, default="reports", show_default=True, metavar="DIR")
@jobs_option(2)
@click.option(
    "-p", "--parameter", "given", type=(str, str), multiple=True, metavar="NAME VALUE", help="A notebook parameter."
)
@click.option("--force", is_flag=True, help="Run again what is up to date too.")
@cold_option
@click.option(
    "--timeout",
    type=click.IntRange(1),
    default=600,
    show_default=True,
    metavar="SECONDS",
    help="A cell may take so long.",
)
@click.option("--dask", metavar="ADDRESS", help="Run on the workers of this Dask scheduler, such as tcp://host:8786.")
@data_option
def run(
    asked: tuple[str, ...],
    notebooks: tuple[str, ...],
    out: Path,
    jobs: int,
    given: tuple[tuple[str, str], ...],
    force: bool,
    cold: bool,
    timeout: int,
    dask: str | None,
    folder: Path | None,
) -> None:
    """Run the notebooks for months.

    MONTHS: 2016-01, or 2016-01,2016-03, or 2016-01:2016-06, or all (the default: every month with any figure).

    Writes OUT/MONTH/NOTEBOOK.ipynb, OUT/MONTH/run.json and OUT/summary.csv. What is up to date (data, code, notebook,
    parameters and lock unchanged) is not run again; a run that was killed goes on where it stopped. A folder holds one
    batch: other parameters replace a month, another range replaces OUT/series; name another --out to keep both.
    Notebooks on several months (04_trends) show every month from the first to the last.
    """
    from analysis.notebooks import files, runner
    from analysis.notebooks.parameters import Parameters
    from analysis.show import dates

    runner.refuse_parameters([name for name, _ in given])
    data = _data_for_kernels(folder)
    parameters = Parameters.of(dict(given))
    months = runner.months_to_run(asked, data, parameters.monitor, parameters.as_of)
    names = files.notebook_names(notebooks)
    results = runner.run(
        months, names, out, data, dict(given), jobs, cold=cold, force=force, dask=dask, timeout=timeout
    )
    failed = [result for result in results if result.status == "failed"]
    count = {status: sum(result.status == status for result in results) for status in ("done", "current")}
    echo(
        f"{len(results)} notebooks of {dates.month_count(len(months))}: {count['done']} run, "
        f"{count['current']} up to date, "
        f"{len(failed)} failed."
    )
    apart = [name for name in names if name not in {result.notebook for result in results}]
    if apart:
        echo(f"Not run: {', '.join(apart)}, on several months; name a range, a:b.")
    for result in failed:
        echo(f"failed: {result.month} {result.notebook}: {result.message}", err=True)
    where, summary = format_filename(out), format_filename(out / "summary.csv")
    echo(f"Notebooks: {where}/<month>/; summary: {summary}. Open one with: jupyter lab {where}")
    if failed:
        raise SystemExit(1)


@click.command()
@click.argument("folder", default="reports", type=folder_type, metavar="[DIR]")
@jobs_option(1)
@click.option("--data", "raw", type=folder_type, metavar="DIR", help="What they were run on.")
@cold_option
@click.option("--trust", is_flag=True, help="Run notebooks too whose code is not this repository's: read them first.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
def verify(folder: Path, jobs: int, cold: bool, raw: Path | None, trust: bool, form: str) -> None:
    """Check that executed notebooks still hold.

    Runs the notebooks of DIR again with nbval and says which outputs changed. Pictures are to be there; they are not
    compared. A notebook whose code is not this repository's is refused, and nothing of it is run, unless told with
    --trust; the others are checked. Exit status 1: one that does not hold or was refused.
    """
    from analysis.notebooks.verify import verify

    result = verify(folder, jobs, _data_for_kernels(raw), cold=cold, trust=trust)
    changed = result[result["status"] != "holds"]
    print_result(changed if form == "table" and len(changed) else result if form != "table" else result.head(0), form)
    if form == "table":
        refused = int((result["status"] == "refused").sum())
        echo(f"{len(result) - len(changed)} notebooks hold, {len(changed) - refused} do not, {refused} were refused.")
    if len(changed):
        raise SystemExit(1)


@click.command()
@click.argument("out", default="site", type=folder_type, metavar="[DIR]")
@click.option(
    "--reports",
    default="reports",
    show_default=True,
    type=folder_type,
    metavar="DIR",
    help="What `snhr run` wrote.",
)
@click.option("--serve", "open_it", is_flag=True, help="Show it on this machine and open the browser.")
@data_option
def site(out: Path, reports: Path, open_it: bool, folder: Path | None) -> None:
    """Turn executed notebooks into static pages in DIR (site, unless named).

    One page a month and an index, each a single file: they work from the folder and from any static host. Nothing is
    executed; notebooks that failed, were edited or were run on other data are refused.
    """
    from analysis.data.tables import read_data
    from analysis.site.site import serve, site

    index = site(reports, out, read_data(folder))
    echo(f"{format_filename(index)}: open it in a browser, or copy {format_filename(out)} to any static host.")
    if open_it:
        serve(out)
