"""Workbooks: what Excel hides, merges, colours, computes and turns into dates."""

from __future__ import annotations

import pickle
import re
import zipfile
from collections.abc import Callable
from copy import deepcopy
from datetime import date, datetime
from pathlib import Path

import pytest
from export_files import cells, problems, rules
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from own_files import read_export

from ros_analysis.exports import kind_of
from ros_analysis.exports.workbook import cell_text

Write = Callable[..., Path]
HEAD: list[object] = ["Kommune", "Sannsynlighet", "Konsekvens"]
TABLE = [HEAD, ["Fjordvik", 2, 4], ["Ålvik", 1, 3]]
CELLS = [("Fjordvik", "2", "4"), ("Ålvik", "1", "3")]


@pytest.mark.parametrize(
    ("value", "number_format", "text", "kind"),
    [
        (1505.0, "General", "1505", ""),
        (301, "0000", "0301", ""),
        (29.6, "0.00", "29.6", "decimal"),
        (0.1 + 0.2, "General", "0.3", "decimal"),
        (True, "General", "TRUE", ""),
        (datetime(2026, 3, 2), "dd.mmm", "2026-03-02", ""),
        (datetime(2020, 9, 10, 12, 5), "dd.mm.yyyy hh:mm", "2020-09-10T12:05:00", ""),
        (date(2020, 9, 10), "General", "2020-09-10", ""),
        ("  Fjordvik\u00a0", "General", "Fjordvik", ""),
    ],
)
def test_cells_as_text(value: object, number_format: str, text: str, kind: str) -> None:
    said = cell_text(value, number_format)
    assert (said, kind_of(said)) == (text, kind)
    assert kind_of(deepcopy(said)) == kind_of(pickle.loads(pickle.dumps(said))) == kind


def test_the_one_sheet_with_a_table_is_read(sheet: Write) -> None:
    table = read_export(sheet({"Merknader": [["Husk å purre"]], "Svar": TABLE, "Om": [["a"], ["b"]]}))
    assert (table.sheet, cells(table)) == ("Svar", CELLS)
    assert rules(table)["sheets_left_out"] == "log"


def test_two_sheets_with_tables_are_refused_until_one_is_named(sheet: Write) -> None:
    path = sheet({"Nord": TABLE, "Sør": TABLE})
    (problem,) = problems(path)
    assert (problem.rule, problem.allowed) == ("sheet_unclear", "«Nord», «Sør»")
    assert read_export(path, sheet="Sør").sheet == "Sør"
    assert problems(path, sheet="Øst")[0].rule == "sheet_unclear"


@pytest.mark.parametrize("sheets", [{"Svar": [HEAD]}, {"Svar": [HEAD], "Om": [["a"]]}])
def test_a_header_without_answers_is_said_to_have_none(sheet: Write, sheets: dict[str, object]) -> None:
    (problem,) = problems(sheet(sheets))
    assert problem.rule == "no_table"
    assert "under overskriften" in problem.remedy


def test_a_formula_that_shows_0_is_told_from_a_written_0(sheet: Write, tmp_path: Path) -> None:
    def write(page: Worksheet) -> None:
        page["D2"] = "=B2*C2"

    path, stored = sheet({"Svar": [[*HEAD, "Resultat"], ["Fjordvik", 2, 0]]}, write), tmp_path / "lagret.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(stored, "w") as target:
        for name in source.namelist():
            content = re.sub(rb"</f><v ?/>|</f><v></v>", b"</f><v>0</v>", source.read(name))
            target.writestr(name, content)
    (row,) = read_export(stored).rows
    assert (row.cells, [*map(kind_of, row.cells[2:])]) == (("Fjordvik", "2", "0", "0"), ["", "formula"])


def test_hidden_rows_and_columns_are_kept_and_counted(sheet: Write) -> None:
    def hide(page: Worksheet) -> None:
        page.row_dimensions[2].hidden = True
        page.column_dimensions["C"].hidden = True

    table = read_export(sheet({"Svar": TABLE}, hide))
    assert cells(table) == CELLS
    assert {r.before for r in table.repairs if r.severity == "warning"} == {
        "skjulte rader: 1",
        "skjulte kolonner: 1",
    }


def test_a_hidden_sheet_gives_way_to_a_visible_one(sheet: Write) -> None:
    def hide(page: Worksheet) -> None:
        page.sheet_state = "hidden" if page.title == "Gammel" else "visible"

    assert read_export(sheet({"Gammel": TABLE, "Svar": TABLE}, hide)).sheet == "Svar"


