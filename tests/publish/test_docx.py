"""The Word file says the same, with real headings, table headers and alternative texts."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import takewhile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt
from nbformat.v4 import new_markdown_cell
from sample_notebook import areas, notebook_of, shown

from ros_analysis.publish.document import Document, read
from ros_analysis.publish.docx import render
from ros_analysis.publish.docx_tables import TEXT_WIDTH, _widths, add_table
from ros_analysis.publish.ooxml import bookmark
from ros_analysis.publish.parameters import ParameterError
from ros_analysis.report.blocks import Cover, Paragraph
from ros_analysis.report.exhibits import Table, TableColumn


@pytest.fixture(scope="module")
def package(document: Document) -> bytes:
    return render(document)


@pytest.fixture(scope="module")
def word(package: bytes) -> Any:
    return docx.Document(io.BytesIO(package))


def text(paragraph: Any) -> str:
    return "".join(part.text or "" for part in paragraph.iter(qn("w:t")))


def styled(word: Any, style: str) -> list[str]:
    return [text(paragraph) for paragraph in word.element.body.iter(qn("w:p")) if paragraph.style == style]


def test_equal_content_is_equal_bytes(document: Document, package: bytes) -> None:
    assert render(document) == package


def test_headings_are_headings(word: Any) -> None:
    assert styled(word, "Title") == ["Risiko og sårbarhet i e-meldinger"]
    assert styled(word, "Heading1") == ["Sammendrag", "Soner", "Bakgrunn", "Forslag til vedtak"]
    assert styled(word, "Heading2") == ["Områdene", "Bakgrunn for saken"]


def test_a_table_repeats_its_two_header_rows(word: Any) -> None:
    table = word.tables[0]
    repeated = [bool(row._tr.findall(f".//{qn('w:tblHeader')}")) for row in table.rows]
    assert repeated == [True, True, False, False, False, False]
    assert [cell.text for cell in table.rows[0].cells] == ["Sone", "2018", "2018", "2020", "2020"]
    assert [cell.text for cell in table.rows[1].cells] == [
        "Sone",
        "Antall",
        "Andel (%)",
        "Antall",
        "Andel (%)",
    ]
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Tabell 1. Soner i to runder"


def test_a_name_or_a_date_is_not_broken_where_other_columns_are_long() -> None:
    """A letter of nine points takes about half of that, and a cell's margins eleven."""
    row = ("Fagerhamn", "4 Innkomne e-meldinger, utenom dagtid (12)", "Nummeret er lagt til døgnbemannet legevakt",
           "Virksomhetsleder pleie og omsorg", "31.12.2024", "Grønn (3)")  # fmt: skip
    headings = ("Kommune", "Område", "Tiltak", "Ansvarlig", "Frist", "Gjenstår")
    columns = tuple(TableColumn(f"c{n}", heading) for n, heading in enumerate(headings))
    table = Table("measures", "Tiltak", columns, (row,))
    widths = [width.pt for width in _widths(table, Pt(9))]
    longest = [
        max(map(len, f"{said} {heading}".split())) for said, heading in zip(row, headings, strict=True)
    ]
    assert [width >= 4.5 * n + 11 for width, n in zip(widths, longest, strict=True)] == [True] * 6
    assert sum(widths) == pytest.approx(TEXT_WIDTH)


@pytest.mark.parametrize(("rows", "kept"), [(5, 5), (40, 1)])
def test_headings_do_not_stand_alone_at_the_foot_of_a_page(rows: int, kept: int) -> None:
    """Nor is a table that fits a sheet split."""
    word = docx.Document()
    word.styles.add_style("Celle", WD_STYLE_TYPE.PARAGRAPH)
    add_table(word, areas(rows), "Områdene")
    together = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in word.tables[0].rows]
    assert together == [True] * kept + [None] * (1 + rows - kept)


def test_the_picture_has_its_text(word: Any) -> None:
    (shape,) = word.inline_shapes
    assert shape._inline.docPr.get("descr") == "Søyler: 11 grønne og 5 røde."


