"""Parameters → notebooks through papermill → finished report folders."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from ros_analysis import provenance
from ros_analysis.folders import Folders
from ros_analysis.provenance import NOTEBOOKS, ROOT
from ros_analysis.publish import archive
from ros_analysis.publish.engine import DEFAULT, EngineName
from ros_analysis.publish.parameters import Parameters, require_parameters_cell

FAILED = ".failed"
REFUSALS = ("RefusedData", "SettingsError", "NotFoundError")
Tell = Callable[[str], None]


class NotebookFailedError(Exception):
    """A cell that raised: notebook, heading, cell number, error, and where the partial notebook lies."""

    def __init__(self, text: str, *, refused: bool = False) -> None:
        self.refused = refused
        super().__init__(text)


@dataclass(frozen=True)
class Job:
    """One round to build: its editions share the cleaned answers and the findings."""

    survey: str
    year: int
    editions: tuple[str, ...]
    language: str = ""

    def parameters(self, edition: str) -> Parameters:
        return Parameters.model_validate(
            {"survey": self.survey, "survey_year": self.year, "edition": edition, "language": self.language}
        )

    def place(self, out: Path, edition: str) -> Path:
        return (
            out / self.survey / str(self.year) / (f"{edition}.{self.language}" if self.language else edition)
        )

    def __str__(self) -> str:
        return f"{self.survey} {self.year}"


def build(
    job: Job, folders: Folders, out: Path, *, engine: EngineName = DEFAULT, tell: Tell = print
) -> list[Path]:
    """Build every edition of `job` in a private folder, then put each in its place; returns the places.

    Raises NotebookFailedError; reports that stand in `out` stay as they are then.
    """
    out.mkdir(parents=True, exist_ok=True)
    archive.sweep(out)
    with archive.staging(out, f"{job.survey}-{job.year}") as private, _environment(folders, private):
        for name in NOTEBOOKS[:2]:
            tell(f"{job}: {name}")
            _execute(name, job.parameters(job.editions[0]), private, out, engine)
        for edition in job.editions:
            tell(f"{job}: 3_report ({edition})")
            _build_report(job, edition, folders, private, out, engine)
        places = [job.place(out, edition) for edition in job.editions]
        _publish_processed(job, folders, private)
        for edition, place in zip(job.editions, places, strict=True):
            archive.put_in_place(private / edition, place)
    return places


def _build_report(
    job: Job, edition: str, folders: Folders, private: Path, out: Path, engine: EngineName
) -> None:
    from ros_analysis.publish.elements import DocumentError
    from ros_analysis.publish.pages import write_pages

    started = time.monotonic()
    parameters = job.parameters(edition)
    made = provenance.made_from(folders, parameters.model_dump())
    executed = _execute("3_report", parameters, private, out, engine)
    folder = private / edition
    folder.mkdir()
    try:
        names = write_pages(executed, folder)
    except DocumentError as error:
        raise NotebookFailedError(f"{job} ({edition}): 3_report.ipynb: {error}") from None
    manifest = {
        "schema": 1,
        "parameters": dict(made.parameters),
        "inputs": dict(made.files),
        "outputs": provenance.outputs(folder, names),
        "code": provenance.commit(),
        "versions": provenance.versions(),
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - started, 2),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (folder / provenance.MANIFEST).write_text(text, "utf-8")


def _execute(name: str, parameters: Parameters, private: Path, out: Path, engine: EngineName) -> NotebookNode:
    """Run one notebook with `parameters`; raises NotebookFailedError naming its cell."""
    import papermill
    from papermill.exceptions import PapermillExecutionError

    from ros_analysis.publish.engine import engine_arguments

    source = ROOT / "notebooks" / f"{name}.ipynb"
    require_parameters_cell(nbformat.read(source, as_version=4), source.name)
    partial = private / f"{name}.ipynb"
    try:
        executed: NotebookNode = papermill.execute_notebook(
            source,
            partial,
            parameters.model_dump(),
            kernel_name="python3",
            progress_bar=False,
            cwd=private,
            **engine_arguments(engine),
        )
    except PapermillExecutionError as error:
        raise _failure(name, parameters, error, _keep_partial(partial, parameters, out)) from None
    return executed


def _keep_partial(partial: Path, parameters: Parameters, out: Path) -> Path:
    kept = out / FAILED / f"{parameters.survey}-{parameters.survey_year}-{parameters.edition}-{partial.name}"
    kept.parent.mkdir(parents=True, exist_ok=True)
    partial.replace(kept)
    return kept


def _failure(name: str, parameters: Parameters, error: Any, kept: Path) -> NotebookFailedError:
    if error.ename in REFUSALS:
        return NotebookFailedError(
            f"{parameters.survey} {parameters.survey_year}:\n{error.evalue}", refused=True
        )
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


def _publish_processed(job: Job, folders: Folders, private: Path) -> None:
    made = private / "processed" / job.survey / str(job.year)
    archive.put_in_place(made, folders.processed_round(job.survey, job.year))


@contextmanager
def _environment(folders: Folders, private: Path) -> Iterator[None]:
    """Notebooks find the data folder here, and write to a private processed folder."""
    values = {"ROS_DATA": str(folders.data), "ROS_PROCESSED": str(private / "processed")}
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def jobs(
    folders: Folders, survey: str | None, year: int | None, editions: Sequence[str], language: str
) -> list[Job]:
    """The rounds that match; without `editions` a survey of published counts has only the public one."""
    from ros_analysis.settings import read_round

    found: list[Job] = []
    for name in [survey] if survey else folders.surveys():
        for known in [year] if year else folders.years(name):
            has_answers = read_round(folders.round(name, known)).has_answers
            usual = ("public", "internal") if has_answers else ("public",)
            found.append(Job(name, known, tuple(editions) or usual, language))
    return found
