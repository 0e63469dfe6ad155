"""papermill's engine with bounds: how long a cell may take, and how much a notebook may put out.

A notebook past a bound fails; its kernel is killed, and the batch goes on.
"""

from __future__ import annotations

import ast
import contextlib
import os
import signal
from typing import Any

from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.log import logger

from analysis.errors import RunError
from analysis.kernels.provisioner import NAME as WARM
from analysis.notebooks import environment

NAME = "snhr"
READS = "reads"  # in the metadata of an executed notebook: what its kernel read
_READS = "getattr(__import__('sys').modules.get('analysis.data.parts'), 'as_read', list)()"
MOST = 20_000_000  # characters; the largest notebook here has 2 million
_PATIENCE = 60  # seconds for what a finished cell put out to arrive, on a machine that is busy


class _BoundedClient(PapermillNotebookClient):  # type: ignore[misc]
    room = MOST

    def create_kernel_manager(self) -> Any:
        manager = super().create_kernel_manager()
        manager.kernel_spec_manager = environment.OwnKernel()
        return manager

    def start_new_kernel(self, **kwargs: Any) -> None:
        if KernelProvisionerFactory.instance().default_provisioner_name != WARM:
            environment.draw_once()
        super().start_new_kernel(env=environment.of_a_batch(), cwd=str(environment.folder()), **kwargs)

    def process_message(self, message: dict[str, Any], *place: Any) -> Any:
        self.room -= len(str(message["content"]))
        if self.room < 0:
            self.task_poll_for_reply.cancel()  # as nbclient does when the kernel is dead: nothing more is waited for
            raise DeadKernelError  # or what is there already would be read without end
        return super().process_message(message, *place)

    def papermill_execute_cells(self) -> None:
        super().papermill_execute_cells()
        told = self.wait_for_reply(self.kc.execute("", silent=True, user_expressions={"reads": _READS}))
        found = (told or {}).get("content", {}).get("user_expressions", {}).get("reads", {})
        self.nb.metadata[READS] = ast.literal_eval(found["data"]["text/plain"]) if "data" in found else []

    def execute(self, **kwargs: Any) -> Any:
        _running.add(self)
        try:
            return super().execute(**kwargs)
        except CellTimeoutError:
            raise RunError(
                f"cell {self.code_cells_executed}: not done within {self.timeout} s, and stopped. "
                "Next: see what it waits for, or give it longer with --timeout."
            ) from None
        except DeadKernelError:
            if self.room >= 0:
                raise
            raise RunError(
                f"cell {self.code_cells_executed}: more than {MOST // 1_000_000} million characters put out, and "
                "stopped. Next: have it show less."
            ) from None
        finally:
            _running.discard(self)
            if not (loop := ensure_event_loop()).is_running():  # of this thread, which nbclient leaves open
                loop.close()


def kill_kernels() -> None:
    """Kill the kernels of all notebooks that run now; nbclient sees it within a second."""
    for client in list(_running):
        pid = getattr(getattr(client.km, "provisioner", None), "pid", None)
        with contextlib.suppress(OSError):
            if pid and hasattr(os, "killpg"):
                os.killpg(pid, signal.SIGKILL)
            elif pid:
                os.kill(pid, signal.SIGTERM)  # which Windows takes for the same


_running: set[_BoundedClient] = set()


class _BoundedEngine(NBClientEngine):  # type: ignore[misc]
    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> Any:
        """Run the cells; papermill gives `execution_timeout` (seconds a cell) and what goes to the kernel."""
        client = _BoundedClient(
            nb_man,
            kernel_name=kernel_name,
            log=logger,
            timeout=kwargs["execution_timeout"],
            startup_timeout=kwargs["start_timeout"],
            iopub_timeout=_PATIENCE,
            shutdown_kernel="immediate",
            extra_arguments=kwargs["extra_arguments"],
        )
        return client.execute()


papermill_engines.register(NAME, _BoundedEngine)
