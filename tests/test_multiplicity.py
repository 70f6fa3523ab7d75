"""Holm and Benjamini–Hochberg, held against R's p.adjust."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference_cases import cases, close

from ros_analysis.exact.results import benjamini_hochberg, holm

SOME_TESTED = st.lists(st.none() | st.floats(0, 1), max_size=12)


@cases("p_adjust")
def test_adjusted_as_by_r(case: dict[str, Any]) -> None:
    assert holm(case["input"]["p"]) == close(case, "holm")
    assert benjamini_hochberg(case["input"]["p"]) == close(case, "bh")


@given(SOME_TESTED)
def test_untested_questions_stay_and_do_not_count(ps: list[float | None]) -> None:
    for adjust in (holm, benjamini_hochberg):
        found = adjust(ps)
        assert [p is None for p in found] == [p is None for p in ps]
        assert [p for p in found if p is not None] == adjust([p for p in ps if p is not None])


@given(SOME_TESTED)
def test_adjusting_never_makes_a_finding_surer(ps: list[float | None]) -> None:
    tested = [p for p in ps if p is not None]
    for p, bh, family in zip(tested, benjamini_hochberg(tested), holm(tested), strict=True):
        assert bh is not None
        assert family is not None
        assert p <= bh + 1e-12
        assert bh <= family + 1e-12 <= 1 + 2e-12


def test_a_missing_number_was_not_tested() -> None:
    assert holm([float("nan"), 0.03]) == [None, 0.03]


@pytest.mark.parametrize("p", [-0.01, 1.01])
def test_what_is_not_a_p_value_is_refused(p: float) -> None:
    with pytest.raises(ValueError, match="mellom 0 og 1"):
        holm([0.5, p])
