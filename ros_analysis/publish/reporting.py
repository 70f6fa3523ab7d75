"""Building reports, and members' sheets, a few at a time; one that fails does not stop the others."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ros_analysis.publish.archive import copied, put_in_place, staging
from ros_analysis.publish.loading import load
from ros_analysis.publish.parameters import check_parameters
from ros_analysis.publish.plan import Job
from ros_analysis.publish.processes import Died, at_once
from ros_analysis.publish.provenance import MANIFEST, Evidence, reuse, written
from ros_analysis.report import code_fingerprint, commit, versions
from ros_analysis.survey import Folders, NotFoundError, SettingsError, slug

if TYPE_CHECKING:
    from ros_analysis.publish.run import Workshop

NOTEBOOK = "sheet"
FOLDER = "sheets"


@dataclass(frozen=True)
class Built:
    """A finished report in its place."""

    place: Path
    seconds: float


@dataclass(frozen=True)
class Failed:
    """A round whose reports stay as they were, and why."""

    job: Job
    text: str


Event = Built | Failed


@dataclass(frozen=True)
class Sheet:
    """One member's sheet: whose it is and of which round, what its folder and its files are called."""

    job: Job
    number: str
    name: str

    @property
    def folder(self) -> str:
        """«9845-ornvik», or with the language where one was asked for."""
        return ".".join(filter(None, (f"{slug(self.number)}-{slug(self.name)}", self.job.language)))

    @property
    def stem(self) -> str:
        return f"{self.job.survey}-{self.job.year}-{slug(self.name)}"

    @property
    def parameters(self) -> dict[str, object]:
        return {**self.job.parameters("public"), "member": self.number}

    def place(self, out: Path) -> Path:
        return out / self.job.survey / str(self.job.year) / FOLDER / self.folder


def build_all(
    jobs: Sequence[Job], evidence: Evidence, out: Path, engine: str, limit: int, *, reuses: bool = True
) -> Iterator[Event]:
    """Build every job, at most `limit` at a time; yields each report that stands, and each round that failed.

    Raises OSError where nothing can be written to `out` or the private folder. Rounds are begun in the order of
    their years, so that most find the earlier ones of their survey done.
    """
    for job in jobs:
        for edition in job.editions:
            evidence.made_from(job.parameters(edition))
    several = len(jobs) > 1
    # After the fingerprints, so that no code is newer. A single round loads the pages while another process tests it.
    _prepare(evidence, out, pages=several)
    from ros_analysis.publish.run import Workshop

    shop = Workshop(out, engine, evidence, reuses, pages_loaded=several)
    in_order = sorted(jobs, key=lambda job: (job.year, job.survey))
    for job, told in at_once(in_order, partial(_build_reports, shop), limit):
        yield _died(job, told) if isinstance(told, Died) else told


def _prepare(evidence: Evidence, out: Path, *, pages: bool) -> None:
    """Make the folders, load the libraries and ask what manifests say of the code, all before workers are forked."""
    out.mkdir(parents=True, exist_ok=True)
    evidence.folders.make_private()
    for ask in (code_fingerprint, commit, versions):
        ask()
    load(evidence.folders.processed, pages=pages)


def _build_reports(shop: Workshop, job: Job, tell: Callable[[Event], None]) -> None:
    from ros_analysis.publish import run

    with _telling(job, shop.out, tell):
        run.build(job, shop, lambda place, seconds: tell(Built(place, seconds)))


@contextmanager
def _telling(job: Job, out: Path, tell: Callable[[Event], None]) -> Iterator[None]:
    """Tell of an error in the block, and go on after it."""
    from ros_analysis.publish import run

    try:
        yield
    except run.EXPECTED as error:
        tell(Failed(job, str(error)))
    except OSError as error:
        tell(Failed(job, f"{job}: {error.strerror or error} ({error.filename or out})."))
    except Exception:
        tell(Failed(job, f"{job}: en feil i programmet.\n{traceback.format_exc()}"))


def _died(job: Job, told: Died) -> Failed:
    """What is said of a process that ended before its work."""
    cause = f"signal {-told.code}" if told.code < 0 else f"kode {told.code}"
    return Failed(job, f"{job}: prosessen døde ({cause}).")


