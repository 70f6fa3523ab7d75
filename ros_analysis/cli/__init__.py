"""`ros`: words in, exit code out; no logic of its own."""

from __future__ import annotations

import sys

import typer

from ros_analysis.cli import reports, rounds
from ros_analysis.folders import NotFoundError

WRONG_USE, REFUSED = 2, 1

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="ROS-kartlegging av e-meldinger: fra svar til rapport.",
)
app.command()(reports.report)
app.command()(reports.status)
app.command()(rounds.check)


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
