"""Detectable effects, held against power by other roads: the binomial, and the exact tests on fresh draws."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import brentq

from ros_analysis.exact import contingency, kendall, paired_steps
from ros_analysis.exact.detectable import (
    DetectableEffect,
    detectable_groups,
    detectable_rank,
    detectable_steps,
)
from ros_analysis.exact.latent import draw_levels, falling, standing_out

LEVELS = (11, 7, 5)
SIZES = (10, 8, 5)
POPULATION = np.exp(np.random.default_rng(4).normal(8.7, 0.95, 23)).astype(int)


@pytest.fixture(scope="module")
def by_size() -> DetectableEffect:
    return detectable_rank(LEVELS, POPULATION)


@pytest.fixture(scope="module")
def by_group() -> DetectableEffect:
    return detectable_groups(LEVELS, SIZES)


def test_kendall_finds_four_in_five_at_the_detectable_effect(by_size: DetectableEffect) -> None:
    assert by_size.strength is not None
    drawn = draw_levels(LEVELS, falling(POPULATION), by_size.strength, draws=1500, seed=77)
    found = [kendall(response, POPULATION) for response in drawn]
    assert np.mean([one.pvalue <= 0.05 for one in found]) == pytest.approx(0.8, abs=0.03)
    d = np.mean([stats.somersd(POPULATION, response).statistic for response in drawn[:300]])
    assert by_size.effect == pytest.approx(-d, abs=0.02)


def test_three_of_four_pairs_is_what_twenty_three_answers_can_show(by_size: DetectableEffect) -> None:
    assert by_size.pairs is not None
    assert by_size.effect is not None
    differ = (11 * 7 + 11 * 5 + 7 * 5) / (23 * 22 / 2)
    assert by_size.pairs == pytest.approx(0.5 + by_size.effect / differ / 2)
    assert by_size.pairs == pytest.approx(0.75, abs=0.03)


def test_kruskal_finds_four_in_five_at_the_detectable_effect(by_group: DetectableEffect) -> None:
    assert by_group.strength is not None
    groups = np.repeat(range(3), SIZES)
    assert by_group.stands_out is not None
    lean = standing_out(groups, *by_group.stands_out)
    drawn = draw_levels(LEVELS, lean, by_group.strength, draws=1500, seed=78)
    tables = [np.histogram2d(response, groups, bins=(3, 3))[0] for response in drawn]
    ps = {table.tobytes(): contingency(table, "kruskal").pvalue for table in tables}
    assert np.mean([ps[table.tobytes()] <= 0.05 for table in tables]) == pytest.approx(0.8, abs=0.03)


def test_one_group_stands_out_for_the_worse_or_the_better() -> None:
    assert standing_out([0, 1, 1, 2], 1).tolist() == [0, 1, 1, 0]
    assert standing_out([0, 1, 1, 2], 2, -1).tolist() == [0, 0, 0, -1]


@pytest.mark.parametrize("levels", [(20, 2, 1), (1, 2, 20)])
def test_a_small_group_that_stands_out_is_seen_where_the_one_nearest_half_is_not(
    levels: tuple[int, int, int],
) -> None:
    # With 20 of 23 in one zone, 13 that are worse can't be told from chance, but five that differ can.
    found = detectable_groups(levels, (13, 5, 5))
    assert found.strength is not None
    assert found.stands_out == (1, 1 if levels[0] == 20 else -1)
    groups = np.repeat(range(3), (13, 5, 5))
    lean = standing_out(groups, *found.stands_out)
    drawn = draw_levels(levels, lean, found.strength, draws=1500, seed=79)
    tables = [np.histogram2d(response, groups, bins=(3, 3))[0] for response in drawn]
    ps = {table.tobytes(): contingency(table, "kruskal").pvalue for table in tables}
    assert np.mean([ps[table.tobytes()] <= 0.05 for table in tables]) == pytest.approx(0.8, abs=0.03)


def test_steps_of_one_are_a_binomial_test() -> None:
    # Nine moved: two-sided p is at most 0,05 for 0, 1, 8 or 9 the same way (2 · 10 / 512 = 0,039).
    def power(share: float) -> float:
        return float(stats.binom.cdf(1, 9, share) + stats.binom.sf(7, 9, share))

    expected = brentq(lambda share: power(share) - 0.8, 0.5, 1)
    found = detectable_steps([1, -1, 0, 1, 1, -1, 1, 1, 1, 1, 0])
    assert (found.pairs, found.effect) == pytest.approx((expected, 2 * expected - 1), abs=1e-3)


def test_steps_of_two_are_tilted_more_and_found_as_often_as_said() -> None:
    steps = np.array([1, 1, 1, 1, 2, 2, 1, 1, 2, 1])
    found = detectable_steps(steps)
    assert found.strength is not None
    up = np.random.default_rng(5).random((2000, 10)) < 1 / (1 + np.exp(-found.strength * steps))
    sums = np.where(up, steps, -steps)
    ps = {row: paired_steps([3] * 10, 3 + np.array(row)).pvalue for row in set(map(tuple, sums.tolist()))}
    assert np.mean([ps[tuple(row)] <= 0.05 for row in sums.tolist()]) == pytest.approx(0.8, abs=0.03)


def test_when_no_effect_can_be_found_none_is_named() -> None:
    for found in (detectable_steps([1] * 5), detectable_steps([0, 0]), detectable_rank((1, 3), [1, 2, 3, 4])):
        assert found == DetectableEffect(None, None, None, 0.0)
    assert detectable_steps([1] * 6).effect is not None


def test_draws_keep_the_margins_and_the_seed() -> None:
    drawn = draw_levels(LEVELS, falling(POPULATION), 2.0, draws=50, seed=1)
    assert all(np.bincount(response).tolist() == list(LEVELS) for response in drawn)
    assert (drawn == draw_levels(LEVELS, falling(POPULATION), 2.0, draws=50, seed=1)).all()
    assert np.mean([kendall(response, POPULATION).statistic for response in drawn]) < -100


def test_a_stricter_level_needs_a_larger_effect(by_group: DetectableEffect) -> None:
    strict = detectable_groups(LEVELS, SIZES, alpha=0.05 / 3)
    assert strict.strength is not None
    assert by_group.strength is not None
    assert strict.strength > by_group.strength


def test_above_a_million_tables_the_limit_is_simulated(
    by_group: DetectableEffect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ros_analysis.exact.detectable.MAX_TABLES", 0)
    assert detectable_groups(LEVELS, SIZES).strength == pytest.approx(by_group.strength, rel=0.05)


def test_margins_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match=r"Nivåene har 23 enheter .* 4 enheter"):
        detectable_rank(LEVELS, [1, 2, 3, 4])
