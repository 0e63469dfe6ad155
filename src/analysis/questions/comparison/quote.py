"""One quotable line on a toll, with its source and its doubts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from analysis.data.definitions import limits_sentences
from analysis.errors import is_month
from analysis.model.adding import TOTAL, members
from analysis.model.names import find_party
from analysis.model.remarks import Adjudicated
from analysis.model.results import grouped
from analysis.model.tolls import Month, Toll
from analysis.show import dates, labels, numbers, remarks
from analysis.show.sources import report_words, source
from analysis.tolls.series import Tolls, refuse_no_tolls


class Quote(NamedTuple):
    """A quotable line, and whether there is a number in it to be quoted."""

    text: str
    has_number: bool


def quote(tolls: Tolls, month: str, party: str) -> str:
    """Write one quotable line about a party's toll, with its source and its doubts.

    Parameters
    ----------
    tolls, month
        As for `compare`.
    party
        A code or any name of parties.csv, several joined by + (`government+russian_forces`), or `all_parties`.

    Returns
    -------
    str
        One line: the number and the groups in it, who documented them, the page with its address, the doubts.

    Raises
    ------
    UnknownMonth, UnknownParty, NotComparable
        What cannot be quoted, and what could.

    Examples
    --------
    >>> from analysis import read_data, monthly_tolls
    >>> print(quote(monthly_tolls(read_data()), "2025-12", "kurdish_forces"))
    SNHR documented 10 civilian deaths attributed to Kurdish-led forces (YPG, SDF, self-administration) in \
December 2025 (SNHR as relayed by Levant24, undated, \
https://levant24.com/news/2026/01/snhr-report-details-2025-civilian-death-toll-in-syria).
    """
    return quoted(tolls, month, party).text


def quoted(tolls: Tolls, month: str, party: str) -> Quote:
    """The line of `quote`, and whether there is a number in it to be quoted."""
    refuse_no_tolls(tolls)
    data = tolls.data
    party = find_party(data.parties, party, month if is_month(month) else None)
    there = tolls.of(month)
    own = {measure: toll for measure in there.measures if (toll := there.of(measure).get(party))}
    population, killed = tolls.population, own.get("killed")
    when = dates.month_of(month, [killed] if killed else [])
    attributed = "" if party == TOTAL else f" attributed to {labels.in_sentence_of(party, tolls.parties)}"
    causes = "" if killed is None else remarks.causes_words(killed.causes)
    attributed = f" {causes}{attributed}" if causes else attributed
    if killed is None or not killed.is_printed:
        what = f"{numbers.DEATHS[population][1]}{attributed} in {when}"
        if len(members(party)) > 1 and (apart := _apart(tolls, there, party)):
            what = f"a number of {numbers.DEATHS[population][1]}{attributed} together in {when}"
            return Quote(f"No page gathered here publishes {what}; {apart}.", False)
        why = _why_none(there, party, killed)
        return Quote(f"No number of {what} can be quoted from {labels.monitor_label(tolls)}: {why}.", False)
    groups = [own[measure] for measure in ("children", "women") if measure in own]
    among = [toll for toll in groups if toll.is_printed and toll.covers == killed.covers]
    used = [killed, *among]
    cited = grouped((source(data, *toll.page_shown), numbers.MEASURES[toll.measure]) for toll in used)
    sources = [text + (f" for {labels.join(what)}" if len(cited) > 1 else "") for text, what in cited.items()]
    line = f"{_documented(tolls, killed, attributed, when)}{_among(killed, among)}"
    limits = limits_sentences(data, tolls.monitor, population, month)
    named = partial(labels.in_sentence_of, parties=tolls.parties)
    said = (
        remarks.doubt_words(toll.remarks, items=False, report=report_words(data, address=True), party=named)
        for toll in used
    )
    doubts = dict.fromkeys(doubt for found in said for doubt in found)
    if not causes and not tolls.parties.residual.isdisjoint(members(party)):
        doubts |= dict.fromkeys(_together(there, party))  # a leftover class that holds parties named on a page
    part = f" {_of_causes(killed, there)}" if causes else ""
    note = f" Caution: {'; '.join(doubts)}." if doubts else ""
    return Quote(" ".join([f"{line} ({'; '.join(sources)}).{part}{note}", *limits]), True)


def _documented(tolls: Tolls, killed: Toll, attributed: str, when: str) -> str:
    """Who documented how many."""
    who, deaths = labels.monitor_label(tolls), numbers.DEATHS[tolls.population][1]
    (low, high), of_list, holds = killed.ends, killed.basis == "records", f"A list of {who} holds"
    if low == high == 0:
        none = f"no {deaths}{attributed}"
        what = labels.documented_or_alleged(tolls)
        return f"{holds} {none} in {when}" if of_list else f"{who} published that {none} were {what} in {when}"
    number = f"{numbers.range_words(None, low, high)} {deaths}"
    if low is not None and low == high:
        number = numbers.counted(low, "killed", tolls.population)
    return f"{holds if of_list else labels.who_documented(tolls)} {number}{attributed} in {when}"


def _among(killed: Toll, among: list[Toll]) -> str:
    """The groups among the deaths."""
    if not among or killed.ends == (0, 0):
        return ""
    groups = labels.join(numbers.group_words(one.measure, one.value, *one.ends, one.remarks) for one in among)
    of_one = killed.ends == (1, 1) and [one.value for one in among] == [1]
    return f", {'that of' if of_one else 'including'} {groups}"


def _of_causes(killed: Toll, month: Month) -> str:
    """Say of a number of some causes that it is no toll, whether it is a sum of ours, and what holds the party, too."""
    added = ["added up here from the page's numbers by cause, not published as such"] if len(killed.causes) > 1 else []
    text = "; ".join([*added, "other deaths of the month are not in this number", *_together(month, killed.party)])
    return f"{labels.capitalized(text)}."


def _apart(tolls: Tolls, month: Month, party: str) -> str:
    """The numbers of several parties, each its own; '' where none is published."""
    own = [(code, month.killed.get(code)) for code in members(party)]
    each = [
        f"{numbers.range_words(None, *toll.ends)} ({labels.in_sentence_of(code, month.parties)})"
        for code, toll in own
        if toll is not None and toll.is_printed and not toll.of_causes
    ]
    return f"apart, {labels.who_documented(tolls)} {labels.join(each)}" if each else ""


def _why_none(month: Month, party: str, killed: Toll | None) -> str:
    """Why a party has no number, and what is published instead."""
    if killed is None:
        return "; ".join([labels.state_words("not_reported", None), *_together(month, party)])
    party_words = partial(labels.in_sentence_of, parties=month.parties)
    taken_away = any(isinstance(one, Adjudicated) and one.used is None for one in killed.remarks)  # which says why
    words = [] if taken_away else [labels.state_words(killed.state, killed.basis)]
    words += remarks.doubt_words(killed.remarks, party=party_words)
    if killed.state != "none_left" and (killed.at_most is not None or (killed.at_least or 0) > 0):
        words.append(f"{numbers.bounded(None, killed.at_least, killed.at_most)} by what else is published")
    return "; ".join([*words, *_together(month, party)])


def _together(month: Month, party: str) -> Iterator[str]:
    """Yield the numbers that hold a party's deaths with those of others, with the causes where of some only."""
    for code, toll in month.killed.items():
        if toll.combined and toll.is_printed and set(members(party)) & set(members(code)) and code != party:
            of = f" ({remarks.items_words(toll.causes)})" if toll.causes else ""
            number = numbers.range_words(None, *toll.ends)
            yield f"published together: {labels.in_sentence_of(code, month.parties)}, {number}{of}"
