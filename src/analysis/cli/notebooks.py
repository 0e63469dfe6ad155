"""The commands about notebooks: copy them, run them, check what they gave, make a site of it."""

from __future__ import annotations

import os
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click import format_filename

from analysis.cli.options import (
    FORMATS,
    cold_option,
    data_option,
    echo,
    folder_type,
    jobs_option,
    month_type,
    print_table,
)

if TYPE_CHECKING:
    from analysis.data.tables import Data

_SAID = 6  # of what changed


def _data_for_kernels(folder: Path | None) -> Data:
    """Read the data, and make the kernels that will be started read the same."""
    from analysis.data.folder import ENVIRONMENT_VARIABLE
    from analysis.data.tables import read_data

    data = read_data(folder)
    os.environ[ENVIRONMENT_VARIABLE] = str(data.folder)
    return data


@click.command("notebooks")
@click.argument("folder", type=folder_type, metavar="DIR")
def copy_notebooks(folder: Path) -> None:
    """Copy the notebooks into DIR, to open them in JupyterLab or change them.

    `snhr run` still runs those of the package.
    """
    from analysis.notebooks.files import copy_out

    for path in copy_out(folder):
        echo(format_filename(path))
    echo(f"\nNext: jupyter lab {format_filename(folder)}")


@click.command()
@click.argument("asked", nargs=-1, type=month_type, metavar="[MONTHS]...")
@click.option(
    "--notebook",
    "notebooks",
    multiple=True,
    metavar="NAME",
    help="Only this notebook; may be repeated. [default: all on months]",
)
@click.option("--out", type=folder_type, default="reports", show_default=True, metavar="DIR")
@jobs_option(2)
@click.option(
    "-p", "--parameter", "given", type=(str, str), multiple=True, metavar="NAME VALUE", help="A notebook parameter."
)
@click.option("--force", is_flag=True, help="Run everything again, even what is up to date.")
@cold_option
@click.option(
    "--timeout",
    type=click.IntRange(1),
    default=600,
    show_default=True,
    metavar="SECONDS",
    help="How long a cell may take.",
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

    Writes OUT/MONTH/NOTEBOOK.ipynb, OUT/MONTH/run.json and OUT/summary.csv. What is up to date (data, code,
    notebook, parameters, lock and versions unchanged) is not run again; a run that was killed goes on where it
    stopped. A folder holds one batch: other parameters replace a month, another range replaces OUT/series; name
    another --out to keep both. Notebooks on several months (04_trends) show every month from the first to the last.
    06_check, on a text, belongs to no month: run it in JupyterLab or with papermill.
    """
    from analysis.notebooks import files, runner
    from analysis.notebooks.environment import unlike_lock
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
    changed = sorted({what for result in results for what in result.why})
    if changed:
        more = f" and {len(changed) - _SAID} more" if len(changed) > _SAID else ""
        echo(f"Run again, for these changed since: {'; '.join(changed[:_SAID])}{more}.")
    if other := unlike_lock():
        echo(f"Not the versions that the notebooks were tested with (in brackets), so outputs may differ: {other}.")
    for why in sorted({result.kernel for result in results if result.kernel.startswith("cold: ")}):
        echo(f"Kernels were not forked but started anew, which takes longer: {why.removeprefix('cold: ')}.")
    where, summary = format_filename(out), format_filename(out / "summary.csv")
    echo(f"Notebooks: {where}/<month>/; summary: {summary}. Open one with: jupyter lab {where}")
    if failed:
        raise SystemExit(1)


@click.command()
@click.argument("folder", default="reports", type=folder_type, metavar="[DIR]")
@jobs_option(1)
@click.option("--data", "raw", type=folder_type, metavar="DIR", help="The data they were run on.")
@cold_option
@click.option("--trust", is_flag=True, help="Also run notebooks whose code is not this repository's: read them first.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
def verify(folder: Path, jobs: int, cold: bool, raw: Path | None, trust: bool, form: str) -> None:
    """Check that executed notebooks still hold.

    Runs the notebooks of DIR again and says which outputs changed, pictures included, cell by cell. A notebook
    whose code is not this repository's is refused, and nothing of it is run, unless told with --trust; the others
    are checked. Exit status 1: one that does not hold or was refused.
    """
    from analysis.notebooks.verify import verify

    result = verify(folder, jobs, _data_for_kernels(raw), cold=cold, trust=trust)
    changed = result[result["status"] != "holds"]
    print_table(form, changed.drop(columns="message") if form == "table" else result)
    if form == "table":
        for row in changed.to_dict("records"):
            echo(f"\n{row['month']} {row['notebook']}:\n{textwrap.indent(row['message'], '    ')}")
        echo("")
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
    help="The folder that `snhr run` wrote.",
)
@click.option("--address", default="", metavar="URL", help="Where the site will stand, for citations and shared links.")
@click.option(
    "--repository", default="", metavar="URL", help="The repository that takes reports of errors, for links to it."
)
@click.option("--serve", "open_it", is_flag=True, help="Show it on this machine and open the browser.")
@jobs_option(1, "Pages")
@data_option
def site(
    out: Path, reports: Path, address: str, repository: str, open_it: bool, jobs: int, folder: Path | None
) -> None:
    """Turn executed notebooks into static pages in DIR (site, unless named).

    One page a month and an index, each a single file: they work from the folder and from any static host. Nothing is
    executed; notebooks that failed, were edited or were run on other data are refused.
    """
    from analysis.data.tables import read_data
    from analysis.site.site import serve, site

    index = site(reports, out, read_data(folder), address, repository, jobs)
    echo(f"{format_filename(index)}: open it in a browser, or copy {format_filename(out)} to any static host.")
    if open_it:
        serve(out)
