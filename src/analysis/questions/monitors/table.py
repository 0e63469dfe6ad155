"""What several monitors publish for a month, as tables."""

from __future__ import annotations

import pandas as pd

from analysis.language import say, say_as
from analysis.model.adding import is_combined
from analysis.model.cells import MEASURES
from analysis.model.results import grouped
from analysis.questions.monitors.numbers import Agreement, Orderings, Printed
from analysis.questions.monitors.words import kind_words, monitor_names, printed_words, supporters
from analysis.show import labels, numbers, remarks
from analysis.show.jupyter import trimmed


def agreement_table(agreement: Agreement) -> pd.DataFrame:
    """Write what monitors print for a reader: one row a monitor, population and party."""
    names, rows = monitor_names(agreement.data), []
    together = grouped(((line.monitor, line.population, line.party), line) for line in agreement.lines)
    for (monitor, population, party), lines in together.items():
        found = {line.measure: line for line in lines}
        first, killed = lines[0], found.get("killed")
        row = {
            say("Monitor"): names[monitor],
            say("Counted"): say_as("who", population),
            say("Party"): labels.party_label(party, agreement.parties),
        }
        for measure in MEASURES:
            name = say("Deaths") if measure == "killed" else labels.capitalized(numbers.measure_name(measure))
            row[name] = _printed(found[measure], first.causes) if measure in found else ""
        kind = kind_words(first, agreement.data)
        row[say("What it is")] = say("{kind}, published for these together", kind=kind) if is_combined(party) else kind
        ratio = ""
        if killed and killed.ratio_to:
            ratio = say("{ratio} of {monitor}'s", ratio=f"{killed.ratio:.2f}", monitor=names[killed.ratio_to])
        row[say("Ratio")] = ratio
        row[say("Report")] = ", ".join(dict.fromkeys("|".join(line.page_shown) for line in lines if line.page_shown))
        doubts = [word for line in lines for word in remarks.doubt_words(line.remarks, items=False)]
        row[say("Caution")] = labels.semicolons(dict.fromkeys(doubts))
        rows.append(row)
    return trimmed(pd.DataFrame(rows))


def _printed(line: Printed, causes: tuple[str, ...]) -> str:
    """A number as printed; what it covers, where the toll beside it covers something else."""
    number = printed_words(line)
    if line.causes and causes and line.causes != causes:
        return say("{number} ({causes})", number=number, causes=remarks.items_words(line.causes))
    return number


def orderings_table(orderings: Orderings) -> pd.DataFrame:
    """Write orderings of parties for a reader."""
    names, parties = monitor_names(orderings.agreement.data), orderings.agreement.parties
    rows = [
        {
            say("Counted"): say_as("who", line.population),
            say("More deaths"): labels.full_name(parties[line.higher]),
            say("Than"): labels.full_name(parties[line.lower]),
            say("Supported by"): say("disputed") if line.support == "disputed" else supporters(line, names),
            say("For"): labels.join(names[code] for code in line.supported_by) if line.support == "disputed" else "",
            say("Against"): labels.join(names[code] for code in line.contradicted_by),
            say("Published too little to say"): labels.join(names[code] for code in line.undecided_by),
        }
        for line in orderings.lines
    ]
    first = [say("Counted"), say("More deaths"), say("Than"), say("Supported by")]
    table = pd.DataFrame(rows, columns=[*first, say("For"), say("Against"), say("Published too little to say")])
    return table.drop(columns=[name for name in (say("For"), say("Against")) if not table[name].any()])
