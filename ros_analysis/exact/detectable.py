"""The smallest effect that an exact test finds with a given power, at the margins it is given."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, ndtri

from ros_analysis.exact.crosstab import distribution
from ros_analysis.exact.latent import DRAWS, LatentNormal, falling, standing_out
from ros_analysis.exact.margins import counts, series, tables_with, whole_numbers
from ros_analysis.exact.pairs import step_distribution
from ros_analysis.exact.rank import s_distribution
from ros_analysis.exact.results import Block, IntArray, TooManyTables, Untestable, critical
from ros_analysis.exact.scores import Kendall, Kruskal

MAX_TABLES = 1_000_000
STRONGEST = 64.0
FINEST = 1024


@dataclass(frozen=True)
class DetectableEffect:
    """The effect that a test finds with the wanted power; None when no effect does.

    `effect` is Somers' D, 0 to 1: how much more often a pair goes one way than the other. `pairs` is the share
    that go that way of the pairs that differ, ½ to 1. `strength` is the effect in the model's own unit, and `power`
    what the test reaches there, or at most. `stands_out` is the group and the direction of `detectable_groups`.
    """

    effect: float | None
    pairs: float | None
    strength: float | None
    power: float
    stands_out: tuple[int, int] | None = None


def detectable_rank(
    levels: ArrayLike, numeric: ArrayLike, *, alpha: float = 0.05, power: float = 0.8
) -> DetectableEffect:
    """For `kendall`: how strongly the response must fall as the number rises.

    `levels` counts the units at each level of the response, `numeric` has one number per unit. The model is
    `draw_levels` with the lean of `falling`; strength s is a latent correlation of s / √(1 + s²). With too
    many states of S to count, the rejection limit is simulated from the same draws.
    """
    lean = falling(numeric)
    model = LatentNormal(_margin(levels), lean, np.unique(-lean, return_inverse=True)[1], Kendall)
    try:
        values, probability = s_distribution(model.levels, _margin(np.bincount(model.groups)))
    except TooManyTables:
        return _found(model, critical(_simulated(model), alpha), power)
    return _found(model, critical([(np.abs(values), probability)], alpha), power)


def detectable_groups(
    levels: ArrayLike, sizes: ArrayLike, *, alpha: float = 0.05, power: float = 0.8
) -> DetectableEffect:
    """For `contingency(…, "kruskal")`: how much worse one group must be than all others.

    `levels` counts the units at each level of the response, `sizes` in each group. The model is `draw_levels` with
    the lean of `standing_out`, for the group and the direction that need the least strength; strength is in standard
    deviations. Above a million tables the rejection limit is simulated from the same draws.
    """
    rows, columns = _margin(levels), _margin(sizes)
    groups = np.repeat(np.arange(len(columns)), columns)
    ways = {way: LatentNormal(rows, standing_out(groups, *way), groups, Kruskal) for way in _ways(columns)}
    try:
        few = tables_with(rows, columns) <= MAX_TABLES
    except TooManyTables:
        few = False
    null = (
        list(distribution(rows, columns, Kruskal(rows, columns)))
        if few
        else _simulated(next(iter(ways.values())))
    )
    threshold = critical(null, alpha)
    best = DetectableEffect(None, None, None, 0.0)
    for way, model in ways.items():
        if best.strength is None or _reached(model, threshold, best.strength) >= power:
            best = _easier(best, replace(_found(model, threshold, power), stands_out=way))
    return best


def _ways(sizes: IntArray) -> list[tuple[int, int]]:
    """Which group may stand out, one of each size, and which way; those nearest half of all units first."""
    first = np.unique(sizes, return_index=True)[1]
    nearest = sorted(first.tolist(), key=lambda group: abs(2 * int(sizes[group]) - int(sizes.sum())))
    return [(group, direction) for group in nearest for direction in (1, -1)]


def _easier(best: DetectableEffect, other: DetectableEffect) -> DetectableEffect:
    if best.strength is None or other.strength is None:
        return other if other.strength is not None or other.power > best.power else best
    return min(best, other, key=lambda one: one.strength or 0.0)


def detectable_steps(steps: ArrayLike, *, alpha: float = 0.05, power: float = 0.8) -> DetectableEffect:
    """For `paired_steps`: how often those who moved must have moved the same way.

    `steps` are the moves between two rounds; only their sizes count. A normal step with a shift goes the way of
    the shift with log-odds in proportion to its size, and `strength` is the log-odds for one step. Exact: the
    distribution of the sum is the test's own, tilted.
    """
    sizes = np.abs(whole_numbers(series(steps, "Stegene"), "Stegene"))
    sums, probability = step_distribution(sizes[sizes > 0].tolist())
    rejected = np.abs(sums) >= critical([(np.abs(sums), probability)], alpha)

    def reached(strength: float) -> float:
        tilted = probability * np.exp(strength * (sums - sums.max()) / 2)
        return float(tilted[rejected].sum() / tilted.sum())

    strength, at_strength = smallest(reached, power)
    if strength is None:
        return DetectableEffect(None, None, None, at_strength)
    pairs = float(expit(strength * sizes[sizes > 0]).mean())
    return DetectableEffect(2 * pairs - 1, pairs, strength, at_strength)


def _simulated(model: LatentNormal) -> list[Block]:
    """The test's distribution where nothing goes with anything, drawn where it can't be counted."""
    return [(model.extremeness(0.0), np.full(DRAWS, 1 / DRAWS))]


def _found(model: LatentNormal, threshold: float, power: float) -> DetectableEffect:
    strength, at_strength = smallest(partial(_reached, model, threshold), power)
    if strength is None:
        return DetectableEffect(None, None, None, at_strength)
    effect, pairs = model.concordance(strength)
    return DetectableEffect(effect, pairs, strength, at_strength)


def _reached(model: LatentNormal, threshold: float, strength: float) -> float:
    return float((model.extremeness(strength) >= threshold).mean())


def smallest(reached: Callable[[float], float], power: float) -> tuple[float | None, float]:
    """The smallest strength with the wanted power, None when even the strongest has less, and its power.

    Found to a thousandth of a doubling, by interpolation and halving in turn.
    """
    high = 1.0
    while (at_high := reached(high)) < power:
        if high == STRONGEST:
            return None, at_high
        high *= 2
    low, at_low = (0.0, 0.0) if high == 1 else (high / 2, reached(high / 2))
    finest = (high - low) / FINEST
    below, above, halves = 0, FINEST, False
    while above - below > 1:
        share = 0.5 if halves else _between(at_low, power, at_high)
        middle = min(max(below + round(share * (above - below)), below + 1), above - 1)
        at_middle = reached(low + middle * finest)
        if at_middle >= power:
            above, at_high = middle, at_middle
        else:
            below, at_low = middle, at_middle
        halves = not halves
    return low + above * finest, at_high


def _between(low: float, power: float, high: float) -> float:
    """How far from low to high the wanted power lies, where power grows as a normal distribution function."""
    ends = ndtri(np.clip([low, power, high], 1e-4, 1 - 1e-4))
    return float((ends[1] - ends[0]) / (ends[2] - ends[0]))


def _margin(values: ArrayLike) -> IntArray:
    margin = counts(series(values, "Randsummen"), "Randsummen")
    if (margin > 0).sum() < 2:
        raise Untestable("one level", "det er ikke minst to nivåer og to grupper.")
    return margin[margin > 0]
