"""A checked text in words: the verdict, what explains it, and how the sentence would be right; and a page as rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import NamedTuple

from analysis import safe_text
from analysis.data.rows import monitor_of
from analysis.data.tables import Data
from analysis.language import say, say_as, say_count, sayable
from analysis.model.adding import TOTAL
from analysis.model.claimed import BOTH
from analysis.model.results import grouped
from analysis.questions.audit.words import explanation_words, finding_words
from analysis.questions.claims import amounts
from analysis.questions.claims.causes import cause_words
from analysis.questions.claims.words import verdict_label, verdict_text
from analysis.reading.check import WRONG, Checked, Statement
from analysis.reading.page_rows import DIFFERS, PageRow
from analysis.reading.pages import Page
from analysis.show import dates, labels, numbers
from analysis.show.sources import reports_cited

_WHY = {
    "somebody_else": sayable("it cites somebody else, whose pages are not gathered here"),
    "no_month": sayable("it names no month; say which with --month"),
    "times": sayable("how many times as many is not checked here"),
    "all_others": sayable("a toll against all others together is not checked; `snhr compare` has them"),
    "range": sayable("a range is not checked; check its ends, as at least and at most"),
    "comparison_of_months": sayable("a comparison is checked for one month"),
    "nobody_else": sayable("no page gathered here publishes a toll of another party for that month"),
}
NOT_JUDGED = sayable("not judged")
_MANY = 20  # numbers passed over that are said
_FEW = 3  # statements without a month that are said one by one
_OF = {  # a measure as a reader's word; others are their own
    "killed": "deaths",
    "torture": "deaths by torture",
    BOTH: "percentages of children and women",
}
_WHY_LEFT = {  # of a statement that no row holds
    "comparison": "a comparison",
    "period": "of another month",
    "monitor": "of another monitor",
    "share": "a share",
    "group": "children and women together",
    "rounded": "a rounded number",
}
RIGHT_WOULD_BE = sayable("Corrected:")
_RIGHT = ("agrees", "holds")


class Outcome(StrEnum):
    """What a verdict comes to, in a reader's words."""

    RIGHT = sayable("checks out")
    WRONG = sayable("wrong")
    OPEN = sayable("cannot be decided")
    UNJUDGED = NOT_JUDGED


class Note(NamedTuple):
    """What is said of a statement: the verdict, its words, why, and how it would be right ('': nothing to correct)."""

    verdict: str
    quote: str
    why: str
    right: str


class _Counting(NamedTuple):
    """Whose number a verdict is about, and who is counted."""

    data: Data
    monitor: str
    population: str


def outcome(line: Statement) -> Outcome:
    """What the verdict on a statement comes to."""
    if line.judged is None:
        return Outcome.UNJUDGED
    return Outcome.RIGHT if line.verdict in _RIGHT else Outcome.WRONG if line.verdict in WRONG else Outcome.OPEN


def _in_quotes(line: Statement) -> str:
    return say('"{words}"', words=line.quote)


def check_title(checked: Checked) -> str:
    """The title of a checked text."""
    months = [month for line in checked for month in (line.month, line.month_end) if month]
    if not months:
        return say("What the text states, held against the pages gathered here")
    period = dates.period_words(min(months), max(months))
    return say("What the text states about {period}, held against the pages gathered here", period=period)


def check_sentences(checked: Checked) -> list[str]:
    """How many statements check out, and which do not."""
    return [summary(checked)]


def summary(checked: Checked, quoted: Callable[[Statement], str] = _in_quotes) -> str:
    """How many statements check out, and which do not; `quoted` writes the words of one that does not."""
    if not checked.lines:
        return say("Nothing in this text could be read as a monthly toll or as a comparison of parties.")
    counts = Counter(map(outcome, checked))
    good, wrong = counts[Outcome.RIGHT], counts[Outcome.WRONG]
    parts = [say_count("{number} checks out", "{number} check out", good, number=good)]
    if wrong:
        claims = labels.join(map(quoted, checked.wrong))
        parts.append(
            say_count(
                "{number} is wrong ({claims})", "{number} are wrong ({claims})", wrong, number=wrong, claims=claims
            )
        )
    if left := len(checked) - good - wrong:
        parts.append(
            say_count(
                "{number} cannot be decided or could not be judged",
                "{number} cannot be decided or could not be judged",
                left,
                number=left,
            )
        )
    verdicts = say_as("list", ", ").join(parts)
    return say_count(
        "Of {number} statement, {verdicts}.",
        "Of {number} statements, {verdicts}.",
        len(checked),
        number=len(checked),
        verdicts=verdicts,
    )


