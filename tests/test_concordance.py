"""Kendall's test for any ties, and Somers' D with its interval, held against brute force, scipy and the literature."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from ros_analysis.exact import (
    Exact,
    MonteCarlo,
    Untestable,
    kendall,
    monte_carlo,
    rank_correlation,
    somers_interval,
)
from ros_analysis.exact.rank import inversions

quick = settings(max_examples=40, deadline=None)
scores = st.sampled_from([1.5, 2.0, 2.125, 3.0, 7 / 3, 4.875, 6.0])


@pytest.mark.parametrize(
    ("n", "s", "p"),
    [(4, 6, 2 * 0.042), (8, 18, 2 * 0.0156), (10, 25, 2 * 0.0143), (10, 21, 2 * 0.0363)],
)
def test_kendall_without_ties_is_his_own_table(n: int, s: int, p: float) -> None:
    """Kendall (1970), appendix table 1: the probability that S is attained or exceeded."""
    share = inversions(np.ones(n, dtype=np.int64))
    assert 2 * share[: (n * (n - 1) // 2 - s) // 2 + 1].sum() == pytest.approx(p, abs=1e-3)


@pytest.mark.parametrize("sizes", [[1] * 9, [3, 1, 4, 2], [5, 5, 5], [2, 7], [1, 9, 1]])
def test_inversions_are_those_of_whole_numbers(sizes: list[int]) -> None:
    """Every coefficient by products and quotients of whole polynomials: [n]! over Π [size]!."""

    def factorial(n: int) -> np.ndarray:
        product = np.array([1], dtype=object)
        for step in range(1, n + 1):
            product = np.convolve(product, np.ones(step, dtype=object))
        return product

    numerator, denominator = factorial(sum(sizes)), np.array([1], dtype=object)
    for size in sizes:
        denominator = np.convolve(denominator, factorial(size))
    quotient: list[int] = []
    for place in range(len(numerator) - len(denominator) + 1):
        taken = sum(
            quotient[place - back] * denominator[back]
            for back in range(1, min(place, len(denominator) - 1) + 1)
        )
        quotient.append(int(numerator[place] - taken))
    assert inversions(np.array(sizes)) == pytest.approx([one / sum(quotient) for one in quotient], rel=1e-12)


@quick
@given(st.lists(st.tuples(scores, st.integers(1, 5)), min_size=2, max_size=7))
def test_scores_with_many_values_equal_all_permutations(units: list[tuple[float, int]]) -> None:
    response, numeric = map(list, zip(*units, strict=True))
    if len(set(response)) < 2 or len(set(numeric)) < 2:
        return
    sums = [concordance(order, numeric) for order in itertools.permutations(response)]
    observed = concordance(response, numeric)
    assert kendall(response, numeric).pvalue == pytest.approx(
        np.mean([abs(s) >= abs(observed) for s in sums])
    )


def test_four_hundred_scores_are_exact_where_the_number_has_no_ties() -> None:
    random = np.random.default_rng(2)
    numeric = random.permutation(400)
    response = np.round(random.normal(6, 2, 400) + numeric / 400, 1)
    found = kendall(response, numeric)
    normal = stats.kendalltau(response, numeric, method="asymptotic").pvalue
    assert found.pvalue == pytest.approx(normal, rel=0.05)


def test_ties_on_both_sides_are_drawn_as_from_tables() -> None:
    random = np.random.default_rng(4)
    response, numeric = random.integers(0, 12, 40), random.integers(0, 14, 40)
    found = rank_correlation(response, numeric, draws=20_000)
    table = np.zeros((12, 14), dtype=int)
    np.add.at(table, (response, numeric), 1)
    other = monte_carlo(table, "kendall", draws=20_000, seed=1)
    assert isinstance(found, MonteCarlo)
    assert found.statistic == concordance(response.tolist(), numeric.tolist())
    assert found.low < other.high
    assert other.low < found.high
    assert rank_correlation(response, numeric, draws=20_000) == found


def test_what_can_be_exact_is_not_drawn() -> None:
    found = rank_correlation([1, 1, 2, 3], [5, 5, 6, 7])
    assert isinstance(found, Exact)
    assert found == kendall([1, 1, 2, 3], [5, 5, 6, 7])


@quick
@given(st.lists(st.tuples(scores, st.integers(1, 5)), min_size=2, max_size=12), st.sampled_from([0.8, 0.95]))
def test_the_interval_never_contradicts_the_test(units: list[tuple[float, int]], level: float) -> None:
    response, numeric = map(list, zip(*units, strict=True))
    if len(set(response)) < 2 or len(set(numeric)) < 2:
        return
    test, found = rank_correlation(response, numeric), somers_interval(response, numeric, level)
    if found is None:
        assert test.pvalue >= 1 - level - 1e-9
        return
    assert (found.low <= 0 <= found.high) == (round(test.pvalue, 10) >= round(1 - level, 10))
    assert -1 <= found.low < found.high <= 1
    assert found.value == pytest.approx(stats.somersd(numeric, response).statistic)


def test_the_interval_never_contradicts_drawn_orders_either() -> None:
    random = np.random.default_rng(6)
    seen = set()
    for lean in np.linspace(0, 0.2, 21):
        numeric = random.integers(0, 20, 40)
        response = np.round(random.normal(0, 2, 40) + lean * numeric)
        test, found = (
            rank_correlation(response, numeric, draws=2000),
            somers_interval(response, numeric, draws=2000),
        )
        assert found is not None
        assert (found.low <= 0 <= found.high) == (test.pvalue >= 0.05)
        seen.add(test.pvalue >= 0.05)
    assert seen == {True, False}


def test_the_interval_is_that_of_fieller_hartley_and_pearson() -> None:
    """Their variance of z for n units without ties is 0.437 / (n − 4)."""
    random = np.random.default_rng(7)
    numeric = random.permutation(50)
    found = somers_interval(numeric + random.normal(0, 15, 50), numeric)
    assert found is not None
    half = 1.96 * np.sqrt(0.437 / 46)
    z = np.arctanh(found.value)
    assert (found.low, found.high) == pytest.approx((np.tanh(z - half), np.tanh(z + half)), abs=0.02)


def test_a_p_of_exactly_the_level_is_not_below_it() -> None:
    # Of 120 orders one has no pair turned and four have one, and as many from the other end: p = 10 / 120.
    order = [1, 2, 3, 5, 4]
    found = somers_interval(order, [1, 2, 3, 4, 5], 1 - 1 / 12)
    assert kendall(order, [1, 2, 3, 4, 5]).pvalue == pytest.approx(1 / 12)
    assert found is not None
    assert found.low <= 0


def test_too_few_units_have_no_interval_and_a_constant_side_no_test() -> None:
    assert somers_interval([1, 2, 3], [4, 5, 6]) is None
    for test in (rank_correlation, somers_interval):
        with pytest.raises(Untestable):
            test([1, 1, 1], [1, 2, 3])


def concordance(response: list[float], numeric: list[int]) -> int:
    pairs = itertools.combinations(zip(response, numeric, strict=True), 2)
    return sum(int(np.sign(y2 - y1) * np.sign(x2 - x1)) for (y1, x1), (y2, x2) in pairs)
