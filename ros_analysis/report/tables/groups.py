"""Zones by municipality size and by EPJ system."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ros_analysis.report.blocks import Column, Paragraph, Table
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.parts import (
    Row,
    count,
    epj_label,
    given_note,
    joined,
    level_cell,
    needs_answers,
    records,
    source,
)
from ros_analysis.rounds import Round
from ros_analysis.survey import LEVELS


@by_edition
def size(this: Round) -> Table | Paragraph:
    """Zone by size class, for description only: the test uses the population itself."""
    if not this.has_answers:
        return needs_answers(this, "size")
    labels = {one.code: one.label[this.words.language] for one in this.codebook.size_class}
    return _zones_by(this, this.internal.size, labels, "size", this.counts.known)


@by_edition
def epj(this: Round) -> Table | Paragraph:
    """Zone by EPJ system."""
    if not this.has_answers:
        return needs_answers(this, "epj")
    if this.internal.epj.empty:
        return Paragraph(this.words("epj.none"))
    labels = {name: epj_label(this.words, name) for name in this.internal.epj.index}
    return _zones_by(this, this.internal.epj, labels, "epj", with_system(this))


def with_system(this: Round) -> int:
    """How many municipalities have both a known zone and a stated EPJ system."""
    return len(this.zones.dropna(subset=["zone", "epj"]))


def _zones_by(this: Round, counts: pd.DataFrame, labels: Mapping[str, str], key: str, n: int) -> Table:
    words = this.words
    rows: list[Row] = []
    for name in map(str, counts.index):
        cells = [level_cell(words, counts.loc[name, level], level) for level in LEVELS]
        rows.append((labels[name], *cells, count(words, counts.loc[name].sum(skipna=False))))
    columns = (
        Column(key, words(f"column.{key}")),
        *(Column(level, words(f"zone.{level}").capitalize(), "right") for level in LEVELS),
        Column("n", words("column.in_all"), "right"),
    )
    return Table(
        id=key,
        caption=words(f"table.{key}"),
        columns=columns,
        rows=tuple(rows),
        note=joined(words(f"note.{key}"), given_note(this)),
        source=source(this, n),
        data=records(counts.rename_axis(key).reset_index()),
    )
