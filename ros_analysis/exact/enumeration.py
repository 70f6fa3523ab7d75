"""Every table with given margins, column by column, as paths through what is left of each row.

Tables are walked in blocks, so that memory is bounded however many there are. Paths that have used the
same of every row and have the same sum so far continue as one (Mehta and Patel 1983).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ros_analysis.exact.margins import FloatArray, IntArray, log_factorials
from ros_analysis.exact.scores import Score

BLOCK = 1 << 18

Block = tuple[FloatArray, FloatArray]


@dataclass(frozen=True)
class _Paths:
    """Partial tables: `used` is rows × nodes; each path stands at a node with a sum and a probability."""

    used: IntArray
    node: IntArray
    value: FloatArray
    weight: FloatArray


def walk(rows: IntArray, columns: IntArray, score: Score) -> Iterator[Block]:
    """The sums of the statistic over all tables and their probabilities, in blocks."""
    nothing = np.zeros((len(rows), 1), dtype=np.int64)
    start = _Paths(nothing, np.zeros(1, dtype=np.int64), np.zeros(1), np.ones(1))
    yield from _Walk(rows, columns, score).below(start, 0)


@dataclass(frozen=True)
class _Walk:
    rows: IntArray
    columns: IntArray
    score: Score

    def below(self, paths: _Paths, column: int) -> Iterator[Block]:
        last = len(self.columns) - 2
        for block in self._blocks(paths, column):
            source, cells, value, weight = self._arcs(block.used, column)
            parent, arc = _expand(source, block.node, block.used.shape[1])
            value, weight = block.value[parent] + value[arc], block.weight[parent] * weight[arc]
            if column == last:
                yield value, weight
            else:
                used, node = np.unique(block.used[:, source] + cells, axis=1, return_inverse=True)
                merged = _merge(_Paths(used, node.reshape(-1)[arc], value, weight))
                yield from self.below(merged, column + 1)

    def _blocks(self, paths: _Paths, column: int) -> Iterator[_Paths]:
        room = np.sort(np.minimum(self.rows[:, None] - paths.used, self.columns[column]) + 1.0, axis=0)
        children = np.cumsum(np.prod(room[:-1], axis=0)[paths.node])
        cuts = np.searchsorted(children, np.arange(BLOCK, children[-1], BLOCK))
        for part in np.split(np.arange(len(paths.node)), cuts):
            if len(part):
                nodes, node = np.unique(paths.node[part], return_inverse=True)
                yield _Paths(paths.used[:, nodes], node, paths.value[part], paths.weight[part])

    def _arcs(self, used: IntArray, column: int) -> tuple[IntArray, IntArray, FloatArray, FloatArray]:
        free = self.rows[:, None] - used
        source, cells = compositions(free, int(self.columns[column]))
        before, free = used[:, source], free[:, source]
        value = self.score.add(before, cells, column)
        if column == len(self.columns) - 2:
            value = value + self.score.add(before + cells, free - cells, column + 1)
        return source, cells, value, _probability(free, cells)


def compositions(free: IntArray, size: int) -> tuple[IntArray, IntArray]:
    """Every way to take `size` from the rows of each node in `free` (rows × nodes): node and cells of each way."""
    after = np.cumsum(free[::-1], axis=0)[::-1] - free
    source, left = np.arange(free.shape[1]), np.full(free.shape[1], size)
    cells: list[IntArray] = []
    for row in range(len(free) - 1):
        low = np.maximum(0, left - after[row, source])
        ways = np.minimum(free[row, source], left) - low + 1
        parent = np.repeat(np.arange(len(ways)), ways)
        taken = low[parent] + _within(ways)
        source, left = source[parent], left[parent] - taken
        cells = [*(earlier[parent] for earlier in cells), taken]
    return source, np.stack([*cells, left])


def _within(lengths: IntArray) -> IntArray:
    """0, 1, …, length − 1 for each of the lengths in turn."""
    return np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)


def _expand(source: IntArray, node: IntArray, nodes: int) -> tuple[IntArray, IntArray]:
    """Each path once per arc from its node: which path, which arc."""
    arcs = np.bincount(source, minlength=nodes)
    first = np.cumsum(arcs) - arcs
    ways = arcs[node]
    return np.repeat(np.arange(len(node)), ways), np.repeat(first[node], ways) + _within(ways)


def _probability(free: IntArray, cells: IntArray) -> FloatArray:
    """Of drawing these cells from what is free of each row (multivariate hypergeometric)."""
    left, size = free.sum(axis=0), cells.sum(axis=0)
    log = log_factorials(int(left.max()))
    ways = (log[free] - log[cells] - log[free - cells]).sum(axis=0)
    probability: FloatArray = np.exp(ways - log[left] + log[size] + log[left - size])
    return probability


def _merge(paths: _Paths) -> _Paths:
    # Far inside the tie tolerance of any statistic that is not zero, and well outside rounding.
    grain = np.abs(paths.value).max() * 1e-14
    order = np.lexsort((paths.value, paths.node))
    node, value = paths.node[order], paths.value[order]
    new = np.flatnonzero(np.r_[True, (np.diff(node) > 0) | (np.diff(value) > grain)])
    return _Paths(paths.used, node[new], value[new], np.add.reduceat(paths.weight[order], new))
