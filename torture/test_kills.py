"""kill -9 at seeded random moments of real batches: nothing is lost or left, and a rerun ends in the same bytes."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from faults import alive, finish, fork_servers, half, kernels, nobody_is_left, start, wait_until, whole, written

MOMENTS = 50
TOGETHER = 10  # kills of one run, where the run goes on
BATCH = ("2016-01:2016-12", "--notebook", "01_comparison", "--notebook", "02_shares", "--jobs", "2")
NOTEBOOKS = 24
Tally = Callable[[str, str, int, str], None]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], float]:
    """The notebooks of a run that nobody disturbed, and how many seconds it took."""
    out, began = tmp_path_factory.mktemp("undisturbed") / "out", time.monotonic()
    status, said = finish(start(out, *BATCH))
    assert status == 0, said
    pages = written(out)
    assert len(pages) == NOTEBOOKS
    return pages, time.monotonic() - began


def kill(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        process.kill()
        return True
    return False


def kill_at_moments(
    process: subprocess.Popen[str], moments: list[float], find: Callable[[], list[psutil.Process]], draw: random.Random
) -> int:
    """Kill one of those found, at each of the moments (seconds from now): how many were."""
    began, killed = time.monotonic(), 0
    for moment in moments:
        time.sleep(max(0.0, began + moment - time.monotonic()))
        while process.poll() is None:  # between two kernels there is none for a moment
            if (found := find()) and kill(draw.choice(found)):
                killed += 1
                break
            time.sleep(0.01)
    return killed


def unharmed(out: Path, pages: dict[str, bytes]) -> None:
    """Nobody left, every file whole, every notebook that is there and did not fail as an undisturbed run has it."""
    nobody_is_left(out)
    whole(out)
    assert written(out).items() <= pages.items()


def test_the_runner(undisturbed: tuple[dict[str, bytes], float], tmp_path: Path, tally: Tally) -> None:
    """Killed, started again in the same folder and killed again, until it is through; also where all is run anew."""
    pages, seconds = undisturbed
    draw, killed, chains, chain, force = random.Random(1), 0, 0, 0, []
    out = tmp_path / "0"
    while killed < MOMENTS:
        earlier = written(out)
        process = start(out, *BATCH, *force)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(draw.uniform(0, seconds))
        done = process.poll() is not None
        if not done:
            process.kill()
            killed += 1
        status, said = finish(process)
        assert status == (0 if done else -signal.SIGKILL), said
        unharmed(out, pages)
        there = written(out)
        assert earlier.items() <= there.items(), "an earlier result is lost"
        chain += 1
        if not done and chain < 6:
            continue
        status, said = finish(start(out, *BATCH))
        assert status == 0, said
        assert written(out) == pages
        assert half(out) == []
        if not force:  # once more, over what is there
            force = ["--force"]
        else:
            force, chains = [], chains + 1
            out = tmp_path / str(chains)
        chain = 0
    tally("kill -9", "the runner", killed, "nothing lost; a rerun gives the bytes of an undisturbed run")


@pytest.mark.parametrize(
    ("whom", "find", "may_fail"), [("a kernel", kernels, True), ("the fork server", fork_servers, False)]
)
def test_what_the_runner_started(
    undisturbed: tuple[dict[str, bytes], float],
    tmp_path: Path,
    tally: Tally,
    whom: str,
    find: Callable[[Path], list[psutil.Process]],
    may_fail: bool,
) -> None:
    """A killed kernel is its notebook's failure, said so; a killed fork server costs nothing at all."""
    pages, seconds = undisturbed
    draw, killed, failures, run = random.Random(2), 0, 0, 0
    while killed < MOMENTS:
        out, run = tmp_path / str(run), run + 1
        process = start(out, *BATCH)
        wait_until(lambda out=out, process=process: find(out) or process.poll() is not None)
        moments = sorted(draw.uniform(0, seconds) for _ in range(TOGETHER))
        killed += (now := kill_at_moments(process, moments, lambda out=out: find(out), draw))
        status, said = finish(process)
        failed = said.count("failed: 2016-")
        assert failed <= (now if may_fail else 0), said
        assert status == (1 if failed else 0), said
        assert f"{failed} failed" in said
        failures += failed
        unharmed(out, pages)
        assert half(out) == []
        assert len(written(out)) == NOTEBOOKS - failed
        status, said = finish(start(out, *BATCH))
        assert status == 0, said
        assert f"{failed} run, {NOTEBOOKS - failed} up to date" in said
        assert written(out) == pages
        shutil.rmtree(out)
    came = f"{failures} notebooks failed and said so; a rerun ran these alone" if may_fail else "no notebook failed"
    tally("kill -9", whom, killed, f"{came}; the bytes of an undisturbed run")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[str]:
    """The address of a Dask scheduler with two workers, which their nannies start again when they are killed."""
    pytest.importorskip("distributed")
    logs = [tmp_path / "scheduler.log", tmp_path / "workers.log"]
    environment = {**os.environ, "OF_THE_BATCH": str(tmp_path / "cluster")}
    started = []

    def dask(log: Path, program: str, *options: str) -> None:
        command = [sys.executable, "-m", f"distributed.cli.dask_{program}", *options]
        with log.open("wb") as file:
            started.append(subprocess.Popen(command, stdout=file, stderr=file, env=environment, start_new_session=True))

    try:
        dask(logs[0], "scheduler", "--port", "0", "--no-dashboard", "--host", "127.0.0.1")
        wait_until(lambda: "Scheduler at:" in logs[0].read_text())
        line = next(line for line in logs[0].read_text().splitlines() if "Scheduler at:" in line)
        address = line.split()[-1]
        dask(logs[1], "worker", address, "--nworkers", "2", "--nthreads", "1", "--no-dashboard")
        wait_until(lambda: logs[1].read_text().count("Registered to") >= 2)
        yield address
    finally:
        for process in started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_a_dask_worker(undisturbed: tuple[dict[str, bytes], float], cluster: str, tmp_path: Path, tally: Tally) -> None:
    """What a killed worker was at is run by another, up to four of them; no process of its is left."""
    pages, seconds = undisturbed
    draw, killed, failures, run, mark = random.Random(3), 0, 0, 0, tmp_path / "cluster"

    def workers() -> list[psutil.Process]:
        nannies = [process for process in alive(mark) if "dask_worker" in " ".join(process.cmdline())]
        return [child for nanny in nannies for child in nanny.children() if "spawn_main" in " ".join(child.cmdline())]

    while killed < MOMENTS:
        out, run = tmp_path / str(run), run + 1
        process = start(out, *BATCH, "--dask", cluster)
        moments = sorted(draw.uniform(2, seconds) for _ in range(TOGETHER // 2))
        killed += (now := kill_at_moments(process, moments, workers, draw))
        status, said = finish(process)
        failed = said.count("failed: 2016-")
        assert failed == said.count("KilledWorker") <= now // 4, said  # Dask gives up what four workers died of
        assert status == (1 if failed else 0), said
        failures += failed
        unharmed(out, pages)
        assert half(out) == []
        assert len(written(out)) == NOTEBOOKS - failed
        if failed:
            status, said = finish(start(out, *BATCH))
            assert status == 0, said
        assert written(out) == pages
        shutil.rmtree(out)
    servers = fork_servers(mark)
    assert len(servers) <= 2, servers
    assert all(server.parent() in workers() for server in servers), "a fork server outlived its worker"
    came = f"{failures} notebooks, of which four workers died, failed and said so" if failures else "no notebook failed"
    tally("kill -9", "a Dask worker", killed, f"{came}; the bytes of an undisturbed run")
