"""Counts as they are given, their margins, and how many tables share them."""

import math
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from ros_analysis.exact.results import FloatArray, IntArray, TooManyTables, Untestable

MAX_TABLES = 75_000_000
MOST_ADDITIONS = 100_000_000
FEW_ADDITIONS = 2_000_000


def whole_numbers(values: ArrayLike, what: str) -> IntArray:
    """Numbers given in any shape or type, as integers; ValueError when one of them is not whole."""
    numbers = real_numbers(values, what)
    if (numbers != np.round(numbers)).any():
        raise ValueError(f"{what}: {numbers[numbers != np.round(numbers)][0]} er ikke et helt tall.")
    return numbers.astype(np.int64)


def real_numbers(values: ArrayLike, what: str) -> FloatArray:
    """Numbers given in any shape or type, as floats; ValueError when one is missing or is text."""
    try:
        numbers = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{what}: ventet bare tall, like mange i hver rad, fikk {values!r}.") from error
    if not np.isfinite(numbers).all():
        raise ValueError(f"{what}: et tall mangler. Ta ut dem som ikke har svart, først.")
    return numbers


def series(values: ArrayLike, what: str) -> FloatArray:
    """One row of numbers, given in any type."""
    numbers = real_numbers(values, what)
    if numbers.ndim != 1:
        raise ValueError(f"{what}: ventet én rekke tall, fikk {numbers.ndim} dimensjoner.")
    return numbers


def midranks(values: ArrayLike) -> FloatArray:
    """The rank of each number in its column, the mean of theirs for equal ones; NaN has none."""
    ranks: FloatArray = pd.DataFrame(np.asarray(values)).rank().to_numpy()
    return ranks


def counts(values: ArrayLike, what: str) -> IntArray:
    """Counts given in any shape or type, as integers; ValueError when one is negative or fractional."""
    numbers = whole_numbers(values, what)
    if (numbers < 0).any():
        raise ValueError(f"{what}: {numbers.min()} er et negativt antall.")
    return numbers


def occupied(table: ArrayLike) -> IntArray:
    """A table of counts without its empty rows and columns; Untestable when fewer than two of either remain."""
    given = counts(table, "Tabellen")
    if given.ndim != 2:
        raise ValueError(f"Tabellen skal ha rader og kolonner, men har {given.ndim} dimensjon(er).")
    kept = given[given.any(axis=1)][:, given.any(axis=0)]
    if not kept.size:
        raise Untestable("no answers", "tabellen har ingen svar.")
    if len(kept) < 2:
        raise Untestable("one level", "alle svarene er på ett nivå.")
    if kept.shape[1] < 2:
        raise Untestable("one group", "alle svarene er i én gruppe.")
    return kept


@lru_cache(maxsize=512)
def log_factorials(n: int) -> FloatArray:
    """ln 0!, ln 1!, …, ln n!"""
    return np.array([math.lgamma(k + 1) for k in range(n + 1)])


def count_tables(table: ArrayLike) -> int:
    """How many tables of counts have the margins of this one, without listing them; one where nobody is counted."""
    given = counts(table, "Tabellen")
    if not given.any():
        return 1
    return tables_with(given.sum(axis=1), given.sum(axis=0))


def tables_with(rows: IntArray, columns: IntArray) -> int:
    """How many tables of counts have these margins; TooManyTables with a lower bound when that is out of reach."""
    narrow, wide = sorted((rows[rows > 0], columns[columns > 0]), key=_cells)
    if len(narrow) > 2 and not _within_reach(narrow, wide):
        raise TooManyTables(_at_least(narrow, wide), MAX_TABLES, "tabeller eller flere")
    return _ways(narrow, wide) if len(narrow) > 2 else _ways_with_two_rows(narrow, wide)


def _within_reach(rows: IntArray, columns: IntArray) -> bool:
    additions = _cells(rows) * len(rows) * len(columns)
    return additions <= (MOST_ADDITIONS if _fits_in_64_bits(rows, columns) else FEW_ADDITIONS)


def _at_least(rows: IntArray, columns: IntArray) -> int:
    """With rows merged, smallest first: every coarser table comes from at least one finer one."""
    while len(rows) > 2 and not _within_reach(rows, columns):
        smallest, second, *rest = np.sort(rows)
        rows = np.array([smallest + second, *rest])
    return tables_with(rows, columns)


def _ways_with_two_rows(rows: IntArray, columns: IntArray) -> int:
    ways = np.zeros(rows[0] + 1, dtype=np.int64 if _fits_in_64_bits(rows, columns) else object)
    ways[0] = 1
    for size in columns.tolist():
        so_far = np.cumsum(ways)
        so_far[size + 1 :] = so_far[size + 1 :] - np.cumsum(ways)[: -size - 1]
        ways = so_far
    return int(ways[-1])


def _ways(rows: IntArray, columns: IntArray) -> int:
    """One column at a time: a running sum along every row total is every way to use a little more of each row,
    and keeping only the right grand total makes it exactly one column more."""
    shape = rows + 1
    ways: NDArray[Any] = np.zeros(shape, dtype=np.int64 if _fits_in_64_bits(rows, columns) else object)
    ways[(0,) * len(rows)] = 1
    used = sum(np.ogrid[tuple(slice(size) for size in shape)], start=np.zeros(shape, dtype=np.int64))
    for filled in np.cumsum(columns):
        for axis in range(len(rows)):
            ways = ways.cumsum(axis=axis)
        ways[used != filled] = 0
    return int(ways[tuple(rows)])


def _fits_in_64_bits(rows: IntArray, columns: IntArray) -> bool:
    # Sums of int64 wrap, and a wrapped sum is still right modulo 2**64: only the answer itself has to fit.
    spread = math.prod(math.comb(size + len(rows) - 1, len(rows) - 1) for size in columns.tolist())
    return min(spread, arrangements(rows), arrangements(columns)) < 2**63


def arrangements(sizes: IntArray) -> int:
    """In how many orders units can stand when those of the same level are alike."""
    return math.factorial(int(sizes.sum())) // math.prod(math.factorial(size) for size in sizes.tolist())


def _cells(margin: IntArray) -> float:
    return float(math.prod(size + 1 for size in margin.tolist()))
