"""The commands that read what people write: a text to check, a page as rows."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click import format_filename

from analysis.cli.options import (
    EXACT,
    FORMATS,
    PAGE,
    data_option,
    echo,
    folder_type,
    month_type,
    print_answer,
    print_table,
    say_whether_reviewed,
)
from analysis.errors import NotComparable, RunError, is_month
from analysis.language import LANGUAGES, in_language, say_count

if TYPE_CHECKING:
    from analysis.reading.check import Checked

_FILES = (".txt", ".md", ".html", ".htm", ".pdf")


def text_of_words(words: tuple[str, ...]) -> str:
    """The text that is to be checked: what is typed, or what stands in a file. Raises NotComparable."""
    from analysis.reading.files import text_of

    is_file = len(words) == 1 and (words[0] == "-" or Path(words[0]).suffix.lower() in _FILES)
    with contextlib.suppress(OSError, ValueError):  # a text is longer than any path
        is_file = is_file or (len(words) == 1 and words[0] != "" and Path(words[0]).exists())
    return text_of(words[0]) if is_file else " ".join(words)


def check_text(
    text: str,
    month: str | None,
    is_claim: bool,
    measure: str | None,
    monitor: str | None,
    population: str | None,
    as_of: str | None,
    folder: Path | None,
    form: str,
    lang: str | None,
) -> None:
    """Print what a text states, each with its verdict, and the pages once. Exits with 1 where something is wrong."""
    from analysis.data.tables import read_data
    from analysis.model.claimed import read_claim
    from analysis.reading.check import check

    if measure:
        raise NotComparable("--measure is of a claim about a month; in a text it stands with the number.")
    if month and not is_month(month):
        raise NotComparable(f"--month {month!r}: expected YYYY-MM.")
    checked = check(text, read_data(folder), month=month, monitor=monitor, population=population, as_of=as_of)
    if is_claim and not checked.lines:
        read_claim((text,))  # says what can be read
    with in_language(lang or answer_in(checked.language)):
        _print_checked(checked, form)
        say_whether_reviewed()
    if checked.wrong:
        raise SystemExit(1)


def answer_in(language: str) -> str:
    """The language to answer a text in: its own, where there is a catalogue of it."""
    return language if language in LANGUAGES else "en"


def _print_checked(checked: Checked, form: str) -> None:
    """Print a checked text, in the language in use."""
    from analysis.reading.words import verdicts_said

    if form in EXACT:
        print_table(form, checked.frame)
    elif form == PAGE:
        click.echo(checked.page.encode(), nl=False)  # in the encoding that it names
    elif form == "markdown":
        print_answer(form, checked)
    else:
        for said in verdicts_said(checked):
            echo(said)
        if len(checked) != 1:
            echo(f"\n{checked.text}" if checked.lines else checked.text)
        if checked.sources:
            heading = say_count("Source:", "Sources:", len(checked.sources))
            echo("\n".join(["", heading, *checked.sources]))


@click.command()
@click.argument("page", metavar="PAGE|-")
@click.option("--monitor", metavar="CODE", help="Whose report it is. [default: the one it names]")
@click.option("--month", type=month_type, metavar="MONTH", help="[default: the month of most of its numbers]")
@click.option("--url", metavar="URL", help="Its address. [default: what an HTML file says]")
@click.option("--into", type=folder_type, metavar="DIR", help="Add the rows to this data folder, after showing them.")
@click.option("--yes", is_flag=True, help="With --into: do not ask.")
@data_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
def read(
    page: str,
    monitor: str | None,
    month: str | None,
    url: str | None,
    into: Path | None,
    yes: bool,
    folder: Path | None,
    form: str,
) -> None:
    """Read a monitor's report, or a page that relays it, as rows of tolls.csv.

    PAGE is a text, HTML or PDF file; - is the standard input. Each row is shown with the words it was read from and
    two verdicts. By the page's own arithmetic it closes (the parties reach the total), is consistent, or is flagged.
    Against the tables it is new, already there, or differs from another page of the month.

    Reading follows rules, and about one number in four is misread: compare every row with its page. --into shows the
    rows, asks, and adds them and the page's row of reports.csv; the folder is validated first.

    Exit status 1: a row is flagged or differs.
    """
    from analysis.data.tables import read_data
    from analysis.reading.files import source_of
    from analysis.reading.page_rows import DIFFERS, FLAGGED
    from analysis.reading.pages import put_page, read_page

    if into and folder:
        raise RunError("--into names the folder that the rows are held against, too. Next: leave out --data.")
    if into and page == "-" and not yes:
        raise RunError("a page from the standard input leaves nobody to ask. Next: say --yes, or name a file.")
    data = read_data(into or folder)
    found = read_page(source_of(page), data, monitor=monitor, month=month, url=url)
    print_answer(form, found)
    if into and (yes or click.confirm(f"\nAdd {len(found.rows)} rows to {format_filename(into)}?", err=True)):
        put_page(found, into)
        echo(f"Added to {format_filename(into)}. Next: hold each row against its page; snhr validate {into}.", err=True)
    elif into:
        echo("Nothing was changed.", err=True)
    if any(line.arithmetic == FLAGGED or line.table == DIFFERS for line in found):
        raise SystemExit(1)
