"""One notebook with its parameters through papermill, in a kernel or in this process, forked for its round."""

from __future__ import annotations

import io
import os
import re
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import raise_for_execution_errors
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from traitlets import Type
from traitlets.config import Config

from ros_analysis.publish.parameters import Parameters, require_parameters_cell
from ros_analysis.report import PROJECT
from ros_analysis.survey import private

LOOK = "look"
KERNEL = "python3"
REFUSALS = ("RefusedData", "SettingsError", "NotFoundError")


class NotebookFailedError(Exception):
    """A cell that raised: notebook, heading, cell number, error, and where the partial notebook lies."""


def execute(
    name: str, parameters: Parameters, own: Path, failed: Path, engine: str, *, seen: bool = True
) -> NotebookNode:
    """Run the notebook `name` in the folder `own`; one that raises is kept in the folder `failed`.

    Where nobody will have `seen` it, without the cells that are there to look at. Raises NotebookFailedError.
    """
    notebook = load_notebook_node(str(PROJECT / "notebooks" / f"{name}.ipynb"))
    notebook.cells = [cell for cell in notebook.cells if seen or LOOK not in cell.metadata.get("tags", ())]
    require_parameters_cell(notebook, f"{name}.ipynb")
    runner = _runner(engine)
    filled = parameterize_notebook(
        notebook, parameters.given, kernel_name=KERNEL, engine_name=runner["engine_name"]
    )
    with chdir(own):
        executed: NotebookNode = papermill_engines.execute_notebook_with_engine(
            nb=filled, kernel_name=KERNEL, progress_bar=False, **runner
        )
    partial = own / f"{name}.ipynb"
    try:
        raise_for_execution_errors(executed, str(partial))
    except PapermillExecutionError as error:
        raise _failure(name, parameters, error, _kept(partial, parameters, failed)) from None
    return executed


def warm_up() -> None:
    """Check a notebook and run a cell, because a good part of what both take is made when it is first done."""
    nbformat.validate(nbformat.v4.new_notebook())
    CapturingShell.fresh().outputs("")


def _kept(partial: Path, parameters: Parameters, failed: Path) -> Path:
    whose = [parameters.survey, parameters.survey_year, parameters.edition, parameters.member, partial.name]
    named = re.sub(r"[/\\]", "_", "-".join(str(part) for part in whose if part))
    return partial.replace(private(failed) / named)


def _failure(name: str, parameters: Parameters, error: Any, kept: Path) -> NotebookFailedError:
    if error.ename in REFUSALS:
        return NotebookFailedError(f"{parameters.survey} {parameters.survey_year}:\n{error.evalue}")
    cells = nbformat.read(kept, as_version=4).cells
    index = next(i for i, cell in enumerate(cells) if _raised(cell))
    heading = next((_heading(cell) for cell in reversed(cells[:index]) if _heading(cell)), "starten")
    return NotebookFailedError(
        f"{parameters.survey} {parameters.survey_year} ({parameters.edition}): {name}.ipynb stoppet under «{heading}», "
        f"celle {index + 1}: {error.ename}: {error.evalue}\nNotatboken så langt den kom: {kept}"
    )


def _raised(cell: NotebookNode) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", ()))


def _heading(cell: NotebookNode) -> str:
    first = cell.source.strip().splitlines()[:1] if cell.cell_type == "markdown" else []
    return first[0].lstrip("# ") if first and first[0].startswith("#") else ""


def _runner(engine: str) -> dict[str, Any]:
    """What papermill needs to run with `engine`."""
    if engine == "fork":
        return {"engine_name": "ros-shell"}
    transport = "ipc" if os.name == "posix" else "tcp"
    config = Config({"KernelManager": {"transport": transport}})
    return {"engine_name": "nbclient", "config": config, "shutdown_kernel": "immediate"}


class ShellEngine(Engine):
    """Cells in a new IPython shell of this process; stops at the first error, as a kernel would."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **_: Any) -> None:
        shell = CapturingShell.fresh()
        for index, cell in enumerate(nb_man.nb.cells):
            if cell.cell_type == "code":
                cell.outputs = shell.outputs(cell.source)
            if _raised(cell):
                nb_man.cell_exception(cell, index)
                break


papermill_engines.register("ros-shell", ShellEngine)


class CapturingHook(DisplayHook):
    """Keeps the value of a cell's last expression."""

    def __call__(self, result: Any = None) -> None:
        if result is not None:
            shell: Any = self.shell
            shell.display_pub.publish(*self.compute_format_data(result))  # type: ignore[no-untyped-call]


class CapturingPublisher(DisplayPublisher):
    """Keeps what a cell displays, in order."""

    def publish(self, data: Any, metadata: Any = None, source: Any = None, **_: Any) -> None:
        self.shell.shown.append(_output("display_data", data=data, metadata=metadata or {}))


class CapturingShell(InteractiveShell):
    """Runs cells one by one and gives each one's outputs."""

    displayhook_class = Type(CapturingHook)
    display_pub_class = Type(CapturingPublisher)
    shown: list[NotebookNode]

    @classmethod
    def fresh(cls) -> CapturingShell:
        """A shell that knows nothing of what ran before in this process."""
        quiet = Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}})
        shell: CapturingShell = cls.instance(config=quiet)
        # Not by `shell.reset`, which takes from __main__ what a spawned process asks it for.
        for name in shell.user_ns.keys() - shell.user_ns_hidden.keys():
            if not name.startswith("__"):
                del shell.user_ns[name]
        return shell

    def outputs(self, source: str) -> list[NotebookNode]:
        """Run one cell: what it printed and showed, and last the error if it raised."""
        self.shown = []
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            result = self.run_cell(source)  # type: ignore[no-untyped-call]
        error = result.error_before_exec or result.error_in_exec
        printed = [("stdout", out.getvalue()), ("stderr", err.getvalue())] if error is None else []
        streams = [_output("stream", name=name, text=text) for name, text in printed if text]
        return [*streams, *self.shown, *([self._error(error)] if error is not None else [])]

    def _error(self, error: BaseException) -> NotebookNode:
        lines = self.InteractiveTB.structured_traceback(type(error), error, error.__traceback__)
        traceback = lines if isinstance(lines, list) else [str(lines)]
        return _output("error", ename=type(error).__name__, evalue=str(error), traceback=traceback)


def _output(kind: str, **content: Any) -> NotebookNode:
    """One output of a cell; nbformat checks it with the whole notebook, so not by itself too."""
    return NotebookNode(output_type=kind, **content)
