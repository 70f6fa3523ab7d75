"""Everything that could be true, given what is public: what a reader can work out from several tables together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from ros_analysis.disclosure.search import Fact, Memory, Search

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
    def cells(self) -> Iterator[tuple[object, object, float | None]]:
        """Row, column and count of each cell, None where hidden."""
        rows, columns = list(self.shown.index), list(self.shown.columns)
        for (row, column), value in np.ndenumerate(self.shown.to_numpy(dtype=float, na_value=np.nan)):
            yield rows[row], columns[column], None if np.isnan(value) else value

    @property
    def tells(self) -> bool:
        """Whether anything of it is shown; a table that is all hidden is not public."""
        return bool(self.shown.notna().to_numpy().any())


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
        self.memory = Memory()
        self._marked: dict[tuple[str, object], np.ndarray] = {}
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
        return [
            Fact(self._where(release, row, column), value, value)
            for row, column, value in release.cells
            if value is not None
        ]

    def open(self, releases: Iterable[Release], more: Iterable[Fact] = ()) -> bool:
        """Whether nothing is given away: every hidden cell of a public table can have another value, and no value
        that some unit has is certain, or out of the question, for any unit that could have it."""
        if self.states.empty:
            return True
        public = [release for release in releases if release.tells]
        facts = [*more, *(fact for release in public for fact in self.facts(release))]
        questions = [*self._hidden(public), *self._all_or_none()]
        if not questions:
            return True
        most, known = self.states["units"].to_numpy(dtype=float), [*self.group_sizes, *facts]
        return Search(self.real, most, known, np.array(questions), self.memory).all_open()

    def _where(self, release: Release, row: object, column: object) -> np.ndarray:
        where: np.ndarray = self._marks(release.rows, row) * self._marks(release.columns, column)
        return where

    def _marks(self, name: str, value: object) -> np.ndarray:
        """1 for each state whose `name` is `value`, else 0."""
        if (name, value) not in self._marked:
            self._marked[name, value] = (self.states[name] == value).to_numpy(dtype=float)
        return self._marked[name, value]

    def _hidden(self, releases: Iterable[Release]) -> Iterator[np.ndarray]:
        for release in releases:
            for row, column, value in release.cells:
                if value is None:
                    yield self._where(release, row, column)

    def _all_or_none(self) -> Iterator[np.ndarray]:
        """Where all or none of a group have a value that some unit has: another world must have another number."""
        for secret in self.secrets:
            for value in sorted({*self.states[secret][self.real > 0]}):
                has = self._marks(secret, value)
                for size in self.group_sizes:
                    where, real = has * size.where, has * size.where @ self.real
                    fixed = not where.any() or (where == size.where).all()
                    if not fixed and (real == size.low or (real == 0 and value not in self.may_exclude)):
                        yield where

    @cached_property
    def group_sizes(self) -> list[Fact]:
        sizes = self.states.groupby("group")["units"].first().astype(float)
        return [Fact(self._marks("group", name), size, size) for name, size in sizes.items()]
