"""Run notebooks for months: several kernels at a time, only what changed, and never a half-written file."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd
from tqdm import tqdm

from analysis.batch import notebooks
from analysis.batch.notebooks import Executed
from analysis.batch.parameters import Parameters, SeriesParameters
from analysis.batch.records import Records, Result, code_key, read_record, state, task_key
from analysis.data import Data
from analysis.errors import NotComparable, RunError, UnknownMonth, is_month, nearest, nearest_months
from analysis.reconcile import months_with_figures

SERIES = "series"  # the folder of the notebooks on a period
SUMMARY = ["month", "notebook", "status", "seconds", "message"]
_LOCK = ".lock"


def months_to_run(asked: Iterable[str], data: Data, monitor: str, as_of: str = "") -> list[str]:
    """Turn months, lists (a,b), ranges (a:b) and `all` into the months with any figure. Raises UnknownMonth."""
    if monitor not in set(data.monitors["monitor"]):
        raise NotComparable(f"unknown monitor {monitor!r}; {nearest(monitor, list(data.monitors['monitor']))}")
    there = months_with_figures(data, monitor, as_of)
    known = sorted(set().union(*there.values()))
    found: list[str] = []
    problems: list[str] = []
    for part in [part for word in asked for part in word.split(",")] or ["all"]:
        ends = part.split(":")
        if part == "all":
            found += known
        elif len(ends) > 2 or not all(is_month(end) for end in ends):
            problems.append(f"found {part!r}, expected a month YYYY-MM, a range YYYY-MM:YYYY-MM or all")
        elif ends[0] > ends[-1]:
            problems.append(f"the range {part!r} ends before it starts")
        else:
            months = [month for month in known if ends[0] <= month <= ends[-1]]
            if not months:
                problems.append(f"no figures of {monitor} for {part!r}; {nearest_months(ends[0], known)}")
            found += months
    if problems:
        raise UnknownMonth("\n".join(problems))
    return sorted(set(found))


def run(
    months: list[str],
    names: list[str],
    out: Path,
    data: Data,
    parameters: Mapping[str, object],
    jobs: int,
    *,
    cold: bool = False,
    force: bool = False,
    dask: str | None = None,
) -> list[Result]:
    """Run notebooks for months, `jobs` kernels at a time; a failure stops no other.

    Every parameter is checked before any kernel starts. Writes `<month>/<notebook>.ipynb`, `<month>/run.json` and
    `summary.csv` into `out`; notebooks on a period into `series`, where there are several months. What is there and up
    to date (data, code, notebook, parameters and lock unchanged, the file as it was written) is not run again unless
    `force`. Killed at any moment and run again, it ends in the same outputs.

    Parameters
    ----------
    cold
        Start every kernel anew instead of forking it.
    dask
        The address of a Dask scheduler on whose workers to run, instead of here.

    Raises
    ------
    AnalysisError
        A wrong parameter, a folder that cannot be written, or one that another run is writing into.
    """
    sources = {name: (notebooks.NOTEBOOKS / f"{name}.ipynb").read_text("utf-8") for name in names}
    tasks, checked = _tasks(
        months, {name: notebooks.parameter_names(sources[name]) for name in names}, data, parameters
    )
    code = code_key(data)
    keys = {(folder, n): task_key(code, sources[n], given) for (folder, n), given in tasks.items()}
    with _alone_in(out, checked):
        results = {} if force else _current(out, keys)
        todo = [task for task in keys if task not in results]
        if todo:
            records = Records(out, data)
            with _cluster(dask, data, cold) if dask else _threads(jobs, cold) as (submit, completed):
                futures = {submit(sources[task[1]], tasks[task]): task for task in todo}
                for future in tqdm(completed(list(futures)), total=len(todo), disable=None, unit="notebook"):
                    month, name = task = futures.pop(future)  # kept, it would hold its notebook to the end
                    done, seconds = _outcome(future, sources[name])
                    status = "failed" if done.message else "done"
                    results[task] = Result(month, name, status, seconds, done.message, done.kernel)
                    records.put(results[task], done.text, keys[task], checked[month])
        ordered = [results[task] for task in keys]
        notebooks.replace_file(out / "summary.csv", _summary(out, ordered).to_csv(index=False, lineterminator="\n"))
    return ordered


def _tasks(
    months: list[str], declared: Mapping[str, list[str]], data: Data, parameters: Mapping[str, object]
) -> tuple[dict[tuple[str, str], dict[str, object]], dict[str, dict[str, object]]]:
    """What to run: the parameters of every notebook by (folder, name), and all parameters of every folder.

    A folder is a month, or `series` for the notebooks on a period, which is that from the first to the last month.
    """
    if set(parameters) & {"month", "start", "end"}:
        raise RunError("the months are arguments, not parameters: snhr run 2016-01, or snhr run 2015-10:2016-06")
    of_series = [name for name, names in declared.items() if "start" in names]
    monthly = [name for name in declared if name not in of_series]
    if len(months) == 1 and not monthly:
        raise RunError(f"{', '.join(of_series)}: on several months; found only {months[0]}. Next: name a range, a:b.")
    checked: dict[str, dict[str, object]] = {}
    if monthly:
        asked = {month: Parameters.of({**parameters, "month": month}) for month in months}
        first = next(iter(asked.values())).checked(data)  # refuses a wrong monitor or date
        there = months_with_figures(data, first.monitor, first.as_of)
        checked = {month: asdict(one.checked(data, there)) for month, one in asked.items()}
    folders = dict.fromkeys(checked, monthly)
    if of_series and len(months) > 1:
        known = {name: value for name, value in parameters.items() if name != "monitors"}
        period = SeriesParameters.of({**known, "start": months[0], "end": months[-1]})
        checked[SERIES], folders[SERIES] = asdict(period.checked(data)), of_series
    tasks = {
        (folder, name): {key: value for key, value in checked[folder].items() if key in declared[name]}
        for folder, names in folders.items()
        for name in names
    }
    return tasks, checked


@contextmanager
def _threads(jobs: int, cold: bool) -> Iterator[tuple[Callable[..., Any], Callable[..., Any]]]:
    """Run in threads of this process, each with a kernel process of its own.

    papermill is never given a cwd, which it would set for the whole process.
    """
    from analysis.batch import kernels  # imports jupyter_client: not needed where nothing is to be done

    with kernels.default(warm=not cold), ThreadPoolExecutor(jobs) as pool:
        yield lambda source, given: pool.submit(notebooks.timed, source, given), as_completed


def _cluster(address: str, data: Data, cold: bool) -> Any:
    from analysis.batch.cluster import cluster

    return cluster(address, data, warm=not cold)


def _outcome(future: Any, source: str) -> tuple[Executed, float]:
    """The result of a notebook; a worker that is lost too often is that notebook's failure."""
    try:
        done: tuple[Executed, float] = future.result()
        return done
    except Exception as error:
        return Executed(source, f"{type(error).__name__}: {error}", ""), 0.0


