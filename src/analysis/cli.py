"""The command `snhr`. Heavy imports stand inside the commands, so that `snhr --help` answers at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis import __version__
from analysis.cli_options import FORMATS, cold_option, data_option, jobs_option, print_result, selection_options
from analysis.errors import AnalysisError, DataError, NotComparable, Problem, RunError, UnknownMonth, nearest

if TYPE_CHECKING:
    import pandas as pd

    from analysis.data import Data


class _Group(click.Group):
    """Lists its commands in order of use; turns what the package refuses into a message and exit status 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AnalysisError as error:
            if ctx.params.get("debug"):
                raise
            click.echo(f"snhr: {error}", err=True)
            ctx.exit(2)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="snhr")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def main(debug: bool) -> None:
    """Monthly death tolls as monitors printed them: compare, compute shares, audit, check claims.

    Exit status: 0 fine; 1 a new discrepancy, a claim that differs or fails, a notebook that failed or no longer holds;
    2 wrong use or bad data.
    """


def _tolls(folder: Path | None, monitor: str | None, population: str, as_of: str | None) -> tuple[Data, pd.DataFrame]:
    from analysis.data import read_data
    from analysis.reconcile import monthly_tolls

    data = read_data(folder)
    return data, monthly_tolls(data, monitor, population, as_of)


def _data_for_kernels(folder: Path | None) -> Data:
    """Read the data, and make the kernels that will be started read the same."""
    from analysis.data import ENVIRONMENT_VARIABLE, read_data

    data = read_data(folder)
    os.environ[ENVIRONMENT_VARIABLE] = str(data.folder)
    return data


@main.command()
@selection_options()
def months(monitor: str | None, population: str, as_of: str | None, folder: Path | None, form: str) -> None:
    """List the months with figures, and how complete they are."""
    from analysis.comparison import completeness
    from analysis.printed import published_by

    data, tolls = _tolls(folder, monitor, population, as_of)
    if tolls.empty:
        raise UnknownMonth(
            f"no figures of {tolls.attrs['monitor']} for {population}; try another --population or --monitor"
        )
    print_result(completeness(tolls, published_by(data.reports, as_of)), form)


@main.command()
@click.argument("month")
@selection_options()
def compare(
    month: str, monitor: str | None, population: str, as_of: str | None, folder: Path | None, form: str
) -> None:
    """Compare the parties' tolls of MONTH (YYYY-MM)."""
    from analysis import citations, sentences, tables
    from analysis.comparison import compare

    data, tolls = _tolls(folder, monitor, population, as_of)
    result = compare(tolls, month)
    if form in ("table", "markdown"):
        click.echo(f"{sentences.comparison_title(data, result)}\n")
    readable = tables.comparison_table(result)
    print_result(result, form, readable.drop(columns="Basis") if form == "table" else readable)
    if form in ("table", "markdown"):
        click.echo(f"\n{sentences.leader_sentence(data, tolls, result)}")
        click.echo(sentences.completeness_sentence(data, tolls, month))
        click.echo(f"{sentences.source_line(data, tolls, month)}\n{citations.reports_cited(data, result['report_id'])}")


@main.command()
@click.argument("month")
@click.option("--intervals", is_flag=True, help="Show Wilson 95 % intervals too (table, markdown).")
@selection_options()
def shares(
    month: str, intervals: bool, monitor: str | None, population: str, as_of: str | None, folder: Path | None, form: str
) -> None:
    """Compute the shares of children and women in MONTH (YYYY-MM)."""
    from analysis import sentences, tables, words
    from analysis.group_shares import shares

    data, tolls = _tolls(folder, monitor, population, as_of)
    result = shares(tolls, month)
    if form in ("table", "markdown"):
        click.echo(f"{sentences.shares_title(data, result)}\n")
    print_result(result, form, tables.shares_table(result, intervals))
    if form in ("table", "markdown"):
        click.echo(f"\n{sentences.all_shares_sentence(result)}")
        if intervals:
            click.echo(f"Interval: {words.WILSON_LABEL}.")
        click.echo(sentences.source_line(data, tolls, month))


