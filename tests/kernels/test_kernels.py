"""Warm kernels: as isolated as cold ones, the same bytes, and none outlives its owner."""

from __future__ import annotations

import errno
import os
import resource
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import psutil
import pytest
from jupyter_client.manager import KernelManager, start_new_kernel
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from analysis.kernels import forking, provisioner
from analysis.notebooks.files import NOTEBOOKS, execute, parameter_names

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux")


@pytest.fixture(autouse=True)
def _warm(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with provisioner.default(warm=True):
        yield


def run(*sources: str, **options: object) -> list[str]:
    """Run cells in a kernel of their own: what each prints, or the repr of its value."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    NotebookClient(notebook, **options).execute()
    return ["".join(o.get("text", o.get("data", {}).get("text/plain", "")) for o in c.outputs) for c in notebook.cells]


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("[0-9]*.ipynb")), ids=lambda path: path.stem)
def test_outputs_equal_a_cold_kernels_byte_for_byte(path: Path) -> None:
    """Pictures included, for a month unlike the committed one."""
    source = path.read_text("utf-8")
    given = {"start": "2018-03", "end": "2018-09"} if "start" in parameter_names(source) else {"month": "2024-12"}
    warm = execute(source, given)
    with provisioner.default(warm=False):
        cold = execute(source, given)
    assert (warm.kernel, cold.kernel) == ("warm", "cold")
    assert warm.message == cold.message == ""
    assert ("image/png" in warm.text) is ("text" not in parameter_names(source))
    assert warm.text == cold.text


class TestIsolation:
    def test_namespace_folder_and_environment(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OF_THE_OWNER", "now")
        monkeypatch.chdir(tmp_path)
        run("left_over = 1; import os; os.environ['LEFT'] = '1'; os.chdir('/')")
        found = run("import os; print('left_over' in globals(), os.environ.get('LEFT'), os.environ['OF_THE_OWNER'])")
        assert found == ["False None now\n"]
        assert run("import os; print(os.getcwd())") == [f"{tmp_path}\n"]

    def test_a_folder_given(self, tmp_path: Path) -> None:
        (tmp_path / "beside.py").write_text("word = 'found'")
        found = run("import beside; beside.word", resources={"metadata": {"path": str(tmp_path)}})
        assert found == ["'found'"]

    def test_random_numbers_differ(self) -> None:
        cell = "import random, numpy; print(random.random(), numpy.random.rand())"
        assert run(cell) != run(cell)

    def test_what_a_kernel_imports_or_changes_stays_there(self) -> None:
        run(
            "import matplotlib, pandas; matplotlib.rcParams['font.size'] = 99; pandas.set_option('display.max_rows', 7)"
        )
        found = run("import matplotlib; print(matplotlib.rcParams['font.size'] == 99)", "import colorsys")
        assert found[0] == "False\n"
        assert run("import sys; print('colorsys' in sys.modules and 'left' or 'new', '__main__' in sys.modules)")

    def test_the_projects_own_code_is_read_anew(self) -> None:
        found = run("import sys; print([name for name in sys.modules if name.split('.')[0] == 'analysis'])")
        assert found == ["[]\n"]

    def test_argument_list_and_main_are_a_kernels(self) -> None:
        found = run("import sys, __main__; print(sys.argv[0].endswith('ipykernel_launcher.py'), __name__)")
        assert found == ["True __main__\n"]

    def test_what_forked_children_print_arrives(self) -> None:
        cell = "from multiprocessing import get_context; p = get_context('fork').Process(target=print, args=('child',))"
        assert run(f"{cell}; p.start(); p.join(); import time; time.sleep(0.3)") == ["child\n"]

    def test_files_closed_at_its_end(self, tmp_path: Path) -> None:
        """atexit runs, as in any interpreter."""
        out = tmp_path / "out"
        manager, client = start_new_kernel()
        client.execute(f"import atexit; atexit.register(lambda: open({str(out)!r}, 'w').write('bye'))", reply=True)
        client.stop_channels()
        manager.shutdown_kernel()
        assert out.read_text() == "bye"


class TestControl:
    def test_interrupt_restart_and_kill(self) -> None:
        manager, client = start_new_kernel()
        assert provisioner.last_mode() == "warm"
        pid = manager.provisioner.pid
        client.execute("import time; time.sleep(60)")
        time.sleep(0.5)
        manager.interrupt_kernel()
        reply = client.get_shell_msg(timeout=20)
        assert (reply["content"]["status"], reply["content"]["ename"]) == ("error", "KeyboardInterrupt")
        manager.restart_kernel(now=True)
        client.wait_for_ready(timeout=30)
        assert manager.provisioner.pid != pid
        assert client.execute_interactive("1 + 1", timeout=20)["content"]["status"] == "ok"
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        assert not psutil.pid_exists(pid)
        assert not manager.is_alive()

    def test_a_cell_that_takes_too_long(self) -> None:
        with pytest.raises(CellTimeoutError):
            run("import time; time.sleep(60)", timeout=1)

    @pytest.mark.parametrize(
        "end", ["import os; os._exit(3)", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"]
    )
    def test_a_kernel_that_dies(self, end: str) -> None:
        with pytest.raises(DeadKernelError):
            run(end)
        assert run("1 + 1") == ["2"]

    def test_exit_codes_are_told(self) -> None:
        manager = KernelManager()
        manager.start_kernel()
        process = manager.provisioner.process
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        manager.shutdown_kernel(now=True)


def forked() -> psutil.Process:
    """The fork server of this process."""
    run("1")
    return psutil.Process(own_server().process.pid)


def own_server() -> forking.ForkServer:
    return provisioner.WarmProvisioner._servers[provisioner._key(os.environ)]


class TestNothingIsLeft:
    def test_the_server_is_single_threaded_and_serves_many(self) -> None:
        server = forked()
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(lambda _: run("21 * 2"), range(8))) == [["42"]] * 8
        assert server.num_threads() == 1
        assert forked().pid == server.pid
        assert server.children() == []

    def test_a_server_killed_before_its_first_kernel_is_not_taken_for_one_that_refuses(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(provisioner.WarmProvisioner, "_servers", {})
        server = provisioner.WarmProvisioner._running_server(os.environ)
        monkeypatch.setattr(server, "can_serve", lambda: True)  # it is killed just when it is asked
        server.process.kill()
        server.process.wait()
        assert server.refusal() == ""
        assert provisioner.WarmProvisioner._refused == {}
        server.close()

    def test_a_killed_server_costs_nothing(self) -> None:
        server = forked()
        manager, client = start_new_kernel()
        server.kill()
        server.wait(5)
        slow = "import time; time.sleep(2)"  # ipykernel looks for its parent every second
        assert client.execute_interactive(slow, timeout=20)["content"]["status"] == "ok"  # it lives on
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        assert run("1 + 1") == ["2"]
        assert provisioner.last_mode() == "warm"

    def test_no_kernel_outlives_its_owner(self, tmp_path: Path) -> None:
        """kill -9 of the owner takes the server, the kernel and what the kernel started."""
        pids = tmp_path / "pids"
        cell = (
            "import os, subprocess; child = subprocess.Popen(['sleep', '600'])\n"
            f"open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}} {{os.getppid()}}')\n"
            "while True: pass"
        )
        code = (
            "import time; from jupyter_client.manager import start_new_kernel\n"
            "from analysis.kernels import provisioner\n"
            "with provisioner.default(warm=True):\n"
            "    manager, client = start_new_kernel()\n"
            "assert provisioner.last_mode() == 'warm'\n"
            f"client.execute({cell!r}); time.sleep(600)\n"
        )
        owner = subprocess.Popen([sys.executable, "-c", code])
        until = time.monotonic() + 60
        while not (pids.exists() and len(pids.read_text().split()) == 3) and time.monotonic() < until:
            time.sleep(0.05)
        started = [int(pid) for pid in pids.read_text().split()]
        owner.kill()
        owner.wait()
        gone = [psutil.Process(pid) for pid in started if psutil.pid_exists(pid)]
        _, alive = psutil.wait_procs(gone, timeout=10)
        assert not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]

    def test_no_file_is_left(self) -> None:
        manager, client = start_new_kernel()
        folder = Path(manager.ip).parent
        assert folder.exists()
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        assert not folder.exists()


class TestPrivacy:
    def test_no_tcp_port_and_a_private_folder(self) -> None:
        manager, client = start_new_kernel()
        try:
            process = psutil.Process(manager.provisioner.pid)
            assert process.net_connections("inet") == []
            assert stat.S_IMODE(Path(manager.ip).parent.stat().st_mode) == 0o700
            assert stat.S_IMODE(Path(manager.connection_file).stat().st_mode) == 0o600
            assert len(f"{manager.ip}-5") < 107
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)


class TestCold:
    """What cannot be forked is started as ever, once, and says why."""

    @pytest.mark.parametrize(
        ("name", "value", "cell"),
        [
            ("PYTHONHASHSEED", "7", "import sys; print(sys.flags.hash_randomization and hash('a'))"),
            ("MPLBACKEND", "svg", "import matplotlib.pyplot as plt; print(plt.get_backend())"),
            ("MATPLOTLIBRC", "{folder}/own", "import matplotlib.pyplot as plt; print(plt.rcParams['font.size'])"),
        ],
    )
    def test_an_environment_read_at_the_start_has_a_server_of_its_own_and_a_third_none(
        self, name: str, value: str, cell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(provisioner.WarmProvisioner, "_servers", {})
        (tmp_path / "own").write_text("font.size: 33\n")
        forked()
        usual = own_server()
        monkeypatch.setenv(name, value.format(folder=tmp_path))
        warm = run(cell)
        assert provisioner.last_mode() == "warm"
        other = own_server()
        assert other is not usual
        monkeypatch.setenv("SNHR_COLD_KERNELS", "1")
        assert run(cell) == warm
        monkeypatch.delenv("SNHR_COLD_KERNELS")
        monkeypatch.setenv("LC_ALL", "POSIX")
        run("1")
        assert provisioner.last_mode().startswith("cold: environments that differ")
        usual.close()
        other.close()

    def test_no_folder_is_searched_but_those_that_a_cold_kernel_searches(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An empty PYTHONPATH is none, not the folder that somebody is in; a relative one is that of the kernel."""
        monkeypatch.setattr(provisioner.WarmProvisioner, "_servers", {})
        for folder in ("mine", "kernels"):
            (tmp_path / folder / "own").mkdir(parents=True)
            (tmp_path / folder / "own" / "whose.py").write_text(f"name = {folder!r}")
        (tmp_path / "mine" / "seaborn.py").write_text(f"open({str(tmp_path / 'imported')!r}, 'w').close()")
        monkeypatch.chdir(tmp_path / "mine")
        before = os.environ.get("PYTHONPATH", "")
        monkeypatch.setenv("PYTHONPATH", "")
        run("1")
        assert (provisioner.last_mode(), (tmp_path / "imported").exists()) == ("warm", False)
        monkeypatch.setenv("PYTHONPATH", f"{before}{os.pathsep}own")
        found = run("import whose; whose.name", resources={"metadata": {"path": str(tmp_path / "kernels")}})
        assert (found, provisioner.last_mode()) == (["'kernels'"], "warm")
        for server in provisioner.WarmProvisioner._servers.values():
            server.close()

    def test_a_system_that_does_not_tell_the_umask(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Path, "read_text", lambda *_, **__: "Name:\tpython\n")
        with pytest.raises(OSError, match="does not tell the umask"):  # which starts a kernel cold
            provisioner._umask()

    def test_umask_and_limits_are_those_of_whoever_asks(self) -> None:
        cell = "import os, resource; print(os.umask(0), resource.getrlimit(resource.RLIMIT_NOFILE)[0])"
        before, (soft, hard) = os.umask(0o077), resource.getrlimit(resource.RLIMIT_NOFILE)
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (512, hard))
            assert run(cell) == ["63 512\n"]
        finally:
            os.umask(before)
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        assert provisioner.last_mode() == "warm"

    def test_a_temporary_folder_that_nobody_may_write_into(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object, **__: object) -> str:
            raise OSError(errno.EROFS, "Read-only file system")

        monkeypatch.setattr(provisioner.tempfile, "mkdtemp", refuse)
        assert run("1 + 1") == ["2"]
        assert provisioner.last_mode() == "warm"

    def test_settings_of_matplotlib_in_the_folder(self, tmp_path: Path) -> None:
        (tmp_path / "matplotlibrc").write_text("font.size: 33\n")
        cell = "import matplotlib.pyplot as plt; print(plt.rcParams['font.size'])"
        assert run(cell, resources={"metadata": {"path": str(tmp_path)}}) == ["33.0\n"]
        assert provisioner.last_mode() == "cold: a matplotlibrc in its folder"

    def test_asked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SNHR_COLD_KERNELS", "1")
        assert run("1 + 1") == ["2"]
        assert provisioner.last_mode() == "cold: asked for"

    def test_a_server_that_does_not_start(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(provisioner.WarmProvisioner, "_servers", {})
        monkeypatch.setattr(provisioner.WarmProvisioner, "_refused", {})
        monkeypatch.setattr(forking, "_SERVE", "raise SystemExit(1)")
        assert run("1 + 1") == ["2"]
        assert provisioner.last_mode() == "cold: the fork server ended with 1 when it began"
        own_server().close()

    def test_a_library_whose_thread_cannot_be_stopped_is_tried_once(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        started = tmp_path / "started"
        thread = "import threading, time; threading.Thread(target=time.sleep, args=(99,), daemon=True).start()"
        text = f"import sys\nif sys.argv[0] == '-c':\n    open({str(started)!r}, 'a').write('x')\n    {thread}\n"
        (tmp_path / "sitecustomize.py").write_text(text)
        monkeypatch.setattr(provisioner.WarmProvisioner, "_servers", {})
        monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
        for _ in range(3):
            assert run("1 + 1") == ["2"]
            assert provisioner.last_mode() == "cold: the fork server has threads of a library that it imported"
        assert started.read_text() == "x"
        assert capfd.readouterr().err == ""
