"""What the pictures of several months say around them: headlines, titles, notes; and which months have what sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from string import ascii_lowercase

from analysis.model.adding import TOTAL, is_combined
from analysis.model.results import grouped
from analysis.questions.trends.series import Point, Series
from analysis.questions.trends.sums_words import deaths, when
from analysis.questions.trends.words import (
    FEW,
    MARKS,
    changes_words,
    left_out_months,
    outnumbered_words,
    residual_words,
    statuses_words,
)
from analysis.show import dates, labels, numbers, standing
from analysis.tolls import completeness

LETTERS = ascii_lowercase  # of marks
_COME = {"enters": -0.5, "leaves": 0.5}  # a mark stands before or after the month
_GREAT = 4  # a party is great whose highest month is at least one in so many of the highest of all
_NAMED = 2  # months that are named in the headline


def marked_changes(series: Series) -> list[tuple[float, str]]:
    """What a picture of a series marks, with its place between months: changes, and great parties that come or go."""
    months, actors = series.months, series.tolls.parties.actors
    tolls = grouped((line.party, line.least or 0) for line in series.killed if line.party in actors)
    highest = {party: max(found) for party, found in tolls.items()}
    great = {party for party, most in highest.items() if 0 < max(highest.values()) <= _GREAT * most}
    found = {(months.index(month) - 0.5, text) for month, text in changes_words(series)}
    for line in series.killed:
        for mark in line.marks if line.party in great else ():
            if mark.code in _COME and mark.when in months:  # it may have its first number long after
                found.add((months.index(mark.when) + _COME[mark.code], f"{line.label}: {MARKS[mark.code](mark)}"))
    return sorted(
        (at, text) for at, text in found if 0 < at < len(months) - 1
    )  # at an end there is no before and after


def about(series: Series) -> str:
    """Whose numbers of when a series shows, before its headline."""
    return labels.about(series.tolls, when(series))


def trend_title(series: Series) -> str:
    """The title of a series."""
    return f"{deaths(series).capitalize()} {labels.documented(series.tolls)}, month by month, {when(series)}"


def trend_headline(series: Series) -> str:
    """What a picture of a series says first: between what the full published totals lie, and which months have none."""
    what = f"{standing.alleged_words(series.tolls)}{deaths(series)}"
    totals, open_ = _full_totals(series)
    if not totals:
        sums = [line for line in sums_without_total(series).values() if not is_floor(series, line.month)]
        none = f"No page gathered here publishes a full count of {what} for any month of {when(series)}"
        return f"{none}; what the parties add up to: {_ends(sums)}" if sums else none
    if len(series.months) == 1:
        return f"{labels.capitalized(what)}: {_named(totals[0])}"
    if len(totals) == 1 and len(open_) > _NAMED:
        alone = f"{dates.month_name(totals[0].month)} alone ({counted(totals[0])})"
        return f"{labels.capitalized(what)}: of {len(series.months)} months {alone} has a full published total"
    without = f"; {len(open_)} of {len(series.months)} months have no full published total" if open_ else ""
    if 0 < len(open_) <= _NAMED:
        named = [f"{dates.month_name(month)}{_bounds(series, month)}" for month in open_]
        without = f"; {labels.join(named)} {'has' if len(open_) == 1 else 'have'} no full published total"
    return f"{labels.capitalized(what)} a month: {_ends(totals, 'full total ' * bool(open_))}{without}"


def _full_totals(series: Series) -> tuple[list[Point], list[str]]:
    """The full published totals, and the months without one."""
    totals = [line for line in series.killed if line.party == TOTAL and line.count is not None and not line.limit]
    there = {line.month for line in totals}
    return totals, [month for month in series.months if month not in there]


def _ends(lines: list[Point], what: str = "") -> str:
    """The lowest and the highest of some numbers, with their months."""
    low, high = (end(lines, key=lambda line: line.least or 0) for end in (min, max))
    return f"lowest {what}{_named(low)}, highest {_named(high)}" if low.month != high.month else _named(low)


def _named(line: Point) -> str:
    return f"{counted(line)} ({dates.month_name(line.month)})"


def trend_notes(series: Series, changes: list[tuple[float, str]], small: Iterable[Point]) -> list[str]:
    """What a picture of a series says below: the marks, months without a total, places left out, parties not drawn."""
    notes = [f"{statuses_words(series)}."]
    totals = {line.month for line in series.killed if line.party == TOTAL and line.least is not None}
    none = [f"{dates.month_name(month)}{_bounds(series, month)}" for month in series.months if month not in totals]
    full, open_ = _full_totals(series)
    if 0 < len(none) <= FEW and not (full and len(open_) <= _NAMED):  # which the headline names
        of = f"published total of {deaths(series)}"
        notes = [f"{notes[0]} Without a {of}: {labels.join(none)}."]
    if together := combined_words(series):
        notes.append(f"{together}.")
    said = [f"{mark} {text}" for mark, (_, text) in zip(LETTERS, changes, strict=False)]
    notes += [f"{'; '.join(said)}."] if said else []
    notes += [f"{text}." for text in left_out_months(series)]
    parties = series.tolls.parties
    most = [
        f"{labels.line_label(line.party, parties)} {counted(line)} ({dates.month_name(line.month)})" for line in small
    ]
    notes += [f"Not drawn, with their highest month: {labels.join(most)}."] if most else []
    return notes + bounded_words(series)


def bounded_words(series: Series) -> list[str]:
    """Name the parties that have no number in any month and could have more than any drawn: a sentence, or none."""
    parties, numbered = series.tolls.parties, {line.party for line in series.killed if line.least is not None}
    most = max((line.least or 0 for line in series.killed if line.party in parties.actors), default=0)
    reach: dict[str, tuple[int, str]] = {}
    for month in (month for month in series.months if month not in series.gaps):
        for code, toll in series.tolls.of(month).killed.items():
            if code in parties.actors and code not in numbered and toll.named and (toll.at_most or 0) > most:
                reach[code] = max(reach.get(code, (0, "")), (toll.at_most or 0, month))
    said = [
        f"{labels.line_label(code, parties)} (at most {numbers.number(high)}, {dates.month_name(month)})"
        for code, (high, month) in reach.items()
    ]
    return [f"Not drawn, without a number in any month: {labels.join(said)}."] if said else []


def combined_words(series: Series) -> str:
    """Name the numbers that several parties have together, each of whom is drawn as far as it reaches; '' for none."""
    parties, there = series.tolls.parties, [line for line in series.killed if is_combined(line.party) and line.least]
    named = [f"{labels.party_label(line.party, parties, short=True)} {_named(line)}" for line in there]
    if len(named) > FEW:
        named = [f"numbers of {dates.month_count(len({line.month for line in there}))}"]
    return f"Published together, so that each has at most that: {labels.join(named)}" if named else ""


def _bounds(series: Series, month: str) -> str:
    """The ends of a total that is not published, in parentheses; '' where nothing bounds it."""
    total = None if month in series.gaps else series.tolls.of(month).total
    if total is None or total.at_most is None:
        return ""
    return f" ({numbers.bounded(None, total.at_least, total.at_most)})"


def counted(line: Point) -> str:
    """A number or a range of deaths as a reader sees it; of an end that it is one."""
    return numbers.end_of(numbers.range_words(line.count, line.count_min, line.count_max), line.limit)


def is_floor(series: Series, month: str) -> bool:
    """Whether a party that pages of a month name has no number there: what the others add up to is a minimum."""
    killed, parties = series.tolls.of(month).killed, series.tolls.parties
    own = (toll for code, toll in killed.items() if code in parties and code not in {TOTAL, *parties.groups})
    return any(toll.named and toll.state in ("not_reported", "undecided", "range") for toll in own)


def is_part(series: Series, line: Point) -> bool:
    """Whether a number is of a part of the deaths alone: of some causes or places."""
    toll = None if line.month in series.gaps else series.tolls.of(line.month).killed.get(line.party)
    return toll is not None and toll.of_causes


def sums_without_total(series: Series) -> dict[str, Point]:
    """The sum of the parties for each month without a published total, as a line of the series.

    Months in which a party has only a part of its deaths have none: their sum would look like the month's.
    """
    parts, found = {line.month for line in series.killed if is_part(series, line)}, {}
    for line in series.killed:
        if line.party == TOTAL and line.least is None and line.month not in parts.union(series.gaps):
            row = completeness.standing(series.tolls, line.month, kinds=[])
            low, high = row.sum_min, row.sum_max
            if row.sum_of_parties is not None:
                low = high = row.sum_of_parties
            if low or high:
                found[line.month] = replace(line, count=None if low != high else low, count_min=low, count_max=high)
    return found


def shares_over_time_title(series: Series) -> str:
    """The title of the shares of several months."""
    what = f"{deaths(series)} {labels.documented(series.tolls)}"
    return f"Children and women among {what}, {when(series)}: the parties with most months"


def shares_over_time_headline(series: Series, lines: list[Point]) -> str:
    """What the picture of the shares says first: the share of all months with numbers, for the party with most."""
    if not lines and (ranges := {line.month for line in series if is_share_range(line)}):
        many = dates.month_count(len(ranges))
        return f"The share of children and women among {deaths(series)} is known only within a range, in {many}"
    if not lines:
        return f"No share of children and women among {deaths(series)} can be given for any month of {when(series)}"
    party, together = lines[0].party, pooled(series, lines)
    whose = "" if party == TOTAL else f" attributed to {labels.in_sentence(lines[0].label)}"
    months = f"In {dates.month_name(lines[0].month)}"
    if len(lines) > 1:
        months = f"In the {len(lines)} of {dates.month_count(len(series.months))} with numbers"
    share = f"{share_ends(lines)} a month" if together is None else numbers.percent(*together)
    return f"{months}, {share} of the {deaths(series)}{whose} were of children and women"


def is_share_range(line: Point) -> bool:
    """Whether it is the share of children and women of a party or of all, and only its ends are known."""
    return line.group == "children_and_women" and (line.share_min, line.share_max) != (None, None)


def share_ends(lines: list[Point]) -> str:
    """The lowest and the highest share of several months: `14.5% to 59.0%`, one number where they are alike."""
    ends = (end(lines, key=lambda line: line.share or 0) for end in (min, max))
    return " to ".join(dict.fromkeys(numbers.percent(line.count, line.killed) for line in ends))


def pooled(series: Series, lines: list[Point]) -> tuple[int, int] | None:
    """How many deaths of these months together were of the group; None where a leftover class changes between them."""
    months = [line.month for line in lines]
    changes = [month for month, _ in changes_words(series, "residual_changes")]
    if lines[0].party in series.tolls.parties.residual and any(min(months) < one <= max(months) for one in changes):
        return None
    return sum(line.count or 0 for line in lines), sum(line.killed or 0 for line in lines)


def leaders_title(series: Series) -> str:
    """The title of the parties that lead."""
    status = labels.documented_or_alleged(series.tolls)
    who = labels.monitor_label(series.tolls)
    return f"The party named to which {who} attributed the most {status} {deaths(series)} each month, {when(series)}"


def leaders_headline(series: Series) -> str:
    """What the picture of the parties that lead says first."""
    there, leaders = len(series.months) - len(series.gaps), series.leaders.values()
    counts = Counter(labels.in_sentence(line.label) for lines in leaders for line in lines)
    what = f"{standing.alleged_words(series.tolls)}{deaths(series)}"
    if not counts:
        return f"In none of {dates.month_count(there)} can a party named be put first"
    (label, most), open_ = counts.most_common(1)[0], there - len(leaders)
    among, others = f"{dates.month_count(there)}{' with figures' * bool(series.gaps)}", len(series.outnumbered)
    line = f"Of the parties named, the most {what} were attributed to {label} in {most} of {among}"
    if len(leaders) < 2 * others:  # then no party named is what there is to say
        of = f"In {'at least ' * (open_ > 0)}{others} of {among}"
        line = f"{of} more {what} were attributed to {residual_words(series)} than to any party named"
    elif others:
        line += f"; in {others} of the {len(leaders)} with a first, more were attributed to {residual_words(series)}"
    return f"{line}; in {open_}{' others' * bool(others)} no party can be put first" if open_ else line


def leaders_notes(series: Series) -> list[str]:
    """What the picture of the parties that lead says below: who shares the first place, and where others have more."""
    shared = [month for month, lines in series.leaders.items() if len(lines) > 1]
    notes = []
    if shared:
        months = dates.month_count(len(shared))
        notes.append(f"In {months} parties share the first place: {labels.join(map(dates.month_name, shared))}.")
    notes += [f"Pale: {text[:1].lower()}{text[1:]}" for text in outnumbered_words(series)]
    notes += [
        f"{mark} {text}." for mark, (_, text) in zip(LETTERS, changes_words(series, "residual_changes"), strict=False)
    ]
    if len(series.leaders) < len(series.months) - len(series.gaps):
        notes.append(
            "Cannot be said: a party without a full count, or deaths in none of the parties' numbers, could be more "
            "than the highest number."
        )
    return notes


def tops(series: Series) -> Iterable[tuple[str, Point, bool]]:
    """For each month its published total, or without one a line with the sum of the parties."""
    sums = sums_without_total(series)
    for line in series.killed:
        if line.party != TOTAL:
            continue
        if line.least is not None:
            yield line.month, line, False
        elif line.month in sums:
            yield line.month, sums[line.month], True
