"""What another zone rule would have said: zones, tests, and who would have moved."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ros_analysis.report.blocks import Paragraph
from ros_analysis.report.exhibits import Table
from ros_analysis.report.tables.columns import TableOf, p_label, p_text, zone_cell
from ros_analysis.report.tables.parts import joined
from ros_analysis.rounds import WhatIf, rule_tests
from ros_analysis.survey import LEVELS


def tried(this: WhatIf) -> Table:
    """Zones and p-values as reported beside those under the rule tried; for analysts, not for the report."""
    words, table, both = this.words, TableOf(this), {"reported": this.actual, "tried": this}
    levels = [*LEVELS, *(["undetermined"] if any(each.counts.undetermined for each in both.values()) else [])]
    tested = {name: rule_tests(each) for name, each in both.items()}
    counts: list[dict[str, Any]] = [
        {"what": level, **{name: getattr(each.counts, level) for name, each in both.items()}}
        for level in levels
    ]
    tests: list[dict[str, Any]] = [
        {"what": factor.name, **{name: found[factor.name].p for name, found in tested.items()}}
        for factor in this.survey.factors
        if factor.declared
    ]
    shown = [
        *(
            {"what": zone_cell(words, row["what"]), **{name: words.number(row[name]) for name in both}}
            for row in counts
        ),
        *(
            {
                "what": p_label(this, row["what"], "what_if"),
                **{name: p_text(words, row[name]) for name in both},
            }
            for row in tests
        ),
    ]
    behind = [*counts, *(row | {"what": f"p_{row['what']}"} for row in tests)]
    return table(
        "tried",
        pd.DataFrame(shown),
        (
            table.text("what", label=words("column.zone")),
            *(table.text(name, "right", label=words(f"what_if.{name}")) for name in both),
        ),
        note=joined(words("what_if.note"), words("what_if.given") if this.actual.given.n else ""),
        behind=pd.DataFrame(behind, dtype=object),
    )


def moved(this: WhatIf) -> Table | Paragraph:
    """Each municipality that would have another zone, by name; for analysts, not for the report."""
    words, table = this.words, TableOf(this)
    if this.moved.empty:
        return Paragraph(words("what_if.nobody"))
    return table(
        "moved",
        this.moved.assign(municipality=this.moved["name"]),
        (
            table.text("municipality"),
            table.zone("before", label=words("what_if.reported")),
            table.zone("after", label=words("what_if.after")),
        ),
        behind=this.moved,
    )
