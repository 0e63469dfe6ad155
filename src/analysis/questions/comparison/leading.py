"""Which party named has the highest toll, in words: the headline of a comparison and its first sentence."""

from __future__ import annotations

from analysis.data.definitions import limits_sentences
from analysis.language import say, say_as, say_count, sayable
from analysis.model.adding import TOTAL, held_by_others, is_combined, members
from analysis.questions.comparison.numbers import Comparison, Line
from analysis.show import dates, labels, numbers, remarks, standing
from analysis.tolls.monthly import months_with_figures
from analysis.tolls.sides import side_of

_WORKED_OUT = {
    "subtracted": sayable("{number} by subtraction"),
    "summed": sayable("{number} by addition"),
}


def comparison_headline(comparison: Comparison) -> str:
    """What a picture of a comparison says first: who has the highest toll of the parties named, or that it is open."""
    tolls, top, best = comparison.tolls, comparison.highest, [line for line in comparison.lines if line.rank == 1]
    deaths = labels.deaths_of(tolls)
    if comparison.month in tolls.not_counted:
        return say(
            "{monitor}'s numbers of {population} cannot rank parties: not all losses are counted",
            monitor=labels.monitor_label(tolls),
            population=say_as("who", tolls.population),
        )
    if top is None:
        return _nobody(comparison)
    if comparison.leads and (over := comparison.left_over):
        return say(
            "More {deaths} were attributed to {parties} ({number}) than to any party named",
            deaths=deaths,
            parties=_names(comparison, over),
            number=_each(over),
        )
    if comparison.leads:
        return _more_than_others(deaths, _names(comparison, best), _each(best))
    who = labels.in_sentence_of(top.party, tolls.parties)
    number = numbers.limited(top)
    if top.of_causes:
        number = say("{number}, {causes}", number=number, causes=remarks.items_words(top.causes))
    if not is_combined(top.party) and not _why_not(comparison, top) and not _exceeded(comparison, top):
        return _more_than_others(deaths, who, number)
    if over := comparison.left_over:
        total = comparison.total
        counts = [numbers.limited(line) for line in over]
        counts = [numbers.part_of(one, numbers.limited(total)) if total.is_printed else one for one in counts]
        return say(
            "{number} were attributed to {parties}; no party named can be put first",
            number=labels.some_deaths_of(tolls, labels.join(counts)),
            parties=_names(comparison, over),
        )
    if _only_parts(comparison) and (shared := _shared_causes(comparison)):
        return say(
            "No party can be put first: only {deaths} {causes} are published by party", deaths=deaths, causes=shared
        )
    what = say("largest part published") if top.of_causes else _highest(comparison, top)
    if is_combined(top.party):
        return say(
            "No party can be put first; the {highest} is {number}, for {parties} together",
            highest=what,
            number=number,
            parties=who,
        )
    return say(
        "No party can be put first; the {highest} is {number}, for {party}", highest=what, number=number, party=who
    )


def _more_than_others(deaths: str, parties: str, number: str) -> str:
    """Say to whom the most deaths were attributed."""
    return say(
        "More {deaths} were attributed to {parties} ({number}) than to any other party named",
        deaths=deaths,
        parties=parties,
        number=number,
    )


def _each(lines: list[Line]) -> str:
    """The numbers of lines: one that they share once."""
    counts = list(dict.fromkeys(numbers.limited(line) for line in lines))
    if len(lines) > 1 and len({line.killed for line in lines}) == 1:
        return say("{number} each", number=labels.join(counts))
    return labels.join(counts)


def _highest(comparison: Comparison, top: Line) -> str:
    """What the highest number is the highest of: where pages disagree on a higher one, of those that are undisputed."""
    cells = comparison.cells.killed.items()
    open_ = (toll for code, toll in cells if code != TOTAL and toll.state == "undecided")
    disputed = any((side_of(toll).high or 0) > top.least for toll in open_)
    if disputed:
        return say("highest undisputed number")
    return say("highest number in the list") if top.basis == "records" else say("highest number published")


def leader_sentence(comparison: Comparison) -> str:
    """Say which party named has the highest toll, or why that cannot be said, and what nobody is named for."""
    tolls, top, over = comparison.tolls, comparison.highest, comparison.left_over
    when = dates.month_of(comparison.month, comparison.lines)
    limits = _limits(comparison)
    if comparison.month in tolls.not_counted:
        return " ".join(limits)
    if comparison.leads:
        return " ".join([*_leads(comparison, when), *limits])
    first = [f"{_of_all(comparison, when)}."] if over else []
    when = dates.month_name(comparison.month) if first else when
    if top is None and not first and total_alone(comparison) and comparison.total.basis != "records":
        usable = say(
            "{monitor} published {number} for {when} and no toll by party that can be used in the pages gathered here.",
            **(said := _total_said(comparison, when)),
        )
        plain = say("{monitor} published {number} for {when} and no toll by party in the pages gathered here.", **said)
        return " ".join([usable if standing.some_unused(tolls, comparison.month) else plain, *limits])
    if top is None:
        none = say("{nobody}, so no party is ranked.", nobody=_nobody(comparison))
        return " ".join([*first, none, *limits])
    return " ".join([*first, _open(comparison, top, when), *limits])


