"""Everything that could be true, given what is public: what a reader can work out from several tables together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

EVERYBODY = "everybody"
"""The row of a table that counts all units together."""


@dataclass(frozen=True)
class Release:
    """A public table: units by `rows` × `columns` (names in Worlds), hidden cells NA.

    Its index and columns hold the values counted; a table by EVERYBODY has one row of that name.
    """

    rows: str
    columns: str
    shown: pd.DataFrame

    @property
    def cells(self) -> Iterator[tuple[object, object, object]]:
        for row in self.shown.index:
            for column in self.shown.columns:
                yield row, column, self.shown.loc[row, column]

    @property
    def tells(self) -> bool:
        """Whether anything of it is shown; a table that is all hidden is not public."""
        return bool(self.shown.notna().to_numpy().any())


@dataclass(frozen=True)
class Fact:
    """Between `low` and `high` units are in the states marked by `where`, one entry per row of Worlds.states."""

    where: np.ndarray
    low: float
    high: float


class Worlds:
    """All assignments of secret values to units that agree with what is public.

    `units` has one row per unit: what everybody knows of it, and `secrets`. `possible` has every combination of
    secrets that a unit can have; a column that is public in `units` too says which units can have it. Units that
    are alike in all that is public are interchangeable, so a world is a number of units per group and combination.
    Values that `may_exclude` names may be known not to be somebody's, but not to be.
    """

    def __init__(
        self,
        units: pd.DataFrame,
        secrets: Sequence[str],
        possible: pd.DataFrame,
        may_exclude: Collection[str] = (),
    ) -> None:
        self.may_exclude = may_exclude
        self.found: list[np.ndarray] = []
        known = units.assign(**{EVERYBODY: EVERYBODY})
        public = [name for name in known.columns if name not in secrets]
        alike = known.groupby(public, dropna=False, sort=True).size().rename("units").reset_index()
        alike["group"] = range(len(alike))
        shared = [name for name in possible.columns if name in public]
        self.states = alike.merge(possible, on=shared) if shared else alike.merge(possible, how="cross")
        self.secrets = tuple(secrets)
        traits = [*public, *secrets]
        real = Counter(known[traits].itertuples(index=False, name=None))
        self.real = np.array(
            [real[state] for state in self.states[traits].itertuples(index=False, name=None)], float
        )

    def facts(self, release: Release) -> list[Fact]:
        """What the shown cells of `release` say."""
        shown = (cell for cell in release.cells if pd.notna(cell[2]))  # type: ignore[call-overload]
        return [Fact(self._where(release, row, column), value, value) for row, column, value in shown]  # type: ignore[arg-type]

    def open(self, releases: Iterable[Release], more: Iterable[Fact] = ()) -> bool:
        """Whether nothing is given away: every hidden cell of a public table can have another value, and no value
        that some unit has is certain, or out of the question, for any unit that could have it."""
        if self.states.empty:
            return True
        public = [release for release in releases if release.tells]
        facts = [*more, *(fact for release in public for fact in self.facts(release))]
        search = _Search(self, facts)
        return all(search.can_differ(where) for where in (*self._hidden(public), *self._all_or_none()))

    def _where(self, release: Release, row: object, column: object) -> np.ndarray:
        same = (self.states[release.rows] == row) & (self.states[release.columns] == column)
        return same.to_numpy(dtype=float)

    def _hidden(self, releases: Iterable[Release]) -> Iterator[np.ndarray]:
        for release in releases:
            for row, column, value in release.cells:
                if pd.isna(value):  # type: ignore[call-overload]
                    yield self._where(release, row, column)

    def _all_or_none(self) -> Iterator[np.ndarray]:
        """Where all or none of a group have a value that some unit has: another world must have another number."""
        for secret in self.secrets:
            for value in sorted({*self.states[secret][self.real > 0]}):
                has = (self.states[secret] == value).to_numpy(dtype=float)
                for size in self.group_sizes:
                    where, real = has * size.where, has * size.where @ self.real
                    fixed = not where.any() or (where == size.where).all()
                    if not fixed and (real == size.low or (real == 0 and value not in self.may_exclude)):
                        yield where

    @cached_property
    def group_sizes(self) -> list[Fact]:
        groups = self.states.groupby("group")
        marks = [(self.states["group"] == name).to_numpy(dtype=float) for name, _ in groups]
        sizes = [float(group["units"].iloc[0]) for _, group in groups]
        return [Fact(mark, size, size) for mark, size in zip(marks, sizes, strict=True)]


class _Search:
    """Looks for worlds that differ from the real one. Those found are kept: one often answers many questions, and
    again when more is known, if it still agrees."""

    def __init__(self, worlds: Worlds, facts: Sequence[Fact]) -> None:
        self.worlds = worlds
        known = [*worlds.group_sizes, *facts]
        self._marks = np.array([fact.where for fact in known])
        self._low, self._high = (np.array([getattr(fact, end) for fact in known]) for end in ("low", "high"))
        self._bounds = Bounds(0, worlds.states["units"].to_numpy(dtype=float))
        self._agreeing = [world for world in worlds.found if self._agrees(world)]

    def can_differ(self, where: np.ndarray) -> bool:
        """Whether some world has another number of units in `where` than the real one."""
        real = where @ self.worlds.real
        if any(where @ world != real for world in self._agreeing):
            return True
        return any(self._extreme(sign * where) @ where != real for sign in (-1.0, 1.0))

    def _agrees(self, world: np.ndarray) -> bool:
        told = self._marks @ world
        return bool(((told >= self._low) & (told <= self._high)).all())

    def _extreme(self, costs: np.ndarray) -> np.ndarray:
        agrees = LinearConstraint(self._marks, self._low, self._high)
        result = milp(costs, integrality=np.ones_like(costs), bounds=self._bounds, constraints=agrees)
        if result.x is None:
            raise RuntimeError(f"Fant ingen verden som passer med det publiserte: {result.message}")
        world = np.asarray(np.round(result.x))
        self._agreeing.append(world)
        self.worlds.found.append(world)
        return world
