"""`python -m ipykernel_launcher` for a kernel that knows nothing of what the machine tells IPython (in /etc/ipython).

No option of IPython does so: its files are read, and run, before any other.
"""

from __future__ import annotations

import runpy

LAUNCHER = "ipykernel_launcher"
ALONE = "analysis.kernels.alone"


def shut_out() -> None:
    """Have IPython look for its settings in its own folder alone."""
    from IPython.core import application

    application.SYSTEM_CONFIG_DIRS.clear()
    application.ENV_CONFIG_DIRS.clear()


if __name__ == "__main__":
    shut_out()
    runpy.run_module(LAUNCHER, run_name="__main__", alter_sys=True)