@main.command()
@click.argument("month")
@click.argument("party")
@selection_options()
def quote(
    month: str, party: str, monitor: str | None, population: str, as_of: str | None, folder: Path | None, form: str
) -> None:
    """Print one quotable line on a party's toll.

    With its source and its doubts. PARTY is a code of parties.csv, several joined by + or all_parties.
    """
    import pandas as pd

    from analysis.citations import quote

    data, tolls = _tolls(folder, monitor, population, as_of)
    line = quote(data, tolls, month, party)
    if form == "table":
        click.echo(line)
    else:
        print_result(pd.DataFrame([{"month": month, "party": party, "quote": line}]), form)


@main.command()
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
    from analysis import series_sentences, tables
    from analysis.claims import read_claim
    from analysis.names import find_party
    from analysis.periods import exceeds, period

    data, tolls = _tolls(folder, monitor, population, as_of)
    if tolls.empty:
        raise UnknownMonth(
            f"no figures of {tolls.attrs['monitor']} for {population}; try another --population or --monitor"
        )
    start, several, end = months.partition(":")
    start, end = start or tolls["month"].min(), end or (tolls["month"].max() if several else start)
    if not comparison:
        result = period(tolls, start, end)
        title, readable = series_sentences.period_title(data, result), tables.period_table(result)
        sentence = series_sentences.period_sentence(data, result)
        sentence += f"\n\n{series_sentences.printed_period_sentence(data, result)}"
    else:
        asked = read_claim(comparison)
        if "left" not in asked:
            raise NotComparable('found a number; expected a comparison, "PARTY > PARTY"')
        left, *rights = [
            find_party(data.parties, name) for name in (str(asked["left"]), *str(asked["right"]).split("|"))
        ]
        if asked["relation"] == "lt":
            left, rights = rights[0], [left]
        result = exceeds(tolls, start, end, left, rights)
        title, readable = "", tables.exceeds_table(result)
        sentence = series_sentences.exceeds_sentence(data, result)
    if title and form in ("table", "markdown"):
        click.echo(f"{title}\n")
    print_result(result, form, readable)
    if form in ("table", "markdown"):
        click.echo(f"\n{sentence}")


@main.command()
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
    from analysis import series_sentences, tables
    from analysis.data import read_data
    from analysis.monitors import agreement, orderings

    data = read_data(folder)
    _refuse_unknown(population)
    printed = agreement(data, month, chosen or None, as_of)
    if population:
        populations = ", ".join(dict.fromkeys(printed["population"]))
        printed = printed[printed["population"] == population]
        if printed.empty:
            raise UnknownMonth(f"nobody prints {population} for {month!r}; printed are {populations}")
    result = orderings(data, printed) if pairs else printed
    readable = tables.orderings_table(data, result) if pairs else tables.agreement_table(data, result)
    if form in ("table", "markdown"):
        click.echo(f"{series_sentences.agreement_title(data, printed)}\n")
        for code in [code for code in chosen if code not in set(printed["monitor"])]:
            click.echo(f"{code} prints nothing for {month}.")
    print_result(result, form, readable)
    if form in ("table", "markdown"):
        last = series_sentences.orderings_sentence(data, result) if pairs else series_sentences.agreement_note()
        click.echo(f"\n{last}")


def _fix(folder: Path | None) -> None:
    """Write the files of a data folder in canonical form, each whole or not at all, and say what was not."""
    from analysis.batch.notebooks import replace_file
    from analysis.canonical import canonical
    from analysis.data import data_folder

    where = data_folder(folder)
    found = canonical(where)
    for name, (text, differences) in found.items():
        try:
            replace_file((where / name).resolve(), text)
        except OSError as error:
            raise RunError(f"cannot write {where / name}: {error.strerror}. What is not named is as it was.") from error
        click.echo(f"{name}: {', '.join(differences)} put right", err=True)
    if not found:
        click.echo("every file is in canonical form", err=True)


