"""The commands that check: printed numbers against each other, claims against pages."""

from __future__ import annotations

import contextlib
from dataclasses import replace
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
    file_type,
    folder_type,
    month_type,
    print_answer,
    print_table,
    selection_options,
)
from analysis.data.scopes import MEASURES
from analysis.errors import NotComparable, RunError, UnknownParty, is_month
from analysis.model.cells import refuse_no_population
from analysis.safe_text import markdown

if TYPE_CHECKING:
    from analysis.data.tables import Data
    from analysis.questions.claims.verdicts import Verdicts

_WRONG = ("differs", "fails")
_FILES = (".txt", ".md", ".html", ".htm", ".pdf")


def _month(asked: str) -> str | None:
    return None if asked == "all" else asked


@click.command()
@click.argument("month", default="all", type=month_type, metavar="[MONTH|all]")
@selection_options(monitor="all", population=None)
def audit(
    month: str, monitor: str | None, population: str | None, as_of: str | None, folder: Path | None, form: str
) -> None:
    """Audit the arithmetic of what is printed.

    MONTH is YYYY-MM; all audits every month and the totals of half-years and years.

    As a table, all months show errors alone; questions (numbers that may both hold) stand in csv and json. Exit status
    1: an error that is neither listed in known_discrepancies.csv nor settled by an adjudication.
    """
    from analysis.data.tables import read_data
    from analysis.questions.audit.findings import audit
    from analysis.questions.audit.table import audit_table
    from analysis.questions.audit.words import count_sentence

    found = audit(read_data(folder), _month(month), monitor=monitor, population=population, as_of=as_of)
    if form in EXACT:
        print_table(form, found.frame)
    else:
        echo(f"{found.title}\n")
        shown = found if month != "all" else replace(found, lines=tuple(found.errors))
        print_table(form, audit_table(shown).drop(columns="Report"))  # addresses break a table
        echo(f"\n{count_sentence(found)}")
        if found.new:
            echo("Next: correct a slip of your own, add an adjudication, or list it in known_discrepancies.csv.")
    if found.new:
        raise SystemExit(1)


@click.command()
@click.argument("month", default="all", type=month_type, metavar="[MONTH|all]")
@click.option("--file", "own", type=file_type, metavar="CSV", help="Claims of your own instead of the recorded.")
@click.option("--comparisons", type=file_type, metavar="CSV", help="Comparison claims of your own, likewise.")
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

    from analysis.data.tables import read_claims, read_data
    from analysis.model.frames import TEXT
    from analysis.model.names import find_monitor
    from analysis.questions.audit.findings import check_month
    from analysis.questions.claims.claims import check_claims
    from analysis.tolls.pages import published_by

    data = read_data(folder)
    monitor = find_monitor(data.monitors, monitor)
    recorded = own is None and comparisons is None
    check_month(data, _month(month), [monitor])
    published_by(data.reports, as_of)  # refuses what is no date
    if population:
        refuse_no_population(population)
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
            given = asked["population"] if "population" in asked.columns else pd.Series(pd.NA, asked.index, dtype=TEXT)
            asked = asked.assign(population=given.fillna(population))
        found.append(check_claims(data, asked, monitor=monitor, as_of=as_of, file=file))
    verdicts = replace(found[0], lines=tuple(line for one in found for line in one.lines))
    print_answer(form, verdicts)
    if any(line.verdict in _WRONG for line in verdicts.lines):
        raise SystemExit(1)


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="TEXT|FILE|- or MONTH CLAIM")
@click.option("--measure", type=click.Choice(MEASURES), help="What a comparison compares. [default: killed]")
@click.option(
    "--month", "about", type=month_type, metavar="YYYY-MM", help="What a text is about where it does not say so."
)
@selection_options(population=None, page="a text marked up, with notes")
def check(
    words: tuple[str, ...],
    measure: str | None,
    about: str | None,
    monitor: str | None,
    population: str | None,
    as_of: str | None,
    folder: Path | None,
    form: str,
) -> None:
    """Check a sentence, a draft or an article; or one claim about MONTH.

    TEXT is a sentence in quotes, FILE a text or HTML file, - the standard input: in English or Arabic; of German and
    French, numbers and parties alone. Every number of people killed and every comparison of parties in it
    is held against what monitors publish. What states no toll is left alone. `--format html > draft.html` writes a page
    with the text marked up, to open in a browser or to send to an editor.

    A claim about MONTH (YYYY-MM, or YYYY-MM:YYYY-MM) is a number: PARTY MEASURE VALUE (measure: killed, which may be
    left out, children, women, children_and_women, torture, total), with "at least", "more than", "at most", "fewer
    than", "nearly" or "about" before the value, and % after it: killed 49% is a share of all parties' deaths, children
    14% one of the party's. Or it is a comparison in quotes: "PARTY > PARTY", "PARTY > PARTY or PARTY", "PARTY < PARTY"
    or "PARTY highest_of PARTY, PARTY". A party by code or any name of parties.csv, several joined by +.

    Exit status 1: something differs or fails.
    """
    from analysis.data.tables import read_data
    from analysis.model.claimed import read_claim
    from analysis.questions.claims.words import verdict_sentence

    if population:
        refuse_no_population(population)
    month, claim, asked = str(month_type.convert(words[0], None, None)) if words[1:] else "", words[1:], None
    if is_claim := bool(claim) and all(map(is_month, month.split(":", 1))):
        try:
            asked = read_claim(claim)
        except NotComparable:
            if ":" in month or measure:
                raise
    if claim and not is_claim and month[:1].isdigit() and set(month) & set("-:/"):
        raise NotComparable(f"found {words[0]!r}, expected a month YYYY-MM, or a sentence in quotes.")
    if len(words) == 1 and is_month(words[0]):
        raise NotComparable(
            f"what of {words[0]}? Next: `snhr check {words[0]} PARTY killed NUMBER`, or a sentence in quotes."
        )
    if asked is None:
        text = " ".join(claim) if is_claim else _text_of(words)
        _check_text(text, month if is_claim else about, is_claim, measure, monitor, population, as_of, folder, form)
        return
    if form == PAGE:
        said = f"--format {PAGE} is of texts, which it marks up; this is one claim about a month"
        raise NotComparable(f"{said}. Next: leave it out, or check a sentence in quotes, or a file.")
    data = read_data(folder)
    verdicts = [
        _check_claim(one, month, claim, measure, monitor, population, as_of, data) for one in _each(asked, data)
    ]
    found = replace(verdicts[0], lines=tuple(line for one in verdicts for line in one.lines))
    if form in EXACT:
        print_table(form, found.frame)
    else:
        for line in found.lines:
            said = verdict_sentence(line, found)
            echo(markdown(said) if form == "markdown" else said)
    if any(line.verdict in _WRONG for line in found.lines):
        raise SystemExit(1)


