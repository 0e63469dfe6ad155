"""The commands that check: published numbers against each other, claims against pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analysis.cli.options import (
    EXACT,
    PAGE,
    echo,
    file_type,
    lang_option,
    month_type,
    print_answer,
    print_table,
    say_whether_reviewed,
    selection_options,
)
from analysis.cli.texts import answer_in, check_text, text_of_words
from analysis.data.scopes import MEASURES
from analysis.errors import NotComparable, UnknownParty, is_month
from analysis.language import LANGUAGES, in_language, say
from analysis.model.cells import refuse_no_population
from analysis.safe_text import markdown

if TYPE_CHECKING:
    from analysis.data.tables import Data
    from analysis.questions.claims.verdicts import Verdicts

_WRONG = ("differs", "fails")


def _month(asked: str) -> str | None:
    return None if asked == "all" else asked


@click.command()
@click.argument("month", default="all", type=month_type, metavar="[MONTH|all]")
@lang_option
@selection_options(monitor="all", population=None)
def audit(
    month: str, monitor: str | None, population: str | None, as_of: str | None, folder: Path | None, form: str
) -> None:
    """Find published numbers that contradict each other.

    MONTH is YYYY-MM; all audits every month and the totals of half-years and years.

    For all months the table shows errors only; questions (numbers that may both be right) are in csv and json.
    Exit status 1: an error that is neither listed in known_discrepancies.csv nor settled by an adjudication.
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
        print_table(form, audit_table(shown).drop(columns=say("Report")))  # addresses break a table
        echo(f"\n{count_sentence(found)}")
        if found.new:
            echo(say("Next: correct a slip of your own, add an adjudication, or list it in known_discrepancies.csv."))
    if found.new:
        raise SystemExit(1)


@click.command()
@click.argument("month", default="all", type=month_type, metavar="[MONTH|all]")
@click.option("--file", "own", type=file_type, metavar="CSV", help="Your own claims instead of the recorded ones.")
@click.option("--comparisons", type=file_type, metavar="CSV", help="Your own comparison claims, likewise.")
@lang_option
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
    """Check claims in the press, or in a file of your own.

    MONTH is YYYY-MM; all takes every month. Without a file the recorded claims are checked.

    Your own file has the columns claim_id, outlet, month, party, measure, value; one of comparisons claim_id, outlet,
    month, left, relation (gt, lt, highest_of), right. Exit status 1: a claim differs or fails.
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
@click.option("--measure", type=click.Choice(MEASURES), help="What a comparison is about. [default: killed]")
@click.option(
    "--month", "about", type=month_type, metavar="YYYY-MM", help="The month a text is about where it names none."
)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the answer. [default: that of the text]")
@selection_options(population=None, page="a text marked up, with notes")
def check(
    words: tuple[str, ...],
    measure: str | None,
    about: str | None,
    lang: str | None,
    monitor: str | None,
    population: str | None,
    as_of: str | None,
    folder: Path | None,
    form: str,
) -> None:
    """Check a sentence, a draft or an article; or one claim about MONTH.

    TEXT is a sentence in quotes, FILE a text or HTML file, - the standard input. English and Arabic are read in full;
    German, French and Turkish for numbers and parties. Numbers of people killed that can be read as a toll of a month,
    a year or another period, and comparisons of parties, are checked against what monitors published; everything else
    is left alone, without a word. `--format html > draft.html` writes a page with the text marked up, to open in a
    browser or to send to an editor.

    A claim about MONTH (YYYY-MM, or YYYY-MM:YYYY-MM) is a number: PARTY MEASURE VALUE. MEASURE is killed (may be left
    out), children, women, children_and_women, torture or total. "at least", "more than", "at most", "fewer than",
    "nearly" or "about" may stand before the value, % after it: killed 49% is a share of all parties' deaths, children
    14% a share of the party's own. Or it is a comparison in quotes: "PARTY > PARTY", "PARTY > PARTY or PARTY",
    "PARTY < PARTY" or "PARTY highest_of PARTY, PARTY". PARTY is a code or any name in parties.csv; join several with +.

    Exit status 1: something differs or fails.
    """
    from analysis.data.tables import read_data
    from analysis.model.claimed import read_claim
    from analysis.questions.claims.words import verdict_sentence
    from analysis.reading.lexicon import language_of

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
        text = " ".join(claim) if is_claim else text_of_words(words)
        month = month if is_claim else about or ""
        check_text(text, month or None, is_claim, measure, monitor, population, as_of, folder, form, lang)
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
        with in_language(lang or answer_in(language_of(" ".join(claim)))):
            for line in found.lines:
                said = verdict_sentence(line, found)
                echo(markdown(said) if form == "markdown" else said)
            say_whether_reviewed()
    if any(line.verdict in _WRONG for line in found.lines):
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
