"""The declared tests, held against R on whole rounds."""

from __future__ import annotations

import pandas as pd
import pytest
from made_up_rounds import by_counts, codebook, made_up_round

from ros_analysis.analysis.findings import Finding
from ros_analysis.analysis.significance import factor_finding, factor_test, judged, pool
from ros_analysis.survey import EPJ, FACTORS, SIZE, ZONES, Factor


def test_size_is_the_exact_kendall_test_of_r() -> None:
    # Reference case kendall_exact_ties_n10; zones 1, 2, 3 are green, yellow, red.
    population = pd.Series([12, 15, 21, 24, 33, 39, 45, 58, 70, 99])
    zones = pd.Series([3, 3, 2, 3, 1, 2, 1, 1, 2, 1]).map({1: "green", 2: "yellow", 3: "red"})
    found = factor_test(SIZE, zones, population)
    assert found.p == pytest.approx(0.030952380952381, abs=1e-9)
    assert found.effect is not None
    assert found.effect.value == pytest.approx((5 - 28) / 45)  # concordant less discordant, of 45 pairs


def test_epj_is_the_exact_kruskal_wallis_test_of_r() -> None:
    # Reference case exact_epj_3x3_float_ties: rows green, yellow, red; columns the systems.
    table = {"A": (6, 2, 1), "B": (3, 3, 1), "C": (2, 2, 3)}
    rows = [
        (zone, system)
        for system, counts in table.items()
        for zone, count in zip(("green", "yellow", "red"), counts, strict=True)
        for _ in range(count)
    ]
    zones, systems = (pd.Series(column) for column in zip(*rows, strict=True))
    found = factor_test(EPJ, zones, systems)
    assert found.statistic == pytest.approx(2.85185185185186, abs=1e-8)
    assert found.p == pytest.approx(0.25669061050674, abs=1e-8)
    assert found.midp == pytest.approx(0.249771967163275, abs=1e-8)
    assert found.smallest_p == pytest.approx(8.23648017079176e-07, abs=1e-8)
    assert found.effect is not None
    assert found.effect.value == pytest.approx((2.85185185185186 - 2) / 20)


def test_systems_with_one_municipality_are_tested_together() -> None:
    assert list(pool(pd.Series(["A", "A", "B", "C"]))) == ["A", "A", "Annet/ukjent", "Annet/ukjent"]


def test_one_group_after_pooling_cannot_be_tested() -> None:
    zones = made_up_round(2020, by_counts(green=1, yellow=1, red=1, epj=["A", "B", "C"])).zones
    finding = factor_finding(zones, EPJ, codebook())
    assert (finding.p, finding.reason, finding.pooled) == (None, "one_group", ("A", "B", "C"))


def test_a_system_never_shows_less_than_no_relation() -> None:
    found = factor_test(EPJ, pd.Series(["green", "red"] * 4), pd.Series(["A", "A", "B", "B"] * 2))
    assert found.effect is not None
    assert found.effect.value == 0.0


@pytest.mark.parametrize("factor", FACTORS, ids=lambda factor: factor.name)
def test_a_factor_has_its_columns_and_a_number_its_classes(factor: Factor) -> None:
    assert {factor.column, factor.class_column or factor.column} <= set(ZONES.columns)
    assert (factor.kind == "number") == (factor.classes is not None) == bool(factor.class_column)


def test_those_left_out_are_counted() -> None:
    rows = by_counts(green=4, yellow=2, red=2, silent=3, epj=["A", "A", "B", "B", "A", "B", "A"])
    one = made_up_round(2020, rows)
    one.zones.loc[0, "zone"] = None
    size, epj = factor_finding(one.zones, SIZE, codebook()), factor_finding(one.zones, EPJ, codebook())
    assert (size.n, size.left_out.silent, size.left_out.undetermined) == (7, 3, 1)
    assert (epj.n, epj.left_out.no_value) == (6, 1)


def test_groups_hold_the_counts_behind_a_finding() -> None:
    one = made_up_round(2020, by_counts(green=2, yellow=2, red=2, epj=["A", "B", "A", "B", "A", "C"]))
    epj = factor_finding(one.zones, EPJ, codebook())
    groups = {group.name: (group.green, group.yellow, group.red) for group in epj.groups}
    assert groups == {"A": (1, 1, 1), "B": (1, 1, 0), "Annet/ukjent": (0, 0, 1)}
    small = factor_finding(one.zones, SIZE, codebook()).groups[0]
    assert (small.name, small.n) == ("small", 4)  # populations 1 000 … 4 000


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (by_counts(green=0, yellow=0, red=0, silent=3), "no_answers"),
        (by_counts(green=5, yellow=0, red=0), "one_zone"),
        ([("9801", 500, None, "red"), ("9802", 500, None, "green")], "one_group"),
    ],
)
def test_what_cannot_be_tested_says_why(rows: list, reason: str) -> None:
    finding = factor_finding(made_up_round(2020, rows).zones, SIZE, codebook())
    assert (finding.p, finding.reason) == (None, reason)


def test_a_perfect_order_has_no_interval_and_the_exact_test_decides() -> None:
    # Seven smallest red, seven in the middle yellow, seven largest green: every unit agrees alike, so that the
    # jackknife has no variance. D = −(7·7·3) / (21·20/2) = −0.7.
    zones = pd.Series(["red"] * 7 + ["yellow"] * 7 + ["green"] * 7)
    found = factor_test(SIZE, zones, pd.Series(range(1_000, 22_000, 1_000)))
    assert found.effect is not None
    assert found.effect.value == pytest.approx(-0.7)
    assert found.interval is None
    (size,) = judged([Finding(question="size", n=21, **vars(found))])
    assert size.verdict == "related"


def test_holm_leaves_out_a_test_that_could_never_have_found_anything() -> None:
    could = Finding(question="size", n=20, p=0.02, midp=0.02, smallest_p=1e-6)
    never = Finding(question="change", n=4, p=0.125, midp=0.06, smallest_p=0.125)
    found = judged([could, never])
    assert [(finding.p_holm, finding.tests) for finding in found] == [(pytest.approx(0.02), 1), (None, 1)]


def test_holm_counts_only_what_could_be_tested() -> None:
    def one(question: str, p: float | None) -> Finding:
        return Finding(question=question, n=20, p=p, midp=p, smallest_p=1e-6)

    found = judged([one("size", 0.02), one("epj", None), one("change", 0.03)])
    assert [finding.p_holm for finding in found] == [pytest.approx(0.04), None, pytest.approx(0.04)]
    assert [finding.tests for finding in found] == [2, 2, 2]
    assert [finding.verdict for finding in found] == ["related", "untestable", "related"]
