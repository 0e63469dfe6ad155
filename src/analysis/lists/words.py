"""What is said of tolls made from a list of records: what is unknown, and what may be there twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from analysis.lists.counted import CountedTolls
from analysis.show import dates, labels, numbers

if TYPE_CHECKING:
    from analysis.lists.put import Put

_UNKNOWN = {  # field -> what follows from it
    "date": "in no month",
    "party": "in all parties alone",
    "parties": "in all parties alone",
    "population": "among persons alone",
    "sex": "women are a range there, or one end of it",
    "age": "children and women are ranges there, or ends",
    "killed": "deaths are no single number there",
    "killed_min": "they add nothing to the least number",
    "killed_max": "there is no most number there",
    "children": "children are a range there, or one end of it",
    "women": "women are a range there, or one end of it",
}
_SHOWN_MONTHS = 12
_LABELS = {"killed": "deaths", "killed_min": "least deaths", "killed_max": "most deaths"}


def records_sentences(tolls: CountedTolls) -> list[str]:
    r"""Say how many records there are, what is unknown of them, and which are alike.

    Examples
    --------
    >>> import pandas as pd
    >>> from analysis import tolls_from_records
    >>> victims = pd.DataFrame({"day": ["2016-01-05", "2016-01-05", ""], "by": ["Regime", "Regime", ""]})
    >>> meaning = {"kind": "victims", "population": "civilians", "columns": {"date": "day", "party": "by"}}
    >>> print("\n".join(records_sentences(tolls_from_records(victims, meaning))))
    3 records.
    Unknown date: 1 record, in no month.
    Unknown party: 1 record (without a month: 1), in all parties alone.
    Likely duplicates: 1 record is like an earlier one, and counted all the same (rows 2 and 3).
    """
    several = len(tolls.lists) > 1
    each = ", ".join(f"{one.name} {numbers.number(one.records)}" for one in tolls.lists)
    found = [f"{_records(tolls.records)}{f' ({each})' if several else ''}."]
    for one in tolls.lists:
        if one.left_out:
            found.append(f"Left out, as the mapping says{f', of {one.name}' * several}: {_records(one.left_out)}.")
    unknown: dict[str, dict[str, int]] = {}
    for lacking in tolls.unknown:
        unknown.setdefault(lacking.field, {})[lacking.month] = lacking.records
    for field, months in unknown.items():
        where = "" if field == "date" else f" ({_months(months)})"
        found.append(
            f"Unknown {_LABELS.get(field, field)}: {_records(sum(months.values()))}{where}, {_UNKNOWN[field]}."
        )
    for one in tolls.lists:
        count, rows = one.duplicates
        if count:
            shown = ", ".join(f"{first} and {again}" for first, again in rows) + (", ..." if count > len(rows) else "")
            are = "is" if count == 1 else "are"
            told = f"{_records(count)} {are} like an earlier one, and counted all the same"
            found.append(f"Likely duplicates{f' in {one.name}' * several}: {told}{f' (rows {shown})' * bool(rows)}.")
        for day, party, measure, before, after in one.revised:
            what = f"{_LABELS.get(measure, measure)}{f' of {party}' * bool(party)}"
            fell = f"from {numbers.number(before)} to {numbers.number(after)}"
            left = ", so that the month has no number of its own" if len(day) == 7 else ""
            found.append(f"Revised downwards until {day}: {what}, {fell}{left}.")
    return found


def _months(counts: dict[str, int]) -> str:
    """How many records of which months; of many months how many these are."""
    if len(counts) > _SHOWN_MONTHS:
        dated = sorted(month for month in counts if month)
        undated = f", without a month: {numbers.number(counts[''])}" if "" in counts else ""
        return f"{dated[0]} to {dated[-1]}, in {len(dated)} months{undated}"
    return ", ".join(
        f"{month or 'without a month'}: {numbers.number(count)}" for month, count in sorted(counts.items())
    )


Files = tuple[tuple[str, str], ...]  # the names of files, and their hashes


class Earlier(NamedTuple):
    """What a data folder has of one list, or of several together, and population; `high` None: no upper end.

    `lists` are the names of their files, and the hashes.
    """

    lists: Files
    population: str
    months: list[str]
    low: int
    high: int | None


def earlier_words(earlier: Earlier) -> str:
    """Say what there is of a list.

    Examples
    --------
    >>> earlier_words(Earlier((("c1.csv", "0" * 64),), "civilians", ["2024-01", "2024-02"], 18, 18))
    '18 civilian deaths, 2024-01 to 2024-02, counted from c1.csv (SHA-256 000000000000)'
    """
    deaths = f"{numbers.range_words(None, earlier.low, earlier.high)} {numbers.DEATHS[earlier.population][1]}"
    files = labels.join(f"{file} (SHA-256 {sha256[:12]})" for file, sha256 in earlier.lists)
    return f"{deaths}, {dates.months_words(earlier.months)}, counted from {files}"


def put_sentence(put: Put) -> str:
    """Say which months were put into a data folder, what they replaced, and what else of the monitor is there.

    Examples
    --------
    >>> from pathlib import Path
    >>> from analysis.lists.put import Put
    >>> put_sentence(Put(Path("mine"), "watch", ["2016-01", "2016-02"], ["2016-03"], [], [], ["2016-02"]))
    'Put into mine: watch, 2016-01 to 2016-02. No longer there, for this file has no toll of them now: 2016-03. Pages of
    watch itself are there for 2016-02: where they differ, a cell is undecided.'
    """
    said = [f"Put into {put.folder}: {put.monitor}, {dates.months_words(put.months)}."]
    said += [f"Earlier edition, replaced: {earlier_words(one)}." for one in put.editions]
    said += [f"Replaced: {'; '.join(map(earlier_words, put.replaced))}."] if put.replaced else []
    if put.gone:
        said.append(f"No longer there, for this file has no toll of them now: {dates.months_words(put.gone)}.")
    if put.beside:
        where = dates.months_words(put.beside)
        said.append(f"Pages of {put.monitor} itself are there for {where}: where they differ, a cell is undecided.")
    return " ".join(said)


def _records(count: int) -> str:
    return f"{numbers.number(count)} {'record' if count == 1 else 'records'}"
