"""What another zone rule would have said: zones, tests, and who would have moved."""

from __future__ import annotations

import pandas as pd

from ros_analysis.report.blocks import Cell, Column, Paragraph, Table
from ros_analysis.report.tables.parts import joined, records, source, zone_cell
from ros_analysis.report.wording.figures import p_number
from ros_analysis.rounds import Round, WhatIf, rule_tests
from ros_analysis.survey import LEVELS

TESTS = ("size", "epj")


def tried(this: WhatIf) -> Table:
    """Zones and p-values as reported beside those under the rule tried; for analysts, not for the report."""
    words, both = this.words, (this.actual, this)
    levels = [*LEVELS, *(["undetermined"] if any(each.counts.undetermined for each in both) else [])]
    zones: list[tuple[str | Cell, ...]] = [
        (zone_cell(words, level), *(words.number(getattr(each.counts, level)) for each in both))
        for level in levels
    ]
    tested = [rule_tests(each) for each in both]
    p_values = [
        (words(f"what_if.p_{key}"), *(_p(this, pair[place].p) for pair in tested))
        for place, key in enumerate(TESTS)
    ]
    return Table(
        id="tried",
        caption=words("what_if.caption"),
        columns=(
            Column("what", words("column.zone")),
            Column("reported", words("what_if.reported"), "right"),
            Column("tried", words("what_if.tried"), "right"),
        ),
        rows=(*zones, *p_values),
        note=joined(words("what_if.note"), words("what_if.given") if this.actual.given.n else ""),
        source=source(this),
        data=(
            *(
                {
                    "what": level,
                    "reported": getattr(both[0].counts, level),
                    "tried": getattr(this.counts, level),
                }
                for level in levels
            ),
            *(
                {"what": f"p_{key}", "reported": tested[0][place].p, "tried": tested[1][place].p}
                for place, key in enumerate(TESTS)
            ),
        ),
    )


def moved(this: WhatIf) -> Table | Paragraph:
    """Each municipality that would have another zone, by name; for analysts, not for the report."""
    words, rows = this.words, this.moved
    if rows.empty:
        return Paragraph(words("what_if.nobody"))
    zones = [
        (zone_cell(words, before), zone_cell(words, after))
        for before, after in zip(rows["before"], rows["after"], strict=True)
    ]
    return Table(
        id="moved",
        caption=words("what_if.moved_caption"),
        columns=(
            Column("municipality", words("column.municipality")),
            Column("before", words("what_if.reported")),
            Column("after", words("what_if.after")),
        ),
        rows=tuple((str(name), *pair) for name, pair in zip(rows["name"], zones, strict=True)),
        source=source(this),
        data=records(rows),
    )


def _p(this: Round, p: float | None) -> str:
    return ".." if p is None or pd.isna(p) else p_number(p, this.words)
