"""A round cleaned: one answer per municipality, by rules that can be read off the repairs."""

from collections.abc import Sequence
from datetime import datetime
from itertools import product

import pandas as pd
import pytest
from cleaning_desk import AREAS, COLUMNS, DESK, HEADERS, table
from hypothesis import given, settings
from hypothesis import strategies as st

from ros_analysis.cleaning.round import Cleaned
from ros_analysis.exports.plain import CellText, PlainTable
from ros_analysis.survey.contract import ANSWERS, RESPONDENTS, checked

ORSTA = {"Kommune": "Ørsta"}


def results(cleaned: Cleaned, number: str = "1520") -> list[int | None]:
    column = cleaned.answers.loc[cleaned.answers["number"] == number, "result"]
    return [None if pd.isna(value) else int(value) for value in column]


def test_answers_and_respondents_follow_the_contract() -> None:
    cleaned = DESK.clean(
        table({**ORSTA, "EPJ": "Profil", "Sone": "gul", "Tid": "2020-09-20 12:00", "S8": "vet ikke"})
    )
    checked(cleaned.answers, ANSWERS, "answers")
    checked(cleaned.respondents, RESPONDENTS, "respondents")
    assert results(cleaned) == [2] * 7 + [None]
    assert cleaned.answers["missing"].tolist() == [""] * 7 + ["unknown"]
    assert cleaned.respondents.to_dict("records") == [
        {
            "number": "1520",
            "epj": "Visma Profil",
            "zone_given": "yellow",
            "answered_at": pd.Timestamp(2020, 9, 20, 12),
        }
    ]


def test_the_latest_complete_answer_wins_over_a_later_one_with_gaps() -> None:
    cleaned = DESK.clean(
        table(
            {**ORSTA, "Tid": "2020-09-01 10:00", "S1": "2"},
            {**ORSTA, "Tid": "2020-09-02 10:00", "S1": "3"},
            {**ORSTA, "Tid": "2020-09-03 10:00", "S1": "4", "S2": ""},
        )
    )
    assert results(cleaned)[0] == 6
    kept = cleaned.repairs[cleaned.repairs["rule"] == "superseded_answer"]
    assert kept["row"].tolist() == [2, 4]
    assert kept["after"].str.startswith("brukt: rad 3").all()


def test_without_a_complete_answer_the_latest_wins() -> None:
    cleaned = DESK.clean(
        table(
            {**ORSTA, "Tid": "2020-09-02 10:00", "S1": "3", "S2": ""},
            {**ORSTA, "Tid": "2020-09-01 10:00", "S1": "4", "S2": ""},
        )
    )
    assert results(cleaned)[:2] == [6, None]


def test_two_answers_at_the_same_moment_are_refused() -> None:
    both = {**ORSTA, "Tid": "2020-09-02 10:00"}
    (problem,) = DESK.problems(table(both, {**both, "S1": "4"}))
    assert problem.rule == "no_timestamp"
    assert "rad 2: 2 2 2 2 2 2 2 2; rad 3: 8 2 2 2 2 2 2 2" in problem.remedy


def test_the_worst_of_several_is_taken_area_by_area() -> None:
    health = {**ORSTA, "Rolle": "Helse", "S1": "4", "S2": "1", "S3": "", "EPJ": "Gerica", "Sone": "rød"}
    it = {**ORSTA, "Rolle": "IKT", "S1": "1", "S2": "3", "S3": "2", "Sone": "grønn", "Tid": "2020-09-02"}
    cleaned = DESK.clean(table(health, it), choices={"several_answers": "worst"})
    assert results(cleaned) == [8, 6, 4, 2, 2, 2, 2, 2]
    assert cleaned.respondents.loc[0, "zone_given"] == "red"
    assert cleaned.respondents.loc[0, "epj"] == "Gerica"
    assert len(cleaned.repairs[cleaned.repairs["rule"] == "worst_of_several"]) == 2


def test_a_preferred_role_that_nobody_has_is_refused() -> None:
    rows = [{**ORSTA, "Rolle": "Helse"}, {**ORSTA, "Rolle": "IKT", "S1": "4"}]
    choices = {"several_answers": "role", "preferred_role": "Lege"}
    assert [problem.rule for problem in DESK.problems(table(*rows), choices=choices)] == ["no_such_role"]


