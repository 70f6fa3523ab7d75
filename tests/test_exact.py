"""Exact tests, held against R, against brute force, and against what must hold of any p-value."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference_cases import CASES, cases, close
from scipy import stats

from ros_analysis.exact import (
    TooManyTables,
    Untestable,
    contingency,
    count_tables,
    kendall,
    mcnemar,
    monte_carlo,
    paired_steps,
)
from ros_analysis.exact.crosstab import distribution, score_of
from ros_analysis.exact.rank import _one_tie_group_at_a_time, inversions
from ros_analysis.exact.results import clopper_pearson

STATISTICS = ("fisher", "chi2", "kruskal", "linear", "kendall")
IN_R = {"fisher": "ffh", "chi2": "chi2", "kruskal": "kw", "linear": "lbl", "kendall": "kendall"}
AS_R_REPORTS_IT = {"chi2": "chi2_stat", "kruskal": "kw_stat", "linear": "lbl_abs_dev", "kendall": "kendall_S"}
TOO_LARGE = ("ffh_job_satisfaction",)
JOB_SATISFACTION = next(case for case in CASES if case["name"] in TOO_LARGE)

quick = settings(max_examples=40, suppress_health_check=[HealthCheck.filter_too_much])


@cases("fisher_rxc", without=(*TOO_LARGE, "deg_fisher_one_row"))
def test_fisher_freeman_halton_is_that_of_r(case: dict[str, Any]) -> None:
    assert contingency(case["input"]["table"], "fisher").pvalue == close(case, "p")


@cases("fisher_2x2")
def test_two_by_two_is_fishers_own(case: dict[str, Any]) -> None:
    assert contingency(case["input"]["table"], "fisher").pvalue == close(case, "p")


@cases("exact_rxc")
@pytest.mark.parametrize("statistic", STATISTICS)
def test_every_statistic_is_that_of_full_enumeration(case: dict[str, Any], statistic: Any) -> None:
    found, name = contingency(case["input"]["table"], statistic), IN_R[statistic]
    assert found.tables == case["expected"]["n_tables"]
    assert found.pvalue == close(case, f"{name}_p")
    assert found.midp == close(case, f"{name}_mid_p")
    if f"{name}_min_p" in case["expected"]:
        assert found.smallest_p == pytest.approx(case["expected"][f"{name}_min_p"], rel=1e-9)
    if statistic in AS_R_REPORTS_IT:
        assert found.statistic == close(case, AS_R_REPORTS_IT[statistic])


@cases("kruskal_exact")
def test_kruskal_on_raw_numbers(case: dict[str, Any]) -> None:
    table = pd.crosstab(pd.Series(case["input"]["y"]), pd.Series(case["input"]["group"]))
    assert contingency(table, "kruskal").pvalue == close(case, "p")


@cases("kendall_exact_ties")
def test_kendall_with_ties_is_all_assignments(case: dict[str, Any]) -> None:
    x, y = case["input"]["x"], case["input"]["y"]
    found = kendall(y, x)
    assert found.pvalue == close(case, "p")
    assert (found.tables, found.statistic) == (4200, 5 - 28)
    assert kendall(tuple(x), np.array(y)) == found


@cases("mcnemar_exact")
def test_mcnemar_is_the_binomial_test(case: dict[str, Any]) -> None:
    found = mcnemar(**case["input"])
    assert found.pvalue == close(case, "p")
    assert found.midp == close(case, "mid_p")


@cases("proportion")
def test_clopper_pearson(case: dict[str, Any]) -> None:
    assert clopper_pearson(**case["input"]) == (close(case, "cp_low"), close(case, "cp_high"))


def test_ninety_million_tables_are_counted_refused_and_simulated() -> None:
    table = JOB_SATISFACTION["input"]["table"]
    with pytest.raises(TooManyTables) as refused:
        contingency(table, "fisher")
    assert refused.value.count == 90_208_550
    drawn = monte_carlo(table, "fisher", draws=20_000, seed=1)
    assert drawn.low < JOB_SATISFACTION["expected"]["p"] < drawn.high
    assert monte_carlo(table, "fisher", draws=20_000, seed=1) == drawn


@pytest.mark.parametrize("statistic", STATISTICS)
def test_simulation_finds_the_exact_p(statistic: Any) -> None:
    table = [[4, 5, 4, 0], [3, 0, 1, 3], [7, 4, 1, 1]]
    exact, drawn = contingency(table, statistic), monte_carlo(table, statistic, draws=100_000, seed=3)
    assert drawn.statistic == exact.statistic
    assert drawn.low < exact.pvalue < drawn.high
    extreme = round(drawn.pvalue * 100_001) - 1
    assert (drawn.low, drawn.high) == pytest.approx(clopper_pearson(extreme, 100_000))


@pytest.mark.parametrize(
    ("rows", "columns", "tables"),
    [
        ((16, 14, 10), (14, 10, 8, 5, 3), 361_805),
        ((14, 14, 8), (12, 9, 7, 5, 3), 201_452),
        ((11, 7, 5), (10, 8, 5), 513),
        ((1,) * 12, (1,) * 12, math.factorial(12)),
        ((1,) * 14, (2,) * 7, math.factorial(14) // 2**7),
        ((5000, 5000), (4000, 6000), 4001),
    ],
)
def test_tables_are_counted_without_listing_them(
    rows: tuple[int, ...], columns: tuple[int, ...], tables: int
) -> None:
    table = northwest_corner(rows, columns)
    assert count_tables(table) == count_tables(table.T) == tables


def test_a_table_of_nobody_is_the_only_one_of_its_margins() -> None:
    assert count_tables([[0, 0], [0, 0]]) == 1


def test_hopelessly_many_tables_are_refused_with_a_lower_bound() -> None:
    with pytest.raises(TooManyTables) as refused:
        contingency(np.full((12, 12), 3), "chi2")
    assert refused.value.count > 10**15


def tables(most: int = 8, sides: int = 3) -> st.SearchStrategy[list[list[int]]]:
    """Small tables that can be tested: every row and column occupied."""
    cells = st.integers(0, 3)
    shape = st.tuples(st.integers(2, sides), st.integers(2, sides))
    return shape.flatmap(
        lambda size: st.lists(
            st.lists(cells, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
        )
    ).filter(lambda table: np.array(table).sum() <= most and occupied(np.array(table)))


def occupied(table: np.ndarray) -> bool:
    return bool(table.any(axis=0).all() and table.any(axis=1).all())


@quick
@given(tables(), st.sampled_from(STATISTICS))
def test_p_equals_brute_force_permutation(table: list[list[int]], statistic: Any) -> None:
    found = contingency(table, statistic)
    orders = Counter(permuted(table))
    observed = by_hand(statistic, np.array(table))
    values = {order: by_hand(statistic, np.array(order)) for order in orders}
    more = sum(n for order, n in orders.items() if values[order] > observed + 1e-9)
    equal = sum(n for order, n in orders.items() if values[order] == pytest.approx(observed, abs=1e-9))
    assert found.pvalue == pytest.approx((more + equal) / orders.total())
    assert found.midp == pytest.approx((more + equal / 2) / orders.total())
    assert found.tables == len(orders)


@quick
@given(tables(most=30, sides=4), st.sampled_from(STATISTICS))
def test_probabilities_are_probabilities(table: list[list[int]], statistic: Any) -> None:
    found = contingency(table, statistic)
    assert 0 < found.smallest_p <= found.pvalue + 1e-12
    assert 0 < found.midp <= found.pvalue <= 1
    observed = np.array(table)
    score = score_of(observed, statistic)
    blocks = list(distribution(observed.sum(axis=1), observed.sum(axis=0), score))
    assert sum(weight.sum() for _, weight in blocks) == pytest.approx(1, abs=1e-12)


@quick
@given(tables(most=30, sides=4), st.data())
def test_names_and_order_of_groups_do_not_matter(table: list[list[int]], data: st.DataObject) -> None:
    observed = np.array(table)
    shuffled = observed[:, data.draw(st.permutations(range(observed.shape[1])))]
    for statistic in ("fisher", "chi2", "kruskal"):
        assert tuple(vars(contingency(shuffled, statistic)).values()) == pytest.approx(
            tuple(vars(contingency(observed, statistic)).values())
        )


@quick
@given(tables(most=30, sides=4))
def test_turning_the_scale_turns_only_the_sign(table: list[list[int]]) -> None:
    observed = np.array(table)
    for statistic in ("kruskal", "linear", "kendall"):
        one, other = contingency(observed, statistic), contingency(observed[::-1], statistic)
        assert (abs(one.statistic), one.pvalue) == pytest.approx((abs(other.statistic), other.pvalue))


def test_empty_rows_and_columns_change_nothing() -> None:
    full = [[3, 4, 2], [2, 5, 1]]
    with_empty = [[3, 0, 4, 2], [0, 0, 0, 0], [2, 0, 5, 1]]
    for statistic in STATISTICS:
        assert contingency(with_empty, statistic) == contingency(full, statistic)


@pytest.mark.parametrize(
    "given_as",
    [
        ((13, 11), (7, 7), (13, 5)),
        np.array([[13, 11], [7, 7], [13, 5]], dtype=float),
        pd.DataFrame({"2018": [13, 7, 13], "2020": [11, 7, 5]}, index=["green", "yellow", "red"]),
    ],
)
def test_counts_may_come_in_any_shape_of_container(given_as: Any) -> None:
    assert contingency(given_as, "fisher").pvalue == pytest.approx(0.421102426990192)


@pytest.mark.parametrize(
    ("table", "word"),
    [
        ([[1, -2], [3, 4]], "negativt"),
        ([[1.5, 2], [3, 4]], "helt tall"),
        ([[1, np.nan], [3, 4]], "mangler"),
        ([[1, 2], [3]], "like mange"),
        ([["a", "b"], ["c", "d"]], "bare tall"),
        ([1, 2, 3], "dimensjon"),
    ],
)
def test_what_is_not_a_table_of_counts_is_refused(table: Any, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        contingency(table, "fisher")


def test_an_unknown_statistic_is_refused_with_those_that_exist() -> None:
    with pytest.raises(ValueError, match=r"«cramer».*fisher, chi2, kruskal"):
        contingency([[1, 2], [3, 4]], "cramer")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (next(case["input"]["table"] for case in CASES if case["name"] == "deg_fisher_one_row"), "one level"),
        ([[1, 2, 3], [0, 0, 0]], "one level"),
        ([[4, 0], [2, 0]], "one group"),
        ([[0, 0], [0, 0]], "no answers"),
    ],
)
def test_what_cannot_be_tested_says_what_is_missing(table: list[list[int]], reason: str) -> None:
    for statistic in STATISTICS:
        with pytest.raises(Untestable) as refused:
            contingency(table, statistic)
        assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("response", "numeric", "reason"),
    [([], [], "no answers"), ([2, 2, 2], [1, 2, 3], "one level"), ([1, 2, 3], [5, 5, 5], "one group")],
)
def test_kendall_says_what_is_missing(response: list[int], numeric: list[int], reason: str) -> None:
    with pytest.raises(Untestable) as refused:
        kendall(response, numeric)
    assert refused.value.reason == reason


def test_unequal_lengths_are_refused() -> None:
    for test in (kendall, paired_steps):
        with pytest.raises(ValueError, match="parvise"):
            test([1, 2, 3], [1, 2])


@quick
@given(
    st.integers(2, 6).flatmap(lambda n: st.tuples(*[st.lists(st.integers(0, 3), min_size=n, max_size=n)] * 2))
)
def test_kendall_equals_all_permutations(pair: tuple[list[int], list[int]]) -> None:
    response, numeric = pair
    if len(set(response)) < 2 or len(set(numeric)) < 2:
        return
    sums = [concordance(order, numeric) for order in itertools.permutations(response)]
    observed = concordance(response, numeric)
    found = kendall(response, numeric)
    assert found.statistic == observed
    assert found.pvalue == pytest.approx(np.mean([abs(s) >= abs(observed) for s in sums]))
    assert found.smallest_p == pytest.approx(np.mean([abs(s) == max(map(abs, sums)) for s in sums]))


@quick
@given(st.lists(st.integers(1, 6), min_size=2, max_size=4))
def test_the_two_ways_to_the_distribution_of_s_agree(levels: list[int]) -> None:
    untied = np.ones(sum(levels), dtype=np.int64)
    by_state = _one_tie_group_at_a_time(np.array(levels), untied)
    assert by_state[::2] == pytest.approx(inversions(np.array(levels))[::-1], rel=1e-12)


def test_kendall_of_sixty_is_exact_and_near_the_normal() -> None:
    random = np.random.default_rng(8)
    response, numeric = random.integers(0, 3, 60), random.integers(0, 40, 60)
    numeric = numeric + 6 * response
    found = kendall(response, numeric)
    assert found.pvalue == pytest.approx(
        stats.kendalltau(response, numeric, method="asymptotic").pvalue, rel=0.1
    )
    assert 0 < found.smallest_p < 1e-20


def test_kendall_with_many_ties_on_both_sides_is_refused() -> None:
    with pytest.raises(TooManyTables):
        kendall(np.arange(60) % 12, np.arange(60) // 5)


@quick
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=8))
def test_paired_steps_equal_all_signs(pairs: list[tuple[int, int]]) -> None:
    steps = [after - before for before, after in pairs]
    sizes = [abs(step) for step in steps if step]
    sums = [
        sum(s * d for s, d in zip(signs, sizes, strict=True))
        for signs in itertools.product((1, -1), repeat=len(sizes))
    ]
    found = paired_steps([before for before, _ in pairs], [after for _, after in pairs])
    as_large, equal = ([test(abs(s), abs(sum(steps))) for s in sums] for test in (int.__ge__, int.__eq__))
    assert found.pvalue == pytest.approx(np.mean(as_large))
    assert found.midp == pytest.approx(np.mean(as_large) - np.mean(equal) / 2)
    assert (found.statistic, found.tables) == (sum(steps), 2 ** len(sizes))


@given(st.integers(0, 30), st.integers(0, 30))
def test_steps_of_one_are_mcnemars(b: int, c: int) -> None:
    steps, discordant = paired_steps([1] * (b + c) or [1], [2] * b + [0] * c or [1]), mcnemar(b, c)
    assert (steps.statistic, steps.pvalue, steps.midp) == pytest.approx(
        (discordant.statistic, discordant.pvalue, discordant.midp)
    )
    if b + c:
        assert discordant.pvalue == pytest.approx(stats.binomtest(b, b + c).pvalue)


def test_when_nobody_moved_nothing_could_be_seen() -> None:
    for found in (mcnemar(0, 0), paired_steps([1, 2], [1, 2])):
        assert (found.pvalue, found.smallest_p, found.tables) == (1, 1, 1)
    with pytest.raises(Untestable):
        paired_steps([], [])


def northwest_corner(rows: tuple[int, ...], columns: tuple[int, ...]) -> np.ndarray:
    """A table with these margins: every unit in order along both."""
    table = np.zeros((len(rows), len(columns)), dtype=int)
    pairs = zip(np.repeat(range(len(rows)), rows), np.repeat(range(len(columns)), columns), strict=True)
    for row, column in pairs:
        table[row, column] += 1
    return table


def permuted(table: list[list[int]]) -> Iterator[tuple[tuple[int, ...], ...]]:
    """The table for every choice of which units are in which group, each as often as units can be so chosen."""
    counts = np.array(table)
    levels = np.repeat(range(len(counts)), counts.sum(axis=1))
    for groups in arrangements(tuple(counts.sum(axis=0).tolist())):
        order = np.zeros_like(counts)
        np.add.at(order, (levels, list(groups)), 1)
        yield tuple(map(tuple, order.tolist()))


def arrangements(left: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    if not any(left):
        yield ()
    for group, n in enumerate(left):
        if n:
            for rest in arrangements((*left[:group], n - 1, *left[group + 1 :])):
                yield (group, *rest)


def by_hand(statistic: str, table: np.ndarray) -> float:
    """How extreme a table is, by another road than the code: definitions, or scipy's statistic."""
    levels = [level for level, row in enumerate(table) for _ in range(row.sum())]
    groups = [group for row in table for group, n in enumerate(row) for _ in range(n)]
    if statistic == "fisher":
        return -float(Fraction(1, math.prod(math.factorial(int(n)) for n in table.flat)))
    if statistic == "chi2":
        return float(stats.chi2_contingency(table, correction=False).statistic)
    if statistic == "kruskal":
        samples = [
            [level for level, of in zip(levels, groups, strict=True) if of == group] for group in set(groups)
        ]
        return float(stats.kruskal(*samples).statistic)
    if statistic == "linear":
        return abs(np.dot(levels, groups) - sum(levels) * sum(groups) / len(levels))
    return abs(concordance(levels, groups))


def concordance(response: Any, numeric: Any) -> int:
    pairs = itertools.combinations(zip(response, numeric, strict=True), 2)
    return sum(int(np.sign(y2 - y1) * np.sign(x2 - x1)) for (y1, x1), (y2, x2) in pairs)
