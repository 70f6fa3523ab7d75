"""Which answers a round would lose if its files were put in another's place, or others were added to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ros_analysis.cleaning import Entry
from ros_analysis.folders import Folders
from ros_analysis.intake import Sources, open_raw, read_sources
from ros_analysis.problems import Place, Problem
from ros_analysis.settings import read_round

Fields = frozenset[tuple[str, int]]
OTHERS = {"epj": "fagsystemet", "zone": "sonen"}


def losses(folders: Folders, survey: str, year: int, staging: Path) -> list[Problem]:
    """What the round has of each municipality and the one in `staging` has not, with what stands in its way of being
    read; empty where nothing would be lost."""
    sources = read_sources(folders, survey, year)
    before, _ = _known(folders, survey, sources, folders.round(survey, year))
    staged = Sources(sources.survey, read_round(staging), sources.codebook, {})
    after, problems = _known(folders, survey, staged, staging)
    lost = [line for number in before if (line := _line(before[number], after.get(number)))]
    return [_refusal(staging, lost), *problems] if lost else []


def _known(
    folders: Folders, survey: str, sources: Sources, folder: Path
) -> tuple[Mapping[str, tuple[str, Fields]], list[Problem]]:
    """By municipality number its name and what is known of it, and what stands in the way of knowing more."""
    if not sources.round.has_answers:
        return {}, []
    raw = open_raw(folders, survey, sources.round.year, sources, folder)
    found = raw.examine()
    known: dict[str, tuple[str, Fields]] = {}
    for entry in found.rows:
        had = known[entry.number][1] if entry.number in known else frozenset()
        known[entry.number] = entry.name, had | frozenset(_fields(entry))
    known |= {entry.number: (entry.name, frozenset(_fields(entry))) for entry in found.entries}
    return known, [*raw.problems, *found.problems]


def _fields(entry: Entry) -> Iterator[tuple[str, int]]:
    for number, answer in enumerate(entry.answers, start=1):
        parts = {"likelihood": answer.likelihood, "consequence": answer.consequence, "result": answer.level}
        yield from ((part, number) for part, value in parts.items() if value is not None)
    yield from ((name, 0) for name in OTHERS if getattr(entry, name) is not None)


def _line(before: tuple[str, Fields], after: tuple[str, Fields] | None) -> str:
    """«Bodø», «Vega (område 3 og 4; fagsystemet)», or nothing where all is still there."""
    name, had = before
    if after is None:
        return name
    lost = had - after[1]
    areas = sorted({number for _, number in lost if number})
    told = [f"område {', '.join(map(str, areas))}"] if areas else []
    told += [word for key, word in OTHERS.items() if (key, 0) in lost]
    return f"{name} ({'; '.join(told)})" if told else ""


def _refusal(folder: Path, lost: list[str]) -> Problem:
    return Problem(
        Place("round.toml"),
        f"svar ville gått tapt for {len(lost)} {'kommune' if len(lost) == 1 else 'kommuner'}: {', '.join(lost)}.",
        remedy="Legg inn en fil som har dem med, eller legg denne til de andre filene med --add i stedet for "
        "--replace. Skal svarene virkelig bort, flytt rundens mappe et annet sted og legg filen inn på nytt.",
        rule="would_lose",
    )
