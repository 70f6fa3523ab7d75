"""All rounds: zones and levels of the areas side by side, and each unit's path through them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from ros_analysis.analysis import FEWEST_ROUNDS, OverYears
from ros_analysis.report.blocks import Blocks
from ros_analysis.report.exhibits import Cell, Table
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.columns import TEXTS, TableOf
from ros_analysis.report.tables.parts import NOTHING, area_names, joined, unlike_note
from ros_analysis.rounds import Round
from ros_analysis.survey import LEVELS

UNKNOWN = "unknown"
"""Those that answered the round, but whose zone is undetermined, or that left the area out."""


@dataclass(frozen=True)
class Series:
    """Zones, or one area, of the rounds that show it: `counts` is year × level and unknown, oldest first, Int64."""

    what: str
    area: int | None
    counts: pd.DataFrame


def series(this: Round) -> list[Series]:
    """Zones of every round that shows them, then each area of those that can be compared; none with too few rounds."""
    alike = [each for each in this.comparable() if each.shows_zones]
    if not this.shows_zones or len(alike) < FEWEST_ROUNDS:
        return []
    zones = {each: [getattr(each.counts, level) for level in LEVELS] for each in listed(this)}
    shown = {each: each.shown.levels for each in alike if each.shown.levels is not None}
    areas = [
        Series(name, area, _years({each: levels.T[area].tolist() for each, levels in shown.items()}))
        for area, name in area_names(this).items()
    ]
    return [Series(this.words("figure.every_round.zones"), None, _years(zones)), *(areas if shown else ())]


def listed(this: Round) -> list[Round]:
    """The rounds that show their zones, also those that can't be compared."""
    return [each for each in this.history() if each.shows_zones]


def _years(rows: Mapping[Round, Sequence[int]]) -> pd.DataFrame:
    counts = {each.year: [*known, each.responses.answered - sum(known)] for each, known in rows.items()}
    return pd.DataFrame.from_dict(counts, orient="index", columns=[*LEVELS, UNKNOWN], dtype="Int64")


@by_edition
def every_round(this: Round) -> Table | Blocks:
    """How many municipalities are at each level, of zones and of each area, a row for each round."""
    found = series(this)
    if not found:
        return NOTHING
    words, table = this.words, TableOf(this)
    frame = pd.DataFrame([row for one in found for row in _rows(one)])
    unknown = [table.count(UNKNOWN, group=words("column.municipalities"))] if frame[UNKNOWN].any() else []
    return table(
        "every_round" if len(found) > 1 else "every_round_zones",
        frame,
        (
            table.text("what"),
            table.text("year"),
            *(table.level(level, group=words("column.municipalities")) for level in LEVELS),
            *unknown,
        ),
        id="every-round",
        n=None,
        note=joined(words("note.every_round"), unlike_note(this, *listed(this))),
        behind=frame,
        row_headers=2,
    )


def _rows(one: Series) -> Iterator[dict[str, object]]:
    for year, counts in one.counts.iterrows():
        yield {"what": one.what, "year": year, **counts}


@by_edition
def unit_paths(this: Round) -> Table | Blocks:
    """Internal edition: zone and score in each round of the units unchanged through all, the highest risk first."""
    alike = [each for each in this.comparable() if each.has_answers]
    over = (
        OverYears.of([each.scored for each in alike], this.register.successions) if this.has_answers else None
    )
    if over is None or not over.same:
        return NOTHING
    words, table = this.words, TableOf(this)
    has_scores = over.measure == "score"
    zones, scores = (over.paths(by) for by in ("zone", "score"))
    names = this.municipalities.set_index("number")["name"]
    rows = [
        {
            "municipality": names[chain[-1]],
            **{str(year): _cell(this, *step) for year, *step in zip(over.years, zone, score, strict=True)},
        }
        for chain, zone, score in zip(over.same, zones, scores, strict=True)
    ]
    worst = sorted(range(len(rows)), key=lambda row: _last(zones[row][-1], scores[row][-1]), reverse=True)
    return table(
        "paths",
        pd.DataFrame([rows[row] for row in worst]),
        (table.text("municipality"), *(table.text(str(year), label=str(year)) for year in over.years)),
        n=None,
        note=words("note.paths" if has_scores else "note.paths_zones"),
        behind=TEXTS,
    )


def _last(zone: float | None, score: float | None) -> tuple[float, float]:
    return (-1 if zone is None else zone, -1 if score is None else score)


def _cell(this: Round, zone: float | None, score: float | None) -> Cell:
    """«R 6,1» in the colour of the zone; what isn't known is left out."""
    level = None if zone is None else LEVELS[int(zone)]
    letter = "" if level is None else this.words(f"letter.{level}")
    return Cell(joined(letter, "" if score is None else this.words.number(score, 1)) or "..", level)
