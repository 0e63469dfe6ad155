"""Monthly tolls from files of victims or incidents, put into a data folder if asked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analysis.data.change import Rows, change, changing, rows_of
from analysis.data.folder import refuse_installed
from analysis.data.tables import read_data, read_mapping
from analysis.errors import RunError
from analysis.lists.chunks import chunks
from analysis.lists.counted import CountedTolls
from analysis.lists.counting import Tally, add
from analysis.lists.files import reading, sources
from analysis.lists.mapping import read_plan
from analysis.lists.plan import Plan
from analysis.lists.tolls import tolls_of
from analysis.lists.words import Earlier, Files, earlier_words
from analysis.model.adding import TOTAL
from analysis.show import dates, labels


class Put(NamedTuple):
    """What became of a data folder into which tolls of these months were put.

    `gone` are months that were made of these lists before and have no toll now; `editions` what was made of earlier
    editions of the lists, and `replaced` of other lists, and is no longer there; in `beside` pages of the monitor
    itself have figures too.
    """

    folder: Path
    monitor: str
    months: list[str]
    gone: list[str]
    editions: list[Earlier]
    replaced: list[Earlier]
    beside: list[str]


def tabulate(
    paths: Sequence[Path], mappings: Sequence[Path], folder: Path | None, into: bool, replace: bool = False
) -> tuple[CountedTolls, Put | None]:
    """Make monthly tolls from files of records, and put them `into` the data folder if asked.

    One mapping is that of all files; else there is one for each.

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
    if len(mappings) not in (1, len(paths)):
        raise RunError(
            f"{len(mappings)} mappings for {len(paths)} lists. Next: give one --map for all, or one for each."
        )
    if into and folder is not None:
        refuse_installed(folder)
    data = read_data(folder)
    monitors = list(data.monitors["monitor"]) if into else None
    plans = [read_plan(read_mapping(one), data.parties, one.name, monitors, one.parent) for one in mappings]
    plans *= len(paths) // len(plans)
    if len({plan.monitor for plan in plans}) > 1:
        raise RunError("the mappings name several monitors. Next: tabulate the lists of each by themselves.")
    names = [plan.name or path.name for path, plan in zip(paths, plans, strict=True)]
    if len({*names}) < len(names):
        raise RunError(
            f"two lists are called {max(names, key=names.count)}. Next: name each in its mapping: name = ..."
        )
    lists = [(tally_of(path, plan), plan) for path, plan in zip(paths, plans, strict=True)]
    for place, (tally, plan) in enumerate(lists):
        for other, its in lists[:place]:
            if tally.sha256 == other.sha256 and plan.sheets == its.sheets and _same_deaths(plan, its):
                raise RunError(
                    f"{other.file} and {tally.file} are one file, and every death in it would count twice. "
                    "Next: name it once, or say in the mappings which of its records each counts (where, sheet)."
                )
    tolls = tolls_of(lists)
    return tolls, put_into(data.folder, tolls, plans, replace) if into else None


def _same_deaths(one: Plan, other: Plan) -> bool:
    """Whether two plans count records of one file for one population without saying that these are others."""
    return any(
        mine.population == its.population and mine.where == its.where for mine in one.views for its in other.views
    )


def tally_of(path: Path, plan: Plan) -> Tally:
    """Count the records of a file, a chunk at a time. Raises DataError."""
    tally = Tally(path.name.encode("utf-8", "replace").decode())
    with reading(path.name, path):
        for source in sources(path, plan.sheets):
            for chunk in chunks(source, plan, tally):
                add(tally, chunk, plan)
        with path.open("rb") as file:
            tally.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return tally


