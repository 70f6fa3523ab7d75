"""Tests by simulation, for tables too many to list."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv

from ros_analysis.exact.crosstab import Statistic, score_of
from ros_analysis.exact.margins import occupied
from ros_analysis.exact.results import TIE, IntArray, MonteCarlo

BLOCK = 1 << 16
DRAWS = 100_000
SEED = 2020


def monte_carlo(table: ArrayLike, statistic: Statistic, *, draws: int, seed: int) -> MonteCarlo:
    """The test of `contingency` from `draws` random tables with the same margins, the same for the same seed.

    p = (b + 1) / (m + 1), where b of m tables are at least as extreme (Phipson and Smyth 2010).
    """
    if draws < 1:
        raise ValueError(f"draws er {draws}; det må trekkes minst én tabell.")
    observed = occupied(table)
    score = score_of(observed, statistic)
    value = score.total(observed[:, :, None])
    threshold = float(score.extremeness(value)[0])
    threshold -= TIE * abs(threshold)
    random = np.random.default_rng(seed)
    sizes = [min(BLOCK, draws - done) for done in range(0, draws, BLOCK)]
    tables = (score.extremeness(score.total(_tables(observed, size, random))) for size in sizes)
    extreme = sum(int((drawn >= threshold).sum()) for drawn in tables)
    return simulated(float(score.reported(value)[0]), extreme, draws, seed)


def simulated(statistic: float, extreme: int, draws: int, seed: int) -> MonteCarlo:
    """The test in which `extreme` of the outcomes drawn were at least as extreme: p = (b + 1) / (m + 1)."""
    low, high = clopper_pearson(extreme, draws)
    return MonteCarlo(statistic, (extreme + 1) / (draws + 1), low, high, draws, seed)


def clopper_pearson(k: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """The exact interval for a share, k of n: both tails at most (1 − level) / 2 (Clopper and Pearson 1934)."""
    tail = (1 - level) / 2
    low = float(betaincinv(k, n - k + 1, tail)) if k else 0.0
    high = float(betaincinv(k + 1, n - k, 1 - tail)) if k < n else 1.0
    return low, high


def _tables(table: IntArray, draws: int, random: np.random.Generator) -> IntArray:
    """Random tables with these margins, rows × columns × draws."""
    free = np.repeat(table.sum(axis=1)[:, None], draws, axis=1)
    tables = np.empty((*table.shape, draws), dtype=np.int64)
    for column, size in enumerate(table.sum(axis=0)):
        tables[:, column] = _drawn(free, int(size), random)
        free = free - tables[:, column]
    return tables


def _drawn(free: IntArray, size: int, random: np.random.Generator) -> IntArray:
    after = np.cumsum(free[::-1], axis=0)[::-1] - free
    left = np.full(free.shape[1], size)
    cells = np.empty_like(free)
    for row in range(len(free)):
        cells[row] = random.hypergeometric(free[row], after[row], left)
        left = left - cells[row]
    return cells
