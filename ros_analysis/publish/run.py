"""One round through its notebooks to finished report folders."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from ros_analysis import provenance
from ros_analysis.folders import Folders, NotFoundError
from ros_analysis.intake import read_sources
from ros_analysis.models import SettingsError
from ros_analysis.problems import RefusedData
from ros_analysis.provenance import NOTEBOOKS, Evidence
from ros_analysis.publish import archive, printable
from ros_analysis.publish.elements import DocumentError
from ros_analysis.publish.execute import NotebookFailedError, execute
from ros_analysis.publish.lending import lend
from ros_analysis.publish.loading import load_pages
from ros_analysis.publish.parameters import ParameterError, Parameters
from ros_analysis.publish.plan import Job
from ros_analysis.publish.workers import beside

FAILED = ".failed"
EXPECTED = (NotebookFailedError, RefusedData, SettingsError, NotFoundError, ParameterError)


@dataclass(frozen=True)
class Workshop:
    """Where reports are built, by which engine, from files with which fingerprints.

    `lends` earlier rounds or not; with `pages_loaded`, what draws and publishes needn't be loaded for the first report.
    """

    out: Path
    engine: str
    evidence: Evidence
    lends: bool = True
    pages_loaded: bool = False


def build(job: Job, shop: Workshop, tell: Callable[[Path, float], None]) -> None:
    """Build every edition of `job` in a private folder, then put each in its place, telling place and seconds.

    Raises one of EXPECTED or OSError; reports that stand in `out` stay as they are then.
    """
    folders = shop.evidence.folders
    if unprintable := printable.problems(read_sources(folders, job.survey, job.year)):
        raise NotebookFailedError(f"{job}:\n{RefusedData(unprintable)}")
    with archive.staging(shop.out, f"{job.survey}-{job.year}") as private, _environment(folders, private):
        prepare = partial(_prepare, job, shop, private)
        if shop.pages_loaded:
            prepare()
        else:
            with beside(prepare):
                load_pages()
        processed = private / "processed" / job.survey / str(job.year)
        seconds = [_build_report(job, edition, shop, private, processed) for edition in job.editions]
        archive.put_in_place(processed, folders.processed_round(job.survey, job.year))
        for edition, taken in zip(job.editions, seconds, strict=True):
            archive.put_in_place(private / edition, job.place(shop.out, edition))
            tell(job.place(shop.out, edition), taken)


def _prepare(job: Job, shop: Workshop, private: Path) -> None:
    """Clean and test the round, the same for every edition, into a processed folder in `private`."""
    if shop.lends:
        lend(shop.evidence, shop.out, job.survey, job.year, private / "processed")
    for name in NOTEBOOKS[:2]:
        execute(name, _parameters(job, "internal"), private, shop.out / FAILED, shop.engine)


def _build_report(job: Job, edition: str, shop: Workshop, private: Path, processed: Path) -> float:
    """Make one edition's folder in `private`; returns the seconds it took."""
    from ros_analysis.publish import pages
    from ros_analysis.publish.typesetting import TypesettingError

    started = time.monotonic()
    inputs = shop.evidence.made_from(job.parameters(edition))
    executed = execute(NOTEBOOKS[2], _parameters(job, edition), private, shop.out / FAILED, shop.engine)
    folder = private / edition
    folder.mkdir()
    try:
        names = pages.write_pages(executed, folder)
    except (DocumentError, TypesettingError) as error:
        raise NotebookFailedError(f"{job} ({edition}): {NOTEBOOKS[2]}.ipynb: {error}") from None
    seconds = round(time.monotonic() - started, 2)
    manifest = {
        "schema": 1,
        "parameters": dict(job.parameters(edition)),
        "inputs": inputs,
        "outputs": provenance.outputs(folder, names),
        "processed": provenance.outputs(processed, (path.name for path in processed.iterdir())),
        "code": provenance.commit(),
        "versions": provenance.versions(),
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": seconds,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (folder / provenance.MANIFEST).write_text(text, "utf-8")
    return seconds


def _parameters(job: Job, edition: str) -> Parameters:
    return Parameters.model_validate(dict(job.parameters(edition)))


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