def put_into(folder: Path, tolls: CountedTolls, plans: Sequence[Plan], replace: bool = False) -> Put:
    """Put tolls into a data folder, one report a month, and into its lists.csv what they were made of.

    What was made of the same files before, whatever they were called, goes, unless the mappings give them other names;
    so does what was made of earlier editions of them: lists of the same name. So does, with `replace`, what was made of
    other lists of the monitor that overlap these in time and in population; without, that is refused. The folder as it
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
        return _put_into(folder, tolls, plans, replace)


def _put_into(folder: Path, tolls: CountedTolls, plans: Sequence[Plan], replace: bool) -> Put:
    tables, rows = rows_of(folder, "reports", "tolls", "lists")
    monitor = tolls.monitor
    monitors = {row["report_id"]: row["monitor"] for row in rows["reports"]}
    made: dict[str, Rows] = {}
    for row in rows["lists"]:
        if monitors[row["report_id"]] == monitor:
            made.setdefault(row["report_id"], []).append(row)
    hashes, names = {one.sha256 for one in tolls.lists}, {plan.name for plan in plans} - {""}
    populations = tolls.populations
    unnamed = not all(plan.name for plan in plans)

    def is_edition(row: dict[str, str]) -> bool:
        """Whether it is one of these lists: the same file, if it has no name of its own, or the same name."""
        same_file = row["sha256"] in hashes and (unnamed or row["name"] == row["file"])
        return same_file or row["name"] in names

    own = {code for code, lists in made.items() if all(map(is_edition, lists))}
    first, last = tolls.period
    others = {
        code
        for code, lists in made.items()
        if code not in own and any(row["first"] <= last and first <= row["last"] for row in lists)
    }
    months = {row["report_id"]: row["month"] for row in rows["reports"]}

    def made_of(codes: set[str]) -> list[Earlier]:
        there = [row for row in rows["tolls"] if row["report_id"] in codes]
        lists = {code: tuple((row["file"], row["sha256"]) for row in made[code]) for code in codes}
        return _earlier([{**row, "month": months[row["report_id"]]} for row in there], lists)

    rivals = {
        row["report_id"] for row in rows["tolls"] if row["report_id"] in others and row["population"] in populations
    }
    replaced = [one for one in made_of(rivals) if one.population in populations]
    if replaced and not replace:
        raise RunError(_refusal(folder, replaced, tolls))
    earlier = {code for code in own if not all(row["sha256"] in hashes for row in made[code])}
    editions = made_of(earlier)
    kept = [
        row
        for row in rows["tolls"]
        if row["report_id"] not in own | others or (row["report_id"] in others and row["population"] not in populations)
    ]
    ended = (own | rivals) - {row["report_id"] for row in kept}
    left = {name: [row for row in rows[name] if row["report_id"] not in ended] for name in ("reports", "lists")}
    new = _rows(tolls, plans, {*monitors} - ended)
    texts = {name: [*there, *new[name]] for name, there in {**left, "tolls": kept}.items()}
    change(folder, tables, texts, "the records, the mapping")
    pages = {row["month"] for row in left["reports"] if (row["monitor"], row["kind"]) == (monitor, "primary")}
    gone = {months[code] for code in own}.difference(tolls.months)
    beside = sorted(pages.intersection(tolls.months))
    return Put(folder, monitor, tolls.months, sorted(gone), editions, replaced, beside)


def _earlier(rows: Rows, lists: dict[str, Files]) -> list[Earlier]:
    """What there is of other lists, list by list and population by population; `lists` are those of the reports."""
    found: dict[tuple[Files, str], Rows] = {}
    for row in rows:
        found.setdefault((lists[row["report_id"]], row["population"]), []).append(row)
    earlier = []
    for (files, population), each in found.items():
        totals = [row for row in each if row["party"] == TOTAL and "subset:" not in row["scope"]]
        totals = [row for row in totals if row["killed"] or row["killed_min"] or row["killed_max"]]
        low = sum(int(row["killed"] or row["killed_min"] or 0) for row in totals)
        ends = [row["killed"] or row["killed_max"] for row in totals]
        high = None if "" in ends else sum(map(int, ends))
        earlier.append(Earlier(files, population, sorted({row["month"] for row in each}), low, high))
    return earlier


def _refusal(folder: Path, earlier: list[Earlier], tolls: CountedTolls) -> str:
    files = labels.join(one.file for one in tolls.lists)
    has, take = ("has", "is") if len(tolls.lists) == 1 else ("have", "are")
    said = [f"{folder} holds tolls of {tolls.monitor} that were counted from another list for the same time:"]
    said += [f"  {earlier_words(one)}" for one in earlier]
    populations, months = labels.join(tolls.populations), dates.months_words(tolls.months)
    said.append(f"{files} {has} {populations} of {months}. Nothing was changed.")
    said.append(
        "Next: if each list holds a part of the deaths, tabulate them together (snhr tabulate LIST LIST ...); if"
    )
    said.append(f"{files} {take} to take the place of all that is named here, say --replace.")
    return "\n".join(said)


def _rows(tolls: CountedTolls, plans: Sequence[Plan], taken: set[str]) -> dict[str, Rows]:
    """The rows of the new reports: a report a month, named after the list, its tolls, and what it was made of."""
    first, plan = tolls.lists[0], plans[0]
    stem = re.sub("[^a-z0-9]+", "-", (plan.name or Path(first.file).stem).lower()).strip("-") or "list"
    stem += f"-and-{len(plans) - 1}-more" if len(plans) > 1 else ""
    names = [f"{tolls.monitor.replace('_', '-')}-{{}}-{name}-records" for name in (stem, f"{stem}-{first.sha256[:12]}")]
    name = next((name for name in names if not taken & {name.format(month) for month in tolls.months}), names[-1])
    published = [plan.report.get("published", "") for plan in plans]  # of what is added up, when the last was
    report = {
        **plan.report,
        "monitor": tolls.monitor,
        "kind": "records",
        "published": max(published) if all(published) else "",
    }
    lists = []
    for counted, its in zip(tolls.lists, plans, strict=True):
        about: dict[str, Any] = {
            key: getattr(counted, key) for key in ("name", "file", "sha256", "undated", "left_out")
        }
        about |= {"first": counted.period[0], "last": counted.period[1], "covers": "|".join(its.covers)}
        about |= {"duplicates": counted.duplicates.records, "mapping": its.source}
        lists += [{**about, **one._asdict()} for one in counted.by_month]
    new: dict[str, list[dict[str, Any]]] = {
        "reports": [{**report, "month": month} for month in tolls.months],
        "tolls": [{column: getattr(line, column) for column in tolls.kinds} for line in tolls.lines],
        "lists": lists,
    }
    return {
        table: [
            {key: "" if value is None else str(value) for key, value in row.items()}
            | {"report_id": name.format(row["month"])}
            for row in rows
        ]
        for table, rows in new.items()
    }
