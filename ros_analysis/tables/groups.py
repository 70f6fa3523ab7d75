"""Zones by municipality size and by EPJ system."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ros_analysis import disclosure
from ros_analysis.blocks import Column, Paragraph, Table
from ros_analysis.codebook import LEVELS
from ros_analysis.rounds import Round
from ros_analysis.tables.parts import (
    Row,
    count,
    epj_label,
    given_note,
    level_cell,
    needs_answers,
    notes,
    records,
    source,
)


def size(this: Round) -> Table | Paragraph:
    """Zone by size class, for description only: the test uses the population itself."""
    if not this.has_answers:
        return needs_answers(this, "size")
    return _zones_by(
        this, this.shown.size, {name: size_label(this, name) for name in this.shown.size.index}, "size"
    )


def epj(this: Round) -> Table | Paragraph:
    """Zone by EPJ system."""
    if not this.has_answers:
        return needs_answers(this, "epj")
    if this.shown.epj.empty:
        return Paragraph(this.words("epj.none"))
    return _zones_by(
        this, this.shown.epj, {name: epj_label(this.words, name) for name in this.shown.epj.index}, "epj"
    )


def size_label(this: Round, name: str) -> str:
    """A size class in words, also one pooled of several: «medium+large» is «5 000 eller flere»."""
    words, codes = this.words, [each.code for each in this.codebook.size_class]
    first, *_ = joined = name.split(disclosure.JOINED)
    if len(joined) == 1:
        return next(each.label[words.language] for each in this.codebook.size_class if each.code == name)
    below = this.codebook.size_class[codes.index(joined[-1])].below
    above = this.codebook.size_class[codes.index(first) - 1].below if first != codes[0] else None
    if below is None:
        return words("size.all") if above is None else words("size.from", low=words.number(above))
    if above is None:
        return words("size.below", high=words.number(below))
    return words("size.between", low=words.number(above), high=words.number(below - 1))


def _zones_by(this: Round, counts: pd.DataFrame, labels: Mapping[str, str], key: str) -> Table:
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
        note=notes(words, [counts], words(f"note.{key}"), given_note(this)),
        source=source(this, int(this.zones["zone"].notna().sum())),
        data=records(counts.rename_axis(key).reset_index()),
    )
