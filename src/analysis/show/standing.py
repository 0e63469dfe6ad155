"""The heading of a month, how complete it is, and the doubts of its tolls, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from analysis.language import language, say, say_as, say_count, sayable
from analysis.model.adding import TOTAL
from analysis.model.remarks import Disputed, Without
from analysis.model.tolls import Month
from analysis.show import dates, labels, numbers, remarks
from analysis.show.sources import report_words
from analysis.tolls import completeness
from analysis.tolls.completeness import Completeness, Standing
from analysis.tolls.series import Tolls

if TYPE_CHECKING:
    import pandas as pd


def heading(tolls: Tolls, month: str) -> str:
    """Open a notebook: monitor, month, who is counted and how complete the month is (Markdown)."""
    there = tolls.of(month)
    places = labels.left_out_words(toll for measure in there.measures for toll in there.of(measure).values())
    said = [
        say(
            "**{monitor}, {month}: {status}.**",
            monitor=labels.monitor_label(tolls),
            month=dates.month_name(month),
            status=standing_words(tolls, month),
        ),
        population_note(tolls.population),
        labels.lower_bound(tolls),
    ]
    if places:
        said.append(say("Deaths in {places} are in none of these numbers.", places=places))
    return " ".join(said)


def standing_words(tolls: Tolls, month: str) -> str:
    """Say how far a month's parties reach its total and where its figures come from."""
    status, killed = status_words(tolls, month), tolls.of(month).killed.values()
    bases = {toll.basis for toll in killed if toll.basis}
    causes = {page for toll in killed if toll.of_causes for page in toll.report_id}
    reports = tolls.data.only(month).reports
    bases.update(reports.loc[reports["report_id"].isin(causes), "kind"])
    kinds = [say(words) for basis, words in labels.BASIS.items() if basis in bases - labels.COMPUTED]
    computed = [say("partly computed from published numbers")] if bases & labels.COMPUTED else []
    return labels.semicolons([status, *([labels.join([*kinds, *computed])] if bases else [])])


def status_words(tolls: Tolls, month: str) -> str:
    """Say how far a month's parties reach its total."""
    row = completeness.standing(tolls, month)
    if row.status == "total_only":
        if row.has_total:
            return say("a total is gathered here, but no full count by party")
        return say("no single number of {deaths} is gathered here", deaths=numbers.deaths(tolls.population))
    if not row.has_total:
        return say("no total of the same population is gathered here")
    if row.status == "complete":
        return say("the parties reach the {total}", total=total_name(row))
    if row.unaccounted is None:
        return say("not all numbers of the parties are exact")
    if row.unaccounted == 0:
        return say("the parties and what is attributed to nobody reach the total")
    if row.unaccounted < 0:
        return say("the parties add up to more than the {total}", total=total_name(row))
    return say("the numbers added up do not reach the {total}", total=total_name(row))


def months_table(found: Completeness) -> pd.DataFrame:
    """The months for a reader, in English under the names that the columns have everywhere."""
    table = found.frame
    if language() == "en":
        return table
    words = {**labels.BASIS, **_STATUSES}
    for column in ("status", "basis"):
        table = table.assign(**{column: [say(words[cell]) if cell in words else "" for cell in table[column]]})
    return table.rename(columns={name: say_as("column", str(name)) for name in table})


_STATUSES = {
    "complete": sayable("complete"),
    "partial": sayable("partial"),
    "total_only": sayable("total only"),
}


def total_name(row: Standing) -> str:
    """What a total is: what is counted from a list is never called published."""
    return say("list's total") if row.basis == "records" else say("published total")


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
        say_count(
            "Pages disagree on {number} death: some attribute it to {party}, others to {others}; it is in neither "
            "number.",
            "Pages disagree on {number} deaths: some attribute them to {party}, others to {others}; they are in "
            "neither number.",
            deaths,
            number=numbers.number(deaths),
            party=labels.in_sentence_of(parties[0], tolls.parties),
            others=labels.join(labels.in_sentence_of(party, tolls.parties) for party in parties[1:]),
        )
        for parties, deaths in found.items()
    ]


