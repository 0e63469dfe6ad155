"""What several monitors publish for a month, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from analysis.data.tables import Data
from analysis.model.adding import TOTAL, members
from analysis.model.results import grouped
from analysis.model.tolls import group_limit
from analysis.questions.monitors.numbers import Agreement, Ordering, Orderings, Printed
from analysis.show import dates, labels, numbers, remarks
from analysis.show.sources import reports_cited

_ENDS = {"least": "a lower end", "most": "an upper end", "range": "a range"}


def monitor_names(data: Data) -> dict[str, str]:
    """The short label of every monitor."""
    return dict(zip(data.monitors["monitor"], data.monitors["short_label"], strict=True))


def _notes(data: Data) -> dict[str, str]:
    """What the numbers of monitors are that are not documented deaths."""
    codes = zip(data.monitors["monitor"], data.monitors["note_code"], strict=True)
    return {monitor: labels.NOTES[code] for monitor, code in codes if code in labels.NOTES}


def agreement_heading(agreement: Agreement) -> str:
    """Open a notebook on several monitors (Markdown)."""
    return " ".join([f"**{agreement_title(agreement)}.**", *_what_they_are(agreement)])


def _what_they_are(agreement: Agreement) -> list[str]:
    """Say whose numbers are of documented deaths, and whose are not."""
    notes = _notes(agreement.data)
    claims = [monitor for monitor in agreement.monitors if monitor in notes]
    documented = (
        [labels.OTHERS_LOWER_BOUND if claims else labels.LOWER_BOUND] if len(claims) < len(agreement.monitors) else []
    )
    return [*alleged_words(agreement), *documented]


def alleged_words(agreement: Agreement) -> list[str]:
    """Say whose numbers are not of documented deaths: a sentence for each."""
    notes, names = _notes(agreement.data), monitor_names(agreement.data)
    return [f"{names[who]} publishes {notes[who]}, not documented ones." for who in agreement.monitors if who in notes]


def agreement_sentences(agreement: Agreement) -> list[str]:
    """What is to be said of numbers of several monitors."""
    notes = [agreement_note()] if len(agreement.monitors) > 1 else []
    return [" ".join(_what_they_are(agreement)), *notes]


def agreement_sources(agreement: Agreement) -> list[str]:
    """The pages of what monitors publish."""
    return reports_cited(agreement.data, agreement.lines)


def agreement_title(agreement: Agreement) -> str:
    """The title of what monitors publish for one month."""
    return f"What {_who(agreement)} published for {dates.month_name(agreement.month)}"


def agreement_headline(agreement: Agreement) -> str:
    """What the picture says first: what monitors published for the party for which most of them have a number."""
    deaths, when = numbers.DEATHS[agreement.population][1], dates.month_name(agreement.month)
    names, parties = monitor_names(agreement.data), agreement.parties
    killed = [line for line in agreement.lines if line.measure == "killed"]
    if not killed:
        return f"No page gathered here publishes {deaths} for {when}"
    by_party = grouped((line.party, line) for line in killed if line.party in parties.actors)
    whose = {party: dict.fromkeys(line.monitor for line in lines) for party, lines in by_party.items()}
    party = max(whose, key=lambda code: len(whose[code]), default="")
    if not party or len(whose[party]) < 2:  # no party, but perhaps the total
        party, by_party = TOTAL, {TOTAL: [line for line in killed if line.party == TOTAL]}
        whose = {TOTAL: dict.fromkeys(line.monitor for line in by_party[TOTAL])}
    if len(whose[party]) < 2:
        who = labels.join(dict.fromkeys(names[line.monitor] for line in killed))
        if len({line.monitor for line in killed}) == 1:
            return f"Only {who}'s numbers of {deaths} are gathered here for {when}"
        return f"{who} published {deaths} for {when}; no party has numbers of two of them in the pages gathered here"
    first = {line.monitor: line for line in reversed(by_party[party])}
    kinds = {
        code: f" ({limits})" if (limits := "; ".join(_limits(line, agreement.data))) else ""
        for code, line in first.items()
    }
    one, *others = whose[party]
    said = [f"{names[one]} published {printed_words(first[one])}{kinds[one]}"]
    said += [f"{names[code]} {printed_words(first[code])}{kinds[code]}" for code in others]
    of = "in all" if party == TOTAL else f"attributed to {labels.in_sentence_of(party, parties)}"
    return f"{labels.capitalized(deaths)} {of}, {when}: {labels.join(said)}"


def _limits(line: Printed, data: Data) -> list[str]:
    """What a number covers, where it is not the whole toll of all places."""
    places = labels.left_out_of([line.remarks])
    return [*part_words(line, data), *([f"without the deaths in {places}"] if places else [])]


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
            f"One page with {names[monitor]}'s numbers counts the deaths attributed to {whose} among those of {others}."
        )
    return said


def without_parties(agreement: Agreement) -> str:
    """Say which monitors have a total alone; '' where each has a number of a party."""
    names, killed = monitor_names(agreement.data), [line for line in agreement.lines if line.measure == "killed"]
    with_party = {line.monitor for line in killed if line.party != TOTAL}
    alone = [names[code] for code in dict.fromkeys(line.monitor for line in killed) if code not in with_party]
    return f"No page gathered here gives numbers by {labels.join_or(alone)} for single parties." if alone else ""


def without_totals(agreement: Agreement) -> str:
    """Say which monitors have numbers of parties alone; '' where each has a total."""
    names, killed = monitor_names(agreement.data), [line for line in agreement.lines if line.measure == "killed"]
    with_total = {line.monitor for line in killed if line.party == TOTAL}
    rest = [names[code] for code in dict.fromkeys(line.monitor for line in killed) if code not in with_total]
    deaths = numbers.DEATHS[agreement.population][1]
    return f"No page gathered here gives a full total of {deaths} by {labels.join_or(rest)}." if rest else ""


def without_numbers(agreement: Agreement) -> str:
    """Name the parties of which none of the monitors has a number, alone or with others; '' where each has one."""
    parties, killed = agreement.parties, [line for line in agreement.lines if line.measure == "killed"]
    there = {code for line in killed for code in members(line.party)}
    rest = [
        labels.party_label(code, parties, short=True)
        for code in parties.actors
        if code not in there and parties[code].can_appear(agreement.month)
    ]
    them = "either" if len(agreement.monitors) == 2 else "any"
    return f"No page gathered here gives a number by {them} of them for {labels.join_or(rest)}." if rest else ""


def _who(agreement: Agreement) -> str:
    """The monitors, in the order in which the data folder lists them."""
    names = monitor_names(agreement.data)
    return labels.join(name for monitor, name in names.items() if monitor in agreement.monitors)


def agreement_note() -> str:
    """Say why monitors are not added."""
    return (
        "Monitors count different things by different methods, so their numbers must not be added. A ratio is given "
        "only where two monitors count the same, civilian deaths attributed to one party and by the same causes, and "
        "both give an exact number."
    )


def agreement_source(agreement: Agreement) -> str:
    """The source line of what monitors publish, and why they are not added."""
    who = agreement.data.monitors.set_index("monitor")["name"]
    names = labels.join(f"{who[code]}" for code in agreement.monitors)
    note = "Monitors count different things by different methods, so their numbers must not be added."
    return f"Source: {names}, reports on {dates.month_name(agreement.month)}. {note}"


def orderings_title(orderings: Orderings) -> str:
    """The title of orderings of parties."""
    when = dates.month_name(orderings.agreement.month)
    return f"To which of two parties more deaths are attributed, by monitor, {when}"


def orderings_sources(orderings: Orderings) -> list[str]:
    """The pages that decide the orderings."""
    return agreement_sources(orderings.agreement)


def orderings_sentences(orderings: Orderings) -> str:
    """Say which monitors publish enough to order two parties, and what is disputed."""
    lines, parties = orderings.lines, orderings.agreement.parties
    if not lines:
        return "No monitor's pages gathered here publish enough to order two parties."
    names, pairs = monitor_names(orderings.agreement.data), "1 pair" if len(lines) == 1 else f"{len(lines)} pairs"
    disputed = [
        f"{labels.in_sentence_of(line.higher, parties)} above {labels.in_sentence_of(line.lower, parties)} "
        f"({line.population})"
        for line in lines
        if line.support == "disputed"
    ]
    who = {line.supported_by for line in lines}
    if len(who) == 1 and len(alone := who.pop()) == 1 and not disputed:
        others = dict.fromkeys(code for line in lines for code in line.undecided_by)
        said = f"{names[alone[0]]} alone publishes enough to order parties: {pairs}."
        if others:
            both = "neither confirm nor contradict" if len(others) == 2 else "do not confirm or contradict"
            verb = "neither confirms nor contradicts" if len(others) == 1 else both
            said += f" {labels.join(names[code] for code in others)} {verb} it."
        return said
    counts = Counter(support_words(line, names) for line in lines)
    parts = [f"{count} {'is' if count == 1 else 'are'} {text}" for text, count in counts.items()]
    said = f"Of {pairs} of parties that any monitor puts in an order, {labels.join(parts)}."
    return said + (f" Disputed: {labels.join(disputed)}." if disputed else "")


def support_words(line: Ordering, names: Mapping[str, str]) -> str:
    """Say who supports an order: monitors by their names where others publish too little to say."""
    if line.support == "disputed":
        return "disputed"
    alone = " alone" if len(line.supported_by) == 1 else ""
    return f"supported by {labels.join(names[code] for code in line.supported_by)}{alone}"


def printed_words(line: Printed) -> str:
    """What a monitor publishes: a count, a range or an end of one."""
    if line.count is not None:
        return numbers.end_of(numbers.number(line.count), group_limit(line.remarks))
    ends = [numbers.number(end) for end in (line.low, line.high) if end is not None]
    return {"least": "at least ", "most": "at most "}.get(line.kind, "") + " to ".join(ends)


def kind_words(line: Printed, data: Data) -> str:
    """What kind of number it is: a whole toll, only a part, alleged deaths."""
    whole = labels.BASIS["summed"] if line.basis == "summed" else "the whole toll"
    return "; ".join(part_words(line, data)) or {"toll": whole, **_ENDS}.get(line.kind, "")


def part_words(line: Printed, data: Data) -> list[str]:
    """What a number is of where it is not of all documented deaths of a party: of some causes, of alleged deaths."""
    parts = [remarks.items_words(line.causes)] if line.causes else []
    note = "" if line.kind == "toll" else _notes(data).get(line.monitor)
    return [*parts, note] if note else parts
