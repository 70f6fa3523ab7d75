"""What other rules would have given, on rounds whose zones under each rule can be told by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_rounds import by_counts, codebook, made_up_round, round_of_heights

from ros_analysis.analysis.sensitivity import RuleRow, rule_rows


@pytest.fixture(scope="module")
def rows() -> dict[tuple[str, str, int | None, bool | None], RuleRow]:
    this = made_up_round(2020, by_counts(green=11, yellow=7, red=5, silent=3))
    found = rule_rows(this, None, (), codebook())
    return {(row.change, row.name, row.value, row.stricter): row for row in found}


# Yellow ones have three yellow areas (2 × 2 = 4); red ones three red areas (4 × 4 = 16); green ones only 1 × 1.
@pytest.mark.parametrize(
    ("rule", "zones", "moved"),
    [
        (("as_reported", "", None, None), (11, 7, 5), 0),
        (("profile", "strict", None, None), (11, 7, 5), 0),
        (("red_from", "", 2, None), (11, 7, 5), 0),
        (("red_from", "", 4, None), (11, 12, 0), 5),
        (("green_yellow_max", "", 1, None), (11, 7, 5), 0),
        (("green_yellow_max", "", 3, None), (18, 0, 5), 7),
        (("yellow_cells", "", 3, True), (11, 7, 5), 0),
        (("yellow_cells", "", 4, False), (18, 0, 5), 7),
        (("red_cells", "", 6, True), (11, 7, 5), 0),
        (("red_cells", "", 8, False), (11, 7, 5), 0),
    ],
)
def test_each_rule_moves_the_zones_it_should(
    rows: dict[tuple[str, str, int | None, bool | None], RuleRow],
    rule: tuple[str, str, int | None, bool | None],
    zones: tuple[int, int, int],
    moved: int,
) -> None:
    row = rows[rule]
    assert ((row.green, row.yellow, row.red), row.moved) == (zones, moved)
    assert len(rows) == 10


def test_the_p_values_follow_the_zones() -> None:
    this = made_up_round(2020, by_counts(green=6, yellow=0, red=6, epj=["A", "B"] * 6))
    reported, *others = rule_rows(this, None, (), codebook())
    # Population rises with the zone without exception: 2 of the 924 ways to place six red among twelve.
    assert reported.p["size"] == pytest.approx(2 / 924)
    # Only two of eight in the larger class are green: both have the same system in 30 of 70 ways, so p is never small.
    assert reported.p["epj"] is None
    all_yellow = next(row for row in others if row.change == "red_from" and row.value == 4)
    assert all_yellow.p["size"] == pytest.approx(2 / 924)  # yellow instead of red, in the same order
    assert reported.p["change"] is None


def test_a_zone_given_by_the_body_stands_under_every_rule() -> None:
    this = made_up_round(2020, by_counts(green=3, yellow=0, red=0))
    this.zones.loc[0, ["zone_given", "zone"]] = "red"
    rows = rule_rows(this, None, (), codebook())
    assert {row.red for row in rows} == {1}
    assert codebook().standard not in [codebook().rule[row.name] for row in rows if row.change == "profile"]


def test_where_every_zone_is_given_no_rule_is_tried() -> None:
    this = made_up_round(2020, by_counts(green=3, yellow=0, red=0, silent=2))
    this.zones.loc[this.zones["answered"], "zone_given"] = "red"
    assert rule_rows(this, None, (), codebook()) == ()


def test_where_only_results_are_known_the_matrix_is_not_moved() -> None:
    this = made_up_round(2020, by_counts(green=2, yellow=2, red=2))
    this.scored[["likelihood", "consequence"]] = pd.NA
    changes = {row.change for row in rule_rows(this, None, (), codebook())}
    assert changes == {"as_reported", "profile", "red_from", "green_yellow_max"}


LEVELS = st.lists(
    st.lists(st.sampled_from([1, 2, 3, 4, None]), min_size=8, max_size=8), min_size=1, max_size=6
)


@settings(max_examples=25)
@given(LEVELS)
def test_the_reported_rule_tried_again_gives_the_same_zones_as_the_scoring(
    heights: list[list[int | None]],
) -> None:
    this = round_of_heights(2020, [*heights, [1] * 8])
    stricter = codebook().model_copy(update={"profile": "strict"})
    reported, standard, *_ = rule_rows(this, None, (), stricter)
    assert (standard.change, standard.name) == ("profile", "standard")
    assert (standard.green, standard.yellow, standard.red) == (reported.green, reported.yellow, reported.red)
    assert (standard.undetermined, standard.moved) == (reported.undetermined, 0)
