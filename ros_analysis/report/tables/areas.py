"""The eight areas: likelihood, consequence and result over all municipalities."""

from __future__ import annotations

import pandas as pd

from ros_analysis.disclosure import MEASURES
from ros_analysis.report.blocks import Blocks, Paragraph
from ros_analysis.report.exhibits import Table
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.columns import TEXTS, TableOf, level_cell, result_cells
from ros_analysis.report.tables.parts import NOTHING, area_names, given_note, hidden, joined, needs_answers
from ros_analysis.rounds import Round
from ros_analysis.survey import LEVELS


@by_edition
def areas(this: Round) -> Table | Paragraph | Blocks:
    """Per area: median likelihood, consequence and result, as far as they are known and shown, and how many
    municipalities are green, yellow, red."""
    if not this.has_areas:
        return needs_answers(this, "areas_too") if this.has_answers else NOTHING
    words, counts, medians = this.words, this.shown.levels, this.shown.medians
    if counts is None:
        return hidden(words) if this.shows_zones else NOTHING
    measures = list(_measures(this)) if medians is not None else []
    frame = counts if medians is None else counts.join(medians[measures])
    table = TableOf(this)
    return table(
        "areas" if measures else "area_levels",
        frame.rename_axis("area").reset_index(),
        (
            table.area(),
            *(table.median(key, group=words("column.median")) for key in measures),
            *(table.level(level, group=words("column.levels")) for level in LEVELS),
        ),
        id="areas",
        note=words("note.areas") if measures else "",
    )


def _measures(this: Round) -> tuple[str, ...]:
    return MEASURES if this.has_steps else MEASURES[2:] if this.has_results else ()


@by_edition
def answers(this: Round) -> Blocks:
    """Per area, how many municipalities chose each step of likelihood and of consequence."""
    if not this.has_steps:
        return NOTHING
    return Blocks(tuple(_steps(this, measure, counts) for measure, counts in this.internal.steps.items()))


def _steps(this: Round, measure: str, counts: pd.DataFrame) -> Table:
    words, table = this.words, TableOf(this)
    scale = this.codebook.likelihood if measure == "likelihood" else this.codebook.consequence
    labels = {f"s{step.value}": f"{step.value} {step.label[words.language]}" for step in scale}
    frame = counts.rename_axis("area")
    return table(
        f"answers_{measure}",
        frame.set_axis(list(labels), axis=1).reset_index(),
        (table.area(), *(table.count(key, label=label) for key, label in labels.items())),
        behind=frame.rename(columns=str).reset_index(),
    )


@by_edition
def municipalities_by_area(this: Round) -> Table | Blocks:
    """Internal edition: population, zone and, where they are known, total and the result on every area of each
    municipality that answered."""
    if not this.has_answers:
        return NOTHING
    words, table = this.words, TableOf(this)
    numbers = {f"a{area.number}": area.number for area in this.codebook.area} if this.has_areas else {}
    own = this.zones.loc[this.zones["answered"], ["number", "name", "population", "zone", "total"]]
    has_size = bool(own["population"].notna().any())
    cells = this.answers.assign(cell=result_cells(this, this.answers))
    results = cells.pivot(index="number", columns="area", values="cell").add_prefix("a")
    letters = "note.letters" if this.has_results else "note.letters_only"
    return table(
        "municipalities" if numbers else "municipalities_zones",
        own.rename(columns={"name": "municipality"}).join(results, on="number"),
        (
            table.text("municipality"),
            *([table.number("population", label=words("column.size"))] if has_size else []),
            table.zone("zone"),
            *([table.number("total")] if this.has_results else []),
            *(
                table.text(key, "center", label=str(area), group=words("column.area"))
                for key, area in numbers.items()
            ),
        ),
        id="municipalities",
        note=joined(words(letters) if numbers else "", given_note(this)),
        behind=TEXTS,
    )


@by_edition
def matrix(this: Round) -> Table | Blocks:
    """The numbers of the risk matrix: all areas together publicly, each area internally."""
    if not this.has_steps or (whole := this.shown.matrix) is None:
        return NOTHING
    words, book, table = this.words, this.codebook, TableOf(this)
    every = area_names(this) if this.edition == "internal" else {}
    grids = {name: this.internal.matrix(area)[::-1] for area, name in every.items()} or {"": whole[::-1]}
    coloured = {name: _coloured(this, grid) for name, grid in grids.items()}
    behind = pd.concat(grids).rename(columns=str)
    heads = (
        *([table.text("area")] if every else []),
        table.text("likelihood", label=words("figure.matrix.y")),
    )
    return table(
        "matrix",
        pd.concat(coloured, names=["area", "likelihood"]).reset_index(),
        (
            *heads,
            *(
                table.text(f"c{step.value}", "right", label=str(step.value), group=words("figure.matrix.x"))
                for step in book.consequence
            ),
        ),
        row_headers=len(heads),
        behind=behind.assign(row=[f"{name} {step}".strip() for name, step in behind.index]),
    )


def _coloured(this: Round, grid: pd.DataFrame) -> pd.DataFrame:
    """The counts of likelihood × consequence as cells, each in the colour of its level."""
    book, rows = this.codebook, [int(row) for row in grid.index]
    return pd.DataFrame(
        {
            f"c{c}": [level_cell(this.words, grid.loc[row, c], book.level(row, c)) for row in rows]
            for c in (step.value for step in book.consequence)
        },
        grid.index,
    )
