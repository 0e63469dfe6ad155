"""The batch on a real Dask scheduler with two worker processes, one of which is killed while it runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from folders import write_notebook

from analysis import Data, RunError
from analysis.notebooks import cluster as module
from analysis.notebooks import environment, files, runner
from analysis.notebooks.cluster import _unpacked

pytest.importorskip("distributed")
WORKER = ("--nthreads", "2", "--no-dashboard", "--no-nanny", "--death-timeout", "60")


def start(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]]
    with (folder / f"{len(list(folder.glob('*.log')))}.log").open("wb") as log:
        return subprocess.Popen(command, stderr=log, cwd=folder, start_new_session=True)


def wait_for(folder: Path, words: str, count: int = 1) -> str:
    """The first line of the logs that holds these words, once so many logs do."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        lines = [line for log in folder.glob("*.log") for line in log.read_text().splitlines() if words in line]
        if len(lines) >= count:
            return lines[0]
        time.sleep(0.05)
    raise AssertionError([log.read_text() for log in folder.glob("*.log")])


def wait_for_one_done(folder: Path) -> None:
    until = time.monotonic() + 60
    while not list(folder.glob("out/*/01_slow.ipynb")) and time.monotonic() < until:
        time.sleep(0.05)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, its process and those of two workers: started as anybody would start them."""
    logs = tmp_path_factory.mktemp("dask")
    scheduler = start(logs, "scheduler", "--port", "0", "--no-dashboard", "--host", "127.0.0.1")
    processes = [scheduler]
    try:
        address = wait_for(logs, "Scheduler at:").split()[-1]
        processes += [start(logs, "worker", address, *WORKER) for _ in range(2)]
        wait_for(logs, "Registered to", 2)
        yield address, processes
    finally:
        for process in processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_a_worker_with_other_versions_is_refused(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = environment.versions() | {"matplotlib": "9.9"}
    monkeypatch.setattr(environment, "versions", lambda: here)
    with pytest.raises(
        RunError, match=rf"other versions on tcp://\S+ [(]matplotlib {version('matplotlib')}, now 9.9 here"
    ):
        runner.run(["2016-01"], ["02_shares"], tmp_path, data, {}, 2, dask=cluster[0])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(files, "NOTEBOOKS", tmp_path)
    return tmp_path


def test_results_and_failures_come_back_the_same(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = runner.run(["2016-02"], ["01_comparison"], tmp_path / "here", data, {}, 1)
    there = runner.run(["2016-02"], ["01_comparison"], tmp_path / "there", data, {}, 1, dask=cluster[0])
    assert [result.status for result in there] == [result.status for result in here] == ["done"]
    assert there[0].kernel == here[0].kernel
    page = "2016-02/01_comparison.ipynb"
    assert (tmp_path / "there" / page).read_bytes() == (tmp_path / "here" / page).read_bytes()
    monkeypatch.setattr(files, "NOTEBOOKS", tmp_path)
    write_notebook(tmp_path / "02_bad.ipynb", "1 / 0")
    failed = runner.run(["2016-02"], ["02_bad"], tmp_path / "there", data, {}, 1, dask=cluster[0])
    assert [result.status for result in failed] == ["failed"]
    assert "ZeroDivisionError" in failed[0].message


def test_a_lost_worker_costs_a_retry(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], data: Data, folder: Path
) -> None:
    write_notebook(folder / "01_slow.ipynb", "import time; time.sleep(1); print(month)")
    months = runner.months_to_run(["2016-01:2016-12"], data, "snhr")
    address, processes = cluster

    def kill() -> None:
        time.sleep(3)
        os.killpg(processes[1].pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    results = runner.run(months, ["01_slow"], folder / "out", data, {}, 1, dask=address)
    killer.join()
    assert [result.message for result in results] == [""] * 12
    for month in months:
        assert month in (folder / "out" / month / "01_slow.ipynb").read_text()


def test_the_last_worker_lost_is_said_and_another_goes_on(
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
    data: Data,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    write_notebook(folder / "01_slow.ipynb", "import time; time.sleep(1); print(month)")
    address, processes = cluster
    monkeypatch.setattr(module, "_ASK", 0.5)

    def replaced() -> None:
        wait_for_one_done(folder)
        for worker in processes[1:]:
            if worker.poll() is None:
                os.killpg(worker.pid, signal.SIGKILL)
        time.sleep(3)
        processes.append(start(folder, "worker", address, *WORKER))

    killer = threading.Thread(target=replaced)
    killer.start()
    results = runner.run(
        runner.months_to_run(["2016-01:2016-12"], data, "snhr"), ["01_slow"], folder / "out", data, {}, 1, dask=address
    )
    killer.join()
    assert [result.message for result in results] == [""] * 12
    then = f"Start some with `dask worker {address}`, or stop: what is done is kept."
    assert capfd.readouterr().err.count(f"snhr: no worker is left at {address}. {then}") == 1


def test_a_scheduler_lost_fails_what_was_not_done_and_says_what_to_do(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], data: Data, folder: Path
) -> None:
    """The last on this cluster: nothing is left of it."""
    write_notebook(folder / "01_slow.ipynb", "import time; time.sleep(1); print(month)")
    address, processes = cluster

    def kill() -> None:
        wait_for_one_done(folder)
        os.killpg(processes[0].pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    months = runner.months_to_run(["2016-01:2016-12"], data, "snhr")
    results = runner.run(months, ["01_slow"], folder / "out", data, {}, 1, dask=address)
    killer.join()
    assert {result.message for result in results} == {"", "the cluster is gone; run again: it goes on"}


def test_no_scheduler_is_said_in_one_line(data: Data, folder: Path) -> None:
    write_notebook(folder / "01_one.ipynb", "month")
    with pytest.raises(RunError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:9"):
        runner.run(["2016-01"], ["01_one"], folder / "out", data, {}, 1, dask="tcp://127.0.0.1:9")


def test_where_users_have_no_numbers_the_data_travel_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where each user has a temporary folder."""
    monkeypatch.delattr(os, "getuid", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    texts = {"raw/tolls.csv": "month\n", "raw/parties.csv": "Türkei\n"}
    folder = _unpacked(texts)
    assert (folder.parent, folder.name.startswith("snhr-data-0-")) == (tmp_path, True)
    assert {name: (folder / name).read_text("utf-8") for name in texts} == texts
    assert _unpacked(texts) == folder
