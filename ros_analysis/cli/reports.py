"""Commands about reports."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ros_analysis.cli.options import DATA, REPORTS, Data, Out, Survey, Year, folders_at

if TYPE_CHECKING:
    from ros_analysis.publish.plan import Job

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
) -> None:
    """Bygg rapportene som ikke er oppdatert, og legg dem i OUT/<undersøkelse>/<år>/<utgave>/."""
    from ros_analysis.provenance import Evidence
    from ros_analysis.publish import plan

    folders = folders_at(data, out)
    asked = plan.asked(folders, survey, year, edition, language)
    chosen = plan.engine(engine)
    evidence = Evidence(folders)
    work = asked if force else plan.outdated(asked, evidence, out)
    reports, building = plan.reports(asked), plan.reports(work)
    if not work:
        typer.echo(f"Ingenting er endret: {reports} av {reports} rapporter er oppdatert.")
        _write_words(asked, out, docx)
        return
    from ros_analysis.cli import progress
    from ros_analysis.publish.reporting import build_all

    limit = jobs or os.cpu_count() or 1
    events = progress.followed(build_all(work, evidence, out, chosen, limit, lends=not force), building)
    typer.echo(progress.summary(events, reports - building))
    _write_words(asked, out, docx)
    raise typer.Exit(int(progress.has_failed(events)))


def _write_words(jobs: Iterable[Job], out: Path, docx: bool) -> None:
    """Where asked for, a Word file beside every report that stands."""
    places = [job.place(out, edition) for job in jobs for edition in job.editions] if docx else []
    for place in places:
        if (place / "notebook.ipynb").is_file():
            from ros_analysis.publish.word import write_word

            typer.echo(str(write_word(place)))


def status(data: Data = DATA, out: Out = REPORTS) -> None:
    """Vis for hver rapport om den er oppdatert, eller hva som er endret."""
    from ros_analysis.provenance import Evidence
    from ros_analysis.publish import plan

    folders = folders_at(data, out)
    asked = plan.asked(folders, None, None, None, "")
    for _, _, place, state in plan.states(asked, Evidence(folders), out):
        typer.echo(f"{place}: {state}")


def verify(report_dir: ReportDir, data: Data = DATA) -> None:
    """Regn ut hashene på nytt og vis hva som ikke stemmer med rapportens manifest."""
    from ros_analysis.provenance import Evidence
    from ros_analysis.publish import plan

    evidence = Evidence(folders_at(data, (report_dir / "../../..").resolve()))
    found = plan.verify(report_dir, evidence)
    for line in found or [f"{report_dir}: alt stemmer med manifestet."]:
        typer.echo(line)
    raise typer.Exit(1 if found else 0)
