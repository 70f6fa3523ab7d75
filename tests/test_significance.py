"""The declared tests, held against R and brute force on whole rounds."""

from __future__ import annotations

from itertools import permutations

import pandas as pd
import pytest
from made_up_rounds import by_counts, codebook, made_up_round
from scipy.stats import rankdata

from ros_analysis.analysis.findings import AREAS, AreaTest, Finding, Silent
from ros_analysis.analysis.scoring import units
from ros_analysis.analysis.significance import factor_finding, factor_test, judged, pool
from ros_analysis.survey import EPJ, FACTORS, SIZE, ZONES, Factor


def test_size_is_the_exact_kendall_test_of_r() -> None:
    # Reference case kendall_exact_ties_n10; zones 1, 2, 3 are green, yellow, red.
    population = pd.Series([12, 15, 21, 24, 33, 39, 45, 58, 70, 99])
    zones = pd.Series([3, 3, 2, 3, 1, 2, 1, 1, 2, 1])
    found = factor_test(SIZE, zones, population)
    assert found.p == pytest.approx(0.030952380952381, abs=1e-9)
    assert found.effect is not None
    assert found.effect.value == pytest.approx((5 - 28) / 45)  # concordant less discordant, of 45 pairs


def test_epj_is_the_exact_kruskal_wallis_test_of_r() -> None:
    # Reference case kw_exact_mucociliary, in one size class.
    scores = pd.Series([2.9, 3, 2.5, 2.6, 3.2, 3.8, 2.7, 4, 2.4, 2.8, 3.4, 3.7, 2.2, 2])
    systems = pd.Series([*"AAAAABBBBCCCCC"])
    found = factor_test(EPJ, scores, systems, pd.Series(["small"] * 14))
    assert found.p == pytest.approx(0.710773353630497, abs=1e-9)
    # Of A, B and C the mean is 2.84, 3.225 and 2.82; B differs most from the ten others, 3.225 − 2.83.
    assert found.effect is not None
    assert (found.effect.group, found.effect.value) == ("B", pytest.approx(3.225 - 2.83))


def test_systems_change_places_only_within_size_classes() -> None:
    scores, systems = [1.0, 4.0, 2.0, 6.0, 5.0, 3.0], [*"ABABBA"]
    classes = ["small", "small", "small", "large", "large", "large"]
    found = factor_test(EPJ, pd.Series(scores), pd.Series(systems), pd.Series(classes))

    def spread(order: tuple[str, ...]) -> float:
        ranks = list(zip(order, rankdata(scores), strict=True))
        return sum(sum(rank for name, rank in ranks if name == system) ** 2 for system in "AB")

    # By listing: every order of the six labels that leaves each class its own.
    orders = [(*small, *large) for small in permutations(systems[:3]) for large in permutations(systems[3:])]
    extreme = sum(spread(order) >= spread(tuple(systems)) - 1e-9 for order in orders)
    assert found.p == pytest.approx(extreme / len(orders))


def test_size_and_system_that_cannot_be_told_apart_are_not_tested() -> None:
    found = factor_test(EPJ, pd.Series([1.0, 2.0, 5.0, 6.0]), pd.Series([*"AABB"]), pd.Series([*"ssll"]))
    assert (found.p, found.reason) == (None, "confounded")


def test_systems_with_one_municipality_are_tested_together() -> None:
    assert list(pool(pd.Series(["A", "A", "B", "C"]))) == ["A", "A", "Annet/ukjent", "Annet/ukjent"]


def test_one_group_after_pooling_cannot_be_tested() -> None:
    zones = made_up_round(2020, by_counts(green=1, yellow=1, red=1, epj=["A", "B", "C"])).zones
    finding = factor_finding(zones, EPJ, codebook(), "score")
    assert (finding.p, finding.reason, finding.pooled) == (None, "one_group", ("A", "B", "C"))


@pytest.mark.parametrize("factor", FACTORS, ids=lambda factor: factor.name)
def test_a_factor_has_its_columns_and_a_number_its_classes(factor: Factor) -> None:
    assert {factor.column, factor.class_column or factor.column} <= set(ZONES.columns)
    assert (factor.kind == "number") == (factor.classes is not None) == bool(factor.class_column)


def test_those_left_out_are_counted() -> None:
    rows = by_counts(green=4, yellow=2, red=2, silent=3, epj=["A", "A", "B", "B", "A", "B", "A"])
    one = made_up_round(2020, rows)
    one.zones.loc[0, "zone"] = None
    one.zones.loc[1, "score"] = pd.NA
    size, epj = (factor_finding(one.zones, factor, codebook(), "score") for factor in FACTORS)
    assert (size.n, size.left_out.silent, size.left_out.no_score) == (7, 3, 1)
    assert (epj.n, epj.left_out.no_value) == (6, 1)
    assert factor_finding(one.zones, SIZE, codebook(), "zone").left_out.undetermined == 1


