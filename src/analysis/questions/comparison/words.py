"""The comparison of a month in words: titles, who leads, who has no toll, where."""

from __future__ import annotations

from analysis.data.definitions import limits_sentences
from analysis.model.adding import TOTAL, is_combined, members
from analysis.questions.comparison.numbers import Comparison, Line
from analysis.questions.comparison.places import Places
from analysis.show import dates, labels, numbers, remarks, standing
from analysis.show.sources import reports_cited, source_line
from analysis.tolls import completeness
from analysis.tolls.sides import side_of


def comparison_title(comparison: Comparison) -> str:
    """The title of a comparison."""
    deaths, when = _deaths(comparison).capitalize(), dates.month_of(comparison.month, comparison.lines)
    return f"{deaths} {labels.documented(comparison.tolls)}, by party they are attributed to, {when}"


def comparison_headline(comparison: Comparison) -> str:
    """What a picture of a comparison says first: who has the highest toll of the parties named, or that it is open."""
    deaths, top, best = _deaths(comparison), comparison.highest, [line for line in comparison.lines if line.rank == 1]
    status = standing.alleged_words(comparison.tolls)
    if comparison.month in comparison.tolls.not_counted:
        return " ".join(_limits(comparison))
    if top is None:
        return _nobody(comparison)
    than = "than to any other party named"
    if comparison.leads:
        if over := comparison.left_over:
            best, than = over, "than to any party named"
        each = " each" if len({line.killed for line in best}) == 1 < len(best) else ""
        counts = labels.join(dict.fromkeys(numbers.limited(line) for line in best))
        return f"More {status}{deaths} were attributed to {_names(best)} ({counts}{each}) {than}"
    causes = f", {remarks.items_words(top.causes)}" if top.of_causes else ""
    who = labels.in_sentence_of(top.party, comparison.tolls.parties)
    if not _why_not(comparison, top) and not _exceeded(comparison, top):
        return f"More {status}{deaths} were attributed to {who} ({numbers.limited(top)}{causes}) {than}"
    if over := comparison.left_over:
        total = comparison.total
        of = f" of {numbers.limited(total)}" if total.is_printed else ""
        most = labels.join(f"{numbers.limited(line)}{of}" for line in over)
        return f"{most} {status}{deaths} were attributed to {_names(over)}; no party named can be put first"
    together = " together" if is_combined(top.party) else ""
    return f"No party can be put first; the highest number published is {numbers.limited(top)}{causes}, for {who}{together}"


def comparison_sentences(comparison: Comparison) -> list[str]:
    """What a comparison says."""
    tolls, month = comparison.tolls, comparison.month
    said = [leader_sentence(comparison), standing.completeness_sentence(tolls, month), states_sentence(comparison)]
    return [*said, standing.doubts_sentence(comparison.lines, tolls)]


def comparison_sources(comparison: Comparison) -> list[str]:
    """The pages of a comparison."""
    return [source_line(comparison.tolls, comparison.month), *reports_cited(comparison.tolls.data, comparison.lines)]


def comparison_subtitle(comparison: Comparison, mark: str = "") -> str:
    """What a picture of a comparison shows, the published total (with its footnote's mark), and if the parties reach it."""
    row, title = completeness.standing(comparison.tolls, comparison.month), comparison_title(comparison)
    status = standing.status_words(comparison.tolls, comparison.month)
    if not row.has_total:
        return f"{title}; {status}"
    reached = status == standing.REACHED
    return f"{title}. Published total: {standing.total_words(row)}{mark}{', which the parties reach' if reached else f'; {status}'}"


def total_headline(comparison: Comparison) -> str:
    """What the picture of the sum says first: whether the parties' numbers reach the published total."""
    return standing.sum_sentence(comparison.tolls, comparison.month).rstrip(".")


def total_title(comparison: Comparison) -> str:
    """The title of the parties against the published total."""
    deaths, when = _deaths(comparison).capitalize(), dates.month_of(comparison.month, comparison.lines)
    return f"{deaths} {labels.documented(comparison.tolls)}: the parties against the published total, {when}"


def _deaths(comparison: Comparison) -> str:
    return numbers.DEATHS[comparison.tolls.population][1]


