"""One area's risk matrix, and one municipality's results against the median; for analysts, not for the report."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from ros_analysis.report.blocks import Blocks
from ros_analysis.report.exhibits import Figure
from ros_analysis.report.figures.drawing import INK, MARKERS, bare, chart, height_of, to_svg, wrapped
from ros_analysis.report.figures.matrix import at_levels, matrices
from ros_analysis.report.tables.drill import PathStep, municipality_name, parts
from ros_analysis.report.tables.parts import NOTHING, area_names, cells, figure
from ros_analysis.rounds import Round
from ros_analysis.survey import FILLS, LEVELS


def area(this: Round, number: int) -> Figure | Blocks:
    """Likelihood × consequence of one area, municipalities counted per cell."""
    if not this.has_steps:
        return NOTHING
    name, grid = f"matrix-{number}", this.internal.matrix(number)
    return figure(
        this,
        "area",
        matrices(this, name, [("", grid)], height=3.0, fontsize=12),
        cells(grid, "likelihood", "consequence"),
        id=name,
        area=area_names(this)[number],
        **at_levels(this, grid),
    )


def municipality(this: Round, number: str) -> Figure | Blocks:
    """One municipality's results by area: this round filled, earlier rounds hollow, the county's median as a line."""
    found = [part for part in parts(this, number) if part.answers] if this.has_results else []
    if not found:
        return NOTHING
    words, name = this.words, "municipality-chart"
    areas = [area.number for area in this.codebook.area]
    medians = this.answers.dropna(subset=["result"]).groupby("area")["result"].median()
    beside = wrapped(area_names(this).values())
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
        (record for part in found for record in _records(part)),
        id=name,
        n=None,
        name=municipality_name(this, number),
        year=found[-1].round.year,
        rows=_said(found[-1]),
    )


def _points(axis: Axes, part: PathStep, areas: list[int], *, now: bool) -> None:
    named = f"{part.label} {part.round.year}"
    if not now:
        at = [areas.index(area) for area in _results(part)]
        axis.scatter(
            [*_results(part).values()], at, s=46, facecolors="none", edgecolors="#555555", label=named
        )
        return
    for level in LEVELS:
        here = {area: n for area, n in _results(part).items() if part.answers[area]["level"] == level}
        said = f"{named}, {part.round.words(f'zone.{level}')}"
        if here:
            axis.scatter(
                [*here.values()], [areas.index(area) for area in here], s=90, zorder=3, label=said,
                marker=MARKERS[level], color=FILLS[level], edgecolors=INK, linewidths=0.8,
            )  # fmt: skip


def _results(part: PathStep) -> dict[int, int]:
    known = {area: answer["result"] for area, answer in part.answers.items()}
    return {area: int(result) for area, result in known.items() if pd.notna(result)}


def _said(part: PathStep) -> str:
    words, labels = part.round.words, area_names(part.round)
    said = [words("drill.chart_row", area=labels[area], result=n) for area, n in _results(part).items()]
    return "; ".join(said)


def _records(part: PathStep) -> list[dict[str, int | str]]:
    own: dict[str, int | str] = {"year": part.round.year, "number": part.number, "name": part.name}
    return [{**own, "area": area, "result": result} for area, result in _results(part).items()]
