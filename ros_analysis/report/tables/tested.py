"""Tables of the tests: the declared ones, each area, the exploratory ones, and what other zone rules would give."""

from __future__ import annotations

import pandas as pd

from ros_analysis.report import wording
from ros_analysis.report.blocks import Blocks, Paragraph
from ros_analysis.report.exhibits import Table
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.columns import TableOf, epj_label, p_label
from ros_analysis.report.tables.parts import NOTHING, area_names, given_note, joined, own_labels
from ros_analysis.report.wording.figures import opening, signed
from ros_analysis.rounds import Round
from ros_analysis.survey import LEVELS


@by_edition
def rules(this: Round) -> Table | Paragraph | Blocks:
    """Zones and p-values under every profile and with each threshold moved one step; none where no rule decided."""
    if not this.has_answers or not this.rules():
        return NOTHING
    words, table = this.words, TableOf(this)
    counts, rows = (*LEVELS, "moved"), this.rules()
    frame = pd.DataFrame(
        [
            {
                "rule": wording.rule_label(row, this.codebook, words),
                **{key: getattr(row, key) for key in counts},
                **{f"p_{question}": p for question, p in row.p.items()},
            }
            for row in rows
        ],
        dtype=object,
    )
    return table(
        "rules",
        frame,
        (
            table.text("rule", label=words("column.rule_tried")),
            *(table.count(key) for key in counts),
            *(table.p(f"p_{question}", label=p_label(this, question)) for question in rows[0].p),
        ),
        note=joined(words("note.rules"), given_note(this)),
    )


def _heading(this: Round, factor: str) -> str:
    own = own_labels(this)
    return opening(own[factor]) if factor in own else this.words(f"finding.heading.{factor}")


@by_edition
def tests(this: Round) -> Table | Blocks:
    """Each declared test: what it was made on, p before and after Holm, what p could have been, and the verdict."""
    words, table, found = this.words, TableOf(this), this.analysis.findings
    keys = ("n", "p", "midp", "p_holm", "smallest_p")
    frame = pd.DataFrame(
        {
            "question": wording.heading(one, words),
            **{key: getattr(one, key) for key in keys},
            "low": None if one.silent is None else one.silent.low,
            "high": None if one.silent is None else one.silent.high,
        }
        for one in found
    )
    return table(
        "tests",
        frame,
        (
            table.text("question", label=words("column.question")),
            table.count("n", label="n"),
            *(table.p(key, label=words(f"column.{key}")) for key in keys[1:]),
            *(
                table.p(key, label=words(f"column.{key}"), group=words("column.silent"))
                for key in ("low", "high")
            ),
        ),
        n=None,
        plan=this.analysis.plan,
        behind=frame,
    )


@by_edition
def by_area(this: Round) -> Table | Blocks:
    """Each area in the declared test of areas: p adjusted for all areas, and the group that stands out."""
    tested = [found for found in this.analysis.findings if found.kind == "areas" and found.areas]
    if not tested:
        return NOTHING
    (found,) = tested
    words, table = this.words, TableOf(this)
    frame = pd.DataFrame(
        {
            "area": one.area,
            "p_bh": one.p_adjusted,
            "stands_out": None if one.effect is None else one.effect.group,
            "step": None if one.effect is None else one.effect.value,
        }
        for one in found.areas
    )
    return table(
        "by_area",
        frame,
        (
            table.area(),
            table.p("p_bh"),
            table.of("stands_out", lambda name: epj_label(words, name)),
            table.of("step", lambda value: ".." if value is None else signed(value, words, 1), "right"),
        ),
        n=found.n,
        factor=words("sensitivity.factor.epj"),
        note=words("note.by_area", unit=words(f"note.by_area_{found.basis}")),
        behind=frame,
    )


@by_edition
def exploratory(this: Round) -> Table | Blocks:
    """Each area against each factor that wasn't declared by area, adjusted together (Benjamini–Hochberg)."""
    tests = this.analysis.explored
    if not any(test.p is not None for test in tests):
        return NOTHING
    words, table, names = this.words, TableOf(this), area_names(this)
    frame = pd.DataFrame(
        [{"area": t.area, "factor": t.factor, "p": t.p, "p_bh": t.p_adjusted} for t in tests]
    )
    wide = frame.pivot(index="area", columns="factor", values=["p", "p_bh"])
    return table(
        "exploratory",
        wide.set_axis(wide.columns.map("{0[1]}_{0[0]}".format), axis=1).reset_index(),
        (
            table.of("area", lambda area: names.get(area, words("column.all_areas"))),
            *(
                table.p(f"{factor}_{key}", label=words(f"column.{key}"), group=_heading(this, factor))
                for factor in dict.fromkeys(frame["factor"])
                for key in ("p", "p_bh")
            ),
        ),
        note=words("note.exploratory"),
        behind=frame,
    )
