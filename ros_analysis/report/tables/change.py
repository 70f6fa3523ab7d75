"""What moved between two rounds: transitions, and what other zone rules would have given."""

from __future__ import annotations

import pandas as pd

from ros_analysis.report import wording
from ros_analysis.report.blocks import Blocks, Column, Paragraph, Table
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.parts import (
    NOTHING,
    Row,
    count,
    given_note,
    joined,
    needs_answers,
    records,
    source,
    zone_cell,
)
from ros_analysis.report.wording.figures import p_number
from ros_analysis.rounds import Round
from ros_analysis.survey import LEVELS, Words


@by_edition
def transition(this: Round, last: Round | None) -> Table | Paragraph | Blocks:
    """From zone (rows) to zone (columns) for municipalities that are the same unit in both rounds."""
    if last is None or this.unlike(last):
        return NOTHING
    if not this.has_answers or not last.has_answers:
        return needs_answers(this, "change")
    moved = this.analysis.transition
    assert moved is not None
    counts = pd.DataFrame([{level: row[level] for level in LEVELS} for row in moved.rows], index=list(LEVELS))
    words = this.words
    rows: list[Row] = [
        (zone_cell(words, level), *(count(words, value) for value in counts.loc[level])) for level in LEVELS
    ]
    columns = [
        Column(f"to_{level}", words(f"zone.{level}").capitalize(), "right", group=str(this.year))
        for level in LEVELS
    ]
    return Table(
        id="transition",
        caption=words("table.transition", before=last.year, after=this.year),
        columns=(Column("from", str(last.year)), *columns),
        rows=tuple(rows),
        note=joined(words("note.transition"), given_note(this)),
        source=source(this, int(counts.to_numpy().sum())),
        data=records(counts.rename_axis("from").reset_index()),
    )


@by_edition
def moves(this: Round) -> Table | Blocks:
    """Better, same, worse and p among unchanged municipalities, and with merged ones as their worst and best part."""
    moved = this.analysis.transition
    if moved is None:
        return NOTHING
    words, pairings = this.words, moved.counted
    headings = ("n", "better", "same", "worse", "p")
    rows: list[Row] = [
        (
            words(f"units.{each.units}"),
            str(each.n),
            *(count(words, getattr(each, key)) for key in headings[1:4]),
            _p(words, each.p),
        )
        for each in pairings
    ]
    return Table(
        id="moves",
        caption=words("table.moves"),
        columns=(
            Column("units", words("column.units")),
            *(
                Column(key, words("column.in_all" if key == "n" else f"column.{key}"), "right")
                for key in headings
            ),
        ),
        rows=tuple(rows),
        note=words("note.moves") if len(pairings) > 1 else "",
        source=source(this, None),
        data=tuple(
            {key: getattr(each, key) for key in ("units", "better", "same", "worse")} for each in pairings
        ),
    )


@by_edition
def county_change(this: Round, last: Round | None) -> Table | Blocks:
    """What the counts alone say of the red share: among those who answered, and whatever the silent would say."""
    if last is None or not (this.shows_zones and last.shows_zones):
        return NOTHING
    if (change := this.analysis.counts_change) is None:
        return NOTHING
    words = this.words
    rows: list[Row] = [
        (
            str(each.year),
            words.share(share.k, share.n),
            words.percents(share.k, share.most, share.invited),
        )
        for each, share in ((last, change.last), (this, change.this))
    ]
    unclear = change.last.undetermined or change.this.undetermined
    headings = ("year", "known_share" if unclear else "answered_share", "bounds")
    return Table(
        id="red-share",
        caption=words("table.red_share"),
        columns=tuple(
            Column(key, words(f"column.{key}"), "left" if key == "year" else "right") for key in headings
        ),
        rows=tuple(rows),
        note=words("note.red_share"),
        source=source(this),
        data=tuple(
            {"year": each.year, "k": s.k, "n": s.n, "invited": s.invited, "most": s.most}
            for each, s in ((last, change.last), (this, change.this))
        ),
    )


@by_edition
def rules(this: Round) -> Table | Paragraph | Blocks:
    """Zones and p-values under every profile and with each threshold moved one step; none where no rule decided."""
    if not this.has_answers:
        return needs_answers(this, "rule")
    if not this.rules():
        return NOTHING
    words, rows = this.words, this.rules()
    tests = ("p_size", "p_epj", "p_change")
    headings = ("green", "yellow", "red", "moved")
    return Table(
        id="rules",
        caption=words("table.rules"),
        columns=(
            Column("rule", words("column.rule_tried")),
            *(Column(key, _heading(words, key), "right") for key in (*headings, *tests)),
        ),
        rows=tuple(
            (
                wording.rule_label(row, this.codebook, words),
                *(count(words, getattr(row, key)) for key in headings),
                *(_p(words, getattr(row, key)) for key in tests),
            )
            for row in rows
        ),
        note=joined(words("note.rules"), given_note(this)),
        source=source(this),
        data=tuple(
            {
                "rule": wording.rule_label(row, this.codebook, words),
                **{key: getattr(row, key) for key in (*headings, *tests)},
            }
            for row in rows
        ),
    )


@by_edition
def exploratory(this: Round) -> Table | Blocks:
    """Each area against size and EPJ, adjusted together (Benjamini–Hochberg)."""
    tests = this.analysis.areas
    if not any(test.p is not None for test in tests):
        return NOTHING
    words = this.words
    labels = {area.number: f"{area.number} {area.label[words.language]}" for area in this.codebook.area}
    by_area = pd.DataFrame([{"area": t.area, "factor": t.factor, "p": t.p, "p_bh": t.p_bh} for t in tests])
    rows: list[Row] = [
        (
            labels[int(str(number))],
            *(
                _p(words, own.loc[own["factor"] == factor, key].iloc[0])
                for factor in ("size", "epj")
                for key in ("p", "p_bh")
            ),
        )
        for number, own in by_area.groupby("area")
    ]
    columns = [
        Column(f"{factor}_{key}", words(f"column.{key}"), "right", group=words(f"finding.heading.{factor}"))
        for factor in ("size", "epj")
        for key in ("p", "p_bh")
    ]
    return Table(
        id="exploratory",
        caption=words("table.exploratory"),
        columns=(Column("area", words("column.area")), *columns),
        rows=tuple(rows),
        note=words("note.exploratory"),
        source=source(this),
        data=records(by_area),
    )


def _heading(words: Words, key: str) -> str:
    return words(f"zone.{key}").capitalize() if key in LEVELS else words(f"column.{key}")


def _p(words: Words, p: float | None) -> str:
    return ".." if p is None or pd.isna(p) else p_number(p, words)
