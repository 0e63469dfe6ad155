"""The command `snhr`. Heavy imports stand inside the commands, so that `snhr --help` answers at once."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
from functools import partial
from typing import Any

import click

from analysis import __version__
from analysis.cli import answers, checks, files, notebooks, pictures, texts
from analysis.data.folder import data_folder, version_of
from analysis.errors import AnalysisError
from analysis.safe_text import printable


class _Terminated(KeyboardInterrupt):
    """Asked to end by the system, where Ctrl-C would ask: what runs is given up as then."""

    signal = signal.SIGTERM


class _HungUp(_Terminated):
    """Asked by the terminal, which is closed."""

    signal = getattr(signal, "SIGHUP", signal.SIGTERM)  # Windows has none


def _end(asked: int, _: Any) -> None:
    raise _Terminated if asked == signal.SIGTERM else _HungUp


class _Group(click.Group):
    """Lists its commands in order of use; turns what the package refuses into a message and exit status 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        for asked in {_Terminated.signal, _HungUp.signal}:
            with contextlib.suppress(ValueError):  # not the main thread of a program that calls this
                if (before := signal.getsignal(asked)) != signal.SIG_IGN:  # as nohup has it
                    signal.signal(asked, _end)
                    ctx.call_on_close(partial(signal.signal, asked, before or signal.SIG_DFL))
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as stopped:
            with contextlib.suppress(OSError):  # a terminal that is closed
                click.echo(f"snhr: {' '.join(['stopped.', *map(str, stopped.args)])}", err=True)
            ctx.exit(128 + getattr(stopped, "signal", signal.SIGINT))
        except AnalysisError as error:
            if ctx.params.get("debug"):
                raise
            click.echo(f"snhr: {printable(str(error))}", err=True)
            ctx.exit(2)
        except OSError as error:
            if error.filename or error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python would try again at its end
            with contextlib.suppress(OSError):
                said = f"cannot write the answer: {error.strerror}. Next: write it elsewhere."
                click.echo(f"snhr: {said}", err=True)
            ctx.exit(2)


def _version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    """Print the version of the package, and that of the data as the pages of a site show it."""
    if asked:
        try:
            data = f"data {version_of(data_folder())}"
        except (
            OSError,
            ValueError,
            KeyError,
            TypeError,
            RecursionError,
        ):  # `snhr validate` says what is wrong
            data = f"no data that can be read in {data_folder()}"
        click.echo(printable(f"snhr {__version__} ({data})"))
        ctx.exit()


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the versions."
)
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def main(debug: bool) -> None:
    """Monthly death tolls as monitors published them: compare, compute shares, audit, check claims.

    Exit status: 0 fine; 1 a new discrepancy, a claim that differs or fails, nothing to quote, a notebook that failed or
    no longer holds; 2 wrong use or bad data, or no room to write; 129, 130 or 143 stopped.
    """


for command in (
    *(answers.months, answers.compare, answers.shares, answers.quote, answers.period),
    *(answers.monitors, answers.sources, pictures.plot, checks.audit, checks.claims, checks.check, texts.read),
    *(files.tabulate, files.init, files.validate, files.build, files.diff),
    *(notebooks.copy_notebooks, notebooks.run, notebooks.verify, notebooks.site),
):
    main.add_command(command)
