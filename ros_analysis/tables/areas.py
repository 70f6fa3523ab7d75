"""The eight areas: likelihood, consequence and result over all municipalities."""

from __future__ import annotations

import pandas as pd

from ros_analysis.blocks import Blocks, Cell, Column, Paragraph, Table
from ros_analysis.codebook import LEVELS, Area
from ros_analysis.editions import MEASURES
from ros_analysis.rounds import Round
from ros_analysis.tables.parts import (
    HIDDEN,
    NOTHING,
    Row,
    count,
    level_cell,
    median,
    needs_answers,
    notes,
    records,
    source,
)


def areas(this: Round) -> Table | Paragraph:
    """Per area: median likelihood, consequence and result, and how many municipalities are green, yellow, red."""
    if not this.has_answers:
        return needs_answers(this, "areas")
    words, counts, medians = this.words, this.shown.levels, this.shown.medians
    unknown = ".." if this.shown.names_municipalities else HIDDEN
    rows: list[Row] = []
    for area in this.codebook.area:
        levels = [level_cell(words, counts.loc[area.number, level], level) for level in LEVELS]
        rows.append(
            (
                area_name(this, area),
                *(median(words, medians.loc[area.number, key], unknown) for key in MEASURES),
                *levels,
            )
        )
    columns = (
        Column("area", words("column.area")),
        *(Column(key, words(f"column.{key}"), "right", group=words("column.median")) for key in MEASURES),
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
        note=notes(words, [counts, medians] if unknown == HIDDEN else [counts], words("note.areas")),
        source=source(this),
        data=records(counts.join(medians).rename_axis("area").reset_index()),
    )


def answers(this: Round) -> Blocks:
    """Per area, how many municipalities chose each step of likelihood and of consequence."""
    if not this.has_answers:
        return Blocks((needs_answers(this, "answers"),))
    return Blocks(tuple(_steps(this, measure, counts) for measure, counts in this.shown.steps.items()))


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
        note=notes(words, [counts]),
        source=source(this),
        data=records(counts.rename(columns=str).rename_axis("area").reset_index()),
    )


def municipalities_by_area(this: Round) -> Table | Blocks:
    """Internal edition: every municipality's result on every area, coloured and lettered by level."""
    if not this.has_answers or not this.shown.names_municipalities:
        return NOTHING
    words = this.words
    results = this.answers.set_index(["number", "area"])
    own = this.zones[this.zones["answered"]]
    rows: list[Row] = [
        (name, *(result_cell(this, results.loc[(number, area.number)]) for area in this.codebook.area))
        for number, name in zip(own["number"], own["name"], strict=True)
    ]
    return Table(
        id="municipalities",
        caption=words("table.municipalities"),
        columns=(
            Column("municipality", words("column.municipality")),
            *(
                Column(f"a{area.number}", str(area.number), "center", group=words("column.area"))
                for area in this.codebook.area
            ),
        ),
        rows=tuple(rows),
        note=words("note.letters"),
        source=source(this),
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