def codes(word: Any) -> list[list[str]]:
    """The words of each field's code."""
    return [(code.text or "").split() for code in word.element.body.iter(qn("w:instrText"))]


def test_references_repeat_the_number_of_what_they_lead_to(word: Any) -> None:
    marked = {}
    for paragraph in word.element.body.iter(qn("w:p")):
        for start in paragraph.iter(qn("w:bookmarkStart")):
            inside = takewhile(lambda part: part.tag != qn("w:bookmarkEnd"), start.itersiblings())
            marked[start.get(qn("w:name"))] = "".join(text(part) for part in inside)
    assert marked["table_zones"] == "Tabell 1"
    assert marked["figure_bars"] == "Figur 1"
    led = [code[1:3] for code in codes(word) if code[0] == "REF"]
    assert led == [[name, r"\h"] for name in ("table_zones", "figure_bars", "table_zones", "figure_bars")]


def test_tables_and_figures_are_numbered_by_word(word: Any) -> None:
    assert [code[1] for code in codes(word) if code[0] == "SEQ"] == ["Tabell", "Figur", "Tabell", "Tabell"]
    assert [caption.split(".")[0] for caption in styled(word, "Caption")] == [
        "Tabell 1",
        "Figur 1",
        "Tabell 2",
        "Tabell 3",
    ]


