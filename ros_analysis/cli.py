"""`ros`: check, report, status. No logic of its own: words in, exit code out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from ros_analysis.folders import Folders, NotFoundError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="ROS-kartlegging av e-meldinger: fra svar til rapport.",
)

Survey = Annotated[Optional[str], typer.Argument(help="Undersøkelsens mappenavn, alle når det utelates.")]  # noqa: UP045
Year = Annotated[Optional[int], typer.Argument(help="Undersøkelsesår, alle når det utelates.")]  # noqa: UP045
Data = Annotated[Path, typer.Option("--data", help="Mappen med raw/ og processed/.")]
Out = Annotated[Path, typer.Option("--out", help="Mappen rapportene legges i.")]

DATA, REPORTS = Path("data"), Path("reports")
REFUSED, WRONG_USE = 1, 2


@app.command()
def report(
    survey: Survey = None,
    year: Year = None,
    edition: Annotated[
        str | None, typer.Option(help="public eller internal; ellers alle som gjelder.")
    ] = None,
    language: Annotated[str, typer.Option(help="nb, nn eller en; ellers undersøkelsens eget språk.")] = "",
    data: Data = DATA,
    out: Out = REPORTS,
    engine: Annotated[Optional[str], typer.Option(help="fork eller kernel.")] = None,  # noqa: UP045
) -> None:
    """Bygg rapportene som passer, og legg dem i OUT/<undersøkelse>/<år>/<utgave>/."""
    from ros_analysis.publish import reporting

    folders = _folders(data, out)
    asked = reporting.asked(folders, survey, year, edition, language, engine)
    finished = reporting.build_all(asked, folders, out, typer.echo)
    raise typer.Exit(0 if finished else REFUSED)


@app.command()
def check(survey: Survey = None, year: Year = None, data: Data = DATA) -> None:
    """Les og kontroller råfilene: vis rettelser og det som må endres. Ingen notatbok kjøres."""
    from ros_analysis import checking

    accepted = [
        checking.check(folders, name, known, typer.echo)
        for folders, name, known in _rounds(data, survey, year)
    ]
    raise typer.Exit(0 if all(accepted) else REFUSED)


@app.command()
def status(data: Data = DATA, out: Out = REPORTS) -> None:
    """Vis for hver rapport om den er oppdatert, eller hva som er endret."""
    from ros_analysis.publish import reporting

    for line in reporting.status(_folders(data, out), out):
        typer.echo(line)


def _folders(data: Path, out: Path) -> Folders:
    return Folders.at(data, None if out == REPORTS else out / "processed")


def _rounds(data: Path, survey: str | None, year: int | None) -> list[tuple[Folders, str, int]]:
    folders = Folders.at(data)
    surveys = [survey] if survey else folders.surveys()
    if survey and year:
        folders.round(survey, year)
    return [(folders, name, known) for name in surveys for known in ([year] if year else folders.years(name))]


def main() -> None:
    """The entry point: wrong usage and settings that can't be read end with one message, never a traceback."""
    from ros_analysis.models import SettingsError
    from ros_analysis.publish.parameters import ParameterError

    try:
        app()
    except (NotFoundError, ParameterError) as error:
        print(error, file=sys.stderr)
        sys.exit(WRONG_USE)
    except SettingsError as error:
        print(error, file=sys.stderr)
        sys.exit(REFUSED)


if __name__ == "__main__":
    main()
