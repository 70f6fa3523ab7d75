"""Groups compared within strata, held against R, brute force and hand counts."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_cases import cases, close
from scipy import stats

from ros_analysis.exact import Exact, MonteCarlo, Untestable, kruskal, standing_out, step_down

quick = settings(max_examples=25, deadline=None)
Units = list[tuple[float, str, str]]

units: st.SearchStrategy[Units] = st.lists(
    st.tuples(st.sampled_from([1.0, 2.0, 2.5, 4.0, 7.0]), st.sampled_from("abc"), st.sampled_from("xy")),
    min_size=2,
    max_size=7,
).filter(lambda given: all(len({unit[part] for unit in given}) > 1 for part in (0, 1)))


def orders(labels: list[str], strata: list[str]) -> list[list[str]]:
    """Every permutation of the labels that leaves each stratum its own."""
    kept = sorted(zip(strata, labels, strict=True))
    return [
        [labels[place] for place in order]
        for order in itertools.permutations(range(len(labels)))
        if sorted((stratum, labels[place]) for stratum, place in zip(strata, order, strict=True)) == kept
        and all(strata[place] == stratum for stratum, place in zip(strata, order, strict=True))
    ]


def h(scores: list[float], labels: list[str]) -> float:
    return float(
        stats.kruskal(
            *([s for s, one in zip(scores, labels, strict=True) if one == label] for label in set(labels))
        ).statistic
    )


@cases("kruskal_exact")
def test_kruskal_is_that_of_r(case: dict[str, Any]) -> None:
    found = kruskal(case["input"]["y"], case["input"]["group"], seed=1)
    near = close(case, "p")
    if isinstance(found, MonteCarlo):
        # R drew too: 4 of its standard errors and 4 of ours.
        near = pytest.approx(case["expected"]["p"], abs=0.00195 + 4 * 0.00155)
    assert found.pvalue == near


@quick
@given(units)
def test_kruskal_equals_all_permutations_within_strata(given_units: Units) -> None:
    scores, labels, strata = map(list, zip(*given_units, strict=True))
    every = [h(scores, order) for order in orders(labels, strata)]
    observed = h(scores, labels)
    found = kruskal(scores, labels, strata, seed=1)
    assert isinstance(found, Exact)
    assert found.statistic == pytest.approx(observed, abs=1e-9)
    assert found.pvalue == pytest.approx(np.mean([one > observed - 1e-9 for one in every]))
    assert found.smallest_p == pytest.approx(np.mean([one > max(every) - 1e-9 for one in every]))


@quick
@given(units, units)
def test_step_down_is_that_of_all_permutations(one: Units, other: Units) -> None:
    """Two areas: the smaller p of the approximation against both areas, the other against itself alone."""
    n = min(len(one), len(other))
    scores, labels, strata = map(list, zip(*one[:n], strict=True))
    areas = [scores, [score for score, _, _ in other[:n]]]
    if len(set(labels)) < 2 or any(len(set(area)) < 2 for area in areas):
        return
    observed = [h(area, labels) for area in areas]
    every = [[h(area, order) for area in areas] for order in orders(labels, strata)]
    most = observed.index(max(observed))
    first = np.mean([max(both) > observed[most] - 1e-9 for both in every])
    second = np.mean([both[1 - most] > observed[1 - most] - 1e-9 for both in every])
    stepped = step_down(np.array(areas).T, labels, strata, seed=1)
    found, any_area = stepped.adjusted, stepped.any_area
    assert isinstance(any_area, Exact)
    assert any_area.pvalue == pytest.approx(min(p for p in found if p is not None))
    if observed[0] != pytest.approx(observed[1]):
        assert found[most] == pytest.approx(first)
        assert found[1 - most] == pytest.approx(max(first, second))


def test_drawn_orders_find_the_exact_p(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(3)
    scores, labels = random.integers(8, 90, 12) / 8, ["a", "b", "c"] * 4
    strata = ["small"] * 5 + ["large"] * 7
    areas = random.integers(1, 17, (12, 3)).astype(float)
    exact, exact_areas = kruskal(scores, labels, strata, seed=1), step_down(areas, labels, strata, seed=1)
    monkeypatch.setattr("ros_analysis.exact.orders.MOST_LABELS", 0)
    drawn = kruskal(scores, labels, strata, seed=4)
    assert isinstance(exact, Exact)
    assert isinstance(drawn, MonteCarlo)
    assert drawn.low < exact.pvalue < drawn.high
    assert drawn == kruskal(scores, labels, strata, seed=4)
    drawn_areas = step_down(areas, labels, strata, seed=4)
    assert drawn_areas.adjusted == pytest.approx(exact_areas.adjusted, abs=0.006)
    assert isinstance(drawn_areas.any_area, MonteCarlo)
    assert drawn_areas.any_area.low < exact_areas.any_area.pvalue < drawn_areas.any_area.high


def test_one_bad_area_is_found_and_named_among_eight() -> None:
    random = np.random.default_rng(5)
    labels = ["a", "b", "c"] * 8
    areas = random.integers(1, 17, (24, 8)).astype(float)
    areas[:, 3] += np.where(np.array(labels) == "b", 15, 0)
    areas[0, :2] = areas[5, 3] = np.nan
    found = step_down(areas, labels, seed=1).adjusted
    assert found[3] is not None
    assert found[3] < 0.001
    assert all(p is not None and p > 0.05 for place, p in enumerate(found) if place != 3)


def test_an_area_that_no_test_can_tell_anything_of_is_left_out() -> None:
    areas = np.array([[1.0, 2, np.nan, 3], [2, 2, np.nan, np.nan], [3, 2, np.nan, 4], [4, 2, 5, np.nan]])
    found = step_down(areas, list("abab"), seed=1).adjusted
    assert found[1:] == (None, None, None)  # one score, one answer, answers of one group
    assert found[0] == kruskal(areas[:, 0], list("abab"), seed=1).pvalue


def test_where_system_and_size_go_together_only_size_is_left() -> None:
    """All of system a is large and has high scores: within sizes there is nothing to move, or no difference."""
    scores, labels = [9.0, 8.5, 9.5, 8.0, 2.0, 1.5, 2.5, 1.0, 3.0], list("aaaabbbbb")
    # The four highest or the four lowest, of 126 choices.
    assert kruskal(scores, labels, seed=1).pvalue == pytest.approx(2 / 126)
    found = kruskal(scores, labels, ["large"] * 4 + ["small"] * 5, seed=1)
    assert isinstance(found, Exact)
    assert (found.pvalue, found.smallest_p, found.tables) == (1, 1, 1)


@pytest.mark.parametrize(
    ("scores", "labels", "reason"),
    [([], [], "no answers"), ([2, 2, 2], list("aab"), "one level"), ([1, 2, 3], list("aaa"), "one group")],
)
def test_what_is_missing_is_said(scores: list[float], labels: list[str], reason: str) -> None:
    calls = (
        lambda: kruskal(scores, labels, seed=1),
        lambda: step_down(np.array(scores)[:, None], labels, seed=1),
        lambda: standing_out(scores, labels),
    )
    for call in calls:
        with pytest.raises(Untestable) as refused:
            call()
        assert refused.value.reason == reason


def test_unequal_lengths_and_missing_scores_are_refused() -> None:
    with pytest.raises(ValueError, match="like mange"):
        kruskal([1, 2, 3], ["a", "b"], seed=1)
    with pytest.raises(ValueError, match="mangler"):
        kruskal([1, float("nan")], ["a", "b"], seed=1)


def test_the_group_furthest_from_the_rest_in_ranks_stands_out() -> None:
    found = standing_out([1.0, 2.0, 3.0, 4.0, 9.0, 8.0], ["a", "b", "a", "b", "c", "c"])
    assert (found.group, found.difference) == ("c", 8.5 - 2.5)
    assert standing_out([1.0, 2.0, 5.0, 6.0], ["low", "low", "high", "high"]).group == "high"


def test_within_strata_a_group_is_compared_with_its_like() -> None:
    """Large ones are 10 higher, and c has only small ones; b is 2 above its like in both sizes."""
    scores = [12.0, 10.0, 10.0, 10.0, 2.0, 0.0, 0.0, 2.0, 0.0]
    labels, strata = list("baaabccbc"), ["large"] * 4 + ["small"] * 5
    assert standing_out(scores, labels).group == "c"
    found = standing_out(scores, labels, strata)
    assert (found.group, found.difference) == ("b", pytest.approx(2.0))
