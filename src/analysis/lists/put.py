"""Monthly tolls from a file of victims or incidents, put into a data folder if asked."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any, NamedTuple

from analysis.data.change import Rows, change, changing, rows_of
from analysis.data.folder import refuse_installed, refuse_no_file
from analysis.data.tables import read_data, read_mapping
from analysis.errors import RunError
from analysis.lists.counted import CountedTolls
from analysis.lists.counting import Tally, add
from analysis.lists.files import csv_chunks, parquet_chunks, unread
from analysis.lists.mapping import read_plan
from analysis.lists.plan import Plan
from analysis.lists.tolls import tolls_of
from analysis.lists.words import Earlier, earlier_words
from analysis.model.adding import TOTAL
from analysis.show import dates, labels


class Put(NamedTuple):
    """What became of a data folder into which tolls of these months were put.

    `gone` are months that were made of this very file before and have no toll now; `replaced` what was made of other
    lists and is no longer there; in `beside` pages of the monitor itself have figures too.
    """

    folder: Path
    monitor: str
    months: list[str]
    gone: list[str]
    replaced: list[Earlier]
    beside: list[str]


def tabulate(
    path: Path, mapping: Path, folder: Path | None, into: bool, replace: bool = False
) -> tuple[CountedTolls, Put | None]:
    """Make monthly tolls from a file of records, and put them `into` the data folder if asked.

    Returns
    -------
    tuple
        As `tolls_from_records`, and as `put_into`.

    Raises
    ------
    DataError, RunError
        As these two.
    """
    if replace and not into:
        raise RunError("--replace is about what --into finds in a data folder. Next: give --into and --data DIR too.")
    if into and folder is None:
        raise RunError("--into changes a data folder. Next: name it with --data DIR.")
    if into and folder is not None:
        refuse_installed(folder)
    data = read_data(folder)
    monitors = list(data.monitors["monitor"]) if into else None
    plan = read_plan(read_mapping(mapping), data.parties, mapping.name, monitors)
    tolls = tolls_of_file(path, plan)
    return tolls, put_into(data.folder, tolls, plan, path, replace) if into else None


def tolls_of_file(path: Path, plan: Plan) -> CountedTolls:
    """Count the records of a file, CSV or Parquet, a chunk at a time. Raises DataError."""
    tally = Tally(path.name)
    try:
        refuse_no_file(path)
        with path.open("rb") as file:
            parquet = file.read(4) == b"PAR1"
        for chunk in (parquet_chunks if parquet else csv_chunks)(path, plan, tally):
            add(tally, chunk, plan)
    except OSError as error:
        raise unread(path, 0, error.strerror or type(error).__name__) from error
    return tolls_of(tally, plan)


def put_into(folder: Path, tolls: CountedTolls, plan: Plan, path: Path, replace: bool = False) -> Put:
    """Put tolls into a data folder, one report a month, and into its lists.csv what they were made of.

    What was made of the same file before, whatever it was called, goes. So does, with `replace`, what was made of other
    lists of the monitor that overlap this one in time and in population; without, that is refused. The folder as it
    will be is validated first; then reports.csv, tolls.csv and lists.csv are replaced, in canonical form.

    Returns
    -------
    Put
        What was replaced, and what else of the monitor is there.

    Raises
    ------
    DataError
        What the folder would break of its contract.
    RunError
        Tolls of another list that would be replaced, or a file that cannot be written; nothing is changed then.
    """
    with changing(folder):
        return _put_into(folder, tolls, plan, path, replace)


def _put_into(folder: Path, tolls: CountedTolls, plan: Plan, path: Path, replace: bool) -> Put:
    tables, rows = rows_of(folder, "reports", "tolls", "lists")
    monitors = {row["report_id"]: row["monitor"] for row in rows["reports"]}
    made = {row["report_id"]: row for row in rows["lists"] if monitors[row["report_id"]] == plan.monitor}
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    own = {code for code, row in made.items() if row["sha256"] == sha256}
    first, last = tolls.period
    others = {code for code, row in made.items() if code not in own and row["first"] <= last and first <= row["last"]}
    populations = tolls.populations
    rivals = [row for row in rows["tolls"] if row["report_id"] in others and row["population"] in populations]
    months = {row["report_id"]: row["month"] for row in rows["reports"]}
    replaced = _earlier([{**made[row["report_id"]], **row, "month": months[row["report_id"]]} for row in rivals])
    if replaced and not replace:
        raise RunError(_refusal(folder, replaced, path, tolls))
    kept = [
        row
        for row in rows["tolls"]
        if row["report_id"] not in own | others or (row["report_id"] in others and row["population"] not in populations)
    ]
    ended = (own | {row["report_id"] for row in rivals}) - {row["report_id"] for row in kept}
    left = {name: [row for row in rows[name] if row["report_id"] not in ended] for name in ("reports", "lists")}
    new = _rows(tolls, plan, path.name.encode("utf-8", "replace").decode(), sha256, {*monitors} - ended)
    texts = {name: [*there, *new[name]] for name, there in {**left, "tolls": kept}.items()}
    change(folder, tables, texts, "the records, the mapping")
    pages = {row["month"] for row in left["reports"] if (row["monitor"], row["kind"]) == (plan.monitor, "primary")}
    gone = {months[code] for code in own}.difference(tolls.months)
    return Put(folder, plan.monitor, tolls.months, sorted(gone), replaced, sorted(pages.intersection(tolls.months)))


def _earlier(rows: Rows) -> list[Earlier]:
    """What there is of other lists, list by list and population by population."""
    found: dict[tuple[str, str, str], Rows] = {}
    for row in rows:
        found.setdefault((row["file"], row["sha256"], row["population"]), []).append(row)
    earlier = []
    for (file, sha256, population), each in found.items():
        totals = [row for row in each if row["party"] == TOTAL and "subset:" not in row["scope"]]
        low = sum(int(row["killed"] or row["killed_min"] or 0) for row in totals)
        ends = [row["killed"] or row["killed_max"] for row in totals]
        high = None if "" in ends else sum(map(int, ends))
        earlier.append(Earlier(file, sha256, population, sorted({row["month"] for row in each}), low, high))
    return earlier


def _refusal(folder: Path, earlier: list[Earlier], path: Path, tolls: CountedTolls) -> str:
    said = [f"{folder} holds tolls of {tolls.monitor} that were counted from another list for the same time:"]
    said += [f"  {earlier_words(one)}" for one in earlier]
    populations, months = labels.join(tolls.populations), dates.months_words(tolls.months)
    said.append(f"{path.name} has {populations} of {months}. Nothing was changed.")
    said.append(f"Next: if each list holds a part of the deaths, make one file of both; if {path.name} is to take the")
    said.append("place of all that is named here, say --replace.")
    return "\n".join(said)


def _rows(tolls: CountedTolls, plan: Plan, file: str, sha256: str, taken: set[str]) -> dict[str, Rows]:
    """The rows of the new reports: a report a month, named after the list, its tolls, and what it was made of."""
    stem = re.sub("[^a-z0-9]+", "-", Path(file).stem.lower()).strip("-") or "list"
    names = [f"{plan.monitor.replace('_', '-')}-{{}}-{name}-records" for name in (stem, f"{stem}-{sha256[:12]}")]
    name = next((name for name in names if not taken & {name.format(month) for month in tolls.months}), names[-1])
    first, last = tolls.period
    undated = sum(one.records for one in tolls.unknown if one.field == "date")
    about: dict[str, Any] = {"file": file, "sha256": sha256, "first": first, "last": last, "undated": undated}
    about |= {"covers": "|".join(plan.covers), "duplicates": tolls.duplicates.records, "mapping": plan.source}
    report = {**plan.report, "monitor": plan.monitor, "kind": "records"}
    new: dict[str, list[dict[str, Any]]] = {
        "reports": [{**report, "month": month} for month in tolls.months],
        "tolls": [{column: getattr(line, column) for column in tolls.kinds} for line in tolls.lines],
        "lists": [{**about, **one._asdict()} for one in tolls.by_month],
    }
    return {
        table: [
            {key: "" if value is None else str(value) for key, value in row.items()}
            | {"report_id": name.format(row["month"])}
            for row in rows
        ]
        for table, rows in new.items()
    }
