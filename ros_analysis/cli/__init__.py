"""`ros`: words in, exit code out; no logic of its own."""

from __future__ import annotations

import io
import signal
import sys

import typer

from ros_analysis.cli import example, history, lab, reports, rounds, version
from ros_analysis.folders import NotFoundError, WrongPlaceError

WRONG_USE, REFUSED = 2, 1

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.callback()(version.ros)
app.command()(reports.report)
app.command()(reports.publish)
app.command()(reports.status)
app.command()(reports.verify)
app.command()(history.compare)
app.command()(history.diff)
app.command()(example.demo)
app.command(context_settings={"allow_extra_args": True})(lab.lab)
app.command()(rounds.check)
app.command("new-round")(rounds.new_round)
app.command("new-survey")(rounds.new_survey)


def main() -> None:
    """The entry point: wrong usage and settings that can't be read end with one message, never a traceback."""
    _be_ready_for_a_scheduler()
    try:
        app()
    except Exception as error:
        code = _exit_code(error)
        if code is None:
            raise
        print(error, file=sys.stderr)
        sys.exit(code)


def _be_ready_for_a_scheduler() -> None:
    """Norwegian letters must not stop a run whose log can't hold them, and a polite kill must stop the workers."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))


def _exit_code(error: Exception) -> int | None:
    """The exit code of an error that the user can mend; None for one in the program."""
    from ros_analysis.models import SettingsError
    from ros_analysis.publish.parameters import ParameterError

    if isinstance(error, NotFoundError | ParameterError | WrongPlaceError):
        return WRONG_USE
    return REFUSED if isinstance(error, SettingsError | OSError) else None
