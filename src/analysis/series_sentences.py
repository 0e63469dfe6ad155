"""Sentences on several months and several monitors: sums, who exceeded whom, series, agreement."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import words
from analysis.arithmetic import TOTAL
from analysis.comparison import LINES, party_table
from analysis.data import Data
from analysis.definitions import residual_changes
from analysis.group_shares import SMALLEST_N
from analysis.numerals import half_up
from analysis.period_checks import whole_months
from analysis.printed import published_by
from analysis.sentences import population_note

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
TIPPING_AXES = (
    "its deaths documented at less than\nso many percent of the leader's rate",
    "so many of the leader's deaths\nwere in truth its (share of the toll)",
)
MARKS = "a point: a whole toll; a square: some causes only; a line: a range; an arrow: an open end"
_ENDS = {"least": "a lower end", "most": "an upper end", "range": "a range"}


def period_title(data: Data, sums: pd.DataFrame) -> str:
    """The title of the sums of a period."""
    deaths, when = words.DEATHS[sums.attrs["population"]][1].capitalize(), _when(sums)
    return f"{deaths} {words.documented(data, sums)}, by party they are attributed to, {when}"


def period_sentence(data: Data, sums: pd.DataFrame) -> str:
    """Say what the total of a period is, and that nothing is filled in."""
    deaths, about = words.DEATHS[sums.attrs["population"]][1], sums.attrs
    whole = sums[(sums["party"] == TOTAL) & (sums["measure"] == "killed")].iloc[0]
    months = int(whole["months"])
    if not about["totals"] + about["sums"]:
        return f"No count of {deaths} is printed for any month of {_when(sums)}; what is printed are ranges or parts."
    count = words.number(whole["count"])
    line = f"{'At least ' * bool(whole['at_least'])}{count} {deaths} {words.documented(data, sums)}, {_when(sums)}: "
    parts = [f"the printed total of {words.month_count(about['totals'])}"] if about["totals"] else []
    without = " without one" if about["totals"] else ""
    parts += [f"the sum of the parties in {words.month_count(about['sums'])}{without}"] if about["sums"] else []
    left = months - about["totals"] - about["sums"]
    neither = "with neither" if about["totals"] and about["sums"] else "without a number"
    line += words.join(parts) + (f"; {words.month_count(left)} of {months} {neither}" if left else "")
    if about["ends"]:
        line += f"; in {words.month_count(about['ends'])} of ranges the lower ends, or some causes only"
    line += "."
    if about["published_months"] and about["sums"]:
        number, exist = about["published_months"], "totals exist" if about["published_months"] > 1 else "total exists"
        least = "at least " * about["published_least"]
        added = ("they add up to " * (number > 1)) + least + words.number(about["published"])
        line += f" Published {exist} for {words.month_count(number)}; {added}."
    for month, places in about["left_out"].items():
        line += f" The number of {words.month_name(month)} leaves out the deaths in {words.places_words(places)}."
    return f"{line} Sums hold the months with a number; months without one are named, not filled in."


def printed_period_sentence(data: Data, sums: pd.DataFrame) -> str:
    """Say what pages print as the monitor's total for exactly these months, each number with its page.

    Where every month has an exact total too, say how far the later total is from their sum.
    """
    about = sums.attrs
    printed = whole_months(published_by(data.period_totals, about["as_of"])).query("measure == 'killed'")
    for column, value in (("first", "start"), ("last", "end"), ("monitor", "monitor"), ("population", "population")):
        printed = printed[printed[column] == about[value]]
    who = words.monitor_label(data, sums)
    if printed.empty:
        return f"No total that pages print as {who}'s for exactly these months is gathered here."
    order = list(party_table(sums))
    lines = []
    for url, rows in printed.groupby("url", sort=False):
        rows = rows.sort_values("party", key=lambda codes: codes.map(order.index), kind="stable")
        each = [
            f"{'all parties together' if row.party == TOTAL else words.party_label(row.party, sums)} "
            f"{ {'least': 'at least ', 'most': 'up to '}.get(row.limit, '') }{words.number(row.value)}"
            for row in rows.itertuples()
        ]
        lines.append(f"{'; '.join(each[::-1])} ({url})")
    deaths = words.DEATHS[about["population"]][1]
    line = f"Printed as {who}'s {deaths} for exactly these months: {'. '.join(lines)}."
    totals = printed.loc[(printed["party"] == TOTAL) & (printed["limit"] == ""), "value"]
    whole = sums[(sums["party"] == TOTAL) & (sums["measure"] == "killed")].iloc[0]
    if whole["at_least"] or about["totals"] != whole["months"] or whole["months"] == 1:
        return line
    return " ".join([line, *(_revision(who, sums, int(total), int(whole["count"])) for total in dict.fromkeys(totals))])


def _revision(who: str, sums: pd.DataFrame, total: int, months: int) -> str:
    """Say how far a monitor's total of a period is from the sum of its months."""
    start, end = sums.attrs["start"], sums.attrs["end"]
    year = f"the year {start[:4]}" if (start[5:], end[5:]) == ("01", "12") and start[:4] == end[:4] else _when(sums)
    line = f"{who}'s total for {year}, {words.number(total)},"
    if total == months:
        return f"{line} is the sum of its months."
    if not months:
        return f"{line} stands above the sum of its months, 0."
    tenths = half_up(abs(total - months), months, 1000)
    share = f"{tenths // 10}.{tenths % 10}%" if tenths else "less than 0.1%"
    side = "above" if total > months else "below"
    why = (
        "monitors go on documenting after a month's report"
        if total > months
        else "monitors also revise what they have documented"
    )
    return f"{line} is {share} {side} the sum of its months, {words.number(months)}: {why}."