def test_formula_without_value_and_error_cells_are_refused_with_all_addresses(sheet: Write) -> None:
    path = sheet({"Svar": [HEAD, ["Fjordvik", "=1+1", 4], ["Ålvik", "#REF!", "#N/A"]]})
    found = {(problem.rule, problem.place.column, problem.place.row) for problem in problems(path)}
    assert found == {("formula_without_value", "B", 2), ("error_cell", "B", 3), ("error_cell", "C", 3)}


def test_errors_in_a_sheet_that_is_not_read_do_not_matter(sheet: Write) -> None:
    assert cells(read_export(sheet({"Notat": [["=1+1"]], "Svar": TABLE}))) == CELLS


def test_an_answer_that_is_only_a_colour_is_refused(sheet: Write) -> None:
    def paint(page: Worksheet) -> None:
        page["C3"].fill = PatternFill("solid", fgColor="FFFF0000")
        page["A1"].fill = page["B1"].fill = PatternFill("solid", fgColor="FF00B050")

    (problem,) = problems(sheet({"Svar": [HEAD, ["Fjordvik", 2, 4], ["Ålvik", 1, None]]}, paint))
    assert (problem.rule, problem.place.column, problem.place.row) == ("colour_only", "C", 3)


@pytest.mark.parametrize(
    ("colour", "painted"), [("FFD9D9D9", False), ("FFDCE6F1", False), ("FFFFFFFF", False)]
)
def test_grey_blue_and_white_shading_is_no_answer(sheet: Write, colour: str, painted: bool) -> None:
    def shade(page: Worksheet) -> None:
        page["C3"].fill = PatternFill("solid", fgColor=colour)

    assert (
        cells(read_export(sheet({"Svar": [HEAD, ["Fjordvik", 2, 4], ["Ålvik", 1, None]]}, shade)))[1][2] == ""
    )


def test_a_row_shaded_in_one_colour_is_no_answer(sheet: Write) -> None:
    def shade(page: Worksheet) -> None:
        for at in ("A3", "B3", "C3"):
            page[at].fill = PatternFill("solid", fgColor="FFFFFF00")

    assert len(read_export(sheet({"Svar": [HEAD, ["Fjordvik", 2, 4], ["Ålvik", 1, None]]}, shade)).rows) == 2


def test_merged_answers_are_written_out_with_a_warning(sheet: Write) -> None:
    def merge(page: Worksheet) -> None:
        page.merge_cells("A2:A3")

    table = read_export(
        sheet({"Svar": [["Kommune", "Område", "S"], ["Fjordvik", 1, 2], [None, 2, 3]]}, merge)
    )
    assert cells(table) == [("Fjordvik", "1", "2"), ("Fjordvik", "2", "3")]
    assert rules(table)["merged_cells"] == "warning"


def test_a_text_file_named_xlsx_is_refused(text: Write) -> None:
    (problem,) = problems(text("Kommune;Svar\nFjordvik;1\n", "svar.xlsx"))
    assert (problem.rule, ".csv" in problem.remedy) == ("not_a_workbook", True)


def test_a_workbook_named_csv_is_read(sheet: Write) -> None:
    assert cells(read_export(sheet({"Svar": TABLE}, name="svar.csv"))) == CELLS


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("content", "name", "rule"),
    [
        (OLE + "Workbook".encode("utf-16-le"), "svar.xls", "old_xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "svar.xlsx", "encrypted"),
        (b"PK\x03\x04 not a zip", "svar.xlsx", "damaged_workbook"),
        (b"%PDF-1.7", "svar.csv", "foreign_format"),
        (b"<html><table>", "svar.xls", "foreign_format"),
        (b"$FL2@(#) SPSS", "svar.csv", "foreign_format"),
        (b"", "svar.csv", "empty_file"),
        (b"\xef\xbb\xbf\r\n", "svar.csv", "empty_file"),
        (b"a;b", "~$svar.xlsx", "lock_file"),
        (b";;;\n;;;\n", "svar.csv", "no_table"),
    ],
)
def test_other_formats_are_refused_with_the_way_out(
    text: Write, content: bytes, name: str, rule: str
) -> None:
    (problem,) = problems(text(content, name))
    assert (problem.rule, bool(problem.remedy)) == (rule, True)
