"""The heading of a month, how complete it is, and the doubts of its tolls, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from analysis.model.adding import TOTAL
from analysis.model.remarks import Disputed, Without
from analysis.show import dates, labels, numbers, remarks
from analysis.show.sources import report_words
from analysis.tolls import completeness
from analysis.tolls.completeness import Standing
from analysis.tolls.series import Tolls


def heading(tolls: Tolls, month: str) -> str:
    """Open a notebook: monitor, month, who is counted and how complete the month is (Markdown)."""
    status, note = standing_words(tolls, month), population_note(tolls.population)
    note += f" {labels.lower_bound(tolls)}"
    there = tolls.of(month)
    if places := labels.left_out_words(toll for measure in there.measures for toll in there.of(measure).values()):
        note += f" Deaths in {places} are in none of these numbers."
    return f"**{labels.monitor_label(tolls)}, {dates.month_name(month)}: {status}.** {note}"


def standing_words(tolls: Tolls, month: str) -> str:
    """Say how far a month's parties reach its total and where its figures come from."""
    status, killed = status_words(tolls, month), tolls.of(month).killed.values()
    bases = {toll.basis for toll in killed if toll.basis}
    causes = {page for toll in killed if toll.of_causes for page in toll.report_id}
    reports = tolls.data.only(month).reports
    bases.update(reports.loc[reports["report_id"].isin(causes), "kind"])
    kinds = [words for basis, words in labels.BASIS.items() if basis in bases - labels.COMPUTED]
    computed = ["partly computed from published numbers"] if bases & labels.COMPUTED else []
    return "; ".join([status, *([labels.join([*kinds, *computed])] if bases else [])])


def status_words(tolls: Tolls, month: str) -> str:
    """Say how far a month's parties reach its total."""
    row = completeness.standing(tolls, month)
    if row.status == "total_only":
        deaths = numbers.DEATHS[tolls.population][1]
        if row.has_total:
            return "a total is gathered here, but no full count by party"
        return f"no single number of {deaths} is gathered here"
    if not row.has_total:
        return "no total of the same population is gathered here"
    if row.status == "complete":
        return f"the parties reach the {total_name(row)}"
    if row.unaccounted is None:
        return "not all numbers of the parties are exact"
    if row.unaccounted == 0:
        return "the parties and what is attributed to nobody reach the total"
    if row.unaccounted < 0:
        return f"the parties add up to more than the {total_name(row)}"
    return f"the numbers added up do not reach the {total_name(row)}"


def total_name(row: Standing) -> str:
    """What a total is: what is counted from a list is never called published."""
    return "list's total" if row.basis == "records" else "published total"


def total_words(row: Standing) -> str:
    """The total of a month, or its ends."""
    return numbers.range_words(row.total, row.total_min, row.total_max)


def completeness_sentence(tolls: Tolls, month: str) -> str:
    """Say whether the parties reach the total, and which deaths pages attribute to different parties."""
    return " ".join([sum_sentence(tolls, month), *_disputed(tolls, month)])


def _disputed(tolls: Tolls, month: str) -> list[str]:
    """Say of deaths that pages attribute to different parties, which undecided numbers are these: a sentence, or none.

    The cells say of each other that they are disputed.
    """
    order, found = list(tolls.parties), {}
    for party, toll in tolls.of(month).killed.items():
        for one in toll.disputed if toll.state == "undecided" else ():
            found[tuple(sorted({party, *one.parties}, key=order.index))] = one.deaths
    return [
        f"Pages disagree on {numbers.number(deaths)} {'death' if deaths == 1 else 'deaths'}: some attribute "
        f"{'it' if deaths == 1 else 'them'} to {labels.in_sentence_of(parties[0], tolls.parties)}, others to "
        f"{labels.join(labels.in_sentence_of(party, tolls.parties) for party in parties[1:])}; "
        f"{'it is' if deaths == 1 else 'they are'} in "
        "neither number."
        for parties, deaths in found.items()
    ]


