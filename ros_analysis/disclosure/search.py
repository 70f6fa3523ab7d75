"""Looking for another world that agrees with what is public: one that differs from the real one where it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint

from ros_analysis.disclosure.integer_program import cheapest_whole

FEW = 2
"""As many questions as are sooner asked one by one than together."""


@dataclass(frozen=True)
class Fact:
    """Between `low` and `high` units are in the states marked by `where`, one entry per row of Worlds.states."""

    where: np.ndarray
    low: float
    high: float


@dataclass
class Memory:
    """Worlds that earlier searches found, which may still agree when more is known, and the question that failed."""

    worlds: list[np.ndarray] = field(default_factory=list)
    failed: np.ndarray | None = None


class Search:
    """A world is a number of units per state: `real` is the true one, `most` how many there can be in each state.

    `questions` has a row per question, marking states: can another number of units than the real one be in them?
    """

    def __init__(
        self,
        real: np.ndarray,
        most: np.ndarray,
        facts: Sequence[Fact],
        questions: np.ndarray,
        memory: Memory,
    ) -> None:
        self.real, self.most, self.questions, self.memory = real, most, questions, memory
        self._marks = np.array([fact.where for fact in facts])
        self._low, self._high = (np.array([getattr(fact, end) for fact in facts]) for end in ("low", "high"))
        if not self._agrees(real[:, None]).all():
            raise RuntimeError("Det publiserte stemmer ikke med svarene.")
        self._truth = questions @ real
        known = np.array([real, *memory.worlds]).T
        agreeing = known[:, self._agrees(known)]
        self._is_open = (questions @ agreeing != self._truth[:, None]).any(axis=1)

    def all_open(self) -> bool:
        """Whether every question has a world that answers it with another number."""
        if not all(map(self._opens, self._failed_before())):
            return False
        self._open_together()
        return all(map(self._opens, range(len(self.questions))))

    def _failed_before(self) -> Sequence[int]:
        failed = self.memory.failed
        return [] if failed is None else np.flatnonzero((self.questions == failed).all(axis=1)).tolist()

    def _open_together(self) -> None:
        """Open as many questions as one world can, and as one more can, until few are left or none opens."""
        left = len(self._is_open) + 1
        while FEW < (now := int((~self._is_open).sum())) < left:
            left = now
            self._keep(self._differing_most(np.flatnonzero(~self._is_open)))

    def _opens(self, place: int) -> bool:
        if not self._is_open[place] and (world := self._differing(place)) is not None:
            self._keep(world)
        if not self._is_open[place]:
            self.memory.failed = self.questions[place]
        return bool(self._is_open[place])

    def _keep(self, world: np.ndarray) -> None:
        self.memory.worlds.append(world)
        self._is_open |= self.questions @ world != self._truth

    def _differing(self, place: int) -> np.ndarray | None:
        """A world with more units than the real one where the question asks, else one with fewer; None if none has."""
        for sign in (1, -1):
            where = sign * self.questions[place]
            found = cheapest_whole(
                -where,
                Bounds(0, self.most),
                LinearConstraint(
                    np.vstack([self._marks, where]),
                    [*self._low, sign * self._truth[place] + 1],
                    [*self._high, np.inf],
                ),
            )
            if found is not None:
                return found
        return None

    def _differing_most(self, places: np.ndarray) -> np.ndarray:
        """A world that differs at as many `places` as can be: upwards where the truth is none, else downwards.

        Beside the world there is one number a question: 1 if it differs, and no more than it differs by.
        """
        way = np.where(self._truth[places] > 0, -1.0, 1.0)
        differs = np.hstack([way[:, None] * self.questions[places], -np.eye(len(places))])
        known = np.hstack([self._marks, np.zeros((len(self._marks), len(places)))])
        found = cheapest_whole(
            np.repeat([0.0, -1.0], [len(self.real), len(places)]),
            Bounds(0, np.concatenate([self.most, np.ones(len(places))])),
            LinearConstraint(
                np.vstack([known, differs]),
                np.concatenate([self._low, way * self._truth[places]]),
                np.concatenate([self._high, np.full(len(places), np.inf)]),
            ),
        )
        assert found is not None
        return found[: len(self.real)]

    def _agrees(self, worlds: np.ndarray) -> np.ndarray:
        """Which columns of `worlds`, states × worlds, agree with the facts."""
        told = self._marks @ worlds
        agree: np.ndarray = ((told >= self._low[:, None]) & (told <= self._high[:, None])).all(axis=0)
        return agree