def questions_sentence(data: Data, asked: pd.DataFrame) -> str:
    """Ask about a newest month (a list of lines); the numbers may well be right."""
    lines = []
    for row in asked.itertuples():
        before = f"{words.number(row.low)} to {words.number(row.high)} in {row.numbers} of the 12 months before"
        what = f"{row.label}, {words.MEASURES[row.measure]}"
        is_ = "no number now" if pd.isna(row.value) else f"{words.number(row.value)} now"
        lines.append(f"  {what}: {is_}, {before}")
    if not lines:
        return ""
    who = data.monitors.set_index("monitor").at[asked["monitor"].iloc[0], "short_label"]
    head = f"Questions about {words.month_name(asked['month'].iloc[0])}, {who}, {asked['population'].iloc[0]}"
    return "\n".join([f"{head} (each may have a good answer: typed right? left out?):", *lines])


def exceeds_sentence(data: Data, months: pd.DataFrame) -> str:
    """Say in which months one party's toll exceeded another's."""
    left = words.party_label(str(months["left"].iloc[0]), months)
    names = [words.party_label(code, months) for code in months.attrs["rights"]]
    rights = f"each of {words.join(names)}" if len(names) > 1 else names[0]
    there = months[months["reason"].ne("not_there")]
    found = {verdict: list(rows["month"]) for verdict, rows in there.groupby("verdict")}
    holds, fails, open_ = (found.get(verdict, []) for verdict in ("holds", "fails", "undecidable"))
    measure, of = words.MEASURES[str(months["measure"].iloc[0])], words.DEATHS[months.attrs["population"]][1]
    what = of if measure == "deaths" else f"{measure} among {of}"
    line = f"{_when(months)}, {what} {words.documented(data, months)}: more are attributed to {left} than to {rights}"
    line += f" in {len(holds)} of {len(there)} months"
    line += f" ({words.months_words(holds)})" if holds else ""
    line += f", not more in {len(fails)}" + (f" ({words.months_words(fails)})" if fails else "")
    line += f"; in {len(open_)} it cannot be said ({words.months_words(open_)})" if open_ else ""
    apart = len(months) - len(there)
    line += f". In {apart} other months one of them could not appear" if apart else ""
    return f"{line}.{_survival(months, left, names)}"


