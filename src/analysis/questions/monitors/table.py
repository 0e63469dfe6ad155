"""What several monitors publish for a month, as tables."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.data.tables import Data
from analysis.model.adding import is_combined
from analysis.questions.monitors.words import SUPPORT, kind_words, printed_words
from analysis.show import labels, remarks
from analysis.show.display import trimmed


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
            "Party": labels.party_label(party, printed),
        }
        for measure in ("killed", "children", "women"):
            row[measure.capitalize()] = _printed(by.loc[measure], first["causes"]) if measure in by.index else ""
        kind = kind_words(first, str(monitor_rows.at[monitor, "note_code"]))
        row["What it is"] = kind + ", printed for these together" * (is_combined(party))
        ratio = by["ratio"].get("killed", pd.NA)
        other = by["ratio_to"].get("killed")
        row["Ratio"] = "" if pd.isna(ratio) else f"{ratio:.2f} of {monitor_rows.at[other, 'short_label']}'s"
        row["Report"] = ", ".join(dict.fromkeys(by["page_shown"].dropna()))
        doubts = [word for doubt in by["doubt"] for word in remarks.doubt_words(doubt, items=False)]
        row["Doubt"] = "; ".join(dict.fromkeys(doubts))
        rows.append(row)
    return trimmed(pd.DataFrame(rows)).rename(columns={"Killed": "Deaths"})


def _printed(cell: pd.Series, causes: Any) -> str:
    """A number as printed; what it covers, where the toll beside it covers something else."""
    text, own = printed_words(cell), cell["causes"]
    other = isinstance(own, str) and isinstance(causes, str) and own != causes
    return f"{text} (only deaths {remarks.causes_words(own)})" if other else text


def orderings_table(data: Data, found: pd.DataFrame) -> pd.DataFrame:
    """Write orderings of parties (from `orderings`) for a reader."""
    short_labels = data.monitors.set_index("monitor")["short_label"]

    def named(codes: Any) -> str:
        return labels.join(short_labels[code] for code in codes.split("|")) if isinstance(codes, str) else ""

    rows = [
        {
            "Counted": row.population,
            "More deaths": labels.party_label(row.higher, found),
            "Than": labels.party_label(row.lower, found),
            "Supported by": SUPPORT[row.support],
            "For": named(row.supported_by),
            "Against": named(row.contradicted_by),
            "Prints too little to say": named(row.undecided_by),
        }
        for row in found.itertuples()
    ]
    columns = ["Counted", "More deaths", "Than", "Supported by", "For", "Against", "Prints too little to say"]
    return pd.DataFrame(rows, columns=columns)
