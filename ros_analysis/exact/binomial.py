"""The binomial distribution in logarithms, and the interval that inverts it."""

from collections.abc import Callable

import numpy as np

from ros_analysis.exact.margins import FloatArray, log_factorials

HALVINGS = 55


def log_mass(n: int, share: float) -> FloatArray:
    """ln P(X = k) for k = 0, …, n; `share` strictly between 0 and 1."""
    log, k = log_factorials(n), np.arange(n + 1)
    mass: FloatArray = log[n] - log - log[::-1] + k * np.log(share) + (n - k) * np.log1p(-share)
    return mass


def clopper_pearson(k: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """The exact interval for a share, k of n: both tails at most (1 − level) / 2 (Clopper and Pearson 1934)."""
    tail = (1 - level) / 2
    low = _where(lambda share: np.exp(log_mass(n, share)[k:]).sum() > tail) if k else 0.0
    high = _where(lambda share: np.exp(log_mass(n, share)[: k + 1]).sum() < tail) if k < n else 1.0
    return low, high


def _where(passed: Callable[[float], bool]) -> float:
    """The share from which `passed` holds, by halving."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if passed(middle) else (middle, high)
    return (low + high) / 2
