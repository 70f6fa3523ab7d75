"""Exact tests of an r × c table of counts, by every table with its margins.

Tables are made column by column, as paths through what is left of each row, and walked in blocks, so that memory is
bounded however many there are. Paths that have used the same of every row and have the same sum so far continue as
one (Mehta and Patel 1983).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from ros_analysis.exact.margins import MAX_TABLES, log_factorials, occupied, tables_with
from ros_analysis.exact.results import (
    TIE,
    Block,
    Exact,
    FloatArray,
    IntArray,
    MonteCarlo,
    TooManyTables,
    simulated,
    verdict,
)
from ros_analysis.exact.scores import ChiSquared, Fisher, Kendall, Kruskal, Linear, Score

BLOCK = 1 << 18

Statistic = Literal["fisher", "chi2", "kruskal", "linear", "kendall"]

_SCORES: dict[str, type[Score]] = {
    "fisher": Fisher,
    "chi2": ChiSquared,
    "kruskal": Kruskal,
    "linear": Linear,
    "kendall": Kendall,
}
DRAWN_AT_ONCE = 1 << 16


def contingency(table: ArrayLike, statistic: Statistic, *, max_tables: int = MAX_TABLES) -> Exact:
    """Whether response and group are related in an r × c table of counts, by full enumeration.

    Rows are the ordered response, columns the groups; empty ones are dropped. Raises Untestable for one
    level, one group or no answers, and TooManyTables above `max_tables`.
    """
    observed = occupied(table)
    rows, columns = observed.sum(axis=1), observed.sum(axis=0)
    tables = tables_with(rows, columns)
    if tables > max_tables:
        raise TooManyTables(tables, max_tables)
    score = score_of(observed, statistic)
    value = score.total(observed[:, :, None])
    extremeness, reported = float(score.extremeness(value)[0]), float(score.reported(value)[0])
    return verdict(distribution(rows, columns, score), extremeness, reported, tables)


def score_of(table: IntArray, statistic: Statistic) -> Score:
    """The statistic by name, for the margins of this table."""
    if statistic not in _SCORES:
        raise ValueError(f"Ukjent testobservator «{statistic}». Velg en av {', '.join(get_args(Statistic))}.")
    return _SCORES[statistic](table.sum(axis=1), table.sum(axis=0))


def distribution(rows: IntArray, columns: IntArray, score: Score) -> Iterator[Block]:
    """Extremeness and probability of every table with these margins, in blocks."""
    nothing = np.zeros((len(rows), 1), dtype=np.int64)
    start = _Paths(nothing, np.zeros(1, dtype=np.int64), np.zeros(1), np.ones(1))
    for value, weight in _Walk(rows, columns, score).below(start, 0):
        yield score.extremeness(value), weight


@dataclass(frozen=True)
class _Paths:
    """Partial tables: `used` is rows × nodes; each path stands at a node with a sum and a probability."""

    used: IntArray
    node: IntArray
    value: FloatArray
    weight: FloatArray


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
        source, cells = _compositions(free, int(self.columns[column]))
        before, free = used[:, source], free[:, source]
        value = self.score.add(before, cells, column)
        if column == len(self.columns) - 2:
            value = value + self.score.add(before + cells, free - cells, column + 1)
        return source, cells, value, _probability(free, cells)


def _compositions(free: IntArray, size: int) -> tuple[IntArray, IntArray]:
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


def monte_carlo(table: ArrayLike, statistic: Statistic, *, draws: int, seed: int) -> MonteCarlo:
    """The test of `contingency` from `draws` random tables with the same margins, the same for the same seed.

    p = (b + 1) / (m + 1), where b of m tables are at least as extreme (Phipson and Smyth 2010).
    """
    from scipy.stats import random_table  # a third of a second that no report needs

    if draws < 1:
        raise ValueError(f"draws er {draws}; det må trekkes minst én tabell.")
    observed = occupied(table)
    score = score_of(observed, statistic)
    value = score.total(observed[:, :, None])
    threshold = float(score.extremeness(value)[0])
    threshold -= TIE * abs(threshold)
    random = np.random.default_rng(seed)
    tables = random_table(observed.sum(axis=1), observed.sum(axis=0))
    sizes = [min(DRAWN_AT_ONCE, draws - done) for done in range(0, draws, DRAWN_AT_ONCE)]
    drawn = (tables.rvs(size, random_state=random).astype(np.int64) for size in sizes)
    extremeness = (score.extremeness(score.total(np.moveaxis(some, 0, -1))) for some in drawn)
    extreme = sum(int((one >= threshold).sum()) for one in extremeness)
    return simulated(float(score.reported(value)[0]), extreme, draws, seed)
