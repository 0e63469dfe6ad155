"""The tests that jupyter_client, nbclient, nbval, nbconvert and papermill have of themselves, with warm kernels as the
default and without: a table of what each gives, kept in docs/torture.md. It downloads, and takes about half an hour.

Run by `make peers`; pytest imports it as a plugin, to count how kernels were started.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
import venv
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "torture.md"
SUITES = {  # where a source distribution has its tests
    "jupyter_client": "tests",
    "nbclient": "tests",
    "nbval": "tests",
    "nbconvert": "tests",
    "papermill": "papermill/tests",
}
NEEDED = (  # what these ask for beyond the lock; not the libraries of clouds, of which papermill has tests
    *("flaky", "msgpack", "nbdime", "pytest-asyncio", "pytest-jupyter[client]", "pytest-mock", "pytest-timeout"),
    *("testpath", "xmltodict"),
)
COUNTED = "SNHR_PEERS_KERNELS"  # the file to count kernels in
BAD = ("failure", "error")
HEAD = ("Suite", "Tests", "Failed without", "Failed with", "Kernels warm", "Kernels cold", "Seconds without", "with")


def pytest_configure() -> None:
    """Count how kernels are started; start those warm that would be cold for a home of their own, or pipes not read."""
    if not (counted := os.environ.get(COUNTED)):
        return
    from analysis.kernels import provisioner, server

    server._AT_START = tuple(name for name in server._AT_START if name not in ("HOME", "XDG_"))
    launch = provisioner.WarmProvisioner.launch_kernel

    async def launch_and_count(self: Any, cmd: list[str], **options: Any) -> Any:
        given = {name: None if value == subprocess.PIPE else value for name, value in options.items()}
        try:
            return await launch(self, cmd, **given)
        finally:
            with open(counted, "a", encoding="utf-8") as file:
                file.write(provisioner.last_mode() + "\n")

    provisioner.WarmProvisioner.launch_kernel = launch_and_count  # type: ignore[method-assign]


def environment(folder: Path) -> Path:
    """Make one with the lock's versions, this package and what the suites need: its `bin`."""
    venv.create(folder, with_pip=True)
    pip = [folder / "bin" / "pip", "install", "--disable-pip-version-check", "-qq"]
    subprocess.run([*pip, "--require-hashes", "-r", ROOT / "requirements.lock"], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", ROOT], check=True)
    locked = subprocess.run([pip[0], "freeze", "--exclude-editable"], check=True, capture_output=True, text=True).stdout
    (folder / "locked").write_text(locked)
    subprocess.run([*pip, "-c", folder / "locked", *NEEDED], check=True)
    return folder / "bin"


def sources(name: str, binaries: Path, folder: Path) -> Path:
    """Unpack the source distribution of the installed version: its folder."""
    shown = subprocess.run([binaries / "pip", "show", name], check=True, capture_output=True, text=True).stdout
    exact = f"{name}=={dict(line.split(': ', 1) for line in shown.splitlines() if ': ' in line)['Version']}"
    command = [binaries / "pip", "download", "-qq", "--no-binary", ":all:", "--no-deps", "-d", folder / "sdist", exact]
    subprocess.run(command, check=True)
    with tarfile.open(next((folder / "sdist").glob(f"{name}-*.tar.gz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / exact.replace("==", "-")


def outcomes(tests: str, binaries: Path, source: Path, warm: bool) -> tuple[dict[str, str], float]:
    """Run a suite: what became of each test, and the seconds it took. Raises RuntimeError where no test was run."""
    report = source / f"{'warm' if warm else 'cold'}.xml"
    command = [binaries / "python", "-m", "pytest", tests, f"--junitxml={report}", "-q", "-p", "peers"]
    command += ["--timeout=100", "--continue-on-collection-errors", "-o", "asyncio_default_fixture_loop_scope=function"]
    given = {key: value for key, value in os.environ.items() if not key.startswith(("SNHR_", "JUPYTER_", "PYTHON"))}
    given |= {"PYTHONPATH": str(Path(__file__).parent), "PATH": f"{binaries}{os.pathsep}{given['PATH']}"}
    if warm:
        given |= {"JUPYTER_DEFAULT_PROVISIONER_NAME": "snhr-warm", COUNTED: str(source / "kernels")}
    if not report.exists():  # else of an earlier run in the folder given
        with open(report.with_suffix(".log"), "wb") as log:
            subprocess.run(command, cwd=source, env=given, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    suite = ElementTree.parse(report).find("testsuite") if report.exists() else None
    cases = [] if suite is None else list(suite.iter("testcase"))
    if suite is None or len(cases) < 2:
        raise RuntimeError(f"No test of {source.name} was run: {report.with_suffix('.log').read_text()[-2000:]}")
    seconds = float(suite.get("time", 0))
    return {f"{c.get('classname')}::{c.get('name')}": next((p.tag for p in c), "passed") for c in cases}, seconds


def main() -> None:
    """Run the suites that are named, or all; `--keep-table` puts the table into docs/torture.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suites", nargs="*", default=list(SUITES), help=f"of {', '.join(SUITES)}")
    parser.add_argument("--keep-table", action="store_true", help="put the table into docs/torture.md")
    parser.add_argument("--folder", type=Path, help="where to work, and to find the environment again")
    asked = parser.parse_args()
    folder = (asked.folder or Path(tempfile.mkdtemp(prefix="peers-"))).resolve()
    binaries = folder / "env" / "bin" if (folder / "env" / "locked").exists() else environment(folder / "env")
    rows, told = [], []
    for name in asked.suites:
        source = sources(name, binaries, folder)
        without, cold_seconds = outcomes(SUITES[name], binaries, source, warm=False)
        with_ours, warm_seconds = outcomes(SUITES[name], binaries, source, warm=True)
        kernels = source / "kernels"
        started = Counter(kernels.read_text().splitlines() if kernels.exists() else [])
        warm = started.pop("warm", 0)
        failed, failed_too = ({test for test, what in run.items() if what in BAD} for run in (without, with_ours))
        numbers = (len(without), len(failed), len(failed_too), warm, started.total())
        rows.append((source.name, *numbers, f"{cold_seconds:.0f}", f"{warm_seconds:.0f}"))
        print(*rows[-1], flush=True)
        told += [f"{source.name}: only with: {test}" for test in sorted(failed_too - failed)]
        told += [f"{source.name}: only without: {test}" for test in sorted(failed - failed_too)]
        told += [f"{source.name}: not in both: {test}" for test in sorted(set(without) ^ set(with_ours))]
        told += [f"{source.name}: {times} started {how}" for how, times in started.most_common()]
    table = "".join(f"| {' | '.join(map(str, row))} |\n" for row in (HEAD, ("---", *["--:"] * (len(HEAD) - 1)), *rows))
    print(table, *told, sep="\n")
    if asked.keep_table:
        text = DOCUMENT.read_text("utf-8")
        DOCUMENT.write_text(re.sub(r"\| Suite .*?\n(?!\|)", lambda _: table, text, flags=re.DOTALL), "utf-8")
    if not asked.folder:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