def _survival(months: pd.DataFrame, left: str, names: list[str]) -> str:
    """Say in how many months an order stands whosever the other, unidentified and unaccounted deaths are."""
    known = months[months["survives"].notna()]
    if known.empty:
        return ""
    whose = f"{words.join(names)}" if len(names) == 1 else f"one of {words.join(names)}"
    stands = int(known["survives"].sum())
    line = (
        f" In {stands} of {words.month_count(len(known))} in which more are attributed to {left} and a total is "
        f"published, that stands even if all other, unidentified or unaccounted deaths were to be attributed to {whose}"
    )
    fails = known[~known["survives"].astype(bool)]
    if fails.empty:
        return f"{line}."
    gaps = fails["documented"].fillna(fails["at_least"]) - fails["right_documented"].fillna(fails["right_at_most"])
    row = fails.loc[gaps.idxmin()]
    few, of = words.number(gaps.min()), words.number(row["residual"])
    line += f"; in {words.month_count(len(fails))} it would not stand if enough of them were"
    return f"{line} (fewest: {few} of {of}, {words.month_name(row['month'])})."


def doubts_of_both(row: Any, months: pd.DataFrame) -> list[str]:
    """The doubts about both numbers of a month, each with its party."""
    sides = ((row.left, row.doubt), (row.right, row.right_doubt))
    return [
        f"{words.party_label(party, months, short=True)}: {'; '.join(words.doubt_words(doubt))}"
        for party, doubt in sides
        if words.doubt_words(doubt)
    ]


def reason_words(reason: str, months: pd.DataFrame) -> str:
    """Why it cannot be said which toll is higher."""
    known = {
        "no_figures": f"no figures of {months.attrs['population']}",
        "not_there": "one of them could not appear in this month",
        "not_counted": "the monitor does not count every party's losses",
        "bounds": "only ends of ranges are published",
    }
    if reason in known:
        return known[reason]
    return f"no whole toll of {words.join(words.party_label(code, months) for code in reason.split('|'))}"


def series_heading(data: Data, series: pd.DataFrame) -> str:
    """Open a notebook on a period: monitor, months, who is counted and how complete the months are (Markdown)."""
    who = words.monitor_label(data, series)
    note = f"{population_note(series)} {words.lower_bound(data, series.attrs['monitor'])}"
    return f"**{who}, {_when(series)}: {_statuses(series)}.** {note}"


def agreement_heading(data: Data, printed: pd.DataFrame) -> str:
    """Open a notebook on several monitors (Markdown)."""
    notes = data.monitors.set_index("monitor")["note_code"]
    claims = [who for who in dict.fromkeys(printed["monitor"]) if notes[who] in words.NOTES]
    short_labels = data.monitors.set_index("monitor")["short_label"]
    alleged = "".join(f" {short_labels[who]} prints {words.NOTES[notes[who]]}, not documented ones." for who in claims)
    documented = "" if len(claims) == printed["monitor"].nunique() else f" {words.LOWER_BOUND}"
    return f"**{agreement_title(data, printed)}.**{documented}{alleged}"


def trend_title(data: Data, series: pd.DataFrame) -> str:
    """The title of the monthly series."""
    deaths = words.DEATHS[series.attrs["population"]][1].capitalize()
    return f"{deaths} {words.documented(data, series)} month by month, {_when(series)}"


def trend_subtitle(series: pd.DataFrame) -> str:
    """Say how many months are complete, partial, totals alone or without figures."""
    return f"by party they are attributed to; {_statuses(series)}"


def _statuses(series: pd.DataFrame) -> str:
    status = series.groupby("month")["status"].first().value_counts()
    named = {
        "complete": "in which the parties reach the published total",
        "partial": "in which they do not, or no total is gathered here",
        "total_only": "with a total only",
        "ranges_only": "with ranges or parts only",
        "no_figures": f"without figures of {series.attrs['population']}",
    }
    found = [f"{status[code]} {name}" for code, name in named.items() if code in status]
    return f"{series['month'].nunique()} months, {words.join(found)}"


