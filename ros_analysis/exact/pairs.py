"""Exact tests of paired answers: did the same units move?"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor, gcd, inf, isinf, lcm, sqrt

import numpy as np
from numpy.typing import ArrayLike

from ros_analysis.exact.margins import counts, log_factorials, series, whole_numbers
from ros_analysis.exact.results import (
    DRAWS,
    SEED,
    Block,
    Chance,
    Estimate,
    Exact,
    FloatArray,
    MonteCarlo,
    Untestable,
    simulated,
    verdict,
)

LARGEST_DENOMINATOR = 240
"""Of a difference between two means over at most 16 whole numbers each: 16 × 15."""
PARTS_OTHERWISE = 10**9
FEWEST_PARTS = 500
MOST_ADDITIONS = 150_000_000
BLOCK = 1 << 14


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


def signed(differences: Sequence[float], *, draws: int = DRAWS, seed: int = SEED) -> Exact | MonteCarlo:
    """Whether paired scores moved one way: sign-permutation of the differences, two-sided (Fisher 1935, ch. 3).

    `differences` has one per unit, after − before. The statistic is their sum, compared as a fraction, so that no tie
    is lost; a difference of zero carries no weight. Exact, but for very many units with a very fine common
    denominator: there `draws` seeded signs are drawn. Untestable without units, or when nobody moved.
    """
    steps, parts = whole(differences)
    if countable(steps):
        test = sign_test(steps)
        return replace(test, statistic=test.statistic / parts)
    some = _some(steps, draws, seed)[:, 0] * np.sign(sum(steps))
    extreme = min(draws, int((some <= 0).sum()))
    return simulated(sum(steps) / parts, extreme, draws, seed)


def signed_chance(differences: Sequence[float], *, draws: int = DRAWS, seed: int = SEED) -> Chance:
    """The sum of the differences with all signs, or those drawn, that `signed` has its p from."""
    steps, parts = whole(differences)
    if countable(steps):
        values, probability = sums(steps)
    else:
        values = sum(steps) - 2 * _some(steps, draws, seed)[:, 0]
        probability = np.full(len(values), 1 / len(values))
    return Chance(values / parts, probability, np.abs(values) >= abs(sum(steps)), sum(steps) / parts)


def sums(steps: Sequence[int]) -> Block:
    """Every sum of the steps with turned signs, lowest first, and its probability."""
    share = share_with_sum([step for step in steps if step], sum(map(abs, steps)))
    total, occurs = sum(map(abs, steps)), share > 0
    return np.linspace(-total, total, len(share))[occurs], share[occurs]


def signed_interval(
    differences: Sequence[float], level: float = 0.95, *, draws: int = DRAWS, seed: int = SEED
) -> Estimate | None:
    """The mean difference and all that `signed` does not reject: 0 is outside just when its p is below 1 − level.

    A candidate is subtracted from every difference and what is left is tested. Candidates are fractions with a common
    denominator of the differences, at least 500 to a score, so that each p is exact, and that of 0 the test's own.
    The outermost that are not rejected are given; p only rises towards the mean, as it counts the subsets whose mean
    is beyond the candidate (Hartigan 1969). None where the units are too few to reject any.
    """
    steps, parts = whole(differences)

    def lowest(steps: list[int]) -> float:
        if countable(steps):
            return _lowest_counted(steps, 1 - level)
        return _lowest_drawn(steps, 1 - level, draws, seed)

    low, high = lowest(steps) / parts, -lowest([-step for step in steps]) / parts
    return None if isinf(low) else Estimate(sum(steps) / len(steps) / parts, low, high)


def _lowest_counted(steps: list[int], alpha: float) -> float:
    """The lowest whole candidate with p ≥ alpha, at most the mean."""

    def accepted(candidate: int) -> bool:
        return sign_test([step - candidate for step in steps]).pvalue >= alpha

    beyond = min(steps) - 1
    if accepted(beyond):
        return -inf
    mean = sum(steps) / len(steps)
    spread = sqrt(sum((step - mean) ** 2 for step in steps)) / len(steps)
    near = floor(mean - 4 * spread)
    rejected = beyond if near < beyond or accepted(near) else near
    return min(mean, rejected + bisect_left(range(rejected, floor(mean) + 1), True, key=accepted))


def _lowest_drawn(steps: list[int], alpha: float, draws: int, seed: int) -> float:
    """The lowest mean of some steps at which (b + 1) / (m + 1) ≥ alpha, at most the mean of all."""
    place = ceil(alpha * (draws + 1)) - 2
    if place < 0:
        return -inf
    total, number = _some(steps, draws, seed).T
    means = np.divide(total, number, out=np.full(len(total), -inf), where=number > 0)
    return min(sum(steps) / len(steps), float(np.partition(means, place)[place]))


def _some(steps: list[int], draws: int, seed: int) -> FloatArray:
    """The sum and the number of a random subset of the steps, and of all the others, for each draw."""
    random, size = np.random.default_rng(seed), np.array(steps, dtype=float)
    total, found = np.array([size.sum(), len(size)]), []
    for done in range(0, draws, BLOCK):
        chosen = random.integers(0, 2, (min(BLOCK, draws - done), len(size)), dtype=np.int8).astype(float)
        some = chosen @ np.column_stack([size, np.ones(len(size))])
        found += [some, total - some]
    return np.concatenate(found)


def whole(differences: Sequence[float]) -> tuple[list[int], int]:
    """The differences as whole numbers of parts of a score, and how many parts a score has."""
    given = series(differences, "Differansene").tolist()
    if not given:
        raise Untestable("no answers", "ingen enheter har svart begge ganger.")
    exact = [Fraction(one).limit_denominator(LARGEST_DENOMINATOR) for one in given]
    if any(abs(float(one) - other) > 1e-9 for one, other in zip(exact, given, strict=True)):
        exact = [Fraction(round(one * PARTS_OTHERWISE), PARTS_OTHERWISE) for one in given]
    if not any(exact):
        raise Untestable("nobody moved", "ingen har endret seg.")
    common = lcm(*(one.denominator for one in exact))
    parts = common * max(1, ceil(FEWEST_PARTS / common))
    return [int(one * parts) for one in exact], parts


def countable(steps: list[int]) -> bool:
    return len(steps) * sum(map(abs, steps)) <= 2 * MOST_ADDITIONS
