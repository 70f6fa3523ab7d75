"""What moved between two rounds, and what other zone rules would have given."""

from __future__ import annotations

import pandas as pd

from ros_analysis.report import wording
from ros_analysis.report.blocks import Blocks, Paragraph
from ros_analysis.report.comparison import changed
from ros_analysis.report.exhibits import Table
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.columns import ColumnsOf
from ros_analysis.report.tables.parts import (
    NOTHING,
    area_names,
    epj_label,
    given_note,
    joined,
    needs_answers,
    own_labels,
    p_label,
    source,
    unlike_note,
)
from ros_analysis.report.wording.figures import opening, signed
from ros_analysis.rounds import Round
from ros_analysis.survey import LEVELS

LARGEST = 10
"""How many of the figures that differ are printed; figures.csv has them all."""


@by_edition
def transition(this: Round, last: Round | None) -> Table | Paragraph | Blocks:
    """From zone (rows) to zone (columns) for municipalities that are the same unit in both rounds."""
    if last is None or not this.has_answers or this.unlike(last):
        return NOTHING
    if not last.has_answers:
        return needs_answers(this, "change")
    words, column, counts = this.words, ColumnsOf(this), transition_counts(this)
    frame = counts.rename_axis("from")
    to = {f"to_{level}": words(f"zone.{level}").capitalize() for level in LEVELS}
    return Table.of(
        frame.set_axis(list(to), axis=1).reset_index(),
        (
            column.zone("from", label=str(last.year)),
            *(column.count(key, label=label, group=str(this.year)) for key, label in to.items()),
        ),
        id="transition",
        caption=words("table.transition", before=last.year, after=this.year),
        note=joined(words("note.transition"), given_note(this)),
        source=source(this, int(counts.to_numpy().sum())),
        behind=frame.reset_index(),
    )


def transition_counts(this: Round) -> pd.DataFrame:
    """Zone before × zone now, of a round that was compared with the last."""
    moved = this.analysis.transition
    assert moved is not None
    return pd.DataFrame([{level: row[level] for level in LEVELS} for row in moved.rows], index=list(LEVELS))


@by_edition
def moves(this: Round) -> Table | Blocks:
    """Better, same, worse and p among unchanged municipalities, and with merged ones as their worst and best part."""
    if (moved := this.analysis.transition) is None:
        return NOTHING
    words, column, pairings = this.words, ColumnsOf(this), moved.counted
    keys = ("units", "n", "better", "same", "worse", "p")
    frame = pd.DataFrame({key: getattr(each, key) for key in keys} for each in pairings)
    return Table.of(
        frame,
        (
            column.of("units", lambda units: words(f"units.{units}")),
            column.text("n", "right", label=words("column.in_all")),
            *(column.count(key) for key in ("better", "same", "worse")),
            column.p("p"),
        ),
        id="moves",
        caption=words("table.moves"),
        note=words("note.moves") if len(pairings) > 1 else "",
        source=source(this, None),
        behind=frame[["units", "better", "same", "worse"]],
    )


@by_edition
def county_change(this: Round, last: Round | None) -> Table | Blocks:
    """What the counts alone say of the red share: among those who answered, and whatever the silent would say."""
    if last is None or not (this.shows_zones and last.shows_zones):
        return NOTHING
    if (change := this.analysis.counts_change) is None:
        return NOTHING
    words, column = this.words, ColumnsOf(this)
    share = "known_share" if change.last.undetermined or change.this.undetermined else "answered_share"
    both = {last.year: change.last, this.year: change.this}
    frame = pd.DataFrame(
        {"year": year, "k": red.k, "n": red.n, "invited": red.invited, "most": red.most}
        for year, red in both.items()
    )
    return Table.of(
        frame.assign(
            **{share: [words.share(red.k, red.n) for red in both.values()]},
            bounds=[words.percents(red.k, red.most, red.invited) for red in both.values()],
        ),
        (column.text("year"), column.text(share, "right"), column.text("bounds", "right")),
        id="red-share",
        caption=words("table.red_share"),
        note=words("note.red_share"),
        source=source(this),
        behind=frame,
    )


@by_edition
def rules(this: Round) -> Table | Paragraph | Blocks:
    """Zones and p-values under every profile and with each threshold moved one step; none where no rule decided."""
    if not this.has_answers or not this.rules():
        return NOTHING
    words, column = this.words, ColumnsOf(this)
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
    return Table.of(
        frame,
        (
            column.text("rule", label=words("column.rule_tried")),
            *(column.count(key) for key in counts),
            *(column.p(f"p_{question}", label=p_label(this, question)) for question in rows[0].p),
        ),
        id="rules",
        caption=words("table.rules"),
        note=joined(words("note.rules"), given_note(this)),
        source=source(this),
    )


