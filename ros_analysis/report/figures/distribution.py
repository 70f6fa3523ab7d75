"""Why a p is what it is: what chance alone would have given in a declared test, with what was found marked."""

from __future__ import annotations

from math import ceil

import numpy as np
from numpy.typing import NDArray

from ros_analysis.exact import Chance
from ros_analysis.report import wording
from ros_analysis.report.blocks import Blocks, show
from ros_analysis.report.exhibits import Figure
from ros_analysis.report.figures.drawing import INK, chart, local_numbers, to_svg
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.parts import NOTHING, figure
from ros_analysis.report.wording.figures import p_relation
from ros_analysis.rounds import Round

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
        for side in ("top", "left", "right"):
            axis.spines[side].set_visible(False)
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
