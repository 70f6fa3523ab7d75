"""Zones by each factor, and the tests: those declared, each area, those explored, and under other zone rules."""

from __future__ import annotations

import pandas as pd

from ros_analysis.analysis import known
from ros_analysis.report import wording
from ros_analysis.report.blocks import Blocks, Paragraph, show
from ros_analysis.report.exhibits import Table
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.columns import TableOf, epj_label, p_label
from ros_analysis.report.tables.parts import NOTHING, area_names, given_note, joined, own_labels
from ros_analysis.report.wording.figures import opening, signed
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
