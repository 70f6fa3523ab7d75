"""Which municipalities' answers a round would lose if its files were others."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ros_analysis.cleaning import Match
from ros_analysis.rounds import Raw, open_raw, read_sources
from ros_analysis.survey import Folders, Place, Problem, RefusedData

REMEDY = (
    "Kjør med --add i stedet for --replace, så blir svarene lagt til dem som er der. "
    "Skal noen ut, kjør med --replace --allow-loss."
)


def require_no_loss(folders: Folders, survey: str, year: int, staging: Path) -> None:
    """Raises RefusedData naming each municipality that answers in the round, but not or with less in `staging`."""
    if lost := losses(folders, survey, year, staging):
        message = f"runden ville miste svar fra {len(lost)}: {', '.join(lost)}."
        raise RefusedData([Problem(Place(f"{survey} {year}"), message, remedy=REMEDY, rule="answers_lost")])


def losses(folders: Folders, survey: str, year: int, staging: Path) -> list[str]:
    """«Vega» for each that would be gone, «Vega (2 områder)» for each that would have lost answers on areas."""
    before, after = (_answers(_opened(folders, survey, year, place)) for place in (None, staging))
    named = _named(_opened(folders, survey, year, staging))
    told = []
    for number, (name, areas) in sorted(before.items()):
        if number in after:
            gone = areas - after[number][1]
            told += [f"{name} ({len(gone)} områder)"] if gone else []
        elif number not in named or after:
            told.append(name)
    return told


def _opened(folders: Folders, survey: str, year: int, folder: Path | None) -> Raw | None:
    sources = read_sources(folders, survey, year, folder)
    return open_raw(folders, survey, year, sources, folder) if sources.round.has_answers else None


def _answers(raw: Raw | None) -> dict[str, tuple[str, set[int]]]:
    """Name and answered areas of each municipality that has answered, by its number."""
    entries = raw.examine().entries if raw else ()
    return {
        entry.number: (entry.name, {place for place, one in enumerate(entry.answers) if not one.missing})
        for entry in entries
    }


def _named(raw: Raw | None) -> set[str]:
    """Every municipality that a cell names: all that is known of a file whose columns are not yet confirmed."""
    cells: Iterable[str] = {
        cell for table in (raw.tables if raw else ()) for row in table.rows for cell in row.cells
    }
    found = (raw.matcher.find(cell) for cell in cells if cell) if raw else ()
    return {match.number for match in found if isinstance(match, Match)}
