"""Whether a p-value may stand beside the public tables, to two decimals and with what Holm makes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
import pandas as pd

from ros_analysis.codebook import LEVELS
from ros_analysis.disclosure.groups import pool_systems
from ros_analysis.disclosure.sayings import may_say, may_say_of_each
from ros_analysis.epj import OTHER
from ros_analysis.exact import Untestable, kendall, paired_steps, pvalues

LEVEL = 0.05
TESTS = 3
Said = tuple[float, tuple[bool, ...]]


def may_print_size_p(zones: pd.DataFrame) -> bool:
    """Whether the p of zone × population (contract.ZONES) leaves each municipality's zone open."""
    known = zones.dropna(subset=["zone"])
    population = known["population"].to_numpy()
    steps = np.sign(population[:, None] - population[None, :])
    codes: dict[str, int] = {level: place for place, level in enumerate(LEVELS)}

    def concordance(assigned: list[str]) -> int:
        own = np.array([codes[level] for level in assigned])
        return abs(int((steps * np.sign(own[:, None] - own[None, :])).sum()))

    examples: dict[int, list[str]] = {}

    @cache
    def said(strength: int) -> Said:
        return _printed(kendall([codes[level] for level in examples[strength]], population).pvalue)

    def say(assigned: list[str]) -> Said:
        examples.setdefault(strength := concordance(assigned), list(assigned))
        return said(strength)

    return _tried(lambda: may_say_of_each(list(known["zone"]), say))


def may_print_epj_p(zones: pd.DataFrame, tested: pd.Series, shown: pd.DataFrame) -> bool:
    """Whether the p of zone × EPJ system leaves open what the public table `shown` hides.

    `tested` holds each municipality's group in the test, at the index of `zones`; `shown` is ZoneTables.epj.
    """
    known = zones.loc[tested.index]
    answered = {str(name): int(n) for name, n in known["epj"].value_counts().items()}
    public = pool_systems(answered)
    group_of = {name: public.get(name, OTHER) for name in map(str, tested.unique())}
    counts = pd.crosstab(tested, known["zone"]).reindex(columns=list(LEVELS), fill_value=0)
    return _tried(lambda: _beside(counts, shown, pvalues(counts.to_numpy().T, "kruskal"), group_of))


def may_print_change_p(transition: pd.DataFrame, shown: pd.DataFrame) -> bool:
    """Whether the p of the same municipalities' steps leaves open what the public transition table hides."""

    def p_of(counts: np.ndarray) -> float:
        before, after = (np.repeat(side.ravel(), counts.ravel()) for side in np.indices(counts.shape))
        return paired_steps(before, after).pvalue

    return _tried(lambda: _beside(transition, shown, lambda table: p_of(table.T), None))


def _beside(
    counts: pd.DataFrame,
    shown: pd.DataFrame,
    p_of: Callable[[np.ndarray], float],
    group_of: Mapping[str, str] | None,
) -> bool:
    return may_say(counts, shown, lambda table: _printed(p_of(table.T)), group_of)


def _printed(p: float) -> Said:
    return round(p, 2), tuple(p * tests < LEVEL for tests in range(1, TESTS + 1))


def _tried(ask: Callable[[], bool]) -> bool:
    """False where there is no p to print."""
    try:
        return ask()
    except Untestable:
        return False
