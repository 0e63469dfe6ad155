"""Which party named has the highest toll, in words: the headline of a comparison and its first sentence."""

from __future__ import annotations

from analysis.data.definitions import limits_sentences
from analysis.model.adding import TOTAL, held_by_others, is_combined, members
from analysis.questions.comparison.numbers import Comparison, Line
from analysis.show import dates, labels, numbers, remarks, standing
from analysis.tolls.monthly import months_with_figures
from analysis.tolls.sides import side_of

_WORKED_OUT = {"subtracted": "by subtraction", "summed": "by addition"}


def comparison_headline(comparison: Comparison) -> str:
    """What a picture of a comparison says first: who has the highest toll of the parties named, or that it is open."""
    deaths, top, best = deaths_of(comparison), comparison.highest, [line for line in comparison.lines if line.rank == 1]
    status = standing.alleged_words(comparison.tolls)
    if comparison.month in comparison.tolls.not_counted:
        who = labels.monitor_label(comparison.tolls)
        return f"{who}'s numbers of {comparison.tolls.population} cannot rank parties: not all losses are counted"
    if top is None:
        return _nobody(comparison)
    than = "than to any other party named"
    if comparison.leads:
        if over := comparison.left_over:
            best, than = over, "than to any party named"
        each = " each" if len({line.killed for line in best}) == 1 < len(best) else ""
        counts = labels.join(dict.fromkeys(numbers.limited(line) for line in best))
        return f"More {status}{deaths} were attributed to {_names(comparison, best)} ({counts}{each}) {than}"
    part = f", {remarks.items_words(top.causes)}" if top.of_causes else ""
    who = labels.in_sentence_of(top.party, comparison.tolls.parties)
    if not is_combined(top.party) and not _why_not(comparison, top) and not _exceeded(comparison, top):
        return f"More {status}{deaths} were attributed to {who} ({numbers.limited(top)}{part}) {than}"
    if over := comparison.left_over:
        total = comparison.total
        of = f" of {numbers.limited(total)}" if total.is_printed else ""
        most = labels.join(f"{numbers.limited(line)}{of}" for line in over)
        return f"{most} {status}{deaths} were attributed to {_names(comparison, over)}; no party named can be put first"
    together = " together" if is_combined(top.party) else ""
    if _only_parts(comparison) and (shared := _shared_causes(comparison)):
        return f"No party can be put first: only {status}{deaths} {shared} are published by party"
    what = "largest part published" if top.of_causes else _highest(comparison, top)
    return f"No party can be put first; the {what} is {numbers.limited(top)}{part}, for {who}{together}"


def _highest(comparison: Comparison, top: Line) -> str:
    """What the highest number is the highest of: where pages disagree on a higher one, of those that are undisputed."""
    cells = comparison.cells.killed.items()
    open_ = (toll for code, toll in cells if code != TOTAL and toll.state == "undecided")
    disputed = any((side_of(toll).high or 0) > top.least for toll in open_)
    if disputed:
        return "highest undisputed number"
    return "highest number in the list" if top.basis == "records" else "highest number published"


def leader_sentence(comparison: Comparison) -> str:
    """Say which party named has the highest toll, or why that cannot be said, and what nobody is named for."""
    tolls, top, over = comparison.tolls, comparison.highest, comparison.left_over
    who, deaths = labels.monitor_label(tolls), deaths_of(comparison)
    when = dates.month_of(comparison.month, comparison.lines)
    limits = _limits(comparison)
    if comparison.month in tolls.not_counted:
        return " ".join(limits)
    first = _residual_words(comparison, over, f"{deaths} {labels.who_documented(tolls)} in {when}") if over else ""
    when = dates.month_name(comparison.month) if first else when
    if top is None and total_alone(comparison) and comparison.total.basis != "records":
        number = f"{numbers.limited(comparison.total)} {standing.alleged_words(tolls)}{deaths}"
        none = f"no toll by party{standing.that_stands(tolls, comparison.month)}"
        return " ".join([f"{who} published {number} for {when} and {none} in the pages gathered here.", *limits])
    if top is None:
        return " ".join([f"{first}{_nobody(comparison)}, so no party is ranked.", *limits])
    if not comparison.leads:
        return " ".join([f"{first}{_open(comparison, top, when)}", *limits])
    best = [line for line in comparison.lines if line.rank == 1]
    number = f"{numbers.limited(top)}{_worked_out(best)}{' each' if len(best) > 1 else ''}"
    text = f"Of the {deaths} {labels.who_documented(tolls)} in {when}, more were attributed to "
    text += f"{_names(comparison, best)} ({number}) than to any other party named"
    if first:
        text = f"{first[:-2]}; of the parties named, the most were attributed to {_names(comparison, best)} ({number})"
    second = [line for line in comparison.lines if line.rank == 1 + len(best)]
    if second:
        text += f", followed by {_names(comparison, second)} ({numbers.limited(second[0])}{_worked_out(second)}"
        text += " each)" if len(second) > 1 else ")"
    residuals = comparison.residuals
    beside = "" if first or not residuals else f" {_residual_words(comparison, residuals)}"
    return " ".join([f"{text}.{beside}", *(_within(comparison) if beside else []), *limits])


