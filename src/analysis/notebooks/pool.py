"""Run notebooks in threads of this process, each with a kernel process of its own, until stopped."""

from __future__ import annotations

import contextlib
import logging
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from typing import Any
from weakref import ref

from tqdm import tqdm

from analysis.notebooks import files

_KILLING = 0.2  # seconds between looks for kernels that are still there


@contextmanager
def threads(jobs: int, cold: bool) -> Iterator[tuple[Callable[..., Any], Callable[..., Any]]]:
    """Run in threads of this process, each with a kernel process of its own. Stopped, it kills these at once.

    papermill is never given a cwd, which it would set for the whole process.
    """
    from analysis.kernels import provisioner  # imports jupyter_client: not needed where nothing is to be done
    from analysis.notebooks import engine

    # an import that Ctrl-C breaks keeps those of all threads waiting; tqdm has one left
    tqdm.get_lock()  # type: ignore[no-untyped-call]
    # a reference that calls nothing when its future goes: what a signal raises in such a call, Python drops
    futures: list[ref[Any]] = []

    def submit(*task: Any) -> Any:
        future = pool.submit(files.timed, *task)
        futures.append(ref(future))
        return future

    with provisioner.default(warm=not cold):
        pool = ThreadPoolExecutor(jobs)
        try:
            yield submit, as_completed
        except KeyboardInterrupt:
            with _once():
                with contextlib.suppress(OSError):  # a terminal that is closed
                    tqdm.write("snhr: stopping; the notebooks that run are given up.", file=sys.stderr)
                pool.shutdown(wait=False, cancel_futures=True)
                with provisioner.stopped():
                    while not all(future.done() for one in futures if (future := one())):
                        engine.kill_kernels()
                        time.sleep(_KILLING)
            raise
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _once() -> Iterator[None]:
    """Be asked to stop once: a second Ctrl-C would leave behind what the first one is about to remove."""
    before, told = {}, logging.root.manager.disable
    logging.disable(logging.CRITICAL)  # nbclient tells of each kernel that it died
    with contextlib.suppress(ValueError):  # not the main thread, which alone is asked
        asked = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
        before = {one: signal.signal(one, signal.SIG_IGN) for one in asked}
    try:
        yield
    finally:
        logging.disable(told)
        for one, handler in before.items():
            signal.signal(one, handler)
