"""Groups compared by the midranks of their scores, where units are exchanged only within their own stratum."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc, chdtri

from ros_analysis.exact.margins import midranks, series
from ros_analysis.exact.orders import Labels, Orders
from ros_analysis.exact.results import (
    DRAWS,
    TIE,
    Block,
    Chance,
    Exact,
    FloatArray,
    IntArray,
    MonteCarlo,
    Untestable,
    simulated,
    verdict,
)


def kruskal(
    scores: ArrayLike,
    groups: Sequence[Hashable],
    strata: Sequence[Hashable] | None = None,
    *,
    draws: int = DRAWS,
    seed: int,
) -> Exact | MonteCarlo:
    """Whether scores differ between groups: Kruskal and Wallis' (1952) H on midranks, corrected for ties.

    One score, group and stratum per unit. H is that of all units together, and groups change places within strata:
    exact where every order can be listed, else `draws` of them with p = (b + 1) / (m + 1). Untestable without answers,
    with one group, or with one score for all.
    """
    scored, orders = _given(scores, groups, strata)
    return _read(_chance(scored, orders, draws, seed), orders, draws, seed)


def kruskal_chance(
    scores: ArrayLike,
    groups: Sequence[Hashable],
    strata: Sequence[Hashable] | None = None,
    *,
    draws: int = DRAWS,
    seed: int,
) -> Chance:
    """H in all orders, or in those drawn, that `kruskal` has its p from."""
    return _chance(*_given(scores, groups, strata), draws, seed)


def _chance(scored: FloatArray, orders: Orders, draws: int, seed: int) -> Chance:
    values, probability = null_distribution(scored, orders, draws, seed)
    observed = float(Areas.of(scored[:, None]).h(orders.labels[None])[0, 0])
    return Chance(values, probability, values >= observed * (1 - TIE), observed)


def _given(
    scores: ArrayLike, groups: Sequence[Hashable], strata: Sequence[Hashable] | None
) -> tuple[FloatArray, Orders]:
    """The scores as numbers, and their groups; Untestable where they can't be tested."""
    values = series(scores, "Skårene")
    orders = Orders.of(groups, strata, len(values))
    if missing := _missing(values, orders.labels):
        raise missing
    return values, orders


def null_distribution(scores: FloatArray, orders: Orders, draws: int, seed: int) -> Block:
    """H and its weight in every order where those are few, else in random ones."""
    return _null_distribution(tuple(scores.tolist()), orders, draws, seed)


# The test and what it could have found ask for the same.
@lru_cache(maxsize=2)
def _null_distribution(scores: tuple[float, ...], orders: Orders, draws: int, seed: int) -> Block:
    area = Areas.of(np.array(scores)[:, None])
    h = np.concatenate([area.h(labels)[:, 0] for labels in orders.some(draws, seed)])
    return h, np.full(len(h), 1 / len(h))


def _read(chance: Chance, orders: Orders, draws: int, seed: int, *, sign: int = 1) -> Exact | MonteCarlo:
    """The test of what was observed, where high values are extreme or, with `sign` −1, low ones."""
    if not orders.few:
        return simulated(chance.observed, int(chance.extreme.sum()), draws, seed)
    block = sign * chance.values, chance.probability
    return verdict([block], sign * chance.observed, chance.observed, orders.count)


@dataclass(frozen=True)
class StepDown:
    """p of each area, adjusted for all, and the test whether there is any such area: its p is the smallest of them, and
    is read from the smallest unadjusted p in each order (`chance`)."""

    adjusted: tuple[float | None, ...]
    any_area: Exact | MonteCarlo
    chance: Callable[[], Chance]


def step_down(
    scores_by_area: ArrayLike,
    groups: Sequence[Hashable],
    strata: Sequence[Hashable] | None = None,
    *,
    draws: int = DRAWS,
    seed: int,
) -> StepDown:
    """In which areas scores differ between groups: p per area, adjusted for all areas together.

    `scores_by_area` is units × areas, with NaN where a unit has no answer. Kruskal and Wallis' H of each area, on its
    χ² approximation's p so that areas with fewer answers compare; the most extreme of all areas in orders where a
    unit keeps its answers, step-down (Westfall and Young 1993, algorithm 4.1). None for an area without two groups and
    two scores; Untestable when all are.
    """
    values = np.asarray(scores_by_area, dtype=float)
    orders = Orders.of(groups, strata, len(values))
    missing = [_missing(area, orders.labels) for area in values.T]
    if all(missing):
        raise missing[0] or _NO_ANSWERS
    areas = Areas.of(values[:, [not reason for reason in missing]])
    observed = areas.p(orders.labels[None])[0]
    first = np.argsort(observed, kind="stable")
    limits = observed[first] * (1 + TIE)
    extreme = np.sum([areas.extreme(limits, labels, first) for labels in orders.some(draws, seed)], axis=0)
    adjusted = np.empty(len(limits))
    adjusted[first] = np.maximum.accumulate(orders.p(extreme, draws))
    found = iter(adjusted.tolist())
    by_area = tuple(None if reason else next(found) for reason in missing)

    def chance() -> Chance:
        smallest = np.concatenate([areas.smallest(labels) for labels in orders.some(draws, seed)])
        weight = np.full(len(smallest), 1 / len(smallest))
        return Chance(smallest, weight, smallest <= limits[0], float(observed[first[0]]))

    if orders.few:
        return StepDown(by_area, _read(chance(), orders, draws, seed, sign=-1), chance)
    return StepDown(by_area, simulated(float(observed[first[0]]), int(extreme[0]), draws, seed), chance)


@dataclass(frozen=True)
class StandingOut:
    """A group, and how much higher the mean score of its units is than that of all other units."""

    group: str
    difference: float