def _worked_out(lines: list[Line]) -> str:
    """Say of a number that no page publishes as such how it was made; '' of others."""
    how = {_WORKED_OUT[line.basis] for line in lines if line.basis in _WORKED_OUT}
    return f" {labels.join(sorted(how))}" if how else ""


def deaths_of(comparison: Comparison) -> str:
    """Whose deaths it counts."""
    return numbers.DEATHS[comparison.tolls.population][1]


def total_alone(comparison: Comparison) -> bool:
    """Whether the total is all that is published of the month: no number of a party, and no part of one."""
    parts = any(toll.at_least for code, toll in comparison.cells.killed.items() if code != TOTAL)
    return not parts and [line.party for line in comparison.lines if line.has_deaths] == [TOTAL]


def _open(comparison: Comparison, top: Line, when: str) -> str:
    """Say that nobody can be put first, and why; or that nobody has more than a number that is no full count."""
    tolls = comparison.tolls
    deaths, who = deaths_of(comparison), labels.in_sentence_of(top.party, tolls.parties)
    status, exceeded = standing.alleged_words(tolls), _exceeded(comparison, top)
    reasons = _why_not(comparison, top)
    if not reasons and not is_combined(top.party):
        line = f"The highest number gathered here for a party for {when} is {numbers.limited(top)} {status}{deaths}"
        line += f", attributed to {who}. "
        if top.of_causes:
            line = f"Of the parties named, the most {status}{deaths} in {when} were attributed to {who}: "
            line += f"{numbers.limited(top)}, {remarks.items_words(top.causes)}. "
        line *= not exceeded  # the published parts of another party's toll are more already
        return f"{line}No other party named can have more, but no exact full count of it is gathered here."
    verdict = f"Which party has the highest toll in {when} cannot be said: "
    if _only_parts(comparison):
        return f"{verdict}{_parts_words(comparison, top)}.{_beside(comparison)}"
    if is_combined(top.party) and (not exceeded or not reasons):
        part = f" ({remarks.items_words(top.causes)})" if top.of_causes else ""
        number = f"{labels.monitor_label(tolls)} published {numbers.limited(top)}{part} for {who} together"
        return f"{verdict}{'; '.join([f'{number}{_apart(comparison, top)}', *reasons])}."
    what, part = f"{_highest(comparison, top)} for a party", ""
    if top.of_causes:
        what, part = "largest part published", f" ({remarks.items_words(top.causes)})"
    known = f" The {what} is {numbers.limited(top)}{part}, attributed to {who}."
    return f"{verdict}{'; '.join(reasons)}.{known * (not exceeded)}"


def _only_parts(comparison: Comparison) -> bool:
    """Whether every number of a party is one of a part of its toll, and no page publishes another part of one."""
    lines, parties = comparison.of_parties, comparison.tolls.parties
    shown = {line.party for line in lines}
    others = [toll for code, toll in comparison.cells.killed.items() if code in parties.actors and code not in shown]
    return all(line.of_causes for line in lines) and not any(toll.at_least for toll in others)


def _parts_words(comparison: Comparison, top: Line) -> str:
    """Say that only parts of the tolls are published: each where they are of the same causes, else the largest."""
    parties, status = comparison.tolls.parties, standing.alleged_words(comparison.tolls)
    lines = sorted(comparison.of_parties, key=lambda line: (line.least, line.most or 0), reverse=True)
    published = "the pages gathered here publish only"
    if shared := _shared_causes(comparison):
        first, *rest = (f"to {labels.in_sentence_of(line.party, parties)}" for line in lines)
        said = [f"{numbers.limited(lines[0])} attributed {first}"]
        said += [f"{numbers.limited(line)} {whom}" for line, whom in zip(lines[1:], rest, strict=True)]
        return f"{published} {status}{deaths_of(comparison)} {shared} by party, {labels.join(said)}"
    who = labels.in_sentence_of(top.party, parties) + " together" * is_combined(top.party)
    what = f"{status}{deaths_of(comparison)} {remarks.causes_words(top.causes)}"
    return f"{published} parts of the parties' tolls, the largest {numbers.limited(top)} {what}, attributed to {who}"


