"""What an exact test answers, how a distribution gives the answer, and how several are adjusted together."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
Block = tuple[FloatArray, FloatArray]
"""How extreme some outcomes are, and their probabilities."""

TIE = 1e-7
DRAWS = 100_000
SEED = 2020
WhyNot = Literal["no answers", "one level", "one group", "nobody moved"]


class Untestable(ValueError):
    """The question has no answer with these numbers; `reason` says which part is missing."""

    def __init__(self, reason: WhyNot, explanation: str) -> None:
        self.reason = reason
        super().__init__(f"Kan ikke testes: {explanation}")


class TooManyTables(ValueError):
    """More outcomes share these margins than may be enumerated; `count` says how many, or at least how many."""

    def __init__(self, count: int, limit: int, outcomes: str = "tabeller") -> None:
        self.count, self.limit = count, limit
        super().__init__(
            f"Randsummene gir {count} {outcomes}, og grensen er {limit}. "
            "Slå sammen kategorier, eller bruk monte_carlo på tabellen."
        )


@dataclass(frozen=True)
class Exact:
    """An exact conditional test.

    `statistic` is what was observed, `pvalue` the probability of something at least as extreme,
    `midp` that minus half the probability of the equally extreme, `smallest_p` the p of the most extreme
    outcome these margins allow, `tables` the number of outcomes that the distribution is made of.
    """

    statistic: float
    pvalue: float
    midp: float
    smallest_p: float
    tables: int


@dataclass(frozen=True)
class MonteCarlo:
    """A simulated conditional test: p = (b + 1) / (m + 1), and the 95 % Clopper–Pearson interval of b in m."""

    statistic: float
    pvalue: float
    low: float
    high: float
    draws: int
    seed: int


@dataclass(frozen=True)
class Estimate:
    """A figure and its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Chance:
    """What a test's statistic would be by chance alone, given what the test holds fixed.

    `values` of the statistic, in any order and repeated where they are drawn, each with its `probability` and whether
    it is as `extreme` as what was `observed`: the p of the test is the probability of those.
    """

    values: FloatArray
    probability: FloatArray
    extreme: NDArray[np.bool_]
    observed: float

    @property
    def p(self) -> float:
        return float(self.probability[self.extreme].sum())


@dataclass
class _Top:
    """The most extreme outcome seen so far and its probability."""

    value: float = -np.inf
    mass: float = 0.0

    def see(self, extremeness: FloatArray, weight: FloatArray) -> None:
        highest = float(extremeness.max())
        if highest > self.value + TIE * abs(highest):
            self.value, self.mass = highest, 0.0
        self.mass += float(weight[extremeness >= self.value - TIE * abs(self.value)].sum())


def verdict(blocks: Iterable[Block], observed: float, statistic: float, tables: int) -> Exact:
    """The exact test of an outcome, from blocks of (extremeness, probability) over all outcomes."""
    tie = TIE * abs(observed)
    more = equal = 0.0
    top = _Top()
    for extremeness, weight in blocks:
        more += float(weight[extremeness > observed + tie].sum())
        equal += float(weight[np.abs(extremeness - observed) <= tie].sum())
        top.see(extremeness, weight)
    return Exact(
        statistic=statistic,
        pvalue=min(1.0, more + equal),
        midp=min(1.0, more + equal / 2),
        smallest_p=min(1.0, top.mass),
        tables=tables,
    )


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


def critical(block: Block, alpha: float) -> float:
    """The extremeness from which p ≤ alpha, with room for ties; infinite when no outcome is extreme enough."""
    extremeness, weight = block
    order = np.argsort(-extremeness)
    falling = extremeness[order]
    tie = TIE * np.abs(falling)
    last_tied = np.searchsorted(-falling, -(falling - tie), side="right") - 1
    rejected = np.cumsum(weight[order])[last_tied] <= alpha
    return float((falling - tie)[rejected].min(initial=np.inf))


def holm(ps: Iterable[float | None]) -> list[float | None]:
    """Holm's (1979) step-down p-values, in the order given; None (not tested) stays None and is not counted."""
    return _adjusted(ps, _stepped_down)


def benjamini_hochberg(ps: Iterable[float | None]) -> list[float | None]:
    """Benjamini and Hochberg's (1995) p-values for the false discovery rate; None stays None and is not counted."""
    return _adjusted(ps, _stepped_up)


def _stepped_down(ps: FloatArray) -> FloatArray:
    order = np.argsort(ps)
    adjusted = np.empty_like(ps)
    adjusted[order] = np.maximum.accumulate(ps[order] * np.arange(len(ps), 0, -1))
    return np.minimum(1.0, adjusted)


def _stepped_up(ps: FloatArray) -> FloatArray:
    falling = np.argsort(-ps)
    adjusted = np.empty_like(ps)
    adjusted[falling] = np.minimum.accumulate(ps[falling] * (len(ps) / np.arange(len(ps), 0, -1)))
    return np.minimum(1.0, adjusted)


def _adjusted(ps: Iterable[float | None], adjust: Callable[[FloatArray], FloatArray]) -> list[float | None]:
    given: list[float | None] = [None if p is None or math.isnan(p) else float(p) for p in ps]
    tested = np.array([p for p in given if p is not None])
    if ((tested < 0) | (tested > 1)).any():
        raise ValueError(f"p-verdiene {tested.tolist()} må alle være mellom 0 og 1.")
    adjusted = iter(adjust(tested).tolist())
    return [None if p is None else next(adjusted) for p in given]
