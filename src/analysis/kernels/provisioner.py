"""Kernels forked from a process that has the libraries imported: a provisioner for jupyter_client.

One seam serves papermill, nbclient, nbconvert and nbval unchanged. A kernel that cannot be warm starts cold, once.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
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

from analysis.kernels.alone import ALONE, LAUNCHER
from analysis.kernels.forking import ENDING, PATIENCE, ForkedKernel, ForkServer
from analysis.kernels.server import at_start

NAME = "snhr-warm"
_STOPPED = "stopped before its kernel began"
_MOST_SERVERS = 2  # each keeps what it imported in memory
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


@contextlib.contextmanager
def stopped() -> Iterator[None]:
    """Start no kernel while this lasts, and give up those that wait for a fork server to begin."""
    WarmProvisioner._stopped.set()
    try:
        with WarmProvisioner._starting:
            for server in WarmProvisioner._servers.values():
                server.give_up()
        yield
    finally:
        WarmProvisioner._stopped.clear()


class WarmProvisioner(LocalProvisioner):
    """Starts this environment's Python kernel by forking, on Linux; any other kernel cold, as jupyter_client does."""

    process: Any = None
    _servers: dict[str, ForkServer] = {}  # noqa: RUF012 -- of all together, by what an interpreter reads when it starts
    _refused: ClassVar[dict[str, str]] = {}  # why there is none
    _starting = threading.Lock()
    _stopped = threading.Event()
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
        if self._stopped.is_set():
            raise RuntimeError(_STOPPED)
        _mode.last = f"cold: {reason}"
        return await super().launch_kernel(cmd, **kwargs)

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel, and return when it is gone: nothing has to poll for it."""
        await super().kill(restart)
        if isinstance(self.process, ForkedKernel):
            await self.process.ended(ENDING)

    async def wait(self) -> int | None:
        """Wait for the end of the kernel."""
        if isinstance(self.process, ForkedKernel):
            while await self.poll() is None:
                await self.process.ended(PATIENCE)
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
        if cmd[0] not in mine or program not in (["-m", LAUNCHER], ["-m", ALONE]):
            return f"not this environment's Python kernel: {' '.join(cmd[:3])}"
        return ""

    def _fork(self, cmd: list[str], environment: dict[str, str], cwd: str, kwargs: dict[str, Any]) -> ForkedKernel:
        to_start = _found_from(cwd, environment)
        server = self._running_server(to_start)
        arguments, pipe = cmd[cmd.index("-m") + 2 :], self._folder and f"{self._folder}/o"
        environment["JPY_PARENT_PID"] = str(os.getpid())
        request: dict[str, Any] = {"arguments": arguments, "environment": environment, "cwd": cwd, "pipe": pipe}
        request |= {"alone": ALONE in cmd, "umask": _umask(), "limits": _limits()}
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
    def _running_server(cls, environment: Mapping[str, str]) -> ForkServer:
        """The server for an environment. Raises OSError where none can be, which is tried once."""
        key = _key(environment)
        with cls._starting:
            if cls._stopped.is_set():
                raise OSError(_STOPPED)
            if key in cls._refused:
                raise OSError(cls._refused[key])
            cls._servers = {key: one for key, one in cls._servers.items() if one.can_serve()}
            if (server := cls._servers.get(key)) is None:
                if len(cls._servers) == _MOST_SERVERS:
                    raise OSError("environments that differ in what an interpreter reads when it starts")
                server = cls._servers[key] = ForkServer(environment)
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


def _is_open(fd: int) -> bool:
    """Whether this process has the stream at all; subprocess's own codes are none."""
    try:
        return fd < 0 or bool(os.fstat(fd))
    except OSError:
        return False
