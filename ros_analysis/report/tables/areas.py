"""The eight areas: likelihood, consequence and result over all municipalities."""

from __future__ import annotations

import pandas as pd

from ros_analysis.disclosure import MEASURES
from ros_analysis.report.blocks import Blocks, Cell, Column, Paragraph, Table
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.parts import (
    NOTHING,
    Row,
    count,
    given_note,
    hidden,
    joined,
    level_cell,
    median,
    needs_answers,
    records,
    source,
    zone_cell,
)
from ros_analysis.rounds import Round
from ros_analysis.survey import LEVELS, Area


@by_edition
def areas(this: Round) -> Table | Paragraph | Blocks:
    """Per area: median likelihood, consequence and result, as far as they are known and shown, and how many
    municipalities are green, yellow, red."""
    if not this.has_areas:
        return needs_answers(this, "areas_too" if this.has_answers else "areas")
    words, counts, medians = this.words, this.shown.levels, this.shown.medians
    if counts is None:
        return hidden(words) if this.shows_zones else NOTHING
    measures = _measures(this) if medians is not None else ()
    medians = pd.DataFrame(index=counts.index) if medians is None else medians[list(measures)]
    rows: list[Row] = []
    for area in this.codebook.area:
        levels = [level_cell(words, counts.loc[area.number, level], level) for level in LEVELS]
        rows.append(
            (
                area_name(this, area),
                *(median(words, medians.loc[area.number, key]) for key in measures),
                *levels,
            )
        )
    columns = (
        Column("area", words("column.area")),
        *(Column(key, words(f"column.{key}"), "right", group=words("column.median")) for key in measures),
        *(
            Column(key, words(f"zone.{key}").capitalize(), "right", group=words("column.levels"))
            for key in LEVELS
        ),
    )
    return Table(
        id="areas",
        caption=words("table.areas"),
        columns=columns,
        rows=tuple(rows),
        note=words("note.areas") if measures else "",
        source=source(this),
        data=records(counts.join(medians).rename_axis("area").reset_index()),
    )


def _measures(this: Round) -> tuple[str, ...]:
    return MEASURES if this.has_steps else MEASURES[2:] if this.has_results else ()


@by_edition
def answers(this: Round) -> Blocks:
    """Per area, how many municipalities chose each step of likelihood and of consequence."""
    if not this.has_answers:
        return Blocks((needs_answers(this, "answers"),))
    if not this.has_steps:
        return NOTHING
    return Blocks(tuple(_steps(this, measure, counts) for measure, counts in this.internal.steps.items()))


def _steps(this: Round, measure: str, counts: pd.DataFrame) -> Table:
    words = this.words
    scale = this.codebook.likelihood if measure == "likelihood" else this.codebook.consequence
    cells = [[count(words, value) for value in counts.loc[area.number]] for area in this.codebook.area]
    headings = [f"{step.value} {step.label[words.language]}" for step in scale]
    return Table(
        id=f"answers-{measure}",
        caption=words(f"table.answers_{measure}"),
        columns=(
            Column("area", words("column.area")),
            *(
                Column(f"s{step.value}", heading, "right")
                for step, heading in zip(scale, headings, strict=True)
            ),
        ),
        rows=tuple(
            (area_name(this, area), *row) for area, row in zip(this.codebook.area, cells, strict=True)
        ),
        source=source(this),
        data=records(counts.rename(columns=str).rename_axis("area").reset_index()),
    )


@by_edition
def municipalities_by_area(this: Round) -> Table | Blocks:
    """Internal edition: population, zone and, where they are known, total and the result on every area of each
    municipality that answered."""
    if not this.has_answers:
        return NOTHING
    words, numbers = this.words, [area.number for area in this.codebook.area] if this.has_areas else []
    letters = "note.letters" if this.has_results else "note.letters_only"
    results = this.answers.set_index(["number", "area"])
    own = this.zones[this.zones["answered"]]
    rows: list[Row] = [
        (
            str(row["name"]),
            words.number(int(row["population"])),
            zone_cell(words, row["zone"]),
            *(
                [".." if pd.isna(row["total"]) else words.number(int(row["total"]))]
                if this.has_results
                else []
            ),
            *(result_cell(this, results.loc[(row["number"], number)]) for number in numbers),
        )
        for row in own.to_dict("records")
    ]
    return Table(
        id="municipalities",
        caption=words("table.municipalities" if numbers else "table.municipalities_zones"),
        columns=(
            Column("municipality", words("column.municipality")),
            Column("population", words("column.size"), "right"),
            Column("zone", words("column.zone")),
            *([Column("total", words("column.total"), "right")] if this.has_results else []),
            *(Column(f"a{number}", str(number), "center", group=words("column.area")) for number in numbers),
        ),
        rows=tuple(rows),
        note=joined(words(letters) if numbers else "", given_note(this)),
        source=source(this),
    )


@by_edition
def matrix(this: Round) -> Table | Blocks:
    """The numbers of the risk matrix: all areas together publicly, each area internally."""
    if not this.has_steps:
        return NOTHING
    words, book = this.words, this.codebook
    every, whole = this.edition == "internal", this.shown.matrix
    if whole is None:
        return NOTHING
    grids = {area_name(this, a): this.internal.matrix(a.number) for a in book.area} if every else {"": whole}
    rows = [
        ((name, str(step.value)) if every else (str(step.value),), grid.loc[step.value])
        for name, grid in grids.items()
        for step in reversed(book.likelihood)
    ]
    heads = (
        *([Column("area", words("column.area"))] if every else []),
        Column("likelihood", words("figure.matrix.y")),
    )
    steps = [
        Column(f"c{step.value}", str(step.value), "right", group=words("figure.matrix.x"))
        for step in book.consequence
    ]
    return Table(
        id="matrix",
        caption=words("table.matrix"),
        columns=(*heads, *steps),
        rows=tuple(
            (*head, *(level_cell(words, n, book.level(int(head[-1]), c)) for c, n in enumerate(counts, 1)))
            for head, counts in rows
        ),
        row_headers=len(heads),
        source=source(this),
        data=records(
            pd.DataFrame([counts.rename(str) for _, counts in rows]).assign(
                row=[" ".join(head) for head, _ in rows]
            )
        ),
    )


def result_cell(this: Round, answer: pd.Series) -> Cell:
    """One answer as «R 12» in the colour of its level; «..» where it has none."""
    level = next((name for name in LEVELS if name == answer["level"]), None)
    if level is None:
        return Cell("..")
    letter = this.words(f"letter.{level}")
    return Cell(f"{letter} {answer['result']}" if pd.notna(answer["result"]) else letter, level)


def area_name(this: Round, area: Area) -> str:
    """«3 Innkomne e-meldinger, dagtid»."""
    return f"{area.number} {area.label[this.words.language]}"