def trend_source(data: Data, series: pd.DataFrame) -> str:
    """The source line of the monthly series."""
    reports = published_by(data.reports[data.reports["monitor"] == series.attrs["monitor"]], series.attrs["as_of"])
    used = reports[reports["month"].between(series.attrs["start"], series.attrs["end"])]
    primary = int((used["kind"] == "primary").sum())
    who = words.monitor_label(data, series)
    lists = int((used["kind"] == "records").sum())
    relayed, count = words.number(len(used) - primary - lists), words.number(len(used) - lists)
    pages = f"{count} pages on these months, {words.number(primary)} by {who}, {relayed} relayed"
    if lists:
        pages = f"{f'{pages}; ' * (lists < len(used))}months counted from lists, not published by {who}: {lists}"
    return f"Source: {pages} (reports.csv). {words.what_counts_are(data, series.attrs['monitor'])}"


def shares_trend_title(data: Data, series: pd.DataFrame) -> str:
    """The title of the shares over time."""
    deaths = words.DEATHS[series.attrs["population"]][1]
    return f"Children and women among {deaths} {words.documented(data, series)}, {_when(series)}"


def shares_trend_note(intervals: bool) -> str:
    """Say which parties are drawn, and what intervals cover where they are."""
    note = "the parties with most months; hollow: a doubt is recorded (see the month)"
    return f"{note}\n{words.WILSON_LABEL}" if intervals else note


def leaders_title(data: Data, series: pd.DataFrame) -> str:
    """The title of the months' leaders."""
    deaths = words.DEATHS[series.attrs["population"]][1]
    status = words.documented_or_alleged(data, series.attrs["monitor"])
    return f"To which party {words.monitor_label(data, series)} attributes most {status} {deaths}, {_when(series)}"


def leaders_subtitle(open_: int) -> str:
    """Say in how many months no leader can be named."""
    if not open_:
        return "in every month with figures one of the parties named has the highest toll"
    return f"in {open_} months it cannot be said, for want of a total or of a party's toll"


def leaders_sentence(data: Data, series: pd.DataFrame) -> str:
    """Say how often each party's toll was the month's highest."""
    killed = series[series["group"] == "killed"]
    first = killed[killed["rank"] == 1]
    there = killed.loc[killed["status"] != "no_figures", "month"].nunique()
    counts = first["label"].value_counts(sort=False).sort_values(ascending=False, kind="stable")
    parts = [f"{label} in {number}" for label, number in counts.items()]
    open_ = there - first["month"].nunique()
    shared = int((first["month"].value_counts() > 1).sum())
    line = (
        f"Of {there} months with figures the highest toll of the parties named was attributed to " + words.join(parts)
        if parts
        else (f"In none of {there} months with figures can a highest toll be named")
    )
    line += f"; in {shared} of these months parties share it" if shared else ""
    return f"{line}{f'; in {open_} that cannot be said' if open_ and parts else ''}."


def headline_words(month: str, headline: str) -> str:
    """Say that printed totals count somebody else from a month on."""
    return f"from {words.month_name(month)} printed totals count {headline}"


def changes_words(data: Data, series: pd.DataFrame) -> list[tuple[str, str]]:
    """What changes within a series, with its first month: whom printed totals count, whom a residual class holds."""
    killed = series[series["group"] == "killed"]
    with_figures, found = set(killed.loc[killed["status"] != "no_figures", "month"]), []
    for row in killed[killed["marks"].notna()].itertuples():
        marks = row.marks.split(" | ")
        if "headline_changes" in marks:
            found.append((row.month, headline_words(row.month, row.headline)))
        if "residual_changes" in marks:
            there = [month for month in dict.fromkeys(killed["month"]) if month < row.month]
            last = max((month for month in there if month in with_figures), default="")
            said = residual_changes(data.definitions, series.attrs["monitor"])
            found += [
                (row.month, f"from {words.month_name(month)}: {summary.rstrip('.')}")
                for month, summary in said.items()
                if last < month <= row.month
            ]
    return list(dict.fromkeys(found))


