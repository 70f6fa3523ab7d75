"""Bounds for the whole county, held against the reference cases of the hypergeometric interval."""

from __future__ import annotations

from ros_analysis.bounds import bounds
from ros_analysis.settings import Counts


def test_bounds_hold_whatever_the_silent_would_have_said() -> None:
    found = {
        bound.zone: bound
        for bound in bounds(2020, Counts(invited=26, answered=23, green=11, yellow=7, red=5))
    }
    red = found["red"]
    assert (red.k, red.n, red.silent) == (5, 23, 3)
    assert (red.low, red.high) == (5, 8)  # reference case hyper_5_23_26
    assert (red.likely_low, red.likely_high) == (5, 7)
    assert (found["yellow"].likely_low, found["yellow"].likely_high) == (7, 10)


def test_an_open_zone_widens_the_bounds_like_a_silent_one() -> None:
    counts = Counts(invited=10, answered=9, green=4, yellow=2, red=1, undetermined=2)
    red = bounds(2020, counts)[2]
    assert (red.n, red.silent, red.undetermined, red.low, red.high) == (7, 1, 2, 1, 4)
