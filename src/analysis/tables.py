"""Tables as a reader sees them: words for codes, a percentage for a share, a reason where there is no number."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from analysis import audit_sentences, safe_text, series_sentences, words
from analysis.arithmetic import members
from analysis.comparison import NOT_SEPARATED
from analysis.data import Data
from analysis.printed import published_by


def comparison_table(comparison: pd.DataFrame) -> pd.DataFrame:
    """Write a comparison (from `compare`) for a reader: one row a party or line, all cells text.

    Parties whom no page names have no row; `sentences.states_sentence` says who they are.
    """
    total = comparison.iloc[-1]
    together = {party for code in comparison["party"] if "+" in code for party in members(code)}
    rows, deaths = [], words.deaths_column(comparison)
    for row in comparison[~comparison["party"].isin(comparison.attrs["unnamed"])].itertuples():
        known = not pd.isna(row.killed) or row.state == "range"
        basis = "left" if row.party == NOT_SEPARATED else str(row.basis)
        rows.append(
            {
                "Party": row.label,
                deaths: words.limited(row) if known else _reason(row, row.party in together),
                "Share of total": "" if pd.isna(row.share_of_total) else words.percent(row.killed, total["killed"]),
                "Rank": "" if pd.isna(row.rank) else str(row.rank),
                "Basis": words.BASIS.get(basis, "") if known else "",
                "Report": row.page_shown if known and isinstance(row.page_shown, str) else "",
                "Doubt": "; ".join(words.doubt_words(row.doubt)),
            }
        )
    return _trimmed(pd.DataFrame(rows))


def _reason(row: Any, together: bool) -> str:
    """Why there is no number."""
    state = words.STATES.get(str(row.state), "")
    return "no full count of its own gathered here" if together else state


def shares_table(shares: pd.DataFrame, intervals: bool = False) -> pd.DataFrame:
    """Write shares (from `shares`) for a reader: one row a party, k of n and percentages.

    `intervals` adds the Wilson 95 % interval of children and women together.
    """
    rows = []
    for party, found in shares.groupby("party", sort=False):
        groups = found.set_index("group")
        whole = groups.loc["children_and_women"] if "children_and_women" in groups.index else groups.iloc[0]
        if pd.isna(whole["killed"]) and pd.isna(whole["killed_min"]) and pd.isna(whole["killed_max"]):
            continue
        row = {
            "Party": words.party_label(str(party), shares),
            words.deaths_column(shares): words.range_words(whole["killed"], whole["killed_min"], whole["killed_max"]),
        }
        for group, name in words.GROUPS.items():
            row[name.capitalize()] = (
                _share(groups.loc[group]) if group in groups.index else words.STATES["not_reported"]
            )
        if intervals:
            known = [end for end in ("low", "high") if whole.name == "children_and_women" and not pd.isna(whole[end])]
            row["Interval"] = " to ".join(words.percent(round(whole[end] * 10**6), 10**6) for end in known)
        pages = [page for ids in found["report_ids"].dropna() for page in ids.split("|")]
        row["Report"] = ", ".join(dict.fromkeys(pages))
        row["Doubt"] = "; ".join(words.doubt_words(whole["doubt"]))
        rows.append(row)
    columns = ["Party", words.deaths_column(shares), *(name.capitalize() for name in words.GROUPS.values())]
    columns += ["Interval"] * intervals + ["Report", "Doubt"]
    return _trimmed(pd.DataFrame(rows, columns=columns))


def _share(row: Any) -> str:
    if pd.isna(row["count"]):
        return words.STATES.get(row["state"], "")
    count = words.count_of(row)
    share = words.share_words(row)
    return f"{share} ({count})" if share else count


def places_table(places: pd.DataFrame, tolls: pd.DataFrame) -> pd.DataFrame:
    """Write places (from `places`) for a reader."""
    rows, deaths = [], words.deaths_column(tolls)
    for row in places.itertuples():
        of = "" if pd.isna(row.of_killed) or pd.isna(row.killed) else f" of {words.number(row.of_killed)}"
        share = "" if pd.isna(row.share) else words.percent(row.killed, row.of_killed)
        printed = "" if pd.isna(row.printed_share_pct) else f"{row.printed_share_pct:g} % (as printed)"
        rows.append(
            {
                "Party": words.party_label(row.party, tolls),
                "Place": row.governorate,
                deaths: "not printed" if pd.isna(row.killed) else words.number(row.killed) + of,
                "Share": share or printed,
                "Report": row.report_id,
            }
        )
    return pd.DataFrame(rows, columns=["Party", "Place", deaths, "Share", "Report"])


def sources_table(data: Data, tolls: pd.DataFrame, month: str) -> pd.DataFrame:
    """List the pages a month's figures come from."""
    reports = data.reports[(data.reports["monitor"] == tolls.attrs["monitor"]) & (data.reports["month"] == month)]
    return _sources(published_by(reports, tolls.attrs["as_of"]))


