"""One quotable line on a toll, with its source and its doubts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from analysis.data.definitions import limits_sentences
from analysis.errors import is_month
from analysis.language import say, say_as
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
    causes = "" if killed is None else remarks.causes_words(killed.causes)
    if killed is None or not killed.is_printed:
        what = _such(tolls, party, causes)
        if len(members(party)) > 1 and (apart := _apart(tolls, there, party)):
            text = say(
                "No page gathered here publishes a number of {deaths} together in {when}; {apart}.",
                deaths=what,
                when=when,
                apart=apart,
            )
            return Quote(text, False)
        text = say(
            "No number of {deaths} in {when} can be quoted from {monitor}: {why}.",
            deaths=what,
            when=when,
            monitor=labels.monitor_label(tolls),
            why=_why_none(there, party, killed),
        )
        return Quote(text, False)
    groups = [own[measure] for measure in ("children", "women") if measure in own]
    among = [toll for toll in groups if toll.is_printed and toll.covers == killed.covers]
    used = [killed, *among]
    cited = grouped((source(data, *toll.page_shown), numbers.measure_name(toll.measure)) for toll in used)
    sources = list(cited)
    if len(cited) > 1:
        sources = [
            say("{source} for {measures}", source=text, measures=labels.join(what)) for text, what in cited.items()
        ]
    line = _among(_documented(tolls, killed, party, causes, when), killed, among)
    limits = limits_sentences(data, tolls.monitor, population, month)
    named = partial(labels.in_sentence_of, parties=tolls.parties)
    doubted = (
        remarks.doubt_words(toll.remarks, items=False, report=report_words(data, address=True), party=named)
        for toll in used
    )
    doubts = dict.fromkeys(doubt for found in doubted for doubt in found)
    if not causes and not tolls.parties.residual.isdisjoint(members(party)):
        doubts |= dict.fromkeys(_together(there, party))  # a leftover class that holds parties named on a page
    said = [say("{text} ({sources}).", text=line, sources=labels.semicolons(sources))]
    said += [_of_causes(killed, there)] if causes else []
    said += [say("Caution: {doubts}.", doubts=labels.semicolons(doubts))] if doubts else []
    return Quote(" ".join([*said, *limits]), True)


def _such(tolls: Tolls, party: str, causes: str) -> str:
    """The deaths of which there is no number, with their causes and to whom they are attributed."""
    deaths = numbers.deaths(tolls.population)
    deaths = say("{deaths} {causes}", deaths=deaths, causes=causes) if causes else deaths
    if party == TOTAL:
        return deaths
    whose = labels.in_sentence_of(party, tolls.parties)
    return say_as("definite", "{deaths} attributed to {party}", deaths=deaths, party=whose)


def _attributed(tolls: Tolls, deaths: str, party: str, causes: str) -> str:
    """Deaths with their causes, where they are of some only, and to whom they are attributed."""
    deaths = say("{deaths} {causes}", deaths=deaths, causes=causes) if causes else deaths
    if party == TOTAL:
        return deaths
    return say("{deaths} attributed to {party}", deaths=deaths, party=labels.in_sentence_of(party, tolls.parties))


def _documented(tolls: Tolls, killed: Toll, party: str, causes: str, when: str) -> str:
    """Who documented how many."""
    (low, high), of_list, alleged = killed.ends, killed.basis == "records", labels.is_alleged(tolls)
    if low is not None and low == high:
        number = numbers.counted(low, "killed", tolls.population)
    else:
        number = numbers.some_deaths(numbers.range_words(None, low, high), tolls.population)
    none = low == high == 0
    deaths = _such(tolls, party, causes) if none else _attributed(tolls, number, party, causes)
    said = {"monitor": labels.monitor_label(tolls), "deaths": deaths, "when": when}
    if none:
        if of_list:
            return say("A list of {monitor} holds no {deaths} in {when}", **said)
        if alleged:
            return say("{monitor} published that no {deaths} were alleged in {when}", **said)
        return say("{monitor} published that no {deaths} were documented in {when}", **said)
    if of_list:
        return say("A list of {monitor} holds {deaths} in {when}", **said)
    if alleged:
        return say("{monitor} recorded as alleged {deaths} in {when}", **said)
    return say("{monitor} documented {deaths} in {when}", **said)


def _among(text: str, killed: Toll, among: list[Toll]) -> str:
    """The groups among the deaths, after the sentence on these."""
    if not among or killed.ends == (0, 0):
        return text
    groups = labels.join(numbers.group_words(one.measure, one.value, *one.ends, one.remarks) for one in among)
    if killed.ends == (1, 1) and [one.value for one in among] == [1]:
        return say("{text}, that of {groups}", text=text, groups=groups)
    return say("{text}, including {groups}", text=text, groups=groups)


def _of_causes(killed: Toll, month: Month) -> str:
    """Say of a number of some causes that it is no toll, whether it is a sum of ours, and what holds the party, too."""
    added = say("added up here from the page's numbers by cause, not published as such")
    said = [added] if len(killed.causes) > 1 else []
    said += [say("other deaths of the month are not in this number"), *_together(month, killed.party)]
    return f"{labels.capitalized(labels.semicolons(said))}."


def _apart(tolls: Tolls, month: Month, party: str) -> str:
    """The numbers of several parties, each its own; '' where none is published."""
    own = [(code, month.killed.get(code)) for code in members(party)]
    each = [
        say(
            "{number} ({party})",
            number=numbers.range_words(None, *toll.ends),
            party=labels.in_sentence_of(code, month.parties),
        )
        for code, toll in own
        if toll is not None and toll.is_printed and not toll.of_causes
    ]
    if not each:
        return ""
    return say("apart, {documented} {numbers}", documented=labels.who_documented(tolls), numbers=labels.join(each))


def _why_none(month: Month, party: str, killed: Toll | None) -> str:
    """Why a party has no number, and what is published instead."""
    if killed is None:
        return labels.semicolons([labels.state_words("not_reported", None), *_together(month, party)])
    party_words = partial(labels.in_sentence_of, parties=month.parties)
    taken_away = any(isinstance(one, Adjudicated) and one.used is None for one in killed.remarks)  # which says why
    words = [] if taken_away else [labels.state_words(killed.state, killed.basis)]
    words += remarks.doubt_words(killed.remarks, party=party_words)
    if killed.state != "none_left" and (killed.at_most is not None or (killed.at_least or 0) > 0):
        bound = numbers.bounded(None, killed.at_least, killed.at_most)
        words.append(say("{number} by what else is published", number=bound))
    return labels.semicolons([*words, *_together(month, party)])


def _together(month: Month, party: str) -> Iterator[str]:
    """Yield the numbers that hold a party's deaths with those of others, with the causes where of some only."""
    for code, toll in month.killed.items():
        if toll.combined and toll.is_printed and set(members(party)) & set(members(code)) and code != party:
            said = {
                "parties": labels.in_sentence_of(code, month.parties),
                "number": numbers.range_words(None, *toll.ends),
            }
            if toll.causes:
                causes = remarks.items_words(toll.causes)
                yield say("published together: {parties}, {number} ({causes})", **said, causes=causes)
            else:
                yield say("published together: {parties}, {number}", **said)
