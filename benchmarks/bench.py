"""Speed of the batch against papermill itself: `make bench`, or `python benchmarks/bench.py --parts speed --rounds 1`.

All ways run the notebooks of this repository, interleaved, because machines drift by a third between minutes. What is
measured is written to benchmarks/results.csv and drawn in benchmarks/results.png. Byte code is cached for every way.
`--beside COMMIT` times `snhr run` of an earlier commit too, with that commit's notebooks and data.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
import psutil

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CORES = os.cpu_count() or 1
SAMPLE = 8  # months that the slow ways run, spread over the series
MEASURED = ("01_comparison", "02_shares", "03_audit")
SOME = 16  # months whose notebooks, 48, are few enough for the start to count
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

Tasks = list[tuple[str, str]]  # month and notebook
Row = dict[str, Any]
COLUMNS = ["part", "way", "notebooks", "rounds", "seconds_a_notebook", "ratio", "megabytes", "machine", "versions"]


def shell_loop(tasks: Tasks, out: Path) -> None:
    """A shell loop of the command `papermill`."""
    for month, notebook in tasks:
        target = f"{out}/{month}-{Path(notebook).name}"
        _call(str(BIN / "papermill"), notebook, target, "-p", "month", month, "--no-progress-bar")


def xargs(tasks: Tasks, out: Path) -> None:
    """`xargs -P`, one papermill a core."""
    lines = "\n".join(f"{notebook} {out}/{month}-{Path(notebook).name} -p month {month}" for month, notebook in tasks)
    _call("xargs", "-P", str(CORES), "-L", "1", str(BIN / "papermill"), "--no-progress-bar", given=lines)


def api_loop(tasks: Tasks, out: Path) -> None:
    """Papermill's API in a loop, in one process."""
    code = (
        "import json, sys, papermill\n"
        "for month, notebook, target in json.load(sys.stdin):\n"
        "    papermill.execute_notebook(notebook, target, {'month': month}, progress_bar=False)\n"
    )
    rows = [(month, notebook, f"{out}/{month}-{Path(notebook).name}") for month, notebook in tasks]
    _call(sys.executable, "-c", code, given=json.dumps(rows))


def snhr_cold(tasks: Tasks, out: Path) -> None:
    """`snhr run --cold`."""
    _snhr(tasks, out, "--cold")


def snhr_warm(tasks: Tasks, out: Path) -> None:
    """`snhr run`, its start included."""
    _snhr(tasks, out)


def floor(tasks: Tasks, _: Path) -> None:
    """The cells of the notebooks in one process without Jupyter: no kernel can be faster than this on one core."""
    code = (
        "import json, sys, matplotlib; matplotlib.use('agg')\n"
        "import nbformat, IPython.display\n"
        "IPython.display.display = lambda shown, **_: None\n"
        "for month, notebook in json.load(sys.stdin):\n"
        "    names = {}\n"
        "    for cell in nbformat.read(notebook, 4).cells:\n"
        "        if cell.cell_type == 'code':\n"
        "            exec(cell.source, names)\n"
        "            if 'parameters' in cell.metadata.get('tags', []): names['month'] = month\n"
    )
    _call(sys.executable, "-c", code, given=json.dumps(tasks))


WAYS: dict[str, Callable[[Tasks, Path], None]] = {
    "a shell loop of papermill": shell_loop,
    "b xargs -P papermill": xargs,
    "c papermill API in a loop": api_loop,
    "d snhr run --cold": snhr_cold,
    "e snhr run": snhr_warm,
    "f the cells without Jupyter, one core": floor,
}


EARLIER: list[Path] = []  # the work tree of an earlier commit, if one is asked for


def snhr_earlier(tasks: Tasks, out: Path) -> None:
    """`snhr run` of an earlier commit."""
    source = {"PYTHONPATH": str(EARLIER[0] / "src")}
    if _start(tasks, out, cwd=EARLIER[0], environment=source).wait():
        raise SystemExit("snhr run of the earlier commit failed")


