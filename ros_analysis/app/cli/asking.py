"""Commands for those who ask: the form, and who is missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ros_analysis.app.cli.options import DATA, Data, folders_at

if TYPE_CHECKING:
    from ros_analysis.publish import Last
    from ros_analysis.rounds import Round

Survey = Annotated[str, typer.Argument(help="Undersøkelsens mappenavn.")]
Year = Annotated[int, typer.Argument(help="Undersøkelsesåret.")]
To = Annotated[
    Path, typer.Option("--to", help="Mappen skjemaene legges i. Et skjema som finnes, blir stående.")
]
Each = Annotated[bool, typer.Option("--each", help="Ett skjema til hver kommune, med navnet fylt inn.")]
WithLast = Annotated[
    bool, typer.Option("--with-last", help="Med --each: vis kommunens eget svar i forrige runde i cellene.")
]
Csv = Annotated[Path | None, typer.Option("--csv", help="Skriv listen som en csv-fil også.")]
WHY = {
    "blank": "står tomt",
    "unknown": "«vet ikke»",
    "not_applicable": "«ikke aktuelt»",
}


def form(
    survey: Survey,
    year: Year,
    to: To = Path("skjema"),
    each: Each = False,
    with_last: WithLast = False,
    data: Data = DATA,
) -> None:
    """Lag svarskjema i Excel av kodeboken: ett felles, eller ett til hver kommune. Leses inn med ros new-round."""
    from ros_analysis.publish import form_for
    from ros_analysis.rounds import last_before
    from ros_analysis.survey import Register, Words, read_codebook, read_survey

    folders = folders_at(data)
    asked = read_survey(folders.survey(survey))
    codebook, words = read_codebook(folders.codebook(survey, year)), Words(asked.language)
    invited = Register.load(folders.register(survey)).of(asked.county_number, year)
    last = last_before(folders, survey, year) if with_last else None
    title = f"{asked.name} {year}"
    names = {
        f"{number} {name}": name for number, name in zip(invited["number"], invited["name"], strict=True)
    }
    to.mkdir(parents=True, exist_ok=True)
    for file, name in (names if each else {f"{survey} {year}": ""}).items():
        place = to / f"{file}.xlsx"
        own = _own(last, file.partition(" ")[0]) if last and each else {}
        if place.exists():
            typer.echo(f"{place} finnes, og blir stående.")
        else:
            place.write_bytes(form_for(name, title, codebook, words, own, last.year if last else 0))
            typer.echo(f"Laget {place}.")
    typer.echo(f"Svarene legges inn med: ros new-round {survey} {year} MAPPE")


def _own(last: Round, number: str) -> Last:
    """What the municipality answered last time, where it has the number that it had."""
    own = last.answers[last.answers["number"] == number].dropna(subset=["likelihood", "consequence"])
    pairs = zip(own["likelihood"].astype(int), own["consequence"].astype(int), strict=True)
    return dict(zip(own["area"].astype(int), pairs, strict=True))


def missing(survey: Survey, year: Year, csv: Csv = None, data: Data = DATA) -> None:
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
