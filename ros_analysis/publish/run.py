"""One round through its notebooks to finished report folders."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from ros_analysis.analysis import PLAN, plan_fingerprint
from ros_analysis.publish import provenance
from ros_analysis.publish.archive import copied, put_in_place, staging
from ros_analysis.publish.elements import DocumentError
from ros_analysis.publish.execute import NotebookFailedError, execute
from ros_analysis.publish.loading import load_pages
from ros_analysis.publish.parameters import ParameterError, check_parameters
from ros_analysis.publish.plan import Job
from ros_analysis.publish.printable import unprintable_problems
from ros_analysis.publish.processes import beside
from ros_analysis.publish.provenance import Evidence, clean_others, reuse
from ros_analysis.report import NOTEBOOKS, code_fingerprint, commit, versions
from ros_analysis.rounds import MEMORY, Sources, read_sources
from ros_analysis.survey import Folders, NotFoundError, RefusedData, SettingsError, placeholders, private

FAILED = ".failed"
EXPECTED = (NotebookFailedError, RefusedData, SettingsError, NotFoundError, ParameterError)


@dataclass(frozen=True)
class Workshop:
    """Where reports are built, by which engine, from files with which fingerprints.

    It `reuses` earlier rounds or not; with `pages_loaded`, the first report needn't load what draws and publishes.
    """

    out: Path
    engine: str
    evidence: Evidence
    reuses: bool = True
    pages_loaded: bool = False

    @property
    def failed(self) -> Path:
        """Where a notebook that raised is kept, as far as it came."""
        return self.evidence.folders.processed / FAILED


def build(job: Job, shop: Workshop, tell: Callable[[Path, float], None]) -> None:
    """Build every edition of `job` in a private folder, then put each in its place, telling place and seconds.

    Raises one of EXPECTED or OSError; reports that stand in `out` stay as they are then. A public edition whose texts
    are not written is refused, after the internal one is built.
    """
    folders = shop.evidence.folders
    sources = read_sources(folders, job.survey, job.year)
    if unprintable := unprintable_problems(sources):
        raise NotebookFailedError(f"{job}:\n{RefusedData(unprintable)}")
    unwritten = unwritten_texts(job, sources)
    if unwritten:
        job = replace(job, editions=tuple(edition for edition in job.editions if edition != "public"))
    if job.editions:
        _build(job, shop, plan_fingerprint(sources.survey.factors), tell)
    if unwritten:
        raise SettingsError(unwritten)


def unwritten_texts(job: Job, sources: Sources) -> str:
    """What stops the public edition: texts that are placeholders; empty where it isn't asked for, or is written."""
    if "public" not in job.editions:
        return ""
    found = placeholders(sources.survey, sources.round, sources.codebook)
    told = "\n".join(f"  {each}." for each in found)
    return f"{job} (public) er ikke bygget. Skriv disse tekstene først:\n{told}" if found else ""


def _build(job: Job, shop: Workshop, plan: str, tell: Callable[[Path, float], None]) -> None:
    folders = shop.evidence.folders
    with staging(folders.processed, f"{job.survey}-{job.year}") as own, environment(folders, own):
        prepare = partial(_prepare, job, shop, own)
        if shop.pages_loaded:
            prepare()
        else:
            with beside(prepare):
                load_pages()
        processed = own / "processed" / job.survey / str(job.year)
        seconds = [_build_report(job, edition, shop, own, processed, plan) for edition in job.editions]
        private(folders.processed / job.survey)
        put_in_place(processed, folders.processed_round(job.survey, job.year))
        _take_along(job, Folders(folders.data, own / "processed"), folders)
        for edition, taken in zip(job.editions, seconds, strict=True):
            _hand_over(job, edition, shop, own)
            tell(job.place(shop.out, edition), taken)


def _prepare(job: Job, shop: Workshop, own: Path) -> None:
    """Clean and test the round, the same for every edition, into a processed folder in `own`."""
    if shop.reuses:
        reuse(shop.evidence, job.survey, job.year, own / "processed")
    private_side = Folders(shop.evidence.folders.data, own / "processed")
    _take_along(job, shop.evidence.folders, private_side)
    clean_others(job.survey, job.year, private_side)
    for name in NOTEBOOKS[:2]:
        execute(name, check_parameters(job.parameters("internal")), own, shop.failed, shop.engine, seen=False)


def _take_along(job: Job, start: Folders, to: Folders) -> None:
    """Copy what is remembered of the round's declared factors, if anything, from one private side to another."""
    memory, copy = (folders.beside_round(job.survey, job.year, MEMORY) for folders in (start, to))
    if memory.is_file():
        private(copy.parent)
        shutil.copyfile(memory, copy)


def _build_report(job: Job, edition: str, shop: Workshop, own: Path, processed: Path, plan: str) -> float:
    """Make one edition's folder in `own`, and beside it the record of what it is made from; returns the seconds."""
    from ros_analysis.publish import pages
    from ros_analysis.publish.templates import TypesettingError

    started = time.monotonic()
    inputs = shop.evidence.made_from(job.parameters(edition))
    executed = execute(NOTEBOOKS[2], check_parameters(job.parameters(edition)), own, shop.failed, shop.engine)
    folder, stem = own / edition, provenance.file_stem(job.parameters(edition))
    folder.mkdir()
    try:
        names = pages.write_pages(executed, folder, stem, docx=job.docx, template=job.template)
    except (DocumentError, TypesettingError) as error:
        raise NotebookFailedError(f"{job} ({edition}): {NOTEBOOKS[2]}.ipynb: {error}") from None
    seconds = round(time.monotonic() - started, 2)
    manifest = manifest_of(job.parameters(edition), folder, names)
    manifest["plan"] = {"number": PLAN, "fingerprint": plan}
    private_side = {
        "inputs": inputs,
        "processed": provenance.outputs(processed, (path.name for path in processed.iterdir())),
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": seconds,
    }
    (folder / provenance.MANIFEST).write_text(provenance.written(manifest), "utf-8")
    (own / f"{edition}.json").write_text(provenance.written(manifest | private_side), "utf-8")
    return seconds


def manifest_of(parameters: provenance.Parameters, folder: Path, names: Iterable[str]) -> dict[str, object]:
    """What a finished folder says of itself: what it is made for and by, and its files; nothing of raw data."""
    return {
        "schema": 2,
        "parameters": dict(parameters),
        "outputs": provenance.outputs(folder, names),
        "code": {"fingerprint": code_fingerprint(), **commit()},
        "versions": versions(),
    }


def _hand_over(job: Job, edition: str, shop: Workshop, own: Path) -> None:
    """Let the finished folder take the last one's place in `out`, and keep the record on the private side.

    Nothing but finished folders ever lies below `out`, which may be on another file system.
    """
    place = job.place(shop.out, edition)
    with copied(own / edition, shop.out) as near:
        put_in_place(near, place)
    record = shop.evidence.folders.beside_round(job.survey, job.year, place.name)
    (own / f"{edition}.json").replace(record)


@contextmanager
def environment(folders: Folders, own: Path) -> Iterator[None]:
    """Notebooks find the data folder here, and write to a private processed folder."""
    values = {"ROS_DATA": str(folders.data), "ROS_PROCESSED": str(own / "processed")}
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
