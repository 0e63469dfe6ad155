"""Labels of parties, monitors, places and states, and what counts are called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Protocol

from analysis.data.rows import monitor_of
from analysis.data.tables import Data
from analysis.language import apart, language, say, say_as, sayable
from analysis.model.adding import NOT_SEPARATED, UNACCOUNTED, UNATTRIBUTED, members
from analysis.model.parties import Parties, Party
from analysis.model.remarks import Remark
from analysis.model.tolls import without
from analysis.show import numbers

LINES = {  # below the parties
    NOT_SEPARATED: sayable("Not separated"),
    UNATTRIBUTED: sayable("Attributed to nobody"),
    UNACCOUNTED: sayable("Unaccounted"),
}
STATES = {
    "range": sayable("only a range, or an end of one"),
    "none_left": sayable("none, by subtraction from a number that includes them"),
    "not_reported": sayable("no full count gathered here"),
    "undecided": sayable("undecided"),
}
GAPS = {
    **STATES,
    "no_figures": "no figures for {}",
    "up_to": "only as 'up to'",
    "apart": "not published together",
}
TAKEN_AWAY = sayable("a number is published, but not used, by adjudication")
BASIS = {
    "adjudicated": sayable("by adjudication between pages"),
    "primary": sayable("as published by the monitor"),
    "relay": sayable("as relayed by others"),
    "records": sayable("counted from a list"),
    "summed": sayable("civilians and fighters added"),
    "subtracted": sayable("persons minus fighters"),
    "items": sayable("only a part"),
    "left": sayable("the total of the group minus its parties"),
}
COMPUTED = frozenset(["summed", "subtracted"])  # bases of numbers that no page publishes as such
NOTES = {  # by the monitors' note_code: what their numbers are where they are not documented deaths
    "ranges_by_belligerent": sayable("alleged deaths in claimed events"),
}
LOWER_BOUND = sayable(
    "These are documented deaths, a minimum of those who died: a monitor documents what it can reach. The attributions "
    "are the monitor's, not ours, and a pattern among documented deaths need not be the pattern among all deaths."
)
OTHERS_LOWER_BOUND = sayable(  # beside monitors of alleged deaths
    "The other numbers are documented deaths, a minimum of those who died: a monitor documents what it can reach. The "
    "attributions are the monitors', not ours, and a pattern among documented deaths need not be the pattern among all "
    "deaths."
)
_DESCRIBES = re.compile(  # how a label begins that is a description; `Army of the River` and `Armed Forces` are names
    "(?:Extremist|Former|Other|Unidentified|Unknown)(?: |$)|"
    "(?:All|Armed|Army|Factions|Foreign|Forces|Gangs|Groups|Local|Militants?|Militias|Paramilitary|"
    "Police|Protesters|Rebels?|Security|State|Tribal)(?:$| (?!of )[a-z])"
)
_ONE_BODY = frozenset(  # names of one body, which a sentence begins with "the"
    [
        "alliance",
        "army",
        "coalition",
        "command",
        "council",
        "front",
        "guard",
        "militia",
        "movement",
        "regime",
    ]
)
_TOGETHER = ", together"


def places_words(places: Iterable[str]) -> str:
    """Write places, given as codes.

    Examples
    --------
    >>> places_words(["suwayda", "deir_ezzor"])
    'Suwayda and Deir Ezzor'
    """
    return join(say_as("place", place.replace("_", " ").title()) for place in places)


class Shown(Protocol):
    """A toll, or a line of a result: the page to show for its number, and what limits it."""

    @property
    def page_shown(self) -> tuple[str, ...]:
        """The page, where there is a number."""

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What limits the number."""


class Counting(Protocol):
    """Whose numbers they are, and who is counted: tolls, or what monitors publish side by side."""

    @property
    def data(self) -> Data:
        """The data they come from."""

    @property
    def monitor(self) -> str:
        """The code of the monitor."""

    @property
    def population(self) -> str:
        """Who is counted."""


