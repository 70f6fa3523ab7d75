"""Headers: found below titles, joined over several lines, made one line; refused where it can't be told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from export_files import cells, problems, rules
from openpyxl.worksheet.worksheet import Worksheet
from own_files import read_export
from pydantic import ValidationError

from ros_analysis.exports import PlainTable, years_of
from ros_analysis.survey.settings import RawFile

Write = Callable[..., Path]


def headers(table: PlainTable) -> list[str]:
    return [column.header for column in table.columns]


def test_titles_and_blank_lines_above_the_header_are_left_out_and_logged(text: Write) -> None:
    table = read_export(
        text("ROS 2020;;;\n\nUttrekk 1.10.2020;;;\nKommune;A;B;C\nFjordvik;1;2;3\nÅlvik;1;2;3\n")
    )
    assert headers(table) == ["Kommune", "A", "B", "C"]
    assert {"title_lines", "blank_rows"} <= rules(table).keys()


def test_line_breaks_double_spaces_and_hard_spaces_become_one_space(text: Write) -> None:
    assert (
        headers(read_export(text('Kommune;"Hvor  sann-\n\u00a0synlig"\nFjordvik;1\n')))[1]
        == "Hvor sann- synlig"
    )


def test_a_header_that_may_take_two_lines_is_refused_until_header_rows_is_given(text: Write) -> None:
    path = text("Kommune;1. Varsling;;2. Adresser;\n;S;K;S;K\nFjordvik;1;2;3;4\n")
    assert [problem.rule for problem in problems(path)] == ["header_rows_unclear"]
    table = read_export(path, header_rows=2)
    assert headers(table) == [
        "Kommune",
        "1. Varsling [S]",
        "1. Varsling [K]",
        "2. Adresser [S]",
        "2. Adresser [K]",
    ]
    assert cells(table) == [("Fjordvik", "1", "2", "3", "4")]


def test_variable_names_above_questions_are_refused_until_header_rows_is_given(text: Write) -> None:
    path = text("v_1;v_2;v_3\nKommune?;Hvor sannsynlig?;Hvor alvorlig?\nFjordvik;1;2\n")
    assert problems(path)[0].rule == "header_rows_unclear"
    assert headers(read_export(path, header_rows=2))[1] == "v_2 [Hvor sannsynlig?]"


def test_header_rows_must_be_one_two_or_three(text: Write) -> None:
    with pytest.raises(ValidationError, match="header_rows"):
        RawFile(path="svar.csv", sha256="0" * 64, header_rows=4)
    assert problems(text("a;b\n1;2\n"), header_rows=3)[0].rule == "no_rows"


def test_repeated_headers_are_kept_each_with_its_letter(text: Write) -> None:
    table = read_export(text("Kommune;Svar;svar;B\nFjordvik;1;2;3\n"))
    assert [(column.letter, column.header) for column in table.columns[1:3]] == [("B", "Svar"), ("C", "svar")]


def test_totals_below_the_answers_are_dropped_with_a_warning(text: Write) -> None:
    table = read_export(text("Kommune;A;B\nFjordvik;1;2\nSumvik;1;2\n;;\nSum;2;4\nSnitt:;1;2\n"))
    assert [row.cells[0] for row in table.rows] == ["Fjordvik", "Sumvik"]
    assert table.dropped == ((5, "total_row"), (6, "total_row"))
    assert [repair.before for repair in table.repairs if repair.rule == "total_row"] == [
        "Sum; 2; 4",
        "Snitt:; 1; 2",
    ]


def test_a_total_among_the_answers_is_left_for_cleaning_to_refuse(text: Write) -> None:
    assert len(read_export(text("Kommune;A\nSum;1\nFjordvik;2\n")).rows) == 2


def test_a_note_below_a_blank_line_is_dropped_without_being_shown(text: Write) -> None:
    table = read_export(text("Kommune;A;B\nFjordvik;1;2\n\nSpør Kari Nordmann\n"))
    note = next(repair for repair in table.repairs if repair.rule == "note_row")
    assert (table.dropped, note.before, note.severity) == (((4, "note_row"),), "tegn: 18", "warning")


def test_a_municipality_without_answers_is_no_note(text: Write) -> None:
    assert len(read_export(text("Kommune;A;B\nFjordvik;1;2\nÅlvik;;\n")).rows) == 2


def test_blank_rows_and_columns_at_the_end_are_left_out(text: Write) -> None:
    table = read_export(text("Kommune;A;;\nFjordvik;1;;\n;;;\n;;;\n"))
    assert (headers(table), cells(table)) == (["Kommune", "A"], [("Fjordvik", "1")])
    assert rules(table)["blank_rows"] == "log"


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("ros-2018.csv", {2018}),
        ("ROS_2018 (2).xlsx Ark1", {2018}),
        ("data-123-2021-03-01-1200.csv", set()),
        ("hentet 05.01.2021", set()),
        ("ROS 2018-2020", set()),
        ("ROS 2018 og 2020", set()),
        ("svar.csv", set()),
    ],
)
def test_a_name_is_of_the_one_year_that_it_says(name: str, year: set[int]) -> None:
    assert years_of(name) == year


def test_a_whole_line_in_one_cell_is_refused(sheet: Write) -> None:
    (problem,) = problems(sheet({"Svar": [["Kommune;R1;R2"], ["Fjordvik;1;2"]]}))
    assert (problem.rule, problem.place.column) == ("row_in_one_cell", "A")


def test_blank_columns_between_leave_the_letters_of_the_others(sheet: Write) -> None:
    table = read_export(sheet({"Svar": [[None, "Kommune", None, "S", "K"], [None, "Fjordvik", None, 1, 2]]}))
    assert [column.letter for column in table.columns] == ["B", "D", "E"]
    assert cells(table) == [("Fjordvik", "1", "2")]


def test_cells_merged_downwards_give_the_height_of_the_header(sheet: Write) -> None:
    def merge(page: Worksheet) -> None:
        for area in ("A1:A2", "C1:C2"):
            page.merge_cells(area)

    rows = [["Kommune", "1. Varsling", "EPJ"], [None, "Sannsynlighet", None], ["Fjordvik", 1, "Gerica"]]
    table = read_export(sheet({"Svar": rows}, merge))
    assert headers(table) == ["Kommune", "1. Varsling [Sannsynlighet]", "EPJ"]


def test_header_rows_given_by_hand_win_over_the_tools_own(text: Write) -> None:
    path = text("lfdn;dispcode;v_1\n1;31;Fjordvik\n")
    assert headers(read_export(path)) == ["lfdn", "dispcode", "v_1"]
    three = text("Nr;Status;Kommune\nNr;Status;Navn\nlfdn;dispcode;v_1\n1;31;Fjordvik\n", "tre.csv")
    assert headers(read_export(three, header_rows=1))[2] == "Kommune"
    assert headers(read_export(three))[2] == "Kommune [Navn]"


GROUPS = ";;Sannsynlighet;;Konsekvens;"
ITEMS = "Kommune;EPJ;Dagtid;Natt;Dagtid;Natt"
JOINED = ["Sannsynlighet [Dagtid]", "Sannsynlighet [Natt]", "Konsekvens [Dagtid]", "Konsekvens [Natt]"]
SAID = ["Fjordvik;Gerica;1;2;3;4", "Ålvik;Profil;2;2;1;1", "Storøya;Gerica;4;3;2;2"]


def written(*lines: str) -> str:
    return "\n".join([*lines, ""])


@pytest.mark.parametrize(
    "said", [SAID, SAID[:1], [line.replace("1", "Lav").replace("2", "Høy") for line in SAID]]
)
@pytest.mark.parametrize("above", [[], ["ROS 2020;;;;;"], ["ROS 2020;;;;;", ";;;;;"]])
def test_a_sparse_upper_line_is_header_and_no_answer_is(
    text: Write, said: list[str], above: list[str]
) -> None:
    """Merged cells saved as CSV."""
    table = read_export(text(written(*above, GROUPS, ITEMS, *said)), header_rows=2)
    assert headers(table) == ["Kommune", "EPJ", *JOINED]
    assert [row.cells[0] for row in table.rows] == [line.partition(";")[0] for line in said]


def test_a_sparse_upper_line_of_a_workbook_is_header_too(sheet: Write) -> None:
    rows: list[list[object]] = [[cell or None for cell in line.split(";")] for line in (GROUPS, ITEMS, *SAID)]
    table = read_export(sheet({"Svar": rows}), header_rows=2)
    assert headers(table)[2:] == JOINED
    assert len(table.rows) == 3


def test_numbers_of_areas_below_a_sparse_line_are_header(text: Write) -> None:
    head = ["Kommune;Sannsynlighet;;;;Konsekvens;;;", ";1;2;3;4;1;2;3;4"]
    table = read_export(
        text(written(*head, "Fjordvik;1;2;3;4;1;2;3;4", "Ålvik;1;1;1;1;2;2;2;2")), header_rows=2
    )
    assert headers(table)[1] == "Sannsynlighet [1]"
    assert [row.cells[0] for row in table.rows] == ["Fjordvik", "Ålvik"]


@pytest.mark.parametrize("head", [[ITEMS], [GROUPS, ITEMS], ["Tidsmerke;Kommune;Dagtid;Natt;Dagtid;Natt"]])
def test_more_header_rows_than_there_are_never_take_an_answer(text: Write, head: list[str]) -> None:
    path = text(written(*head, *SAID))
    (problem,) = problems(path, header_rows=len(head) + 1)
    assert (problem.rule, problem.place.row) == ("header_rows_take_answers", len(head) + 1)


def test_the_only_answer_is_never_taken_for_header(text: Write) -> None:
    path = text(written("Kommune;Dagtid;Natt", "Fjordvik;Lav;Høy"))
    assert [problem.rule for problem in problems(path, header_rows=2)] == ["header_rows_take_answers"]


def test_a_header_of_words_over_words_is_as_tall_as_it_is_said_to_be(text: Write) -> None:
    head = ["Svarer;Del en;Del en;Del to", "Kommune;Dagtid;Natt;Dagtid"]
    table = read_export(text(written(*head, "Fjordvik;Lav;Høy;Lav", "Ålvik;Høy;Lav;Lav")), header_rows=2)
    assert headers(table)[1:] == ["Del en [Dagtid]", "Del en [Natt]", "Del to [Dagtid]"]
    assert len(table.rows) == 2
