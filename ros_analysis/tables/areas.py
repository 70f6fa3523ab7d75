"""The eight areas: likelihood, consequence and result over all municipalities."""

from __future__ import annotations

import pandas as pd

from ros_analysis import disclosure
from ros_analysis.blocks import Blocks, Cell, Column, Paragraph, Table
from ros_analysis.codebook import LEVELS, Area
from ros_analysis.rounds import Round
from ros_analysis.tables.parts import (
    NOTHING,
    level_cell,
    median,
    needs_answers,
    notes,
    records,
    source,
)

MEASURES = ("likelihood", "consequence", "result")


def areas(this: Round) -> Table | Paragraph:
    """Per area: median likelihood, consequence and result, and how many municipalities are green, yellow, red."""
    if not this.has_answers:
        return needs_answers(this, "areas")
    words, counts = this.words, level_counts(this)
    rows = []
    for area in this.codebook.area:
        own = this.answers[this.answers["area"] == area.number]
        levels = [level_cell(words, counts.loc[area.number, level], level) for level in LEVELS]
        rows.append((_name(this, area), *(median(words, own[measure]) for measure in MEASURES), *levels))
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
        note=notes(words, [counts], words("note.areas")),
        source=source(this),
        data=records(counts.reset_index()),
    )


def level_counts(this: Round) -> pd.DataFrame:
    """Municipalities by area (rows, by number) and level (columns); hidden counts are NA in the public edition."""
    known = this.answers.dropna(subset=["level"])
    counts = pd.crosstab(known["area"], known["level"]).reindex(
        index=[area.number for area in this.codebook.area], columns=list(LEVELS), fill_value=0
    )
    counts = counts.rename_axis(columns=None).astype("Int64")
    return (
        counts
        if this.edition == "internal"
        else disclosure.protect(counts, row_totals_known=True, column_totals_known=False)
    )


def answers(this: Round) -> Blocks:
    """Per area, how many municipalities chose each step of likelihood and of consequence."""
    if not this.has_answers:
        return Blocks((needs_answers(this, "answers"),))
    return Blocks(tuple(_steps(this, measure) for measure in ("likelihood", "consequence")))


def _steps(this: Round, measure: str) -> Table:
    words = this.words
    scale = this.codebook.likelihood if measure == "likelihood" else this.codebook.consequence
    known = this.answers.dropna(subset=[measure])
    counts = pd.crosstab(known["area"], known[measure].astype(int)).reindex(
        index=[area.number for area in this.codebook.area],
        columns=[step.value for step in scale],
        fill_value=0,
    )
    counts = counts.rename_axis(columns=None).astype("Int64")
    if this.edition == "public":
        counts = disclosure.protect(counts, row_totals_known=True, column_totals_known=False)
    cells = [[level_free(this, value) for value in counts.loc[area.number]] for area in this.codebook.area]
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
        rows=tuple((_name(this, area), *row) for area, row in zip(this.codebook.area, cells, strict=True)),
        note=notes(words, [counts]),
        source=source(this),
        data=records(counts.rename(columns=str).reset_index()),
    )


def level_free(this: Round, value: object) -> str:
    return level_cell(this.words, value, "green").text


def municipalities_by_area(this: Round) -> Table | Blocks:
    """Internal edition: every municipality's result on every area, coloured and lettered by level."""
    if not this.has_answers or this.edition == "public":
        return NOTHING
    words = this.words
    results = this.answers.set_index(["number", "area"])
    own = this.zones[this.zones["answered"]]
    rows = [
        (name, *(_result(this, results.loc[(number, area.number)]) for area in this.codebook.area))
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


def _result(this: Round, answer: pd.Series) -> Cell:
    level = next((name for name in LEVELS if name == answer["level"]), None)
    if level is None:
        return Cell("..")
    letter = this.words(f"letter.{level}")
    return Cell(f"{letter} {answer['result']}" if pd.notna(answer["result"]) else letter, level)


def _name(this: Round, area: Area) -> str:
    return f"{area.number} {area.label[this.words.language]}"
