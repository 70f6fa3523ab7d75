"""Commands about what has changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ros_analysis.app.cli.options import DATA, Data, folders_at

Name = Annotated[str, typer.Argument(help="Undersøkelsens mappenavn.")]
Before = Annotated[int, typer.Argument(help="Den første runden.")]
Now = Annotated[int, typer.Argument(help="Den andre runden.")]
Old = Annotated[
    Path, typer.Argument(help="Mappen med rapporten, eller rapportene, slik de var.", exists=True)
]
New = Annotated[Path, typer.Argument(help="Mappen slik den er nå.", exists=True)]
Edition = Annotated[str, typer.Option(help="public eller internal; internal viser områdene også.")]


def compare(survey: Name, before: Before, now: Now, data: Data = DATA, edition: Edition = "public") -> None:
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


def diff(old: Old, new: New) -> None:
    """Vis hvilke trykte tall som er endret mellom to bygginger av samme rapport. Avslutter med 1 når noe er endret."""
    from ros_analysis.publish import differences, reports_in

    there = [reports_in(folder) for folder in (old, new)]
    found = [f"{name}: {'ny' if name in there[1] else 'borte'}" for name in sorted(there[0] ^ there[1])]
    for name in sorted(there[0] & there[1]):
        heading = "" if str(name) == "." else f"{name}: "
        found += [f"{heading}{one}" for one in differences(old / name, new / name)]
    for line in found or ["Ingen trykte tall er endret."]:
        typer.echo(line)
    raise typer.Exit(1 if found else 0)