def left_out_words(lines: Iterable[Shown]) -> str:
    """The places that all numbers leave out; '' where some leave out none, or others."""
    return left_out_of(line.remarks for line in lines if line.page_shown)


def left_out_of(numbers: Iterable[tuple[Remark, ...]]) -> str:
    """The places that numbers with these remarks all leave out; '' where one leaves out none, or others."""
    found = {without(remarks) for remarks in numbers}
    return places_words(found.pop()) if len(found) == 1 and () not in found else ""


def state_words(state: str, basis: Any) -> str:
    """Say why a cell has no number.

    Examples
    --------
    >>> state_words("not_reported", None), state_words("not_reported", "adjudicated")
    ('no full count gathered here', 'a number is published, but not used, by adjudication')
    """
    return say(TAKEN_AWAY if (state, basis) == ("not_reported", "adjudicated") else STATES[state])


def join(words: Iterable[str]) -> str:
    """Write a list in words; of what holds a list itself no reader has to guess where it begins.

    Examples
    --------
    >>> join(["a", "b", "c"]), join(["a", "b and c, together"])
    ('a, b and c', 'a; and b and c, together')
    """
    words = list(map(apart, words))
    comma = _between(words)
    last = say_as("list", "; and ") if any(word.endswith(", together") for word in words) else say_as("list", " and ")
    return last.join([comma.join(words[:-1]), words[-1]] if len(words) > 1 else words)


def join_or(words: Iterable[str]) -> str:
    """Write alternatives in words.

    Examples
    --------
    >>> join_or(["a", "b", "c"])
    'a, b or c'
    """
    words = list(map(apart, words))
    comma = _between(words)
    return say_as("list", " or ").join([comma.join(words[:-1]), words[-1]] if len(words) > 1 else words)


def semicolons(words: Iterable[str]) -> str:
    """What is put side by side with semicolons."""
    return say_as("list", "; ").join(words)


def _between(words: list[str]) -> str:
    """The mark between what is listed: a semicolon where one of it is a list itself."""
    comma = say_as("list", ", ")
    return say_as("list", "; ") if any(comma in word for word in words) else comma


def party_label(party: str, parties: Parties, short: bool = False) -> str:
    """The label of a party or of the parties of a combined toll."""
    if short:
        return " + ".join(short_name(parties[code]) for code in members(party))
    first, *others = members(party)
    return join([full_name(parties[first]), *(in_sentence(full_name(parties[code])) for code in others)])


def full_name(party: Party) -> str:
    """The name of a party in the language in use, in English where its table has no other."""
    return party.label_ar or party.label if language() == "ar" else party.label


def short_name(party: Party) -> str:
    """Its short name, with its end where later months are shown beside it."""
    if language() == "en" or not party.short_label_ar:
        return party.short_label
    until = say("{party} until {year}", party=party.short_label_ar, year=party.ended)
    return until if party.ended else party.short_label_ar


def line_label(code: str, parties: Parties) -> str:
    """The short label of a line: a party, a combined toll, or what stands below the parties."""
    return say(LINES[code]) if code in LINES else party_label(code, parties, short=True)


def full_line_label(code: str, label: str, parties: Parties) -> str:
    """The name of a line of a result, of which `label` is the English one."""
    if language() == "en":
        return label
    if code in LINES:
        return say(LINES[code])
    return together(party_label(code, parties)) if len(members(code)) > 1 else full_name(parties[code])


def together(parties: str) -> str:
    """Say of several parties that their number is one.

    Examples
    --------
    >>> together("A and B")
    'A and B, together'
    """
    return say("{parties}, together", parties=parties)


def capitalized(text: str) -> str:
    """Begin a sentence: the first letter large, the others as they are."""
    return text[:1].upper() + text[1:]


