"""The comparison of a month in words: titles, who has no toll, where."""

from __future__ import annotations

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
    deaths, when = deaths_of(comparison).capitalize(), dates.month_of(comparison.month, comparison.lines)
    return f"{deaths} {labels.documented(comparison.tolls)}, by party they are attributed to, {when}"


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
        return f"{title}; {status}{mark}"
    if row.unaccounted is not None and row.unaccounted > 0 and row.sum_of_parties is not None:
        whole = f"{standing.total_name(row)} of {standing.total_words(row)}{mark}"
        return f"{title}. The parties' numbers add up to {numbers.number(row.sum_of_parties)} of the {whole}"
    how = ", to which the parties add up" if row.has_total and row.status == "complete" else f"; {status}"
    return f"{title}. {labels.capitalized(standing.total_name(row))}: {standing.total_words(row)}{mark}{how}"


def total_headline(comparison: Comparison) -> str:
    """What the picture of the sum says first: whether the parties' numbers reach the published total."""
    return standing.sum_sentence(comparison.tolls, comparison.month).rstrip(".")


def total_title(comparison: Comparison) -> str:
    """The title of the parties against the published total."""
    deaths, when = deaths_of(comparison).capitalize(), dates.month_of(comparison.month, comparison.lines)
    row = completeness.standing(comparison.tolls, comparison.month)
    whole = f"the parties against the {standing.total_name(row)}"
    against = whole if comparison.total.is_printed else "the sum of the parties"
    return f"{deaths} {labels.documented(comparison.tolls)}: {against}, {when}"


def states_sentence(comparison: Comparison) -> str:
    """Say of the parties without a value why they have none; where the total is all that is published, nothing of each.

    What is said beside it is left out: that pages disagree on deaths, of what causes a number is, and that a party has
    at most the total.
    """
    missing = "A missing number is not a zero."
    if total_alone(comparison):
        return missing
    most = comparison.cells.total.exact if comparison.cells.total else None
    residual = comparison.tolls.parties.residual
    apart = comparison.tolls.parties.groups | {TOTAL, *comparison.unnamed}
    cells, parts = comparison.cells.killed, []
    for state, lead in (
        ("range", "There is only a range, or an end of one, for"),
        (
            "none_left",
            "The other parties reach a number that includes them, so no deaths remain for",
        ),
        ("not_reported", f"No page gathered here publishes a full count of {deaths_of(comparison)} for"),
        ("undecided", "Pages disagree and nothing decides between them for"),
        ("taken_away", "A number is published, but by adjudication not used, for"),
        ("part", "Only a part of the deaths is published for"),
    ):
        by_bound: dict[str, list[str]] = {}
        for line in comparison.lines:
            if line.party in cells and line.party not in apart and _state_of(line) == state:
                toll = cells[line.party]
                known = state == "not_reported" and (toll.at_least, toll.at_most) not in ((None, None), (None, most))
                bound = numbers.bounded(None, toll.at_least, toll.at_most) if known else ""
                by_bound.setdefault(bound, []).append(labels.in_sentence(line.label, line.party in residual))
        for bound, who in by_bound.items():
            each = f" ({'each ' * (len(who) > 1)}{bound})" if bound else ""
            parts.append(f"{lead} {labels.join(who)}{each}.")
    if unnamed := unnamed_words(comparison):
        parts.append(f"{unnamed}.")
    if not parts and "" in map(_state_of, comparison.lines):
        return missing
    if not parts:
        return "There is a number for every party that can appear in this month."
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
    none = f"No page gathered here gives a number by {who} for {labels.join_or(names)} in this month"
    return none if names else ""


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
        return "No page gathered here publishes places for this month."
    by_party: dict[str, list[str]] = {}
    shares = {place.party for place in places.lines if place.killed is None}
    for place in places.lines:
        if place.killed is None:
            text = f"{place.governorate} {place.printed_share_pct:g}%"
        else:
            of = f" of {numbers.number(place.of_killed)}" if place.of_killed is not None else ""
            text = f"{place.governorate} {numbers.number(place.killed)}{of}"
        by_party.setdefault(place.party, []).append(text)
    parts = [
        f"{labels.party_label(party, places.tolls.parties)}: {labels.join(found)}"
        f"{' (percentages as published)' * (party in shares)}."
        for party, found in by_party.items()
    ]
    return " ".join(parts) + " Reports name only some places."
