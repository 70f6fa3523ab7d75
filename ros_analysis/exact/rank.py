"""Kendall's rank correlation: exact, with ties on either side."""

import math
import operator
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from ros_analysis.exact.margins import arrangements, series
from ros_analysis.exact.results import (
    Block,
    Exact,
    FloatArray,
    IntArray,
    TooManyTables,
    Untestable,
    verdict,
)
from ros_analysis.exact.scores import Kendall

MAX_STATES = 100_000
MOST_VALUES = 30_000_000
"""Of S over all states, each of which has up to one for each pair of units."""

Used = tuple[int, ...]


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
    s = s_of(table)
    values, probability = s_distribution(rows, columns)
    return verdict([(np.abs(values), probability)], abs(s), s, min(arrangements(rows), arrangements(columns)))


def s_of(table: IntArray) -> float:
    """S of a table of levels × values."""
    return float(Kendall(table.sum(axis=1), table.sum(axis=0)).total(table[:, :, None])[0])


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


def s_distribution(rows: IntArray, columns: IntArray) -> Block:
    """Every value of S and its probability, given the number at each level of either side.

    TooManyTables when both sides have ties and many levels.
    """
    return _distribution(tuple(rows.tolist()), tuple(columns.tolist()))


# The test, its interval and what it could have found ask for the same, and so do many fillings of the unknown.
@lru_cache(maxsize=32)
def _distribution(tied_rows: Used, tied_columns: Used) -> Block:
    rows, columns = np.array(tied_rows), np.array(tied_columns)
    if (columns == 1).all() or (rows == 1).all():
        probability = inversions(rows if (columns == 1).all() else columns)
        return np.arange(len(probability) - 1.0, -len(probability), -2), probability
    narrow, wide = sorted((rows, columns), key=_states)
    most = min(MAX_STATES, MOST_VALUES // max(1, math.comb(sum(tied_rows), 2)))
    if _states(narrow) > most:
        raise TooManyTables(_states(narrow), most, "tilstander")
    return _around_zero(_one_tie_group_at_a_time(narrow, wide))


def _around_zero(probability: FloatArray) -> Block:
    """Sums −m, …, m with their probabilities, without the sums that never occur."""
    most = len(probability) // 2
    occurs = probability > 0
    return np.linspace(-most, most, len(probability))[occurs], probability[occurs]


def inversions(sizes: IntArray) -> FloatArray:
    """Of all arrangements of groups of these sizes, the share with 0, 1, 2, … pairs in the wrong order.

    The coefficients of the Gaussian multinomial (Kendall 1970, ch. 5): the n-th to arrive, as number i of its
    group, multiplies by 1 − qⁿ and divides by 1 − qⁱ.
    """
    share, arrived = np.ones(1), 0
    for size in sizes.tolist():
        for member in range(1, size + 1):
            arrived += 1
            share = _one_more(share, arrived, member) * (member / arrived)
    return share


def _one_more(share: FloatArray, arrived: int, member: int) -> FloatArray:
    # Half of them, as they are the same from either end: there a difference of two is never small beside them.
    most = len(share) + arrived - member
    half = (most + 1) // 2
    grown = np.zeros(-(-half // member) * member)
    kept, dropped = min(half, len(share)), max(0, min(half - arrived, len(share)))
    grown[:kept] = share[:kept]
    grown[arrived : arrived + dropped] -= share[:dropped]
    summed = grown.reshape(-1, member).cumsum(axis=0).ravel()[:half]
    return np.concatenate([summed, summed[: most - half][::-1]])


def _one_tie_group_at_a_time(levels: IntArray, groups: IntArray) -> FloatArray:
    """Probability of S from its least to its largest, by dynamic programming: a state is what is used of each level."""
    left: Used = tuple(levels.tolist())
    reached: dict[Used, FloatArray] = {(0,) * len(left): np.ones(1)}
    for size in groups.tolist():
        grown: dict[Used, FloatArray] = {}
        for used, probability in reached.items():
            free = tuple(map(operator.sub, left, used))
            orders = math.comb(sum(free), size)
            for cells in _compositions(tuple(min(size, one) for one in free), size):
                _add(grown, used, cells, probability * (_ways(free, cells) / orders))
        reached = grown
    return next(iter(reached.values()))


def _add(grown: dict[Used, FloatArray], used: Used, cells: Used, probability: FloatArray) -> None:
    target = tuple(map(operator.add, used, cells))
    into = grown.get(target)
    if into is None:
        into = grown[target] = np.zeros(2 * untied_pairs(target) + 1)
    least = len(into) // 2 + _gain(used, cells) - len(probability) // 2
    into[least : least + len(probability)] += probability


def _gain(used: Used, cells: Used) -> int:
    """S between a tie group and everyone before it."""
    below, gain, everyone = 0, 0, sum(used)
    for before, new in zip(used, cells, strict=True):
        gain += new * (2 * below + before - everyone)
        below += before
    return gain


def _ways(free: Used, cells: Used) -> int:
    return math.prod(map(math.comb, free, cells))


@lru_cache(maxsize=1 << 10)
def _compositions(free: Used, size: int) -> tuple[Used, ...]:
    """Every way to take `size` from what is free of each level."""
    if len(free) == 1:
        return ((size,),)
    first, *rest = free
    takes = range(max(0, size - sum(rest)), min(first, size) + 1)
    return tuple((taken, *others) for taken in takes for others in _compositions(tuple(rest), size - taken))


def untied_pairs(sizes: Sequence[int]) -> int:
    """Pairs of units that are not in the same of groups of these sizes."""
    return (sum(sizes) ** 2 - sum(size**2 for size in sizes)) // 2


def _states(sizes: IntArray) -> int:
    return math.prod(size + 1 for size in sizes.tolist())
