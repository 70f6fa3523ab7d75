"""Files put in others' place, or added to them, never lose an answer without its municipality being named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from own_files import ANSWERS, NUMBERS, book, pairs
from typer.testing import CliRunner, Result

from ros_analysis import Round, provenance
from ros_analysis.cli import app
from ros_analysis.folders import Folders
from ros_analysis.settings import read_round

SURVEY = "more-og-romsdal"
HEAD = [
    "Kommune",
    "Fagsystem",
    *pairs([f"Sannsynlighet {n}" for n in NUMBERS], [f"Konsekvens {n}" for n in NUMBERS]),
]
Rows = Sequence[Sequence[object]]


def row(name: str, *, blank: Sequence[int] = (), epj: bool = True, likely: int | None = None) -> list[object]:
    _, system, a, b = ANSWERS[name]
    cells = pairs([likely or value for value in a], list(b))
    kept = [None if place // 2 + 1 in blank else value for place, value in enumerate(cells)]
    return [name, system if epj else None, *kept]


def ros(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a round where Molde, Herøy and Ørsta have answered."""
    ros("new-survey", "Møre og Romsdal", "--data", tmp_path / "d")
    result = put(tmp_path / "d", "alle", [HEAD, *(row(name) for name in ANSWERS)])
    assert result.exit_code == 0, result.output
    return tmp_path / "d"


def put(data: Path, name: str, rows: Rows, *options: str) -> Result:
    files = book(data.parent / f"{name}.xlsx", {"Svar": rows})
    return ros("new-round", SURVEY, 2020, *files, *options, "--data", data)


def this(data: Path) -> Round:
    return Round(SURVEY, 2020, "internal", folders=Folders.at(data))


def folder(data: Path) -> Path:
    return data / "raw" / SURVEY / "2020"


def contents(data: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder(data).rglob("*") if path.is_file()}


def aside(data: Path) -> list[set[str]]:
    return [{path.name for path in each.iterdir()} for each in sorted((folder(data) / ".replaced").iterdir())]


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ([row("Ørsta")], "2 kommuner: Molde, Herøy."),
        ([row("Molde"), row("Ørsta"), row("Herøy", blank=(3, 4))], "1 kommune: Herøy (område 3, 4)."),
        ([row("Molde", epj=False), row("Ørsta"), row("Herøy")], "1 kommune: Molde (fagsystemet)."),
    ],
)
def test_replacing_refuses_to_lose_answers_and_names_whose(data: Path, rows: Rows, named: str) -> None:
    before = contents(data)
    refused = put(data, "ny", [HEAD, *rows], "--replace")
    assert refused.exit_code == 1
    assert f"svar ville gått tapt for {named}" in refused.stderr
    assert "--add" in refused.stderr
    assert contents(data) == before


def test_replacing_with_a_file_that_can_t_be_read_says_both(data: Path) -> None:
    refused = put(data, "ny", [["A", "B"], ["x", "y"]], "--replace")
    assert refused.exit_code == 1
    assert "3 kommuner: Molde, Herøy, Ørsta" in refused.stderr
    assert "ny.xlsx" in refused.stderr


def test_replacing_one_of_several_files_is_refused_too(data: Path) -> None:
    assert put(data, "to", [HEAD, row("Herøy", likely=1)], "--add").exit_code == 0
    refused = put(data, "ny", [HEAD, row("Molde"), row("Ørsta")], "--replace")
    assert "1 kommune: Herøy." in refused.stderr


def test_what_is_replaced_is_kept_with_settings_and_codebook(data: Path) -> None:
    old = {name: (folder(data) / name).read_bytes() for name in ("alle.xlsx", "round.toml", "codebook.toml")}
    for name in ("rettet", "igjen"):
        assert put(data, name, [HEAD, *(row(each, likely=2) for each in ANSWERS)], "--replace").exit_code == 0
    kept = {"round.toml", "codebook.toml"}
    assert aside(data) == [kept | {"alle.xlsx"}, kept | {"rettet.xlsx"}]
    first = min((folder(data) / ".replaced").iterdir())
    assert {path.name: path.read_bytes() for path in first.iterdir()} == old
    assert not (folder(data) / "alle.xlsx").exists()