def _newest(data: Data) -> list[pd.DataFrame]:
    """The questions about the newest month, of each monitor and population that has it."""
    from analysis.cells import POPULATIONS
    from analysis.history import newest_month
    from analysis.reconcile import monthly_tolls

    newest = data.reports["month"].max()
    there = dict.fromkeys(data.reports.loc[data.reports["month"] == newest, "monitor"])
    tolls = [monthly_tolls(data, monitor, population) for monitor in there for population in POPULATIONS]
    return [asked for one in tolls if len(one) and one["month"].max() == newest and len(asked := newest_month(one))]


def _refuse_unknown(population: str | None) -> None:
    """Refuse a population that is none. Raises NotComparable, naming the nearest."""
    from analysis.cells import POPULATIONS

    if population and population not in POPULATIONS:
        raise NotComparable(f"unknown population {population!r}: {nearest(population, POPULATIONS)}")


def _month(asked: str) -> str | None:
    return None if asked == "all" else asked


@main.command()
@click.argument("month", default="all", metavar="[MONTH|all]")
@selection_options(monitor="all", population=None)
def audit(
    month: str, monitor: str | None, population: str | None, as_of: str | None, folder: Path | None, form: str
) -> None:
    """Audit the arithmetic of what is printed.

    MONTH is YYYY-MM; all audits every month and the totals of half-years and years.

    As a table, all months show errors alone; questions (numbers that may both hold) stand in csv and json. Exit status
    1: an error that is neither listed in known_discrepancies.csv nor settled by an adjudication.
    """
    from analysis import audit_sentences, tables
    from analysis.data import read_data
    from analysis.findings import audit

    result = audit(read_data(folder), _month(month), monitor=monitor, population=population, as_of=as_of)
    errors = result["severity"] == "error"
    new = result[errors & ~result["known"]]
    shown = tables.findings_table(result if month != "all" else result[errors])
    print_result(result, form, shown.drop(columns="Report"))  # addresses break a table; csv and json hold them
    if form == "table":
        click.echo(f"\n{audit_sentences.count_sentence(result)}")
        if len(new):
            click.echo("Next: correct a slip of your own, add an adjudication, or list it in known_discrepancies.csv.")
    if len(new):
        raise SystemExit(1)


@main.command()
@click.argument("month", default="all", metavar="[MONTH|all]")
@click.option(
    "--file", "own", type=click.Path(path_type=Path), metavar="CSV", help="Claims of your own instead of the recorded."
)
@click.option(
    "--comparisons", type=click.Path(path_type=Path), metavar="CSV", help="Comparison claims of your own, likewise."
)
@selection_options(population=None)
def claims(
    month: str,
    own: Path | None,
    comparisons: Path | None,
    monitor: str | None,
    population: str | None,
    as_of: str | None,
    folder: Path | None,
    form: str,
) -> None:
    """Check what the press printed, or a file of your own.

    MONTH is YYYY-MM; all takes every month. Without a file the recorded claims are checked.

    A file of your own has the columns claim_id, outlet, month, party, measure, value; one of comparisons claim_id,
    outlet, month, left, relation (gt, lt, highest_of), right. Exit status 1: a claim that differs or fails.
    """
    import pandas as pd

    from analysis import audit_sentences, citations, tables
    from analysis.claims import check_claims
    from analysis.data import read_claims, read_data
    from analysis.findings import check_month
    from analysis.names import find_monitor
    from analysis.printed import published_by

    data = read_data(folder)
    monitor = find_monitor(data.monitors, monitor)
    recorded = own is None and comparisons is None
    check_month(data, _month(month), [monitor])
    published_by(data.reports, as_of)  # refuses what is no date
    _refuse_unknown(population)
    if recorded:
        chosen = [(data.claims, "claims.csv"), (data.comparison_claims, "comparison_claims.csv")]
    else:
        chosen = [(read_claims(path, data), path.name) for path in (own, comparisons) if path]
    found = []
    for asked, file in chosen:
        asked = asked[asked["month"] == month] if month != "all" else asked
        if recorded:
            asked = asked[asked["about_monitor"] == monitor]
        if population:
            given = asked["population"] if "population" in asked.columns else pd.Series(pd.NA, asked.index, dtype="str")
            asked = asked.assign(population=given.fillna(population))
        found.append(check_claims(data, asked, monitor=monitor, as_of=as_of, file=file))
    result = pd.concat(found, ignore_index=True)
    result.attrs = found[0].attrs
    print_result(result, form, tables.claims_table(result))
    if form in ("table", "markdown"):
        click.echo(f"\n{audit_sentences.claims_sentence(result)}")
        click.echo(citations.reports_cited(data, result["report_ids"]))
    if result["verdict"].isin(["differs", "fails"]).any():
        raise SystemExit(1)


