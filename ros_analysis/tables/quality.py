"""Every repair between raw file and answers, counted by rule; listed one by one internally."""

from __future__ import annotations

from ros_analysis.blocks import Blocks, Column, Paragraph, Table
from ros_analysis.public import by_edition
from ros_analysis.rounds import Round
from ros_analysis.tables.parts import records


@by_edition
def repairs(this: Round) -> Table | Paragraph | Blocks:
    """How many repairs of each kind were made, and how many of them the reader should know of."""
    words = this.words
    if not this.has_answers:
        return Paragraph(words("quality.counts_only"))
    found = this.repairs.groupby(["rule", "severity"], sort=True).size().rename("count").reset_index()
    if found.empty:
        return Paragraph(words("quality.none"))
    found = found.sort_values(["severity", "rule"], ascending=[False, True])
    rows = [
        (words(f"repair.{rule}"), words(f"severity.{severity}"), words.number(n))
        for rule, severity, n in found.itertuples(index=False)
    ]
    return Table(
        id="repairs",
        caption=words("table.repairs"),
        columns=(
            Column("rule", words("column.rule")),
            Column("severity", words("column.severity")),
            Column("count", words("column.count"), "right"),
        ),
        rows=tuple(rows),
        data=records(found),
    )
