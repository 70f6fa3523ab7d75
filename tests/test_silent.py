"""What the silent could have turned, by listing what they could have answered."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, permutations, product, zip_longest

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_rounds import by_counts, codebook, made_up_round
from test_change import over_two, rounds

from ros_analysis.analysis.change import change_finding
from ros_analysis.analysis.findings import Finding
from ros_analysis.analysis.possible import change_with_silent, fillings, with_silent
from ros_analysis.analysis.significance import factor_finding
from ros_analysis.survey import EPJ, SIZE


def of_factor(rows: list, factor: object) -> Finding:
    zones = made_up_round(2020, rows).zones
    return with_silent(factor_finding(zones, factor, codebook(), "score"), zones, factor)  # type: ignore[arg-type]


def brute_kendall(risks: list[float]) -> float:
    """Two-sided p of Kendall's S over every order of the risks: pairs that rise less pairs that fall."""

    def s(order: Iterable[float]) -> int:
        return abs(sum((one < other) - (one > other) for one, other in combinations(order, 2)))

    orders = list(permutations(risks))
    return sum(s(order) >= s(risks) for order in orders) / len(orders)


def test_the_range_of_size_is_that_of_every_filling() -> None:
    # Green is (8 × 1) / 8 = 1, yellow (3 × 4 + 5) / 8, red (3 × 16 + 5) / 8; the two largest are silent.
    scores = [1.0, 1.0, 17 / 8, 53 / 8]
    ps = [brute_kendall([*scores, *two]) for two in product((1.0, (1 + 17 / 8) / 2, 53 / 8), repeat=2)]
    found = of_factor(by_counts(green=2, yellow=1, red=1, silent=2), SIZE)
    assert found.silent is not None
    assert (found.silent.k, found.silent.extremes) == (2, False)
    assert (found.silent.low, found.silent.high) == (pytest.approx(min(ps)), pytest.approx(max(ps)))


def test_the_range_of_p_holds_the_p_that_is_printed_beside_it() -> None:
    """Beyond four silent only extremes are tried, and here p is further out than with any of them."""
    thousands = (50, 11, 34, 54, 26, 24, 32, 47, 2, 31, 3, 20, 46, 55, 40, 38)
    told = ["yellow", "red", "green", "yellow", "red", "red", "red", "red", "yellow", "green", "yellow"]
    rows = [
        (f"98{n:02}", 1000 * size, None, zone)
        for n, (size, zone) in enumerate(zip_longest(thousands, told), 1)
    ]
    found = of_factor(rows, SIZE)
    assert found.silent is not None
    assert found.p is not None
    assert found.silent.high == found.p > 0.8
    assert found.silent.low < found.p


def test_where_everybody_answered_there_is_no_range() -> None:
    assert of_factor(by_counts(green=3, yellow=2, red=2), SIZE).silent is None


def test_those_who_answered_too_little_are_told_apart_from_the_silent() -> None:
    zones = made_up_round(2020, by_counts(green=3, yellow=2, red=2, silent=1)).zones
    zones.loc[0, "score"] = pd.NA
    silent = with_silent(factor_finding(zones, SIZE, codebook(), "score"), zones, SIZE).silent
    assert silent is not None
    assert (silent.k, silent.answered) == (2, 1)


def test_a_system_that_nobody_knows_is_tried_as_each() -> None:
    # Populations 1 000 … 4 000, so one size class: A has 1, 1 and B has 53/8, 53/8; p of 6 orders is 2/6.
    rows = [(f"980{n}", 1000 * n, system, zone) for n, (system, zone) in enumerate(
        [("A", "green"), ("A", "green"), ("B", "red"), ("B", "red"), (None, None)], 1)]  # fmt: skip
    rows[4] = ("9805", 4500, None, None)
    found = of_factor(rows, EPJ)
    assert found.p == pytest.approx(2 / 6)
    # With a fifth in A at the lowest all three lowest are A's: 1 of 10 orders; at the highest in A: H is far from it.
    assert found.silent is not None
    assert found.silent.low == pytest.approx(1 / 10)
    assert found.silent.high > found.silent.low
    assert not found.silent.extremes


def test_change_takes_what_one_round_lacks_from_those_that_have_it() -> None:
    # Six went from red to green; of a seventh only «green» now is known: it came from red, as all others did.
    *both, same = rounds(*[("red", "green")] * 6, (None, "green"))
    over = over_two(both, same)
    found = change_with_silent(change_finding(over), over)
    assert found.p == pytest.approx(2 / 64)
    assert found.silent is not None
    assert (found.silent.k, found.silent.low, found.silent.high) == (1, 2 / 128, 2 / 128)


@given(st.lists(st.tuples(*[st.floats(0, 16)] * 3), min_size=1, max_size=9))
def test_the_extremes_are_always_among_the_fillings(choices: list[tuple[float, float, float]]) -> None:
    made = list(fillings(choices))
    assert {tuple(one[place] for one in choices) for place in range(3)} <= set(made)
    assert len(made) == (3 ** len(choices) if len(choices) <= 4 else 5)
