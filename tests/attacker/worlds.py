"""Which answers fit all that is known: one 0/1 unknown for each state that each part of somebody's answer could have.

Shares nothing with the program that is attacked. A fact is a weighted count over the unknowns with limits; a world
is one state a part that keeps every fact within its limits.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

State = Hashable
INFEASIBLE = 2
NODES = 300
"""So many branches are tried to prove that no world fits; what is not proven by then is not given away."""
Weight = Callable[[str, str, State], float]


class Fact(NamedTuple):
    """The sum of `weight(who, part, state)` over everybody's answers lies between `low` and `high`."""

    weight: Weight
    low: float
    high: float
    alone: str = ""
    """Whose answer alone it is about, when it says what any whole answer is like."""
    parts: tuple[str, ...] = ()
    """The parts of answers that it counts; none where it counts all."""


class Part(NamedTuple):
    """One part of somebody's answer: an area, the zone, or what the publisher hides."""

    who: str
    name: str


Knowledge = Callable[[str, str, State], bool]
"""Whether a state is still possible for the part of somebody's answer."""


@dataclass(frozen=True)
class Worlds:
    """`options` are the states that each part could have, `truth` the one it has, `facts` all that is printed."""

    options: Mapping[Part, Sequence[State]]
    truth: Mapping[Part, State]
    facts: Sequence[Fact]

    def fits(self, *known: Knowledge) -> bool:
        """Whether some world fits the facts when each part has only the states that all of `known` allow."""
        allowed = np.array(
            [all(may(who, part, state) for may in known) for who, part, state in self._unknowns]
        )
        if any(not allowed[places].any() for places in self._places.values()):
            return False
        return _solvable(self._one_state_each, self._equations, allowed, self._low, self._high)

    def same_after_exchange(self, one: str, other: str) -> bool:
        """Whether every fact stays as it is when two exchange their whole answers."""
        return (one, other) in self._exchangeable

    @cached_property
    def kinds(self) -> dict[str, int]:
        """A number each, the same for those whom nothing printed tells apart, whatever they answered."""
        shapes = [self._columns[who].tobytes() for who in self.people]
        return {who: shapes.index(shape) for who, shape in zip(self.people, shapes, strict=True)}

    @cached_property
    def people(self) -> list[str]:
        """Everybody who has an answer to hide, in order."""
        return list(dict.fromkeys(part.who for part in self.truth))

    @cached_property
    def _unknowns(self) -> list[tuple[str, str, State]]:
        return [(*part, state) for part, states in self.options.items() for state in states]

    @cached_property
    def _places(self) -> dict[Part, np.ndarray]:
        ends = np.cumsum([len(states) for states in self.options.values()])
        return {
            part: np.arange(end - len(self.options[part]), end)
            for part, end in zip(self.options, ends, strict=True)
        }

    @cached_property
    def _equations(self) -> csr_array:
        found = [
            (weight, row, place)
            for row, fact in enumerate(self.facts)
            for part in fact.parts or ("",)
            for place in self._counted[fact.alone, part]
            if (weight := fact.weight(*self._unknowns[place]))
        ]
        weights, rows, places = zip(*found, strict=True) if found else ((), (), ())
        return csr_array((weights, (rows, places)), (len(self.facts), len(self._unknowns)), dtype=float)

    @cached_property
    def _counted(self) -> dict[tuple[str, str], list[int]]:
        """Where a fact about somebody alone, about one part, or about neither has to look."""
        places: dict[tuple[str, str], list[int]] = {}
        for place, (who, part, _) in enumerate(self._unknowns):
            for about in ((who, ""), ("", part), ("", "")):
                places.setdefault(about, []).append(place)
        return places

    @cached_property
    def _low(self) -> np.ndarray:
        return np.array([fact.low for fact in self.facts], dtype=float)

    @cached_property
    def _high(self) -> np.ndarray:
        return np.array([fact.high for fact in self.facts], dtype=float)

    @cached_property
    def _one_state_each(self) -> csr_array:
        rows = np.repeat(np.arange(len(self._places)), [len(places) for places in self._places.values()])
        return csr_array((np.ones(len(rows)), (rows, np.arange(len(rows)))))

    @cached_property
    def _columns(self) -> dict[str, np.ndarray]:
        own: dict[str, list[np.ndarray]] = {}
        for part, places in self._places.items():
            own.setdefault(part.who, []).append(places)
        return {who: self._shared[:, np.concatenate(places)] for who, places in own.items()}

    @cached_property
    def _exchangeable(self) -> set[tuple[str, str]]:
        adds = {(who, other): self._adds(who, other) for who in self.people for other in self.people}
        return {
            (one, other)
            for one, other in adds
            if np.allclose(adds[one, one] + adds[other, other], adds[one, other] + adds[other, one])
        }

    def _adds(self, who: str, other: str) -> np.ndarray:
        """What `who` would add to each fact, had they answered as `other`; NaN if they can't have."""
        chosen = [self._place.get((Part(who, part.name), state), -1) for part, state in self._answers[other]]
        if -1 in chosen:
            return np.full(len(self._shared), np.nan)
        return np.asarray(self._shared[:, chosen].sum(axis=1))

    @cached_property
    def _place(self) -> dict[tuple[Part, State], int]:
        return {(Part(who, name), state): place for place, (who, name, state) in enumerate(self._unknowns)}

    @cached_property
    def _shared(self) -> np.ndarray:
        """The facts that are not about one person alone, which hold for whole answers anyhow."""
        rows = [row for row, fact in enumerate(self.facts) if not fact.alone]
        return np.asarray(self._equations[rows].toarray())

    @cached_property
    def _answers(self) -> dict[str, list[tuple[Part, State]]]:
        own: dict[str, list[tuple[Part, State]]] = {who: [] for who in self.people}
        for part, state in self.truth.items():
            own[part.who].append((part, state))
        return own


def _solvable(
    each: csr_array, equations: csr_array, allowed: np.ndarray, low: np.ndarray, high: np.ndarray
) -> bool:
    result = milp(
        np.zeros(len(allowed)),
        integrality=np.ones(len(allowed), dtype=int),
        bounds=Bounds(0, allowed.astype(float)),
        constraints=[LinearConstraint(each, 1, 1), LinearConstraint(equations, low, high)],
        options={"node_limit": NODES},
    )
    return bool(result.status != INFEASIBLE)
