"""Orders of labels over units: labels change places only within a stratum."""

import math
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ros_analysis.exact.margins import arrangements
from ros_analysis.exact.results import FloatArray, IntArray

MOST_LABELS = 5_000_000
BLOCK = 1 << 13

Labels = NDArray[np.int16]
"""The label of each unit (columns) in some orders (rows)."""


@dataclass(frozen=True)
class Orders:
    """The labels 0, 1, … of units as they are, and the strata 0, 1, … within which they change places."""

    numbers: tuple[int, ...]
    strata: tuple[int, ...]

    @classmethod
    def of(cls, labels: Sequence[Hashable], strata: Sequence[Hashable] | None, units: int) -> "Orders":
        """Labels, and strata if any, with one of each for each of the `units`."""
        within = [None] * units if strata is None else list(strata)
        if not len(labels) == len(within) == units:
            raise ValueError(
                f"Det er {units} verdier, {len(labels)} grupper og {len(within)} strata: de må være like mange."
            )
        return cls(numbered(labels), numbered(within))

    @property
    def labels(self) -> Labels:
        return np.array(self.numbers, dtype=np.int16)

    @property
    def places(self) -> list[IntArray]:
        """Where the units of each stratum stand."""
        strata = np.array(self.strata)
        return [np.flatnonzero(strata == one) for one in range(len(set(self.strata)))]

    @property
    def count(self) -> int:
        """How many orders there are that differ."""
        return math.prod(arrangements(np.bincount(self.labels[places])) for places in self.places)

    @property
    def few(self) -> bool:
        """Whether they can all be listed."""
        return self.count * len(self.numbers) <= MOST_LABELS

    def some(self, draws: int, seed: int) -> Iterator[Labels]:
        """In blocks every order once where they are few, else `draws` random ones, the same for the same seed."""
        return _blocks(_every(self) if self.few else _random(self, draws, seed))

    def p(self, extreme: IntArray, draws: int) -> FloatArray:
        """p where so many of `some` are as extreme."""
        return extreme / self.count if self.few else (extreme + 1) / (draws + 1)


# Several tests of a round move the same labels, and moving them costs more than testing.
@lru_cache(maxsize=2)
def _every(orders: Orders) -> Labels:
    placed = np.empty((1, 0), dtype=np.int16)
    for places in orders.places:
        left = np.repeat(np.bincount(orders.labels[places])[None], len(placed), axis=0)
        for _ in places:
            row, label = np.nonzero(left)
            placed, left = np.column_stack([placed[row], label.astype(np.int16)]), left[row]
            left[np.arange(len(row)), label] -= 1
    every = placed[:, np.argsort(np.concatenate(orders.places))]
    every.flags.writeable = False
    return every


@lru_cache(maxsize=2)
def _random(orders: Orders, draws: int, seed: int) -> Labels:
    random = np.random.default_rng(seed)
    placed = np.repeat(orders.labels[None], draws, axis=0)
    for places in orders.places:
        for block in _blocks(placed):
            # NumPy moves numbers as wide as a pointer much faster than narrower ones.
            block[:, places] = random.permuted(block[:, places].astype(np.intp), axis=1)
    placed.flags.writeable = False
    return placed


def _blocks(labels: Labels) -> Iterator[Labels]:
    return (labels[start : start + BLOCK] for start in range(0, len(labels), BLOCK))


def numbered(labels: Sequence[Hashable]) -> tuple[int, ...]:
    """0, 1, … for each label, in the order they first come."""
    number = {label: place for place, label in enumerate(dict.fromkeys(labels))}
    return tuple(number[label] for label in labels)
