"""Zones against population and by EPJ system."""

from __future__ import annotations

import seaborn as sns
from matplotlib.ticker import NullFormatter

from ros_analysis.report.blocks import Blocks, Figure
from ros_analysis.report.figures.drawing import INK, MARKERS, bare, bars, chart, label, local_numbers, to_svg
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.groups import with_system
from ros_analysis.report.tables.parts import NOTHING, epj_label, records, source
from ros_analysis.rounds import Round
from ros_analysis.survey import FILLS, LEVELS

TICKS = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000)


@by_edition
def population(this: Round) -> Figure | Blocks:
    """Population (log axis) against total risk, each municipality marked by its zone."""
    if not this.has_answers:
        return NOTHING
    words, name = this.words, "population"
    known = this.zones.dropna(subset=["zone", "total"]).copy()
    if known.empty:
        return NOTHING
    known["total"] = known["total"].astype(int)
    labels = {level: words(f"zone.{level}").capitalize() for level in LEVELS}
    known["label"] = known["zone"].map(labels)
    with chart(name, 3.3) as (canvas, axis):
        sns.scatterplot(
            known, x="population", y="total", hue="label", style="label", ax=axis, s=64, edgecolor=INK, linewidth=0.8,
            palette={labels[level]: FILLS[level] for level in LEVELS},
            markers={labels[level]: MARKERS[level] for level in LEVELS},
            hue_order=list(labels.values()), style_order=list(labels.values()),
        )  # fmt: skip
        axis.set_xscale("log")
        low, high = known["population"].min(), known["population"].max()
        axis.set_xticks([tick for tick in TICKS if low * 0.7 <= tick <= high * 1.4])
        axis.xaxis.set_major_formatter(local_numbers(words))
        axis.xaxis.set_minor_formatter(NullFormatter())
        axis.yaxis.set_major_formatter(local_numbers(words))
        axis.set_xlabel(words("figure.population.x"))
        axis.set_ylabel(words("figure.population.y"))
        axis.legend(title="", frameon=False, loc="upper center", bbox_to_anchor=(0.5, 1.14), ncols=3)
        for side in ("top", "right"):
            axis.spines[side].set_visible(False)
        svg = to_svg(canvas, name)
    parts = [
        words(
            "figure.population.alt_zone",
            zone=labels[level],
            n=len(own),
            low=words.number(own["population"].min()),
            high=words.number(own["population"].max()),
            median=words.number(own["total"].median()),
        )
        for level in LEVELS
        if len(own := known[known["zone"] == level])
    ]
    return Figure(
        id=name,
        caption=words("figure.population.caption"),
        alt=words("figure.population.alt", zones=" ".join(parts)),
        svg=svg,
        source=source(this, len(known)),
        data=records(known[["number", "name", "population", "total", "zone"]]),
    )


@by_edition
def epj(this: Round) -> Figure | Blocks:
    """Zones by EPJ system, as counts."""
    if not this.has_answers:
        return NOTHING
    counts = this.internal.epj
    if counts.empty:
        return NOTHING
    words, name = this.words, "epj-chart"
    systems = [str(system) for system in counts.index]
    with chart(name, 0.7 + 0.42 * len(systems)) as (canvas, axis):
        at = [float(len(systems) - 1 - index) for index in range(len(systems))]
        lefts = [0.0] * len(systems)
        for level in LEVELS:
            widths = counts[level].astype(float).tolist()
            bars(axis, level, at, widths, lefts)
            for y, left, width in zip(at, lefts, widths, strict=True):
                if width:
                    label(axis, left + width / 2, y, words.number(width), fontsize=10)
            lefts = [left + width for left, width in zip(lefts, widths, strict=True)]
        axis.set_yticks(at, [epj_label(words, system) for system in systems])
        axis.set_xlabel(words("figure.epj.x"))
        axis.set_xticks([])
        bare(axis)
        svg = to_svg(canvas, name)
    parts = [
        words(
            "figure.epj.alt_row",
            system=epj_label(words, s),
            **{level: int(str(counts.loc[s, level])) for level in LEVELS},
        )
        for s in systems
    ]
    return Figure(
        id=name,
        caption=words("figure.epj.caption"),
        alt=words("figure.epj.alt", rows="; ".join(parts)),
        svg=svg,
        source=source(this, with_system(this)),
        data=records(counts.rename_axis("epj").reset_index()),
    )