def test_the_contents_are_a_field_whose_entries_lead_to_the_headings(word: Any) -> None:
    assert codes(word)[0] == ["TOC", r"\o", '"1-2"', r"\h", r"\z", r"\u"]
    links = [link for link in word.element.body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]
    marks = {mark.get(qn("w:name")) for mark in word.element.body.iter(qn("w:bookmarkStart"))}
    assert {link.get(qn("w:anchor")) for link in links} <= marks
    assert [text(link) for link in links] == [
        "Sammendrag",
        "Soner",
        "Områdene",
        "Bakgrunn",
        "Bakgrunn for saken",
    ]
    kinds = [mark.get(qn("w:fldCharType")) for mark in word.element.body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == len(codes(word))


def test_marks_language_and_clean_properties(word: Any) -> None:
    assert word.sections[0].header.paragraphs[0].text == "Syntetiske eksempeldata"
    languages = {e.get(qn("w:val")) for e in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"nb-NO"}
    properties = word.core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.title == "INTERN: Risiko og sårbarhet i e-meldinger, Eksempelfylket, runden 2020"


@pytest.fixture
def own_template(tmp_path: Path) -> Path:
    """A body's own file as Word saves one: its own heading and page top, none of the styles that we add, no lists."""
    word: Any = docx.Document()
    for style in [one for one in word.styles if one.name.startswith(("List", "Caption", "Quote"))]:
        word.styles.element.remove(style.element)
    for language in list(word.styles.element.iter(qn("w:lang"))):
        language.getparent().remove(language)
    lists = next(key for key, rel in word.part.rels.items() if rel.reltype == RELATIONSHIP_TYPE.NUMBERING)
    word.part.drop_rel(lists)
    word.styles["Heading 1"].font.name = "Oslo Sans"
    word.sections[0].header.paragraphs[0].text = "Eksempelfylket"
    word.sections[0].footer.paragraphs[0].text = "Sak 12/345"
    bookmark(word.add_paragraph("SAKSFRAMLEGG"), "topp", 3)
    word.save(str(tmp_path / "sak.docx"))
    return tmp_path / "sak.docx"


def test_a_template_of_the_body_s_own_keeps_its_looks_and_borrows_the_rest(
    document: Document, own_template: Path
) -> None:
    word: Any = docx.Document(io.BytesIO(render(document, template=own_template)))
    assert word.paragraphs[0].text == "SAKSFRAMLEGG"
    assert word.styles["Heading 1"].font.name == "Oslo Sans"
    assert styled(word, "Heading1") == ["Sammendrag", "Soner", "Bakgrunn", "Forslag til vedtak"]
    assert [p.text for p in word.sections[0].header.paragraphs] == [
        "Eksempelfylket",
        "Syntetiske eksempeldata",
    ]
    assert word.sections[0].footer.paragraphs[0].text == "Sak 12/345"
    assert word.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "nb-NO"
    marks = [mark.get(qn("w:id")) for mark in word.element.body.iter(qn("w:bookmarkStart"))]
    assert marks[:2] == ["3", "4"]
    assert len(marks) == len(set(marks))
    used = {p.style.style_id for p in word.paragraphs}
    assert used >= {"Heading1", "Ingress", "TOC1", "ListNumber"}
    assert (word.core_properties.author, word.core_properties.comments) == ("", "")
    kept = {rel.reltype.rpartition("/")[2] for rel in word.part.package.rels.values()}
    assert kept == {"officeDocument", "core-properties"}
    numbered = {n.numId for n in word.part.numbering_part.element.num_lst}
    assert word.styles["List Bullet"].element.pPr.numPr.numId.val in numbered


def test_a_template_with_lists_of_its_own_gets_our_numbering_beside_them(
    document: Document, tmp_path: Path
) -> None:
    word: Any = docx.Document()
    word.styles.element.remove(word.styles["List Bullet"].element)
    before = [(n.numId, n.abstractNumId.val) for n in word.part.numbering_part.element.num_lst]
    word.save(str(tmp_path / "sak.docx"))
    made: Any = docx.Document(io.BytesIO(render(document, template=tmp_path / "sak.docx")))
    numbering = made.part.numbering_part.element
    after = [(n.numId, n.abstractNumId.val) for n in numbering.num_lst]
    assert after[: len(before)] == before
    own = numbering.num_having_numId(made.styles["List Bullet"].element.pPr.numPr.numId.val)
    models = [one.get(qn("w:abstractNumId")) for one in numbering.iter(qn("w:abstractNum"))]
    assert own.numId not in dict(before)
    assert len(models) == len(set(models))
    tags = [child.tag for child in numbering]
    assert tags == sorted(tags, key=lambda tag: tag != qn("w:abstractNum"))


@pytest.mark.parametrize("content", [b"", b"tekst", b"PK\x03\x04"])
def test_what_is_no_word_file_is_refused_by_name(document: Document, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "sak.docx").write_bytes(content)
    with pytest.raises(ParameterError, match=r"sak\.docx er ikke en Word-fil"):
        render(document, template=tmp_path / "sak.docx")


def test_no_clock_in_the_package(package: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def control(word: Any) -> list[str]:
    (found,) = word.element.body.iter(qn("w:sdt"))
    assert found.find(f".//{qn('w:tag')}").get(qn("w:val")) == "vedtak"
    return [text(paragraph) for paragraph in found.iter(qn("w:p"))]


def test_the_template_brings_no_picture_and_no_program(package: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        properties = [name for name in parts.namelist() if name.startswith(("docProps/", "customXml/"))]
        assert properties == ["docProps/core.xml"]
        footer = parts.read("word/footer1.xml").decode()
    assert "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", footer)) == "Side 1 av 1"


def test_a_report_without_a_proposal_gets_room_for_one(word: Any) -> None:
    assert control(word) == ["Skriv forslaget til vedtak her."]


def test_a_proposal_may_be_edited() -> None:
    cells = [
        shown(Cover("T", edition="internal")),
        new_markdown_cell("## Forslag til vedtak", metadata={"anchor": "vedtak"}),
        shown(Paragraph("Første."), Paragraph("Andre.")),
        new_markdown_cell("## Metode"),
        shown(Paragraph("Tredje.")),
    ]
    word = docx.Document(io.BytesIO(render(read(notebook_of(*cells)))))
    assert control(word) == ["Første.", "Andre."]


def test_numbered_lists_start_at_one_each(word: Any) -> None:
    own = {p.pPr.numPr.numId.val for p in word.element.body.iter(qn("w:p")) if p.style == "ListNumber"}
    assert len(own) == 1
    overrides = [n for n in word.part.numbering_part.element.num_lst if n.numId in own]
    assert overrides[0].findall(f".//{qn('w:startOverride')}")[0].get(qn("w:val")) == "1"
