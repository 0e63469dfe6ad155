"""The commands about months: tolls, shares, periods, monitors. Heavy imports stand inside the commands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from analysis.cli.options import FORMATS, data_option, echo, print_result, selection_options, tolls_of
from analysis.errors import NotComparable, UnknownMonth
from analysis.model.cells import refuse_no_population

if TYPE_CHECKING:
    import pandas as pd


def _nothing(tolls: pd.DataFrame, population: str, as_of: str | None) -> str:
    date = f" published by {as_of}" if as_of else ""
    return f"no figures of {tolls.attrs['monitor']} for {population}{date}; try another --population or --monitor"


@click.command()
@selection_options()
def months(monitor: str | None, population: str, as_of: str | None, folder: Path | None, form: str) -> None:
    """List the months with figures, and how complete they are."""
    from analysis.tolls.completeness import completeness
    from analysis.tolls.pages import published_by

    data, tolls = tolls_of(folder, monitor, population, as_of)
    if tolls.empty:
        raise UnknownMonth(_nothing(tolls, population, as_of))
    print_result(completeness(tolls, published_by(data.reports, as_of)), form)


@click.command()
@click.argument("month")
@selection_options()
def compare(
    month: str, monitor: str | None, population: str, as_of: str | None, folder: Path | None, form: str
) -> None:
    """Compare the parties' tolls of MONTH (YYYY-MM)."""
    from analysis.questions.comparison.numbers import compare
    from analysis.questions.comparison.table import comparison_table
    from analysis.questions.comparison.words import comparison_title, leader_sentence, unnamed_words
    from analysis.show.sources import reports_cited, source_line
    from analysis.show.standing import completeness_sentence

    data, tolls = tolls_of(folder, monitor, population, as_of, month)
    result = compare(tolls, month)
    if form in ("table", "markdown"):
        echo(f"{comparison_title(data, result)}\n")
    readable = comparison_table(result)
    print_result(result, form, readable.drop(columns="Basis") if form == "table" else readable)
    if form in ("table", "markdown"):
        echo(f"\n{leader_sentence(data, tolls, result)}")
        echo(completeness_sentence(data, tolls, month))
        if unnamed := unnamed_words(result):
            echo(f"{unnamed}.")
        echo(f"{source_line(data, tolls, month)}\n{reports_cited(data, result['page_shown'])}")


@click.command()
@click.argument("month")
@click.option("--intervals", is_flag=True, help="Show Wilson 95 % intervals too (table, markdown).")
@selection_options()
def shares(
    month: str, intervals: bool, monitor: str | None, population: str, as_of: str | None, folder: Path | None, form: str
) -> None:
    """Compute the shares of children and women in MONTH (YYYY-MM)."""
    from analysis.questions.shares.numbers import shares
    from analysis.questions.shares.table import shares_table
    from analysis.questions.shares.words import all_shares_sentence, interval_sentence, shares_title
    from analysis.show.sources import source_line

    data, tolls = tolls_of(folder, monitor, population, as_of, month)
    result = shares(tolls, month)
    if form in ("table", "markdown"):
        echo(f"{shares_title(data, result)}\n")
    readable = shares_table(result, intervals)
    print_result(result, form, readable.drop(columns="Report", errors="ignore") if form == "table" else readable)
    if form in ("table", "markdown"):
        echo(f"\n{all_shares_sentence(result)}")
        if intervals:
            echo(interval_sentence())
        echo(source_line(data, tolls, month))


@click.command()
@click.argument("month")
@click.argument("party")
@selection_options()
def quote(
    month: str, party: str, monitor: str | None, population: str, as_of: str | None, folder: Path | None, form: str
) -> None:
    """Print one quotable line on a party's toll.

    With its source and its doubts. PARTY is a code or a name of parties.csv, several joined by + or all_parties. Exit
    status 1: there is no number to quote, and the line says why.
    """
    import pandas as pd

    from analysis.questions.comparison.quote import quoted

    data, tolls = tolls_of(folder, monitor, population, as_of, month)
    line, there = quoted(data, tolls, month, party)
    if form == "table":
        echo(line)
    else:
        print_result(pd.DataFrame([{"month": month, "party": party, "quote": line}]), form)
    if not there:
        raise SystemExit(1)