def left_out_months(series: pd.DataFrame) -> list[str]:
    """Say which months leave out which places, in every number."""
    found: dict[str, list[str]] = {}
    numbers = series[(series["group"] == "killed") & series["state"].isin(["reported", "range"])]
    for month, rows in numbers.groupby("month"):
        if places := words.left_out_of(rows["doubt"]):
            found.setdefault(places, []).append(str(month))
    return [
        f"{words.join(words.month_name(month) for month in months)}: without the deaths in {places}"
        for places, months in found.items()
    ]


def gaps_sentence(data: Data, series: pd.DataFrame) -> str:
    """Name the months without figures and those with a total alone."""
    by = {status: sorted(set(rows["month"])) for status, rows in series.groupby("status")}
    parts = [
        f"{text}: {words.months_words(by[status])}"
        for status, text in (
            ("no_figures", f"No figures of {series.attrs['population']}"),
            ("total_only", "Only a total"),
            ("ranges_only", "Only ranges, ends of them or parts"),
        )
        if status in by
    ]
    killed = series[series["group"] == "killed"]
    said = [*(text for _, text in changes_words(data, series)), *left_out_months(series)]
    parts += [text[:1].upper() + text[1:] for text in said]
    parties = party_table(series)
    for row in killed[killed["marks"].fillna("").str.contains("enters|leaves")].itertuples():
        ends = {"enters": ("can appear from", "valid_from"), "leaves": ("can appear until", "valid_to")}
        parts += [
            f"{row.label} {verb} {words.month_name(parties[row.party][when])}"
            for mark, (verb, when) in ends.items()
            if mark in row.marks
        ]
    return ". ".join(parts) + "." if parts else "Every month has figures, and all count the same."


def line_label(code: str, series: pd.DataFrame) -> str:
    """The short label of a line: a party, a combined toll, or what is left."""
    if code in party_table(series) or "+" in code:
        return words.party_label(code, series, short=True)
    return LINES[code]


def agreement_title(data: Data, printed: pd.DataFrame) -> str:
    """The title of what monitors print for one month."""
    short_labels = data.monitors.set_index("monitor")["short_label"]
    codes = list(dict.fromkeys(printed["monitor"]))
    verb = "print" if len(codes) > 1 else "prints"
    return f"What {words.join(short_labels[code] for code in codes)} {verb} for {words.month_name(printed.attrs['month'])}"


def agreement_note() -> str:
    """Say why monitors are not added."""
    return (
        "Monitors count different things by different methods; their numbers must not be added. Ratios stand only "
        "between like and like: civilians of the same party and causes, never a range."
    )


def agreement_source(data: Data, printed: pd.DataFrame) -> str:
    """The source line of what monitors print, and why they are not added."""
    short_labels = data.monitors.set_index("monitor")["short_label"]
    named = words.join(short_labels[code] for code in dict.fromkeys(printed["monitor"]))
    when = words.month_name(printed.attrs["month"])
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
        f"{words.party_label(row.higher, found)} above {words.party_label(row.lower, found)} ({row.population})"
        for row in found[found["support"] == "disputed"].itertuples()
    ]
    orderings = "1 ordering" if len(found) == 1 else f"{len(found)} orderings"
    line = f"Of {orderings} of two parties that any monitor decides, {words.join(parts)}."
    return line + (f" Disputed: {words.join(disputed)}." if disputed else "")


def tipping_title(data: Data, table: pd.DataFrame) -> str:
    """The title of the tipping points."""
    if table.empty:
        return f"What would reverse the order of parties, {words.month_name(table.attrs['month'])}"
    leader = words.party_label(str(table["leader"].iloc[0]), table)
    return f"What would put another party above {leader} ({words.number(table.attrs['leader_killed'])}), " + (
        f"{words.month_name(table.attrs['month'])}, {words.monitor_label(data, table)}"
    )


