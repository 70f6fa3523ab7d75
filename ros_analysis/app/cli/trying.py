"""Commands to try things: the analyst's bench in JupyterLab, and a made-up country."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from ros_analysis.app.cli.options import DATA, REPORTS, Counties, Data, National, Rounds, folders_at
from ros_analysis.survey import NotFoundError

NOTEBOOK = "explore.ipynb"


def lab(context: typer.Context, data: Data = DATA) -> None:
    """Åpne arbeidsbenken i JupyterLab. Notatboken er en kopi som slettes når JupyterLab avsluttes.

    JupyterLab lagrer av seg selv det som vises, også navn; derfor ligger kopien utenfor prosjektet. Ved siden av den
    vises datamappen og reports/. Det som står etter «--», går videre til JupyterLab.
    """
    folders = folders_at(data)
    if not folders.surveys():
        raise NotFoundError(f"{data} har ingen undersøkelse ennå. Lag en med: ros new-survey FYLKE.")
    from ros_analysis.report import PROJECT

    with TemporaryDirectory(prefix="ros-lab-") as name:
        folder = Path(name)
        shutil.copyfile(PROJECT / "notebooks" / NOTEBOOK, folder / NOTEBOOK)
        _lead_to([folders.data, REPORTS.resolve()], folder)
        code = _serve(folder, folders.data, context.args)
    raise typer.Exit(code)


def _lead_to(places: Iterable[Path], folder: Path) -> None:
    """Show the places in `folder`, where the file browser begins; not where the system lets nobody link."""
    for place in places:
        if place.is_dir():
            with suppress(OSError):
                (folder / place.name).symlink_to(place, target_is_directory=True)


def _serve(folder: Path, data: Path, arguments: list[str]) -> int:
    """JupyterLab until it ends, with all that it and its kernels write of results in `folder`."""
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        str(folder / NOTEBOOK),
        f"--ServerApp.root_dir={folder}",
    ]
    places = {"ROS_DATA": str(data), "IPYTHONDIR": str(folder / ".ipython")}
    with subprocess.Popen([*command, *arguments], env={**os.environ, **places}) as server:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is JupyterLab's to ask about
        try:
            return server.wait()
        finally:
            server.terminate()


def demo(national: National, data: Data = DATA, counties: Counties = 15, rounds: Rounds = 10) -> None:
    """Skriv et oppdiktet land, for å prøve mange rapporter på én gang."""
    from ros_analysis.app import example

    raw = folders_at(data).raw
    try:
        surveys = example.national(national / "data", raw, counties=counties, rounds=rounds)
    except FileExistsError as error:
        raise typer.BadParameter(str(error)) from None
    typer.echo(
        f"{len(surveys)} fylker med {rounds} runder hver ligger i {national / 'data'}. Bygg rapportene med:"
    )
    typer.echo(f"ros report --data {national / 'data'} --out {national / 'reports'}")