def test_former_units_of_one_municipality_answer_for_it_where_that_is_chosen() -> None:
    rows = [{"Kommune": "Molde"}, {"Kommune": "Nesset", "S1": "4"}, {"Kommune": "Midsund", "S2": "4"}]
    cleaned = DESK.clean(table(*rows), choices={"former_units": "whole_unit", "several_answers": "worst"})
    assert results(cleaned, "1506")[:3] == [8, 8, 2]


def test_a_municipality_that_was_split_is_never_mapped() -> None:
    problems = DESK.problems(table({"Kommune": "1507"}), year=2024, choices={"former_units": "whole_unit"})
    assert [problem.rule for problem in problems] == ["municipality_former"]
    assert "ny 1508 Ålesund og 1580 Haram" in problems[0].message


@pytest.mark.parametrize(
    ("number", "year", "offered"), [("1507", 2024, False), ("1504", 2020, True), ("1444", 2020, True)]
)
def test_whole_unit_is_offered_only_where_it_can_help(number: str, year: int, offered: bool) -> None:
    """Ålesund of 2020 was split in 2024; the one before it went into it whole."""
    (problem,) = DESK.problems(table({"Kommune": number}), year=year)
    assert ("whole_unit" in problem.remedy) is offered
    assert ("delt" in problem.remedy) is not offered


def with_formulas(row: dict[str, str], *columns: str, headers: Sequence[str] = HEADERS) -> PlainTable:
    """A table where formulas show 0."""
    return table({**row, **dict.fromkeys(columns, CellText("0", "formula"))}, headers=headers)


def test_a_result_whose_formula_shows_0_is_left_out_where_likelihood_and_consequence_are_there() -> None:
    cleaned = DESK.clean(with_formulas({**ORSTA, "S2": "", "K2": ""}, "R1", "R2"))
    assert results(cleaned)[:3] == [2, None, 2]
    told = cleaned.repairs[cleaned.repairs["rule"] == "formula_zero"]
    assert told[["before", "after", "severity"]].to_numpy().tolist() == [["0", "ikke lest", "warning"]] * 2


@pytest.mark.parametrize("column", ["R1", "S1", "K1"])
def test_a_formula_that_shows_0_is_refused_where_it_is_the_answer(column: str) -> None:
    alone = column == "R1"
    headers = ["Kommune", *(f"R{n}" for n in AREAS)] if alone else HEADERS
    columns = {"municipality": "Kommune", "result": COLUMNS["result"]} if alone else COLUMNS
    (problem,) = DESK.problems(with_formulas(ORSTA, column, headers=headers), columns=columns)
    assert problem.rule == "formula_zero"
    assert "lagre på nytt" in problem.remedy


@pytest.mark.parametrize(
    "row", [{}, {"Kommune": "Ørsta"}, {"Kommune": "Ørsta", "EPJ": "Gerica"}, {"Kommune": "test", "S1": "1"}]
)
def test_a_round_that_nobody_has_answered_is_refused(row: dict[str, str]) -> None:
    unanswered = dict.fromkeys((f"{part}{n}" for n in AREAS for part in "SK"), "")
    (problem,) = DESK.problems(table({**unanswered, **row}))
    assert problem.rule == "no_answers"
    assert "ingen av de 26 som er spurt, har svart" in problem.message


def test_a_round_with_answers_of_other_counties_alone_says_so() -> None:
    (problem,) = DESK.problems(table({"Kommune": "Oslo"}, {"Kommune": "Bergen"}))
    assert "2 rader er fra andre enn dem" in problem.message


def test_all_problems_come_at_once() -> None:
    rows = [{**ORSTA, "S1": "9", "K8": "2-3"}, {"Kommune": "Vold", "S1": "x"}, {"Kommune": "", "S1": "1"}]
    rules = [problem.rule for problem in DESK.problems(table(*rows))]
    assert rules == ["off_scale", "between_steps", "municipality_unknown", "no_municipality"]


def test_excluded_and_silent_municipalities_are_listed() -> None:
    cleaned = DESK.clean(table({"Kommune": "Rindal"}, ORSTA))
    assert cleaned.excluded[["row", "text"]].to_numpy().tolist() == [[2, "Rindal"]]
    assert "Trøndelag" in cleaned.excluded.loc[0, "why"]
    assert len(cleaned.silent) == 25