@click.command()
@click.argument("months", metavar="START:END")
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

    START: and :END reach to the last and from the first month with figures.

    Months without a number are named, never filled in. COMPARISON, in quotes: "PARTY > PARTY", "PARTY < PARTY" or
    "PARTY highest_of PARTY, PARTY": in which months it held, in which not, and where that cannot be said.
    """
    from analysis.model.claimed import read_claim
    from analysis.model.names import find_party
    from analysis.questions.trends.exceeds import exceeds
    from analysis.questions.trends.sums import period
    from analysis.questions.trends.table import exceeds_table, period_table
    from analysis.questions.trends.words import exceeds_sentence, period_sentence, period_title, printed_period_sentence

    data, tolls = tolls_of(folder, monitor, population, as_of)
    if tolls.empty:
        raise UnknownMonth(_nothing(tolls, population, as_of))
    start, several, end = months.partition(":")
    start, end = start or tolls["month"].min(), end or (tolls["month"].max() if several else start)
    if not comparison:
        result = period(tolls, start, end)
        title, readable = period_title(data, result), period_table(result)
        sentence = period_sentence(data, result)
        sentence += f"\n\n{printed_period_sentence(data, result)}"
    else:
        asked = read_claim(comparison)
        if "left" not in asked:
            raise NotComparable(f'found {" ".join(comparison)!r}, a number; expected a comparison, "PARTY > PARTY"')
        left, *rights = [
            find_party(data.parties, name, start, end) for name in (str(asked["left"]), *str(asked["right"]).split("|"))
        ]
        if asked["relation"] == "lt":
            left, rights = rights[0], [left]
        result = exceeds(tolls, start, end, left, rights)
        title, readable = "", exceeds_table(result)
        sentence = exceeds_sentence(data, result)
    if title and form in ("table", "markdown"):
        echo(f"{title}\n")
    print_result(result, form, readable)
    if form in ("table", "markdown"):
        echo(f"\n{sentence}")


@click.command()
@click.argument("month")
@click.option("--orderings", "pairs", is_flag=True, help="Which orderings of two parties the monitors support.")
@click.option("--monitor", "chosen", multiple=True, metavar="CODE", help="Only this; may be repeated. [default: all]")
@click.option("--population", metavar="WHO", help="civilians, fighters or persons (both). [default: all]")
@click.option("--as-of", metavar="DATE", help="Use only reports published by this day (YYYY-MM-DD).")
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
    """Put side by side what monitors print for MONTH (YYYY-MM)."""
    from analysis.data.tables import read_data
    from analysis.questions.monitors.numbers import agreement, orderings
    from analysis.questions.monitors.table import agreement_table, orderings_table
    from analysis.questions.monitors.words import agreement_note, agreement_title, orderings_sentence

    data = read_data(folder)
    if population:
        refuse_no_population(population)
    printed = agreement(data, month, chosen or None, as_of)
    if population:
        populations = ", ".join(dict.fromkeys(printed["population"]))
        printed = printed[printed["population"] == population]
        if printed.empty:
            raise UnknownMonth(f"no page gathered here has {population} for {month!r}; there are {populations}")
    result = orderings(data, printed) if pairs else printed
    readable = orderings_table(data, result) if pairs else agreement_table(data, result)
    if form in ("table", "markdown"):
        echo(f"{agreement_title(data, printed)}\n")
        for code in [code for code in chosen if code not in set(printed["monitor"])]:
            echo(f"No page gathered here has figures of {code} for {month}.")
    print_result(result, form, readable)
    if form in ("table", "markdown"):
        last = orderings_sentence(data, result) if pairs else agreement_note()
        echo(f"\n{last}")