def _total_said(comparison: Comparison, when: str) -> dict[str, str]:
    """What a sentence on the total alone names."""
    return {
        "monitor": labels.monitor_label(comparison.tolls),
        "number": labels.some_deaths_of(comparison.tolls, numbers.limited(comparison.total)),
        "when": when,
    }


def _leads(comparison: Comparison, when: str) -> list[str]:
    """Say to whom the most deaths were attributed, and whom the next; then what is attributed to nobody named."""
    over, best = comparison.left_over, [line for line in comparison.lines if line.rank == 1]
    second = [line for line in comparison.lines if line.rank == 1 + len(best)]
    said = {"parties": _names(comparison, best), "number": _ranked(best)}
    if second:
        said |= {"next": _names(comparison, second), "next_number": _ranked(second)}
    if over:
        said["attributed"] = _of_all(comparison, when)
        if second:
            return [
                say(
                    "{attributed}; of the parties named, the most were attributed to {parties} ({number}), followed by "
                    "{next} ({next_number}).",
                    **said,
                )
            ]
        return [say("{attributed}; of the parties named, the most were attributed to {parties} ({number}).", **said)]
    said["of"] = _documented_in(comparison, when)
    if second:
        text = say(
            "Of the {of}, more were attributed to {parties} ({number}) than to any other party named, followed by "
            "{next} ({next_number}).",
            **said,
        )
    else:
        text = say("Of the {of}, more were attributed to {parties} ({number}) than to any other party named.", **said)
    if not comparison.residuals:
        return [text]
    return [text, _further(comparison, comparison.residuals), *_within(comparison)]


def _documented_in(comparison: Comparison, when: str) -> str:
    """The deaths that the monitor documented: `civilian deaths SNHR documented in January 2016`."""
    tolls = comparison.tolls
    said = {"deaths": deaths_of(comparison), "monitor": labels.monitor_label(tolls), "when": when}
    if labels.is_alleged(tolls):
        return say("{deaths} {monitor} recorded as alleged in {when}", **said)
    return say("{deaths} {monitor} documented in {when}", **said)


def _ranked(lines: list[Line]) -> str:
    """The number of lines of one rank; of one that no page publishes as such how it was made."""
    number = numbers.limited(lines[0])
    for basis in sorted({line.basis for line in lines if line.basis in _WORKED_OUT}, key=_WORKED_OUT.__getitem__):
        number = say(_WORKED_OUT[basis], number=number)
    return say("{number} each", number=number) if len(lines) > 1 else number


def deaths_of(comparison: Comparison) -> str:
    """Whose deaths it counts."""
    return numbers.deaths(comparison.tolls.population)


def total_alone(comparison: Comparison) -> bool:
    """Whether the total is all that is published of the month: no number of a party, and no part of one."""
    parts = any(toll.at_least for code, toll in comparison.cells.killed.items() if code != TOTAL)
    return not parts and [line.party for line in comparison.lines if line.has_deaths] == [TOTAL]


def _open(comparison: Comparison, top: Line, when: str) -> str:
    """Say that nobody can be put first, and why; or that nobody has more than a number that is no full count."""
    tolls = comparison.tolls
    who, deaths = labels.in_sentence_of(top.party, tolls.parties), labels.deaths_of(tolls)
    number, exceeded = numbers.limited(top), _exceeded(comparison, top)
    reasons, causes = _why_not(comparison, top), remarks.items_words(top.causes) if top.of_causes else ""
    if not reasons and not is_combined(top.party):
        none = say("No other party named can have more, but no exact full count of it is gathered here.")
        if exceeded:  # the published parts of another party's toll are more already
            return none
        if causes:
            first = say(
                "Of the parties named, the most {deaths} in {when} were attributed to {party}: {number}, {causes}.",
                **{"deaths": deaths, "when": when, "party": who, "number": number, "causes": causes},
            )
        else:
            first = say(
                "The highest number gathered here for a party for {when} is {number}, attributed to {party}.",
                **{"when": when, "party": who, "number": labels.some_deaths_of(tolls, number)},
            )
        return f"{first} {none}"
    if _only_parts(comparison):
        return f"{_cannot(when, _parts_words(comparison, top))}{_beside(comparison)}"
    if is_combined(top.party) and (not exceeded or not reasons):
        number = say("{number} ({causes})", number=number, causes=causes) if causes else number
        together = say(
            "{monitor} published {number} for {parties} together",
            monitor=labels.monitor_label(tolls),
            number=number,
            parties=who,
        )
        return _cannot(when, labels.semicolons([_apart(comparison, top, together), *reasons]))
    verdict = _cannot(when, labels.semicolons(reasons))
    if exceeded:
        return verdict
    if causes:
        known = say(
            "The largest part published is {number} ({causes}), attributed to {party}.",
            number=number,
            causes=causes,
            party=who,
        )
    else:
        known = say(
            "The {highest} for a party is {number}, attributed to {party}.",
            highest=_highest(comparison, top),
            number=number,
            party=who,
        )
    return f"{verdict} {known}"


