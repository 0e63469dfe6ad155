"""Labels of parties, monitors, places and states, and what counts are called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from analysis.data.tables import Data
from analysis.model.adding import members
from analysis.show import numbers
from analysis.tolls.doubts import without_in
from analysis.tolls.series import party_table

STATES = {
    "range": "published only as a range or an end of one",
    "none_left": "none remain by subtraction",
    "not_reported": "no full count gathered here",
    "undecided": "undecided",
}
GAPS = {
    **STATES,
    "no_figures": "no figures of {}",
    "up_to": "published only as 'up to'",
    "apart": "not published together",
}
TAKEN_AWAY = "a number is published, but not used, by adjudication"
BASIS = {
    "adjudicated": "by adjudication between pages",
    "primary": "as published by the monitor",
    "relay": "as relayed by others",
    "records": "counted from a list",
    "summed": "civilians and fighters added",
    "subtracted": "persons minus fighters, of one page",
    "items": "some causes only",
    "left": "the total of the group minus its parties",
}
NOTES = {  # by the monitors' note_code: what their numbers are where they are not documented deaths
    "ranges_by_belligerent": "alleged deaths in claimed events",
}
LOWER_BOUND = (
    "These are documented deaths: a minimum of those who died, collected where collecting was possible. The "
    "attributions are the monitor's, not ours; a pattern among documented deaths need not be the pattern among all "
    "deaths."
)


def places_words(places: str) -> str:
    """Write places, given as codes joined by +.

    Examples
    --------
    >>> places_words("suwayda+deir_ezzor")
    'Suwayda and Deir Ezzor'
    """
    return join(place.replace("_", " ").title() for place in places.split("+"))


def left_out_words(frame: pd.DataFrame) -> str:
    """The places that all numbers of a result of one month leave out; '' where some leave out none, or others."""
    pages = "page_shown" if "page_shown" in frame else "report_ids"
    return left_out_of(frame.loc[frame[pages].notna(), "doubt"])


def left_out_of(doubts: pd.Series) -> str:
    """The places that numbers with these doubts all leave out; '' where one leaves out none, or others."""
    found = {without_in(doubt) for doubt in doubts}
    return places_words(found.pop()) if len(found) == 1 and "" not in found else ""


def state_words(state: str, basis: Any) -> str:
    """Say why a cell has no number.

    Examples
    --------
    >>> state_words("not_reported", None), state_words("not_reported", "adjudicated")
    ('no full count gathered here', 'a number is published, but not used, by adjudication')
    """
    return TAKEN_AWAY if (state, basis) == ("not_reported", "adjudicated") else STATES[state]


def join(words: Iterable[str]) -> str:
    """Write a list in words; of what holds a list itself no reader has to guess where it begins.

    Examples
    --------
    >>> join(["a", "b", "c"]), join(["a", "b and c, together"])
    ('a, b and c', 'a; and b and c, together')
    """
    words = list(words)
    comma = "; " if any("," in word for word in words) else ", "
    last = "; and " if any(word.endswith(", together") for word in words) else " and "
    return last.join([comma.join(words[:-1]), words[-1]] if len(words) > 1 else words)


def join_or(words: Iterable[str]) -> str:
    """Write alternatives in words.

    Examples
    --------
    >>> join_or(["a", "b", "c"])
    'a, b or c'
    """
    words = list(words)
    comma = "; " if any("," in word for word in words) else ", "
    return " or ".join([comma.join(words[:-1]), words[-1]] if len(words) > 1 else words)


def party_label(party: str, tolls: pd.DataFrame, short: bool = False) -> str:
    """The label of a party or of the parties of a combined toll."""
    parties = party_table(tolls)
    labels = [parties[code]["short_label" if short else "label"] for code in members(party)]
    return " + ".join(labels) if short else join(labels)


def in_sentence(label: str) -> str:
    """Write the label of a leftover class within a sentence: other or unidentified parties.

    Examples
    --------
    >>> in_sentence("Other or unidentified parties")
    'other or unidentified parties'
    """
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def in_sentence_of(party: str, tolls: pd.DataFrame) -> str:
    """The label of a party, or of the parties of a combined toll, within a sentence."""
    parties = party_table(tolls)
    labels = [(parties[code]["label"], parties[code]["residual"]) for code in members(party)]
    return join(in_sentence(label) if residual else label for label, residual in labels)


def monitor_label(data: Data, tolls: pd.DataFrame) -> str:
    """The monitor's name as sentences write it."""
    return str(data.monitors.set_index("monitor").at[tolls.attrs["monitor"], "short_label"])


def documented(data: Data, frame: pd.DataFrame) -> str:
    """`documented by` a monitor; where it prints ranges of claims, what it records is alleged."""
    who = monitor_label(data, frame)
    alleged = documented_or_alleged(data, frame.attrs["monitor"]) == "alleged"
    return f"alleged, as recorded by {who}" if alleged else f"documented by {who}"


def axis_words(data: Data, frame: pd.DataFrame) -> str:
    """What an axis of counts counts: `civilian deaths documented`, or alleged."""
    return f"{numbers.DEATHS[frame.attrs['population']][1]} {documented_or_alleged(data, frame.attrs['monitor'])}"


def lower_bound(data: Data, monitor: str) -> str:
    """Say what a monitor's counts are: documented deaths, or alleged ones."""
    if documented_or_alleged(data, monitor) == "alleged":
        return "These are alleged deaths in claimed events, not documented ones; ranges are its own."
    return LOWER_BOUND


def who_documented(data: Data, monitor: str) -> str:
    """A monitor and what it did: `SNHR documented`, or `recorded as alleged` where it prints ranges of claims."""
    who = data.monitors.set_index("monitor").at[monitor, "short_label"]
    return f"{who} recorded as alleged" if documented_or_alleged(data, monitor) == "alleged" else f"{who} documented"


def documented_or_alleged(data: Data, monitor: str) -> str:
    """What a monitor's deaths are: documented, or alleged where it prints ranges of claims."""
    return "alleged" if data.monitors.set_index("monitor").at[monitor, "note_code"] in NOTES else "documented"


def deaths_column(frame: pd.DataFrame) -> str:
    """The heading of a column of deaths, from the note_code of the monitor that a frame carries with it."""
    return f"Deaths {'alleged' if frame.attrs.get('note_code') in NOTES else 'documented'}"


def what_counts_are(data: Data, monitor: str) -> str:
    """What a monitor's numbers are, for a source line."""
    alleged = documented_or_alleged(data, monitor) == "alleged"
    return "Alleged deaths in claimed events." if alleged else "Documented deaths: a lower bound."
