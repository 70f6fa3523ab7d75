"""A papermill engine that runs a notebook in this process, which was forked for its round, libraries loaded."""

from __future__ import annotations

import os
from typing import Any

from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from traitlets.config import Config


class ShellEngine(Engine):
    """Cells in a new IPython shell; stops at the first error, as a kernel would."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **_: Any) -> None:
        from ros_analysis.publish.shell import CapturingShell

        shell = CapturingShell.fresh()
        for index, cell in enumerate(nb_man.nb.cells):
            nb_man.cell_start(cell, index)
            if cell.cell_type == "code":
                cell.outputs = shell.outputs(cell.source)
                cell.execution_count = None
            nb_man.cell_complete(cell, index)
            if any(output.output_type == "error" for output in cell.get("outputs", ())):
                nb_man.cell_exception(cell, index)
                break


def engine_arguments(engine: str) -> dict[str, Any]:
    """What papermill.execute_notebook needs to run with `engine`."""
    if engine == "fork":
        return {"engine_name": "ros-shell"}
    transport = "ipc" if os.name == "posix" else "tcp"
    config = Config({"KernelManager": {"transport": transport}})
    return {"engine_name": "nbclient", "config": config, "shutdown_kernel": "immediate"}


papermill_engines.register("ros-shell", ShellEngine)