def leader_sentence(comparison: Comparison) -> str:
    """Say which party named has the highest toll, or why that cannot be said, and what nobody is named for."""
    tolls, month = comparison.tolls, comparison.month
    who, deaths = labels.monitor_label(tolls), _deaths(comparison)
    when, over = dates.month_of(month, comparison.lines), comparison.left_over
    top = comparison.highest
    alleged = standing.alleged_words(tolls)
    counted_ = f"{deaths} {labels.who_documented(tolls)} in {when}"
    first = _residual_words(comparison, over, counted_) if over else ""
    limits = _limits(comparison)
    if month in tolls.not_counted:
        return " ".join(limits)
    if top is None:
        return " ".join([f"{first}{_nobody(comparison)}, so no party is ranked.", *limits])
    number_ = _number_words(top)
    if not comparison.leads:
        causes = f" ({remarks.items_words(top.causes)})" if top.of_causes else ""
        several = "several parties together" if is_combined(top.party) else "a party"
        line = f"The highest number gathered here for {several} for {when} is {number_} {alleged}{deaths}{causes}, "
        line += f"attributed to {labels.in_sentence_of(top.party, tolls.parties)}. "
        if _exceeded(comparison, top):
            line = ""  # the published parts of another party's toll are more already
        if reasons := _why_not(comparison, top):
            line += f"Which party has the highest toll {'for ' + when + ' ' if not line else ''}cannot be said: "
            line += "; ".join(reasons)
        else:
            line += "No other party named can have more, but no exact full count of it is gathered here"
        return " ".join([f"{first}{line}.", *limits])
    best = [line for line in comparison.lines if line.rank == 1]
    what = f"{labels.documented_or_alleged(tolls)} {deaths}"
    text = f"Of the parties named, {who} attributed the most {what} in {when} to "
    if first:
        text = f"{first[:-2]}; of the parties named, the most were attributed to "
    text += f"{_names(best)}: {number_}{' each' if len(best) > 1 else ''}"
    second = [line for line in comparison.lines if line.rank == 1 + len(best)]
    if second:
        text += f", followed by {_names(second)} with {_number_words(second[0])}"
        text += " each" if len(second) > 1 else ""
    residuals = comparison.residuals
    beside = "" if first or not residuals else f" {_residual_words(comparison, residuals)}"
    return " ".join([f"{text}.{beside}", *(_within(comparison) if beside else []), *limits])


def _nobody(comparison: Comparison) -> str:
    """Say that no party has a full count."""
    tolls, when = comparison.tolls, dates.month_of(comparison.month, comparison.lines)
    none = f"No page gathered here publishes a full count of {_deaths(comparison)} for a single party for {when}"
    return none + standing.that_stands(tolls, comparison.month)


def _limits(comparison: Comparison) -> list[str]:
    """Say whose losses the monitor does not count."""
    tolls = comparison.tolls
    return limits_sentences(tolls.data, tolls.monitor, tolls.population, comparison.month)


def _exceeded(comparison: Comparison, top: Line) -> bool:
    """Whether parts of another party's toll that are published are more than the highest number."""
    parties = comparison.tolls.parties
    others = [toll for code, toll in comparison.cells.killed.items() if code in parties.actors and code != top.party]
    return any((toll.at_least or 0) > top.least for toll in others)


def _names(lines: list[Line]) -> str:
    """The parties of lines, within a sentence."""
    return labels.join(labels.in_sentence(line.label) for line in lines)


def _number_words(line: Line) -> str:
    """The number of a line of a comparison, and how it was formed where no page publishes it."""
    formed = f" ({labels.BASIS[line.basis]})" if line.basis in ("summed", "subtracted") else ""
    return numbers.limited(line) + formed


def _within(comparison: Comparison) -> list[str]:
    """Say whose deaths are among those of a leftover class where a page says so: a sentence, or none."""
    parties = comparison.tolls.parties
    killed = {code: toll.value for code, toll in comparison.cells.killed.items() if toll.value is not None}
    held = dict.fromkeys(
        one
        for code in killed
        for own in parties.residual.intersection(members(code)) - {code}
        if killed[code] == killed.get(own)
        for one in members(code)
        if one not in parties.residual
    )
    whose = labels.join(labels.in_sentence_of(one, parties) for one in held)
    return [f"One page counts the deaths attributed to {whose} among these."] if held else []