def sum_sentence(tolls: Tolls, month: str) -> str:
    """Say whether the parties reach the total."""
    row, there = completeness.standing(tolls, month), tolls.of(month)
    deaths, total = numbers.deaths(tolls.population), total_words(row)
    if row.status == "total_only" and not row.has_total:
        return say(
            "No page gathered here publishes a single number of {deaths} for this month, only ranges or parts.",
            deaths=deaths,
        )
    if row.status == "total_only":
        said = {"total": numbers.some_deaths(total, tolls.population), "deaths": deaths}
        if some_unused(tolls, month):
            return say(
                "The pages gathered here publish a total, {total}, and no full count of {deaths} by party that can be "
                "used.",
                **said,
            )
        return say("The pages gathered here publish a total, {total}, and no full count of {deaths} by party.", **said)
    added = numbers.bounded(row.sum_of_parties, row.sum_min, row.sum_max)
    whole, count = total_name(row), labels.some_deaths_of(tolls, added)
    if row.unaccounted is not None and row.unaccounted > 0:
        return _short_of(row, added, labels.some_deaths_of(tolls, total))
    line = say("The parties' numbers add up to {sum}", sum=count)
    apart = {TOTAL, *tolls.parties.groups}
    with_number = [code for code, toll in there.killed.items() if toll.is_printed and code not in apart]
    if len(with_number) == 1 and with_number[0] in tolls.parties.actors:
        line = say("Only one party has a number: {sum}", sum=count)
    if not row.has_total:
        return _without_total(there, line, deaths)
    if row.unattributed is not None:
        line = say_count(
            "{sum}, and {number} is attributed to nobody",
            "{sum}, and {number} are attributed to nobody",
            row.unattributed,
            sum=line,
            number=numbers.number(row.unattributed),
        )
    if row.unaccounted is None:
        return say(
            "{sum}; the {name} is {total}. Not all of these are exact numbers.", sum=line, name=whole, total=total
        )
    if row.unaccounted < 0:
        more = numbers.number(-row.unaccounted)
        return say("{sum}: {number} more than the {name} of {total}.", sum=line, number=more, name=whole, total=total)
    if row.unattributed is not None:
        return say("{sum}: together the total of {total}.", sum=line, total=total)
    if there.total is not None and there.total.basis == "adjudicated":
        return say("{sum}, the {name} used here.", sum=line, name=whole)
    return say("{sum}, the {name}.", sum=line, name=whole)


def _short_of(row: Standing, added: str, total: str) -> str:
    """Say how many deaths of the total are in no party's number."""
    said = {"sum": added, "name": total_name(row), "total": total}
    rest = row.unaccounted or 0
    if row.unattributed is None:
        return say_count(
            "The parties' numbers add up to {sum} of the {name} of {total}; the other {rest} is in none of "
            "these numbers.",
            "The parties' numbers add up to {sum} of the {name} of {total}; the other {rest} are in none of "
            "these numbers.",
            rest,
            rest=numbers.number(rest),
            **said,
        )
    return say(
        "The parties' numbers add up to {sum} of the {name} of {total}, and {nobodys}; {rest}.",
        nobodys=say_count(
            "{number} is attributed to nobody",
            "{number} are attributed to nobody",
            row.unattributed,
            number=numbers.number(row.unattributed),
        ),
        rest=say_count(
            "the other {number} is in none of these numbers",
            "the other {number} are in none of these numbers",
            rest,
            number=numbers.number(rest),
        ),
        **said,
    )


def _without_total(there: Month, line: str, deaths: str) -> str:
    """Say of what the parties add up to that there is no total to compare it with."""
    if any(toll.of_causes for toll in there.killed.values()):
        line = say("{sum}, only a part of the deaths", sum=line)
    if there.total is not None and there.total.state == "undecided":
        said = say("{sum}; the total is undecided, so shares of a total cannot be given.", sum=line)
    else:
        said = say(
            "{sum}; no total of {deaths} that can be used is gathered here, so shares of a total cannot be given.",
            sum=line,
            deaths=deaths,
        )
    if there.total is None or there.total.at_most is None:
        return said
    known = numbers.bounded(None, there.total.at_least, there.total.at_most)
    return " ".join([said, say("By what else is published it is {number}.", number=known)])


def some_unused(tolls: Tolls, month: str) -> bool:
    """Whether a published number of a party cannot be used: pages disagree, or it was adjudicated."""
    own = [toll for code, toll in tolls.of(month).killed.items() if not toll.combined and code != TOTAL]
    return any(toll.basis == "adjudicated" or toll.state == "undecided" for toll in own)


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
    if disputed:
        return say(
            "We know of nothing else in the pages gathered here that contradicts the numbers in this table; the audit "
            "lists contradictions elsewhere."
        )
    return say(
        "We know of nothing in the pages gathered here that contradicts the numbers in this table; the audit lists "
        "contradictions elsewhere."
    )


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
            party = labels.party_label(line.party, tolls.parties)
            if getattr(line, "count", None) is not None:  # else the doubt is about the toll
                group = numbers.group_name(getattr(line, "group", ""))
                party = say("{party}, {group}", party=party, group=group)
            notes.append(say("- {what}: {doubts}.", what=party, doubts=labels.semicolons(doubts)))
    return "\n".join(dict.fromkeys(notes))


def population_note(population: str) -> str:
    """Say who is counted."""
    return say(_WHO[population])


_WHO = {
    "civilians": sayable("Figures are for civilians."),
    "fighters": sayable("Figures are for fighters."),
    "persons": sayable("Figures are for persons: civilians and fighters together, or not told apart."),
}