@click.command()
@click.argument("page", metavar="PAGE|-")
@click.option("--monitor", metavar="CODE", help="Whose report it is. [default: the one it names]")
@click.option("--month", type=month_type, metavar="MONTH", help="[default: the month of most of its numbers]")
@click.option("--url", metavar="URL", help="Where it stands. [default: what an HTML file says]")
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

    PAGE is a text, HTML or PDF file; - is the standard input. Each row is shown with the words it was read from, and
    with two verdicts. By the page's own arithmetic it closes (the parties make the total), is consistent, or is
    flagged; in the tables it is new, already there, or differs from what another page of the month has.

    Reading is by rules, and up to one number in four is misread: hold every row against its page. --into adds the rows
    and the page's row of reports.csv, after showing them and asking; the folder is validated first.

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


def _text_of(words: tuple[str, ...]) -> str:
    """The text that is to be checked: what is typed, or what stands in a file. Raises NotComparable."""
    from analysis.reading.files import text_of

    is_file = len(words) == 1 and (words[0] == "-" or Path(words[0]).suffix.lower() in _FILES)
    with contextlib.suppress(OSError, ValueError):  # a text is longer than any path
        is_file = is_file or (len(words) == 1 and words[0] != "" and Path(words[0]).exists())
    return text_of(words[0]) if is_file else " ".join(words)


def _check_text(
    text: str,
    month: str | None,
    is_claim: bool,
    measure: str | None,
    monitor: str | None,
    population: str | None,
    as_of: str | None,
    folder: Path | None,
    form: str,
) -> None:
    """Print what a text states, each with its verdict, and the pages once. Exits with 1 where something is wrong."""
    from analysis.data.tables import read_data
    from analysis.model.claimed import read_claim
    from analysis.reading.check import check
    from analysis.reading.words import verdicts_said

    if measure:
        raise NotComparable("--measure is of a claim about a month; in a text it stands with the number.")
    if month and not is_month(month):
        raise NotComparable(f"--month {month!r}: expected YYYY-MM.")
    checked = check(text, read_data(folder), month=month, monitor=monitor, population=population, as_of=as_of)
    if is_claim and not checked.lines:
        read_claim((text,))  # says what can be read
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
        for line in (f"\nSource{'s' * (len(checked.sources) > 1)}:", *checked.sources) if checked.sources else ():
            echo(line)
    if checked.wrong:
        raise SystemExit(1)


def _each(asked: dict[str, object], data: Data) -> list[dict[str, object]]:
    """One claim, or of a comparison with several parties, A > B or C, one each."""
    from analysis.model.names import find_party

    right = str(asked.get("right", ""))
    if asked.get("relation") not in ("gt", "lt") or " or " not in right:
        return [asked]
    try:
        find_party(data.parties, right)
    except UnknownParty:
        return [{**asked, "right": one.strip()} for one in right.replace(" or ", ",").split(",") if one.strip()]
    return [asked]


def _check_claim(
    asked: dict[str, object],
    month: str,
    claim: tuple[str, ...],
    measure: str | None,
    monitor: str | None,
    population: str | None,
    as_of: str | None,
    data: Data,
) -> Verdicts:
    """Check one claim about a month, or about several. Raises NotComparable where it cannot be."""
    import pandas as pd

    from analysis.data.claim_rules import broken_claims
    from analysis.model.names import find_monitor
    from analysis.questions.audit.findings import check_month
    from analysis.questions.claims.claims import check_claims
    from analysis.tolls.periods import calendar

    first, _, last = month.partition(":")
    if measure and "left" not in asked:
        raise NotComparable("--measure is of comparisons; of a number the measure stands before it.")
    if last and "left" in asked:
        raise NotComparable(
            f'one comparison is of one month; `snhr period {month} "PARTY > PARTY"` compares each month.'
        )
    if last:
        calendar(first, last)  # refuses what are no months
    monitor = find_monitor(data.monitors, monitor)
    if not last:
        check_month(data, first, [monitor])
    asked = asked | {"claim_id": "1", "outlet": None, "month": first}
    asked |= {"measure": measure} if measure else {}
    asked |= {"month_end": last} if last and last != first else {}
    asked |= {"population": population} if population else {}
    table = pd.DataFrame([asked])
    if problems := broken_claims(table, data.parties, data.monitors, ""):
        told = "; ".join(f"{problem.column} {problem.found}: {problem.expected}" for problem in problems)
        told += "." * (not told.endswith("?"))
        raise NotComparable(
            f"cannot check {' '.join(claim)!r}: {told} Next: `snhr check --help` says what can be checked."
        )
    return check_claims(data, table, monitor=monitor, as_of=as_of)
