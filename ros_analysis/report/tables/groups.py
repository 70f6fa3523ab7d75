"""Zones by each factor."""

from __future__ import annotations

import pandas as pd

from ros_analysis.analysis import known
from ros_analysis.report.blocks import Blocks, Paragraph, show
from ros_analysis.report.exhibits import Table
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.columns import TableOf, epj_label
from ros_analysis.report.tables.parts import NOTHING, given_note, joined
from ros_analysis.report.wording.figures import opening
from ros_analysis.rounds import Round
from ros_analysis.survey import EPJ, LEVELS, SIZE, Factor


@by_edition
def by_factor(this: Round, factor: Factor) -> Table | Paragraph | Blocks:
    """Zone by the groups of a factor; a number's classes are for description only, and not tested.
    One class for all says nothing."""
    if not this.has_answers:
        return NOTHING
    if factor.kind == "number" and (factor.classes is None or len(labels(this, factor)) == 1):
        return NOTHING
    counts = this.internal.by_factor(factor)
    if counts.empty:
        return Paragraph(this.words(f"{'own' if factor.label else factor.name}.none", factor=factor.label))
    return _zones_by(this, factor, counts)


def size(this: Round) -> Table | Paragraph | Blocks:
    """Zone by size class."""
    return by_factor(this, SIZE)


def epj(this: Round) -> Table | Paragraph | Blocks:
    """Zone by EPJ system."""
    return by_factor(this, EPJ)


@by_edition
def own(this: Round) -> Blocks:
    """Zone by each group factor of the body's own."""
    return show(*(by_factor(this, factor) for factor in this.survey.factors if factor.label))


def n_known(this: Round, factor: Factor) -> int:
    """How many municipalities have both a known zone and a known factor."""
    return len(known(this.zones, factor))


def id_of(factor: Factor) -> str:
    """What its table goes by; a factor of the body's own may be called what another table is."""
    return f"{'own-' if factor.label else ''}{factor.name}".replace("_", "-")


def labels(this: Round, factor: Factor) -> dict[str, str]:
    """What the groups of a factor are called, in order."""
    if factor.classes is not None:
        return {one.code: one.label[this.words.language] for one in factor.classes(this.codebook)}
    return {str(name): epj_label(this.words, name) for name in this.internal.by_factor(factor).index}


def _zones_by(this: Round, factor: Factor, counts: pd.DataFrame) -> Table:
    words, table, key, label = this.words, TableOf(this), factor.name, factor.label
    note = f"note.{key}"
    frame = counts.rename_axis(key).reset_index()
    return table(
        f"{'own' if label else key}",
        frame.assign(n=counts.sum(axis=1).to_numpy()),
        (
            table.of(
                key,
                labels(this, factor).__getitem__,
                label=opening(label) if label else words(f"column.{key}"),
            ),
            *(table.level(level) for level in LEVELS),
            table.count("n", label=words("column.in_all")),
        ),
        id=id_of(factor),
        n=n_known(this, factor),
        factor=label,
        note=joined(words(note) if not label and words.has(note) else "", given_note(this)),
        behind=frame,
    )
