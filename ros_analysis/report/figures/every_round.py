"""Zones and each area over all rounds, a small chart of stacked bars each."""

from __future__ import annotations

import textwrap

import pandas as pd

from ros_analysis.report.blocks import Blocks
from ros_analysis.report.exhibits import Figure
from ros_analysis.report.figures.drawing import INK, chart, drawn_once, level_bars, level_patches, to_svg
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.change import UNKNOWN, listed, series
from ros_analysis.report.tables.parts import NOTHING, cells, figure, joined, unlike_note
from ros_analysis.rounds import Round
from ros_analysis.survey import LEVELS, Words

ACROSS, GAP, YEARS = 3, 12, 24
"""Charts in a row; between two, and to their left for the years, in percent of a bar."""
WIDE = 100 + GAP + YEARS
DIGIT = 5
"""Percent of a bar that a digit needs."""
BAR, LINE, TITLE = 0.26, 0.14, 26
"""Inches of a bar and of a line in a title; the letters that a line of it holds."""


@by_edition
def every_round(this: Round) -> Figure | Blocks:
    """Share at each level of zones and each area, a bar a round; a broken line where rounds can't be compared."""
    found = series(this)
    if not found:
        return NOTHING
    words, several = this.words, listed(this)
    alike = {each.year for each in this.comparable()}
    before = sum(each.year not in alike for each in several)
    return figure(
        this,
        "every_round",
        _drawn(found, before, words),
        ({"what": what, **cell} for what, counts in found.items() for cell in cells(counts, "year", "level")),
        id="every-round-chart",
        n=None,
        note=joined(unlike_note(this, *several), words("figure.every_round.break") if before else ""),
        rows=" ".join(
            words("figure.every_round.alt_row", what=what, rounds=_told(counts, words))
            for what, counts in found.items()
        ),
    )


def _told(counts: pd.DataFrame, words: Words) -> str:
    return "; ".join(
        words("figure.every_round.alt_round", year=year, **row) for year, row in counts.iterrows()
    )


@drawn_once
def _drawn(found: dict[str, pd.DataFrame], before: int, words: Words) -> str:
    """All on one pair of axes, since nine take matplotlib several times as long; `before` zones stand apart."""
    titles = [textwrap.wrap(what, TITLE, max_lines=3, placeholder=" …") for what in found]
    room = max(map(len, titles)) * LINE / BAR + 0.6
    high, down = max(map(len, found.values())) + room, -(-len(found) // ACROSS)
    places = [(number % ACROSS * WIDE, -(number // ACROSS) * high) for number in range(len(found))]
    at = [
        (left, top - row)
        for one, (left, top) in zip(found.values(), places, strict=True)
        for row in range(len(one))
    ]
    counts = pd.concat(found.values()).astype(int)
    shares = (100 * counts).div(counts.sum(axis=1).clip(lower=1), axis=0)
    texts = counts.astype(str)
    with chart("every-round", (down * high + 0.9) * BAR, axes=False) as (canvas, axis):
        lefts, heights = zip(*at, strict=True)
        level_bars(
            axis,
            shares,
            texts.mask(shares < DIGIT * texts.map(len), ""),
            at=heights,
            starts=lefts,
            fontsize=8.5,
        )
        for year, (left, height) in zip(counts.index, at, strict=True):
            axis.text(left - 3, height, str(year), ha="right", va="center", fontsize=8.5)
        for lines, (left, top) in zip(titles, places, strict=True):
            axis.text(left, top + 0.55, "\n".join(lines), va="bottom", fontsize=8.5, fontweight="semibold")
        if before:
            axis.plot([-YEARS, 100], [0.5 - before] * 2, color=INK, linestyle="--", linewidth=1)
        axis.set_xlim(-YEARS - 1, ACROSS * WIDE - YEARS + 1 - GAP)
        axis.set_ylim(room - down * high - 0.9, room)
        names: dict[str, str] = {level: words(f"zone.{level}").capitalize() for level in LEVELS}
        if counts[UNKNOWN].any():
            names[UNKNOWN] = words(f"column.{UNKNOWN}")
        axis.legend(handles=level_patches(names), loc="lower center", ncols=4, frameon=False)
        return to_svg(canvas, "every-round")
