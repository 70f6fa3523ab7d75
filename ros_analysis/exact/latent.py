"""Responses cut from a latent normal variable, with exactly the observed number at each level."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from ros_analysis.exact.margins import counts, series
from ros_analysis.exact.results import FloatArray, IntArray
from ros_analysis.exact.scores import Kendall, Score

DRAWS = 10_000
SEED = 2020


def draw_levels(levels: ArrayLike, lean: ArrayLike, strength: float, *, draws: int, seed: int) -> IntArray:
    """Responses, draws × units, where units with a high `lean` tend to high levels.

    A latent response is strength × lean plus standard normal noise. Cutting it by rank gives every draw the
    observed number at each level (`levels`), so that power is conditional on the margins, as the tests are.
    """
    units = series(lean, "Hellingen")
    noise = np.random.default_rng(seed).standard_normal((draws, len(units)))
    return _cut(noise + strength * units, counts(levels, "Antall per nivå"))


def falling(numeric: ArrayLike) -> FloatArray:
    """Normal scores of a number, highest for the smallest, with mean 0 and variance 1."""
    values = series(numeric, "Tallvariabelen")
    rank_from_middle = np.sign(np.subtract.outer(values, values)).sum(axis=1) / 2
    scores = -ndtri(0.5 + rank_from_middle / (len(values) + 1))
    standardised: FloatArray = np.divide(scores, scores.std() or 1.0)
    return standardised


def standing_out(groups: ArrayLike, group: int, direction: int = 1) -> FloatArray:
    """`direction` (1 worse, −1 better) for the units of one group, else 0."""
    lean: FloatArray = direction * (np.asarray(groups) == group).astype(float)
    return lean


@dataclass(frozen=True)
class LatentNormal:
    """`draw_levels` with the same noise for every strength, and what a test's statistic makes of it.

    `levels` counts the units at each level; `lean` and `groups` (0, 1, …) have one value per unit.
    """

    levels: IntArray
    lean: FloatArray
    groups: IntArray
    test: type[Score]

    def extremeness(self, strength: float) -> FloatArray:
        """Of the test's statistic in each draw."""
        score = self.test(self.levels, np.bincount(self.groups))
        return score.extremeness(score.total(self._tables(strength, self.groups)))

    def concordance(self, strength: float) -> tuple[float, float]:
        """Between response and lean: Somers' D, and the share that agree of the pairs that differ in both."""
        ranked = np.unique(self.lean, return_inverse=True)[1]
        sizes, tables = np.bincount(ranked), self._tables(strength, ranked)
        difference = Kendall(self.levels, sizes).total(tables).mean()
        differ = untied_pairs(self.levels) - untied_pairs(tables).sum(axis=0).mean()
        return float(difference / untied_pairs(sizes)), float(0.5 + difference / differ / 2)

    def _tables(self, strength: float, groups: IntArray) -> IntArray:
        """How many of each group are at each level: levels × groups × draws."""
        response = _cut(_noise(len(self.lean)) + strength * self.lean, self.levels)
        member = np.equal.outer(groups, np.arange(groups.max() + 1)).astype(np.float32)
        at_level = ((response == level).astype(np.float32) @ member for level in range(len(self.levels)))
        return np.stack([counted.T for counted in at_level]).astype(np.int64)


@lru_cache(maxsize=1)
def _noise(units: int) -> FloatArray:
    return np.random.default_rng(SEED).standard_normal((DRAWS, units))


def untied_pairs(sizes: IntArray) -> IntArray:
    """Pairs that are not at the same level, from the number at each level (first axis)."""
    pairs: IntArray = (sizes.sum(axis=0) ** 2 - (sizes**2).sum(axis=0)) // 2
    return pairs


def _cut(latent: FloatArray, levels: IntArray) -> IntArray:
    if levels.sum() != latent.shape[1]:
        raise ValueError(
            f"Nivåene har {levels.sum()} enheter til sammen, men det er {latent.shape[1]} enheter."
        )
    lowest = np.full((len(latent), 1), -np.inf)
    last_below = np.hstack([lowest, np.sort(latent, axis=1)])[:, np.cumsum(levels)[:-1]]
    response = np.zeros(latent.shape, dtype=np.int64)
    for limit in last_below.T:
        response += latent > limit[:, None]
    return response
