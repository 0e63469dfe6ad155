"""The commands about months: tolls, shares, periods, monitors. Heavy imports stand inside the commands."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import click

from analysis.cli.options import (
    EXACT,
    FORMATS,
    data_option,
    echo,
    lang_option,
    month_type,
    print_answer,
    print_table,
    selection_options,
    tolls_of,
)
from analysis.errors import NotComparable, UnknownMonth
from analysis.language import say
from analysis.model.cells import refuse_no_population


@click.command()
@click.argument("month", type=month_type, required=False)
@click.option("--archive-list", "bare", is_flag=True, help="Only the addresses without an archived copy, one a line.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@data_option
def sources(month: str | None, bare: bool, form: str, folder: Path | None) -> None:
    """List the pages that the numbers and claims are from, of a month or of all.

    With --archive-list, what an archiver takes: `snhr sources --archive-list > urls.txt`, then for example
    `wget -i urls.txt --warc-file=pages`, or a service that saves a list of addresses.
    """
    from analysis.data.pages import pages
    from analysis.data.tables import read_data

    table = pages(read_data(folder), month)
    if bare:
        for address in table.loc[table["archive_url"].isna(), "url"].drop_duplicates():
            echo(address)
    else:
        shown = table.assign(url=[unquote(url) for url in table["url"]]) if form == "table" else table
        print_table(form, shown)


@click.command()
@lang_option
@selection_options()
def months(monitor: str | None, population: str, as_of: str | None, folder: Path | None, form: str) -> None:
    """List the months with figures, and how complete they are."""
    from analysis.show.standing import months_table
    from analysis.tolls.completeness import completeness

    found = completeness(tolls_of(folder, monitor, population, as_of))
    print_table(form, found.frame if form in EXACT else months_table(found))


@click.command()
@click.argument("month", type=month_type, metavar="MONTH")
@lang_option
@selection_options()
def compare(
    month: str, monitor: str | None, population: str, as_of: str | None, folder: Path | None, form: str
) -> None:
    """Compare the parties' tolls of MONTH (YYYY-MM)."""
    from analysis.questions.comparison.numbers import compare

    result = compare(tolls_of(folder, monitor, population, as_of, month), month)
    hidden = [say("Caution"), *[say("Basis")] * (form == "table")]  # the sentences below name the doubts
    print_answer(form, result, result.table.drop(columns=hidden, errors="ignore"))


@click.command()
@click.argument("month", type=month_type, metavar="MONTH")
@click.option("--intervals", is_flag=True, help="Show Wilson 95% intervals too (table, markdown).")
@lang_option
@selection_options()
def shares(
    month: str, intervals: bool, monitor: str | None, population: str, as_of: str | None, folder: Path | None, form: str
) -> None:
    """Compute the shares of children and women in MONTH (YYYY-MM)."""
    from analysis.questions.shares.numbers import shares
    from analysis.questions.shares.table import shares_table
    from analysis.questions.shares.words import interval_sentence

    result = shares(tolls_of(folder, monitor, population, as_of, month), month)
    table = shares_table(result, intervals).drop(columns=[say("Report")] * (form == "table"))
    print_answer(form, result, table, below=[interval_sentence()] * intervals)


@click.command()
@click.argument("month", type=month_type, metavar="MONTH")
@click.argument("party")
@lang_option
@selection_options()
def quote(
    month: str, party: str, monitor: str | None, population: str, as_of: str | None, folder: Path | None, form: str
) -> None:
    """Write one line to quote on a party's toll.

    With its source and any caution. PARTY is a code or a name in parties.csv, several joined by +, or all_parties. Exit
    status 1: there is no number to quote, and the line says why.
    """
    import pandas as pd

    from analysis.questions.comparison.quote import quoted

    line = quoted(tolls_of(folder, monitor, population, as_of, month), month, party)
    if form == "table":
        echo(line.text)
    else:
        print_table(form, pd.DataFrame([{"month": month, "party": party, "quote": line.text}]))
    if not line.has_number:
        raise SystemExit(1)


@click.command()
@click.argument("months", type=month_type, metavar="START:END")
@click.argument("comparison", nargs=-1)
@selection_options()
def period(
    months: str,
    comparison: tuple[str, ...],
    monitor: str | None,
    population: str,
    as_of: str | None,
    folder: Path | None,
    form: str,
) -> None:
    """Add up the months from START to END (YYYY-MM:YYYY-MM), or compare two parties month by month.

    START: goes on to the last month with figures, :END begins with the first.

    Months without a number are named, never filled in. COMPARISON, in quotes, is "PARTY > PARTY", "PARTY < PARTY" or
    "PARTY highest_of PARTY, PARTY": the answer says in which months it held, in which it did not, and where it cannot
    be said.
    """
    from analysis.model.claimed import read_claim
    from analysis.model.names import find_party
    from analysis.questions.trends.exceeds import exceeds
    from analysis.questions.trends.sums import period

    tolls = tolls_of(folder, monitor, population, as_of)
    start, several, end = months.partition(":")
    start, end = start or tolls.months[0], end or (tolls.months[-1] if several else start)
    if not comparison:
        print_answer(form, period(tolls, start, end))
        return
    asked = read_claim(comparison)
    if "left" not in asked:
        raise NotComparable(f'found {" ".join(comparison)!r}, a number; expected a comparison, "PARTY > PARTY"')
    names = (str(asked["left"]), *str(asked["right"]).split("|"))
    left, *rights = [find_party(tolls.data.parties, name, start, end) for name in names]
    if asked["relation"] == "lt":
        left, rights = rights[0], [left]
    print_answer(form, exceeds(tolls, start, end, left, rights))


@click.command()
@click.argument("month", type=month_type, metavar="MONTH")
@click.option("--orderings", "pairs", is_flag=True, help="Which orderings of two parties the monitors support.")
@click.option("--monitor", "chosen", multiple=True, metavar="CODE", help="Only this; may be repeated. [default: all]")
@click.option("--population", metavar="WHO", help="civilians, fighters or persons (both). [default: all]")
@click.option("--as-of", metavar="DATE", help="Use only reports published by this day (YYYY-MM-DD).")
@lang_option
@data_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
def monitors(
    month: str,
    pairs: bool,
    chosen: tuple[str, ...],
    population: str | None,
    as_of: str | None,
    folder: Path | None,
    form: str,
) -> None:
    """Put side by side what monitors published for MONTH (YYYY-MM)."""
    from analysis.data.tables import read_data
    from analysis.questions.monitors.numbers import agreement, orderings

    data = read_data(folder)
    if population:
        refuse_no_population(population)
    printed = agreement(data, month, chosen or None, as_of)
    if population:
        there = dict.fromkeys(line.population for line in printed.lines)
        if population not in there:
            raise UnknownMonth(f"no page gathered here has {population} for {month!r}; there are {', '.join(there)}")
        printed = printed.only(population)
    silent = [code for code in chosen if code not in {line.monitor for line in printed.lines}]
    above = [
        say("No page gathered here has figures of {monitor} for {month}.", monitor=code, month=month) for code in silent
    ]
    print_answer(form, orderings(printed) if pairs else printed, above=above)
