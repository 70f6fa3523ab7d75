"""Commands about raw data."""

from __future__ import annotations

from pathlib import Path

import typer

from ros_analysis.cli.options import DATA, Data, Survey, Year, folders_at
from ros_analysis.folders import Folders


def check(survey: Survey = None, year: Year = None, data: Data = DATA) -> None:
    """Les og kontroller råfilene: vis rettelser og det som må endres. Ingen notatbok kjøres."""
    from ros_analysis import checking

    found = _rounds(data, survey, year)
    accepted = [checking.check(folders, name, known, typer.echo) for folders, name, known in found]
    raise typer.Exit(0 if all(accepted) else 1)


def _rounds(data: Path, survey: str | None, year: int | None) -> list[tuple[Folders, str, int]]:
    folders = folders_at(data)
    surveys = [survey] if survey else folders.surveys()
    if survey and year:
        folders.round(survey, year)
    return [(folders, name, known) for name in surveys for known in ([year] if year else folders.years(name))]
