"""Speed of the batch against papermill itself: `make bench`, or `python benchmarks/bench.py --months 4 --rounds 3`.

All ways run the same notebooks for the same months, interleaved, because machines drift by a third between minutes.
Medians and ratios are printed and written to benchmarks/results.csv. Byte code is cached for every way, as anywhere.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CORES = os.cpu_count() or 1
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def shell_loop(tasks: list[tuple[str, str]], out: Path) -> None:
    """(a) A shell loop of the command `papermill`."""
    for month, notebook in tasks:
        _papermill(month, notebook, out)


def xargs(tasks: list[tuple[str, str]], out: Path) -> None:
    """(b) `xargs -P`, one papermill a core."""
    lines = "\n".join(f"{notebook} {out}/{month}-{Path(notebook).name} -p month {month}" for month, notebook in tasks)
    command = ["xargs", "-P", str(CORES), "-L", "1", str(BIN / "papermill"), "--no-progress-bar"]
    subprocess.run(command, input=lines, text=True, check=True, stderr=subprocess.DEVNULL)


def api_loop(tasks: list[tuple[str, str]], out: Path) -> None:
    """(c) papermill's API in a loop, in one process."""
    code = (
        "import json, sys, papermill\n"
        "for month, notebook, target in json.load(sys.stdin):\n"
        "    papermill.execute_notebook(notebook, target, {'month': month}, progress_bar=False)\n"
    )
    rows = [(month, notebook, f"{out}/{month}-{Path(notebook).name}") for month, notebook in tasks]
    command = [sys.executable, "-c", code]
    subprocess.run(command, input=json.dumps(rows), text=True, check=True, stderr=subprocess.DEVNULL)


def snhr_cold(tasks: list[tuple[str, str]], out: Path) -> None:
    """(d) `snhr run --cold`."""
    _snhr(tasks, out, "--cold")


def snhr_warm(tasks: list[tuple[str, str]], out: Path) -> None:
    """(e) `snhr run`, its start included."""
    _snhr(tasks, out)


def floor(tasks: list[tuple[str, str]], out: Path) -> None:
    """(f) The cells of the notebooks in one process without Jupyter: no kernel can be faster than this on one core."""
    code = (
        "import io, json, sys, matplotlib; matplotlib.use('agg')\n"
        "import matplotlib.pyplot as plt, nbformat, IPython.display\n"
        "from analysis import plots\n"
        "IPython.display.display = lambda shown, **_: None\n"
        "plots.show = lambda ax: (ax.figure.savefig(io.BytesIO(), bbox_inches='tight'), plt.close('all'))\n"
        "for month, notebook in json.load(sys.stdin):\n"
        "    names = {}\n"
        "    for cell in nbformat.read(notebook, 4).cells:\n"
        "        if cell.cell_type == 'code':\n"
        "            exec(cell.source, names)\n"
        "            if 'parameters' in cell.metadata.get('tags', []): names['month'] = month\n"
    )
    subprocess.run([sys.executable, "-c", code], input=json.dumps(tasks), text=True, check=True)


WAYS: dict[str, Callable[[list[tuple[str, str]], Path], None]] = {
    "a shell loop of papermill": shell_loop,
    "b xargs -P": xargs,
    "c papermill API in a loop": api_loop,
    "d snhr run --cold": snhr_cold,
    "e snhr run": snhr_warm,
    "f same calls without Jupyter": floor,
}


def _papermill(month: str, notebook: str, out: Path) -> None:
    target = f"{out}/{month}-{Path(notebook).name}"
    command = [str(BIN / "papermill"), notebook, target, "-p", "month", month, "--no-progress-bar"]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def _snhr(tasks: list[tuple[str, str]], out: Path, *options: str) -> None:
    months = ",".join(sorted({month for month, _ in tasks}))
    subprocess.run(
        [str(BIN / "snhr"), "run", months, "--out", str(out), *options], check=True, stdout=subprocess.DEVNULL
    )


def main() -> None:
    """Run every way in turn, several times, and write what they took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--months", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="".join(name[0] for name in WAYS), help="letters of the ways to time")
    given = parser.parse_args()
    from analysis import read_data
    from analysis.batch.runner import months_to_run

    months = months_to_run(["2016-01:2019-12"], read_data(), "snhr")[: given.months]
    tasks = [(month, str(path)) for month in months for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))]
    ways = {name: way for name, way in WAYS.items() if name[0] in given.only}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(given.rounds):
        for name, way in ways.items():
            out = Path(tempfile.mkdtemp(prefix="bench-"))
            began = time.perf_counter()
            way(tasks, out)
            seconds[name].append((time.perf_counter() - began) / len(tasks))
            shutil.rmtree(out)
    base = statistics.median(seconds.get("e snhr run", [1.0]))
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["way", "seconds_a_notebook", "times_snhr_run", "notebooks", "rounds", "cores", "python"])
    for name, found in seconds.items():
        middle = statistics.median(found)
        about = [len(tasks), given.rounds, CORES, platform.python_version()]
        rows.writerow([name, f"{middle:.3f}", f"{middle / base:.2f}", *about])
    (ROOT / "benchmarks" / "results.csv").write_text(text.getvalue(), encoding="utf-8")
    print(text.getvalue(), end="")


if __name__ == "__main__":
    main()
