"""Run notebooks for months: several kernels at a time, only what changed, and never a half-written file."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pandas as pd
from filelock import FileLock, Timeout
from tqdm import tqdm

from analysis.data.folder import ENVIRONMENT_VARIABLE, known_good, processed_folder, refuse_raw, replace_file
from analysis.data.tables import Data
from analysis.errors import RunError, UnknownMonth, is_month, nearest_months
from analysis.model.names import find_monitor
from analysis.notebooks import environment, files
from analysis.notebooks.files import Executed
from analysis.notebooks.parameters import Parameters, SeriesParameters
from analysis.notebooks.pool import threads
from analysis.notebooks.runs import SERIES, VERSIONS, Ground, Records, Result, library_key, read_record, state
from analysis.tolls.monthly import months_with_figures

SUMMARY = ["month", "notebook", "status", "seconds", "message"]
_LOCK = ".lock"


def months_to_run(asked: Iterable[str], data: Data, monitor: str = "", as_of: str = "") -> list[str]:
    """Turn months, lists (a,b), ranges (a:b) and `all` into the months with any figure. Raises UnknownMonth."""
    monitor = find_monitor(data.monitors, monitor)
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
    if not found and not problems:
        date = f" published by {as_of}" if as_of else ""
        problems.append(f"no figures of {monitor}{date}: take another monitor with -p monitor CODE")
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
    timeout: int = files.TIMEOUT,
) -> list[Result]:
    """Run notebooks for months, `jobs` kernels at a time; a failure stops no other.

    Every parameter is checked before any kernel starts. Writes `<month>/<notebook>.ipynb`, `<month>/run.json` and
    `summary.csv` into `out`; notebooks on a period into `series`, where there are several months. What is there and up
    to date (data, code, notebook, parameters, lock and versions unchanged, the file as it was written) is not run again
    unless `force`. Killed at any moment and run again, it ends in the same outputs.

    Parameters
    ----------
    cold
        Start every kernel anew instead of forking it.
    dask
        The address of a Dask scheduler on whose workers to run, instead of here.
    timeout
        Seconds that a cell may take; one that takes longer is the failure of its notebook.

    Raises
    ------
    AnalysisError
        A wrong parameter, a folder that cannot be written, or one that another run is writing into.
    """
    refuse_raw(out)
    sources = {name: (files.NOTEBOOKS / f"{name}.ipynb").read_text("utf-8") for name in names}
    tasks, checked = _tasks(months, sources, data, parameters)
    ground, code = Ground(data), library_key()
    with _alone_in(out, checked):
        current, why = _current(out, tasks, ground, sources)
        results = {} if force else current
        todo = [task for task in tasks if task not in results]
        records, futures = Records(out, data), dict[Any, tuple[str, str]]()

        def put(future: Any) -> None:
            month, name = task = futures.pop(future)  # kept, it would hold its notebook to the end
            done, seconds = _outcome(future, sources[name])
            if library_key() != code:
                done = done._replace(message="the library changed while it ran; run again")
            status = "failed" if done.message else "done"
            results[task] = Result(month, name, status, seconds, done.message, done.kernel, why.get(task, ()))
            rests_on = ground.under(done.reads, sources[name], tasks[task])
            records.put(results[task], done.text, rests_on, checked[month])

        try:
            if todo:
                with (
                    _snapshot(data) as copy,
                    _cluster(dask, copy, cold) if dask else threads(jobs, cold) as (submit, completed),
                ):
                    futures |= {submit(sources[task[1]], tasks[task], timeout): task for task in todo}
                    for future in tqdm(completed(list(futures)), total=len(todo), disable=None, unit="notebook"):
                        put(future)
        except OSError as error:
            raise RunError(
                f"cannot write {error.filename or out}: {error.strerror}. Then run again: it goes on."
            ) from error
        except KeyboardInterrupt as stopped:
            for future in [one for one in futures if one.done() and not one.cancelled()]:
                if not _outcome(future, sources[futures[future][1]])[0].message:  # what was killed is no failure
                    put(future)
            many = f"{len(results)} of {len(tasks)} notebooks {'is' if len(results) == 1 else 'are'} done"
            raise type(stopped)(f"{many}. Run again to go on.") from None
        finally:
            with contextlib.suppress(OSError):
                replace_file(out / "summary.csv", _summary(out).to_csv(index=False, lineterminator="\n"))
        ordered = [results[task] for task in tasks]
    return ordered


def refuse_parameters(names: Sequence[str]) -> None:
    """Refuse parameters given twice, and months or the data folder among them. Raises RunError."""
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise RunError(f"parameter {', '.join(name or repr(name) for name in twice)}: given more than once")
    if set(names) & {"month", "start", "end"}:
        raise RunError("the months are arguments, not parameters: snhr run 2016-01, or snhr run 2015-10:2016-06")
    if "data_dir" in names:
        raise RunError("the data folder is an option, not a parameter: snhr run --data DIR")


def _tasks(
    months: list[str], sources: Mapping[str, str], data: Data, parameters: Mapping[str, object]
) -> tuple[dict[tuple[str, str], dict[str, object]], dict[str, dict[str, object]]]:
    """What to run: the parameters of every notebook by (folder, name), and all parameters of every folder.

    A folder is a month, or `series` for the notebooks on a period, which is that from the first to the last month.
    """
    refuse_parameters(list(parameters))
    declared = {name: files.parameter_names(source) for name, source in sources.items()}
    of_series = [name for name, names in declared.items() if "start" in names]
    monthly = [name for name in declared if name not in of_series]
    if "monitors" in parameters and not any("monitors" in names for names in declared.values()):
        raise RunError(f"parameter monitors: none of {', '.join(declared)} takes it")
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
        (folder, name): files.declared(sources[name], checked[folder])
        for folder, names in folders.items()
        for name in names
    }
    return tasks, checked


def _cluster(address: str, data: Data, cold: bool) -> Any:
    from analysis.notebooks.cluster import cluster

    return cluster(address, data, warm=not cold)


def _outcome(future: Any, source: str) -> tuple[Executed, float]:
    """The result of a notebook; a worker that is lost too often is that notebook's failure."""
    try:
        done: tuple[Executed, float] = future.result()
        return done
    except CancelledError:
        message = "the cluster is gone; run again: it goes on"
    except Exception as error:
        message = f"{type(error).__name__}: {error}"
    return Executed(files.cleared(source), message, ""), 0.0


