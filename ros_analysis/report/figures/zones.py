"""Zones over rounds, from one round to the next and under other rules; levels of the eight areas."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import seaborn as sns

from ros_analysis.analysis import RuleRow
from ros_analysis.report import wording
from ros_analysis.report.blocks import Blocks
from ros_analysis.report.exhibits import Figure, records
from ros_analysis.report.figures.drawing import (
    INK,
    bare,
    bars,
    chart,
    drawn_once,
    height_of,
    label,
    level_bars,
    level_patches,
    to_svg,
    wrapped,
)
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.change import transition_counts
from ros_analysis.report.tables.parts import (
    NOTHING,
    area_names,
    given_note,
    joined,
    source,
    unlike_note,
)
from ros_analysis.rounds import Round
from ros_analysis.survey import FILLS, LEVELS, Counts, Words

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
        svg=_stacked(words, "zones-over-rounds", rows),
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
        svg=_stacked(words, "rule-chart", rows),
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
def area_levels(this: Round) -> Figure | Blocks:
    """One bar an area, red to the right of the middle, green and yellow to the left: the worst area on top."""
    if not this.has_areas or this.shown.levels is None:
        return NOTHING
    words, names = this.words, area_names(this)
    shown = this.shown.levels.astype(int).sort_values(["red", "yellow"])
    parts = [
        words("figure.areas.alt_row", area=names[n], green=row.green, yellow=row.yellow, red=row.red)
        for n, row in zip(shown.index[::-1], shown[::-1].itertuples(), strict=True)
    ]
    return Figure(
        id="area-levels",
        caption=words("figure.areas.caption"),
        alt=words("figure.areas.alt", rows="; ".join(parts)),
        svg=_about_the_middle(words, shown, wrapped(names[number] for number in shown.index)),
        source=source(this),
        data=records(shown.rename_axis("area").reset_index()),
    )


@drawn_once
def _about_the_middle(words: Words, shown: pd.DataFrame, beside: list[str]) -> str:
    with chart("area-levels", 0.6 + height_of(beside, 0.36)) as (canvas, axis):
        at = [float(row) for row in range(len(shown))]
        lefts = pd.DataFrame(
            {"yellow": -shown["yellow"], "green": -shown["yellow"] - shown["green"], "red": 0}
        )
        for level in map(str, lefts):
            bars(axis, level, at, shown[level].astype(float).tolist(), lefts[level].astype(float).tolist())
        for y, number in zip(at, shown.index, strict=True):
            for level in LEVELS:
                if width := shown.loc[number, level]:
                    label(axis, lefts.loc[number, level] + width / 2, y, words.number(width), fontsize=9.5)
        axis.axvline(0, color=INK, linewidth=1.4)
        axis.set_yticks(at, beside)
        axis.set_xticks([])
        bare(axis)
        patches = level_patches({level: words(f"zone.{level}").capitalize() for level in LEVELS})
        axis.legend(handles=patches, loc="upper center", bbox_to_anchor=(0.5, 0), ncols=3, frameon=False)
        return to_svg(canvas, "area-levels")


@by_edition
def transition(this: Round) -> Figure | Blocks:
    """From which zone (rows) to which (columns), municipalities known in both rounds."""
    if not this.has_answers or this.analysis.transition is None:
        return NOTHING
    moved, words, last = transition_counts(this), this.words, this.previous()
    assert last is not None
    names = [words(f"zone.{level}").capitalize() for level in LEVELS]
    with chart("transition", 2.5) as (canvas, axis):
        shade = moved.astype(float).to_numpy()
        sns.heatmap(
            shade, ax=axis, cmap="Greys", vmin=0, vmax=shade.max() * 1.6, cbar=False,
            linewidths=1, linecolor=INK,
        )  # fmt: skip
        for (row, column), value in np.ndenumerate(shade):
            label(axis, column + 0.5, row + 0.5, words.number(value), fontsize=13, fontweight="semibold")
        axis.set_xticklabels(names)
        axis.set_yticklabels(names, rotation=0)
        axis.set_xlabel(str(this.year))
        axis.set_ylabel(str(last.year))
        axis.tick_params(length=0)
        ticks = [*axis.get_xticklabels(), *axis.get_yticklabels()]
        box = {"edgecolor": INK, "boxstyle": "round,pad=0.2", "linewidth": 0.8}
        for text, level in zip(ticks, (*LEVELS, *LEVELS), strict=True):
            text.set_bbox(box | {"facecolor": FILLS[level]})
            text.set_color("black")
        svg = to_svg(canvas, "transition")
    cells = [(a, b, int(str(moved.loc[a, b]))) for a in LEVELS for b in LEVELS]
    parts = [
        words("figure.transition.alt_row", n=n, before=words(f"zone.{a}"), after=words(f"zone.{b}"))
        for a, b, n in cells
        if n
    ]
    return Figure(
        id="transition-chart",
        caption=words("figure.transition.caption", before=last.year, after=this.year),
        alt=words("figure.transition.alt", rows="; ".join(parts)),
        svg=svg,
        source=source(this, int(moved.to_numpy().sum())),
        data=tuple({"from": a, "to": b, "count": n} for a, b, n in cells),
    )


@drawn_once
def _stacked(words: Words, name: str, rows: Rows) -> str:
    counted = [c for _, c in rows]
    names = {level: words(f"zones.{level}") for level in LEVELS} | {
        "undetermined": words("zone.undetermined")
    }
    labels = [f"{key} (n = {c.answered})" if len(key) == 4 else key for key, c in rows]
    shares = {key: [100 * getattr(c, key) / max(c.answered, 1) for c in counted] for key in PIECES}
    texts = {
        key: [
            _text(getattr(c, key), names[key], share) for c, share in zip(counted, shares[key], strict=True)
        ]
        for key in PIECES
    }
    with chart(name, 0.55 + (0.42 if len(rows) < 3 else 0.3) * len(rows)) as (canvas, axis):
        level_bars(axis, pd.DataFrame(shares, index=labels), pd.DataFrame(texts))
        axis.set_xlim(0, 100)
        axis.set_xticks([0, 25, 50, 75, 100], [words.percent(share, 100) for share in (0, 25, 50, 75, 100)])
        return to_svg(canvas, name)


def _text(k: int, name: str, share: float) -> str:
    """As much as there is room for in a piece of `share` percent."""
    return "" if share < 4 else str(k) if share < 14 else f"{k} {name}"
