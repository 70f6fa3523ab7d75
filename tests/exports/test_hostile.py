"""Hostile and broken files: refused in the project's own words, never a crash, a hang or a file outside the folder."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from export_files import FILES, problems
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from own_files import read_export

from ros_analysis.exports import PlainTable
from ros_analysis.exports.limits import MAX_UNPACKED
from ros_analysis.rounds.intake import take_in
from ros_analysis.survey.folders import Folders
from ros_analysis.survey.problems import RefusedData

Write = Callable[..., Path]
DATA = Path(__file__).parents[2] / "data"
SHEET = "xl/worksheets/sheet1.xml"
OPEN = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
ROW = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
CLOSE = "</sheetData></worksheet>"
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def workbook(sheet: str) -> bytes:
    """A workbook whose only sheet is the XML given."""
    plain, out = io.BytesIO(), io.BytesIO()
    Workbook().save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, sheet if name == SHEET else source.read(name))
    return out.getvalue()


WORKBOOKS = {
    "archive_bomb": OPEN + ROW + " " * (MAX_UNPACKED // 4) + CLOSE,
    "forbidden_xml": '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + OPEN + ROW + CLOSE,
    "too_large": OPEN + ROW + FAR + CLOSE,
    "damaged_workbook": OPEN + ROW,
    "no_table": OPEN + "<a>" * 50_000 + "</a>" * 50_000 + CLOSE,
}
AREAS = [
    '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    '<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>',
]


@pytest.mark.parametrize("rule", WORKBOOKS)
def test_workbooks_made_to_hurt_are_refused(text: Write, rule: str) -> None:
    assert [problem.rule for problem in problems(text(workbook(WORKBOOKS[rule]), "svar.xlsx"))] == [rule]


@pytest.mark.parametrize(
    "area", [*AREAS, AREAS[0].replace("XFD1048576", "?"), AREAS[0].replace("XFD", "ZZZZZ")]
)
def test_areas_that_would_take_hours_are_refused(text: Write, area: str) -> None:
    content = workbook(OPEN + ROW + "</sheetData>" + area + "</worksheet>")
    assert problems(text(content, "svar.xlsx"))[0].rule == "too_large"


def test_a_directory_that_lies_about_sizes_does_not_help_a_bomb(text: Write) -> None:
    data = workbook(OPEN + ROW + " " * MAX_UNPACKED + CLOSE)
    at = data.rindex(SHEET.encode()) - 46
    lying = data[: at + 24] + (100).to_bytes(4, "little") + data[at + 28 :]
    assert problems(text(lying, "svar.xlsx"))[0].rule in {"damaged_workbook", "archive_bomb"}


def test_a_zip_that_is_no_workbook_is_refused(text: Write) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("content.xml", "<office/>")
    assert problems(text(out.getvalue(), "svar.ods"))[0].rule == "not_a_workbook"


PARTS = {
    "OpenDocument (.ods)": {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"},
    "binær arbeidsbok": {"[Content_Types].xml": "application/vnd.ms-excel.sheet.binary.macroEnabled.main"},
    "Word-dokument": {
        "[Content_Types].xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    },
    "Apple Numbers": {"Index/Document.iwa": ""},
    "pakket mappe": {"svar/2024.csv": "Kommune;R1"},
    "Strict Open XML": {
        "[Content_Types].xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "_rels/.rels": "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument",
    },
}


@pytest.mark.parametrize("name", ["svar.xlsx", "svar.ods", "svar.csv"])
@pytest.mark.parametrize("said", PARTS)
def test_another_kind_of_file_is_called_by_its_name_with_the_way_out(
    text: Write, said: str, name: str
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for part, content in PARTS[said].items():
            target.writestr(part, content)
    (problem,) = problems(text(out.getvalue(), name))
    assert problem.rule == "not_a_workbook"
    assert said in str(problem)
    assert "xlsx" in problem.remedy or "Excel" in problem.remedy


@pytest.mark.parametrize("main", ["xl/workbook2.xml", "xl/arbeidsbok.xml", "bok/wb.xml"])
def test_a_main_part_may_have_any_name(text: Write, main: str) -> None:
    """As some tools write it: what counts is what the list of contents says of the part."""
    plain, out = io.BytesIO(), io.BytesIO()
    book = Workbook()
    book["Sheet"].append(["Kommune", "Sannsynlighet", "Konsekvens"])
    book["Sheet"].append(["Fjordvik", 2, 4])
    book.save(plain)
    folder, _, file = main.rpartition("/")
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name).replace(b"xl/workbook.xml", main.encode())
            moved = {"xl/workbook.xml": main, "xl/_rels/workbook.xml.rels": f"{folder}/_rels/{file}.rels"}
            target.writestr(moved.get(name, name), content)
    assert read_export(text(out.getvalue(), "svar.xlsx")).rows[0].cells == ("Fjordvik", "2", "4")


@pytest.mark.parametrize(
    "content",
    [
        b";".join([b"R"] * 100_000) + b"\n" + b";".join([b"4"] * 100_000),
        b"Kommune;R1\n" + b"Fjordvik;4\n" * 20_001,
        b";".join([b"R"] * 2_000) + b"\n" + b"4;\n" * 19_000,
        b"Kommune;R1\nFjordvik;" + b"a" * 200_000,
        b'"' * 300_001,
    ],
)
def test_floods_of_text_are_refused(text: Write, content: bytes) -> None:
    assert problems(text(content))[0].rule == "too_large"


def test_a_text_may_hold_as_many_cells_as_it_has_bytes(text: Write) -> None:
    table = read_export(
        text(b";".join(b"Q%d" % i for i in range(50)) + b"\n" + (b"4;" * 49 + b"4\n") * 20_000)
    )
    assert (len(table.rows), {*table.rows[-1].cells}, table.rows[-1].number) == (20_000, {"4"}, 20_001)


def test_a_file_over_50_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "svar.csv"
    path.touch()
    os.truncate(path, 50 * 2**20 + 1)
    assert problems(path)[0].rule == "too_large"


def test_links_out_of_the_folder_and_devices_are_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("Kommune;Svar\nFjordvik;1\n", "utf-8")
    inside = tmp_path / "raw"
    inside.mkdir()
    (inside / "link.csv").symlink_to(tmp_path / "secret.csv")
    (inside / "zero.csv").symlink_to("/dev/zero")
    os.mkfifo(inside / "pipe.csv")
    found = {path.name: problems(path)[0].rule for path in inside.iterdir()}
    assert found == {"link.csv": "outside_folder", "zero.csv": "outside_folder", "pipe.csv": "no_file"}
    for name in ("missing.csv", "nul\0.csv", "x" * 300 + ".csv", ".."):
        assert problems(inside / name)[0].rule in {"no_file", "outside_folder"}


def test_a_round_reports_the_problems_of_all_its_files(tmp_path: Path) -> None:
    shutil.copytree(DATA / "raw", tmp_path / "raw")
    folder = tmp_path / "raw" / "eksempelfylket" / "2020"
    settings = (folder / "round.toml").read_text("utf-8")
    second = '[[file]]\npath = "b.xlsx"\nsha256 = "' + "0" * 64 + '"\n\n[columns]'
    settings = settings.replace('"svar.xlsx"', '"a.csv"').replace("[columns]", second, 1)
    (folder / "round.toml").write_text(settings, "utf-8")
    (folder / "a.csv").write_text("Kommune;Svar\nM�re;1\n", "utf-8")
    (folder / "b.xlsx").write_text("Kommune;Svar\nFjordvik;1\n", "utf-8")
    with pytest.raises(RefusedData) as refused:
        take_in(Folders.at(tmp_path), "eksempelfylket", 2020)
    found = {(problem.place.file, problem.rule) for problem in refused.value.problems}
    assert {("a.csv", "lost_signs"), ("b.xlsx", "not_a_workbook")} <= found


def test_no_more_than_200_problems_are_listed(text: Write) -> None:
    found = problems(text("Kommune;Svar\n" + "M�re;1\n" * 500))
    assert (len(found), found[-1].message) == (201, "… og 300 feil til.")


def outcome(path: Path) -> PlainTable | None:
    """The table, or None where the file is refused; anything else fails the test."""
    try:
        return read_export(path)
    except RefusedData:
        return None


MUTATION = st.tuples(
    st.sampled_from(["replace", "insert", "delete", "repeat"]),
    st.floats(0, 1),
    st.binary(max_size=6),
    st.integers(1, 60),
)


def mutated(data: bytes, changes: list[tuple[str, float, bytes, int]]) -> bytes:
    for kind, where, new, length in changes:
        at = int(where * len(data))
        piece = data[at : at + length]
        middle = {"replace": new, "insert": new + piece, "delete": b"", "repeat": piece * 3}[kind]
        data = data[:at] + middle + data[at + length :]
    return data


TEXTS = sorted(path for path in FILES.iterdir() if path.suffix in {".csv", ".txt"})
BOOKS = sorted(FILES.glob("*.xlsx"))
FUZZ = settings(max_examples=250, suppress_health_check=list(HealthCheck))


@FUZZ
@given(source=st.sampled_from(TEXTS), changes=st.lists(MUTATION, min_size=1, max_size=5))
def test_mutated_text_exports_are_read_or_refused(
    tmp_path: Path, source: Path, changes: list[tuple[str, float, bytes, int]]
) -> None:
    path = tmp_path / source.name
    path.write_bytes(mutated(source.read_bytes(), changes))
    table = outcome(path)
    if table is not None:
        assert all(len(row.cells) == len(table.columns) for row in table.rows)
        assert len({column.letter for column in table.columns}) == len(table.columns)


@FUZZ
@given(
    source=st.sampled_from(BOOKS), part=st.integers(0, 20), changes=st.lists(MUTATION, min_size=1, max_size=3)
)
def test_mutated_workbooks_are_read_or_refused(
    tmp_path: Path, source: Path, part: int, changes: list[tuple[str, float, bytes, int]]
) -> None:
    """Part 0 mutates the archive itself, the others one XML part inside it."""
    path = tmp_path / source.name
    if part == 0:
        path.write_bytes(mutated(source.read_bytes(), changes))
    else:
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
            chosen = sorted(old.namelist())[part % len(old.namelist())]
            for name in old.namelist():
                new.writestr(name, mutated(old.read(name), changes) if name == chosen else old.read(name))
    outcome(path)


@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(data=st.binary(max_size=200), name=st.sampled_from(["svar.csv", "svar.xlsx", "svar.txt"]))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(data)
    outcome(tmp_path / name)
