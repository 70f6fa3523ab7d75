"""What an exact test answers, how a distribution gives the answer, and why it sometimes refuses to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
Block = tuple[FloatArray, FloatArray]
"""How extreme some outcomes are, and their probabilities."""

TIE = 1e-7
WhyNot = Literal["no answers", "one level", "one group", "too few", "nobody moved"]


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


def critical(blocks: Iterable[Block], alpha: float) -> float:
    """The extremeness from which p ≤ alpha, with room for ties; infinite when no outcome is extreme enough."""
    extremeness, weight = (np.concatenate(part) for part in zip(*blocks, strict=True))
    order = np.argsort(-extremeness)
    falling = extremeness[order]
    tie = TIE * np.abs(falling)
    last_tied = np.searchsorted(-falling, -(falling - tie), side="right") - 1
    rejected = np.cumsum(weight[order])[last_tied] <= alpha
    return float((falling - tie)[rejected].min(initial=np.inf))
