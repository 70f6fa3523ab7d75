"""Files are put in a round's place, or added to it, without an answer being lost unseen."""

import tomllib
from pathlib import Path

import pytest
from own_files import NUMBERS, text
from test_onboarding import SURVEY, files, own, place, ros  # noqa: F401

from ros_analysis.rounds.intake import take_in
from ros_analysis.survey.folders import Folders

HEAD = ["Kommune", *(f"S{n}" for n in NUMBERS), *(f"K{n}" for n in NUMBERS)]
ALL = {"Molde": 1, "Volda": 2, "Ørsta": 3}


def answers(path: Path, given: dict[str, int], *, holes: int = 0) -> list[Path]:
    """One row a municipality with one and the same step everywhere; the last `holes` cells empty."""
    rows = [[name, *[step] * (16 - holes), *[""] * holes] for name, step in given.items()]
    return text(path, [HEAD, *rows])


def results(own: Path) -> dict[str, int]:  # noqa: F811
    intake = take_in(Folders.at(own), SURVEY, 2020)
    names = dict(zip(intake.zones["number"], intake.zones["name"], strict=True))
    return {names[number]: int(rows["result"].iloc[0]) for number, rows in intake.answers.groupby("number")}


@pytest.fixture
def round_of_three(own: Path, files: Path) -> Path:  # noqa: F811
    assert place(own, answers(files / "alle.csv", ALL)).exit_code == 0
    return own / "raw" / SURVEY / "2020"


def test_a_late_answer_must_not_take_the_place_of_all_the_others(
    own: Path,  # noqa: F811
    files: Path,  # noqa: F811
    round_of_three: Path,
) -> None:
    before = {path.name: path.read_bytes() for path in round_of_three.iterdir()}
    result = place(own, answers(files / "sein.csv", {"Vanylven": 1}), "--replace")
    assert result.exit_code == 1
    assert all(name in result.stderr for name in ALL)
    assert "--add" in result.stderr
    assert {path.name: path.read_bytes() for path in round_of_three.iterdir()} == before


def test_answers_that_become_holes_are_lost_too(own: Path, files: Path, round_of_three: Path) -> None:  # noqa: F811
    result = place(own, answers(files / "hull.csv", ALL, holes=1), "--replace")
    assert result.exit_code == 1
    assert "Molde (1 områder)" in result.stderr


def test_a_correction_that_leaves_answers_out_loses_them(
    own: Path,  # noqa: F811
    files: Path,  # noqa: F811
    round_of_three: Path,
) -> None:
    correction = answers(files / "hull.csv", {"Molde": 3}, holes=1)
    result = place(own, correction, "--add")
    assert result.exit_code == 1
    assert "Molde (1 områder)" in result.stderr
    assert "Skriv også det som ikke er endret" in result.stderr
    assert place(own, correction, "--add", "--allow-loss").exit_code == 0


def test_a_correction_without_the_epj_system_loses_it(own: Path, files: Path) -> None:  # noqa: F811
    rows = [
        [*HEAD, "EPJ", "Sone"],
        ["Molde", *[1] * 16, "Gerica", "Grønn"],
        ["Volda", *[1] * 16, "Profil", ""],
    ]
    assert place(own, text(files / "alle.csv", rows)).exit_code == 0
    result = place(own, answers(files / "rettet.csv", {"Molde": 2, "Volda": 2}), "--add")
    assert result.exit_code == 1
    assert "Molde (1 fagsystem, 1 sone), Volda (1 fagsystem)" in result.stderr


def test_forms_that_came_back_empty_name_all_whose_answers_they_would_take(
    own: Path,  # noqa: F811
    files: Path,  # noqa: F811
    round_of_three: Path,
) -> None:
    result = place(own, answers(files / "tomt.csv", ALL, holes=16), "--replace")
    assert result.exit_code == 1
    assert "Molde, Ørsta, Volda" in result.stderr


def test_a_file_whose_columns_are_unclear_still_has_to_name_those_who_answered(
    own: Path,  # noqa: F811
    files: Path,  # noqa: F811
    round_of_three: Path,
) -> None:
    unclear = text(files / "uklar.csv", [["Hvem", "Q1", "Q2"], ["Molde", 1, 2]])
    result = place(own, unclear, "--replace")
    assert result.exit_code == 1
    assert "Ørsta, Volda" in result.stderr
    assert "Molde" not in result.stderr


def test_a_late_answer_is_added(own: Path, files: Path, round_of_three: Path) -> None:  # noqa: F811
    result = place(own, answers(files / "sein.csv", {"Vanylven": 4}), "--add")
    assert result.exit_code == 0, result.output
    assert results(own) == {"Molde": 1, "Volda": 4, "Ørsta": 9, "Vanylven": 16}
    assert (round_of_three / "alle.csv").is_file()