def in_sentence(label: str, residual: bool = False) -> str:
    """Write a label within a sentence: small where it begins with no name, one body with its article.

    That of a leftover class (`residual`) never begins with a name.

    Examples
    --------
    >>> in_sentence("Other or unidentified parties"), in_sentence("Russian forces"), in_sentence("Army of the River")
    ('other or unidentified parties', 'Russian forces', 'the Army of the River')
    >>> in_sentence("Northern Army (NA)"), in_sentence("Armed bands, together")
    ('the Northern Army (NA)', 'all armed bands')
    """
    if language() != "en":
        return label
    small = _DESCRIBES.match(label) or (residual and label[1:2].islower())
    text = label[:1].lower() + label[1:] if small else label
    if text.endswith(_TOGETHER) and " and " not in text:
        return f"all {text.removesuffix(_TOGETHER)}"
    body = text.partition(" (")[0].partition(" / ")[0].partition(" of ")[0].rpartition(" ")[2]
    return f"the {text}" if body.lower() in _ONE_BODY else text


def again(label: str) -> str:
    """Write a label within a sentence that has named it before: without what stands in parentheses.

    Examples
    --------
    >>> again("Kurdish-led forces (YPG, SDF, self-administration)")
    'Kurdish-led forces'
    """
    return in_sentence(label).partition(" (")[0]


def in_sentence_of(party: str, parties: Parties) -> str:
    """The label of a party, or of the parties of a combined toll, within a sentence."""
    return join(in_sentence(full_name(parties[code]), parties[code].residual) for code in members(party))


def monitor_label(of: Counting) -> str:
    """The monitor's name as sentences write it."""
    return monitor_of(of.data, of.monitor).short_name


def about(of: Counting, when: str) -> str:
    """Whose numbers of when a picture shows, before its headline: `SNHR, January 2016`."""
    return say("{monitor}, {when}", monitor=monitor_label(of), when=when)


def documented(of: Counting) -> str:
    """`documented by` a monitor; where it publishes ranges of claims, what it records is alleged."""
    who = monitor_label(of)
    if is_alleged(of):
        return say("alleged, as recorded by {monitor}", monitor=who)
    return say("documented by {monitor}", monitor=who)


def axis_words(of: Counting) -> str:
    """What an axis of counts counts: `civilian deaths documented`, or alleged."""
    what = numbers.deaths(of.population)
    return say("{deaths} alleged", deaths=what) if is_alleged(of) else say("{deaths} documented", deaths=what)


def lower_bound(of: Counting) -> str:
    """Say what a monitor's counts are: documented deaths, or alleged ones."""
    if is_alleged(of):
        return say("These are alleged deaths in claimed events, not documented ones; ranges are its own.")
    return say(LOWER_BOUND)


def who_documented(of: Counting) -> str:
    """A monitor and what it did: `SNHR documented`, or `recorded as alleged` where it publishes ranges of claims."""
    if is_alleged(of):
        return say("{monitor} recorded as alleged", monitor=monitor_label(of))
    return say("{monitor} documented", monitor=monitor_label(of))


def is_alleged(of: Counting) -> bool:
    """Whether a monitor's deaths are alleged: it publishes ranges of claims."""
    return monitor_of(of.data, of.monitor).note_code in NOTES


def documented_or_alleged(of: Counting) -> str:
    """What a monitor's deaths are: documented, or alleged where it publishes ranges of claims."""
    return say("alleged") if is_alleged(of) else say("documented")


def deaths_of(of: Counting) -> str:
    """Whose deaths are counted, and where a monitor publishes ranges of claims, that they are alleged."""
    return numbers.deaths(of.population, is_alleged(of))


def some_deaths_of(of: Counting, written: str) -> str:
    """A number, a range or an end of one, with whose deaths are counted."""
    return numbers.some_deaths(written, of.population, is_alleged(of))


def deaths_column(of: Counting) -> str:
    """The heading of a column of deaths."""
    return say("Deaths alleged") if is_alleged(of) else say("Deaths documented")


def what_counts_are(of: Counting) -> str:
    """What a monitor's numbers are, for a source line."""
    if is_alleged(of):
        return say("Alleged deaths in claimed events.")
    return say("Documented deaths are a minimum.")
