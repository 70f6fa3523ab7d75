"""Exact tests of an r × c table of counts, given its margins."""

from collections.abc import Iterator
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from ros_analysis.exact.enumeration import Block, walk
from ros_analysis.exact.margins import MAX_TABLES, IntArray, occupied, tables_with
from ros_analysis.exact.results import Exact, TooManyTables
from ros_analysis.exact.scores import ChiSquared, Fisher, Kendall, Kruskal, Linear, Score
from ros_analysis.exact.tails import verdict

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
