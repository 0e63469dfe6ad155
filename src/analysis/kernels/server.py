"""The process that warm kernels are forked from. It imports what is heavy once and stays single-threaded.

Run by `kernels` as a program of its own; nothing here is for any other module.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import gc
import io
import json
import os
import selectors
import signal
import socket
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.kernels.alone import shut_out

HEAVY = ("ipykernel.debugger", "ipykernel.ipkernel", "matplotlib.pyplot", "matplotlib_inline.backend_inline", "seaborn")
PINNED = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
_AT_START = ("PYTHON", "LD_", "LC_", "LANG", "HOME", "MPL", "MATPLOTLIB", "XDG_", "VIRTUAL_ENV", *PINNED)
_INLINE = "module://matplotlib_inline.backend_inline"
_STREAMS = 3
_PR_SET_CHILD_SUBREAPER = 36  # of linux/prctl.h


def at_start(environment: Mapping[str, str]) -> dict[str, str]:
    """What an interpreter or matplotlib reads: a kernel for which it differs from the server's starts cold."""
    return {name: value for name, value in environment.items() if name.startswith(_AT_START)}


def serve(fd: int) -> None:
    """Fork a kernel for each request on the socket `fd`, until its other end closes.

    A request is one byte with five file descriptors: the kernel's standard streams, a pipe with what to run, which the
    owner holds open as long as the kernel may live, and a pipe to answer on: `p` and the pid, then `x` and exit code.
    """
    owner = socket.socket(fileno=fd)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in HEAVY:
        with contextlib.suppress(ImportError):
            __import__(name)
    with contextlib.suppress(Exception):
        _draw()
    gc.collect()
    gc.freeze()
    if len(os.listdir("/proc/self/task")) > 1:  # a fork of one thread may wait for ever for what another held
        owner.send(b"the fork server has threads of a library that it imported")
        return
    _adopt_orphans()
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    os.set_blocking(woken, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake)
    kernels: dict[int, int] = {}  # pid -> where to tell its exit code
    with selectors.DefaultSelector() as selector:
        selector.register(owner, selectors.EVENT_READ)
        selector.register(woken, selectors.EVENT_READ)
        while True:
            ready = {key.fd for key, _ in selector.select()}
            if woken in ready:
                os.read(woken, 65536)
                _tell_ended(kernels)
            if owner.fileno() in ready:
                asked, fds, _, _ = socket.recv_fds(owner, 1, _STREAMS + 2)
                if not asked:  # nobody is left to ask
                    return _kill_children()
                pid = os.fork()
                if not pid:
                    for unused in (owner.fileno(), woken, wake, *kernels.values()):
                        os.close(unused)
                    _be_a_kernel(fds)
                kernels[pid] = fds.pop()
                for passed in fds:
                    os.close(passed)


def _draw() -> None:
    """Draw a picture for nobody: what a first one loads (fonts, codecs) is loaded then. pyplot keeps no trace of it."""
    import seaborn
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    seaborn.barplot(x=[1, 2], y=["a", "b"], hue=["a", "b"], ax=axes)
    axes.set_title("bold", weight="bold")
    axes.text(0, 0, "italic", style="italic")
    figure.savefig(io.BytesIO(), bbox_inches="tight")