@main.command()
@click.argument("month")
@click.argument("claim", nargs=-1, required=True)
@selection_options(population=None)
def check(
    month: str,
    claim: tuple[str, ...],
    monitor: str | None,
    population: str | None,
    as_of: str | None,
    folder: Path | None,
    form: str,
) -> None:
    """Check one sentence about MONTH (YYYY-MM).

    CLAIM is a number: PARTY MEASURE VALUE (measure: killed, children, women, torture, total); or a comparison in
    quotes: "PARTY > PARTY", "PARTY < PARTY" or "PARTY highest_of PARTY, PARTY". A party by code or any name of
    parties.csv. Exit status 1: it differs or fails.
    """
    import pandas as pd

    from analysis import audit_sentences
    from analysis.claims import check_claims, read_claim
    from analysis.data import read_data
    from analysis.findings import check_month
    from analysis.names import find_monitor

    data = read_data(folder)
    monitor = find_monitor(data.monitors, monitor)
    check_month(data, month, [monitor])
    asked = pd.DataFrame([{"claim_id": "1", "outlet": None, "month": month, **read_claim(claim)}])
    if population:
        asked["population"] = population
    result = check_claims(data, asked, monitor=monitor, as_of=as_of, file="the claim")
    row = next(result.itertuples())
    if form in ("table", "markdown"):
        click.echo(
            f"{audit_sentences.claim_words(row, result)}.\n{audit_sentences.verdict_sentence(data, row, result)}"
        )
    else:
        print_result(result, form)
    if row.verdict in ("differs", "fails"):
        raise SystemExit(1)


@main.command()
@click.argument("records", type=click.Path(path_type=Path))
@click.option(
    "--map", "mapping", required=True, type=click.Path(path_type=Path), metavar="TOML", help="What they mean."
)
@click.option("--into", is_flag=True, help="Put the tolls into the folder named by --data.")
@data_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
def tabulate(records: Path, mapping: Path, into: bool, folder: Path | None, form: str) -> None:
    """Make monthly tolls from a list of victims or incidents.

    RECORDS is CSV or Parquet. Nothing is guessed: what is neither understood nor declared unknown is refused with its
    row; what is unknown is counted and said. No name and no identifier is printed or written.

    --into makes one report a month in the folder, in place of those made before; it is validated first.
    """
    from analysis.batch.lists import tabulate
    from analysis.record_sentences import put_sentence, records_sentences

    tolls, put = tabulate(records, mapping, folder, into)
    print_result(tolls, form)
    for sentence in records_sentences(tolls):
        click.echo(sentence, err=True)
    if put:
        click.echo(put_sentence(tolls, str(put.folder), put.kept, put.beside), err=True)


