"""Commands about raw data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from ros_analysis.cli.options import DATA, Data, Survey, Year, folders_at

if TYPE_CHECKING:
    from ros_analysis.checking import Verdict

Every = Annotated[bool, typer.Option("--all", help="Vis hver rettelse, ikke bare antallet.")]
AsJson = Annotated[bool, typer.Option("--json", help="Skriv dommen som JSON, for maskiner.")]


def check(
    survey: Survey = None, year: Year = None, data: Data = DATA, every: Every = False, as_json: AsJson = False
) -> None:
    """Les og kontroller råfilene: vis rettelser og det som må endres. Ingen notatbok kjøres."""
    from ros_analysis import checking, verdicts

    folders = folders_at(data)
    if survey and year:
        folders.round(survey, year)
    surveys = [survey] if survey else folders.surveys()
    rounds = [(name, known) for name in surveys for known in ([year] if year else folders.years(name))]
    found = [checking.check(folders, name, known) for name, known in rounds]
    if as_json:
        typer.echo(json.dumps(verdicts.as_json(found, every=every), ensure_ascii=False, indent=1))
    else:
        _show(found, every=every)
    raise typer.Exit(0 if all(verdict.accepted for verdict in found) else 1)


def _show(found: list[Verdict], *, every: bool) -> None:
    from rich.console import Console

    from ros_analysis import verdicts

    console = Console(highlight=False, markup=False, emoji=False)
    for verdict in found:
        for part in verdicts.shown(verdict, every=every, terminal=console.is_terminal):
            if isinstance(part, str):
                console.out(part, highlight=False)
            else:
                console.print(part)
