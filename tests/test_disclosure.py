"""What the public edition may show, each limit by hand (docs/decisions/0006-public-edition.md)."""

from __future__ import annotations

from itertools import combinations
from math import comb

import pandas as pd
import pytest

from ros_analysis.analysis.findings import Finding
from ros_analysis.disclosure import Disclosed, public, verdicts
from ros_analysis.disclosure.shown import CAUTION, may_show_share
from ros_analysis.survey.codebook import LEVELS
from ros_analysis.survey.settings import Counts

MATRIX = pd.DataFrame({1: [9]}, dtype="Int64")
GOOD = [[5, 3, 0], [2, 6, 2]]
"""Three and four outside the largest level."""


def counts(green: int, yellow: int, red: int, undetermined: int = 0) -> Counts:
    answered = green + yellow + red + undetermined
    return Counts(
        invited=max(answered, 1),
        answered=answered,
        green=green,
        yellow=yellow,
        red=red,
        undetermined=undetermined,
    )


def frame(rows: list[list[int]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(LEVELS)[: len(rows[0])], dtype="Int64")


def shown(
    zones: Counts,
    levels: list[list[int]] = GOOD,
    likelihood: list[list[int]] = GOOD,
    consequence: list[list[int]] = GOOD,
    caution: int = CAUTION,
) -> Disclosed:
    everything = Disclosed(zones, frame(levels), frame(levels), MATRIX)
    return public(everything, [frame(likelihood), frame(consequence)], caution)


@pytest.mark.parametrize(
    ("zones", "may"),
    [
        ((11, 7, 5), True),
        ((5, 3, 0), True),
        ((5, 2, 1), True),
        ((0, 3, 20), True),
        ((5, 2, 0), False),
        ((21, 1, 1), False),
        ((23, 0, 0), False),
        ((0, 0, 0), False),
        ((5, 0, 0, 3), False),  # the three may all be green
        ((5, 2, 0, 9), False),
        ((5, 3, 0, 9), True),
    ],
)
def test_zones_are_shown_when_three_are_outside_the_largest(zones: tuple[int, ...], may: bool) -> None:
    assert (shown(counts(*zones)).zones is not None) == may


def test_a_known_service_group_of_five_wants_eight_outside() -> None:
    assert shown(counts(11, 7, 0), caution=CAUTION + 5).zones is None
    assert shown(counts(11, 8, 0), caution=CAUTION + 5).zones is not None


@pytest.mark.parametrize("row", [[8, 2, 0], [10, 0, 0], [0, 0, 0], [0, 1, 1]])
def test_one_area_that_is_too_alike_hides_them_all(row: list[int]) -> None:
    found = shown(counts(5, 3, 2), [*GOOD, row])
    assert found.zones is not None
    assert (found.levels, found.medians, found.matrix) == (None, None, None)


def test_areas_are_never_shown_without_the_zones() -> None:
    assert shown(counts(9, 1, 0)) == Disclosed(zones=None)


@pytest.mark.parametrize("alike", ["likelihood", "consequence"])
def test_six_who_all_say_consequence_four_hide_the_matrix_alone(alike: str) -> None:
    found = shown(counts(5, 3, 2), **{alike: [[6, 0, 0], *GOOD]})  # type: ignore[arg-type]
    assert found.levels is not None
    assert found.matrix is None
    assert shown(counts(5, 3, 2)).matrix is MATRIX


@pytest.mark.parametrize(
    ("k", "n", "may"),
    [(3, 6, True), (2, 6, False), (4, 6, False), (0, 9, False), (9, 9, False), (3, 23, True)],
)
def test_a_share_is_shown_when_neither_side_is_nearly_nobody(k: int, n: int, may: bool) -> None:
    assert may_show_share(k, n, CAUTION) == may


FOUND = [
    Finding(question="size", kind="number", n=20, verdict="related"),
    Finding(question="epj", kind="group", n=20, verdict="related"),
    Finding(question="change", kind="change", n=18, verdict="related"),
]


@pytest.mark.parametrize(
    ("zones", "told"),
    [
        ((12, 4, 4), True),
        ((11, 8, 0), False),
        ((13, 4, 3), False),
        ((20, 0, 3), False),
        ((12, 4, 4, 9), True),
    ],
)
def test_a_verdict_on_size_is_told_of_twenty_answers_with_eight_outside(
    zones: tuple[int, ...], told: bool
) -> None:
    found = verdicts(FOUND, shown(counts(*zones)), CAUTION)
    assert found == ({"size": "related"} if told else {})


def test_no_verdict_is_told_where_the_zones_are_hidden() -> None:
    assert verdicts(FOUND, shown(counts(23, 1, 0)), CAUTION) == {}


def test_if_three_of_23_are_red_and_that_goes_with_size_nine_are_sure_not_to_be() -> None:
    """Why eight: all 1771 ways that three of 23 can be red, by the sum of their ranks (Wilcoxon, exact)."""
    ways = list(combinations(range(23), 3))
    off = [abs(sum(way) - 33) for way in ways]
    related = [
        way for way, own in zip(ways, off, strict=True) if 3 * sum(d >= own for d in off) / len(ways) < 0.05
    ]
    assert set(range(23)) - {who for way in related for who in way} == set(range(7, 16))


def test_if_eight_of_23_are_red_and_that_goes_with_a_system_of_five_all_five_are() -> None:
    """Why systems have none: related after Holm only when all five are red (hypergeometric, by hand)."""
    ways = [comb(5, k) * comb(18, 8 - k) / comb(23, 8) for k in range(6)]
    p = [sum(other for other in ways if other <= own * (1 + 1e-7)) for own in ways]
    assert [k for k in range(6) if 3 * p[k] < 0.05] == [5]
