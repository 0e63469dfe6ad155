"""What several monitors publish for a month, as tables."""

from __future__ import annotations

import pandas as pd

from analysis.model.adding import is_combined
from analysis.model.cells import MEASURES
from analysis.model.results import grouped
from analysis.questions.monitors.numbers import Agreement, Orderings, Printed
from analysis.questions.monitors.words import kind_words, monitor_names, printed_words, support_words
from analysis.show import labels, remarks
from analysis.show.jupyter import trimmed


def agreement_table(agreement: Agreement) -> pd.DataFrame:
    """Write what monitors print for a reader: one row a monitor, population and party."""
    names, rows = monitor_names(agreement.data), []
    together = grouped(((line.monitor, line.population, line.party), line) for line in agreement.lines)
    for (monitor, population, party), lines in together.items():
        found = {line.measure: line for line in lines}
        first, killed = lines[0], found.get("killed")
        row = {"Monitor": names[monitor], "Counted": population, "Party": labels.party_label(party, agreement.parties)}
        for measure in MEASURES:
            row[measure.capitalize()] = _printed(found[measure], first.causes) if measure in found else ""
        row["What it is"] = kind_words(first, agreement.data) + ", published for these together" * is_combined(party)
        row["Ratio"] = f"{killed.ratio:.2f} of {names[killed.ratio_to]}'s" if killed and killed.ratio_to else ""
        row["Report"] = ", ".join(dict.fromkeys("|".join(line.page_shown) for line in lines if line.page_shown))
        doubts = [word for line in lines for word in remarks.doubt_words(line.remarks, items=False)]
        row["Caution"] = "; ".join(dict.fromkeys(doubts))
        rows.append(row)
    return trimmed(pd.DataFrame(rows)).rename(columns={"Killed": "Deaths"})


def _printed(line: Printed, causes: tuple[str, ...]) -> str:
    """A number as printed; what it covers, where the toll beside it covers something else."""
    other = line.causes and causes and line.causes != causes
    return printed_words(line) + (f" ({remarks.items_words(line.causes)})" if other else "")


def orderings_table(orderings: Orderings) -> pd.DataFrame:
    """Write orderings of parties for a reader."""
    names, parties = monitor_names(orderings.agreement.data), orderings.agreement.parties
    rows = [
        {
            "Counted": line.population,
            "More deaths": parties[line.higher].label,
            "Than": parties[line.lower].label,
            "Supported by": support_words(line, names).removeprefix("supported by "),
            "For": labels.join(names[code] for code in line.supported_by) if line.support == "disputed" else "",
            "Against": labels.join(names[code] for code in line.contradicted_by),
            "Published too little to say": labels.join(names[code] for code in line.undecided_by),
        }
        for line in orderings.lines
    ]
    columns = ["Counted", "More deaths", "Than", "Supported by", "For", "Against", "Published too little to say"]
    table = pd.DataFrame(rows, columns=columns)
    return table.drop(columns=[name for name in ("For", "Against") if not table[name].any()])
