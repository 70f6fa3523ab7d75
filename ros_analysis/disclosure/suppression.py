"""Which cells of one table of counts must be hidden so that none of them can be worked out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from ros_analysis.disclosure.thresholds import FEWEST, SMALLEST_GROUP

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

    def solve(self) -> np.ndarray:
        """Hidden cells: solve for those that must be, then for each hidden one that turns out to be given away."""
        targets = set(np.flatnonzero(self.must_hide).tolist())
        while True:
            hidden = self._cheapest(sorted(targets))
            if hidden is None:
                return np.ones(self.values.shape, dtype=bool)
            others = set(np.flatnonzero(hidden).tolist()) - targets
            given_away = {place for place in others if self._cheapest([place], at_most=hidden) is None}
            if not given_away:
                return hidden
            targets |= given_away

    def _movable(self, target: int) -> np.ndarray:
        """Cells that a reader who doubts `target` can't be sure of: the silent are known to some who ask of zones."""
        free = ~self.known_zero
        return (free if self.is_silent.flat[target] else free & ~self.is_silent).ravel()

    def _cheapest(self, targets: list[int], at_most: np.ndarray | None = None) -> np.ndarray | None:
        """The cheapest cells to hide so that each target has another value in some other table; None if none do."""
        program = _Program(self, targets, ~self.known_zero if at_most is None else at_most)
        result = milp(
            program.costs,
            integrality=program.integrality,
            bounds=program.bounds,
            constraints=program.constraints,
            options={"mip_rel_gap": 0},
        )
        if result.x is None:
            return None
        return np.asarray(result.x[: self.values.size].reshape(self.values.shape) > 0.5)


class _Program:
    """The integer program: hide (0/1) per cell; per target a shift of every cell and its direction (0/1);
    per line whether anything and whether all of it is hidden (0/1)."""

    def __init__(self, problem: _Problem, targets: list[int], may_hide: np.ndarray) -> None:
        self.problem, self.targets, self.may_hide = problem, targets, may_hide
        self.cells, self.lines = problem.values.size, problem.lines
        self.width = self.cells + len(targets) * (self.cells + 1) + 2 * len(self.lines)
        self.most = problem.values.sum() + 1
        self._entries: list[tuple[int, int, float]] = []
        self._least: list[float] = []
        for number, target in enumerate(targets):
            self._shift(self.cells + number * (self.cells + 1), target)
        for number, line in enumerate(self.lines):
            self._hide_enough(self.width - 2 * len(self.lines) + 2 * number, line)

    @property
    def costs(self) -> np.ndarray:
        costs = np.zeros(self.width)
        values = self.problem.values.ravel()
        costs[: self.cells] = HIDDEN_CELL + HIDDEN_COUNT * values + PLACE * np.arange(self.cells)
        return costs

    @property
    def integrality(self) -> np.ndarray:
        whole = np.ones(self.width)
        for start in self._starts:
            whole[start : start + self.cells] = 0
        return whole

    @property
    def bounds(self) -> Bounds:
        low, high = np.zeros(self.width), np.ones(self.width)
        low[: self.cells] = self.problem.must_hide.ravel()
        high[: self.cells] = self.may_hide.ravel()
        for start, target in zip(self._starts, self.targets, strict=True):
            can = self.problem._movable(target)
            low[start : start + self.cells] = np.where(can, -self.problem.values.ravel(), 0)
            high[start : start + self.cells] = np.where(can, self.most, 0)
        return Bounds(low, high)

    @property
    def constraints(self) -> LinearConstraint:
        rows, columns, factors = zip(*self._entries, strict=True) if self._entries else ((), (), ())
        matrix = coo_array((factors, (rows, columns)), shape=(len(self._least), self.width))
        return LinearConstraint(matrix.tocsr(), lb=np.array(self._least))

    @property
    def _starts(self) -> list[int]:
        return [self.cells + number * (self.cells + 1) for number in range(len(self.targets))]

    def _at_least(self, least: float, *terms: tuple[int, float]) -> None:
        self._entries += [(len(self._least), column, factor) for column, factor in terms]
        self._least.append(least)

    def _shift(self, start: int, target: int) -> None:
        """Another table: only hidden cells differ, no known total does, and the target does by 1 or more."""
        for cell, value in enumerate(self.problem.values.flat):
            self._at_least(0, (start + cell, 1), (cell, value))
            self._at_least(0, (start + cell, -1), (cell, self.most))
        for line in self.lines:
            self._at_least(0, *((start + cell, 1) for cell in line))
            self._at_least(0, *((start + cell, -1) for cell in line))
        down = start + self.cells
        self._at_least(1, (start + target, 1), (down, self.most + 1))
        self._at_least(-self.most, (start + target, -1), (down, -self.most - 1))

    def _hide_enough(self, start: int, line: np.ndarray) -> None:
        some, whole = start, start + 1
        problem = self.problem
        cells = [cell for cell in line if not (problem.known_zero.flat[cell] or problem.is_silent.flat[cell])]
        for cell in cells:
            self._at_least(0, (some, 1), (cell, -1))
            self._at_least(0, (cell, 1), (whole, -1))
        terms = [(cell, problem.values.flat[cell]) for cell in cells]
        self._at_least(0, *terms, (some, -FEWEST), (whole, FEWEST))
