"""Commands about reports."""

from __future__ import annotations

from typing import Annotated

import typer

from ros_analysis.cli.options import DATA, REPORTS, Data, Out, Survey, Year, folders_at


def report(
    survey: Survey = None,
    year: Year = None,
    edition: Annotated[
        str | None, typer.Option(help="public eller internal; ellers alle som gjelder.")
    ] = None,
    language: Annotated[str, typer.Option(help="nb, nn eller en; ellers undersøkelsens eget språk.")] = "",
    data: Data = DATA,
    out: Out = REPORTS,
    engine: Annotated[str | None, typer.Option(help="fork eller kernel.")] = None,
) -> None:
    """Bygg rapportene som passer, og legg dem i OUT/<undersøkelse>/<år>/<utgave>/."""
    from ros_analysis.publish import reporting

    folders = folders_at(data, out)
    asked = reporting.asked(folders, survey, year, edition, language, engine)
    raise typer.Exit(0 if reporting.build_all(asked, folders, out, typer.echo) else 1)


def status(data: Data = DATA, out: Out = REPORTS) -> None:
    """Vis for hver rapport om den er oppdatert, eller hva som er endret."""
    from ros_analysis.publish import reporting

    for line in reporting.status(folders_at(data, out), out):
        typer.echo(line)
