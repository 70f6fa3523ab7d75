"""Who might read several public tables together, and what each of them already knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import pandas as pd

from ros_analysis.codebook import LEVELS
from ros_analysis.disclosure.search import Fact
from ros_analysis.disclosure.worlds import Release, Worlds

SILENT = "silent"
"""Invited, but without a zone: didn't answer, or missing areas leave the zone open."""

ABSENT = "absent"
"""Not the same unit in that round."""

MOVES = ("better", "same", "worse")


@dataclass(frozen=True)
class Attackers:
    """Two readers of tables about `people`, over one or two `rounds`.

    `people` has a row per unit and, for each round r, zone_r (level, SILENT or ABSENT), size_r and epj_r (groups).
    Both know everybody's size. One knows who answered and everybody's EPJ system, and wants zones; the other wants
    to know who was silent.
    """

    people: pd.DataFrame
    rounds: Sequence[str]

    def learn_nothing(self, releases: Iterable[Release], pairs: int | None = None) -> bool:
        """Whether `releases` together, and how many units have a zone in both rounds, give nothing away."""
        public = list(releases)
        if not self._insider.open(map(_of_zones, public)):
            return False
        compared = self._outsider.states[self._zones].isin(LEVELS).all(axis=1).to_numpy(dtype=float)
        counted = [] if pairs is None else [Fact(compared, pairs, pairs)]
        return self._outsider.open((one for one in public if not one.rows.startswith("epj_")), counted)

    @cached_property
    def _insider(self) -> Worlds:
        return self._worlds(self.people.replace({name: {SILENT: ABSENT} for name in self._zones}), LEVELS)

    @cached_property
    def _outsider(self) -> Worlds:
        without_epj = self.people.drop(columns=[f"epj_{name}" for name in self.rounds])
        return self._worlds(without_epj, (*LEVELS, SILENT))

    @property
    def _zones(self) -> list[str]:
        return [f"zone_{name}" for name in self.rounds]

    def _worlds(self, people: pd.DataFrame, values: Sequence[str]) -> Worlds:
        """Worlds in which a unit can have any of `values` in the rounds where it isn't ABSENT."""
        here = people[(people[self._zones] != ABSENT).any(axis=1)]
        every = product((*values, ABSENT), repeat=len(self.rounds))
        possible = pd.DataFrame(list(every), columns=self._zones)
        return Worlds(
            _described(here, self._zones), self._secrets, _described(possible, self._zones), [SILENT]
        )

    @property
    def _secrets(self) -> list[str]:
        return [*self._zones, "move"]


def move(before: str, after: str) -> str:
    """«better», «same» or «worse»; empty where there is nothing to compare."""
    if before not in LEVELS or after not in LEVELS:
        return ""
    step = LEVELS.index(after) - LEVELS.index(before)
    return MOVES[(step > 0) - (step < 0) + 1]


def _described(frame: pd.DataFrame, zones: Sequence[str]) -> pd.DataFrame:
    """`frame` with the rounds each row is part of, and its move from the first to the last of them."""
    rows = frame[list(zones)].to_numpy()
    return frame.assign(
        part=["".join(str(int(zone != ABSENT)) for zone in row) for row in rows],
        move=[move(row[0], row[-1]) if len(zones) > 1 else "" for row in rows],
    )


def _of_zones(release: Release) -> Release:
    shown = release.shown.drop(columns=SILENT, errors="ignore")
    return Release(release.rows, release.columns, shown)