def tipping_note(table: pd.DataFrame) -> str:
    """Say what the tipping points stand for."""
    if table.empty:
        return "no order of parties is certain enough to ask what would reverse it"
    note = "each is enough, and they can be combined: assumptions and their consequence, no estimates"
    row = table.iloc[0]
    if pd.isna(row["of_residual"]):
        return note
    enough = (
        f"{words.number(row['of_residual'])} of the at most {words.number(row['residual'])} deaths that no number of a "
        "named party counts"
    )
    return f"{note}\nenough for {words.party_label(str(row['party']), table, short=True)}, too: {enough}"


def tipping_sentence(table: pd.DataFrame) -> str:
    """Say what would put the second party ahead: of documentation, attribution, and the deaths nobody is named for."""
    if table.empty:
        return (
            "No tipping point is worked out: that takes an exact toll that is certainly the highest, and another exact "
            "toll to compare it with."
        )
    row, most = table.iloc[0], table.attrs["leader_killed"]
    leader, second = words.party_label(str(row["leader"]), table), row["label"]
    if row["killed"] == most:
        return f"{leader} and {second} have the same published toll, {words.number(most)}."
    share, moved = words.percent(row["killed"], most), words.percent(row["attribution"], most)
    of_them = f" ({moved})" if most >= SMALLEST_N else ""
    ways = [
        f"if the deaths attributed to the former were documented at less than about {share} of the rate of those "
        "attributed to the latter",
        f"if at least {words.number(row['attribution'])} of the {words.number(most)}{of_them} attributed to the latter "
        "should have been attributed to the former",
    ]
    if not row["killed"]:
        del ways[0]
    left, enough = row["residual"], row["of_residual"]
    if not pd.isna(enough):
        against = (
            ""
            if pd.isna(row["of_residual_shared"])
            else (f" ({words.number(row['of_residual_shared'])} of them, if all the others were the latter's)")
        )
        ways.append(
            f"if at least {words.number(enough)} of the at most {words.number(left)} deaths that no number of a named "
            f"party gathered here counts were the former's{against}"
        )
    line = (
        f"{second} ({words.number(row['killed'])}) would be above {leader} ({words.number(most)}) {'; or '.join(ways)}."
    )
    if not pd.isna(left) and left and pd.isna(enough):
        line += (
            f" The deaths that no number of a named party gathered here counts (at most {words.number(left)}) are too "
            "few to reverse the order by themselves."
        )
    return f"{line} These assumptions can be combined; none is an estimate."


def tipping_source(data: Data, table: pd.DataFrame) -> str:
    """The source line of the tipping points."""
    status = words.documented_or_alleged(data, table.attrs["monitor"])
    bound = ", a lower bound" if status == "documented" else ""
    return f"Computed from the month's published tolls: {status} deaths{bound}, attributed by the monitor."


def printed_words(row: Any) -> str:
    """What a monitor prints: a count, a range or an end of one."""
    if not pd.isna(row["count"]):
        return words.limit_words(row["doubt"]) + words.number(row["count"])
    ends = [words.number(end) for end in (row["low"], row["high"]) if not pd.isna(end)]
    return {"least": "at least ", "most": "at most "}.get(row["kind"], "") + " to ".join(ends)


def kind_words(row: Any, note_code: str) -> str:
    """What kind of number it is: a whole toll, some causes only, alleged deaths."""
    parts = [f"only deaths {words.causes_words(row['causes'])}"] if isinstance(row["causes"], str) else []
    if row["kind"] == "toll":
        whole = words.BASIS["summed"] if row["basis"] == "summed" else "the whole toll"
        return "; ".join(parts) or whole
    return "; ".join([*parts, *filter(None, [words.NOTES.get(note_code)])]) or _ENDS.get(row["kind"], "")


def _when(frame: pd.DataFrame) -> str:
    return words.period_words(frame.attrs["start"], frame.attrs["end"])
