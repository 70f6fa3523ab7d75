"""What a finding could have shown, where it can be told by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from made_up_rounds import by_counts, codebook, made_up_round
from test_change import over_two, rounds

from ros_analysis.analysis.change import change_finding
from ros_analysis.analysis.findings import Finding
from ros_analysis.analysis.possible import change_detectable, factor_detectable, level_to_meet
from ros_analysis.analysis.significance import factor_finding
from ros_analysis.survey import EPJ, SIZE


def changed(steps: int, level: float) -> Finding:
    """`steps` of twelve municipalities went from green to yellow, the rest stayed green."""
    *both, same = rounds(*[("green", "yellow")] * steps, *[("green", "green")] * (12 - steps))
    over = over_two(both, same)
    return change_detectable(change_finding(over), over, level)


def test_eight_equal_moves_must_all_go_the_same_way() -> None:
    # 8–0 has p = 2/256 and 7–1 has 18/256, so 80 % power needs each to go that way with 0.8 ** (1/8). Yellow has three
    # areas of eight at 4 and not 1, a difference of 9/8.
    found = changed(8, 0.05).detectable
    assert found is not None
    assert found.pairs == pytest.approx(0.8 ** (1 / 8), abs=0.001)
    assert found.value == pytest.approx(9 / 8 * 8 / 12 * (2 * 0.8 ** (1 / 8) - 1), abs=0.002)


def test_what_one_test_may_find_four_together_may_not() -> None:
    # Of six moves 6–0 has p = 2/64, below 0.05 and above a quarter of it.
    alone, together = changed(6, 0.05).detectable, changed(6, 0.05 / 4).detectable
    assert alone is not None
    assert together is not None
    assert (alone.value is not None, together.value, together.level) == (True, None, 0.0125)


def test_the_level_counts_the_tests_that_could_be_made() -> None:
    tested = Finding(question="size", kind="number", n=20, p=0.2, smallest_p=1e-6)
    assert level_to_meet([tested, tested, tested.but(p=None)]) == pytest.approx(0.025)
    assert level_to_meet([]) == 0.05


def test_a_number_is_detected_from_where_the_normal_law_says() -> None:
    """By hand: tau of n pairs without ties has a standard deviation of 2 / (3√n), so that 80 % power at n = 318
    needs (1,96 + 0,84) × 2 / (3√318) = 0,105."""
    one = made_up_round(2020, by_counts(green=11, yellow=7, red=5, epj=["A", "B", "C", "A"] * 5))
    zones = pd.concat([one.zones] * 14, ignore_index=True).head(318)
    zones = zones.assign(
        population=range(1_000, 319_000, 1_000), score=pd.Series(range(1, 319), dtype="Float64")
    )
    size = factor_detectable(factor_finding(zones, SIZE, codebook(), "score"), zones, SIZE, 0.05).detectable
    assert size is not None
    assert size.value == pytest.approx(0.105, abs=0.01)


def test_twenty_three_answers_find_only_a_system_that_stands_far_out() -> None:
    one = made_up_round(2020, by_counts(green=11, yellow=7, red=5, epj=["A", "B", "C", "A"] * 5))
    found = factor_detectable(factor_finding(one.zones, EPJ, codebook(), "score"), one.zones, EPJ, 0.05)
    assert found.detectable is not None
    assert found.detectable.pairs is not None
    assert found.detectable.pairs > 0.8


def test_what_was_not_tested_has_no_detectable_effect() -> None:
    finding = Finding(question="size", kind="number", n=5, reason="one_level")
    assert factor_detectable(finding, pd.DataFrame(), SIZE, 0.05) == finding
