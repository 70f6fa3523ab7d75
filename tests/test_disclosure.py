"""What the public edition may show, each limit by hand (docs/decisions/0006-public-edition.md)."""

from __future__ import annotations

import pandas as pd
import pytest

from ros_analysis.codebook import LEVELS
from ros_analysis.disclosure import CAUTION, Shown, may_show_share, public, verdicts
from ros_analysis.findings import Finding
from ros_analysis.settings import Counts

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
) -> Shown:
    everything = Shown(zones, frame(levels), frame(levels), MATRIX)
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
    assert shown(counts(9, 1, 0)) == Shown(zones=None)


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


def test_verdicts_are_told_from_twenty_answers_on_whatever_they_are() -> None:
    found = [
        Finding(question="size", n=20, verdict="related"),
        Finding(question="epj", n=0, verdict="untestable"),
        Finding(question="change", n=18, verdict="related"),
    ]
    assert verdicts(found, 20) == {"size": "related", "epj": "untestable"}
    assert verdicts(found, 19) is None
