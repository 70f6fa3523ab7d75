"""Which cells of one table of counts must be hidden so that none of them can be worked out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint

from ros_analysis.disclosure.integer_program import cheapest_whole
from ros_analysis.disclosure.thresholds import FEWEST, SMALLEST_GROUP
from ros_analysis.disclosure.transfers import Transfers

HIDDEN_CELL, HIDDEN_COUNT, PLACE = 1000.0, 1.0, 0.001
"""What hiding costs: a cell, a municipality in it, and a place in the table so that no two choices tie."""


def protect(
    counts: pd.DataFrame,
    *,
    row_totals_known: bool,
    column_totals_known: bool,
    silent: str = "",
    whole_groups: bool = True,
    also: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """`counts` as Int64 with NA where hidden: as few cells as possible, then as few municipalities as possible.

    The attacker knows the cells shown, the grand total and the totals said to be known. No cell below 3 is shown, no
    row below 5 in all (`whole_groups`), and every hidden cell can still be at least two whole numbers. In a line
    whose total is known, what is hidden adds up to 3 or more, or the whole line is hidden. A line of zeros whose
    total is known is shown: it tells nothing more. Column `silent` (those without a zone) is never shown, and the
    rest holds against those who know it and those who don't. `also` marks more cells that must be hidden. All hidden
    where the known totals alone give a cell away.

    Optimal complementary suppression: Fischetti and Salazar (2001), Management Science 47(7).
    """
    problem = _Problem(counts, row_totals_known, column_totals_known, silent, whole_groups, also)
    hidden = problem.solve()
    return counts.astype("Int64").mask(pd.DataFrame(hidden, index=counts.index, columns=counts.columns))


@dataclass(frozen=True)
class _Problem:
    counts: pd.DataFrame
    row_totals_known: bool
    column_totals_known: bool
    silent: str
    whole_groups: bool
    also: pd.DataFrame | None

    @cached_property
    def values(self) -> np.ndarray:
        values = self.counts.to_numpy(dtype=float)
        if (values < 0).any() or np.isnan(values).any() or (values % 1).any():
            raise ValueError("Tabellen må ha hele antall, 0 eller flere, i hver celle før noe kan skjules.")
        return values

    @cached_property
    def is_silent(self) -> np.ndarray:
        return np.broadcast_to(np.asarray(self.counts.columns == self.silent), self.values.shape)

    @cached_property
    def known_zero(self) -> np.ndarray:
        """Cells that are 0 because a known total is."""
        zero = np.zeros(self.values.shape, dtype=bool)
        if self.row_totals_known:
            zero |= self.values.sum(axis=1, keepdims=True) == 0
        if self.column_totals_known:
            zero |= self.values.sum(axis=0, keepdims=True) == 0
        return zero

    @cached_property
    def must_hide(self) -> np.ndarray:
        small = (self.values < FEWEST) | self.is_silent
        if self.whole_groups:
            small |= np.where(self.is_silent, 0, self.values).sum(axis=1, keepdims=True) < SMALLEST_GROUP
        if self.also is not None:
            small |= self.also.to_numpy(dtype=bool)
        return np.asarray(small & ~self.known_zero)

    @cached_property
    def lines(self) -> list[np.ndarray]:
        """The cells of each row and column with a known total, or of the whole table, as flat places."""
        places = np.arange(self.values.size).reshape(self.values.shape)
        rows = list(places) if self.row_totals_known else []
        return rows + (list(places.T) if self.column_totals_known else []) or [places.ravel()]

    @cached_property
    def _transfers(self) -> Transfers:
        rows, columns = np.indices(self.values.shape)
        first_column = len(self.values)
        return Transfers(
            self.values.ravel(),
            (rows if self.row_totals_known else np.zeros_like(rows)).ravel(),
            first_column + (columns if self.column_totals_known else np.zeros_like(columns)).ravel(),
        )

    def solve(self) -> np.ndarray:
        """The cheapest cells to hide; a choice that gives some away is ruled out by a cut for each, until none is."""
        cover = _Cover(self.must_hide.ravel(), self.known_zero.ravel(), self.values.ravel())
        for line in self.lines:
            self._hide_enough(line, cover)
            self._hide_two(line, cover)
        hidden: np.ndarray | None = self.must_hide.ravel()
        while hidden is not None:
            cuts = {target: self._cut(target, hidden) for target in np.flatnonzero(hidden).tolist()}
            given_away = {target: cut for target, cut in cuts.items() if cut is not None}
            if not given_away and cover.is_met_by(hidden):
                return hidden.reshape(self.values.shape)
            for target, cut in given_away.items():
                cover.require(cut, where=target)
            hidden = cover.cheapest()
        return np.ones(self.values.shape, dtype=bool)

    def _cut(self, target: int, hidden: np.ndarray) -> np.ndarray | None:
        """Cells of which one must be hidden too."""
        return self._transfers.cut(target, hidden, self._can_move(target))

    def _can_move(self, target: int) -> np.ndarray:
        """Cells that a reader who asks of `target` is in doubt about: the silent are known to some who ask of zones."""
        free = ~self.known_zero
        return (free if self.is_silent.flat[target] else free & ~self.is_silent).ravel()

    def _hide_two(self, line: np.ndarray, cover: _Cover) -> None:
        """Where one cell of a line changes, another must: most of what the cuts would find, told beforehand."""
        for target in line[~self.known_zero.ravel()[line]].tolist():
            others = np.zeros(self.values.size, dtype=bool)
            others[line] = True
            others[target] = False
            others &= self._can_move(target)
            if self.values.flat[target] == 0:
                others &= self.values.ravel() > 0
            cover.require(others, where=target)

    def _hide_enough(self, line: np.ndarray, cover: _Cover) -> None:
        """What must be hidden of a line adds up to 3, or one more cell is hidden, or there is no other: any other
        holds 3 or more."""
        counted = np.zeros(self.values.size, dtype=bool)
        counted[line] = True
        counted &= ~(self.known_zero | self.is_silent).ravel()
        small = counted & self.must_hide.ravel()
        others = counted & ~small
        if small.any() and others.any() and self.values.ravel()[small].sum() < FEWEST:
            cover.require(others, where=int(np.flatnonzero(small)[0]))


class _Cover:
    """Cells to hide, such that of each required set one is: a weighted set cover."""

    def __init__(self, must_hide: np.ndarray, must_show: np.ndarray, values: np.ndarray) -> None:
        self._bounds = Bounds(must_hide.astype(float), (~must_show).astype(float))
        self._costs = HIDDEN_CELL + HIDDEN_COUNT * values + PLACE * np.arange(values.size)
        self._sets: list[np.ndarray] = []

    def require(self, cells: np.ndarray, *, where: int) -> None:
        """One of the marked `cells` must be hidden if the cell `where` is."""
        row = cells.astype(float)
        row[where] -= 1
        self._sets.append(row)

    def is_met_by(self, hidden: np.ndarray) -> bool:
        return all(row @ hidden >= 0 for row in self._sets)

    def cheapest(self) -> np.ndarray | None:
        """The cells of least cost that meet every requirement; None if none do."""
        needs = LinearConstraint(np.array(self._sets), lb=0)
        chosen = cheapest_whole(self._costs, self._bounds, needs)
        return None if chosen is None else chosen == 1
