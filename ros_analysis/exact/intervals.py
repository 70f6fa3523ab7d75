"""How far a figure can be trusted: intervals, and worst cases for a finite population."""

from dataclasses import dataclass
from math import hypot, sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, ndtri, stdtrit

from ros_analysis.exact.margins import counts, series
from ros_analysis.exact.pairs import mcnemar
from ros_analysis.exact.results import Estimate, FloatArray, Untestable

TAIL = 0.025


@dataclass(frozen=True)
class CountRange:
    """How few and how many of a finite population it can be."""

    low: int
    high: int


@dataclass(frozen=True)
class PairedRange:
    """McNemar's p over all pairings that the margins allow, and how many those are."""

    low: float
    high: float
    pairings: int


def hypergeometric(k: int, n: int, population: int) -> CountRange:
    """How many of `population` may have what k of n sampled have: the counts that a 95 % test does not reject.

    Takes the sample as random; inverts both hypergeometric tails at 2,5 % (Wright 1991).
    """
    limits = worst_case(k, n, population)
    if not population:
        return limits
    possible, sampled = np.arange(limits.low, limits.high + 1), np.arange(n + 1)[:, None]
    ways = _log_ways(possible, sampled) + _log_ways(population - possible, n - sampled)
    chance = np.exp(ways - _log_ways(population, n))
    at_least, at_most = chance[k:].sum(axis=0), chance[: k + 1].sum(axis=0)
    kept = possible[(at_least > TAIL) & (at_most > TAIL)]
    return CountRange(int(kept[0]), int(kept[-1]))


def _log_ways(n: ArrayLike, k: ArrayLike) -> FloatArray:
    """The logarithm of how many ways k of n can be chosen; −∞ where none."""
    n, k = np.asarray(n, dtype=float), np.asarray(k, dtype=float)
    ways: FloatArray = -np.log(n + 1) - betaln(n - k + 1, k + 1)
    return ways


def worst_case(k: int, n: int, population: int) -> CountRange:
    """How many of `population` have what k of n have, if none or all of the others do (Manski 1989)."""
    k, n, population = counts([k, n, population], "k, n og populasjon").tolist()
    if not k <= n <= population:
        raise ValueError(
            f"{k} av {n} av {population} går ikke: hvert tall kan ikke være større enn det neste."
        )
    return CountRange(k, population - n + k)


def wilson(k: int, n: int) -> Estimate:
    """A share, k of n, with Wilson's (1927) score interval."""
    k, n = _share(k, n)
    share, z = k / n, float(-ndtri(TAIL))
    middle, half = share + z**2 / (2 * n), z * sqrt(share * (1 - share) / n + (z / (2 * n)) ** 2)
    low, high = ((middle + side) / (1 + z**2 / n) for side in (-half, half))
    return Estimate(share, max(0.0, low), min(1.0, high))


def newcombe(k1: int, n1: int, k2: int, n2: int) -> Estimate:
    """The difference of two independent shares, k1 of n1 less k2 of n2: Newcombe (1998), method 10."""
    one, other = wilson(k1, n1), wilson(k2, n2)
    difference = one.value - other.value
    below = hypot(one.value - one.low, other.high - other.value)
    above = hypot(one.high - one.value, other.value - other.low)
    return Estimate(difference, difference - below, difference + above)


def mcnemar_bounds(pairs: int, x1: int, x2: int) -> PairedRange:
    """McNemar's exact p when only the margins are known: x1 of the pairs the first time, x2 the second."""
    x1, pairs = _share(x1, pairs)
    x2, pairs = _share(x2, pairs)
    both = range(max(0, x1 + x2 - pairs), min(x1, x2) + 1)
    ps = [mcnemar(x1 - a, x2 - a).pvalue for a in both]
    return PairedRange(min(ps), max(ps), len(ps))


def somers_d(response: ArrayLike, numeric: ArrayLike) -> Estimate:
    """Somers' D of a response on a number: of pairs that differ in the number, the share in which the response
    rises with it less the share in which it falls.

    Jackknife variance, interval by Fisher's z and Student's t (Newson 2006). Where no spread can be estimated
    (perfect relation, fewer than three units, one unit holds all differences) the interval is −1 to 1.
    Untestable when the number is the same for all.
    """
    x, y = series(numeric, "Tallvariabelen"), series(response, "Responsen")
    if len(x) != len(y):
        raise ValueError(f"Responsen har {len(y)} verdier og tallvariabelen {len(x)}: de må være parvise.")
    order = np.sign(np.subtract.outer(x, x))
    agreeing = (order * np.sign(np.subtract.outer(y, y))).sum(axis=1)
    comparable = np.abs(order).sum(axis=1)
    if not comparable.any():
        raise Untestable("one group" if len(x) else "no answers", "tallvariabelen er lik for alle.")
    d = float(agreeing.sum() / comparable.sum())
    low, high = _jackknife(d, agreeing, comparable)
    return Estimate(d, low, high)


def _jackknife(d: float, agreeing: FloatArray, comparable: FloatArray) -> tuple[float, float]:
    n = len(agreeing)
    others = comparable.sum() - 2 * comparable
    if n < 3 or abs(d) == 1 or not others.all():
        return -1.0, 1.0
    without = (agreeing.sum() - 2 * agreeing) / others
    error = float(np.sqrt((n - 1) * without.var()))
    if error < 1e-12:
        return -1.0, 1.0
    half = -stdtrit(n - 1, TAIL) * error / (1 - d**2)
    return float(np.tanh(np.arctanh(d) - half)), float(np.tanh(np.arctanh(d) + half))


def _share(k: int, n: int) -> tuple[int, int]:
    k, n = counts([k, n], "k av n").tolist()
    if not n:
        raise Untestable("no answers", "ingen har svart.")
    if k > n:
        raise ValueError(f"{k} av {n} går ikke: antallet kan ikke være større enn alle.")
    return k, n