def test_a_municipality_listed_without_answers_has_not_answered() -> None:
    blank = dict.fromkeys((f"{part}{n}" for n in AREAS for part in "SK"), "")
    cleaned = DESK.clean(table({"Kommune": "Volda", **blank}, ORSTA, {"Kommune": "", **blank, "Rolle": "x"}))
    assert cleaned.respondents["number"].tolist() == ["1520"]
    assert {"row_without_answers", "blank_row"} <= set(cleaned.repairs["rule"])


def test_a_zone_without_areas_is_an_answer() -> None:
    blank = dict.fromkeys((f"{part}{n}" for n in AREAS for part in "SK"), "")
    cleaned = DESK.clean(table({"Kommune": "Volda", **blank, "Sone": "rød"}))
    assert cleaned.respondents["zone_given"].tolist() == ["red"]


@pytest.mark.parametrize(
    ("given", "result", "level"), [("8", 8, "red"), ("gul", None, "yellow"), ("vet ikke", None, None)]
)
def test_a_result_alone_is_kept_as_given(given: str, result: int | None, level: str | None) -> None:
    cells = {**ORSTA, "S1": "", "K1": "", "R1": given}
    answer = DESK.clean(table(cells)).answers.iloc[0]
    assert (None if pd.isna(answer["result"]) else answer["result"]) == result
    assert (None if pd.isna(answer["level"]) else answer["level"]) == level
    assert answer["missing"] == ("" if level else "unknown")


def test_times_in_a_column_the_reader_did_not_know_are_read_too() -> None:
    cleaned = DESK.clean(table({**ORSTA, "Tid": "06.09.2020 kl. 15.37.20"}))
    assert cleaned.respondents["answered_at"].tolist() == [datetime(2020, 9, 6, 15, 37, 20)]


def test_a_time_that_nobody_can_read_is_refused_and_not_a_crash() -> None:
    rules = {problem.rule for problem in DESK.problems(table({**ORSTA, "Tid": "i går"}))}
    assert rules == {"mixed_dates"}


def test_the_clock_of_oslo_counts() -> None:
    cleaned = DESK.clean(table({**ORSTA, "Tid": "2020-09-30T23:30:00+00:00"}), deadline="2020-09-30")
    assert cleaned.respondents["answered_at"].tolist() == [datetime(2020, 10, 1, 1, 30)]
    assert "after_deadline" in set(cleaned.repairs["rule"])


def test_an_alias_warns_once_and_is_logged_after_that() -> None:
    rows = [{"Kommune": "Oersta", "Tid": "2020-09-01"}, {"Kommune": "oersta", "S1": "4", "Tid": "2020-09-02"}]
    repairs = DESK.clean(table(*rows)).repairs
    assert repairs.loc[repairs["rule"] == "name_alias", "severity"].tolist() == ["warning", "log"]


def test_two_files_make_one_round() -> None:
    cleaned = DESK.clean(table(ORSTA, file="a.csv"), table({"Kommune": "Volda"}, file="b.csv"))
    assert cleaned.respondents["number"].tolist() == ["1520", "1577"]


def test_a_status_column_drops_those_who_did_not_answer() -> None:
    rows = [{**ORSTA, "Rolle": "Gjennomført"}, {"Kommune": "Volda", "Rolle": "Distribuert"}]
    columns = {key: value for key, value in COLUMNS.items() if key != "role"} | {"status": "Rolle"}
    assert DESK.clean(table(*rows), columns=columns).respondents["number"].tolist() == ["1520"]


@given(st.permutations(range(6)))
@settings(max_examples=30)
def test_the_order_of_the_rows_changes_nothing(order: list[int]) -> None:
    names = ["Ørsta", "Volda", "Molde", "Sula", "Ørsta", "Molde"]
    rows = [
        {"Kommune": name, "S1": str(1 + i % 4), "Tid": f"2020-09-{10 + i} 10:00"}
        for i, name in enumerate(names)
    ]
    cleaned = DESK.clean(table(*(rows[i] for i in order)))
    assert cleaned.answers.loc[
        cleaned.answers["area"] == 1, ["number", "likelihood"]
    ].to_numpy().tolist() == [
        ["1506", 2],
        ["1520", 1],
        ["1531", 4],
        ["1577", 2],
    ]


def test_of_very_many_answers_from_one_twenty_are_listed() -> None:
    rows = [{"Kommune": "Ørsta", "S1": a, "K1": b, "S2": c} for a, b, c in product("1234", "1234", "12")]
    (problem,) = DESK.problems(table(*rows))
    assert (problem.remedy.count("rad "), "; og 12 til»" in problem.remedy) == (20, True)