def _cannot(when: str, why: str) -> str:
    """Say that nobody can be put first."""
    return say("Which party has the highest toll in {when} cannot be said: {why}.", when=when, why=why)


def _only_parts(comparison: Comparison) -> bool:
    """Whether every number of a party is one of a part of its toll, and no page publishes another part of one."""
    lines, parties = comparison.of_parties, comparison.tolls.parties
    shown = {line.party for line in lines}
    others = [toll for code, toll in comparison.cells.killed.items() if code in parties.actors and code not in shown]
    return all(line.of_causes for line in lines) and not any(toll.at_least for toll in others)


def _parts_words(comparison: Comparison, top: Line) -> str:
    """Say that only parts of the tolls are published: each where they are of the same causes, else the largest."""
    parties, deaths = comparison.tolls.parties, labels.deaths_of(comparison.tolls)
    lines = sorted(comparison.of_parties, key=lambda line: (line.least, line.most or 0), reverse=True)
    if shared := _shared_causes(comparison):
        first, *rest = lines
        said = [
            say(
                "{number} attributed to {party}",
                number=numbers.limited(first),
                party=labels.in_sentence_of(first.party, parties),
            )
        ]
        said += [
            say("{number} to {party}", number=numbers.limited(line), party=labels.in_sentence_of(line.party, parties))
            for line in rest
        ]
        return say(
            "the pages gathered here publish only {deaths} {causes} by party, {numbers}",
            deaths=deaths,
            causes=shared,
            numbers=labels.join(said),
        )
    said_of_top = {
        "number": labels.some_deaths_of(comparison.tolls, numbers.limited(top)),
        "causes": remarks.causes_words(top.causes),
        "party": labels.in_sentence_of(top.party, parties),
    }
    if is_combined(top.party):
        return say(
            "the pages gathered here publish only parts of the parties' tolls, the largest {number} {causes}, "
            "attributed to {party} together",
            **said_of_top,
        )
    return say(
        "the pages gathered here publish only parts of the parties' tolls, the largest {number} {causes}, "
        "attributed to {party}",
        **said_of_top,
    )


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
    return " " + say("Other numbers of the month are of {deaths}.", deaths=numbers.deaths("persons"))


def _apart(comparison: Comparison, top: Line, together: str) -> str:
    """Say of parties whose number is published together what there is of each."""
    cells, several = comparison.cells.killed, len(members(top.party)) > 2
    tolls = [cells[code] for code in members(top.party) if code in cells]
    if any(toll.is_printed or toll.at_least for toll in tolls):
        return say("{together}; how it divides is not published", together=together)
    if several:
        return say("{together}, and nothing for any of them alone", together=together)
    return say("{together}, and nothing for either alone", together=together)


def _nobody(comparison: Comparison) -> str:
    """Say that no party has a full count."""
    tolls = comparison.tolls
    said = {"deaths": deaths_of(comparison), "when": dates.month_of(comparison.month, comparison.lines)}
    if standing.some_unused(tolls, comparison.month):
        return say(
            "No page gathered here publishes a full count of {deaths} for a single party for {when} that can be used",
            **said,
        )
    return say("No page gathered here publishes a full count of {deaths} for a single party for {when}", **said)


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
    parties, residual = comparison.tolls.parties, comparison.tolls.parties.residual
    return labels.join(
        labels.in_sentence(labels.full_line_label(line.party, line.label, parties), line.party in residual)
        for line in lines
    )


def _within(comparison: Comparison) -> list[str]:
    """Say whose deaths are among those of a leftover class where a page says so: a sentence, or none."""
    parties = comparison.tolls.parties
    combined = held_by_others({code: toll.value for code, toll in comparison.cells.killed.items()}, parties.residual)
    held = dict.fromkeys(one for code in combined for one in members(code) if one not in parties.residual)
    whose = labels.join(labels.in_sentence_of(one, parties) for one in held)
    return [say("One page counts the deaths attributed to {parties} among these.", parties=whose)] if held else []


