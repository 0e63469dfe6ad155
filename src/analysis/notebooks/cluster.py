"""The same batch on an existing Dask cluster: notebooks and data travel to the workers, results come back.

Workers need this package (extra `dask`) and nothing else: no shared folder. Each forks its own kernels.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tqdm import tqdm

from analysis.data.folder import ENVIRONMENT_VARIABLE, known_good, replace_file
from analysis.data.tables import Data
from analysis.errors import RunError
from analysis.notebooks.environment import versions, versions_changed
from analysis.notebooks.files import Executed, timed
from analysis.notebooks.runs import library_key

_ASK = 5.0  # seconds between looks for workers, where nothing is


@contextmanager
def cluster(address: str, data: Data, warm: bool) -> Iterator[tuple[Callable[..., Any], Callable[..., Any]]]:
    """Connect to a scheduler: how to submit a notebook, and how to take results as they are completed.

    Raises
    ------
    RunError
        No scheduler there, no worker, or workers with other code or versions than here.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise RunError("running on a Dask cluster needs the extra: pip install 'snhr-analysis[dask]'") from error
    try:
        client = Client(address, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        raise RunError(f"no Dask scheduler at {address}: {error}. Next: start one, or leave out --dask.") from error
    with client, client.as_current():
        codes = _answered(address, client.run, library_key)
        if not codes:
            raise RunError(f"the scheduler at {address} has no workers. Next: start some with `dask worker {address}`.")
        found = {
            worker: versions_changed({"versions": there})
            for worker, there in _answered(address, client.run, versions).items()
        }
        if unlike := [f"{worker} ({changed} here)" for worker, changed in sorted(found.items()) if changed]:
            raise RunError(f"other versions on {', '.join(unlike)}. Next: install the same there.")
        other = sorted(worker for worker, code in codes.items() if code != library_key())
        if other:
            raise RunError(f"other code of this package on {', '.join(other)}. Next: install the same version there.")
        raw = {f"raw/{name}": (data.folder / name).read_text("utf-8") for name in data.hashes}
        if data.checked:  # or each kernel would check them again
            raw["processed/manifest.json"] = known_good(data.hashes)
        # a task, not scattered: what was scattered is gone with the workers that hold it, a task is done again
        files: Any = client.submit(dict, raw, pure=False)

        # its futures are done when the result is here: what a lost worker has not handed over is waited for, not asked
        executor = client.get_executor(pure=False, retries=2)

        def submit(source: str, parameters: Mapping[str, object], timeout: int) -> Future[tuple[Executed, float]]:
            done: Future[tuple[Executed, float]] = executor.submit(_there, source, parameters, timeout, files, warm)
            return done

        def completed(futures: list[Future[Any]]) -> Iterator[Future[Any]]:
            """Take results as they come, and say when there is nobody left to give any."""
            waiting, told = set(futures), False
            while waiting:
                done, waiting = wait(waiting, _ASK, FIRST_COMPLETED)
                yield from done
                gone = not done and not _answered(address, client.nthreads)
                if gone and not told:
                    then = f"Start some with `dask worker {address}`, or stop: what is done is kept."
                    tqdm.write(f"snhr: no worker is left at {address}. {then}", file=sys.stderr)
                told = gone

        yield submit, completed


def _answered(address: str, ask: Callable[..., Any], *asked: Any) -> Any:
    """What the cluster answers. Raises RunError where it does not."""
    try:
        return ask(*asked)
    except OSError as error:
        raise RunError(
            f"the Dask cluster at {address} does not answer: {error}. Next: run again: it goes on."
        ) from error


def _there(
    source: str, parameters: Mapping[str, object], timeout: int, files: Mapping[str, str], warm: bool
) -> tuple[Executed, float]:
    """Run one notebook on a worker, on the data that travelled with it."""
    from analysis.kernels import provisioner

    os.environ[ENVIRONMENT_VARIABLE] = str(_unpacked(files) / "raw")
    provisioner.choose(warm)
    return timed(source, parameters, timeout)


def _unpacked(files: Mapping[str, str]) -> Path:
    """The data as files, written once a worker."""
    key = hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()[:16]
    user = getattr(os, "getuid", int)()  # Windows has none, and a temporary folder for each user
    folder = Path(tempfile.gettempdir(), f"snhr-data-{user}-{os.getpid()}-{key}")
    for name, text in files.items():
        path = folder / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            replace_file(path, text)
    return folder