def sheets_asked(folders: Folders, survey: str, year: int, member: str, language: str) -> list[Sheet]:
    """The sheet of `member`, by number or name, or of each that has answered.

    Raises ParameterError, NotFoundError, NeedsAnswers, SettingsError, RefusedData, and ReleaseError where the sheets
    would show other figures of all than a public edition that is too close to them: before anything is run.
    """
    from ros_analysis.publish.release import ReleaseError, release_warnings
    from ros_analysis.rounds import NeedsAnswers, Round, member_number

    check_parameters({"survey": survey, "survey_year": year, "language": language, "member": member})
    job = Job(survey, year, ("public",), language)
    this = Round(survey, year, "public", folders=folders)
    if not this.has_answers:
        raise NeedsAnswers(f"{job} er bare kjent som antall: et ark krever svar fra hver enkelt.")
    if found := release_warnings(folders, survey, year):
        raise ReleaseError("\n".join(found))
    answered = this.zones[this.zones["answered"]]
    asked = [Sheet(job, *each) for each in zip(answered["number"], answered["name"], strict=True)]
    number = member_number(this, member) if member else ""
    chosen = [sheet for sheet in asked if number in ("", sheet.number)]
    if not chosen:
        raise NotFoundError(f"{member or 'Ingen'} har ikke svart i {job}: der er det ikke noe ark å lage.")
    return chosen


def build_sheets(
    sheets: Sequence[Sheet], evidence: Evidence, out: Path, engine: str, limit: int
) -> Iterator[Event]:
    """Build every sheet, `limit` at a time, each in a folder of its own; yields each that stands, and what failed.

    Raises SettingsError where the texts of the public edition are not written, and OSError.
    """
    _prepare(evidence, out, pages=True)
    from ros_analysis.publish import run
    from ros_analysis.rounds import read_sources

    job = sheets[0].job
    if unwritten := run.unwritten_texts(job, read_sources(evidence.folders, job.survey, job.year)):
        raise SettingsError(unwritten)
    name = f"{job.survey}-{job.year}-{FOLDER}"
    with staging(evidence.folders.processed, name) as own, run.environment(evidence.folders, own):
        _clean_once(job, evidence, own / "processed")
        shop = run.Workshop(out, engine, evidence, pages_loaded=True)
        shares = [part for start in range(limit) if (part := tuple(sheets[start::limit]))]
        for _, told in at_once(shares, partial(_build_sheets, shop, own), limit):
            yield _died(job, told) if isinstance(told, Died) else told


def _clean_once(job: Job, evidence: Evidence, processed: Path) -> None:
    """Clean the round and those before it into `processed`, and read the cells of its answers, once for all sheets."""
    from ros_analysis.rounds import Round, way_of

    reuse(evidence, job.survey, job.year + 1, processed)
    this = Round(job.survey, job.year, "internal", folders=Folders.find())
    for each in this.history():
        if not each.processed.is_made_from(each.sources):
            each.save()
    way_of(this, "")


def _build_sheets(shop: Workshop, own: Path, sheets: Sequence[Sheet], tell: Callable[[Event], None]) -> None:
    for sheet in sheets:
        with _telling(sheet.job, shop.out, tell):
            tell(_built_sheet(sheet, shop, own / sheet.folder))


def _built_sheet(sheet: Sheet, shop: Workshop, own: Path) -> Built:
    from ros_analysis.publish import pages, run
    from ros_analysis.publish.execute import execute

    started, folder = time.monotonic(), own / sheet.folder
    folder.mkdir(parents=True)
    executed = execute(NOTEBOOK, check_parameters(sheet.parameters), own, shop.failed, shop.engine)
    names = pages.write_sheet(executed, folder, sheet.stem)
    manifest = run.manifest_of(sheet.parameters, folder, names)
    (folder / MANIFEST).write_text(written(manifest), "utf-8")
    with copied(folder, shop.out) as near:
        put_in_place(near, sheet.place(shop.out))
    return Built(sheet.place(shop.out), round(time.monotonic() - started, 2))
