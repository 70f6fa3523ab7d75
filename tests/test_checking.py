"""`ros check` tells what was read, dropped, repaired and refused, and never a personal value."""

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from own_files import ANSWERS, NUMBERS, book, form, text
from rich.table import Table
from typer.testing import CliRunner, Result

from ros_analysis import Round
from ros_analysis.app.cli import app
from ros_analysis.app.verdicts import shown
from ros_analysis.report import tables
from ros_analysis.report.blocks import Blocks
from ros_analysis.rounds.checking import check
from ros_analysis.survey.folders import Folders, file_fingerprint
from ros_analysis.survey.problems import UNREAD

DATA = Path(__file__).parents[1] / "data"
SHORT = [f"{part}{n}" for n in NUMBERS for part in "SK"]
COLUMNS = "\n".join(
    [
        '[columns]\nmunicipality = "Kommune"',
        *("[columns.likelihood]", *(f'{n} = "S{n}"' for n in NUMBERS)),
        *("[columns.consequence]", *(f'{n} = "K{n}"' for n in NUMBERS)),
    ]
)


def ros(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A data folder with a survey of Møre og Romsdal and no round."""
    raw = tmp_path / "raw"
    shutil.copytree(DATA / "raw" / "register", raw / "register")
    shutil.copy(DATA / "raw" / "codebook.toml", raw)
    (raw / "mr" / "2020").mkdir(parents=True)
    shutil.copy(DATA / "raw" / "more-og-romsdal" / "survey.toml", raw / "mr")
    return tmp_path


def settle(own: Path, paths: list[Path], columns: str = COLUMNS) -> None:
    """round.toml for files that lie in the round's folder."""
    files = [f'[[file]]\npath = "{path.name}"\nsha256 = "{file_fingerprint(path)}"' for path in paths]
    (own / "raw/mr/2020/round.toml").write_text("\n".join(["year = 2020", *files, columns]), encoding="utf-8")


def verdict(own: Path, *options: str) -> dict[str, Any]:
    result = ros("check", "mr", 2020, "--json", "--data", own, *options)
    told: dict[str, Any] = json.loads(result.stdout)
    assert result.exit_code == (0 if told["accepted"] else 1)
    return told


def test_what_became_of_every_row_of_the_example(tmp_path: Path) -> None:
    result = ros("check", "eksempelfylket", "--json", "--data", DATA)
    told = json.loads(result.stdout)
    assert (result.exit_code, told["schema"], told["accepted"]) == (0, 1, True)
    first, second, third = told["rounds"]
    assert (first["answered"], first["invited"], len(first["silent"])) == (33, 36, 3)
    assert (second["answered"], second["invited"], len(second["silent"])) == (23, 26, 3)
    assert (third["answered"], third["invited"], len(third["silent"])) == (24, 27, 3)
    assert (len(third["files"]), sum(file["rows_kept"] for file in third["files"])) == (25, 24)
    (file,) = first["files"]
    assert (file["tool"], file["encoding"], file["delimiter"]) == ("SurveyXact", "cp1252", ";")
    assert file["rows_kept"] == 33
    assert {drop["rule"]: drop["count"] for drop in file["rows_dropped"]} == {
        "unanswered": 3,
        "test_name": 1,
        "superseded_answer": 1,
    }


def test_repairs_are_counted_by_rule_with_warnings_first(own: Path) -> None:
    told = json.loads(ros("check", "eksempelfylket", 2020, "--json", "--data", DATA).stdout)
    repairs = told["rounds"][0]["files"][0]["repairs"]
    severities = [repair["severity"] for repair in repairs]
    assert severities == sorted(severities, reverse=True)
    assert len({repair["rule"] for repair in repairs}) == len(repairs)
    labels = next(repair for repair in repairs if repair["rule"] == "label_as_number")
    assert labels["count"] > 300
    assert labels["first"]["row"] == 3
    assert "all" not in labels
    every = json.loads(ros("check", "eksempelfylket", 2020, "--json", "--all", "--data", DATA).stdout)
    listed = {r["rule"]: len(r["all"]) for r in every["rounds"][0]["files"][0]["repairs"]}
    assert listed == {repair["rule"]: repair["count"] for repair in repairs}


def test_text_lists_each_repair_only_when_asked(own: Path) -> None:
    short = ros("check", "eksempelfylket", 2020, "--data", DATA).output
    whole = ros("check", "eksempelfylket", 2020, "--all", "--data", DATA).output
    assert len(short.splitlines()) < 15
    assert len(whole.splitlines()) > 380
    assert short.index("Advarsel") < short.index("Rettet")


def test_a_terminal_gets_a_table_and_a_pipe_gets_lines() -> None:
    found = check(Folders.at(DATA), "eksempelfylket", 2020)
    assert any(isinstance(part, Table) for part in shown(found, terminal=True))
    assert all(isinstance(part, str) for part in shown(found))


def test_all_that_is_wrong_is_told_at_once(own: Path) -> None:
    rows = [["Kommune", *SHORT], ["Molde", "#REF!", 5, *[1] * 14], ["Aukre", *[1] * 15, "2-3"]]
    folder = own / "raw/mr/2020"
    other = text(folder / "b.csv", [["Kommune", *SHORT], ["Volda", *[9] * 16]])
    settle(own, [*book(folder / "a.xlsx", {"Ark1": rows}), *other])
    first, second = verdict(own)["rounds"][0]["files"]
    told = [(problem["rule"], problem["row"], problem["column"][:1]) for problem in first["problems"]]
    assert told == [
        ("error_cell", 2, "B"),
        ("off_scale", 2, "C"),
        ("municipality_unknown", 3, "A"),
    ]
    assert [problem["rule"] for problem in second["problems"]] == ["off_scale"] * 16
    assert all(problem["remedy"] for problem in [*first["problems"], *second["problems"]])


def test_the_same_refusal_in_many_cells_is_told_once(own: Path) -> None:
    settle(own, text(own / "raw/mr/2020/a.csv", [["Kommune", *SHORT], ["Molde", *[9] * 16]]))
    short = ros("check", "mr", 2020, "--data", own).output
    assert short.count("utenfor skalaen") == 2
    assert "8 × a.csv: verdien er utenfor skalaen. Fant «9»." in short
    assert "rad 2 B, rad 2 D, rad 2 F, rad 2 H, rad 2 J …" in short
    assert ros("check", "mr", 2020, "--all", "--data", own).output.count("utenfor skalaen") == 16


def test_a_round_without_columns_gets_a_block_that_settles_it(own: Path) -> None:
    paths = text(own / "raw/mr/2020/a.csv", [["Kommune", *SHORT], ["Molde", *[1] * 16]])
    settle(own, paths, columns="")
    (file,) = verdict(own)["rounds"][0]["files"]
    assert [problem["rule"] for problem in file["problems"]] == ["required_column"]
    assert tomllib.loads(file["suggestion"])["columns"]["municipality"] == "Kommune"
    plain = ros("check", "mr", 2020, "--data", own)
    assert plain.output.count("[columns.likelihood]") == 1
    settle(own, paths, columns=file["suggestion"])
    assert verdict(own)["accepted"]


def test_a_wrong_column_gets_the_block_too(own: Path) -> None:
    paths = text(own / "raw/mr/2020/a.csv", [["Kommune", *SHORT], ["Molde", *[1] * 16]])
    settle(own, paths, columns=COLUMNS.replace('"S3"', '"S 3"'))
    (file,) = verdict(own)["rounds"][0]["files"]
    assert [problem["rule"] for problem in file["problems"]] == ["column_not_found"]
    assert '3 = "S3"' in file["suggestion"]


PERSONS = [
    "kari.nordmann@example.no",
    "Kari Nordmann",
    "91234567",
    "01010750160",
    "kari@example.no",
    "92 34 56 78",
]


def test_every_answer_that_does_not_count_is_shown(own: Path) -> None:
    rows = [[name, *[1] * 16] for name in ("Molde", "Rindal", "Heim", "Trondheim")]
    settle(own, text(own / "raw/mr/2020/svar.csv", [["Kommune", *SHORT], *rows]))
    for terminal in (False, True):
        lines = [str(part) for part in shown(check(Folders.at(own), "mr", 2020), terminal=terminal)]
        assert all(any(f"«{name}» → «utelatt" in line for line in lines) for name, *_ in rows[1:])


def test_no_personal_value_is_ever_shown(own: Path) -> None:
    head = ["E-post", "Navn", "Mobil", "Fnr", "Kommune", "Kommentar", *SHORT]
    rows = [
        [PERSONS[0], PERSONS[1], PERSONS[2], PERSONS[3], "Molde", f"Spør {PERSONS[4]}, tlf. {PERSONS[5]}", *[1] * 16],
        [PERSONS[0], PERSONS[1], PERSONS[2], PERSONS[3], PERSONS[1], PERSONS[4], *[5] * 15, PERSONS[4]],
        ["", "", "", "", PERSONS[4], "", *[1] * 16],
    ]  # fmt: skip
    settle(own, text(own / "raw/mr/2020/a.csv", [head, *rows]))
    shown_all = [
        ros("check", "mr", 2020, "--data", own, *options) for options in ([], ["--all"], ["--json", "--all"])
    ]
    for result in shown_all:
        assert result.exit_code == 1
        assert not [person for person in [*PERSONS, "Nordmann"] if person in result.output]


def test_signs_that_steer_a_terminal_are_not_passed_on(own: Path) -> None:
    rows = [["Kommune", *SHORT], ["Mol\x1b[31mde\u202e\x9b2J", *[1] * 16]]
    settle(own, text(own / "raw/mr/2020/a.csv", rows))
    result = ros("check", "mr", 2020, "--data", own)
    assert result.exit_code == 1
    assert not {"\x1b", "\u202e", "\x9b"} & set(result.output)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda raw: shutil.rmtree(raw / "register"), "municipalities.csv"),
        (lambda raw: (raw / "register" / "epj_systems.csv").unlink(), "epj_systems.csv"),
        (
            lambda raw: (raw / "register" / "population.csv").write_text("year,number\n", "utf-8"),
            "population",
        ),
        (lambda raw: (raw / "mr" / "survey.toml").write_text("name = 1", "utf-8"), "organiser"),
        (lambda raw: (raw / "mr" / "2020" / "a.csv").unlink(), "finnes ikke"),
        (lambda raw: (raw / "mr" / "2020" / "a.csv").write_text("annet", "utf-8"), "ros new-round"),
    ],
    ids=["register", "systems", "population", "survey", "file", "changed"],
)
def test_what_is_missing_or_broken_is_a_message(own: Path, spoil: Any, told: str) -> None:
    settle(own, text(own / "raw/mr/2020/a.csv", [["Kommune", *SHORT], ["Molde", *[1] * 16]]))
    spoil(own / "raw")
    result = ros("check", "mr", 2020, "--data", own)
    assert (result.exit_code, type(result.exception)) == (1, SystemExit), result.output
    assert told in result.output


