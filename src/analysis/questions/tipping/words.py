"""What would reverse an order, in words."""

from __future__ import annotations

import pandas as pd

from analysis.data.tables import Data
from analysis.model.numerals import SMALLEST_N
from analysis.show import dates, labels, numbers

TIPPING_AXES = (
    "its deaths documented at less than\nso many percent of the leader's rate",
    "so many of the leader's deaths\nwere in truth its (share of the toll)",
)


def tipping_title(data: Data, table: pd.DataFrame) -> str:
    """The title of the tipping points."""
    if table.empty:
        return f"What would reverse the order of parties, {dates.month_name(table.attrs['month'])}"
    leader = labels.party_label(str(table["leader"].iloc[0]), table)
    return f"What would put another party above {leader} ({numbers.number(table.attrs['leader_killed'])}), " + (
        f"{dates.month_name(table.attrs['month'])}, {labels.monitor_label(data, table)}"
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
        f"{numbers.number(row['of_residual'])} of the at most {numbers.number(row['residual'])} deaths that no number "
        "of a "
        "named party counts"
    )
    return f"{note}\nenough for {labels.party_label(str(row['party']), table, short=True)}, too: {enough}"


def tipping_sentence(table: pd.DataFrame) -> str:
    """Say what would put the second party ahead: of documentation, attribution, and the deaths nobody is named for."""
    if table.empty:
        return (
            "No tipping point is worked out: that takes an exact toll that is certainly the highest, and another exact "
            "toll to compare it with."
        )
    row, most = table.iloc[0], table.attrs["leader_killed"]
    leader, second = labels.party_label(str(row["leader"]), table), row["label"]
    if row["killed"] == most:
        return f"{leader} and {second} have the same published toll, {numbers.number(most)}."
    share, moved = numbers.percent(row["killed"], most), numbers.percent(row["attribution"], most)
    of_them = f" ({moved})" if most >= SMALLEST_N else ""
    ways = [
        f"if the deaths attributed to the former were documented at less than about {share} of the rate of those "
        "attributed to the latter",
        f"if at least {numbers.number(row['attribution'])} of the {numbers.number(most)}{of_them} attributed to the "
        "latter "
        "should have been attributed to the former",
    ]
    if not row["killed"]:
        del ways[0]
    left, enough = row["residual"], row["of_residual"]
    if not pd.isna(enough):
        against = (
            ""
            if pd.isna(row["of_residual_shared"])
            else (f" ({numbers.number(row['of_residual_shared'])} of them, if all the others were the latter's)")
        )
        ways.append(
            f"if at least {numbers.number(enough)} of the at most {numbers.number(left)} deaths that no number of a "
            "named "
            f"party gathered here counts were the former's{against}"
        )
    killed = numbers.number(row["killed"])
    line = f"{second} ({killed}) would be above {leader} ({numbers.number(most)}) {'; or '.join(ways)}."
    if not pd.isna(left) and left and pd.isna(enough):
        line += (
            f" The deaths that no number of a named party gathered here counts (at most {numbers.number(left)}) are "
            "too "
            "few to reverse the order by themselves."
        )
    return f"{line} These assumptions can be combined; none is an estimate."


def tipping_source(data: Data, table: pd.DataFrame) -> str:
    """The source line of the tipping points."""
    status = labels.documented_or_alleged(data, table.attrs["monitor"])
    bound = ", a lower bound" if status == "documented" else ""
    return f"Computed from the month's published tolls: {status} deaths{bound}, attributed by the monitor."
