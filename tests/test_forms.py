"""The form goes out, comes back filled in, and is read; and who has not answered is told."""

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from ros_analysis import Round
from ros_analysis.app.cli import app
from ros_analysis.rounds import NeedsAnswers
from ros_analysis.survey import Folders, NotFoundError

DATA = Path(__file__).parents[1] / "data"
STEPS = ["likelihood", "consequence"]


def ros(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """The made-up county as it was before the round of 2020."""
    data = tmp_path / "data"
    shutil.copytree(DATA / "raw", data / "raw")
    shutil.rmtree(data / "raw" / "eksempelfylket" / "2020")
    return data


@pytest.fixture
def forms(before: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "skjema"
    made = ros("form", "eksempelfylket", 2020, "--each", "--with-last", "--to", folder, "--data", before)
    assert made.exit_code == 0, made.output
    return folder


def chosen_from(sheet: Any) -> dict[str, list[str]]:
    """Cell → what Excel lets one choose there."""
    found = {}
    for rule in sheet.data_validations.dataValidation:
        low, high = rule.formula1.replace("$", "").split(":")
        steps = [cell.value for (cell,) in sheet[low:high]]
        found |= {str(cell).partition(":")[0]: steps for cell in rule.sqref.ranges}
    return found


def answer(path: Path, likely: list[int | None], serious: list[int | None], epj: str) -> None:
    """Fill in a form as a person does: choose from each cell's list."""
    book = openpyxl.load_workbook(path)
    sheet: Any = book.active
    start = next(cell.row for cell in sheet["C"] if cell.value == "Sannsynlighet")
    lists = chosen_from(sheet)
    for column, values in (("C", likely), ("D", serious)):
        for row, value in enumerate(values, start + 1):
            if value is not None:
                sheet[f"{column}{row}"] = lists[f"{column}{row}"][value - 1]
    sheet["B6"] = epj
    book.save(path)


def whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def returned(forms: Path, folder: Path) -> None:
    """The forms of those who answered in 2020, with what they answered."""
    folder.mkdir()
    this = Round("eksempelfylket", 2020, "internal", folders=Folders.at(DATA))
    for number, own in this.answers.groupby("number"):
        (path,) = forms.glob(f"{number} *.xlsx")
        values = [[whole(value) for value in own.sort_values("area")[side]] for side in STEPS]
        (epj,) = this.zones.loc[this.zones["number"] == number, "epj"]
        answer(path, *values, epj)
        shutil.move(path, folder / path.name)


def test_what_is_asked_in_the_form_comes_back_as_it_was_answered(
    forms: Path, before: Path, tmp_path: Path
) -> None:
    back = tmp_path / "svar"
    returned(forms, back)
    placed = ros("new-round", "eksempelfylket", 2020, back, "--data", before)
    assert placed.exit_code == 0, placed.output
    again = Round("eksempelfylket", 2020, "internal", folders=Folders.at(before))
    shipped = Round("eksempelfylket", 2020, "internal", folders=Folders.at(DATA))
    keys = ["number", "area"]
    pd.testing.assert_frame_equal(
        again.answers.sort_values(keys)[[*keys, *STEPS, "result", "level"]].reset_index(drop=True),
        shipped.answers.sort_values(keys)[[*keys, *STEPS, "result", "level"]].reset_index(drop=True),
    )
    assert again.zones["epj"].tolist() == shipped.zones["epj"].tolist()
    assert again.repairs.query("severity == 'warning'")["rule"].tolist() == ["missing_blank"]


def test_a_form_that_was_made_for_another_year_is_refused(before: Path, tmp_path: Path) -> None:
    made = ros("form", "eksempelfylket", 2023, "--each", "--to", tmp_path / "f", "--data", before)
    assert made.exit_code == 0, made.output
    (path,) = (tmp_path / "f").glob("* Fagerhamn.xlsx")
    answer(path, [1, 2, 3, 4] * 2, [2] * 8, "Gerica")
    placed = ros("new-round", "eksempelfylket", 2020, path, "--data", before)
    assert placed.exit_code == 1
    assert "tittelen sier 2023, men runden er 2020" in placed.output


@pytest.mark.parametrize(
    ("file", "read"),
    [
        ("ROS 2020 {} kommune.xlsx", True),
        ("{}_svar_2020 (2).xlsx", True),
        ("Skjema {} og Storvatn.xlsx", False),
        ("svar 1.xlsx", False),
    ],
)
def test_a_form_says_whose_it_is_in_its_files_name_alone(
    file: str, read: bool, forms: Path, before: Path, tmp_path: Path
) -> None:
    (path,) = forms.glob("* Fagerhamn.xlsx")
    answer(path, [1, 2, 3, 4] * 2, [2] * 8, "Gerica")
    book = openpyxl.load_workbook(path)
    sheet: Any = book.active
    sheet["A5"], sheet["B5"] = None, None
    nameless = tmp_path / file.format("Fagerhamn")
    book.save(nameless)
    placed = ros("new-round", "eksempelfylket", 2020, nameless, "--data", before)
    assert (placed.exit_code == 0) == read, placed.output
    if read:
        again = Round("eksempelfylket", 2020, "internal", folders=Folders.at(before))
        assert again.zones[again.zones["answered"]]["name"].tolist() == ["Fagerhamn"]
        assert "named_by_sheet" in again.repairs["rule"].tolist()


def test_a_cell_shows_what_the_municipality_itself_answered_last_time(forms: Path) -> None:
    last = Round("eksempelfylket", 2018, "internal", folders=Folders.at(DATA)).answers
    stayed = sorted(set(last["number"]) & {path.name.partition(" ")[0] for path in forms.iterdir()})
    assert len(stayed) > 10
    sheet: Any = openpyxl.load_workbook(next(forms.glob(f"{stayed[0]} *.xlsx"))).active
    said = [rule.prompt for rule in sheet.data_validations.dataValidation]
    own = last[last["number"] == stayed[0]].sort_values("area")
    assert [text.partition(" ")[0] for text in said] == [
        *map(str, own["likelihood"]), *map(str, own["consequence"])
    ]  # fmt: skip
    assert {rule.promptTitle for rule in sheet.data_validations.dataValidation} == {"Svaret i 2018"}


def test_a_municipality_that_got_a_new_number_sees_its_own_answer_and_a_merged_one_none(
    before: Path, tmp_path: Path
) -> None:
    """Fagerhamn, 9803 in 2018, is 9899 in 2020; 9841 was three municipalities."""
    register = before / "raw" / "eksempelfylket" / "register"
    for name, was, now in (
        (
            "municipalities.csv",
            "9803,Fagerhamn,,,\n",
            "9803,Fagerhamn,,,2019-12-31\n9899,Fagerhamn,,2020-01-01,\n",
        ),
        ("successions.csv", "\n9801,9841", "\n9803,9899,2020-01-01,renumbered,whole,\n9801,9841"),
        ("population.csv", "\n2020,9803,", "\n2020,9899,"),
    ):
        text = (register / name).read_text("utf-8")
        assert was in text, name
        (register / name).write_text(text.replace(was, now), "utf-8")
    folder = tmp_path / "skjema"
    made = ros("form", "eksempelfylket", 2020, "--each", "--with-last", "--to", folder, "--data", before)
    assert made.exit_code == 0, made.output
    last = Round("eksempelfylket", 2018, "internal", folders=Folders.at(DATA)).answers
    own = last[last["number"] == "9803"].sort_values("area")
    assert [text.partition(" ")[0] for text in prompts(folder / "9899 Fagerhamn.xlsx") if text] == [
        *map(str, own["likelihood"]), *map(str, own["consequence"])
    ]  # fmt: skip
    (merged,) = folder.glob("9841 *.xlsx")
    assert not any(prompts(merged))


def prompts(path: Path) -> list[str | None]:
    sheet: Any = openpyxl.load_workbook(path).active
    return [rule.prompt for rule in sheet.data_validations.dataValidation]


def test_an_answer_on_another_scale_is_not_shown_on_this_one(before: Path, tmp_path: Path) -> None:
    codebook = before / "raw" / "codebook.toml"
    own = before / "raw" / "eksempelfylket" / "2018" / "codebook.toml"
    own.write_text(
        codebook.read_text("utf-8").replace('nb = "Sannsynlig"', 'nb = "Ganske sannsynlig"'), "utf-8"
    )
    told = ros(
        "form", "eksempelfylket", 2020, "--each", "--with-last", "--to", tmp_path / "s", "--data", before
    )
    assert isinstance(told.exception, NotFoundError)
    assert "en annen skala enn 2020" in str(told.exception)
    assert not (tmp_path / "s").exists()


def test_nobody_sees_what_another_answered_last_time(forms: Path) -> None:
    last = set(Round("eksempelfylket", 2018, "internal", folders=Folders.at(DATA)).answers["number"])
    for path in forms.iterdir():
        if path.name.partition(" ")[0] not in last:
            sheet: Any = openpyxl.load_workbook(path).active
            assert not any(rule.prompt for rule in sheet.data_validations.dataValidation)


def test_a_form_that_is_there_is_not_written_over(forms: Path, before: Path) -> None:
    path = next(forms.iterdir())
    answer(path, [1] * 8, [1] * 8, "Gerica")
    filled = path.read_bytes()
    again = ros("form", "eksempelfylket", 2020, "--each", "--to", forms, "--data", before)
    assert f"{path} finnes" in again.output
    assert path.read_bytes() == filled


def test_the_same_form_is_the_same_bytes(before: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        ros("form", "eksempelfylket", 2020, "--to", tmp_path / name, "--data", before)
    one, other = (next((tmp_path / name).iterdir()).read_bytes() for name in ("a", "b"))
    assert one == other


def test_who_is_missing_and_which_answers_have_holes(tmp_path: Path) -> None:
    told = ros("missing", "eksempelfylket", 2020, "--csv", tmp_path / "mangler.csv", "--data", DATA)
    assert told.exit_code == 0
    assert told.output.splitlines()[:4] == [
        "Ikke svart: 3 av 26.", "  9804 Storvatn", "  9808 Vardeland", "  9843 Lauvdal"
    ]  # fmt: skip
    assert "9818 Ternøy: område 8 «vet ikke»" in told.output
    rows = (tmp_path / "mangler.csv").read_text("utf-8-sig").splitlines()
    assert rows[0] == "number;name;area;missing"
    assert rows[4] == "9818;Ternøy;8;unknown"
    assert len(rows) == 5


def test_missing_of_a_round_of_counts_says_that_it_needs_answers() -> None:
    told = ros("missing", "more-og-romsdal", 2020, "--data", DATA)
    assert isinstance(told.exception, NeedsAnswers)
    assert "krever svar fra hver enkelt" in str(told.exception)