def sum_sentence(tolls: Tolls, month: str) -> str:
    """Say whether the parties reach the total."""
    row, there = completeness.standing(tolls, month), tolls.of(month)
    deaths, total = numbers.DEATHS[tolls.population][1], total_words(row)
    if row.status == "total_only" and not row.has_total:
        return f"No page gathered here publishes a single number of {deaths} for this month, only ranges or parts."
    if row.status == "total_only":
        none = f"no full count of {deaths} by party{that_stands(tolls, month)}"
        return f"The pages gathered here publish a total, {total} {deaths}, and {none}."
    added = numbers.bounded(row.sum_of_parties, row.sum_min, row.sum_max)
    what = alleged_words(tolls) + deaths
    line = f"The parties' numbers add up to {added} {what}"
    apart = {TOTAL, *tolls.parties.groups}
    with_number = [code for code, toll in there.killed.items() if toll.is_printed and code not in apart]
    if len(with_number) == 1 and with_number[0] in tolls.parties.actors:
        line = f"Only one party has a number: {added} {what}"
    if not row.has_total:
        if any(toll.of_causes for toll in there.killed.values()):
            line += ", only a part of the deaths"
        undecided = there.total is not None and there.total.state == "undecided"
        none = "the total is undecided" if undecided else f"no total of {deaths} that can be used is gathered here"
        bound = ""
        if there.total is not None and there.total.at_most is not None:
            known = numbers.bounded(None, there.total.at_least, there.total.at_most)
            bound = f" By what else is published it is {known}."
        return f"{line}; {none}, so shares of a total cannot be given.{bound}"
    nobodys = "" if row.unattributed is None else f", and {_are(row.unattributed)} attributed to nobody"
    gap = row.unaccounted
    if gap is None:
        return f"{line}{nobodys}; the {total_name(row)} is {total}. Not all of these are exact numbers."
    if gap < 0:
        return f"{line}{nobodys}: {numbers.number(-gap)} more than the {total_name(row)} of {total}."
    if gap:
        rest = f"the other {_are(gap)} in none of these numbers"
        return f"The parties' numbers add up to {added} of the {total_name(row)} of {total} {what}{nobodys}; {rest}."
    used = " used here" if there.total is not None and there.total.basis == "adjudicated" else ""
    return f"{line}{nobodys}: together the total of {total}." if nobodys else f"{line}, the {total_name(row)}{used}."


def that_stands(tolls: Tolls, month: str) -> str:
    """Limit a sentence about what is published to what can be used, where pages disagree or were adjudicated."""
    own = [toll for code, toll in tolls.of(month).killed.items() if not toll.combined and code != TOTAL]
    unused = any(toll.basis == "adjudicated" or toll.state == "undecided" for toll in own)
    return " that can be used" if unused else ""


def _are(deaths: int) -> str:
    return f"{numbers.number(deaths)} {'is' if deaths == 1 else 'are'}"


def alleged_words(of: labels.Counting) -> str:
    """The word before deaths that are alleged, not documented."""
    return "alleged " if labels.is_alleged(of) else ""


class Doubted(labels.Shown, Protocol):
    """A line of a result, of a party."""

    @property
    def party(self) -> str:
        """The code of the party."""


def doubts_sentence(lines: Iterable[Doubted], tolls: Tolls) -> str:
    """List the doubts about the numbers of a table (Markdown), or say that none is known."""
    lines = list(lines)
    if said := doubts_words(lines, tolls):
        return said
    disputed = any(isinstance(one, Disputed) for line in lines if _of_a_toll(line) for one in line.remarks)
    nothing = "nothing else" if disputed else "nothing"
    none = f"We know of {nothing} in the pages gathered here that contradicts the numbers in this table"
    return f"{none}; the audit lists contradictions elsewhere."


def _of_a_toll(line: Doubted) -> bool:
    """Whether it is an undecided toll, whose disputed deaths the sentence on the sum says."""
    return getattr(line, "state", "") == "undecided" and not hasattr(line, "group")


def doubts_words(lines: Iterable[Doubted], tolls: Tolls) -> str:
    """List the doubts about numbers, each beside the party it touches (Markdown); '' without any.

    Places that all numbers leave out are left to the title, deaths that pages dispute to the sentence on the sum.
    """
    lines = list(lines)
    all_without, notes = bool(labels.left_out_words(lines)), []
    for line in lines:
        apart = _of_a_toll(line)
        said = [
            one for one in line.remarks if isinstance(one, Disputed) * apart or isinstance(one, Without) * all_without
        ]
        if doubts := remarks.doubt_words(
            (one for one in line.remarks if one not in said), report=report_words(tolls.data)
        ):
            counted = getattr(line, "count", None) is not None  # else the doubt is about the toll
            group = f", {numbers.GROUPS[getattr(line, 'group', '')]}" if counted else ""
            notes.append(f"- {labels.party_label(line.party, tolls.parties)}{group}: {'; '.join(doubts)}.")
    return "\n".join(dict.fromkeys(notes))


def population_note(population: str) -> str:
    """Say who is counted."""
    return {
        "civilians": "Figures are for civilians.",
        "fighters": "Figures are for fighters.",
        "persons": "Figures are for persons: civilians and fighters together, or not told apart.",
    }[population]
