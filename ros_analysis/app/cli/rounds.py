"""Commands about a round's answers: ask for them, place them, check them, and say who is missing."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace as _replaced
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ros_analysis.app.cli import options
from ros_analysis.app.cli.options import DATA, Data, Survey, Year, folders_at

if TYPE_CHECKING:
    from ros_analysis.rounds import RoundVerdict
    from ros_analysis.survey import Folders

WHY = {"blank": "står tomt", "unknown": "«vet ikke»", "not_applicable": "«ikke aktuelt»"}


def check(
    survey: options.AnySurvey = None,
    year: options.AnyYear = None,
    data: Data = DATA,
    every: options.Every = False,
    as_json: options.AsJson = False,
) -> None:
    """Les og kontroller råfilene: vis rettelser og det som må endres. Ingen notatbok kjøres."""
    from ros_analysis.app import verdicts

    folders = folders_at(data)
    if survey and year:
        folders.round(survey, year)
    surveys = [survey] if survey else folders.surveys()
    rounds = [(name, known) for name in surveys for known in ([year] if year else folders.years(name))]
    found = [_checked(folders, name, known) for name, known in rounds]
    if as_json:
        typer.echo(json.dumps(verdicts.as_json(found, every=every), ensure_ascii=False, indent=1))
    else:
        _show(found, every=every)
    raise typer.Exit(0 if all(verdict.accepted for verdict in found) else 1)


def new_round(
    survey: Survey,
    year: Year,
    files: options.Files,
    sheet: options.Sheet = None,
    header_rows: options.HeaderRows = None,
    replace: options.Replace = False,
    add: options.Add = False,
    allow_loss: options.AllowLoss = False,
    population_year: options.PopulationYear = None,
    data: Data = DATA,
) -> None:
    """Legg en eksport inn som en ny runde: filene kopieres uendret, round.toml skrives, og runden kontrolleres."""
    from ros_analysis.app import onboarding

    with _told():
        if replace and add:
            raise onboarding.WrongUse("Velg enten --replace eller --add.")
        if population_year and (replace or add):
            raise onboarding.WrongUse(f"Skriv population_year = {population_year} i round.toml i stedet.")
        folder = onboarding.new_round(
            _folders(data), survey, year, files, sheet=sheet, header_rows=header_rows,
            how="replace" if replace else "add" if add else "new", allow_loss=allow_loss,
            population_year=population_year,
        )  # fmt: skip
    folders = _folders(data)
    typer.echo(f"Lagt inn i {folder}.")
    verdict = _checked(folders, survey, year)
    _show([verdict], every=False, suggestions=False)
    typer.echo(onboarding.next_step(verdict, folder, _named(data)))
    raise typer.Exit(0 if verdict.accepted else 1)


def _checked(folders: Folders, survey: str, year: int) -> RoundVerdict:
    """The verdict on a round's data, and on whether its texts can be printed."""
    from ros_analysis.publish import unprintable_problems
    from ros_analysis.rounds import check, read_sources
    from ros_analysis.survey import RefusedData, SettingsError

    verdict = check(folders, survey, year)
    try:
        unprintable = unprintable_problems(read_sources(folders, survey, year))
    except (SettingsError, RefusedData):  # the verdict says so
        return verdict
    return _replaced(verdict, problems=(*verdict.problems, *unprintable))


def new_survey(
    county: options.County = "",
    counties: options.SeveralCounties = "",
    members: options.Members = "",
    region: options.Region = "",
    unit: options.Unit = "",
    name: options.Name = "",
    scale: options.Scale = None,
    areas: options.Areas = "",
    measures: options.Measures = False,
    data: Data = DATA,
) -> None:
    """Lag en undersøkelse. En datamappe uten kodebok og register får prosjektets.

    Med --scale, --areas eller --measures får undersøkelsen sin egen kodebok.
    """
    from ros_analysis.app import onboarding

    several, words = (tuple(filter(None, map(str.strip, text.split(",")))) for text in (counties, unit))
    with _told():
        asked = onboarding.Asked(county, several, members, region, words)
        questions = onboarding.Questions(scale, areas, measures)
        folder = onboarding.new_survey(data, asked, name, questions)
    typer.echo(f"Lagt inn i {folder}. Skriv bakgrunn, forslag og hvem dere er i {folder / 'survey.toml'}.")
    if questions:
        typer.echo(f"Spørsmålene står i {folder / 'codebook.toml'}. Bekreft matrise og soneregel der.")
    typer.echo(f"Neste: ros new-round {folder.name} ÅR FIL{_named(data)}")


