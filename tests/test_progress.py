"""What a build tells: a line a report in a log, a bar on a terminal, and one line at the end."""

import sys
from pathlib import Path

import pytest

from ros_analysis.app.cli import progress
from ros_analysis.publish.plan import Job
from ros_analysis.publish.reporting import Built, Failed

BUILT = Built(Path("../ut.2020/fylket/2020/public.nn"), 1.25)
FAILED = Failed(Job("fylket", 2018, ("public", "internal")), "fylket 2018: skadet")
LINES = ["../ut.2020/fylket/2020/public.nn (1,2 s)", "FEIL: fylket 2018: skadet"]


def test_a_log_names_the_folder_that_exists_and_standard_error_what_failed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert progress.followed([BUILT, FAILED], 3) == [BUILT, FAILED]
    logged = capsys.readouterr()
    assert [logged.out, logged.err] == [f"{line}\n" for line in LINES]


def test_a_terminal_gets_a_bar_that_ends_full(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for stream in (sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "100")
    progress.followed([BUILT, FAILED], 3)
    shown = capsys.readouterr().out
    for part in (*LINES, "0/3", "1/3", "3/3", "gjenstår"):
        assert part in shown


@pytest.mark.parametrize(
    ("events", "current", "said"),
    [
        ([BUILT], 0, "1 rapport bygget."),
        ([BUILT, BUILT], 4, "2 rapporter bygget, 4 var oppdatert."),
        ([BUILT, FAILED], 1, "1 rapport bygget, 1 var oppdatert, 1 runde feilet og har rapportene de hadde."),
        ([FAILED, FAILED], 0, "0 rapporter bygget, 2 runder feilet og har rapportene de hadde."),
    ],
)
def test_the_last_line_counts(events: list[progress.Event], current: int, said: str) -> None:
    assert progress.summary(events, current) == said
    assert progress.has_failed(events) == (FAILED in events)