@main.command()
@data_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="[default: processed, beside the data]",
)
def build(folder: Path | None, out: Path | None) -> None:
    """Build the processed tables from validated data."""
    from analysis.batch.build import build
    from analysis.data import processed_folder, read_data

    data = read_data(folder, validate=True)
    for path in build(data, out or processed_folder(data.folder)):
        click.echo(path)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def init(folder: Path) -> None:
    """Make a data folder for another monitor or conflict.

    DIR is new or empty. It gets the contract, a codebook, every table, and one made-up month to be replaced.
    """
    from analysis.batch.starter import init

    for path in init(folder):
        click.echo(path)
    click.echo(
        f"\nNext: edit the tables in a spreadsheet ({folder / 'README.md'} says how),"
        f" then: snhr validate {folder} --fix; snhr compare MONTH --data {folder}; snhr run --data {folder}."
    )


@main.command()
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path), metavar="[DIR]")
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

    from analysis import series_sentences
    from analysis.data import TABLES, read_data

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
        click.echo(f"\n{data.folder}: all of it meets the contract.")
        for asked in _newest(data):
            click.echo(f"\n{series_sentences.questions_sentence(data, asked)}")


@main.command()
@click.argument("asked", nargs=-1, metavar="[MONTHS]...")
@click.option(
    "--notebook", "notebooks", multiple=True, metavar="NAME", help="Only this notebook; may be repeated. [default: all]"
)
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default="reports", show_default=True, metavar="DIR"
)
@jobs_option(2)
@click.option(
    "-p", "--parameter", "given", type=(str, str), multiple=True, metavar="NAME VALUE", help="A notebook parameter."
)
@click.option("--force", is_flag=True, help="Run again what is up to date too.")
@cold_option
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
    from analysis.batch import notebooks as files
    from analysis.batch import runner
    from analysis.batch.parameters import Parameters

    runner.refuse_parameters([name for name, _ in given])
    data = _data_for_kernels(folder)
    parameters = Parameters.of(dict(given))
    months = runner.months_to_run(asked, data, parameters.monitor, parameters.as_of)
    names = files.notebook_names(notebooks)
    results = runner.run(months, names, out, data, dict(given), jobs, cold=cold, force=force, dask=dask)
    failed = [result for result in results if result.status == "failed"]
    count = {status: sum(result.status == status for result in results) for status in ("done", "current")}
    click.echo(
        f"{len(results)} notebooks of {len(months)} months: {count['done']} run, {count['current']} up to date, "
        f"{len(failed)} failed."
    )
    apart = [name for name in names if name not in {result.notebook for result in results}]
    if apart:
        click.echo(f"Not run: {', '.join(apart)}, on several months; name a range, a:b.")
    for result in failed:
        click.echo(f"failed: {result.month} {result.notebook}: {result.message}", err=True)
    click.echo(f"Notebooks: {out}/<month>/; summary: {out / 'summary.csv'}. Open one with: jupyter lab {out}")
    if failed:
        raise SystemExit(1)


@main.command()
@click.argument("folder", default="reports", type=click.Path(file_okay=False, path_type=Path), metavar="[DIR]")
@jobs_option(1)
@click.option(
    "--data", "raw", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="What they were run on."
)
@cold_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
def verify(folder: Path, jobs: int, cold: bool, raw: Path | None, form: str) -> None:
    """Check that executed notebooks still hold.

    Runs the notebooks of DIR again with nbval and says which outputs changed. Pictures are to be there; they are not
    compared.
    """
    from analysis.batch.verify import verify

    result = verify(folder, jobs, _data_for_kernels(raw), cold=cold)
    changed = result[result["status"] != "holds"]
    print_result(changed if form == "table" and len(changed) else result if form != "table" else result.head(0), form)
    if form == "table":
        click.echo(f"{len(result) - len(changed)} notebooks hold, {len(changed)} do not.")
    if len(changed):
        raise SystemExit(1)


@main.command()
@click.argument("out", default="site", type=click.Path(file_okay=False, path_type=Path), metavar="[DIR]")
@click.option(
    "--reports",
    default="reports",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
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
    from analysis.batch.site import serve, site
    from analysis.data import read_data

    index = site(reports, out, read_data(folder))
    click.echo(f"{index}: open it in a browser, or copy {out} to any static host.")
    if open_it:
        serve(out)
