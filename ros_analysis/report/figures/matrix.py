"""The risk matrix of answers, in all or by area; and one municipality's results against the median, for analysts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ros_analysis.report.blocks import Blocks, Paragraph
from ros_analysis.report.exhibits import Figure, records
from ros_analysis.report.figures.drawing import MARKERS, bare, chart, to_svg
from ros_analysis.report.figures.shapes import INK, LINE, WIDTH, Drawing, in_lines, row_of, wrapped
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.columns import count
from ros_analysis.report.tables.exploring import PathStep, municipality_name, parts
from ros_analysis.report.tables.parts import NOTHING, area_names, cells, figure, hidden
from ros_analysis.rounds import Round
from ros_analysis.survey import FILLS, LEVELS

ACROSS, GAP = 6, 1.2
"""Most matrices in a row; cells between two."""
LARGE, TITLE = 150, 8.5
"""Points that one matrix alone is high, and of letters in a title."""


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
        matrices(this, {names[area]: grid for area, grid in grids.items()}),
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
        matrices(this, {"": grid}),
        among,
        id="risk-matrix",
        rows="; ".join(told),
    )


def matrices(this: Round, grids: Mapping[str, pd.DataFrame]) -> str:
    """SVG of risk matrices by title, six in a row at most, or a large one without a title, with counts in the cells."""
    words, is_large = this.words, "" in grids
    size = 12 if is_large else 9
    columns, rows = len(this.codebook.consequence), len(this.codebook.likelihood)
    down = 1 if len(grids) < ACROSS else max(2, -(-len(grids) // ACROSS))
    across = -(-len(grids) // down)
    aside, ticks = 1.6 * size, 1.4 * size
    in_a_row = max(across, 3) * (columns + GAP)
    cell = LARGE / rows if is_large else (WIDTH - aside - ticks) / in_a_row
    titles = [in_lines(title, cell * (columns + GAP) - TITLE / 2, TITLE) for title in grids]
    above = max(len(lines) for lines in titles) * TITLE * LINE + 3
    wide, high = across * (columns + GAP) * cell - GAP * cell, above + rows * cell + ticks + 0.9 * size
    left = (WIDTH + aside + ticks - wide) / 2
    drawing = Drawing(down * high + aside - 0.5 * size)
    for number, (lines, grid) in enumerate(zip(titles, grids.values(), strict=True)):
        corner = left + number % across * (columns + GAP) * cell, number // across * high + above
        _draw_matrix(drawing, this, grid, corner, cell, size)
        if lines:
            middle = corner[1] - 3 - TITLE * LINE * len(lines) / 2
            drawing.text("\n".join(lines), corner[0], middle, size=TITLE)
    middle = (drawing.height - aside) / 2
    drawing.text(
        words("figure.matrix.x"), left + wide / 2, drawing.height - aside / 2, size=size, align="middle"
    )
    drawing.text(
        words("figure.matrix.y"), left - ticks - aside / 2, middle, size=size, align="middle", turned=True
    )
    return drawing.svg()


def _draw_matrix(
    drawing: Drawing, this: Round, grid: pd.DataFrame, corner: tuple[float, float], cell: float, size: float
) -> None:
    """One matrix with its upper left at `corner`; empty cells keep their colour."""
    left, bottom = corner[0], corner[1] + cell * len(grid)
    for (row, column), value in np.ndenumerate(grid.to_numpy(dtype=object)):
        x, y = left + cell * column, bottom - cell * (row + 1)
        drawing.box(this.codebook.level(row + 1, column + 1), x, y, cell, cell)
        text = count(this.words, value)
        if text != "-":
            drawing.label(text, x + cell / 2, y + cell / 2, size=size, weight="semibold")
    for column, step in enumerate(grid.columns):
        drawing.text(str(step), left + cell * (column + 0.5), bottom + size, size=size, align="middle")
    for row, step in enumerate(grid.index):
        drawing.text(str(step), left - 0.5 * size, bottom - cell * (row + 0.5), size=size, align="end")


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
        matrices(this, {"": grid}),
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
    with chart(name, 1.3 + len(beside) * row_of(beside, 23) / 72) as (canvas, axis):
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
