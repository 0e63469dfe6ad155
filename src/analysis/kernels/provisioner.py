"""Kernels forked from a process that has the libraries imported: a provisioner for jupyter_client.

One seam serves papermill, nbclient, nbconvert and nbval unchanged. A kernel that cannot be warm starts cold, once.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from analysis.kernels.server import PINNED, at_start

NAME = "snhr-warm"
_PATIENCE = 60.0  # seconds for the server to import everything and answer
_ENDING = 5.0  # seconds for a killed kernel to be gone
_SOURCE = str(Path(__file__).resolve().parents[2])
_SERVE = """import sys
sys.path[:1] = [path for path in sys.path[:1] if path]  # not what lies in the working directory
sys.path.append(sys.argv[2])
from analysis.kernels.server import serve
sys.path.pop()
serve(int(sys.argv[1]))"""
_MOST_SERVERS = 2  # each keeps what it imported in memory
_SAID = 1000  # bytes of a refusal
_QUIET = {"JE_ARROW_MALLOC_CONF": "background_thread:false"}  # pyarrow's, which pandas imports where it is installed
_mode = threading.local()


def last_mode() -> str:
    """How the kernel last launched from this thread was started: `warm`, `cold`, or `cold: ` and why not warm."""
    return getattr(_mode, "last", "cold")


def choose(warm: bool) -> str:
    """Have kernels that name no provisioner start warm, or cold, from now on; the name of what they did before."""
    factory = KernelProvisionerFactory.instance()
    before: str = factory.default_provisioner_name
    factory.default_provisioner_name = NAME if warm and NAME in factory.provisioners else "local-provisioner"
    _mode.__dict__.clear()
    return before


@contextlib.contextmanager
def default(warm: bool) -> Iterator[None]:
    """Have kernels that name no provisioner start warm, or cold, while this lasts."""
    before = choose(warm)
    try:
        yield
    finally:
        KernelProvisionerFactory.instance().default_provisioner_name = before


class _Server:
    """A fork server of this process, for kernels whose interpreter starts in the same environment."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.owner, self.served = os.getpid(), False
        self.socket, theirs = socket.socketpair()
        environment = {**_QUIET, **environment, **dict.fromkeys(PINNED, "1")}
        environment.pop("JPY_PARENT_PID", None)  # ipykernel reads it when imported; kernels have another parent
        command = [sys.executable, "-Xfrozen_modules=off", "-c", _SERVE, str(theirs.fileno()), _SOURCE]
        with theirs:
            self.process = subprocess.Popen(
                command,
                env=environment,
                cwd="/",  # not where somebody has a matplotlibrc
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self.lock = threading.Lock()
        atexit.register(self.close)

    def close(self) -> None:
        """Let the server end, which it does when nobody can ask it any more."""
        if self.owner == os.getpid():
            self.socket.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(_ENDING)

    def can_serve(self) -> bool:
        """Whether it is there, and of this process."""
        return self.owner == os.getpid() and self.process.poll() is None

    def refusal(self) -> str:
        """Why it is gone without having served any kernel; '' where it is there, or has, or was killed."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(1)  # its pipe closes before its end is known
        if self.served or self.process.poll() in (None, -signal.SIGKILL, -signal.SIGTERM):
            return ""
        with contextlib.suppress(OSError):
            if said := self.socket.recv(_SAID, socket.MSG_DONTWAIT):
                return said.decode()
        return f"the fork server ended with {self.process.returncode} when it began"

    def fork(self, request: dict[str, Any], streams: list[int]) -> _Forked:
        """Start a kernel. Raises OSError where the server or the child fails."""
        asked, ask = os.pipe()
        answered, answer = os.pipe()
        try:
            with self.lock:
                socket.send_fds(self.socket, [b"k"], [*streams, asked, answer])
        except OSError:
            os.close(ask)
            os.close(answered)
            raise
        finally:
            os.close(asked)
            os.close(answer)
        forked = _Forked(request, ask, answered)
        self.served = True
        return forked


class _Forked:
    """A warm kernel as `subprocess.Popen` would show it. It lives no longer than this process holds `ask` open."""

    stdin = stdout = stderr = None

    def __init__(self, request: dict[str, Any], ask: int, answered: int):
        self._ask, self._answered, self._pidfd = ask, answered, -1
        self.returncode: int | None = None
        try:
            with open(ask, "wb", closefd=False) as pipe:
                pipe.write(json.dumps(request).encode() + b"\n")
            kind, self.pid = self._answer(_PATIENCE)
            if kind != "p":
                raise OSError(f"the forked kernel ended with {self.pid} before it began")
            self._pidfd = os.pidfd_open(self.pid)
        except OSError:
            self._close()
            raise

    def _answer(self, timeout: float) -> tuple[str, int]:
        text = b""
        while not text.endswith(b"\n"):
            if not _readable(self._answered, timeout):
                raise OSError(f"no answer from the fork server within {timeout:g} s")
            if not (sign := os.read(self._answered, 1)):
                raise OSError("the fork server is gone")
            text += sign
        return text[:1].decode(), int(text[1:])

    def _close(self) -> None:
        for fd in (self._ask, self._answered, self._pidfd):
            if fd >= 0:
                os.close(fd)
        self._ask = self._answered = self._pidfd = -1

    def poll(self) -> int | None:
        """The exit code, None while it runs."""
        if self.returncode is None and _readable(self._pidfd, 0):
            try:
                self.returncode = self._answer(1.0)[1]
            except OSError:  # the server was killed: nobody knows
                self.returncode = -signal.SIGKILL
            self._close()
        return self.returncode

    def wait(self) -> int:
        """Wait for the end."""
        if self.returncode is None:
            _readable(self._pidfd, None)
        return self.poll() or 0

    async def ended(self, timeout: float) -> None:
        """Wait for the end without polling, so long and no longer."""
        if self.poll() is None:
            over, loop = asyncio.Event(), asyncio.get_running_loop()
            loop.add_reader(self._pidfd, over.set)
            try:
                await asyncio.wait_for(over.wait(), timeout)
            except TimeoutError:
                return
            finally:
                loop.remove_reader(self._pidfd)

    def send_signal(self, signum: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            signal.pidfd_send_signal(self._pidfd, signum)

    def kill(self) -> None:
        """Kill it."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class WarmProvisioner(LocalProvisioner):
    """Starts this environment's Python kernel by forking, on Linux; any other kernel cold, as jupyter_client does."""

    process: Any = None
    _servers: dict[str, _Server] = {}  # noqa: RUF012 -- of all together, by what an interpreter reads when it starts
    _refused: ClassVar[dict[str, str]] = {}  # why there is none
    _starting = threading.Lock()
    _folder: str | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Have the kernel talk through sockets in a private folder instead of TCP."""
        manager = self.parent
        if manager and not self._unfit(list(self.kernel_spec.argv)) and not self._folder and manager.transport == "tcp":
            base = tempfile.gettempdir() if len(os.fsencode(tempfile.gettempdir())) < 60 else "/tmp"  # noqa: S108 -- mkdtemp: 0700
            with contextlib.suppress(OSError):  # a folder that nobody may write into: it talks through TCP
                self._folder = tempfile.mkdtemp(prefix="kernel-", dir=base)  # a socket's path holds 107 bytes
                manager.transport, manager.ip, manager.cache_ports = "ipc", f"{self._folder}/s", False
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel, or start it cold where that cannot be."""
        environment, cwd = dict(kwargs.get("env") or os.environ), str(kwargs.get("cwd") or os.getcwd())
        reason = self._unfit(cmd) or ("a matplotlibrc in its folder" if Path(cwd, "matplotlibrc").exists() else "")
        if not reason:
            try:
                forked = self._fork(cmd, environment, cwd, kwargs)
                self.process, self.cwd = forked, cwd
                self.pid = self.pgid = forked.pid
                _mode.last = "warm"
                return self.connection_info
            except OSError as error:
                reason = str(error)
        _mode.last = f"cold: {reason}"
        return await super().launch_kernel(cmd, **kwargs)

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel, and return when it is gone: nothing has to poll for it."""
        await super().kill(restart)
        if isinstance(self.process, _Forked):
            await self.process.ended(_ENDING)

    async def wait(self) -> int | None:
        """Wait for the end of the kernel."""
        if isinstance(self.process, _Forked):
            while await self.poll() is None:
                await self.process.ended(_PATIENCE)
        return await super().wait()

    async def cleanup(self, restart: bool = False) -> None:
        """Remove the private folder with the sockets."""
        await super().cleanup(restart)
        if self._folder and not restart:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _unfit(self, cmd: list[str]) -> str:
        """Why a kernel cannot be forked here; '' where it can."""
        if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
            return "only Linux forks kernels"
        if os.environ.get("SNHR_COLD_KERNELS"):
            return "asked for"
        mine = {sys.executable, "python", "python3", f"python3.{sys.version_info.minor}"}
        program = [part for part in cmd[1:4] if part != "-Xfrozen_modules=off"][:2]
        if cmd[0] not in mine or program != ["-m", "ipykernel_launcher"]:
            return f"not this environment's Python kernel: {' '.join(cmd[:3])}"
        return ""

    def _fork(self, cmd: list[str], environment: dict[str, str], cwd: str, kwargs: dict[str, Any]) -> _Forked:
        to_start = _found_from(cwd, environment)
        server = self._running_server(to_start)
        arguments, pipe = cmd[cmd.index("ipykernel_launcher") + 1 :], self._folder and f"{self._folder}/o"
        environment["JPY_PARENT_PID"] = str(os.getpid())
        request: dict[str, Any] = {"arguments": arguments, "environment": environment, "cwd": cwd, "pipe": pipe}
        request |= {"umask": _umask(), "limits": _limits()}
        with contextlib.ExitStack() as opened:
            streams: list[int] = []
            for name, own in (("stdin", subprocess.DEVNULL), ("stdout", 1), ("stderr", 2)):
                given: Any = kwargs.get(name) if kwargs.get(name) is not None else own if _is_open(own) else None
                if given == subprocess.PIPE:
                    raise OSError("its streams are to be pipes")
                if given in (subprocess.DEVNULL, None):
                    given = opened.enter_context(open(os.devnull, "r+b"))
                elif given == subprocess.STDOUT:
                    given = streams[1]
                streams.append(given if isinstance(given, int) else given.fileno())
            try:
                return server.fork(request, streams)
            except OSError as error:
                if refused := server.refusal():  # so would the next
                    self._refused[_key(to_start)] = refused
                    raise OSError(refused) from error
                if server.process.poll() is None:
                    raise
            return self._running_server(to_start).fork(request, streams)  # it was killed: there is a new one

    @classmethod
    def _running_server(cls, environment: Mapping[str, str]) -> _Server:
        """The server for an environment. Raises OSError where none can be, which is tried once."""
        key = _key(environment)
        with cls._starting:
            if key in cls._refused:
                raise OSError(cls._refused[key])
            cls._servers = {key: one for key, one in cls._servers.items() if one.can_serve()}
            if (server := cls._servers.get(key)) is None:
                if len(cls._servers) == _MOST_SERVERS:
                    raise OSError("environments that differ in what an interpreter reads when it starts")
                server = cls._servers[key] = _Server(environment)
            return server


def _key(environment: Mapping[str, str]) -> str:
    """What an interpreter reads when it starts, as one text."""
    return json.dumps(at_start(environment), sort_keys=True)


def _found_from(cwd: str, environment: Mapping[str, str]) -> Mapping[str, str]:
    """The environment with what an interpreter that starts in this folder would make of its search path."""
    if not (paths := environment.get("PYTHONPATH")):  # empty is as good as none; abspath would make a folder of it
        return environment
    found = (os.path.abspath(os.path.join(cwd, path)) for path in paths.split(os.pathsep))
    return {**environment, "PYTHONPATH": os.pathsep.join(found)}


def _umask() -> int:
    """The umask of this process, which can only be read so without changing it for other threads."""
    status = Path("/proc/self/status").read_text("utf-8", errors="replace")
    for line in status.splitlines():
        if line.startswith("Umask:"):
            return int(line.split()[1], 8)
    raise OSError("this system does not tell the umask")


def _limits() -> dict[str, tuple[int, int]]:
    """The limits of this process, by name."""
    import resource  # not on Windows

    names = [name for name in dir(resource) if name.startswith("RLIMIT_")]
    return {name: resource.getrlimit(getattr(resource, name)) for name in names}


def _readable(fd: int, timeout: float | None) -> bool:
    """Wait until there is something to read, so long (seconds; None: for ever). poll knows no limit of 1,024 files."""
    poll = select.poll()
    poll.register(fd, select.POLLIN)
    return bool(poll.poll(None if timeout is None else timeout * 1000))


def _is_open(fd: int) -> bool:
    """Whether this process has the stream at all; subprocess's own codes are none."""
    try:
        return fd < 0 or bool(os.fstat(fd))
    except OSError:
        return False
