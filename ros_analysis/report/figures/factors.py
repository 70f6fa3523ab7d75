"""Zones by each factor, and why a p is what it is: what chance alone would have given in a declared test."""

from __future__ import annotations

from math import ceil

import numpy as np
import seaborn as sns
from matplotlib.ticker import NullLocator
from numpy.typing import NDArray

from ros_analysis.exact import Chance
from ros_analysis.report import wording
from ros_analysis.report.blocks import Blocks, show
from ros_analysis.report.exhibits import Figure, records
from ros_analysis.report.figures.drawing import MARKERS, Margins, chart, local_numbers, to_svg
from ros_analysis.report.figures.shapes import INK, WIDTH, named_bars
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.factors import id_of, labels, n_known
from ros_analysis.report.tables.parts import NOTHING, figure
from ros_analysis.report.wording.figures import opening, p_relation
from ros_analysis.rounds import Round
from ros_analysis.survey import EPJ, FILLS, LEVELS, SIZE, Factor

TICKS = (
    *(1, 2, 5, 10, 20, 50, 100, 200, 500),
    *(1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000),
)

MARGINS = Margins(left=0.55, bottom=0.55, right=0.1, top=0.4)
"""Room for scores of three digits, a line of numbers with its label, and the legend."""


@by_edition
def by_factor(this: Round, factor: Factor) -> Figure | Blocks:
    """A number against the risk score, or the zones by group; nothing where only counts are known."""
    if not this.has_answers:
        return NOTHING
    return _number(this, factor) if factor.kind == "number" else _groups(this, factor)


def population(this: Round) -> Figure | Blocks:
    """Population (log axis) against the risk score, each municipality marked by its zone."""
    return by_factor(this, SIZE)


def epj(this: Round) -> Figure | Blocks:
    """Zones by EPJ system, as counts."""
    return by_factor(this, EPJ)


@by_edition
def own(this: Round) -> Blocks:
    """Each factor of the body's own: a number against the risk score, or the zones by group."""
    return show(*(by_factor(this, factor) for factor in this.survey.factors if factor.label))


def _number(this: Round, factor: Factor) -> Figure | Blocks:
    words, name = this.words, factor.column
    key = "own_number" if factor.label else name
    known = this.zones.dropna(subset=["zone", "score", name]).astype({"score": float})
    if known.empty:
        return NOTHING
    named = {level: words(f"zone.{level}").capitalize() for level in LEVELS}
    known["label"] = known["zone"].map(named)
    with chart(name, 3.3, margins=MARGINS) as (canvas, axis):
        # Before seaborn, which else makes every tick to see whether there is one.
        axis.set_xlabel(words(f"figure.{key}.x", factor=opening(factor.label)))
        axis.set_ylabel(words(f"figure.{key}.y"))
        sns.scatterplot(
            known, x=name, y="score", hue="label", style="label", ax=axis, s=64, edgecolor=INK, linewidth=0.8,
            palette={named[level]: FILLS[level] for level in LEVELS},
            markers={named[level]: MARKERS[level] for level in LEVELS},
            hue_order=list(named.values()), style_order=list(named.values()),
        )  # fmt: skip
        axis.collections[0].set_urls(
            [
                words("figure.number.point", name=one, x=words.number(x), y=words.number(score, 1))
                for one, x, score in known[["name", name, "score"]].to_numpy()
            ]
        )
        if factor == SIZE:
            axis.set_xscale("log")
            low, high = known[name].min(), known[name].max()
            axis.set_xticks([tick for tick in TICKS if low * 0.7 <= tick <= high * 1.4])
            axis.xaxis.set_minor_locator(NullLocator())
        axis.xaxis.set_major_formatter(local_numbers(words))
        axis.yaxis.set_major_formatter(local_numbers(words))
        axis.legend(title="", frameon=False, loc="upper center", bbox_to_anchor=(0.5, 1.14), ncols=3)
        sns.despine(ax=axis)
        svg = to_svg(canvas, name)
    parts = [
        words(
            f"figure.{key}.alt_zone",
            zone=named[level],
            n=len(own),
            low=words.number(own[name].min()),
            high=words.number(own[name].max()),
            median=words.number(own["score"].median(), 1),
        )
        for level in LEVELS
        if len(own := known[known["zone"] == level])
    ]
    return figure(
        this,
        key,
        svg,
        records(known[["number", "name", name, "score", "zone"]]),
        id=id_of(factor) if factor.label else name,
        n=len(known),
        zones=" ".join(parts),
        factor=factor.label,
    )


