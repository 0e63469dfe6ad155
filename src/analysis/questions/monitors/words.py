"""What several monitors publish for a month, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from analysis.data.rows import monitor_of
from analysis.data.tables import Data
from analysis.language import say, say_as, say_count, sayable
from analysis.model.adding import TOTAL, members
from analysis.model.results import grouped
from analysis.model.tolls import group_limit
from analysis.questions.monitors.numbers import Agreement, Ordering, Orderings, Printed
from analysis.show import dates, labels, numbers, remarks
from analysis.show.sources import reports_cited

_ENDS = {
    "least": sayable("a lower end"),
    "most": sayable("an upper end"),
    "range": sayable("a range"),
    "toll": sayable("the whole toll"),
}


def monitor_names(data: Data) -> dict[str, str]:
    """The short label of every monitor."""
    return {code: monitor_of(data, code).short_name for code in data.monitors["monitor"]}


def _notes(data: Data) -> dict[str, str]:
    """What the numbers of monitors are that are not documented deaths."""
    codes = zip(data.monitors["monitor"], data.monitors["note_code"], strict=True)
    return {monitor: say(labels.NOTES[code]) for monitor, code in codes if code in labels.NOTES}


def agreement_heading(agreement: Agreement) -> str:
    """Open a notebook on several monitors (Markdown)."""
    return " ".join([say("**{title}.**", title=agreement_title(agreement)), *_what_they_are(agreement)])


def _what_they_are(agreement: Agreement) -> list[str]:
    """Say whose numbers are of documented deaths, and whose are not."""
    notes = _notes(agreement.data)
    claims = [monitor for monitor in agreement.monitors if monitor in notes]
    bound = labels.OTHERS_LOWER_BOUND if claims else labels.LOWER_BOUND
    return [*alleged_words(agreement), *([say(bound)] if len(claims) < len(agreement.monitors) else [])]


def alleged_words(agreement: Agreement) -> list[str]:
    """Say whose numbers are not of documented deaths: a sentence for each."""
    notes, names = _notes(agreement.data), monitor_names(agreement.data)
    return [
        say("{monitor} publishes {what}, not documented ones.", monitor=names[who], what=notes[who])
        for who in agreement.monitors
        if who in notes
    ]


def agreement_sentences(agreement: Agreement) -> list[str]:
    """What is to be said of numbers of several monitors."""
    notes = [agreement_note()] if len(agreement.monitors) > 1 else []
    return [" ".join(_what_they_are(agreement)), *notes]


def agreement_sources(agreement: Agreement) -> list[str]:
    """The pages of what monitors publish."""
    return reports_cited(agreement.data, agreement.lines)


def agreement_title(agreement: Agreement) -> str:
    """The title of what monitors publish for one month."""
    when = dates.month_name(agreement.month)
    return say("What {monitors} published for {month}", monitors=_who(agreement), month=when)


def agreement_headline(agreement: Agreement) -> str:
    """What the picture says first: what monitors published for the party for which most of them have a number."""
    said = {"deaths": numbers.deaths(agreement.population), "month": dates.month_name(agreement.month)}
    names, parties = monitor_names(agreement.data), agreement.parties
    killed = [line for line in agreement.lines if line.measure == "killed"]
    if not killed:
        return say("No page gathered here publishes {deaths} for {month}", **said)
    by_party = grouped((line.party, line) for line in killed if line.party in parties.actors)
    whose = {party: dict.fromkeys(line.monitor for line in lines) for party, lines in by_party.items()}
    party = max(whose, key=lambda code: len(whose[code]), default="")
    if not party or len(whose[party]) < 2:  # no party, but perhaps the total
        party, by_party = TOTAL, {TOTAL: [line for line in killed if line.party == TOTAL]}
        whose = {TOTAL: dict.fromkeys(line.monitor for line in by_party[TOTAL])}
    if len(whose[party]) < 2:
        who = labels.join(dict.fromkeys(names[line.monitor] for line in killed))
        if len({line.monitor for line in killed}) == 1:
            return say("Only {monitor}'s numbers of {deaths} are gathered here for {month}", monitor=who, **said)
        return say(
            "{monitors} published {deaths} for {month}; no party has numbers of two of them in the pages gathered here",
            monitors=who,
            **said,
        )
    first = {line.monitor: line for line in reversed(by_party[party])}
    one, *others = whose[party]
    published = [say("{monitor} published {number}", monitor=names[one], number=_with_limits(first[one], agreement))]
    published += [
        say("{monitor} {number}", monitor=names[code], number=_with_limits(first[code], agreement)) for code in others
    ]
    said["deaths"] = labels.capitalized(said["deaths"])
    if party == TOTAL:
        return say("{deaths} in all, {month}: {published}", **said, published=labels.join(published))
    return say(
        "{deaths} attributed to {party}, {month}: {published}",
        **said,
        party=labels.in_sentence_of(party, parties),
        published=labels.join(published),
    )


def _with_limits(line: Printed, agreement: Agreement) -> str:
    """A number, and what it covers where it is not the whole toll of all places."""
    limits, places = part_words(line, agreement.data), labels.left_out_of([line.remarks])
    limits = [*limits, *([say("without the deaths in {places}", places=places)] if places else [])]
    number = printed_words(line)
    return say("{number} ({limits})", number=number, limits=labels.semicolons(limits)) if limits else number


def held_words(agreement: Agreement, held: Iterable[tuple[str, str]]) -> list[str]:
    """Say whose deaths a monitor counts in its leftover class: a sentence for each."""
    parties, names = agreement.parties, monitor_names(agreement.data)
    said = []
    for monitor, party in held:
        whose, others = (
            labels.join(
                labels.in_sentence_of(code, parties) for code in members(party) if (code in parties.residual) is kind
            )
            for kind in (False, True)
        )
        said.append(
            say(
                "One page with {monitor}'s numbers counts the deaths attributed to {parties} among those of {others}.",
                monitor=names[monitor],
                parties=whose,
                others=others,
            )
        )
    return said


def without_parties(agreement: Agreement) -> str:
    """Say which monitors have a total alone; '' where each has a number of a party."""
    names, killed = monitor_names(agreement.data), [line for line in agreement.lines if line.measure == "killed"]
    with_party = {line.monitor for line in killed if line.party != TOTAL}
    alone = [names[code] for code in dict.fromkeys(line.monitor for line in killed) if code not in with_party]
    if not alone:
        return ""
    return say("No page gathered here gives numbers by {monitors} for single parties.", monitors=labels.join_or(alone))


def without_totals(agreement: Agreement) -> str:
    """Say which monitors have numbers of parties alone; '' where each has a total."""
    names, killed = monitor_names(agreement.data), [line for line in agreement.lines if line.measure == "killed"]
    with_total = {line.monitor for line in killed if line.party == TOTAL}
    rest = [names[code] for code in dict.fromkeys(line.monitor for line in killed) if code not in with_total]
    if not rest:
        return ""
    return say(
        "No page gathered here gives a full total of {deaths} by {monitors}.",
        deaths=numbers.deaths(agreement.population),
        monitors=labels.join_or(rest),
    )


def without_numbers(agreement: Agreement) -> str:
    """Name the parties of which none of the monitors has a number, alone or with others; '' where each has one."""
    parties, killed = agreement.parties, [line for line in agreement.lines if line.measure == "killed"]
    there = {code for line in killed for code in members(line.party)}
    rest = [
        labels.party_label(code, parties, short=True)
        for code in parties.actors
        if code not in there and parties[code].can_appear(agreement.month)
    ]
    if not rest:
        return ""
    names = labels.join_or(rest)
    if len(agreement.monitors) == 2:
        return say("No page gathered here gives a number by either of them for {parties}.", parties=names)
    return say("No page gathered here gives a number by any of them for {parties}.", parties=names)


def _who(agreement: Agreement) -> str:
    """The monitors, in the order in which the data folder lists them."""
    names = monitor_names(agreement.data)
    return labels.join(name for monitor, name in names.items() if monitor in agreement.monitors)


def agreement_note() -> str:
    """Say why monitors are not added."""
    return say(
        "Monitors count different things by different methods, so their numbers must not be added. A ratio is given "
        "only where two monitors count the same, civilian deaths attributed to one party and by the same causes, and "
        "both give an exact number."
    )


def agreement_source(agreement: Agreement) -> str:
    """The source line of what monitors publish, and why they are not added."""
    names = labels.join(monitor_of(agreement.data, code).full_name for code in agreement.monitors)
    return say(
        "Source: {monitors}, reports on {month}. Monitors count different things by different methods, so their "
        "numbers must not be added.",
        monitors=names,
        month=dates.month_name(agreement.month),
    )


def orderings_title(orderings: Orderings) -> str:
    """The title of orderings of parties."""
    when = dates.month_name(orderings.agreement.month)
    return say("To which of two parties more deaths are attributed, by monitor, {month}", month=when)


def orderings_sources(orderings: Orderings) -> list[str]:
    """The pages that decide the orderings."""
    return agreement_sources(orderings.agreement)


def orderings_sentences(orderings: Orderings) -> str:
    """Say which monitors publish enough to order two parties, and what is disputed."""
    lines, parties = orderings.lines, orderings.agreement.parties
    if not lines:
        return say("No monitor's pages gathered here publish enough to order two parties.")
    names, number = monitor_names(orderings.agreement.data), len(lines)
    pairs = say_count("{number} pair", "{number} pairs", number, number=number)
    disputed = [
        say(
            "{higher} above {lower} ({population})",
            higher=labels.in_sentence_of(line.higher, parties),
            lower=labels.in_sentence_of(line.lower, parties),
            population=say_as("who", line.population),
        )
        for line in lines
        if line.support == "disputed"
    ]
    who = {line.supported_by for line in lines}
    if len(who) == 1 and len(alone := who.pop()) == 1 and not disputed:
        others = dict.fromkeys(code for line in lines for code in line.undecided_by)
        said = [
            say("{monitor} alone publishes enough to order parties: {pairs}.", monitor=names[alone[0]], pairs=pairs)
        ]
        if len(others) > 2:
            rest = labels.join(names[code] for code in others)
            said.append(say("{monitors} do not confirm or contradict it.", monitors=rest))
        elif others:
            said.append(
                say_count(
                    "{monitors} neither confirms nor contradicts it.",
                    "{monitors} neither confirm nor contradict it.",
                    len(others),
                    monitors=labels.join(names[code] for code in others),
                )
            )
        return " ".join(said)
    counts = Counter(support_words(line, names) for line in lines)
    parts = [
        say_count("{number} is {support}", "{number} are {support}", count, number=count, support=text)
        for text, count in counts.items()
    ]
    said = [
        say(
            "Of {pairs} of parties that any monitor puts in an order, {supported}.",
            pairs=pairs,
            supported=labels.join(parts),
        )
    ]
    said += [say("Disputed: {pairs}.", pairs=labels.join(disputed))] if disputed else []
    return " ".join(said)


def support_words(line: Ordering, names: Mapping[str, str]) -> str:
    """Say who supports an order: monitors by their names where others publish too little to say."""
    if line.support == "disputed":
        return say("disputed")
    return say("supported by {monitors}", monitors=supporters(line, names))


def supporters(line: Ordering, names: Mapping[str, str]) -> str:
    """The monitors that support an order."""
    who = labels.join(names[code] for code in line.supported_by)
    return say("{monitor} alone", monitor=who) if len(line.supported_by) == 1 else who


def printed_words(line: Printed) -> str:
    """What a monitor publishes: a count, a range or an end of one."""
    if line.count is not None:
        return numbers.end_of(numbers.number(line.count), group_limit(line.remarks))
    ends = [numbers.number(end) for end in (line.low, line.high) if end is not None]
    if line.kind == "least":
        return say("at least {number}", number=ends[0])
    if line.kind == "most":
        return say("at most {number}", number=ends[0])
    return numbers.between(*ends) if len(ends) == 2 else ends[0]


def kind_words(line: Printed, data: Data) -> str:
    """What kind of number it is: a whole toll, only a part, alleged deaths."""
    if parts := part_words(line, data):
        return labels.semicolons(parts)
    if line.kind == "toll" and line.basis == "summed":
        return say(labels.BASIS[line.basis])
    return say(_ENDS[line.kind]) if line.kind in _ENDS else ""


def part_words(line: Printed, data: Data) -> list[str]:
    """What a number is of where it is not of all documented deaths of a party: of some causes, of alleged deaths."""
    parts = [remarks.items_words(line.causes)] if line.causes else []
    note = "" if line.kind == "toll" else _notes(data).get(line.monitor)
    return [*parts, note] if note else parts
