"""The comparison of a month in words: titles, who has no toll, where."""

from __future__ import annotations

from analysis.language import isolated, say, say_as, sayable
from analysis.model.adding import TOTAL
from analysis.model.remarks import Disputed
from analysis.questions.comparison.leading import comparison_headline, deaths_of, leader_sentence, total_alone
from analysis.questions.comparison.numbers import Comparison, Line
from analysis.questions.comparison.places import Places
from analysis.show import dates, labels, numbers, standing
from analysis.show.sources import reports_cited, source_line
from analysis.tolls import completeness

__all__ = ["comparison_headline", "leader_sentence"]  # which stand in leading.py


def comparison_title(comparison: Comparison) -> str:
    """The title of a comparison."""
    tolls = comparison.tolls
    return say(
        "{deaths} {documented}, by party they are attributed to, {when}",
        deaths=deaths_of(comparison).capitalize(),
        documented=labels.documented(tolls),
        when=dates.month_of(comparison.month, comparison.lines),
    )


def comparison_sentences(comparison: Comparison) -> list[str]:
    """What a comparison says."""
    tolls, month = comparison.tolls, comparison.month
    said = [leader_sentence(comparison)]
    said += [] if total_alone(comparison) else [standing.completeness_sentence(tolls, month)]
    return [*said, states_sentence(comparison), standing.doubts_sentence(comparison.lines, tolls)]


def comparison_sources(comparison: Comparison) -> list[str]:
    """The pages of a comparison."""
    return [source_line(comparison.tolls, comparison.month), *reports_cited(comparison.tolls.data, comparison.lines)]


def comparison_subtitle(comparison: Comparison, mark: str = "") -> str:
    """What a picture of a comparison shows, the total (with its footnote's mark), and if the parties reach it."""
    row, title = completeness.standing(comparison.tolls, comparison.month), comparison_title(comparison)
    status = standing.status_words(comparison.tolls, comparison.month)
    if not row.has_total:
        return say("{title}; {status}{mark}", title=title, status=status, mark=mark)
    total = f"{standing.total_words(row)}{mark}"
    if row.unaccounted is not None and row.unaccounted > 0 and row.sum_of_parties is not None:
        return say(
            "{title}. The parties' numbers add up to {sum} of the {name} of {total}",
            title=title,
            sum=numbers.number(row.sum_of_parties),
            name=standing.total_name(row),
            total=total,
        )
    said = {"title": title, "name": labels.capitalized(standing.total_name(row)), "total": total}
    if row.status == "complete":
        return say("{title}. {name}: {total}, to which the parties add up", **said)
    return say("{title}. {name}: {total}; {status}", **said, status=status)


def total_headline(comparison: Comparison) -> str:
    """What the picture of the sum says first: whether the parties' numbers reach the published total."""
    return standing.sum_sentence(comparison.tolls, comparison.month).rstrip(".")


def total_title(comparison: Comparison) -> str:
    """The title of the parties against the published total."""
    tolls = comparison.tolls
    said = {
        "deaths": deaths_of(comparison).capitalize(),
        "documented": labels.documented(tolls),
        "when": dates.month_of(comparison.month, comparison.lines),
    }
    if not comparison.total.is_printed:
        return say("{deaths} {documented}: the sum of the parties, {when}", **said)
    total = standing.total_name(completeness.standing(tolls, comparison.month))
    return say("{deaths} {documented}: the parties against the {total}, {when}", **said, total=total)


_LEADS = {  # why parties have no number
    "range": sayable("There is only a range, or an end of one, for {parties}."),
    "none_left": sayable("The other parties reach a number that includes them, so no deaths remain for {parties}."),
    "not_reported": sayable("No page gathered here publishes a full count of {deaths} for {parties}."),
    "undecided": sayable("Pages disagree and nothing decides between them for {parties}."),
    "taken_away": sayable("A number is published, but by adjudication not used, for {parties}."),
    "part": sayable("Only a part of the deaths is published for {parties}."),
}