def _current(out: Path, keys: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], Result]:
    """What need not be run again."""
    results, records = {}, {month: read_record(out / month) for month, _ in keys}
    for (month, name), key in keys.items():
        if state(out / month, name, key, records[month]) == "current":
            entry = records[month]["notebooks"][name]
            results[month, name] = Result(month, name, "current", entry["seconds"], "", entry["kernel"])
    return results


@contextmanager
def _alone_in(out: Path, folders: Iterable[str]) -> Iterator[None]:
    """Make the folders and keep any other run out of them; the system drops the lock with the process."""
    try:
        for folder in folders:
            (out / folder).mkdir(parents=True, exist_ok=True)
        lock = (out / _LOCK).open("a+")
    except OSError as error:
        raise RunError(f"cannot write into {out}: {error.strerror}. Name another folder with --out.") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            who = f" (process {pid})" if (pid := lock.read()) else ""
            raise RunError(f"another run{who} is writing into {out}: wait for it, or name another --out.") from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        for part in [*out.glob(".*.part"), *out.glob("*/.*.part")]:
            part.unlink()  # of a run that was killed
        yield


def _summary(out: Path, results: list[Result]) -> pd.DataFrame:
    """What became of every notebook in the folder: these results, and those of earlier runs that still lie there."""
    rows = [asdict(result) | {"status": result.status.replace("current", "done")} for result in results]
    again = {(result.month, result.notebook) for result in results}
    if (out / "summary.csv").is_file():
        before = pd.read_csv(out / "summary.csv", keep_default_na=False).to_dict("records")
        rows += [row for row in before if (row["month"], row["notebook"]) not in again]
    return pd.DataFrame(rows, columns=SUMMARY).sort_values(["month", "notebook"])
