"""Tests by simulation, for tables too many to list."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike

from ros_analysis.exact.binomial import clopper_pearson
from ros_analysis.exact.crosstab import Statistic, score_of, total
from ros_analysis.exact.margins import IntArray, occupied
from ros_analysis.exact.results import MonteCarlo
from ros_analysis.exact.tails import TIE

BLOCK = 1 << 16


def monte_carlo(table: ArrayLike, statistic: Statistic, *, draws: int, seed: int) -> MonteCarlo:
    """The test of `contingency` from `draws` random tables with the same margins, the same for the same seed.

    p = (b + 1) / (m + 1), where b of m tables are at least as extreme (Phipson and Smyth 2010).
    """
    if draws < 1:
        raise ValueError(f"draws er {draws}; det må trekkes minst én tabell.")
    observed = occupied(table)
    score = score_of(observed, statistic)
    value = total(score, observed)
    threshold = float(score.extremeness(np.array([value]))[0])
    threshold -= TIE * abs(threshold)
    random = np.random.default_rng(seed)
    sizes = [min(BLOCK, draws - done) for done in range(0, draws, BLOCK)]
    simulated = (sum(score.add(*step) for step in _columns(observed, size, random)) for size in sizes)
    extreme = sum(int((score.extremeness(np.asarray(values)) >= threshold).sum()) for values in simulated)
    low, high = clopper_pearson(extreme, draws)
    return MonteCarlo(score.reported(value), (extreme + 1) / (draws + 1), low, high, draws, seed)


def _columns(
    table: IntArray, draws: int, random: np.random.Generator
) -> Iterator[tuple[IntArray, IntArray, int]]:
    """Random tables with these margins, one column at a time: what is used before it, its cells, its number."""
    rows = np.repeat(table.sum(axis=1)[:, None], draws, axis=1)
    used = np.zeros_like(rows)
    for column, size in enumerate(table.sum(axis=0)):
        cells = _drawn(rows - used, int(size), random)
        yield used, cells, column
        used = used + cells


def _drawn(free: IntArray, size: int, random: np.random.Generator) -> IntArray:
    after = np.cumsum(free[::-1], axis=0)[::-1] - free
    left = np.full(free.shape[1], size)
    cells = np.empty_like(free)
    for row in range(len(free)):
        cells[row] = random.hypergeometric(free[row], after[row], left)
        left = left - cells[row]
    return cells
