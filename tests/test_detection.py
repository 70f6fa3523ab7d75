"""What a finding could have shown, where it can be told by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from made_up_rounds import by_counts, codebook, made_up_round

from ros_analysis.analysis.detection import with_detectable
from ros_analysis.analysis.findings import Finding, Tally
from ros_analysis.analysis.significance import factor_finding
from ros_analysis.survey import EPJ, SIZE

ROUND = made_up_round(2020, by_counts(green=11, yellow=7, red=5, silent=3, epj=["A", "B", "C", "A"] * 5))


def test_eight_single_steps_must_all_go_the_same_way() -> None:
    # 8–0 has p = 2/256 and 7–1 has 18/256, so 80 % power needs each step to go that way with 0.8 ** (1/8).
    rows = (
        Tally(name="green", green=4, yellow=8, red=0),
        *(Tally(name=one, green=0, yellow=0, red=0) for one in "yr"),
    )
    finding = with_detectable(Finding(question="change", n=12, p=0.5, groups=rows), None)
    assert finding.detectable is not None
    assert finding.detectable.pairs == pytest.approx(0.8 ** (1 / 8), abs=0.001)


def test_five_steps_can_never_show_a_change() -> None:
    rows = (
        Tally(name="green", green=4, yellow=5, red=0),
        *(Tally(name=one, green=0, yellow=0, red=0) for one in "yr"),
    )
    finding = with_detectable(Finding(question="change", n=9, p=0.0625, groups=rows), None)
    assert finding.detectable is not None
    assert finding.detectable.pairs is None


def test_twenty_three_answers_find_only_strong_relations() -> None:
    size = with_detectable(factor_finding(ROUND.zones, SIZE, codebook()), ROUND.zones).detectable
    epj = with_detectable(factor_finding(ROUND.zones, EPJ, codebook()), ROUND.zones).detectable
    assert size is not None
    assert size.value == pytest.approx(0.35, abs=0.03)
    assert size.pairs == pytest.approx(0.76, abs=0.03)
    assert epj is not None
    assert epj.pairs is not None
    assert epj.pairs > 0.8


def all_of_norway() -> pd.DataFrame:
    """The made-up county sixteen times over, each municipality with a population of its own."""
    zones = pd.concat([ROUND.zones] * 16, ignore_index=True).head(357)
    return zones.assign(
        number=[f"{n:04}" for n in range(1001, 1358)], population=range(1_000, 358_000, 1_000)
    )


def test_a_round_too_large_to_count_through_has_a_detectable_effect_all_the_same() -> None:
    """By hand: tau of n pairs without ties has a standard deviation of 2 / (3√n), so that 80 % power at n = 318
    needs (1,96 + 0,84) × 2 / (3√318) = 0,105."""
    zones = all_of_norway()
    assert zones["zone"].notna().sum() == 318
    size = with_detectable(factor_finding(zones, SIZE, codebook()), zones).detectable
    assert size is not None
    assert size.value == pytest.approx(0.105, abs=0.02)
    epj = with_detectable(factor_finding(zones, EPJ, codebook()), zones).detectable
    assert epj is not None
    assert epj.value is not None
    assert 0.1 < epj.value < 0.5


@pytest.mark.parametrize(
    "finding", [Finding(question="size", n=5, reason="one_zone"), Finding(question="change", n=23, p=0.2)]
)
def test_what_was_not_tested_on_municipalities_has_no_detectable_effect(finding: Finding) -> None:
    assert with_detectable(finding, None) == finding
