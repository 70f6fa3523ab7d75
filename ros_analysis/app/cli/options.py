"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ros_analysis.survey import Folders

DATA, REPORTS = Path("data"), Path("reports")

Survey = Annotated[str | None, typer.Argument(help="Undersøkelsens mappenavn, alle når det utelates.")]
Year = Annotated[int | None, typer.Argument(help="Undersøkelsesår, alle når det utelates.")]
Data = Annotated[Path, typer.Option("--data", help="Mappen med raw/ og processed/.")]
Out = Annotated[Path, typer.Option("--out", help="Mappen rapportene legges i.")]
Processed = Annotated[
    Path | None,
    typer.Option(
        "--processed",
        envvar="ROS_PROCESSED",
        show_envvar=False,
        help="Mappen behandlede runder legges i, som bare du kan lese (ROS_PROCESSED); ellers DATA/processed.",
    ),
]


def folders_at(data: Path, processed: Path | None = None, *, apart_from: Path | None = None) -> Folders:
    """The folders below `data`; raises WrongPlaceError where those for readers and for the owner aren't apart."""
    folders = Folders.at(data, processed)
    if apart_from is not None:
        folders.require_apart(apart_from)
    return folders