def check_sources(checked: Checked) -> list[str]:
    """The pages that the verdicts rest on, each once."""
    return reports_cited(checked.data, checked.verdicts.lines)


def check_caveats(checked: Checked) -> list[str]:
    """What the numbers of the monitors are that it was held against, each once."""
    asked = [_Counting(checked.data, line.monitor, line.population) for line in checked.verdicts]
    return list(dict.fromkeys(map(labels.lower_bound, asked)))


def statement_note(line: Statement, checked: Checked) -> Note:
    """What is said of one statement, in its parts."""
    if line.judged is None:
        return Note(labels.capitalized(say(NOT_JUDGED)), line.quote, f"{why_words(line, checked)}.", "")
    why = verdict_text(line.judged, checked.verdicts)
    return Note(labels.capitalized(verdict_label(line.judged)), line.quote, why, corrected(line, checked))


def statement_sentence(line: Statement, checked: Checked) -> str:
    """The verdict on one statement, first, then its words, and why."""
    note = statement_note(line, checked)
    text = say('{verdict}: "{words}": {why}', verdict=note.verdict, words=note.quote, why=note.why)
    return " ".join([text, say(RIGHT_WOULD_BE), note.right] if note.right else [text])


def verdicts_said(checked: Checked) -> list[str]:
    """Every verdict on a line of its own; many statements that name no month are one line."""
    undated = [line for line in checked if line.why == "no_month"]
    if len(undated) <= _FEW:
        return [statement_sentence(line, checked) for line in checked]
    more = say("{number} more", number=len(undated) - _FEW)
    together = say_count(
        "Not judged: {number} statement names no month ({quotes}); say which with --month.",
        "Not judged: {number} statements name no month ({quotes}); say which with --month.",
        len(undated),
        number=len(undated),
        quotes=labels.join([*map(_in_quotes, undated[:_FEW]), more]),
    )
    return [*(statement_sentence(line, checked) for line in checked if line not in undated), together]


def check_lines(checked: Checked) -> str:
    """Every verdict on a line of its own, and how many statements check out."""
    return safe_text.printable("\n".join([*verdicts_said(checked), summary(checked)]))


def corrected(line: Statement, checked: Checked) -> str:
    """The statement as the pages have it; '' where it is right, or where no single number is published."""
    verdict = line.judged
    if verdict is None or line.verdict not in WRONG or verdict.documented is None or line.month_end:
        return ""
    when, who = dates.month_name(verdict.month), labels.in_sentence_of(verdict.party, checked.verdicts.parties)
    said = {"monitor": monitor_of(checked.data, verdict.monitor).short_name, "party": who, "month": when}
    if verdict.is_comparison:
        if verdict.right_documented is None or len(verdict.right) != 1:
            return ""
        return say(
            "{monitor} attributed {number} deaths to {party} in {month}, and {other_number} to {other}.",
            **said,
            number=numbers.number(verdict.documented),
            other_number=numbers.number(verdict.right_documented),
            other=labels.in_sentence_of(verdict.right[0], checked.verdicts.parties),
        )
    if verdict.unit != "deaths":
        return ""
    said["deaths"] = amounts.counted(amounts.documented(verdict), verdict.documented, verdict)
    if verdict.party == TOTAL:
        return say("{monitor} documented {deaths} in {month}.", **said)
    return say("{monitor} attributed {deaths} to {party} in {month}.", **said)