def _residual_words(comparison: Comparison, lines: list[Line], of: str = "") -> str:
    """Say how many deaths are attributed to nobody named, and of how many."""
    total = comparison.total
    parts = [
        f"{_number_words(line)} {'was' if line.least == 1 else 'were'} attributed to "
        f"{labels.in_sentence(line.label, residual=True)}"
        for line in lines
    ]
    share, added = "", [line.killed for line in lines if line.killed is not None]
    exact = len(added) == len(lines) and not any(line.limit for line in (total, *lines))
    if exact and total.killed is not None and 0 < total.killed >= sum(added):
        share = f" ({numbers.percent(sum(added), total.killed)} of the total)"
    if of:
        before = f"Of the {numbers.number(total.killed)} {of}, " if share else f"Of the {of}, "
        return f"{before}{labels.join(parts)}. "
    lead = "A further" if parts[0][:1].isdigit() else "In addition,"
    return f"{lead} {labels.join(parts)}{share}."


def _why_not(comparison: Comparison, top: Line) -> list[str]:
    """Why nobody can be said to have the highest toll: who could have more, or what is not bounded; none of that."""
    month, parties, ahead = comparison.cells, comparison.tolls.parties, []
    for code in parties.actors:
        toll = month.killed.get(code)
        if toll is None or code == top.party:
            continue
        side = side_of(toll)
        if toll.named and side.value is None and (side.high is None or side.high > top.least):
            ends = [f"at least {numbers.number(side.low)}"] if side.low else []
            ends += ["no upper bound" if side.high is None else f"at most {numbers.number(side.high)}"]
            ahead.append(f"{labels.in_sentence(parties[code].label)} ({', '.join(ends)})")
    reasons = [f"{labels.join(ahead)} could have more"] if ahead else []
    rest = month.left_out
    if rest is None and comparison.total.killed is None:
        reasons.append("no published total that its parties fit in bounds what a page may have left out")
    elif rest is None:
        reasons.append("the published total is less than its parties, or no exact number, and bounds nothing")
    elif rest > top.least:
        deaths = "death" if rest == 1 else "deaths"
        reasons.append(f"up to {numbers.number(rest)} {deaths} are in none of the parties' numbers")
    if top.limit == "most" or (top.killed is None and top.killed_min is None):
        reasons.append("its number is only an upper end")
    if is_combined(top.party):
        reasons.append("what each of these parties has is not known")
    return reasons


def states_sentence(comparison: Comparison) -> str:
    """Say of the parties without a value why they have none."""
    apart = comparison.tolls.parties.groups | {TOTAL, *comparison.unnamed}
    cells, parts = comparison.cells.killed, []
    for state, lead in (
        ("range", "A range, or an end of one, is published for"),
        ("none_left", "Once the other published numbers are subtracted from their total, no deaths remain for"),
        ("not_reported", f"No page gathered here publishes a full count of {_deaths(comparison)} for"),
        ("undecided", "Pages disagree and nothing decides between them for"),
        ("taken_away", "A number is published, but by adjudication not used, for"),
        ("causes", "Only deaths by some causes are published for"),
    ):
        by_bound: dict[str, list[str]] = {}
        for line in comparison.lines:
            if line.party in cells and line.party not in apart and _state_of(line) == state:
                toll = cells[line.party]
                known = state == "not_reported" and (toll.at_least, toll.at_most) != (None, None)
                bound = numbers.bounded(None, toll.at_least, toll.at_most) if known else ""
                residual = line.party in comparison.tolls.parties.residual
                by_bound.setdefault(bound, []).append(labels.in_sentence(line.label, residual))
        for bound, who in by_bound.items():
            each = f" ({'each ' * (len(who) > 1)}{bound})" if bound else ""
            parts.append(f"{lead} {labels.join(who)}{each}.")
    if unnamed := unnamed_words(comparison):
        parts.append(f"{unnamed}.")
    if not parts:
        return "There is a number for every party that can appear in this month."
    return " ".join([*parts, "A missing number is not a zero."])


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
    """The state of a party's toll, and what is no toll though a number is there."""
    if line.of_causes and line.is_printed:
        return "causes"
    return "taken_away" if (line.state, line.basis) == ("not_reported", "adjudicated") else str(line.state)


def places_sentences(places: Places) -> str:
    """Say where, as far as reports do."""
    if not places.lines:
        return "No page gathered here publishes places for this month."
    by_party: dict[str, list[str]] = {}
    for place in places.lines:
        if place.killed is None:
            text = f"{place.governorate} {place.printed_share_pct:g}%, as published"
        else:
            of = f" of {numbers.number(place.of_killed)}" if place.of_killed is not None else ""
            text = f"{place.governorate} {numbers.number(place.killed)}{of}"
        by_party.setdefault(place.party, []).append(text)
    parts = [
        f"{labels.party_label(party, places.tolls.parties)}: {labels.join(found)}." for party, found in by_party.items()
    ]
    return " ".join(parts) + " Reports name only some places."
