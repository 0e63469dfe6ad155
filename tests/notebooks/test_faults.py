"""What goes wrong while a batch runs: it is said, it costs its own notebook alone, and nobody is left running."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from faults import (
    MARK,
    SNHR,
    alive,
    finish,
    fork_servers,
    half,
    kernels,
    nobody_is_left,
    start,
    wait_until,
    whole,
    written,
)
from folders import write_notebook

from analysis import Data, read_data
from analysis.data.folder import replace_file
from analysis.kernels import provisioner
from analysis.notebooks import engine, files, runner

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked, and files mounted, on Linux")
ONE = ("2016-01", "--notebook", "02_shares")


@pytest.fixture
def notebooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of notebooks of which one is good."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    monkeypatch.setattr(files, "NOTEBOOKS", folder)
    write_notebook(folder / "01_good.ipynb", "month")
    return folder


def messages(out: Path, data: Data, months: tuple[str, ...] = ("2016-01", "2016-02"), timeout: int = 60) -> list[str]:
    """Run the good notebook and the bad one for some months; what became of the bad one. The good one holds."""
    results = runner.run(list(months), ["01_good", "02_bad"], out, data, {}, 2, timeout=timeout)
    assert [result.message for result in results[::2]] == [""] * len(months)
    assert [result.status for result in results[1::2]] == ["failed"] * len(months)
    assert len(written(out)) == len(months)
    assert len(list(out.glob("*/*.ipynb"))) == len(results)
    return [result.message for result in results[1::2]]


def gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


class TestAKernel:
    def test_that_hangs_is_killed_and_reported(self, notebooks: Path, data: Data, tmp_path: Path) -> None:
        pid = tmp_path / "pid"
        write_notebook(
            notebooks / "02_bad.ipynb",
            f"import os, signal; open({str(pid)!r}, 'w').write(str(os.getpid()))\n"
            "[signal.signal(one, signal.SIG_IGN) for one in (signal.SIGINT, signal.SIGTERM)]\n"
            "while True: pass",
        )
        for message in messages(tmp_path / "out", data, timeout=2):
            assert message.startswith("cell 3: not done within 2 s, and stopped. Next: ")
        wait_until(lambda: gone(int(pid.read_text())))

    def test_that_is_stopped_is_killed_too(self, notebooks: Path, data: Data, tmp_path: Path) -> None:
        write_notebook(notebooks / "02_bad.ipynb", "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)")
        assert "not done within 2 s" in messages(tmp_path / "out", data, ("2016-01",), timeout=2)[0]

    @pytest.mark.parametrize(
        "cell",
        [
            "while True: print('flood ' * 1_000)",
            "import os\nwhile True: os.write(1, b'flood ' * 1_000)",
            "from IPython.display import HTML, display\nwhile True: display(HTML('flood ' * 10_000))",
            "print('flood ' * 10_000_000)",
        ],
        ids=["lines", "the stream itself", "pages", "one line"],
    )
    def test_that_floods_its_output_is_stopped(
        self, notebooks: Path, data: Data, tmp_path: Path, cell: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("PYTEST_CURRENT_TEST")  # with it, ipykernel does not read the stream itself
        write_notebook(notebooks / "02_bad.ipynb", cell)
        found = messages(tmp_path / "out", data, ("2016-01",))[0]
        assert found.startswith("cell 3: more than 20 million characters put out, and stopped.")
        assert (tmp_path / "out" / "2016-01" / "02_bad.ipynb").stat().st_size < engine.MOST / 100

    def test_that_ends_itself_leaves_its_children_behind_nowhere(
        self, notebooks: Path, data: Data, tmp_path: Path
    ) -> None:
        """A child, a child of its own session, and a child of a child that is gone."""
        pids = tmp_path / "pids"
        write_notebook(
            notebooks / "02_bad.ipynb",
            "import os, subprocess, time\n"
            "child = subprocess.Popen(['sleep', '600'])\n"
            "apart = subprocess.Popen(['sleep', '600'], start_new_session=True)\n"
            "if not os.fork():\n"
            "    os.setsid()\n"
            "    last = os.fork() or os.getpid()\n"
            f"    if last == os.getpid(): open({str(pids)!r}, 'a').write(f'{{last}}\\n'); time.sleep(600)\n"
            "    os._exit(0)\n"
            f"open({str(pids)!r}, 'a').write(f'{{child.pid}}\\n{{apart.pid}}\\n')\n"
            f"while len(open({str(pids)!r}).readlines()) < 3: time.sleep(0.01)\n"
            "os._exit(3)",
        )
        assert "Kernel died" in messages(tmp_path / "out", data, ("2016-01",))[0]
        servers = list(provisioner.WarmProvisioner._servers.values())
        assert servers
        for server in servers:
            server.close()  # what the end of the batch does
        started = [int(pid) for pid in pids.read_text().split()]
        assert len(started) == 3
        wait_until(lambda: all(map(gone, started)), 10)


@pytest.mark.parametrize("begun", [lambda out: (out / ".lock").exists(), fork_servers], ids=["imports", "fork server"])
def test_a_batch_that_is_stopped_while_it_begins_ends_at_once(begun: Callable[[Path], object], tmp_path: Path) -> None:
    (scratch := tmp_path / "scratch").mkdir()
    process = start(out := tmp_path / "out", "2016-01:2016-04", *ONE[1:], "--jobs", "4", TMPDIR=str(scratch))
    wait_until(lambda: begun(out))
    process.send_signal(signal.SIGINT)
    asked = time.monotonic()
    try:
        status, said = finish(process, 30)
    finally:
        process.kill()
    assert time.monotonic() - asked < 2
    assert (status, "Traceback" in said) == (130, False)
    assert list(scratch.iterdir()) == []
    nobody_is_left(out)


def test_a_batch_whose_terminal_is_closed_leaves_nothing(tmp_path: Path) -> None:
    """It cannot say so any more."""
    (scratch := tmp_path / "scratch").mkdir()
    out, (ours, theirs) = tmp_path / "out", os.openpty()
    words = [SNHR, "run", "2016-01:2016-04", *ONE[1:], "--out", str(out)]
    own_terminal = (
        "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", own_terminal, *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env={**os.environ, "TMPDIR": str(scratch), MARK: str(out)},
    )
    os.close(theirs)
    wait_until(lambda: kernels(out))
    os.close(ours)
    assert process.wait(20) == 129
    assert list(scratch.iterdir()) == []
    nobody_is_left(out)


class TestFiles:
    def test_two_batches_do_not_write_into_one_folder(self, tmp_path: Path) -> None:
        out = tmp_path / "out"
        both = [start(out, *ONE) for _ in range(2)]
        ends = sorted(finish(process) for process in both)
        assert [status for status, _ in ends] in ([0, 2], [0, 0])
        if ends[1][0]:
            assert "another run" in ends[1][1]
            assert "is writing into" in ends[1][1]
        assert len(written(out)) == 1
        whole(out)
        nobody_is_left(out)

    def test_data_that_change_while_they_are_read(self, data: Data, tmp_path: Path) -> None:
        """A batch has one consistent snapshot of them, or refuses."""
        raw, out = tmp_path / "raw", tmp_path / "out"
        shutil.copytree(data.folder, raw)
        texts = [(raw / "tolls.csv").read_text("utf-8")]
        texts.append(texts[0].replace(",679,", ",678,", 1))
        assert texts[0] != texts[1]
        seen: dict[str, str] = {}
        for round_ in range(2):
            process = start(out, *ONE, "--data", str(raw), "--force")
            while process.poll() is None:
                for text in texts:
                    if round_:
                        (raw / "tolls.csv").write_text(text, "utf-8")  # half there for a moment
                    else:
                        replace_file(raw / "tolls.csv", text)
            status, said = finish(process)
            assert status in (0, 2), said
            assert "Traceback" not in said
            if status:
                assert "changed while it was read" in said or "tolls.csv" in said
                continue
            used = runner.read_record(out / "2016-01")["data"]["tolls.csv"]
            text = written(out)["2016-01/02_shares.ipynb"].decode()
            assert seen.setdefault(used, text) == text
        for text in texts:
            (raw / "tolls.csv").write_text(text, "utf-8")
            used = read_data(raw, validate=False).hashes["tolls.csv"]
            if used in seen:
                assert finish(start(out, *ONE, "--data", str(raw), "--force"))[0] == 0
                assert written(out)["2016-01/02_shares.ipynb"].decode() == seen[used]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, of 3 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], capture_output=True
    )
    if not mounted or mounted.returncode:
        pytest.skip("nothing can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def remount(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", disk], check=True)


class TestADisk:
    def fill(self, disk: Path) -> Path:
        """Leave only a few KB."""
        filler = disk / "filler"
        with filler.open("wb") as file:
            left = os.statvfs(disk)
            file.write(b"\0" * (left.f_bavail * left.f_frsize - 100_000))
        return filler

    def test_that_is_full(self, disk: Path, tmp_path: Path) -> None:
        """What is there stays; what could not be written is said; given room, a rerun ends as if nothing had been."""
        two = ("2016-01:2016-02", *ONE[1:])
        assert finish(start(tmp_path / "elsewhere", *two))[0] == 0
        pages, out = written(tmp_path / "elsewhere"), disk / "out"
        assert finish(start(out, *ONE))[0] == 0
        filler = self.fill(disk)
        for words in (two, (*two, "--force")):
            status, said = finish(start(out, *words))
            assert status == 2, said
            assert "No space left on device" in said
            assert "Traceback" not in said
            assert written(out).items() <= pages.items()
            assert "2016-01/02_shares.ipynb" in written(out)
            whole(out)
            assert half(out) == []
        filler.unlink()
        assert finish(start(out, *two))[0] == 0
        assert written(out) == pages
        nobody_is_left(out)

    def test_of_temporary_files_that_is_full(self, disk: Path, tmp_path: Path) -> None:
        """The notebook fails, or the batch is refused; either says what was full."""
        filler, out = self.fill(disk), tmp_path / "out"
        status, said = finish(start(out, *ONE, TMPDIR=str(disk)))
        assert status in (1, 2), said
        assert "No space left on device" in said
        assert "Traceback" not in said
        filler.unlink()
        assert finish(start(out, *ONE, TMPDIR=str(disk)))[0] == 0
        nobody_is_left(out)

    def test_that_is_read_only(self, disk: Path, tmp_path: Path) -> None:
        """The batch is refused before anything is run; what is there stays."""
        out = disk / "out"
        assert finish(start(out, *ONE))[0] == 0
        pages = written(out)
        remount(disk, "ro")
        for folder in (out, disk / "new"):
            status, said = finish(start(folder, *ONE, "--force"))
            assert status == 2, said
            assert "Read-only file system" in said
            assert "Traceback" not in said
        assert written(out) == pages
        remount(disk, "rw")
        nobody_is_left(out)


def test_a_batch_listens_on_no_port_and_leaves_nobody_when_it_is_killed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = start(out, "2016-01:2016-03", *ONE[1:])
    seen = set()
    while not written(out) and process.poll() is None:
        for one in alive(out):
            with contextlib.suppress(psutil.Error):
                assert one.net_connections("inet") == []
                seen.add(one.pid)
    assert len(seen) >= 3, "the runner, its fork server and a kernel"
    os.kill(process.pid, signal.SIGKILL)
    assert finish(process)[0] == -signal.SIGKILL
    nobody_is_left(out)
    whole(out)