def test_many_files_without_remarks_take_one_line(own: Path) -> None:
    rows = [
        [["Kommune", *SHORT], [name, *[1, 1, 2, 2, 3, 3, 4, 4] * 2]]
        for name in ("Molde", "Volda", "Ørsta", "Aure", "Sula")
    ]
    paths = [path for i, each in enumerate(rows) for path in text(own / f"raw/mr/2020/{i}.csv", each)]
    settle(own, paths)
    result = ros("check", "mr", 2020, "--data", own)
    assert "Uten merknader: 0.csv, 1.csv, 2.csv, 3.csv, 4.csv" in result.output


def forms(own: Path, sheets: dict[str, Any]) -> dict[str, Any]:
    """The verdict on a workbook of forms, columns as suggested."""
    head = {"municipality": "Kommune", "likelihood": "Sannsynlighet", "consequence": "Konsekvens"}
    columns = [f'[columns]\nmunicipality = "{head["municipality"]}"']
    columns += [
        f"[columns.{part}]\n" + "\n".join(f'{n} = "{head[part]} {n}"' for n in NUMBERS)
        for part in ("likelihood", "consequence")
    ]
    settle(own, book(own / "raw/mr/2020/skjema.xlsx", sheets), "\n".join(columns))
    told: dict[str, Any] = verdict(own)["rounds"][0]
    return told