def _current(
    out: Path, tasks: Mapping[tuple[str, str], Mapping[str, object]], ground: Ground, sources: Mapping[str, str]
) -> tuple[dict[tuple[str, str], Result], dict[tuple[str, str], tuple[str, ...]]]:
    """What need not be run again, and what changed since the others were run."""
    results, why = dict[tuple[str, str], Result](), dict[tuple[str, str], tuple[str, ...]]()
    records = {month: read_record(out / month) for month, _ in tasks}
    for (month, name), given in tasks.items():
        changed = ground.changed(records[month].get("notebooks", {}).get(name), sources[name], given)
        found = state(out / month, name, records[month], changed)
        if found == "stale":
            versions = environment.versions_changed(records[month])
            why[month, name] = tuple(versions if versions and one == VERSIONS else one for one in changed)
        if found == "current":
            entry = records[month]["notebooks"][name]
            results[month, name] = Result(
                month, name, "current", entry.get("seconds", 0.0), "", entry.get("kernel", "")
            )
    return results, why


@contextmanager
def _alone_in(out: Path, folders: Iterable[str]) -> Iterator[None]:
    """Make the folders and keep any other run out of them; the system drops the lock with the process."""
    path = out / _LOCK
    lock = FileLock(path)
    try:
        for folder in folders:
            (out / folder).mkdir(parents=True, exist_ok=True)
        lock.acquire(blocking=False)
    except Timeout as error:
        who = ""
        with contextlib.suppress(OSError):  # Windows lets nobody read what is locked
            who = f" (process {path.read_text('utf-8')})"
        raise RunError(f"another run{who} is writing into {out}: wait for it, or name another --out.") from error
    except OSError as error:
        if error.errno in (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP):
            what = f"the file system of {out} has no locks, which keep two runs apart ({error.strerror})"
        else:
            what = f"cannot write into {out}: {error.strerror or error}"
        raise RunError(f"{what}. Name another folder with --out.") from error
    try:
        with contextlib.suppress(OSError):  # nor write into it, this process included
            path.write_text(str(os.getpid()), "utf-8")
        for part in [*out.glob(".*-[0-9]*.part"), *out.glob("*/.*-[0-9]*.part")]:
            if part.is_file():
                part.unlink()  # of a run that was killed
        yield
    finally:
        lock.release()


def _summary(out: Path) -> pd.DataFrame:
    """What became of every notebook that lies in the folder, as the records of its runs have it."""
    rows = []
    for folder in sorted(path.parent for path in out.glob("*/run.json")):
        for name, entry in read_record(folder).get("notebooks", {}).items():
            if (folder / f"{name}.ipynb").is_file() and isinstance(entry, dict):
                rows.append({"month": folder.name, "notebook": name, **entry})
    return pd.DataFrame(rows, columns=SUMMARY).sort_values(["month", "notebook"])


@contextmanager
def _snapshot(data: Data) -> Iterator[Data]:
    """Have the kernels read a copy of the data as they were read here, whatever becomes of the files meanwhile."""
    with tempfile.TemporaryDirectory(prefix="snhr-data-") as scratch:
        folder = Path(scratch, "raw")
        folder.mkdir()
        for name in data.hashes:
            shutil.copy(data.folder / name, folder)
        if data.checked:  # or each kernel would check them again
            processed_folder(folder).mkdir()
            (processed_folder(folder) / "manifest.json").write_text(known_good(data.hashes), "utf-8")
        found = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in data.hashes}
        if found != data.hashes:
            raise RunError(f"{data.folder} changed while it was read. Next: run again.")
        before = os.environ.get(ENVIRONMENT_VARIABLE)
        os.environ[ENVIRONMENT_VARIABLE] = str(folder)
        try:
            yield replace(data, folder=folder)
        finally:
            os.environ.pop(ENVIRONMENT_VARIABLE)
            if before is not None:
                os.environ[ENVIRONMENT_VARIABLE] = before