def test_a_corrected_answer_wins_and_a_repair_says_so(own: Path, files: Path, round_of_three: Path) -> None:  # noqa: F811
    assert place(own, answers(files / "rettet.csv", {"Ørsta": 1}), "--add").exit_code == 0
    assert place(own, answers(files / "igjen.csv", {"Ørsta": 2}), "--add").exit_code == 0
    assert results(own) == {"Molde": 1, "Volda": 4, "Ørsta": 4}
    repairs = take_in(Folders.at(own), SURVEY, 2020).repairs
    corrected = repairs[repairs["rule"] == "corrected_answer"]
    assert len(corrected) == 2
    assert corrected["before"].tolist() == ["9 9 9 9 9 9 9 9", "1 1 1 1 1 1 1 1"]


def test_an_added_file_may_be_laid_out_otherwise(own: Path, files: Path, round_of_three: Path) -> None:  # noqa: F811
    head = ["Kommunenavn", *(f"K{n}" for n in NUMBERS), *(f"S{n}" for n in NUMBERS)]
    other = text(files / "annen.csv", [head, ["Vanylven", *[1] * 8, *[3] * 8]])
    assert place(own, other, "--add").exit_code == 0
    assert results(own)["Vanylven"] == 3


@pytest.mark.parametrize("how", ["--replace", "--add"])
def test_columns_named_by_letter_are_not_taken_to_have_stayed_where_a_column_came_in(
    own: Path,  # noqa: F811
    files: Path,  # noqa: F811
    how: str,
) -> None:
    asked = [f"q{n}" for n in range(16)]
    assert place(own, text(files / "a.csv", [["Kommune", *asked], ["Molde", *[1] * 16]])).exit_code == 1
    settings = own / "raw" / SURVEY / "2020" / "round.toml"
    parts = {"likelihood": "BCDEFGHI", "consequence": "JKLMNOPQ"}
    lines = [
        line
        for part, letters in parts.items()
        for line in (f"[columns.{part}]", *(f'{n} = "kolonne {x}"' for n, x in enumerate(letters, 1)))
    ]
    settings.write_text("\n".join([settings.read_text("utf-8"), *lines]), "utf-8")
    assert ros("check", SURVEY, 2020, "--data", own).exit_code == 0
    same = text(files / "b.csv", [["Kommune", *asked], ["Molde", *[2] * 16]])
    assert place(own, same, how).exit_code == 0
    moved = text(files / "c.csv", [["Kommune", "Ansatte", *asked], ["Molde", 3, *[2] * 16]])
    assert "round.toml sier ikke hvilke kolonner" in place(own, moved, how).output


def test_two_answers_in_a_round_that_nobody_called_a_correction_are_still_refused(
    own: Path,  # noqa: F811
    files: Path,  # noqa: F811
) -> None:
    paths = [*answers(files / "a.csv", {"Molde": 1}), *answers(files / "b.csv", {"Molde": 2})]
    assert place(own, paths).exit_code == 1


def test_what_is_replaced_is_kept(own: Path, files: Path, round_of_three: Path) -> None:  # noqa: F811
    before = {path.name: path.read_bytes() for path in round_of_three.iterdir()}
    assert place(own, answers(files / "nye.csv", {**ALL, "Vanylven": 1}), "--replace").exit_code == 0
    (kept,) = (round_of_three / ".replaced").iterdir()
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == before
    assert place(own, answers(files / "nyest.csv", {**ALL, "Vanylven": 2}), "--replace").exit_code == 0
    assert len(list((round_of_three / ".replaced").iterdir())) == 2
    assert results(own)["Vanylven"] == 4


def test_those_who_shall_go_go_when_it_is_said(own: Path, files: Path, round_of_three: Path) -> None:  # noqa: F811
    result = place(own, answers(files / "to.csv", {"Molde": 1, "Volda": 1}), "--replace", "--allow-loss")
    assert result.exit_code == 0, result.output
    assert "Ikke svart" in result.output
    assert "Ørsta" in result.output


def test_a_round_keeps_the_codebook_it_was_asked_with(own: Path, files: Path, round_of_three: Path) -> None:  # noqa: F811
    shared = own / "raw" / "codebook.toml"
    assert (round_of_three / "codebook.toml").read_bytes() == shared.read_bytes()
    before = results(own)
    text_now = shared.read_text("utf-8")
    assert tomllib.loads(text_now)["rule"]["standard"]["red_from"] == 3
    shared.write_text(text_now.replace("red_from = 3", "red_from = 2"), "utf-8")
    assert results(own) == before
    assert ros("check", SURVEY, 2020, "--data", own).exit_code == 0
    folders = Folders.at(own)
    assert folders.codebook(SURVEY, 2020) == (round_of_three / "codebook.toml").resolve()
    assert folders.codebook(SURVEY, 2024) == shared.resolve()
    survey = own / "raw" / SURVEY / "codebook.toml"
    survey.write_text(text_now, "utf-8")
    assert folders.codebook(SURVEY, 2024) == survey.resolve()
