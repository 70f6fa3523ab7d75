"""Many made-up rounds at once, as zones only, with given margins and effects: for calibration and power."""

from __future__ import annotations

from collections.abc import Sequence
from math import pi, sin, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm, rankdata

Codes = NDArray[np.int8]
"""Zones as their place in codebook.LEVELS: 0 green, 1 yellow, 2 red."""


def simulate(
    population: ArrayLike,
    margins: Sequence[int],
    rounds: int,
    rng: np.random.Generator,
    *,
    rho: float = 0.0,
    shift: ArrayLike = 0.0,
) -> Codes:
    """Zones of the same municipalities in `rounds` independent rounds, each with exactly `margins`.

    A latent normal strain has Spearman correlation `rho` with population before `shift` (one per municipality,
    in standard deviations, such as an EPJ effect) is added; the margins cut it. Shape rounds × municipalities.
    Raises ValueError unless the margins count every municipality and rho lies in [−1, 1].
    """
    size = np.asarray(population)
    _require(sum(margins) == size.size and min(margins) >= 0, "margins må telle hver kommune én gang")
    _require(-1 <= rho <= 1, "rho må ligge mellom -1 og 1")
    slope = _pearson(rho)
    scores = norm.ppf((rankdata(size) - 0.5) / size.size)
    noise = rng.standard_normal((rounds, size.size))
    return _cut(slope * scores + sqrt(1 - slope**2) * noise + np.asarray(shift), margins)


def simulate_change(
    before: Sequence[int],
    after: Sequence[int],
    rounds: int,
    rng: np.random.Generator,
    *,
    rho: float = 0.5,
) -> tuple[Codes, Codes]:
    """Zones of the same municipalities in two rounds, with the margins `before` and `after`.

    A municipality's strain in the two has Spearman correlation `rho`; rho = 0 pairs the margins at random.
    """
    _require(sum(before) == sum(after), "begge rundene må telle de samme kommunene")
    slope = _pearson(rho)
    first = rng.standard_normal((rounds, sum(before)))
    second = slope * first + sqrt(1 - slope**2) * rng.standard_normal(first.shape)
    return _cut(first, before), _cut(second, after)


def _pearson(spearman: float) -> float:
    """The correlation of two normal variables whose ranks correlate `spearman` (Pearson 1907)."""
    return 2 * sin(pi * spearman / 6)


def _cut(strain: NDArray[np.float64], margins: Sequence[int]) -> Codes:
    """The least strained of each round green, the most strained red."""
    codes = np.repeat(np.arange(len(margins), dtype=np.int8), margins)
    zones = np.empty(strain.shape, dtype=np.int8)
    np.put_along_axis(zones, np.argsort(strain, axis=1), codes[np.newaxis, :], axis=1)
    return zones


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise ValueError(message)
