"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ros_analysis.folders import Folders

DATA, REPORTS = Path("data"), Path("reports")

Survey = Annotated[str | None, typer.Argument(help="Undersøkelsens mappenavn, alle når det utelates.")]
Year = Annotated[int | None, typer.Argument(help="Undersøkelsesår, alle når det utelates.")]
Data = Annotated[Path, typer.Option("--data", help="Mappen med raw/ og processed/.")]
Out = Annotated[Path, typer.Option("--out", help="Mappen rapportene legges i.")]


def folders_at(data: Path, out: Path = REPORTS) -> Folders:
    """The folders below `data`; processed rounds go with the reports when those go elsewhere."""
    return Folders.at(data, None if out.resolve() == REPORTS.resolve() else out / "processed")
