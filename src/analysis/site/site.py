"""A batch as static pages: an index of all months, a page a month, the whole period, and what is missing.

Every page is one file that asks for nothing else; its Content-Security-Policy names its own style and script by their
hash and forbids all others. Text from data is escaped everywhere.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shlex
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from tqdm import tqdm

from analysis.build import build
from analysis.data.folder import REPOSITORY, data_folder, real_path
from analysis.data.parts import READ, as_read, folder_of
from analysis.data.tables import Data
from analysis.errors import RunError, is_month
from analysis.language import LANGUAGES, in_language, language
from analysis.model.names import find_monitor
from analysis.notebooks.files import NOTEBOOKS, notebook_names
from analysis.notebooks.runs import RECORD, SERIES, STATES, Ground, misplaced, read_record, state
from analysis.questions.audit.findings import audit
from analysis.questions.comparison.numbers import compare
from analysis.questions.trends.coverage import coverage
from analysis.show import dates, labels
from analysis.site.index import index
from analysis.site.kept import MARKER, Kept
from analysis.site.month import write_month
from analysis.site.render import Renderer
from analysis.site.series import write_series
from analysis.site.timeline import Month
from analysis.tolls.monthly import monthly_tolls
from analysis.tolls.series import Tolls

COVERAGE = "coverage"  # the folder of the page on what the series has and lacks
_Task = tuple[str, Mapping[str, Any], Mapping[str, str] | None, Mapping[str, str] | None]  # its record, those beside it
_WITHOUT_PAGE = {"00_explore"}  # what it shows without a kernel is one of the other pictures


def site(reports: Path, out: Path, data: Data, address: str = "", repository: str = "", jobs: int = 1) -> Path:
    """Turn a batch into static pages that work from a folder and from any static host, under any path.

    Parameters
    ----------
    reports
        What `snhr run` wrote.
    out
        The folder of the site: new, empty, or a site made before, which is replaced as a whole.
    data
        The data the notebooks were run on.
    address
        Where the site will stand, for what names a page from outside: citations, shared links, its metadata. Empty: the
        `homepage` of the data package, if any.
    repository
        The address of the repository, whose `issues` take reports of errors. Empty: there are no links to report one.
    jobs
        How many processes write the pages of the months.

    Returns
    -------
    Path
        The index.

    Raises
    ------
    RunError
        No notebooks there; some that failed, were edited, are stale or have no record of their run; months without any
        that a page shows; or a folder that holds other files.
    """
    out = real_path(out)
    if real_path(reports).is_relative_to(out):
        raise RunError(f"{out} holds the notebooks themselves. Next: name another folder.")
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / MARKER).exists())):
        raise RunError(f"{out} holds other files. Next: name a new or empty folder.")
    ground = Ground(data)
    records = _sound_records(reports, data, ground)
    part, old = (out.with_name(f".{out.name}-{os.getpid()}.{state}") for state in ("part", "old"))
    try:
        (part / "data").mkdir(parents=True)
        build(data, part / "data")
        findings = pd.read_csv(part / "data" / "findings.csv")
        if as_of := next(iter(records.values()))["parameters"]["as_of"]:
            findings = audit(data, as_of=as_of).frame
        months = list(_months(records, data))
        page = Renderer(data, address, repository)
        kept = Kept(out, ground)
        _write_months(part, months, kept, page, (address, repository), jobs)
        kept.write(part)
        whole, tolls = records.get(SERIES), months[0].tolls
        if whole:
            asked = whole["parameters"]
            counted = monthly_tolls(data, asked["monitor"], asked["population"], asked["as_of"] or None)
            write_series(part / SERIES, counted, asked, page, _series_again(whole, counted))
        for code in languages_of(data):
            with in_language(code):
                here = part if code == "en" else part / code
                lacks = {**_coverage_page(tolls, page), "others": _others(data, f"{COVERAGE}/index.html")}
                page.write(here / COVERAGE, lacks, "coverage.html.j2")
                listed = {**index(months, findings, bool(whole)), "others": _others(data, "index.html")}
                page.write(here, listed, "index.html.j2")
        _replace(out, part, old)
    except OSError as error:
        raise RunError(f"cannot write {out}: {error.strerror}; what was there is as it was. Name another.") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return out / "index.html"


def _replace(out: Path, part: Path, old: Path) -> None:
    """Put a new site in the place of an old one, which is there until then; what is not of a site stays."""
    if out.exists():
        out.rename(old)
    try:
        part.rename(out)
    except BaseException:
        if old.exists():
            old.rename(out)
        raise
    if old.exists():
        made = {"index.html", "data", COVERAGE, SERIES, MARKER, *LANGUAGES}
        for other in old.iterdir():
            if not (other.name in made or is_month(other.name) or (out / other.name).exists()):
                other.rename(out / other.name)  # such as .git or CNAME
        shutil.rmtree(old, ignore_errors=True)


def serve(folder: Path) -> None:
    """Show a site on this machine alone, and open the browser, until interrupted."""
    import webbrowser
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(folder))) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        print(f"{address} (stop with Ctrl-C)", flush=True)
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()  # one in a console waits
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()


def _sound_records(reports: Path, data: Data, ground: Ground) -> dict[str, dict[str, Any]]:
    """The records of a batch by folder. Raises RunError for what must not be published."""
    with_record = {path.parent.name for path in reports.glob(f"*/{RECORD}")}
    with_notebooks = {path.parent.name for path in reports.glob("*/*.ipynb")}
    names = sorted(with_record | {name for name in with_notebooks if is_month(name) or name == SERIES})
    records = {name: read_record(reports / name) for name in names}
    sources = {name: (NOTEBOOKS / f"{name}.ipynb").read_text("utf-8") for name in notebook_names()}
    others, wrong = set[str](), []
    for name, record in records.items():
        if not (is_month(name) or name == SERIES) or not record:
            wrong.append(f"{name}: no record of a run that can be read")
            continue
        if ground.on_other_data(record):
            others.add(name)
            wrong.append(f"{name}: run on other data than {data.folder}")
        elif other := misplaced(name, record):
            wrong.append(f"{name}: {other}")
        if set(record["notebooks"]) <= _WITHOUT_PAGE:
            wrong.append(f"{name}: only {', '.join(record['notebooks']) or 'nothing'} was run, which no page shows")
        for notebook in record["notebooks"]:
            what = list[str]()
            if notebook in sources:
                what = ground.changed(record["notebooks"][notebook], sources[notebook], record["parameters"])
            found = state(reports / name, notebook, record, what)
            if found == "stale" and name not in others:
                wrong.append(f"{name}/{notebook}: {STATES[found]}: {labels.join(what)} changed since")
            elif found in STATES and found != "stale":
                wrong.append(f"{name}/{notebook}: {STATES[found]}")
        lone = [notebook for notebook in sources if notebook not in record["notebooks"]]
        wrong += [f"{name}/{one}: no record of its run" for one in lone if (reports / name / f"{one}.ipynb").exists()]
    if not any(is_month(name) for name in records):
        wrong.append(f"no executed notebooks in {reports}")
    for name, several in (("monitor", "monitors"), ("as_of", "dates (as_of)")):
        given = {str(record["parameters"].get(name)) for record in records.values() if record.get("parameters")}
        if len(given) > 1:
            found = ", ".join(sorted(one or "none" for one in given))
            wrong.append(f"notebooks of several {several} ({found}): one site shows one")
    if wrong:
        next_step = f"`{_run_again(records, data)} --out {reports}`, then make the site again."
        if records and others == set(records):
            next_step = (
                f"name the data they were run on: `snhr site --reports {reports} --data DIR`; or run them again."
            )
        raise RunError("\n".join([*wrong, f"Next: {next_step}"]))
    return records


def _run_again(records: Mapping[str, Mapping[str, Any]], data: Data) -> str:
    """The command that runs a batch again: its months, and the parameters that all of them share."""
    months = [name for name in records if is_month(name)]
    asked = [",".join(months) if len(months) < 5 else f"{months[0]}:{months[-1]}"] if months else []
    given = [record["parameters"].items() for name, record in records.items() if record and name != SERIES]
    shared = {key: value for key, value in next(iter(given), []) if all((key, value) in items for items in given)}
    return " ".join(["snhr run", *asked]) + _options(shared, data)


def _write_months(
    out: Path, months: Sequence[Month], kept: Kept, page: Renderer, where: tuple[str, str], jobs: int
) -> None:
    """Write the pages of all months, in several processes where there are several; what stays as it was is kept."""
    names = [{"month": month.month} for month in months]
    beside = zip([None, *names[:-1]], [*names[1:], None], strict=True)
    data = months[0].tolls.data
    made = {month.month: (month.month, month.record, *others) for month, others in zip(months, beside, strict=True)}
    given = {name: (where, folder_of(data).name, *task) for name, task in made.items()}
    tasks = [task for name, task in made.items() if not kept.take(name, given[name], out)]
    bar, jobs = partial(tqdm, total=len(tasks), disable=None, unit="page"), min(jobs, len(tasks))
    if jobs < 2:
        for task in bar(tasks):
            kept.put(task[0], given[task[0]], _write_month(out, data, page, task), out)
        return
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _begin, (out, data, where)) as pool:
        futures = {pool.submit(_write_apart, task): task[0] for task in tasks}
        for done in bar(as_completed(futures)):
            kept.put(futures[done], given[futures[done]], done.result(), out)


_apart: dict[str, Any] = {}  # of a process that writes months


def _begin(out: Path, data: Data, where: tuple[str, str]) -> None:
    _apart.update(out=out, data=data, page=Renderer(data, *where))


def _write_apart(task: _Task) -> list[str]:
    return _write_month(_apart["out"], _apart["data"], _apart["page"], task)


def _write_month(out: Path, data: Data, page: Renderer, task: _Task) -> list[str]:
    """Write the page of a month, from what is published of that month alone; returns what was read for it."""
    READ.clear()
    name, record, before, after = task
    month = next(_months({name: record}, data, alone=True))
    for code in languages_of(data):
        with in_language(code):
            named = {"before": _named(before), "after": _named(after), "others": _others(data, f"{name}/index.html")}
            write_month(out, month, page, {**named, **_again(month)})
    return as_read()


def languages_of(data: Data) -> list[str]:
    """The languages of a site: English, and each other in which all parties and monitors have names."""
    there = (data.parties.get("label_ar"), data.parties.get("short_label_ar"), data.monitors.get("short_label_ar"))
    return ["en", *(["ar"] if all(names is not None and names.notna().all() for names in there) else [])]


def _others(data: Data, page: str) -> list[dict[str, str]]:
    """The same page in the other languages: where it is from the site's root, and what the language calls itself."""
    own = {"en": "English", "ar": "العربية"}
    return [
        {"lang": code, "name": own[code], "href": page if code == "en" else f"{code}/{page}"}
        for code in languages_of(data)
        if code != language()
    ]


