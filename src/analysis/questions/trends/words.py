"""Several months in words: sums, who exceeded whom, the series."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.data.definitions import residual_changes
from analysis.data.tables import Data
from analysis.model.adding import TOTAL, is_combined
from analysis.model.numerals import half_up
from analysis.show import dates, labels, numbers, remarks
from analysis.show.standing import population_note
from analysis.tolls.pages import published_by
from analysis.tolls.periods import whole_months
from analysis.tolls.series import party_table
from analysis.tolls.sums import LINES


def period_title(data: Data, sums: pd.DataFrame) -> str:
    """The title of the sums of a period."""
    deaths, when = numbers.DEATHS[sums.attrs["population"]][1].capitalize(), _when(sums)
    return f"{deaths} {labels.documented(data, sums)}, by party they are attributed to, {when}"


def period_sentence(data: Data, sums: pd.DataFrame) -> str:
    """Say what the total of a period is, and that nothing is filled in."""
    deaths, about = numbers.DEATHS[sums.attrs["population"]][1], sums.attrs
    whole = sums[(sums["party"] == TOTAL) & (sums["measure"] == "killed")].iloc[0]
    months = int(whole["months"])
    if not about["totals"] + about["sums"]:
        return f"No count of {deaths} is printed for any month of {_when(sums)}; what is printed are ranges or parts."
    count = numbers.number(whole["count"])
    line = f"{'At least ' * bool(whole['at_least'])}{count} {deaths} {labels.documented(data, sums)}, {_when(sums)}: "
    parts = [f"the printed total of {dates.month_count(about['totals'])}"] if about["totals"] else []
    without = " without one" if about["totals"] else ""
    parts += [f"the sum of the parties in {dates.month_count(about['sums'])}{without}"] if about["sums"] else []
    left = months - about["totals"] - about["sums"]
    neither = "with neither" if about["totals"] and about["sums"] else "without a number"
    line += labels.join(parts) + (f"; {dates.month_count(left)} of {months} {neither}" if left else "")
    if about["ends"]:
        line += f"; in {dates.month_count(about['ends'])} of ranges the lower ends, or some causes only"
    line += "."
    if about["published_months"] and about["sums"]:
        number, exist = about["published_months"], "totals exist" if about["published_months"] > 1 else "total exists"
        least = "at least " * about["published_least"]
        added = ("they add up to " * (number > 1)) + least + numbers.number(about["published"])
        line += f" Published {exist} for {dates.month_count(number)}; {added}."
    for month, places in about["left_out"].items():
        line += f" The number of {dates.month_name(month)} leaves out the deaths in {labels.places_words(places)}."
    return f"{line} Sums hold the months with a number; months without one are named, not filled in."


def printed_period_sentence(data: Data, sums: pd.DataFrame) -> str:
    """Say what pages print as the monitor's total for exactly these months, each number with its page.

    Where every month has an exact total too, say how far the later total is from their sum.
    """
    about = sums.attrs
    printed = whole_months(published_by(data.period_totals, about["as_of"])).query("measure == 'killed'")
    for column, value in (("first", "start"), ("last", "end"), ("monitor", "monitor"), ("population", "population")):
        printed = printed[printed[column] == about[value]]
    who = labels.monitor_label(data, sums)
    if printed.empty:
        return f"No total that pages print as {who}'s for exactly these months is gathered here."
    order = list(party_table(sums))
    lines = []
    for url, rows in printed.groupby("url", sort=False):
        rows = rows.sort_values("party", key=lambda codes: codes.map(order.index), kind="stable")
        each = [
            f"{'all parties together' if row.party == TOTAL else labels.party_label(row.party, sums)} "
            f"{ {'least': 'at least ', 'most': 'up to '}.get(row.limit, '') }{numbers.number(row.value)}"
            for row in rows.itertuples()
        ]
        lines.append(f"{'; '.join(each[::-1])} ({url})")
    deaths = numbers.DEATHS[about["population"]][1]
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
    line = f"{who}'s total for {year}, {numbers.number(total)},"
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
    return f"{line} is {share} {side} the sum of its months, {numbers.number(months)}: {why}."


def questions_sentence(data: Data, asked: pd.DataFrame) -> str:
    """Ask about a newest month (a list of lines); the numbers may well be right."""
    lines = []
    for row in asked.itertuples():
        before = f"{numbers.number(row.low)} to {numbers.number(row.high)} in {row.numbers} of the 12 months before"
        what = f"{row.label}, {numbers.MEASURES[row.measure]}"
        is_ = "no number now" if pd.isna(row.value) else f"{numbers.number(row.value)} now"
        lines.append(f"  {what}: {is_}, {before}")
    if not lines:
        return ""
    who = data.monitors.set_index("monitor").at[asked["monitor"].iloc[0], "short_label"]
    head = f"Questions about {dates.month_name(asked['month'].iloc[0])}, {who}, {asked['population'].iloc[0]}"
    return "\n".join([f"{head} (each may have a good answer: typed right? left out?):", *lines])


def exceeds_sentence(data: Data, months: pd.DataFrame) -> str:
    """Say in which months one party's toll exceeded another's."""
    left = labels.party_label(str(months["left"].iloc[0]), months)
    names = [labels.party_label(code, months) for code in months.attrs["rights"]]
    rights = f"each of {labels.join(names)}" if len(names) > 1 else names[0]
    there = months[months["reason"].ne("not_there")]
    found = {verdict: list(rows["month"]) for verdict, rows in there.groupby("verdict")}
    holds, fails, open_ = (found.get(verdict, []) for verdict in ("holds", "fails", "undecidable"))
    measure, of = numbers.MEASURES[str(months["measure"].iloc[0])], numbers.DEATHS[months.attrs["population"]][1]
    what = of if measure == "deaths" else f"{measure} among {of}"
    line = f"{_when(months)}, {what} {labels.documented(data, months)}: more are attributed to {left} than to {rights}"
    line += f" in {len(holds)} of {len(there)} months"
    line += f" ({dates.months_words(holds)})" if holds else ""
    line += f", not more in {len(fails)}" + (f" ({dates.months_words(fails)})" if fails else "")
    line += f"; in {len(open_)} it cannot be said ({dates.months_words(open_)})" if open_ else ""
    apart = len(months) - len(there)
    line += f". In {apart} other months one of them could not appear" if apart else ""
    return f"{line}.{_survival(months, left, names)}"


def _survival(months: pd.DataFrame, left: str, names: list[str]) -> str:
    """Say in how many months an order stands whosever the other, unidentified and unaccounted deaths are."""
    known = months[months["survives"].notna()]
    if known.empty:
        return ""
    whose = f"{labels.join(names)}" if len(names) == 1 else f"one of {labels.join(names)}"
    stands = int(known["survives"].sum())
    line = (
        f" In {stands} of {dates.month_count(len(known))} in which more are attributed to {left} and a total is "
        f"published, that stands even if all other, unidentified or unaccounted deaths were to be attributed to {whose}"
    )
    fails = known[~known["survives"].astype(bool)]
    if fails.empty:
        return f"{line}."
    gaps = fails["documented"].fillna(fails["at_least"]) - fails["right_documented"].fillna(fails["right_at_most"])
    row = fails.loc[gaps.idxmin()]
    few, of = numbers.number(gaps.min()), numbers.number(row["residual"])
    line += f"; in {dates.month_count(len(fails))} it would not stand if enough of them were"
    return f"{line} (fewest: {few} of {of}, {dates.month_name(row['month'])})."


def doubts_of_both(row: Any, months: pd.DataFrame) -> list[str]:
    """The doubts about both numbers of a month, each with its party."""
    sides = ((row.left, row.doubt), (row.right, row.right_doubt))
    return [
        f"{labels.party_label(party, months, short=True)}: {'; '.join(remarks.doubt_words(doubt))}"
        for party, doubt in sides
        if remarks.doubt_words(doubt)
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
    return f"no whole toll of {labels.join(labels.party_label(code, months) for code in reason.split('|'))}"


def series_heading(data: Data, series: pd.DataFrame) -> str:
    """Open a notebook on a period: monitor, months, who is counted and how complete the months are (Markdown)."""
    who = labels.monitor_label(data, series)
    note = f"{population_note(series)} {labels.lower_bound(data, series.attrs['monitor'])}"
    return f"**{who}, {_when(series)}: {_statuses(series)}.** {note}"


def trend_title(data: Data, series: pd.DataFrame) -> str:
    """The title of the monthly series."""
    deaths = numbers.DEATHS[series.attrs["population"]][1].capitalize()
    return f"{deaths} {labels.documented(data, series)} month by month, {_when(series)}"


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
    return f"{series['month'].nunique()} months, {labels.join(found)}"


def trend_source(data: Data, series: pd.DataFrame) -> str:
    """The source line of the monthly series."""
    reports = published_by(data.reports[data.reports["monitor"] == series.attrs["monitor"]], series.attrs["as_of"])
    used = reports[reports["month"].between(series.attrs["start"], series.attrs["end"])]
    primary = int((used["kind"] == "primary").sum())
    who = labels.monitor_label(data, series)
    lists = int((used["kind"] == "records").sum())
    relayed, count = numbers.number(len(used) - primary - lists), numbers.number(len(used) - lists)
    pages = f"{count} pages on these months, {numbers.number(primary)} by {who}, {relayed} relayed"
    if lists:
        pages = f"{f'{pages}; ' * (lists < len(used))}months counted from lists, not published by {who}: {lists}"
    return f"Source: {pages} (reports.csv). {labels.what_counts_are(data, series.attrs['monitor'])}"


def shares_trend_title(data: Data, series: pd.DataFrame) -> str:
    """The title of the shares over time."""
    deaths = numbers.DEATHS[series.attrs["population"]][1]
    return f"Children and women among {deaths} {labels.documented(data, series)}, {_when(series)}"


def shares_trend_note(intervals: bool) -> str:
    """Say which parties are drawn, and what intervals cover where they are."""
    note = "the parties with most months; hollow: a doubt is recorded (see the month)"
    return f"{note}\n{numbers.WILSON_LABEL}" if intervals else note


def leaders_title(data: Data, series: pd.DataFrame) -> str:
    """The title of the months' leaders."""
    deaths = numbers.DEATHS[series.attrs["population"]][1]
    status = labels.documented_or_alleged(data, series.attrs["monitor"])
    return f"To which party {labels.monitor_label(data, series)} attributes most {status} {deaths}, {_when(series)}"


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
        f"Of {there} months with figures the highest toll of the parties named was attributed to " + labels.join(parts)
        if parts
        else (f"In none of {there} months with figures can a highest toll be named")
    )
    line += f"; in {shared} of these months parties share it" if shared else ""
    return f"{line}{f'; in {open_} that cannot be said' if open_ and parts else ''}."


