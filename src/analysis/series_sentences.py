"""Sentences on several months and several monitors: sums, who exceeded whom, series, agreement."""

from __future__ import annotations

import pandas as pd

from analysis import words
from analysis.arithmetic import TOTAL
from analysis.data import Data

SUPPORT = {
    "all": "all monitors with figures",
    "some": "some; the others print too little",
    "disputed": "disputed",
    "only": "the only monitor with figures",
}
_NOTES = {  # by the monitors' note_code: what their numbers are
    "ranges_by_belligerent": "alleged deaths in claimed events",
    "monthly_by_cause": "counts by cause rather than by party",
}


def period_title(data: Data, sums: pd.DataFrame) -> str:
    """The title of the sums of a period."""
    deaths, when = words.DEATHS[sums.attrs["population"]][1].capitalize(), _when(sums)
    return f"{deaths} documented by {words.monitor_label(data, sums)}, by party they are attributed to, {when}"


def period_sentence(data: Data, sums: pd.DataFrame) -> str:
    """Say what the total of a period is, and that nothing is filled in."""
    total = sums[(sums["party"] == TOTAL) & (sums["measure"] == "killed")].iloc[0]
    deaths, who = words.DEATHS[sums.attrs["population"]][1], words.monitor_label(data, sums)
    if pd.isna(total["count"]):
        line = f"{who} prints no total of {deaths} for any month of {_when(sums)}"
    else:
        least = "at least " * bool(total["at_least"])
        line = f"{who} documented {least}{words.number(total['count'])} {deaths} in {_when(sums)}"
        missing = int(total["months"] - total["months_reported"])
        if missing:
            line += f"; {missing} of the {total['months']} months {'has' if missing == 1 else 'have'} no printed total"
    return f"{line}. Sums hold the months with a number; months without one are named, not filled in."


def exceeds_sentence(data: Data, months: pd.DataFrame) -> str:
    """Say in which months one party's toll exceeded another's."""
    left = words.party_label(str(months["left"].iloc[0]), months)
    names = [words.party_label(code, months) for code in months.attrs["rights"]]
    rights = f"each of {words.join(names)}" if len(names) > 1 else names[0]
    found = {verdict: list(rows["month"]) for verdict, rows in months.groupby("verdict")}
    holds, fails, open_ = (found.get(verdict, []) for verdict in ("holds", "fails", "undecidable"))
    measure, of = words.MEASURES[str(months["measure"].iloc[0])], words.DEATHS[months.attrs["population"]][1]
    what = of if measure == "deaths" else f"{measure} among {of}"
    who = words.monitor_label(data, months)
    line = f"In {_when(months)} {who} attributed more documented {what} to {left} than to {rights}"
    line += f" in {len(holds)} of {len(months)} months"
    line += f" ({words.months_words(holds)})" if holds else ""
    line += f", not more in {len(fails)}" + (f" ({words.months_words(fails)})" if fails else "")
    line += f"; in {len(open_)} it cannot be said ({words.months_words(open_)})" if open_ else ""
    return f"{line}."


def reason_words(reason: str, months: pd.DataFrame) -> str:
    """Why it cannot be said which toll is higher."""
    known = {
        "no_figures": "no figures at all",
        "no_party_yet": "one of them could not appear yet",
        "bounds": "what is printed are ends of ranges",
    }
    if reason in known:
        return known[reason]
    return f"no whole toll of {words.join(words.party_label(code, months) for code in reason.split('|'))}"


def agreement_title(data: Data, printed: pd.DataFrame) -> str:
    """The title of what monitors print for one month."""
    labels = data.monitors.set_index("monitor")["short_label"]
    codes = list(dict.fromkeys(printed["monitor"]))
    verb = "print" if len(codes) > 1 else "prints"
    return f"What {words.join(labels[code] for code in codes)} {verb} for {words.month_name(printed.attrs['month'])}"


def agreement_note() -> str:
    """Say why monitors are not added."""
    return (
        "Monitors count different things by different methods; their numbers must not be added. Ratios stand only "
        "between like and like: the same party, population and causes, never a range."
    )


def printed_words(row: pd.Series) -> str:
    """What a monitor prints: a count, a range or an end of one."""
    if not pd.isna(row["count"]):
        return words.number(row["count"])
    ends = [words.number(end) for end in (row["low"], row["high"]) if not pd.isna(end)]
    return {"least": "at least ", "most": "at most "}.get(row["kind"], "") + " to ".join(ends)


def kind_words(row: pd.Series, note_code: str) -> str:
    """What kind of number it is: a whole toll, some causes only, alleged deaths."""
    parts = [f"{row['causes'].replace('_', ' ').replace(' + ', ', ')} only"] if isinstance(row["causes"], str) else []
    if row["kind"] == "toll":
        return "; ".join(parts) or "the whole toll"
    return "; ".join([*parts, *filter(None, [_NOTES.get(note_code)])]) or "not the whole toll"


def _when(frame: pd.DataFrame) -> str:
    return words.period_words(frame.attrs["start"], frame.attrs["end"])
