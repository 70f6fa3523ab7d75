"""Zones by municipality size and by EPJ system."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ros_analysis import disclosure
from ros_analysis.blocks import Column, Paragraph, Table
from ros_analysis.codebook import LEVELS
from ros_analysis.epj import OTHER
from ros_analysis.rounds import Round
from ros_analysis.significance import pool
from ros_analysis.tables.parts import count, level_cell, needs_answers, notes, records, source


def size(this: Round) -> Table | Paragraph:
    """Zone by size class, for description only: the test uses the population itself."""
    if not this.has_answers:
        return needs_answers(this, "size")
    labels = {each.code: each.label[this.words.language] for each in this.codebook.size_class}
    return _zones_by(this, size_counts(this), labels, "size")


def epj(this: Round) -> Table | Paragraph:
    """Zone by EPJ system."""
    if not this.has_answers:
        return needs_answers(this, "epj")
    counts = epj_counts(this)
    return _zones_by(this, counts, {name: epj_label(this, name) for name in map(str, counts.index)}, "epj")


def size_counts(this: Round) -> pd.DataFrame:
    """Municipalities by size class (rows, smallest first) and zone; NA where hidden."""
    known = this.zones.dropna(subset=["zone"])
    return _counts(this, known["size"], known["zone"], [each.code for each in this.codebook.size_class])


def epj_counts(this: Round) -> pd.DataFrame:
    """Municipalities by EPJ system (rows, most used first) and zone; NA where hidden."""
    known = this.zones.dropna(subset=["zone", "epj"])
    systems = pool(known["epj"])
    order = sorted(set(systems), key=lambda name: (name == OTHER, -(systems == name).sum(), name))
    return _counts(this, systems, known["zone"], order)


def epj_label(this: Round, name: str) -> str:
    return this.words("epj.other") if name == OTHER else name


def _counts(this: Round, groups: pd.Series, zones: pd.Series, order: list[str]) -> pd.DataFrame:
    counts = pd.crosstab(groups, zones).reindex(index=order, columns=list(LEVELS), fill_value=0)
    counts = counts.rename_axis(columns=None).astype("Int64")
    return (
        counts
        if this.edition == "internal"
        else disclosure.protect(counts, row_totals_known=True, column_totals_known=True)
    )


def _zones_by(this: Round, counts: pd.DataFrame, labels: Mapping[str, str], key: str) -> Table:
    words = this.words
    rows = []
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
        note=notes(words, [counts], words(f"note.{key}")),
        source=source(this, int(this.zones["zone"].notna().sum())),
        data=records(counts.rename_axis(key).reset_index()),
    )
