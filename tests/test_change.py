"""Change in the same municipalities, held against R's McNemar test and hand counts."""

from __future__ import annotations

import pytest
from made_up_rounds import made_up_round

from ros_analysis.analysis.change import change_finding, net_interval, transition
from ros_analysis.analysis.findings import verdict
from ros_analysis.survey.comparable import Unit, units


def moved(*pairs: tuple[str | None, str | None], changed: int = 0):
    """Transition of municipalities 9801, 9802 …, one per pair of zones; the last `changed` are merged units."""
    numbers = [f"98{place:02}" for place in range(1, len(pairs) + 1)]
    before = made_up_round(
        2018, [(number, 1000, None, was) for number, (was, _) in zip(numbers, pairs, strict=True)]
    )
    after = made_up_round(
        2020, [(number, 1000, None, now) for number, (_, now) in zip(numbers, pairs, strict=True)]
    )
    return transition(before.zones, after.zones, units(numbers, numbers, [], (2018, 2020)))


STEPS_7_TO_1 = [("red", "yellow")] * 7 + [("green", "yellow")] + [("green", "green")] * 4


def test_single_steps_give_the_exact_mcnemar_test_of_r() -> None:
    finding = change_finding(moved(*STEPS_7_TO_1))
    assert finding.p == pytest.approx(0.0703125, abs=1e-9)  # R: binom.test(1, 8)
    assert finding.midp == pytest.approx(0.0390625, abs=1e-9)
    assert finding.n == 12
    assert finding.effect is not None
    assert finding.effect.value == pytest.approx(6 / 12)
    assert verdict(finding) == "borderline"


def test_the_transition_table_counts_from_and_to() -> None:
    table = moved(*STEPS_7_TO_1)
    cells = {(row.name, level): row[level] for row in table.rows for level in ("green", "yellow", "red")}
    assert {key: count for key, count in cells.items() if count} == {
        ("red", "yellow"): 7, ("green", "yellow"): 1, ("green", "green"): 4,
    }  # fmt: skip
    assert (table.pairings[0].better, table.pairings[0].same, table.pairings[0].worse) == (7, 4, 1)


def test_two_steps_weigh_more_than_one() -> None:
    # Steps −2, −2, −2, +1: of 16 sign patterns, |sum| ≥ 5 only for ±(2 + 2 + 2 ± 1), four of them.
    finding = change_finding(moved(*[("red", "green")] * 3, ("green", "yellow")))
    assert finding.p == pytest.approx(4 / 16)


def test_the_effect_goes_the_way_of_the_test_where_few_fell_far_and_many_rose_a_little() -> None:
    # Three one step better, two worse by two steps each: the sum of the test is +1, for the worse.
    finding = change_finding(moved(*[("red", "yellow")] * 3, *[("green", "red")] * 2))
    assert finding.statistic == 1
    assert finding.effect is not None
    assert finding.effect.value == pytest.approx(-1 / 5)
    # By hand: mean −1/7 with one step each way added, squares (3 + 8 + 2) / 7, half 1.96 √((13/7 − 1/49) / 7).
    assert finding.interval is not None
    assert (finding.interval.low, finding.interval.high) == pytest.approx((-1.1469, 0.8612), abs=1e-4)


def test_those_without_a_known_zone_in_both_rounds_are_left_out_and_counted() -> None:
    finding = change_finding(moved(*STEPS_7_TO_1, ("red", None), (None, "green")))
    assert (finding.n, finding.left_out.no_counterpart) == (12, 2)


def test_nobody_moved_is_said_and_not_tested() -> None:
    finding = change_finding(moved(("red", "red"), ("green", "green")))
    assert (finding.p, finding.reason, verdict(finding)) == (None, "nobody_moved", "untestable")


def test_nobody_in_both_rounds_is_said() -> None:
    assert change_finding(moved(("red", None))).reason == "no_answers"


def test_merged_units_count_once_as_their_worst_and_as_their_best_part() -> None:
    before = made_up_round(
        2018, [("9801", 1, None, "red"), ("9802", 1, None, "green"), ("9803", 1, None, "green")]
    )
    after = made_up_round(2020, [("9850", 2, None, "yellow"), ("9803", 1, None, "green")])
    same = (Unit(("9801", "9802"), ("9850",), unchanged=False), Unit(("9803",), ("9803",), unchanged=True))
    found = {
        one.units: (one.better, one.same, one.worse)
        for one in transition(before.zones, after.zones, same).pairings
    }
    assert found == {"unchanged": (0, 1, 0), "worst_part": (1, 1, 0), "best_part": (0, 1, 1)}


@pytest.mark.parametrize(
    ("better", "worse", "n", "low", "high"),
    [
        (6, 16, 161, -0.1195, -0.0032),  # Cavo et al. 2012, as printed by R's contingencytables
        (1, 7, 21, -0.5084, -0.0134),  # Bentur et al. 2009, Fagerland, Lydersen and Laake 2014, by hand
    ],
)
def test_the_interval_of_the_net_share_is_bonett_and_prices(
    better: int, worse: int, n: int, low: float, high: float
) -> None:
    found = net_interval([-1] * better + [1] * worse + [0] * (n - better - worse))
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))
