"""Exact test of rank correlation with ties on either side."""

import numpy as np
from numpy.typing import ArrayLike

from ros_analysis.exact.crosstab import total
from ros_analysis.exact.margins import IntArray, arrangements, series
from ros_analysis.exact.orders import s_distribution
from ros_analysis.exact.results import Exact, Untestable
from ros_analysis.exact.scores import Kendall
from ros_analysis.exact.tails import verdict


def kendall(response: ArrayLike, numeric: ArrayLike) -> Exact:
    """Whether a response rises or falls with a number: Kendall's S, two-sided, exact given all ties.

    `response` and `numeric` are numbers in the same order, one of each per unit; S > 0 when the response
    rises with the number, and `tables` counts the orders of the side with more ties. An untied side is exact
    for any number of levels (Kendall 1970, ch. 5); ties on both sides go by dynamic programming over what is
    used of the side with fewer levels. Untestable when either side is constant, TooManyTables when both have
    ties and many levels.
    """
    table = paired_table(response, numeric)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    s = total(Kendall(rows, columns), table)
    values, probability = s_distribution(rows, columns)
    return verdict([(np.abs(values), probability)], abs(s), s, min(arrangements(rows), arrangements(columns)))


def paired_table(response: ArrayLike, numeric: ArrayLike) -> IntArray:
    """Levels of the response × values of the number; Untestable when either has only one."""
    rows, columns = series(response, "Responsen"), series(numeric, "Tallvariabelen")
    if len(rows) != len(columns):
        raise ValueError(
            f"Responsen har {len(rows)} verdier og tallvariabelen {len(columns)}: de må være parvise."
        )
    if not len(rows):
        raise Untestable("no answers", "det er ingen svar.")
    levels, row = np.unique(rows, return_inverse=True)
    values, column = np.unique(columns, return_inverse=True)
    if len(levels) < 2:
        raise Untestable("one level", "alle svarene er på ett nivå.")
    if len(values) < 2:
        raise Untestable("one group", "tallvariabelen er lik for alle.")
    table = np.zeros((len(levels), len(values)), dtype=np.int64)
    np.add.at(table, (row, column), 1)
    return table
