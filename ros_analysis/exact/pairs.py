"""Exact tests of paired answers: did the same units move?"""

from collections.abc import Sequence
from functools import lru_cache
from math import gcd

import numpy as np
from numpy.typing import ArrayLike

from ros_analysis.exact.margins import counts, log_factorials, series, whole_numbers
from ros_analysis.exact.results import Exact, FloatArray, Untestable, verdict


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
    return sign_test((last - first).tolist())


def sign_test(steps: Sequence[int]) -> Exact:
    """The sum of whole steps, two-sided, over every way to turn the signs of those that are not zero."""
    moved = [step for step in steps if step]
    total, signs = sum(moved), 2 ** len(moved)
    if not total:
        middle = share_with_sum(moved, sum(map(abs, moved)) // 2)[-1]
        return Exact(0.0, 1.0, 1 - middle / 2, min(1.0, 2 / signs), signs)
    least = share_with_sum(moved, (sum(map(abs, moved)) - abs(total)) // 2)
    more, equal = 2 * float(least[:-1].sum()), 2 * float(least[-1])
    return Exact(float(total), more + equal, more + equal / 2, 2 / signs, signs)


def share_with_sum(steps: Sequence[int], most: int) -> FloatArray:
    """Of all ways to choose some of the steps, the share whose sizes add up to 0, 1, …, `most` (Pagano and
    Tritchler 1983). Nothing is subtracted, so that the smallest shares are as exact as the largest."""
    unit = gcd(*steps) or 1
    share = np.zeros(most // unit + 1)
    share[0], end = 1.0, 1
    for size in sorted(abs(step) // unit for step in steps):
        end = min(end + size, len(share))
        share[size:end] += share[: max(0, end - size)]
        share[:end] /= 2
    return share


# The bounds over all that two rounds of counts leave open ask for the same few pairs again and again.
@lru_cache(maxsize=1 << 16)
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