def _sources(used: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Report": used["report_id"],
            "Publisher": used["publisher"],
            "Kind": used["kind"],
            "Published": [words.date_words(day) for day in used["published"]],
            "Language": used["language"],
            "Address": used["url"],
        }
    ).reset_index(drop=True)


def cited_table(data: Data, printed: pd.DataFrame) -> pd.DataFrame:
    """List the pages that what monitors print (from `agreement`), and the doubts about it, come from."""
    named = {word for doubt in printed["doubt"].dropna() for word in re.findall(r"[a-z0-9-]+", doubt)}
    return _sources(
        data.reports[
            data.reports["report_id"].isin(named.union(printed["page_shown"].dropna().str.split("|").explode()))
        ]
    )


def findings_table(findings: pd.DataFrame) -> pd.DataFrame:
    """Write findings (from `audit`) for a reader: errors first; monitor and month only where there are several."""
    rows = [
        {
            "Monitor": row.monitor,
            "Month": row.month,
            "Party": audit_sentences.finding_party(row, findings),
            "Counted": row.population,
            "Finding": audit_sentences.finding_words(row, findings),
            "Explanation": audit_sentences.explanation_words(row, findings),
            "Severity": row.severity,
            "Known": "yes" if row.known else "no",
            "Report": ", ".join(_reports(row)),
        }
        for row in findings.sort_values("severity", kind="stable").itertuples()
    ]
    columns = ["Monitor", "Month", "Party", "Counted", "Finding", "Explanation", "Severity", "Known", "Report"]
    table = pd.DataFrame(rows, columns=columns)
    return table.drop(columns=[column for column in ("Monitor", "Month") if table[column].nunique() <= 1])


