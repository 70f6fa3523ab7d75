"""What a distribution says of one outcome: p, mid-p, the smallest attainable p, where rejection starts."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ros_analysis.exact.margins import FloatArray
from ros_analysis.exact.results import Exact

TIE = 1e-7


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


def verdict(
    blocks: Iterable[tuple[FloatArray, FloatArray]], observed: float, statistic: float, tables: int
) -> Exact:
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


def critical(blocks: Iterable[tuple[FloatArray, FloatArray]], alpha: float) -> float:
    """The extremeness from which p ≤ alpha, with room for ties; infinite when no outcome is extreme enough."""
    extremeness, weight = (np.concatenate(part) for part in zip(*blocks, strict=True))
    order = np.argsort(-extremeness)
    falling = extremeness[order]
    tie = TIE * np.abs(falling)
    last_tied = np.searchsorted(-falling, -(falling - tie), side="right") - 1
    rejected = np.cumsum(weight[order])[last_tied] <= alpha
    return float((falling - tie)[rejected].min(initial=np.inf))


def around_zero(probability: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Sums −m, …, m with their probabilities, without the sums that never occur."""
    most = len(probability) // 2
    occurs = probability > 0
    return np.linspace(-most, most, len(probability))[occurs], probability[occurs]
