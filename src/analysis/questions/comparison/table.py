"""The comparison of a month, and its places, as tables."""

from __future__ import annotations

import pandas as pd

from analysis.language import isolated, say, say_as
from analysis.model.adding import NOT_SEPARATED, is_combined, members
from analysis.questions.comparison.numbers import Comparison
from analysis.questions.comparison.places import Places
from analysis.show import labels, numbers, remarks
from analysis.show.jupyter import trimmed


def comparison_table(comparison: Comparison) -> pd.DataFrame:
    """Write a comparison for a reader; parties nobody names are left to a sentence."""
    total, parties = comparison.total.killed, comparison.tolls.parties
    together = {party for line in comparison.lines if is_combined(line.party) for party in members(line.party)}
    rows = []
    for line in comparison.lines:
        if line.party in comparison.unnamed:
            continue
        basis = "left" if line.party == NOT_SEPARATED else str(line.basis)
        number = numbers.limited(line) if line.is_printed else say(labels.STATES[str(line.state)])
        if line.party in together and not line.is_printed:
            number = say("no full count of its own gathered here")
        rows.append(
            {
                say("Party"): (
                    labels.together(labels.party_label(line.party, parties))
                    if is_combined(line.party)
                    else labels.full_line_label(line.party, line.label, parties)
                ),
                labels.deaths_column(comparison.tolls): number,
                say("Share of total"): "" if line.share_of_total is None else numbers.percent(line.killed, total),
                say("Rank"): "" if line.rank is None else str(line.rank),
                say("Basis"): say(labels.BASIS[basis]) if basis in labels.BASIS and line.is_printed else "",
                say("Report"): "|".join(line.page_shown) if line.is_printed else "",
                say("Caution"): labels.semicolons(remarks.doubt_words(line.remarks)),
            }
        )
    return trimmed(pd.DataFrame(rows))


def places_table(places: Places) -> pd.DataFrame:
    """Write places for a reader."""
    columns = [say("Party"), say("Place"), labels.deaths_column(places.tolls), say("Share"), say("Report")]
    rows = []
    for place in places.lines:
        number = say("not published") if place.killed is None else numbers.number(place.killed)
        if place.of_killed is not None and place.killed is not None:
            number = numbers.part_of(number, numbers.number(place.of_killed))
        share = "" if place.share is None else numbers.percent(place.killed, place.of_killed)
        if not share and place.printed_share_pct is not None:
            share = say("{share} (as published)", share=isolated(f"{place.printed_share_pct:g}%"))
        party = labels.party_label(place.party, places.tolls.parties)
        rows.append([party, say_as("place", place.governorate), number, share, place.report_id])
    return pd.DataFrame(rows, columns=columns)
