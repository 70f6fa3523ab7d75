"""Change in the same municipalities, held against R's McNemar test and hand counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

import pandas as pd
import pytest
from made_up_rounds import made_up_round

from ros_analysis.analysis.change import OverYears, Transition, change_finding, transition
from ros_analysis.analysis.findings import Finding, verdict
from ros_analysis.survey.comparable import Unit, unchanged, units

Pair = tuple[str | None, str | None]


def rounds(*pairs: Pair, zones_only: bool = False) -> tuple[pd.DataFrame, pd.DataFrame, tuple[Unit, ...]]:
    """Zones of municipalities 9801, 9802 … in two rounds, one per pair, and their units."""
    numbers = [f"98{place:02}" for place in range(1, len(pairs) + 1)]
    before, after = (
        made_up_round(
            year, [(n, 1000, None, pair[side]) for n, pair in zip(numbers, pairs, strict=True)]
        ).zones
        for side, year in enumerate((2018, 2020))
    )
    if zones_only:
        before, after = before.assign(score=pd.NA), after.assign(score=pd.NA)
    return before, after, units(numbers, numbers, [], (2018, 2020))


def over_two(frames: Sequence[pd.DataFrame], same: Iterable[Unit]) -> OverYears:
    """Both rounds, and the units unchanged in them."""
    return OverYears((2018, 2020), tuple(frames), tuple(unchanged(same).items()))


def moved(*pairs: Pair) -> Transition:
    return transition(*rounds(*pairs))


def found(*pairs: Pair, zones_only: bool = False) -> Finding:
    *both, same = rounds(*pairs, zones_only=zones_only)
    return change_finding(over_two(both, same))


STEPS_7_TO_1 = [("red", "yellow")] * 7 + [("green", "yellow")] + [("green", "green")] * 4


def test_single_steps_give_the_exact_mcnemar_test_of_r() -> None:
    finding = found(*STEPS_7_TO_1, zones_only=True)
    assert finding.p == pytest.approx(0.0703125, abs=1e-9)  # R: binom.test(1, 8)
    assert finding.midp == pytest.approx(0.0390625, abs=1e-9)
    assert (finding.n, finding.basis) == (12, "zone")
    assert finding.effect is not None
    assert finding.effect.value == pytest.approx(-6 / 12)
    assert verdict(finding) == "borderline"


def test_the_transition_table_counts_from_and_to() -> None:
    table = moved(*STEPS_7_TO_1)
    cells = {(row.name, level): row[level] for row in table.rows for level in ("green", "yellow", "red")}
    assert {key: count for key, count in cells.items() if count} == {
        ("red", "yellow"): 7, ("green", "yellow"): 1, ("green", "green"): 4,
    }  # fmt: skip
    assert (table.pairings[0].better, table.pairings[0].same, table.pairings[0].worse) == (7, 4, 1)


def test_the_differences_of_scores_are_tested_by_every_sign() -> None:
    # Three of eight areas go from 16 to 1 (score −45/8), from 4 to 1 (−9/8) or from 1 to 4 (+9/8).
    pairs = [("red", "green")] * 3 + [("yellow", "green"), ("green", "yellow")]
    finding = found(*pairs)
    sizes, total = [45, 45, 45, 9, 9], -45 * 3
    sums = [abs(sum(sign * size for sign, size in zip(signs, sizes, strict=True)))
            for signs in product((1, -1), repeat=5)]  # fmt: skip
    assert finding.p == pytest.approx(sum(one >= abs(total) for one in sums) / 32)
    assert finding.effect is not None
    assert finding.effect.value == pytest.approx(total / 8 / 5)
    assert finding.basis == "score"


def test_those_without_a_known_zone_in_both_rounds_are_left_out_and_counted() -> None:
    finding = found(*STEPS_7_TO_1, ("red", None), (None, "green"))
    assert (finding.n, finding.left_out.no_counterpart) == (12, 2)


def test_nobody_moved_is_said_and_not_tested() -> None:
    finding = found(("red", "red"), ("green", "green"))
    assert (finding.p, finding.reason, verdict(finding)) == (None, "nobody_moved", "untestable")


def test_nobody_in_both_rounds_is_said() -> None:
    assert found(("red", None)).reason == "no_answers"


def test_merged_units_count_once_as_their_worst_and_as_their_best_part() -> None:
    before = made_up_round(
        2018, [("9801", 1, None, "red"), ("9802", 1, None, "green"), ("9803", 1, None, "green")]
    )
    after = made_up_round(2020, [("9850", 2, None, "yellow"), ("9803", 1, None, "green")])
    same = (Unit(("9801", "9802"), ("9850",), unchanged=False), Unit(("9803",), ("9803",), unchanged=True))
    counts = {
        one.units: (one.better, one.same, one.worse)
        for one in transition(before.zones, after.zones, same).pairings
    }
    assert counts == {"unchanged": (0, 1, 0), "worst_part": (1, 1, 0), "best_part": (0, 1, 1)}