def claims_table(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Write verdicts (from `check_claims`) for a reader: one row a claim, whoever makes it."""
    found: dict[tuple[str, ...], tuple[dict[str, None], dict[str, None]]] = {}
    for row in verdicts.itertuples():
        why = [audit_sentences.cause_words(row, verdicts)]
        why += [audit_sentences.others_words(row), audit_sentences.tipping_words(row)]
        why += words.doubt_words(row.doubt)
        cells = (
            f"{row.month} to {row.month_end}" if isinstance(row.month_end, str) else str(row.month),
            audit_sentences.claim_words(row, verdicts),
            audit_sentences.VERDICTS[row.verdict],
            _documented(row),
            "; ".join(filter(None, why)),
        )
        who, reports = found.setdefault(cells, ({}, {}))
        who[audit_sentences.claimant(row)] = None
        reports |= dict.fromkeys(_reports(row))
    rows = [(*cells[:2], words.join(who), *cells[2:], ", ".join(reports)) for cells, (who, reports) in found.items()]
    columns = [
        "Month",
        "Claim",
        "By",
        "Verdict",
        "Documented, or its bounds",
        "Cause, tipping points, doubts",
        "Report",
    ]
    table = pd.DataFrame(rows, columns=columns)
    return table.drop(columns="Month") if table["Month"].nunique() <= 1 else table


def _reports(row: Any) -> list[str]:
    """The reports that a finding or a verdict rests on."""
    return row.report_ids.split("|") if isinstance(row.report_ids, str) and row.report_ids else []


def _documented(row: Any) -> str:
    """The numbers or bounds that a verdict rests on, and who is counted."""
    numbers = audit_sentences.amount_words(row.documented, row.at_least, row.at_most)
    other = audit_sentences.amount_words(row.right_documented, row.right_at_least, row.right_at_most)
    if isinstance(row.right, str):
        numbers += f"; {other}"
    elif not pd.isna(row.right_documented) or not pd.isna(row.right_at_least):  # of a percentage
        numbers += f" of {other}"
    return f"{numbers} ({row.population})" if any(sign.isdigit() for sign in numbers) else numbers


def period_table(sums: pd.DataFrame) -> pd.DataFrame:
    """Write the sums of a period (from `period`) for a reader: one row a party, what is missing in words."""
    rows = []
    for _, found in sums.groupby("party", sort=False):
        by = found.set_index("measure")
        killed = by.loc["killed"]
        row = {"Party": killed["label"], words.deaths_column(sums): _at_least(killed)}
        for measure in ("children", "women"):
            there = by.loc[measure] if measure in by.index else killed
            text = _at_least(there) if measure in by.index else "not reported"
            fewer = there["months_reported"] != killed["months_reported"] and not pd.isna(there["count"])
            row[measure.capitalize()] = text + f" ({words.month_count(there['months_reported'])})" * bool(fewer)
        row["Months"] = f"{killed['months_reported']} of {killed['months']}"
        row["Months without a number"] = gaps_words(killed["missing"], sums.attrs["population"])
        row["Doubt"] = "; ".join(_period_doubts(by))
        rows.append(row)
    return _trimmed(pd.DataFrame(rows))


def _period_doubts(by: pd.DataFrame) -> list[str]:
    """In which months a number has a doubt, or counts some causes only."""
    found = {
        column: {month for months in by[column].dropna() for month in months.split("|")}
        for column in ("of_causes", "doubtful")
    }
    texts = {"of_causes": "some causes only", "doubtful": "doubts (see the month)"}
    return [f"{texts[column]}: {words.months_words(months)}" for column, months in found.items() if months]


def gaps_words(missing: Any, population: str = "civilians") -> str:
    """Write the missing months of a sum: `2015-12:no_figures|2016-06:not_reported`.

    Examples
    --------
    >>> gaps_words("2015-12:no_figures|2016-06:not_reported")
    'no figures of civilians: 2015-12; no full count gathered here: 2016-06'
    """
    found: dict[str, list[str]] = {}
    for part in missing.split("|") if isinstance(missing, str) else ():
        month, _, why = part.partition(":")
        found.setdefault(why, []).append(month)
    return "; ".join(
        f"{words.GAPS[why].format(population)}: {words.months_words(months)}" for why, months in found.items()
    )


def _at_least(row: pd.Series) -> str:
    """A sum, and that it is a lower bound where it is."""
    if pd.isna(row["count"]):
        ranges = isinstance(row["missing"], str) and ":range" in row["missing"]
        return "printed only as ranges" if ranges else "not reported"
    bounded = row["at_least"] and not pd.isna(row["at_most"])
    more = f", at most {words.number(row['at_most'])} by the months' pages" if bounded else ""
    return f"{'at least ' * bool(row['at_least'])}{words.number(row['count'])}{more}"


def exceeds_table(months: pd.DataFrame) -> pd.DataFrame:
    """Write the months of a comparison (from `exceeds`) for a reader."""
    rows = [
        {
            "Month": row.month,
            words.party_label(row.left, months): words.bounded(row.documented, row.at_least, row.at_most),
            "Against": words.party_label(row.right, months),
            "Its deaths": words.bounded(row.right_documented, row.right_at_least, row.right_at_most),
            "More": {"holds": "yes", "fails": "no"}.get(row.verdict, "cannot be said"),
            "Other, unidentified or unaccounted": "" if pd.isna(row.residual) else words.number(row.residual),
            "Why not": "" if pd.isna(row.reason) else series_sentences.reason_words(row.reason, months),
            "Doubt": "; ".join(series_sentences.doubts_of_both(row, months)),
        }
        for row in months.itertuples()
    ]
    table = _trimmed(pd.DataFrame(rows))
    return (
        table
        if table["Against"].nunique() > 1
        else table.drop(columns="Against").rename(columns={"Its deaths": str(table["Against"].iloc[0])})
    )


def agreement_table(data: Data, printed: pd.DataFrame) -> pd.DataFrame:
    """Write what monitors print (from `agreement`) for a reader: one row a monitor, population and party."""
    monitor_rows = data.monitors.set_index("monitor")
    rows = []
    keys = ["monitor", "population", "party"]
    for (monitor, population, party), found in printed.groupby(keys, sort=False):
        by = found.set_index("measure")
        first = by.iloc[0]
        row = {
            "Monitor": monitor_rows.at[monitor, "short_label"],
            "Counted": population,
            "Party": words.party_label(party, printed),
        }
        for measure in ("killed", "children", "women"):
            row[measure.capitalize()] = _printed(by.loc[measure], first["causes"]) if measure in by.index else ""
        kind = series_sentences.kind_words(first, str(monitor_rows.at[monitor, "note_code"]))
        row["What it is"] = kind + ", printed for these together" * ("+" in party)
        ratio = by["ratio"].get("killed", pd.NA)
        other = by["ratio_to"].get("killed")
        row["Ratio"] = "" if pd.isna(ratio) else f"{ratio:.2f} of {monitor_rows.at[other, 'short_label']}'s"
        row["Report"] = ", ".join(dict.fromkeys(by["page_shown"].dropna()))
        doubts = [word for doubt in by["doubt"] for word in words.doubt_words(doubt, items=False)]
        row["Doubt"] = "; ".join(dict.fromkeys(doubts))
        rows.append(row)
    return _trimmed(pd.DataFrame(rows)).rename(columns={"Killed": "Deaths"})


def _printed(cell: pd.Series, causes: Any) -> str:
    """A number as printed; what it covers, where the toll beside it covers something else."""
    text, own = series_sentences.printed_words(cell), cell["causes"]
    other = isinstance(own, str) and isinstance(causes, str) and own != causes
    return f"{text} (only deaths {words.causes_words(own)})" if other else text


def orderings_table(data: Data, found: pd.DataFrame) -> pd.DataFrame:
    """Write orderings of parties (from `orderings`) for a reader."""
    short_labels = data.monitors.set_index("monitor")["short_label"]

    def named(codes: Any) -> str:
        return words.join(short_labels[code] for code in codes.split("|")) if isinstance(codes, str) else ""

    rows = [
        {
            "Counted": row.population,
            "More deaths": words.party_label(row.higher, found),
            "Than": words.party_label(row.lower, found),
            "Supported by": series_sentences.SUPPORT[row.support],
            "For": named(row.supported_by),
            "Against": named(row.contradicted_by),
            "Prints too little to say": named(row.undecided_by),
        }
        for row in found.itertuples()
    ]
    columns = ["Counted", "More deaths", "Than", "Supported by", "For", "Against", "Prints too little to say"]
    return pd.DataFrame(rows, columns=columns)


def show(table: pd.DataFrame) -> None:
    """Display a reader's table in a notebook: nothing cut, addresses as links."""
    from IPython.display import display

    if table.empty:
        return  # the sentence below says so
    page = _html(table, maths=True)
    if "$" in page or "\\" in page:  # a name is no formula
        page = _html(table, maths=False)
    page = re.sub(r"<td>([^<]*://[^<]*)</td>", lambda cell: f"<td>{_linked(cell[1])}</td>", page)
    # Jupyter's own style aligns cells right; an address may break anywhere, a word may not
    page = re.sub(r"<td>(?=[^<]*<a )", '<td style="text-align: left; overflow-wrap: anywhere">', page)
    for cell in ("<td>", "<th>"):
        page = page.replace(cell, cell.replace(">", ' style="text-align: left">'))
    plain = safe_text.printable(table.to_csv(index=False, sep="\t", lineterminator="\n"))
    display({"text/html": page, "text/plain": plain}, raw=True)


def _html(table: pd.DataFrame, maths: bool) -> str:
    """A table as HTML; `maths` lets a notebook typeset formulas in it, which is what it does unless told."""
    with pd.option_context("display.max_colwidth", None, "display.html.use_mathjax", maths):
        return safe_text.printable(table.to_html(index=False, justify="left", border=0))


def _linked(cell: str) -> str:
    """The addresses of a list as links."""
    # pandas' own links do not escape quotes: what holds one is no address; before an @ another host can be pretended
    address = re.compile(r"""https?://[^\s<>"'/?#@\\]+(?:[/?#][^\s<>"']*)?""")
    made = (f'<a href="{p}" target="_blank">{p}</a>' if address.fullmatch(p) else p for p in cell.split(", "))
    return ", ".join(made)


def say(text: str) -> None:
    """Display sentences as Markdown in a notebook, text from data as text.

    IPython's own Markdown would fetch a text that begins with http.
    """
    from IPython.display import display

    display({"text/markdown": safe_text.markdown(text), "text/plain": safe_text.printable(text)}, raw=True)


def _trimmed(table: pd.DataFrame) -> pd.DataFrame:
    """Leave out the column of doubts where there are none."""
    return table.drop(columns="Doubt") if "Doubt" in table and not table["Doubt"].any() else table
