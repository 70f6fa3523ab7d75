"""Answers → results → levels → zones, on rounds small enough to check by hand."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ros_analysis.analysis.scoring import score, zones
from ros_analysis.survey.codebook import Codebook, read_codebook
from ros_analysis.survey.contract import ANSWERS, RESPONDENTS, ContractError, checked

CODEBOOK: Codebook = read_codebook(Path(__file__).parents[1] / "data" / "raw" / "codebook.toml")
Pair = tuple[int, int] | None


def answers(**municipalities: list[Pair]) -> pd.DataFrame:
    rows = [
        (number[1:], area, *(pair or (None, None)), None, None, "" if pair else "blank")
        for number, pairs in municipalities.items()
        for area, pair in enumerate(pairs, 1)
    ]
    frame = pd.DataFrame(rows, columns=list(ANSWERS.columns))
    kinds = dict.fromkeys(("likelihood", "consequence", "result"), "Int64") | {"level": "str"}
    return frame.astype(kinds)


def zoned(
    frame: pd.DataFrame, given_zones: dict[str, str] | None = None, silent: tuple[str, ...] = ()
) -> pd.DataFrame:
    numbers = list(frame["number"].unique())
    respondents = pd.DataFrame(
        {
            "number": numbers,
            "epj": "Gerica",
            "zone_given": [(given_zones or {}).get(number) for number in numbers],
            "answered_at": pd.Timestamp("2020-09-10"),
        }
    ).astype({"zone_given": "str", "answered_at": "datetime64[us]", "epj": "str"})
    register = pd.DataFrame(
        [(number, f"Kommune {number}", 5000) for number in (*numbers, *silent)],
        columns=["number", "name", "population"],
    )
    found = zones(score(frame, CODEBOOK), checked(respondents, RESPONDENTS, "r"), register, CODEBOOK)
    return found.set_index("number")


GREEN, YELLOW, RED = (1, 2), (2, 3), (3, 3)


def test_result_is_likelihood_times_consequence_and_level_is_the_matrix() -> None:
    scored = score(answers(n9801=[(1, 3), (2, 2), (2, 4), (4, 4), (1, 4), None, (3, 1), (3, 2)]), CODEBOOK)
    assert scored["result"].fillna(-1).tolist() == [3, 4, 8, 16, 4, -1, 3, 6]
    assert scored["level"].fillna("").tolist() == [
        "green",
        "yellow",
        "red",
        "red",
        "yellow",
        "",
        "green",
        "yellow",
    ]


def test_three_red_areas_make_red_and_three_yellow_make_yellow() -> None:
    found = zoned(
        answers(
            n9801=[RED] * 3 + [GREEN] * 5,
            n9802=[RED] * 2 + [GREEN] * 6,
            n9803=[YELLOW] * 3 + [GREEN] * 5,
            n9804=[YELLOW] * 2 + [GREEN] * 6,
        ),
        silent=("9805",),
    )
    assert found["zone"].fillna("").tolist() == ["red", "yellow", "yellow", "green", ""]
    assert found["answered"].tolist() == [True, True, True, True, False]
    assert found.loc["9804", ["green_areas", "yellow_areas", "red_areas", "total"]].tolist() == [6, 2, 0, 24]


@pytest.mark.parametrize(
    ("pairs", "best", "worst", "zone"),
    [
        ([RED] * 3 + [None] * 5, "red", "red", "red"),
        ([YELLOW] * 3 + [GREEN] * 4 + [None], "yellow", "yellow", "yellow"),
        ([GREEN] * 7 + [None], "green", "yellow", ""),
        ([RED] * 2 + [GREEN] * 5 + [None], "yellow", "red", ""),
    ],
)
def test_a_missing_area_leaves_the_zone_open_unless_both_cases_agree(
    pairs: list[Pair], best: str, worst: str, zone: str
) -> None:
    found = zoned(answers(n9801=pairs)).loc["9801"]
    assert (found["zone_best"], found["zone_worst"]) == (best, worst)
    assert (found["zone"] if isinstance(found["zone"], str) else "") == zone


def test_a_zone_given_by_the_body_wins_over_the_rule() -> None:
    found = zoned(answers(n9801=[GREEN] * 8), {"9801": "red"}).loc["9801"]
    assert (found["zone"], found["zone_best"]) == ("red", "green")


PAIRS = st.one_of(st.none(), st.tuples(st.integers(1, 4), st.integers(1, 4)))


@settings(max_examples=20)
@given(st.lists(st.lists(PAIRS, min_size=8, max_size=8), min_size=5, max_size=9))
def test_a_missing_area_never_makes_green(given_by: list[list[Pair]]) -> None:
    found = zoned(answers(**{f"n98{place:02}": pairs for place, pairs in enumerate(given_by)}))
    for zone, pairs in zip(found["zone"], given_by, strict=True):
        assert zone != "green" or None not in pairs


def test_a_frame_outside_the_contract_is_named() -> None:
    frame = answers(n9801=[GREEN] * 8)
    frame.loc[2, "number"] = "98 0"
    with pytest.raises(ContractError, match=r"answers.*number.*rad 2.*'98 0'"):
        checked(frame, ANSWERS, "answers")