def headline_words(month: str, headline: str) -> str:
    """Say that printed totals count somebody else from a month on."""
    return f"from {dates.month_name(month)} printed totals count {headline}"


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
                (row.month, f"from {dates.month_name(month)}: {summary.rstrip('.')}")
                for month, summary in said.items()
                if last < month <= row.month
            ]
    return list(dict.fromkeys(found))


def left_out_months(series: pd.DataFrame) -> list[str]:
    """Say which months leave out which places, in every number."""
    found: dict[str, list[str]] = {}
    numbers = series[(series["group"] == "killed") & series["state"].isin(["reported", "range"])]
    for month, rows in numbers.groupby("month"):
        if places := labels.left_out_of(rows["doubt"]):
            found.setdefault(places, []).append(str(month))
    return [
        f"{labels.join(dates.month_name(month) for month in months)}: without the deaths in {places}"
        for places, months in found.items()
    ]


def gaps_sentence(data: Data, series: pd.DataFrame) -> str:
    """Name the months without figures and those with a total alone."""
    by = {status: sorted(set(rows["month"])) for status, rows in series.groupby("status")}
    parts = [
        f"{text}: {dates.months_words(by[status])}"
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
            f"{row.label} {verb} {dates.month_name(parties[row.party][when])}"
            for mark, (verb, when) in ends.items()
            if mark in row.marks
        ]
    return ". ".join(parts) + "." if parts else "Every month has figures, and all count the same."


def line_label(code: str, series: pd.DataFrame) -> str:
    """The short label of a line: a party, a combined toll, or what is left."""
    if code in party_table(series) or is_combined(code):
        return labels.party_label(code, series, short=True)
    return LINES[code]


def _when(frame: pd.DataFrame) -> str:
    return dates.period_words(frame.attrs["start"], frame.attrs["end"])
