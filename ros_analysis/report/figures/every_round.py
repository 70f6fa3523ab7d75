"""Zones and each area over all rounds, a small chart of stacked bars each."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ros_analysis.report.blocks import Blocks
from ros_analysis.report.exhibits import Figure
from ros_analysis.report.figures.drawing import INK, bars, chart, drawn_once, label, level_patches, to_svg
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.every_round import UNKNOWN, Series, listed, series
from ros_analysis.report.tables.parts import NOTHING, joined, source, unlike_note
from ros_analysis.rounds import Round
from ros_analysis.survey import LEVELS, Words

ACROSS, GAP, YEARS = 3, 12, 24
"""Charts in a row; between two, and to their left for the years, in percent of a bar."""
WIDE = 100 + GAP + YEARS
DIGIT = 5
"""Percent of a bar that a digit needs."""
BAR, LINE, TITLE = 0.26, 0.14, 26
"""Inches of a bar and of a line in a title; the letters that a line of it holds."""


class Piece(NamedTuple):
    """A piece of a bar: how many at a level, where it begins, how wide and at what height."""

    level: str
    k: int
    left: float
    width: float
    y: float


@by_edition
def every_round(this: Round) -> Figure | Blocks:
    """Share at each level of zones and each area, a bar a round; a broken line where rounds can't be compared."""
    found = series(this)
    if not found:
        return NOTHING
    words, several = this.words, listed(this)
    alike = {each.year for each in this.comparable()}
    before = sum(each.year not in alike for each in several)
    return Figure(
        id="every-round-chart",
        caption=words("figure.every_round.caption"),
        alt=words("figure.every_round.alt", rows=" ".join(_told(one, words) for one in found)),
        svg=_drawn(found, before, words),
        note=joined(unlike_note(this, *several), words("figure.every_round.break") if before else ""),
        source=source(this, None),
        data=tuple(
            {"what": one.what, "year": int(str(year)), "level": level, "count": int(counts[level])}
            for one in found
            for year, counts in one.counts.iterrows()
            for level in (*LEVELS, UNKNOWN)
        ),
    )


def _told(one: Series, words: Words) -> str:
    levels = one.counts[list(LEVELS)]
    rounds = [
        words("figure.every_round.alt_round", year=year, **counts) for year, counts in levels.iterrows()
    ]
    return words("figure.every_round.alt_row", what=one.what, rounds="; ".join(rounds))


@drawn_once
def _drawn(found: list[Series], before: int, words: Words) -> str:
    """All on one pair of axes, since nine take matplotlib several times as long; `before` zones stand apart."""
    titles = [textwrap.wrap(one.what, TITLE, max_lines=3, placeholder=" …") for one in found]
    room = max(map(len, titles)) * LINE / BAR + 0.6
    high, down = max(len(one.counts) for one in found) + room, -(-len(found) // ACROSS)
    places = [(number % ACROSS * WIDE, -(number // ACROSS) * high) for number in range(len(found))]
    with chart("every-round", (down * high + 0.9) * BAR, axes=False) as (canvas, axis):
        placed = [_placed(one.counts, *place) for one, place in zip(found, places, strict=True)]
        _draw(axis, list(chain.from_iterable(placed)))
        for one, lines, (left, top) in zip(found, titles, places, strict=True):
            axis.text(left, top + 0.55, "\n".join(lines), va="bottom", fontsize=8.5, fontweight="semibold")
            for row, year in enumerate(one.counts.index):
                axis.text(left - 3, top - row, str(year), ha="right", va="center", fontsize=8.5)
        if before:
            axis.plot([-YEARS, 100], [0.5 - before] * 2, color=INK, linestyle="--", linewidth=1)
        axis.set_xlim(-YEARS - 1, ACROSS * WIDE - YEARS + 1 - GAP)
        axis.set_ylim(room - down * high - 0.9, room)
        axis.legend(handles=_legend(found, words), loc="lower center", ncols=4, frameon=False)
        return to_svg(canvas, "every-round")


def _legend(found: list[Series], words: Words) -> list[Rectangle]:
    names: dict[str, str] = {level: words(f"zone.{level}").capitalize() for level in LEVELS}
    if any(one.counts[UNKNOWN].any() for one in found):
        names[UNKNOWN] = words(f"column.{UNKNOWN}")
    return level_patches(names)


def _placed(counts: pd.DataFrame, left: float, top: float) -> Iterator[Piece]:
    for row, known in enumerate(counts.astype(int).itertuples(index=False)):
        total, begins = max(1, sum(known)), left
        for level, k in zip(counts, known, strict=True):
            yield Piece(str(level), k, begins, 100 * k / total, float(top - row))
            begins += 100 * k / total


def _draw(axis: Axes, pieces: Sequence[Piece]) -> None:
    for level in (*LEVELS, UNKNOWN):
        if own := [piece for piece in pieces if piece.level == level and piece.k]:
            _, _, lefts, widths, at = (list(side) for side in zip(*own, strict=True))
            bars(axis, level, at, widths, lefts)
    for piece in pieces:
        if piece.width >= DIGIT * len(text := str(piece.k)):
            label(axis, piece.left + piece.width / 2, piece.y, text, fontsize=8.5)