def _named(month: Mapping[str, str] | None) -> dict[str, str] | None:
    """A month beside that of a page, with its name in the language in use."""
    return None if month is None else {**month, "name": dates.month_name(month["month"])}


def _months(records: Mapping[str, Mapping[str, Any]], data: Data, *, alone: bool = False) -> Iterator[Month]:
    """The months of a batch; `alone`: with the tolls of that month, no others."""
    known: dict[tuple[str, ...], Tolls] = {}
    for name, record in records.items():
        if name != SERIES:
            asked = tuple(record["parameters"][key] for key in ("monitor", "population", "as_of"))
            if asked not in known:
                known[asked] = monthly_tolls(data, asked[0], asked[1], asked[2] or None, month=name if alone else None)
            tolls = known[asked]
            yield Month(name, record, tolls, compare(tolls, name))


def _again(month: Month) -> dict[str, str]:
    """How a month's notebooks are run again."""
    command = f"snhr run {month.month}{_options(month.record['parameters'], month.tolls.data)}"
    return {"command": command, "commit": month.record.get("commit", "")}


def _series_again(record: Mapping[str, Any], tolls: Tolls) -> dict[str, str]:
    """How the notebooks of a period are run again."""
    asked = record["parameters"]
    command = f"snhr run {asked['start']}:{asked['end']}{_options(asked, tolls.data)}"
    return {"command": command, "commit": record.get("commit", "")}


def _coverage_page(tolls: Tolls, page: Renderer) -> dict[str, Any]:
    text = coverage(tolls.data, tolls.monitor).text
    return {
        "title": text.partition("\n")[0].lstrip("# "),
        "bound": labels.lower_bound(tolls),
        "text": page.document(text),
    }


def _options(parameters: Mapping[str, Any], data: Data) -> str:
    """The parameters of a run that are not the defaults, as options."""
    usual = {"monitor": find_monitor(data.monitors, None), "as_of": "", "monitors": "", "population": "civilians"}
    asked = {key: value for key, value in parameters.items() if key in usual and value != usual[key]}
    ours = folder_of(data) == data_folder(REPOSITORY / "data" / "raw")
    where = "" if ours else f" --data {shlex.quote(folder_of(data).name)}"  # whoever reads it has another path
    return where + "".join(f" -p {key} {shlex.quote(str(value))}" for key, value in asked.items())