def _heading(this: Round, factor: str) -> str:
    own = own_labels(this)
    return opening(own[factor]) if factor in own else this.words(f"finding.heading.{factor}")


@by_edition
def tests(this: Round) -> Table | Blocks:
    """Each declared test: what it was made on, p before and after Holm, what p could have been, and the verdict."""
    words, column, found = this.words, ColumnsOf(this), this.analysis.findings
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
    return Table.of(
        frame,
        (
            column.text("question", label=words("column.question")),
            column.count("n", label="n"),
            *(column.p(key, label=words(f"column.{key}")) for key in keys[1:]),
            *(
                column.p(key, label=words(f"column.{key}"), group=words("column.silent"))
                for key in ("low", "high")
            ),
        ),
        id="tests",
        caption=words("table.tests", plan=this.analysis.plan),
        source=source(this, None),
        behind=frame,
    )


@by_edition
def by_area(this: Round) -> Table | Blocks:
    """Each area in the declared test of areas: p adjusted for all areas, and the group that stands out."""
    tested = [found for found in this.analysis.findings if found.kind == "areas" and found.areas]
    if not tested:
        return NOTHING
    (found,) = tested
    words, column = this.words, ColumnsOf(this)
    frame = pd.DataFrame(
        {
            "area": one.area,
            "p_bh": one.p_adjusted,
            "stands_out": None if one.effect is None else one.effect.group,
            "step": None if one.effect is None else one.effect.value,
        }
        for one in found.areas
    )
    return Table.of(
        frame,
        (
            column.area(),
            column.p("p_bh"),
            column.of("stands_out", lambda name: epj_label(words, name)),
            column.of("step", lambda value: ".." if value is None else signed(value, words, 1), "right"),
        ),
        id="by-area",
        caption=words("table.by_area", factor=words("sensitivity.factor.epj")),
        note=words("note.by_area", unit=words(f"note.by_area_{found.basis}")),
        source=source(this, found.n),
        behind=frame,
    )


@by_edition
def exploratory(this: Round) -> Table | Blocks:
    """Each area against each factor that wasn't declared by area, adjusted together (Benjamini–Hochberg)."""
    tests = this.analysis.explored
    if not any(test.p is not None for test in tests):
        return NOTHING
    words, column, names = this.words, ColumnsOf(this), area_names(this)
    frame = pd.DataFrame(
        [{"area": t.area, "factor": t.factor, "p": t.p, "p_bh": t.p_adjusted} for t in tests]
    )
    wide = frame.pivot(index="area", columns="factor", values=["p", "p_bh"])
    return Table.of(
        wide.set_axis(wide.columns.map("{0[1]}_{0[0]}".format), axis=1).reset_index(),
        (
            column.of("area", lambda area: names.get(area, words("column.all_areas"))),
            *(
                column.p(f"{factor}_{key}", label=words(f"column.{key}"), group=_heading(this, factor))
                for factor in dict.fromkeys(frame["factor"])
                for key in ("p", "p_bh")
            ),
        ),
        id="exploratory",
        caption=words("table.exploratory"),
        note=words("note.exploratory"),
        source=source(this),
        behind=frame,
    )


@by_edition
def differences(this: Round, last: Round | None) -> Table | Blocks:
    """Figure, last round, this round and the step between; description, from which no change is inferred."""
    if last is None or not (this.shows_zones and last.shows_zones):
        return NOTHING
    if not (found := changed(last, this)):
        return NOTHING
    words, column = this.words, ColumnsOf(this)
    labels = {"before": str(last.year), "now": str(this.year), "step": words("column.step")}
    numbers = ("what", "unit", "before", "now")
    largest = sorted(found, key=lambda one: one.weight, reverse=True)[:LARGEST]
    printed = [one for one in found if one in largest]
    some = {"n": words.number(len(printed)), "of": words.number(len(found))}
    return Table.of(
        pd.DataFrame(
            {"what": one.what, **dict(zip(labels, one.texts(words), strict=True))} for one in printed
        ),
        (column.text("what"), *(column.text(key, "right", label=label) for key, label in labels.items())),
        id="differences",
        caption=words("table.differences", before=last.year, after=this.year),
        note=joined(
            words("note.differences"),
            words("note.largest", **some) if len(printed) < len(found) else "",
            unlike_note(this, last),
            words("unlike.step") if this.unlike(last) else "",
        ),
        source=source(this),
        behind=pd.DataFrame(
            [
                {
                    **{key: getattr(one, key) for key in numbers},
                    "before_of": one.before_of or None,
                    "now_of": one.now_of or None,
                }
                for one in found
            ],
            dtype=object,
        ),
    )
