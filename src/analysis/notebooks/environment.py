"""The environment that a batch has of its own: a reader's shell, profile, settings and fonts change nothing in it.

What a person opens in JupyterLab keeps theirs.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from packaging.requirements import Requirement

from analysis.data.folder import REPOSITORY
from analysis.kernels.alone import ALONE, LAUNCHER

LIBRARIES = ("numpy", "pandas", "matplotlib", "seaborn", "pillow", "ipython", "ipykernel", "nbclient", "papermill")
_FOREIGN = (  # how variables begin that would change what is computed, said or drawn, or how it is run
    *("COLUMNS", "COV_CORE", "FORCE_COLOR", "FREETYPE_PROPERTIES", "IPYTHON", "JUPYTER", "LANG", "LC_", "LINES"),
    *("MATPLOTLIB", "MPL", "NBVAL", "NO_COLOR", "PANDAS", "PAPERMILL", "PYTEST", "PYTHON", "QT_"),
    *("SOURCE_DATE_EPOCH", "TZ"),
)
_NEEDED = {  # by an interpreter, to find its modules
    *("PYTHONPATH", "PYTHONHOME", "PYTHONUSERBASE", "PYTHONNOUSERSITE", "PYTHONPLATLIBDIR", "PYTHONEXECUTABLE"),
    *("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"),
}
BATCH = "ANALYSIS_BATCH"  # said to kernels: nobody is there to choose with widgets
_OWN = {
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    BATCH: "1",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "MPL_IGNORE_SYSTEM_FONTS": "1",  # a font of somebody may bear the name of one of matplotlib's own
}
_making = threading.RLock()  # the notebooks' threads ask for the same things at the same time; a cache makes them twice


def versions() -> dict[str, str]:
    """The installed versions of what computes, draws and executes."""
    found = {"python": ".".join(map(str, sys.version_info[:3]))}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # a distribution of another name, as some systems have
            found[name] = "unknown"
    return found


def versions_changed(record: Mapping[str, Any]) -> str:
    """Which versions a record has that are not those installed; '' where none differs, or it has none."""
    before, now = record.get("versions"), versions()
    if not isinstance(before, dict):
        return ""
    changed = [name for name in now if before.get(name) != now[name]]
    return ", ".join(f"{name} {before.get(name, 'unknown')}, now {now[name]}" for name in changed)


def unlike_lock() -> str:
    """Which installed versions are not those of the lock, which the outputs were tested with; '' where all are."""
    lock = REPOSITORY / "requirements.lock"
    lines = lock.read_text("utf-8").splitlines() if lock.is_file() else []
    wanted = [Requirement(line.rstrip(" \\")) for line in lines if line[:1].isalpha()]
    locked = {one.name: one.specifier for one in wanted if not one.marker or one.marker.evaluate()}
    found = {name: has for name, has in versions().items() if name in locked and has not in locked[name]}
    return ", ".join(f"{name} {has} ({str(locked[name]).removeprefix('==')})" for name, has in found.items())


def of_a_batch() -> dict[str, str]:
    """The environment of a kernel, or of what starts one."""
    kept = {
        name: value for name, value in os.environ.items() if name in _NEEDED or not name.upper().startswith(_FOREIGN)
    }
    paths = [os.path.abspath(path) for path in kept.pop("PYTHONPATH", "").split(os.pathsep) if path]  # "": this folder
    if paths:  # kernels work in another folder
        kept["PYTHONPATH"] = os.pathsep.join(paths)
    own = {name: str(_scratch() / name.lower()) for name in ("IPYTHONDIR", "MPLCONFIGDIR", "JUPYTER_CONFIG_DIR")}
    return kept | _OWN | own


def folder() -> Path:
    """The folder that kernels work in: empty, so that nothing in it is imported or read as settings."""
    return _scratch() / "empty"


def _scratch() -> Path:
    """Folders for the settings and caches of this process's kernels, gone with it."""
    with _making:
        return _made()


@cache
def _made() -> Path:
    made = Path(tempfile.mkdtemp(prefix="snhr-batch-"))
    owner = os.getpid()
    atexit.register(lambda: shutil.rmtree(made, ignore_errors=True) if os.getpid() == owner else None)
    for name in ("empty", "ipythondir", "mplconfigdir", "jupyter_config_dir"):
        (made / name).mkdir()
    return made


def draw_once() -> None:
    """Have matplotlib list the fonts of this machine before kernels start: each would do it, and say so in a cell."""
    with _making:
        _drawn()


@cache
def _drawn() -> None:
    command = [sys.executable, "-c", "import matplotlib.font_manager"]
    subprocess.run(command, env=of_a_batch(), cwd=folder(), capture_output=True, check=False)


class OwnKernel(KernelSpecManager):
    """Finds this environment's Python kernel, whatever other kernels of its name are installed on this machine."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The kernel of the interpreter that runs this, without the settings that this machine has for all kernels."""
        from ipykernel.kernelspec import get_kernel_dict

        spec = KernelSpec(**get_kernel_dict())
        spec.argv = [ALONE if part == LAUNCHER else part for part in spec.argv]
        return spec