def corrections(checked: Checked) -> str:
    """What is wrong as it would be right, a line each; where no one number is published in its place, why not."""
    if not checked.wrong:
        return say("Nothing of it that could be judged is wrong.")
    notes = [statement_note(line, checked) for line in checked.wrong]
    return "\n".join(
        say('- "{words}": {text}', words=" ".join(note.quote.split()), text=note.right or note.why) for note in notes
    )


def why_words(line: Statement, checked: Checked) -> str:
    """Briefly why a verdict is what it is."""
    if line.judged is None:
        return say(_WHY[line.why]) if line.why in _WHY else line.why or ""
    return cause_words(line.judged, checked.verdicts)


def page_title(page: Page) -> str:
    """Whose figures of which month a page has."""
    monitor = monitor_of(page.data, page.report["monitor"]).short_label
    return f"What the page states of {dates.month_name(page.report['month'])}, as rows for the tables ({monitor})"


def report_sentence(page: Page) -> str:
    """The page's own row."""
    report = page.report
    said = [f"In reports.csv: {report['report_id']}, {report['kind']}"]
    said += [f"published {report['published']}"] if report["published"] else []
    said += [str(report["url"]) if report["url"] else "no address (--url)"]
    return f"{', '.join(said)}."


def verdict_sentences(page: Page) -> Iterator[str]:
    """What the page's arithmetic says as a whole, then of its rows, then what other pages say of them."""
    parties = page.audited.parties
    totals = [line for line in page if line.party == TOTAL and line.killed is not None]
    if page.closes:
        closed = {line.population for line in page if line.arithmetic == "closes"}
        added = labels.join(numbers.number(line.killed) for line in totals if line.population in closed)
        yield f"The deaths attributed to the parties add up to the total, {added}: the page closes."
    elif any(line.party == TOTAL and line.twice for line in page):
        pass  # said below
    elif not totals:
        yield "No total was read, so nothing can be said about whether the parties are complete."
    else:
        yield "The deaths read for the parties do not add up to the total; some may not be published, or were not read."
    for line in page:
        who = labels.party_label(line.party, parties)
        for finding in line.findings:
            why = explanation_words(finding, page.audited)
            yield f"Flagged: {who}: {finding_words(finding, page.audited)}{f' ({why})' if why else ''}."
        for twice in line.twice:
            values = labels.join(numbers.number(value) for value in twice.values)
            what = _OF.get(twice.measure, twice.measure)
            yield f"Flagged: {who}: {what} are stated as {values}; the cell is left blank."
    for line in page:
        if line.table == DIFFERS:
            yield _difference(line, labels.party_label(line.party, parties))
    if page.known_as:
        yield f"The tables have this page already, as {page.known_as}."


def _difference(line: PageRow, who: str) -> str:
    """By how much a row differs from each other page."""
    said = []
    for (measure, number), pages in grouped(((one.measure, one.value), one.report_id) for one in line.others).items():
        value = getattr(line, measure)
        more = f"{numbers.number(abs(value - number))} {'more' if value > number else 'fewer'}"
        here, there = numbers.number(value), numbers.number(number)
        what = _OF.get(measure, measure)
        said.append(f"{here} {what} here, {there} on {labels.join(dict.fromkeys(pages))} ({more} here)")
    return f"Differs: {who}: {'; '.join(said)}."


def left_out_sentence(page: Page) -> str:
    """What the page states and no row holds, and how many numbers were passed over; '' where there is nothing."""
    said = [f'"{line.quote}" ({_WHY_LEFT[why]})' for line, why in page.why_left_out]
    sentences = [f"Left out: {'; '.join(said)}."] if said else []
    if page.unread:
        numbers_said = [*page.unread[:_MANY], *([f"{len(page.unread) - _MANY} more"] if page.unread[_MANY:] else [])]
        sentences.append(f"Passed over, as days, places or what was not understood: {labels.join(numbers_said)}.")
    return " ".join(sentences)


def page_sentences(page: Page) -> list[str]:
    """All that is to be said below the rows."""
    return [report_sentence(page), *verdict_sentences(page), *filter(None, [left_out_sentence(page)])]
