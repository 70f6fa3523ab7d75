"""`ros --version`."""

from __future__ import annotations

from typing import Annotated

import typer


def _show(asked: bool) -> None:
    if not asked:
        return
    from ros_analysis import __version__
    from ros_analysis.report import commit

    code = commit()
    changed = ", endret" if code.get("dirty") else ""
    typer.echo(f"ros {__version__}" + (f" ({str(code['commit'])[:7]}{changed})" if code else ""))
    raise typer.Exit


def ros(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show, is_eager=True, help="Vis versjonen og hvilken commit den er av."
        ),
    ] = False,
) -> None:
    """ROS-kartlegging av e-meldinger: fra svar til rapport."""
