"""How far a build has come: a bar on a terminal, one line a report in a log."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import typer

from ros_analysis.publish import Built, Event, Failed


def followed(events: Iterable[Event], reports: int) -> list[Event]:
    """Every event, told as it comes, failures on standard error; `reports` is how many there are to build."""
    watched = sys.stdout.isatty() and sys.stderr.isatty()
    return list(_with_bar(events, reports) if watched else _with_lines(events))


def _with_lines(events: Iterable[Event]) -> Iterator[Event]:
    for event in events:
        typer.echo(line(event), err=isinstance(event, Failed))
        yield event


def line(event: Event) -> str:
    """One event as a line of a log."""
    if isinstance(event, Built):
        seconds = f"{event.seconds:.1f}".replace(".", ",")
        return f"{event.place} ({seconds} s)"
    return f"FEIL: {event.text}"


def _with_bar(events: Iterable[Event], reports: int) -> Iterator[Event]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("gjenstår"))
    # Refreshed by hand, because workers are forked from this process and no other thread may hold a lock then.
    with Progress(*columns, TimeRemainingColumn(compact=True), auto_refresh=False) as bar:
        task = bar.add_task("Rapporter", total=reports)
        bar.refresh()
        for event in events:
            bar.console.print(line(event), markup=False, highlight=False, soft_wrap=True)
            done = 1 if isinstance(event, Built) else len(event.job.editions)
            bar.update(task, advance=done, refresh=True)
            yield event


def last_run(events: Sequence[Event], current: int, out: Path) -> str:
    """What a run did, for whatever sends mails: no name or value from raw data, since it lies where reports do."""
    built = [
        f"bygget: {event.place.relative_to(out).as_posix()}" for event in events if isinstance(event, Built)
    ]
    failed = [f"feilet: {place}. {said}" for place, said in refused(events).items()]
    return "\n".join([summary(events, current), *built, *failed]) + "\n"


def has_failed(events: Iterable[Event]) -> bool:
    return any(isinstance(event, Failed) for event in events)


def refused(events: Iterable[Event]) -> dict[str, str]:
    """What the index says of each report whose round failed, by its place: without a name or a value from raw data."""
    failed = [event.job for event in events if isinstance(event, Failed)]
    said = "Siste forsøk feilet: ros check {} {} sier hvorfor."
    return {
        job.place(Path(), edition).as_posix(): said.format(job.survey, job.year)
        for job in failed
        for edition in job.editions
    }


def summary(events: Sequence[Event], current: int) -> str:
    """How many reports were built, how many were current already, and how many rounds failed."""
    built = sum(isinstance(event, Built) for event in events)
    failed = len(events) - built
    parts = [f"{built} {'rapport' if built == 1 else 'rapporter'} bygget"]
    if current:
        parts.append(f"{current} var oppdatert")
    if failed:
        parts.append(f"{failed} {'runde' if failed == 1 else 'runder'} feilet og har rapportene de hadde")
    return f"{', '.join(parts)}."
