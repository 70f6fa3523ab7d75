"""Every repair between raw file and answers, counted by rule; columns that are not read, listed internally."""

from __future__ import annotations

import pandas as pd

from ros_analysis.report.blocks import Blocks, Column, Paragraph, Table
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.parts import records
from ros_analysis.rounds import Round
from ros_analysis.survey import UNREAD, letter_and_header


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
    table = Table(
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
    return Blocks((table, *unread)) if (unread := _unread(this)) else table


def _unread(this: Round) -> list[Table]:
    """The columns of raw files that are not read, by letter and header, with in how many files; none in public."""
    unread = this.repairs[this.repairs["rule"] == UNREAD] if this.edition == "internal" else pd.DataFrame()
    if unread.empty:
        return []
    words = this.words
    files = unread.groupby("column", sort=False)["file"].nunique()
    rows = [
        (*(text or "-" for text in letter_and_header(str(column))), words.number(n))
        for column, n in files.items()
    ]
    keys = ("letter", "header", "files")
    columns = tuple(
        Column(key, words(f"column.{key}"), "right" if key == "files" else "left") for key in keys
    )
    return [Table(id="unread", caption=words("table.unread"), columns=columns, rows=tuple(rows))]