def test_templates_and_notes_among_forms_are_left_out(own: Path) -> None:
    empty = [[cell if i < 2 else None for i, cell in enumerate(row)] for row in form("Molde")]
    template = [["Kommune:", None], [None, None, "Sannsynl.", "Konsek.", "Resultat"], *empty[6:]]
    notes = [["Purret", "1.10."], ["Ansvarlig", "sekretariatet"], ["x", "y"]]
    told = forms(own, {"Mal": template, "Notat": notes, "Svar": form("Molde"), "Smøla": template})
    assert told["accepted"]
    assert (told["answered"], "Smøla" in told["silent"]) == (1, True)
    left_out = next(r for r in told["files"][0]["repairs"] if r["rule"] == "sheets_left_out")
    assert left_out["count"] == 2


def test_an_area_that_can_t_be_read_is_named_by_its_row(own: Path) -> None:
    broken = [row if row[:1] != [4] else [44, *row[1:]] for row in form("Ørsta")]
    told = forms(own, {"Molde": form("Molde"), "Ørsta": broken})
    (problem,) = told["files"][0]["problems"]
    assert (problem["rule"], problem["sheet"], problem["row"], problem["value"]) == (
        "area_unread",
        "Ørsta",
        10,
        "44",
    )


def test_a_form_that_is_not_like_the_others_is_refused_by_its_sheet(own: Path) -> None:
    broken = [[None, "Noe annet", *row[2:]] if len(row) == 5 and row[0] else row for row in form("Ørsta")]
    told = forms(own, {"Molde": form("Molde"), "Ørsta": broken})
    assert not told["accepted"]
    assert [(p["rule"], p["sheet"]) for p in told["files"][0]["problems"]] == [
        ("sheet_unlike_others", "Ørsta")
    ]