def states_sentence(comparison: Comparison) -> str:
    """Say of the parties without a value why they have none; where the total is all that is published, nothing of each.

    What is said beside it is left out: that pages disagree on deaths, of what causes a number is, and that a party has
    at most the total.
    """
    missing = say("A missing number is not a zero.")
    if total_alone(comparison):
        return missing
    most = comparison.cells.total.exact if comparison.cells.total else None
    parties = comparison.tolls.parties
    apart = parties.groups | {TOTAL, *comparison.unnamed}
    cells, parts = comparison.cells.killed, []
    for state, lead in _LEADS.items():
        by_bound: dict[str, list[str]] = {}
        for line in comparison.lines:
            if line.party in cells and line.party not in apart and _state_of(line) == state:
                toll = cells[line.party]
                known = state == "not_reported" and (toll.at_least, toll.at_most) not in ((None, None), (None, most))
                bound = numbers.bounded(None, toll.at_least, toll.at_most) if known else ""
                label = labels.full_line_label(line.party, line.label, parties)
                by_bound.setdefault(bound, []).append(labels.in_sentence(label, line.party in parties.residual))
        for bound, who in by_bound.items():
            names = labels.join(who)
            if bound and len(who) > 1:
                names = say("{parties} (each {number})", parties=names, number=bound)
            elif bound:
                names = say("{party} ({number})", party=names, number=bound)
            parts.append(say(lead, deaths=deaths_of(comparison), parties=names))
    if unnamed := unnamed_words(comparison):
        parts.append(f"{unnamed}.")
    if not parts and "" in map(_state_of, comparison.lines):
        return missing
    if not parts:
        return say("There is a number for every party that can appear in this month.")
    return " ".join([*parts, missing])


def unnamed_words(comparison: Comparison, short: bool = False) -> str:
    """Say for which parties no page has any number of the monitor's; their groups are not listed. '' for none."""
    parties = comparison.tolls.parties
    named = [code for code in comparison.unnamed if code not in parties.groups]
    names = [
        labels.party_label(code, parties, short=True) if short else labels.in_sentence_of(code, parties)
        for code in named
    ]
    who = labels.monitor_label(comparison.tolls)
    if not names:
        return ""
    return say(
        "No page gathered here gives a number by {monitor} for {parties} in this month",
        monitor=who,
        parties=labels.join_or(names),
    )


def _state_of(line: Line) -> str:
    """The state of a party's toll, and what is no toll though a number is there; '' for what is said beside it."""
    if line.of_causes and line.is_printed:
        return "" if line.causes else "part"
    if line.state == "undecided" and any(isinstance(one, Disputed) for one in line.remarks):
        return ""
    return "taken_away" if (line.state, line.basis) == ("not_reported", "adjudicated") else str(line.state)


def places_sentences(places: Places) -> str:
    """Say where, as far as reports do."""
    if not places.lines:
        return say("No page gathered here publishes places for this month.")
    by_party: dict[str, list[str]] = {}
    shares = {place.party for place in places.lines if place.killed is None}
    for place in places.lines:
        if place.killed is None:
            number = isolated(f"{place.printed_share_pct:g}%")
        elif place.of_killed is None:
            number = numbers.number(place.killed)
        else:
            number = numbers.part_of(numbers.number(place.killed), numbers.number(place.of_killed))
        text = say("{place} {number}", place=say_as("place", place.governorate), number=number)
        by_party.setdefault(place.party, []).append(text)
    parts = [
        say(
            _OF_SHARES if party in shares else _OF_COUNTS,
            party=labels.party_label(party, places.tolls.parties),
            places=labels.join(found),
        )
        for party, found in by_party.items()
    ]
    return " ".join([*parts, say("Reports name only some places.")])


_OF_COUNTS = sayable("{party}: {places}.")
_OF_SHARES = sayable("{party}: {places} (percentages as published).")
