"""The words of this package: labels of codes, numbers, dates and doubts as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pandas as pd

from analysis.arithmetic import members
from analysis.comparison import ENDS, party_table
from analysis.data import Data
from analysis.doubts import causes_in, limits_in, parts, without_in
from analysis.group_shares import group_limit
from analysis.numerals import half_up

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DEATHS = {
    "civilians": ("civilian death", "civilian deaths"),
    "fighters": ("death of fighters", "deaths of fighters"),
    "persons": ("death of a person", "deaths of persons"),
}
GROUPS = {"children": "children", "women": "women (adult)", "children_and_women": "children and women"}
MEASURES = {"killed": "deaths", "children": "children", "women": "women", "torture": "deaths by torture"}
_ONE = {"children": "child", "women": "woman"}
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
WILSON_LABEL = "small-number interval (Wilson, 95 %); says nothing about undocumented deaths"
NOTES = {  # by the monitors' note_code: what their numbers are where they are not documented deaths
    "ranges_by_belligerent": "alleged deaths in claimed events",
}
LOWER_BOUND = (
    "These are documented deaths: a minimum of those who died, collected where collecting was possible. The "
    "attributions are the monitor's, not ours; a pattern among documented deaths need not be the pattern among all "
    "deaths."
)
_FLAGS = {
    "causes_differ": "children or women are printed for other causes than the deaths, so no share can be given",
    "party_inferred": "the party's name is not printed at the number; it was read from the context",
    "year_inferred": "the year is not printed on the page; it was read from the address, the numbers or the events",
    "minimum": "published as 'no less than'",
    "maximum": "published as 'up to'",
    "sum_of_printed_parts": "added up from two printed numbers",
    "children_women_maximum": "children and women are upper ends of printed ranges",
    "children_maximum": "children are a maximum: none is known, and so many victims are of unknown age",
    "children_minimum": "the number of children is a minimum",
    "women_maximum": "women are a maximum: none is known, and so many victims are of unknown age or sex",
    "women_minimum": "the number of women is a minimum",
    "unattributed": "some of these deaths are attributed to nobody",
    "children_women_minimum": "the number of children or of women is a minimum",
    "torture_minimum": "the torture count is printed as a minimum",
    "torture_additional": "torture deaths are worded as additional to the toll",
    "dated_earlier": "some of the deaths documented in this month happened earlier",
    "forum_only": "of the pages gathered here, only a forum, a blog or a copy of another page has this number",
}
_CAUSES = {  # causes of which one does not write that deaths are by them
    "clashes": "in clashes",
    "clashes_and_other": "in clashes and by other causes",
    "coast_events": "in the events on the coast",
    "detention": "in detention",
    "health_conditions": "due to health conditions",
    "landmines_and_other": "by landmines and other causes",
    "lebanese_army": "by fire of the Lebanese army",
    "other_killings": "in other killings",
    "outside_coast": "outside the coast",
    "several_causes": "by several causes that are not separated",
    "unknown_circumstances": "in unknown circumstances",
}
_PERIOD = "about the {}, not this month alone: "
_CHECKS = {
    "parts_vs_total": "a printed total is {0}, printed numbers of the parties add up to {1}",
    "group_vs_parent": "the printed group total is {0}, its parties add up to {1}",
    "between_reports": "{0} is printed in one place, {1} in another",
    "subset_exceeds": "{0} deaths are printed, fewer than the {1} children and women printed among them",
    "half_year_vs_months": _PERIOD.format("half-year") + "its printed total is {0}, its months add up to {1}",
    "year_vs_months": _PERIOD.format("year") + "its printed total is {0}, its months add up to {1}",
    "year_vs_half_year": _PERIOD.format("year") + "its printed total is {0}, its half-years or running totals give {1}",
}


def month_name(month: str) -> str:
    """Write a month in words.

    Examples
    --------
    >>> month_name("2016-01")
    'January 2016'
    """
    year, number = month.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def month_count(count: Any) -> str:
    """Write a number of months: '1 month', '2 months'."""
    return f"{count} {'month' if count == 1 else 'months'}"


def months_words(months: Iterable[str]) -> str:
    """Write months of the calendar, those in a row as a range.

    Examples
    --------
    >>> months_words(["2015-10", "2015-11", "2015-12", "2016-02"])
    '2015-10 to 2015-12 and 2016-02'
    """
    runs: list[list[str]] = []  # first and last month of each
    before = 0
    for month in sorted(set(months)):
        place = int(month[:4]) * 12 + int(month[5:])
        if runs and place == before + 1:
            runs[-1][1:] = [month]
        else:
            runs.append([month])
        before = place
    return join(" to ".join(run) for run in runs)


def period_words(start: str, end: str) -> str:
    """Write a range of months in words.

    Examples
    --------
    >>> period_words("2015-10", "2016-06"), period_words("2016-01", "2016-01")
    ('October 2015 to June 2016', 'January 2016')
    """
    return month_name(start) if start == end else f"{month_name(start)} to {month_name(end)}"


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


def month_of(frame: pd.DataFrame) -> str:
    """The month of a result, and what its numbers leave out: `July 2025 (without the deaths in Suwayda)`."""
    places = left_out_words(frame)
    return month_name(frame.attrs["month"]) + (f" (without the deaths in {places})" if places else "")


def date_words(day: Any) -> str:
    """Write a date (YYYY-MM-DD) in words; a missing one is 'undated'.

    Examples
    --------
    >>> date_words("2016-02-02")
    '2 February 2016'
    """
    if not isinstance(day, str):
        return "undated"
    parsed = date.fromisoformat(day)
    return f"{parsed.day} {MONTHS[parsed.month - 1]} {parsed.year}"


def number(value: Any) -> str:
    """Write a whole number with thousands separators; minus as a sign.

    Examples
    --------
    >>> number(1382), number(-1)
    ('1,382', '−1')
    """
    return f"{int(value):,}".replace("-", "−")


def percent(k: Any, n: Any, digits: int = 1) -> str:
    """Write k of n as a percentage, rounded half up on whole numbers.

    Examples
    --------
    >>> percent(167, 679), percent(97, 200, 0)
    ('24.6 %', '49 %')
    """
    whole, rest = divmod(half_up(int(k), int(n), 100 * 10**digits), 10**digits)
    return f"{whole}.{rest:0{digits}d} %" if digits else f"{whole} %"


def bounded(value: Any, least: Any, most: Any) -> str:
    """Write a number, or what bounds it where there is none.

    Examples
    --------
    >>> bounded(98, 98, 98), bounded(None, 3, 44), bounded(None, None, 0), bounded(None, None, None)
    ('98', '3 to 44', 'at most 0', 'not printed')
    """
    if not pd.isna(value):
        return number(value)
    if pd.isna(most):
        return f"at least {number(least)}" if not pd.isna(least) and least > 0 else "not printed"
    if pd.isna(least) or least <= 0:
        return f"at most {number(most)}"
    return f"{number(least)} to {number(most)}" if least < most else number(most)


def range_words(value: Any, low: Any, high: Any) -> str:
    """Write what is printed: a number, or a range of which an end may be missing.

    Examples
    --------
    >>> range_words(98, None, None), range_words(None, 0, 5), range_words(None, 0, None), range_words(None, None, None)
    ('98', '0 to 5', 'at least 0', 'not printed')
    """
    if pd.isna(value) and not pd.isna(low) and (pd.isna(high) or low < high):
        return f"at least {number(low)}" if pd.isna(high) else f"{number(low)} to {number(high)}"
    return bounded(value, low, high)


def limited(row: Any) -> str:
    """Write the number of a line of a comparison, or its range; of an end that it is one.

    Examples
    --------
    >>> limited(pd.Series({"killed": 7, "killed_min": None, "killed_max": None, "doubt": "minimum"}))
    'at least 7'
    """
    limit = "" if pd.isna(row.killed) else next(iter(limits_in(row.doubt).values()), "")
    before = {"least": "at least ", "most": "up to ", "": ""}[limit]
    return before + range_words(row.killed, row.killed_min, row.killed_max)


def state_words(state: str, basis: Any) -> str:
    """Say why a cell has no number.

    Examples
    --------
    >>> state_words("not_reported", None), state_words("not_reported", "adjudicated")
    ('no full count gathered here', 'a number is published, but not used, by adjudication')
    """
    return TAKEN_AWAY if (state, basis) == ("not_reported", "adjudicated") else STATES[state]


def count_of(row: Any) -> str:
    """Write a row of `shares` as `94 of 679`, of a range as `94 of 1,006 to 1,410`; a minimum is said to be one."""
    count = f"{limit_words(row['doubt'])}{number(row['count'])}"
    return f"{count} of {range_words(row['killed'], row['killed_min'], row['killed_max'])}"


def limit_words(doubt: Any) -> str:
    """Write before a count of children or women that it is only the least or the most; '' where it is neither."""
    return {"least": "at least ", "most": "up to ", "": ""}[group_limit(doubt)]


def share_words(row: Any) -> str:
    """Write the share of a row of `shares` in percent, or what bounds it; '' without either."""
    if not pd.isna(row["share"]):
        return percent(row["count"], row["killed"])
    low, high = (row["killed"] if pd.isna(row["killed_min"]) else row[end] for end in ENDS)
    most = "" if pd.isna(row["share_max"]) else percent(min(row["count"], low), low)
    least = "" if pd.isna(row["share_min"]) else percent(row["count"], high)
    if least and most:
        return f"{least.removesuffix(' %')} to {most}"
    return f"at least {least}" if least else f"at most {most}" if most else ""


def counted(value: Any, measure: str, population: str = "civilians") -> str:
    """Write a count with its noun.

    Examples
    --------
    >>> counted(1, "killed"), counted(94, "children")
    ('1 civilian death', '94 children')
    """
    one = int(value) == 1
    noun = DEATHS[population][not one] if measure == "killed" else _ONE.get(measure, measure) if one else measure
    return f"{number(value)} {noun}"


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
    return f"{DEATHS[frame.attrs['population']][1]} {documented_or_alleged(data, frame.attrs['monitor'])}"


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


def causes_words(causes: str) -> str:
    """Say of which causes deaths are; '' without any.

    Examples
    --------
    >>> causes_words("air_strikes + shelling"), causes_words("health_conditions + torture")
    ('by air strikes and shelling', 'by torture and due to health conditions')
    """
    found = [cause for cause in causes.split(" + ") if cause]
    by = [cause.replace("_", " ") for cause in found if cause not in _CAUSES]
    return join([*([f"by {join(by)}"] if by else []), *(_CAUSES[cause] for cause in found if cause in _CAUSES)])


def items_words(doubt: Any) -> str:
    """Say which causes a sum of items covers.

    Examples
    --------
    >>> items_words("items_only: air_strikes + shelling")
    'only deaths by air strikes and shelling'
    """
    return f"only deaths {causes_words(causes_in(doubt))}"


def doubt_words(doubt: Any, items: bool = True) -> list[str]:
    """Put the doubts about one number into words; `items` includes that it covers some causes only.

    Examples
    --------
    >>> doubt_words("floor_above_monthly:children: 94 against 129 (snhr-2016-01-massacres-de)")
    ['94 children, but the same monitor counts at least 129 in a part of these deaths (snhr-2016-01-massacres-de)']
    """
    return [_one_doubt(part) for part in parts(doubt) if items or not causes_in(part)]


def _one_doubt(doubt: str) -> str:
    if doubt in _FLAGS:
        return _FLAGS[doubt]
    for pattern, put in _PATTERNS:
        if match := re.fullmatch(pattern, doubt):
            return put(*match.groups())
    return doubt.replace("_", " ")


def _floor(measure: str, value: str, floor: str, report_id: str) -> str:
    what = counted(value, measure) if measure else number(value)
    return f"{what}, but the same monitor counts at least {number(floor)} in a part of these deaths ({report_id})"


def _at_least(k: str, n: str) -> str:
    return f"with that number at least {percent(k, n)} ({number(k)} of {number(n)})"


def _items(causes: str) -> str:
    return f"only deaths {causes_words(causes)} are counted"


def _adjudicated(measure: str, value: str, others: str, reason: str) -> str:
    printed = re.sub("[0-9]+", lambda match: number(match[0]), others)
    used = f"{number(value)} is used" if value.isdigit() else "no printed number is used"
    text = f"{printed} is also printed; {used} by adjudication ({reason.replace('_', ' ')})"
    return f"{measure}: {text}" if measure else text


def period_named(reason: str) -> str:
    """The period that the reason of a known discrepancy begins with; '' where it names none.

    Examples
    --------
    >>> period_named("half_year_2017: another page prints 1159"), period_named("digits_swapped_in_a_title")
    ('half-year', '')
    """
    about = re.match("(half_)?year_[0-9]{4}", reason)
    return "" if about is None else "half-year" if about[1] else "year"


def _known(check: str, measure: str, printed: str, computed: str, reason: str) -> str:
    both = [number(n) if n.isdigit() else n for n in (printed, computed)]
    text = _CHECKS.get(check, check.replace("_", " ") + ": printed {0}, checked against {1}").format(*both)
    if (about := period_named(reason)) and "not this month alone" not in text:
        text = _PERIOD.format(about) + text
    return f"{measure + ': ' if measure else ''}{text} ({reason.replace('_', ' ')})"


def _disputed(deaths: str, others: str) -> str:
    whose = join_or(code.replace("_", " ") for code in others.split("+"))
    these = "this death" if deaths == "1" else f"these {number(deaths)} deaths"
    return f"some pages attribute {these} to another party instead: {whose}"


_PATTERNS: list[tuple[str, Callable[..., str]]] = [
    (r"without: (.+)", lambda places: f"leaves out the deaths in {places_words(places)}"),
    (r"disputed: (\d+) (.+)", _disputed),
    (
        r"dated_earlier: (\d+) \((.+)\)",
        lambda n, page: (
            f"{number(n)} {'death' if n == '1' else 'deaths'} documented in this month happened earlier ({page})"
        ),
    ),
    (r"residual: (.+)", lambda party: f"{party.replace('_', ' ')} is a leftover class, not an actor"),
    (r"fails_in: (.+)", lambda population: f"counted in {population} it fails"),
    (r"months_lacking: (.+)", lambda months: f"no number is published for {months_words(months.split('+'))}"),
    (
        r"not_counted: (.+)",
        lambda who: f"the monitor does not count every party's losses, so its numbers of {who} cannot compare parties",
    ),
    (
        r"together: (\S+) (\d+)(?: \((items_only: .+)\))?",
        lambda c, n, items: (
            f"printed together, {c.replace('_', ' ').replace('+', ' and ')}: {number(n)}"
            + (f" ({items_words(items)})" if items else "")
        ),
    ),
    (r"floor_above_monthly:?(\w*): (\d+) against (\d+) \((.+)\)", _floor),
    (r"share_at_least: (\d+) of (\d+)", _at_least),
    (r"items_only: (.+)", _items),
    (r"summed: (\d+) \+ (\d+)", lambda a, b: f"not published as such: {number(a)} civilians and {number(b)} fighters"),
    (
        r"subtracted: (\d+) - (\d+)",
        lambda a, b: f"not published as such: {number(a)} persons minus {number(b)} fighters",
    ),
    (
        r"unattributed: (\d+)",
        lambda n: f"{number(n)} of these deaths {'is' if n == '1' else 'are'} attributed to nobody",
    ),
    (
        r"above_persons: (\d+) against (\d+)",
        lambda part, whole: f"a page publishes only {number(whole)} persons for this party, fewer than {number(part)}",
    ),
    (r"pages_disagree: (.+)", lambda pages: f"pages print different numbers: {pages}"),
    (r"adjudicated:?(\w*): (\w+) against ([0-9, ]+) \((.+)\)", _adjudicated),
    (r"(\w+):?(\w*): (\S+) against (\S+) \((.+)\)", _known),
]