def test_a_cell_of_a_form_is_named_where_it_stands(own: Path) -> None:
    wrong = form("Ørsta")
    wrong[8][3] = 7
    told = forms(own, {"Molde": form("Molde"), "Ørsta": wrong})
    (problem,) = told["files"][0]["problems"]
    assert (problem["sheet"], problem["row"], problem["column"]) == ("Ørsta", 9, "D «Konsekvens 3»")


def test_two_forms_that_say_the_same_municipality_are_refused(own: Path) -> None:
    other = form("Ørsta")
    other[2][1] = "Molde"
    told = forms(own, {"Molde": form("Molde"), "Ørsta": other})
    (problem,) = told["files"][0]["problems"]
    assert problem["rule"] == "no_timestamp"
    assert "ark «Molde»" in problem["remedy"]
    assert "ark «Ørsta»" in problem["remedy"]


def test_two_forms_on_one_sheet_are_never_taken_for_one(own: Path) -> None:
    told = forms(own, {"Alle": [*form("Molde"), [], *form("Ørsta")]})
    assert not told["accepted"]
    assert len(ANSWERS) == 3


def test_every_column_that_is_not_read_is_named_with_its_letter(own: Path) -> None:
    """Two areas more than the codebook's, a comment, a column without a header: none goes without a word."""
    head = ["Kommune", *SHORT, "S9", "K9", "Kommentar", None]
    path = book(own / "raw/mr/2020/a.xlsx", {"Ark1": [head, ["Molde", *[1] * 18, "bra", "x"]]})
    settle(own, path)
    told = verdict(own, "--all")["rounds"][0]
    assert told["accepted"]
    (file,) = told["files"]
    assert file["unread"] == [
        {"column": "R", "header": "S9"},
        {"column": "S", "header": "K9"},
        {"column": "T", "header": "Kommentar"},
        {"column": "U", "header": ""},
    ]
    severity = {
        r["column"]: r["severity"] for each in file["repairs"] if each["rule"] == UNREAD for r in each["all"]
    }
    assert severity == {"R «S9»": "warning", "S «K9»": "warning", "T «Kommentar»": "log", "U": "log"}
    line = "Ikke lest: kolonne R «S9», kolonne S «K9», kolonne T «Kommentar», kolonne U."
    for options in ([], ["--all"]):
        assert line in ros("check", "mr", 2020, "--data", own, *options).output


