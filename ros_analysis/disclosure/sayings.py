"""What a printed statistic tells of a table that is partly hidden: a p-value can single out one table of thousands."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import combinations, islice

import numpy as np
import pandas as pd

from ros_analysis.exact.enumeration import compositions

MOST_TABLES = 50_000
"""As many tables are tried as a reader would need to be left in doubt; if they don't do, less must be said."""


def may_say(
    counts: pd.DataFrame,
    shown: pd.DataFrame,
    said: Callable[[np.ndarray], Hashable],
    group_of: Mapping[str, str] | None = None,
) -> bool:
    """Whether what is `said` of the table `counts` (groups × zones) gives away nothing that `shown` hides.

    The attacker knows who is in which group and the totals of `counts`, and computes the same statement for every
    table that agrees with them and with `shown`, whose rows pool those of `counts` by `group_of`. Every hidden cell
    and every group's zone that was open must stay open.
    """
    pool = _pool(counts, shown, group_of)
    public = shown.to_numpy(dtype=float, na_value=np.nan)
    agreeing = [table for table in _tables(counts.to_numpy(dtype=int)) if _agrees(pool @ table, public)]
    truth = said(counts.to_numpy(dtype=int))
    before = _open(agreeing, pool, public)
    return bool((_open((table for table in agreeing if said(table) == truth), pool, public) >= before).all())


def may_say_of_each(zones: Sequence[str], said: Callable[[list[str]], Hashable]) -> bool:
    """Whether what is `said` of municipalities' `zones` leaves each of them at least two zones.

    The attacker knows who they are and how many are in each zone. Other assignments are looked for among those two
    exchanges away, so False may only mean that none was found.
    """
    truth, closed = said(list(zones)), set(range(len(zones)))
    for other in _exchanged(zones):
        moved = {place for place in closed if other[place] != zones[place]}
        if moved and said(other) == truth:
            closed -= moved
        if not closed:
            return True
    return False


def _pool(counts: pd.DataFrame, shown: pd.DataFrame, group_of: Mapping[str, str] | None) -> np.ndarray:
    named = [name if group_of is None else group_of[name] for name in counts.index]
    return np.array([[row == name for name in named] for row in shown.index], dtype=int)


def _tables(counts: np.ndarray) -> Iterator[np.ndarray]:
    """Tables with the margins of `counts`, MOST_TABLES at most."""
    return islice(_rows_below(counts.sum(axis=0), list(counts.sum(axis=1))), MOST_TABLES)


def _rows_below(left: np.ndarray, totals: list[int]) -> Iterator[np.ndarray]:
    if len(totals) == 1:
        yield left[None, :]
        return
    _, ways = compositions(left[:, None], int(totals[0]))
    for row in ways.T:
        for rest in _rows_below(left - row, totals[1:]):
            yield np.vstack([row, rest])


def _agrees(table: np.ndarray, public: np.ndarray) -> bool:
    return bool((np.isnan(public) | (table == public)).all())


def _open(
    tables: Iterator[np.ndarray] | Sequence[np.ndarray], pool: np.ndarray, public: np.ndarray
) -> np.ndarray:
    """Which hidden cells have two values among the tables, then which groups have members in two zones."""
    low, high = np.full(public.shape, np.inf), np.full(public.shape, -np.inf)
    held = np.zeros((pool.shape[1], public.shape[1]), dtype=bool)
    for table in tables:
        low, high = np.minimum(low, pool @ table), np.maximum(high, pool @ table)
        held = held | (table > 0)
        if (low < high)[np.isnan(public)].all() and (held.sum(axis=1) > 1).all():
            break
    return np.concatenate([(low < high)[np.isnan(public)], held.sum(axis=1) > 1])


def _exchanged(zones: Sequence[str]) -> Iterator[list[str]]:
    """`zones` with one exchange of two, then with two exchanges."""
    pairs = [(a, b) for a, b in combinations(range(len(zones)), 2) if zones[a] != zones[b]]
    for steps in (1, 2):
        for exchanges in combinations(pairs, steps):
            other = list(zones)
            for a, b in exchanges:
                other[a], other[b] = other[b], other[a]
            yield other
