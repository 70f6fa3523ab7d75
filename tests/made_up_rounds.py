"""Small rounds whose zones, and how they move under other rules, can be told by hand.

Green answers 1 × 1 everywhere; yellow has three yellow areas (2 × 2), red three red ones (4 × 4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from ros_analysis.analysis.scoring import ScoredRound, score, zones
from ros_analysis.survey.codebook import Codebook, read_codebook
from ros_analysis.survey.contract import ANSWERS, REGISTER, RESPONDENTS

CODEBOOK = Path(__file__).parents[1] / "data" / "raw" / "codebook.toml"
HEIGHT = {"green": 1, "yellow": 2, "red": 4}
Row = tuple[str, int, str | None, str | None]


def codebook() -> Codebook:
    return read_codebook(CODEBOOK)


def made_up_round(year: int, rows: Sequence[Row]) -> ScoredRound:
    """A round of (number, population, EPJ system, zone); without a zone the municipality did not answer."""
    heights = {
        number: [HEIGHT[zone] if area.number <= 3 else 1 for area in codebook().area]
        for number, _, _, zone in rows
        if zone is not None
    }
    return _round(year, [row[:3] for row in rows], heights)


def round_of_heights(year: int, heights: Sequence[Sequence[int | None]]) -> ScoredRound:
    """A round where likelihood and consequence of each area are both the given height, or not answered."""
    numbers = [f"98{place:02}" for place in range(1, len(heights) + 1)]
    invited = [(number, 1_000, None) for number in numbers]
    return _round(year, invited, dict(zip(numbers, heights, strict=True)))


def _round(
    year: int, invited: Sequence[tuple[str, int, str | None]], heights: Mapping[str, Sequence[int | None]]
) -> ScoredRound:
    book = codebook()
    answers = [
        (number, area, height, height, pd.NA, None, "" if height else "blank")
        for number, column in heights.items()
        for area, height in enumerate(column, start=1)
    ]
    answered = [(number, epj, None, pd.NaT) for number, _, epj in invited if number in heights]
    register = [(number, f"Kommune {number}", population) for number, population, _ in invited]
    scored = score(_frame(answers, ANSWERS), book)
    frame = zones(scored, _frame(answered, RESPONDENTS), _frame(register, REGISTER), book)
    return ScoredRound(year, frame, scored)


def by_counts(*, green: int, yellow: int, red: int, silent: int = 0, epj: Sequence[str] = ()) -> list[Row]:
    """Municipalities 9801, 9802 … with populations 1 000, 2 000 …, the green ones first."""
    listed = ["green"] * green + ["yellow"] * yellow + ["red"] * red + [None] * silent
    systems = [*epj, *[None] * (len(listed) - len(epj))]
    return [
        (f"98{place:02}", 1_000 * place, system, zone)
        for place, (zone, system) in enumerate(zip(listed, systems, strict=True), start=1)
    ]


def _frame(rows: Sequence[tuple[object, ...]], schema: object) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(schema.columns))  # type: ignore[attr-defined]
    types = {name: str(column.dtype) for name, column in schema.columns.items()}  # type: ignore[attr-defined]
    return frame.astype(types)
