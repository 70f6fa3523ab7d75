"""Detectable effects on scores, held against the binomial and against the tests on fresh draws."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import brentq

from ros_analysis.exact import (
    DetectableEffect,
    detectable_correlation,
    detectable_difference,
    detectable_standing_out,
    kruskal,
    rank_correlation,
    signed,
    standing_out,
)

STRICT = 0.05 / 4


@pytest.mark.parametrize("level", [0.05, STRICT])
def test_kendall_finds_four_in_five_at_the_detectable_effect(level: float) -> None:
    random = np.random.default_rng(1)
    found = detectable_correlation(np.round(random.normal(6, 1.5, 23) * 8), np.arange(23), level=level)
    assert found.effect is not None
    # Greiner: tau is (2/π) arcsin of a normal correlation.
    rho = np.sin(np.pi / 2 * found.effect)
    drawn = random.multivariate_normal([0, 0], [[1, rho], [rho, 1]], (1500, 23))
    ps = [rank_correlation(np.round(12 * unit[:, 0]), unit[:, 1]).pvalue for unit in drawn]
    assert np.mean([p < level for p in ps]) == pytest.approx(0.8, abs=0.035)


def test_the_share_of_pairs_is_that_of_those_who_differ_in_both() -> None:
    found = detectable_correlation([0] * 11 + [1] * 7 + [2] * 5, np.arange(23))
    assert found.effect is not None
    differ = (11 * 7 + 11 * 5 + 7 * 5) / (23 * 22 / 2)
    assert found.pairs == pytest.approx(0.5 + found.effect / differ / 2)


def test_moves_of_one_are_a_binomial_test() -> None:
    # Nine of eleven moved: p is below 0.05 for 0, 1, 8 or 9 the same way (2 · 10 / 512 = 0.039).
    def power(share: float) -> float:
        return float(stats.binom.cdf(1, 9, share) + stats.binom.sf(7, 9, share))

    share = brentq(lambda share: power(share) - 0.8, 0.5, 1)
    found = detectable_difference([1, -1, 0, 1, 1, -1, 1, 1, 1, 1, 0])
    assert (found.pairs, found.effect) == pytest.approx((share, (2 * share - 1) * 9 / 11), abs=1e-3)
    half = detectable_difference([0.5, -0.5, 0, 0.5, 0.5, -0.5, 0.5, 0.5, 0.5, 0.5, 0])
    assert (half.pairs, half.effect) == pytest.approx((share, (2 * share - 1) * 4.5 / 11), abs=1e-3)


@pytest.mark.parametrize(("n", "level"), [(21, 0.05), (21, STRICT), (60, STRICT)])
def test_signs_find_four_in_five_at_the_detectable_difference(n: int, level: float) -> None:
    """With the moves that were seen, turned one way by the odds of a normal shift, and nearly so in new rounds."""
    random = np.random.default_rng(2)
    moves = np.round(8 * stats.norm.ppf((np.arange(n) + 0.5) / n)) / 8
    found = detectable_difference(moves, level=level)
    assert found.effect is not None
    shift = brentq(lambda shift: (np.abs(moves) * np.tanh(shift * np.abs(moves))).mean() - found.effect, 0, 9)
    up = random.random((1500, n)) < 1 / (1 + np.exp(-2 * shift * np.abs(moves)))
    turned = np.where(up, np.abs(moves), -np.abs(moves))
    assert np.mean([signed(one).pvalue < level for one in turned]) == pytest.approx(0.8, abs=0.03)
    spread = np.sqrt((moves**2).mean() - found.effect**2)
    drawn = np.round(8 * random.normal(found.effect, spread, (1500, n))) / 8
    assert np.mean([signed(one).pvalue < level for one in drawn]) == pytest.approx(0.8, abs=0.06)


def test_uncountable_moves_have_nearly_the_same_detectable_difference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moves = np.random.default_rng(3).integers(-9, 12, 80) / 8
    exact = detectable_difference(moves.tolist())
    monkeypatch.setattr("ros_analysis.exact.pairs.MOST_ADDITIONS", 0)
    assert detectable_difference(moves.tolist()).effect == pytest.approx(exact.effect, rel=0.03)


@pytest.mark.parametrize("strata", [None, ["small", "middle", "large"] * 8])
def test_kruskal_finds_four_in_five_at_the_detectable_effect(strata: list[str] | None) -> None:
    random = np.random.default_rng(4)
    groups = ["a"] * 10 + ["b"] * 8 + ["c"] * 6
    scores = np.round(random.standard_normal(24), 2)
    found = detectable_standing_out(scores, groups, strata)
    assert found.strength is not None
    ps = []
    for noise in random.standard_normal((400, 24)):
        raised = noise + found.strength * (np.array(groups) == "a")
        dealt = np.empty(24)
        for stratum in set(strata or [None]):
            own = [unit for unit in range(24) if strata is None or strata[unit] == stratum]
            dealt[sorted(own, key=raised.__getitem__)] = sorted(scores[own])
        ps.append(kruskal(dealt, groups, strata, draws=999, seed=5).pvalue)
    assert np.mean([p < 0.05 for p in ps]) == pytest.approx(0.8, abs=0.05)


def test_the_effect_is_the_difference_of_a_perfect_order_when_only_that_is_found() -> None:
    # Five and five: only 2 of 252 orders, 0.8 %, are as extreme as all of one group above all of the other.
    scores, groups = [1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10], list("aaaaabbbbb")
    found = detectable_standing_out(scores, groups, level=0.01)
    assert found.strength is not None
    assert found.effect == pytest.approx(standing_out(scores, groups).difference, abs=0.25)
    assert found.pairs == pytest.approx(1, abs=0.05)


def test_a_stricter_level_needs_more_and_where_nothing_can_be_found_nothing_is_named() -> None:
    scores, moves = np.arange(30.0) % 11, np.arange(-12.0, 18)
    groups = ["a", "b", "c"] * 10
    for loose, strict in (
        (detectable_correlation(scores, moves), detectable_correlation(scores, moves, level=STRICT)),
        (detectable_difference(moves.tolist()), detectable_difference(moves.tolist(), level=STRICT)),
        (detectable_standing_out(scores, groups), detectable_standing_out(scores, groups, level=STRICT)),
    ):
        assert loose.effect is not None
        assert strict.effect is not None
        assert strict.effect > loose.effect
    for nothing in (
        detectable_correlation([1, 2, 3], [1, 2, 3]),
        detectable_difference([1.0, 2.0]),
        detectable_standing_out([1, 2, 3], ["a", "a", "b"]),
        detectable_standing_out([1, 2, 3, 4] * 3, ["a", "a", "b", "b"] * 3, ["x", "x", "y", "y"] * 3),
    ):
        assert nothing == DetectableEffect(None, None, None, 0.0)
