"""Exact tests of paired answers: did the same units move?"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from ros_analysis.exact.margins import counts, log_factorials, series, whole_numbers
from ros_analysis.exact.results import Block, Exact, Untestable, around_zero, verdict


def paired_steps(before: ArrayLike, after: ArrayLike) -> Exact:
    """Whether units moved one way between two rounds: sign-permutation of the steps that are not zero.

    `before` and `after` are whole numbers in the same order, one of each per unit. The statistic is the sum
    of after − before, two-sided; `tables` counts the sign assignments. When nobody moved, p is 1 and so is
    `smallest_p`, as for mcnemar(0, 0): nothing moved, and nothing else could have been seen.
    """
    first, last = (
        whole_numbers(series(side, what), what) for side, what in ((before, "Før"), (after, "Etter"))
    )
    if len(first) != len(last):
        raise ValueError(f"Før har {len(first)} verdier og etter {len(last)}: de må være parvise.")
    if not len(first):
        raise Untestable("no answers", "ingen enheter har svart begge ganger.")
    steps = last - first
    moved = np.abs(steps[steps != 0])
    sums, probability = step_distribution(moved.tolist())
    total = float(steps.sum())
    return verdict([(np.abs(sums), probability)], abs(total), total, 2 ** len(moved))


def step_distribution(sizes: Iterable[int]) -> Block:
    """Every sum of steps of these sizes and its probability when each is as likely up as down."""
    probability = np.ones(1)
    for size in sizes:
        nowhere = np.zeros(2 * size)
        probability = (np.r_[probability, nowhere] + np.r_[nowhere, probability]) / 2
    return around_zero(probability)


def mcnemar(b: int, c: int) -> Exact:
    """Whether b units one way and c the other differ: exact binomial, mid-p by Fagerland et al. (2013).

    The statistic is b − c, two-sided. With no discordant pairs p is 1 and so is `smallest_p`.
    """
    one, other = counts([b, c], "Antall par som er ulike").tolist()
    n = one + other
    log = log_factorials(n)
    binomial = np.exp(log[n] - log - log[::-1] - n * np.log(2))
    differences = np.abs(2.0 * np.arange(n + 1) - n)
    return verdict([(differences, binomial)], float(abs(one - other)), float(one - other), n + 1)
