"""The tests of each area, declared and exploratory, held against hand counts."""

from __future__ import annotations

import pytest
from made_up_rounds import by_counts, codebook, made_up_round, round_of_heights

from ros_analysis.analysis.by_area import area_tests, areas_finding
from ros_analysis.analysis.findings import verdict
from ros_analysis.survey import EPJ, FACTORS


def test_areas_are_adjusted_together_and_the_constant_ones_left_out() -> None:
    one = made_up_round(2020, by_counts(green=5, yellow=0, red=5, epj=["A", "B"] * 5))
    sizes = area_tests(one.scored, one.zones, FACTORS, codebook())
    # Areas 1–3 are red in the five largest; areas 4–8 are green everywhere and can't be tested.
    assert [row.p for row in sizes[:3]] == [pytest.approx(2 / 252)] * 3
    assert {row.reason for row in sizes[3:]} == {"one_level"}
    assert [row.p_adjusted for row in sizes[:3]] == [pytest.approx(2 / 252)] * 3  # three tests, all equal
    assert {row.factor for row in sizes} == {"size"}


def test_the_area_that_goes_with_a_system_is_found_among_eight() -> None:
    # Area 1 is red with system B and green with A, in one size class of eight; the other areas are green everywhere.
    one = round_of_heights(2020, [[4 if place % 2 else 1, *[1] * 7] for place in range(8)])
    one.zones["epj"] = ["A", "B"] * 4
    found = areas_finding(one.scored, one.zones, EPJ, codebook())
    assert found.p == pytest.approx(2 / 70)  # of the 70 ways to give four of eight the one system
    first, *others = found.areas
    assert first.p_adjusted == pytest.approx(2 / 70)
    assert first.effect is not None
    assert (first.effect.group, abs(first.effect.value)) == ("B", 15)
    assert {row.p_adjusted for row in others} == {None}


def test_areas_are_not_tested_with_one_system() -> None:
    one = made_up_round(2020, by_counts(green=3, yellow=0, red=3, epj=["A"] * 6))
    assert areas_finding(one.scored, one.zones, EPJ, codebook()).reason == "one_group"


def test_areas_are_tested_by_service_where_services_are_known() -> None:
    one = round_of_heights(2020, [[4 if place % 2 else 1, *[1] * 7] for place in range(12)])
    one.zones["epj"] = ["A", "B"] * 6
    one.zones["service"] = ["north", "south", "north", "south", *[None] * 8]
    found = areas_finding(one.scored, one.zones, EPJ, codebook())
    assert (found.n, found.services) == (10, 2)
    assert found.p == pytest.approx(2 / 252)  # of the 252 ways to give five of ten units the one system


def test_the_silent_may_leave_nothing_to_compare() -> None:
    """Were the two silent ones known to have the other system, no service with system A would be left."""
    heights = [[4, *[1] * 7], [3, *[1] * 7], [1] * 8, [2, *[1] * 7], [None] * 8, [None] * 8]
    one = round_of_heights(2020, heights)
    one.zones["epj"] = ["A", "A", "B", "B", "B", "B"]
    one.zones["service"] = ["north", "south", None, None, "north", "south"]
    found = areas_finding(one.scored, one.zones, EPJ, codebook())
    assert found.p is not None
    assert found.silent is not None
    assert found.silent.high == 1


def test_areas_that_so_few_could_never_tell_of_are_not_tested() -> None:
    one = round_of_heights(2020, [[4 if place % 2 else 1, *[1] * 7] for place in range(4)])
    one.zones["epj"] = ["A", "B"] * 2
    found = areas_finding(one.scored, one.zones, EPJ, codebook())
    assert (found.p, found.smallest_p) == (pytest.approx(2 / 6), pytest.approx(2 / 6))
    assert verdict(found) == "untestable"


def test_the_drawn_p_of_areas_tells_how_sure_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ros_analysis.exact.orders.MOST_LABELS", 0)
    one = round_of_heights(2020, [[4 if place % 2 else 1, *[1] * 7] for place in range(8)])
    one.zones["epj"] = ["A", "B"] * 4
    found = areas_finding(one.scored, one.zones, EPJ, codebook())
    assert found.monte_carlo is not None
    assert found.monte_carlo.low < 2 / 70 < found.monte_carlo.high
    near = found.but(p=0.0501, monte_carlo={"low": 0.048, "high": 0.0522})
    assert verdict(near) == "borderline"
