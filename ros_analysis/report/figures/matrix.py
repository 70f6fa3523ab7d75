"""The risk matrix of answers, in all or by area; and one municipality's results against the median, for analysts."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.patches import Rectangle

from ros_analysis.report.blocks import Blocks, Paragraph
from ros_analysis.report.exhibits import Figure, records
from ros_analysis.report.figures.drawing import (
    HATCHES,
    INK,
    MARKERS,
    WIDTH,
    bare,
    chart,
    height_of,
    label,
    to_svg,
    wrapped,
)
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.columns import count
from ros_analysis.report.tables.exploring import PathStep, municipality_name, parts
from ros_analysis.report.tables.parts import NOTHING, area_names, cells, figure, hidden
from ros_analysis.rounds import Round
from ros_analysis.survey import FILLS, LEVELS, Level

ACROSS, GAP, TITLE = 6, 1.2, 1.3
"""Most matrices in a row; cells between two, and at least above one for its title."""
LINE, LETTER, LETTERS = 0.14, 0.061, 22
"""Inches of a line in a title and of a letter in it; most letters in one."""


@by_edition
def risk_matrix(this: Round) -> Figure | Paragraph | Blocks:
    """Likelihood × consequence with municipalities counted per cell: one matrix an area internally, one in all
    publicly."""
    if not this.has_steps:
        return NOTHING
    if this.edition == "internal":
        return _matrix_per_area(this)
    if this.shown.matrix is None:
        return hidden(this.words, "matrix") if this.shown.levels is not None else NOTHING
    return _one_matrix(this, this.shown.matrix)


def _matrix_per_area(this: Round) -> Figure:
    words, names = this.words, area_names(this)
    grids = {area: this.internal.matrix(area) for area in names}
    told = [
        words(
            "figure.matrix.alt_area",
            area=area.label[words.language],
            **at_levels(this, grids[area.number]),
        )
        for area in this.codebook.area
    ]
    return figure(
        this,
        "matrix_areas",
        matrices(this, "risk-matrix", {names[area]: grid for area, grid in grids.items()}),
        (
            {"area": area, **cell}
            for area, grid in grids.items()
            for cell in cells(grid, "likelihood", "consequence")
            if cell["count"]
        ),
        id="risk-matrix",
        rows="; ".join(told),
    )


def _one_matrix(this: Round, grid: pd.DataFrame) -> Figure:
    among = cells(grid, "likelihood", "consequence")
    told = [this.words("figure.matrix.alt_cell", n=cell["count"], **cell) for cell in among if cell["count"]]
    return figure(
        this,
        "matrix",
        matrices(this, "risk-matrix", {"": grid}),
        among,
        id="risk-matrix",
        rows="; ".join(told),
    )


def matrices(this: Round, name: str, grids: Mapping[str, pd.DataFrame]) -> str:
    """Risk matrices by title, up to six in a row, or one large one without a title; as SVG, with counts in the cells.

    All are drawn on one pair of axes, since eight take matplotlib three times as long.
    """
    words, is_large = this.words, "" in grids
    fontsize = 12 if is_large else 9
    wide, high = len(this.codebook.consequence) + GAP, len(this.codebook.likelihood) + GAP
    down = 1 if len(grids) < ACROSS else max(2, -(-len(grids) // ACROSS))
    across = -(-len(grids) // down)
    cell = WIDTH / (max(across, 3) * wide + GAP)
    letters = min(LETTERS, int(cell * wide / LETTER))
    titles = [textwrap.wrap(title, letters, max_lines=3, placeholder=" …") for title in grids]
    title_room = max(TITLE, LINE * max(map(len, titles)) / cell - 0.2) if any(titles) else 0.0
    high += title_room
    with chart(name, 3.0 if is_large else cell * (down * high + 0.6), axes=False) as (canvas, axis):
        for number, (title, grid) in enumerate(zip(titles, grids.values(), strict=True)):
            corner = number % across * wide, (down - 1 - number // across) * high
            _draw_matrix(axis, this, grid, corner, fontsize)
            above = corner[1] + len(grid) + 0.65
            axis.text(corner[0] + 0.5, above, "\n".join(title), va="bottom", fontsize=8.5)
        middle = (across * wide - GAP) / 2 + 0.5, (down * high - GAP - title_room) / 2 + 0.5
        axis.text(middle[0], -0.5, words("figure.matrix.x"), ha="center", va="top", fontsize=fontsize)
        aside = words("figure.matrix.y")
        axis.text(-0.4, middle[1], aside, ha="right", va="center", rotation=90, fontsize=fontsize)
        axis.set_xlim(-GAP, across * wide + 0.1)
        axis.set_ylim(-GAP, down * high - GAP + 0.6)
        axis.set_aspect("equal")
        return to_svg(canvas, name)


def _draw_matrix(
    axis: Axes, this: Round, grid: pd.DataFrame, corner: tuple[float, float], fontsize: float
) -> None:
    """One matrix with its lower left at `corner`, a unit a cell; empty cells keep their colour."""
    left, bottom = corner
    cells: dict[Level, list[Rectangle]] = {level: [] for level in LEVELS}
    for (row, column), value in np.ndenumerate(grid.to_numpy(dtype=object)):
        place = (left + column + 0.5, bottom + row + 0.5)
        cells[this.codebook.level(row + 1, column + 1)].append(Rectangle(place, 1, 1))
        text = count(this.words, value)
        if text != "-":
            label(axis, left + column + 1, bottom + row + 1, text, fontsize=fontsize, fontweight="semibold")
    for level, own in cells.items():
        drawn = PatchCollection(
            own, facecolor=FILLS[level], edgecolor=INK, linewidth=0.8, hatch=HATCHES[level]
        )
        axis.add_collection(drawn)
    for column, step in enumerate(grid.columns, 1):
        axis.text(left + column, bottom + 0.35, str(step), ha="center", va="top", fontsize=fontsize)
    for row, step in enumerate(grid.index, 1):
        axis.text(left + 0.3, bottom + row, str(step), ha="right", va="center", fontsize=fontsize)


def at_levels(this: Round, grid: pd.DataFrame) -> dict[str, Any]:
    """How many answers of `grid` fall in cells of each level."""
    found: dict[str, Any] = dict.fromkeys(LEVELS, 0)
    for (row, column), value in np.ndenumerate(grid.to_numpy(dtype=int)):
        found[this.codebook.level(row + 1, column + 1)] += int(value)
    return found


def area(this: Round, number: int) -> Figure | Blocks:
    """Likelihood × consequence of one area, municipalities counted per cell."""
    if not this.has_steps:
        return NOTHING
    name, grid = f"matrix-{number}", this.internal.matrix(number)
    return figure(
        this,
        "area",
        matrices(this, name, {"": grid}),
        cells(grid, "likelihood", "consequence"),
        id=name,
        area=area_names(this)[number],
        **at_levels(this, grid),
    )


def municipality(this: Round, number: str) -> Figure | Blocks:
    """One municipality's results by area: this round filled, earlier rounds hollow, the county's median as a line."""
    found = [part for part in parts(this, number) if len(part.answers)] if this.has_results else []
    if not found:
        return NOTHING
    words, name, names = this.words, "municipality-chart", area_names(this)
    areas = list(names)
    known = pd.concat([part.answers for part in found]).dropna(subset=["result"])
    last = found[-1].answers["result"].dropna().rename(index=names)
    medians = this.answers.dropna(subset=["result"]).groupby("area")["result"].median()
    beside = wrapped(names.values())
    with chart(name, 1.3 + height_of(beside, 0.32)) as (canvas, axis):
        for part in found:
            _points(axis, part, areas, now=part.round.year == this.year)
        line = words("drill.median", year=this.year)
        axis.plot(medians.reindex(areas), range(len(areas)), "|", color=INK, markersize=16, label=line)
        axis.set_yticks(range(len(areas)), beside)
        axis.invert_yaxis()
        axis.set_xlim(0.3, len(this.codebook.likelihood) * len(this.codebook.consequence) + 0.7)
        axis.set_xlabel(words("drill.chart_x"))
        axis.grid(axis="x", color="#dddddd", linewidth=0.6)
        axis.set_axisbelow(True)
        canvas.legend(frameon=False, loc="outside lower center", ncols=3, borderaxespad=1)
        bare(axis)
        svg = to_svg(canvas, name)
    return figure(
        this,
        "municipality",
        svg,
        records(known[["year", "number", "name", "area", "result"]]),
        id=name,
        n=None,
        name=municipality_name(this, number),
        year=found[-1].round.year,
        rows="; ".join(words("drill.chart_row", area=area, result=n) for area, n in last.items()),
    )


def _points(axis: Axes, part: PathStep, areas: list[int], *, now: bool) -> None:
    known, named = part.answers.dropna(subset=["result"]), f"{part.label} {part.round.year}"
    if not now:
        at = known["area"].map(areas.index)
        axis.scatter(known["result"], at, s=46, facecolors="none", edgecolors="#555555", label=named)
        return
    for level in LEVELS:
        here = known[known["level"] == level]
        said = f"{named}, {part.round.words(f'zone.{level}')}"
        if len(here):
            axis.scatter(
                here["result"], here["area"].map(areas.index), s=90, zorder=3, label=said,
                marker=MARKERS[level], color=FILLS[level], edgecolors=INK, linewidths=0.8,
            )  # fmt: skip
