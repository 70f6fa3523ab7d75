"""Intervals and worst cases, held against R and against what must hold of any bound."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference_cases import cases, close
from scipy import stats

from ros_analysis.exact import Untestable, mcnemar
from ros_analysis.exact.intervals import (
    hypergeometric,
    mcnemar_bounds,
    newcombe,
    somers_d,
    wilson,
    worst_case,
)


@cases("proportion")
def test_wilson_is_that_of_r(case: dict[str, Any]) -> None:
    found = wilson(**case["input"])
    assert (found.low, found.high) == (close(case, "wilson_low"), close(case, "wilson_high"))
    assert found.value == case["input"]["k"] / case["input"]["n"]


@cases("proportion_difference")
def test_newcombe_is_that_of_r(case: dict[str, Any]) -> None:
    found = newcombe(**case["input"])
    assert (found.low, found.high) == (close(case, "newcombe_low"), close(case, "newcombe_high"))


@cases("hypergeometric_ci")
def test_the_whole_county_is_bounded_as_in_r(case: dict[str, Any]) -> None:
    k, n, population = (case["input"][name] for name in ("k", "n", "N"))
    likely, worst = hypergeometric(k, n, population), worst_case(k, n, population)
    assert (likely.low, likely.high) == (case["expected"]["low"], case["expected"]["high"])
    assert (worst.low, worst.high) == (case["expected"]["manski_low"], case["expected"]["manski_high"])


@cases("mcnemar_bounds")
def test_mcnemar_over_all_pairings_is_that_of_r(case: dict[str, Any]) -> None:
    found = mcnemar_bounds(*case["input"].values())
    assert (found.low, found.high) == (close(case, "p_low"), close(case, "p_high"))
    assert found.pairings == 6


def test_equal_margins_always_allow_that_nobody_moved() -> None:
    assert mcnemar_bounds(10, 3, 3).high == 1
    assert mcnemar_bounds(10, 10, 0).low == mcnemar_bounds(10, 10, 0).high == mcnemar(10, 0).pvalue


@given(st.integers(0, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n), st.integers(n, 60))))
def test_the_likely_lies_within_the_possible(counts: tuple[int, int, int]) -> None:
    k, n, population = counts
    likely, worst = hypergeometric(k, n, population), worst_case(k, n, population)
    assert worst.low <= likely.low <= likely.high <= worst.high
    assert worst.high - worst.low == population - n


@pytest.mark.parametrize("k", range(11))
def test_the_hypergeometric_interval_holds_the_truth(k: int) -> None:
    n, population = 20, 26
    held = sum(
        stats.hypergeom.pmf(drawn, population, k, n)
        for drawn in range(max(0, k - population + n), min(k, n) + 1)
        if hypergeometric(drawn, n, population).low <= k <= hypergeometric(drawn, n, population).high
    )
    assert held >= 0.95


@pytest.mark.parametrize(
    ("response", "numeric", "expected"),
    [
        (
            [3, 3, 2, 3, 1, 2, 1, 1, 2, 1],
            [12, 15, 21, 24, 33, 39, 45, 58, 70, 99],
            (-0.5111111111111, -0.7769022102552, -0.0907069443806),
        ),
        ([1, 2, 2, 3, 1, 3, 2, 1], [5, 5, 6, 7, 7, 9, 10, 10], (0.08, -0.552732540097, 0.654225143388)),
    ],
)
def test_somers_d_and_its_jackknife_are_those_of_r(
    response: list[int], numeric: list[int], expected: tuple[float, float, float]
) -> None:
    # D by sign(outer(x, x, "-")), leave-one-out pseudo-values, atanh and qt(.975, n - 1) in base R 4.2.2.
    found = somers_d(response, numeric)
    assert (found.value, found.low, found.high) == pytest.approx(expected, rel=1e-9)


@given(
    st.integers(2, 15).flatmap(
        lambda n: st.tuples(*[st.lists(st.integers(0, 4), min_size=n, max_size=n)] * 2)
    )
)
def test_somers_d_is_scipys_within_its_interval(pair: tuple[list[int], list[int]]) -> None:
    response, numeric = pair
    if len(set(numeric)) < 2:
        return
    found = somers_d(response, numeric)
    if len(set(response)) > 1:
        assert found.value == pytest.approx(stats.somersd(numeric, response).statistic)
    assert -1 <= found.low <= found.value <= found.high <= 1
    turned = somers_d(response, [-number for number in numeric])
    assert (turned.value, turned.low, turned.high) == pytest.approx((-found.value, -found.high, -found.low))


def test_the_interval_covers_the_true_value() -> None:
    random = np.random.default_rng(11)

    def units(*shape: int) -> tuple[np.ndarray, np.ndarray]:
        size = random.standard_normal(shape)
        return np.digitize(0.6 * size + 0.8 * random.standard_normal(shape), (0, 0.8)), size

    true = somers_d(*units(2000)).value
    found = [somers_d(*pair) for pair in zip(*units(1000, 23), strict=True)]
    assert np.mean([one.low < true < one.high for one in found]) == pytest.approx(0.95, abs=0.025)


@pytest.mark.parametrize(
    ("response", "numeric"), [([1, 1, 2, 2], [1, 2, 3, 4]), ([1, 2], [1, 2]), ([1, 1, 1], [1, 2, 3])]
)
def test_without_spread_the_interval_says_nothing(response: list[int], numeric: list[int]) -> None:
    found = somers_d(response, numeric)
    assert (found.low, found.high) == (-1, 1)


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: worst_case(24, 23, 26), "større"),
        (lambda: hypergeometric(5, 27, 26), "større"),
        (lambda: wilson(-1, 3), "negativt"),
        (lambda: wilson(4, 3), "større"),
        (lambda: newcombe(1.5, 3, 1, 3), "helt tall"),  # type: ignore[arg-type]
        (lambda: somers_d([1, 2], [1, 2, 3]), "parvise"),
    ],
)
def test_impossible_counts_are_refused(call: Any, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        call()


def test_without_answers_nothing_is_estimated() -> None:
    for call in (lambda: wilson(0, 0), lambda: newcombe(1, 2, 0, 0), lambda: somers_d([1, 2], [5, 5])):
        with pytest.raises(Untestable):
            call()