def test_what_is_put_aside_is_neither_read_nor_part_of_what_a_report_is_made_from(data: Path) -> None:
    put(data, "rettet", [HEAD, *(row(each, likely=2) for each in ANSWERS)], "--replace")
    folders = Folders.at(data)
    assert folders.years(SURVEY) == [2020]
    assert this(data).counts.answered == 3
    assert not [name for name in provenance.raw_files(folders, SURVEY, 2020) if "replaced" in name]
    assert not [name for name in this(data).sources.inputs if "replaced" in name]


def test_an_added_answer_corrects_the_earlier_one_and_a_repair_says_so(data: Path) -> None:
    before = this(data).answers.query("number != '1515'")
    assert put(data, "rettet", [HEAD, row("Herøy", likely=2)], "--add").exit_code == 0
    after = this(data)
    assert set(after.answers.query("number == '1515'")["likelihood"]) == {2}
    assert after.answers.query("number != '1515'").equals(before)
    told = after.repairs.query("rule == 'corrected_answer'")
    assert list(told["severity"]) == ["warning"]
    assert (told["file"].iloc[0], told["before"].str.startswith("Herøy").iloc[0]) == ("alle.xlsx", True)
    assert "rettet.xlsx" in told["after"].iloc[0]
    assert [(file.path, file.addition) for file in after.settings.file] == [
        ("alle.xlsx", 0),
        ("rettet.xlsx", 1),
    ]


def test_the_last_of_several_additions_counts(data: Path) -> None:
    for likely in (2, 3, 1):
        assert put(data, f"nr{likely}", [HEAD, row("Molde", likely=likely)], "--add").exit_code == 0
    assert set(this(data).answers.query("number == '1506'")["likelihood"]) == {1}
    assert [file.addition for file in read_round(folder(data)).file] == [0, 1, 2, 3]


def test_an_added_answer_with_holes_where_there_were_answers_is_refused(data: Path) -> None:
    refused = put(data, "ny", [HEAD, row("Herøy", blank=(1,))], "--add")
    assert refused.exit_code == 1
    assert "Herøy (område 1)" in refused.stderr


def test_an_added_file_laid_out_otherwise_has_columns_of_its_own(data: Path) -> None:
    areas = this(data).codebook.area
    other = [*[f"Sannsynlighet: {a.text}" for a in areas], *[f"Konsekvens: {a.text}" for a in areas]]
    _, system, a, b = ANSWERS["Molde"]
    result = put(
        data, "ny", [["EPJ-system", *other, "Hvilken kommune?"], [system, *a, *b, "Vanylven"]], "--add"
    )
    assert result.exit_code == 0, result.output
    assert this(data).counts.answered == 4
    own = read_round(folder(data)).file[1].columns
    assert own is not None
    assert own.municipality == "Hvilken kommune?"


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [("alle", ["--add"], "alt i bruk"), ("ny", ["--add", "--replace"], "enten --add eller --replace")],
)
def test_what_is_asked_wrongly_changes_nothing(data: Path, name: str, options: list[str], said: str) -> None:
    before = contents(data)
    refused = put(data, name, [HEAD, row("Molde")], *options)
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert contents(data) == before


def test_a_folder_of_one_s_own_in_the_round_stays(data: Path) -> None:
    (folder(data) / "brev").mkdir()
    (folder(data) / "brev" / "svar.txt").write_text("Vi svarer i oktober.", "utf-8")
    assert put(data, "ny", [HEAD, *map(row, ANSWERS)], "--replace").exit_code == 0
    assert (folder(data) / "brev" / "svar.txt").is_file()
