"""What the published counts of Møre og Romsdal prove, and what they don't."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from scipy.stats import binomtest

from ros_analysis.analysis.counts import CountsChange, counts_change, counts_finding, untold
from ros_analysis.analysis.findings import verdict
from ros_analysis.survey.comparable import Unit
from ros_analysis.survey.settings import Counts, read_round

RAW = Path(__file__).parents[1] / "data" / "raw" / "more-og-romsdal"
UNCHANGED = [Unit((f"{number}",), (f"{number}",), unchanged=True) for number in range(21)]
MERGED = [Unit(("a", "b"), ("c",), unchanged=False)]


@pytest.fixture(scope="module")
def change() -> CountsChange:
    last, this = (read_round(RAW / str(year)).counts for year in (2018, 2020))
    assert last is not None
    assert this is not None
    found = counts_change(last, this, [*UNCHANGED, *MERGED])
    assert found is not None
    return found


def test_the_red_share_fell_whatever_the_silent_would_have_said(change: CountsChange) -> None:
    assert change.proven == "fell"
    assert (change.last.k, change.last.most, change.last.invited) == (13, 16, 36)
    assert (change.this.k, change.this.most, change.this.invited) == (5, 8, 26)


def test_but_it_may_be_chance(change: CountsChange) -> None:
    assert change.difference == pytest.approx(5 / 23 - 13 / 33)
    assert change.interval.low == pytest.approx(-0.38443853336106, abs=2e-5)  # R, Newcombe's method 10
    assert change.interval.high == pytest.approx(0.0730535313907152, abs=2e-5)
    assert change.p == pytest.approx(0.245670587032855, abs=1e-7)  # R: fisher.test
    assert change.midp == pytest.approx(0.20, abs=0.005)
    assert verdict(counts_finding(change)) == "not_shown"


def test_the_same_municipalities_may_have_changed_a_lot_or_not_at_all(change: CountsChange) -> None:
    # 15 of 36 were not comparable and 3 silent; 5 of 26 and 3 silent: at least 21 − 3 − 3 answered both times.
    assert (change.pairs_low, change.pairs_high) == (15, 21)
    assert change.paired_p_low == pytest.approx(
        2 * 0.5**13
    )  # all 13 red of 2018 among them, none red in 2020
    assert change.paired_p_high == 1.0


def test_the_paired_range_equals_a_search_through_every_pairing() -> None:
    last = Counts(invited=7, answered=6, green=3, yellow=0, red=3)
    this = Counts(invited=6, answered=6, green=4, yellow=1, red=1)
    change = counts_change(last, this, UNCHANGED[:4])
    assert change is not None
    ps = []
    for n in (3, 4):
        for both, fell, rose in product(range(n + 1), repeat=3):
            neither = n - both - fell - rose
            fits_last = both + fell <= 3 and rose + neither <= 3
            fits_this = both + rose <= 1 and fell + neither <= 5
            if neither >= 0 and fits_last and fits_this:
                ps.append(binomtest(fell, fell + rose).pvalue if fell + rose else 1.0)
    assert (change.paired_p_low, change.paired_p_high) == (pytest.approx(min(ps)), pytest.approx(max(ps)))


@pytest.mark.parametrize(
    ("last_red", "this_red", "proven"), [(2, 8, "rose"), (8, 2, "fell"), (5, 5, "open"), (5, 3, "open")]
)
def test_only_ranges_apart_prove_a_direction(last_red: int, this_red: int, proven: str) -> None:
    last, this = (
        Counts(invited=12, answered=10, green=10 - red, yellow=0, red=red) for red in (last_red, this_red)
    )
    change = counts_change(last, this, ())
    assert change is not None
    assert change.proven == proven
    assert change.paired_p_low is None


def test_an_open_zone_counts_as_unknown() -> None:
    last = Counts(invited=10, answered=10, green=4, yellow=0, red=4, undetermined=2)
    change = counts_change(last, Counts(invited=10, answered=10, green=10, yellow=0, red=0), ())
    assert change is not None
    assert (change.last.n, change.last.most) == (8, 6)


@pytest.mark.parametrize(("red", "reason"), [(0, "none_red"), (5, "all_red")])
def test_without_a_difference_in_red_there_is_nothing_to_test(red: int, reason: str) -> None:
    same = Counts(invited=5, answered=5, green=5 - red, yellow=0, red=red)
    assert counts_change(same, same, ()) is None
    finding = untold(same, same)
    assert (finding.reason, verdict(finding)) == (reason, "untestable")


def test_without_a_known_zone_nobody_is_said_to_be_red_or_not() -> None:
    nobody = Counts(invited=5, answered=0, green=0, yellow=0, red=0)
    assert untold(nobody, nobody).reason == "no_answers"
