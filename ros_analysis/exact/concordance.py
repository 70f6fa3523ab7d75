"""Scores against a number: Kendall's test for any ties, and Somers' D with an interval that agrees with it."""

from functools import lru_cache
from math import atanh, ceil, tanh

import numpy as np
from numpy.typing import ArrayLike

from ros_analysis.exact.rank import kendall, paired_table, s_distribution, s_of, untied_pairs
from ros_analysis.exact.results import (
    DRAWS,
    SEED,
    Chance,
    Estimate,
    Exact,
    FloatArray,
    IntArray,
    MonteCarlo,
    TooManyTables,
    simulated,
)

BLOCK = 1 << 10
MOST_PLACED = 10_000_000
"""Of units, in all orders drawn: with more than 100 units there are fewer orders than asked for."""
ROUNDING = 1e-11
"""So that a p of exactly alpha is not below it."""

Margin = tuple[int, ...]


def rank_correlation(
    response: ArrayLike, numeric: ArrayLike, *, draws: int = DRAWS, seed: int = SEED
) -> Exact | MonteCarlo:
    """`kendall` where it can be exact, else the same test over `draws` random orders, p = (b + 1) / (m + 1).

    Exact when either side is without ties, or both have few levels: else, as when many municipalities have scores in
    common and two have the same population, orders are drawn.
    """
    try:
        return kendall(response, numeric)
    except TooManyTables:
        chance = rank_chance(response, numeric, draws=draws, seed=seed)
        return simulated(chance.observed, int(chance.extreme.sum()), len(chance.values), seed)


def rank_chance(response: ArrayLike, numeric: ArrayLike, *, draws: int = DRAWS, seed: int = SEED) -> Chance:
    """Kendall's S in all orders, or in those drawn, that `rank_correlation` has its p from."""
    s, rows, columns = _observed(paired_table(response, numeric))
    try:
        values, probability = s_distribution(np.array(rows), np.array(columns))
    except TooManyTables:
        values = _drawn(rows, columns, draws, seed)
        probability = np.full(len(values), 1 / len(values))
    return Chance(values, probability, np.abs(values) >= abs(s), s)


def somers_interval(
    response: ArrayLike, numeric: ArrayLike, level: float = 0.95, *, draws: int = DRAWS, seed: int = SEED
) -> Estimate | None:
    """Somers' D of a response on a number, with an interval that has 0 outside just when `rank_correlation` has p
    below 1 − level.

    On Fisher's z, where the spread of a rank correlation hardly depends on its size (Fieller, Hartley and Pearson
    1957), the interval is as wide to either side as the largest D that the test doesn't reject. None where the test
    can't reject any.
    """
    table = paired_table(response, numeric)
    s, rows, columns = _observed(table)
    limit = critical_s(rows, columns, 1 - level, draws=draws, seed=seed)
    if limit is None:
        return None
    pairs = untied_pairs(columns)
    most = 1 - 0.25 / pairs
    z, half = atanh(min(most, max(-most, s / pairs))), atanh(limit / pairs)
    return Estimate(s / pairs, tanh(z - half), tanh(z + half))


def critical_s(
    rows: Margin, columns: Margin, alpha: float, *, draws: int = DRAWS, seed: int = SEED
) -> float | None:
    """Between the largest |S| that is not rejected, p ≥ alpha, and the next; None where none is rejected."""
    try:
        values, probability = s_distribution(np.array(rows), np.array(columns))
    except TooManyTables:
        drawn = np.sort(np.abs(_drawn(rows, columns, draws, seed)))
        place = ceil(alpha * (len(drawn) + 1)) - 1
        return float(drawn[-place]) + 0.5 if place else None
    size, place_of = np.unique(np.abs(values), return_inverse=True)
    tail = np.cumsum(np.bincount(place_of, probability)[::-1])[::-1]
    rejected = tail < alpha - ROUNDING
    return float(size[~rejected].max()) + 0.5 if rejected.any() else None


def _observed(table: IntArray) -> tuple[float, Margin, Margin]:
    return s_of(table), tuple(table.sum(axis=1).tolist()), tuple(table.sum(axis=0).tolist())


# What the test could have found is asked for after all that the silent could have answered.
@lru_cache(maxsize=16)
def _drawn(rows: Margin, columns: Margin, draws: int, seed: int) -> FloatArray:
    """S in random orders of units with these ties."""
    random, draws = np.random.default_rng(seed), min(draws, MOST_PLACED // sum(rows))
    levels, groups = sorted((rows, columns), key=len)
    ordered = np.repeat(np.arange(len(levels), dtype=np.intp), levels)
    sizes = [min(BLOCK, draws - done) for done in range(0, draws, BLOCK)]
    blocks = (random.permuted(np.repeat(ordered[None], size, axis=0), axis=1) for size in sizes)
    return np.concatenate([_s(block, len(levels), groups) for block in blocks])


def _s(orders: IntArray, levels: int, groups: Margin) -> FloatArray:
    """S of each order (row) of the levels of units, which stand in groups of tied ones."""
    each = np.arange(len(orders))
    lower = np.tri(levels + 1, levels, -1, dtype=np.int16).T.copy()
    below = np.zeros((len(orders), levels + 1), dtype=np.int16)
    s, before = np.zeros(len(orders)), 0
    for size in groups:
        tied = orders[:, before : before + size].T
        s += sum(below[each, one] + below[each, one + 1] - before for one in tied)
        for one in tied:
            below += lower[one]
        before += size
    return s
