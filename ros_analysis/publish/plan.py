"""Which reports are asked for, and which of them are not what would be made now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ros_analysis.publish.processes import CAN_FORK
from ros_analysis.publish.provenance import (
    MANIFEST,
    PARTS,
    Evidence,
    State,
    damaged,
    extra,
    file_stem,
    read_manifest,
    round_of,
)
from ros_analysis.survey import Folders, SettingsError, read_toml

ENGINES = ("fork", "kernel") if CAN_FORK else ("kernel",)


@dataclass(frozen=True)
class Job:
    """One round to build: its editions share the cleaned answers and the findings; with a Word file or not, by the
    body's own `template` or ours."""

    survey: str
    year: int
    editions: tuple[str, ...]
    language: str = ""
    docx: bool = False
    template: Path | None = None

    def parameters(self, edition: str) -> Mapping[str, object]:
        """The notebooks' parameters for one edition."""
        return {
            "survey": self.survey,
            "survey_year": self.year,
            "edition": edition,
            "language": self.language,
        }

    def place(self, out: Path, edition: str) -> Path:
        """The report's folder below `out`."""
        name = f"{edition}.{self.language}" if self.language else edition
        return out / self.survey / str(self.year) / name

    def word_file(self, edition: str) -> str:
        """What the Word file of one edition is called."""
        return f"{file_stem(self.parameters(edition))}.docx"

    def __str__(self) -> str:
        return f"{self.survey} {self.year}"


def jobs_asked(
    folders: Folders,
    survey: str | None,
    year: int | None,
    edition: str | None,
    language: str,
    *,
    docx: bool = False,
    template: Path | None = None,
) -> list[Job]:
    """The rounds that match; without `edition` a survey of published counts has only the public one.

    Raises ParameterError or NotFoundError, before anything is run, also for a `template` that can't be read.
    """
    given = {"survey": survey, "survey_year": year, "edition": edition, "language": language or None}
    if known := {name: value for name, value in given.items() if value is not None}:
        from ros_analysis.publish.parameters import check_parameters

        check_parameters(known)
    if template is not None:
        from ros_analysis.publish.ooxml import theirs

        theirs(template)
    word = docx or template is not None
    return [
        Job(name, known, (edition,) if edition else _usual(folders, name, known), language, word, template)
        for name in ([survey] if survey else folders.surveys())
        for known in _years(folders, name, year)
    ]


def _years(folders: Folders, survey: str, year: int | None) -> Iterable[int]:
    if year is None:
        return folders.years(survey)
    folders.round(survey, year)
    return [year]


def _usual(folders: Folders, survey: str, year: int) -> tuple[str, ...]:
    """The editions of a round; settings that can't be read are left for the build to tell of."""
    try:
        has_answers = bool(read_toml(folders.raw / survey / str(year) / "round.toml").get("file"))
    except SettingsError:
        has_answers = True
    return ("public", "internal") if has_answers else ("public",)


def job_states(
    jobs: Iterable[Job], evidence: Evidence, out: Path, *, by_size: bool = False
) -> Iterator[tuple[Job, str, Path, State]]:
    """Every report of `jobs`: its edition, place and state, damage found `by_size` alone or by reading it all."""
    for job in jobs:
        for edition in job.editions:
            place = job.place(out, edition)
            state = evidence.state(place, job.parameters(edition), by_size=by_size)
            word, made = job.word_file(edition), (read_manifest(place) or {"outputs": ()})["outputs"]
            if job.docx and state.is_current and (job.template or word not in made):
                state = State("missing", (word,))
            yield job, edition, place, state


def outdated_jobs(jobs: Iterable[Job], evidence: Evidence, out: Path) -> list[Job]:
    """Each job with those of its editions that are not current; none of the jobs where all are."""
    editions: dict[Job, list[str]] = {}
    for job, edition, _, state in job_states(jobs, evidence, out, by_size=True):
        if not state.is_current:
            editions.setdefault(job, []).append(edition)
    return [replace(job, editions=tuple(old)) for job, old in editions.items()]


def count_reports(jobs: Iterable[Job]) -> int:
    """How many reports the jobs make."""
    return sum(len(job.editions) for job in jobs)


def engine_chosen(name: str | None) -> str:
    """The engine called `name`, the fastest that the system has when None; raises ParameterError."""
    if name is not None and name not in ENGINES:
        from ros_analysis.publish.parameters import ParameterError

        raise ParameterError(f"Ukjent motor «{name}». Velg {' eller '.join(ENGINES)}.")
    return name or ENGINES[0]


def verify_report(place: Path, evidence: Evidence) -> list[str]:
    """One line for each thing at `place` that its manifest doesn't say, or that would not be made so now."""
    manifest = read_manifest(place)
    if manifest is None:
        return [f"{place}: manifest.json mangler eller kan ikke leses."]
    parameters, names = manifest["parameters"], (*manifest["outputs"], MANIFEST)
    found = [
        *(f"{name}: ikke slik den ble laget" for name in damaged(place, manifest["outputs"])),
        *(f"{name}: hører ikke til rapporten" for name in extra(place, names)),
    ]
    record = evidence.record(place, parameters)
    if record is None or any(record[part] != manifest[part] for part in PARTS):
        return [*found, f"{place}: {State('unknown')}."]
    processed = evidence.folders.processed_round(*round_of(parameters))
    return [
        *found,
        *(f"{processed / name}: ikke slik den ble laget" for name in damaged(processed, record["processed"])),
        *(f"{processed / name}: hører ikke til runden" for name in extra(processed, record["processed"])),
        *(f"{name}: endret siden rapporten ble laget" for name in evidence.changes(record, parameters)),
    ]
