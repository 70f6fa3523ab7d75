"""One notebook with its parameters through papermill, or an error that names the cell that raised."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from papermill.execute import execute_notebook

from ros_analysis.publish.engine import engine_arguments
from ros_analysis.publish.parameters import Parameters, require_parameters_cell
from ros_analysis.report import ROOT
from ros_analysis.survey import private

REFUSALS = ("RefusedData", "SettingsError", "NotFoundError")


class NotebookFailedError(Exception):
    """A cell that raised: notebook, heading, cell number, error, and where the partial notebook lies."""


def execute(name: str, parameters: Parameters, own: Path, failed: Path, engine: str) -> NotebookNode:
    """Run the notebook `name` in the folder `own`; one that raises is kept in the folder `failed`.

    Raises NotebookFailedError.
    """
    notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    require_parameters_cell(notebook, f"{name}.ipynb")
    partial = own / f"{name}.ipynb"
    try:
        executed: NotebookNode = execute_notebook(
            notebook,
            str(partial).replace("{", "{{").replace("}", "}}"),
            parameters.model_dump(),
            kernel_name="python3",
            progress_bar=False,
            request_save_on_cell_execute=False,
            cwd=own,
            **engine_arguments(engine),
        )
    except PapermillExecutionError as error:
        raise _failure(name, parameters, error, _kept(partial, parameters, failed)) from None
    return executed


def _kept(partial: Path, parameters: Parameters, failed: Path) -> Path:
    named = f"{parameters.survey}-{parameters.survey_year}-{parameters.edition}-{partial.name}"
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
    return first[0].lstrip("# ").split(" {#")[0] if first and first[0].startswith("#") else ""