def speed(rounds: int) -> Iterator[Row]:
    """Time every way: `snhr run` over all months, the others over some of them, all in turn."""
    months = _months()
    some, earlier = f"e snhr run, {SOME} months", {f"h snhr run of {path.name}": snhr_earlier for path in EARLIER}
    ways = {**WAYS, some: snhr_warm, **earlier}
    tasks = {name: _tasks(_spread(months, SAMPLE)) for name in ways}
    tasks |= {name: _tasks(months) for name in ("e snhr run", *earlier)} | {some: _tasks(_spread(months, SOME))}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            with _folder() as out:
                began = time.perf_counter()
                way(tasks[name], out)
                seconds[name].append((time.perf_counter() - began) / len(tasks[name]))
    base = statistics.median(seconds["e snhr run"])
    for name, found in seconds.items():
        middle = statistics.median(found)
        yield _row("speed", name, len(tasks[name]), rounds, middle, middle / base)


def memory(rounds: int) -> Iterator[Row]:
    """Measure the most memory that `xargs` and `snhr run` take, shared pages counted once; untimed: looking is slow."""
    tasks = _tasks(_months()[:SAMPLE])
    ways = {**WAYS, **{f"h snhr run of {path.name}": snhr_earlier for path in EARLIER}}
    found = {name: [_peak(way, tasks) for _ in range(rounds)] for name, way in ways.items() if name[0] in "beh"}
    base = statistics.median(found["e snhr run"])
    for name, peaks in found.items():
        middle = statistics.median(peaks)
        yield _row("memory", name, len(tasks), rounds, None, middle / base, middle)


def nbval(rounds: int) -> Iterator[Row]:
    """Time `pytest --nbval` over six notebooks, their kernels cold and warm."""
    seconds: dict[str, list[float]] = {"cold": [], "warm": []}
    with _folder() as out:
        snhr_warm(_tasks(["2016-01", "2016-02"]), out)
        paths = [str(path) for path in sorted(out.glob("*/*.ipynb"))]
        for _ in range(rounds):
            for kind, found in seconds.items():
                provisioner = {"JUPYTER_DEFAULT_PROVISIONER_NAME": "snhr-warm"} if kind == "warm" else {}
                command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull]
                command += ["--rootdir", str(out), "--nbval", "--nbval-current-env", *paths]
                began = time.perf_counter()
                _call(*command, environment=provisioner)
                found.append((time.perf_counter() - began) / len(paths))
    base = statistics.median(seconds["warm"])
    for kind, found in seconds.items():
        middle = statistics.median(found)
        yield _row("nbval", f"g pytest --nbval, {kind} kernels", len(paths), rounds, middle, middle / base)


