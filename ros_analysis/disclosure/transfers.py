"""Whether a hidden cell of one table can have another value: what it gains, other cells of its lines must lose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Transfers:
    """A table of counts as a transport network, its cells flat.

    `values` are the counts; `rows` and `columns` number the line that each cell is in, no row as a column. Lines
    whose totals nobody knows have one number together, since they give and take freely.
    """

    values: np.ndarray
    rows: np.ndarray
    columns: np.ndarray

    def cut(self, target: int, hidden: np.ndarray, can_move: np.ndarray) -> np.ndarray | None:
        """The cells of which one more must be hidden for `target` to have another value; None if it can already.

        `hidden` and `can_move` mark cells; those that can't move are as good as shown to the reader. Where no other
        cell helps, the result marks none.
        """
        free = can_move.copy()
        free[target] = False
        home, away = self.rows[target], self.columns[target]
        ways = [(away, home), (home, away)] if self.values[target] > 0 else [(away, home)]
        helping = np.zeros(len(free), dtype=bool)
        for start, end in ways:
            reached = self._reached(start, free & hidden)
            if reached[end]:
                return None
            rises = reached[self.rows] & ~reached[self.columns]
            falls = reached[self.columns] & ~reached[self.rows] & (self.values > 0)
            helping |= free & (rises | falls)
        return helping

    def _reached(self, start: int, along: np.ndarray) -> np.ndarray:
        """The lines that can pass on one count from the line `start` by cells that rise or fall."""
        reached = np.zeros(1 + max(self.rows.max(), self.columns.max()), dtype=bool)
        reached[start] = True
        before = 0
        while before < (before := int(reached.sum())):
            reached[self.columns[along & reached[self.rows]]] = True
            reached[self.rows[along & reached[self.columns] & (self.values > 0)]] = True
        return reached