def test_groups_hold_the_counts_behind_a_finding() -> None:
    one = made_up_round(2020, by_counts(green=2, yellow=2, red=2, epj=["A", "B", "A", "B", "A", "C"]))
    epj = factor_finding(one.zones, EPJ, codebook(), "score")
    groups = {group.name: (group.green, group.yellow, group.red) for group in epj.groups}
    assert groups == {"A": (1, 1, 1), "B": (1, 1, 0), "Annet/ukjent": (0, 0, 1)}
    small = factor_finding(one.zones, SIZE, codebook(), "score").groups[0]
    assert (small.name, small.n) == ("small", 4)  # populations 1 000 … 4 000


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (by_counts(green=0, yellow=0, red=0, silent=3), "no_answers"),
        (by_counts(green=5, yellow=0, red=0), "one_level"),
        ([("9801", 500, None, "red"), ("9802", 500, None, "green")], "one_group"),
    ],
)
def test_what_cannot_be_tested_says_why(rows: list, reason: str) -> None:
    finding = factor_finding(made_up_round(2020, rows).zones, SIZE, codebook(), "score")
    assert (finding.p, finding.reason) == (None, reason)


def test_a_perfect_order_is_related_with_an_interval_away_from_zero() -> None:
    # Seven smallest red, seven in the middle yellow, seven largest green: D = −(7·7·3) / (21·20/2) = −0.7.
    zones = pd.Series([2.0] * 7 + [1.0] * 7 + [0.0] * 7)
    found = factor_test(SIZE, zones, pd.Series(range(1_000, 22_000, 1_000)))
    assert found.effect is not None
    assert found.effect.value == pytest.approx(-0.7)
    assert found.interval is not None
    assert found.interval.low < -0.7 < found.interval.high < 0
    (size,) = judged([Finding(question="size", kind="number", n=21, **vars(found))])
    assert size.verdict == "related"


def test_holm_leaves_out_a_test_that_could_never_have_found_anything() -> None:
    could = Finding(question="size", kind="number", n=20, p=0.02, midp=0.02, smallest_p=1e-6)
    never = Finding(question="change", kind="change", n=4, p=0.125, midp=0.06, smallest_p=0.125)
    found = judged([could, never])
    assert [(finding.p_holm, finding.tests) for finding in found] == [(pytest.approx(0.02), 1), (None, 1)]


def test_holm_counts_only_what_could_be_tested() -> None:
    def one(question: str, p: float | None) -> Finding:
        return Finding(question=question, kind="number", n=20, p=p, midp=p, smallest_p=1e-6)

    found = judged([one("size", 0.02), one("epj", None), one("change", 0.03)])
    assert [finding.p_holm for finding in found] == [pytest.approx(0.04), None, pytest.approx(0.04)]
    assert [finding.tests for finding in found] == [2, 2, 2]
    assert [finding.verdict for finding in found] == ["related", "untestable", "related"]


def test_the_range_over_the_silent_is_adjusted_beside_the_other_tests() -> None:
    size = Finding(question="size", kind="number", n=20, p=0.01, midp=0.01, smallest_p=1e-6)
    epj = size.but(question="epj", kind="group", p=0.02, midp=0.02, silent=Silent(k=2, low=0.002, high=0.03))
    silent = judged([size, epj])[1].silent
    # Holm of (0.01, 0.002): 2 × 0.002; of (0.01, 0.03): the larger stays as it is.
    assert silent is not None
    assert (silent.low_holm, silent.high_holm) == (pytest.approx(0.004), pytest.approx(0.03))


def test_an_area_is_named_only_when_it_stands_after_holm_too() -> None:
    areas = tuple(
        AreaTest(area=n, factor="epj", n=20, p_adjusted=p) for n, p in ((1, 0.01), (2, 0.03), (3, 0.4))
    )
    asked = Finding(question=AREAS, kind="areas", n=20, p=0.01, areas=areas)
    alone, beside = judged([asked]), judged([asked, Finding(question="size", kind="number", n=20, p=0.6)])
    assert [one.area for one in alone[0].named_areas] == [1, 2]
    assert [one.area for one in beside[0].named_areas] == [1]  # 2 × 0.03 is above 0.05


def test_municipalities_that_share_a_service_are_one_unit() -> None:
    one = made_up_round(
        2020, by_counts(green=4, yellow=0, red=4, epj=["A", "A", "A", "B", "B", "B", "A", "A"])
    )
    one.zones["service"] = ["north", "north", None, None, "south", "south", "west", "west"]
    found = factor_finding(one.zones, EPJ, codebook(), "score")
    # Units: north (A, green), one of A and one of B alone (green), south (B, red) and west (A, red).
    assert (found.n, found.services, found.left_out.mixed) == (5, 3, 0)
    one.zones.loc[5, "epj"] = "A"
    found = factor_finding(one.zones, EPJ, codebook(), "score")
    assert (found.n, found.left_out.mixed, found.left_out.no_value) == (4, 2, 0)


def test_a_service_that_nobody_answers_for_is_silent_not_mixed() -> None:
    one = made_up_round(2020, by_counts(green=3, yellow=0, red=3, silent=2))
    one.zones["epj"] = ["A", "A", "B", "A", "B", "B", "A", "B"]
    one.zones["service"] = [*[None] * 6, "north", "north"]
    left = factor_finding(one.zones, EPJ, codebook(), "score").left_out
    assert (left.silent, left.mixed, left.no_value) == (2, 0, 0)


def test_a_service_has_the_mean_score_of_its_members() -> None:
    one = made_up_round(2020, by_counts(green=1, yellow=0, red=1, epj=["A", "A"]))
    zones = one.zones.assign(service="north", risk=one.zones["score"])
    assert units(zones, EPJ)["risk"].tolist() == [(1 + 53 / 8) / 2]
    assert len(units(zones, SIZE)) == 2
