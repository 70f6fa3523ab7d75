"""Commands about reports: build them, publish them, and say what has changed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ros_analysis.app.cli import options
from ros_analysis.app.cli.options import DATA, REPORTS, Data, Out, Processed, Survey, folders_at
from ros_analysis.survey import Folders, WrongPlaceError

if TYPE_CHECKING:
    from ros_analysis.publish import Job

MOST = 10
LAST_RUN = "last-run.txt"


def report(
    survey: options.AnySurvey = None,
    year: options.AnyYear = None,
    edition: options.AnyEdition = None,
    language: options.Language = "",
    data: Data = DATA,
    out: Out = REPORTS,
    jobs: options.Jobs = None,
    force: options.Force = False,
    engine: options.Engine = None,
    docx: options.Docx = False,
    template: options.Template = None,
    processed: Processed = None,
) -> None:
    """Bygg rapportene som ikke er oppdatert, og legg dem i OUT/<undersøkelse>/<år>/<utgave>/."""
    from ros_analysis.publish import Evidence, count_reports, engine_chosen, jobs_asked, outdated_jobs, sweep

    folders = folders_at(data, processed, apart_from=out)
    asked = jobs_asked(folders, survey, year, edition, language, docx=docx, template=template)
    chosen = engine_chosen(engine)
    for place in (folders.processed, out):
        sweep(place)
    evidence = Evidence(folders)
    work = asked if force else outdated_jobs(asked, evidence, out)
    reports, building = count_reports(asked), count_reports(work)
    if not work:
        if not (out / "index.html").exists():
            from ros_analysis.publish import write_index

            write_index(out)
        nothing = f"Ingenting er endret: {reports} av {reports} rapporter er oppdatert."
        typer.echo(nothing)
        (out / LAST_RUN).write_text(f"{nothing}\n", "utf-8")
        _tell_of_words(asked, out)
        return
    from ros_analysis.app.cli import progress
    from ros_analysis.publish import build_all, write_index

    limit = jobs or os.cpu_count() or 1
    events = progress.followed(build_all(work, evidence, out, chosen, limit, reuses=not force), building)
    typer.echo(progress.summary(events, reports - building))
    (out / LAST_RUN).write_text(progress.last_run(events, reports - building, out), "utf-8")
    write_index(out, progress.refused(events))
    _warn_of_releases(folders, work)
    _tell_of_words(asked, out)
    raise typer.Exit(int(progress.has_failed(events)))


def _warn_of_releases(folders: Folders, jobs: Iterable[Job]) -> None:
    from ros_analysis.publish import release_warnings
    from ros_analysis.survey import RefusedData, SettingsError

    for job in (job for job in jobs if "public" in job.editions):
        with suppress(RefusedData, SettingsError):  # told of already, by the build
            for line in release_warnings(folders, job.survey, job.year):
                typer.echo(f"ADVARSEL: {line}")


def _tell_of_words(jobs: Iterable[Job], out: Path) -> None:
    asked = ((job, edition) for job in jobs for edition in job.editions if job.docx)
    words = [job.place(out, edition) / job.word_file(edition) for job, edition in asked]
    for path in words:
        if path.is_file():
            typer.echo(str(path))


def publish(
    site: options.Site,
    survey: options.AnySurvey = None,
    year: options.AnyYear = None,
    data: Data = DATA,
    out: Out = REPORTS,
    processed: Processed = None,
) -> None:
    """Legg de offentlige utgavene ut i SITE, om hver fil tåler å leses igjen og ingen er for lik en som er lagt ut."""
    from ros_analysis.publish import Evidence, publish_site, sweep

    folders = folders_at(data, processed, apart_from=site)
    if site.resolve().is_relative_to(out.resolve()) or out.resolve().is_relative_to(site.resolve()):
        raise WrongPlaceError(f"{site} og {out} kan ikke ligge i hverandre: der kan interne utgaver ligge.")
    sweep(site.absolute().parent)
    kept = publish_site(Evidence(folders), out, site, survey, year)
    for folder in kept:
        typer.echo(f"Lagt ut i {site}. Kopi og endringer til referatet: {folder / 'changes.md'}")
    if not kept:
        typer.echo(f"Ingenting er endret i {site}.")


def status(data: Data = DATA, out: Out = REPORTS, processed: Processed = None) -> None:
    """Vis for hver rapport om den er oppdatert; avslutter med 1 når en ikke er det. Kontrollsum, ikke signatur."""
    from ros_analysis.publish import CHECKSUM, Evidence, job_states, jobs_asked

    folders = folders_at(data, processed, apart_from=out)
    asked = jobs_asked(folders, None, None, None, "")
    states = [(place, state) for _, _, place, state in job_states(asked, Evidence(folders), out)]
    for place, state in states:
        typer.echo(f"{place}: {state}")
    typer.echo(CHECKSUM, err=True)
    raise typer.Exit(0 if all(state.is_current for _, state in states) else 1)


def verify(report_dir: options.ReportDir, data: Data = DATA, processed: Processed = None) -> None:
    """Regn ut hashene på nytt og vis hva som ikke stemmer med manifestet. En kontrollsum, ikke en signatur."""
    from ros_analysis.publish import CHECKSUM, Evidence, verify_report

    evidence = Evidence(folders_at(data, processed))
    found = verify_report(report_dir, evidence)
    for line in found or [f"{report_dir}: alt stemmer med manifestet."]:
        typer.echo(line)
    typer.echo(CHECKSUM, err=True)
    raise typer.Exit(1 if found else 0)


def compare(
    survey: Survey,
    before: options.Before,
    now: options.Now,
    data: Data = DATA,
    edition: options.Edition = "public",
) -> None:
    """Vis hvilke tall som er endret mellom to runder."""
    from ros_analysis.publish import check_parameters
    from ros_analysis.report import changed
    from ros_analysis.rounds import Round

    folders = folders_at(data)
    for year in (before, now):
        check_parameters({"survey": survey, "survey_year": year, "edition": edition})
    rounds = [
        Round(survey, year, "internal" if edition == "internal" else "public", folders=folders)
        for year in (before, now)
    ]
    rows = changed(*rounds)
    for row in rows:
        then, since, step = row.texts(rounds[1].words)
        typer.echo(f"{row.what}: {then} → {since} ({step})")
    if not rows:
        typer.echo("Ingen tall er endret.")


def diff(old: options.Old, new: options.New, every: options.EveryDifference = False) -> None:
    """Vis hvilke trykte tall som er endret mellom to bygginger, de største først. Avslutter med 1 når noe er endret."""
    from ros_analysis.publish import differences, largest, reports_in

    there = [reports_in(folder) for folder in (old, new)]
    found = [f"{name}: {'ny' if name in there[1] else 'borte'}" for name in sorted(there[0] ^ there[1])]
    for name in sorted(there[0] & there[1]):
        heading = "" if str(name) == "." else f"{name}: "
        changed = largest(differences(old / name, new / name))
        shown = changed if every else changed[:MOST]
        found += [f"{heading}{one}" for one in shown]
        if len(changed) > len(shown):
            found.append(f"{heading}og {len(changed) - len(shown)} andre endringer. Vis alle med --all.")
    for line in found or ["Ingen trykte tall er endret."]:
        typer.echo(line)
    raise typer.Exit(1 if found else 0)
