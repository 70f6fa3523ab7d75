"""`ros`: words in, exit code out; no logic of its own."""

# ruff: noqa: E402
from __future__ import annotations

import gc
import os

# Both are set before anything else is loaded, and take a tenth off a run with nothing to do: to collect garbage
# seldom, and not to look through every installed package for plugins to pydantic.
gc.set_threshold(1_000_000)
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

import codecs
import io
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from ros_analysis.app.cli import members, reports, rounds, trying
from ros_analysis.survey import NotFoundError, WrongPlaceError

WRONG_USE, REFUSED = 2, 1
PLAIN = {"→": "->", "−": "-", "≥": ">=", "≤": "<=", "–": "-", "\N{NO-BREAK SPACE}": " "}

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
register = typer.Typer(no_args_is_help=True, help="Registeret over kommuner og folketall.")
app.command()(reports.report)
app.command()(reports.publish)
app.command()(reports.status)
app.command()(reports.verify)
app.command()(reports.compare)
app.command()(reports.diff)
app.command()(trying.demo)
app.command(context_settings={"allow_extra_args": True})(trying.lab)
app.command()(rounds.check)
app.command("new-round")(rounds.new_round)
app.command("new-survey")(rounds.new_survey)
app.add_typer(register, name="register")
register.command("add")(rounds.register_add)
app.command()(rounds.form)
app.command()(rounds.missing)
app.command()(members.sheets)
app.command()(members.why)


def _show_version(asked: bool) -> None:
    if not asked:
        return
    from ros_analysis import __version__
    from ros_analysis.report import commit

    code = commit()
    changed = ", endret" if code.get("dirty") else ""
    typer.echo(f"ros {__version__}" + (f" ({str(code['commit'])[:7]}{changed})" if code else ""))
    raise typer.Exit


@app.callback()
def ros(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_show_version,
            is_eager=True,
            help="Vis versjonen og hvilken commit den er av.",
        ),
    ] = False,
) -> None:
    """ROS-kartlegging av e-meldinger: fra svar til rapport."""


def main() -> None:
    """The entry point: wrong usage and settings that can't be read end with one message, never a traceback."""
    _begin_again_in_utf8()
    _be_ready_for_a_scheduler()
    if unreadable := [repr(word)[1:-1] for word in (*sys.argv[1:], str(Path.cwd())) if not _is_utf8(word)]:
        print(
            f"{unreadable[0]}: navnet er ikke skrevet i UTF-8. Gi mappen eller filen et nytt navn.",
            file=sys.stderr,
        )
        sys.exit(WRONG_USE)
    try:
        app()
    except Exception as error:
        code = _exit_code(error)
        if code is None:
            raise
        print(error, file=sys.stderr)
        sys.exit(code)


def _begin_again_in_utf8() -> None:
    """Under a locale that is not UTF-8, Python can't write an «å» of a path; in its UTF-8 mode it can."""
    if sys.getfilesystemencoding() != "utf-8" and not sys.flags.utf8_mode:
        os.environ["PYTHONUTF8"] = "1"  # for the kernels that are started from here
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


def _is_utf8(text: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def _be_ready_for_a_scheduler() -> None:
    """Norwegian letters must not stop a run whose log can't hold them, and a polite kill must stop the workers."""
    codecs.register_error("plainly", _plainly)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="plainly")
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """What a console can't write as it can: «-10», since «?10» would be another number."""
    assert isinstance(error, UnicodeEncodeError)
    return "".join(PLAIN.get(sign, "?") for sign in error.object[error.start : error.end]), error.end


def _exit_code(error: Exception) -> int | None:
    """The exit code of an error that the user can mend; None for one in the program."""
    if isinstance(error, NotFoundError | WrongPlaceError):
        return WRONG_USE
    # Only now: they take a second to import, and a misspelt name is told of at once.
    from ros_analysis.publish import ParameterError
    from ros_analysis.survey import UserError

    if isinstance(error, ParameterError):
        return WRONG_USE
    return REFUSED if isinstance(error, UserError | OSError) else None