def _attributed(comparison: Comparison, lines: list[Line]) -> str:
    """Say how many deaths are attributed to each leftover class."""
    parties = comparison.tolls.parties
    return labels.join(
        say_count(
            "{number} was attributed to {party}",
            "{number} were attributed to {party}",
            line.least,
            number=numbers.limited(line),
            party=labels.in_sentence(labels.full_line_label(line.party, line.label, parties), residual=True),
        )
        for line in lines
    )


def _share_of_total(comparison: Comparison, lines: list[Line]) -> str:
    """The share that lines have of the total; '' where it is not known."""
    total, added = comparison.total, [line.killed for line in lines if line.killed is not None]
    exact = len(added) == len(lines) and not any(line.limit for line in (total, *lines))
    known = exact and total.killed is not None and 0 < total.killed >= sum(added)
    return numbers.percent(sum(added), total.killed) if known else ""


def _of_all(comparison: Comparison, when: str) -> str:
    """Say of the deaths of a month how many are attributed to nobody named, where these are the most."""
    over, of = comparison.left_over, _documented_in(comparison, when)
    attributed = _attributed(comparison, over)
    if _share_of_total(comparison, over):
        total = numbers.number(comparison.total.killed)
        return say("Of the {total} {of}, {attributed}", total=total, of=of, attributed=attributed)
    return say("Of the {of}, {attributed}", of=of, attributed=attributed)


def _further(comparison: Comparison, lines: list[Line]) -> str:
    """Say how many deaths are attributed to nobody named, beside the parties' own."""
    attributed, share = _attributed(comparison, lines), _share_of_total(comparison, lines)
    one = lines[0]
    if one.limit or (one.killed is None and None in (one.killed_min, one.killed_max)):  # at least, up to
        if share:
            return say("In addition, {attributed} ({share} of the total).", attributed=attributed, share=share)
        return say("In addition, {attributed}.", attributed=attributed)
    if share:
        return say("A further {attributed} ({share} of the total).", attributed=attributed, share=share)
    return say("A further {attributed}.", attributed=attributed)


def _why_not(comparison: Comparison, top: Line) -> list[str]:
    """Why nobody can be said to have the highest toll: who could have more, or what is not bounded; none of that."""
    month, parties, ahead = comparison.cells, comparison.tolls.parties, []
    for code in parties.actors:
        toll = month.killed.get(code)
        if toll is None or code == top.party:
            continue
        side = side_of(toll)
        if toll.named and side.value is None and (side.high is None or side.high > top.least):
            ahead.append(_could_have(labels.in_sentence_of(code, parties), side.low, side.high))
    reasons = [say("{parties} could have more", parties=labels.join(ahead))] if ahead else []
    rest = month.left_out
    if rest is None:
        reasons.append(_unbounded(comparison))
    elif rest > top.least:
        reasons.append(
            say_count(
                "up to {number} death is in none of the parties' numbers",
                "up to {number} deaths are in none of the parties' numbers",
                rest,
                number=numbers.number(rest),
            )
        )
    if top.limit == "most" or (top.killed is None and top.killed_min is None):
        if not is_combined(top.party):
            who = labels.in_sentence_of(top.party, parties)
            reasons.append(say("the number for {party} is only a maximum", party=who))
        elif len(members(top.party)) == 2:
            reasons.append(say("the number for the two together is only a maximum"))
        else:
            reasons.append(say("the number for these parties together is only a maximum"))
    return reasons


def _could_have(party: str, low: int | None, high: int | None) -> str:
    """A party with what bounds its toll."""
    said = {"party": party, "least": numbers.number(low or 0)}
    if high is None:
        return (
            say("{party} (at least {least}, no upper bound)", **said)
            if low
            else say("{party} (no upper bound)", **said)
        )
    said["most"] = numbers.number(high)
    return say("{party} (at least {least}, at most {most})", **said) if low else say("{party} (at most {most})", **said)


def _unbounded(comparison: Comparison) -> str:
    """Why the total does not limit what a page may have left out."""
    total, added = comparison.cells.total, comparison.cells.sum()
    if total is None or not total.is_printed:
        return say("without a published total that the parties fit, a party left out could have more")
    most = total.at_most if total.exact is None else total.exact
    if most is None or added.least.total <= most:
        return say("the published total is only a minimum")
    said = {"sum": numbers.number(added.least.total), "total": numbers.number(most)}
    if added.exact:
        return say(
            "the parties add up to {sum}, more than the published total of {total}, so the total limits nothing", **said
        )
    return say(
        "the parties add up to at least {sum}, more than the published total of {total}, so the total limits nothing",
        **said,
    )
