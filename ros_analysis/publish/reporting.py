"""Which reports are asked for, building them one after the other, and what state each is in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ros_analysis import provenance
from ros_analysis.folders import Folders
from ros_analysis.models import SettingsError
from ros_analysis.problems import RefusedData
from ros_analysis.publish.engine import DEFAULT
from ros_analysis.publish.parameters import ParameterError, check_parameters
from ros_analysis.publish.run import Job, NotebookFailedError, Tell, build, jobs


def asked(
    folders: Folders,
    survey: str | None,
    year: int | None,
    edition: str | None,
    language: str,
    engine: str | None,
) -> tuple[list[Job], str]:
    """The rounds to build and the engine; raises ParameterError or NotFoundError before any kernel starts."""
    given = {"survey": survey, "survey_year": year, "edition": edition, "language": language}
    check_parameters({name: value for name, value in given.items() if value is not None})
    if engine not in (None, "fork", "kernel"):
        raise ParameterError(f"Ukjent motor «{engine}». Velg fork eller kernel.")
    return jobs(folders, survey, year, [edition] if edition else [], language), engine or DEFAULT


def build_all(work: tuple[Sequence[Job], str], folders: Folders, out: Path, tell: Tell) -> bool:
    """Build every job; one that fails is told and does not stop the others. True when all were built."""
    found, engine = work
    written: list[Path] = []
    failed = 0
    for job in found:
        try:
            written += build(job, folders, out, engine=engine, tell=tell)  # type: ignore[arg-type]
        except (NotebookFailedError, RefusedData, SettingsError) as error:
            failed += 1
            tell(f"FEIL: {error}")
    for place in written:
        tell(f"{place}")
    if failed:
        tell(f"{failed} av {len(found)} runder ble ikke bygget. Forrige rapport står der den sto.")
    return not failed


def status(folders: Folders, out: Path) -> Iterator[str]:
    """One line a report: current, missing, damaged, or what has changed since it was built."""
    for job in jobs(folders, None, None, [], ""):
        for edition in job.editions:
            place = job.place(out, edition)
            yield f"{place}: {_state(job, edition, folders, place)}"


def _state(job: Job, edition: str, folders: Folders, place: Path) -> str:
    manifest = provenance.read_manifest(place)
    if manifest is None:
        return "mangler"
    if broken := provenance.damaged(place, manifest):
        return f"skadet ({', '.join(broken)})"
    changed = provenance.made_from(folders, job.parameters(edition).model_dump()).differences(manifest)
    return f"endret: {', '.join(changed[:5])}{' …' if len(changed) > 5 else ''}" if changed else "oppdatert"