def growth(_: int) -> Iterator[Row]:
    """Time `snhr run` of 10, 100 and 1,000 notebooks, and watch the memory of the runner."""
    with _folder() as scratch:
        raw = _longer(scratch / "raw")
        months = _months(raw)
        base = 0.0
        for number in (10, 100, 1000):
            tasks = _tasks(months)
            each = len(tasks) // len(months)
            tasks = tasks[: each * -(-number // each)]
            began = time.perf_counter()
            with _folder() as out:
                started = _start(tasks, out, "--data", str(raw))
                runner, most = psutil.Process(started.pid), 0
                while started.poll() is None:
                    try:
                        most = max(most, runner.memory_info().rss)
                    except psutil.Error:
                        break
                    time.sleep(0.5)
                if started.wait():
                    raise SystemExit("snhr run failed")
                seconds = (time.perf_counter() - began) / len(tasks)
            base = base or seconds
            yield _row("growth", "e snhr run, its runner", len(tasks), 1, seconds, seconds / base, most / 2**20)


def each(rounds: int) -> Iterator[Row]:
    """Time `snhr run` of each notebook by itself, and its cells without Jupyter."""
    months = _spread(_months(), SOME)
    for notebook in _monthly():
        seconds: dict[str, list[float]] = {name: [] for name in WAYS if name[0] in "ef"}
        for _ in range(rounds):
            for name, found in seconds.items():
                with _folder() as out:
                    began = time.perf_counter()
                    WAYS[name](_tasks(months, [notebook]), out)
                    found.append((time.perf_counter() - began) / len(months))
        base = statistics.median(seconds["e snhr run"])
        for name, found in seconds.items():
            middle = statistics.median(found)
            yield _row("each", f"{name}: {notebook}", len(months), rounds, middle, middle / base)


PARTS = {"speed": speed, "each": each, "memory": memory, "nbval": nbval, "growth": growth}


def _months(raw: Path | None = None) -> list[str]:
    from analysis import read_data
    from analysis.notebooks.runner import months_to_run

    return months_to_run([], read_data(raw), "snhr")


def _spread(months: list[str], number: int) -> list[str]:
    return months[len(months) // number // 2 :: len(months) // number][:number]


def _monthly() -> list[str]:
    from analysis.notebooks.files import notebook_names, parameter_names

    texts = {name: (ROOT / "notebooks" / f"{name}.ipynb").read_text("utf-8") for name in notebook_names()}
    return [name for name, text in texts.items() if "month" in parameter_names(text)]


def _tasks(months: list[str], names: Sequence[str] = MEASURED) -> Tasks:
    return [(month, str(ROOT / "notebooks" / f"{name}.ipynb")) for month in months for name in names]


def _longer(raw: Path) -> Path:
    """Make data with three times the months: two copies of every report, twenty and forty years earlier."""
    shutil.copytree(ROOT / "data" / "raw", raw)
    parties = raw / "parties.csv"
    parties.write_text(re.sub(r",20[0-9]{2}-[0-9]{2},", ",1970-01,", parties.read_text("utf-8")), "utf-8")
    for name in ("reports.csv", "tolls.csv", "governorates.csv", "adjudications.csv"):
        header, *lines = (raw / name).read_text("utf-8").splitlines()
        for years in (20, 40):
            lines += [_earlier(line, years) for line in lines if re.search("20[12][0-9]", line)]
        (raw / name).write_text("\n".join([header, *dict.fromkeys(lines)]) + "\n", "utf-8")
    _call(str(BIN / "snhr"), "build", "--data", str(raw))
    return raw


def _earlier(line: str, years: int) -> str:
    return re.sub(r"20[12][0-9](?=-[0-9]{2})", lambda year: str(int(year.group()) - years), line)


def _peak(way: Callable[[Tasks, Path], None], tasks: Tasks) -> float:
    """The most memory in megabytes that a way takes over what this process takes."""
    me, most, over = psutil.Process(), 0, threading.Event()

    def watch() -> None:
        nonlocal most
        while not over.wait(0.3):
            most = max(most, sum(map(_proportional, me.children(recursive=True))))

    watching = threading.Thread(target=watch)
    watching.start()
    with _folder() as out:
        way(tasks, out)
    over.set()
    watching.join()
    return most / 2**20


def _proportional(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:  # ended meanwhile
        return 0


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield Path(folder)


def _call(*command: str, given: str = "", environment: dict[str, str] | None = None) -> None:
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(command, input=given, text=True, check=True, env={**os.environ, **(environment or {})}, **quiet)


def _snhr(tasks: Tasks, out: Path, *options: str) -> None:
    if _start(tasks, out, *options).wait():
        raise SystemExit("snhr run failed")


def _start(
    tasks: Tasks, out: Path, *options: str, cwd: Path = ROOT, environment: dict[str, str] | None = None
) -> subprocess.Popen[bytes]:
    months = ",".join(sorted({month for month, _ in tasks}))
    names = [word for name in sorted({Path(path).stem for _, path in tasks}) for word in ("--notebook", name)]
    command = [str(BIN / "snhr"), "run", months, "--out", str(out), *names, *options]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, cwd=cwd, env={**os.environ, **(environment or {})}, **quiet)


@contextmanager
def _earlier_commit(commit: str | None) -> Iterator[None]:
    with _folder() as folder:
        if commit:
            EARLIER.append(folder / commit)
            _call("git", "-C", str(ROOT), "worktree", "add", "--detach", str(EARLIER[0]), commit)
        try:
            yield
        finally:
            if commit:
                _call("git", "-C", str(ROOT), "worktree", "remove", "--force", str(EARLIER[0]))


def _row(
    part: str,
    way: str,
    notebooks: int,
    rounds: int,
    seconds: float | None,
    ratio: float,
    megabytes: float | None = None,
) -> Row:
    used = ["python", "jupyter_client", "ipykernel", "papermill", "nbval", "pandas", "matplotlib", "seaborn"]
    found = [platform.python_version(), *map(version, used[1:])]
    machine = f"{CORES} cores, {psutil.virtual_memory().total / 2**30:.0f} GiB, {platform.system()}"
    return {
        "part": part,
        "way": way,
        "notebooks": notebooks,
        "rounds": rounds,
        "seconds_a_notebook": None if seconds is None else round(seconds, 3),
        "ratio": round(ratio, 2),
        "megabytes": None if megabytes is None else round(megabytes),
        "machine": machine,
        "versions": ", ".join(f"{name} {number}" for name, number in zip(used, found, strict=True)),
    }


def draw(rows: pd.DataFrame, path: Path) -> None:
    """Draw the seconds a notebook takes, way by way."""
    import matplotlib.pyplot as plt
    import seaborn as sns

    timed = rows[rows["part"].isin(["speed", "nbval"])]
    names = [way.partition(" ")[2] for way in timed["way"]]
    ax = plt.subplots(figsize=(10, 0.8 + 0.45 * len(timed)))[1]
    ours = ["snhr" in name or "warm" in name for name in names]
    colors = ["#c2571a" if mine else "#9aa0a6" for mine in ours]
    sns.barplot(x=timed["seconds_a_notebook"], y=names, hue=names, palette=colors, saturation=1, ax=ax)
    for place, row in enumerate(timed.itertuples()):
        ax.text(row.seconds_a_notebook, place, f" {row.seconds_a_notebook:.2f} s", va="center", fontsize=12)
    ax.set(xlabel="seconds a notebook, start included (median)", ylabel="")
    ax.tick_params(labelsize=12, left=False)
    ax.xaxis.label.set_fontsize(12)
    ax.margins(x=0.12)
    sns.despine(ax=ax, left=True)
    about = timed.iloc[0]
    title = "What one notebook of this repository takes"
    versions = f"{about['machine']}; {about['versions']}"
    at: dict[str, Any] = {"xycoords": ("figure fraction", "axes fraction"), "textcoords": "offset points"}
    ax.annotate(title, (0, 1), (0, 10), fontsize=14, weight="bold", **at)
    ax.annotate(versions, (0, 0), (0, -48), fontsize=8.5, color="#5f6368", **at)
    ax.figure.savefig(path, bbox_inches="tight", dpi=100)


def main() -> None:
    """Measure the parts asked for; what the others found before is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--beside", metavar="COMMIT", help="an earlier commit whose `snhr run` is timed too")
    given = parser.parse_args()
    with _earlier_commit(given.beside):
        measure(given.parts, given.rounds)


def measure(parts: Sequence[str], rounds: int) -> None:
    """Measure parts, and keep what the other parts found before."""
    results = ROOT / "benchmarks" / "results.csv"
    table = pd.read_csv(results) if results.exists() else pd.DataFrame(columns=COLUMNS)
    for part in parts:
        found = pd.DataFrame(PARTS[part](rounds), columns=COLUMNS)
        table = pd.concat([rest for rest in (table[table["part"] != part], found) if len(rest)], ignore_index=True)
        table = table.sort_values("part", key=lambda names: names.map(list(PARTS).index), kind="stable")
        table.astype({"megabytes": "Int64"}).to_csv(results, index=False, lineterminator="\n")
        print(found.drop(columns=["machine", "versions"]).to_string(index=False), flush=True)
    draw(table, results.with_suffix(".png"))


if __name__ == "__main__":
    main()
