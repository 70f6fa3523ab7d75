"""The exploratory tests of each area, held against hand counts."""

from __future__ import annotations

import pytest
from made_up_rounds import by_counts, codebook, made_up_round

from ros_analysis.analysis.by_area import area_tests


def test_areas_are_adjusted_together_and_the_constant_ones_left_out() -> None:
    one = made_up_round(2020, by_counts(green=5, yellow=0, red=5, epj=["A", "B"] * 5))
    found = area_tests(one.scored, one.zones, codebook())
    sizes = [row for row in found if row.factor == "size"]
    # Areas 1–3 are red in the five largest; areas 4–8 are green everywhere and can't be tested.
    assert [row.p for row in sizes[:3]] == [pytest.approx(2 / 252)] * 3
    assert {row.reason for row in sizes[3:]} == {"one_zone"}
    assert all(
        row.p_bh == pytest.approx(6 * (2 / 252) / 3) for row in sizes[:3]
    )  # six tests, three smallest equal
