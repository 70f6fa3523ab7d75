"""Commands that make things up."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ros_analysis.app.cli.options import DATA, Data, folders_at

National = Annotated[Path, typer.Option("--national", help="Tom mappe som undersøkelsene skrives i.")]
Counties = Annotated[int, typer.Option(min=1, max=15, help="Antall fylker.")]
Rounds = Annotated[int, typer.Option(min=1, max=10, help="Antall runder i hvert fylke.")]


def demo(national: National, data: Data = DATA, counties: Counties = 15, rounds: Rounds = 10) -> None:
    """Skriv et oppdiktet land, for å prøve mange rapporter på én gang."""
    from ros_analysis.app.example import national as made_up

    raw = folders_at(data).raw
    try:
        surveys = made_up(national / "data", raw, counties=counties, rounds=rounds)
    except FileExistsError as error:
        raise typer.BadParameter(str(error)) from None
    typer.echo(
        f"{len(surveys)} fylker med {rounds} runder hver ligger i {national / 'data'}. Bygg rapportene med:"
    )
    typer.echo(f"ros report --data {national / 'data'} --out {national / 'reports'}")
