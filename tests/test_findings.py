"""The case of a finding follows from its numbers alone: one test per row of the table in docs/method.md."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ros_analysis.analysis.findings import Detectable, Effect, Finding, Interval, verdict

WIDE = Interval(low=-0.6, high=0.3)
AWAY_FROM_ZERO = Interval(low=-0.8, high=-0.1)
NARROW = Interval(low=-0.12, high=0.1)
NEAR, FAR = Detectable(value=0.1, pairs=0.59), Detectable(value=0.2, pairs=0.61)
EVEN = 0.667
"""Two of three pairs differ in risk, so that 0.2 of those is 0.133 of all."""
LOPSIDED = 0.128
"""Every eighth pair differs in risk, so that 0.2 of those is 0.026 of all."""
SMALL_ENOUGH = {"interval": NARROW, "detectable": NEAR, "scale": EVEN}


def a_finding(**numbers: Any) -> Finding:
    return Finding(
        **{"question": "size", "kind": "number", "n": 23, "method": "kendall", "smallest_p": 1e-6, "tests": 3}
        | numbers
    )


@pytest.mark.parametrize(
    ("case", "numbers"),
    [
        ("related", {"p": 0.004, "midp": 0.003, "p_holm": 0.012, "interval": AWAY_FROM_ZERO}),
        ("related", {"p": 0.004, "midp": 0.003, "p_holm": 0.012, "interval": None}),
        ("uncertain", {"p": 0.03, "midp": 0.02, "p_holm": 0.09, "interval": AWAY_FROM_ZERO}),
        ("uncertain", {"p": 0.01, "midp": 0.009, "p_holm": 0.03, "interval": WIDE}),
        ("borderline", {"p": 0.0703125, "midp": 0.0390625, "p_holm": 0.2, "interval": WIDE}),
        ("borderline", {"p": 0.049, "p_holm": 0.049, "monte_carlo": Interval(low=0.048, high=0.051)}),
        ("not_shown", {"p": 0.41, "midp": 0.4, "p_holm": 1.0, "interval": WIDE}),
        ("not_shown", {"p": 0.05, "midp": 0.05, "p_holm": 0.15, "interval": WIDE}),
        ("small", {"p": 0.41, "midp": 0.4, "p_holm": 1.0, **SMALL_ENOUGH}),
        ("not_shown", {"p": 0.41, "midp": 0.4, "p_holm": 1.0, **SMALL_ENOUGH, "detectable": FAR}),
        ("not_shown", {"p": 0.41, "midp": 0.4, "p_holm": 1.0, **SMALL_ENOUGH, "detectable": None}),
        ("not_shown", {"p": 0.41, "midp": 0.4, "p_holm": 1.0, **SMALL_ENOUGH, "scale": LOPSIDED}),
        ("untestable", {"p": 1.0, "midp": 0.6, "p_holm": 1.0, "smallest_p": 0.1}),
        ("untestable", {"p": None, "reason": "one_group"}),
        ("needs_answers", {"p": None, "reason": "counts_only"}),
    ],
)
def test_each_row_of_the_table(case: str, numbers: dict[str, Any]) -> None:
    assert verdict(a_finding(**numbers)) == case


def test_a_narrow_interval_away_from_zero_is_still_a_relation() -> None:
    finding = a_finding(p=0.001, midp=0.001, p_holm=0.003, interval=Interval(low=-0.19, high=-0.01))
    assert verdict(finding) == "related"


@given(
    p=st.floats(0, 1),
    share=st.floats(0, 1),
    low=st.floats(-1, 1),
    width=st.floats(0, 2),
    tests=st.integers(1, 3),
)
def test_a_relation_is_never_claimed_against_any_of_its_numbers(
    p: float, share: float, low: float, width: float, tests: int
) -> None:
    finding = a_finding(
        p=p,
        midp=p * share,
        p_holm=min(1.0, p * tests),
        interval=Interval(low=low, high=min(1.0, low + width)),
    )
    if verdict(finding) == "related":
        assert finding.p_holm is not None
        assert finding.p_holm < 0.05
        assert finding.interval is not None
        assert finding.interval.low > 0 or finding.interval.high < 0


@pytest.mark.parametrize(("where", "bad"), list(product(("p", "statistic"), (math.nan, math.inf))))
def test_a_number_that_is_none_is_refused(where: str, bad: float) -> None:
    with pytest.raises(ValidationError):
        a_finding(**{where: bad})


def test_a_finding_survives_json_to_the_digit() -> None:
    finding = a_finding(p=1 / 3, midp=0.1 + 0.2, effect=Effect(name="somers_d", value=-2 / 7))
    assert Finding.model_validate_json(finding.model_dump_json()) == finding
