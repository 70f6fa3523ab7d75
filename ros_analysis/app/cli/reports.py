"""Commands about reports."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ros_analysis.app.cli.options import DATA, REPORTS, Data, Out, Processed, Survey, Year, folders_at
from ros_analysis.survey import Folders, WrongPlaceError

if TYPE_CHECKING:
    from ros_analysis.publish import Job

Edition = Annotated[str | None, typer.Option(help="public eller internal; ellers alle som gjelder.")]
Language = Annotated[str, typer.Option(help="nb, nn eller en; ellers undersøkelsens eget språk.")]
Engine = Annotated[str | None, typer.Option(help="fork eller kernel; fork der systemet kan.")]
Jobs = Annotated[
    int | None, typer.Option(min=1, help="Hvor mange runder som bygges samtidig; ellers antall kjerner.")
]
Docx = Annotated[bool, typer.Option("--docx", help="Skriv også report.docx, til saksbehandlingssystemet.")]
Force = Annotated[bool, typer.Option("--force", help="Bygg også rapporter som er oppdatert.")]

ReportDir = Annotated[Path, typer.Argument(help="OUT/<undersøkelse>/<år>/<utgave>.", exists=True)]


def report(
    survey: Survey = None,
    year: Year = None,
    edition: Edition = None,
    language: Language = "",
    data: Data = DATA,
    out: Out = REPORTS,
    jobs: Jobs = None,
    force: Force = False,
    engine: Engine = None,
    docx: Docx = False,
    processed: Processed = None,
) -> None:
    """Bygg rapportene som ikke er oppdatert, og legg dem i OUT/<undersøkelse>/<år>/<utgave>/."""
    from ros_analysis.publish import (
        Evidence,
        count_reports,
        engine_chosen,
        jobs_asked,
        outdated_jobs,
        sweep,
    )

    folders = folders_at(data, processed, apart_from=out)
    asked = jobs_asked(folders, survey, year, edition, language, docx=docx)
    chosen = engine_chosen(engine)
    for place in (folders.processed, out):
        sweep(place)
    evidence = Evidence(folders)
    work = asked if force else outdated_jobs(asked, evidence, out)
    reports, building = count_reports(asked), count_reports(work)
    if not work:
        if not (out / "index.html").exists():
            _index(out)
        typer.echo(f"Ingenting er endret: {reports} av {reports} rapporter er oppdatert.")
        _tell_of_words(asked, out)
        return
    from ros_analysis.app.cli import progress
    from ros_analysis.publish import build_all

    limit = jobs or os.cpu_count() or 1
    events = progress.followed(build_all(work, evidence, out, chosen, limit, reuses=not force), building)
    typer.echo(progress.summary(events, reports - building))
    _index(out, progress.refused(events))
    _warn_of_releases(folders, work)
    _tell_of_words(asked, out)
    raise typer.Exit(int(progress.has_failed(events)))


def _index(out: Path, states: Mapping[str, str] | None = None) -> None:
    from ros_analysis.publish import write_index

    write_index(out, states)


def _warn_of_releases(folders: Folders, jobs: Iterable[Job]) -> None:
    from ros_analysis.publish import release_warnings
    from ros_analysis.survey import RefusedData, SettingsError

    for job in (job for job in jobs if "public" in job.editions):
        with suppress(RefusedData, SettingsError):  # told of already, by the build
            for line in release_warnings(folders, job.survey, job.year):
                typer.echo(f"ADVARSEL: {line}")


def _tell_of_words(jobs: Iterable[Job], out: Path) -> None:
    from ros_analysis.publish import (
        WORD_FILE,
    )

    words = [job.place(out, edition) / WORD_FILE for job in jobs for edition in job.editions if job.docx]
    for path in words:
        if path.is_file():
            typer.echo(str(path))


def publish(
    survey: Annotated[str, typer.Argument(help="Undersøkelsens mappenavn.")],
    year: Annotated[int, typer.Argument(help="Undersøkelsesåret.")],
    site: Annotated[Path, typer.Argument(help="Mappen som alle kan lese, for eksempel på nettstedet.")],
    data: Data = DATA,
    out: Out = REPORTS,
    processed: Processed = None,
) -> None:
    """Legg den offentlige utgaven ut i SITE/<undersøkelse>/<år>, om den ikke er for lik en som er lagt ut før."""
    from ros_analysis.publish import Evidence, ReleaseError, publish_release, sweep

    folders = folders_at(data, processed, apart_from=site)
    folders.round(survey, year)
    if site.resolve().is_relative_to(out.resolve()) or out.resolve().is_relative_to(site.resolve()):
        raise WrongPlaceError(f"{site} og {out} kan ikke ligge i hverandre: der kan interne utgaver ligge.")
    for place in (folders.processed, site):
        sweep(place)
    try:
        typer.echo(f"Lagt ut i {publish_release(Evidence(folders), out, survey, year, site)}.")
        _index(site)
    except ReleaseError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None


def status(data: Data = DATA, out: Out = REPORTS, processed: Processed = None) -> None:
    """Vis for hver rapport om den er oppdatert, eller hva som er endret. En kontrollsum, ikke en signatur."""
    from ros_analysis.publish import (
        CHECKSUM,
        Evidence,
        job_states,
        jobs_asked,
    )

    folders = folders_at(data, processed, apart_from=out)
    asked = jobs_asked(folders, None, None, None, "")
    for _, _, place, state in job_states(asked, Evidence(folders), out):
        typer.echo(f"{place}: {state}")
    typer.echo(CHECKSUM, err=True)


def verify(report_dir: ReportDir, data: Data = DATA, processed: Processed = None) -> None:
    """Regn ut hashene på nytt og vis hva som ikke stemmer med manifestet. En kontrollsum, ikke en signatur."""
    from ros_analysis.publish import (
        CHECKSUM,
        Evidence,
        verify_report,
    )

    evidence = Evidence(folders_at(data, processed))
    found = verify_report(report_dir, evidence)
    for line in found or [f"{report_dir}: alt stemmer med manifestet."]:
        typer.echo(line)
    typer.echo(CHECKSUM, err=True)
    raise typer.Exit(1 if found else 0)