def _shared_causes(comparison: Comparison) -> str:
    """What every number of a party covers, in words; '' where it is not the same, or one is a whole toll."""
    found = {line.causes for line in comparison.of_parties}
    return remarks.causes_words(found.pop()) if len(found) == 1 else ""


def _beside(comparison: Comparison) -> str:
    """Say where persons are counted, of whom these are a part; '' where there are no figures of them."""
    tolls = comparison.tolls
    there = months_with_figures(tolls.data, tolls.monitor, tolls.as_of, comparison.month)
    if tolls.population == "persons" or not there.get("persons"):
        return ""
    return f" Other numbers of the month are of {numbers.DEATHS['persons'][1]}."


def _apart(comparison: Comparison, top: Line) -> str:
    """Say of parties whose number is published together what there is of each."""
    cells, several = comparison.cells.killed, len(members(top.party)) > 2
    tolls = [cells[code] for code in members(top.party) if code in cells]
    if any(toll.is_printed or toll.at_least for toll in tolls):
        return "; how it divides is not published"
    return f", and nothing for {'any of them' if several else 'either'} alone"


def _nobody(comparison: Comparison) -> str:
    """Say that no party has a full count."""
    tolls, when = comparison.tolls, dates.month_of(comparison.month, comparison.lines)
    none = f"No page gathered here publishes a full count of {deaths_of(comparison)} for a single party for {when}"
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


def _names(comparison: Comparison, lines: list[Line]) -> str:
    """The parties of lines, within a sentence."""
    residual = comparison.tolls.parties.residual
    return labels.join(labels.in_sentence(line.label, line.party in residual) for line in lines)


def _within(comparison: Comparison) -> list[str]:
    """Say whose deaths are among those of a leftover class where a page says so: a sentence, or none."""
    parties = comparison.tolls.parties
    combined = held_by_others({code: toll.value for code, toll in comparison.cells.killed.items()}, parties.residual)
    held = dict.fromkeys(one for code in combined for one in members(code) if one not in parties.residual)
    whose = labels.join(labels.in_sentence_of(one, parties) for one in held)
    return [f"One page counts the deaths attributed to {whose} among these."] if held else []


def _residual_words(comparison: Comparison, lines: list[Line], of: str = "") -> str:
    """Say how many deaths are attributed to nobody named, and of how many."""
    total = comparison.total
    parts = [
        f"{numbers.limited(line)} {'was' if line.least == 1 else 'were'} attributed to "
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
            ahead.append(f"{labels.in_sentence_of(code, parties)} ({', '.join(ends)})")
    reasons = [f"{labels.join(ahead)} could have more"] if ahead else []
    rest = month.left_out
    if rest is None:
        reasons.append(_unbounded(comparison))
    elif rest > top.least:
        deaths = "death is" if rest == 1 else "deaths are"
        reasons.append(f"up to {numbers.number(rest)} {deaths} in none of the parties' numbers")
    together = is_combined(top.party)
    if top.limit == "most" or (top.killed is None and top.killed_min is None):
        who = labels.in_sentence_of(top.party, parties)
        two = "the two" if len(members(top.party)) == 2 else "these parties"
        reasons.append(f"the number for {f'{two} together' if together else who} is only a maximum")
    return reasons


def _unbounded(comparison: Comparison) -> str:
    """Why the total does not limit what a page may have left out."""
    total, added = comparison.cells.total, comparison.cells.sum()
    if total is None or not total.is_printed:
        return "without a published total that the parties fit, a party left out could have more"
    most = total.at_most if total.exact is None else total.exact
    if most is None or added.least.total <= most:
        return "the published total is only a minimum"
    number = f"{'' if added.exact else 'at least '}{numbers.number(added.least.total)}"
    than = f"more than the published total of {numbers.number(most)}"
    return f"the parties add up to {number}, {than}, so the total limits nothing"