def register_add(file: options.SsbTable, data: Data = DATA) -> None:
    """Legg et nytt års folketall inn i registeret: SSBs tabell 07459 som JSON-stat 2, xlsx eller csv med koder."""
    from datetime import date

    from ros_analysis.app import onboarding

    with _told():
        years = onboarding.add_population(_folders(data).raw / "register", file, date.today())
    told = f"Lagt inn folketall for {', '.join(map(str, years))}." if years else "Tallene sto der fra før."
    typer.echo(told)


def form(
    survey: Survey,
    year: Year,
    to: options.To = Path("skjema"),
    each: options.Each = False,
    with_last: options.WithLast = False,
    data: Data = DATA,
) -> None:
    """Lag svarskjema i Excel av kodeboken: ett felles, eller ett til hver kommune. Leses inn med ros new-round."""
    from ros_analysis.publish import forms

    folders = folders_at(data)
    made = list(forms(folders, survey, year, each=each, with_last=with_last))
    to.mkdir(parents=True, exist_ok=True)
    for name, content in made:
        place = to / name
        if place.exists():
            typer.echo(f"{place} finnes, og blir stående.")
        else:
            place.write_bytes(content)
            typer.echo(f"Laget {place}.")
    typer.echo(f"Svarene legges inn med: ros new-round {survey} {year} MAPPE{_named(data)}")


def missing(survey: Survey, year: Year, csv: options.Csv = None, data: Data = DATA) -> None:
    """Vis hvem som ikke har svart, og hvilke svar som har hull."""
    from ros_analysis.rounds import Round, missing_answers

    this = Round(survey, year, "internal", folders=folders_at(data))
    found = missing_answers(this)
    silent, holes = found[found["missing"] == "silent"], found[found["missing"] != "silent"]
    typer.echo(f"Ikke svart: {len(silent)} av {this.counts.invited}.")
    for number, name in zip(silent["number"], silent["name"], strict=True):
        typer.echo(f"  {number} {name}")
    typer.echo(f"Svar med hull: {holes['number'].nunique()}.")
    for (number, name), own in holes.groupby(["number", "name"]):
        said = (f"område {area} {WHY[why]}" for area, why in zip(own["area"], own["missing"], strict=True))
        typer.echo(f"  {number} {name}: {', '.join(said)}")
    if csv is not None:
        found.to_csv(csv, index=False, sep=";", encoding="utf-8-sig")
        typer.echo(f"Skrevet til {csv}.")


def _named(data: Path) -> str:
    return "" if data == DATA else f" --data {shlex.quote(str(data))}"


def _folders(data: Path) -> Folders:
    from ros_analysis.app.onboarding import WrongUse
    from ros_analysis.survey import NotFoundError

    try:
        return folders_at(data)
    except NotFoundError as error:
        raise WrongUse(f"{error} Lag en med: ros new-survey FYLKE{_named(data)}") from None


@contextmanager
def _told() -> Iterator[None]:
    """What stands in the way of a new round or survey ends as a message and an exit code."""
    from ros_analysis.app.onboarding import WrongUse
    from ros_analysis.survey import NotFoundError, RefusedData

    try:
        yield
    except (WrongUse, NotFoundError) as error:
        typer.echo(error, err=True)
        raise typer.Exit(2) from None
    except RefusedData as refused:
        typer.echo(refused, err=True)
        typer.echo("Ingenting er lagt inn.", err=True)
        raise typer.Exit(1) from None


def _show(found: list[RoundVerdict], *, every: bool, suggestions: bool = True) -> None:
    from rich.console import Console

    from ros_analysis.app import verdicts

    console = Console(highlight=False, markup=False, emoji=False)
    for verdict in found:
        for part in verdicts.shown(
            verdict, every=every, terminal=console.is_terminal, suggestions=suggestions
        ):
            if isinstance(part, str):
                console.out(part, highlight=False)
            else:
                console.print(part)