def _adopt_orphans() -> None:
    """Become the parent of what kernels start and leave behind, whatever session or group it has moved to."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _kill_children() -> None:
    """Leave nobody behind: the children of a killed child come here, and are killed next."""
    with contextlib.suppress(OSError):
        while children := Path(f"/proc/self/task/{os.getpid()}/children").read_text("utf-8").split():
            for pid in children:
                os.kill(int(pid), signal.SIGKILL)
            os.waitpid(-1, 0)


def _tell_ended(kernels: dict[int, int]) -> None:
    with contextlib.suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            if (answer := kernels.pop(ended[0], None)) is None:
                continue  # an orphan
            with contextlib.suppress(BrokenPipeError):
                os.write(answer, b"x%d\n" % os.waitstatus_to_exitcode(ended[1]))
            os.close(answer)


def _be_a_kernel(fds: list[int]) -> None:
    """Run one kernel in the forked child as `python -m ipykernel_launcher` would run it; never returns."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.setsid()
        *streams, asked, answer = fds
        for place, stream in enumerate(streams):
            os.dup2(stream, place)
            os.close(stream)
        with open(asked, "rb", closefd=False) as pipe:
            request = json.loads(pipe.readline())
        _die_with(asked)
        os.environ.clear()
        os.environ.update(request["environment"])
        time.tzset()
        os.umask(request["umask"])
        _limit(request["limits"])
        os.chdir(request["cwd"])
        _forget()
        os.write(answer, b"p%d\n" % os.getpid())
        os.close(answer)
        if request["pipe"]:
            _keep_private(f"ipc://{request['pipe']}")
        if request["alone"]:
            shut_out()
        code = _run(request["arguments"])
    except BrokenPipeError:  # whoever asked for this kernel is gone
        pass
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)


def _limit(limits: Mapping[str, list[int]]) -> None:
    """Take the limits of the process that asked."""
    import resource  # not on Windows, where this module is imported all the same

    for name, ends in limits.items():
        with contextlib.suppress(ValueError, OSError):  # a hard limit that was lowered since stays
            resource.setrlimit(getattr(resource, name), (ends[0], ends[1]))


def _die_with(owner: int) -> None:
    """Have the system kill this process group when the owner's end of the pipe closes, whatever runs here by then."""
    import fcntl  # not on Windows, where this module is imported all the same

    fcntl.fcntl(owner, fcntl.F_SETOWN, -os.getpgrp())
    fcntl.fcntl(owner, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(owner, fcntl.F_SETFL, fcntl.fcntl(owner, fcntl.F_GETFL) | os.O_ASYNC)


def _forget() -> None:
    """Leave nothing of this server that a cold kernel would not have."""
    mine = __name__.partition(".")[0]
    for name in [name for name in sys.modules if name.partition(".")[0] == mine]:
        del sys.modules[name]  # the project's own code is to be imported as it is now
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()  # every child would draw the same numbers


def _keep_private(address: str) -> None:
    """Have output of forked children come through this address; ipykernel would listen on a TCP port for it."""
    import zmq
    from ipykernel.iostream import IOPubThread

    thread_class: Any = IOPubThread
    socket_class: Any = zmq.Socket
    given_in, bind_to_port = thread_class._setup_pipe_in, socket_class.bind_to_random_port

    def bind(pipe: Any, *_: Any, **__: Any) -> int:
        pipe.bind(address)
        return 0

    def setup_in(thread: Any) -> None:
        socket_class.bind_to_random_port = bind
        try:
            given_in(thread)
        finally:
            socket_class.bind_to_random_port = bind_to_port

    def setup_out(_thread: Any) -> Any:
        context = zmq.Context()  # a new one after a fork
        out = context.socket(zmq.PUSH)
        out.linger = 3000
        out.connect(address)
        return context, out

    thread_class._setup_pipe_in, thread_class._setup_pipe_out = setup_in, setup_out


def _run(arguments: list[str]) -> int:
    import ipykernel_launcher  # type: ignore[import-untyped]
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = [ipykernel_launcher.__file__, *arguments]
    arguments = [*arguments, "--IPKernelApp.parent_handle=1"]  # it ends with its owner, not with this server
    if os.environ.get("MPLBACKEND", _INLINE) == _INLINE:  # pyplot is imported already and reads the variable no more
        arguments = [*arguments, "--matplotlib=inline"]
    code: Any = 0
    try:
        IPKernelApp.launch_instance(arguments)
    except SystemExit as leaving:
        code = leaving.code
    finally:  # what an interpreter does at its end
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):
                stream.flush()
    return code if isinstance(code, int) else int(code is not None)