def test_what_is_told_of_columns_when_none_is_mapped_is_what_no_suggestion_uses(own: Path) -> None:
    head = ["ID", "Kommune", *SHORT, "S9", "K9"]
    settle(own, text(own / "raw/mr/2020/a.csv", [head, [1, "Molde", *[1] * 18]]), columns="")
    (file,) = verdict(own)["rounds"][0]["files"]
    assert [column["header"] for column in file["unread"]] == ["ID", "S9", "K9"]


def test_a_file_with_columns_that_are_not_read_is_not_without_remarks(own: Path) -> None:
    heads = [["Kommune", *SHORT, *(["Tiltak"] if i == 3 else [])] for i in range(5)]
    rows = [[name, *[1, 1, 2, 2, 3, 3, 4, 4] * 2] for name in ("Molde", "Volda", "Ørsta", "Aure", "Sula")]
    paths = [p for i in range(5) for p in text(own / f"raw/mr/2020/{i}.csv", [heads[i], rows[i]])]
    settle(own, paths)
    result = ros("check", "mr", 2020, "--data", own)
    assert "Uten merknader: 0.csv, 1.csv, 2.csv, 4.csv" in result.output
    assert "Ikke lest: kolonne R «Tiltak»" in result.output


def test_columns_of_a_form_that_are_not_read_are_named(own: Path) -> None:
    sheet = [
        row if len(row) < 5 else [*row, "Tiltak" if row[2] == "Sannsynl." else "Opplæring"]
        for row in form("Ørsta")
    ]
    told = forms(own, {"Molde": form("Molde"), "Ørsta": sheet})
    assert told["accepted"]
    unread = told["files"][0]["unread"]
    assert {"column": "F", "header": "Tiltak"} in unread
    assert {column["column"] for column in unread if column["header"].startswith("Resultat")} == {"E"}
    assert not [column for column in unread if column["header"][:6] in ("Sannsy", "Konsek", "Kommun")]


def test_a_name_in_a_header_is_not_passed_on(own: Path) -> None:
    head = ["Kommune", *SHORT, "Kari Nordmann", "Spør kari@example.no"]
    settle(own, text(own / "raw/mr/2020/a.csv", [head, ["Molde", *[1] * 18]]))
    for options in ([], ["--all"], ["--json", "--all"]):
        shown_text = ros("check", "mr", 2020, "--data", own, *options).output
        assert "Nordmann" not in shown_text
        assert "kari@" not in shown_text


@pytest.mark.parametrize("edition", ["internal", "public"])
def test_the_internal_report_lists_the_columns_that_are_not_read(own: Path, edition: str) -> None:
    settle(
        own, text(own / "raw/mr/2020/a.csv", [["Kommune", *SHORT, "S9", "Notat"], ["Molde", *[1] * 17, "x"]])
    )
    block = tables.repairs(Round("mr", 2020, edition, folders=Folders.at(own)))
    assert isinstance(block, Blocks)
    assert bool(block.items) is (edition == "internal")
    if block.items:
        assert block.items[1].plain().splitlines()[1:] == [
            "Kolonne\tOverskrift\tFiler",
            "R\tS9\t1",
            "S\tNotat\t1",
        ]


def test_nothing_is_listed_where_every_column_is_read(own: Path) -> None:
    settle(own, text(own / "raw/mr/2020/a.csv", [["Kommune", *SHORT], ["Molde", *[1] * 16]]))
    assert not isinstance(tables.repairs(Round("mr", 2020, "internal", folders=Folders.at(own))), Blocks)
    assert "Ikke lest" not in ros("check", "mr", 2020, "--data", own).output
