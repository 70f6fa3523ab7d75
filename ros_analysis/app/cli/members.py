"""Commands about one member: its sheet, and why its answer, or a figure, is as it is."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ros_analysis.app.cli import options
from ros_analysis.app.cli.options import DATA, REPORTS, Data, Out, Processed, Survey, Year, folders_at

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as Terminal

    from ros_analysis.rounds import Round


def sheets(
    survey: Survey,
    year: Year,
    member: options.AnyMember = "",
    language: options.Language = "",
    data: Data = DATA,
    out: Out = REPORTS,
    jobs: options.SheetJobs = None,
    engine: options.Engine = None,
    processed: Processed = None,
) -> None:
    """Lag et ark til hver som har svart, med eget svar og det den offentlige utgaven viser.

    Det legges i OUT/<undersøkelse>/<år>/sheets/, i en mappe til hver.
    """
    from ros_analysis.app.cli import progress
    from ros_analysis.publish import (
        Built,
        Evidence,
        build_sheets,
        engine_chosen,
        released,
        sheets_asked,
        sweep,
    )

    folders = folders_at(data, processed, apart_from=out)
    chosen = engine_chosen(engine)
    asked = sheets_asked(folders, survey, year, member, language)
    for place in (folders.processed, out):
        sweep(place)
    limit = jobs or os.cpu_count() or 1
    events = progress.followed(build_sheets(asked, Evidence(folders), out, chosen, limit), len(asked))
    built = sum(isinstance(event, Built) for event in events)
    typer.echo(f"{built} av {len(asked)} ark laget i {asked[0].place(out).parent}. De er ikke offentlige.")
    if not released(folders, survey, year):
        typer.echo(
            "Den offentlige utgaven er ikke lagt ut ennå. Arkene viser de samme tallene om alle: send dem ikke før den "
            "er lagt ut, for et svar som kommer imellom, kan leses av forskjellen."
        )
    raise typer.Exit(int(progress.has_failed(events)))


def why(
    survey: Survey,
    year: Year,
    member: options.AnyMember = "",
    figure: options.FigureId = "",
    data: Data = DATA,
    out: Out = REPORTS,
) -> None:
    """Vis hvordan ett svar ble lest, celle for celle, eller hvem et tall i rapporten teller. Bare til intern bruk."""
    from rich.console import Console

    from ros_analysis import tables
    from ros_analysis.report import Paragraph, Table
    from ros_analysis.rounds import Round

    if bool(member) == bool(figure):
        raise typer.BadParameter("Oppgi den svaret er fra, eller en id i figures.csv med --figure.")
    this = Round(survey, year, "internal", folders=folders_at(data))
    console = Console(highlight=False, markup=False, emoji=False)
    if figure:
        _show_counted(this, figure, out, console)
        return
    for block in tables.way(this, member).items:
        if isinstance(block, Table):
            console.print()
            rows = ((cell.text for cell in row) for row in block.cells)
            console.print(_terminal((one.heading for one in block.columns), rows, str(block.caption)))
        elif isinstance(block, Paragraph):
            console.print(block.text)


def _show_counted(this: Round, figure: str, out: Path, console: Console) -> None:
    from ros_analysis.publish import counts_of

    counts = counts_of(this, out / this.name / str(this.year) / this.edition, figure)
    names = ["kan ikke vises" if count.names is None else ", ".join(count.names) for count in counts]
    rows = [(one.row, one.column, one.printed, who) for one, who in zip(counts, names, strict=True)]
    if rows:
        console.print(_terminal(("Rad", "Kolonne", "Trykt", "Hvem"), rows))
    else:
        console.print(f"«{figure}» viser ikke antall som kan følges tilbake til svarene.")


def _terminal(headings: Iterable[str], rows: Iterable[Iterable[str]], caption: str = "") -> Terminal:
    from rich.table import Table as Terminal

    terminal = Terminal(*headings, box=None, padding=(0, 1), pad_edge=False)
    terminal.title, terminal.title_justify = caption or None, "left"
    for row in rows:
        terminal.add_row(*row)
    return terminal
