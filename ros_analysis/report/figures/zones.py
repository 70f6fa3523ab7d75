"""Zones: over rounds, from one round to the next, and under other rules."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import seaborn as sns

from ros_analysis.analysis import RuleRow
from ros_analysis.report import wording
from ros_analysis.report.blocks import Blocks, Figure
from ros_analysis.report.figures.drawing import INK, bare, bars, chart, label, to_svg
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.parts import NOTHING, given_note, joined, source, unlike_note
from ros_analysis.rounds import Round
from ros_analysis.survey import FILLS, LEVELS, Counts

Rows = Sequence[tuple[str, Counts]]
PIECES = (*LEVELS, "undetermined")


@by_edition
def zones(this: Round) -> Figure | Blocks:
    """Share of municipalities in each zone, one bar a round, oldest at the top; counts on the bars."""
    if not this.shows_zones:
        return NOTHING
    rounds = [each for each in this.history() if each.shows_zones]
    rows = [(str(each.year), each.counts) for each in rounds]
    words = this.words
    parts = [
        words(
            "figure.zones.alt_round",
            year=year,
            answered=c.answered,
            green=c.green,
            yellow=c.yellow,
            red=c.red,
        )
        + (" " + words("figure.zones.alt_open", n=c.undetermined) if c.undetermined else "")
        for year, c in rows
    ]
    return Figure(
        id="zones-over-rounds",
        caption=words("figure.zones.caption"),
        alt=words("figure.zones.alt", rounds=" ".join(parts)),
        svg=_stacked(this, "zones-over-rounds", rows),
        note=joined(given_note(this), unlike_note(this, *rounds)),
        source=source(this),
        data=tuple(
            {"year": each.year, "zone": level, "count": getattr(each.counts, level)}
            for each in rounds
            for level in PIECES
            if level in LEVELS or each.counts.undetermined
        ),
    )


@by_edition
def rule(this: Round) -> Figure | Blocks:
    """Zones under each rule tried: does the rule decide?"""
    if not this.has_answers or not this.rules():
        return NOTHING
    rows = [(wording.rule_label(row, this.codebook, this.words), _counts(this, row)) for row in this.rules()]
    if len(rows) < 2:
        return NOTHING
    words = this.words
    parts = [
        words("figure.rule.alt_row", name=name, green=c.green, yellow=c.yellow, red=c.red) for name, c in rows
    ]
    return Figure(
        id="rule-chart",
        caption=words("figure.rule.caption"),
        alt=words("figure.rule.alt", rows=" ".join(parts)),
        svg=_stacked(this, "rule-chart", rows),
        source=source(this),
        data=tuple(
            {"rule": name, "zone": level, "count": getattr(c, level)} for name, c in rows for level in LEVELS
        ),
    )


def _counts(this: Round, row: RuleRow) -> Counts:
    known = {level: getattr(row, level) for level in LEVELS}
    return Counts(
        invited=this.counts.invited, answered=this.counts.answered, undetermined=row.undetermined, **known
    )


@by_edition
def transition(this: Round) -> Figure | Blocks:
    """From which zone (rows) to which (columns), municipalities known in both rounds."""
    found = this.analysis.transition if this.has_answers else None
    if found is None:
        return NOTHING
    moved = pd.DataFrame([{level: row[level] for level in LEVELS} for row in found.rows], index=list(LEVELS))
    words = this.words
    names = [words(f"zone.{level}").capitalize() for level in LEVELS]
    last = this.previous()
    assert last is not None
    with chart("transition", 2.5) as (canvas, axis):
        shade = moved.astype(float).to_numpy()
        sns.heatmap(
            shade,
            ax=axis,
            cmap="Greys",
            vmin=0,
            vmax=shade.max() * 1.6,
            cbar=False,
            linewidths=1,
            linecolor=INK,
        )
        for (row, column), value in _cells(shade):
            label(axis, column + 0.5, row + 0.5, words.number(value), fontsize=13, fontweight="semibold")
        axis.set_xticklabels(names)
        axis.set_yticklabels(names, rotation=0)
        axis.set_xlabel(str(this.year))
        axis.set_ylabel(str(last.year))
        axis.tick_params(length=0)
        for side, ticks in (("x", axis.get_xticklabels()), ("y", axis.get_yticklabels())):
            del side
            for text, level in zip(ticks, LEVELS, strict=True):
                text.set_bbox(
                    {
                        "facecolor": FILLS[level],
                        "edgecolor": INK,
                        "boxstyle": "round,pad=0.2",
                        "linewidth": 0.8,
                    }
                )
                text.set_color("black")
        svg = to_svg(canvas, "transition")
    cells = {a: {b: int(str(moved.loc[a, b])) for b in LEVELS} for a in LEVELS}
    parts = [
        words(
            "figure.transition.alt_row",
            n=cells[a][b],
            before=words(f"zone.{a}"),
            after=words(f"zone.{b}"),
        )
        for a in LEVELS
        for b in LEVELS
        if cells[a][b]
    ]
    return Figure(
        id="transition-chart",
        caption=words("figure.transition.caption", before=last.year, after=this.year),
        alt=words("figure.transition.alt", rows="; ".join(parts)),
        svg=svg,
        source=source(this, int(moved.to_numpy().sum())),
        data=tuple({"from": a, "to": b, "count": cells[a][b]} for a in LEVELS for b in LEVELS),
    )


def _cells(grid: object) -> list[tuple[tuple[int, int], float]]:
    import numpy as np

    return [((row, column), float(value)) for (row, column), value in np.ndenumerate(grid)]


def _stacked(this: Round, name: str, rows: Rows) -> str:
    words = this.words
    with chart(name, 0.55 + (0.42 if len(rows) < 5 else 0.3) * len(rows)) as (canvas, axis):
        at = [float(len(rows) - 1 - index) for index in range(len(rows))]
        shares = [[100 * getattr(c, key) / max(c.answered, 1) for key in PIECES] for _, c in rows]
        names: dict[str, str] = {level: words(f"zones.{level}") for level in LEVELS}
        names["undetermined"] = words("zone.undetermined")
        for place, level in enumerate(PIECES):
            if not any(own[place] for own in shares):
                continue
            lefts = [sum(own[:place]) for own in shares]
            bars(axis, level, at, [own[place] for own in shares], lefts)
            for y, left, own, (_, c) in zip(at, lefts, shares, rows, strict=True):
                if own[place] >= 4:
                    text = (
                        f"{getattr(c, level)} {names[level]}" if own[place] >= 14 else str(getattr(c, level))
                    )
                    label(axis, left + own[place] / 2, y, text, fontsize=10)
        axis.set_yticks(at, [f"{key} (n = {c.answered})" if len(key) == 4 else key for key, c in rows])
        axis.set_xlim(0, 100)
        axis.set_xticks([0, 25, 50, 75, 100], [words.percent(share, 100) for share in (0, 25, 50, 75, 100)])
        bare(axis)
        return to_svg(canvas, name)
