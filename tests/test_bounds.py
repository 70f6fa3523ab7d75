"""Bounds for the whole county, held against the reference cases of the hypergeometric interval."""

from __future__ import annotations

from made_up_rounds import round_of_heights

from ros_analysis.analysis.counts import bounds
from ros_analysis.analysis.scoring import counted
from ros_analysis.survey.settings import Counts


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


def test_a_municipality_that_cannot_be_green_narrows_the_range() -> None:
    # Red from three red areas, green without red and with at most two yellow; 4 is red, 2 yellow, 1 green.
    heights = [
        [4, 4, 4, 1, 1, 1, 1, 1],  # red
        [1] * 8,  # green
        [4, 4, None, 1, 1, 1, 1, 1],  # yellow or red, never green
        [2, 2, None, 1, 1, 1, 1, 1],  # green or yellow, never red
        [None, None, None, 1, 1, 1, 1, 1],  # anything
    ]
    counts = counted(round_of_heights(2020, heights).zones)
    assert (counts.undetermined, counts.never_green, counts.never_red) == (3, 1, 1)
    assert [(b.low, b.high) for b in bounds(2020, counts)] == [(1, 3), (0, 3), (1, 3)]


def test_six_open_zones_of_twenty_four_may_all_be_red() -> None:
    counts = Counts(invited=26, answered=24, green=7, yellow=5, red=6, undetermined=6)
    red = bounds(2020, counts)[2]
    assert (red.low, red.high) == (6, 14)
