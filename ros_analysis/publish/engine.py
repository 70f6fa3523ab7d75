"""A papermill engine that runs a notebook in a process forked from this one, libraries already loaded."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.connection import Connection
from typing import Any

from nbformat import NotebookNode
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from traitlets.config import Config


class ForkEngine(Engine):
    """Cells in an IPython shell of a forked child; stops at the first error, as a kernel would."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **_: Any) -> None:
        context = multiprocessing.get_context("fork")
        receiver, sender = context.Pipe(duplex=False)
        child = context.Process(target=_run_cells, args=(list(nb_man.nb.cells), sender))
        child.start()
        sender.close()
        try:
            _collect(nb_man, receiver)
        finally:
            child.join()


class DeadWorkerError(RuntimeError):
    """The process that ran the notebook ended before it had run all cells."""


def _collect(nb_man: NotebookExecutionManager, receiver: Connection) -> None:
    for index, cell in enumerate(nb_man.nb.cells):
        nb_man.cell_start(cell, index)
        if cell.cell_type == "code":
            try:
                cell.outputs = receiver.recv()
            except EOFError:
                raise DeadWorkerError(f"Prosessen som kjørte notatboken, døde i celle {index + 1}.") from None
            cell.execution_count = None
        nb_man.cell_complete(cell, index)
        if any(output.output_type == "error" for output in cell.get("outputs", ())):
            nb_man.cell_exception(cell, index)
            break


def _run_cells(cells: list[NotebookNode], sender: Connection) -> None:
    from ros_analysis.publish.shell import CapturingShell

    shell = CapturingShell.fresh()
    for cell in cells:
        if cell.cell_type == "code":
            outputs = shell.outputs(cell.source)
            sender.send(outputs)
            if any(output.output_type == "error" for output in outputs):
                break
    sender.close()
    os._exit(0)


def engine_arguments(engine: str) -> dict[str, Any]:
    """What papermill.execute_notebook needs to run with `engine`."""
    if engine == "fork":
        return {"engine_name": "ros-fork"}
    transport = "ipc" if os.name == "posix" else "tcp"
    config = Config({"KernelManager": {"transport": transport}})
    return {"engine_name": "nbclient", "config": config, "shutdown_kernel": "immediate"}


papermill_engines.register("ros-fork", ForkEngine)
