"""The sign-permutation of score differences and its interval, held against brute force and against hand counts."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ros_analysis.exact import Exact, MonteCarlo, Untestable, signed, signed_interval

quick = settings(max_examples=40, deadline=None)
ONE_CANDIDATE = 1 / 500

scores = st.builds(lambda total, n: Fraction(total, n), st.integers(6, 96), st.integers(6, 8))
moves = st.lists(st.builds(lambda after, before: after - before, scores, scores), min_size=1, max_size=7)


def all_signs(steps: list[Fraction]) -> list[Fraction]:
    return [
        sum((s * d for s, d in zip(signs, steps, strict=True)), Fraction(0))
        for signs in itertools.product((1, -1), repeat=len(steps))
    ]


def p_of(steps: list[Fraction]) -> float:
    """Over all signs, in whole numbers of the steps' common denominator."""
    common = math.lcm(*(step.denominator for step in steps))
    whole = np.array([int(step * common) for step in steps])
    sums = np.array([*itertools.product((1, -1), repeat=len(whole))]) @ whole
    return float((np.abs(sums) >= abs(whole.sum())).mean())


def not_rejected(steps: list[Fraction], alpha: float) -> tuple[float, float] | None:
    """By definition, in fractions: p changes only at the mean of some of the steps, so those are tried."""
    means = {
        sum(some) / Fraction(len(some))
        for size in range(1, len(steps) + 1)
        for some in itertools.combinations(steps, size)
    }
    if p_of([step - min(steps) + 1 for step in steps]) >= alpha:
        return None
    kept = [float(mean) for mean in means if p_of([step - mean for step in steps]) >= alpha]
    return min(kept), max(kept)


@quick
@given(moves)
def test_signed_equals_all_signs_in_fractions(steps: list[Fraction]) -> None:
    if not any(steps):
        return
    moved = [step for step in steps if step]
    sums = all_signs(moved)
    found = signed([float(step) for step in steps])
    assert isinstance(found, Exact)
    equal = np.mean([abs(s) == abs(sum(steps)) for s in sums])
    assert found.statistic == pytest.approx(float(sum(steps)))
    assert found.pvalue == p_of(moved)
    assert found.midp == pytest.approx(found.pvalue - equal / 2)
    assert found.smallest_p == np.mean([abs(s) == max(map(abs, sums)) for s in sums])
    assert found.tables == 2 ** len(moved)


@quick
@given(moves, st.sampled_from([0.5, 0.8, 0.95]))
def test_the_interval_is_the_test_inverted(steps: list[Fraction], level: float) -> None:
    if not any(steps):
        return
    given_as = [float(step) for step in steps]
    found, by_hand = signed_interval(given_as, level), not_rejected(steps, 1 - level)
    assert (found is None) == (by_hand is None)
    if found and by_hand:
        assert by_hand[0] - 1e-9 <= found.low <= max(by_hand[0] + ONE_CANDIDATE, found.value)
        assert min(by_hand[1] - ONE_CANDIDATE, found.value) <= found.high <= by_hand[1] + 1e-9
        assert found.low <= found.value <= found.high
        assert (found.low <= 0 <= found.high) == (signed(given_as).pvalue >= 1 - level)


@pytest.mark.parametrize(
    ("steps", "p"),
    [
        ([0.5] * 6, 2 / 64),  # only all up and all down are as extreme
        ([1, 1, 1, -1], 10 / 16),  # a sum of ±2 or more: (1 + 4) × 2 of 16
        ([1 / 3, 1 / 6, -1 / 2], 1.0),  # thirds and sixths that cancel as fractions, not as floats
        ([1 / 7, 1 / 7, 0, 0, 0], 0.5),
    ],
)
def test_by_hand(steps: list[float], p: float) -> None:
    assert signed(steps).pvalue == p


def test_six_alike_are_bounded_by_themselves() -> None:
    found = signed_interval([0.5] * 6)
    assert found is not None
    assert (found.low, found.value, found.high) == (0.5, 0.5, 0.5)
    assert signed_interval([0.5] * 5) is None


def test_darwins_maize() -> None:
    # Fisher (1935, ch. 3): of 2¹⁵ signs 863 give a sum of 314 or more; both tails 1726.
    heights = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
    assert signed(heights).pvalue == pytest.approx(1726 / 2**15)


@pytest.mark.parametrize(
    ("steps", "reason"), [([], "no answers"), ([0.0, 0.0], "nobody moved"), ([1e-17], "nobody moved")]
)
def test_without_units_or_movement_nothing_is_tested(steps: list[float], reason: str) -> None:
    for test in (signed, signed_interval):
        with pytest.raises(Untestable) as refused:
            test(steps)
        assert refused.value.reason == reason


def test_the_whole_country_is_exact_and_its_interval_agrees() -> None:
    random = np.random.default_rng(7)
    steps = random.integers(-12, 15, 400) / random.integers(6, 9, 400)
    found = signed(steps.tolist())
    assert isinstance(found, Exact)
    assert 0 < found.smallest_p < 1e-100 < found.midp < found.pvalue < 1
    interval = signed_interval(steps.tolist())
    assert interval is not None
    assert (interval.low <= 0 <= interval.high) == (found.pvalue >= 0.05)


@pytest.mark.parametrize("shift", [0.0, 0.25, 0.4])
def test_drawn_signs_find_the_exact_p_and_never_contradict_their_interval(
    shift: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = [shift + one / 8 for one in (-9, -7, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6, 7, 8, 9, 11)]
    exact, counted = signed(steps), signed_interval(steps)
    monkeypatch.setattr("ros_analysis.exact.pairs.MOST_ADDITIONS", 0)
    drawn, interval = signed(steps), signed_interval(steps)
    assert isinstance(exact, Exact)
    assert isinstance(drawn, MonteCarlo)
    assert counted is not None
    assert interval is not None
    assert drawn.statistic == exact.statistic == pytest.approx(sum(steps))
    assert drawn.low <= exact.pvalue <= drawn.high
    assert (interval.low, interval.high) == pytest.approx((counted.low, counted.high), abs=0.03)
    assert (interval.low <= 0 <= interval.high) == (drawn.pvalue >= 0.05)
    assert signed(steps) == drawn


def test_numbers_that_are_no_fractions_of_a_score_are_tested_all_the_same() -> None:
    steps = [0.1234567, -0.05, 0.31, 0.2000001, 0.4, 0.17]
    found: Any = signed(steps)
    assert found.pvalue == pytest.approx(4 / 64, abs=3e-3)  # −0.05 alone down, nobody down, and both turned