def _groups(this: Round, factor: Factor) -> Figure | Blocks:
    counts = this.internal.by_factor(factor)
    if counts.empty:
        return NOTHING
    words, name, named = this.words, f"{id_of(factor)}-chart", labels(this, factor)
    key = "own_group" if factor.label else factor.name
    counts = counts.rename_axis(factor.name)
    texts = counts.map(lambda n: words.number(n) if n else "")
    bars = named_bars(counts.rename(index=named), texts, 30, 20)
    middle = (bars.zero + WIDTH) / 2
    bars.drawing.text(words(f"figure.{key}.x"), middle, bars.drawing.height - 9, align="middle")
    parts = [words(f"figure.{key}.alt_row", system=named[str(one)], **row) for one, row in counts.iterrows()]
    return figure(
        this,
        key,
        bars.drawing.svg(),
        records(counts.reset_index()),
        id=name,
        n=n_known(this, factor),
        rows="; ".join(parts),
        factor=factor.label,
    )


BARS = 50
USUAL, DARK = "#d9d9d9", "#5b5b5b"
SHOWN = (0.0005, 0.9995)
MIDDLE = (0.025, 0.975)

Floats = NDArray[np.float64]


@by_edition
def distribution(this: Round, question: str) -> Figure | Blocks:
    """How probable each value of a test's statistic is by chance alone; nothing where no such test was made."""
    known = {found.question: found for found in this.analysis.findings}
    chance = this.by_chance(question) if question in known else None
    if chance is None:
        return NOTHING
    found, words = known[question], this.words
    name, statistic = f"chance-{question}".replace("_", "-"), words(f"figure.chance.x_{found.method}")
    edges = _edges(chance)
    every, extreme = (_heights(chance, edges, which) for which in (chance.probability > 0, chance.extreme))
    decimals = {"kendall": 0, "step_down": 3}.get(found.method, 2)
    p, value = p_relation(found.p or 0.0, words), words.number(chance.observed, decimals)
    with chart(name, 2.6) as (canvas, axis):
        axis.stairs(every, edges, fill=True, color=USUAL, label=words("figure.chance.usual"))
        axis.stairs(extreme, edges, fill=True, color=DARK, label=words("figure.chance.extreme", p=p))
        axis.axvline(
            chance.observed, color=INK, linestyle="--", label=words("figure.chance.found", value=value)
        )
        axis.set_xlabel(statistic)
        axis.set_yticks([])
        axis.xaxis.set_major_formatter(local_numbers(words, 0 if edges[-1] - edges[0] > 4 else 2))
        axis.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3)
        sns.despine(ax=axis, left=True)
        svg = to_svg(canvas, name)
    low, high = (words.number(one, decimals) for one in _quantiles(chance, *MIDDLE))
    return figure(
        this,
        "chance",
        svg,
        (
            {"from": start, "to": end, "probability": all_of_it, "as_extreme": part}
            for start, end, all_of_it, part in zip(edges[:-1], edges[1:], every, extreme, strict=True)
        ),
        id=name,
        n=found.n,
        heading=wording.heading(found, words),
        statistic=statistic,
        low=low,
        high=high,
        value=value,
        p=p,
    )


@by_edition
def own_distributions(this: Round) -> Blocks:
    """The same for each declared factor of the body's own."""
    own = [factor.name for factor in this.survey.factors if factor.label and factor.declared]
    return show(*(distribution(this, name) for name in own))


def _edges(chance: Chance) -> Floats:
    """The ends of equal bars over what can be seen and what was found, each a whole number of steps wide, since a
    statistic that moves in steps would else look ragged."""
    low, high = _quantiles(chance, *SHOWN)
    low, high = min(low, chance.observed), max(high, chance.observed)
    seen = np.unique(chance.values[(chance.values >= low) & (chance.values <= high)])
    step = float(np.median(np.diff(seen))) if len(seen) > 1 else 1.0
    width = step * max(1, ceil((high - low) / step / BARS))
    return np.array(
        [low - step / 2 + width * place for place in range(ceil((high - low + step) / width) + 1)]
    )


def _heights(chance: Chance, edges: Floats, which: NDArray[np.bool_]) -> Floats:
    heights: Floats = np.histogram(chance.values[which], edges, weights=chance.probability[which])[0]
    return heights


def _quantiles(chance: Chance, *shares: float) -> list[float]:
    order = np.argsort(chance.values)
    below = np.cumsum(chance.probability[order])
    places = np.minimum(np.searchsorted(below, shares), len(order) - 1)
    return [float(value) for value in chance.values[order][places]]