def standing_out(
    scores: ArrayLike, groups: Sequence[str], strata: Sequence[Hashable] | None = None
) -> StandingOut:
    """The group whose mean rank is furthest from what chance gives, in standard deviations; if two are, the higher.

    With strata a group is compared with its like only: mean rank and variance are those of orders within strata, and
    the difference of mean scores is that of each stratum, weighted by n₁ n₂ / n.
    """
    values, orders = _given(scores, groups, strata)
    names = list(dict.fromkeys(groups))
    member = np.equal.outer(orders.labels, np.arange(len(names))).astype(float)
    both = np.column_stack([midranks(values), values])
    above, variance, weight = np.zeros((2, len(names))), np.zeros(len(names)), np.zeros(len(names))
    for places in orders.places:
        centred = both[places] - both[places].mean(axis=0)
        size, n = member[places].sum(axis=0), len(places)
        above += centred.T @ member[places]
        weight += size * (n - size) / n
        variance += size * (n - size) / n * (centred[:, 0] ** 2).sum() / max(1, n - 1)
    ranks = np.divide(above[0], np.sqrt(variance), out=np.zeros(len(names)), where=variance > 0)
    difference = np.divide(above[1], weight, out=np.zeros(len(names)), where=weight > 0)
    one = max(range(len(names)), key=lambda group: (round(abs(ranks[group]), 9), difference[group]))
    return StandingOut(names[one], float(difference[one]))


_NO_ANSWERS = Untestable("no answers", "det er ingen svar.")


def _missing(scores: FloatArray, labels: Labels) -> Untestable | None:
    """Why these scores can't be tested, if they can't."""
    known = np.isfinite(scores)
    if not known.any():
        return _NO_ANSWERS
    if len(np.unique(labels[known])) < 2:
        return Untestable("one group", "alle svarene er i én gruppe.")
    if len(np.unique(scores[known])) < 2:
        return Untestable("one level", "alle svarene er like.")
    return None


@dataclass(frozen=True)
class Areas:
    """Midranks of each area (columns), from the middle and doubled so that they are whole, and who has answered it."""

    ranks: NDArray[np.float32]
    answered: NDArray[np.float32]
    scale: FloatArray

    @classmethod
    def of(cls, scores: FloatArray) -> "Areas":
        known = np.isfinite(scores)
        n = known.sum(axis=0)
        ranks = np.where(known, 2 * midranks(scores) - n - 1, 0)
        # 12 / (n (n + 1)) over 1 − Σ (t³ − t) / (n³ − n) is (n − 1) over the sum of squared ranks.
        return cls(ranks.astype(np.float32), known.astype(np.float32), (n - 1) / (ranks**2).sum(axis=0))

    def h(self, labels: Labels) -> FloatArray:
        """Kruskal and Wallis' H, corrected for ties, for each order of the labels (rows) and area (columns)."""
        return self._h_and_groups(labels)[0]

    def p(self, labels: Labels) -> FloatArray:
        """Of the χ² approximation to H with the groups that have answered."""
        h, groups = self._h_and_groups(labels)
        approximate: FloatArray = np.where(groups > 1, chdtrc(np.maximum(groups - 1, 1), h), 1.0)
        return approximate

    def smallest(self, labels: Labels) -> FloatArray:
        """The smallest p of any area in each order: that of the largest H of those with as many groups."""
        h, groups = self._h_and_groups(labels)
        largest = {size: np.where(groups == size, h, 0).max(axis=1) for size in np.unique(groups)}
        smallest: FloatArray = np.min([chdtrc(max(size - 1, 1), h) for size, h in largest.items()], axis=0)
        return smallest

    def extreme(self, limits: FloatArray, labels: Labels, first: IntArray) -> IntArray:
        """In how many orders the p of an area, or of any that comes after it in `first`, is at most its limit."""
        h, groups = (one[:, first] for one in self._h_and_groups(labels))
        # By the H that has this p, one for each number of groups, as p of them all takes long; a lone group has 0.
        needed = chdtri(np.arange(labels.max() + 1)[:, None].clip(1), np.minimum(limits, 1))
        reached = (h[:, one:] >= needed[groups[:, one:] - 1, one] for one in range(len(limits)))
        return np.array([each.any(axis=1).sum() for each in reached])

    def _h_and_groups(self, labels: Labels) -> tuple[FloatArray, IntArray]:
        between = np.zeros((len(labels), len(self.scale)))
        groups = np.zeros(between.shape, dtype=np.int64)
        for label in range(labels.max() + 1):
            member = (labels == label).astype(np.float32)
            # Whole numbers below 2²⁴, which float32 holds exactly.
            total, size = (member @ self.ranks).astype(float), member @ self.answered
            between += total**2 / np.maximum(size, 1)
            groups += size > 0
        h = between * self.scale
        return np.where(h < 1e-9, 0.0, h), groups


def kruskal_each(
    fillings: ArrayLike,
    groups: Sequence[Hashable],
    strata: Sequence[Hashable] | None = None,
    *,
    draws: int,
    seed: int,
) -> tuple[float, ...]:
    """The p of `kruskal` for each column of `fillings` (units × columns), all in the same orders, at least some drawn.

    A column without two scores has p = 1.
    """
    values = np.asarray(fillings, dtype=float)
    orders = Orders.of(groups, strata, len(values))
    several = np.ptp(values, axis=0) > 0
    columns = Areas.of(values[:, several])
    limits = columns.h(orders.labels[None])[0] * (1 - TIE)
    extreme = sum((columns.h(labels) >= limits).sum(axis=0) for labels in orders.some(draws, seed))
    p = np.ones(len(several))
    p[several] = orders.p(np.asarray(extreme), draws)
    return tuple(p.tolist())
