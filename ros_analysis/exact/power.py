"""The smallest effect on scores that a test finds with a given power, at the scores, groups and moves it is given.

`level` is what the test's p has to be below: 0.05 for one test, less where several are adjusted together.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, ndtri

from ros_analysis.exact.concordance import critical_s
from ros_analysis.exact.margins import series
from ros_analysis.exact.orders import Labels, Orders
from ros_analysis.exact.pairs import countable, sums, whole
from ros_analysis.exact.rank import paired_table, untied_pairs
from ros_analysis.exact.results import DRAWS, SEED, FloatArray, IntArray, critical
from ros_analysis.exact.stratified import Areas, null_distribution

STRONGEST = 64.0
FINEST = 1024
NOISE = 1_000_000
MOST_DRAWS = 10_000
PAIRED_DRAWS = 200


@dataclass(frozen=True)
class DetectableEffect:
    """The effect that a test finds with the wanted power; None when no effect does.

    `effect` is on the test's own scale and above 0: Somers' D, or a difference of mean scores. `pairs` is the share
    that go that way of the pairs that differ, ½ to 1. `strength` is the effect in the model's own unit, and `power`
    what the test reaches there, or at most.
    """

    effect: float | None = None
    pairs: float | None = None
    strength: float | None = None
    power: float = 0.0


def detectable_correlation(
    scores: ArrayLike, numeric: ArrayLike, *, level: float = 0.05, power: float = 0.8
) -> DetectableEffect:
    """For `rank_correlation`: the Somers' D that it finds, from the largest that it doesn't reject.

    On Fisher's z, where a rank correlation is about as uncertain whatever its size (Fieller, Hartley and Pearson
    1957), one test limit and the power's normal quantile away from 0. `strength` is that z.
    """
    table = paired_table(scores, numeric)
    rows, columns = (tuple(table.sum(axis=axis).tolist()) for axis in (1, 0))
    limit = critical_s(rows, columns, level)
    if limit is None:
        return DetectableEffect()
    pairs = untied_pairs(columns)
    z = atanh(limit / pairs) * float(1 + ndtri(power) / ndtri(1 - level / 2))
    differ = pairs - sum(untied_pairs(tuple(row)) for row in table.tolist())
    return DetectableEffect(tanh(z), min(1.0, 0.5 + tanh(z) * pairs / differ / 2), z, power)


def detectable_difference(
    differences: Sequence[float], *, level: float = 0.05, power: float = 0.8
) -> DetectableEffect:
    """For `signed`: the mean difference that it finds, where units move as far as they did.

    A normal difference with a shift goes the way of the shift with log-odds in proportion to its size; `pairs` is the
    share of those who moved that then go that way. Exact: the distribution of the sum is the test's own, tilted. Where
    that can't be counted, by the normal approximation to it.
    """
    steps, parts = whole(differences)
    sizes = np.abs([step for step in steps if step]) / parts
    if not countable(steps):
        return _by_normal(sizes, len(steps), level, power)
    values, share = sums(steps)
    moved = values / parts / sizes.mean()
    rejected = np.abs(moved) >= critical((np.abs(moved), share), level)

    def reached(strength: float) -> float:
        tilted = share * np.exp(strength * (moved - moved.max()) / 2)
        return float(tilted[rejected].sum() / tilted.sum())

    strength, at_strength = _smallest(reached, power)
    if strength is None:
        return DetectableEffect(power=at_strength)
    same_way = expit(strength * sizes / sizes.mean())
    mean = float((sizes * (2 * same_way - 1)).sum() / len(steps))
    return DetectableEffect(mean, float(same_way.mean()), strength, at_strength)


def _by_normal(sizes: FloatArray, n: int, level: float, power: float) -> DetectableEffect:
    squares = float((sizes**2).sum())
    shift = float(ndtri(1 - level / 2) + ndtri(power)) * sqrt(squares)
    strength = 2 * shift / squares
    return DetectableEffect(shift / n, float(expit(strength * sizes).mean()), strength, power)


def detectable_standing_out(
    scores: ArrayLike,
    groups: Sequence[Hashable],
    strata: Sequence[Hashable] | None = None,
    *,
    level: float = 0.05,
    power: float = 0.8,
) -> DetectableEffect:
    """For `kruskal`: how much higher than all others the mean score of one group must be, and in how many of the
    pairs that differ its unit is the higher; with strata, of units in the same stratum.

    The group is the one that is easiest to tell from its like by its size. Its units' latent scores are raised by
    `strength` standard deviations of a normal noise, and the scores of each stratum are dealt out in their order, so
    that every draw has the observed scores, as in the test.
    """
    values = series(scores, "Skårene")
    orders = Orders.of(groups, strata, len(values))
    threshold = critical(null_distribution(values, orders, DRAWS, SEED), level)
    raised = Raised.of(values, orders)
    strength, at_strength = _smallest(lambda strength: raised.found(strength, threshold), power)
    if strength is None:
        return DetectableEffect(power=at_strength)
    return DetectableEffect(*raised.effect(strength), strength, at_strength)


def _smallest(reached: Callable[[float], float], power: float) -> tuple[float | None, float]:
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


@dataclass(frozen=True)
class Raised:
    """Scores dealt out by latent ones, in which one group is raised above its stratum."""

    scores: FloatArray
    ranks: Areas
    labels: Labels
    one: int
    strata: list[tuple[IntArray, FloatArray]]
    """Where the units of each stand, from the lowest score to the highest, and their noise (draws × units)."""

    @classmethod
    def of(cls, scores: FloatArray, orders: Orders) -> "Raised":
        labels, n = orders.labels, len(scores)
        member = np.equal.outer(labels, np.unique(labels)).astype(float)
        seen = sum(member[places].sum(axis=0) * (1 - member[places].mean(axis=0)) for places in orders.places)
        noise = np.random.default_rng(SEED).standard_normal((min(MOST_DRAWS, NOISE // n), n))
        rising = [places[np.argsort(scores[places])] for places in orders.places]
        strata = [(places, noise[:, places]) for places in rising]
        return cls(scores, Areas.of(scores[:, None]), labels, int(np.argmax(seen)), strata)

    def found(self, strength: float, threshold: float) -> float:
        """In which share of the draws H reaches the threshold."""
        return float((self.ranks.h(self._dealt(strength)) >= threshold).mean())

    def effect(self, strength: float) -> tuple[float, float]:
        """How much higher the group's mean is, and in which share of the pairs that differ its unit is the higher."""
        raised = (self._dealt(strength) == self.one).astype(float)
        above = weight = higher = lower = 0.0
        for places, _ in self.strata:
            scores, group = self.scores[places], raised[:, places]
            greater = np.greater.outer(scores, scores)
            rest, ours = 1 - group, int(group[0].sum())
            others = len(places) - ours
            if ours and others:
                n = ours * others / len(places)
                above += n * float((group @ scores / ours - rest @ scores / others).mean())
                weight += n
                group, rest = group[:PAIRED_DRAWS], rest[:PAIRED_DRAWS]
                higher += float((group @ greater * rest).sum())
                lower += float((rest @ greater * group).sum())
        return above / weight, higher / (higher + lower)

    def _dealt(self, strength: float) -> Labels:
        """The label of the unit that gets each score, draws × scores: those of a stratum rise with the latent ones."""
        dealt = np.empty((len(self.strata[0][1]), len(self.scores)), dtype=np.int16)
        for places, noise in self.strata:
            labels = self.labels[places]
            latent = noise + strength * (labels == self.one)
            dealt[:, places] = labels[np.argsort(latent, axis=1)]
        return dealt
