"""What several monitors publish for a month, in words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.data.tables import Data
from analysis.show import dates, labels, numbers, remarks

SUPPORT = {
    "all": "all monitors with figures",
    "some": "some; the others publish too little",
    "disputed": "disputed",
    "only": "the only monitor here with figures",
}
_SUPPORTED = {
    "all": "supported by all monitors with figures",
    "some": "supported by some, while the others publish too little to say",
    "only": "supported by the only monitor here with figures",
    "disputed": "disputed",
}
MARKS = "a point: a whole toll; a square: some causes only; a line: a range; an arrow: an open end"
_ENDS = {"least": "a lower end", "most": "an upper end", "range": "a range"}


def agreement_heading(data: Data, printed: pd.DataFrame) -> str:
    """Open a notebook on several monitors (Markdown)."""
    notes = data.monitors.set_index("monitor")["note_code"]
    claims = [who for who in dict.fromkeys(printed["monitor"]) if notes[who] in labels.NOTES]
    short_labels = data.monitors.set_index("monitor")["short_label"]
    alleged = "".join(f" {short_labels[who]} prints {labels.NOTES[notes[who]]}, not documented ones." for who in claims)
    documented = "" if len(claims) == printed["monitor"].nunique() else f" {labels.LOWER_BOUND}"
    return f"**{agreement_title(data, printed)}.**{documented}{alleged}"


def agreement_title(data: Data, printed: pd.DataFrame) -> str:
    """The title of what monitors print for one month."""
    short_labels = data.monitors.set_index("monitor")["short_label"]
    codes = list(dict.fromkeys(printed["monitor"]))
    verb = "print" if len(codes) > 1 else "prints"
    who = labels.join(short_labels[code] for code in codes)
    return f"What {who} {verb} for {dates.month_name(printed.attrs['month'])}"


def agreement_note() -> str:
    """Say why monitors are not added."""
    return (
        "Monitors count different things by different methods; their numbers must not be added. Ratios stand only "
        "between like and like: civilians of the same party and causes, never a range."
    )


def agreement_source(data: Data, printed: pd.DataFrame) -> str:
    """The source line of what monitors print, and why they are not added."""
    short_labels = data.monitors.set_index("monitor")["short_label"]
    named = labels.join(short_labels[code] for code in dict.fromkeys(printed["monitor"]))
    when = dates.month_name(printed.attrs["month"])
    return f"Source: {named}, reports on {when} (each is named in the table). {agreement_note()}"


def orderings_sentence(data: Data, found: pd.DataFrame) -> str:
    """Say how many orderings of parties are supported by all monitors, by some, or disputed."""
    if found.empty:
        return "No monitor's pages gathered here publish enough to order two parties."
    counts = found["support"].value_counts()
    parts = [
        f"{counts[code]} {'is' if counts[code] == 1 else 'are'} {text}"
        for code, text in _SUPPORTED.items()
        if code in counts
    ]
    disputed = [
        f"{labels.party_label(row.higher, found)} above {labels.party_label(row.lower, found)} ({row.population})"
        for row in found[found["support"] == "disputed"].itertuples()
    ]
    orderings = "1 ordering" if len(found) == 1 else f"{len(found)} orderings"
    line = f"Of {orderings} of two parties that any monitor decides, {labels.join(parts)}."
    return line + (f" Disputed: {labels.join(disputed)}." if disputed else "")


def printed_words(row: Any) -> str:
    """What a monitor prints: a count, a range or an end of one."""
    if not pd.isna(row["count"]):
        return numbers.limit_words(row["doubt"]) + numbers.number(row["count"])
    ends = [numbers.number(end) for end in (row["low"], row["high"]) if not pd.isna(end)]
    return {"least": "at least ", "most": "at most "}.get(row["kind"], "") + " to ".join(ends)


def kind_words(row: Any, note_code: str) -> str:
    """What kind of number it is: a whole toll, some causes only, alleged deaths."""
    parts = [f"only deaths {remarks.causes_words(row['causes'])}"] if isinstance(row["causes"], str) else []
    if row["kind"] == "toll":
        whole = labels.BASIS["summed"] if row["basis"] == "summed" else "the whole toll"
        return "; ".join(parts) or whole
    return "; ".join([*parts, *filter(None, [labels.NOTES.get(note_code)])]) or _ENDS.get(row["kind"], "")
