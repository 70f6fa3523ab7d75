"""Tables to take along: what is printed, as a spreadsheet understands it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import v4
from openpyxl import load_workbook

from ros_analysis.publish import download
from ros_analysis.publish.document import Document, read
from ros_analysis.report.blocks import Cover
from ros_analysis.report.exhibits import Cell, Table, TableColumn
from ros_analysis.survey.language import Words

TABLE = Table(
    id="zones",
    caption="Soner",
    columns=(
        TableColumn("name", "Kommune"),
        TableColumn("n", "Antall", group="2020"),
        TableColumn("share", "Andel", group="2020"),
        TableColumn("p", "p"),
    ),
    rows=(
        ("=HYPERLINK(1)", Cell("26\u00a0450", "red"), "48\u00a0%", "0,038"),
        ("Li", "-", "..", "\u221210"),
    ),
    source="oppdiktet",
)


def document(edition: str = "internal") -> Document:
    cover = Cover(title="Rapport", marks=("Syntetiske eksempeldata",), edition=edition)  # type: ignore[arg-type]
    cells = [v4.new_code_cell(outputs=[_shown(block)]) for block in (cover, TABLE)]
    return read(v4.new_notebook(cells=cells))


def _shown(block: Any) -> Any:
    return v4.new_output("display_data", data=block._repr_mimebundle_())


def test_numbers_are_numbers_and_look_as_they_are_printed() -> None:
    book = load_workbook(io.BytesIO(download.workbook(document())))
    assert book.sheetnames == ["Innhold", "Tabell 1"]
    assert book["Innhold"]["A1"].value == "INTERN: Rapport"
    assert book["Innhold"]["A5"].hyperlink.location == "'Tabell 1'!A1"
    sheet = book["Tabell 1"]
    texts = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert texts[1][0] == "Syntetiske eksempeldata"
    head = texts.index(["Kommune", "2020 Antall", "2020 Andel", "p"])
    assert texts[head + 1] == ["=HYPERLINK(1)", 26450, 0.48, 0.038]
    assert texts[head + 2] == ["Li", 0, "..", -10]
    assert [cell.number_format for cell in sheet[head + 2]][1:] == [download.WHOLE, "0%", "0.000"]
    assert sheet.cell(head + 2, 1).data_type == "s"


def test_the_csv_is_what_a_norwegian_spreadsheet_reads() -> None:
    assert download.as_csv(TABLE, Words("nb")).decode("utf-8-sig").splitlines() == [
        "Kommune;2020 Antall;2020 Andel;p",
        "'=HYPERLINK(1);26450;48 %;0,038",
        "Li;-;..;-10",
    ]


def test_an_internal_file_says_so_in_its_title() -> None:
    assert document("internal").title == "INTERN: Rapport"


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@given(value=st.decimals(-(10**9), 10**9, places=3))
def test_any_number_that_is_printed_is_read_back(language: str, value: Any) -> None:
    words = Words(language)
    assert download.as_number(words.number(float(value), 3), words)[0] == pytest.approx(float(value))
    assert download.as_number(words.number(int(value)), words)[0] == int(value)


@given(st.text())
def test_any_other_text_stays_as_it_is(text: str) -> None:
    value, _ = download.as_number(text, Words("nb"))
    assert value == text or isinstance(value, int | float)
