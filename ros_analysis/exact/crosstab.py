"""Exact tests of an r × c table of counts, given its margins."""

from collections.abc import Callable, Iterator
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from ros_analysis.exact.enumeration import Block, walk
from ros_analysis.exact.margins import MAX_TABLES, IntArray, occupied, tables_with
from ros_analysis.exact.results import Exact, TooManyTables
from ros_analysis.exact.scores import ChiSquared, Fisher, Kendall, Kruskal, Linear, Score
from ros_analysis.exact.tails import TIE, verdict

Statistic = Literal["fisher", "chi2", "kruskal", "linear", "kendall"]

_SCORES: dict[str, type[Score]] = {
    "fisher": Fisher,
    "chi2": ChiSquared,
    "kruskal": Kruskal,
    "linear": Linear,
    "kendall": Kendall,
}


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
    value = total(score, observed)
    extremeness = float(score.extremeness(np.array([value]))[0])
    return verdict(distribution(rows, columns, score), extremeness, score.reported(value), tables)


def pvalues(table: ArrayLike, statistic: Statistic) -> Callable[[ArrayLike], float]:
    """The p-value of any table with the margins of `table`, their distribution worked out once."""
    first = np.asarray(table)
    keep = np.ix_(first.sum(axis=1) > 0, first.sum(axis=0) > 0)
    observed = occupied(table)
    score = score_of(observed, statistic)
    blocks = distribution(observed.sum(axis=1), observed.sum(axis=0), score)
    extremeness, weight = (np.concatenate(part) for part in zip(*blocks, strict=True))
    order = np.argsort(extremeness)
    rising, above = extremeness[order], np.cumsum(weight[order][::-1])[::-1]

    def pvalue(other: ArrayLike) -> float:
        value = float(score.extremeness(np.array([total(score, np.asarray(other)[keep])]))[0])
        return min(1.0, float(above[np.searchsorted(rising, value - TIE * abs(value))]))

    return pvalue


def score_of(table: IntArray, statistic: Statistic) -> Score:
    """The statistic by name, for the margins of this table."""
    if statistic not in _SCORES:
        raise ValueError(f"Ukjent testobservator «{statistic}». Velg en av {', '.join(get_args(Statistic))}.")
    return _SCORES[statistic](table.sum(axis=1), table.sum(axis=0))


def total(score: Score, table: IntArray) -> float:
    """The sum over the columns of one table."""
    used = np.cumsum(table, axis=1) - table
    return float(sum(score.add(used[:, [j]], table[:, [j]], j)[0] for j in range(table.shape[1])))


def distribution(rows: IntArray, columns: IntArray, score: Score) -> Iterator[Block]:
    """Extremeness and probability of every table with these margins, in blocks."""
    for value, weight in walk(rows, columns, score):
        yield score.extremeness(value), weight
