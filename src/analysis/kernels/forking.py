"""The fork server as its user sees it: start it, ask it for a kernel, watch that kernel to its end."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.kernels.server import PINNED

PATIENCE = 60.0  # seconds for the server to import everything and answer
ENDING = 5.0  # seconds for a killed kernel to be gone
_SOURCE = str(Path(__file__).resolve().parents[2])
_SERVE = """import sys
sys.path[:1] = [path for path in sys.path[:1] if path]  # not what lies in the working directory
sys.path.append(sys.argv[2])
from analysis.kernels.server import serve
sys.path.pop()
serve(int(sys.argv[1]))"""
_SAID = 1000  # bytes of a refusal
_QUIET = {"JE_ARROW_MALLOC_CONF": "background_thread:false"}  # pyarrow's, which pandas imports where it is installed


class ForkServer:
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
                self.process.wait(ENDING)

    def give_up(self) -> None:
        """Kill it if it is still beginning: there is no kernel of it yet, and whoever waits for one is told."""
        if not self.served:
            self.process.kill()

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

    def fork(self, request: dict[str, Any], streams: list[int]) -> ForkedKernel:
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
        forked = ForkedKernel(request, ask, answered)
        self.served = True
        return forked


class ForkedKernel:
    """A warm kernel as `subprocess.Popen` would show it. It lives no longer than this process holds `ask` open."""

    stdin = stdout = stderr = None

    def __init__(self, request: dict[str, Any], ask: int, answered: int):
        self._ask, self._answered, self._pidfd = ask, answered, -1
        self.returncode: int | None = None
        try:
            with open(ask, "wb", closefd=False) as pipe:
                pipe.write(json.dumps(request).encode() + b"\n")
            kind, self.pid = self._answer(PATIENCE)
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


def _readable(fd: int, timeout: float | None) -> bool:
    """Wait until there is something to read, so long (seconds; None: for ever). poll knows no limit of 1,024 files."""
    poll = select.poll()
    poll.register(fd, select.POLLIN)
    return bool(poll.poll(None if timeout is None else timeout * 1000))
